"""Files of every format with bytes changed at random: a grid or a refusal in Chinese, never anything else.

The seed is fixed; `SHARE` of the mutations run with the ordinary tests, all of them with `make soak`.
"""

from __future__ import annotations

import io
import random
import re
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from books_by_hand import biff5, xlsb_parts, xlsb_sheet
from xlsx_by_hand import packed

from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.readers.xls_book import read_xls

SAMPLES = Path(__file__).parent / "samples"
SHARE, WHOLE = 25, 2500
SLOW = 10.0

Parts = dict[str, "str | bytes"]


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few changes such as storage and transfer make, and such as somebody makes who means harm."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(made) + 1)
        length = dice.choice((1, 1, 2, 4, 8, 64))
        match dice.randrange(7):
            case 0:
                made[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                made[at : at + length] = dice.choice((b"\xff", b"\0", b"\x7f")) * length
            case 2:
                del made[at : at + length]
            case 3:
                made[at:at] = dice.randbytes(length)
            case 4:
                start = dice.randrange(len(made) + 1)
                made[at:at] = made[start : start + dice.randrange(200)]
            case 5:
                made[at:at] = dice.choice(WORDS)
            case _:
                if dice.random() < 0.2:
                    del made[at:]
    return bytes(made)


WORDS = (
    b"<table>",
    b"</table>",
    b"<!--",
    b"]]>",
    b"&#x110000;",
    b"&amp",
    b'"',
    b"'",
    b"<",
    b">",
    b"999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b' colspan="99999" rowspan="99999"',
    b' table:number-columns-repeated="16384"',
    b' table:number-rows-repeated="1048576"',
    b' ss:Index="1048576"',
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
)

ABSURD = (
    b"-1",
    b"0",
    b"1e308",
    b"99999999999999999999",
    b"NaN",
    b"",
    b"1048577",
    b"16385",
    b"0x7f",
    "٣".encode(),
)


def restructured(data: bytes, dice: random.Random) -> bytes:
    """Markup that is wrong as a sheet: attributes change places, counts lie, tables stand in tables."""
    for _ in range(dice.choice((1, 1, 2, 5))):
        match dice.randrange(6):
            case 0:
                values = list(re.finditer(rb'="[^"<>]*"', data))
                if len(values) > 1:
                    first, second = sorted(dice.sample(values, 2), key=lambda found: found.start())
                    between = data[first.end() : second.start()]
                    data = data[: first.start()] + second[0] + between + first[0] + data[second.end() :]
            case 1:
                numbers = list(re.finditer(rb"(?<=[\"'>A-Z])[0-9][0-9.]*(?=[\"'<])", data))
                if numbers:
                    number = dice.choice(numbers)
                    data = data[: number.start()] + dice.choice(ABSURD) + data[number.end() :]
            case 2:
                names = list(re.finditer(rb' [\w:]+(?==")', data))
                if names:
                    one, other = dice.choice(names), dice.choice(names)
                    data = data[: one.start()] + other[0] + data[one.end() :]
            case 3:
                tags = list(re.finditer(rb"<[^<>]+>", data))
                if tags:
                    tag = dice.choice(tags)
                    data = data[: tag.start()] + data[tag.end() :]
            case 4:
                tags = list(re.finditer(rb"<(\w[\w:.-]*)[^<>]*>", data))
                if tags:
                    tag = dice.choice(tags)
                    end = data.find(b"</" + tag[1] + b">", tag.end())
                    whole = data[tag.start() : end + len(tag[1]) + 3] if end >= 0 else tag[0]
                    at = dice.choice(tags).end()
                    data = data[:at] + whole * dice.choice((1, 2, 50)) + data[at:]
            case _:
                texts = list(re.finditer(rb">[^<>]+<", data))
                if texts:
                    text = dice.choice(texts)
                    data = data[: text.start() + 1] + dice.choice(WORDS) + data[text.end() - 1 :]
    return data


def of_structure(parts: Parts) -> Callable[[random.Random], bytes]:
    """Members dropped, doubled, swapped, spelled otherwise; or the markup of one of them restructured."""

    def make(dice: random.Random) -> bytes:
        names = sorted(parts)
        members: list[tuple[str, str | bytes]] = [(name, parts[name]) for name in names]
        at = dice.randrange(len(members))
        name, content = members[at]
        raw = content.encode() if isinstance(content, str) else content
        match dice.randrange(8):
            case 0:
                del members[at]
            case 1:
                members.append((name, restructured(raw, dice)))
            case 2:
                other = dice.randrange(len(members))
                members[at], members[other] = (name, members[other][1]), (members[other][0], raw)
            case 3:
                members[at] = (dice.choice((name.upper(), f"/{name}", name.replace("/", "\\"), "x")), raw)
            case _:
                members[at] = (name, restructured(raw, dice))
        stream = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
            warnings.simplefilter("ignore")  # of a name that stands twice
            for member, inside in members:
                archive.writestr(member, inside)
        return stream.getvalue()

    return make


def of_markup(data: bytes) -> Callable[[random.Random], bytes]:
    return lambda dice: restructured(data, dice)


XLSB = xlsb_parts(
    ("对象", xlsb_sheet([["编号", "名", None], [1, 2.5, (45413.5, 1)], [("#N/A",), True, 1e17]], (1,)), 0),
    formats=("yyyy/m/d",),
    strings=("甲", "乙"),
)
BIFF = biff5([["编号", "名称", None, "日期"], ["H1", "店", 12, (45413, 1)], [True, ("#N/A",), -0.5, 1e16]])
XML = (
    '<?xml version="1.0" encoding="gb2312"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="d"><NumberFormat'
    ' ss:Format="yyyy/m/d"/></Style></Styles><Worksheet ss:Name="对象"><Table><Row ss:Index="2">'
    '<Cell ss:MergeAcross="1"><Data ss:Type="String">名</Data></Cell></Row><Row ss:Hidden="1">'
    '<Cell ss:StyleID="d"><Data ss:Type="Number">45413</Data></Cell>'
    '<Cell ss:Index="4"><Data ss:Type="DateTime">2024-05-01T00:00:00</Data></Cell></Row></Table>'
    "</Worksheet></Workbook>"
).encode("gb2312")
CSV = '编号,名称\r\n001,"甲\n乙,丙"\r\n="002",丁;戊|己\r\n9.14E+17,，\r\n'.encode("gb18030")


def of_bytes(data: bytes) -> Callable[[random.Random], bytes]:
    return lambda dice: mutated(data, dice)


def of_parts(parts: Parts) -> Callable[[random.Random], bytes]:
    """Mutates a part of a zip, and packs it again so that the damage gets past the check sums."""

    def make(dice: random.Random) -> bytes:
        name = dice.choice(sorted(parts))
        content = parts[name]
        changed = mutated(content.encode() if isinstance(content, str) else content, dice)
        return packed({**parts, name: changed})

    return make


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "xlsx": of_bytes(sample("样本.xlsx")),
    "xlsx parts": of_parts(unpacked(sample("样本.xlsx"))),
    "xlsb": of_bytes(packed(XLSB)),
    "xlsb parts": of_parts(XLSB),
    "ods": of_bytes(sample("样本.ods")),
    "ods content": of_parts({"content.xml": unpacked(sample("样本.ods"))["content.xml"]}),
    "fods": of_bytes(sample("样本.fods")),
    "xml 2003": of_bytes(XML),
    "html": of_bytes(sample("样本.html")),
    "csv": of_bytes(CSV),
    "xlsx structure": of_structure(unpacked(sample("样本.xlsx"))),
    "xlsb structure": of_structure(XLSB),
    "ods structure": of_structure(unpacked(sample("样本.ods"))),
    "fods structure": of_markup(sample("样本.fods")),
    "xml 2003 structure": of_markup(XML),
    "html structure": of_markup(sample("样本.html")),
    "xls": of_bytes(sample("样本.xls")),
    "biff 5": of_bytes(BIFF),
}


def read_or_refuse(read: Callable[[bytes, str], object], data: bytes) -> bool:
    """Whether the file was read; a refusal must be one in Chinese, and neither may take long."""
    started = time.process_time()
    try:
        read(data, "库")
    except BadInput as refusal:
        assert str(refusal).endswith("。")
        return False
    finally:
        assert time.process_time() - started < SLOW
    return True


def run(kind: str, count: int) -> None:
    dice = random.Random(f"{kind} 1")
    # An .xls is read here and now, without the child process that would bear the worst of it.
    read = read_xls if kind in ("xls", "biff 5") else read_grids
    outcomes = {read_or_refuse(read, MAKERS[kind](dice)) for _ in range(count)}
    wanted = {True} if kind == "html structure" else {True, False}  # a page may be as wild as it likes
    assert outcomes >= wanted, "the mutations are too mild or too wild to test anything"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_mutated_file_is_read_or_refused(kind: str) -> None:
    run(kind, SHARE)


@pytest.mark.soak
@pytest.mark.parametrize("kind", MAKERS)
def test_thousands_of_mutated_files(kind: str) -> None:
    run(kind, WHOLE)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["xls", "biff 5"])
def test_mutated_files_in_the_child(kind: str) -> None:
    dice = random.Random(f"{kind} 2")
    for _ in range(300):
        read_or_refuse(read_grids, MAKERS[kind](dice))


@pytest.mark.parametrize("name", ["样本.xls", "样本.ods", "样本.xlsx", "样本.html", "样本.fods"])
def test_truncated_files(name: str) -> None:
    data = sample(name)
    for part in range(1, 8):
        read_or_refuse(read_grids, data[: len(data) * part // 8])
