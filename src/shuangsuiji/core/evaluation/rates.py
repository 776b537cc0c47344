"""Coverage, hit rates and problem rates, for the whole and for tasks, tiers, districts and strata (QHD-8).

What is counted are objects, each once a year. A problem rate is taken over random visits alone: an object
that was visited because it must be (必查) says nothing of the others, so those are kept apart (`compliance`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.evaluation.statistics import SMALL, Interval, Share, clopper_pearson, finite_interval
from shuangsuiji.core.results.facts import Facts, StratumFact, VisitFact

TOTAL, TASK, TIER, AREA, STRATUM = "合计", "任务", "层级", "行政区划", "分层"
KINDS = (TOTAL, TASK, TIER, AREA, STRATUM)

RULES = "按规则分层"
"""What stands for the column where strata are made by rules."""

_YEAR = re.compile(r"^[0-9]{4} ?年度?")

Key = tuple[str, str, str, str]
"""Kind, task (or column) without its year, district, name: what tells a group from one year to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Figures of one group of objects over the year.

    Attributes:
        task: the task, or the column of a tier; blank for districts and the whole.
        size: N, the objects that may be inspected, by the newest register.
        drawn: objects that stand as drawn at random this year.
        inspected: objects of the N that had a visit this year, for whatever reason.
        problem: objects with a problem among those whose random visit has all its results.
        interval: of the problem rate; None where nothing was inspected at random.
        finite: whether the interval is about the N objects of one stratum, or about the mixture inspected.
    """

    kind: str
    task: str
    district: str
    name: str
    size: int
    drawn: int
    inspected: int
    problem: Share
    interval: Interval | None
    finite: bool

    @property
    def key(self) -> Key:
        """What the same group of another year has too."""
        return self.kind, norm(_YEAR.sub("", self.task)), norm(self.district), norm(self.name)

    @property
    def coverage(self) -> Share:
        """Inspected objects out of all."""
        return Share(self.inspected, self.size)

    @property
    def small(self) -> bool:
        """Too few to compare anything (样本少), unless all were inspected."""
        return self.problem.of < min(SMALL, self.size or SMALL)

    @property
    def label(self) -> str:
        """The group in one line."""
        name = "" if self.kind == STRATUM and self.name == "全部" else self.name
        return " ".join(part for part in (self.task, self.district, name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One stratum of one batch: what the plan intended, and what the draw hit.

    Attributes:
        record: of draw.json: N, ratio, product, n.
        drawn: how many stand as drawn, replaced objects counted once.
        inspected: how many of these have been inspected.
    """

    stratum: StratumFact
    drawn: int
    inspected: int

    @property
    def actual(self) -> Share:
        """Drawn out of N."""
        return Share(self.drawn, self.stratum.record["N"])

    @property
    def amount(self) -> Fraction | int:
        """What the plan intended: a ratio, or a number of objects."""
        ratio, count = self.stratum.record["ratio"], self.stratum.record["count"]
        return Fraction(ratio) if ratio is not None else count or 0


def hits(facts: Iterable[Facts]) -> list[Hit]:
    """Every stratum of every batch, in order, those without objects left out."""
    stratum_hits = []
    for one in facts:
        visits = _by_task(one)
        for stratum in one.strata:
            if not stratum.record["N"]:
                continue
            begun = {v.object_id for v in visits[stratum.number] if v.begun and v.object_id in stratum.drawn}
            stratum_hits.append(Hit(stratum=stratum, drawn=len(stratum.drawn), inspected=len(begun)))
    return stratum_hits


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """What the plan intended and the draw hit, for a stratum, or for the same stratum of all districts."""

    batch: str
    task: str
    district: str
    name: str
    amount: Fraction | int
    size: int
    wanted: int
    drawn: int

    @property
    def label(self) -> str:
        """Task, district and stratum in one line."""
        return " ".join(part for part in (self.task, self.district, self.name) if part)

    @property
    def actual(self) -> Share:
        """Drawn out of N."""
        return Share(self.drawn, self.size)


def hit_rows(found: Sequence[Hit], most: int) -> list[HitRow]:
    """A row for each stratum; where there are more than `most`, districts of one ratio are put together."""
    together = len(found) > most
    groups: dict[tuple[object, ...], list[Hit]] = defaultdict(list)
    for hit in found:
        record, stratum = hit.stratum.record, hit.stratum
        district = "" if together else stratum.district
        key = (stratum.plan, stratum.batch, stratum.number, district, stratum.name)
        groups[*key, record["ratio"], record["count"]].append(hit)
    return [_hit_row(group, together) for group in groups.values()]


def _hit_row(group: Sequence[Hit], together: bool) -> HitRow:
    first = group[0].stratum
    return HitRow(
        batch=first.batch,
        task=first.task,
        district="" if together else first.district,
        name="" if first.whole else first.name,
        amount=group[0].amount,
        size=sum(hit.stratum.record["N"] for hit in group),
        wanted=sum(hit.stratum.record["n"] for hit in group),
        drawn=sum(hit.drawn for hit in group),
    )


def rates(facts: Sequence[Facts]) -> list[Rate]:
    """The figures of every group: the whole, tasks, tiers, districts, strata, each in the plans' order."""
    return _Rates(facts).rows()


def _by_task(facts: Facts) -> dict[str, list[VisitFact]]:
    """Task number -> the random visits that carry it."""
    visits_of: dict[str, list[VisitFact]] = defaultdict(list)
    for visit in facts.visits:
        for task in visit.tasks if visit.at_random else ():
            visits_of[task].append(visit)
    return visits_of


@dataclass(slots=True)
class _Group:
    """One group in the making: its newest objects, and the random visits that count for it."""

    members: set[str]
    visits: list[VisitFact]
    strata: set[tuple[str, str, str, str]]


class _Rates:
    """The groups of a year, gathered from the strata of its batches."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.facts = facts
        self.inspected = {v.object_id for one in facts for v in one.visits if v.begun}
        self.groups: dict[tuple[str, ...], _Group] = {}
        newest = {(one.key[0], task.number or ""): one for one in facts for task in one.tasks}
        for one in facts:
            visits = _by_task(one)
            for stratum in one.strata:
                self._gather(stratum, visits[stratum.number], newest[one.key[0], stratum.number] is one)
        registers = {one.key[0]: one for one in facts}
        for one in facts:
            self._gather_areas(one, registers[one.key[0]] is one)

    def _group(self, key: tuple[str, ...]) -> _Group:
        return self.groups.setdefault(key, _Group(members=set(), visits=[], strata=set()))

    def _gather(self, stratum: StratumFact, visits: Sequence[VisitFact], newest: bool) -> None:
        counted = [visit for visit in visits if visit.object_id in stratum.members]
        column = stratum.field or RULES
        keys: list[tuple[str, ...]] = [
            (TASK, stratum.task, "", "", stratum.plan),
            (STRATUM, stratum.task, stratum.district, stratum.name, stratum.plan),
        ]
        keys += [] if stratum.whole else [(TIER, column, "", stratum.name)]
        for key in keys:
            group = self._group(key)
            group.members |= stratum.members if newest else set()
            group.visits += counted
            group.strata |= {(stratum.plan, stratum.number, stratum.district, stratum.name)}

    def _gather_areas(self, one: Facts, newest: bool) -> None:
        visits = [visit for visit in one.visits if visit.at_random]
        strata = {(s.plan, s.number, s.district, s.name) for s in one.strata}
        total = self._group((TOTAL, "", "", ""))
        total.visits += visits
        total.strata |= strata
        for object_id, district in one.inspectable.items() if newest else ():
            total.members.add(object_id)
            if district:
                self._group((AREA, "", district, "")).members.add(object_id)
        for visit in visits:
            if visit.district:
                self._group((AREA, "", visit.district, "")).visits.append(visit)

    def rows(self) -> list[Rate]:
        """The rows, by kind; districts by name, all else in the order met."""
        rows = [self._row(key, group) for key, group in self.groups.items() if group.members or group.visits]
        rows.sort(key=lambda row: (KINDS.index(row.kind), row.district if row.kind == AREA else ""))
        return rows

    def _row(self, key: tuple[str, ...], group: _Group) -> Rate:
        problem = found_among(group.visits)
        finite = len(group.strata) == 1
        size = len(group.members)
        interval = None
        if problem.of:
            # An object drawn in the first batch may have left the register since.
            interval = finite_interval(problem, max(size, problem.of)) if finite else clopper_pearson(problem)
        return Rate(
            kind=key[0],
            task=key[1],
            district=key[2],
            name=key[3],
            size=size,
            drawn=len({visit.object_id for visit in group.visits}),
            inspected=len(group.members & self.inspected),
            problem=problem,
            interval=interval,
            finite=finite,
        )


def found_among(visits: Iterable[VisitFact]) -> Share:
    """Objects with a problem out of those whose visit has all its results; each object once."""
    complete = [visit for visit in visits if visit.complete]
    with_problem = {visit.object_id for visit in complete if visit.problem}
    return Share(len(with_problem), len({visit.object_id for visit in complete}))
