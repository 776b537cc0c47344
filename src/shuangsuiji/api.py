"""The Python face of the toolkit: all that the commands do, without printing.

    import shuangsuiji
    report = shuangsuiji.draw("plans/舞钢.yaml", batch="上半年", seed="03 07 12 19 22 31 09")
    report.archive, report.dossier.draw["visits"]

Each function raises an `SsjError` whose `findings` say in Chinese what is wrong. This is the one module that
reads the clock and the system's randomness; both can be passed in instead.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path

from shuangsuiji.core.ledger import LedgerLine
from shuangsuiji.workflows import audit as _audit
from shuangsuiji.workflows import cancel as _cancel
from shuangsuiji.workflows import check as _check
from shuangsuiji.workflows import draw as _draw
from shuangsuiji.workflows import init as _init

FilePath = str | PathLike[str]


def check(plan: FilePath, *, batch: str | None = None, now: datetime | None = None) -> _check.CheckReport:
    """All findings on a plan, and a preview of its draw. Writes nothing and raises nothing for bad data."""
    return _check.check(Path(plan), batch=batch, today=(now or _now()).date())


def draw(
    plan: FilePath,
    *,
    batch: str | None = None,
    seed: str | None = None,
    reason: str = "",
    operator: str = "",
    witnesses: Sequence[str] = (),
    recordings: Sequence[str] = (),
    rehearsal: bool = False,
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
    progress: Callable[[int], None] | None = None,
) -> _draw.DrawReport:
    """Draws one batch of a plan into an archive beside it; see `workflows.draw`."""
    request = _draw.DrawRequest(
        batch=batch,
        seed=seed,
        reason=reason,
        operator=operator,
        witnesses=witnesses,
        recordings=recordings,
        rehearsal=rehearsal,
        now=now or _now(),
        entropy=entropy,
        progress=progress,
    )
    return _draw.draw_plan(Path(plan), request)


def audit(
    archive: FilePath,
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
) -> _audit.AuditReport:
    """Checks an archive step by step, also against sources held elsewhere; see `workflows.audit`."""
    held = _audit.Held(
        plan=Path(plan) if plan is not None else None,
        registries=[Path(path) for path in registries],
        seed=seed,
    )
    return _audit.audit(Path(archive), held)


def cancel(archive: FilePath, *, reason: str, operator: str = "", now: datetime | None = None) -> LedgerLine:
    """Cancels a draw, on record; see `workflows.cancel`."""
    return _cancel.cancel(Path(archive), reason=reason, operator=operator, now=now or _now())


def init(folder: FilePath, *, preset: str = "舞钢") -> list[str]:
    """Makes a working folder from a preset; see `workflows.init`."""
    return _init.init(Path(folder), preset=preset)


def _now() -> datetime:
    return datetime.now().astimezone()
