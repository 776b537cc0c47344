"""What the tables of a filled-in paper need, so that office programs can lay them out.

Where columns were repeated or left out, the cells share the width of the table. Tables of thousands of rows
are cut, because the time that LibreOffice takes for one table grows with the square of its pages: four
thousand results in one table take it many minutes, in pieces they take half a minute. Each piece begins on a
page of its own, under the same heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

LIMIT = 500
"""A table of more rows than these is cut."""

PIECE = 250
"""How many rows a piece has: some forty pages."""

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"
_TURN = (
    f'<w:p xmlns:w="{_NAMESPACE}"><w:pPr><w:pageBreakBefore/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def cut_long_tables(root: Any) -> None:
    """Cuts, in place, every table of more than `LIMIT` rows in an element tree of a document.

    Rows that a vertical merge joins stay together. A table without a repeated heading is cut too.
    """
    for table in list(root.iter(f"{_W}tbl")):
        if len(table.findall(f"{_W}tr")) > LIMIT:
            _cut(table)


def _cut(table: Any) -> None:
    rows = table.findall(f"{_W}tr")
    heads = []
    for row in rows:
        if row.find(f"{_W}trPr/{_W}tblHeader") is None:
            break
        heads.append(row)
    piece = table
    kept = 0
    for row in rows[len(heads) :]:
        if kept >= PIECE and not _continues(row):
            blank = etree.Element(f"{_W}tbl", nsmap=table.nsmap)
            for name in ("tblPr", "tblGrid"):
                if (part := table.find(_W + name)) is not None:
                    blank.append(deepcopy(part))
            blank.extend(deepcopy(heads))
            turn = etree.fromstring(_TURN)
            piece.addnext(turn)
            turn.addnext(blank)
            piece, kept = blank, 0
        if piece is not table:
            piece.append(row)
        kept += 1


def _continues(row: Any) -> bool:
    """Whether a cell of the row belongs to a merge that began above it."""
    merges = row.iterfind(f"{_W}tc/{_W}tcPr/{_W}vMerge")
    return any(merge.get(f"{_W}val", "continue") != "restart" for merge in merges)


def keep_last_rows(root: Any) -> None:
    """Keeps, in place, the last two rows of each table with a heading together: no row is alone on a page."""
    for table in root.iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")
        heads = [row for row in rows if row.find(f"{_W}trPr/{_W}tblHeader") is not None]
        if not heads or len(rows) < len(heads) + 3:
            continue
        for paragraph in rows[-2].iterfind(f"{_W}tc/{_W}p"):
            properties = paragraph.find(f"{_W}pPr")
            if properties is None:
                properties = etree.Element(f"{_W}pPr")
                paragraph.insert(0, properties)
            if properties.find(f"{_W}keepNext") is None:
                style = properties.find(f"{_W}pStyle") is not None
                properties.insert(int(style), etree.Element(f"{_W}keepNext"))


def fit_columns(root: Any) -> None:
    """Makes, in place, every row as wide as its table, with the columns of the longest row in the grid."""
    for table in root.iter(f"{_W}tbl"):
        rows = [row.findall(f"{_W}tc") for row in table.iterfind(f"{_W}tr")]
        grid, total = table.find(f"{_W}tblGrid"), table.find(f"{_W}tblPr/{_W}tblW")
        if grid is None or total is None or total.get(f"{_W}type") != "dxa":
            continue
        wanted = int(total.get(f"{_W}w"))
        longest: list[Any] = max(rows, key=len, default=[])
        if sum(_widths(longest)) in (0, wanted):
            continue
        for cells in rows:
            _scale(cells, wanted)
        del grid[:]
        for cell, width in zip(longest, _widths(longest), strict=True):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            count = 1 if span is None else int(span.get(f"{_W}val"))
            for _ in range(count):
                etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(width // count)})


def _widths(cells: Sequence[Any]) -> list[int]:
    """The widths of cells in twips; 0 of a cell that has none of its own."""
    widths = [cell.find(f"{_W}tcPr/{_W}tcW") for cell in cells]
    return [0 if width is None else int(width.get(f"{_W}w", 0)) for width in widths]


def _scale(cells: Sequence[Any], wanted: int) -> None:
    """Makes the widths of a row's cells add up; a row with a cell of no width stays as it is."""
    widths = _widths(cells)
    if not all(widths):
        return
    scaled = [width * wanted // sum(widths) for width in widths[:-1]]
    for cell, width in zip(cells, [*scaled, wanted - sum(scaled)], strict=True):
        cell.find(f"{_W}tcPr/{_W}tcW").set(f"{_W}w", str(width))


def refuse_broken(root: Any) -> None:
    """Raises ValueError if tables have lost rows, cells or paragraphs that Word cannot do without."""
    for outer, inner in (("tc", "p"), ("tr", "tc"), ("tbl", "tr")):
        for element in root.iter(_W + outer):
            without_grid = outer != "tbl" or element.find(f"{_W}tblGrid") is None
            if element.find(_W + inner) is None and without_grid:
                raise ValueError(f"{outer} without {inner}")
