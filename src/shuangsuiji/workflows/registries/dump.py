"""The cells of a registry file as they were read, as a CSV to be held against the spreadsheet program."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from shuangsuiji.core.findings import cell_name
from shuangsuiji.core.registries.grid import Grid

HEADINGS = ("工作表", "单元格", "读作", "存的是")

_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


def cells_as_read(grids: Sequence[Grid]) -> bytes:
    """Every cell that holds something: sheet, cell, what was read, and what is stored where that differs.

    UTF-8 with a mark and CRLF, so that Excel and WPS open it; no text in it runs there as a formula.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for grid in grids:
        writer.writerows([_harmless(text) for text in line] for line in _lines(grid))
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _lines(grid: Grid) -> Iterator[tuple[str, str, str, str]]:
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            stored = grid.stored.get((r, c), "")
            if text or stored:
                yield grid.sheet, cell_name(r, c), text, stored


def _harmless(text: str) -> str:
    """A text with an apostrophe before what a spreadsheet program would take for a formula."""
    starts = text.lstrip(" \u3000\xa0")[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
    return f"'{text}" if starts and not _NUMBER.fullmatch(text) else text
