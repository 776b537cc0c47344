"""Characters that nobody sees, and letters that look like others: two texts that look the same are not.

A condition compares texts; an object whose tier holds a filler (U+3164) is in no stratum, and nobody who
reads the sheet can tell why. `plain` gives the form in which two such texts are one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shuangsuiji.core.canonical import norm

INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Format characters, fillers, variation selectors and tags: none has a shape of its own."""

_LATIN: Final = "AaBCcEeHIiJjKMNOoPpSsTXxYyVvhu"
_CYRILLIC: Final = "АаВСсЕеНІіЈјКМ\0ОоРрЅѕТХхҮу\0\0һ\0"
_GREEK: Final = "Α\0Β\0\0Ε\0ΗΙ\0\0\0ΚΜΝΟοΡ\0\0\0ΤΧ\0Υ\0\0ν\0υ"
_IDEOGRAPHS: Final = "口力二八工卜一夕千才"
_KANA: Final = "ロカニハエトータチオ"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u02d7\u00af"
_DOTS: Final = "\u2022\u2027\u2219\u22c5\u30fb\u0387\u16eb"

_ALIKE: Final = {
    **{
        ord(other): letter
        for others, letters in ((_CYRILLIC, _LATIN), (_GREEK, _LATIN), (_KANA, _IDEOGRAPHS))
        for other, letter in zip(others, letters, strict=True)
        if other != "\0"
    },
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _DOTS), "\u00b7"),
    ord("\u0131"): "i",
    ord("\u0261"): "g",
}
"""Letter -> what it looks like, after `norm`, which folds wide forms and most radicals already."""
_RADICALS: Final = {
    ord("⺠"): "民", ord("⻢"): "马", ord("⻔"): "门", ord("⻋"): "车", ord("⻓"): "长", ord("⻅"): "见",
    ord("⻉"): "贝", ord("⻛"): "风", ord("⻜"): "飞", ord("⻝"): "食", ord("⻬"): "齐", ord("⻰"): "龙",
    ord("⻥"): "鱼", ord("⻦"): "鸟", ord("⻨"): "麦", ord("⻩"): "黄", ord("⺟"): "母", ord("⻄"): "西",
    ord("⻁"): "虎", ord("⻘"): "青", ord("⻚"): "页", ord("⻙"): "韦", ord("⻤"): "鬼", ord("⺒"): "巳",
}  # fmt: skip
"""Radicals that stand for whole characters and that no normal form folds."""


_MARKS: Final = frozenset(_DASHES + _DOTS)

_SHAPES: Final = str.maketrans({"一": "-", "I": "1", "l": "1", "O": "0", "o": "0"})
"""Signs of one script that look alike on paper."""
_TO_PLAIN: Final = _ALIKE | _RADICALS


def plain(text: str) -> str:
    """The text as it looks: in normal form, nothing invisible, letters that look alike in one spelling."""
    if text.isascii():
        return norm(text)
    return norm(INVISIBLE.sub("", norm(INVISIBLE.sub("", text)))).translate(_TO_PLAIN)


def shape_of(text: str) -> str:
    """A name as it looks on paper: signs of one script that look alike are one, marks at its end none."""
    return plain(text).translate(_SHAPES).strip("。，、.,")


def is_odd(text: str) -> bool:
    """Whether a text holds something invisible, or a letter that looks like another of another script."""
    return not text.isascii() and plain(text) != norm(text)


def is_foreign(text: str) -> bool:
    """Whether a name holds something invisible or a letter of another script; dashes and points may."""
    return is_odd("".join(letter for letter in text if letter not in _MARKS))


def is_unwritable(key: str) -> bool:
    """Whether an id holds something invisible, or letters or digits that are neither ASCII nor Chinese."""
    return not key.isascii() and bool(INVISIBLE.search(key) or any(map(_is_foreign_sign, key)))


def _is_foreign_sign(letter: str) -> bool:
    if letter.isascii() or unicodedata.name(letter, "").startswith("CJK UNIFIED"):
        return False
    return unicodedata.category(letter)[0] in "LN" and letter != "〇"


def named(text: str) -> str:
    """The text with what cannot be seen or be told apart by its code point: 正常〔U+3164〕."""
    return "".join(
        f"〔U+{ord(letter):04X}〕"
        if INVISIBLE.match(letter)
        else f"{letter}〔U+{ord(letter):04X}〕"
        if _unlike(letter)
        else letter
        for letter in text
    )


def _unlike(letter: str) -> bool:
    folded = unicodedata.normalize("NFKC", letter)
    return any(ord(one) in _ALIKE or ord(one) in _RADICALS for one in folded) and not letter.isascii()
