"""Substitutions: what an event changes, and who comes in for whom (docs/algorithm.md, section 10)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from .columns import Integers
from .encoding import sha256
from .groups import Group, dealing, group_limits, grouped, recused_groups
from .records import (
    COMMITMENT,
    key_text,
    record_bytes,
    team_record,
    visit_record,
)
from .replacements import Replacement, new_visits, replacements
from .selection import ticket_order
from .staffing import CannotDeal, CannotStaff, Staffed, join, place_group
from .standing import DrawRecords, EventNumbers, EventTeamsNumbers, Request, Standing
from .tables import Tables, read_tables
from .teams.assignment import Impossible, assign
from .teams.tickets import Tickets
from .visits import Places, Visit, kinds_of, problem_of, seats_of
from .words import SCHEME, Key, Purpose, derive_key


class NothingChanges(Exception):
    """No visit ends and nobody leaves."""


@dataclass(frozen=True, kw_only=True)
class DrawnEvent:
    """An event: the values and the bytes of its two records."""

    event: EventNumbers
    teams: EventTeamsNumbers
    event_json: bytes
    teams_json: bytes


def substitute(
    files: Mapping[str, bytes], records: DrawRecords, request_json: bytes, seed: str = ""
) -> DrawnEvent:
    """The event that a request gives.

    Args:
        files: commitment.json and the four tables.
        records: of the draw and of the events so far.
        request_json: the bytes of request.json.
        seed: the seed text, if the request names a source for one.

    Raises:
        NothingChanges: the event would change nothing.
        CannotStaff, CannotDeal: the open seats cannot all be filled.
    """
    request = cast(Request, json.loads(request_json))
    tables = read_tables(files)
    key, digest = Key(int(records.draw["key"], 16)), sha256(request_json)
    fresh = request["source"] is not None
    if fresh:
        key = derive_key(sha256(files[COMMITMENT]), digest, seed)
    substitution = _Substitution(tables, records, request, key, fresh=fresh)
    if not substitution.ended and not substitution.leaving:
        raise NothingChanges
    commit = records.draw["commit"]
    teams = EventTeamsNumbers(
        scheme=SCHEME,
        commit=commit,
        request=digest,
        event=request["event"],
        done=request["done"],
        out=request["out"],
        recused=request["recused"],
        visits=[team_record(tables, index, staffed) for index, staffed in substitution.filled()],
    )
    event = EventNumbers(
        scheme=SCHEME,
        commit=commit,
        request=digest,
        event=request["event"],
        seed=seed if fresh else "",
        key=key_text(key),
        objects=request["objects"],
        ended=substitution.ended,
        replacements=[list(entry) for entry in substitution.replaced],
        visits=[visit_record(visit) for visit in substitution.new],
    )
    return DrawnEvent(
        event=event, teams=teams, event_json=record_bytes(event), teams_json=record_bytes(teams)
    )


class _Substitution:
    """One event in the making.

    Attributes:
        ended: the indexes of the visits that end now. replaced: who comes in for whom. new: the new visits.
        leaving: index -> the people (numbers) who leave this visit.
        away: (people,), who is out in this event or an earlier one.
    """

    def __init__(
        self, tables: Tables, records: DrawRecords, request: Request, key: Key, *, fresh: bool
    ) -> None:
        self.tables, self.records, self.request, self.key, self.fresh = tables, records, request, key, fresh
        self.stand = Standing.of(records)
        self.places = Places(tables)
        self.groups = records.groups
        undone = self.stand.undone(request["done"])
        objects = set(request["objects"])
        self.ended = [index for index in undone if self.stand.visits[index]["number"] in objects]
        self.leaving = self._leaving([index for index in undone if index not in set(self.ended)])
        self.ticket_order = ticket_order(tables.frame, tables.objects, Key(int(records.draw["key"], 16)))
        self.replaced: list[Replacement] = replacements(
            self.ticket_order,
            self.stand,
            self.ended,
            request["objects"],
            alternates=records.draw["scheme"] == SCHEME,
        )
        self.new: list[Visit] = new_visits(self.ticket_order, self.replaced, len(records.draw["visits"]))
        out = self.stand.out | {person for person, _ in request["out"]}
        self.away = np.zeros(tables.frame.people, dtype=np.bool_)
        self.away[[person - 1 for person in out]] = True

    def _leaving(self, undone: Sequence[int]) -> dict[int, set[int]]:
        out = {person: set(visits) for person, visits in self.request["out"]}
        pairs = {(index, person) for index, person in self.request["recused"]}
        leaving: dict[int, set[int]] = {}
        for index in undone:
            for person, _ in self.stand.team[index]:
                named = out.get(person)
                if (named is not None and (not named or index in named)) or (index, person) in pairs:
                    leaving.setdefault(index, set()).add(person)
        return leaving

    def filled(self) -> list[tuple[int, Staffed]]:
        """Every visit that somebody leaves, and every new one, by index, as the event leaves it.

        Raises:
            CannotStaff, CannotDeal: see `substitute`.
        """
        staying = {index: self._staying(index) for index in self.leaving}
        open_seats = {
            index: tuple(sorted(kind for person, kind in self.stand.team[index] if person in leaving))
            for index, leaving in self.leaving.items()
        }
        after = {index: Staffed(group=self.stand.group[index], team=staying[index]) for index in self.leaving}
        for index, staffed in after.items():
            staffed.turn = self._turn(index)
        for visit, staffed, seats in self._new():
            after[visit.index], open_seats[visit.index] = staffed, seats
        order = sorted(after)
        self._fill(order, after, open_seats)
        return [(index, after[index]) for index in order]

    def _staying(self, index: int) -> list[tuple[int, int]]:
        gone = self.leaving.get(index, set())
        return [(person, kind) for person, kind in self.stand.team[index] if person not in gone]

    def _turn(self, index: int) -> int:
        drawn = self.records.teams["visits"]
        return drawn[index - 1]["turn"] if index <= len(drawn) else 0

    def _new(self) -> Iterator[tuple[Visit, Staffed, tuple[int, ...]]]:
        """The new visits with their open seats; with fixed groups, dealt to groups."""
        frame = self.tables.frame
        kinds_of_each = [kinds_of(self.tables, visit) for visit in self.new]
        if self.groups is None:
            for visit, kinds in zip(self.new, kinds_of_each, strict=True):
                yield visit, Staffed(), seats_of(frame, kinds)
            return
        for visit, kinds, staffed in zip(
            self.new, kinds_of_each, self._dealt(self.groups, kinds_of_each), strict=True
        ):
            loose = seats_of(frame, [kind for kind in kinds if frame.seats[kind - 1].loose])
            gone = [kind for person, kind in staffed.team if self.away[person - 1]]
            staffed.team = [(person, kind) for person, kind in staffed.team if not self.away[person - 1]]
            yield visit, staffed, tuple(sorted([*loose, *gone]))

    def _dealt(self, groups: Sequence[Group], kinds_of_each: Sequence[tuple[int, ...]]) -> list[Staffed]:
        frame = self.tables.frame
        fixed = [any(not frame.seats[kind - 1].loose for kind in kinds) for kinds in kinds_of_each]
        barred = [
            recused_groups(groups, kinds, self._recused(visit.number), absent=self.away)
            for visit, kinds in zip(self.new, kinds_of_each, strict=True)
        ]
        limits = group_limits(groups, self._limits(), self.away)
        staffing = dealing(fixed, barred, limits, np.zeros(len(groups), dtype=np.int64), False)
        staffed = [Staffed() for _ in self.new]
        tickets = Tickets(self.key, numbers=[visit.index - 1 for visit in self.new])
        try:
            teams = assign(staffing, tickets).teams
        except Impossible as impossible:
            raise CannotDeal(self.new, groups, staffing, impossible) from None
        for team in teams:
            place_group(staffed[team.visit], team, groups, kinds_of_each[team.visit])
        return staffed

    def _recused(self, number: int) -> Integers:
        """Who steps back from an object, by the tables or since."""
        pairs = self.stand.recused | {
            (self.stand.visits[index]["number"], person) for index, person in self.request["recused"]
        }
        late = [person - 1 for object_number, person in pairs if object_number == number]
        recused: Integers = np.union1d(self.places.recused(number), np.array(late, dtype=np.int64))
        return recused

    def _limits(self, more: Mapping[int, Staffed] | None = None) -> Integers:
        """(people,): how many further visits each may take, counting where they stay.

        `more` are new visits with those who stay in them.
        """
        loads = np.zeros(self.tables.frame.people, dtype=np.int64)
        gone = self.stand.ended | set(self.ended)
        for index in self.stand.visits:
            if index not in gone:
                for person, _ in self._staying(index):
                    loads[person - 1] += 1
        for index, staffed in (more or {}).items():
            if index not in self.stand.visits:
                for person, _ in staffed.team:
                    loads[person - 1] += 1
        left: Integers = np.maximum(self.tables.people.limit - loads, 0)
        return left

    def _fill(
        self, order: Sequence[int], after: Mapping[int, Staffed], open_seats: Mapping[int, tuple[int, ...]]
    ) -> None:
        """Fill the open seats of these visits, in one problem for each stream that people come from."""
        numbers = {visit.index: visit.number for visit in self.new}
        numbers |= {index: self.stand.visits[index]["number"] for index in order if index not in numbers}
        sitting = [frozenset(person - 1 for person, _ in after[index].team) for index in order]
        barred = [
            np.union1d(self._recused(numbers[index]), np.array(sorted(seated), dtype=np.int64)).astype(
                np.intp
            )
            for index, seated in zip(order, sitting, strict=True)
        ]
        people = self.tables.frame.people
        in_group = None if self.groups is None else grouped(self.groups, people)
        loose = [kind for kind, rule in enumerate(self.tables.frame.seats, 1) if rule.loose]
        problem = problem_of(
            self.places,
            [(numbers[index], open_seats[index]) for index in order],
            barred=barred,
            limits=self._limits(after),
            loads=np.zeros(people, dtype=np.int64),
            balanced=False,
            absent=self.away,
            per_kind=None if in_group is None else dict.fromkeys(loose, ~in_group),
        )
        try:
            assignment = assign(problem.staffing, self._tickets(order, after, in_group))
        except Impossible as impossible:
            raise CannotStaff(self._visits(order, numbers), problem, impossible) from None
        join([after[index] for index in order], problem, assignment, sitting)

    def _visits(self, order: Sequence[int], numbers: Mapping[int, int]) -> list[Visit]:
        return [
            Visit(index=index, number=numbers[index], ordinal=1, total=1, tasks=(), strata=(), added=0)
            for index in order
        ]

    def _tickets(
        self, order: Sequence[int], after: Mapping[int, Staffed], in_group: NDArray[np.bool_] | None
    ) -> Tickets:
        """The order of visits and people: behind the last member of the draw's team, or from the top."""
        drawn = self.records.teams["visits"]
        behind = {}
        for place, index in enumerate(order):
            team = drawn[index - 1]["team"] if index <= len(drawn) else []
            if team and not self.fresh:
                behind[place] = team[-1][0] - 1
        numbers = [index - 1 for index in order]
        if in_group is None:
            return Tickets(self.key, numbers=numbers, behind=behind)
        rows, streams = [], []
        for place, index in enumerate(order):
            group = after[index].group
            streams.append(Purpose.STAND_INS if group else Purpose.LOOSE_SEATS)
            rows.append(group - 1 if group else index - 1)
            if group:
                behind.pop(place, None)
        return Tickets(self.key, numbers=numbers, people=streams, rows=rows, first=~in_group, behind=behind)
