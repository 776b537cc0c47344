"""The cells of a worksheet of the plainest kind, taken in the very pass that checks it.

Nearly every registry is a block of rows of shared or inline strings and numbers. One regular expression,
made for the columns of the sheet, proves that a block of XML is of this kind and gives its cells column by
column; no parser has to read the sheet again. Whatever is not of this kind (formulas, booleans, rich text
in cells, escapes, lost digits, other spellings of XML) is left to calamine: a sheet is taken as a whole
or not at all, so that the two ways can be tested against each other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT
from shuangsuiji.files.readers.number_formats import NumberFormat
from shuangsuiji.files.readers.sheet_scan import MAX_TEXT
from shuangsuiji.files.readers.shown_numbers import Reading

MOST_COLUMNS = 120
MOST_TEXTS = 5_000_000

_PLAIN_ITEM = (
    rb"<t>(?![ \t\n])([^<]++)(?<![ \t\n])</t>",
    rb'<t xml:space="preserve">([^<]++)</t>',
    rb'<t(?: xml:space="preserve")?+(?:/>|></t>)',
)
_ITEMS = re.compile(
    rb"(<si>)(?:" + b"|".join(_PLAIN_ITEM) + rb")(?:<phoneticPr [^<>]*+/>)?+</si>|(?s:.+)",
)
_ITEMS_HEAD = re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<sst [^<>]*>")
_ITEM_END = b"</si>"
_LONGEST_ITEM = 1 << 20
_ITEMS_TAIL = re.compile(rb"\s*</sst>\s*")
_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_WHOLE_NUMBERS = re.compile(rb"(?:(?:0|[1-9][0-9]{0,14})?+\n)*+")

_ROW = (
    rb'<row r="([1-9][0-9]{0,6})"(?![^<>]*hidden\s*=\s*["\'](?!(?:0|false)["\']))[^<>]*+>'
    rb"(?:(?<=/>)|%b</row>)|(?s:.+)"
)
_CELL = (
    rb'(?:<c r="%b\1"(?: s="([0-9]++)")?+'
    rb'(?:(?: t="([sn])")?+><v>([0-9.eE+-]++)</v></c>|/>|></c>'
    rb'| t="inlineStr"><is>(?:<t(?:>(?![ \t\n])([^<]++)(?<![ \t\n])| xml:space="preserve">([^<]++))</t>'
    rb'|(<t(?: xml:space="preserve")?+(?:/>|></t>)))</is></c>))?+'
)
_GROUPS = 6
_COLUMN = re.compile(rb'<c r="([A-Z]{1,2})[0-9]')


class NotPlain(Exception):
    """The sheet, or the shared strings, are not of the plain kind."""


class PlainTexts:
    """The shared strings, taken piece by piece; `texts` is None as soon as one is not plain.

    Attributes:
        texts: each text by its index as it stands in a cell, "" under b"".
        longest: bytes of the longest.
    """

    def __init__(self) -> None:
        self.texts: dict[bytes, str] | None = {b"": ""}
        self.longest = 0
        self._count = 0
        self._buffer = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the part."""
        if self.texts is None:
            return
        buffer = self._buffer + piece
        start = 0
        if not self._count:
            head = _ITEMS_HEAD.match(buffer)
            if not head or head[0].endswith(b"/>"):
                self.texts = None
                return
            start = head.end()
        cut = buffer.rfind(_ITEM_END, start)
        if cut >= 0:
            cut += len(_ITEM_END)
            self._take(buffer[start:cut])
            buffer = buffer[cut:]
        self._buffer = buffer
        if len(buffer) > _LONGEST_ITEM:
            self.texts = None

    def finish(self) -> dict[bytes, str] | None:
        """All of them, or None when they are not plain."""
        return self.texts if self._count and _ITEMS_TAIL.fullmatch(self._buffer) else None

    def _take(self, block: bytes) -> None:
        found = _ITEMS.findall(block)
        items = [trimmed or kept for _, trimmed, kept in found]
        first, self._count = self._count, self._count + len(items)
        try:
            if not found[-1][0] or b"\r" in block or self._count > MOST_TEXTS:
                raise NotPlain
            texts = _decoded(items)
        except NotPlain:
            self.texts = None
            return
        self.longest = max(self.longest, *map(len, items))
        if self.texts is not None:
            self.texts.update(zip(map(b"%d".__mod__, range(first, self._count)), texts, strict=True))


def _decoded(items: Sequence[bytes]) -> list[str]:
    """Texts of XML as texts; none of them is too long, or holds what only a parser may judge."""
    if not items:
        return []
    if max(map(len, items)) > MAX_TEXT:
        raise NotPlain
    try:
        whole = b"\0".join(items).decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None
    if "\r" in whole or "E+" in whole or _ESCAPE.search(whole):
        raise NotPlain
    if "&" in whole:
        if _ENTITY.search(whole):
            raise NotPlain
        whole = html.unescape(whole)
    texts = whole.split("\0")
    if len(texts) != len(items):
        raise NotPlain
    return texts


@lru_cache(maxsize=64)
def _row_pattern(columns: tuple[bytes, ...]) -> re.Pattern[bytes]:
    return re.compile(_ROW % b"".join(_CELL % column for column in columns))


class PlainSheet:
    """The cells of one sheet, taken block by block with `take` until one is not plain.

    Args:
        texts: of `PlainTexts`.
        formats: of `cell_formats` in `xlsx_gate`.

    Attributes:
        stored, arranged, odd_formats: as in `Grid`.
    """

    def __init__(self, texts: Mapping[bytes, str], formats: Mapping[bytes, NumberFormat]) -> None:
        self.last_row = -1
        self.stored: dict[tuple[int, int], str] = {}
        self.arranged: dict[tuple[int, int], str] = {}
        self.odd_formats: dict[int, tuple[int, str]] = {}
        self._texts = texts
        self._formats = formats
        self._text_styles = frozenset(style for style, form in formats.items() if form.changes_text)
        self._telling_styles: set[bytes] = set()
        self._first_row = 0
        self._names: tuple[bytes, ...] = ()
        self._columns: dict[bytes, list[str]] = {}
        self._used: set[int] = set()
        self._last_used = -1
        self._numbers: dict[tuple[bytes, bytes], str] = {}
        self._told: dict[tuple[bytes, bytes], Reading] = {}

    @property
    def last_column(self) -> int:
        """The last column in which a cell stands, from 0."""
        return _index(self._names[-1]) if self._names else -1

    def take(self, block: bytes) -> bool:
        """Take a block of whole rows; False, and nothing more may be taken, when it is not plain."""
        try:
            self._take(block)
        except (NotPlain, KeyError, ValueError):
            return False
        return True

    def rows(self) -> list[list[str]]:
        """All rows from the first of the sheet to the last that holds something, all equally long."""
        if not self._used:
            return []
        width = 1 + max(self._used)
        blank = [""] * (self.last_row + 1 - self._first_row)
        by_index = {_index(name): cells for name, cells in self._columns.items()}
        rows = list(map(list, zip(*(by_index.get(index, blank) for index in range(width)), strict=True)))
        del rows[self._last_used + 1 - self._first_row :]
        return [[""] * width for _ in range(self._first_row)] + rows

    def _take(self, block: bytes) -> None:
        found = _row_pattern(self._names).findall(block) if self._names else []
        if not found or not found[-1][0]:
            used = {*self._names, *_COLUMN.findall(block)}
            if not used or len(used) > MOST_COLUMNS:
                raise NotPlain
            names = tuple(sorted(used, key=lambda name: (len(name), name)))
            if names == self._names:
                raise NotPlain
            self._names = names
            found = _row_pattern(names).findall(block)
            if not found[-1][0]:
                raise NotPlain
        numbers, *groups = zip(*found, strict=True)
        first = int(numbers[0]) - 1
        if list(map(int, numbers)) != list(range(first + 1, first + 1 + len(numbers))):
            raise NotPlain
        if self.last_row < 0:
            self._first_row = first
        elif first != self.last_row + 1:
            raise NotPlain
        held = self.last_row + 1 - self._first_row if self.last_row >= 0 else 0
        for position, name in enumerate(self._names):
            cells = self._columns.setdefault(name, [""] * held)
            contents = groups[_GROUPS * position : _GROUPS * (position + 1)]
            styles, types, values, trimmed, kept, _ = contents
            made = self._cells(styles, types, values, trimmed, kept)
            if self._text_styles and not self._text_styles.isdisjoint(styles):
                made = self._texts_shown(made, styles, types, values, first, _index(name))
            cells += made
            if not self._telling_styles.isdisjoint(styles):
                self._tell(styles, types, values, first, _index(name))
            if any(map(any, contents[2:])):
                self._used.add(_index(name))
        self.last_row = first + len(numbers) - 1
        for back, row in enumerate(reversed(found)):
            if any(value for place, value in enumerate(row[1:]) if place % _GROUPS > 1):
                self._last_used = self.last_row - back
                break

    def _cells(
        self,
        styles: Sequence[bytes],
        types: Sequence[bytes],
        values: Sequence[bytes],
        trimmed: Sequence[bytes],
        kept: Sequence[bytes],
    ) -> list[str]:
        """The texts of one column."""
        if any(trimmed) or any(kept):
            if any(kept) or any(values):
                return self._mixed(styles, types, values, trimmed, kept)
            return _decoded(trimmed)
        is_text = types.count(b"s")
        if is_text == len(types) - values.count(b""):
            return list(map(self._texts.__getitem__, values))
        if is_text:
            return self._mixed(styles, types, values, trimmed, kept)
        if all(self._formats[style].keeps_whole for style in set(styles)):
            whole = b"\n".join(values) + b"\n"
            if _WHOLE_NUMBERS.fullmatch(whole):
                return whole.decode("ascii").split("\n")[:-1]
        return list(map(self._number, styles, values))

    def _mixed(
        self,
        styles: Sequence[bytes],
        types: Sequence[bytes],
        values: Sequence[bytes],
        trimmed: Sequence[bytes],
        kept: Sequence[bytes],
    ) -> list[str]:
        """The texts of a column in which inline strings, shared ones and numbers may meet."""
        inline = [one or other for one, other in zip(trimmed, kept, strict=True)]
        texts = iter(_decoded([text for text in inline if text]))
        known, number = self._texts, self._number
        return [
            next(texts) if text else known[value] if kind == b"s" else number(style, value)
            for text, kind, style, value in zip(inline, types, styles, values, strict=True)
        ]

    def _number(self, style: bytes, value: bytes) -> str:
        text = self._numbers.get((style, value))
        if text is None:
            text = self._numbers[style, value] = self._number_text(style, value)
        return text

    def _number_text(self, style: bytes, value: bytes) -> str:
        form = self._formats[style]
        if not value:
            return ""
        number = float(value)
        if not -DIGIT_LIMIT < number < DIGIT_LIMIT:
            raise NotPlain
        reading = form.read(number)
        if not reading.plain:
            self._told[style, value] = reading
            self._telling_styles.add(style)
        return reading.text

    def _tell(
        self,
        styles: Sequence[bytes],
        types: Sequence[bytes],
        values: Sequence[bytes],
        first: int,
        column: int,
    ) -> None:
        """Note where the numbers of a column are stored otherwise than they are read."""
        for row, (kind, key) in enumerate(zip(types, zip(styles, values, strict=True), strict=True), first):
            reading = self._told.get(key) if kind != b"s" else None
            if reading is None:
                continue
            if reading.stored is not None:
                self.stored[row, column] = reading.stored
            if reading.arranged is not None:
                self.arranged[row, column] = reading.arranged
            if not reading.understood:
                self.odd_formats.setdefault(column, (row, self._formats[key[0]].code))

    def _texts_shown(
        self,
        texts: Sequence[str],
        styles: Sequence[bytes],
        types: Sequence[bytes],
        values: Sequence[bytes],
        first: int,
        column: int,
    ) -> list[str]:
        """The texts of a column as their formats show them."""
        made = list(texts)
        for index, (text, style, kind, value) in enumerate(zip(texts, styles, types, values, strict=True)):
            if text and style in self._text_styles and (kind == b"s" or not value):
                made[index] = self._formats[style].read_text(text)
                if made[index] != text:
                    self.stored[first + index, column] = text
        return made


def _index(name: bytes) -> int:
    index = 0
    for letter in name:
        index = index * 26 + letter - 64
    return index - 1
