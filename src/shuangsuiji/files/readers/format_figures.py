"""Digits in the places of a format: plain numbers, powers of ten, fractions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from shuangsuiji.files.readers.chinese_figures import digit_by_digit
from shuangsuiji.files.readers.format_sections import Part, Piece, Section

_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)
_MOST_DENOMINATOR = 15
"""Places of a denominator: a number has no more digits than these."""


def decimal_of(value: float) -> Decimal:
    """A number by its 15 digits, as Excel and WPS take it before they round."""
    return Decimal(format(value, ".15g"))


def figures(section: Section, magnitude: float) -> str:
    """A number of 0 or more under a section of the shape FIGURES."""
    shifted = decimal_of(magnitude).scaleb(section.shift, _CONTEXT)
    return _in_places(section.pieces, shifted, section.grouped, section.numerals)


def _in_places(pieces: Sequence[Piece], number: Decimal, grouped: bool = False, numerals: int = 0) -> str:
    whole_part, fraction_part = _parted(pieces)
    places = [text for kind, text in fraction_part if kind is Part.PLACE]
    if not places and not any(kind is Part.PLACE for kind, _ in whole_part):
        return "".join(text for _, text in pieces)
    rounded = number.quantize(Decimal(1).scaleb(-len(places)), context=_CONTEXT)
    whole, _, fraction = format(rounded, "f").partition(".")
    return _whole(whole_part, whole.lstrip("0"), grouped, numerals) + _fraction(
        fraction_part, fraction, numerals
    )


def _parted(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """What stands before the point, and the point with what is behind it."""
    for index, (kind, _) in enumerate(pieces):
        if kind is Part.POINT:
            return pieces[:index], pieces[index:]
    return pieces, ()


def _whole(pieces: Sequence[Piece], digits: str, grouped: bool, numerals: int) -> str:
    """Digits filled into places from the right; those left over stand before the first place."""
    made: list[str] = []
    left, count = list(digit_by_digit(digits, numerals)), 0
    places = sum(kind is Part.PLACE for kind, _ in pieces)

    def put(digit: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0 and digit.strip():
            made.append(",")
        made.append(digit)
        count += 1

    for kind, text in reversed(pieces):
        if kind is not Part.PLACE:
            made.append(text[::-1])
            continue
        places -= 1
        if left:
            put(left.pop())
        elif text != "#":
            put(digit_by_digit("0", numerals) if text == "0" else " ")
        while left and not places:
            put(left.pop())
    return "".join(made)[::-1]


def _fraction(pieces: Sequence[Piece], digits: str, numerals: int) -> str:
    """The point and the digits behind it, as many as the format insists on."""
    needed = len(digits.rstrip("0"))
    made, at = "", 0
    for kind, text in pieces:
        if kind is not Part.PLACE:
            made += text
            continue
        if at < needed or text == "0":
            made += digit_by_digit(digits[at], numerals)
        elif text == "?":
            made += " "
        at += 1
    return made


def scientific(section: Section, magnitude: float) -> str:
    """A number of 0 or more under a section of the shape SCIENTIFIC."""
    at = next(index for index, (kind, _) in enumerate(section.pieces) if kind is Part.EXPONENT)
    before, after = section.pieces[:at], section.pieces[at + 1 :]
    step = max(1, sum(kind is Part.PLACE for kind, _ in _parted(before)[0]))
    decimals = sum(kind is Part.PLACE for kind, _ in _parted(before)[1])
    number = decimal_of(magnitude).scaleb(section.shift, _CONTEXT)
    exponent = 0
    if number:
        # What rounds up to one more digit has an exponent more.
        rounding = number.adjusted() // step * step - decimals
        rounded = number.quantize(Decimal(1).scaleb(rounding), context=_CONTEXT)
        exponent = rounded.adjusted() // step * step
    mantissa = _in_places(before, number.scaleb(-exponent, _CONTEXT))
    sign = "-" if exponent < 0 else "+" if section.pieces[at][1][1] == "+" else ""
    return mantissa + "E" + sign + _in_places(after, Decimal(abs(exponent)))


def fraction(section: Section, magnitude: float) -> str | None:
    """A number of 0 or more as 1 1/2; None where the format is no fraction after all."""
    at = next(index for index, (kind, _) in enumerate(section.pieces) if kind is Part.SLASH)
    before, after = list(section.pieces[:at]), list(section.pieces[at + 1 :])
    top = len(before)
    while top and before[top - 1][0] is Part.PLACE:
        top -= 1
    whole_part, top_part = before[:top], before[top:]
    end = 0
    while end < len(after) and (after[end][0] is Part.PLACE or after[end][1].isdigit()):
        end += 1
    bottom = "".join(text for _, text in after[:end])
    if not top_part or not bottom or len(bottom) > _MOST_DENOMINATOR or section.shift or section.grouped:
        return None
    if any(kind is Part.POINT for kind, _ in section.pieces):
        return None
    number = Fraction(decimal_of(magnitude))
    has_whole = any(kind is Part.PLACE for kind, _ in whole_part)
    whole = int(number) if has_whole else 0
    upper, lower = _nearest(number - whole, bottom)
    if has_whole and upper == lower:
        whole, upper = whole + 1, 0
    tail = "".join(text for _, text in after[end:])
    if has_whole and not upper:
        # Only the whole number shows; a zero in the place of a fraction would be none.
        return _in_places(whole_part, Decimal(whole)) + tail if whole else f"0{tail}"
    top_shown = _in_places(top_part, Decimal(upper)) if upper else "0"
    shown = f"{_in_places(whole_part, Decimal(whole))}{top_shown}/{lower}{tail}"
    return digit_by_digit(shown, section.numerals)


def _nearest(number: Fraction, bottom: str) -> tuple[int, int]:
    if any(letter in "123456789" for letter in bottom):
        lower = int("".join(letter if letter.isdigit() else "0" for letter in bottom))
        return int(number * lower + Fraction(1, 2)), lower
    return _convergent(number, 10 ** len(bottom) - 1)


def _convergent(number: Fraction, most: int) -> tuple[int, int]:
    """The last convergent of the continued fraction whose denominator is at most `most`.

    Excel stops there: 0.94 with one place is 1/1, although 8/9 would be nearer.
    """
    before, convergent = (0, 1), (1, 0)
    rest = number
    while True:
        whole = int(rest)
        following = (whole * convergent[0] + before[0], whole * convergent[1] + before[1])
        if following[1] > most:
            return convergent
        before, convergent = convergent, following
        if rest == whole:
            return convergent
        rest = 1 / (rest - whole)
