"""Substitutions after a draw: an inspector or an object that is out, a late recusal, a specialist sent along.

1. The archive is audited; nothing is built on a draw that does not hold.
2. What the caller names is resolved to visits, people and objects.
3. A line 递补开始 with the seed is flushed before anything is computed.
4. The event is drawn and written into the archive as a folder of its own, with a new version of the papers.
5. A line 递补 with the digests of the event and its manifest.

Source: draw-algorithm 12; WG-6, WG-7, LZ-6, LZ-14.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Json, canonical_json, norm, norm_id, sha256
from shuangsuiji.core.dossier import Dossier, Manifest, SeedRecord
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.ledger import Event, LedgerLine, events_of, head, line_bytes, standing_draws
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.record import DrawRecord, VisitRecord
from shuangsuiji.core.results.followup import Inspection, inspections, newest
from shuangsuiji.core.seed import GIVEN, SYSTEM, normal_seed, system_seed
from shuangsuiji.core.seed_words import source_text
from shuangsuiji.core.snapshot import Snapshot
from shuangsuiji.core.stream import SCHEME, Key
from shuangsuiji.core.substitution import (
    CannotSubstitute,
    Change,
    EventRecord,
    NothingReopened,
    fresh_key,
    standing,
    substitute,
)
from shuangsuiji.core.teams.obstacles import substitution_findings
from shuangsuiji.documents.papers import papers
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.archive import (
    DRAW,
    EVENT,
    LEDGER_LINES,
    MANIFEST,
    SEALED,
    SNAPSHOT,
    Archive,
    event_name,
    read_archive,
    stored_events,
    write_event,
)
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.messages import render
from shuangsuiji.workflows.auditing.audit import audit
from shuangsuiji.workflows.record_keeping import software
from shuangsuiji.workflows.reports.year_records import stored_entries
from shuangsuiji.workflows.templates import templates_of


@dataclass(frozen=True, kw_only=True)
class SubstituteRequest:
    """What the caller asks for.

    Attributes:
        inspectors: people who are out, by id or unique name.
        visits: the visits that an inspector, a recusal or a specialist is about: an object's id or unique
            name, with #2 behind it for its second visit; none means all that are not done.
        recuse: people who have to be recused from `visits`.
        objects: objects that cannot be visited, by id or unique name.
        specialists: names of people whom the department sends along to `visits` (LZ-6).
        done: visits that have been made already; those with all their results on record are known.
        reason: why; compulsory.
        seed: for a plan that asks for a new one (种子.递补: 新种子).
    """

    inspectors: Sequence[str] = ()
    visits: Sequence[str] = ()
    recuse: Sequence[str] = ()
    objects: Sequence[str] = ()
    specialists: Sequence[str] = ()
    done: Sequence[str] = ()
    reason: str
    seed: str | None = None
    operator: str = ""
    witnesses: Sequence[str] = ()
    now: datetime
    entropy: Callable[[int], bytes]


@dataclass(frozen=True, kw_only=True)
class SubstituteReport:
    """What came of it: the event, the folder of the new papers, the dossier as it stands.

    `before` holds the visits as they stood before the event, by index.
    """

    event: EventRecord
    before: Sequence[VisitRecord]
    papers: Path
    dossier: Dossier


def substitute_in(folder: Path, request: SubstituteRequest) -> SubstituteReport:
    """Adds one event to the archive in `folder`.

    Raises:
        BadUsage: no reason, nothing named, or a recusal without its visit.
        BadInput: the archive does not hold, a name does not match, or the seats cannot be filled.
        FileTrouble: something could not be read or written.
    """
    if not norm(request.reason):
        raise BadUsage(error("substitute-needs-reason"))
    if (request.recuse or request.specialists) and not request.visits:
        raise BadUsage(error("substitute-needs-visit"))
    ledger = Ledger(read_archive(folder).folder.resolve().parent)
    if not ledger.path.exists():
        raise BadInput(error("ledger-not-found", Place(file=str(ledger.folder))))
    with ledger.locked():
        archive = read_archive(folder)  # as it stands while nobody else writes into it
        if not audit(archive.folder).passed:
            raise BadInput(error("substitute-audit-failed", Place(file=archive.folder.name)))
        lines = ledger.read()
        drawn = _standing(archive, lines)
        return _Job(archive, ledger, lines, drawn, request).run()


def _standing(archive: Archive, lines: Sequence[LedgerLine]) -> LedgerLine:
    name = archive.folder.resolve().name
    for line in standing_draws(lines):
        if line.text("archive") == name:
            return line
    raise BadInput(error("draw-not-standing", Place(file=name), archive=name))


class _Job:
    """One event, from the request to the ledger."""

    def __init__(
        self,
        archive: Archive,
        ledger: Ledger,
        lines: Sequence[LedgerLine],
        drawn: LedgerLine,
        request: SubstituteRequest,
    ) -> None:
        self.archive, self.ledger, self.lines, self.drawn = archive, ledger, lines, drawn
        self.request = request
        self.manifest = cast(Manifest, json.loads(archive.sealed[MANIFEST]))
        self.record = cast(DrawRecord, json.loads(archive.sealed[DRAW]))
        self.events = stored_events(archive)
        self.snapshot = Snapshot(archive.part(SNAPSHOT), self.manifest["batch"])
        self.visits = standing(self.record, self.events)
        self.entries = stored_entries(list(archive.results().values()))
        self.number = len(self.events) + 1

    def run(self) -> SubstituteReport:
        """Steps 2 to 5."""
        if len(events_of(self.lines, self.drawn)) != len(self.events):
            place = Place(file=str(self.archive.folder))
            raise BadInput(error("record-orphan", place, name=event_name(len(self.events))))
        change = self._change()
        seed, key = self._seed(self.snapshot.pool.plan)
        content: dict[str, Json] = {
            "plan": self.manifest["plan"],
            "batch": self.manifest["batch"],
            "attempt": self.manifest["attempt"],
            "number": self.number,
            "time": self.request.now.isoformat(timespec="seconds"),
        }
        about: dict[str, Json] = {
            "seed": seed["text"],
            "reason": change.reason,
            "out": sorted(change.out),
            "recused": [f"{visit} {person}" for visit, person in sorted(set(change.recused))],
            "objects": sorted(set(change.objects)),
            "done": sorted(change.done),
        }
        before = head(self.lines)
        started = self.ledger.append(Event.SUBSTITUTING, {**content, **about})
        try:
            event = self._drawn_event(change, key)
            report = self._write(event, seed, before, started)
        except (BadInput, FileTrouble) as problem:
            text = "\n".join(render(finding) for finding in problem.findings[:3])
            self.ledger.append(Event.FAILED, {**content, "detail": text})
            raise
        sealed = self.archive.folder / SEALED / event_name(self.number)
        digests: dict[str, Json] = {
            "result": sha256((sealed / EVENT).read_bytes()),
            "manifest": sha256((sealed / MANIFEST).read_bytes()),
        }
        self.ledger.append(Event.SUBSTITUTED, {**content, **digests})
        return report

    def _drawn_event(self, change: Change, key: Key) -> EventRecord:
        pool = self.snapshot.pool
        try:
            return substitute(pool, self.record, self.events, change, key)
        except NothingReopened:
            raise BadInput(error("substitute-nothing")) from None
        except CannotSubstitute as trouble:
            raise BadInput(*substitution_findings(pool, trouble)) from None

    def _write(
        self, event: EventRecord, seed: SeedRecord, before: str, started: LedgerLine
    ) -> SubstituteReport:
        files = {
            EVENT: canonical_json(cast(Json, event)),
            LEDGER_LINES: line_bytes(started.data) + b"\n",
        }
        manifest: dict[str, Json] = {
            "scheme": SCHEME,
            "software": software(),
            "event": self.number,
            "commit": self.manifest["commit"],
            "draw": self.manifest["draw"],
            "result": sha256(files[EVENT]),
            "seed": cast(Json, seed),
            "reason": event["reason"],
            "ledger_head": before,
            "time": self.request.now.isoformat(timespec="seconds"),
            "operator": norm(self.request.operator),
            "witnesses": [norm(name) for name in self.request.witnesses],
            "files": {name: sha256(files[name]) for name in sorted(files)},
        }
        files[MANIFEST] = canonical_json(manifest)
        dossier = Dossier(
            manifest=self.manifest, draw=self.record, snapshot=self.snapshot, entries=self.entries
        )
        after = dossier.after([*self.events, event])
        made = papers(after, templates_of(self.archive))
        folder = write_event(self.archive.folder, self.number, files, made)
        return SubstituteReport(event=event, before=self.visits, papers=folder, dossier=after)

    def _seed(self, plan: Plan) -> tuple[SeedRecord, Key]:
        """The draw's own key, or one bound to the ledger's head and a seed that comes now."""
        if plan.seed.substitute == "原种子":
            if self.request.seed is not None:
                raise BadUsage(error("substitute-own-seed"))
            return SeedRecord(text="", grade="原种子", source="", bits=""), Key(int(self.record["key"], 16))
        later = plan.seed.without_issues()
        if self.request.seed is None:
            text, level = system_seed(self.request.entropy(16)), SYSTEM
        else:
            text, level = normal_seed(self.request.seed, later), GIVEN
        seed = SeedRecord(text=text, grade=level, source=source_text(later), bits="")
        return seed, fresh_key(head(self.lines), text)

    def _change(self) -> Change:
        """What the request means, by ids of people, indexes of visits and numbers of objects."""
        request = self.request
        named = tuple(index for text in request.visits for index in self._visit_indexes(text))
        done = frozenset(index for text in request.done for index in self._visit_indexes(text)) | self._made()
        recused: list[tuple[int, str]] = []
        for text in request.recuse:
            person = self._person(text)
            on = [index for index in named if self._sits(index, person) and index not in done]
            if not on:
                seated = any(self._sits(index, person) for index in named)
                raise BadInput(
                    error("substitute-visit-done" if seated else "substitute-not-in-team", name=text)
                )
            recused += [(index, person) for index in on]
        return Change(
            reason=norm(request.reason),
            done=done,
            out={self._person(text): named for text in request.inspectors},
            recused=tuple(recused),
            objects=tuple(self._uninspected(text) for text in request.objects),
            specialists=tuple((index, norm(name)) for name in request.specialists for index in named),
        )

    def _made(self) -> frozenset[int]:
        """The visits whose results are all on record: nobody has to go there any more (LZ-14)."""
        return frozenset(one.visit["index"] for one in self._inspected() if one.complete)

    def _inspected(self) -> tuple[Inspection, ...]:
        return inspections(self.visits, newest(self.entries))

    def _uninspected(self, text: str) -> int:
        """An object that nobody has been at without finishing: an inspection cannot be made undone."""
        number = self._object(text)
        own = [one for one in self._inspected() if one.visit["number"] == number]
        for one in own:
            if one.begun and (not one.complete or all(other.complete for other in own)):
                raise BadInput(error("substitute-object-inspected", name=one.visit["name"]))
        return number

    def _sits(self, index: int, person: str) -> bool:
        return any(member["person"] == person for member in self._visit(index)["team"])

    def _visit(self, index: int) -> VisitRecord:
        return next(visit for visit in self.visits if visit["index"] == index)

    def _person(self, text: str) -> str:
        people = self.snapshot.pool.people
        found = [person.id for person in people if person.id == norm_id(text)]
        found = found or [person.id for person in people if norm(person.name) == norm(text)]
        return _only(found, "substitute-unknown-person", text)

    def _object(self, text: str) -> int:
        pool = self.snapshot.pool
        if norm_id(text) in pool.number_of:
            return pool.number_of[norm_id(text)]
        found = [number for number in range(1, len(pool) + 1) if norm(pool.name(number)) == norm(text)]
        visited = {visit["number"] for visit in self.visits}
        found = [number for number in found if number in visited] or found
        return int(_only([str(number) for number in found], "substitute-unknown-object", text))

    def _visit_indexes(self, text: str) -> list[int]:
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


def _only(found: Sequence[str], code: str, text: str) -> str:
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(error(code, name=text))
    raise BadInput(error("substitute-ambiguous", name=text, count=len(found)))
