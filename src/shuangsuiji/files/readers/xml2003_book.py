"""An "XML Spreadsheet 2003" (SpreadsheetML), which WPS and many office systems save as .xls or .xlsx.

Source: Microsoft's published XML Spreadsheet Reference: Index leaves cells and rows out, MergeAcross covers
the cells to the right, Span repeats an empty row, dates stand as dates, and a cell that names no style has
the one of its row, else of its column, else of the table.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_FORMULA, Grid
from shuangsuiji.files.readers.cell_text import CellValue
from shuangsuiji.files.readers.format_moments import DAY_ZERO, serial_of
from shuangsuiji.files.readers.format_sections import Part, Shape
from shuangsuiji.files.readers.markup_text import decode_markup
from shuangsuiji.files.readers.number_formats import PLAIN, NumberFormat, format_of
from shuangsuiji.files.readers.safe_xml import Attributes, SafeParser
from shuangsuiji.files.readers.sheet_builder import BookContent, SheetBuilder
from shuangsuiji.files.readers.sheet_scan import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, SheetTrouble

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_X = "urn:schemas-microsoft-com:office:excel "
_PIECE = 1 << 20
_CONTROL = re.compile(
    "&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));|[\0-\x08\x0b\x0c\x0e-\x1f]", re.I
)
"""Characters that XML does not allow and Excel writes nevertheless; no program shows them."""
_NAMED = {
    "general number": "General",
    "general date": "yyyy/m/d h:mm:ss",
    "long date": 'yyyy"年"m"月"d"日"',
    "medium date": "d-mmm-yy",
    "short date": "yyyy/m/d",
    "general time": "h:mm:ss",
    "long time": "h:mm:ss",
    "medium time": "h:mm AM/PM",
    "short time": "h:mm",
    "currency": "¥#,##0.00;[Red]¥-#,##0.00",
    "euro currency": "€#,##0.00;[Red]€-#,##0.00",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "scientific": "0.00E+00",
    "yes/no": '"是";"是";"否"',
    "true/false": '"TRUE";"TRUE";"FALSE"',
    "on/off": '"开";"开";"关"',
}
"""Formats that stand in a file by a name, and what a Chinese Excel makes of them."""


def read_xml2003(data: bytes, name: str, displays: bool = False) -> tuple[list[Grid], list[Finding]]:
    """The worksheets, in their order, and a note when the encoding is not the declared one.

    `displays` as in `Budget`.

    Raises:
        BadInput: damaged, hostile or too large.
    """
    text, findings = decode_markup(data, name)
    encoded = _CONTROL.sub("", text).encode("utf-8")
    del text
    pieces = (encoded[start : start + _PIECE] for start in range(0, len(encoded), _PIECE))
    return _Book(len(encoded), name, displays).read(pieces), findings


class _Book(BookContent):
    """The state between the elements."""

    def __init__(self, size: int, name: str, displays: bool) -> None:
        super().__init__(size, name, displays)
        self._styles: dict[str, NumberFormat] = {}
        self._style = ""
        self._row = self._column = -1
        self._last_covered = 0
        self._more_rows = 0
        self._column_styles: dict[int, str] = {}
        self._next_column = 0
        self._table_style = self._row_style = ""
        self._kind = ""
        self._cell_style = ""
        self._formula = self._filled = False
        self._pieces: list[str] | None = None
        self._length = 0
        self._visible: list[str] | None = None

    def parser(self) -> SafeParser:
        return SafeParser(
            {
                f"{_SS}Style": self._start_style,
                f"{_SS}NumberFormat": self._start_format,
                f"{_SS}Worksheet": self._start_sheet,
                f"{_SS}Table": self._start_table,
                f"{_SS}Column": self._start_column,
                f"{_SS}Row": self._start_row,
                f"{_SS}Cell": self._start_cell,
                f"{_SS}Data": self._start_data,
                f"{_X}Visible": self._start_visible,
            },
            {
                f"{_SS}Worksheet": self._end_sheet,
                f"{_SS}Row": self._end_row,
                f"{_SS}Cell": self._end_cell,
                f"{_SS}Data": self._end_data,
                f"{_X}Visible": self._end_visible,
            },
            frozenset({f"{_SS}Comment", f"{_SS}PhoneticText", f"{_X}PhoneticText"}),
            self._characters,
            "book-damaged",
        )

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{_SS}ID", "")
        parent = attributes.get(f"{_SS}Parent", "Default")
        self._styles[self._style] = self._styles.get(parent, PLAIN)

    def _start_format(self, attributes: Attributes) -> None:
        code = attributes.get(f"{_SS}Format", "")
        self._styles[self._style] = format_of(_NAMED.get(code.strip().lower(), code))

    def _start_sheet(self, attributes: Attributes) -> None:
        self._sheet = SheetBuilder(attributes.get(f"{_SS}Name", ""), self._size, self._budget)
        self._row, self._more_rows = -1, 0
        self._column_styles, self._next_column, self._table_style = {}, 0, ""

    def _start_table(self, attributes: Attributes) -> None:
        self._table_style = attributes.get(f"{_SS}StyleID", "Default")

    def _start_column(self, attributes: Attributes) -> None:
        # Columns stand from left to right, so that no file can have the same ones filled again and again.
        first = max(_index(attributes, self._next_column, MAX_COLUMNS), self._next_column)
        self._next_column = min(first + 1 + _count(attributes, "Span", MAX_COLUMNS), MAX_COLUMNS)
        style = attributes.get(f"{_SS}StyleID")
        if style is not None:
            self._column_styles.update(dict.fromkeys(range(first, self._next_column), style))

    def _start_row(self, attributes: Attributes) -> None:
        self._row = _index(attributes, self._row + 1, MAX_ROWS)
        self._more_rows = _count(attributes, "Span", MAX_ROWS)
        self._column, self._last_covered = -1, 0
        self._row_style = attributes.get(f"{_SS}StyleID", "")
        if self._sheet is not None and attributes.get(f"{_SS}Hidden", "0") not in ("0", "false"):
            self._sheet.hidden_rows += 1

    def _end_row(self) -> None:
        self._row += self._more_rows

    def _start_cell(self, attributes: Attributes) -> None:
        self._column = _index(attributes, self._column + 1 + self._last_covered, MAX_COLUMNS)
        self._last_covered = _count(attributes, "MergeAcross", MAX_COLUMNS)
        if self._sheet is not None:
            self._sheet.merge(self._row, self._column, 1 + _count(attributes, "MergeDown", MAX_ROWS))
        self._cell_style = (
            attributes.get(f"{_SS}StyleID")
            or self._row_style
            or self._column_styles.get(self._column, self._table_style)
        )
        self._formula = f"{_SS}Formula" in attributes
        self._filled = False

    def _end_cell(self) -> None:
        if self._formula and not self._filled and self._sheet is not None and self._row >= 0:
            self._sheet.damage(self._row, self._column, DAMAGED_FORMULA)

    def _start_data(self, attributes: Attributes) -> None:
        self._kind = attributes.get(f"{_SS}Type", "String")
        self._pieces = []
        self._length = 0
        self._filled = True

    def _end_data(self) -> None:
        if self._pieces is None:
            return
        text, self._pieces = "".join(self._pieces), None
        if self._sheet is None or self._row < 0 or self._column < 0:
            raise SheetTrouble("book-damaged")
        if self._kind == "Error":
            self._sheet.damage(self._row, self._column, DAMAGED_ERROR, text)
            return
        form = self._styles.get(self._cell_style, PLAIN)
        value = self._value(text, form)
        if isinstance(value, str):
            self._sheet.put_text(self._row, self._column, value, form)
        elif isinstance(value, float):
            self._sheet.put_number(self._row, self._column, value, form)
        else:
            self._sheet.put_value(self._row, self._column, value)
            if isinstance(value, dt.datetime):
                self._sheet.note_display(self._row, self._column, form.show(serial_of(value)))

    def _value(self, text: str, form: NumberFormat) -> CellValue:
        if self._kind == "Number":
            with suppress(ValueError):
                return float(text)
        elif self._kind == "Boolean":
            return text.strip() not in ("0", "false")
        elif self._kind == "DateTime":
            return _moment(text.strip(), form)
        return text

    def _start_visible(self, attributes: Attributes) -> None:
        self._visible = []

    def _end_visible(self) -> None:
        if self._visible is not None and self._sheet is not None:
            self._sheet.hidden = "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden")
        self._visible = None

    def _characters(self, text: str) -> None:
        if self._pieces is not None:
            self._length += len(text)
            # What is over the limit is refused with the name of the cell once the cell has ended.
            if self._length <= 2 * MAX_TEXT or len(self._pieces) < 2:
                self._pieces.append(text)
        elif self._visible is not None and len(self._visible) < 4:
            self._visible.append(text)


def _index(attributes: Attributes, following: int, most: int) -> int:
    given = attributes.get(f"{_SS}Index")
    if given is None:
        return following
    if not (given.isascii() and given.isdigit() and 0 < int(given[:9]) <= most):
        raise SheetTrouble("book-damaged")
    return int(given[:9]) - 1


def _count(attributes: Attributes, name: str, most: int) -> int:
    given = attributes.get(f"{_SS}{name}", "0")
    if not (given.isascii() and given.isdigit() and int(given[:9]) <= most):
        raise SheetTrouble("book-damaged")
    return int(given[:9])


def _moment(text: str, form: NumberFormat) -> CellValue:
    """A date, or a time of day on the day before the first; its number where only a part is shown."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is not None:
        return text
    first = form.numbers[0]
    if first.shape is Shape.MOMENT and not form.full_date:
        serial = serial_of(moment)
        return serial if any(kind is Part.ELAPSED for kind, _ in first.pieces) else max(serial, serial % 1)
    if moment.date() <= DAY_ZERO.date():
        return moment.time()
    return moment.date() if first.shape is Shape.MOMENT and not first.time else moment
