"""The marked copy: every finding at its cell, everything else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.examine import Examined, examine
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.documents.registries.marks import COLORS, LIST_SHEET, marked_copy
from shuangsuiji.files.readers.grids import read_grids

RED, YELLOW = COLORS.values()
CODE = "P41048100001"


def bytes_of(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def messy() -> Any:
    """A workbook as a bureau keeps it: merged title, widths, a drop-down, a comment, a formula, a fill."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "药店"
    page.merge_cells("A1:D1")
    page["A1"] = "某县药店名录"
    for row in (
        ["定点编码", "名称", "统一社会信用代码", "上次检查日期", "床位数"],
        [CODE, "甲药店", "91110000600037341M", "2024-01-05", "=1+1"],
        [CODE.lower(), "=乙药店", "", "去年", 3],
        ["", "丙药店", "", date(2024, 1, 5), 4],
        ["合计：3家"],
    ):
        page.append(row)
    page["B4"].data_type = "s"
    page["A4"].comment = Comment("向王某核实过", "某人")
    page["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    page.column_dimensions["B"].width = 33
    rule = DataValidation(type="list", formula1='"甲,乙"')
    rule.add("B3:B9")
    page.add_data_validation(rule)
    page["E3"].number_format = "0.00"
    return book


def looked_at(data: bytes, name: str = "名录.xlsx") -> tuple[list[Grid], Examined | None, list[Finding]]:
    grids, found = read_grids(data, name)
    examined, findings = examine(grids, sheet="药店" if len(grids) > 1 else None)
    return grids, examined, [*found, *findings]


def marked(data: bytes, editable: bool = True) -> tuple[bytes, Any, list[Finding]]:
    grids, examined, findings = looked_at(data)
    copy = marked_copy(data if editable else None, grids, findings, examined, "名录.xlsx")
    return copy, openpyxl.load_workbook(io.BytesIO(copy)), findings


def test_findings_stand_at_their_cells() -> None:
    data = bytes_of(messy())
    before = bytes(data)
    _, book, findings = marked(data)
    assert data == before
    page = book["药店"]
    assert page["A4"].fill.fgColor.rgb == RED and page["A5"].fill.fgColor.rgb == RED
    assert page["A4"].comment.text == (
        f"向王某核实过\n【错误】“定点编码”重复：{CODE} 在 药店 › A3 已经出现。"
        "若是同一家，请删去一行；若是一个法人的几个门店，请在计划里用“标识”另选一列。"
    )
    assert page["A4"].comment.author == "某人"
    assert page["C3"].fill.fgColor.rgb == YELLOW and "校验不符" in page["C3"].comment.text
    assert page["A6"].comment.text.startswith("【说明】这一行像合计或落款")
    assert len(findings) >= 5


def test_everything_else_is_as_it_was() -> None:
    _, book, _ = marked(bytes_of(messy()))
    page = book["药店"]
    assert page["B4"].value == "=乙药店" and "=" in page["B4"].comment.text
    assert page.column_dimensions["B"].width == 33
    assert [str(rule.sqref) for rule in page.data_validations.dataValidation] == ["B3:B9"]
    assert [str(span) for span in page.merged_cells.ranges] == ["A1:D1"]
    assert page["E3"].number_format == "0.00" and page["E3"].value == "=1+1"
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False]


def test_the_list_leads_to_the_cells() -> None:
    _, book, findings = marked(bytes_of(messy()))
    assert book.sheetnames[0] == LIST_SHEET
    page = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert len(rows) == len(findings)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), key=["错误", "提醒", "说明"].index)
    twice = next(row for row in rows if "重复" in row[5])
    assert twice[2:5] == ["药店 › A4", "定点编码", CODE.lower()]
    link = page.cell(4 + rows.index(twice), 3).hyperlink
    assert (link.location or link.target).lstrip("#") == "'药店'!A4"


def test_a_marked_copy_marked_again_carries_each_finding_once() -> None:
    copy, _, first = marked(bytes_of(messy()))
    again, book, second = marked(copy)
    assert len(first) == len(second)
    assert book.sheetnames == [LIST_SHEET, "药店"]
    assert book["药店"]["A4"].comment.text.count("【错误】") == 1
    assert again == copy


def test_what_was_mended_loses_its_mark() -> None:
    copy, _, _ = marked(bytes_of(messy()))
    book = openpyxl.load_workbook(io.BytesIO(copy))
    book["药店"]["A5"].value = "P41048100009"
    _, after, _ = marked(bytes_of(book))
    assert after["药店"]["A5"].comment is None and after["药店"]["A5"].fill.fill_type is None


def test_results_of_formulas_are_kept() -> None:
    """openpyxl alone would drop them, and a reader that does not calculate would find nothing."""
    data = bytes_of(messy())
    parts = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(parts, "w") as new:
        for name in old.namelist():
            content = re.sub(b"(<f>1\\+1</f>)<v ?/?>(</v>)?", rb"\1<v>2</v>", old.read(name))
            new.writestr(name, content)
    copy, book, _ = marked(parts.getvalue())
    assert book["药店"]["E3"].value == "=1+1"
    grids, _ = read_grids(copy, "副本.xlsx")
    assert next(grid for grid in grids if grid.sheet == "药店").rows[2][4] == "2"


def test_files_that_cannot_be_edited_get_a_copy_of_their_cells() -> None:
    _, book, _ = marked(bytes_of(messy()), editable=False)
    page = book["药店"]
    assert page["B4"].value == "=乙药店" and page["B4"].data_type == "s"
    assert page["A4"].fill.fgColor.rgb == RED
    table = "编号,名称\nD1,甲\nD1,乙\n".encode()
    grids, examined, findings = looked_at(table, "名录.csv")
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(None, grids, findings, examined, "名录.csv")))
    assert book.sheetnames == [LIST_SHEET, "名录"]
    assert book["名录"]["A3"].fill.fgColor.rgb == RED


def test_the_same_file_gives_the_same_copy() -> None:
    data = bytes_of(messy())
    assert marked(data)[0] == marked(data)[0]
