"""Items whose 编号 and 名称 stand over several rows: each row with a rule of its own is an item.

Published lists merge the code and the name of an item over its sub-items, each with 依据, 对象 and 比例 of
its own; saved as text the merged cells are blanks. No such row is lost: it becomes an item, or joins the one
above. Docs: docs/registries.zh.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from shuangsuiji.core.canonical import norm_id, tidy
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.findings import Finding, Place, note
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import Heading
from shuangsuiji.core.registries.passed_over import preview_of

_CODE: Final = "事项编码"
_NAME: Final = "抽查事项名称"
_OBJECT: Final = "抽查对象"
_CONTENT: Final = "检查内容"
_LONGEST_LABEL: Final = 30
_RULES: Final = ("抽查依据", _OBJECT, "抽查比例")
"""A row with one of these of its own, or with the name of a part, is an item."""
_NOT_SHARED: Final = frozenset({_CODE, _NAME, "抽查子项", _CONTENT, "工作指引", "备注"})
_ENDS: Final = "；;。，,、:："

Reason = Callable[[Sequence[str]], str]


@dataclass(slots=True)
class _Item:
    """An item: its row, the rows that join it, whether code and name are those of the first of its group."""

    row: int
    named: bool
    coded: bool
    joined: list[int] = field(default_factory=list)


def with_parts(
    layout: Layout, raw: Grid, filled: Grid, heading: Heading, reason: Reason
) -> tuple[Grid, list[Finding]]:
    """The grid with a code and a name in each row that is an item, and notes on what was made of them.

    Args:
        layout: of the registry; nothing is done where its records have no parts.
        raw: the sheet as it stands.
        filled: the same with merged cells filled, but those of codes and names.
        heading: its heading.
        reason: tells why a row is no record, or "".
    """
    if not layout.part or _CODE not in heading.columns or _NAME not in heading.columns:
        return filled, []
    reader = _Reader(layout, raw, heading, reason)
    groups = [group for group in reader.groups() if len(group) > 1 or group[0].joined]
    if not groups:
        return filled, []
    rows = list(filled.rows)
    findings: list[Finding] = []
    for group in groups:
        findings += reader.written(group, rows)
    return replace(filled, rows=rows), findings


class _Reader:
    """Reads which rows belong to one item, and which of them are items of their own."""

    def __init__(self, layout: Layout, grid: Grid, heading: Heading, reason: Reason) -> None:
        self._grid = grid
        self._columns = heading.columns
        self._first = heading.last_row + 1
        self._reason = reason
        self._part = layout.part if layout.part in heading.columns else self._beside(layout)
        self._known = [name for name in heading.columns if name in layout.names]
        self._spans = {name: self._span(heading.columns[name]) for name in (_CODE, _NAME)}

    def _span(self, column: int) -> dict[int, int]:
        """The rows below the first of each merged cell of a column, to that first row."""
        found: dict[int, int] = {}
        for cells in self._grid.merged:
            if cells.column == column and cells.first >= self._first:
                found.update(
                    dict.fromkeys(
                        range(cells.first + 1, min(cells.last + 1, len(self._grid.rows))), cells.first
                    )
                )
        return found

    def _beside(self, layout: Layout) -> str:
        """The column that names parts where no heading says so: the one right of the names, if unknown."""
        at = self._columns[_NAME] + 1
        return next((n for n, index in self._columns.items() if index == at and n not in layout.names), "")

    def own(self, row: int, name: str) -> str:
        """The text that stands in a row itself."""
        index, cells = self._columns.get(name), self._grid.rows[row]
        return tidy(cells[index]) if index is not None and index < len(cells) else ""

    def groups(self) -> list[list[_Item]]:
        """The items of the sheet, those under one code or one name together."""
        groups: list[list[_Item]] = []
        for row in range(self._first, len(self._grid.rows)):
            cells = self._grid.rows[row]
            if not any(map(str.strip, cells)):
                continue
            bare = not self.own(row, _CODE) and not self.own(row, _NAME)
            reason = self._reason(cells)
            if reason and (reason != "registry-row-skipped" or not bare):
                continue
            group = groups[-1] if groups else []
            item = self._belonging(row, group) if group else None
            if item is not None and (self._has_rule(row) or not (item.coded and item.named)):
                group.append(item)
            elif item is not None and self._may_join(row):
                group[-1].joined.append(row)
            elif not bare:
                groups.append([_Item(row, named=True, coded=True)])
        return groups

    def _belonging(self, row: int, group: Sequence[_Item]) -> _Item | None:
        """The row as an item of the group above, or None if it begins one of its own."""
        head, code, name = group[0].row, self.own(row, _CODE), self.own(row, _NAME)
        under_code = self._spans[_CODE].get(row) == head
        under_name = self._spans[_NAME].get(row) == head
        if not code and not name:
            return _Item(row, named=True, coded=True)
        if not code:
            return _Item(row, named=False, coded=True) if under_code else None
        if not name:
            return _Item(row, named=True, coded=False) if under_name or self.own(row, self._part) else None
        again = norm_id(code) == norm_id(self.own(head, _CODE)) and name == self.own(head, _NAME)
        parts = {self.own(item.row, self._part) for item in group}
        part = self.own(row, self._part)
        return _Item(row, named=True, coded=True) if again and part and part not in parts else None

    def _has_rule(self, row: int) -> bool:
        return any(self.own(row, name) for name in (self._part, *_RULES))

    def _may_join(self, row: int) -> bool:
        """Whether a row without a rule goes on with the item above: merged with it, or in known columns."""
        merged = row in self._spans[_CODE] or row in self._spans[_NAME]
        return merged or any(self.own(row, name) for name in self._known)

    def written(self, group: Sequence[_Item], rows: list[list[str]]) -> list[Finding]:
        """Write codes and names of a group into `rows`; what is said of it."""
        head = group[0].row
        code, name = self.own(head, _CODE), self.own(head, _NAME)
        numbered = sum(item.coded for item in group) > 1
        shared = sum(item.named for item in group) > 1
        findings, ids, number = [], [], 0
        shared_columns = self._shared(group, rows)
        for item in group:
            number += item.coded
            own = f"{code}-{number}" if numbered and item.coded and code else self.own(item.row, _CODE)
            label = self._label(item, group)
            called = f"{name}（{label}）" if shared and item.named else self.own(item.row, _NAME)
            self._put(rows, item.row, {_CODE: own, _NAME: called})
            if item.row != head:
                self._share(rows, head, item.row, shared_columns)
            ids.append(own)
            findings += [self._join(rows, item.row, row) for row in item.joined]
        if len(group) > 1:
            place = Place(file=self._grid.file, sheet=self._grid.sheet, cell=f"第{head + 1}行")
            findings.insert(0, note("items-in-parts", place, name=name, count=len(group), ids="、".join(ids)))
            if self._grid.merged and shared_columns:
                columns = "、".join(shared_columns)
                findings.insert(1, note("items-shared", place, name=name, columns=columns))
        return findings

    def _label(self, item: _Item, group: Sequence[_Item]) -> str:
        """What tells an item from the others of its name: its part, objects or content, else its number."""
        for name in (self._part, _OBJECT, _CONTENT):
            texts = [self.own(one.row, name) for one in group]
            own = self.own(item.row, name)
            distinct = len(set(texts)) == len(texts) and max(map(len, texts)) <= _LONGEST_LABEL
            if own and (name == self._part or distinct):
                return own
        return str(1 + list(group).index(item))

    def _put(self, rows: list[list[str]], row: int, texts: dict[str, str]) -> None:
        cells = list(rows[row])
        for name, text in texts.items():
            index = self._columns[name]
            cells += [""] * (index + 1 - len(cells))
            if text != tidy(cells[index]):
                cells[index] = text
        rows[row] = cells

    def _shared(self, group: Sequence[_Item], rows: Sequence[Sequence[str]]) -> list[str]:
        """The columns in which a blank of a later row stands for what the first row of the item says.

        In a file that knows no merged cells that is any column; in another, those that no later row fills.
        """
        head, later = group[0].row, [item.row for item in group[1:]]
        columns = [name for name in self._known if name not in _NOT_SHARED and self.own(head, name)]
        if not self._grid.merged:
            return columns
        return [name for name in columns if not any(self._text(rows[row], name) for row in later)]

    def _text(self, cells: Sequence[str], name: str) -> str:
        index = self._columns[name]
        return tidy(cells[index]) if index < len(cells) else ""

    def _share(self, rows: list[list[str]], head: int, row: int, columns: Sequence[str]) -> None:
        self._put(rows, row, {name: self.own(head, name) for name in columns if not self.own(row, name)})

    def _join(self, rows: list[list[str]], to: int, row: int) -> Finding:
        """Put the cells of a row behind those of the item that it goes on with."""
        texts = {}
        for name, index in self._columns.items():
            more = self.own(row, name)
            before = tidy(rows[to][index]) if index < len(rows[to]) else ""
            if more and more != before:
                texts[name] = before + ("；" if before and before[-1] not in _ENDS else "") + more
        self._put(rows, to, texts)
        text = preview_of(self._grid.rows[row])
        rows[row] = [""] * len(rows[row])
        place = Place(file=self._grid.file, sheet=self._grid.sheet, cell=f"第{row + 1}行")
        return note("items-row-joined", place, row=to + 1, text=text)
