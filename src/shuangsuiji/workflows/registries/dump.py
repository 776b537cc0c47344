"""The cells of a registry file as they were read, as a CSV to be held against the spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from shuangsuiji.core.cells import harmless
from shuangsuiji.core.findings import cell_name
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.core.registries.grid import (
    DAMAGED_ERROR,
    DAMAGED_FORMULA,
    DAMAGED_LONG_NUMBER,
    DAMAGED_SCIENTIFIC,
    Grid,
)

HEADINGS = ("工作表", "单元格", "读作", "显示", "存的是", "说明")

_DAMAGES = {
    DAMAGED_ERROR: "错误值",
    DAMAGED_FORMULA: "公式没有结果",
    DAMAGED_LONG_NUMBER: "超过15位的数字",
    DAMAGED_SCIENTIFIC: "科学记数法",
}


def cells_as_read(grids: Sequence[Grid], examined: Examined | None = None) -> bytes:
    """Every cell that holds something: what is read, what the program shows, what is stored, what is wrong.

    What is stored is given where it is not what is read.

    Args:
        grids: read with `displays`.
        examined: the registry that one of them holds; its numbers are read as numbers.

    Returns:
        UTF-8 with a mark and CRLF, so that Excel and WPS open it; no text in it runs there as a formula.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for grid in grids:
        numbers = examined.numbers if examined is not None and examined.grid is grid else frozenset()
        writer.writerows([harmless(text) for text in line] for line in _lines(grid.as_displayed(numbers)))
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _lines(grid: Grid) -> Iterator[tuple[str, ...]]:
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            stored = grid.stored.get((r, c), "")
            damage = _DAMAGES.get(grid.damaged.get((r, c), ""), "")
            if text or stored or damage:
                yield grid.sheet, cell_name(r, c), text, grid.shown.get((r, c), text), stored, damage
