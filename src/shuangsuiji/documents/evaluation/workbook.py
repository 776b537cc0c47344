"""年度评估.xlsx: every figure of the year, with charts that Excel and WPS draw themselves (QHD-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.documents.evaluation import compliance, overview, tables
from shuangsuiji.documents.evaluation.charts import Chart
from shuangsuiji.documents.evaluation.workbook_charts import chart_pages
from shuangsuiji.documents.office.sheets import Workbook

SHEETS = (
    overview.overview,
    tables.coverage,
    tables.ratios,
    tables.problems,
    tables.comparisons,
    compliance.must_inspect,
    compliance.floors,
    compliance.results,
    compliance.publication,
    compliance.follow_up,
    compliance.loads,
    compliance.changes,
)
"""The sheets of figures, in their order; charts and definitions follow."""


def evaluation_workbook(figures: EvaluationFigures, charts: list[Chart], body: str) -> bytes:
    """The bytes of the workbook; `body` is the bureau that evaluates."""
    about = f"内部　　{body}　　统计截止：{figures.today}　　各项口径见“口径说明”"
    book = Workbook(
        title=f"{body}{figures.year}年度“双随机、一公开”抽查效果评估",
        footer=f"统计截止 {figures.today}",
        rehearsal=False,
        created=datetime.fromisoformat(figures.today),
    )
    for sheet in (sheet_of(figures) for sheet_of in SHEETS):
        book.sheet(replace(sheet, title=f"{figures.year}年度{sheet.title}", about=about))
    chart_pages(book, charts, f"{figures.year}年度抽查效果评估图表")
    book.sheet(overview.definitions(figures))
    return book.data()
