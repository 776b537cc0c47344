"""A typed seed: from what people type or read out to the one text that is hashed (docs/seeds.md).

1. The text takes its normal form and is cut into words of digits or letters; between them may stand blanks,
   commas and the like, + or |, names of sources and parts, and numbers of issues.
2. The words are dealt to the sources in the order of the plan, and within them to their parts.
3. What named or divided the words must stand where a source or a part begins.
4. Numbers out of range, and balls twice in a part, are refused; balls are put into ascending order.
5. Each number is written with as many digits as the largest of its part has, one blank between.

Nothing is looked up: neither the record of a lottery nor the signature of drand. Whoever checks a draw does
that.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.plans.seed_form import (
    DRAND,
    HOLDERS,
    SPELLINGS,
    NumberPart,
    Seed,
    SeedSource,
    kind_spelled,
)
from shuangsuiji.core.plans.values import MAX_DIGITS
from shuangsuiji.errors import BadInput

_PIECE = re.compile(
    r"(?P<issue>第? ?[0-9]+ ?(?:期|轮次?))"
    r"|(?P<mark>[+|])"
    r"|(?P<between>[\s,，、;；:/-]+|(?:开奖|中奖)?(?:号码|结果))"
    r"|(?P<word>[0-9A-Za-z]+)"
)
_MINUS = re.compile(r"(^|\s)-\s*[0-9]")
_SHOWN = 20
_ISSUE, _NUMBER = re.compile("第 ?[0-9]+|[0-9]+ ?[期轮]"), re.compile("[0-9]+")
_BARE = re.compile(r"[0-9\s,，、;；:]*")


@dataclass(frozen=True, slots=True)
class _Sign:
    """What stood before the word at `position`: a mark + or |, or what names an issue, a source or a part."""

    sort: str
    text: str
    position: int


@dataclass(slots=True)
class _Reading:
    """A text that is being read; positions count words from 0."""

    sources: Sequence[SeedSource]
    batch: str | None
    words: list[str] = field(default_factory=list)
    signs: list[_Sign] = field(default_factory=list)
    position: int = 0
    source_at: dict[int, SeedSource] = field(default_factory=dict)
    part_at: dict[int, NumberPart | None] = field(default_factory=dict)

    def cut(self, text: str) -> None:
        """Step 1."""
        plain = norm(text)
        if not plain:
            raise BadInput(error("seed-blank"))
        if _MINUS.search(plain):
            raise BadInput(error("seed-not-numbers", value=plain))
        names = _names(self.sources)
        at = 0
        while at < len(plain):
            name = names.match(plain, at)
            match = name or _PIECE.match(plain, at)
            if not match:
                raise BadInput(error("seed-not-numbers", value=plain))
            sort = "name" if name else str(match.lastgroup)
            if sort == "word":
                self.words.append(match.group())
            elif sort != "between":
                self.signs.append(_Sign(sort, match.group(), len(self.words)))
            at = match.end()

    def deal(self) -> list[str | tuple[NumberPart, list[int]]]:
        """Step 2: what each source and part has, in the order of the plan."""
        widths = [part.width for source in self.sources for part in source.parts for _ in range(part.count)]
        together = len(self.words) == 1 and len(self.words[0]) == sum(widths) and not self.signs
        if together and not any(source.hex_digits for source in self.sources):
            self.words = _cut(self.words[0], widths)
        dealt: list[str | tuple[NumberPart, list[int]]] = []
        for source in self.sources:
            self.source_at[self.position] = source
            if source.hex_digits:
                dealt.append(self._hexadecimal(source))
            for part in source.parts:
                self.part_at[self.position] = part
                dealt.append((part, self._numbers(part)))
        if self.position < len(self.words):
            last = self.sources[-1]
            if last.hex_digits and len(self.sources) == 1:
                raise BadInput(_not_hex("".join(self.words), last.hex_digits))
            raise BadInput(self._wrong_count())
        return dealt

    def _numbers(self, part: NumberPart) -> list[int]:
        """The numbers of a part; its digits may have been written without blanks."""
        own = self.words[self.position : self.position + part.count]
        if part.count > 1 and own and len(own[0]) == part.count * part.width:
            own = _cut(own[0], [part.width] * part.count)
            self.position += 1
        else:
            self.position += len(own)
        for word in own:
            if not _is_number(word):
                raise BadInput(error("seed-not-numbers", value=_shortened(word)))
        if len(own) < part.count:
            raise BadInput(self._wrong_count())
        return [int(word) for word in own]

    def _hexadecimal(self, source: SeedSource) -> str:
        """The digits of a source; they may stand in groups, the bare number of a drand round before them."""
        wanted = source.hex_digits
        rest = self.words[self.position :]
        if source.type == DRAND and len(rest) > 1 and _is_number(rest[0]) and len(rest[1]) == wanted:
            self._hold_issue(rest[0], source)
            self.position += 1
        self.part_at[self.position] = None
        digits = ""
        while len(digits) < wanted and self.position < len(self.words):
            digits += self.words[self.position].lower()
            self.position += 1
        if not re.fullmatch(f"[0-9a-f]{{{wanted}}}", digits):
            raise BadInput(_not_hex(digits, wanted))
        return digits

    def _wrong_count(self) -> Finding:
        wanted = sum(part.count for source in self.sources for part in source.parts)
        wanted += sum(1 for source in self.sources if source.hex_digits)
        return error("seed-count", wanted=wanted, got=len(self.words))

    def check_signs(self) -> None:
        """Step 3. Marks between all words divide nothing."""
        gaps = {sign.position for sign in self.signs if sign.sort == "mark"}
        everywhere = gaps == set(range(1, len(self.words)))
        for sign in self.signs:
            if sign.sort == "mark":
                begins = sign.position in {*self.source_at, *self.part_at}
                fits = everywhere or (begins and sign.position > 0)
            elif sign.sort == "issue":
                source = self.source_at.get(sign.position)
                fits = source is not None
                if source is not None:
                    self._hold_issue(re.sub("[^0-9]", "", sign.text), source)
            else:
                fits = self._names_what_follows(sign)
            if not fits:
                raise BadInput(error("seed-parts", sign=sign.text, form=self._form()))

    def _names_what_follows(self, sign: _Sign) -> bool:
        kind = kind_spelled(norm(sign.text))
        if any(source.type == kind for source in self.sources):
            begun = self.source_at.get(sign.position)
            return begun is not None and begun.type == kind
        part = self.part_at.get(sign.position)
        return part is not None and sign.text in (part.name, *part.labels)

    def _hold_issue(self, number: str, source: SeedSource) -> None:
        planned = source.issues(self.batch)
        if planned and not any(same_issue(number, issue) for issue in planned):
            wanted = "、".join(planned)
            raise BadInput(
                error("seed-issue-differs", type=source.type, got=number, wanted=wanted, unit=source.unit)
            )

    def _form(self) -> str:
        """The parts in their order, with how many numbers each has."""
        told = []
        for source in self.sources:
            named = [f"{part.name}{part.count}个" for part in source.parts]
            told.append(f"{source.type}{'、'.join(named) if named else f'{source.hex_digits}位'}")
        return "；".join(told)


def read_typed(text: str, sources: Sequence[SeedSource], batch: str | None = None) -> str:
    """The seed text that `text` gives for the typed sources of a plan.

    Args:
        text: as typed or pasted.
        sources: of the plan, in its order; at least one.
        batch: whose issues an issue named in the text is held against; all of the plan's where it is None.

    Raises:
        BadInput: the text does not say what these sources can have given.
    """
    reading = _Reading(sources, batch)
    reading.cut(text)
    dealt = reading.deal()
    reading.check_signs()
    return " ".join(item if isinstance(item, str) else _part_text(*item) for item in dealt)


def bound_to_issues(form: Seed, text: str) -> Seed:
    """The form with the issues that a request names for its seed, in the words of whoever filed it.

    A number counts for the source whose name stands before it; without a name, for every source; and
    for none that cannot have such an issue. Numbers are
    issues where 第, 期 or 轮 says so, or where nothing else is written. A text without any binds nothing.
    """
    plain, names = norm(text), _names(form.sources)
    number = _ISSUE if not _BARE.fullmatch(names.sub("", plain)) else _NUMBER
    found: dict[str, dict[str, str]] = {}
    kind, at = "", 0
    while form.sources and at < len(plain):
        name, issue = names.match(plain, at), number.match(plain, at)
        if name:
            spelled = kind_spelled(name.group())
            kind = spelled if any(source.type == spelled for source in form.sources) else kind
        elif issue:
            digits = re.sub("[^0-9]", "", issue.group())
            found.setdefault(kind, {})[digits] = digits
        matched = name or issue
        at = matched.end() if matched else at + 1
    bound = []
    for source in form.sources:
        named = found.get(source.type) or found.get("", {})
        bound.append(source.of_issues({digits: digits for digits in named if source.may_have(digits)}))
    return form.model_copy(update={"source": tuple(bound) or form.source})


def _part_text(part: NumberPart, numbers: list[int]) -> str:
    """Steps 4 and 5."""
    for number in numbers:
        if not part.low <= number <= part.high:
            raise BadInput(
                error("seed-part-range", part=part.name, value=number, low=part.low, high=part.high)
            )
    if part.balls:
        for number in numbers:
            if numbers.count(number) > 1:
                raise BadInput(error("seed-repeated", part=part.name, value=number))
        numbers = sorted(numbers)
    return " ".join(str(number).zfill(part.width) for number in numbers)


def _names(sources: Sequence[SeedSource]) -> re.Pattern[str]:
    """The words that name a source of the plan or a part of one, longest first."""
    kinds = {source.type for source in sources}
    spelled = {text for text, kind in SPELLINGS.items() if kind in kinds}
    if any(source.hex_digits for source in sources):
        spelled = {text for text in spelled if re.search("[^0-9a-f]", text)}  # 3d may be two digits
    names = {holder + text for text in spelled for holder in ("", *HOLDERS)}
    for source in sources:
        for part in source.parts:
            names |= {text for text in (part.name, *part.labels) if text}
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    ended = r"(?:(?<![0-9A-Za-z])|(?![0-9A-Za-z]))"  # 红3 is a name and a number, 快乐803 is not
    return re.compile(f"(?:{alternatives}){ended}", re.IGNORECASE)


def _cut(digits: str, widths: Sequence[int]) -> list[str]:
    """Digits that were written without blanks, as the numbers they must be: each has a fixed width."""
    ends = list(itertools.accumulate(widths))
    return [digits[end - width : end] for width, end in zip(widths, ends, strict=True)]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= MAX_DIGITS


def same_issue(one: str, other: str) -> bool:
    """Lotteries write the year of an issue with four digits or with two."""
    return one == other or f"20{one}" == other or one == f"20{other}"


def _not_hex(digits: str, wanted: int) -> Finding:
    wrong = re.search("[^0-9a-fA-F]", digits)
    if wrong:
        return error("seed-hex-letter", value=_shortened(digits), letter=wrong.group())
    return error("seed-hex", value=_shortened(digits), wanted=wanted, got=len(digits))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
