"""Checking a plan: every finding, and a preview of what the draw would do.

Trials of the draw, before anything is sealed, are as many as there is time for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.cells import likely_names
from shuangsuiji.core.checks.draw import Case, case_of, check_columns, check_rules, uncomparable_cells
from shuangsuiji.core.checks.preview import Preview
from shuangsuiji.core.checks.trial import MOST_TRIALS
from shuangsuiji.core.checks.trial_findings import CERTAIN, SURE_IN_A_ROW, share_findings
from shuangsuiji.core.findings import Finding, Level, error, has_errors, warning
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.ledger import LedgerLine, frozen_now, head, open_intent, standing_draws
from shuangsuiji.core.records.snapshot import Snapshot, collect, seal
from shuangsuiji.core.rules.marks import batch_secret
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.holidays import read_calendar
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.plan_files import PlanSource, plan_files
from shuangsuiji.workflows.environment import day_of, work_seconds
from shuangsuiji.workflows.history import past_visits
from shuangsuiji.workflows.load import Loaded, load_file
from shuangsuiji.workflows.planning.plan_changes import changed_since_draws
from shuangsuiji.workflows.platforms.platform_lists import PlatformLists
from shuangsuiji.workflows.renumbered import drawn_in_a_renamed_folder, drawn_under_another_number

Seconds = Callable[[], float]
"""A clock: seconds from no particular moment, never less than before."""

MOST_SECONDS = 2.0
ENOUGH_SECONDS, ENOUGH_TRIALS = 0.1, 20
"""So many trials will do if they took that long; an ordinary check must not become slow."""


def tried(case: Case, clock: Seconds = work_seconds) -> list[Finding]:
    """What trials of the draw come to; to be asked once the rules have found no error.

    No further trial is begun after two seconds by the clock, four while the first few have all failed.
    """
    ahead = case.ahead
    if ahead is None:
        return []
    made, failed = 0, []
    if not ahead.cannot_fail:
        begun = clock()
        for trouble in ahead.outcomes(MOST_TRIALS):
            made += 1
            failed += [trouble] if trouble is not None else []
            if _enough(made, len(failed), clock() - begun):
                break
    return list(share_findings(ahead, made, failed))


def _enough(made: int, failed: int, spent: float) -> bool:
    if made >= ENOUGH_TRIALS:
        return spent > ENOUGH_SECONDS
    all_failed = failed == made < SURE_IN_A_ROW
    return spent > MOST_SECONDS * (2 if all_failed else 1)


DRAWS = "draws"


@dataclass(frozen=True, kw_only=True, repr=False)
class CheckReport(Brief):
    """All findings on the plan at `path`; the preview is there when no error forbids it.

    `to_freeze`: a source of the seed is agreed, and the batch has to be sealed before it is drawn.
    `drawn`: a draw of the batch stands.
    """

    path: Path
    findings: Sequence[Finding]
    plan: Plan | None
    preview: Preview | None
    to_freeze: bool = False
    drawn: bool = False

    @property
    def passed(self) -> bool:
        """Whether the plan may be drawn."""
        return self.preview is not None


@dataclass(frozen=True, kw_only=True, repr=False)
class Ready(Brief):
    """A plan that may be drawn.

    Attributes:
        plan: the plan.
        snapshot: what is drawn; not sealed yet unless it was frozen before.
        sources: path in the plan -> bytes as read; the plan itself under `plan_file`.
        findings: every warning on the way.
        frozen: the ledger's line 封存 if the snapshot was sealed before, else None.
        announced: when the draw was to be held, as the letter said it; blank without a letter.
        platform: the lists of the platform that made the draw, if one did.
        preview: what the draw would do; None if the snapshot was sealed before.
    """

    plan: Plan
    snapshot: Snapshot
    sources: Mapping[str, bytes]
    plan_file: str
    findings: Sequence[Finding]
    frozen: LedgerLine | None = None
    announced: str = ""
    platform: PlatformLists | None = None
    preview: Preview | None = None

    def sealed(self, secret: bytes, besides: Collection[str] = ()) -> Ready:
        """The same with its draw table made under the bureau's secret; what was frozen stays as it is.

        `besides` are ids of people who get a number even if they fit no seat.
        """
        if self.frozen is not None:
            return self
        own = batch_secret(secret, self.plan.number, self.snapshot.batch)
        return replace(self, snapshot=seal(self.snapshot, own, besides))


def check(plan: PlanSource, *, batch: str | None = None, now: datetime | None = None) -> CheckReport:
    """Everything there is to say about a plan before it is drawn. Writes nothing; bad data is reported.

    Args:
        plan: the plan file, or the plan as values.
        batch: which batch to preview; by default the only one, or the first not yet drawn.
        now: its day is that against which registries may be stale.

    Raises:
        BadUsage: no such batch.
        FileTrouble: the plan or a registry cannot be read.
    """
    files = plan_files(plan)
    path = files.path
    read: Plan | None = None
    try:
        loaded = load_file(files, day_of(now))
        read = loaded.plan
        lines = Ledger(path.parent / DRAWS).read()
        name = choose_batch(read, lines, batch, redraw=True)
        ready = prepare(path, loaded, lines, name, trials=True)
    except BadInput as problem:
        return CheckReport(path=path, findings=problem.findings, plan=read, preview=None)
    to_freeze = read.seed.source is not None and frozen_now(lines, read.number, name) is None
    return CheckReport(
        path=path,
        findings=ready.findings,
        plan=read,
        preview=ready.preview,
        to_freeze=to_freeze,
        drawn=norm(name) in _drawn_batches(read, lines),
    )


def prepare(
    path: Path, loaded: Loaded, lines: Sequence[LedgerLine], batch: str, *, trials: bool = False
) -> Ready:
    """The snapshot of a batch, once all rules allow it.

    Args:
        path: the plan file.
        loaded: what it and its registries hold.
        lines: the ledger.
        batch: the name of the batch.
        trials: whether the draw is tried out; False where nothing is drawn, so that a plan may be written
            about before there are the people for it, or where that has just been done.

    Raises:
        BadInput: with every error found, and the warnings beside them.
    """
    findings = [*loaded.findings, *check_columns(loaded.plan, loaded.registries, loaded.locate)]
    if has_errors(findings):
        raise BadInput(*findings)
    read_calendar(path.parent / DRAWS)  # deadlines depend on it: told before anything is on record
    past = past_visits(path.parent / DRAWS, lines, loaded.plan, batch)
    snapshot = collect(loaded.plan, batch, loaded.registries, past)
    uncomparable = uncomparable_cells(snapshot.pool, loaded.registries)
    case = None if uncomparable else case_of(snapshot.pool, loaded.registries, loaded.locate)
    found = uncomparable if case is None else check_rules(case)
    findings += found if trials else map(_of_no_weight_yet, found)
    findings += _earlier_batches_drawn(loaded.plan, lines, batch)
    findings += changed_since_draws(path.parent / DRAWS, lines, loaded.plan)
    findings += drawn_in_a_renamed_folder(path.parent / DRAWS, lines, loaded.plan.number)
    if case is not None and trials and not has_errors(findings):
        findings += drawn_under_another_number(path.parent / DRAWS, lines, snapshot)
        findings += tried(case)
    if case is None or has_errors(findings):
        raise BadInput(*findings)
    return Ready(
        plan=loaded.plan,
        snapshot=snapshot,
        sources=loaded.sources,
        plan_file=loaded.plan_file,
        findings=findings,
        preview=case.preview,
    )


@contextlib.contextmanager
def ready_and_locked(
    ledger: Ledger, made_ready: Callable[[Sequence[LedgerLine]], Ready]
) -> Iterator[tuple[Ready, Sequence[LedgerLine]]]:
    """What may be put on record and the lines before it, while nobody else can add a line.

    `made_ready` is asked before anything is written, and again where the ledger has grown meanwhile. What a
    command that was cut off has left comes to its end first: no archive is relied on before.
    """
    before = ledger.read()
    if open_intent(before) is not None:
        with ledger.locked():
            lines = ledger.read()
            yield made_ready(lines), lines
        return
    ready = made_ready(before)
    with ledger.locked():
        lines = ledger.read()
        if head(lines) != head(before):
            ready = made_ready(lines)
        yield ready, lines


def _of_no_weight_yet(finding: Finding) -> Finding:
    """What would stop a draw, where nothing is drawn."""
    return replace(finding, level=Level.WARNING) if finding.code in CERTAIN else finding


def choose_batch(plan: Plan, lines: Sequence[LedgerLine], wanted: str | None, *, redraw: bool) -> str:
    """The batch to draw: the one named, the only one, or the first not yet drawn.

    Args:
        plan: the plan.
        lines: the ledger.
        wanted: the name that the caller gave, if any.
        redraw: whether a batch that has been drawn may be chosen when nothing else is left.

    Raises:
        BadUsage: no batch of that name, or all have been drawn.
    """
    known = "、".join(batch.name for batch in plan.batches)
    if wanted is not None:
        if norm(wanted) not in {norm(batch.name) for batch in plan.batches}:
            likely = likely_names(wanted, [batch.name for batch in plan.batches])
            raise BadUsage(error("no-such-batch", name=wanted, known=known, likely=likely))
        return plan.batch(wanted).name
    drawn = _drawn_batches(plan, lines)
    for batch in plan.batches_in_order:
        if norm(batch.name) not in drawn:
            return batch.name
    if redraw or len(plan.batches) == 1:
        return plan.batches_in_order[-1].name
    raise BadUsage(error("all-batches-drawn", known=known))


def _drawn_batches(plan: Plan, lines: Sequence[LedgerLine]) -> set[str]:
    """The batches of a plan whose draws stand, by their names in normal form."""
    return {
        norm(line.text("batch"))
        for line in standing_draws(lines)
        if norm(line.text("plan")) == norm(plan.number)
    }


def _earlier_batches_drawn(plan: Plan, lines: Sequence[LedgerLine], batch: str) -> list[Finding]:
    drawn = _drawn_batches(plan, lines)
    ordered = plan.batches_in_order
    before = ordered[: [norm(b.name) for b in ordered].index(norm(batch))]
    return [
        warning("earlier-batch-not-drawn", batch=batch, earlier=other.name)
        for other in before
        if norm(other.name) not in drawn
    ]
