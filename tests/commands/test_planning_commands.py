"""The planner's commands as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from bureau import PLAN, bureau
from shuangsuiji.commands.main import main


class Result(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def ssj(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, at 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Result:
        monkeypatch.setattr("sys.argv", ["ssj", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return Result(int(end.value.code or 0), out, err)

    return run


def fits(text: str) -> bool:
    return all(cell_len(line) <= 80 for line in text.splitlines())


def test_plan_diff_in_chinese_and_as_json(tmp_path: Path, ssj: Run) -> None:
    old = bureau(tmp_path / "a")
    new = bureau(tmp_path / "b", plan=PLAN.replace("C: 50%", "C: 40%"))
    told = ssj("plan", "diff", old, new)
    assert told.status == 0 and "抽取比例（C）　50% → 40%" in told.out and fits(told.out)
    assert ssj("plan", "diff", old, old).out == "两版计划内容相同。\n"
    report = json.loads(ssj("plan", "diff", old, new, "--json").out)
    assert [change["old"] for change in report["changes"]] == ["50%"]


def test_plan_table_fits_the_screen(tmp_path: Path, ssj: Run) -> None:
    told = ssj("plan", "table", bureau(tmp_path))
    assert told.status == 0 and "每年3次" in told.out and "年度抽查工作计划.xlsx" in told.out
    assert all(cell_len(line) <= 80 for line in told.out.splitlines() if line.startswith(("│", "┃")))


def test_year_fits_the_screen_and_speaks_json(tmp_path: Path, ssj: Run) -> None:
    plan = bureau(tmp_path)
    told = ssj("year", plan, "--trials", 2)
    assert told.status == 0 and fits(told.out)
    assert "必查安排" in told.out and "人员负荷预测" in told.out and "不是抽取结果" in told.out
    report = json.loads(ssj("year", plan, "--trials", 2, "--json").out)
    assert report["strata"][0]["n"] == [8, 8] and report["forecast"]["trials"] == 2


def test_platform_commands(tmp_path: Path, ssj: Run) -> None:
    plan = bureau(tmp_path)
    names = tmp_path / "名单.csv"
    names.write_text("市场主体名称\n试点卫生室001\n试点药店003\n", encoding="utf-8")
    told = ssj("platform", "import", plan, names)
    assert told.status == 2 and "--number" in told.err
    told = ssj("platform", "import", plan, names, "--number", "HB-17", "--json")
    archive = json.loads(told.out)["archive"]
    told = ssj("audit", archive)
    assert told.status == 0 and "平台抽取" in told.out and "不能由本工具重算" in told.out
    told = ssj("platform", "compare", archive, names)
    assert told.status == 1 and "档案有、平台没有" in told.out and fits(told.out)
    assert ssj("platform", "export", archive).status == 0
