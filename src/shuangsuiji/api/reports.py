"""What the records say of a month and of a year, as papers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.reports.month_report import MonthReport
    from shuangsuiji.workflows.reports.year_report import YearReport


def report_month(place: FilePath, month: str, *, now: datetime | None = None) -> MonthReport:
    """Writes the monthly report into 报告/ beside the plans; see `workflows.reports.month_report`."""
    from shuangsuiji.workflows.reports.month_report import month_report as job

    return job(Path(place), month, today=(now or clock.now()).date())


def report_year(place: FilePath, year: int | str, *, now: datetime | None = None) -> YearReport:
    """Writes the evaluation of a year into 报告/ beside the plans; see `workflows.reports.year_report`."""
    from shuangsuiji.workflows.reports.year_report import year_report as job

    return job(Path(place), str(year), today=(now or clock.now()).date())
