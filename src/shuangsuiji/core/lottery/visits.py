"""From objects to visits, and from visits to the problem of staffing them (docs/algorithm.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Integers
from .selection import Selection
from .tables import Frame, Tables
from .teams.staffing import Staffing


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit: its index, the object's number, its ordinal of `total`, why it is made.

    tasks, strata: numbers, ascending; only a first visit has any. added: 1 if by the top-up.
    """

    index: int
    number: int
    ordinal: int
    total: int
    tasks: tuple[int, ...]
    strata: tuple[int, ...]
    added: int


def visits_of(selection: Selection) -> list[Visit]:
    """All visits of a draw, by (object number, ordinal)."""
    order = selection.order
    strata_of: dict[int, list[int]] = {}
    for stratum, drawn in enumerate(selection.drawn, 1):
        for number in drawn:
            strata_of.setdefault(number, []).append(stratum)
    added = frozenset(selection.top_up.added) if selection.top_up else frozenset()
    owed = order.objects.owed
    visits: list[Visit] = []
    for number in sorted({*strata_of, *added, *(np.flatnonzero(owed) + 1).tolist()}):
        total = max(1, int(owed[number - 1]))
        for ordinal in range(1, total + 1):
            first = ordinal == 1
            strata = strata_of.get(number, []) if first else []
            topped = first and number in added
            visits.append(
                Visit(
                    index=len(visits) + 1,
                    number=number,
                    ordinal=ordinal,
                    total=total,
                    tasks=tasks_of(order.frame, order.strata_of(number) if topped else strata),
                    strata=tuple(strata),
                    added=int(topped),
                )
            )
    return visits


def tasks_of(frame: Frame, strata: Iterable[int]) -> tuple[int, ...]:
    """The tasks of these strata, ascending."""
    return tuple(sorted({frame.strata[stratum - 1].task for stratum in strata}))


def kinds_of(tables: Tables, visit: Visit) -> tuple[int, ...]:
    """The kinds of seat that a visit has, ascending, each once."""
    sites, row = tables.sites, visit.number - 1
    called = set(sites.duty[row].tolist())
    for task in visit.tasks:
        called.update(tables.frame.tasks[task - 1].seats)
    return tuple(kind for kind in sites.seats[row].tolist() if kind in called)


def seats_of(frame: Frame, kinds: Iterable[int]) -> tuple[int, ...]:
    """Every seat of these kinds, by its kind, in seat order."""
    return tuple(kind for kind in kinds for _ in range(frame.seats[kind - 1].count))


class Places:
    """Who may fill which seat of which object, and who steps back from it.

    Persons are rows of people.csv, from 0, as everywhere in `teams`; objects and kinds are numbers, from 1.
    """

    def __init__(self, tables: Tables) -> None:
        self._frame, self._sites, self._people = tables.frame, tables.sites, tables.people
        shape = (len(self._frame.seats), self._frame.people)
        self._fits = np.zeros(shape, dtype=np.bool_)
        seats = self._people.seats
        self._fits[seats.values - 1, seats.rows()] = True
        self._in_area: dict[int, NDArray[np.bool_]] = {}

    def fitting(self, kind: int, area: int) -> NDArray[np.bool_]:
        """(people,): who may fill a seat of the kind at an object of the area (0: none)."""
        fits: NDArray[np.bool_] = self._fits[kind - 1]
        if self._frame.seats[kind - 1].area and area:
            fits = fits & (self._people.everywhere | self.of_area(area))
        return fits

    def area(self, number: int) -> int:
        """The area of an object."""
        return int(self._sites.area[number - 1])

    def of_area(self, area: int) -> NDArray[np.bool_]:
        """(people,): those who name this area as theirs."""
        if area not in self._in_area:
            areas = self._people.areas
            mask = np.zeros(self._frame.people, dtype=np.bool_)
            mask[areas.rows()[areas.values == area]] = True
            self._in_area[area] = mask
        return self._in_area[area]

    def recused(self, number: int) -> Integers:
        """The people who step back from an object, ascending, by the tables alone."""
        listed = self._sites.recused[number - 1] - 1
        area = self.area(number)
        if not (self._frame.cross and area):
            return listed
        return np.union1d(listed, np.flatnonzero(self.of_area(area)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingProblem:
    """Open seats and who may fill them; for each kind of `staffing` the kind and the area behind it."""

    staffing: Staffing
    kinds: tuple[int, ...]
    areas: tuple[int, ...]


def problem_of(
    places: Places,
    seats: Sequence[tuple[int, tuple[int, ...]]],
    *,
    barred: Sequence[Integers],
    limits: Integers,
    loads: Integers,
    balanced: bool,
    absent: NDArray[np.bool_] | None = None,
    per_kind: Mapping[int, NDArray[np.bool_]] | None = None,
) -> StaffingProblem:
    """The problem of filling the open seats of visits.

    Args:
        places: of the tables.
        seats: for each visit, the object's number and the kinds of its open seats, in seat order.
        barred: for each visit, the people recused from it, ascending.
        limits: (people,), how many of these visits each may take.
        loads: (people,), what each has already, for the balance.
        balanced: whether the sum of squares must be the least.
        absent: (people,), who may fill no seat at all.
        per_kind: kind -> (people,), who alone may fill its seats.
    """
    known: dict[tuple[int, int], int] = {}
    rows = []
    for number, kinds in seats:
        area = places.area(number)
        rows.append(tuple(known.setdefault((kind, area), len(known)) for kind in kinds))
    eligible = np.zeros((len(known), len(limits)), dtype=np.bool_)
    for (kind, area), row in known.items():
        eligible[row] = places.fitting(kind, area)
        if absent is not None:
            eligible[row] &= ~absent
        if per_kind is not None and kind in per_kind:
            eligible[row] &= per_kind[kind]
    staffing = Staffing(
        eligible=eligible,
        seats=tuple(rows),
        recused=tuple(barred),
        limits=limits,
        loads=loads,
        balanced=balanced,
    )
    return StaffingProblem(
        staffing=staffing,
        kinds=tuple(kind for kind, _ in known),
        areas=tuple(area for _, area in known),
    )


def leader_of(frame: Frame, team: Iterable[tuple[int, int]]) -> int:
    """The leader of a team of (person number, kind), in drawing order; 0 if nobody leads."""
    ranked = [(frame.seats[kind - 1].lead, place, person) for place, (person, kind) in enumerate(team)]
    return min((entry for entry in ranked if entry[0]), default=(0, 0, 0))[2]
