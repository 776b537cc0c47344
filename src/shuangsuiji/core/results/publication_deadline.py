"""By when a result has to be published: so many working days after its inspection (LZ-9, XT-2).

公开.期限工作日 of the plan says how many; what holds by default, `core.plans.publication_deadline`.
Every paper, list and figure that names this day or counts what is late takes it from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.results import Result
from shuangsuiji.core.results.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDeadline:
    """The last day on which the publication of a result is in time. Days are YYYY-MM-DD.

    Attributes:
        last: that day; blank where the result names no day of inspection, or holidays on the way are unknown.
        not_before: where holidays are unknown, the earliest that the last day can be; else blank.
        unknown_year: the first year whose holidays are unknown.
    """

    last: str = ""
    not_before: str = ""
    unknown_year: int | None = None

    @property
    def known(self) -> bool:
        """Whether the last day can be told."""
        return bool(self.last)

    def passed(self, day: str) -> bool:
        """Whether a day lies after the last one; False where that cannot be told."""
        return self.known and day > self.last


def publication_deadline(result: Result, plan: Plan, calendar: WorkCalendar) -> PublicationDeadline:
    """The deadline of one department's result, counted from the day after its own inspection."""
    if not result.day:
        return PublicationDeadline()
    inspected, workdays = date.fromisoformat(result.day), plan.publication.workdays
    last = calendar.after(inspected, workdays)
    if last is not None:
        return PublicationDeadline(last=last.isoformat())
    return PublicationDeadline(
        not_before=calendar.not_before(inspected, workdays).isoformat(),
        unknown_year=calendar.first_unknown(inspected, workdays),
    )
