"""抽取 and 同一法人至多: how many objects of a task are drawn, in which strata, and how many of one entity.

抽取.阶段 draws districts, or other clusters of objects, first, and objects only in those drawn. 同一法人至多
bounds the draw alone; 必查 does not count. What the whole plan says of it stands in 限制, and may hold for
each batch or for each task; what a task says of itself takes the place of the latter.
"""

from __future__ import annotations

import operator
import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import ConditionField, OrShort, PlanModel
from shuangsuiji.core.plans.values import (
    Count,
    EachPerson,
    Positive,
    Ratio,
    Text,
    YesNo,
    bad,
    parse_count,
    parse_pairs,
    parse_ratio,
    ratio_text,
    scalar,
    within,
)

Rounding = Literal["进一", "四舍五入", "舍去"]


class StratumRule(PlanModel):
    """One stratum by a rule; the first that fits wins (LZ-2)."""

    name: Text = Field(alias="名称")
    where: ConditionField | None = Field(None, alias="对象")
    rest: YesNo = Field(False, alias="其余")
    ratio: Ratio | None = Field(None, alias="比例")
    count: Count | None = Field(None, alias="数量")

    @model_validator(mode="after")
    def _complete(self) -> StratumRule:
        if (self.ratio is None) == (self.count is None):
            raise bad("plan-ratio-or-count", name=self.name)
        if (self.where is None) != self.rest:
            raise bad("plan-stratum-where", name=self.name)
        return self

    @property
    def amount(self) -> Fraction | int:
        """The ratio, or the number of objects."""
        return self.ratio if self.ratio is not None else self.count or 0


def _amount(parse: Any) -> BeforeValidator:
    """Reads one amount for all strata, or pairs of a stratum's value and its amount."""
    pairs = parse_pairs(parse)

    def parsed(value: object) -> Any:
        return pairs(value) if isinstance(value, (dict, list, tuple)) else parse(value)

    return BeforeValidator(parsed)


def _amount_written(amount: Any) -> Any:
    """An amount as in plan.json: ratios as p/q, pairs as lists."""
    if isinstance(amount, tuple):
        return [[name, _amount_written(part)] for name, part in amount]
    return ratio_text(amount) if isinstance(amount, Fraction) else amount


_AMOUNT_WRITTEN = PlainSerializer(_amount_written)


class Stage(PlanModel):
    """阶段: the objects with one value of `field` are a cluster; `draw` clusters are drawn first."""

    field: Text = Field(alias="字段")
    draw: Positive = Field(alias="抽")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, (str, int, list, tuple)):
            raise bad("plan-bad-stage")
        return data


class Rotation(PlanModel):
    """轮查: every object once in `years` years; the first round begins in the year `start`.

    `routine`: whether a routine inspection (日常) counts as the round's visit.
    """

    years: Positive = Field(alias="年数")
    start: Positive = Field(alias="起")
    routine: YesNo = Field(False, alias="日常计入", exclude_if=operator.not_)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, (str, int, list, tuple)):
            raise bad("plan-bad-rotation")
        return data

    def round_start(self, year: int) -> int:
        """The first year of the round that `year` is in."""
        return self.start + (year - self.start) // self.years * self.years

    def years_left(self, year: int) -> int:
        """How many years of the round are left, `year` among them."""
        return self.round_start(year) + self.years - year


class Quota(PlanModel):
    """抽取: how many are drawn from the scope, in which strata (WG-2, WG-3, QHD-2).

    With 轮查 or 每名在岗人员 the rules work out the number; it is the year's unless 比例口径 says 每批.
    """

    field: Text | None = Field(None, alias="字段")
    ratio: (
        Annotated[
            Fraction | tuple[tuple[str, Fraction], ...],
            _amount(parse_ratio),
            _AMOUNT_WRITTEN,
            WithJsonSchema({"type": ["string", "number", "object"]}),
        ]
        | None
    ) = Field(None, alias="比例")
    count: (
        Annotated[
            int | tuple[tuple[str, int], ...],
            _amount(parse_count),
            _AMOUNT_WRITTEN,
            WithJsonSchema({"type": ["integer", "object"]}),
        ]
        | None
    ) = Field(None, alias="数量")
    strata: tuple[StratumRule, ...] | None = Field(None, alias="分层", min_length=1)
    rotation: Rotation | None = Field(None, alias="轮查")
    per_person: EachPerson | None = Field(None, alias="每名在岗人员")
    base: Literal["全部", "可抽"] = Field("全部", alias="基数", exclude_if=lambda base: base == "全部")
    unrated: (
        Annotated[
            Fraction | int,
            BeforeValidator(lambda value: _ratio_or_count(value)),
            _AMOUNT_WRITTEN,
            WithJsonSchema({"type": ["string", "number"]}),
        ]
        | None
    ) = Field(None, alias="未评级")
    minimum: Count = Field(0, alias="每层至少")
    rounding: Rounding = Field("进一", alias="取整")
    ratio_basis: Literal["每批", "全年"] = Field("每批", alias="比例口径")
    stage: Stage | None = Field(None, alias="阶段")
    stratum_names: dict[str, str] | None = Field(None, alias="层名")
    """What notices call the strata: value of the column or name of the stratum -> 低."""

    @model_validator(mode="before")
    @classmethod
    def _from_ratio(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"ratio": data}

    @classmethod
    def gathered(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The fields and values; what the rules work out is the year's where nothing else is said."""
        worked_out = "rotation" in data or "per_person" in data
        return {"ratio_basis": "全年", **data} if worked_out else data

    @model_validator(mode="after")
    def _consistent(self) -> Quota:
        amounts = (self.ratio, self.count, self.strata, self.rotation, self.per_person)
        if sum(part is not None for part in amounts) != 1:
            raise bad("plan-one-amount")
        self._worked_out_alone()
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
        known = {norm(rule.name) for rule in self.strata or ()}
        known |= {norm(name) for name, _ in amount} if isinstance(amount, tuple) else set()
        for name in self.stratum_names or {}:
            if known and norm(name) not in known:
                listed = "、".join(sorted(known))
                raise within(bad("plan-stratum-unknown", name=name, known=listed), "stratum_names", key=True)
        self._called_apart(known)
        return self

    def _called_apart(self, known: set[str]) -> None:
        """Papers call each stratum by a name that is no other's: they would report one as the other."""
        taken: dict[str, str] = {}
        for name, called in (self.stratum_names or {}).items():
            others = (known | set(map(norm, self.stratum_names or {}))) - {norm(name)}
            other = taken.get(norm(called)) or (norm(called) if norm(called) in others else "")
            if other:
                wrong = bad("plan-stratum-called", name=name, called=called, other=other)
                raise within(wrong, "stratum_names", name)
            taken[norm(called)] = name

    def _worked_out_alone(self) -> None:
        """What the rules work out stands for the whole scope, or for each district of it (分区)."""
        if self.rotation is None and self.per_person is None:
            return
        name = "rotation" if self.rotation is not None else "per_person"
        others = ["field", "unrated", "stage"]
        if self.rotation is not None:
            others += ["minimum"]
            if self.ratio_basis != "全年":
                raise within(bad("plan-rotation-yearly"), "ratio_basis")
        for other in others:
            if getattr(self, other):
                wrong = bad("plan-quota-alone", key=Quota.title(other), alone=Quota.title(name))
                raise within(wrong, other, key=True)

    def stratum_name(self, name: str) -> str:
        """What notices call a stratum, with its own name in brackets; that alone where 层名 says nothing."""
        names = {norm(key): text for key, text in (self.stratum_names or {}).items()}
        called = names.get(norm(name), name)
        return called if norm(name) in norm(called) else f"{called}（{name}）"


def _ratio_or_count(value: object) -> Fraction | int:
    text = norm(scalar(value))
    return parse_count(value) if re.fullmatch("[0-9]+", text) else parse_ratio(value)


ENTITY_COLUMN = "统一社会信用代码"
"""The column that tells legal entities apart where a plan names no other."""


def _from_count(data: Any) -> Any:
    """A bare number is 户数."""
    if isinstance(data, (list, tuple)):
        raise bad("plan-bad-entity-cap")
    if not isinstance(data, (str, int)):
        return data
    if not re.fullmatch("[0-9]+", norm(scalar(data))):
        raise bad("plan-bad-entity-cap")
    return {"count": data}


class TaskEntityCap(PlanModel):
    """同一法人至多 of one task; without 字段 entities are told apart as elsewhere in the plan."""

    field: Text | None = Field(None, alias="字段")
    count: Positive = Field(alias="户数")

    @model_validator(mode="before")
    @classmethod
    def _from_count(cls, data: Any) -> Any:
        return _from_count(data)


class EntityCap(PlanModel):
    """同一法人至多 of 限制: for all objects of a batch together, or for each task by itself."""

    field: Text = Field(ENTITY_COLUMN, alias="字段")
    count: Positive = Field(alias="户数")
    scope: Literal["本批", "各任务"] = Field("本批", alias="范围")

    @model_validator(mode="before")
    @classmethod
    def _from_count(cls, data: Any) -> Any:
        return _from_count(data)


_BARE = OrShort({"type": "integer", "minimum": 1})
EntityCapField = Annotated[EntityCap | None, _BARE]
TaskEntityCapField = Annotated[TaskEntityCap | None, _BARE]
