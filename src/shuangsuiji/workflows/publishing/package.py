"""复核包: the public package of a draw, in stages, never before its time (LAW-3, LAW-4, FLD-9).

Until the visits are over only the commitment and the counts are public; the package holds the drawn numbers,
so it is made when the embargo of the plan (名单公布) has ended, and the caller says so. It is made anew after
every event; what was published before stays in the ledger's line 公开.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json, sha256
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.publicity import list_is_public
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.core.records.public_package import (
    GUIDE,
    LINES,
    NAMES,
    SEED,
    Parts,
    deducible,
    guide,
    lines_file,
    names_file,
    seed_file,
    table_files,
)
from shuangsuiji.core.records.record import standing
from shuangsuiji.core.rules.quota import tasks_of_batch
from shuangsuiji.documents.official import masks_for, trader_facts
from shuangsuiji.documents.proof.verifiers import package_verifiers
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import (
    DRAW,
    EVENT,
    EVENT_TEAMS,
    PACKAGE,
    REQUEST,
    SNAPSHOT,
    SUBSTITUTIONS,
    TEAMS,
    Archive,
    manifest_of,
    papers_folder,
    read_archive,
    write_papers,
)
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.auditing.audit import holds, not_holding
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.publishing.order_of_draw import order_findings


@dataclass(frozen=True, kw_only=True, repr=False)
class PackageReport(Brief):
    """The folder to publish, the files in it, and what can be concluded from them."""

    folder: Path
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    rehearsal: bool = False


def publish(
    archive: FilePath,
    *,
    embargo_over: bool = False,
    teams: bool = False,
    names: bool = False,
    tell: Callable[[Sequence[Finding]], None] | None = None,
    now: datetime | None = None,
) -> PackageReport:
    """Writes the public package into 文书 of an archive, without private data, and a line 公开.

    Args:
        archive: its folder.
        embargo_over: the time of 名单公布 has come.
        teams: the second 随机, too: who goes where, in numbers.
        names: the names of the visited, too, without numbers.
        tell: called with what can be concluded from the package, before anything is written.
        now: the time to record; see `environment.time_of`.

    Raises:
        BadInput: the archive does not pass its audit, or a platform drew.
        BadUsage: the list is still embargoed.
        FileTrouble: the package cannot be written.
    """
    time, found = time_of(now), read_archive(Path(archive))
    ledger, manifest = Ledger(found.folder.resolve().parent), manifest_of(found)
    on_record = ledger.path.exists() and manifest is not None and not manifest.get("rehearsal")
    with ledger.locked(time.isoformat(timespec="seconds")) if on_record else contextlib.nullcontext():
        stored = read_archive(found.folder)  # as it stands while nobody else writes into it
        ready = _ready(stored, time, embargo_over, Parts(teams=teams, names=names))
        if tell is not None:
            tell(ready.findings)
        files = package_files(stored, stored.manifest, ledger.read() if on_record else [], ready.parts)
        if on_record:
            new = papers_folder(stored.folder, PACKAGE, files)
            ledger.record(Event.PUBLISHED, _line(stored, new.path.name, files, time), [new])
            written = new.path
        else:
            written = write_papers(stored.folder, PACKAGE, files)
    rehearsal = bool(stored.manifest.get("rehearsal"))
    return PackageReport(
        folder=written, files=tuple(sorted(files)), findings=ready.findings, rehearsal=rehearsal
    )


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """What may be published, and what can be concluded from it."""

    parts: Parts
    findings: tuple[Finding, ...]


def _ready(stored: Archive, time: datetime, embargo_over: bool, parts: Parts) -> _Ready:
    """Refuses what may not be published, or not yet."""
    if not holds(stored.folder):
        raise not_holding("publish-audit-failed", stored.folder)
    manifest = stored.manifest
    if "platform" in manifest:
        raise BadInput(error("platform-no-verify", Place(file=stored.folder.name)))
    pool = stored.snapshot.pool
    plan = pool.plan
    if not (embargo_over or list_is_public(plan, beijing_day(time))):
        raise BadUsage(error("publish-embargo", when=plan.publication.list_published))
    events = [files[EVENT] for files in stored.folders(SUBSTITUTIONS).values()]
    findings = (
        *deducible(stored.sealed[DRAW], parts, events, tasks_of_batch(pool)),
        *order_findings(stored),
    )
    return _Ready(parts=parts, findings=findings)


def package_files(
    archive: Archive, manifest: Manifest, lines: Sequence[LedgerLine], parts: Parts
) -> dict[str, bytes]:
    """The files of the package of an archive, by their paths in it.

    Args:
        archive: audited.
        manifest: of its draw.
        lines: the ledger beside it; none if there is none.
        parts: what the bureau publishes beside the first 随机.
    """
    snapshot = archive.snapshot
    visits = standing(archive.draw, archive.events())
    tables = archive.part(SNAPSHOT)
    files = table_files(tables, (visit["number"] for visit in visits), parts)
    files[DRAW] = archive.sealed[DRAW]
    shown = [EVENT]
    if parts.teams:
        files[TEAMS] = archive.sealed[TEAMS]
        shown += [EVENT_TEAMS, REQUEST]
    for name, event in archive.folders(SUBSTITUTIONS).items():
        files |= {f"{name}/{own}": event[own] for own in shown}
    if parts.names:
        dossier = archive.dossier()
        masks = masks_for(dossier)
        files[NAMES] = names_file(
            masks.said(masks.object_name(one["name"], *trader_facts(dossier, one["number"])))
            for one in visits
            if not one.get("ended")
        )
    files[SEED] = seed_file(manifest, snapshot.pool.plan.seed, manifest["announced"])
    if lines:
        files[LINES] = lines_file(lines, manifest)
    files[GUIDE] = guide(parts).encode("utf-8-sig")
    return {**files, **package_verifiers(files, manifest, snapshot)}


def _line(archive: Archive, folder: str, files: Mapping[str, bytes], now: datetime) -> dict[str, Json]:
    """The line 公开: what was published when, file by file."""
    manifest = archive.manifest
    listed: Json = {name: str(sha256(files[name])) for name in sorted(files)}
    return {
        "plan": manifest["plan"],
        "batch": manifest["batch"],
        "attempt": manifest["attempt"],
        "archive": archive.folder.resolve().name,
        "time": now.isoformat(timespec="seconds"),
        "folder": folder,
        "files": listed,
    }
