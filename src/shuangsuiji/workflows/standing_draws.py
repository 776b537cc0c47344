"""What the standing draws of a folder assigned and found: the ground of results, deadlines and reports.

Every archive is read through the ledger: the manifests of the draw, of its substitutions and of its results
must have the digests of their lines, and every listed file that of its manifest. Nothing else is believed.
Source: formats.md, "The archive"; QHD-5, QHD-8, XT-2, XT-7, LZ-9.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.plans.plan import Batch, Plan
from shuangsuiji.core.plans.result_codes import ResultCode
from shuangsuiji.core.platform import PLATFORM
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of, standing_draws
from shuangsuiji.core.records.record import VisitRecord, standing
from shuangsuiji.core.records.results import Entry, Inspection, codes_of, entry_of
from shuangsuiji.errors import BadInput, Mismatch
from shuangsuiji.files.archive import (
    RESULT_ENTRIES,
    RESULTS,
    SEALED,
    read_archive,
)
from shuangsuiji.workflows.archives_away import archive_away
from shuangsuiji.workflows.auditing.walk import refuse_differences, walk_draw
from shuangsuiji.workflows.carried import with_carried
from shuangsuiji.workflows.corrections_kept import with_corrections
from shuangsuiji.workflows.ledger import find_ledger, ledger_beside
from shuangsuiji.workflows.requests import withdrawn_of


@dataclass(frozen=True, kw_only=True, repr=False)
class StandingDraw(Brief):
    """One draw that stands, with all that happened since.

    Attributes:
        archive: its folder.
        line: its line 抽取 of the ledger.
        dossier: manifest, snapshot, visits after substitutions, results; without the visits that ended.
        ended: the visits that ended, each saying why.
        source: 抽取, or how else the list came about.
    """

    archive: Path
    line: LedgerLine
    dossier: Dossier
    ended: tuple[VisitRecord, ...] = ()
    source: str = "抽取"

    @property
    def plan(self) -> Plan:
        """The plan as it was frozen."""
        return self.dossier.pool.plan

    @property
    def batch(self) -> Batch:
        """The batch that was drawn."""
        return self.dossier.pool.batch

    @property
    def codes(self) -> tuple[ResultCode, ...]:
        """The result codes of the plan."""
        return codes_of(self.plan)

    @property
    def inspections(self) -> tuple[Inspection, ...]:
        """Its visits with their newest results, in the order of the visits."""
        return self.dossier.inspections


@dataclass(frozen=True, kw_only=True, repr=False)
class StandingDraws(Brief):
    """The standing draws of one folder and of the years that it carries on, earliest batch first.

    Attributes:
        folder: of the draws of the newest year.
        draws: of all years that lie at hand.
        findings: the years that do not.
    """

    folder: Path
    draws: tuple[StandingDraw, ...]
    findings: tuple[Finding, ...] = ()

    def of_year(self, year: int) -> tuple[StandingDraw, ...]:
        """The draws of the plans of one year."""
        return tuple(draw for draw in self.draws if draw.plan.year == year)


def read_records(place: Path) -> StandingDraws:
    """Every standing draw of the ledger found at `place`, and of those that it carries on (承接).

    Args:
        place: a folder of draws, the folder beside plans, or an archive.

    Raises:
        BadInput: there is no ledger, its chain is broken, or an archive does not hold what it says.
        FileTrouble: something cannot be read.
    """
    ledger = find_ledger(place)
    findings: list[Finding] = []
    draws = [
        read_draw(books.folder, line, lines)
        for books, lines in with_carried(ledger, findings)
        for line in standing_draws(lines)
    ]
    draws.sort(key=lambda draw: (draw.batch.start, draw.batch.end, draw.plan.number, draw.batch.name))
    return StandingDraws(folder=ledger.folder, draws=tuple(draws), findings=tuple(findings))


def read_standing(folder: Path) -> StandingDraw:
    """The draw whose archive lies in `folder`, which has to stand in the ledger beside it.

    Raises:
        BadInput: it does not stand, or does not hold what the ledger says.
    """
    archive = read_archive(folder).folder.resolve()
    return draw_of(archive, ledger_beside(archive).read())


def draw_of(archive: Path, lines: Sequence[LedgerLine]) -> StandingDraw:
    """The draw of an archive, which has to stand in the lines of the ledger beside it.

    Raises:
        BadInput: it does not stand, or does not hold what the ledger says.
    """
    return read_draw(archive.parent, standing_line(lines, archive), lines)


def standing_line(lines: Sequence[LedgerLine], folder: Path) -> LedgerLine:
    """The line 抽取 of the archive in a folder, whose draw stands.

    Args:
        lines: the ledger beside it.
        folder: its path.

    Raises:
        BadInput: it was cancelled or drawn again, its folder was renamed, or the ledger does not know it.
    """
    standing = standing_draws(lines)
    for line in standing:
        if line.text("archive") == folder.name:
            return line
    place = Place(file=str(folder))
    drawn = [line for line in lines if line.event == Event.DRAWN and line.text("archive") == folder.name]
    if drawn:
        cancelled = lines_of(lines, drawn[-1], Event.CANCELLED)
        if cancelled:
            time = recorded_time(cancelled[-1].text("time"))
            day = time.date().isoformat() if time else ""
            raise BadInput(error("draw-cancelled", place, archive=folder.name, day=day))
        raise BadInput(error("draw-superseded", place, archive=folder.name))
    away = [line.text("archive") for line in standing if not (folder.parent / line.text("archive")).is_dir()]
    if away and (folder / SEALED).is_dir():
        raise BadInput(error("draw-renamed", place, archive=folder.name, names="、".join(away)))
    raise BadInput(error("draw-not-standing", place, archive=folder.name))


def read_draw(folder: Path, line: LedgerLine, lines: Sequence[LedgerLine]) -> StandingDraw:
    """One draw of the ledger in `folder`, every file held against its manifest and the ledger.

    Raises:
        BadInput: the archive is missing, or does not hold what the ledger says.
        FileTrouble: it cannot be read.
    """
    path = folder / line.text("archive")
    if away := archive_away(folder, line):
        raise Mismatch(away)
    archive = read_archive(path)
    refuse_differences("record-changed", archive, walk_draw(archive, line, lines))
    entries = stored_entries([*archive.folders(RESULT_ENTRIES).values()])
    dossier, stored = archive.dossier(entries), archive.events()
    return StandingDraw(
        archive=path,
        line=line,
        dossier=replace(
            with_corrections(dossier.after(stored), path.resolve(), lines),
            withdrawn=withdrawn_of(path.resolve(), lines),
        ),
        source=PLATFORM if "platform" in archive.manifest else "抽取",
        ended=tuple(visit for visit in standing(archive.draw, stored) if visit.get("ended")),
    )


def stored_entries(folders: Sequence[Mapping[str, bytes]]) -> tuple[Entry, ...]:
    """The entries of results that these folders hold, in their order."""
    return tuple(entry_of(json.loads(files[RESULTS])) for files in folders)
