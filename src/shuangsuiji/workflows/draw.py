"""The main job: a plan becomes an archive, and every attempt a line of the ledger.

1. The plan and its registries are read; the ledger gives the year's history.
2. The rules are asked; with an error nothing is written.
3. The snapshot is sealed: its draw table, and the commitment to it; the seed takes its normal form.
4. A line 开始 with commitment and seed is flushed before anything is computed (LAW-5).
5. The draw, the papers, and the archive, whole or not at all.
6. A line 抽取 with the digests of draw and manifest; or a line 失败 that says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.canonical import Json, norm, sha256, sm3
from shuangsuiji.core.checks.staffing_words import StaffingWords
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.records import COMMITMENT, draw
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff, Progress
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.lottery.tables import read_tables
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.platform import PLATFORM_SCHEME, platform_draw
from shuangsuiji.core.records.attempts import attempts_with
from shuangsuiji.core.records.dossier import Dossier, Manifest, SeedRecord
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts, drawn_before, head
from shuangsuiji.core.records.record_words import RecordWords
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.eligibility import last_day
from shuangsuiji.core.seeds.announced import against_announced
from shuangsuiji.core.seeds.seed import REHEARSAL
from shuangsuiji.documents.papers import papers
from shuangsuiji.documents.proof.verifiers import verifiers
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.archive import (
    DRAW,
    MANIFEST,
    TEAMS,
    archive_name,
    safe_name,
    sealed_files,
    source_names,
    write_archive,
)
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.messages import render
from shuangsuiji.workflows.check import DRAWS, Ready, choose_batch, prepare
from shuangsuiji.workflows.clock import against_ledger
from shuangsuiji.workflows.freeze import frozen_ready
from shuangsuiji.workflows.load import load_around
from shuangsuiji.workflows.platforms.platform_import import (
    line_about,
    listed_people,
    platform_part,
    with_listing,
)
from shuangsuiji.workflows.platforms.platform_lists import PlatformLists, read_listing
from shuangsuiji.workflows.record_keeping import recorded, refuse_unrecorded, software
from shuangsuiji.workflows.seed_of_draw import SeedAsked, refuse_without_seed, seed_of_draw
from shuangsuiji.workflows.templates import templates_among
from shuangsuiji.workflows.trial import Seconds, no_time

REHEARSAL_SEED = "演练"
REHEARSAL_SECRET = bytes(32)
"""A rehearsal must not show the numbers that a draw will use."""


@dataclass(frozen=True, kw_only=True)
class DrawRequest:
    """What the caller says beside the plan.

    Attributes:
        batch: by default the only batch, or the first not yet drawn.
        seed: as read at the ceremony; by default 128 bits from `entropy`, but not for a batch that was sealed
            with a named source.
        system_seed: 128 bits from `entropy` are wanted in place of the source that was agreed.
        seed_reason: why; by default `reason`.
        reason: why a batch is drawn again; compulsory then.
        rehearsal: a fixed seed, no ledger line, a mark on every sheet.
        now: the time to record, with its offset.
        entropy: gives random bytes of the system.
        progress: called with the number of visits staffed so far, and that of all.
        platform: the lists of a platform that made the draw; then nothing is drawn here but teams.
        clock: seconds, which bound the trials before the draw; None: they have been made already.
    """

    batch: str | None = None
    seed: str | None = None
    system_seed: bool = False
    seed_reason: str = ""
    reason: str = ""
    operator: str = ""
    witnesses: Sequence[str] = ()
    recordings: Sequence[str] = ()
    rehearsal: bool = False
    now: datetime
    entropy: Callable[[int], bytes]
    progress: Progress | None = field(default=None)
    platform: PlatformLists | None = None
    clock: Seconds | None = no_time

    @property
    def asked(self) -> SeedAsked:
        """What is said of the seed."""
        return SeedAsked(
            seed=self.seed,
            system=self.system_seed,
            reason=norm(self.seed_reason) or norm(self.reason),
            entropy=self.entropy,
            by_platform=self.platform is not None,
        )


@dataclass(frozen=True, kw_only=True)
class DrawAhead:
    """What is known of a draw before its seed is read out: its batch, the form of its seed, what was found.

    sealed: whether the batch was sealed with a named source, which then has to give the seed.
    """

    batch: str
    form: Seed
    sealed: bool
    findings: Sequence[Finding]


@dataclass(frozen=True, kw_only=True)
class DrawReport:
    """What was drawn, and where it lies."""

    archive: Path
    dossier: Dossier
    findings: Sequence[Finding]


def before_draw(path: Path, request: DrawRequest) -> DrawAhead:
    """Whatever can be found out before the seed is asked for in front of witnesses. Writes nothing.

    Raises:
        BadInput, BadUsage, FileTrouble: as `draw_plan`, but for what the seed is.
    """
    ledger = Ledger(path.parent / DRAWS)
    lines = ledger.read()
    ready = _ready(path, ledger, lines, request)
    _refuse_redraw(ready, lines, request)
    clock = against_ledger(lines, request.now, request.reason)
    batch, form = ready.snapshot.batch, ready.plan.seed
    return DrawAhead(
        batch=batch,
        form=form,
        sealed=ready.frozen is not None and form.source is not None,
        findings=[*ready.findings, *clock],
    )


def draw_plan(path: Path, request: DrawRequest) -> DrawReport:
    """Draws one batch of the plan at `path` into an archive beside it.

    Raises:
        BadInput: plan or registries do not allow the draw, or the visits cannot all be staffed.
        BadUsage: no such batch, a second draw or a clock set back without a reason, or no seed for a batch
            that was sealed with a named source.
        FileTrouble: something could not be read or written.
    """
    if request.rehearsal and (request.seed is not None or request.system_seed):
        raise BadUsage(error("rehearsal-seed"))
    ledger = Ledger(path.parent / DRAWS)
    lines = ledger.read()
    allowed = _ready(path, ledger, lines, request)  # before anything is written
    with ledger.locked():
        latest = ledger.read()
        if head(latest) != head(lines):  # somebody wrote into the ledger before it was locked
            lines, allowed = latest, _ready(path, ledger, latest, request)
        if request.rehearsal:
            return _rehearse(allowed.sealed(REHEARSAL_SECRET), ledger, request)
        _refuse_redraw(allowed, lines, request)
        refuse_without_seed(allowed, request.asked)
        clock = against_ledger(lines, request.now, request.reason)
        allowed = replace(allowed, findings=[*allowed.findings, *clock])
        secret = ledger.secret(_time(request.now), request.entropy)
        besides = listed_people(request.platform, allowed.snapshot.pool)
        return _draw_on_record(allowed.sealed(secret, besides), ledger, ledger.read(), request)


def _refuse_redraw(ready: Ready, lines: Sequence[LedgerLine], request: DrawRequest) -> None:
    before = attempts(lines, ready.plan.number, ready.snapshot.batch)
    if before and not norm(request.reason):
        raise BadUsage(error("redraw-needs-reason", batch=ready.snapshot.batch, count=len(before)))


def _ready(path: Path, ledger: Ledger, lines: Sequence[LedgerLine], request: DrawRequest) -> Ready:
    """What is drawn: the batch as it was frozen, or else as plan and registries are now."""
    data = read_bytes(path)
    read = read_plan(data, path.name)
    batch = choose_batch(read.plan, lines, request.batch, redraw=request.rehearsal)
    ready = None if request.rehearsal else frozen_ready(path, ledger, lines, read.plan.number, batch)
    if ready is None:
        loaded = load_around(path, data, read, beijing_day(request.now))
        ready = prepare(path, loaded, lines, batch, None if request.platform else request.clock)
    return with_listing(ready, request.platform) if request.platform else ready


def _draw_on_record(
    ready: Ready, ledger: Ledger, lines: Sequence[LedgerLine], request: DrawRequest
) -> DrawReport:
    plan, batch = ready.plan, ready.snapshot.batch
    before = attempts(lines, plan.number, batch)
    seed, findings = seed_of_draw(ready, lines, request.asked)
    findings += against_announced(ready.announced, request.now)
    if any(line.text("seed") == seed["text"] for line in drawn_before(lines, plan.number, batch)):
        raise BadUsage(error("redraw-same-seed", batch=batch))
    attempt = len(before) + 1
    folder = ledger.folder / archive_name(plan.number, batch, attempt)
    refuse_unrecorded(ledger, lines)
    content: dict[str, Json] = {
        "plan": plan.number,
        "batch": batch,
        "attempt": attempt,
        "time": _time(request.now),
        "commit": ready.snapshot.commit,
        "seed": seed["text"],
        "grade": seed["grade"],
        "reason": norm(request.reason),
        "operator": norm(request.operator),
        **line_about(request.platform),
    }
    started = ledger.append(Event.STARTED, content)
    try:
        report = _archive(ready, request, seed, findings, folder, [*lines, started])
    except (BadInput, FileTrouble) as problem:
        text = "\n".join(render(finding) for finding in problem.findings[:3])
        ledger.append(Event.FAILED, {**_which(content), "detail": text})
        raise
    manifest = (report.archive / "档案" / MANIFEST).read_bytes()
    ledger.append(
        Event.DRAWN,
        {
            **_which(content),
            "archive": folder.name,
            "until": last_day(plan.batch(batch)),
            "commit": ready.snapshot.commit,
            "draw": report.dossier.draw_digest,
            "teams": report.dossier.manifest["teams"],
            "manifest": sha256(manifest),
            "visits": len(report.dossier.draw["visits"]),
        },
    )
    return report


def _which(content: dict[str, Json]) -> dict[str, Json]:
    return {key: content[key] for key in ("plan", "batch", "attempt", "time")}


def _rehearse(ready: Ready, ledger: Ledger, request: DrawRequest) -> DrawReport:
    plan, batch = ready.plan, ready.snapshot.batch
    stem = f"{safe_name(plan.number)}-{safe_name(batch)}-演练"
    taken = {path.name for path in ledger.folder.iterdir()}
    number = next(count for count in range(1, len(taken) + 2) if f"{stem}{count}" not in taken)
    seed = SeedRecord(text=REHEARSAL_SEED, grade=REHEARSAL, agreed="", source="", reason="", bits="")
    folder = ledger.folder / f"{stem}{number}"
    return _archive(ready, request, seed, [], folder, [])


def _archive(
    ready: Ready,
    request: DrawRequest,
    seed: SeedRecord,
    findings: list[Finding],
    folder: Path,
    lines: Sequence[LedgerLine],
) -> DrawReport:
    """Step 5: the draw itself, the papers and the archive; `lines` end with 开始, or are none."""
    try:
        drawn, teams = _drawn(ready, request, seed["text"])
    except (CannotStaff, CannotForm, CannotDeal) as trouble:
        raise BadInput(*staffing_words(ready.snapshot).findings(trouble)) from None
    numbers = DrawRecords.read(drawn, teams)
    record = RecordWords(ready.snapshot, numbers.draw, numbers.teams).record
    names = source_names(list(ready.sources))
    plan, batch = ready.plan, ready.snapshot.batch
    made = attempts_with(lines, lines[-1], plan.number, batch) if lines else []
    manifest = Manifest(
        scheme=SCHEME,
        software=software(),
        plan=plan.number,
        plan_name=plan.name or "",
        batch=batch,
        attempt=len(made),
        reason=norm(request.reason),
        rehearsal=int(request.rehearsal),
        announced=ready.announced,
        seed=seed,
        attempts=made,
        commit=ready.snapshot.commit,
        draw=sha256(drawn),
        teams=sha256(teams),
        sm3={"commit": sm3(ready.snapshot.files[COMMITMENT]), "draw": sm3(drawn)},
        ledger_head=head(lines[:-1]),
        frozen=ready.frozen.digest if ready.frozen else "",
        time=_time(request.now),
        operator=norm(request.operator),
        witnesses=[norm(name) for name in request.witnesses],
        recordings=[norm(name) for name in request.recordings],
        findings=recorded([*ready.findings, *findings]),
        plan_file=ready.plan_file,
        sources=names,
    )
    if request.platform:
        manifest["scheme"] = PLATFORM_SCHEME
        manifest["platform"] = platform_part(request.platform, ready.snapshot.pool)
    dossier = Dossier(manifest=manifest, draw=record, snapshot=ready.snapshot)
    records = {DRAW: drawn, TEAMS: teams}
    sealed = sealed_files(
        dossier,
        records,
        {names[path]: data for path, data in ready.sources.items()},
        lines[-1:],
        {} if request.platform else verifiers(dossier, records),
    )
    write_archive(folder, sealed, papers(dossier, templates_among(ready.sources)))
    return DrawReport(archive=folder, dossier=dossier, findings=[*ready.findings, *findings])


def _drawn(ready: Ready, request: DrawRequest, seed: str) -> tuple[bytes, bytes]:
    """draw.json and teams.json; the lottery gets the bytes of commitment and tables alone."""
    if request.platform:
        listing = read_listing(request.platform, ready.snapshot.pool)
        return platform_draw(ready.snapshot, listing.objects, seed)
    made = draw(ready.snapshot.lottery_files, seed, request.progress)
    return made.draw_json, made.teams_json


def staffing_words(snapshot: Snapshot) -> StaffingWords:
    """What is needed to say in words why a draw from a snapshot cannot be staffed."""
    return StaffingWords(snapshot.pool, read_tables(snapshot.lottery_files), snapshot.labels)


def _time(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
