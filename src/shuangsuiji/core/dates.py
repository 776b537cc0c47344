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
_NUMERALS = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]+")
_WHICH_YEAR = r"(?P<year>(?:[0-9]{4}|[0-9]{2})[-/.年]|[今本去上前]年)?"
_LOOSE_DAY = re.compile(_WHICH_YEAR + r"(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?")
_LOOSE_MONTH = re.compile(
    r"(?P<year>(?:[0-9]{4}|[0-9]{2})[-/.年]|[0-9]{4}(?=[0-9]{2}$)|[今本去上前]年)?(?P<month>[0-9]{1,2})月?"
)
_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2}
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_MONTHS_AGO = {"本月": 0, "这个月": 0, "当月": 0, "上月": 1, "上个月": 1}
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


def typed_date(text: str, today: date, *, past: bool = True) -> date | None:
    """The day that somebody means who types 11月5日, 11.5, 十一月五日, 26.11.5, 20261105 or 昨天.

    Args:
        text: as typed.
        today: the day on which it is typed.
        past: a day without a year is the last of its name up to `today`; otherwise it is of this year.
    """
    bare = "".join(in_figures(norm(text)).split())
    days = _DAYS_AGO.get(bare)
    if days is not None:
        return today - timedelta(days=days)
    known = exported_date(text) or exported_date(bare) or any_marks_date(bare)
    match = _LOOSE_DAY.fullmatch(bare)
    if known or match is None:
        return known
    year = _year_of(match["year"] or "", today)
    if year is None:
        this = _date(str(today.year), match["month"], match["day"])
        later = this is None or this > today
        year = today.year - 1 if past and later else today.year
    return _date(str(year), match["month"], match["day"])


def typed_month(text: str, today: date) -> str | None:
    """The month that somebody means who types 11, 11月, 十一月, 2026.11, 202611, 今年11月 or 上月: YYYY-MM.

    Without a year it is the last month of that name up to the one of `today`.
    """
    bare = "".join(in_figures(norm(text)).split()).removesuffix("份")
    ago = _MONTHS_AGO.get(bare)
    if ago is not None:
        months = today.year * 12 + today.month - 1 - ago
        return f"{months // 12}-{months % 12 + 1:02d}"
    match = _LOOSE_MONTH.fullmatch(bare)
    if match is None or not 1 <= int(match["month"]) <= 12:
        known = as_month(bare)
        day = None if known else typed_date(bare, today)
        return known or (f"{day:%Y-%m}" if day else None)
    year = _year_of(match["year"] or "", today)
    if year is None:
        year = today.year - (int(match["month"]) > today.month)
    return f"{year}-{int(match['month']):02d}"


def typed_year(text: str, today: date) -> int | None:
    """The year that somebody means who types 2026, 2026年, 二〇二六年, 26年, 今年 or 去年."""
    bare = "".join(in_figures(norm(text)).split()).removesuffix("度")
    if re.fullmatch("[0-9]{4}年?|[0-9]{2}年|[今本去上前]年", bare):
        return _year_of(bare, today)
    return None


def _year_of(text: str, today: date) -> int | None:
    """A year in four or two figures, or as it is called on a day; None for a blank."""
    figures = text.rstrip("年-/.")
    if figures.isdigit():
        return int(figures) + (2000 if len(figures) == 2 else 0)
    return today.year - _YEARS_AGO[text] if text else None


def in_figures(text: str) -> str:
    """The text with Chinese numerals as figures: 二〇二六年十一月 becomes 2026年11月."""

    def figures(match: re.Match[str]) -> str:
        tens, ten, ones = match[0].partition("十")
        values = [str("〇一二三四五六七八九".index(one)) for one in (tens + ones)]
        if not ten:
            return "".join(values)
        return f"{values[0] if tens else 1}{values[-1] if ones else 0}"

    return _NUMERALS.sub(figures, re.sub("[零○]", "〇", text))


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
