"""Every command that writes, cut off at its steps: killed, refused by the disk, or after a power cut.

Afterwards the same command, another one or `ssj ledger repair` goes on as if nothing had been, and archives
and ledger hold. The short form takes the steps that decide and some of the others; `make soak` takes all.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from crash_states import states
from disk_trace import Disk, Killed, Step, traced
from writing_jobs import JOBS, LATER, STARTS, Job, again, archive_in, copied, light_papers, sound

import shuangsuiji
from shuangsuiji.documents.papers import papers
from shuangsuiji.errors import FileTrouble, SsjError
from shuangsuiji.files.disk import TEMPORARY
from shuangsuiji.workflows.auditing.audit import audit

FACTOR = int(os.environ.get("CRASH_FACTOR", "1"))
"""How many times as many steps the soak takes of each command; 0 takes all."""


@pytest.fixture(scope="module", autouse=True)
def _light() -> Iterator[None]:
    with light_papers():
        yield


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders that commands start from, made when first asked for."""
    base = tmp_path_factory.mktemp("starts")

    class Made(dict[str, Path]):
        def __missing__(self, name: str) -> Path:
            with_papers = name in ("drawn", "last year", "lost", "cut")
            home = base / name
            if with_papers:
                _with_papers(name, home)
            else:
                STARTS[name](home)
            self[name] = home
            return home

    return Made()


def _with_papers(name: str, home: Path) -> None:
    """A sheet of results is filled in, so that it has to be there."""

    with patch("shuangsuiji.workflows.draw.papers", papers):
        STARTS[name](home)


def recorded(job: Job, start: Path, home: Path) -> list[Step]:
    """The steps of a command that nothing befalls."""
    with traced(Disk(copied(start, home))) as disk:
        job.run(home)
    sound(home)
    shutil.rmtree(home)
    return disk.steps


def deciding(steps: list[Step]) -> list[int]:
    """The steps around which it is decided what counts: lines of the ledger, renames, the last flushes."""
    at = {0, len(steps) - 1}
    for number, step in enumerate(steps):
        if "台账" in step.path or "密签" in step.path or step.kind == "rename":
            at |= {number, number + 1}
    return sorted(number for number in at if number < len(steps))


def chosen(steps: list[Step], count: int, seed: int) -> list[int]:
    """So many steps, those that decide first; all of them for 0."""
    if not count:
        return list(range(len(steps)))
    choose = random.Random(seed)
    first = deciding(steps)
    others = [number for number in range(len(steps)) if number not in first]
    picked = choose.sample(first, min(count, len(first)))
    return sorted(picked + choose.sample(others, min(max(count - len(first), count // 4), len(others))))


def killed(job: Job, home: Path, at: int, *, torn: bool) -> None:
    with traced(Disk(home, at=at, torn=torn)), pytest.raises(Killed):
        job.run(home)


def gone_on(name: str, job: Job, home: Path, turn: int) -> None:
    """The next command: the same; or first another, or the repair, and then the same."""
    if (home / "draws" / "台账.jsonl").exists() and turn % 3:
        if turn % 3 == 1:
            shuangsuiji.repair(home, now=LATER if name in ("results", "correct", "publish") else None)
        else:
            shuangsuiji.draw(home / "plan.yaml", rehearsal=True)
    again(job, home)
    sound(home)


def kill_each(name: str, starts: dict[str, Path], tmp_path: Path, count: int) -> int:
    job = JOBS[name]
    start = starts[job.start]
    steps = recorded(job, start, tmp_path / "record")
    at = chosen(steps, count, len(steps))
    for turn, number in enumerate(at):
        home = copied(start, tmp_path / f"kill-{number}")
        killed(job, home, number, torn=bool(turn % 2))
        gone_on(name, job, home, turn)
        shutil.rmtree(home)
    return len(at)


def crash_each(name: str, starts: dict[str, Path], tmp_path: Path, count: int, of_each: int) -> int:
    job = JOBS[name]
    start = starts[job.start]
    steps = recorded(job, start, tmp_path / "record")
    tried = 0
    for number in chosen(steps, count, len(steps) + 1):
        for home in states(start, steps, number, tmp_path / "states", of_each):
            gone_on(name, job, home, tried)
            tried += 1
            shutil.rmtree(home)
    return tried


def refuse_each(name: str, starts: dict[str, Path], tmp_path: Path, count: int) -> int:
    job = JOBS[name]
    start = starts[job.start]
    steps = recorded(job, start, tmp_path / "record")
    at = chosen(steps, count, len(steps) + 2)
    numbers = (errno.ENOSPC, errno.EIO, errno.EACCES)
    for turn, number in enumerate(at):
        home = copied(start, tmp_path / f"refuse-{number}")
        disk = Disk(home, at=number, refuse=numbers[turn % 3], lasting=bool(turn % 2))
        with traced(disk):
            try:
                job.run(home)
            except FileTrouble as problem:
                assert problem.findings
        gone_on(name, job, home, turn)
        shutil.rmtree(home)
    return len(at)


@pytest.mark.parametrize("name", JOBS)
def test_killed(name: str, starts: dict[str, Path], tmp_path: Path) -> None:
    assert kill_each(name, starts, tmp_path, 1)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("results", "档案/结果-001"), ("correct", "次/更正-001"), ("substitute", "档案/递补-001")],
)
def test_what_is_cut_off_before_it_is_whole_leaves_nothing_in_the_archive(
    name: str, folder: str, starts: dict[str, Path], tmp_path: Path
) -> None:
    job = JOBS[name]
    start = starts[job.start]
    steps = recorded(job, start, tmp_path / "record")
    placed = next(number for number, step in enumerate(steps) if step.other.endswith(folder))
    home = copied(start, tmp_path / "home")
    killed(job, home, placed, torn=False)
    assert not list(archive_in(home).rglob(f"{TEMPORARY}*")) and audit(archive_in(home)).passed
    assert list((home / "draws").glob(f"{TEMPORARY}*"))  # which the next command clears away
    again(job, home)
    sound(home)


def test_the_next_draw_ends_what_was_cut_off(starts: dict[str, Path], tmp_path: Path) -> None:
    """A folder that waits for its line makes the archive differ from the ledger."""
    home = copied(starts["cut"], tmp_path / "home")
    shuangsuiji.draw(home / "plan.yaml", rehearsal=True)
    sound(home)
    assert [line.event for line in shuangsuiji.ledger(home).lines][-2:] == ["修复", "结果"]


@pytest.mark.parametrize("name", ["draw", "results"])
def test_power_cut(name: str, starts: dict[str, Path], tmp_path: Path) -> None:
    assert crash_each(name, starts, tmp_path, 1, 2)


@pytest.mark.parametrize("name", ["draw", "publish", "init"])
def test_refused_by_the_disk(name: str, starts: dict[str, Path], tmp_path: Path) -> None:
    assert refuse_each(name, starts, tmp_path, 1)


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize(("name", "target"), [("export-sqlite", "表.sqlite"), ("templates", "模板")])
def test_a_refusal_is_told_where_nothing_was_written(
    name: str, target: str, lasting: bool, starts: dict[str, Path], tmp_path: Path
) -> None:
    """A folder that cannot keep a new name, at once or for good."""
    job = JOBS[name]
    start = starts[job.start]
    steps = recorded(job, start, tmp_path / "record")
    for number in [number for number, step in enumerate(steps) if step.kind in ("fsync", "rename")][-3:]:
        home = copied(start, tmp_path / f"refuse-{number}")
        told = False
        with traced(Disk(home, at=number, refuse=errno.ENOSPC, lasting=lasting)):
            try:
                job.run(home)
            except FileTrouble:
                told = True
        assert told != (home / target).exists()


@pytest.mark.soak
@pytest.mark.parametrize("name", JOBS)
def test_every_command_at_many_steps(
    name: str, starts: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = 16 * FACTOR
    counts = {
        "kills": kill_each(name, starts, tmp_path / "a", many),
        "crash states": crash_each(name, starts, tmp_path / "b", many // 2, 3),
        "refusals": refuse_each(name, starts, tmp_path / "c", many),
    }
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {said}\n")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_place_that_cannot_flush_folders_does_not_end_a_draw(
    number: int, starts: dict[str, Path], tmp_path: Path
) -> None:
    home = copied(starts["bureau"], tmp_path / "home")

    class NoFlush(Disk):
        def before(self, step: Step) -> bool:
            if step.kind == "fsync" and (self.root / step.path).is_dir():
                raise OSError(number, os.strerror(number))
            self.steps.append(step)
            return False

    with traced(NoFlush(home)):
        JOBS["draw"].run(home)
    sound(home)


def test_what_refuses_for_good_is_told_and_loses_nothing(starts: dict[str, Path], tmp_path: Path) -> None:
    """A disk that is full from the first step on."""
    for name in ("draw", "new-secret"):
        job = JOBS[name]
        home = copied(starts[job.start], tmp_path / name)
        with traced(Disk(home, at=0, refuse=errno.ENOSPC, lasting=True)):
            try:
                job.run(home)
            except SsjError as problem:
                assert all(finding.code for finding in problem.findings)
        again(job, home)
        sound(home)
