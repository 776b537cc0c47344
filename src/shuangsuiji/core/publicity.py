"""What may be public, and when: the one place that decides it (LAW-3, LZ-10).

Public papers hold no resident ID number and no phone, whatever column or name it stands in; certificate
numbers, names of sole traders and columns follow the plan's 公开; recusal grounds and former employers are
never printed. Until its time the drawn list is internal. Public lists of objects go by name: `public_order`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from shuangsuiji.core.private_numbers import without_private_numbers
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
        contacts: numbers that the plan itself makes public (联系), digits alone.
    """

    certificate: str
    short_traders: bool
    hidden: frozenset[str]
    hidden_items: frozenset[str]
    secrets: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()

    def text(self, text: str) -> str:
        """A text with every phone, ID and secret number masked."""
        if not any("0" <= letter <= "9" for letter in text):
            return text
        text = masked(text, self.contacts)
        for pattern in (_SPACED, _DIGITS) if self.secrets else ():
            text = pattern.sub(self._number, text)
        return text

    def said(self, text: str) -> str:
        """A text on record that nobody can change, such as a reason: what the gate would refuse is masked."""
        return without_private_numbers(self.text(text), self.secrets, self.contacts)

    def _number(self, match: re.Match[str]) -> str:
        digits = _bare(match.group())
        private = digits in self.secrets - self.contacts
        return _starred(match.group(), 0, 2) if private else match.group()

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
        contacts=frozenset(_contacts(plan)),
    )


def _contacts(plan: Plan) -> Iterable[str]:
    texts = plan.contact.model_dump().values() if plan.contact else ()
    for found in (number for text in texts if text for number in _SPACED.findall(str(text))):
        if len(digits := _bare(found)) >= LEAST_SECRET:
            yield digits


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


def masked(text: str, contacts: Collection[str] = ()) -> str:
    """A text for the public: phone numbers but for those of `contacts`, and ID numbers masked (LZ-10)."""
    text = RESIDENT_NUMBER.sub(lambda match: masked_code(match.group()), text)
    return PHONE.sub(
        lambda match: match.group() if _bare(match.group()) in contacts else _starred(match.group(), 0, 2),
        text,
    )


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
