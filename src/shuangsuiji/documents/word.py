"""Word documents written part by part: styles after GB/T 9704, tables as XML text, bytes that repeat.

Paragraphs and tables are built as text, because thousands of rows then take milliseconds. Every text goes
through `escaped`. Lengths are in twips (1/20 point), font sizes in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from shuangsuiji.documents import word_parts
from shuangsuiji.documents.packing import packed
from shuangsuiji.documents.wording import REHEARSAL

MM = 1440 / 25.4
"""Twips in a millimetre."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Margins of an A4 page in millimetres, and whether there are 22 lines on it."""

    top: float
    bottom: float
    left: float
    right: float
    grid: bool

    @property
    def width(self) -> int:
        """The width of the text, in twips."""
        return round((210 - self.left - self.right) * MM)


OFFICIAL = Page(top=37, bottom=35, left=28, right=26, grid=True)
"""The page of an official paper (GB/T 9704-2012)."""

FORM = Page(top=20, bottom=18, left=25, right=22, grid=False)
"""The page of a form that has to hold on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text (line breaks kept), how many columns it spans, and its place in a vertical merge.

    Attributes:
        merge: "" for none, "start" or "more" in a vertical merge.
        style: a paragraph style of `word_parts`.
    """

    text: str = ""
    span: int = 1
    merge: str = ""
    style: str = "TableText"


def escaped(text: str) -> str:
    """A text inside XML; characters that XML cannot hold are left out."""
    return escape(_FORBIDDEN.sub("", text))


def run(text: str, properties: str = "") -> str:
    """One run; line breaks in the text become breaks."""
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(text: str, style: str = "Body", properties: str = "") -> str:
    """One paragraph of a style; `properties` are further elements of w:pPr that may follow w:pStyle."""
    body = run(text) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{body}</w:p>'


def row(cells: Sequence[Cell], widths: Sequence[int], *, heading: bool = False, height: int = 0) -> str:
    """One table row that does not break across pages; a heading repeats on each page."""
    parts = []
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = {"start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(cell.merge, "")
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
            '<w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph(cell.text, cell.style)}</w:tc>"
        )
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(parts)}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[int]) -> str:
    """A table of fixed widths with thin lines; `rows` come from `row`."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def shares(total: int, parts: Sequence[float]) -> list[int]:
    """Column widths in twips that add up to `total`, in the ratio of `parts`."""
    widths = [int(total * part / sum(parts)) for part in parts]
    widths[-1] += total - sum(widths)
    return widths


def document(
    body: Sequence[str], page: Page, *, title: str, created: datetime, rehearsal: bool, footer: str = ""
) -> bytes:
    """The bytes of a .docx of A4 pages, numbered — 1 —, odd on the right, even on the left.

    Args:
        body: paragraphs and tables as XML.
        page: margins and grid.
        title: of the file's properties.
        created: of the file's properties.
        rehearsal: whether every page bears the mark of a rehearsal.
        footer: a small text beside the page number, such as the short digest.
    """
    section = word_parts.section(
        {name: round(getattr(page, name) * MM) for name in ("top", "bottom", "left", "right")}, page.grid
    )
    mark = escaped(REHEARSAL) if rehearsal else ""
    parts = word_parts.fixed_parts(escaped(title), created)
    parts["word/document.xml"] = word_parts.root("document", f"<w:body>{''.join(body)}{section}</w:body>")
    for name, side in (("1", "right"), ("2", "left")):
        parts[f"word/header{name}.xml"] = word_parts.header(mark)
        parts[f"word/footer{name}.xml"] = word_parts.footer(side, escaped(footer))
    return packed({name: text.encode("utf-8") for name, text in parts.items()})
