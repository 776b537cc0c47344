"""Workbooks for print: one look, columns as wide as Chinese text needs, A4, headings on every page.

Texts from registries go in by `write_string` alone, so that a text that begins with = stays a text. Widths
are in the unit of a workbook: one digit of the default font; a wide character takes two.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import xlsxwriter

from shuangsuiji.core.findings import cell_name, column_letters
from shuangsuiji.documents.office.packing import repacked
from shuangsuiji.documents.wording import REHEARSAL

Kind: TypeAlias = Literal["text", "center", "number", "percent"]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A percentage that anybody can recompute: a formula that divides two cells of its own row.

    Attributes:
        part, of: the indexes of the columns that hold the two numbers.
        value: what the formula gives, stored with it; blank where the divisor is 0.
    """

    part: int
    of: int
    value: Fraction | None

    def formula(self, row: int) -> str:
        """The formula for a row, counted from 0."""
        part, of = cell_name(row, self.part), cell_name(row, self.of)
        return f'=IF({of}=0,"",IF({part}<{of},MIN(ROUND({part}/{of},3),0.999),{part}/{of}))'

    @property
    def shown(self) -> float | str:
        """What the formula gives: to a tenth of a per cent, and what is not all never rounded to all."""
        if self.value is None:
            return ""
        rounded = math.floor(self.value * 1000 + Fraction(1, 2)) / 1000
        return min(rounded, 0.999) if self.value < 1 else float(self.value)


Cell: TypeAlias = "str | int | Fraction | Quotient"
Row: TypeAlias = Sequence[Cell]

_FONT = "宋体"
_HEADING_FONT = "黑体"
_LINE = 14.5
"""The height of one line of a cell, in points."""

_SHRINK = 0.9
"""Cells are set in 10 points, column widths count digits of the default font of 11 points."""

_PORTRAIT, _LANDSCAPE = 92, 146
"""The widths up to which a page is filled; beyond 87 and 128 it is scaled down a little to fit."""

_A4 = 9
_MOST_LINES = 12
_LONGEST = 32000
_TOKEN = re.compile(r"[!-~]+|.", re.DOTALL)
_CODE = re.compile(r"[!-~]*[0-9][!-~]*")
_LONGEST_CODE = 30
"""A number, a code or a date of so many signs is never cut or broken; longer ones are digests."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its heading, how its cells are set, the greatest width that it may take, and the least."""

    title: str
    kind: Kind = "text"
    most: int = 40
    least: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: a title, a line on what it is about, a table, lines below it.

    Attributes:
        name: of the tab; `title` stands above the table and on every printed page.
        about: a line under the title.
        total: a last row that the filter leaves alone.
        below: lines under the table.
        muted: indexes of rows in grey.
        filtered: whether the headings carry a filter.
        blocks: index of a row -> the line that stands above it; each block starts a page of its own.
        tall: the least height of a row in points, for what is filled in by hand.
    """

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Row]
    about: str = ""
    total: Row | None = None
    below: Sequence[str] = ()
    muted: frozenset[int] = field(default_factory=frozenset)
    filtered: bool = True
    blocks: Mapping[int, str] = field(default_factory=dict)
    tall: float = 0


@lru_cache(maxsize=1 << 16)
def text_width(text: str) -> int:
    """The width of a text in digits: wide and full-width characters count two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


@lru_cache(maxsize=1 << 12)
def _token_widths(paragraph: str) -> tuple[int, ...]:
    """The widths of what may stand on a line of its own: words and codes, other characters one by one."""
    return tuple(map(text_width, _TOKEN.findall(paragraph)))


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width; words and codes break only if they must."""
    lines = 0
    for paragraph in text.split("\n"):
        if text_width(paragraph) <= width:
            lines += 1
            continue
        lines, used = lines + 1, 0
        for size in _token_widths(paragraph):
            if used + size <= width:
                used += size
            elif size <= width:
                lines, used = lines + 1, size
            else:
                lines += math.ceil((used + size) / width) - 1
                used = int((used + size) % width)
    return lines


def widths_of(sheet: Sheet) -> tuple[list[float], bool]:
    """The widths of the columns, and whether the sheet lies crosswise (landscape).

    Columns of text give way, so far as rows of the fewest lines allow; codes and numbers keep their widths.
    """
    natural = [_natural(sheet, index) for index in range(len(sheet.columns))]
    total = sum(natural)
    for budget, most_lines in ((_PORTRAIT, 2), (_LANDSCAPE, _MOST_LINES)):
        if total <= budget:
            return natural, budget == _LANDSCAPE
        if total <= budget * 1.25 or budget == _LANDSCAPE:
            widths, lines = _narrowed(sheet, natural, budget)
            if lines <= most_lines:
                return widths, budget == _LANDSCAPE
    return natural, True


def _natural(sheet: Sheet, index: int) -> float:
    """The width that a column would like: its longest line, within the column's own bound."""
    column = sheet.columns[index]
    if column.kind == "percent":
        return max(9.0, _least(sheet, index))
    content = max((text_width(line) for line in _longest(sheet, index, 6)), default=0)
    return round(max(min(content * _SHRINK, column.most) + 1.7, _least(sheet, index)), 1)


def _least(sheet: Sheet, index: int) -> float:
    """The width that a heading needs on two lines, with room for the filter's button, and any code on one."""
    title = sheet.columns[index].title
    width = math.ceil(text_width(title) / (1 if len(title) <= 4 else 2)) + (2 if sheet.filtered else 1)
    code = code_width(_cells(sheet, index))
    return float(max(width * _SHRINK + 1, 5, sheet.columns[index].least, code))


def code_width(texts: Iterable[str]) -> float:
    """The width in which no number, code or date of some texts is broken."""
    found = (len(code) for text in texts for code in _CODE.findall(text))
    return max((size for size in found if size <= _LONGEST_CODE), default=0) * _SHRINK + 1.7


def _cells(sheet: Sheet, index: int) -> set[str]:
    return {str(row[index]) for row in (*sheet.rows, *([sheet.total] if sheet.total else []))}


def _longest(sheet: Sheet, index: int, count: int) -> list[str]:
    """Some of the longest lines of a column; they decide its width."""
    lines = {line for cell in _cells(sheet, index) for line in cell.split("\n")}
    return sorted(lines, key=lambda line: (-len(line.encode("gb18030", "replace")), line))[:count]


def _narrowed(sheet: Sheet, natural: Sequence[float], budget: float) -> tuple[list[float], int]:
    """Widths that fit the budget with as few lines in the tallest cell as possible, and that number."""
    soft = [index for index, column in enumerate(sheet.columns) if column.kind == "text"]
    texts = {
        index: sorted({str(row[index]) for row in sheet.rows}, key=lambda text: (-text_width(text), text))[:8]
        for index in soft
    }
    least = {index: _least(sheet, index) for index in soft}
    widths = list(natural)
    for lines in range(1, _MOST_LINES + 1):
        for index in soft:
            widths[index] = min(natural[index], max(least[index], _width_for(texts[index], lines)))
        if sum(widths) <= budget:
            spare = (budget - sum(widths)) / max(len(soft), 1)
            for index in soft:
                widths[index] = round(min(natural[index], widths[index] + spare), 1)
            return widths, lines
    return widths, _MOST_LINES


def _width_for(texts: Sequence[str], lines: int) -> float:
    """The least width in which none of the texts takes more than so many lines."""
    width = 6.0
    for text in texts:
        own = max(lines, text.count("\n") + 1)
        fewest = text_width(text.replace("\n", "")) / own  # a line holds no more than the column is wide
        while width < 80 and (width - 1.5) / _SHRINK < fewest:
            width += 1
        while line_count(text, (width - 1.5) / _SHRINK) > own and width < 80:
            width += 1
    return width


def _looks() -> dict[str, dict[str, Any]]:
    """How cells are set, by kind: plain, muted and total rows; headings; lines across the sheet."""
    line = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    cell = {**line, "border": 1}
    heading = {**line, "font_name": _HEADING_FONT, "align": "center"}
    kinds: dict[str, dict[str, Any]] = {
        "text": {},
        "center": {"align": "center"},
        "number": {"align": "center", "num_format": "0"},
        "percent": {"align": "center", "num_format": "0.0%"},
    }
    variants: dict[str, dict[str, Any]] = {
        "": {},
        "-muted": {"font_color": "#595959"},
        "-total": {"bold": True},
    }
    looks: dict[str, dict[str, Any]] = {
        kind + variant: {**cell, **look, **extra}
        for kind, look in kinds.items()
        for variant, extra in variants.items()
    }
    looks["heading"] = {**heading, "border": 1, "bg_color": "#E7EDF3"}
    looks["title"] = {**heading, "font_size": 16}
    looks["banner"] = {**heading, "font_size": 18, "font_color": "#C00000"}
    looks["about"] = line
    looks["block"] = {**line, "font_name": _HEADING_FONT, "font_size": 11, "border": 1, "bg_color": "#F5F7FA"}
    return looks


class Workbook:
    """A workbook being written; `sheet` adds one, `data` closes it and gives its bytes."""

    def __init__(self, *, title: str, footer: str, rehearsal: bool, created: datetime) -> None:
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "default_format_properties": {"font_name": _FONT, "font_size": 11, "font_scheme": False},
            "default_row_height": 20,
            "default_column_width": 72,
        }
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._book.set_properties({"title": title, "created": created})
        self._title = title
        self._footer = footer
        self._rehearsal = rehearsal
        self._formats = {name: self._book.add_format(look) for name, look in _looks().items()}

    def sheet(self, sheet: Sheet) -> Any:
        """Adds a sheet, and gives the worksheet of XlsxWriter."""
        page = self._book.add_worksheet(sheet.name)
        widths, crosswise = widths_of(sheet)
        for index, width in enumerate(widths):
            page.set_column(index, index, width)
        row = 0
        if self._rehearsal:
            row = self._line(page, row, widths, REHEARSAL, "banner")
        row = self._line(page, row, widths, sheet.title, "title")
        if sheet.about:
            row = self._line(page, row, widths, sheet.about, "about")
        heading = row
        row, starts = self._table(page, heading, sheet, widths)
        for text in sheet.below:
            row = self._line(page, row, widths, text, "about")
        page.freeze_panes(heading + 1, 0)
        page.repeat_rows(heading)
        if crosswise:
            page.set_landscape()
        self.set_up(page, rows=row, columns=len(sheet.columns))
        page.set_h_pagebreaks(starts[1:])
        return page

    def page(self, name: str) -> Any:
        """Adds an empty worksheet of XlsxWriter, for forms and charts."""
        return self._book.add_worksheet(name)

    def chart(self, kind: str) -> Any:
        """A chart of XlsxWriter, to be inserted into a page."""
        return self._book.add_chart({"type": kind})

    def look(self, name: str, **changes: Any) -> Any:
        """One of the workbook's looks, such as text, center or heading, with changes."""
        return self._book.add_format({**_looks()[name], **changes})

    def set_up(self, page: Any, *, rows: int, columns: int) -> None:
        """A4, one page wide, page numbers, the mark of a rehearsal."""
        page.set_paper(_A4)
        page.set_margins(left=0.55, right=0.55, top=0.75, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.print_area(0, 0, max(rows - 1, 0), columns - 1)
        mark = f"&R&10&K800000{REHEARSAL}" if self._rehearsal else ""
        page.set_header(f'&L&9&"{_FONT},Regular"{_escaped(self._title, 60)} · {page.get_name()}{mark}')
        page.set_footer(f'&L&9&"{_FONT},Regular"{_escaped(self._footer, 110)}&R&9第 &P 页　共 &N 页')

    def data(self) -> bytes:
        """The bytes of the finished workbook."""
        self._book.close()
        return repacked(self._buffer.getvalue())

    def _line(self, page: Any, row: int, widths: Sequence[float], text: str, style: str) -> int:
        """One line across all columns; the next row."""
        size = {"title": 1.6, "banner": 1.8, "block": 1.05}.get(style, _SHRINK)
        lines = line_count(text, (sum(widths) - 2) / size)
        page.set_row(row, lines * {"about": _LINE, "block": 17}.get(style, 24) + 4)
        if len(widths) > 1:
            # merge_range would take a text that begins with = for a formula.
            page.merge_range(row, 0, row, len(widths) - 1, "", self._formats[style])
        page.write_string(row, 0, text, self._formats[style])
        return row + 1

    def _table(self, page: Any, row: int, sheet: Sheet, widths: Sequence[float]) -> tuple[int, list[int]]:
        """The headings and the rows; the next free row, and the rows at which blocks start."""
        first = row
        room = [width - (2 if sheet.filtered else 1) for width in widths]
        for index, column in enumerate(sheet.columns):
            page.write_string(row, index, column.title, self._formats["heading"])
        titles = [column.title for column in sheet.columns]
        lines = max(line_count(title, width / _SHRINK) for title, width in zip(titles, room, strict=True))
        page.set_row(row, lines * _LINE + 6)
        row += 1
        starts: list[int] = []
        for index, cells in enumerate(sheet.rows):
            if index in sheet.blocks:
                starts.append(row)
                row = self._line(page, row, widths, sheet.blocks[index], "block")
            self._row(page, row, sheet, cells, widths, "-muted" if index in sheet.muted else "")
            row += 1
        if sheet.filtered and sheet.rows:
            page.autofilter(first, 0, row - 1, len(sheet.columns) - 1)
        if sheet.total is not None:
            self._row(page, row, sheet, sheet.total, widths, "-total")
            row += 1
        if row > first + 1:
            texts = f"A{first + 2}:{column_letters(len(sheet.columns) - 1)}{row}"
            page.ignore_errors({"number_stored_as_text": texts})
        return row, starts

    def _row(
        self,
        page: Any,
        row: int,
        sheet: Sheet,
        cells: Row,
        widths: Sequence[float],
        variant: str,
    ) -> None:
        lines = 1
        for index, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            style = self._formats[column.kind + variant]
            if isinstance(cell, Quotient):
                page.write_formula(row, index, cell.formula(row), style, cell.shown)
            elif isinstance(cell, (int, Fraction)):
                page.write_number(row, index, float(cell), style)
            elif cell:
                text = cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "……"
                page.write_string(row, index, text, style)
                room = (widths[index] - 1.5) / _SHRINK
                if "\n" in text or text_width(text) > room:
                    lines = max(lines, line_count(text, room))
            else:
                page.write_blank(row, index, None, style)
        page.set_row(row, min(max(lines * _LINE + 4, sheet.tall), 409))


def _escaped(text: str, most: int) -> str:
    """A text inside a header: & is doubled, and the whole stays under the 255 characters allowed."""
    text = text if len(text) <= most else text[: most - 1] + "…"
    return text.replace("&", "&&")
