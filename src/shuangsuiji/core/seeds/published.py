"""When the observation that a plan names becomes public, as far as its schedule tells (LAW-4).

A round of drand has its second. A lottery counts its issues from January and is drawn on fixed days of the
week; only the pauses at Spring Festival and National Day put an issue off, each by the drawings that fall
into it. So three days are known of an issue: the earliest, without any pause; the likely one, after the
shortest pauses of the year up to then; and the last, after the longest and one more day. (2020 alone had a
longer pause.) Of dice and hexadecimal digits nothing is known. Nothing is looked up: whoever checks a draw
compares the official record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.plans.seed_form import DRAND, LOTTERIES, Seed, SeedSource, lottery_issue

_NEW_YEAR = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8), 2036: (1, 28),
}  # fmt: skip
"""Spring Festival (正月初一) by the calendar; no lottery has a pause earlier in the year."""
_EARLIEST_NEW_YEAR, _LATEST_NEW_YEAR = (1, 21), (2, 21)


class _Pauses(NamedTuple):
    """How long the pauses of a year are, in days, and how long before 正月初一 the first begins."""

    before_new_year: int
    spring: int
    october: int


_SHORTEST, _LONGEST = _Pauses(1, 7, 4), _Pauses(4, 11, 7)
"""Since 2012: seven to ten days from 除夕 or a little before, and one day to spare; the first four to seven
days of October."""

EVENING = time(20)
"""No lottery of the table is drawn earlier in the day."""

_GENESIS = {"quicknet": (1692803367, 3), "default": (1595431050, 30)}
"""Of each chain of drand: the second of its first round, and the seconds between two."""


class PublicationDays(NamedTuple):
    """When an observation becomes public, in Beijing: not before `first`, often at `likely`, by `last`."""

    first: datetime
    likely: datetime
    last: datetime


def publication(source: SeedSource, batch: str | None) -> PublicationDays | None:
    """When the observation of a batch becomes public, as far as the schedule tells.

    None where the plan does not name exactly one, or nothing is known of its time.
    """
    issues = source.issues(batch)
    if len(issues) != 1:
        return None
    if source.type == DRAND:
        genesis, seconds = _GENESIS[source.chain or "quicknet"]
        moment = _moment(genesis + (int(issues[0]) - 1) * seconds)
        return PublicationDays(moment, moment, moment)
    known = lottery_issue(issues[0]) if source.type in LOTTERIES else None
    if known is None:
        return None
    days = (
        _drawing_day(*known, source.type),
        _put_off(*known, source.type, _SHORTEST),
        _put_off(*known, source.type, _LONGEST) + timedelta(days=1),
    )
    first, likely, last = (datetime.combine(day, EVENING, BEIJING) for day in days)
    return PublicationDays(first, likely, last)


def public_before(form: Seed, batch: str | None, moment: datetime) -> SeedSource | None:
    """The first source whose observation had certainly become public before a moment."""
    return next((source for source, span in _known(form, batch) if span.last < moment), None)


def likely_public_before(form: Seed, batch: str | None, moment: datetime) -> datetime | None:
    """When a source that was most likely public at a moment was so at the earliest; None if none was."""
    return next((span.first for _, span in _known(form, batch) if span.likely <= moment), None)


def not_yet_public(form: Seed, batch: str | None, moment: datetime) -> SeedSource | None:
    """The first source whose observation nobody could know at a moment."""
    return next((source for source, span in _known(form, batch) if span.first > moment), None)


def first_public(form: Seed, batch: str | None) -> datetime | None:
    """Until when at least one of the sources is unknown to everybody; None if no schedule tells."""
    return max((span.first for _, span in _known(form, batch)), default=None)


def _known(form: Seed, batch: str | None) -> Iterator[tuple[SeedSource, PublicationDays]]:
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


def _put_off(year: int, number: int, kind: str, pauses: _Pauses) -> date:
    """The day of an issue after the pauses of its year up to then, as long as `pauses` has them."""
    weekdays = LOTTERIES[kind].weekdays
    unknown = _LATEST_NEW_YEAR if pauses is _SHORTEST else _EARLIEST_NEW_YEAR
    new_year = date(year, *_NEW_YEAR.get(year, unknown)) - timedelta(days=pauses.before_new_year)
    whole, rest = divmod(pauses.spring, 7)
    spring = whole * len(weekdays) + max(
        sum((start + day) % 7 in weekdays for day in range(rest)) for start in range(7)
    )
    october = sum(date(year, 10, day).weekday() in weekdays for day in range(1, pauses.october + 1))
    for begins, drawings in ((new_year, spring), (date(year, 10, 1), october)):
        if _drawing_day(year, number, kind) >= begins:
            number += drawings
    return _drawing_day(year, number, kind)


def _moment(second: int) -> datetime:
    """A second of Unix time; one that no calendar holds is later than all."""
    try:
        return datetime.fromtimestamp(second, UTC).astimezone(BEIJING)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=BEIJING)
