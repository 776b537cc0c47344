"""Objects that a remark says are closed, while the columns of their state say nothing (QHD-1, LZ-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.registries.tables import Table

REMARK = "备注"
STATES = ("经营状态", "协议状态")
"""The columns by which a plan can leave an object out."""
_CLOSED = re.compile("(?<![未没无不非曾拟])(?<![未没][被有])(注销|吊销|停业|歇业|迁出|关停|倒闭)")
_AGAIN = re.compile("恢复|复业|重新|解除")


def closed_by_remark(table: Table) -> Iterator[tuple[int, Finding]]:
    """A row, and a warning at its remark, for each object that would be drawn all the same."""
    columns = (table.cells(name) for name in (REMARK, *STATES))
    for row, (remark, *states) in enumerate(zip(*columns, strict=True)):
        text = norm(remark)
        closed = _CLOSED.search(text) if text and not any(states) and not _AGAIN.search(text) else None
        if closed:
            yield row, warning("object-closed-by-remark", table.place(row, REMARK), word=closed[1])
