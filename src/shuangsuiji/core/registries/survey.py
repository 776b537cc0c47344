"""What sheets are registries, and what their columns hold, before there is a plan: the ground of questions.

A sheet is known by its headings alone, whatever the file is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.cells import entries
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.registries.examine import examine, recognise
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.people import is_on_duty
from shuangsuiji.core.registries.registry import read_inspectors, read_objects
from shuangsuiji.core.registries.tables import Table

_SURE = 2
"""So many known headings make a sheet a registry of which something is missing; fewer are chance."""


_EXPLAINS = re.compile("(?:填写|填表|填报)说明$")
"""The name of a page of explanations, whose rows name the columns and are no registry."""


@dataclass(frozen=True, kw_only=True)
class SheetSeen:
    """One sheet of a workbook.

    Attributes:
        file: its path relative to the folder that was looked at.
        sheet: its name; blank where the file has no other sheet with anything in it.
        kind: which registry it is; None for any other sheet.
        rows: how many rows of data were read.
        missing: groups of columns that the registry needs and nobody could find.
        headings: the headings that stand there.
        known: heading -> the column that it was taken for.
        errors: how many errors there are in its cells.
    """

    file: str
    sheet: str
    kind: Kind | None
    rows: int = 0
    missing: Sequence[Sequence[str]] = ()
    headings: Sequence[str] = ()
    known: Mapping[str, str]
    errors: int = 0

    @property
    def is_blank(self) -> bool:
        """A registry with its headings and no row yet."""
        return self.kind is None and not self.missing and bool(self.headings)

    @property
    def title(self) -> str:
        """File and sheet, as a reader finds them."""
        return f"{self.file} › {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The sheets of a folder's workbooks on a day, and why some files could not be read."""

    today: date
    sheets: Sequence[SheetSeen]
    findings: Sequence[Finding]


def sheets_seen(file: str, grids: Sequence[Grid], today: date) -> list[SheetSeen]:
    """The sheets of one file that hold anything.

    Args:
        file: the path that the reports give.
        grids: all sheets of the file.
        today: the day against which certificates may be out of date.
    """
    filled = [grid for grid in grids if any(map(any, grid.rows)) and not _EXPLAINS.search(grid.sheet)]
    return [_seen(grid, file, grid.sheet if len(filled) > 1 else "", today) for grid in filled]


def _seen(grid: Grid, file: str, name: str, today: date) -> SheetSeen:
    found, _ = recognise([grid])
    if found is None or found.search.sheet is None:
        return SheetSeen(file=file, sheet=name, kind=None, known={})
    search = found.search
    texts = [text for text in found.search.sheet.texts if text]
    known = {text: match[0] for text in texts if (match := search.known[text]) is not None}
    if search.heading is None:
        kind = found.kind if len(set(known.values())) >= _SURE else None
        return SheetSeen(
            file=file, sheet=name, kind=kind, missing=search.missing, headings=texts, known=known
        )
    examined, findings = examine([grid], kind=found.kind, today=today)
    rows = len(examined.table) if examined is not None else 0
    errors = sum(finding.level is Level.ERROR for finding in findings)
    kind = found.kind if rows or LAYOUTS[found.kind].may_be_empty else None
    return SheetSeen(file=file, sheet=name, kind=kind, rows=rows, headings=texts, known=known, errors=errors)


@dataclass(frozen=True, kw_only=True)
class PeopleSeen:
    """The inspectors of one department: all of them, and those with a certificate who are on duty."""

    department: str
    people: int
    able: int


@dataclass(frozen=True, kw_only=True)
class ItemSeen:
    """One entry of an item list: its 抽查主体, and its 抽查对象 as it stands there."""

    code: str
    name: str
    departments: Sequence[str]
    objects: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistriesSeen:
    """Registries joined as a plan joins them, and what can be asked about them.

    Attributes:
        objects: how many objects.
        id_column: what tells them apart; blank where nothing can.
        columns: column -> value -> how many objects have it, the most frequent first.
        codes: columns whose cells are all filled and all different.
        departments: the inspectors by department, the largest first.
        items: the item list.
        findings: what is wrong with the registries by themselves.
    """

    objects: int
    id_column: str
    columns: Mapping[str, Mapping[str, int]]
    codes: Sequence[str]
    departments: Sequence[PeopleSeen]
    items: Sequence[ItemSeen]
    findings: Sequence[Finding]


def registries_seen(
    tables: Mapping[Kind, Table], id_column: str, findings: Sequence[Finding], today: date
) -> RegistriesSeen:
    """What joined tables hold together.

    Args:
        tables: all kinds, empty where there is no sheet.
        id_column: the column that tells objects apart; blank for the usual one.
        findings: what reading the tables found.
        today: the day against which certificates may be out of date.
    """
    objects, column, more = read_objects(tables[Kind.OBJECTS], id_column or None, today)
    people, of_people = read_inspectors(tables[Kind.INSPECTORS], today)
    return RegistriesSeen(
        objects=len(objects.ids),
        id_column=column,
        columns={name: _counts(cells) for name, cells in objects.table.columns.items()},
        codes=[name for name, cells in objects.table.columns.items() if _tells_apart(cells)],
        departments=_departments(people.table, today),
        items=_items(tables[Kind.ITEMS]),
        findings=[*findings, *more, *of_people],
    )


def _counts(cells: Sequence[str]) -> dict[str, int]:
    return dict(Counter(map(norm, cells)).most_common())


def _tells_apart(cells: Sequence[str]) -> bool:
    ids = list(map(norm_id, cells))
    return bool(ids) and all(ids) and len(set(ids)) == len(ids)


def _departments(table: Table, today: date) -> list[PeopleSeen]:
    counts: dict[str, list[int]] = {}
    columns = (table.cells(name) for name in ("部门", "执法证号", "证件有效期", "状态"))
    for department, certificate, end, duty in zip(*columns, strict=True):
        last = as_date(end)
        able = bool(norm(certificate)) and is_on_duty(duty) and (last is None or last >= today)
        for name in entries(department):
            pair = counts.setdefault(name, [0, 0])
            pair[0] += 1
            pair[1] += able
    found = [PeopleSeen(department=name, people=all_, able=able) for name, (all_, able) in counts.items()]
    return sorted(found, key=lambda one: -one.able)


def _items(table: Table) -> list[ItemSeen]:
    columns = (table.cells(name) for name in ("事项编码", "抽查事项名称", "抽查主体", "抽查对象"))
    rows = zip(*columns, strict=True)
    return [
        ItemSeen(code=norm(code), name=name, departments=entries(norm(who)), objects=norm(whom))
        for code, name, who, whom in rows
        if code
    ]
