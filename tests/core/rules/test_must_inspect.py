"""Visits: must-inspect counts, the yearly floor, one visit for all an object owes (draw-algorithm 6-10)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from building import BUREAU, Record, plan_of, pool_of, shops, task, visit
from shuangsuiji.core.pool import PastVisit, Pool
from shuangsuiji.core.quota import strata_of_batch
from shuangsuiji.core.schedule import Duty, Visit, must_inspect, select, ticket_order, top_up, visits_of

RULE = {"名称": "重点", "对象": {"信用状态": "失信"}, "全年次数": "3", "事项": ["SX-02"]}
NO_VISITS: tuple[PastVisit, ...] = ()


def pool(
    batch: str = "上半年", past: tuple[PastVisit, ...] = NO_VISITS, count: int = 3, **changes: Any
) -> Pool:
    """Objects of which the first is a must-inspect one, three times a year."""
    objects: list[Record] = [{**s, "信用状态": "失信" if n == 0 else ""} for n, s in enumerate(shops(count))]
    plan = plan_of(**{"必查": [RULE], **changes})
    return pool_of(plan, objects, batch, past)


def duty(of: Pool, *drawn: int) -> Duty:
    """The only duty."""
    (found,) = must_inspect(of, frozenset(drawn))
    return found


def test_three_in_two_batches() -> None:
    """ "target = floor(R * j / J); visits = max(0, 1 if drawn at random, target - d)": 1, then 2."""
    first = duty(pool())
    assert (first.times, first.target, first.done, first.visits) == (3, 1, 0, 1)
    second = duty(pool("下半年", (visit("D0001", "2024-06-30", "必查"),)))
    assert (second.target, second.done, second.visits) == (3, 1, 2)


@pytest.mark.parametrize(
    ("batch", "done", "drawn", "visits"),
    [
        ("上半年", 0, True, 1),
        ("上半年", 1, False, 0),
        ("上半年", 1, True, 1),
        ("下半年", 0, False, 3),
        ("下半年", 0, True, 3),
        ("下半年", 2, True, 1),
        ("下半年", 3, False, 0),
        ("下半年", 3, True, 1),
        ("下半年", 5, False, 0),
    ],
)
def test_random_hits_count_and_the_last_batch_completes(
    batch: str, done: int, drawn: bool, visits: int
) -> None:
    """ "So random hits count, and the last batch completes." """
    past = tuple(visit("D0001", f"2024-01-{day:02d}") for day in range(1, done + 1))
    assert duty(pool(batch, past), *([1] if drawn else [])).visits == visits


def test_what_counts_as_done() -> None:
    """Visits of the plan's year under any plan, by ledger or history; not 日常, not another year's."""
    past = (
        visit("D0001", "2024-01-01", "日常", plan="", batch=""),
        visit("D0001", "2023-12-31"),
        visit("D0001", "2024-02-01", "必查", plan="别的", batch=""),
        visit("D0002", "2024-02-01"),
    )
    assert duty(pool(past=past)).done == 1


def test_history_sheet_counts() -> None:
    """ "plus the history sheet for what happened outside" """
    rows = [{"检查对象": "D0001", "检查日期": "2024年1月5日", "原因": "随机", "检查人员": "赵一"}]
    objects: list[Record] = [{**s, "信用状态": "失信"} for s in shops(1)]
    assert duty(pool_of(plan_of(必查=[RULE]), objects, history=rows)).done == 1


def test_the_largest_of_the_fitting_rules() -> None:
    """ "R = the largest 全年次数 of the rules that fit"; LZ-1: 2 a year, 3 if suspended."""
    rules = [
        {**RULE, "名称": "一般", "全年次数": "2"},
        RULE,
        {**RULE, "名称": "别的", "对象": {"信用状态": "良好"}},
    ]
    found = duty(pool("下半年", 必查=rules))
    assert (found.times, found.rules, found.visits) == (3, ("一般", "重点"), 3)


def test_excluded_wins() -> None:
    """ "不参加抽取 wins: listed as 必查未能安排." """
    found = duty(pool(限制={"不参加抽取": {"编号": "D0001"}}))
    assert (found.visits, found.unscheduled) == (0, True)


def staged(of: Pool, tickets: list[int]) -> list[Visit]:
    """The visits of a pool by these tickets, all steps done."""
    words = np.array(tickets, dtype=np.uint64)
    chosen = {number: [select(s, words) for s in parts] for number, parts in strata_of_batch(of).items()}
    drawn = frozenset(n for parts in chosen.values() for part in parts for n in part.drawn)
    duties = must_inspect(of, drawn)
    visited = drawn | {d.number for d in duties if d.visits}
    return visits_of(of, chosen, duties, top_up(of, ticket_order(words), visited, drawn))


def test_tickets_and_ties() -> None:
    """ "The order is by (ticket, number), smallest first … the rest, in order, are the alternates" """
    words = np.array([7, 2**63 + 5, 3, 7, 0], dtype=np.uint64)
    assert ticket_order(words) == [5, 3, 1, 4, 2]
    (stratum,) = strata_of_batch(pool(count=5, 任务=task(抽取={"数量": "2"})))["甲01"]
    chosen = select(stratum, words)
    assert (chosen.drawn, chosen.alternates) == ((5, 3), (1, 4, 2))


def test_months_of_several_visits() -> None:
    """ "Visit i of m > 1 in a batch of L months is meant for month floor((i-1) * L / m), from 0": 3 in 5."""
    visits = staged(pool("下半年", 任务=task(抽取={"数量": "0"})), [1, 2, 3])
    assert [(v.number, v.ordinal, v.total, v.month) for v in visits] == [
        (1, 1, 3, "2024-07"),
        (1, 2, 3, "2024-08"),
        (1, 3, 3, "2024-10"),
    ]


def test_items_and_reasons_merge() -> None:
    """ "Items: those of all fitting rules, on every visit; items of random tasks on visit 1" (QHD-6)."""
    tasks = [*task(抽取={"数量": "1"}), *task(编号="甲02", 事项=["SX-01", "SX-02"], 抽取={"数量": "2"})]
    visits = staged(pool("下半年", 任务=tasks), [1, 2, 3])
    own = [(v.number, v.ordinal, v.reasons, v.tasks, [code for _, code in v.items]) for v in visits]
    assert own == [
        (1, 1, ("随机", "必查"), ("甲01", "甲02"), ["SX-01", "SX-02"]),
        (1, 2, ("必查",), (), ["SX-02"]),
        (1, 3, ("必查",), (), ["SX-02"]),
        (2, 1, ("随机",), ("甲02",), ["SX-01", "SX-02"]),
    ]
    assert [v.index for v in visits] == [0, 1, 2, 3]


def test_the_cap_never_reduces_must_inspect_visits() -> None:
    """ "The yearly cap never reduces must-inspect visits (marked 超上限)." """
    of = pool("下半年", (visit("D0001", "2024-04-01", "日常"),), 限制={"每户全年上限": "2"})
    visits = [v for v in staged(of, [1, 2, 3]) if v.number == 1]
    assert [v.over_cap for v in visits] == [False, True, True]


OTHER = "甲市市场监督管理局"


@pytest.mark.parametrize(
    ("items", "body", "owners"),
    [
        ({BUREAU: ["SX-09"]}, OTHER, [BUREAU]),
        (["SX-09"], OTHER, [OTHER]),
        (["SX-09"], f"{OTHER}、{BUREAU}", [OTHER, BUREAU]),
        (["SX-09"], "市场监管局", [OTHER]),
        (["SX-09"], "", [OTHER, BUREAU]),
        (["SX-09"], "不相干的局", [OTHER, BUREAU]),
    ],
)
def test_whose_item_it_is(items: object, body: str, owners: list[str]) -> None:
    """ "An item is a department's if 事项 is a map, or its 抽查主体 names one of the plan's departments;
    otherwise it is every department's." (WG-4)"""
    plan = plan_of(
        联合部门=[OTHER],
        部门别名={"市场监管局": OTHER},
        任务=task(事项=items, 抽取={"数量": "1"}),
        检查组=[{"部门": BUREAU, "人数": "2"}, {"部门": OTHER, "人数": "2"}],
    )
    listed = [{"事项编码": "SX-09", "抽查事项名称": "某事", "抽查主体": body}]
    (only,) = staged(pool_of(plan, shops(1), items=listed), [1])
    assert only.items == tuple(sorted((owner, "SX-09") for owner in owners))


# ---- the yearly floor --------------------------------------------------------------------------------


def floor_pool(batch: str, past: tuple[PastVisit, ...] = NO_VISITS, **changes: Any) -> Pool:
    """Ten objects, the first six in the scope of the task, a floor of 45 %: F = 5."""
    objects: list[Record] = [{**s, "类别": "药店" if n < 6 else "医院"} for n, s in enumerate(shops(10))]
    values = {
        "任务": task(对象范围={"类别": "药店"}, 抽取={"数量": "1"}),
        "限制": {"全年比例下限": "45%"},
        **changes,
    }
    return pool_of(plan_of(**values), objects, batch, past)


def topped(of: Pool, tickets: list[int]) -> list[tuple[int, tuple[str, ...]]]:
    """Number and reasons of each visit."""
    return [(v.number, v.reasons) for v in staged(of, tickets)]


UP = list(range(1, 11))


def test_top_up_in_the_last_batch_alone() -> None:
    """ "In the year's last batch … While counted < F: the next in order within some task's scope" """
    assert topped(floor_pool("上半年"), UP) == [(1, ("随机",))]
    assert topped(floor_pool("下半年"), UP) == [
        (1, ("随机",)),
        *((number, ("补足",)) for number in (2, 3, 4, 5)),
    ]


def test_what_counts_towards_the_floor() -> None:
    """Drawn at random or topped up this year under any plan, each object once; not must-inspect (XT-1)."""
    past = (
        visit("D0002"),
        visit("D0009", "2024-02-01", "补足", plan="别的"),
        visit("D0003", "2024-04-01", "必查"),
    )
    assert topped(floor_pool("下半年", past), UP) == [(1, ("随机",)), (4, ("补足",)), (5, ("补足",))]
    again = {"限制": {"全年比例下限": "45%", "同年重复抽取": "是"}}
    twice = topped(floor_pool("下半年", (visit("D0001"),), **again), UP)
    assert twice == [(1, ("随机",)), *((number, ("补足",)) for number in (2, 3, 4, 5))]


def test_top_up_that_falls_short() -> None:
    """Nobody outside every task's scope is added; what is missing is told."""
    of = floor_pool("下半年", 限制={"全年比例下限": "90%"})
    words = np.array(UP, dtype=np.uint64)
    found = top_up(of, ticket_order(words), frozenset({1}), frozenset({1}))
    assert found is not None
    assert (found.size, found.floor, found.counted, found.added, found.short) == (
        10,
        9,
        1,
        (2, 3, 4, 5, 6),
        3,
    )


def test_a_topped_up_visit_has_the_items_of_its_tasks() -> None:
    """ "with the items of every task whose scope holds it" """
    tasks = [
        *task(抽取={"数量": "0"}),
        *task(编号="甲02", 对象范围={"类别": "药店"}, 事项=["SX-02"], 抽取={"数量": "0"}),
    ]
    visits = staged(floor_pool("下半年", 任务=tasks, 限制={"全年比例下限": "70%"}), UP)
    assert [(v.number, v.tasks, len(v.items)) for v in visits] == [
        *((number, ("甲01", "甲02"), 2) for number in range(1, 7)),
        (7, ("甲01",), 1),
    ]
