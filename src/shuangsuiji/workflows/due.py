"""What the standing draws of a folder still owe, by when: visits, publication, measures (LZ-9, XT-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.results.due_dates import Due, dues
from shuangsuiji.files.holidays import calendar_beside
from shuangsuiji.workflows.standing_draws import read_records


@dataclass(frozen=True, kw_only=True)
class DueReport:
    """Everything still to be done in a folder on a day, overdue first."""

    folder: Path
    on: date
    draws: int
    dues: Sequence[Due]
    findings: Sequence[Finding]

    @property
    def overdue(self) -> Sequence[Due]:
        """What is late."""
        return [one for one in self.dues if one.overdue(self.on)]


def due_in(place: Path, *, on: date) -> DueReport:
    """What is to be done in the folder of draws at `place`.

    Raises:
        BadInput: there is no ledger, an archive does not hold what it says, or 放假安排.yaml has errors.
        FileTrouble: something cannot be read.
    """
    records = read_records(place)
    calendar, findings = calendar_beside(records.folder)
    found = dues(((draw.archive.name, draw.dossier) for draw in records.draws), calendar, on)
    for year in sorted({one.unknown_year for one in found if one.unknown_year is not None}):
        count = sum(one.unknown_year == year for one in found)
        findings.append(warning("holidays-unknown-year", year=year, count=count))
    return DueReport(folder=records.folder, on=on, draws=len(records.draws), dues=found, findings=findings)
