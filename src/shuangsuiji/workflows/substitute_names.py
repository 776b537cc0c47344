"""Whom and what a clerk names in a substitution: texts become visits, people and objects of one draw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NoReturn

from shuangsuiji.core.canonical import norm, norm_id, norm_name
from shuangsuiji.core.cells import likely_names
from shuangsuiji.core.findings import error, note
from shuangsuiji.core.records.record import EventRecord, VisitRecord
from shuangsuiji.core.records.results import Entry, Inspection, inspections, newest
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.pool import parse_csv
from shuangsuiji.core.rules.recusals import recused_people
from shuangsuiji.errors import AlreadyDone, BadInput
from shuangsuiji.files.archive import SUBSTITUTIONS


class Named:
    """The visits of a draw as they stand, by the names that people give.

    Args:
        snapshot: sealed.
        visits: as they stand.
        entries: the results on record.
    """

    def __init__(self, snapshot: Snapshot, visits: Sequence[VisitRecord], entries: Sequence[Entry]) -> None:
        self.snapshot, self.visits, self.entries = snapshot, visits, entries

    def number_of(self, person: str, text: str) -> int:
        """The number of a person in the draw table.

        Raises:
            BadInput: they have none, so they were in no team and cannot be in one.
        """
        people = list(self.snapshot.labels.people)
        if person not in people:
            raise BadInput(error("substitute-not-in-draw", name=text))
        return people.index(person) + 1

    @cached_property
    def made(self) -> frozenset[int]:
        """The visits whose results are all on record: nobody has to go there any more (LZ-14)."""
        return frozenset(one.visit["index"] for one in self._inspected if one.complete)

    @cached_property
    def _inspected(self) -> tuple[Inspection, ...]:
        return inspections(self.visits, newest(self.entries))

    def uninspected(self, text: str) -> int:
        """An object that nobody has been at without finishing.

        Raises:
            BadInput: an inspection has begun there, and cannot be made undone.
        """
        number = self._object(text)
        own = [one for one in self._inspected if one.visit["number"] == number]
        for one in own:
            if one.begun and (not one.complete or all(other.complete for other in own)):
                raise BadInput(error("substitute-object-inspected", name=one.visit["name"]))
        return number

    def sits(self, index: int, person: str) -> bool:
        """Whether a person is in the team of a visit."""
        return any(member["person"] == person for member in self.visit(index)["team"])

    def refuse_company(self, index: int, name: str) -> None:
        """Nobody is sent along who sits there already, steps back from the object, or answers for it (WG-7).

        Args:
            index: of the visit.
            name: as it was typed, in normal form.

        Raises:
            BadInput: it is one of these.
        """
        visit, pool = self.visit(index), self.snapshot.pool
        own = [at for at, one in enumerate(pool.people) if norm_id(name) == one.id or _alike(one.name, name)]
        away = recused_people(pool, [visit["number"]]).get(visit["number"], frozenset())
        where = {"name": name, "object": visit["name"]}
        if any(self.sits(index, pool.people[at].id) for at in own):
            raise BadInput(error("substitute-add-in-team", **where))
        if away & set(own):
            raise BadInput(error("substitute-add-recused", **where))
        heading, rows = parse_csv(self.snapshot.private("objects-other.csv"))
        key = pool.ids[visit["number"] - 1]
        row = next((dict(zip(heading, row, strict=True)) for row in rows if row[0] == key), {})
        facts = {**row, **{column: pool.cells(column)[visit["number"] - 1] for column in pool.columns}}
        for column in _OF_THE_OBJECT:
            if _alike(facts.get(column, ""), name):
                raise BadInput(error("substitute-add-of-object", **where, column=column))

    def visit(self, index: int) -> VisitRecord:
        """The visit of an index."""
        return next(visit for visit in self.visits if visit["index"] == index)

    def person(self, text: str) -> str:
        """The id of a person, by id or unique name."""
        people = self.snapshot.pool.people
        found = [person.id for person in people if person.id == norm_id(text)]
        found = found or [person.id for person in people if norm(person.name) == norm(text)]
        found = found or [person.id for person in people if _alike(person.name, text)]
        return _only(found, "substitute-unknown-person", text, [person.name for person in people])

    def _object(self, text: str) -> int:
        pool = self.snapshot.pool
        if norm_id(text) in pool.number_of:
            return pool.number_of[norm_id(text)]
        numbers = range(1, len(pool) + 1)
        found = [number for number in numbers if norm(pool.name(number)) == norm(text)]
        found = found or [number for number in numbers if _alike(pool.name(number), text)]
        visited = {visit["number"] for visit in self.visits}
        found = [number for number in found if number in visited] or found
        names = [visit["name"] for visit in self.visits]
        return int(_only([str(number) for number in found], "substitute-unknown-object", text, names))

    def visit_indexes(self, text: str) -> list[int]:
        """The visits of an object that have not ended; of one of them with #2 behind the text."""
        name, _, ordinal = text.partition("#")
        number = self._object(name)
        found = [
            visit["index"]
            for visit in self.visits
            if visit["number"] == number
            and not visit.get("ended")
            and (not ordinal or str(visit["visit"]) == ordinal.strip())
        ]
        if not found:
            raise BadInput(error("substitute-unknown-visit", name=text))
        return found


def _alike(one: str, other: str) -> bool:
    """Whether two texts are one name, stretched by blanks or not."""
    return norm_name(one) == norm_name(other)


_OF_THE_OBJECT = ("法定代表人", "负责人", "联系人")
"""Columns that name who answers for an object."""


def refuse_repeated(events: Sequence[EventRecord], asked: Collection[object]) -> None:
    """Refuses what is on record already, and says where.

    Args:
        events: those of the draw.
        asked: numbers of objects, people who are out with their visits, or visits with who is recused.

    Raises:
        AlreadyDone: one of the events was about it.
    """
    for event in events:
        settled: set[object] = set(event["objects"])
        settled |= {(one["person"], *one["visits"]) for one in event["out"]}
        settled |= {(one["visit"], one["person"]) for one in event["recused"]}
        if not settled.isdisjoint(asked):
            name = SUBSTITUTIONS.folder(event["event"])
            raise AlreadyDone(note("substitute-already", name=name, reason=event["reason"]))


def refuse_nobody_sent(visits: Collection[int]) -> NoReturn:
    """Specialists whom nobody has to send along any more.

    Args:
        visits: those named that are still to be made.

    Raises:
        AlreadyDone: they are on record with each of these visits.
        BadInput: there is no such visit.
    """
    if visits:
        raise AlreadyDone(note("substitute-sent-already"))
    raise BadInput(error("substitute-nothing"))


def _only(found: Sequence[str], code: str, text: str, names: Sequence[str]) -> str:
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(error(code, name=text, likely=likely_names(text, names)))
    raise BadInput(error("substitute-ambiguous", name=text, count=len(found)))
