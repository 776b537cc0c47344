"""限制.几年内不重复: how long an object that was inspected is left alone.

Source: LAW-1; schemes that leave out who was inspected within three years, or within 36 months.
"""

from __future__ import annotations

import operator
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import ConditionField, OrShort, PlanModel
from shuangsuiji.core.plans.values import Positive, YearMonth, YesNo, bad, month_after, one_or_several


class IntervalRule(PlanModel):
    """One rule: the objects that it is for, and how long they rest after a visit.

    Attributes:
        where: its objects; None for all that no rule before it is for.
        years: calendar years: with 3, visits of the plan's year and of the three years before it count.
        months: months before the batch: with 36, visits from the month 36 months before its first one on.
        routine: whether routine inspections (日常) count.
    """

    where: ConditionField | None = Field(None, alias="对象")
    years: Annotated[Positive | None, BeforeValidator(lambda value: _number(value, "years"))] = Field(
        None, alias="年"
    )
    months: Annotated[Positive | None, BeforeValidator(lambda value: _number(value, "months"))] = Field(
        None, alias="月数"
    )
    routine: YesNo = Field(False, alias="日常计入", exclude_if=operator.not_)

    @model_validator(mode="before")
    @classmethod
    def _from_years(cls, data: Any) -> Any:
        if isinstance(data, (str, int)):
            return {"months" if _unit(data) == "months" else "years": data}
        return data

    @model_validator(mode="after")
    def _one_length(self) -> IntervalRule:
        if (self.years is None) == (self.months is None):
            raise bad("plan-interval-length")
        return self

    def first_day(self, year: int, month: YearMonth) -> str:
        """The first day, YYYY-MM-DD, whose visits count for a batch of the year that begins in `month`.

        Nothing is earlier than the year 1.
        """
        if self.years is not None:
            return f"{max(1, year - self.years):04d}-01-01"
        months = self.months or 0
        return "0001-01-01" if months >= 12 * year else f"{month_after(month, -months)}-01"

    @property
    def length(self) -> str:
        """3年 or 36个月."""
        return f"{self.years}年" if self.years is not None else f"{self.months}个月"


def _unit(value: object) -> str:
    """years or months, as a length says by its unit; "" where it names none."""
    match = _LENGTH.fullmatch(norm(str(value)).replace(" ", ""))
    return "" if match is None else "years" if match["unit"] == "年" else "months"


def _number(value: object, unit: str) -> object:
    """The number of a length with its unit, such as 36个月, 3年内 or 三年; anything else as it stands."""
    if not isinstance(value, str) or _unit(value) != unit:
        return value
    match = _LENGTH.fullmatch(norm(value).replace(" ", ""))
    assert match is not None
    number = match["number"]
    return number if number.isdigit() else _CHINESE[number]


_CHINESE = {letter: value for value, letter in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LENGTH = re.compile(
    r"(?P<number>[0-9]+|[一两二三四五六七八九十])(?:(?P<unit>年)|个?月)(?:以?内|之内)?(?:不重复)?"
)

_Rules = Annotated[tuple[IntervalRule, ...], BeforeValidator(one_or_several), Field(min_length=1)]
IntervalRules = Annotated[_Rules | None, OrShort({"type": ["integer", "string"], "minimum": 1})]
