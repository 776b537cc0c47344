"""`ssj year` on a folder: nothing is written but the workbook, and the ledger never hears of it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

import shuangsuiji
from bureau import NOW, PLAN, bureau


def test_a_forecast_leaves_no_trace(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    before = sorted(tmp_path.iterdir())
    report = shuangsuiji.year(plan, now=NOW, trials=2)
    assert report.workbook is None and sorted(tmp_path.iterdir()) == before
    shuangsuiji.draw(plan, seed="甲", now=NOW)
    ledger = (tmp_path / "draws" / "台账.jsonl").read_bytes()
    report = shuangsuiji.year(plan, now=NOW, trials=2)
    assert (tmp_path / "draws" / "台账.jsonl").read_bytes() == ledger
    assert report.outlook.drawn["上半年"] > 0


def test_the_workbook_repeats_byte_for_byte(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    first = shuangsuiji.year(plan, now=NOW, trials=2, workbook=True).workbook
    assert first is not None
    data = first.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["全年概况", "分层应抽", "必查安排", "人员负荷预测", "各月检查次数", "多年覆盖"]
    assert shuangsuiji.year(plan, now=NOW, trials=2, workbook=True).workbook == first
    assert first.read_bytes() == data


def test_warnings_before_the_year_begins(tmp_path: Path) -> None:
    text = PLAN.replace("试点县医疗保障局, 人数: 2", "试点县医疗保障局, 人数: 2, 每人至多: 2")
    codes = [one.code for one in shuangsuiji.year(bureau(tmp_path, plan=text), now=NOW, trials=2).findings]
    assert {"year-cannot-staff", "year-near-limit"} <= set(codes)
    text = PLAN.replace("  不参加抽取", "  全年比例下限: 60%\n  不参加抽取")
    codes = [
        one.code for one in shuangsuiji.year(bureau(tmp_path / "b", plan=text), now=NOW, trials=2).findings
    ]
    assert "year-floor-added" in codes
