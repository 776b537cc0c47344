"""Which spellings of days, months and times are read where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.dates import (
    any_marks_date,
    as_date,
    as_month,
    certificate_end,
    digits_date,
    exported_date,
    in_figures,
    serial_date,
    typed_date,
    typed_month,
    typed_year,
)

DAY = date(2024, 3, 5)
SPELLINGS = [
    # text, as_date, any_marks_date, digits_date, exported_date
    ("2024-03-05", 1, 1, 0, 1),
    ("2024/3/5", 1, 1, 0, 1),
    ("2024.3.5", 1, 1, 0, 1),
    ("2024年3月5日", 1, 1, 0, 1),
    (" ２０２４年３月５日 ", 1, 1, 0, 1),
    ("2024-3-5 00:00", 1, 0, 0, 1),
    ("2024-3-5T0:00:00.000", 1, 0, 0, 1),
    ("2024年3-5", 0, 1, 0, 0),
    ("2024/3-5", 0, 1, 0, 0),
    ("2024年3月5", 0, 1, 0, 0),
    ("20240305", 0, 0, 1, 1),
    ("2024-3-5 12:30", 0, 0, 0, 1),
    ("2024年3月5日8时30分", 0, 0, 0, 1),
    ("20240305 12:30", 0, 0, 0, 0),
    ("24-3-5", 0, 0, 0, 0),
    ("2024-3", 0, 0, 0, 0),
    ("", 0, 0, 0, 0),
]


@pytest.mark.parametrize(("text", "plain", "any_marks", "digits", "exported"), SPELLINGS)
def test_spellings_of_a_day(text: str, plain: int, any_marks: int, digits: int, exported: int) -> None:
    read = [parse(text) for parse in (as_date, any_marks_date, digits_date, exported_date)]
    assert read == [DAY if known else None for known in (plain, any_marks, digits, exported)]


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "2024年0月5日", "0000-01-01", "20240230"])
def test_days_that_no_calendar_has(text: str) -> None:
    assert [parse(text) for parse in (as_date, any_marks_date, digits_date, exported_date)] == [None] * 4


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from("-/."))
def test_every_day_is_read_back(day: date, mark: str) -> None:
    short = f"{day.year}{mark}{day.month}{mark}{day.day}"
    long = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    for text in (day.isoformat(), short, long):
        assert as_date(text) == any_marks_date(text) == exported_date(text) == day
    assert digits_date(f"{day:%Y%m%d}") == exported_date(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("text", "month"),
    [("2024-5", "2024-05"), ("2024/05", "2024-05"), ("2024.5", "2024-05"), ("2024年5月", "2024-05"),
     ("2024-13", None), ("2024-0", None), ("2024-5-1", None), ("24-5", None)],
)  # fmt: skip
def test_months(text: str, month: str | None) -> None:
    assert as_month(text) == month


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-12-31", "2026-12-31"),
        ("20261231", "2026-12-31"),
        ("自2021年1月1日至2026年12月31日止", "2026-12-31"),
        ("2021.1.1-2026.12.31", "2026-12-31"),
        ("2021-01-01至长期", "长期"),
        ("永久有效", "长期"),
        ("9999", "长期"),
        ("9999-12-31", "9999-12-31"),
        ("", ""),
        (" ", ""),
        ("三月底", None),
        ("2021-01-01至今", None),
    ],
)
def test_ends_of_certificates(text: str, end: str | None) -> None:
    assert certificate_end(text) == end


def test_the_number_of_a_day() -> None:
    assert serial_date("45356") == DAY
    assert serial_date("10000") is None and serial_date("2024") is None


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11", "2026-11"),
        ("１１月", "2026-11"),
        ("十一月份", "2026-11"),
        ("12月", "2025-12"),
        ("2026.11", "2026-11"),
        ("202611", "2026-11"),
        ("26年3月", "2026-03"),
        ("二〇二六年十月", "2026-10"),
        ("去年 2月", "2025-02"),
        ("上个月", "2026-10"),
        ("2026-11-05", "2026-11"),
        ("13", None),
        ("0月", None),
        ("十三月", None),
        ("月", None),
        ("今年", None),
        ("第11", None),
    ],
)
def test_a_month_as_it_is_typed(typed: str, meant: str | None) -> None:
    assert typed_month(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5月8日", "2026-05-08"),
        ("十一月二十八号", "2026-11-28"),
        ("11.29", "2025-11-29"),
        ("12-1", "2025-12-01"),
        ("20261105", "2026-11-05"),
        ("26.11.5", "2026-11-05"),
        ("2026 年 11 月 5 日", "2026-11-05"),
        ("2026-11-05 10:30", "2026-11-05"),
        ("去年12月1日", "2025-12-01"),
        ("昨天", "2026-11-27"),
        ("2月30日", None),
        ("11月", None),
        ("周五", None),
        ("1.5万", None),
    ],
)
def test_a_day_as_it_is_typed(typed: str, meant: str | None) -> None:
    day = typed_date(typed, TODAY)
    assert (day and day.isoformat()) == meant


def test_a_day_that_may_be_to_come_and_a_year() -> None:
    assert typed_date("12月1日", TODAY, past=False) == date(2026, 12, 1)
    years = ("2026年度", "二〇二六年", "26年", "今年", "去年", "26", "明年")
    assert [typed_year(text, TODAY) for text in years] == [2026, 2026, 2026, 2026, 2025, None, None]
    assert in_figures("第二十期，十月三十一日") == "第20期，10月31日"
