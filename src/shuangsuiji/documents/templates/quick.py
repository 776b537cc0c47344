"""Filling in a plain template without opening it as a document each time.

python-docx reads and writes every part of a file; of a template only the body, the headers and the footers
change. A template that has more than text and tables in them (pictures, notes, columns that are repeated) is
left to docxtpl. The text of a part is put in order by docxtpl in either case, so that both ways give the same
words; a test holds one against the other.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from lxml import etree  # type: ignore[import-untyped]

from shuangsuiji.documents.packing import packed

if TYPE_CHECKING:
    from jinja2 import Environment

_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOTES = {"word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"}
_VARYING = re.compile(r"\{[{%]\s*(?:tc|r)\s|colspan|\bhm\b")
_CONTROLS = re.compile("[\t\n\a\f]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template taken apart: its parts in their order, and the text of those that are filled in."""

    parts: tuple[tuple[str, bytes], ...]
    sources: dict[str, str]


@lru_cache(maxsize=16)
def prepared(template: bytes) -> Prepared | None:
    """The template taken apart, or None if it is not plain."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = tuple((name, archive.read(name)) for name in archive.namelist())
        names = {name for name, _ in parts}
        if not {_BODY, _PROPERTIES} <= names or names & _NOTES:
            return None
        texts = {name: _normal(data) for name, data in parts if _FILLED.fullmatch(name)}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        return None
    for text in texts.values():
        if "docPr" in text or _VARYING.search(re.sub("<[^>]+>", "", text)):
            return None
    filler = DocxTemplate(io.BytesIO())
    return Prepared(parts, {name: filler.patch_xml(text) for name, text in texts.items()})


def filled_in(
    plain: Prepared, context: dict[str, Any], environment: Environment, properties: tuple[str, str]
) -> bytes:
    """The bytes of a paper.

    Args:
        plain: the template.
        context: what is filled in, free of what XML cannot hold.
        environment: compiles and bounds the template.
        properties: title and time (2024-05-21T01:05:00Z) of the file.
    """
    made = {name: _part(text, context, environment) for name, text in plain.sources.items()}
    made[_PROPERTIES] = _core(*properties)
    return packed((name, made.get(name, data)) for name, data in plain.parts)


def _normal(data: bytes) -> str:
    """The text of a part as lxml writes it, which is what docxtpl knows how to read."""
    text: str = etree.tostring(etree.fromstring(data), encoding="unicode")
    return text


def _part(source: str, context: dict[str, Any], environment: Environment) -> bytes:
    if "{{" not in source and "{%" not in source:
        text = source
    else:
        text = environment.from_string(source).render(context)
        if _CONTROLS.search(text):
            text = DocxTemplate(io.BytesIO()).resolve_listing(text)
    data = _DECLARATION + text.encode()
    try:
        etree.fromstring(data, parser=etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:  # mended, as docxtpl does
        mended = etree.fromstring(data, parser=etree.XMLParser(recover=True, huge_tree=True))
        data = _DECLARATION + etree.tostring(mended)
    return data


def _core(title: str, moment: str) -> bytes:
    """The properties of the file; nobody's name in them."""
    text = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )
    return _DECLARATION + text.encode()
