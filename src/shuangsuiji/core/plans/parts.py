"""What all parts of a plan share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue

from shuangsuiji.core.plans.conditions import Condition, parse_condition

ConditionField = Annotated[Condition, BeforeValidator(parse_condition), WithJsonSchema({"type": "object"})]


class PlanModel(BaseModel):
    """What all parts of a plan share."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    beside: ClassVar[dict[str, str]] = {}
    """Fields of a part that a file may also write beside it: name of the field -> name of the part."""

    absent_at_default: ClassVar[frozenset[str]] = frozenset()
    """Fields that plan.json has only where they differ from their default: a plan that does not use them has
    the bytes that it had before there were such fields."""


@dataclass(frozen=True, slots=True)
class OrShort:
    """Says in the JSON Schema that a part may also be written as a single value, of the schema `short`."""

    short: JsonSchemaValue

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.short, handler(core)]}

    synonyms: ClassVar[dict[str, str]] = {}
    """Further keys that a file may use -> name of the field."""
