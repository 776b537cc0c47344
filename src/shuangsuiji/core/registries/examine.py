"""One registry looked at by itself: its kind, what was read and what not, and all there is to say about it.

Nothing is guessed silently and nothing is lost silently: the report names the sheet and the heading row,
each column with the field that it was taken for, the rows passed over, and the cells that reading changes.
Source: formats.md, "The registries"; LZ-4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shuangsuiji.core.canonical import norm, norm_id, tidy
from shuangsuiji.core.columns.kinds import CODE_COLUMNS, LAYOUTS, Kind
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import Finding, Place, cell_name, error, note, warning
from shuangsuiji.core.registries.closed import closed_by_remark
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import (
    HEADING_SEARCH_ROWS,
    MOST_HEIGHT,
    HeadingSearch,
    SheetTexts,
    SourceChoice,
    find_heading,
)
from shuangsuiji.core.registries.passed_over import PASSED_OVER
from shuangsuiji.core.registries.people import is_known_duty, is_on_duty
from shuangsuiji.core.registries.registry import (
    history_alone,
    last_update,
    read_experts,
    read_inspectors,
    read_items,
    read_objects,
    recusals_alone,
)
from shuangsuiji.core.registries.suspicions import suspicions
from shuangsuiji.core.registries.tables import (
    CLEARLY,
    Table,
    read_as_numbers,
    read_sheet,
    rival,
    sheets_named,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet and the kind that its headings fit."""

    kind: Kind
    search: HeadingSearch

    @property
    def grid(self) -> Grid:
        """The sheet."""
        return self.search.grid


@dataclass(frozen=True, slots=True)
class _Fit:
    score: tuple[int, int]
    kind: Kind
    search: HeadingSearch


def recognise(
    grids: Sequence[Grid], *, kind: Kind | None = None, sheet: str | None = None
) -> tuple[Recognised | None, list[Finding]]:
    """The one sheet that is a registry, and its kind; or None with the errors that say what to add.

    A sheet counts as the kind of which it holds most known headings, an exact one weighing two and a
    synonym one; a kind whose name stands in the name of sheet or file wins a tie. Where no sheet has all
    the headings that a kind needs, the closest is returned, so that reading it can name what is missing.

    Args:
        grids: the sheets of one file, at least one.
        kind: the kind, if the caller knows it.
        sheet: the sheet, if the caller knows it.
    """
    place = Place(file=grids[0].file)
    grids, findings = sheets_named(grids, sheet)
    if findings:
        return None, findings
    if kind is not None and len(grids) == 1:
        return Recognised(kind, find_heading(LAYOUTS[kind], SheetTexts(grids[0]), SourceChoice())), []
    searches = [_searches(SheetTexts(grid)) for grid in grids]
    fits = [fit for by_kind in searches for fit in _best(by_kind)]
    if kind is not None:
        wanted = [fit for fit in fits if fit.kind is kind]
        fits = wanted or [fit for by_kind in searches for fit in _best({kind: by_kind[kind]})]
    counts = [fit.search.known_columns for fit in fits]
    if max(counts, default=0) >= CLEARLY:
        fits = [fit for fit, count in zip(fits, counts, strict=True) if rival(count, max(counts))]
    for candidates in (
        [fit for fit in fits if fit.search.heading and not fit.search.grid.hidden],
        [fit for fit in fits if fit.search.heading],
        [max(fits, key=lambda fit: fit.score)] if fits else [],
    ):
        if candidates:
            return _only(candidates, place)
    if kind is not None:
        return Recognised(kind, searches[0][kind]), []
    known = "、".join(layout.called for layout in LAYOUTS.values())
    return None, [error("registry-kind-unknown", place, known=known)]


def _searches(sheet: SheetTexts) -> dict[Kind, HeadingSearch]:
    """What comes of looking for the headings of each kind in a sheet."""
    return {kind: find_heading(LAYOUTS[kind], sheet, SourceChoice()) for kind in Kind}


def _only(fits: Sequence[_Fit], place: Place) -> tuple[Recognised | None, list[Finding]]:
    """The one fit, or the question which of several is meant."""
    if len(fits) == 1:
        return Recognised(fits[0].kind, fits[0].search), []
    if len({id(fit.search.grid) for fit in fits}) == 1:
        kinds = "、".join(LAYOUTS[fit.kind].called for fit in fits)
        return None, [error("registry-which-kind", place, kinds=kinds)]
    sheets = "、".join(
        dict.fromkeys(f"{fit.search.grid.sheet}（{LAYOUTS[fit.kind].called}）" for fit in fits)
    )
    return None, [error("registry-which-sheet", place, sheets=sheets)]


def _best(searches: Mapping[Kind, HeadingSearch]) -> list[_Fit]:
    """The kinds that fit a sheet best: one, several if they fit equally well, none without any heading."""
    fits = []
    for kind, search in searches.items():
        called = norm(search.grid.sheet + search.grid.file)
        named = any(word in called for word in (LAYOUTS[kind].title, LAYOUTS[kind].called))
        points = _points(search)
        if points:
            fits.append(_Fit((points, int(named)), kind, search))
    complete = [fit for fit in fits if fit.search.heading] or fits
    clear = max((fit.score[0] for fit in complete), default=0)
    if any(fit.score[0] > max(2 * clear, 2 * CLEARLY) for fit in fits):
        complete = fits  # a list that lacks one column is not taken for another kind with two of its words
    best = max((fit.score for fit in complete), default=(0, 0))
    return [fit for fit in complete if fit.score == best]


def _points(search: HeadingSearch) -> int:
    """Known headings in the heading row, or, where there is none, in the row that has most of them."""
    rows = search.grid.rows[:HEADING_SEARCH_ROWS]
    if search.heading is not None:
        last = search.heading.last_row
        rows = search.grid.rows[max(last - 1, 0) : last + 1]
    most = 0
    for cells in rows:
        found: dict[str, int] = {}
        for cell in cells:
            match = search.known[cell]
            if match is not None:
                found[match[0]] = max(found.get(match[0], 0), 1 if match[1] else 2)
        most = max(most, sum(found.values()))
    return most


MOST_EXAMPLES = 5
_DUPLICATES = {
    "object-duplicate-id",
    "registry-duplicate-id",
    "object-likely-duplicate",
    "object-likely-duplicate-contact",
    "person-likely-duplicate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSeen:
    """One column: the cell and text of its heading, the field it was taken for ("": an extra one)."""

    cell: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell that reading changes: as it stands in the file, and as it is read."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A registry by itself.

    Attributes:
        kind: what it was taken for.
        grid: the sheet that was used.
        table: its columns as read, dates as YYYY-MM-DD.
        ids: the id of each row; blank for recusals and history.
        id_column: the column that ids come from; "" where there is none.
        numbers: the columns, from 0, that are read as numbers and not as displayed (`Grid.as_displayed`).
        heading_row: the (lower) heading row, from 1.
        columns: the columns in the order of the sheet.
        blank_rows: how many blank rows stand among the data.
        changed: how many cells reading changes; `examples` are the first few, one of a column at first.
        last_update: the latest 更新日期, if there is such a column.
        findings: everything there is to say.
    """

    kind: Kind
    grid: Grid
    table: Table
    ids: Sequence[str]
    id_column: str
    numbers: frozenset[int]
    heading_row: int
    columns: Sequence[ColumnSeen]
    blank_rows: int
    changed: int
    examples: Sequence[Change]
    last_update: date | None
    findings: Sequence[Finding]

    @property
    def skipped(self) -> list[Finding]:
        """The rows that hold something and were not read, each with its reason."""
        return [finding for finding in self.findings if finding.code in PASSED_OVER]

    @property
    def duplicates(self) -> list[Finding]:
        """Rows with equal ids, and rows that are likely one and the same."""
        return [finding for finding in self.findings if finding.code in _DUPLICATES]


def examine(
    grids: Sequence[Grid],
    *,
    kind: Kind | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    today: date | None = None,
) -> tuple[Examined | None, list[Finding]]:
    """Looks at the registry in a file; None with the errors that say why it cannot be read.

    Args:
        grids: the sheets of the file, at least one.
        kind: the kind, if the caller knows it; else told by the headings.
        sheet: the sheet, if the caller knows it.
        id_column: the column that identifies objects, as 标识 in a plan.
        today: the day against which certificates and the registry itself may be out of date.
    """
    found, findings = recognise(grids, kind=kind, sheet=sheet)
    if found is None:
        return None, findings
    layout = LAYOUTS[found.kind]
    findings, heading = found.search.findings(), found.search.heading
    if heading is None:
        return None, findings
    raw, of_cells = read_sheet(layout, found.grid, heading, ())
    table, ids, column, of_values = _values(found.kind, raw, id_column, today)
    findings += [*of_cells, *of_values, *suspicions(found.kind, table, ids)]
    changed, examples = _changes(found.grid, table)
    return Examined(
        kind=found.kind,
        grid=found.grid,
        table=table,
        ids=ids,
        id_column=column,
        heading_row=heading.last_row + 1,
        numbers=frozenset(read_as_numbers(layout, heading)),
        columns=_columns(found.grid, heading.last_row, table, set(layout.names)),
        blank_rows=_blank_rows(table, heading.last_row, findings),
        changed=changed,
        examples=examples,
        last_update=last_update(table),
        findings=findings,
    ), findings


def _values(
    kind: Kind, table: Table, id_column: str | None, today: date | None
) -> tuple[Table, Sequence[str], str, list[Finding]]:
    """The table with its dates in order, the ids, their column, and what the registry's reader says."""
    blank = [""] * len(table)
    if kind is Kind.OBJECTS:
        registry, column, findings = read_objects(table, id_column, today)
        findings += [finding for _, finding in closed_by_remark(registry.table)]
        return registry.table, registry.ids, column, findings
    if kind is Kind.INSPECTORS:
        registry, findings = read_inspectors(table, today)
        column = "执法证号" if "执法证号" in table.columns else "工号"
        return registry.table, registry.ids, column, findings + _not_drawn(registry.table, today)
    if kind is Kind.EXPERTS:
        registry, findings = read_experts(table)
        return registry.table, registry.ids, "编号" if "编号" in table.columns else "姓名", findings
    if kind is Kind.ITEMS:
        registry, findings = read_items(table)
        return registry.table, registry.ids, "事项编码", findings
    alone = recusals_alone if kind is Kind.RECUSALS else history_alone
    table, findings = alone(table)
    return table, blank, "", findings


def _not_drawn(table: Table, today: date | None) -> list[Finding]:
    """Everybody who cannot be drawn, each once; an unknown word of 状态 was told in reading."""
    found = []
    columns = (table.cells(name) for name in ("姓名", "状态", "执法证号", "证件有效期"))
    for row, (name, duty, certificate, cell) in enumerate(zip(*columns, strict=True)):
        end = as_date(cell)
        if not is_on_duty(duty):
            if is_known_duty(duty):
                found.append(note("inspector-off-duty", table.place(row, "状态"), name=name, duty=duty))
        elif not certificate:
            found.append(warning("inspector-no-certificate", table.place(row, "执法证号"), name=name))
        elif today is not None and end is not None and end < today:
            place, values = table.place(row, "证件有效期"), {"name": name, "end": end.isoformat()}
            found.append(warning("inspector-certificate-past", place, **values))
    return found


def _columns(grid: Grid, heading_row: int, table: Table, known: set[str]) -> list[ColumnSeen]:
    seen = []
    for name, index in table.origins[0].columns.items():
        texts = [
            tidy(grid.rows[r][index]) if index < len(grid.rows[r]) else "" for r in range(heading_row + 1)
        ]
        row, heading = heading_row, texts[heading_row]
        for above in range(heading_row - 1, max(heading_row - MOST_HEIGHT, -1), -1):
            if not heading and table.resolve(texts[above]) == name:
                row, heading = above, texts[above]
        field = name if name in known else ""
        seen.append(ColumnSeen(cell=cell_name(row, index), heading=heading or name, field=field))
    return seen


def _blank_rows(table: Table, heading_row: int, findings: Sequence[Finding]) -> int:
    if not len(table):
        return 0
    last = table.rows[-1][1]
    told = sum(
        finding.code in PASSED_OVER and int("".join(filter(str.isdigit, finding.place.cell))) <= last + 1
        for finding in findings
    )
    return last - heading_row - len(table) - told


def _changes(grid: Grid, table: Table) -> tuple[int, list[Change]]:
    """How many cells are not read as they stand, and some of them: one of each column, then more."""
    count = 0
    first: list[Change] = []
    more: list[Change] = []
    for name, index in table.origins[0].columns.items():
        code = name in CODE_COLUMNS
        here = 0
        for (_, row), cell in zip(table.rows, table.columns[name], strict=True):
            cells = grid.rows[row]
            before = cells[index] if index < len(cells) else ""
            after = norm_id(cell) if code else cell
            if before == after or (row, index) in grid.arranged:
                continue
            count, here = count + 1, here + 1
            if here <= MOST_EXAMPLES:
                change = Change(cell=cell_name(row, index), before=before, after=after)
                (first if here == 1 else more).append(change)
    return count, [*first, *more][:MOST_EXAMPLES]


def with_findings(examined: Examined, findings: Sequence[Finding]) -> Examined:
    """The same with what reading the file found put before."""
    return replace(examined, findings=[*findings, *examined.findings])
