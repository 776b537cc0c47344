"""A plan drawn again under another number would look like a first draw: the ledger knows better (LAW-5).

The objects that tasks of this batch may draw are held against those of every other plan of the same year
that the ledger has an archive of, drawn, cancelled or sealed; and against batches of this plan whose name it
has no more. Half of either side is enough, so that neither dummy objects nor a smaller scope hide the rest;
objects are told by id or by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts
from shuangsuiji.core.records.snapshot import PRIVATE
from shuangsuiji.core.rules.pool import ID, Pool, parse_csv
from shuangsuiji.core.rules.quota import scope_of, tasks_of_batch
from shuangsuiji.files.archive import SEALED, SNAPSHOT

SAME_OBJECTS = "same-objects-other-plan"
NAME = "名称"
_OBJECTS = "objects.csv"


@dataclass(frozen=True)
class _Objects:
    """Objects of some batch, by their ids and by their names."""

    ids: frozenset[str]
    names: frozenset[str]

    def common(self, other: _Objects) -> int:
        """How many are the same, by ids or by names, whichever are more."""
        return max(len(self.ids & other.ids), len(self.names & other.names))


def drawn_under_another_number(draws: Path, lines: Sequence[LedgerLine], pool: Pool) -> Iterator[Finding]:
    """A warning for each batch under another number or name that shares half of either side's objects.

    Args:
        draws: the folder of the archives; one that is missing or changed is passed over here.
        lines: the ledger.
        pool: what is to be drawn.
    """
    plan, batches = norm(pool.plan.number), {norm(batch.name) for batch in pool.plan.batches}
    others: dict[tuple[str, str], LedgerLine] = {}
    for line in lines:
        number, batch = norm(line.text("plan")), norm(line.text("batch"))
        if line.event in (Event.DRAWN, Event.FROZEN) and (number != plan or batch not in batches):
            others[number, batch] = line
    if not others:
        return
    scopes = [scope_of(pool, task) for task in tasks_of_batch(pool)]
    rows = np.flatnonzero(np.logical_or.reduce(scopes)).tolist() if scopes else []
    own = _Objects(
        frozenset(pool.ids[row] for row in rows), frozenset(norm(pool.columns[NAME][row]) for row in rows)
    )
    for line in others.values():
        theirs = _objects_of(draws / line.text("archive"), pool.plan.year, line)
        common = own.common(theirs)
        smaller = min(len(own.ids), len(theirs.ids))
        if smaller and 2 * common >= smaller:
            number, batch = line.text("plan"), line.text("batch")
            yield warning(
                "same-objects-other-plan",
                plan=number,
                batch=batch,
                attempts=len(attempts(lines, number, batch)),
                count=common,
                share=f"{common / len(own.ids):.0%}",
            )


def _objects_of(archive: Path, year: int, line: LedgerLine) -> _Objects:
    """The objects in some stratum of an archive of this year; none if it cannot be read.

    An archive is of this year if its plan says so, or if the ledger has it of this year.
    """
    snapshot, time = archive / SEALED / SNAPSHOT, recorded_time(line.text("time"))
    try:
        plan = json.loads((snapshot / PRIVATE / "plan.json").read_bytes())
        if str(plan.get("年度")) != str(year) and (time is None or time.year != year):
            return _Objects(frozenset(), frozenset())
        heading, rows = parse_csv((snapshot / PRIVATE / _OBJECTS).read_bytes())
        columns, table = parse_csv((snapshot / _OBJECTS).read_bytes())
        place, name, strata = heading.index(ID), heading.index(NAME), columns.index("strata")
    except (OSError, ValueError, AttributeError, IndexError):
        return _Objects(frozenset(), frozenset())
    drawn = [row for row, numbers in zip(rows, table, strict=False) if numbers[strata]]
    return _Objects(frozenset(row[place] for row in drawn), frozenset(norm(row[name]) for row in drawn))
