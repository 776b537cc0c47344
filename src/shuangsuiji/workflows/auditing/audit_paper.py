"""`ssj audit --report`: the report of an audit as a paper, never written into what is audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.findings import Finding, Level, Place, error
from shuangsuiji.documents.proof.audit_report import (
    ArchivePart,
    AttemptRow,
    AuditPaperContent,
    LedgerRow,
    StatementRow,
    audit_paper,
)
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, PaperFrame
from shuangsuiji.documents.wording import file_time, minute_text
from shuangsuiji.errors import BadUsage, FileTrouble
from shuangsuiji.files.disk import write_new
from shuangsuiji.messages import text_of
from shuangsuiji.version import __version__
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.places_report import PlacesReport
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.templates import usable_templates

_WORDS = {Verdict.PASSED: "相符", Verdict.FAILED: "不符", Verdict.SKIPPED: "没有核对完"}
_MOST_PLACES = 10
"""So many archives are named behind one finding; of more the number is told."""


class AuditPaper:
    """The paper to be written; whatever forbids it is told before anything is audited."""

    def __init__(self, path: Path, templates: FilePath | None, evidence: Iterable[Path], held: str) -> None:
        """Checks where the paper will lie, and its template.

        Args:
            path: of the paper.
            templates: the folder with the auditor's own template.
            evidence: the archives, and the folders of the ledgers.
            held: what is held elsewhere, in words.

        Raises:
            BadUsage: it is no .docx, or lies in the evidence.
            BadInput: the template has errors.
            FileTrouble: the paper is there already, or the folder of templates is not.
        """
        place = Place(file=str(path))
        if path.suffix.lower() != ".docx":
            raise BadUsage(error("audit-paper-not-docx", place))
        folders = {folder.resolve() for folder in evidence}
        if not folders.isdisjoint(path.resolve().parents):
            raise BadUsage(error("audit-paper-in-evidence", place))
        if path.exists():
            raise FileTrouble(error("new-file-exists", place))
        self.path, self.held = path, held
        self.templates = NO_TEMPLATES if templates is None else usable_templates(templates)

    def write(self, report: PlacesReport, time: datetime) -> Path:
        """Writes the paper, and gives its path.

        Raises:
            FileTrouble: it cannot be written.
        """
        frame = PaperFrame(title="“双随机”抽取档案复核报告", created=file_time(time))
        write_new(self.path, audit_paper(_content(report, time, self.held), frame, self.templates))
        return self.path


def _content(report: PlacesReport, time: datetime, held: str) -> AuditPaperContent:
    return AuditPaperContent(
        time=minute_text(time.isoformat()),
        places="、".join(str(place.resolve()) for place in report.places),
        held=held,
        software=f"shuangsuiji {__version__}",
        conclusion=text_of(report.conclusion.code, report.conclusion.values),
        counts=_counts(report.audits),
        contradictions=_told(report, Level.ERROR),
        asked=_told(report, Level.WARNING),
        notes=_told(report, Level.NOTE),
        attempts=tuple(
            AttemptRow(
                plan=one.plan,
                batch=one.batch,
                attempt=one.attempt,
                time=minute_text(one.time),
                seed=one.seed,
                grade=one.grade,
                outcome=one.outcome,
                basis=one.basis,
            )
            for one in report.attempts
        ),
        archives=tuple(_archive(report, one) for one in report.audits),
        ledgers=tuple(
            LedgerRow(name=_inside(report.places, str(one.path)), lines=one.lines, head=one.head)
            for one in report.ledgers
        ),
    )


def _counts(audits: Sequence[AuditReport]) -> str:
    """计算：相符 3 份、不符 1 份；记录：……"""
    parts = []
    for name, verdicts in (
        ("计算", [one.calculation for one in audits]),
        ("记录", [one.record for one in audits]),
    ):
        count = Counter(verdicts)
        parts.append(name + "：" + "、".join(f"{_WORDS[one]}{count[one]}份" for one in _WORDS if count[one]))
    return "；".join(parts) + "。" if audits else ""


def _archive(report: PlacesReport, audited: AuditReport) -> ArchivePart:
    rehearsal = audited.manifest is not None and not audited.frozen and audited.manifest.get("rehearsal")
    return ArchivePart(
        name=_inside(report.places, str(audited.archive)),
        kind="封存" if audited.frozen else "演练" if rehearsal else "抽取",
        calculation=_WORDS[audited.calculation],
        record=_WORDS[audited.record],
        statements=tuple(
            StatementRow(name=one.name, value=minute_text(one.value), basis=one.basis)
            for one in report.statements[audited.archive]
        ),
        open_steps="、".join(f"{step.number} {step.name}" for step in audited.unchecked),
    )


def _told(report: PlacesReport, level: Level) -> tuple[str, ...]:
    """The findings of a level, each text once with the archives that it is about, in their order."""
    places: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.level is level:
            text = text_of(finding.code, finding.values).rstrip("。")
            places.setdefault(text, []).append(_where(report, finding))
    return tuple(f"{text}。{_named(names)}" for text, names in places.items())


def _where(report: PlacesReport, finding: Finding) -> str:
    line = f"第{finding.place.line}行" if finding.place.line else ""
    return (_inside(report.places, finding.place.file) if finding.place.file else "") + line


def _named(names: Sequence[str]) -> str:
    known = list(dict.fromkeys(filter(None, names)))
    more = f"等{len(known)}处" if len(known) > _MOST_PLACES else ""
    return f"（{'、'.join(known[:_MOST_PLACES])}{more}）" if known else ""


def _inside(places: Sequence[Path], file: str) -> str:
    """A path from the place on in which it lies; an archive that was given itself by its name."""
    for place in places:
        if Path(file) == place:
            return place.resolve().name
        if place in Path(file).parents:
            return str(Path(file).relative_to(place))
    return file
