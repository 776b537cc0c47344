"""Filling in a plain template without opening it as a document each time.

python-docx reads and writes every part of a file; of a template only the body, the headers and the footers
change. A template that has more than text and tables in them (pictures, notes, columns that are repeated) is
left to docxtpl, and so is the text of a template in which Word has cut a tag into pieces. Both ways give the
same paper; a test holds one against the other.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from lxml import etree  # type: ignore[import-untyped]

from shuangsuiji.documents.office.packing import packed
from shuangsuiji.documents.templates.long_tables import LIMIT, cut_long_tables

if TYPE_CHECKING:
    from jinja2 import Environment

_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOTES = {"word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"}
_VARYING = re.compile(r"\{[{%]\s*(?:tc|r)\s|colspan|\bhm\b")
_TAG = re.compile(r"\{\{[^<>{}%]*\}\}|\{%[^<>{}%]*%\}")
_SIGNS = ("{{", "}}", "{%", "%}", "{#", "#}", "{_", "_}")
_ODD = re.compile(r"\{[{%]-|-[%}]\}|\bvm\b|cellbg|\{\{(?:p|tr)\s")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
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
        if "docPr" in text or _CONTROLS.search(text) or _VARYING.search(re.sub("<[^>]+>", "", text)):
            return None
    return Prepared(parts, {name: _patched(text) for name, text in texts.items()})


def filled_in(
    plain: Prepared, context: dict[str, Any], environment: Environment, properties: tuple[str, datetime]
) -> bytes:
    """The bytes of a paper.

    Args:
        plain: the template.
        context: what is filled in, free of what XML cannot hold.
        environment: compiles and bounds the template.
        properties: title and time of the file.
    """
    made = {name: _part(text, context, environment) for name, text in plain.sources.items()}
    title, moment = properties
    made[_PROPERTIES] = _core(title, f"{moment.isoformat()}Z")
    return packed((name, made.get(name, data)) for name, data in plain.parts)


def _normal(data: bytes) -> str:
    """The text of a part as lxml writes it, which is what docxtpl knows how to read."""
    text: str = etree.tostring(etree.fromstring(data), encoding="unicode")
    return text


def _patched(text: str) -> str:
    """The text of a part as jinja2 reads it: tags freed of markup, tags for rows and paragraphs alone."""
    tags = _TAG.findall(text)
    bare = re.sub("<[^>]+>", "", text)
    if tags != _TAG.findall(bare) or any(sign in _TAG.sub("", bare) for sign in _SIGNS) or _ODD.search(bare):
        from docxtpl import DocxTemplate

        patched: str = DocxTemplate(io.BytesIO()).patch_xml(text)
        return patched
    text = text.replace("<w:t>", '<w:t xml:space="preserve">')
    for name in ("tr", "p"):
        text = _lifted(text, name)
    return _TAG.sub(
        lambda match: match.group().translate(_QUOTES).replace("&lt;", "<").replace("&gt;", ">"), text
    )


def _lifted(text: str, name: str) -> str:
    """Each tag such as {%tr … %} in place of the row, or the paragraph, that holds it."""
    opening = f"{{%{name} "
    while (at := text.find(opening)) >= 0:
        start = max(text.rfind(f"<w:{name}>", 0, at), text.rfind(f"<w:{name} ", 0, at))
        close = text.index("%}", at) + 2
        end = text.index(f"</w:{name}>", close) + len(f"</w:{name}>")
        text = f"{text[:start]}{{% {text[at + len(opening) : close]}{text[end:]}"
    return text


def _with_breaks(text: str) -> str:
    """Line breaks of values as those of Word; other signs are left to docxtpl."""
    if _CONTROLS.search(text.replace("\n", "")):
        from docxtpl import DocxTemplate

        resolved: str = DocxTemplate(io.BytesIO()).resolve_listing(text)
        return resolved
    return text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def _part(source: str, context: dict[str, Any], environment: Environment) -> bytes:
    if "{{" not in source and "{%" not in source:
        text = source
    else:
        text = environment.from_string(source).render(context)
        if _CONTROLS.search(text):
            text = _with_breaks(text)
    data = _DECLARATION + text.encode()
    try:
        root = etree.fromstring(data, parser=etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:  # mended, as docxtpl does
        root = etree.fromstring(data, parser=etree.XMLParser(recover=True, huge_tree=True))
        data = _DECLARATION + etree.tostring(root)
    if text.count("</w:tr>") > LIMIT:
        cut_long_tables(root)
        data = _DECLARATION + etree.tostring(root, encoding="utf-8")
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
