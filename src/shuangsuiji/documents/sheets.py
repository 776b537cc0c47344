"""Workbooks for print: one look, columns as wide as Chinese text needs, A4, headings on every page.

Texts from registries go in by `write_string` alone, so that a text that begins with = stays a text. Widths
are in the unit of a workbook: one digit of the default font; a wide character takes two.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

import xlsxwriter

from shuangsuiji.core.findings import column_letters
from shuangsuiji.documents.packing import repacked
from shuangsuiji.documents.wording import REHEARSAL

Cell: TypeAlias = "str | int"
Row: TypeAlias = Sequence[Cell]
Kind: TypeAlias = Literal["text", "center", "number"]

_FONT = "宋体"
_HEADING_FONT = "黑体"
_LINE = 14.5
"""The height of one line of a cell, in points."""

_SHRINK = 0.9
"""Cells are set in 10 points, column widths count digits of the default font of 11 points."""

_PORTRAIT, _LANDSCAPE = 92, 146
"""The widths up to which a page is filled; beyond 87 and 128 it is scaled down a little to fit."""

_A4 = 9
_LONGEST = 32000
_TOKEN = re.compile(r"[!-~]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how its cells are set, and the greatest width that it may take."""

    title: str
    kind: Kind = "text"
    most: int = 40


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
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    about: str = ""
    total: Row | None = None
    below: Sequence[str] = ()
    muted: frozenset[int] = field(default_factory=frozenset)
    filtered: bool = True


def text_width(text: str) -> int:
    """The width of a text in digits: wide and full-width characters count two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width; words and codes break only if they must."""
    lines = 0
    for paragraph in text.split("\n"):
        if text_width(paragraph) <= width:
            lines += 1
            continue
        lines, used = lines + 1, 0
        for token in _TOKEN.findall(paragraph):
            size = text_width(token)
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

    The widest columns of text give way until all fit the page; codes and numbers keep theirs.
    """
    rows = [*sheet.rows, sheet.total] if sheet.total else sheet.rows
    natural: list[float] = []
    for index, column in enumerate(sheet.columns):
        texts = {str(row[index]) for row in rows}
        content = max((text_width(line) for text in texts for line in text.split("\n")), default=0)
        heading = math.ceil(text_width(column.title) / (1 if len(column.title) <= 4 else 2))
        heading += 3 if sheet.filtered else 1
        natural.append(max(min(content * _SHRINK, column.most) + 1.5, heading * _SHRINK + 1, 5))
    crosswise = sum(natural) > _PORTRAIT
    budget = _LANDSCAPE if crosswise else _PORTRAIT
    soft = [index for index, column in enumerate(sheet.columns) if column.kind == "text"]
    widths = list(natural)
    ceiling = int(max((natural[index] for index in soft), default=0))
    while sum(widths) > budget and ceiling > 10:
        ceiling -= 1
        for index in soft:
            widths[index] = min(natural[index], ceiling)
    return [round(width, 1) for width in widths], crosswise


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
        cell = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "border": 1, "text_wrap": True}
        grey = {"font_color": "#595959"}
        bold = {"bold": True}
        self._formats: dict[str, Any] = {
            name: self._book.add_format(properties)
            for name, properties in {
                "text": cell,
                "center": {**cell, "align": "center"},
                "number": {**cell, "align": "center", "num_format": "0"},
                "text-muted": {**cell, **grey},
                "center-muted": {**cell, **grey, "align": "center"},
                "number-muted": {**cell, **grey, "align": "center", "num_format": "0"},
                "text-total": {**cell, **bold},
                "center-total": {**cell, **bold, "align": "center"},
                "number-total": {**cell, **bold, "align": "center", "num_format": "0"},
                "heading": {
                    **cell,
                    "font_name": _HEADING_FONT,
                    "align": "center",
                    "bg_color": "#E7EDF3",
                },
                "title": {
                    "font_name": _HEADING_FONT,
                    "font_size": 16,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                },
                "about": {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True},
                "banner": {
                    "font_name": _HEADING_FONT,
                    "font_size": 18,
                    "font_color": "#C00000",
                    "align": "center",
                    "valign": "vcenter",
                },
            }.items()
        }

    def sheet(self, sheet: Sheet) -> None:
        """Adds a sheet."""
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
        row = self._table(page, heading, sheet, widths)
        for text in sheet.below:
            row = self._line(page, row, widths, text, "about")
        page.freeze_panes(heading + 1, 0)
        page.repeat_rows(heading)
        self._set_up(page, sheet, crosswise, row)

    def data(self) -> bytes:
        """The bytes of the finished workbook."""
        self._book.close()
        return repacked(self._buffer.getvalue())

    def _line(self, page: Any, row: int, widths: Sequence[float], text: str, style: str) -> int:
        """One line across all columns; the next row."""
        size = {"title": 1.6, "banner": 1.8}.get(style, _SHRINK)
        lines = line_count(text, (sum(widths) - 2) / size)
        page.set_row(row, (lines * _LINE if style == "about" else lines * 24) + 4)
        if len(widths) > 1:
            # merge_range would take a text that begins with = for a formula.
            page.merge_range(row, 0, row, len(widths) - 1, "", self._formats[style])
        page.write_string(row, 0, text, self._formats[style])
        return row + 1

    def _table(self, page: Any, row: int, sheet: Sheet, widths: Sequence[float]) -> int:
        """The headings and the rows; the next free row."""
        first = row
        room = [width - (3 if sheet.filtered else 1) for width in widths]
        for index, column in enumerate(sheet.columns):
            page.write_string(row, index, column.title, self._formats["heading"])
        titles = [column.title for column in sheet.columns]
        lines = max(line_count(title, width / _SHRINK) for title, width in zip(titles, room, strict=True))
        page.set_row(row, lines * _LINE + 6)
        row += 1
        for index, cells in enumerate(sheet.rows):
            self._row(page, row, sheet.columns, cells, widths, "-muted" if index in sheet.muted else "")
            row += 1
        if sheet.filtered and sheet.rows:
            page.autofilter(first, 0, row - 1, len(sheet.columns) - 1)
        if sheet.total is not None:
            self._row(page, row, sheet.columns, sheet.total, widths, "-total")
            row += 1
        if row > first + 1:
            texts = f"A{first + 2}:{column_letters(len(sheet.columns) - 1)}{row}"
            page.ignore_errors({"number_stored_as_text": texts})
        return row

    def _row(
        self,
        page: Any,
        row: int,
        columns: Sequence[Column],
        cells: Row,
        widths: Sequence[float],
        variant: str,
    ) -> None:
        lines = 1
        for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            style = self._formats[column.kind + variant]
            if isinstance(cell, int):
                page.write_number(row, index, cell, style)
            elif cell:
                text = cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "……"
                page.write_string(row, index, text, style)
                room = (widths[index] - 1.5) / _SHRINK
                if "\n" in text or text_width(text) > room:
                    lines = max(lines, line_count(text, room))
            else:
                page.write_blank(row, index, None, style)
        page.set_row(row, min(lines * _LINE + 4, 409))

    def _set_up(self, page: Any, sheet: Sheet, crosswise: bool, rows: int) -> None:
        """A4, one page wide, page numbers, the mark of a rehearsal."""
        if crosswise:
            page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.55, right=0.55, top=0.75, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.print_area(0, 0, max(rows - 1, 0), len(sheet.columns) - 1)
        mark = f"&R&10&K800000{REHEARSAL}" if self._rehearsal else ""
        page.set_header(f'&L&9&"{_FONT},Regular"{_escaped(self._title, 60)} · {sheet.name}{mark}')
        page.set_footer(f'&L&9&"{_FONT},Regular"{_escaped(self._footer, 80)}&R&9第 &P 页　共 &N 页')


def _escaped(text: str, most: int) -> str:
    """A text inside a header: & is doubled, and the whole stays under the 255 characters allowed."""
    text = text if len(text) <= most else text[: most - 1] + "…"
    return text.replace("&", "&&")
