"""An audit of all archives in some places: what each of them states, what vouches for it, what to ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.records.attempts import attempts_of
from shuangsuiji.core.records.ledger import Event
from shuangsuiji.errors import BadUsage, FileTrouble, SsjError, UnreadableArchive
from shuangsuiji.files.archive import SEALED
from shuangsuiji.files.disk import not_found
from shuangsuiji.files.ledger import LEDGER
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.audit import AuditReport, audit
from shuangsuiji.workflows.auditing.audit_paper import AuditPaper
from shuangsuiji.workflows.auditing.places_report import AuditedAttempt, AuditedLedger, PlacesReport
from shuangsuiji.workflows.auditing.statements import LEDGER_STEP, Basis, statements_of
from shuangsuiji.workflows.auditing.steps import About, Verdict
from shuangsuiji.workflows.environment import FilePath, listed, time_of
from shuangsuiji.workflows.ledger import ledger

_MOST_FOLDERS = 100_000
"""Beyond so many folders a place is no stick of archives."""


def audit_places(
    places: Sequence[FilePath],
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
    commit: str | None = None,
    report: FilePath | None = None,
    templates: FilePath | None = None,
    now: datetime | None = None,
) -> PlacesReport:
    """Audits every archive in some folders, however deep, and holds the ledgers against them.

    Args:
        places: archives, or folders that hold archives; links are not followed.
        plan: of the one archive that is there, as it is held elsewhere; see `audit`, too, for the next three.
        registries: its registries.
        seed: its seed.
        commit: its commitment.
        report: a Word document that does not exist yet, 复核报告.docx, to be written; it never
            lies in what is audited.
        templates: the folder with the auditor's own template of the paper.
        now: the time that the paper says; see `environment.time_of`.

    Raises:
        BadInput: there is no archive at a place, it has too many folders, or the template has errors.
        BadUsage: `places` is one text instead of a list, or empty; something held elsewhere is given for
            several archives; the paper would lie in an archive, beside a ledger, or is no .docx.
        FileTrouble: a place is not there, or the paper is there already or cannot be written.
    """
    listed(places=places, registries=registries)
    if not places:
        raise BadUsage(error("audit-no-places"))
    archives: set[Path] = set()
    books: set[Path] = set()
    packed: set[Path] = set()
    for place in map(Path, places):
        more, beside, zipped = _found(place)
        packed |= zipped
        if not more and zipped:
            raise UnreadableArchive(error("audit-packed", Place(file=str(min(zipped)))))
        if not more:
            raise UnreadableArchive(error("archive-not-found", Place(file=str(place))))
        archives |= more
        books |= beside | {one.parent for one in more if (one.parent / LEDGER).is_file()}
    if len(archives) > 1 and (plan or registries or seed or commit):
        raise BadUsage(error("audit-of-one"))
    paper = (
        None
        if report is None
        else AuditPaper(Path(report), templates, [*archives, *books], _held(plan, registries, seed, commit))
    )
    audits: list[AuditReport] = []
    findings: list[Finding] = [warning("audit-packed", Place(file=str(one))) for one in sorted(packed)]
    for folder in sorted(archives):
        try:
            audits.append(audit(folder, plan=plan, registries=registries, seed=seed, commit=commit))
        except SsjError as problem:  # one that cannot be read says nothing of the others
            findings.append(error("audit-place-unreadable", Place(file=str(folder)), told=str(problem)))
    ledgers: list[AuditedLedger] = []
    attempts: list[AuditedAttempt] = []
    for folder in sorted(books):
        try:
            told = ledger(folder, verify=True)
        except SsjError as problem:
            findings.append(error("audit-place-unreadable", Place(file=str(folder)), told=str(problem)))
            continue
        findings += [_placed(one, told.path) for one in told.findings if one.code not in _ASKED_BY_ARCHIVE]
        ledgers.append(AuditedLedger(path=told.path, lines=len(told.lines), head=told.head))
        drawn = {
            (one.text("plan"), one.text("batch")): None for one in told.lines if one.event == Event.STARTED
        }
        attempts += [
            AuditedAttempt(ledger=told.path, basis=Basis.RECORDED, plan=plan_number, batch=batch, **one)
            for plan_number, batch in drawn
            for one in attempts_of(told.lines, plan_number, batch)
        ]
    for one in audits:
        findings += _of_archive(one)
    findings += _same_draw_twice(audits)
    audited = PlacesReport(
        places=[*map(Path, places)],
        audits=audits,
        statements={one.archive: statements_of(one) for one in audits},
        ledgers=ledgers,
        attempts=[*attempts, *_claimed(audits, attempts)],
        findings=findings,
    )
    return audited if paper is None else replace(audited, paper=paper.write(audited, time_of(now)))


def _held(plan: FilePath | None, registries: Sequence[FilePath], seed: str | None, commit: str | None) -> str:
    """What is held elsewhere, as the paper names it."""
    files = [Path(one).name for one in (plan, *registries) if one is not None]
    told = (("文件", "、".join(files)), ("种子", seed), ("封存摘要", commit))
    return "；".join(f"{name} {value}" for name, value in told if value)


def _claimed(audits: Sequence[AuditReport], known: Sequence[AuditedAttempt]) -> Iterator[AuditedAttempt]:
    """The attempts that archives tell of and no ledger knows, each once, as the last archive tells it."""
    on_record = {(one.plan, one.batch, one.attempt, one.time, one.seed, one.grade) for one in known}
    claims: dict[tuple[str | int, ...], AuditedAttempt] = {}
    for report in audits:
        for values in _told_attempts(report.manifest or {}):
            one = AuditedAttempt(ledger=None, archive=report.archive, basis=Basis.CLAIMED, **values)
            key = (one.plan, one.batch, one.attempt, one.time, one.seed, one.grade)
            if key not in on_record:
                claims[key] = one
    yield from claims.values()


def _told_attempts(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The attempts in a manifest, whatever nonsense it may hold; a rehearsal and a frozen batch have none."""
    told = manifest.get("attempts")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and isinstance(one.get("attempt"), int):
            words = {name: str(one.get(name, "")) for name in ("time", "seed", "grade", "outcome")}
            of = {name: str(manifest.get(name, "")) for name in ("plan", "batch")}
            yield {**of, **words, "attempt": one["attempt"]}


def _placed(finding: Finding, path: Path) -> Finding:
    """A finding of a ledger at its whole path: two bureaus may have archives of one name."""
    place = finding.place
    file = str(path.parent / place.file) if place.file else str(path)
    return replace(finding, place=replace(place, file=file))


_ASKED_BY_ARCHIVE = frozenset({"ledger-words-away", "ledger-secret-away"})
"""Asked for once, by the step of the archives that needs it."""


def _found(place: Path) -> tuple[set[Path], set[Path], set[Path]]:
    """The archives below a place, the folders with ledgers, and zip files, which are not audited."""
    if not place.exists():
        raise FileTrouble(not_found(place))
    place = place.parent if place.name == SEALED else place
    archives: set[Path] = set()
    ledgers: set[Path] = set()
    packed: set[Path] = {place} if place.suffix.lower() == ".zip" else set()
    for count, (name, below, files) in enumerate(os.walk(place)):
        if count > _MOST_FOLDERS:
            raise UnreadableArchive(
                error("audit-too-many-folders", Place(file=str(place)), most=_MOST_FOLDERS)
            )
        packed |= {Path(name, file) for file in files if file.lower().endswith(".zip")}
        if LEDGER in files:
            ledgers.add(Path(name))
        if SEALED in below:
            archives.add(Path(name))
            below.clear()  # what lies in an archive is its own
    return archives, ledgers, packed


def _of_archive(report: AuditReport) -> Iterator[Finding]:
    """What fails in an archive, and what is to be asked for where a step was left open."""
    place = Place(file=str(report.archive))
    for step in report.steps:
        if step.verdict is Verdict.FAILED:
            told = "；".join(text_of(code, values) for code, values in step.details[:3])
            yield error("audit-step-failed", place, step=step.number, name=step.name, told=told)
    known = report.frozen or all(
        step.verdict is Verdict.PASSED for step in report.steps if step.number == LEDGER_STEP
    )
    for step in report.unchecked:
        if not known and step.number > LEDGER_STEP and step.about is About.RECORD:
            continue  # they wait for the ledger, which step 8 asks for
        told = text_of(*step.details[0]) if step.details else ""
        kind = "台账或旁边的档案" if step.about is About.RECORD else "档案里缺的文件"
        yield warning("audit-ask", place, step=step.number, name=step.name, told=told, kind=kind)
    if not report.frozen and report.manifest is not None and report.manifest.get("rehearsal"):
        yield warning("audit-is-rehearsal", place)
    if report.papers_differ:
        yield warning("audit-ask-no-papers" if report.papers_away else "audit-ask-papers", place)


def _same_draw_twice(audits: Sequence[AuditReport]) -> Iterator[Finding]:
    """Two archives that say that they are the same attempt, and are not the same."""
    first: dict[tuple[str, ...], AuditReport] = {}
    for report in audits:
        manifest: Mapping[str, Any] = report.manifest or {}
        if report.frozen or not manifest or manifest.get("rehearsal"):
            continue
        key = tuple(str(manifest.get(name)) for name in ("plan", "plan_name", "batch", "attempt"))
        other = first.setdefault(key, report)
        theirs: Mapping[str, Any] = other.manifest or {}
        if any(manifest.get(name) != theirs.get(name) for name in ("commit", "draw", "seed", "time")):
            yield error("audit-two-archives", Place(file=str(report.archive)), other=str(other.archive))
