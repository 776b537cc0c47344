"""Whom to ask and how notices are numbered: said once in the plan, filled in on every paper.

Left out, papers have blanks to be filled in by hand, and the snapshot is what it was before these keys.
Source: 秦皇岛, the end of the notice and 附件3; LAW-2; 司法部行政检查文书格式 (2025).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.values import Text, parse_pairs, parse_positive


class Contact(PlanModel):
    """联系: the office that takes questions and objections."""

    person: Text | None = Field(None, alias="联系人")
    phone: Text | None = Field(None, alias="联系电话")
    office: Text | None = Field(None, alias="受理科室")
    supervision: Text | None = Field(None, alias="监督电话")


def _starts(value: object) -> Any:
    """起号 of each batch; a single number is that of the only batch, recorded under a blank name."""
    if isinstance(value, (list, tuple)) and (not value or value[0][0] == ""):
        return tuple((name, parse_positive(number)) for name, number in value)
    if isinstance(value, (Mapping, Sequence)) and not isinstance(value, str):
        return parse_pairs(parse_positive)(value)
    return (("", parse_positive(value)),)


class NoticeNumbers(PlanModel):
    """通知书: 舞医保检通 gives 舞医保检通〔2024〕1号; the notices of each batch are counted from its 起号."""

    mark: Text = Field(alias="字号")
    starts: Annotated[
        tuple[tuple[str, int], ...],
        BeforeValidator(_starts),
        WithJsonSchema({"type": ["integer", "object"]}),
    ] = Field((), alias="起号")

    def start(self, batch: str, batches: int) -> int | None:
        """The first number of a batch; None if it is not said, so that no number is given twice.

        Args:
            batch: its name.
            batches: how many the plan has; the notices of the only one begin with 1.
        """
        named = {norm(name): number for name, number in self.starts}
        alone = named.get("", 1) if batches == 1 else None
        return named.get(norm(batch), alone)
