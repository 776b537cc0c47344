"""The four tables that a draw is made from, as arrays (docs/algorithm.md, section 2).

Nothing here is one Python value for each object: columns are NumPy arrays by row, and row r holds the
object or person numbered r + 1. Lists hold numbers from 1, as they stand in the files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import BadTable, Columns, Integers, Lists
from .encoding import canonical_json

FRAME, OBJECTS, SITES, PEOPLE = "frame.json", "objects.csv", "sites.csv", "people.csv"
TABLES = (FRAME, OBJECTS, SITES, PEOPLE)

OBJECT_COLUMNS = ("number", "mark", "seal", "state", "owed", "entity", "strata")
SITE_COLUMNS = ("number", "salt", "seats", "duty", "area", "recused")
PERSON_COLUMNS = ("number", "mark", "seats", "areas", "limit", "load")

BARRED, MAY_BE_ADDED, COUNTS_ALREADY = 0, 1, 3
"""States of an object: it may not be drawn; may be drawn or added; may be drawn and counts for the floor."""

NO_LIMIT = 2**31
"""The limit of somebody without one: more visits than a draw can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """The kinds of seat that a task calls, its first stage, and its cap for one entity; 0: none."""

    seats: tuple[int, ...]
    clusters: int
    entity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRow:
    """The task and the cluster (0: none) of a stratum, and how many are drawn in it."""

    task: int
    cluster: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """A kind of seat: how many a visit has, whether areas must match, rank as leader, outside of groups."""

    count: int
    area: int
    lead: int
    loose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """frame.json: sizes and rules of the draw. `groups`: None, 0 for as many as can be, or their number."""

    objects: int
    people: int
    tasks: tuple[TaskRow, ...]
    strata: tuple[StratumRow, ...]
    seats: tuple[KindRow, ...]
    entity: int
    floor: int | None
    balance: int
    cross: int
    groups: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """objects.csv: what decides who is drawn, by row."""

    state: Integers
    owed: Integers
    entity: Integers
    strata: Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """sites.csv: what decides who may go there, by row."""

    seats: Lists
    duty: Lists
    area: Integers
    recused: Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """people.csv, by row; `everywhere` marks those whose areas are not limited."""

    seats: Lists
    areas: Lists
    everywhere: NDArray[np.bool_]
    limit: Integers
    load: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The four tables of a draw."""

    frame: Frame
    objects: Objects
    sites: Sites
    people: People

    def eligible(self) -> NDArray[np.intp]:
        """How many objects of each stratum may be drawn, by its number; element 0 is of no stratum."""
        strata, state = self.objects.strata, self.objects.state
        may_be_drawn = strata.values[state[strata.rows()] > BARRED]
        return np.bincount(may_be_drawn, minlength=len(self.frame.strata) + 1)


def read_tables(files: Mapping[str, bytes]) -> Tables:
    """The tables in the bytes of their files, by name.

    Raises:
        BadTable: a table has not the form of docs/algorithm.md, or speaks of what is not there.
    """
    frame = read_frame(files[FRAME])
    return Tables(
        frame=frame,
        objects=read_objects(files[OBJECTS], frame),
        sites=read_sites(files[SITES], frame),
        people=read_people(files[PEOPLE], frame),
    )


def read_objects(data: bytes, frame: Frame) -> Objects:
    """The value of objects.csv; raises BadTable as `read_tables` does."""
    table = _numbered(OBJECTS, data, OBJECT_COLUMNS, frame.objects)
    strata = table.lists("strata")
    _at_most(OBJECTS, "strata", strata.values, len(frame.strata))
    state = table.integers("state")
    _at_most(OBJECTS, "state", state, COUNTS_ALREADY)
    return Objects(state=state, owed=table.integers("owed"), entity=table.integers("entity"), strata=strata)


def read_sites(data: bytes, frame: Frame) -> Sites:
    """The value of sites.csv; raises BadTable as `read_tables` does."""
    table = _numbered(SITES, data, SITE_COLUMNS, frame.objects)
    seats, duty, recused = (table.lists(name) for name in ("seats", "duty", "recused"))
    _at_most(SITES, "seats", seats.values, len(frame.seats))
    _at_most(SITES, "duty", duty.values, len(frame.seats))
    _at_most(SITES, "recused", recused.values, frame.people)
    return Sites(seats=seats, duty=duty, area=table.integers("area"), recused=recused)


def read_people(data: bytes, frame: Frame) -> People:
    """The value of people.csv; raises BadTable as `read_tables` does."""
    table = _numbered(PEOPLE, data, PERSON_COLUMNS, frame.people)
    everywhere = table.equal("areas", b"*")
    seats = table.lists("seats")
    _at_most(PEOPLE, "seats", seats.values, len(frame.seats))
    return People(
        seats=seats,
        areas=table.lists("areas", besides=everywhere),
        everywhere=everywhere,
        limit=table.integers("limit", blank=NO_LIMIT),
        load=table.integers("load"),
    )


def _numbered(name: str, data: bytes, heading: tuple[str, ...], size: int) -> Columns:
    table = Columns(name, data, heading)
    if table.size != size:
        raise BadTable(name, table.size, f"{size} rows are wanted")
    wrong = np.flatnonzero(table.integers("number") != np.arange(1, size + 1))
    if wrong.size:
        raise BadTable(name, int(wrong[0]) + 1, "rows are not numbered from 1")
    return table


def _at_most(name: str, column: str, values: Integers, most: int) -> None:
    if values.size and int(values.max()) > most:
        raise BadTable(name, 0, f"{column}: a number above {most}")


_GREATEST = 10**9 - 1
"""No table holds a greater number."""

_TASK = {"seats", "clusters", "entity"}
_STRATUM = {"task", "cluster", "n"}
_KIND = {"count", "area", "lead", "loose"}
_FRAME = {
    *("objects", "people", "tasks", "strata", "seats"),
    *("entity", "floor", "balance", "cross", "groups"),
}


def read_frame(data: bytes) -> Frame:
    """The value of frame.json.

    Raises:
        BadTable: the bytes are not canonical, or not those of a frame.
    """
    try:
        value: dict[str, Any] = json.loads(data)
        canonical = canonical_json(value) == data
    except (ValueError, TypeError, RecursionError):
        canonical = False
    if not canonical or not _is(value, _FRAME):
        raise BadTable(FRAME, 0, "not the canonical JSON of a frame")
    tasks, strata, kinds = value["tasks"], value["strata"], value["seats"]
    if not (_all(tasks, _TASK) and _all(strata, _STRATUM) and _all(kinds, _KIND)):
        raise BadTable(FRAME, 0, "tasks, strata or seats are not as they should be")
    if not _in_range(value):
        raise BadTable(FRAME, 0, "a number is not in its range")
    return Frame(
        tasks=tuple(TaskRow(**{**task, "seats": tuple(task["seats"])}) for task in tasks),
        strata=tuple(StratumRow(**stratum) for stratum in strata),
        seats=tuple(KindRow(**kind) for kind in kinds),
        **{name: value[name] for name in _FRAME - {"tasks", "strata", "seats"}},
    )


def _is(value: Any, keys: set[str]) -> bool:
    return isinstance(value, dict) and set(value) == keys


def _all(rows: Any, keys: set[str]) -> bool:
    return isinstance(rows, list) and all(_is(row, keys) for row in rows)


def _in_range(frame: dict[str, Any]) -> bool:
    """Whether every number of a frame, whose keys are right, is one and may stand where it stands."""
    tasks, strata, kinds = frame["tasks"], frame["strata"], frame["seats"]
    numbers = [frame["objects"], frame["people"], frame["entity"]]
    numbers += [frame[name] for name in ("floor", "groups") if frame[name] is not None]
    numbers += [number for task in tasks for number in (task["clusters"], task["entity"])]
    numbers += [number for row in strata for number in (row["cluster"], row["n"])]
    numbers += [kind["lead"] for kind in kinds]
    flags = [frame["balance"], frame["cross"], *(flag for k in kinds for flag in (k["area"], k["loose"]))]
    return (
        all(_from(0, number) for number in numbers)
        and all(_from(1, kind["count"]) for kind in kinds)
        and all(_from(0, flag, 1) for flag in flags)
        and all(_from(1, row["task"], len(tasks)) for row in strata)
        and all(_ascending(task["seats"], len(kinds)) for task in tasks)
        and (frame["groups"] is None or all(kind["loose"] or not kind["area"] for kind in kinds))
    )


def _from(least: int, number: Any, most: int = _GREATEST) -> bool:
    return type(number) is int and least <= number <= most


def _ascending(numbers: Any, most: int) -> bool:
    if not isinstance(numbers, list) or not all(_from(1, number, most) for number in numbers):
        return False
    return all(before < number for before, number in pairwise(numbers))
