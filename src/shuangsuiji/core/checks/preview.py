"""What a draw will do, as far as it can be told without a seed: strata, must-inspect visits, loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.lottery.groups import group_count
from shuangsuiji.core.lottery.tables import Tables
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.eligibility import line_masks
from shuangsuiji.core.rules.must_inspect import MustInspectObject
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import Stratum, excluded


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
    duties: Sequence[MustInspectObject]
    visits: int
    lines: Sequence[LinePreview]
    groups: int | None
    """How many fixed groups are formed; None without 分组."""


def preview(ruled: RuledBatch, tables: Tables) -> Preview:
    """The preview of a batch whose objects all have a stratum; `tables` are those of its trial table.

    The number of visits is an upper bound: an object drawn by several tasks gets one visit. Loads are
    expected values under that bound, exact for a single task.
    """
    pool = ruled.pool
    visits = ruled.drawn + sum(due.owed for due in ruled.must_inspect)
    return Preview(
        pool=pool,
        strata=ruled.strata,
        excluded=int(excluded(pool).sum()),
        barred=int((pool.barred & ~excluded(pool)).sum()),
        duties=ruled.must_inspect,
        visits=visits,
        lines=_lines(ruled),
        groups=None if pool.plan.groups is None else group_count(tables, Places(tables), visits),
    )


def _lines(ruled: RuledBatch) -> list[LinePreview]:
    result = []
    for line, mask, people in zip(ruled.pool.plan.team, line_masks(ruled.pool), ruled.able, strict=True):
        expected = Fraction(0)
        for task in ruled.tasks:
            if line.tasks is not None and norm(task.number or "") not in map(norm, line.tasks):
                continue
            for part in ruled.strata[task.number or ""]:
                if not part.size:
                    continue
                share = Fraction(1)
                if mask is not None:
                    share = Fraction(int(mask[part.members].sum()), part.size)
                expected += min(part.n, len(part.available)) * share
        if line.tasks is None:
            expected += sum(due.owed for due in ruled.must_inspect if mask is None or mask[due.number - 1])
        seats = expected * line.size
        result.append(
            LinePreview(line=line, people=people, seats=seats, load=seats / people if people else seats)
        )
    return result
