"""The JSON Schema of a plan, with Chinese titles, for editors that complete and check while typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.messages.plan_keys import KEYS


def plan_schema() -> dict[str, Any]:
    """The schema; every key may be written in Chinese or in English, as the loader allows."""
    schema = Plan.model_json_schema(by_alias=False)
    for name, part in (("Plan", schema), *schema.get("$defs", {}).items()):
        _describe(part, KEYS.get(name, {}))
        _add_chinese_keys(part)
    schema["title"] = "双随机抽查计划"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def _describe(part: dict[str, Any], words: Mapping[str, tuple[str, str]]) -> None:
    """Says of each key what it is for, with an example, as editors show it."""
    for name, (text, example) in words.items():
        if name in part.get("properties", {}):
            part["properties"][name]["description"] = f"{text}例：{example}"


def _add_chinese_keys(part: dict[str, Any]) -> None:
    properties: dict[str, Any] = part.get("properties", {})
    if not properties:
        return
    chinese = {str(value["title"]): value for value in properties.values()}
    titles = {name: str(value["title"]) for name, value in properties.items()}
    required = part.pop("required", [])
    if required:
        part["allOf"] = [{"anyOf": [{"required": [titles[name]]}, {"required": [name]}]} for name in required]
    part["properties"] = {**chinese, **properties}
