"""Cells that show something else than they store: read as shown, and told once for each column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from shuangsuiji.core.columns.kinds import CODES_OR_NAMES
from shuangsuiji.core.findings import Finding, Place, cell_name, warning
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
