"""Must-inspect objects: what their rules ask of a batch, random hits counted first (LZ-1, XT-1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.quota import excluded, visits_this_year


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


def task_departments(pool: Pool, task: Task) -> tuple[str, ...]:
    """The departments of a task: its own 发起部门 and 联合部门, or else the plan's."""
    initiator = task.initiator or pool.plan.initiator
    partners = task.partners if task.partners is not None else pool.plan.partners
    return (initiator, *partners)
