"""`ssj report month, year` as a clerk and a script call them, before any result is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

import shuangsuiji
from bureau import NOW, PLAN
from command_line import ssj
from drawn_bureau import drawn_bureau

ONLY_MUST = PLAN[: PLAN.index("任务:")] + PLAN[PLAN.index("必查:") :]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau that has drawn its first batch, with no result yet."""
    folder = tmp_path_factory.mktemp("bureau")
    drawn_bureau(folder, size=30, seed="一")
    return folder


def test_a_year_without_results(folder: Path) -> None:
    result = ssj("report", "year", "2024", folder)
    assert result.returncode == 0, result.stderr
    assert "年度评估报告-2024.docx" in result.stdout and "还没有抽取的批次" in result.stdout
    assert max(cell_len(line) for line in result.stdout.splitlines() if "写在" not in line) <= 80


def test_a_year_for_scripts(folder: Path) -> None:
    result = ssj("report", "year", "2024", folder, "--json")
    report = json.loads(result.stdout)
    assert report["year"] == 2024 and report["key"][0]["name"] == "检查完成率（户次）"
    whole = report["rates"][0]
    assert whole["problems"] == {"part": 0, "of": 0, "rate": None} and whole["interval"] is None
    assert [Path(file).suffix for file in report["files"]] == [".xlsx", ".docx"]


def test_a_month(folder: Path) -> None:
    result = ssj("report", "month", "2024年5月", folder, "--json")
    report = json.loads(result.stdout)
    assert report["month"] == "2024-05" and report["now"]["draws"] == 2
    missing = [row["label"] for row in report["rows"] if row["missing"]]
    assert missing[0] == "本月召开会议部署随机抽查工作情况" and len(missing) == 5
    assert any("月报补充.yaml" in finding["message"] for finding in report["findings"])


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("report", "month", "五号", "."), 2, "不是月份"),
        (("report", "year", "1999", "."), 1, "没有 1999 年度计划的有效抽取"),
    ],
)
def test_what_goes_wrong_is_said(folder: Path, arguments: tuple[str, ...], status: int, words: str) -> None:
    place = folder if arguments[-1] == "." else folder / "别处" / "再一层"
    result = ssj(*arguments[:-1], place)
    assert result.returncode == status and words in result.stderr.replace("\n       ", "")


def test_a_plan_of_must_inspect_objects_alone(tmp_path: Path) -> None:
    """No stratum, no random visit: tables and charts that have nothing to show are left out."""
    drawn_bureau(tmp_path, plan=ONLY_MUST, size=30, seed="一")
    figures = shuangsuiji.report_year(tmp_path, 2024, now=NOW).figures
    assert figures.hits == () and figures.total.drawn == 0 and figures.must_inspect[0].objects == 1
    assert shuangsuiji.report_month(tmp_path, "2024-05", now=NOW).figures.now.draws == 0
