"""Who is drawn: are the objects of a stratum a simple random sample, whatever the keys happen to be?

The keys are fixed, so that a run gives the same figures every time, and a failure is a fault, not bad luck.
Each question is a chi-square test of counts against what simple random sampling gives exactly; it has to
come out with p > 0.001. That limit was set before the first run: of all keys that one could have fixed, a
faultless draw fails one question with one key in a thousand, and a wrong one fails with nearly all.

The long run also compares its figures with the table of docs/fairness.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from shuangsuiji.core.lottery.columns import Lists
from shuangsuiji.core.lottery.selection import Selection, select
from shuangsuiji.core.lottery.tables import Frame, Objects, StratumRow, TaskRow
from shuangsuiji.core.lottery.words import derive_key, object_tickets

LEAST_P = 0.001
LONG, SHORT = 20_000, 1_250
FAIRNESS = Path(__file__).parents[2] / "docs" / "fairness.md"
COMMIT = sha256(b"statistics").hexdigest()

EVERY_RUN = pytest.mark.parametrize("draws", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])

Draws = Sequence[tuple[int, ...]]


OBJECTS = range(1, 23)
CLOSED = (1, 10, 20)


def lists(rows: Sequence[Sequence[int]]) -> Lists:
    """A column of lists."""
    starts = np.cumsum([0, *map(len, rows)])
    return Lists(starts, np.array([number for row in rows for number in row], dtype=np.int64))


def objects(strata: Sequence[Sequence[int]], entity: Sequence[int] | None = None) -> Objects:
    """Objects in these strata; those of CLOSED keep their numbers and may not be drawn."""
    size = len(strata)
    state = np.array([0 if number in CLOSED else 1 for number in range(1, size + 1)])
    nothing = np.zeros(size, dtype=np.int64)
    return Objects(
        state=state,
        owed=nothing,
        entity=nothing if entity is None else np.array(entity),
        strata=lists(strata),
    )


def frame(strata: Sequence[tuple[int, int, int]], size: int, **rules: Any) -> Frame:
    """A frame with strata of (task, cluster, n); `rules`: clusters and entity of every task, floor."""
    tasks = max(task for task, _, _ in strata)
    row = TaskRow(seats=(), clusters=rules.get("clusters", 0), entity=rules.get("entity", 0))
    return Frame(
        objects=size,
        people=0,
        tasks=(row,) * tasks,
        strata=tuple(StratumRow(task=task, cluster=cluster, n=n) for task, cluster, n in strata),
        seats=(),
        entity=0,
        floor=rules.get("floor"),
        balance=0,
        cross=0,
        groups=None,
    )


@cache
def table() -> tuple[Frame, Objects]:
    """22 objects: 12 of tier A, 7 of tier B, mixed, and 3 that have closed but keep their numbers.

    Strata A and B are those of the first task; the second draws from all, the third from the first 14.
    """
    rows = [(2 if k % 3 == 0 else 1, 3, *((4,) if k <= 14 else ())) for k in OBJECTS]
    return frame([(1, 0, 3), (1, 0, 2), (2, 0, 5), (3, 0, 4)], 22), objects(rows)


STRATA = {"A": 1, "B": 2, "all": 3, "town": 4}


@cache
def tickets(draws: int) -> NDArray[np.uint64]:
    """The tickets of the 22 objects in so many draws, one a row; the seeds are 0, 1, 2, …"""
    return np.array([object_tickets(derive_key(COMMIT, str(seed)), 22) for seed in range(draws)])


@cache
def selections(draws: int) -> list[Selection]:
    """What the lottery draws of the table."""
    return [select(*table(), derive_key(COMMIT, str(seed))) for seed in range(draws)]


@cache
def orders(name: str, draws: int) -> tuple[tuple[int, ...], ...]:
    """Drawn objects and alternates of a stratum, in ticket order, in so many draws."""
    number = STRATA[name]
    found = []
    for selection in selections(draws):
        own = selection.drawn[number - 1]
        found.append((*own, *selection.order.alternates(number, own).tolist()))
    return tuple(found)


def n_of(name: str) -> int:
    return table()[0].strata[STRATA[name] - 1].n


def drawn(name: str, draws: int) -> Draws:
    size = n_of(name)
    return [order[:size] for order in orders(name, draws)]


def chi_square_of_cells(observed: Iterable[object], cells: Iterable[object]) -> tuple[float, int]:
    """Of independent draws that fall into one of equally likely cells each: statistic and freedom."""
    counts = Counter(observed)
    listed = list(cells)
    assert set(counts) <= set(listed)
    share = counts.total() / len(listed)
    return sum((counts[cell] - share) ** 2 for cell in listed) / share, len(listed) - 1


def chi_square_of_features(
    draws: Draws, numbers: Sequence[int], features: Callable[[Sequence[int]], Iterable[object]]
) -> tuple[float, int]:
    """Of counts that overlap, since one sample has several of the features (objects, pairs).

    The mean of the counts and how they vary together are taken from the list of all samples; the statistic is
    the squared distance in that measure (the deviations, weighted by the inverse of their covariance).
    """
    samples = list(combinations(numbers, len(draws[0])))
    index = {feature: place for place, feature in enumerate(features(numbers))}
    table = np.zeros((len(samples), len(index)))
    for row, sample in enumerate(samples):
        table[row, [index[feature] for feature in features(sample)]] = 1
    covariance = np.cov(table.T, bias=True)
    counts = Counter(feature for sample in draws for feature in features(sorted(sample)))
    off = np.array([counts[feature] for feature in index]) - len(draws) * table.mean(axis=0)
    weights = np.linalg.pinv(covariance, rcond=1e-9, hermitian=True)
    rank = int(np.linalg.matrix_rank(covariance, tol=1e-9, hermitian=True))
    return float(off @ weights @ off) / len(draws), rank


def singles(sample: Sequence[int]) -> Iterable[object]:
    return sample


def pairs(sample: Sequence[int]) -> Iterable[object]:
    return combinations(sample, 2)


def judge(question: str, found: tuple[float, int], draws: int) -> None:
    """The question has to be answered with p > 0.001; in the long run its row stands in docs/fairness.md."""
    statistic, freedom = found
    p = float(chi2.sf(statistic, freedom))
    row = f"| {question} | {draws:,} | {statistic:.1f} | {freedom} | {p:.3f} |"
    assert p > LEAST_P, row
    if draws == LONG:
        assert row in FAIRNESS.read_text(encoding="utf-8"), row


NAMES = {"A": "3 of 12", "B": "2 of 7", "all": "5 of 19", "town": "4 of 12"}


def members(name: str) -> list[int]:
    rows = table()[1].strata
    return [k for k in OBJECTS if k not in CLOSED and STRATA[name] in rows[k - 1].tolist()]


def test_the_strata_are_what_the_questions_say() -> None:
    assert {name: f"{n_of(name)} of {len(members(name))}" for name in STRATA} == NAMES


@EVERY_RUN
@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_drawn_equally_often(name: str, draws: int) -> None:
    found = chi_square_of_features(drawn(name, draws), members(name), singles)
    judge(f"objects, {NAMES[name]}", found, draws)


@EVERY_RUN
@pytest.mark.parametrize("name", NAMES)
def test_every_pair_is_drawn_together_equally_often(name: str, draws: int) -> None:
    found = chi_square_of_features(drawn(name, draws), members(name), pairs)
    judge(f"pairs drawn together, {NAMES[name]}", found, draws)


@EVERY_RUN
@pytest.mark.parametrize("name", ["A", "B", "town"])
def test_every_sample_is_drawn_equally_often(name: str, draws: int) -> None:
    """This alone is the definition of a simple random sample."""
    cells = list(combinations(members(name), n_of(name)))
    found = chi_square_of_cells([tuple(sorted(sample)) for sample in drawn(name, draws)], cells)
    judge(f"whole samples, {NAMES[name]}", found, draws)


@EVERY_RUN
@pytest.mark.parametrize("name", NAMES)
def test_everybody_is_first_equally_often(name: str, draws: int) -> None:
    found = chi_square_of_cells([order[0] for order in orders(name, draws)], members(name))
    judge(f"who is first, {NAMES[name]}", found, draws)


@EVERY_RUN
@pytest.mark.parametrize("name", NAMES)
def test_everybody_is_the_first_alternate_equally_often(name: str, draws: int) -> None:
    place = n_of(name)
    found = chi_square_of_cells([order[place] for order in orders(name, draws)], members(name))
    judge(f"who is the first alternate, {NAMES[name]}", found, draws)


@EVERY_RUN
def test_the_first_two_come_in_every_order(draws: int) -> None:
    cells = permutations(members("A"), 2)
    found = chi_square_of_cells([order[:2] for order in orders("A", draws)], cells)
    judge("the first two in order, 3 of 12", found, draws)


def leading_bits(draws: int, numbers: Sequence[int], bits: int) -> list[tuple[int, ...]]:
    rows = tickets(draws)[:, [number - 1 for number in numbers]] >> np.uint64(64 - bits)
    return [tuple(row) for row in rows.tolist()]


def boxes(count: int, bits: int) -> list[tuple[int, ...]]:
    return [tuple(box) for box in np.ndindex(*[2**bits] * count)]


@EVERY_RUN
@pytest.mark.parametrize("numbers", [(1, 2, 3), (4, 5, 22)], ids=["one block", "several blocks"])
def test_tickets_of_different_objects_have_nothing_to_do_with_each_other(
    numbers: tuple[int, ...], draws: int
) -> None:
    """The leading two bits of three tickets fall into 64 boxes; four tickets make one block of Philox."""
    found = chi_square_of_cells(leading_bits(draws, numbers, 2), boxes(3, 2))
    judge(f"tickets of objects {', '.join(map(str, numbers))}", found, draws)


@EVERY_RUN
def test_five_objects_come_in_every_order(draws: int) -> None:
    columns = [0, 3, 4, 7, 8]  # objects 1, 4, 5, 8, 9: first and last of their blocks
    ranks = [tuple(row) for row in np.argsort(tickets(draws)[:, columns], axis=1).tolist()]
    judge("orders of objects 1, 4, 5, 8, 9", chi_square_of_cells(ranks, permutations(range(5))), draws)


@EVERY_RUN
def test_neighbouring_seeds_have_nothing_to_do_with_each_other(draws: int) -> None:
    """The ticket of object 1 under seeds 0 and 1, 2 and 3, …: their leading three bits."""
    bits = [box[0] for box in leading_bits(draws, [1], 3)]
    found = chi_square_of_cells(zip(bits[::2], bits[1::2], strict=True), boxes(2, 3))
    judge("tickets of object 1 under two neighbouring seeds", found, draws)


@EVERY_RUN
def test_tasks_are_coordinated(draws: int) -> None:
    """Each task is a simple random sample by itself (above); together they share many more objects.

    Among the 12 objects that are in both scopes, independent samples of 5 out of 19 and 4 out of 12 would
    share 12 * 5/19 * 4/12 = 1.05 objects on average.
    """
    shared = [
        len(set(first) & set(second))
        for first, second in zip(drawn("all", draws), drawn("town", draws), strict=True)
    ]
    mean = sum(shared) / draws
    assert mean > 2 * 12 * 5 / 19 * 4 / 12
    if draws == LONG:
        row = f"| objects shared by two tasks, 5 of 19 and 4 of 12 | {draws:,} | {mean:.2f} | 1.05 |"
        assert row in FAIRNESS.read_text(encoding="utf-8"), row


@EVERY_RUN
def test_a_task_with_the_same_scope_is_held_in_the_larger_one(draws: int) -> None:
    """Of equal scopes the smaller sample is a part of the larger: one ticket, one order."""
    for order, sample in zip(orders("all", draws), drawn("all", draws), strict=True):
        assert set(order[:3]) <= set(sample)


# Clusters, caps and the top-up: each case is symmetric, so that equal chances follow.


def drawn_of(rules: Frame, of: Objects, draws: int) -> list[Selection]:
    return [select(rules, of, derive_key(COMMIT, str(seed))) for seed in range(draws)]


@EVERY_RUN
def test_every_set_of_clusters_is_drawn_equally_often(draws: int) -> None:
    """2 of 5 clusters in order, the same for two tasks; then one of the two open objects of each."""
    strata = [(task, cluster, 1) for task in (1, 2) for cluster in range(1, 6)]
    rows = [
        (1 + k % 5, 6 + k % 5) for k in range(2, 12)
    ]  # objects 1 and 10 are closed: two clusters have one
    found = drawn_of(frame(strata, 10, clusters=2), objects(rows), draws)
    chosen = [selection.order.clusters[0][1] for selection in found]
    assert all(selection.order.clusters[1][1] == own for selection, own in zip(found, chosen, strict=True))
    judge("clusters in order, 2 of 5", chi_square_of_cells(chosen, permutations(range(1, 6), 2)), draws)
    for selection, own in zip(found, chosen, strict=True):
        filled = {number % 5 or 5 for number, part in enumerate(selection.drawn, 1) if part}
        assert filled == set(own)


@EVERY_RUN
def test_a_cap_leaves_every_allowed_sample_equally_often(draws: int) -> None:
    """3 of 9 objects of 3 entities, of each one at most: 27 samples."""
    entity = [9, 1, 1, 1, 2, 2, 2, 3, 3, 9, 3]  # objects 1 and 10 are closed
    of = objects([(1,)] * 11, entity)
    found = [tuple(sorted(s.drawn[0])) for s in drawn_of(frame([(1, 0, 3)], 11, entity=1), of, draws)]
    own = [[k for k in range(1, 12) if entity[k - 1] == number] for number in (1, 2, 3)]
    cells = [tuple(sorted(sample)) for sample in product(*own)]
    judge("samples under a cap, 3 of 9 in 3 entities", chi_square_of_cells(found, cells), draws)


@EVERY_RUN
def test_drawn_and_added_are_one_simple_random_sample(draws: int) -> None:
    """3 are drawn and the floor of 6 adds 3: together 6 of 10."""
    found = drawn_of(frame([(1, 0, 3)], 12, floor=6), objects([(1,)] * 12), draws)
    samples = [(*s.drawn[0], *s.top_up.added) for s in found if s.top_up is not None]
    everybody = [k for k in range(1, 13) if k not in CLOSED]
    judge("drawn or added, 6 of 10", chi_square_of_features(samples, everybody, pairs), draws)
    last = [sample[-1] for sample in samples]
    judge("who is added last, 6 of 10", chi_square_of_cells(last, everybody), draws)
