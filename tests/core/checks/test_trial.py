"""Trials before a draw: who can never be staffed, what fails whatever the seed, and the share that fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from building import BUREAU, ITEM_LIST, PEOPLE, Record, case, codes, plan_of, shops, task
from shuangsuiji.core.checks.draw import visits_can_be_staffed
from shuangsuiji.core.checks.trial import Ahead
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.lottery.staffing import staff
from shuangsuiji.core.lottery.visits import visits_of
from shuangsuiji.workflows.check import Seconds, tried

ALL = task(抽取="100%")
HALF = task(抽取="50%")
ITEMS = [{**ITEM_LIST[0], "抽查比例": ""}]
LINE = {"部门": BUREAU, "人数": "2"}
LED = {**LINE, "其中至少": {"标签": "组长", "人数": "1"}}


def people(*tags: str, **columns: str) -> list[dict[str, str]]:
    """An inspector for each tag."""
    return [
        {
            "姓名": f"人{number:02d}",
            "部门": BUREAU,
            "执法证号": f"甲{number:03d}",
            "证件有效期": "2030-12-31",
            "状态": "在岗",
            "标签": tag,
            **columns,
        }
        for number, tag in enumerate(tags, 1)
    ]


def stopped_clock() -> float:
    """All trials are made, however long they take."""
    return 0.0


def recused(number: int, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"检查人员": name, "检查对象": f"D{number:04d}", "回避事由": "亲属"} for name in names]


def time_for(trials: int) -> Seconds:
    """A clock by which the time is up after so many trials."""
    return iter([0.0] * trials + [100.0]).__next__


def looked_at(
    objects: Sequence[Record],
    inspectors: Sequence[Record],
    recusals: Sequence[Record] = (),
    clock: Seconds = stopped_clock,
    **plan: Any,
) -> tuple[list[Finding], Ahead | None]:
    """What is found without and with trials, and the draw that lies ahead, if it may be tried."""
    made = case(plan_of(**plan), objects, inspectors=inspectors, recusals=recusals, items=ITEMS)
    found = list(visits_can_be_staffed(made))
    if not any(one.level is Level.ERROR for one in found):
        found += tried(made, clock)
    return found, made.ahead


def said(found: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(one.level.value, one.code) for one in found]


@pytest.mark.parametrize(
    ("plan", "objects", "inspectors", "expected"),
    [
        ({"任务": ALL, "检查组": [LED]}, shops(3), people("组长", ""), [("note", "trial-proven")]),
        (
            {"任务": ALL, "检查组": [LED], "回避规则": ["本辖区"]},
            [*shops(1, 行政区划="东区"), *[{**one, "行政区划": "西区"} for one in shops(2)[1:]]],
            [*people("组长", "", 辖区="东区"), *people("", "", "", 辖区="西区")[2:]],
            [("error", "trial-object-certain")],
        ),
        (
            {"任务": ALL, "检查组": [{**LINE, "每人至多": "1"}]},
            shops(3),
            people("", "", "", ""),
            [("error", "trial-certain")],
        ),
        (
            {"任务": HALF, "检查组": [{**LINE, "每人至多": "1"}]},
            shops(6),
            people("", "", "", ""),
            [("error", "trial-fails")],
        ),
        (
            {"任务": HALF, "检查组": [{**LINE, "每人至多": "1"}]},
            shops(4),
            people("", "", "", ""),
            [("note", "trial-all-staffed")],
        ),
    ],
    ids=[
        "nothing binds",
        "leader of the own district",
        "limits counted together",
        "limits, any draw",
        "just enough",
    ],
)
def test_what_is_found(
    plan: dict[str, Any],
    objects: Sequence[Record],
    inspectors: Sequence[Record],
    expected: list[tuple[str, str]],
) -> None:
    assert said(looked_at(objects, inspectors, **plan)[0]) == expected


def test_the_share_is_that_of_the_draws_that_hit_the_object() -> None:
    """One of 8 objects cannot be staffed, 2 are drawn: 25 % of all draws fail."""
    pairs = recused(1, ["人01", "人02", "人03"])
    found, ahead = looked_at(shops(8), people("", "", "", ""), pairs, 任务=task(抽取="25%"), 检查组=[LINE])
    assert said(found) == [("warning", "object-cannot-be-staffed"), ("warning", "trial-fails")]
    assert ahead is not None and [one.number for one in ahead.alone] == [1]
    assert found[1].values["made"] == 200
    assert 25 < int(found[1].values["failed"]) < 80  # 50 expected, five standard deviations are 31


def test_which_demand_is_to_be_relaxed() -> None:
    """Only what helps by itself is named: the tag and the recusals, not the limits."""
    pairs = recused(1, ["人01"])
    inspectors = people("组长", "", "", "")
    line = {**LED, "每人至多": "9"}
    found, _ = looked_at(shops(2), inspectors, pairs, 任务=ALL, 检查组=[line])
    assert codes(found) == ["trial-object-certain"]
    assert found[0].values["ways"] == "放宽“其中至少”（组长），或调入不须回避的人员，或补充符合条件的人员"
    assert found[0].values["why"] == "任务 甲01 全部抽取"
    assert found[0].values["able"] == 0


def test_a_must_inspect_object_is_certain() -> None:
    rule = {"名称": "重点", "对象": {"名称": "药店0001"}, "全年次数": "2", "事项": ["SX-01"]}
    pairs = recused(1, ["人01", "人02", "人03"])
    found, _ = looked_at(
        shops(20), people("", "", "", ""), pairs, 任务=task(抽取="5%"), 检查组=[LINE], 必查=[rule]
    )
    assert said(found) == [("error", "trial-object-certain")] and found[0].values["why"] == "必查"


def test_several_visits_of_a_must_inspect_object_count() -> None:
    """2 visits of one object need 4 person-times; two people with a limit of 1 give 2."""
    rule = {"名称": "重点", "对象": {"名称": "药店0001"}, "全年次数": "2", "事项": ["SX-01"]}
    batches = [{"名称": "上半年", "起": "2024-03", "止": "2024-11"}]
    line = {**LINE, "每人至多": "1"}
    found, _ = looked_at(
        shops(20),
        people("", ""),
        任务=task(抽取={"数量": "1"}),
        检查组=[line],
        必查=[rule],
        批次=batches,
    )
    assert codes(found) == ["trial-certain"]
    assert (found[0].values["needed"], found[0].values["capacity"]) == (4, 2)


def test_groups_are_not_advised_where_they_cannot_help() -> None:
    """Everybody but one is recused: no number of groups of two can go there."""
    pairs = recused(1, ["人01", "人02", "人03"])
    found, _ = looked_at(shops(2), people("", "", "", ""), pairs, 任务=ALL, 检查组=[LINE], 分组="2")
    assert codes(found) == ["trial-object-certain"]
    assert "组数" not in str(found[0].values["ways"])


def test_groups_that_cannot_be_dealt() -> None:
    """Every formation of two groups of two has somebody recused in both; a third group cannot be formed."""
    pairs = [*recused(1, ["人01", "人02", "人03"][:2])]
    inspectors = people("组长", "组长", "", "")
    found, _ = looked_at(shops(2), inspectors, pairs, 任务=ALL, 检查组=[LED], 分组="2")
    assert said(found) == [("error", "trial-object-certain")]


@pytest.mark.parametrize("trials", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_groups_that_fail_by_trial_alone(trials: int) -> None:
    """Each object can be visited, so that only trials tell; each of them goes through all formations."""
    pairs = [*recused(1, ["人01"]), *recused(1, ["人04"]), *recused(2, ["人02"]), *recused(2, ["人04"])]
    found, _ = looked_at(
        shops(2),
        people("组长", "组长", "", ""),
        pairs,
        time_for(trials),
        任务=ALL,
        检查组=[LED],
        分组="2",
    )
    assert said(found) == [("error", "trial-groups-fail")]
    assert (found[0].values["made"], found[0].values["failed"]) == (trials, trials)


@pytest.mark.parametrize("groups", [None, "2"])
def test_trials_say_what_the_draw_would(groups: str | None) -> None:
    """Each trial against the draw itself with the same key."""
    from shuangsuiji.core.lottery.groups import CannotForm
    from shuangsuiji.core.lottery.selection import select
    from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
    from shuangsuiji.core.lottery.words import derive_key

    pairs = [*recused(1, ["人01", "人02", "人03", "人05"]), *recused(3, ["人02", "人04"])]
    line = {**LINE, "每人至多": "3"}
    _, ahead = looked_at(
        shops(9), people("", "", "", "", ""), pairs, 任务=task(抽取="60%"), 检查组=[line], 分组=groups
    )
    outcomes = []
    for number in range(25):
        key = derive_key("试抽", str(number))
        visits = visits_of(select(ahead.tables.frame, ahead.tables.objects, key))
        try:
            staff(ahead.tables, visits, key)
            outcomes.append(True)
        except (CannotStaff, CannotDeal, CannotForm):
            outcomes.append(False)
    assert outcomes == [trouble is None for trouble in ahead.outcomes(25)]
    assert len(set(outcomes)) == 2


def test_who_is_alone_is_who_the_lottery_cannot_staff() -> None:
    """Hall's condition against the exact assignment, for every object of a case with tags and districts."""
    from shuangsuiji.core.lottery.teams.assignment import completes

    objects = [{**one, "行政区划": "东区" if index % 2 else "西区"} for index, one in enumerate(shops(8))]
    inspectors = [
        *people("组长", "", 辖区="东区"),
        *people("", "", "组长", "药师", 辖区="西区")[2:],
        *people("", "", "", "", "药师", "")[4:],
    ]
    team = [{**LINE, "人数": "3", "其中至少": [{"标签": "组长", "人数": "1"}, {"标签": "药师", "人数": "1"}]}]
    pairs = [*recused(2, ["人05"]), *recused(3, ["人03", "人04"]), *recused(4, ["人06", "人05"])]
    _, ahead = looked_at(objects, inspectors, pairs, 任务=HALF, 检查组=team, 回避规则=["本辖区"])
    never = {one.number for one in ahead.alone}
    for number in range(1, 9):
        wanted = [(number, (1, 2, 3))]
        assert completes(ahead.problem(wanted).staffing) == (number not in never), number
    assert 0 < len(never) < 8


def test_the_clock_ends_the_trials() -> None:
    """Two seconds a trial: the third is not begun; without any, two hundred."""
    made = case(
        plan_of(任务=HALF, 检查组=[{**LINE, "每人至多": "2"}]),
        shops(6),
        inspectors=people("", "", "", ""),
        items=ITEMS,
    )
    ticks = iter(range(0, 1000, 2))
    assert [one.values["made"] for one in tried(made, lambda: float(next(ticks)))] == [2]
    assert [one.values["made"] for one in tried(made, stopped_clock)] == [200]


def test_nothing_is_tried_where_other_rules_have_refused() -> None:
    assert PEOPLE and said(looked_at(shops(3), people(""), 检查组=[LINE])[0]) == []
