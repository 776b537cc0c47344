"""检查组文书/: for each team one file to print, its notices and record sheets visit by visit, by month.

A team is a fixed group where the plan has them; otherwise the visits that one 组长 leads, because there each
visit has a team of its own. Source: LAW-6, WG-4, WG-10.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.notices import NOTICES, Notice, notice
from shuangsuiji.documents.drawing.record_sheets import (
    RECORD_SHEETS,
    RecordSheet,
    codes_text,
    record_sheet,
)
from shuangsuiji.documents.drawing.steps import DrawStep, steps_of
from shuangsuiji.documents.drawing.visits import by_month, leader_of, team_of, when
from shuangsuiji.documents.templates.filling import render_many
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, part, rows, slot


@dataclass(frozen=True, kw_only=True)
class TeamVisit:
    """One visit of the team."""

    people: str = slot("组员", "检查组全部人员，组长在先")
    months: str = slot("检查时间", "检查的月份")
    notice: Notice = part("通知书", "检查通知书的内容")  # noqa: RUF009 - a field
    sheet: RecordSheet = part("记录表", "检查记录表的内容")  # noqa: RUF009 - a field


@dataclass(frozen=True, kw_only=True)
class TeamPapers(DrawPaper):
    """All that one team takes along."""

    team: str = slot("组名", "固定的组为第几组和组长，否则为组长")
    codes: str = slot("结果代码", "如1.未发现问题2.……")
    visits: tuple[TeamVisit, ...] = rows("各户", "该组的各户次，按月份", needed=True)


def team_papers(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> dict[str, bytes]:
    """The name of each file -> its bytes.

    None at all where an office has its own notice or record sheet but no 检查组文书 of its own: what it
    prints must not differ from its own forms.
    """
    frame = draw_frame(dossier, draw_title(dossier.manifest, "检查组文书"))
    steps = steps_of(dossier)
    contents = {
        name: TeamPapers(
            **draw_facts(dossier),
            team=team,
            codes=codes_text(dossier),
            visits=tuple(_visit(dossier, visit, steps) for visit in by_month(visits)),
        )
        for name, (team, visits) in _files(dossier, templates).items()
    }
    return render_many(TEAM_PAPERS, contents, frame, templates)


def team_files(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> tuple[str, ...]:
    """The names of the files, which are not made."""
    return tuple(_files(dossier, templates))


def _files(dossier: Dossier, templates: Templates) -> dict[str, tuple[str, Sequence[VisitRecord]]]:
    if {NOTICES.file, RECORD_SHEETS.file} & set(templates) and TEAM_PAPERS.file not in templates:
        return {}
    return {
        f"{order:02d}-{_safe(team)}.docx": (team, visits)
        for order, (team, visits) in enumerate(_teams(dossier), 1)
    }


def _teams(dossier: Dossier) -> list[tuple[str, Sequence[VisitRecord]]]:
    """(name of the team, its visits), fixed groups by number, leaders by the order of their first visit."""
    found: dict[tuple[int, str], list[VisitRecord]] = {}
    for visit in dossier.draw["visits"]:
        group = visit.get("group")
        found.setdefault((group, "") if group else (0, visit["leader"] or ""), []).append(visit)
    teams: list[tuple[str, Sequence[VisitRecord]]] = []
    for (group, _), visits in sorted(found.items(), key=lambda entry: entry[0][0]):
        leader = leader_of(dossier, visits[0]) or "未定组长"
        teams.append((f"第{group}组{leader}" if group else leader, visits))
    return teams


def _safe(team: str) -> str:
    """The name of a team inside a file's name."""
    return re.sub(r"[^\w〔〕-]", "", team)[:20] or "检查组"


def _visit(dossier: Dossier, visit: VisitRecord, steps: Sequence[DrawStep]) -> TeamVisit:
    return TeamVisit(
        people="、".join(member.name for member in team_of(dossier, visit)),
        months=when(dossier, visit),
        notice=notice(dossier, visit, steps),
        sheet=record_sheet(dossier, visit),
    )


TEAM_PAPERS = Form(
    file="检查组文书.docx",
    content=TeamPapers,
    about="每个检查组一份，目录后面依次是各户的检查通知书和检查记录表；"
    "改了检查通知书或者检查记录表的模板，也要改这一份，否则不生成。",
)
