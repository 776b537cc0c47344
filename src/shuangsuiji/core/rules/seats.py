"""Kinds of seat, which tasks and must-inspect rules call them, and which objects have them.

Docs: docs/rules.md, section 7. Source: WG-4, WG-5, LZ-3, QHD-6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.plan import MustInspect, Plan, Task
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.rules.combined import Combined, listed
from shuangsuiji.core.rules.eligibility import line_masks
from shuangsuiji.core.rules.pool import Pool

LEADER_TAG = "组长"
NEVER, FIRST, LEADING, OTHER = 0, 1, 2, 3
"""The values of `lead` in frame.json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatKind:
    """One kind of seat.

    line: the line of 检查组, from 0. tag: what 其中至少 asks for, `norm`ed, or blank.
    count, area, lead, loose: as in frame.json.
    """

    line: int
    tag: str
    count: int
    area: int
    lead: int
    loose: int


Items = Sequence[tuple[str, str]]
"""(department, item code), sorted."""


def kinds_of(plan: Plan) -> list[SeatKind]:
    """All kinds of seat in seat order: of each line, those of 其中至少, then the rest."""
    named = any(line.leader or any(part.leader for part in line.at_least_one) for line in plan.team)
    return [kind for index, line in enumerate(plan.team) for kind in _kinds_of_line(plan, index, line, named)]


def _kinds_of_line(plan: Plan, index: int, line: TeamLine, named: bool) -> Iterator[SeatKind]:
    parts = [(norm(part.tag), part.size, part.leader) for part in line.at_least_one]
    rest = line.size - sum(part.size for part in line.at_least_one)
    for tag, count, leader in [*parts, *[("", rest, False)] * (rest > 0)]:
        yield SeatKind(
            line=index,
            tag=tag,
            count=count,
            area=int(line.by_district),
            lead=FIRST if leader or line.leader else _lead(plan, line, tag, named),
            loose=int(line.outside_groups),
        )


def _lead(plan: Plan, line: TeamLine, tag: str, named: bool) -> int:
    """The rank of a seat of which the plan does not say that it leads; `named`: it says so of others."""
    if line.department is None:
        return NEVER
    if not named and LEADER_TAG in (tag, *map(norm, line.tag)):
        return FIRST
    leading = plan.department(line.department) == plan.department(plan.initiator)
    return LEADING if leading else OTHER


def task_departments(plan: Plan, task: Task) -> tuple[str, ...]:
    """The departments of a task: its own 发起部门 and 联合部门, or else the plan's."""
    initiator = task.initiator or plan.initiator
    partners = task.partners if task.partners is not None else plan.partners
    return (initiator, *partners)


def items_of_task(pool: Pool, task: Task) -> Items:
    """The items of a task, each with the department that inspects it."""
    return pool.departments_of(task.items, task_departments(pool.plan, task))


def items_of_rule(pool: Pool, rule: MustInspect) -> Items:
    """The items of a 必查 rule, likewise."""
    return pool.departments_of(rule.items, (pool.plan.initiator, *pool.plan.partners))


def called_by_task(pool: Pool, task: Task, kinds: Sequence[SeatKind]) -> list[int]:
    """The numbers of the kinds that a task calls: of lines that name it or no task, and have items of it."""
    number = norm(task.number or "")
    lines = {
        index
        for index, line in enumerate(pool.plan.team)
        if line.tasks is None or number in map(norm, line.tasks)
    }
    return _of_lines(kinds, lines & _concerned(pool, items_of_task(pool, task)))


def called_by_rule(pool: Pool, rule: MustInspect, kinds: Sequence[SeatKind]) -> list[int]:
    """The numbers of the kinds that a 必查 rule calls: of lines without 任务 that have items of it."""
    lines = {index for index, line in enumerate(pool.plan.team) if line.tasks is None}
    return _of_lines(kinds, lines & _concerned(pool, items_of_rule(pool, rule)))


def _concerned(pool: Pool, items: Items) -> set[int]:
    """The lines for experts, and those whose department has some of the items."""
    departments = {department for department, _ in items}
    return {
        index
        for index, line in enumerate(pool.plan.team)
        if line.department is None or pool.plan.department(line.department) in departments
    }


def _of_lines(kinds: Sequence[SeatKind], lines: set[int]) -> list[int]:
    return [number for number, kind in enumerate(kinds, 1) if kind.line in lines]


def site_cells(pool: Pool, kinds: Sequence[SeatKind], areas: NDArray[np.intp]) -> list[str]:
    """`seats,duty,area` of each object's row of sites.csv; `areas` are the numbers of their areas."""
    rules = pool.plan.must_inspect
    lines = [mask for mask in line_masks(pool) if mask is not None]
    combined = Combined(len(pool))
    for mask in (*lines, *(pool.mask(rule.where) for rule in rules)):
        combined.add(mask)
    combined.add(areas)
    asked = [index for index, line in enumerate(pool.plan.team) if line.where]
    called = [called_by_rule(pool, rule, kinds) for rule in rules]

    def cells(values: tuple[int, ...]) -> str:
        fits, must_inspect, area = values[: len(asked)], values[len(asked) : -1], values[-1]
        shut = {index for index, fit in zip(asked, fits, strict=True) if not fit}
        seats = {number for number, kind in enumerate(kinds, 1) if kind.line not in shut}
        duty = {
            number for numbers, fit in zip(called, must_inspect, strict=True) if fit for number in numbers
        }
        return f"{listed(seats)},{listed(duty & seats)},{area}"

    return combined.texts(cells)
