"""Putting a registry in order: only what is certain, each cell with its reasons, no id becomes another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import codes, grid_of
from properties import examples
from shuangsuiji.core.columns.kinds import Kind, writing_of
from shuangsuiji.core.registries.cleaning import Stored, clean, put_in_order
from shuangsuiji.core.registries.examine import Examined, examine

TEXT, NUMBER, DATE, UNKNOWN = Stored.TEXT, Stored.NUMBER, Stored.DATE, Stored.UNKNOWN


@pytest.mark.parametrize(
    ("heading", "before", "stored", "after", "reasons"),
    [
        ("定点编码", " ｐ４1048１00001 ", TEXT, "P41048100001", "blanks half-width upper"),
        ("定点编码", "P4104 8100001", TEXT, "P41048100001", "blanks"),
        ("统一社会信用代码", "'91110000600037341l", TEXT, "91110000600037341L", "quote upper"),
        ("编号", "17", NUMBER, "17", "number-text"),
        ("编号", "17", UNKNOWN, None, ""),
        ("执法证号", "豫Ａ（2023） 第１号", TEXT, "豫A（2023） 第1号", "half-width"),
        ("执法证号", "豫a 1", TEXT, None, ""),
        ("联系方式", "０３７５－１２３（４）", TEXT, "0375-123(4)", "half-width"),
        ("联系方式", "13700000000", NUMBER, "13700000000", "number-text"),
        ("更新日期", "2024年3月5日", TEXT, "2024-03-05", "date"),
        ("更新日期", "20240305", NUMBER, "2024-03-05", "date"),
        ("更新日期", "2024-03-05", TEXT, "2024-03-05", "text-date"),
        ("更新日期", "2024-03-05", UNKNOWN, None, ""),
        ("更新日期", "2024-03-05", DATE, None, ""),
        ("更新日期", "24.3.5", TEXT, None, ""),
        ("更新日期", "2024.3", TEXT, None, ""),
        ("更新日期", "2023-02-29", TEXT, None, ""),
        ("证件有效期", "长期", TEXT, None, ""),
        ("考核重点", "√", TEXT, "是", "flag"),
        ("考核重点", "可能", TEXT, None, ""),
        ("信用等级", "Ａ级", TEXT, "A级", "half-width"),
        ("近三年违法次数", "２", TEXT, "2", "half-width text-number"),
        ("近三年违法次数", "两次", TEXT, None, ""),
        ("名称", "甲药房(个体工商户）", TEXT, "甲药房（个体工商户）", "brackets"),
        ("名称", "Ａ药房(一店)", TEXT, None, ""),
        ("名称", "甲\u200b药房　", TEXT, "甲药房", "invisible blanks"),
        ("地址", "人民路１２号", TEXT, "人民路12号", "half-width"),
        ("标签", "民营\n村级", TEXT, "民营、村级", "list-breaks"),
        ("检查内容", "一、甲\n二、乙 ", TEXT, "一、甲\n二、乙", "blanks"),
        ("床位数", " ３ ", TEXT, "３", "blanks"),
    ],
)
def test_each_kind_of_column(
    heading: str, before: str, stored: Stored, after: str | None, reasons: str
) -> None:
    cleaned = clean(writing_of(heading), heading, before, stored)
    if after is None:
        assert cleaned is None
    else:
        assert cleaned is not None
        assert cleaned.text == after
        assert cleaned.reasons == tuple(f"fix-{name}" for name in reasons.split())


def examined(rows: list[list[str]], kind: Kind = Kind.OBJECTS, **more: Any) -> Examined:
    found, findings = examine([grid_of(rows, **more)], kind=kind)
    assert found is not None, findings
    return found


def test_what_is_doubtful_stays_and_is_listed() -> None:
    rows = [
        ["编号", "名称", "统一社会信用代码", "更新日期"],
        ["7", "甲药店", "911100006OOO37341L", "45356"],
        ["8", "乙药店", "911100006000373410000", "去年"],
        ["", "丙药店", "", ""],
    ]
    formats = {(1, 0): (NUMBER, "000000"), (1, 3): (NUMBER, "General"), (2, 3): (Stored.FORMULA, "")}
    read, _ = examine([grid_of(rows)], kind=Kind.OBJECTS, id_column="编号")
    assert read is not None
    done = put_in_order(read, lambda row, column: formats.get((row, column), (TEXT, "@")))
    assert done.changes == () and done.grid.rows == rows
    assert [(f.code, f.place.cell) for f in done.doubts] == [
        ("fix-doubt-format", "A2"),
        ("fix-doubt-serial", "D2"),
        ("registry-no-id", "A4"),
        ("object-credit-code-look-alike", "C2"),
        ("object-credit-code-length", "C3"),
        ("registry-bad-date", "D3"),
    ]
    assert done.doubts[1].values["likely"] == "2024-03-05"
    assert done.doubts[3].values["likely"] == "91110000600037341L"


def test_damaged_cells_and_rows_passed_over_are_left_alone() -> None:
    rows = [["编号", "名称"], ["1", " 甲 "], ["合计：1 ", ""], ["", ""], ["9.1E+17", "乙"]]
    read = examined(rows, damaged={(4, 0): "cell-scientific"})
    done = put_in_order(read)
    assert [(change.cell, change.after.text) for change in done.changes] == [("B2", "甲")]
    assert len(done.grid.rows) == len(rows) and done.grid.rows[2] == rows[2]
    assert "cell-scientific" in codes(done.doubts)


messy = st.text("aＡ１2 　\n\u200b（(）)'√是20241月年-.、", max_size=12)


@examples(40)
@given(st.lists(st.tuples(messy, messy, messy, messy, messy), min_size=1, max_size=5))
def test_putting_in_order_changes_nothing_that_is_read(cells: list[tuple[str, ...]]) -> None:
    """What is read of the copy is what was read of the file, but for what nobody sees; twice is once."""
    heading = ["编号", "名称", "考核重点", "更新日期", "备注"]
    rows = [heading, ["1", "甲", "", "", ""], *(list(row) for row in cells)]
    before = examined(rows)
    done = put_in_order(before)
    after, _ = examine([done.grid], kind=Kind.OBJECTS)
    assert after is not None
    if "\u200b" not in str(cells) and "'" not in str(cells):
        assert list(after.ids) == list(before.ids)
        assert after.table.columns["更新日期"] == before.table.columns["更新日期"]
        assert after.table.columns["备注"] == before.table.columns["备注"]
    assert put_in_order(after).changes == ()
