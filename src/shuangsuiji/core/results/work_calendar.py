"""China's working days, and the deadlines that count them (LZ-9).

A working day is a weekday that is no public holiday, or a weekend day on which work is made up. Which days
these are is announced a year at a time, so a calendar knows some years and no others; it never guesses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


class UnknownYear(Exception):
    """The holidays of a year are not in the calendar."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The working days of some years.

    Attributes:
        years: the years that it knows whole.
        off: days without work beside the weekends; weekend days among them do no harm.
        on: weekend days on which work is made up.
    """

    years: frozenset[int]
    off: frozenset[date]
    on: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether there is work on that day.

        Raises:
            UnknownYear: the holidays of its year are not known.
        """
        if day.year not in self.years:
            raise UnknownYear(day.year)
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, count: int) -> date | None:
        """The `count`th working day after a day, which itself does not count; None past the known years."""
        try:
            return self._walk(day, count, guess=False)
        except UnknownYear:
            return None

    def not_before(self, day: date, count: int) -> date:
        """The earliest that `after` can turn out to be once the years to come are known.

        In unknown years every day is taken for a working day, so that the true day is this or a later one.
        """
        return self._walk(day, count, guess=True)

    def first_unknown(self, day: date, count: int) -> int | None:
        """The first year on the way to the deadline whose holidays are not known, or None."""
        try:
            self._walk(day, count, guess=False)
        except UnknownYear as trouble:
            return trouble.year
        return None

    def _walk(self, day: date, count: int, *, guess: bool) -> date:
        while count > 0:
            day += _DAY
            if (guess and day.year not in self.years) or self.is_workday(day):
                count -= 1
        return day

    def with_year(self, year: int, off: Iterable[date], on: Iterable[date]) -> WorkCalendar:
        """The calendar with a year's days added; what is added wins over what was known."""
        added_off, added_on = frozenset(off), frozenset(on)
        return WorkCalendar(
            years=self.years | {year},
            off=(self.off - added_on) | added_off,
            on=(self.on - added_off) | added_on,
        )
