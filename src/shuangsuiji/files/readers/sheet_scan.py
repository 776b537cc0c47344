"""One pass over the XML of a worksheet before a parser may see it.

The pass finds what the parser would not tell (error values, formulas without a value, hidden rows) and
what would hurt it (a box of cells too large to hold, document types, stray encodings). A block of rows
is first held against the shape that all common programs write, by one regular expression, which takes a
tenth of the parser's own time; a block of another shape is read by expat, cell by cell. A block that
fits holds nothing worth reporting, so that the expression has to prove, not to extract.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from xml.parsers import expat

from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_FORMULA, Merged
from shuangsuiji.files.readers.styled_cells import StyledCells

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_SHEETS = 1_000
MAX_TEXT = 32_767
"""The most characters that Excel and WPS keep in a cell."""
MAX_BOX = 40_000_000
"""Cells from A1 to the last one, all sheets of a file together: more than a million rows of 30 columns."""
SPARSE_FROM = 2_000_000
"""Up to this many cells a sheet may be as empty as it likes."""
_HEAD_LIMIT = 8 << 20
_BLOCK_LIMIT = 32 << 20
"""Bytes in which a row ends; one of 16,384 cells has two million."""
_OVERLAP = 64
_NUMBER_LIMIT = 64

SHEET_DATA = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?sheetData\s*(/?)>")
"""The element that holds the rows; what an external link caches has attributes and is none."""

_STRAY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:sheetData)[\s/>]|<!(?!--)")
_ENCODING = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_MERGED = re.compile(
    rb"""<(?:[A-Za-z_][\w.-]{0,9}:)?mergeCell\s+ref=["']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})["']"""
)
_COLUMNS_USED = re.compile(rb'r="([A-Z]+)[0-9]')


class SheetTrouble(Exception):
    """The sheet may not be parsed; `code` says why, `values` fill its text."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(slots=True)
class SheetReport:
    """What the pass has seen.

    Attributes:
        damaged: (row, column) from 0, to the code of the damage.
        hidden_rows: how many rows are hidden.
        last_row, last_column: the last used ones, from 0, -1 for none; never too small, but too large
            where cells are only formatted, unless the pass was exact.
        size: bytes of XML.
        longest: no text in the sheet's own XML has more characters than this or `MAX_TEXT`.
        scientific: whether something like 9.14E+17 occurs at all.
        merged: the cells merged over several rows, as far as the rows are in use.
        styled: what the formats of the cells show, where that was asked for.
        taken: whether the taker, if there was one, took every block.
    """

    damaged: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    last_row: int = -1
    last_column: int = -1
    size: int = 0
    longest: int = 0
    scientific: bool = False
    merged: set[Merged] = field(default_factory=set)
    styled: StyledCells | None = None
    taken: bool = False

    @property
    def box(self) -> int:
        """How many cells the parser will hold: from A1 to the last row and the last column."""
        return (self.last_row + 1) * (self.last_column + 1)


class Taker(Protocol):
    """Takes the cells of blocks of rows in which nothing is worth reporting."""

    last_row: int

    @property
    def last_column(self) -> int:
        """The last column in which a cell stands, from 0."""

    def take(self, block: bytes) -> bool:
        """Take a block of whole rows, or refuse it and be asked no more."""


def scan_sheet(
    pieces: Iterable[bytes],
    *,
    exact: bool = False,
    taker: Taker | None = None,
    styled: StyledCells | None = None,
) -> SheetReport:
    """Scan the XML of one sheet, given in pieces; with `exact`, every block goes through expat.

    Args:
        pieces: the XML.
        exact: spare no block the parser.
        taker: offered every block; what it takes is not looked at again.
        styled: given the cells of every block that the taker does not take.

    Raises:
        SheetTrouble: the XML is damaged, hostile, or of a kind that a parser would misread in silence.
    """
    scan = _Scan(exact, taker, styled)
    for piece in pieces:
        scan.feed(piece)
    report = scan.finish()
    report.taken = scan.taker is not None
    return report


def check_prologue(head: bytes) -> None:
    """Refuse a part in another encoding than UTF-8: the parser would read it as empty, without a word."""
    if head[:2] in (b"\xfe\xff", b"\xff\xfe") or b"\0" in head[:64]:
        raise SheetTrouble("book-unusual")
    found = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    if found and found[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise SheetTrouble("book-unusual")


def _without_comments(data: bytes) -> bytes:
    """Markup without its comments; one that does not end is left."""
    kept: list[bytes] = []
    at = 0
    while (start := data.find(b"<!--", at)) >= 0 and (end := data.find(b"-->", start + 4)) >= 0:
        kept.append(data[at:start])
        at = end + 3
    return b"".join((*kept, data[at:]))


class _Scan:
    """The pass as a machine: head, then blocks of whole rows, then tail."""

    def __init__(self, exact: bool, taker: Taker | None, styled: StyledCells | None) -> None:
        self.taker = taker
        self._styled = styled
        self._report = SheetReport()
        self._exact = exact or (styled is not None and styled.by_cell)
        self._step: Callable[[bytes], None] = self._in_head
        self._buffer = b""
        self._prefix = b""
        self._cells = _Cells(self._report, styled)

    def feed(self, piece: bytes) -> None:
        self._report.size += len(piece)
        # One byte is sought many times faster than two, and most sheets hold no plus sign at all.
        if b"+" in piece and b"E+" in piece:
            self._report.scientific = True
        self._step(piece)

    def finish(self) -> SheetReport:
        if self._step != self._in_tail:
            raise SheetTrouble("book-damaged")
        return self._report

    def _in_head(self, piece: bytes) -> None:
        if not self._buffer:
            check_prologue(piece)
        self._buffer += piece
        found = SHEET_DATA.search(self._buffer)
        if not found:
            if len(self._buffer) > _HEAD_LIMIT:
                raise SheetTrouble("book-damaged")
            return
        head = _without_comments(self._buffer[: found.start()])
        if b"<!" in head:
            raise SheetTrouble("book-damaged" if b"<!--" in head else "book-doctype")
        self._prefix = found[1] + b":" if found[1] else b""
        rest, self._buffer = self._buffer[found.end() :], b""
        self._step = self._in_tail if found[2] else self._in_rows
        self._step(rest)

    def _in_rows(self, piece: bytes) -> None:
        buffer = self._buffer + piece
        row_end = b"</" + self._prefix + b"row>"
        cut = buffer.rfind(row_end)
        cut = 0 if cut < 0 else cut + len(row_end)
        sheet_end = buffer.find(b"</" + self._prefix + b"sheetData", cut)
        if sheet_end >= 0:
            cut = sheet_end
        elif len(buffer) > _BLOCK_LIMIT:
            raise SheetTrouble("book-damaged")
        if cut:
            self._block(buffer[:cut])
        self._buffer = buffer[cut:]
        if sheet_end >= 0:
            rest, self._buffer = self._buffer, b""
            self._step = self._in_tail
            self._step(rest[2 + len(self._prefix) + len(b"sheetData") :])

    def _in_tail(self, piece: bytes) -> None:
        buffer = self._buffer + piece
        if _STRAY.search(buffer):
            raise SheetTrouble("book-damaged")
        for left, top, bottom in _MERGED.findall(buffer):
            first, last = int(top) - 1, min(int(bottom) - 1, self._report.last_row)
            if first < last and len(self._report.merged) < MAX_ROWS:
                self._report.merged.add(Merged(first, last, _column(left.decode("ascii"))))
        self._buffer = buffer[-_OVERLAP:]

    def _block(self, block: bytes) -> None:
        if self.taker is not None:
            if not self._prefix and self.taker.take(block):
                self._cells.row = self._report.last_row = self.taker.last_row
                self._report.last_column = max(self._report.last_column, self.taker.last_column)
                self._check_reach()
                return
            self.taker = None
        if not self._exact and self._fits(block):
            rows = list(map(int, _rows_used(self._prefix).findall(block)))
            self._cells.row = rows[-1] - 1
            self._report.last_row = max(self._report.last_row, max(rows) - 1)
            if self._styled is not None:
                self._styled.take_block(block, self._prefix)
        else:
            self._cells.read(block)
            self._report.longest = max(self._report.longest, len(block))
        self._check_reach()

    def _check_reach(self) -> None:
        if self._report.last_row >= MAX_ROWS or self._report.last_column >= MAX_COLUMNS:
            raise SheetTrouble("book-damaged")

    def _fits(self, block: bytes) -> bool:
        if self._report.last_column < 0:
            letters = max(set(_COLUMNS_USED.findall(block)), key=lambda name: (len(name), name), default=b"")
            if not 1 <= len(letters) <= 2:
                return False
            self._report.last_column = _column(letters.decode("ascii"))
        width = self._report.last_column + 1
        if width > 26:
            width = min(702, -(-width // 26) * 26)
            self._report.last_column = max(self._report.last_column, width - 1)
        return _shape(self._prefix, width).fullmatch(block) is not None


@lru_cache(maxsize=64)
def _shape(prefix: bytes, width: int) -> re.Pattern[bytes]:
    """The shape of a block of ordinary rows: references in order, no error value, nothing hidden.

    Every quantifier over text is possessive, so that a block which does not fit fails at once; the three
    commonest cells come first.
    """
    if width <= 26:
        column = b"[A-%c]" % (64 + width)
    else:
        column = b"(?:[A-Z]|[A-%c][A-Z])" % (63 + width // 26)
    made = {b"P": re.escape(prefix), b"MAX": b"%d" % MAX_TEXT, b"COLUMN": column}
    for name, pattern in _SHAPES:
        made[name] = re.sub(rb"@([A-Z]+)", lambda found: made[found[1]], pattern)
    return re.compile(made[b"ROWS"])


_SHAPES = (
    (b"VALUE", rb'<@Pv(?: xml:space="preserve")?+>(?!\s)[^<]{1,@MAX}+</@Pv>'),
    (b"FORMULA", rb"<@Pf(?![A-Za-z])[^<>]*+(?:(?<=/)>|>[^<]*+</@Pf>)"),
    (b"INLINE", rb"<@Pis><@Pt(?![A-Za-z])[^<>]*+(?:(?<=/)>|>[^<]{0,@MAX}+</@Pt>)</@Pis>"),
    (b"SHARED", rb' t="s"><@Pv>[0-9]++</@Pv></@Pc>'),
    (b"NUMBER", rb"><@Pv>[0-9.]++</@Pv></@Pc>"),
    (b"TEXT", rb' t="inlineStr"><@Pis><@Pt>[^<]{0,@MAX}+</@Pt></@Pis></@Pc>'),
    (b"KIND", rb'(?: t="(?:s|n|str|b|inlineStr|d)")?+'),
    (b"OTHER", rb"@KIND ?+(?:/>|>(?:(?:@FORMULA)?+@VALUE|@INLINE)?+</@Pc>)"),
    (b"CELL", rb'<@Pc r="@COLUMN\1"(?: s="[0-9]++")?+(?>@SHARED|@NUMBER|@TEXT|@OTHER)'),
    (b"SHOWN", rb"(?![^<>]*hidden\s*=\s*[\"'](?!(?:0|false)[\"']))"),
    (b"ROW", rb'<@Prow r="([1-9][0-9]{0,6})"@SHOWN[^<>]*+>(?:(?<=/>)|(?:@CELL)*+</@Prow>)'),
    (b"ROWS", rb"(?:@ROW)++"),
)


@lru_cache(maxsize=16)
def _rows_used(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(b'<%brow r="([0-9]+)"' % re.escape(prefix))


def _column(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


class _Cells:
    """Reads a block of rows with expat, cell by cell; `row` runs on from block to block."""

    def __init__(self, report: SheetReport, styled: StyledCells | None) -> None:
        self.row = -1
        self._styled = styled
        self._style, self._number = "0", ""
        self._report = report
        self._column = -1
        self._at = (0, 0)
        self._kind = ""
        self._formula = self._value = self._inside_value = self._content = False

    def read(self, block: bytes) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = _refuse_cdata
        try:
            parser.Parse(b"<rows>", False)
            parser.Parse(block, False)
            parser.Parse(b"</rows>", True)
        except expat.ExpatError:
            raise SheetTrouble("book-damaged") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._start_row(attributes)
        elif local == "v":
            self._inside_value = self._content = True
        elif local == "f":
            self._formula = True
        elif local == "is":
            self._content = self._value = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif number.isascii() and number.isdigit() and 0 < int(number[:9]) <= MAX_ROWS:
            self.row = int(number[:9]) - 1
        else:
            raise SheetTrouble("book-damaged")
        self._column = -1
        if attributes.get("hidden", "0") not in ("0", "false"):
            self._report.hidden_rows += 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            self._at = (self.row, self._column)
        else:
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise SheetTrouble("book-damaged")
            self._column = _column(found[1])
            self._at = (int(found[2]) - 1, self._column)
        self._kind = attributes.get("t", "n")
        self._style, self._number = attributes.get("s", "0"), ""
        self._formula = self._value = self._content = False

    def _text(self, text: str) -> None:
        if self._inside_value and text.strip():
            self._value = True
            self._number += text[:_NUMBER_LIMIT]

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v":
            self._inside_value = False
        elif local == "c" and (self._content or self._formula):
            self._end_cell()

    def _end_cell(self) -> None:
        report, (row, column) = self._report, self._at
        report.last_row = max(report.last_row, row)
        report.last_column = max(report.last_column, column)
        if self._styled is not None:
            style, kind, value = (
                text.strip().encode("utf-8", "replace") for text in (self._style, self._kind, self._number)
            )
            self._styled.take(row, column, style, kind, value)
        if self._kind == "e":
            report.damaged[self._at] = DAMAGED_ERROR
        elif self._formula and not self._value and not (self._kind == "str" and self._content):
            report.damaged[self._at] = DAMAGED_FORMULA


def _refuse_cdata() -> None:
    # calamine drops what stands in a CDATA section: a cell would silently be empty.
    raise SheetTrouble("book-unusual")
