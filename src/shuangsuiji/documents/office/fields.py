"""A sheet as its columns: each says its heading, its look and its cell of an entry, side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shuangsuiji.documents.office.sheets import Cell, Kind, Row, Sheet, SheetColumn

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Field(Generic[Entry]):
    """One column.

    Attributes:
        title, kind, most: as of `Column`.
        cell: what it says of an entry.
        shown: whether the sheet has the column at all.
        summed: whether the last row, if there is one, adds up its numbers.
    """

    title: str
    cell: Callable[[Entry], Cell]
    kind: Kind = "text"
    most: int = 40
    shown: bool = True
    summed: bool = True


def table(
    name: str,
    title: str,
    fields: Iterable[Field[Entry]],
    entries: Iterable[Entry],
    *,
    about: str = "",
    below: Sequence[str] = (),
    empty: str = "",
    totalled: bool = False,
    numbered: bool = False,
    filtered: bool = True,
    muted: Collection[int] = (),
    blocks: Mapping[int, str] | None = None,
) -> Sheet:
    """The sheet with one row an entry, in their order.

    Args:
        name, title, about, below, filtered, muted, blocks: as of `Sheet`.
        fields: the columns.
        entries: one for each row.
        empty: stands below instead, if there are no entries.
        totalled: whether a last row adds up the columns of numbers.
        numbered: whether a first column counts the rows.
    """
    fields = [field for field in fields if field.shown]
    columns = [SheetColumn(field.title, field.kind, field.most) for field in fields]
    rows: list[Row] = [[field.cell(entry) for field in fields] for entry in entries]
    sums = [
        _sum(rows, index) if field.kind == "number" and field.summed else ""
        for index, field in enumerate(fields)
    ]
    total: Row | None = ["合计", *sums[1:]] if totalled else None
    if numbered:
        columns = [SheetColumn("序号", "number"), *columns]
        rows = [[serial, *row] for serial, row in enumerate(rows, 1)]
        total = ["", *total] if total else None
    return Sheet(
        name=name,
        title=title,
        about=about,
        columns=columns,
        rows=rows,
        total=total,
        below=below if rows or not empty else [empty],
        filtered=filtered,
        muted=frozenset(muted),
        blocks=blocks or {},
    )


def _sum(rows: Sequence[Row], index: int) -> int:
    return sum(cell for row in rows if isinstance(cell := row[index], int))
