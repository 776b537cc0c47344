"""A sheet as cells of text: what every reader of spreadsheets hands to the rest. Pure values, no I/O."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

DAMAGED_ERROR = "cell-error"
"""An error value such as #N/A; the text is empty."""
DAMAGED_LONG_NUMBER = "cell-long-number"
"""A number of 10**15 or more: beyond 15 digits Excel has put zeros; the text is the digits left."""
DAMAGED_FORMULA = "cell-formula-empty"
"""A formula whose value was never stored; the text is empty."""
DAMAGED_SCIENTIFIC = "cell-scientific"
"""A text such as 9.14E+17, left behind by a number whose digits are lost; the text is as it stands."""


class Merged(NamedTuple):
    """Cells merged downwards: first and last row and the leftmost column, all from 0."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet as cells of text.

    `rows[r][c]` is the cell `findings.cell_name(r, c)`: leading blank rows and columns are kept. A cell
    without content is "". Rows may differ in length in a CSV and are equally long in a workbook. Texts
    are as they stand in the file, not tidied; how numbers and dates become texts is told in
    `shuangsuiji.files.readers.cell_text`.

    Attributes:
        file: the name to show.
        sheet: the name of the sheet; "" for a CSV.
        rows: the cells; hidden rows are among them.
        damaged: (row, column), both from 0, to the code of what is wrong with that cell, which is among
            `rows`. Each code has a text in `messages`; whether it matters is for the reader of the column
            to say.
        hidden: the sheet itself is hidden.
        hidden_rows: how many rows are hidden, by hand or by a filter.
        merged: the cells merged over several rows, in no order; the text stands in the first row alone.
            A CSV tells of none.
        stored: (row, column) to the text of what a cell stores where its number format shows something
            else, such as 0.075 for 7.5%; the text in `rows` is the shown one, "" for a hidden number.
        arranged: (row, column) to what a cell shows where `rows` has the number that this arranges:
            1,234.50 for 1234.5. Columns that no rule reads take it (`as_displayed`).
        odd_formats: column to the row of its first cell whose number format is not understood, and the
            code of that format; such cells are read as stored.
        shown: (row, column) to what the spreadsheet program shows where another text is read, such as
            1,234.50 for 1234.5; filled only where the reader was asked for it.
    """

    file: str
    sheet: str
    rows: list[list[str]]
    damaged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: int = 0
    merged: Sequence[Merged] = ()
    stored: Mapping[tuple[int, int], str] = field(default_factory=dict)
    arranged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    odd_formats: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def as_displayed(self, numbers: Collection[int]) -> Grid:
        """The grid with its numbers as they are displayed, but for the columns of `numbers`, from 0."""
        rows = self.rows
        for (row, column), display in self.arranged.items():
            if column not in numbers:
                if rows is self.rows:
                    rows = list(rows)
                if rows[row] is self.rows[row]:
                    rows[row] = list(rows[row])
                rows[row][column] = display
        return self if rows is self.rows else replace(self, rows=rows)
