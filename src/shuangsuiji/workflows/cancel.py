"""Cancelling a draw that must not stand: it stays where it is, and on record (LAW-5)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.records.ledger import Event, LedgerLine, next_line
from shuangsuiji.documents.drawing.steps import steps_of
from shuangsuiji.documents.papers import papers_of_step
from shuangsuiji.errors import AlreadyDone, BadInput, BadUsage, FileTrouble, SsjError
from shuangsuiji.files.archive import MANIFEST, PAPERS, RESULT_ENTRIES, SEALED, papers_folder, read_archive
from shuangsuiji.files.current_papers import PlacedPapers
from shuangsuiji.files.disk import not_found
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.current_papers import CANCELLED, bring_up, place_current, recorded_dossier, touched
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.record_keeping import Circumstances, after_draw
from shuangsuiji.workflows.standing_draws import standing_line, stored_entries

UNREADABLE = (KeyError, ValueError, TypeError, LookupError, AssertionError)
"""What an archive may raise that has been damaged: its draw can be cancelled all the same."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CancelReport(Brief):
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
        raise FileTrouble(not_found(folder))
    ledger = ledger_beside(folder)
    with ledger.locked(circumstances.time):
        lines = ledger.read()
        bring_up(ledger.folder, lines)
        line = _still_standing(lines, folder)
        circumstances = after_draw(lines, line, circumstances)
        content: dict[str, Json] = {
            "plan": line.data["plan"],
            "batch": line.data["batch"],
            "attempt": line.data["attempt"],
            "archive": folder.name,
            "time": circumstances.time,
            "reason": circumstances.reason,
            "operator": circumstances.operator,
        }
        made, told = _withdrawn(folder, [*lines, next_line(lines, Event.CANCELLED, content, "")])
        cancelled, papers = _recorded(ledger, folder, content, made)
        placed, findings = _placed(folder, ledger.read())
    return CancelReport(line=cancelled, papers=papers, placed=placed, findings=[*told, *findings])


def _still_standing(lines: Sequence[LedgerLine], folder: Path) -> LedgerLine:
    """`standing_line`; a draw that is cancelled need not be cancelled again."""
    try:
        return standing_line(lines, folder)
    except BadInput as problem:
        for finding in problem.findings:
            if finding.code == "draw-cancelled":
                raise AlreadyDone(note("cancel-already", finding.place, day=finding.values["day"])) from None
        raise


def _recorded(
    ledger: Ledger, folder: Path, content: dict[str, Json], made: Mapping[str, bytes]
) -> tuple[LedgerLine, Path | None]:
    """The line 取消 with the papers that are served; alone, if there are none or they cannot be written."""
    if made:
        with contextlib.suppress(FileTrouble):
            papers = papers_folder(folder, CANCELLED, made)
            return ledger.record(Event.CANCELLED, content, [papers]), papers.path
    return ledger.append(Event.CANCELLED, content), None


def _withdrawn(folder: Path, lines: Sequence[LedgerLine]) -> tuple[dict[str, bytes], list[Finding]]:
    """What withdraws the notices, with the line 取消 as it will be; nothing of an archive that is gone.

    Returns:
        The papers, and a note of the visits whose notices stay, because results were entered.
    """
    try:
        archive = read_archive(folder)
        dossier = archive.dossier(stored_entries(list(archive.folders(RESULT_ENTRIES).values())))
        now = recorded_dossier(dossier.after(archive.events()), folder, lines)
        ended = touched(steps_of(now)[-1])
        inspected = sum(visit["index"] not in ended for visit in now.draw["visits"] if "ended" not in visit)
        told = [note("cancel-inspected-stay", count=inspected)] if inspected else []
        return papers_of_step(now, templates_of(archive)), told
    except (*UNREADABLE, SsjError):  # told by `_placed`
        return {}, []


def _placed(folder: Path, lines: Sequence[LedgerLine]) -> tuple[PlacedPapers, Sequence[Finding]]:
    """All papers away but the minutes; no archive, no papers."""
    if not (folder / SEALED / MANIFEST).is_file():
        return PlacedPapers(), ()
    try:
        return place_current(read_archive(folder), lines)
    except (*UNREADABLE, SsjError):
        return PlacedPapers(), [warning("papers-not-placed", Place(file=str(folder / PAPERS)))]
