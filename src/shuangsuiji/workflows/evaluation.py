"""`ssj report year`: the evaluation of a year, as a workbook and as a report (QHD-8, XT-2, XT-6, XT-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.dates import typed_year
from shuangsuiji.core.evaluation.figures import EvaluationFigures, evaluation_figures
from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.documents.evaluation.charts import charts
from shuangsuiji.documents.evaluation.overview import key_figures, summary_notes
from shuangsuiji.documents.evaluation.report_content import evaluation_report
from shuangsuiji.documents.evaluation.words import group_text, percent
from shuangsuiji.documents.evaluation.workbook import evaluation_workbook
from shuangsuiji.documents.wording import issuers
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import read_archive
from shuangsuiji.files.holidays import calendar_beside
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.report_files import WrittenReport, write_reports
from shuangsuiji.workflows.standing_draws import StandingDraw, read_records

__all__ = ["YearlyEvaluation", "group_text", "key_figures", "percent", "report_year", "summary_notes"]


@dataclass(frozen=True, kw_only=True, repr=False)
class YearlyEvaluation(Brief):
    """The figures of a year, the body that evaluates, the files, and what has to be said of them."""

    figures: EvaluationFigures
    body: str
    written: WrittenReport
    findings: tuple[Finding, ...]


def report_year(
    place: FilePath, year: int | str, *, out: FilePath | None = None, now: datetime | None = None
) -> YearlyEvaluation:
    """Writes 年度评估-YYYY.xlsx and 年度评估报告-YYYY.docx into 报告/ beside the plans.

    Args:
        place: the folder of the plans, of the draws, or of an archive.
        year: of the plans, such as 2024; see `core.dates.typed_year`.
        out: the folder to write into; by default 报告 beside the plans.
        now: its day is that up to which the record counts; it decides what is overdue.

    Raises:
        BadUsage: `year` is none.
        BadInput: there is no ledger, a record was tampered with, nothing was drawn for that year, or the
            office's own template cannot be filled in.
        FileTrouble: something cannot be read or written.
    """
    today = day_of(now)
    wanted = _year(str(year), today)
    records = read_records(Path(place))
    this, last = records.of_year(wanted), records.of_year(wanted - 1)
    if not this:
        raise BadInput(error("report-no-draws", Place(file=str(records.folder)), year=wanted))
    calendar, found = calendar_beside(records.folder)
    figures = evaluation_figures(
        wanted,
        [draw.dossier for draw in this],
        [draw.dossier for draw in last],
        calendar,
        today.isoformat(),
    )
    body = _body(this)
    drawn = charts(figures)
    templates = templates_of(read_archive(this[-1].archive))
    written = write_reports(
        records.folder.parent,
        {
            f"年度评估-{wanted}.xlsx": evaluation_workbook(figures, drawn, body),
            f"年度评估报告-{wanted}.docx": evaluation_report(figures, drawn, body, templates),
        },
        out,
    )
    findings = (*records.findings, *found, *written.findings, *_unknown(figures))
    return YearlyEvaluation(figures=figures, body=body, written=written, findings=findings)


def _year(text: str, today: date) -> int:
    year = typed_year(text, today)
    if year is None:
        raise BadUsage(error("report-bad-year", value=text))
    return year


def _body(draws: Sequence[StandingDraw]) -> str:
    """The leading body of the year's plans; of several, all."""
    return "、".join(dict.fromkeys(issuers(draw.plan)[0] for draw in draws))


def _unknown(figures: EvaluationFigures) -> list[Finding]:
    """Deadlines that the calendar cannot tell, by the year whose holidays it lacks."""
    years = Counter(entry.unknown_year for entry in figures.publications if entry.unknown_year is not None)
    return [warning("calendar-missing", year=year, count=count) for year, count in sorted(years.items())]
