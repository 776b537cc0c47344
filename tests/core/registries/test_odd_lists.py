"""Item lists in the words and forms of other offices, each with what is right, as one table."""

from __future__ import annotations

import pytest

from building import codes
from shuangsuiji.core.columns.kinds import Kind
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.core.registries.grid import Grid, Merged

HEADING = ["事项编码", "抽查事项", "子项", "依据", "对象", "抽查比例", "实施部门"]
FIRST = ["A1", "价格", "明码标价", "价格法", "商户", "5%", "甲局"]
SECOND = ["", "", "价格欺诈", "价格法", "商户", "", ""]
LAST = ["A2", "广告", "药品广告", "广告法", "药店", "3%", "乙局"]
MERGED = (Merged(1, 2, 0), Merged(1, 2, 1))
SHORT = ["事项编码", "事项名称", "抽查比例"]

ODD = {
    "a second row of the heading, codes merged down": (
        [
            ["事项编码", "抽查事项", "", "抽查比例"],
            ["", "大项", "小项", ""],
            ["A1", "价格", "明码标价", "5%"],
            ["A2", "计量", "电子秤", "3%"],
        ],
        (Merged(0, 1, 0), Merged(0, 1, 3)),
        {"事项编码": ["A1", "A2"], "抽查比例": ["5%", "3%"]},
        [],
    ),
    "a ratio in the first merged row alone": (
        [HEADING, FIRST, SECOND, LAST],
        MERGED,
        {"抽查比例": ["5%", "5%", "3%"], "抽查主体": ["甲局", "甲局", "乙局"]},
        ["items-in-parts", "items-shared"],
    ),
    "the same where a later row says otherwise": (
        [HEADING, FIRST, SECOND, [*SECOND[:2], "公示", "价格法", "摊贩", "8%", ""], LAST],
        (Merged(1, 3, 0), Merged(1, 3, 1)),
        {"抽查比例": ["5%", "", "8%", "3%"], "抽查主体": ["甲局", "甲局", "甲局", "乙局"]},
        ["items-in-parts", "items-shared"],
    ),
    "the same as text, without merged cells": (
        [HEADING, FIRST, SECOND, LAST],
        (),
        {"抽查比例": ["5%", "5%", "3%"], "抽查主体": ["甲局", "甲局", "乙局"]},
        ["items-in-parts"],
    ),
    "names merged over rows with codes of their own": (
        [HEADING, FIRST, ["A9", *SECOND[1:]], LAST],
        (Merged(1, 2, 1),),
        {"事项编码": ["A1", "A9", "A2"], "抽查比例": ["5%", "5%", "3%"]},
        ["items-in-parts", "items-shared"],
    ),
    "figures below a heading with the sign": (
        [
            ["编号", "抽查事项名称", "监管对象", "责任单位", "年度抽查比例（%）"],
            ["A1", "价格", "商户", "甲局", "5"],
        ],
        (),
        {"抽查对象": ["商户"], "抽查主体": ["甲局"], "抽查比例": ["5%"]},
        [],
    ),
    "ratio and frequency in one column": (
        [["编号", "检查事项", "抽查比例及频次"], ["A1", "价格", "5%，每年1次"]],
        (),
        {"抽查比例": ["5%，每年1次"]},
        [],
    ),
    "notes below the list": (
        [
            SHORT,
            ["A1", "价格", "5%①"],
            *(
                [text, "", ""]
                for text in ("※ 比例按年初户数计算", "*自一月起施行", "①指年度内", "[1] 见第五条")
            ),
        ],
        (),
        {"事项编码": ["A1"], "抽查比例": ["5%①"]},
        ["registry-remark-row"] * 4,
    ),
    "content in a column of the office alone": (
        [[*SHORT, "科室意见"], ["A1", "价格", "5%", ""], ["", "", "", "暂缓"], ["A2", "广告", "3%", ""]],
        (),
        {"事项编码": ["A1", "A2"]},
        ["registry-row-skipped"],
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_item_lists(name: str) -> None:
    rows, merged, columns, told = ODD[name]
    grid = Grid(file="清单.xlsx", sheet="清单", rows=[list(row) for row in rows], merged=merged)
    examined, findings = examine([grid], kind=Kind.ITEMS)
    assert examined is not None
    assert {column: list(examined.table.cells(column)) for column in columns} == columns
    assert codes(findings) == told


HEADINGS = {
    "抽查项目名称": "抽查事项名称",
    "事项": "抽查事项名称",
    "法律法规依据": "抽查依据",
    "抽查依据（法律法规名称及条款）": "抽查依据",
    "抽查单位": "抽查主体",
    "实施部门": "抽查主体",
    "责任单位": "抽查主体",
    "对象": "抽查对象",
    "监管对象类别": "抽查对象",
    "检查对象（范围）": "抽查对象",
    "抽查比例（不低于）": "抽查比例",
    "年抽查比例": "抽查比例",
    "抽查比例与频次": "抽查比例",
    "比例(%)": "抽查比例",
    "检查频次（年）": "抽查频次",
    "频次要求": "抽查频次",
    "检查形式": "抽查方式",
    "抽查内容（要点）": "检查内容",
    "抽查比例（不高于）": "抽查比例（不高于）",  # a cap: to be read as a floor would be wrong
}


@pytest.mark.parametrize(("heading", "column"), HEADINGS.items())
def test_headings_of_item_lists(heading: str, column: str) -> None:
    names = [heading, "备注"] if column == "抽查事项名称" else ["抽查事项名称", heading]
    rows = [["事项编码", *names], ["A1", "价格", "5%"]]
    examined, _ = examine([Grid(file="清单.xlsx", sheet="清单", rows=rows)], kind=Kind.ITEMS)
    assert examined is not None
    assert column in examined.table.columns
    assert heading == column or heading not in examined.table.columns
