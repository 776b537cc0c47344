"""The same messy sheet as a file of each kind."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import xlsxwriter
from messy import Messy, Value, Zeros

SHEET = "检查对象"


def by_openpyxl(messy: Messy) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for r, row in enumerate(messy.rows, 1):
        for c, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(r, c, int(value) if isinstance(value, Zeros) else value)
            if isinstance(value, Zeros):
                cell.number_format = "00000000"
            if isinstance(value, date):
                cell.number_format = "yyyy年m月d日"
            if value == "#N/A":
                cell.data_type = "e"
    for first, last, column in messy.merged:
        sheet.merge_cells(
            start_row=first + 1, end_row=last + 1, start_column=column + 1, end_column=column + 1
        )
    for row in messy.hidden:
        sheet.row_dimensions[row + 1].hidden = True
    for name, rows in messy.others.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(messy: Messy) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    day = book.add_format({"num_format": 14})
    zeros = book.add_format({"num_format": "00000000"})
    for r, row in enumerate(messy.rows):
        for c, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif value == "#N/A":
                sheet.write_formula(r, c, "=NA()", None, "#N/A")
            elif isinstance(value, str):
                sheet.write_string(r, c, value)
            elif value is not None:
                sheet.write_number(r, c, value, zeros if isinstance(value, Zeros) else None)
    for first, last, column in messy.merged:
        sheet.merge_range(first, column, last, column, messy.rows[first][column])
    for row in messy.hidden:
        sheet.set_row(row, None, None, {"hidden": True})
    for name, rows in messy.others.items():
        other = book.add_worksheet(name)
        for r, row in enumerate(rows):
            other.write_row(r, 0, row)
    book.close()
    return stream.getvalue()


def _text(value: Value) -> str:
    if isinstance(value, Zeros):
        return value.shown
    return "" if value is None else str(value)


def _unmerged(messy: Messy) -> list[list[str]]:
    """The rows as text, merged cells written out, since the file has no way to say that they are merged."""
    rows = [[_text(value) for value in row] for row in messy.rows]
    for first, last, column in messy.merged:
        for row in range(first + 1, last + 1):
            rows[row][column] = rows[first][column]
    return rows


def as_text(separator: str, encoding: str) -> Callable[[Messy], bytes]:
    def write(messy: Messy) -> bytes:
        stream = io.StringIO()
        csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(_unmerged(messy))
        return stream.getvalue().encode(encoding)

    return write


def as_html(messy: Messy) -> bytes:
    spans = {(first, column): last - first + 1 for first, last, column in messy.merged}
    covered = {(row, column) for first, last, column in messy.merged for row in range(first + 1, last + 1)}
    lines = ["<html><head><meta charset='gb2312'></head><body><table border=1>"]
    for r, row in enumerate(messy.rows):
        cells = []
        for c, value in enumerate(row):
            if (r, c) in covered:
                continue
            span = f" rowspan={spans[(r, c)]}" if (r, c) in spans else ""
            text = html.escape(_text(value)).replace("\n", "<br>")
            cells.append(f"<td{span}>{text}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\r\n".join([*lines, "</table></body></html>"]).encode("gb18030")


def as_xml_2003(messy: Messy) -> bytes:
    spans = {(first, column): last - first for first, last, column in messy.merged}
    covered = {(row, column) for first, last, column in messy.merged for row in range(first + 1, last + 1)}
    lines = [
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="z"><NumberFormat ss:Format="00000000"/></Style></Styles>'
        f'<Worksheet ss:Name="{SHEET}"><Table>'
    ]
    for r, row in enumerate(messy.rows):
        cells = []
        for c, value in enumerate(row):
            if value is None or (r, c) in covered:
                continue
            down = f' ss:MergeDown="{spans[(r, c)]}"' if (r, c) in spans else ""
            kind, text = "String", html.escape(_text(value)).replace("\n", "&#10;")
            if isinstance(value, Zeros):
                down += ' ss:StyleID="z"'
                text = str(int(value))
            if value == "#N/A":
                kind = "Error"
            elif isinstance(value, date):
                kind, text = "DateTime", f"{value.isoformat()}T00:00:00.000"
            elif isinstance(value, int | float):
                kind = "Number"
            cells.append(f'<Cell ss:Index="{c + 1}"{down}><Data ss:Type="{kind}">{text}</Data></Cell>')
        hidden = ' ss:Hidden="1"' if r in messy.hidden else ""
        lines.append(f'<Row ss:Index="{r + 1}"{hidden}>{"".join(cells)}</Row>')
    return "".join([*lines, "</Table></Worksheet></Workbook>"]).encode("utf-8")


def as_ods(messy: Messy) -> bytes:
    """An .ods by hand: empty cells and rows as repetitions, merged cells with the covered ones below."""
    spans = {(first, column): last - first + 1 for first, last, column in messy.merged}
    covered = {(row, column) for first, last, column in messy.merged for row in range(first + 1, last + 1)}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content',
        *(
            f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for name in ("office", "table", "text")
        ),
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">',
        f'<office:body><office:spreadsheet><table:table table:name="{SHEET}">',
    ]
    for r, row in enumerate(messy.rows):
        hidden = ' table:visibility="collapse"' if r in messy.hidden else ""
        lines.append(f"<table:table-row{hidden}>")
        for c, value in enumerate(row):
            if (r, c) in covered:
                lines.append("<table:covered-table-cell/>")
                continue
            span = f' table:number-rows-spanned="{spans[(r, c)]}"' if (r, c) in spans else ""
            lines.append(f"<table:table-cell{span}{_ods_value(value)}</table:table-cell>")
        lines.append('<table:table-cell table:number-columns-repeated="900"/></table:table-row>')
    lines.append(
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    )
    content = "".join([*lines, "</table:table></office:spreadsheet></office:body></office:document-content>"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _ods_value(value: Value) -> str:
    lines = (html.escape(line).replace(" ", "<text:s/>") for line in _text(value).split("\n"))
    text = "".join(f"<text:p>{line}</text:p>" for line in lines).replace("\t", "<text:tab/>")
    if value is None:
        return ">"
    if value == "#N/A":
        return f' calcext:value-type="error">{text}'
    if isinstance(value, date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}">{text}'
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value + 0}">{text}'
    return f' office:value-type="string">{text}'


WRITERS: dict[str, Callable[[Messy], bytes]] = {
    "openpyxl.xlsx": by_openpyxl,
    "xlsxwriter.xlsx": by_xlsxwriter,
    "utf8.csv": as_text(",", "utf-8-sig"),
    "gbk.csv": as_text(",", "gb18030"),
    "utf16.txt": as_text("\t", "utf-16"),
    "semicolon.csv": as_text(";", "utf-8"),
    "html.xls": as_html,
    "xml2003.xls": as_xml_2003,
    "by hand.ods": as_ods,
}
