"""The plan: what is drawn, from which registries, by which rules, and who goes there.

Field names are the English keys of a plan file, `title` is the Chinese key; a file may use either. Models
are frozen and refuse unknown keys; what several parts of a plan say about each other is checked in
`core.checks.plan`, and whether the plan fits the registries in `core.checks.draw`. Source: formats.md, "The
plan"; WG-1..9, QHD-4, LZ-1, XT-1.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from shuangsuiji.core.canonical import Json, norm
from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.contact import Contact, NoticeNumbers
from shuangsuiji.core.plans.parts import ConditionField, Path, PlanModel, keys_of
from shuangsuiji.core.plans.publication_deadline import WORKDAYS
from shuangsuiji.core.plans.quota import ENTITY_COLUMN, EntityCapField, Quota, TaskEntityCapField
from shuangsuiji.core.plans.repetition import IntervalRules
from shuangsuiji.core.plans.result_codes import ResultCodeRule
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.team import GroupsField, LoadBasis, LoadBasisField, TeamLine
from shuangsuiji.core.plans.values import (
    Count,
    Day,
    Month,
    Positive,
    Ratio,
    Text,
    TextOrBlank,
    Texts,
    YesNo,
    bad,
    each,
    last_day_of,
    months_between,
    one_or_several,
    parse_text,
    parse_texts,
    within,
)

RecusalRule = Literal["名单", "同单位", "曾任职单位", "本辖区", "上次检查"]


def _items(value: object) -> dict[str, tuple[str, ...]]:
    """事项 as department -> item codes; the key "" holds items that name no department."""
    if isinstance(value, dict):
        if not value:
            raise bad("plan-blank")
        names = [parse_text(key) if key else "" for key in value]
        return dict(zip(names, each(parse_texts, value.items()), strict=True))
    return {"": parse_texts(value)}


Items = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_items),
    WithJsonSchema({"type": ["array", "object", "string"]}),
]


class Source(PlanModel):
    """One registry file.

    `fields` maps a known name to the heading in this file, `constants` a column to what its blank cells mean;
    a column of that name need not be there.
    """

    file: Text = Field(alias="文件")
    sheet: Text | None = Field(None, alias="工作表")
    header_row: Positive | None = Field(None, alias="表头行")
    fields: dict[str, str] = Field(default_factory=dict, alias="字段")
    constants: dict[str, Text] = Field(default_factory=dict, alias="固定值")

    @model_validator(mode="before")
    @classmethod
    def _from_path(cls, data: Any) -> Any:
        return {"file": data} if isinstance(data, str) else data


Sources = Annotated[tuple[Source, ...], BeforeValidator(one_or_several), Field(min_length=1)]


class RegistryPaths(PlanModel):
    """The files of the registries, by paths relative to the plan."""

    objects: Sources = Field(alias="检查对象")
    inspectors: Sources = Field(alias="检查人员")
    items: Sources = Field(alias="事项清单")
    experts: Sources | None = Field(None, alias="专家")
    recusals: Sources | None = Field(None, alias="回避")
    history: Sources | None = Field(None, alias="历史")


class Batch(PlanModel):
    """One draw of the year, with the months in which its visits are made (WG-1)."""

    name: Text = Field(alias="名称")
    start: Month = Field(alias="起")
    end: Month = Field(alias="止")

    @model_validator(mode="after")
    def _in_order(self) -> Batch:
        if self.end < self.start:
            wrong = bad("plan-batch-order", name=self.name, start=self.start, end=self.end)
            raise within(wrong, "end")
        return self

    @property
    def months(self) -> int:
        """The length of the batch in months."""
        return months_between(self.start, self.end)

    @property
    def last_day(self) -> str:
        """The last day of the batch, YYYY-MM-DD: certificates have to be valid through it (XT-3)."""
        return last_day_of(self.end)


class Task(PlanModel):
    """One task of the plan: a scope, what is inspected there, and how many are drawn (WG-8, QHD-4).

    A scope that nothing fits is an error unless the task says 可以为空.
    每层至少, 取整, 比例口径, 基数 and 层名 may also stand beside `抽取: 20%`; they belong to it all the same.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: _show_lent_fields(schema))

    beside: ClassVar[Mapping[str, Path]] = dict.fromkeys(
        ("minimum", "rounding", "ratio_basis", "base", "stratum_names"), ("draw",)
    )

    number: TextOrBlank = Field(None, alias="编号")
    name: TextOrBlank = Field(None, alias="名称")
    kind: Literal["不定向", "定向"] = Field("不定向", alias="类型")
    grounds: Text | None = Field(None, alias="依据")
    items: Items = Field(alias="事项")
    method: Text = Field("现场检查", alias="方式")
    scope: ConditionField = Field(Condition(), alias="对象范围")
    object_words: Text | None = Field(None, alias="对象说明")
    condition: ConditionField | None = Field(None, alias="定向条件")
    draw: Quota = Field(alias="抽取")
    batches: Texts | None = Field(None, alias="批次")
    initiator: Text | None = Field(None, alias="发起部门")
    partners: Texts | None = Field(None, alias="联合部门")
    lead_office: Text | None = Field(None, alias="牵头科室")
    responsible_offices: Texts | None = Field(None, alias="责任科室")
    deadline: Text | None = Field(None, alias="完成时限")
    district: Text | None = Field(None, alias="分区")
    per_entity: TaskEntityCapField = Field(None, alias="同一法人至多")
    platform_task_number: Text | None = Field(None, alias="平台任务编号")
    may_be_empty: YesNo = Field(False, alias="可以为空", exclude_if=operator.not_)

    @classmethod
    def gathered(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The task with what stands beside 抽取 moved into it."""
        lent = {name: data.pop(name) for name in cls.beside if name in data}
        if not lent or "draw" not in data:
            return data
        draw = data["draw"] if isinstance(data["draw"], Mapping) else {"ratio": data["draw"]}
        inside = {keys_of(Quota).get(norm(str(key))) for key in draw}
        for name in lent:
            if name in inside:
                raise within(bad("plan-duplicate-key", key=Quota.title(name)), "draw", name, key=True)
        return {**data, "draw": {**draw, **lent}}

    @model_validator(mode="after")
    def _directed(self) -> Task:
        if self.kind == "定向" and self.condition is None and not self.scope.parts:
            raise within(bad("plan-directed-condition"), "kind")
        if self.kind == "不定向" and self.condition is not None:
            raise within(bad("plan-undirected-condition"), "condition", key=True)
        if self.district is not None and self.draw.per_person is not None:
            title, alone = Task.title("district"), Quota.title("per_person")
            raise within(bad("plan-quota-alone", key=title, alone=alone), "district", key=True)
        return self


def _show_lent_fields(schema: dict[str, Any]) -> None:
    """The schema of a task shows what may stand beside 抽取, so that editors do not mark it."""
    within_quota = Quota.model_json_schema(by_alias=False)["properties"]
    schema["properties"].update({name: within_quota[name] for name in Task.beside})


class MustInspect(PlanModel):
    """必查: objects that are visited a number of times a year whatever the draw says (LZ-1)."""

    name: Text = Field(alias="名称")
    where: ConditionField = Field(alias="对象")
    times: Positive = Field(alias="全年次数")
    items: Items = Field(alias="事项")


class Limits(PlanModel):
    """限制: repetition, yearly cap and floor, and what may not be drawn (LAW-1, XT-1)."""

    repeat_in_year: YesNo = Field(False, alias="同年重复抽取")
    no_repeat: IntervalRules = Field(None, alias="几年内不重复")
    yearly_cap: Positive | None = Field(None, alias="每户全年上限")
    yearly_floor: Ratio | None = Field(None, alias="全年比例下限")
    per_entity: EntityCapField = Field(None, alias="同一法人至多")
    excluded: ConditionField | None = Field(None, alias="不参加抽取")


class Publication(PlanModel):
    """公开: where, by when, and how much of what (LZ-9, LZ-10, LAW-3).

    名单公布 is one of `core.publicity.LIST_TIMES` or a day; other words of older plans are read as far as
    they are plain. What is left out and has no default is not part of the snapshot.
    """

    channels: Texts = Field((), alias="渠道")
    workdays: Positive = Field(WORKDAYS, alias="期限工作日")
    certificate: Literal["部分", "全部", "不公开"] = Field("部分", alias="执法证号")
    list_published: Text = Field("检查结束后", alias="名单公布")
    sole_traders: Literal["全称", "部分"] | None = Field(None, alias="个体工商户名称")
    hidden_columns: Texts | None = Field(None, alias="不公开列")
    hidden_items: Texts | None = Field(None, alias="不公开事项")


def _aliases(value: object) -> dict[str, str]:
    """部门别名 as alias -> department; a file may also give department -> [aliases]."""
    if not isinstance(value, dict):
        raise bad("plan-not-pairs")
    aliases: dict[str, str] = {}
    for key, names in zip(value, each(parse_texts, value.items()), strict=True):
        if isinstance(value[key], (list, tuple)):
            aliases.update({alias: parse_text(key) for alias in names})
        else:
            aliases[parse_text(key)] = names[0]
    return aliases


class Plan(PlanModel):
    """A year's plan of one bureau, alone or joint with others."""

    number: Text = Field(alias="编号")
    name: TextOrBlank = Field(None, alias="名称")
    year: Count = Field(alias="年度")
    document_number: Text | None = Field(None, alias="文号")
    issued: Day | None = Field(None, alias="印发日期")
    initiator: Text = Field(alias="发起部门")
    partners: Texts = Field((), alias="联合部门")
    lead_office: Text | None = Field(None, alias="牵头科室")
    responsible_offices: Texts = Field((), alias="责任科室")
    level: Text | None = Field(None, alias="实施层级")
    department_aliases: Annotated[
        dict[str, str], BeforeValidator(_aliases), WithJsonSchema({"type": "object"})
    ] = Field(default_factory=dict, alias="部门别名")
    id_column: Text | None = Field(None, alias="标识")
    registries: RegistryPaths | None = Field(None, alias="名录库")
    batches: tuple[Batch, ...] = Field(alias="批次", min_length=1)
    tasks: tuple[Task, ...] = Field((), alias="任务")
    must_inspect: tuple[MustInspect, ...] = Field((), alias="必查")
    limits: Limits = Field(Limits(), alias="限制")
    team: tuple[TeamLine, ...] = Field(alias="检查组", min_length=1)
    groups: GroupsField = Field(None, alias="分组")
    load: Literal["均衡", "自由"] = Field("均衡", alias="负荷")
    load_basis: LoadBasisField = Field(
        LoadBasis(), alias="负荷口径", exclude_if=lambda basis: basis == LoadBasis()
    )
    recusal_rules: tuple[RecusalRule, ...] = Field(("名单", "同单位", "曾任职单位"), alias="回避规则")
    seed: Seed = Field(Seed(), alias="种子")
    publication: Publication = Field(Publication(), alias="公开")
    contact: Contact | None = Field(None, alias="联系")
    notice_numbers: NoticeNumbers | None = Field(None, alias="通知书")
    templates: Text | None = Field(None, alias="模板目录")
    result_codes: tuple[ResultCodeRule, ...] | None = Field(None, alias="结果代码", min_length=1)

    @model_validator(mode="after")
    def _named(self) -> Plan:
        """The names and numbers that were left out (QHD-4)."""
        serial = re.search(r"[0-9]{1,2}$", self.number)
        order = int(serial.group()) if serial else 1
        name = self.name or f"{self.year}年{self.initiator}随机抽查{order:02d}"
        prefix = self.number.rstrip("0123456789")
        tasks = tuple(
            task.model_copy(
                update={
                    "number": task.number or f"{prefix}{index:02d}",
                    "name": task.name or f"{name}任务{index:02d}",
                }
            )
            for index, task in enumerate(self.tasks, 1)
        )
        return self.model_copy(update={"name": name, "tasks": tasks})

    @property
    def batches_in_order(self) -> tuple[Batch, ...]:
        """The batches, earliest first (draw-algorithm 8)."""
        return tuple(sorted(self.batches, key=lambda batch: batch.start))

    def batch(self, name: str) -> Batch:
        """The batch of that name.

        Raises:
            KeyError: the plan has no such batch.
        """
        for batch in self.batches:
            if norm(batch.name) == norm(name):
                return batch
        raise KeyError(name)

    def department(self, name: str) -> str:
        """A department name as compared: normal text, aliases resolved."""
        aliases = {norm(alias): norm(full) for alias, full in self.department_aliases.items()}
        return aliases.get(norm(name), norm(name))

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department of the plan and its tasks, as written, leading department first."""
        names = [self.initiator, *self.partners]
        for task in self.tasks:
            names += [task.initiator] if task.initiator else []
            names += task.partners or ()
        seen: dict[str, str] = {}
        for name in names:
            seen.setdefault(self.department(name), name)
        return tuple(seen.values())


def canonical_plan(plan: Plan) -> Json:
    """The plan under its Chinese keys, defaults filled in, no paths (draw-algorithm 3).

    Ratios are p/q, 是/否 are texts, conditions and ordered things are lists. What was left out and has no
    default is absent; so is what came later and says nothing new (`exclude_if`), so that a plan that does not
    use it has the bytes that it had before there was such a key.
    """
    paths = {"registries", "templates"}
    result: Json = plan.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=paths)
    return result


def plan_from_canonical(data: object) -> Plan:
    """The plan that a plan.json holds.

    Raises:
        pydantic.ValidationError: it does not hold a plan.
    """
    return Plan.model_validate(data)


def entity_columns(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, column) wherever the plan says how to tell entities apart, the default of 限制 among them.

    All columns are the same in a plan without errors. If tasks have caps and none names a column, the first
    of them stands for the default.
    """
    named = False
    if plan.limits.per_entity is not None:
        named = True
        yield ("limits", "per_entity", "field"), plan.limits.per_entity.field
    caps = [(index, task.per_entity) for index, task in enumerate(plan.tasks) if task.per_entity is not None]
    for index, cap in caps:
        if cap.field is not None:
            named = True
            yield ("tasks", index, "per_entity", "field"), cap.field
    if caps and not named:
        yield ("tasks", caps[0][0], "per_entity"), ENTITY_COLUMN


def entity_column(plan: Plan) -> str | None:
    """The object column whose equal values are one entity; None if the plan sets no cap."""
    return next((column for _, column in entity_columns(plan)), None)


def most_in_batch(plan: Plan) -> int | None:
    """How many objects of one entity may be drawn in a batch, all tasks together; None for any number."""
    cap = plan.limits.per_entity
    return cap.count if cap is not None and cap.scope == "本批" else None


def most_in_task(plan: Plan, task: Task) -> int | None:
    """How many objects of one entity may be drawn in a task; None for any number."""
    if task.per_entity is not None:
        return task.per_entity.count
    cap = plan.limits.per_entity
    return cap.count if cap is not None and cap.scope == "各任务" else None
