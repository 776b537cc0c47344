"""How long the assignment of inspectors takes: visits x people, with 1 % and 20 % of the pairs forbidden.

Two departments of half the people each, two seats of each department in every visit, loads balanced.
Run `python benchmarks/teams.py`; with the argument `all`, also 50,000 x 3,000; with `hard`, one seat in
four asks for a tag that too few people have for loads to come out level.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from shuangsuiji.core.stream import Key
from shuangsuiji.core.teams.assignment import Staffing, assign

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


def main(arguments: list[str]) -> None:
    """Print the table."""
    sizes = [*SIZES, LARGEST] if "all" in arguments else SIZES
    print(f"{'visits':>8} {'people':>8} {'forbidden':>10} {'seconds':>9}")
    for visits, people in sizes:
        for percent in (1, 20):
            problem = staffing(visits, people, percent, hard="hard" in arguments)
            start = time.perf_counter()
            assign(problem, KEY)
            print(f"{visits:8} {people:8} {percent:8} % {time.perf_counter() - start:9.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
