"""The working folder of the next year, from that of the year before (`ssj init NEW --from OLD`).

1. Every plan of the old folder is read, its registries with it; what cannot be read stops the work.
2. What its standing draws assigned becomes a history workbook, so that 上次检查 and 多年 rules go on.
3. The plan moves on by a year: numbers, names, months; 文号, 印发日期 and the seed's source are left blank.
4. The new ledger begins with a line 承接 that names the last line of the old one.

Nothing in the old folder is changed. `ssj ledger verify NEW` holds the line 承接 against the old ledger where
that lies beside the new folder. Source: LZ-4, LZ-5, WG-7 (上次检查), LAW-5.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import Json, norm
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.plans.parts import Path as Keys
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.ledger import Event, head, line_bytes, next_line, standing_draws
from shuangsuiji.documents.planning.history_workbook import HistoryRow, history_workbook
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import safe_name
from shuangsuiji.files.disk import clear_unfinished, make_folder, read_bytes, trouble_at, write_folder
from shuangsuiji.files.ledger import LEDGER, Ledger
from shuangsuiji.files.yaml_edit import (
    a_year_later,
    edited,
    flow_list,
    looks_like_plan,
    quoted,
    scalars,
    with_entry,
)
from shuangsuiji.files.yaml_plan import MAX_BYTES, read_plan
from shuangsuiji.workflows.check import DRAWS
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.init import is_preset
from shuangsuiji.workflows.load import own_templates
from shuangsuiji.workflows.standing_draws import StandingDraw, read_draw

GUIDE = """{year}年度工作目录，由“{old}”结转

1. 打开计划文件，补填文号、印发日期和种子来源，核对批次月份、比例和平台任务编号。
2. 更新名录库（至少每季度一次）。
3. 检查计划和名录库：      ssj check {plan}
4. 看全年安排：            ssj year {plan} --xlsx

上一年的检查已写入“历年检查”，由计划的“历史”读取；新台账第一行记有上一年台账的末行摘要。
上一年的文件夹请原样保存，那里的档案和台账仍是上一年抽取的依据。
"""


@dataclass(frozen=True, kw_only=True)
class NextYear:
    """The new folder: its plans, every file by its path, and what is left to be filled in."""

    folder: Path
    plans: tuple[Path, ...]
    files: tuple[str, ...]
    findings: Sequence[Finding]


def next_year(folder: FilePath, old: FilePath, *, now: datetime | None = None) -> NextYear:
    """Makes the working folder of the next year from that of the year before.

    Args:
        folder: the new folder; an empty one is used.
        old: the folder of the year before, with its plans, registries and draws.
        now: the time that the first line of the new ledger records; see `environment.time_of`.

    Raises:
        BadInput: there is no plan, a plan or an archive has errors, or a registry lies outside the folder.
        FileTrouble: the new folder is there already, or something cannot be read or written.
    """
    target, source, time = Path(folder), Path(old), time_of(now)
    clear_unfinished(target.parent)
    new, root = target.resolve(), source.resolve()
    inside = new != root and new.is_relative_to(root)
    beside = root.parent / new.name
    plans = [
        path
        for path in sorted((*source.rglob("*.yaml"), *source.rglob("*.yml")))
        if DRAWS not in path.relative_to(source).parts
        and not (inside and path.resolve().is_relative_to(new))
        and _may_be_plan(path)
    ]
    if not plans:
        raise BadInput(error("next-year-no-plan", Place(file=str(source))))
    files: dict[str, bytes] = {}
    findings = [warning("next-year-inside", folder=str(folder), beside=str(beside))] if inside else []
    samples = {path for path in plans if is_preset(path, read_plan(read_bytes(path), path.name).plan)}
    if len(samples) < len(plans):  # somebody who only tries a sample may see it move on
        plans = [path for path in plans if path not in samples]
        places = (Place(file=path.relative_to(source).as_posix()) for path in sorted(samples))
        findings += [note("next-year-sample", place) for place in places]
    time = _time_of_the_last_try(target / path.relative_to(source) for path in plans) or time
    for path in plans:
        move = _Move(source.resolve(), path.resolve(), time)
        files |= move.files()
        findings += move.findings
    first = plans[0].relative_to(source)
    year = read_plan(files[first.as_posix()], first.name).plan.year
    guide = GUIDE.format(year=year, old=source.resolve().name, plan=first.as_posix())
    files["说明.txt"] = guide.encode("utf-8-sig")
    make_folder(target.parent)
    write_folder(target, files)
    return NextYear(
        folder=target,
        plans=tuple(target / path.relative_to(source) for path in plans),
        files=tuple(sorted(files)),
        findings=findings,
    )


def _may_be_plan(path: Path) -> bool:
    """Whether a file is meant for a plan; what is larger than any plan is not even read."""
    with trouble_at(path):
        small = path.is_file() and path.stat().st_size <= MAX_BYTES
    return small and looks_like_plan(read_bytes(path))


def _time_of_the_last_try(plans: Iterable[Path]) -> datetime | None:
    """When the ledger beside one of the new plans was begun, if one is there.

    A command that was cut off behind its work finds it done only if it writes the same time.
    """
    for path in plans:
        with contextlib.suppress(BadInput):
            for line in Ledger(path.parent / DRAWS).read()[:1]:
                return recorded_time(line.text("time"))
    return None


class _Move:
    """One plan on its way into the next year."""

    def __init__(self, root: Path, path: Path, now: datetime) -> None:
        self.root, self.path, self.now = root, path, now
        data = read_bytes(path)
        self.plan: Plan = read_plan(data, path.name).plan
        try:
            self.text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.text = data.decode("gb18030")
        self.findings: list[Finding] = []
        self.place = path.relative_to(root).as_posix()

    def files(self) -> dict[str, bytes]:
        """Every file of the new folder that comes of this plan."""
        files = self._registries()
        ledger = Ledger(self.path.parent / DRAWS)
        lines = ledger.read()
        text = self._moved()
        own = [line for line in standing_draws(lines) if norm(line.text("plan")) == norm(self.plan.number)]
        missing = len(self.plan.batches) - len(own)
        if missing:
            self.findings.append(warning("next-year-not-drawn", Place(file=self.place), count=missing))
        draws = [read_draw(ledger.folder, line, lines) for line in own]
        corrected = sum(len(draw.dossier.corrections) for draw in draws)
        if corrected:
            self.findings.append(warning("next-year-corrected", Place(file=self.place), count=corrected))
        if draws:
            name, text = self._with_history(text)
            files[name] = self._history(draws)
        if lines:
            folder = ledger.folder.relative_to(self.root).as_posix()
            carried: dict[str, Json] = {
                "head": head(lines),
                "lines": len(lines),
                "folder": self.root.name,
                "draws": folder,
                "time": self.now.isoformat(timespec="seconds"),
            }
            first = next_line([], Event.CARRIED, carried, "")
            files[f"{folder}/{LEDGER}"] = line_bytes(first.data) + b"\n"
        data = text.encode("utf-8")
        read_plan(data, self.path.name)  # what was moved on is a plan again, or nothing is written
        return {**files, self.place: data}

    def _registries(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        registries = self.plan.registries
        for name in type(registries).model_fields if registries else ():
            for source in getattr(registries, name) or ():
                path = (self.path.parent / source.file.replace("\\", "/")).resolve()
                if not path.is_relative_to(self.root):
                    raise BadInput(error("next-year-outside", Place(file=self.place), path=source.file))
                files[path.relative_to(self.root).as_posix()] = read_bytes(path)
        templates, _ = own_templates(self.path, self.plan)
        for name, data in templates.items():
            path = (self.path.parent / name).resolve()
            if path.is_relative_to(self.root):
                files[path.relative_to(self.root).as_posix()] = data
        return files

    def _moved(self) -> str:
        """The plan's text, a year on."""
        values = scalars(self.text)
        changes: dict[Keys, str] = {("year",): str(self.plan.year + 1)}
        for path, value in values.items():
            if _moves(path):
                moved = a_year_later(value, self.plan.year, self.plan.year + 1)
                if moved != value:
                    changes[path] = moved
            elif _is_blanked(path, value):
                changes[path] = ""
        if ("number",) not in changes:
            self.findings.append(
                warning("next-year-same-number", Place(file=self.place), name=self.plan.number)
            )
        blank = [title for key, title in _BLANKED.items() if changes.get(key) == ""]
        seeds = [_seed_number(key) for key, value in changes.items() if key[0] == "seed" and not value]
        blank += dict.fromkeys(title for title in seeds if title)
        self.findings.append(
            warning("next-year-fill-in", Place(file=self.place), keys="、".join([*blank, "批次月份"]))
        )
        return edited(self.text, changes)

    def _with_history(self, text: str) -> tuple[str, str]:
        """The path of the history workbook in the new folder, and the plan that names it."""
        registries = self.plan.registries
        assert registries is not None, "a plan without registries cannot have been drawn"
        beside, _, _ = registries.objects[0].file.replace("\\", "/").rpartition("/")
        name = f"历年检查-{safe_name(self.plan.number)}.xlsx"
        relative = f"{beside}/{name}" if beside else name
        full = (self.path.parent / relative).resolve().relative_to(self.root).as_posix()
        present = flow_list(text, ("registries", "history"))
        if present:
            listed = ", ".join([*present, quoted(relative)])
            return full, edited(text, {("registries", "history"): f"[{listed}]"})
        added = None
        if registries.history is None:
            added = with_entry(text, ("registries",), "历史", quoted(relative))
        if added is None:
            self.findings.append(warning("next-year-history", Place(file=self.place), name=relative))
        return full, added or text

    def _history(self, draws: Sequence[StandingDraw]) -> bytes:
        rows = [row for draw in draws for row in _rows(draw)]
        created = self.now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        return history_workbook(rows, year=self.plan.year, plan=self.plan.number, created=created)


_BLANKED: Mapping[Keys, str] = {
    ("document_number",): "文号",
    ("issued",): "印发日期",
    ("seed", "source"): "种子来源",
}
_SEED_NUMBERS = {"issue": "种子期号", "round": "种子轮次"}


def _is_blanked(path: Keys, value: str) -> bool:
    """What belongs to one year alone; a free source of the seed only if it names certain issues."""
    if path[0] == "seed" and _seed_number(path):
        return True
    if path == ("seed", "source"):
        return re.search("[0-9]", value) is not None
    return path in _BLANKED or _fields(path) == ("tasks", "platform_task_number")


def _seed_number(path: Keys) -> str:
    """The title of an issue or a round, for the whole plan or for one batch; blank for all else."""
    return next((title for key, title in _SEED_NUMBERS.items() if key in path[-2:]), "")


def _moves(path: Keys) -> bool:
    """Names, numbers and months that carry the year."""
    return _fields(path) in {
        ("number",),
        ("name",),
        ("batches", "name"),
        ("batches", "start"),
        ("batches", "end"),
        ("tasks", "number"),
        ("tasks", "name"),
        ("tasks", "batches"),
        ("tasks", "deadline"),
        ("team", "tasks"),
    }


def _fields(path: Keys) -> tuple[str, ...]:
    """A path without the indices of lists."""
    return tuple(part for part in path if isinstance(part, str))


def _rows(draw: StandingDraw) -> list[HistoryRow]:
    """One row a visit: the day of inspection, or else the last day of the batch."""
    people = draw.dossier.person_of
    names = [norm(person.name) for person in people.values()]
    rows = []
    for inspection in draw.inspections:
        visit = inspection.visit
        team = [people[member["person"]] for member in visit["team"]]
        rows.append(
            HistoryRow(
                object_id=visit["id"],
                name=visit["name"],
                day=inspection.day or draw.line.text("until"),
                plan=draw.line.text("plan"),
                batch=draw.batch.name,
                reason=visit["reasons"][0],
                people=tuple(one.name if names.count(norm(one.name)) == 1 else one.id for one in team),
                remark="" if inspection.day else "没有录入结果，按批次最后一天",
            )
        )
    return rows
