"""What is owed by when: a draw, results, deadlines, and the clerk who catches up (LZ-9, XT-2, XT-6)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, LATER, PROBLEM, SJ, YB, fill, sheet_of
from shuangsuiji.errors import BadInput
from shuangsuiji.workflows.due import DueReport


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One visit inspected by both departments on one day, one by one department, a problem with a measure."""
    folder = tmp_path_factory.mktemp("bureau")
    drawn = drawn_bureau(folder, plan=JOINT_ONLY, size=30, seed="一").archive
    undecided = {**CLEAN, "检查结果": "8", "问题描述": "某事"}
    rows = {(1, YB): CLEAN, (1, SJ): CLEAN, (2, YB): CLEAN, (2, SJ): PROBLEM, (3, YB): undecided}
    shuangsuiji.results(drawn, fill(sheet_of(drawn), rows), now=LATER)
    return drawn


def told(report: DueReport) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.due or one.not_before, len(one.visits)) for one in report.dues]


def test_before_anything_is_late(archive: Path) -> None:
    """Inspected on 3 and 4 June 2024: twenty working days, the 10th being a holiday."""
    report = shuangsuiji.due(archive.parent, on=date(2024, 6, 20))
    undone = 6
    assert len(shuangsuiji.results(archive).draw.inspections) == undone + 2
    assert report.overdue == []
    assert told(report) == [
        ("检查", "2024-06-30", undone),
        ("公开", "2024-07-02", 1),
        ("公开", "2024-07-02", 1),
        ("公开", "2024-07-02", 1),
        ("公开", "2024-07-03", 1),
        ("处置", "2024-07-31", 1),
        ("定处置", "", 1),
    ]
    together = [one.departments for one in report.dues if one.kind.value == "公开" and one.visits == (1,)]
    assert together == [(YB, SJ)]


def test_overdue_comes_first_and_each_visit_by_name(archive: Path) -> None:
    report = shuangsuiji.due(archive.parent, on=date(2024, 7, 3))
    kinds = [(one.kind.value, one.overdue(report.on)) for one in report.dues]
    assert kinds[:6] == [("检查", True)] * 6
    assert kinds[6:9] == [("公开", True)] * 3
    assert kinds[9:] == [("公开", False), ("处置", False), ("定处置", False)]
    third = next(one for one in report.dues if one.visits == (3,))
    assert third.departments == (SJ,)  # the other department has been there
    assert report.dues[0].days_left(report.on) == -3


def test_due_without_anything_drawn_or_left(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, plan=JOINT_ONLY, size=30, seed="一")
    rows = {
        (one.visit["index"], name): {
            **CLEAN,
            "公开日期": datetime(2024, 6, 20),
            "公开渠道": "网站",
            "公开审批": "甲",
        }
        for one in drawn.dossier.inspections
        for name in (YB, SJ)
    }
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), rows), now=LATER)
    report = shuangsuiji.due(tmp_path, on=date(2024, 12, 1))
    assert (report.dues, report.draws, list(report.findings)) == ((), 1, [])
    shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=LATER)
    assert shuangsuiji.due(tmp_path, on=date(2024, 12, 1)).draws == 0


def test_years_that_nobody_knows_yet(tmp_path: Path) -> None:
    """No deadline is made up for a year whose days off nobody has given yet."""
    plan = JOINT_ONLY.replace("2024", "2099")
    folder = tmp_path / "b"
    path = bureau(folder, plan=plan, size=30)
    people = (folder / "检查人员.csv").read_text("utf-8").replace("2026-12-31", "9999-09-09")
    (folder / "检查人员.csv").write_text(people.replace("2024-05-01", "2099-05-01"), "utf-8")
    now = NOW.replace(year=2099)
    drawn = shuangsuiji.draw(path, seed="一", now=now)
    row = {**CLEAN, "检查日期": datetime(2099, 6, 1)}
    later = LATER.replace(year=2099)
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), {(1, YB): row, (1, SJ): row}), now=later)
    report = shuangsuiji.due(folder, on=date(2099, 7, 10))
    due = next(one for one in report.dues if one.kind.value == "公开")
    assert (due.due, due.not_before, due.unknown_year) == ("", "2099-06-21", 2099)
    assert not due.overdue(report.on) and due.days_left(report.on) is None
    assert [finding.code for finding in report.findings] == ["holidays-unknown-year"]
    days = "2099:\n  放假: [1-1 至 1-3, 2-9 至 2-16, 5-1 至 5-5, 6-4, 10-1 至 10-7]\n"
    (folder / "放假安排.yaml").write_text(days, "utf-8")
    report = shuangsuiji.due(folder, on=date(2099, 7, 10))
    due = next(one for one in report.dues if one.kind.value == "公开")
    # Monday 1 June, the 4th off: 2 3 5, 8-12, 15-19, 22-26, 29 30
    assert due.due == "2099-06-30" and due.overdue(report.on) and not report.findings


def test_broken_holidays_are_told_before_anything_is_on_record(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    (tmp_path / "放假安排.yaml").write_text("2027:\n  放假: [2027-01-51]\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed="甲", now=NOW)
    assert any(one.code.startswith("holidays-") and one.place.line for one in caught.value.findings)
    assert not shuangsuiji.check(plan, now=NOW).passed
    assert not [*(tmp_path / "draws").glob("*第1次*")]
