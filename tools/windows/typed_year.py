"""A bureau's year by the assistant: its own registries, and nothing but typed answers."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import shuangsuiji

_MOST_ENTERS = 40
_PRESET = "舞钢"


class Clerk(io.TextIOBase):
    """A keyboard, and somebody who reads the screen before each answer.

    An answer is →WORDS, the number that stands before these words, or WORDS＝ANSWER, what is typed where
    these words are asked. At any question before it Enter alone is typed, so that one question or one line
    of a menu more changes no script.
    """

    def __init__(self, answers: Sequence[str], screen: io.BytesIO) -> None:
        self._answers, self._screen, self._read, self._enters = list(answers), screen, 0, 0

    def isatty(self) -> bool:
        """Somebody sits there."""
        return True

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        """What is typed; the end of input once all is answered, or what is waited for is never asked."""
        asked = self._screen.getvalue()[self._read :].decode("utf-8", "replace")
        if not self._answers or self._enters > _MOST_ENTERS:
            return ""
        words, fits, answer = self._answers[0].partition("＝")
        words = words.removeprefix("→")
        numbers = re.findall(rf"(?:^|\s)(\d+)  \S*{re.escape(words)}", asked)
        if not (words in "".join(asked.split()) if fits else numbers):
            self._enters, answer = self._enters + 1, ""
        else:
            self._answers.pop(0)
            self._enters, answer = 0, answer if fits else numbers[-1]
        self._screen.write(f"{answer}\n".encode())
        self._read = len(self._screen.getvalue())
        return f"{answer}\n"


class Run(Protocol):
    """Types a command with answers; see `course.Course.run`."""

    def __call__(self, *typed: str, answers: Sequence[str] = (), expect: str = "") -> str: ...


def typed_year(
    run: Run, day: datetime, fixed: Callable[[datetime], None], fill: Callable[[Path], None]
) -> None:
    """From registries to published results, in the current folder.

    Args:
        run: types a command.
        day: on which the results are in; all else is before it, in the same year.
        fixed: sets the clock.
        fill: fills in a sheet of results.
    """
    run("init", "源", "--preset", _PRESET)
    for sheet in Path("源", "registries").rglob("*.xlsx"):
        shutil.move(sheet, sheet.name)
    shutil.rmtree("源")
    fixed(day.replace(month=3, day=2))
    plan = (
        "→用本单位的名录库",
        "各类每批抽多少＝20%",
        "→抽取用的号码",
        "→双色球开奖号码",
        "双色球的哪一期＝2026025 2026099",
        "→结果公开渠道",
        "结果在哪里公开＝某某县人民政府网站",
        "→联系人",
        "请对方找谁＝张某 0375-0000000",
        "写成计划文件吗＝是",
    )
    freeze = ("→检查计划和名录库", "→封存“上半年”", "什么时候抽取＝3月5日10时", "请输入批次名称＝上半年")
    run(answers=[*plan, *freeze, "→退出"], expect="已封存")
    fixed(day.replace(month=3, day=6))
    draw = (
        "→正式抽取“上半年”",
        "操作人是谁＝李某",
        "见证人有谁＝甲某、乙某",
        "请输入批次名称＝上半年",
        "请输入号码＝03 07 12 19 22 31 09",
    )
    run(answers=[*draw, "→退出"], expect="已抽取")
    archive = shuangsuiji.latest_draw(".")
    change = (
        "→人员、对象有变动",
        "→检查对象不能检查",
        f"哪一户＝{shuangsuiji.open(archive).visits[0].id}",
        "理由是什么＝停业",
        "请输入批次名称＝上半年",
    )
    run(answers=[*change, "→退出"], expect="递补完成")
    fill(archive / "文书" / "结果录入表.xlsx")
    fixed(day)
    results = (
        "→“上半年”还有",
        "→结果录入表",
        "→“上半年”有",
        "→“上半年”的结果公开以后",
        f"哪一天公开的＝{day:%Y-%m-%d}",
        "谁审批的＝王某",
        "就这样记吗＝是",
        "→到期办理",
        "→写成表格",
        "→看全年安排",
        "→月报",
        f"哪个月的月报＝{day:%Y-%m}",
        "→年度效果评估",
        "→看台账",
        "→复核一次抽取",
    )
    run(answers=[*results, "→退出"], expect="复核通过")
