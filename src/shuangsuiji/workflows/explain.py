"""An archive that can be asked: opened read-only from a folder or a zip, questions answered from it alone.

`open` gives its tables as values, `explain` sentences about one object, one person or the whole. Nothing is
checked here: that is `audit`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.lottery.records import DrawNumbers, VisitNumbers
from shuangsuiji.core.lottery.selection import TicketOrder, ticket_order
from shuangsuiji.core.lottery.tables import BARRED, FRAME, OBJECTS, read_frame, read_objects, read_tables
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.records.archive_rows import (
    ArchivedStratum,
    ArchivedVisit,
    ArchiveRows,
    attempt_rows,
    rows_of_draw,
    rows_of_frozen,
)
from shuangsuiji.core.records.correction import corrected_lines
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import entry_of, progress_of
from shuangsuiji.core.records.slip import NotInTheTable, bar, exclusion, object_slip, person_slip
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import excluded
from shuangsuiji.documents.drawing.explanations import (
    attempt_line,
    barred_lines,
    event_lines,
    minute,
    names_of,
    passed_lines,
    person_lines,
    recusal_lines,
    result_line,
    stratum_line,
    team_line,
    trace_counts,
)
from shuangsuiji.documents.wording import withdrawn_text
from shuangsuiji.errors import BadInput, UnreadableArchive
from shuangsuiji.files.archive import (
    DRAW,
    EVENT,
    RESULT_ENTRIES,
    RESULTS,
    SNAPSHOT,
    SUBSTITUTIONS,
)
from shuangsuiji.files.places import ArchivePlace, PlaceKind, read_place
from shuangsuiji.workflows.auditing.steps import BROKEN
from shuangsuiji.workflows.corrections_kept import corrections_in
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.requests import withdrawn_in
from shuangsuiji.workflows.whom import meant


@dataclass(frozen=True, kw_only=True, repr=False)
class OpenedArchive(ArchiveRows):
    """An archive as it lies there, nothing of it checked; its tables are those of `ArchiveRows`.

    Attributes:
        place: the path it was opened from.
        name: of its folder.
        kind: 抽取档案, 封存 or 公开复核包.
        plan, plan_name, batch, attempt: what was drawn; attempt 0 for a rehearsal or a frozen batch.
        commit: the commitment.
        seed, grade, agreed, used: the seed, its grade, the source that was agreed and the one that was used.
        time, operator, reason: of the draw or the freeze.
        ledger: whether the ledger was at hand.
        findings: what was wrong with the ledger.
    """

    place: Path
    name: str
    kind: str
    plan: str
    plan_name: str
    batch: str
    attempt: int
    commit: str
    seed: str = ""
    grade: str = ""
    agreed: str = ""
    used: str = ""
    time: str = ""
    operator: str = ""
    reason: str = ""
    ledger: bool
    findings: tuple[Finding, ...] = ()
    stored: ArchivePlace = field(compare=False)

    def __repr__(self) -> str:
        return f"<OpenedArchive {self.kind} {self.name}: {len(self.visits)} visits>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an archive says of one object (`object`), one person (`person`) or itself (`archive`).

    `of_package` says that it is a public package, which another program checks.
    """

    archive: str
    of_package: bool
    subject: str
    id: str
    name: str
    lines: tuple[str, ...]


def open(place: FilePath) -> OpenedArchive:
    """The archive at a path, read-only.

    Args:
        place: a folder or a zip: of a draw, of a frozen batch, or a public package.

    Raises:
        BadInput: there is no archive there, several in a zip, or it cannot be understood.
        FileTrouble: it cannot be read.
    """
    stored = read_place(Path(place))
    try:
        return _OPENERS[stored.kind](Path(place), stored)
    except BROKEN as problem:
        where, detail = Place(file=str(place)), type(problem).__name__
        raise UnreadableArchive(error("explain-unreadable", where, detail=detail)) from None


def explain(place: FilePath, who: str = "") -> Explanation:
    """Why this one, why not that one, who was recused, who came for whom, how often it was tried.

    Args:
        place: see `open`.
        who: an id, a certificate, a name; of a public package the number of an object. Blank asks about the
            whole archive.

    Raises:
        BadInput: as `open`; nobody of that name (with those that are like it), or several.
        FileTrouble: it cannot be read.
    """
    opened = open(place)
    try:
        if not norm(who):
            return _said(opened, "archive", "", opened.name, _about(opened))
        if opened.kind == PlaceKind.PACKAGE:
            return _by_number(opened, who)
        return _by_name(opened, who)
    except NotInTheTable:
        raise BadInput(error("code-not-in-table", Place(file=opened.name), name=who)) from None
    except BROKEN as problem:
        where, detail = Place(file=str(place)), type(problem).__name__
        raise UnreadableArchive(error("explain-unreadable", where, detail=detail)) from None


def _draw(place: Path, stored: ArchivePlace) -> OpenedArchive:
    archive = stored.archive
    manifest, dossier = archive.manifest, _dossier(stored)
    lines = stored.lines if stored.whole_ledger else None
    rows = rows_of_draw(dossier, dossier.entries, read_tables(dossier.snapshot.lottery_files), lines)
    seed = manifest["seed"]
    return OpenedArchive(
        **_tables(rows),
        place=place,
        name=stored.name,
        kind=stored.kind,
        plan=manifest["plan"],
        plan_name=manifest["plan_name"],
        batch=manifest["batch"],
        attempt=manifest["attempt"],
        commit=manifest["commit"],
        seed=seed["text"],
        grade=seed["grade"],
        agreed=seed["agreed"],
        used=seed["source"],
        time=manifest["time"],
        operator=manifest["operator"],
        reason=manifest["reason"],
        ledger=stored.whole_ledger,
        findings=stored.findings,
        stored=stored,
    )


def _dossier(stored: ArchivePlace) -> Dossier:
    archive = stored.archive
    entries = [entry_of(json.loads(files[RESULTS])) for files in archive.folders(RESULT_ENTRIES).values()]
    corrections = corrections_in(archive)
    return replace(archive.dossier(entries), events=tuple(archive.events()), corrections=corrections)


def _frozen(place: Path, stored: ArchivePlace) -> OpenedArchive:
    archive, manifest = stored.archive, stored.archive.manifest
    rows = rows_of_frozen(archive.snapshot, read_tables(archive.snapshot.lottery_files))
    if stored.whole_ledger:
        attempts = tuple(attempt_rows(stored.lines, manifest["plan"], manifest["batch"], 0))
        rows = replace(rows, attempts=attempts)
    return OpenedArchive(
        **_tables(rows),
        place=place,
        name=stored.name,
        kind=stored.kind,
        plan=manifest["plan"],
        plan_name=manifest["plan_name"],
        batch=manifest["batch"],
        attempt=0,
        commit=manifest["commit"],
        agreed=str(manifest.get("source", "")),
        time=manifest["time"],
        operator=manifest["operator"],
        reason=manifest["reason"],
        ledger=stored.whole_ledger,
        findings=stored.findings,
        stored=stored,
    )


def _package(place: Path, stored: ArchivePlace) -> OpenedArchive:
    archive, files = stored.archive, stored.archive.part(SNAPSHOT)
    numbers = _numbers(stored)
    frame = read_frame(files[FRAME])
    visits = [_numbered_visit(visit, 0) for visit in numbers["visits"]]
    ended: set[int] = set()
    for event_files in archive.folders(SUBSTITUTIONS).values():
        event = json.loads(event_files[EVENT])
        ended.update(event["ended"])
        visits += [_numbered_visit(visit, event["event"]) for visit in event["visits"]]
    visits = [replace(visit, ended="终止") if visit.index in ended else visit for visit in visits]
    strata = [
        ArchivedStratum(
            stratum=place_, task=str(rule.task), area="", name=f"第{place_}层", members=one["members"],
            available=one["available"], n=rule.n, drawn=tuple(one["drawn"]), shortage=one["shortage"],
            cut_off=one["cut_off"] or "",
        )
        for place_, (rule, one) in enumerate(zip(frame.strata, numbers["strata"], strict=True), 1)
    ]  # fmt: skip
    told = json.loads(archive.sealed.get("seed.json", b"{}"))
    attempts = attempt_rows(stored.lines, numbers["plan"], numbers["batch"], 0, "复核包")
    return OpenedArchive(
        visits=tuple(visits),
        strata=tuple(strata),
        attempts=tuple(attempts),
        place=place,
        name=stored.name,
        kind=stored.kind,
        plan=numbers["plan"],
        plan_name="",
        batch=numbers["batch"],
        attempt=0,
        commit=numbers["commit"],
        seed=numbers["seed"],
        grade=str(told.get("grade", "")),
        agreed=str(told.get("agreed", "")),
        used=str(told.get("source", "")),
        time=str(told.get("drawn", "")),
        ledger=False,
        findings=stored.findings,
        stored=stored,
    )


def _numbered_visit(visit: VisitNumbers, event: int) -> ArchivedVisit:
    """A visit of a public package: numbers of its object and its tasks alone."""
    return ArchivedVisit(
        index=visit["index"],
        number=visit["number"],
        id="",
        name="",
        visit=visit["visit"],
        of=visit["of"],
        month="",
        reasons=("补足",) if visit["added"] else ("随机",) if visit["strata"] else ("必查",),
        tasks=tuple(map(str, visit["tasks"])),
        rules=(),
        ticket="",
        people=(),
        leader="",
        specialists=(),
        group=0,
        event=event,
        ended="",
    )


_OPENERS: Mapping[PlaceKind, Callable[[Path, ArchivePlace], OpenedArchive]] = {
    PlaceKind.DRAW: _draw,
    PlaceKind.FROZEN: _frozen,
    PlaceKind.PACKAGE: _package,
}


def _tables(rows: ArchiveRows) -> dict[str, Any]:
    names = ("visits", "strata", "people", "trace", "recusals", "events", "attempts", "results")
    return {name: getattr(rows, name) for name in names}


def _said(opened: OpenedArchive, subject: str, key: str, name: str, lines: Iterator[str]) -> Explanation:
    package = opened.kind == PlaceKind.PACKAGE
    return Explanation(
        archive=opened.name, of_package=package, subject=subject, id=key, name=name, lines=tuple(lines)
    )


def _about(opened: OpenedArchive) -> Iterator[str]:
    """The whole archive: how the seed came about, every attempt, strata, must-inspects, recusals, events."""
    yield f"{opened.kind}：{opened.plan_name or opened.plan}（{opened.batch}），封存摘要 {opened.commit}。"
    if opened.seed:
        agreed = f"，约定的来源：{opened.agreed}" if opened.agreed else "，没有约定来源"
        used = f"，实际：{opened.used}" if opened.used else ""
        if opened.kind == PlaceKind.PACKAGE and opened.used.startswith("约定："):
            agreed, used = "", f"，{opened.used}"  # the public words name both
        yield f"种子“{opened.seed}”，{opened.grade}{agreed}{used}。"
    elif opened.kind == PlaceKind.FROZEN:
        agreed = f"约定的种子来源：{opened.agreed}" if opened.agreed else "没有约定种子来源"
        yield f"{minute(opened.time)}封存，{agreed}，这里没有抽取。"
    if not opened.ledger:
        yield "旁边没有总台账：以下的次数、性质、理由和递补只是档案自称。"
    yield from map(attempt_line, opened.attempts)
    yield from map(stratum_line, opened.strata)
    if opened.kind != PlaceKind.DRAW:
        return
    dossier = _dossier(opened.stored)
    yield from _must_inspect(dossier, opened)
    yield f"轮到而没有去的：{trace_counts(opened.trace)}。"
    yield from recusal_lines(dossier)
    names = names_of(dossier.pool)
    for event in opened.events:
        yield from event_lines(event, dossier.pool, opened, names)
    yield from corrected_lines(dossier.corrections)
    yield from (
        f"{line}。" for line in withdrawn_text(replace(dossier, withdrawn=withdrawn_in(opened.stored)))
    )
    standing = dossier.after(dossier.events)
    done = progress_of(standing.inspections, ())
    yield f"检查{done.visits}户次，结果录齐{done.complete}户次，应有结果{done.rows}份，已录{done.results}份。"


def _must_inspect(dossier: Dossier, opened: OpenedArchive) -> Iterator[str]:
    done = {row.visit for row in opened.results}
    for duty in dossier.draw["must_inspect"]:
        own = [visit for visit in opened.visits if visit.number == duty["number"] and not visit.ended]
        told = f"必查：{dossier.pool.name(duty['number'])}（{'、'.join(duty['rules'])}），"
        told += (
            f"全年{duty['times']}次，至本批应查{duty['target']}次，以前已查{duty['done']}次，本批{len(own)}次"
        )
        if duty["unscheduled"]:
            told += "，因不参加抽取没有安排"
        yield f"{told}，其中已有结果{sum(visit.index in done for visit in own)}次。"


def _by_name(opened: OpenedArchive, who: str) -> Explanation:
    pool = opened.stored.archive.snapshot.pool
    if opened.kind == PlaceKind.FROZEN:
        number, key = meant(pool, who)
        if number:
            lines = _frozen_object(opened, pool, number)
            return _said(opened, "object", pool.ids[number - 1], pool.name(number), lines)
        return _said(opened, "person", key, names_of(pool)[key], _frozen_person(opened, key))
    dossier = _dossier(opened.stored)
    number, key = meant(pool, who, dossier.corrections)
    if number:
        numbers = opened.stored.archive.records(0).draw
        slip = object_slip(dossier, numbers, number)
        return _said(opened, "object", slip.id, slip.name, _object(opened, dossier, number, slip.lines))
    slip = person_slip(dossier, key)
    lines = iter((*slip.lines, *person_lines(dossier, opened, key)))
    return _said(opened, "person", slip.id, slip.name, lines)


def _object(opened: OpenedArchive, dossier: Dossier, number: int, told: Sequence[str]) -> Iterator[str]:
    yield f"编号{number}。"
    yield from told
    names = names_of(dossier.pool)
    own = [visit for visit in opened.visits if visit.number == number]
    for visit in own:
        yield team_line(visit, names)
    yield from passed_lines(dossier, [visit.index for visit in own])
    yield from barred_lines(opened, number, names)
    indexes = {visit.index for visit in own}
    for event in opened.events:
        touched = {index for index, _, _ in event.changes} | set(event.ended)
        replaced = {one for _, *both in event.replacements for one in both}
        if indexes & touched or number in replaced or number in event.objects:
            yield from event_lines(event, dossier.pool, opened, names, number)
    for row in opened.results:
        if row.number == number:
            yield result_line(row, f"表号{row.visit}")


def _frozen_object(opened: OpenedArchive, pool: Pool, number: int) -> Iterator[str]:
    row = number - 1
    yield f"编号{number}；封存时的内容，还没有抽取。"
    tables = read_tables(opened.stored.archive.snapshot.lottery_files)
    closed = bool(excluded(pool)[row])
    if closed:
        yield f"不参加抽取（{exclusion(pool, row)}）。"
    elif bool(pool.barred[row]):
        yield f"不再随机抽取：{bar(pool, row)}。"
    strata = tables.objects.strata[row].tolist()
    for stratum in strata:
        yield f"所在分层：{stratum_line(opened.strata[stratum - 1])}"
    if not strata and not closed:
        yield "不在本批任何任务的对象范围内。"
    if owed := int(tables.objects.owed[row]):
        yield f"必查，本批应查{owed}次。"
    yield from barred_lines(opened, number, names_of(pool))


def _frozen_person(opened: OpenedArchive, key: str) -> Iterator[str]:
    row = next(person for person in opened.people if person.id == key)
    yield f"{row.department}；" + (
        f"编号{row.number}，可以编入检查组。" if row.number else "没有可以担任的席位。"
    )
    pool = opened.stored.archive.snapshot.pool
    for pair in opened.recusals:
        if pair.person == key:
            ground = f"（{pair.ground}）" if pair.ground else ""
            yield f"须回避：{pool.name(pair.number)}，依据“{pair.rule}”{ground}。"


def _by_number(opened: OpenedArchive, who: str) -> Explanation:
    """An object of a public package, by its number: ticket, rank, cut-off."""
    files = opened.stored.archive.part(SNAPSHOT)
    frame = read_frame(files[FRAME])
    text = norm(who).removeprefix("第").removesuffix("号").strip()
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= frame.objects):
        raise BadInput(error("explain-package-wants-number", name=who, most=frame.objects))
    number = int(text)
    numbers = _numbers(opened.stored)
    order = ticket_order(frame, read_objects(files[OBJECTS], frame), Key(int(numbers["key"], 16)))
    return _said(opened, "object", "", f"第{number}号", _numbered(opened, numbers, order, number))


def _numbered(opened: OpenedArchive, numbers: DrawNumbers, order: TicketOrder, number: int) -> Iterator[str]:
    visits = [visit for visit in opened.visits if visit.number == number and not visit.ended]
    serials = "、".join(str(visit.index) for visit in visits)
    yield f"列入检查，表号{serials}。" if visits else "没有列入检查。"
    state = int(order.objects.state[number - 1])
    yield (
        "不参加随机抽取。"
        if state == BARRED
        else f"签号{int(order.tickets[number - 1]):016x}，签号小的先抽。"
    )
    for stratum in order.strata_of(number) if state > BARRED else ():
        row = opened.strata[stratum - 1]
        place = int(np.flatnonzero(order.first(stratum) == number)[0]) + 1
        came = "抽中" if number in row.drawn else "没有抽中"
        cut = f"，截止签号{row.cut_off}" if row.cut_off else ""
        yield f"{row.name}：可抽{row.available}户，应抽{row.n}户，按签号排第{place}位{cut}，{came}。"
    if owed := int(order.objects.owed[number - 1]):
        yield f"必查，本批应查{owed}次。"
    if numbers["floor"] is not None and number in numbers["floor"]["added"]:
        yield "为达到全年比例下限随机补足。"
    for name, files in opened.stored.archive.folders(SUBSTITUTIONS).items():
        event = json.loads(files[EVENT])
        if number in event["objects"]:
            yield f"{name}：该对象不能检查，检查终止。"
        if any(number == came for _, _, came in event["replacements"]):
            yield f"{name}：由候补补入。"


def _numbers(stored: ArchivePlace) -> DrawNumbers:
    return cast(DrawNumbers, json.loads(stored.archive.sealed[DRAW]))
