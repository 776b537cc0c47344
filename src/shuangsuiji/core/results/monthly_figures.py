"""The figures of one month as the monthly form asks for them (秦皇岛 附件3; QHD-5, XT-8).

A visit belongs to the month of its first day of inspection, a publication to the month of its own day, a
draw to the month in which it was made. Visits that are 必查 alone are no random inspection: told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangsuiji.core.plans.plan import Plan, Task
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.results.facts import Facts, VisitFact, combines_credit, facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The numbers of the form over some months.

    Attributes:
        draws: tasks drawn, each once a batch; `by_credit` of them are combined with credit.
        objects: objects inspected at random; `visits` their visits.
        problems: objects with a problem; `credit_problems` those of tasks combined with credit.
        published: objects whose results became public.
        must: objects inspected for no other reason than 必查; `must_problems` objects with a problem on such
            a visit alone, whether or not another visit of theirs was random.
    """

    draws: int
    by_credit: int
    objects: int
    visits: int
    problems: int
    credit_problems: int
    published: int
    must: int
    must_problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCounts:
    """The numbers of one district."""

    district: str
    objects: int
    problems: int
    published: int


@dataclass(frozen=True, kw_only=True)
class MonthFigures:
    """All that the records know of one month.

    Attributes:
        month: YYYY-MM.
        drawn: draws made in the month.
        active: draws made or inspected or published in the month.
        tasks: (plan, task) that were drawn or inspected in the month, each once, in order.
        now: the month; `so_far` from January to it.
        districts: the same for each district, the month and so far; empty where no object names one.
        by_district: whether a task is drawn by district (全市本系统).
        visits: the visits that the month counts.
        every: the draws of all months.
        undated: visits with results and no day of inspection: no month can count them.
    """

    month: str
    drawn: tuple[Facts, ...]
    active: tuple[Facts, ...]
    tasks: tuple[tuple[Plan, Task], ...]
    now: Counts
    so_far: Counts
    districts: tuple[tuple[AreaCounts, AreaCounts], ...]
    by_district: bool
    visits: tuple[VisitFact, ...]
    every: tuple[Facts, ...]
    undated: tuple[VisitFact, ...]


def month_figures(month: str, dossiers: Sequence[Dossier]) -> MonthFigures:
    """The figures of a month, YYYY-MM, out of every standing draw of a folder."""
    facts = facts_of(dossiers)
    until = tuple(f"{month[:5]}{number:02d}" for number in range(1, int(month[5:]) + 1))
    visits = [visit for one in facts for visit in one.visits if visit.first_day[:7] == month]
    touched = {
        (v.plan, v.batch) for one in facts for v in one.visits if month in (v.first_day[:7], v.published[:7])
    }
    active = tuple(one for one in facts if one.month == month or one.key in touched)
    return MonthFigures(
        month=month,
        drawn=tuple(one for one in facts if one.month == month),
        active=active,
        tasks=tuple(_tasks(active, month)),
        now=_counts(facts, (month,)),
        so_far=_counts(facts, until),
        districts=tuple(_districts(facts, month, until)),
        by_district=any(task.district for one in active for task in one.tasks),
        visits=tuple(visits),
        every=facts,
        undated=tuple(v for one in facts for v in one.visits if v.begun and not v.first_day),
    )


def _tasks(active: Iterable[Facts], month: str) -> list[tuple[Plan, Task]]:
    tasks: dict[tuple[str, str], tuple[Plan, Task]] = {}
    for one in active:
        inspected = {task for v in one.visits if v.first_day[:7] == month for task in v.tasks}
        for task in one.tasks:
            number = task.number or ""
            if one.month == month or number in inspected:
                tasks.setdefault((one.key[0], number), (one.dossier.pool.plan, task))
    return list(tasks.values())


def _counts(facts: Sequence[Facts], months: Sequence[str]) -> Counts:
    tasks = [task for one in facts if one.month in months for task in one.tasks]
    visits = [v for one in facts for v in one.visits]
    inspected = [v for v in visits if v.first_day[:7] in months]
    at_random = [v for v in inspected if v.at_random]
    at_random_ids = _ids(at_random)
    only_must = [v for v in inspected if v.object_id not in at_random_ids]
    problems = _ids(v for v in at_random if v.problem)
    return Counts(
        draws=len(tasks),
        by_credit=sum(map(combines_credit, tasks)),
        objects=len(at_random_ids),
        visits=len(at_random),
        problems=len(problems),
        credit_problems=len(_ids(v for v in at_random if v.problem and v.by_credit)),
        published=len(_ids(v for v in visits if v.at_random and v.published[:7] in months)),
        must=len(_ids(only_must)),
        must_problems=len(_ids(v for v in inspected if v.problem and not v.at_random) - problems),
    )


def _ids(visits: Iterable[VisitFact]) -> set[str]:
    return {visit.object_id for visit in visits}


def _districts(
    facts: Sequence[Facts], month: str, until: Sequence[str]
) -> list[tuple[AreaCounts, AreaCounts]]:
    names = {name for one in facts for name in one.inspectable.values() if name}
    names |= {v.district for one in facts for v in one.visits if v.district}
    return [(_area(facts, name, (month,)), _area(facts, name, until)) for name in sorted(names)]


def _area(facts: Sequence[Facts], district: str, months: Sequence[str]) -> AreaCounts:
    at_random = [v for one in facts for v in one.visits if v.at_random and v.district == district]
    inspected = [v for v in at_random if v.first_day[:7] in months]
    return AreaCounts(
        district=district,
        objects=len(_ids(inspected)),
        problems=len(_ids(v for v in inspected if v.problem)),
        published=len(_ids(v for v in at_random if v.published[:7] in months)),
    )
