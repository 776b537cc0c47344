"""The JSON Schema of a plan, with Chinese titles, for editors that complete and check while typing."""

from __future__ import annotations

from typing import Any

from shuangsuiji.core.plans.plan import Plan


def plan_schema() -> dict[str, Any]:
    """The schema; every key may be written in Chinese or in English, as the loader allows."""
    schema = Plan.model_json_schema(by_alias=False)
    for part in (schema, *schema.get("$defs", {}).values()):
        _add_chinese_keys(part)
    schema["title"] = "双随机抽查计划"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


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
