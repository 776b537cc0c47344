"""What a year will bring: what is certain by arithmetic, and what only trials of the real draw can tell.

Certain are the quotas of every batch, the must-inspect visits and the chance of an object to be drawn.
Loads, joint visits and the top-up depend on who is drawn; they are forecast by the draw itself on the real
registries, with seeds that come from a fixed label, so that the same plan gives the same forecast. A forecast
is no draw: nothing of it may be used, and the ledger knows nothing of it. Source: LAW-1, LZ-1, XT-1, WG-1,
QHD-8.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.selection import TopUp, select
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff, staff
from shuangsuiji.core.lottery.visits import Visit, kinds_of, visits_of
from shuangsuiji.core.lottery.words import derive_key
from shuangsuiji.core.plans.plan import Batch
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.plans.values import YearMonth, month_after
from shuangsuiji.core.rules.batch import ruled_batch
from shuangsuiji.core.rules.eligibility import fits_line
from shuangsuiji.core.rules.labels import Labels
from shuangsuiji.core.rules.must_inspect import must_inspect_objects
from shuangsuiji.core.rules.pool import PastVisit, Pool, task_key
from shuangsuiji.core.rules.quota import (
    Stratum,
    excluded,
    strata_of,
    stratum_name,
    tasks_of_batch,
    yearly_floor,
)
from shuangsuiji.core.rules.table import trial_table

LABEL = "全年预测"
"""What the seeds of the trials begin with: nobody can take a trial for a draw."""

YEARS = 5
TRIALS = 40
FEWEST_TRIALS = 3
_WORK = 100_000
_VISITS = 20_000
"""Objects to be drawn from, and visits to be staffed, over all trials: beyond that there are fewer trials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumYear:
    """One stratum over the year.

    Attributes:
        place: cluster and district, as far as there are any.
        stage: how many of how many clusters a first stage draws; None without one.
        quotas: n of each batch in order, None where its task takes no part; if its cluster is drawn.
        chance: the probability of an object to be drawn at random this year, the first stage counted in.
        round_years: the years of a round (轮查); None for other quotas.
    """

    task: str
    name: str
    place: str
    size: int
    quotas: tuple[int | None, ...]
    chance: Fraction
    stage: tuple[int, int] | None = None
    round_years: int | None = None

    @property
    def label(self) -> str:
        """The stratum in words: 东岗镇（4个中抽2个）."""
        name = stratum_name(self.place, self.name)
        return name if self.stage is None else f"{name}（{self.stage[1]}个中抽{self.stage[0]}个）"

    @property
    def coverage(self) -> tuple[Fraction, ...]:
        """The probability of an object to be drawn at least once in 1, 2 … years at these ratios.

        In a round everybody is visited once in its years.
        """
        if self.round_years is not None:
            return tuple(
                Fraction(1) if years >= self.round_years else min(Fraction(1), self.chance * years)
                for years in range(1, YEARS + 1)
            )
        return tuple(1 - (1 - self.chance) ** years for years in range(1, YEARS + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class MustInspectYear:
    """One must-inspect object: its visits of each batch in order, and the months they are meant for.

    Of a batch that has been drawn, the visits that were assigned; their months are left aside.
    """

    number: int
    rules: tuple[str, ...]
    times: int
    done: int
    visits: tuple[int, ...]
    months: tuple[tuple[YearMonth, ...], ...]
    unscheduled: bool


@dataclass(frozen=True, slots=True)
class TrialRange:
    """A forecast number: the least, the mean and the greatest of all trials."""

    least: int
    mean: float
    most: int

    @staticmethod
    def of(values: Sequence[int]) -> TrialRange:
        """The spread of what the trials gave."""
        return TrialRange(min(values), sum(values) / len(values), max(values))

    @property
    def text(self) -> str:
        """12 where all trials agree, else 10—14."""
        return str(self.least) if self.least == self.most else f"{self.least}—{self.most}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BatchForecast(Brief):
    """One batch that has not been drawn yet; `stuck` is in how many trials it could not be staffed."""

    batch: Batch
    objects: TrialRange
    visits: TrialRange
    added: TrialRange
    short: TrialRange
    over_cap: TrialRange
    stuck: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMonth:
    """A line of 检查组 in one month: visits for each person who can take them, and the month's workdays.

    Visits without a month of their own are spread evenly over their batch. Public holidays are not left out.
    """

    line: TeamLine
    month: YearMonth
    people: int
    visits: float
    weekdays: int

    @property
    def load(self) -> float:
        """Visits of each person."""
        return self.visits * self.line.size / self.people if self.people else 0.0


@dataclass(frozen=True, kw_only=True)
class Trials:
    """What the trials gave.

    Attributes:
        loads: person id -> visits in the batches still to be drawn, those of drawn batches left aside.
        capacity: (line index, batch name) -> seats needed at most, and seats that 每人至多 allows.
    """

    count: int
    batches: tuple[BatchForecast, ...]
    loads: Mapping[str, TrialRange]
    months: tuple[LineMonth, ...]
    capacity: Mapping[tuple[int, str], tuple[int, int]]


@dataclass(frozen=True, kw_only=True, repr=False)
class YearForecast(Brief):
    """The year: what is certain, what was drawn already, and what trials say of the rest."""

    pool: Pool
    strata: tuple[StratumYear, ...]
    duties: tuple[MustInspectYear, ...]
    drawn: Mapping[str, int]
    trials: Trials | None
    floor: tuple[int, int, int] | None
    closed: int


def year_forecast(
    pool: Pool,
    drawn: Sequence[str],
    trials: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> YearForecast:
    """The year of a plan.

    Args:
        pool: of the first batch still to be drawn, or of the last one; it knows the visits of every
            batch in `drawn`.
        drawn: names of the batches that have been drawn.
        trials: how many times the rest of the year is drawn on trial; by default as many as are quick.
        progress: called with the number of trials made so far.
    """
    names = set(map(norm, drawn))
    left = [batch for batch in pool.plan.batches_in_order if norm(batch.name) not in names]
    strata = _strata(pool)
    return YearForecast(
        pool=pool,
        strata=strata,
        duties=_duties(pool, left),
        drawn={
            batch.name: sum(_is_of(pool, visit, batch) for visit in pool.past)
            for batch in pool.plan.batches_in_order
            if norm(batch.name) in names
        },
        trials=_trials(pool, left, trials or _quick(pool, left, strata), progress) if left else None,
        floor=yearly_floor(pool),
        closed=int(excluded(pool).sum()),
    )


def _quick(pool: Pool, left: Sequence[Batch], strata: Sequence[StratumYear]) -> int:
    """As many trials as a planner will wait for."""
    visits = sum(quota or 0 for stratum in strata for quota in stratum.quotas)
    most = min(TRIALS, _WORK // max(1, len(pool) * len(left)), _VISITS // max(1, visits))
    return max(FEWEST_TRIALS, most)


def _is_of(pool: Pool, visit: PastVisit, batch: Batch) -> bool:
    same_plan = norm(visit.plan) == norm(pool.plan.number)
    return same_plan and norm(visit.batch) == norm(batch.name)


def _strata(pool: Pool) -> tuple[StratumYear, ...]:
    """Every stratum with its quotas, as if nothing had been drawn yet this year; shortages left aside."""
    batches = pool.plan.batches_in_order
    this_year = f"{pool.plan.year:04d}-"
    before_the_year = tuple(visit for visit in pool.past if visit.day < this_year)
    parts: dict[tuple[str, str, str], tuple[Stratum, list[int | None]]] = {}
    stages: dict[str, tuple[int, int]] = {}
    for index, batch in enumerate(batches):
        batch_pool = replace(pool, batch=batch, past=before_the_year)
        for task in tasks_of_batch(batch_pool):
            strata = strata_of(batch_pool, task)
            if task.draw.stage is not None:
                clusters = len({stratum.cluster for stratum in strata})
                stages[task.number or ""] = (min(task.draw.stage.draw, clusters), clusters)
            for stratum in strata:
                key = (stratum.task, stratum.place, stratum.name)
                quotas = parts.setdefault(key, (stratum, [None] * len(batches)))[1]
                before = sum(quota or 0 for quota in quotas[:index])
                quotas[index] = stratum.n - (before if stratum.year is not None else 0)
    return tuple(
        StratumYear(
            task=stratum.task,
            name=stratum.name,
            place=stratum.place,
            size=stratum.size,
            quotas=tuple(quotas),
            chance=_chance(
                stratum.size,
                quotas,
                stages.get(stratum.task, (1, 1)),
                repeated=pool.plan.limits.repeat_in_year,
            ),
            stage=stages.get(stratum.task),
            round_years=stratum.basis["rotation"]["years"] if "rotation" in stratum.basis else None,
        )
        for stratum, quotas in parts.values()
    )


def _chance(size: int, quotas: Sequence[int | None], stage: tuple[int, int], *, repeated: bool) -> Fraction:
    """Drawn at least once this year, if each batch draws its clusters anew.

    With repetition misses multiply. Without it, what the batches draw of a stratum adds up until nobody is
    left; in which of them its cluster is drawn is a matter of chance.
    """
    if not size:
        return Fraction(0)
    reached = Fraction(*stage)
    missed = Fraction(1)
    sums: dict[int, Fraction] = {0: Fraction(1)}
    for quota in quotas:
        drawn = quota or 0
        missed *= 1 - reached * Fraction(drawn, size)
        later: dict[int, Fraction] = {}
        for before, share in sums.items():
            for after, part in ((before, 1 - reached), (min(before + drawn, size), reached)):
                later[after] = later.get(after, Fraction(0)) + share * part
        sums = later
    if repeated:
        return 1 - missed
    return sum((share * drawn for drawn, share in sums.items()), Fraction(0)) / size


def _duties(pool: Pool, left: Sequence[Batch]) -> tuple[MustInspectYear, ...]:
    batches = pool.plan.batches_in_order
    duties = []
    for duty in must_inspect_objects(pool):
        done, visits = duty.done, []
        made = pool.this_year.get(pool.ids[duty.number - 1], ())
        for part, batch in enumerate(batches, 1):
            if batch not in left:
                visits.append(sum(_is_of(pool, visit, batch) and not visit.routine for visit in made))
                continue
            due = 0 if duty.unscheduled else max(0, duty.times * part // len(batches) - done)
            visits.append(due)
            done += due
        duties.append(
            MustInspectYear(
                number=duty.number,
                rules=duty.rules,
                times=duty.times,
                done=duty.done,
                visits=tuple(visits),
                months=tuple(
                    _months(batch, due) if batch in left else ()
                    for batch, due in zip(batches, visits, strict=True)
                ),
                unscheduled=duty.unscheduled,
            )
        )
    return tuple(duties)


def _months(batch: Batch, visits: int) -> tuple[YearMonth, ...]:
    """The months of several visits, as the draw spreads them; a single one may be made in any of them."""
    if visits < 2:
        return ()
    return tuple(month_after(batch.start, index * batch.months // visits) for index in range(visits))


@dataclass(slots=True)
class _Tally:
    """What the trials gave so far for one batch.

    Attributes:
        counts: of each trial, see `_Trial.counts`.
        months: (line of 检查组, month) -> visits over all trials.
        seats: line of 检查组 -> the most seats that any trial needed.
    """

    counts: list[dict[str, int]] = field(default_factory=list)
    stuck: int = 0
    months: defaultdict[tuple[int, YearMonth], float] = field(default_factory=lambda: defaultdict(float))
    seats: Counter[int] = field(default_factory=Counter)

    def add(self, trial: _Trial) -> None:
        """One more trial."""
        self.counts.append(trial.counts)
        self.stuck += bool(trial.visits and not trial.teams)
        seats: Counter[int] = Counter()
        for visit, lines in zip(trial.visits, trial.lines, strict=True):
            for line in lines:
                seats[line] += trial.pool.plan.team[line].size
                for month, share in _spread(trial.pool.batch, visit):
                    self.months[line, month] += share
        self.seats |= seats


def _spread(batch: Batch, visit: Visit) -> list[tuple[YearMonth, float]]:
    """The months that a visit is likely to be made in, each with its share."""
    if visit.total > 1:
        return [(month_after(batch.start, (visit.ordinal - 1) * batch.months // visit.total), 1.0)]
    return [(month_after(batch.start, offset), 1 / batch.months) for offset in range(batch.months)]


def _trials(pool: Pool, left: Sequence[Batch], count: int, progress: Callable[[int], None] | None) -> Trials:
    tallies = {batch.name: _Tally() for batch in left}
    loads: dict[str, list[int]] = {person.id: [0] * count for person in pool.people}
    for number in range(count):
        past = list(pool.past)
        for batch in left:
            batch_pool = replace(pool, batch=batch, past=tuple(past))
            trial = _Trial.of(batch_pool, f"{LABEL}/{number + 1}/{batch.name}")
            tallies[batch.name].add(trial)
            for team in trial.teams.values():
                for person in team:
                    loads[person][number] += 1
            past += trial.past()
        if progress is not None:
            progress(number + 1)
    months: list[LineMonth] = []
    capacity: dict[tuple[int, str], tuple[int, int]] = {}
    for batch in left:
        tally, batch_pool = tallies[batch.name], replace(pool, batch=batch)
        for index, line in enumerate(pool.plan.team):
            people = sum(fits_line(batch_pool, person, line) for person in pool.people)
            for month in (month_after(batch.start, offset) for offset in range(batch.months)):
                visits = tally.months[index, month] / count
                months.append(
                    LineMonth(line=line, month=month, people=people, visits=visits, weekdays=weekdays(month))
                )
            if line.max_visits is not None:
                capacity[index, batch.name] = (tally.seats[index], people * line.max_visits)
    return Trials(
        count=count,
        batches=tuple(_batch(batch, tallies[batch.name]) for batch in left),
        loads={key: TrialRange.of(values) for key, values in loads.items()},
        months=tuple(months),
        capacity=capacity,
    )


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """One batch drawn on trial.

    teams: index of a visit -> ids of its people; empty if the visits could not all be staffed.
    lines: for each visit the lines of 检查组 that have a seat on it.
    """

    pool: Pool
    labels: Labels
    visits: Sequence[Visit]
    top_up: TopUp | None
    teams: Mapping[int, tuple[str, ...]]
    lines: Sequence[Sequence[int]]

    @classmethod
    def of(cls, pool: Pool, seed: str) -> _Trial:
        """The draw of a batch by a key that nobody can take for that of a draw."""
        tables, labels = trial_table(ruled_batch(pool))
        key = derive_key(seed)
        selection = select(tables.frame, tables.objects, key)
        visits = visits_of(selection)
        teams: dict[int, tuple[str, ...]] = {}
        try:
            staffed = staff(tables, visits, key).visits
        except (CannotStaff, CannotForm, CannotDeal):
            staffed = ()
        for visit, own in zip(visits, staffed, strict=False):
            teams[visit.index] = tuple(labels.people[person - 1] for person, _ in own.team)
        lines = [
            sorted({labels.seats[kind - 1]["line"] for kind in kinds_of(tables, visit)}) for visit in visits
        ]
        return cls(pool=pool, labels=labels, visits=visits, top_up=selection.top_up, teams=teams, lines=lines)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that `BatchForecast` gives as ranges."""
        return {
            "objects": len({visit.number for visit in self.visits}),
            "visits": len(self.visits),
            "added": len(self.top_up.added) if self.top_up else 0,
            "short": self.top_up.short if self.top_up else 0,
            "over_cap": self._over_cap,
        }

    @property
    def _over_cap(self) -> int:
        """How many visits exceed 每户全年上限."""
        cap, pool = self.pool.plan.limits.yearly_cap, self.pool
        if cap is None:
            return 0
        before = [len(pool.this_year.get(pool.ids[visit.number - 1], ())) for visit in self.visits]
        return sum(done + visit.ordinal > cap for done, visit in zip(before, self.visits, strict=True))

    def past(self) -> list[PastVisit]:
        """The visits as the batches after this one know them."""
        must = {duty["number"] for duty in self.labels.must_inspect}
        past_visits = []
        for visit in self.visits:
            reasons = [("随机", visit.strata), ("必查", visit.number in must), ("补足", visit.added)]
            tasks = (self.labels.tasks[task - 1]["number"] for task in visit.tasks)
            past_visits.append(
                PastVisit(
                    object_id=self.pool.ids[visit.number - 1],
                    day=self.pool.batch.last_day,
                    plan=self.pool.plan.number,
                    batch=self.pool.batch.name,
                    tasks=tuple(map(task_key, tasks)),
                    reasons=tuple(reason for reason, holds in reasons if holds),
                    people=self.teams.get(visit.index, ()),
                )
            )
        return past_visits


def _batch(batch: Batch, tally: _Tally) -> BatchForecast:
    ranges = {name: TrialRange.of([counts[name] for counts in tally.counts]) for name in tally.counts[0]}
    return BatchForecast(batch=batch, stuck=tally.stuck, **ranges)


def weekdays(month: YearMonth) -> int:
    """Days from Monday to Friday in a month; public holidays are not left out."""
    return int(np.busday_count(month, month_after(month, 1)))
