"""Events: section 10 of docs/algorithm.md, on words that are set by hand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from small_tables import (
    Files,
    Rig,
    after,
    drawn,
    events,
    files,
    kind,
    members,
    person,
    request,
    stratum,
    task,
    teams,
    thing,
)

from shuangsuiji.core.lottery.events import NothingChanges
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff

PAIR = [kind(count=2)]


def free(objects: int = 3, people: int = 6, **frame: Any) -> Files:
    """Visits of two people, who come as they are numbered: [1, 2] everywhere."""
    return files([thing(1)] * objects, [person() for _ in range(people)], **{"seats": PAIR, **frame})


def trace(event: Any, index: int) -> list[list[int]]:
    """The trace of a visit."""
    (own,) = (visit["trace"] for visit in event.teams["visits"] if visit["index"] == index)
    return list(own)


# The order of people.


def test_people_begin_behind_the_last_member(rig: Rig) -> None:
    """Visits [1, 2]: 1 is out, 3 comes, behind 2. Visit 3 is not named and stays as it is."""
    (event,) = events(free(), {"out": {1: (1, 2)}})
    assert after(event) == {1: [2, 3], 2: [2, 3]}
    assert [visit["turn"] for visit in event.teams["visits"]] == [1, 2]
    assert event.teams["out"] == [[1, [1, 2]]]


def test_behind_the_last_member_of_the_draw_whatever_came_since(rig: Rig) -> None:
    """In the second event people begin behind 2 again, not behind 3: the pair of 3 was only passed over."""
    of = files([thing(1)], [person(), person(), person(limit=0), person(), person()], seats=PAIR)
    first, second = events(of, {"recused": [[1, 1]]}, {"recused": [[1, 2]]})
    assert (after(first), trace(first, 1)) == ({1: [2, 4]}, [[3, 2, 1]])
    assert (after(second), trace(second, 1)) == ({1: [4, 5]}, [[3, 2, 1]])


def test_the_order_ends_and_goes_on_from_the_top(rig: Rig) -> None:
    """The team is [3, 2, 5] by the words; 1, passed over for balance, is the first who is left after 4."""
    rig.stream(3, 15, 30, 20, 60, 40)
    people = [person(load=9), person(), person(), person(limit=0), person()]
    of = files([thing(1)], people, seats=[kind(count=3)], balance=1)
    assert teams(of)["visits"][0]["team"] == [[3, 1], [2, 1], [5, 1]]
    (event,) = events(of, {"out": {2: ()}})
    assert (after(event), trace(event, 1)) == ({1: [3, 5, 1]}, [[4, 2, 2]])


def test_a_member_who_stays_cannot_come_in_again(rig: Rig) -> None:
    """Behind 4, the last, come 1 and 2, who stay, and they are not in the trace."""
    of = files([thing(1)], [person() for _ in range(5)], seats=[kind(count=4)])
    rig.stream(3, 10, 20, 30, 50, 40)
    assert members(of) == [[1, 2, 3, 5]]
    (event,) = events(of, {"out": {5: ()}})
    assert (after(event), trace(event, 1)) == ({1: [1, 2, 3, 4]}, [])


def test_visits_come_by_stream_2(rig: Rig) -> None:
    """3 has one visit left, which visit 2, the first in order, takes."""
    rig.stream(2, 30, 10, 20)
    of = files([thing(1)] * 2, [person(), person(), person(limit=1), person()], seats=PAIR)
    (event,) = events(of, {"out": {1: ()}})
    assert after(event) == {1: [2, 4], 2: [2, 3]}
    assert trace(event, 1) == [[3, 2, 1]]


# Who leaves, and who may come.


def test_several_seats_of_one_visit(rig: Rig) -> None:
    (event,) = events(free(), {"out": {1: (1,), 2: (1,)}})
    assert after(event) == {1: [3, 4]}


def test_who_is_out_keeps_other_visits_but_comes_in_nowhere(rig: Rig) -> None:
    """3 is out of a visit that they do not even have; nobody out of an earlier event comes in later."""
    first, second, third = events(
        free(), {"out": {1: (1,), 3: (2,)}}, {"out": {2: (1,)}}, {"recused": [[3, 1]]}
    )
    assert after(first) == {1: [2, 4]}
    assert after(second) == {1: [4, 5]}
    assert after(third) == {3: [2, 4]}


def test_done_visits_stay_as_they_are(rig: Rig) -> None:
    """What one event names as done needs not be named again."""
    of = files([thing(1)] * 3, [person(limit=3), person(), person(limit=1), person()], seats=PAIR)
    first, second = events(of, {"out": {1: ()}, "done": [1, 2]}, {"out": {2: ()}})
    assert after(first) == {3: [2, 3]}
    assert after(second) == {3: [3, 4]}


def test_a_pair_is_recused_on_every_visit_to_the_object(rig: Rig) -> None:
    """Object 1 has visits 1 and 2. 1 leaves visit 1 alone, and cannot come in at visit 1 or 2 later on; nor
    can 3, who was recused without being a member."""
    of = files(
        [thing(owed=2, duty=(1,)), thing(1)],
        [person(), person(), person(), person(), person()],
        seats=PAIR,
        strata=[stratum(1)],
    )
    first, second = events(of, {"recused": [[1, 1], [2, 3]]}, {"out": {2: (1, 2)}})
    assert (after(first), trace(first, 1)) == ({1: [2, 4]}, [[3, 1, 1]])
    assert after(second) == {1: [4, 5], 2: [1, 4]}
    assert trace(second, 1) == [[3, 1, 1]] and trace(second, 2) == [[3, 1, 1]]


def test_limits_count_visits_that_have_not_ended(rig: Rig) -> None:
    """Person 3 may make two and has visits 3 and 4, done or not. Once object 4 is closed, 3 can come in."""
    objects = [thing(1), thing(1), thing(1, recused=(1,)), thing(1, recused=(1,))]
    of = files(objects, [person(), person(), person(limit=2), person()], seats=PAIR)
    assert members(of) == [[1, 2], [1, 2], [2, 3], [2, 3]]
    (kept,) = events(of, {"out": {1: (1,)}})
    assert (after(kept), trace(kept, 1)) == ({1: [2, 4]}, [[3, 2, 1]])
    assert after(events(of, {"out": {1: (1,)}, "done": [3, 4]})[0]) == {1: [2, 4]}
    (freed,) = events(of, {"out": {1: (1,)}, "objects": [4]})
    assert after(freed) == {1: [2, 3]}


def test_balance_is_not_asked_for(rig: Rig) -> None:
    people = [person(), person(), person(load=9), person()]
    of = files([thing(1)], people, seats=PAIR, balance=1)
    (event,) = events(of, {"out": {1: ()}})
    assert after(event) == {1: [2, 3]}


def test_an_open_seat_keeps_its_kind_and_the_leader_is_found_anew(rig: Rig) -> None:
    """1 had kind 1 and led. 3 fits both kinds, 4 kind 1 alone; 3 comes in, in kind 1, and leads."""
    people = [person(1), person(1, 2), person(1, 2), person(1)]
    of = files([thing(1)], people, tasks=[task(1, 2)], seats=[kind(lead=1), kind(lead=2)])
    (event,) = events(of, {"out": {1: ()}})
    (visit,) = event.teams["visits"]
    assert (visit["team"], visit["leader"]) == ([[2, 2], [3, 1]], 3)


def test_nobody_is_taken_whom_another_open_seat_needs(rig: Rig) -> None:
    """Only 3 can go to object 2."""
    of = files(
        [thing(1), thing(1, recused=(4,))],
        [person(), person(), person(limit=1), person()],
        seats=PAIR,
    )
    (event,) = events(of, {"out": {1: ()}})
    assert after(event) == {1: [2, 4], 2: [2, 3]}
    assert trace(event, 1) == [[3, 3, 1]]


def test_no_event_if_a_seat_stays_open(rig: Rig) -> None:
    with pytest.raises(CannotStaff):
        events(free(people=2), {"out": {1: (1,)}})


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"done": [1, 2, 3]},
        {"out": {5: ()}},
        {"out": {1: (2,)}, "done": [2]},
        {"recused": [[1, 5]]},
        {"objects": [4]},
        {"objects": [1], "done": [1]},
    ],
)
def test_an_event_that_changes_nothing_is_refused(change: dict[str, Any], rig: Rig) -> None:
    objects = [thing(1), thing(1), thing(1), thing(1)]
    of = files(objects, [person() for _ in range(6)], seats=PAIR, strata=[stratum(3)])
    with pytest.raises(NothingChanges):
        events(of, change)


# Replacements.


def coming(of: Files, *changes: Any) -> list[list[list[int]]]:
    """The replacements of each event."""
    return [event.event["replacements"] for event in events(of, *changes)]


def test_the_next_alternates_come_in(rig: Rig) -> None:
    """Tickets say 5, 4, 3, 2, 1. Places are filled in the order in which they were got; visits are V + k."""
    rig.stream(1, 50, 40, 30, 20, 10)
    of = files([thing(1)] * 5, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    assert drawn(of)["strata"][0]["drawn"] == [5, 4]
    (event,) = events(of, {"objects": [4, 5]})
    assert event.event["replacements"] == [[1, 5, 3], [1, 4, 2]]
    assert event.event["ended"] == [1, 2]
    assert [
        (v["index"], v["number"], v["visit"], v["of"], v["tasks"], v["strata"], v["added"])
        for v in event.event["visits"]
    ] == [
        (4, 2, 1, 1, [1], [1], 0),
        (5, 3, 1, 1, [1], [1], 0),
    ]
    assert after(event) == {4: [1, 2], 5: [1, 2]}
    assert [visit["turn"] for visit in event.teams["visits"]] == [0, 0]


def test_who_came_in_may_have_to_be_replaced_and_nobody_comes_back(rig: Rig) -> None:
    """One after the other, until no alternate is left; then the visit ends alone."""
    of = files([thing(1)] * 4, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    assert coming(of, *({"objects": [k]} for k in (1, 3, 4))) == [[[1, 1, 3]], [[1, 3, 4]], [[1, 4, 0]]]


def test_places_are_filled_in_the_order_in_which_they_were_got(rig: Rig) -> None:
    """2 was drawn before 3 came in."""
    of = files([thing(1)] * 6, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    assert coming(of, {"objects": [1]}, {"objects": [2, 3]})[1] == [[1, 2, 4], [1, 3, 5]]


def test_alternates_that_cannot_come(rig: Rig) -> None:
    """3 has visits owed, 4 is closed in this event, 5 was closed before; state 0 is no alternate."""
    objects = [
        thing(1),
        thing(1),
        thing(1, owed=1, duty=(1,)),
        thing(1),
        thing(1),
        thing(1, state=0),
        thing(1),
    ]
    of = files(objects, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    assert coming(of, {"out": {1: (1,)}, "objects": [5]}, {"objects": [1, 4]})[1] == [[1, 1, 7]]


def test_one_object_comes_in_for_two_strata(rig: Rig) -> None:
    """1 is drawn by both tasks; 3 comes in twice and gets one visit with both tasks."""
    of = files(
        [thing(1, 2), thing(1), thing(1, 2), thing(2)],
        [person() for _ in range(3)],
        tasks=[task(1), task()],
        strata=[stratum(2), stratum(1, task=2)],
        seats=PAIR,
    )
    (event,) = events(of, {"objects": [1]})
    assert event.event["replacements"] == [[1, 1, 3], [2, 1, 3]]
    (new,) = event.event["visits"]
    assert (new["index"], new["number"], new["tasks"], new["strata"]) == (5, 3, [1, 2], [1, 2])


def test_an_object_comes_in_once_for_each_place_of_one_stratum(rig: Rig) -> None:
    of = files([thing(1)] * 3, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    assert coming(of, {"objects": [1, 2]}) == [[[1, 1, 3], [1, 2, 0]]]


def test_places_are_lost_with_the_visit_that_has_tasks(rig: Rig) -> None:
    """Of object 1 the first of two visits is done: the second ends, nobody comes in. 4 is owed alone."""
    objects = [thing(1, owed=2, duty=(1,)), thing(1), thing(1), thing(owed=1, duty=(1,))]
    of = files(objects, [person() for _ in range(3)], seats=PAIR, strata=[stratum(1)])
    (event,) = events(of, {"objects": [1], "done": [1]})
    assert (event.event["ended"], event.event["replacements"]) == ([2], [])
    (event,) = events(of, {"objects": [1]})
    assert (event.event["ended"], event.event["replacements"]) == ([1, 2], [[1, 1, 2]])
    (event,) = events(of, {"objects": [4]})
    assert (event.event["ended"], event.event["replacements"], event.event["visits"]) == ([3], [], [])
    assert event.teams["visits"] == []


def test_replacements_keep_the_cap_of_the_batch(rig: Rig) -> None:
    """2 of entity 9 holds a place, so 3 cannot come in for 1, of no entity; 4 can. For 2 itself 3 can."""
    objects = [thing(1), thing(1, entity=9), thing(1, entity=9), thing(1), thing(1)]
    of = files(objects, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)], entity=1)
    assert coming(of, {"objects": [1]}) == [[[1, 1, 4]]]
    assert coming(of, {"objects": [2]}) == [[[1, 2, 3]]]
    # All lost places are given up beforehand, so that 3 may come in for 1; then it holds its place.
    assert coming(of, {"objects": [1, 2]}) == [[[1, 1, 3], [1, 2, 4]]]
    assert coming(of, {"objects": [2]}, {"objects": [1]}) == [[[1, 2, 3]], [[1, 1, 4]]]


def test_replacements_keep_the_cap_of_the_task_and_other_tasks_do_not_count(rig: Rig) -> None:
    """Task 1 has strata 1 and 2 and takes one of entity 9, task 2 stratum 3 without a cap."""
    objects = [
        thing(1),
        thing(2, entity=9),
        thing(3, entity=9),
        thing(1, entity=9),
        thing(1),
        thing(3, entity=9),
    ]
    of = files(
        objects,
        [person() for _ in range(3)],
        tasks=[task(1, entity=1), task(1)],
        strata=[stratum(1), stratum(1), stratum(1, task=2)],
        seats=PAIR,
    )
    assert coming(of, {"objects": [1]}) == [[[1, 1, 5]]]
    assert coming(of, {"objects": [2]}, {"objects": [1]}) == [[[2, 2, 0]], [[1, 1, 4]]]
    assert coming(of, {"objects": [3]}) == [[[3, 3, 6]]]


def test_an_object_that_was_passed_over_for_a_cap_is_an_alternate(rig: Rig) -> None:
    """2 was passed over because of 1; once 1 is closed, it is the first."""
    objects = [thing(1, entity=9), thing(1, entity=9), thing(1), thing(1)]
    of = files(
        objects, [person() for _ in range(3)], tasks=[task(1, entity=1)], strata=[stratum(2)], seats=PAIR
    )
    assert drawn(of)["strata"][0]["drawn"] == [1, 3]
    assert coming(of, {"objects": [1]}, {"objects": [3]}) == [[[1, 1, 2]], [[1, 3, 4]]]


def test_one_that_holds_a_place_itself_is_not_another_of_its_entity(rig: Rig) -> None:
    """3 comes in for stratum 1 and then for 2: of entity 9, no other object holds a place."""
    objects = [thing(1, 2), thing(1, 2), thing(1, 2, entity=9)]
    of = files(
        objects,
        [person() for _ in range(3)],
        tasks=[task(1), task(1)],
        strata=[stratum(2), stratum(2, task=2)],
        seats=PAIR,
        entity=1,
    )
    assert coming(of, {"objects": [1]}) == [[[1, 1, 3], [2, 1, 3]]]


def test_the_top_up_comes_after_the_strata(rig: Rig) -> None:
    """Drawn is 1, added are 2 and 3. 4 comes in for 1, so not for 2, whom 6 replaces: 5 is never added."""
    objects = [thing(1), *[thing(1, 2)] * 3, thing(1, state=2), thing(1, 2)]
    of = files(
        objects,
        [person() for _ in range(3)],
        tasks=[task(1), task()],
        strata=[stratum(1), stratum(0, task=2)],
        seats=PAIR,
        floor=3,
    )
    assert drawn(of)["floor"]["added"] == [2, 3]
    (event,) = events(of, {"objects": [1, 2]})
    assert event.event["replacements"] == [[1, 1, 4], [0, 2, 6]]
    assert [(v["number"], v["tasks"], v["strata"], v["added"]) for v in event.event["visits"]] == [
        (4, [1], [1], 0),
        (6, [1, 2], [], 1),
    ]


def test_an_object_in_no_open_visit_may_be_named_closed(rig: Rig) -> None:
    """It is recorded; here beside one that has a visit."""
    of = files([thing(1)] * 4, [person() for _ in range(3)], seats=PAIR, strata=[stratum(1)])
    (event,) = events(of, {"objects": [1, 2]})
    assert (event.event["objects"], event.event["replacements"]) == ([1, 2], [[1, 1, 3]])


# A seed of the event's own.


def test_a_seed_of_its_own_is_bound_to_the_request() -> None:
    """No words are set here: the key is that of commitment, request and seed."""
    of = free()
    (event,) = events(of, {"out": {1: (), 2: ()}, "source": {"kind": "dice"}}, seed="6 1 4")
    made = request(1, out={1: (), 2: ()}, source={"kind": "dice"})
    digest, commit = hashlib.sha256(made).hexdigest(), hashlib.sha256(of["commitment.json"]).hexdigest()
    text = f"ssj-draw/2\n{commit}\n{digest}\n6 1 4\n"
    assert event.event["key"] == hashlib.sha256(text.encode()).hexdigest()[:32]
    assert (event.event["seed"], event.event["request"]) == ("6 1 4", digest)
    (plain,) = events(of, {"out": {1: (), 2: ()}}, seed="6 1 4")
    assert (plain.event["key"], plain.event["seed"]) == (drawn(of)["key"], "")


def test_with_a_seed_of_its_own_people_begin_at_the_top(rig: Rig) -> None:
    """The order is that of the draw here, but not behind 3, the last: 1 and 2 come first."""
    of = files(
        [thing(1)], [person(load=9), person(load=9), person(), person(), person()], seats=PAIR, balance=1
    )
    assert members(of) == [[3, 4]]
    change = {"out": {3: ()}}
    assert after(events(of, change)[0]) == {1: [4, 5]}
    assert after(events(of, {**change, "source": {"kind": "dice"}})[0]) == {1: [4, 1]}


def test_replacements_go_by_the_tickets_of_the_draw_whatever_the_seed() -> None:
    of = files([thing(1)] * 9, [person() for _ in range(3)], seats=PAIR, strata=[stratum(2)])
    row = drawn(of)["strata"][0]
    change = {"objects": sorted(row["drawn"]), "source": {"kind": "dice"}}
    (event,) = events(of, change, seed="other")
    assert event.event["replacements"] == [
        [1, *pair] for pair in zip(row["drawn"], row["alternates"], strict=False)
    ]


# Fixed groups.


def grouped(objects: int = 4, people: int = 6, **frame: Any) -> Files:
    """Groups [1, 2] and [3, 4] of one kind; 5 and 6 are in none."""
    rows = [thing(1)] * objects
    return files(rows, [person() for _ in range(people)], **{"seats": PAIR, "groups": 2, **frame})


def test_one_stand_in_for_all_visits_of_a_group(rig: Rig) -> None:
    """Stream 7, row g - 1, those without a group first; never behind the last member."""
    rig.stream(3, *[10, 20, 20, 10] * 2)
    rig.stream(7, 10, 20, 30, 40, 60, 50)
    of = grouped()
    assert [visit["group"] for visit in teams(of)["visits"]] == [1, 2, 1, 2]
    (event,) = events(of, {"out": {1: ()}})
    assert after(event) == {1: [2, 6], 3: [2, 6]}
    assert [(v["group"], v["dealt"], v["turn"]) for v in event.teams["visits"]] == [(1, [], 1), (1, [], 3)]


def test_members_of_other_groups_stand_in_when_nobody_else_is_left(rig: Rig) -> None:
    """Row 1 of stream 7 says 4, 3, 2, 1 for group 2, from which 3 is out."""
    rig.stream(3, *[20, 10] * 4)
    rig.stream(7, 40, 30, 20, 10, start=4)
    of = grouped(people=4)
    (event,) = events(of, {"out": {3: (2,)}})
    assert after(event) == {2: [4, 2]}


def test_a_new_visit_goes_to_a_group(rig: Rig) -> None:
    """V is 2, object 3 comes in: index 5, word 4 * 2 + g - 1 of stream 3. 3, who is out, stays behind."""
    rig.stream(3, 20, 10, start=8)
    of = grouped(strata=[stratum(2)])
    first, second = events(of, {"out": {3: ()}, "objects": [1]}, {"objects": [2]})
    assert first.event["visits"][0]["index"] == 5
    assert after(first) == {5: [4, 5]}
    (visit,) = (v for v in first.teams["visits"] if v["index"] == 5)
    assert (visit["group"], visit["dealt"], visit["turn"], visit["leader"]) == (2, [], 0, 4)
    assert after(second) == {6: [1, 2]}


def test_groups_are_dealt_without_balance(rig: Rig) -> None:
    """Group 2 has 4 visits behind it and gets none of the draw, but the new one, by its words."""
    rig.stream(3, 20, 10, start=8)
    people = [person(), person(), person(load=9), person()]
    of = files([thing(1)] * 4, people, seats=PAIR, groups=2, strata=[stratum(2)], balance=1)
    assert [visit["group"] for visit in teams(of)["visits"]] == [1, 1]
    (event,) = events(of, {"objects": [1]})
    assert [(v["group"], v["dealt"]) for v in event.teams["visits"]] == [(2, [])]


def test_a_group_at_its_limit_or_recused_is_passed_over(rig: Rig) -> None:
    """Object 3: 1 may make no further visit (visit 2 counts), and 3 is recused; object 4: only the limit."""
    people = [person(limit=1), person(), person(), person(), person()]
    objects = [thing(1, recused=(1,)), thing(1, recused=(3,)), thing(1, recused=(3,)), thing(1)]
    of = files(objects, people, seats=PAIR, groups=2, strata=[stratum(2)])
    assert [visit["group"] for visit in teams(of)["visits"]] == [2, 1]
    with pytest.raises(CannotDeal):
        events(of, {"objects": [1]})
    (event,) = events(of, {"objects": [1, 3]})
    (visit,) = (v for v in event.teams["visits"] if v["index"] == 6)
    assert (visit["group"], visit["dealt"]) == (2, [[1, 2]])
    # 3 is out: who is out neither bars the group nor goes.
    (event,) = events(of, {"objects": [1], "out": {3: ()}})
    (visit,) = (v for v in event.teams["visits"] if v["index"] == 5)
    assert (visit["group"], visit["dealt"]) == (2, [[1, 2]])
    assert after(event)[5] == [4, 5]


def test_loose_seats_in_events(rig: Rig) -> None:
    """Group 1 is [1, 2]; 3, 4, 5 fill the loose seat, on a visit of the group by stream 7, never 2."""
    people = [person(1, 2), person(1, 2), *[person(2) for _ in range(3)]]
    objects = [thing(1, seats=(1, 2)), thing(1, seats=(2,)), thing(1, seats=(2,))]
    rig.stream(7, 10, 20, 30, 50, 40)
    rig.stream(6, 10, 20, 30, 40, 50, start=5)
    of = files(
        objects,
        people,
        tasks=[task(1, 2)],
        seats=[kind(count=2), kind(loose=1)],
        groups=1,
        strata=[stratum(2)],
    )
    assert [(v["group"], v["team"]) for v in teams(of)["visits"]] == [
        (1, [[1, 1], [2, 1], [3, 2]]),
        (0, [[3, 2]]),
    ]
    (event,) = events(of, {"out": {3: ()}})
    assert after(event) == {1: [1, 2, 5], 2: [4]}
    (event,) = events(of, {"objects": [2]})
    (visit,) = event.teams["visits"]
    assert (visit["index"], visit["group"], visit["team"], visit["dealt"]) == (5, 0, [[3, 2]], [])


def test_a_visit_of_no_group_goes_on_behind_its_last_member(rig: Rig) -> None:
    """Stream 6, as in the draw: 3 was taken, 2 had no seat left; behind 3 comes 5, then 4, then 2."""
    rig.stream(6, 10, 20, 30, 50, 40)
    people = [person(1), *[person(2, limit=0 if n == 0 else None) for n in range(4)]]
    of = files([thing(1, seats=(2,))], people, tasks=[task(1, 2)], seats=[kind(), kind(loose=1)], groups=1)
    first, second = events(of, {"out": {3: ()}}, {"out": {5: ()}})
    assert (after(first), trace(first, 1)) == ({1: [5]}, [])
    assert (after(second), trace(second, 1)) == ({1: [4]}, [])
