"""Every paper that is made from a template."""

from __future__ import annotations

from typing import Any

from shuangsuiji.documents.change_notice import CHANGE_NOTICE
from shuangsuiji.documents.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.draw_minutes import DRAW_MINUTES
from shuangsuiji.documents.drawn_list import DRAWN_LIST
from shuangsuiji.documents.evaluation.report import REPORT
from shuangsuiji.documents.notices import NOTICES
from shuangsuiji.documents.plan_notice import PLAN_NOTICE
from shuangsuiji.documents.record_sheets import RECORD_SHEETS
from shuangsuiji.documents.registers import ITEM_LIST, PEOPLE_REGISTER
from shuangsuiji.documents.results_notice import IRREGULAR_LIST, RESULTS_NOTICE
from shuangsuiji.documents.team_papers import TEAM_PAPERS
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
    REPORT,
)
"""In the order in which an office meets them."""
