"""From the cells of a sheet to a table of columns: the heading row is found, known headings are matched.

Pure: grids come in, a table and findings go out. What a registry knows of its columns is given as a
`Layout`; what any particular registry demands of its values is asked in `core.registries.registry`.
Source: formats.md, "The registries"; facts on registries in the wild in requirements.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from shuangsuiji.core.canonical import norm, refused_characters, tidy, tidy_all
from shuangsuiji.core.findings import Finding, Place, cell_name, column_letters, error, note, warning
from shuangsuiji.core.plans.conditions import LIST_COLUMNS
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, Grid

HEADING_SEARCH_ROWS = 40
CLEARLY = 3
"""With so many known headings on one sheet, another that holds a single one is no rival."""

_FOOTER = re.compile(
    r"(合计|总计|小计|共计)(户数|家数|数量|人数)?[:：]?[0-9]*[户家人]?"
    r"|(填表人|制表人|填报人|审核人|负责人签字|填表日期|制表日期|填报日期|填报单位)[:：].*"
)
_HINT = re.compile(
    r"[（(【\[]?(必填|选填|非必填|可选|示例|样例|填写示例|填写说明)(项|行|列|字段|内容|数据)?(?!\w).*|"
    r"[（(【\[]?(必填|选填|非必填|示例|样例)[0-9]+"
)
"""Hints to whoever fills the sheet in; 示例大药房 is a name."""
_ERROR_VALUE = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")

_MARKS = frozenset("（(【[必选非可示样填合总小共制审负")
"""How a footer or a hint may begin; most rows begin otherwise and need no closer look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns that a kind of registry knows.

    Attributes:
        title: what a reader calls the registry, such as 检查对象名录库.
        synonyms: known name -> other headings that mean it.
        required: groups of known names; each group needs at least one of its columns.
        filled: the known names of which at least one must be filled for a row to count.
        may_be_empty: a sheet with its headings alone is as good as none.
    """

    title: str
    synonyms: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]
    filled: tuple[str, ...]
    may_be_empty: bool = False

    def lookup(self) -> dict[str, tuple[str, bool]]:
        """Normal heading -> (known name, whether the heading is that very name)."""
        found = {
            heading_key(other): (name, False) for name, others in self.synonyms.items() for other in others
        }
        found.update({heading_key(name): (name, True) for name in self.synonyms})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChoice:
    """What a plan says about one file: sheet, heading row (from 1), and its own names for fields."""

    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one grid: its last row (from 0), column index of each heading, in sheet order."""

    last_row: int
    columns: Mapping[str, int]
    aliases: Mapping[str, str]


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


def heading_key(heading: str) -> str:
    """A heading as matched: normal text without blanks and the marks of what is required."""
    return norm(heading).replace(" ", "").strip("*:")


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
    grid, heading, more = _choose_sheet(layout, grids, choice)
    findings += more
    if grid is None or heading is None:
        return None, findings
    findings += _needed_twice(grid, heading, needed)
    grid, merged = _merged_cells_filled(layout, grid, heading)
    findings += merged
    kept, skipped = _data_rows(layout, grid, heading)
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
    strict = set(layout.synonyms) | {table.resolve(name) or name for name in needed}
    findings += _damaged(grid, table, strict) + _error_values(table, strict) + _control_characters(table)
    if grid.hidden_rows:
        findings.append(note("registry-hidden-rows", table.file_place(), count=grid.hidden_rows))
    if not kept and not layout.may_be_empty:
        findings.append(error("registry-no-rows", table.file_place(), title=layout.title))
    return table, findings


def _one_line(cell: str) -> str:
    """A list written one entry a line, with the mark that `tidy` leaves between its entries."""
    return "、".join(line for line in map(str.strip, cell.splitlines()) if line)


def _unknown_fields(
    layout: Layout, grids: Sequence[Grid], choice: SourceChoice, needed: Iterable[str]
) -> list[Finding]:
    """字段 gives headings to known names, or to columns that the plan's rules ask for; others are slips."""
    known = layout.lookup().keys() | {heading_key(name) for name in needed}
    place = Place(file=grids[0].file if grids else "")
    unknown = [name for name in choice.fields if heading_key(name) not in known]
    names = "、".join(layout.synonyms)
    return [error("registry-unknown-field", place, name=name, known=names) for name in unknown]


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
            found.append(error("registry-heading-twice", place, name=name, headings=columns))
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
) -> tuple[Grid | None, Heading | None, list[Finding]]:
    """The one sheet whose headings fit, by the plan's word or by looking."""
    file = Place(file=grids[0].file if grids else "")
    names = "、".join(grid.sheet for grid in grids)
    if choice.sheet is not None:
        grids = [grid for grid in grids if norm(grid.sheet) == norm(choice.sheet)]
        if not grids:
            return None, None, [error("registry-no-sheet", file, sheet=choice.sheet, known=names)]
    tried = [(grid, *find_heading(layout, grid, choice)) for grid in grids]
    fitting = [(grid, heading) for grid, heading, _ in tried if heading is not None]
    visible = [(grid, heading) for grid, heading in fitting if not grid.hidden] or fitting
    known = [sum(name in layout.synonyms for name in heading.columns) for _, heading in visible]
    if max(known, default=0) >= CLEARLY:  # a page of explanations may name one column in one of its rows
        visible = [fit for fit, count in zip(visible, known, strict=True) if count > 1]
    if len(visible) == 1:
        grid, heading = visible[0]
        return grid, heading, next(found for tried_grid, _, found in tried if tried_grid is grid)
    if visible:
        fit = "、".join(grid.sheet for grid, _ in visible)
        return None, None, [error("registry-several-sheets", file, sheets=fit)]
    closest = min((found for _, _, found in tried if found), key=len, default=[])
    return None, None, closest or [error("registry-no-rows", file, title=layout.title)]


def find_heading(layout: Layout, grid: Grid, choice: SourceChoice) -> tuple[Heading | None, list[Finding]]:
    """The heading row of a grid: the row, or pair of rows, in which most known headings stand.

    Returns the heading, or None with errors naming what is missing.
    """
    lookup = layout.lookup()
    for name, heading in choice.fields.items():
        known = lookup.get(heading_key(name), (name, True))[0]
        lookup = {key: match for key, match in lookup.items() if match[0] != known}
        lookup[heading_key(heading)] = (known, True)
    rows = range(min(len(grid.rows), HEADING_SEARCH_ROWS))
    if choice.header_row is not None:
        rows = range(choice.header_row - 1, min(choice.header_row, len(grid.rows)))
    best: tuple[int, int, list[str]] | None = None
    for height in (1, 2):  # two rows only where they hold more headings than one
        for row in rows:
            last = row + height - 1
            if last >= len(grid.rows):
                continue
            texts = _heading_texts(grid, row, last)
            score = len({lookup[heading_key(text)][0] for text in texts if heading_key(text) in lookup})
            if score and (best is None or score > best[0]):
                best = (score, last, texts)
    place = Place(file=grid.file, sheet=grid.sheet)
    if best is None:
        return None, [error("registry-no-heading", place, title=layout.title, needed=_needed(layout))]
    _, last, texts = best
    absent = set(map(heading_key, choice.fields.values())) - set(map(heading_key, texts))
    if absent:
        gone = [heading for heading in choice.fields.values() if heading_key(heading) in absent]
        return None, [error("registry-no-such-heading", place, heading=heading) for heading in gone]
    return _match_columns(layout, lookup, texts, last, place, _unnamed_columns(grid, last, texts))


def _heading_texts(grid: Grid, upper: int, lower: int) -> list[str]:
    """The headings of one row, or of two: the lower cell wins, else the upper."""
    first, second = grid.rows[upper], grid.rows[lower]
    width = max(len(first), len(second))
    padded = [row + [""] * (width - len(row)) for row in (list(first), list(second))]
    return [tidy(below) or tidy(above) for above, below in zip(*padded, strict=True)]


def _unnamed_columns(grid: Grid, last: int, texts: Sequence[str]) -> frozenset[int]:
    """The columns that have cells but no heading."""
    body = grid.rows[last + 1 :]
    width = max(map(len, body), default=0)
    blank = [index for index in range(width) if index >= len(texts) or not texts[index]]
    return frozenset(index for index in blank if any(index < len(row) and row[index] for row in body))


def _match_columns(
    layout: Layout,
    lookup: Mapping[str, tuple[str, bool]],
    texts: Sequence[str],
    last: int,
    place: Place,
    unnamed: frozenset[int],
) -> tuple[Heading | None, list[Finding]]:
    known: dict[str, list[tuple[bool, int]]] = {}
    columns: dict[str, int] = {}
    aliases: dict[str, str] = {}
    for index, text in enumerate(texts):
        match = lookup.get(heading_key(text))
        if match is not None:
            known.setdefault(match[0], []).append((match[1], index))
    findings: list[Finding] = []
    taken: set[int] = set()
    for name, candidates in known.items():
        exact = [index for is_exact, index in candidates if is_exact]
        chosen = exact or [index for _, index in candidates]
        if len(chosen) > 1:
            headings = "、".join(f"{column_letters(index)}列“{texts[index]}”" for index in chosen)
            findings.append(error("registry-heading-twice", place, name=name, headings=headings))
        columns[name] = chosen[0]
        aliases[heading_key(texts[chosen[0]])] = name
        taken.add(chosen[0])
    for index in range(max(len(texts), max(unnamed, default=-1) + 1)):
        text = texts[index] if index < len(texts) else ""
        if index in taken or (not text and index not in unnamed):
            continue
        name = text or f"（{column_letters(index)}列）"
        columns[name if name not in columns else f"{name}（{column_letters(index)}列）"] = index
    missing = [group for group in layout.required if not any(name in columns for name in group)]
    findings += [
        error("registry-missing-column", place, title=layout.title, name="或".join(group), row=last + 1)
        for group in missing
    ]
    ordered = dict(sorted(columns.items(), key=lambda item: item[1]))
    if missing or any(finding.code == "registry-heading-twice" for finding in findings):
        return None, findings
    return Heading(last, ordered, aliases), findings


def _needed(layout: Layout) -> str:
    return "、".join("或".join(group) for group in layout.required)


def _merged_cells_filled(layout: Layout, grid: Grid, heading: Heading) -> tuple[Grid, list[Finding]]:
    """The grid with the text of merged cells in every row that they span, and a note that says so.

    Ids and names are left: where they are merged, one record takes several rows, and only the first is read.
    """
    known = {index for name, index in heading.columns.items() if name not in layout.filled}
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


@dataclass(slots=True)
class _Skipped:
    count: int = 0
    findings: list[Finding] = field(default_factory=list)


def _data_rows(layout: Layout, grid: Grid, heading: Heading) -> tuple[list[int], _Skipped]:
    """The rows that hold data: with an id or a name, and neither a hint nor a total nor a signature."""
    wanted = [heading.columns[name] for name in layout.filled if name in heading.columns]
    indexes = list(heading.columns.values())
    kept: list[int] = []
    skipped = _Skipped()

    def skip(row: int, make: Callable[..., Finding], code: str) -> None:
        skipped.count += 1
        place = Place(file=grid.file, sheet=grid.sheet, cell=f"第{row + 1}行")
        skipped.findings.append(make(code, place, text=_preview(grid.rows[row])))

    main = wanted[0] if wanted else 1 << 30
    for row in range(heading.last_row + 1, len(grid.rows)):
        cells = grid.rows[row]
        if (
            main < len(cells)
            and cells[main][:1].isalnum()
            and cells[0][:1].isalnum()
            and cells[0][0] not in _MARKS
        ):
            kept.append(row)  # as nearly every row is
            continue
        if any(index < len(cells) and cells[index].strip() for index in wanted):
            first = next(tidy(cell) for cell in cells if cell.strip())
            if first[0] not in _MARKS:
                kept.append(row)
            elif _HINT.fullmatch(first):
                skip(row, note, "registry-hint-row")
            elif _FOOTER.fullmatch(first):
                skip(row, warning, "registry-footer-row")
            else:
                kept.append(row)
        elif any(cell.strip() for cell in cells):
            skip(row, note, "registry-row-skipped")
        elif any((row, index) in grid.damaged for index in indexes):
            kept.append(row)
    return kept, skipped


def _preview(cells: Sequence[str]) -> str:
    text = " ".join(tidy(cell) for cell in cells if cell.strip())
    return text if len(text) <= 30 else text[:29] + "…"


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
        findings.append(make(code, place, column=name))
    return findings


def _error_values(table: Table, strict: set[str]) -> list[Finding]:
    """Error values that were pasted or exported as text: nobody is called #N/A."""
    return [
        error(DAMAGED_ERROR, table.place(row, name), column=name)
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
