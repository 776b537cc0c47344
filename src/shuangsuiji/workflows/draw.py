"""The main job: a plan becomes an archive, and every attempt a line of the ledger.

1. The plan and its registries are read; the ledger gives the year's history.
2. The rules are asked; with an error nothing is written.
3. The snapshot is sealed: its draw table, and the commitment to it; the seed takes its normal form.
4. A line 开始 with commitment and seed is flushed before anything is computed (LAW-5).
5. The draw; a line 失败 that says why not, if nobody can make the visits.
6. The papers, and the archive with its line 抽取, both or neither (`Ledger.record`).

An attempt that broke off between 4 and 6 is the same attempt when it is drawn again with the same commitment
and seed: a line 接续 in place of another 开始, and no reason. With any other it is a new one. A draw has one
time, that of its line 开始: papers, manifest and the line 抽取 bear it, however late it was continued.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json, sha256, sm3
from shuangsuiji.core.checks.draw_order import FEWEST
from shuangsuiji.core.checks.staffing_words import StaffingWords
from shuangsuiji.core.findings import Finding, Level, error, warning
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.lottery.records import draw as lottery_draw
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.lottery.tables import read_tables
from shuangsuiji.core.lottery.teams.staffing import Progress
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.platform import PLATFORM_SCHEME, platform_draw
from shuangsuiji.core.records.attempts import attempts_with, letters_of
from shuangsuiji.core.records.dossier import Dossier, Manifest
from shuangsuiji.core.records.ledger import (
    Event,
    LedgerLine,
    attempts,
    drawn_before,
    head,
    open_attempt,
)
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.core.records.record_words import RecordWords
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.seeds.announced import against_announced
from shuangsuiji.core.seeds.seed import REHEARSAL
from shuangsuiji.documents.drawing.notices import without_number
from shuangsuiji.documents.drawing.print_list import PRINT_LIST
from shuangsuiji.documents.papers import list_of_all, papers
from shuangsuiji.documents.proof.verifiers import verifiers
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.archive import (
    DRAW,
    MANIFEST,
    SEALED,
    TEAMS,
    archive_folder,
    archive_name,
    safe_name,
    sealed_files,
    source_names,
)
from shuangsuiji.files.disk import NewFolder, staged
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.names import entry_like
from shuangsuiji.files.plan_files import PlanFiles, PlanSource, plan_files
from shuangsuiji.files.templates_folder import templates_among
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.messages import render
from shuangsuiji.workflows.broken_off import refuse_another, resume, way_on
from shuangsuiji.workflows.check import DRAWS, Ready, choose_batch, prepare, ready_and_locked
from shuangsuiji.workflows.current_papers import bring_up
from shuangsuiji.workflows.environment import Entropy, random_bytes
from shuangsuiji.workflows.freeze import frozen_ready
from shuangsuiji.workflows.load import load_around
from shuangsuiji.workflows.platforms.platform_import import (
    line_about,
    listed_people,
    platform_part,
    with_listing,
)
from shuangsuiji.workflows.platforms.platform_lists import PlatformLists, read_listing
from shuangsuiji.workflows.publishing.order_of_draw import order_findings_of
from shuangsuiji.workflows.publishing.private_data import without_private
from shuangsuiji.workflows.record_keeping import (
    Circumstances,
    against_ledger,
    inspectors_among,
    recorded,
    refuse_redraw,
    refuse_unrecorded,
    refuse_unwritable,
    software,
    stated,
)
from shuangsuiji.workflows.renumbered import SAME_OBJECTS, drawn_under_another_number
from shuangsuiji.workflows.seed_of_draw import SeedAsked, refuse_without_seed, resumed, seed_of_draw

REHEARSAL_SEED = "演练"
REHEARSAL_SECRET = bytes(32)
"""A rehearsal must not show the numbers that a draw will use."""


@dataclass(frozen=True, kw_only=True)
class DrawAhead:
    """What is known of a draw before its seed is read out: its batch, the form of its seed, what was found.

    sealed: whether the batch was sealed with a named source, which then has to give the seed.
    commit: the commitment under which it was sealed; blank if it was not.
    """

    plan_name: str
    batch: str
    objects: int
    people: int
    commit: str
    form: Seed
    sealed: bool
    findings: Sequence[Finding]


@dataclass(frozen=True, kw_only=True, repr=False)
class DrawReport(Brief):
    """What was drawn, and where it lies."""

    archive: Path
    dossier: Dossier
    findings: Sequence[Finding]


def before_draw(
    plan: PlanSource,
    *,
    batch: str | None = None,
    reason: str = "",
    rehearsal: bool = False,
    now: datetime | None = None,
) -> DrawAhead:
    """Whatever can be found out before the seed is asked for in front of witnesses. Writes nothing.

    Args:
        plan: the plan file, or the plan as values.
        batch: by default the only batch, or the first not yet drawn.
        reason: why a batch is drawn again, or the clock is behind the ledger; compulsory then.
        rehearsal: the draw is to be a rehearsal.
        now: the time of the draw; see `environment.time_of`.

    Raises:
        BadInput, BadUsage, FileTrouble: as `draw`, but for what the seed is.
    """
    files, circumstances = plan_files(plan), Circumstances.of(now, reason=reason)
    ledger = Ledger(files.path.parent / DRAWS)
    lines = ledger.read()
    ready = _ready(files, ledger, lines, batch, circumstances.now, rehearsal=rehearsal)
    broken, clock = None, list[Finding]()
    if not rehearsal:
        broken = open_attempt(lines, ready.plan.number, ready.snapshot.batch)
        if broken is None:
            refuse_redraw(lines, ready.plan.number, ready.snapshot.batch, circumstances.reason)
        clock = list(against_ledger(lines, circumstances.now, circumstances.reason))
    clock += against_announced(ready.announced, circumstances.now)
    form, pool = ready.plan.seed, ready.snapshot.pool
    return DrawAhead(
        plan_name=ready.plan.name or ready.plan.number,
        batch=ready.snapshot.batch,
        objects=len(pool),
        people=len(pool.people),
        commit=ready.snapshot.commit if ready.frozen is not None else "",
        form=form,
        sealed=ready.frozen is not None and form.source is not None,
        findings=[*ready.findings, *clock, *([way_on(broken)] if broken else [])],
    )


def draw(
    plan: PlanSource,
    *,
    batch: str | None = None,
    seed: str | None = None,
    system_seed: bool = False,
    seed_reason: str = "",
    reason: str = "",
    operator: str = "",
    witnesses: Sequence[str] = (),
    recordings: Sequence[str] = (),
    rehearsal: bool = False,
    tried: bool = False,
    papers: bool = True,
    progress: Progress | None = None,
    now: datetime | None = None,
    entropy: Entropy | None = None,
) -> DrawReport:
    """Draws one batch of a plan into an archive beside it.

    Args:
        plan: the plan file, or the plan as values.
        batch: by default the only batch, or the first not yet drawn.
        seed: as read at the ceremony; by default 128 bits from `entropy`, but not for a batch that was sealed
            with a named source.
        system_seed: 128 bits from `entropy` are wanted in place of the source that was agreed.
        seed_reason: why; by default `reason`.
        reason: why a batch is drawn again, or the clock is behind the ledger; compulsory then.
        operator: who draws.
        witnesses: who looks on.
        recordings: numbers of sound and video recordings.
        rehearsal: a fixed seed, no ledger line, a mark on every sheet.
        tried: `before_draw` has just made the trials of the draw; they are not made again.
        papers: whether 文书 is made; all that is sealed or on record is the same without, and an audit says
            that there are none.
        progress: called with the number of visits staffed so far, and that of all.
        now: the time to record; see `environment.time_of`.
        entropy: gives random bytes; by default the system's.

    Raises:
        BadInput: plan or registries do not allow the draw, or the visits cannot all be staffed.
        BadUsage: no such batch, a second draw or a clock set back without a reason, or no seed for a batch
            that was sealed with a named source.
        FileTrouble: something could not be read or written.
    """
    files = plan_files(plan)
    circumstances = Circumstances.of(
        now, reason=reason, operator=operator, witnesses=witnesses, recordings=recordings
    )
    if rehearsal:
        if seed is not None or system_seed:
            raise BadUsage(error("rehearsal-seed"))
        return _rehearse(files, batch, circumstances, not tried, papers, progress)
    asked = SeedAsked(
        seed=seed,
        system=system_seed,
        reason=stated(seed_reason) or circumstances.reason,
        entropy=random_bytes(entropy),
    )
    return draw_on_record(
        files, batch, circumstances, asked, trials=not tried, with_papers=papers, progress=progress
    )


def draw_on_record(
    files: PlanFiles,
    batch: str | None,
    circumstances: Circumstances,
    asked: SeedAsked,
    *,
    trials: bool = True,
    platform: PlatformLists | None = None,
    with_papers: bool = True,
    progress: Progress | None = None,
) -> DrawReport:
    """The draw of a batch with its ledger lines; by the lists of a platform if one made it."""
    ledger = Ledger(files.path.parent / DRAWS)

    def made_ready(lines: Sequence[LedgerLine]) -> Ready:
        ready = _ready(files, ledger, lines, batch, circumstances.now, trials=trials and platform is None)
        return with_listing(ready, platform) if platform else ready

    with ready_and_locked(ledger, made_ready) as (ready, lines):
        if open_attempt(lines, ready.plan.number, ready.snapshot.batch) is None:
            refuse_redraw(lines, ready.plan.number, ready.snapshot.batch, circumstances.reason)
            refuse_without_seed(ready, asked)
        bring_up(ledger.folder, lines)
        clock = against_ledger(lines, circumstances.now, circumstances.reason)
        refuse_unrecorded(ledger, lines)
        number, name = ready.plan.number, ready.snapshot.batch
        folder = archive_name(number, name, len(attempts(lines, number, name)) + 1)
        refuse_unwritable(ledger, folder, ready)
        ready = replace(ready, findings=[*ready.findings, *clock])
        secret = ledger.secret(circumstances.time, asked.entropy)
        ready = ready.sealed(secret, listed_people(platform, ready.snapshot.pool))
        return _draw_and_record(ready, ledger, circumstances, asked, with_papers, progress)


def _ready(
    files: PlanFiles,
    ledger: Ledger,
    lines: Sequence[LedgerLine],
    batch: str | None,
    now: datetime,
    *,
    trials: bool = True,
    rehearsal: bool = False,
) -> Ready:
    """What is drawn: the batch as it was frozen, or else as plan and registries are now."""
    data = files.data
    read = read_plan(data, files.name)
    name = choose_batch(read.plan, lines, batch, redraw=rehearsal)
    frozen = None if rehearsal else frozen_ready(files, ledger, lines, read.plan.number, name)
    if frozen is not None:
        return frozen
    return prepare(files.path, load_around(files, data, read, beijing_day(now)), lines, name, trials=trials)


def _draw_and_record(
    ready: Ready,
    ledger: Ledger,
    circumstances: Circumstances,
    asked: SeedAsked,
    with_papers: bool,
    progress: Progress | None,
) -> DrawReport:
    lines, written_at = ledger.read(), circumstances.time
    plan, batch = ready.plan, ready.snapshot.batch
    broken = open_attempt(lines, plan.number, batch)
    same = resumed(ready, broken, asked) if broken is not None else None
    if same is not None and broken is not None:
        asked, before = same, lines[: broken.number - 1]
        circumstances = resume(broken, ledger, circumstances)
    else:
        if broken is not None:
            refuse_another(broken, circumstances.reason)
            refuse_without_seed(ready, asked)
        before = lines
    seed, findings = seed_of_draw(ready, before, asked, circumstances.now)
    findings += against_announced(ready.announced, circumstances.now)
    if asked.seed is not None and plan.seed.thrown and not circumstances.witnesses:
        findings.append(warning("seed-unwitnessed"))
    findings += inspectors_among(circumstances.witnesses, ready.snapshot.pool)
    findings += drawn_under_another_number(ledger.folder, lines, ready.snapshot)
    known = [finding for finding in ready.findings if finding.code != SAME_OBJECTS]
    ready = replace(ready, findings=[*known, *findings])
    if any(line.text("seed") == seed["text"] for line in drawn_before(lines, plan.number, batch)):
        raise BadUsage(error("redraw-same-seed", batch=batch))
    started = broken if same is not None else None
    if started is None:
        started = ledger.append(
            Event.STARTED,
            {
                "plan": plan.number,
                "batch": batch,
                "attempt": len(attempts(lines, plan.number, batch)) + 1,
                "time": circumstances.time,
                "commit": ready.snapshot.commit,
                "seed": seed["text"],
                "grade": seed["grade"],
                "reason": circumstances.reason,
                "operator": circumstances.operator,
                "detail": seed["reason"] if seed["reason"] != circumstances.reason else "",
                **line_about(ready.platform),
            },
        )
    which: dict[str, Json] = {key: started.data[key] for key in ("plan", "batch", "attempt", "time")}
    try:
        drawn = _drawn(ready, seed["text"], progress)
    except BadInput as problem:
        text = "\n".join(render(finding) for finding in problem.findings[:3])
        ledger.append(Event.FAILED, {**which, "detail": text})
        raise
    folder = ledger.folder / archive_name(plan.number, batch, int(started.text("attempt")))
    if (other := entry_like(folder)) is not None:  # whatever lies there: no line vouches for it
        ledger.set_aside(other, written_at)
    try:
        report, new = _archive(ready, circumstances, seed, folder, [*before, started], drawn, with_papers)
        ledger.record(
            Event.DRAWN,
            {
                **which,
                "archive": folder.name,
                "until": plan.batch(batch).last_day,
                "commit": ready.snapshot.commit,
                "draw": report.dossier.draw_digest,
                "teams": report.dossier.manifest["teams"],
                "manifest": sha256(new.files[f"{SEALED}/{MANIFEST}"]),
                "visits": len(report.dossier.draw["visits"]),
            },
            [new],
        )
    except (BadInput, FileTrouble) as problem:
        raise type(problem)(*problem.findings, way_on(started)) from None
    return report


def _rehearse(
    files: PlanFiles,
    batch: str | None,
    circumstances: Circumstances,
    trials: bool,
    with_papers: bool,
    progress: Progress | None,
) -> DrawReport:
    """Plan and registries as they are now, whatever was frozen, under a seed and a secret that never draw."""
    ledger = Ledger(files.path.parent / DRAWS)

    def made_ready(lines: Sequence[LedgerLine]) -> Ready:
        return _ready(files, ledger, lines, batch, circumstances.now, trials=trials, rehearsal=True)

    with ready_and_locked(ledger, made_ready) as (ready, _):
        stem = f"{safe_name(ready.plan.number)}-{safe_name(ready.snapshot.batch)}-演练"
        taken = {path.name for path in ledger.folder.iterdir()}
        number = next(count for count in range(1, len(taken) + 2) if f"{stem}{count}" not in taken)
        seed = SeedRecord(text=REHEARSAL_SEED, grade=REHEARSAL, agreed="", source="", reason="", bits="")
        folder = ledger.folder / f"{stem}{number}"
        ready = ready.sealed(REHEARSAL_SECRET)
        drawn = _drawn(ready, seed["text"], progress)
        report, new = _archive(ready, circumstances, seed, folder, [], drawn, with_papers)
        with staged([new], ledger.folder) as put_in_place:
            put_in_place()
        return report


def _archive(
    ready: Ready,
    circumstances: Circumstances,
    seed: SeedRecord,
    folder: Path,
    lines: Sequence[LedgerLine],
    records: tuple[bytes, bytes],
    with_papers: bool,
) -> tuple[DrawReport, NewFolder]:
    """The archive of what was drawn, not written yet; `lines` end with 开始, a rehearsal has none."""
    drawn, teams = records
    numbers = DrawRecords.read(drawn, teams)
    record = RecordWords(ready.snapshot, numbers.draw, numbers.teams).record
    names = source_names(list(ready.sources))
    sources = {names[path]: data for path, data in ready.sources.items()}
    plan, batch = ready.plan, ready.snapshot.batch
    told = attempts_with(lines, lines[-1], plan.number, batch) if lines else []
    manifest = Manifest(
        scheme=SCHEME,
        software=software(),
        plan=plan.number,
        plan_name=plan.name or "",
        batch=batch,
        attempt=len(told),
        reason=circumstances.reason,
        rehearsal=int(not lines),
        announced=ready.announced,
        seed=seed,
        attempts=told,
        letters=letters_of(lines[:-1], plan.number, batch),
        commit=ready.snapshot.commit,
        draw=sha256(drawn),
        teams=sha256(teams),
        sm3={"commit": sm3(ready.snapshot.files[COMMITMENT]), "draw": sm3(drawn)},
        ledger_head=head(lines[:-1]),
        frozen=ready.frozen.digest if ready.frozen else "",
        time=circumstances.time,
        operator=circumstances.operator,
        witnesses=circumstances.witnesses,
        recordings=circumstances.recordings,
        findings=recorded(ready.findings),
        plan_file=ready.plan_file,
        sources=names,
    )
    if ready.platform:
        manifest["scheme"] = PLATFORM_SCHEME
        manifest["platform"] = platform_part(ready.platform, ready.snapshot.pool)
    dossier = Dossier(manifest=manifest, draw=record, snapshot=ready.snapshot)
    files = {DRAW: drawn, TEAMS: teams}
    sealed = sealed_files(
        dossier,
        files,
        sources,
        lines[-1:],
        {} if ready.platform else verifiers(dossier, files),
    )
    templates = templates_among(ready.sources)
    made = papers(dossier, templates) if with_papers else {}
    working, private = without_private(made, dossier, templates, lambda: sources)
    if working:
        working[PRINT_LIST] = list_of_all(dossier, list(working))
    new = archive_folder(folder, sealed, working)
    doubts = order_findings_of(ready.snapshot, numbers.draw, ordered=ready.platform is None, most=FEWEST)
    if lacking := without_number(dossier) if dossier.draw["visits"] else 0:
        private.append(warning("notice-numbers-run-out", count=lacking, batch=batch))
    warnings = [*private, *(doubt for doubt in doubts if doubt.level is Level.WARNING)]
    return DrawReport(archive=folder, dossier=dossier, findings=[*ready.findings, *warnings]), new


def _drawn(ready: Ready, seed: str, progress: Progress | None) -> tuple[bytes, bytes]:
    """draw.json and teams.json; the lottery gets the bytes of commitment and tables alone.

    Raises:
        BadInput: the visits cannot all be staffed.
    """
    try:
        if ready.platform:
            listing = read_listing(ready.platform, ready.snapshot.pool)
            return platform_draw(ready.snapshot, listing.objects, seed)
        made = lottery_draw(ready.snapshot.lottery_files, seed, progress)
        return made.draw_json, made.teams_json
    except (CannotStaff, CannotForm, CannotDeal) as trouble:
        raise BadInput(*staffing_words(ready.snapshot).findings(trouble)) from None


def staffing_words(snapshot: Snapshot) -> StaffingWords:
    """What is needed to say in words why a draw from a snapshot cannot be staffed."""
    return StaffingWords(snapshot.pool, read_tables(snapshot.lottery_files), snapshot.labels)
