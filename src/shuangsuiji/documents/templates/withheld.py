"""What an office's template keeps from the reader of what ours shows: both are filled in alike.

Every text and number of the placeholders that a paper must not be without, and of every row of their tables,
is printed as a mark of its own, and compared as what it is. So no condition, slice or hidden letter can keep
one row, or put other words in its place, and still show all marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.documents.office.visible_text import visible_texts
from shuangsuiji.documents.templates.engine import Environment
from shuangsuiji.documents.templates.filling import fill, shipped
from shuangsuiji.documents.templates.forms import PaperFrame, Slot, WatchedTemplates, sample

Column = tuple[str, ...]
"""A placeholder, or a column of its table: their names from the outside in."""


class _Text(str):
    """A text that is compared as what it says and printed as its mark."""

    mark: str

    def __html__(self) -> str:
        return self.mark

    def __str__(self) -> str:
        return self.mark

    def __add__(self, other: str) -> str:
        return f"{self}{other}"

    def __radd__(self, other: str) -> str:
        return f"{other}{self}"

    def __iter__(self) -> Iterator[str]:
        return iter([self])

    def strip(self, *_: Any) -> _Text:
        return self

    lower = upper = strip


class _Number(int):
    mark: str

    def __html__(self) -> str:
        return self.mark

    __str__ = __html__


class Withheld(NamedTuple):
    """What was found of one content.

    Attributes:
        lost: columns of which ours shows a mark and the office's does not.
        shown: columns of which the office's prints a mark, be it seen or not.
        ours: columns of which ours shows a mark.
    """

    lost: frozenset[Column]
    shown: frozenset[Column]
    ours: frozenset[Column]


class _Marks:
    """The marks of one content; nobody can type them beforehand, since they hang on the template."""

    def __init__(self, template: bytes) -> None:
        self._start = sha256(template).hexdigest()[:12]
        self._columns: list[Column] = []

    def content(self, slots: Sequence[Slot], values: Mapping[str, Any]) -> dict[str, Any]:
        """The same content, what is needed marked."""
        return {
            **values,
            **{slot.name: self._value(slot, values[slot.name], ()) for slot in slots if slot.needed},
        }

    def printed(self, paper: bytes) -> frozenset[int]:
        """All that are printed: ours hides nothing."""
        return self._among(shown_texts(paper))

    def seen(self, paper: bytes) -> frozenset[int]:
        return self._among(visible_texts(paper, self._start))

    def _among(self, texts: Sequence[str]) -> frozenset[int]:
        pattern = re.compile(f"〖{self._start}-([0-9]+)〗")
        return frozenset(int(number) for text in texts for number in pattern.findall(text))

    def columns(self, marks: frozenset[int]) -> frozenset[Column]:
        return frozenset(self._columns[mark] for mark in marks)

    def _value(self, slot: Slot, value: Any, outer: Column) -> Any:
        column = (*outer, slot.name)
        if slot.kind == "part":
            return self._inner(slot, value, column)
        if slot.kind == "rows":
            return [self._inner(slot, row, column) for row in value]
        if slot.kind == "texts":
            return [self._marked(text, column) for text in value]
        return value if slot.kind == "flag" else self._marked(value, column)

    def _inner(self, slot: Slot, row: Mapping[str, Any], column: Column) -> dict[str, Any]:
        return {part.name: self._value(part, row[part.name], column) for part in slot.inner}

    def _marked(self, value: str | int, column: Column) -> Any:
        if value == "":
            return value  # a template may leave out what is empty, or say so
        made = _Text(value) if isinstance(value, str) else _Number(value)
        made.mark = f"〖{self._start}-{len(self._columns)}〗"
        self._columns.append(column)
        return made


def withheld(
    slots: Sequence[Slot],
    own: bytes,
    ours: bytes,
    content: Mapping[str, Any],
    frame: PaperFrame,
    environment: Environment,
    *,
    strict: bool = False,
) -> Withheld:
    """Holds an office's template against ours.

    Args:
        slots: the placeholders of the paper.
        own: the office's template.
        ours: the one that comes with this package.
        content: by the names of the placeholders.
        frame: as for the paper.
        environment: of the office's template.
        strict: as for `fill`.

    Raises:
        Exception: as `fill`.
    """
    marks = _Marks(own)
    marked = marks.content(slots, content)
    paper = fill(own, marked, frame, strict=strict, environment=environment)
    right = marks.printed(fill(ours, marked, frame))
    lost = marks.columns(right - marks.seen(paper))
    return Withheld(lost, marks.columns(marks.printed(paper)), marks.columns(right))


def faults(slots: Sequence[Slot], tried: Sequence[Withheld]) -> Iterator[Slot]:
    """The placeholders, in their order, that an office's template keeps from the reader.

    A column that the office's template shows nowhere may be left out, if it is not needed itself; one that it
    shows has to be shown of every row. Of a table at least one column of ours has to be shown.
    """
    shown = frozenset[Column]().union(*(one.shown for one in tried))
    ours = frozenset[Column]().union(*(one.ours for one in tried))
    lost = frozenset[Column]().union(*(one.lost for one in tried))
    needed = set(_needed(slots, ()))
    for slot in slots:
        wrong = {column for column in lost if column[0] == slot.name and (column in needed | shown)}
        of_ours = {column for column in ours if column[0] == slot.name}
        if wrong or (of_ours and not of_ours & shown):
            yield slot


def withheld_in_papers(templates: WatchedTemplates) -> dict[str, list[str]]:
    """What an office's own templates kept from the readers of real papers: file -> placeholders.

    Raises:
        Exception: as `fill`.
    """
    tried: dict[str, list[Withheld]] = {}
    forms = {form.file: form for form, _, _ in templates.filled}
    for form, content, frame in templates.filled:
        own, ours = templates[form.file], shipped(form.file)
        if own != ours:
            environment = Environment()
            if form.file not in tried:  # which columns it has at all
                invented = sample(form.slots, 3)
                tried[form.file] = [withheld(form.slots, own, ours, invented, frame, environment)]
            tried[form.file].append(withheld(form.slots, own, ours, content, frame, environment))
    names = {file: [slot.name for slot in faults(forms[file].slots, tried[file])] for file in tried}
    return {file: slots for file, slots in names.items() if slots}


def _needed(slots: Sequence[Slot], outer: Column) -> Iterator[Column]:
    for slot in slots:
        if slot.needed:
            yield (*outer, slot.name)
        yield from _needed(slot.inner, (*outer, slot.name))
