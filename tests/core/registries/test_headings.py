"""Headings that are missing, misspelt, doubled or only letters: what is asked, and what is answered."""

from __future__ import annotations

import pytest

from building import grid_of
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.grid import Merged
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.registry import read_inspectors, read_objects
from shuangsuiji.core.registries.tables import Table, read_table


def read(
    layout: Layout, *rows: list[str], header_row: int | None = None, **fields: str
) -> tuple[Table | None, list[Finding]]:
    return read_table(layout, [grid_of(rows)], SourceChoice(fields=fields, header_row=header_row), ())


@pytest.mark.parametrize("called", ["（B列）", "(B列)", "（ B列 ）"])
def test_a_column_without_a_heading_is_called_by_its_letter(called: str) -> None:
    table, findings = read(OBJECTS, ["所", "", "名称"], ["甲", "1", "药店"], ["甲", "2", "医院"], 编号=called)
    assert table is not None, findings
    assert list(table.cells("编号")) == ["1", "2"]
    assert table.resolve(called) == "编号"


def test_the_second_of_two_headings_is_called_by_its_letter() -> None:
    table, findings = read(
        OBJECTS, ["编号", "名称", "街道", "街道"], ["1", "甲", "东", "西"], 行政区划="街道（D列）"
    )
    assert table is not None, findings
    assert list(table.cells("行政区划")) == ["西"]


def test_a_column_without_cells_is_none() -> None:
    table, (found,) = read(OBJECTS, ["编号", "名称", ""], ["1", "甲", ""], 行政区划="（C列）")
    assert table is None
    assert (found.code, found.values["known"]) == ("registry-no-such-heading", "编号、名称")


MISSPELT = [
    (OBJECTS, ["编号", "单位名秤"], "单位名秤"),
    (OBJECTS, ["编号", "名秤", "地址"], "名秤"),
    (INSPECTORS, ["姓名", "部门", "执法证好"], "执法证好"),
    (INSPECTORS, ["姓名", "所属科事", "执法证号"], "所属科事"),
    (ITEMS, ["事项编马", "抽查事项名称"], "事项编马"),
]


@pytest.mark.parametrize(("layout", "heading", "likely"), MISSPELT)
def test_a_misspelt_heading_is_answered_with_the_nearest(
    layout: Layout, heading: list[str], likely: str
) -> None:
    table, (found,) = read(layout, heading, ["x"] * len(heading))
    assert table is None
    assert (found.code, found.values["likely"]) == ("registry-missing-column-likely", likely)
    assert likely in str(found.values["choice"])


def test_a_misspelt_heading_that_nobody_needs_is_pointed_at() -> None:
    table, findings = read(
        INSPECTORS, ["姓名", "部门", "执法证号", "证件有校期"], ["甲", "局", "1", "2020-01-01"]
    )
    assert table is not None
    assert [(finding.level, finding.code, finding.place.cell) for finding in findings] == [
        ("note", "registry-heading-likely", "D1")
    ]
    _, findings = read(
        OBJECTS, ["编号", "名称", "信用分", "经营范围", "有效期起"], ["1", "甲", "90", "药", ""]
    )
    assert findings == []


def test_fields_that_are_misspelt() -> None:
    _, (found,) = read(OBJECTS, ["编号", "单位名称"], ["1", "甲"], 名称="单位名秤")
    assert (found.code, found.values["likely"]) == ("registry-no-such-heading-likely", "单位名称")
    _, findings = read(OBJECTS, ["编号", "名称", "级"], ["1", "甲", "A"], 信用级别="级")
    assert [(f.code, f.values["likely"]) for f in findings] == [("registry-unknown-field-likely", "信用等级")]


TWO_CERTIFICATES = [
    (["工商执法证编号", "省执法证编号"], ["执法证号"]),
    (["市场监管执法证号", "省级执法证号"], ["执法证号"]),
    (["执法证编号", "部执法证编号"], ["执法证号"]),
    (["执法证号", "工商执法证有效期", "执法证有效期"], ["证件有效期"]),
]


@pytest.mark.parametrize(("headings", "asked"), TWO_CERTIFICATES)
def test_two_certificates_are_asked_about(headings: list[str], asked: list[str]) -> None:
    table, findings = read(INSPECTORS, ["姓名", "部门", *headings], ["甲", "局", *headings])
    assert table is None
    assert [(f.code, f.values["name"]) for f in findings] == [
        ("registry-heading-twice", name) for name in asked
    ]


def test_one_certificate_with_a_word_before_it_is_known() -> None:
    table, findings = read(
        INSPECTORS, ["姓名", "部门", "省执法证编号", "省执法证有效期"], ["甲", "局", "S1", "2030-01-01"]
    )
    assert table is not None and findings == []
    assert (list(table.cells("执法证号")), list(table.cells("证件有效期"))) == (["S1"], ["2030-01-01"])


@pytest.mark.parametrize("merged", [(), [Merged(0, 1, 0), Merged(0, 1, 1), Merged(0, 1, 4)]])
def test_groups_of_two_rows(merged: list[Merged]) -> None:
    rows = [
        ["姓名", "单位", "执法证", "", "床位"],
        ["", "", "证号", "有效期至", ""],
        ["甲", "局", "A1", "2030-01-01", "x"],
    ]
    table, findings = read_table(INSPECTORS, [grid_of(rows, merged=merged)], SourceChoice(), ())
    assert table is not None, findings
    assert list(table.columns) == ["姓名", "部门", "执法证号", "证件有效期", "床位"]


@pytest.mark.parametrize("row", [1, 2])
def test_the_plan_may_name_either_row_of_a_heading(row: int) -> None:
    rows = [["名录", "", ""], ["编号", "企业", ""], ["", "名称", "住所"], ["1", "甲", "路"]]
    table, findings = read(OBJECTS, *rows, header_row=row + 1)
    assert table is not None, findings
    assert list(table.columns) == ["编号", "名称", "地址"]


KNOWN = [
    (OBJECTS, "区县名称", "行政区划"),
    (OBJECTS, "所属地区", "行政区划"),
    (INSPECTORS, "是否在岗", "状态"),
    (INSPECTORS, "是否在职", "状态"),
    (INSPECTORS, "在编/在岗", "状态"),
    (INSPECTORS, "执法人员状态", "状态"),
    (INSPECTORS, "地区", "辖区"),
]


@pytest.mark.parametrize(("layout", "heading", "name"), KNOWN)
def test_headings_of_platforms(layout: Layout, heading: str, name: str) -> None:
    needed = ["编号", "名称"] if layout is OBJECTS else ["姓名", "单位工号", "所在业务部门（机构）"]
    table, findings = read(layout, [*needed, heading], ["1", "2", "3", "4"][: len(needed) + 1])
    assert table is not None, findings
    assert table.resolve(heading) == name


def test_an_unknown_code_column_is_one_question() -> None:
    rows = [
        ["许可编码", "单位名称", "联系电话"],
        *([f"XK{n:03}", f"药店{n}", f"1380000000{n}"] for n in range(5)),
    ]
    table, _ = read(OBJECTS, *rows)
    assert table is not None
    _, _, findings = read_objects(table, None)
    assert [(f.code, f.values["choice"]) for f in findings] == [
        ("registry-no-id-column-likely", "标识: 许可编码")
    ]
    table, findings = read(
        INSPECTORS, ["姓名", "单位", "证件代号"], *(["甲", "局", f"A{n}"] for n in range(3))
    )
    assert table is None and [f.values["likely"] for f in findings] == ["证件代号"]


def test_ids_that_are_all_blank_are_one_question() -> None:
    rows = [["姓名", "单位", "执法证号"], *(["甲", "局", ""] for _ in range(9))]
    table, _ = read(INSPECTORS, *rows)
    assert table is not None
    assert [finding.code for finding in read_inspectors(table, None)[1]] == ["registry-no-ids"]
