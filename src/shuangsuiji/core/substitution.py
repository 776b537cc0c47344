"""Substitutions (递补): what happens after the draw, each event drawn from its own streams.

An event names who is out, which pair has to be recused, or which object cannot be visited. Its seats reopen
and are filled by the rule of the draw, without balance; everything else stays as it is and counts in the
loads. Nothing is overwritten: the standing of a draw is draw.json with its events applied in order.
Source: draw-algorithm 12; WG-6, WG-7, LZ-6, LZ-14.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from shuangsuiji.core.assignment import assign
from shuangsuiji.core.canonical import Digest
from shuangsuiji.core.eligibility import (
    Seating,
    SeatKind,
    limits_of,
    recusals_of,
    seat_kinds,
    seating_of,
)
from shuangsuiji.core.plan import Task
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.quota import tasks_of_batch
from shuangsuiji.core.record import (
    DrawRecord,
    MemberRecord,
    PassedRecord,
    VisitRecord,
    member_records,
    passed_records,
    ticket_text,
    visit_record,
)
from shuangsuiji.core.schedule import Visit, fitting_rules, items_of
from shuangsuiji.core.staffing import Impossible, Team
from shuangsuiji.core.stream import SCHEME, Key, object_tickets
from shuangsuiji.core.values import YearMonth

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
    """An object that takes the place of another in a stratum; "floor" stands for the top-up."""

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
        done: visits that have been made already and stay untouched.
        out: person id -> the visits they cannot make; none named means all that are not done.
        recused: (visit, person id) pairs.
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

    def __init__(self, visits: Sequence[Visit], seating: Seating, impossible: Impossible) -> None:
        super().__init__(str(impossible))
        self.visits = visits
        self.seating = seating
        self.impossible = impossible


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
    case = _Case(pool, record, events, change, int(record["key"], 16))
    ended = case.ended()
    replacements = case.replacements(ended)
    added = case.added_visits(replacements)
    reopened = case.reopened(ended)
    if not (ended or reopened or change.specialists):
        raise NothingReopened
    visits = case.filled(ended, reopened, added, key)
    return EventRecord(
        scheme=SCHEME,
        commit=record["commit"],
        event=len(events) + 1,
        key=f"{key:032x}",
        reason=change.reason,
        done=sorted(change.done),
        out=[OutRecord(person=person, visits=sorted(own)) for person, own in sorted(change.out.items())],
        recused=[PairRecord(visit=visit, person=person) for visit, person in sorted(change.recused)],
        objects=sorted(change.objects),
        specialists=[SpecialistRecord(visit=visit, name=name) for visit, name in change.specialists],
        ended=sorted(ended),
        replacements=replacements,
        visits=visits,
    )


class _Case:
    """One event in the making."""

    def __init__(
        self,
        pool: Pool,
        record: DrawRecord,
        events: Sequence[EventRecord],
        change: Change,
        draw_key: int,
    ) -> None:
        self.pool, self.record, self.events, self.change = pool, record, events, change
        self.visits = standing(record, events)
        self.tickets = object_tickets(Key(draw_key), len(pool))
        self.open = [
            visit for visit in self.visits if not visit.get("ended") and visit["index"] not in change.done
        ]

    def ended(self) -> set[int]:
        """The visits that end because their object cannot be visited."""
        return {visit["index"] for visit in self.open if visit["number"] in self.change.objects}

    def replacements(self, ended: set[int]) -> list[ReplacementRecord]:
        """Who takes the place of each object whose random visit ends, stratum by stratum.

        An alternate is available if nobody visits it in this batch and it is not out itself.
        """
        gone = {number for event in self.events for number in event["objects"]} | set(self.change.objects)
        busy = {visit["number"] for visit in self.visits if visit["index"] not in ended}
        busy |= {visit["number"] for visit in self.visits if visit.get("ended")}
        random_ends = {visit["number"] for visit in self.open if visit["index"] in ended and visit["tasks"]}
        found: list[ReplacementRecord] = []
        for index, line in self._drawn_lines():
            alternates = self._alternates(index)
            for number in line:
                if number not in random_ends:
                    continue
                taken = {entry["into"] for entry in found if entry["stratum"] == index}
                free = (n for n in alternates if n not in busy | gone and n not in taken)
                found.append(ReplacementRecord(stratum=index, out=number, into=next(free, None)))
        return found

    def _drawn_lines(self) -> list[tuple[int | None, list[int]]]:
        """Per stratum (None for the top-up) the objects that hold a place in it now."""
        lines: list[tuple[int | None, list[int]]] = [
            (index, list(stratum["drawn"])) for index, stratum in enumerate(self.record["strata"])
        ]
        if self.record["floor"] is not None:
            lines.append((None, list(self.record["floor"]["added"])))
        for event in self.events:
            for entry in event["replacements"]:
                line = next(own for index, own in lines if index == entry["stratum"])
                if entry["into"] is not None:
                    line.append(entry["into"])
        return lines

    def _alternates(self, index: int | None) -> list[int]:
        if index is not None:
            return self.record["strata"][index]["alternates"]
        floor = self.record["floor"]
        return floor["alternates"] if floor is not None else []

    def added_visits(self, replacements: Sequence[ReplacementRecord]) -> list[Visit]:
        """One visit for each object that comes in, behind the others, by number."""
        tasks = {task.number or "": task for task in tasks_of_batch(self.pool)}
        tasks_of: dict[int, list[Task]] = {}
        reasons: dict[int, set[str]] = {}
        for entry in replacements:
            if entry["into"] is None:
                continue
            names = (
                [self.record["strata"][entry["stratum"]]["task"]]
                if entry["stratum"] is not None
                else self._tasks_of_top_up(entry["out"])
            )
            own = tasks_of.setdefault(entry["into"], [])
            own += [tasks[name] for name in names if tasks[name] not in own]
            reasons.setdefault(entry["into"], set()).add("补足" if entry["stratum"] is None else "随机")
        return [
            self._added(index, number, tasks_of[number], reasons[number])
            for index, number in enumerate(sorted(tasks_of), len(self.visits))
        ]

    def _tasks_of_top_up(self, number: int) -> list[str]:
        return next(visit["tasks"] for visit in self.visits if visit["number"] == number and visit["tasks"])

    def _added(self, index: int, number: int, tasks: list[Task], reasons: set[str]) -> Visit:
        pool = self.pool
        names = [
            name for duty in self.record["must_inspect"] if duty["number"] == number for name in duty["rules"]
        ]
        rules = fitting_rules(pool, names)
        before = len(pool.this_year.get(pool.ids[number - 1], ()))
        cap = pool.plan.limits.yearly_cap
        if rules:
            reasons = reasons | {"必查"}
        return Visit(
            index=index,
            number=number,
            ordinal=1,
            total=1,
            month=None,
            reasons=tuple(reason for reason in ("随机", "必查", "补足") if reason in reasons),
            tasks=tuple(task.number or "" for task in tasks),
            rules=tuple(rule.name for rule in rules),
            items=tuple(items_of(pool, tasks, rules)),
            over_cap=cap is not None and before + 1 > cap,
        )

    def reopened(self, ended: set[int]) -> dict[int, list[MemberRecord]]:
        """Visit index -> the members whose seats reopen."""
        leaving: dict[int, list[MemberRecord]] = {}
        for visit in self.open:
            index = visit["index"]
            if index in ended:
                continue
            for member in visit["team"]:
                named = self.change.out.get(member["person"])
                out = named is not None and (not named or index in named)
                if out or (index, member["person"]) in self.change.recused:
                    leaving.setdefault(index, []).append(member)
        return leaving

    def filled(
        self,
        ended: set[int],
        reopened: Mapping[int, list[MemberRecord]],
        added: Sequence[Visit],
        key: Key,
    ) -> list[VisitRecord]:
        """Every visit that the event touches, as it stands afterwards."""
        visits = [visit_of(visit) for visit in self.visits] + list(added)
        new = {visit.index for visit in added}
        kinds = [
            self._open_kinds(visit, reopened.get(visit.index))
            if visit.index in new or visit.index in reopened
            else ()
            for visit in visits
        ]
        staying = self._staying(ended, reopened)
        seating = self._seating(visits, kinds, staying)
        try:
            teams = {team.visit: team for team in assign(seating.staffing, key, len(self.events) + 1).teams}
        except Impossible as impossible:
            raise CannotSubstitute(visits, seating, impossible) from None
        touched = ended | set(reopened) | {visit.index for visit in added}
        touched |= {visit for visit, _ in self.change.specialists}
        return [
            self._visit_after(visits[index], staying.get(index), teams.get(index), seating)
            for index in sorted(touched)
        ]

    def _open_kinds(self, visit: Visit, leaving: list[MemberRecord] | None) -> tuple[SeatKind, ...]:
        """The open seats: those of the members who leave, or all of a new visit."""
        every = seat_kinds(self.pool, visit)
        if leaving is None:
            return tuple(every)
        left = [(member["line"], member["tag"]) for member in leaving]
        kinds: list[SeatKind] = []
        for kind in every:
            if (kind.line, kind.tag) in left:
                left.remove((kind.line, kind.tag))
                kinds.append(kind)
        return tuple(kinds)

    def _staying(
        self, ended: set[int], reopened: Mapping[int, list[MemberRecord]]
    ) -> dict[int, list[MemberRecord]]:
        return {
            visit["index"]: [m for m in visit["team"] if m not in reopened.get(visit["index"], [])]
            for visit in self.visits
            if not visit.get("ended") and visit["index"] not in ended
        }

    def _seating(
        self,
        visits: Sequence[Visit],
        kinds: Sequence[tuple[SeatKind, ...]],
        staying: Mapping[int, list[MemberRecord]],
    ) -> Seating:
        """The assignment problem: whoever sits already may not sit twice, whoever is out may not return."""
        pool = self.pool
        index_of = {person.id: index for index, person in enumerate(pool.people)}
        loads = np.zeros(len(pool.people), dtype=np.int64)
        grounds = recusals_of(pool, [visit for visit in visits if kinds[visit.index]])
        sitting: set[tuple[int, int]] = set()
        for index, members in staying.items():
            for member in members:
                loads[index_of[member["person"]]] += 1
                sitting.add((index, index_of[member["person"]]))
        for event in self.events:
            for entry in event["recused"]:
                pair = (entry["visit"], index_of[entry["person"]])
                grounds.setdefault(pair, (LATE_RECUSAL, event["reason"]))
        for visit, person in self.change.recused:
            grounds.setdefault((visit, index_of[person]), (LATE_RECUSAL, self.change.reason))
        out = {entry["person"] for event in self.events for entry in event["out"]} | set(self.change.out)
        return seating_of(
            pool,
            kinds,
            grounds,
            limits=np.maximum(limits_of(pool) - loads, 0),
            loads=loads,
            balanced=False,
            absent=frozenset(index_of[person] for person in out),
            sitting=frozenset(sitting),
        )

    def _visit_after(
        self, visit: Visit, staying: list[MemberRecord] | None, team: Team | None, seating: Seating
    ) -> VisitRecord:
        """A touched visit; `staying` is None for one that ends, whose team is kept for the record."""
        pool = self.pool
        old = next((own for own in self.visits if own["index"] == visit.index), None)
        ended = staying is None and old is not None
        members = list(old["team"]) if ended and old is not None else list(staying or [])
        trace: list[PassedRecord] = []
        if team is not None:
            trace = passed_records(pool, seating, team, taken=len(members))
            members += member_records(pool, seating, team)
        result = visit_record(pool, visit, ticket_text(self.tickets, visit.number), members, trace)
        specialists = [name for index, name in self.change.specialists if index == visit.index]
        if old is not None:
            result["turn"] = old["turn"]
            specialists = [*old.get("specialists", []), *specialists]
        if specialists:
            result["specialists"] = specialists
        if ended:
            result["ended"] = self.change.reason
        return result


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
