"""The gate before the parser: one hostile or damaged workbook per refusal, and what the scan reports."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest
from xlsx_by_hand import (
    LINKS,
    MAIN,
    SHEET,
    package,
    packed,
    parts,
    relations,
    shared,
    text_cell,
    workbook,
    worksheet,
    xlsx,
)

from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.readers.sheet_scan import SheetTrouble, scan_sheet
from shuangsuiji.files.readers.xlsx_gate import pass_gate

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
DAMAGED = "已损坏或不完整"
TOO_BIG = "展开后大得不正常"
DOCTYPE = "声明（DTD）"
UNUSUAL = "写法很少见"


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read_grids(data, "名录库.xlsx")
    return str(caught.value)


# ---- the zip -------------------------------------------------------------------------------------------


def test_truncated_anywhere() -> None:
    data = xlsx(ONE)
    for size in (30, len(data) // 2, len(data) - 1):
        assert DAMAGED in refusal(data[:size])


def test_wrong_crc() -> None:
    data = bytearray(packed(parts(ONE), zipfile.ZIP_STORED))
    where = data.index(b"<v>1</v>") + 3
    data[where : where + 1] = b"2"
    assert DAMAGED in refusal(bytes(data))


def test_a_broken_stream() -> None:
    data = bytearray(xlsx(ONE))
    where = data.index(SHEET.encode()) + len(SHEET) + 5
    data[where : where + 8] = b"\xff" * 8
    assert DAMAGED in refusal(bytes(data))


def test_encrypted_parts() -> None:
    data = bytearray(xlsx(ONE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert "打开密码" in refusal(bytes(data))


def test_names_twice_or_outside() -> None:
    buffer = io.BytesIO(xlsx(ONE))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, worksheet(""))
    assert DAMAGED in refusal(buffer.getvalue())
    for name in ("../x.xml", "xl/../../x.xml", "/etc/x.xml", "C:/x.xml", "xl\\..\\x.xml", "XL/Workbook.xml"):
        assert DAMAGED in refusal(packed({**parts(ONE), name: "<a/>"}))


def test_unknown_compression_and_too_many_parts() -> None:
    assert DAMAGED in refusal(packed(parts(ONE), zipfile.ZIP_LZMA))
    assert DAMAGED in refusal(packed(parts(ONE) | {f"xl/{i}.xml": "" for i in range(10_001)}, 0))


def test_zip_bomb_is_refused_at_once() -> None:
    rows = '<row r="1">' + " " * (40 << 20) + "</row>"
    started = time.perf_counter()
    assert TOO_BIG in refusal(xlsx(rows))
    assert time.perf_counter() - started < 5


def test_zip_bomb_with_a_small_declared_size() -> None:
    # The directory promises a little part with the right CRC; the stream goes on behind it.
    small = worksheet(ONE).encode()
    data = bytearray(packed({**parts(), SHEET: small + b" " * (8 << 20)}))
    for mark, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = data.rindex(mark)
        struct.pack_into("<I", data, at + offset, zlib.crc32(small))
        struct.pack_into("<I", data, at + offset + 8, len(small))
    assert zipfile.ZipFile(io.BytesIO(bytes(data))).read(SHEET) == small
    assert DAMAGED in refusal(bytes(data))


def test_a_second_directory() -> None:
    assert DAMAGED in refusal(xlsx(ONE) + xlsx(ONE)[-22:])


# ---- XML -----------------------------------------------------------------------------------------------

XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["book", "links", "sheet", "sst", "styles", "package"])
def test_document_types(part: str) -> None:
    made = {
        "book": workbook(),
        "links": relations(),
        "sheet": worksheet(ONE),
        "sst": shared("<t>甲</t>"),
        "styles": f'<styleSheet xmlns="{MAIN}"/>',
        "package": package(),
    }
    assert DOCTYPE in refusal(xlsx(ONE, **{part: XXE + made[part]}))


def test_document_types_in_other_places() -> None:
    assert DOCTYPE in refusal(packed({**parts(ONE), "docProps/core.xml": XXE + "<a/>"}))
    assert DAMAGED in refusal(xlsx(sheet=worksheet(ONE, after=XXE)))
    assert DAMAGED in refusal(xlsx(ONE + XXE))


def test_what_the_parser_would_silently_lose() -> None:
    assert UNUSUAL in refusal(xlsx('<row r="1"><c r="A1" t="str"><v><![CDATA[甲]]></v></c></row>'))
    assert UNUSUAL in refusal(xlsx(ONE, sst=shared("<t><![CDATA[甲]]></t>")))
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet(ONE)
    assert read_grids(xlsx(sheet=declared.encode("utf-16")), "x.xlsx")[0][0].rows == [["1"]]
    assert UNUSUAL in refusal(xlsx(sheet='<?xml version="1.0" encoding="GBK"?>' + worksheet(ONE)))
    assert UNUSUAL in refusal(xlsx(ONE, package=package("xl/other.xml")))


def test_comments_are_no_trouble() -> None:
    commented = f"<!-- made by hand -->{worksheet(ONE, before='<!-- a -->', after='<!-- b -->')}"
    inside = ONE.replace("<c ", "<!-- c --><c ", 1)
    for data in (xlsx(sheet=commented), xlsx(inside)):
        assert read_grids(data, "x.xlsx")[0][0].rows == [["1"]]


BROKEN_SHEETS = {
    "no data": f'<worksheet xmlns="{MAIN}"/>',
    "no end": worksheet(ONE)[:-30],
    "data twice": worksheet(ONE, after=f"<sheetData>{ONE}</sheetData>"),
    "data in a comment": worksheet(ONE, before="<!-- <sheetData> -->"),
    "open row": worksheet('<row r="1"><c r="A1"><v>1</v></c>'),
    "open cell": worksheet('<row r="1"><c r="A1"><v>1</v></row>'),
    "entity": worksheet('<row r="1"><c r="A1" t="str"><f/><v>&lol;</v></c></row>'),
    "row 0": worksheet('<row r="0"><c r="A0"><v>1</v></c></row>'),
    "row beyond": worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    "column beyond": worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "column far beyond": worksheet('<row r="1"><c r="ZZZZZZZZZZZZ1"><v>1</v></c></row>'),
    "no column": worksheet('<row r="1"><c r="1"><v>1</v></c></row>'),
    "bad row number": worksheet('<row r="x"><c r="A1"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("name", BROKEN_SHEETS)
def test_broken_sheets(name: str) -> None:
    assert DAMAGED in refusal(xlsx(sheet=BROKEN_SHEETS[name]))


def test_broken_books() -> None:
    twice = workbook().replace("</sheets>", '<sheet name="对象" sheetId="2" r:id="rId1"/></sheets>')
    same_id = relations().replace(
        "</R", f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet2.xml"/></R'
    )
    for data in (
        xlsx(ONE, book=twice),
        xlsx(ONE, book="<workbook"),
        xlsx(ONE, book=workbook().replace("r:id", "id")),
        xlsx(ONE, links=same_id),
        xlsx(ONE, links=relations("worksheets/none.xml")),
        packed({key: value for key, value in parts(ONE).items() if "rels" not in key}),
        xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', sst=shared("<t>甲</t>")),
    ):
        assert DAMAGED in refusal(data)


# ---- what would not fit into memory --------------------------------------------------------------------


@pytest.mark.parametrize(
    "far",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c t='n' r='XFD1048576'><v>1</v></c>",
        '<c r="xfd1048576" t="str"><v>x</v></c>',
    ],
)
def test_two_far_cells_do_not_abort_the_process(far: str) -> None:
    text = refusal(xlsx(f'{ONE}<row r="1048576">{far}</row>'))
    assert text == (
        "名录库.xlsx：工作表“对象”的内容一直铺到 XFD1048576，中间绝大部分是空的，表太大。"
        "请按 Ctrl+End 找到最后一格，删除多余的行和列，保存后再用。"
    )


def test_one_far_cell_in_a_row_that_says_otherwise() -> None:
    assert "XFD1048576" in refusal(xlsx('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))


def test_format_only_cells_far_away_do_no_harm() -> None:
    data = xlsx(f'{ONE}<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert read_grids(data, "x.xlsx")[0][0].rows == [["1"]]


@pytest.mark.parametrize("count", ["4294967295", "99999999999999999999", "-1", "x"])
def test_a_boastful_count_of_strings(count: str) -> None:
    sst = shared("<t>甲</t>", head=f'count="1" uniqueCount="{count}"')
    assert DAMAGED in refusal(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', sst=sst))


def test_one_long_string_used_very_often() -> None:
    cells = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 60_001))
    data = packed(parts(cells, sst=shared(f"<t>{'x' * 30_000}</t>")))
    assert TOO_BIG in refusal(data)
    rare = packed(parts(cells.replace("<v>0<", "<v>1<"), sst=shared(f"<t>{'x' * 30_000}</t>", "<t>乙</t>")))
    assert read_grids(rare, "x.xlsx")[0][0].rows == [["乙"]] * 60_000


# ---- what the scan reports -----------------------------------------------------------------------------

ORDINARY = "".join(
    f'<row r="{r}" spans="1:4"><c r="A{r}" s="1" t="s"><v>0</v></c><c r="B{r}"><v>{r}</v></c>'
    f'<c r="C{r}" s="2"/><c r="D{r}" t="str"><f>A{r}&amp;""</f><v>x</v></c></row>'
    for r in range(1, 2001)
)
ODD = {
    "error": ('<row r="2001"><c r="C2001" t="e"><v>#N/A</v></c></row>', {(2000, 2): "cell-error"}, 0),
    "error of a formula": (
        '<row r="2001"><c r="C2001" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        {(2000, 2): "cell-error"},
        0,
    ),
    "formula": (
        '<row r="2001"><c r="C2001"><f>A1</f></c></row>',
        {(2000, 2): "cell-formula-empty"},
        0,
    ),
    "shared formula": (
        '<row r="2001"><c r="C2001"><f t="shared" si="0"/><v> </v></c></row>',
        {(2000, 2): "cell-formula-empty"},
        0,
    ),
    "hidden": ('<row r="2001" hidden="1"><c r="A2001"><v>1</v></c></row>', {}, 1),
    "hidden, empty": ("<row r='2001' hidden='true'/>", {}, 1),
    "shown": ('<row r="2001" hidden="false"/><row r="2002" hidden="0"/>', {}, 0),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("size", [100, 5_000, 1_000_000])
@pytest.mark.parametrize("exact", [False, True])
def test_reports(name: str, size: int, exact: bool) -> None:
    rows, damaged, hidden = ODD[name]
    xml = worksheet(ORDINARY + rows).encode()
    pieces = [xml[start : start + size] for start in range(0, len(xml), size)]
    report = scan_sheet(pieces, exact=exact)
    assert (report.damaged, report.hidden_rows, report.size) == (damaged, hidden, len(xml))
    assert report.last_column == 3
    assert report.last_row in (1999, 2000, 2001)


def test_the_report_belongs_to_the_sheet_of_its_name() -> None:
    book = workbook().replace(
        "<sheets>", '<sheets><sheet name="甲&amp;乙" sheetId="2" r:id="rId2" state="hidden"/>'
    )
    links = relations().replace(
        "</R", f'<Relationship Id="rId2" Type="{LINKS}/worksheet" Target="/xl/worksheets/sheet2.xml"/></R'
    )
    made = parts(f'<row r="1" hidden="1">{text_cell("A1", "丙")}</row>', book=book, links=links)
    made["xl/worksheets/sheet2.xml"] = worksheet(ONE)
    data = packed(made)
    assert [(entry.name, entry.report and entry.report.hidden_rows) for entry in pass_gate(data, "x")] == [
        ("甲&乙", 0),
        ("对象", 1),
    ]
    first, second = read_grids(data, "x.xlsx")[0]
    assert (first.sheet, first.hidden, first.rows) == ("甲&乙", True, [["1"]])
    assert (second.sheet, second.hidden, second.rows, second.hidden_rows) == ("对象", False, [["丙"]], 1)


def test_a_sheet_that_ends_early_is_no_sheet() -> None:
    with pytest.raises(SheetTrouble):
        scan_sheet([b"<worksheet>"])
    with pytest.raises(SheetTrouble):
        scan_sheet([])
