"""随机抽查工作指引.docx and 领导小组名单.docx, of a plan (秦皇岛 二(一), 三(一) and 附件1).

The guide is filled in from the plan and the list of items. No record says who leads: the list of the leading
group is a template with the departments of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import issuers


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """What both forms name."""

    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    year: int = slot("年度", "计划年度")
    plan_name: str = slot("计划名称", "计划的名称")
    document: str = slot("文号", "计划的文号；没有时为空")


@dataclass(frozen=True, kw_only=True)
class GuideItem:
    """How one item is inspected."""

    serial: int = slot("序号", "从1起")
    name: str = slot("抽查事项名称", "抽查事项名称")
    grounds: str = slot("抽查依据", "抽查依据；没有的为空")
    way: str = slot("抽查方式", "抽查方式；没有的为空")
    matter: str = slot("检查内容", "检查内容；没有的为空")
    guide: str = slot("工作指引", "事项清单的工作指引；没有的为空，由业务科室填写")


@dataclass(frozen=True, kw_only=True)
class WorkGuide(PlanForm):
    """What the guide says."""

    recusals: str = slot("回避规则", "计划的回避规则，用顿号隔开")
    workdays: int = slot("公示期限", "检查结束后多少个工作日内公示")
    channels: str = slot("公示渠道", "计划的公示渠道；没有写时为空")
    items: tuple[GuideItem, ...] = rows("事项", "抽查事项，每项一行", needed=True)


@dataclass(frozen=True, kw_only=True)
class LeadingGroup(PlanForm):
    """What the list says."""

    office: str = slot("办公室", "领导小组办公室设在哪里：计划的牵头科室；没有写时为空")
    members: tuple[str, ...] = rows("成员单位", "计划的部门和责任科室，每个一行", needed=True)


def work_guide(plan: Plan, items: Table, now: datetime, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 随机抽查工作指引.docx."""
    names = ("抽查事项名称", "抽查依据", "抽查方式", "检查内容", "工作指引")
    cells = zip(*(items.cells(name) for name in names), strict=True)
    content = WorkGuide(
        **_facts(plan),
        recusals="、".join(plan.recusal_rules),
        workdays=plan.publication.workdays,
        channels="、".join(plan.publication.channels),
        items=tuple(
            GuideItem(serial=serial, name=name, grounds=grounds, way=way, matter=matter, guide=guide)
            for serial, (name, grounds, way, matter, guide) in enumerate(cells, 1)
        ),
    )
    return render(WORK_GUIDE, content, _frame(plan, "随机抽查工作指引", now), templates)


def leading_group(plan: Plan, now: datetime, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 领导小组名单.docx."""
    members = dict.fromkeys((*plan.departments, *plan.responsible_offices))
    content = LeadingGroup(**_facts(plan), office=plan.lead_office or "", members=tuple(members))
    return render(LEADING_GROUP, content, _frame(plan, "领导小组成员名单", now), templates)


def _frame(plan: Plan, title: str, now: datetime) -> PaperFrame:
    return PaperFrame(title=f"{'、'.join(issuers(plan))}{title}", created=now)


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "bodies": "、".join(issuers(plan)),
        "year": plan.year,
        "plan_name": plan.name or "",
        "document": plan.document_number or "",
    }


WORK_GUIDE = Form(
    file="随机抽查工作指引.docx",
    content=WorkGuide,
    about="“一单两库一指引”的指引：程序照计划填写，各事项照事项清单填写，没有的由业务科室补充。",
)
LEADING_GROUP = Form(
    file="领导小组名单.docx",
    content=LeadingGroup,
    about="方案的附件。这是模板：记录里没有领导小组，姓名、职务由办公室填写，部门照计划列出。",
)
