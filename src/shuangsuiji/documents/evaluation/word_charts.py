"""Charts of a finished Word document: each takes the place of the paragraph that holds its mark.

A chart is a part of its own, in the DrawingML of ECMA-376 (part 1, 21.2) with its numbers stored in it, and
carries a workbook with the same numbers, which "edit data" opens.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from shuangsuiji.core.findings import column_letters
from shuangsuiji.documents.evaluation.charts import WIDTH, Chart, Series
from shuangsuiji.documents.evaluation.workbook_charts import write_numbers
from shuangsuiji.documents.office.packing import repacked

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SHEET = "数据"
_BEHIND = "rId1"
"""The relation of a chart to its workbook, its only one."""

_CENTIMETRE = 360_000
"""In English Metric Units."""

_WIDEST = 15.2
"""The width of a chart on the page, in centimetres; the text is 15.6 wide."""

_TALLEST = 20.5
"""The greatest height of a chart, in centimetres: caption and note still fit its page."""

_TITLE_HEIGHT = 30
"""Pixels that a chart needs less than in the workbook: the document has a caption instead of a title."""


def with_charts(paper: bytes, charts: Mapping[str, Chart]) -> bytes:
    """The document with every mark replaced; a mark that an office's template left out is passed over."""
    document: Any = docx.Document(io.BytesIO(paper))
    number = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        mark = "".join(part.text or "" for part in paragraph.iter(qn("w:t"))).strip()
        if mark in charts:
            number += 1
            _replace(document, paragraph, charts[mark], number)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _replace(document: Any, paragraph: Any, chart: Chart, number: int) -> None:
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, _drawn(chart), package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, _workbook(chart), package)
    assert part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == _BEHIND
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    for run in list(paragraph.iter(qn("w:r"))):
        run.getparent().remove(run)
    paragraph.append(parse_xml(_placed(chart, relation, number)))


def _placed(chart: Chart, relation: str, number: int) -> str:
    """A run with the chart, as wide as the text, no higher than a page; its title is its description."""
    width = round(_WIDEST * _CENTIMETRE)
    height = min(round((chart.height - _TITLE_HEIGHT) / WIDTH * width), round(_TALLEST * _CENTIMETRE))
    return (
        f"<w:r {nsdecls('w', 'wp', 'a', 'r')}><w:drawing>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={quoteattr(chart.title)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_NAMESPACE}">'
        f'<c:chart xmlns:c="{_NAMESPACE}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _workbook(chart: Chart) -> bytes:
    """The numbers behind a chart."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write_numbers(book.add_worksheet(_SHEET), 0, chart, book.add_format({"num_format": "0.0%"}))
    book.set_properties({"created": datetime(1980, 1, 1)})
    book.close()
    return repacked(buffer.getvalue())


# A document without a theme has no fonts for Chinese to fall back on: each text names its own.
_TEXTS = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Times New Roman"/>'
    '<a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
_LEGEND = f'<c:legend><c:legendPos val="b"/>{_TEXTS}</c:legend>'


def _drawn(chart: Chart) -> bytes:
    """The DrawingML of a chart.

    What is left out counts as wanted in a Word document, so everything unwanted is named with 0.
    """
    bars = "".join(_bars(chart, series, order) for order, series in enumerate(chart.series))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{_NAMESPACE}" '
        f'{nsdecls("a", "r")}><c:lang val="zh-CN"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{_axes(chart)}'
        f'</c:plotArea>{_LEGEND if len(chart.series) > 1 else ""}<c:plotVisOnly val="1"/></c:chart>{_TEXTS}'
        f'<c:externalData r:id="{_BEHIND}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _bars(chart: Chart, series: Series, order: int) -> str:
    """One series, with its numbers beside the bars or with its intervals."""
    column = chart.column_of(series)
    if series.less:
        beside = (
            '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
            f"<c:plus>{_cells(column + 2, 2, series.more)}</c:plus>"
            f"<c:minus>{_cells(column + 1, 2, series.less)}</c:minus>{_line('404040', 15875)}</c:errBars>"
        )
    else:
        beside = (
            f'<c:dLbls><c:numFmt formatCode="{"0.0%" if chart.percent else "0"}" sourceLinked="0"/>{_TEXTS}'
            '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        )
    return (
        f'<c:ser><c:idx val="{order}"/><c:order val="{order}"/>'
        f"<c:tx>{_cells(column, 1, [series.name])}</c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{series.color}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{beside}<c:cat>{_cells(0, 2, chart.groups)}</c:cat>'
        f"<c:val>{_cells(column, 2, series.values)}</c:val></c:ser>"
    )


def _cells(column: int, row: int, values: Sequence[str | Fraction | int | None]) -> str:
    """A reference to cells of one column from `row` on, counted from 0, with what stands in them."""
    kind, form = (
        ("str", "") if isinstance(values[0], str) else ("num", "<c:formatCode>General</c:formatCode>")
    )
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(value) if isinstance(value, str) else float(value)}</c:v></c:pt>'
        for index, value in enumerate(values)
        if value is not None
    )
    letters = column_letters(column)
    return (
        f"<c:{kind}Ref><c:f>{_SHEET}!${letters}${row + 1}:${letters}${row + len(values)}</c:f><c:{kind}Cache>"
        f'{form}<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache></c:{kind}Ref>'
    )


def _line(color: str, width: int) -> str:
    return f'<c:spPr><a:ln w="{width}"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln></c:spPr>'


def _axes(chart: Chart) -> str:
    """Groups from the top down; values from 0 on, above them."""
    most, unit = ('<c:max val="1"/>', '<c:majorUnit val="0.2"/>') if chart.to_all else ("", "")
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_TEXTS}<c:crossAx val="2"/><c:crosses val="autoZero"/>'
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="2"/>'
        f'<c:scaling><c:orientation val="minMax"/>{most}<c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="t"/><c:majorGridlines>{_line("D9D9D9", 6350)}</c:majorGridlines>'
        f'<c:numFmt formatCode="{"0%" if chart.percent else "0"}" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_TEXTS}<c:crossAx val="1"/><c:crosses val="autoZero"/>'
        f'<c:crossBetween val="between"/>{unit}</c:valAx>'
    )
