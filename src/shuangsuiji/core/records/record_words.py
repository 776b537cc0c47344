"""Words for the numbers of a draw and of its events, from the private files of its snapshot.

Nothing is decided here and no rule is run: who was drawn stands in draw.json, teams.json and the events, what
a number means in the labels that were sealed with the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from shuangsuiji.core.lottery.groups import Group
from shuangsuiji.core.lottery.records import DrawNumbers, TeamNumbers, TeamsNumbers, VisitNumbers
from shuangsuiji.core.lottery.standing import TOP_UP, DrawRecords, EventNumbers, EventTeamsNumbers
from shuangsuiji.core.lottery.tables import COUNTS_ALREADY, Tables, read_tables
from shuangsuiji.core.lottery.teams.staffing import Outcome
from shuangsuiji.core.lottery.visits import Visit, kinds_of
from shuangsuiji.core.lottery.words import SCHEME, Key, Words, object_tickets
from shuangsuiji.core.plans.values import month_after
from shuangsuiji.core.records.record import (
    ClustersRecord,
    DrawRecord,
    DutyRecord,
    EventRecord,
    FloorRecord,
    GroupRecord,
    GroupsRecord,
    MemberRecord,
    OutRecord,
    PairRecord,
    PassedRecord,
    ReplacementRecord,
    SpecialistRecord,
    StratumRecord,
    VisitRecord,
    standing,
)
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.labels import ground_of

OUTCOME_WORDS = MappingProxyType(
    {
        Outcome.TAKEN: "抽中",
        Outcome.RECUSED: "回避",
        Outcome.AT_LIMIT: "已达上限",
        Outcome.CANNOT_COMPLETE: "选后无法排完",
        Outcome.FOR_BALANCE: "均衡负荷",
    }
)
"""What became of a person or group that came up for a seat."""
LATE_RECUSAL = "申请回避"
"""The rule of a pair that was barred after the draw, on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Specialists whom a department sends along, outside the draw: (index of the visit, name) each (LZ-6)."""

    number: int
    reason: str
    specialists: tuple[tuple[int, str], ...]


class RecordWords:
    """The words of one draw.

    Args:
        snapshot: sealed.
        draw, teams: the values of draw.json and teams.json.
    """

    def __init__(self, snapshot: Snapshot, draw: DrawNumbers, teams: TeamsNumbers) -> None:
        self.snapshot, self.draw, self.teams = snapshot, draw, teams
        self.labels, self.pool = snapshot.labels, snapshot.pool
        self._late: dict[tuple[int, int], str] = {}

    @cached_property
    def _tables(self) -> Tables:
        return read_tables(self.snapshot.lottery_files)

    @cached_property
    def _tickets(self) -> Words:
        return object_tickets(Key(int(self.draw["key"], 16)), len(self.pool))

    @cached_property
    def _rules_of(self) -> Mapping[int, list[str]]:
        return {duty["number"]: duty["rules"] for duty in self.labels.must_inspect}

    @cached_property
    def _own_strata(self) -> list[int]:
        """The strata of the batch's own tasks; those of others stand in the table for the top-up alone."""
        own = {task for task, label in enumerate(self.labels.tasks, 1) if label["own"]}
        rows = enumerate(self._tables.frame.strata, 1)
        return [number for number, row in rows if row.task in own]

    @cached_property
    def record(self) -> DrawRecord:
        """The whole draw in words."""
        teams = {team["index"]: team for team in self.teams["visits"]}
        record = DrawRecord(
            scheme=self.draw["scheme"],
            commit=self.draw["commit"],
            seed=self.draw["seed"],
            key=self.draw["key"],
            plan=self.draw["plan"],
            batch=self.draw["batch"],
            objects=len(self.pool),
            people=len(self.pool.people),
            strata=[self._stratum(number) for number in self._own_strata],
            must_inspect=list(self._duties()),
            floor=self._floor(),
            visits=[self._visit(visit, teams[visit["index"]]) for visit in self.draw["visits"]],
        )
        if self.draw["clusters"]:
            record["clusters"] = list(self._clusters())
        groups = self.teams["groups"]
        if groups is not None:
            formed = [
                GroupRecord(
                    leader=self._person(group["leader"]) or None,
                    team=self._members(group["team"]),
                    trace=[self._passed(0, entry) for entry in group["trace"]],
                )
                for group in groups["formed"]
            ]
            record["groups"] = GroupsRecord(discarded=groups["discarded"], formed=formed)
        return record

    def _clusters(self) -> Iterator[ClustersRecord]:
        for task, drawn in self.draw["clusters"]:
            known = {row.cluster for row in self._tables.frame.strata if row.task == task and row.cluster}
            labels = [self.labels.clusters[cluster - 1] for cluster in drawn]
            yield ClustersRecord(
                task=self.labels.tasks[task - 1]["number"],
                column=labels[0]["column"] if labels else "",
                of=len(known),
                drawn=[label["name"] for label in labels],
            )

    def _stratum(self, number: int) -> StratumRecord:
        label, numbers = self.labels.strata[number - 1], self.draw["strata"][number - 1]
        row = self._tables.frame.strata[number - 1]
        kept = dict(self.draw["clusters"])
        void = row.cluster > 0 and row.task in kept and row.cluster not in kept[row.task]
        record = StratumRecord(
            task=label["task"],
            district=" ".join(part for part in (label["cluster"], label["district"]) if part),
            name=label["name"],
            N=numbers["members"],
            ratio=label["ratio"],
            count=label["count"],
            product=label["product"],
            rounding=label["rounding"],
            minimum=label["minimum"],
            year=label["year"],
            earlier=label["earlier"],
            n=0 if void else row.n,
            available=numbers["available"],
            shortage=numbers["shortage"],
            cut_off=numbers["cut_off"],
            drawn=numbers["drawn"],
            alternates=numbers["alternates"],
        )
        if "basis" in label:
            record["basis"] = label["basis"]
        if void:
            record["void"] = 1
        return record

    def _duties(self) -> Iterator[DutyRecord]:
        visits = {visit["number"]: visit["of"] for visit in self.draw["visits"]}
        for duty in self.labels.must_inspect:
            yield {
                **duty,
                "id": self.pool.ids[duty["number"] - 1],
                "random": int(duty["number"] in self._drawn),
                "visits": visits.get(duty["number"], 0),
            }

    def _floor(self) -> FloorRecord | None:
        label, numbers = self.labels.floor, self.draw["floor"]
        if label is None or numbers is None:
            return None
        return {
            **label,
            "counted": label["counted"] + self._reached(),
            "short": numbers["short"],
            "added": numbers["added"],
            "alternates": numbers["alternates"],
        }

    def _reached(self) -> int:
        """How many were drawn that did not count for the floor before."""
        states = self._tables.objects.state
        return sum(int(states[number - 1]) != COUNTS_ALREADY for number in self._drawn)

    @cached_property
    def _drawn(self) -> set[int]:
        """The objects that the quotas drew."""
        return {number for stratum in self.draw["strata"] for number in stratum["drawn"]}

    def _visit(self, visit: VisitNumbers, team: TeamNumbers) -> VisitRecord:
        number, ordinal, total = visit["number"], visit["visit"], visit["of"]
        batch, cap = self.pool.batch, self.pool.plan.limits.yearly_cap
        before = len(self.pool.this_year.get(self.pool.ids[number - 1], ())) if cap is not None else 0
        tasks = [self.labels.tasks[task - 1] for task in visit["tasks"]]
        rules = self._rules_of.get(number, [])
        items = [item for task in tasks for item in task["items"]]
        items += [item for rule in self.labels.rules if rule["name"] in rules for item in rule["items"]]
        reasons = [("随机", visit["strata"]), ("必查", rules), ("补足", visit["added"])]
        record = VisitRecord(
            index=visit["index"],
            number=number,
            id=self.pool.ids[number - 1],
            name=self.pool.name(number),
            ticket=f"{int(self._tickets[number - 1]):016x}" if self.draw["scheme"] == SCHEME else "",
            visit=ordinal,
            of=total,
            month=month_after(batch.start, (ordinal - 1) * batch.months // total) if total > 1 else None,
            reasons=[reason for reason, holds in reasons if holds],
            tasks=[task["number"] for task in tasks],
            rules=list(rules),
            items=[list(item) for item in sorted({(department, code) for department, code in items})],
            over_cap=int(cap is not None and before + ordinal > cap),
            turn=None,
            leader=None,
            team=[],
            trace=[],
        )
        self._staff(record, team)
        return record

    def _staff(self, record: VisitRecord, team: TeamNumbers) -> None:
        """Who goes there and who was passed over, into the record of a visit."""
        number = record["number"]
        record["turn"] = team["turn"] or None
        record["leader"] = self._person(team["leader"]) or None
        record["team"] = self._members(team["team"])
        record["trace"] = [self._passed(number, entry) for entry in team["trace"]]
        if self.teams["groups"] is not None:
            record["group"] = team["group"] or None
            record["trace"] = [*self._dealt(record, team["dealt"]), *record["trace"]]

    def _person(self, number: int) -> str:
        return self.labels.people[number - 1] if number else ""

    def _members(self, team: Sequence[Sequence[int]]) -> list[MemberRecord]:
        seats = self.labels.seats
        return [
            MemberRecord(
                person=self._person(person), line=seats[kind - 1]["line"], tag=seats[kind - 1]["tag"]
            )
            for person, kind in team
        ]

    def _passed(self, number: int, entry: Sequence[int]) -> PassedRecord:
        person, outcome, after = entry
        rule, ground = self._ground(number, person) if outcome == Outcome.RECUSED else ("", "")
        return PassedRecord(
            person=self._person(person),
            outcome=OUTCOME_WORDS[Outcome(outcome)],
            rule=rule,
            ground=ground,
            after=after,
        )

    def _ground(self, number: int, person: int) -> tuple[str, str]:
        """Rule and ground of a recused pair; blank if the pair is not recused."""
        rule, ground = ground_of(self.labels, self._tables, number, person)
        late = self._late.get((number, person))
        return (LATE_RECUSAL, late) if not rule and late is not None else (rule, ground)

    def _dealt(self, record: VisitRecord, dealt: Sequence[Sequence[int]]) -> list[PassedRecord]:
        """The groups that were passed over for a visit, each with the first of its members who is recused."""
        groups = DrawRecords(draw=self.draw, teams=self.teams).groups or ()
        found = []
        for group, outcome in dealt:
            person, rule, ground = 0, "", ""
            if outcome == Outcome.RECUSED:
                person, rule, ground = self._recused_member(record["number"], groups[group - 1], record)
            found.append(
                PassedRecord(
                    person=self._person(person),
                    outcome=OUTCOME_WORDS[Outcome(outcome)],
                    rule=rule,
                    ground=ground,
                    after=0,
                    group=group,
                )
            )
        return found

    def _recused_member(self, number: int, group: Group, record: VisitRecord) -> tuple[int, str, str]:
        known = {label["number"]: task for task, label in enumerate(self.labels.tasks, 1)}
        visit = Visit(
            index=record["index"],
            number=number,
            ordinal=1,
            total=1,
            tasks=tuple(known[task] for task in record["tasks"]),
            strata=(),
            added=0,
        )
        for row, _ in group.going(kinds_of(self._tables, visit)):
            rule, ground = self._ground(number, row + 1)
            if rule:
                return row + 1, rule, ground
        return 0, "", ""

    def events(
        self,
        events: Sequence[tuple[EventNumbers, EventTeamsNumbers, str]],
        notes: Sequence[tuple[int, Note]] = (),
    ) -> list[EventRecord]:
        """The events in words, each with its reason and the visits that it touched as they stand afterwards.

        Args:
            events: in their order.
            notes: each with how many of the events had been before it; told in their place, as events that
                draw nothing, with a number below 0.
        """
        record, told, waiting = self.record, list[EventRecord](), [*notes]
        self._late = {}
        for place, (event, teams, reason) in enumerate(events):
            while waiting and waiting[0][0] <= place:
                told.append(self._note(waiting.pop(0)[1], standing(record, told)))
            for index, person in teams["recused"]:
                self._late.setdefault((self._object_of(index, record, told), person), reason)
            told.append(self._event(event, teams, reason, standing(record, told)))
        for _, note in waiting:
            told.append(self._note(note, standing(record, told)))
        return told

    def _note(self, note: Note, before: Sequence[VisitRecord]) -> EventRecord:
        visits = {visit["index"]: visit for visit in before}
        touched: dict[int, VisitRecord] = {}
        for index, name in note.specialists:
            own = touched.setdefault(index, visits[index].copy())
            own["specialists"] = [*own.get("specialists", []), name]
        return EventRecord(
            scheme=self.draw["scheme"],
            commit=self.draw["commit"],
            event=-note.number,
            key="",
            reason=note.reason,
            done=[],
            out=[],
            recused=[],
            objects=[],
            specialists=[SpecialistRecord(visit=index, name=name) for index, name in note.specialists],
            ended=[],
            replacements=[],
            visits=[touched[index] for index in sorted(touched)],
        )

    def _object_of(self, index: int, record: DrawRecord, told: Sequence[EventRecord]) -> int:
        return next(visit["number"] for visit in standing(record, told) if visit["index"] == index)

    def _event(
        self,
        event: EventNumbers,
        teams: EventTeamsNumbers,
        reason: str,
        before: Sequence[VisitRecord],
    ) -> EventRecord:
        visits = {visit["index"]: visit for visit in before}
        touched: dict[int, VisitRecord] = {}
        for index in event["ended"]:
            touched[index] = visits[index].copy()
            touched[index]["ended"] = reason
        new = {visit["index"]: visit for visit in event["visits"]}
        for team in teams["visits"]:
            index = team["index"]
            if index in new:
                touched[index] = self._visit(new[index], team)
            else:
                touched[index] = visits[index].copy()
                self._staff(touched[index], team)
        place = {number: position for position, number in enumerate(self._own_strata)}
        return EventRecord(
            scheme=event["scheme"],
            commit=event["commit"],
            event=event["event"],
            key=event["key"],
            reason=reason,
            done=teams["done"],
            out=[OutRecord(person=self._person(person), visits=own) for person, own in teams["out"]],
            recused=[
                PairRecord(visit=index, person=self._person(person)) for index, person in teams["recused"]
            ],
            objects=event["objects"],
            specialists=[],
            ended=event["ended"],
            replacements=[
                ReplacementRecord(
                    stratum=None if stratum == TOP_UP else place[stratum], out=gone, into=came or None
                )
                for stratum, gone, came in event["replacements"]
            ],
            visits=[touched[index] for index in sorted(touched)],
        )
