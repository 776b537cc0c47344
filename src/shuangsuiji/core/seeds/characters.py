"""Characters that make two seeds look alike that are not: refused in what people type (docs/seeds.md)."""

from __future__ import annotations

import unicodedata

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.errors import BadInput

_HIDDEN = frozenset({"Cf", "Co", "Cs", "Cn"})
_MARKS = frozenset({"Mn", "Me", "Mc"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def refuse_lookalikes(text: str) -> None:
    """Refuses what a reader cannot see, or cannot tell from another letter.

    Format characters, private and unassigned ones, fillers and controls that are no white space, in the text
    as typed; combining marks that stay one by one, and letters of more than one of Latin, Cyrillic and
    Greek, in its normal form.

    Raises:
        BadInput: naming the first such character by its code point.
    """
    plain = norm(text)
    for letter in text:
        if letter in _FILLERS or unicodedata.category(letter) in _HIDDEN or _is_control(letter):
            raise BadInput(error("seed-character", character=code_point(letter)))
    for letter in plain:
        if letter in _FILLERS or unicodedata.category(letter) in _MARKS:
            raise BadInput(error("seed-character", character=code_point(letter)))
    first = ""
    for letter in plain:
        script = _script(letter)
        if script and first and script != first:
            raise BadInput(error("seed-mixed-letters", letter=letter, character=code_point(letter)))
        first = first or script


def code_point(letter: str) -> str:
    """The character as U+XXXX."""
    return f"U+{ord(letter):04X}"


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and norm(letter) != ""


def _script(letter: str) -> str:
    """Latin, Cyrillic or Greek, for a letter of these; else blank."""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")
