"""Workbooks that people made, opened to be copied with additions: formats, widths and formulas stay.

openpyxl writes formulas without their results, which a reader that does not calculate would miss; so the
results are put back. It cannot keep everything: pictures and macros are lost, and `lost_parts` says so.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.documents.office.packing import repacked

MOST_CELLS: Final = 1_500_000
"""Beyond this a copy would take minutes; the list of what was found is written alone."""

_FORMULA: Final = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^<>]*+)>(<f[^<>]*+>[^<]*+</f>|<f[^<>]*/>)<v ?(?:/>|></v>)'
)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^<>]*+>)[^<]*+")
_LOST: Final = re.compile("xl/(media|charts|embeddings|activeX)/|xl/vbaProject")
_FIXED: Final = rb"\g<1>1980-01-01T00:00:00Z"


@contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl warns of parts that it does not know; a clerk can do nothing about them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def too_large(grids: Sequence[Grid]) -> bool:
    """Whether the sheets have more than `MOST_CELLS`."""
    return sum(len(row) for grid in grids for row in grid.rows) > MOST_CELLS


def open_book(data: bytes | None, grids: Sequence[Grid]) -> Any | None:
    """The workbook to add to, or None where its cells have to be copied into a new one.

    Args:
        data: the file, if it is an .xlsx that can be edited.
        grids: its sheets as read; no more than `MOST_CELLS` are opened.
    """
    if data is None or too_large(grids):
        return None
    try:
        with _quiet():
            return openpyxl.load_workbook(io.BytesIO(data))
    except Exception:
        # Whatever it stumbles over (another program still might not), a copy of the cells can be made.
        return None


def fresh_book(grids: Sequence[Grid], default: str) -> Any:
    """A new workbook with the cells of some sheets as texts, for files that cannot be edited."""
    book = openpyxl.Workbook()
    book.properties.created = datetime(1980, 1, 1)
    book.remove(book.worksheets[0])
    for grid in grids:
        page = book.create_sheet(grid.sheet or default[:31])
        widths: dict[int, int] = {}
        for r, cells in enumerate(grid.rows, 1):
            for c, text in enumerate(cells, 1):
                if text:
                    put_text(page.cell(r, c), text).number_format = "@"
                    widths[c] = max(widths.get(c, 0), min(40, sum(1 + (letter > "\xff") for letter in text)))
        for c, width in widths.items():
            page.column_dimensions[get_column_letter(c)].width = width + 2
        page.sheet_state = "hidden" if grid.hidden else "visible"
    return book


def cells_of(page: Any) -> list[Any]:
    """The cells that a sheet really has; walking its rows would make the ones between, a million at worst."""
    return list(page._cells.values())


def put_text(cell: Any, text: str) -> Any:
    """Writes a text that stays a text, also where it begins with =; the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.value:
        cell.data_type = "s"
    return cell


def real_cell(page: Any, name: str) -> Any:
    """The cell of that name, or the one that shows its content where cells are merged."""
    cell = page[name]
    if isinstance(cell, MergedCell):
        for span in page.merged_cells.ranges:
            if name in span:
                return page.cell(span.min_row, span.min_col)
    return cell


def lost_parts(data: bytes) -> bool:
    """Whether the file holds pictures, charts or macros, which a copy may lose."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return any(
            re.match(r"xl/(media|charts|embeddings|activeX)/|xl/vbaProject", name)
            for name in parts.namelist()
        )


def saved(book: Any, data: bytes | None) -> bytes:
    """The bytes of the workbook, always the same for the same content.

    Args:
        book: the workbook.
        data: the file that it was opened from, for the results of its formulas; None for a new one.
    """
    results = _results(book, data) if data is not None else {}
    buffer = io.BytesIO()
    with _quiet():
        book.save(buffer)
    parts = io.BytesIO()
    with zipfile.ZipFile(buffer) as written, zipfile.ZipFile(parts, "w") as archive:
        for name in written.namelist():
            content = written.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(_FIXED, content)
            elif name in results:
                content = _with_results(content, results[name])
            archive.writestr(name, content)
    return repacked(parts.getvalue())


def _results(book: Any, data: bytes) -> dict[str, Mapping[str, Any]]:
    """Name of the sheet's part as it will be written -> cell -> the result of its formula."""
    formulas = {
        page.title: [cell.coordinate for cell in cells_of(page) if cell.data_type == "f"]
        for page in book.worksheets
    }
    if not any(formulas.values()):
        return {}
    with _quiet():
        known = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    found: dict[str, Mapping[str, Any]] = {}
    for number, page in enumerate(book.worksheets, 1):
        if formulas[page.title] and page.title in known.sheetnames:
            values = known[page.title]
            found[f"xl/worksheets/sheet{number}.xml"] = {
                name: values[name].value for name in formulas[page.title] if values[name].value is not None
            }
    return found


def _with_results(content: bytes, results: Mapping[str, Any]) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        if name not in results:
            return match[0]
        kind, text = _stored(results[name])
        mark = f' t="{kind}"' if kind else ""
        inside = f"<v>{escape(text)}</v>"
        return b'<c r="%s"%s%s>%s%s' % (match[1], match[2], mark.encode(), match[3], inside.encode())

    return _FORMULA.sub(put, content)


def _stored(value: Any) -> tuple[str, str]:
    """How a result is stored: the type of the cell, and its text."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, (int, float)):
        return "", repr(value)
    if isinstance(value, (date, datetime, time, timedelta)):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]
    text = str(value)
    return ("e" if re.fullmatch(r"#[A-Z/0!?]+", text) else "str"), text
