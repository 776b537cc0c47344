"""Reading registries: cells to text, formats by content, refusals in plain words."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsx_by_hand import (
    LINKS,
    MAIN,
    STRICT,
    STRICT_LINKS,
    packed,
    parts,
    relations,
    shared,
    text_cell,
    workbook,
    worksheet,
    xlsx,
)

from shuangsuiji.core.findings import Level
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.errors import BadInput, SsjError
from shuangsuiji.files.readers.cell_text import cell_text
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.messages import render


def only(data: bytes, name: str = "名录库.xlsx") -> Grid:
    grids, findings = read_grids(data, name)
    assert findings == []
    assert len(grids) == 1
    return grids[0]


def refusal(data: bytes, name: str = "名录库.xlsx") -> str:
    with pytest.raises(BadInput) as caught:
        read_grids(data, name)
    return str(caught.value)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# ---- cells to text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 甲\u3000乙 ", " 甲\u3000乙 "),
        (100.0, "100"),
        (-0.0, "0"),
        (130181740174.0, "130181740174"),
        (999999999999999.0, "999999999999999"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (2.9999999999999996, "3"),
        (1e-7, "0.0000001"),
        (-2.5, "-2.5"),
        (1e21, "1000000000000000000000"),
        (123456.789e-10, "0.0000123456789"),
        (float("nan"), ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.date(999, 5, 1), "0999-05-01"),
        (dt.datetime(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 8, 30), "2024-05-01 08:30:00"),
        (dt.datetime(2024, 5, 1, 8, 29, 59, 500_000), "2024-05-01 08:30:00"),
        (dt.datetime(2024, 5, 1, 23, 59, 59, 991_000), "2024-05-02"),
        (dt.datetime(9999, 12, 31, 23, 59, 59, 999_000), "9999-12-31 23:59:59"),
        (dt.time(8, 30, 0, 400_000), "08:30:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (dt.timedelta(hours=-1), "-01:00:00"),
    ],
)
def test_cell_text(value: object, text: str) -> None:
    assert cell_text(value) == text  # type: ignore[arg-type]


def test_what_openpyxl_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "药店"
    sheet["B3"] = "名称"
    sheet["C3"] = 13018174017
    sheet["D3"] = 0.1
    sheet["E3"] = True
    sheet["F3"] = dt.date(2024, 5, 1)
    sheet["G3"] = dt.datetime(2024, 5, 1, 8, 30)
    sheet["H3"] = dt.time(8, 30)
    sheet["I3"] = "=1+1"
    sheet["B4"] = "乙\n丙"
    sheet["C4"] = 914102036817520000
    sheet["D4"] = "#N/A"
    sheet["D4"].data_type = "e"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("说明").sheet_state = "hidden"
    grids, findings = read_grids(saved(book), "库.xlsx")
    assert findings == []
    first, second = grids
    assert (first.file, first.sheet, first.hidden, first.hidden_rows) == ("库.xlsx", "药店", False, 1)
    assert first.rows == [
        [""] * 9,
        [""] * 9,
        ["", "名称", "13018174017", "0.1", "TRUE", "2024-05-01", "2024-05-01 08:30:00", "08:30:00", ""],
        ["", "乙\n丙", "914102036817520000", "", "", "", "", "", ""],
    ]
    assert first.damaged == {
        (2, 8): "cell-formula-empty",
        (3, 2): "cell-long-number",
        (3, 3): "cell-error",
    }
    assert (second.sheet, second.hidden, second.rows) == ("说明", True, [])


@pytest.mark.parametrize("constant_memory", [False, True])
def test_what_xlsxwriter_writes(tmp_path: Path, constant_memory: bool) -> None:
    path = tmp_path / "库.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": constant_memory})
    sheet = book.add_worksheet("甲")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    sheet.write_row(1, 1, ["编号", "", 1.5])
    sheet.write_string(1, 2, "=乙")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_datetime(2, 1, dt.datetime(2024, 5, 1), day)
    sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 2, "=1+1", None, 2)
    sheet.merge_range(4, 1, 4, 3, "合并")
    book.add_worksheet("乙").hide()
    book.close()
    first, second = read_grids(path.read_bytes(), path.name)[0]
    assert first.rows[1:] == [
        ["", "编号", "=乙", "1.5"],
        ["", "2024-05-01", "", ""],
        ["", "", "2", ""],
        ["", "合并", "", ""],
    ]
    assert first.damaged == {(3, 1): "cell-error"}
    assert first.hidden_rows == 1
    assert second.hidden


def test_every_damage_has_a_text() -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
        '<c r="D1"><v>9.1410203681752E+17</v></c><c r="E1"><v>1e400</v></c><c r="F1"><v>NaN</v></c>'
        f'<c r="G1"><v>-1e15</v></c>{text_cell("H1", "9.14E+17")}'
        '<c r="I1" t="str"><f>A2</f><v></v></c><c r="J1"><f>1</f><v>0</v></c>'
        '<c r="K1"><v>1.5E+2</v></c></row>'
    )
    grid = only(xlsx(rows))
    assert grid.rows == [
        ["", "", "", "914102036817520000", "", "", "-1000000000000000", "9.14E+17", "", "0", "150"]
    ]
    assert grid.damaged == {
        (0, 0): "cell-error",
        (0, 1): "cell-formula-empty",
        (0, 2): "cell-formula-empty",
        (0, 3): "cell-long-number",
        (0, 4): "cell-error",
        (0, 5): "cell-error",
        (0, 6): "cell-long-number",
        (0, 7): "cell-scientific",
    }


def test_damage_is_found_beside_leading_blank_columns() -> None:
    grid = only(xlsx('<row r="2"><c r="D2"><v>1234567890123456</v></c></row>'))
    assert grid.rows == [["", "", "", ""], ["", "", "", "1234567890123460"]]
    assert grid.damaged == {(1, 3): "cell-long-number"}


def test_shared_strings_with_runs_phonetics_and_escapes() -> None:
    sst = shared(
        "<r><t>富</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 文 </t></r>"
        "<rPh sb='0' eb='1'><t>フ</t></rPh><phoneticPr fontId='1'/>",
        "<t>甲&amp;乙_x000D_\n丙</t>",
    )
    grid = only(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', sst=sst))
    assert grid.rows == [["富 文 ", "甲&乙\r\n丙"]]


def test_chinese_builtin_date_formats() -> None:
    ids = [14, 27, 31, 36, 50, 57, 58]
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in ids)
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>{formats}</cellXfs></styleSheet>'
    cells = "".join(f'<c r="{chr(65 + i)}1" s="{i + 1}"><v>45413</v></c>' for i in range(len(ids)))
    assert only(xlsx(f'<row r="1">{cells}</row>', styles=styles)).rows == [
        ["2024-05-01", "2024年5月", "2024-05-01", "2024年5月", "2024年5月", "2024年5月", "5月1日"]
    ]


def test_rows_and_cells_without_references() -> None:
    rows = (
        '<row><c><v>1</v></c><c t="str"><v>二</v></c></row><row hidden="true"><c t="e"><v>#REF!</v></c></row>'
    )
    grid = only(xlsx(rows))
    assert grid.rows == [["1", "二"], ["", ""]]
    assert grid.damaged == {(1, 0): "cell-error"}
    assert grid.hidden_rows == 1


def test_other_spellings_of_the_same_workbook() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    prefixed = rows.replace("</", "</x:").replace("<r", "<x:r").replace("<c", "<x:c").replace("<v", "<x:v")
    by_prefix = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
    strict = worksheet(rows).replace(MAIN, STRICT)
    absolute = relations("/xl/worksheets/sheet1.xml")
    spaced = "\n".join(rows.replace("><", ">\n  <").splitlines())
    for data in (
        xlsx(sheet=by_prefix),
        xlsx(sheet=strict, book=workbook(main=STRICT, links=STRICT_LINKS)),
        xlsx(rows, links=absolute),
        xlsx(spaced),
        xlsx(rows.replace('"', "'")),
        xlsx(rows, book="\ufeff<?xml version='1.0' encoding='utf-8'?>" + workbook()),
        packed(parts(rows), zipfile.ZIP_STORED),
    ):
        assert only(data).rows == [["1"]]


def test_a_sheet_of_a_chart_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "图.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("数")
    sheet.write_row(0, 0, [1, 2])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=数!$A$1:$B$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert only(path.read_bytes()).sheet == "数"


def test_sheets_of_macros_are_passed_over() -> None:
    """Also one that has no part at all, as a module of macros."""
    book = workbook().replace(
        "</sheets>",
        '<sheet name="宏" sheetId="2" r:id="rId2"/><sheet name="块" sheetId="3" r:id=""/></sheets>',
    )
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    links = relations().replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{kind}" Target="macrosheets/sheet1.xml"/></Relationships>',
    )
    made = parts('<row r="1"><c r="A1"><v>1</v></c></row>', book=book, links=links)
    made["xl/macrosheets/sheet1.xml"] = f'<macrosheet xmlns="{MAIN}"/>'
    assert only(packed(made)).rows == [["1"]]
    assert "已损坏" in refusal(packed(parts(book=book)))


def test_wide_and_long_sheets_keep_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "宽.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(3000):
        sheet.write_row(row, 0, [f"{row}-{column}" for column in (range(3) if row < 2000 else range(60))])
    book.close()
    grid = only(path.read_bytes())
    assert (len(grid.rows), {len(row) for row in grid.rows}) == (3000, {60})
    assert grid.rows[2999][59] == "2999-59"
    assert grid.rows[1999][2:4] == ["1999-2", ""]


# ---- text files ----------------------------------------------------------------------------------------


TABLE = [
    ["名录库", "", ""],
    ["编号", "名称", "备注"],
    ["001", "甲\n乙,丙", '说"好"'],
    ["H41048100001", "䶮店", ""],
]


def as_csv(separator: str = ",") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(TABLE)
    return buffer.getvalue()


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(separator: str, encoding: str) -> None:
    grid = only(as_csv(separator).encode(encoding), "库.csv")
    assert grid.rows == TABLE
    assert (grid.sheet, grid.file, grid.damaged) == ("", "库.csv", {})


def test_gb18030_is_read_with_a_note() -> None:
    (grid,), (found,) = read_grids(as_csv().encode("gb18030"), "库.csv")
    assert grid.rows == TABLE
    assert found.level is Level.NOTE
    assert render(found) == (
        "库.csv：文件按 GB18030（国标码）读取。如果看到乱码，请用 WPS 或 Excel 打开后另存为 .xlsx。"
    )


def test_csv_peculiarities() -> None:
    grid = only(b'a,="00123",9.14102E+17\r\n\r\n1,914102036817520000,x="1"\r\n', "a.csv")
    assert grid.rows == [["a", "00123", "9.14102E+17"], [], ["1", "914102036817520000", 'x="1"']]
    assert grid.damaged == {(0, 2): "cell-scientific"}
    assert only("一列\n甲;乙\n".encode()).rows == [["一列"], ["甲", "乙"]]
    assert only("姓名,专业\n张三,药师;医师;护士\n李四,医师;药师;护士\n".encode()).rows[1] == [
        "张三",
        "药师;医师;护士",
    ]


def test_equal_content_gives_equal_rows(tmp_path: Path) -> None:
    path = tmp_path / "库.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    table = [*TABLE, ["130181740174", "TRUE", "2024-05-01"], ["0.1", "100", "2024-05-01 08:30:00"]]
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    day, moment = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    sheet.write_number(4, 0, 130181740174)
    sheet.write_boolean(4, 1, True)
    sheet.write_datetime(4, 2, dt.datetime(2024, 5, 1), day)
    sheet.write_row(5, 0, [0.1, 100])
    sheet.write_datetime(5, 2, dt.datetime(2024, 5, 1, 8, 30), moment)
    book.close()
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(table)
    assert only(path.read_bytes()).rows == only(buffer.getvalue().encode(), "库.csv").rows == table


# ---- refusals ------------------------------------------------------------------------------------------


def archive_of(**names: bytes) -> bytes:
    return packed({name.replace("__", "/").replace("_xml", ".xml"): text for name, text in names.items()})


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "文件是空的"),
    "only blanks": (b"\xef\xbb\xbf \r\n", "文件是空的"),
    "half an xls": (OLE2 + "Workbook".encode("utf-16-le"), "这个表格文件已损坏"),
    "half an xls without a container": (b"\x09\x08\x10\x00\x00\x06\x05\x00", "这个表格文件已损坏"),
    "encrypted": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "doc": (OLE2 + "WordDocument".encode("utf-16-le"), "Word"),
    "other container": (OLE2, "认不出这是什么文件"),
    "docx": (archive_of(word__document_xml=b"<a/>"), "Word"),
    "zip": (archive_of(a_xml=b"<a/>"), "压缩包"),
    "rar": (b"Rar!\x1a\x07\x00", "压缩包"),
    "html without a table": ("<html><body>请先登录</body></html>".encode(), "没有可读的表格"),
    "html of a blank table": ("<table><tr><td>&nbsp;</td></tr></table>".encode("gb18030"), "没有可读的表格"),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "单个文件网页"),
    "xml 2003 without a sheet": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "没有可读的工作表",
    ),
    "xml": (b'<?xml version="1.0"?><a/>', "XML 文件"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "图片"),
    "bytes": (b"abc\0def", "认不出这是什么文件"),
    "control characters": (b"abc\x01def", "认不出这是什么文件"),
    "no encoding": (b"\xff\xff\xff\xff,\x80", "编码认不出来"),
    "half of a UTF-16 character": (b"\xff\xfea", "编码认不出来"),
    "broken UTF-8": ("编号,名称\n1,药店甲乙丙丁戊己庚辛".encode() + b"\xe5\n", "第2行"),
    "open quotes": (b'a,b\n1,"x\n2,y\n', "双引号"),
    "text after quotes": (b'a,b\n1,"x"y\n', "库.xls 第2行：从这一行附近起"),
    "cell of 40000": (b"a,b\n1," + b"x" * 40000, "库.xls › B2：这一格的文字超过 32767 个字"),
    "cell of 200000": (b"a,b\n1," + b"x" * 200000, "这一格的文字超过 32767 个字"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_by_content(kind: str) -> None:
    data, words = REFUSED[kind]
    text = refusal(data, "库.xls")
    assert text.startswith("库.xls")
    assert words in text
    assert text.endswith("。")


def test_a_lock_file_is_said_to_be_one() -> None:
    for name in ("~$名录库.xlsx", "registries/~$名录库.xlsx"):
        assert "请先关闭打开的文件，再给出“名录库.xlsx”本身" in refusal(b"user\0\0", name)


def test_refused_zip_kinds() -> None:
    assert "已损坏" in refusal(packed({"xl/workbook.bin": b"x"}))
    ods = packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED)
    assert "已损坏" in refusal(ods)
    odt = packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED)
    assert "Word" in refusal(odt)


def test_the_extension_does_not_matter() -> None:
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert only(data, "库.xls").rows == only(data, "库.csv").rows == [["1"]]


def test_the_words_of_a_refusal() -> None:
    assert refusal(b"MIME-Version: 1.0", "导出.xls") == (
        "导出.xls：文件其实是“单个文件网页”，读不了。"
        "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    )


def test_a_huge_cell_in_a_workbook_is_named() -> None:
    for data in (
        xlsx(f'<row r="1">{text_cell("C1", "x" * 10_000_000)}</row>'),
        xlsx('<row r="1"><c r="C1" t="s"><v>0</v></c></row>', sst=shared(f"<t>{'x' * 40_000}</t>")),
    ):
        assert refusal(data).startswith("名录库.xlsx › 对象 › C1：这一格的文字超过 32767 个字")
    long = "长" * 32_767
    assert only(xlsx(f'<row r="1">{text_cell("A1", long)}</row>')).rows == [[long]]


def test_only_charts() -> None:
    links = relations("chartsheets/sheet1.xml").replace(f"{LINKS}/worksheet", f"{LINKS}/chartsheet")
    made = parts(links=links)
    made["xl/chartsheets/sheet1.xml"] = f'<chartsheet xmlns="{MAIN}"/>'
    assert "没有可读的工作表" in refusal(packed(made))


# ---- nothing but grids and known errors ----------------------------------------------------------------


def sample() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(20):
        sheet.append([f"编号{row}", row, row / 7, dt.date(2024, 5, 1), "甲"])
    return saved(book)


SAMPLE = sample()
MANY = settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@MANY
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_changed_bytes(changes: list[tuple[float, int]]) -> None:
    data = bytearray(SAMPLE)
    for where, byte in changes:
        data[int(where * len(data))] = byte
    try:
        grids, _ = read_grids(bytes(data), "x.xlsx")
    except SsjError as trouble:
        assert str(trouble)
    else:
        assert all(isinstance(cell, str) for grid in grids for row in grid.rows for cell in row)


XML = parts(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45413.5</v></c></row>'
    f'<row r="2">{text_cell("A2", "乙")}<c r="B2" t="b"><v>1</v></c></row>',
    sst=shared("<t>甲</t>", head='count="1" uniqueCount="1"'),
    styles=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>',
)


@MANY
@given(
    st.sampled_from(sorted(XML)),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 12),
    st.sampled_from(
        ['"', "<", ">", "&", "/", "0", "9", "A", "Z", "999999999", "e", "-", "\0", "<c>", " ", ""]
    ),
)
def test_a_workbook_with_changed_xml(part: str, where: float, length: int, insert: str) -> None:
    made = dict(XML)
    content = made[part]
    assert isinstance(content, str)
    start = int(where * len(content))
    made[part] = content[:start] + insert + content[start + length :]
    try:
        grids, _ = read_grids(packed(made), "x.xlsx")
    except SsjError as trouble:
        assert str(trouble)
    else:
        assert all(isinstance(cell, str) for grid in grids for row in grid.rows for cell in row)


@MANY
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    try:
        grids, _ = read_grids(data, "x.csv")
    except SsjError as trouble:
        assert str(trouble)
    else:
        assert isinstance(grids[0].rows, list)
