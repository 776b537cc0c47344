"""A year's course of commands in one process, on Windows (under Wine) and on the system that tests it.

    python -m tools.windows.course FOLDER SAMPLES RESULT.json

Every command runs as if typed in FOLDER, at a fixed time and with fixed random bytes, so that what is sealed
can be compared between the systems. RESULT.json gets the digest of every sealed file, and each command that
did not end as expected. Nothing but the standard library and the product is used: it runs in the package.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path

import openpyxl

import shuangsuiji
from shuangsuiji.commands.main import main
from shuangsuiji.workflows import environment
from tools.windows.typed_year import Clerk, typed_year

_TWENTY = "01 03 05 09 12 17 22 25 31 33 40 44 48 52 57 60 66 71 75 80"
SEEDS = {
    "舞钢": f"{_TWENTY} 03 07 12 19 22 31 09",
    "兰州": "0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9",
    "秦皇岛": "03 07",
    "邢台": _TWENTY,
}
"""A seed for each preset, in the form that its plan asks for."""
_SAME_EVERYWHERE = ("draw.json", "teams.json", "verify_ssj.py", "复核.html", "event.json")
CHINA = timezone(timedelta(hours=8))


class _Printed(io.BytesIO):
    """What was printed, readable after the command has closed its streams."""

    def __init__(self, *, seen: bool) -> None:
        super().__init__()
        self._seen = seen

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return self._seen

    def close(self) -> None:
        """Stays open."""


class Course:
    """The commands so far, and what went otherwise than expected."""

    def __init__(self) -> None:
        self.count = 0
        self.wrong: list[str] = []
        self.status = 0
        self.slowest = ("", 0.0)

    def run(
        self, *typed: str, statuses: Sequence[int] = (0,), answers: Sequence[str] = (), expect: str = ""
    ) -> str:
        """Runs `ssj` with arguments and answers; returns what it printed.

        Args:
            typed: the arguments.
            statuses: the exit codes that are expected.
            answers: typed at its questions, see `Clerk`; without any there is no terminal.
            expect: words that the output has to have.
        """
        os.environ |= {"PYTHONIOENCODING": "utf-8", "TERM": "dumb", "COLUMNS": "80"}
        streams = sys.argv, sys.stdin, sys.stdout, sys.stderr
        printed = _Printed(seen=bool(answers))
        sys.argv = ["ssj", *typed]
        sys.stdin = Clerk(answers, printed) if answers else io.StringIO()
        sys.stdout = sys.stderr = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
        begun, code = time.perf_counter(), 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException as fault:  # whatever it is, the course goes on and tells it
            code = -1
            sys.stdout.write(repr(fault))
        finally:
            sys.argv, sys.stdin, sys.stdout, sys.stderr = streams
        text = printed.getvalue().decode("utf-8", "replace")
        taken = time.perf_counter() - begun
        self.count, self.status = self.count + 1, code
        if taken > self.slowest[1]:
            self.slowest = (" ".join(typed[:2]), round(taken, 1))
        fault_words = "内部错误" in text or "Traceback" in text
        if code not in statuses or fault_words or expect not in "".join(text.split()):
            self.wrong.append(f"ssj {' '.join(typed)} -> {code}\n{text[-1500:]}")
        return text


def fixed(moment: datetime) -> None:
    """The time and the random bytes of every command from now on."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls.fromtimestamp(moment.timestamp(), tz)

    environment.datetime = Clock  # type: ignore[attr-defined]
    secrets.token_bytes = lambda size=32: bytes(range(size or 32))  # type: ignore[assignment]


def preset(course: Course, name: str) -> None:
    """From a sample to its papers: freeze, draw, substitution, results, publication, reports."""
    home = Path(f"{name} 工作")
    plan, draws = str(home / "plans" / f"{name}.yaml"), home / "plans" / "draws"
    course.run("init", str(home), "--preset", name)
    course.run("check", plan)
    course.run("freeze", plan, "--operator", "李某")
    course.run("draw", plan, "--seed", SEEDS[name], "--witness", "甲某", "--operator", "李某")
    drawn = [path for path in sorted(draws.glob("*")) if path.name.endswith("-第1次")]
    archive = next((path for path in drawn if not path.name.startswith("封存")), None)
    if archive is None:
        return
    course.run("audit", str(archive))
    first = shuangsuiji.open(archive).visits[0].id
    course.run("explain", str(archive), first)
    course.run("code", str(archive), first)
    course.run("substitute", str(archive), "--object", first, "--reason", "停业", "--operator", "李某")
    course.run("due", str(draws))
    course.run("publish", str(archive), "名单", "--embargo-over")
    course.run("publish", str(archive), "复核包", "--embargo-over")
    sheet = archive / "文书" / "结果录入表.xlsx"
    fill(sheet)
    course.run("results", str(archive), str(sheet), "--operator", "李某")
    course.run("publish", str(archive), "结果")
    course.run("report", "month", "2026-05", str(home / "plans"))
    course.run("ledger", "verify", str(draws))
    course.run("audit", str(archive), "--json")
    course.run("cancel", str(archive), "--reason", "名录库有误", "--operator", "李某")
    course.run("ledger", "verify", str(draws))


def fill(sheet: Path) -> None:
    """Results of every visit of an entry sheet, without problems."""
    book = openpyxl.load_workbook(sheet)
    given = {"检查日期": "2026-05-26", "检查结果": "未发现问题", "被检查对象签字": "已签字"}
    rows = list(book.worksheets[0].iter_rows())
    heads = next(row for row in rows if set(given) <= {cell.value for cell in row})
    places = {cell.value: cell.column - 1 for cell in heads if cell.value in given}
    for row in rows[rows.index(heads) + 1 :]:
        if row[0].value:
            for name, text in given.items():
                row[places[name]].value = text
    book.save(sheet)


def sealed_digests(folder: Path) -> dict[str, str]:
    """Path -> digest of every sealed file whose bytes depend on nothing but plan, registries and seed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and (
            path.name in _SAME_EVERYWHERE or "/snapshot/" in inside or "/sources/" in inside
        ):
            found[inside] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def everything(folder: Path, samples: Path) -> dict[str, object]:
    """The whole course in a new folder; what came of it."""
    folder.mkdir(parents=True)
    os.chdir(folder)
    course = Course()
    day = datetime(2026, 5, 28, 10, 0, tzinfo=CHINA)
    fixed(day)
    course.run("--version")
    course.run(expect="这里还没有计划")
    for name in SEEDS:
        preset(course, name)
    read = {
        sample.name: course.run("registry", "check", str(sample), statuses=(0, 1))
        for sample in sorted(samples.iterdir())
    }
    course.run("registry", "check", "没有这个文件.xlsx", statuses=(3,), expect="找不到")
    course.run("draw", "没有计划.yaml", statuses=(3,), expect="找不到")
    course.run(expect="下一步")
    Path("一年 打字").mkdir()
    os.chdir("一年 打字")
    typed_year(course.run, day, fixed, fill)
    os.chdir(folder)
    return {
        "commands": course.count,
        "wrong": course.wrong,
        "slowest": course.slowest,
        "sealed": sealed_digests(folder),
        "read": read,
    }


if __name__ == "__main__":
    home, samples, result = map(Path, sys.argv[1:4])
    outcome = everything(home.absolute(), samples.absolute())
    result.write_text(json.dumps(outcome, ensure_ascii=False, indent=1), "utf-8")
