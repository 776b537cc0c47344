"""The table of columns: a column needs one entry there, and nothing else in the program lists columns."""

from __future__ import annotations

import ast
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from building import codes, grid_of
from shuangsuiji.core.columns.column import Column, Layout, Writing, heading_key, words
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.columns.links import PLATFORM_LIST
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.documents.registries.template import HEADING_ROW, registry_template

SOURCE = Path(__file__).parents[3] / "src" / "shuangsuiji"
CLOSED = Column(
    "停业日期",
    Writing.DATE,
    synonyms=words("关停日期"),
    lesser=words("歇业日期"),
    how="停业的写日期，没有停业的留空。",
    example="2024-03-05",
    width=12,
)


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The registry of objects with one more entry in its list."""
    layout = replace(OBJECTS, columns=(*OBJECTS.columns, CLOSED))
    monkeypatch.setitem(cast(dict[Kind, Layout], LAYOUTS), Kind.OBJECTS, layout)
    return layout


def test_one_entry_is_all_that_a_column_needs(one_more: Layout) -> None:
    """Its headings are known, its dates are read, the empty registry has it with its rule and its example."""
    rows = [["编号", "名称", "歇业日期（必填）"], ["1", "甲", "2024年3月5日"], ["2", "乙", "三月"]]
    examined, findings = examine([grid_of(rows)], kind=Kind.OBJECTS)
    assert examined is not None
    assert [column.field for column in examined.columns] == ["编号", "名称", "停业日期"]
    assert examined.table.cells("停业日期") == ["2024-03-05", "三月"]
    assert codes(findings) == ["registry-bad-date"]
    book = openpyxl.load_workbook(io.BytesIO(registry_template(Kind.OBJECTS)))
    page, explanation = book.worksheets[0], book["填写说明"]
    last = page.cell(HEADING_ROW + 1, page.max_column)
    assert last.value == "停业日期"
    assert page.cell(HEADING_ROW + 2, page.max_column).number_format == "yyyy-mm-dd"
    told = {row[0].value: [cell.value for cell in row[2:]] for row in explanation.iter_rows()}
    assert told["停业日期"] == [CLOSED.how, CLOSED.example]


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), PLATFORM_LIST], ids=lambda layout: str(layout.title))
def test_no_heading_means_two_things(layout: Layout) -> None:
    keys = Counter(heading_key(text) for column in layout.columns for text in column.headings)
    assert max(keys.values()) == 1, keys.most_common(1)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: str(layout.title))
def test_columns_are_whole(layout: Layout) -> None:
    """What a sheet must have is a column; an example is one of the choices where no other may stand."""
    assert {name for group in layout.required for name in group} <= layout.names.keys()
    assert layout.name_column in layout.identifying
    for column in layout.columns:
        assert bool(column.how) == bool(column.width)
        if column.writing in {Writing.FLAG, Writing.ONE_OF}:
            assert column.example in column.choices


def test_a_column_is_written_alike_in_every_registry() -> None:
    """What is known by the name alone does not depend on the registry; one or several parties are alike."""
    writings: dict[str, set[Writing]] = {}
    for layout in LAYOUTS.values():
        for column in layout.columns:
            kept = Writing.PARTY if column.writing is Writing.PARTIES else column.writing
            writings.setdefault(column.name, set()).add(kept)
    assert {name: kinds for name, kinds in writings.items() if len(kinds) > 1} == {}


def lists_of_columns(path: Path) -> Iterator[tuple[str, ...]]:
    """The literals of a module that list three columns or more."""
    known = {column.name for layout in LAYOUTS.values() for column in layout.columns}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            texts = [item.value for item in node.elts if isinstance(item, ast.Constant)]
        elif isinstance(node, ast.Dict):
            texts = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        else:
            continue
        named = tuple(text for text in texts if isinstance(text, str) and text in known)
        if len(named) > 2:
            yield named


READ_TOGETHER = {
    "core/registries/difference.py": ("检查对象", "检查日期", "计划编号"),
    "core/registries/examine.py": ("姓名", "状态", "执法证号", "证件有效期"),
    "core/registries/parts.py": ("抽查子项", "工作指引", "备注"),
    "core/registries/registry.py": ("执法证号", "工号", "部门", "姓名"),
    "core/registries/suspicions.py": ("地址", "联系方式", "负责人"),
    "core/registries/survey.py": ("部门", "执法证号", "证件有效期", "状态"),
}
ITEM_IN_SHORT = ("事项编码", "抽查事项名称", "抽查主体", "抽查对象")
"""Rules that read several columns together; none of them says what a column is."""


@pytest.mark.parametrize(
    "path",
    [*sorted((SOURCE / "core" / "registries").glob("*.py")), SOURCE / "core" / "publicity.py",
     SOURCE / "core" / "plans" / "conditions.py", SOURCE / "documents" / "registries" / "template.py"],
    ids=lambda path: path.name,
)  # fmt: skip
def test_columns_are_listed_nowhere_else(path: Path) -> None:
    allowed = READ_TOGETHER.get(path.relative_to(SOURCE).as_posix(), ())
    assert [listed for listed in lists_of_columns(path) if listed not in (allowed, ITEM_IN_SHORT)] == []
