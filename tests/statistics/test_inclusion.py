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
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from building import plan_of, pool_of, task
from shuangsuiji.core.lottery.words import derive_key, object_tickets
from shuangsuiji.core.quota import Stratum, strata_of_batch
from shuangsuiji.core.schedule import select

LEAST_P = 0.001
LONG, SHORT = 20_000, 1_250
FAIRNESS = Path(__file__).parents[2] / "docs" / "fairness.md"
COMMIT = sha256(b"statistics").hexdigest()

EVERY_RUN = pytest.mark.parametrize("draws", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])

Draws = Sequence[tuple[int, ...]]


def shop(index: int) -> dict[str, str]:
    """22 objects: 12 of tier A, 7 of tier B, mixed, and 3 that have closed but keep their numbers."""
    closed = index in (1, 10, 20)
    return {
        "编号": f"D{index:04d}",
        "名称": f"药店{index:04d}",
        "信用等级": "B" if index % 3 == 0 else "A",
        "类别": "城区" if index <= 14 else "乡镇",
        "经营状态": "注销" if closed else "正常",
    }


@cache
def strata() -> dict[str, Stratum]:
    """The strata of three tasks: by tier, over all, and over a part of the objects."""
    by_tier: dict[str, Any] = {"字段": "信用等级", "数量": {"A": 3, "B": 2}}
    plan = plan_of(
        任务=[
            *task(编号="甲01", 抽取=by_tier),
            *task(编号="甲02", 抽取={"数量": 5}),
            *task(编号="甲03", 抽取={"数量": 4}, 对象范围={"类别": "城区"}),
        ],
        限制={"不参加抽取": {"经营状态": ["注销"]}},
    )
    pool = pool_of(plan, [shop(index) for index in range(1, 23)])
    found = strata_of_batch(pool)
    return {"A": found["甲01"][0], "B": found["甲01"][1], "all": found["甲02"][0], "town": found["甲03"][0]}


@cache
def tickets(draws: int) -> NDArray[np.uint64]:
    """The tickets of the 22 objects in so many draws, one a row; the seeds are 0, 1, 2, …"""
    return np.array([object_tickets(derive_key(COMMIT, str(seed)), 22) for seed in range(draws)])


@cache
def orders(name: str, draws: int) -> tuple[tuple[int, ...], ...]:
    """Drawn objects and alternates of a stratum, in ticket order, in so many draws."""
    stratum = strata()[name]
    selections = (select(stratum, row) for row in tickets(draws))
    return tuple((*selection.drawn, *selection.alternates) for selection in selections)


def drawn(name: str, draws: int) -> Draws:
    size = strata()[name].n
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
    return [int(row) + 1 for row in strata()[name].available]


def test_the_strata_are_what_the_questions_say() -> None:
    sizes = {name: f"{stratum.n} of {len(stratum.available)}" for name, stratum in strata().items()}
    assert sizes == NAMES


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
    cells = list(combinations(members(name), strata()[name].n))
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
    place = strata()[name].n
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
