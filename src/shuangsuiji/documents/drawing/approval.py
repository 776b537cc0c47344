"""行政检查审批表.docx: the approval that each inspecting body gives before its people go out.

Its fields follow 司法部《行政检查文书基本格式文本（试行）》(2025): where the inspection comes from, of whom,
of what, on what grounds, how, when, how often, by whom. One for the batch, the list of visits behind it.
Source: LAW-1, LAW-2; 国办发〔2024〕54号 (凡检查必审批).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuangsuiji.core.plans.words import months_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord, event_title
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.visits import Member, items_of, serial, team_of, when
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import code_of, event_replacements, event_requests, time_text


@dataclass(frozen=True, kw_only=True)
class ApprovedVisit:
    """One visit of the list."""

    serial: int = slot("表号", "第几号，与检查通知书相同")
    name: str = slot("对象名称", "检查对象名称")
    code: str = slot("编码", "统一社会信用代码，没有的为检查对象编码")
    items: str = slot("检查事项", "检查事项，几项之间用分号")
    months: str = slot("检查时间", "检查的月份")
    people: str = slot("检查人员", "执法检查人员，组长在先")
    assistants: str = slot("协助人员", "专家等协助检查的人员；没有的为空")


@dataclass(frozen=True, kw_only=True)
class Approval(DrawPaper):
    """What the form says."""

    lead_office: str = slot("承办机构", "计划的牵头科室；没有写时为空")
    time: str = slot("抽取时间", "如2024年5月21日 9时05分")
    origin: str = slot("任务来源", "随机抽取、必查各多少户次")
    objects: int = slot("对象户数", "检查对象户数", needed=True)
    visits: int = slot("户次", "检查户次")
    items: tuple[str, ...] = rows("检查事项", "各项检查事项和依据，每项一句", needed=True)
    methods: str = slot("检查方式", "如现场检查")
    months: str = slot("检查时间", "本批次的月份")
    frequency: str = slot("检查频次", "每户全年上限；计划没有规定的为空")
    inspectors: int = slot("检查人员人数", "执法检查人员人数")
    assistants: str = slot("协助人员", "专家等协助检查的人员和专业；没有的为空")
    list: tuple[ApprovedVisit, ...] = rows("名单", "每户次一行", needed=True)
    changes: tuple[str, ...] = rows("变动", "抽取以后的递补、更正，每次一句；没有的为空")
    has_assistants: bool = slot("有协助人员", "名单里有没有协助人员")


def approval(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 行政检查审批表.docx, of the visits as they stand."""
    frame = draw_frame(dossier, draw_title(dossier.manifest, "行政检查审批表"))
    return render(APPROVAL, _content(dossier), frame, templates)


def _content(dossier: Dossier) -> Approval:
    plan, visits = dossier.pool.plan, dossier.draw["visits"]
    teams = {visit["index"]: team_of(dossier, visit) for visit in visits}
    helpers = {
        (member.name, member.unit): member
        for team in teams.values()
        for member in team
        if not member.official
    }
    inspectors = {member.person for team in teams.values() for member in team if member.official}
    cap = plan.limits.yearly_cap
    lines = tuple(_visit(dossier, visit, teams[visit["index"]]) for visit in visits)
    return Approval(
        **draw_facts(dossier),
        lead_office=plan.lead_office or "",
        time=time_text(dossier),
        origin=_origin(visits),
        objects=len({visit["number"] for visit in visits}),
        visits=len(visits),
        items=tuple(_items(dossier, visits)),
        methods=_methods(dossier, visits),
        months=months_text([dossier.pool.batch]),
        frequency=f"每户全年不超过{cap}次（必查除外）" if cap is not None else "",
        inspectors=len(inspectors),
        assistants="、".join(f"{member.name}（{member.unit}）" for member in helpers.values()),
        list=lines,
        changes=tuple(_changes(dossier)),
        has_assistants=any(line.assistants for line in lines),
    )


def _changes(dossier: Dossier) -> Iterator[str]:
    """What the approval of the first papers did not know: who came for whom, and why."""
    for event in dossier.events:
        told = [*event_requests(event, dossier), *event_replacements(event, dossier)]
        yield f"{event_title(event)}（{event['reason']}）：{'；'.join(told)}"
    for one in dossier.corrections:
        yield f"第{one.number}次更正（{one.reason}）：更正名录库{len(one.changes)}处，名单是更正以后的"


def _visit(dossier: Dossier, visit: VisitRecord, team: Iterable[Member]) -> ApprovedVisit:
    team = list(team)
    return ApprovedVisit(
        serial=serial(visit),
        name=visit["name"],
        code=code_of(dossier, visit["number"])[1],
        items="；".join(dict.fromkeys(item.name for item in items_of(dossier, visit))),
        months=when(dossier, visit),
        people="、".join(
            member.name for member in sorted(team, key=lambda one: not one.leads) if member.official
        ),
        assistants="、".join(member.name for member in team if not member.official),
    )


def _origin(visits: Iterable[VisitRecord]) -> str:
    """How many visits come from the lot, and how many from a rule alone."""
    kinds = [set(visit["reasons"]) == {"必查"} for visit in visits]
    parts = [
        f"{words}{count}户次"
        for words, count in (("随机抽取", kinds.count(False)), ("按规定必查", kinds.count(True)))
        if count
    ]
    return "、".join(parts)


def _items(dossier: Dossier, visits: Iterable[VisitRecord]) -> list[str]:
    """Every item once, with its department and its grounds."""
    texts = (
        f"{item.unit}：{item.name}" + (f"（依据：{item.grounds}）" if item.grounds else "")
        for visit in visits
        for item in items_of(dossier, visit)
    )
    return list(dict.fromkeys(texts))


def _methods(dossier: Dossier, visits: Iterable[VisitRecord]) -> str:
    wanted = {number for visit in visits for number in visit["tasks"]}
    methods = [task.method for task in dossier.pool.plan.tasks if task.number in wanted]
    return "、".join(dict.fromkeys(methods)) or "现场检查"


APPROVAL = Form(
    file="行政检查审批表.docx",
    content=Approval,
    about="检查以前由各检查机关审批，一批一份，附检查名单；栏目参照司法部《行政检查文书基本格式文本（试行）》。",
)
