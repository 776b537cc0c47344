"""The steps of an audit that hold an archive against the ledger beside it."""

from __future__ import annotations

import json

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.platform import PLATFORM
from shuangsuiji.core.records.correction import corrected_lines
from shuangsuiji.core.records.ledger import (
    Event,
    LedgerLine,
    drawn_twice,
    lines_of,
    unknown_events,
)
from shuangsuiji.errors import BadInput, SsjError
from shuangsuiji.files.archive import CORRECTIONS, LEDGER_LINES, SEALED, read_archive, some
from shuangsuiji.files.ledger import SECRET, WORDS
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.grades import grade_by_ledger, later
from shuangsuiji.workflows.auditing.own_copy import fields_beside_line, unknown_keys
from shuangsuiji.workflows.auditing.steps import Details, NothingThere, PartlyDone, StepFailed, StepSkipped
from shuangsuiji.workflows.auditing.walk import Subject, walk_frozen
from shuangsuiji.workflows.corrections_kept import corrections_in
from shuangsuiji.workflows.history import past_visits
from shuangsuiji.workflows.record_keeping import strangers

MOST_CELLS = 20
"""So many corrected cells are named at most."""


def own_lines(case: AuditCase) -> Details:
    """Step 7: the ledger lines in the archive are its beginning: attempt, commitment and seed."""
    manifest = case.manifest
    case.refuse_rehearsal()
    expected = {
        "event": Event.STARTED.value,
        "plan": manifest["plan"],
        "batch": manifest["batch"],
        "attempt": manifest["attempt"],
        "commit": manifest["commit"],
        "seed": manifest["seed"]["text"],
        "grade": manifest["seed"]["grade"],
        "time": manifest["time"],
        "previous": manifest["ledger_head"],
        "origin": PLATFORM if manifest.get("platform") else None,
    }
    typed = {"reason": manifest["reason"], "operator": manifest["operator"]}
    wrong: Details = [
        ("audit-line-field", {"field": key})
        for key in fields_beside_line(case.archive.sealed, expected, typed)
    ]
    if wrong:
        raise StepFailed(wrong)
    line = json.loads(case.archive.sealed[LEDGER_LINES].splitlines()[0])
    return [("audit-line-match", {"attempt": manifest["attempt"], "line": line["line"]})]


def ledger(case: AuditCase) -> Details:
    """Step 8: the ledger has the lines of this draw, in an unbroken chain, and they give its grade."""
    case.refuse_rehearsal()
    manifest, lines = case.manifest, case.lines
    started = sha256(case.archive.sealed[LEDGER_LINES].rstrip(b"\n"))
    start = next((line for line in lines if line.digest == started), None)
    if start is None:
        raise StepFailed([("audit-not-in-ledger", {})])
    drawn = case.own_line
    if drawn is None:
        raise StepFailed([("audit-no-drawn-line", {})])
    if wrong := case.differences(Subject.NAME, Subject.DRAW, by_ledger=True):
        raise StepFailed(wrong)
    grade = grade_by_ledger(lines, start, manifest, case.archive.snapshot.pool.plan.seed)
    return [("audit-ledger-match", {"count": len(lines)}), *grade, *later(lines, drawn)]


def ledger_of_freeze(case: AuditCase) -> Details:
    """Step 8 of a frozen batch: its line 封存, and the attempts that used what was sealed."""
    lines, line = case.lines, case.own_line
    if line is None:
        raise StepFailed([("audit-no-frozen-line", {})])
    if wrong := case.differences(Subject.NAME, Subject.DRAW, by_ledger=True):
        raise StepFailed(wrong)
    return [("audit-freeze-match", {"count": len(lines), "line": line.number})]


def corrections(case: AuditCase) -> Details:
    """Step 15: each correction of a registry is that of its line; what each cell read before and since."""
    match = _by_subject(
        case, Subject.CORRECTIONS, Event.CORRECTED, "audit-corrections-match", "audit-no-corrections"
    )
    unknown = [
        detail
        for name, files in case.archive.folders(CORRECTIONS).items()
        for detail in unknown_keys(CORRECTIONS, name, files)
    ]
    if unknown:
        raise StepFailed(unknown)
    told = [*corrected_lines(corrections_in(case.archive))]
    more: Details = [("audit-corrections-more", {"count": len(told) - MOST_CELLS})]
    changed: Details = [("audit-correction-cell", {"line": line}) for line in told[:MOST_CELLS]]
    return [*match, *changed, *(more if len(told) > MOST_CELLS else [])]


def packages(case: AuditCase) -> Details:
    """Step 16: each public package is as it was published."""
    return _by_subject(case, Subject.PACKAGES, Event.PUBLISHED, "audit-packages-match", "audit-no-packages")


def _by_subject(case: AuditCase, subject: Subject, event: Event, match: str, none: str) -> Details:
    line = case.recorded()
    wrong = [*case.differences(subject, by_ledger=True), *case.differences(subject, by_ledger=False)]
    if wrong:
        raise StepFailed(wrong)
    count = len(lines_of(case.lines, line, event))
    if not count:
        raise NothingThere(none)
    return [(match, {"count": count})]


def freeze(case: AuditCase) -> Details:
    """Step 17: the folder of the frozen batch that the draw used is as it was sealed."""
    case.recorded()
    if not case.manifest["frozen"]:
        raise NothingThere("audit-no-freeze")
    line = next((one for one in case.lines if one.digest == case.manifest["frozen"]), None)
    if line is None:
        raise StepFailed([("audit-not-frozen", {})])
    folder = case.draws / line.text("archive")
    if not (folder / SEALED).is_dir():
        raise StepSkipped("audit-freeze-away", folder=folder.name)
    wrong = walk_frozen(read_archive(folder), line)
    if wrong:
        named = [one.detail for one in wrong]
        raise StepFailed([(code, {**said, "file": f"{folder.name}/{said['file']}"}) for code, said in named])
    return [("audit-freeze-kept", {"folder": folder.name, "line": line.number})]


def history(case: AuditCase) -> Details:
    """Step 18: the visits of earlier draws in the snapshot are those of the archives beside."""
    case.recorded()
    lines, snapshot = case.lines, case.archive.snapshot
    before = sealed_at(case, lines)
    try:
        past = past_visits(case.draws, lines[:before], snapshot.pool.plan, snapshot.batch, known=lines)
    except SsjError as trouble:
        raise StepSkipped("audit-history-unchecked", why=str(trouble)) from None
    if sorted(past, key=repr) != sorted(snapshot.ledger_past, key=repr):
        raise StepFailed([("audit-history-differs", {})])
    if not past:
        raise NothingThere("audit-no-history")
    return [("audit-history-match", {"count": len(past)})]


def sealed_at(case: AuditCase, lines: list[LedgerLine]) -> int:
    """How many lines the ledger had when the snapshot was sealed.

    Raises:
        StepSkipped: the ledger has no such line.
    """
    if case.is_frozen:
        return case.recorded().number - 1
    sealed = case.manifest["frozen"] or sha256(case.archive.sealed[LEDGER_LINES].rstrip(b"\n"))
    place = next((line.number - 1 for line in lines if line.digest == sealed), None)
    if place is None:
        raise StepSkipped("audit-ledger-unusable")
    return place


def ledger_files(case: AuditCase) -> Details:
    """Step 19: the ledger's own end, and the private files beside it: the words of its lines, and the secret.

    A line that was cut off while it was written is no forgery, but it may have been a line once. Nothing in
    an archive rests on the secret that is there now: if it is not the right one, the step is left open.
    """
    case.recorded()
    books, lines = case.books, case.lines
    wrong: Details = [("audit-ledger-torn", {"file": books.path.name})] if books.torn else []
    wrong += [
        ("audit-ledger-unknown-event", {"line": line.number, "event": line.event})
        for line in unknown_events(lines)
    ]
    wrong += [("audit-ledger-drawn-twice", {"line": line.number}) for line in drawn_twice(lines)]
    others = strangers(books.folder, lines)
    notes: Details = [("audit-strangers", {"files": some(others)})] if others else []
    amiss: Details = []
    if (books.folder / SECRET).exists():
        try:
            books.check_secret()
        except BadInput as trouble:
            amiss.append(("audit-finding", {"text": str(trouble)}))
    else:
        notes.append(("audit-secret-away", {"file": SECRET}))
    lacking, away = [line.number for line in lines if line.lacks_words], not (books.folder / WORDS).is_file()
    if not away:
        wrong += [("audit-words-lost", {"file": WORDS, "line": number}) for number in lacking]
    notes += [("audit-words-unclaimed", {"file": WORDS, "line": row}) for row in books.unclaimed_words()]
    if wrong:
        raise StepFailed([*wrong, *notes])
    if lacking:
        amiss.append(("audit-words-away", {"file": WORDS, "count": len(lacking)}))
    if amiss:
        raise PartlyDone([*amiss, *notes])
    return [("audit-private-match", {"file": books.path.name, "words": WORDS}), *notes]
