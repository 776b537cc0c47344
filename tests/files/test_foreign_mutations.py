"""Plans, templates, sheets of results, lists of a platform, holidays and archives, spoilt at random.

Each is read, or refused in Chinese; nothing else is raised, and it takes no long time. As in
`test_mutations.py`, a share runs with the ordinary tests and all with `make soak`; FOREIGN_MUTANTS scales it.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from test_mutations import mutated, of_bytes, of_parts, of_structure, unpacked

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.documents.papers import forms
from shuangsuiji.documents.templates.checking import check_all
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.errors import SsjError
from shuangsuiji.files.budget import reading
from shuangsuiji.files.holidays import known_calendar, read_holidays
from shuangsuiji.files.templates_folder import read_templates
from shuangsuiji.files.yaml_edit import looks_like_plan
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.platforms.platform_lists import read_mapping

SHARE = 12
WHOLE = int(os.environ.get("FOREIGN_MUTANTS", "400"))
SLOW = 10.0
Dice = random.Random

WORDS = (
    ": ",
    "：",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "\n",
    "\n  ",
    "\t",
    "#",
    "&a",
    "*a",
    "!!int ",
    "|",
    ">",
    "---",
    "999999999",
    "-1",
    "1e9",
    "0x1F",
    "是",
    "\ufeff",
    "\u2028",
    "\u0085",
    "\x00",
    "，",
    "9999-99",
    "0%",
    "200%",
    "1/0",
    "任务:",
    "批次:",
    "名称:",
)


def of_plan(text: str) -> Callable[[Dice], bytes]:
    """A text of keys and values: lines change places, words are put in, values are exchanged."""

    def make(dice: Dice) -> bytes:
        if dice.random() < 0.2:
            return mutated(text.encode(), dice)
        lines = text.split("\n")
        for _ in range(dice.choice((1, 1, 2, 5))):
            at = dice.randrange(len(lines))
            match dice.randrange(6):
                case 0:
                    other = dice.randrange(len(lines))
                    lines[at], lines[other] = lines[other], lines[at]
                case 1:
                    del lines[at : at + 1]
                case 2:
                    lines.insert(at, lines[dice.randrange(len(lines))])
                case 3:
                    column = dice.randrange(len(lines[at]) + 1)
                    lines[at] = lines[at][:column] + dice.choice(WORDS) + lines[at][column:]
                case 4:
                    lines[at] = " " * dice.randrange(6) + lines[at].lstrip()
                case _:
                    key, sign, _ = lines[at].partition(":")
                    lines[at] = f"{key}{sign} {dice.choice(WORDS)}"
            lines = lines or [""]
        return "\n".join(lines).encode("utf-8", "replace")

    return make


HOLIDAYS = "2027:\n  放假: [2027-01-01 至 2027-01-03, 2027-02-05]\n  上班: [2027-02-14]\n"
MAPPING = "名单: {名称: 主体全称, 执法证号: 执法员证号}\n检查人员: {姓名: XM}\n"
FORMS = tuple(form.file for form in forms())


@cache
def template_makers() -> list[tuple[str, Callable[[Dice], bytes]]]:
    made: list[tuple[str, Callable[[Dice], bytes]]] = []
    for file in FORMS[:4]:
        parts = unpacked(shipped(file))
        made += [(file, of_bytes(shipped(file))), (file, of_structure(parts)), (file, of_parts(parts))]
    return made


def read_template(dice: Dice, folder: Path) -> None:
    file, make = dice.choice(template_makers())
    (folder / file).write_bytes(make(dice))
    templates, found = read_templates(folder)
    with reading(file, sum(map(len, templates.values()))):
        found += check_all(templates, forms())
    for finding in found:
        assert finding.code.startswith(("template-", "input-"))


def read_sheet(dice: Dice, folder: Path) -> None:
    report = drawn_bureau(folder / "单位", seed="甲")
    sheet = folder / "结果.xlsx"
    whole = (report.archive / "文书" / "结果录入表.xlsx").read_bytes()
    make = dice.choice((of_bytes(whole), of_structure(unpacked(whole)), of_parts(unpacked(whole))))
    sheet.write_bytes(make(dice))
    shuangsuiji.results(report.archive, sheet, now=NOW)


def read_list(dice: Dice, folder: Path) -> None:
    report = drawn_bureau(folder / "单位", seed="甲")
    path = folder / "名单.csv"
    path.write_bytes(mutated("市场主体名称,检查人员\r\n试点卫生室001,人员YB3、人员SJ3\r\n".encode(), dice))
    shuangsuiji.platform_compare(report.archive, [path])


def read_archive(dice: Dice, folder: Path) -> None:
    """A stranger's archive: any of its files spoilt; the audit tells, and `ledger verify` does."""
    report = drawn_bureau(folder / "单位", seed="甲")
    files = sorted(path for path in report.archive.rglob("*") if path.is_file())
    path = dice.choice(files)
    whole = path.read_bytes()
    deep = dice.random() < 0.1 and path.suffix in (".json", ".jsonl")
    path.write_bytes(b"[" * 200_000 if deep else mutated(whole, dice))
    for step in shuangsuiji.audit(report.archive).steps:
        assert step.name
    shuangsuiji.ledger(report.archive.parent, verify=True)


def read_whole_plan(dice: Dice, folder: Path) -> None:
    plan = bureau(folder / "单位")
    plan.write_bytes(of_plan(PLAN)(dice))
    shuangsuiji.check(plan, now=NOW)


READERS: dict[str, Callable[[Dice, Path], object]] = {
    "plan": lambda dice, folder: read_plan(of_plan(PLAN)(dice), "计划.yaml"),
    "plan with its registries": read_whole_plan,
    "what may be a plan": lambda dice, folder: looks_like_plan(of_plan(PLAN)(dice)),
    "holidays": lambda dice, folder: read_holidays(
        of_plan(HOLIDAYS)(dice), "放假安排.yaml", known_calendar()
    ),
    "mapping": lambda dice, folder: read_mapping(of_plan(MAPPING)(dice)),
    "template": read_template,
    "results": read_sheet,
    "list of a platform": read_list,
    "archive": read_archive,
}
SLOWER = {"plan with its registries", "template", "results", "list of a platform", "archive"}


def run(kind: str, count: int, folder: Path) -> None:
    dice = random.Random(f"{kind} 2")
    for number in range(count):
        place = folder / str(number)
        place.mkdir()
        started = time.process_time()
        try:
            READERS[kind](dice, place)
        except SsjError as refusal:
            assert str(refusal).endswith(("。", "？"))
        assert time.process_time() - started < SLOW
        shutil.rmtree(place)


@pytest.mark.parametrize("kind", READERS)
def test_what_is_spoilt_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    run(kind, 3 if kind in SLOWER else SHARE, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("kind", READERS)
def test_much_more_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    run(kind, WHOLE if kind in SLOWER else 25 * WHOLE, tmp_path)
