"""负荷口径: over what time the visits of inspectors are balanced."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from shuangsuiji.core.plans.parts import OrShort, PlanModel
from shuangsuiji.core.plans.values import Count, bad, within


class LoadBasis(PlanModel):
    """负荷口径: visits are balanced within the batch, or earlier visits of the year count too.

    With 全年, `tolerance` visits more than the least loaded of the same seats are not made up for, so that
    nobody can tell beforehand who goes next. It means nothing with 本批.
    """

    basis: Literal["本批", "全年"] = Field("本批", alias="口径")
    tolerance: Count = Field(1, alias="容差")

    @model_validator(mode="before")
    @classmethod
    def _from_basis(cls, data: Any) -> Any:
        return {"basis": data} if isinstance(data, (str, int)) else data

    @model_validator(mode="after")
    def _meant(self) -> LoadBasis:
        if self.basis == "本批" and "tolerance" in self.model_fields_set:
            raise within(bad("plan-load-tolerance"), "tolerance", key=True)
        return self


LoadBasisField = Annotated[LoadBasis, OrShort({"enum": ["本批", "全年"]})]
