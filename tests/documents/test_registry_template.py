"""The empty registries: filled in with their own examples they read without a word."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any, cast

import openpyxl
import pytest

from building import codes
from shuangsuiji.core.columns.column import Layout, Writing
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind, writing_of
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.findings import has_errors
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.documents.registries.template import (
    CHOICES_SHEET,
    HEADING_ROW,
    columns_of,
    registry_template,
)
from shuangsuiji.files.readers.grids import read_grids

DAY = date(2024, 5, 21)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def filled(kind: Kind, rows: int = 3, id_column: str | None = None) -> bytes:
    """The template with so many rows of its own examples, each with ids of its own; real dates."""
    book = opened(registry_template(kind, id_column))
    page = book.worksheets[0]
    columns = columns_of(kind, id_column)
    for number in range(rows):
        for index, column in enumerate(columns):
            value: Any = column.example
            if value and column.name in {"名称", "姓名", columns[0].name, "执法证号"}:
                value = re.sub(".$", str(number), value)
            if value and writing_of(column.name) is Writing.DATE:
                value = date.fromisoformat(value)
            if value and writing_of(column.name) is Writing.NUMBER:
                value = int(value)
            page.cell(HEADING_ROW + 2 + number, index + 1).value = value or None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_template_filled_in_reads_without_a_word(kind: Kind) -> None:
    """ "Reading such a template filled in must give zero findings." """
    grids, found = read_grids(filled(kind), f"{LAYOUTS[kind].title}.xlsx")
    examined, findings = examine(grids, today=DAY)
    assert examined is not None and codes([*found, *findings]) == []
    assert (examined.kind, len(examined.table), examined.heading_row) == (kind, 3, HEADING_ROW + 1)
    assert all(column.field for column in examined.columns)
    assert examined.changed == 0


@pytest.mark.parametrize("column", ["统一社会信用代码", "编号"])
def test_objects_without_an_insurance_code(column: str) -> None:
    """WG-11: identity columns adapt."""
    book = opened(registry_template(Kind.OBJECTS, column))
    headings = [cell.value for cell in book.worksheets[0][HEADING_ROW + 1]]
    assert headings[0] == f"*{column}" and "定点编码" not in str(headings)
    grids, _ = read_grids(filled(Kind.OBJECTS, 2, column), "名录.xlsx")
    examined, findings = examine(grids, id_column=column)
    assert examined is not None and examined.id_column == column and not has_errors(findings)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_template_is_an_empty_registry(kind: Kind) -> None:
    """Borders and formats are no rows; the explanation is no registry."""
    grids, _ = read_grids(registry_template(kind), "空白.xlsx")
    examined, findings = examine(grids)
    assert examined is not None and len(examined.table) == 0
    expected = [] if LAYOUTS[kind].may_be_empty else ["registry-no-rows"]
    assert [code for code in codes(findings) if code != "inspectors-fewer-than-three"] == expected


def test_formats_and_drop_downs() -> None:
    """Codes, phones and certificates are text, dates are dates, long drop-downs stand on a hidden sheet."""
    book = opened(registry_template(Kind.INSPECTORS))
    page = book.worksheets[0]
    headings = {str(cell.value).lstrip("*"): cell.column_letter for cell in page[HEADING_ROW + 1]}
    first = HEADING_ROW + 2
    assert page[f"{headings['执法证号']}{first}"].number_format == "@"
    assert page[f"{headings['联系方式']}{first}"].number_format == "@"
    assert page[f"{headings['证件有效期']}{first}"].number_format == "yyyy-mm-dd"
    assert page.column_dimensions[headings["执法证号"]].width > 15
    assert page.freeze_panes == f"B{first}"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    gender = rules[f"{headings['性别']}{first}"]
    assert (gender.type, gender.formula1, gender.errorStyle) == ("list", '"男,女"', None)
    assert rules[f"{headings['更新日期']}{first}"].type == "date"
    for rule in rules.values():
        assert len(rule.formula1 or "") <= 257 and len(rule.prompt or "") <= 255


def test_long_drop_downs_stand_on_a_hidden_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    words = tuple(f"某某县第{n}类" for n in range(60))
    columns = tuple(
        replace(column, choices=words) if column.name == "类别" else column for column in OBJECTS.columns
    )
    monkeypatch.setitem(cast(dict[Kind, Layout], LAYOUTS), Kind.OBJECTS, replace(OBJECTS, columns=columns))
    book = opened(registry_template(Kind.OBJECTS))
    assert book[CHOICES_SHEET].sheet_state == "hidden"
    assert [cell.value for cell in book[CHOICES_SHEET]["A"]] == list(words)
    formulas = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert f"{CHOICES_SHEET}!$A$1:$A$60" in formulas


def test_the_same_bytes_every_time() -> None:
    assert registry_template(Kind.ITEMS) == registry_template(Kind.ITEMS)


def test_every_column_that_a_registry_needs_is_in_its_template() -> None:
    for kind in Kind:
        needed = {name for group in LAYOUTS[kind].required for name in group}
        assert needed - {"工号"} <= {column.name for column in columns_of(kind)}
