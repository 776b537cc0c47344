"""The copy put in order: cells stored as they should be, the rest as it was, lists of what was done."""

from __future__ import annotations

import io
import time
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Font

from shuangsuiji.core.registries.examine import examine
from shuangsuiji.documents.registries.fixed import CHANGES_SHEET, DOUBTS_SHEET, fixed_copy
from shuangsuiji.files.readers.grids import read_grids

HEADING = ["定点编码", "名称", "联系方式", "近三年违法次数", "更新日期", "床位数"]


def messy() -> bytes:
    """Codes in wide letters, phones as numbers, dates as texts, a formula, a merged title, a bold name."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "名录"
    page.merge_cells("A1:F1")
    page["A1"] = "某县名录"
    page.append(HEADING)
    page.append(["ｐ41048100001", " 甲药店", 13700000000, "２", "2024年3月5日", "=1+1"])
    page.append(["P41048100002", "=乙(一店）", "0000-1", 3, date(2024, 3, 6), 5])
    page.append(["P41048100003", "丙药店", "", 0, "去年", 6])
    page["B4"].data_type = "s"
    page["B3"].font = Font(bold=True)
    page.column_dimensions["B"].width = 31
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fixed(data: bytes, name: str = "名录.xlsx", editable: bool = True) -> tuple[Any, Any, Any]:
    grids, _ = read_grids(data, name)
    examined, _ = examine(grids)
    assert examined is not None
    copy, done = fixed_copy(data if editable else None, grids, examined, name, None)
    assert copy is not None
    return copy, openpyxl.load_workbook(io.BytesIO(copy)), done


def test_cells_are_stored_as_they_should_be() -> None:
    data = messy()
    before = bytes(data)
    _, book, _ = fixed(data)
    page = book["名录"]
    assert data == before
    assert page["A3"].value == "P41048100001"
    assert (page["C3"].value, page["C3"].number_format) == ("13700000000", "@")
    assert page["D3"].value == 2
    assert (page["E3"].value, page["E3"].number_format) == (datetime(2024, 3, 5), "yyyy-mm-dd")
    assert (page["B4"].value, page["B4"].data_type) == ("=乙（一店）", "s")
    assert (page["B3"].value, page["B3"].font.bold) == ("甲药店", True)
    assert page["F3"].value == "=1+1" and page["E5"].value == "去年"
    assert page.column_dimensions["B"].width == 31
    assert [str(span) for span in page.merged_cells.ranges] == ["A1:F1"]


def test_everything_is_listed() -> None:
    _, book, done = fixed(messy())
    assert book.sheetnames == ["名录", CHANGES_SHEET, DOUBTS_SHEET]
    rows = [[cell.value for cell in row] for row in book[CHANGES_SHEET].iter_rows(min_row=4)]
    assert rows[0] == [
        "A3",
        "定点编码",
        "ｐ41048100001",
        "P41048100001",
        "全角字母、数字改成半角。编码里的小写字母改成大写。",
    ]
    assert [row[0] for row in rows] == ["A3", "B3", "C3", "D3", "E3", "B4"]
    assert len(rows) == len(done.changes)
    doubts = [row[0].value for row in book[DOUBTS_SHEET].iter_rows(min_row=4)]
    assert doubts == [doubt.place.cell for doubt in done.doubts] and "E5" in doubts


def test_the_copy_reads_as_was_promised() -> None:
    """The sheet of the copy, read again, is the sheet that the rules promised; and it needs nothing more."""
    copy, _, done = fixed(messy())
    grids, _ = read_grids(copy, "名录-整理后.xlsx")
    promised = [row for row in done.grid.rows if any(row)]
    assert [row[: len(HEADING)] for row in grids[0].rows][: len(promised)] == [
        row[: len(HEADING)] for row in promised
    ]
    examined, _ = examine(grids)
    assert examined is not None and examined.grid.sheet == "名录"
    again, done_again = fixed_copy(copy, grids, examined, "名录-整理后.xlsx", None)
    assert again is None and done_again.changes == ()


def test_other_formats_become_a_workbook_of_texts() -> None:
    table = "编号,名称,更新日期\n００1, 甲药店,2024/3/5\n00２,=乙药店,2024-03-06\n".encode("gb18030")
    _, book, done = fixed(table, "名录.csv", editable=False)
    page = book["名录"]
    assert [page.cell(2, column).value for column in (1, 2)] == ["001", "甲药店"]
    assert page["C2"].value == datetime(2024, 3, 5) and page["C3"].value == "2024-03-06"
    assert page["B3"].data_type == "s" and len(done.changes) == 4


def test_the_same_file_gives_the_same_copy() -> None:
    data = messy()
    for editable in (True, False):
        first = fixed(data, editable=editable)[0]
        time.sleep(1.1)  # times in a workbook count seconds
        assert fixed(data, editable=editable)[0] == first
