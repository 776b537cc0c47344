"""A plan drawn again under another number would look like a first draw: the ledger knows better (LAW-5).

The objects that tasks of this batch may draw are held against those of every other plan of the same year that
the ledger has an archive of, drawn, cancelled or sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts
from shuangsuiji.core.records.snapshot import PRIVATE
from shuangsuiji.core.rules.pool import ID, Pool, parse_csv
from shuangsuiji.core.rules.quota import scope_of, tasks_of_batch
from shuangsuiji.files.archive import SEALED, SNAPSHOT

_OBJECTS = "objects.csv"


def drawn_under_another_number(draws: Path, lines: Sequence[LedgerLine], pool: Pool) -> Iterator[Finding]:
    """A warning for each batch of another plan of this year over at least half of the same objects.

    Args:
        draws: the folder of the archives; one that is missing or changed is passed over here.
        lines: the ledger.
        pool: what is to be drawn.
    """
    others: dict[tuple[str, str], LedgerLine] = {}
    for line in lines:
        if line.event in (Event.DRAWN, Event.FROZEN) and norm(line.text("plan")) != norm(pool.plan.number):
            others[norm(line.text("plan")), norm(line.text("batch"))] = line
    if not others:
        return
    scopes = [scope_of(pool, task) for task in tasks_of_batch(pool)]
    own = {pool.ids[int(row)] for row in np.flatnonzero(np.logical_or.reduce(scopes))} if scopes else set()
    for line in others.values():
        common = own & _objects_of(draws / line.text("archive"), pool.plan.year)
        if own and 2 * len(common) >= len(own):
            plan, batch = line.text("plan"), line.text("batch")
            yield warning(
                "same-objects-other-plan",
                plan=plan,
                batch=batch,
                attempts=len(attempts(lines, plan, batch)),
                count=len(common),
                share=f"{len(common) / len(own):.0%}",
            )


def _objects_of(archive: Path, year: int) -> set[str]:
    """The ids of the objects in some stratum of an archive of this year; none if it cannot be read."""
    snapshot = archive / SEALED / SNAPSHOT
    try:
        plan = json.loads((snapshot / PRIVATE / "plan.json").read_bytes())
        if str(plan.get("年度")) != str(year):
            return set()
        heading, rows = parse_csv((snapshot / PRIVATE / _OBJECTS).read_bytes())
        columns, table = parse_csv((snapshot / _OBJECTS).read_bytes())
    except (OSError, ValueError, AttributeError, IndexError):
        return set()
    place, strata = heading.index(ID), columns.index("strata")
    return {row[place] for row, numbers in zip(rows, table, strict=False) if numbers[strata]}
