"""The words for what became of a person or group that came up for a seat, as draw.json has them."""

from __future__ import annotations

from types import MappingProxyType

from shuangsuiji.core.lottery.teams.staffing import Outcome

OUTCOME_WORDS = MappingProxyType(
    {
        Outcome.TAKEN: "抽中",
        Outcome.RECUSED: "回避",
        Outcome.AT_LIMIT: "已达上限",
        Outcome.CANNOT_COMPLETE: "选后无法排完",
        Outcome.FOR_BALANCE: "均衡负荷",
    }
)
