"""Tables of thousands of rows, cut into tables that an office program can lay out.

The time that LibreOffice takes for one table grows with the square of its pages: four thousand results in one
table take it many minutes, in pieces they take half a minute. Each piece begins on a page of its own, under
the same heading.
"""

from __future__ import annotations

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
