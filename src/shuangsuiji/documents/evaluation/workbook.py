"""年度评估.xlsx: every figure of the year, with charts that Excel and WPS draw themselves (QHD-8)."""

from __future__ import annotations

from datetime import datetime

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.documents.evaluation import compliance as duties
from shuangsuiji.documents.evaluation import overview, tables
from shuangsuiji.documents.evaluation.charts import Chart
from shuangsuiji.documents.evaluation.native_charts import chart_pages
from shuangsuiji.documents.office.sheets import Workbook


def evaluation_workbook(figures: EvaluationFigures, charts: list[Chart], body: str) -> bytes:
    """The bytes of the workbook; `body` is the bureau that evaluates."""
    about = f"内部　　{body}　　统计截止：{figures.today}　　各项口径见“口径说明”"
    book = Workbook(
        title=f"{body}{figures.year}年度“双随机、一公开”抽查效果评估",
        footer=f"统计截止 {figures.today}",
        rehearsal=False,
        created=datetime.fromisoformat(figures.today),
    )
    sheets = (
        overview.overview(figures, about),
        tables.coverage(figures, about),
        tables.ratios(figures, about),
        tables.problems(figures, about),
        tables.comparisons(figures, about),
        duties.must_inspect(figures, about),
        duties.floors(figures, about),
        duties.results(figures, about),
        duties.publication(figures, about),
        duties.follow_up(figures, about),
        duties.loads(figures, about),
        duties.changes(figures, about),
    )
    for sheet in sheets:
        book.sheet(sheet)
    chart_pages(book, charts, f"{figures.year}年度抽查效果评估图表")
    book.sheet(overview.definitions(figures))
    return book.data()
