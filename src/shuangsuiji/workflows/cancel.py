"""Cancelling a draw that must not stand: it stays where it is, and on record (LAW-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.documents.papers import papers_of_step
from shuangsuiji.errors import BadUsage, FileTrouble, SsjError
from shuangsuiji.files.archive import MANIFEST, PAPERS, RESULT_ENTRIES, SEALED, read_archive, write_papers
from shuangsuiji.files.current_papers import PlacedPapers
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.current_papers import CANCELLED, place_current, recorded_dossier
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.record_keeping import Circumstances
from shuangsuiji.workflows.standing_draws import standing_line, stored_entries

UNREADABLE = (KeyError, ValueError, TypeError, LookupError, AssertionError)
"""What an archive may raise that has been damaged: its draw can be cancelled all the same."""


@dataclass(frozen=True, kw_only=True)
class CancelReport:
    """The line 取消, and what became of the papers.

    Attributes:
        line: of the ledger.
        papers: the folder of what has to be served; None where nothing has.
        placed: what became of the other papers in 文书.
        findings: what has to be said of them.
    """

    line: LedgerLine
    papers: Path | None
    placed: PlacedPapers
    findings: Sequence[Finding]


class _Papers(TypedDict):
    """The fields of `CancelReport` that are about papers."""

    papers: Path | None
    placed: PlacedPapers
    findings: Sequence[Finding]


def cancel(
    archive: FilePath, *, reason: str = "", operator: str = "", now: datetime | None = None
) -> CancelReport:
    """Cancels a draw: a line 取消 in the ledger of the archive's folder.

    Its papers are void: they go to 文书/旧稿, but for the minutes; 文书/取消 has what withdraws the notices.

    Args:
        archive: the folder of the draw; it stays where it is.
        reason: why it must not stand; compulsory.
        operator: who cancels it.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadUsage: no reason is given.
        BadInput: the ledger does not know the archive as a standing draw.
    """
    circumstances = Circumstances.of(now, reason=reason, operator=operator)
    if not circumstances.reason:
        raise BadUsage(error("cancel-needs-reason"))
    folder = Path(archive).resolve()
    if not folder.exists():
        raise FileTrouble(error("file-not-found", Place(file=str(folder))))
    ledger = ledger_beside(folder)
    with ledger.locked():
        line = standing_line(ledger.read(), folder.name, str(folder))
        cancelled = ledger.append(
            Event.CANCELLED,
            {
                "plan": line.data["plan"],
                "batch": line.data["batch"],
                "attempt": line.data["attempt"],
                "archive": folder.name,
                "time": circumstances.time,
                "reason": circumstances.reason,
                "operator": circumstances.operator,
            },
        )
        return CancelReport(line=cancelled, **_papers(folder, ledger.read()))


def _papers(folder: Path, lines: Sequence[LedgerLine]) -> _Papers:
    """The notices that are withdrawn, and all other papers away but the minutes; no archive, no papers."""
    if not (folder / SEALED / MANIFEST).is_file():
        return {"papers": None, "placed": PlacedPapers(), "findings": ()}
    archive = read_archive(folder)
    try:
        dossier = archive.dossier(stored_entries(list(archive.folders(RESULT_ENTRIES).values())))
        now = recorded_dossier(dossier.after(archive.events()), folder, lines)
        made = papers_of_step(now, templates_of(archive))
        written = write_papers(folder, CANCELLED, made) if made else None
        placed, findings = place_current(archive, lines)
    except (*UNREADABLE, SsjError):
        place = Place(file=str(folder / PAPERS))
        return {"papers": None, "placed": PlacedPapers(), "findings": [warning("papers-not-placed", place)]}
    return {"papers": written, "placed": placed, "findings": findings}
