"""公开: the part of a plan that says what is made public, and when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.values import Positive, Text, Texts


class Publication(PlanModel):
    """公开: where, by when, and how much of what (LZ-9, LZ-10, LAW-3).

    名单公布 is one of `core.publicity.LIST_TIMES` or a day; other words of older plans are read as far as
    they are plain. What is left out and has no default is not part of the snapshot.
    """

    channels: Texts = Field((), alias="渠道")
    workdays: Positive = Field(20, alias="期限工作日")
    certificate: Literal["部分", "全部", "不公开"] = Field("部分", alias="执法证号")
    list_published: Text = Field("检查结束后", alias="名单公布")
    sole_traders: Literal["全称", "部分"] | None = Field(None, alias="个体工商户名称")
    hidden_columns: Texts | None = Field(None, alias="不公开列")
    hidden_items: Texts | None = Field(None, alias="不公开事项")
