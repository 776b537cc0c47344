"""How a cell of a workbook becomes text. This decides commitments: changing it changes digests.

- Text stays as it is; a boolean is TRUE or FALSE.
- A number is its digits: a whole number without ".0" and without a sign when zero, any with more digits
  rounded to 15 significant ones, as Excel and WPS show it and write it into a CSV, so that the sum of 0.1
  and 0.2 is 0.3; without zeros at its end, never with an exponent.
- A date, or a date and time at midnight, is YYYY-MM-DD; another date and time YYYY-MM-DD HH:MM:SS; a
  time of day HH:MM:SS; a duration H:MM:SS with all its hours in the first figure, at least two digits.
  Times are rounded to the second, half up, since Excel keeps them as fractions of a day.
- That is the text of a value as stored. What a number format makes of it is read instead where it shows
  something else: see `shuangsuiji.files.readers.number_formats`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

CellValue: TypeAlias = "int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta"
"""What calamine returns for a cell; an empty one is ""."""

DIGIT_LIMIT = 1e15
"""From here on a number has more than the 15 digits that Excel keeps."""

_HALF_SECOND = dt.timedelta(microseconds=500_000)


def cell_text(value: CellValue) -> str:
    """The text of a cell, by the rules above; not-a-number and infinity give ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return _moment_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return _time_text(value)
    return _duration_text(value)


def number_text(value: float) -> str:
    """A number as its shortest decimal without an exponent; "" when it is none."""
    if not isfinite(value):
        return ""
    whole = int(value)
    if whole == value and -DIGIT_LIMIT < value < DIGIT_LIMIT:
        return str(whole)
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _moment_text(value: dt.datetime) -> str:
    with suppress(OverflowError):  # the last half second of the year 9999
        value += _HALF_SECOND
    text = value.strftime("%H:%M:%S")
    day = value.date().isoformat()
    return day if text == "00:00:00" else f"{day} {text}"


def _time_text(value: dt.time) -> str:
    since_midnight = dt.timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    return _duration_text(since_midnight)


def _duration_text(value: dt.timedelta) -> str:
    sign = "-" if value < dt.timedelta(0) else ""
    seconds = (abs(value) + _HALF_SECOND) // dt.timedelta(seconds=1)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minute:02d}:{second:02d}"
