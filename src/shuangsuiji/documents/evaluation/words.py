"""How the evaluation writes its figures: percentages with their two numbers, intervals, names of groups."""

from __future__ import annotations

from fractions import Fraction

from shuangsuiji.core.evaluation.rates import AREA, TIER, TOTAL, Rate
from shuangsuiji.core.evaluation.statistics import Interval, Share
from shuangsuiji.core.evaluation.trends import Trend
from shuangsuiji.core.plans.words import share_text as one_decimal

FEW = "样本少，不作比较"
NONE = "—"
"""What stands where there is no rate: nothing was counted."""


def percent(value: Fraction | None) -> str:
    """A rate as `core.plans.words.share_text` writes it: 1/8 is 12.5%."""
    return NONE if value is None else one_decimal(value)


def share_text(share: Share) -> str:
    """A rate with its two numbers, so that anybody can recompute it: 25.0%（3/12）."""
    return f"{percent(share.rate)}（{share.part}/{share.of}）"


def interval_text(interval: Interval | None) -> str:
    """An interval, its bounds rounded outwards to a tenth of a per cent."""
    if interval is None:
        return NONE
    low = interval.low * 1000 // 1
    high = -(-interval.high * 1000 // 1)
    return f"{low // 10}.{low % 10}%～{high // 10}.{high % 10}%"


def group_text(rate: Rate) -> str:
    """The name of a group: 合计, the district, the task with its tier."""
    if rate.kind == TOTAL:
        return TOTAL
    if rate.kind == AREA:
        return rate.district
    if rate.kind == TIER:
        return f"{rate.task} {rate.name}"
    return rate.label


def remark(rate: Rate) -> str:
    """What has to be said of a problem rate beside its numbers."""
    if not rate.problem.of:
        return "没有随机检查的结果"
    if rate.small:
        return FEW
    return "已全部检查" if rate.problem.of == rate.size else ""


def meaning(rate: Rate) -> str:
    """What the interval of a rate is about."""
    if rate.interval is None:
        return NONE
    return "本层全部对象" if rate.finite else "按实际抽查力度"


def chance_text(trend: Trend) -> str:
    """The chance of a rise, in words: 3.1%; 样本少 where nothing is compared."""
    if trend.chance is None:
        return FEW
    if trend.chance < Fraction(1, 1000):
        return "不到0.1%"
    return percent(trend.chance)


def verdict(trend: Trend) -> str:
    """What a comparison comes to."""
    if trend.chance is None:
        return FEW
    return "上升" if trend.risen else "差别在偶然范围内或没有上升"


def half(doubled: int) -> str:
    """A doubled median as a number: 7 is 3.5, 8 is 4."""
    return f"{doubled // 2}.5" if doubled % 2 else str(doubled // 2)


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[ones - 1] if ones else "")


_DIGITS = "一二三四五六七八九"
