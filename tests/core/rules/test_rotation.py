"""轮查, 几年内不重复 and 每名在岗人员: years simulated by the rules, and quotas worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from building import PEOPLE, plan_of, pool_of, shops, task, visit
from shuangsuiji.core.checks.plan import plan_problems
from shuangsuiji.core.rules.pool import PastVisit, Pool
from shuangsuiji.core.rules.quota import Stratum, amount_words, strata_of


def pool(draw: Any, count: int, past: list[PastVisit], year: int = 2024, limits: Any = None) -> Pool:
    """The pool of one batch that lasts from March to June of the year."""
    batches = [{"名称": "全年", "起": f"{year}-03", "止": f"{year}-06"}]
    plan = plan_of(年度=str(year), 批次=batches, 任务=task(抽取=draw), 限制=limits)
    return pool_of(plan, shops(count), "全年", tuple(past))


def quotas(found: list[Stratum]) -> dict[str, tuple[int, int]]:
    """N and n of each stratum by its name."""
    return {stratum.name: (stratum.size, stratum.n) for stratum in found}


def visits(numbers: range, day: str, *reasons: str) -> list[PastVisit]:
    """A visit of each of these objects on a day."""
    return [visit(f"D{number:04d}", day, *reasons) for number in numbers]


def rounds(draw: Any, count: int, past: list[PastVisit], year: int = 2024) -> dict[str, tuple[int, int]]:
    """The quotas of 轮查 for so many objects."""
    made = pool(draw, count, past, year)
    return quotas(strata_of(made, made.plan.tasks[0]))


THREE = {"轮查": {"年数": 3, "起": 2024}}


def test_the_first_year_takes_a_third() -> None:
    assert rounds(THREE, 10, []) == {"到期": (0, 0), "本轮未查": (10, 4), "本轮已查": (0, 0)}


def test_the_second_year_halves_what_is_left() -> None:
    past = visits(range(1, 5), "2024-05-01")
    assert rounds(THREE, 10, past, 2025) == {"到期": (0, 0), "本轮未查": (6, 3), "本轮已查": (4, 0)}


def test_the_last_year_takes_all_that_are_left() -> None:
    past = visits(range(1, 5), "2024-05-01") + visits(range(5, 8), "2025-05-01")
    assert rounds(THREE, 10, past, 2026) == {"到期": (0, 0), "本轮未查": (3, 3), "本轮已查": (7, 0)}


def test_who_is_due_comes_first() -> None:
    """In 2027 a new round begins: the 4 of 2024 are due, and 10 in 3 years are 4, so nobody else is drawn."""
    past = visits(range(1, 5), "2024-05-01") + visits(range(5, 11), "2025-05-01")
    assert rounds(THREE, 10, past, 2027) == {"到期": (4, 4), "本轮未查": (6, 0), "本轮已查": (0, 0)}


def test_a_routine_visit_counts_only_if_the_plan_says_so() -> None:
    past = visits(range(1, 5), "2024-05-01", "日常")
    counted = {"轮查": {"年数": 3, "起": 2024, "日常计入": "是"}}
    assert rounds(THREE, 10, past, 2025)["本轮未查"] == (10, 5)
    assert rounds(counted, 10, past, 2025)["本轮未查"] == (6, 3)


def test_the_words_of_a_round() -> None:
    past = visits(range(1, 4), "2021-05-01")
    made = pool(THREE, 10, past)
    assert [
        amount_words(stratum.name, stratum.amount, stratum.basis)
        for stratum in strata_of(made, made.plan.tasks[0])
    ] == ["满3年的全抽", "(7＋3)户÷3年－3户", "不抽"]


@pytest.mark.parametrize("seed", range(6))
def test_ten_years_with_births_and_closures(seed: int) -> None:
    """Nobody twice in a round before all others had their turn, nobody without a visit when a round ends.

    Who was visited once and stays is visited again within the years of a round.
    """
    rng = Random(f"rotation {seed}")
    years, start = rng.randint(2, 4), 2024
    alive, born = set(range(1, 41)), 40
    past: list[PastVisit] = []
    last: dict[int, int] = {}
    for year in range(start, start + 10):
        closed = set(rng.sample(sorted(alive), rng.randint(0, 4)))
        fresh = range(born + 1, born + 1 + rng.randint(0, 5))
        born = fresh[-1] if fresh else born
        alive = (alive - closed) | set(fresh)
        plan = plan_of(
            年度=str(year),
            批次=[{"名称": "全年", "起": f"{year}-03", "止": f"{year}-06"}],
            任务=task(抽取={"轮查": {"年数": years, "起": start}}),
        )
        objects = [{"编号": f"D{number:04d}", "名称": f"药店{number}"} for number in sorted(alive)]
        made = pool_of(plan, objects, "全年", tuple(past))
        drawn: list[int] = []
        for stratum in strata_of(made, plan.tasks[0]):
            assert stratum.n <= len(stratum.available)
            drawn += [int(made.ids[row][1:]) for row in rng.sample(stratum.available.tolist(), stratum.n)]
        first_of_round = start + (year - start) // years * years
        for number in drawn:
            assert last.get(number, 0) < first_of_round or last[number] <= year - years
            last[number] = year
            past.append(visit(f"D{number:04d}", f"{year}-05-01"))
        for number in alive:
            assert number not in last or year - last[number] < years
            if year == first_of_round + years - 1:
                assert last.get(number, 0) >= first_of_round


@pytest.mark.parametrize(
    ("rule", "barred"),
    [
        (3, {1, 2, 3}),  # the years 2021 to 2024
        ({"年": 1}, {1, 2}),
        ({"月数": 36}, {1, 2, 3}),  # from March 2021 on
        ({"月数": 35}, {1, 2}),  # from April 2021 on
        ({"月数": 30, "日常计入": "是"}, {1, 2, 5}),
        ({"月数": 999999999}, {1, 2, 3, 4}),
        ([{"对象": {"名称": ["药店0001", "药店0003"]}, "年": 1}, {"月数": 1}], {1}),
    ],
)
def test_who_rests(rule: Any, barred: set[int]) -> None:
    past = [
        visit("D0001", "2023-12-31"),
        visit("D0002", "2023-01-01"),
        visit("D0003", "2021-03-01"),
        visit("D0004", "2020-12-31"),
        visit("D0005", "2023-06-01", "日常"),
    ]
    made = pool("20%", 6, past, limits={"几年内不重复": rule, "同年重复抽取": "是"})
    assert {int(row) + 1 for row in made.barred.nonzero()[0]} == barred


def test_a_ratio_of_all_or_of_those_left() -> None:
    """10 % of 20, or of the 8 that do not rest; who was visited this year alone stays in the base."""
    past = visits(range(1, 13), "2023-05-01") + visits(range(13, 15), "2024-01-05")
    limits = {"几年内不重复": 2}
    for base, expected, product in (("全部", 2, Fraction(2)), ("可抽", 1, Fraction(4, 5))):
        made = pool({"比例": "10%", "基数": base}, 20, past, limits=limits)
        (stratum,) = strata_of(made, made.plan.tasks[0])
        assert (stratum.size, stratum.n, stratum.product) == (20, expected, product)
        assert len(stratum.available) == 6


def test_the_people_are_those_who_can_be_sent() -> None:
    """Of four one is on leave, one's certificate has ended: two are left, so 2 x 3 = 6."""
    people = [dict(person) for person in PEOPLE]
    people[0]["状态"] = "借调"
    people[1]["证件有效期"] = "2024-06-29"
    plan = plan_of(任务=task(抽取={"每名在岗人员": 3}))
    made = pool_of(plan, shops(50), "上半年", (), inspectors=people)
    (stratum,) = strata_of(made, plan.tasks[0])
    assert (stratum.amount, stratum.year, stratum.n) == (6, 6, 3)
    assert stratum.basis == {"people": 2, "each": 3}


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"轮查": 3}, "plan-bad-rotation"),
        ({"轮查": {"年数": 3, "起": 2024}, "比例": "10%"}, "plan-one-amount"),
        ({"轮查": {"年数": 3, "起": 2024}, "字段": "信用等级"}, "plan-quota-alone"),
        ({"轮查": {"年数": 3, "起": 2024}, "每层至少": 1}, "plan-quota-alone"),
        ({"轮查": {"年数": 3, "起": 2024}, "比例口径": "每批"}, "plan-rotation-yearly"),
        ({"每名在岗人员": 3, "未评级": 1}, "plan-quota-alone"),
    ],
)
def test_what_cannot_be_said_together(keys: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        plan_of(任务=task(抽取=keys))
    assert [problem["type"] for problem in refused.value.errors()] == [code]


@pytest.mark.parametrize(
    ("draw", "limits", "code"),
    [
        ({"轮查": {"年数": 3, "起": 2025}}, None, "plan-rotation-start"),
        ({"比例": "10%", "基数": "可抽"}, None, "plan-base-unused"),
        ({"数量": 3, "基数": "可抽"}, {"几年内不重复": 3}, "plan-base-unused"),
        ("10%", {"几年内不重复": [3, {"对象": {"名称": "甲"}, "年": 1}]}, "plan-interval-order"),
    ],
)
def test_what_makes_no_sense(draw: Any, limits: Any, code: str) -> None:
    plan = plan_of(任务=task(抽取=draw), 限制=limits)
    assert code in [problem.code for problem in plan_problems(plan)]
