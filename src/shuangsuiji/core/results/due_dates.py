"""What is still to be done by when: visits, publication, measures (LZ-9, XT-2, XT-6).

- A visit has to be made by the end of its month, or of its batch.
- A result has to be published by its deadline (`publication_deadline`).
- A measure has to be done by the day that the result names; a problem without a measure has to have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangsuiji.core.plans.values import YearMonth, last_day_of
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import OPEN, Inspection, Result, codes_of
from shuangsuiji.core.results.publication_deadline import publication_deadline
from shuangsuiji.core.results.work_calendar import WorkCalendar


class DueKind(StrEnum):
    """What has to be done."""

    INSPECT = "检查"
    PUBLISH = "公开"
    MEASURE = "处置"
    DECIDE = "定处置"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to be done.

    Attributes:
        due: the last day on which it is in time, YYYY-MM-DD; blank if none can be told.
        not_before: where `due` lies in a year whose holidays are unknown, the earliest it can be.
        unknown_year: that year.
        visits: indexes of the visits; several only for visits that are not overdue.
        names: the objects of these visits.
        departments: the departments it is up to, as the plan writes them.
        all_departments: whether these are all that have items on the visits.
        detail: the day of the inspection, or the measures.
    """

    kind: DueKind
    plan: str
    batch: str
    archive: str
    due: str = ""
    not_before: str = ""
    unknown_year: int | None = None
    visits: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    all_departments: bool = False
    detail: str = ""

    def overdue(self, on: date) -> bool:
        """Whether its last day has passed. Where that day cannot be told, nothing is called overdue."""
        return bool(self.due) and self.due < on.isoformat()

    def days_left(self, on: date) -> int | None:
        """Calendar days from `on` to the last day, below 0 when overdue; None where it cannot be told."""
        return (date.fromisoformat(self.due) - on).days if self.due else None


def state_words(one: Due, on: date) -> str:
    """How late something is, or how many days are left."""
    left = one.days_left(on)
    if left is None:
        return "–"
    if left < 0:
        return f"逾期{-left}天"
    return f"还有{left}天" if left else "今天到期"


def dues(draws: Iterable[tuple[str, Dossier]], calendar: WorkCalendar, on: date) -> tuple[Due, ...]:
    """Everything still to be done: overdue first, then what is due soonest, then what has no day.

    Args:
        draws: the name of the archive, and the dossier of each standing draw.
        calendar: the working days.
        on: the day on which it is asked.
    """
    everything = [due for archive, dossier in draws for due in _of_draw(archive, dossier, calendar, on)]
    order = list(DueKind)
    return tuple(
        sorted(
            everything,
            key=lambda one: (
                not one.overdue(on),
                one.due or one.not_before or "9999",
                order.index(one.kind),
                one.plan,
                one.batch,
                one.visits,
                one.departments,
            ),
        )
    )


def _of_draw(archive: str, dossier: Dossier, calendar: WorkCalendar, on: date) -> Iterator[Due]:
    yield from _inspections(archive, dossier, on)
    for inspection in dossier.inspections:
        yield from _publications(archive, dossier, inspection, calendar)
        yield from _measures(archive, dossier, inspection)


def _inspections(archive: str, dossier: Dossier, on: date) -> Iterator[Due]:
    """Visits without all their results: each by itself once its month has passed, by their months before."""
    waiting: dict[str, list[Inspection]] = {}
    for inspection in dossier.inspections:
        if inspection.complete:
            continue
        month = inspection.visit["month"]
        last = last_day_of(YearMonth(month)) if month else dossier.pool.batch.last_day
        if last < on.isoformat():
            yield _due(DueKind.INSPECT, archive, dossier, [inspection], inspection.missing, due=last)
        else:
            waiting.setdefault(last, []).append(inspection)
    for last, several in sorted(waiting.items()):
        missing = sorted({name for one in several for name in one.missing})
        yield _due(DueKind.INSPECT, archive, dossier, several, missing, due=last)


def _publications(
    archive: str, dossier: Dossier, inspection: Inspection, calendar: WorkCalendar
) -> Iterator[Due]:
    """Results that are not published; departments that inspected on one day are one matter."""
    by_day: dict[str, list[Result]] = {}
    for result in inspection.results:
        if result.day and not result.published:
            by_day.setdefault(result.day, []).append(result)
    for day, results in sorted(by_day.items()):
        deadline = publication_deadline(results[0], dossier.pool.plan, calendar)
        yield _due(
            DueKind.PUBLISH,
            archive,
            dossier,
            [inspection],
            [result.department for result in results],
            due=deadline.last,
            not_before=deadline.not_before,
            unknown_year=deadline.unknown_year,
            detail=f"{day}检查",
        )


def _measures(archive: str, dossier: Dossier, inspection: Inspection) -> Iterator[Due]:
    """Measures under way, and problems for which none has been named (后续处置无例外)."""
    codes = codes_of(dossier.pool.plan)
    for result in inspection.results:
        names = [result.department]
        if result.state == OPEN:
            detail = "、".join(result.measures)
            yield _due(DueKind.MEASURE, archive, dossier, [inspection], names, due=result.due, detail=detail)
        elif result.needs_measure(codes):
            numbers = "、".join(map(str, result.codes))
            yield _due(DueKind.DECIDE, archive, dossier, [inspection], names, detail=f"结果代码 {numbers}")


def _due(
    kind: DueKind,
    archive: str,
    dossier: Dossier,
    several: Iterable[Inspection],
    departments: Iterable[str],
    *,
    due: str = "",
    not_before: str = "",
    unknown_year: int | None = None,
    detail: str = "",
) -> Due:
    several, concerned = list(several), list(departments)
    return Due(
        kind=kind,
        plan=dossier.manifest["plan"],
        batch=dossier.manifest["batch"],
        archive=archive,
        due=due,
        not_before=not_before,
        unknown_year=unknown_year,
        visits=tuple(one.visit["index"] for one in several),
        names=tuple(one.visit["name"] for one in several),
        departments=tuple(dossier.department_name(name) for name in concerned),
        all_departments={name for one in several for name in one.departments} == set(concerned),
        detail=detail,
    )
