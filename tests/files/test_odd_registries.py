"""Registries with the number formats of other offices: what each column is read as, as one table."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from shuangsuiji.core.columns.kinds import Kind
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.files.readers.grids import read_grids

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
DAY = dt.date(2024, 5, 1)

FORMATTED = [
    # codes and telephones keep their digits
    ("编号", 330102001, "00000000000", "00330102001"),
    ("编号", 33010200111, '"H"0', "H33010200111"),
    ("编号", 1234567, "#,##0", "1234567"),
    ("编号", 12345, "0.00", "12345"),
    ("编号", 914102000000, "0.00E+00", "914102000000"),
    ("联系电话", 13800138000, "General", "13800138000"),
    ("联系电话", 13800138000, "000-0000-0000", "138-0013-8000"),
    ("联系电话", 3728123456, "00000000000", "03728123456"),
    # a known column is a number, a column of the office is as displayed
    ("信用等级", 1, "0.0", "1"),
    ("风险分", 3, "0.0", "3.0"),
    ("注册资本", 500000, "¥#,##0.00", "¥500,000.00"),
    ("注册资本", 50, '0"万元"', "50万元"),
    ("处罚金额", 0, ACCOUNTING, "-"),
    ("余额", -500, "#,##0_);[Red]\\(#,##0\\)", "(500)"),
    ("余额", -500, "#,##0.00;[Red]#,##0.00", "-500"),
    ("报销占比", 0.125, "0.0%", "12.5%"),
    ("楼栋", 1.5, "# ?/?", "1 1/2"),
    ("片区", 1, '"第"0"网格"', "第1网格"),
    ("是否连锁", 0, '"是";;"否"', "否"),
    ("成立日期", DAY, 'yyyy"年"m"月"d"日"', "2024-05-01"),
    ("开业", DAY, 'yyyy"年"m"月"', "2024年5月"),
]


@pytest.mark.parametrize(("column", "value", "code", "text"), FORMATTED)
def test_what_a_formatted_cell_of_a_registry_is(column: str, value: object, code: str, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    cells = {"编号": "D1", "名称": "甲", column: value}
    sheet.append(list(cells))
    sheet.append(list(cells.values()))
    sheet.cell(2, 1 + list(cells).index(column)).number_format = code
    stream = io.BytesIO()
    book.save(stream)
    examined, _ = examine(read_grids(stream.getvalue(), "库.xlsx")[0], kind=Kind.OBJECTS)
    assert examined is not None
    assert list(examined.table.cells(column)) == [text]


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("※ 名单截至年末", "", ["甲"]),
        ("①指上年末在册", "", ["甲"]),
        ("注1：不含停业", "", ["甲"]),
        ("", "3见面馆", ["甲", "3见面馆"]),
        ("2", "注1号药店", ["甲", "注1号药店"]),
        ("3", "*店", ["甲", "*店"]),
    ],
)
def test_notes_below_a_registry_are_told_from_shops(first: str, second: str, names: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["编号", "名称", "类别"], ["D1", "甲", "药店"], [first, second, None]]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    examined, _ = examine(read_grids(stream.getvalue(), "库.xlsx")[0], kind=Kind.OBJECTS)
    assert examined is not None
    assert list(examined.table.cells("名称")) == names
