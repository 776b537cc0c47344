"""Cells that show something else than they store, and cells whose text was lost before.

A cell is read as shown, and a column in which that differs from what is stored is told once. U+FFFD stands
where a character is gone for good. Question marks in a row, 锟斤拷, 鐨勯 and Ã¤Â½ are what is left of
Chinese that a program wrote or read in an encoding that was not its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from shuangsuiji.core.columns.kinds import CODES_OR_NAMES
from shuangsuiji.core.findings import Finding, Place, cell_name, error, warning
from shuangsuiji.core.registries.grid import Grid

_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def shown_otherwise(
    grid: Grid, columns: Mapping[str, int], rows: Collection[int], strict: Collection[str]
) -> list[Finding]:
    """What to say of number formats: codes that are numbers, rounded figures, hidden and odd cells.

    Args:
        grid: the sheet.
        columns: heading to column, from 0.
        rows: the rows that are read, from 0.
        strict: the columns that rules read; a figure that is rounded elsewhere is not worth telling.
    """
    if not grid.stored and not grid.odd_formats:
        return []
    cells: dict[tuple[str, str], list[tuple[int, int]]] = {}
    by_index = {index: name for name, index in columns.items()}
    for row, index in sorted(grid.stored):
        name = by_index.get(index)
        if name is None or row not in rows or index >= len(grid.rows[row]):
            continue
        text, stored = grid.rows[row][index], grid.stored[row, index]
        code = _code(name, text, stored, strict)
        if code:
            cells.setdefault((code, name), []).append((row, index))
    return [*_told(grid, cells), *_odd_formats(grid, by_index)]


def _code(name: str, text: str, stored: str, strict: Collection[str]) -> str:
    """The code of what there is to say of one cell; "" for nothing."""
    if not text.strip():
        return "cell-hidden"
    if name in CODES_OR_NAMES:
        return "cell-shown-otherwise"
    rounded = name in strict and _FIGURE.fullmatch(text) and _FIGURE.fullmatch(stored)
    return "cell-rounded" if rounded else ""


def _told(grid: Grid, cells: Mapping[tuple[str, str], list[tuple[int, int]]]) -> Iterator[Finding]:
    for (code, name), places in sorted(cells.items(), key=lambda entry: entry[1][0]):
        row, index = places[0]
        place = Place(file=grid.file, sheet=grid.sheet, cell=cell_name(row, index))
        shown, stored, count = grid.rows[row][index], grid.stored[row, index], len(places)
        if code == "cell-hidden":
            yield warning("cell-hidden", place, column=name, count=count, stored=stored)
        elif code == "cell-rounded":
            yield warning("cell-rounded", place, column=name, count=count, shown=shown, stored=stored)
        else:
            yield warning("cell-shown-otherwise", place, column=name, count=count, shown=shown, stored=stored)


def _odd_formats(grid: Grid, by_index: Mapping[int, str]) -> Iterator[Finding]:
    for index, (row, code) in sorted(grid.odd_formats.items()):
        if index in by_index:
            place = Place(file=grid.file, sheet=grid.sheet, cell=cell_name(row, index))
            yield warning("cell-format-unknown", place, column=by_index[index], format=code)


_LOST: Final = "\ufffd"
_FILLERS: Final = re.compile("锟斤拷|斤拷锟|烫烫烫|屯屯屯|锘挎|脙.{1,2}[脙脗]|茂驴陆|ï¿½")
_MARKS: Final = re.compile(r"[?？](?:[\s.,，、()（）\-0-9]*[?？])+")
_RUN_OF_MARKS: Final = re.compile(r"[?？]{3,}")
_CHINESE: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FOREIGN_RUN: Final = re.compile("[^\x00-\x7f]{2,}")
_LATIN_PAIR: Final = re.compile(
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]"
    "[\u0080-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122 ]"
)
_LATIN_ALONE: Final = re.compile(r"[\u0080-\u00ff\W\d_]+")
_LATIN: Final = re.compile("[\u00a1-\u00af\u00b1-\u00b6\u00b8-\u00d6\u00d8-\u00ff]")
_COMMON: Final = range(0xB0, 0xD8)
"""The first bytes of the 3755 most common characters in GB 2312."""
_LEAST_READ: Final = 0.7
"""So much of the bytes must be UTF-8 to say that it was UTF-8."""


def _gb18030(first: range) -> str:
    """The characters of GBK whose first byte is one of these, as a class of a regular expression."""
    seconds = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    letters = (bytes((one, two)).decode("gbk", errors="ignore") for one in first for two in seconds)
    return "".join(letters)


_TELLTALE: Final = re.compile(
    f"[{_LOST}?？锟烫屯锘脙茂ï\u0080-\u00ff{re.escape(_gb18030(range(0xE4, 0xEA)))}]"
)
"""What a cell with lost text has one of, and few others: the bytes E4 to E9 begin Chinese in UTF-8."""


def lost_text(
    columns: Mapping[str, Sequence[str]], place: Callable[[int, str], Place], names: Collection[str]
) -> Iterator[Finding]:
    """Each cell with lost text: an error for U+FFFD in one of `names` (ids and names), else a warning.

    `place` gives the place of a row's cell in a column.
    """
    for column, cells in columns.items():
        if not _TELLTALE.search("".join(cells)):
            continue
        named = column in names
        told: dict[str, str] = {}
        for row, cell in enumerate(cells):
            if not _TELLTALE.search(cell):
                continue
            if cell not in told:
                told[cell] = _trouble(cell, named)
            code = told[cell]
            if code:
                make = error if named and code == "cell-text-lost" else warning
                yield make(code, place(row, column), column=column, text=cell[:20])


def _trouble(cell: str, named: bool) -> str:
    """The code of what is wrong with a cell; "" for nothing."""
    if _LOST in cell:
        return "cell-text-lost"
    if "?" in cell or "？" in cell:
        bare = _CHINESE.search(cell) is None
        if (bare and _MARKS.search(cell)) or (named and _RUN_OF_MARKS.search(cell)):
            return "cell-question-marks"
    if not cell.isascii() and (
        _FILLERS.search(cell) or _latin(cell) or any(map(_was_utf8, _FOREIGN_RUN.findall(cell)))
    ):
        return "cell-wrong-encoding"
    return ""


def _latin(cell: str) -> bool:
    """Whether Chinese was read as Western European: letters with accents one after the other."""
    if _CHINESE.search(cell):
        return False
    alone = _LATIN_ALONE.fullmatch(cell) is not None and len(set(_LATIN.findall(cell))) > 2
    return alone or len(_LATIN_PAIR.findall(cell)) > 1


def _was_utf8(text: str) -> bool:
    """Whether UTF-8 was read as GBK: its GBK bytes are UTF-8 of common characters, nearly to the end."""
    data = text.encode("gb18030", errors="replace")
    if len(data) < 6:
        return False
    back = re.sub(f"[^{chr(0x3400)}-{chr(0x9FFF)}]", "", data.decode("utf-8", errors="ignore"))
    if len(back) < 2 or 3 * len(back) < _LEAST_READ * len(data):
        return False
    common = sum(_is_common(letter) for letter in back)
    return 2 * common > len(back)


def _is_common(letter: str) -> bool:
    data = letter.encode("gb2312", errors="ignore")
    return len(data) == 2 and data[0] in _COMMON
