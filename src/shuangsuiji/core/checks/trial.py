"""Whether the visits of a draw can be staffed, told before anything is sealed (WG-5, WG-7).

1. Every object that may be drawn is looked at alone, seat by seat, 其中至少 included. What can never be
   staffed is named; if it is sure to be drawn, nothing may be sealed.
2. All visits that are sure to be made are looked at together: tags, districts, recusals and limits at once.
3. Where no limit binds, visits do not get in each other's way: what passes 1 cannot fail.
4. Otherwise the draw itself is tried, with keys that no seed gives. The share that fails is told.

A trial is no draw: its keys come from a fixed label, and objects have other numbers in a trial table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np

from shuangsuiji.core.checks.staffing_words import StaffingWords, Trouble
from shuangsuiji.core.lottery.columns import Lists
from shuangsuiji.core.lottery.groups import ATTEMPTS, CannotForm
from shuangsuiji.core.lottery.selection import select
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff, refuse_unstaffable
from shuangsuiji.core.lottery.tables import BARRED, NO_LIMIT, Tables
from shuangsuiji.core.lottery.teams.assignment import Impossible, completes
from shuangsuiji.core.lottery.teams.seats import SeatProblem
from shuangsuiji.core.lottery.visits import (
    Places,
    StaffingProblem,
    Visit,
    kinds_of,
    problem_of,
    seats_of,
    visits_of,
)
from shuangsuiji.core.lottery.words import derive_key
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.recusals import OWN_AREA

LABEL = "试抽"
"""What the text behind the keys of trials begins with where that of a draw has a commitment."""
MOST_TRIALS = 200
_GROUP_WORK = 20_000
"""Visits dealt over all formations of one trial: beyond that fewer formations are tried."""

Wanted = Sequence[tuple[int, tuple[int, ...]]]
"""Visits as (object number, kinds of seat), both from 1."""


@dataclass(frozen=True, slots=True)
class Alone:
    """An object that no team can visit: the kinds of the visit, and why it is sure to be made, or blank."""

    number: int
    kinds: tuple[int, ...]
    certain: str
    jointly: bool


@dataclass(frozen=True)
class Ahead:
    """A batch before its draw, in the numbers of its trial table; `words` tells them in words."""

    ruled: RuledBatch
    words: StaffingWords

    @property
    def pool(self) -> Pool:
        """The pool that the trial table was made of."""
        return self.words.pool

    @property
    def tables(self) -> Tables:
        """The trial table."""
        return self.words.tables

    @cached_property
    def _sure_strata(self) -> frozenset[int]:
        """The strata of which every member that may be drawn is drawn, whatever the seed."""
        frame = self.tables.frame
        if frame.entity or any(task.entity for task in frame.tasks):
            return frozenset()
        sizes = self.tables.eligible()
        return frozenset(
            number
            for number, rule in enumerate(frame.strata, 1)
            if rule.n >= sizes[number] and not frame.tasks[rule.task - 1].clusters
        )

    @cached_property
    def _columns(self) -> tuple[list[tuple[int, ...]], ...]:
        objects, sites = self.tables.objects, self.tables.sites
        return tuple(map(_tuples, (objects.strata, sites.seats, sites.duty, sites.recused)))

    def rows(self) -> Iterator[tuple[int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
        """Of each object that may be visited: number, owed, drawn strata, seats and duty."""
        strata, seats, duty, _ = self._columns
        some = [number for number, rule in enumerate(self.tables.frame.strata, 1) if rule.n]
        floor = bool(self.tables.frame.floor)
        wanted = frozenset(some) if not floor else frozenset(range(1, len(self.tables.frame.strata) + 1))
        state, owed = self.tables.objects.state.tolist(), self.tables.objects.owed.tolist()
        for row, own in enumerate(strata):
            drawn = tuple(one for one in own if one in wanted) if state[row] > BARRED else ()
            if drawn or owed[row]:
                yield row + 1, owed[row], drawn, seats[row], duty[row]

    def recused(self, number: int) -> tuple[int, ...]:
        """The people listed as recused from an object, 本辖区 left aside."""
        return self._columns[3][number - 1]

    def kinds(self, seats: Sequence[int], duty: Sequence[int], strata: Iterable[int]) -> tuple[int, ...]:
        """The kinds of seat of a visit that is made for these strata."""
        frame, called = self.tables.frame, set(duty)
        for stratum in strata:
            called.update(frame.tasks[frame.strata[stratum - 1].task - 1].seats)
        return tuple(kind for kind in seats if kind in called)

    @cached_property
    def alone(self) -> tuple[Alone, ...]:
        """The objects that cannot be staffed if they are drawn, by number."""
        frame, fits = self.tables.frame, _Alone(self.tables)
        found = []
        for number, owed, strata, seats, duty in self.rows():
            sure = [one for one in strata if one in self._sure_strata]
            everything = self.kinds(seats, duty, strata)
            if fits(number, everything, self.recused(number)):
                continue
            certain = self.kinds(seats, duty, sure) if sure or owed else ()
            if certain and not fits(number, certain, self.recused(number)):
                tasks = {self.words.labels.tasks[frame.strata[one - 1].task - 1]["number"] for one in sure}
                why = "必查" if owed else f"任务 {'、'.join(sorted(tasks))} 全部抽取"
                found.append(Alone(number, certain, why, jointly=False))
                continue
            single = [self.kinds(seats, duty, [one]) for one in strata]
            barred = [kinds for kinds in single if not fits(number, kinds, self.recused(number))]
            found.append(Alone(number, (barred or [everything])[0], "", jointly=not barred))
        return tuple(found)

    @cached_property
    def sure_visits(self) -> Wanted:
        """The visits that are made whatever the seed, with the seats that they have at least."""
        found: list[tuple[int, tuple[int, ...]]] = []
        for number, owed, strata, seats, duty in self.rows():
            sure = [one for one in strata if one in self._sure_strata]
            if sure or owed:
                found.append((number, self.kinds(seats, duty, sure)))
                found += [(number, self.kinds(seats, duty, ()))] * (owed - 1)
        return found

    @property
    def limited(self) -> bool:
        """Whether anybody's limit could bind, were they to make every visit."""
        frame = self.tables.frame
        most = sum(rule.n for rule in frame.strata) + int(self.tables.objects.owed.sum())
        most += frame.floor or 0
        return bool((self.tables.people.limit < most).any())

    @property
    def cannot_fail(self) -> bool:
        """Whether every draw can be staffed for certain: nobody is fixed in a group, no limit binds."""
        return self.tables.frame.groups is None and not self.limited and not self.alone

    def outcomes(self, count: int) -> Iterator[Trouble | None]:
        """Of so many trials, one after the other: what keeps it from being staffed, or None.

        With fixed groups a large trial gives up after fewer formations than a draw; see `gives_up_early`.
        """
        frame, objects = self.tables.frame, self.tables.objects
        for number in range(count):
            key = derive_key(LABEL, str(number))
            visits = visits_of(select(frame, objects, key))
            attempts = max(1, min(ATTEMPTS, _GROUP_WORK // max(1, len(visits))))
            try:
                if frame.groups is not None and self.limited:
                    self._refuse_without_groups(visits)
                refuse_unstaffable(self.tables, visits, key, attempts)
            except (CannotStaff, CannotForm, CannotDeal) as trouble:
                yield trouble
            else:
                yield None

    def _refuse_without_groups(self, visits: Sequence[Visit]) -> None:
        """What cannot be staffed even without groups need not be tried with a hundred formations."""
        wanted = [(visit.number, kinds_of(self.tables, visit)) for visit in visits]
        problem = self.problem(wanted)
        if not completes(problem.staffing):
            raise CannotStaff(visits, problem, Impossible(SeatProblem.of(problem.staffing)))

    def gives_up_early(self, trouble: Trouble) -> bool:
        """Whether a draw would have tried more formations before it failed."""
        return isinstance(trouble, CannotDeal) and len(trouble.visits) * ATTEMPTS > _GROUP_WORK

    def problem(self, wanted: Wanted, tables: Tables | None = None) -> StaffingProblem:
        """The problem of these visits, groups and balance left aside."""
        own = self.tables if tables is None else tables
        places = Places(own)
        return problem_of(
            places,
            [(number, seats_of(own.frame, kinds)) for number, kinds in wanted],
            barred=[places.recused(number) for number, _ in wanted],
            limits=own.people.limit,
            loads=np.zeros(own.frame.people, dtype=np.int64),
            balanced=False,
        )

    def ways_out(self, wanted: Wanted) -> str:
        """Which demand may be relaxed so that these visits can be staffed, each of them alone, in words."""
        ways = [
            text for text, tables in self._relaxed(wanted) if completes(self.problem(wanted, tables).staffing)
        ]
        return "，或".join([*ways, "补充符合条件的人员"])

    def _relaxed(self, wanted: Wanted) -> Iterator[tuple[str, Tables]]:
        """One demand less at a time: (what to do, the tables without it)."""
        tables, labels = self.tables, self.words.labels
        frame, people, sites = tables.frame, tables.people, tables.sites
        kinds = {kind for _, own in wanted for kind in own}
        tags = sorted({labels.seats[kind - 1]["tag"] for kind in kinds} - {""})
        if tags:
            text = f"放宽“其中至少”（{'、'.join(tags)}）"
            yield text, replace(tables, people=replace(people, seats=self._without_tags()))
        if (people.limit < NO_LIMIT).any():
            yield "放宽“每人至多”", replace(tables, people=replace(people, limit=people.limit * 0 + NO_LIMIT))
        if any(frame.seats[kind - 1].area for kind in kinds):
            seats = tuple(replace(kind, area=0) for kind in frame.seats)
            yield "去掉“按辖区”", replace(tables, frame=replace(frame, seats=seats))
        if frame.cross:
            yield f"去掉回避规则“{OWN_AREA}”", replace(tables, frame=replace(frame, cross=0))
        if any(self.recused(number) for number, _ in wanted):
            nobody = Lists(sites.recused.starts * 0, sites.recused.values[:0])
            yield "调入不须回避的人员", replace(tables, sites=replace(sites, recused=nobody))

    def _without_tags(self) -> Lists:
        """Who may fill which kinds if 其中至少 asked for no tag; people who fit no seat have no row."""
        labels = self.words.labels
        fits_of = {person.id: fits for person, fits in zip(self.pool.people, self.ruled.fits, strict=True)}
        lists = [
            [kind for kind, seat in enumerate(labels.seats, 1) if fits_of[key][seat["line"]]]
            for key in labels.people
        ]
        starts = np.concatenate([[0], np.cumsum([len(own) for own in lists])]).astype(np.int64)
        return Lists(starts, np.array([kind for own in lists for kind in own], dtype=np.int64))


class _Alone:
    """Whether a team can be found for one visit by itself: by Hall's condition on the kinds of its seats.

    For every set of kinds there must be as many people as seats; people are the bits of a number.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables, self.places = tables, Places(tables)
        self._needs: dict[tuple[int, tuple[int, ...]], list[tuple[int, int]]] = {}

    def __call__(self, number: int, kinds: tuple[int, ...], recused: Sequence[int]) -> bool:
        area = self.places.area(number)
        if (area, kinds) not in self._needs:
            self._needs[area, kinds] = list(self._of(area, kinds))
        away = 0
        for person in recused:
            away |= 1 << (person - 1)
        return all((people & ~away).bit_count() >= seats for people, seats in self._needs[area, kinds])

    def _of(self, area: int, kinds: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """(people, seats) of every set of kinds, those of one set of people taken as one kind."""
        frame = self.tables.frame
        seats_of_mask: dict[int, int] = {}
        for kind in kinds:
            fits = self.places.fitting(kind, area)
            if frame.cross and area:
                fits = fits & ~self.places.of_area(area)
            mask = int.from_bytes(np.packbits(fits, bitorder="little").tobytes(), "little")
            seats_of_mask[mask] = seats_of_mask.get(mask, 0) + frame.seats[kind - 1].count
        for size in range(1, len(seats_of_mask) + 1):
            for masks in combinations(seats_of_mask, size):
                people = 0
                for mask in masks:
                    people |= mask
                yield people, sum(seats_of_mask[mask] for mask in masks)


def _tuples(lists: Lists) -> list[tuple[int, ...]]:
    starts, values = lists.starts.tolist(), tuple(lists.values.tolist())
    return [values[start:end] for start, end in pairwise(starts)]
