"""A table of 年度评估.xlsx as its columns: each says its heading, its look and its cell of an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.documents.office.sheets import Cell, Column, Kind, Quotient, Row, Sheet

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Field(Generic[Entry]):
    """One column: its heading, what it says of an entry, its look and greatest width (`Column`)."""

    title: str
    cell: Callable[[Entry], Cell]
    kind: Kind = "text"
    most: int = 40


def share_fields(
    first: int, titles: tuple[str, str, str], share: Callable[[Entry], Share]
) -> tuple[Field[Entry], ...]:
    """Three columns for a share: its part, of how many, and the rate as a formula over these two.

    Args:
        first: the index of the first of them in the table.
        titles: their headings.
        share: of an entry.
    """
    part, of, rate = titles
    return (
        Field(part, lambda entry: share(entry).part, "number"),
        Field(of, lambda entry: share(entry).of, "number"),
        Field(rate, lambda entry: Quotient(first, first + 1, share(entry).rate), "percent"),
    )


def table(
    name: str,
    title: str,
    fields: Sequence[Field[Entry]],
    entries: Iterable[Entry],
    *,
    below: Sequence[str] = (),
    totalled: bool = False,
    numbered: bool = False,
    filtered: bool = True,
) -> Sheet:
    """The sheet with one row an entry.

    Args:
        name: of the tab.
        title: stands above the table; the year is put before it later.
        fields: the columns.
        entries: in the order of the rows.
        below: lines under the table.
        totalled: whether a last row adds up the columns of numbers.
        numbered: whether a first column counts the rows.
        filtered: whether the headings carry a filter.
    """
    columns = [Column(field.title, field.kind, field.most) for field in fields]
    rows = [[field.cell(entry) for field in fields] for entry in entries]
    sums = [_sum(rows, index) if field.kind == "number" else "" for index, field in enumerate(fields)]
    total = ["合计", *sums[1:]] if totalled else None
    if numbered:
        columns = [Column("序号", "number"), *columns]
        rows = [[serial, *row] for serial, row in enumerate(rows, 1)]
        total = ["", *total] if total else None
    return Sheet(
        name=name, title=title, columns=columns, rows=rows, below=below, total=total, filtered=filtered
    )


def _sum(rows: Sequence[Row], index: int) -> Cell:
    return sum(cell for row in rows if isinstance(cell := row[index], int))
