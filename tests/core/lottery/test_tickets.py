"""The orders that tickets give, against words counted off one by one from the start of each stream."""

from __future__ import annotations

from collections.abc import Callable

import assignment_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shuangsuiji.core.lottery.teams.assignment import Impossible, Staffing, Tickets, assign
from shuangsuiji.core.lottery.teams.seats import SeatProblem
from shuangsuiji.core.lottery.teams.tickets import Turns
from shuangsuiji.core.lottery.words import Key, Purpose

KEY = Key(0x0123456789ABCDEFFEDCBA9876543210)
J = 40
SEATS = ((0,), (0, 0), (), (0, 1), (1,), (0,), (1, 1, 1))
NOISE = np.random.default_rng(5)
ELIGIBLE = NOISE.random((2, J)) < 0.7
RECUSED = tuple(np.flatnonzero(NOISE.random(J) < 0.2) for _ in SEATS)
FIRST = NOISE.random(J) < 0.4


def problem(
    seats: tuple[tuple[int, ...], ...] = SEATS, eligible: NDArray[np.bool_] = ELIGIBLE
) -> SeatProblem:
    return SeatProblem.of(
        Staffing(
            eligible=eligible,
            seats=seats,
            recused=tuple(RECUSED[visit % len(RECUSED)] for visit in range(len(seats))),
            limits=np.full(J, 9),
            loads=np.zeros(J, dtype=np.int64),
            balanced=False,
        )
    )


def order(tickets: Tickets, visit: int) -> list[int]:
    """All people who fit the visit in their order; checks who is said to be recused."""
    found = list(Turns(tickets, problem()).people(visit))
    assert [barred for _, barred in found] == [person in RECUSED[visit] for person, _ in found]
    return [person for person, _ in found]


def fitting(visit: int) -> list[int]:
    return [person for person in range(J) if any(ELIGIBLE[kind, person] for kind in SEATS[visit])]


def by_word(stream: int, row: int, people: list[int]) -> list[int]:
    """These people from the smallest of words row * J, row * J + 1 and so on."""
    own = oracle.words(KEY, stream, (row + 1) * J)[row * J :]
    return sorted(people, key=lambda person: (own[person], person))


NUMBERS = (3, 4, 5, 50, 51, 77, 1200)
GROUP_OF = {0: 2, 1: 0, 3: 2, 4: 1, 5: 0, 6: 1}


@pytest.mark.parametrize(
    ("tickets", "stream", "row_of"),
    [
        (Tickets(KEY), 3, lambda v: v),
        (Tickets(KEY, people=Purpose.LOOSE_SEATS), 6, lambda v: v),
        (Tickets(KEY, turns=None, people=Purpose.GROUPS, rows=range(21, 28)), 4, lambda g: 3 * 7 + g),
        (Tickets(KEY, people=Purpose.STAND_INS, rows=GROUP_OF), 7, GROUP_OF.__getitem__),
        (Tickets(KEY, numbers=NUMBERS), 3, NUMBERS.__getitem__),
        (Tickets(KEY, numbers=NUMBERS, rows=GROUP_OF), 3, GROUP_OF.__getitem__),
    ],
    ids=["draw", "loose", "forming", "stand-ins", "numbered", "numbered-rows"],
)
def test_people_by_the_words_of_their_row(
    tickets: Tickets, stream: int, row_of: Callable[[int], int]
) -> None:
    for visit in (0, 1, 3, 4, 5, 6):
        assert order(tickets, visit) == by_word(stream, row_of(visit), fitting(visit))


def test_each_visit_may_have_a_stream_of_its_own() -> None:
    """As in an event with fixed groups: visits of a group, and visits of none."""
    streams = [Purpose.STAND_INS if visit % 2 else Purpose.LOOSE_SEATS for visit in range(7)]
    tickets = Tickets(KEY, people=streams, rows=GROUP_OF)
    for visit, row in GROUP_OF.items():
        assert order(tickets, visit) == by_word(7 if visit % 2 else 6, row, fitting(visit))


@pytest.mark.parametrize(
    ("tickets", "numbers"),
    [
        (Tickets(KEY), range(7)),
        (Tickets(KEY, people=Purpose.LOOSE_SEATS), range(7)),
        (Tickets(KEY, numbers=NUMBERS), NUMBERS),
        (Tickets(KEY, numbers=dict(zip(range(7), NUMBERS, strict=True)), rows=GROUP_OF), NUMBERS),
    ],
    ids=["draw", "loose", "numbered", "mapping"],
)
def test_visits_by_the_word_of_their_number(tickets: Tickets, numbers: tuple[int, ...]) -> None:
    own = oracle.words(KEY, 2, max(numbers) + 1)
    wanted = sorted((0, 1, 3, 4, 5, 6), key=lambda visit: (own[numbers[visit]], visit))
    assert Turns(tickets, problem()).visits() == wanted


def test_words_of_numbered_visits_are_whole_numbers() -> None:
    """A float would take two words for equal that differ in their last bits only."""
    own = oracle.words(KEY, 2, max(NUMBERS) + 1)
    wanted = [int(own[number]) for number in NUMBERS]
    assert Tickets(KEY, numbers=NUMBERS).turn_words(range(7)).tolist() == wanted


def test_visits_of_equal_words_come_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(tickets: Tickets, visits: list[int]) -> NDArray[np.uint64]:
        return np.array(visits, dtype=np.uint64) % np.uint64(3)

    monkeypatch.setattr(Tickets, "turn_words", few)
    visits = Turns(Tickets(KEY), problem(((0,),) * 300)).visits()
    assert visits == [*range(0, 300, 3), *range(1, 300, 3), *range(2, 300, 3)]


@pytest.mark.parametrize("behind", [{}, {0: 5}])
def test_nobody_comes_to_a_visit_that_nobody_fits(behind: dict[int, int]) -> None:
    nobody = problem(((1,),), np.stack([ELIGIBLE[0], np.zeros(J, dtype=np.bool_)]))
    assert list(Turns(Tickets(KEY, behind=behind), nobody).people(0)) == []


def test_visits_without_turns_come_as_they_are_numbered() -> None:
    assert Turns(Tickets(KEY, turns=None), problem()).visits() == [0, 1, 3, 4, 5, 6]


def test_nothing_to_order() -> None:
    for tickets in (Tickets(KEY), Tickets(KEY, numbers=()), Tickets(KEY, numbers=(5,))):
        assert Turns(tickets, problem(())).visits() == []
        assert Turns(tickets, problem(((),))).visits() == []


def test_the_first_come_before_the_others() -> None:
    tickets = Tickets(KEY, people=Purpose.STAND_INS, rows=GROUP_OF, first=FIRST)
    for visit, group in GROUP_OF.items():
        people = by_word(7, group, fitting(visit))
        assert order(tickets, visit) == [p for p in people if FIRST[p]] + [p for p in people if not FIRST[p]]


@pytest.mark.parametrize("visit", [0, 1, 3, 4, 5, 6])
def test_an_order_begun_behind_somebody_wraps_round(visit: int) -> None:
    """Also behind those who themselves fit no seat of the visit; visits not named keep their order."""
    everybody = by_word(3, visit, list(range(J)))
    for place, person in enumerate(everybody):
        tickets = Tickets(KEY, behind={visit: person})
        turned = [*everybody[place + 1 :], *everybody[: place + 1]]
        assert order(tickets, visit) == [p for p in turned if p in fitting(visit)]
    other = 0 if visit else 1
    assert order(Tickets(KEY, behind={visit: 5}), other) == order(Tickets(KEY), other)


def test_equal_words_go_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(tickets: Tickets, visit: int, people: int) -> NDArray[np.uint64]:
        return np.arange(people, dtype=np.uint64) % np.uint64(2)

    monkeypatch.setattr(Tickets, "person_words", few)
    people = fitting(0)
    plain = [p for p in people if p % 2 == 0] + [p for p in people if p % 2]
    assert order(Tickets(KEY), 0) == plain
    behind = plain[3]
    assert order(Tickets(KEY, behind={0: behind}), 0) == plain[4:] + plain[:4]


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.integers(0, 2**32))
def test_teams_follow_whatever_order(seed: int) -> None:
    """The whole engine on wrapped, parted and renumbered orders is the definition taken literally."""
    noise = np.random.default_rng(seed)
    visits, people = int(noise.integers(1, 5)), int(noise.integers(3, 7))
    case = oracle.Case(
        eligible=(noise.random((2, people)) < 0.8).tolist(),
        seats=[tuple(noise.integers(0, 2, noise.integers(0, 3)).tolist()) for _ in range(visits)],
        recused=[set(np.flatnonzero(noise.random(people) < 0.2).tolist()) for _ in range(visits)],
        limits=noise.integers(1, 4, people).tolist(),
        loads=noise.integers(0, 5, people).tolist(),
        balanced=bool(noise.random() < 0.5),
    )
    first = noise.random(people) < 0.5
    numbers = np.cumsum(noise.integers(1, 30, visits)).tolist()
    behind = {visit: int(noise.integers(people)) for visit in range(visits) if noise.random() < 0.6}
    turn = oracle.words(KEY, 2, max(numbers) + 1)
    ticket = oracle.words(KEY, 7, (max(numbers) + 1) * people)
    wanted: oracle.Orders = []
    for visit in sorted(range(visits), key=lambda v: (turn[numbers[v]], v)):
        own = ticket[numbers[visit] * people :]
        line = sorted(range(people), key=lambda p: (own[p], p))
        cut = line.index(behind[visit]) + 1 if visit in behind else 0
        line = line[cut:] + line[:cut]
        wanted.append((visit, [p for p in line if first[p]] + [p for p in line if not first[p]]))
    tickets = Tickets(KEY, numbers=numbers, people=Purpose.STAND_INS, first=first, behind=behind)
    staffing = Staffing(
        eligible=np.array(case.eligible),
        seats=tuple(case.seats),
        recused=tuple(np.array(sorted(barred), dtype=np.intp) for barred in case.recused),
        limits=np.array(case.limits),
        loads=np.array(case.loads),
        balanced=case.balanced,
    )
    told = oracle.draw(case, wanted, oracle.ask_by_listing(case))
    try:
        drawn = assign(staffing, tickets)
    except Impossible:
        assert told is None
        return
    assert told == [(t.visit, [(s.person, s.outcome.name) for s in t.steps]) for t in drawn.teams]
