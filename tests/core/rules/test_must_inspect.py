"""What is owed to must-inspect objects, worked out by hand (docs/rules.md, section 5; LZ-1)."""

from __future__ import annotations

from typing import Any

import pytest

from building import Record, plan_of, pool_of, shops, visit
from shuangsuiji.core.rules.must_inspect import MustInspectObject, must_inspect_objects
from shuangsuiji.core.rules.pool import PastVisit, Pool

RULE = {"名称": "重点", "对象": {"信用状态": "失信"}, "全年次数": "3", "事项": ["SX-02"]}
NO_VISITS: tuple[PastVisit, ...] = ()


def pool(
    batch: str = "上半年", past: tuple[PastVisit, ...] = NO_VISITS, count: int = 3, **changes: Any
) -> Pool:
    """Objects of which the first is a must-inspect one, three times a year."""
    objects: list[Record] = [{**s, "信用状态": "失信" if n == 0 else ""} for n, s in enumerate(shops(count))]
    plan = plan_of(**{"必查": [RULE], **changes})
    return pool_of(plan, objects, batch, past)


def duty(of: Pool) -> MustInspectObject:
    """The only duty."""
    (found,) = must_inspect_objects(of)
    return found


def test_three_in_two_batches() -> None:
    """ "max(0, ⌊R · j ÷ B⌋ − d)": 1, then 2."""
    first = duty(pool())
    assert (first.times, first.target, first.done, first.owed) == (3, 1, 0, 1)
    second = duty(pool("下半年", (visit("D0001", "2024-06-30", "必查"),)))
    assert (second.target, second.done, second.owed) == (3, 1, 2)


@pytest.mark.parametrize(
    ("batch", "done", "owed"),
    [
        ("上半年", 0, 1),
        ("上半年", 1, 0),
        ("下半年", 0, 3),
        ("下半年", 2, 1),
        ("下半年", 3, 0),
        ("下半年", 5, 0),
    ],
)
def test_random_hits_count_and_the_last_batch_completes(batch: str, done: int, owed: int) -> None:
    """Visits of any reason but 日常 alone are done; nothing is owed twice."""
    past = tuple(
        visit("D0001", f"2024-01-{day:02d}", *[("随机",), ("必查",), ("日常", "补足")][day % 3])
        for day in range(1, done + 1)
    )
    assert duty(pool(batch, past)).owed == owed


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
    assert (found.times, found.rules, found.owed) == (3, ("一般", "重点"), 3)


def test_excluded_wins() -> None:
    """Nothing is owed to who may not be inspected; it is told while something would be."""
    closed = {"限制": {"不参加抽取": {"编号": "D0001"}}}
    found = duty(pool(**closed))
    assert (found.target, found.owed, found.unscheduled) == (1, 0, True)
    found = duty(pool(past=(visit("D0001", "2024-01-05"),), **closed))
    assert (found.owed, found.unscheduled) == (0, False)


def test_a_cap_takes_nothing_away() -> None:
    """Barred or not does not matter: the yearly cap and 同年重复抽取 bind random draws alone (LAW-1)."""
    past = (visit("D0001", "2024-04-01"),)
    assert duty(pool("下半年", past, 限制={"每户全年上限": "1", "同年重复抽取": "否"})).owed == 2
