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
from shuangsuiji.documents.drawing.notices import NOTICES, Notice, changed_visits, notice
from shuangsuiji.documents.drawing.record_sheets import (
    RECORD_SHEETS,
    RecordSheet,
    codes_text,
    record_sheet,
)
from shuangsuiji.documents.drawing.visits import by_month, leader_of, team_of, when
from shuangsuiji.documents.templates.filling import render_many
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Frame, Templates, part, rows, slot
from shuangsuiji.documents.wording import created, day_text, issuers, short_digests


@dataclass(frozen=True, kw_only=True)
class TeamVisit:
    """One visit of the team."""

    people: str = slot("组员", "检查组全部人员，组长在先")
    months: str = slot("检查时间", "检查的月份")
    notice: Notice = part("通知书", "检查通知书的内容")  # noqa: RUF009 - a field
    sheet: RecordSheet = part("记录表", "检查记录表的内容")  # noqa: RUF009 - a field


@dataclass(frozen=True, kw_only=True)
class TeamPapers:
    """All that one team takes along."""

    team: str = slot("组名", "固定的组为第几组和组长，否则为组长")
    year: int = slot("年度", "计划年度")
    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    heads: tuple[str, ...] = rows("署名机关", "落款的机关，每个一行")
    plan: str = slot("计划编号", "计划编号")
    plan_name: str = slot("计划名称", "计划名称")
    document: str = slot("文号", "计划的文号；没有时为空")
    batch: str = slot("批次", "批次名称")
    day: str = slot("抽取日期", "如2024年5月21日")
    codes: str = slot("结果代码", "如1.未发现问题2.……")
    digests: str = slot("摘要", "封存、结果、台账摘要的前16位，供核对")
    visits: tuple[TeamVisit, ...] = rows("各户", "该组的各户次，按月份", needed=True)


def team_papers(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> dict[str, bytes]:
    """The name of each file -> its bytes.

    None at all where an office has its own notice or record sheet but no 检查组文书 of its own: what it
    prints must not differ from its own forms.
    """
    if {NOTICES.file, RECORD_SHEETS.file} & set(templates) and TEAM_PAPERS.file not in templates:
        return {}
    manifest, plan = dossier.manifest, dossier.pool.plan
    frame = Frame(
        title=f"{manifest['plan_name']}（{manifest['batch']}）检查组文书",
        created=created(dossier),
        rehearsal=bool(manifest["rehearsal"]),
    )
    changed = changed_visits(dossier)
    contents = {
        f"{order:02d}-{_safe(team)}.docx": TeamPapers(
            team=team,
            year=plan.year,
            bodies="、".join(issuers(plan)),
            heads=issuers(plan),
            plan=manifest["plan"],
            plan_name=manifest["plan_name"],
            document=plan.document_number or "",
            batch=manifest["batch"],
            day=day_text(dossier),
            codes=codes_text(dossier),
            digests=short_digests(dossier),
            visits=tuple(_visit(dossier, visit, changed) for visit in by_month(visits)),
        )
        for order, (team, visits) in enumerate(_teams(dossier), 1)
    }
    return render_many(TEAM_PAPERS, contents, frame, templates)


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


def _visit(dossier: Dossier, visit: VisitRecord, changed: frozenset[int]) -> TeamVisit:
    return TeamVisit(
        people="、".join(member.name for member in team_of(dossier, visit)),
        months=when(dossier, visit),
        notice=notice(dossier, visit, changed),
        sheet=record_sheet(dossier, visit),
    )


TEAM_PAPERS = Form(
    file="检查组文书.docx",
    content=TeamPapers,
    about="每个检查组一份，目录后面依次是各户的检查通知书和检查记录表；"
    "改了检查通知书或者检查记录表的模板，也要改这一份，否则不生成。",
)
