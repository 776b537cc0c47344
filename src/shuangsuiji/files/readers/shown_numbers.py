"""From what a cell shows to what is read: the shown text, with plain figures in one spelling.

Of a display that only arranges a number (separators of thousands, signs, symbols of money, zeros at the end
of decimals), both are kept: the number for rules and codes, the display for columns that are merely repeated.
A display in powers of ten, which hides digits, is read as the number that is stored. Anything else (7.5%,
12.5万元, 000012, 1/5, 男) is read as it stands.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from shuangsuiji.files.readers.cell_text import number_text

_SPACES = re.compile("[ \t\r\n\xa0\u2007\u202f]+")
_MONEY = "(?:[¥￥$€£₩]|RMB|CNY|USD|EUR|HKD|US\\$|HK\\$)"
_ARRANGED = re.compile(
    rf"\(?[-+−]? ?(?:{_MONEY})? ?[-+−]? ?\(?"
    r"(?P<whole>0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)?(?:\.(?P<decimals>[0-9]*))?"
    rf" ?(?:{_MONEY})? ?\)?-?"
)
_POWERS = re.compile(r"-?[0-9.]+E[+-]?[0-9]+", re.IGNORECASE)
_NOTHING = frozenset({"-", "–", "—", "－"})
"""What book-keepers' formats show for 0."""
_SIGNS = "-−("
_FULL_TIME = re.compile(r"(-?)([0-9]+:[0-5][0-9]:[0-5][0-9])")
_MONTH_NAMES = re.compile(
    "(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[一二三四五六七八九十]月", re.IGNORECASE
)


class Reading(NamedTuple):
    """What is read of a cell.

    Attributes:
        text: the text.
        stored: the text of the stored value where the shown one says something else; else None.
        understood: False where the format is not, so that the stored value was read.
        arranged: the display where it arranges the number in `text`, or has blanks that `text` lacks.
    """

    text: str
    stored: str | None = None
    understood: bool = True
    arranged: str | None = None

    @property
    def plain(self) -> bool:
        """Whether there is nothing to note beside the text."""
        return self.stored is None and self.understood and self.arranged is None


def figure(shown: str, value: float) -> str | None:
    """The number that a display arranges, with the sign of the value; None for any other display."""
    shown = _SPACES.sub(" ", shown).strip()
    if shown in _NOTHING and value == 0:
        return "0"
    found = _ARRANGED.fullmatch(shown)
    if not found or not (found["whole"] or found["decimals"]):
        return None
    if value >= 0 and any(sign in shown for sign in _SIGNS):
        return None
    decimals = (found["decimals"] or "").rstrip("0")
    text = (found["whole"] or "0").replace(",", "") + (f".{decimals}" if decimals else "")
    return f"-{text}" if value < 0 and text != "0" else text


def read_shown(shown: str, value: float) -> Reading:
    """What is read of a cell that holds a number and shows a text."""
    stored = number_text(value)
    if shown == stored:
        return Reading(stored)
    text = _SPACES.sub(" ", shown).strip()
    if _POWERS.fullmatch(text):
        return Reading(stored)
    number = figure(text, value) or text
    # Where colour alone marks a negative number, the display without its sign would be another number.
    sign_lost = number.startswith("-") and not any(sign in text for sign in _SIGNS)
    arranged = shown if text and shown != number and not sign_lost else None
    return Reading(number, None if number == stored else stored, True, arranged)


def read_time(shown: str, stored: str) -> Reading:
    """What is read of a cell that shows a time or a part of a date; `stored` is the text of all of it."""
    text = _SPACES.sub(" ", shown).strip()
    full = _FULL_TIME.fullmatch(text)
    if full:
        text = full[1] + full[2].zfill(len("00:00:00"))
    return Reading(text, None if text == stored else stored)


def day_or_moment(shown: str, moment: dt.datetime) -> dt.date:
    """What a date that is shown in full is read as: its day alone where no time of day is shown."""
    return moment if not shown or re.search("[:：时点]", shown) else moment.date()


def shows_full_date(shown: str, day: dt.date) -> bool:
    """Whether a display holds year, month and day of a date, in whatever order and language."""
    if "年" in shown and "月" in shown and re.search("[日号]", shown):
        return True
    numbers = [int(digits) for digits in re.findall("[0-9]{1,9}", shown)]
    wanted = [day.day] if _MONTH_NAMES.search(shown) else [day.day, day.month]
    for number in (*wanted, day.year):
        if number in numbers:
            numbers.remove(number)
        elif number == day.year and number % 100 in numbers:
            numbers.remove(number % 100)
        else:
            return False
    return True
