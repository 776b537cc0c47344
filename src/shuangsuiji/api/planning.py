"""The year as a whole: versions of its plan, its tables, what it will bring."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.plan_changes import PlanDiff
    from shuangsuiji.workflows.plan_table import PlanTable


def plan_diff(old: FilePath, new: FilePath) -> PlanDiff:
    """What changed between two plan files; see `workflows.plan_changes`."""
    from shuangsuiji.workflows.plan_changes import plan_diff as job

    return job(Path(old), Path(new))


def plan_table(plan: FilePath, *, now: datetime | None = None) -> PlanTable:
    """Writes the annual plan tables beside a plan, without a draw; see `workflows.plan_table`."""
    from shuangsuiji.workflows.plan_table import plan_table as job

    return job(Path(plan), now=now or clock.now())
