"""Rows below a heading that are no records, each with its reason; what is a record stays."""

from __future__ import annotations

import pytest

from building import grid_of
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import read_table

HEADING = ["序号", "编号", "名称", "类别", "备注"]
ROW = ["1", "S01", "甲药店", "药店", ""]

NONE = {
    "hints in every cell": (["（必填）", "（必填）", "（必填）", "（选填）", ""], "hint"),
    "hint with its length": (["", "（选填，18位）", "（全称）", "", ""], "hint"),
    "length alone": (["", "（12位）", "", "", ""], "hint"),
    "length without brackets": (["", "18位", "营业执照上的全称", "", ""], "hint"),
    "explanation by its serial cell": (["说明", "填18位代码", "填全称", "下拉选择", ""], "hint"),
    "rule by its serial cell": (["填写要求", "不能重复", "与执照一致", "", ""], "hint"),
    "row to be taken out": (["", "", "（请删除本行）", "", ""], "hint"),
    "row to be taken out by its remark": (["1", "P01", "某药店", "药店", "（请删除本行）"], "example"),
    "hint with a star": (["", "*必填", "*必填", "", ""], "hint"),
    "types of columns": (["", "字符型(18)", "字符型(100)", "枚举", ""], "hint"),
    "types of a database": (["INT", "VARCHAR(18)", "VARCHAR(100)", "INT", "TEXT"], "hint"),
    "where a cell comes from": (["", "系统自动生成", "与营业执照一致", "可不填", ""], "hint"),
    "columns by letter": (["A", "B", "C", "D", "E"], "hint"),
    "columns by stem and number": (["甲", "乙", "1", "2", "3"], "hint"),
    "the next page": (["（续上页）", "", "", "", ""], "footer"),
    "how many there are": (["共3户", "", "", "", ""], "footer"),
    "nothing below": (["——以下空白——", "", "", "", ""], "footer"),
    "columns by number": (["1", "2", "3", "4", "5"], "hint"),
    "example by its serial cell": (["例：", "P01", "某药店", "药店", ""], "example"),
    "example, a word": (["示例", "P01", "某药店", "药店", ""], "example"),
    "example in each cell": (["1", "例：P01", "例：某某药店", "", ""], "example"),
    "example before a name": (["1", "P01", "（示例）某某药店", "", ""], "example"),
    "example behind a name": (["1", "P01", "某某药店（示例，请删除）", "", ""], "example"),
    "example by its remark": (["1", "P01", "某某药店", "", "示例"], "example"),
    "total behind a serial": (["9", "", "合计", "12", ""], "footer"),
    "total without a serial": (["", "", "小计：12家", "", ""], "footer"),
    "source": (["数据来源：市局", "", "", "", ""], "footer"),
    "source with more cells": (["资料来源：市局", "", "2026年", "", ""], "footer"),
    "signatures": (["制表人：张三", "", "审核人：李四", "", ""], "footer"),
    "signature without a name": (["审核人", "", "", "", ""], "footer"),
    "remark": (["备注：名称以执照为准", "", "", "", "x"], "remark"),
    "remark in two cells": (["备注", "以执照为准", "", "", ""], "remark"),
    "explanations": (["填表说明", "", "", "", ""], "remark"),
    "explanations at length": (["填表说明：1.编号不能重复", "", "x", "", ""], "remark"),
}
CHOICES = {
    "as it stands": SourceChoice(),
    "serials as ids": SourceChoice(fields={"编号": "序号"}),
    "columns of the plan": SourceChoice(fields={"编号": "编号", "名称": "名称", "等级": "类别"}),
}


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", NONE)
def test_rows_that_are_no_records(name: str, choice: str) -> None:
    cells, reason = NONE[name]
    if name == "columns by number":
        rows = [HEADING, cells, ROW]
    else:
        rows = [HEADING, ROW, cells, ["2", "S02", "乙药店", "", ""]]
    table, findings = read_table(OBJECTS, [grid_of(rows)], CHOICES[choice], ())
    assert table is not None
    assert cells[2] not in table.columns["名称"] or not cells[2]
    assert [finding.code for finding in findings] == [f"registry-{reason}-row"]
    assert findings[0].level == "note"
    assert table.skipped == 1


RECORDS = [
    *(
        "（普通合伙）甲会计师事务所",
        "例外药店",
        "说明书印刷厂",
        "示例大药房",
        "合计会计师事务所",
        "填写易文具店",
    ),
    *(
        "必填堂",
        "如意楼",
        "请君入座酒家",
        "单位食堂",
        "备注文化公司",
        "制表人力资源公司",
        "数据来源科技公司",
        "说明",
    ),
    *(
        "上海路店（分店）",
        "小计生站",
        "审核人生咖啡",
        "（集团）甲公司",
        "本行药房",
        "附属医院",
        "注册会计师事务所",
    ),
]


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", RECORDS)
def test_names_of_records(name: str, choice: str) -> None:
    """No object is lost for its name, nor for what is remarked on it."""
    rows = [HEADING, ROW, ["2", "S02", name, "药店", "此店已搬迁，资料删除"], ["", "S03", name, "", ""]]
    table, findings = read_table(OBJECTS, [grid_of(rows)], CHOICES[choice], ())
    assert table is not None
    assert list(table.columns["名称"]) == ["甲药店", name, name]
    assert findings == []


def test_a_row_with_neither_id_nor_name_is_warned_of() -> None:
    table, findings = read_table(
        OBJECTS, [grid_of([HEADING, ROW, ["2", "", "", "医院", ""]])], SourceChoice(), ()
    )
    assert table is not None and len(table) == 1
    assert [(finding.level, finding.code) for finding in findings] == [("warning", "registry-row-skipped")]


def test_people() -> None:
    rows = [
        ["姓名", "部门", "执法证号"],
        ["（必填）", "（全称）", "（必填，按执法证）"],
        ["例：张某", "例：某局", "例：A001"],
        ["赵一", "甲局", "A1"],
        ["例晓明", "甲局", "A2"],
    ]
    table, findings = read_table(INSPECTORS, [grid_of(rows)], SourceChoice(), ())
    assert table is not None
    assert list(table.cells("姓名")) == ["赵一", "例晓明"]
    assert [finding.code for finding in findings] == ["registry-hint-row", "registry-example-row"]


def test_the_points_of_a_remark_below_the_table() -> None:
    remarks = [
        ["注：1.名称以执照为准", *[""] * 4],
        ["", "", "2.编号由市局给出", "", ""],
        ["3、另行通知", *[""] * 4],
    ]
    table, findings = read_table(OBJECTS, [grid_of([HEADING, ROW, *remarks])], SourceChoice(), ())
    assert table is not None and len(table) == 1
    assert [finding.code for finding in findings] == ["registry-remark-row"] * 3
