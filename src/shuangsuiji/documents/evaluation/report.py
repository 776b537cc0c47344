"""年度评估报告.docx: the figures of the year read out in the form of an official paper, with its charts.

Made from a template like every Word paper. A chart stands where its mark stands, alone in a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.documents.evaluation.charts import Chart
from shuangsuiji.documents.evaluation.report_content import REPORT, content
from shuangsuiji.documents.evaluation.word_charts import with_charts
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, PaperFrame, Templates


def evaluation_report(
    figures: EvaluationFigures, charts: Sequence[Chart], body: str, templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of the report.

    Raises:
        BadInput: the office's own template cannot be filled in.
    """
    said, drawn = content(figures, charts, body)
    frame = PaperFrame(
        title=f"{body}{figures.year}年度“双随机、一公开”抽查工作效果评估报告",
        created=datetime.fromisoformat(figures.today),
    )
    paper = render(REPORT, said, frame, templates)
    return with_charts(paper, drawn)
