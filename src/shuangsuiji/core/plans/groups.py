"""分组 in its short forms: a number of groups, or 是 for as many as the people allow."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import PydanticCustomError

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.values import bad, parse_yes_no, scalar

_COUNT = {"type": "integer", "minimum": 1, "title": "组数"}
GROUPS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "object", "properties": {"组数": _COUNT, "count": _COUNT}, "additionalProperties": False},
        _COUNT,
        {"enum": ["是", "否", True, False]},
    ]
}


def parse_groups(value: object) -> object:
    """分组 as a mapping, or None for 否."""
    if isinstance(value, (list, tuple)):
        raise bad("plan-bad-groups")
    if value is None or not isinstance(value, (str, int)):
        return value
    if not isinstance(value, bool) and re.fullmatch("[0-9]+", norm(scalar(value))):
        return {"count": value}
    try:
        return {} if parse_yes_no(value) else None
    except PydanticCustomError:
        raise bad("plan-bad-groups") from None
