"""When a draw was to be held, as somebody typed it for the letter: read where it is a plain date or time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from shuangsuiji.core.beijing import in_beijing
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.dates import announced_time, in_figures
from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.errors import BadInput

_NO_YEAR = re.compile("[0-9]{1,2} ?月")
LATE = timedelta(hours=1)
"""A draw that begins up to this much later than announced is still on time."""


def readable_time(text: str, now: datetime) -> str:
    """A time for the letter as everybody reads it: in figures, with the year in front where none is given.

    Args:
        text: as typed; blank where no time is set.
        now: when it is said; a day without a year is the next of that name.

    Raises:
        BadInput: no date can be read.
    """
    typed = in_figures(norm(text))
    if not typed or announced_time(typed):
        return typed
    this_year = in_beijing(now).year
    for year in range(this_year, this_year + 9):  # 29 February comes within eight years
        dated = f"{year}年{typed}"
        known = announced_time(dated)
        if _NO_YEAR.match(typed) and known and known[0].date() >= in_beijing(now).date():
            return dated
    raise BadInput(error("announced-unread", announced=typed))


def letter_time(text: str, now: datetime, opens: datetime | None) -> list[Finding]:
    """What is wrong with a time that is to be announced.

    Args:
        text: as typed.
        now: when the batch is sealed.
        opens: when its seed can be public at the earliest; None if no schedule tells.
    """
    if not norm(text):
        return []
    known = announced_time(text)
    if known is None:
        return []
    announced, to_the_hour = known
    if announced < now if to_the_hour else announced.date() < in_beijing(now).date():
        return [warning("announced-past", announced=norm(text))]
    if opens and (announced < opens if to_the_hour else announced.date() < opens.date()):
        first = f"{opens:%Y-%m-%d %H:%M}"
        return [warning("announced-before-seed", announced=norm(text), first=first)]
    return []


def against_announced(text: str, now: datetime) -> list[Finding]:
    """A warning if a draw is held before or after the time that was announced."""
    known = announced_time(text)
    if known is None:
        return []
    (announced, to_the_hour), held = known, in_beijing(now)
    actual = f"{held:%Y-%m-%d %H:%M}"
    early = held < announced if to_the_hour else held.date() < announced.date()
    late = held > announced + LATE if to_the_hour else held.date() > announced.date()
    if early:
        return [warning("draw-before-announced", announced=norm(text), actual=actual)]
    return [warning("draw-after-announced", announced=norm(text), actual=actual)] if late else []
