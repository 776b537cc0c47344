"""The cells of a worksheet whose formats show something else than is stored, picked out of its XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT
from shuangsuiji.files.readers.number_formats import NumberFormat
from shuangsuiji.files.readers.shown_numbers import Reading

_CELL = (
    rb'<%bc r="([A-Z]{1,3})([0-9]{1,7})" s="(%b)"(?: t="([A-Za-z]{1,12})")?+ ?+>'
    rb"(?:(?:<%bf(?![A-Za-z])[^<>]*+(?:(?<=/)>|>[^<]*+</%bf>))?+<%bv[^<>]*+>([^<]*+)<)?+"
)
_NO_DAY = re.compile(rb">(?:-|[0-9]{7}|[0-9.]+[eE]|[0-9]{1,6}\.[0-9])")
_TEXTS = frozenset({b"s", b"str", b"inlineStr"})


class StyledCells:
    """Takes cells and keeps what is read of them.

    Args:
        formats: the formats to look out for, by the index of the style.
        since_1904: dates of the file count from 1904.
        displays: keep what every number shows.

    Attributes:
        numbers: (row, column) from 0, to what is read of the number there.
        texts: (row, column) to the format of the text there.
        odd_formats: as in `Grid`.
        displays: (row, column) to what the number there shows; empty unless wanted.
    """

    def __init__(
        self, formats: Mapping[bytes, NumberFormat], since_1904: bool, displays: bool = False
    ) -> None:
        self.numbers: dict[tuple[int, int], Reading] = {}
        self.texts: dict[tuple[int, int], NumberFormat] = {}
        self.odd_formats: dict[int, tuple[int, str]] = {}
        self.displays: dict[tuple[int, int], str] = {}
        self._displays = displays
        self._formats = formats
        self._since_1904 = since_1904
        self._known: dict[tuple[bytes, bytes], Reading | None] = {}

    @property
    def by_cell(self) -> bool:
        """Whether cells without a style are wanted, which only a parser can tell."""
        return b"0" in self._formats

    def take_block(self, block: bytes, prefix: bytes) -> None:
        """Take a block of rows that is written as all programs write it (`sheet_scan`)."""
        # The parser reads dates shown in full as it should, but for numbers that are no day, or part of one.
        no_days = _NO_DAY.search(block) is not None
        used = [
            style
            for style, form in self._formats.items()
            if style
            and (self._displays or no_days or form.changes_text or not form.full_date)
            and b' s="%b"' % style in block
        ]
        if not used:
            return
        for letters, number, style, kind, value in _cells(prefix, tuple(used)).findall(block):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            self.take(int(number) - 1, column - 1, style, kind, value)

    def take(self, row: int, column: int, style: bytes, kind: bytes, value: bytes) -> None:
        """Take a cell: its style, its type and what stands in its value."""
        if kind == b"e" and self._displays:
            self.displays[row, column] = value.decode("ascii", "replace")
        form = self._formats.get(style)
        if form is None:
            return
        if kind in _TEXTS:
            if form.changes_text:
                self.texts[row, column] = form
            return
        if kind not in (b"", b"n") or not value:
            return
        key = (style, value)
        if key not in self._known:
            self._known[key] = self._reading(form, value)
        reading = self._known[key]
        if reading is not None:
            self.numbers[row, column] = reading
            if not reading.understood:
                self.odd_formats.setdefault(column, (row, form.code))
            display = form.show(float(value), self._since_1904) if self._displays else None
            if display and display != reading.text:
                self.displays[row, column] = display

    def _reading(self, form: NumberFormat, value: bytes) -> Reading | None:
        try:
            number = float(value)
        except ValueError:
            return None
        return form.read(number, self._since_1904) if -DIGIT_LIMIT < number < DIGIT_LIMIT else None


@lru_cache(maxsize=16)
def _cells(prefix: bytes, styles: tuple[bytes, ...]) -> re.Pattern[bytes]:
    name = re.escape(prefix)
    return re.compile(_CELL % (name, b"|".join(styles), name, name, name))
