"""When a draw was to be held, as somebody typed it for the letter: read where it is a plain date or time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from shuangsuiji.core.beijing import BEIJING, in_beijing
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, warning

_PLAIN = re.compile(
    r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2}) ?日?"
    r"(?:[ T]?(?P<half>上午|下午|晚上)? ?(?P<hour>[0-9]{1,2}) ?"
    r"(?:(?P<sharp>[时点])整?|[时点:] ?(?P<minute>[0-9]{1,2}) ?分?(?::[0-9]{2})?))?"
)
LATE = timedelta(hours=1)
"""A draw that begins up to this much later than announced is still on time."""


def announced_time(text: str) -> tuple[datetime, bool] | None:
    """A typed time in Beijing, and whether it says the hour; None where it is no plain date or time."""
    match = _PLAIN.fullmatch(norm(text))
    if match is None:
        return None
    hour = int(match["hour"] or 0)
    if match["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    day = (int(match["year"]), int(match["month"]), int(match["day"]))
    try:
        return datetime(*day, hour, int(match["minute"] or 0), tzinfo=BEIJING), match["hour"] is not None
    except ValueError:
        return None


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
