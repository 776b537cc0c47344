"""The annual plan tables before any draw, written beside the plan (WG-9, QHD-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.documents.planning.plan_tables import PLAN_TABLES, plan_workbook
from shuangsuiji.files.archive import safe_name
from shuangsuiji.files.disk import replace_file
from shuangsuiji.files.plan_files import PlanSource, plan_files
from shuangsuiji.files.templates_folder import templates_among
from shuangsuiji.workflows.check import prepare
from shuangsuiji.workflows.environment import time_of
from shuangsuiji.workflows.load import load_file
from shuangsuiji.workflows.publishing.private_data import (
    cells_of_plan,
    refuse_private,
    said_by_office,
    secrets_of,
)


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """Where the tables were written, the pool that they were made from, and what was found."""

    path: Path
    pool: Pool
    findings: Sequence[Finding]


def plan_table(plan: PlanSource, *, now: datetime | None = None) -> PlanTable:
    """Writes the annual plan tables beside a plan, in place of older ones, without a draw.

    Args:
        plan: the plan file, or the plan as values.
        now: the day against which registries may be stale, and the date of the workbook.

    Raises:
        BadInput: plan or registries have errors, or hold private numbers that the tables would show.
        FileTrouble: something cannot be read or written.
    """
    files, time = plan_files(plan), time_of(now)
    path, loaded = files.path, load_file(files, beijing_day(time))
    ready = prepare(path, loaded, [], loaded.plan.batches_in_order[0].name)
    number = ready.plan.number
    target = path.parent / f"{safe_name(number)}-{PLAN_TABLES}"
    data = plan_workbook(
        ready.snapshot.pool,
        footer=f"计划编号 {number}　计划文件 {sha256(files.data)[:16]}",
        created=time.astimezone(UTC).replace(tzinfo=None, microsecond=0),
    )
    refuse_private(
        target.name,
        data,
        lambda: cells_of_plan(loaded),
        secrets=secrets_of(loaded),
        allowed=said_by_office(loaded.plan, templates_among(loaded.sources)),
    )
    replace_file(target, data)
    return PlanTable(path=target, pool=ready.snapshot.pool, findings=ready.findings)
