"""What a number format makes of a cell: the text that the spreadsheet program shows, and what is read of it.

`format_of` takes a format's code apart once; a `NumberFormat` then answers for every cell of its style. The
same rules serve .xlsx, .xlsb, .xls and XML 2003, so that one table saved in several formats gives one and
the same text. A date shown in full is read as it always was (see `cell_text`); everything else as shown.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
from dataclasses import dataclass, replace
from functools import lru_cache

from shuangsuiji.files.readers.cell_text import CellValue, cell_text, number_text
from shuangsuiji.files.readers.chinese_figures import spelled
from shuangsuiji.files.readers.format_figures import figures, fraction, scientific
from shuangsuiji.files.readers.format_moments import moment, serial_value
from shuangsuiji.files.readers.format_sections import MOST_FORMAT, Part, Section, Shape, sections_of
from shuangsuiji.files.readers.shown_numbers import Reading, read_shown, read_time

__all__ = ["MOST_FORMAT", "PLAIN", "NumberFormat", "builtin_format", "format_of"]

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_HALF_SECOND = 0.5 / 86_400
_PROBES = (0.0, 1.0, 12.0, 1234567.0)
_MOST_SECTIONS = 4
_GENERAL = Section(Shape.GENERAL, ((Part.GENERAL, "General"),))


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format, ready for the cells of its style.

    Attributes:
        code: as it stands in the file.
        numbers: the sections for numbers.
        text: the section for texts; None leaves them.
        plain: every cell is read as it is stored.
        keeps_whole: every whole number of 0 or more is.
        full_date: every number is a date shown in full.
        changes_text: texts are shown otherwise than they are stored.
    """

    code: str
    numbers: tuple[Section, ...]
    text: Section | None
    plain: bool
    keeps_whole: bool
    full_date: bool
    changes_text: bool

    def show(self, value: float, since_1904: bool = False) -> str | None:
        """What the program shows of a number; None where that cannot be told, or is a row of #.

        Args:
            value: finite.
            since_1904: dates of this file count from 1904.
        """
        section, negative = self._section(value)
        return None if section is None else _shown(section, value, negative, since_1904)

    def read(self, value: float, since_1904: bool = False) -> Reading:
        """What is read of a number; `value` is finite."""
        if self.plain:
            return Reading(number_text(value))
        if self.full_date:
            date = _date_shown(self.numbers[0], value, since_1904)
            return Reading(cell_text(date), None, not isinstance(date, (int, float)))
        section, negative = self._section(value)
        if section is not None and section.shape is Shape.MOMENT:
            return _read_moment(section, value, since_1904)
        shown = None if section is None else _shown(section, value, negative, since_1904)
        if shown is not None:
            return read_shown(shown, value)
        # A calendar that is not understood still tells that the number is a date.
        is_date = section is not None and section.full_date
        return Reading(
            cell_text(serial_value(value, since_1904)) if is_date else number_text(value), None, False
        )

    def read_text(self, text: str) -> str:
        """What is shown of a text."""
        if not self.changes_text or self.text is None:
            return text
        return "".join(text if kind is Part.TEXT else piece for kind, piece in self.text.pieces)

    def _section(self, value: float) -> tuple[Section | None, bool]:
        """The section that is for a number, and whether it is shown with a minus sign before it."""
        sections = self.numbers
        if all(section.condition is None for section in sections[:2]):
            index = 0 if value > 0 or len(sections) == 1 else 1
            if value == 0:
                index = 2 if len(sections) > 2 else 0
            return sections[index], value < 0 and len(sections) == 1
        stripped = False
        for index, section in enumerate(sections[:2]):
            condition = section.condition or _implied(index, len(sections))
            if condition is None:
                return section, value < 0 and not stripped
            sign, limit = condition
            if _COMPARE[sign](value, limit):
                only_negative = sign in ("<", "<=") and limit <= 0
                return section, value < 0 and not (only_negative or stripped)
            stripped = stripped or (sign in (">", ">=") and limit <= 0)
        if len(sections) > 2:
            return sections[2], value < 0 and not stripped
        return (_GENERAL, value < 0) if len(sections) == 1 else (None, False)


def _implied(index: int, count: int) -> tuple[str, float] | None:
    """The condition of a section that names none beside one that does; None for whatever is left."""
    if index == 0 and count > 1:
        return (">" if count > 2 else ">="), 0.0
    return ("<", 0.0) if index and count > 2 else None


def _shown(section: Section, value: float, negative: bool, since_1904: bool) -> str | None:
    magnitude = abs(value)
    if section.shape is Shape.MOMENT:
        return moment(section, value, since_1904)
    if section.shape is Shape.GENERAL:
        number = spelled(number_text(magnitude), section.numerals)
        text: str | None = "".join(
            number if kind is Part.GENERAL else piece for kind, piece in section.pieces
        )
    elif section.shape is Shape.FIGURES:
        text = figures(section, magnitude)
        # What rounds to zero is shown without a sign.
        negative = negative and not (section.has_places and text == figures(section, 0.0))
    elif section.shape is Shape.SCIENTIFIC:
        text = scientific(section, magnitude)
    elif section.shape is Shape.FRACTION:
        text = fraction(section, magnitude)
    else:
        text = None
    # A section without anything hides the sign as well.
    return None if text is None else f"-{text}" if negative and text else text


def _read_moment(section: Section, value: float, since_1904: bool) -> Reading:
    shown = moment(section, value, since_1904)
    if shown is None:
        return Reading(number_text(value), None, False)
    if section.full_date:
        return Reading(cell_text(_date_shown(section, value, since_1904)))
    if any(kind is Part.ELAPSED for kind, _ in section.pieces):
        return read_time(shown, cell_text(dt.timedelta(days=value)))
    return read_time(shown, cell_text(serial_value(value, since_1904)))


def _date_shown(section: Section, serial: float, since_1904: bool) -> CellValue:
    """The date behind a number; its day alone where the format shows no time: a cell is what it shows."""
    date = serial_value(serial, since_1904)
    if section.time or not isinstance(date, dt.datetime):
        return date
    return serial_value(math.floor(serial + _HALF_SECOND), since_1904)


@lru_cache(maxsize=1024)
def format_of(code: str) -> NumberFormat:
    """The format of a code; "" is General. Never raises: what is no format is not understood cell by cell."""
    sections = sections_of(code or "General")
    odd = len(sections) > _MOST_SECTIONS or any(entry.shape is Shape.TEXT for entry in sections[:-1])
    text = None
    if not odd and (len(sections) == _MOST_SECTIONS or sections[-1].shape is Shape.TEXT):
        last, sections = sections[-1], sections[:-1]
        # Of a text, General shows what @ does.
        pieces = tuple(
            (Part.TEXT, "@") if kind is Part.GENERAL else (kind, piece) for kind, piece in last.pieces
        )
        odd = any(kind not in (Part.LITERAL, Part.TEXT) for kind, _ in pieces)
        text = replace(last, shape=Shape.TEXT, pieces=pieces)
    if odd:
        text, sections = None, (Section(Shape.ODD),)
    numbers = sections or (_GENERAL,)
    return _ready(code, numbers, text)


def _ready(code: str, numbers: tuple[Section, ...], text: Section | None) -> NumberFormat:
    changes_text = text is not None and "".join(piece for _, piece in text.pieces).strip() != "@"
    plain = len(numbers) == 1 and numbers[0] == _GENERAL
    first = numbers[0]
    full_date = len(numbers) == 1 and first.shape is Shape.MOMENT and first.full_date
    full_date = full_date and first.condition is None
    made = NumberFormat(code, numbers, text, plain, plain, full_date, changes_text)
    if plain:
        return made
    constant = all(entry.condition is None for entry in numbers)
    keeps = constant and all(made.read(probe) == Reading(number_text(probe)) for probe in _PROBES)
    return NumberFormat(code, numbers, text, plain, keeps, full_date, changes_text)


PLAIN = format_of("General")

_BUILTIN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_DAY, _HALF_DAY_SECONDS = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
_BUILTIN |= dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH)
_BUILTIN |= dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY)
_BUILTIN |= {30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'}
_BUILTIN |= dict.fromkeys((34, 55), _HALF_DAY) | dict.fromkeys((35, 56), _HALF_DAY_SECONDS)
"""Formats known by their number alone, as a Chinese Excel has them (ECMA-376 part 1, 18.8.30)."""


def builtin_format(number: int) -> NumberFormat:
    """The format that a number stands for where the file names no code for it."""
    return format_of(_BUILTIN.get(number, ""))
