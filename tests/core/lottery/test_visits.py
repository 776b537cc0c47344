"""Visits, their seats and teams: sections 6 and 7 of docs/algorithm.md, on words that are set by hand."""

from __future__ import annotations

from typing import Any

import pytest
from small_tables import Rig, drawn, files, kind, members, person, stratum, task, teams, thing

from shuangsuiji.core.lottery.staffing import CannotStaff


def visits(value: Any, *names: str) -> list[tuple[Any, ...]]:
    """Some values of each visit."""
    return [tuple(visit[name] for name in names) for visit in value["visits"]]


# Which visits there are.


def test_owed_visits_and_the_one_drawn_are_the_same_first_one(rig: Rig) -> None:
    """By (number, ordinal); tasks and strata on the first visit of a drawn object alone."""
    objects = [thing(1, owed=3), thing(1), thing(1, owed=2), thing(1, owed=1, state=0), thing(owed=1)]
    value = drawn(files(objects, strata=[stratum(1)]))
    assert visits(value, "index", "number", "visit", "of", "tasks", "strata") == [
        (1, 1, 1, 3, [1], [1]),
        (2, 1, 2, 3, [], []),
        (3, 1, 3, 3, [], []),
        (4, 3, 1, 2, [], []),
        (5, 3, 2, 2, [], []),
        (6, 4, 1, 1, [], []),
        (7, 5, 1, 1, [], []),
    ]


def test_tasks_of_drawn_and_of_added_objects(rig: Rig) -> None:
    """Object 2 is drawn in stratum 2 alone; 3 is added and has the tasks of all its strata, void ones too."""
    rig.stream(5, 20, 10)
    value = drawn(
        files(
            [thing(1, 3), thing(1, 3), thing(2, 3)],
            tasks=[task(clusters=1), task()],
            strata=[stratum(1, cluster=2), stratum(1, cluster=1), stratum(2, task=2)],
            floor=3,
        )
    )
    assert visits(value, "number", "tasks", "strata", "added") == [
        (1, [1, 2], [1, 3], 0),
        (2, [2], [3], 0),
        (3, [1, 2], [], 1),
    ]


# Which seats a visit has, and who may fill them.


def test_seats_are_called_by_tasks_or_on_duty_and_allowed_there(rig: Rig) -> None:
    """Task 1 calls kinds 1 and 3 (two seats of 3); kind 2 is on duty at objects 1 and 4, on every visit."""
    people = [person(1), person(2), person(3), person(3)]
    objects = [
        thing(1, owed=2, seats=(1, 2, 3), duty=(2,)),
        thing(1, seats=(1, 2)),
        thing(1, seats=(2,)),
        thing(owed=1, seats=(1, 2, 3), duty=(2,)),
    ]
    value = teams(files(objects, people, tasks=[task(1, 3)], seats=[kind(), kind(), kind(count=2)]))
    assert visits(value, "index", "turn", "team") == [
        (1, 1, [[1, 1], [2, 2], [3, 3], [4, 3]]),
        (2, 2, [[2, 2]]),
        (3, 3, [[1, 1]]),
        (4, 0, []),
        (5, 4, [[2, 2]]),
    ]


def test_areas(rig: Rig) -> None:
    """Kind 1 asks for the area, kind 2 does not. At object 3, of no area, everybody fits."""
    people = [person(1, 2, areas=(7,)), person(1, 2, areas=(8, 9)), person(1, 2)]
    objects = [thing(1, area=9), thing(1, area=4), thing(1)]
    value = teams(files(objects, people, tasks=[task(1, 2)], seats=[kind(area=1), kind()]))
    assert visits(value, "team", "trace") == [
        ([[1, 2], [2, 1]], []),
        ([[1, 2], [3, 1]], []),
        ([[1, 1], [2, 2]], []),
    ]


@pytest.mark.parametrize(("cross", "wanted"), [(0, [[1], [1], [2]]), (1, [[3], [1], [2]])])
def test_recused_are_those_listed_and_with_cross_those_at_home(
    cross: int, wanted: list[list[int]], rig: Rig
) -> None:
    """Everywhere (person 3) is no area of one's own; object 2 has no area."""
    people = [person(areas=(6, 9)), person(areas=(9,)), person()]
    objects = [thing(1, area=9), thing(1), thing(1, recused=(1,))]
    value = files(objects, people, cross=cross)
    assert members(value) == wanted
    assert teams(value)["visits"][2]["trace"] == [[1, 1, 0]]


# Orders and outcomes.


def test_visits_by_stream_2_and_people_by_stream_3(rig: Rig) -> None:
    """Visit 2 comes first. Words of a visit begin at (v - 1) * J."""
    rig.stream(2, 30, 10, 20)
    rig.stream(3, 5, 4, 3, start=3)
    value = teams(files([thing(1)] * 3, [person(limit=1), person(limit=1), person(limit=1)]))
    assert visits(value, "turn", "team") == [(3, [[2, 1]]), (1, [[3, 1]]), (2, [[1, 1]])]


def test_equal_words_go_by_number(rig: Rig) -> None:
    rig.stream(2, 9, 9)
    rig.stream(3, 9, 9, 9, 9)
    value = teams(files([thing(1)] * 2, [person(), person()], balance=1))
    assert visits(value, "turn", "team") == [(1, [[1, 1]]), (2, [[2, 1]])]


def test_each_outcome_and_the_members_before(rig: Rig) -> None:
    """Two seats a visit. Visit 1: 1 is recused; 2 and 3 go. Visit 2: 2 has had their visit; 1 would leave
    visit 3, where only 1 and 4 can go, without a team; so 3 and then, 5 being recused, 6 go."""
    objects = [thing(1, recused=(1,)), thing(1, recused=(5,)), thing(1, recused=(2, 3, 5, 6))]
    people = [person(limit=1), person(limit=1), *[person() for _ in range(4)]]
    rig.stream(3, *[10 * n for n in (2, 1, 3, 5, 4, 6)], start=6)
    value = teams(files(objects, people, seats=[kind(count=2)]))
    assert visits(value, "team", "trace") == [
        ([[2, 1], [3, 1]], [[1, 1, 0]]),
        ([[3, 1], [4, 1]], [[2, 2, 0], [1, 3, 0], [5, 1, 1]]),
        ([[1, 1], [4, 1]], [[2, 1, 1], [3, 1, 1]]),
    ]


def test_balance_counts_earlier_loads(rig: Rig) -> None:
    """Loads 2, 0, 1 and three visits come to 2, 2, 2: person 1 gets none, 2 two and 3 one."""
    value = teams(files([thing(1)] * 3, [person(load=2), person(), person(load=1)], balance=1))
    assert visits(value, "team", "trace") == [
        ([[2, 1]], [[1, 4, 0]]),
        ([[2, 1]], [[1, 4, 0]]),
        ([[3, 1]], [[1, 4, 0], [2, 4, 0]]),
    ]
    assert members(files([thing(1)] * 3, [person(load=2), person(), person(load=1)])) == [[1], [1], [1]]


def test_the_first_outcome_that_holds_is_told(rig: Rig) -> None:
    """Recused before a limit of none, and this before balance."""
    people = [person(limit=0, load=9), person(limit=0, load=9), person(load=9), person()]
    (visit,) = teams(files([thing(1, recused=(1,))], people, balance=1))["visits"]
    assert visit["trace"] == [[1, 1, 0], [2, 2, 0], [3, 4, 0]]


def test_nobody_without_a_seat_is_in_the_trace(rig: Rig) -> None:
    """Person 1 fits no seat here, 3 none that is left, 4 comes too late, though all three are recused."""
    objects = [thing(1, seats=(1, 2), recused=(1, 3, 5))]
    people = [person(3), person(1), person(1), person(2), person(2)]
    (visit,) = teams(files(objects, people, tasks=[task(1, 2, 3)], seats=[kind(), kind(), kind()]))["visits"]
    assert (visit["team"], visit["trace"]) == ([[2, 1], [4, 2]], [])


def test_members_change_seats_while_the_team_grows(rig: Rig) -> None:
    """1 fits both kinds and comes first; 2 fits kind 1 alone and still finds a seat, so 1 ends in kind 2."""
    people = [person(1, 2), person(1), person(1), person(2)]
    (visit,) = teams(files([thing(1)], people, tasks=[task(1, 2)], seats=[kind(), kind()]))["visits"]
    assert visit["team"] == [[1, 2], [2, 1]]


def test_the_first_seat_that_leaves_the_others_theirs(rig: Rig) -> None:
    """1 may have kind 1, 2 or 3 and gets 1, since 2 and 3 fit the others."""
    people = [person(1, 2, 3), person(2, 3), person(1, 2)]
    (visit,) = teams(files([thing(1)], people, tasks=[task(1, 2, 3)], seats=[kind()] * 3))["visits"]
    assert visit["team"] == [[1, 1], [2, 3], [3, 2]]


@pytest.mark.parametrize(
    ("leads", "leader"),
    [((1, 1, 1), 1), ((2, 1, 1), 2), ((0, 2, 1), 3), ((0, 0, 5), 3), ((0, 0, 0), 0), ((0, 3, 3), 2)],
)
def test_the_leader_has_the_least_rank(leads: tuple[int, ...], leader: int, rig: Rig) -> None:
    """0 never leads; of equal ranks whoever was drawn first."""
    seats = [kind(lead=lead) for lead in leads]
    value = teams(files([thing(1)], [person(1), person(2), person(3)], tasks=[task(1, 2, 3)], seats=seats))
    assert visits(value, "team", "leader") == [([[1, 1], [2, 2], [3, 3]], leader)]


def test_a_visit_without_seats(rig: Rig) -> None:
    """No turn, no team; the turns of the others leave it out."""
    rig.stream(2, 30, 10, 20)
    value = teams(files([thing(1), thing(1, seats=()), thing(1)], [person()]))
    assert visits(value, "turn", "leader", "team", "trace") == [
        (2, 1, [[1, 1]], []),
        (0, 0, [], []),
        (1, 1, [[1, 1]], []),
    ]


@pytest.mark.parametrize(
    "people", [[person(limit=1)], [person(2)], [person(areas=(1,)), person(areas=(2,), limit=0)]]
)
def test_nothing_is_drawn_unless_all_can_be_staffed(people: list[Any], rig: Rig) -> None:
    objects = [thing(1, area=1), thing(1, area=2)]
    with pytest.raises(CannotStaff):
        teams(files(objects, people, seats=[kind(area=1), kind()]))
