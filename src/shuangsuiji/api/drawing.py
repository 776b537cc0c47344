"""From a plan to a draw, and what may befall it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath
from shuangsuiji.core.beijing import beijing_day

if TYPE_CHECKING:
    from shuangsuiji.core.records.ledger import LedgerLine
    from shuangsuiji.workflows.check import CheckReport
    from shuangsuiji.workflows.correction import CorrectionReport
    from shuangsuiji.workflows.draw import DrawAhead, DrawReport
    from shuangsuiji.workflows.freeze import FreezeReport
    from shuangsuiji.workflows.substitute import SubstituteReport


def check(plan: FilePath, *, batch: str | None = None, now: datetime | None = None) -> CheckReport:
    """All findings on a plan, and a preview of its draw. Writes nothing; bad data is reported, not raised."""
    from shuangsuiji.workflows.check import check as job

    today = beijing_day(now or clock.now())
    return job(Path(plan), batch=batch, today=today, clock=clock.seconds)


def freeze(
    plan: FilePath,
    *,
    batch: str | None = None,
    draw_time: str = "",
    fallback: str = "",
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> FreezeReport:
    """Seals one batch of a plan before its seed exists; see `workflows.freeze`."""
    from shuangsuiji.workflows.freeze import FreezeRequest, freeze_plan

    request = FreezeRequest(
        batch=batch,
        draw_time=draw_time,
        fallback=fallback,
        reason=reason,
        operator=operator,
        now=now or clock.now(),
        entropy=entropy,
        clock=clock.seconds,
    )
    return freeze_plan(Path(plan), request)


def before_draw(
    plan: FilePath,
    *,
    batch: str | None = None,
    reason: str = "",
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> DrawAhead:
    """What can be known before the seed is read out: all findings, trials of the draw, the form of the seed.

    Writes nothing; raises what the draw would.
    """
    from shuangsuiji.workflows.draw import DrawRequest
    from shuangsuiji.workflows.draw import before_draw as job

    request = DrawRequest(
        batch=batch, reason=reason, now=now or clock.now(), entropy=entropy, clock=clock.seconds
    )
    return job(Path(plan), request)


def draw(
    plan: FilePath,
    *,
    batch: str | None = None,
    seed: str | None = None,
    system_seed: bool = False,
    seed_reason: str = "",
    reason: str = "",
    operator: str = "",
    witnesses: Sequence[str] = (),
    recordings: Sequence[str] = (),
    rehearsal: bool = False,
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
    progress: Callable[[int, int], None] | None = None,
    tried: bool = False,
) -> DrawReport:
    """Draws one batch of a plan into an archive beside it; see `workflows.draw`.

    `tried`: `before_draw` has just made the trials, so that they need not be made again.
    """
    from shuangsuiji.workflows.draw import DrawRequest, draw_plan

    request = DrawRequest(
        batch=batch,
        seed=seed,
        system_seed=system_seed,
        seed_reason=seed_reason,
        reason=reason,
        operator=operator,
        witnesses=witnesses,
        recordings=recordings,
        rehearsal=rehearsal,
        now=now or clock.now(),
        entropy=entropy,
        progress=progress,
        clock=None if tried else clock.seconds,
    )
    return draw_plan(Path(plan), request)


def substitute(
    archive: FilePath,
    *,
    reason: str = "",
    inspectors: Sequence[str] = (),
    visits: Sequence[str] = (),
    recuse: Sequence[str] = (),
    objects: Sequence[str] = (),
    specialists: Sequence[str] = (),
    done: Sequence[str] = (),
    seed: str | None = None,
    issue: str = "",
    withdraw: bool = False,
    operator: str = "",
    witnesses: Sequence[str] = (),
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> SubstituteReport:
    """Adds a substitution to a draw, on record; see `workflows.substitute`."""
    from shuangsuiji.workflows.substitute import SubstituteRequest, substitute_in

    request = SubstituteRequest(
        inspectors=inspectors,
        visits=visits,
        recuse=recuse,
        objects=objects,
        specialists=specialists,
        done=done,
        reason=reason,
        seed=seed,
        issue=issue,
        withdraw=withdraw,
        operator=operator,
        witnesses=witnesses,
        now=now or clock.now(),
        entropy=entropy,
    )
    return substitute_in(Path(archive), request)


def cancel(archive: FilePath, *, reason: str, operator: str = "", now: datetime | None = None) -> LedgerLine:
    """Cancels a draw, on record; see `workflows.cancel`."""
    from shuangsuiji.workflows.cancel import cancel as job

    return job(Path(archive), reason=reason, operator=operator, now=now or clock.now())


def correct(
    archive: FilePath,
    registry: FilePath,
    *,
    reason: str,
    operator: str = "",
    now: datetime | None = None,
) -> CorrectionReport:
    """Puts a harmless correction of a registry on record; see `workflows.correction`."""
    from shuangsuiji.workflows.correction import correct as job

    return job(Path(archive), Path(registry), reason=reason, operator=operator, now=now or clock.now())


def init(folder: FilePath, *, preset: str = "舞钢") -> list[str]:
    """Makes a working folder from a preset; see `workflows.init`."""
    from shuangsuiji.workflows.init import init as job

    return job(Path(folder), preset=preset)
