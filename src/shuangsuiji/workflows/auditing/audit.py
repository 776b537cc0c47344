"""Auditing an archive: a verifier's checklist, each step with what was compared.

From the archive alone, everything computed again:

1. Every sealed file is there and has the digest of the manifest.
2. The manifest is of a scheme that this program knows.
3. Each file of the snapshot has the digest of the commitment, and the commitment that of the manifest.
4. The sources, read again by the rules of the archive's version, give the snapshot and its draw table.
5. The seed has its normal form, and the key follows from it.
6. The draw, made again from the tables alone, is draw.json and teams.json.
   Objects that a platform drew cannot be drawn again: they are held against its list, and the step is –.
7. The archive's ledger lines are its beginning: attempt, commitment and seed.
9. Every substitution, drawn again in order, is its event.json.
12. Every entry of results has the files of its manifest and concerns visits of this draw.
20. The programs that verify, in the archive and in its public packages, are those that we ship.

By the ledger beside the archive:

8. It has the lines of this draw, in an unbroken chain, and grade and attempts follow from them.
13. Substitutions, requests and notes are just those of its lines, in their order.
14. The entries of results are just those of its lines.
15. The corrections are just those of its lines.
16. The public packages are as they were published.
17. The frozen batch that the draw used is as it was sealed.
18. The visits of earlier draws in the snapshot are those of the archives beside.
19. The last line of the ledger has an end; the private files beside it belong to it.

10. The working papers, and the letters of the batch, say what the record says; edits are told, not failed.
11. Sources held elsewhere (--plan, --registry, --seed, --commit) are the archive's.

A step that cannot be done, or not wholly, without something that is not at hand is marked –, never ✓. The
folder of a frozen batch is audited by the steps that it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.findings import Place, as_argument, error
from shuangsuiji.core.lottery.teams.staffing import Progress
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.errors import BadUsage, Mismatch, SsjError
from shuangsuiji.files.archive import SEALED, read_archive
from shuangsuiji.files.budget import checking
from shuangsuiji.files.disk import read_bytes, size_below
from shuangsuiji.workflows.auditing import after_draw, calculation, held, papers, record
from shuangsuiji.workflows.auditing.case import AuditCase, Held
from shuangsuiji.workflows.auditing.damage import damaged_files
from shuangsuiji.workflows.auditing.steps import About, AuditStep, Details, StepFailed, StepSkipped, Verdict
from shuangsuiji.workflows.environment import FilePath, listed


@dataclass(frozen=True, kw_only=True, repr=False)
class AuditReport(Brief):
    """The steps of an audit that were made.

    Attributes:
        archive: the folder.
        manifest: as it lies there, None if it cannot be read.
        frozen: whether it is the folder of a frozen batch.
        steps: in the order in which they are told.
        whole: whether all steps were made that such an archive has.
    """

    archive: Path
    manifest: Manifest | None
    frozen: bool
    steps: Sequence[AuditStep]
    whole: bool = True

    @property
    def passed(self) -> bool:
        """Whether no step failed; there may be some that could not be made."""
        return all(step.verdict is not Verdict.FAILED for step in self.steps)

    @property
    def by_platform(self) -> bool:
        """Whether a platform drew the objects, so that they cannot be drawn again."""
        return self.manifest is not None and "platform" in self.manifest

    @property
    def unchecked(self) -> tuple[AuditStep, ...]:
        """The steps about calculation and record that were left open, but could be made with more at hand."""
        return tuple(
            step
            for step in self.steps
            if step.verdict is Verdict.SKIPPED and not step.absent and step.about is not About.ELSE
            if not (self.by_platform and step.number == _REPLAY)
        )

    @property
    def papers_differ(self) -> bool:
        """Whether working papers say otherwise than the record, or are missing."""
        return any(code in papers.DIFFERENCES for step in self.steps for code, _ in step.details)

    @property
    def papers_away(self) -> bool:
        """Whether there are no working papers at all."""
        return any(code == "audit-no-papers" for step in self.steps for code, _ in step.details)

    @property
    def calculation(self) -> Verdict:
        """What was computed again from the archive alone."""
        return self._of(About.CALCULATION)

    @property
    def record(self) -> Verdict:
        """What the ledger vouches for: attempts, grade, operator, reasons, and that nothing is gone."""
        return self._of(About.RECORD)

    @property
    def complete(self) -> bool:
        """Whether calculation and record were both checked in full, and nothing failed."""
        return self.whole and self.passed and {self.calculation, self.record} == {Verdict.PASSED}

    def _of(self, about: About) -> Verdict:
        steps = [step for step in self.steps if step.about is about]
        if any(step.verdict is Verdict.FAILED for step in steps):
            return Verdict.FAILED
        made = any(step.verdict is Verdict.PASSED for step in steps)
        left = any(step.verdict is Verdict.SKIPPED and not step.absent for step in steps)
        return Verdict.PASSED if made and not left else Verdict.SKIPPED


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    name: str
    about: About
    make: Callable[[AuditCase], Details]


_STEPS = (
    _Step(1, "封存文件", About.CALCULATION, calculation.files),
    _Step(2, "抽取规程", About.CALCULATION, calculation.scheme),
    _Step(3, "快照与封存摘要", About.CALCULATION, calculation.commitment),
    _Step(4, "原始文件与快照", About.CALCULATION, calculation.sources),
    _Step(5, "种子与密钥", About.CALCULATION, calculation.key),
    _Step(6, "重新抽取", About.CALCULATION, calculation.replay),
    _Step(7, "档案内台账", About.CALCULATION, record.own_lines),
    _Step(8, "总台账", About.RECORD, record.ledger),
    _Step(9, "递补", About.CALCULATION, after_draw.events),
    _Step(10, "文书数字", About.ELSE, papers.papers),
    _Step(11, "外部留存件", About.ELSE, held.held_elsewhere),
    _Step(12, "检查结果", About.CALCULATION, after_draw.results),
    _Step(13, "递补与台账", About.RECORD, after_draw.events_on_record),
    _Step(14, "检查结果与台账", About.RECORD, after_draw.results_on_record),
    _Step(15, "更正", About.RECORD, record.corrections),
    _Step(16, "公开复核包", About.RECORD, record.packages),
    _Step(17, "封存", About.RECORD, record.freeze),
    _Step(18, "历次检查", About.RECORD, record.history),
    _Step(19, "台账各文件", About.RECORD, record.ledger_files),
    _Step(20, "复核程序", About.CALCULATION, calculation.programs),
)
_REPLAY = 6
_NOT_BUILT_UPON = frozenset({10, 16, 19, 20})
"""People edit papers and move public packages; a line that was cut off is set aside by the next one."""
_OF_FREEZE = frozenset({1, 2, 3, 4, 8, 10, 11, 18, 19, 20})
_FREEZE_STEPS = tuple(
    replace(step, make=record.ledger_of_freeze) if step.number == 8 else step
    for step in _STEPS
    if step.number in _OF_FREEZE
)


def audit(
    archive: FilePath,
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
    commit: str | None = None,
    steps: Sequence[int | str] = (),
    progress: Progress | None = None,
) -> AuditReport:
    """Checks an archive or the folder of a frozen batch; nothing in it is believed before it is compared.

    Args:
        archive: its folder.
        plan: the plan file as it is held elsewhere.
        registries: registry files as they are held elsewhere.
        seed: as it was published.
        commit: as it was published.
        steps: numbers or names of the steps to make; by default all of them.
        progress: called with the number of visits staffed again so far, and that of all.

    Raises:
        BadInput: there is no archive in the folder, or it takes more time or memory than any fair one.
        BadUsage: there is no such step.
        FileTrouble: it, or what was brought along, cannot be read.
    """
    listed(registries=registries, steps=steps)
    folder = Path(archive)
    brought = {str(path): read_bytes(Path(path)) for path in (plan, *registries) if path is not None}
    sealed = folder if folder.name == SEALED else folder / SEALED
    with checking(folder.resolve().name, size_below(sealed)):
        case = AuditCase(read_archive(folder), Held(seed=seed, commit=commit, files=brought), progress)
        chosen = _chosen(_FREEZE_STEPS if case.is_frozen else _STEPS, steps)
        return AuditReport(
            archive=case.archive.folder,
            manifest=case.stored_manifest,
            frozen=case.is_frozen,
            steps=[_run(case, step) for step in chosen],
            whole=not steps,
        )


def holds(archive: FilePath) -> bool:
    """Whether later records may be built on an archive: no step about the draw and what came after it fails.

    Raises:
        BadInput: there is no archive in the folder.
        FileTrouble: it cannot be read.
    """
    case = AuditCase(read_archive(Path(archive)), Held(), None)
    steps = [step for step in _STEPS if step.number not in _NOT_BUILT_UPON]
    return not case.is_frozen and all(_run(case, step).verdict is not Verdict.FAILED for step in steps)


def not_holding(code: str, folder: Path) -> Mismatch:
    """The refusal to build on an archive that does not hold, with the audit to run.

    Args:
        code: of the finding.
        folder: of the archive.
    """
    return Mismatch(error(code, Place(file=folder.name), path=as_argument(str(folder))))


def _chosen(steps: Sequence[_Step], asked: Sequence[int | str]) -> list[_Step]:
    known = {str(step.number): step for step in steps} | {step.name: step for step in steps}
    for one in asked:
        if str(one).strip() not in known:
            names = "、".join(f"{step.number} {step.name}" for step in steps)
            raise BadUsage(error("audit-no-such-step", step=str(one), known=names))
    wanted = {known[str(one).strip()].number for one in asked}
    return [step for step in steps if not asked or step.number in wanted]


def _run(case: AuditCase, step: _Step) -> AuditStep:
    verdict, absent = Verdict.PASSED, False
    try:
        details = step.make(case)
    except StepFailed as failed:
        verdict, details = Verdict.FAILED, failed.details
    except StepSkipped as skipped:
        verdict, details, absent = Verdict.SKIPPED, skipped.details, skipped.absent
    except SsjError as problem:
        verdict = Verdict.FAILED
        details = [("audit-finding", {"text": line}) for line in str(problem).splitlines()[:5]]
    except MemoryError:  # that the whole archive is too much is told by the budget
        raise
    except Exception as problem:  # whatever a tampered archive leads to: the step has failed
        verdict, details = Verdict.FAILED, damaged_files(case, problem)
    return AuditStep(
        number=step.number,
        name=step.name,
        verdict=verdict,
        details=tuple(details),
        about=step.about,
        absent=absent,
    )
