"""The example script of a whole year: it runs, and what it leaves holds."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import shuangsuiji

SCRIPT = Path(__file__).parents[1] / "examples" / "whole_year.py"


def test_a_year_of_one_bureau(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(SCRIPT))["main"](tmp_path, ["甲县"])
    told = capsys.readouterr().out
    assert "递补：" in told and "录入" in told and "待办" in told
    lines = shuangsuiji.ledger(tmp_path / "甲县").lines
    assert [line.event for line in lines if line.event in {"封存", "抽取", "递补", "结果"}] == [
        "封存",
        "抽取",
        "递补",
        "结果",
        "封存",
        "抽取",
        "结果",
    ]
    names = {path.name for path in (tmp_path / "甲县").rglob("*")}
    assert {"年度评估-2024.xlsx", "承诺书.docx", "甲县医保2024001-全年安排.xlsx"} <= names
    assert shuangsuiji.check(tmp_path / "甲县-2025" / "计划.yaml").preview is not None


@pytest.mark.soak
def test_three_bureaus(tmp_path: Path) -> None:
    runpy.run_path(str(SCRIPT))["main"](tmp_path)
