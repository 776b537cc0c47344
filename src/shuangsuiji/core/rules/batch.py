"""A batch under the rules, before its objects are numbered: worked out once, read by checks and tables alike.

Docs: docs/rules.md, sections 4, 5 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.rules.eligibility import fits_line
from shuangsuiji.core.rules.must_inspect import MustInspectObject, must_inspect_objects
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import Stratum, Unplaced, strata_of_batch, tasks_of_batch, yearly_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledBatch:
    """What the rules say of a pool's batch.

    Attributes:
        pool: the objects and people that the rules were asked about.
        tasks: those that take part in the batch, in the plan's order.
        strata: number of a task -> its strata; empty if some object has none.
        unplaced: the objects of a scope that fit no stratum, cluster or district, if there are any.
        must_inspect: every object that a 必查 rule fits, by number.
        fits: (people, lines of 检查组), who may fill some seat of which line, district and object left aside.
        floor: (M, F, counted before) of the yearly floor; None if the plan has none.
    """

    pool: Pool
    tasks: Sequence[Task]
    strata: Mapping[str, Sequence[Stratum]]
    unplaced: Unplaced | None
    must_inspect: Sequence[MustInspectObject]
    fits: NDArray[np.bool_]
    floor: tuple[int, int, int] | None

    @property
    def floor_of_batch(self) -> tuple[int, int, int] | None:
        """The yearly floor if it is asked for in this batch, the last one of the plan (XT-1)."""
        return self.floor if self.pool.batch == self.pool.plan.batches_in_order[-1] else None

    @property
    def able(self) -> Sequence[int]:
        """For each line of 检查组, how many people may fill some seat of it."""
        return [int(count) for count in self.fits.sum(axis=0)]

    @property
    def drawn(self) -> int:
        """How many objects the quotas draw; those of several tasks count once a task."""
        return sum(min(part.n, len(part.available)) for parts in self.strata.values() for part in parts)


def ruled_batch(pool: Pool) -> RuledBatch:
    """The rules asked about a pool; objects without a stratum are told in `unplaced`.

    Raises:
        Uncomparable: a cell cannot be held against 至少 or 至多.
    """
    strata: Mapping[str, Sequence[Stratum]] = {}
    unplaced: Unplaced | None = None
    try:
        strata = strata_of_batch(pool)
    except Unplaced as refused:
        unplaced = refused
    fits = np.zeros((len(pool.people), len(pool.plan.team)), dtype=np.bool_)
    for row, person in enumerate(pool.people):
        fits[row] = [fits_line(pool, person, line) for line in pool.plan.team]
    return RuledBatch(
        pool=pool,
        tasks=tasks_of_batch(pool),
        strata=strata,
        unplaced=unplaced,
        must_inspect=must_inspect_objects(pool),
        fits=fits,
        floor=yearly_floor(pool),
    )
