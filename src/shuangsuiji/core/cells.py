"""What the text of a cell says: its entries, and the form in which two cells are equal."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.dates import as_date

_LIST_SEPARATORS = re.compile(r"[、，,；;/\r\n]+")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)(\.0+)?")
_YES = frozenset({"是", "√", "Y", "TRUE", "1"})
_NO = frozenset({"否", "×", "N", "FALSE", "0"})

_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*+(?:\.[0-9]*+)?%? ?")


def value_text(value: object) -> str | None:
    """What a cell says that holds a value of a script: text, whole number, day, a list of texts and numbers.

    A moment is the day that it is in Beijing. None for any other value, yes and no among them.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return beijing_day(value).isoformat() if value.tzinfo else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    if isinstance(value, (list, tuple)) and all(type(part) in (str, int) for part in value):
        return "、".join(map(str, value))
    return None


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet program takes a text for a formula where it reads it from a .csv.

    Plain figures with a sign, and signs alone, are none.
    """
    starts = text.lstrip(" \u3000\xa0").startswith(_FORMULA_SIGNS)
    return starts and any(map(str.isalnum, text)) and not _FIGURE.fullmatch(text)


def harmless(text: str) -> str:
    """A text for a .csv that people open: with an apostrophe before what would run there as a formula."""
    return f"'{text}" if runs_as_formula(text) else text


def entries(cell: str) -> tuple[str, ...]:
    """The entries of a list cell (标签, 辖区 …), normal text each, blanks left out, as written."""
    parts = (norm(part) for part in _LIST_SEPARATORS.split(cell))
    return tuple(part for part in parts if part)


@lru_cache(maxsize=1 << 18)
def comparable(text: str) -> str:
    """The form in which two cell texts are equal or not: dates, integers and 是/否 in one spelling each."""
    text = norm(text)
    if _INTEGER.fullmatch(text):
        text = text.split(".")[0]
    if text.upper() in _YES:
        return "是"
    if text.upper() in _NO:
        return "否"
    day = as_date(text)
    return day.isoformat() if day else text


MOST_LIKELY = 3
_NEAR = 0.6


def likely_names(text: str, names: Iterable[str]) -> str:
    """The names that a text was probably meant for, as a question; blank where none is near.

    Where some hold the text, or are held by it, those are not named that are only spelt alike.
    """
    wanted = norm(text)
    known = list(dict.fromkeys(filter(None, map(norm, names))))
    within = [
        name for name in known if len(wanted) > 1 and (wanted in name or (len(name) > 1 and name in wanted))
    ]
    found = within[:MOST_LIKELY] or difflib.get_close_matches(wanted, known, MOST_LIKELY, _NEAR)
    return f"是不是{'、'.join(f'“{name}”' for name in found)}？" if found else ""
