"""The plan: what is drawn, from which registries, by which rules, and who goes there.

Field names are the English keys of a plan file, `title` is the Chinese key; a file may use either. Models
are frozen and refuse unknown keys; what several parts of a plan say about each other is checked in
`core.checks.plan`, and whether the plan fits the registries in `core.checks.draw`. Source: formats.md, "The
plan"; WG-1..9, QHD-4, LZ-1, XT-1.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.entity_cap import EntityCapField, TaskEntityCapField
from shuangsuiji.core.plans.load_basis import LoadBasis, LoadBasisField
from shuangsuiji.core.plans.parts import ConditionField, PlanModel
from shuangsuiji.core.plans.publication import Publication as Publication
from shuangsuiji.core.plans.result_codes import standard_code
from shuangsuiji.core.plans.seed_form import Seed as Seed
from shuangsuiji.core.plans.stage import Stage
from shuangsuiji.core.plans.team import GroupsField, TeamLine
from shuangsuiji.core.plans.values import (
    Count,
    Day,
    Month,
    Positive,
    Ratio,
    Text,
    Texts,
    YesNo,
    bad,
    each,
    months_between,
    one_or_several,
    parse_count,
    parse_pairs,
    parse_ratio,
    parse_text,
    parse_texts,
    scalar,
    within,
)

Rounding = Literal["进一", "四舍五入", "舍去"]
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
    """One registry file; `fields` maps a known name to the heading in this file."""

    file: Text = Field(title="文件")
    sheet: Text | None = Field(None, title="工作表")
    header_row: Positive | None = Field(None, title="表头行")
    fields: dict[str, str] = Field(default_factory=dict, title="字段")

    @model_validator(mode="before")
    @classmethod
    def _from_path(cls, data: Any) -> Any:
        return {"file": data} if isinstance(data, str) else data


Sources = Annotated[tuple[Source, ...], BeforeValidator(one_or_several), Field(min_length=1)]


class Registries(PlanModel):
    """The files of the registries, by paths relative to the plan."""

    objects: Sources = Field(title="检查对象")
    inspectors: Sources = Field(title="检查人员")
    items: Sources = Field(title="事项清单")
    experts: Sources | None = Field(None, title="专家")
    recusals: Sources | None = Field(None, title="回避")
    history: Sources | None = Field(None, title="历史")


class Batch(PlanModel):
    """One draw of the year, with the months in which its visits are made (WG-1)."""

    name: Text = Field(title="名称")
    start: Month = Field(title="起")
    end: Month = Field(title="止")

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


class StratumRule(PlanModel):
    """One stratum by a rule; the first that fits wins (LZ-2)."""

    name: Text = Field(title="名称")
    where: ConditionField | None = Field(None, title="对象")
    rest: YesNo = Field(False, title="其余")
    ratio: Ratio | None = Field(None, title="比例")
    count: Count | None = Field(None, title="数量")

    @model_validator(mode="after")
    def _complete(self) -> StratumRule:
        if (self.ratio is None) == (self.count is None):
            raise bad("plan-ratio-or-count", name=self.name)
        if (self.where is None) != self.rest:
            raise bad("plan-stratum-where", name=self.name)
        return self


def _amount(parse: Any) -> Any:
    pairs = parse_pairs(parse)

    def parsed(value: object) -> Any:
        return pairs(value) if isinstance(value, (dict, list, tuple)) else parse(value)

    return parsed


class Quota(PlanModel):
    """抽取: how many are drawn from the scope, in which strata (WG-2, WG-3, QHD-2)."""

    field: Text | None = Field(None, title="字段")
    ratio: (
        Annotated[
            Fraction | tuple[tuple[str, Fraction], ...],
            BeforeValidator(_amount(parse_ratio)),
            WithJsonSchema({"type": ["string", "number", "object"]}),
        ]
        | None
    ) = Field(None, title="比例")
    count: (
        Annotated[
            int | tuple[tuple[str, int], ...],
            BeforeValidator(_amount(parse_count)),
            WithJsonSchema({"type": ["integer", "object"]}),
        ]
        | None
    ) = Field(None, title="数量")
    strata: tuple[StratumRule, ...] | None = Field(None, title="分层", min_length=1)
    unrated: (
        Annotated[
            Fraction | int,
            BeforeValidator(lambda value: _ratio_or_count(value)),
            WithJsonSchema({"type": ["string", "number"]}),
        ]
        | None
    ) = Field(None, title="未评级")
    minimum: Count = Field(0, title="每层至少")
    rounding: Rounding = Field("进一", title="取整")
    ratio_basis: Literal["每批", "全年"] = Field("每批", title="比例口径")
    stage: Stage | None = Field(None, title="阶段")

    @model_validator(mode="before")
    @classmethod
    def _from_ratio(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"ratio": data}

    @model_validator(mode="after")
    def _consistent(self) -> Quota:
        given = [part for part in (self.ratio, self.count, self.strata) if part is not None]
        if len(given) != 1:
            raise bad("plan-one-amount")
        amount = self.ratio if self.ratio is not None else self.count
        if isinstance(amount, tuple) and self.field is None:
            raise bad("plan-field-missing")
        if self.strata is not None and self.field is not None:
            raise bad("plan-field-and-strata")
        if self.unrated is not None and self.field is None:
            raise bad("plan-field-missing")
        if self.unrated is not None and isinstance(self.unrated, int) != (self.count is not None):
            raise within(bad("plan-unrated-kind"), "unrated")
        if self.stage is not None and self.ratio_basis == "全年":
            raise within(bad("plan-stage-yearly"), "stage", key=True)
        for index, rule in enumerate((self.strata or ())[:-1]):
            if rule.rest:
                raise within(bad("plan-rest-last", name=rule.name), "strata", index, "rest")
        names = [norm(rule.name) for rule in self.strata or ()]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise within(bad("plan-stratum-twice"), "strata", index, "name")
        return self


def _ratio_or_count(value: object) -> Fraction | int:
    text = norm(scalar(value))
    return parse_count(value) if re.fullmatch("[0-9]+", text) else parse_ratio(value)


class Task(PlanModel):
    """One task of the plan: a scope, what is inspected there, and how many are drawn (WG-8, QHD-4).

    每层至少, 取整 and 比例口径 may also stand beside `抽取: 20%`; they belong to it all the same.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: _show_lent_fields(schema))

    beside: ClassVar[dict[str, str]] = {"minimum": "draw", "rounding": "draw", "ratio_basis": "draw"}

    number: Text | None = Field(None, title="编号")
    name: Text | None = Field(None, title="名称")
    kind: Literal["不定向", "定向"] = Field("不定向", title="类型")
    grounds: Text | None = Field(None, title="依据")
    items: Items = Field(title="事项")
    method: Text = Field("现场检查", title="方式")
    scope: ConditionField = Field(Condition(), title="对象范围")
    condition: ConditionField | None = Field(None, title="定向条件")
    draw: Quota = Field(title="抽取")
    batches: Texts | None = Field(None, title="批次")
    initiator: Text | None = Field(None, title="发起部门")
    partners: Texts | None = Field(None, title="联合部门")
    lead_office: Text | None = Field(None, title="牵头科室")
    responsible_offices: Texts | None = Field(None, title="责任科室")
    deadline: Text | None = Field(None, title="完成时限")
    district: Text | None = Field(None, title="分区")
    per_entity: TaskEntityCapField = Field(None, title="同一法人至多")
    platform_task_number: Text | None = Field(None, title="平台任务编号")

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, data: Any) -> Any:
        return _with_gathered_quota(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _directed(self) -> Task:
        if self.kind == "定向" and self.condition is None:
            raise within(bad("plan-directed-condition"), "kind")
        if self.kind == "不定向" and self.condition is not None:
            raise within(bad("plan-undirected-condition"), "condition", key=True)
        return self


def _show_lent_fields(schema: dict[str, Any]) -> None:
    """The schema of a task shows what may stand beside 抽取, so that editors do not mark it."""
    within_quota = Quota.model_json_schema()["properties"]
    schema["properties"].update({name: within_quota[name] for name in Task.beside})


def _with_gathered_quota(data: dict[str, Any]) -> dict[str, Any]:
    """The task with what stands beside 抽取 moved into it."""
    lent = {name: data[name] for name in Task.beside if name in data}
    if not lent:
        return data
    rest = {name: value for name, value in data.items() if name not in lent}
    if "draw" not in rest:
        return rest
    draw = rest["draw"] if isinstance(rest["draw"], dict) else {"ratio": rest["draw"]}
    for name in lent:
        if name in draw:
            title = str(Quota.model_fields[name].title)
            raise within(bad("plan-duplicate-key", key=title), "draw", name, key=True)
    return {**rest, "draw": {**draw, **lent}}


class MustInspect(PlanModel):
    """必查: objects that are visited a number of times a year whatever the draw says (LZ-1)."""

    name: Text = Field(title="名称")
    where: ConditionField = Field(title="对象")
    times: Positive = Field(title="全年次数")
    items: Items = Field(title="事项")


class Limits(PlanModel):
    """限制: repetition, yearly cap and floor, and what may not be drawn (LAW-1, XT-1)."""

    repeat_in_year: YesNo = Field(False, title="同年重复抽取")
    yearly_cap: Positive | None = Field(None, title="每户全年上限")
    yearly_floor: Ratio | None = Field(None, title="全年比例下限")
    per_entity: EntityCapField = Field(None, title="同一法人至多")
    excluded: ConditionField | None = Field(None, title="不参加抽取")


class ResultCodeRule(PlanModel):
    """结果代码, one entry: what a number means on the record sheets (WG-10, LAW-7).

    A text of the standard ten keeps its meaning; any other has to say whether it tells of a problem.
    """

    code: Positive = Field(title="代码")
    text: Text = Field(title="名称")
    problem: YesNo | None = Field(None, title="发现问题")
    follow_up: YesNo | None = Field(None, title="须后续处置")

    @model_validator(mode="after")
    def _meant(self) -> ResultCodeRule:
        if self.problem is None and standard_code(self.text) is None:
            raise within(bad("plan-code-meaning", text=self.text), "text")
        return self

    @property
    def tells_of_problem(self) -> bool:
        """Whether a result of this code counts as a problem found."""
        standard = standard_code(self.text)
        return self.problem if self.problem is not None else bool(standard and standard.problem)

    @property
    def asks_for_measure(self) -> bool:
        """Whether a measure has to follow; by default after every problem (XT-6)."""
        return self.tells_of_problem if self.follow_up is None else self.follow_up


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

    absent_at_default: ClassVar[frozenset[str]] = frozenset({"load_basis"})

    number: Text = Field(title="编号")
    name: Text | None = Field(None, title="名称")
    year: Count = Field(title="年度")
    document_number: Text | None = Field(None, title="文号")
    issued: Day | None = Field(None, title="印发日期")
    initiator: Text = Field(title="发起部门")
    partners: Texts = Field((), title="联合部门")
    lead_office: Text | None = Field(None, title="牵头科室")
    responsible_offices: Texts = Field((), title="责任科室")
    department_aliases: Annotated[
        dict[str, str], BeforeValidator(_aliases), WithJsonSchema({"type": "object"})
    ] = Field(default_factory=dict, title="部门别名")
    id_column: Text | None = Field(None, title="标识")
    registries: Registries | None = Field(None, title="名录库")
    batches: tuple[Batch, ...] = Field(title="批次", min_length=1)
    tasks: tuple[Task, ...] = Field((), title="任务")
    must_inspect: tuple[MustInspect, ...] = Field((), title="必查")
    limits: Limits = Field(Limits(), title="限制")
    team: tuple[TeamLine, ...] = Field(title="检查组", min_length=1)
    groups: GroupsField = Field(None, title="分组")
    load: Literal["均衡", "自由"] = Field("均衡", title="负荷")
    load_basis: LoadBasisField = Field(LoadBasis(), title="负荷口径")
    recusal_rules: tuple[RecusalRule, ...] = Field(("名单", "同单位", "曾任职单位"), title="回避规则")
    seed: Seed = Field(Seed(), title="种子")
    publication: Publication = Field(Publication(), title="公开")
    templates: Text | None = Field(None, title="模板目录")
    result_codes: tuple[ResultCodeRule, ...] | None = Field(None, title="结果代码", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, data: Any) -> Any:
        return _with_generated_names(data) if isinstance(data, dict) else data

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


def _with_generated_names(data: dict[str, Any]) -> dict[str, Any]:
    """The plan with the names and numbers that were left out (QHD-4)."""
    data = dict(data)
    number, year = str(data.get("number") or ""), data.get("year")
    initiator = data.get("initiator")
    if not data.get("name") and number and year and isinstance(initiator, str):
        serial = re.search(r"[0-9]{1,2}$", number)
        data["name"] = f"{year}年{initiator}随机抽查{int(serial.group()) if serial else 1:02d}"
    prefix = re.sub(r"[0-9]+$", "", number)
    tasks = data.get("tasks")
    if isinstance(tasks, (list, tuple)):
        data["tasks"] = [
            {
                **task,
                "number": task.get("number") or f"{prefix}{index:02d}",
                "name": task.get("name") or f"{data.get('name', '')}任务{index:02d}",
            }
            if isinstance(task, dict)
            else task
            for index, task in enumerate(tasks, 1)
        ]
    return data
