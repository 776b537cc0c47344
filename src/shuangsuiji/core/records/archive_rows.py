"""Flat rows of an archive: what it has on record as typed values, one kind a table.

Numbers of objects, strata and visits count from 1; ids are those of the registries; a text is blank and a
number 0 where nothing is known. In a public package the ids and names of objects and people are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.lottery.tables import Tables
from shuangsuiji.core.records.attempts import attempts_of
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts
from shuangsuiji.core.records.record import VisitRecord, refilled, standing
from shuangsuiji.core.records.results import Entry
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.labels import Labels, StratumLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedStratum:
    """One stratum: `members` in it, `available` for the draw, `n` due, `drawn` numbers in ticket order."""

    stratum: int
    task: str
    area: str
    name: str
    members: int
    available: int
    n: int
    drawn: tuple[int, ...]
    shortage: int
    cut_off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVisit:
    """One visit as it stands: `event` that brought it (0: the draw), `ended` why it was given up.

    `reasons` are of 随机, 必查, 补足; `people` ids in drawing order, `specialists` names.
    """

    index: int
    number: int
    id: str
    name: str
    visit: int
    of: int
    month: str
    reasons: tuple[str, ...]
    tasks: tuple[str, ...]
    rules: tuple[str, ...]
    ticket: str
    people: tuple[str, ...]
    leader: str
    specialists: tuple[str, ...]
    group: int
    event: int
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPerson:
    """One person: `number` in the table of people (0: fits no seat), standing visits, of these as leader."""

    id: str
    name: str
    department: str
    expert: int
    number: int
    visits: int
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTrace:
    """Somebody, or a fixed group, who came up for a visit and was passed over; `event` 0: in the draw."""

    event: int
    visit: int
    person: str
    group: int
    outcome: str
    rule: str
    ground: str
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRecusal:
    """A pair that was barred before the draw, whether or not it came up."""

    number: int
    object: str
    person: str
    rule: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedEvent:
    """A substitution, or specialists sent along (number below 0).

    out: ids of those who are out. recused: (visit, person). objects: numbers that cannot be visited. ended:
    visits. replacements: (stratum, 0 for the top-up; who left; who came, 0 for nobody). changes: (visit, ids
    that left, ids that came).
    """

    number: int
    time: str
    operator: str
    reason: str
    seed: str
    grade: str
    out: tuple[str, ...]
    recused: tuple[tuple[int, str], ...]
    objects: tuple[int, ...]
    ended: tuple[int, ...]
    replacements: tuple[tuple[int, int, int], ...]
    changes: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAttempt:
    """One 开始 of the batch: `own` 1 for the archive's; `detail` why it failed or was cancelled.

    `source` says so: 台账, or 档案 or 复核包 by itself.
    """

    attempt: int
    time: str
    seed: str
    grade: str
    outcome: str
    reason: str
    operator: str
    detail: str
    own: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedResult:
    """What one department found on one visit, by the newest entry; days are YYYY-MM-DD."""

    visit: int
    number: int
    department: str
    codes: tuple[int, ...]
    detail: str
    day: str
    people: tuple[str, ...]
    measures: tuple[str, ...]
    state: str
    published: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRows:
    """All tables of one archive."""

    visits: tuple[ArchivedVisit, ...] = ()
    strata: tuple[ArchivedStratum, ...] = ()
    people: tuple[ArchivedPerson, ...] = ()
    trace: tuple[ArchivedTrace, ...] = ()
    recusals: tuple[ArchivedRecusal, ...] = ()
    events: tuple[ArchivedEvent, ...] = ()
    attempts: tuple[ArchivedAttempt, ...] = ()
    results: tuple[ArchivedResult, ...] = ()


def rows_of_draw(
    dossier: Dossier, entries: Sequence[Entry], tables: Tables, lines: Sequence[LedgerLine] | None
) -> ArchiveRows:
    """The tables of a draw.

    Args:
        dossier: of the draw as it was made, with its events; `after` has not been called.
        entries: of results.
        tables: of its snapshot.
        lines: the ledger; None where it is not at hand.
    """
    came = _came(dossier)
    visits = tuple(_visit(visit, came) for visit in standing(dossier.draw, dossier.events))
    return ArchiveRows(
        visits=visits,
        strata=tuple(_strata(dossier)),
        people=tuple(_people(dossier.snapshot, visits)),
        trace=tuple(_trace(dossier)),
        recusals=tuple(recusal_rows(dossier.snapshot, tables)),
        events=tuple(_events(dossier)),
        attempts=tuple(_attempts(dossier, lines)),
        results=tuple(_results(dossier, entries, visits)),
    )


def rows_of_frozen(snapshot: Snapshot, tables: Tables) -> ArchiveRows:
    """The tables of a batch that was sealed and not drawn: strata, people, recusals."""
    labels, frame = snapshot.labels, tables.frame
    sizes = _sizes(tables, len(frame.strata))
    strata = [
        ArchivedStratum(
            stratum=number,
            task=label["task"],
            area=_area(label),
            name=label["name"],
            members=sizes[0][number],
            available=sizes[1][number],
            n=frame.strata[number - 1].n,
            drawn=(),
            shortage=0,
            cut_off="",
        )
        for number, label in enumerate(labels.strata, 1)
    ]
    return ArchiveRows(
        strata=tuple(strata),
        people=tuple(_people(snapshot, ())),
        recusals=tuple(recusal_rows(snapshot, tables)),
    )


def _sizes(tables: Tables, strata: int) -> tuple[list[int], list[int]]:
    """For each stratum, from 1, its members, and those that may be drawn."""
    members, available = [0] * (strata + 1), [0] * (strata + 1)
    for row, state in enumerate(tables.objects.state.tolist()):
        for stratum in tables.objects.strata[row].tolist():
            members[stratum] += 1
            available[stratum] += state > 0
    return members, available


def _area(label: StratumLabel) -> str:
    return " ".join(part for part in (label["cluster"], label["district"]) if part)


def _visit(visit: VisitRecord, came: Mapping[int, int]) -> ArchivedVisit:
    return ArchivedVisit(
        index=visit["index"],
        number=visit["number"],
        id=visit["id"],
        name=visit["name"],
        visit=visit["visit"],
        of=visit["of"],
        month=visit["month"] or "",
        reasons=tuple(visit["reasons"]),
        tasks=tuple(visit["tasks"]),
        rules=tuple(visit["rules"]),
        ticket=visit["ticket"],
        people=tuple(member["person"] for member in visit["team"]),
        leader=visit["leader"] or "",
        specialists=tuple(visit.get("specialists", ())),
        group=visit.get("group") or 0,
        event=came.get(visit["index"], 0),
        ended=visit.get("ended", ""),
    )


def _came(dossier: Dossier) -> dict[int, int]:
    """Visit -> the event that brought it."""
    known = {visit["index"] for visit in dossier.draw["visits"]}
    came: dict[int, int] = {}
    for event in dossier.events:
        for visit in event["visits"]:
            if visit["index"] not in known:
                came.setdefault(visit["index"], event["event"])
    return came


def _strata(dossier: Dossier) -> Iterator[ArchivedStratum]:
    for number, stratum in enumerate(dossier.draw["strata"], 1):
        yield ArchivedStratum(
            stratum=number,
            task=stratum["task"],
            area=stratum["district"],
            name=stratum["name"],
            members=stratum["N"],
            available=stratum["available"],
            n=stratum["n"],
            drawn=tuple(stratum["drawn"]),
            shortage=stratum["shortage"],
            cut_off=stratum["cut_off"] or "",
        )


def _people(snapshot: Snapshot, visits: Sequence[ArchivedVisit]) -> Iterator[ArchivedPerson]:
    number_of = {key: number for number, key in enumerate(snapshot.labels.people, 1)}
    now = [visit for visit in visits if not visit.ended]
    for person in snapshot.pool.people:
        yield ArchivedPerson(
            id=person.id,
            name=person.name,
            department=person.department,
            expert=int(person.expert),
            number=number_of.get(person.id, 0),
            visits=sum(person.id in visit.people for visit in now),
            leads=sum(visit.leader == person.id for visit in now),
        )


def _trace(dossier: Dossier) -> Iterator[ArchivedTrace]:
    yield from (row for visit in dossier.draw["visits"] for row in _passed(0, visit))
    for event, before in dossier.steps():
        for visit in event["visits"]:
            if refilled(before.get(visit["index"]), visit):
                yield from _passed(event["event"], visit)


def _passed(event: int, visit: VisitRecord) -> Iterator[ArchivedTrace]:
    for record in visit["trace"]:
        yield ArchivedTrace(
            event=event,
            visit=visit["index"],
            person=record["person"],
            group=record.get("group", 0),
            outcome=record["outcome"],
            rule=record["rule"],
            ground=record["ground"],
            after=record["after"],
        )


def recusal_rows(snapshot: Snapshot, tables: Tables) -> Iterator[ArchivedRecusal]:
    """Every pair that the sealed tables bar, by object, then person; 本辖区 among them."""
    labels, pool = snapshot.labels, snapshot.pool
    in_area = _in_area(labels, tables)
    for number in range(1, len(pool) + 1):
        grounds = dict(labels.grounds.get(number, {}))
        area = int(tables.sites.area[number - 1])
        for person in in_area.get(area, ()):
            grounds.setdefault(person, ("本辖区", labels.areas[area - 1]))
        for person in sorted(grounds):
            rule, ground = grounds[person]
            yield ArchivedRecusal(
                number=number,
                object=pool.ids[number - 1],
                person=labels.people[person - 1],
                rule=rule,
                ground=ground,
            )


def _in_area(labels: Labels, tables: Tables) -> dict[int, list[int]]:
    """Area -> the people whose own it is, where nobody visits objects of areas of their own."""
    people: dict[int, list[int]] = {}
    if tables.frame.cross:
        for row in range(len(labels.people)):
            for area in tables.people.areas[row].tolist():
                people.setdefault(area, []).append(row + 1)
    return people


def _events(dossier: Dossier) -> Iterator[ArchivedEvent]:
    for event, before in dossier.steps():
        told = event.get("circumstances")
        seed = told["seed"] if told else None
        changes = []
        for visit in event["visits"]:
            old = before.get(visit["index"])
            was = [member["person"] for member in old["team"]] if old else []
            now = [] if "ended" in visit else [member["person"] for member in visit["team"]]
            left = tuple(person for person in was if person not in now)
            came = tuple(person for person in now if person not in was)
            if left or came:
                changes.append((visit["index"], left, came))
        yield ArchivedEvent(
            number=event["event"],
            time=told["time"] if told else "",
            operator=told["operator"] if told else "",
            reason=event["reason"],
            seed=seed["text"] if seed else "",
            grade=seed["grade"] if seed else "",
            out=tuple(out["person"] for out in event["out"]),
            recused=tuple((pair["visit"], pair["person"]) for pair in event["recused"]),
            objects=tuple(event["objects"]),
            ended=tuple(event["ended"]),
            replacements=tuple(
                (0 if one["stratum"] is None else one["stratum"] + 1, one["out"], one["into"] or 0)
                for one in event["replacements"]
            ),
            changes=tuple(changes),
        )


def _attempts(dossier: Dossier, lines: Sequence[LedgerLine] | None) -> Iterator[ArchivedAttempt]:
    manifest = dossier.manifest
    plan, batch, own = manifest["plan"], manifest["batch"], manifest["attempt"]
    if lines is not None:
        yield from attempt_rows(lines, plan, batch, own)
        return
    for one in manifest["attempts"]:
        is_own = one["attempt"] == own
        yield ArchivedAttempt(
            attempt=one["attempt"],
            time=one["time"],
            seed=one["seed"],
            grade=one["grade"],
            outcome=one["outcome"],
            reason=manifest["reason"] if is_own else "",
            operator=manifest["operator"] if is_own else "",
            detail="",
            own=int(is_own),
            source="档案",
        )


def attempt_rows(
    lines: Sequence[LedgerLine], plan: str, batch: str, own: int, source: str = "台账"
) -> Iterator[ArchivedAttempt]:
    """The attempts of a batch by the ledger; what was typed is blank where it is not at hand."""
    started = attempts(lines, plan, batch)
    for line, one in zip(started, attempts_of(lines, plan, batch), strict=True):
        yield ArchivedAttempt(
            attempt=one["attempt"],
            time=one["time"],
            seed=one["seed"],
            grade=one["grade"],
            outcome=one["outcome"],
            reason=line.text("reason"),
            operator=line.text("operator"),
            detail=_ending(lines, line),
            own=int(one["attempt"] == own),
            source=source,
        )


def _ending(lines: Sequence[LedgerLine], started: LedgerLine) -> str:
    """What the lines 失败 and 取消 of an attempt give as their reasons."""
    told = [
        line.text("detail") or line.text("reason")
        for line in lines[started.number :]
        if line.event in (Event.FAILED, Event.CANCELLED)
        and line.concerns(started.text("plan"), started.text("batch"))
        and line.data.get("attempt") == started.data.get("attempt")
        and "number" not in line.data
    ]
    return "；".join(filter(None, told))


def _results(
    dossier: Dossier, entries: Sequence[Entry], visits: Sequence[ArchivedVisit]
) -> Iterator[ArchivedResult]:
    number_of = {visit.index: visit.number for visit in visits}
    counts: dict[tuple[int, str], int] = {}
    for entry in entries:
        for result in entry.results:
            counts[result.key] = counts.get(result.key, 0) + 1
    for result in dossier.results:
        yield ArchivedResult(
            visit=result.visit,
            number=number_of.get(result.visit, 0),
            department=dossier.department_name(result.department),
            codes=result.codes,
            detail=result.detail,
            day=result.day,
            people=result.people,
            measures=result.measures,
            state=result.state,
            published=result.published,
            entries=counts[result.key],
        )
