"""Items whose code and name stand over several rows: no row with content is lost (docs/registries.zh.md)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from building import grid_of
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.grid import Merged
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import Table, read_table

HEADING = ["编号", "抽查事项名称", "抽查子项", "抽查依据", "抽查对象", "抽查比例", "检查内容"]
PLAIN = ["编号", "抽查事项名称", "抽查依据", "抽查对象", "抽查比例", "检查内容"]
SUB = [
    ["B1", "食品", "生产", "甲法", "生产企业", "3%", "一"],
    ["", "", "添加剂", "乙法", "添加剂企业", "5%", "二"],
    ["B2", "药品", "批发", "丙法", "批发企业", "10%", "三"],
    ["", "", "零售", "丙法", "零售企业", "3%", "四"],
]


def read(
    rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int]] = (), **fields: str
) -> tuple[Table, list[Finding]]:
    grid = grid_of(rows, merged=[Merged(*cells) for cells in merged])
    table, findings = read_table(ITEMS, [grid], SourceChoice(fields=fields), ())
    assert table is not None, findings
    return table, findings


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("merged", [(), [(1, 2, 0), (1, 2, 1), (3, 4, 0), (3, 4, 1)]])
def test_sub_items(merged: Sequence[tuple[int, int, int]]) -> None:
    """Merged in a workbook, blank in a text file: each sub-item is an item."""
    table, findings = read([HEADING, *SUB], merged)
    assert list(table.cells("事项编码")) == ["B1-1", "B1-2", "B2-1", "B2-2"]
    assert list(table.cells("抽查事项名称")) == [
        "食品（生产）",
        "食品（添加剂）",
        "药品（批发）",
        "药品（零售）",
    ]
    assert list(table.cells("抽查比例")) == ["3%", "5%", "10%", "3%"]
    assert codes(findings) == ["items-in-parts"] * 2
    assert [table.place(row, "事项编码").cell for row in range(4)] == ["A2", "A3", "A4", "A5"]


def test_codes_and_names_written_in_each_row() -> None:
    filled = [[*("B1", "食品")[: 2 if index < 2 else 0], *row[2:]] for index, row in enumerate(SUB[:2])]
    table, _ = read([HEADING, *filled, ["B3", "广告", "", "丁法", "企业", "1%", "五"]])
    assert list(table.cells("事项编码")) == ["B1-1", "B1-2", "B3"]


def test_several_objects_and_ratios_of_one_item() -> None:
    """Without a column of sub-items the objects tell them apart; what is merged holds for all."""
    rows = [PLAIN, ["B1", "食品", "甲法", "一般企业", "3%", "一"], ["", "", "", "重点企业", "10%", "二"]]
    table, _ = read(rows, [(1, 2, 0), (1, 2, 1), (1, 2, 2)])
    assert list(table.cells("抽查事项名称")) == ["食品（一般企业）", "食品（重点企业）"]
    assert list(table.cells("抽查依据")) == ["甲法", "甲法"]
    assert list(table.cells("抽查比例")) == ["3%", "10%"]


def test_what_goes_on_with_an_item_joins_it() -> None:
    rows = [
        PLAIN,
        ["B1", "食品", "甲法", "企业", "3%", "一"],
        ["", "", "", "", "", "二"],
        ["", "", "", "", "", "三。"],
    ]
    table, findings = read(rows, [(1, 3, column) for column in range(5)])
    assert list(table.cells("事项编码")) == ["B1"]
    assert list(table.cells("检查内容")) == ["一；二；三。"]
    assert codes(findings) == ["registry-merged-cells", "items-row-joined", "items-row-joined"]


def test_a_code_over_names_and_a_name_over_codes() -> None:
    rows = [PLAIN, ["B1", "甲", "法", "企业", "3%", "一"], ["", "乙", "法", "单位", "5%", "二"]]
    table, _ = read(rows, [(1, 2, 0)])
    assert list(table.cells("事项编码")) == ["B1-1", "B1-2"]
    assert list(table.cells("抽查事项名称")) == ["甲", "乙"]
    rows = [HEADING, ["1", "登记", "执照", "法", "企业", "3%", ""], ["2", "", "名称", "法", "企业", "3%", ""]]
    table, _ = read(rows, [(1, 2, 1)])
    assert list(table.cells("事项编码")) == ["1", "2"]
    assert list(table.cells("抽查事项名称")) == ["登记（执照）", "登记（名称）"]


def test_rows_that_are_no_items_do_not_become_any() -> None:
    footers = [["合计", "", "4项", "", "", "", ""], ["", "", "备注：本清单由甲局负责", "", "", "", ""]]
    table, findings = read([HEADING, *SUB, *footers])
    assert len(table) == 4
    assert codes(findings) == [
        "items-in-parts",
        "items-in-parts",
        "registry-footer-row",
        "registry-remark-row",
    ]


def test_nothing_is_dropped_without_a_warning() -> None:
    table, findings = read([[*HEADING, "附"], [*SUB[0], ""], ["", "", "", "", "", "", "", "见附表"]])
    assert len(table) == 1
    assert [(finding.level, finding.code) for finding in findings] == [("warning", "registry-row-skipped")]


def test_a_code_that_stands_twice_is_still_an_error() -> None:
    table, findings = read([PLAIN, ["B1", "甲", "法", "企", "3%", ""], ["B1", "乙", "法", "企", "3%", ""]])
    assert list(table.cells("事项编码")) == ["B1", "B1"] and findings == []


TWO_ROWS = [
    ["序号", "抽查项目", "", "检查对象", "检查方式"],
    ["", "抽查类别", "抽查事项", "", ""],
    ["1", "登记", "执照", "企业", "现场"],
    ["2", "", "名称", "企业", "现场"],
]


@pytest.mark.parametrize("merged", [(), [(0, 1, 0), (0, 1, 3), (0, 1, 4), (2, 3, 1)]])
def test_two_rows_of_headings(merged: Sequence[tuple[int, int, int]]) -> None:
    """ "the lower cell wins, else the upper" """
    table, _ = read(TWO_ROWS, merged, 事项编码="序号")
    assert list(table.cells("事项编码")) == ["1", "2"]
    assert list(table.cells("抽查事项名称")) == ["执照", "名称"]
    assert list(table.cells("事项类别")) == ["登记", "登记" if merged else ""]


def test_a_list_without_codes_is_offered_its_serials() -> None:
    table, (found,) = read_table(ITEMS, [grid_of(TWO_ROWS)], SourceChoice(), ())
    assert table is None
    assert (found.code, found.values["choice"]) == (
        "registry-missing-column-serial",
        "字段: {事项编码: 序号}",
    )
