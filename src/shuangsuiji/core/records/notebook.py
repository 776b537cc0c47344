"""The ledger's head as a second person writes it into a notebook, and a note held against a ledger (LAW-5).

12-1a2b-3c4d-5e6f-7a8b-42: the number of the last line, the first 16 digits of its digest, and two digits that
tell a slip of the pen from another ledger. Papers bear the same digits without number and check; 64 bits are
enough, as on papers: nobody finds another ledger that fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error, note
from shuangsuiji.core.records.ledger import LedgerLine, head
from shuangsuiji.errors import BadInput

DIGITS = 16
_NOTE = re.compile(r"([0-9]{1,9})((?:[ -]?[0-9a-f]{4}){4})[ -]?([0-9]{2})")
_BARE = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadNote:
    """A note: the number of a line, None where only a paper's digits are given, and digits of its digest."""

    line: int | None
    digits: str


def head_note(lines: Sequence[LedgerLine]) -> str:
    """What is written down of a ledger as it is now; of an empty one 0 and zeros."""
    digits = head(lines)[:DIGITS]
    groups = "-".join(digits[start : start + 4] for start in range(0, DIGITS, 4))
    return f"{len(lines)}-{groups}-{_check(len(lines), digits)}"


def read_note(text: str) -> HeadNote:
    """A note as somebody typed it, or at least 16 digits of a digest from a paper.

    Raises:
        BadInput: it is neither, or its last two digits do not fit the others.
    """
    plain = norm(text).lower().strip(" 。.,，")
    bare = plain.replace(" ", "").replace("-", "")
    match = _NOTE.fullmatch(plain)
    if match:
        line, digits = int(match[1]), re.sub("[ -]", "", match[2])
        if match[3] != _check(line, digits):
            raise BadInput(error("ledger-head-slip", text=plain))
        return HeadNote(line=line, digits=digits)
    if _BARE.fullmatch(bare):
        return HeadNote(line=None, digits=bare)
    raise BadInput(error("ledger-head-form", text=plain))


def compared(lines: Sequence[LedgerLine], text: str) -> Finding:
    """A note held against a ledger: a note if the ledger still has that line, else an error.

    Raises:
        BadInput: see `read_note`.
    """
    said = read_note(text)
    if said.line is not None and said.line > len(lines):
        return error("ledger-head-cut", line=said.line, count=len(lines))
    if said.line is not None:
        found = said.line if head(lines[: said.line]).startswith(said.digits) else None
    else:
        known = (count for count in range(len(lines) + 1) if head(lines[:count]).startswith(said.digits))
        found = next(known, None)
    if found is None and said.line is None:
        return error("ledger-head-unknown", digits=said.digits[:DIGITS])
    if found is None:
        return error("ledger-head-differs", line=said.line or 0, digits=head(lines[: said.line])[:DIGITS])
    return note("ledger-head-match", line=found, since=len(lines) - found)


def _check(line: int, digits: str) -> str:
    """Two digits that change with any one digit, and with any two neighbours that change places."""
    return f"{int(f'{line}{int(digits, 16):020d}') % 97:02d}"
