"""Every paper that is made from a template."""

from __future__ import annotations

from typing import Any

from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawing.draw_minutes import DRAW_MINUTES
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST
from shuangsuiji.documents.drawing.notices import NOTICES
from shuangsuiji.documents.drawing.record_sheets import RECORD_SHEETS
from shuangsuiji.documents.drawing.team_papers import TEAM_PAPERS
from shuangsuiji.documents.evaluation.report_content import REPORT
from shuangsuiji.documents.planning.change_notice import CHANGE_NOTICE
from shuangsuiji.documents.planning.plan_notice import PLAN_NOTICE
from shuangsuiji.documents.registries.public_registries import ITEM_LIST, PEOPLE_REGISTER
from shuangsuiji.documents.results.monthly_report import MONTHLY_REPORT
from shuangsuiji.documents.results.results_notice import IRREGULAR_LIST, RESULTS_NOTICE
from shuangsuiji.documents.templates.forms import Form

FORMS: tuple[Form[Any], ...] = (
    PLAN_NOTICE,
    CHANGE_NOTICE,
    ITEM_LIST,
    PEOPLE_REGISTER,
    COMMITMENT_LETTER,
    DRAW_MINUTES,
    NOTICES,
    RECORD_SHEETS,
    TEAM_PAPERS,
    DRAWN_LIST,
    RESULTS_NOTICE,
    IRREGULAR_LIST,
    MONTHLY_REPORT,
    REPORT,
)
"""In the order in which an office meets them."""
