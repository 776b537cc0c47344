"""Conditions on registry columns: the small filter language of plans (对象范围, 定向条件, 对象 …).

A condition is a mapping; its entries are joined by "and", `任一` holds alternatives. No expression is ever
evaluated. The meaning of equality, of 是/否 and of comparisons is fixed in `docs/rules.md`, since whoever
makes the tables of a draw again has to fit the same objects. Source: WG-8, LZ-1, LZ-2; formats.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import Json, norm, tidy
from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.columns.kinds import LIST_COLUMNS
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.plans.values import bad, each, within

Mask: TypeAlias = NDArray[np.bool_]

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")


class Uncomparable(Exception):
    """A cell that 至少 or 至多 cannot be held against: `text` is the cell, `bound` the plan's value."""

    def __init__(self, text: str, bound: str) -> None:
        super().__init__(text, bound)
        self.text = text
        self.bound = bound


def _compare(text: str, bound: str) -> int | None:
    """-1, 0 or 1 as `text` is below, at or above `bound`, as dates or exact numbers; None for a blank.

    Raises:
        Uncomparable: the cell holds neither a blank nor what the bound is.
    """
    text, bound = norm(text), norm(bound)
    if not text:
        return None
    limit = as_date(bound)
    if limit is not None:
        day = as_date(text)
        if day is None:
            raise Uncomparable(text, bound)
        return (day > limit) - (day < limit)
    if not _NUMBER.fullmatch(text):
        raise Uncomparable(text, bound)
    value = _exact(text) - _exact(bound)
    return (value > 0) - (value < 0)


def _exact(number: str) -> Fraction:
    return Fraction(number.removesuffix("%")) / (100 if number.endswith("%") else 1)


@dataclass(frozen=True, slots=True)
class Test:
    """One column held against operands. `operator` is one of 是 不是 含 空 至少 至多."""

    column: str
    operator: str
    operands: tuple[str, ...]

    def fits(self, cell: str) -> bool:
        """Whether a cell of the column passes.

        Raises:
            Uncomparable: 至少 or 至多 on a text that is neither a number nor a date.
        """
        if self.operator in {"至少", "至多"}:
            side = _compare(cell, self.operands[0])
            return side is not None and (side >= 0 if self.operator == "至少" else side <= 0)
        values = entries(cell) if self.column in LIST_COLUMNS else (norm(cell),)
        if self.operator == "空":
            blank = not any(values)
            return blank if self.operands[0] == "是" else not blank
        if self.operator == "含":
            return any(norm(operand) in value for operand in self.operands for value in values)
        wanted = {comparable(operand) for operand in self.operands}
        found = any(comparable(value) in wanted for value in values)
        return found if self.operator == "是" else not found


@dataclass(frozen=True, slots=True)
class AnyOf:
    """任一: at least one of the alternatives fits."""

    alternatives: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """All parts fit; no parts means that everything fits."""

    parts: tuple[Test | AnyOf, ...] = ()

    def columns(self) -> tuple[str, ...]:
        """The columns that the condition reads, in the order of their first use."""
        return tuple(dict.fromkeys(test.column for test in self.tests()))

    def tests(self) -> list[Test]:
        """Every test of the condition, alternatives included, in the order written."""
        found: list[Test] = []
        for part in self.parts:
            if isinstance(part, Test):
                found.append(part)
            else:
                for alternative in part.alternatives:
                    found.extend(alternative.tests())
        return found

    def renamed(self, rename: Callable[[str], str]) -> Condition:
        """The same condition on columns under other names."""
        parts: list[Test | AnyOf] = []
        for part in self.parts:
            if isinstance(part, Test):
                parts.append(Test(rename(part.column), part.operator, part.operands))
            else:
                parts.append(AnyOf(tuple(branch.renamed(rename) for branch in part.alternatives)))
        return Condition(tuple(parts))

    def mask(self, size: int, column_of: Callable[[str], Sequence[str]]) -> Mask:
        """Which of `size` rows fit, in row order; `column_of` gives the cells of a column.

        Raises:
            Uncomparable: see `Test.fits`.
        """
        mask = np.ones(size, dtype=np.bool_)
        for part in self.parts:
            if isinstance(part, Test):
                cells = column_of(part.column)
                fits = {cell: part.fits(cell) for cell in dict.fromkeys(cells)}
                mask &= np.fromiter((fits[cell] for cell in cells), dtype=np.bool_, count=size)
            else:
                branches = [alternative.mask(size, column_of) for alternative in part.alternatives]
                mask &= np.logical_or.reduce(branches)
        return mask

    def canonical(self) -> Json:
        """The condition as it stands in plan.json: operands as lists of texts, 任一 as a list."""
        result: dict[str, Any] = {}
        rest: list[Test | AnyOf] = []
        for test in self.parts:
            if isinstance(test, AnyOf):
                continue
            value = list(test.operands) if test.operator in {"是", "不是", "含"} else test.operands[0]
            if test.operator == "是" and test.column not in result:
                result[test.column] = value
            elif test.operator != "是" and _free(result.get(test.column), test.operator):
                result.setdefault(test.column, {})[test.operator] = value
            else:  # asked again of the same column: stands in a 任一 with one alternative
                rest.append(test)
        branches = [part for part in self.parts if isinstance(part, AnyOf)]
        if rest:
            result["任一"] = [Condition((*rest, *branches)).canonical()]
        elif branches:
            result["任一"] = [alternative.canonical() for alternative in branches[0].alternatives]
        return result

    def describe(self) -> str:
        """The condition in Chinese words, such as 类别为定点零售药店，近三年违法次数至少1."""
        return "，".join(_describe(part) for part in self.parts)


def _free(entry: object, operator: str) -> bool:
    return entry is None or (isinstance(entry, dict) and operator not in entry)


def _describe(part: Test | AnyOf) -> str:
    if isinstance(part, AnyOf):
        return "（" + "，或".join(alternative.describe() for alternative in part.alternatives) + "）"
    operands = "、".join(part.operands)
    if part.operator == "空":
        return f"{part.column}{'为空' if operands == '是' else '不为空'}"
    words = {"是": "为", "不是": "不是", "含": "含", "至少": "至少", "至多": "至多"}
    return f"{part.column}{words[part.operator]}{operands}"


_OPERATORS = {
    "至少": "至少",
    "at_least": "至少",
    "至多": "至多",
    "at_most": "至多",
    "不是": "不是",
    "not": "不是",
    "含": "含",
    "contains": "含",
    "空": "空",
    "empty": "空",
}
_ANY = frozenset({"任一", "any"})


def parse_condition(data: object) -> Condition:
    """The condition that a plan's mapping spells.

    Raises:
        PydanticCustomError: with the code and values of a finding.
    """
    if isinstance(data, Condition):
        return data
    if not isinstance(data, Mapping):
        raise bad("plan-condition-not-mapping")
    _refuse_twice(("任一" if tidy(str(key)) in _ANY else tidy(str(key)), key) for key in data)
    found = each(lambda item: _parts(tidy(str(item[0])), item[1]), ((key, (key, data[key])) for key in data))
    return Condition(tuple(part for parts in found for part in parts))


def _refuse_twice(names: Iterable[tuple[str, object]]) -> None:
    """One meaning under two spellings (任一 and any) would lose one of them without a word."""
    seen: set[str] = set()
    for name, key in names:
        if name and name in seen:
            raise within(bad("plan-duplicate-key", key=str(key)), str(key), key=True)
        seen.add(name)


def _parts(column: str, value: object) -> list[Test | AnyOf]:
    """What one entry of a condition asks for."""
    if column in _ANY:
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise bad("plan-any-not-list")
        return [AnyOf(tuple(each(_alternative, enumerate(value))))]
    if not isinstance(value, Mapping):
        return [Test(column, "是", _operands(column, value))]
    if not value:
        raise bad("plan-condition-empty", column=column)
    _refuse_twice((_OPERATORS.get(tidy(str(word)), ""), word) for word in value)
    tests = each(
        lambda item: _operator_test(column, item[0], item[1]), ((word, (word, value[word])) for word in value)
    )
    return list(tests)


def _alternative(data: object) -> Condition:
    condition = parse_condition(data)
    if not condition.parts:
        raise bad("plan-condition-empty", column="任一")
    return condition


def _operator_test(column: str, word: object, operand: object) -> Test:
    operator = _OPERATORS.get(tidy(str(word)))
    if operator is None:
        raise within(bad("plan-unknown-operator", operator=str(word), column=column), key=True)
    values = _operands(column, operand)
    if operator in {"至少", "至多"}:
        comparable_bound = len(values) == 1 and (_NUMBER.fullmatch(norm(values[0])) or as_date(values[0]))
        if not comparable_bound:
            raise bad("plan-bad-bound", operator=operator, value="、".join(values), column=column)
    if operator == "空":
        answer = comparable(values[0])
        if len(values) != 1 or answer not in {"是", "否"}:
            raise bad("plan-not-yes-no", value="、".join(values))
        values = (answer,)
    return Test(column, operator, values)


def _operands(column: str, value: object) -> tuple[str, ...]:
    def operand(item: object) -> str:
        text = "" if item is None or isinstance(item, (Mapping, list, tuple)) else tidy(str(item))
        if not text:
            raise bad("plan-condition-empty", column=column)
        return text

    if isinstance(value, str) or not isinstance(value, Sequence):
        return (operand(value),)
    if not value:
        raise bad("plan-condition-empty", column=column)
    return tuple(each(operand, enumerate(value)))
