"""What changed between two plans, by meaning: batches by their names, tasks by their numbers (XT-5).

Each plan is laid out as facts: part of the plan, whose fact it is (a batch, a task, a line of 检查组), what
it is called, and its text. Two plans differ where their facts do; the order of tasks or batches is no
difference. Every field of a part is a fact under its Chinese key, in the words of `core.plans.words`, unless
a table below words it otherwise; so a field that a part is given later is told without further ado.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.plans.contact import NoticeNumbers
from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.plan import Batch, Limits, MustInspect, Plan, Publication, Task
from shuangsuiji.core.plans.quota import Quota
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.team import LoadBasis, TeamLine
from shuangsuiji.core.plans.words import (
    LEADS,
    OUTSIDE,
    amount_text,
    batch_text,
    in_words,
    items_text,
    scope_words,
    source_text,
)

WHOLE_PLAN = "计划"
REGISTRIES = "名录库"


class ChangeKind(StrEnum):
    """What became of a fact, or of a whole subject."""

    ADDED = "增加"
    REMOVED = "删除"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One difference of two plans.

    Attributes:
        part: 计划, 名录库, 批次, 任务, 必查, 限制, 检查组, 种子, 公开, 联系 or 通知书.
        subject: the batch, task, rule or line, as a reader names it; blank where the part has one only.
        label: what is different; blank where the whole subject came or went.
        old, new: the texts, blank for none.
    """

    kind: ChangeKind
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


@dataclass(frozen=True, slots=True)
class _Subject:
    """A batch, task, rule or line, or a part that a plan has once: its name, and its texts by labels."""

    name: str
    facts: dict[str, str]


def plan_changes(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Every difference, in the order of the parts of a plan; nothing for plans of one meaning.

    Within a part subjects have the order of the new plan; those that went stand behind.
    """
    before, after = _subjects(old), _subjects(new)
    keys = sorted(dict.fromkeys((*after, *before)), key=lambda key: _PARTS.index(key[0]))
    return tuple(change for key in keys for change in _compared(key[0], before.get(key), after.get(key)))


def _compared(part: str, old: _Subject | None, new: _Subject | None) -> Iterator[PlanChange]:
    subject = new or old
    assert subject is not None, "a subject comes from one of the plans"
    change = functools.partial(PlanChange, part=part, subject=subject.name)
    if old is None or new is None:
        text = "；".join(f"{label}：{text}" for label, text in subject.facts.items())
        if old is None:
            yield change(kind=ChangeKind.ADDED, label="", old="", new=text)
        else:
            yield change(kind=ChangeKind.REMOVED, label="", old=text, new="")
        return
    for label in dict.fromkeys((*new.facts, *old.facts)):
        was, now = old.facts.get(label, ""), new.facts.get(label, "")
        if norm(was) != norm(now):
            kind = ChangeKind.CHANGED if was and now else ChangeKind.ADDED if now else ChangeKind.REMOVED
            yield change(kind=kind, label=label, old=was, new=now)


_OWN_PARTS = (
    "registries",
    "batches",
    "tasks",
    "must_inspect",
    "limits",
    "team",
    "seed",
    "publication",
    "contact",
    "notice_numbers",
)
"""The fields of a plan that are parts of it; all others are facts of the plan as a whole."""
_PARTS = (WHOLE_PLAN, *map(Plan.title, _OWN_PARTS))


def _subjects(plan: Plan) -> dict[tuple[str, str], _Subject]:
    """(part, key of the subject) -> the subject; parts that a plan has once are always there."""
    subjects = {(WHOLE_PLAN, ""): _Subject("", _facts(plan, _OWN_PARTS))}
    for field in _OWN_PARTS:
        part, value = Plan.title(field), getattr(plan, field)
        if not isinstance(value, tuple):
            subjects[part, ""] = _Subject("", {} if value is None else _facts(value))
            continue
        counts: dict[str, int] = {}
        for entry in value:
            key, name, fields = _named(entry)
            counts[key] = count = counts.get(key, 0) + 1
            name += f"（第{count}行）" if count > 1 else ""
            subjects[part, f"{key}/{count}"] = _Subject(name, _facts(entry, fields))
    return subjects


def _named(entry: Batch | Task | MustInspect | TeamLine) -> tuple[str, str, tuple[str, ...]]:
    """What tells a subject from the others of its part, how a reader names it, and by which of its fields."""
    if isinstance(entry, Task):
        number = entry.number or ""
        return norm_id(number), f"{number} {entry.name}" if entry.name else number, ("number",)
    if isinstance(entry, TeamLine):
        return norm(entry.seat), entry.seat, ("department", "expert")
    return norm(entry.name), entry.name, ("name",)


def _facts(part: PlanModel, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Label -> text of every field that says something."""
    return {label: text for label, text in _pairs(part, without) if text}


def _pairs(part: PlanModel, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for field in type(part).model_fields:
        if field in without:
            continue
        key, value = (type(part), field), getattr(part, field)
        if key in _SEVERAL:
            yield from _SEVERAL[key](part)
            continue
        if key in _WORDS:
            text = _WORDS[key](part)
        else:
            text = "" if value is None or value is False else in_words(value) + _UNITS.get(key, "")
        yield _LABELS.get(key) or part.title(field), text


def _amounts(draw: Quota) -> Iterator[tuple[str, str]]:
    """Each tier by itself, so that a notice can say which one changed."""
    amount = draw.ratio if draw.ratio is not None else draw.count
    if isinstance(amount, tuple):
        for name, part in amount:
            yield f"{_amount_label(draw)}（{name}）", amount_text(part)
    elif amount is not None:
        yield _amount_label(draw), amount_text(amount)


def _amount_label(draw: Quota) -> str:
    return "抽取数量" if draw.ratio is None else "抽取比例"


def _unrated(draw: Quota) -> Iterator[tuple[str, str]]:
    if draw.unrated is not None:
        yield f"{_amount_label(draw)}（未评级）", amount_text(draw.unrated)


def _strata(draw: Quota) -> str:
    rules = [
        (rule.name, scope_words(rule.where) if rule.where else "其余", amount_text(rule.amount))
        for rule in draw.strata or ()
    ]
    return "；".join(
        f"{index}.{name}（{scope}）{amount}" for index, (name, scope, amount) in enumerate(rules, 1)
    )


_Key = tuple[type[PlanModel], str]
_SEVERAL: Mapping[_Key, Callable[[Any], Iterator[tuple[str, str]]]] = {
    (Task, "draw"): lambda task: _pairs(task.draw, ("count",)),
    (Quota, "ratio"): _amounts,
    (Quota, "unrated"): _unrated,
}
"""What one field gives several facts, or one whose label depends on its value."""
_WORDS: Mapping[_Key, Callable[[Any], str]] = {
    (Plan, "department_aliases"): lambda plan: "、".join(
        f"{alias}即{full}" for alias, full in plan.department_aliases.items()
    ),
    (Plan, "load_basis"): lambda plan: in_words(plan.load_basis) if plan.load_basis != LoadBasis() else "",
    (Batch, "start"): batch_text,
    (Batch, "end"): lambda batch: "",
    (Task, "items"): lambda task: items_text(task.items),
    (Task, "batches"): lambda task: "各批次" if task.batches is None else in_words(task.batches),
    (Quota, "strata"): _strata,
    (Quota, "minimum"): lambda draw: f"{draw.minimum}户" if draw.minimum else "",
    (MustInspect, "items"): lambda rule: items_text(rule.items),
    (Limits, "repeat_in_year"): lambda limits: in_words(limits.repeat_in_year),
    (TeamLine, "leader"): lambda line: LEADS if line.leader else "",
    (TeamLine, "outside_groups"): lambda line: OUTSIDE if line.outside_groups else "",
    (Seed, "source"): source_text,
    (NoticeNumbers, "starts"): lambda numbers: "、".join(
        f"{batch}{first}号起" for batch, first in numbers.starts
    ),
}
"""What a field says, where its value does not say it by itself; blank for nothing."""
_UNITS: Mapping[_Key, str] = {
    (MustInspect, "times"): "次",
    (Limits, "yearly_cap"): "次",
    (TeamLine, "size"): "人",
    (TeamLine, "max_visits"): "次",
    (Publication, "workdays"): "个工作日",
}
_LABELS: Mapping[_Key, str] = {
    (Batch, "start"): "时间",
    (Quota, "field"): "分层依据",
    (Quota, "strata"): "分层抽取",
    (TeamLine, "where"): "适用对象",
    (TeamLine, "tasks"): "适用任务",
    (Publication, "workdays"): "期限",
}
"""Labels that are not the Chinese keys."""
