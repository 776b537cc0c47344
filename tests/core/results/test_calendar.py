"""Working days against the years that are known (LZ-9): the day itself does not count.

The counts are worked out by hand from the notices of the State Council's General Office, 2023 to 2026.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.results.work_calendar import UnknownYear, WorkCalendar
from shuangsuiji.files.holidays import known_calendar

KNOWN = known_calendar()


@pytest.mark.parametrize(
    ("day", "work"),
    [
        ("2024-04-28", True),  # Sunday, made up for the Labour Day holiday
        ("2024-05-01", False),
        ("2024-05-03", False),  # Friday in lieu
        ("2024-05-05", False),
        ("2024-05-06", True),
        ("2024-05-11", True),  # Saturday, made up
        ("2024-05-12", False),
        ("2024-02-09", True),  # New Year's Eve of 2024 was no day off in the notice
        ("2024-02-12", False),
        ("2024-02-17", False),
        ("2024-02-18", True),
        ("2023-09-29", False),
        ("2023-10-07", True),
        ("2023-10-08", True),
        ("2025-01-26", True),
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
    ],
)
def test_days_off_and_days_made_up(day: str, work: bool) -> None:
    assert KNOWN.is_workday(date.fromisoformat(day)) is work


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2024-04-26", 1, "2024-04-28"),
        ("2024-04-30", 1, "2024-05-06"),
        ("2024-04-26", 20, "2024-05-27"),
        ("2024-02-02", 20, "2024-03-06"),
        ("2023-09-28", 20, "2023-11-01"),
        ("2025-09-26", 20, "2025-10-30"),
        ("2026-09-30", 20, "2026-11-03"),
        ("2024-06-03", 20, "2024-07-02"),  # Dragon Boat Festival on 10 June
        ("2024-05-04", 1, "2024-05-06"),  # a visit on a day off
        ("2024-05-11", 1, "2024-05-13"),  # a visit on a day made up
        ("2024-12-31", 1, "2025-01-02"),
        ("2024-06-03", 0, "2024-06-03"),
    ],
)
def test_the_last_day_of_a_deadline(day: str, count: int, due: str) -> None:
    start = date.fromisoformat(day)
    assert KNOWN.after(start, count) == date.fromisoformat(due)
    assert KNOWN.not_before(start, count) == date.fromisoformat(due)
    assert KNOWN.first_unknown(start, count) is None


def test_years_to_come_are_never_guessed() -> None:
    """Fifteen working days are left of 2026 after 10 December; the other five lie in a year nobody knows."""
    calendar = WorkCalendar(years=frozenset({2026}), off=KNOWN.off, on=KNOWN.on)
    day = date(2026, 12, 10)
    assert calendar.after(day, 15) == date(2026, 12, 31)
    assert calendar.after(day, 20) is None and calendar.first_unknown(day, 20) == 2027
    assert calendar.not_before(day, 20) == date(2027, 1, 5)
    with pytest.raises(UnknownYear):
        calendar.is_workday(date(2027, 1, 4))


def test_an_added_year_wins() -> None:
    calendar = KNOWN.with_year(2099, [date(2099, 1, 1)], [date(2099, 1, 3)])
    assert not calendar.is_workday(date(2099, 1, 1)) and calendar.is_workday(date(2099, 1, 2))
    assert calendar.is_workday(date(2099, 1, 3)) and not calendar.is_workday(date(2099, 1, 4))
    closed = KNOWN.with_year(2024, [date(2024, 5, 11)], [date(2024, 5, 1)])
    assert not closed.is_workday(date(2024, 5, 11)) and closed.is_workday(date(2024, 5, 1))


@given(st.dates(date(2010, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
def test_between_a_day_and_its_deadline_lie_so_many_working_days(day: date, count: int) -> None:
    due = KNOWN.after(day, count)
    assert due is not None and KNOWN.is_workday(due)
    between = [date.fromordinal(n) for n in range(day.toordinal() + 1, due.toordinal() + 1)]
    assert sum(map(KNOWN.is_workday, between)) == count


@given(st.dates(date(2026, 11, 1), date(2027, 6, 1)), st.integers(1, 40), st.sets(st.integers(1, 200)))
def test_the_bound_holds_whatever_the_next_year_brings(day: date, count: int, off: set[int]) -> None:
    """However many days off 2027 will have, no deadline comes before the bound."""
    calendar = WorkCalendar(years=frozenset({2026}), off=KNOWN.off, on=KNOWN.on)
    free = [date.fromordinal(date(2026, 12, 31).toordinal() + n) for n in off]
    true = calendar.with_year(2027, free, []).with_year(2028, [], []).after(day, count)
    assert true is not None and calendar.not_before(day, count) <= true
