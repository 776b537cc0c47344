"""Where the year stands in a working folder, and what is to be done next: the ground of `ssj` alone.

Everything is told from plans and ledgers, and nothing is written; a plan or an archive that cannot be read is
said to be so, and the rest is told all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.plans.plan import Batch, Plan
from shuangsuiji.core.records.ledger import (
    LedgerLine,
    drawn_before,
    frozen_now,
    open_requests,
    standing_draws,
)
from shuangsuiji.core.records.results import ResultsProgress, progress_of
from shuangsuiji.errors import BadInput, FileTrouble, Mismatch, SsjError
from shuangsuiji.files.archive import PAPERS
from shuangsuiji.files.disk import read_bytes, trouble_at
from shuangsuiji.files.ledger import LEDGER, Ledger
from shuangsuiji.files.readers.grids import LOCK_FILE
from shuangsuiji.files.yaml_edit import looks_like_plan
from shuangsuiji.files.yaml_plan import MAX_BYTES, read_plan
from shuangsuiji.workflows.archives_away import archive_away
from shuangsuiji.workflows.check import DRAWS
from shuangsuiji.workflows.due import due
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.renumbered import drawn_in_a_renamed_folder
from shuangsuiji.workflows.standing_draws import read_draw

ENTRY_SHEET = "结果录入表"
MOST_FOLDERS = 200
PLAN_SUFFIXES = frozenset({".yaml", ".yml"})


class Job(StrEnum):
    """What a step is about."""

    MEND = "改正计划"
    CHECK = "检查"
    REHEARSE = "演练"
    FREEZE = "封存"
    DRAW = "抽取"
    PAPERS = "文书"
    ENTER = "录入"
    PUBLISH = "公开"
    PUBLISHED = "记公开"
    DUE = "到期"
    REPORT = "评估"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing to be done now.

    Attributes:
        job: what it is about.
        text: what is to be done and why, in Chinese.
        command: what `ssj` is given; empty where no command does it.
        batch: the batch that has to be typed before a step that stays on record; blank for any other.
        again: the batch was drawn before, and the step has to have a reason.
        folder: the papers that it is about.
    """

    job: Job
    text: str
    command: tuple[str, ...] = ()
    batch: str = ""
    again: bool = False
    folder: Path | None = None


@dataclass(frozen=True, kw_only=True)
class BatchState:
    """One batch of a plan: what stands of it, and how far its results are.

    Attributes:
        batch: of the plan.
        frozen: it was sealed, and not drawn since.
        again: it was drawn before, and that draw does not stand.
        archive: its standing draw.
        progress: its results; None where there is no draw, or it cannot be read.
        problem: why the archive cannot be read.
        waiting: a request for a substitution waits for its numbers.
    """

    batch: Batch
    frozen: bool = False
    again: bool = False
    archive: Path | None = None
    progress: ResultsProgress | None = None
    problem: Sequence[Finding] = ()
    waiting: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class PlanState(Brief):
    """One plan: its batches, what is due, what is to be done.

    Attributes:
        path: the plan file.
        plan: None where it has errors.
        batches: in order.
        findings: why the plan or its ledger cannot be read.
        late, waiting: how many things are overdue, and how many are still to be done.
        steps: what is to be done, what comes first first.
    """

    path: Path
    plan: Plan | None
    batches: Sequence[BatchState] = ()
    findings: Sequence[Finding] = ()
    late: int = 0
    waiting: int = 0
    steps: Sequence[NextStep] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class YearState(Brief):
    """The plans of a folder, and how each stands on a day."""

    folder: Path
    today: date
    plans: Sequence[PlanState]


def year_state(folder: FilePath = ".", *, now: datetime | None = None) -> YearState:
    """Where every plan in a folder, and in the folders below it, stands.

    Args:
        folder: the working folder, or one above it.
        now: its day is that on which things are due; see `environment.time_of`.

    Raises:
        FileTrouble: the folder cannot be read.
    """
    root, today = Path(folder), day_of(now)
    states = tuple(_plan_state(path, today) for path in find_plans(root))
    return YearState(folder=root, today=today, plans=states)


def find_plans(root: Path) -> list[Path]:
    """The plan files in a folder, its folder plans, and the folders right below with theirs.

    Raises:
        FileTrouble: the folder cannot be read.
    """
    with trouble_at(root):
        below = sorted(one for one in root.iterdir() if one.is_dir() and _may_hold_plans(one))
        folders = [root, *(inner for one in below[:MOST_FOLDERS] for inner in (one, one / "plans"))]
        files = [
            path
            for one in dict.fromkeys(folders)
            if one.is_dir()
            for path in sorted(one.iterdir())
            if path.suffix.lower() in PLAN_SUFFIXES
            and not path.name.startswith((LOCK_FILE, "."))
            and path.is_file()
            and path.stat().st_size <= MAX_BYTES
        ]
    return [path for path in files if looks_like_plan(read_bytes(path))]


def the_plan(place: FilePath = ".") -> Path:
    """The plan that is meant by a file or a folder: the file itself, or the one plan of the folder.

    Plans in folders below count only where the folder has none of its own.

    Args:
        place: a plan file, or a folder.

    Raises:
        BadInput: the folder holds no plan, or several.
        FileTrouble: the folder cannot be read.
    """
    path = Path(place)
    if not path.is_dir():
        return path
    plans = find_plans(path)
    own = [one for one in plans if one.parent in (path, path / "plans")]
    if len(own or plans) == 1:  # the folder of the next year may lie in that of this one
        return (own or plans)[0]
    if not plans:
        raise BadInput(error("folder-no-plan", folder=str(path)))
    names = "、".join(str(one.relative_to(path)) for one in plans)
    raise BadInput(error("folder-several-plans", folder=str(path), names=names))


def latest_draw(place: FilePath = ".", *, named: str = "") -> Path:
    """The archive of the draw that stands and was made last, of a folder's own ledger or else of those below.

    Args:
        place: a folder of draws, the folder of plans, or the one above.
        named: what the name of its folder holds, such as a batch; then it has to be the only one.

    Raises:
        BadInput: no draw stands there, or none or several have that name, or its archive is not in its place.
        FileTrouble: a ledger cannot be read.
    """
    root = Path(place)
    drawn = [
        (line.text("time"), folder / line.text("archive"), line)
        for folder in ledger_folders(root)
        for line in standing_draws(Ledger(folder).read())
        if norm(named) in norm(line.text("archive"))
    ]
    own = [one for one in drawn if one[1].parent in (root, root / DRAWS, root / "plans" / DRAWS)]
    found = own or drawn
    if not found or (named and len(found) > 1):
        raise BadInput(error("no-standing-draw", folder=str(root)))
    _, archive, line = max(found, key=lambda one: one[:2])
    if away := archive_away(archive.parent, line):
        raise Mismatch(away)
    return archive


def ledger_folders(root: Path) -> list[Path]:
    """The folders of draws with a ledger in a folder, and in those right below it.

    Raises:
        FileTrouble: the folder cannot be read.
    """
    with trouble_at(root):
        below = sorted(one for one in root.iterdir() if one.is_dir() and _may_hold_plans(one))
    places = (
        folder
        for base in (root, *below[:MOST_FOLDERS])
        for folder in (base, base / DRAWS, base / "plans" / DRAWS)
    )
    return [folder for folder in places if (folder / LEDGER).is_file()]


def _may_hold_plans(folder: Path) -> bool:
    return folder.name != DRAWS and not folder.name.startswith((".", "__"))


def _plan_state(path: Path, today: date) -> PlanState:
    try:
        plan = read_plan(read_bytes(path), path.name).plan
    except (BadInput, FileTrouble) as problem:
        step = NextStep(job=Job.MEND, text="计划有错误，改正后才能往下办", command=("check", str(path)))
        return PlanState(path=path, plan=None, findings=problem.findings, steps=(step,))
    ledger = Ledger(path.parent / DRAWS)
    try:
        lines: Sequence[LedgerLine] = ledger.read()
    except (BadInput, FileTrouble) as problem:
        step = NextStep(job=Job.MEND, text="台账读不出来", command=("ledger", "verify", str(path.parent)))
        return PlanState(path=path, plan=plan, findings=problem.findings, steps=(step,))
    if elsewhere := drawn_in_a_renamed_folder(ledger.folder, lines, plan.number):
        step = NextStep(job=Job.MEND, text="抽取台账不在 draws 文件夹里，先照上面写的改回来")
        return PlanState(path=path, plan=plan, findings=elsewhere, steps=(step,))
    drawn = {
        norm(line.text("batch")): line
        for line in standing_draws(lines)
        if norm(line.text("plan")) == norm(plan.number)
    }
    batches = [
        _batch_state(ledger, lines, plan, batch, drawn.get(norm(batch.name)))
        for batch in plan.batches_in_order
    ]
    late, waiting, findings = _dues(path, lines, today)
    steps = tuple(_steps(path, plan, batches, late, today))
    return PlanState(
        path=path, plan=plan, batches=batches, findings=findings, late=late, waiting=waiting, steps=steps
    )


def _batch_state(
    ledger: Ledger, lines: Sequence[LedgerLine], plan: Plan, batch: Batch, drawn: LedgerLine | None
) -> BatchState:
    if drawn is None:
        frozen = frozen_now(lines, plan.number, batch.name) is not None
        again = bool(drawn_before(lines, plan.number, batch.name))
        return BatchState(batch=batch, frozen=frozen, again=again)
    archive = ledger.folder / drawn.text("archive")
    try:
        draw = read_draw(ledger.folder, drawn, lines)
    except SsjError as problem:
        return BatchState(batch=batch, archive=archive, problem=problem.findings)
    progress = progress_of(draw.inspections, draw.codes)
    waiting = bool(open_requests(lines, drawn))
    return BatchState(batch=batch, archive=archive, progress=progress, waiting=waiting)


def _dues(path: Path, lines: Sequence[LedgerLine], today: date) -> tuple[int, int, Sequence[Finding]]:
    """How many things are overdue and how many are waiting, of all plans in the folder of draws."""
    if not standing_draws(lines):
        return 0, 0, ()
    try:
        report = due(path.parent / DRAWS, on=today)
    except SsjError as problem:
        return 0, 0, problem.findings
    return len(report.overdue), len(report.dues), ()


def _steps(
    path: Path, plan: Plan, batches: Sequence[BatchState], late: int, today: date
) -> Iterator[NextStep]:
    if late:
        text = f"有 {late} 项已经逾期，先看是哪些"
        yield NextStep(job=Job.DUE, text=text, command=("due", str(path.parent)))
    for state in batches:
        if state.problem:
            away = state.archive is None or not state.archive.is_dir()
            command = ("ledger", "verify", str(path.parent)) if away else ("audit", str(state.archive))
            yield NextStep(job=Job.MEND, text=f"“{state.batch.name}”的档案读不出来", command=command)
        elif state.archive is not None and state.progress is not None:
            yield from _after_draw(state.archive, state.batch.name, state.progress)
    waiting = next((state for state in batches if state.archive is None), None)
    if waiting is not None:
        yield from _before_draw(path, plan, waiting, today)
    elif all(
        state.progress is not None and state.progress.complete == state.progress.visits for state in batches
    ):
        text = "各批次都已抽取、检查完，做年度效果评估"
        yield NextStep(
            job=Job.REPORT, text=text, command=("report", "year", str(plan.year), str(path.parent))
        )


def _after_draw(archive: Path, batch: str, progress: ResultsProgress) -> Iterator[NextStep]:
    if not progress.results:
        text = f"“{batch}”已抽取：打开文书，打印、签字、送达"
        yield NextStep(job=Job.PAPERS, text=text, folder=archive / PAPERS)
    left = progress.visits - progress.complete
    sheet = next(iter(sorted((archive / PAPERS).glob(f"{ENTRY_SHEET}*.xlsx"))), None)
    command = ("results", str(archive), *([str(sheet)] if sheet else []))
    if left:
        text = f"“{batch}”还有 {left} 户次没有结果：检查后填好结果录入表，再录入"
        yield NextStep(job=Job.ENTER, text=text, command=command)
    if progress.open and not left:
        text = f"“{batch}”还有 {progress.open} 行后续处置没有办结：填进结果录入表，再录入"
        yield NextStep(job=Job.ENTER, text=text, command=command)
    unpublished = progress.results - progress.published
    if unpublished:
        text = f"“{batch}”有 {unpublished} 行结果还没有公开：起草结果公示稿"
        yield NextStep(job=Job.PUBLISH, text=text, command=("publish", str(archive), "结果"))
        text = f"“{batch}”的结果公开以后：记上公开日期（整批一次）"
        yield NextStep(job=Job.PUBLISHED, text=text, command=("results", str(archive)))


def _before_draw(path: Path, plan: Plan, state: BatchState, today: date) -> Iterator[NextStep]:
    name = state.batch.name
    which = (str(path), "--batch", name)
    again = state.again
    if not state.frozen:
        yield NextStep(job=Job.CHECK, text=f"检查计划和名录库，预览“{name}”抽多少", command=("check", *which))
        text = f"演练“{name}”：不入台账，看看文书是什么样"
        yield NextStep(job=Job.REHEARSE, text=text, command=("draw", *which, "--rehearsal"))
    if not state.frozen and plan.seed.source is not None:
        text = f"封存“{name}”：先编号、承诺、公布，再产生号码"
        if not plan.seed.is_named(name):
            text += "（先在计划的“种子”里写上期号）"
        yield NextStep(job=Job.FREEZE, text=text, command=("freeze", *which), batch=name, again=again)
    text = f"正式抽取“{name}”" + ("（已封存，要输入公布的号码）" if state.frozen else "")
    if state.batch.last_day < today.isoformat():
        text += "；检查的月份已过，请先核对计划的批次"
    yield NextStep(job=Job.DRAW, text=text, command=("draw", *which), batch=name, again=again)
