"""抽取.阶段: districts, or other clusters of objects, are drawn first, and objects only in those drawn."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.values import Positive, Text, bad


class Stage(PlanModel):
    """阶段: the objects with one value of `field` are a cluster; `draw` clusters are drawn first."""

    field: Text = Field(alias="字段")
    draw: Positive = Field(alias="抽")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, (str, int, list, tuple)):
            raise bad("plan-bad-stage")
        return data
