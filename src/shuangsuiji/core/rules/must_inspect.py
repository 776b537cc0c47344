"""Must-inspect objects: how many visits their rules still ask for in a batch (LZ-1).

Docs: docs/rules.md, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import excluded, visits_this_year


@dataclass(frozen=True, slots=True, kw_only=True)
class MustInspectObject:
    """One must-inspect object in this batch, whatever is owed to it.

    Attributes:
        rules: the names of every rule that fits, in the plan's order.
        times: R, the largest 全年次数 of them.
        done: d, its visits this year so far, routine ones left out.
        target: floor(R * j / B), which it has to have had by the end of this batch.
        owed: max(0, target - d), or 0 if it may not be inspected. A random hit counts as one of them.
        unscheduled: it may not be inspected (不参加抽取), so nothing is arranged.
    """

    number: int
    rules: tuple[str, ...]
    times: int
    done: int
    target: int
    owed: int
    unscheduled: bool


def must_inspect_objects(pool: Pool) -> list[MustInspectObject]:
    """Every object that a 必查 rule fits, by number."""
    rules = pool.plan.must_inspect
    masks = [pool.mask(rule.where) for rule in rules]
    closed = excluded(pool)
    done = visits_this_year(pool)
    batches = pool.plan.batches_in_order
    part = batches.index(pool.batch) + 1
    objects: list[MustInspectObject] = []
    for row in map(int, np.flatnonzero(np.logical_or.reduce(masks))) if masks else ():
        fitting = [rule for rule, mask in zip(rules, masks, strict=True) if mask[row]]
        times = max(rule.times for rule in fitting)
        before = done.get(pool.ids[row], 0)
        target = times * part // len(batches)
        objects.append(
            MustInspectObject(
                number=row + 1,
                rules=tuple(rule.name for rule in fitting),
                times=times,
                done=before,
                target=target,
                owed=0 if closed[row] else max(target - before, 0),
                unscheduled=bool(closed[row]) and target > before,
            )
        )
    return objects
