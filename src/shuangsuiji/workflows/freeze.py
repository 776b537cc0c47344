"""Freezing: the numbered pool is sealed and committed to before the seed exists (LAW-4, LZ-7).

1. The plan is read and all rules are asked, as for a draw.
2. The snapshot, its sources and a letter of commitment (承诺书) are put together, and nothing is written yet.
3. They are written with a line 封存 that has the commitment, both or neither (`Ledger.record`).

The next draw of the batch uses exactly this snapshot; a registry that has changed since is reported, never
silently used. Freezing again before the draw needs a reason; the earlier one stays on record.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Digest, Json, canonical_json, norm, sha256
from shuangsuiji.core.findings import Finding, Level, Place, error, warning
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.attempts import letters_of
from shuangsuiji.core.records.chances import CHANCE_STATEMENT, chance_statement, statement_file
from shuangsuiji.core.records.dossier import FreezeManifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts, frozen_lines, frozen_now, head
from shuangsuiji.core.seeds.announced import letter_time, readable_time
from shuangsuiji.core.seeds.letter import SeedExample, doubts_about, doubts_about_fallback, example_of
from shuangsuiji.core.seeds.published import first_public
from shuangsuiji.core.seeds.seed import strength
from shuangsuiji.core.seeds.words import reading
from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawing.frozen_papers import frozen_papers
from shuangsuiji.documents.proof.verifiers import ceremony_files
from shuangsuiji.errors import BadUsage, FileTrouble
from shuangsuiji.files.archive import (
    MANIFEST,
    SEALED,
    SNAPSHOT,
    SOURCES,
    archive_folder,
    frozen_name,
    read_archive,
    source_names,
)
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.plan_files import PlanFiles, PlanSource, plan_files
from shuangsuiji.files.templates_folder import templates_among
from shuangsuiji.workflows.auditing.walk import refuse_differences, walk_frozen
from shuangsuiji.workflows.check import DRAWS, Ready, choose_batch, prepare, ready_and_locked
from shuangsuiji.workflows.environment import Entropy, random_bytes
from shuangsuiji.workflows.load import load_file
from shuangsuiji.workflows.publishing.private_data import refuse_private_words
from shuangsuiji.workflows.record_keeping import (
    Circumstances,
    against_ledger,
    recorded,
    refuse_unrecorded,
    refuse_unwritable,
    software,
)
from shuangsuiji.workflows.renumbered import SAME_OBJECTS


@dataclass(frozen=True, kw_only=True, repr=False)
class FreezeReport(Brief):
    """What was sealed, and where it lies."""

    folder: Path
    commit: Digest
    manifest: FreezeManifest
    findings: Sequence[Finding]


def freeze(
    plan: PlanSource,
    *,
    batch: str | None = None,
    draw_time: str = "",
    fallback: str = "",
    example: str = "",
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
    entropy: Entropy | None = None,
) -> FreezeReport:
    """Seals one batch of a plan before its seed exists.

    Args:
        plan: the plan file, or the plan as values.
        batch: by default the only batch, or the first not yet drawn.
        draw_time: the day, or day and time, on which the draw will be held; printed on the letter as typed,
            with the year where none is given.
        fallback: what gives the seed if the source fails, in the caller's words.
        example: the numbers of an earlier issue, as they would be typed; the letter shows how they are
            written as a seed, and which key they would give. By default invented ones.
        reason: why a batch is frozen again, or the clock is behind the ledger; compulsory then.
        operator: who seals it.
        now: the time to record; see `environment.time_of`.
        entropy: gives random bytes; by default the system's.

    Raises:
        BadInput: plan or registries do not allow the draw, the example is no seed of an earlier issue, or
            no day can be read from `draw_time`.
        BadUsage: no such batch, frozen or drawn already without a reason.
        FileTrouble: something could not be read or written.
    """
    files, circumstances = plan_files(plan), Circumstances.of(now, reason=reason, operator=operator)
    agreed_time = readable_time(draw_time, circumstances.now)
    loaded = load_file(files, beijing_day(circumstances.now))
    ledger = Ledger(files.path.parent / DRAWS)
    name = choose_batch(loaded.plan, ledger.read(), batch, redraw=True)

    def made_ready(lines: Sequence[LedgerLine]) -> Ready:
        return prepare(files.path, loaded, lines, name, trials=True)

    with ready_and_locked(ledger, made_ready) as (ready, lines):
        refuse_unrecorded(ledger, lines)
        _refuse_again(ready, lines, circumstances.reason)
        form, now = ready.plan.seed, circumstances.now
        said = Said(
            draw_time=agreed_time,
            fallback=norm(fallback),
            example=example_of(form, ready.snapshot.batch, example),
            opens=first_public(form, ready.snapshot.batch),
        )
        found = [
            *against_ledger(lines, now, circumstances.reason),
            *doubts_about(form, ready.snapshot.batch, now),
            *doubts_about_fallback(said.fallback),
            *letter_time(said.draw_time, now, said.opens),
        ]
        ready = replace(ready, findings=[*ready.findings, *found])
        number = len(frozen_lines(lines, ready.plan.number, ready.snapshot.batch)) + 1
        name = frozen_name(ready.plan.number, ready.snapshot.batch, number)
        refuse_unwritable(ledger, name, ready)
        secret = ledger.secret(circumstances.time, random_bytes(entropy))
        return _seal(ready.sealed(secret), ledger, circumstances, said)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the letter says beside what is sealed; texts in normal form."""

    draw_time: str
    fallback: str
    example: SeedExample
    opens: datetime | None


def _refuse_again(ready: Ready, lines: Sequence[LedgerLine], reason: str) -> None:
    plan, batch = ready.plan, ready.snapshot.batch
    before = frozen_lines(lines, plan.number, batch)
    if (before or attempts(lines, plan.number, batch)) and not reason:
        raise BadUsage(error("refreeze-needs-reason", batch=batch))


def _seal(ready: Ready, ledger: Ledger, circumstances: Circumstances, said: Said) -> FreezeReport:
    lines = ledger.read()
    plan, batch, findings = ready.plan, ready.snapshot.batch, ready.findings
    before = letters_of(lines, plan.number, batch)
    chances = chance_statement(ready.snapshot)
    names = source_names(list(ready.sources))
    files = {SNAPSHOT + name: data for name, data in ready.snapshot.files.items()}
    files |= {SOURCES + names[path]: data for path, data in ready.sources.items()}
    files[CHANCE_STATEMENT] = statement_file(chances)
    writing = reading(plan.seed, said.example.text)
    files |= ceremony_files(ready.snapshot, plan.name or plan.number, source_text(plan.seed, batch), writing)
    bits = strength(plan.seed)
    manifest = FreezeManifest(
        scheme=SCHEME,
        software=software(),
        plan=plan.number,
        plan_name=plan.name or "",
        batch=batch,
        number=len(before) + 1,
        ledger_lines=len(lines),
        letters=before,
        reason=circumstances.reason,
        commit=ready.snapshot.commit,
        source=source_text(plan.seed, batch),
        reading=writing,
        example=said.example.text,
        example_typed=said.example.typed,
        example_key=said.example.key(ready.snapshot.commit),
        opens=said.opens.isoformat() if said.opens else "",
        bits="" if bits is None else f"{bits:.1f}",
        fallback=said.fallback,
        draw_time=said.draw_time,
        time=circumstances.time,
        operator=circumstances.operator,
        ledger_head=head(lines),
        findings=recorded(findings),
        plan_file=ready.plan_file,
        sources=names,
        files={name: str(sha256(files[name])) for name in sorted(files)},
    )
    files[MANIFEST] = canonical_json(cast(Json, manifest))
    folder = ledger.folder / frozen_name(plan.number, batch, manifest["number"])
    templates = templates_among(ready.sources)
    papers = frozen_papers(manifest, ready.snapshot, chances, templates)
    refuse_private_words(
        COMMITMENT_LETTER.file,
        papers[COMMITMENT_LETTER.file],
        plan,
        files={ready.plan_file: ready.sources[ready.plan_file]},
        typed={
            "--reason": circumstances.reason,
            "--draw-time": said.draw_time,
            "--fallback": said.fallback,
        },
        templates=templates,
        seeds=[said.example.text, manifest["reading"]],
    )
    ledger.record(
        Event.FROZEN,
        {
            "plan": plan.number,
            "batch": batch,
            "number": manifest["number"],
            "time": manifest["time"],
            "commit": manifest["commit"],
            "archive": folder.name,
            "manifest": sha256(files[MANIFEST]),
            "source": manifest["source"],
            "example": manifest["example"],
            "reason": manifest["reason"],
        },
        [archive_folder(folder, files, papers)],
    )
    return FreezeReport(folder=folder, commit=ready.snapshot.commit, manifest=manifest, findings=findings)


def thaw(files: PlanFiles, ledger: Ledger, line: LedgerLine) -> Ready:
    """What a line 封存 sealed, ready to be drawn; sources that have changed since are reported.

    Args:
        files: the plan and its registries as they are now.
        ledger: the ledger of the folder.
        line: the line 封存.

    Raises:
        BadInput: the sealed folder is not what the ledger says.
        FileTrouble: it is missing or cannot be read.
    """
    folder = ledger.folder / line.text("archive")
    if not (folder / SEALED).is_dir():
        raise FileTrouble(error("frozen-missing", Place(file=str(ledger.folder)), archive=folder.name))
    archive = read_archive(folder)
    refuse_differences("frozen-changed", archive, walk_frozen(archive, line))
    manifest = cast(FreezeManifest, json.loads(archive.sealed[MANIFEST]))
    snapshot = archive.snapshot
    stored = archive.part(SOURCES)
    sources = {name: stored[own] for name, own in manifest["sources"].items()}
    return Ready(
        plan=snapshot.pool.plan,
        snapshot=snapshot,
        sources=sources,
        plan_file=manifest["plan_file"],
        findings=[*_sealed_findings(manifest), *_changed_since(files, manifest, sources)],
        frozen=line,
        announced=manifest["draw_time"],
    )


def _sealed_findings(manifest: FreezeManifest) -> list[Finding]:
    """The warnings of the freeze; what the ledger has beside this plan is asked anew."""
    return [
        Finding(
            level=Level(item["level"]),
            code="recorded",
            values={"text": item["message"], "code": item["code"]},
        )
        for item in manifest["findings"]
        if item["code"] != SAME_OBJECTS
    ]


def _changed_since(files: PlanFiles, manifest: FreezeManifest, sources: dict[str, bytes]) -> list[Finding]:
    """Files that are not what was frozen; the draw uses what was frozen all the same."""
    found = []
    for name, sealed in sources.items():
        own = files.name if name == manifest["plan_file"] else name
        try:
            same = files.fetch(own) == sealed
        except FileTrouble:
            same = False
        if not same:
            file = own.replace("\\", "/").rsplit("/", 1)[-1]
            found.append(warning("frozen-source-differs", Place(file=file)))
    return found


def frozen_ready(
    files: PlanFiles, ledger: Ledger, lines: Sequence[LedgerLine], plan: str, batch: str
) -> Ready | None:
    """What the next draw of a batch has to use, or None if it has not been frozen since it was last drawn."""
    line = frozen_now(lines, plan, batch)
    if line is None:
        return None
    ready = thaw(files, ledger, line)
    return replace(ready, findings=[*ready.findings, *_cancelled_since(ready, lines[line.number :])])


def _cancelled_since(ready: Ready, later: Sequence[LedgerLine]) -> list[Finding]:
    """Sealed visits of draws that were cancelled afterwards: they bar objects that nobody visited."""
    void = {
        (norm(line.text("plan")), norm(line.text("batch"))) for line in later if line.event == Event.CANCELLED
    }
    gone = {
        visit.object_id
        for visit in ready.snapshot.ledger_past
        if (norm(visit.plan), norm(visit.batch)) in void
    }
    return [warning("frozen-past-cancelled", count=len(gone))] if gone else []
