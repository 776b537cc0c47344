"""Times the draw of objects beside other samplers, reading tables, and a whole `ssj draw` with its papers.

    python benchmarks/drawing.py

Ratios are what counts: they are taken side by side on the same data. pandas, consistent_sampler and
cryptorandom are compared where they are installed and passed over where they are not. The selection and the
tables are those of the lottery, with 100,000 and with 1,000,000 objects.
"""

from __future__ import annotations

import importlib
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import shuangsuiji
from shuangsuiji.core.lottery.encoding import canonical_json
from shuangsuiji.core.lottery.selection import select
from shuangsuiji.core.lottery.tables import (
    OBJECT_COLUMNS,
    SITE_COLUMNS,
    Frame,
    Objects,
    read_frame,
    read_objects,
    read_sites,
)
from shuangsuiji.core.lottery.words import Key

ROWS = 100_000
MANY = 1_000_000
SHARE = 0.05
TIERS = 4


def timed(job: Callable[[], object], repeats: int = 5) -> float:
    """The median of some runs, in seconds."""
    figures = []
    for _ in range(repeats):
        start = time.perf_counter()
        job()
        figures.append(time.perf_counter() - start)
    return statistics.median(figures)


def made(tiers: np.ndarray, entity: int = 0) -> tuple[bytes, bytes, bytes]:
    """frame.json, objects.csv and sites.csv of objects in four strata, every third of an entity of three.

    `entity` caps the objects of one entity in the task; 0: no cap.
    """
    counts = np.bincount(tiers, minlength=TIERS).tolist()
    frame = {
        "objects": len(tiers),
        "people": 400,
        "tasks": [{"seats": [1, 2], "clusters": 0, "entity": entity}],
        "strata": [{"task": 1, "cluster": 0, "n": int(size * SHARE)} for size in counts],
        "seats": [{"count": 2, "area": 1, "lead": 1, "loose": 0}] * 2,
        "entity": 0,
        "floor": None,
        "balance": 1,
        "cross": 0,
        "groups": None,
    }
    numbers = range(1, len(tiers) + 1)
    objects = (
        f"{k},{k:064x},{k:064x},1,0,{k // 9 if k % 3 == 0 else 0},{tier + 1}\n"
        for k, tier in zip(numbers, tiers.tolist(), strict=True)
    )
    sites = (
        f"{k},{'A' * 20},1 2,,{k % 20 + 1},{f'{k % 199 + 1} {k % 200 + 201}' if k % 5 == 0 else ''}\n"
        for k in numbers
    )
    return (
        canonical_json(frame),
        "".join([",".join(OBJECT_COLUMNS), "\n", *objects]).encode(),
        "".join([",".join(SITE_COLUMNS), "\n", *sites]).encode(),
    )


def tables(size: int, entity: int = 0) -> tuple[tuple[bytes, bytes, bytes], Frame, Objects]:
    """The bytes and the values of made tables of so many objects."""
    tiers = np.random.default_rng(1).choice(TIERS, size, p=(0.8, 0.15, 0.04, 0.01))
    data = made(tiers, entity)
    frame = read_frame(data[0])
    return data, frame, read_objects(data[1], frame)


def plain_selection(tiers: np.ndarray, key: Key) -> list[np.ndarray]:
    """The same tickets, and the first of each stratum by them, in as little NumPy as it takes."""
    tickets = np.random.Philox(key=key, counter=1 << 192).random_raw(len(tiers))
    drawn = []
    for tier in range(TIERS):
        members = np.flatnonzero(tiers == tier)
        count = int(len(members) * SHARE)
        if count:
            first = np.argpartition(tickets[members], count - 1)[:count]
            drawn.append(members[first[np.argsort(tickets[members[first]])]])
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
        ids = [str(index) for index in range(len(tiers))]
        count = int(len(tiers) * SHARE)
        found["consistent_sampler"] = lambda: list(consistent.sampler(ids, seed="1", take=count))
    except ImportError:
        pass
    try:
        crypto = importlib.import_module("cryptorandom.sample")
        found["cryptorandom"] = lambda: crypto.random_sample(len(tiers), int(len(tiers) * SHARE))
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


def line(name: str, seconds: float, ratio: float | None = None) -> None:
    """One line of the table."""
    print(f"{name:<44}{seconds * 1000:10.1f} ms" + ("" if ratio is None else f"{ratio:8.1f}"))


def main(rows: int = ROWS, many: int = MANY) -> None:
    """Prints the table."""
    _, frame, objects = tables(rows)
    own = timed(lambda: select(frame, objects, Key(12345)))
    print(f"{SHARE:.0%} of each of {TIERS} strata")
    line(f"selection among {rows:,}", own, 1.0)
    for name, job in samplers(tiers_of(objects)).items():
        other = timed(job)
        line(f"{name}, {rows:,}", other, other / own)
    for size in (rows, many):
        for entity in (0, 1):
            (_, object_bytes, site_bytes), frame, objects = tables(size, entity)
            if not entity:
                plain = timed(lambda o=objects: plain_selection(tiers_of(o), Key(12345)), 3)
                line(f"plain NumPy among {size:,}", plain)
            words = f"selection among {size:,}" + (", one of an entity" if entity else "")
            line(words, timed(lambda f=frame, o=objects: select(f, o, Key(12345)), 3))
        line(f"objects.csv of {size:,}", timed(lambda f=frame, b=object_bytes: read_objects(b, f), 3))
        line(f"sites.csv of {size:,}", timed(lambda f=frame, b=site_bytes: read_sites(b, f), 3))
    line("a whole draw with papers", whole_command())


def tiers_of(objects: Objects) -> np.ndarray:
    """The stratum of each object, from 0."""
    return objects.strata.values - 1


if __name__ == "__main__":
    main()
