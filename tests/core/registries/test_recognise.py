"""Which registry a sheet is: told by its headings, asked for where they do not tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from building import codes, grid_of
from shuangsuiji.core.columns.kinds import Kind, kind_named, writing_of
from shuangsuiji.core.registries.examine import recognise
from shuangsuiji.core.registries.grid import Grid


def told(*grids: Grid, kind: Kind | None = None, sheet: str | None = None) -> str | Sequence[str]:
    """The kind and the sheet, or the codes that say why there are none."""
    found, findings = recognise(grids, kind=kind, sheet=sheet)
    return f"{found.kind}/{found.grid.sheet}" if found else codes(findings)


OBJECTS = ["单位名称", "社会信用代码", "地址", "法人", "电话"]
PEOPLE = ["姓名", "单位名称", "执法证号", "电话"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        (OBJECTS, "objects"),
        (PEOPLE, "inspectors"),
        (["编号", "姓名", "专业", "单位", "职称", "状态"], "experts"),
        (["姓名", "专业"], "experts"),
        (["编码", "事项名称", "依据"], "items"),
        (["检查人员", "检查对象", "回避事由", "登记日期"], "recusals"),
        (["检查对象", "检查日期", "计划编号", "原因", "检查人员"], "history"),
        (["*名称", "编号*"], "objects"),
    ],
)
def test_headings_tell(heading: list[str], kind: str) -> None:
    """ "the kind is found by its headings": also under a title row, with synonyms and marks of 必填."""
    assert told(grid_of([["某县名录"], heading, ["x"] * len(heading)])) == f"{kind}/甲"


def test_what_cannot_be_told_is_asked() -> None:
    shops, people = grid_of([OBJECTS], sheet="药店"), grid_of([PEOPLE], sheet="人员")
    assert told(shops, people) == ["registry-which-sheet"]
    assert told(shops, people, sheet="人员") == "inspectors/人员"
    assert told(shops, people, kind=Kind.OBJECTS) == "objects/药店"
    assert told(shops, grid_of([OBJECTS], sheet="医院"), kind=Kind.OBJECTS) == ["registry-which-sheet"]
    assert told(shops, sheet="没有") == ["registry-no-sheet"]
    assert told(grid_of([["一", "二"], ["三", "四"]])) == ["registry-kind-unknown"]
    found, findings = recognise([shops, people])
    assert found is None and findings[0].values == {"sheets": "药店（检查对象）、人员（检查人员）"}


def test_hidden_sheets_and_sheets_without_headings_do_not_count() -> None:
    shops = grid_of([OBJECTS], sheet="药店")
    notes = grid_of([["填写说明"], ["名称要写全称"]], sheet="说明")
    assert told(notes, shops, grid_of([OBJECTS], sheet="旧", hidden=True)) == "objects/药店"
    assert told(notes, grid_of([OBJECTS], sheet="旧", hidden=True)) == "objects/旧"


def test_a_kind_said_or_nearly_met_is_read_so_that_the_missing_column_is_named() -> None:
    assert told(grid_of([["姓名", "执法证号", "性别", "执法岗位"]])) == "inspectors/甲"
    assert told(grid_of([["什么", "都不是"]]), kind=Kind.ITEMS) == "items/甲"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("objects", Kind.OBJECTS),
        ("检查人员", Kind.INSPECTORS),
        ("专家库", Kind.EXPERTS),
        ("历史", Kind.HISTORY),
    ],
)
def test_names_of_kinds(text: str, kind: Kind) -> None:
    assert kind_named(text) == kind
    assert kind_named("火星") is None


def test_extra_columns_are_lines_of_text() -> None:
    assert (writing_of("执法证号"), writing_of("床位数")) == ("certificate", "line")
