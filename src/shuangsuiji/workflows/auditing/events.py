"""The audit of substitutions: each event drawn again, on top of the ones before it; requests and notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.dossier import Manifest
from shuangsuiji.core.ledger import Event, LedgerLine, events_of, notes_of, requests_of
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.snapshot import Snapshot
from shuangsuiji.files.archive import (
    EVENT,
    EVENT_TEAMS,
    MANIFEST,
    REQUEST,
    Archive,
    event_name,
    note_name,
    request_name,
    stored_records,
)
from shuangsuiji.workflows.auditing.steps import Details, Failed

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
    for place, (name, files) in enumerate(events.items()):
        wrong += _file_problems(name, files)
        own = json.loads(files[MANIFEST])
        seed = own["seed"]["text"]
        again = substitute(snapshot.lottery_files, stored_records(archive, place), files[REQUEST], seed)
        stored = (files[EVENT], files[EVENT_TEAMS])
        fresh = json.loads(files[REQUEST])["source"] is not None
        if (again.event_json, again.teams_json) != stored or event_name(own["event"]) != name:
            wrong.append(("audit-event-differs", {"event": name}))
        if fresh != (snapshot.pool.plan.seed.substitute == NEW_SEED):
            wrong.append(("audit-event-key", {"event": name}))
    for name, files in (*archive.requests().items(), *archive.notes().items()):
        wrong += _file_problems(name, files)
    if lines is not None and not manifest["rehearsal"]:
        wrong += _line_problems(archive, manifest, lines)
    if wrong:
        raise Failed(wrong)
    if not events:
        return [("audit-no-events", {})]
    return [("audit-events-match", {"count": len(events)})]


def _file_problems(name: str, files: Mapping[str, bytes]) -> Details:
    listed = json.loads(files[MANIFEST])["files"]
    present = {own: sha256(data) for own, data in files.items() if own != MANIFEST}
    return [
        ("audit-file-changed", {"file": f"{name}/{own}"})
        for own in sorted(set(listed) | set(present))
        if listed.get(own) != present.get(own)
    ]


def _line_problems(archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine]) -> Details:
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
    for what, folders, recorded, name_of, files in (
        ("递补", archive.events(), events_of(lines, drawn), event_name, results),
        ("递补申请", archive.requests(), requests_of(lines, drawn), request_name, {"request": REQUEST}),
        ("选派", archive.notes(), notes_of(lines, drawn), note_name, {}),
    ):
        names = [name_of(int(line.text("number"))) for line in recorded]
        if names != list(folders):
            counts: dict[str, str | int] = {"ledger": len(names), "archive": len(folders), "what": what}
            wrong.append(("audit-events-count", counts))
            continue
        for name, line in zip(names, recorded, strict=True):
            wrong += _digest_problems(name, folders[name], line, files)
    return wrong + _begun_problems(archive, lines, drawn)


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
        event: dict[str, Any] = json.loads(files[EVENT])
        line = begun.get(name, drawn)
        said = (line.text("request"), line.text("seed"))
        if said != (event["request"], event["seed"]) or sha256(files[REQUEST]) != event["request"]:
            wrong.append(("audit-event-line", {"event": name}))
    return wrong
