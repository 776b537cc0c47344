"""Who goes on the visits of a draw: teams, or fixed groups (docs/algorithm.md, sections 7 and 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .columns import Integers
from .groups import (
    ATTEMPTS,
    Group,
    dealing,
    form,
    group_count,
    group_limits,
    group_loads,
    grouped,
    recused_groups,
)
from .tables import Tables
from .teams.assignment import Impossible, assign, completes
from .teams.seats import SeatProblem
from .teams.staffing import Assignment, Outcome, Progress, Staffing, Team
from .teams.tickets import Tickets
from .visits import Places, StaffingProblem, Visit, kinds_of, problem_of, seats_of
from .words import Key, Purpose, words


@dataclass(slots=True)
class Staffed:
    """Who goes on one visit.

    turn, group: 0 for none. team: (person number, kind), in drawing order.
    trace: (person number, outcome, members taken before); dealt: (group number, outcome).
    """

    turn: int = 0
    group: int = 0
    team: list[tuple[int, int]] = field(default_factory=list)
    trace: list[tuple[int, int, int]] = field(default_factory=list)
    dealt: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Teams:
    """The teams of all visits, in their order; with fixed groups the groups and how many were put aside."""

    visits: Sequence[Staffed]
    groups: tuple[Group, ...] | None = None
    discarded: int = 0


class CannotStaff(Exception):
    """The visits cannot all be staffed; nothing is drawn."""

    def __init__(self, visits: Sequence[Visit], problem: StaffingProblem, impossible: Impossible) -> None:
        super().__init__(str(impossible))
        self.visits, self.problem, self.impossible = visits, problem, impossible


class CannotDeal(Exception):
    """The visits cannot all be dealt to groups; told by the first formation."""

    def __init__(
        self, visits: Sequence[Visit], groups: Sequence[Group], staffing: Staffing, impossible: Impossible
    ) -> None:
        super().__init__(str(impossible))
        self.visits, self.groups = visits, groups
        self.staffing, self.impossible = staffing, impossible


def staff(
    tables: Tables,
    visits: Sequence[Visit],
    key: Key,
    progress: Progress | None = None,
    given: Mapping[int, Sequence[tuple[int, int]]] | None = None,
) -> Teams:
    """The teams of the visits of a draw.

    `given` are teams of (person number, kind), by index of the visit, that somebody else has named: they are
    not drawn and count towards limits; there are no groups then, and loads are not balanced.

    Raises:
        CannotStaff: there is no complete assignment; or the loose seats cannot be filled by any formation.
        CannotForm: so many groups cannot be formed.
        CannotDeal: the visits cannot be dealt to the groups of any formation.
    """
    to_staff = _VisitsToStaff(tables, visits, key, given or {})
    return to_staff.teams(progress) if tables.frame.groups is None or given else to_staff.dealt(progress)


def refuse_unstaffable(tables: Tables, visits: Sequence[Visit], key: Key, attempts: int = ATTEMPTS) -> None:
    """Raises what `staff` would, without drawing anybody; with fixed groups after so many formations."""
    to_staff = _VisitsToStaff(tables, visits, key, {})
    if tables.frame.groups is not None:
        to_staff.formation(attempts)
        return
    problem = to_staff.problem()
    _refuse_incomplete(problem.staffing, lambda why: CannotStaff(visits, problem, why))


@dataclass(frozen=True, slots=True)
class _Formation:
    """A formation whose groups all visits can be dealt to: the problems of dealing and of loose seats."""

    number: int
    groups: tuple[Group, ...]
    dealing: Staffing
    loose: StaffingProblem


class _VisitsToStaff:
    def __init__(
        self,
        tables: Tables,
        visits: Sequence[Visit],
        key: Key,
        given: Mapping[int, Sequence[tuple[int, int]]],
    ) -> None:
        self.tables, self.visits, self.key, self.given = tables, visits, key, given
        self.places = Places(tables)
        self.kinds = [() if visit.index in given else kinds_of(tables, visit) for visit in visits]
        self.recused = [self.places.recused(visit.number) for visit in visits]
        self.turns = self._turns()

    def _turns(self) -> list[int]:
        order = words(self.key, Purpose.VISIT_ORDER, 0, len(self.visits))
        turns = [0] * len(self.visits)
        seated = [index for index in np.argsort(order, kind="stable").tolist() if self.kinds[index]]
        for turn, index in enumerate(seated, 1):
            turns[index] = turn
        return turns

    def problem(
        self, *, loose: bool | None = None, absent: NDArray[np.bool_] | None = None
    ) -> StaffingProblem:
        """The problem of the seats of all visits, or of those that are (not) loose."""
        frame, people = self.tables.frame, self.tables.people
        seats = [
            (
                visit.number,
                seats_of(frame, [k for k in kinds if loose is None or frame.seats[k - 1].loose == loose]),
            )
            for visit, kinds in zip(self.visits, self.kinds, strict=True)
        ]
        return problem_of(
            self.places,
            seats,
            barred=self.recused,
            limits=self._limits(),
            loads=people.load,
            balanced=bool(frame.balance) and not self.given,
            absent=absent,
        )

    def _limits(self) -> Integers:
        taken = np.zeros(self.tables.frame.people, dtype=np.int64)
        for team in self.given.values():
            taken[[person - 1 for person, _ in team]] += 1
        left: Integers = np.maximum(self.tables.people.limit - taken, 0)
        return left

    def teams(self, progress: Progress | None) -> Teams:
        problem = self.problem()
        try:
            assignment = assign(problem.staffing, Tickets(self.key), progress=progress)
        except Impossible as impossible:
            raise CannotStaff(self.visits, problem, impossible) from None
        staffed = [
            Staffed(turn=turn, team=list(self.given.get(visit.index, ())))
            for visit, turn in zip(self.visits, self.turns, strict=True)
        ]
        join(staffed, problem, assignment)
        return Teams(visits=staffed)

    def dealt(self, progress: Progress | None) -> Teams:
        formation = self.formation(ATTEMPTS)
        groups, loose = formation.groups, formation.loose
        staffed = [Staffed(turn=turn) for turn in self.turns]
        for team in assign(formation.dealing, Tickets(self.key), progress=progress).teams:
            place_group(staffed[team.visit], team, groups, self.kinds[team.visit])
        join(staffed, loose, assign(loose.staffing, Tickets(self.key, people=Purpose.LOOSE_SEATS)))
        return Teams(visits=staffed, groups=groups, discarded=formation.number)

    def formation(self, attempts: int) -> _Formation:
        """The first formation whose groups all visits can be dealt to; raises as `staff` does."""
        frame = self.tables.frame
        fixed = [any(not frame.seats[kind - 1].loose for kind in kinds) for kinds in self.kinds]
        count = group_count(self.tables, self.places, sum(fixed))
        first: CannotDeal | CannotStaff | None = None
        for attempt in range(attempts):
            groups = form(self.tables, self.places, self.key, count, attempt)
            try:
                dealing, loose = self._problems(groups, fixed)
            except (CannotDeal, CannotStaff) as trouble:
                first = first or trouble
                continue
            return _Formation(attempt, groups, dealing, loose)
        assert first is not None
        raise first

    def _problems(self, groups: tuple[Group, ...], fixed: Sequence[bool]) -> tuple[Staffing, StaffingProblem]:
        frame, people = self.tables.frame, self.tables.people
        pairs = zip(self.kinds, self.recused, strict=True)
        staffing = dealing(
            fixed,
            [recused_groups(groups, kinds, recused) for kinds, recused in pairs],
            group_limits(groups, people.limit),
            group_loads(groups, people.load),
            bool(frame.balance),
        )
        loose = self.problem(loose=True, absent=grouped(groups, frame.people))
        _refuse_incomplete(staffing, lambda why: CannotDeal(self.visits, groups, staffing, why))
        _refuse_incomplete(loose.staffing, lambda why: CannotStaff(self.visits, loose, why))
        return staffing, loose


def _refuse_incomplete(staffing: Staffing, error: Callable[[Impossible], Exception]) -> None:
    if not completes(staffing):
        raise error(Impossible(SeatProblem.of(staffing)))


def place_group(staffed: Staffed, team: Team, groups: Sequence[Group], kinds: Sequence[int]) -> None:
    """Put the members of the group that was drawn for a visit into its team, and the groups passed over."""
    group = team.members[0]
    staffed.group = group + 1
    staffed.team = [(person + 1, kind) for person, kind in groups[group].going(kinds)]
    staffed.dealt = [
        (step.person + 1, int(step.outcome)) for step in team.steps if step.outcome is not Outcome.TAKEN
    ]


def join(
    staffed: Sequence[Staffed],
    problem: StaffingProblem,
    assignment: Assignment,
    sitting: Sequence[frozenset[int]] | None = None,
) -> None:
    """Put the people drawn into the teams of their visits, behind who is there, and note who was passed over.

    sitting: for each visit, people (rows) who cannot come up, since they sit there already.
    """
    for team in assignment.teams:
        visit, seats = staffed[team.visit], problem.staffing.seats[team.visit]
        taken = len(visit.team)
        for step in team.steps:
            if step.outcome is Outcome.TAKEN:
                taken += 1
            elif sitting is None or step.person not in sitting[team.visit]:
                visit.trace.append((step.person + 1, int(step.outcome), taken))
        visit.team += [
            (person + 1, problem.kinds[seats[position]])
            for person, position in zip(team.members, team.seats, strict=True)
        ]
