"""The headings of a sheet: which known column each of them means, and what to ask where that is not sure.

Source: formats.md, "The registries"; facts on registries in requirements.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.columns.column import ENDING, EXACT, LESSER, Layout, heading_key, known_heading
from shuangsuiji.core.findings import Finding, Level, Place, column_letters, error, note
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.heading_help import (
    HeadedSheet,
    field_choice,
    missing_column,
    misspelt_headings,
    no_such_heading,
)
from shuangsuiji.core.registries.heading_rows import best_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChoice:
    """What a plan says about one file: sheet, heading row (from 1), and its own names for fields."""

    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one grid: its first and last row (from 0), column index of each heading, in sheet order.

    `aliases` gives the normal form of a sheet's heading the known column that it became.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    aliases: Mapping[str, str]


def find_heading(layout: Layout, grid: Grid, choice: SourceChoice) -> tuple[Heading | None, list[Finding]]:
    """The heading of a grid: the row, or two or three rows, in which most known headings stand.

    Returns the heading, or None with errors naming what is missing.
    """
    lookup = layout.lookup
    for name, heading in choice.fields.items():
        known = lookup.get(heading_key(name), (name, EXACT))[0]
        lookup = {key: match for key, match in lookup.items() if match[0] != known}
        lookup[heading_key(heading)] = (known, EXACT)
    place = Place(file=grid.file, sheet=grid.sheet)
    best = best_rows(lookup, grid, choice.header_row)
    if best is None:
        needed = "、".join("或".join(group) for group in layout.required)
        return None, [error("registry-no-heading", place, title=layout.title, needed=needed)]
    first, last, texts = best
    unnamed = _unnamed_columns(grid, last, texts)
    texts = _by_letters(texts, unnamed, choice.fields.values())
    present = set(map(heading_key, texts))
    absent = [heading for heading in choice.fields.values() if heading_key(heading) not in present]
    if absent:
        return None, [no_such_heading(heading, texts, place) for heading in absent]
    columns, aliases, findings = _match_columns(layout, lookup, texts, place, unnamed)
    for group in layout.required:
        if not any(name in columns for name in group):
            findings.append(missing_column(layout, group, HeadedSheet(grid, last, texts, columns)))
    if any(finding.level is Level.ERROR for finding in findings):
        return None, findings
    findings += misspelt_headings(layout, HeadedSheet(grid, last, texts, columns))
    return Heading(first, last, columns, aliases), findings


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
    lookup: Mapping[str, tuple[str, int]],
    texts: Sequence[str],
    place: Place,
    unnamed: frozenset[int],
) -> tuple[dict[str, int], dict[str, str], list[Finding]]:
    """The column of each name in the order of the sheet, the aliases, and what is to be said of them."""
    known: dict[str, list[tuple[int, int]]] = {}
    columns: dict[str, int] = {}
    aliases: dict[str, str] = {}
    for index, text in enumerate(texts):
        match = known_heading(lookup, text)
        if match is not None:
            known.setdefault(match[0], []).append((match[1], index))
    findings: list[Finding] = []
    for name, candidates in known.items():
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
