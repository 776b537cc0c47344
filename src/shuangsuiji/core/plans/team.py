"""检查组, 分组 and 负荷口径: who goes on a visit, in fixed groups or not, over what time balanced."""

from __future__ import annotations

import operator
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import ConditionField, OrShort, PlanModel
from shuangsuiji.core.plans.values import (
    Count,
    Positive,
    Text,
    Texts,
    YesNo,
    bad,
    one_or_several,
    parse_yes_no,
    scalar,
    within,
)


class AtLeast(PlanModel):
    """其中至少: so many members of a line have the tag (XT-3); 组长: one of them leads the team."""

    tag: Text = Field(alias="标签")
    size: Positive = Field(alias="人数")
    leader: YesNo = Field(False, alias="组长", exclude_if=operator.not_)


class TeamLine(PlanModel):
    """检查组, one line: seats for a department or for experts on each visit it applies to.

    组长: one of the line leads the team. 分组外: the seats are in no fixed group, whatever 分组 says.
    """

    department: Text | None = Field(None, alias="部门")
    expert: Text | None = Field(None, alias="专家")
    size: Positive = Field(alias="人数")
    tag: Texts = Field((), alias="标签")
    at_least_one: Annotated[tuple[AtLeast, ...], BeforeValidator(one_or_several)] = Field(
        (), alias="其中至少"
    )
    max_visits: Positive | None = Field(None, alias="每人至多")
    by_district: YesNo = Field(False, alias="按辖区")
    where: ConditionField | None = Field(None, alias="对象")
    tasks: Texts | None = Field(None, alias="任务")
    leader: YesNo = Field(False, alias="组长", exclude_if=operator.not_)
    outside_groups: YesNo = Field(False, alias="分组外", exclude_if=operator.not_)

    @model_validator(mode="after")
    def _one_kind(self) -> TeamLine:
        if (self.department is None) == (self.expert is None):
            raise bad("plan-team-kind")
        if sum(part.size for part in self.at_least_one) > self.size:
            raise within(bad("plan-team-tags", size=self.size), "at_least_one")
        leaders = [index for index, part in enumerate(self.at_least_one) if part.leader]
        if len(leaders) + self.leader > 1:
            raise within(bad("plan-leader-twice"), "at_least_one", leaders[-1], "leader")
        return self

    @property
    def seat(self) -> str:
        """Whose seats they are, as a reader names it: the department, or 专家（…）."""
        return self.department or f"专家（{self.expert}）"


class Grouping(PlanModel):
    """分组: inspectors are first drawn into fixed groups, then visits are dealt to groups (分组抽取).

    Without a number, as many groups are formed as the people allow, but no more than there are visits.
    """

    count: Positive | None = Field(None, alias="组数")


_COUNT = {"type": "integer", "minimum": 1, "title": "组数"}
GROUPS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "object", "properties": {"组数": _COUNT, "count": _COUNT}, "additionalProperties": False},
        _COUNT,
        {"enum": ["是", "否", True, False]},
    ]
}


def parse_groups(value: object) -> object:
    """分组 as a mapping, or None for 否."""
    if isinstance(value, (list, tuple)):
        raise bad("plan-bad-groups")
    if value is None or not isinstance(value, (str, int)):
        return value
    if not isinstance(value, bool) and re.fullmatch("[0-9]+", norm(scalar(value))):
        return {"count": value}
    try:
        return {} if parse_yes_no(value) else None
    except PydanticCustomError:
        raise bad("plan-bad-groups") from None


GroupsField = Annotated[Grouping | None, BeforeValidator(parse_groups), WithJsonSchema(GROUPS_SCHEMA)]


class LoadBasis(PlanModel):
    """负荷口径: visits are balanced within the batch, or earlier visits of the year count too.

    With 全年, `tolerance` visits more than the least loaded of the same seats are not made up for, so that
    nobody can tell beforehand who goes next. It means nothing with 本批.
    """

    basis: Literal["本批", "全年"] = Field("本批", alias="口径")
    tolerance: Count = Field(1, alias="容差")

    @model_validator(mode="before")
    @classmethod
    def _from_basis(cls, data: Any) -> Any:
        return {"basis": data} if isinstance(data, (str, int)) else data

    @model_validator(mode="after")
    def _meant(self) -> LoadBasis:
        if self.basis == "本批" and "tolerance" in self.model_fields_set:
            raise within(bad("plan-load-tolerance"), "tolerance", key=True)
        return self


LoadBasisField = Annotated[LoadBasis, OrShort({"enum": ["本批", "全年"]})]
