"""An OpenDocument spreadsheet (.ods, .fods), read from its content.

What repeats is written out only as far as something stands in it, so that a sheet may be formatted down to
its last row, while "repeat this text a million times over 16,384 columns" is refused by the limits.
Source: OASIS OpenDocument 1.3, part 3, chapters 9 and 19.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_FORMULA, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT, CellValue, cell_text
from shuangsuiji.files.readers.safe_xml import Attributes, SafeParser
from shuangsuiji.files.readers.sheet_builder import ERROR_TEXT, BookContent, SheetBuilder
from shuangsuiji.files.readers.sheet_scan import MAX_TEXT, SheetTrouble, check_prologue
from shuangsuiji.files.readers.shown_numbers import (
    Reading,
    day_or_moment,
    read_shown,
    read_time,
    shows_full_date,
)
from shuangsuiji.files.readers.zip_parts import ZipParts
from shuangsuiji.files.readers.zip_xml import SMALL_PART

MAX_CONTENT = 512 << 20
"""Bytes of content.xml: some 400,000 rows of 14 columns."""

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE = (
    f"{_ODF}table:1.0 ",
    f"{_ODF}text:1.0 ",
    f"{_ODF}office:1.0 ",
    f"{_ODF}style:1.0 ",
)
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_SKIPPED = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TABLE}shapes",
        f"{_TABLE}tracked-changes",
        f"{_TABLE}dde-links",
        f"{_TEXT}ruby-text",
        f"{_TEXT}note",
        f"{_ODF}drawing:1.0 ",
    }
)
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,6})D)?T(?:([0-9]{1,7})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,]([0-9]{1,12}))?S)?"
)
_SPACES = re.compile("[ \t\r\n]+")
_OTHER_FILE = re.compile(r"'.+'#.+", re.DOTALL)
"""The name of a copy of another file's sheet, kept for formulas: no sheet of this file."""


def read_ods(data: bytes, name: str, displays: bool = False) -> list[Grid]:
    """The sheets of an .ods, in their order; `displays` as in `Budget`.

    Raises:
        BadInput: encrypted, damaged, hostile or too large.
    """
    place = Place(file=name)
    parts = ZipParts(data, place)
    manifest = parts.find("META-INF/manifest.xml")
    if parts.find("encrypted-package") or (
        manifest and b"encryption-data" in parts.whole(manifest, SMALL_PART)
    ):
        raise BadInput(error("file-encrypted", place))
    content = parts.find("content.xml")
    if content is None:
        parts.damaged()
    size = parts.size(content)
    if size > MAX_CONTENT:
        raise BadInput(error("book-too-big", place))
    return _Content(size, name, displays).read(_checked(parts.pieces(content)))


def read_flat_ods(data: bytes, name: str, displays: bool = False) -> list[Grid]:
    """The sheets of a flat .fods, given as UTF-8; `displays` as in `Budget`.

    Raises:
        BadInput: as `read_ods`.
    """
    return _Content(len(data), name, displays).read([data])


def _checked(pieces: Iterable[bytes]) -> Iterable[bytes]:
    first = True
    for piece in pieces:
        if first:
            check_prologue(piece)
            first = False
        yield piece


class _Content(BookContent):
    """The state between the elements of content.xml."""

    def __init__(self, size: int, name: str, displays: bool) -> None:
        super().__init__(size, name, displays)
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._row_count = 1
        self._row_hidden = False
        self._line: list[tuple[int, CellValue | Reading, str, str]] = []
        self._cell: Attributes | None = None
        self._paragraphs: list[str] = []
        self._pieces: list[str] | None = None
        self._length = 0

    def parser(self) -> SafeParser:
        made = SafeParser(
            {
                f"{_STYLE}style": self._start_style,
                f"{_STYLE}table-properties": self._start_table_properties,
                f"{_TABLE}table": self._start_table,
                f"{_TABLE}table-row": self._start_row,
                f"{_TABLE}table-cell": self._start_cell,
                f"{_TABLE}covered-table-cell": self._start_cell,
                f"{_TEXT}p": self._start_paragraph,
                f"{_TEXT}s": self._blanks,
                f"{_TEXT}tab": lambda attributes: self._add("\t"),
                f"{_TEXT}line-break": lambda attributes: self._add("\n"),
            },
            {
                f"{_TABLE}table": self._end_sheet,
                f"{_TABLE}table-row": self._end_row,
                f"{_TABLE}table-cell": self._end_cell,
                f"{_TABLE}covered-table-cell": self._end_cell,
                f"{_TEXT}p": self._end_paragraph,
            },
            _SKIPPED,
            self._characters,
            "book-damaged",
        )
        self._skip = made.skip
        return made

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")

    def _start_table_properties(self, attributes: Attributes) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _start_table(self, attributes: Attributes) -> None:
        sheet = attributes.get(f"{_TABLE}name", "")
        if self._sheet is not None or _OTHER_FILE.fullmatch(sheet):
            self._skip()
            return
        self._sheet = SheetBuilder(sheet, self._size, self._budget)
        self._sheet.hidden = attributes.get(f"{_TABLE}style-name", "") in self._hidden_styles
        self._row = 0

    def _start_row(self, attributes: Attributes) -> None:
        self._row_count = _repeated(attributes.get(f"{_TABLE}number-rows-repeated"))
        self._row_hidden = attributes.get(f"{_TABLE}visibility", "visible") != "visible"
        self._column = 0
        self._line.clear()

    def _end_row(self) -> None:
        sheet, line, first = self._sheet, self._line, self._row
        self._row += self._row_count
        if sheet is None or not line:
            return
        if self._row_count > 1:
            sheet.reach(self._row - 1, max(column for column, *_ in line))
        for row in range(first, self._row):
            for column, value, damage, display in line:
                if damage:
                    sheet.damage(row, column, damage, display)
                elif isinstance(value, Reading):
                    sheet.put_reading(row, column, value)
                elif value.__class__ is str:
                    sheet.put(row, column, value)
                else:
                    sheet.put_value(row, column, value)
                if value.__class__ is not str and not damage:
                    sheet.note_display(row, column, display)
        if self._row_hidden:
            sheet.hidden_rows += self._row_count

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._paragraphs = []
        self._length = 0

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if attributes is None:
            return
        count = _repeated(attributes.get(f"{_TABLE}number-columns-repeated")) if attributes else 1
        spanned = attributes.get(f"{_TABLE}number-rows-spanned")
        if spanned is not None and self._sheet is not None:
            self._sheet.merge(self._row, self._column, _repeated(spanned))
        if self._sheet is not None and (attributes or self._paragraphs):
            held, damage = self._value(attributes)
            value: CellValue | Reading = held
            display = "\n".join(self._paragraphs)
            if self._paragraphs and not damage:
                value = _as_shown(held, display)
            if value != "" or damage:
                if count > 1:
                    self._sheet.reach(self._row, self._column + count - 1)
                self._line.extend((self._column + step, value, damage, display) for step in range(count))
        self._column += count

    def _value(self, attributes: Attributes) -> tuple[CellValue, str]:
        """What stands in the cell that ends: its value, or the code of its damage."""
        kind = attributes.get(f"{_OFFICE}value-type", "")
        has_formula = f"{_TABLE}formula" in attributes
        text = "\n".join(self._paragraphs)
        if attributes.get(f"{_EXTENDED}value-type") == "error":
            return "", DAMAGED_ERROR
        if has_formula and ERROR_TEXT.fullmatch(text):
            return "", DAMAGED_ERROR
        if kind in ("float", "percentage", "currency"):
            return _number(attributes.get(f"{_OFFICE}value", ""), text)
        if kind == "date":
            return _moment(attributes.get(f"{_OFFICE}date-value", ""), text), ""
        if kind == "time":
            return _duration(attributes.get(f"{_OFFICE}time-value", ""), text), ""
        if kind == "boolean":
            return attributes.get(f"{_OFFICE}boolean-value") == "true", ""
        if not kind and has_formula and not text:
            return "", DAMAGED_FORMULA
        return attributes.get(f"{_OFFICE}string-value", text), ""

    def _start_paragraph(self, attributes: Attributes) -> None:
        if self._cell is not None:
            self._pieces = []

    def _end_paragraph(self) -> None:
        if self._pieces is not None:
            self._paragraphs.append("".join(self._pieces))
        self._pieces = None

    def _blanks(self, attributes: Attributes) -> None:
        count = attributes.get(f"{_TEXT}c", "1")
        self._add(" " * min(_repeated(count), MAX_TEXT + 1))

    def _characters(self, text: str) -> None:
        if self._pieces is not None:
            if "\n" in text or "  " in text or "\t" in text or "\r" in text:
                text = _SPACES.sub(" ", text)
            self._add(text)

    def _add(self, text: str) -> None:
        if self._pieces is None:
            return
        # What is over the limit is refused with the name of the cell, but not before it has ended.
        self._length += len(text)
        if self._length <= 2 * MAX_TEXT:
            self._pieces.append(text)
        elif not self._pieces or len(self._pieces[-1]) <= MAX_TEXT:
            self._pieces.append("." * (MAX_TEXT + 1))


def _repeated(count: str | None) -> int:
    if count is None:
        return 1
    if not (count.isascii() and count.isdigit()) or len(count) > 9:
        raise SheetTrouble("book-damaged")
    return max(1, int(count))


def _number(value: str, text: str) -> tuple[CellValue, str]:
    try:
        return float(value), ""
    except ValueError:
        return ("", DAMAGED_ERROR) if not text else (text, "")


def _as_shown(value: CellValue, shown: str) -> CellValue | Reading:
    """What is read of a cell that shows a text: a number and a part of a date as shown."""
    if isinstance(value, float):
        return read_shown(shown, value) if -DIGIT_LIMIT < value < DIGIT_LIMIT else value
    in_part = isinstance(value, dt.datetime) and not shows_full_date(shown, value)
    if in_part or isinstance(value, dt.timedelta):
        return read_time(shown, cell_text(value))
    return day_or_moment(shown, value) if isinstance(value, dt.datetime) else value


def _moment(value: str, text: str) -> CellValue:
    with suppress(ValueError):
        moment = dt.datetime.fromisoformat(value)
        if moment.tzinfo is None:
            return moment
    return text


def _duration(value: str, text: str) -> CellValue:
    found = _DURATION.fullmatch(value)
    if not found:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
    fraction = float(f"0.{found[6] or 0}")
    length = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds + fraction)
    return -length if found[1] else length
