"""Whether a draw looks as if it had been made in some order: of the registry, of codes, of dates (LAW-4).

A draw made again by the same program proves nothing where the program is at fault. So the drawn are held
against draws that this page makes for itself, with other random numbers and none of the lottery's code:

1. Each stratum's members are ranked by every order that there is: number, place in the registry, code, dates.
2. For each order seven figures are taken: the mean rank of the drawn, how many stand side by side, the
   longest run, how even the gaps are, what is left out at either end, and whether they were drawn in that
   order.
3. The same figures of as many draws at random, of the same strata with common tickets and the same caps for
   one entity, say how rare the greatest deviation is. All figures count as one test.

The draw is one of the simulated ones if it is at random, so that a false alarm has a chance of `ALARM` at
most, whatever the figures are. Clusters of a first stage and the top-up are not tested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ranks = NDArray[np.int64]

ALARM = 0.0075
"""How often a draw at random is called doubtful."""
LEAST_DRAWN = 8
"""Of fewer drawn objects nothing can be said."""
MOST, FEWEST, _WORK = 3_999, 999, 4_000_000
"""How many draws are simulated: less than the most where there are many objects."""
_AT_ONCE = 2_000_000
FIGURES = (
    "平均位次",
    "相邻的户数",
    "最长的连续段",
    "间隔的均匀",
    "末尾没有抽到的一段",
    "开头没有抽到的一段",
    "抽取的先后",
)


@dataclass(frozen=True, slots=True)
class StratumSample:
    """One stratum: its members that may be drawn, as rows, and the drawn among them in drawing order.

    `task` counts the tasks from 0, for their caps.
    """

    members: Ranks
    drawn: Sequence[int]
    task: int = 0


@dataclass(frozen=True, slots=True)
class Caps:
    """Most objects of one entity: in the batch and in each task, 0 for any number; entities by row."""

    entity: Sequence[int]
    batch: int
    tasks: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDoubt:
    """What stands out most: the order, the figure, and how few draws at random have one as far out."""

    order: str
    figure: str
    share: float
    simulated: int


def order_doubt(
    strata: Sequence[StratumSample],
    orders: Mapping[str, Sequence[object]],
    seed: int,
    caps: Caps | None = None,
    *,
    ordered: bool = True,
    most: int = MOST,
) -> OrderDoubt | None:
    """The most conspicuous figure of a draw, whether or not it is rare; None if too few were drawn.

    Args:
        strata: in which some but not all members were drawn; others say nothing and are left out.
        orders: name -> the key of each row by which objects stand in this order.
        seed: of the simulated draws; the same draw is always called the same.
        caps: where the plan has any.
        ordered: whether the drawn are given in the order in which they were drawn.
        most: how many draws are simulated at most; not below `FEWEST`.
    """
    tested = [one for one in strata if 0 < len(one.drawn) < len(one.members)]
    if sum(len(one.drawn) for one in tested) < LEAST_DRAWN:
        return None
    rows = np.unique(np.concatenate([one.members for one in tested]))
    place = np.full(int(rows.max()) + 1, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    local = [
        StratumSample(place[one.members], place[np.array(one.drawn, dtype=np.int64)].tolist(), one.task)
        for one in tested
    ]
    capped = caps and Caps([caps.entity[row] for row in rows.tolist()], caps.batch, caps.tasks)
    ranked = {name: [_ranks(keys, rows, one.members) for one in local] for name, keys in orders.items()}
    names = [(order, figure) for order in ranked for figure in FIGURES[: None if ordered else -1]]
    figures = [_figures([np.array([one.drawn]) for one in local], local, ranked, ordered)]
    count = max(FEWEST, min(most, _WORK // len(rows)))
    for drawn in _draws(local, len(rows), count, seed, capped):
        figures.append(_figures(drawn, local, ranked, ordered))
    score, column = _scores(np.concatenate(figures))
    rarer = int((score >= score[0]).sum())
    order, figure = names[int(column[0])]
    return OrderDoubt(order=order, figure=figure, share=rarer / len(score), simulated=count)


def _ranks(keys: Sequence[object], rows: Ranks, members: Ranks) -> Ranks:
    """The rank of each row among the members by its key, equal keys by row; -1 for others."""
    by_key = sorted(members.tolist(), key=lambda row: (keys[int(rows[row])], row))
    ranks = np.full(len(rows), -1, dtype=np.int64)
    ranks[by_key] = np.arange(len(by_key))
    return ranks


def _draws(
    strata: Sequence[StratumSample], size: int, count: int, seed: int, caps: Caps | None
) -> Iterator[list[Ranks]]:
    """For each stratum (draws, drawn) rows in drawing order, of many draws at a time."""
    random = np.random.Generator(np.random.PCG64(seed))
    at_once = max(1, _AT_ONCE // size)
    for start in range(0, count, at_once):
        tickets = random.random((min(at_once, count - start), size), dtype=np.float32)
        if caps is not None:
            yield _capped(strata, tickets, caps)
            continue
        drawn = []
        for stratum in strata:
            own, want = tickets[:, stratum.members], len(stratum.drawn)
            first = np.argpartition(own, want - 1, axis=1)[:, :want]
            order = np.argsort(np.take_along_axis(own, first, axis=1), axis=1)
            drawn.append(stratum.members[np.take_along_axis(first, order, axis=1)])
        yield drawn


def _capped(strata: Sequence[StratumSample], tickets: NDArray[np.float32], caps: Caps) -> list[Ranks]:
    """The same one draw after the other, keeping the caps; a draw that they leave short is filled up."""
    strata_of: dict[int, list[int]] = {}
    for number, stratum in enumerate(strata):
        for row in stratum.members.tolist():
            strata_of.setdefault(row, []).append(number)
    made: list[list[list[int]]] = [[] for _ in strata]
    for order in np.argsort(tickets, axis=1).tolist():
        drawn: list[list[int]] = [[] for _ in strata]
        passed: list[list[int]] = [[] for _ in strata]
        of_batch: dict[int, int] = {}
        of_task: dict[tuple[int, int], int] = {}
        left = sum(len(stratum.drawn) for stratum in strata)
        for row in order:
            entity, hit = caps.entity[row], False
            full = entity and caps.batch and of_batch.get(entity, 0) >= caps.batch
            for number in strata_of[row]:
                task = strata[number].task
                cap = caps.tasks[task]
                if len(drawn[number]) == len(strata[number].drawn):
                    continue
                if full or (entity and cap and of_task.get((task, entity), 0) >= cap):
                    passed[number].append(row)
                    continue
                drawn[number].append(row)
                of_task[task, entity] = of_task.get((task, entity), 0) + 1
                hit, left = True, left - 1
            of_batch[entity] = of_batch.get(entity, 0) + hit
            if not left:
                break
        for number, stratum in enumerate(strata):
            short = len(stratum.drawn) - len(drawn[number])
            made[number].append(drawn[number] + passed[number][:short])
    return [np.array(draws, dtype=np.int64) for draws in made]


def _figures(
    drawn: Sequence[Ranks],
    strata: Sequence[StratumSample],
    ranked: Mapping[str, Sequence[Ranks]],
    ordered: bool,
) -> Floats:
    """(draws, figures): those of `FIGURES` for each order, the last left out if nobody knows who came first.

    What is left out at an end is, for all strata together, near a power of the rank of the last one drawn, so
    that its logarithm is exponential and the cube root of that near normal.
    """
    columns: list[Floats] = []
    for ranks_of in ranked.values():
        size = len(drawn[0])
        mean, beside, longest, gaps, top, bottom, sequence = np.zeros((7, size))
        for rows, stratum, ranks in zip(drawn, strata, ranks_of, strict=True):
            members, count = len(stratum.members), rows.shape[1]
            own = ranks[rows]
            mean += own.sum(axis=1) / (members + 1)
            if count > 1:
                steps = np.arange(count) - (count - 1) / 2
                among = np.argsort(np.argsort(own, axis=1), axis=1)
                sequence += (among * steps).sum(axis=1) / (count * np.sqrt(count - 1) * (count + 1))
            own = np.sort(own, axis=1)
            top = np.maximum(top, (own[:, -1] + 1) / (members + 1))
            bottom = np.maximum(bottom, (members - own[:, 0]) / (members + 1))
            touching = np.diff(own, axis=1) == 1
            beside += touching.sum(axis=1)
            longest = np.maximum(longest, _longest(touching))
            edged = np.concatenate([np.full((size, 1), -1), own, np.full((size, 1), members)], axis=1)
            gaps += (np.diff(edged, axis=1) ** 2).sum(axis=1) * (count + 1) / (members + 1) ** 2
        ends = [np.cbrt(-np.log(end)) for end in (top, bottom)]
        columns += [mean, beside, longest, np.log(gaps), *ends, sequence][: None if ordered else -1]
    return np.stack(columns, axis=1)


def _longest(touching: NDArray[np.bool_]) -> Floats:
    """The longest run of each row, counted in members."""
    if not touching.shape[1]:
        return np.ones(len(touching))
    so_far = np.cumsum(touching, axis=1)
    before = np.maximum.accumulate(np.where(touching, 0, so_far), axis=1)
    return np.asarray((so_far - before).max(axis=1) + 1, dtype=np.float64)


def _scores(figures: Floats) -> tuple[Floats, Ranks]:
    """(draws,) how far out the most extreme figure of each draw is, and which that is.

    A figure is as far out as few draws go as far, up or down; where several go equally far, deviations
    decide. All draws are treated alike, the tested one among them.
    """
    draws = len(figures)
    rarity = np.empty_like(figures)
    for column, values in enumerate(figures.T):
        ascending = np.sort(values)
        above = draws - np.searchsorted(ascending, values, side="left")
        below = np.searchsorted(ascending, values, side="right")
        deviation = values - values.mean()
        spread = [np.sqrt(np.mean(np.square(deviation[side]))) if side.any() else 1.0
                  for side in (deviation >= 0, deviation <= 0)]  # fmt: skip
        far = np.abs(deviation) / np.maximum(np.where(deviation >= 0, *spread), 1e-12)
        rarity[:, column] = -np.log(np.minimum(above, below) / draws) + 1e-3 * np.minimum(far, 500.0)
    return rarity.max(axis=1), rarity.argmax(axis=1)
