"""结果录入表.xlsx: where the clerk writes what came of the visits; `core.results.entry_rows` reads it back.

What was drawn is grey and locked, without a password; what is to be filled in is open, with drop-downs where
a few words serve most. Cells of text are formatted as text, so that 1、5 and 录像 001 stay what they are.
Source: WG-10, LZ-6, LZ-8, LZ-9, LZ-12, XT-6, XT-9.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from shuangsuiji.core.findings import column_letters
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import codes_of
from shuangsuiji.core.results.entry_columns import (
    COLUMNS,
    SHEET,
    WITHDRAW,
    EntryColumn,
    choices,
    departments_in_order,
    of_draw,
    person_labels,
    row_texts,
)
from shuangsuiji.documents.office.packing import repacked
from shuangsuiji.documents.office.sheets import code_width, line_count
from shuangsuiji.documents.wording import REHEARSAL, created

_FONT, _HEADING_FONT = "宋体", "黑体"
_LINE = 14.0
_A4 = 9
_NOTES = "填写说明"
_KEPT = 3
"""The columns that stay on the screen and on every printed page: up to 检查部门."""

_GIVEN = "#EDEDED"
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": _HEADING_FONT, "font_size": 16},
    "about": {"font_size": 10},
    "warn": {"font_name": _HEADING_FONT, "font_size": 14, "font_color": "#C00000"},
    "given-heading": {"bg_color": "#D0D0D0", "bold": True, "align": "center", "border": 1, "text_wrap": True},
    "heading": {"bg_color": "#E7EDF3", "bold": True, "align": "center", "border": 1, "text_wrap": True},
    "given": {"bg_color": _GIVEN, "border": 1, "text_wrap": True, "num_format": "@"},
    "text": {"border": 1, "text_wrap": True, "num_format": "@", "locked": False},
    "day": {"border": 1, "num_format": "yyyy-mm-dd", "align": "center", "locked": False},
    "note": {"border": 1, "text_wrap": True, "num_format": "@"},
}

_HOW = (
    "一行是一户的一个部门。检查一户，填一行；没有检查的行空着，以后补填，可以分几次录入。",
    "灰色的列是抽取结果，不能改。工作表有保护（没有密码），只能填白色的格子。",
    "填好后保存，运行：ssj results 档案文件夹 结果录入表.xlsx。有不对的格子会逐一指出，改好再来。",
    "已经录入的要更正：在这张表上改，再录入一次，加上 --reason 写明理由。原来的记录一直保留。",
)


def entry_sheet(dossier: Dossier) -> bytes:
    """The bytes of 结果录入表.xlsx, with the results so far; the same dossier gives the same bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "default_format_properties": {"font_name": _FONT, "font_size": 10, "font_scheme": False},
    }
    book = xlsxwriter.Workbook(buffer, options)
    manifest = dossier.manifest
    title = f"{manifest['plan_name']}（{manifest['batch']}）{SHEET}"
    book.set_properties({"title": title, "created": created(dossier)})
    looks = {name: book.add_format({"valign": "vcenter", **look}) for name, look in _LOOKS.items()}
    page = book.add_worksheet(SHEET)
    notes = book.add_worksheet(_NOTES)
    first = _heading(page, dossier, title, looks)
    last = _rows(page, dossier, first, looks)
    lists = _explain(notes, dossier, looks)
    if last > first:
        _drop_downs(page, lists, first, last - 1)
    _set_up(page, first, last, f"{title} · {of_draw(dossier)}")
    book.close()
    return repacked(buffer.getvalue())


def _heading(page: Any, dossier: Dossier, title: str, looks: dict[str, Any]) -> int:
    """Title lines and headings; the first row below them."""
    manifest = dossier.manifest
    lines = [(title, "title", 28)]
    if manifest["rehearsal"]:
        lines.insert(0, (REHEARSAL, "warn", 26))
    lines.append((of_draw(dossier), "about", 18))
    lines.append(("灰色的列不能改；白色的格子填写，填法见“填写说明”。没有检查的行空着。", "about", 18))
    for row, (text, look, height) in enumerate(lines):
        page.set_row(row, height)
        page.write_string(row, 0, text, looks[look])
    row = len(lines)
    page.set_row(row, 2 * _LINE + 6)
    once = all(one.visit["of"] == 1 for one in dossier.inspections)
    codes = code_width(one.visit["id"] for one in dossier.inspections)
    for index, column in enumerate(COLUMNS):
        width = max(column.width, codes) if column.key == "id" else column.width
        page.set_column(index, index, width, None, {"hidden": once and column.key == "order"})
        page.write_string(
            row, index, column.title, looks["given-heading" if column.kind == "given" else "heading"]
        )
    return row + 1


def _rows(page: Any, dossier: Dossier, first: int, looks: dict[str, Any]) -> int:
    """One row a visit and department; the row below the last."""
    labels = person_labels(dossier)
    row = first
    for inspection in dossier.inspections:
        for department in departments_in_order(dossier, inspection):
            texts = row_texts(dossier, inspection, department, labels)
            lines = 2
            for index, column in enumerate(COLUMNS):
                text = texts.get(column.key, "")
                if text and column.kind == "day":
                    page.write_datetime(row, index, date.fromisoformat(text), looks["day"])
                elif text:
                    page.write_string(row, index, text, looks[column.kind])
                    lines = max(lines, line_count(text, column.width - 1))
                else:
                    page.write_blank(row, index, None, looks[column.kind])
            page.set_row(row, min(lines * _LINE + 4, 400))
            row += 1
    if row > first:
        page.ignore_errors({"number_stored_as_text": f"A{first + 1}:{column_letters(len(COLUMNS) - 1)}{row}"})
    return row


def _explain(page: Any, dossier: Dossier, looks: dict[str, Any]) -> dict[str, str]:
    """填写说明: how, what each column wants, what the codes mean; where each drop-down has its list."""
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 74)
    page.write_string(0, 0, f"{SHEET}填写说明", looks["title"])
    row = 2
    for number, text in enumerate(_HOW, 1):
        row = _explained(page, row, str(number), text, looks)
    row = _table_heading(page, row + 1, ("列", "怎样填写"), looks)
    for column in COLUMNS:
        if column.hint:
            row = _explained(page, row, column.title, column.hint, looks)
    row = _table_heading(page, row + 1, ("结果代码", "算不算发现问题、要不要后续处置"), looks)
    for code in codes_of(dossier.pool.plan):
        meaning = "算发现问题" if code.problem else "不算发现问题"
        meaning += "；要写后续处置" if code.follow_up else ""
        row = _explained(page, row, code.label, meaning, looks)
    row = _explained(
        page, row, WITHDRAW, "撤回这一行已经记录的结果（例如填错了行），要用 --reason 写明理由。", looks
    )
    _page_set_up(page)
    page.fit_to_pages(1, 0)
    page.protect("", {"select_locked_cells": True})
    return _lists(page, dossier)


def _lists(page: Any, dossier: Dossier) -> dict[str, str]:
    """The entries of the drop-downs, in columns out of print; the range of each."""
    ranges = {}
    for offset, (key, texts) in enumerate(choices(dossier).items()):
        if not texts:
            continue
        column = 3 + offset
        for row, text in enumerate(texts):
            page.write_string(row, column, text)
        letters = column_letters(column)
        ranges[key] = f"={_NOTES}!${letters}$1:${letters}${len(texts)}"
        page.set_column(column, column, None, None, {"hidden": True})
    return ranges


def _table_heading(page: Any, row: int, texts: tuple[str, str], looks: dict[str, Any]) -> int:
    for index, text in enumerate(texts):
        page.write_string(row, index, text, looks["heading"])
    return row + 1


def _explained(page: Any, row: int, name: str, text: str, looks: dict[str, Any]) -> int:
    page.write_string(row, 0, name, looks["note"])
    page.write_string(row, 1, text, looks["note"])
    page.set_row(row, max(line_count(name, 17), line_count(text, 72)) * _LINE + 4)
    return row + 1


def _drop_downs(page: Any, lists: dict[str, str], first: int, last: int) -> None:
    """Lists that help and do not hinder: anything may be typed; only a day has to be one."""
    for index, column in enumerate(COLUMNS):
        rule = _rule(column, lists)
        if rule:
            page.data_validation(first, index, last, index, rule)


def _rule(column: EntryColumn, lists: dict[str, str]) -> dict[str, Any]:
    if column.key in lists:
        return {"validate": "list", "source": lists[column.key], "show_error": False}
    if column.kind == "day":
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "input_title": column.title,
            "input_message": "写成 2024-06-03 的样子",
            "error_type": "warning",
            "error_title": column.title,
            "error_message": "这不是日期，请写成 2024-06-03 的样子。",
        }
    return {}


def _set_up(page: Any, first: int, last: int, footer: str) -> None:
    """Frozen headings, protection, A4 crosswise, three pages wide with the objects on each."""
    page.freeze_panes(first, _KEPT)
    page.autofilter(first - 1, 0, max(last - 1, first), len(COLUMNS) - 1)
    page.protect(
        "",
        {
            "select_locked_cells": True,
            "format_columns": True,
            "format_rows": True,
            "autofilter": True,
        },
    )
    _page_set_up(page)
    page.set_landscape()
    page.fit_to_pages(3, 0)
    page.repeat_rows(first - 1)
    page.repeat_columns(0, _KEPT - 1)
    page.print_area(0, 0, max(last - 1, first), len(COLUMNS) - 1)
    text = footer.replace("&", "&&")[:180]
    page.set_footer(f'&L&9&"{_FONT},Regular"{text}&R&9第 &P 页　共 &N 页')


def _page_set_up(page: Any) -> None:
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
