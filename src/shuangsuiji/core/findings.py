"""Findings: what a rule has to say about the user's data, as values with a place.

A finding carries a stable code and the values that its text needs; the Chinese text itself stands in
`shuangsuiji.messages`, so that wording never hides in the logic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error stops everything, a warning goes into the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: file, sheet and cell, or file, line and column (both from 1, in characters)."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    column: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: its level, its stable code, where it stands, and the values for its text."""

    level: Level
    code: str
    place: Place = NOWHERE
    values: Mapping[str, str | int] = field(default_factory=dict)


def error(code: str, place: Place = NOWHERE, /, **values: str | int) -> Finding:
    """A finding that stops the work: nothing is drawn and nothing is written."""
    return Finding(level=Level.ERROR, code=code, place=place, values=values)


def warning(code: str, place: Place = NOWHERE, /, **values: str | int) -> Finding:
    """A finding that is shown and printed in the record (说明), while the work goes on."""
    return Finding(level=Level.WARNING, code=code, place=place, values=values)


def note(code: str, place: Place = NOWHERE, /, **values: str | int) -> Finding:
    """Something worth saying that asks nothing of anybody."""
    return Finding(level=Level.NOTE, code=code, place=place, values=values)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.level is Level.ERROR for finding in findings)


def column_letters(index: int) -> str:
    """The letters of a spreadsheet column, from its 0-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name of a cell, such as C17, from its 0-based row and column."""
    return f"{column_letters(column)}{row + 1}"


MOST_ERRORS, MOST_OTHERS = 20, 3
"""So many errors, and warnings or notes, of a code are listed; the others are counted."""


def as_argument(text: str) -> str:
    """A path or another argument as it can be typed after a command, for a text that suggests one."""
    return f'"{text}"' if re.search(r"[\s&()^;,]|^$", text) else text


def capped(findings: Iterable[Finding], *, everything: bool = False) -> list[Finding]:
    """The first findings of each code, in the order given; a last one says how many more there are.

    Args:
        findings: all of them.
        everything: leave warnings and notes as many as they are.
    """
    shown: list[Finding] = []
    counts: dict[str, int] = {}
    last: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= _most(finding, everything):
            shown.append(finding)
        last[finding.code] = finding
    for code, count in counts.items():
        left = count - _most(last[code], everything)
        if left > 0:
            position = max(index for index, finding in enumerate(shown) if finding.code == code)
            level, values = last[code].level, {"count": left}
            more = Finding(level=level, code="more-of-this-kind", values=values)
            if level is Level.ERROR:
                more = Finding(level=level, code="more-of-the-same", values=values)
            shown.insert(position + 1, more)
    return shown


def _most(finding: Finding, everything: bool) -> int:
    if finding.level is Level.ERROR:
        return MOST_ERRORS
    return 1_000_000 if everything else MOST_OTHERS
