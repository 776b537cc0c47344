"""The assignment engine against the known answers, the literal oracle, and what must hold of any draw."""

from __future__ import annotations

import random
from dataclasses import replace
from math import comb, prod

import assignment_oracle as oracle
import numpy as np
import pytest
from assignment_oracle import Case
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuangsuiji.core.checks.obstacles import obstacles
from shuangsuiji.core.lottery.teams import assignment
from shuangsuiji.core.lottery.teams.assignment import (
    Assignment,
    Impossible,
    Outcome,
    Staffing,
    Team,
    Tickets,
    assign,
)
from shuangsuiji.core.lottery.words import Key

KEY = Key(0x0123456789ABCDEFFEDCBA9876543210)
PEOPLE = ["S1", "S2", "S3", "Y1", "Y2", "Y3", "Y4"]
PHARMACIST, YB, SJ = range(3)
A2 = Case(
    eligible=[[name in who for name in PEOPLE] for who in ("Y1 Y2", "Y1 Y2 Y3 Y4", "S1 S2 S3")],
    seats=[(PHARMACIST, YB, SJ), (PHARMACIST, YB, SJ), (YB, YB, SJ), (YB, YB, SJ, SJ)],
    recused=[{3}, {0}, {6}, {0}],
    limits=[99] * 7,
    loads=[0] * 7,
    balanced=True,
)


def staffing(case: Case) -> Staffing:
    return Staffing(
        eligible=np.array(case.eligible, dtype=np.bool_),
        seats=tuple(case.seats),
        recused=tuple(np.array(sorted(people), dtype=np.intp) for people in case.recused),
        limits=np.array(case.limits, dtype=np.int64),
        loads=np.array(case.loads, dtype=np.int64),
        balanced=case.balanced,
    )


def traces(drawn: Assignment) -> oracle.Traces:
    return [(team.visit, [(step.person, step.outcome.name) for step in team.steps]) for team in drawn.teams]


def spoken(team: Team) -> str:
    """The steps in short; who was passed over stands in brackets."""
    short = {
        Outcome.RECUSED: "r",
        Outcome.AT_LIMIT: "l",
        Outcome.CANNOT_COMPLETE: "c",
        Outcome.FOR_BALANCE: "b",
    }
    said = [
        PEOPLE[step.person]
        if step.outcome is Outcome.TAKEN
        else f"({PEOPLE[step.person]} {short[step.outcome]})"
        for step in team.steps
    ]
    return f"H{team.visit + 1}: {' '.join(said)}"


# Known answers A1 to A4, computed by an independent program.


@pytest.mark.parametrize("balanced", [True, False])
def test_a1_two_of_five(balanced: bool) -> None:
    case = Case([[True] * 5], [(0, 0)] * 3, [set()] * 3, [99] * 5, [0] * 5, balanced)
    drawn = assign(staffing(case), Tickets(KEY))
    assert [(team.visit, team.members) for team in drawn.teams] == [(0, (4, 2)), (1, (4, 0)), (2, (3, 1))]


def test_a2_balanced_with_tags_and_recusals() -> None:
    assert [spoken(team) for team in assign(staffing(A2), Tickets(KEY)).teams] == [
        "H1: Y2 Y3 S3",
        "H4: Y3 S2 Y4 S3",
        "H2: (S3 b) Y4 (Y2 b) S2 Y1",
        "H3: (Y3 b) Y2 (Y4 r) (S2 b) Y1 S1",
    ]


def test_a2_without_balance() -> None:
    drawn = assign(staffing(replace(A2, balanced=False)), Tickets(KEY))
    assert [spoken(team) for team in drawn.teams] == [
        "H1: Y2 Y3 S3",
        "H4: Y3 S2 Y4 S3",
        "H2: S3 Y4 Y2",
        "H3: Y3 Y2 S2",
    ]


def test_a2_members_get_the_lowest_seats_that_seat_the_rest() -> None:
    assert [team.seats for team in assign(staffing(A2), Tickets(KEY)).teams] == [
        (0, 1, 2),
        (0, 2, 1, 3),
        (1, 2, 0),
        (0, 1, 2),
    ]


def substitution(out: str) -> Case:
    """A2 once somebody has fallen out: the others sit as before, the seats of `out` are open again."""
    gone = PEOPLE.index(out)
    seats: list[tuple[int, ...]] = [()] * len(A2.seats)
    recused = [people | {gone} for people in A2.recused]
    loads = [0] * len(PEOPLE)
    for team in assign(staffing(A2), Tickets(KEY)).teams:
        stay = [person for person in team.members if person != gone]
        places = dict(zip(team.members, team.seats, strict=True))
        if gone in places:
            seats[team.visit] = (A2.seats[team.visit][places[gone]],)
        recused[team.visit] |= set(stay)
        for person in stay:
            loads[person] += 1
    return replace(A2, seats=seats, recused=recused, loads=loads, balanced=False)


@pytest.mark.parametrize(
    ("out", "gains"),
    [
        ("Y4", {"H2": "Y2", "H4": "Y2"}),
        ("Y1", {"H2": "Y2", "H3": "Y3"}),
        ("Y3", {"H1": "Y4", "H4": "Y2"}),
        ("S1", {"H3": "S3"}),
    ],
)
def test_a3_substitution(out: str, gains: dict[str, str]) -> None:
    """By hand, behind the last member of each team.

    People by their words: H1 Y2 Y3 S3 Y4 S2 S1 Y1, H2 S3 Y4 Y2 S2 S1 Y3 Y1, H3 Y3 Y2 Y4 S2 Y1 S1 S3,
    H4 Y3 S2 Y4 S3 Y2 S1 Y1.
    """
    last = {team.visit: team.members[-1] for team in assign(staffing(A2), Tickets(KEY)).teams}
    drawn = assign(staffing(substitution(out)), Tickets(KEY, behind=last))
    assert {f"H{team.visit + 1}": PEOPLE[team.members[0]] for team in drawn.teams} == gains


@pytest.mark.parametrize("out", ["Y2", "S2", "S3"])
def test_a3_substitution_impossible(out: str) -> None:
    with pytest.raises(Impossible) as caught:
        assign(staffing(substitution(out)), Tickets(KEY))
    assert all(obstacle.visits for obstacle in obstacles(caught.value.problem))


def test_a4_obstacle() -> None:
    case = Case([[True] * 3], [(0,)] * 7, [{2}] * 5 + [set(), set()], [2, 2, 9], [0] * 3, True)
    with pytest.raises(Impossible) as caught:
        assign(staffing(case), Tickets(KEY))
    (obstacle,) = obstacles(caught.value.problem)
    assert obstacle.visits == (0, 1, 2, 3, 4)
    assert obstacle.kinds == (0,)
    assert obstacle.people == (0, 1)
    assert (obstacle.needed, obstacle.capacity, obstacle.short) == (5, 4, 1)


# Against the oracle.


@st.composite
def cases(draw: st.DrawFn, visits: int, people: int, seats: int) -> Case:
    """Problems with tags, several departments, people in two of them, limits, recusals and fixed loads."""
    noise = random.Random(draw(st.integers(0, 2**32)))
    count, crowd, kinds = noise.randint(1, visits), noise.randint(2, people), noise.randint(1, 3)
    fitting, barred = noise.choice([0.4, 0.6, 0.8, 1]), noise.choice([0, 0.1, 0.3])
    sorts = [tuple(noise.randrange(kinds) for _ in range(noise.randint(0, seats))) for _ in range(3)]
    limits = noise.choice([[99], [1, 2, 3], [1, 2, 3, 99], [0, 2, 4]])
    loads = noise.choice([[0], [0, 0, 1], [0, 1, 2]])
    return Case(
        eligible=[[noise.random() < fitting for _ in range(crowd)] for _ in range(kinds)],
        seats=[noise.choice(sorts) for _ in range(count)],
        recused=[{person for person in range(crowd) if noise.random() < barred} for _ in range(count)],
        limits=[noise.choice(limits) for _ in range(crowd)],
        loads=[noise.choice(loads) for _ in range(crowd)],
        balanced=noise.random() < 0.6,
    )


def drawn_or_impossible(case: Case, key: int) -> oracle.Traces | None:
    try:
        return traces(assign(staffing(case), Tickets(Key(key))))
    except Impossible:
        return None


KEYS = st.integers(0, 2**128 - 1)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(cases(visits=4, people=6, seats=3), KEYS)
def test_is_the_definition_by_listing(case: Case, key: int) -> None:
    """'A person is taken if … the whole can still be completed', over all complete assignments."""
    assume(prod(comb(len(case.limits), len(seats)) for seats in case.seats) <= 5000)
    wanted = oracle.draw(case, oracle.orders(case, key), oracle.ask_by_listing(case))
    assert drawn_or_impossible(case, key) == wanted


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(cases(visits=9, people=8, seats=4), KEYS)
def test_is_the_definition_by_flow(case: Case, key: int) -> None:
    """The same on larger problems, each question answered by a min-cost flow from scratch."""
    wanted = oracle.draw(case, oracle.orders(case, key), oracle.ask_by_flow(case))
    assert drawn_or_impossible(case, key) == wanted


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(cases(visits=9, people=8, seats=4), KEYS, st.integers(0, 9))
def test_where_the_exact_tests_set_in_does_not_matter(case: Case, key: int, stop: int) -> None:
    """'Any correct engine gives the same output': the forward pass may break off anywhere."""
    whole = drawn_or_impossible(case, key)
    forward = assignment.draw_forward
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_FIRST_STEP_BACK", 1)
        patch.setattr(assignment, "draw_forward", lambda *arguments: forward(*arguments)[:stop])
        assert drawn_or_impossible(case, key) == whole


@pytest.mark.soak
@settings(max_examples=6000, derandomize=True, deadline=None, database=None)
@given(cases(visits=4, people=6, seats=3), KEYS)
def test_is_the_definition_thousands_of_times(case: Case, key: int) -> None:
    assume(prod(comb(len(case.limits), len(seats)) for seats in case.seats) <= 5000)
    wanted = oracle.draw(case, oracle.orders(case, key), oracle.ask_by_listing(case))
    assert drawn_or_impossible(case, key) == wanted


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(cases(visits=4, people=6, seats=4), KEYS)
def test_seats_are_the_lowest_possible(case: Case, key: int) -> None:
    """In drawing order each member gets the lowest position that still seats all later members."""
    try:
        drawn = assign(staffing(case), Tickets(Key(key)))
    except Impossible:
        return
    for team in drawn.teams:
        assert team.seats == oracle.seat_places(case, team.visit, list(team.members))


# Balance on top of earlier loads: the least sum of (load + visits of this problem) squared.


@pytest.mark.parametrize(
    ("loads", "limit", "counts"),
    [
        ([0, 0, 3], 99, [3, 3, 0]),
        ([5, 0, 2], 99, [0, 4, 2]),
        ([0, 1, 2], 99, [3, 2, 1]),
        ([5, 0, 1], 3, [0, 3, 3]),  # the limit counts the visits of this problem alone
        ([5, 4, 9], 2, [2, 2, 2]),
    ],
)
def test_those_with_more_behind_them_are_spared(loads: list[int], limit: int, counts: list[int]) -> None:
    case = Case([[True] * 3], [(0,)] * 6, [set()] * 6, [limit] * 3, loads, True)
    taken = [person for team in assign(staffing(case), Tickets(KEY)).teams for person in team.members]
    assert [taken.count(person) for person in range(3)] == counts


@st.composite
def loaded(draw: st.DrawFn, visits: int, people: int, seats: int) -> Case:
    """Balanced problems with very unequal loads, next to recusals, limits, tags and several visits."""
    case = draw(cases(visits=visits, people=people, seats=seats))
    noise = random.Random(draw(st.integers(0, 2**32)))
    loads = noise.choice([[0, 1], [0, 1, 2, 3], [0, 5], range(11), [0, 0, 0, 10], [100, 101, 103]])
    return replace(case, loads=[noise.choice(loads) for _ in range(case.people)], balanced=True)


def check_against_the_oracle(case: Case, key: int, ask: oracle.Ask) -> None:
    """Teams, seats, traces and outcomes are those of the definition."""
    wanted = oracle.draw(case, oracle.orders(case, key), ask)
    try:
        drawn = assign(staffing(case), Tickets(Key(key)))
    except Impossible:
        assert wanted is None
        return
    assert traces(drawn) == wanted
    for team in drawn.teams:
        taken = [step.person for step in team.steps if step.outcome is Outcome.TAKEN]
        assert list(team.members) == taken
        assert team.seats == oracle.seat_places(case, team.visit, taken)


def check_by_listing(case: Case, key: int) -> None:
    assume(prod(comb(len(case.limits), len(seats)) for seats in case.seats) <= 3000)
    check_against_the_oracle(case, key, oracle.ask_by_listing(case))


def check_by_flow(case: Case, key: int) -> None:
    check_against_the_oracle(case, key, oracle.ask_by_flow(case))


quick = settings(max_examples=150, derandomize=True, deadline=None, database=None)
long = settings(max_examples=4000, derandomize=True, deadline=None, database=None)
LOADED_LISTED = given(loaded(visits=4, people=6, seats=3), KEYS)
LOADED = given(loaded(visits=9, people=8, seats=4), KEYS)
test_loads_are_balanced_as_all_assignments_say = quick(LOADED_LISTED(check_by_listing))
test_loads_are_balanced_as_flows_say = quick(LOADED(check_by_flow))
test_loads_by_listing_thousands_of_times = pytest.mark.soak(long(LOADED_LISTED(check_by_listing)))
test_loads_by_flow_thousands_of_times = pytest.mark.soak(long(LOADED(check_by_flow)))


# What must hold of any draw.


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(cases(visits=12, people=9, seats=4), KEYS)
def test_no_dead_end_limits_kept_and_squares_least(case: Case, key: int) -> None:
    """'The draw never dead-ends while any complete assignment exists'; 均衡: least squares."""
    least = oracle.cheapest(case, {})
    try:
        drawn = assign(staffing(case), Tickets(Key(key)))
    except Impossible:
        assert least is None
        return
    assert {team.visit for team in drawn.teams} == {v for v, seats in enumerate(case.seats) if seats}
    taken = [person for team in drawn.teams for person in team.members]
    counts = [taken.count(person) for person in range(case.people)]
    assert all(count <= limit for count, limit in zip(counts, case.limits, strict=True))
    assert all(not case.recused[team.visit] & set(team.members) for team in drawn.teams)
    squares = sum((count + load) ** 2 for count, load in zip(counts, case.loads, strict=True))
    assert least is not None
    assert squares == least if case.balanced else squares >= least


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(cases(visits=8, people=6, seats=3), st.sampled_from([0, 1]))
def test_each_obstacle_is_one_and_is_minimal(case: Case, limit: int) -> None:
    """Alone, its seats cannot all be filled; without any one of its visits they can."""
    case = replace(case, limits=[limit + case.limits[0] % 2] * case.people, loads=[0] * case.people)
    try:
        assign(staffing(case), Tickets(KEY))
    except Impossible as impossible:
        found = obstacles(impossible.problem)
    else:
        return
    assert found
    for obstacle in found:
        seats = dict(zip(obstacle.visits, obstacle.seats, strict=True))
        alone = replace(case, seats=[seats.get(visit, ()) for visit in range(len(case.seats))])
        assert oracle.cheapest(alone, {}) is None
        for dropped in obstacle.visits:
            less = [() if visit == dropped else kinds for visit, kinds in enumerate(alone.seats)]
            assert oracle.cheapest(replace(alone, seats=less), {}) is not None
        chances = [
            sum(
                person not in case.recused[visit] and any(case.eligible[kind][person] for kind in kinds)
                for visit, kinds in seats.items()
            )
            for person in range(case.people)
        ]
        gives = [min(chance, limit) for chance, limit in zip(chances, case.limits, strict=True)]
        assert obstacle.people == tuple(person for person, given_ in enumerate(gives) if given_)
        assert (obstacle.needed, obstacle.capacity) == (sum(map(len, obstacle.seats)), sum(gives))
        assert obstacle.short == obstacle.needed - obstacle.capacity >= 1
        assert obstacle.kinds == tuple(sorted({kind for kinds in obstacle.seats for kind in kinds}))


def test_visits_without_seats_keep_their_word_and_get_no_team() -> None:
    open_case = Case([[True] * 4], [(0, 0)] * 4, [set()] * 4, [99] * 4, [0] * 4, False)
    closed = replace(open_case, seats=[(0, 0), (), (0, 0), ()])
    wanted = [row for row in traces(assign(staffing(open_case), Tickets(KEY))) if row[0] in (0, 2)]
    assert traces(assign(staffing(closed), Tickets(KEY))) == wanted


def test_nothing_to_staff() -> None:
    assert assign(staffing(Case([[True]], [], [], [1], [0], True)), Tickets(KEY)).teams == ()
    assert assign(staffing(Case([[True]], [()], [set()], [1], [0], True)), Tickets(KEY)).teams == ()


def test_progress_rises_to_the_number_of_visits() -> None:
    told: list[tuple[int, int]] = []
    assign(staffing(A2), Tickets(KEY), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 4) for done in range(5)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"recused": ()}, "recused"),
        ({"limits": np.zeros(3, dtype=np.int64)}, "limits"),
        ({"seats": ((0,), (1,), (2,), (3,))}, "kind"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(staffing(A2), **change)  # type: ignore[arg-type]
