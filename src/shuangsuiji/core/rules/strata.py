"""Tasks, clusters and strata of a batch as numbers (docs/rules.md, section 4).

Source: WG-1..3, WG-8, QHD-2, LZ-2, XT-1, XT-8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.cells import comparable
from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.combined import Combined
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import WHOLE, Rows, Stratum, by_value, scope_of, takes_part


@dataclass(frozen=True, slots=True)
class TableStratum:
    """One row of `strata` in frame.json, with the stratum that it stands for.

    task, cluster: their numbers, the cluster's 0 without a first stage.
    n: the quota of this batch; 0 in a task of another batch.
    """

    task: int
    cluster: int
    n: int
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class Strata:
    """What may be drawn of what.

    tasks: those of frame.json, in order.
    clusters: (column, name), in order of their numbers.
    strata: in order of their numbers.
    member_of: a row an object; for each task the number of its stratum, 0 for none.
    """

    tasks: Sequence[Task]
    clusters: Sequence[tuple[str, str]]
    strata: Sequence[TableStratum]
    member_of: Combined

    def occupied(self) -> NDArray[np.bool_]:
        """Which objects are in some stratum."""
        return np.array([any(numbers) for numbers in self.member_of.tuples], dtype=np.bool_)[
            self.member_of.codes
        ]


def strata_in_numbers(ruled: RuledBatch) -> Strata:
    """The tasks, clusters and strata of a batch whose objects all have a stratum.

    Tasks of other batches take part, as one stratum of which nothing is drawn, only if the floor is asked
    for: whoever is in their scope may be added.
    """
    pool = ruled.pool
    tasks = ruled.tasks if ruled.floor_of_batch is None else list(pool.plan.tasks)
    clusters = _clusters(ruled)
    number_of = {name: number for number, name in enumerate(clusters, 1)}
    strata: list[TableStratum] = []
    member_of = Combined(len(pool))
    for place, task in enumerate(tasks, 1):
        here = np.zeros(len(pool), dtype=np.intp)
        drawn = takes_part(pool, task)
        for cluster, stratum in (
            _by_cluster(ruled, task, number_of) if drawn else [(0, _scope_alone(pool, task))]
        ):
            strata.append(TableStratum(place, cluster, stratum.n, stratum))
            here[stratum.members] = len(strata)
        member_of.add(here)
    return Strata(tasks, [(column, clusters[column, key]) for column, key in clusters], strata, member_of)


def _by_cluster(
    ruled: RuledBatch, task: Task, number_of: Mapping[tuple[str, str], int]
) -> list[tuple[int, Stratum]]:
    """The strata of a task with the numbers of their clusters, which are in order.

    The names of clusters are those of all tasks together, so that the task's own scope may sort otherwise.
    """
    stage = task.draw.stage
    numbered = [
        (number_of[stage.field, comparable(stratum.cluster)] if stage is not None else 0, stratum)
        for stratum in ruled.strata[task.number or ""]
    ]
    return sorted(numbered, key=itemgetter(0))


def _clusters(ruled: RuledBatch) -> Mapping[tuple[str, str], str]:
    """(column, `comparable` form) -> name, in order of the clusters' numbers.

    Tasks with the same column share its clusters, which are grouped over all their scopes.
    """
    scopes: dict[str, NDArray[np.bool_]] = {}
    for task in ruled.tasks:
        stage = task.draw.stage
        if stage is not None:
            scope = scope_of(ruled.pool, task)
            scopes[stage.field] = scopes.get(stage.field, np.zeros_like(scope)) | scope
    named: dict[tuple[str, str], str] = {}
    for column, scope in scopes.items():
        groups, _ = by_value(ruled.pool, column, np.flatnonzero(scope))
        named.update({(column, comparable(name)): name for name in sorted(groups)})
    return named


def _scope_alone(pool: Pool, task: Task) -> Stratum:
    """The whole scope of a task of another batch; nothing is drawn of it now."""
    members: Rows = np.flatnonzero(scope_of(pool, task))
    return Stratum(
        task=task.number or "",
        name=WHOLE,
        district="",
        members=members,
        amount=0,
        basis={},
        product=None,
        rounding=task.draw.rounding,
        minimum=0,
        year=None,
        earlier=0,
        n=0,
        available=members[:0],
    )
