"""Workbooks that are no .xlsx: .xls, .xlsb, .ods, XML 2003 and HTML give what the .xlsx gives."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine as calamine
from books_by_hand import biff5, biff_record, record, xlsb, xlsb_cell, xlsb_sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_by_hand import MAIN, packed, xlsx

from shuangsuiji.core.registries.grid import Grid, Merged
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.cell_text import cell_text
from shuangsuiji.files.readers.format_moments import serial_value
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.readers.number_formats import format_of

SAMPLES = Path(__file__).parent / "samples"


def read(data: bytes, name: str = "库.xls") -> list[Grid]:
    return read_grids(data, name)[0]


def only(data: bytes, name: str = "库.xls") -> Grid:
    (grid,) = read(data, name)
    return grid


def refusal(data: bytes, name: str = "库.xls") -> str:
    with pytest.raises(BadInput) as caught:
        read_grids(data, name)
    return str(caught.value)


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_grids(data, "库.xls")[1]]


# ---- one workbook, saved in several formats by an office program -----------------------------------------


@pytest.mark.parametrize("kind", ["xls", "ods", "fods"])
def test_what_libreoffice_saves(kind: str) -> None:
    """samples/make.py made them: texts, dates, errors, hidden rows and sheets are all the same."""
    (expected, findings) = read_grids((SAMPLES / "样本.xlsx").read_bytes(), "库")
    assert read_grids((SAMPLES / f"样本.{kind}").read_bytes(), "库") == (expected, findings)
    first = expected[0]
    assert first.rows[3][:6] == [
        "914102036817520012",
        " 试点  二店 ",
        "0.1",
        "2024-05-01 12:00:00",
        "30:00:00",
        "否",
    ]
    assert first.damaged == {
        (3, 7): "cell-error",
        (5, 7): "cell-error",
        (6, 2): "cell-long-number",
        (6, 6): "cell-scientific",
    }
    assert [(grid.sheet, grid.hidden, grid.hidden_rows) for grid in expected] == [
        ("检查对象", False, 1),
        ("说明", False, 0),
        ("隐藏", True, 0),
    ]


def test_what_libreoffice_saves_as_html() -> None:
    first, second = read((SAMPLES / "样本.html").read_bytes())
    assert first.rows[1] == ["编号", "名称", "数", "日期", "时间", "是否", "备注", "公式", "", ""]
    assert first.rows[3][:4] == ["914102036817520012", "试点 二店", "0.1", "2024-05-01 12:00:00"]
    assert first.damaged == {(3, 7): "cell-error", (5, 2): "cell-long-number", (5, 6): "cell-scientific"}
    assert second.rows == [["第二张"]]


def test_the_extension_does_not_matter() -> None:
    data = (SAMPLES / "样本.xls").read_bytes()
    assert read(data, "名录.xlsx") == read(data, "名录.xlsx")
    assert read(data, "名录.et")[0].rows == read(data, "名录.csv")[0].rows


# ---- .xlsb -----------------------------------------------------------------------------------------------


def test_xlsb() -> None:
    rows: list[list[object]] = [
        ["编号", "名称", None, "日"],
        ["H1", "䶮店\n甲", 12, (45413.5, 1)],
        [None, True, -0.5, (30.25, 2), ("#N/A",)],
        [13018174017.0, 914102036817520000.0, "9.14E+17"],
    ]
    data = xlsb(
        ("检查对象", xlsb_sheet(rows, hidden=(2,), merged=(1, 3, 2, 4)), 0),
        ("藏", xlsb_sheet([["x"]]), 1),
        formats=("yyyy/m/d", "[h]:mm"),
    )
    first, second = read(data)
    assert first.rows == [
        ["编号", "名称", "", "日", ""],
        ["H1", "䶮店\n甲", "12", "2024-05-01", ""],
        ["", "TRUE", "-0.5", "726:00", ""],
        ["13018174017", "914102036817520000", "9.14E+17", "", ""],
    ]
    assert first.damaged == {(2, 4): "cell-error", (3, 1): "cell-long-number", (3, 2): "cell-scientific"}
    assert first.merged == [Merged(first=1, last=3, column=2)]
    assert (first.hidden, first.hidden_rows, second.sheet, second.hidden) == (False, 1, "藏", True)


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8),
    st.integers(-(1 << 29), (1 << 29) - 1),
    st.floats(-1e14, 1e14, allow_nan=False),
    st.booleans(),
)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_xlsb_as_another_reader_reads_it(rows: list[list[object]]) -> None:
    """calamine, which shares no code with this reader, finds the same cells."""
    data = xlsb(("甲", xlsb_sheet(rows), 0))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    theirs = [
        [cell_text(cell) for cell in row]
        for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    ]
    ours = only(data).rows
    width = max(map(len, [*theirs, *ours, []]))
    height = max(len(theirs), len(ours))
    assert padded(ours, height, width) == padded(theirs, height, width)


def padded(rows: list[list[str]], height: int, width: int) -> list[list[str]]:
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    return rows + [[""] * width] * (height - len(rows))


# ---- .xls ------------------------------------------------------------------------------------------------

OLD: list[list[object]] = [
    ["编号", "名称", None, "日期"],
    ["H1", "富德大药房", 12, (45413, 1)],
    [True, ("#N/A",), -0.5, 1234567890123456.0],
]


@pytest.mark.parametrize("code_page", [936, None])
def test_xls_of_the_nineties(code_page: int | None) -> None:
    """BIFF 5 without a container, in GBK; where no code page is given, GBK is assumed and said."""
    data = biff5(OLD, code_page=code_page)
    grid = only(data)
    assert grid.sheet == "对象"
    assert grid.rows == [
        ["编号", "名称", "", "日期"],
        ["H1", "富德大药房", "12", "2024-05-01"],
        ["TRUE", "", "-0.5", "1234567890123460"],
    ]
    assert grid.damaged == {(2, 1): "cell-error", (2, 3): "cell-long-number"}
    assert read_grids(data, "库.xls", displays=True)[0][0].shown == {(1, 3): "2024/5/1", (2, 1): "#N/A"}
    assert codes(data) == ([] if code_page else ["xls-irregular"])


def test_an_xls_whose_names_cannot_be_read() -> None:
    """What is no cell is left out where it would stop the reading, and that is told."""
    name = biff_record(0x18, struct.pack("<HBBHHH4x", 0, 0, 9, 99, 0, 0) + b"x")
    grids, findings = read_grids(biff5([["编号", "名称"], ["S1", 7.0]], before=name), "库.xls")
    assert grids[0].rows == [["编号", "名称"], ["S1", "7"]]
    assert [finding.code for finding in findings] == ["xls-irregular"]


def test_an_encrypted_xls() -> None:
    data = biff5(OLD, before=biff_record(0x2F, bytes(6)))
    assert "打开密码" in refusal(data)


def far_cell(r: int, c: int) -> bytes:
    return biff_record(0x204, struct.pack("<HHHH", r, c, 0, 1) + b"x")


HOSTILE_XLS = {
    "a sheet that starts within the globals": lambda data: data.replace(sheet_offset(data), bytes(4)),
    "a sheet beyond the file": lambda data: data.replace(sheet_offset(data), b"\xff\xff\xff\x7f"),
    "a column that is none": lambda data: data[:-4] + far_cell(65_535, 65_535) + data[-4:],
    "far cells": lambda data: data[:-4] + far_cell(65_535, 255) + data[-4:],
    "cut off": lambda data: data[:-30],
}


def sheet_offset(data: bytes) -> bytes:
    return struct.pack("<I", data.rindex(biff_record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))))


@pytest.mark.parametrize("kind", HOSTILE_XLS)
def test_hostile_xls(kind: str) -> None:
    """Offsets and cells that point nowhere; the child has ten seconds and two gigabytes."""
    assert refusal(HOSTILE_XLS[kind](biff5(OLD))).endswith("。")


def test_hostile_xlsb() -> None:
    rows = b"".join(
        record(0, struct.pack("<IIHBBI", r, 0, 300, 0, 0, 0)) + xlsb_cell(16_383, "x")
        for r in range(0, 1_048_576, 5_000)
    )
    assert "表太大" in refusal(xlsb(("甲", record(145) + rows + record(146), 0)))
    beyond = record(145) + record(0, struct.pack("<IIHBBI", 0xFFFFFFFF, 0, 0, 0, 0, 0)) + xlsb_cell(0, "x")
    assert "已损坏" in refusal(xlsb(("甲", beyond, 0)))
    liar = record(145) + record(0, bytes(16)) + record(6, struct.pack("<III", 0, 0, 0x7FFFFFFF) + b"x")
    assert "已损坏" in refusal(xlsb(("甲", liar, 0)))
    assert "已损坏" in refusal(xlsb(("甲", b"\x86\xff\xff\xff\xff", 0)))


def test_a_child_that_takes_too_long_or_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    from shuangsuiji.files.readers import xls_child

    data = biff5(OLD)
    monkeypatch.setattr(xls_child, "SECONDS", 0.001)
    monkeypatch.setattr(xls_child, "SECONDS_PER_BYTE", 0.0)
    assert "用时过长" in refusal(data)
    monkeypatch.undo()
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert "已损坏" in refusal(data)
    monkeypatch.setattr("sys.executable", "/no/such/program")
    assert "已损坏" in refusal(data)


def test_the_child_asks_no_module_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xlrd.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert only(biff5(OLD)).rows[0][0] == "编号"


# ---- .ods ------------------------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
MIME = "application/vnd.oasis.opendocument.spreadsheet"
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def content(rows: str, before: str = "", after: str = "", name: str = "对象", styles: str = "") -> str:
    spaces = "".join(f' xmlns:{short}="{ODF}{short}:1.0"' for short in ("office", "table", "text", "style"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} xmlns:calcext="{CALCEXT}"'
        f' xmlns:draw="{ODF}drawing:1.0"><office:automatic-styles>{styles}</office:automatic-styles>'
        f'<office:body><office:spreadsheet>{before}<table:table table:name="{name}" table:style-name="ta1">'
        f"{rows}</table:table>{after}</office:spreadsheet></office:body></office:document-content>"
    )


def ods(*rows: str, **other: str) -> bytes:
    return packed({"mimetype": MIME, "content.xml": content("".join(rows), **other)}, 0)


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    paragraphs = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{paragraphs}</table:table-cell>"


def test_ods_values() -> None:
    made = ods(
        row(
            cell(
                "  甲<text:s text:c='2'/>乙<text:line-break/>丙<text:tab/><text:span>丁</text:span>"
                "</text:p><text:p>戊"
            ),
            cell("5%", 'office:value-type="percentage" office:value="0.05"'),
            cell("￥3", 'office:value-type="currency" office:value="3"'),
            cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
            cell(
                "2024/5/1 8:30", 'office:value-type="date" office:date-value="2024-05-01T08:29:59.999999999"'
            ),
            cell("", 'office:value-type="time" office:time-value="PT30H05M00.5S"'),
            cell("显示", 'office:value-type="string" office:string-value="原文"'),
            cell("9.14E+17", 'office:value-type="float" office:value="914102036817520000"'),
        ),
        row(
            cell("#REF!", 'table:formula="of:=[.A1]" office:value-type="string"'),
            cell("Err:508", 'table:formula="of:=(" calcext:value-type="error"'),
            cell("", 'table:formula="of:=[.A1]"'),
            cell("#REF!"),
        ),
    )
    grid = only(made)
    assert grid.rows == [
        [
            " 甲  乙\n丙\t丁\n戊",
            "5%",
            "3",
            "TRUE",
            "2024-05-01 08:30:00",
            "30:05:01",
            "原文",
            "914102036817520000",
        ],
        ["", "", "", "#REF!", "", "", "", ""],
    ]
    assert grid.damaged == {
        (0, 7): "cell-long-number",
        (1, 0): "cell-error",
        (1, 1): "cell-error",
        (1, 2): "cell-formula-empty",
    }


def wide(count: int) -> str:
    return f'table:number-columns-repeated="{count}"'


def high(count: int) -> str:
    return f'table:number-rows-repeated="{count}"'


def test_ods_repeats_only_what_holds_something() -> None:
    made = ods(
        row(cell("甲", wide(2)), cell("", wide(16000))),
        row(cell("", wide(3)), cell("乙"), attributes=high(2)),
        row(cell("", wide(16384)), attributes=high(1_048_000)),
    )
    assert only(made).rows == [["甲", "甲", "", ""], ["", "", "", "乙"], ["", "", "", "乙"]]


def test_ods_leaves_out_what_is_no_cell() -> None:
    inner = f'<table:table table:name="内">{row(cell("内"))}</table:table>'
    noise = f"<office:annotation><text:p>批注</text:p></office:annotation>{inner}"
    drawn = "<draw:frame><text:p>图</text:p></draw:frame>"
    tracked = f"<table:tracked-changes>{cell('旧')}</table:tracked-changes>"
    other = f"<table:table table:name=\"'file:///c:/x.ods'#$甲\">{row(cell('别处'))}</table:table>"
    hidden = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    cells = f"<table:table-cell>{noise}<text:p>甲</text:p>{drawn}</table:table-cell>"
    rows = row(cells, attributes='table:visibility="filter"')
    grid = only(ods(rows, before=tracked, after=other, styles=hidden))
    assert (grid.rows, grid.hidden, grid.hidden_rows) == ([["甲"]], True, 1)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (row(cell("x", wide(16385))), "已损坏"),
        (row(cell("x"), attributes=high(1_048_577)), "已损坏"),
        (row(cell("x", wide(16384)), attributes=high(1_000_000)), "表太大"),
        (row(cell("x")) + row(cell("", wide(16383)), cell("y"), attributes=high(1_048_575)), "表太大"),
        (row(cell("x", 'table:number-columns-repeated="-1"')), "已损坏"),
        (row(cell("长" * 32768)), "库.xls › 对象 › A1：这一格的文字超过"),
        (row(cell('<text:s text:c="999999999"/>')), "库.xls › 对象 › A1：这一格的文字超过"),
        (row(cell("<text:span>" * 500 + "</text:span>" * 500)), "已损坏"),
        ("<table:table-row>", "已损坏"),
    ],
    ids=range(9),
)  # fmt: skip
def test_hostile_ods(rows: str, words: str) -> None:
    assert words in refusal(ods(rows))


def test_ods_refused_as_a_whole() -> None:
    secret = {"mimetype": MIME, "content.xml": b"\x8f\x02", "META-INF/manifest.xml": "<m:encryption-data/>"}
    assert "打开密码" in refusal(packed(secret, 0))
    assert "打开密码" in refusal(packed({"mimetype": MIME, "encrypted-package": b"x"}, 0))
    bomb = '<!DOCTYPE a [<!ENTITY x "yyyy"><!ENTITY z "&x;&x;">]>' + content("").partition("?>")[2]
    assert "DTD" in refusal(packed({"mimetype": MIME, "content.xml": bomb}, 0))
    sheets = "".join(f'<table:table table:name="{n}">{row(cell("x"))}</table:table>' for n in range(1001))
    assert "大得不正常" in refusal(ods(after=sheets))


# ---- XML Spreadsheet 2003 -------------------------------------------------------------------------------

SS = "urn:schemas-microsoft-com:office:spreadsheet"


def xml2003(rows: str, head: str = '<?xml version="1.0"?>', styles: str = "", after: str = "") -> str:
    return (
        f'{head}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SS}" xmlns:ss="{SS}"'
        f' xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="对象"><Table>{rows}</Table></Worksheet>{after}</Workbook>'
    )


def data(text: str, kind: str = "String") -> str:
    return f'<Data ss:Type="{kind}">{text}</Data>'


XML_ROWS = (
    f'<Row ss:Index="2"><Cell ss:MergeAcross="1">{data("名录")}</Cell><Cell>{data("尾")}</Cell></Row>'
    f'<Row ss:Span="1"/><Row ss:Hidden="1"><Cell ss:Index="3">{data("甲&#10;乙")}</Cell>'
    f'<Cell>{data("13018174017", "Number")}</Cell>'
    f'<Cell ss:StyleID="d">{data("2024-05-01T00:00:00.000", "DateTime")}</Cell>'
    f'<Cell ss:StyleID="t">{data("1899-12-31T08:30:00.000", "DateTime")}</Cell>'
    f'<Cell ss:StyleID="h">{data("1900-01-01T06:05:00.000", "DateTime")}</Cell>'
    f'<Cell ss:StyleID="d">{data("45413.5", "Number")}</Cell>'
    f'<Cell ss:StyleID="n">{data("1", "Boolean")}</Cell></Row>'
    f'<Row><Cell ss:Formula="=1/0">{data("#DIV/0!", "Error")}</Cell><Cell ss:Formula="=1"/>'
    f'<Cell>{data("9.1410203681752E+17", "Number")}<Comment><Data>批注</Data></Comment></Cell>'
    '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>细</ss:Data></Cell></Row>'
)  # fmt: skip
XML_STYLES = (
    '<Style ss:ID="Default"/><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="t"><NumberFormat ss:Format="h:mm;@"/></Style><Style ss:ID="n"/>'
    '<Style ss:ID="h"><NumberFormat ss:Format="[h]:mm"/></Style>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "utf-16"])
def test_xml_2003(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    hidden = (
        f'<Worksheet ss:Name="藏"><Table><Row><Cell>{data("x")}</Cell></Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    )
    first, second = read(xml2003(XML_ROWS, head, XML_STYLES, hidden).encode(encoding))
    blank = [""] * 9
    assert first.rows == [
        blank,
        ["名录", "", "尾", *blank[3:]],
        blank,
        blank,
        [
            "",
            "",
            "甲\n乙",
            "13018174017",
            "2024-05-01",
            "8:30",
            "30:05",
            "2024-05-01",
            "TRUE",
        ],
        ["", "", "914102036817520000", "粗细", *blank[4:]],
    ]
    assert first.damaged == {(5, 0): "cell-error", (5, 1): "cell-formula-empty", (5, 2): "cell-long-number"}
    assert (first.sheet, first.hidden, first.hidden_rows) == ("对象", False, 1)
    assert (second.sheet, second.hidden) == ("藏", True)


def test_xml_2003_styles_of_rows_and_columns() -> None:
    """A cell without a style has the one of its row, else of its column; Excel writes whole columns so."""
    formats = {"p": "0.0%", "w": "0&quot;万元&quot;", "m": "m&quot;月&quot;"}
    styles = "".join(
        f'<Style ss:ID="{key}"><NumberFormat ss:Format="{code}"/></Style>' for key, code in formats.items()
    )
    columns = '<Column ss:StyleID="p"/><Column ss:Index="3" ss:StyleID="w" ss:Span="1"/>'
    number = f"<Cell>{data('0.075', 'Number')}</Cell>"
    rows = (
        f"{columns}<Row>{number * 3}</Row>"
        f'<Row ss:StyleID="w"><Cell>{data("12", "Number")}</Cell>'
        f'<Cell ss:StyleID="p">{data("1", "Number")}</Cell>'
        f'<Cell ss:Index="4">{data("5", "Number")}</Cell></Row>'
        f'<Row><Cell ss:Index="4">{data("7", "Number")}</Cell></Row>'
        f'<Row ss:StyleID="m"><Cell>{data("2024-05-01T00:00:00.000", "DateTime")}</Cell></Row>'
    )
    assert only(xml2003(rows, styles=styles).encode()).rows == [
        ["7.5%", "0.075", "0万元", ""],
        ["12万元", "100.0%", "", "5万元"],
        ["", "", "", "7万元"],
        ["5月", "", "", ""],
    ]


def test_xml_2003_with_characters_that_xml_forbids() -> None:
    rows = f"<Row><Cell>{data('甲&#7;乙')}</Cell><Cell>{data('丙&#x1F;丁' + chr(12))}</Cell></Row>"
    assert only(xml2003(rows).encode()).rows == [["甲乙", "丙丁"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (xml2003(f'<Row ss:Index="1048577"><Cell>{data("x")}</Cell></Row>'), "已损坏"),
        (xml2003(f'<Row ss:Index="1048576"><Cell ss:Index="16384">{data("x")}</Cell></Row>'), "表太大"),
        (xml2003(f'<Row><Cell ss:Index="0">{data("x")}</Cell></Row>'), "已损坏"),
        (
            xml2003(f"<Row><Cell>{data('x' * 10_000_000)}</Cell></Row>"),
            "库.xls › 对象 › A1：这一格的文字超过",
        ),
        (xml2003("<Row><Cell>" + "<B>" * 500), "已损坏"),
        (xml2003("<Row>"), "已损坏"),
        (xml2003("", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "DTD"),
    ],
    ids=range(7),
)
def test_hostile_xml_2003(text: str, words: str) -> None:
    assert words in refusal(text.encode())


# ---- HTML ------------------------------------------------------------------------------------------------


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_html_as_systems_export_it() -> None:
    """Unclosed tags, entities, breaks, spans in both directions, hidden rows, scripts, comments."""
    body = """
    <!-- <table><tr><td>注释</td></tr></table> --><script>if (a<b) "<table>"</script>
    <table border=1><caption>名录</caption>
     <tr><th colspan="2">编 号</th><th>名&nbsp;称<br>（全称）</th></tr>
     <tr style="height:20px; DISPLAY: none"><td rowspan=2>H1<td>a &lt; b &amp;
        c<td><b>甲</b><i>店</i>
     <tr><td x:str="1">乙<td style='mso-number-format:"\\@"'>001</td>
     <TR><TD>914102036817520012</TD><TD></TD><TD>9.14E+17</TD></TR>
    </table>"""
    grid = only(page(body).encode())
    assert grid.rows == [
        ["编 号", "", "名\xa0称\n（全称）"],
        ["H1", "a < b & c", "甲店"],
        ["", "乙", "001"],
        ["914102036817520012", "", "9.14E+17"],
    ]
    assert grid.damaged == {(3, 2): "cell-scientific"}
    assert (grid.sheet, grid.hidden_rows) == ("", 1)
    assert codes(page(body).encode()) == ["file-html"]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gbk", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("utf-8", '<meta http-equiv=Content-Type content="text/html; charset=utf-8">'),
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="gb2312">'),
        ("utf-16", '<meta charset="unicode">'),
        ("gb18030", ""),
        ("gb18030", '<meta charset="utf-8">'),
    ],
)
def test_html_encodings(encoding: str, head: str) -> None:
    data = page(
        "<table><tr><td>编号<td>䶮店</table>".replace("䶮", "龙" if encoding == "gbk" else "䶮"), head
    )
    assert only(data.encode(encoding)).rows[0][0] == "编号"


def test_html_numbers_of_office_programs() -> None:
    head = (
        '<meta name=Generator content="Microsoft Excel 15"><style>.xl65 {mso-number-format:"\\@";}</style>'
        "<!--[if gte mso 9]><xml><x:Name>检查对象</x:Name></xml><![endif]-->"
    )
    cells = (
        '<td x:num>1,234</td><td x:num="0.05">5%</td><td x:num="45413">2024/5/1</td>'
        '<td x:num="45413">20240501</td>'
        '<td x:num="9.1410203681752E+17">9.14E+17</td><td>914102036817520000</td>'
        "<td class=xl65>914102036817520000</td>"
        '<td x:err="#N/A">#N/A</td><td>#REF!</td><td x:num="3.14159">3.14</td>'
    )
    grid = only(page(f"<table><tr>{cells}</tr></table>", head).encode())
    assert grid.sheet == "检查对象"
    assert grid.rows == [
        [
            "1234",
            "5%",
            "2024-05-01",
            "20240501",
            "914102036817520000",
            "914102036817520000",
            "914102036817520000",
            *("", "", "3.14159"),
        ]
    ]
    assert grid.damaged == {
        (0, 4): "cell-long-number",
        (0, 5): "cell-long-number",
        (0, 7): "cell-error",
        (0, 8): "cell-error",
    }


def test_html_tables_are_sheets() -> None:
    """A page's frame is a table with tables in it: what holds no text of its own is no sheet."""
    body = (
        "<table><tr><td><table><tr><td>甲</table></td>"
        "<td><table style='display:none'><tr><td>乙</table></td></table>"
    )
    first, second = read(page(body).encode())
    assert (first.rows, first.sheet, first.hidden) == ([["甲"]], "第1个表格", False)
    assert (second.rows, second.sheet, second.hidden) == ([["乙"]], "第2个表格", True)


@pytest.mark.parametrize(
    "body",
    [
        "<table>" * 100_000,
        "<table><tr>" + "<td colspan=1000 rowspan=65534>x" * 17,
        "<table>" + "<tr><td colspan=1000 rowspan=2>x<td colspan=1000 rowspan=2>" * 20_000,
        "<table>" + "<tr><td>x<td colspan=100000>" * 40_000 + "<td>y",
        "<table><tr><td>" + "<b>" * 300_000 + "x" * 40_000,
        "<table><tr><td>" + "<a '\"" * 300_000,
        "<table><tr><td>" + "<a '\">" * 300_000,
        "<table><tr><td>" + "<!--" * 300_000,
        "<table><tr><td>" + "<" * 1_000_000,
        "<table><tr><td>" + "&" * 1_000_000,
        "<table><tr><td>" + "<td " + "a=" * 1_000_000,
        "<table><tr><td><script>" * 100_000,
    ],
    ids=range(12),
)
def test_hostile_html_costs_no_time(body: str) -> None:
    import time

    started = time.process_time()
    try:
        read_grids(page(body).encode(), "库.xls")
    except BadInput as refused:
        assert str(refused).endswith("。")
    assert time.process_time() - started < 10


# ---- numbers and dates -----------------------------------------------------------------------------------

FORMATS = [
    *(
        "yyyy/m/d",
        "h:mm",
        "[h]:mm",
        "mm:ss",
        "[mm]:ss",
        '"日"0',
        "0\\d",
        "0_d",
        "*d0",
        "[$-804]yyyy/m/d",
        "[DBNum1]0",
    ),
    *(
        "General",
        "@",
        "0.00%",
        "aaaa",
        "E",
        "e/m/d",
        "AM/PM",
        "A/P",
        "0;[Red]d",
        "[Red]0",
        "[H]:MM:SS",
        "G/通用格式",
    ),
    *(
        'yyyy"年"m"月"',
        "[$-F800]dddd\\, mmmm",
        "y",
        "S",
        "[>100]d",
        "General;d",
        "#,##0",
        'm/d/yy "日" h:mm;@',
    ),
]


@pytest.mark.parametrize(
    "serial", ["0", "0.25", "0.999999", "1", "59.5", "60", "61", "45413", "45413.75", "2958465.5", "2958466"]
)
def test_formats_are_judged_as_in_an_xlsx(serial: str) -> None:
    """The same number under the same format gives the same text in an .xlsx and wherever else it stands."""

    def escaped(code: str) -> str:
        return code.replace("&", "&amp;").replace('"', "&quot;").replace(">", "&gt;")

    numbers = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{escaped(code)}"/>' for n, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(FORMATS)))
    sheet = f'<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>'
    rows = "".join(
        f'<row r="{n + 1}"><c r="A{n + 1}" s="{n}"><v>{serial}</v></c></row>' for n in range(len(FORMATS))
    )
    theirs = dict(zip(FORMATS, (cells[0] for cells in only(xlsx(rows, styles=sheet)).rows), strict=True))
    ours = {code: format_of(code).read(float(serial)).text for code in FORMATS}
    assert ours == theirs


def test_workbooks_that_count_from_1904() -> None:
    assert str(serial_value(43951, since_1904=True)) == "2024-05-01 00:00:00"
    assert replace(only(biff5([["x"]])), sheet="").rows == [["x"]]
