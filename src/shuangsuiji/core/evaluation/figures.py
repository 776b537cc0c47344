"""The figures of one year, put together: what 年度评估 and its report are written from (QHD-8, LZ-9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.evaluation.compliance import (
    Floor,
    FollowUp,
    MustInspectFigures,
    PublicationState,
    VisitPublication,
    floors,
    follow_ups,
    found_because_they_must,
    must_inspect,
    publications,
)
from shuangsuiji.core.evaluation.people import Load, LoadSpread, TeamChanges, changes, loads, spreads
from shuangsuiji.core.evaluation.rates import TOTAL, Hit, Rate, hits, rates
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.evaluation.trends import Trend, batch_on_batch, year_on_year
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import codes_of
from shuangsuiji.core.results.facts import Facts, facts_of
from shuangsuiji.core.results.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How often one result was recorded: per department of a visit, a visit may bear several codes."""

    label: str
    problem: bool
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Over all departments."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, kw_only=True)
class EvaluationFigures:
    """All that is said of one year.

    Attributes:
        today: the day up to which the record was read, YYYY-MM-DD.
        last: whether the ledger holds draws of the year before.
        undrawn: (plan, batch) of the plans' batches that have not been drawn.
    """

    year: int
    today: str
    facts: tuple[Facts, ...]
    rates: tuple[Rate, ...]
    hits: tuple[Hit, ...]
    must_inspect: tuple[MustInspectFigures, ...]
    must_problem: Share
    floors: tuple[Floor, ...]
    publications: tuple[VisitPublication, ...]
    follow_ups: tuple[FollowUp, ...]
    codes: tuple[CodeCount, ...]
    loads: tuple[Load, ...]
    spreads: tuple[LoadSpread, ...]
    changes: tuple[TeamChanges, ...]
    last: bool
    by_year: tuple[Trend, ...]
    by_batch: tuple[Trend, ...]
    undrawn: tuple[tuple[str, str], ...]

    def of_kind(self, kind: str) -> list[Rate]:
        """The rates of one kind of group."""
        return [rate for rate in self.rates if rate.kind == kind]

    @property
    def total(self) -> Rate:
        """The rate of the whole."""
        return self.of_kind(TOTAL)[0]

    @property
    def visits(self) -> int:
        """Standing visits of all draws."""
        return sum(len(one.visits) for one in self.facts)

    @property
    def begun(self) -> Share:
        """Visits that somebody has made."""
        return Share(sum(visit.begun for one in self.facts for visit in one.visits), self.visits)

    @property
    def complete(self) -> Share:
        """Visits with the results of every department."""
        return Share(sum(visit.complete for one in self.facts for visit in one.visits), self.visits)

    @property
    def published(self) -> Share:
        """Visits that are public out of those made (XT-2)."""
        return Share(sum(entry.done for entry in self.publications), len(self.publications))

    @property
    def in_time(self) -> Share:
        """Visits published in time out of those whose time is up or that are public (LZ-9)."""
        states = Counter(entry.state for entry in self.publications)
        in_time = states[PublicationState.IN_TIME]
        return Share(in_time, in_time + states[PublicationState.LATE] + states[PublicationState.OVERDUE])

    @property
    def closed(self) -> Share:
        """Matters that are closed out of those that something has to follow (XT-6)."""
        return Share(sum(entry.closed for entry in self.follow_ups), len(self.follow_ups))

    @property
    def candidates(self) -> tuple[Trend, ...]:
        """What has risen by more than chance explains, against last year first; never the whole (XT-7)."""
        trends = (*self.by_year, *self.by_batch)
        return tuple(trend for trend in trends if trend.risen and trend.rate.kind != TOTAL)


def evaluation_figures(
    year: int, this: Sequence[Dossier], last: Sequence[Dossier], calendar: WorkCalendar, today: str
) -> EvaluationFigures:
    """The figures of a year.

    Args:
        year: of the plans.
        this: the standing draws of its plans, at least one.
        last: those of the year before; may be empty.
        calendar: the working days, for the deadlines of publication.
        today: YYYY-MM-DD.
    """
    facts = facts_of(this)
    now = rates(facts)
    loaded = loads(facts)
    before = rates(facts_of(last)) if last else []
    return EvaluationFigures(
        year=year,
        today=today,
        facts=facts,
        rates=tuple(now),
        hits=tuple(hits(facts)),
        must_inspect=tuple(must_inspect(facts)),
        must_problem=found_because_they_must(facts),
        floors=tuple(floors(facts, now)),
        publications=tuple(publications(facts, calendar, today)),
        follow_ups=tuple(follow_ups(facts, today)),
        codes=tuple(_codes(facts)),
        loads=tuple(loaded),
        spreads=tuple(spreads(loaded)),
        changes=tuple(changes(facts)),
        last=bool(last),
        by_year=tuple(year_on_year(now, before, (f"{year - 1}年", f"{year}年"))),
        by_batch=tuple(batch_on_batch(facts)),
        undrawn=tuple(_undrawn(facts)),
    )


def _codes(facts: Iterable[Facts]) -> list[CodeCount]:
    """Every code of the plans, by number, with its counts by department."""
    known: dict[tuple[int, str], bool] = {}
    counts: Counter[tuple[str, str]] = Counter()
    departments: dict[str, None] = {}
    for one in facts:
        codes = codes_of(one.dossier.pool.plan)
        known.update({(code.number, code.label): code.problem for code in codes})
        labels = {code.number: code.label for code in codes}
        for visit in one.visits:
            for result in visit.inspection.results:
                name = one.dossier.department_name(result.department)
                departments.setdefault(name)
                counts.update((labels[number], name) for number in result.codes if number in labels)
    return [
        CodeCount(
            label=label,
            problem=known[number, label],
            counts=tuple((name, counts[label, name]) for name in departments),
        )
        for number, label in sorted(known)
    ]


def _undrawn(facts: Sequence[Facts]) -> list[tuple[str, str]]:
    drawn = {(norm(one.key[0]), norm(one.key[1])) for one in facts}
    return [
        (one.key[0], batch.name)
        for one in {one.key[0]: one for one in facts}.values()
        for batch in one.dossier.pool.plan.batches_in_order
        if (norm(one.key[0]), norm(batch.name)) not in drawn
    ]
