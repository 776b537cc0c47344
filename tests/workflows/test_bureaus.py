"""Many bureaus at once, and years that carry each other on: nothing is lost between two folders."""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from command_line import ssj
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, LATER, SJ, YB, fill, sheet_of
from shuangsuiji import Bureau, Province
from shuangsuiji.errors import BadUsage, FileTrouble, UnreadableArchive

NEW_YEAR = NOW.replace(year=2025, month=1)
FAR = date(2025, 3, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bureaus: one with its next year begun beside, one with a result and an error in its plan."""
    root = tmp_path_factory.mktemp("全市")
    drawn_bureau(root / "甲县" / "2024", plan=JOINT_ONLY, seed="甲")
    shuangsuiji.next_year(root / "甲县" / "2025", root / "甲县" / "2024", now=NEW_YEAR)
    second = drawn_bureau(root / "乙县", plan=JOINT_ONLY, seed="甲")
    shuangsuiji.results(
        second.archive, fill(sheet_of(second.archive), {(1, YB): CLEAN, (1, SJ): CLEAN}), now=LATER
    )
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "全市"))


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.name != ".台账.lock"}


def test_open_work_follows_into_the_folder_of_the_next_year(root: Path) -> None:
    """What was due on New Year's Eve is due on New Year's Day; the archive is named by its way from there."""
    old = shuangsuiji.due(root / "甲县" / "2024", on=FAR)
    new = shuangsuiji.due(root / "甲县" / "2025", on=FAR)
    assert old.overdue and [one.names for one in new.dues] == [one.names for one in old.dues]
    assert (new.folder / new.dues[0].archive / "档案").is_dir()
    year = shuangsuiji.report_year(root / "甲县" / "2025", 2024, out=root / "报告", now=NEW_YEAR)
    assert year.figures.year == 2024 and year.figures.visits
    shutil.move(root / "甲县" / "2024", root / "别处")
    away = shuangsuiji.due(root / "甲县" / "2025", on=FAR)
    assert not away.dues and [one.code for one in away.findings] == ["carried-missing"]


def test_two_ledgers_of_a_bureau_write_two_reports(root: Path, tmp_path: Path) -> None:
    """Where neither carries the other on, the empty report of one does not take the place of the other's."""
    shutil.copytree(root / "乙县", root / "甲县" / "另一组")
    told = shuangsuiji.Bureau.at(root / "甲县").month("2024-06", out=tmp_path / "月报", now=LATER)
    written = [path for one in told.reports for path in one.report.written.files]
    assert len(set(written)) == len(written) == 4 and all(path.is_file() for path in written)


def test_a_province_is_its_bureaus_in_one_table(root: Path) -> None:
    province = Province(root)
    assert [one.name for one in province.bureaus] == ["乙县", "甲县"]
    assert [one.relative_to(root).as_posix() for one in province.bureaus[1].plans] == ["甲县/2025/plan.yaml"]
    due = province.due(on=FAR)
    assert [(one.bureau, len(one.report.dues) > 0) for one in due.reports] == [("乙县", True), ("甲县", True)]
    checked = province.check(now=NEW_YEAR)
    assert {one.bureau for one in checked.findings} == {"甲县", "乙县"}
    assert all(one.path.is_file() and one.finding.code for one in checked.findings)
    forecast = province.forecast(trials=2, now=NEW_YEAR)
    assert len(forecast.reports) + sum(one.finding.level == "error" for one in forecast.findings) >= 2


def test_months_and_years_add_up_and_evidence_stays_as_it_is(root: Path, tmp_path: Path) -> None:
    before, province, out = files_in(root), Province(root), tmp_path / "汇总"
    month = province.month("2024-06", out=out, now=LATER)
    total = shuangsuiji.month_totals(month)
    single = [one.report.figures.now for one in month.reports]
    assert total.visits == sum(one.visits for one in single) >= 1
    year = province.year(2024, out=out, now=LATER)
    shares = shuangsuiji.year_totals(year)
    begun = shares["检查完成率（户次）"]
    assert (begun.part, begun.of) == (1, sum(one.report.figures.visits for one in year.reports))
    assert begun.rate == Fraction(1, begun.of)
    assert files_in(root) == before
    assert {path.parent.name for path in out.rglob("*.docx")} == {"甲县", "乙县"}
    archive = next((root / "乙县" / "draws").glob("*第1次"))
    draft = shuangsuiji.publish_draft(archive, "结果", out=out / "公示", now=LATER)
    assert draft.path.parent == out / "公示" and draft.written and files_in(root) == before
    assert shuangsuiji.audit(archive).complete


def test_a_bureau_that_refuses_stops_no_other(root: Path) -> None:
    ledger = root / "乙县" / "draws" / "台账.jsonl"
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(lines[1:]), "utf-8")
    due = Province(root).due(on=FAR)
    assert not due.passed and [one.bureau for one in due.reports] == ["甲县"]
    (told,) = [one for one in due.findings if one.finding.level == "error"]
    assert told.bureau == "乙县" and "ledger" in told.finding.code
    assert Bureau.at(root / "甲县").due(on=FAR).passed


def test_what_is_no_province(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(UnreadableArchive):
        Province(tmp_path)
    with pytest.raises(FileTrouble):
        Province(tmp_path / "没有")


def test_the_command_writes_elsewhere(root: Path, tmp_path: Path) -> None:
    ran = ssj("report", "month", "2024-06", root / "乙县", "--out", tmp_path / "月报", "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 0 and told["schema"] == "ssj-report-month/1"
    assert sorted(path.name for path in (tmp_path / "月报").glob("月报*")) == [
        "月报-2024-06.docx",
        "月报-2024-06.xlsx",
    ]
    archive = next((root / "乙县" / "draws").glob("*第1次"))
    assert ssj("publish", archive, "抽验", "--out", tmp_path / "别处").returncode == BadUsage.exit_status
