"""A registry kept as one sheet a district: the message says how to name them, and that works."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects
from shuangsuiji.messages import render

SHEETS = ("朱兰 街道", "2024", " 八台镇")


def test_sheets_by_district_are_listed_as_the_message_says(tmp_path: Path) -> None:
    """ "several ask for 工作表", "a list joins several files" (formats.md)"""
    heading, *rows = objects()
    book = openpyxl.Workbook()
    book.active.title = "目 录"
    book.active.append(["目录"])
    for number, name in enumerate(SHEETS):
        sheet = book.create_sheet(name)
        for row in [[f"{name}检查对象名录库"], heading, *rows[number::3]]:
            sheet.append(row)
    book.create_sheet("空 表")
    book.create_chartsheet("统计图")
    book.save(tmp_path / "检查对象 名录.xlsx")
    plan = bureau(tmp_path, plan=PLAN.replace("检查对象: 检查对象.csv", "检查对象: 检查对象 名录.xlsx"))
    refused = shuangsuiji.check(plan, now=NOW)
    (several,) = [found for found in refused.findings if found.code == "registry-several-sheets"]
    text = render(several)
    assert "工作表: '2024'" in text
    (listed,) = re.findall(r"\[\{.*\}\]", text)

    plan.write_text(plan.read_text("utf-8").replace("检查对象 名录.xlsx", listed), "utf-8")
    report = shuangsuiji.check(plan, now=NOW)
    assert [found.code for found in report.findings if found.level == "error"] == []
    assert report.preview is not None
    assert len(report.preview.pool.ids) == len(rows)
