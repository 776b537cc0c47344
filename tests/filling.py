"""Filling in a sheet of results as a clerk would, and a plan in which both departments go everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from bureau import NOW, PLAN

LATER = NOW + timedelta(days=60)
YB, SJ = "试点县医疗保障局", "试点县市场监督管理局"
JOINT_ONLY = "".join(
    line for line in PLAN.splitlines(keepends=True) if "必查" not in line and "重点对象" not in line
)
CLEAN = {"检查日期": datetime(2024, 6, 3), "检查结果": "1", "被检查对象签字": "已签字"}
PROBLEM = {
    "检查日期": "2024年6月4日",
    "检查结果": "5、8",
    "问题描述": "未按规定保管处方",
    "被检查对象签字": "负责人拒绝签字",
    "后续处置": "整改、移送",
    "处置状态": "",
    "处置期限": "2024.7.31",
}


def sheet_of(archive: Path) -> Path:
    """The newest sheet among the working papers."""
    return archive / "文书" / "结果录入表.xlsx"


def fill(path: Path, rows: Mapping[tuple[int, str], Mapping[str, Any]], to: Path | None = None) -> Path:
    """Writes into the rows of (序号, 检查部门) what stands under each heading; saved as a clerk would."""
    book = openpyxl.load_workbook(path)
    page = book["结果录入表"]
    heading = next(row for row in page.iter_rows() if row[0].value == "序号")
    columns = {cell.value: cell.column for cell in heading}
    found = set()
    for row in page.iter_rows(min_row=heading[0].row + 1):
        key = (int(row[0].value), row[columns["检查部门"] - 1].value)
        for title, value in rows.get(key, {}).items():
            page.cell(row[0].row, columns[title]).value = value
        found.add(key)
    assert set(rows) <= found
    book.save(to or path)
    return to or path
