"""What all parts of a plan share."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from shuangsuiji.core.plans.conditions import Condition, parse_condition

ConditionField = Annotated[Condition, BeforeValidator(parse_condition), WithJsonSchema({"type": "object"})]


class PlanModel(BaseModel):
    """What all parts of a plan share."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    beside: ClassVar[dict[str, str]] = {}
    """Fields of a part that a file may also write beside it: name of the field -> name of the part."""

    synonyms: ClassVar[dict[str, str]] = {}
    """Further keys that a file may use -> name of the field."""
