"""The seed: from what was read at a ceremony to the one text that is hashed (draw-algorithm 4, LAW-4)."""

from __future__ import annotations

import re
import unicodedata

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.values import MAX_DIGITS
from shuangsuiji.core.seeds.reading import read_typed
from shuangsuiji.errors import BadInput

_SEPARATORS = re.compile(r"[\s,，、;；+|/-]+")

_HIDDEN = frozenset({"Cf", "Co", "Cs", "Cn"})
_MARKS = frozenset({"Mn", "Me", "Mc"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")

SYSTEM_BYTES = 16
WEAK_BITS = 20
"""Below this a bureau could try wordings of its plan until the result pleases."""


def system_seed(entropy: bytes) -> str:
    """The seed text of 16 bytes from the system: 32 lower-case hex digits."""
    if len(entropy) != SYSTEM_BYTES:
        raise ValueError(f"{SYSTEM_BYTES} bytes are needed")
    return entropy.hex()


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
    refuse_lookalikes(text)
    return read_typed(text, form.sources, batch) if form.sources else written_seed(text, form)


def written_seed(text: str, form: Seed) -> str:
    """`normal_seed` of a text that is on record; whoever wrote it may have used any character.

    Raises:
        BadInput: it is not what the plan fixed.
    """
    if form.sources:
        return read_typed(text, form.sources)
    if form.count is None:
        seed = norm(text)
        if not seed:
            raise BadInput(error("seed-blank"))
        return seed
    return _numbers(text, form, form.count)


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

    Format characters, private and unassigned ones, fillers and controls that are no white space, in the text
    as typed; combining marks that stay one by one, and letters of more than one of Latin, Cyrillic and
    Greek, in its normal form.

    Raises:
        BadInput: naming the first such character by its code point.
    """
    plain = norm(text)
    for letter in text:
        if letter in _FILLERS or unicodedata.category(letter) in _HIDDEN or _is_control(letter):
            raise BadInput(error("seed-character", character=code_point(letter)))
    for letter in plain:
        if letter in _FILLERS or unicodedata.category(letter) in _MARKS:
            raise BadInput(error("seed-character", character=code_point(letter)))
    first = ""
    for letter in plain:
        script = _script(letter)
        if script and first and script != first:
            raise BadInput(error("seed-mixed-letters", letter=letter, character=code_point(letter)))
        first = first or script


def code_point(letter: str) -> str:
    """The character as U+XXXX."""
    return f"U+{ord(letter):04X}"


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and norm(letter) != ""


def _script(letter: str) -> str:
    """Latin, Cyrillic or Greek, for a letter of these; else blank."""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


SYSTEM = "系统随机数"
GIVEN = "人工给定"
SEALED_PUBLIC = "先封存后公开"
SEALED_SYSTEM = "先封存后由系统产生"
REHEARSAL = "演练"
BY_PLATFORM = "平台抽取"
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

    Balls count as sets, as they are written: C(80, 20) outcomes of 快乐8. Joined sources add up.
    """
    return sum(source.bits for source in form.sources) if form.sources else None


def strength_on_record(form: Seed, *, given: bool) -> str:
    """The strength as a manifest holds it: one decimal, 128 for the system's own, or blank."""
    bits = strength(form) if given else float(8 * SYSTEM_BYTES)
    if bits is None:
        return ""
    return f"{bits:.1f}" if given else f"{bits:.0f}"
