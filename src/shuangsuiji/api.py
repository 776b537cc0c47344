"""The Python face of the toolkit: all that the commands do, without printing.

    import shuangsuiji
    report = shuangsuiji.draw("plans/舞钢.yaml", batch="上半年", seed="03 07 12 19 22 31 09")
    report.archive, report.dossier.draw["visits"]

Each function raises an `SsjError` whose `findings` say in Chinese what is wrong. This is the one module that
reads the clock and the system's randomness; both can be passed in instead. Each job is imported when it is
first asked for, since reading, drawing and auditing each bring libraries of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuangsuiji.core.ledger import LedgerLine
    from shuangsuiji.core.plans.plan import Seed
    from shuangsuiji.workflows.audit import AuditReport
    from shuangsuiji.workflows.check import CheckReport
    from shuangsuiji.workflows.draw import DrawReport
    from shuangsuiji.workflows.freeze import FreezeReport
    from shuangsuiji.workflows.ledger import LedgerReport
    from shuangsuiji.workflows.publish import PublishReport
    from shuangsuiji.workflows.substitute import SubstituteReport

FilePath = str | PathLike[str]


def check(plan: FilePath, *, batch: str | None = None, now: datetime | None = None) -> CheckReport:
    """All findings on a plan, and a preview of its draw. Writes nothing; bad data is reported, not raised."""
    from shuangsuiji.workflows.check import check as job

    return job(Path(plan), batch=batch, today=(now or _now()).date())


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
) -> DrawReport:
    """Draws one batch of a plan into an archive beside it; see `workflows.draw`."""
    from shuangsuiji.workflows.draw import DrawRequest, draw_plan

    request = DrawRequest(
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
    return draw_plan(Path(plan), request)


def audit(
    archive: FilePath,
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
    commit: str | None = None,
) -> AuditReport:
    """Checks an archive step by step, also against sources held elsewhere; see `workflows.audit`."""
    from shuangsuiji.workflows.audit import Held
    from shuangsuiji.workflows.audit import audit as job

    held = Held(
        plan=Path(plan) if plan is not None else None,
        registries=[Path(path) for path in registries],
        seed=seed,
        commit=commit,
    )
    return job(Path(archive), held)


def cancel(archive: FilePath, *, reason: str, operator: str = "", now: datetime | None = None) -> LedgerLine:
    """Cancels a draw, on record; see `workflows.cancel`."""
    from shuangsuiji.workflows.cancel import cancel as job

    return job(Path(archive), reason=reason, operator=operator, now=now or _now())


def freeze(
    plan: FilePath,
    *,
    batch: str | None = None,
    draw_time: str = "",
    fallback: str = "",
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
) -> FreezeReport:
    """Seals one batch of a plan before its seed exists; see `workflows.freeze`."""
    from shuangsuiji.workflows.freeze import FreezeRequest, freeze_plan

    request = FreezeRequest(
        batch=batch,
        draw_time=draw_time,
        fallback=fallback,
        reason=reason,
        operator=operator,
        now=now or _now(),
    )
    return freeze_plan(Path(plan), request)


def substitute(
    archive: FilePath,
    *,
    reason: str,
    inspectors: Sequence[str] = (),
    visits: Sequence[str] = (),
    recuse: Sequence[str] = (),
    objects: Sequence[str] = (),
    specialists: Sequence[str] = (),
    done: Sequence[str] = (),
    seed: str | None = None,
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
        operator=operator,
        witnesses=witnesses,
        now=now or _now(),
        entropy=entropy,
    )
    return substitute_in(Path(archive), request)


def ledger(place: FilePath, *, verify: bool = False) -> LedgerReport:
    """The lines of a ledger; with `verify` also held against the archives beside it."""
    from shuangsuiji.workflows import ledger as job

    return job.verify(Path(place)) if verify else job.show(Path(place))


def publish(archive: FilePath, *, embargo_over: bool = False, now: datetime | None = None) -> PublishReport:
    """Makes the public package of a draw, without private data; see `workflows.publish`."""
    from shuangsuiji.workflows.publish import publish_verify

    return publish_verify(Path(archive), embargo_over=embargo_over, now=now or _now())


def seed_form(plan: FilePath) -> Seed:
    """What a plan says of its seed, so that it can be asked for at a ceremony."""
    from shuangsuiji.files.disk import read_bytes
    from shuangsuiji.files.yaml_plan import read_plan

    return read_plan(read_bytes(Path(plan)), Path(plan).name).plan.seed


def init(folder: FilePath, *, preset: str = "舞钢") -> list[str]:
    """Makes a working folder from a preset; see `workflows.init`."""
    from shuangsuiji.workflows.init import init as job

    return job(Path(folder), preset=preset)


def _now() -> datetime:
    return datetime.now().astimezone()
