"""Where a stored draw differs from the draw made again, in the words of an audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shuangsuiji.workflows.auditing.steps import Details

MOST = 10
"""So many visits are named at most."""

_PARTS = {"strata": "audit-part-strata", "clusters": "audit-part-strata", "floor": "audit-part-floor"}

Record = Mapping[str, Any]


def draw_differences(
    again: Sequence[Record], stored: Sequence[Record], name_of: Callable[[int], str]
) -> Details:
    """Which parts of a draw.json and a teams.json are not what the draw yields.

    Args:
        again: both records made again.
        stored: both records as they are stored.
        name_of: the name of the object of a number.
    """
    wrong: Details = []
    for ours, theirs in zip(again, stored, strict=True):
        for key in sorted(set(ours) | set(theirs)):
            if ours.get(key) == theirs.get(key) or key == "visits":
                continue
            wrong.append((_PARTS[key], {}) if key in _PARTS else ("audit-part-field", {"field": key}))
    numbers = {visit["index"]: visit["number"] for visit in again[0]["visits"]}
    for code, ours, theirs in zip(("audit-part-visit", "audit-part-team"), again, stored, strict=True):
        wrong += _visit_differences(code, ours["visits"], theirs.get("visits"), numbers, name_of)
    return wrong or [("audit-draw-form", {})]


def _visit_differences(
    code: str, again: list[Record], stored: object, numbers: Mapping[int, int], name_of: Callable[[int], str]
) -> Details:
    if not isinstance(stored, list) or len(again) != len(stored):
        return [("audit-part-visits", {})]
    wrong: Details = []
    for ours, theirs in zip(again, stored, strict=True):
        if ours != theirs:
            number = numbers[ours["index"]]
            wrong.append((code, {"name": name_of(number), "number": number}))
    return wrong[:MOST]
