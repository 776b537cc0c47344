"""Filling a template in: the bytes of one paper, the same for the same content."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import Any, TypeVar

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from shuangsuiji.core.findings import Place, error
from shuangsuiji.documents.packing import repacked
from shuangsuiji.documents.templates.engine import Environment, TooMuch
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Frame, Templates, filled
from shuangsuiji.documents.templates.quick import filled_in, prepared
from shuangsuiji.documents.wording import REHEARSAL
from shuangsuiji.errors import BadInput

T = TypeVar("T")

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

FAILURES = (TemplateError, SyntaxError, TypeError, ValueError, KeyError, AttributeError, RecursionError)
"""What a template may raise that nobody has checked."""


def render(form: Form[T], content: T, frame: Frame, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of one paper.

    Args:
        form: which paper.
        content: what is filled in.
        frame: title, time, rehearsal.
        templates: an office's own templates, by file name; the shipped one is used where there is none.

    Raises:
        BadInput: the office's template cannot be filled in.
    """
    return _rendered(form, content, frame, templates, Environment())


def _rendered(
    form: Form[T], content: T, frame: Frame, templates: Templates, environment: Environment
) -> bytes:
    try:
        return fill(template_of(form, templates), filled(content), frame, environment=environment)
    except TooMuch:
        raise BadInput(error("template-endless", Place(file=form.file))) from None
    except FAILURES:
        if form.file not in templates:
            raise
        raise BadInput(error("template-cannot-fill", Place(file=form.file))) from None


def render_many(
    form: Form[T], contents: Mapping[str, T], frame: Frame, templates: Templates = NO_TEMPLATES
) -> dict[str, bytes]:
    """Several papers of one form: name -> bytes. The template is read once, which saves most of the time.

    Raises:
        BadInput: as `render`.
    """
    environment = Environment()
    return {
        name: _rendered(form, content, frame, templates, environment) for name, content in contents.items()
    }


def template_of(form: Form[Any], templates: Templates = NO_TEMPLATES) -> bytes:
    """The template of a paper: the office's own, or the shipped one."""
    return templates[form.file] if form.file in templates else shipped(form.file)


def shipped(file: str) -> bytes:
    """The template that comes with this package."""
    folder = resources.files("shuangsuiji.documents.templates") / "shipped"
    return (folder / file).read_bytes()


def fill(
    template: bytes,
    context: dict[str, Any],
    frame: Frame,
    *,
    strict: bool = False,
    environment: Environment | None = None,
) -> bytes:
    """A template filled in with a context; raises whatever goes wrong, broken markup too if `strict`."""
    environment = environment or Environment()
    environment.restart()
    plain = None if strict or frame.rehearsal else prepared(template)
    if plain is not None:
        title, moment = _properties(frame)
        return filled_in(plain, _clean(context), environment, (title, f"{moment.isoformat()}Z"))
    try:
        paper = _Paper(io.BytesIO(template))
        paper.strict = strict
        paper.render(_clean(context), environment, autoescape=True)
    except PackageNotFoundError as problem:
        raise ValueError(str(problem)) from None
    document: Any = paper.docx
    for table in document.element.body.iter(qn("w:tbl")):
        _share_width(table)
    _set_properties(document, frame)
    data = _saved(document)
    if frame.rehearsal:
        # docxtpl leaves python-docx holding the headers from before they were filled in: so open it again.
        document = docx.Document(io.BytesIO(data))
        _mark_rehearsal(document)
        data = _saved(document)
    return repacked(data)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Paper(DocxTemplate):  # type: ignore[misc]
    """docxtpl, without looking through every run for line breaks that are not there, and without formulas
    in the properties of the file."""

    strict = False

    def build_xml(self, context: dict[str, Any], jinja_env: Any = None) -> str:
        """The body filled in; docxtpl itself mends broken markup in silence."""
        xml: str = super().build_xml(context, jinja_env)
        if self.strict:
            _refuse_broken(parse_xml(xml))
        return xml

    def resolve_listing(self, xml: str) -> str:
        return super().resolve_listing(xml) if re.search("[\t\n\a\f]", xml) else xml

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The properties come from the frame."""


def _refuse_broken(body: Any) -> None:
    """Raises ValueError if tables have lost rows, cells or paragraphs that Word cannot do without."""
    for outer, inner in (("w:tc", "w:p"), ("w:tr", "w:tc"), ("w:tbl", "w:tr")):
        for element in body.iter(qn(outer)):
            if element.find(qn(inner)) is None and (
                outer != "w:tbl" or element.find(qn("w:tblGrid")) is None
            ):
                raise ValueError(f"{outer} without {inner}")


def _clean(value: Any) -> Any:
    """A context without the characters that XML cannot hold."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _properties(frame: Frame) -> tuple[str, datetime]:
    """Title and time of the file: Word takes no longer one, and no offset."""
    moment = frame.created.astimezone(UTC) if frame.created.tzinfo else frame.created
    return _clean(frame.title)[:255], moment.replace(tzinfo=None, microsecond=0)


def _share_width(table: Any) -> None:
    """Where columns were left out, the others take their width."""
    total = table.tblPr.find(qn("w:tblW"))
    if total is None or total.get(qn("w:type")) != "dxa":
        return
    wanted = int(total.get(qn("w:w")))
    made = [row.tc_lst for row in table.tr_lst]
    full: Sequence[Any] = max(made, key=len, default=())
    if not full or _width(full) in (0, wanted):
        return
    for cells in made:
        _scale(cells, wanted)
    grid = table.tblGrid
    for column in grid.gridCol_lst:
        grid.remove(column)
    for cell in full:
        for _ in range(cell.grid_span):
            grid.add_gridCol().w = cell.width // cell.grid_span


def _scale(cells: Sequence[Any], wanted: int) -> None:
    """Widths of a row's cells in twips so that they add up."""
    found = _width(cells)
    if not found:
        return
    left = wanted
    for cell in cells[:-1]:
        width = cell.width.twips * wanted // found
        cell.width = Twips(width)
        left -= width
    cells[-1].width = Twips(left)


def _width(cells: Sequence[Any]) -> int:
    return sum(cell.width.twips for cell in cells if cell.width is not None)


def _set_properties(document: Any, frame: Frame) -> None:
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.keywords = properties.subject = ""
    properties.title, moment = _properties(frame)
    properties.created = properties.modified = moment
    properties.revision = 1


def _mark_rehearsal(document: Any) -> None:
    """The mark of a rehearsal at the head of every page, also where a template has headers of its own."""
    paragraph = (
        f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        '<w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="C00000"/><w:sz w:val="36"/></w:rPr>'
        f"<w:t>{REHEARSAL}</w:t></w:r></w:p>"
    )
    for section in document.sections:
        headers = [section.header, section.even_page_header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            if not any(REHEARSAL in line.text for line in header.paragraphs):
                header._element.insert(0, parse_xml(paragraph))
                for line in header.paragraphs[1:]:
                    if not line.text and len(header._element) > 1:
                        header._element.remove(line._p)
