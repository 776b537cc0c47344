"""The draw table: what the rules make of a plan, its registries and its history, as numbers.

`draw_table` is the only way from a pool to what the lottery reads. The steps are those of docs/rules.md:

1. tasks, clusters and strata, and the quota of each stratum;
2. who may be drawn, what must-inspect rules are owed, who belongs to one entity;
3. kinds of seat, who calls them, and where;
4. people who fit some seat, their areas, limits and loads;
5. who steps back from whom;
6. the four files, and the labels that say in words what their numbers mean.

Step 2 is done here: docs/rules.md, sections 5 and 6. Source: LAW-1, LZ-1, XT-1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import Json, canonical_json, norm, norm_id
from shuangsuiji.core.lottery.tables import (
    FRAME,
    OBJECT_COLUMNS,
    OBJECTS,
    PEOPLE,
    PERSON_COLUMNS,
    SITE_COLUMNS,
    SITES,
    Tables,
    read_tables,
)
from shuangsuiji.core.plans.plan import Plan, Task, entity_column, most_in_batch, most_in_task
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.combined import Combined, listed
from shuangsuiji.core.rules.labels import Labels, labels_of
from shuangsuiji.core.rules.marks import Marks, seals
from shuangsuiji.core.rules.people import TablePerson, area_names, areas_cell, people_in_numbers
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import excluded, takes_part
from shuangsuiji.core.rules.recusals import OWN_AREA, Grounds, recusals_in_numbers
from shuangsuiji.core.rules.seats import SeatKind, called_by_task, kinds_of, site_cells
from shuangsuiji.core.rules.strata import Strata, strata_in_numbers

Numbers = NDArray[np.intp]

BARRED, OPEN, VISITED, COUNTED = 0, 1, 2, 3
"""The values of `state` in objects.csv."""


def states(ruled: RuledBatch, strata: Strata) -> Numbers:
    """`state` of each object.

    BARRED: in no stratum, excluded, at its yearly cap, or visited this year and not to be drawn again.
    COUNTED: a visit of this year counts for the floor already. VISITED: there are visits this year, not all
    routine, but none that counts. OPEN: all others. The top-up alone needs to tell these apart: if the floor
    is not asked for in this batch, the table does not say who was visited.
    """
    pool = ruled.pool
    may_be_drawn = strata.occupied() & ~excluded(pool) & ~pool.barred
    state = np.where(may_be_drawn, OPEN, BARRED)
    if ruled.floor_of_batch is None:
        return state
    for key, visits in pool.this_year.items():
        number = pool.number_of.get(key)
        if number is None or not may_be_drawn[number - 1]:
            continue
        if any(visit.at_random for visit in visits):
            state[number - 1] = COUNTED
        elif any(not visit.routine for visit in visits):
            state[number - 1] = VISITED
    return state


def owed(ruled: RuledBatch) -> Numbers:
    """`owed` of each object."""
    numbers = np.zeros(len(ruled.pool), dtype=np.intp)
    for due in ruled.must_inspect:
        numbers[due.number - 1] = due.owed
    return numbers


def entities(ruled: RuledBatch, state: Numbers) -> Numbers:
    """`entity` of each object: its number by first appearance, 0 where no cap can bind it.

    That is: no cap is set, the cell is blank, the object may not be drawn, or no more objects of the entity
    may be drawn than the smallest cap allows.
    """
    pool = ruled.pool
    column = entity_column(pool.plan)
    caps = [most_in_batch(pool.plan), *(most_in_task(pool.plan, task) for task in ruled.tasks)]
    given = [cap for cap in caps if cap is not None]
    if column is None or not given:
        return np.zeros(len(pool), dtype=np.intp)
    codes, texts = pool.distinct(column)
    group_of: dict[str, int] = {"": 0}
    groups = np.array([group_of.setdefault(norm_id(text), len(group_of)) for text in texts], dtype=np.intp)
    entity_of = np.where(state > BARRED, groups[codes], 0)
    can_bind = np.bincount(entity_of, minlength=len(group_of)) > min(given)
    can_bind[0] = False
    entity_of[~can_bind[entity_of]] = 0
    entities_met, first = np.unique(entity_of[entity_of > 0], return_index=True)
    number = np.zeros(len(group_of), dtype=np.intp)
    number[entities_met[np.argsort(first)]] = np.arange(1, len(entities_met) + 1)
    return number[entity_of]


RULES = "rules/1"
"""The version of docs/rules.md; whatever changes a table that was made before makes another."""


@dataclass(frozen=True, slots=True)
class DrawTable:
    """`files` are the four tables, name -> bytes; `labels` are the words for their numbers."""

    files: Mapping[str, bytes]
    labels: Labels


def draw_table(ruled: RuledBatch, objects: Marks, people: Marks, besides: Collection[str] = ()) -> DrawTable:
    """The tables and labels of a batch.

    Args:
        ruled: of a pool with its objects in the order of their marks, so that the object numbered k is
            `pool.ids[k - 1]`.
        objects: their marks and salts, in this order.
        people: the marks of the pool's people, in the order of `pool.people`, which may be any.
        besides: ids of people who get a row even if they fit no seat.

    Raises:
        ValueError: the marks are not those of the objects and people, or the objects not in their order.
        Unplaced: an object of a scope fits no stratum, district or cluster.
    """
    pool = ruled.pool
    if len(objects) != len(pool) or len(people) != len(pool.people):
        raise ValueError("marks of other objects or people")
    if any(mark >= following for mark, following in zip(objects.marks, objects.marks[1:], strict=False)):
        raise ValueError("objects not in the order of their marks")
    if ruled.unplaced is not None:
        raise ruled.unplaced
    strata = strata_in_numbers(ruled)
    kinds = kinds_of(pool.plan)
    persons = people_in_numbers(ruled, people, kinds, besides)
    names = area_names(pool)
    grounds = recusals_in_numbers(pool, [pool.people[person.row] for person in persons])
    sites = _site_rows(pool, kinds, names, grounds)
    numbers = list(map(str, range(1, len(pool) + 1)))
    files = {
        FRAME: canonical_json(_frame(ruled, strata, kinds, len(persons))),
        OBJECTS: _csv(
            OBJECT_COLUMNS,
            (numbers, objects.marks, seals(objects.seal_salts, sites), _object_cells(ruled, strata)),
        ),
        SITES: _csv(SITE_COLUMNS, (numbers, objects.seal_salts, sites)),
        PEOPLE: _csv(PERSON_COLUMNS, _people_columns(persons, names)),
    }
    return DrawTable(files, labels_of(ruled, strata, kinds, persons, names or [], grounds))


def trial_table(ruled: RuledBatch) -> tuple[Tables, Labels]:
    """Tables and labels of a pool that is not sealed, objects numbered as they stand: for checks and trials.

    Raises:
        Unplaced: see `draw_table`.
    """
    table = draw_table(ruled, _numbered(len(ruled.pool)), _numbered(len(ruled.pool.people)))
    return read_tables(table.files), table.labels


def _numbered(size: int) -> Marks:
    """Marks that keep the order there is."""
    return Marks([f"{row:064x}" for row in range(size)], [""] * size, [""] * size)


def _csv(heading: Sequence[str], columns: Iterable[Sequence[str]]) -> bytes:
    """Rows of cells that need no quotes."""
    return "\n".join([",".join(heading), *map(",".join, zip(*columns, strict=True)), ""]).encode()


def _frame(ruled: RuledBatch, strata: Strata, kinds: Sequence[SeatKind], people: int) -> dict[str, Json]:
    pool, plan, floor = ruled.pool, ruled.pool.plan, ruled.floor_of_batch
    return {
        "objects": len(pool),
        "people": people,
        "tasks": [_task(pool, task, kinds) for task in strata.tasks],
        "strata": [{"task": row.task, "cluster": row.cluster, "n": row.n} for row in strata.strata],
        "seats": [
            {"count": kind.count, "area": kind.area, "lead": kind.lead, "loose": kind.loose} for kind in kinds
        ],
        "entity": most_in_batch(plan) or 0,
        "floor": None if floor is None else max(0, floor[1] - floor[2]),
        "balance": int(plan.load == "均衡"),
        "cross": int(OWN_AREA in plan.recusal_rules),
        "groups": _groups(plan),
    }


def _task(pool: Pool, task: Task, kinds: Sequence[SeatKind]) -> dict[str, Json]:
    """One row of `tasks`; nothing is drawn of a task of another batch, so that it needs neither number."""
    drawn = takes_part(pool, task)
    stage = task.draw.stage if drawn else None
    return {
        "seats": called_by_task(pool, task, kinds),
        "clusters": stage.draw if stage is not None else 0,
        "entity": (most_in_task(pool.plan, task) or 0) if drawn else 0,
    }


def _groups(plan: Plan) -> int | None:
    return None if plan.groups is None else plan.groups.count or 0


def _object_cells(ruled: RuledBatch, strata: Strata) -> list[str]:
    """`state,owed,entity,strata` of each object."""
    state = states(ruled, strata)
    heads = Combined(len(ruled.pool))
    heads.add(state)
    heads.add(owed(ruled))
    columns = (
        heads.texts(lambda values: f"{values[0]},{values[1]}"),
        map(str, entities(ruled, state).tolist()),
        strata.member_of.texts(lambda numbers: listed(filter(None, numbers))),
    )
    return list(map(",".join, zip(*columns, strict=True)))


def _site_rows(
    pool: Pool, kinds: Sequence[SeatKind], names: Sequence[str] | None, grounds: Grounds
) -> list[str]:
    """`seats,duty,area,recused` of each object."""
    areas = np.zeros(len(pool), dtype=np.intp)
    if names is not None:
        number_of = {name: number for number, name in enumerate(names, 1)}
        codes, texts = pool.distinct("行政区划")
        areas = np.array([number_of.get(norm(text), 0) for text in texts], dtype=np.intp)[codes]
    rows = [f"{cells}," for cells in site_cells(pool, kinds, areas)]
    for number, people in grounds.items():
        rows[number - 1] += listed(people)
    return rows


def _people_columns(people: Sequence[TablePerson], names: Sequence[str] | None) -> list[list[str]]:
    area_of = None if names is None else {name: number for number, name in enumerate(names, 1)}
    return [
        list(map(str, range(1, len(people) + 1))),
        [person.mark for person in people],
        [listed(person.seats) for person in people],
        [areas_cell(person, area_of) for person in people],
        ["" if person.limit is None else str(person.limit) for person in people],
        [str(person.load) for person in people],
    ]
