"""Numbers in Chinese characters, as [DBNum1], [DBNum2] and [DBNum3] show them."""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = ("0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "０１２３４５６７８９")
_UNITS = (
    ("", "", "", ""),
    ("", "十", "百", "千"),
    ("", "拾", "佰", "仟"),
    ("", "十", "百", "千"),
)
_MYRIADS = ("", "万", "亿", "兆", "京")
_MOST = 20


def digit_by_digit(text: str, numerals: int) -> str:
    """The digits of a text, each in the numerals of [DBNum1] to [DBNum3]; 0 leaves them."""
    return text.translate(str.maketrans(_DIGITS[0], _DIGITS[numerals])) if numerals else text


def spelled(number: str, numerals: int) -> str:
    """A decimal as it is said: 1200 gives 一千二百. Beyond the named units, digit by digit."""
    sign, figures = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, point, fraction = figures.partition(".")
    if not numerals or len(whole) > _MOST:
        return digit_by_digit(number, numerals)
    rest = point + digit_by_digit(fraction, numerals)
    return sign + _whole(whole, _DIGITS[numerals], _UNITS[numerals]) + rest


def small(number: int, numerals: int) -> str:
    """A month, day, hour or minute, as a date says it: 12 gives 十二, not 一十二."""
    text = spelled(str(number), numerals)
    return text[1:] if 10 <= number < 20 and numerals else text


def _whole(whole: str, digits: Sequence[str], units: Sequence[str]) -> str:
    groups: list[str] = []
    rest = whole
    while rest:
        groups.insert(0, rest[-4:])
        rest = rest[:-4]
    said, gap = "", False
    for place, group in zip(range(len(groups) - 1, -1, -1), groups, strict=True):
        text = ""
        for power, digit in zip(range(len(group) - 1, -1, -1), group, strict=True):
            if digit == "0":
                gap = True
                continue
            if gap and (said or text):
                text += digits[0]
            text += digits[int(digit)] + units[power]
            gap = False
        said += text + _MYRIADS[place] if text else ""
    return said or digits[0]
