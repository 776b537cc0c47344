"""The object columns that a plan's rules read, and the plan with those columns under their known names.

A plan may call a column by the heading of the bureau's own file. In the snapshot it stands under the name
that the registry gave it, so that what a column means (a list, a code) is the same however it is spelt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.parts import Path
from shuangsuiji.core.plans.plan import Plan, Task, entity_columns
from shuangsuiji.core.plans.quota import EntityCap, Quota, TaskEntityCap
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.registries.tables import Table

Rename = Callable[[str], str]


def conditions_of(plan: Plan) -> Iterator[tuple[Path, Condition]]:
    """Every condition of a plan with its path, in the plan's order."""
    for index, task in enumerate(plan.tasks):
        yield ("tasks", index, "scope"), task.scope
        if task.condition:
            yield ("tasks", index, "condition"), task.condition
        for number, rule in enumerate(task.draw.strata or ()):
            if rule.where:
                yield ("tasks", index, "draw", "strata", number, "where"), rule.where
    for index, duty in enumerate(plan.must_inspect):
        yield ("must_inspect", index, "where"), duty.where
    for index, line in enumerate(plan.team):
        if line.where:
            yield ("team", index, "where"), line.where
    for index, interval in enumerate(plan.limits.no_repeat or ()):
        if interval.where:
            yield ("limits", "no_repeat", index, "where"), interval.where
    if plan.limits.excluded:
        yield ("limits", "excluded"), plan.limits.excluded


def column_uses(plan: Plan) -> Iterator[tuple[Path, bool, str]]:
    """(path, whether it is the key there, column) of every place where a plan names an object column."""
    for path, condition in conditions_of(plan):
        for column in condition.columns():
            yield (*path, column), True, column
    for index, task in enumerate(plan.tasks):
        if task.draw.field:
            yield ("tasks", index, "draw", "field"), False, task.draw.field
        if task.district:
            yield ("tasks", index, "district"), False, task.district
        if task.draw.stage:
            yield ("tasks", index, "draw", "stage", "field"), False, task.draw.stage.field
    for path, column in entity_columns(plan):
        yield path, False, column
    if needs_district(plan):
        yield ("team",), False, "行政区划"


def used_columns(plan: Plan) -> list[str]:
    """The object columns that the plan's rules read, each once, by code point; 名称 is left out."""
    return sorted({column for _, _, column in column_uses(plan)} - {"名称"})


def needs_district(plan: Plan) -> bool:
    """Whether people are matched to objects by 行政区划."""
    return "本辖区" in plan.recusal_rules or any(line.by_district for line in plan.team)


def with_known_columns(plan: Plan, table: Table) -> Plan:
    """The plan with every column under the name it has in the objects' table."""

    def rename(column: str) -> str:
        return table.resolve(column) or column

    def renamed(condition: Condition | None) -> Condition | None:
        return condition.renamed(rename) if condition is not None else None

    return plan.model_copy(
        update={
            "tasks": tuple(_task(task, rename) for task in plan.tasks),
            "must_inspect": tuple(
                rule.model_copy(update={"where": renamed(rule.where)}) for rule in plan.must_inspect
            ),
            "limits": plan.limits.model_copy(
                update={
                    "excluded": renamed(plan.limits.excluded),
                    "per_entity": _cap(plan.limits.per_entity, rename),
                    "no_repeat": plan.limits.no_repeat
                    and tuple(
                        rule.model_copy(update={"where": renamed(rule.where)})
                        for rule in plan.limits.no_repeat
                    ),
                }
            ),
            "team": tuple(_line(line, renamed(line.where)) for line in plan.team),
        }
    )


def _line(line: TeamLine, where: Condition | None) -> TeamLine:
    return line.model_copy(update={"where": where})


def _task(task: Task, rename: Rename) -> Task:
    return task.model_copy(
        update={
            "scope": task.scope.renamed(rename),
            "condition": task.condition.renamed(rename) if task.condition else None,
            "district": rename(task.district) if task.district else None,
            "per_entity": _cap(task.per_entity, rename),
            "draw": _quota(task.draw, rename),
        }
    )


_Cap = TypeVar("_Cap", EntityCap, TaskEntityCap)


def _cap(cap: _Cap | None, rename: Rename) -> _Cap | None:
    if cap is None or cap.field is None:
        return cap
    return cap.model_copy(update={"field": rename(cap.field)})


def _quota(quota: Quota, rename: Rename) -> Quota:
    strata = quota.strata and tuple(
        rule.model_copy(update={"where": rule.where.renamed(rename) if rule.where else None})
        for rule in quota.strata
    )
    stage = quota.stage and quota.stage.model_copy(update={"field": rename(quota.stage.field)})
    field = rename(quota.field) if quota.field else None
    return quota.model_copy(update={"field": field, "strata": strata, "stage": stage})
