"""`ssj report month`: the monthly form of 秦皇岛 附件3, filled as far as anybody knows (QHD-5, XT-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.dates import typed_month
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.plans.values import YearMonth, month_index
from shuangsuiji.core.plans.words import month_text
from shuangsuiji.core.results.monthly_figures import MonthFigures, month_figures
from shuangsuiji.core.results.monthly_supplement import Supplement, example
from shuangsuiji.documents.results.monthly_report import COUNTED, month_document, month_workbook
from shuangsuiji.documents.results.monthly_rows import MonthlyForm, monthly_form
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import read_archive
from shuangsuiji.files.disk import read_bytes, replace_file
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.files.yaml_plan import read_model
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.report_files import WrittenReport, write_reports
from shuangsuiji.workflows.standing_draws import read_records

__all__ = ["COUNTED", "SUPPLEMENT", "MonthlyReport", "report_month"]

SUPPLEMENT = "月报补充.yaml"


@dataclass(frozen=True, kw_only=True, repr=False)
class MonthlyReport(Brief):
    """The figures and the form of a month, the files, and what is missing.

    Attributes:
        supplement: the path of 月报补充.yaml.
        example_written: whether it was not there and has been written as an example.
    """

    figures: MonthFigures
    form: MonthlyForm
    written: WrittenReport
    supplement: Path
    example_written: bool
    findings: tuple[Finding, ...]


def report_month(
    place: FilePath, month: str, *, out: FilePath | None = None, now: datetime | None = None
) -> MonthlyReport:
    """Writes 月报-YYYY-MM.docx and .xlsx into 报告/ beside the plans.

    Args:
        place: the folder of the plans, of the draws, or of an archive.
        month: 2024-05, 5月, 十一月, 上月 and the like, see `core.dates.typed_month`.
        out: the folder to write into; by default 报告 beside the plans.
        now: its day is printed as that on which the form is filled.

    Raises:
        BadUsage: `month` is none.
        BadInput: there is no ledger, a record was tampered with, 月报补充.yaml has errors, or the office's
            own template cannot be filled in.
        FileTrouble: something cannot be read or written.
    """
    today = day_of(now)
    wanted = _month(month, today)
    records = read_records(Path(place))
    beside = records.folder.parent
    path = beside / SUPPLEMENT
    present = path.exists()
    supplement, findings = _read_supplement(path) if present else (Supplement(), [])
    figures = month_figures(wanted, [draw.dossier for draw in records.draws])
    form = monthly_form(figures, supplement)
    templates = templates_of(read_archive(records.draws[-1].archive)) if records.draws else {}
    files = {
        f"月报-{wanted}.docx": month_document(form, figures, today, templates),
        f"月报-{wanted}.xlsx": month_workbook(form, figures, today),
    }
    written = write_reports(beside, files, out)
    example_written = not present and out is None
    if example_written:
        replace_file(path, example(wanted).encode("utf-8"))
        findings.append(note("supplement-written", name=SUPPLEMENT))
    findings += [*records.findings, *written.findings, *_missing(figures, form)]
    return MonthlyReport(
        figures=figures,
        form=form,
        written=written,
        supplement=path,
        example_written=example_written,
        findings=tuple(findings),
    )


def _month(text: str, today: date) -> YearMonth:
    month = typed_month(text, today)
    if month is None:
        raise BadUsage(error("report-bad-month", value=text))
    return YearMonth(month)


def _read_supplement(path: Path) -> tuple[Supplement, list[Finding]]:
    """The file; one that holds nothing but comments says nothing."""
    try:
        supplement, findings, _ = read_model(read_bytes(path), path.name, Supplement)
    except BadInput as problem:
        if [finding.code for finding in problem.findings] == ["plan-empty"]:
            return Supplement(), []
        raise
    return supplement, findings


def _missing(figures: MonthFigures, form: MonthlyForm) -> list[Finding]:
    """What the form still wants, and what the records should have by now."""
    words = month_text(figures.month)
    found: list[Finding] = [
        warning("supplement-lacks", row=row.about or row.label, name=SUPPLEMENT, month=words, key=row.key)
        for row in form.lacking
    ]
    contacts = {"联系人": form.contact, "联系电话": form.phone, "手机": form.mobile}
    unknown = "、".join(key for key, text in contacts.items() if not text)
    if unknown:
        found.append(warning("supplement-lacks-contact", key=unknown, name=SUPPLEMENT))
    found += [
        warning("report-no-document-number", Place(), plan=norm(plan.number))
        for plan in {owner.number: owner for owner, _ in figures.tasks}.values()
        if not plan.document_number
    ]
    if figures.undated:
        found.append(
            warning(
                "report-undated",
                count=len(figures.undated),
                names=_some([visit.name for visit in figures.undated]),
            )
        )
    waiting = sum(
        not visit.begun
        for one in figures.every
        if month_index(one.dossier.pool.batch.end) <= month_index(YearMonth(figures.month))
        for visit in one.visits
    )
    if waiting:
        found.append(warning("report-results-missing", count=waiting))
    return found


def _some(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many more there are."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等"
