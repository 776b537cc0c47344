"""The audit of substitutions: each event drawn again, on top of the ones before it; requests and notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.records.dossier import Manifest, SeedRecord
from shuangsuiji.core.records.ledger import Event, LedgerLine, events_of, notes_of, open_requests, requests_of
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.seeds.seed import GIVEN, written_seed
from shuangsuiji.files.archive import (
    EVENT,
    EVENT_TEAMS,
    EVENTS,
    MANIFEST,
    REQUEST,
    Archive,
    event_name,
    note_name,
    request_name,
    stored_records,
)
from shuangsuiji.workflows.auditing.folders import file_problems
from shuangsuiji.workflows.auditing.steps import BROKEN, Details, StepFailed

NEW_SEED = "新种子"


def check_events(
    archive: Archive, manifest: Manifest, snapshot: Snapshot, lines: Sequence[LedgerLine] | None
) -> Details:
    """Every event of an archive: its files, request, result, and lines in the ledger (if there is one).

    Raises:
        Failed: with everything that is wrong.
    """
    wrong: Details = []
    events = archive.events()
    fresh = snapshot.pool.plan.seed.substitute == NEW_SEED
    for folders, name_of in (
        (() if fresh else events, event_name),
        (archive.requests(), request_name),
        (archive.notes(), note_name),
    ):
        expected = map(name_of, range(1, len(folders) + 1))
        wrong += [("audit-file-missing", {"file": name}) for name in expected if name not in folders]
    for name, files in (*events.items(), *archive.requests().items(), *archive.notes().items()):
        wrong += file_problems(name, files)
    for place, name in enumerate(events):
        try:
            wrong += _event_problems(archive, snapshot, place, fresh=fresh)
        except BROKEN:
            wrong.append(("audit-event-differs", {"event": name}))
    if lines is not None and not manifest["rehearsal"]:
        wrong += _line_problems(archive, manifest, lines, fresh=fresh)
    if wrong:
        raise StepFailed(list({repr(one): one for one in wrong}.values()))
    if not events:
        return [("audit-no-events", {})]
    return [("audit-events-match", {"count": len(events)})]


def _event_problems(archive: Archive, snapshot: Snapshot, place: int, *, fresh: bool) -> Details:
    """One event drawn again, its seed as the plan wants it, its request the one that was put on record."""
    name, files = list(archive.events().items())[place]
    own, request = json.loads(files[MANIFEST]), files[REQUEST]
    seed: SeedRecord = own["seed"]
    again = substitute(snapshot.lottery_files, stored_records(archive, place), request, seed["text"])
    wrong: Details = []
    if (again.event_json, again.teams_json) != (files[EVENT], files[EVENT_TEAMS]) or {
        own["event"],
        again.event["event"],
    } != {int(name.removeprefix(EVENTS))}:
        wrong.append(("audit-event-differs", {"event": name}))
    if (json.loads(request)["source"] is not None) != fresh:
        wrong.append(("audit-event-key", {"event": name}))
    asked = request_name(own["event"])
    if fresh and archive.requests().get(asked, {}).get(REQUEST) != request:
        wrong.append(("audit-event-request", {"event": name, "request": asked}))
    form = snapshot.pool.plan.seed.without_issues()
    if fresh and seed["grade"] == GIVEN and written_seed(seed["text"], form) != seed["text"]:
        wrong.append(("audit-seed-form", {"seed": seed["text"]}))
    return wrong


def _line_problems(
    archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine], *, fresh: bool
) -> Details:
    """Events, requests and notes are just those of the ledger, with the digests that it has."""
    drawn = next(
        (
            line
            for line in lines
            if line.event == Event.DRAWN
            and line.concerns(manifest["plan"], manifest["batch"])
            and line.data.get("attempt") == manifest["attempt"]
        ),
        None,
    )
    if drawn is None:
        return []
    wrong: Details = []
    results = {"result": EVENT, "teams": EVENT_TEAMS}
    for folders, recorded, name_of, files in (
        (archive.events(), events_of(lines, drawn), event_name, results),
        (archive.requests(), requests_of(lines, drawn), request_name, {"request": REQUEST}),
        (archive.notes(), notes_of(lines, drawn), note_name, {}),
    ):
        known = {name_of(int(line.text("number"))): line for line in recorded}
        wrong += [("audit-folder-missing", {"folder": name}) for name in known if name not in folders]
        wrong += [("audit-folder-extra", {"folder": name}) for name in folders if name not in known]
        for name, line in known.items():
            if name in folders:
                wrong += _digest_problems(name, folders[name], line, files)
    if fresh:
        wrong += _order_problems(lines, drawn)
    return wrong + _begun_problems(archive, lines, drawn)


def _order_problems(lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """Each event is that of the request that had been open longest: nobody may choose among seeds."""
    wrong: Details = []
    for line in events_of(lines, drawn):
        before = open_requests(lines[: line.number - 1], drawn)
        if not before or before[0].data.get("number") != line.data.get("number"):
            wrong.append(("audit-event-order", {"event": event_name(int(line.text("number")))}))
    return wrong


def _digest_problems(
    name: str, folder: Mapping[str, bytes], line: LedgerLine, files: Mapping[str, str]
) -> Details:
    wanted: dict[str, str] = {line.text(key): file for key, file in files.items()}
    if "manifest" in line.data:
        wanted[line.text("manifest")] = MANIFEST
    right = all(sha256(folder.get(file, b"")) == digest for digest, file in wanted.items())
    return [] if right else [("audit-event-line", {"event": name})]


def _begun_problems(archive: Archive, lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """Each event has the request and the seed of its line 递补开始, written before it was drawn."""
    begun: dict[str, LedgerLine] = {}
    for line in lines:
        ours = line.concerns(drawn.text("plan"), drawn.text("batch"))
        ours = ours and line.data.get("attempt") == drawn.data.get("attempt")
        if ours and line.event == Event.SUBSTITUTING:
            begun[event_name(int(line.text("number")))] = line
    wrong: Details = []
    for name, files in archive.events().items():
        line, request = begun.get(name, drawn), files.get(REQUEST, b"")
        seed = _seed_of(files.get(EVENT, b""))
        if (line.text("request"), line.data.get("seed")) != (sha256(request), seed):
            wrong.append(("audit-event-line", {"event": name}))
    return wrong


def _seed_of(event: bytes) -> object:
    try:
        return json.loads(event)["seed"]
    except BROKEN:
        return None
