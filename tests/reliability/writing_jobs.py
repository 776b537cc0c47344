"""Every command that writes: where it starts from, and what has to be true afterwards.

Word papers are left out but for two small files: they take the time, and are bytes like others.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from disk_trace import Disk, Killed, Step, traced

import shuangsuiji
from bureau import NOW, bureau, objects, write_csv
from filling import CLEAN, JOINT_ONLY, LATER, YB, fill, sheet_of
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.steps import steps_of
from shuangsuiji.errors import SsjError
from shuangsuiji.files.disk import TEMPORARY
from shuangsuiji.workflows.auditing.audit import audit

SOON = NOW + timedelta(hours=1)
FRESH = JOINT_ONLY + "种子: {递补: 新种子}\n"
SIZE = 12


def entropy(size: int) -> bytes:
    """The same each time, so that a job repeats step by step."""
    return bytes(range(size))


_TURNS = itertools.count()


def later() -> datetime:
    """Another second each time: what bears the time of its making is found done all the same."""
    return LATER + timedelta(seconds=next(_TURNS))


def archive_in(home: Path) -> Path:
    """The archive of the first batch."""
    return next((home / "draws").glob("试医保2024001-上半年-第*次"))


@dataclass(frozen=True)
class Job:
    """A command.

    Attributes:
        start: which of `STARTS` it begins from.
        run: the command, on a copy of that folder.
        done: codes of findings with which it refuses to be done twice.
    """

    start: str
    run: Callable[[Path], object]
    done: tuple[str, ...] = ()


def _bureau(home: Path) -> None:
    bureau(home, plan=JOINT_ONLY, size=SIZE, secret=None)


def _drawn(home: Path) -> None:
    plan = bureau(home, plan=JOINT_ONLY, size=SIZE)
    archive = shuangsuiji.draw(plan, seed="甲", now=NOW).archive
    fill(sheet_of(archive), {(1, YB): CLEAN}, to=home / "填好.xlsx")
    rows = objects(SIZE)
    for row in rows[1:]:
        row[7] = "0000-7654321"
    (home / "更正后").mkdir()
    write_csv(home / "更正后" / "检查对象.csv", rows)


def _fresh(home: Path) -> None:
    shuangsuiji.draw(bureau(home, plan=FRESH, size=SIZE), seed="甲", now=NOW)


def _requested(home: Path) -> None:
    _fresh(home)
    shuangsuiji.substitute(archive_in(home), inspectors=["人员YB3"], reason="生病", now=NOW)


def _frozen(home: Path) -> None:
    shuangsuiji.freeze(bureau(home, plan=JOINT_ONLY, size=SIZE), now=NOW)


def _lost(home: Path) -> None:
    _drawn(home)
    (home / "draws" / "密签.txt").unlink()


def _begun(home: Path) -> None:
    """A draw that was killed behind its line 开始."""
    plan = bureau(home, plan=JOINT_ONLY, size=SIZE)

    class Gone(BaseException):
        pass

    def gone(*_: object, **__: object) -> None:
        raise Gone

    with patch("shuangsuiji.workflows.draw.papers", gone):
        try:
            shuangsuiji.draw(plan, seed="甲", now=NOW)
        except Gone:
            return
    raise AssertionError("the draw was not cut off")


def _cut(home: Path) -> None:
    """Results whose folder is in its place, and whose line is missing."""
    _drawn(home)

    class Cut(Disk):
        def before(self, step: Step) -> bool:
            self.dead |= any(one.other.endswith("结果-001") for one in self.steps)
            return super().before(step)

    with traced(Cut(home)):
        try:
            shuangsuiji.results(archive_in(home), home / "填好.xlsx", now=LATER)
        except Killed:
            return
    raise AssertionError("nothing was cut off")


STARTS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda home: home.mkdir(parents=True),
    "bureau": _bureau,
    "drawn": _drawn,
    "last year": lambda home: _drawn(home / "上年"),  # the name of its folder is written down
    "fresh": _fresh,
    "requested": _requested,
    "frozen": _frozen,
    "lost": _lost,
    "begun": _begun,
    "cut": _cut,
}

JOBS: dict[str, Job] = {
    "init": Job("nothing", lambda home: shuangsuiji.init(home / "新建")),
    "next-year": Job(
        "last year",
        lambda home: shuangsuiji.next_year(home / "上年" / "下一年", home / "上年", now=later()),
    ),
    "compare": Job(
        "drawn",
        lambda home: shuangsuiji.registry_diff(
            home / "检查对象.csv", home / "更正后" / "检查对象.csv", workbook=home / "差异.xlsx", now=later()
        ),
    ),
    "registry": Job("nothing", lambda home: shuangsuiji.registry_template("检查对象", home / "空表.xlsx")),
    "freeze": Job(
        "bureau",
        lambda home: shuangsuiji.freeze(home / "plan.yaml", reason="再封", now=NOW, entropy=entropy),
    ),
    "draw": Job(
        "bureau",
        lambda home: shuangsuiji.draw(
            home / "plan.yaml", batch="上半年", seed="甲", now=NOW, entropy=entropy
        ),
        ("redraw-needs-reason",),
    ),
    "draw-system": Job(
        "bureau",
        lambda home: shuangsuiji.draw(home / "plan.yaml", batch="上半年", now=NOW),
        ("redraw-needs-reason",),
    ),
    "draw-frozen": Job(
        "frozen",
        lambda home: shuangsuiji.draw(home / "plan.yaml", batch="上半年", seed="甲", now=SOON),
        ("redraw-needs-reason",),
    ),
    "draw-resumed": Job(
        "begun",
        lambda home: shuangsuiji.draw(home / "plan.yaml", batch="上半年", seed="甲", now=SOON),
        ("redraw-needs-reason",),
    ),
    "rehearsal": Job("bureau", lambda home: shuangsuiji.draw(home / "plan.yaml", rehearsal=True, now=NOW)),
    "substitute": Job(
        "drawn",
        lambda home: shuangsuiji.substitute(
            archive_in(home), inspectors=["人员YB3"], reason="生病", now=SOON
        ),
        ("substitute-already", "substitute-sent-already", "substitute-nothing"),
    ),
    "specialist": Job(
        "drawn",
        lambda home: shuangsuiji.substitute(
            archive_in(home), specialists=["专业甲"], visits=_first(home), reason="部门选派", now=SOON
        ),
        ("substitute-already", "substitute-sent-already", "substitute-nothing"),
    ),
    "request": Job(
        "fresh",
        lambda home: shuangsuiji.substitute(
            archive_in(home), inspectors=["人员YB3"], reason="生病", now=SOON
        ),
        ("substitute-request-already",),
    ),
    "serve": Job(
        "requested",
        lambda home: shuangsuiji.substitute(archive_in(home), seed="乙", now=SOON),
        ("substitute-served-already",),
    ),
    "serve-system": Job(
        "requested",
        lambda home: shuangsuiji.substitute(archive_in(home), now=SOON),
        ("substitute-no-request",),
    ),
    "withdraw": Job(
        "requested",
        lambda home: shuangsuiji.substitute(archive_in(home), withdraw=True, reason="写错了人", now=SOON),
        ("substitute-withdrawn-already",),
    ),
    "results": Job(
        "drawn", lambda home: shuangsuiji.results(archive_in(home), home / "填好.xlsx", now=LATER)
    ),
    "correct": Job(
        "drawn",
        lambda home: shuangsuiji.correct(
            archive_in(home), home / "更正后" / "检查对象.csv", reason="登记有误", now=LATER
        ),
        ("correct-already",),
    ),
    "cancel": Job(
        "drawn",
        lambda home: shuangsuiji.cancel(archive_in(home), reason="名录库有误", now=LATER),
        ("cancel-already",),
    ),
    "publish": Job("drawn", lambda home: shuangsuiji.publish(archive_in(home), embargo_over=True, now=LATER)),
    "draft": Job(
        "drawn",
        lambda home: shuangsuiji.publish_draft(archive_in(home), "名单", embargo_over=True, now=LATER),
    ),
    "new-secret": Job(
        "lost",
        lambda home: shuangsuiji.new_secret(home, reason="电脑损坏", now=SOON, entropy=entropy),
        ("secret-there",),
    ),
    "export": Job("drawn", lambda home: shuangsuiji.export([home / "draws"], to_csv=home / "表")),
    "export-sqlite": Job(
        "drawn", lambda home: shuangsuiji.export([home / "draws"], to_sqlite=home / "表.sqlite")
    ),
    "templates": Job("bureau", lambda home: shuangsuiji.export_templates(home / "模板")),
    "repair": Job("cut", lambda home: shuangsuiji.repair(home, now=LATER)),
}


def _first(home: Path) -> list[str]:
    draw = shuangsuiji.results(archive_in(home)).draw
    return [draw.inspections[0].visit["id"]]


_OF_STEPS = tuple(f"{module}.papers_of_step" for module in ("substitute", "correction", "cancel"))


@contextmanager
def light_papers() -> Iterator[None]:
    """Two small papers in place of all, one of which tells how much has happened."""

    def few(dossier: Dossier, *_: object, **__: object) -> dict[str, bytes]:
        return {"抽查结果.txt": str(len(steps_of(dossier))).encode(), "检查组文书/01.txt": b"2"}

    with ExitStack() as stack:
        for name in ("draw.papers", "current_papers.papers", *_OF_STEPS):
            stack.enter_context(patch(f"shuangsuiji.workflows.{name}", few))
        yield


def again(job: Job, home: Path) -> object:
    """The job once more, which succeeds or finds that it was done."""
    try:
        return job.run(home)
    except SsjError as problem:
        codes = {finding.code for finding in problem.findings}
        assert codes & {"ledger-just-ended", *job.done}, (codes, str(problem))
        return None


def sound(home: Path) -> None:
    """Nothing half-written, every archive holds, and the ledger with all of them."""
    left = [path for path in home.rglob("*") if path.name.startswith(TEMPORARY)]
    assert not left, left
    draws = home / "draws"
    if not (draws / "台账.jsonl").exists():
        return
    report = shuangsuiji.ledger(home, verify=True)
    assert report.passed, [(one.code, dict(one.values)) for one in report.findings]
    for archive in draws.glob("试医保*"):
        found = audit(archive)
        assert found.passed, [step for step in found.steps if step.verdict.value == "failed"]


def copied(start: Path, home: Path) -> Path:
    """A copy to work on."""
    shutil.copytree(start, home)
    return home
