"""What a paper's template may say: its placeholders, declared once by the fields of a dataclass.

The same declaration gives what is filled in, the list of placeholders for the office, and the check.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def slot(name: str, about: str, *, needed: bool = False, default: Any = dataclasses.MISSING) -> Any:
    """A field filled in as text, number or yes/no (是 prints nothing: it is for `{% if %}`).

    Args:
        name: the placeholder, in Chinese.
        about: what it stands for, for the office.
        needed: a template without it is refused, because the paper would be wrong without it.
        default: what the field is by default, if it may be left out.
    """
    return dataclasses.field(default=default, metadata={"name": name, "about": about, "needed": needed})


def rows(name: str, about: str, *, needed: bool = False) -> Any:
    """A field repeated by `for`: a tuple of texts, or of a dataclass made of slots."""
    return slot(name, about, needed=needed)


def part(name: str, about: str) -> Any:
    """A field that holds one dataclass made of slots: `{{ 对象.名称 }}`."""
    return slot(name, about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One placeholder.

    Attributes:
        kind: "text", "number", "flag", "texts" (repeated texts), "rows" (repeated records) or "part" (one
            record).
        inner: the placeholders of a record.
    """

    field: str
    name: str
    about: str
    kind: str
    needed: bool
    inner: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[T]):
    """A paper from a template: the file, what is filled in, and what it is.

    Attributes:
        file: the name of the template and of the paper, such as 承诺书.docx.
        about: one sentence for the office: what the paper is.
    """

    file: str
    content: type[T]
    about: str

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The placeholders, in the order of their declaration."""
        return slots_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFrame:
    """What surrounds the content of one paper.

    Attributes:
        title: of the file's properties.
        created: of the file's properties; in UTC if it names no time zone.
        rehearsal: every page bears the mark of a rehearsal, whatever the template says.
    """

    title: str
    created: datetime
    rehearsal: bool = False


Templates = Mapping[str, bytes]
"""An office's own templates: file name -> bytes."""


class WatchedTemplates(dict[str, bytes]):
    """An office's own templates, of which an auditor wants to know what each paper was filled in with.

    Attributes:
        filled: of each paper made from one of them: its form, content and frame.
    """

    def __init__(self, templates: Templates) -> None:
        super().__init__(templates)
        self.filled: list[tuple[Form[Any], dict[str, Any], PaperFrame]] = []


NO_TEMPLATES: Templates = types.MappingProxyType({})


def slots_of(content: Any) -> tuple[Slot, ...]:
    """The placeholders that a dataclass declares."""
    return _slots_of(content)


@cache
def _slots_of(content: Any) -> tuple[Slot, ...]:
    hints = typing.get_type_hints(content)
    return tuple(_slot(field, hints[field.name]) for field in dataclasses.fields(content))


def _slot(field: dataclasses.Field[Any], hint: Any) -> Slot:
    kind, inner = _kind(hint)
    data = field.metadata
    return Slot(
        field=field.name,
        name=data["name"],
        about=data["about"],
        kind=kind,
        needed=data["needed"],
        inner=slots_of(inner) if inner else (),
    )


def _kind(hint: Any) -> tuple[str, type[Any] | None]:
    """The kind of a field by its annotation, and the dataclass inside it."""
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        return ("texts", None) if item is str else ("rows", item)
    if dataclasses.is_dataclass(hint):
        return "part", typing.cast(type[Any], hint)
    return {str: "text", int: "number", bool: "flag"}[hint], None


def filled(content: Any) -> dict[str, Any]:
    """The content under the names of its placeholders."""
    return {slot.name: _value(slot, getattr(content, slot.field)) for slot in slots_of(type(content))}


def _value(slot: Slot, value: Any) -> Any:
    if slot.kind == "rows":
        return [filled(item) for item in value]
    if slot.kind == "part":
        return filled(value)
    return list(value) if slot.kind == "texts" else value


def sample(form_slots: tuple[Slot, ...], count: int) -> dict[str, Any]:
    """Invented content with `count` entries in every list, to try a template with."""
    made: dict[str, Any] = {}
    for slot in form_slots:
        if slot.kind in ("rows", "texts"):
            made[slot.name] = [sample(slot.inner, count) if slot.inner else slot.name for _ in range(count)]
        elif slot.kind == "part":
            made[slot.name] = sample(slot.inner, count)
        else:
            made[slot.name] = {"text": slot.name, "number": 1, "flag": count > 0}[slot.kind]
    return made
