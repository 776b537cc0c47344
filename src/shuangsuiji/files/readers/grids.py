"""The bytes of a registry file become grids of cells: the public face of the spreadsheet readers.

Which reader is told by the content, never by the extension: people rename files. Equal content gives
equal texts whether it stands in an .xlsx or in a CSV, apart from dates and numbers that the CSV's author
spelled otherwise than `shuangsuiji.files.readers.cell_text` does.
"""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import isfinite
from typing import TypeAlias

import python_calamine as calamine

from shuangsuiji.core.findings import Finding, Place, cell_name, error
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_LONG_NUMBER, DAMAGED_SCIENTIFIC, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files import budget
from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT, CellValue, cell_text, number_text
from shuangsuiji.files.readers.csv_grid import read_csv, scientific_cells
from shuangsuiji.files.readers.file_kinds import FLAT_ODS, HTML, ODS, TEXT, XLS, XLSB, XLSX, XML_2003, kind_of
from shuangsuiji.files.readers.html_tables import read_html
from shuangsuiji.files.readers.markup_text import decode_markup
from shuangsuiji.files.readers.ods_book import read_flat_ods, read_ods
from shuangsuiji.files.readers.sheet_scan import MAX_TEXT, SheetReport
from shuangsuiji.files.readers.styled_cells import StyledCells
from shuangsuiji.files.readers.xlsb_book import read_xlsb
from shuangsuiji.files.readers.xlsx_gate import SheetPass, pass_gate
from shuangsuiji.files.readers.xml2003_book import read_xml2003
from shuangsuiji.files.readers.zip_parts import has_backslashes, rebuilt

_Reader: TypeAlias = "Callable[[bytes, str, bool], tuple[list[Grid], list[Finding]]]"
LOCK_FILE = "~$"
"""How the name of the file begins that WPS and Excel leave beside one that is open."""
_ZIPPED = frozenset({XLSX, XLSB, ODS})


def read_grids(data: bytes, name: str, *, displays: bool = False) -> tuple[list[Grid], list[Finding]]:
    """All worksheets of a file, in its own order, with what is worth saying about the file as such.

    Args:
        data: the whole file.
        name: the name to show in findings.
        displays: keep what cells show where another text is read (`Grid.shown`), for lists of cells.

    Raises:
        BadInput: the file is no spreadsheet that can be read, or is damaged or hostile; the finding says
            what it seems to be and what to do.
    """
    refuse_lock_file(name)
    with budget.reading(name, len(data)):
        kind = kind_of(data)
    reader = _READERS.get(kind)
    if reader is None:
        raise BadInput(error(kind, Place(file=name)))
    with budget.reading(name, len(data)), _no_collector():
        if kind not in _ZIPPED:
            return reader(data, name, displays)
        return _read_zipped(reader, data, name, displays)


def refuse_lock_file(name: str) -> None:
    """Says what a file is that WPS and Excel leave beside one that is open.

    Raises:
        BadInput: its name is that of such a file.
    """
    bare = re.split(r"[/\\]", name)[-1]
    if bare.startswith(LOCK_FILE):
        raise BadInput(error("lock-file-alone", Place(file=name), name=bare.removeprefix(LOCK_FILE)))


def _read_zipped(reader: _Reader, data: bytes, name: str, displays: bool) -> tuple[list[Grid], list[Finding]]:
    """Read a zip, written anew first where it is sound but unusual."""
    if has_backslashes(data):
        data = rebuilt(data, name) or data
    try:
        return reader(data, name, displays)
    except BadInput as refusal:
        if [finding.code for finding in refusal.findings] != ["book-unusual"]:
            raise
        again = rebuilt(data, name)
        if again is None:
            raise
    return reader(again, name, displays)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Hold the garbage collector: it would walk the growing rows again and again, for a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_text(data: bytes, name: str, displays: bool) -> tuple[list[Grid], list[Finding]]:
    grid, findings = read_csv(data, name)
    _check_lengths(grid)
    return [grid], findings


def _read_xls(data: bytes, name: str, displays: bool) -> tuple[list[Grid], list[Finding]]:
    # Imported late, since most registries are not .xls.
    from shuangsuiji.files.readers.xls_child import read_xls_apart

    return read_xls_apart(data, name, displays)


def _read_flat_ods(data: bytes, name: str, displays: bool) -> tuple[list[Grid], list[Finding]]:
    text, findings = decode_markup(data, name)
    return read_flat_ods(text.encode("utf-8"), name, displays), findings


def _read_xlsx(data: bytes, name: str, displays: bool) -> list[Grid]:
    passed = pass_gate(data, name, displays)
    # calamine opens no workbook with sheets of macros or dialogs, of which nothing is read here.
    sheets = [entry for entry in passed if entry.report is not None]
    if sheets and all(entry.plain is not None for entry in sheets):
        return [_plain_grid(entry, name) for entry in sheets]
    return _parse_xlsx(data, name, passed)


def _plain_grid(entry: SheetPass, name: str) -> Grid:
    plain, report = entry.plain, entry.report
    assert plain is not None and report is not None
    return Grid(
        file=name,
        sheet=entry.name,
        rows=plain.rows(),
        hidden=entry.hidden,
        merged=sorted(report.merged),
        stored=plain.stored,
        arranged=plain.arranged,
        odd_formats=plain.odd_formats,
    )


def _parse_xlsx(data: bytes, name: str, passed: list[SheetPass]) -> list[Grid]:
    damaged = BadInput(error("book-damaged", Place(file=name)))
    grids: list[Grid] = []
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            metadata = book.sheets_metadata
            if [sheet.name for sheet in metadata] != [sheet.name for sheet in passed]:
                raise damaged
            for index, (sheet, entry) in enumerate(zip(metadata, passed, strict=True)):
                if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                if entry.report is None:
                    raise damaged
                hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                grid = _read_sheet(book.get_sheet_by_index(index), entry.report, name)
                grids.append(replace(grid, hidden=hidden))
    except (calamine.CalamineError, ArithmeticError, ValueError, OSError):
        raise damaged from None
    except BaseException as trouble:
        # A panic in calamine is no Exception, so that nobody catches it by accident.
        if type(trouble).__name__ != "PanicException":
            raise
        raise damaged from None
    if not grids:
        raise BadInput(error("book-no-sheet", Place(file=name)))
    return grids


def _read_sheet(sheet: calamine.CalamineSheet, report: SheetReport, name: str) -> Grid:
    rows: list[list[str]] = []
    damaged = dict(report.damaged)
    # calamine keeps leading blank rows here, but not leading blank columns.
    left = [""] * (sheet.start[1] if sheet.start else 0)
    texts = _Texts()
    for r, cells in enumerate(sheet.iter_rows()):
        row = [cell if cell.__class__ is str else texts.text(cell) for cell in cells]
        if texts.long:
            damaged.update(_long_numbers(r, len(left), cells))
            texts.long = False
        rows.append(left + row if left else row)
    if report.scientific:
        damaged.update(dict.fromkeys(scientific_cells(rows), DAMAGED_SCIENTIFIC))
    _hold_damaged(rows, damaged)
    styled = report.styled
    stored, arranged = _as_shown(rows, styled)
    grid = Grid(
        file=name,
        sheet=sheet.name,
        rows=rows,
        damaged=damaged,
        hidden_rows=report.hidden_rows,
        merged=sorted(report.merged),
        stored=stored,
        arranged=arranged,
        odd_formats=styled.odd_formats if styled is not None else {},
        shown=styled.displays if styled is not None else {},
    )
    if report.longest > MAX_TEXT:
        _check_lengths(grid)
    return grid


_ByCell: TypeAlias = "dict[tuple[int, int], str]"


def _as_shown(rows: list[list[str]], styled: StyledCells | None) -> tuple[_ByCell, _ByCell]:
    """Put what the formats show in the place of what is stored; `stored` and `arranged` of the grid."""
    stored: _ByCell = {}
    arranged: _ByCell = {}
    if styled is None:
        return stored, arranged
    for (r, c), reading in styled.numbers.items():
        if r < len(rows) and c < len(rows[r]):
            rows[r][c] = reading.text
            if reading.stored is not None:
                stored[r, c] = reading.stored
            if reading.arranged is not None:
                arranged[r, c] = reading.arranged
    for (r, c), form in styled.texts.items():
        text = rows[r][c] if r < len(rows) and c < len(rows[r]) else ""
        if text and form.read_text(text) != text:
            rows[r][c], stored[r, c] = form.read_text(text), text
    return stored, arranged


class _Texts:
    """`cell_text` for a million cells: whole numbers at once, dates but once each; notes long numbers."""

    def __init__(self) -> None:
        self.long = False
        self._known: dict[CellValue, str] = {}

    def text(self, value: CellValue) -> str:
        if value.__class__ is float:
            if -DIGIT_LIMIT < value < DIGIT_LIMIT:
                whole = int(value)
                return str(whole) if whole == value else number_text(value)
            self.long = True
            return number_text(value)
        if value.__class__ is bool:
            # True is equal to 1.0, so that it may not share the table.
            return cell_text(value)
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = cell_text(value)
        return known


def _hold_damaged(rows: list[list[str]], damaged: dict[tuple[int, int], str]) -> None:
    """Widen and lengthen the rows until they hold the damaged cells: calamine skips empty formulas."""
    if not damaged:
        return
    width = max(len(rows[0]) if rows else 0, 1 + max(c for _, c in damaged))
    rows.extend([] for _ in range(len(rows), 1 + max(r for r, _ in damaged)))
    for row in rows:
        row.extend([""] * (width - len(row)))


def _long_numbers(r: int, left: int, cells: Iterable[CellValue]) -> Iterator[tuple[tuple[int, int], str]]:
    for c, value in enumerate(cells, start=left):
        if isinstance(value, float) and not abs(value) < DIGIT_LIMIT:
            yield (r, c), DAMAGED_LONG_NUMBER if isfinite(value) else DAMAGED_ERROR


def _check_lengths(grid: Grid) -> None:
    for r, row in enumerate(grid.rows):
        if row and max(map(len, row)) > MAX_TEXT:
            c = next(c for c, cell in enumerate(row) if len(cell) > MAX_TEXT)
            raise BadInput(
                error("cell-too-long", Place(file=grid.file, sheet=grid.sheet, cell=cell_name(r, c)))
            )


_READERS: dict[str, _Reader] = {
    XLSX: lambda data, name, displays: (_read_xlsx(data, name, displays), []),
    XLSB: lambda data, name, displays: (read_xlsb(data, name, displays), []),
    ODS: lambda data, name, displays: (read_ods(data, name, displays), []),
    FLAT_ODS: _read_flat_ods,
    XLS: _read_xls,
    XML_2003: read_xml2003,
    HTML: read_html,
    TEXT: _read_text,
}
"""The reader of each kind; a kind without one is the code of a refusal."""
