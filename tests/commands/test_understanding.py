"""What is typed oddly, left out or dragged onto the program: understood where it can mean one thing only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import shuangsuiji
from bureau import bureau
from command_line import ssj, ssj_answered
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, SJ, YB, fill, sheet_of
from messy_bureau import OBJECTS, messy_bureau
from shuangsuiji.commands.chinese import OPTIONS
from shuangsuiji.commands.main import app
from shuangsuiji.commands.understanding import understood
from shuangsuiji.core.cells import likely_names

COMMANDS = frozenset({"check", "draw", "audit"})
KNOWN = frozenset(OPTIONS) | frozenset(OPTIONS.values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["check", "——batch", "上半年"], ["check", "--batch", "上半年"]),
        (["check", "—批次", "上半年"], ["check", "--批次", "上半年"]),
        (["check", "－－ｂａｔｃｈ＝上半年"], ["check", "--batch=上半年"]),
        (["check", "-batch", "上半年"], ["check", "--batch", "上半年"]),
        (["draw\u3000计划.yaml\u3000——json"], ["draw", "计划.yaml", "--json"]),
        (["ＣＨＥＣＫ", "甲.yaml"], ["check", "甲.yaml"]),
        (["help"], ["--help"]),
        (["帮助", "draw"], ["draw", "--help"]),
        (["版本"], ["--version"]),
        (["draw", "/?"], ["draw", "--help"]),
        (["draw", "甲.yaml", "--reason", "——情况有变"], ["draw", "甲.yaml", "--reason", "——情况有变"]),
        (["draw", "--seed", "-1 2"], ["draw", "--seed", "-1 2"]),
        ([], []),
    ],
)
def test_spellings(typed: list[str], meant: list[str]) -> None:
    assert understood(typed, COMMANDS, KNOWN) == meant


def unwrapped(text: str) -> str:
    """What was said, without line ends and blanks."""
    return "".join(text.split())


def _commands(group: Any) -> Iterator[Any]:
    yield group
    for one in getattr(group, "commands", {}).values():
        yield from _commands(one)


def test_every_option_has_a_chinese_name_in_its_help() -> None:
    lacking = [
        f"{command.name} {parameter.opts[0]}"
        for command in _commands(typer.main.get_command(app))
        for parameter in command.params
        if parameter.param_type_name == "option" and OPTIONS.get(parameter.opts[0]) not in parameter.opts
    ]
    assert lacking == []
    assert len(set(OPTIONS.values())) == len(OPTIONS)
    assert "--embargo-over --名单可公布" in ssj("publish", "--help").stdout


def test_chinese_options_work(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    assert ssj("draw", plan, "--批次", "下半年", "--种子", "甲", "--操作人", "张三").returncode == 0
    assert shuangsuiji.latest_draw(tmp_path).name.endswith("下半年-第1次")


def test_likely_names() -> None:
    names = ["某某县康宁大药房", "某某县康健药店", "张三丰", "张三"]
    assert likely_names("康宁大药房", names) == "是不是“某某县康宁大药房”？"
    assert likely_names("张山", ["张三", "李四"]) == ""
    assert likely_names("某某县康建药店", names).startswith("是不是“某某县康健药店”")
    assert likely_names("完全不同", names) == ""


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    archive = drawn_bureau(tmp_path, plan=JOINT_ONLY, size=30, seed="一").archive
    monkeypatch.chdir(tmp_path)
    return archive


def test_an_omitted_archive_is_the_latest_that_stands(drawn: Path) -> None:
    told = f"没有写明档案，用：draws/{drawn.name}"
    for arguments in (["audit"], ["results"], ["code", "D0001"]):
        ran = ssj(*arguments)
        assert ran.returncode == 0 and told in ran.stderr, ran.stderr
    for place in ("draws", ".", "上半年"):
        assert told in ssj("audit", place).stderr
    assert "找不到这个文件" in unwrapped(ssj("audit", "下半年").stderr)
    refused = ssj("cancel", "--reason", "有误")
    assert refused.returncode == 2 and f"例如：draws/{drawn.name}" in unwrapped(refused.stderr)
    assert ssj_answered(["不"], "cancel", "--reason", "有误").returncode == 130
    agreed = ssj_answered(["是"], "cancel", "--reason", "有误")
    assert agreed.returncode == 0 and f"将要取消这一次抽取：{drawn.name}" in agreed.stdout
    none = ssj("audit")
    assert none.returncode == 1 and "里没有有效的抽取" in none.stderr


def test_a_folder_with_one_plan_is_that_plan(drawn: Path, tmp_path: Path) -> None:
    ran = ssj("check")
    assert ran.returncode == 0 and "没有写明计划，用：plan.yaml" in ran.stderr
    assert ssj("year", ".").returncode == 0
    (tmp_path / "另一份.yaml").write_bytes((tmp_path / "plan.yaml").read_bytes())
    several = ssj("check")
    assert several.returncode == 1 and "有几份计划：plan.yaml、另一份.yaml" in several.stderr
    (tmp_path / "另一份.yaml").unlink()
    carried = ssj("init", "明年", "--from", ".")
    assert carried.returncode == 0 and "放在上一年的文件夹里面" in carried.stderr
    assert "没有写明计划，用：plan.yaml" in ssj("check").stderr  # and not that of the folder below
    assert all("明年" not in sheet.file for sheet in shuangsuiji.survey(tmp_path).sheets)
    (tmp_path / "空").mkdir()
    assert "没有计划文件" in ssj("check", "空").stderr


def test_a_sheet_of_results_knows_its_draw(drawn: Path, tmp_path: Path) -> None:
    sheet = fill(sheet_of(drawn), {(1, YB): CLEAN, (1, SJ): CLEAN})
    moved = sheet.rename(tmp_path / "填好的.xlsx")
    refused = ssj(moved)
    assert refused.returncode == 2 and "没有人在场" in refused.stderr
    for arguments in ([moved], ["results", moved]):
        assert ssj_answered(["否"], *arguments).returncode == 130
    taken = ssj_answered(["是"], moved)
    assert taken.returncode == 0, taken.stderr
    assert "这是结果录入表" in taken.stdout and "第1次录入：新录 2 行" in taken.stdout


def test_a_file_alone_is_known_by_its_content(drawn: Path, tmp_path: Path) -> None:
    assert "这是计划" in ssj("plan.yaml").stdout
    assert "这是抽取档案" in ssj(drawn).stdout
    assert "这是工作文件夹" in ssj(tmp_path).stdout
    assert "ledger show" in ssj(drawn.parent).stdout
    messy_bureau(tmp_path / "表")
    ran = ssj(tmp_path / "表" / OBJECTS)
    assert "这是名录库" in ran.stdout and ran.stdout.count("标注副本：") == 2
    assert "医疗机构" in ran.stdout and "零售药店" in ran.stdout
    assert ssj("没有这个.xlsx").returncode == 3


def test_a_file_that_is_not_there_is_likened(drawn: Path, tmp_path: Path) -> None:
    ran = ssj("check", "plam.yaml")
    assert ran.returncode == 3 and "是不是“plan.yaml”？" in ran.stderr
    assert f"在{tmp_path}里找不到" in unwrapped(ran.stderr)
    (tmp_path / "检查对象.csv").rename(tmp_path / "检查对象名录.csv")
    gone = ssj("check", "plan.yaml")
    assert gone.returncode == 3 and "plan.yaml 第8行第9列" in gone.stderr
    assert "名录库“检查对象.csv”读不出来" in gone.stderr
    assert "是不是“检查对象名录.csv”" in unwrapped(gone.stderr)


def test_a_batch_or_a_name_that_is_not_there_is_likened(drawn: Path) -> None:
    assert "是不是“上半年”？" in ssj("check", "plan.yaml", "--batch", "上半").stderr
    assert "是不是“试点卫生室001”？" in ssj("code", drawn, "卫生室001").stderr
    refused = ssj("substitute", drawn, "--inspector", "人员YB", "--reason", "病")
    assert "是不是“人员YB" in refused.stderr


def test_other_workbooks_of_a_draw_are_its_papers(drawn: Path) -> None:
    """They name the draw at their head as the sheet of results does, and take no results."""
    archive = next(path for path in drawn.parent.rglob("*第1次") if (path / "档案").is_dir())
    for name in ("抽查结果.xlsx", "检查日程.xlsx"):
        found = shuangsuiji.recognised(archive / "文书" / name)
        assert found.commands == (("audit", str(archive.resolve())),)
    assert shuangsuiji.recognised(archive / "文书" / "结果录入表.xlsx").commands[0][0] == "results"
