"""From drawn objects to visits: must-inspect visits, yearly floor, one visit for all that one object owes.

Source: draw-algorithm 6 to 10; LZ-1, XT-1, QHD-6, WG-4, LAW-1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.lottery.words import Words
from shuangsuiji.core.plans.plan import MustInspect, Task
from shuangsuiji.core.plans.values import YearMonth, month_after
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.quota import (
    Stratum,
    barred,
    excluded,
    scope_of,
    tasks_of_batch,
    visits_this_year,
    yearly_floor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one stratum yielded: object numbers drawn and alternates, both in ticket order."""

    stratum: Stratum
    drawn: tuple[int, ...]
    alternates: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One must-inspect object in this batch (draw-algorithm 8).

    Attributes:
        rules: the names of every rule that fits, in the plan's order.
        times: R, the largest 全年次数 of them.
        done: d, its visits this year so far.
        target: floor(R * j / J).
        visits: how many visits this batch makes of it, a random hit included.
        unscheduled: it may not be inspected (不参加抽取), so nothing is arranged.
    """

    number: int
    rules: tuple[str, ...]
    times: int
    done: int
    target: int
    at_random: bool
    visits: int
    unscheduled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """The yearly floor (draw-algorithm 9): M, F, how many counted before the top-up, who was added."""

    size: int
    floor: int
    counted: int
    added: tuple[int, ...]
    next_in_order: tuple[int, ...]

    @property
    def short(self) -> int:
        """How many are still missing, because nobody else may be drawn."""
        return max(0, self.floor - self.counted - len(self.added))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit to one object: visit `ordinal` of `total` in this batch.

    Attributes:
        index: 0.., by (object number, ordinal).
        month: for one of several visits, the month it is meant for.
        reasons: of 随机, 必查, 补足, in this order.
        tasks: numbers of the tasks whose items it carries.
        items: (department, item id), sorted.
        over_cap: it exceeds 每户全年上限, as a must-inspect visit may.
    """

    index: int
    number: int
    ordinal: int
    total: int
    month: YearMonth | None
    reasons: tuple[str, ...]
    tasks: tuple[str, ...]
    rules: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    over_cap: bool


def ticket_order(tickets: Words) -> list[int]:
    """All object numbers in the order of (ticket, number), smallest first."""
    return [int(row) + 1 for row in np.argsort(tickets, kind="stable")]


def select(stratum: Stratum, tickets: Words) -> Selection:
    """The first n available objects by ticket; the rest, in order, are the alternates (候补)."""
    rows = stratum.available
    numbers = [int(row) + 1 for row in rows[np.argsort(tickets[rows], kind="stable")]]
    return Selection(
        stratum=stratum, drawn=tuple(numbers[: stratum.n]), alternates=tuple(numbers[stratum.n :])
    )


def must_inspect(pool: Pool, drawn: frozenset[int]) -> list[Duty]:
    """Every object that a 必查 rule fits, by number; `drawn` are the numbers drawn at random."""
    rules = pool.plan.must_inspect
    masks = [pool.mask(rule.where) for rule in rules]
    closed = excluded(pool)
    done = visits_this_year(pool)
    batches = pool.plan.batches_in_order
    part = batches.index(pool.batch) + 1
    duties: list[Duty] = []
    for row in map(int, np.flatnonzero(np.logical_or.reduce(masks))) if masks else ():
        fitting = [rule for rule, mask in zip(rules, masks, strict=True) if mask[row]]
        times = max(rule.times for rule in fitting)
        before = done.get(pool.ids[row], 0)
        target = times * part // len(batches)
        at_random = row + 1 in drawn
        duties.append(
            Duty(
                number=row + 1,
                rules=tuple(rule.name for rule in fitting),
                times=times,
                done=before,
                target=target,
                at_random=at_random,
                visits=0 if closed[row] else max(int(at_random), target - before, 0),
                unscheduled=bool(closed[row]) and target > before,
            )
        )
    return duties


def top_up(pool: Pool, order: Sequence[int], visited: frozenset[int], drawn: frozenset[int]) -> TopUp | None:
    """The objects added in the year's last batch so that the yearly floor is met (XT-1).

    Args:
        pool: the pool.
        order: all numbers in ticket order.
        visited: the numbers that this batch visits already, for whatever reason.
        drawn: the numbers that it draws at random.

    Returns:
        None if the plan has no floor or this is not the last batch.
    """
    floor = yearly_floor(pool)
    if floor is None or pool.batch != pool.plan.batches_in_order[-1]:
        return None
    size, needed, before = floor
    again = sum(
        any(visit.at_random for visit in pool.this_year.get(pool.ids[number - 1], ())) for number in drawn
    )
    counted = before + len(drawn) - again
    candidates = _floor_candidates(pool)
    waiting = [number for number in order if number not in visited and candidates[number - 1]]
    missing = max(0, needed - counted)
    return TopUp(
        size=size,
        floor=needed,
        counted=counted,
        added=tuple(waiting[:missing]),
        next_in_order=tuple(waiting[missing:]),
    )


def _floor_candidates(pool: Pool) -> Sequence[bool]:
    """Objects in some task's scope, be it a task of another batch, not visited this year, below their cap."""
    mask = np.zeros(len(pool), dtype=np.bool_)
    for task in pool.plan.tasks:
        mask |= scope_of(pool, task)
    for key, count in visits_this_year(pool).items():
        if count and key in pool.number_of:
            mask[pool.number_of[key] - 1] = False
    mask &= ~barred(pool)
    return [bool(value) for value in mask]


def visits_of(
    pool: Pool, selections: Mapping[str, Sequence[Selection]], duties: Sequence[Duty], added: TopUp | None
) -> list[Visit]:
    """All visits of the batch by (object number, ordinal), each with all the items it owes."""
    tasks_of: dict[int, list[Task]] = {}
    for task in tasks_of_batch(pool):
        for selection in selections[task.number or ""]:
            for number in selection.drawn:
                tasks_of.setdefault(number, []).append(task)
    at_random = frozenset(tasks_of)
    topped = frozenset(added.added) if added else frozenset()
    for task in pool.plan.tasks if topped else ():
        scope = scope_of(pool, task)
        for number in topped:
            if scope[number - 1]:
                tasks_of.setdefault(number, []).append(task)
    duty_of = {duty.number: duty for duty in duties}
    numbers = set(tasks_of) | {duty.number for duty in duties if duty.visits}
    visits: list[Visit] = []
    for number in sorted(numbers):
        duty = duty_of.get(number)
        total = duty.visits if duty and duty.visits else 1
        for ordinal in range(1, total + 1):
            tasks = tasks_of.get(number, []) if ordinal == 1 else []
            reasons = _reasons(number, ordinal, at_random, topped, duty)
            visit = _visit(pool, len(visits), number, (ordinal, total), reasons, tasks, duty)
            visits.append(visit)
    return visits


def _reasons(
    number: int, ordinal: int, at_random: frozenset[int], topped: frozenset[int], duty: Duty | None
) -> tuple[str, ...]:
    reasons = []
    if ordinal == 1 and number in at_random:
        reasons.append("随机")
    if duty is not None:
        reasons.append("必查")
    if ordinal == 1 and number in topped:
        reasons.append("补足")
    return tuple(reasons)


def _visit(
    pool: Pool,
    index: int,
    number: int,
    place: tuple[int, int],
    reasons: tuple[str, ...],
    tasks: Sequence[Task],
    duty: Duty | None,
) -> Visit:
    ordinal, total = place
    plan, batch = pool.plan, pool.batch
    month = month_after(batch.start, (ordinal - 1) * batch.months // total) if total > 1 else None
    rules = fitting_rules(pool, duty.rules) if duty else []
    before = len(pool.this_year.get(pool.ids[number - 1], ()))
    cap = plan.limits.yearly_cap
    return Visit(
        index=index,
        number=number,
        ordinal=ordinal,
        total=total,
        month=month,
        reasons=reasons,
        tasks=tuple(task.number or "" for task in tasks),
        rules=tuple(rule.name for rule in rules),
        items=tuple(items_of(pool, tasks, rules)),
        over_cap=cap is not None and before + ordinal > cap,
    )


def fitting_rules(pool: Pool, names: Sequence[str]) -> list[MustInspect]:
    """The 必查 rules of those names, in the plan's order."""
    wanted = set(map(norm, names))
    return [rule for rule in pool.plan.must_inspect if norm(rule.name) in wanted]


def items_of(pool: Pool, tasks: Sequence[Task], rules: Sequence[MustInspect]) -> list[tuple[str, str]]:
    """(department, item id) of tasks and rules together, sorted, each once (QHD-6)."""
    pairs: set[tuple[str, str]] = set()
    for task in tasks:
        pairs.update(pool.departments_of(task.items, task_departments(pool, task)))
    for rule in rules:
        pairs.update(pool.departments_of(rule.items, (pool.plan.initiator, *pool.plan.partners)))
    return sorted(pairs)


def task_departments(pool: Pool, task: Task) -> tuple[str, ...]:
    """The departments of a task: its own 发起部门 and 联合部门, or else the plan's."""
    initiator = task.initiator or pool.plan.initiator
    partners = task.partners if task.partners is not None else pool.plan.partners
    return (initiator, *partners)
