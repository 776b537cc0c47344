"""Numbers that a format shows as something else: 12 under 000012, or under "YB-"000.

What is read stays the number (see `files.readers.cell_text`); but whoever looks at the sheet sees a code
with its zeros, so that each such cell is handed on with what it shows. Formats that only arrange a number
(signs, separators, currencies of money, decimals) are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

from shuangsuiji.files.readers.cell_text import DIGIT_LIMIT
from shuangsuiji.files.readers.number_formats import MOST_FORMAT

MOST_SHOWN = 20_000
"""So many cells of a sheet are told; a registry of more has been told often enough."""

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\[(?:Red|Blue|Black|Green|White|红色|蓝色|黑色)\]|(0)|([-/() ])', re.I
)
_OVERLAP = 4096
_CELL = (
    rb"<(?:[A-Za-z_][\w.-]{0,20}:)?c\s(?=[^<>]{0,200}\bs=[\"'](?:%b)[\"'])([^<>]{0,200})>"
    rb"(?:\s*<(?:[\w.-]{1,20}:)?f\b[^<>]{0,200}(?:/>|>[^<]{0,2000}</(?:[\w.-]{1,20}:)?f>))?"
    rb"\s*<(?:[\w.-]{1,20}:)?v\b[^<>]{0,99}>([0-9.]{1,24})<"
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([1-9][0-9]{0,6})[\"']")
_NOT_NUMBER = re.compile(rb"\bt=[\"'](?!n[\"'])")


@lru_cache(maxsize=1024)
def _pattern(code: str) -> tuple[str, ...] | None:
    """The pieces of a format that shows a number as a code, "0" for a digit; None for any other format."""
    shown = code[:MOST_FORMAT].partition(";")[0]
    pieces: list[str] = []
    at = 0
    while at < len(shown):
        found = _TOKEN.match(shown, at)
        if found is None:
            return None
        quoted, escaped, digit, plain = found.groups()
        if digit:
            pieces.append("0")
        elif quoted or escaped or plain:
            pieces.append("'" + (quoted or escaped or plain))
        at = found.end()
    zeros = pieces.count("0")
    spelled = any(piece.strip("' ") for piece in pieces if piece != "0")
    return tuple(pieces) if zeros > 1 or (zeros and spelled) else None


def is_code_format(code: str) -> bool:
    """Whether a format shows numbers as codes."""
    return _pattern(code) is not None


def shown_number(code: str, value: float) -> str | None:
    """What a format makes of a number where that is another text; None where it shows the number itself."""
    pieces = _pattern(code)
    if pieces is None or not 0 <= value < DIGIT_LIMIT or value != int(value):
        return None
    zeros = pieces.count("0")
    digits = str(int(value)).zfill(zeros)
    ahead = len(digits) - zeros
    made, left = "", ahead
    for piece in pieces:
        if piece == "0":
            made += digits[: left + 1] if left == ahead else digits[left]
            left += 1
        else:
            made += piece[1:]
    return made.strip() if made.strip() != str(int(value)) else None


def shown_text(text: str, value: object) -> str | None:
    """The displayed text of a number where it holds more than the number: zeros before it, or letters."""
    if not isinstance(value, float) or not 0 <= value < DIGIT_LIMIT or value != int(value) or len(text) > 40:
        return None
    number = str(int(value))
    digits = "".join(letter for letter in text if letter in "0123456789")
    if text == number or len(digits) <= len(number) or digits.lstrip("0") != number.lstrip("0"):
        return None
    return None if "." in text or "," in text else text


def code_styles(styles: Element | None) -> dict[bytes, str]:
    """The cell styles of an .xlsx that show numbers as codes, by their index as it stands in a cell."""
    codes: dict[str, str] = {}
    made: dict[bytes, str] = {}
    for element in styles if styles is not None else ():
        local = element.tag.rpartition("}")[2]
        if local == "numFmts":
            codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in element}
        elif local == "cellXfs":
            for index, entry in enumerate(element):
                code = codes.get(entry.get("numFmtId", ""), "")
                if is_code_format(code):
                    made[b"%d" % index] = code
    return made


def shown_cells(pieces: Iterable[bytes], styles: Mapping[bytes, str]) -> dict[tuple[int, int], str]:
    """The cells of a worksheet that show another text than their number, (row, column) from 0."""
    pattern = re.compile(_CELL % b"|".join(styles))
    style = re.compile(rb"\bs=[\"']([0-9]+)[\"']")
    shown: dict[tuple[int, int], str] = {}
    tail = b""
    for piece in pieces:
        piece = tail + piece
        for attributes, number in pattern.findall(piece):
            reference, kind = _REFERENCE.search(attributes), style.search(attributes)
            if not reference or not kind or _NOT_NUMBER.search(attributes) or number.count(b".") > 1:
                continue
            text = shown_number(styles.get(kind[1], ""), float(number))
            if text is not None and len(shown) < MOST_SHOWN:
                column = 0
                for letter in reference[1]:
                    column = column * 26 + letter - 64
                shown[int(reference[2]) - 1, column - 1] = text
        tail = piece[-_OVERLAP:]
    return shown
