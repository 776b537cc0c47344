"""Why nothing is drawn, told to a clerk: which visits and seats, who is left, how many are missing."""

from __future__ import annotations

from typing import Any

import pytest

from building import BUREAU, codes, plan_of, sealed_of, shops, task
from shuangsuiji.core.checks.staffing_words import StaffingWords
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.tables import read_tables
from shuangsuiji.core.plans.plan import canonical_plan
from shuangsuiji.messages import render

PEOPLE = [
    {"姓名": f"人{n:02d}", "部门": BUREAU, "执法证号": f"甲{n:03d}", "标签": "药师" if n % 4 == 0 else ""}
    for n in range(1, 13)
]


def trouble(objects: int = 10, recusals: Any = (), **plan: Any) -> list[Finding]:
    """What is told of a draw that cannot be made; every object is visited by two."""
    line = {"部门": BUREAU, "人数": "2", **plan.pop("line", {})}
    made = plan_of(**{"任务": task(抽取="100%"), "检查组": [line], **plan})
    snapshot = sealed_of(made, shops(objects), inspectors=PEOPLE, recusals=recusals)
    tables = read_tables(snapshot.lottery_files)
    with pytest.raises((CannotForm, CannotDeal, CannotStaff)) as caught:
        draw(snapshot.lottery_files, "种子")
    return StaffingWords(snapshot.pool, tables, snapshot.labels).findings(caught.value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("3", {"组数": 3}),
        (3, {"组数": 3}),
        ({"组数": "3"}, {"组数": 3}),
        ({"count": 3}, {"组数": 3}),
        ("是", {}),
        (True, {}),
        ("否", None),
        (None, None),
    ],
)
def test_ways_of_writing_groups(written: object, stored: object) -> None:
    """分组 is a number, 是, 否, or a mapping; without it plan.json says nothing of groups."""
    assert canonical_plan(plan_of(分组=written)).get("分组") == stored  # type: ignore[union-attr]


def test_too_few_people_for_the_groups() -> None:
    """Three have the tag, four groups need one each."""
    (finding,) = trouble(分组="4", line={"其中至少": {"标签": "药师", "人数": 1}})
    assert codes([finding]) == ["cannot-form-groups"]
    assert "编不成 4 个检查组" in render(finding) and "还差 1 人" in render(finding)
    assert "药师" in render(finding)


def test_visits_that_no_group_may_make() -> None:
    """Three groups may make three visits each, ten are wanted."""
    (finding,) = trouble(分组="3", line={"每人至多": "3"})
    assert codes([finding]) == ["cannot-deal-groups"]
    assert "10 次检查" in render(finding) and "只能去 9 次，还差 1 次" in render(finding)


def test_visits_that_people_cannot_make() -> None:
    """Twelve people once each, for twenty seats: seven visits of two are the fewest that are too many."""
    (finding,) = trouble(line={"每人至多": "1"})
    assert codes([finding]) == ["cannot-staff"]
    assert (finding.values["needed"], finding.values["capacity"], finding.values["short"]) == (14, 12, 2)


def test_whom_a_recusal_takes_away() -> None:
    """All but one step back from D0002: the object, who is left, and how often each rule was the reason."""
    pairs = [
        {"检查人员": person["姓名"], "检查对象": "D0002", "回避事由": "亲属"}
        for person in PEOPLE
        if person is not PEOPLE[4]
    ]
    (finding,) = trouble(3, pairs)
    text = render(finding)
    assert codes([finding]) == ["cannot-staff"]
    assert "药店0002" in text and "人05" in text and "名单" in text
