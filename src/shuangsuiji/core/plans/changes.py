"""What changed between two plans, by meaning: batches by their names, tasks by their numbers (XT-5).

Each plan is laid out as facts: part of the plan, whose fact it is (a batch, a task, a line of 检查组), what
it is called, and its text. Two plans differ where their facts do; the order of tasks or batches is no
difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic import BaseModel

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.plan import Batch, Items, Limits, MustInspect, Plan, Publication, Source, Task
from shuangsuiji.core.plans.quota import Quota
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.team import LoadBasis, TeamLine
from shuangsuiji.core.plans.values import percent_text
from shuangsuiji.core.plans.words import (
    LEADS,
    OUTSIDE,
    entity_cap_words,
    load_basis_words,
    source_text,
    stage_words,
    tag_words,
)

WHOLE_PLAN = "计划"
REGISTRIES = "名录库"


class Kind(StrEnum):
    """What became of a fact, or of a whole subject."""

    ADDED = "增加"
    REMOVED = "删除"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference of two plans.

    Attributes:
        part: 计划, 名录库, 批次, 任务, 必查, 限制, 检查组, 种子 or 公开.
        subject: the batch, task, rule or line, as a reader names it; blank where the part has one only.
        label: what is different; blank where the whole subject came or went.
        old, new: the texts, blank for none.
    """

    kind: Kind
    part: str
    subject: str
    label: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        """The change as a notice words it, without a full stop."""
        named = f"{self.part}“{self.subject}”" if self.subject else self.part
        if not self.label:
            inner = self.new or self.old
            return f"{self.kind}{named}" + (f"：{inner}" if inner else "")
        whose = "计划" if self.part == WHOLE_PLAN else named
        if not self.old:
            return f"{whose}增加“{self.label}”：{self.new}"
        if not self.new:
            return f"{whose}删去“{self.label}”（原为：{self.old}）"
        return f"{whose}的{self.label}由“{self.old}”调整为“{self.new}”"


class _Fact(NamedTuple):
    part: str
    key: str
    subject: str
    label: str
    text: str


def plan_changes(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every difference, in the order of the parts of a plan; nothing for plans of one meaning."""
    before, after = _subjects(old), _subjects(new)
    parts = list(dict.fromkeys(part for part, _ in (*before, *after)))
    order = sorted({*before, *after}, key=lambda key: (_PARTS.index(key[0]), _place(key, before, after)))
    assert set(parts) <= set(_PARTS)
    found: list[Change] = []
    for key in order:
        found += _compared(key[0], before.get(key), after.get(key))
    return tuple(found)


_PARTS = (WHOLE_PLAN, REGISTRIES, "批次", "任务", "必查", "限制", "检查组", "种子", "公开")
_Subjects = dict[tuple[str, str], tuple[str, dict[str, str]]]
"""(part, key) -> the subject as written, and label -> text."""


def _place(key: tuple[str, str], before: _Subjects, after: _Subjects) -> tuple[int, int]:
    """Subjects in the order of the new plan; those that went stand behind."""
    for rank, plan in enumerate((after, before)):
        if key in plan:
            return rank, list(plan).index(key)
    raise KeyError(key)


def _subjects(plan: Plan) -> _Subjects:
    found: _Subjects = {}
    for fact in _facts(plan):
        found.setdefault((fact.part, fact.key), (fact.subject, {}))[1][fact.label] = fact.text
    return found


def _compared(
    part: str, old: tuple[str, dict[str, str]] | None, new: tuple[str, dict[str, str]] | None
) -> Iterator[Change]:
    if old is None or new is None:
        subject, facts = new or old or ("", {})
        text = "；".join(f"{label}：{text}" for label, text in facts.items())
        kind = Kind.ADDED if old is None else Kind.REMOVED
        yield Change(
            kind=kind,
            part=part,
            subject=subject,
            label="",
            old="" if old is None else text,
            new="" if new is None else text,
        )
        return
    subject = new[0]
    for label in dict.fromkeys((*new[1], *old[1])):
        was, now = old[1].get(label, ""), new[1].get(label, "")
        if norm(was) != norm(now):
            kind = Kind.CHANGED if was and now else Kind.ADDED if now else Kind.REMOVED
            yield Change(kind=kind, part=part, subject=subject, label=label, old=was, new=now)


_Pairs = Iterator[tuple[str, str]]


def _facts(plan: Plan) -> Iterator[_Fact]:
    yield from _of(WHOLE_PLAN, "", "", _top(plan))
    yield from _of(REGISTRIES, "", "", _registries(plan))
    for batch in plan.batches:
        yield from _of("批次", norm(batch.name), batch.name, [("时间", batch_text(batch))])
    for task in plan.tasks:
        number = task.number or ""
        subject = f"{number} {task.name}" if task.name else number
        yield from _of("任务", norm_id(number), subject, _task(task))
    for rule in plan.must_inspect:
        yield from _of("必查", norm(rule.name), rule.name, _duty(rule))
    yield from _of("限制", "", "", _limits(plan.limits))
    seen: dict[str, int] = {}
    for line in plan.team:
        name = line.department or f"专家（{line.expert}）"
        seen[norm(name)] = count = seen.get(norm(name), 0) + 1
        subject = name if count == 1 else f"{name}（第{count}行）"
        yield from _of("检查组", f"{norm(name)}/{count}", subject, _line(line))
    yield from _of("种子", "", "", _seed(plan.seed))
    yield from _of("公开", "", "", _publication(plan.publication))


def _of(
    part: str, key: str, subject: str, pairs: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]
) -> Iterator[_Fact]:
    """The facts of one subject; a part that has one subject only is never added or removed as a whole."""
    if not subject:
        yield _Fact(part, key, subject, "", "")
    for label, text in pairs:
        if text:
            yield _Fact(part, key, subject, label, text)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOLD: Mapping[type[BaseModel], frozenset[str]] = {
    Plan: _names(
        "number name year document_number issued initiator partners lead_office responsible_offices "
        "department_aliases id_column groups load load_basis recusal_rules registries batches tasks "
        "must_inspect limits team seed publication"
    ),
    Task: _names(
        "number name kind grounds items method scope condition draw batches initiator partners lead_office "
        "responsible_offices deadline district per_entity platform_task_number"
    ),
    Quota: _names("field ratio count strata unrated minimum rounding ratio_basis stage"),
    MustInspect: frozenset({"name", "where", "times", "items"}),
    Limits: _names("repeat_in_year yearly_cap yearly_floor per_entity excluded"),
    TeamLine: _names(
        "department expert size tag at_least_one max_visits by_district where tasks leader outside_groups"
    ),
    Seed: frozenset({"source", "count", "range", "order", "substitute"}),
    Publication: frozenset({"channels", "workdays", "certificate", "list_published"}),
}
"""The fields that the functions below word; whatever else a part has is told under its own title."""


def _others(part: BaseModel) -> _Pairs:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name not in _TOLD[type(part)] and value != field.default and value not in (None, (), {}):
            yield str(field.alias), _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return percent_text(value)
    if isinstance(value, Condition):
        return scope_words(value)
    if isinstance(value, (tuple, list)):
        return "、".join(map(_plain, value))
    if isinstance(value, BaseModel):
        inner = ((str(field.alias), getattr(value, name)) for name, field in type(value).model_fields.items())
        return "，".join(f"{title}{_plain(own)}" for title, own in inner if own is not None) or "是"
    return str(value)


def _top(plan: Plan) -> _Pairs:
    yield "编号", plan.number
    yield "名称", plan.name or ""
    yield "年度", str(plan.year)
    yield "文号", plan.document_number or ""
    yield "印发日期", plan.issued or ""
    yield "发起部门", plan.initiator
    yield "联合部门", "、".join(plan.partners)
    yield "牵头科室", plan.lead_office or ""
    yield "责任科室", "、".join(plan.responsible_offices)
    yield "部门别名", "、".join(f"{alias}即{full}" for alias, full in plan.department_aliases.items())
    yield "标识", plan.id_column or ""
    if plan.groups is not None:
        yield "分组", f"{plan.groups.count}组" if plan.groups.count else "按人员数尽量多分"
    yield "负荷", plan.load
    yield "负荷口径", load_basis_words(plan.load_basis) if plan.load_basis != LoadBasis() else ""
    yield "回避规则", "、".join(plan.recusal_rules)
    yield from _others(plan)


def _registries(plan: Plan) -> _Pairs:
    files = plan.registries
    if files is None:
        return
    for name, field in type(files).model_fields.items():
        sources: tuple[Source, ...] | None = getattr(files, name)
        yield str(field.alias), "、".join(_source(source) for source in sources or ())


def _source(source: Source) -> str:
    more = [f"工作表{source.sheet}"] if source.sheet else []
    more += [f"表头行{source.header_row}"] if source.header_row else []
    more += [f"{known}在“{heading}”列" for known, heading in source.fields.items()]
    return source.file + (f"（{'，'.join(more)}）" if more else "")


def batch_text(batch: Batch) -> str:
    """The months of a batch: 2024年5月至6月."""
    start = f"{batch.start[:4]}年{int(batch.start[5:])}月"
    if batch.start == batch.end:
        return start
    year = "" if batch.start[:4] == batch.end[:4] else f"{batch.end[:4]}年"
    return f"{start}至{year}{int(batch.end[5:])}月"


def _task(task: Task) -> _Pairs:
    yield "名称", task.name or ""
    yield "类型", task.kind
    yield "依据", task.grounds or ""
    yield "事项", items_text(task.items)
    yield "方式", task.method
    yield "对象范围", scope_words(task.scope)
    yield "定向条件", scope_words(task.condition) if task.condition else ""
    yield from _quota(task.draw)
    yield "批次", "、".join(task.batches) if task.batches is not None else "各批次"
    yield "发起部门", task.initiator or ""
    yield "联合部门", "、".join(task.partners or ())
    yield "牵头科室", task.lead_office or ""
    yield "责任科室", "、".join(task.responsible_offices or ())
    yield "完成时限", task.deadline or ""
    yield "分区", task.district or ""
    yield "同一法人至多", entity_cap_words(task.per_entity) if task.per_entity else ""
    yield "平台任务编号", task.platform_task_number or ""
    yield from _others(task)


def items_text(items: Items) -> str:
    """事项 in words: whose they are, and their codes."""
    return "；".join(
        f"{department}：{'、'.join(codes)}" if department else "、".join(codes)
        for department, codes in items.items()
    )


def scope_words(condition: Condition) -> str:
    """A condition in words; none is every object."""
    return condition.describe() or "全部检查对象"


def _quota(draw: Quota) -> _Pairs:
    """抽取, each tier by itself, so that a notice can say which one changed."""
    yield "分层依据", draw.field or ""
    what = "抽取比例" if draw.ratio is not None else "抽取数量"
    amount = draw.ratio if draw.ratio is not None else draw.count
    if draw.strata is not None:
        texts = [
            f"{index}.{rule.name}（{scope_words(rule.where) if rule.where else '其余'}）"
            f"{_amount(rule.ratio if rule.ratio is not None else rule.count or 0)}"
            for index, rule in enumerate(draw.strata, 1)
        ]
        yield "分层抽取", "；".join(texts)
    elif isinstance(amount, tuple):
        for name, part in amount:
            yield f"{what}（{name}）", _amount(part)
    elif amount is not None:
        yield what, _amount(amount)
    if draw.unrated is not None:
        yield f"{what}（未评级）", _amount(draw.unrated)
    yield "每层至少", f"{draw.minimum}户" if draw.minimum else ""
    yield "取整", draw.rounding
    yield "比例口径", draw.ratio_basis
    yield "阶段", stage_words(draw.stage) if draw.stage else ""
    yield from _others(draw)


def _amount(amount: Fraction | int) -> str:
    return percent_text(amount) if isinstance(amount, Fraction) else f"{amount}户"


def _duty(rule: MustInspect) -> _Pairs:
    yield "对象", scope_words(rule.where)
    yield "全年次数", f"{rule.times}次"
    yield "事项", items_text(rule.items)
    yield from _others(rule)


def _limits(limits: Limits) -> _Pairs:
    yield "同年重复抽取", "是" if limits.repeat_in_year else "否"
    yield "每户全年上限", f"{limits.yearly_cap}次" if limits.yearly_cap is not None else ""
    yield "全年比例下限", percent_text(limits.yearly_floor) if limits.yearly_floor is not None else ""
    yield "同一法人至多", entity_cap_words(limits.per_entity) if limits.per_entity else ""
    yield "不参加抽取", scope_words(limits.excluded) if limits.excluded else ""
    yield from _others(limits)


def _line(line: TeamLine) -> _Pairs:
    yield "人数", f"{line.size}人"
    yield "标签", "、".join(line.tag)
    yield "其中至少", "、".join(map(tag_words, line.at_least_one))
    yield "每人至多", f"{line.max_visits}次" if line.max_visits is not None else ""
    yield "按辖区", "是" if line.by_district else ""
    yield "适用对象", scope_words(line.where) if line.where else ""
    yield "适用任务", "、".join(line.tasks or ())
    yield "组长", LEADS if line.leader else ""
    yield "分组外", OUTSIDE if line.outside_groups else ""
    yield from _others(line)


def _seed(seed: Seed) -> _Pairs:
    yield "来源", source_text(seed)
    yield "个数", str(seed.count) if seed.count is not None else ""
    yield "范围", seed.range or ""
    yield "顺序", seed.order or ""
    yield "递补", seed.substitute
    yield from _others(seed)


def _publication(publication: Publication) -> _Pairs:
    yield "渠道", "、".join(publication.channels)
    yield "期限", f"{publication.workdays}个工作日"
    yield "执法证号", publication.certificate
    yield "名单公布", publication.list_published
    yield from _others(publication)


def summary(changes: Sequence[Change]) -> Mapping[str, int]:
    """Part -> number of changes, in the order of the parts."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.part] = counts.get(change.part, 0) + 1
    return counts
