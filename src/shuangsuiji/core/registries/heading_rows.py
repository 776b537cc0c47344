"""Which rows of a sheet are its heading: one, two or three, below titles and instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from shuangsuiji.core.canonical import tidy
from shuangsuiji.core.columns.column import ENDING, heading_key, known_heading
from shuangsuiji.core.registries.grid import Grid

HEADING_SEARCH_ROWS = 40
MOST_HEIGHT = 3
"""A heading takes up to three rows: a group, a group within it, and the heading proper."""


Lookup: TypeAlias = Mapping[str, tuple[str, int]]


def best_rows(lookup: Lookup, grid: Grid, header_row: int | None) -> tuple[int, int, list[str]] | None:
    """First and last row of the heading, and the heading of each column; None where no known one stands.

    The rows with most known headings are taken, the fewest of them; then those that cells of the heading
    are merged with, and a row below that holds headings alone. `header_row`, from 1, is the first or the
    last row of the heading.
    """
    best: tuple[int, int] | None = None
    most = 0
    for height in range(1, MOST_HEIGHT + 1):
        for first in _first_rows(grid, header_row, height):
            score = _score(lookup, grid, first, first + height - 1)
            if score > most:
                best, most = (first, first + height - 1), score
    if best is None:
        return None
    first, last = _grown(lookup, grid, *best, most)
    return first, last, heading_texts(lookup, grid.rows[first : last + 1])


def _first_rows(grid: Grid, header_row: int | None, height: int) -> Sequence[int]:
    """The rows at which a heading of that height may begin."""
    most = len(grid.rows) - height
    if header_row is None:
        return range(min(len(grid.rows), HEADING_SEARCH_ROWS, most + 1))
    return [first for first in dict.fromkeys((header_row - 1, header_row - height)) if 0 <= first <= most]


def _score(lookup: Lookup, grid: Grid, first: int, last: int) -> int:
    matches = (known_heading(lookup, text) for text in heading_texts(lookup, grid.rows[first : last + 1]))
    return len({match[0] for match in matches if match is not None})


def _grown(lookup: Lookup, grid: Grid, first: int, last: int, score: int) -> tuple[int, int]:
    """The heading with the rows that are its own though they hold no more known headings than it has."""
    merged = [cells for cells in grid.merged if cells.last < len(grid.rows)]
    while last - first + 1 < MOST_HEIGHT:
        above = [m.first for m in merged if m.first < first <= m.last <= last]
        below = [
            m.last for m in merged if first <= m.first <= last < m.last and _text(grid, m.first, m.column)
        ]
        if above and last - min(above) < MOST_HEIGHT:
            first = min(above)
        elif below and max(below) - first < MOST_HEIGHT and _score(lookup, grid, first, max(below)) >= score:
            last = max(below)
        elif _headings_alone(lookup, grid, last + 1) and _score(lookup, grid, first, last + 1) >= score:
            last += 1
        else:
            break
    return first, last


def _headings_alone(lookup: Lookup, grid: Grid, row: int) -> bool:
    """Whether a row below a heading holds further headings and nothing else: under group headings."""
    if row >= len(grid.rows):
        return False
    filled = [(at, tidy(cell)) for at, cell in enumerate(grid.rows[row]) if cell.strip()]
    over = grid.rows[row - 1]
    same = [at for at, text in filled if at < len(over) and heading_key(over[at]) == heading_key(text)]
    return bool(filled) and not same and all(known_heading(lookup, text) is not None for _, text in filled)


def _text(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return cells[column].strip() if column < len(cells) else ""


def heading_texts(lookup: Lookup, rows: Sequence[Sequence[str]]) -> list[str]:
    """The heading of each column: the lowest text in it, after its group where both together are known."""
    width = max(map(len, rows))
    layers = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    texts = [next((layer[at] for layer in reversed(layers) if layer[at]), "") for at in range(width)]
    for group in layers[:-1]:
        above = ""
        for at, text in enumerate(texts):
            above = group[at] or above
            if not text or not above or text == above:
                continue
            both = known_heading(lookup, above + text)
            alone = known_heading(lookup, text)
            if both is not None and (both[1] < ENDING or alone is None or alone[0] != both[0]):
                texts[at] = above + text
    return texts
