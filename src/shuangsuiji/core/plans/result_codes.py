"""The codes of inspection results: which there are, what they mean, and how a cell with several is read.

Source: 舞钢 附件2, 说明（1）; WG-10, LAW-7. Which of the ten tell of a problem, and which ask for a measure
afterwards, is our reading of their texts (XT-6); a plan may name its own codes (结果代码).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field, model_validator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.values import Positive, Text, YesNo, bad, within


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCode:
    """One code.

    Attributes:
        number: from 1.
        text: what it says.
        problem: whether it tells of a problem.
        follow_up: whether a measure has to follow (后续处置无例外).
    """

    number: int
    text: str
    problem: bool
    follow_up: bool

    @property
    def label(self) -> str:
        """As it stands in a drop-down: 5.发现问题已责令整改."""
        return f"{self.number}.{self.text}"


STANDARD_CODES = tuple(
    ResultCode(number=number, text=text, problem=problem, follow_up=problem)
    for number, (text, problem) in enumerate(
        (
            ("未发现问题", False),
            ("未按规定公示应当公示的信息", True),
            ("公示信息隐瞒真实情况弄虚作假", True),
            ("通过登记的住所（经营场所）无法取得联系", True),
            ("发现问题已责令整改", True),
            ("不配合检查情节严重", True),
            ("未发现本次抽查涉及的经营活动", False),
            ("发现问题待后续处理", True),
            ("合格", False),
            ("不合格", True),
        ),
        1,
    )
)
"""The ten results of 舞钢 附件2."""

_BETWEEN = re.compile(r"[、,;/+\s]+")
_NUMBERED = re.compile(r"([0-9]{1,4})(?:[.:．]\s*(\D.*)?)?")


class UnknownCode(Exception):
    """A part of a cell that is no code; `part` is as it was written."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def standard_code(text: str) -> ResultCode | None:
    """The standard code of a text, or None."""
    return next((code for code in STANDARD_CODES if norm(code.text) == norm(text)), None)


class ResultCodeRule(PlanModel):
    """结果代码, one entry: what a number means on the record sheets (WG-10, LAW-7).

    A text of the standard ten keeps its meaning; any other has to say whether it tells of a problem.
    """

    code: Positive = Field(alias="代码")
    text: Text = Field(alias="名称")
    problem: YesNo | None = Field(None, alias="发现问题")
    follow_up: YesNo | None = Field(None, alias="须后续处置")

    @model_validator(mode="after")
    def _meant(self) -> ResultCodeRule:
        if self.problem is None and standard_code(self.text) is None:
            raise within(bad("plan-code-meaning", text=self.text), "text")
        return self

    @property
    def tells_of_problem(self) -> bool:
        """Whether a result of this code counts as a problem found."""
        standard = standard_code(self.text)
        return self.problem if self.problem is not None else bool(standard and standard.problem)

    @property
    def asks_for_measure(self) -> bool:
        """Whether a measure has to follow; by default after every problem (XT-6)."""
        return self.tells_of_problem if self.follow_up is None else self.follow_up


def parse_codes(cell: str, codes: Sequence[ResultCode]) -> tuple[int, ...]:
    """The codes that a cell names, in rising order, each once; none for a blank cell.

    Numbers (1、5, "1,5", 01, full-width), a code's text, or both (5.发现问题已责令整改) are read. A number is
    always taken whole, so that 10 is never 1, and 15 is no code rather than 1 and 5.

    Raises:
        UnknownCode: at the first part that is no code, or whose number and text disagree.
    """
    text = norm(cell)
    whole = _one(text, codes)
    if whole is not None:
        return (whole,)
    found = set()
    for part in _BETWEEN.split(text):
        if part:
            number = _one(part, codes)
            if number is None:
                raise UnknownCode(part)
            found.add(number)
    return tuple(sorted(found))


def _one(part: str, codes: Sequence[ResultCode]) -> int | None:
    """The one code that a text is, or None."""
    for code in codes:
        if part == norm(code.text):
            return code.number
    match = _NUMBERED.fullmatch(part)
    if match is None:
        return None
    for code in codes:
        if code.number == int(match[1]) and (not match[2] or norm(match[2]) == norm(code.text)):
            return code.number
    return None
