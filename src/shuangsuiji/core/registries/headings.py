"""The headings of a sheet: their rows, the known column that each means, and what to ask in doubt.

A heading is one, two or three rows below titles and instructions.
Source: formats.md, "The registries"; facts on registries in requirements.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.canonical import tidy
from shuangsuiji.core.columns.column import (
    ENDING,
    EXACT,
    LESSER,
    HeadingForms,
    KnownHeadings,
    Layout,
    heading_key,
)
from shuangsuiji.core.findings import Finding, Level, Place, column_letters, error, note
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.missing_columns import (
    HeadedSheet,
    field_choice,
    missing_column,
    misspelt_headings,
    no_such_heading,
)

HEADING_SEARCH_ROWS = 40
MOST_HEIGHT = 3
"""A heading takes up to three rows: a group, a group within it, and the heading proper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChoice:
    """What a plan says about one file: sheet, heading row (from 1), names for fields, fixed values."""

    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def constant_columns(self, layout: Layout) -> dict[str, str]:
        """Column, by its known name if it has one -> the value of its blank cells."""
        unknown = ("", 0)
        return {
            layout.lookup.get(heading_key(name), unknown)[0] or name: value
            for name, value in self.constants.items()
        }


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one grid: its first and last row (from 0), column index of each heading, in sheet order.

    `aliases` gives the normal form of a sheet's heading the known column that it became.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    aliases: Mapping[str, str]


class SheetTexts:
    """A sheet in which headings are looked for: each row is tidied, and each text normalised, once."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.forms = HeadingForms()
        self._rows: dict[int, list[str]] = {}

    def row(self, number: int) -> list[str]:
        """The tidied cells of a row, from 0."""
        if number not in self._rows:
            self._rows[number] = [tidy(cell) for cell in self.grid.rows[number]]
        return self._rows[number]


def _best_rows(
    known: KnownHeadings, sheet: SheetTexts, header_row: int | None
) -> tuple[int, int, list[str]] | None:
    """First and last row of the heading, and the heading of each column; None where no known one stands.

    The rows with most known headings are taken, the fewest of them; then those that cells of the heading
    are merged with, and a row below that holds headings alone. `header_row`, from 1, is the first or the
    last row of the heading.
    """
    best: tuple[int, int] | None = None
    most = 0
    for height in range(1, MOST_HEIGHT + 1):
        for first in _first_rows(sheet.grid, header_row, height):
            score = _score(known, sheet, first, first + height - 1)
            if score > most:
                best, most = (first, first + height - 1), score
    if best is None:
        return None
    first, last = _grown(known, sheet, *best, most)
    return first, last, _heading_texts(known, sheet, first, last)


def _first_rows(grid: Grid, header_row: int | None, height: int) -> Sequence[int]:
    """The rows at which a heading of that height may begin."""
    most = len(grid.rows) - height
    if header_row is None:
        return range(min(len(grid.rows), HEADING_SEARCH_ROWS, most + 1))
    return [first for first in dict.fromkeys((header_row - 1, header_row - height)) if 0 <= first <= most]


def _score(known: KnownHeadings, sheet: SheetTexts, first: int, last: int) -> int:
    """How many known columns the headings in these rows mean."""
    matches = (known[text] for text in _heading_texts(known, sheet, first, last))
    return len({match[0] for match in matches if match is not None})


def _grown(known: KnownHeadings, sheet: SheetTexts, first: int, last: int, score: int) -> tuple[int, int]:
    """The heading with the rows that are its own though they hold no more known headings than it has."""
    grid = sheet.grid
    merged = [cells for cells in grid.merged if cells.last < len(grid.rows)]
    while last - first + 1 < MOST_HEIGHT:
        above = [m.first for m in merged if m.first < first <= m.last <= last]
        below = [
            m.last for m in merged if first <= m.first <= last < m.last and _text(grid, m.first, m.column)
        ]
        if above and last - min(above) < MOST_HEIGHT:
            first = min(above)
        elif below and max(below) - first < MOST_HEIGHT and _score(known, sheet, first, max(below)) >= score:
            last = max(below)
        elif _headings_alone(known, sheet, last + 1) and _score(known, sheet, first, last + 1) >= score:
            last += 1
        else:
            break
    return first, last


def _headings_alone(known: KnownHeadings, sheet: SheetTexts, row: int) -> bool:
    """Whether a row below a heading holds further headings and nothing else: under group headings."""
    if row >= len(sheet.grid.rows):
        return False
    filled = [(at, tidy(cell)) for at, cell in enumerate(sheet.grid.rows[row]) if cell.strip()]
    over = sheet.grid.rows[row - 1]
    same = [at for at, text in filled if at < len(over) and heading_key(over[at]) == heading_key(text)]
    return bool(filled) and not same and all(known[text] is not None for _, text in filled)


def _text(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return cells[column].strip() if column < len(cells) else ""


def _heading_texts(known: KnownHeadings, sheet: SheetTexts, first: int, last: int) -> list[str]:
    """The heading of each column: the lowest text in it, after its group where both together are known."""
    layers = [sheet.row(number) for number in range(first, last + 1)]
    width = max(map(len, layers))
    layers = [[*layer, *[""] * (width - len(layer))] for layer in layers]
    texts = [next(filter(None, column), "") for column in zip(*reversed(layers), strict=True)]
    for group in layers[:-1]:
        above = ""
        for at, text in enumerate(texts):
            above = group[at] or above
            if not text or not above or text == above:
                continue
            both = known[above + text]
            if both is None:
                continue
            alone = known[text]
            if both[1] < ENDING or alone is None or alone[0] != both[0]:
                texts[at] = above + text
    return texts


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingSearch:
    """What came of looking for the headings of a layout in one sheet.

    Attributes:
        layout: the columns that were looked for.
        grid: the sheet.
        heading: the heading; None where something needed is missing or doubtful.
        known: what the headings of the sheet mean.
        sheet: the row and the texts in which most known headings stand; None where there are none.
        doubts: what is to be said of headings that several columns have.
        absent: headings that the plan names and the sheet has not.
        missing: the groups of needed columns of which none is there.
    """

    layout: Layout
    grid: Grid
    heading: Heading | None
    known: KnownHeadings
    sheet: HeadedSheet | None = None
    doubts: Sequence[Finding] = ()
    absent: Sequence[str] = ()
    missing: Sequence[Sequence[str]] = ()

    @property
    def known_columns(self) -> int:
        """How many columns of the layout the heading has."""
        return sum(name in self.layout.names for name in self.heading.columns) if self.heading else 0

    def findings(self) -> list[Finding]:
        """Everything there is to say, errors among it where `heading` is None.

        What may be meant by a missing column takes a search through all headings: only the sheet and the
        layout that are taken in the end need it.
        """
        place = Place(file=self.grid.file, sheet=self.grid.sheet)
        if self.sheet is None:
            needed = "、".join("或".join(group) for group in self.layout.required)
            return [error("registry-no-heading", place, title=self.layout.title, needed=needed)]
        if self.absent:
            return [no_such_heading(heading, self.sheet.texts, place) for heading in self.absent]
        findings = [*self.doubts, *(missing_column(self.layout, group, self.sheet) for group in self.missing)]
        if self.heading is not None:
            findings += misspelt_headings(self.layout, self.sheet)
        return findings


def find_heading(layout: Layout, sheet: SheetTexts, choice: SourceChoice) -> HeadingSearch:
    """The heading of a sheet: the row, or two or three rows, in which most known headings stand."""
    lookup = layout.lookup
    for name, heading in choice.fields.items():
        known_name = lookup.get(heading_key(name), (name, EXACT))[0]
        lookup = {key: match for key, match in lookup.items() if match[0] != known_name}
        lookup[heading_key(heading)] = (known_name, EXACT)
    grid, known = sheet.grid, KnownHeadings(lookup, sheet.forms)
    best = _best_rows(known, sheet, choice.header_row)
    if best is None:
        return HeadingSearch(layout=layout, grid=grid, heading=None, known=known)
    first, last, texts = best
    unnamed = _unnamed_columns(grid, last, texts)
    texts = _by_letters(texts, unnamed, choice.fields.values())
    present = set(map(heading_key, texts))
    absent = [heading for heading in choice.fields.values() if heading_key(heading) not in present]
    if absent:
        bare = HeadedSheet(grid, last, texts, {})
        return HeadingSearch(layout=layout, grid=grid, heading=None, known=known, sheet=bare, absent=absent)
    columns, aliases, doubts = _match_columns(
        layout, known, texts, Place(file=grid.file, sheet=grid.sheet), unnamed
    )
    there = {*columns, *choice.constant_columns(layout)}
    missing = [group for group in layout.required if there.isdisjoint(group)]
    failed = missing or any(finding.level is Level.ERROR for finding in doubts)
    return HeadingSearch(
        layout=layout,
        grid=grid,
        heading=None if failed else Heading(first, last, columns, aliases),
        known=known,
        sheet=HeadedSheet(grid, last, texts, columns),
        doubts=doubts,
        missing=missing,
    )


def _by_letters(texts: Sequence[str], unnamed: frozenset[int], asked: Iterable[str]) -> list[str]:
    """The headings, with those that the plan calls by their column: （B列）, 街道（E列）."""
    keys = set(map(heading_key, asked))
    width = max(len(texts), max(unnamed, default=-1) + 1)
    named = [*texts, *[""] * (width - len(texts))]
    for index, text in enumerate(named):
        called = f"{text}（{column_letters(index)}列）"
        if heading_key(called) in keys and (text or index in unnamed):
            named[index] = called
    return named


def _unnamed_columns(grid: Grid, last: int, texts: Sequence[str]) -> frozenset[int]:
    """The columns that have cells but no heading."""
    body = grid.rows[last + 1 :]
    width = max(map(len, body), default=0)
    blank = [index for index in range(width) if index >= len(texts) or not texts[index]]
    return frozenset(index for index in blank if any(index < len(row) and row[index] for row in body))


def _match_columns(
    layout: Layout,
    known: KnownHeadings,
    texts: Sequence[str],
    place: Place,
    unnamed: frozenset[int],
) -> tuple[dict[str, int], dict[str, str], list[Finding]]:
    """The column of each name in the order of the sheet, the aliases, and what is to be said of them."""
    meant: dict[str, list[tuple[int, int]]] = {}
    columns: dict[str, int] = {}
    aliases: dict[str, str] = {}
    for index, text in enumerate(texts):
        match = known[text]
        if match is not None:
            meant.setdefault(match[0], []).append((match[1], index))
    findings: list[Finding] = []
    for name, candidates in meant.items():
        rank = min(candidates)[0]
        chosen = [index for its, index in candidates if its == rank]
        if len(chosen) > 1 and LESSER <= rank < ENDING and name not in layout.identifying:
            continue  # 街道 twice is two columns of the sheet's own
        doubtful = rank != EXACT and any(its == ENDING for its, _ in candidates) and len(candidates) > 1
        if doubtful:
            chosen = [index for _, index in candidates]
        if len(chosen) > 1:
            headings = "、".join(f"{column_letters(index)}列“{texts[index]}”" for index in chosen)
            asked = {"name": name, "headings": headings, "choice": _choice(name, texts, chosen)}
            findings.append(error("registry-heading-twice", place, **asked))
        elif len(candidates) > 1 and (rank != EXACT or any(its == ENDING for its, _ in candidates)):
            others = "、".join(f"“{texts[index]}”" for its, index in candidates if its != rank)
            values = {"name": name, "heading": texts[chosen[0]], "others": others}
            findings.append(note("registry-heading-preferred", place, **values))
        columns[name] = chosen[0]
        aliases[heading_key(texts[chosen[0]])] = name
    taken = set(columns.values())
    for index in range(max(len(texts), max(unnamed, default=-1) + 1)):
        text = texts[index] if index < len(texts) else ""
        if index in taken or (not text and index not in unnamed):
            continue
        name = text or f"（{column_letters(index)}列）"
        columns[name if name not in columns else f"{name}（{column_letters(index)}列）"] = index
    return dict(sorted(columns.items(), key=lambda item: item[1])), aliases, findings


def _choice(name: str, texts: Sequence[str], columns: Sequence[int]) -> str:
    """How a plan says which of several columns is meant: by heading, with its letter if they are the same."""
    heading = texts[columns[0]]
    same = sum(heading_key(texts[index]) == heading_key(heading) for index in columns) > 1
    return field_choice(name, f"{heading}（{column_letters(columns[-1])}列）" if same else heading)
