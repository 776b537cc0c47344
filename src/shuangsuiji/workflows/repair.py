"""Mending a folder of draws after a cut (`ssj ledger repair`).

1. What a command that was cut off had announced is brought to an end, as by every command that writes
   (`Ledger.locked`): its line is added if its folder is there byte by byte, or else nothing of it counts.
2. A folder in an archive that no line vouches for is set aside, never deleted and never believed.
3. Half-written copies are taken away.
4. Papers that are behind the record of their archive are brought up to it (`workflows.current_papers`).
5. What cannot be decided here is named, with the command that goes on with it.

Each repair is a line 修复. Where nothing is wrong nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, error, note
from shuangsuiji.core.records.ledger import Event, LedgerLine, beginnings_without_end
from shuangsuiji.files.archive import FOLDER_KINDS, SEALED
from shuangsuiji.files.disk import TEMPORARY, clear_unfinished, trouble_at
from shuangsuiji.workflows.broken_off import way_on
from shuangsuiji.workflows.corrections_kept import corrections_without_line
from shuangsuiji.workflows.current_papers import bring_up
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.ledger import find_ledger
from shuangsuiji.workflows.record_keeping import unrecorded_archives

_WRITTEN_BESIDE = ("公示稿", "报告")
"""Folders beside the plans into which commands write."""


@dataclass(frozen=True, kw_only=True)
class RepairReport:
    """What was mended.

    Attributes:
        path: the ledger.
        lines: those that were added.
        cleared: the half-written copies that were taken away.
        findings: what is left to be done.
    """

    path: Path
    lines: Sequence[LedgerLine]
    cleared: tuple[str, ...]
    findings: tuple[Finding, ...]


def repair(place: FilePath, *, now: datetime | None = None) -> RepairReport:
    """Brings to an end what commands that were cut off have left in a folder of draws.

    Args:
        place: a folder of draws, the folder of plans, or an archive.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadInput: there is no ledger, or its chain is broken.
        FileTrouble: the files cannot be read or written, or another command is at work.
    """
    books = find_ledger(Path(place))
    time = time_of(now).isoformat(timespec="seconds")
    before = len(books.read())
    left = set(_half_written(books.folder))
    with books.locked(time):
        for folder in list(_orphans(books.folder, books.read())):
            books.set_aside(folder, time)
        lines = books.read()
        for path in left:
            clear_unfinished(path.parent, all_ours=path.is_relative_to(books.folder))
        papers = bring_up(books.folder, lines)
    unknown = unrecorded_archives(books.folder, lines)
    findings = [error("archive-exists", Place(file=str(books.folder)), archive=name) for name in unknown]
    findings += [*papers, *(way_on(line) for line in beginnings_without_end(lines))]
    cleared = tuple(sorted(path.name for path in left if not path.exists()))
    if len(lines) == before and not cleared and not findings:
        findings = [note("repair-nothing", Place(file=str(books.path)))]
    return RepairReport(path=books.path, lines=lines[before:], cleared=cleared, findings=tuple(findings))


def _half_written(draws: Path) -> Iterator[Path]:
    """What commands that were cut off have left in a folder of draws, beside it, and where drafts lie."""
    with trouble_at(draws):
        yield from draws.rglob(f"{TEMPORARY}*")
        for folder in (draws.parent, *(draws.parent / name for name in _WRITTEN_BESIDE)):
            yield from folder.glob(f"{TEMPORARY}*")


def _orphans(draws: Path, lines: Sequence[LedgerLine]) -> Iterator[Path]:
    """The folders in archives of the ledger that look like records and that no line vouches for."""
    for drawn in (line for line in lines if line.event == Event.DRAWN):
        archive = draws / drawn.text("archive")
        if not (archive / SEALED).is_dir():
            continue
        for kind in FOLDER_KINDS:
            known = kind.lines(lines, drawn)
            named = re.compile(rf"{re.escape(kind.prefix)}[0-9]{{3,}}")
            for path in sorted((archive / SEALED).iterdir()):
                if named.fullmatch(path.name) and path.name not in known:
                    yield path
        for name in corrections_without_line(archive, lines):
            yield archive / name
