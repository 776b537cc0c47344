"""What a kind of registry knows of its columns, and which of them a heading means.

Headings in the wild have notes in brackets such as （必填） behind them.
Source: formats.md, "The registries".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from shuangsuiji.core.canonical import norm

EXACT, BETTER, SYNONYM, LESSER, ENDING = 0, 1, 100, 101, 1000
MOST_PREFIX = 8
"""So many characters may stand before the end of a heading that is known by its end."""

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
        endings: known name -> ends of headings that mean it with a word before them, such as 省执法证编号;
            where another heading means the same, nobody can tell which is meant, and it is asked.
        part: the known name of the column that names the parts of a record; "" where records have none.
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
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part: str = ""
    may_be_empty: bool = False

    def lookup(self) -> dict[str, tuple[str, int]]:
        """Normal heading -> (known name, rank): the lower the rank, the surer; 0 is that very name.

        The end of a heading stands there behind …
        """
        found: dict[str, tuple[str, int]] = {}
        for name, ends in self.endings.items():
            found.update({f"…{heading_key(end)}": (name, ENDING) for end in ends})
        for headings, best in ((self.lesser, LESSER), (self.better, BETTER)):
            for name, others in headings.items():
                found.update({heading_key(other): (name, rank) for rank, other in enumerate(others, best)})
        for name, others in self.synonyms.items():
            found.update({heading_key(other): (name, SYNONYM) for other in others})
        found.update({heading_key(name): (name, EXACT) for name in self.synonyms})
        return found


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
            found = lookup.get(bare) or _by_ending(lookup, bare)
            return found and (found[0], max(found[1], BETTER))
        return _by_ending(lookup, key)
    return found


def _by_ending(lookup: Mapping[str, tuple[str, int]], key: str) -> tuple[str, int] | None:
    ends = (lookup.get(f"…{key[cut:]}") for cut in range(1, min(len(key), MOST_PREFIX + 1)))
    return next((found for found in ends if found is not None), None)
