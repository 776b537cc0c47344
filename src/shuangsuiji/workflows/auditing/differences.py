"""Where a stored draw differs from the draw made again, in the words of an audit."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.core.canonical import norm_id
from shuangsuiji.workflows.auditing.steps import Details

_PARTS = {
    "strata": "audit-part-strata",
    "must_inspect": "audit-part-must-inspect",
    "floor": "audit-part-floor",
}


def draw_differences(again: Mapping[str, object], stored: Mapping[str, object]) -> Details:
    """Which parts of a draw.json are not what the draw yields."""
    wrong: Details = []
    for key in sorted(set(again) | set(stored)):
        if again.get(key) == stored.get(key):
            continue
        if key == "visits":
            wrong += _visit_differences(again[key], stored.get(key))
        elif key in _PARTS:
            wrong.append((_PARTS[key], {}))
        else:
            wrong.append(("audit-part-field", {"field": key}))
    return wrong or [("audit-draw-form", {})]


def _visit_differences(again: object, stored: object) -> Details:
    if not isinstance(again, list) or not isinstance(stored, list) or len(again) != len(stored):
        return [("audit-part-visits", {})]
    wrong: Details = []
    for ours, theirs in zip(again, stored, strict=True):
        if ours == theirs:
            continue
        people = ("team", "trace", "leader", "turn")
        of_team = {key for key in ours if ours.get(key) != theirs.get(key)} <= set(people)
        code = "audit-part-team" if of_team else "audit-part-visit"
        wrong.append((code, {"name": str(ours.get("name")), "id": norm_id(str(ours.get("id")))}))
    return wrong[:10]
