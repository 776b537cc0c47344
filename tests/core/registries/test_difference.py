"""Two versions of a registry: rows by id, cells with their places, rows possibly renewed."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from building import PEOPLE, Record, sheet_of
from shuangsuiji.core.columns.kinds import Kind
from shuangsuiji.core.registries.difference import CellChanged, Difference, compare
from shuangsuiji.core.registries.examine import Examined, examine


def seen(rows: list[Record], kind: Kind = Kind.OBJECTS) -> Examined:
    examined, findings = examine([sheet_of(rows)], kind=kind)
    assert examined is not None, findings
    return examined


def difference(old: list[Record], new: list[Record], kind: Kind = Kind.OBJECTS) -> Difference:
    return compare(seen(old, kind), seen(new, kind))


OLD: list[Record] = [
    {"编号": "1", "名称": "甲药店", "地址": "甲路1号", "上次检查日期": "2024-01-05", "等级": "A"},
    {"编号": "2", "名称": "乙药店", "地址": "乙路2号", "上次检查日期": "", "等级": "B"},
    {"编号": "3", "名称": "丙药店", "地址": "丙路3号", "上次检查日期": "", "等级": "C"},
    {"编号": "4", "名称": "丁药店", "地址": "丁路4号", "上次检查日期": "", "等级": "C"},
]
NEW: list[Record] = [
    {"名称": "戊药店", "编号": "5", "地址": "戊路5号", "上次检查日期": "", "等级": "A", "床位": "3"},
    {"名称": "丙 药店", "编号": "33", "地址": "丙路３号", "上次检查日期": "", "等级": "C", "床位": ""},
    {"名称": "乙药店", "编号": "２", "地址": "乙路2号", "上次检查日期": "", "等级": "D", "床位": ""},
    {
        "名称": "甲药房",
        "编号": "1",
        "地址": "甲路1号",
        "上次检查日期": "2024年1月5日",
        "等级": "Ａ",
        "床位": "",
    },
]


def test_added_removed_changed() -> None:
    found = difference(OLD, NEW)
    assert [(row.id, row.cell) for row in found.added] == [("5", "A2"), ("33", "A3")]
    assert [(row.id, row.cell) for row in found.removed] == [("3", "B4"), ("4", "B5")]
    assert [(row.new.id, row.cells) for row in found.changed] == [
        ("1", (CellChanged("名称", "甲药店", "甲药房", "B2", "A5"),)),
        ("2", (CellChanged("等级", "B", "D", "E3", "E4"),)),
    ]
    assert (found.unchanged, found.columns_added, found.columns_removed) == (0, ("床位",), ())
    assert [(pair.old.id, pair.new.id, pair.columns) for pair in found.renewed] == [
        ("3", "33", ("名称", "地址"))
    ]
    assert found.by_column == {"名称": 1, "等级": 1} and found.ambiguous == 0 and not found.same


def test_a_number_displayed_otherwise_is_no_change() -> None:
    old = {"编号": "1", "名称": "甲", "资本": "1,234.50", "费用": "¥30.00", "床位": "007", "余额": "$5"}
    new = {"编号": "1", "名称": "甲", "资本": "1234.5", "费用": "30", "床位": "7", "余额": "¥5"}
    found = difference([old], [new])
    assert found.by_column == {"床位": 1, "余额": 1}


def test_people_with_a_new_certificate() -> None:
    new = [{**PEOPLE[0], "执法证号": "甲009"}, *PEOPLE[1:]]
    found = difference(list(PEOPLE), new, Kind.INSPECTORS)
    assert [(pair.old.id, pair.new.id) for pair in found.renewed] == [("甲001", "甲009")]
    assert len(found.changed) == 0 and found.unchanged == 3


def test_pairs_are_told_apart_by_both_sides() -> None:
    row = {"检查人员": "甲001", "检查对象": "1", "回避事由": "近亲属"}
    found = difference([row], [{**row, "回避事由": "股东"}, {**row, "检查对象": "2"}], Kind.RECUSALS)
    assert [(r.id, r.cell) for r in found.added] == [("甲001 / 2", "A3")]
    assert [cell.column for changed in found.changed for cell in changed.cells] == ["回避事由"]


def test_rows_without_or_with_equal_ids_are_counted() -> None:
    rows = [OLD[0], {**OLD[0], "名称": "又一家"}, {**OLD[1], "编号": ""}]
    found = difference(rows, rows)
    assert found.same and found.unchanged == 3 and found.ambiguous == 6


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.data())
def test_what_is_found_is_what_was_done(data: Any) -> None:
    """Any rows taken away, added and altered, then shuffled: exactly these are named, and nothing else."""
    rows = [{"编号": f"D{n}", "名称": f"店{n}", "等级": "A"} for n in range(12)]
    ids = [row["编号"] for row in rows]
    gone = set(data.draw(st.lists(st.sampled_from(ids), max_size=4)))
    altered = set(data.draw(st.lists(st.sampled_from(ids), max_size=4))) - gone
    came = [{"编号": f"N{n}", "名称": f"新{n}", "等级": "B"} for n in range(data.draw(st.integers(0, 3)))]
    later = [
        {**row, "等级": "Z"} if row["编号"] in altered else row for row in rows if row["编号"] not in gone
    ]
    later += came
    random.Random(data.draw(st.integers(0, 99))).shuffle(later)
    found = difference(rows, later)
    assert {row.id for row in found.removed} == gone
    assert {row.id for row in found.added} == {row["编号"] for row in came}
    assert {row.new.id for row in found.changed} == altered
    assert found.unchanged == 12 - len(gone) - len(altered)
    back = difference(later, rows)
    assert {row.id for row in back.added} == gone and {row.new.id for row in back.changed} == altered
