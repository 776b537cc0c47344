"""The commands as a clerk and a script call them: exit status, streams, Chinese texts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bureau import PLAN, bureau
from command_line import RUN, ssj, ssj_process
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.views.drawing import ask_for_seed

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("command", [[], ["init"], ["check"], ["draw"], ["audit"], ["cancel"], ["schema"]])
def test_help_is_chinese_and_fits(command: list[str]) -> None:
    result = ssj(*command, "--help")
    assert result.returncode == 0
    assert "用法：ssj" in result.stdout and "显示本帮助" in result.stdout
    for word in ("Usage", "Options", "Commands", "Show this", "required", "Arguments"):
        assert word not in result.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["audit", "--help"], ["darw"], ["draw"], ["schema"]])
def test_a_process_of_its_own_answers_alike(arguments: list[str]) -> None:
    """Most tests run a command in their own process; start-up and encodings make no difference."""
    assert ssj_process(*arguments) == ssj(*arguments)


def test_each_line_of_a_help_text_is_wrapped_by_itself() -> None:
    lines = ssj("substitute", "--help").stdout.splitlines()
    start = lines.index("计划写明递补用新种子的，分两步办：")
    assert lines[start - 1] == ""
    assert lines[start + 1] == "一、写明人员或对象，不写 --seed：提出申请，记入台账；"


def test_from_nothing_to_an_audited_draw(tmp_path: Path) -> None:
    """In processes of their own, as a clerk runs them."""
    folder = tmp_path / "我的 抽查"
    assert ssj_process("init", folder, "--preset", "秦皇岛").returncode == 0
    plan = folder / "plans" / "秦皇岛.yaml"
    checked = ssj_process("check", plan)
    assert checked.returncode == 0 and "检查通过" in checked.stdout
    drawn = ssj_process("draw", plan, "--witness", "见证人甲", "--system-seed", "--reason", "试用样例")
    assert drawn.returncode == 0 and "抽取完成" in drawn.stdout
    archive = next((folder / "plans" / "draws").glob("*第1次"))
    assert str(archive) in drawn.stdout
    audited = ssj_process("audit", archive)
    assert audited.returncode == 0 and "复核通过" in audited.stdout
    (archive / "档案" / "draw.json").write_bytes(b"{}")
    broken = ssj_process("audit", archive)
    assert broken.returncode == 6 and "文件被改动：draw.json" in broken.stdout


def test_an_auditor_brings_along_what_was_published(tmp_path: Path) -> None:
    """Every option of the audit, right and wrong: the last line says which, and nothing fails inside."""
    plan = bureau(tmp_path)
    assert ssj("draw", plan, "--seed", "1 2 3").returncode == 0
    archive = next((tmp_path / "draws").glob("*第1次"))
    commit = json.loads((archive / "档案" / "manifest.json").read_bytes())["commit"]
    brought = {
        "--seed": ("1 2 3", "3 2 1"),
        "--commit": (commit, "0" * 64),
        "--plan": (plan, archive / "档案" / "draw.json"),
        "--registry": (tmp_path / "检查对象.csv", archive / "档案" / "draw.json"),
    }
    right = [word for option, (fits, _) in brought.items() for word in (option, fits)]
    passed = ssj("audit", archive, *right)
    assert (passed.returncode, passed.stderr) == (0, ""), passed.stderr
    assert "复核通过" in passed.stdout
    assert json.loads(ssj("audit", archive, *right, "--json").stdout)["passed"] is True
    for option, (_, wrong) in brought.items():
        failed = ssj("audit", archive, option, wrong)
        assert (failed.returncode, failed.stderr) == (6, ""), failed.stderr
        assert "不同" in failed.stdout and "复核通过" not in failed.stdout
    assert "没有总台账" not in passed.stdout
    alone = shutil.copytree(archive, tmp_path / "别处" / archive.name)
    assert "没有总台账为证" in ssj("audit", alone).stdout
    (archive.parent / "台账.jsonl").unlink()  # what is left of the ledger tells that there was one
    assert ssj("audit", archive).returncode == 6


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "有东西").mkdir()
    (tmp_path / "有东西" / "a.txt").write_text("x")
    result = ssj("init", tmp_path / "有东西")
    assert result.returncode == 3 and "不会覆盖" in result.stderr
    (tmp_path / "空的").mkdir()
    assert ssj("init", tmp_path / "空的", "--preset", "兰州").returncode == 0
    assert ssj("init", tmp_path / "新的", "--preset", "火星").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (["draw", "没有这个文件.yaml"], 3, "找不到这个文件"),
        (["draw"], 2, "缺少“计划文件”"),
        (["darw"], 2, "没有“darw”这个命令，是不是 draw？"),
        (["递补"], 2, "没有“递补”这个命令，是不是 substitute？"),
        (["天气"], 2, "没有“天气”这个命令。"),
        (["due", "."], 7, "请写出计划所在的文件夹"),
        (["draw", "a.yaml", "--sed", "1"], 2, "没有“--sed”这个选项"),
        (["draw", "a.yaml", "b.yaml"], 2, "多写了参数"),
        (["draw", "a.yaml", "--seed"], 2, "缺少内容"),
        (["audit", "."], 7, "这里不是抽取档案"),
        (["cancel", "."], 2, "取消抽取必须说明理由"),
    ],
)
def test_mistakes_are_told_in_chinese(tmp_path: Path, arguments: list[str], status: int, text: str) -> None:
    result = ssj(*arguments)
    assert result.returncode == status, result.stderr
    assert text in result.stderr
    assert "Traceback" not in result.stderr and "Error" not in result.stderr


def test_errors_name_the_cell_and_exit_1(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace("C: 50%", "D: 50%"))
    for command in ("check", "draw"):
        result = ssj(command, plan)
        assert result.returncode == 1
        assert "检查对象.csv › D" in result.stderr and "没有对应的比例" in result.stderr


def test_a_registry_is_no_plan(tmp_path: Path) -> None:
    """A workbook in place of the plan is not called a text in an odd encoding."""
    (tmp_path / "名录库.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    result = ssj("check", tmp_path / "名录库.xlsx")
    assert result.returncode == 1 and "不是计划文件" in result.stderr and "ssj registry" in result.stderr


def test_long_tables_end_after_twenty_rows(tmp_path: Path) -> None:
    folder = tmp_path / "邢台"
    assert ssj("init", folder, "--preset", "邢台").returncode == 0
    plan = folder / "plans" / "邢台.yaml"
    checked = ssj("check", plan).stdout
    assert checked.count("邢医保01") == 1 and "……还有 42 层，各层合计应抽 96 户，加 --all" in checked
    assert ssj("check", plan, "--all").stdout.count("│") > checked.count("│") + 42 * 8
    drawn = ssj("draw", plan, "--system-seed", "--reason", "试用样例").stderr
    assert drawn.count("│ 邢医保01 ") == 20 and "见 抽查结果.xlsx 的“分层统计”" in drawn


def test_check_json(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    report = json.loads(ssj("check", plan, "--json").stdout)
    assert report["objects"] == 60
    first = report["tasks"][0]["strata"][0]
    assert (first["N"], first["ratio"], first["product"], first["n"]) == (39, "1/5", "39/5", 8)
    assert report["must_inspect"][0]["target"] == 1
    bad = ssj("check", bureau(tmp_path / "b", plan=PLAN.replace("20%", "20")), "--json")
    assert bad.returncode == 1
    finding = json.loads(bad.stdout)["findings"][0]
    assert (finding["code"], finding["line"], finding["column"]) == ("plan-ratio-bare", 20, 9)


def test_draw_and_audit_json(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    drawn = json.loads(ssj("draw", plan, "--json", "--seed", "甲").stdout)
    assert drawn["seed"] == "甲" and drawn["attempt"] == 1
    audited = json.loads(ssj("audit", drawn["archive"], "--json").stdout)
    assert audited["passed"] is True
    assert {step["verdict"] for step in audited["steps"]} == {"passed", "skipped"}
    refused = ssj("draw", plan, "--batch", "上半年", "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["findings"][0]["code"] == "redraw-needs-reason"


def test_a_console_that_cannot_show_a_character_does_not_stop_the_work(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    result = subprocess.run(
        [sys.executable, "-c", RUN, "check", str(plan)],
        env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0


def test_schema_has_chinese_and_english_keys() -> None:
    schema = json.loads(ssj("schema").stdout)
    assert {"编号", "number", "任务", "tasks"} <= set(schema["properties"])
    assert "抽取" in schema["$defs"]["Task"]["properties"]


def test_the_top_of_the_tree_holds_what_it_should() -> None:
    for name in (
        "pyproject.toml",
        "src/shuangsuiji",
        "plans",
        "registries",
        "tests",
        "README.md",
        "Makefile",
    ):
        assert (REPOSITORY / name).exists()


def test_the_seed_is_asked_for_and_echoed_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["3 7 x", "3 7 12 19 22 31 9", "n", "3 7 12 19 22 31 8", ""])
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    form = Seed(source="双色球", count=7, range="1-33")
    assert ask_for_seed(form) == "03 07 12 19 22 31 08"
    assert ask_for_seed(Seed()) is None


def test_a_typed_seed_is_asked_for_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["3 3 3 3 3 3 3", "第2024100期 3 7 12 19 22 31 9", "红球 31 3 7 12 19 22 蓝球 9", ""])
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    issues = {"上半年": "2024058", "下半年": "2024100"}
    form = Seed.model_validate({"type": "双色球", "issue": issues})
    assert ask_for_seed(form, "上半年") == "03 07 12 19 22 31 09"
    told = "".join(capsys.readouterr().err.split())
    for part in (
        "种子来自：中国福利彩票双色球第2024058期",
        "红球6个、蓝球1个",
        "红球号码3写了两次",
        "第2024100期",
    ):
        assert part in told


def test_a_slip_for_whoever_asks(tmp_path: Path) -> None:
    """Number, 校验码 and fate of one object or person, in Chinese or as JSON."""
    plan = bureau(tmp_path)
    assert ssj("draw", plan, "--batch", "上半年", "--seed", "7 7 7").returncode == 0
    archive = next((tmp_path / "draws").glob("*第1次"))
    told = ssj("code", archive, "D0011")
    assert told.returncode == 0 and told.stdout.startswith("试点卫生室011（D0011）\n编号　第 ")
    assert "校验码　" in told.stdout and "经营状态：注销" in told.stdout and "复核.html" in told.stdout
    person = ssj("code", archive, "人员YB1")
    assert person.returncode == 0 and "户次检查" in person.stdout and "复核.html" not in person.stdout
    found = json.loads(ssj("code", archive, "D0011", "--json").stdout)
    assert found["id"] == "D0011" and found["code"] in told.stdout and found["mark"] in told.stdout
    nobody = ssj("code", archive, "无此单位")
    assert nobody.returncode == 1 and "没有“无此单位”" in nobody.stderr
