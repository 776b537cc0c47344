"""Filling a template in through docxtpl and python-docx, which know all that Word can do.

For what `quick` leaves to it: pictures, notes, columns that are repeated, and the strict check of
an office's template.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from docxtpl import DocxTemplate

from shuangsuiji.documents.office.packing import repacked
from shuangsuiji.documents.templates.engine import Environment
from shuangsuiji.documents.templates.long_tables import cut_long_tables


def fill_slowly(
    template: bytes,
    context: dict[str, Any],
    environment: Environment,
    properties: tuple[str, datetime],
    *,
    strict: bool,
) -> bytes:
    """The bytes of a paper; raises whatever goes wrong, broken markup too if `strict`.

    Args:
        template: any template.
        context: what is filled in, free of what XML cannot hold.
        environment: compiles and bounds the template.
        properties: title and time of the file.
    """
    try:
        paper = _Paper(io.BytesIO(template))
        paper.strict = strict
        paper.render(context, environment, autoescape=True)
    except PackageNotFoundError as problem:
        raise ValueError(str(problem)) from None
    document: Any = paper.docx
    for table in document.element.body.iter(qn("w:tbl")):
        _share_width(table)
    cut_long_tables(document.element.body)
    _set_properties(document, *properties)
    return repacked(_saved(document))


@lru_cache(maxsize=16)
def marked(template: bytes, mark: str) -> bytes:
    """A template with a mark at the head of every page, made once for all papers of its form."""
    document = docx.Document(io.BytesIO(template))
    _mark_rehearsal(document, mark)
    return _saved(document)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Paper(DocxTemplate):  # type: ignore[misc]
    """docxtpl, without looking through every run for line breaks that are not there, and without formulas
    in the properties of the file."""

    strict = False

    def build_xml(self, context: dict[str, Any], jinja_env: Any = None) -> str:
        """The body filled in; docxtpl itself mends broken markup in silence."""
        xml: str = super().build_xml(context, jinja_env)
        if self.strict:
            _refuse_broken(parse_xml(xml))
        return xml

    def resolve_listing(self, xml: str) -> str:
        return super().resolve_listing(xml) if re.search("[\t\n\a\f]", xml) else xml

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The properties come from the frame."""


def _refuse_broken(body: Any) -> None:
    """Raises ValueError if tables have lost rows, cells or paragraphs that Word cannot do without."""
    for outer, inner in (("w:tc", "w:p"), ("w:tr", "w:tc"), ("w:tbl", "w:tr")):
        for element in body.iter(qn(outer)):
            if element.find(qn(inner)) is None and (
                outer != "w:tbl" or element.find(qn("w:tblGrid")) is None
            ):
                raise ValueError(f"{outer} without {inner}")


def _share_width(table: Any) -> None:
    """Where columns were left out, the others take their width."""
    total = table.tblPr.find(qn("w:tblW"))
    if total is None or total.get(qn("w:type")) != "dxa":
        return
    wanted = int(total.get(qn("w:w")))
    made = [row.tc_lst for row in table.tr_lst]
    full: Sequence[Any] = max(made, key=len, default=())
    if not full or _width(full) in (0, wanted):
        return
    for cells in made:
        _scale(cells, wanted)
    grid = table.tblGrid
    for column in grid.gridCol_lst:
        grid.remove(column)
    for cell in full:
        for _ in range(cell.grid_span):
            grid.add_gridCol().w = cell.width // cell.grid_span


def _scale(cells: Sequence[Any], wanted: int) -> None:
    """Widths of a row's cells in twips so that they add up."""
    found = _width(cells)
    if not found:
        return
    left = wanted
    for cell in cells[:-1]:
        width = cell.width.twips * wanted // found
        cell.width = Twips(width)
        left -= width
    cells[-1].width = Twips(left)


def _width(cells: Sequence[Any]) -> int:
    return sum(cell.width.twips for cell in cells if cell.width is not None)


def _set_properties(document: Any, title: str, moment: datetime) -> None:
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.keywords = properties.subject = ""
    properties.title = title
    properties.created = properties.modified = moment
    properties.revision = 1


def _mark_rehearsal(document: Any, mark: str) -> None:
    """The mark of a rehearsal at the head of every page, also where a template has headers of its own."""
    paragraph = (
        f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        '<w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="C00000"/><w:sz w:val="36"/></w:rPr>'
        f"<w:t>{mark}</w:t></w:r></w:p>"
    )
    for section in document.sections:
        headers = [section.header, section.even_page_header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            if not any(mark in line.text for line in header.paragraphs):
                header._element.insert(0, parse_xml(paragraph))
                for line in header.paragraphs[1:]:
                    if not line.text and len(header._element) > 1:
                        header._element.remove(line._p)
