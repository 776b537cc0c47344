"""抽查工作计划公布: the notice by which a bureau issues and publishes its annual plan (LZ-11, XT-5, LZ-13).

The tables are those of 舞钢 附件1 and 秦皇岛 附件2 (WG-9, QHD-4); the text says what the plan lays down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.plans.plan import Plan, Task
from shuangsuiji.core.plans.words import (
    entity_cap_words,
    months_text,
    objects_text,
    quota_text,
    source_text,
    team_rules,
)
from shuangsuiji.core.publicity import ListTime, Masks, list_time
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.documents.office.sheets import Row
from shuangsuiji.documents.official import PublicPaper, public_facts
from shuangsuiji.documents.planning.plan_tables import by_task, exclusion_words, floor_words, item_rows
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import batches_of, chinese_day

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One line of 附件1, in the order of its columns."""

    serial: str = slot("序号", "从1起")
    item: str = slot("抽查事项名称", "抽查事项名称")
    grounds: str = slot("抽查依据", "抽查依据")
    way: str = slot("抽查方式", "如现场检查")
    body: str = slot("抽查主体", "实施抽查的部门")
    objects: str = slot("抽查对象", "抽查对象范围")
    ratio: str = slot("抽查比例", "如20%")
    frequency: str = slot("抽查频次", "如每年2次")
    remark: str = slot("备注", "备注")
    amount: str = slot("抽查数量", "抽查的户数；计划按比例抽取的为空")
    months: str = slot("起止时间", "各任务时间不同时，任务的时间；否则为空")
    offices: str = slot("责任科室", "责任科室；计划没有写的为空")
    level: str = slot("实施层级", "实施层级，如县级；计划没有写的为空")


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One line of 附件2, in the order of its columns."""

    plan_number: str = slot("抽查计划编号", "计划编号")
    plan_name: str = slot("抽查计划名称", "计划名称")
    number: str = slot("抽查任务编号", "任务编号")
    name: str = slot("抽查任务名称", "任务名称")
    kind: str = slot("抽查类型", "不定向抽查或定向抽查")
    ratio: str = slot("抽查比例", "如20%")
    items: str = slot("抽查事项", "抽查事项")
    scope: str = slot("抽查对象范围", "抽查对象范围")
    initiator: str = slot("发起部门", "发起部门")
    partners: str = slot("联合部门", "联合部门")
    months: str = slot("抽查时间", "如2024年5-6月、9-11月")


@dataclass(frozen=True, kw_only=True)
class PlanNotice(PublicPaper):
    """What the notice says."""

    addressees: str = slot("主送机关", "主送机关")
    plan_name: str = slot("计划名称", "计划的名称")
    plan_number: str = slot("计划编号", "计划的编号")
    batches: int = slot("批次数", "全年分几批")
    months: str = slot("检查时间", "各批的检查时间")
    tasks: tuple[str, ...] = rows("任务安排", "每个任务一句话：对象、比例、事项")
    must: str = slot("必查安排", "必查的对象和次数；没有时为空", default="")
    limits: str = slot("抽取规则", "年度上限、下限、重复抽取等规则；没有时为空", default="")
    seats: int = slot("检查组人数", "每户检查的执法人员至少几人")
    experts: str = slot("专家", "参加检查的专家；没有时为空", default="")
    team_rules: str = slot("人员规则", "组长、固定小组和负荷的规则；没有时为空", default="")
    chances: tuple[str, ...] = rows(
        "抽取机会", "按现在的名录库，第一批抽取机会的说明，每项一句，没有名称和姓名"
    )
    seed: str = slot("种子来源", "随机种子的公开来源；没有时为空", default="")
    workdays: int = slot("公示期限", "检查结束后多少个工作日内公示结果")
    channels: str = slot("公示渠道", "公布的渠道；没有写明时为空", default="")
    list_time: str = slot("名单公布时间", "抽查对象名单什么时候公布")
    items: tuple[ItemLine, ...] = rows("计划表", "附件1，每个任务和必查各一行", needed=True)
    task_title: str = slot("联合计划表标题", "附件2的标题")
    task_lines: tuple[TaskLine, ...] = rows("联合计划表", "附件2，每个任务一行")
    has_remarks: bool = slot("有备注", "附件1有没有备注")
    has_partners: bool = slot("有联合部门", "附件2有没有联合部门")
    has_amounts: bool = slot("有抽查数量", "附件1有没有抽查数量")
    has_months: bool = slot("有起止时间", "附件1有没有起止时间")
    has_offices: bool = slot("有责任科室", "附件1有没有责任科室")
    has_level: bool = slot("有实施层级", "附件1有没有实施层级")


def plan_notice(
    pool: Pool,
    masks: Masks,
    now: datetime,
    templates: Templates = NO_TEMPLATES,
    chances: Sequence[str] = (),
) -> bytes:
    """The bytes of 抽查工作计划公布.docx; `pool` is any batch's, `chances` its chance statement."""
    frame = PaperFrame(title=f"{pool.plan.year}年度“双随机、一公开”抽查工作计划", created=now)
    return render(PLAN_NOTICE, content(pool, masks, beijing_day(now), chances), frame, templates)


def content(pool: Pool, masks: Masks, today: date, chances: Sequence[str] = ()) -> PlanNotice:
    """What the notice says of one plan."""
    plan = pool.plan
    items = _lines(ItemLine, item_rows(pool), masks)
    by_tasks = by_task(pool)
    tasks = _lines(TaskLine, by_tasks.rows, masks)
    issued = date.fromisoformat(plan.issued) if plan.issued else today
    return PlanNotice(
        **public_facts(plan, chinese_day(issued)),
        addressees="、".join(plan.departments) if len(plan.departments) > 1 else "各有关科室、单位",
        plan_name=plan.name or "",
        plan_number=plan.number,
        batches=len(plan.batches),
        months=months_text(plan.batches_in_order),
        tasks=tuple(masks.text(_task_text(plan, task)) for task in plan.tasks),
        must=masks.text(_must_text(plan)),
        limits=masks.text(_limits_text(plan)),
        seats=max(2, sum(line.size for line in plan.team if line.department)),
        experts="、".join(dict.fromkeys(line.expert for line in plan.team if line.expert)),
        team_rules=masks.text("；".join(team_rules(plan))),
        chances=tuple(map(masks.text, chances)),
        seed=masks.text(source_text(plan.seed)),
        workdays=plan.publication.workdays,
        channels="、".join(plan.publication.channels),
        list_time=_list_time_text(plan),
        items=items,
        task_title=by_tasks.title,
        task_lines=tasks,
        has_remarks=any(line.remark for line in items),
        has_partners=any(line.partners for line in tasks),
        has_amounts=any(line.amount for line in items),
        has_months=any(line.months for line in items),
        has_offices=any(line.offices for line in items),
        has_level=any(line.level for line in items),
    )


def _lines(kind: type[T], made: Sequence[Row], masks: Masks) -> tuple[T, ...]:
    """The rows of a sheet as records, cell by cell."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    texts: list[dict[str, Any]] = [
        dict(zip(names, (masks.text(str(cell or "")) for cell in row), strict=True)) for row in made
    ]
    return tuple(kind(**values) for values in texts)


def _task_text(plan: Plan, task: Task) -> str:
    kind = f"{task.kind}抽查" + (f"（依据：{task.grounds}）" if task.grounds else "")
    when = ""
    if task.batches is not None:
        when = f"，{'、'.join(batch.name for batch in batches_of(plan, task))}实施"
    cap = f"，{entity_cap_words(task.per_entity)}" if task.per_entity else ""
    return f"{task.name}。{kind}，抽查对象为{objects_text(task)}，抽查比例{quota_text(task.draw)}{cap}{when}"


def _must_text(plan: Plan) -> str:
    return "；".join(f"{rule.name}全年检查{rule.times}次" for rule in plan.must_inspect)


def _limits_text(plan: Plan) -> str:
    """The rules of the year (LAW-1, XT-1)."""
    cap = plan.limits.yearly_cap
    parts = [] if cap is None else [f"对同一对象的检查全年不超过{cap}次（必查除外）"]
    return "；".join([*parts, *floor_words(plan), *exclusion_words(plan)])


def _list_time_text(plan: Plan) -> str:
    text = plan.publication.list_published
    meant = list_time(text)
    if isinstance(meant, date):
        return f"于{chinese_day(meant)}公布"
    return {
        ListTime.WITH_PLAN: "与本计划一并公布",
        ListTime.AFTER_DRAW: "在抽取后公布",
        ListTime.AFTER_VISITS: "在检查结束后公布",
    }.get(meant or ListTime.AFTER_VISITS, "在检查结束后公布")


PLAN_NOTICE = Form(
    file="抽查工作计划公布.docx",
    content=PlanNotice,
    about="印发、公布年度抽查工作计划用。",
)
