"""The tables of an HTML page that was saved or exported as .xls: each is a sheet, nested ones too.

A cell is the text that the page shows. Where an office program wrote the page it says more: x:num or sdval
holds the number behind a display. Cells that span leave the others blank and are
noted as merged.

Tags and texts are read in time linear in the page's length, whatever stands in it. The standard library's
parser is built for whole pages, takes ten times as long, and older ones of it can be held up for minutes by
a crafted page. Only tables are wanted here, so that tags need no tree.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from shuangsuiji.core.findings import Finding, Place, error, note
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_LONG_NUMBER, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT
from shuangsuiji.files.readers.format_moments import serial_value
from shuangsuiji.files.readers.markup_text import decode_markup
from shuangsuiji.files.readers.sheet_builder import ERROR_TEXT, Budget, SheetBuilder
from shuangsuiji.files.readers.sheet_scan import MAX_COLUMNS, MAX_TEXT
from shuangsuiji.files.readers.shown_numbers import day_or_moment, figure, read_shown, shows_full_date

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_SLOPPY_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,40})([^<>]*+)>")
_OPENING = re.compile("<(?=[A-Za-z/!?])")
_LONGEST_TAG = 4096
_LONGEST_ODD_TAG = 1 << 18
_PATIENCE = 200
"""So many tags may have odd quotes before all are cut at the first angle bracket."""
_RAW = {
    name: re.compile(rf"</{name}\b[^>]{{0,99}}>", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp")
}
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")

Token = tuple[str, str]
"""("", text), (name of a start tag in lower case, its attributes) or ("/" + name, "")."""


def tokens(page: str) -> Iterator[Token]:
    """The tags and texts of a page in order; comments, scripts and styles are left out."""
    position, odd = 0, 0
    while True:
        opening = _OPENING.search(page, position)
        if opening is None:
            yield "", page[position:]
            return
        start = opening.start()
        if start > position:
            yield "", page[position:start]
        found = None
        if odd < _PATIENCE:
            found = _TAG.match(page, start, start + _LONGEST_TAG)
        if found is None:
            if page.startswith("<!", start) or page.startswith("<?", start):
                position = _after_declaration(page, start)
                continue
            odd += 1
            found = _SLOPPY_TAG.match(
                page, start, start + _LONGEST_ODD_TAG if odd < _PATIENCE else start + 256
            )
        if found is None:
            yield "", "<"
            position = start + 1
            continue
        position = found.end()
        name = found[2].lower()
        yield (f"/{name}", "") if found[1] else (name, found[3])
        if name in _RAW and not found[1]:
            close = _RAW[name].search(page, position)
            position = close.end() if close else len(page)


def _after_declaration(page: str, start: int) -> int:
    mark = "-->" if page.startswith("<!--", start) else ">"
    end = page.find(mark, start + 2)
    return len(page) if end < 0 else end + len(mark)


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag by their names in lower case; the first of a name wins, as in browsers."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found


MAX_NESTING = 64
MAX_STEPS = 10_000_000
"""Cells covered by spans, and steps over them, in a whole page."""
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534
"""What a browser takes from colspan and rowspan at most."""

_SPACES = re.compile("[ \t\r\n\f]+")
_AROUND_BREAK = re.compile("(?:(?<! ) ++)?\n *+")
_BLOCKS = frozenset({"p", "div", "li", "/p", "/div", "/li"})
_TELLING = re.compile("span|x:|sdval|display|mso-number-format|class", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[¥￥$]?(?:[0-9][0-9,]*)?(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?%?")
_LOST_DIGITS = re.compile("-?[1-9][0-9]{14}0+")
_BY_OFFICE = re.compile(
    r"content\s*=\s*[\"']?(?:Microsoft Excel|Excel\.Sheet|WPS|Kingsoft|ET)", re.IGNORECASE
)
_SHEET_NAME = re.compile(r"<x:Name>([^<>]{1,99})</x:Name>")
_FORMAT = re.compile(r"mso-number-format\s*:\s*(?![\"']?(?:General|\\*@))", re.IGNORECASE)
_FORMAT_CLASS = re.compile(
    r"\.([\w-]{1,40})\s*\{[^{}]{0,2000}?mso-number-format\s*:\s*(?![\"']?(?:General|\\*@))", re.IGNORECASE
)
_LANGUAGES_AND_FORMAT = 3
_TEXT_FORMAT = re.compile(r"mso-number-format\s*:\s*[\"']?\\*@")
_TEXT_CLASS = re.compile(r"\.([\w-]{1,40})\s*\{[^{}]{0,2000}?mso-number-format\s*:\s*[\"']?\\*@")
_HEAD = 1 << 18


@dataclass(slots=True)
class _Table:
    """A table that is being read."""

    number: int
    builder: SheetBuilder
    row: int = -1
    column: int = 0
    covered: dict[int, int] = field(default_factory=dict)
    """Column to the first row in which it is free of spans from above."""
    pieces: list[str] | None = None
    length: int = 0
    at: int = 0
    marks: dict[str, str] = field(default_factory=dict)


def read_html(data: bytes, name: str, displays: bool = False) -> tuple[list[Grid], list[Finding]]:
    """The tables that hold anything, in their order, and a note that a page was read.

    `displays` as in `Budget`.

    Raises:
        BadInput: no table, an encoding that cannot be told, or a page made to do harm.
    """
    page, findings = decode_markup(data, name)
    reader = _Page(page, name, displays)
    for tag, text in tokens(page):
        reader.take(tag, text)
    grids = reader.finish()
    if not grids:
        raise BadInput(error("html-no-table", Place(file=name)))
    names = [html.unescape(found) for found in _SHEET_NAME.findall(page[:_HEAD])]
    if len(names) != len(grids):
        names = [f"第{number}个表格" for number in range(1, len(grids) + 1)] if len(grids) > 1 else [""]
    named = [replace(grid, sheet=sheet) for grid, sheet in zip(grids, names, strict=True)]
    return named, [*findings, note("file-html", Place(file=name))]


class _Page:
    def __init__(self, page: str, name: str, displays: bool) -> None:
        self._name = name
        self._size = len(page)
        self._budget = Budget(name, displays)
        self._open: list[_Table] = []
        self._done: list[tuple[int, SheetBuilder]] = []
        self._count = 0
        self._steps = 0
        self._by_office = _BY_OFFICE.search(page[:_HEAD]) is not None
        self._format_classes = frozenset(_FORMAT_CLASS.findall(page[:_HEAD]))
        self._text_classes = frozenset(_TEXT_CLASS.findall(page[:_HEAD])) if self._by_office else frozenset()

    def take(self, tag: str, text: str) -> None:
        """One token of the page."""
        table = self._open[-1] if self._open else None
        if tag == "table":
            self._start_table(text)
        elif table is None:
            return
        elif not tag:
            self._text(table, text)
        elif tag in ("td", "th"):
            self._start_cell(table, text)
        elif tag in ("/td", "/th"):
            self._end_cell(table)
        elif tag == "tr":
            self._start_row(table, text)
        elif tag == "/table":
            self._end_table()
        elif tag == "br" or tag in _BLOCKS:
            if table.pieces is not None and (tag == "br" or table.pieces):
                table.pieces.append("\n")
        elif tag in ("/tr", "thead", "tbody", "tfoot", "caption"):
            self._end_cell(table)

    def finish(self) -> list[Grid]:
        """The grids of the tables that hold anything."""
        while self._open:
            self._end_table()
        return [builder.finish() for _, builder in sorted(self._done, key=lambda entry: entry[0])]

    def _start_table(self, text: str) -> None:
        if len(self._open) >= MAX_NESTING:
            raise BadInput(error("book-unusual", Place(file=self._name)))
        self._count += 1
        builder = SheetBuilder("", self._size, self._budget)
        builder.hidden = bool(text) and _HIDDEN.search(text) is not None
        self._open.append(_Table(self._count, builder))

    def _end_table(self) -> None:
        table = self._open.pop()
        self._end_cell(table)
        if not table.builder.blank:
            self._done.append((table.number, table.builder))

    def _start_row(self, table: _Table, text: str) -> None:
        self._end_cell(table)
        table.row += 1
        table.column = 0
        if text and _HIDDEN.search(text):
            table.builder.hidden_rows += 1

    def _start_cell(self, table: _Table, text: str) -> None:
        self._end_cell(table)
        if table.row < 0:
            table.row = 0
        marks = attributes_of(text) if text and _TELLING.search(text) else {}
        column = table.column
        while table.covered.get(column, 0) > table.row:
            column += 1
            self._step(1)
        if column >= MAX_COLUMNS:
            raise BadInput(error("book-unusual", Place(file=self._name)))
        width = _span(marks.get("colspan"), _MOST_COLUMNS)
        height = _span(marks.get("rowspan"), _MOST_ROWS)
        if height != 1:
            self._step(width)
            table.builder.merge(table.row, column, height)
            until = table.row + (height or _MOST_ROWS)
            table.covered.update(dict.fromkeys(range(column, column + max(1, width)), until))
        table.at, table.column = column, column + max(1, width)
        table.pieces, table.length, table.marks = [], 0, marks

    def _step(self, count: int) -> None:
        self._steps += count
        if self._steps > MAX_STEPS:
            raise BadInput(error("book-unusual", Place(file=self._name)))

    def _text(self, table: _Table, text: str) -> None:
        if table.pieces is None:
            return
        table.length += len(text)
        # What is over the limit is refused with the name of the cell once the cell has ended.
        if table.length <= 8 * MAX_TEXT or len(table.pieces) < 2:
            table.pieces.append(
                html.unescape(_SPACES.sub(" ", text)) if "&" in text else _SPACES.sub(" ", text)
            )

    def _end_cell(self, table: _Table) -> None:
        if table.pieces is None:
            return
        text, table.pieces = "".join(table.pieces), None
        if "\n" in text:
            text = _AROUND_BREAK.sub("\n", text)
        text = text.strip(" \n\xa0")
        row, column, marks, builder = table.row, table.at, table.marks, table.builder
        if "x:err" in marks or (text[:1] == "#" and ERROR_TEXT.fullmatch(text)):
            builder.damage(row, column, DAMAGED_ERROR, text)
        elif (moment := _full_date(marks, text)) is not None:
            builder.put_value(row, column, moment)
            builder.note_display(row, column, text)
        elif (number := _number(marks, text)) is not None:
            plain = figure(text, number) is not None and not self._has_format(marks)
            if plain or not -DIGIT_LIMIT < number < DIGIT_LIMIT:
                builder.put_value(row, column, number)
            else:
                builder.put_reading(row, column, read_shown(text, number))
            builder.note_display(row, column, text)
        else:
            if self._by_office and _LOST_DIGITS.fullmatch(text) and not self._is_text(marks):
                builder.damage(row, column, DAMAGED_LONG_NUMBER)
            builder.put(row, column, text)

    def _has_format(self, marks: dict[str, str]) -> bool:
        """Whether a cell has a number format: without one, figures are cut to the width of the column."""
        of_office = marks.get("sdnum", "").split(";", _LANGUAGES_AND_FORMAT - 1)
        return (
            (len(of_office) == _LANGUAGES_AND_FORMAT and of_office[-1] not in ("", "General"))
            or _FORMAT.search(marks.get("style", "")) is not None
            or not self._format_classes.isdisjoint(marks.get("class", "").split())
        )

    def _is_text(self, marks: dict[str, str]) -> bool:
        """Whether a cell is formatted as text, so that none of its digits can have been lost."""
        return (
            "x:str" in marks
            or _TEXT_FORMAT.search(marks.get("style", "")) is not None
            or not self._text_classes.isdisjoint(marks.get("class", "").split())
        )


def _span(given: str | None, most: int) -> int:
    given = (given or "1").strip()
    return min(most, int(given[:9])) if given.isascii() and given.isdigit() else 1


def _full_date(marks: dict[str, str], text: str) -> dt.date | None:
    """The moment behind a date that is displayed in full; None for any other cell."""
    try:
        moment = serial_value(float(marks.get("x:num", marks.get("sdval")) or "nan"))
    except ValueError:
        return None
    if not isinstance(moment, dt.datetime) or _NUMBER.fullmatch(text):
        return None
    return day_or_moment(text, moment) if shows_full_date(text, moment) else None


def _number(marks: dict[str, str], text: str) -> float | None:
    """The number behind a display; None where none is given, or the display is a date or the like."""
    given = marks.get("x:num", marks.get("sdval"))
    if given is None:
        return None
    shown = text.replace(" ", "").replace(",", "")
    try:
        number = float(given or shown)
        arranged = figure(text, number)
        if arranged is None and (not shown or shown[-1] == "%" or "e" in shown.lower()):
            return number if not shown or _NUMBER.fullmatch(shown) else None
        seen = float(arranged or shown)
    except (ValueError, OverflowError):
        return None
    decimals = len(re.sub("[^0-9.]", "", shown).partition(".")[2])
    return number if abs(seen - number) <= max(0.51 / 10**decimals, abs(number) * 1e-9) else None
