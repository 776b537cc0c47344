"""Intervals and a test for shares, exact in whole numbers: what a sample allows to say, and no more.

Two kinds of interval, both for 95 %, both by turning the exact test around, so that the true share lies
outside in at most one case of forty on each side:

- `finite_interval`: n of N objects were drawn without replacement; the bounds are numbers of objects of N.
  Where all N were inspected it is a single number (Wright, Exact Confidence Bounds when Sampling from Small
  Finite Universes, 1991).
- `clopper_pearson`: for counts put together from strata of different ratios. It holds for the rate of the
  mixture that was inspected, since unequal chances only make the binomial tails lighter (Hoeffding 1956)
  (Clopper and Pearson, Biometrika 26, 1934).

No floating-point number occurs, so every machine gives the same bounds. Source: QHD-8, XT-7.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

TAIL = 40
"""One in so many on each side: a two-sided interval of 95 %."""

GRID = 1000
"""Clopper-Pearson bounds are rounded outwards to one part in so many."""

RISE = 20
"""A rise is named where chance alone would show as large a one at most once in so many comparisons."""

SMALL = 10
"""With fewer objects than this nothing is compared (样本少)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A number of things out of others of the same kind; `of` may be 0, then there is no rate."""

    part: int
    of: int

    @property
    def rate(self) -> Fraction | None:
        """The share as an exact fraction, None of nothing."""
        return Fraction(self.part, self.of) if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, both included, each from 0 to 1."""

    low: Fraction
    high: Fraction


def finite_interval(found: Share, size: int) -> Interval:
    """The interval of a share in a stratum of `size` objects of which `found.of` were drawn at random.

    Raises:
        ValueError: the counts do not fit each other.
    """
    if not 0 <= found.part <= found.of <= size or not size:
        raise ValueError(f"{found.part} of {found.of} of {size}")

    def likely_below(having: int) -> bool:
        return _tail(found.part, found.of, having, size, upper=False) * TAIL > comb(size, found.of)

    def likely_above(having: int) -> bool:
        return _tail(found.part, found.of, having, size, upper=True) * TAIL > comb(size, found.of)

    least, most = found.part, size - (found.of - found.part)
    low = _first(likely_above, least, most)
    high = -_first(lambda having: likely_below(-having), -most, -least)
    return Interval(Fraction(low, size), Fraction(high, size))


def _tail(part: int, drawn: int, having: int, size: int, *, upper: bool) -> int:
    """How many of the C(size, drawn) samples hold `part` or more (upper), or `part` or fewer, of `having`."""
    if upper:  # the same as that many or fewer of the others
        return _tail(drawn - part, drawn, size - having, size, upper=False)
    first = max(0, drawn - (size - having))
    if part < first:
        return 0
    term = comb(having, first) * comb(size - having, drawn - first)
    total = term
    for count in range(first, min(part, drawn, having)):
        term = (
            term * (having - count) * (drawn - count) // ((count + 1) * (size - having - drawn + count + 1))
        )
        total += term
    return total


def clopper_pearson(found: Share) -> Interval:
    """The interval of a share in no finite stratum, its bounds rounded outwards to 1/1000.

    Raises:
        ValueError: there is nothing to count, or the counts do not fit each other.
    """
    if not 0 <= found.part <= found.of or not found.of:
        raise ValueError(f"{found.part} of {found.of}")

    def at_most(part: int) -> int:
        """The first grid point, from above, at which so few are no longer unlikely; rounded outwards."""
        if part == found.of:
            return GRID
        return -_first(lambda point: _few(part, found.of, -point) * TAIL > GRID**found.of, -GRID, 0)

    high = min(at_most(found.part) + 1, GRID)
    low = max(GRID - at_most(found.of - found.part) - 1, 0)
    return Interval(Fraction(low, GRID), Fraction(high, GRID))


def _few(part: int, trials: int, point: int) -> int:
    """GRID**trials times the chance of `part` or fewer at a rate of point / GRID."""
    if point == GRID:
        return pow(GRID, trials) if part >= trials else 0
    term: int = pow(GRID - point, trials)
    total = term
    for count in range(part):
        term = term * (trials - count) * point // ((count + 1) * (GRID - point))
        total += term
    return total


def _first(fits: Callable[[int], bool], least: int, most: int) -> int:
    """The least number from which on `fits` holds; `most` if it holds nowhere before."""
    while least < most:
        middle = (least + most) // 2
        if fits(middle):
            most = middle
        else:
            least = middle + 1
    return least


def chance_of_rise(before: Share, now: Share) -> Fraction:
    """How often chance alone would put so many or more of all the found ones into `now` (Fisher, exact).

    Small: the share has risen. At most 1/20 is the same as a 95 % lower bound of the odds ratio above 1.
    """
    found, everybody = before.part + now.part, before.of + now.of
    return Fraction(_tail(now.part, now.of, found, everybody, upper=True), comb(everybody, now.of))
