"""What a year owed, and whether it was done: must-inspect visits, the yearly floor, publication, follow-up.

Source: LZ-1 (必查), XT-1 (下限), XT-2 and LZ-9 (公示), XT-6 (后续处置).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shuangsuiji.core.evaluation.rates import TASK, Rate, found_among
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.results import CLOSED, Result, codes_of
from shuangsuiji.core.results.facts import Facts, VisitFact
from shuangsuiji.core.results.publication_deadline import publication_deadline
from shuangsuiji.core.results.work_calendar import WorkCalendar
from shuangsuiji.core.rules.quota import rounded, yearly_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class MustInspectFigures:
    """One 必查 rule of one plan: its objects are no random sample, so it has facts and no interval.

    Attributes:
        times: visits that each object owes in the year.
        objects: how many objects the rule fits.
        visits: standing visits, random hits of these objects included; `done` have taken place.
        fulfilled: objects that had all their visits; `lacking` are the names of the others.
        problem: objects with a problem out of those inspected, at random or not.
    """

    plan: str
    rule: str
    times: int
    objects: int
    visits: int
    done: int
    fulfilled: Share
    lacking: tuple[str, ...]
    problem: Share


def must_inspect(facts: Sequence[Facts]) -> list[MustInspectFigures]:
    """Every 必查 rule, in the order of the plans; the objects are those of the newest batch."""
    done = Counter(visit.object_id for one in facts for visit in one.visits if visit.begun)
    rows = []
    for one in {one.key[0]: one for one in facts}.values():
        pool = one.dossier.pool
        done_elsewhere = {
            key: sum(not visit.batch and not visit.routine for visit in visits)
            for key, visits in pool.this_year.items()
        }
        for rule in pool.plan.must_inspect:
            ids = {duty["id"] for duty in one.dossier.draw["must_inspect"] if rule.name in duty["rules"]}
            visits = [v for other in facts for v in other.visits if v.object_id in ids]
            visits_made = {key: done[key] + done_elsewhere.get(key, 0) for key in sorted(ids)}
            lacking = [key for key, count in visits_made.items() if count < rule.times]
            rows.append(
                MustInspectFigures(
                    plan=one.key[0],
                    rule=rule.name,
                    times=rule.times,
                    objects=len(ids),
                    visits=len(visits) + sum(done_elsewhere.get(key, 0) for key in ids),
                    done=sum(visits_made.values()),
                    fulfilled=Share(len(ids) - len(lacking), len(ids)),
                    lacking=tuple(pool.name(pool.number_of[key]) for key in lacking),
                    problem=found_among(visits),
                )
            )
    return rows


def found_because_they_must(facts: Iterable[Facts]) -> Share:
    """Objects with a problem among those that were visited for no other reason than 必查."""
    return found_among(visit for one in facts for visit in one.visits if not visit.at_random)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The yearly floor of a plan (XT-1): `needed` of `size` objects, `drawn` at random, `inspected` of them.

    `short_tasks` are tasks whose own share of inspected objects lies below the floor: no breach by itself,
    since the rule is about the department's whole register, but where to look.
    """

    plan: str
    ratio: Fraction
    size: int
    needed: int
    drawn: int
    inspected: int
    short_tasks: tuple[str, ...]

    @property
    def lacking(self) -> int:
        """How many have still to be inspected."""
        return max(0, self.needed - self.inspected)


def floors(facts: Sequence[Facts], rates: Sequence[Rate]) -> list[Floor]:
    """The floor of every plan that has one."""
    rows = []
    for one in {one.key[0]: one for one in facts}.values():
        pool = one.dossier.pool
        floor, ratio = yearly_floor(pool), pool.plan.limits.yearly_floor
        if floor is None or ratio is None:
            continue
        outside = {
            key
            for key, visits in pool.this_year.items()
            if any(visit.at_random and not visit.batch for visit in visits)
        }
        visits = [v for other in facts for v in other.visits if v.at_random and v.object_id in pool.number_of]
        task_names = {task.name or task.number for task in pool.plan.tasks}
        short = [
            rate.task
            for rate in rates
            if rate.kind == TASK
            and rate.task in task_names
            and rate.inspected < rounded(ratio * rate.size, "进一")
        ]
        rows.append(
            Floor(
                plan=one.key[0],
                ratio=ratio,
                size=floor[0],
                needed=floor[1],
                drawn=len(outside | {visit.object_id for visit in visits}),
                inspected=len(outside | {visit.object_id for visit in visits if visit.begun}),
                short_tasks=tuple(short),
            )
        )
    return rows


class PublicationState(StrEnum):
    """How the publication of one visit's results stands."""

    IN_TIME = "按期公示"
    LATE = "逾期公示"
    OVERDUE = "逾期未公示"
    WAITING = "未到期"
    PARTIAL = "结果未录齐"
    UNKNOWN = "期限未能推算"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPublication:
    """One inspected visit: when it has to be published by, and how that stands.

    Attributes:
        due: the last day, YYYY-MM-DD: the next one for what is not public yet, or else the last of all.
        unknown_year: the year for whose want of holidays `due` cannot be told.
    """

    visit: VisitFact
    due: str
    state: PublicationState
    unknown_year: int | None = None

    @property
    def done(self) -> bool:
        """Whether every result of the visit is public."""
        return bool(self.visit.published)


def publications(facts: Iterable[Facts], calendar: WorkCalendar, today: str) -> list[VisitPublication]:
    """Every visit that anybody has made, in the order of the draws.

    Each department's result counts from its own day of inspection; a visit is public when all results are.
    """
    return [
        _publication(visit, one.dossier.pool.plan, calendar, today)
        for one in facts
        for visit in one.visits
        if visit.begun
    ]


def _publication(visit: VisitFact, plan: Plan, calendar: WorkCalendar, today: str) -> VisitPublication:
    results = visit.inspection.results
    deadlines = [publication_deadline(result, plan, calendar) for result in results]
    if not all(deadline.known for deadline in deadlines):
        years = [one.unknown_year for one in deadlines if one.unknown_year is not None]
        year = max(years, default=None)
        return VisitPublication(visit=visit, due="", state=PublicationState.UNKNOWN, unknown_year=year)
    both = list(zip(results, deadlines, strict=True))
    waiting = [deadline for result, deadline in both if not result.published]
    if waiting:
        due = min(deadline.last for deadline in waiting)
        overdue = any(deadline.passed(today) for deadline in waiting)
        state = PublicationState.OVERDUE if overdue else PublicationState.WAITING
        return VisitPublication(visit=visit, due=due, state=state)
    if not visit.complete:
        state = PublicationState.PARTIAL
    elif any(deadline.passed(result.published) for result, deadline in both):
        state = PublicationState.LATE
    else:
        state = PublicationState.IN_TIME
    return VisitPublication(visit=visit, due=max(deadline.last for deadline in deadlines), state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One department's result that asks for something to follow: its measures, and whether they are done."""

    visit: VisitFact
    department: str
    result: Result
    overdue: bool

    @property
    def closed(self) -> bool:
        """Whether the matter is closed."""
        return self.result.state == CLOSED and bool(self.result.measures)

    @property
    def unnamed(self) -> bool:
        """Whether a measure is due and none has been named (后续处置无例外)."""
        return not self.result.measures


def follow_ups(facts: Iterable[Facts], today: str) -> list[FollowUp]:
    """Every result with a measure or in need of one, in the order of the draws."""
    rows = []
    for one in facts:
        codes = codes_of(one.dossier.pool.plan)
        for visit in one.visits:
            for result in visit.inspection.results:
                if result.measures or result.needs_measure(codes):
                    closed = result.state == CLOSED
                    overdue = not closed and bool(result.due) and result.due < today
                    name = one.dossier.department_name(result.department)
                    rows.append(FollowUp(visit=visit, department=name, result=result, overdue=overdue))
    return rows
