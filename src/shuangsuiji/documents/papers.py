"""文书/: the working papers and drafts of one draw, by their paths."""

from __future__ import annotations

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.documents.ceremony_sheets import ceremony_of, ceremony_sheets
from shuangsuiji.documents.draw_minutes import draw_minutes
from shuangsuiji.documents.drawn_list import drawn_list
from shuangsuiji.documents.entry_sheet import entry_sheet
from shuangsuiji.documents.exemptions import exemptions
from shuangsuiji.documents.notices import notices
from shuangsuiji.documents.plan_tables import plan_tables
from shuangsuiji.documents.record_sheets import record_sheets
from shuangsuiji.documents.results_workbook import results_workbook
from shuangsuiji.documents.schedules import schedules
from shuangsuiji.documents.team_papers import FOLDER, team_papers
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Templates


def papers(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> dict[str, bytes]:
    """Path inside 文书/ -> bytes. The same dossier and templates always give the same bytes.

    Raises:
        BadInput: one of an office's own templates cannot be filled in.
    """
    return {
        "抽查结果.xlsx": results_workbook(dossier),
        "抽取记录.docx": draw_minutes(dossier, templates),
        "检查日程.xlsx": schedules(dossier),
        "免重复检查名单.xlsx": exemptions(dossier),
        "年度抽查工作计划.xlsx": plan_tables(dossier),
        "签到与见证签字表.xlsx": ceremony_sheets(ceremony_of(dossier)),
        "检查通知书.docx": notices(dossier, templates),
        "检查记录表.docx": record_sheets(dossier, templates),
        "结果录入表.xlsx": entry_sheet(dossier),
        **{f"{FOLDER}/{name}": data for name, data in team_papers(dossier, templates).items()},
        "公示稿/抽查对象名单公示.docx": drawn_list(dossier, templates),
    }
