"""同一法人至多: at most so many objects of one legal entity are drawn, in a batch or in a task.

The cap bounds the draw alone; 必查 does not count. What the whole plan says stands in 限制, and may hold for
each batch or for each task; what a task says of itself takes the place of the latter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, model_validator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import OrShort, PlanModel
from shuangsuiji.core.plans.values import Positive, Text, bad, scalar

if TYPE_CHECKING:
    from shuangsuiji.core.plans.plan import Plan, Task

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
