"""Workbooks that are sound but written in unusual ways: opened where nothing about it is unsafe."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from books_by_hand import biff_record

from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers import zip_parts
from shuangsuiji.files.readers.grids import read_grids

SAMPLES = Path(__file__).parent / "samples"


def only(data: bytes) -> Grid:
    return read_grids(data, "库")[0][0]


def repacked(name: str, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A sample with other names and contents of its parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / name) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            spelled, content = change(part, source.read(part))
            entry = zipfile.ZipInfo("part")
            entry.filename = spelled
            stored = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compress_type=stored)
    return stream.getvalue()


def backslashes(part: str, content: bytes) -> tuple[str, bytes]:
    return part.replace("/", "\\"), content


def wide(encoding: str) -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(part: str, content: bytes) -> tuple[str, bytes]:
        if not part.endswith((".xml", ".rels")) or part == "META-INF/manifest.xml":
            return part, content
        text = content.decode("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return part, text.encode(encoding)

    return change


@pytest.mark.parametrize("name", ["样本.xlsx", "样本.ods", "数字格式.xlsx"])
@pytest.mark.parametrize(
    "change", [backslashes, wide("utf-16"), wide("utf-16-be")], ids=["backslashes", "utf-16", "utf-16-be"]
)
def test_unusual_zips_read_as_usual_ones(
    name: str, change: Callable[[str, bytes], tuple[str, bytes]]
) -> None:
    """样本.xlsx has formulas, so that calamine reads it; 数字格式.xlsx is of the plain kind."""
    assert read_grids(repacked(name, change), "库") == read_grids((SAMPLES / name).read_bytes(), "库")


def doctype(part: str, content: bytes) -> tuple[str, bytes]:
    text = content.decode("utf-8") if part.endswith(".xml") else ""
    if part != "xl/sharedStrings.xml":
        return part, content
    return part, text.replace("<sst", '<!DOCTYPE a [<!ENTITY x "y">]><sst', 1).encode("utf-16")


def twice(part: str, content: bytes) -> tuple[str, bytes]:
    return ("xl\\workbook.xml" if part == "docProps/app.xml" else part), content


@pytest.mark.parametrize(("change", "code"), [(doctype, "book-doctype"), (twice, "book-damaged")])
def test_what_is_hostile_stays_refused(change: Callable[[str, bytes], tuple[str, bytes]], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        only(repacked("数字格式.xlsx", change))
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_large_one_is_not_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "MOST_REBUILT", 1000)
    with pytest.raises(BadInput) as refused:
        only(repacked("数字格式.xlsx", wide("utf-16")))
    assert [finding.code for finding in refused.value.findings] == ["book-unusual"]


def test_a_workbook_attached_to_a_workbook() -> None:
    """An attachment that is kept as it is has an end of its own; what ends twice is refused."""
    attached = (SAMPLES / "数字格式.xlsx").read_bytes()
    stream = io.BytesIO((SAMPLES / "样本.xlsx").read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/embeddings/附件.xlsx", attached, zipfile.ZIP_STORED)
    data = stream.getvalue()
    assert data.count(b"PK\x05\x06") == 2
    assert only(data).rows == only((SAMPLES / "样本.xlsx").read_bytes()).rows
    end = data.rfind(b"PK\x05\x06")
    twice_ended = data[:-2] + (22).to_bytes(2, "little") + data[end:]
    for hostile in (twice_ended, data + data[end:-4]):
        with pytest.raises(BadInput) as refused:
            only(hostile)
        assert [finding.code for finding in refused.value.findings] == ["book-damaged"]


@pytest.mark.parametrize("spelling", ["WORKBOOK", "workbook"])
def test_the_stream_of_an_xls_in_another_case(spelling: str) -> None:
    data = (SAMPLES / "样本.xls").read_bytes()
    mark = "Workbook".encode("utf-16-le")
    assert data.count(mark) == 1
    changed = data.replace(mark, spelling.encode("utf-16-le"))
    assert only(changed).rows == only(data).rows


def old_book(version: int) -> bytes:
    """A sheet of Excel 2.0, 3.0 or 4.0: a heading, a half as a percent, a number."""
    opcode = {2: 0x0009, 3: 0x0209, 4: 0x0409}[version]
    made = biff_record(opcode, struct.pack("<HHH", version, 0x10, 0)[: 4 if version == 2 else 6])
    made += biff_record(0x42, struct.pack("<H", 936))
    text = "编号".encode("gbk")
    codes = (b"General", b"0%")
    if version == 2:
        made += b"".join(biff_record(0x1E, bytes([len(code)]) + code) for code in codes)
        made += biff_record(0x04, struct.pack("<HH3sB", 0, 0, bytes(3), len(text)) + text)
        made += biff_record(0x03, struct.pack("<HH3sd", 1, 0, b"\0\1\0", 0.5))
        made += biff_record(0x02, struct.pack("<HH3sH", 2, 0, bytes(3), 7))
        return made + biff_record(0x0A, b"")
    opcode, head = (0x1E, b"") if version == 3 else (0x41E, b"\0\0")
    made += b"".join(biff_record(opcode, head + bytes([len(code)]) + code) for code in codes)
    made += biff_record(0x231, struct.pack("<HHH", 200, 0, 0x7FFF) + b"\5Arial")
    style = 0x243 if version == 3 else 0x443
    made += b"".join(biff_record(style, bytes([0, n]) + struct.pack("<HHHL", 0, 0, 0, 0)) for n in (0, 1))
    made += biff_record(0x200, struct.pack("<HHHHH", 0, 3, 0, 1, 0))
    made += biff_record(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    made += biff_record(0x203, struct.pack("<HHHd", 1, 0, 1, 0.5))
    made += biff_record(0x27E, struct.pack("<HHHL", 2, 0, 0, 7 << 2 | 2))
    return made + biff_record(0x0A, b"")


@pytest.mark.parametrize("version", [2, 3, 4])
def test_an_xls_before_workbooks(version: int) -> None:
    assert only(old_book(version)).rows == [["编号"], ["50%"], ["7"]]
