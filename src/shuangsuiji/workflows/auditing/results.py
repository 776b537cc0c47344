"""The audit of results: each entry whole, about visits of this draw, and on the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, results_of
from shuangsuiji.core.records.record import VisitRecord, standing
from shuangsuiji.core.records.results import codes_of, departments_of, entry_bytes, entry_of
from shuangsuiji.files.archive import (
    MANIFEST,
    RESULTS,
    Archive,
    results_name,
    stored_draw,
    stored_events,
    stored_snapshot,
)
from shuangsuiji.workflows.auditing.folders import file_problems
from shuangsuiji.workflows.auditing.steps import Details, StepFailed, StepSkipped


def check_results(archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine] | None) -> Details:
    """Every entry of results of an archive: its files, its manifest, its rows, its line in the ledger.

    Raises:
        Failed: with everything that is wrong.
        Skipped: there are none.
    """
    folders = archive.results()
    wrong: Details = []
    expected = [results_name(number) for number in range(1, len(folders) + 1)]
    wrong += [("audit-results-gap", {"entry": name}) for name in sorted(set(expected) - set(folders))]
    if not wrong:
        visits = _visits(archive)
        known = {code.number for code in codes_of(stored_snapshot(archive).pool.plan)}
        for name, files in folders.items():
            wrong += file_problems(name, files)
            wrong += _manifest_problems(name, files, manifest)
            wrong += _row_problems(name, files, visits, known)
    if lines is not None and not manifest["rehearsal"]:
        wrong += _line_problems(list(folders.values()), manifest, lines)
    if wrong:
        raise StepFailed(wrong)
    if not folders:
        raise StepSkipped("audit-no-results")
    rows = sum(len(json.loads(files[RESULTS])["results"]) for files in folders.values())
    return [("audit-results-match", {"count": len(folders), "rows": rows})]


def _visits(archive: Archive) -> dict[int, VisitRecord]:
    return {visit["index"]: visit for visit in standing(stored_draw(archive), stored_events(archive))}


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
    if results_name(entry.number) != name:
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


def _line_problems(
    folders: Sequence[Mapping[str, bytes]], manifest: Manifest, lines: Sequence[LedgerLine]
) -> Details:
    """The ledger has one line 结果 for each entry, with the digests of its files."""
    drawn = [
        line
        for line in lines
        if line.event == Event.DRAWN
        and line.concerns(manifest["plan"], manifest["batch"])
        and line.data.get("attempt") == manifest["attempt"]
    ]
    recorded = results_of(lines, drawn[0]) if drawn else []
    if len(recorded) != len(folders):
        return [("audit-results-count", {"ledger": len(recorded), "archive": len(folders)})]
    return [
        ("audit-results-line", {"entry": results_name(number)})
        for number, (line, files) in enumerate(zip(recorded, folders, strict=True), 1)
        if line.text("result") != sha256(files.get(RESULTS, b""))
        or line.text("manifest") != sha256(files.get(MANIFEST, b""))
    ]
