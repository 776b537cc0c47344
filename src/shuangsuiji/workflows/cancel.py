"""Cancelling a draw that must not stand: it stays where it is, and on record (LAW-5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.ledger import Event, LedgerLine, standing_draws
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.record_keeping import Circumstances


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
        raise FileTrouble(error("file-not-found", Place(file=str(folder))))
    ledger = Ledger(folder.parent)
    if not ledger.path.exists():
        raise BadInput(error("ledger-not-found", Place(file=str(folder.parent))))
    with ledger.locked():
        drawn = [line for line in standing_draws(ledger.read()) if line.text("archive") == folder.name]
        if not drawn:
            raise BadInput(error("draw-not-standing", Place(file=str(folder)), archive=folder.name))
        line = drawn[0]
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
