"""A year of one bureau by commands alone, and docs/a-year.md, which is what that year printed.

    python -m tools.a_year

Every command runs in this process as if it were typed, at the time that stands beside it and with fixed
random bytes, in a folder with the plan and the registries of a county's fire brigade (plans/消防.yaml).
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import openpyxl

import shuangsuiji
from shuangsuiji.core.beijing import in_beijing
from shuangsuiji.workflows import environment
from tools.windows.course import Course, fixed

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "a-year.md"
PLAN = "plans/消防.yaml"
FIRST = "plans/draws/示例消监2026001-上半年-第1次"
SECOND = "plans/draws/示例消监2026001-下半年-第1次"
SEED = """
种子:
  类型: 双色球
  期号: {上半年: 2026034, 下半年: 2026085}
  递补: 新种子
"""
_MOST_LINES = 18
_HEAD = """\
# 一个县级单位的一年

示例县消防救援大队：54 家单位，8 名监督员，4 名专家；全年分上半年、下半年两批，火灾高危单位必查。全部虚构。
下面的命令和它们打印的内容由 `python -m tools.a_year` 在写明的时间逐条运行得到，长的只留前面几行。

开始之前，文件夹里只有计划 `plans/消防.yaml` 和它写明的四份名录库；种子约定为双色球：
"""


@dataclass(frozen=True)
class Step:
    """A command, when it is typed, and why.

    Attributes:
        when: a time in China, such as 2026-03-12 09:00.
        why: a sentence for the reader.
        typed: what is typed after `ssj`.
        before: what the clerk does beforehand, outside of the program.
    """

    when: str
    why: str
    typed: tuple[str, ...]
    before: Callable[[], None] | None = None


def steps() -> Iterator[Step]:
    """The year in order; a step may look at what the steps before it have made."""
    yield Step("2026-03-12 09:00", "先检查：计划和名录库有没有错，各层各抽多少。", ("check", PLAN, "--brief"))
    yield Step(
        "2026-03-12 09:10",
        "封存上半年：名录库从此不能再改。承诺书盖章公布，不经手的人抄下台账末行。",
        ("freeze", PLAN, "--batch", "上半年", "--operator", "周某", "--draw-time", "2026-04-20 10:00"),
    )
    yield Step("2026-03-12 09:15", "见证人抄在本子上的一行。", ("ledger", "head", "plans"))
    yield Step(
        "2026-04-20 10:00",
        "开奖以后，当众读出号码，抽取。",
        ("draw", PLAN, "--batch", "上半年", "--seed", "03 07 12 19 22 31 09", "--witness", "何某"),
    )
    yield Step("2026-04-20 10:20", "任何人都可以复核。", ("audit", FIRST))
    drawn = shuangsuiji.open(FIRST)
    person = next(one.name for one in drawn.people if one.id == drawn.visits[0].people[0])
    yield Step(
        "2026-04-23 15:00",
        f"{person}摔伤了。计划写明递补用新种子，先提出申请，写明用哪一期号码。",
        ("substitute", FIRST, "--inspector", person, "--reason", "受伤住院", "--issue", "第2026050期"),
    )
    yield Step(
        "2026-05-27 09:00",
        "那一期开奖以后，按申请抽取递补的人员。",
        ("substitute", FIRST, "--seed", "02 11 15 20 27 30 04", "--witness", "何某"),
    )
    yield Step("2026-05-28 09:00", "还有什么没办。", ("due", "plans"))
    yield Step(
        "2026-06-18 16:00",
        "检查完了，填好结果录入表，录入。有一户发现问题，已经改正。",
        ("results", FIRST, f"{FIRST}/文书/结果录入表.xlsx", "--operator", "周某"),
        before=lambda: _fill(FIRST, "2026-06-1", _CORRECTED),
    )
    yield Step("2026-06-18 16:10", "结果在20个工作日内公开：先出公示稿。", ("publish", FIRST, "结果"))
    yield Step("2026-06-18 16:15", "公开复核包一并公布。", ("publish", FIRST, "复核包", "--embargo-over"))
    yield Step(
        "2026-06-26 09:00", "网站上已经公开，整批销号。", ("results", FIRST, "--published", "2026-06-25")
    )
    yield Step("2026-07-02 09:00", "六月的月报。", ("report", "month", "2026-06", "plans"))
    yield Step(
        "2026-07-06 09:00",
        "下半年：火灾高危单位的第二次必查也在其中。",
        ("freeze", PLAN, "--batch", "下半年", "--operator", "周某"),
    )
    yield Step(
        "2026-08-20 10:00",
        "抽取下半年。",
        ("draw", PLAN, "--batch", "下半年", "--seed", "01 08 13 18 26 32 10", "--witness", "何某"),
    )
    name = shuangsuiji.open(SECOND).visits[-1].name
    yield Step("2026-08-20 11:00", "有单位来问：为什么抽中我？", ("explain", SECOND, name))
    yield Step(
        "2026-11-20 16:00",
        "录入下半年的结果。有一户的整改要到明年1月。",
        ("results", SECOND, f"{SECOND}/文书/结果录入表.xlsx", "--operator", "周某"),
        before=lambda: _fill(SECOND, "2026-11-1", _NOT_YET),
    )
    yield Step("2026-11-20 16:10", "公示稿。", ("publish", SECOND, "结果"))
    yield Step("2026-11-27 09:00", "已经公开。", ("results", SECOND, "--published", "2026-11-26"))
    yield Step("2026-11-27 09:05", "没有办的还有没有。", ("due", "plans"))
    yield Step("2026-12-28 09:00", "年度评估。", ("report", "year", "2026", "plans"))
    yield Step("2026-12-28 09:10", "台账从头核对一遍。", ("ledger", "verify", "plans"))
    yield Step(
        "2026-12-30 09:00",
        "新的一年：计划、名录库、检查历史结转到新文件夹。",
        ("init", "../2027年", "--from", "."),
    )


_PROBLEM = {"检查结果": "5", "问题描述": "安全出口上锁", "后续处置": "责令整改"}
_CORRECTED = {**_PROBLEM, "处置状态": "已完成", "处置期限": "2026-06-30", "办结日期": "2026-06-17"}
_NOT_YET = {**_PROBLEM, "处置状态": "进行中", "处置期限": "2027-01-15"}


def _fill(draw: str, days: str, problem: dict[str, str]) -> None:
    """Fills the entry sheet of a draw: a result of every visit, a problem at the first."""
    sheet = Path(draw, "文书", "结果录入表.xlsx")
    book = openpyxl.load_workbook(sheet)
    rows = list(book.worksheets[0].iter_rows())
    heads = next(row for row in rows if "检查结果" in [cell.value for cell in row])
    place = {str(cell.value): cell.column - 1 for cell in heads if cell.value}
    count = 0
    for row in rows[rows.index(heads) + 1 :]:
        if not row[0].value:
            continue
        given = {"检查日期": f"{days}{count % 8}", "检查结果": "未发现问题", "被检查对象签字": "已签字"}
        if count == 0:
            given |= problem
        for name, text in given.items():
            if name in place:
                row[place[name]].value = text
        count += 1
    book.save(sheet)


def year() -> str:
    """Runs the year in an empty folder; the page.

    Raises:
        AssertionError: a command ended otherwise than expected.
    """
    course, parts = Course(), [_HEAD, f"```yaml{SEED}```\n"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "2026年"
        (home / "plans").mkdir(parents=True)
        plan = (TOP / PLAN).read_text("utf-8")
        (home / PLAN).write_text(plan + SEED, "utf-8")
        shutil.copytree(TOP / "registries" / "消防", home / "registries" / "消防")
        with chdir(home), patch.dict(os.environ), _restored():
            for step in steps():
                moment = datetime.fromisoformat(step.when)
                if step.before is not None:
                    step.before()
                fixed(in_beijing(moment))
                printed = course.run(*step.typed).replace(folder, "…")
                parts.append(_told(step, moment, printed))
    assert not course.wrong, "\n".join(course.wrong)
    return "\n".join(parts)


@contextmanager
def _restored() -> Iterator[None]:
    """Afterwards the clock and the random bytes are the machine's own again."""
    clock = patch.object(environment, "datetime", datetime)
    with clock, patch.object(secrets, "token_bytes", secrets.token_bytes):
        yield


def _told(step: Step, moment: datetime, printed: str) -> str:
    typed = " ".join(f'"{part}"' if " " in part else part for part in step.typed)
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"……（以下还有 {len(lines) - _MOST_LINES} 行）"]
    body = "\n".join(lines)
    return f"**{moment:%-m月%-d日 %H:%M}**　{step.why}\n\n```\n> ssj {typed}\n{body}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(year(), "utf-8")
