"""A plan drawn again under another number would look like a first draw: the ledger knows better (LAW-5).

The objects that tasks of this batch may draw are held against those of every other plan of the same year
that the ledger has an archive of, drawn, cancelled or sealed; and against batches of this plan whose name it
has no more. Half of either side is enough, so that neither dummy objects nor a smaller scope hide the rest;
objects are told by id, by name, or by what else says which one it is: credit code, address, telephone.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts
from shuangsuiji.core.records.snapshot import PRIVATE, Snapshot
from shuangsuiji.core.rules.pool import ID, parse_csv
from shuangsuiji.core.rules.quota import scope_of, tasks_of_batch
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.archive import SEALED, SNAPSHOT
from shuangsuiji.files.ledger import Ledger, ledgers_under

SAME_OBJECTS = "same-objects-other-plan"
NAME = "名称"
_OBJECTS, _OTHERS = "objects.csv", "objects-other.csv"
_FACTS = ("统一社会信用代码", "地址", "联系方式")


@dataclass(frozen=True)
class _Objects:
    """Objects of some batch: how many, and for each kind of fact that tells them apart its texts."""

    count: int
    facts: Mapping[str, frozenset[str]]

    def common(self, other: _Objects) -> int:
        """How many are the same, by ids, by names or by another fact, whichever are more."""
        return max(
            (len(texts & other.facts.get(kind, _NONE)) for kind, texts in self.facts.items()), default=0
        )


_NONE: frozenset[str] = frozenset()


def drawn_under_another_number(
    draws: Path, lines: Sequence[LedgerLine], snapshot: Snapshot
) -> Iterator[Finding]:
    """A warning for each batch under another number or name that shares half of either side's objects.

    Args:
        draws: the folder of the archives; one that is missing or changed is passed over here.
        lines: the ledger.
        snapshot: what is to be drawn.
    """
    pool = snapshot.pool
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
    own = _objects({pool.ids[row] for row in rows}, snapshot.files, pool.columns[NAME], pool.ids)
    for line in others.values():
        theirs = _objects_of(draws / line.text("archive"), pool.plan.year, line)
        common = own.common(theirs)
        smaller = min(own.count, theirs.count)
        if smaller and 2 * common >= smaller:
            number, batch = line.text("plan"), line.text("batch")
            yield warning(
                "same-objects-other-plan",
                plan=number,
                batch=batch,
                attempts=len(attempts(lines, number, batch)),
                count=common,
                share=f"{common / own.count:.0%}",
            )


def drawn_in_a_renamed_folder(draws: Path, lines: Sequence[LedgerLine], plan: str) -> list[Finding]:
    """An error where no ledger lies in the folder of draws, and that of this plan in another one beside it.

    Args:
        draws: the folder of the archives.
        lines: its ledger.
        plan: the number of the plan.
    """
    others = [] if lines else [one for one in ledgers_under(draws.parent) if one != draws]
    for folder in others:  # another command may have begun the ledger in the folder itself meanwhile
        with contextlib.suppress(BadInput, FileTrouble):
            if any(norm(line.text("plan")) == norm(plan) for line in Ledger(folder).read()):
                return [error("ledger-elsewhere", Place(file=str(draws.parent)), folder=folder.name)]
    return []


def _objects_of(archive: Path, year: int, line: LedgerLine) -> _Objects:
    """The objects in some stratum of an archive of this year; none if it cannot be read.

    An archive is of this year if its plan says so, or if the ledger has it of this year.
    """
    folder, time = archive / SEALED / SNAPSHOT, recorded_time(line.text("time"))
    nobody = _Objects(0, {})
    try:
        files = {
            name: (folder / name).read_bytes()
            for name in (PRIVATE + "plan.json", PRIVATE + _OBJECTS, PRIVATE + _OTHERS, _OBJECTS)
        }
        plan = json.loads(files[PRIVATE + "plan.json"])
        if str(plan.get("年度")) != str(year) and (time is None or time.year != year):
            return nobody
        heading, rows = parse_csv(files[PRIVATE + _OBJECTS])
        columns, table = parse_csv(files[_OBJECTS])
        place, name, strata = heading.index(ID), heading.index(NAME), columns.index("strata")
        drawn = {row[place] for row, numbers in zip(rows, table, strict=False) if numbers[strata]}
        return _objects(drawn, files, [row[name] for row in rows], [row[place] for row in rows])
    except (OSError, ValueError, AttributeError, IndexError, RecursionError):
        return nobody


def _objects(
    drawn: Collection[str], files: Mapping[str, bytes], names: Sequence[str], ids: Sequence[str]
) -> _Objects:
    """The objects of some ids, with their facts; `names` and `ids` are those of all rows."""
    heading, rows = parse_csv(files[PRIVATE + _OTHERS])
    facts = {
        ID: frozenset(drawn),
        NAME: frozenset(norm(n) for n, key in zip(names, ids, strict=True) if key in drawn),
    }
    for column in _FACTS:
        if column in heading:
            at = heading.index(column)
            facts[column] = frozenset(norm(row[at]) for row in rows if row[0] in drawn and norm(row[at]))
    return _Objects(len(drawn), facts)
