"""The year as a whole: versions of its plan, its tables, what it will bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.planning.next_year import NextYear
    from shuangsuiji.workflows.planning.plan_changes import PlanDiff
    from shuangsuiji.workflows.planning.plan_table import PlanTable
    from shuangsuiji.workflows.planning.year import YearReport
    from shuangsuiji.workflows.publishing.publish_drafts import DraftReport


def plan_diff(old: FilePath, new: FilePath) -> PlanDiff:
    """What changed between two plan files; see `workflows.planning.plan_changes`."""
    from shuangsuiji.workflows.planning.plan_changes import plan_diff as job

    return job(Path(old), Path(new))


def change_notice(
    old: FilePath, new: FilePath, *, reason: str = "", now: datetime | None = None
) -> tuple[PlanDiff, DraftReport]:
    """Drafts the notice of change beside the new plan; see `workflows.planning.change_notice`."""
    from shuangsuiji.workflows.planning.change_notice import write_change_notice

    return write_change_notice(Path(old), Path(new), reason=reason, now=now or clock.now())


def plan_table(plan: FilePath, *, now: datetime | None = None) -> PlanTable:
    """Writes the annual plan tables beside a plan, without a draw; see `workflows.planning.plan_table`."""
    from shuangsuiji.workflows.planning.plan_table import plan_table as job

    return job(Path(plan), now=now or clock.now())


def year(
    plan: FilePath,
    *,
    workbook: bool = False,
    trials: int | None = None,
    now: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> YearReport:
    """The whole year of a plan, what is certain and what is forecast; see `workflows.planning.year`."""
    from shuangsuiji.workflows.planning.year import year as job

    return job(Path(plan), now=now or clock.now(), workbook=workbook, trials=trials, progress=progress)


def next_year(folder: FilePath, old: FilePath, *, now: datetime | None = None) -> NextYear:
    """Makes the working folder of the next year from last year's; see `workflows.planning.next_year`."""
    from shuangsuiji.workflows.planning.next_year import next_year as job

    return job(Path(folder), Path(old), now=now or clock.now())
