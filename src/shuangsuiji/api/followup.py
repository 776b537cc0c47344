"""After the draw: results of the visits, and what has to be done by when."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath
from shuangsuiji.core.beijing import beijing_day

if TYPE_CHECKING:
    from shuangsuiji.workflows.due import DueReport
    from shuangsuiji.workflows.results import ResultsReport


def results(
    archive: FilePath,
    sheet: FilePath | None = None,
    *,
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
) -> ResultsReport:
    """Takes a filled-in 结果录入表 into an archive; without one, tells how the draw stands.

    `reason` is compulsory where results change that are on record; see `workflows.results`.
    """
    from shuangsuiji.workflows.results import show_results, take_results

    if sheet is None:
        return show_results(Path(archive))
    return take_results(Path(archive), Path(sheet), reason=reason, operator=operator, now=now or clock.now())


def due(place: FilePath = ".", *, on: date | None = None) -> DueReport:
    """What is still to be done by when in a folder of draws, overdue first; by default as of today."""
    from shuangsuiji.workflows.due import due_in

    return due_in(Path(place), on=on or beijing_day(clock.now()))
