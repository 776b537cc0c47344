"""A clock that has been set back shows: no line is older than the one before it, unless somebody says why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.beijing import in_beijing, recorded_time
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.errors import BadUsage


def against_ledger(lines: Sequence[LedgerLine], now: datetime, reason: str) -> list[Finding]:
    """A warning if the clock is behind the last time that the ledger holds, and somebody says why.

    Raises:
        BadUsage: it is behind, and there is no reason.
    """
    times = (recorded_time(line.text("time")) for line in reversed(lines) if line.text("time"))
    last, held = next(times, None), in_beijing(now).replace(microsecond=0)
    if last is None or held >= last:
        return []
    values = {"now": f"{held:%Y-%m-%d %H:%M:%S}", "last": f"{last:%Y-%m-%d %H:%M:%S}"}
    if not norm(reason):
        raise BadUsage(error("clock-behind-ledger", **values))
    return [warning("clock-behind-on-record", **values)]
