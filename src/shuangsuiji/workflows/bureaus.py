"""One bureau's folder, and the folders of many: the jobs of the year for all of them, told in one table.

    province = shuangsuiji.Province("全市")
    for row in province.check().findings:
        print(row.bureau, row.path, row.finding)

What one bureau cannot do stands among the findings and stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import reduce
from operator import add
from pathlib import Path
from typing import Generic, TypeVar

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.findings import Finding, Place, error, has_errors
from shuangsuiji.core.records.ledger import Event
from shuangsuiji.core.results.monthly_figures import Counts
from shuangsuiji.documents.evaluation.overview import key_figures
from shuangsuiji.errors import SsjError, UnreadableArchive
from shuangsuiji.files.disk import trouble_at
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.carried import carried_folder
from shuangsuiji.workflows.check import DRAWS, CheckReport, check
from shuangsuiji.workflows.due import DueReport, due
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.evaluation import YearlyEvaluation, report_year
from shuangsuiji.workflows.monthly_report import MonthlyReport, report_month
from shuangsuiji.workflows.planning.year import YearReport, year
from shuangsuiji.workflows.state import find_plans, ledger_folders

Report = TypeVar("Report")


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauReport(Generic[Report]):
    """What a job told of one plan or one ledger of a bureau."""

    bureau: str
    path: Path
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauFinding:
    """A finding with the bureau, and the plan or the folder of draws that it came with."""

    bureau: str
    path: Path
    finding: Finding


@dataclass(frozen=True, kw_only=True, repr=False)
class JointReport(Brief, Generic[Report]):
    """The reports of a job, bureau by bureau, and all findings in the same order, refusals among them."""

    reports: tuple[BureauReport[Report], ...]
    findings: tuple[BureauFinding, ...]

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return not has_errors(one.finding for one in self.findings)


@dataclass(frozen=True)
class Bureau:
    """The folder of one bureau, with the folders of all its years in it if it has them.

    Attributes:
        folder: of the bureau.
        name: what tables call it.
    """

    folder: Path
    name: str = ""

    @classmethod
    def at(cls, folder: FilePath) -> Bureau:
        """The bureau of a folder, by the name of the folder."""
        return cls(Path(folder), Path(folder).resolve().name)

    @property
    def plans(self) -> tuple[Path, ...]:
        """The plans of the newest years: a folder that another one carries on is over.

        Raises:
            FileTrouble: the folder cannot be read.
        """
        over = self._carried_on()
        return tuple(path for path in find_plans(self.folder) if (path.parent / DRAWS).resolve() not in over)

    @property
    def ledgers(self) -> tuple[Path, ...]:
        """The folders of draws with a ledger that no other carries on, each of which tells of its past, too.

        Raises:
            Mismatch: the chain of a ledger is broken.
            FileTrouble: the folder cannot be read.
        """
        over = self._carried_on()
        return tuple(path for path in ledger_folders(self.folder) if path.resolve() not in over)

    def check(self, *, now: datetime | None = None) -> JointReport[CheckReport]:
        """`check` of every plan.

        Args:
            now: see `check`.
        """
        return _joint(self, _plans, lambda plan: check(plan, now=now), lambda told: told.findings)

    def forecast(self, *, trials: int | None = None, now: datetime | None = None) -> JointReport[YearReport]:
        """`year` of every plan.

        Args:
            trials: see `year`.
            now: see `year`.
        """
        return _joint(
            self, _plans, lambda plan: year(plan, trials=trials, now=now), lambda told: told.findings
        )

    def due(self, *, on: date | str | None = None, now: datetime | None = None) -> JointReport[DueReport]:
        """`due` of every ledger.

        Args:
            on: see `due`.
            now: see `due`.
        """
        return _joint(self, _ledgers, lambda place: due(place, on=on, now=now), lambda told: told.findings)

    def month(
        self, month: str, *, out: FilePath | None = None, now: datetime | None = None
    ) -> JointReport[MonthlyReport]:
        """`report_month` of every ledger.

        Args:
            month: see `report_month`.
            out: a folder, in which the bureau gets one of its own, and each of several ledgers one in that;
                by default 报告 beside its plans.
            now: see `report_month`.
        """

        def job(place: Path) -> MonthlyReport:
            return report_month(place, month, out=self._inside(out, place), now=now)

        return _joint(self, _ledgers, job, lambda told: told.findings)

    def year(
        self, year: int | str, *, out: FilePath | None = None, now: datetime | None = None
    ) -> JointReport[YearlyEvaluation]:
        """`report_year` of every ledger.

        Args:
            year: see `report_year`.
            out: see `month`.
            now: see `report_year`.
        """

        def job(place: Path) -> YearlyEvaluation:
            return report_year(place, year, out=self._inside(out, place), now=now)

        return _joint(self, _ledgers, job, lambda told: told.findings)

    def _inside(self, out: FilePath | None, ledger: Path) -> Path | None:
        """The bureau's folder in `out`; in it one for each ledger if there are several, named as it lies."""
        if out is None:
            return None
        own = Path(out) / (self.name or self.folder.resolve().name)
        return own if len(self.ledgers) == 1 else own / ledger.relative_to(self.folder).parent

    def _carried_on(self) -> set[Path]:
        carried = (
            carried_folder(folder, line)
            for folder in ledger_folders(self.folder)
            for line in Ledger(folder).read()
            if line.event == Event.CARRIED
        )
        return {folder.resolve() for folder in carried if folder is not None}


class Province:
    """The bureaus whose folders lie in one folder, by name."""

    def __init__(self, root: FilePath) -> None:
        """Looks for them; nothing is read but names and plans.

        Args:
            root: the folder.

        Raises:
            UnreadableArchive: no folder in it holds a plan or a ledger.
            FileTrouble: it cannot be read.
        """
        self.root = Path(root)
        with trouble_at(self.root):
            below = sorted(
                one for one in self.root.iterdir() if one.is_dir() and not one.name.startswith(".")
            )
        self.bureaus = tuple(Bureau.at(one) for one in below if find_plans(one) or ledger_folders(one))
        if not self.bureaus:
            raise UnreadableArchive(error("province-empty", Place(file=str(root))))

    def check(self, *, now: datetime | None = None) -> JointReport[CheckReport]:
        """`Bureau.check` of all.

        Args:
            now: see `check`.
        """
        return _merged(bureau.check(now=now) for bureau in self.bureaus)

    def forecast(self, *, trials: int | None = None, now: datetime | None = None) -> JointReport[YearReport]:
        """`Bureau.forecast` of all.

        Args:
            trials: see `year`.
            now: see `year`.
        """
        return _merged(bureau.forecast(trials=trials, now=now) for bureau in self.bureaus)

    def due(self, *, on: date | str | None = None, now: datetime | None = None) -> JointReport[DueReport]:
        """`Bureau.due` of all.

        Args:
            on: see `due`.
            now: see `due`.
        """
        return _merged(bureau.due(on=on, now=now) for bureau in self.bureaus)

    def month(
        self, month: str, *, out: FilePath | None = None, now: datetime | None = None
    ) -> JointReport[MonthlyReport]:
        """`Bureau.month` of all; `month_totals` adds them up.

        Args:
            month: see `report_month`.
            out: a folder, in which each bureau gets one of its own; by default 报告 beside its plans.
            now: see `report_month`.
        """
        return _merged(bureau.month(month, out=out, now=now) for bureau in self.bureaus)

    def year(
        self, year: int | str, *, out: FilePath | None = None, now: datetime | None = None
    ) -> JointReport[YearlyEvaluation]:
        """`Bureau.year` of all; `year_totals` adds them up.

        Args:
            year: see `report_year`.
            out: see `month`.
            now: see `report_year`.
        """
        return _merged(bureau.year(year, out=out, now=now) for bureau in self.bureaus)


def month_totals(joint: JointReport[MonthlyReport]) -> Counts:
    """The numbers of a month over all bureaus: each the sum, an object of two bureaus counts in both.

    Args:
        joint: of `Bureau.month` or `Province.month`.
    """
    counts = [one.report.figures.now for one in joint.reports]
    return Counts(**{name.name: sum(getattr(one, name.name) for one in counts) for name in fields(Counts)})


def year_totals(joint: JointReport[YearlyEvaluation]) -> dict[str, Share]:
    """The key figures of a year over all bureaus by their names: the parts added up, and the wholes.

    Args:
        joint: of `Bureau.year` or `Province.year`.
    """
    shares: dict[str, list[Share]] = {}
    for one in joint.reports:
        for name, share, _ in key_figures(one.report.figures):
            shares.setdefault(name, []).append(share)
    return {name: reduce(add, own) for name, own in shares.items()}


def _plans(bureau: Bureau) -> Sequence[Path]:
    return bureau.plans


def _ledgers(bureau: Bureau) -> Sequence[Path]:
    return bureau.ledgers


def _joint(
    bureau: Bureau,
    places: Callable[[Bureau], Sequence[Path]],
    job: Callable[[Path], Report],
    findings_of: Callable[[Report], Iterable[Finding]],
) -> JointReport[Report]:
    """A job at each of some places; one that refuses tells why, and the others go on."""
    name = bureau.name or bureau.folder.resolve().name
    reports: list[BureauReport[Report]] = []
    findings: list[BureauFinding] = []

    def tell(path: Path, told: Iterable[Finding]) -> None:
        findings.extend(BureauFinding(bureau=name, path=path, finding=one) for one in told)

    try:
        found = places(bureau)
    except SsjError as problem:
        tell(bureau.folder, problem.findings)
        found = ()
    for path in found:
        try:
            report = job(path)
        except SsjError as problem:
            tell(path, problem.findings)
            continue
        reports.append(BureauReport(bureau=name, path=path, report=report))
        tell(path, findings_of(report))
    return JointReport(reports=tuple(reports), findings=tuple(findings))


def _merged(parts: Iterable[JointReport[Report]]) -> JointReport[Report]:
    every = list(parts)
    return JointReport(
        reports=tuple(one for part in every for one in part.reports),
        findings=tuple(one for part in every for one in part.findings),
    )
