"""What a column of a registry is: what it is called, how it is written, who may see it, how it is filled in.

Everything that the rest of the program asks of a column is derived from the tables of this folder: a new
column is one entry in one of them. Headings in the wild have notes in brackets such as （必填） behind them.
Whoever changes which headings are recognised, or how cells are read, raises
`workflows.record_keeping.READER`.
Source: formats.md, "The registries"; LZ-3, WG-9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Final

from shuangsuiji.core.canonical import norm

EXACT, BETTER, SYNONYM, LESSER, ENDING = 0, 1, 100, 101, 1000
"""How surely a heading means a column: the lower, the surer; 0 is the column's own name."""
MOST_PREFIX: Final = 8
"""So many characters may stand before the end of a heading that is known by its end."""
MOST_HEADING: Final = 300
"""In a longer heading no notes on how to fill in are looked for: it is a paragraph."""
DAY_WANTED: Final = "年月日齐全，如 2024-03-05。"
SEVERAL: Final = "多项用顿号隔开。"

_NOTE = (
    r"[(\[【〔](?:(?:必填|选填|非必填|可选|可不填|全称|手机|座机|固话|固定电话|文本|单选|多选|下拉|格式|填写|填"
    r"|请|例|如|与|以|按|勿|自动|系统|[0-9]{1,2}位)[^()\[\]【】〔〕]*|(?:单位:)?[户家人次个年]"
    r"|年/?月/?日|[Yy]{4}[^()\[\]【】〔〕]*)[)\]】〕]"
)
_NOTES = re.compile(rf"^(?:{_NOTE}|\*|:)++|(?:{_NOTE}|\*|:|(?:非?必填|选填)项?)++$")
"""What stands before or behind a heading and says how to fill it in, not what it is."""


class Writing(StrEnum):
    """How the cells of a column are written.

    `code` and `certificate` are texts that must never become numbers; a certificate number has no rule of its
    own (requirements.md, facts). `name` is what a record is called; `party` a code or a name of a record of
    another registry, `parties` several. `end` is a date or 长期. `flag` is 是 or 否; `choice` one of a few
    words or another, `one_of` one of them and no other; `list` several entries; `prose` may run over several
    lines; `line` is any other text.
    """

    CODE = "code"
    CERTIFICATE = "certificate"
    NAME = "name"
    PARTY = "party"
    PARTIES = "parties"
    PHONE = "phone"
    DATE = "date"
    END = "end"
    FLAG = "flag"
    CHOICE = "choice"
    ONE_OF = "one_of"
    NUMBER = "number"
    LIST = "list"
    LINE = "line"
    PROSE = "prose"


CODES: Final = frozenset({Writing.CODE, Writing.CERTIFICATE})
DATES: Final = frozenset({Writing.DATE, Writing.END})
_IDENTIFYING: Final = CODES | {Writing.NAME, Writing.PARTY}


def words(text: str) -> tuple[str, ...]:
    """The words of a text that are parted by blanks or line ends."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a kind of registry knows.

    Attributes:
        name: its name, the heading in an empty registry.
        writing: how its cells are written.
        synonyms: other headings that mean it; two of them in one sheet are an error.
        better: headings that mean it more surely than any synonym, the best first.
        lesser: headings that mean it only where nothing better stands, the best first.
        endings: ends of headings that mean it with a word before them, such as 省执法证编号; where another
            heading means the same, nobody can tell which is meant, and it is asked.
        private: no public paper has it, whatever a plan says (LZ-10).
        published: a published item list has it (LZ-13).
        how: how to fill it in; blank for a column that empty registries do not have.
        example: an invented example.
        width: its width in an empty registry, in digits of the default font.
        required: every row needs it.
        choices: what the drop-down offers; other words are refused only by `Writing.FLAG` and `ONE_OF`.
        lengths: how many characters its codes have.
    """

    name: str
    writing: Writing = Writing.LINE
    _: KW_ONLY
    synonyms: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    private: bool = False
    published: bool = False
    how: str = ""
    example: str = ""
    width: float = 0
    required: bool = False
    choices: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means the column by itself, its own name first."""
        return (self.name, *self.synonyms, *self.better, *self.lesser)


@dataclass(frozen=True, eq=False, kw_only=True)
class Layout:
    """The columns that a kind of registry knows, in the order of an empty registry.

    Attributes:
        title: what a reader calls the registry, such as 检查对象名录库.
        columns: its columns.
        required: groups of names; each group needs at least one of its columns.
        called: the name under which a plan's 名录库 knows the registry; `also` are others.
        unit: how its rows are counted.
        part: the name of the column that names the parts of a record; "" where records have none.
        may_be_empty: a sheet with its headings alone is as good as none.
    """

    title: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    called: str = ""
    also: tuple[str, ...] = ()
    unit: str = "条"
    part: str = ""
    may_be_empty: bool = False

    @cached_property
    def names(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def identifying(self) -> tuple[str, ...]:
        """The columns of which at least one must be filled for a row to count."""
        return tuple(column.name for column in self.columns if column.writing in _IDENTIFYING)

    @cached_property
    def name_column(self) -> str:
        """The column by which people know a row."""
        return next(c.name for c in self.columns if c.writing in {Writing.NAME, Writing.PARTY})

    def written(self, *writings: Writing) -> tuple[Column, ...]:
        """The columns that are written in one of these ways."""
        return tuple(column for column in self.columns if column.writing in writings)

    @cached_property
    def lookup(self) -> Mapping[str, tuple[str, int]]:
        """Normal heading -> (name of the column, rank). The end of a heading stands there behind …

        Where two columns claim one heading, the surer claim wins.
        """
        ranked: dict[str, tuple[str, int]] = {}
        for column in self.columns:
            ranked.update((f"…{heading_key(end)}", (column.name, ENDING)) for end in column.endings)
        for best, graded in ((LESSER, attrgetter("lesser")), (BETTER, attrgetter("better"))):
            for column in self.columns:
                claims = enumerate(map(heading_key, graded(column)), best)
                ranked.update((heading, (column.name, rank)) for rank, heading in claims)
        for column in self.columns:
            ranked.update((heading_key(text), (column.name, SYNONYM)) for text in column.synonyms)
        ranked.update((heading_key(column.name), (column.name, EXACT)) for column in self.columns)
        return ranked


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as matched: normal text without blanks and the marks of what is required."""
    return norm(heading).replace(" ", "").strip("*:")


class HeadingForms(dict[str, tuple[str, str]]):
    """A text -> its `heading_key`, and that without notes on how to fill it in; each made when asked for.

    One value serves one sheet, whatever layouts are tried on it.
    """

    def __missing__(self, text: str) -> tuple[str, str]:
        key = heading_key(text)
        if len(key) > MOST_HEADING:
            forms = self[text] = key, key
            return forms
        forms = self[text] = key, _NOTES.sub("", key)
        return forms


class KnownHeadings(dict[str, tuple[str, int] | None]):
    """A heading -> the name of the column that it means, and its rank; each looked up when first asked for.

    Args:
        lookup: as `Layout.lookup`.
        forms: those of the sheet in which the headings stand.
    """

    def __init__(self, lookup: Mapping[str, tuple[str, int]], forms: HeadingForms) -> None:
        super().__init__()
        self._lookup = lookup
        self._forms = forms
        self._endings = tuple(key[1:] for key in lookup if key.startswith("…"))

    def __missing__(self, heading: str) -> tuple[str, int] | None:
        match = self[heading] = self._match(*self._forms[heading])
        return match

    def _match(self, key: str, bare: str) -> tuple[str, int] | None:
        match = self._lookup.get(key)
        if match is not None or not key:
            return match
        if not bare or bare == key:
            return self._by_ending(key)
        match = self._lookup.get(bare) or self._by_ending(bare)
        return match and (match[0], max(match[1], BETTER))

    def _by_ending(self, key: str) -> tuple[str, int] | None:
        if not key.endswith(self._endings):
            return None
        ends = (self._lookup.get(f"…{key[cut:]}") for cut in range(1, min(len(key), MOST_PREFIX + 1)))
        return next((match for match in ends if match is not None), None)
