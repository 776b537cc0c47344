"""Small files made to do harm: each is answered in Chinese within seconds, and nothing else happens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_inputs import PLANS, REGISTRIES

import shuangsuiji
from bureau import bureau
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import SsjError
from shuangsuiji.files import budget
from shuangsuiji.files.budget import reading, seconds_for

LONGEST = 10.0
"""Seconds of the processor for a file below a million bytes."""
SHORT = (
    "18 groups in a heading",
    "groups of all kinds",
    "16,000 headings near a known one",
    "blank columns",
    "blanks in a cell",
    "fill-in words",
    "a bracket full of examples",
    "only quotes",
    "blanks in uniqueCount",
    "20,000 comments before the rows",
    "comments that do not end",
    "3 million styles",
    "2,000 sheets in one part",
    "far apart",
    "entities",
    "billion laughs in the strings",
    "a bomb of 2 GB on paper",
    "tables in tables",
    "charset",
    "a value of 20,000 characters",
    "a value of 900,000 characters",
    "100,000 brackets with a syntax error",
    "groups: 999999999",
    "times a year: 999999999",
    "a range of a million digits",
    "1,000 registries",
    "a path to a device",
    "a path with NUL",
    "laughs",
    "documents",
    "NUL",
    "surrogates",
)


def answered(answer: Callable[[], object]) -> None:
    """Answered in time; a refusal is in Chinese and not about the program itself."""
    started = time.process_time()
    try:
        answer()
    except SsjError as refusal:
        assert str(refusal).endswith("。")
        assert max(map(len, str(refusal).splitlines())) < 100_000
    assert time.process_time() - started < LONGEST


def registry_answered(name: str, folder: Path) -> None:
    file = folder / "名录.csv"
    file.write_bytes(REGISTRIES[name]())
    answered(lambda: shuangsuiji.registry_check(file))


def plan_answered(name: str, folder: Path) -> None:
    plan = bureau(folder)
    plan.write_bytes(PLANS[name]())
    answered(lambda: shuangsuiji.check(plan))


def marked(names: dict[str, Callable[[], bytes]]) -> list[object]:
    return [name if name in SHORT else pytest.param(name, marks=pytest.mark.soak) for name in names]


@pytest.mark.parametrize("name", marked(REGISTRIES))
def test_a_hostile_registry_is_answered(name: str, tmp_path: Path) -> None:
    registry_answered(name, tmp_path)


@pytest.mark.parametrize("name", marked(PLANS))
def test_a_hostile_plan_is_answered(name: str, tmp_path: Path) -> None:
    plan_answered(name, tmp_path)


def test_many_findings_are_shown_in_time(tmp_path: Path) -> None:
    file = tmp_path / "名录.csv"
    file.write_bytes(REGISTRIES["codes equal"]())
    started = time.process_time()
    ran = ssj("registry", "check", file)
    assert ran.returncode == 1
    assert time.process_time() - started < LONGEST


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
@pytest.mark.parametrize("command", [("registry", "check"), ("check",), ("draw",)])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_is_not_opened(command: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    ran = ssj(*command, path)
    assert ran.returncode == 3
    assert "不是普通文件" in ran.stderr


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "录像.csv"
    with path.open("wb") as file:
        file.truncate(6 << 30)  # a file with a hole takes no room
    ran = ssj("registry", "check", path)
    assert ran.returncode == 1
    assert "6442 MB" in ran.stderr


def test_a_loop_ends_with_the_name_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "seconds_for", lambda size: 0.1)
    with pytest.raises(SsjError, match=r"甲\.csv：读这个文件用时过长"), reading("甲.csv", 1):
        while True:
            pass


def test_the_thread_of_other_systems_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_alarm", budget._watched)
    monkeypatch.setattr(budget, "seconds_for", lambda size: 0.1)
    with pytest.raises(SsjError, match=r"甲\.csv：读这个文件用时过长"), reading("甲.csv", 1):
        while True:
            pass
    with reading("乙.csv", 1):
        pass  # the thread is gone, and no signal comes later
    time.sleep(0.2)


def test_the_shorter_of_two_times_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((0.1, 50.0))
    monkeypatch.setattr(budget, "seconds_for", lambda size: next(times))
    with pytest.raises(SsjError, match="乙"), reading("甲", 1), reading("乙", 1):
        while True:
            pass


def test_time_grows_with_size_and_a_million_bytes_take_less_than_ten_seconds() -> None:
    assert seconds_for(0) < seconds_for(1_000_000) < 9 < seconds_for(3_000_000)


def test_depth_is_told_as_depth() -> None:
    def deeper(number: int) -> int:
        return deeper(number + 1)

    with pytest.raises(SsjError, match="嵌套得太深"), reading("甲", 1):
        deeper(0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much is in use")
def test_memory_is_given_back_and_a_flood_is_told() -> None:
    program = (
        "from shuangsuiji.files.budget import reading\n"
        "from shuangsuiji.errors import BadInput\n"
        "try:\n"
        "    with reading('甲', 1): bytearray(3 << 30)\n"
        "except BadInput as refusal: print(refusal.findings[0].code)\n"
        "print(len(bytearray(1600 << 20)) >> 20)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["input-too-large", "1600"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return drawn_bureau(tmp_path / "单位", seed="甲").archive


def test_the_files_of_an_archive_have_one_budget(archive: Path) -> None:
    """Each within its own limit, together more than a computer holds; none of them is read."""
    for number in range(3):
        with (archive / "档案" / f"{number}.csv").open("wb") as file:
            file.truncate(300 << 20)
    with pytest.raises(SsjError, match="合计") as trouble:
        shuangsuiji.audit(archive)
    assert archive.name in str(trouble.value)
    found = shuangsuiji.ledger(archive.parent, verify=True).findings
    assert [one.place.file for one in found if one.code == "folder-too-big"] == [archive.name]


def test_steps_of_an_audit_have_one_time(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_ARCHIVE_SECONDS", 0.05)
    monkeypatch.setattr(budget, "_ARCHIVE_SECONDS_PER_MB", 0.0)
    with pytest.raises(SsjError, match="用时过长") as trouble:
        shuangsuiji.audit(archive)
    assert archive.name in str(trouble.value)


def test_memory_that_a_step_of_an_audit_lacks_is_told_of_the_archive(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("shuangsuiji.workflows.auditing.case.AuditCase.differences", too_much)
    with pytest.raises(SsjError, match="内存"):
        shuangsuiji.audit(archive)
