"""The seed: from what was read at a ceremony to the one text that is hashed (draw-algorithm 4, LAW-4)."""

from __future__ import annotations

import re
from itertools import pairwise

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.seed_form import HEX, Seed
from shuangsuiji.core.plans.values import MAX_DIGITS
from shuangsuiji.core.seeds.reading import read_typed
from shuangsuiji.errors import BadInput

_SEPARATORS = re.compile(r"[\s,，、;；+|/-]+")

_ALLOWED = re.compile(r"[ -~\u4e00-\u9fff\u3001\u3002\u300a\u300b\u00b7]")
"""What a seed may be typed with: ASCII, Chinese characters, and 、。《》·; none looks like another."""

SYSTEM_BYTES = 16
WEAK_BITS = 20
"""Below this a bureau could try wordings of its plan until the result pleases."""
PLACEHOLDER_BITS = 40
"""From this on numbers that follow a pattern were typed to fill a form, and not drawn."""


def system_seed(entropy: bytes) -> str:
    """The seed text of 16 bytes from the system: 32 lower-case hex digits."""
    if len(entropy) != SYSTEM_BYTES:
        raise ValueError(f"{SYSTEM_BYTES} bytes are needed")
    return entropy.hex()


MOST_CHARACTERS = 10_000
"""Of a seed as it is typed: no source gives more, and a stranger's archive may hold anything."""


def normal_seed(text: str, form: Seed, batch: str | None = None) -> str:
    """The seed text that is hashed, from what somebody typed.

    Typed sources have their own rule (`core.seeds.reading`). Where the plan only says how many numbers its
    source gives, the text is built from the numbers: decimal, zero-padded to the width of the largest, one
    blank between, as drawn or ascending. Otherwise it is the normal form of the text.

    Args:
        text: as typed.
        form: 种子 of the plan.
        batch: whose issues an issue named in the text is held against; all of the plan's where it is None.

    Raises:
        BadInput: nothing was given, it is not what the plan fixed, or it holds a character that cannot be
            seen or be told from another.
    """
    _refuse_long(text)
    refuse_lookalikes(text)
    if not form.sources:
        return written_seed(text, form)
    seed = read_typed(text, form.sources, batch)
    refuse_placeholder(seed, form)
    return seed


def written_seed(text: str, form: Seed) -> str:
    """`normal_seed` of a text that is on record; whoever wrote it may have used any character.

    Raises:
        BadInput: it is not what the plan fixed.
    """
    _refuse_long(text)
    if form.sources:
        return read_typed(text, form.sources)
    if form.count is None:
        seed = norm(text)
        if not seed:
            raise BadInput(error("seed-blank"))
        return seed
    return _numbers(text, form, form.count)


def _refuse_long(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise BadInput(error("seed-too-long", count=len(text), most=MOST_CHARACTERS))


def _numbers(text: str, form: Seed, count: int) -> str:
    """The numbers of a free source, which the plan counts and bounds."""
    if re.search(r"(^|\s)-\s*[0-9]", norm(text)):
        raise BadInput(error("seed-not-numbers", value=norm(text)))
    parts = [part for part in _SEPARATORS.split(norm(text)) if part]
    if not all(part.isdecimal() and part.isascii() and len(part) <= MAX_DIGITS for part in parts):
        raise BadInput(error("seed-not-numbers", value=norm(text)))
    if len(parts) != count:
        raise BadInput(error("seed-count", wanted=count, got=len(parts)))
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


def refuse_lookalikes(text: str) -> None:
    """Refuses what a reader cannot see, or cannot tell from another letter (docs/seeds.md).

    The normal form holds nothing but ASCII, Chinese characters and a few marks; as typed, there may be what
    the normal form of a single character turns into these (full-width digits, ①), and white space.

    Raises:
        BadInput: naming the first other character by its code point.
    """
    for letter in text:
        plain = norm(letter)
        if (plain or not letter.isspace()) and not all(map(_ALLOWED.match, plain or letter)):
            raise BadInput(error("seed-character", character=code_point(letter)))


def refuse_placeholder(seed: str, form: Seed) -> None:
    """Refuses numbers in even steps, and hexadecimal digits that repeat themselves: chance never gives them.

    Args:
        seed: the seed text of typed sources.
        form: 种子 of the plan.

    Raises:
        BadInput: naming the source.
    """
    words = iter(seed.split(" "))
    for source in form.sources:
        for part in source.parts:
            numbers = [int(next(words)) for _ in range(part.count)]
            steps = {after - before for before, after in pairwise(numbers)}
            if part.bits > PLACEHOLDER_BITS and len(steps) == 1:
                raise BadInput(error("seed-placeholder", type=source.type))
        if source.hex_digits:
            digits = next(words)
            if re.fullmatch("(.{1,16}?)\\1+", digits):
                raise BadInput(error("seed-placeholder", type=source.type))


def code_point(letter: str) -> str:
    """The character as U+XXXX."""
    return f"U+{ord(letter):04X}"


SYSTEM = "系统随机数"
GIVEN = "人工给定"
SEALED_PUBLIC = "先封存后公开"
SEALED_SYSTEM = "先封存后由系统产生"
REHEARSAL = "演练"
ASKED_PUBLIC = "先申请后公开"
"""Of an event: numbers of an issue that the request had named before they were public."""
BY_PLATFORM = "平台抽取"
PLATFORM_SOURCE = "监管平台抽取的名单"
"""The seed of a platform's list: it decides nothing but teams that the list does not name."""

SYSTEM_SOURCE = "操作系统随机数"
TYPED_SOURCE = "现场录入的号码"
"""What was used as a seed (实际): whether typed numbers are those of the source, only a reader can tell."""


def grade(*, given: bool, frozen: bool, named: bool) -> str:
    """How much a seed convinces: sealed before a public seed, system randomness, or a seed somebody chose.

    Args:
        given: somebody typed it.
        frozen: the pool had been sealed, on record, before.
        named: the plan had named by type and issue where the seed would come from; a free text does not.
    """
    if not given:
        return SEALED_SYSTEM if frozen else SYSTEM
    return SEALED_PUBLIC if frozen and named else GIVEN


def strength(form: Seed) -> float | None:
    """Bits of an unpredictable seed of typed sources; None where the plan names none.

    Balls count as sets, as they are written: C(80, 20) outcomes of 快乐8. Joined sources add up. Of
    hexadecimal digits nobody knows how they came about: they add nothing.
    """
    known = [source.bits for source in form.sources if source.type != HEX]
    return sum(known) if known else None


def strength_on_record(form: Seed, *, given: bool) -> str:
    """The strength as a manifest holds it: one decimal, 128 for the system's own, or blank."""
    bits = strength(form) if given else float(8 * SYSTEM_BYTES)
    if bits is None:
        return ""
    return f"{bits:.1f}" if given else f"{bits:.0f}"
