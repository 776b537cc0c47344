"""After the draw: results of the visits, and what has to be done by when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
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
