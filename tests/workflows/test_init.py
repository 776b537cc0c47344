"""`ssj init`: a sample stands in the year of the clock, a blank start is empty, a leftover sample stays."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

import shuangsuiji
from bureau import bureau
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.init import BLANK, PRESETS, preset_root

THIS_YEAR = datetime(2026, 11, 28, 9, 0)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_sample_stands_in_the_year_of_the_clock(preset: str, tmp_path: Path) -> None:
    shuangsuiji.init(tmp_path / "甲", preset=preset, now=THIS_YEAR)
    path = tmp_path / "甲" / "plans" / f"{preset}.yaml"
    old = read_plan((preset_root() / "plans" / path.name).read_bytes(), path.name).plan
    plan = read_plan(path.read_bytes(), path.name).plan
    assert plan.year == 2026 and {batch.start[:4] for batch in plan.batches} == {"2026"}
    assert [batch.start[4:] for batch in plan.batches] == [batch.start[4:] for batch in old.batches]
    assert plan.registries == old.registries and len(plan.tasks) == len(old.tasks)
    report = shuangsuiji.check(path, now=datetime(2026, 4, 30))
    assert report.passed
    assert not {"registry-stale", "inspectors-stale"} & {finding.code for finding in report.findings}


def test_the_year_of_the_notice_keeps_every_byte(tmp_path: Path) -> None:
    shuangsuiji.init(tmp_path / "甲", now=datetime(2024, 3, 1))
    for folder in ("plans", "registries/舞钢"):
        for path in (tmp_path / "甲" / folder).iterdir():
            assert path.read_bytes() == (preset_root() / folder / path.name).read_bytes()


def test_a_year_without_known_holidays_takes_the_last_that_is_known(tmp_path: Path) -> None:
    shuangsuiji.init(tmp_path / "甲", now=datetime(2060, 3, 1))
    path = tmp_path / "甲" / "plans" / "舞钢.yaml"
    assert 2024 <= read_plan(path.read_bytes(), path.name).plan.year < 2060


def test_the_29th_of_february_becomes_the_28th(tmp_path: Path) -> None:
    """Every date of every sample is a date in any year."""
    shuangsuiji.init(tmp_path / "甲", preset="兰州", now=datetime(2023, 5, 1))  # visits of a leap year
    for path in (tmp_path / "甲" / "registries" / "兰州").glob("*.xlsx"):
        report = shuangsuiji.registry_check(path, now=datetime(2023, 5, 1))
        assert not [one for one in report.findings if "date" in one.code and one.level == "error"]


def test_a_blank_start(tmp_path: Path) -> None:
    files = shuangsuiji.init(tmp_path / "甲", preset=BLANK)
    assert files == ["检查对象名录库.xlsx", "检查人员名录库.xlsx", "随机抽查事项清单.xlsx", "说明.txt"]


def test_a_leftover_sample_does_not_move_on(tmp_path: Path) -> None:
    """Beside a plan of one's own it stays; by itself it may be tried."""
    shuangsuiji.init(tmp_path / "旧", now=THIS_YEAR)
    assert shuangsuiji.next_year(tmp_path / "试", tmp_path / "旧", now=THIS_YEAR).plans
    bureau(tmp_path / "旧" / "本局")
    shutil.rmtree(tmp_path / "旧" / "本局" / "draws")
    moved = shuangsuiji.next_year(tmp_path / "新", tmp_path / "旧", now=THIS_YEAR)
    assert [path.name for path in moved.plans] == ["plan.yaml"]
    assert [one.place.file for one in moved.findings if one.code == "next-year-sample"] == ["plans/舞钢.yaml"]
    assert not (tmp_path / "新" / "plans").exists()
