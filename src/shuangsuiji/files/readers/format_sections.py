"""A number format's code taken apart: its sections, and the pieces of each.

Source: ECMA-376 part 1, 18.8.31 (numFmts); where that is silent, what Excel and WPS do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

MOST_FORMAT = 1024
"""Excel keeps 255 characters of a format; what is longer is none."""
_MOST_PLACES = 40
_MOST_SHIFTS = 6


class Shape(Enum):
    """What a section makes of a number."""

    GENERAL = "the number as it is, with texts around it"
    FIGURES = "digits in places; without any place only texts"
    SCIENTIFIC = "a mantissa and an exponent"
    FRACTION = "a whole number and a fraction"
    MOMENT = "a date, a time, or parts of them"
    TEXT = "nothing: the section is for texts"
    ODD = "not understood"


class Part(Enum):
    """The pieces of a section."""

    LITERAL = 0
    PLACE = 1
    POINT = 2
    GENERAL = 3
    EXPONENT = 4
    SLASH = 5
    DATE = 6
    ELAPSED = 7
    HALF_DAY = 8
    TEXT = 9
    COMMA = 10
    PERCENT = 11


Piece = tuple[Part, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format.

    Attributes:
        shape: what it makes of a number.
        pieces: in their order, without commas of thousands and of scale, and marks in brackets.
        condition: an operator and a limit, if the section names one.
        grouped: thousands are separated.
        shift: the power of ten by which the number is multiplied first (percent signs, commas of scale).
        numerals: 0 for 0-9, else the number of [DBNum1] to [DBNum3].
        chinese: the section asks for the Chinese names of days and months.
        system_time: [$-F400], the time as the system shows it.
        full_date: year, month and day are among what it shows.
        time: so are hours, minutes or seconds.
    """

    shape: Shape
    pieces: tuple[Piece, ...] = ()
    condition: tuple[str, float] | None = None
    grouped: bool = False
    shift: int = 0
    numerals: int = 0
    chinese: bool = False
    system_time: bool = False
    full_date: bool = False
    time: bool = False

    @property
    def has_places(self) -> bool:
        """Whether digits stand in it, and not only texts."""
        return any(kind is Part.PLACE for kind, _ in self.pieces)


_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)(?:"|$)
    | [\\!](?P<escaped>.)
    | _(?P<width>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)
    | (?P<place>[0\#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<odd>[A-Za-z])
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_KINDS = {
    "general": Part.GENERAL,
    "half": Part.HALF_DAY,
    "exponent": Part.EXPONENT,
    "date": Part.DATE,
    "place": Part.PLACE,
    "point": Part.POINT,
    "comma": Part.COMMA,
    "percent": Part.PERCENT,
    "slash": Part.SLASH,
    "text": Part.TEXT,
}
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿红白黄]色?|洋红色?|(?:colou?r|颜色)\s*[0-9]{1,2}",
    re.I,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]{1,3})?)", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LOCALE = re.compile(r"\$([^\]-]*)(?:-([^\]]*))?", re.DOTALL)
_LANGUAGE = re.compile("[A-Z]{3}")
"""[ENG] or [CHS], which Excel writes in XML 2003 before the number of the language."""
_SYSTEM_TIME, _SYSTEM_DATE = 0xF400, 0xF800


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format, at least one; a text that is no format gives one of the shape ODD."""
    if len(code) > MOST_FORMAT:
        return (Section(Shape.ODD),)
    made: list[list[tuple[str, str]]] = [[]]
    at = 0
    while at < len(code):
        found = _TOKEN.match(code, at)
        assert found is not None  # the last branch takes any character
        kind = found.lastgroup or ""
        at = found.end()
        if kind == "literal" and found[0] == ";":
            made.append([])
        else:
            made[-1].append((kind, found[kind]))
    return tuple(_Maker().section(tokens) for tokens in made)


class _Maker:
    """One section in the making."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._condition: tuple[str, float] | None = None
        self._numerals = 0
        self._odd = self._chinese = self._system_time = False

    def section(self, tokens: list[tuple[str, str]]) -> Section:
        for kind, text in tokens:
            if kind in ("quoted", "escaped", "literal"):
                self._pieces.append((Part.LITERAL, text))
            elif kind == "width":
                self._pieces.append((Part.LITERAL, " "))
            elif kind == "bracket":
                self._bracket(text)
            elif kind in _KINDS:
                self._pieces.append((_KINDS[kind], text))
            elif kind == "odd":
                self._odd = True
        if tokens and not self._pieces:
            self._pieces.append((Part.GENERAL, "General"))  # [Red] or [DBNum1] alone
        shape = Shape.ODD if self._odd else self._shape()
        grouped, shift = False, 0
        if any(kind is Part.DATE for kind, _ in self._pieces):
            self._pieces = _minutes_told(self._pieces)
        if shape is Shape.MOMENT:
            self._only_literals({Part.COMMA, Part.SLASH})
        else:
            grouped, shift = self._commas()
        places = sum(kind is Part.PLACE for kind, _ in self._pieces)
        if places > _MOST_PLACES or abs(shift) > 3 * _MOST_SHIFTS:
            shape = Shape.ODD
        return Section(
            shape=shape,
            pieces=tuple(self._pieces),
            condition=self._condition,
            grouped=grouped,
            shift=shift,
            numerals=self._numerals,
            chinese=self._chinese,
            system_time=self._system_time,
            full_date=_is_full_date(self._pieces),
            time=_shows_time(self._pieces),
        )

    def _bracket(self, text: str) -> None:
        condition, locale = _CONDITION.fullmatch(text), _LOCALE.fullmatch(text)
        if condition:
            self._condition = (condition[1], float(condition[2]))
        elif locale:
            self._locale(locale[1], locale[2] or "")
        elif _ELAPSED.fullmatch(text):
            self._pieces.append((Part.ELAPSED, text[0].lower() * len(text)))
        elif re.fullmatch("dbnum[123]", text, re.IGNORECASE):
            self._numerals = int(text[-1])
        elif not (_COLOUR.fullmatch(text) or _LANGUAGE.fullmatch(text)):
            self._odd = True

    def _locale(self, symbol: str, locale: str) -> None:
        """[$¥-804]: a symbol of money and a language; the upper bytes ask for other numerals or calendars."""
        if symbol:
            self._pieces.append((Part.LITERAL, symbol))
        name = locale.partition(",")[0]
        if re.fullmatch("[0-9A-Fa-f]{1,8}", name):
            number = int(name, 16)
            self._chinese = number & 0x3FF == 4
            self._system_time = number == _SYSTEM_TIME
            self._odd = self._odd or number >> 16 not in (0, 1)
        else:
            self._chinese = name.lower().startswith("zh")
            self._odd = self._odd or not re.fullmatch("(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)?", name)

    def _shape(self) -> Shape:
        kinds = {kind for kind, _ in self._pieces}
        if Part.TEXT in kinds:
            return Shape.TEXT if kinds <= {Part.TEXT, Part.LITERAL} else Shape.ODD
        if kinds & {Part.DATE, Part.ELAPSED, Part.HALF_DAY}:
            odd = kinds & {Part.GENERAL, Part.EXPONENT, Part.PERCENT} or not _fractions_of_seconds(
                self._pieces
            )
            return Shape.ODD if odd else Shape.MOMENT
        if Part.GENERAL in kinds:
            return Shape.GENERAL if kinds <= {Part.GENERAL, Part.LITERAL} else Shape.ODD
        if Part.EXPONENT in kinds:
            return Shape.SCIENTIFIC
        return Shape.FRACTION if self._is_fraction() else Shape.FIGURES

    def _is_fraction(self) -> bool:
        """Whether a stroke stands behind places; anywhere else it is a mere sign."""
        strokes = [index for index, (kind, _) in enumerate(self._pieces) if kind is Part.SLASH]
        before = strokes and any(kind is Part.PLACE for kind, _ in self._pieces[: strokes[0]])
        if before and len(strokes) == 1:
            return True
        self._only_literals({Part.SLASH})
        return False

    def _only_literals(self, kinds: set[Part]) -> None:
        self._pieces = [
            (Part.LITERAL, text) if kind in kinds else (kind, text) for kind, text in self._pieces
        ]

    def _commas(self) -> tuple[bool, int]:
        """Take the commas away that separate thousands or scale; and what all signs of scale amount to."""
        grouped, shift = False, 0
        kept: list[Piece] = []
        last = max((i for i, (kind, _) in enumerate(self._pieces) if kind is Part.PLACE), default=-1)
        point = next((i for i, (kind, _) in enumerate(self._pieces) if kind is Part.POINT), len(self._pieces))
        last_whole = max(
            (i for i, (kind, _) in enumerate(self._pieces[:point]) if kind is Part.PLACE), default=-1
        )
        for index, (kind, text) in enumerate(self._pieces):
            if kind is Part.PERCENT:
                shift += 2
                kept.append((Part.LITERAL, text))
            elif kind is not Part.COMMA:
                kept.append((kind, text))
            elif not any(entry is Part.PLACE for entry, _ in kept):
                kept.append((Part.LITERAL, text))
            elif index < last_whole:
                grouped = True
            elif index > last or index < point:
                shift -= 3
        self._pieces = kept
        return grouped, shift


def _fractions_of_seconds(pieces: list[Piece]) -> bool:
    """Whether every place in a date format is a zero behind a point behind the seconds."""
    before = ""
    for kind, text in pieces:
        if kind is Part.PLACE:
            if text != "0" or before not in (".", "0"):
                return False
            before = "0"
        elif kind is Part.POINT:
            before = "." if before == "s" else ""
        elif kind in (Part.DATE, Part.ELAPSED) and text[0] in "sS":
            before = "s"
        else:
            before = ""
    return True


def _minutes_told(pieces: list[Piece]) -> list[Piece]:
    """The pieces with minutes written as n: an m after hours or before seconds is no month."""
    told = [(kind, text.lower() if kind is Part.DATE else text) for kind, text in pieces]
    dates = [index for index, (kind, _) in enumerate(told) if kind in (Part.DATE, Part.ELAPSED)]
    for place, index in enumerate(dates):
        kind, text = told[index]
        before = told[dates[place - 1]][1] if place else ""
        after = told[dates[place + 1]][1] if place + 1 < len(dates) else ""
        if kind is Part.DATE and text in ("m", "mm") and (before[:1] == "h" or after[:1] == "s"):
            told[index] = (kind, "n" * len(text))
    return told


def _shows_time(pieces: list[Piece]) -> bool:
    """Whether hours, minutes or seconds are among what a date format shows."""
    return any(
        kind is Part.ELAPSED or (kind is Part.DATE and text[:1] in ("h", "n", "s")) for kind, text in pieces
    )


def _is_full_date(pieces: list[Piece]) -> bool:
    letters = {text for kind, text in pieces if kind is Part.DATE}
    return bool(letters & {"d", "dd"}) and {"m", "y"} <= {text[0].replace("e", "y") for text in letters}
