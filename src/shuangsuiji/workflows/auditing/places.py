"""An audit of all archives in some places: what each of them states, what vouches for it, what to ask for.

A statement has one of three words: it was computed again (算得), the ledger vouches for it (有台账为证), or
nothing does but the archive itself (只是自称). No statement of an archive in which a step failed that the
statement needs is more than the last.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from shuangsuiji.core.brief import brief
from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, warning
from shuangsuiji.core.records.attempts import attempts_of
from shuangsuiji.core.records.ledger import Event
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble, SsjError
from shuangsuiji.files.archive import SEALED
from shuangsuiji.files.disk import not_found
from shuangsuiji.files.ledger import LEDGER
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.audit import AuditReport, audit
from shuangsuiji.workflows.auditing.steps import About, AuditStep, Verdict
from shuangsuiji.workflows.environment import FilePath, listed
from shuangsuiji.workflows.ledger import ledger

_MOST_FOLDERS = 100_000
"""Beyond so many folders a place is no stick of archives."""


_LEDGER = 8
"""The number of the step that holds an archive against its ledger."""


class Basis(StrEnum):
    """What vouches for a statement."""

    COMPUTED = "算得"
    RECORDED = "有台账为证"
    CLAIMED = "只是自称"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that an archive says: its name, the value, and what vouches for it."""

    name: str
    value: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedAttempt:
    """One 开始 of a ledger: a draw, whether its archive is there or not; `time` as it is on record."""

    ledger: Path
    plan: str
    batch: str
    attempt: int
    time: str
    seed: str
    grade: str
    outcome: str


@brief
@dataclass(frozen=True, kw_only=True)
class PlacesReport:
    """The archives that were found, in the order of their paths.

    Attributes:
        audits: of every archive and frozen folder that could be read.
        statements: by the archive's folder, what it says.
        attempts: of every ledger, in its order.
        findings: what contradicts, what could not be read, and what the bureau has to be asked for, each at
            its archive or ledger.
    """

    audits: Sequence[AuditReport]
    statements: Mapping[Path, Sequence[Statement]]
    attempts: Sequence[AuditedAttempt]
    findings: Sequence[Finding]

    @property
    def passed(self) -> bool:
        """Whether nothing failed and nothing contradicts."""
        return all(report.passed for report in self.audits) and not has_errors(self.findings)

    @property
    def complete(self) -> bool:
        """Whether every archive is complete, and there is nothing to ask for."""
        left = any(finding.level is not Level.NOTE for finding in self.findings)
        return self.passed and all(report.complete for report in self.audits) and not left


def audit_places(places: Sequence[FilePath]) -> PlacesReport:
    """Audits every archive in some folders, however deep, and holds the ledgers against them.

    Args:
        places: archives, or folders that hold archives; links are not followed.

    Raises:
        BadInput: there is no archive at a place, or it has too many folders.
        BadUsage: `places` is one text instead of a list, or empty.
        FileTrouble: a place is not there.
    """
    listed(places=places)
    if not places:
        raise BadUsage(error("audit-no-places"))
    archives: set[Path] = set()
    ledgers: set[Path] = set()
    for place in map(Path, places):
        more, books = _found(place)
        if not more:
            raise BadInput(error("archive-not-found", Place(file=str(place))))
        archives |= more
        ledgers |= books | {one.parent for one in more if (one.parent / LEDGER).is_file()}
    audits: list[AuditReport] = []
    findings: list[Finding] = []
    for folder in sorted(archives):
        try:
            audits.append(audit(folder))
        except SsjError as problem:  # one that cannot be read says nothing of the others
            findings.append(error("audit-place-unreadable", Place(file=str(folder)), told=str(problem)))
    attempts: list[AuditedAttempt] = []
    for folder in sorted(ledgers):
        try:
            books_report = ledger(folder, verify=True)
        except SsjError as problem:
            findings.append(error("audit-place-unreadable", Place(file=str(folder)), told=str(problem)))
            continue
        findings += [one for one in books_report.findings if one.code not in _ASKED_BY_ARCHIVE]
        lines = books_report.lines
        drawn = {(one.text("plan"), one.text("batch")): None for one in lines if one.event == Event.STARTED}
        attempts += [
            AuditedAttempt(ledger=books_report.path, plan=plan, batch=batch, **one)
            for plan, batch in drawn
            for one in attempts_of(lines, plan, batch)
        ]
    for report in audits:
        findings += _of_archive(report)
    findings += _same_draw_twice(audits)
    return PlacesReport(
        audits=audits,
        statements={report.archive: statements_of(report) for report in audits},
        attempts=attempts,
        findings=findings,
    )


_ASKED_BY_ARCHIVE = frozenset({"ledger-words-away", "ledger-secret-away"})
"""Asked for once, by the step of the archives that needs it."""


def _found(place: Path) -> tuple[set[Path], set[Path]]:
    """The archives below a place, and the folders with ledgers."""
    if not place.exists():
        raise FileTrouble(not_found(place))
    place = place.parent if place.name == SEALED else place
    archives: set[Path] = set()
    ledgers: set[Path] = set()
    for count, (name, below, files) in enumerate(os.walk(place)):
        if count > _MOST_FOLDERS:
            raise BadInput(error("audit-too-many-folders", Place(file=str(place)), most=_MOST_FOLDERS))
        if LEDGER in files:
            ledgers.add(Path(name))
        if SEALED in below:
            archives.add(Path(name))
            below.clear()  # what lies in an archive is its own
    return archives, ledgers


def statements_of(report: AuditReport) -> list[Statement]:
    """What an archive states, each with what vouches for it; nothing where its manifest cannot be read."""
    manifest: Mapping[str, Any] = report.manifest or {}
    seed = manifest.get("seed")
    seed = seed if isinstance(seed, dict) else {}
    steps = {step.number: step for step in report.steps}
    witnesses = manifest.get("witnesses")
    watched = "、".join(map(str, witnesses)) if isinstance(witnesses, list) else ""
    computed, recorded = Basis.COMPUTED, Basis.RECORDED
    told = [
        ("封存摘要", manifest.get("commit"), computed, (1, 3)),
        ("名录由原始文件整理", manifest.get("plan_file"), computed, (1, 3, 4)),
        ("抽取结果由种子算得", seed.get("text"), computed, (1, 3, 5, 6)),
        ("种子性质", seed.get("grade"), recorded, (1, 8)),
        ("第几次抽取", manifest.get("attempt"), recorded, (1, 8)),
        ("时间", manifest.get("time"), recorded, (1, 8)),
        ("操作人", manifest.get("operator"), recorded, (1, 8, 19)),
        ("理由", manifest.get("reason"), recorded, (1, 8, 19)),
        ("见证人", watched, recorded, (1, 8)),
        ("先封存", _detail(steps, 17), recorded, (8, 17)),
        ("递补由种子算得", _detail(steps, 9), computed, (1, 9)),
        ("递补的次数", _detail(steps, 13), recorded, (8, 13)),
        ("检查结果", _detail(steps, 14), recorded, (8, 14)),
        ("更正", _detail(steps, 15), recorded, (8, 15)),
    ]
    return [
        Statement(
            name=name,
            value=str(value),
            basis=basis if all(_holds(steps.get(number)) for number in needed) else Basis.CLAIMED,
        )
        for name, value, basis, needed in told
        if value not in (None, "")
    ]


def _detail(steps: Mapping[int, AuditStep], number: int) -> str:
    """What a step says first, if it was made or there is nothing of the kind."""
    step = steps.get(number)
    if step is None or not step.details:
        return ""
    code, values = step.details[0]
    return text_of(code, values)


def _holds(step: AuditStep | None) -> bool:
    """Whether a step was made, or there is nothing of its kind; a rehearsal has no ledger to vouch for it."""
    if step is None:
        return False
    return step.verdict is Verdict.PASSED or (step.absent and step.number != _LEDGER)


def _of_archive(report: AuditReport) -> Iterator[Finding]:
    """What fails in an archive, and what is to be asked for where a step was left open."""
    place = Place(file=str(report.archive))
    for step in report.steps:
        if step.verdict is Verdict.FAILED:
            told = "；".join(text_of(code, values) for code, values in step.details[:3])
            yield error("audit-step-failed", place, step=step.number, name=step.name, told=told)
    known = report.frozen or all(
        step.verdict is Verdict.PASSED for step in report.steps if step.number == _LEDGER
    )
    for step in report.unchecked:
        if not known and step.number > _LEDGER and step.about is About.RECORD:
            continue  # they wait for the ledger, which step 8 asks for
        told = text_of(*step.details[0]) if step.details else ""
        kind = "台账或旁边的档案" if step.about is About.RECORD else "档案里缺的文件"
        yield warning("audit-ask", place, step=step.number, name=step.name, told=told, kind=kind)
    if not report.frozen and report.manifest is not None and report.manifest.get("rehearsal"):
        yield warning("audit-is-rehearsal", place)
    if report.papers_differ:
        yield warning("audit-ask-papers", place)


def _same_draw_twice(audits: Sequence[AuditReport]) -> Iterator[Finding]:
    """Two archives that say that they are the same attempt, and are not the same."""
    first: dict[tuple[str, ...], AuditReport] = {}
    for report in audits:
        manifest: Mapping[str, Any] = report.manifest or {}
        if report.frozen or not manifest or manifest.get("rehearsal"):
            continue
        key = tuple(str(manifest.get(name)) for name in ("plan", "batch", "attempt"))
        other = first.setdefault(key, report)
        theirs: Mapping[str, Any] = other.manifest or {}
        if any(manifest.get(name) != theirs.get(name) for name in ("commit", "draw", "seed", "time")):
            yield error("audit-two-archives", Place(file=str(report.archive)), other=str(other.archive))
