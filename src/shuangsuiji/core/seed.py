"""The seed: from what was read at a ceremony to the one text that is hashed (draw-algorithm 4, LAW-4)."""

from __future__ import annotations

import math
import re

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.plan import Seed
from shuangsuiji.core.plans.values import MAX_DIGITS
from shuangsuiji.errors import BadInput

_SEPARATORS = re.compile(r"[\s,，、;；+|/-]+")

SYSTEM_BYTES = 16
WEAK_BITS = 20
"""Below this a bureau could try wordings of its plan until the result pleases."""


def system_seed(entropy: bytes) -> str:
    """The seed text of 16 bytes from the system: 32 lower-case hex digits."""
    if len(entropy) != SYSTEM_BYTES:
        raise ValueError(f"{SYSTEM_BYTES} bytes are needed")
    return entropy.hex()


def normal_seed(text: str, form: Seed) -> str:
    """The seed text that is hashed.

    Where the plan says how many numbers its source gives, the text is built from the numbers: decimal,
    zero-padded to the width of the largest, one blank between, as drawn or ascending. Otherwise it is the
    normal form of the text.

    Raises:
        BadInput: nothing was given, or the numbers are not those that the plan fixed.
    """
    if form.count is None:
        seed = norm(text)
        if not seed:
            raise BadInput(error("seed-blank"))
        return seed
    if re.search(r"(^|\s)-\s*[0-9]", norm(text)):
        raise BadInput(error("seed-not-numbers", value=norm(text)))
    parts = [part for part in _SEPARATORS.split(norm(text)) if part]
    if not all(part.isdecimal() and part.isascii() and len(part) <= MAX_DIGITS for part in parts):
        raise BadInput(error("seed-not-numbers", value=norm(text)))
    if len(parts) != form.count:
        raise BadInput(error("seed-count", wanted=form.count, got=len(parts)))
    numbers = [int(part) for part in parts]
    if form.bounds is not None:
        low, high = form.bounds
        outside = [number for number in numbers if not low <= number <= high]
        if outside:
            raise BadInput(error("seed-range", value=outside[0], low=low, high=high))
    if form.order == "升序":
        numbers.sort()
    largest = form.bounds[1] if form.bounds else max(numbers)
    width = len(str(largest))
    return " ".join(str(number).zfill(width) for number in numbers)


SYSTEM = "系统随机数"
GIVEN = "人工给定"
SEALED_PUBLIC = "先封存后公开"
SEALED_SYSTEM = "先封存后由系统产生"
REHEARSAL = "演练"
BY_PLATFORM = "平台抽取"
"""The seed of a platform's list: it decides nothing but teams that the list does not name."""


def grade(*, given: bool, frozen: bool, named: bool) -> str:
    """How much a seed convinces: sealed before a public seed, system randomness, or a seed somebody chose.

    Args:
        given: somebody typed it.
        frozen: the pool had been sealed, on record, before.
        named: the plan had named where the seed would come from.
    """
    if not given:
        return SEALED_SYSTEM if frozen else SYSTEM
    return SEALED_PUBLIC if frozen and named else GIVEN


def reading(form: Seed) -> str:
    """How the seed will be written down, in words; blank if the plan does not say."""
    if form.count is None:
        return ""
    numbers = f"{form.count}个号码" + (f"（{form.range}）" if form.range else "")
    order = "按开奖顺序" if form.order == "开奖顺序" else "按从小到大"
    return f"{numbers}{order}写成等宽数字，用一个空格隔开"


_LOTTERIES: tuple[tuple[str, int, float], ...] = (
    ("快乐8", 20, math.log2(math.comb(80, 20))),
    ("双色球", 7, math.log2(math.comb(33, 6) * 16)),
    ("大乐透", 7, math.log2(math.comb(35, 5) * math.comb(12, 2))),
    ("排列5", 5, math.log2(10**5)),
    ("排列3", 3, math.log2(10**3)),
    ("3D", 3, math.log2(10**3)),
)
"""Lotteries by the name a plan gives them: how many numbers a draw has, and the bits of their set."""
_DICE = 20
"""The largest range that is taken for dice or digits instead of balls."""


def strength(form: Seed) -> float | None:
    """Bits of an unpredictable seed of this form where the plan tells enough, else None.

    Lotteries named in 来源 count as they are published, without their order. Numbers of dice or digits (a
    small range) come independently, in order; of balls only the set counts, so that nothing is overstated.
    """
    if form.count is None:
        return None
    source = norm(form.source or "")
    named = [(count, bits) for name, count, bits in _LOTTERIES if name in source]
    if named and sum(count for count, _ in named) == form.count:
        return sum(bits for _, bits in named)
    if form.bounds is None:
        return None
    size = form.bounds[1] - form.bounds[0] + 1
    if size <= _DICE and form.order == "开奖顺序":
        return form.count * math.log2(size)
    return math.log2(math.comb(size, form.count)) if form.count <= size else None
