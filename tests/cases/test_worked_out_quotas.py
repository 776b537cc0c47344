"""Rules of tax and ecology bureaus: not again within three years; five objects for each officer on duty."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW as SPRING
from shuangsuiji.workflows.draw import DrawReport

NOW = SPRING.replace(year=2026)
"""In the year of the plans: their histories tell of 2025."""


def case(name: str, folder: Path) -> Path:
    """The plan of a copy of the case."""
    shutil.copytree(Path(__file__).parent / name, folder)
    return folder / "plan.yaml"


def visited(history: Path, years: range) -> set[str]:
    """The codes of objects that the history sheet has in these years."""
    heading, *rows = openpyxl.load_workbook(history).worksheets[0].iter_rows(values_only=True)
    code, day = heading.index("检查对象"), heading.index("检查日期")
    return {str(row[code]) for row in rows if int(str(row[day])[:4]) in years}


def drawn_of(report: DrawReport, task: str) -> set[str]:
    """Ids and names of the objects that a task drew."""
    pool = report.dossier.pool
    numbers = [
        n for stratum in report.dossier.draw["strata"] if stratum["task"] == task for n in stratum["drawn"]
    ]
    return {pool.ids[number - 1] for number in numbers} | {pool.name(number) for number in numbers}


@pytest.mark.parametrize("seed", ["1 2 3", "4 5 6"])
def test_nobody_again_within_three_years(tmp_path: Path, seed: str) -> None:
    """3 % are taken of all 300, among those who were not inspected from 2023 to 2025."""
    report = shuangsuiji.draw(case("not-again-for-three-years", tmp_path / "局"), seed=seed, now=NOW)
    (stratum,) = [stratum for stratum in report.dossier.draw["strata"] if stratum["task"] == "T2"]
    assert (stratum["N"], stratum["n"], len(stratum["drawn"])) == (300, 9, 9)
    recent = visited(tmp_path / "局" / "历年检查.xlsx", range(2023, 2026))
    assert recent and not recent & (drawn_of(report, "T1") | drawn_of(report, "T2"))
    assert shuangsuiji.audit(report.archive).passed
    book = openpyxl.load_workbook(report.archive / "文书" / "抽查结果.xlsx")
    cells = [str(cell) for row in book["不参加抽取"].iter_rows(values_only=True) for cell in row if cell]
    assert sum(cell.endswith("检查或安排过，计划规定3年内不重复抽取") for cell in cells) == len(
        report.dossier.pool.rest_of
    )


def test_the_ratio_of_those_left(tmp_path: Path) -> None:
    """基数: 可抽 takes the 3 % of those who may be drawn."""
    plan = case("not-again-for-three-years", tmp_path / "局")
    plan.write_text(plan.read_text("utf-8").replace("取整: 舍去", "取整: 舍去, 基数: 可抽"), "utf-8")
    report = shuangsuiji.draw(plan, seed="1 2 3", now=NOW)
    (stratum,) = [stratum for stratum in report.dossier.draw["strata"] if stratum["task"] == "T2"]
    assert stratum["N"] == 300
    assert stratum["basis"]["base"] == stratum["available"]
    assert stratum["n"] == stratum["available"] * 3 // 100 < 9


def test_five_for_each_officer_on_duty(tmp_path: Path) -> None:
    """Two of the ten are on loan elsewhere: 8 x 5 = 40 a year, 20 in each half, and the papers say so."""
    plan = case("inspectors-one-to-five", tmp_path / "局")
    for batch in ("上半年", "下半年"):
        report = shuangsuiji.draw(plan, batch=batch, seed="1 2 3 " + batch, now=NOW)
        (stratum,) = report.dossier.draw["strata"]
        assert (stratum["count"], stratum["year"], stratum["n"], len(stratum["drawn"])) == (40, 40, 20, 20)
        book = openpyxl.load_workbook(report.archive / "文书" / "抽查结果.xlsx")
        cells = [cell for row in book["分层统计"].iter_rows(values_only=True) for cell in row]
        assert "8人×5户＝40户" in cells
        assert shuangsuiji.audit(report.archive).passed
