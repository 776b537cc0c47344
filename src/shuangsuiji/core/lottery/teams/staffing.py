"""The values of the assignment of people to visits: the problem, and the teams with their trace.

`assignment` is the public face; the modules behind it share these values only.
Visits, people and kinds of seat are indexes from 0 (docs/algorithm.md, sections 6 and 7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[int, int], None]
"""Called with the number of visits staffed so far, and that of all visits to be staffed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The problem: who may fill which seat of which visit.

    eligible: (kinds, people), who may fill a seat of that kind, recusals left aside.
    seats: per visit the kinds of its open seats, in the order of the plan's lines; may be empty.
    recused: per visit the indexes of the people recused from it, ascending.
    limits: (people,), how many visits of this problem each may take; anything large means no limit.
    loads: (people,), the load each has already, from 0, as unequal as it may be.
    balanced: whether the sum, over all people, of (load + visits of this problem) squared must stay the
        smallest that any complete assignment has.

    Raises ValueError if the shapes do not fit together.
    """

    eligible: NDArray[np.bool_]
    seats: tuple[tuple[int, ...], ...]
    recused: tuple[NDArray[np.intp], ...]
    limits: NDArray[np.int64]
    loads: NDArray[np.int64]
    balanced: bool

    def __post_init__(self) -> None:
        kinds, people = self.eligible.shape
        if len(self.recused) != len(self.seats):
            raise ValueError("one array of recused people is needed for each visit")
        if self.limits.shape != (people,) or self.loads.shape != (people,):
            raise ValueError("limits and loads need one entry for each person")
        if any(not 0 <= kind < kinds for line in set(self.seats) for kind in line):
            raise ValueError("a seat names a kind that `eligible` does not have")


class Outcome(IntEnum):
    """What became of a person for whom a seat was open: the first of 1 to 4 that holds, or else 0."""

    TAKEN = 0
    RECUSED = 1
    AT_LIMIT = 2
    CANNOT_COMPLETE = 3
    FOR_BALANCE = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One person whose ticket came up while a seat was open for them."""

    person: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Team:
    """The team of one visit: the steps in ticket order, the members in drawing order.

    seats: for each member the position in the visit's `Staffing.seats`. In drawing order, each member
    gets the lowest position that still lets all later members be matched to distinct seats.
    """

    visit: int
    steps: tuple[Step, ...]
    members: tuple[int, ...]
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """All teams, in the order in which the visits were staffed; a visit without open seats has none."""

    teams: tuple[Team, ...]
