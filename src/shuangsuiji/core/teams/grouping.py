"""Fixed groups (分组抽取): inspectors are drawn into groups first, then visits are dealt to the groups.

A group holds all seats of all lines of 检查组; on a visit go those of its members whose line applies there.
Groups are formed by the same assignment as teams, a group being a visit that nobody is recused from, and
visits are dealt by it once more, groups being the people of visits with a single seat. A formation by which
the visits cannot all be dealt is put aside for the next one, so that a draw fails only where nearly all do.
Source: docs/algorithm.md, section 12, fixed groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.lottery.teams.assignment import Impossible, assign, completes
from shuangsuiji.core.lottery.teams.staffing import Assignment, Outcome, Progress, Staffing, Step, Team
from shuangsuiji.core.lottery.teams.tickets import Tickets
from shuangsuiji.core.lottery.words import Key, Purpose
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.teams.eligibility import Seating, SeatKind, limits_of, line_seats, seating_of

ATTEMPTS = 100
"""So many formations are tried before a draw fails; part of the scheme."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its members in drawing order with their seats, and who was passed over."""

    members: tuple[int, ...]
    seats: tuple[SeatKind, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedGroup:
    """A group that was passed over for a visit; `person` is the member recused, if that is why."""

    group: int
    outcome: Outcome
    person: int | None
    rule: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """Which group goes where, and why not another.

    groups: in order, their numbers from 0. discarded: how many formations were put aside before this one.
    group_of: visit index -> group, for visits with seats. passed: visit index -> the groups passed over.
    """

    groups: tuple[Group, ...]
    discarded: int
    group_of: Mapping[int, int]
    passed: Mapping[int, tuple[PassedGroup, ...]]


class CannotForm(Exception):
    """So many groups cannot be formed."""

    def __init__(self, count: int, seating: Seating, impossible: Impossible) -> None:
        super().__init__(str(impossible))
        self.count, self.seating, self.impossible = count, seating, impossible


class CannotDeal(Exception):
    """The visits cannot all be dealt; told by the first formation."""

    def __init__(self, groups: Sequence[Group], grounds: GroupGrounds, impossible: Impossible) -> None:
        super().__init__(str(impossible))
        self.groups, self.grounds, self.impossible = groups, grounds, impossible


GroupGrounds = Mapping[tuple[int, int], tuple[int, str, str]]
"""(visit index, group) -> (the first member recused, rule, ground)."""


def forming(pool: Pool, count: int) -> Seating:
    """The problem of forming so many groups: everybody is in one at most."""
    kinds = tuple(kind for index, line in enumerate(pool.plan.team) for kind in line_seats(line, index, ""))
    people = len(pool.people)
    return seating_of(
        pool,
        [kinds] * count,
        {},
        limits=np.ones(people, dtype=np.int64),
        loads=np.zeros(people, dtype=np.int64),
        balanced=False,
    )


def group_count(pool: Pool, visits: int) -> int:
    """How many groups are formed for so many visits with seats: 组数, or as many as the people allow."""
    assert pool.plan.groups is not None
    if pool.plan.groups.count is not None:
        return pool.plan.groups.count
    size = sum(line.size for line in pool.plan.team)
    least, most = 1, max(1, min(visits, len(pool.people) // size))
    while least < most:
        middle = (least + most + 1) // 2
        if completes(forming(pool, middle).staffing):
            least = middle
        else:
            most = middle - 1
    return least


def form(pool: Pool, key: Key, count: int, attempt: int = 0) -> tuple[Group, ...]:
    """The groups of one attempt.

    Raises:
        CannotForm: the people do not suffice, in whatever attempt.
    """
    seating = forming(pool, count)
    rows = range(attempt * count, (attempt + 1) * count)
    tickets = Tickets(key, turns=None, people=Purpose.GROUPS, rows=rows)
    try:
        teams = assign(seating.staffing, tickets).teams
    except Impossible as impossible:
        raise CannotForm(count, seating, impossible) from None
    kinds = [seating.kinds[kind] for kind in seating.staffing.seats[0]]
    # Whoever is in a group already has no seat open to them.
    return tuple(
        Group(
            members=team.members,
            seats=tuple(kinds[position] for position in team.seats),
            steps=tuple(step for step in team.steps if step.outcome is not Outcome.AT_LIMIT),
        )
        for team in teams
    )


def going(group: Group, kinds: Iterable[SeatKind]) -> list[tuple[int, SeatKind]]:
    """The members who go on a visit with these seats, in drawing order, each with their seat."""
    lines = {kind.line for kind in kinds}
    pairs = zip(group.members, group.seats, strict=True)
    return [(person, seat) for person, seat in pairs if seat.line in lines]


def group_grounds(
    groups: Sequence[Group],
    seats: Sequence[Sequence[SeatKind]],
    grounds: Mapping[tuple[int, int], tuple[str, str]],
) -> GroupGrounds:
    """Which group steps back from which visit: one of those who would go is recused from it."""
    group_of = {person: number for number, group in enumerate(groups) for person in group.members}
    visits: dict[int, set[int]] = {}
    for index, person in grounds:
        if person in group_of and seats[index]:
            visits.setdefault(index, set()).add(group_of[person])
    found: dict[tuple[int, int], tuple[int, str, str]] = {}
    for index, numbers in visits.items():
        for number in numbers:
            for person, _ in going(groups[number], seats[index]):
                if (index, person) in grounds:
                    found[index, number] = (person, *grounds[index, person])
                    break
    return found


def dealing(
    seats: Sequence[Sequence[SeatKind]],
    grounds: GroupGrounds,
    limits: NDArray[np.int64],
    *,
    balanced: bool,
) -> Staffing:
    """The problem of dealing visits with seats to groups; `limits` are those of the groups."""
    recused: list[list[int]] = [[] for _ in seats]
    for index, group in sorted(grounds):
        recused[index].append(group)
    return Staffing(
        eligible=np.ones((1, len(limits)), dtype=np.bool_),
        seats=tuple((0,) if kinds else () for kinds in seats),
        recused=tuple(np.array(row, dtype=np.intp) for row in recused),
        limits=limits,
        loads=np.zeros(len(limits), dtype=np.int64),
        balanced=balanced,
    )


def group_limits(groups: Sequence[Group], limits: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many visits each group may take: as many as the member with the smallest limit."""
    return np.array([min(int(limits[person]) for person in group.members) for group in groups])


def deal(
    pool: Pool, seating: Seating, key: Key, progress: Progress | None = None
) -> tuple[Dealing, Assignment]:
    """Groups, and the teams that they give to the visits of a draw.

    Raises:
        CannotForm: the people do not suffice for the groups.
        CannotDeal: by none of the formations tried can all visits be dealt.
    """
    seats = [tuple(seating.kinds[kind] for kind in row) for row in seating.staffing.seats]
    count = group_count(pool, sum(1 for row in seats if row))
    limits, balanced = limits_of(pool), pool.plan.load == "均衡"
    first: tuple[Sequence[Group], GroupGrounds, Staffing] | None = None
    for attempt in range(ATTEMPTS):
        groups = form(pool, key, count, attempt)
        grounds = group_grounds(groups, seats, seating.grounds)
        staffing = dealing(seats, grounds, group_limits(groups, limits), balanced=balanced)
        if completes(staffing):
            dealt = assign(staffing, Tickets(key), progress=progress)
            return _dealing(groups, attempt, grounds, dealt), _teams(groups, seats, dealt)
        first = first or (groups, grounds, staffing)
    assert first is not None
    try:
        assign(first[2], Tickets(key))
    except Impossible as impossible:
        raise CannotDeal(first[0], first[1], impossible) from None
    raise AssertionError("an assignment that cannot be completed was drawn")


def _dealing(groups: tuple[Group, ...], discarded: int, grounds: GroupGrounds, dealt: Assignment) -> Dealing:
    return Dealing(
        groups=groups,
        discarded=discarded,
        group_of={team.visit: team.members[0] for team in dealt.teams},
        passed={team.visit: passed_groups(team, grounds) for team in dealt.teams},
    )


def passed_groups(team: Team, grounds: GroupGrounds) -> tuple[PassedGroup, ...]:
    """The groups that were passed over for a visit, in the order in which they came up."""
    found = []
    for step in team.steps:
        if step.outcome is Outcome.TAKEN:
            continue
        person, rule, ground = None, "", ""
        if step.outcome is Outcome.RECUSED:
            person, rule, ground = grounds[team.visit, step.person]
        found.append(
            PassedGroup(group=step.person, outcome=step.outcome, person=person, rule=rule, ground=ground)
        )
    return tuple(found)


def _teams(groups: Sequence[Group], seats: Sequence[Sequence[SeatKind]], dealt: Assignment) -> Assignment:
    """The team of each visit: those of the group who go, in the seats that they have in the group."""
    teams = []
    for team in dealt.teams:
        members, places = [], []
        free = list(enumerate(seats[team.visit]))
        for person, seat in going(groups[team.members[0]], seats[team.visit]):
            position = next(position for position, kind in free if kind == seat)
            free.remove((position, seat))
            members.append(person)
            places.append(position)
        teams.append(Team(team.visit, (), tuple(members), tuple(places)))
    return Assignment(tuple(teams))
