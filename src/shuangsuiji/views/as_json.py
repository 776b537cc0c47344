"""What reports hold as JSON: the one place that makes texts, numbers, lists and objects of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from shuangsuiji.core.findings import Finding
from shuangsuiji.core.plans.values import ratio_text
from shuangsuiji.messages import render


def as_json(value: object) -> Any:
    """The value with all that is in it: dataclasses by their fields, ratios as p/q, paths and days as texts.

    A finding has its text, and its place in parts that are null where they say nothing.

    Raises:
        TypeError: JSON has nothing for such a value.
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case Finding():
            return _finding(value)
        case Fraction():
            return ratio_text(value)
        case PurePath():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {key: as_json(item) for key, item in value.items()}
        case Iterable():
            return [as_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON")


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "level": finding.level.value,
        "code": finding.code,
        "file": place.file or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "line": place.line,
        "column": place.column,
        "message": render(finding),
    }
