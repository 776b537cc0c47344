"""What the standing draws of a folder still owe, by when: visits, publication, measures (LZ-9, XT-6)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.dates import typed_date
from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.core.results.due_dates import Due, dues
from shuangsuiji.documents.results.due_list import DUE_LIST, due_list
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.disk import replace_file
from shuangsuiji.files.holidays import calendar_beside
from shuangsuiji.workflows.environment import FilePath, day_of, time_of
from shuangsuiji.workflows.standing_draws import StandingDraw, read_records


@dataclass(frozen=True, kw_only=True, repr=False)
class DueReport(Brief):
    """Everything still to be done in a folder on a day, overdue first; the workbook if one was asked for."""

    folder: Path
    on: date
    draws: int
    dues: Sequence[Due]
    workbook: Path | None
    findings: Sequence[Finding]

    @property
    def overdue(self) -> Sequence[Due]:
        """What is late."""
        return [one for one in self.dues if one.overdue(self.on)]


def due(
    place: FilePath = ".",
    *,
    on: date | str | None = None,
    workbook: bool = False,
    now: datetime | None = None,
) -> DueReport:
    """What is still to be done by when in a folder of draws and those that it carries on, overdue first.

    Args:
        place: the folder of draws, the folder of plans, or an archive.
        on: the day that decides what is overdue, or how it is typed, see `core.dates.typed_date`; by default
            today.
        workbook: whether 到期办理.xlsx is written beside the plan, in place of an older one.
        now: the time that the workbook bears, and the day unless `on` says another; see
            `environment.time_of`.

    Raises:
        BadUsage: `on` is no date.
        BadInput: there is no ledger, an archive does not hold what it says, or 放假安排.yaml has errors.
        FileTrouble: something cannot be read, or the workbook not written.
    """
    day = _day(on, day_of(now)) if isinstance(on, str) else on or day_of(now)
    records = read_records(Path(place))
    calendar, findings = calendar_beside(records.folder)
    found = dues(((_named(draw, records.folder), draw.dossier) for draw in records.draws), calendar, day)
    findings += records.findings
    for year in sorted({one.unknown_year for one in found if one.unknown_year is not None}):
        count = sum(one.unknown_year == year for one in found)
        findings.append(warning("holidays-unknown-year", year=year, count=count))
    target = None
    if workbook:
        target = records.folder.resolve().parent / DUE_LIST
        created = time_of(now).astimezone(UTC).replace(tzinfo=None, microsecond=0)
        replace_file(target, due_list(found, day, created=created))
    return DueReport(
        folder=records.folder,
        on=day,
        draws=len(records.draws),
        dues=found,
        workbook=target,
        findings=findings,
    )


def _named(draw: StandingDraw, folder: Path) -> str:
    """The archive by its name, one of an earlier year by its path from this year's draws."""
    return Path(os.path.relpath(draw.archive.resolve(), folder.resolve())).as_posix()


def _day(text: str, today: date) -> date:
    day = typed_date(text, today, past=False)
    if day is None:
        raise BadUsage(error("due-bad-day", value=text))
    return day
