"""Late corrections of a registry, on record (`ssj correct`).

1. The archive is audited, and its draw has to stand.
2. The corrected file takes the place of the sealed one; plan and all other sources stay as they were sealed.
3. A change that might have changed the draw is refused: cancel, with a reason, and draw again; both are kept.
4. What is left becomes a folder 更正-001 … beside 档案, with the corrected file and the list of changes, and
   one in 文书 with the record to sign and the notices to serve again.
5. They are written with a line 更正 that has the digests of both files (`Ledger.record`); the list of changes
   names ids and columns, values stay in the folder.

Then 文书 is brought up to date: papers that print the corrected texts are replaced. Source: LZ-4, LAW-5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.findings import Finding, Place, as_argument, error, note
from shuangsuiji.core.lottery.tables import TABLES
from shuangsuiji.core.plans.conditions import Uncomparable
from shuangsuiji.core.plans.plan import Plan, Source
from shuangsuiji.core.records.correction import (
    NAME,
    CellChange,
    Correction,
    NameTrouble,
    misnamed,
    snapshot_changes,
    taken_over,
)
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.core.records.snapshot import Snapshot, collect, seal
from shuangsuiji.core.rules.quota import Unplaced
from shuangsuiji.documents.papers import papers_of_step
from shuangsuiji.errors import AlreadyDone, BadInput, BadUsage, Mismatch
from shuangsuiji.files.archive import (
    CORRECTION,
    CORRECTIONS,
    MANIFEST,
    SOURCES,
    Archive,
    papers_folder,
    read_archive,
    safe_name,
    with_manifest,
)
from shuangsuiji.files.current_papers import PlacedPapers
from shuangsuiji.files.disk import NewFolder, read_bytes
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.readers.grids import refuse_lock_file
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.auditing.audit import holds, not_holding
from shuangsuiji.workflows.corrections_kept import (
    corrections_without_line,
    with_corrections,
)
from shuangsuiji.workflows.current_papers import bring_up, place_current
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.ledger import ledger_beside
from shuangsuiji.workflows.load import load
from shuangsuiji.workflows.record_keeping import Circumstances, after_draw, software
from shuangsuiji.workflows.standing_draws import read_standing


@dataclass(frozen=True, kw_only=True, repr=False)
class CorrectionReport(Brief):
    """What was corrected, where that is kept, and where the new papers lie.

    papers: the folder of the record to sign and the notices to serve again.
    placed: what became of the papers in 文书; findings: what has to be said of them.
    """

    changes: tuple[CellChange, ...]
    folder: Path
    papers: Path
    line: LedgerLine
    placed: PlacedPapers
    findings: Sequence[Finding]


def correct(
    archive: FilePath,
    registry: FilePath,
    *,
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
) -> CorrectionReport:
    """Puts a corrected registry on record of a draw.

    Args:
        archive: the folder of the draw.
        registry: the corrected file, named as the one that it replaces.
        reason: why it is corrected; compulsory.
        operator: who corrects it.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadUsage: no reason is given.
        BadInput: the archive does not hold or stand, the file fits no registry of the plan, nothing changed,
            or the change might have changed the draw.
        FileTrouble: something cannot be read or written.
    """
    circumstances = Circumstances.of(now, reason=reason, operator=operator)
    if not circumstances.reason:
        raise BadUsage(error("correct-needs-reason"))
    folder, file = Path(archive), Path(registry)
    refuse_lock_file(file.name)
    data = read_bytes(file)
    ledger = ledger_beside(read_archive(folder).folder)
    with ledger.locked(circumstances.time):
        stored = read_archive(folder)  # as it stands while nobody else writes into it
        base, lines = stored.folder.resolve(), ledger.read()
        bring_up(ledger.folder, lines)
        if orphans := corrections_without_line(base, lines):
            raise Mismatch(error("correct-orphan", Place(file=str(base)), name=orphans[0]))
        if not holds(stored.folder):
            raise not_holding("correct-audit-failed", stored.folder)
        standing = read_standing(folder)
        dossier, circumstances = standing.dossier, after_draw(lines, standing.line, circumstances)
        sealed = stored.snapshot
        source, corrected = _refrozen(stored, dossier, file.name, data)
        changes = snapshot_changes(sealed.files, corrected.files)
        if not changes:
            raise BadInput(error("correct-nothing", Place(file=file.name)))
        before = [one for one in lines if one.event == Event.CORRECTED and one.text("archive") == base.name]
        number = 1 + len(before)
        if before and before[-1].text("registry") == sha256(data):
            name = CORRECTIONS.folder(number - 1)
            raise AlreadyDone(note("correct-already", Place(file=file.name), name=name))
        _refuse_harm(stored, sealed, corrected, changes, file.name)
        kept = _Kept(stored, dossier, source, tuple(changes), number)
        return _keep(kept, ledger, file.name, data, circumstances)


def _refrozen(archive: Archive, dossier: Dossier, name: str, data: bytes) -> tuple[str, Snapshot]:
    """The path in the plan that is corrected, and the snapshot with the corrected file in its place."""
    manifest = dossier.manifest
    stored = archive.part(SOURCES)
    plan_file = manifest["plan_file"]
    plan_data = stored[manifest["sources"][plan_file]]
    read = read_plan(plan_data, plan_file)  # plan.json has no paths
    replaced = _replaced(read.plan, name)

    def fetch(path: str) -> bytes:
        return data if path == replaced else stored[manifest["sources"][path]]

    loaded = load(plan_data, plan_file, read, fetch, None)
    sealed = archive.snapshot
    collected = collect(loaded.plan, manifest["batch"], loaded.registries, sealed.ledger_past)
    besides = frozenset(sealed.labels.people) if "platform" in manifest else frozenset()
    try:
        return replaced, seal(collected, sealed.batch_secret, besides)
    except (Unplaced, Uncomparable):  # a tier or a district that the plan does not know any more
        return replaced, collected


def _replaced(plan: Plan, name: str) -> str:
    """The path in the plan of the file that is corrected: of the same name, or the only one of objects."""
    registries = plan.registries
    assert registries is not None, "a plan without registries cannot have been drawn"
    sources = (getattr(registries, field) or () for field in type(registries).model_fields)
    # several sheets of one workbook are one file
    paths = list(dict.fromkeys(one.file for part in sources for one in cast("Sequence[Source]", part)))
    objects = {one.file for one in registries.objects}
    same = [path for path in paths if re.split(r"[\\/]", path)[-1] == name]
    if len(same) == 1:
        return same[0]
    if len(objects) == 1 and not same:
        return objects.pop()
    known = "、".join(re.split(r"[\\/]", path)[-1] for path in paths)
    raise BadInput(error("correct-which", Place(file=name), known=known))


def _refuse_harm(
    archive: Archive, sealed: Snapshot, corrected: Snapshot, changes: Sequence[CellChange], file: str
) -> None:
    harmful = [change for change in changes if not change.harmless]
    found = [
        error(
            "correct-changes-draw",
            Place(file=file),
            key=change.key or "（整列）",
            column=change.column or "整行",
            before=change.before or "（空）",
            after=change.after or "（空）",
        )
        for change in harmful[:20]
    ]
    for change, trouble in misnamed(sealed.files, changes):
        place, names = Place(file=file), {"before": change.before, "after": change.after}
        found.append(
            error("correct-name-taken", place, key=change.key, **names)
            if trouble is NameTrouble.TAKEN
            else error("correct-name-other", place, key=change.key, **names)
        )
    for change, other in taken_over(sealed.files, changes):
        values = {"key": change.key, "column": change.column, "after": change.after, "other": other}
        found.append(error("correct-taken-over", Place(file=file), **values))
    renamed = any(change.column == NAME for change in changes)
    if not found and renamed and not _same_tables(sealed, corrected):
        found = [error("correct-name-matters", Place(file=file))]
    if found:
        raise BadInput(*found, error("correct-redraw", archive=as_argument(str(archive.folder))))


def _same_tables(sealed: Snapshot, corrected: Snapshot) -> bool:
    """Whether the corrected names give the very same draw table: recusals go by names, too."""
    return all(sealed.files[name] == corrected.files[name] for name in TABLES)


@dataclass(frozen=True)
class _Kept:
    archive: Archive
    dossier: Dossier
    source: str
    changes: tuple[CellChange, ...]
    number: int


def _keep(
    kept: _Kept, ledger: Ledger, name: str, data: bytes, circumstances: Circumstances
) -> CorrectionReport:
    """Steps 4 and 5."""
    manifest = kept.dossier.manifest
    listed: list[Json] = [
        {"file": one.file, "key": one.key, "column": one.column, "before": one.before, "after": one.after}
        for one in kept.changes
    ]
    content: dict[str, Json] = {"source": kept.source, "changes": listed}
    files = {CORRECTION: canonical_json(content), f"名录库-{safe_name(name)}": data}
    which: dict[str, Json] = {
        "plan": manifest["plan"],
        "batch": manifest["batch"],
        "attempt": manifest["attempt"],
        "number": kept.number,
        "time": circumstances.time,
        "reason": circumstances.reason,
        "operator": circumstances.operator,
    }
    own: dict[str, Json] = {
        **which,
        "software": software(),
        "draw": manifest["draw"],
    }
    files = with_manifest(files, own)
    base = kept.archive.folder
    correction = Correction(
        number=kept.number,
        time=circumstances.time,
        reason=circumstances.reason,
        operator=circumstances.operator,
        changes=kept.changes,
    )
    renamed = with_corrections(kept.dossier, base.resolve(), ledger.read(), (kept.source, correction))
    made = papers_of_step(renamed, templates_of(kept.archive))
    papers = papers_folder(base, CORRECTIONS.folder(kept.number), made)
    folder = NewFolder(path=base / CORRECTIONS.folder(kept.number), files=files)
    changed = "；".join(f"{one.key} {one.column}".strip() for one in kept.changes)
    line = ledger.record(
        Event.CORRECTED,
        {
            **which,
            "archive": base.resolve().name,
            "changed": changed,
            "result": sha256(files[CORRECTION]),
            "registry": sha256(data),
            "manifest": sha256(files[MANIFEST]),
        },
        [papers, folder],
    )
    placed, findings = place_current(kept.archive, ledger.read())
    return CorrectionReport(
        changes=kept.changes,
        folder=folder.path,
        papers=papers.path,
        line=line,
        placed=placed,
        findings=findings,
    )
