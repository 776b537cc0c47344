"""Dates and times: the value of a serial number, and what a format shows of it."""

from __future__ import annotations

import datetime as dt

from shuangsuiji.files.readers.cell_text import CellValue
from shuangsuiji.files.readers.chinese_figures import digit_by_digit, small
from shuangsuiji.files.readers.format_sections import Part, Section

DAY_ZERO = dt.datetime(1899, 12, 31)
_NO_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was; from there on one day less."""
NO_DATE_FROM = 2_958_466
"""The number of 1 January 10000."""
_SHIFT_1904 = 1462
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"
_DAY_SECONDS = 86_400
_MOST_FRACTION = 6


def serial_value(serial: float, since_1904: bool = False) -> CellValue:
    """The value of a number that is a date, a time or both; the number itself where there is no such date."""
    days = serial + _SHIFT_1904 if since_1904 else serial
    if not 0 <= days < NO_DATE_FROM:
        return serial
    if days < 1:
        return (DAY_ZERO + dt.timedelta(days=days)).time()
    return DAY_ZERO + dt.timedelta(days=days if days < _NO_LEAP_DAY else days - 1)


def serial_of(moment: dt.datetime) -> float:
    """The number of a date and time, as `serial_value` takes it."""
    days = (moment - DAY_ZERO) / dt.timedelta(days=1)
    return days if days < _NO_LEAP_DAY else days + 1


def moment(section: Section, serial: float, since_1904: bool = False) -> str | None:
    """What a section of the shape MOMENT shows; None where the program shows a row of #."""
    pieces = section.pieces
    elapsed = any(kind is Part.ELAPSED for kind, _ in pieces)
    if since_1904 and not elapsed:
        serial += _SHIFT_1904
    if not (abs(serial) if elapsed else serial) < NO_DATE_FROM or (serial < 0 and not elapsed):
        return None
    decimals = min(_MOST_FRACTION, sum(kind is Part.PLACE for kind, _ in pieces))
    units = 10**decimals
    ticks = int(abs(serial) * _DAY_SECONDS * units + 0.5)
    days, rest = divmod(ticks, _DAY_SECONDS * units)
    if days >= NO_DATE_FROM:
        return None
    seconds, below = divmod(rest, units)
    if section.system_time:
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    shown = _Shown(section, days, seconds, f"{below:0{decimals}d}" if decimals else "")
    return ("-" if serial < 0 and ticks else "") + shown.text()


class _Shown:
    """One moment under one format."""

    def __init__(self, section: Section, days: int, seconds: int, below: str) -> None:
        self._section = section
        self._days = days
        self._seconds = seconds
        self._below = below
        self._half = any(kind is Part.HALF_DAY for kind, _ in section.pieces)
        # Day 0 is shown as 0 January 1900.
        self._date = DAY_ZERO + dt.timedelta(days=days - (days >= _NO_LEAP_DAY)) if days else None

    def text(self) -> str:
        made, at = "", 0
        for kind, text in self._section.pieces:
            if kind is Part.DATE:
                made += self._piece(text)
            elif kind is Part.ELAPSED:
                made += self._elapsed(text)
            elif kind is Part.HALF_DAY:
                made += self._half_day(text)
            elif kind is Part.PLACE:
                made += self._below[at : at + 1]
                at += 1
            else:
                made += text
        return made

    def _piece(self, text: str) -> str:
        letter, length = text[0], len(text)
        if letter in "ye":
            year = str(self._date.year if self._date else 1900)
            return digit_by_digit(year if length > 2 or letter == "e" else year[-2:], self._section.numerals)
        if letter == "m" and length > 2:
            return self._month(length)
        if letter == "a" or (letter == "d" and length > 2):
            return self._weekday(letter, length)
        number = {
            "m": self._date.month if self._date else 1,
            "d": self._date.day if self._date else 0,
            "h": self._hour(),
            "n": self._seconds // 60 % 60,
            "s": self._seconds % 60,
        }[letter]
        if self._section.numerals:
            return small(number, self._section.numerals)
        return f"{number:02d}" if length > 1 else str(number)

    def _hour(self) -> int:
        hour = self._seconds // 3600
        return (hour % 12 or 12) if self._half else hour

    def _month(self, length: int) -> str:
        month = self._date.month if self._date else 1
        if self._section.chinese:
            return f"{small(month, 1)}月"
        name = _MONTHS[month - 1]
        return {3: name[:3], 5: name[:1]}.get(length, name)

    def _weekday(self, letter: str, length: int) -> str:
        # Day 0 was a Saturday to Excel; before March 1900 its weekdays are one off.
        day = (self._days + 5) % 7
        if letter == "a":
            return _CHINESE_DAYS[day] if length == 3 else f"星期{_CHINESE_DAYS[day]}"
        if self._section.chinese:
            return f"{'周' if length == 3 else '星期'}{_CHINESE_DAYS[day]}"
        return _DAYS[day][:3] if length == 3 else _DAYS[day]

    def _half_day(self, text: str) -> str:
        after = self._seconds >= _DAY_SECONDS // 2
        if text.startswith("上"):
            return "下午" if after else "上午"
        if self._section.chinese and len(text) > 3:
            return "下午" if after else "上午"
        return (text.rpartition("/")[2] if after else text.partition("/")[0]).upper()

    def _elapsed(self, text: str) -> str:
        seconds = self._days * _DAY_SECONDS + self._seconds
        number = seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]
        return f"{number:0{len(text)}d}"
