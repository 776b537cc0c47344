"""A yearly table that is filed when every batch has been drawn holds the last of them, too."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW

SEEDS = {
    "上半年": " ".join(map(str, [*range(1, 20), 33, *range(1, 7), 9])),
    "下半年": " ".join(map(str, [48, *range(62, 81), *range(28, 34), 16])),
}
"""The twenty numbers of one lottery, six and one of the other."""


@pytest.fixture(scope="module")
def drawn_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the preset 舞钢, with both of its batches drawn."""
    folder = tmp_path_factory.mktemp("year") / "wg"
    shuangsuiji.init(folder, preset="舞钢", now=NOW)
    plan = folder / "plans" / "舞钢.yaml"
    for batch, seed in SEEDS.items():
        drawn = shuangsuiji.draw(plan, seed=seed, now=NOW)
        assert batch in drawn.archive.name and len(drawn.dossier.draw["visits"]) == 48
    return plan


def test_both_batches_are_counted(drawn_year: Path) -> None:
    report = shuangsuiji.year(drawn_year, now=NOW, workbook=True)
    assert report.forecast.drawn == {"上半年": 48, "下半年": 48}
    assert report.forecast.trials is None
    assert report.workbook is not None
    rows = openpyxl.load_workbook(report.workbook)["全年概况"].iter_rows(values_only=True)
    batches = [row for row in rows if row[0] in SEEDS]
    assert [[cell for cell in row if cell == "48"] for row in batches] == [["48"], ["48"]]
