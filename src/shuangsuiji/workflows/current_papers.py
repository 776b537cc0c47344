"""文书/ of an archive, brought up to what the record says now: after each event, correction and cancellation.

1. What the papers were made of is told by 旧稿/现行.json, what the record says now by archive and ledger.
2. The papers of both are made; those that differ are replaced, the older go to 旧稿 (`files.current_papers`).
3. Minutes (抽取记录, 签到与见证签字表) are of the draw and stay; each event has a record of its own.

It is done after the line of the ledger: papers never tell of what is not on record. If it is cut short or
refused, the record holds, and the next command on the archive that changes papers makes it good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, warning
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.core.records.record import CircumstancesRecord
from shuangsuiji.documents.drawing.steps import DrawStep, steps_of
from shuangsuiji.documents.papers import papers
from shuangsuiji.documents.wording import minute_text
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.archive import CORRECTIONS, NOTES, PAPERS, RESULT_ENTRIES, SUBSTITUTIONS, Archive
from shuangsuiji.files.current_papers import PapersState, read_state, replace_papers
from shuangsuiji.files.current_papers import PlacedPapers as PlacedPapers
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.corrections_kept import with_corrections
from shuangsuiji.workflows.publishing.private_data import without_private
from shuangsuiji.workflows.standing_draws import stored_entries

CANCELLED = "取消"
"""The folder in 文书 with what a cancellation has to serve."""


def place_current(archive: Archive, lines: Sequence[LedgerLine]) -> tuple[PlacedPapers, list[Finding]]:
    """Brings 文书 of an archive up to the record.

    Args:
        archive: with all that has been sealed into it.
        lines: the ledger, with the line of what happened last.

    Returns:
        What became of the papers, and what has to be said of it. A disk that refuses is said, too: what was
        recorded stands, whatever became of the papers.
    """
    folder = archive.folder.resolve()
    every = archive.dossier(stored_entries(list(archive.folders(RESULT_ENTRIES).values())))
    events = archive.events()
    now = recorded_dossier(every.after(events), folder, lines)
    known = read_state(folder / PAPERS)
    before = replace(
        with_corrections(
            every.after([event for event in events if event["event"] in known.events]),
            folder,
            _first_corrections(lines, folder.name, known.corrections),
        ),
        cancelled=now.cancelled if known.cancelled else None,
    )
    templates = templates_of(archive)
    state = PapersState(
        events=frozenset(event["event"] for event in events),
        corrections=len(now.corrections),
        cancelled=now.cancelled is not None,
    )
    last = steps_of(now)[-1]
    old, _ = without_private(papers(before, templates, later=True), before, templates)
    new, private = without_private(papers(now, templates, later=True), now, templates)
    try:
        placed = replace_papers(
            folder / PAPERS,
            old,
            new,
            step=step_name(last),
            told=f"{minute_text(last.time)}　{last.title}",
            state=state,
        )
    except FileTrouble as trouble:
        place = Place(file=str(folder / PAPERS))
        return PlacedPapers(), [*trouble.findings, warning("papers-not-placed", place)]
    return placed, [*placed.findings(folder / PAPERS), *private]


def papers_are_behind(archive: Archive, lines: Sequence[LedgerLine]) -> bool:
    """Whether something is on record that 文书 of an archive was not brought up to: a run that was cut short.

    Args:
        archive: with all that has been sealed into it.
        lines: the ledger.
    """
    folder = archive.folder.resolve()
    own = [line.event for line in lines if line.text("archive") == folder.name]
    state = PapersState(
        events=frozenset(event["event"] for event in archive.events()),
        corrections=own.count(Event.CORRECTED),
        cancelled=Event.CANCELLED in own,
    )
    return state != read_state(folder / PAPERS)


def recorded_dossier(dossier: Dossier, folder: Path, lines: Sequence[LedgerLine]) -> Dossier:
    """The dossier with the corrections of the ledger, and its cancellation if there is one."""
    line = next(
        (line for line in lines if line.event == Event.CANCELLED and line.text("archive") == folder.name),
        None,
    )
    found = with_corrections(dossier, folder, lines)
    if line is None:
        return found
    circumstances = CircumstancesRecord(
        time=line.text("time"), operator=line.text("operator"), witnesses=[], seed=None
    )
    return replace(found, cancelled=(circumstances, line.text("reason")))


def step_name(step: DrawStep) -> str:
    """The folder in 文书 with the papers of a step: 递补-001, 选派-001, 更正-001, 取消."""
    if step.correction:
        return CORRECTIONS.folder(step.correction)
    if step.event:
        kind = SUBSTITUTIONS if step.event > 0 else NOTES
        return kind.folder(abs(step.event))
    return CANCELLED


def _first_corrections(lines: Sequence[LedgerLine], archive: str, count: int) -> list[LedgerLine]:
    """The ledger up to the first so many corrections of an archive."""
    own = [line for line in lines if line.event == Event.CORRECTED and line.text("archive") == archive]
    return [line for line in lines if line not in own[count:]]
