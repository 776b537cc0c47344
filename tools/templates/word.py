"""Word documents through python-docx: pages after GB/T 9704-2012, bytes that repeat.

Lengths of tables are in twips (1/20 point), margins of pages in millimetres.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips
from docx.text.paragraph import Paragraph

from shuangsuiji.documents.office.packing import repacked
from tools.templates.word_parts import LINE_HEIGHT, blank_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Margins of an A4 page in millimetres, and whether there are 22 lines on it."""

    top: float
    bottom: float
    left: float
    right: float
    footer: float
    grid: bool
    landscape: bool = False

    @property
    def width(self) -> int:
        """The width of the text, in twips."""
        across = 297 if self.landscape else 210
        return round((across - self.left - self.right) * 1440 / 25.4)


OFFICIAL = Page(top=37, bottom=35, left=28, right=26, footer=25, grid=True)
"""The page of an official paper (GB/T 9704-2012): the dashes of the page number stand 7 mm under the text."""

WIDE = Page(top=28, bottom=26, left=37, right=35, footer=16, grid=True, landscape=True)
"""The page of an official paper turned for a table of many columns."""

FORM = Page(top=18, bottom=17, left=25, right=22, footer=9, grid=False)
"""The page of a form that has to hold on one sheet."""


NOTICE = Page(top=15, bottom=14, left=25, right=22, footer=7, grid=False)
"""The page of a notice: eight inspectors, room for seals and the receipt on one sheet."""


class Paging(Enum):
    """How pages are numbered: — 1 — after GB/T 9704, 第1页 共9页 for forms and records, or not at all."""

    OFFICIAL = 1
    OF_ALL = 2
    NONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text (line breaks kept), how many columns it spans, and its place in a vertical merge.

    Attributes:
        merge: "" for none, "start" or "more" in a vertical merge.
        style: a paragraph style of `word_parts`.
        keep: whether its row stays on the page of the next one.
        lined: whether it has lines around it in a table that has none.
    """

    text: str = ""
    span: int = 1
    merge: str = ""
    style: str = "表格文字"
    keep: bool = False
    lined: bool = False


class Paper:
    """One .docx of A4 pages in the making, numbered — 1 —, odd on the right, or otherwise."""

    def __init__(
        self,
        page: Page,
        *,
        footer: str = "",
        paging: Paging = Paging.OFFICIAL,
    ) -> None:
        """Sets up pages and properties; title and time are filled in with each paper.

        Args:
            page: margins and grid.
            footer: a small text under the page number, placeholders allowed.
            paging: how the pages are numbered.
        """
        self._document: Any = blank_document()
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._end = self._document.element.body.sectPr
        properties = self._document.core_properties
        properties.author = properties.comments = properties.title = ""
        properties.created = properties.modified = datetime(1980, 1, 1)
        section = self._document.sections[0]
        _set_page(section, page)
        _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, footer, paging)
        _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, footer, paging)

    def paragraph(
        self, text: str, style: str = "公文正文", *, keep: bool = False, new_page: bool = False
    ) -> Any:
        """Adds a paragraph, with the next one on its page if `keep`; the paragraph of python-docx."""
        added = Paragraph(OxmlElement("w:p"), self._document._body)
        self._end.addprevious(added._p)
        added._p.style = self._ids[style]
        if text:
            added.add_run(text)
        if keep:
            added.paragraph_format.keep_with_next = added.paragraph_format.keep_together = True
        if new_page:
            added.paragraph_format.page_break_before = True
        return added

    def table(self, rows: Sequence[str], widths: Sequence[int], *, lines: bool = True) -> None:
        """Adds a table of fixed widths, with thin lines or with none; `rows` come from `row`."""
        table = self._frame(widths, "Table Grid" if lines else "Normal Table")
        table.extend(list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")))
        self._end.addprevious(table)

    def turn(self, page: Page) -> None:
        """Ends a section with the paragraph before; what follows stands on pages of another kind."""
        last = self._end.getprevious()
        last.get_or_add_pPr().append(deepcopy(self._end))
        _set_page(self._document.sections[-1], page)

    def _frame(self, widths: Sequence[int], style: str) -> Any:
        """A table without rows, not yet in its place."""
        table = self._document.add_table(0, len(widths), style)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        total = table._tblPr.find(qn("w:tblW"))
        total.set(qn("w:type"), "dxa")
        total.set(qn("w:w"), str(sum(widths)))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
        table._tbl.getparent().remove(table._tbl)
        return table._tbl

    def data(self) -> bytes:
        """The bytes of the document; its last paragraph is there whatever a template leaves out."""
        if self._end.getprevious().tag != qn("w:p") or "{%p" in self._end.getprevious().xml:
            self.paragraph("", "分节")
        buffer = io.BytesIO()
        self._document.save(buffer)
        return repacked(buffer.getvalue())


_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right")
)


def row(
    cells: Sequence[Cell],
    widths: Sequence[int],
    *,
    heading: bool = False,
    height: int = 0,
    exact: bool = False,
) -> str:
    """One table row that does not break across pages; a heading repeats on each page.

    Args:
        cells: from left to right.
        widths: of the table's columns, in twips.
        heading: whether it repeats on each page.
        height: at least so high, in twips; `exact`: neither more nor less.
    """
    parts = []
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = {"start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(cell.merge, "")
        keep = "<w:keepNext/>" if cell.keep else ""
        border = f"<w:tcBorders>{_LINES}</w:tcBorders>" if cell.lined else ""
        lines = escape(cell.text).split("\n")
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{border}'
            f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{cell.style}"/>{keep}</w:pPr>'
            f"{f'<w:r>{text}</w:r>' if cell.text else ''}</w:p></w:tc>"
        )
    rule = "exact" if exact else "atLeast"
    least = f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else ""
    repeat = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(parts)}</w:tr>"


def shares(total: int, parts: Sequence[float]) -> list[int]:
    """Column widths in twips that add up to `total`, in the ratio of `parts`."""
    widths = [int(total * part / sum(parts)) for part in parts]
    widths[-1] += total - sum(widths)
    return widths


def _set_page(section: Any, page: Page) -> None:
    sides = (Mm(297), Mm(210)) if page.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(12), Mm(page.footer)
    grid = section._sectPr.find(qn("w:docGrid"))
    if page.grid:
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE_HEIGHT * 20)))
    else:
        section._sectPr.remove(grid)


def _number(footer: Any, side: WD_ALIGN_PARAGRAPH, note: str, paging: Paging) -> None:
    """The footer: — 1 — one character in from its side, or 第1页 共9页 in the middle; a small note."""
    line = footer.paragraphs[0]
    if paging is Paging.OFFICIAL:
        line.style, line.alignment = "Footer", side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        _fields(line, ("— ", "PAGE", " —"))
    else:
        line.style, side = "页脚小字", WD_ALIGN_PARAGRAPH.CENTER
        line.alignment = side
        if paging is Paging.OF_ALL:
            _fields(line, ("第", "PAGE", "页　共", "NUMPAGES", "页"))
    if note and paging is Paging.NONE:
        line.add_run(note)
    elif note:
        footer.add_paragraph(note, "页脚小字").alignment = side


def _fields(line: Any, parts: Sequence[str]) -> None:
    """Texts, and between them the fields that count pages."""
    for part in parts:
        if part.isascii() and part.isupper():
            field = f'<w:fldSimple {nsdecls("w")} w:instr=" {part} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            line._p.append(parse_xml(field))
        else:
            line.add_run(part)
