"""Intervals against published values, against scipy, and against counting all samples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from shuangsuiji.core.evaluation.rates import TOTAL, Rate
from shuangsuiji.core.evaluation.statistics import (
    Interval,
    Share,
    chance_of_rise,
    clopper_pearson,
    finite_interval,
)
from shuangsuiji.core.evaluation.trends import year_on_year


def risen(before: Share, now: Share) -> bool:
    """Whether the whole has risen from one year to the next."""
    numbers = {"size": 20, "drawn": 20, "inspected": 20}
    group = Rate(
        kind=TOTAL, task="", district="", name="", **numbers, problem=now, interval=None, finite=False
    )
    (trend,) = year_on_year([group], [replace(group, problem=before)], ("2023年", "2024年"))
    return trend.risen


def percents(interval: Interval) -> tuple[float, float]:
    return float(interval.low * 100), float(interval.high * 100)


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [
        # Clopper-Pearson 95 % limits in per cent as the tables of the binomial distribution print them.
        (0, 10, 0.00, 30.85),
        (1, 10, 0.25, 44.50),
        (5, 10, 18.71, 81.29),
        (10, 10, 69.15, 100.00),
        (2, 20, 1.23, 31.70),
        (10, 50, 10.03, 33.72),
        (0, 100, 0.00, 3.62),
        (20, 100, 12.67, 29.18),
    ],
)
def test_published_limits(part: int, of: int, low: float, high: float) -> None:
    """Rounded outwards to a tenth of a per cent."""
    found = percents(clopper_pearson(Share(part, of)))
    assert found[0] <= low < found[0] + 0.11
    assert found[1] - 0.11 < high + 0.005 and high <= found[1] + 0.005


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_against_scipy(counts: tuple[int, int]) -> None:
    part, of = counts
    wanted = stats.binomtest(part, of).proportion_ci(0.95, method="exact")
    found = clopper_pearson(Share(part, of))
    assert 0 <= float(wanted.low) - float(found.low) <= 0.00201
    assert 0 <= float(found.high) - float(wanted.high) <= 0.00201


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60).flatmap(
        lambda size: st.integers(1, size).flatmap(
            lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(size))
        )
    )
)
def test_finite_interval_turns_the_test_around(counts: tuple[int, int, int]) -> None:
    """Every number inside passes both one-sided tests of scipy's hypergeometric, none outside does."""
    part, of, size = counts
    found = finite_interval(Share(part, of), size)
    low, high = int(found.low * size), int(found.high * size)
    assert part <= low <= high <= size - (of - part)
    for having in range(part, size - (of - part) + 1):
        law = stats.hypergeom(size, having, of)
        above, below = law.sf(part - 1), law.cdf(part)
        if min(abs(above - 0.025), abs(below - 0.025)) < 1e-9:
            continue
        assert (low <= having <= high) == (above > 0.025 and below > 0.025)


def test_finite_interval_by_counting_all_samples() -> None:
    """1 of 3 out of 6, with nothing but combinations."""
    samples = list(combinations(range(6), 3))
    inside = []
    for having in range(7):
        hits = [sum(thing < having for thing in sample) for sample in samples]
        few = Fraction(sum(hit <= 1 for hit in hits), len(samples))
        many = Fraction(sum(hit >= 1 for hit in hits), len(samples))
        if min(few, many) > Fraction(1, 40):
            inside.append(having)
    found = finite_interval(Share(1, 3), 6)
    assert (found.low * 6, found.high * 6) == (inside[0], inside[-1]) == (1, 4)


def test_all_inspected_leaves_no_doubt() -> None:
    assert finite_interval(Share(2, 7), 7) == Interval(Fraction(2, 7), Fraction(2, 7))
    assert finite_interval(Share(0, 3), 3) == Interval(Fraction(0), Fraction(0))


def test_finite_is_never_wider_than_without_bounds() -> None:
    for part in range(0, 41, 8):
        finite, endless = finite_interval(Share(part, 40), 200), clopper_pearson(Share(part, 40))
        assert endless.low <= finite.low + Fraction(1, 200)
        assert finite.high - Fraction(1, 200) <= endless.high


def test_a_great_register_is_quick() -> None:
    """A city's tier A: 31,107 objects, 1,556 of them drawn."""
    found = finite_interval(Share(310, 1556), 31107)
    assert 0.179 < float(found.low) < 0.182 and 0.217 < float(found.high) < 0.221


def test_the_lady_tasting_tea() -> None:
    """Fisher 1935: 3 of 4 against 1 of 4 happens by chance in 17 of 70 cases, 4 of 4 in one."""
    assert chance_of_rise(Share(1, 4), Share(3, 4)) == Fraction(17, 70)
    assert chance_of_rise(Share(0, 4), Share(4, 4)) == Fraction(1, 70)


@settings(max_examples=100, deadline=None)
@given(*[st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))] * 2)
def test_rise_against_scipy(before: tuple[int, int], now: tuple[int, int]) -> None:
    table = [[now[0], now[1] - now[0]], [before[0], before[1] - before[0]]]
    wanted = stats.fisher_exact(table, alternative="greater").pvalue
    assert float(chance_of_rise(Share(*before), Share(*now))) == pytest.approx(wanted, abs=1e-9)


def test_a_rise_needs_more_than_the_eye() -> None:
    """2 of 20 to 4 of 20 is double and proves nothing; 2 of 20 to 10 of 20 is a rise; 9 are too few."""
    assert not risen(Share(2, 20), Share(4, 20))
    assert risen(Share(2, 20), Share(10, 20))
    assert not risen(Share(0, 9), Share(9, 9))


@pytest.mark.parametrize("counts", [(1, 0, 5), (3, 2, 5), (-1, 2, 5), (2, 6, 5), (0, 0, 0)])
def test_counts_that_cannot_be(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        finite_interval(Share(*counts[:2]), counts[2])


def test_no_share_of_nothing() -> None:
    assert Share(0, 0).rate is None and Share(1, 4).rate == Fraction(1, 4)
    with pytest.raises(ValueError):
        clopper_pearson(Share(0, 0))
    assert finite_interval(Share(0, 0), 4) == Interval(Fraction(0), Fraction(1))
