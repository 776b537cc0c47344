"""The headings of a sheet: which row they stand in, and which known column each of them means.

Headings in the wild stand below titles and instructions, in one to three rows, with notes in brackets such
as （必填） behind them. Source: formats.md, "The registries"; facts on registries in requirements.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.findings import Finding, Level, Place, column_letters, error, note
from shuangsuiji.core.registries.grid import Grid

HEADING_SEARCH_ROWS = 40
MOST_HEIGHT = 3
"""A heading takes up to three rows: a group, a group within it, and the heading proper."""

_EXACT, _BETTER, _SYNONYM, _LESSER = 0, 1, 100, 101

_NOTE = (
    r"[(\[【〔](?:(?:必填|选填|非必填|可选|可不填|全称|手机|座机|固话|固定电话|文本|单选|多选|下拉|格式|填写|填"
    r"|请|例|如|与|以|按|勿|自动|系统|[0-9]{1,2}位)[^()\[\]【】〔〕]*|(?:单位:)?[户家人次个年]"
    r"|年/?月/?日|[Yy]{4}[^()\[\]【】〔〕]*)[)\]】〕]"
)
_NOTES = re.compile(rf"^(?:{_NOTE}|\*|:)+|(?:{_NOTE}|\*|:|(?:非?必填|选填)项?)+$")
"""What stands before or behind a heading and says how to fill it in, not what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns that a kind of registry knows.

    Attributes:
        title: what a reader calls the registry, such as 检查对象名录库.
        synonyms: known name -> other headings that mean it; two of them in one sheet are an error.
        better: known name -> headings that mean it more surely than any synonym, the best first.
        lesser: known name -> headings that mean it only where nothing better stands, the best first.
        required: groups of known names; each group needs at least one of its columns.
        filled: the known names of which at least one must be filled for a row to count.
        may_be_empty: a sheet with its headings alone is as good as none.
    """

    title: str
    synonyms: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]
    filled: tuple[str, ...]
    better: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lesser: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_empty: bool = False

    def lookup(self) -> dict[str, tuple[str, int]]:
        """Normal heading -> (known name, rank): the lower the rank, the surer; 0 is that very name."""
        found: dict[str, tuple[str, int]] = {}
        for headings, best in ((self.lesser, _LESSER), (self.better, _BETTER)):
            for name, others in headings.items():
                found.update({heading_key(other): (name, rank) for rank, other in enumerate(others, best)})
        for name, others in self.synonyms.items():
            found.update({heading_key(other): (name, _SYNONYM) for other in others})
        found.update({heading_key(name): (name, _EXACT) for name in self.synonyms})
        return found


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


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as matched: normal text without blanks and the marks of what is required."""
    return norm(heading).replace(" ", "").strip("*:")


def known_heading(lookup: Mapping[str, tuple[str, int]], heading: str) -> tuple[str, int] | None:
    """The known name that a heading means, and its rank; notes on how to fill it in do not count."""
    key = heading_key(heading)
    found = lookup.get(key)
    if found is None and key:
        bare = _NOTES.sub("", key)
        if bare and bare != key:
            found = lookup.get(bare)
            return found and (found[0], max(found[1], _BETTER))
    return found


def find_heading(layout: Layout, grid: Grid, choice: SourceChoice) -> tuple[Heading | None, list[Finding]]:
    """The heading of a grid: the row, or two or three rows, in which most known headings stand.

    Returns the heading, or None with errors naming what is missing.
    """
    lookup = layout.lookup()
    for name, heading in choice.fields.items():
        known = lookup.get(heading_key(name), (name, _EXACT))[0]
        lookup = {key: match for key, match in lookup.items() if match[0] != known}
        lookup[heading_key(heading)] = (known, _EXACT)
    place = Place(file=grid.file, sheet=grid.sheet)
    best = _best_rows(lookup, grid, choice.header_row)
    if best is None:
        needed = "、".join("或".join(group) for group in layout.required)
        return None, [error("registry-no-heading", place, title=layout.title, needed=needed)]
    first, last, texts = best
    absent = set(map(heading_key, choice.fields.values())) - set(map(heading_key, texts))
    if absent:
        gone = [heading for heading in choice.fields.values() if heading_key(heading) in absent]
        return None, [error("registry-no-such-heading", place, heading=heading) for heading in gone]
    columns, aliases, findings = _match_columns(
        layout, lookup, texts, place, _unnamed_columns(grid, last, texts)
    )
    missing = [group for group in layout.required if not any(name in columns for name in group)]
    findings += [
        error("registry-missing-column", place, title=layout.title, name="或".join(group), row=last + 1)
        for group in missing
    ]
    if any(finding.level is Level.ERROR for finding in findings):
        return None, findings
    return Heading(first, last, columns, aliases), findings


def _best_rows(
    lookup: Mapping[str, tuple[str, int]], grid: Grid, header_row: int | None
) -> tuple[int, int, list[str]] | None:
    """First and last row of the heading, and the heading of each column; None where no known one stands."""
    rows = range(min(len(grid.rows), HEADING_SEARCH_ROWS))
    if header_row is not None:
        rows = range(header_row - 1, min(header_row, len(grid.rows)))
    best: tuple[int, int, list[str]] | None = None
    most = 0
    for height in range(1, MOST_HEIGHT + 1):  # more rows only where they hold more headings than fewer
        for first in rows:
            last = first + height - 1
            if last >= len(grid.rows):
                continue
            texts = _heading_texts(lookup, grid.rows[first : last + 1])
            matches = [known_heading(lookup, text) for text in texts if text]
            score = len({match[0] for match in matches if match is not None})
            if score > most:
                best, most = (first, last, texts), score
    return best


def _heading_texts(lookup: Mapping[str, tuple[str, int]], rows: Sequence[Sequence[str]]) -> list[str]:
    """The heading of each column: the lowest text in it, after its group where both together are known."""
    width = max(map(len, rows))
    layers = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    texts = [next((layer[at] for layer in reversed(layers) if layer[at]), "") for at in range(width)]
    if len(layers) == 1:
        return texts
    for group in layers[:-1]:
        above = ""
        for at, text in enumerate(texts):
            above = group[at] or above
            if text and above and text != above and known_heading(lookup, above + text) is not None:
                texts[at] = above + text
    return texts


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
        if len(chosen) > 1 and rank >= _LESSER and name not in layout.filled:
            continue  # 街道 twice is two columns of the sheet's own
        if len(chosen) > 1:
            headings = "、".join(f"{column_letters(index)}列“{texts[index]}”" for index in chosen)
            findings.append(error("registry-heading-twice", place, name=name, headings=headings))
        elif rank != _EXACT and len(candidates) > 1:
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
