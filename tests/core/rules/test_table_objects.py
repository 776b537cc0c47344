"""Strata, states, debts, entities and clusters in numbers, worked out by hand on a few objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rule_tables import by_id, read

from building import plan_of, pool_of, shops, task, visit
from shuangsuiji.core.rules.batch import ruled_batch
from shuangsuiji.core.rules.marks import Marks
from shuangsuiji.core.rules.quota import Unplaced
from shuangsuiji.core.rules.table import draw_table

LAST = "下半年"


def with_cells(**columns: Sequence[str]) -> list[dict[str, str]]:
    """Objects D0001 .. with these cells, column by column."""
    size = len(next(iter(columns.values())))
    return [
        {**shop, **{name: cells[row] for name, cells in columns.items()}}
        for row, shop in enumerate(shops(size))
    ]


def tasks(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Tasks 甲01, 甲02 … with some of their keys changed."""
    return [{**task(**one)[0], "编号": f"甲{n:02d}"} for n, one in enumerate(changes, 1)]


def test_strata_over_districts_tiers_and_rest() -> None:
    """Districts by name, strata in the plan's order, 未评级 last; one stratum of each task for an object."""
    tiers = {"字段": "级", "比例": {"B": "50%", "A": "1/3"}, "未评级": "100%"}
    plan = plan_of(
        任务=tasks(
            {"分区": "区", "抽取": tiers},
            {"对象范围": {"区": "西"}, "抽取": {"数量": 5}},
        )
    )
    objects = with_cells(区=["西", "东", "西", "东", "西"], 级=["A", "Ｂ", "", "B", "A"])
    found = read(plan, objects)
    assert [(one["task"], one["n"]) for one in found.frame["strata"]] == [
        *((1, n) for n in (1, 0, 0)),  # 东: B of 2, A of none, 未评级 of none
        *((1, n) for n in (0, 1, 1)),  # 西
        (2, 3),
    ]
    assert found.column("objects", "strata") == ["5 7", "1", "6 7", "1", "5 7"]
    assert [(one["district"], one["name"], one["ratio"]) for one in found.labels.strata][:3] == [
        ("东", "B", "1/2"),
        ("东", "A", "1/3"),
        ("东", "未评级", "1/1"),
    ]
    assert found.labels.strata[6] | {"task": ""} == {
        "task": "",
        "cluster": "",
        "district": "",
        "name": "全部",
        "ratio": None,
        "count": 5,
        "product": None,
        "rounding": "进一",
        "minimum": 0,
        "year": None,
        "earlier": 0,
    }


def test_the_years_ratio() -> None:
    """全年: half of the year's 4 is due in the second of two batches when 2 were drawn in the first."""
    plan = plan_of(任务=task(抽取={"比例": "40%", "比例口径": "全年"}))
    past = [visit("D0001"), visit("D0002"), visit("D0003", "2024-04-30", "必查")]
    found = read(plan, shops(10), LAST, past)
    assert found.frame["strata"] == [{"task": 1, "cluster": 0, "n": 2}]
    assert (found.labels.strata[0]["year"], found.labels.strata[0]["earlier"]) == (4, 2)


@pytest.mark.parametrize(
    ("batch", "floor", "strata"), [("上半年", None, ["1", "1", ""]), (LAST, 1, ["2", "2", "1"])]
)
def test_other_batches_stand_in_the_last_one_for_the_floor(
    batch: str, floor: int | None, strata: list[str]
) -> None:
    """In the plan's order, as one stratum of which nothing is drawn, whatever strata they have."""
    tiers = {"字段": "级", "比例": {"A": "100%"}, "未评级": "100%"}
    plan = plan_of(
        任务=tasks(
            {"批次": [LAST], "对象范围": {"类": "乙"}},
            {"批次": ["上半年"], "对象范围": {"类": "甲"}, "抽取": tiers},
        ),
        限制={"全年比例下限": "50%"},
    )
    found = read(plan, with_cells(类=["甲", "甲", "乙"], 级=["A", "A", "A"]), batch, [visit("X9")])
    assert found.frame["floor"] == floor  # half of 3 is 2, of which X9, no longer registered, is one
    assert found.column("objects", "strata") == strata
    if floor is not None:
        assert found.frame["strata"] == [
            {"task": 1, "cluster": 0, "n": 1},
            {"task": 2, "cluster": 0, "n": 0},
        ]
        assert [one["name"] for one in found.labels.strata] == ["全部", "全部"]
        assert found.labels.floor == {"M": 3, "F": 2, "counted": 1}


def test_more_than_the_floor_is_nothing_missing() -> None:
    plan = plan_of(限制={"全年比例下限": "20%"})
    past = [visit(f"D000{n}") for n in (1, 2, 3)]
    assert read(plan, shops(5), LAST, past).frame["floor"] == 0


FLOOR = {"全年比例下限": "1%"}


@pytest.mark.parametrize(
    ("batch", "limits", "states"),
    [
        (LAST, {**FLOOR, "同年重复抽取": "是"}, "0123310"),
        (LAST, {**FLOOR, "同年重复抽取": "否"}, "0100010"),
        (LAST, {**FLOOR, "同年重复抽取": "是", "每户全年上限": 1}, "0000010"),
        (LAST, {"同年重复抽取": "是"}, "0111110"),
        ("上半年", {**FLOOR, "同年重复抽取": "是"}, "0111110"),
        (LAST, {"同年重复抽取": "否"}, "0100010"),
    ],
)
def test_states(batch: str, limits: dict[str, Any], states: str) -> None:
    """Excluded; daily only; must-inspect; drawn; topped up; last year's; outside every scope.

    2 and 3 only where the floor is asked for: otherwise nothing tells who was visited but may be drawn.
    """
    objects = with_cells(况=["注销", *["正常"] * 6])
    past = [
        *(visit("D0002", "2024-05-05", "日常"), visit("D0003", "2024-05-05", "必查")),
        *(visit("D0004", "2024-05-05", "随机", "必查"), visit("D0005", "2024-05-05", "补足")),
        visit("D0006", "2023-05-05"),
    ]
    scope = {"名称": {"不是": "药店0007"}}
    plan = plan_of(限制={**limits, "不参加抽取": {"况": "注销"}}, 任务=task(对象范围=scope))
    found = read(plan, objects, batch, past)
    assert "".join(found.column("objects", "state")) == states
    assert found.column("objects", "strata") == ["", *["1"] * 5, ""]


def test_owed() -> None:
    """⌊R · j ÷ B⌋ less the visits made; the largest R; nothing for who may not be inspected."""
    plan = plan_of(
        必查=[
            {"名称": "四", "对象": {"四": "是"}, "全年次数": 4, "事项": ["SX-01"]},
            {"名称": "三", "对象": {"三": "是"}, "全年次数": 3, "事项": ["SX-01"]},
        ],
        限制={"不参加抽取": {"况": "注销"}},
    )
    objects = with_cells(四=["√", "", "是", "1", "", "是"], 三=["是", "Y", *[""] * 4], 况=[*[""] * 5, "注销"])
    past = [visit("D0003", "2024-02-01", "必查"), visit("D0003", "2024-02-01", "日常")]
    past += [visit("D0004", f"2024-02-0{n}", "必查") for n in (1, 2, 3)]
    found = read(plan, objects, "上半年", past)
    assert found.column("objects", "owed") == ["2", "1", "1", "0", "0", "0"]
    assert found.labels.must_inspect[0] == {
        "number": 1,
        "rules": ["四", "三"],
        "times": 4,
        "done": 0,
        "target": 2,
        "unscheduled": 0,
    }
    told = [(duty["number"], duty["done"], duty["unscheduled"]) for duty in found.labels.must_inspect]
    assert told == [(1, 0, 0), (2, 0, 0), (3, 1, 0), (4, 3, 0), (6, 0, 1)]


CODES = ["", "ab1", "ＡＢ 1", "C", "D", "d", "E", "E", "D", ""]


@pytest.mark.parametrize(
    ("limits", "own", "frame", "of_task", "entities"),
    [
        (None, None, 0, 0, "0000000000"),
        ({"字段": "法人", "户数": 1}, None, 1, 0, "0110220020"),  # D0007 is barred, so one E is left
        ({"字段": "法人", "户数": 2}, None, 2, 0, "0000110010"),
        ({"字段": "法人", "户数": 3}, None, 3, 0, "0000000000"),
        ({"字段": "法人", "户数": 1, "范围": "各任务"}, None, 0, 1, "0110220020"),
        (None, {"字段": "法人", "户数": 2}, 0, 2, "0000110010"),
        ({"字段": "法人", "户数": 3}, {"户数": 1}, 3, 1, "0110220020"),
    ],
)
def test_entities(limits: Any, own: Any, frame: int, of_task: int, entities: str) -> None:
    """Equal ids after `norm_id`; numbered by first appearance among those whom some cap can bind."""
    found = read(
        plan_of(限制={"同一法人至多": limits} if limits else {}, 任务=task(同一法人至多=own)),
        with_cells(法人=CODES),
        LAST,
        [visit("D0007")],
    )
    assert found.frame["entity"] == frame
    assert found.frame["tasks"][0]["entity"] == of_task
    assert "".join(found.column("objects", "entity")) == entities


def test_entities_are_numbered_by_who_may_be_drawn() -> None:
    """The first object of 乙 is barred, so that 甲 comes up first."""
    plan = plan_of(限制={"同一法人至多": {"字段": "法人", "户数": 1}})
    found = read(plan, with_cells(法人=["乙", "甲", "甲", "乙", "乙"]), LAST, [visit("D0001")])
    assert found.column("objects", "entity") == ["0", "1", "1", "2", "2"]


def test_clusters() -> None:
    """Columns by their first task, values by code point; a quota in each; tasks share a column's clusters."""
    staged = {"比例": "50%", "阶段": {"字段": "镇", "抽": 2}}
    plan = plan_of(
        任务=tasks(
            {"对象范围": {"类": "甲"}, "抽取": {"数量": 1, "阶段": {"字段": "类", "抽": 1}}},
            {"对象范围": {"镇": ["乙", "丙"]}, "抽取": staged},
            {"抽取": "100%"},
            {"抽取": staged},
        )
    )
    objects = with_cells(镇=["乙", "丙", "丙", "甲", "丙"], 类=["", "甲", "", "", "甲"])
    found = read(plan, objects)
    assert [(one["column"], one["name"]) for one in found.labels.clusters] == [
        *(("类", "甲"), ("镇", "丙"), ("镇", "乙"), ("镇", "甲"))
    ]
    assert [one["clusters"] for one in found.frame["tasks"]] == [1, 2, 0, 2]
    assert [(one["task"], one["cluster"], one["n"]) for one in found.frame["strata"]] == [
        *((1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 0, 5), (4, 2, 2), (4, 3, 1), (4, 4, 1))
    ]
    assert [one["cluster"] for one in found.labels.strata] == ["甲", "丙", "乙", "", "丙", "乙", "甲"]
    assert found.column("objects", "strata") == ["3 4 6", "1 2 4 5", "2 4 5", "4 7", "1 2 4 5"]


@pytest.mark.parametrize("wide_first", [False, True])
def test_a_cluster_is_named_by_all_tasks_together(wide_first: bool) -> None:
    """2024-1-5 and 2024/1/5 are equal; the first text of both scopes names and sorts them, for both tasks."""
    staged = {"比例": "50%", "阶段": {"字段": "批", "抽": 1}}
    changes: list[dict[str, Any]] = [{"对象范围": {"类": "甲"}, "抽取": staged}, {"抽取": staged}]
    plan = plan_of(任务=tasks(*(changes[::-1] if wide_first else changes)))
    found = read(plan, with_cells(批=["2024/1/5", "2024-1-5", "2024.Ａ"], 类=["甲", "", "甲"]))
    assert [one["name"] for one in found.labels.clusters] == ["2024-1-5", "2024.A"]
    pairs = [(one["task"], one["cluster"]) for one in found.frame["strata"]]
    assert pairs == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_blank_cluster_is_refused() -> None:
    plan = plan_of(任务=task(抽取={"比例": "50%", "阶段": {"字段": "镇", "抽": 1}}))
    with pytest.raises(Unplaced) as trouble:
        read(plan, with_cells(镇=["乙", "", "丙", "　"]))
    assert (trouble.value.column, trouble.value.rows) == ("镇", [1, 3])


def test_objects_have_to_be_in_the_order_of_their_marks() -> None:
    pool = pool_of(plan_of(), shops(3))
    people = by_id([person.id for person in pool.people])
    good = by_id(pool.ids)
    for bad in (good.taken([1, 0, 2]), good.taken([0, 1, 1])):
        with pytest.raises(ValueError, match="order"):
            draw_table(ruled_batch(pool), bad, people)
    for objects, persons in ((good.taken([0, 1]), people), (good, Marks([], [], []))):
        with pytest.raises(ValueError, match="other"):
            draw_table(ruled_batch(pool), objects, persons)
