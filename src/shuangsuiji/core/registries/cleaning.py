"""Putting a registry in order: what is certain is changed, with its reasons; the rest is for people.

Certain is what reading a registry does anyway (blanks, full-width letters and digits in codes, spellings of
dates) and what nobody can have meant otherwise (a code stored as a number, a bracket opened in one width and
closed in the other). No row is taken away, no name is rewritten; an
id loses at most what nobody sees and the apostrophe that a program put before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from shuangsuiji.core.canonical import norm, norm_id, tidy
from shuangsuiji.core.cells import comparable
from shuangsuiji.core.columns.column import CODES, DATES, Writing
from shuangsuiji.core.columns.kinds import writing_of
from shuangsuiji.core.dates import as_date, digits_date, serial_date
from shuangsuiji.core.findings import Finding, Level, Place, cell_name, warning
from shuangsuiji.core.registries.examine import Examined, examine
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.suspicions import without_invisible

_WIDE: Final[dict[int, int | str]] = {
    code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()
}
_WIDE_PHONE: Final[dict[int, int | str]] = {**_WIDE, 0xFF08: "(", 0xFF09: ")", 0xFF0D: "-", 0xFF0B: "+"}
_TEXTS: Final = CODES | {Writing.PHONE}
_QUOTES: Final = "'’‘`"
_BLANKS: Final = "".join(letter for letter in map(chr, range(0x3001)) if not tidy(letter))
_BREAKS: Final = re.compile(r"(?:(?<![ \t])[ \t]++)?[\r\n]++[ \t]*+")
_MIXED: Final = re.compile(r"\([^()（）]*）|（[^()（）]*\)")
_PLAIN_FORMATS: Final = {"General", "0", "@", "0_ ", "0_);[Red]\\(0\\)", "0;[Red]0"}


class Stored(StrEnum):
    """How the file stores a cell; `unknown` where it does not say (a CSV) or does not matter."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cell put in order: its new text, how to store it, and the codes of the reasons."""

    text: str
    stored: Stored
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellCleaned:
    """A change: where (row and column from 0), the heading, the text before, and what it becomes."""

    row: int
    column: int
    heading: str
    before: str
    after: Cleaned

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return cell_name(self.row, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """A registry put in order.

    Attributes:
        changes: what was changed, row by row.
        doubts: what people have to look at: doubtful cells, and what is still wrong after the changes.
        grid: the sheet after the changes.
    """

    changes: tuple[CellCleaned, ...]
    doubts: tuple[Finding, ...]
    grid: Grid


def put_in_order(
    examined: Examined,
    stored: Callable[[int, int], tuple[Stored, str]] = lambda row, column: (Stored.UNKNOWN, ""),
    *,
    today: date | None = None,
) -> InOrder:
    """Every certain change of a registry, and what remains for people.

    Args:
        examined: the registry.
        stored: how the file stores a cell (row and column from 0), and its number format.
        today: the day against which certificates may be out of date.
    """
    grid, table = examined.grid, examined.table
    rows = [list(row) for row in grid.rows]
    changes: list[CellCleaned] = []
    doubts: list[Finding] = []
    for _, row in table.rows:
        for heading, column in table.origins[0].columns.items():
            if column >= len(rows[row]) or not rows[row][column] or (row, column) in grid.damaged:
                continue
            text = rows[row][column]
            kept, number_format = stored(row, column)
            cleaned = clean(writing_of(heading), heading, text, kept, number_format)
            place = Place(file=grid.file, sheet=grid.sheet, cell=cell_name(row, column))
            doubt = _doubt(writing_of(heading), text, kept, number_format, cleaned, place)
            if doubt is not None:
                doubts.append(doubt)
            elif cleaned is not None:
                changes.append(CellCleaned(row, column, heading, text, cleaned))
                rows[row][column] = cleaned.text
    after = replace(grid, rows=rows)
    _, findings = examine(
        [after], kind=examined.kind, sheet=grid.sheet, id_column=examined.id_column or None, today=today
    )
    asked = {doubt.place.cell for doubt in doubts}
    doubts += [f for f in findings if f.level is not Level.NOTE and f.place.cell not in asked]
    return InOrder(changes=tuple(changes), doubts=tuple(doubts), grid=after)


def clean(
    writing: Writing, heading: str, text: str, stored: Stored = Stored.UNKNOWN, number_format: str = ""
) -> Cleaned | None:
    """The cell put in order, or None where nothing is to be changed.

    Args:
        writing: how the column is written.
        heading: the column.
        text: the cell as read.
        stored: how the file stores it.
        number_format: its format there.
    """
    reasons: list[str] = []

    def step(before: str, after: str, reason: str) -> str:
        if after != before:
            reasons.append(reason)
        return after

    new = step(text, without_invisible(text), "fix-invisible")
    if writing is Writing.PROSE:
        new = step(new, new.strip(_BLANKS), "fix-blanks")
    elif writing is Writing.LIST:
        new = step(new, _BREAKS.sub("、", new.strip(_BLANKS)), "fix-list-breaks")
        new = step(new, tidy(new), "fix-blanks")
    else:
        new = step(new, tidy(new), "fix-blanks")
    new = _by_writing(writing, heading, new, step)
    kept = Stored.TEXT
    if writing in DATES and stored is not Stored.DATE and (day := _day(new)):
        kept = Stored.DATE
        new = step(new, day, "fix-date")
        if stored is Stored.TEXT and not reasons:
            reasons.append("fix-text-date")
    elif (
        writing is Writing.NUMBER
        and stored is Stored.TEXT
        and re.fullmatch("[0-9]{1,9}", number := norm(new))
    ):
        kept, new = Stored.NUMBER, str(int(number))
        reasons.append("fix-text-number")
    elif writing in _TEXTS and stored is Stored.NUMBER:
        reasons.append("fix-number-text")
    return Cleaned(new, kept, tuple(dict.fromkeys(reasons))) if reasons else None


def _by_writing(writing: Writing, heading: str, text: str, step: Callable[[str, str, str], str]) -> str:
    """What a column's own way of writing asks for."""
    if writing is Writing.CODE:
        text = step(text, text.lstrip(_QUOTES), "fix-quote")
        bare = step(text, "".join(text.split()), "fix-blanks")
        half = step(bare, norm(bare), "fix-half-width")
        return step(half, norm_id(half), "fix-upper")
    if writing is Writing.CERTIFICATE:
        text = step(text, text.lstrip(_QUOTES), "fix-quote")
        return step(text, text.translate(_WIDE), "fix-half-width")
    if writing is Writing.PHONE:
        text = step(text, text.lstrip(_QUOTES), "fix-quote")
        return step(text, text.translate(_WIDE_PHONE), "fix-half-width")
    if writing is Writing.FLAG:
        plain = comparable(text)
        return step(text, plain, "fix-flag") if plain in {"是", "否"} else text
    if writing in {Writing.CHOICE, Writing.ONE_OF, Writing.LIST, Writing.NUMBER} or heading == "地址":
        return step(text, text.translate(_WIDE), "fix-half-width")
    if heading == "名称" and _MIXED.search(text):
        return step(text, text.replace("(", "（").replace(")", "）"), "fix-brackets")
    return text


def _day(text: str) -> str | None:
    day = as_date(text)
    if day is None and (digits := digits_date(text)) and (digits.year < 2100 or digits.year == 9999):
        day = digits
    return day.isoformat() if day is not None and day.year >= 1900 else None


def _doubt(
    writing: Writing,
    text: str,
    stored: Stored,
    number_format: str,
    cleaned: Cleaned | None,
    place: Place,
) -> Finding | None:
    """Why a cell is left to people although something seems to be wanting."""
    if stored is Stored.FORMULA:
        return warning("fix-doubt-formula", place, after=cleaned.text) if cleaned is not None else None
    if writing in _TEXTS and stored is Stored.NUMBER and number_format not in _PLAIN_FORMATS:
        return warning("fix-doubt-format", place, text=text, format=number_format)
    if writing in DATES and cleaned is None and (day := serial_date(text)):
        return warning("fix-doubt-serial", place, text=text, likely=day.isoformat())
    return None
