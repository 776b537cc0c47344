"""Cells that show something else than they store: read as shown in every format, and told by column."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from books_by_hand import xlsb_parts, xlsb_sheet
from hypothesis import example, given, settings
from hypothesis import strategies as st
from number_formats import ALIKE, READ, SHOWN
from xlsx_by_hand import packed

from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import read_table
from shuangsuiji.files.readers.grids import read_grids


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
def test_zeros_that_only_the_format_shows_are_read(data: bytes) -> None:
    """Read as everybody sees it, and warned of once, with what the file holds."""
    made = grid(data)
    assert made.rows[1][0] == "000012"
    assert made.stored[1, 0] == "12"
    table, findings = read_table(OBJECTS, [made], SourceChoice(), ())
    assert table is not None
    told = [(finding.code, finding.place.cell, finding.values["stored"]) for finding in findings]
    assert told == [("cell-shown-otherwise", "A2", "12")]


def sheet_of(*columns: tuple[str, str | None, list[float | str]]) -> bytes:
    """A workbook of columns: heading, format, cells."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for c, (heading, code, cells) in enumerate(columns):
        form = book.add_format({"num_format": code}) if code else None
        sheet.write_string(0, c, heading)
        for r, cell in enumerate(cells, start=1):
            sheet.write(r, c, cell, form)
    book.close()
    return stream.getvalue()


def told(data: bytes, needed: tuple[str, ...] = ()) -> list[tuple[str, str, str | int | None]]:
    table, findings = read_table(OBJECTS, [grid(data)], SourceChoice(), needed)
    assert table is not None
    return [(finding.code, finding.place.cell, finding.values.get("count")) for finding in findings]


def test_rounded_figures_are_told_where_rules_read_them() -> None:
    data = sheet_of(
        ("编号", None, ["S1", "S2", "S3"]),
        ("名称", None, ["甲", "乙", "丙"]),
        ("得分", "0", [89.6, 90.0, 59.5]),
        ("面积", "0", [1.4, 2.0, 3.0]),
    )
    assert [row[2:] for row in grid(data).rows[1:]] == [["90", "1"], ["90", "2"], ["60", "3"]]
    assert told(data, ("得分",)) == [("cell-rounded", "C2", 2)]
    assert told(data) == []


def test_hidden_cells_and_odd_formats_are_told_once_a_column() -> None:
    data = sheet_of(
        ("编号", None, ["S1", "S2", "S3"]),
        ("名称", None, ["甲", "乙", "丙"]),
        ("备注", ";;;", [1.0, "藏", "见"]),
        ("日期", "ggge年", [45413.0, 45414.0, "长期"]),
    )
    assert [row[2:] for row in grid(data).rows[1:]] == [["", "45413"], ["", "45414"], ["", "长期"]]
    assert told(data) == [("cell-hidden", "C2", 3), ("cell-format-unknown", "D2", None)]


def test_percents_and_words_are_not_worth_telling() -> None:
    data = sheet_of(
        ("编号", None, ["S1", "S2"]),
        ("名称", None, ["甲", "乙"]),
        ("占比", "0%", [1.0, 0.5]),
        ("性别", '[=1]"男";[=2]"女"', [1.0, 2.0]),
    )
    assert [row[2:] for row in grid(data).rows[1:]] == [["100%", "男"], ["50%", "女"]]
    assert told(data, ("占比", "性别")) == []


CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.mark.parametrize(
    ("case", "texts"),
    [
        ("xml2003-named-formats", ["1234.5", "1234.5", "500", "3", "1234.5"]),
        ("percent-xlsx-xml", ["100%", "3%", "7.5%"]),
        ("units-in-formats", ["第7号", "12.5万元", "3级", "2.0‰"]),
        ("words-for-numbers", ["男", "女", "是", "否"]),
        ("dates-shown-in-part", ["2024年5月", "2024", "5月1日"]),
        ("ods-time-with-days", ["14:30"]),
        ("fractions", ["1/5", "1 1/2"]),
        ("codes-and-digits-guard", ["000012", "42272-00270", "13812345678", "0.0000001", "0.3"]),
    ],
)
def test_cases(case: str, texts: list[str]) -> None:
    files = sorted((CASES / case).iterdir())
    assert files
    for path in files:
        assert [row[0] for row in grid(path.read_bytes()).rows] == texts, path.name


SAVED = Path(__file__).parent / "samples"
Cases = list[tuple[str, float, str]]
"""Codes of formats, numbers, and what is read of them."""


def as_xlsx() -> bytes:
    return (SAVED / "数字格式.xlsx").read_bytes()


def as_sheet(cases: Cases, formulas: bool = False) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for r, (code, value, _) in enumerate(cases):
        form = book.add_format({"num_format": code})
        if formulas:
            sheet.write_formula(r, 0, f"={value!r}+0", form, value)
        else:
            sheet.write_number(r, 0, value, form)
        sheet.write_string(r, 1, "尾")
    book.close()
    return stream.getvalue()


def as_xml(cases: Cases, moments: bool = False) -> bytes:
    escaped = [code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for code, _, _ in cases]
    styles = "".join(
        f'<Style ss:ID="s{n}"><NumberFormat ss:Format="{code}"/></Style>' for n, code in enumerate(escaped)
    )
    rows = ""
    for n, (code, value, _) in enumerate(cases):
        kind, text = "Number", repr(value)
        if moments and code[0] in "yh":
            kind, text = (
                "DateTime",
                "2024-05-01T14:30:00.000" if code == "h:mm" else "2024-05-01T00:00:00.000",
            )
        elif moments and code == "[h]:mm":
            kind, text = "DateTime", "1900-01-01T12:00:00.000"
        rows += f'<Row ss:StyleID="s{n}"><Cell><Data ss:Type="{kind}">{text}</Data></Cell></Row>'
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="甲"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def as_xlsb(cases: Cases) -> bytes:
    rows: list[list[object]] = [[(float(value), n + 1), "尾"] for n, (_, value, _) in enumerate(cases)]
    return packed(xlsb_parts(("甲", xlsb_sheet(rows), 0), formats=tuple(code for code, _, _ in cases)))


@pytest.mark.parametrize(
    "data",
    [as_xlsx(), as_sheet(ALIKE, formulas=True), as_xml(ALIKE), as_xml(ALIKE, moments=True), as_xlsb(ALIKE)]
    + [(SAVED / f"数字格式.{kind}").read_bytes() for kind in ("ods", "fods", "xls", "html")],
    ids=["xlsx", "formulas", "xml2003", "xml2003-moments", "xlsb", "ods", "fods", "xls", "html"],
)
def test_one_sheet_reads_alike_in_every_format(data: bytes) -> None:
    """The .ods, .xls and .html are what LibreOffice saved the .xlsx as (samples/make.py)."""
    read = [row[0] for row in grid(data).rows]
    assert read[: len(ALIKE)] == [text for _, _, text in ALIKE]


CODES = sorted({code for code, *_ in (*SHOWN, *READ, *ALIKE) if code not in ("", "General", "@")})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CODES),
            st.one_of(
                st.integers(-20, 120),
                st.integers(36526, 55000),
                st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4)),
            ),
            st.just(""),
        ),
        min_size=1,
        max_size=8,
    )
)
@example(cases=[("???", 0, ""), ("0", 1, "")])
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_number_in_any_format_reads_alike_in_every_file(cases: Cases) -> None:
    """What is read, stored and shown, with its cells taken on the way, by the parser, and in other files."""
    files = [as_sheet(cases), as_sheet(cases, formulas=True), as_xml(cases), as_xlsb(cases)]
    readings = []
    for data in files:
        taken, parsed = read_grids(data, "库")[0][0], read_grids(data, "库", displays=True)[0][0]
        assert (taken.rows, taken.stored, taken.odd_formats) == (
            parsed.rows,
            parsed.stored,
            parsed.odd_formats,
        )
        readings.append(([row[0] for row in parsed.rows], parsed.stored, parsed.shown))
    height = max(len(texts) for texts, _, _ in readings)
    padded = [(texts + [""] * (height - len(texts)), stored, shown) for texts, stored, shown in readings]
    assert all(reading == padded[0] for reading in padded)
