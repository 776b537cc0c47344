"""Fixed groups: section 8 of docs/algorithm.md, on words that are set by hand."""

from __future__ import annotations

from typing import Any

import pytest
from small_tables import Files, Rig, files, kind, person, task, teams, thing

from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff


def formed(of: Files, *names: str) -> list[Any]:
    """Some values of each group; of one name the bare value."""
    return [
        tuple(group[name] for name in names) if len(names) > 1 else group[names[0]]
        for group in teams(of)["groups"]["formed"]
    ]


def visits(of: Files, *names: str) -> list[Any]:
    """Some values of each visit."""
    return [
        tuple(visit[name] for name in names) if len(names) > 1 else visit[names[0]]
        for visit in teams(of)["visits"]
    ]


def pairs(objects: int = 4, people: int = 4, **frame: Any) -> Files:
    """Groups of two of the same kind."""
    values = {"seats": [kind(count=2)], "groups": 2, **frame}
    return files([thing(1)] * objects, [person() for _ in range(people)], **values)


# Forming.


def test_groups_are_filled_one_after_the_other(rig: Rig) -> None:
    """Group g by words (g - 1) * J + j - 1 of stream 4; whoever has a group already is left out silently."""
    rig.stream(4, 50, 20, 30, 10, 40)
    rig.stream(4, 50, 20, 30, 10, 40, start=5)
    value = pairs(people=5)
    assert formed(value, "team", "leader", "trace") == [
        ([[4, 1], [2, 1]], 4, []),
        ([[3, 1], [5, 1]], 3, []),
    ]
    assert teams(value)["groups"]["discarded"] == 0


def test_whoever_the_other_groups_need_is_passed_over(rig: Rig) -> None:
    """Kind 2 is for persons 1 and 4 alone: once 4 has a seat of it, 1 is needed in group 2."""
    rig.stream(4, 30, 20, 40, 10)
    people = [person(1, 2), person(1), person(1), person(1, 2)]
    value = files([thing(1)] * 2, people, tasks=[task(1, 2)], seats=[kind(), kind(lead=0)], groups=2)
    assert formed(value, "team", "leader", "trace") == [
        ([[4, 2], [2, 1]], 2, []),
        ([[1, 2], [3, 1]], 3, []),
    ]
    rig.stream(4, 15, 20, 40, 10)
    assert formed(value, "team", "trace")[0] == ([[4, 2], [2, 1]], [[1, 3, 1]])


@pytest.mark.parametrize(
    ("people", "objects", "groups", "count"),
    [(12, 9, 0, 6), (11, 9, 0, 5), (12, 3, 0, 3), (2, 9, 0, 1), (12, 9, 3, 3), (12, 2, 3, 3), (12, 0, 0, 1)],
)
def test_how_many_groups(people: int, objects: int, groups: int, count: int, rig: Rig) -> None:
    """0: as many as can be formed, no more than visits, at least 1. A number is kept as it is."""
    assert len(formed(pairs(objects, people, groups=groups), "team")) == count


def test_visits_of_loose_seats_alone_need_no_group(rig: Rig) -> None:
    """Of three visits one has a seat that is not loose: one group."""
    objects = [thing(1, seats=(2,)), thing(1, seats=(1, 2)), thing(1, seats=(2,))]
    people = [person(1) for _ in range(4)] + [person(2)]
    value = files(objects, people, tasks=[task(1, 2)], seats=[kind(), kind(loose=1, lead=0)], groups=0)
    assert formed(value, "team") == [[[1, 1]]]
    assert visits(value, "turn", "group", "leader", "team", "dealt") == [
        (1, 0, 0, [[5, 2]], []),
        (2, 1, 1, [[1, 1], [5, 2]], []),
        (3, 0, 0, [[5, 2]], []),
    ]


def test_areas_and_limits_do_not_matter_for_forming(rig: Rig) -> None:
    """Persons 1 and 2 may make no visit and still are a group."""
    people = [person(limit=0), person(limit=0), person(), person()]
    value = files([thing(1)], people, seats=[kind(count=2)], groups=2)
    assert formed(value, "team") == [[[1, 1], [2, 1]], [[3, 1], [4, 1]]]
    assert visits(value, "group", "dealt") == [(2, [[1, 2]])]


def test_too_few_for_so_many_groups(rig: Rig) -> None:
    for people in ([person(), person(), person()], [person(), person(), person(2), person(2)]):
        with pytest.raises(CannotForm):
            teams(files([thing(1)], people, seats=[kind(count=2), kind(loose=1)], groups=2))


# Dealing.


def test_visits_are_dealt_like_seats_to_people(rig: Rig) -> None:
    """Words (v - 1) * k + g - 1 of stream 3, visits by stream 2."""
    rig.stream(2, 40, 30, 20, 10)
    rig.stream(3, 2, 1, 1, 2, 2, 1, 1, 2)
    assert visits(pairs(), "turn", "group", "dealt", "trace") == [
        (4, 2, [], []),
        (3, 1, [], []),
        (2, 2, [], []),
        (1, 1, [], []),
    ]


def test_groups_share_the_visits_evenly(rig: Rig) -> None:
    """All words say group 1: it gets every other visit."""
    assert visits(pairs(balance=1), "group", "dealt") == [
        (1, []),
        (1, []),
        (2, [[1, 4]]),
        (2, [[1, 4]]),
    ]


@pytest.mark.parametrize(
    ("loads", "group", "dealt"),
    [
        ((3, 0, 1, 1), 1, []),  # 3/2 and 2/2 are 1 each
        ((4, 0, 1, 1), 2, [[1, 4]]),
        ((2, 1, 1, 2), 1, []),
        ((0, 1, 1, 0), 1, []),
    ],
)
def test_the_load_of_a_group_is_the_mean_of_its_members_rounded_down(
    loads: tuple[int, ...], group: int, dealt: list[list[int]], rig: Rig
) -> None:
    people = [person(load=load) for load in loads]
    value = files([thing(1)], people, seats=[kind(count=2)], groups=2, balance=1)
    assert visits(value, "group", "dealt") == [(group, dealt)]


def test_the_limit_of_a_group_is_the_smallest_of_its_members(rig: Rig) -> None:
    people = [person(limit=5), person(limit=1), person(), person()]
    value = files([thing(1)] * 3, people, seats=[kind(count=2)], groups=2)
    assert visits(value, "group", "dealt") == [(1, []), (2, [[1, 2]]), (2, [[1, 2]])]


def test_those_whose_kind_the_visit_has_not_stay_at_home_and_do_not_bar_the_group(rig: Rig) -> None:
    """Groups are [1, 2] and [3, 4] in kinds 1 and 2. Person 2 is recused from both objects; to object 2,
    which has no seat of kind 2, the first group can go all the same."""
    objects = [thing(1, seats=(1, 2), recused=(2,)), thing(1, seats=(1,), recused=(2,))]
    people = [person(1), person(2), person(1), person(2)]
    value = files(objects, people, tasks=[task(1, 2)], seats=[kind(lead=2), kind(lead=1)], groups=2)
    assert visits(value, "group", "leader", "team", "dealt") == [
        (2, 4, [[3, 1], [4, 2]], [[1, 1]]),
        (1, 1, [[1, 1]], []),
    ]


def test_members_keep_the_order_and_the_kinds_of_their_group(rig: Rig) -> None:
    """Person 2 came first and fits both kinds, but sits in kind 2 in the group and so on each visit."""
    rig.stream(4, 20, 10)
    people = [person(1), person(1, 2)]
    value = files([thing(1)], people, tasks=[task(1, 2)], seats=[kind(), kind()], groups=1)
    assert formed(value, "team", "leader") == [([[2, 2], [1, 1]], 2)]
    assert visits(value, "leader", "team") == [(2, [[2, 2], [1, 1]])]


def test_groups_that_cannot_be_dealt_are_put_aside(rig: Rig) -> None:
    """1 and 2 are recused: groups [1, 3] and [2, 4] cannot go; the next attempt has [1, 2] and [3, 4]."""
    rig.stream(4, 10, 30, 20, 40)
    value = files([thing(1, recused=(1, 2))], [person() for _ in range(4)], seats=[kind(count=2)], groups=2)
    made = teams(value)["groups"]
    assert made["discarded"] == 1
    assert [group["team"] for group in made["formed"]] == [[[1, 1], [2, 1]], [[3, 1], [4, 1]]]
    assert visits(value, "group", "dealt") == [(2, [[1, 1]])]


def test_words_go_on_with_each_attempt(rig: Rig) -> None:
    """Attempt t, group g: row t * k + g - 1. Ten attempts give the same bad groups, the eleventh others."""
    for attempt in range(10):
        rig.stream(4, 10, 30, 20, 40, start=attempt * 8)
        rig.stream(4, 40, 20, 30, 10, start=attempt * 8 + 4)
    rig.stream(4, 40, 30, 20, 10, start=80)
    value = files([thing(1, recused=(1, 2))], [person() for _ in range(4)], seats=[kind(count=2)], groups=2)
    made = teams(value)["groups"]
    assert made["discarded"] == 10
    assert [group["team"] for group in made["formed"]] == [[[4, 1], [3, 1]], [[1, 1], [2, 1]]]


def test_after_a_hundred_attempts_nothing_is_drawn(rig: Rig) -> None:
    people = [person(limit=1), person(limit=1), person(limit=1), person(limit=1)]
    with pytest.raises(CannotDeal):
        teams(files([thing(1)] * 3, people, seats=[kind(count=2)], groups=2))


# Loose seats.


def test_loose_seats_come_from_those_without_a_group(rig: Rig) -> None:
    """By stream 6, words (v - 1) * J + j - 1; behind the group, counted in "members before"; areas matter."""
    objects = [thing(1, area=7, recused=(4,)), thing(1, area=8)]
    people = [person(1, 2), person(1, 2), *[person(1, 2, areas=(7,)) for _ in range(2)], person(1, 2)]
    rig.stream(6, 10, 20, 40, 30, 50)
    value = files(
        objects,
        people,
        tasks=[task(1, 2)],
        seats=[kind(count=2, lead=2), kind(loose=1, area=1, lead=1)],
        groups=1,
    )
    assert formed(value, "team") == [[[1, 1], [2, 1]]]
    assert visits(value, "turn", "leader", "team", "trace") == [
        (1, 3, [[1, 1], [2, 1], [3, 2]], [[4, 1, 2]]),
        (2, 5, [[1, 1], [2, 1], [5, 2]], []),
    ]


def test_loose_seats_keep_limits_and_balance(rig: Rig) -> None:
    """Persons 2 to 4 share three loose seats: 2 may go once, 3 has two visits behind them."""
    people = [person(1), person(2, limit=1), person(2, load=2), person(2)]
    seats = [kind(), kind(loose=1)]
    value = files([thing(1)] * 3, people, tasks=[task(1, 2)], seats=seats, groups=1, balance=1)
    assert visits(value, "team", "trace") == [
        ([[1, 1], [2, 2]], []),
        ([[1, 1], [4, 2]], [[2, 2, 1], [3, 4, 1]]),
        ([[1, 1], [4, 2]], [[2, 2, 1], [3, 4, 1]]),
    ]


def test_groups_that_leave_nobody_for_a_loose_seat_are_put_aside(rig: Rig) -> None:
    """Only person 1 can fill the loose seat, and so must not be in the group."""
    people = [person(1, 2), person(1)]
    rig.stream(4, 20, 10, start=2)
    value = files([thing(1)], people, tasks=[task(1, 2)], seats=[kind(), kind(loose=1)], groups=1)
    assert teams(value)["groups"]["discarded"] == 1
    assert visits(value, "team") == [[[2, 1], [1, 2]]]
    with pytest.raises(CannotStaff):
        teams(files([thing(1)], people[:1], tasks=[task(1, 2)], seats=[kind(), kind(loose=1)], groups=1))


def test_without_groups_loose_is_nothing(rig: Rig) -> None:
    value = files([thing(1)], [person(1, 2), person(2)], tasks=[task(1, 2)], seats=[kind(), kind(loose=1)])
    made = teams(value)
    assert made["groups"] is None
    assert made["visits"][0]["team"] == [[1, 1], [2, 2]] and "dealt" not in made["visits"][0]
