"""Attempts and events that broke off (power cut, full disk): the same again by the same commitment, seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shuangsuiji.core.canonical import Json
from shuangsuiji.core.findings import Finding, Place, error, note
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.ledger import WORDS, Ledger
from shuangsuiji.workflows.environment import time_of
from shuangsuiji.workflows.record_keeping import Circumstances


def resume(broken: LedgerLine, ledger: Ledger, circumstances: Circumstances) -> Circumstances:
    """A line 接续 in the place of another beginning. To be called while locked.

    Args:
        broken: the line 开始 or 递补开始 that is gone on with.
        ledger: has that line.
        circumstances: of now.

    Returns:
        The circumstances as the beginning has them, its time with the offset that it was written with:
        everything on record about a draw or an event bears the very time of its beginning, and only the
        line 接续 that of now. Witnesses and recordings are those of now.

    Raises:
        BadInput: the words to the beginning are not at hand.
        FileTrouble: the line cannot be written.
    """
    if broken.lacks_words:
        raise BadInput(error("intent-words-away", Place(file=str(ledger.folder / WORDS))))
    which: dict[str, Json] = {
        key: broken.data[key] for key in ("plan", "batch", "attempt", "number") if key in broken.data
    }
    ledger.append(Event.RESUMED, {**which, "time": circumstances.time, "operator": circumstances.operator})
    return replace(
        circumstances,
        now=_begun_at(broken) or circumstances.now,
        reason=broken.text("reason"),
        operator=broken.text("operator"),
    )


def _begun_at(broken: LedgerLine) -> datetime | None:
    """The time of a beginning, which `Circumstances.time` gives back letter by letter; None if it is none."""
    try:
        return time_of(datetime.fromisoformat(broken.text("time")))
    except ValueError:
        return None


def refuse_another(broken: LedgerLine, reason: str) -> None:
    """Another seed, or another commitment, than that of an attempt that broke off is a new one.

    Args:
        broken: the line 开始 or 递补开始.
        reason: why.

    Raises:
        BadUsage: there is no reason.
    """
    seed, number = broken.text("seed"), broken.text("number")
    if reason:
        return
    if number:
        raise BadUsage(error("event-broken-off", number=number, seed=seed))
    batch, attempt = broken.text("batch"), broken.text("attempt")
    raise BadUsage(error("redraw-broken-off", batch=batch, attempt=attempt, seed=seed))


def way_on(broken: LedgerLine) -> Finding:
    """How an attempt that broke off is brought to its end."""
    batch, attempt, seed = broken.text("batch"), broken.text("attempt"), broken.text("seed")
    return note("attempt-broken-off", batch=batch, attempt=attempt, seed=seed)
