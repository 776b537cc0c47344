"""The test of order: faults that a broken draw would show are caught, draws at random are not blamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from shuangsuiji.core.checks.draw_order import (
    ALARM,
    FEWEST,
    LEAST_DRAWN,
    Caps,
    OrderDoubt,
    StratumSample,
    order_doubt,
)

Rows = list[int]
Fault = Callable[[np.random.Generator, Rows, int], Rows]


def _block(random: np.random.Generator, rows: Rows, count: int) -> Rows:
    start = int(random.integers(0, len(rows) - count + 1))
    return rows[start : start + count]


def _around(random: np.random.Generator, rows: Rows, count: int) -> Rows:
    start = int(random.integers(0, len(rows)))
    return [rows[(start + step) % len(rows)] for step in range(count)]


def _every(random: np.random.Generator, rows: Rows, count: int) -> Rows:
    start, step = random.uniform(0, 1), len(rows) / count
    return [rows[min(len(rows) - 1, int((start + turn) * step))] for turn in range(count)]


def _in_order(random: np.random.Generator, rows: Rows, count: int) -> Rows:
    return [rows[place] for place in sorted(random.choice(len(rows), count, replace=False).tolist())]


FAULTS: dict[str, Fault] = {
    "the first": lambda _, rows, count: rows[:count],
    "the last": lambda _, rows, count: rows[-count:][::-1],
    "a block": _block,
    "a block, shuffled": lambda random, rows, count: random.permutation(_block(random, rows, count)).tolist(),
    "a block around the end": _around,
    "every so many": _every,
    "listed in order": _in_order,
    "of the first half alone": lambda random, rows, count: random.choice(
        rows[: max(count, len(rows) // 2)], count, replace=False
    ).tolist(),
}


class World:
    """A bureau of some strata, with four orders of its objects."""

    def __init__(self, number: int, least: int = 12) -> None:
        self.random = np.random.Generator(np.random.PCG64(number))
        self.strata: list[Rows] = []
        self.wanted: list[int] = []
        while sum(self.wanted) < least:
            sizes = self.random.integers(12, 250, int(self.random.integers(1, 5))).tolist()
            self.wanted = [max(2, int(size * self.random.uniform(0.05, 0.4))) for size in sizes]
            self.size = sum(sizes)
            rows = self.random.permutation(self.size)
            self.strata = [sorted(part.tolist()) for part in np.split(rows, np.cumsum(sizes)[:-1])]
        self.orders: Mapping[str, Sequence[object]] = {
            "编号": range(self.size),
            "名录": self.random.permutation(self.size).tolist(),
            "编码": [f"D{code:04d}" for code in self.random.permutation(self.size).tolist()],
            "日期": [f"2024-{day:03d}" for day in self.random.integers(0, 300, self.size).tolist()],
        }

    def doubt(self, drawn: Sequence[Rows], **more: int) -> OrderDoubt | None:
        """What the test says of a draw."""
        tested = [StratumSample(np.array(rows), one) for rows, one in zip(self.strata, drawn, strict=True)]
        return order_doubt(tested, self.orders, self.size, **more)

    def at_random(self) -> list[Rows]:
        """A draw at random, all strata by the same tickets."""
        tickets = self.random.random(self.size)
        return [sorted(rows, key=tickets.__getitem__)[:count] for rows, count in self._parts()]

    def faulty(self, fault: Fault, order: str) -> list[Rows]:
        """A draw with a fault in one of the orders."""
        keys = self.orders[order]
        return [
            fault(self.random, sorted(rows, key=lambda row: (keys[row], row)), count)
            for rows, count in self._parts()
        ]

    def _parts(self) -> list[tuple[Rows, int]]:
        return list(zip(self.strata, self.wanted, strict=True))


def alarmed(doubt: OrderDoubt | None) -> bool:
    """Whether a draw is called doubtful."""
    return doubt is not None and doubt.share <= ALARM


def _caught(number: int) -> bool:
    name = list(FAULTS)[number % len(FAULTS)]
    world = World(number)
    order = list(world.orders)[number // len(FAULTS) % 4]
    return alarmed(world.doubt(world.faulty(FAULTS[name], order)))


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_caught(name: str) -> None:
    world = World(7)
    doubt = world.doubt(world.faulty(FAULTS[name], "编码"), most=FEWEST)
    assert alarmed(doubt) and doubt is not None and doubt.order == "编码"


def test_draws_at_random_are_not_blamed() -> None:
    """Twenty draws; each is blamed with a chance of 0.75 %, the same each time."""
    worlds = [World(number) for number in range(20)]
    assert sum(alarmed(world.doubt(world.at_random(), most=FEWEST)) for world in worlds) <= 1


@pytest.mark.soak
def test_a_thousand_faults() -> None:
    assert [number for number in range(1000) if not _caught(number)] == []


@pytest.mark.soak
def test_false_alarms() -> None:
    """0.75 % are to be expected, whatever the figures; of a thousand, three deviations more."""
    worlds = (World(10_000 + number, LEAST_DRAWN) for number in range(1000))
    assert sum(alarmed(world.doubt(world.at_random(), most=FEWEST)) for world in worlds) <= 16


def test_too_few_drawn() -> None:
    rows = np.arange(40)
    orders = {"编号": range(40)}
    assert order_doubt([StratumSample(rows, list(range(LEAST_DRAWN - 1)))], orders, 1) is None
    whole = StratumSample(rows, list(range(40)))
    assert order_doubt([whole], orders, 1) is None, "all of them say nothing"
    assert alarmed(order_doubt([whole, StratumSample(rows, list(range(LEAST_DRAWN)))], orders, 1))


def test_shared_tickets_are_no_fault() -> None:
    """Two tasks of the same scope draw the same objects: counted once, not twice."""
    blamed = 0
    for number in range(20):
        random = np.random.Generator(np.random.PCG64(number))
        drawn = random.permutation(100)[:15].tolist()
        strata = [StratumSample(np.arange(100), drawn)] * 5
        doubt = order_doubt(strata, {"编号": range(100)}, number, most=FEWEST)
        blamed += alarmed(doubt)
    assert blamed <= 1


def test_caps_are_no_fault() -> None:
    """Shops of one entity stand side by side in a registry; a cap keeps them from being drawn together."""
    entity = [row // 10 + 1 for row in range(100)]
    drawn = [row * 10 + row * 7 % 10 for row in (3, 0, 7, 9, 1, 5, 8, 2, 6, 4)]
    stratum = [StratumSample(np.arange(100), drawn)]
    capped = order_doubt(stratum, {"编号": range(100)}, 1, Caps(entity, 1, [0]), most=FEWEST)
    free = order_doubt(stratum, {"编号": range(100)}, 1, most=FEWEST)
    assert capped is not None and free is not None
    assert not alarmed(capped) and free.share < capped.share


def test_the_same_draw_is_always_called_the_same() -> None:
    world = World(3)
    drawn = world.at_random()
    assert world.doubt(drawn, most=FEWEST) == world.doubt(drawn, most=FEWEST)
