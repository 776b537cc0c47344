"""The dossier: all that an archive has on record, as values. Documents are written from it and nothing else,
so nothing can be published that was not recorded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NotRequired, TypedDict, cast

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Digest
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.records.correction import Correction
from shuangsuiji.core.records.record import (
    CircumstancesRecord,
    DrawRecord,
    EventRecord,
    SeedRecord,
    VisitRecord,
    refilled,
    standing,
)
from shuangsuiji.core.records.requests import WithdrawnRequest
from shuangsuiji.core.records.results import Entry, Inspection, Result, inspections, newest
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.marks import check_code, marks_of
from shuangsuiji.core.rules.pool import ID, Person, Pool, parse_csv, task_key


class AttemptRecord(TypedDict):
    """One 开始 of a batch in the ledger: its seed, and what came of it (抽取, 失败, 取消, 没有结果)."""

    attempt: int
    seed: str
    grade: str
    time: str
    outcome: str


class LetterRecord(TypedDict):
    """One 封存 of a batch: each has a letter with its commitment."""

    number: int
    time: str
    commit: str


class FindingRecord(TypedDict):
    """A warning that the draw went on with: its code and its Chinese text."""

    level: str
    code: str
    message: str


class PlatformRecord(TypedDict):
    """Where the list of a platform lies among the sources: paths with their task numbers, and the mapping.

    `staffed` is 1 if the list names the inspectors too.
    """

    lists: list[str]
    numbers: list[str]
    mapping: str
    staffed: int


class SealedManifest(TypedDict):
    """What the manifests of a draw and of a frozen batch say alike.

    `sources` gives the name inside sources/ for each path of the plan, `plan_file` among them.
    """

    scheme: str
    software: dict[str, str]
    plan: str
    plan_name: str
    batch: str
    reason: str
    commit: str
    ledger_head: str
    time: str
    operator: str
    findings: list[FindingRecord]
    plan_file: str
    sources: dict[str, str]


class Manifest(SealedManifest):
    """manifest.json: the circumstances of a draw.

    `announced` is when the draw was to be held, as the letter of a frozen batch said it, or blank.
    `attempts` are all of the batch by the ledger, this one the last; none for a rehearsal.
    `letters` are all that were sealed of the batch before, `frozen` is the digest of the line that was used.
    `sm3` holds the SM3 of commitment.json and draw.json beside their SHA-256, blank where the machine has
    none; `platform` is there if a platform drew the objects; `files` once the archive is sealed.
    """

    attempt: int
    rehearsal: int
    announced: str
    seed: SeedRecord
    attempts: list[AttemptRecord]
    letters: NotRequired[list[LetterRecord]]
    draw: str
    teams: str
    sm3: dict[str, str]
    frozen: str
    witnesses: list[str]
    recordings: list[str]
    platform: NotRequired[PlatformRecord]
    files: NotRequired[dict[str, str]]


class FreezeManifest(SealedManifest):
    """manifest.json of a frozen batch: what is committed to, and where the seed will come from.

    `ledger_lines` is how many the ledger had before, `letters` are those before it. `example` is a seed text,
    `example_typed` the numbers of an earlier issue that it was written from, blank for invented ones;
    `opens` is when the last of the sources is public at the earliest, blank if no schedule tells.
    """

    number: int
    ledger_lines: int
    letters: list[LetterRecord]
    source: str
    reading: str
    example: str
    example_typed: str
    example_key: str
    opens: str
    bits: str
    fallback: str
    draw_time: str
    files: dict[str, str]


@dataclass(frozen=True, kw_only=True, repr=False)
class Dossier(Brief):
    """The manifest, the draw and the snapshot of one archive, the events since, and the results taken.

    `draw` is the draw in words, with the visits as they stand after the events; `made` is the draw as it was
    made, if there were any. `papers_of` is the number of the event whose papers are made; 0: of the draw.
    `corrections` of the registries are in the snapshot already; `cancelled` is there once the draw is, with
    the reason why; `withdrawn` are the requests for a substitution that were taken back.
    """

    manifest: Manifest
    draw: DrawRecord
    snapshot: Snapshot
    events: tuple[EventRecord, ...] = ()
    entries: tuple[Entry, ...] = ()
    made: DrawRecord | None = None
    papers_of: int = 0
    corrections: tuple[Correction, ...] = ()
    cancelled: tuple[CircumstancesRecord, str] | None = None
    withdrawn: tuple[WithdrawnRequest, ...] = ()

    @property
    def as_made(self) -> DrawRecord:
        """The draw as it was made, before all events."""
        return self.made or self.draw

    @property
    def pool(self) -> Pool:
        """The numbered pool, with the plan."""
        return self.snapshot.pool

    @property
    def draw_digest(self) -> Digest:
        """The SHA-256 of draw.json."""
        return Digest(self.manifest["draw"])

    @property
    def teams_digest(self) -> Digest:
        """The SHA-256 of teams.json."""
        return Digest(self.manifest["teams"])

    @cached_property
    def rules(self) -> str:
        """The version of the rules that made the tables, as commitment.json has it."""
        return str(json.loads(self.snapshot.files[COMMITMENT])["rules"])

    def check_code(self, number: int) -> str:
        """校验码 of an object: the salt of its mark, by which it can find and prove its own row.

        Returns:
            20 letters in four groups of five, joined by hyphens.
        """
        ids = [self.pool.ids[number - 1]]
        return check_code(marks_of(self.snapshot.batch_secret, "object", ids).mark_salts[0])

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """The newest results, by visit and department; see `inspections` for those of standing visits."""
        return newest(self.entries)

    @cached_property
    def inspections(self) -> tuple[Inspection, ...]:
        """Every visit that has not ended, with the results of its departments."""
        return inspections(self.draw["visits"], self.results)

    def after(self, events: Sequence[EventRecord]) -> Dossier:
        """The dossier with the visits as they stand after events; those that have ended are left out."""
        made = self.as_made
        visits = [visit for visit in standing(made, events) if not visit.get("ended")]
        draw = cast(DrawRecord, {**made, "visits": visits})
        return replace(self, draw=draw, events=tuple(events), made=made)

    def staffings(self) -> Iterator[VisitRecord]:
        """Each team that was drawn, with those passed over: of the draw, then of the substitutions in order.

        A visit comes as often as its team was drawn.
        """
        yield from self.as_made["visits"]
        for event, before in self.steps():
            for visit in event["visits"]:
                if refilled(before.get(visit["index"]), visit):
                    yield visit

    def steps(self) -> Iterator[tuple[EventRecord, dict[int, VisitRecord]]]:
        """Each event, with the visits as they stood before it, by index."""
        for count, event in enumerate(self.events):
            yield event, {visit["index"]: visit for visit in standing(self.as_made, self.events[:count])}

    @cached_property
    def notice_order(self) -> Mapping[int, int]:
        """Index of a visit -> how many notices had been given before its first one."""
        given = [visit["index"] for visit in self.as_made["visits"]]
        given += [visit["index"] for event in self.events for visit in event["visits"]]
        return {index: place for place, index in enumerate(dict.fromkeys(given))}

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """Person id -> person."""
        return {person.id: person for person in self.pool.people}

    @cached_property
    def private_objects(self) -> Mapping[str, Mapping[str, str]]:
        """Object id -> its private columns (地址, 负责人, 联系方式 and whatever no rule uses)."""
        return _by_id(self.snapshot.private("objects-other.csv"))

    @cached_property
    def private_people(self) -> Mapping[str, Mapping[str, str]]:
        """Person id -> their private columns (性别, 联系方式 …)."""
        return _by_id(self.snapshot.private("people-other.csv"))

    def object_cell(self, number: int, column: str) -> str:
        """A column of an object, public or private, blank if no registry has it."""
        if column in self.pool.columns:
            return self.pool.columns[column][number - 1]
        return self.private_objects[self.pool.ids[number - 1]].get(column, "")

    def task_name(self, number: str) -> str:
        """The name of a task of the plan, from its number as written or as history.csv holds it."""
        for task in self.pool.plan.tasks:
            own = task.number or ""
            if number in (own, task_key(own)):
                return task.name or number
        return number

    def stratum_name(self, task: str, name: str) -> str:
        """What notices call a stratum of a task (层名), from its name as recorded."""
        for own in self.pool.plan.tasks:
            if task in (own.number, task_key(own.number or "")):
                return own.draw.stratum_name(name)
        return name

    def department_name(self, key: str) -> str:
        """A department as the plan writes it, from its normal form."""
        return self.departments.get(key, key)

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """Normal form -> name as the plan writes it, the leading department first."""
        plan = self.pool.plan
        names = (*plan.departments, *(line.department for line in plan.team if line.department))
        found: dict[str, str] = {}
        for name in names:
            found.setdefault(plan.department(name), name)
        return found


def _by_id(data: bytes) -> dict[str, dict[str, str]]:
    heading, rows = parse_csv(data)
    names: Sequence[str] = heading[1:]
    assert heading[0] == ID
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
