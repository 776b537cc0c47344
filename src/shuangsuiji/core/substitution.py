"""Substitutions (递补): what happens after the draw, each event drawn from its own streams.

An event names who is out, which pair has to be recused, or which object cannot be visited. Its seats reopen
and are filled by the rule of the draw, without balance; everything else stays as it is and counts in the
loads. Nothing is overwritten: the standing of a draw is draw.json with its events applied in order.
Every event concerns the open visits alone: those that have neither ended nor been made.
Source: draw-algorithm 12; WG-6, WG-7, LZ-6, LZ-14.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import Digest
from shuangsuiji.core.group_events import deal_new_visits, drawn_groups, grouped_people
from shuangsuiji.core.lottery.teams.assignment import Impossible, Tickets, assign
from shuangsuiji.core.lottery.teams.staffing import Team
from shuangsuiji.core.lottery.words import SCHEME, Key, object_tickets
from shuangsuiji.core.plans.values import YearMonth
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.quota import scope_of
from shuangsuiji.core.record import (
    DrawRecord,
    FloorRecord,
    MemberRecord,
    StratumRecord,
    VisitRecord,
    group_members,
    group_passes,
    leader_of,
    member_records,
    passed_records,
    ticket_text,
    visit_record,
)
from shuangsuiji.core.schedule import Visit, fitting_rules, items_of
from shuangsuiji.core.teams.eligibility import (
    Seating,
    SeatKind,
    limits_of,
    recusals_of,
    seat_kinds,
    seating_of,
)
from shuangsuiji.core.teams.grouping import CannotDeal, going

LATE_RECUSAL = "申请回避"


class OutRecord(TypedDict):
    """A person who is out: of the visits named, or of all that are not done."""

    person: str
    visits: list[int]


class PairRecord(TypedDict):
    """A pair that is barred from now on."""

    visit: int
    person: str


class SpecialistRecord(TypedDict):
    """Somebody whom the department sends along, outside the draw (LZ-6)."""

    visit: int
    name: str


class ReplacementRecord(TypedDict):
    """An object that takes the place of another in a stratum, by its index; None stands for the top-up.

    `into` is None where no alternate was left.
    """

    stratum: int | None
    out: int
    into: int | None


class EventRecord(TypedDict):
    """event.json: what was asked for, and what came of it."""

    scheme: str
    commit: str
    event: int
    key: str
    reason: str
    done: list[int]
    out: list[OutRecord]
    recused: list[PairRecord]
    objects: list[int]
    specialists: list[SpecialistRecord]
    ended: list[int]
    replacements: list[ReplacementRecord]
    visits: list[VisitRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an event asks for, by ids of people, indexes of visits and numbers of objects.

    Attributes:
        reason: why, as it is printed.
        done: visits that have been made already and stay untouched, in later events too.
        out: person id -> the visits they cannot make; none named means all that are not done.
        recused: (visit, person id) pairs: this seat reopens, and no other of the object is theirs either.
        objects: numbers of objects that cannot be visited.
        specialists: (visit, name) of people sent along outside the draw.
    """

    reason: str
    done: frozenset[int] = frozenset()
    out: Mapping[str, tuple[int, ...]]
    recused: tuple[tuple[int, str], ...] = ()
    objects: tuple[int, ...] = ()
    specialists: tuple[tuple[int, str], ...] = ()


class NothingReopened(Exception):
    """The event would change nothing."""


class CannotSubstitute(Exception):
    """The reopened seats cannot all be filled; nothing is changed."""

    def __init__(
        self, visits: Sequence[Visit], seating: Seating | None, reason: Impossible | CannotDeal
    ) -> None:
        super().__init__(str(reason))
        self.visits = visits
        self.seating = seating
        self.reason = reason


def fresh_key(head: Digest, seed: str) -> Key:
    """K' of an event with a seed of its own: bound to the ledger's last line before it."""
    text = f"{SCHEME}\n{head}\n{seed}\n"
    return Key(int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:16], "big"))


def standing(record: DrawRecord, events: Sequence[EventRecord]) -> list[VisitRecord]:
    """Every visit as it stands after the events, by index; those that were ended say so."""
    visits = {visit["index"]: visit for visit in record["visits"]}
    for event in events:
        visits.update({visit["index"]: visit for visit in event["visits"]})
    return [visits[index] for index in sorted(visits)]


def substitute(
    pool: Pool, record: DrawRecord, events: Sequence[EventRecord], change: Change, key: Key
) -> EventRecord:
    """The next event of a draw.

    Args:
        pool: the pool of the draw.
        record: draw.json.
        events: the events so far, in order.
        change: what is asked for.
        key: the draw's own key, or `fresh_key`.

    Raises:
        NothingReopened: no seat reopens, no visit ends, nobody is sent along.
        CannotSubstitute: the reopened seats cannot all be filled.
    """
    case = _Case(pool, record, events, change)
    if not (case.ended or case.leaving or case.specialists):
        raise NothingReopened
    return EventRecord(
        scheme=SCHEME,
        commit=record["commit"],
        event=case.event,
        key=f"{key:032x}",
        reason=change.reason,
        done=sorted(change.done),
        out=[OutRecord(person=person, visits=sorted(set(own))) for person, own in sorted(change.out.items())],
        recused=[PairRecord(visit=visit, person=person) for visit, person in sorted(set(change.recused))],
        objects=sorted(set(change.objects)),
        specialists=[SpecialistRecord(visit=v, name=name) for v, name in dict.fromkeys(change.specialists)],
        ended=sorted(case.ended),
        replacements=case.replacements,
        visits=case.touched_visits(key),
    )


class _Case:
    """One event in the making.

    Attributes:
        event: its number s.
        visits: all visits as they stand before it, by index.
        ended: the indexes of those that end because their object cannot be visited.
        leaving: visit index -> the members whose seats reopen.
        specialists: visit index -> who is sent along and was not yet.
        replacements: who takes the place of each object whose random visit ends.
        added: the new visits.
        groups: the fixed groups of the draw, if it has any.
        opened: the new visits as they are before seats are filled one by one: empty, or dealt to a group.
    """

    def __init__(self, pool: Pool, record: DrawRecord, events: Sequence[EventRecord], change: Change) -> None:
        self.pool, self.record, self.events, self.change = pool, record, events, change
        self.event = len(events) + 1
        self.visits = standing(record, events)
        done = change.done.union(*(event["done"] for event in events))
        undone = [visit for visit in self.visits if "ended" not in visit and visit["index"] not in done]
        self.ended = {visit["index"] for visit in undone if visit["number"] in change.objects}
        self.open = [visit for visit in undone if visit["index"] not in self.ended]
        self.leaving = self._leaving()
        self.specialists = self._specialists()
        self.replacements = self._replacements()
        self.added = self._added_visits()
        self.index_of = {person.id: index for index, person in enumerate(pool.people)}
        self.groups = drawn_groups(pool, record)
        self.opened: list[VisitRecord] = []

    def _leaving(self) -> dict[int, list[MemberRecord]]:
        out, recused = self.change.out, self.change.recused
        leaving: dict[int, list[MemberRecord]] = {}
        for visit in self.open:
            index = visit["index"]
            for member in visit["team"]:
                person = member["person"]
                is_out = person in out and (not out[person] or index in out[person])
                if is_out or (index, person) in recused:
                    leaving.setdefault(index, []).append(member)
        return leaving

    def _specialists(self) -> dict[int, list[str]]:
        known = {visit["index"]: visit.get("specialists", []) for visit in self.open}
        found: dict[int, list[str]] = {}
        for index, name in dict.fromkeys(self.change.specialists):
            if name not in known.get(index, [name]):
                found.setdefault(index, []).append(name)
        return found

    def _replacements(self) -> list[ReplacementRecord]:
        """Stratum by stratum, the first alternate left for each object whose random visit ends.

        An alternate is left unless it is or was visited in this batch or has itself been out. One object may
        come in for several strata at once, as in the draw; but the top-up needs objects of its own.
        """
        closed = {number for event in self.events for number in event["objects"]} | set(self.change.objects)
        closed |= {visit["number"] for visit in self.visits}
        random_ends = {v["number"] for v in self.visits if v["index"] in self.ended and v["tasks"]}
        found: list[ReplacementRecord] = []
        for stratum, holders, alternates in self._places():
            taken = {entry["into"] for entry in found} if stratum is None else set()
            free = (number for number in alternates if number not in closed and number not in taken)
            found += [
                ReplacementRecord(stratum=stratum, out=number, into=next(free, None))
                for number in holders
                if number in random_ends
            ]
        return found

    def _places(self) -> Iterator[tuple[int | None, list[int], list[int]]]:
        """Stratum (None: the top-up), who has held a place in it so far, its alternates."""
        places: list[tuple[int | None, StratumRecord | FloorRecord, list[int]]] = [
            (index, stratum, stratum["drawn"]) for index, stratum in enumerate(self.record["strata"])
        ]
        if self.record["floor"] is not None:
            places.append((None, self.record["floor"], self.record["floor"]["added"]))
        past = [entry for event in self.events for entry in event["replacements"]]
        for index, place, first in places:
            came = [entry["into"] for entry in past if entry["stratum"] == index]
            yield index, [*first, *(number for number in came if number is not None)], place["alternates"]

    def _added_visits(self) -> list[Visit]:
        """One visit for each object that comes in, behind the others, by number."""
        came = sorted({entry["into"] for entry in self.replacements if entry["into"] is not None})
        return [self._added_visit(index, number) for index, number in enumerate(came, len(self.visits))]

    def _added_visit(self, index: int, number: int) -> Visit:
        """The first and only visit of an object that comes in."""
        pool, cap = self.pool, self.pool.plan.limits.yearly_cap
        strata = [entry["stratum"] for entry in self.replacements if entry["into"] == number]
        named = {self.record["strata"][stratum]["task"] for stratum in strata if stratum is not None}
        tasks = [
            task
            for task in pool.plan.tasks
            if task.number in named or (None in strata and scope_of(pool, task)[number - 1])
        ]
        duties = [duty for duty in self.record["must_inspect"] if duty["number"] == number]
        rules = fitting_rules(pool, duties[0]["rules"]) if duties else []
        reasons = [("随机", bool(named)), ("必查", bool(rules)), ("补足", None in strata)]
        return Visit(
            index=index,
            number=number,
            ordinal=1,
            total=1,
            month=None,
            reasons=tuple(reason for reason, holds in reasons if holds),
            tasks=tuple(task.number or "" for task in tasks),
            rules=tuple(rule.name for rule in rules),
            items=tuple(items_of(pool, tasks, rules)),
            over_cap=cap is not None and len(pool.this_year.get(pool.ids[number - 1], ())) + 1 > cap,
        )

    def touched_visits(self, key: Key) -> list[VisitRecord]:
        """Every visit that the event touches, as it stands afterwards, by index.

        Raises:
            CannotSubstitute: see `substitute`.
        """
        every = [*map(visit_of, self.visits), *self.added]
        self.opened = self._opened(every, key)
        seating = self._seating(every)
        try:
            assignment = assign(seating.staffing, self._tickets(key))
        except Impossible as impossible:
            raise CannotSubstitute(every, seating, impossible) from None
        teams = {team.visit: team for team in assignment.teams}
        touched = self.ended | self.leaving.keys() | self.specialists.keys()
        touched -= {visit["index"] for visit in self.opened}
        before = [*(self.visits[index] for index in sorted(touched)), *self.opened]
        return [self._after(visit, teams.get(visit["index"]), seating) for visit in before]

    def _opened(self, every: Sequence[Visit], key: Key) -> list[VisitRecord]:
        """The new visits; with fixed groups they are dealt to groups, in which some may be out."""
        tickets = object_tickets(Key(int(self.record["key"], 16)), len(self.pool))
        blank = [
            visit_record(self.pool, visit, ticket_text(tickets, visit.number), [], []) for visit in self.added
        ]
        if not self.groups:
            return blank
        kinds = {visit.index: seat_kinds(self.pool, visit) for visit in self.added}
        seats = [kinds.get(visit.index, []) for visit in every]
        away = self._away()
        left = limits_of(self.pool) - self._loads(self._sitting())
        grounds = self._grounds(self.added, seats)
        try:
            dealt = deal_new_visits(self.groups, seats, grounds, left, away, key, self.event)
        except CannotDeal as trouble:
            raise CannotSubstitute(every, None, trouble) from None
        for visit in blank:
            index, visit["group"] = visit["index"], None
            if index not in dealt:
                continue
            new = dealt[index]
            visit["group"] = new.group + 1
            visit["team"] = group_members(self.pool, going(self.groups[new.group], seats[index]))
            visit["leader"] = leader_of(self.pool, visit["team"])
            visit["trace"] = group_passes(self.pool, new.passed)
            gone = [member for member in visit["team"] if self.index_of[member["person"]] in away]
            if gone:
                self.leaving[index] = gone
        return blank

    def _tickets(self, key: Key) -> Tickets:
        """With fixed groups, one order of people for all visits of a group, those of no group first.

        So that one person steps in for all of them, if the rules allow.
        """
        if not self.groups:
            return Tickets(key, event=self.event)
        numbers = {visit["index"]: visit.get("group") for visit in [*self.visits, *self.opened]}
        groups = {index: number - 1 for index, number in numbers.items() if number}
        return Tickets(key, event=self.event, rows=groups, first=~grouped_people(self.pool, self.groups))

    def _after(self, visit: VisitRecord, team: Team | None, seating: Seating) -> VisitRecord:
        """A visit as the event leaves it; one that ends keeps its team for the record."""
        index, result = visit["index"], visit.copy()
        if index in self.ended:
            result["ended"] = self.change.reason
        if team is not None:
            staying = self._staying(visit)
            result["team"] = staying + member_records(self.pool, seating, team)
            dealt = visit["trace"] if index >= len(self.visits) else []
            result["trace"] = [*dealt, *passed_records(self.pool, seating, team, taken=len(staying))]
            result["leader"] = leader_of(self.pool, result["team"])
        if index in self.specialists:
            result["specialists"] = [*visit.get("specialists", []), *self.specialists[index]]
        return result

    def _staying(self, visit: VisitRecord) -> list[MemberRecord]:
        """The members who stay, each in their seat."""
        return [member for member in visit["team"] if member not in self.leaving.get(visit["index"], [])]

    def _open_seats(self, visit: Visit) -> tuple[SeatKind, ...]:
        """The open seats, in the order of all: those of the members who leave, or all of a new visit.

        With fixed groups a new visit has a group already, and only those who are out leave it.
        """
        if visit.index >= len(self.visits) and not self.groups:
            return tuple(seat_kinds(self.pool, visit))
        left = [(member["line"], member["tag"]) for member in self.leaving.get(visit.index, [])]
        kinds: list[SeatKind] = []
        for kind in seat_kinds(self.pool, visit) if left else ():
            if (kind.line, kind.tag) in left:
                left.remove((kind.line, kind.tag))
                kinds.append(kind)
        return tuple(kinds)

    def _seating(self, visits: Sequence[Visit]) -> Seating:
        """The assignment problem: whoever sits already may not sit twice, whoever is out may not return."""
        seats = [self._open_seats(visit) for visit in visits]
        sitting = self._sitting()
        loads = self._loads(sitting)
        grounds = self._grounds([visit for visit in visits if seats[visit.index]], seats)
        return seating_of(
            self.pool,
            seats,
            {pair: ground for pair, ground in grounds.items() if pair not in sitting},
            limits=np.maximum(limits_of(self.pool) - loads, 0),
            loads=loads,
            balanced=False,
            absent=self._away(),
            sitting=frozenset(sitting),
        )

    def _sitting(self) -> set[tuple[int, int]]:
        """(visit, person) of everybody who stays in a visit that has not ended."""
        return {
            (visit["index"], self.index_of[member["person"]])
            for visit in [*self.visits, *self.opened]
            if "ended" not in visit and visit["index"] not in self.ended
            for member in self._staying(visit)
        }

    def _loads(self, sitting: set[tuple[int, int]]) -> NDArray[np.int64]:
        """(people,): in how many visits each sits."""
        loads = np.zeros(len(self.pool.people), dtype=np.int64)
        for _, person in sitting:
            loads[person] += 1
        return loads

    def _away(self) -> frozenset[int]:
        """Everybody who is out, in this event or an earlier one."""
        out = {entry["person"] for event in self.events for entry in event["out"]} | set(self.change.out)
        return frozenset(self.index_of[person] for person in out)

    def _grounds(
        self, visits: Sequence[Visit], seats: Sequence[Sequence[SeatKind]]
    ) -> dict[tuple[int, int], tuple[str, str]]:
        """Who steps back from these visits, by the rules or on request since."""
        grounds = recusals_of(self.pool, visits)
        for number, person_id, reason in self._late_recusals():
            for visit in visits:
                if visit.number == number and seats[visit.index]:
                    grounds.setdefault((visit.index, self.index_of[person_id]), (LATE_RECUSAL, reason))
        return grounds

    def _late_recusals(self) -> Iterator[tuple[int, str, str]]:
        """(object, person id, reason) of every pair barred so far, the earliest first."""
        for event in self.events:
            for pair in event["recused"]:
                yield self.visits[pair["visit"]]["number"], pair["person"], event["reason"]
        for index, person in self.change.recused:
            yield self.visits[index]["number"], person, self.change.reason


def visit_of(record: VisitRecord) -> Visit:
    """The visit that a record tells of."""
    return Visit(
        index=record["index"],
        number=record["number"],
        ordinal=record["visit"],
        total=record["of"],
        month=YearMonth(record["month"]) if record["month"] is not None else None,
        reasons=tuple(record["reasons"]),
        tasks=tuple(record["tasks"]),
        rules=tuple(record["rules"]),
        items=tuple((department, item) for department, item in record["items"]),
        over_cap=bool(record["over_cap"]),
    )
