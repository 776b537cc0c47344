"""How long the assignment of inspectors takes: visits x people, with 1 % and 20 % of the pairs forbidden.

Two departments of half the people each, two seats of each department in every visit, loads balanced. Run
`python benchmarks/teams.py`; with the argument `all`, also 50,000 x 3,000; with `small`, 50 x 12 alone;
with `hard`, one seat in four asks for a tag that too few people have for loads to come out level; with
`awkward`, two departments in 30 unequal districts that overlap in their people, and two to four seats of 40
random kinds. Their loads come out unevenly whatever is done; they are told as multiples of the usual
structure's time.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.lottery.teams.assignment import Staffing, Tickets, assign
from shuangsuiji.core.lottery.words import Key

SIZES = [(50, 12), (500, 60), (5000, 400)]
LARGEST = (50000, 3000)
KEY = Key(0x0123456789ABCDEFFEDCBA9876543210)


def staffing(visits: int, people: int, percent: int, *, hard: bool) -> Staffing:
    """A problem of the benchmark's structure; which pairs are forbidden is drawn with a fixed seed."""
    noise = np.random.default_rng(visits + percent)
    eligible = np.zeros((3, people), dtype=np.bool_)
    eligible[0, : people // 2] = True
    eligible[1, people // 2 :] = True
    eligible[2, : max(4, people // 12)] = True
    limits = np.full(people, visits, dtype=np.int64)
    return Staffing(
        eligible=eligible,
        seats=((2, 0, 1, 1) if hard else (0, 0, 1, 1),) * visits,
        # Person 0 is never recused, so that somebody with the tag is always left.
        recused=tuple(1 + np.flatnonzero(noise.random(people - 1) * 100 < percent) for _ in range(visits)),
        limits=limits,
        loads=np.zeros(people, dtype=np.int64),
        balanced=True,
    )


def districts(visits: int, people: int, percent: int) -> Staffing:
    """Everybody has one to three of 30 districts; the larger ones have most of the visits."""
    noise, count = np.random.default_rng(visits + percent), 30
    share = np.arange(1, count + 1) ** -0.8
    own = np.zeros((count, people), dtype=np.bool_)
    for person in range(people):
        own[noise.choice(count, noise.integers(1, 4), replace=False), person] = True
    first = np.arange(people) < people // 2
    own[:, [*range(8), *range(people - 8, people)]] = True  # so that every district has its people
    chosen = noise.choice(count, visits, p=share / share.sum()).tolist()
    seats = tuple((one, one, one + count, one + count) for one in chosen)
    return _of(np.concatenate([own & first, own & ~first]), seats, percent, noise)


def kinds(visits: int, people: int, percent: int) -> Staffing:
    """Seats of 40 kinds, each of which 3 to 30 percent of the people can fill."""
    noise = np.random.default_rng(visits + percent + 7)
    eligible = noise.random((40, people)) < noise.uniform(0.03, 0.3, size=(40, 1))
    seats = tuple(tuple(sorted(noise.choice(40, noise.integers(2, 5)).tolist())) for _ in range(visits))
    return _of(eligible, seats, percent, noise)


def _of(
    eligible: NDArray[np.bool_], seats: tuple[tuple[int, ...], ...], percent: int, noise: np.random.Generator
) -> Staffing:
    people = eligible.shape[1]
    return Staffing(
        eligible=eligible,
        seats=seats,
        recused=tuple(np.flatnonzero(noise.random(people) * 100 < percent) for _ in seats),
        limits=np.full(people, len(seats), dtype=np.int64),
        loads=np.zeros(people, dtype=np.int64),
        balanced=True,
    )


def seconds(problem: Staffing) -> float:
    """How long one assignment takes, in processor time."""
    start = time.process_time()
    assign(problem, Tickets(KEY))
    return time.process_time() - start


def ratios() -> None:
    """The awkward structures against the usual one."""
    visits, people = SIZES[-1]
    usual = seconds(staffing(visits, people, 1, hard=False))
    print(f"{visits} x {people}, usual structure: {usual:.3f} s")
    for make in (districts, kinds):
        for percent in (1, 20):
            taken = seconds(make(visits, people, percent))
            print(f"{make.__name__:>10} {percent:3} % {taken:9.3f} s, {taken / usual:6.1f} times")


def main(arguments: list[str]) -> None:
    """Print the table."""
    if "awkward" in arguments:
        ratios()
        return
    sizes = [*SIZES, LARGEST] if "all" in arguments else SIZES[: 1 if "small" in arguments else None]
    print(f"{'visits':>8} {'people':>8} {'forbidden':>10} {'seconds':>9}")
    for visits, people in sizes:
        for percent in (1, 20):
            problem = staffing(visits, people, percent, hard="hard" in arguments)
            print(f"{visits:8} {people:8} {percent:8} % {seconds(problem):9.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
