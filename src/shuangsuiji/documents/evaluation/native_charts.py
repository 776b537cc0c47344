"""Charts as Office draws them itself: into a sheet of a workbook, or as a part of a Word document.

XlsxWriter writes the DrawingML in both cases, with the values stored beside their references, so that a
program shows them without calculating. A chart of a Word document carries a small workbook of its own, which
"edit data" opens.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import xlsxwriter

from shuangsuiji.core.findings import column_letters
from shuangsuiji.documents.evaluation.charts import Chart, Values
from shuangsuiji.documents.office.packing import repacked
from shuangsuiji.documents.office.sheets import Workbook

DATA = "图表数据"
PAGE = "图表"
_FONT = {"name": "宋体", "size": 9}
_WIDTH = 640
"""The width of a chart in a sheet, in pixels."""

_NEARLY = Fraction(4, 5)
"""From here on an axis of rates goes to 100 %, and never beyond."""

_COLUMNS = 10
"""A chart is laid over so many columns: programs differ in the width of one, and place it by its cells."""


def height_of(chart: Chart) -> int:
    """The height of a chart in pixels: room for every bar, but never more than a page."""
    bars = len(chart.groups) * (len(chart.series) + 0.6)
    return min(round(110 + 17 * max(bars, 3)) + (18 if len(chart.series) > 1 else 0), 860)


def chart_pages(book: Workbook, charts: Sequence[Chart], title: str) -> None:
    """Two sheets: every chart below the other, and the numbers that they draw."""
    page, data = book.page(PAGE), book.page(DATA)
    page.set_column_pixels(0, _COLUMNS - 1, _WIDTH // _COLUMNS + 1)
    _across(page, 0, title, book.look("title"))
    data.set_column(0, 0, 50)
    data.set_column(1, 8, 12)
    row, line, breaks, used = 1, 0, [], 0.0
    for chart in charts:
        height = height_of(chart)
        if used and used + height > 900:
            breaks.append(row)
            used = 0.0
        native = book.chart("bar")
        draw(native, data, DATA, line, chart, book.look("percent"))
        native.set_size({"width": _WIDTH, "height": height})
        # One tall row a chart keeps it whole on its page; a row holds at most 409 points.
        rows = math.ceil((height + 14) / 500)
        for extra in range(rows):
            page.set_row_pixels(row + extra, math.ceil((height + 14) / rows))
        page.insert_chart(row, 0, native, {"x_offset": 4, "y_offset": 6})
        row += rows
        _across(page, row, chart.note, book.look("about"))
        row += 1
        used += height + 40
        line += len(chart.groups) + 3
    page.set_h_pagebreaks(breaks)
    book.set_up(page, crosswise=False, rows=row, columns=_COLUMNS)
    book.set_up(data, crosswise=False, rows=line, columns=9)


def _across(page: Any, row: int, text: str, look: Any) -> None:
    page.merge_range(row, 0, row, _COLUMNS - 1, "", look)
    page.write_string(row, 0, text, look)


def draw(native: Any, page: Any, sheet: str, first: int, chart: Chart, percent: Any) -> None:
    """Writes the numbers of a chart from row `first` on, and points a chart of XlsxWriter at them."""
    page.write_string(first, 0, chart.title)
    last = first + 1 + len(chart.groups)
    for offset, group in enumerate(chart.groups):
        page.write_string(first + 2 + offset, 0, group)
    column = 0
    for series in chart.series:
        column += 1
        page.write_string(first + 1, column, series.name)
        _column(page, first + 2, column, series.values, percent if chart.percent else None)
        options: dict[str, Any] = {
            "name": [sheet, first + 1, column],
            "categories": [sheet, first + 2, 0, last, 0],
            "values": [sheet, first + 2, column, last, column],
            "fill": {"color": series.color},
            "gap": 60,
            "overlap": 0,
        }
        if series.less:
            for further, (heading, values) in enumerate((("减", series.less), ("加", series.more)), 1):
                page.write_string(first + 1, column + further, f"区间：{heading}")
                _column(page, first + 2, column + further, values, percent)
            options["y_error_bars"] = {
                "type": "custom",
                "minus_values": _range(sheet, first + 2, last, column + 1),
                "plus_values": _range(sheet, first + 2, last, column + 2),
                "line": {"color": "#404040", "width": 1.25},
            }
            column += 2
        else:
            options["data_labels"] = {
                "value": True,
                "font": _FONT,
                "num_format": "0.0%" if chart.percent else "0",
            }
        native.add_series(options)
    _axes(native, chart)


def _column(page: Any, first: int, column: int, values: Values, look: Any) -> None:
    for row, value in enumerate(values, first):
        if value is not None:
            page.write_number(row, column, float(value), *([look] if look is not None else []))


def _range(sheet: str, first: int, last: int, column: int) -> str:
    letter = column_letters(column)
    return f"='{sheet}'!${letter}${first + 1}:${letter}${last + 1}"


def _axes(native: Any, chart: Chart) -> None:
    """Bars from the top down, from 0 on; no more than 100 % where rates with intervals are shown."""
    native.set_title({"name": chart.title, "name_font": {"name": "黑体", "size": 12, "bold": False}})
    native.set_y_axis({"reverse": True, "num_font": _FONT, "major_tick_mark": "none"})
    values: dict[str, Any] = {
        "num_font": _FONT,
        "num_format": "0%" if chart.percent else "0",
        "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
        "line": {"none": True},
    }
    rates = [value for series in chart.series for value in series.values if value is not None]
    if chart.percent and (any(series.less for series in chart.series) or max(rates, default=0) > _NEARLY):
        values |= {"max": 1, "major_unit": 0.2}
    native.set_x_axis(values)
    if len(chart.series) > 1:
        native.set_legend({"position": "bottom", "font": _FONT})
    else:
        native.set_legend({"none": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChart:
    """A chart for a Word document: its DrawingML, the workbook behind it, its size in pixels.

    The DrawingML names its workbook by the relation rId1.
    """

    title: str
    xml: bytes
    workbook: bytes
    height: int
    width: int = _WIDTH


_CACHE = re.compile(rb'(<c:(minus|plus)>.*?<c:formatCode>General</c:formatCode>)<c:ptCount val="0"/>')
_PRINT = re.compile(rb"<c:printSettings>.*?</c:printSettings>", re.DOTALL)
_LATIN = re.compile(rb'<a:latin typeface="([^"]*)"/>')
_TEXTS = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Times New Roman"/>'
    '<a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
).encode()
_LABEL = b'<c:showVal val="1"/>'
_LABELS = (
    b'<c:showLegendKey val="0"/>'
    + _LABEL
    + b"".join(b'<c:show%s val="0"/>' % part for part in (b"CatName", b"SerName", b"Percent", b"BubbleSize"))
)
"""What is left out counts as wanted in a Word document."""

_BEHIND = b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'


def word_chart(chart: Chart) -> WordChart:
    """The parts of a chart for a Word document."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("数据")
    native = book.add_chart({"type": "bar"})
    draw(native, page, "数据", 0, chart, book.add_format({"num_format": "0.0%"}))
    native.set_title({"none": True})  # the document has a caption
    page.insert_chart("F2", native)
    book.set_properties({"created": datetime(1980, 1, 1)})
    book.close()
    with zipfile.ZipFile(buffer) as parts:
        xml = parts.read("xl/charts/chart1.xml")
    xml = _with_intervals(_PRINT.sub(b"", xml), chart)
    # A document without a theme has no fonts for Chinese to fall back on: each text names its own.
    xml = _LATIN.sub(rb'<a:latin typeface="Times New Roman"/><a:ea typeface="\1"/>', xml)
    xml = xml.replace(_LABEL, _LABELS)
    xml = xml.replace(b'<c:lang val="en-US"/>', b'<c:lang val="zh-CN"/>')
    xml = xml.replace(b"</c:chartSpace>", _TEXTS + _BEHIND + b"</c:chartSpace>")
    return WordChart(
        title=chart.title, xml=xml, workbook=repacked(buffer.getvalue()), height=height_of(chart) - 30
    )


def _with_intervals(xml: bytes, chart: Chart) -> bytes:
    """The DrawingML with the lengths of the intervals stored, which XlsxWriter leaves to the program."""
    lengths = iter(
        [values for series in chart.series if series.less for values in (series.more, series.less)]
    )

    def filled(match: re.Match[bytes]) -> bytes:
        values = next(lengths)
        points = "".join(
            f'<c:pt idx="{index}"><c:v>{float(value)!r}</c:v></c:pt>'
            for index, value in enumerate(values)
            if value is not None
        )
        return match[1] + f'<c:ptCount val="{len(values)}"/>{points}'.encode()

    return _CACHE.sub(filled, xml)
