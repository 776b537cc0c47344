"""Normal text and canonical bytes: what is compared, what is stored, and what is hashed.

Source: draw-algorithm 1 and 3. Nothing here knows what a plan or a registry is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from shuangsuiji.core.lottery.encoding import Digest as Digest
from shuangsuiji.core.lottery.encoding import Json as Json
from shuangsuiji.core.lottery.encoding import canonical_json as canonical_json
from shuangsuiji.core.lottery.encoding import sha256 as sha256

# Every character with the Unicode property White_Space. str.isspace() is wider (U+001C..1F).
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_RUN_OF_SPACE = re.compile(f"[{WHITE_SPACE}]+")
_BETWEEN_CHINESE = re.compile("(?<=[一-鿿㐀-䶿]) (?=[一-鿿㐀-䶿])")


def tidy(text: str) -> str:
    """The text as registered: line breaks and runs of white space become one blank, ends trimmed."""
    if text.isprintable() and " " not in text:
        return text  # no other white space is printable, so nothing can be out of order
    return _RUN_OF_SPACE.sub(" ", text).strip(" ")


def tidy_all(texts: list[str]) -> tuple[list[str], int]:
    """A column of texts, each `tidy`ed, and how many changed; at once where nothing is out of order."""
    whole = "".join(texts)
    if whole.isprintable() and " " not in whole:
        return texts, 0
    mended = {text: clean for text in set(texts) if (clean := tidy(text)) != text}
    if not mended:
        return texts, 0
    return [mended.get(text, text) for text in texts], sum(map(mended.__contains__, texts))


@lru_cache(maxsize=1 << 18)
def norm(text: str) -> str:
    """The text as compared: NFKC, runs of white space to one blank, trimmed."""
    return tidy(unicodedata.normalize("NFKC", text))


def norm_name(text: str) -> str:
    """A name as it is looked for: `norm`, without the blanks by which 朱 超 is made as long as 欧阳明."""
    return _BETWEEN_CHINESE.sub("", norm(text))


@lru_cache(maxsize=1 << 18)
def norm_id(text: str) -> str:
    """An id as compared and stored: `norm`, no white space, NFKC once more, a-z to A-Z."""
    bare = _RUN_OF_SPACE.sub("", norm(text))
    if bare.isascii():
        return bare.upper()
    return "".join(
        chr(ord(letter) - 32) if "a" <= letter <= "z" else letter
        for letter in unicodedata.normalize("NFKC", bare)
    )


def norm_ids(texts: Sequence[str]) -> list[str]:
    """`norm_id` of each text of a column; at once where all are of plain ASCII."""
    whole = "".join(texts)
    if whole.isascii() and whole.isprintable():
        return "\n".join(texts).replace(" ", "").upper().split("\n") if texts else []
    return list(map(norm_id, texts))


def refused_characters(texts: Iterable[str]) -> frozenset[str]:
    """The characters of `texts` that no key may hold: controls, unassigned ones, halves of pairs (Cc Cn Cs).

    White space is not among them, since `tidy` has already turned it into blanks.
    """
    whole = "".join(texts)
    if whole.isprintable():  # which none of these is
        return frozenset()
    return frozenset(
        letter
        for letter in set(whole)
        if unicodedata.category(letter) in {"Cc", "Cn", "Cs"} and not _RUN_OF_SPACE.match(letter)
    )


def canonical_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV bytes: UTF-8, LF after every line, quotes only where a cell holds comma, quote, CR or LF."""
    table = [heading, *rows]
    lines = list(map(",".join, table))
    text = "\n".join(lines)
    commas = sum(map(len, table)) - len(table)
    if '"' in text or "\r" in text or text.count("\n") != len(table) - 1 or text.count(",") != commas:
        text = "\n".join(map(_csv_line, table))
    return (text + "\n").encode("utf-8")


_QUOTE_OR_END = re.compile('["\r\n]')
_NEEDS_QUOTES = re.compile('[,"\r\n]')


def _csv_line(row: Sequence[str]) -> str:
    line = ",".join(row)
    if line.count(",") == len(row) - 1 and not _QUOTE_OR_END.search(line):
        return line
    return ",".join(map(_csv_cell, row))


def _csv_cell(text: str) -> str:
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def sm3(data: bytes) -> str:
    """The SM3 of `data`, the national standard, in lower-case hex; blank where Python does not have it."""
    if "sm3" not in hashlib.algorithms_available:
        return ""
    return hashlib.new("sm3", data).hexdigest()
