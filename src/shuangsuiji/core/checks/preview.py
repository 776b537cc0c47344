"""What a draw will do, as far as it can be told without a seed: strata, must-inspect visits, loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.lottery.groups import group_count
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.rules.eligibility import fits_line, line_masks
from shuangsuiji.core.rules.must_inspect import Duty, must_inspect
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import Stratum, barred, excluded, strata_of_batch, tasks_of_batch
from shuangsuiji.core.rules.table import trial_table


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePreview:
    """One line of 检查组: how many may fill it, and how many visits each is expected to make."""

    line: TeamLine
    people: int
    seats: Fraction
    load: Fraction


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The numbers that `ssj check` shows; the draw uses the very same quotas."""

    pool: Pool
    strata: Mapping[str, Sequence[Stratum]]
    excluded: int
    barred: int
    duties: Sequence[Duty]
    visits: int
    lines: Sequence[LinePreview]
    groups: int | None
    """How many fixed groups are formed; None without 分组."""


def preview(pool: Pool) -> Preview:
    """The preview of a pool that the rules allow.

    The number of visits is an upper bound: an object drawn by several tasks gets one visit. Loads are
    expected values under that bound, exact for a single task.
    """
    strata = strata_of_batch(pool)
    duties = must_inspect(pool)
    drawn = sum(min(part.n, len(part.available)) for parts in strata.values() for part in parts)
    visits = drawn + sum(duty.owed for duty in duties)
    return Preview(
        pool=pool,
        strata=strata,
        excluded=int(excluded(pool).sum()),
        barred=int((barred(pool) & ~excluded(pool)).sum()),
        duties=duties,
        visits=visits,
        lines=_lines(pool, strata, duties),
        groups=_groups(pool, visits),
    )


def _groups(pool: Pool, visits: int) -> int | None:
    if pool.plan.groups is None:
        return None
    tables, _ = trial_table(pool)
    return group_count(tables, Places(tables), visits)


def _lines(pool: Pool, strata: Mapping[str, Sequence[Stratum]], duties: Sequence[Duty]) -> list[LinePreview]:
    masks = line_masks(pool)
    result = []
    for line, mask in zip(pool.plan.team, masks, strict=True):
        expected = Fraction(0)
        for task in tasks_of_batch(pool):
            if line.tasks is not None and norm(task.number or "") not in map(norm, line.tasks):
                continue
            for part in strata[task.number or ""]:
                if not part.size:
                    continue
                share = Fraction(1)
                if mask is not None:
                    share = Fraction(int(mask[part.members].sum()), part.size)
                expected += min(part.n, len(part.available)) * share
        if line.tasks is None:
            fits = [duty for duty in duties if mask is None or mask[duty.number - 1]]
            expected += sum(duty.owed for duty in fits)
        people = sum(fits_line(pool, person, line) for person in pool.people)
        seats = expected * line.size
        result.append(
            LinePreview(line=line, people=people, seats=seats, load=seats / people if people else seats)
        )
    return result
