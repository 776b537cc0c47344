"""Cancelling a draw that must not stand: it stays where it is, and on record (LAW-5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from shuangsuiji.core.findings import error
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.errors import BadUsage, FileTrouble
from shuangsuiji.files.disk import not_found
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.record_keeping import Circumstances
from shuangsuiji.workflows.standing_draws import standing_line


def cancel(
    archive: FilePath, *, reason: str = "", operator: str = "", now: datetime | None = None
) -> LedgerLine:
    """Cancels a draw: a line 取消 in the ledger of the archive's folder.

    Args:
        archive: the folder of the draw; it stays where it is.
        reason: why it must not stand; compulsory.
        operator: who cancels it.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadUsage: no reason is given.
        BadInput: the ledger does not know the archive as a standing draw.
    """
    circumstances = Circumstances.of(now, reason=reason, operator=operator)
    if not circumstances.reason:
        raise BadUsage(error("cancel-needs-reason"))
    folder = Path(archive).resolve()
    if not folder.exists():
        raise FileTrouble(not_found(folder))
    ledger = ledger_beside(folder)
    with ledger.locked():
        line = standing_line(ledger.read(), folder.name, str(folder))
        return ledger.append(
            Event.CANCELLED,
            {
                "plan": line.data["plan"],
                "batch": line.data["batch"],
                "attempt": line.data["attempt"],
                "archive": folder.name,
                "time": circumstances.time,
                "reason": circumstances.reason,
                "operator": circumstances.operator,
            },
        )
