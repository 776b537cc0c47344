"""Substitutions after a draw: an inspector or an object that is out, a late recusal, a specialist sent along.

1. The archive is audited; nothing is built on a draw that does not hold.
2. What the caller names is resolved to visits, people and objects, in numbers: the request.
3. A plan that asks for new seeds (新种子) gets the request alone on record; its seed comes afterwards, in a
   command of its own, and serves the oldest request that is open.
4. A line 递补开始 with the digest of the request and the seed is flushed before anything is computed.
5. The event is drawn, and written into the archive as a folder of its own, with the papers that it asks for
   and a line 递补 that has its digests, all or nothing (`Ledger.record`); then 文书 is brought up to date.

An event that broke off is the same when it is drawn again by the same request and seed; another seed needs a
reason. Specialists are notes: nothing is drawn, and they have a folder and a line of their own.
Source: docs/algorithm.md, section 10; WG-6, WG-7, LZ-6, LZ-14.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Json, canonical_json, norm, sha256
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.lottery.events import DrawnEvent, NothingChanges
from shuangsuiji.core.lottery.events import substitute as lottery_event
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.standing import Request
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import (
    Event,
    LedgerLine,
    head,
    lines_of,
    open_event,
    open_requests,
)
from shuangsuiji.core.records.record import EventRecord, SeedRecord, VisitRecord, standing
from shuangsuiji.core.rules.marks import salt_of
from shuangsuiji.core.seeds.seed import TYPED_SOURCE
from shuangsuiji.documents.papers import papers_of_step
from shuangsuiji.errors import BadInput, BadUsage, Mismatch
from shuangsuiji.files.archive import (
    EVENT,
    EVENT_TEAMS,
    MANIFEST,
    NOTES,
    REQUEST,
    REQUESTS,
    RESULT_ENTRIES,
    SEALED,
    SUBSTITUTIONS,
    Archive,
    ledger_files,
    papers_folder,
    read_archive,
    sealed_folder,
    with_manifest,
)
from shuangsuiji.files.current_papers import PlacedPapers
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.messages import render
from shuangsuiji.workflows.auditing.audit import holds, not_holding
from shuangsuiji.workflows.broken_off import refuse_another, resume
from shuangsuiji.workflows.current_papers import bring_up, place_current, recorded_dossier
from shuangsuiji.workflows.draw import staffing_words
from shuangsuiji.workflows.environment import Entropy, FilePath, listed, random_bytes
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.record_keeping import Circumstances, after_draw, software
from shuangsuiji.workflows.requests import issue_doubts, refuse_choice, refuse_without_request
from shuangsuiji.workflows.seed_of_draw import SeedAsked, seed_of_event
from shuangsuiji.workflows.standing_draws import standing_line, stored_entries
from shuangsuiji.workflows.substitute_names import Named, refuse_nobody_sent, refuse_repeated

NEW_SEED = "新种子"
NOTE_SCHEME = "ssj-note/1"


@dataclass(frozen=True, kw_only=True)
class SubstituteReport:
    """What came of it: the event, the folder of the new papers, the dossier as it stands.

    event: None where only a request was put on record or taken back.
    request: number and digest of that request.
    before: the visits as they stood before the event, by index.
    papers: the folder of the papers that it asks for, or of the request.
    placed: what became of the other papers in 文书; None as `event`.
    findings: what has to be said of them.
    """

    event: EventRecord | None
    before: Sequence[VisitRecord]
    papers: Path
    dossier: Dossier
    request: tuple[int, str] | None = None
    placed: PlacedPapers | None = None
    findings: Sequence[Finding] = ()


def substitute(
    archive: FilePath,
    *,
    reason: str = "",
    inspectors: Sequence[str] = (),
    visits: Sequence[str] = (),
    recuse: Sequence[str] = (),
    objects: Sequence[str] = (),
    specialists: Sequence[str] = (),
    done: Sequence[str] = (),
    seed: str | None = None,
    issue: str = "",
    system_seed: bool = False,
    withdraw: bool = False,
    operator: str = "",
    witnesses: Sequence[str] = (),
    now: datetime | None = None,
    entropy: Entropy | None = None,
) -> SubstituteReport:
    """Adds one event, note or request to an archive.

    Args:
        archive: its folder.
        reason: why; compulsory where somebody or something is named, or a request is taken back.
        inspectors: people who are out, by id or unique name.
        visits: the visits that an inspector, a recusal or a specialist is about: an object's id or unique
            name, with #2 behind it for its second visit; none means all that are not done.
        recuse: people who have to be recused from `visits`.
        objects: objects that cannot be visited, by id or unique name.
        specialists: names of people whom the department sends along to `visits` (LZ-6).
        done: visits that have been made already; those with all their results on record are known.
        seed: for a plan that asks for a new one (种子.递补: 新种子); it serves the oldest open request.
        system_seed: serve the oldest request with the system's random numbers in place of the plan's source;
            `reason` then says why.
        issue: which issue of the plan's source will give the seed of a request, in the caller's words.
        withdraw: take the oldest open request back.
        operator: who puts it on record.
        witnesses: who looks on.
        now: the time to record; see `environment.time_of`.
        entropy: gives random bytes; by default the system's.

    Raises:
        BadUsage: no reason, nothing named, a recusal without its visit, or options without a meaning here.
        BadInput: the archive does not hold, a name does not match, or the seats cannot be filled.
        FileTrouble: something could not be read or written.
    """
    listed(inspectors=inspectors, visits=visits, recuse=recuse)
    listed(objects=objects, specialists=specialists, done=done)
    circumstances = Circumstances.of(now, reason=reason, operator=operator, witnesses=witnesses)
    named = bool(inspectors or recuse or objects or specialists)
    if not circumstances.reason and withdraw:
        raise BadUsage(error("substitute-withdraw-needs-reason"))
    if not circumstances.reason and named:
        raise BadUsage(error("substitute-needs-reason"))
    if (recuse or specialists) and not visits:
        raise BadUsage(error("substitute-needs-visit"))
    with _open_job(Path(archive), circumstances) as job:
        if not job.fresh:
            if withdraw:
                raise BadUsage(error("substitute-no-request"))
            if seed is not None or issue or system_seed:
                raise BadUsage(error("substitute-own-seed"))
        else:
            if named and (seed is not None or system_seed):
                raise BadUsage(error("substitute-request-first"))
            if withdraw and (named or visits or done or seed is not None or issue):
                raise BadUsage(error("substitute-withdraw-alone"))
            if not named and (visits or done or issue):
                raise BadUsage(error("substitute-as-requested"))
            if specialists and issue:
                raise BadUsage(error("substitute-specialists-alone"))
        if withdraw:
            return job.withdraw()
        if job.fresh and not named:
            asked = SeedAsked(
                seed=seed, system=system_seed, reason=circumstances.reason, entropy=random_bytes(entropy)
            )
            return job.serve(asked)
        if specialists:
            if inspectors or recuse or objects:
                raise BadUsage(error("substitute-specialists-alone"))
            return job.send_along(visits, specialists)
        return job.ask(
            inspectors=inspectors, visits=visits, recuse=recuse, objects=objects, done=done, issue=issue
        )


@contextlib.contextmanager
def _open_job(folder: Path, circumstances: Circumstances) -> Iterator[_Job]:
    """What is known of an archive that holds, while nobody else writes into it or its ledger."""
    ledger = ledger_beside(read_archive(folder).folder)
    with ledger.locked(circumstances.time):
        archive = read_archive(folder)
        if not holds(archive.folder):
            raise not_holding("substitute-audit-failed", archive.folder)
        lines = ledger.read()
        bring_up(ledger.folder, lines)
        drawn = standing_line(lines, archive.folder.resolve())
        job = _Job(archive, ledger, lines, drawn, after_draw(lines, drawn, circumstances))
        job.refuse_orphans()
        yield job


class _Job:
    """One event, note or request, from what was asked to the ledger."""

    def __init__(
        self,
        archive: Archive,
        ledger: Ledger,
        lines: Sequence[LedgerLine],
        drawn: LedgerLine,
        circumstances: Circumstances,
    ) -> None:
        self.archive, self.ledger, self.lines, self.drawn = archive, ledger, lines, drawn
        self.circumstances = circumstances
        self.manifest, self.snapshot = archive.manifest, archive.snapshot
        self.events = archive.events()
        self.visits = standing(archive.draw, self.events)
        self.entries = stored_entries(list(archive.folders(RESULT_ENTRIES).values()))
        self.named = Named(self.snapshot, self.visits, self.entries)
        self.fresh = self.snapshot.pool.plan.seed.substitute == NEW_SEED
        self.waiting = open_requests(lines, drawn)

    def refuse_orphans(self) -> None:
        """Nothing is built on a folder that no line of the ledger vouches for."""
        for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
            known = kind.lines(self.lines, self.drawn)
            for name in self.archive.folders(kind):
                if name not in known:
                    place = Place(file=str(self.archive.folder))
                    raise Mismatch(error("record-orphan", place, name=name))

    def _next(self, event: Event) -> int:
        """The number of the next line of a kind about this draw."""
        return len(lines_of(self.lines, self.drawn, event)) + 1

    def _which(self, number: int) -> dict[str, Json]:
        """What every line about an event, a note or a request begins with."""
        return {
            "plan": self.manifest["plan"],
            "batch": self.manifest["batch"],
            "attempt": self.manifest["attempt"],
            "number": number,
            "time": self.circumstances.time,
        }

    def _typed(self) -> dict[str, Json]:
        return {"reason": self.circumstances.reason, "operator": self.circumstances.operator}

    def ask(
        self,
        *,
        inspectors: Sequence[str],
        visits: Sequence[str],
        recuse: Sequence[str],
        objects: Sequence[str],
        done: Sequence[str],
        issue: str,
    ) -> SubstituteReport:
        """An event at once, or where the plan asks for a new seed the request for one."""
        number = self._next(Event.REQUESTED if self.fresh else Event.SUBSTITUTED)
        names = self.named
        named = tuple(index for text in visits for index in names.visit_indexes(text))
        made = frozenset(index for text in done for index in names.visit_indexes(text)) | names.made
        recused: set[tuple[int, int]] = set()
        for text in recuse:
            person = names.person(text)
            on = [index for index in named if names.sits(index, person) and index not in made]
            if not on:
                refuse_repeated(self.events, {(index, person) for index in named})
                seated = any(names.sits(index, person) for index in named)
                raise BadInput(
                    error("substitute-visit-done" if seated else "substitute-not-in-team", name=text)
                )
            recused |= {(index, names.number_of(person, text)) for index in on}
        out = {names.number_of(names.person(text), text): sorted(set(named)) for text in inspectors}
        asked = Request(
            scheme=SCHEME,
            commit=self.manifest["commit"],
            event=number,
            done=sorted(made),
            out=[(person, indexes) for person, indexes in sorted(out.items())],
            recused=[list(pair) for pair in sorted(recused)],
            objects=sorted({names.uninspected(text) for text in objects}),
            salt=salt_of(self.snapshot.batch_secret, "request", str(number)),
            source=self._source(issue) if self.fresh else None,
        )
        self._refuse_nothing(asked)
        if self.fresh:
            refuse_choice(self.archive, self.waiting, asked, issue, self.circumstances)
            found = issue_doubts(self.snapshot.pool.plan.seed, issue, self.circumstances.now)
            return replace(self._put_request(number, asked), findings=found)
        seed = SeedRecord(text="", grade="原种子", agreed="", source="", reason="", bits="")
        return self._event(number, canonical_json(cast(Json, asked)), self.circumstances.reason, seed)

    def _source(self, issue: str) -> dict[str, object]:
        later = self.snapshot.pool.plan.seed.without_issues()
        return {"source": source_text(later), "issue": norm(issue)}

    def _refuse_nothing(self, asked: Request) -> None:
        """A request that would change nothing is refused before anything is on record."""
        if not (asked["out"] or asked["recused"] or asked["objects"]):
            raise BadInput(error("substitute-nothing"))
        data = canonical_json(cast(Json, {**asked, "source": None}))
        try:
            lottery_event(self.snapshot.lottery_files, self.archive.records(), data)
        except NothingChanges:
            people = list(self.snapshot.labels.people)
            out = {(people[number - 1], *indexes) for number, indexes in asked["out"]}
            refuse_repeated(self.events, {*asked["objects"], *out})
            raise BadInput(error("substitute-nothing")) from None
        except (CannotStaff, CannotForm, CannotDeal):
            pass  # told, and put on record, when it is drawn

    def _put_request(self, number: int, asked: Request) -> SubstituteReport:
        data = canonical_json(cast(Json, asked))
        manifest: dict[str, Json] = {
            "scheme": SCHEME,
            "software": software(),
            "request": sha256(data),
            **self._typed(),
            "time": self.circumstances.time,
            "ledger_head": head(self.lines),
        }
        files = with_manifest({REQUEST: data}, manifest)
        new = sealed_folder(self.archive.folder, REQUESTS.folder(number), files)
        digests: dict[str, Json] = {"request": sha256(data), "manifest": sha256(files[MANIFEST])}
        self.ledger.record(Event.REQUESTED, {**self._which(number), **self._typed(), **digests}, [new])
        return self._of_request(new.path, (number, str(sha256(data))))

    def _of_request(self, folder: Path, request: tuple[int, str]) -> SubstituteReport:
        """Where nothing is drawn: a request was put on record or taken back."""
        dossier = self.archive.dossier(self.entries).after(self.events)
        return SubstituteReport(
            event=None, before=self.visits, papers=folder, dossier=dossier, request=request
        )

    def withdraw(self) -> SubstituteReport:
        """Takes the oldest open request back; its number is used no more."""
        if not self.waiting:
            refuse_without_request(self.lines, self.drawn)
        number = int(self.waiting[0].text("number"))
        self.ledger.append(Event.WITHDRAWN, {**self._which(number), **self._typed()})
        folder = self.archive.folder / SEALED / REQUESTS.folder(number)
        return self._of_request(folder, (number, self.waiting[0].text("request")))

    def serve(self, asked: SeedAsked) -> SubstituteReport:
        """The event of the oldest request, once its seed is known.

        Raises:
            BadUsage: there is no seed, and the system's was not asked for, or without a reason.
        """
        if not self.waiting:
            refuse_without_request(self.lines, self.drawn, self.snapshot.pool.plan.seed, asked.seed)
        line, number = self.waiting[0], int(self.waiting[0].text("number"))
        files = self.archive.folders(REQUESTS).get(REQUESTS.folder(number), {})
        data, plan = files.get(REQUEST, b""), self.snapshot.pool.plan
        if sha256(data) != line.text("request"):
            raise Mismatch(error("substitute-request-changed", Place(file=REQUESTS.folder(number))))
        reason = str(json.loads(files[MANIFEST])["reason"])
        broken = open_event(self.lines, self.drawn, number)
        times = (line.text("time"), self.circumstances.now)
        record = seed_of_event(plan.seed, data, asked, broken, times)
        if record["source"] == TYPED_SOURCE:
            self._refuse_known(record["text"], line)
        if broken is not None and record["text"] != broken.text("seed"):
            refuse_another(broken, self.circumstances.reason)
        return self._event(number, data, reason, record)

    def _refuse_known(self, seed: str, asked: LedgerLine) -> None:
        """A seed that the batch had used before the request was filed: anybody could reckon what it gives."""
        for line in self.lines[: asked.number - 1]:
            if line.concerns(self.drawn.text("plan"), self.drawn.text("batch")) and line.text("seed") == seed:
                raise BadInput(error("substitute-seed-known", line=line.number))

    def _event(self, number: int, request: bytes, reason: str, seed: SeedRecord) -> SubstituteReport:
        about = {"request": str(sha256(request)), "seed": seed["text"]}
        broken = open_event(self.lines, self.drawn, number)
        if broken is not None and all(broken.text(key) == value for key, value in about.items()):
            started, reason = broken, broken.text("reason")
            self.circumstances = resume(broken, self.ledger, self.circumstances)
        else:
            changed = seed["reason"] or (self.circumstances.reason if broken is not None else "")
            content: dict[str, Json] = {
                **about,
                "grade": seed["grade"],
                "reason": reason,
                "operator": self.circumstances.operator,
                "detail": changed if changed != reason else "",
            }
            started = self.ledger.append(Event.SUBSTITUTING, {**self._which(number), **content})
        try:
            event = self._drawn(request, seed["text"])
        except BadInput as problem:
            text = "\n".join(render(finding) for finding in problem.findings[:3])
            self.ledger.append(Event.FAILED, {**self._which(number), "detail": text})
            raise
        files = self._files(number, request, event, (reason, seed), started)
        digests: dict[str, Json] = {
            "result": sha256(event.event_json),
            "teams": sha256(event.teams_json),
            "manifest": sha256(files[MANIFEST]),
        }
        line = {**self._which(number), **digests}
        return self._recorded(Event.SUBSTITUTED, line, SUBSTITUTIONS.folder(number), files)

    def _drawn(self, request: bytes, seed: str) -> DrawnEvent:
        try:
            return lottery_event(self.snapshot.lottery_files, self.archive.records(), request, seed)
        except NothingChanges:
            raise BadInput(error("substitute-moot" if self.fresh else "substitute-nothing")) from None
        except (CannotStaff, CannotForm, CannotDeal) as trouble:
            raise BadInput(*staffing_words(self.snapshot).findings(trouble, event=True)) from None

    def _files(
        self,
        number: int,
        request: bytes,
        event: DrawnEvent,
        said: tuple[str, SeedRecord],
        started: LedgerLine,
    ) -> dict[str, bytes]:
        """The files of the folder of an event, for the reason and under the seed that are said."""
        files = {
            REQUEST: request,
            EVENT: event.event_json,
            EVENT_TEAMS: event.teams_json,
            **ledger_files([started]),
        }
        manifest: dict[str, Json] = {
            "scheme": SCHEME,
            "software": software(),
            "event": number,
            "commit": self.manifest["commit"],
            "draw": self.manifest["draw"],
            "result": sha256(event.event_json),
            "teams": sha256(event.teams_json),
            "seed": cast(Json, said[1]),
            "reason": said[0],
            "ledger_head": head(self.lines[: started.number - 1]),
            "time": self.circumstances.time,
            "operator": self.circumstances.operator,
            "witnesses": list[Json](self.circumstances.witnesses),
        }
        return with_manifest(files, manifest)

    def send_along(self, visits: Sequence[str], specialists: Sequence[str]) -> SubstituteReport:
        """Specialists whom the department sends along: on record, and on the papers (LZ-6)."""
        named = [index for text in visits for index in self.named.visit_indexes(text)]
        made = self.named.made
        sent: list[list[Json]] = []
        for name in dict.fromkeys(norm(name) for name in specialists):
            for index in dict.fromkeys(named):
                if index not in made and name not in self.named.visit(index).get("specialists", []):
                    self.named.refuse_company(index, name)
                    sent.append([index, name])
        if not sent:
            refuse_nobody_sent({*named} - made)
        number = self._next(Event.SENT_ALONG)
        manifest: dict[str, Json] = {
            "scheme": NOTE_SCHEME,
            "software": software(),
            "note": number,
            "commit": self.manifest["commit"],
            "draw": self.manifest["draw"],
            "specialists": sent,
            **self._typed(),
            "time": self.circumstances.time,
            "ledger_head": head(self.lines),
            "salt": salt_of(self.snapshot.batch_secret, "note", str(number)),
        }
        files = with_manifest({}, manifest)
        line: dict[str, Json] = {**self._which(number), **self._typed(), "manifest": sha256(files[MANIFEST])}
        return self._recorded(Event.SENT_ALONG, line, NOTES.folder(number), files)

    def _recorded(
        self, event: Event, line: dict[str, Json], name: str, files: dict[str, bytes]
    ) -> SubstituteReport:
        """The folder of an event or a note, the papers that it asks for, the line; then the other papers."""
        sealed = {**self.archive.sealed, **{f"{name}/{own}": data for own, data in files.items()}}
        events = Archive(folder=self.archive.folder, sealed=sealed).events()
        known = [entry["event"] for entry in self.events]
        new = next((entry for entry in events if entry["event"] not in known), events[-1])
        folder = self.archive.folder
        drawn = self.archive.dossier(self.entries).after(events)
        after = replace(recorded_dossier(drawn, folder.resolve(), self.lines), papers_of=new["event"])
        written = papers_folder(folder, name, papers_of_step(after, templates_of(self.archive)))
        self.ledger.record(event, line, [written, sealed_folder(folder, name, files)])
        placed, findings = place_current(read_archive(folder), self.ledger.read())
        before, papers = self.visits, written.path
        return SubstituteReport(
            event=new, before=before, papers=papers, dossier=after, placed=placed, findings=findings
        )
