"""How the report commands tell their result: a short table and what is missing, or JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from shuangsuiji.core.evaluation.rates import Rate
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.evaluation.trends import Trend
from shuangsuiji.core.plans.words import month_text
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.evaluation import (
    YearlyEvaluation,
    group_text,
    key_figures,
    percent,
    summary_notes,
)
from shuangsuiji.workflows.monthly_report import COUNTED, MonthlyReport
from shuangsuiji.workflows.report_files import WrittenReport


def report_month(report: MonthlyReport, *, as_json: bool) -> None:
    """The numbers of the form, the files, and what the form still wants."""
    if as_json:
        screen.print_json("report-month", _month(report))
        return
    console = screen.out()
    figures = report.figures
    title = f"{report.form.body}　{month_text(figures.month)}"
    columns = [("月报表", False), ("本月", True), ("本年累计", True)]
    rows = [(label, getattr(figures.now, name), getattr(figures.so_far, name)) for label, name in COUNTED]
    console.print(screen.table(title, columns, rows))
    _files(report.written)
    screen.show_findings(report.findings)


def _files(written: WrittenReport) -> None:
    """Where the files lie."""
    console = screen.out()
    console.print(f"写在“{written.folder}”：", soft_wrap=True)
    for path in written.files:
        console.print(f"  {path.name}", soft_wrap=True)


def _month(report: MonthlyReport) -> dict[str, Any]:
    figures = report.figures
    return {
        "month": figures.month,
        "rows": [
            {"label": row.label, "text": row.text or None, "missing": row.lacks}
            for row in report.form.rows
            if row.text is not None
        ],
        "now": figures.now,
        "so_far": figures.so_far,
        "districts": [now for now, _ in figures.districts],
        "files": report.written.files,
        "findings": report.findings,
    }


def report_year(report: YearlyEvaluation, *, as_json: bool) -> None:
    """The key figures, what is left to do, the files."""
    if as_json:
        screen.print_json("report-year", _year(report))
        return
    console = screen.out()
    figures = report.figures
    title = f"{report.body}\n{figures.year}年度抽查效果评估（截止{figures.today}）"
    columns = [("指标", False), ("分子", True), ("分母", True), ("比率", True)]
    rows = [(name, share.part, share.of, percent(share.rate)) for name, share, _ in key_figures(figures)]
    console.print(screen.table(title, columns, rows))
    for note in summary_notes(figures):
        for line in wrapped(note, console.width):
            console.print(line)
    _files(report.written)
    screen.show_findings(report.findings)


def _year(report: YearlyEvaluation) -> dict[str, Any]:
    """Every share as its two numbers, every rate to 12 places."""
    figures = report.figures
    return {
        "year": figures.year,
        "until": figures.today,
        "key": [{"name": name, **_share(share)} for name, share, _ in key_figures(figures)],
        "rates": [_rate(rate) for rate in figures.rates],
        "ratios": [
            {
                "batch": hit.stratum.batch,
                "task": hit.stratum.number,
                "district": hit.stratum.district or None,
                "stratum": hit.stratum.name,
                "N": hit.stratum.record["N"],
                "intended": hit.stratum.record["ratio"],
                "n": hit.stratum.record["n"],
                "drawn": hit.drawn,
                "inspected": hit.inspected,
            }
            for hit in figures.hits
        ],
        "unpublished": [
            {"object": entry.visit.object_id, "name": entry.visit.name, "due": entry.due or None}
            for entry in figures.publications
            if not entry.done
        ],
        "risen": [_trend(trend) for trend in figures.candidates],
        "must_inspect": [
            {"rule": entry.rule, "objects": entry.objects, "done": entry.done, **_share(entry.fulfilled)}
            for entry in figures.must_inspect
        ],
        "floors": [
            {
                "plan": floor.plan,
                "needed": floor.needed,
                "inspected": floor.inspected,
                "reached": not floor.lacking,
                "short_tasks": floor.short_tasks,
            }
            for floor in figures.floors
        ],
        "loads": [
            {"name": load.name, "department": load.department, "assigned": load.assigned, "done": load.done}
            for load in figures.loads
        ],
        "files": report.written.files,
        "findings": report.findings,
    }


def _rounded(ratio: Fraction | None) -> float | None:
    return None if ratio is None else round(float(ratio), 12)


def _share(share: Share) -> dict[str, Any]:
    return {
        "part": share.part,
        "of": share.of,
        "rate": _rounded(share.rate),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    bounds = rate.interval
    return {
        "kind": rate.kind,
        "name": group_text(rate),
        "objects": rate.size,
        "drawn": rate.drawn,
        "inspected": rate.inspected,
        "problems": _share(rate.problem),
        "interval": None if bounds is None else [_rounded(bounds.low), _rounded(bounds.high)],
        "small": rate.small,
    }


def _trend(trend: Trend) -> dict[str, Any]:
    return {
        "kind": trend.rate.kind,
        "name": group_text(trend.rate),
        "earlier": {"period": trend.earlier, **_share(trend.before)},
        "later": {"period": trend.later, **_share(trend.now)},
        "chance": _rounded(trend.chance),
    }
