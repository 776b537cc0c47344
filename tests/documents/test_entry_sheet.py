"""结果录入表.xlsx read back: what is locked, what is open, drop-downs, print set-up, bytes (WG-10)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from small_dossier import dossier

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import Entry, Result
from shuangsuiji.core.results.entry_columns import COLUMNS
from shuangsuiji.documents.results.entry_sheet import entry_sheet
from shuangsuiji.documents.wording import REHEARSAL
from shuangsuiji.files.readers.grids import read_grids

YB = "试点县医疗保障局"


def opened(drawn: Dossier) -> Any:
    return openpyxl.load_workbook(io.BytesIO(entry_sheet(drawn)))


@pytest.fixture(scope="module")
def drawn() -> Dossier:
    """With one result that looks like a formula."""
    plain = dossier(size=30)
    people = tuple(sorted(member["person"] for member in plain.inspections[0].visit["team"]))
    result = Result(
        visit=plain.inspections[0].visit["index"], department=YB, codes=(5, 8), detail="=HYPERLINK(1)",
        day="2024-06-03", people=people, recordings="001",
    )  # fmt: skip
    entry = Entry(number=1, time="", operator="", reason="", source="", results=(result,))
    return replace(plain, entries=(entry,))


def test_a_row_for_each_visit_and_department(drawn: Dossier) -> None:
    page = opened(drawn)["结果录入表"]
    heading = next(row for row in page.iter_rows() if row[0].value == "序号")
    assert [cell.value for cell in heading] == [column.title for column in COLUMNS]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=heading[0].row + 1)]
    assert len(rows) == sum(len(one.departments) for one in drawn.inspections)
    first = dict(zip([column.title for column in COLUMNS], rows[0], strict=True))
    assert first["检查结果"] == "5、8" and first["检查日期"] == datetime(2024, 6, 3)
    assert first["问题描述"] == "=HYPERLINK(1)" and first["录音录像编号"] == "001"
    assert page.cell(heading[0].row + 1, 10).data_type == "s"


def test_only_what_is_to_be_filled_in_is_open(drawn: Dossier) -> None:
    page = opened(drawn)["结果录入表"]
    assert page.protection.sheet and not page.protection.password
    heading = next(row for row in page.iter_rows() if row[0].value == "序号")
    for row in page.iter_rows(min_row=heading[0].row + 1):
        for cell, column in zip(row, COLUMNS, strict=True):
            assert cell.protection.locked == (column.kind == "given")
            assert cell.number_format == ("yyyy-mm-dd" if column.kind == "day" else "@")
    assert page.freeze_panes == f"D{heading[0].row + 1}"
    assert page.print_title_rows == f"${heading[0].row}:${heading[0].row}"
    assert page.print_title_cols == "$A:$C"


def test_lists_help_and_never_hinder(drawn: Dossier) -> None:
    book = opened(drawn)
    lists = {}
    for rule in book["结果录入表"].data_validations.dataValidation:
        title = COLUMNS[next(iter(rule.sqref.ranges)).min_col - 1].title
        if rule.type == "list":
            assert not rule.showErrorMessage, title
            sheet, _, cells = rule.formula1.partition("!")
            lists[title] = [row[0].value for row in book[sheet][cells.replace("$", "")]]
        else:
            assert (rule.type, rule.errorStyle) == ("date", "warning"), title
    assert set(lists) == {"检查结果", "检查方式", "被检查对象签字", "后续处置", "处置状态"}
    assert lists["检查结果"][4] == "5.发现问题已责令整改" and len(lists["检查结果"]) == 10
    assert lists["处置状态"] == ["进行中", "已完成"]


def test_the_plans_own_codes_are_offered_and_explained() -> None:
    codes = [
        {"code": "1", "text": "合格"},
        {"code": "3", "text": "当场改正", "problem": "是", "follow_up": "否"},
    ]
    book = opened(dossier(size=30, plan={"result_codes": codes}))
    notes = {row[0].value: row[1].value for row in book["填写说明"].iter_rows() if row[0].value}
    assert notes["3.当场改正"] == "算发现问题" and notes["1.合格"] == "不算发现问题"
    assert "2.未按规定公示应当公示的信息" not in notes


def test_a_rehearsal_says_so_and_bytes_repeat(drawn: Dossier) -> None:
    assert opened(dossier(size=30, rehearsal=True))["结果录入表"]["A1"].value == REHEARSAL
    assert entry_sheet(drawn) == entry_sheet(drawn)


def test_the_gate_lets_it_through(drawn: Dossier) -> None:
    grids, findings = read_grids(entry_sheet(drawn), "结果录入表.xlsx")
    assert [grid.sheet for grid in grids] == ["结果录入表", "填写说明"] and not findings
