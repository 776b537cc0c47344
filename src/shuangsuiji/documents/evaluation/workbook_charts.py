"""The charts of 年度评估.xlsx: drawn by Excel and WPS from a sheet with their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from shuangsuiji.core.findings import column_letters
from shuangsuiji.documents.evaluation.charts import WIDTH, Chart
from shuangsuiji.documents.office.sheets import Workbook

DATA = "图表数据"
PAGE = "图表"
_FONT = {"name": "宋体", "size": 9}
_COLUMNS = 10
"""A chart is laid over so many columns: programs differ in the width of one, and place it by its cells."""


def chart_pages(book: Workbook, charts: Sequence[Chart], title: str) -> None:
    """Two sheets: every chart below the other, and the numbers that they draw."""
    page, data = book.page(PAGE), book.page(DATA)
    page.set_column_pixels(0, _COLUMNS - 1, WIDTH // _COLUMNS + 1)
    _across(page, 0, title, book.look("title"))
    data.set_column(0, 0, 50)
    data.set_column(1, 8, 12)
    row, line, breaks, used = 1, 0, [], 0.0
    for chart in charts:
        height = chart.height
        if used and used + height > 900:
            breaks.append(row)
            used = 0.0
        write_numbers(data, line, chart, book.look("percent"))
        native = _native(book, chart, line)
        native.set_size({"width": WIDTH, "height": height})
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
    book.set_up(page, rows=row, columns=_COLUMNS)
    book.set_up(data, rows=line, columns=9)


def _across(page: Any, row: int, text: str, look: Any) -> None:
    page.merge_range(row, 0, row, _COLUMNS - 1, "", look)
    page.write_string(row, 0, text, look)


def write_numbers(page: Any, first: int, chart: Chart, percent: Any) -> None:
    """Writes the numbers of a chart below its title in row `first`: groups down, series across.

    Args:
        page: a worksheet of XlsxWriter.
        first: a row, counted from 0.
        chart: see `Chart.columns`.
        percent: the look of a share.
    """
    page.write_string(first, 0, chart.title)
    for row, group in enumerate(chart.groups, first + 2):
        page.write_string(row, 0, group)
    for column, (heading, values) in enumerate(chart.columns, 1):
        page.write_string(first + 1, column, heading)
        for row, value in enumerate(values, first + 2):
            if value is not None:
                page.write_number(row, column, float(value), percent if chart.percent else None)


def _native(book: Workbook, chart: Chart, first: int) -> Any:
    """A chart of XlsxWriter that draws the numbers which begin in row `first`."""
    native = book.chart("bar")
    top, last = first + 2, first + 1 + len(chart.groups)
    for series in chart.series:
        column = chart.column_of(series)
        options: dict[str, Any] = {
            "name": [DATA, first + 1, column],
            "categories": [DATA, top, 0, last, 0],
            "values": [DATA, top, column, last, column],
            "fill": {"color": f"#{series.color}"},
            "gap": 60,
            "overlap": 0,
        }
        if series.less:
            options["y_error_bars"] = {
                "type": "custom",
                "minus_values": _range(top, last, column + 1),
                "plus_values": _range(top, last, column + 2),
                "line": {"color": "#404040", "width": 1.25},
            }
        else:
            number_format = "0.0%" if chart.percent else "0"
            options["data_labels"] = {"value": True, "font": _FONT, "num_format": number_format}
        native.add_series(options)
    _axes(native, chart)
    return native


def _range(first: int, last: int, column: int) -> str:
    letter = column_letters(column)
    return f"='{DATA}'!${letter}${first + 1}:${letter}${last + 1}"


def _axes(native: Any, chart: Chart) -> None:
    """Bars from the top down, from 0 on."""
    native.set_title({"name": chart.title, "name_font": {"name": "黑体", "size": 12, "bold": False}})
    native.set_y_axis({"reverse": True, "num_font": _FONT, "major_tick_mark": "none"})
    values: dict[str, Any] = {
        "num_font": _FONT,
        "num_format": "0%" if chart.percent else "0",
        "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
        "line": {"none": True},
    }
    if chart.to_all:
        values |= {"max": 1, "major_unit": 0.2}
    native.set_x_axis(values)
    several = len(chart.series) > 1
    native.set_legend({"position": "bottom", "font": _FONT} if several else {"none": True})
