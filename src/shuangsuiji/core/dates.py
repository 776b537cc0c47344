"""Days, months and times as people, plans and platforms write them: which spellings are read where.

Each parser takes any text and gives None for what it does not read. Source: formats.md.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.canonical import norm

ENDLESS: Final = "长期"
"""The end of a certificate that never runs out."""

_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
    r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_ANY_MARKS = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(
    r"(?:[ T]|(?<=日))[0-9]{1,2}(?:(?::[0-9]{2}){1,2}(?:\.[0-9]+)?|时(?:[0-9]{1,2}分)?(?:[0-9]{1,2}秒)?)$"
)
_SERIAL = re.compile("[2-7][0-9]{4}")
_SERIAL_ZERO = date(1899, 12, 30)
_NO_END = frozenset({ENDLESS, "长期有效", "永久", "永久有效", "无期限"})
_FROM_TO = re.compile(r"(?:自|从)?([^至到~—–]{6,24})(?:至|到|[~—–]+)([^至到~—–]{2,24}?)止?")
_FROM_TO_HYPHEN = re.compile(r"([0-9]{4}[./年][^-]{3,8}|[0-9]{8})-+([0-9]{4}[./年][^-]{3,8}|[0-9]{8}|长期)")
_MOMENT = re.compile(
    r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2}) ?日?"
    r"(?:[ T]?(?P<half>上午|下午|晚上)? ?(?P<hour>[0-9]{1,2}) ?"
    r"(?:(?P<sharp>[时点])整?|[时点:] ?(?P<minute>[0-9]{1,2}) ?分?(?::[0-9]{2})?))?"
)


def as_date(text: str) -> date | None:
    """The day that a text spells: 2024-3-5, 2024/3/5, 2024.3.5 or 2024年3月5日, midnight behind it or not."""
    match = _DAY.fullmatch(norm(text))
    return _date(*filter(None, (match[1], match[3], match[4], match[5], match[6]))) if match else None


def any_marks_date(text: str) -> date | None:
    """The day of a plan, whose marks may be of several spellings, such as 2024年3-5."""
    match = _ANY_MARKS.fullmatch(norm(text))
    return _date(*match.groups()) if match else None


def digits_date(text: str) -> date | None:
    """The day that eight digits spell: 20240305."""
    match = _DIGITS.fullmatch(norm(text))
    return _date(*match.groups()) if match else None


def exported_date(text: str) -> date | None:
    """The day of a text as platforms export it: as `as_date` or `digits_date`, with any time behind it."""
    return digits_date(text) or as_date(text) or as_date(_TIME.sub("", norm(text)))


def serial_date(text: str) -> date | None:
    """The day that five digits may mean where a spreadsheet shows a date as its number: 45356."""
    return _SERIAL_ZERO + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def certificate_end(text: str) -> str | None:
    """The end of a certificate as YYYY-MM-DD, 长期, or "" for a blank; of a period its end."""
    bare = norm(text)
    if bare.startswith("9999"):
        day = exported_date(bare)
        return day.isoformat() if day else ENDLESS
    if bare in _NO_END:
        return ENDLESS
    period = _FROM_TO.fullmatch(bare) or _FROM_TO_HYPHEN.fullmatch(bare)
    if period and exported_date(period[1]):
        return certificate_end(period[2])
    day = exported_date(bare)
    return day.isoformat() if day else (None if bare else "")


def as_month(text: str) -> str | None:
    """The month that a text spells as 2024-5, 2024/5, 2024.5 or 2024年5月: YYYY-MM."""
    match = _MONTH.fullmatch(norm(text))
    return f"{match[1]}-{int(match[2]):02d}" if match and 1 <= int(match[2]) <= 12 else None


def announced_time(text: str) -> tuple[datetime, bool] | None:
    """A time in Beijing as somebody typed it for a letter, and whether it says the hour."""
    match = _MOMENT.fullmatch(norm(text))
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


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
