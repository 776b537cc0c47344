"""Numbers whose format makes them look like codes: read as numbers, and told with what they show."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from books_by_hand import xlsb_parts, xlsb_sheet
from xlsx_by_hand import packed

from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.kinds import Writing, writing_of
from shuangsuiji.core.registries.layouts import OBJECTS
from shuangsuiji.core.registries.tables import CODE_COLUMNS, SourceChoice, read_table
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.readers.shown_numbers import shown_number, shown_text


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("000000", 12, "000012"),
        ("000000", 1234567, None),
        ("000000", 0, "000000"),
        ("000000", 1.5, None),
        ("000000", -12, None),
        ('"YB-"000', 12, "YB-012"),
        ("\\Y\\B00", 7, "YB07"),
        ("0000-0000000", 3751234567, "0375-1234567"),
        ("00-00", 12345, "123-45"),
        ("000;[Red]-000", 7, "007"),
        ("0", 12, None),
        ("0.00", 12, None),
        ("#,##0", 1200, None),
        ("General", 12, None),
        ("@", 12, None),
        ("0_ ", 12, None),
        ("yyyy/m/d", 45413, None),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', 12, None),
    ],
)
def test_formats_that_make_codes(code: str, value: float, shown: str | None) -> None:
    assert shown_number(code, value) == shown


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [("000012", 12.0, "000012"), ("12", 12.0, None), ("1,200", 1200.0, None), ("12.00", 12.0, None)],
)
def test_displays_that_hold_more_than_the_number(text: str, value: float, shown: str | None) -> None:
    assert shown_text(text, value) == shown


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["编号", "名称", "门牌"], [12, "甲", 7], ["000013", "乙", 8], [1234567, "丙", 9]]:
        sheet.append(row)
    for cell in (*sheet["A"][1:], *sheet["C"][1:]):
        cell.number_format = "000000"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_a_formula() -> bytes:
    """A formula makes the sheet one that is not taken on the way."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    zeros = book.add_format({"num_format": "000000"})
    sheet.write_row(0, 0, ["编号", "名称", "门牌"])
    sheet.write_formula(1, 0, "=6+6", zeros, 12)
    sheet.write_row(1, 1, ["甲", True])
    sheet.write_row(2, 0, ["000013", "乙"])
    sheet.write_row(3, 0, [1234567, "丙"], zeros)
    book.close()
    return stream.getvalue()


def xml_2003() -> bytes:
    cells = '<Cell ss:StyleID="z"><Data ss:Type="Number">12</Data></Cell>'
    cells += '<Cell><Data ss:Type="String">甲</Data></Cell>'
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="z">'
        '<NumberFormat ss:Format="000000"/></Style></Styles><Worksheet ss:Name="甲"><Table><Row>'
        '<Cell><Data ss:Type="String">编号</Data></Cell><Cell><Data ss:Type="String">名称</Data></Cell></Row>'
        f"<Row>{cells}</Row></Table></Worksheet></Workbook>"
    ).encode()


def xlsb() -> bytes:
    rows: list[list[object]] = [["编号", "名称"], [(12.0, 1), "甲"]]
    return packed(xlsb_parts(("对象", xlsb_sheet(rows), 0), formats=("000000",)))


HTML = (
    "<html><table><tr><td>编号</td><td>名称</td></tr>"
    '<tr><td x:num="12">000012</td><td>甲</td></tr></table></html>'
).encode()
FODS = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    '<office:body><office:spreadsheet><table:table table:name="甲"><table:table-row>'
    "<table:table-cell><text:p>编号</text:p></table:table-cell>"
    "<table:table-cell><text:p>名称</text:p></table:table-cell></table:table-row><table:table-row>"
    '<table:table-cell office:value-type="float" office:value="12"><text:p>000012</text:p></table:table-cell>'
    "<table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>"
    "</office:spreadsheet></office:body></office:document>"
).encode()


def grid(data: bytes) -> Grid:
    return read_grids(data, "库")[0][0]


@pytest.mark.parametrize(
    "data",
    [by_openpyxl(), with_a_formula(), xml_2003(), xlsb(), HTML, FODS],
    ids=["plain", "formula", "xml2003", "xlsb", "html", "fods"],
)
def test_zeros_that_only_the_format_shows_are_told(data: bytes) -> None:
    """Read as the number, since that is what the file holds; warned of at the cell, with what it shows."""
    made = grid(data)
    assert made.rows[1][0] == "12"
    table, findings = read_table(OBJECTS, [made], SourceChoice(), ())
    assert table is not None
    told = [(finding.place.cell, finding.values["shown"]) for finding in findings]
    assert told == [("A2", "000012")]


def test_columns_of_codes() -> None:
    """What the tables take for codes is what the templates write as codes, and both sides of the lists."""
    known = {column for column in CODE_COLUMNS if writing_of(column) in {Writing.CODE, Writing.CERTIFICATE}}
    assert {"检查人员", "检查对象"} == CODE_COLUMNS - known
