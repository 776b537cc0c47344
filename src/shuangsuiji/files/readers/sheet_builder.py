"""Cells put one by one become a `Grid`, within limits: what the readers without a gate build upon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite

from shuangsuiji.core.findings import Place, cell_name, error
from shuangsuiji.core.registries.grid import (
    DAMAGED_ERROR,
    DAMAGED_LONG_NUMBER,
    DAMAGED_SCIENTIFIC,
    Grid,
    Merged,
)
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT, CellValue, cell_text, number_text
from shuangsuiji.files.readers.csv_grid import scientific_cells
from shuangsuiji.files.readers.number_formats import NumberFormat
from shuangsuiji.files.readers.safe_xml import SafeParser
from shuangsuiji.files.readers.sheet_scan import (
    MAX_BOX,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    SPARSE_FROM,
    SheetTrouble,
)
from shuangsuiji.files.readers.shown_numbers import Reading

ERROR_TEXT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|(?:Err|错误)[:：][0-9]{3}")
"""How error values are shown where nothing else tells them from texts."""
ERRORS_BY_NUMBER = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""How binary workbooks number them ([MS-XLS] 2.5.10)."""


class Budget:
    """How many cells the sheets of one file have taken up.

    Args:
        file: its name.
        displays: what cells show is kept where another text is read, as in `Grid.shown`.
    """

    def __init__(self, file: str, displays: bool = False) -> None:
        self.file = file
        self.displays = displays
        self.sheets = 0
        self._cells = 0

    def spend(self, cells: int) -> None:
        """Count the cells of one more sheet.

        Raises:
            BadInput: the file holds more than fits.
        """
        self._cells += cells
        self.sheets += 1
        if self._cells > MAX_BOX or self.sheets > MAX_SHEETS:
            raise BadInput(error("book-too-big", Place(file=self.file)))


class BookContent:
    """What the readers of one long XML part know between its elements.

    Args:
        size: bytes of the part.
        name: of the file.
        displays: as in `Budget`.

    Attributes:
        grids: the sheets that have been read to their ends.
    """

    def __init__(self, size: int, name: str, displays: bool) -> None:
        self.grids: list[Grid] = []
        self._size = size
        self._budget = Budget(name, displays)
        self._sheet: SheetBuilder | None = None

    def parser(self) -> SafeParser:
        """A parser that fills the grids."""
        raise NotImplementedError

    def read(self, pieces: Iterable[bytes]) -> list[Grid]:
        """The sheets of a part, in their order.

        Raises:
            BadInput: damaged, hostile, too large, or without a sheet.
        """
        place = Place(file=self._budget.file)
        try:
            self.parser().parse(pieces)
        except SheetTrouble as trouble:
            raise BadInput(error(trouble.code, place, **trouble.values)) from None
        if not self.grids:
            raise BadInput(error("book-no-sheet", place))
        return self.grids

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self.grids.append(self._sheet.finish())
        self._sheet = None


class SheetBuilder:
    """One sheet in the making. Rows and columns count from 0; a cell put twice keeps the later text.

    Args:
        sheet: its name.
        size: bytes from which it is read: a sheet far larger than these is refused as sparse.
        budget: of the file.

    Raises:
        BadInput: from every method, when a limit is passed; the finding names the cell.
    """

    def __init__(self, sheet: str, size: int, budget: Budget) -> None:
        self.sheet = sheet
        self.hidden = False
        self.hidden_rows = 0
        self._file = budget.file
        self._budget = budget
        self._most = min(MAX_BOX, max(SPARSE_FROM, size))
        self._rows: list[list[str]] = []
        self._width = 0
        self._damaged: dict[tuple[int, int], str] = {}
        self._merged: list[Merged] = []
        self._stored: dict[tuple[int, int], str] = {}
        self._arranged: dict[tuple[int, int], str] = {}
        self._odd_formats: dict[int, tuple[int, str]] = {}
        self._shown: dict[tuple[int, int], str] = {}

    @property
    def blank(self) -> bool:
        """Whether nothing has been put."""
        return not self._rows

    def reach(self, row: int, column: int) -> None:
        """Make sure that the sheet may hold a cell there; the rows down to it exist afterwards."""
        height, width = max(len(self._rows), row + 1), max(self._width, column + 1)
        if height > MAX_ROWS or width > MAX_COLUMNS:
            raise BadInput(error("book-damaged", self._place()))
        if height * width > self._most:
            last = cell_name(height - 1, width - 1)
            raise BadInput(error("book-sparse", self._place(), sheet=self.sheet or "1", cell=last))
        self._rows.extend([] for _ in range(len(self._rows), height))
        self._width = width

    def put(self, row: int, column: int, text: str) -> None:
        """A cell of text; "" leaves the sheet as it is."""
        if not text:
            return
        if row >= len(self._rows) or column >= self._width:
            self.reach(row, column)
        if len(text) > MAX_TEXT:
            raise BadInput(error("cell-too-long", self._place(cell_name(row, column))))
        cells = self._rows[row]
        gap = column - len(cells)
        if gap < 0:
            cells[column] = text
        elif gap:
            cells.extend([*([""] * gap), text])
        else:
            cells.append(text)

    def put_value(self, row: int, column: int, value: CellValue) -> None:
        """A cell that is a number, a date or a boolean; numbers that have lost digits are damaged."""
        if value.__class__ is float:
            assert isinstance(value, float)
            if not -DIGIT_LIMIT < value < DIGIT_LIMIT:
                self.damage(row, column, DAMAGED_LONG_NUMBER if isfinite(value) else DAMAGED_ERROR)
            self.put(row, column, number_text(value))
        else:
            self.put(row, column, cell_text(value))

    def damage(self, row: int, column: int, code: str, display: str = "") -> None:
        """Mark a cell as damaged; `display` is what it shows, such as #N/A."""
        self.reach(row, column)
        self._damaged[row, column] = code
        if display and self._budget.displays:
            self._shown[row, column] = display

    def note_display(self, row: int, column: int, display: str | None) -> None:
        """Note what the cell put last shows, where displays are wanted; a blank cell may show blanks."""
        if not self._budget.displays or not display:
            return
        self.reach(row, column)
        cells = self._rows[row]
        if display != (cells[column] if column < len(cells) else ""):
            self._shown[row, column] = display

    def put_number(
        self, row: int, column: int, value: float, form: NumberFormat, since_1904: bool = False
    ) -> None:
        """A cell that is a number, as its format shows it."""
        self._put_number(row, column, value, form, since_1904)
        if self._budget.displays and not form.plain:
            self.note_display(row, column, form.show(value, since_1904))

    def _put_number(self, row: int, column: int, value: float, form: NumberFormat, since_1904: bool) -> None:
        if form.plain or not -DIGIT_LIMIT < value < DIGIT_LIMIT:
            self.put_value(row, column, value)
        else:
            self.put_reading(row, column, form.read(value, since_1904), form.code)

    def put_reading(self, row: int, column: int, reading: Reading, code: str = "") -> None:
        """A cell of which the reading is known, and the code of its format."""
        self.put(row, column, reading.text)
        if reading.stored is not None:
            self.reach(row, column)
            self._stored[row, column] = reading.stored
        if reading.arranged is not None:
            self._arranged[row, column] = reading.arranged
        if not reading.understood:
            self._odd_formats.setdefault(column, (row, code))

    def put_text(self, row: int, column: int, text: str, form: NumberFormat) -> None:
        """A cell that is a text, as its format shows it."""
        if form.changes_text:
            shown = form.read_text(text)
            self.put_reading(row, column, Reading(shown, None if shown == text else text))
        else:
            self.put(row, column, text)

    def merge(self, row: int, column: int, height: int) -> None:
        """Note that a cell spans `height` rows."""
        if height > 1 and len(self._merged) < MAX_ROWS:
            self._merged.append(Merged(row, min(row + height, MAX_ROWS) - 1, column))

    def finish(self) -> Grid:
        """The grid, its rows padded to one width."""
        rows, width = self._rows, self._width
        self._budget.spend(len(rows) * width)
        for cells in rows:
            gap = width - len(cells)
            if gap:
                cells.extend([""] * gap)
        damaged = self._damaged | dict.fromkeys(scientific_cells(rows), DAMAGED_SCIENTIFIC)
        return Grid(
            file=self._file,
            sheet=self.sheet,
            rows=rows,
            damaged=damaged,
            hidden=self.hidden,
            hidden_rows=self.hidden_rows,
            merged=self._merged,
            stored=self._stored,
            arranged=self._arranged,
            odd_formats=self._odd_formats,
            shown=self._shown,
        )

    def _place(self, cell: str = "") -> Place:
        return Place(file=self._file, sheet=self.sheet if cell else "", cell=cell)
