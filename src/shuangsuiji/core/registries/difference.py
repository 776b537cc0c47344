"""Two versions of one registry compared row by row and cell by cell (LZ-4, XT-5).

Rows belong together by their id; the order of rows and columns does not matter, nor does the spelling of
dates, widths of letters or blanks. A row that is gone and one that came with the same name at the same
place are named as possibly one, since renewed licences bring new codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm_id
from shuangsuiji.core.cells import comparable
from shuangsuiji.core.columns.kinds import CODE_COLUMNS, LAYOUTS, Kind
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.core.registries.suspicions import comparison_key

_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.RECUSALS: ("检查人员", "检查对象"),
    Kind.HISTORY: ("检查对象", "检查日期", "计划编号"),
}
_SAME: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.OBJECTS: (("名称", "地址"), ("统一社会信用代码", "地址")),
    Kind.INSPECTORS: (("姓名", "部门"),),
    Kind.EXPERTS: (("姓名", "单位"),),
    Kind.ITEMS: (("抽查事项名称", "抽查主体"),),
}
"""Which two columns, equal in a row that is gone and one that came, make them possibly one."""


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row of one version: its id, its name, and the cell of its name."""

    id: str
    name: str
    cell: str
    row: int


@dataclass(frozen=True, slots=True)
class CellChanged:
    """One cell that differs: the column, both contents as read, both cells."""

    column: str
    before: str
    after: str
    before_cell: str
    after_cell: str


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row of both versions with the cells that differ, in the order of the columns."""

    old: RowSeen
    new: RowSeen
    cells: tuple[CellChanged, ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """A row that is gone and one that came, which are possibly one: `columns` are equal in both."""

    old: RowSeen
    new: RowSeen
    columns: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two versions of a registry; rows in the order of their sheets.

    Attributes:
        old: the earlier version, `new` the later one.
        added: rows of the later version alone; `removed` of the earlier alone.
        changed: rows of both with cells that differ.
        unchanged: how many rows are the same in both.
        renewed: pairs of `removed` and `added` that are possibly one.
        columns_added: headings of the later version alone; `columns_removed` of the earlier alone.
        ambiguous: how many rows of either version have no id or share it with another; they are paired
            in the order in which they stand.
    """

    old: Examined
    new: Examined
    added: tuple[RowSeen, ...]
    removed: tuple[RowSeen, ...]
    changed: tuple[RowChanged, ...]
    unchanged: int
    renewed: tuple[Renewed, ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    ambiguous: int

    @property
    def by_column(self) -> dict[str, int]:
        """How many cells of each column differ, the most first."""
        counts = Counter(cell.column for row in self.changed for cell in row.cells)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def same(self) -> bool:
        """Whether the two say the same."""
        parts = (self.added, self.removed, self.changed, self.columns_added, self.columns_removed)
        return not any(parts)


def compare(old: Examined, new: Examined) -> Difference:
    """The difference between two versions of one kind, identified by the same column."""
    before, twice_before = _rows(old)
    after, twice_after = _rows(new)
    columns = [name for name in old.table.columns if name in new.table.columns]
    compared = [(name, _key_of(name)) for name in columns]
    changed = []
    for key, row in before.items():
        if key in after:
            cells = _cells(old, new, row.row, after[key].row, compared)
            if cells:
                changed.append(RowChanged(row, after[key], cells))
    added = tuple(row for key, row in after.items() if key not in before)
    removed = tuple(row for key, row in before.items() if key not in after)
    return Difference(
        old=old,
        new=new,
        added=added,
        removed=removed,
        changed=tuple(changed),
        unchanged=len(before) - len(removed) - len(changed),
        renewed=tuple(_renewed(old, new, removed, added)),
        columns_added=tuple(name for name in new.table.columns if name not in old.table.columns),
        columns_removed=tuple(name for name in old.table.columns if name not in new.table.columns),
        ambiguous=twice_before + twice_after,
    )


def _rows(examined: Examined) -> tuple[dict[tuple[str, int], RowSeen], int]:
    """The rows by id and number among rows of that id; how many are not told apart by their id."""
    table, kind = examined.table, examined.kind
    names = table.cells(LAYOUTS[kind].name_column)
    keys: Sequence[str] = examined.ids
    if kind in _KEYS:
        parts = [table.cells(column) for column in _KEYS[kind]]
        keys = [" / ".join(filter(None, map(norm_id, row))) for row in zip(*parts, strict=True)]
    rows: dict[tuple[str, int], RowSeen] = {}
    counts: Counter[str] = Counter()
    for row, (key, name) in enumerate(zip(keys, names, strict=True)):
        told = key or f"（无编码）{comparison_key(name)}"
        place = table.place(row, LAYOUTS[kind].name_column)
        rows[told, counts[told]] = RowSeen(key, name, place.cell, row)
        counts[told] += 1
    alike = Counter(keys)
    return rows, sum(count for key, count in alike.items() if count > 1 or not key)


def _key_of(column: str) -> Callable[[str], str]:
    """What of a cell is compared: codes without blanks, all else with dates and numbers in one spelling."""
    return norm_id if column in CODE_COLUMNS else _plain


_ARRANGED = re.compile(r"-?¥? ?-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


def _plain(text: str) -> str:
    """The cell in one spelling; 1,234.50 and ¥1234.5 are one number, displayed otherwise."""
    text = comparable(text)
    if not _ARRANGED.fullmatch(text):
        return text
    text = re.sub("[¥, ]", "", text)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cells(
    old: Examined, new: Examined, before: int, after: int, columns: Sequence[tuple[str, Callable[[str], str]]]
) -> tuple[CellChanged, ...]:
    found = []
    for name, key in columns:
        one, other = old.table.columns[name][before], new.table.columns[name][after]
        if one != other and key(one) != key(other):
            places = old.table.place(before, name).cell, new.table.place(after, name).cell
            found.append(CellChanged(name, one, other, *places))
    return tuple(found)


def _renewed(
    old: Examined, new: Examined, removed: Sequence[RowSeen], added: Sequence[RowSeen]
) -> list[Renewed]:
    """Pairs whose two columns are equal and filled, and name one row on either side."""
    found: list[Renewed] = []
    taken: set[int] = set()
    for columns in _SAME.get(old.kind, ()):
        gone, came = _by_content(old, removed, columns), _by_content(new, added, columns)
        for key, rows in gone.items():
            others = came.get(key, [])
            if len(rows) == 1 and len(others) == 1 and rows[0].row not in taken:
                taken.add(rows[0].row)
                found.append(Renewed(rows[0], others[0], columns))
    return sorted(found, key=lambda pair: pair.old.row)


def _by_content(
    examined: Examined, rows: Sequence[RowSeen], columns: tuple[str, str]
) -> dict[tuple[str, str], list[RowSeen]]:
    first, second = (examined.table.cells(column) for column in columns)
    found: dict[tuple[str, str], list[RowSeen]] = {}
    for row in rows:
        key = comparison_key(first[row.row]), comparison_key(second[row.row])
        if all(key):
            found.setdefault(key, []).append(row)
    return found
