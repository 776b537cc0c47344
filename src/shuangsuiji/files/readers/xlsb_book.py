"""An .xlsb (binary Excel workbook), read record by record.

The format is open ([MS-XLSB]) and plain enough to be read here, so that error values, hidden rows and lost
digits are known as they are for an .xlsx. Every length is held against the bytes that are there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.number_formats import PLAIN, NumberFormat, builtin_format, format_of
from shuangsuiji.files.readers.sheet_builder import ERRORS_BY_NUMBER, Budget, SheetBuilder
from shuangsuiji.files.readers.sheet_scan import SheetTrouble
from shuangsuiji.files.readers.zip_parts import ZipParts
from shuangsuiji.files.readers.zip_xml import xml_part

WORKBOOK = "xl/workbook.bin"
_RELATIONS = "xl/_rels/workbook.bin.rels"
_SHARED = "xl/sharedstrings.bin"
_STYLES = "xl/styles.bin"
MAX_PART = 256 << 20
MAX_STRINGS = 64 << 20

_ROW = 0
_RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED_TEXT = 2, 3, 4, 5, 6, 7
_FORMULA_KINDS = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
_SHORT_KINDS = {12: 1, 13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _TEXT, 18: _SHARED_TEXT}
_RICH_TEXT = 62
_STRING_ITEM = 19
_FORMAT, _STYLE = 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_DATA_BEGIN, _DATA_END = 145, 146
_BOOK_PROPERTIES, _SHEET_ENTRY = 153, 156
_MERGED = 176
_HIDDEN_ROW = 0x10

_U16, _U32, _DOUBLE = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<d")


def read_xlsb(data: bytes, name: str, displays: bool = False) -> list[Grid]:
    """The worksheets of an .xlsb, in their order; `displays` as in `Budget`.

    Raises:
        BadInput: encrypted, damaged, hostile or too large.
    """
    place = Place(file=name)
    parts = ZipParts(data, place)
    try:
        return _Book(parts, name, displays).grids()
    except SheetTrouble as trouble:
        raise BadInput(error(trouble.code, place, **trouble.values)) from None
    except (struct.error, IndexError, UnicodeDecodeError):
        raise BadInput(error("book-damaged", place)) from None


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a part: kind, start and end of the content.

    Raises:
        IndexError: the part ends within a record.
    """
    position, size = 0, len(data)
    while position < size:
        kind = data[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[position] & 0x7F) << 7
            position += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = data[position]
            position += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        end = position + length
        if end > size:
            raise IndexError(end)
        yield kind, position, end
        position = end


def _wide_text(data: bytes, start: int, end: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends; the marker of no text is ""."""
    (count,) = _U32.unpack_from(data, start)
    if count == 0xFFFFFFFF:
        return "", start + 4
    stop = start + 4 + 2 * count
    if stop > end:
        raise IndexError(stop)
    # Halves of pairs must not stop the reading: the check of the registry names the cell.
    return data[start + 4 : stop].decode("utf-16-le", errors="surrogatepass"), stop


def _rk(data: bytes, start: int) -> float:
    """A number squeezed into 30 bits, two flags beside it."""
    (raw,) = _U32.unpack_from(data, start)
    if raw & 2:
        value = float((raw >> 2) - (1 << 30 if raw & 0x80000000 else 0))
    else:
        (value,) = _DOUBLE.unpack(bytes(4) + _U32.pack(raw & 0xFFFFFFFC))
    return value / 100 if raw & 1 else value


class _Book:
    def __init__(self, parts: ZipParts, name: str, displays: bool) -> None:
        self._parts = parts
        self._name = name
        self._budget = Budget(name, displays)
        self._since_1904 = False
        self._strings: list[str] = []
        self._styles: list[NumberFormat] = []

    def grids(self) -> list[Grid]:
        links = self._links()
        entries = self._entries()
        self._strings = self._read_strings()
        self._styles = self._read_styles()
        made = []
        for sheet, link, hidden in entries:
            if link in links:
                made.append(self._sheet(sheet, links[link], hidden))
        if not made:
            raise BadInput(error("book-no-sheet", Place(file=self._name)))
        return made

    def _bytes(self, part: str, most: int = MAX_PART) -> bytes:
        found = self._parts.find(part)
        return self._parts.whole(found, most) if found else b""

    def _links(self) -> dict[str, str]:
        """The parts of the worksheets, by the relations of the workbook."""
        links = {}
        for relation in xml_part(self._parts, _RELATIONS):
            if relation.get("Type", "").endswith("/worksheet"):
                target = relation.get("Target", "")
                links[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
        return links

    def _entries(self) -> list[tuple[str, str, bool]]:
        """Name, relation and whether hidden, of each sheet."""
        data = self._bytes(WORKBOOK)
        entries = []
        for kind, start, end in records(data):
            if kind == _BOOK_PROPERTIES:
                self._since_1904 = bool(_U32.unpack_from(data, start)[0] & 1)
            elif kind == _SHEET_ENTRY:
                link, after = _wide_text(data, start + 8, end)
                sheet, _ = _wide_text(data, after, end)
                entries.append((sheet, link, _U32.unpack_from(data, start)[0] != 0))
        return entries

    def _read_strings(self) -> list[str]:
        data = self._bytes(_SHARED)
        return [
            _wide_text(data, start + 1, end)[0] for kind, start, end in records(data) if kind == _STRING_ITEM
        ]

    def _read_styles(self) -> list[NumberFormat]:
        """The format of each cell style."""
        data = self._bytes(_STYLES, MAX_STRINGS)
        custom: dict[int, NumberFormat] = {}
        styles: list[NumberFormat] = []
        inside = False
        for kind, start, end in records(data):
            if kind == _FORMAT:
                code, _ = _wide_text(data, start + 2, end)
                custom[_U16.unpack_from(data, start)[0]] = format_of(code)
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                (number,) = _U16.unpack_from(data, start + 2)
                styles.append(custom[number] if number in custom else builtin_format(number))
        return styles

    def _sheet(self, sheet: str, part: str, hidden: bool) -> Grid:
        if self._parts.find(part) is None:
            self._parts.damaged()
        data = self._bytes(part)
        builder = SheetBuilder(sheet, len(data), self._budget)
        builder.hidden = hidden
        row, column, inside = -1, -1, False
        for kind, start, end in records(data):
            if kind == _ROW and inside:
                (row,) = _U32.unpack_from(data, start)
                column = -1
                builder.hidden_rows += bool(data[start + 11] & _HIDDEN_ROW)
            elif kind in (_DATA_BEGIN, _DATA_END):
                inside = kind == _DATA_BEGIN
            elif kind == _MERGED:
                top, bottom, left = struct.unpack_from("<III", data, start)
                builder.merge(top, left, bottom + 1 - top)
            elif inside and (kind <= 18 or kind == _RICH_TEXT):
                if kind in _SHORT_KINDS:
                    kind, at, column = _SHORT_KINDS[kind], start + 4, column + 1
                    (style,) = _U32.unpack_from(data, start)
                else:
                    column, style = struct.unpack_from("<II", data, start)
                    at = start + 8
                if row < 0 or at > end:
                    raise IndexError(start)
                self._cell(builder, row, column, kind, style & 0xFFFFFF, data, at, end)
        return builder.finish()

    def _cell(
        self,
        builder: SheetBuilder,
        row: int,
        column: int,
        kind: int,
        style: int,
        data: bytes,
        at: int,
        end: int,
    ) -> None:
        kind = _FORMULA_KINDS.get(kind, kind)
        form = self._styles[style] if style < len(self._styles) else PLAIN
        if kind == _SHARED_TEXT:
            builder.put_text(row, column, self._strings[_U32.unpack_from(data, at)[0]], form)
        elif kind in (_RK, _REAL):
            number = _rk(data, at) if kind == _RK else _DOUBLE.unpack_from(data, at)[0]
            builder.put_number(row, column, number, form, self._since_1904)
        elif kind == _TEXT:
            builder.put_text(row, column, _wide_text(data, at, end)[0], form)
        elif kind == _RICH_TEXT:
            builder.put_text(row, column, _wide_text(data, at + 1, end)[0], form)
        elif kind == _BOOL:
            builder.put_value(row, column, data[at] != 0)
        elif kind == _ERROR:
            builder.damage(row, column, DAMAGED_ERROR, ERRORS_BY_NUMBER.get(data[at], ""))
