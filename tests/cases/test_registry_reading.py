"""Sheets as offices keep them, each in its folder with what is right; see the README of each."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import shuangsuiji
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.registry import read_inspectors
from shuangsuiji.core.registries.tables import Table, read_table
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.workflows.check import CheckReport

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def told(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.level.value, finding.code, finding.place.cell) for finding in findings]


def checked(folder: str, tmp_path: Path, *changes: tuple[str, str]) -> CheckReport:
    """The plan of a case checked in a copy, with some words of it changed."""
    place = tmp_path / "case"
    shutil.copytree(HERE / folder, place)
    plan = place / "plan.yaml"
    text = plan.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    plan.write_text(text, "utf-8")
    return shuangsuiji.check(plan, now=NOW)


def table_in(layout: Layout, path: Path, **fields: str) -> tuple[Table | None, list[Finding]]:
    grids, _ = read_grids(path.read_bytes(), path.name)
    return read_table(layout, grids, SourceChoice(fields=fields), ())


def test_merged_sub_items(tmp_path: Path) -> None:
    report = shuangsuiji.registry_check(HERE / "03-merged-subitems" / "事项清单.xlsx", now=NOW)
    assert report.examined is not None and report.passed
    assert list(report.examined.ids) == ["B1-1", "B1-2", "B2-1", "B2-2"]
    assert report.examined.table.cells("抽查事项名称")[1] == "食品生产企业监管（获证食品添加剂生产企业监督）"
    whole = checked("03-merged-subitems", tmp_path / "1")
    (found,) = [finding for finding in whole.findings if finding.level.value == "error"]
    assert (found.code, found.values["parts"]) == ("item-in-parts", "B1-1、B1-2")
    assert checked("03-merged-subitems", tmp_path / "2", ("[B1]", "[B1-1]")).preview is not None
    below = checked("03-merged-subitems", tmp_path / "3", ("[B1]", "[B1-1, B1-2]"))
    (found,) = [finding for finding in below.findings if finding.level.value == "error"]
    assert (found.code, found.values["published"]) == ("task-ratio-below-published", "5%")


def test_an_item_list_with_two_heading_rows_and_no_codes() -> None:
    path = HERE / "04-two-row-item-heading" / "事项清单.xlsx"
    report = shuangsuiji.registry_check(path, now=NOW)
    (found,) = report.findings
    assert found.code == "registry-missing-column-serial"
    assert found.values["choice"] == "字段: {事项编码: 序号}"
    table, findings = table_in(ITEMS, path, 事项编码="序号")
    assert table is not None, findings
    assert list(table.cells("事项编码")) == ["1", "2", "3"]
    assert list(table.cells("抽查事项名称")) == [
        "营业执照规范使用检查",
        "名称规范使用检查",
        "年度报告公示信息检查",
    ]
    assert list(table.cells("抽查类别")) == ["登记事项检查", "登记事项检查", "公示信息检查"]


def test_lost_text_is_named_by_cell() -> None:
    report = shuangsuiji.registry_check(HERE / "05-mojibake-names" / "名录.csv", kind="检查对象", now=NOW)
    assert told(report.findings) == [
        ("error", "cell-text-lost", "A3"),
        ("warning", "cell-question-marks", "A4"),
        ("warning", "cell-wrong-encoding", "A5"),
    ]


def test_the_inspectors_template_of_a_platform() -> None:
    """Two certificates are asked about at once; all else is known, and 有效 is on duty."""
    path = HERE / "07-peer-inspector-template" / "人员名录库.xlsx"
    report = shuangsuiji.registry_check(path, kind="检查人员", now=NOW)
    assert report.examined is None
    assert [(finding.code, finding.values["name"]) for finding in report.findings] == [
        ("registry-heading-twice", "执法证号"),
        ("registry-heading-twice", "证件有效期"),
    ]
    assert "省执法证编号" in str(report.findings[0].values["headings"])
    table, findings = table_in(INSPECTORS, path, 执法证号="省执法证编号", 证件有效期="执法证有效期")
    assert table is not None and findings == []
    known = ["工号", "姓名", "性别", "联系方式", "辖区", "部门", "执法证号", "证件有效期", "状态"]
    assert [name for name in table.columns if name in INSPECTORS.names] == known
    people, findings = read_inspectors(table, date(2026, 3, 2))
    assert list(people.ids) == ["SF0001", "SF0002", "SF0003"]
    assert list(people.table.cells("标签")) == ["", "保化检查员", "特种设备安全监察员、保化组长"]
    assert [finding.code for finding in findings] == ["inspector-qualifications"]


def test_a_heading_of_blanks_is_called_by_its_column(tmp_path: Path) -> None:
    report = checked("08-blank-heading", tmp_path)
    assert report.preview is not None
    assert sorted(report.preview.pool.ids) == [f"121000{n}" for n in range(1, 6)]


def test_published_ratios_as_lists_write_them(tmp_path: Path) -> None:
    report = checked("09-published-ratio-forms", tmp_path)
    assert told(report.findings) == [
        ("warning", "item-ratio-text", "F8"),
        ("error", "task-ratio-above-published", "F2"),
        ("error", "task-ratio-above-published", "F3"),
        *(("error", "task-ratio-below-published", f"F{row}") for row in (4, 5, 6, 7)),
    ]
