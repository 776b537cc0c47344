"""Results of the visits, from the clerk's sheet into the archive and the ledger.

1. The archive is held against the ledger, its earlier results among it.
2. The sheet is read; with one error in it nothing is taken at all.
3. What is new is told from what changes an earlier result; that needs a reason, and both stay on record.
4. The rows, the sheet as it was and a manifest become a folder 结果-001 … of 档案, with a line 结果 that has
   the digests of the rows and the manifest, both or neither (`Ledger.record`).
5. Drafts that were made of what was changed go to 旧稿.

Source: WG-10, LZ-8, LZ-9, XT-6, XT-9, LAW-5, LAW-7.

For a sheet that was refused: a copy of it with what is wrong at its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json, canonical_csv, norm, sha256
from shuangsuiji.core.dates import typed_date
from shuangsuiji.core.findings import Finding, Place, error, has_errors, note, warning
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine, head, standing_draws
from shuangsuiji.core.records.results import CLOSED, OPEN, RESULTS_SCHEME, Entry, Result, entry_bytes
from shuangsuiji.core.results.entry_columns import COLUMNS, WITHDRAW, is_of_line, person_labels, result_texts
from shuangsuiji.core.results.entry_rows import SheetReading, read_results
from shuangsuiji.documents.drawing.print_list import PRINT_LIST
from shuangsuiji.documents.registries.marks import marked_copy
from shuangsuiji.errors import AlreadyDone, BadInput, BadUsage, FileTrouble
from shuangsuiji.files import budget
from shuangsuiji.files.archive import (
    MANIFEST,
    PAPERS,
    RESULT_ENTRIES,
    RESULTS,
    RESULTS_SHEET,
    manifest_of,
    read_archive,
    sealed_folder,
    with_manifest,
)
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import read_bytes, write_new
from shuangsuiji.files.drafts import beside
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.workflows.current_papers import bring_up, retire_drafts
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.record_keeping import Circumstances, after_draw, software, stated
from shuangsuiji.workflows.registries.check import editable_bytes
from shuangsuiji.workflows.result_rows import ROWS_NAME, ResultRow, sheet_of_rows
from shuangsuiji.workflows.standing_draws import StandingDraw, draw_of

_SUFFIX = re.compile(r"\.[A-Za-z]{1,5}")


@dataclass(frozen=True, kw_only=True)
class ChangedField:
    """One field of a result that said something else before: the column, and both texts."""

    visit: int
    department: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ResultsReport(Brief):
    """What was taken, and how the draw stands now.

    Attributes:
        draw: with the results after this entry.
        entry: None where nothing was new, or nothing was brought.
        added: visit and department of results that were not there before.
        changed: of those that say more or something else than before, or were withdrawn.
        corrections: what earlier results said and do not say any more.
        same: how many rows said what is on record already.
        unfinished: rows without a date or codes, which were left for later.
        rows: as they were read, with the publication that is on record already.
    """

    draw: StandingDraw
    entry: Entry | None = None
    added: tuple[tuple[int, str], ...] = ()
    changed: tuple[tuple[int, str], ...] = ()
    corrections: tuple[ChangedField, ...] = ()
    same: int = 0
    unfinished: tuple[tuple[int, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    rows: tuple[Result, ...] = ()


def results(
    archive: FilePath,
    sheet: FilePath | None = None,
    *,
    rows: Sequence[ResultRow] | None = None,
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
) -> ResultsReport:
    """Takes a filled-in 结果录入表 or its rows into an archive; without either, tells how the draw stands.

    Args:
        archive: the folder of the draw.
        sheet: the workbook or table.
        rows: the results as values in place of a sheet, such as `{"visit": 1, "codes": 1, "day": date(…),
            "signature": "已签字"}`; see `result_rows.sheet_of_rows`. Findings call them rows.csv, line 2 on.
        reason: why results change that are on record, or why the clock is behind the ledger; compulsory then.
        operator: who enters them.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadInput: the sheet has errors, or the archive does not hold what the ledger says.
        BadUsage: earlier results would change without a reason, the draw is a rehearsal, both sheet and rows
            are given, or a row has an unknown key or value.
        FileTrouble: something could not be read or written.
    """
    if sheet is None and rows is None:
        folder, ledger = _ledger_of(Path(archive))
        return ResultsReport(draw=draw_of(folder, ledger.read()))
    if sheet is not None and rows is not None:
        raise BadUsage(error("results-sheet-or-rows"))
    file, circumstances = Path(sheet or ROWS_NAME), Circumstances.of(now, reason=reason, operator=operator)
    data = read_bytes(file) if rows is None else b""
    folder, ledger = _ledger_of(Path(archive))
    with ledger.locked(circumstances.time):
        lines = ledger.read()
        bring_up(ledger.folder, lines)
        draw = draw_of(folder, lines)
        circumstances = after_draw(lines, draw.line, circumstances)
        data = data if rows is None else sheet_of_rows(draw, rows)
        with budget.reading(file.name, len(data)):
            grids, findings = read_grids(data, file.name)
            reading = read_results(grids, draw.dossier, draw.ended, beijing_day(circumstances.now))
        findings = [_with_its_draw(one, lines) for one in (*findings, *reading.findings)]
        if has_errors(findings):
            raise BadInput(*findings)
        report = _compared(draw, reading, findings)
        if report.corrections and not stated(reason):
            raise BadUsage(*_ask_for_reason(draw, report.corrections, reading))
        new = tuple(result for result in report.rows if result.key in {*report.added, *report.changed})
        if not new:
            return report
        entry = Entry(
            number=len(draw.dossier.entries) + 1,
            time=circumstances.time,
            operator=circumstances.operator,
            reason=circumstances.reason,
            source=norm(file.name),
            results=new,
        )
        _keep(ledger, draw, entry, file, data, head(lines))
        dossier = replace(draw.dossier, entries=(*draw.dossier.entries, entry))
        told = _without_old_drafts(folder, dossier, entry) if report.corrections else ()
    draw = replace(draw, dossier=dossier)
    return replace(report, entry=entry, draw=draw, findings=(*report.findings, *told))


def _without_old_drafts(folder: Path, dossier: Dossier, entry: Entry) -> list[Finding]:
    """Letters and notices that say what was found before are moved away; what has to be said of it."""
    papers = folder / PAPERS
    try:
        placed = retire_drafts(read_archive(folder), dossier, entry.number)
    except FileTrouble as trouble:
        return [*trouble.findings, warning("papers-not-placed", Place(file=str(papers)))]
    names = [PurePosixPath(name).name for name in placed.moved if PurePosixPath(name).name != PRINT_LIST]
    told = [warning("results-drafts-void", count=len(names), names="、".join(names))] if names else []
    return [*told, *placed.findings(papers)]


def results_published(
    archive: FilePath,
    day: str,
    *,
    channel: str = "",
    approval: str = "",
    operator: str = "",
    now: datetime | None = None,
) -> ResultsReport:
    """Puts on record that every result not published yet was published, all on one day and in one place.

    Of visits of which every department has its result, as 抽查结果公示 lists them.

    Args:
        archive: the folder of the draw.
        day: the day of publication, as people write it.
        channel: where; by default the plan's, all of them.
        approval: who approved it and when; results that name somebody keep theirs.
        operator: who enters it.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadInput: nothing is left to publish, the day cannot be that of some result, or no channel is known.
        BadUsage: `day` is no date, or the draw is a rehearsal.
        FileTrouble: something could not be read or written.
    """
    circumstances = Circumstances.of(now, operator=operator)
    published = typed_date(day, beijing_day(circumstances.now))
    if published is None:
        raise BadUsage(error("due-bad-day", value=day))
    folder, ledger = _ledger_of(Path(archive))
    with ledger.locked():
        lines = ledger.read()
        draw = draw_of(folder, lines)
        circumstances = after_draw(lines, draw.line, circumstances)
        channels = draw.plan.publication.channels
        where = norm(channel) or "、".join(channels)
        waiting = [one for one in draw.dossier.results if not (one.published or one.withdrawn)]
        complete = {one.visit["index"] for one in draw.inspections if one.complete}
        left = [one for one in waiting if one.visit in complete]
        incomplete = len({one.visit for one in waiting} - complete)
        _refuse_publication(draw, left, published.isoformat(), where, beijing_day(circumstances.now))
        rows = tuple(
            replace(
                one,
                published=published.isoformat(),
                channel=one.channel or where,
                approval=one.approval or norm(approval),
            )
            for one in left
        )
        listed = [(str(one.visit), one.department, one.approval, one.published, one.channel) for one in rows]
        data = canonical_csv(("序号", "检查部门", "公开审批", "公开日期", "公开渠道"), listed)
        entry = Entry(
            number=len(draw.dossier.entries) + 1,
            time=circumstances.time,
            operator=circumstances.operator,
            reason=circumstances.reason,
            source="整批公开",
            results=rows,
        )
        _keep(ledger, draw, entry, Path("整批公开.csv"), data, head(lines))
    dossier = replace(draw.dossier, entries=(*draw.dossier.entries, entry))
    changed = tuple(one.key for one in rows)
    findings = (note("publish-all-incomplete", count=incomplete),) if incomplete else ()
    return ResultsReport(draw=replace(draw, dossier=dossier), entry=entry, changed=changed, findings=findings)


def _refuse_publication(
    draw: StandingDraw, left: Sequence[Result], day: str, channel: str, today: date
) -> None:
    if not left:
        days = {one.published for one in draw.dossier.results if not one.withdrawn}
        if days == {day}:
            raise AlreadyDone(note("publish-all-already", day=day))
        raise BadInput(error("publish-all-nothing"))
    if day > today.isoformat():
        raise BadInput(error("results-future", column="公开日期", day=day, today=today.isoformat()))
    early = [one for one in left if day < one.day]
    if early:
        names = {one.visit["index"]: one.visit["name"] for one in draw.inspections}
        name, inspected = names[early[0].visit], early[0].day
        raise BadInput(error("publish-all-early", name=name, inspected=inspected, day=day, count=len(early)))
    if not channel and not all(one.channel for one in left):
        raise BadInput(error("publish-all-channel"))


def _ledger_of(folder: Path) -> tuple[Path, Ledger]:
    """The folder of an archive whose draw is no rehearsal, and the ledger beside it."""
    archive = read_archive(folder)
    manifest = manifest_of(archive)
    if manifest is not None and manifest.get("rehearsal"):
        raise BadUsage(error("results-rehearsal", Place(file=archive.folder.name)))
    base = archive.folder.resolve()
    return base, ledger_beside(base)


def _with_its_draw(finding: Finding, lines: Sequence[LedgerLine]) -> Finding:
    """That a sheet is of another draw, with the name of that draw where the ledger knows it."""
    if finding.code != "results-other-draw":
        return finding
    theirs = str(finding.values["theirs"])
    known = (line for line in lines if line.event == Event.DRAWN and is_of_line(theirs, line))
    line = next(known, None)
    if line is None:
        return finding
    stands = any(line.number == one.number for one in standing_draws(lines))
    archive, batch = line.text("archive"), line.text("batch")
    if stands:
        return error("results-of-draw", finding.place, archive=archive, batch=batch)
    return error("results-of-cancelled-draw", finding.place, archive=archive, batch=batch)


def _compared(draw: StandingDraw, reading: SheetReading, findings: Sequence[Finding]) -> ResultsReport:
    """Step 3: what each row is beside the newest result of its visit and department."""
    before = {result.key: result for result in draw.dossier.results}
    labels = person_labels(draw.dossier)
    added, changed, corrections, same = [], [], [], 0
    rows = [_still_published(before.get(one.key), one) for one in reading.results]
    for result in rows:
        old = before.get(result.key)
        if old is None:
            added.append(result.key)
        elif old == result:
            same += 1
        else:
            changed.append(result.key)
            corrections += _corrections(old, result, labels)
    said = list(findings)
    again = {
        one.visit for one in rows if (old := before.get(one.key)) and old.published and not one.published
    }
    if again:
        said.append(warning("results-publish-again", count=len(again)))
    if not added and not changed:
        said.append(note("results-nothing-new", same=same) if same else note("results-blank-sheet"))
    return ResultsReport(
        draw=draw,
        added=tuple(added),
        changed=tuple(changed),
        corrections=tuple(corrections),
        same=same,
        unfinished=reading.unfinished,
        findings=tuple(said),
        rows=tuple(rows),
    )


def _still_published(old: Result | None, new: Result) -> Result:
    """A row that leaves the columns of 公开 blank says nothing against the publication that is on record.

    A result that says something else than what was published has to be published again.
    """
    if old is None or not old.published or new.published or new.withdrawn or new.codes != old.codes:
        return new
    return replace(
        new,
        published=old.published,
        channel=new.channel or old.channel,
        approval=new.approval or old.approval,
    )


def _corrections(old: Result, new: Result, labels: dict[str, str]) -> list[ChangedField]:
    """What the old result said and the new one does not: not what is added, nor a measure that has ended."""
    before, after = result_texts(old, labels), result_texts(new, labels)
    gone: list[ChangedField] = []
    if new.withdrawn:
        after = before | {"codes": WITHDRAW}
    for column in COLUMNS:
        was, now = before.get(column.key, ""), after.get(column.key, "")
        if not was or was == now:
            continue
        if column.key == "state" and (was, now) == (OPEN, CLOSED):
            continue
        if column.key == "measures" and set(old.measures) <= set(new.measures):
            continue
        gone.append(
            ChangedField(
                visit=old.visit, department=old.department, column=column.title, before=was, after=now
            )
        )
    return gone


def _ask_for_reason(
    draw: StandingDraw, corrections: Sequence[ChangedField], reading: SheetReading
) -> list[Finding]:
    """Each change by its row, and the way to make it."""
    names = {inspection.visit["index"]: inspection.visit["name"] for inspection in draw.inspections}
    changes = [
        error(
            "results-changed",
            reading.places[(one.visit, one.department)],
            name=names[one.visit],
            department=draw.dossier.department_name(one.department),
            column=one.column,
            before=one.before,
            after=one.after or "（空）",
        )
        for one in corrections
    ]
    rows = len({(one.visit, one.department) for one in corrections})
    return [*changes, error("results-need-reason", count=rows)]


def _keep(
    ledger: Ledger, draw: StandingDraw, entry: Entry, sheet: Path, data: bytes, ledger_head: str
) -> None:
    """Step 4."""
    kept = RESULTS_SHEET + (sheet.suffix.lower() if _SUFFIX.fullmatch(sheet.suffix) else "")
    files = {RESULTS: entry_bytes(entry), kept: data}
    main = draw.dossier.manifest
    which: dict[str, Json] = {key: main[key] for key in ("plan", "batch", "attempt")}
    manifest: dict[str, Json] = {
        "scheme": RESULTS_SCHEME,
        "software": software(),
        "entry": entry.number,
        "commit": main["commit"],
        "draw": main["draw"],
        "result": sha256(files[RESULTS]),
        "reason": entry.reason,
        "ledger_head": ledger_head,
        "time": entry.time,
        "operator": entry.operator,
    }
    files = with_manifest(files, manifest)
    ledger.record(
        Event.RESULTS,
        {
            **which,
            "number": entry.number,
            "time": entry.time,
            "reason": entry.reason,
            "operator": entry.operator,
            "rows": len(entry.results),
            "result": sha256(files[RESULTS]),
            "manifest": sha256(files[MANIFEST]),
        },
        [sealed_folder(draw.archive, RESULT_ENTRIES.folder(entry.number), files)],
    )


def mark_sheet(sheet: FilePath, findings: Sequence[Finding]) -> Path:
    """Writes the marked copy beside the sheet, which stays as it is; its path.

    Args:
        sheet: the sheet as it was refused.
        findings: what was found in it.

    Raises:
        BadInput: it cannot be read.
        FileTrouble: the copy cannot be written.
    """
    path = Path(sheet)
    data = read_bytes(path)
    with reading(path.name, len(data)):
        grids, _ = read_grids(data, path.name)
    marked = beside(path, "标注")
    write_new(marked, marked_copy(editable_bytes(data), grids, findings, None, path.name))
    return marked
