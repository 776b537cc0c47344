"""Filling a template in: the bytes of one paper, the same for the same content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any, TypeVar

from jinja2 import TemplateError

from shuangsuiji.core.findings import Place, error
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
    if frame.rehearsal:
        from shuangsuiji.documents.templates.slow import marked

        template = marked(template, REHEARSAL)
    plain = None if strict else prepared(template)
    if plain is not None:
        return filled_in(plain, _clean(context), environment, _properties(frame))
    # python-docx and docxtpl take their time to be imported, and most papers do without them.
    from shuangsuiji.documents.templates.slow import fill_slowly

    return fill_slowly(template, _clean(context), environment, _properties(frame), strict=strict)


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
