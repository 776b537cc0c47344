"""A provincial platform beside the archive: what is entered there, its list held against ours, its draw here.

Source: XT-10 (平台之外无抽查), LZ-4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.documents.registries.platform_sheets import INSPECTORS, OBJECTS, TEAMS, entry_sheets
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.archive import SEALED, safe_name
from shuangsuiji.files.disk import read_bytes, replace_file
from shuangsuiji.files.plan_files import PlanSource, plan_files
from shuangsuiji.workflows.draw import DrawReport, draw_on_record
from shuangsuiji.workflows.environment import Entropy, FilePath, random_bytes, time_of
from shuangsuiji.workflows.load import load_file
from shuangsuiji.workflows.platforms.platform_lists import (
    SECTIONS,
    PlatformList,
    PlatformLists,
    read_listing,
    read_mapping,
)
from shuangsuiji.workflows.record_keeping import Circumstances
from shuangsuiji.workflows.seed_of_draw import SeedAsked
from shuangsuiji.workflows.standing_draws import read_standing

ENTRY_SHEETS = "平台录入表.xlsx"
_USUAL = dict(zip(SECTIONS, (OBJECTS, INSPECTORS, TEAMS), strict=False))


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """Where the entry sheets lie, and how many rows each has."""

    path: Path
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDifference:
    """One object that both lists have, with other people."""

    name: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlatformComparison:
    """A platform's list against the visits of an archive as they stand.

    Attributes:
        missing: names that we visit and the platform does not list.
        extra: names that the platform lists and we do not visit; those outside the registry as written.
        teams: objects with other people; empty where the platform lists none.
        same: how many objects both have.
    """

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    teams: tuple[TeamDifference, ...]
    same: int
    staffed: bool
    findings: Sequence[Finding]

    @property
    def agrees(self) -> bool:
        """Whether the two lists say the same."""
        return not (self.missing or self.extra or self.teams)


def platform_export(
    place: FilePath, *, mapping: FilePath | None = None, now: datetime | None = None
) -> ExportReport:
    """Entry sheets of a plan (objects, inspectors) or of an archive (objects drawn, teams).

    The workbook is written beside the plan, or into 文书 of the archive, in place of an older one.

    Args:
        place: a plan file, or the folder of an archive.
        mapping: headings of the platform, see `platform_lists`.
        now: the day against which registries may be stale, and the date of the workbook.

    Raises:
        BadInput: plan, registries, archive or mapping have errors.
        FileTrouble: something cannot be read or written.
    """
    path, time = Path(place), time_of(now)
    headings = Path(mapping) if mapping is not None else None
    given = read_mapping(read_bytes(headings), headings.name) if headings else {}
    if (path / SEALED).is_dir():
        rows, target = _of_archive(path), path / "文书" / ENTRY_SHEETS
        target.parent.mkdir(exist_ok=True)
    else:
        rows, number = _of_plan(path, time)
        target = path.parent / f"{safe_name(number)}-{ENTRY_SHEETS}"
    sheets = {name: (given.get(name) or _USUAL[name], own) for name, own in rows.items()}
    replace_file(target, entry_sheets(sheets, time.astimezone(UTC).replace(tzinfo=None, microsecond=0)))
    return ExportReport(path=target, rows={name: len(own) for name, own in rows.items()})


Rows = list[dict[str, str]]


def _of_plan(path: Path, now: datetime) -> tuple[dict[str, Rows], str]:
    loaded = load_file(plan_files(path), beijing_day(now))
    registries = loaded.registries
    rows = {"检查对象": _rows(registries.objects.table), "检查人员": _rows(registries.inspectors.table)}
    return rows, loaded.plan.number


def _rows(table: Table) -> Rows:
    names = list(table.columns)
    return [{name: table.columns[name][row] for name in names} for row in range(len(table))]


def _of_archive(folder: Path) -> dict[str, Rows]:
    dossier = read_standing(folder).dossier
    visits = dossier.draw["visits"]
    numbers = list(dict.fromkeys(visit["number"] for visit in visits))
    objects = [{column: _cell(dossier, number, column) for column in OBJECTS} for number in numbers]
    return {"检查对象": objects, "检查组": _teams(dossier)}


def _cell(dossier: Dossier, number: int, column: str) -> str:
    return dossier.object_cell(number, column)


def _teams(dossier: Dossier) -> Rows:
    """One row a visit and task; a visit of no task (必查) has one row under its rules."""
    plan, rows = dossier.pool.plan, []
    numbers = {task.number: task.platform_task_number or task.number or "" for task in plan.tasks}
    for visit in dossier.draw["visits"]:
        people = [dossier.person_of[member["person"]] for member in visit["team"]]
        leader = dossier.person_of[visit["leader"]].name if visit["leader"] else ""
        for task in visit["tasks"] or [""]:
            rows.append(
                {
                    "平台任务编号": numbers.get(task, ""),
                    "任务名称": dossier.task_name(task) if task else "、".join(visit["rules"]),
                    "统一社会信用代码": _cell(dossier, visit["number"], "统一社会信用代码"),
                    "定点编码": _cell(dossier, visit["number"], "定点编码"),
                    "名称": visit["name"],
                    "组长": leader,
                    "检查人员": "、".join(person.name for person in people),
                    "执法证号": "、".join(person.certificate for person in people if person.certificate),
                    "开始日期": f"{dossier.pool.batch.start}-01",
                    "结束日期": dossier.pool.batch.last_day,
                }
            )
    return rows


def platform_compare(
    archive: FilePath, lists: Sequence[FilePath], *, mapping: FilePath | None = None
) -> PlatformComparison:
    """A platform's exported lists against an archive, substitutions included.

    Args:
        archive: its folder.
        lists: the files that the platform gives.
        mapping: headings of the platform, see `platform_lists`.

    Raises:
        BadInput: the archive does not stand or hold, or a list cannot be read.
        FileTrouble: something cannot be read.
    """
    dossier = read_standing(Path(archive)).dossier
    pool = dossier.pool
    listing = read_listing(_given(lists, [""] * len(lists), mapping), pool)
    ours: dict[int, set[str]] = {}
    for visit in dossier.draw["visits"]:
        ours.setdefault(visit["number"], set()).update(member["person"] for member in visit["team"])
    theirs = {one.number: set(one.people) for one in listing.objects}
    both = [number for number in ours if number in theirs]

    def names(people: set[str]) -> tuple[str, ...]:
        return tuple(sorted(dossier.person_of[person].name for person in people))

    return PlatformComparison(
        missing=tuple(pool.name(number) for number in ours if number not in theirs),
        extra=(
            *(pool.name(number) for number in theirs if number not in ours),
            *(text for _, text in listing.unknown),
        ),
        teams=tuple(
            TeamDifference(name=pool.name(number), ours=names(ours[number]), theirs=names(theirs[number]))
            for number in both
            if listing.staffed and ours[number] != theirs[number]
        ),
        same=len(both),
        staffed=listing.staffed,
        findings=listing.findings,
    )


def _given(lists: Sequence[FilePath], numbers: Sequence[str], mapping: FilePath | None) -> PlatformLists:
    return PlatformLists(
        lists=tuple(
            PlatformList(name=path.name, data=read_bytes(path), number=norm(number))
            for path, number in zip(map(Path, lists), numbers, strict=True)
        ),
        mapping=read_bytes(Path(mapping)) if mapping is not None else b"",
    )


def platform_import(
    plan: PlanSource,
    lists: Sequence[FilePath],
    *,
    numbers: Sequence[str],
    mapping: FilePath | None = None,
    batch: str | None = None,
    seed: str | None = None,
    reason: str = "",
    operator: str = "",
    witnesses: Sequence[str] = (),
    recordings: Sequence[str] = (),
    now: datetime | None = None,
    entropy: Entropy | None = None,
) -> DrawReport:
    """Puts a draw that a platform made on record, as the draw of a batch.

    Args:
        plan: the plan file, or the plan as values.
        lists: the platform's exported lists.
        numbers: the platform's task number of each list; one alone is for all.
        mapping: headings of the platform, see `platform_lists`.
        batch: by default the only batch, or the first not yet drawn.
        seed: for teams that the lists do not name, and for substitutions; by default the system's bits.
        reason: why a batch is drawn again, the source it was sealed with is left, or the clock is behind the
            ledger; compulsory then.
        operator: who puts it on record.
        witnesses: who looks on.
        recordings: numbers of sound and video recordings.
        now: the time to record; see `environment.time_of`.
        entropy: gives random bytes; by default the system's.

    Raises:
        BadUsage: no number is given, or the batch was drawn without a reason to draw again.
        BadInput: plan, registries or lists have errors, or the teams cannot be filled.
        FileTrouble: something cannot be read or written.
    """
    given = [norm(number) for number in numbers if norm(number)]
    if len(given) == 1:
        given *= len(lists)
    if not lists or len(given) != len(lists):
        raise BadUsage(error("platform-needs-number"))
    circumstances = Circumstances.of(
        now, reason=reason, operator=operator, witnesses=witnesses, recordings=recordings
    )
    asked = SeedAsked(seed=seed, reason=circumstances.reason, entropy=random_bytes(entropy))
    platform = _given(lists, given, mapping)
    return draw_on_record(plan_files(plan), batch, circumstances, asked, platform=platform)
