"""An .xls (Excel 2.0 to 2003, and the .et of WPS), read with xlrd.

xlrd is plain Python and checks little of what it reads, so that this runs in a child process with limits:
see `shuangsuiji.files.readers.xls_child`.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import xlrd
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.format_sections import Shape
from shuangsuiji.files.readers.number_formats import NumberFormat, builtin_format, format_of
from shuangsuiji.files.readers.sheet_builder import ERRORS_BY_NUMBER, Budget, SheetBuilder

_NUMBERED = 50
"""xlrd's name for BIFF 5, from which on the numbers of formats mean the same in every file."""
_HEAD = struct.Struct("<HH")
"""Kind and length of a record."""
_NO_CELLS = frozenset({0x18, 0x218, 0x1C, 0x5D, 0xEC, 0x1B6})
"""Names, comments, objects, drawings and their texts ([MS-XLS] 2.3)."""
_CONTINUE, _NOTHING = 0x3C, 0x0FFF
_UNICODE = 80
"""xlrd's name for BIFF 8, from which on texts are Unicode."""


def read_xls(data: bytes, name: str, displays: bool = False) -> tuple[list[Grid], list[Finding]]:
    """The worksheets in their order, and a warning when the file had to be read with indulgence.

    `displays` as in `Budget`.

    Raises:
        BadInput: encrypted, damaged, or too large.
        MemoryError: the process may not have what the file asks for.
    """
    place = Place(file=name)
    try:
        grids, odd = _read(data, name, displays)
    except (BadInput, MemoryError):
        raise
    except Exception as trouble:
        if "encrypted" in str(trouble):
            raise BadInput(error("file-encrypted", place)) from None
        try:
            grids, odd = _read(_cells_alone(data), name, displays)[0], True
        except (BadInput, MemoryError):
            raise
        except Exception:
            # xlrd meets damage with whatever its plain indexing, unpacking and asserting raise.
            raise BadInput(error("book-damaged", place)) from None
    if not grids:
        raise BadInput(error("book-no-sheet", place))
    return grids, [warning("xls-irregular", place)] if odd else []


def _read(data: bytes, name: str, displays: bool) -> tuple[list[Grid], bool]:
    book, odd = _open(data)
    return _grids(book, len(data), Budget(name, displays)), odd


def _cells_alone(data: bytes) -> bytes:
    """The stream of the workbook with comments, names and drawings blanked, at which xlrd stumbles.

    Every record keeps its place, since the workbook says where each sheet starts.
    """
    stream = bytearray(data)
    if data.startswith(SIGNATURE):
        container = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        for stream_name in ("Workbook", "Book"):
            found, start, length = container.locate_named_stream(stream_name)
            if found is not None:
                stream = bytearray(found[start : start + length])
                break
    at, blanked = 0, False
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        blanked = kind in _NO_CELLS or (blanked and kind == _CONTINUE)
        if blanked:
            _HEAD.pack_into(stream, at, _NOTHING, length)
        at += _HEAD.size + length
    return bytes(stream)


def _open(data: bytes) -> tuple[Any, bool]:
    """The workbook, and whether something in it was passed over."""
    settings: dict[str, Any] = {
        "file_contents": data,
        "logfile": io.StringIO(),
        "on_demand": True,
        "ragged_rows": True,
        "formatting_info": True,
    }
    try:
        book = xlrd.open_workbook(**settings)
        if book.biff_version < _UNICODE and book.codepage is None:
            # xlrd would take the texts for Latin ones.
            return xlrd.open_workbook(**settings, encoding_override="gb18030"), True
        return book, False
    except CompDocError:
        # Some exporters list a sector twice; Excel and WPS do not mind.
        return xlrd.open_workbook(**settings, ignore_workbook_corruption=True), True
    except UnicodeDecodeError:
        # Old exporters name a wrong code page.
        return xlrd.open_workbook(**settings, encoding_override="gb18030"), True


def _grids(book: Any, size: int, budget: Budget) -> list[Grid]:
    formats = [_format(book, style.format_key) for style in book.xf_list]
    made = []
    for index in range(book.nsheets):
        made.append(_grid(book, book.sheet_by_index(index), size, formats, budget))
        book.unload_sheet(index)
    return made


def _format(book: Any, key: int) -> NumberFormat:
    """The format of a key: dates known by their number, others as the file spells them."""
    known, given = builtin_format(key), book.format_map.get(key)
    by_number = book.biff_version >= _NUMBERED and known.numbers[0].shape is Shape.MOMENT
    return known if given is None or by_number else format_of(given.format_str)


def _grid(book: Any, sheet: Any, size: int, formats: list[NumberFormat], budget: Budget) -> Grid:
    builder = SheetBuilder(sheet.name, size, budget)
    builder.hidden = sheet.visibility != 0
    builder.hidden_rows = sum(bool(row.hidden) for row in sheet.rowinfo_map.values())
    for top, below, left, _ in sheet.merged_cells:
        builder.merge(top, left, below - top)
    since_1904 = book.datemode == 1
    for r in range(sheet.nrows):
        for c, (kind, value) in enumerate(zip(sheet.row_types(r), sheet.row_values(r), strict=True)):
            if kind == xlrd.XL_CELL_TEXT:
                builder.put_text(r, c, value, formats[sheet.cell_xf_index(r, c)])
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                builder.put_number(r, c, value, formats[sheet.cell_xf_index(r, c)], since_1904)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                builder.put_value(r, c, value != 0)
            elif kind == xlrd.XL_CELL_ERROR:
                builder.damage(r, c, DAMAGED_ERROR, ERRORS_BY_NUMBER.get(value, ""))
    return builder.finish()
