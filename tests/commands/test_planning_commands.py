"""The planner's commands as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from rich.cells import cell_len

from bureau import PLAN, bureau
from command_line import ssj


def fits(text: str) -> bool:
    return all(cell_len(line) <= 80 for line in text.splitlines())


def test_plan_diff_in_chinese_and_as_json(tmp_path: Path) -> None:
    old = bureau(tmp_path / "a")
    new = bureau(tmp_path / "b", plan=PLAN.replace("C: 50%", "C: 40%"))
    told = ssj("plan", "diff", old, new)
    assert told.returncode == 0 and "抽取比例（C）　50% → 40%" in told.stdout and fits(told.stdout)
    assert ssj("plan", "diff", old, old).stdout == "两版计划内容相同。\n"
    report = json.loads(ssj("plan", "diff", old, new, "--json").stdout)
    assert [change["old"] for change in report["changes"]] == ["50%"]


def test_plan_table_fits_the_screen(tmp_path: Path) -> None:
    told = ssj("plan", "table", bureau(tmp_path))
    assert told.returncode == 0 and "每年3次" in told.stdout and "年度抽查工作计划.xlsx" in told.stdout
    assert all(cell_len(line) <= 80 for line in told.stdout.splitlines() if line.startswith(("│", "┃")))


def test_year_fits_the_screen_and_speaks_json(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    told = ssj("year", plan, "--trials", 2)
    assert told.returncode == 0 and fits(told.stdout)
    assert "必查安排" in told.stdout and "人员负荷预测" in told.stdout and "不是抽取结果" in told.stdout
    report = json.loads(ssj("year", plan, "--trials", 2, "--json").stdout)
    assert report["strata"][0]["n"] == [8, 8] and report["forecast"]["trials"] == 2


def test_platform_commands(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    names = tmp_path / "名单.csv"
    names.write_text("市场主体名称\n试点卫生室001\n试点药店003\n", encoding="utf-8")
    told = ssj("platform", "import", plan, names)
    assert told.returncode == 2 and "--number" in told.stderr
    told = ssj("platform", "import", plan, names, "--number", "HB-17", "--json")
    archive = json.loads(told.stdout)["archive"]
    told = ssj("audit", archive)
    assert told.returncode == 0 and "平台抽取" in told.stdout and "不能由本工具重算" in told.stdout
    told = ssj("platform", "compare", archive, names)
    assert told.returncode == 6 and "档案有、平台没有" in told.stdout and fits(told.stdout)
    assert ssj("platform", "export", archive).returncode == 0
