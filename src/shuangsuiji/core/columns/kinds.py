"""The six kinds of registry, and what is known of a column by its name alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.columns.column import CODES, Column, Layout, Writing
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.links import HISTORY, PLATFORM_LIST, RECUSALS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import EXPERTS, INSPECTORS


class Kind(StrEnum):
    """A kind of registry, by the name that commands and scripts use."""

    OBJECTS = "objects"
    INSPECTORS = "inspectors"
    EXPERTS = "experts"
    ITEMS = "items"
    RECUSALS = "recusals"
    HISTORY = "history"


LAYOUTS: Final[Mapping[Kind, Layout]] = {
    Kind.OBJECTS: OBJECTS,
    Kind.INSPECTORS: INSPECTORS,
    Kind.EXPERTS: EXPERTS,
    Kind.ITEMS: ITEMS,
    Kind.RECUSALS: RECUSALS,
    Kind.HISTORY: HISTORY,
}


def kind_named(text: str) -> Kind | None:
    """The kind that a name means, in English or Chinese; None for any other text."""
    name = norm(text).strip().lower()
    for kind, layout in LAYOUTS.items():
        if name in {kind.value, layout.called, layout.title, *layout.also}:
            return kind
    return None


def known_columns() -> Iterator[Column]:
    """Every column of every registry, and of the lists of platforms."""
    for layout in (*LAYOUTS.values(), PLATFORM_LIST):
        yield from layout.columns


def _written(*writings: Writing) -> frozenset[str]:
    return frozenset(column.name for column in known_columns() if column.writing in writings)


LIST_COLUMNS: Final = _written(Writing.LIST)
"""Columns whose cells hold several entries."""
CODE_COLUMNS: Final = _written(*CODES)
"""Columns whose cells are codes."""
CODES_OR_NAMES: Final = CODE_COLUMNS | _written(Writing.PARTY, Writing.PARTIES)
"""Columns whose cells are codes, or may be: numbers have no place in them."""
NAMES: Final = _written(Writing.NAME, Writing.PARTY, Writing.PARTIES)
"""Columns whose cells are names: a word such as 说明 may be one."""
ID_COLUMNS: Final = tuple(column.name for column in OBJECTS.written(Writing.CODE))
"""The columns that may identify objects, the one to be preferred first."""
PUBLISHED_ITEM_COLUMNS: Final = tuple(column.name for column in ITEMS.columns if column.published)
"""What a published item list has (LZ-13)."""
_WRITINGS: Final = {column.name: column.writing for column in reversed(tuple(known_columns()))}


def writing_of(column: str) -> Writing:
    """How the cells of a column are written in the first kind that knows it; `LINE` where none does."""
    return _WRITINGS.get(column, Writing.LINE)
