"""Times the draw of objects beside other samplers, and a whole `ssj draw` with its papers, in one run.

    python benchmarks/drawing.py

Ratios are what counts: they are taken side by side on the same data. pandas, consistent_sampler and
cryptorandom are compared where they are installed and passed over where they are not.
"""

from __future__ import annotations

import importlib
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import shuangsuiji
from shuangsuiji.core.lottery.words import Key, object_tickets

ROWS = 100_000
SHARE = 0.05


def timed(job: Callable[[], object], repeats: int = 5) -> float:
    """The median of some runs, in seconds."""
    figures = []
    for _ in range(repeats):
        start = time.perf_counter()
        job()
        figures.append(time.perf_counter() - start)
    return statistics.median(figures)


def tickets_and_order(tiers: np.ndarray) -> list[np.ndarray]:
    """What a draw does per object: tickets, then the first of each tier."""
    tickets = object_tickets(Key(12345), len(tiers))
    drawn = []
    for tier in range(4):
        rows = np.flatnonzero(tiers == tier)
        drawn.append(rows[np.argsort(tickets[rows], kind="stable")][: int(len(rows) * SHARE)])
    return drawn


def samplers(tiers: np.ndarray) -> dict[str, Callable[[], object]]:
    """Other ways to the same number of objects, as far as they are installed."""
    found: dict[str, Callable[[], object]] = {}
    try:
        pandas = importlib.import_module("pandas")
        frame = pandas.DataFrame({"tier": tiers})
        found["pandas groupby.sample"] = lambda: frame.groupby("tier").sample(frac=SHARE, random_state=1)
    except ImportError:
        pass
    try:
        consistent = importlib.import_module("consistent_sampler")
        ids = [str(index) for index in range(ROWS)]
        count = int(ROWS * SHARE)
        found["consistent_sampler"] = lambda: list(consistent.sampler(ids, seed="1", take=count))
    except ImportError:
        pass
    try:
        crypto = importlib.import_module("cryptorandom.sample")
        found["cryptorandom"] = lambda: crypto.random_sample(ROWS, int(ROWS * SHARE))
    except ImportError:
        pass
    return found


def whole_command() -> float:
    """A draw of 舞钢's first half-year with all its papers, in this process, imports left aside."""
    folder = Path(tempfile.mkdtemp())
    try:
        shuangsuiji.init(folder / "w")
        plan = folder / "w" / "plans" / "舞钢.yaml"
        return timed(lambda: shuangsuiji.draw(plan, batch="上半年", reason="计时"), repeats=3)
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Prints the table."""
    generator = random.Random(1)
    tiers = np.array([generator.choices(range(4), (80, 15, 4, 1))[0] for _ in range(ROWS)])
    own = timed(lambda: tickets_and_order(tiers))
    print(f"{ROWS:,} objects in 4 tiers, {SHARE:.0%} of each")
    print(f"{'ssj tickets and order':<28}{own * 1000:10.1f} ms   1.0")
    for name, job in samplers(tiers).items():
        other = timed(job)
        print(f"{name:<28}{other * 1000:10.1f} ms   {other / own:.1f}")
    print(f"{'a whole draw with papers':<28}{whole_command() * 1000:10.1f} ms")


if __name__ == "__main__":
    main()
