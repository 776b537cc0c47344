"""What has risen: this year against the last, and batch against batch, by an exact test (XT-7).

A rise is a candidate for a 定向 draw, no more: among many comparisons some show by chance alone, so their
number is always told beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from shuangsuiji.core.evaluation.rates import KINDS, STRATUM, TASK, Key, Rate, rates
from shuangsuiji.core.evaluation.statistics import RISE, SMALL, Share, chance_of_rise
from shuangsuiji.core.results.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One group at two times.

    Attributes:
        earlier, later: what the two times are called, such as 2023年 and 2024年, or two batches.
        chance: how often chance alone would show so great a rise; None where a sample is small.
    """

    rate: Rate
    earlier: str
    later: str
    before: Share
    now: Share
    chance: Fraction | None

    @property
    def risen(self) -> bool:
        """Whether the problem rate has risen by more than chance explains."""
        return self.chance is not None and self.chance <= Fraction(1, RISE)


def year_on_year(this: Sequence[Rate], last: Sequence[Rate], years: tuple[str, str]) -> list[Trend]:
    """Every group that both times inspected at random, in the later one's order.

    The whole, tiers and districts are mixtures of tasks: they are compared where both times had the same
    tasks. A task or a stratum is compared with itself.
    """
    before = {rate.key: rate for rate in last}
    kinds = (TASK, STRATUM) if _tasks(this) != _tasks(last) else KINDS
    return [
        _trend(rate, years, before[rate.key].problem, rate.problem)
        for rate in this
        if rate.kind in kinds and rate.key in before and rate.problem.of and before[rate.key].problem.of
    ]


def _tasks(rows: Sequence[Rate]) -> set[Key]:
    return {rate.key for rate in rows if rate.kind == TASK}


def batch_on_batch(facts: Sequence[Facts]) -> list[Trend]:
    """Each batch of a plan against the one before it, group by group."""
    trends: list[Trend] = []
    for plan in dict.fromkeys(one.key[0] for one in facts):
        batches = [one for one in facts if one.key[0] == plan]
        for earlier, later in pairwise(batches):
            names = (earlier.key[1], later.key[1])
            trends += year_on_year(rates([later]), rates([earlier]), names)
    return sorted(trends, key=lambda trend: KINDS.index(trend.rate.kind))


def _trend(rate: Rate, names: tuple[str, str], before: Share, now: Share) -> Trend:
    compared = min(before.of, now.of) >= SMALL
    return Trend(
        rate=rate,
        earlier=names[0],
        later=names[1],
        before=before,
        now=now,
        chance=chance_of_rise(before, now) if compared else None,
    )
