"""The audit of substitutions: each event drawn again, on top of the ones before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from shuangsuiji.core.canonical import Digest, Json, canonical_json, sha256
from shuangsuiji.core.dossier import Manifest
from shuangsuiji.core.ledger import Event, LedgerLine, events_of
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.record import DrawRecord
from shuangsuiji.core.substitution import Change, EventRecord, fresh_key, substitute
from shuangsuiji.files.archive import DRAW, EVENT, MANIFEST, Archive, event_name
from shuangsuiji.workflows.auditing.steps import Details, Failed


def check_events(
    archive: Archive, manifest: Manifest, pool: Pool, lines: Sequence[LedgerLine] | None
) -> Details:
    """Every event of an archive: its files, its key, its result, its line in the ledger (if there is one).

    Raises:
        Failed: with everything that is wrong.
    """
    record = cast(DrawRecord, json.loads(archive.sealed[DRAW]))
    stored: list[EventRecord] = []
    wrong: Details = []
    for number, files in enumerate(archive.events(), 1):
        own = json.loads(files[MANIFEST])
        wrong += _file_problems(number, files, own)
        event = cast(EventRecord, json.loads(files[EVENT]))
        again = substitute(pool, record, stored, change_of(event), _key(pool, record, own))
        if canonical_json(cast(Json, again)) != files[EVENT]:
            wrong.append(("audit-event-differs", {"event": event_name(number)}))
        stored.append(event)
    if lines is not None:
        wrong += _line_problems(archive, manifest, lines)
    if wrong:
        raise Failed(wrong)
    return [("audit-events-match", {"count": len(stored)})]


def change_of(event: EventRecord) -> Change:
    """What an event was asked for."""
    return Change(
        reason=event["reason"],
        done=frozenset(event["done"]),
        out={entry["person"]: tuple(entry["visits"]) for entry in event["out"]},
        recused=tuple((pair["visit"], pair["person"]) for pair in event["recused"]),
        objects=tuple(event["objects"]),
        specialists=tuple((entry["visit"], entry["name"]) for entry in event["specialists"]),
    )


def _key(pool: Pool, record: DrawRecord, manifest: Mapping[str, object]) -> Key:
    """The key that the plan asks for: the draw's own, or one bound to the ledger's head and a new seed."""
    if pool.plan.seed.substitute == "原种子":
        return Key(int(record["key"], 16))
    seed = cast(Mapping[str, str], manifest["seed"])
    return fresh_key(Digest(str(manifest["ledger_head"])), seed["text"])


def _file_problems(number: int, files: Mapping[str, bytes], manifest: Mapping[str, object]) -> Details:
    listed = cast(Mapping[str, str], manifest["files"])
    present = {name: sha256(data) for name, data in files.items() if name != MANIFEST}
    return [
        ("audit-file-changed", {"file": f"{event_name(number)}/{name}"})
        for name in sorted(set(listed) | set(present))
        if listed.get(name) != present.get(name)
    ]


def _line_problems(archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine]) -> Details:
    """The ledger has one line 递补 for each event, with the digests of its files."""
    drawn = [
        line
        for line in lines
        if line.event == Event.DRAWN
        and line.concerns(manifest["plan"], manifest["batch"])
        and line.data.get("attempt") == manifest["attempt"]
    ]
    recorded = events_of(lines, drawn[0]) if drawn else []
    events = archive.events()
    if len(recorded) != len(events):
        return [("audit-events-count", {"ledger": len(recorded), "archive": len(events)})]
    return [
        ("audit-event-line", {"event": event_name(number)})
        for number, (line, files) in enumerate(zip(recorded, events, strict=True), 1)
        if line.text("result") != sha256(files[EVENT]) or line.text("manifest") != sha256(files[MANIFEST])
    ]
