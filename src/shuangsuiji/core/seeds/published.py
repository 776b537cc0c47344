"""When the observation that a plan names becomes public, as far as its schedule tells (LAW-4).

A round of drand has its second. A lottery counts its issues from January and is drawn on fixed days of the
week; holidays only put an issue off. So its day lies between the earliest one, without any holiday, and DELAY
after that; in a year that has had no holidays yet, it is that day. Of dice and hexadecimal digits nothing is
known. Nothing is looked up: whoever checks a draw compares the official record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.plans.seed_form import DRAND, LOTTERIES, Seed, SeedSource, lottery_issue

DELAY = timedelta(days=30)
"""All holidays of a year together put an issue off by about two weeks."""

HOLIDAYS = timedelta(days=15)
"""By so much they put it off at most in most years: a seal later than that is doubted, not judged."""

_NEW_YEAR = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8), 2036: (1, 28),
}  # fmt: skip
"""Spring Festival (正月初一) by the calendar; no lottery has holidays earlier in the year."""
_EARLIEST_NEW_YEAR = (1, 21)
_BEFORE_NEW_YEAR = timedelta(days=4)
"""The holidays of the lotteries begin at most so long before it."""

EVENING = time(20)
"""No lottery of the table is drawn earlier in the day."""

_GENESIS = {"quicknet": (1692803367, 3), "default": (1595431050, 30)}
"""Of each chain of drand: the second of its first round, and the seconds between two."""


def publication(source: SeedSource, batch: str | None) -> tuple[datetime, datetime] | None:
    """From when to when the observation of a batch can have become public, in Beijing.

    None where the plan does not name exactly one, or nothing is known of its time.
    """
    issues = source.issues(batch)
    if len(issues) != 1:
        return None
    if source.type == DRAND:
        first, seconds = _GENESIS[source.chain or "quicknet"]
        moment = _moment(first + (int(issues[0]) - 1) * seconds)
        return moment, moment
    known = lottery_issue(issues[0]) if source.type in LOTTERIES else None
    if known is None:
        return None
    earliest = datetime.combine(_drawing_day(*known, source.type), EVENING, BEIJING)
    first_break = date(known[0], *_NEW_YEAR.get(known[0], _EARLIEST_NEW_YEAR)) - _BEFORE_NEW_YEAR
    return earliest, earliest + (DELAY if earliest.date() >= first_break else timedelta(days=1))


def public_before(form: Seed, batch: str | None, moment: datetime) -> SeedSource | None:
    """The first source whose observation had certainly become public before a moment."""
    return next((source for source, (_, last) in _known(form, batch) if last < moment), None)


def not_yet_public(form: Seed, batch: str | None, moment: datetime) -> SeedSource | None:
    """The first source whose observation nobody could know at a moment."""
    return next((source for source, (first, _) in _known(form, batch) if first > moment), None)


def first_public(form: Seed, batch: str | None) -> datetime | None:
    """Until when at least one of the sources is unknown to everybody; None if no schedule tells."""
    return max((first for _, (first, _) in _known(form, batch)), default=None)


def _known(form: Seed, batch: str | None) -> Iterator[tuple[SeedSource, tuple[datetime, datetime]]]:
    for source in form.sources:
        span = publication(source, batch)
        if span is not None:
            yield source, span


def _drawing_day(year: int, number: int, kind: str) -> date:
    """The day of an issue if no holiday ever put one off."""
    weekdays = LOTTERIES[kind].weekdays
    weeks, rest = divmod(number - 1, len(weekdays))
    first = date(year, 1, 1)
    days = [day for day in (first + timedelta(days=count) for count in range(7)) if day.weekday() in weekdays]
    return days[rest] + timedelta(weeks=weeks)


def _moment(second: int) -> datetime:
    """A second of Unix time; one that no calendar holds is later than all."""
    try:
        return datetime.fromtimestamp(second, UTC).astimezone(BEIJING)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=BEIJING)
