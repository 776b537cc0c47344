"""Quotas: counts worked out by hand for every way of writing an amount (draw-algorithm 7)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import Record, plan_of, pool_of, shops, task, visit
from shuangsuiji.core.rules.pool import PastVisit, Pool
from shuangsuiji.core.rules.quota import (
    Stratum,
    Unplaced,
    excluded,
    quota,
    rounded,
    strata_of,
    strata_of_batch,
    yearly_floor,
)


def strata(
    draw: Any,
    objects: list[Record],
    batch: str = "上半年",
    past: tuple[PastVisit, ...] = (),
    limits: Any = None,
    **changes: Any,
) -> list[Stratum]:
    """The strata of a plan's only task."""
    plan = plan_of(任务=task(抽取=draw, **changes), 限制=limits)
    pool = pool_of(plan, objects, batch, past)
    return strata_of(pool, plan.tasks[0])


def told(found: list[Stratum]) -> list[tuple[str, int, int]]:
    """Name, N and n of each stratum."""
    return [(stratum.name, stratum.size, stratum.n) for stratum in found]


def tiers(**sizes: int) -> list[Record]:
    """Objects by tier, numbered through."""
    letters = [letter for letter, size in sizes.items() for _ in range(size)]
    return [{**shop, "信用等级": letter} for shop, letter in zip(shops(len(letters)), letters, strict=True)]


@pytest.mark.parametrize(
    ("size", "ratio", "up", "half", "down"),
    [
        (3, "1/5", 1, 1, 0),  # 0.6
        (37, "3/100", 2, 1, 1),  # 1.11
        (100, "7/100", 7, 7, 7),  # 7: a float would say 7.000000000000001 and so 8
        (101, "1/100", 2, 1, 1),  # 1.01
        (999, "1/10", 100, 100, 99),  # 99.9
        (3, "1/2", 2, 2, 1),  # 1.5: half goes up
        (5, "1/2", 3, 3, 2),  # 2.5: not to the even one
        (1000, "3/1000", 3, 3, 3),
        (3, "1/3", 1, 1, 1),
        (7, "1", 7, 7, 7),
        (7, "0", 0, 0, 0),
        (0, "1/5", 0, 0, 0),
    ],
)
def test_rounding(size: int, ratio: str, up: int, half: int, down: int) -> None:
    """ "rounding of the exact product: 进一 ceiling (default), 四舍五入 floor(x + 1/2), 舍去" """
    counts = [quota(size, Fraction(ratio), way, 0) for way in ("进一", "四舍五入", "舍去")]
    assert counts == [(Fraction(ratio) * size, n) for n in (up, half, down)]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.fractions(0, 1, max_denominator=1000), st.integers(0, 50))
def test_quota_is_what_the_specification_says(size: int, ratio: Fraction, minimum: int) -> None:
    """ "n = min(N, max(minimum, rounded))"; 进一 is no less than the ratio ("不低于", QHD-2)."""
    product = ratio * size
    assert rounded(product, "进一") == math.ceil(product)
    assert rounded(product, "四舍五入") == math.floor(product + Fraction(1, 2))
    assert rounded(product, "舍去") == math.floor(product)
    for way in ("进一", "四舍五入", "舍去"):
        assert quota(size, ratio, way, minimum)[1] == min(size, max(minimum, rounded(product, way)))
    assert quota(size, ratio, "进一", 0)[1] >= product


WUGANG = {"字段": "信用等级", "比例": {"A": "1%", "B": "3%", "C": "10%", "D": "20%"}}


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, [10, 4, 4, 1]),
        ({"取整": "四舍五入"}, [10, 3, 4, 1]),
        ({"取整": "舍去"}, [9, 3, 3, 0]),
        ({"取整": "舍去", "每层至少": "1"}, [9, 3, 3, 1]),
        ({"每层至少": "5"}, [10, 5, 5, 3]),
    ],
)
def test_tiers(more: dict[str, str], counts: list[int]) -> None:
    """WG-3: 999 in A, 101 in B, 37 in C, 3 in D; exact products 9.99, 3.03, 3.7, 0.6."""
    found = strata({**WUGANG, **more}, tiers(A=999, B=101, C=37, D=3))
    assert told(found) == [
        ("A", 999, counts[0]),
        ("B", 101, counts[1]),
        ("C", 37, counts[2]),
        ("D", 3, counts[3]),
    ]
    assert [s.product for s in found] == [
        Fraction(999, 100),
        Fraction(303, 100),
        Fraction(37, 10),
        Fraction(3, 5),
    ]


def test_order_of_tiers_is_the_plans() -> None:
    """ "Strata in the plan's order"; a tier that nobody has draws nobody, whatever its minimum."""
    found = strata(
        {"字段": "信用等级", "比例": {"D": "50%", "E": "50%", "A": "50%"}, "每层至少": "2"}, tiers(A=3, D=5)
    )
    assert told(found) == [("D", 5, 3), ("E", 0, 0), ("A", 3, 2)]


def test_values_of_tiers_compare_as_values() -> None:
    """Tiers written with other width or as numbers are the same tier."""
    objects: list[Record] = [
        {**s, "信用等级": v} for s, v in zip(shops(4), ("Ａ", "A ", "1", "1.0"), strict=True)
    ]
    found = strata({"字段": "信用等级", "比例": {"A": "50%", "1": "50%"}}, objects)
    assert told(found) == [("A", 2, 1), ("1", 2, 1)]


def test_counts() -> None:
    """ "数量 may stand instead of 比例 (also as a map under 字段)"; "数量 above N gives N"."""
    assert told(strata({"数量": "3"}, shops(5))) == [("全部", 5, 3)]
    assert told(strata({"数量": "9"}, shops(5))) == [("全部", 5, 5)]
    found = strata({"字段": "信用等级", "数量": {"A": "2", "B": "7"}}, tiers(A=4, B=3))
    assert told(found) == [("A", 4, 2), ("B", 3, 3)]
    assert [s.product for s in found] == [None, None]


def test_one_ratio_for_every_value() -> None:
    """ "字段 with one single 比例 makes a stratum of each value in code-point order" """
    found = strata({"字段": "信用等级", "比例": "10%"}, tiers(C=11, A=10, 乙=1, 丙=2))
    assert told(found) == [("A", 10, 1), ("C", 11, 2), ("丙", 2, 1), ("乙", 1, 1)]


def test_blank_tiers() -> None:
    """ "An empty tier value is refused unless the plan gives `未评级`." """
    objects = [*tiers(A=10), {"编号": "X1", "名称": "新店", "信用等级": ""}]
    with pytest.raises(Unplaced) as caught:
        strata({"字段": "信用等级", "比例": {"A": "10%"}}, objects)
    assert (caught.value.column, list(caught.value.rows)) == ("信用等级", [10])
    for draw in (
        {"字段": "信用等级", "比例": {"A": "10%"}, "未评级": "5%"},
        {"字段": "信用等级", "比例": {"A": "10%", "未评级": "5%"}},
        {"字段": "信用等级", "比例": "10%", "未评级": "5%"},
    ):
        assert told(strata(draw, objects)) == [("A", 10, 1), ("未评级", 1, 1)]
    found = strata({"字段": "信用等级", "数量": {"A": "3"}, "未评级": "0"}, objects)
    assert told(found) == [("A", 10, 3), ("未评级", 1, 0)]


def test_a_tier_without_a_ratio_is_refused() -> None:
    """ "an object of the scope in no stratum is refused" """
    with pytest.raises(Unplaced) as caught:
        strata({"字段": "信用等级", "比例": {"A": "10%"}}, tiers(A=2, E=1))
    assert list(caught.value.rows) == [2]


def test_strata_by_rules() -> None:
    """ "an object belongs to the first that fits …, unless the last stratum is 其余" (LZ-2)."""
    objects: list[Record] = [{**s, "次数": str(n % 4)} for n, s in enumerate(shops(20))]
    rules = [
        {"名称": "多次", "对象": {"次数": {"至少": "2"}}, "比例": "50%"},
        {"名称": "有过", "对象": {"次数": {"至少": "1"}}, "数量": "2"},
        {"名称": "其他", "其余": "是", "比例": "1%"},
    ]
    assert told(strata({"分层": rules}, objects)) == [("多次", 10, 5), ("有过", 5, 2), ("其他", 5, 1)]
    with pytest.raises(Unplaced) as caught:
        strata({"分层": rules[:2]}, objects)
    assert list(caught.value.rows) == [0, 4, 8, 12, 16]


def test_districts() -> None:
    """ "分区: 行政区划 (a stratum per district)": the ratio is of each district (XT-8)."""
    objects: list[Record] = [{**s, "行政区划": "东区" if n < 7 else "西区"} for n, s in enumerate(shops(18))]
    found = strata("20%", objects, 分区="行政区划")
    assert [(s.district, s.size, s.n) for s in found] == [("东区", 7, 2), ("西区", 11, 3)]
    with pytest.raises(Unplaced) as caught:
        strata("20%", [*objects, {"编号": "X", "名称": "某店", "行政区划": ""}], 分区="行政区划")
    assert caught.value.column == "行政区划"


def test_scope_and_conditions() -> None:
    """WG-8: 对象范围, and 定向条件 beside it; "不参加抽取 does not fit; nothing is built in"."""
    objects: list[Record] = [
        {"编号": "1", "名称": "甲", "类别": "药店", "标签": "疑点", "经营状态": "正常"},
        {"编号": "2", "名称": "乙", "类别": "药店", "标签": "", "经营状态": "正常"},
        {"编号": "3", "名称": "丙", "类别": "医院", "标签": "疑点", "经营状态": "正常"},
        {"编号": "4", "名称": "丁", "类别": "药店", "标签": "疑点", "经营状态": "停业"},
    ]
    assert told(strata("100%", objects)) == [("全部", 4, 4)]
    assert told(strata("100%", objects, 对象范围={"类别": "药店"})) == [("全部", 3, 3)]
    directed = {"对象范围": {"类别": "药店"}, "类型": "定向", "定向条件": {"标签": "疑点"}}
    assert told(strata("100%", objects, **directed)) == [("全部", 2, 2)]
    (left,) = strata("100%", objects, limits={"不参加抽取": {"经营状态": ["停业"]}}, **directed)
    assert list(left.members) == [0]


def available(limits: Any, *past: PastVisit) -> list[int]:
    """The numbers among three objects that may still be drawn in the second batch."""
    (stratum,) = strata("100%", shops(3), "下半年", past, limits)
    assert stratum.size == 3, "who is barred still counts in N"
    return [int(row) + 1 for row in stratum.available]


def test_barred_objects() -> None:
    """ "barred: at their yearly cap, or, with 同年重复抽取: 否 (default), with any visit this year
    under any plan" """
    assert available(None, visit("D0001")) == [2, 3]
    assert available(None, visit("D0001", "2023-12-31")) == [1, 2, 3]
    assert available(None, visit("D0002", plan="别的计划", tasks=())) == [1, 3]
    assert available({"同年重复抽取": "是"}, visit("D0001")) == [1, 2, 3]
    cap = {"同年重复抽取": "是", "每户全年上限": "2"}
    assert available(cap, visit("D0001")) == [1, 2, 3]
    assert available(cap, visit("D0001"), visit("D0001", "2024-05-01", "必查")) == [2, 3]


def test_routine_visits_count_for_the_cap_alone() -> None:
    """ "日常 counts for the cap alone" """
    assert available(None, visit("D0001", "2024-01-02", "日常")) == [1, 2, 3]
    assert available({"每户全年上限": "1"}, visit("D0001", "2024-01-02", "日常")) == [2, 3]


def test_a_ratio_for_the_whole_year() -> None:
    """ "全年 (n for the year, batch j draws up to floor(n * j / J))": 5 of 25 are 2 and then 3."""
    draw = {"比例": "20%", "比例口径": "全年"}
    (first,) = strata(draw, shops(25))
    assert (first.n, first.year, first.earlier) == (2, 5, 0)
    two = (visit("D0003"), visit("D0007"))
    (second,) = strata(draw, shops(25), "下半年", two)
    assert (second.n, second.year, second.earlier) == (3, 5, 2)
    (short,) = strata(draw, shops(25), "下半年", two[:1])
    assert short.n == 4, "what an earlier batch drew too little is made up"
    others = (visit("D0001", "2024-04-01", "必查"),)
    (third,) = strata(draw, shops(25), "下半年", (*two, *others, visit("D0009", plan="别的")))
    assert third.n == 3, "only what this task drew at random counts"


def test_a_ratio_for_the_year_in_the_batches_of_the_task() -> None:
    """J is the number of the task's own batches: with one batch, it draws the whole year's n."""
    (only,) = strata({"比例": "20%", "比例口径": "全年"}, shops(25), "下半年", 批次=["下半年"])
    assert only.n == 5


def test_every_batch_draws_in_full() -> None:
    """ "Every task is drawn in full in every batch unless it names its 批次." """
    plan = plan_of(任务=[*task(), *task(编号="甲02", 批次=["下半年"])])
    assert list(strata_of_batch(pool_of(plan, shops(10)))) == ["甲01"]
    found = strata_of_batch(pool_of(plan, shops(10), "下半年"))
    assert {number: told(parts) for number, parts in found.items()} == {
        "甲01": [("全部", 10, 2)],
        "甲02": [("全部", 10, 2)],
    }


def floor_pool(*past: PastVisit) -> Pool:
    """100 objects, 10 of them closed, with a yearly floor of 3 %."""
    objects = [
        *shops(90, 经营状态="正常"),
        *({**s, "编号": f"X{s['编号']}", "经营状态": "停业"} for s in shops(10)),
    ]
    limits = {"全年比例下限": "3%", "不参加抽取": {"经营状态": "停业"}}
    return pool_of(plan_of(限制=limits), objects, "下半年", past)


def test_yearly_floor() -> None:
    """ "M = all objects … that may be inspected; F = ceil(floor * M)": 3 % of 90 is 2.7, so 3; must-inspect
    visits alone do not count (XT-1)."""
    pool = floor_pool(visit("D0001"), visit("D0002", "2024-04-01", "必查"), visit("D0003", "2023-04-01"))
    assert yearly_floor(pool) == (90, 3, 1)
    assert int(excluded(pool).sum()) == 10
    assert int(pool.barred.sum()) == 2
    assert yearly_floor(pool_of(plan_of(), shops(3))) is None


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_strata_part_the_scope(letters: list[str], random: Any) -> None:
    """Every object of the scope is in exactly one stratum; the order of rows in the file is no matter."""
    objects: list[Record] = [{**s, "信用等级": c} for s, c in zip(shops(len(letters)), letters, strict=True)]
    draw = {"字段": "信用等级", "比例": {"B": "10%", "A": "1/3", "C": "50%"}}
    found = strata(draw, objects)
    assert sorted(int(row) for s in found for row in s.members) == list(range(len(objects)))
    random.shuffle(objects)
    again = strata(draw, objects)
    assert [(told([s]), list(s.members), list(s.available)) for s in found] == [
        (told([s]), list(s.members), list(s.available)) for s in again
    ]
