"""The values of the assignment of inspectors: the problem, the teams with their trace, the obstacles.

`shuangsuiji.core.teams.assignment` is the public face; the modules behind it share these values only.
Visits, people and kinds of seat are indexes from 0 (draw-algorithm 2, 10 and 11).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[int, int], None]
"""Called with the number of visits staffed so far, and that of all visits to be staffed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The problem: who may fill which seat of which visit (draw-algorithm 11).

    eligible: (kinds, people), who may fill a seat of that kind, recusals left aside.
    seats: per visit the kinds of its open seats, in the order of the plan's lines; may be empty.
    recused: per visit the indexes of the people recused from it, ascending.
    limits: (people,), how many further visits each may take; anything large means no limit.
    loads: (people,), the visits each has already, fixed: zeros in a first draw.
    balanced: whether the sum of squared loads must stay the smallest possible (负荷: 均衡).

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


class Outcome(StrEnum):
    """What became of a person for whom a seat was open: the first that holds, in this order."""

    RECUSED = "回避"
    AT_LIMIT = "已达上限"
    CANNOT_COMPLETE = "选后无法排完"
    FOR_BALANCE = "均衡负荷"
    TAKEN = "抽中"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why nothing completes: the smallest set of visits that cannot be staffed together, and who is left.

    visits: ascending; without any one of them the rest of the set could be staffed.
    seats: for each of these visits, the kinds of those of its seats that are part of the obstacle.
    kinds: all these kinds, ascending. needed: the number of these seats, in person-times.
    people: who may still fill any of them, ascending.
    capacity: the person-times these people can give together; short = needed - capacity.
    """

    visits: tuple[int, ...]
    seats: tuple[tuple[int, ...], ...]
    kinds: tuple[int, ...]
    needed: int
    people: tuple[int, ...]
    capacity: int
    short: int


class Impossible(Exception):
    """No complete assignment exists; nothing was drawn. `obstacles` says why, by their first visit."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(f"no complete assignment exists: {len(obstacles)} obstacle(s)")
        self.obstacles = obstacles
