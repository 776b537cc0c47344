"""Charts into a finished Word document: each takes the place of the paragraph that holds its mark."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from shuangsuiji.documents.evaluation.native_charts import WordChart
from shuangsuiji.documents.office.packing import repacked

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CENTIMETRE = 360_000
"""In English Metric Units."""

_WIDEST = 15.2
"""The width of a chart on the page, in centimetres; the text is 15.6 wide."""

_TALLEST = 20.5
"""The greatest height of a chart, in centimetres: caption and note still fit its page."""


def with_charts(paper: bytes, charts: Mapping[str, WordChart]) -> bytes:
    """The document with every mark replaced; a mark that an office's template left out is passed over."""
    document: Any = docx.Document(io.BytesIO(paper))
    number = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(part.text or "" for part in paragraph.iter(qn("w:t"))).strip()
        if text in charts:
            number += 1
            _replace(document, paragraph, charts[text], number)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _replace(document: Any, paragraph: Any, chart: WordChart, number: int) -> None:
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, chart.xml, package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, chart.workbook, package)
    assert part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == "rId1", "as the chart names it"
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    for run in list(paragraph.iter(qn("w:r"))):
        run.getparent().remove(run)
    paragraph.append(parse_xml(_drawing(chart, relation, number)))


def _drawing(chart: WordChart, relation: str, number: int) -> str:
    """A run with the chart, as wide as the text, no higher than a page; its title is its description."""
    width = round(_WIDEST * _CENTIMETRE)
    height = min(round(chart.height / chart.width * width), round(_TALLEST * _CENTIMETRE))
    title = quoteattr(chart.title)
    return (
        f"<w:r {nsdecls('w', 'wp', 'a', 'r')}><w:drawing>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={title}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
