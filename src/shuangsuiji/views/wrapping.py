"""Lines of Chinese for a terminal."""

from __future__ import annotations

import re

from rich.cells import cell_len

# What can be pasted: into a plan, a command and what follows it, a path; a run of letters and digits with the
# blanks behind it; or one character.
_PLAN = r"(?:\w{1,12}: )?(?:\{[^{}\n]{0,300}\}|\[[^\[\]\n]{0,300}\])"
_COMMAND = r"ssj(?: (?:\"[^\"\n]{1,300}\"|[^\s，。；：！？、）》”’]{1,300})){1,20}"
_PATH = r"(?:[A-Za-z.~][A-Za-z0-9_.~-]{0,60})?(?:/[^\s/，。；：！？、）》”’]{1,100}){1,20}"
_PASTED = rf"(?:{_PLAN}|{_COMMAND}|{_PATH})"
_PIECES = re.compile(rf"{_PASTED}|[!-~]+ *|.", re.DOTALL)
_OPENING = "“‘（《〔【"
_CLOSING = "，。、；：！？）》”’〕】…%"


NARROWEST = 12
"""Cells; fewer hold no Chinese text."""


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; of a screen that is narrower still, as if it were not.

    Chinese may break between any two characters, but no line begins with a closing mark or ends with an
    opening one; words of other scripts stay whole where they fit, and what can be pasted always.
    """
    lines = [""]
    full = max(width, NARROWEST)
    width = full - 2  # room for a closing mark that may not begin the next line
    for piece in _PIECES.findall(text):
        closes = piece[0] in _CLOSING
        if closes and cell_len(lines[-1] + piece.rstrip()) > full:
            head, tail = _last_word(lines[-1])
            lines[-1:] = [head, tail] if head.strip() else [lines[-1], ""]
        elif lines[-1] and not closes and cell_len(lines[-1] + piece.rstrip()) > width:
            lines[-1:] = _before_opening(lines[-1])
        if cell_len(piece) > width and re.fullmatch(_PASTED, piece):
            lines += [piece, ""]
            continue
        while cell_len(piece) > width:
            fits = next(n for n in range(min(len(piece), width), 0, -1) if cell_len(piece[:n]) <= width)
            lines[-1:] = [piece[:fits], ""] if not lines[-1] else [lines[-1], piece[:fits], ""]
            piece = piece[fits:]
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _before_opening(line: str) -> tuple[str, str]:
    """The line without an opening mark at its end, and that mark, which begins the next."""
    bare = line.rstrip(_OPENING)
    return (bare, line[len(bare) :]) if bare else (line, "")


def _last_word(line: str) -> tuple[str, str]:
    """The line without its last word or character, and that word with the closing marks behind it."""
    pieces = _PIECES.findall(line)
    cut = len(pieces) - 1
    while cut > 0 and pieces[cut][0] in _CLOSING:
        cut -= 1
    return "".join(pieces[:cut]), "".join(pieces[cut:])
