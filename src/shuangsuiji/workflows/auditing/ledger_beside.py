"""The ledger beside an archive, as an audit reads it."""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.dossier import Manifest
from shuangsuiji.core.ledger import BrokenChain, Event, LedgerLine, parse_ledger
from shuangsuiji.workflows.auditing.steps import Details, Failed


def ledger_lines(data: bytes) -> list[LedgerLine]:
    """The lines that were written to their end.

    Raises:
        Failed: their chain is broken.
    """
    try:
        return parse_ledger(data[: data.rfind(b"\n") + 1])
    except BrokenChain as broken:
        raise Failed([("audit-ledger-broken", {"line": broken.number})]) from None


def sealed_before(lines: Sequence[LedgerLine], manifest: Manifest) -> Details:
    """That the pool had been frozen before, if the manifest says so; the line has to be there."""
    if not manifest["frozen"]:
        return []
    line = next((line for line in lines if line.digest == manifest["frozen"]), None)
    if line is None or line.event != Event.FROZEN or line.text("commit") != manifest["commit"]:
        raise Failed([("audit-not-frozen", {})])
    return [("audit-frozen", {"line": line.number, "time": line.text("time")})]


def later_lines(lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """What the ledger says of this draw afterwards: cancelled, or drawn again."""
    later: Details = []
    for line in lines[drawn.number :]:
        if not line.concerns(drawn.text("plan"), drawn.text("batch")):
            continue
        if line.event == Event.CANCELLED and line.data.get("attempt") == drawn.data.get("attempt"):
            later.append(("audit-cancelled", {"reason": line.text("reason")}))
        if line.event == Event.DRAWN:
            later.append(("audit-drawn-again", {"attempt": line.text("attempt")}))
    return later
