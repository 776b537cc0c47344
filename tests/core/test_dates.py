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
    serial_date,
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
