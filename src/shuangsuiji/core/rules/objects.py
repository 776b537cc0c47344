"""What may be drawn at all, what is owed to must-inspect rules, and who belongs to one entity.

Docs: docs/rules.md, sections 5 and 6. Source: LAW-1, LZ-1, XT-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import norm_id
from shuangsuiji.core.plans.plan import entity_column, most_in_batch, most_in_task
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.quota import excluded
from shuangsuiji.core.rules.strata import Strata

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
