"""文书/: the working papers and drafts of one draw, by their paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.drawing.ceremony_sheets import ceremony_of, ceremony_sheets
from shuangsuiji.documents.drawing.draw_minutes import draw_minutes
from shuangsuiji.documents.drawing.drawn_list import drawn_list
from shuangsuiji.documents.drawing.exemptions import exemptions
from shuangsuiji.documents.drawing.notices import notices
from shuangsuiji.documents.drawing.record_sheets import record_sheets
from shuangsuiji.documents.drawing.results_workbook import results_workbook
from shuangsuiji.documents.drawing.schedules import schedules
from shuangsuiji.documents.drawing.team_papers import FOLDER, team_papers
from shuangsuiji.documents.drawing.visits import serial
from shuangsuiji.documents.planning.plan_tables import plan_tables
from shuangsuiji.documents.results.entry_sheet import entry_sheet
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Templates

PER_FILE = 200
"""How many visits a file of notices or record sheets holds: a file of thousands of pages is too much for an
office program, and nobody prints it at once."""


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
        **_in_files("检查通知书", notices, dossier, templates),
        **_in_files("检查记录表", record_sheets, dossier, templates),
        "结果录入表.xlsx": entry_sheet(dossier),
        **{f"{FOLDER}/{name}": data for name, data in team_papers(dossier, templates).items()},
        "公示稿/抽查对象名单公示.docx": drawn_list(dossier, templates),
    }


def _in_files(
    stem: str,
    make: Callable[[Dossier, Templates, Sequence[VisitRecord]], bytes],
    dossier: Dossier,
    templates: Templates,
) -> dict[str, bytes]:
    """One file, or one for every two hundred visits: 检查通知书-第1-200号.docx."""
    visits = dossier.draw["visits"]
    if len(visits) <= PER_FILE:
        return {f"{stem}.docx": make(dossier, templates, visits)}
    parts = [visits[begin : begin + PER_FILE] for begin in range(0, len(visits), PER_FILE)]
    return {
        f"{stem}-第{serial(part[0])}-{serial(part[-1])}号.docx": make(dossier, templates, part)
        for part in parts
    }
