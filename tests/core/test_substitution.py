"""Substitutions: who and what reopens, who comes in (draw-algorithm 12; WG-6, WG-7, LZ-6, LZ-14)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, cast

import pytest

from building import snapshot_of
from shuangsuiji.core.draw import draw
from shuangsuiji.core.lottery.teams.assignment import Impossible
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.plans.text import plan_from_canonical
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.record import DrawRecord, MemberRecord, VisitRecord, record_of
from shuangsuiji.core.substitution import (
    LATE_RECUSAL,
    CannotSubstitute,
    Change,
    EventRecord,
    NothingReopened,
    standing,
    substitute,
)
from shuangsuiji.core.obstacles.smallest import obstacles

KEY = Key(0x0123456789ABCDEFFEDCBA9876543210)
ITEMS = [{"事项编码": f"X-{n}", "抽查事项名称": f"事项{n}", "抽查主体": "甲局"} for n in (1, 2, 3)]
BATCHES = [
    {"名称": "上半年", "起": "2024-05", "止": "2024-06"},
    {"名称": "下半年", "起": "2024-09", "止": "2024-10"},
]


@cache
def drawn(case: str = "plain") -> tuple[Pool, DrawRecord]:
    """A draw of one of the cases below, in the last batch."""
    snapshot = snapshot_of(
        plan_from_canonical({**PLAN, **CASES[case]}), OBJECTS, "下半年", inspectors=PEOPLE, items=ITEMS
    )
    return snapshot.pool, record_of(draw(snapshot, "种子"))


OBJECTS = [
    {"编号": f"J{n:02d}", "名称": f"单位{n}", "类别": "药店" if n > 4 else "医院"} for n in range(1, 13)
]
PEOPLE = [
    {"姓名": f"人{n}", "部门": "甲局", "执法证号": f"P{n}", "标签": "药师" if n < 4 else ""}
    for n in range(1, 8)
]
PLAN: dict[str, Any] = {
    "编号": "甲2024001",
    "年度": 2024,
    "发起部门": "甲局",
    "批次": BATCHES,
    "任务": [{"编号": "T1", "事项": ["X-1"], "抽取": {"数量": 4}}],
    "检查组": [{"部门": "甲局", "人数": 2, "其中至少": {"标签": "药师", "人数": 1}}],
    "负荷": "均衡",
}
MUST = [{"名称": "重点", "对象": {"类别": "医院"}, "全年次数": 2, "事项": ["X-2"]}]
DRUGSTORES = {"编号": "T1", "事项": ["X-1"], "对象范围": {"类别": "药店"}, "抽取": {"数量": 3}}
CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "limited": {"检查组": [{"部门": "甲局", "人数": 2, "每人至多": 2}]},
    "all": {"任务": [{"编号": "T1", "事项": ["X-1"], "抽取": {"数量": 12}}]},
    "two tasks": {
        "任务": [DRUGSTORES, {"编号": "T2", "事项": ["X-3"], "对象范围": {}, "抽取": {"数量": 12}}],
        "检查组": [{"部门": "甲局", "人数": 1}],
    },
    "same tasks": {"任务": [DRUGSTORES, {**DRUGSTORES, "编号": "T2", "事项": ["X-3"]}]},
    "must": {"任务": [DRUGSTORES], "必查": MUST},
    "must and random": {"必查": MUST, "任务": [{"编号": "T1", "事项": ["X-1"], "抽取": {"数量": 6}}]},
    "floor": {
        "任务": [
            {**DRUGSTORES, "抽取": {"数量": 1}},
            {"编号": "T2", "事项": ["X-3"], "批次": ["上半年"], "抽取": {"数量": 0}},
        ],
        "限制": {"全年比例下限": "1/3"},
    },
}


def happen(case: str, *changes: Change) -> list[EventRecord]:
    """Events one after the other on the draw of a case."""
    pool, record = drawn(case)
    events: list[EventRecord] = []
    for change in changes:
        events.append(substitute(pool, record, events, change, KEY))
    return events


def change(reason: str = "病", **more: Any) -> Change:
    """A change that names only what is not empty."""
    return Change(**{"reason": reason, "out": {}, **more})


def team(visit: VisitRecord) -> list[str]:
    """The ids of a team, in drawing order."""
    return [member["person"] for member in visit["team"]]


def busiest(case: str) -> str:
    """The person with the most visits."""
    counts = Counter(person for visit in drawn(case)[1]["visits"] for person in team(visit))
    return max(counts, key=lambda person: (counts[person], person))


def visits_with(case: str, person: str) -> list[int]:
    """The visits of a person."""
    return [visit["index"] for visit in drawn(case)[1]["visits"] if person in team(visit)]


# --- Known answers --------------------------------------------------------------------------------------

A2 = {"H1": "Y2 Y3 S3", "H2": "Y4 S2 Y1", "H3": "Y2 Y1 S1", "H4": "Y3 S2 Y4 S3"}
A3 = {
    "Y4": {"H2": "Y2", "H4": "Y1"},
    "Y1": {"H2": "Y2", "H3": "Y3"},
    "Y3": {"H1": "Y4", "H4": "Y1"},
    "S1": {"H3": "S2"},
}


@cache
def a2() -> tuple[Pool, DrawRecord]:
    """The case A2 of assignment-notes as plan and registries, with its teams set in by hand."""
    lines = [
        {"部门": "YB", "人数": 2, "其中至少": {"标签": "药师", "人数": 1}, "对象": {"名称": ["H1", "H2"]}},
        {"部门": "YB", "人数": 2, "对象": {"名称": ["H3", "H4"]}},
        {"部门": "SJ", "人数": 1, "对象": {"名称": ["H1", "H2", "H3"]}},
        {"部门": "SJ", "人数": 2, "对象": {"名称": "H4"}},
    ]
    plan = plan_from_canonical(
        {
            **PLAN,
            "发起部门": "YB",
            "联合部门": ["SJ"],
            "任务": [{"编号": "T", "事项": {"YB": ["X-1"], "SJ": ["X-2"]}, "抽取": {"数量": 4}}],
            "检查组": lines,
        }
    )
    names = ["S1", "S2", "S3", "Y1", "Y2", "Y3", "Y4"]
    people = [
        {"姓名": n, "执法证号": n, "部门": {"S": "SJ", "Y": "YB"}[n[0]], "标签": "药师" * (n in ("Y1", "Y2"))}
        for n in names
    ]
    barred = ["H1 Y1", "H2 S1", "H3 Y4", "H4 S1"]
    snapshot = snapshot_of(
        plan,
        [{"编号": name, "名称": name} for name in A2],
        inspectors=people,
        items=ITEMS,
        recusals=[{"检查对象": pair[:2], "检查人员": pair[3:], "回避事由": "亲属"} for pair in barred],
    )
    record = record_of(draw(snapshot, "种子"))
    for visit in record["visits"]:
        tagged = (
            [name for name in A2[visit["id"]].split() if name in ("Y1", "Y2")] if visit["index"] < 2 else []
        )
        visit["team"] = [
            MemberRecord(
                person=name,
                line=(0 if name[0] == "Y" else 2)
                + (visit["index"] > 1 if name[0] == "Y" else visit["index"] > 2),
                tag="药师" if name in tagged else "",
            )
            for name in A2[visit["id"]].split()
        ]
    return snapshot.pool, record


@pytest.mark.parametrize(("person", "gains"), A3.items())
def test_a3_known_answers(person: str, gains: dict[str, str]) -> None:
    """After A2, one falls out: computed by a program that shares nothing with the package."""
    pool, record = a2()
    event = substitute(pool, record, [], change(out={person: ()}), KEY)
    after = {visit["id"]: team(visit) for visit in event["visits"]}
    expected = {name: [*A2[name].split(), new] for name, new in gains.items()}
    for members in expected.values():
        members.remove(person)
    assert after == expected


@pytest.mark.parametrize("person", ["Y2", "S2", "S3"])
def test_a3_impossible(person: str) -> None:
    """Some visit cannot be completed, and is named; an event over the others may follow."""
    pool, record = a2()
    with pytest.raises(CannotSubstitute) as caught:
        substitute(pool, record, [], change(out={person: ()}), KEY)
    assert isinstance(caught.value.reason, Impossible)
    named = {index for obstacle in obstacles(caught.value.reason.problem) for index in obstacle.visits}
    own = [visit["index"] for visit in record["visits"] if person in team(visit)]
    assert named and named <= set(own)
    others = [index for index in own if index not in named]
    if others:
        event = substitute(pool, record, [], change(out={person: tuple(others)}), KEY)
        assert [visit["index"] for visit in event["visits"]] == others


# --- People ---------------------------------------------------------------------------------------------


def test_who_is_out_does_not_return_in_this_batch() -> None:
    """Out of one visit: they keep their others, and no later event takes them."""
    person = busiest("all")
    own = visits_with("all", person)
    others = [f"P{n}" for n in range(4, 7) if f"P{n}" != person]
    events = happen("all", change(out={person: (own[0],)}), *(change(out={other: ()}) for other in others))
    assert [visit["index"] for visit in events[0]["visits"]] == own[:1]
    after = standing(drawn("all")[1], events)
    assert [visit["index"] for visit in after if person in team(visit)] == own[1:]
    passed = {entry["person"] for event in events[1:] for v in event["visits"] for entry in v["trace"]}
    assert not {person, others[0]} & passed


def test_done_visits_stay_in_later_events_too() -> None:
    """What one event names as done needs not be named again."""
    person = busiest("all")
    own = visits_with("all", person)
    other = next(p for p in team(drawn("all")[1]["visits"][own[0]]) if p != person)
    events = happen("all", change(out={other: ()}, done=frozenset(own[:1])), change(out={person: ()}))
    assert own[0] not in {visit["index"] for event in events for visit in event["visits"]}
    assert {visit["index"] for visit in events[1]["visits"]} >= set(own[1:])


def test_several_seats_of_one_visit_at_once() -> None:
    """Both members of a visit leave; the new ones come in drawing order, the first leads."""
    visit = drawn()[1]["visits"][0]
    (event,) = happen("plain", change(out=dict.fromkeys(team(visit), (0,))))
    (after,) = event["visits"]
    assert len(set(team(after))) == 2 and not set(team(after)) & set(team(visit))
    assert after["leader"] == team(after)[0]
    assert sorted(member["tag"] for member in after["team"]) == ["", "药师"]


def test_order_and_leader() -> None:
    """Members who stay come first and one of them leads; the new member takes the seat that was left."""
    before = drawn()[1]["visits"][0]
    first, second = before["team"]
    (event,) = happen("plain", change(out={first["person"]: (0,)}))
    (after,) = event["visits"]
    assert after["team"][0] == second and after["leader"] == second["person"]
    assert (after["team"][1]["line"], after["team"][1]["tag"]) == (first["line"], first["tag"])
    assert after["turn"] == before["turn"]


def test_a_late_recusal_reopens_one_seat_and_bars_the_pair_from_the_object() -> None:
    """The person keeps other objects, but is not drawn for another visit of this one, now or later."""
    pool, record = drawn("must")
    seen: set[str] = set()
    for visit in record["visits"]:
        if visit["of"] != 2:
            continue
        twin = record["visits"][visit["index"] + (1 if visit["visit"] == 1 else -1)]
        for person in set(team(visit)) - set(team(twin)):
            events = [substitute(pool, record, [], change("亲属", recused=((visit["index"], person),)), KEY)]
            assert [after["index"] for after in events[0]["visits"]] == [visit["index"]]
            for member in team(twin):
                try:
                    out = change(out={member: (twin["index"],)})
                    events.append(substitute(pool, record, events, out, KEY))
                except CannotSubstitute:
                    continue
                after = events[-1]["visits"][-1]
                assert person not in team(after)
                rules = {
                    entry["rule"]: entry["ground"] for entry in after["trace"] if entry["person"] == person
                }
                assert rules in ({}, {LATE_RECUSAL: "亲属"})
                seen |= {"empty", *rules}
    assert seen == {"empty", LATE_RECUSAL}


def test_a_member_who_stays_is_not_in_the_trace() -> None:
    """Recused from one visit of an object, a member of the other still: no seat is open for them there."""
    pool, record = drawn("must")
    seen = False
    for visit in record["visits"]:
        twins = [v for v in record["visits"] if v["number"] == visit["number"] and v is not visit]
        for twin in twins:
            for person in set(team(visit)) & set(team(twin)):
                other = next(p for p in team(twin) if p != person)
                both = change(recused=((visit["index"], person),), out={other: (twin["index"],)})
                try:
                    event = substitute(pool, record, [], both, KEY)
                except CannotSubstitute:
                    continue
                after = next(v for v in event["visits"] if v["index"] == twin["index"])
                assert person in team(after)
                assert not {person, other} & {entry["person"] for entry in after["trace"]}
                seen = True
    assert seen


def test_limits_count_the_seats_that_stay() -> None:
    """每人至多 2, four visits of two: whoever has two visits already is passed over as 已达上限."""
    person = busiest("limited")
    (event,) = happen("limited", change(out={person: ()}))
    after = standing(drawn("limited")[1], [event])
    assert max(Counter(member for visit in after for member in team(visit)).values()) <= 2
    people = [p for p in sorted({m for v in drawn("limited")[1]["visits"] for m in team(v)}) if p != person]
    with pytest.raises(CannotSubstitute):
        happen("limited", change(out=dict.fromkeys([person, *people[:4]], ())))


def test_balance_is_not_asked_for() -> None:
    """A draw that balances loads, an event that does not: nobody is passed over for it."""
    person = busiest("all")
    (event,) = happen("all", change(out={person: ()}))
    assert not {"均衡负荷"} & {entry["outcome"] for visit in event["visits"] for entry in visit["trace"]}


# --- Objects --------------------------------------------------------------------------------------------


def test_the_next_alternates_come_in_behind_the_others() -> None:
    """Two of one stratum: the first two alternates, visits V and V + 1 by number; the old ones end."""
    record = drawn()[1]
    stratum = record["strata"][0]
    (event,) = happen("plain", change("停业", objects=tuple(stratum["drawn"][:2])))
    came = [entry["into"] for entry in event["replacements"]]
    assert [entry["out"] for entry in event["replacements"]] == stratum["drawn"][:2]
    assert came == stratum["alternates"][:2]
    new = [visit for visit in event["visits"] if "ended" not in visit]
    assert [(v["index"], v["number"]) for v in new] == list(enumerate(sorted(cast(list[int], came)), 4))
    assert all(v["turn"] is None and v["reasons"] == ["随机"] and len(v["team"]) == 2 for v in new)
    ended = [visit for visit in event["visits"] if "ended" in visit]
    assert [{k: v for k, v in visit.items() if k != "ended"} for visit in ended] == [
        record["visits"][visit["index"]] for visit in ended
    ]


def test_a_replacement_that_is_out_is_replaced_and_none_comes_back() -> None:
    """One after the other, until no alternate is left."""
    record = drawn()[1]
    queue = [record["strata"][0]["drawn"][0], *record["strata"][0]["alternates"]]
    events = happen("plain", *(change("停业", objects=(number,)) for number in queue))
    moves = [(entry["out"], entry["into"]) for event in events for entry in event["replacements"]]
    assert moves == list(zip(queue, [*queue[1:], None], strict=True))
    assert events[-1]["ended"] and len(events[-1]["visits"]) == 1
    with pytest.raises(NothingReopened):
        substitute(drawn()[0], record, events, change("停业", objects=(queue[0],)), KEY)


def test_an_alternate_that_is_closed_itself_is_passed_over() -> None:
    """It has no visit, but is named as out in the same event or before."""
    stratum = drawn()[1]["strata"][0]
    first, second, third, *_ = stratum["alternates"]
    events = happen(
        "plain",
        change("停业", objects=(stratum["drawn"][0], first)),
        change("停业", objects=(stratum["drawn"][1],)),
    )
    assert [event["replacements"][0]["into"] for event in events] == [second, third]


def test_drawn_by_two_tasks() -> None:
    """A place in each; where all others are visited anyway, none is left."""
    record = drawn("two tasks")[1]
    both = record["strata"][0]["drawn"][0]
    (event,) = happen("two tasks", change("停业", objects=(both,)))
    assert event["replacements"] == [
        {"stratum": 0, "out": both, "into": None},
        {"stratum": 1, "out": both, "into": None},
    ]
    record = drawn("same tasks")[1]
    both, into = record["strata"][0]["drawn"][0], record["strata"][0]["alternates"][0]
    (event,) = happen("same tasks", change("停业", objects=(both,)))
    assert [entry["into"] for entry in event["replacements"]] == [into, into]
    (new,) = (visit for visit in event["visits"] if "ended" not in visit)
    assert new["tasks"] == ["T1", "T2"] and [item for _, item in new["items"]] == ["X-1", "X-3"]


def test_must_inspect_alone_is_not_replaced() -> None:
    """All its open visits end; one that has been made stays."""
    record = drawn("must")[1]
    first, second = (visit for visit in record["visits"] if visit["number"] == 1)
    (event,) = happen("must", change("停业", objects=(1,)))
    assert event["ended"] == [first["index"], second["index"]] and event["replacements"] == []
    (event,) = happen("must", change("停业", objects=(1,), done=frozenset({first["index"]})))
    assert event["ended"] == [second["index"]]


def test_a_random_object_with_several_visits_is_replaced_once() -> None:
    """And not at all if its random visit has been made."""
    record = drawn("must and random")[1]
    number = next(v["number"] for v in record["visits"] if v["of"] == 2 and v["tasks"])
    own = [visit["index"] for visit in record["visits"] if visit["number"] == number]
    (event,) = happen("must and random", change("停业", objects=(number,)))
    assert event["ended"] == own and len(event["replacements"]) == 1
    into = event["replacements"][0]["into"]
    assert into not in {visit["number"] for visit in record["visits"]}
    (event,) = happen("must and random", change("停业", objects=(number,), done=frozenset(own[:1])))
    assert event["ended"] == own[1:] and event["replacements"] == []


def test_the_top_up_goes_on_in_order_with_the_items_of_the_newcomer() -> None:
    """Every task whose scope holds the one that comes in, also a task of another batch."""
    record = drawn("floor")[1]
    floor = record["floor"]
    assert floor is not None and len(floor["added"]) == 3
    events = happen("floor", *(change("停业", objects=(number,)) for number in floor["added"]))
    came = [event["replacements"] for event in events]
    assert came == [
        [{"stratum": None, "out": out, "into": into}]
        for out, into in zip(floor["added"], floor["alternates"], strict=False)
    ]
    for event in events:
        new = event["visits"][-1]
        assert new["reasons"] == ["补足"]
        assert new["tasks"] == (["T1", "T2"] if new["number"] > 4 else ["T2"])


def test_the_top_up_needs_an_object_of_its_own() -> None:
    """Both out at once, from a stratum and from the top-up: two objects come in."""
    record = drawn("floor")[1]
    floor = record["floor"]
    assert floor is not None
    (event,) = happen("floor", change("停业", objects=(record["strata"][0]["drawn"][0], floor["added"][0])))
    first, second = (entry["into"] for entry in event["replacements"])
    assert first == next(n for n in record["strata"][0]["alternates"] if n not in floor["added"])
    assert second == next(number for number in floor["alternates"] if number != first)


# --- What changes nothing -------------------------------------------------------------------------------


def test_specialists_leave_the_rest_as_it_was() -> None:
    """Team and trace stay; each name once; a second event adds to the first."""
    record = drawn()[1]
    index = next(visit["index"] for visit in record["visits"] if visit["trace"])
    events = happen(
        "plain",
        change(specialists=((index, "某甲"), (index, "某甲"))),
        change(specialists=((index, "某甲"), (index, "某乙"))),
    )
    assert events[1]["visits"] == [{**record["visits"][index], "specialists": ["某甲", "某乙"]}]
    with pytest.raises(NothingReopened):
        substitute(drawn()[0], record, events, change(specialists=((index, "某乙"),)), KEY)


@pytest.mark.parametrize("about", ["nothing", "idle", "done", "recused elsewhere", "unvisited", "ended"])
def test_an_event_that_reopens_nothing_is_refused(about: str) -> None:
    """Nobody leaves, nothing ends, nobody is sent along."""
    pool, record = drawn()
    visit = record["visits"][0]
    person, number = team(visit)[0], visit["number"]
    idle = next(one.id for one in pool.people if one.id not in team(visit))
    changes = {
        "nothing": change(),
        "idle": change(out={idle: (0,)}),
        "done": change(out={person: (0,)}, objects=(number,), done=frozenset({0})),
        "recused elsewhere": change(recused=((0, idle),)),
        "unvisited": change(objects=(record["strata"][0]["alternates"][-1],)),
        "ended": change(specialists=((0, "某甲"),), out={person: (0,)}),
    }
    events = happen("plain", change("停业", objects=(number,))) if about == "ended" else []
    with pytest.raises(NothingReopened):
        substitute(pool, record, events, changes[about], KEY)
