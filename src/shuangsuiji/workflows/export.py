"""Tables of many archives at once, as CSV files or one SQLite file: for those who count with their own tools.

A place may be an archive, a zip or a package, or a folder of draws: then every draw of its ledger is taken,
and those of the ledgers that it carries on (承接), as far as they lie at hand.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.records.archive_rows import (
    ArchivedAttempt,
    ArchivedEvent,
    ArchivedPerson,
    ArchivedRecusal,
    ArchivedResult,
    ArchivedStratum,
    ArchivedTrace,
    ArchivedVisit,
)
from shuangsuiji.core.records.ledger import Event, standing_draws
from shuangsuiji.errors import BadUsage, SsjError
from shuangsuiji.files.archive import SEALED
from shuangsuiji.files.disk import write_folder, write_new
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.carried import with_carried
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.explain import OpenedArchive, open
from shuangsuiji.workflows.ledger import find_ledger

ARCHIVES = "archives"
_ABOUT = (
    *("name", "kind", "plan", "plan_name", "batch", "attempt", "commit", "seed", "grade", "agreed", "used"),
    *("time", "operator", "reason"),
)
STANDING = "standing"
"""1 for an archive whose draw stands by the ledger, 0 for one that does not, blank where nobody knows."""
_TABLES = {
    "visits": ArchivedVisit,
    "strata": ArchivedStratum,
    "people": ArchivedPerson,
    "trace": ArchivedTrace,
    "recusals": ArchivedRecusal,
    "events": ArchivedEvent,
    "attempts": ArchivedAttempt,
    "results": ArchivedResult,
}

Cell = str | int
Tables = dict[str, tuple[list[str], list[list[Cell]]]]
"""Name of a table -> headings and rows; the first column names the archive, the first table lists them."""


@dataclass(frozen=True, kw_only=True)
class ArchiveExport:
    """What was written: the folder or file, the archives in it, rows by table, and what was left out."""

    path: Path
    archives: tuple[str, ...]
    rows: dict[str, int]
    findings: tuple[Finding, ...]


def export(
    places: Sequence[FilePath], *, to_csv: FilePath | None = None, to_sqlite: FilePath | None = None
) -> ArchiveExport:
    """Writes the tables of archives into a new folder of CSV files or a new SQLite file.

    Args:
        places: archives, zips, packages, or folders of draws; see the module.
        to_csv: a folder that does not exist yet: a file for each table, UTF-8 with a mark.
        to_sqlite: a file that does not exist yet. Lists are JSON in both.

    Raises:
        BadUsage: neither or both of the two, or no places.
        BadInput: there is no archive at a place.
        FileTrouble: something cannot be read or written, or what is to be written is there already.
    """
    if isinstance(places, str) or not places or (to_csv is None) == (to_sqlite is None):
        raise BadUsage(error("export-one-of-two"))
    findings: list[Finding] = []
    found: dict[Path, str] = {}
    for place in places:
        found |= _archives(Path(place), findings)
    opened: list[tuple[OpenedArchive, str]] = []
    for path, standing in found.items():
        try:
            opened.append((open(path), standing))
        except SsjError as problem:
            if len(found) == 1:
                raise
            findings.append(warning("export-left-out", Place(file=path.name), detail=str(problem)))
    tables = _tables(opened)
    if to_csv is not None:
        target = Path(to_csv)
        write_folder(target, {f"{name}.csv": _csv(*table) for name, table in tables.items()})
    else:
        target = Path(to_sqlite or "")
        write_new(target, _sqlite(tables))
    return ArchiveExport(
        path=target,
        archives=tuple(archive.name for archive, _ in opened),
        rows={name: len(rows) for name, (_, rows) in tables.items()},
        findings=tuple(findings),
    )


def _archives(place: Path, findings: list[Finding]) -> dict[Path, str]:
    """The archives at a place, each with whether it stands."""
    if not place.is_dir() or (place / SEALED).is_dir() or (place / "draw.json").is_file():
        return {place: ""}
    return dict(_of_ledger(find_ledger(place), findings))


def _of_ledger(ledger: Ledger, findings: list[Finding]) -> Iterator[tuple[Path, str]]:
    """Every draw of a ledger and of those that it carries on, the oldest first."""
    for books, lines in with_carried(ledger, findings):
        folder = books.folder.resolve()
        standing = {line.text("archive") for line in standing_draws(lines)}
        for line in lines:
            if line.event == Event.DRAWN:
                name = line.text("archive")
                if (folder / name / SEALED).is_dir():
                    yield folder / name, "1" if name in standing else "0"
                else:
                    findings.append(warning("export-left-out", Place(file=name), detail="文件夹不在"))


def _tables(opened: Sequence[tuple[OpenedArchive, str]]) -> Tables:
    about: list[list[Cell]] = [
        [*(getattr(archive, name) for name in _ABOUT), standing] for archive, standing in opened
    ]
    tables: Tables = {ARCHIVES: ([*_ABOUT, STANDING], about)}
    for name, kind in _TABLES.items():
        columns = [field.name for field in fields(kind)]
        rows: list[list[Cell]] = [
            [archive.name, *(_cell(getattr(row, column)) for column in columns)]
            for archive, _ in opened
            for row in getattr(archive, name)
        ]
        tables[name] = (["archive", *columns], rows)
    return tables


def _cell(value: object) -> Cell:
    return value if isinstance(value, (str, int)) else json.dumps(value, ensure_ascii=False)


def _csv(heading: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark, as spreadsheet programs on Windows read it; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _sqlite(tables: Tables) -> bytes:
    base = sqlite3.connect(":memory:")
    try:
        for name, (heading, rows) in tables.items():
            columns = ", ".join(f'"{column}"' for column in heading)
            base.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(heading))
            base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        base.commit()
        return base.serialize()
    finally:
        base.close()
