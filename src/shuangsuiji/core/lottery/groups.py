"""Fixed groups: people are drawn into groups, then visits are dealt to groups (docs/algorithm.md, section 8).

A group is formed like the team of a visit that nobody is recused from; visits are dealt as if groups were
people and every visit had one seat. Persons are rows of people.csv, groups are indexes, both from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Integers
from .tables import NO_LIMIT, Tables
from .teams.assignment import Impossible, assign, completes
from .teams.staffing import Outcome, Staffing
from .teams.tickets import Tickets
from .visits import Places, StaffingProblem, seats_of
from .words import Key, Purpose

ATTEMPTS = 100
"""So many formations are tried before nothing is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The members of a group in drawing order, each with the kind of their seat; who was passed over.

    trace: (person, outcome, members taken before).
    """

    members: tuple[tuple[int, int], ...]
    trace: tuple[tuple[int, int, int], ...] = ()

    def going(self, kinds: Iterable[int]) -> list[tuple[int, int]]:
        """Those who go on a visit with seats of these kinds, in drawing order."""
        wanted = set(kinds)
        return [(person, kind) for person, kind in self.members if kind in wanted]


class CannotForm(Exception):
    """So many groups cannot be formed from the people there are."""

    def __init__(self, count: int, problem: StaffingProblem, impossible: Impossible) -> None:
        super().__init__(str(impossible))
        self.count, self.problem, self.impossible = count, problem, impossible


def forming(tables: Tables, places: Places, count: int) -> StaffingProblem:
    """The problem of forming so many groups: everybody is in one at most."""
    frame = tables.frame
    kinds = [number for number, kind in enumerate(frame.seats, 1) if not kind.loose]
    seats = seats_of(frame, kinds)
    known = {kind: row for row, kind in enumerate(dict.fromkeys(seats))}
    eligible = np.zeros((len(known), frame.people), dtype=np.bool_)
    for kind, row in known.items():
        eligible[row] = places.fitting(kind, 0)
    nobody = np.empty(0, dtype=np.intp)
    staffing = Staffing(
        eligible=eligible,
        seats=(tuple(known[kind] for kind in seats),) * count,
        recused=(nobody,) * count,
        limits=np.ones(frame.people, dtype=np.int64),
        loads=np.zeros(frame.people, dtype=np.int64),
        balanced=False,
    )
    return StaffingProblem(staffing=staffing, kinds=tuple(known), areas=(0,) * len(known))


def group_count(tables: Tables, places: Places, visits: int) -> int:
    """How many groups are formed where so many visits have a seat that is not loose."""
    assert tables.frame.groups is not None
    if tables.frame.groups:
        return tables.frame.groups
    size = sum(kind.count for kind in tables.frame.seats if not kind.loose)
    least, most = 1, max(1, min(visits, tables.frame.people // max(size, 1)))
    while least < most:
        middle = (least + most + 1) // 2
        if completes(forming(tables, places, middle).staffing):
            least = middle
        else:
            most = middle - 1
    return least


def form(tables: Tables, places: Places, key: Key, count: int, attempt: int) -> tuple[Group, ...]:
    """The groups of one attempt.

    Raises:
        CannotForm: the people do not suffice, in whatever attempt.
    """
    problem = forming(tables, places, count)
    first = attempt * count
    tickets = Tickets(key, turns=None, people=Purpose.GROUPS, rows=range(first, first + count))
    try:
        teams = assign(problem.staffing, tickets).teams
    except Impossible as impossible:
        raise CannotForm(count, problem, impossible) from None
    groups = [Group(members=())] * count
    for team in teams:
        seats = problem.staffing.seats[team.visit]
        kinds = [problem.kinds[seats[position]] for position in team.seats]
        trace, taken = [], 0
        for step in team.steps:
            if step.outcome is Outcome.TAKEN:
                taken += 1
            elif step.outcome is not Outcome.AT_LIMIT:  # which are those who are in a group already
                trace.append((step.person, int(step.outcome), taken))
        groups[team.visit] = Group(members=tuple(zip(team.members, kinds, strict=True)), trace=tuple(trace))
    return tuple(groups)


def recused_groups(
    groups: Sequence[Group],
    kinds: Sequence[int],
    recused: Integers,
    *,
    absent: NDArray[np.bool_] | None = None,
) -> Integers:
    """The groups of which somebody who would go on a visit with these kinds is recused, ascending."""
    barred = set(recused.tolist())
    return np.array(
        [
            index
            for index, group in enumerate(groups)
            if any(
                person in barred and not (absent is not None and absent[person])
                for person, _ in group.going(kinds)
            )
        ],
        dtype=np.intp,
    )


def dealing(
    wanted: Sequence[bool], recused: Sequence[Integers], limits: Integers, loads: Integers, balanced: bool
) -> Staffing:
    """The problem of dealing the wanted visits to groups; limits and loads are those of the groups."""
    return Staffing(
        eligible=np.ones((1, len(limits)), dtype=np.bool_),
        seats=tuple((0,) if dealt else () for dealt in wanted),
        recused=tuple(recused),
        limits=limits,
        loads=loads,
        balanced=balanced,
    )


def group_limits(
    groups: Sequence[Group], limits: Integers, absent: NDArray[np.bool_] | None = None
) -> Integers:
    """For each group the smallest limit of its members, those who are absent left aside."""
    of_members = [
        [int(limits[p]) for p, _ in group.members if absent is None or not absent[p]] for group in groups
    ]
    return np.array([min(present, default=NO_LIMIT) for present in of_members], dtype=np.int64)


def group_loads(groups: Sequence[Group], loads: Integers) -> Integers:
    """For each group the mean load of its members, rounded down."""
    sums = [sum(int(loads[person]) for person, _ in group.members) for group in groups]
    return np.array(
        [total // max(1, len(group.members)) for total, group in zip(sums, groups, strict=True)],
        dtype=np.int64,
    )


def grouped(groups: Sequence[Group], people: int) -> NDArray[np.bool_]:
    """(people,): who is in a group."""
    mask = np.zeros(people, dtype=np.bool_)
    for group in groups:
        mask[[person for person, _ in group.members]] = True
    return mask
