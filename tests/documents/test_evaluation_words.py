"""How figures are written: rounding, intervals outwards, names that stay apart."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from shuangsuiji.core.evaluation.statistics import Interval, Share
from shuangsuiji.core.results.monthly_figures import AreaCounts
from shuangsuiji.documents.evaluation.charts import _labels
from shuangsuiji.documents.evaluation.report_text import trend_notes
from shuangsuiji.documents.evaluation.words import half, interval_text, numeral, percent, share_text
from shuangsuiji.documents.office.sheets import Quotient
from shuangsuiji.documents.results.monthly_rows import districts_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (Fraction(0), "0.0%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(1, 2000), "0.1%"),  # halves up
        (Fraction(999, 1000), "99.9%"),
        (Fraction(1), "100%"),
        (Fraction(9996, 10000), "99.9%"),  # never rounded to all
        (Fraction(1, 10000), "不足0.1%"),  # nor to nothing
        (Fraction(74049, 100000), "74.0%"),
        (Fraction(7405, 10000), "74.1%"),
    ],
)
def test_percentages(value: Fraction | None, text: str) -> None:
    assert percent(value) == text


def test_every_percentage_shows_its_numbers() -> None:
    assert share_text(Share(3, 12)) == "25.0%（3/12）" and share_text(Share(0, 0)) == "—（0/0）"


def test_intervals_are_rounded_outwards() -> None:
    assert interval_text(Interval(Fraction(1, 3), Fraction(2, 3))) == "33.3%～66.7%"
    assert interval_text(Interval(Fraction(2, 3), Fraction(2, 3))) == "66.6%～66.7%"
    assert interval_text(Interval(Fraction(0), Fraction(1))) == "0.0%～100.0%"


def test_small_things() -> None:
    assert (half(7), half(8)) == ("3.5", "4")
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


def test_labels_stay_apart() -> None:
    """Two long names that shorten to the same keep their whole length."""
    alike = [
        "某某市医疗保障局定点医疗机构基金使用专项联合抽查一队",
        "某某市医疗保障局定点医疗机构资金使用专项联合抽查一队",
    ]
    short = _labels([*alike, "某某市医疗保障局定点零售药店购销存管理随机抽查任务"])
    assert len(set(short)) == 3 and len(short[2]) <= 22


def test_many_districts_get_a_table() -> None:
    """XT-8: the form's cell names a few; of many it gives the sums."""
    few = [AreaCounts(district=f"{n}区", objects=n, problems=1, published=0) for n in range(1, 3)]
    idle = AreaCounts(district="丙区", objects=0, problems=0, published=0)
    assert districts_text([*few, idle]) == (
        "1区：检查1户，发现问题1户，公示0户；2区：检查2户，发现问题1户，公示0户；"
        "其余1个县（市、区）本月没有检查和公示。"
    )
    many = [AreaCounts(district=f"{n}区", objects=2, problems=1, published=1) for n in range(8)]
    assert "共检查16户，发现问题8户，公示8户" in districts_text(many) and "附表" in districts_text(many)
    assert districts_text([idle]) == "全部1个县（市、区）本月没有检查和公示。"


def test_no_rise_is_said_only_where_something_was_compared() -> None:
    """A report says either that nothing was compared, or that nothing has risen."""
    nothing: Any = SimpleNamespace(last=(), year=2024, by_year=(), by_batch=(), candidates=())
    assert trend_notes(nothing) == ["台账里没有2023年度计划的抽取，没有与上年比较。"]
    trend = SimpleNamespace(chance=Fraction(1, 2))
    compared: Any = SimpleNamespace(last=(1,), year=2024, by_year=(trend,), by_batch=(), candidates=())
    assert trend_notes(compared)[-1] == "按照检验，没有问题率上升的组。"


def test_a_formula_gives_what_is_written() -> None:
    """Shares in workbooks are rounded as those in sentences: never up to all."""
    assert Quotient(0, 1, Fraction(9996, 10000)).shown == 0.999
    assert Quotient(0, 1, Fraction(1)).shown == 1 and Quotient(0, 1, None).shown == ""
    assert Quotient(0, 1, Fraction(7405, 10000)).shown == 0.741
    assert Quotient(0, 1, Fraction(1, 8)).formula(3) == (
        '=IF(B4=0,"",IF(A4<B4,MIN(ROUND(A4/B4,3),0.999),A4/B4))'
    )
