"""The small values of a plan: exact ratios, counts, months, yes and no, and the texts made of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from shuangsuiji.core.plans.repetition import IntervalRule
from shuangsuiji.core.plans.values import (
    YearMonth,
    month_after,
    month_index,
    months_between,
    parse_count,
    parse_each_person,
    parse_month,
    parse_pairs,
    parse_positive,
    parse_ratio,
    parse_texts,
    parse_yes_no,
    ratio_text,
)
from shuangsuiji.core.plans.words import decimal_text, percent_text

QUICK = settings(derandomize=True, max_examples=100, deadline=None)


def code_of(parse: Callable[[object], object], value: object) -> str:
    """The code of the error that a parser raises."""
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    return caught.value.type


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("20", "plan-ratio-bare"),
        ("0", "plan-ratio-bare"),
        ("1", "plan-ratio-bare"),
        ("120%", "plan-ratio-range"),
        ("1.5", "plan-ratio-range"),
        ("3/2", "plan-ratio-range"),
        ("1001‰", "plan-ratio-range"),
        ("-5%", "plan-bad-ratio"),
        ("1/0", "plan-bad-ratio"),
        ("1e-1", "plan-bad-ratio"),
        ("20.%", "plan-bad-ratio"),
        ("百分之二十", "plan-bad-ratio"),
        ("1:5", "plan-ratio-colon"),
        ("1：5", "plan-ratio-colon"),
        ("", "plan-bad-ratio"),
        ("nan", "plan-bad-ratio"),
        (["20%"], "plan-not-text"),
        (None, "plan-not-text"),
    ],
)
def test_refused_ratios(value: object, code: str) -> None:
    """ "A ratio has %, ‰, / or a decimal point and lies in 0..1; a bare integer as a ratio is refused." """
    assert code_of(parse_ratio, value) == code


@QUICK
@given(st.integers(0, 10**5), st.integers(1, 10**5))
def test_ratio_texts_are_read_back_exactly(above: int, below: int) -> None:
    """ "ratios are texts p/q in lowest terms" (draw-algorithm 3); what readers see is the same number."""
    ratio = Fraction(min(above, below), max(above, below))
    text = ratio_text(ratio)
    assert text == f"{ratio.numerator}/{ratio.denominator}"
    assert parse_ratio(text) == ratio
    assert parse_ratio(percent_text(ratio)) == ratio
    decimal = decimal_text(ratio * 999)
    assert Fraction(decimal) == ratio * 999
    assert "/" in decimal or not decimal.endswith("0") or "." not in decimal


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("20%", "20%"),
        ("0.2", "20%"),
        ("3‰", "3‰"),
        ("0.125", "12.5%"),
        ("0.075", "7.5%"),
        ("9‰", "9‰"),
        ("11‰", "1.1%"),
        ("0.0333", "3.33%"),
        ("1/3", "1/3"),
    ],
)
def test_ratios_for_readers(text: str, percent: str) -> None:
    """A percentage where it ends soon, else ‰ or p/q."""
    assert percent_text(parse_ratio(text)) == percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7), "7"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(9, 1000), "0.009"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
    ],
)
def test_exact_products_for_readers(value: Fraction, text: str) -> None:
    """The exact product is printed as it is."""
    assert decimal_text(value) == text


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("３", 3), (" 12 ", 12), (7, 7), ("007", 7)])
def test_counts(value: object, count: int) -> None:
    """ "counts are integers" """
    assert parse_count(value) == count


@pytest.mark.parametrize("value", ["2.0", "1,000", "1e3", "一", ""])
def test_refused_counts(value: str) -> None:
    """What is not plain digits is no count."""
    assert code_of(parse_count, value) == "plan-not-count"


def test_positive_counts() -> None:
    """Numbers of people and times begin at 1."""
    assert parse_positive("1") == 1
    assert code_of(parse_positive, "0") == "plan-not-positive"


def test_yes_and_no() -> None:
    """是 and 否; nothing that is merely true or false in some language."""
    assert [parse_yes_no(text) for text in ("是", "否", "true", "False")] == [True, False, True, False]
    assert {code_of(parse_yes_no, text) for text in ("1", "y", "√", "对", "")} == {"plan-not-yes-no"}


@pytest.mark.parametrize(
    "text", ["2024-05", "2024-5", "2024/5", "2024.05", "2024年5月", "2024年05月", "２０２４-05"]
)
def test_months(text: str) -> None:
    """A month in any common spelling."""
    assert parse_month(text) == "2024-05"


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "24-05", "5月", "2024", "2024-05-01", "202405"])
def test_refused_months(text: str) -> None:
    """What names no month of a year is refused."""
    assert code_of(parse_month, text) == "plan-bad-month"


@QUICK
@given(st.integers(1, 9998), st.integers(1, 12), st.integers(0, 11))
def test_months_add_up(year: int, month: int, offset: int) -> None:
    """Counting months forward and counting those between agree."""
    start = YearMonth(f"{year:04d}-{month:02d}")
    end = month_after(start, offset)
    assert months_between(start, end) == offset + 1
    assert month_index(end) - month_index(start) == offset


def test_texts() -> None:
    """One text is a list of one; none is blank, none stands twice."""
    assert parse_texts("甲 ") == ("甲",)
    assert parse_texts(["甲", "乙"]) == ("甲", "乙")
    with pytest.raises(PydanticCustomError) as caught:
        parse_texts(["甲", "乙", "甲"])
    assert caught.value.context is not None
    assert (caught.value.type, caught.value.context["at"]) == ("plan-twice", (2,))


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        ({"A": "1%", "B": "1"}, "plan-ratio-bare", ("B",)),
        ({"A": ["1%"]}, "plan-not-text", ("A",)),
        ({"A": "1%", "Ａ": "2%"}, "plan-duplicate-key", ("Ａ",)),
        ({}, "plan-not-pairs", ()),
        (["1%", "2%"], "plan-not-pairs", ()),
        ([["A", "1%", "2%"]], "plan-not-pairs", ()),
        ("20%", "plan-not-pairs", ()),
    ],
)
def test_an_error_in_pairs_says_where(value: object, code: str, at: tuple[str, ...]) -> None:
    """ "a bad value at the value": the error carries the key under which it lies."""
    with pytest.raises(PydanticCustomError) as caught:
        parse_pairs(parse_ratio)(value)
    assert caught.value.type == code
    assert (caught.value.context or {}).get("at", ()) == at


def test_pairs_keep_their_order() -> None:
    """Strata by value stand in the plan's order; plan.json holds them as a list of pairs."""
    pairs = parse_pairs(parse_ratio)({"D": "20%", "A": "1%"})
    assert pairs == (("D", Fraction(1, 5)), ("A", Fraction(1, 100)))
    assert parse_pairs(parse_ratio)([["D", "1/5"], ["A", "1/100"]]) == pairs


def test_counts_have_an_end() -> None:
    assert parse_count("999999999") == parse_count("0999999999") == 999_999_999
    assert code_of(parse_count, "1000000000") == code_of(parse_count, "9" * 5000) == "plan-count-too-large"


@pytest.mark.parametrize("value", ["-1", "－3", -2, "-0.5"])
def test_counts_below_zero_are_refused_as_such(value: object) -> None:
    """容差: -1 says what to write."""
    assert code_of(parse_count, value) == "plan-below-zero"


@pytest.mark.parametrize(("value", "count"), [("5", 5), (5, 5), ("1:5", 5), ("1：12", 12)])
def test_how_many_objects_a_person_inspects(value: object, count: int) -> None:
    assert parse_each_person(value) == count


@pytest.mark.parametrize("value", ["2:5", "1:0", "1:"])
def test_other_proportions_of_people_are_refused(value: str) -> None:
    assert code_of(parse_each_person, value) in {"plan-not-count", "plan-not-positive"}


@pytest.mark.parametrize(
    ("value", "length"),
    [
        (3, "3年"),
        ("3", "3年"),
        ("3年", "3年"),
        ("三年内", "3年"),
        ("36个月", "36个月"),
        ("36 月", "36个月"),
        ("6个月以内", "6个月"),
        ({"年": "3年"}, "3年"),
        ({"月数": "36个月"}, "36个月"),
    ],
)
def test_how_long_an_object_rests(value: object, length: str) -> None:
    assert IntervalRule.model_validate(value).length == length


@pytest.mark.parametrize("value", ["36天", "-3", "三十六个月", {"年": "36个月"}, {"月数": "3年"}])
def test_other_lengths_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        IntervalRule.model_validate(value)
