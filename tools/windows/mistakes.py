"""Mistakes as clerks make them, each in a process of its own as the .cmd files start it.

    python -m tools.windows.mistakes FOLDER RESULT.json

By way of ssj.cmd and of python.exe in turn, read in the console's code page and in UTF-8 in turn. Each has to
be told in Chinese: no traceback, no English of the system, no character that could not be written.
RESULT.json gets how many there were, and what went otherwise.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_PRESET = "秦皇岛"
_PLAN = f"plans/{_PRESET}.yaml"
_OBJECTS = f"registries/{_PRESET}/检查对象名录库.xlsx"
_TOLD = (1, 2, 3, 5, 6, 7, 8, 130)
ENGLISH = re.compile(
    r"(?<![\w./\\-])[A-Za-z]{2,}(?: [a-z]{2,}){3}|Errno|WinError|Traceback|Error\b|Usage:|Exception"
)
LOST = re.compile("\ufffd|[?]{2}|\\\\u[0-9a-f]{4}|。。")


@dataclass(frozen=True)
class Mistake:
    """A command that cannot be done.

    Attributes:
        typed: its arguments.
        answers: typed at its questions, by way of a pipe; None: there is no keyboard (NUL).
    """

    typed: tuple[str, ...]
    answers: str | None = None


def mistakes(archive: str) -> Iterator[Mistake]:
    """All of them, for a folder that `prepare` has made."""
    commands = f"""
        check 没有这个文件.yaml
        check {_OBJECTS}
        check 空.yaml
        check 坏.yaml
        check 乱码.yaml
        check {_PLAN} --batch 没有这一批
        check {_PLAN} --没有这个选项
        check {_PLAN} 多一个
        check http://example.invalid/计划.yaml
        draw {_PLAN} --seed 甲乙丙
        draw {_PLAN} --seed 99,99
        draw {_PLAN}
        freeze {_PLAN}
        freeze {_PLAN} --draw-time 后天吧
        substitute {archive}
        substitute {archive} --object 没有这一户 --reason 停业
        substitute {archive} --inspector 没有这个人 --reason 生病
        cancel {archive}
        correct {archive} 没有.xlsx --reason 错字
        results {archive} {_OBJECTS}
        results {archive} 坏.xlsx
        results {archive} 空.xlsx
        results {archive} --published 明天
        report month 2026-13 .
        report month 十三月 .
        report year 龙年 .
        publish {archive} 不知道什么稿
        audit 没有这次抽取
        audit registries
        audit 坏.zip
        explain {archive} 没有这一户
        code {archive} 没有这一户
        ledger verify 没有这个文件夹
        ledger unknown
        registry check 坏.xlsx
        registry check CON
        registry check nul.xlsx
        registry check {_OBJECTS} --kind 不知道
        registry check \\\\没有这台电脑\\共享\\名录库.xlsx
        registry check Q:\\没有这个盘.xlsx
        registry template 不知道什么库
        init plans
        init 新的 --preset 没有这个样例
        init con
        init a:b
        init {"很长的文件夹名" * 40}
        init 新的 --from 没有这个文件夹
        init --ask
        platform import {_PLAN} 没有.xlsx
        没有这个命令
        没有.xlsx
        ~$名录库.xlsx
        draw --json 没有.yaml
    """
    for line in commands.split("\n"):
        if line.strip():
            yield Mistake(tuple(line.split()))
    yield Mistake(("draw", _PLAN), "")
    yield Mistake(("cancel",), "否\n")
    yield Mistake((f"{_OBJECTS}\0"[:-1] + "&calc.xlsx",))
    yield Mistake(("check", "名录 100% ^&!.yaml"))


def prepare(home: Path) -> str:
    """A working folder with a draw and with damaged files; gives the path of the draw's archive."""
    home.mkdir(parents=True)
    os.chdir(home)
    for typed in (("init", "工"), ("draw", f"工/{_PLAN}", "--seed", "03 07")):
        done = _started(False, (*typed, *(("--preset", _PRESET) if typed[0] == "init" else ())), None, {})
        if done.returncode:
            raise RuntimeError(done.stdout.decode("utf-8", "replace"))
    os.chdir("工")
    damaged = {
        "空.yaml": b"",
        "坏.yaml": "编号: 甲\n\t批次: [\n".encode(),
        "乱码.yaml": bytes(range(128, 256)) * 4,
        "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "坏.xlsx": b"PK\x03\x04" + bytes(range(256)),
        "空.xlsx": b"",
        "坏.zip": b"PK\x05\x06",
        "~$名录库.xlsx": b"\x03abc" + bytes(50),
    }
    for name, data in damaged.items():
        Path(name).write_bytes(data)
    found = next(path for path in sorted(Path("plans/draws").iterdir()) if path.name.endswith("第1次"))
    return found.as_posix()


def _started(
    by_cmd: bool, typed: Sequence[str], answers: str | None, settings: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    package = Path(sys.executable).parents[1]
    command = [sys.executable, "-m", "shuangsuiji", *typed]
    if by_cmd:
        command = ["cmd", "/c", str(package / "ssj.cmd"), *typed]
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL if answers is None else None,
        input=None if answers is None else answers.encode("gbk"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | settings,
        check=False,
        timeout=120,
    )


def wrong_with(number: int, mistake: Mistake) -> str:
    """What is wrong with how a mistake is told; blank if nothing is."""
    plain = all(re.fullmatch(r"[\w./\\:-]+", word) for word in mistake.typed)  # cmd has a grammar of its own
    by_cmd, utf_8 = number % 2 == 1 and plain, number % 4 > 1
    try:
        done = _started(
            by_cmd, mistake.typed, mistake.answers, {"PYTHONIOENCODING": "utf-8"} if utf_8 else {}
        )
    except OSError as problem:
        return f"{mistake.typed}: {problem}"
    is_json = "--json" in mistake.typed
    told = done.stdout.decode("utf-8" if utf_8 or is_json else "mbcs", "replace")
    said = told
    for word in mistake.typed:  # what was typed is shown as it was
        said = said.replace(word, "")
    bad = [match[0] for match in (ENGLISH.search(said), LOST.search(said)) if match is not None]
    if done.returncode not in _TOLD:
        bad.append(f"-> {done.returncode}")
    if not re.search("[一-鿿]{2}", said):
        bad.append("没有中文")
    return (
        f"{'ssj.cmd' if by_cmd else 'python.exe'} {' '.join(mistake.typed)}：{bad}\n{told[-600:]}"
        if bad
        else ""
    )


def everything(home: Path) -> dict[str, object]:
    """All mistakes, two at a time; how many there were, and what was told wrongly."""
    told = list(mistakes(prepare(home)))
    with ThreadPoolExecutor(2) as pool:
        wrong = list(filter(None, pool.map(wrong_with, range(len(told)), told)))
    return {"count": len(told), "wrong": wrong}


if __name__ == "__main__":
    outcome = everything(Path(sys.argv[1]).absolute())
    Path(sys.argv[2]).write_text(json.dumps(outcome, ensure_ascii=False, indent=1), "utf-8")
