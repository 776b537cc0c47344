"""The audit of what came after a draw: substitutions drawn again in order, requests, notes and results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, drawn_line, lines_of, open_requests
from shuangsuiji.core.records.record import SeedRecord, VisitRecord, standing
from shuangsuiji.core.records.results import codes_of, departments_of, entry_bytes, entry_of
from shuangsuiji.core.seeds.seed import GIVEN, written_seed
from shuangsuiji.files.archive import (
    EVENT,
    EVENT_TEAMS,
    MANIFEST,
    NOTES,
    REQUEST,
    REQUESTS,
    RESULT_ENTRIES,
    RESULTS,
    SUBSTITUTIONS,
    Archive,
    FolderKind,
)
from shuangsuiji.workflows.auditing.steps import BROKEN, Details, StepFailed, StepSkipped

NEW_SEED = "新种子"


def check_events(archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine] | None) -> Details:
    """Every event of an archive: its files, request, result, and lines in the ledger (if there is one).

    Raises:
        StepFailed: with everything that is wrong.
    """
    wrong: Details = []
    events = archive.folders(SUBSTITUTIONS)
    fresh = archive.snapshot.pool.plan.seed.substitute == NEW_SEED
    for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
        if not (fresh and kind is SUBSTITUTIONS):
            wrong += [("audit-file-missing", {"file": name}) for name in _missing(archive, kind)]
    for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
        for name, files in archive.folders(kind).items():
            wrong += _file_problems(name, files)
    for place, name in enumerate(events):
        try:
            wrong += _event_problems(archive, place, name, events[name], fresh=fresh)
        except BROKEN:
            wrong.append(("audit-event-differs", {"event": name}))
    if lines is not None and not manifest["rehearsal"]:
        wrong += _event_line_problems(archive, manifest, lines, fresh=fresh)
    if wrong:
        raise StepFailed(list({repr(detail): detail for detail in wrong}.values()))
    if not events:
        return [("audit-no-events", {})]
    return [("audit-events-match", {"count": len(events)})]


def check_results(archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine] | None) -> Details:
    """Every entry of results of an archive: its files, its manifest, its rows, its line in the ledger.

    Raises:
        StepFailed: with everything that is wrong.
        StepSkipped: there are none.
    """
    folders = archive.folders(RESULT_ENTRIES)
    wrong: Details = [
        ("audit-results-gap", {"entry": name}) for name in sorted(_missing(archive, RESULT_ENTRIES))
    ]
    if not wrong:
        visits = {visit["index"]: visit for visit in standing(archive.draw, archive.events())}
        known = {code.number for code in codes_of(archive.snapshot.pool.plan)}
        for name, files in folders.items():
            wrong += _file_problems(name, files)
            wrong += _manifest_problems(name, files, manifest)
            wrong += _row_problems(name, files, visits, known)
    if lines is not None and not manifest["rehearsal"]:
        wrong += _result_line_problems(list(folders.values()), manifest, lines)
    if wrong:
        raise StepFailed(wrong)
    if not folders:
        raise StepSkipped("audit-no-results")
    rows = sum(len(json.loads(files[RESULTS])["results"]) for files in folders.values())
    return [("audit-results-match", {"count": len(folders), "rows": rows})]


def _missing(archive: Archive, kind: FolderKind) -> list[str]:
    """The names that are left out between the first folder of a kind and so many as there are."""
    folders = archive.folders(kind)
    return [name for name in map(kind.folder, range(1, len(folders) + 1)) if name not in folders]


def _file_problems(name: str, files: Mapping[str, bytes]) -> Details:
    """Files of the folder `name` that are missing, were changed, or do not belong."""
    if MANIFEST not in files:
        return [("audit-file-missing", {"file": f"{name}/{MANIFEST}"})]
    try:
        listed = dict(json.loads(files[MANIFEST])["files"])
    except BROKEN:
        return [("audit-file-changed", {"file": f"{name}/{MANIFEST}"})]
    wrong: Details = []
    for file in sorted(set(listed) | (set(files) - {MANIFEST})):
        code = "audit-file-changed"
        if file not in files:
            code = "audit-file-missing"
        elif file not in listed:
            code = "audit-file-extra"
        elif sha256(files[file]) == listed[file]:
            continue
        wrong.append((code, {"file": f"{name}/{file}"}))
    return wrong


def _event_problems(
    archive: Archive, place: int, name: str, files: Mapping[str, bytes], *, fresh: bool
) -> Details:
    """One event drawn again, its seed as the plan wants it, its request the one that was put on record.

    Args:
        archive: the archive.
        place: how many events came before it.
        name, files: its folder.
        fresh: whether the plan wants a seed of its own for each event.
    """
    snapshot = archive.snapshot
    own, request = json.loads(files[MANIFEST]), files[REQUEST]
    seed: SeedRecord = own["seed"]
    again = substitute(snapshot.lottery_files, archive.records(place), request, seed["text"])
    wrong: Details = []
    numbers = {own["event"], again.event["event"], int(name.removeprefix(SUBSTITUTIONS.prefix))}
    if (again.event_json, again.teams_json) != (files[EVENT], files[EVENT_TEAMS]) or len(numbers) > 1:
        wrong.append(("audit-event-differs", {"event": name}))
    if (json.loads(request)["source"] is not None) != fresh:
        wrong.append(("audit-event-key", {"event": name}))
    asked = REQUESTS.folder(own["event"])
    if fresh and archive.folders(REQUESTS).get(asked, {}).get(REQUEST) != request:
        wrong.append(("audit-event-request", {"event": name, "request": asked}))
    form = snapshot.pool.plan.seed.without_issues()
    if fresh and seed["grade"] == GIVEN and written_seed(seed["text"], form) != seed["text"]:
        wrong.append(("audit-seed-form", {"seed": seed["text"]}))
    return wrong


def _event_line_problems(
    archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine], *, fresh: bool
) -> Details:
    """Events, requests and notes are just those of the ledger, with the digests that it has."""
    drawn = drawn_line(lines, manifest["plan"], manifest["batch"], manifest["attempt"])
    if drawn is None:
        return []
    wrong: Details = []
    for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
        folders, known = archive.folders(kind), kind.lines(lines, drawn)
        wrong += [("audit-folder-missing", {"folder": name}) for name in known if name not in folders]
        wrong += [("audit-folder-extra", {"folder": name}) for name in folders if name not in known]
        wrong += [
            ("audit-event-line", {"event": name})
            for name, line in known.items()
            if name in folders and not _as_in_the_line(kind, folders[name], line)
        ]
    if fresh:
        wrong += _order_problems(lines, drawn)
    return wrong + _begun_problems(archive, lines, drawn)


def _order_problems(lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """Each event is that of the request that had been open longest: nobody may choose among seeds."""
    wrong: Details = []
    for line in lines_of(lines, drawn, Event.SUBSTITUTED):
        before = open_requests(lines[: line.number - 1], drawn)
        if not before or before[0].data.get("number") != line.data.get("number"):
            wrong.append(("audit-event-order", {"event": SUBSTITUTIONS.folder(int(line.text("number")))}))
    return wrong


def _begun_problems(archive: Archive, lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """Each event has the request and the seed of its line 递补开始, written before it was drawn."""
    begun = {
        SUBSTITUTIONS.folder(int(line.text("number"))): line
        for line in lines_of(lines, drawn, Event.SUBSTITUTING)
    }
    wrong: Details = []
    for name, files in archive.folders(SUBSTITUTIONS).items():
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


def _as_in_the_line(kind: FolderKind, files: Mapping[str, bytes], line: LedgerLine) -> bool:
    """Whether the files of a folder have the digests of its line."""
    return all(sha256(files.get(file, b"")) == line.text(key) for key, file in kind.digests.items())


def _manifest_problems(name: str, files: Mapping[str, bytes], main: Manifest) -> Details:
    """The manifest is of this draw and of these rows."""
    if MANIFEST not in files or RESULTS not in files:
        return []
    own = json.loads(files[MANIFEST])
    entry = entry_of(json.loads(files[RESULTS]))
    right = {
        "commit": main["commit"],
        "draw": main["draw"],
        "result": sha256(files[RESULTS]),
        "entry": entry.number,
        "time": entry.time,
        "reason": entry.reason,
        "operator": entry.operator,
    }
    fields = [field for field, value in right.items() if own.get(field) != value]
    if RESULT_ENTRIES.folder(entry.number) != name:
        fields.append("entry")
    return [("audit-results-field", {"entry": name, "field": field}) for field in dict.fromkeys(fields)]


def _row_problems(
    name: str, files: Mapping[str, bytes], visits: Mapping[int, VisitRecord], codes: set[int]
) -> Details:
    """Each row is about a visit and department of this draw, by codes of its plan."""
    if RESULTS not in files:
        return []
    entry = entry_of(json.loads(files[RESULTS]))
    wrong: Details = []
    if entry_bytes(entry) != files[RESULTS]:
        wrong.append(("audit-results-form", {"entry": name}))
    for result in entry.results:
        visit = visits.get(result.visit)
        known = visit is not None and result.department in departments_of(visit)
        if not known or not set(result.codes) <= codes:
            wrong.append(("audit-results-row", {"entry": name, "visit": result.visit}))
    return wrong


def _result_line_problems(
    folders: Sequence[Mapping[str, bytes]], manifest: Manifest, lines: Sequence[LedgerLine]
) -> Details:
    """The ledger has one line 结果 for each entry, with the digests of its files."""
    drawn = drawn_line(lines, manifest["plan"], manifest["batch"], manifest["attempt"])
    recorded = lines_of(lines, drawn, Event.RESULTS) if drawn is not None else []
    if len(recorded) != len(folders):
        return [("audit-results-count", {"ledger": len(recorded), "archive": len(folders)})]
    return [
        ("audit-results-line", {"entry": RESULT_ENTRIES.folder(number)})
        for number, (line, files) in enumerate(zip(recorded, folders, strict=True), 1)
        if not _as_in_the_line(RESULT_ENTRIES, files, line)
    ]
