"""Every writing command while somebody else has one of its files open without sharing, as WPS and Excel have.

    python -m tools.windows.held FOLDER RESULT.json

Each command runs in a copy of the folder as it is by then, once with each of the files held: it says so in
Chinese or is done, leaves nothing half written, and is done once the file is free. Windows alone; RESULT.json
gets what went otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import shuangsuiji
from tools.windows.course import CHINA, SEEDS, Course, fill, fixed

_PRESET = "秦皇岛"
_DAY = datetime(2026, 5, 28, 10, 0, tzinfo=CHINA)
_HOLDER = """\
import ctypes, sys
open_file = ctypes.windll.kernel32.CreateFileW
open_file.restype = ctypes.c_void_p
path = sys.stdin.buffer.readline().decode("utf-8").rstrip("\\n")
held = open_file(path, 0xC0000000, 0, None, 3, 0x80, None)
sys.stdout.write("no\\n" if held in (None, ctypes.c_void_p(-1).value) else "held\\n")
sys.stdout.flush()
sys.stdin.buffer.readline()
"""
"""Opens a file for reading and writing, and lets nobody else have it until a line more comes."""
_REPEATED = ("publish", "due", "report", "year", "platform")
"""Commands that write the same paper anew."""
_LEDGER = ("台账.jsonl", "台账-内部.jsonl")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process has the file open without sharing.

    Raises:
        RuntimeError: it could not be opened.
    """
    with subprocess.Popen([sys.executable, "-c", _HOLDER], stdin=-1, stdout=-1) as holder:
        assert holder.stdin is not None and holder.stdout is not None
        holder.stdin.write(f"{path.absolute()}\n".encode())
        holder.stdin.flush()
        try:
            if holder.stdout.readline().strip() != b"held":
                raise RuntimeError(f"cannot hold {path}")
            yield
        finally:
            holder.stdin.close()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by its path, but for what only says who is at work."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".锁"
    }


class Trials:
    """A working folder, and the commands that are tried in copies of it."""

    def __init__(self, course: Course, home: Path) -> None:
        self._course, self._home, self._copy = course, home, home.with_name("试")
        self.count = 0

    def command(self, *typed: str, names: Sequence[str]) -> None:
        """Tries a command with each of the files held, then runs it.

        Args:
            typed: the command, in the working folder.
            names: patterns of files; both files of the ledger, and what the command itself has written
                before, are held as well.
        """
        found = [next(self._home.rglob(name), None) for name in (*names, *_LEDGER)]
        for path in filter(None, found):
            self._trial(typed, path.relative_to(self._home))
        before = tree(self._home)
        self._run(self._home, typed)
        after = tree(self._home)
        written = [name for name in after if name not in before and name.endswith((".xlsx", ".docx"))]
        if typed[0] in _REPEATED and written:
            self._trial(typed, Path(written[0]))

    def _run(self, folder: Path, typed: Sequence[str], statuses: Sequence[int] = (0,)) -> str:
        os.chdir(folder)
        try:
            return self._course.run(*typed, statuses=statuses)
        finally:
            os.chdir(self._home.parent)

    def _trial(self, typed: Sequence[str], path: Path) -> None:
        """The command is done all the same, or it is refused, has changed nothing, and is done afterwards."""
        shutil.rmtree(self._copy, ignore_errors=True)
        before = tree(self._home)
        for name, data in before.items():  # not shutil.copytree, which calls what Wine 8 lacks
            (self._copy / name).parent.mkdir(parents=True, exist_ok=True)
            (self._copy / name).write_bytes(data)
        with held(self._copy / path):
            told = "".join(self._run(self._copy, typed, (0, 3)).split())
        self.count += 1
        if self._course.status == 0:
            return
        if "请关闭文件后再试" not in told:
            self._course.wrong.append(f"ssj {' '.join(typed)}：占用 {path} 时没有说清楚\n{told[-500:]}")
        if tree(self._copy) != before:
            self._course.wrong.append(f"ssj {' '.join(typed)}：占用 {path} 时写了一半")
        self._run(self._copy, typed)


def everything(home: Path) -> dict[str, object]:
    """All commands that write; how many trials there were, and what went wrong."""
    home.parent.mkdir(parents=True)
    os.chdir(home.parent)
    course = Course()
    fixed(_DAY)
    course.run("init", home.name, "--preset", _PRESET)
    trials = Trials(course, home)
    plan = f"plans/{_PRESET}.yaml"
    objects = f"registries/{_PRESET}/检查对象名录库.xlsx"
    trials.command("registry", "check", objects, "--mark", names=("检查对象名录库.xlsx",))
    trials.command("year", plan, "--xlsx", names=("检查人员名录库.xlsx", f"{_PRESET}.yaml"))
    trials.command("platform", "export", plan, names=("检查对象名录库.xlsx",))
    trials.command("freeze", plan, names=("检查对象名录库.xlsx",))
    trials.command("draw", plan, "--seed", SEEDS[_PRESET], names=("manifest.json", f"{_PRESET}.yaml"))
    archive = shuangsuiji.latest_draw(home)
    where = archive.relative_to(home).as_posix()
    sealed, sheet = f"{archive.name}/档案/manifest.json", f"{where}/文书/结果录入表.xlsx"
    first = shuangsuiji.open(archive).visits[0].id
    out = ("--object", first, "--reason", "停业")
    trials.command("substitute", where, *out, names=(sealed, "结果录入表.xlsx"))
    trials.command("publish", where, "名单", "--embargo-over", names=())
    trials.command("publish", where, "复核包", "--embargo-over", names=())
    fill(home / sheet)
    trials.command("results", where, sheet, names=(sealed, "结果录入表.xlsx"))
    trials.command("results", where, "--published", "2026-05-28", names=())
    trials.command("report", "month", "2026-05", ".", names=())
    trials.command("report", "year", "2026", ".", names=(sealed,))
    trials.command("cancel", where, "--reason", "名录库有误", names=(sealed,))
    course.run("ledger", "verify", str(home / "plans"))
    return {"count": trials.count, "wrong": course.wrong}


if __name__ == "__main__":
    outcome = everything(Path(sys.argv[1]).absolute() / "工作")
    Path(sys.argv[2]).write_text(json.dumps(outcome, ensure_ascii=False, indent=1), "utf-8")
