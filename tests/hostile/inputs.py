"""Small files made to hold the program up, to fill the memory, or to break it: by kind and by name.

Each is a function without arguments, so that what is large is made only when it is wanted.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from xlsx_by_hand import MAIN, packed, parts, relations, shared, workbook, worksheet

from bureau import PLAN

Maker = Callable[[], bytes]
HEAD = ("定点编码", "名称", "类别")


def csv_of(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


def heading(text: str) -> bytes:
    return csv_of(f"定点编码,名称,{text}", "H41000000001,某店,甲", "H41000000002,某店二,乙")


def cell(text: str, column: str = "地址") -> bytes:
    return csv_of(f"定点编码,名称,{column}", f'H41000000001,某店,"{text}"', "H41000000002,乙店,乙")


def name(text: str) -> bytes:
    return csv_of("定点编码,名称,类别", f'H41000000001,"{text}",甲', "H41000000002,乙店,乙")


def columns(count: int, text: str = "") -> bytes:
    row = ",".join(f"{text}{number}" for number in range(count))
    return csv_of(row, row)


def zipped(**content: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, inside in content.items():
            archive.writestr(part, inside)
    return stream.getvalue()


def sheet_of(rows: str, before: str = "", after: str = "") -> bytes:
    return packed({**parts(), "xl/worksheets/sheet1.xml": worksheet(rows, before, after)})


def inline(row: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="{row}">{cells}</row>'


def styles(inside: str) -> bytes:
    return packed(parts(inline(1, *HEAD), styles=f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'))


def many_sheets(count: int, same_part: bool) -> bytes:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="rId{n}"/>' for n in range(count))
    one = workbook()
    start = one.index("<sheet ")
    book = one[:start] + sheets + one[one.index("</sheets>") :]
    entry = relations()
    head, tail = entry[: entry.index("<Relationship ")], "</Relationships>"
    link = entry[entry.index("<Relationship ") : entry.index(tail)]
    target = "worksheets/sheet1.xml"
    links = "".join(
        link.replace('"rId1"', f'"rId{n}"').replace(target, target if same_part else f"worksheets/s{n}.xml")
        for n in range(count)
    )
    more = {} if same_part else {f"xl/worksheets/s{n}.xml": worksheet("") for n in range(min(count, 3))}
    return packed(
        {
            **parts(inline(1, *HEAD)),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": head + links + tail,
            **more,
        }
    )


def bomb(size: int) -> bytes:
    return packed({**parts(inline(1, *HEAD)), "xl/media/a.bin": b"\0" * size})


def lying_zip() -> bytes:
    data = bytearray(sheet_of(inline(1, *HEAD)))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


def many_parts(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, inside in parts(inline(1, *HEAD)).items():
            archive.writestr(part, inside)
        for number in range(count):
            archive.writestr(f"x{number}", b"")
    return stream.getvalue()


def page(inside: str) -> bytes:
    return f"<html><body>{inside}</body></html>".encode()


ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(inside: str) -> bytes:
    content = (
        f"<office:document-content {ODS_NAMES}><office:body><office:spreadsheet>{inside}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def ods_cells(text: str, repeat: str = "") -> str:
    one = f"<table:table-cell{repeat}><text:p>{text}</text:p></table:table-cell>"
    return f'<table:table table:name="a"><table:table-row>{one}</table:table-row></table:table>'


def xml_2003(inside: str, styles: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{styles}</Styles>{inside}</Workbook>"
    ).encode()


def ole(seed: int) -> bytes:
    """The head of a compound file, and noise."""
    dice = random.Random(seed)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + dice.randbytes(40)
        + "Workbook".encode("utf-16-le") * 4
        + dice.randbytes(20_000)
    )


def biff_loop() -> bytes:
    """A stream of records without any end of file."""
    return b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 12 + b"\xff\x0f\x04\x00abcd" * 60_000


def objects_of(count: int, text: Callable[[int], str]) -> bytes:
    return csv_of("定点编码,名称,类别", *(f"H{n:011d},{text(n)},甲" for n in range(count)))


REGISTRIES: dict[str, Maker] = {
    # headings and cells
    "18 groups in a heading": partial(heading, "（必填）" * 18 + "x"),
    "groups of all kinds": partial(heading, "(请填[例如]【填写】" * 18 + "x"),
    "stars and colons": partial(heading, "*:" * 50_000 + "x"),
    "required again and again": partial(heading, "非必填项" * 20_000 + "x"),
    "brackets open in a heading": partial(heading, "(" * 100_000),
    "a heading of 130,000 characters": partial(heading, "名" * 130_000),
    "5,000 headings all alike": lambda: columns(5_000, "名称"),
    "16,000 headings near a known one": lambda: columns(16_000, "定点编"),
    "a million columns": lambda: columns(100_000, "a"),
    "blank columns": lambda: csv_of("定点编码,名称" + "," * 900_000, "H1,x"),
    "digits in a cell": lambda: cell("1" * 32_000),
    "blanks in a cell": lambda: cell("a" + " " * 32_000 + "b"),
    "examples in a name": lambda: name("(示例" * 10_000),
    "a bracket full of examples": lambda: name("(" + "示例" * 15_000 + "x"),
    "fill-in words": lambda: name("(" + "1" * 32_000 + ")"),
    "question marks": lambda: name("?(" * 16_000 + "x"),
    "Latin marks": lambda: name("Ã¤" * 16_000),
    "bad encodings": lambda: name("锟斤拷" * 10_000),
    "names alike": lambda: objects_of(20_000, lambda n: f"某某某某某某某某某某大药房{n:05d}"),
    "names equal": lambda: objects_of(20_000, lambda n: "同名大药房"),
    "codes equal": lambda: csv_of("定点编码,名称", *("H41000000001,某店" for _ in range(30_000))),
    "captions": lambda: csv_of("定点编码,名称", *(f"一、第{n}组," for n in range(30_000))),
    "blank rows": lambda: csv_of("定点编码,名称", *("," for _ in range(300_000)), "H41000000001,店"),
    "long codes": lambda: csv_of("定点编码,名称", *("1" * 3000 + f"{n},店{n}" for n in range(250))),
    "dates": lambda: csv_of(
        "定点编码,名称,上次检查日期", *(f"H{n:011d},店{n},{'2024-' * 30}" for n in range(5_000))
    ),
    "a list of 16,000 entries": lambda: cell("、".join("ab" for _ in range(10_000)), "标签"),
    "lists of marks": lambda: cell("、" * 32_000, "标签"),
    "line ends in a list": lambda: cell("\n " * 16_000, "标签"),
    "formula quotes": lambda: csv_of("定点编码,名称", '"=""' * 30_000),
    "only quotes": lambda: b'"' * 900_000,
    "an open quote": lambda: b'"' + b"a," * 400_000,
    "separators alone": lambda: ",\t;|，".encode() * 100_000,
    "NUL bytes": lambda: b"\0" * 900_000,
    "line ends": lambda: b"\r\n" * 400_000,
    "returns": lambda: b"\r" * 900_000,
    "noise": lambda: random.Random(1).randbytes(500_000),
    "high bytes": lambda: b"\xff" * 500_000,
    "utf-16 halves": lambda: b"\xff\xfe" + b"\x00\xd8" * 200_000,
    "lines of two encodings": lambda: ("名称\n".encode() + "名称\n".encode("gbk")) * 40_000,
    "exponents": lambda: csv_of("定点编码,名称", *("9.14E+17,9.14E+17" for _ in range(40_000))),
    "combining marks": lambda: name("a" + "\u0301" * 30_000),
    "ligatures": lambda: name("\ufdfa" * 30_000),
    "16,384 cells and a merge": lambda: csv_of(",".join(HEAD) + ",a" * 16_000, "H1,店" + ",b" * 16_000),
    # workbooks
    "blanks in uniqueCount": lambda: packed(
        parts(inline(1, *HEAD), sst=shared("<t>a</t>", head='uniqueCount="' + " " * 900_000 + 'x"'))
    ),
    "uniqueCount again and again": lambda: packed(
        parts(inline(1, *HEAD), sst=shared("<t>a</t>", head="uniqueCount = " * 60_000))
    ),
    "20,000 comments before the rows": lambda: sheet_of(inline(1, *HEAD), "<!--x-->" * 20_000),
    "comments that do not end": lambda: sheet_of(inline(1, *HEAD), "<!--x" * 200_000),
    "comments in the rows": lambda: sheet_of("<!--x-->" * 200_000 + inline(1, *HEAD)),
    "3 million styles": lambda: styles("<cellXfs>" + "<xf/>" * 3_000_000 + "</cellXfs>"),
    "400,000 styles": lambda: styles("<cellXfs>" + "<xf/>" * 400_000 + "</cellXfs>"),
    "formats": lambda: styles(
        "<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}&quot;x"/>' for n in range(60_000))
        + "</numFmts><cellXfs><xf/></cellXfs>"
    ),
    "a long format": lambda: styles(
        '<numFmts><numFmt numFmtId="170" formatCode="' + "[" * 900_000 + '"/></numFmts>'
    ),
    "100,000 sheets": lambda: many_sheets(100_000, same_part=False),
    "2,000 sheets in one part": lambda: many_sheets(900, same_part=True),
    "deep markup in the styles": lambda: styles("<a>" * 100_000 + "</a>" * 100_000),
    "deep markup in the rows": lambda: sheet_of("<a>" * 300_000 + "</a>" * 300_000),
    "a row without an end": lambda: sheet_of('<row r="1">' + "<c/>" * 8_000_000),
    "cells without references": lambda: sheet_of("<row>" + "<c/>" * 2_000_000 + "</row>"),
    "far apart": lambda: sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "merged cells": lambda: sheet_of(
        inline(1, *HEAD) + inline(2, "a", "b"),
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="A1:A{n}"/>' for n in range(2, 60_000))
        + "</mergeCells>",
    ),
    "long attributes": lambda: sheet_of('<row r="1" x="' + "a" * 4_000_000 + '"/>'),
    "two million attributes": lambda: sheet_of(
        '<row r="1" ' + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"
    ),
    "entities": lambda: packed(
        {
            **parts(inline(1, *HEAD)),
            "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "' + "c" * 1000 + '">]>' + workbook(),
        }
    ),
    "billion laughs in the strings": lambda: packed(
        parts(
            inline(1, *HEAD),
            sst='<!DOCTYPE l [<!ENTITY a "aa">'
            + "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};">' for n in range(1, 60))
            + "]>"
            + shared("<t>&b59;</t>"),
        )
    ),
    "shared strings used again and again": lambda: packed(
        parts(
            "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_000)),
            sst=shared("<t>" + "长" * 32_000 + "</t>"),
        )
    ),
    "rich text of a million pieces": lambda: packed(
        parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', sst=shared("<r><t>a</t></r>" * 500_000))
    ),
    "a million shared strings": lambda: packed(
        parts(inline(1, *HEAD), sst=shared(*("<t/>" for _ in range(1_000_000))))
    ),
    "a bomb of 400 MB": lambda: bomb(400 << 20),
    "a bomb of 2 GB on paper": lying_zip,
    "60,000 parts": lambda: many_parts(60_000),
    "8,000 parts": lambda: many_parts(8_000),
    "a zip of trailers": lambda: sheet_of(inline(1, *HEAD)) + b"PK\x05\x06" * 16_000,
    "a zip in a comment": lambda: sheet_of(inline(1, *HEAD))[:-2] + struct.pack("<H", 60_000) + b"a" * 60_000,
    "numbers of a million digits": lambda: sheet_of(
        '<row r="1"><c r="A1"><v>' + "1" * 3_000_000 + "</v></c></row>"
    ),
    "references of a million letters": lambda: sheet_of(
        '<row r="1"><c r="' + "A" * 1_000_000 + '1"><v>1</v></c></row>'
    ),
    "row numbers of a million digits": lambda: sheet_of('<row r="' + "1" * 1_000_000 + '"/>'),
    "relations without end": lambda: packed(
        {
            **parts(inline(1, *HEAD)),
            "xl/_rels/workbook.xml.rels": relations().replace(
                "</Relationships>", "<Relationship Id='x'/>" * 300_000 + "</Relationships>"
            ),
        }
    ),
    "a binary workbook of lengths": lambda: zipped(
        **{"xl/workbook.bin": b"\x9c\x01\xff\xff\xff\x7f" * 10_000}
    ),
    # other kinds
    "tables in tables": lambda: page("<table><tr><td>" * 100_000),
    "a million tables": lambda: page("<table>" * 10 + "<table><tr><td>a</table>" * 40_000),
    "spans": lambda: page("<table>" + '<tr><td rowspan="65534" colspan="1000">a</td></tr>' * 16_000),
    "open tags": lambda: page("<td x" * 180_000),
    "quotes in tags": lambda: page("<td \"'" * 100_000),
    "open comments": lambda: page("<table><!--" * 80_000),
    "scripts": lambda: page("<table><tr><td><script>" * 40_000),
    "attributes without a name": lambda: page("<table><td class" + " =" * 400_000 + ">a"),
    "references in a page": lambda: page("<table><td>" + "&" * 900_000),
    "blanks before a line end": lambda: page("<table><td>" + (" " * 32_000 + "x<br>") * 20),
    "number formats in a style": lambda: page("<style>" + ".a {" * 60_000 + "</style><table><td>a"),
    "charset": lambda: (
        b"<html charset" + b" " * 3_000 + b"=" + b" " * 900_000 + "<table><td>名".encode("gbk")
    ),
    "repeated columns": lambda: ods(ods_cells("a", ' table:number-columns-repeated="16384"') * 500),
    "repeated rows": lambda: ods(
        ods_cells("a").replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    ),
    "tables of a document": lambda: ods(ods_cells("a") * 20_000),
    "deep text": lambda: ods(ods_cells("<text:span>" * 100_000)),
    "blanks of a document": lambda: ods(ods_cells('<text:s text:c="999999999"/>' * 1_000)),
    "paragraphs": lambda: ods(ods_cells("a</text:p><text:p>" * 200_000)),
    "durations": lambda: ods(
        ods_cells("a", ' office:value-type="time" office:time-value="PT' + "9" * 900_000 + 'S"')
    ),
    "spans of a row": lambda: xml_2003(
        '<Worksheet ss:Name="a"><Table>'
        + '<Row ss:Span="1048575"/>' * 40_000
        + "<Row><Cell><Data>a</Data></Cell></Row></Table></Worksheet>"
    ),
    "spans of columns": lambda: xml_2003(
        '<Worksheet ss:Name="a"><Table>'
        + '<Column ss:Span="16383" ss:StyleID="d"/>' * 20_000
        + "</Table></Worksheet>"
    ),
    "styles of a workbook": lambda: xml_2003(
        "", "".join(f'<Style ss:ID="{n}"><NumberFormat ss:Format="0.{n}"/></Style>' for n in range(14_000))
    ),
    "control characters": lambda: xml_2003("<Worksheet/>" + "&#0" * 300_000),
    "noise in a compound file": lambda: ole(1),
    "records without end": biff_loop,
    "deflated noise": lambda: zlib.compress(b"a" * 10_000_000),
    "an empty zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "a byte order mark alone": lambda: b"\xef\xbb\xbf",
}


def plan(old: str, new: str) -> bytes:
    assert old in PLAN
    return PLAN.replace(old, new).encode()


def value(text: str) -> bytes:
    return plan("试点县医疗保障局随机抽查01", text)


PLANS: dict[str, Maker] = {
    "a value of 20,000 characters": lambda: value("年" * 20_000),
    "a value of 900,000 characters": lambda: value("a" * 900_000),
    "digits": lambda: value("2024年" + "1" * 100_000),
    "a number of 20,000 characters": lambda: plan("试医保2024001\n", "1" * 20_000 + "\n"),
    "100,000 brackets": lambda: b"[" * 100_000,
    "100,000 brackets with a syntax error": lambda: plan("任务:\n", "任务: " + "[" * 100_000 + "\n"),
    "brackets in a text": lambda: plan("任务:\n", "任务: {" + "a{" * 100_000 + " : ]\n"),
    "braces side by side": lambda: b"a: [" + b"{}," * 100_000 + b"]",
    "depth 39 again and again": lambda: b"a: [" + (b"[" * 35 + b"]" * 35 + b",") * 3_000 + b"]",
    "groups: 999999999": lambda: plan("检查组:\n", "分组: 999999999\n检查组:\n"),
    "people: 999999999": lambda: plan("局, 人数: 2}", "局, 人数: 999999999}"),
    "times a year: 999999999": lambda: plan("全年次数: 3", "全年次数: 999999999"),
    "at least: 999999999": lambda: plan("每层至少: 1", "每层至少: 999999999"),
    "a ratio of a million digits": lambda: plan("抽取: 20%", "抽取: 0." + "1" * 100_000),
    "a fraction": lambda: plan("抽取: 20%", "抽取: 1/" + "9" * 100_000),
    "a count": lambda: plan("抽取: 20%", "抽取: 999999999"),
    "months of a million years": lambda: plan("起: 2024-05", "起: 0001-01").replace(b"2024-06", b"9999-12"),
    "60,000 tasks": lambda: plan(
        "必查:\n", "".join(f"  - {{编号: a{n}, 名称: b}}\n" for n in range(12_000)) + "必查:\n"
    ),
    "60,000 batches": lambda: plan(
        "任务:\n",
        "".join(f"  - {{名称: b{n}, 起: 2024-05, 止: 2024-05}}\n" for n in range(9_000)) + "任务:\n",
    ),
    "keys": lambda: b"".join(b"k%d: 1\n" % n for n in range(50_000)),
    "a key again and again": lambda: b"a: 1\n" * 80_000,
    "a key of 500,000 characters": lambda: "编".encode() * 150_000 + b": 1\n",
    "unknown keys near known ones": lambda: (
        PLAN.encode() + b"".join("发起部{}: 1\n".format("们" * (n % 50)).encode() + b"" for n in range(3_000))
    ),
    "aliases": lambda: b"a: &a [x]\nb: [" + b"*a," * 100_000 + b"]",
    "laughs": lambda: (
        b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [*a%d,*a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 50))
    ),
    "tags": lambda: b"a: " + b"!!python/object/apply:os.system [x]",
    "documents": lambda: b"---\n" * 200_000,
    "directives": lambda: b"%YAML 1.1\n" * 90_000,
    "comments": lambda: b"# x\n" * 200_000 + PLAN.encode(),
    "blank lines": lambda: b"\n" * 900_000 + PLAN.encode(),
    "blanks": lambda: b" " * 900_000,
    "tabs": lambda: b"\t" * 900_000,
    "colons": lambda: b":" * 300_000,
    "colons and blanks": lambda: b": " * 200_000,
    "dashes": lambda: b"- " * 200_000,
    "dashes and line ends": lambda: b"-\n" * 200_000,
    "question marks": lambda: b"? " * 200_000,
    "quotes": lambda: b"'" * 500_000,
    "an open quote": lambda: b'a: "' + b"x\n" * 200_000,
    "escapes": lambda: b'a: "' + b"\\x41" * 100_000 + b'"',
    "a folded text": lambda: b"a: >\n" + b"  x\n" * 200_000,
    "a text of many lines": lambda: b"a: x\n" + b"  x\n" * 200_000,
    "full-width colons": lambda: "甲：乙\n".encode() * 60_000,
    "full-width marks": lambda: ("[" * 30_000 + "，" * 30_000).encode(),
    "a byte order mark in the middle": lambda: PLAN.encode() + b"\xef\xbb\xbf" * 1000,
    "control characters": lambda: PLAN.encode() + b"a: \x01\n",
    "line separators": lambda: PLAN.replace("\n", "\u2028").encode(),
    "a bell in a key": lambda: b"a\x07: 1\n",
    "NUL": lambda: b"\0" * 500_000,
    "noise": lambda: random.Random(2).randbytes(300_000),
    "gbk noise": lambda: b"\xb0\xa1" * 400_000,
    "surrogates": lambda: b'a: "\\ud800"\n',
    "a workbook": lambda: sheet_of(inline(1, *HEAD)),
    "a scope of 60,000 words": lambda: plan(
        "{类别: 医疗机构}", "{类别: [" + ",".join(f"w{n}" for n in range(20_000)) + "]}"
    ),
    "a scope of depth 39": lambda: plan("{类别: 医疗机构}", "{非: " * 30 + "{类别: 药店}" + "}" * 30),
    "dice: 999999999": lambda: PLAN.encode() + "种子: {来源: [{类型: 骰子, 个数: 999999999}]}\n".encode(),
    "a range of a million digits": lambda: (
        PLAN.encode() + ("种子: {范围: 0-" + "9" * 100_000 + "}\n").encode()
    ),
    "paths": lambda: plan("检查对象.csv", "../" * 30_000 + "x.csv"),
    "a path to a device": lambda: plan("检查对象.csv", "/dev/zero"),
    "a path with NUL": lambda: plan("检查对象.csv", '"a\\0b"'),
    "a path that is long": lambda: plan("检查对象.csv", "a" * 5_000),
    "itself as a registry": lambda: plan("检查对象.csv", "plan.yaml"),
    "1,000 registries": lambda: plan(
        "检查对象: 检查对象.csv", "检查对象: [" + ",".join(["检查对象.csv"] * 5_000) + "]"
    ),
}
