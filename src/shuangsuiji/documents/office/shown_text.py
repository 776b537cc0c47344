"""What a finished paper shows: the texts of a .docx or an .xlsx, headers and footers among them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORD_PART = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml$")
_SHEET_PART = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml$")
_MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|[A-Z])')
"""What stands in the margin of a sheet for fonts, sizes and page numbers."""


def shown_texts(data: bytes) -> list[str]:
    """The text of every paragraph of a Word paper, or of every cell of a workbook, in the order of the parts.

    Args:
        data: a finished .docx or .xlsx; any other file shows nothing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except zipfile.BadZipFile:
        return []
    found: list[str] = []
    for name, part in parts:
        if _WORD_PART.search(name):
            found += _of_word(part)
        elif _SHEET_PART.search(name):
            found += _of_sheet(part)
    return found


def _of_word(part: bytes) -> Iterator[str]:
    for paragraph in etree.fromstring(part).iter(f"{_WORD}p"):
        text = "".join(_pieces(paragraph))
        if text:
            yield text


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_WORD}t", f"{_WORD}br", f"{_WORD}tab"):
        yield element.text or "" if element.tag == f"{_WORD}t" else "\n"


def _of_sheet(part: bytes) -> Iterator[str]:
    root = etree.fromstring(part)
    for item in root.iter(f"{_SHEET}si", f"{_SHEET}is"):
        text = "".join(piece.text or "" for piece in item.iter(f"{_SHEET}t"))
        if text:
            yield text
    for cell in root.iter(f"{_SHEET}c"):
        value = cell.find(f"{_SHEET}v")
        if cell.get("t") != "s" and value is not None and value.text:
            yield value.text
    for name in _MARGINS:
        for margin in root.iter(_SHEET + name):
            yield _CODES.sub(" ", margin.text or "")
