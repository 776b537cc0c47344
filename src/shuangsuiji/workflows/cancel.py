"""Cancelling a draw that must not stand: it stays where it is, and on record (LAW-5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.ledger import Event, LedgerLine, standing_draws
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.ledger import Ledger


def cancel(archive: Path, *, reason: str, operator: str, now: datetime) -> LedgerLine:
    """Adds a line 取消 to the ledger of the archive's folder.

    Raises:
        BadUsage: no reason is given.
        BadInput: the ledger does not know the archive as a standing draw.
    """
    if not norm(reason):
        raise BadUsage(error("cancel-needs-reason"))
    archive = archive.resolve()
    if not archive.exists():
        raise FileTrouble(error("file-not-found", Place(file=str(archive))))
    ledger = Ledger(archive.parent)
    if not ledger.path.exists():
        raise BadInput(error("ledger-not-found", Place(file=str(archive.parent))))
    with ledger.locked():
        drawn = [line for line in standing_draws(ledger.read()) if line.text("archive") == archive.name]
        if not drawn:
            raise BadInput(error("draw-not-standing", Place(file=str(archive)), archive=archive.name))
        line = drawn[0]
        return ledger.append(
            Event.CANCELLED,
            {
                "plan": line.data["plan"],
                "batch": line.data["batch"],
                "attempt": line.data["attempt"],
                "archive": archive.name,
                "time": now.isoformat(timespec="seconds"),
                "reason": norm(reason),
                "operator": norm(operator),
            },
        )
