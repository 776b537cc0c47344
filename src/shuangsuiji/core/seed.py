"""The seed: from what was read at a ceremony to the one text that is hashed (draw-algorithm 4, LAW-4)."""

from __future__ import annotations

import math
import re

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plan import Seed
from shuangsuiji.core.values import MAX_DIGITS
from shuangsuiji.errors import BadInput

_SEPARATORS = re.compile(r"[\s,，、;；+|/-]+")

SYSTEM_BYTES = 16


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


def strength(form: Seed) -> float | None:
    """Bits of an unpredictable seed of this form where the plan's numbers tell, else None.

    Numbers are taken as drawn independently; a lottery without replacement gives a little less, which
    the figure for an ascending order allows for by counting each set once.
    """
    if form.count is None or form.bounds is None:
        return None
    size = form.bounds[1] - form.bounds[0] + 1
    if form.order == "升序":
        return math.log2(math.comb(size, form.count)) if form.count <= size else None
    return form.count * math.log2(size)
