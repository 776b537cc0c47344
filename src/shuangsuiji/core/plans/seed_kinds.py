"""What each type of public observation gives: its parts, their numbers, their order, and their bits.

A lottery's balls come as sets, so that they are written ascending, each part for itself; digits keep their
places, dice the order in which they were thrown. With the order of balls left free, whoever writes them down
could choose among hundreds of seeds. The games are those of 2024; docs/seeds.md has the table. Source: LAW-4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["快乐8", "双色球", "大乐透", "七星彩", "排列5", "排列3", "3D", "骰子", "drand", "十六进制"]
Chain = Literal["quicknet", "default"]

DICE, DRAND, HEX = "骰子", "drand", "十六进制"
DRAND_DIGITS = 64
TEN_FACES = 10
"""Dice of ten faces are marked 0 to 9; all others count from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Numbers of one range that stand together.

    Attributes:
        name: as people call it; blank where a source has one part only.
        labels: further words that announce it when it is read out.
        balls: drawn without putting back: no number twice, written ascending. Else digits or dice.
    """

    name: str = ""
    labels: tuple[str, ...] = ()
    count: int
    low: int
    high: int
    balls: bool = False

    @property
    def width(self) -> int:
        """Digits of each number as written."""
        return len(str(self.high))

    @property
    def bits(self) -> float:
        """The base-2 logarithm of how many outcomes the part has."""
        size = self.high - self.low + 1
        return math.log2(math.comb(size, self.count)) if self.balls else self.count * math.log2(size)


@dataclass(frozen=True, slots=True)
class Lottery:
    """A lottery: who holds it, and what one issue of it gives."""

    holder: str
    parts: tuple[Part, ...]


_WELFARE, _SPORTS = "中国福利彩票", "中国体育彩票"
HOLDERS = (_WELFARE, _SPORTS, "福利彩票", "体育彩票", "福彩", "体彩")
"""Who holds lotteries, as people write it before the name of one."""

LOTTERIES: Mapping[str, Lottery] = {
    "快乐8": Lottery(_WELFARE, (Part(count=20, low=1, high=80, balls=True),)),
    "双色球": Lottery(
        _WELFARE,
        (
            Part(name="红球", labels=("红色球", "红"), count=6, low=1, high=33, balls=True),
            Part(name="蓝球", labels=("蓝色球", "蓝"), count=1, low=1, high=16, balls=True),
        ),
    ),
    "大乐透": Lottery(
        _SPORTS,
        (
            Part(name="前区", labels=("红球", "红"), count=5, low=1, high=35, balls=True),
            Part(name="后区", labels=("蓝球", "蓝"), count=2, low=1, high=12, balls=True),
        ),
    ),
    "七星彩": Lottery(
        _SPORTS,
        (
            Part(name="前六位", labels=("前区",), count=6, low=0, high=9),
            Part(name="第七位", labels=("后区", "最后一位"), count=1, low=0, high=14),
        ),
    ),
    "排列5": Lottery(_SPORTS, (Part(count=5, low=0, high=9),)),
    "排列3": Lottery(_SPORTS, (Part(count=3, low=0, high=9),)),
    "3D": Lottery(_WELFARE, (Part(count=3, low=0, high=9),)),
}

SPELLINGS: Mapping[str, str] = {
    **{kind.lower(): kind for kind in get_args(Kind)},
    "超级大乐透": "大乐透",
    "排列五": "排列5",
    "排列三": "排列3",
    "dice": DICE,
    "hex": HEX,
    "16进制": HEX,
}
"""How a type may be written, in lower case -> the type."""


def kind_spelled(text: str) -> str:
    """The type that a text in normal form names, or the text itself where it names none."""
    bare = text.lower().replace(" ", "")
    for holder in HOLDERS:
        if bare.startswith(holder):
            bare = bare.removeprefix(holder)
            break
    return SPELLINGS.get(bare, text)


def dice_part(count: int, faces: int) -> Part:
    """What `count` dice of `faces` faces give, in the order in which they were thrown."""
    low, high = (0, 9) if faces == TEN_FACES else (1, faces)
    return Part(count=count, low=low, high=high)
