"""Sheets that copy a printed form: lines across, cells that span columns, a serial number over its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shuangsuiji.documents.office.sheets import Workbook, line_count

_LINE = 16.5
"""The height of a line of 11 points, in points."""

_NONE: tuple[int, tuple[int, str, str]] = (-1, (1, "", "text"))
"""No row whose first cell could go on below."""


class FormPage:
    """One form on A4 in the making; rows are added from the top."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self._book, self._widths = book, widths
        self._page = book.page(name)
        for index, width in enumerate(widths):
            self._page.set_column(index, index, width)
        self._row = 0
        self._group = _NONE
        self._cell = {style: book.look(style, font_size=11) for style in ("text", "center", "heading")}

    def line(self, text: str, *, size: float, align: str = "center") -> None:
        """A line without borders over the whole width."""
        self._join()
        look = self._book.look("heading" if size > 14 else "about", font_size=size, align=align)
        if size > 14:
            look.set_border(0)
            look.set_bg_color("white")
        lines = line_count(text, sum(self._widths) / (size / 10.5))
        self._page.set_row(self._row, lines * size * 1.5 + 2)
        self._merge(self._row, 0, self._row, len(self._widths) - 1, text, look)
        self._row += 1

    def cells(self, cells: Sequence[tuple[int, str, str]], *, joined: bool = False) -> None:
        """A row of cells: (columns that it spans, text, text or center or heading).

        The first cell of a `joined` row is one with the first cell of the row above.
        """
        column, lines = 0, 1
        if not joined:
            self._join()
            self._group = (self._row, cells[0])
        for span, text, style in cells:
            width = sum(self._widths[column : column + span])
            self._merge(self._row, column, self._row, column + span - 1, text, self._cell[style])
            lines = max(lines, line_count(text, width - 2))
            column += span
        self._page.set_row(self._row, min(lines * _LINE + 9, 409))
        self._row += 1

    def finish(self) -> None:
        """Sets the page up for print."""
        self._join()
        self._book.set_up(self._page, rows=self._row, columns=len(self._widths))

    def _join(self) -> None:
        """Makes one cell of the first cells of a group of rows."""
        first, (_, text, style) = self._group
        if first >= 0 and self._row - first > 1:
            self._merge(first, 0, self._row - 1, 0, text, self._cell[style])
        self._group = _NONE

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, look: Any) -> None:
        if (top, left) != (bottom, right):
            # merge_range would take a text that begins with = for a formula.
            self._page.merge_range(top, left, bottom, right, "", look)
        self._page.write_string(top, left, text, look)
