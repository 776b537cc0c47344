"""What the records say of a month and of a year, as papers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath
from shuangsuiji.core.beijing import beijing_day

if TYPE_CHECKING:
    from shuangsuiji.workflows.evaluation import YearlyEvaluation
    from shuangsuiji.workflows.monthly_report import MonthlyReport


def report_month(place: FilePath, month: str, *, now: datetime | None = None) -> MonthlyReport:
    """Writes the monthly report into 报告/ beside the plans; see `workflows.monthly_report`."""
    from shuangsuiji.workflows.monthly_report import report_month as job

    return job(Path(place), month, today=beijing_day(now or clock.now()))


def report_year(place: FilePath, year: int | str, *, now: datetime | None = None) -> YearlyEvaluation:
    """Writes the evaluation of a year into 报告/ beside the plans; see `workflows.evaluation`."""
    from shuangsuiji.workflows.evaluation import report_year as job

    return job(Path(place), str(year), today=beijing_day(now or clock.now()))
