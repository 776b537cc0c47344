"""Filling a template in: the bytes of one paper, the same for the same content.

A template is taken apart once; for each paper only the body, the headers, the footers and the footnotes are
filled in, the other parts are copied. docxtpl reads the tags that Word has cut into pieces, and python-docx
marks a rehearsal; both take their time to be imported, and most papers do without them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from importlib import resources
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]

from shuangsuiji.core.findings import Place, error
from shuangsuiji.documents.office.packing import packed
from shuangsuiji.documents.templates.engine import Environment, TooMuch
from shuangsuiji.documents.templates.forms import (
    NO_TEMPLATES,
    Form,
    PaperFrame,
    Templates,
    WatchedTemplates,
    filled,
)
from shuangsuiji.documents.templates.signatures import keep_signatures, may_be_signed
from shuangsuiji.documents.templates.tables import (
    LIMIT,
    cut_long_tables,
    fit_columns,
    keep_last_rows,
    refuse_broken,
)
from shuangsuiji.documents.wording import REHEARSAL
from shuangsuiji.errors import BadInput

T = TypeVar("T")

FAILURES = (TemplateError, SyntaxError, TypeError, ValueError, KeyError, AttributeError, RecursionError)
"""What a template may raise that nobody has checked."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FILLED = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes)\+xml$")
_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TAG = re.compile(r"\{\{[^<>{}%]*\}\}|\{%[^<>{}%]*%\}")
_SIGNS = ("{{", "}}", "{%", "%}", "{#", "#}", "{_", "_}")
_LEFT_TO_DOCXTPL = re.compile(r"\{[{%]-|-[%}]\}|\b[vh]m\b|cellbg|colspan|\{\{(?:p|tr|tc)\s|\{[{%]\s*r\s")
_VARYING = re.compile(r"\{[{%]\s*tc\s|colspan|\bhm\b")
_MANY_LINES = re.compile(r"<w:t(?: [^<>]*+)?>[^<\n\t]*+[\n\t][^<]*+</w:t>")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
QUOTES = str.maketrans("“”‘’", "\"\"''")
"""Word turns the quotation marks of a tag into Chinese ones."""


def render(form: Form[T], content: T, frame: PaperFrame, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of one paper.

    Args:
        form: which paper.
        content: what is filled in.
        frame: title, time, rehearsal.
        templates: an office's own templates, by file name; the shipped one is used where there is none.

    Raises:
        BadInput: the office's template cannot be filled in.
    """
    return render_many(form, {"": content}, frame, templates)[""]


def render_many(
    form: Form[T], contents: Mapping[str, T], frame: PaperFrame, templates: Templates = NO_TEMPLATES
) -> dict[str, bytes]:
    """Several papers of one form: name -> bytes. The template is read once, which saves most of the time.

    Raises:
        BadInput: as `render`.
    """
    template = templates[form.file] if form.file in templates else shipped(form.file)
    environment = Environment(shipped=form.file not in templates)
    values = {name: filled(content) for name, content in contents.items()}
    if isinstance(templates, WatchedTemplates) and form.file in templates:
        templates.filled += [(form, value, frame) for value in values.values()]
    try:
        return {name: fill(template, value, frame, environment=environment) for name, value in values.items()}
    except TooMuch:
        raise BadInput(error("template-endless", Place(file=form.file))) from None
    except FAILURES:
        if form.file not in templates:
            raise
        raise BadInput(error("template-cannot-fill", Place(file=form.file))) from None


def shipped(file: str) -> bytes:
    """The template that comes with this package."""
    folder = resources.files("shuangsuiji.documents.templates") / "shipped"
    return (folder / file).read_bytes()


def fill(
    template: bytes,
    context: dict[str, Any],
    frame: PaperFrame,
    *,
    strict: bool = False,
    environment: Environment | None = None,
) -> bytes:
    """A template filled in with a context.

    Args:
        template: any Word document with tags.
        context: what is filled in, by the names of the placeholders.
        frame: title, time, rehearsal.
        strict: whether broken markup is refused instead of mended.
        environment: one that has already compiled the template.

    Raises:
        TooMuch: the template would go on for ever.
        Exception: one of `FAILURES`.
    """
    environment = environment or Environment()
    environment.restart()
    document = _taken_apart(_with_header(template, REHEARSAL) if frame.rehearsal else template)
    words = _clean(context)
    written = {
        name: _part(source, words, environment, strict=strict) for name, source in document.sources.items()
    }
    written[document.properties] = _core(frame)
    return packed((name, written.get(name, data)) for name, data in document.parts)


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of a part as jinja2 reads it, and whether it repeats columns or leaves them out."""

    text: str
    varies: bool


@dataclass(frozen=True, slots=True)
class _Document:
    """A template taken apart.

    Attributes:
        parts: name and content of every part, in their order.
        sources: the parts that are filled in, by name.
        properties: the name of the part with title and time.
    """

    parts: tuple[tuple[str, bytes], ...]
    sources: dict[str, _Source]
    properties: str


@lru_cache(maxsize=64)
def _taken_apart(template: bytes) -> _Document:
    """The parts of a template.

    Raises:
        ValueError: it is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = tuple((name, archive.read(name)) for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
        raise ValueError("no Word document") from problem
    types = etree.fromstring(dict(parts)["[Content_Types].xml"])
    kinds = {item.get("PartName", "/")[1:]: item.get("ContentType", "") for item in types}
    if not any(kind.endswith("wordprocessingml.document.main+xml") for kind in kinds.values()):
        raise ValueError("no Word document")
    properties = next((name for name, kind in kinds.items() if kind == _PROPERTIES), None)
    if properties is None:
        return _taken_apart(_with_header(template, ""))
    sources = {name: _source(data) for name, data in parts if _FILLED.search(kinds.get(name, ""))}
    return _Document(parts, sources, properties)


@lru_cache(maxsize=64)
def _with_header(template: bytes, mark: str) -> bytes:
    """A template with a mark at the head of every page, also where it has headers of its own.

    It is written by python-docx, which adds the properties of a file that has none; a blank mark is left out.
    """
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document: Any = docx.Document(io.BytesIO(template))
    document.core_properties.title = ""
    paragraph = (
        f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        '<w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="C00000"/><w:sz w:val="36"/></w:rPr>'
        f"<w:t>{mark}</w:t></w:r></w:p>"
    )
    for section in document.sections if mark else ():
        headers = [section.header, section.even_page_header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            if not any(mark in line.text for line in header.paragraphs):
                header._element.insert(0, parse_xml(paragraph))
                for line in header.paragraphs[1:]:
                    if not line.text and len(header._element) > 1:
                        header._element.remove(line._p)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _source(data: bytes) -> _Source:
    """What jinja2 reads of a part: tags freed of markup, tags for rows, cells and paragraphs alone."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    text: str = etree.tostring(etree.fromstring(data, parser), encoding="unicode")
    tags = _TAG.findall(text)
    bare = re.sub("<[^<>]++>", "", text)
    cut = tags != _TAG.findall(bare) or any(sign in _TAG.sub("", bare) for sign in _SIGNS)
    if cut or _LEFT_TO_DOCXTPL.search(bare):
        from docxtpl import DocxTemplate

        source: str = DocxTemplate(io.BytesIO()).patch_xml(text)
    else:
        text = text.replace("<w:t>", '<w:t xml:space="preserve">')
        for name in ("tr", "tc", "p"):
            text = _lifted(text, name)
        source = _TAG.sub(
            lambda tag: tag.group().translate(QUOTES).replace("&lt;", "<").replace("&gt;", ">"), text
        )
    return _Source(source, _VARYING.search(bare) is not None)


def _lifted(text: str, name: str) -> str:
    """Each tag such as {%tr … %} in place of the row, the cell or the paragraph that holds it."""
    opening = f"{{%{name} "
    while (at := text.find(opening)) >= 0:
        start = max(text.rfind(f"<w:{name}>", 0, at), text.rfind(f"<w:{name} ", 0, at))
        close = text.index("%}", at) + 2
        end = text.index(f"</w:{name}>", close) + len(f"</w:{name}>")
        text = f"{text[:start]}{{% {text[at + len(opening) : close]}{text[end:]}"
    return text


def _part(source: _Source, context: dict[str, Any], environment: Environment, *, strict: bool) -> bytes:
    """A part filled in; broken markup is mended, or refused if `strict`."""
    text = source.text
    if "{{" in text or "{%" in text:
        text = environment.from_string(text).render(context)
        text = _MANY_LINES.sub(lambda line: line.group().replace("\n", _BREAK).replace("\t", _TAB), text)
    data = _DECLARATION + text.encode()
    parser = etree.XMLParser(recover=not strict, huge_tree=True)
    root = etree.fromstring(data, parser)
    if strict:
        refuse_broken(root)
    if parser.error_log:
        data = _DECLARATION + etree.tostring(root)
    signed = may_be_signed(text)
    headed = "<w:tblHeader" in text
    if signed or source.varies or headed or "docPr" in text or text.count("</w:tr>") > LIMIT:
        if signed:
            keep_signatures(root)
        for number, picture in enumerate(root.iter(_PICTURE), 1001):
            picture.set("id", str(number))
        if source.varies:
            fit_columns(root)
        cut_long_tables(root)
        keep_last_rows(root)
        data = _DECLARATION + etree.tostring(root, encoding="utf-8")
    return data


def _clean(value: Any) -> Any:
    """A context without the characters that XML cannot hold."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value) if _FORBIDDEN.search(value) else value
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _core(frame: PaperFrame) -> bytes:
    """The properties of the file, nobody's name in them: Word takes no longer title, and no offset."""
    moment = frame.created.astimezone(UTC) if frame.created.tzinfo else frame.created
    time = f"{moment.replace(tzinfo=None, microsecond=0).isoformat()}Z"
    text = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_clean(frame.title)[:255])}</dc:title><dc:creator></dc:creator>"
        "<cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified></cp:coreProperties>'
    )
    return _DECLARATION + text.encode()
