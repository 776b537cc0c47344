"""Draw tables of small pools, read back for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import building
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.rules.batch import ruled_batch
from shuangsuiji.core.rules.labels import Labels
from shuangsuiji.core.rules.marks import Marks
from shuangsuiji.core.rules.pool import PastVisit, Pool
from shuangsuiji.core.rules.table import DrawTable, draw_table


@dataclass(frozen=True)
class Read:
    """A table with its cells as texts; `objects` and the like are lists of rows, heading -> cell."""

    table: DrawTable

    @property
    def frame(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.table.files["frame.json"])
        return found

    @property
    def labels(self) -> Labels:
        return self.table.labels

    def column(self, file: str, name: str) -> list[str]:
        """A column of a CSV file."""
        heading, *rows = self.table.files[f"{file}.csv"].decode().splitlines()
        at = heading.split(",").index(name)
        return [row.split(",")[at] for row in rows]

    def people(self, name: str) -> dict[str, str]:
        """Id of a person of the table -> their cell."""
        return dict(zip(self.labels.people, self.column("people", name), strict=True))


def by_id(ids: Sequence[str]) -> Marks:
    """Marks in the order of the ids, with salts that nobody needs."""
    order = sorted(ids)
    return Marks([f"{order.index(one):064x}" for one in ids], ["A" * 20] * len(ids), ["B" * 20] * len(ids))


def read_pool(pool: Pool) -> Read:
    """The table of a pool, numbered by ids."""
    return Read(draw_table(ruled_batch(pool), by_id(pool.ids), by_id([person.id for person in pool.people])))


def read(
    plan: Plan,
    objects: Sequence[building.Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[building.Record],
) -> Read:
    """The table of a small pool, numbered by ids."""
    return read_pool(building.pool_of(plan, objects, batch, past, **registries))
