"""Fixed groups (分组抽取): how they are formed, how visits are dealt to them, what happens afterwards."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from building import BUREAU, codes, plan_of, shops, snapshot_of, task
from shuangsuiji.core.draw import CannotStaff, Draw, draw
from shuangsuiji.core.lottery.words import Purpose, words
from shuangsuiji.core.plans.text import canonical_plan
from shuangsuiji.core.record import DrawRecord, VisitRecord, record_of
from shuangsuiji.core.substitution import CannotSubstitute, Change, EventRecord, standing, substitute
from shuangsuiji.core.obstacles.told import substitution_findings, trouble_findings
from shuangsuiji.messages import render

OTHER = "甲市市场监督管理局"
PEOPLE = [
    {"姓名": f"人{n:02d}", "部门": BUREAU, "执法证号": f"甲{n:03d}", "标签": "药师" if n % 4 == 0 else ""}
    for n in range(1, 13)
]
OTHERS = [{"姓名": f"员{n}", "部门": OTHER, "执法证号": f"乙{n:03d}", "标签": ""} for n in range(1, 6)]
ALL = {"任务": task(抽取="100%")}
LINES = [{"部门": BUREAU, "人数": "2"}]


def drawn(seed: str = "种子", objects: int = 10, people: Any = PEOPLE, **plan: Any) -> Draw:
    """A draw of a plan in groups of two, every object visited."""
    more = {name: plan.pop(name) for name in ("recusals",) if name in plan}
    made = plan_of(**{"分组": "3", **ALL, "检查组": LINES, **plan})
    return draw(snapshot_of(made, shops(objects, 类别="药店"), inspectors=people, **more), seed)


def ids(visit: Any) -> list[str]:
    """Who is in a team, in drawing order."""
    return [member["person"] for member in visit["team"]]


# --- The plan -------------------------------------------------------------------------------------------


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


# --- Forming and dealing --------------------------------------------------------------------------------


def test_groups_are_formed_by_hand() -> None:
    """Group by group, those with the smallest words of stream 4.0 who are in none yet."""
    result = drawn()
    row = words(result.drawn.key, Purpose.GROUPS, 0, 0, 36).tolist()
    left, expected = set(range(12)), []
    for group in range(3):
        order = sorted(left, key=lambda person: row[group * 12 + person])
        expected.append([f"甲{person + 1:03d}" for person in order[:2]])
        left -= set(order[:2])
    formed = record_of(result)["groups"]["formed"]
    assert [ids(group) for group in formed] == expected
    assert [group["leader"] for group in formed] == [team[0] for team in expected]
    assert all(group["trace"] == [] for group in formed)


def test_visits_are_dealt_by_hand() -> None:
    """Without conflicts and balance, each visit goes to the group with the smallest word of stream 3.0."""
    result = drawn(负荷="自由")
    record = record_of(result)
    row = words(result.drawn.key, Purpose.VISIT_PERSON, 0, 0, 30).tolist()
    for visit in record["visits"]:
        own = row[3 * visit["index"] : 3 * visit["index"] + 3]
        assert visit["group"] == own.index(min(own)) + 1
        assert ids(visit) == ids(record["groups"]["formed"][visit["group"] - 1])
        assert visit["trace"] == []


def test_groups_share_the_visits_evenly() -> None:
    """10 visits, 3 groups: 4, 3, 3; a group passed over for balance is on record."""
    passed = []
    for seed in "甲乙丙丁":
        record = record_of(drawn(seed))
        assert sorted(Counter(visit["group"] for visit in record["visits"]).values()) == [3, 3, 4]
        passed += [entry for visit in record["visits"] for entry in visit["trace"]]
    assert {(entry["outcome"], entry["person"]) for entry in passed} == {("均衡负荷", "")}


def test_a_group_steps_back_with_its_member() -> None:
    """One recused member keeps the group from the object; the record names member and ground."""
    pairs = [{"检查人员": "人01", "检查对象": f"D{n:04d}", "回避事由": "亲属"} for n in range(1, 11)]
    for seed in "甲乙丙丁":
        record = record_of(drawn(seed, recusals=pairs, 负荷="自由"))
        where = [n for n, group in enumerate(record["groups"]["formed"], 1) if "甲001" in ids(group)]
        entries = [entry for visit in record["visits"] for entry in visit["trace"]]
        assert where or not entries
        for visit in record["visits"]:
            assert visit["group"] not in where
        for entry in entries:
            said = (entry["group"], entry["person"], entry["outcome"], entry["rule"], entry["ground"])
            assert said == (where[0], "甲001", "回避", "名单", "亲属")


def test_members_whose_line_does_not_apply_stay_behind() -> None:
    """A line for some objects is in every group; on other visits its members do not go, nor keep it away."""
    lines = [
        {"部门": BUREAU, "人数": "2", "其中至少": {"标签": "药师", "人数": 1}},
        {"部门": OTHER, "人数": "1", "对象": {"名称": {"含": "000"}}},
    ]
    pairs = [{"检查人员": f"员{n}", "检查对象": "D0010", "回避事由": "亲属"} for n in range(1, 6)]
    items = {"事项": {BUREAU: ["SX-01"], OTHER: ["SX-02"]}}
    record = record_of(
        drawn(
            people=[*PEOPLE, *OTHERS],
            recusals=pairs,
            联合部门=[OTHER],
            检查组=lines,
            任务=task(抽取="100%", **items),
        )
    )
    for visit in record["visits"]:
        group = record["groups"]["formed"][(visit["group"] or 0) - 1]
        assert [member["tag"] for member in group["team"]].count("药师") == 1
        whole = visit["id"] != "D0010"
        assert visit["team"] == [member for member in group["team"] if whole or member["line"] == 0]
        assert len(visit["team"]) == (3 if whole else 2)


@pytest.mark.parametrize(("people", "expected"), [(12, 6), (11, 5), (4, 2), (2, 1)])
def test_as_many_groups_as_people_allow(people: int, expected: int) -> None:
    """分组: 是."""
    record = record_of(drawn(分组="是", people=PEOPLE[:people]))
    assert len(record["groups"]["formed"]) == expected


def test_no_more_groups_than_visits() -> None:
    """分组: 是 forms no group that would have nothing to do."""
    assert len(record_of(drawn(分组="是", objects=3))["groups"]["formed"]) == 3


def test_a_formation_that_cannot_be_dealt_is_put_aside() -> None:
    """Two people are recused from one object: only formations with both in one group, or not all, will do."""
    pairs = [{"检查人员": name, "检查对象": "D0001", "回避事由": "亲属"} for name in ("人01", "人02")]
    discarded = []
    for number in range(40):
        record = record_of(drawn(str(number), people=PEOPLE[:4], recusals=pairs, 分组="2", objects=3))
        discarded.append(record["groups"]["discarded"])
        teams = [set(ids(group)) for group in record["groups"]["formed"]]
        assert {"甲001", "甲002"} in teams
    assert discarded.count(0) < 30 and max(discarded) > 2


def test_everybody_is_as_likely_to_be_in_a_group() -> None:
    """6 of 12 seats-to-be: each person is in a group in about half of the draws."""
    counts = Counter(
        person
        for number in range(150)
        for group in record_of(drawn(str(number), objects=2))["groups"]["formed"]
        for person in ids(group)
    )
    assert sum(counts.values()) == 900
    assert all(abs(counts[person["执法证号"]] - 75) < 31 for person in PEOPLE)  # 5 standard deviations


# --- What cannot be -------------------------------------------------------------------------------------


def test_too_few_people_for_the_groups() -> None:
    """Which seats, for how many groups, and how many are missing."""
    line = {"部门": BUREAU, "人数": "2", "其中至少": {"标签": "药师", "人数": 1}}
    with pytest.raises(CannotStaff) as caught:
        drawn(检查组=[line], 分组="4")
    findings = trouble_findings(caught.value)
    assert codes(findings) == ["cannot-form-groups"]
    assert "编不成 4 个检查组" in render(findings[0]) and "还差 1 人" in render(findings[0])


def test_visits_that_no_group_may_make() -> None:
    """Limits that do not reach, told with the groups of the first formation."""
    with pytest.raises(CannotStaff) as caught:
        drawn(检查组=[{**LINES[0], "每人至多": "3"}])
    findings = trouble_findings(caught.value)
    assert codes(findings) == ["cannot-deal-groups"]
    assert "10 次检查" in render(findings[0]) and "只能去 9 次，还差 1 次" in render(findings[0])


# --- Substitutions --------------------------------------------------------------------------------------


def event(result: Draw, *changes: Change) -> list[EventRecord]:
    """Events one after the other."""
    record, events = record_of(result), []
    for change in changes:
        events.append(substitute(result.drawn.pool, record, events, change, result.drawn.key))
    return events


def of_group(record: DrawRecord, number: int) -> list[VisitRecord]:
    """The visits of a group."""
    return [visit for visit in record["visits"] if visit["group"] == number]


def test_one_person_steps_in_for_the_whole_group() -> None:
    """Whoever is first comes up first on every visit of the group; those without a group before others."""
    result = drawn()
    record = record_of(result)
    grouped = {person for group in record["groups"]["formed"] for person in ids(group)}
    for number, group in enumerate(record["groups"]["formed"], 1):
        gone = ids(group)[0]
        [first] = event(result, Change(reason="生病", out={gone: ()}))
        came = {person for visit in first["visits"] for person in ids(visit)} - set(ids(group))
        assert len(came) == 1 and not came & grouped
        assert [visit["index"] for visit in first["visits"]] == [v["index"] for v in of_group(record, number)]
        assert all(visit["group"] == number for visit in first["visits"])


def test_members_of_other_groups_step_in_when_nobody_else_is_left() -> None:
    """A county of six: all are in groups, and still somebody can step in."""
    result = drawn(people=PEOPLE[:6])
    record = record_of(result)
    gone = ids(record["groups"]["formed"][0])[0]
    [first] = event(result, Change(reason="生病", out={gone: ()}))
    came = {person for visit in first["visits"] for person in ids(visit)}
    assert len(came) == 2 and gone not in came


def test_a_late_recusal_concerns_one_visit() -> None:
    """The pair is barred, the seat filled, the group's other visits stay."""
    result = drawn()
    visit = record_of(result)["visits"][0]
    gone = ids(visit)[0]
    [first] = event(result, Change(reason="近亲属", out={}, recused=((0, gone),)))
    assert [changed["index"] for changed in first["visits"]] == [0]
    assert gone not in ids(first["visits"][0]) and ids(first["visits"][0])[0] == ids(visit)[1]


def test_a_new_visit_is_dealt_to_a_group() -> None:
    """An object that comes in goes to a whole group, without those who are out."""
    result = drawn(objects=20, 任务=task(抽取={"数量": "6"}), 负荷="自由")
    record = record_of(result)
    gone = ids(record["groups"]["formed"][0])[0]
    out = record["visits"][0]["number"], record["visits"][1]["number"], record["visits"][2]["number"]
    events = event(
        result,
        Change(reason="生病", out={gone: ()}),
        Change(reason="停业", out={}, objects=out),
    )
    new = [visit for visit in events[1]["visits"] if "ended" not in visit]
    assert [visit["index"] for visit in new] == [6, 7, 8]
    row = words(result.drawn.key, Purpose.GROUPS, 2, 0, 27).tolist()
    substitutes = {}
    for visit in new:
        own = row[3 * visit["index"] : 3 * visit["index"] + 3]
        assert visit["group"] == own.index(min(own)) + 1
        group = ids(record["groups"]["formed"][visit["group"] - 1])
        assert gone not in ids(visit) and len(ids(visit)) == 2
        assert [person for person in group if person != gone] == [p for p in ids(visit) if p in group]
        if visit["group"] == 1:
            substitutes[visit["index"]] = set(ids(visit)) - set(group)
    assert len({frozenset(people) for people in substitutes.values()}) <= 1
    stand = standing(record, events)
    assert len(stand) == 9 and all("group" in visit for visit in stand)


def test_a_new_visit_that_no_group_can_make() -> None:
    """Limits hold for groups too."""
    lines = [{"部门": BUREAU, "人数": "2", "每人至多": "2"}]
    result = drawn(objects=20, 任务=task(抽取={"数量": "6"}), 检查组=lines, people=PEOPLE[:6])
    record = record_of(result)
    made = Change(
        reason="停业",
        out={},
        done=frozenset(visit["index"] for visit in record["visits"][1:]),
        objects=(record["visits"][0]["number"],),
    )
    [first] = event(result, made)  # the visit that ends leaves room for the new one
    new = next(visit for visit in first["visits"] if "ended" not in visit)
    assert new["group"] == record["visits"][0]["group"]
    pool, gone = result.drawn.pool, ids(record["visits"][0])[0]
    barred = Change(reason="回避", out={gone: ()}, objects=made.objects)
    with pytest.raises(CannotSubstitute) as caught:
        substitute(pool, record, [], barred, result.drawn.key)
    assert codes(substitution_findings(pool, caught.value))


def test_nothing_of_groups_without_them() -> None:
    """A draw without 分组 has no key more than before."""
    record = record_of(drawn(分组=None))
    assert "groups" not in record and not any("group" in visit for visit in record["visits"])
