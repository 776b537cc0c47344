"""From the cells of a sheet to a table of columns: the heading row is found, known headings are matched.

Pure: grids come in, a table and findings go out. What a registry knows of its columns is given as a
`Layout`; what any particular registry demands of its values is asked in `core.registries.registry`.
Source: formats.md, "The registries"; facts on registries in the wild in requirements.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from shuangsuiji.core.canonical import norm, refused_characters, tidy_all
from shuangsuiji.core.columns.column import Layout, heading_key
from shuangsuiji.core.columns.kinds import CODES_OR_NAMES, LIST_COLUMNS, NAMES
from shuangsuiji.core.findings import Finding, Place, cell_name, column_letters, error, note, warning
from shuangsuiji.core.registries.doubtful_cells import lost_text, shown_otherwise
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, Grid
from shuangsuiji.core.registries.headings import (
    Heading,
    HeadingSearch,
    SheetTexts,
    SourceChoice,
    find_heading,
)
from shuangsuiji.core.registries.missing_columns import field_choice, nearest, quoted
from shuangsuiji.core.registries.parts import with_parts
from shuangsuiji.core.registries.passed_over import RowReader, data_rows

CLEARLY = 3
"""With so many known headings on one sheet, another that holds far fewer is no rival."""

_ERROR_VALUE = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of one joined sheet came from."""

    file: str
    sheet: str
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A registry as columns of text; every column has one cell per row.

    Attributes:
        columns: heading (known name, or the sheet's own) -> cells, `tidy`ed.
        aliases: normal form of a sheet's heading -> the column it became.
        origins: the sheets that were joined.
        rows: per row, (index into `origins`, row of the sheet from 0).
        skipped: how many rows were passed over as blank or hint rows.
        normalised: how many cells `tidy` changed.
    """

    columns: Mapping[str, Sequence[str]]
    aliases: Mapping[str, str]
    origins: tuple[Origin, ...]
    rows: Sequence[tuple[int, int]]
    skipped: int = 0
    normalised: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def resolve(self, column: str) -> str | None:
        """The column that a plan's name means, or None if no file has it."""
        if column in self.columns:
            return column
        return self.aliases.get(heading_key(column))

    def cells(self, column: str) -> Sequence[str]:
        """The cells of a column, blanks if there is none of that name."""
        found = self.resolve(column)
        return self.columns[found] if found is not None else [""] * len(self)

    def place(self, row: int, column: str = "") -> Place:
        """Where a row's cell stands in its file."""
        index, sheet_row = self.rows[row]
        origin = self.origins[index]
        at = origin.columns.get(self.resolve(column) or "")
        cell = cell_name(sheet_row, at) if at is not None else f"第{sheet_row + 1}行"
        return Place(file=origin.file, sheet=origin.sheet, cell=cell)

    def file_place(self) -> Place:
        """The first file and sheet, for what concerns the registry as a whole."""
        if not self.origins:
            return Place()
        return Place(file=self.origins[0].file, sheet=self.origins[0].sheet)


EMPTY_TABLE = Table(columns={}, aliases={}, origins=(), rows=())


def read_table(
    layout: Layout, grids: Sequence[Grid], choice: SourceChoice, needed: Iterable[str]
) -> tuple[Table | None, list[Finding]]:
    """The table of one file, or None with the errors that say why there is none.

    Args:
        layout: the columns that this kind of registry knows.
        grids: the sheets of the file, at least one.
        choice: what the plan says about the file.
        needed: columns of the plan's rules; damaged cells elsewhere than in these and the known
            columns are only warned of.
    """
    findings = _unknown_fields(layout, grids, choice, needed)
    search, more = _choose_sheet(layout, grids, choice)
    findings += more
    if search is None or search.heading is None:
        return None, findings
    table, more = read_sheet(layout, search.grid, search.heading, needed)
    return _with_constants(table, choice.constant_columns(layout)), findings + more


def _with_constants(table: Table, constants: Mapping[str, str]) -> Table:
    """The table with a value in each blank cell of the columns that the plan gives fixed values."""
    filled = {
        table.resolve(name) or name: [cell or value for cell in table.cells(name)]
        for name, value in constants.items()
    }
    if not filled:
        return table
    aliases = {**{heading_key(name): name for name in filled}, **table.aliases}
    return replace(table, columns={**table.columns, **filled}, aliases=aliases)


def read_sheet(
    layout: Layout, grid: Grid, heading: Heading, needed: Iterable[str]
) -> tuple[Table, list[Finding]]:
    """The table of a sheet whose heading is found; for the arguments see `read_table`."""
    findings = _needed_twice(grid, heading, needed)
    grid = grid.as_displayed(read_as_numbers(layout, heading, needed))
    sheet = grid
    grid, merged = _merged_cells_filled(layout, grid, heading)
    findings += merged
    grid, merged = with_parts(layout, sheet, grid, heading, RowReader(layout, sheet, heading).reason)
    findings += merged
    kept, skipped = data_rows(layout, grid, heading)
    findings += skipped.findings
    columns: dict[str, list[str]] = {}
    changed = 0
    width = 1 + max(heading.columns.values(), default=0)
    body = [grid.rows[row] for row in kept]
    if min(map(len, body), default=width) < width:
        body = [row + [""] * (width - len(row)) for row in body]
    for name, index in heading.columns.items():
        raw = list(map(itemgetter(index), body))
        if name in LIST_COLUMNS:
            raw = [_one_line(cell) if "\n" in cell else cell for cell in raw]
        columns[name], count = tidy_all(raw)
        changed += count
    origin = Origin(grid.file, grid.sheet, heading.columns)
    table = Table(
        columns=columns,
        aliases={**{heading_key(name): name for name in columns}, **heading.aliases},
        origins=(origin,),
        rows=[(0, row) for row in kept],
        skipped=skipped.count,
        normalised=changed,
    )
    strict = set(layout.names) | {table.resolve(name) or name for name in needed}
    findings += _damaged(grid, table, strict) + shown_otherwise(grid, heading.columns, set(kept), strict)
    findings += _error_values(table, strict) + _control_characters(table)
    findings += lost_text(columns, table.place, {*layout.identifying, *CODES_OR_NAMES, *NAMES})
    if grid.hidden_rows:
        findings.append(note("registry-hidden-rows", table.file_place(), count=grid.hidden_rows))
    if not kept and not layout.may_be_empty:
        findings.append(error("registry-no-rows", table.file_place(), title=layout.title))
    return table, findings


def read_as_numbers(layout: Layout, heading: Heading, needed: Iterable[str] = ()) -> set[int]:
    """The columns, from 0, in which a rule or a code wants 1234.5 where the sheet displays 1,234.50."""
    wanted = {heading_key(name) for name in needed}
    wanted |= {heading_key(name) for alias, name in heading.aliases.items() if alias in wanted}
    return {
        index
        for name, index in heading.columns.items()
        if name in layout.names or heading_key(name) in wanted
    }


def _one_line(cell: str) -> str:
    """A list written one entry a line, with the mark that `tidy` leaves between its entries."""
    return "、".join(line for line in map(str.strip, cell.splitlines()) if line)


def _unknown_fields(
    layout: Layout, grids: Sequence[Grid], choice: SourceChoice, needed: Iterable[str]
) -> list[Finding]:
    """字段 gives headings to known names, or to columns that the plan's rules ask for; others are slips."""
    known = layout.lookup.keys() | {heading_key(name) for name in needed}
    place = Place(file=grids[0].file if grids else "")
    unknown = [name for name in choice.fields if heading_key(name) not in known]
    names = "、".join(layout.names)
    found = []
    for name in unknown:
        likely = nearest([name], layout.names)
        found.append(
            error("registry-unknown-field-likely", place, name=name, known=names, likely=likely)
            if likely
            else error("registry-unknown-field", place, name=name, known=names)
        )
    return found


def _needed_twice(grid: Grid, heading: Heading, needed: Iterable[str]) -> list[Finding]:
    """A column that a rule reads must be the only one of its heading."""
    place = Place(file=grid.file, sheet=grid.sheet)
    found = []
    for name in needed:
        same = [
            index
            for column, index in heading.columns.items()
            if column == name or re.fullmatch(re.escape(name) + r"（[A-Z]+列）", column)
        ]
        if len(same) > 1:
            columns = "、".join(f"{column_letters(index)}列" for index in same)
            choice = field_choice(name, f"{name}（{column_letters(same[-1])}列）")
            values = {"name": name, "headings": columns, "choice": choice}
            found.append(error("registry-heading-twice", place, **values))
    return found


def join_tables(tables: Sequence[Table]) -> Table:
    """Several files of one registry as one table, in the order of the plan; missing cells are blank."""
    if len(tables) == 1:
        return tables[0]
    names = list(dict.fromkeys(name for table in tables for name in table.columns))
    blank = {name: [""] for name in names}
    columns = {
        name: [cell for table in tables for cell in table.columns.get(name, blank[name] * len(table))]
        for name in names
    }
    rows: list[tuple[int, int]] = []
    origins: list[Origin] = []
    aliases: dict[str, str] = {}
    for table in tables:
        rows += [(index + len(origins), row) for index, row in table.rows]
        origins += table.origins
        for alias, name in table.aliases.items():
            aliases.setdefault(alias, name)
    return Table(
        columns=columns,
        aliases=aliases,
        origins=tuple(origins),
        rows=rows,
        skipped=sum(table.skipped for table in tables),
        normalised=sum(table.normalised for table in tables),
    )


def _choose_sheet(
    layout: Layout, grids: Sequence[Grid], choice: SourceChoice
) -> tuple[HeadingSearch | None, list[Finding]]:
    """The one sheet whose headings fit, by the plan's word or by looking; what is to be said of it."""
    file = Place(file=grids[0].file if grids else "")
    grids, findings = sheets_named(grids, choice.sheet)
    if findings:
        return None, findings
    tried = [find_heading(layout, SheetTexts(grid), choice) for grid in grids]
    fitting = [search for search in tried if search.heading is not None]
    visible = [search for search in fitting if not search.grid.hidden] or fitting
    known = [search.known_columns for search in visible]
    if max(known, default=0) >= CLEARLY:  # a page of explanations may name one column in one of its rows
        visible = [search for search, count in zip(visible, known, strict=True) if rival(count, max(known))]
    if len(visible) == 1:
        return visible[0], visible[0].findings()
    if visible:
        sheets = [search.grid.sheet for search in visible]
        fit = "、".join(sheets)
        choices = [f"{{文件: {quoted(file.file)}, 工作表: {quoted(sheet)}}}" for sheet in sheets]
        values = {"sheets": fit, "choice": choices[0], "list": f"[{', '.join(choices)}]"}
        return None, [error("registry-several-sheets", file, **values)]
    closest = min((search.findings() for search in tried), key=len, default=[])
    return None, closest or [error("registry-no-rows", file, title=layout.title)]


def sheets_named(grids: Sequence[Grid], sheet: str | None) -> tuple[Sequence[Grid], list[Finding]]:
    """The sheets of that name, and an error where there is none; all of them where no name is given."""
    if sheet is None:
        return grids, []
    wanted = norm(sheet)
    of_that_name = [grid for grid in grids if norm(grid.sheet) == wanted]
    if of_that_name:
        return of_that_name, []
    place, known = Place(file=grids[0].file if grids else ""), "、".join(grid.sheet for grid in grids)
    return [], [error("registry-no-sheet", place, sheet=sheet, known=known)]


def rival(count: int, most: int) -> bool:
    """Whether a sheet with so many known headings may be meant beside the one that has most of them."""
    return count > 1 and 3 * count >= most


def _merged_cells_filled(layout: Layout, grid: Grid, heading: Heading) -> tuple[Grid, list[Finding]]:
    """The grid with the text of merged cells in every row that they span, and a note that says so.

    Ids and names are left: where they are merged, one record takes several rows, and only the first is read.
    """
    known = {index for name, index in heading.columns.items() if name not in layout.identifying}
    rows = list(grid.rows)
    count, filled_to = 0, dict.fromkeys(known, heading.last_row)
    for first, last, column in sorted(grid.merged):
        if column not in known or first <= filled_to[column]:
            continue
        filled_to[column] = last
        text = rows[first][column] if first < len(rows) and column < len(rows[first]) else ""
        for row in range(first + 1, min(last + 1, len(rows)) if text else 0):
            if any(cell.strip() for cell in rows[row]):
                cells = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
                cells[column] = text
                rows[row], count = cells, count + 1
    if not count:
        return grid, []
    place = Place(file=grid.file, sheet=grid.sheet)
    return replace(grid, rows=rows), [note("registry-merged-cells", place, count=count)]


def _damaged(grid: Grid, table: Table, strict: set[str]) -> list[Finding]:
    by_index = {index: name for name, index in table.origins[0].columns.items()}
    kept = {row for _, row in table.rows}
    findings = []
    for (row, index), code in sorted(grid.damaged.items()):
        name = by_index.get(index)
        if row not in kept or name is None:
            continue
        place = Place(file=grid.file, sheet=grid.sheet, cell=cell_name(row, index))
        make: Callable[..., Finding] = error if name in strict else warning
        findings.append(make(code, place))
    return findings


def _error_values(table: Table, strict: set[str]) -> list[Finding]:
    """Error values that were pasted or exported as text: nobody is called #N/A."""
    return [
        error(DAMAGED_ERROR, table.place(row, name))
        for name, cells in table.columns.items()
        if name in strict and "#" in "".join(cells)
        for row, cell in enumerate(cells)
        if _ERROR_VALUE.fullmatch(cell)
    ]


def _control_characters(table: Table) -> list[Finding]:
    findings = []
    for name, cells in table.columns.items():
        refused = refused_characters(cells)
        if not refused:
            continue
        for row, cell in enumerate(cells):
            bad = sorted(refused.intersection(cell))
            if bad:
                code = f"U+{ord(bad[0]):04X}"
                findings.append(error("registry-control-character", table.place(row, name), character=code))
    return findings
