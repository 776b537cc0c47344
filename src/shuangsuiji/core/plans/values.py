"""The small values of a plan: exact ratios, counts, months, yes and no, each parsed from text.

YAML scalars arrive as the text that stands in the file, so nothing is lost to a float or to YAML's own
ideas of numbers. Each parser raises a `PydanticCustomError` whose type is the code of a finding.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, NewType, TypeVar

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.dates import any_marks_date, as_month

YearMonth = NewType("YearMonth", str)
"""A month as YYYY-MM."""

Parsed = TypeVar("Parsed")

MAX_DIGITS = 18
"""Longer numbers than these are no numbers of a seed and no ratios, and Python would not read the longest."""
MOST = 999_999_999
"""No count of a plan is larger; more is a slip of the keyboard, and the lottery could not add it up."""

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([%‰])")
_DECIMAL = re.compile(r"[0-9]*\.[0-9]+")
_FRACTION = re.compile(r"([0-9]+)/([0-9]+)")
_ONE_TO = re.compile(r"([0-9]+):([0-9]+)")
_COUNT = re.compile(r"[0-9]+")
_BELOW_ZERO = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
_YES_NO = {"是": True, "true": True, "否": False, "false": False}


def bad(code: str, **values: str | int) -> PydanticCustomError:
    """The error that becomes the finding `code`."""
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def within(trouble: PydanticCustomError, *path: str | int, key: bool = False) -> PydanticCustomError:
    """The same error, found further in: `path` leads there, `key` says that the key itself is wrong."""
    context = dict(trouble.context or {})
    context["at"] = (*path, *context.get("at", ()))
    context["at_key"] = key or context.get("at_key", False)
    return PydanticCustomError(trouble.type, "{code}", {"code": trouble.type, **context})


def each(parse: Callable[[Any], Parsed], items: Iterable[tuple[str | int, Any]]) -> list[Parsed]:
    """Every (key or index, value) parsed; an error says under which key or index it lies."""
    parsed = []
    for at, item in items:
        try:
            parsed.append(parse(item))
        except PydanticCustomError as trouble:
            raise within(trouble, at) from None
    return parsed


def scalar(value: object) -> str:
    """The text of a scalar.

    Raises:
        PydanticCustomError: the value is a list, a mapping or nothing at all.
    """
    if value is None or isinstance(value, (Mapping, list, tuple)):
        raise bad("plan-not-text")
    return tidy(str(value))


def parse_text(value: object) -> str:
    """A text that is not blank."""
    text = scalar(value)
    if not text:
        raise bad("plan-blank")
    return text


def parse_texts(value: object) -> tuple[str, ...]:
    """One text, or a list of texts, none blank and none twice."""
    if not isinstance(value, (list, tuple)):
        return (parse_text(value),)
    texts = each(parse_text, enumerate(value))
    for index, text in enumerate(texts):
        if text in texts[:index]:
            raise within(bad("plan-twice", value=text), index)
    return tuple(texts)


def parse_ratio(value: object) -> Fraction:
    """An exact share in 0..1, written with %, ‰, a slash or a decimal point (draw-algorithm 7).

    A bare integer is refused: nobody can tell whether 20 means 20 % or 20 objects.
    """
    text = norm(scalar(value)).replace(" ", "")
    if any(len(part) > 2 * MAX_DIGITS for part in text.split("/")):
        raise bad("plan-bad-ratio", value=f"{text[:MAX_DIGITS]}…")
    if match := _PERCENT.fullmatch(text):
        ratio = Fraction(match.group(1)) / (100 if match.group(2) == "%" else 1000)
    elif _DECIMAL.fullmatch(text):
        ratio = Fraction(text)
    elif (match := _FRACTION.fullmatch(text)) and int(match.group(2)):
        ratio = Fraction(int(match.group(1)), int(match.group(2)))
    elif _COUNT.fullmatch(text):
        raise bad("plan-ratio-bare", value=text)
    elif match := _ONE_TO.fullmatch(text):
        raise bad("plan-ratio-colon", value=text, first=match.group(1), second=match.group(2))
    else:
        raise bad("plan-bad-ratio", value=text)
    if not 0 <= ratio <= 1:
        raise bad("plan-ratio-range", value=text)
    return ratio


def ratio_text(ratio: Fraction) -> str:
    """The ratio in lowest terms, always as p/q: the form in plan.json and draw.json."""
    return f"{ratio.numerator}/{ratio.denominator}"


def parse_count(value: object) -> int:
    """A whole number from 0 to `MOST`, in digits."""
    text = norm(scalar(value))
    excerpt = text if len(text) <= MAX_DIGITS else f"{text[:MAX_DIGITS]}…"
    if _BELOW_ZERO.fullmatch(text):
        raise bad("plan-below-zero", value=excerpt)
    if not _COUNT.fullmatch(text):
        raise bad("plan-not-count", value=excerpt)
    if len(text.lstrip("0")) > len(str(MOST)):
        raise bad("plan-count-too-large", value=excerpt, most=MOST)
    return int(text)


def parse_positive(value: object) -> int:
    """A whole number of at least 1."""
    text = norm(scalar(value))
    if _BELOW_ZERO.fullmatch(text):
        raise bad("plan-not-positive", value=text)
    count = parse_count(value)
    if count < 1:
        raise bad("plan-not-positive", value=count)
    return count


def parse_each_person(value: object) -> int:
    """How many objects a person inspects: 5, or 1:5."""
    match = _ONE_TO.fullmatch(norm(scalar(value)).replace(" ", ""))
    return parse_positive(match.group(2) if match and match.group(1) == "1" else value)


def parse_yes_no(value: object) -> bool:
    """是 or 否 (also true, false)."""
    if isinstance(value, bool):
        return value
    text = norm(scalar(value)).lower()
    if text not in _YES_NO:
        raise bad("plan-not-yes-no", value=text)
    return _YES_NO[text]


def parse_month(value: object) -> YearMonth:
    """A month: 2024-05, 2024/5, 2024年5月."""
    text = norm(scalar(value))
    month = as_month(text)
    if month is None:
        raise bad("plan-bad-month", value=text)
    return YearMonth(month)


def parse_day(value: object) -> str:
    """A day as YYYY-MM-DD, from 2024-03-15, 2024/3/15, 2024.3.15 or 2024年3月15日."""
    text = norm(scalar(value))
    day = any_marks_date(text)
    if day is None:
        raise bad("plan-bad-day", value=text)
    return day.isoformat()


def months_between(start: YearMonth, end: YearMonth) -> int:
    """How many months from `start` to `end`, both included."""
    return month_index(end) - month_index(start) + 1


def month_index(month: YearMonth) -> int:
    """Months since year 0, so that months can be counted and compared."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_after(start: YearMonth, offset: int) -> YearMonth:
    """The month `offset` months after `start`."""
    year, month = divmod(month_index(start) + offset, 12)
    return YearMonth(f"{year:04d}-{month + 1:02d}")


def last_day_of(month: YearMonth) -> str:
    """The last day of a month, YYYY-MM-DD."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}"


def parse_pairs(parse: Any) -> Any:
    """A parser of ordered (value, amount) pairs, from a mapping or from a list of pairs."""

    def parsed(value: object) -> tuple[tuple[str, Any], ...]:
        items = list(value.items()) if isinstance(value, Mapping) else value
        if not isinstance(items, Sequence) or isinstance(items, str) or not items:
            raise bad("plan-not-pairs")
        if not all(isinstance(item, (list, tuple)) and len(item) == 2 for item in items):
            raise bad("plan-not-pairs")
        pairs = each(lambda item: (parse_text(item[0]), parse(item[1])), ((item[0], item) for item in items))
        names = [norm(name) for name, _ in pairs]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise within(bad("plan-duplicate-key", key=name), items[index][0], key=True)
        return tuple(pairs)

    return parsed


def one_or_several(value: object) -> object:
    """A single entry as a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]


Text = Annotated[str, BeforeValidator(parse_text)]
TextOrBlank = Annotated[Text | None, BeforeValidator(lambda value: None if value == "" else value)]
"""A text that the plan makes up where it is left out, or left blank."""
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(parse_texts),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Ratio = Annotated[
    Fraction,
    BeforeValidator(parse_ratio),
    PlainSerializer(ratio_text),
    WithJsonSchema({"type": ["string", "number"], "description": "20%、3‰、0.2 或 1/5"}),
]
Count = Annotated[int, BeforeValidator(parse_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Positive = Annotated[int, BeforeValidator(parse_positive), WithJsonSchema({"type": "integer", "minimum": 1})]
EachPerson = Annotated[
    int,
    BeforeValidator(parse_each_person),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1}),
]
YesNo = Annotated[
    bool,
    BeforeValidator(parse_yes_no),
    PlainSerializer(lambda yes: "是" if yes else "否"),
    WithJsonSchema({"enum": ["是", "否", True, False]}),
]
Month = Annotated[
    YearMonth,
    BeforeValidator(parse_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}),
]
Day = Annotated[
    str,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
