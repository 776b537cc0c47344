"""What all parts of a plan share."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class PlanModel(BaseModel):
    """What all parts of a plan share."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    beside: ClassVar[dict[str, str]] = {}
    """Fields of a part that a file may also write beside it: name of the field -> name of the part."""
