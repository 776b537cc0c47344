"""What a stranger asks for: the audit, the ledger, the public package."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.core.findings import Finding
    from shuangsuiji.core.records.ledger import LedgerLine
    from shuangsuiji.core.records.slip import Slip
    from shuangsuiji.workflows.auditing.audit import AuditReport
    from shuangsuiji.workflows.ledger import LedgerReport
    from shuangsuiji.workflows.publishing.package import PackageReport


def audit(
    archive: FilePath,
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
    commit: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AuditReport:
    """Checks an archive step by step, also against sources held elsewhere; see `workflows.auditing.audit`.

    `progress` is called while the visits are staffed again, with the number so far and that of all.
    """
    from shuangsuiji.workflows.auditing.audit import Held
    from shuangsuiji.workflows.auditing.audit import audit as job

    held = Held(
        plan=Path(plan) if plan is not None else None,
        registries=[Path(path) for path in registries],
        seed=seed,
        commit=commit,
    )
    return job(Path(archive), held, progress)


def ledger(place: FilePath, *, verify: bool = False) -> LedgerReport:
    """The lines of a ledger; with `verify` also held against the archives beside it."""
    from shuangsuiji.workflows import ledger as job

    return job.verify(Path(place)) if verify else job.show(Path(place))


def new_secret(
    place: FilePath,
    *,
    reason: str,
    operator: str = "",
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> LedgerLine:
    """Another 密签.txt in place of one that was lost, on record; see `workflows.ledger`."""
    from shuangsuiji.workflows import ledger as job

    return job.new_secret(
        Path(place), reason=reason, operator=operator, now=now or clock.now(), entropy=entropy
    )


def publish(
    archive: FilePath,
    *,
    embargo_over: bool = False,
    teams: bool = False,
    names: bool = False,
    tell: Callable[[Sequence[Finding]], None] | None = None,
    now: datetime | None = None,
) -> PackageReport:
    """Makes the public package of a draw, without private data; see `workflows.publishing.package`."""
    from shuangsuiji.workflows.publishing.package import publish_package

    return publish_package(
        Path(archive),
        embargo_over=embargo_over,
        teams=teams,
        names=names,
        tell=tell,
        now=now or clock.now(),
    )


def code(archive: FilePath, who: str) -> Slip:
    """Number, 校验码 and fate of one object or person of an archive; see `workflows.codes`."""
    from shuangsuiji.workflows.codes import slip_of

    return slip_of(Path(archive), who)
