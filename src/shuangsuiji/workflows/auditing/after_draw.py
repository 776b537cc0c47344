"""The audit of what came after a draw: substitutions drawn again in order, requests, notes and results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of, open_requests
from shuangsuiji.core.records.record import SeedRecord, VisitRecord, standing
from shuangsuiji.core.records.requests import grade_of_request
from shuangsuiji.core.records.results import Entry, codes_of, departments_of, entry_bytes, entry_of
from shuangsuiji.core.seeds.seed import ASKED_PUBLIC, GIVEN, written_seed
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
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.own_copy import fields_beside_line, unknown_keys
from shuangsuiji.workflows.auditing.steps import BROKEN, Details, NothingThere, StepFailed
from shuangsuiji.workflows.auditing.walk import Subject
from shuangsuiji.workflows.standing_draws import stored_entries

NEW_SEED = "新种子"


def events(case: AuditCase) -> Details:
    """Step 9: every event of an archive drawn again from its request, its files those of its manifest.

    Raises:
        StepFailed: with everything that is wrong.
        NothingThere: there are none.
    """
    archive = case.archive
    wrong = case.differences(Subject.AFTER, by_ledger=False)
    folders = archive.folders(SUBSTITUTIONS)
    fresh = archive.snapshot.pool.plan.seed.substitute == NEW_SEED
    for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
        if not (fresh and kind is SUBSTITUTIONS):
            wrong += [("audit-file-missing", {"file": name}) for name in _missing(archive, kind)]
    for kind in (SUBSTITUTIONS, REQUESTS, NOTES):
        for name, files in archive.folders(kind).items():
            wrong += unknown_keys(kind, name, files) if MANIFEST in files else []
    for place, name in enumerate(folders):
        try:
            wrong += _event_problems(archive, place, name, folders[name], fresh=fresh)
        except BROKEN:
            wrong.append(("audit-event-differs", {"event": name}))
    if wrong:
        raise StepFailed(_once(wrong))
    if not folders:
        raise NothingThere("audit-no-events")
    return [("audit-events-match", {"count": len(folders)})]


def results(case: AuditCase) -> Details:
    """Step 12: every entry of results: its files, its manifest, its rows.

    Raises:
        StepFailed: with everything that is wrong.
        NothingThere: there are none.
    """
    archive, manifest = case.archive, case.manifest
    folders = archive.folders(RESULT_ENTRIES)
    wrong = case.differences(Subject.RESULTS, by_ledger=False)
    wrong += [("audit-results-gap", {"entry": name}) for name in _missing(archive, RESULT_ENTRIES)]
    if not wrong and folders:
        visits = {visit["index"]: visit for visit in standing(archive.draw, archive.events())}
        known = {code.number for code in codes_of(archive.snapshot.pool.plan)}
        for name, files in folders.items():
            wrong += unknown_keys(RESULT_ENTRIES, name, files)
            wrong += _manifest_problems(name, files, manifest)
            wrong += _row_problems(name, files, visits, known)
    if wrong:
        raise StepFailed(wrong)
    if not folders:
        raise NothingThere("audit-no-results")
    entries = stored_entries([*folders.values()])
    rows = sum(len(entry.results) for entry in entries)
    return [("audit-results-match", {"count": len(folders), "rows": rows}), *_early(case, entries)]


def _early(case: AuditCase, entries: Sequence[Entry]) -> Details:
    """Inspections of a day before the draw: who wrote that says that the list was there before it."""
    drawn = recorded_time(case.manifest["time"])
    days = sorted(
        result.day
        for entry in entries
        for result in entry.results
        if drawn is not None and result.day and result.day < drawn.date().isoformat()
    )
    return [("audit-results-early", {"count": len(days), "day": days[0]})] if days else []


def events_on_record(case: AuditCase) -> Details:
    """Step 13: events, requests and notes are just those of the ledger, each drawn in its turn.

    Raises:
        StepFailed: with everything that is wrong.
        StepSkipped: there is no ledger that can be used.
    """
    drawn, lines = case.recorded(), case.lines
    wrong = case.differences(Subject.AFTER, by_ledger=True)
    if case.archive.snapshot.pool.plan.seed.substitute == NEW_SEED:
        wrong += _order_problems(lines, drawn)
    wrong += _begun_problems(case.archive, lines, drawn)
    if wrong:
        raise StepFailed(_once(wrong))
    known = [(kind, len(kind.lines(lines, drawn))) for kind in (REQUESTS, SUBSTITUTIONS, NOTES)]
    counts = "、".join(f"{kind.event.value} {count} 次" for kind, count in known if count)
    if not counts:
        raise NothingThere("audit-no-events-on-record")
    return [("audit-events-on-record", {"counts": counts}), *_same_requests(case.archive, lines, drawn)]


def results_on_record(case: AuditCase) -> Details:
    """Step 14: the entries of results are just those of the ledger; raises as `events_on_record`."""
    drawn, lines = case.recorded(), case.lines
    if wrong := case.differences(Subject.RESULTS, by_ledger=True):
        raise StepFailed(wrong)
    count = len(RESULT_ENTRIES.lines(lines, drawn))
    if not count:
        raise NothingThere("audit-no-results")
    return [("audit-results-on-record", {"count": count})]


def _once(details: Details) -> Details:
    return list({repr(detail): detail for detail in details}.values())


def _same_requests(archive: Archive, lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """Open requests that ask for the same: the second would have nothing left to change."""
    first: dict[str, str] = {}
    told: Details = []
    for line in open_requests(lines, drawn):
        name = REQUESTS.folder(int(line.text("number")))
        asked = json.loads(archive.folders(REQUESTS)[name][REQUEST])
        content = json.dumps({key: asked[key] for key in ("out", "recused", "objects", "source")})
        before = first.setdefault(content, name)
        if before != name:
            told.append(("audit-same-requests", {"first": before, "second": name}))
    return told


def _missing(archive: Archive, kind: FolderKind) -> list[str]:
    """The names that are left out between the first folder of a kind and so many as there are."""
    folders = archive.folders(kind)
    return [name for name in map(kind.folder, range(1, len(folders) + 1)) if name not in folders]


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
    given = seed["grade"] in (GIVEN, ASKED_PUBLIC)
    if fresh and given and written_seed(seed["text"], form) != seed["text"]:
        wrong.append(("audit-seed-form", {"seed": seed["text"]}))
    if seed["grade"] == ASKED_PUBLIC:
        filed = json.loads(archive.folders(REQUESTS)[asked][MANIFEST])["time"]
        source = json.loads(request)["source"] or {}
        worth = grade_of_request(form, str(source.get("issue", "")), str(filed), recorded_time(own["time"]))
        if worth != ASKED_PUBLIC:
            wrong.append(("audit-event-grade", {"event": name, "grade": seed["grade"], "worth": worth}))
    expected = {
        "event": Event.SUBSTITUTING.value,
        "number": own["event"],
        "request": sha256(request),
        "seed": seed["text"],
        "grade": seed["grade"],
        "time": own["time"],
        "previous": own["ledger_head"],
    }
    typed = {"reason": own["reason"], "operator": own["operator"]}
    fields = fields_beside_line(files, expected, typed)
    return wrong + [("audit-event-field", {"event": name, "field": field}) for field in fields]


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
    of_number: dict[str, list[LedgerLine]] = {}
    for line in lines_of(lines, drawn, Event.SUBSTITUTING):
        of_number.setdefault(SUBSTITUTIONS.folder(int(line.text("number"))), []).append(line)
    begun = {name: own[-1] for name, own in of_number.items()}
    wrong: Details = []
    for name, files in archive.folders(SUBSTITUTIONS).items():
        line, request = begun.get(name, drawn), files.get(REQUEST, b"")
        seed = _seed_of(files.get(EVENT, b""))
        several = len({one.text("seed") for one in of_number.get(name, [])}) > 1
        chosen = several and line.text("grade") == ASKED_PUBLIC  # the first one had been seen
        if chosen or (line.text("request"), line.data.get("seed")) != (sha256(request), seed):
            wrong.append(("audit-event-line", {"event": name}))
    return wrong


def _seed_of(event: bytes) -> object:
    try:
        return json.loads(event)["seed"]
    except BROKEN:
        return None


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
