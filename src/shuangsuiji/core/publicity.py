"""What may be public, and when: the one place that decides it (LAW-3, LZ-10).

Public papers hold no resident ID number and no phone, whatever column or name it stands in; certificate
numbers, names of sole traders and columns follow the plan's 公开; recusal grounds and former employers are
never printed. Until its time the drawn list is internal. Public lists of objects go by name: `public_order`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.columns.private import (
    LEAST_SECRET,
    NEVER_PUBLIC,
    PHONE,
    RESIDENT_NUMBER,
    SECRET_COLUMN,
)
from shuangsuiji.core.dates import any_marks_date
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.registries.identifiers import CodeKind, identify


class Access(StrEnum):
    """Who may see a paper. It stands on the paper itself."""

    PUBLIC = "公开"
    INTERNAL = "内部"


_SPACED = re.compile(r"[0-9](?:[0-9 ()（）－-]*[0-9Xx])?")
_DIGITS = re.compile(r"[0-9](?:[0-9()（）－-]*[0-9Xx])?")

_SOLE_TRADER = "92"
"""How the credit code of a sole trader begins (GB 32100-2015: 工商, 个体工商户)."""


class ListTime(StrEnum):
    """When the drawn list becomes public."""

    WITH_PLAN = "公布计划时"
    AFTER_DRAW = "抽取后"
    AFTER_VISITS = "检查结束后"


LIST_TIMES = tuple(ListTime)

_FREE_WORDS = (
    (ListTime.AFTER_VISITS, r"(检查|抽查|核查)(工作|任务)?(全部)?(结束|完成|完毕)"),
    (ListTime.AFTER_DRAW, r"抽取(工作)?(结束|完成)?(之?后|当日|当天|时)|立即|即时|随时"),
    (ListTime.WITH_PLAN, r"(公布|公开|印发)(年度)?(抽查)?(工作)?计划|与计划(一并|同时)"),
)


def list_time(text: str) -> ListTime | date | None:
    """名单公布 as one of the fixed values or a day; None if it cannot be understood.

    Free words of older plans are understood where they say plainly what they mean.
    """
    words = norm(text)
    for value in ListTime:
        if words == value:
            return value
    day = any_marks_date(words)
    return day or next((value for value, pattern in _FREE_WORDS if re.search(pattern, words)), None)


def list_is_public(plan: Plan, on: date | None = None) -> bool:
    """Whether the drawn list may be out on a day; what cannot be understood waits (LAW-3).

    Args:
        plan: the plan with its 名单公布.
        on: the day; None asks whether it is public from the draw on.
    """
    when = list_time(plan.publication.list_published)
    if isinstance(when, date):
        return on is not None and on >= when
    return when in (ListTime.WITH_PLAN, ListTime.AFTER_DRAW)


@dataclass(frozen=True, kw_only=True)
class Masks:
    """How a plan wants things shown to the public.

    Attributes:
        certificate: 部分, 全部 or 不公开.
        short_traders: names of sole traders in part.
        hidden: columns left out; `hidden_items`: items whose results are left out (trade secrets).
        secrets: phone, ID and account numbers of the registries, digits alone.
    """

    certificate: str
    short_traders: bool
    hidden: frozenset[str]
    hidden_items: frozenset[str]
    secrets: frozenset[str] = frozenset()

    def text(self, text: str) -> str:
        """A text with every phone, ID and secret number masked."""
        if not any("0" <= letter <= "9" for letter in text):
            return text
        text = masked(text)
        for pattern in (_SPACED, _DIGITS) if self.secrets else ():
            text = pattern.sub(self._number, text)
        return text

    def said(self, text: str) -> str:
        """A reason or another text on record, which nobody can change: what the gate would refuse is masked.

        A text with such a number is shown in its normal form, in which the number stands.
        """
        shown = self.text(text)
        if not private_numbers(shown, self.secrets):
            return shown
        plain = _plain(text)
        for form in (*(form for _, form in _NUMBER_FORMS), _ANY_DIGITS):
            plain = form.sub(self._whole_number, plain)
        return plain

    def _whole_number(self, match: re.Match[str]) -> str:
        found = private_numbers(match.group(), self.secrets)
        return found[0].masked if found else match.group()

    def _number(self, match: re.Match[str]) -> str:
        digits = _bare(match.group())
        return _starred(match.group(), 0, 2) if digits in self.secrets else match.group()

    def code(self, code: str) -> str:
        """The id of an object: masked if it is a person's ID number or phone, or secret."""
        return _starred(code, 0, 2) if _bare(code) in self.secrets and code.isdigit() else masked_code(code)

    def shown_certificate(self, number: str) -> str:
        """A certificate number as the plan wants it; an ID number used as one is masked at any rate."""
        if identify(norm_id(number)) is CodeKind.RESIDENT:
            return "" if self.certificate == "不公开" else masked_code(number)
        if self.certificate == "全部" or not number:
            return number
        if self.certificate == "不公开":
            return ""
        return _certificate_starred(number)

    def object_name(self, name: str, code: str = "", kind: str = "") -> str:
        """The name of an object; of a sole trader in part, if the plan wants it so.

        Args:
            name: as registered.
            code: its credit code, if known.
            kind: what the registry calls it (主体类型), if it does.
        """
        if self.short_traders and (norm_id(code).startswith(_SOLE_TRADER) or "个体" in kind + name):
            return _short_name(self.text(name))
        return self.text(name)

    def shows(self, column: str) -> bool:
        """Whether a column may stand in a public paper."""
        return column not in NEVER_PUBLIC and norm(column) not in self.hidden


def masks_of(plan: Plan, secrets: Iterable[str] = ()) -> Masks:
    """The masks of a plan; `secrets` as `secret_numbers` finds them."""
    publication = plan.publication
    return Masks(
        certificate=publication.certificate,
        short_traders=publication.sole_traders == "部分",
        hidden=frozenset(map(norm, publication.hidden_columns or ())),
        hidden_items=frozenset(map(norm_id, publication.hidden_items or ())),
        secrets=frozenset(secrets),
    )


def secret_numbers(columns: Mapping[str, Sequence[str]]) -> set[str]:
    """The phone, ID and account numbers in the columns of a registry, digits alone."""
    return {
        digits
        for name, cells in columns.items()
        if SECRET_COLUMN.search(name)
        for cell in cells
        for part in re.split("[、，,;；/\n]", cell)
        for found in _DIGITS.findall(part)
        if len(digits := _bare(found)) >= LEAST_SECRET
    }


def masked(text: str) -> str:
    """A text for the public: phone numbers and resident ID numbers masked (LZ-10)."""
    text = RESIDENT_NUMBER.sub(lambda match: masked_code(match.group()), text)
    return PHONE.sub(lambda match: _starred(match.group(), 0, 2), text)


def masked_code(code: str) -> str:
    """The id of an object for the public: masked if it is a person's ID number or phone (LZ-10)."""
    if identify(norm_id(code)) is CodeKind.RESIDENT:
        return _starred(code, 6, 2)
    return _starred(code, 0, 2) if PHONE.fullmatch(code) else code


def public_order(name: str, code: str, *shown: str) -> tuple[str, ...]:
    """The key by which the rows of every public list of objects are sorted.

    The order of visits follows strata, and these are tiers. So a public list goes by what stands in its rows
    alone, name and code first, both as printed: a masked name sorted by its whole would tell more, too.
    """
    return norm(name), norm_id(code), *shown


def _bare(number: str) -> str:
    return re.sub("[^0-9Xx]", "", number).upper()


def _short_name(name: str) -> str:
    """A name with its middle masked: the first two characters and the last two stay, of short ones one."""
    kept = 2 if len(name) > 5 else 1
    return name if len(name) < 3 else _starred(name, kept, kept)


def _certificate_starred(number: str) -> str:
    """A certificate number with whole parts masked.

    Where it has parts (豫舞医保〔2023〕001, 1604-0000-0015), the issuer, the year and the marks between them
    stay and the last part that has a digit is masked whole: brackets are never broken. One part alone keeps
    a third at either end, four signs at the most.
    """
    parts = _CERTIFICATE_PART.findall(number)
    last = max((index for index, part in enumerate(parts) if _HAS_DIGIT.search(part)), default=-1)
    if last < 1:
        shown = min(4, len(number) // 3)
        end = len(number) - shown
        return number[:shown] + re.sub(r"\w", "*", number[shown:end]) + number[end:]
    return "".join("*" * len(part) if index == last else part for index, part in enumerate(parts))


_CERTIFICATE_PART = re.compile(r"[0-9A-Za-z]+|[^0-9A-Za-z]+")
_HAS_DIGIT = re.compile("[0-9]")


def _starred(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


_HEX = re.compile("[0-9a-f]{32,}")
"""A digest: its digits are no numbers of anybody."""

_BLANKS = r"[\s.·•・‧/\\_()\[\]{}<>*#~+|:'\"’‘”“„-]"
_MARKS = r"[,、;。]"
_GAP = f"(?:{_BLANKS}|{_MARKS}){{0,3}}"
_NUMBER_FORMS = (
    ("身份证号", re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9])")),
    ("电话号码", re.compile(rf"(?<![0-9])(?:(?:00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")),
    (
        "电话号码",
        re.compile(rf"(?<![0-9])0[1-9][0-9]{{1,2}}{_BLANKS}{{1,3}}[1-9](?:{_GAP}[0-9]){{6,7}}(?![0-9])"),
    ),
)
"""Each kind of private number, joined over blanks and marks; dashes and points are made alike before."""

_MOST_MARKS = 3
"""More commas than this, and it is a list of small numbers."""

_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u30fc\ufe58\ufe63\uff0d－—–]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_ANY_DIGITS = re.compile(rf"[0-9](?:{_GAP}[0-9Xx])*")


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number that no publication may hold: its kind in Chinese, and its digits alone."""

    kind: str
    digits: str

    @property
    def masked(self) -> str:
        """As it may be shown: 139****5678, 410101********123X."""
        head, tail = (6, 4) if self.kind == "身份证号" else (3, 4)
        if len(self.digits) <= head + tail:
            head, tail = 0, 2
        return _starred(self.digits, head, tail)


def private_numbers(
    text: str, secrets: Iterable[str] = (), allowed: Iterable[str] = ()
) -> list[PrivateNumber]:
    """The telephone and identity numbers in a text, however they are written (LZ-10).

    The text is taken in its normal form; digits are joined over blanks and marks, and letters before them
    hide nothing.

    Args:
        text: of one paragraph or cell, as shown.
        secrets: numbers of the registries that are private, digits alone.
        allowed: texts whose digits are public: the seed, contacts of the office.

    Returns:
        Each number once, in the order of the text.
    """
    plain = _HEX.sub(" ", _plain(text))
    if not any("0" <= letter <= "9" for letter in plain):
        return []
    public = [_bare(_plain(one)) for one in allowed]
    found: dict[str, PrivateNumber] = {}
    for kind, form in _NUMBER_FORMS:
        for match in form.finditer(plain):
            digits = _bare(match.group())
            if len(re.findall(_MARKS, match.group())) > _MOST_MARKS:
                continue
            if kind == "身份证号" and not _is_birthday(digits[6:14]):
                continue
            found.setdefault(digits, PrivateNumber(kind, digits))
            plain = plain.replace(match.group(), " ")  # a birthday in it begins like a telephone
    known = frozenset(secrets)
    for match in _ANY_DIGITS.finditer(plain) if known else ():
        digits = _bare(match.group())
        if digits in known:
            found.setdefault(digits, PrivateNumber("电话号码", digits))
    return [one for digits, one in found.items() if not any(digits in other for other in public)]


def holds_number(text: str, digits: str) -> bool:
    """Whether a text, such as a cell, holds the digits of a private number in their order."""
    return digits in _bare(_plain(text))


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return _UNSEEN.sub("", _DASHES.sub("-", normal))


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099
