"""What a number format makes of a number, for the formats that no parser decodes for us.

The rules are those by which calamine tells dates in an .xlsx, so that one table saved in several formats
gives one and the same text.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache

from shuangsuiji.files.readers.cell_text import CellValue


class NumberKind(Enum):
    """A plain number, a moment (date, time or both), or a time that runs over days."""

    PLAIN = 0
    MOMENT = 1
    DURATION = 2


_BUILTIN_MOMENTS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_BUILTIN_DURATION = 46

_LITERAL = re.compile(r'"[^"]*(?:"|$)|[\\_*].')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile("[dmhys]|a/p", re.IGNORECASE)
MOST_FORMAT = 1024
"""Excel keeps 255 characters of a format; what is longer is none."""


@lru_cache(maxsize=1024)
def kind_of_format(code: str) -> NumberKind:
    """What a format's code shows, by its first section."""
    shown = _LITERAL.sub("", code[:MOST_FORMAT]).partition(";")[0]
    if _ELAPSED.search(shown):
        return NumberKind.DURATION
    if _DATE_LETTERS.search(_BRACKETS.sub("", shown)):
        return NumberKind.MOMENT
    return NumberKind.PLAIN


def kind_of_builtin(number: int) -> NumberKind:
    """What a format shows that is known by its number alone, Chinese ones included."""
    if number == _BUILTIN_DURATION:
        return NumberKind.DURATION
    return NumberKind.MOMENT if number in _BUILTIN_MOMENTS else NumberKind.PLAIN


_FIRST_DAY = dt.datetime(1899, 12, 31)
_NO_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was; from there on one day less."""
NO_DATE_FROM = 2_958_466
"""The number of 1 January 10000."""
_SHIFT_1904 = 1462


def serial_value(serial: float, kind: NumberKind, since_1904: bool = False) -> CellValue:
    """The value of a number under its format: a date, a time, a duration, or the number itself."""
    if kind is NumberKind.DURATION and abs(serial) < dt.timedelta.max.days:
        return dt.timedelta(days=serial)
    if kind is not NumberKind.MOMENT:
        return serial
    if since_1904:
        serial += _SHIFT_1904
    if not 0 <= serial < NO_DATE_FROM:
        return serial
    if serial < 1:
        return (_FIRST_DAY + dt.timedelta(days=serial)).time()
    return _FIRST_DAY + dt.timedelta(days=serial if serial < _NO_LEAP_DAY else serial - 1)
