"""A copy of a registry in which every finding stands at its cell, with a list of them all in front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple

from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.documents.office.editing import (
    cells_of,
    fresh_book,
    open_book,
    real_cell,
    saved,
    too_large,
)
from shuangsuiji.documents.office.sheets import line_count
from shuangsuiji.documents.registries.cell_lists import (
    fit_height,
    put_entry,
    put_heading,
    put_line,
    put_link,
    set_up_page,
)
from shuangsuiji.messages import text_of

LIST_SHEET: Final = "问题清单"
MOST_MARKS: Final = 5000
COLORS: Final = {Level.ERROR: "FFFFC7CE", Level.WARNING: "FFFFEB9C"}
_WORDS: Final = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.NOTE: "说明"}
_OURS: Final = tuple(f"【{word}】" for word in _WORDS.values())
_CELL: Final = re.compile(r"[A-Z]+[0-9]+")
_ROW: Final = re.compile(r"第([0-9]+)行")
_WIDTHS: Final = (6, 8, 24, 16, 30, 56, 14)
_HEADINGS: Final = ("序号", "轻重", "位置", "列", "现在的内容", "问题和办法", "处理情况")


def marked_copy(
    data: bytes | None,
    grids: Sequence[Grid],
    findings: Sequence[Finding],
    examined: Examined | None,
    name: str,
) -> bytes:
    """The bytes of the marked copy, an .xlsx.

    Errors are red, warnings yellow, each with a comment; comments that were there stay, and marks of an
    earlier copy go. The first sheet lists all findings with links to their cells.

    Args:
        data: the file, if it is an .xlsx that can be edited; else None, and the cells are copied as texts.
        grids: its sheets as read.
        findings: what to mark, in the order to list it.
        examined: what was read, to name the columns.
        name: the name of the file.
    """
    book = open_book(data, grids)
    edited = book is not None
    if book is None:
        book = fresh_book([] if too_large(grids) else grids, name.rsplit(".", 1)[0])
    else:
        _clear(book)
    pages = {page.title: page for page in book.worksheets}
    if len(grids) == 1 and len(pages) == 1:
        pages.setdefault(grids[0].sheet, book.worksheets[0])
    order = {level: index for index, level in enumerate(_WORDS)}
    ordered = sorted(findings, key=lambda finding: order[finding.level])[:MOST_MARKS]
    cells = [_mark(pages, finding) for finding in ordered]
    contents = [_content(grids, finding) for finding in ordered]
    _list(book, list(zip(ordered, cells, contents, strict=True)), examined, name, len(findings))
    for page in book.worksheets:
        page.sheet_view.tabSelected = page is book.worksheets[0]
    book.active = 0
    return saved(book, data if edited else None)


def _clear(book: Any) -> None:
    """Takes away the marks of an earlier copy: its list, its comments, its two colours."""
    for page in list(book.worksheets):
        if page.title.startswith(LIST_SHEET) and page["A1"].value == LIST_SHEET:
            book.remove(page)
            continue
        for cell in cells_of(page):
            if cell.comment is None:
                continue
            lines = cell.comment.text.split("\n")
            kept = [line for line in lines if not line.startswith(_OURS)]
            if len(kept) == len(lines):
                continue
            cell.comment = Comment("\n".join(kept), cell.comment.author) if any(kept) else None
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in COLORS.values():
                cell.fill = PatternFill()


def _mark(pages: dict[str, Any], finding: Finding) -> Any | None:
    """The finding at its cell: colour and comment; the cell, or None where it has no place on a sheet."""
    page = pages.get(finding.place.sheet)
    if page is None:
        return None
    row = _ROW.fullmatch(finding.place.cell)
    if row:
        filled = [cell for cell in page[int(row[1])] if cell.value is not None]
        cell = filled[0] if filled else page.cell(int(row[1]), 1)
    elif _CELL.fullmatch(finding.place.cell):
        cell = real_cell(page, finding.place.cell)
    else:
        return page["A1"]
    line = f"【{_WORDS[finding.level]}】{text_of(finding.code, finding.values)}"
    before = cell.comment.text.rstrip("\n") if cell.comment is not None else ""
    text = f"{before}\n{line}" if before else line
    author = cell.comment.author if cell.comment is not None else "ssj"
    cell.comment = Comment(text, author, height=24 + 20 * line_count(text, 36), width=300)
    color = COLORS.get(finding.level)
    marked = cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == COLORS[Level.ERROR]
    if color and not (marked and before):
        cell.fill = PatternFill("solid", fgColor=color)
    return cell


def _content(grids: Sequence[Grid], finding: Finding) -> str:
    """What stands in the cell of a finding, as it was read."""
    place = finding.place
    if not _CELL.fullmatch(place.cell):
        return ""
    row, column = coordinate_to_tuple(place.cell)
    for grid in grids:
        if grid.sheet == place.sheet and row <= len(grid.rows) and column <= len(grid.rows[row - 1]):
            return grid.rows[row - 1][column - 1]
    return ""


def _list(
    book: Any,
    marks: Sequence[tuple[Finding, Any, str]],
    examined: Examined | None,
    name: str,
    total: int,
) -> None:
    """The first sheet: one row a finding, its place a link."""
    title = LIST_SHEET
    while title in book.sheetnames:
        title += "2"
    page = book.create_sheet(title, 0)
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        page.column_dimensions[column].width = width
    page.merge_cells("A1:G1")
    page.merge_cells("A2:G2")
    put_line(page["A1"], LIST_SHEET, "黑体", 16, "center")
    counts = {level: sum(finding.level is level for finding, _, _ in marks) for level in _WORDS}
    about = f"{name}：错误 {counts[Level.ERROR]} 处（红色），提醒 {counts[Level.WARNING]} 处（黄色）。"
    about += "点“位置”跳到那一格；格子上的批注也写着问题。这是副本，请在原文件里改正后重新检查。"
    if total > len(marks):
        about += f"问题太多，只列出前 {len(marks)} 处，另有 {total - len(marks)} 处。"
    put_line(page["A2"], about, "宋体", 10, "left")
    page.row_dimensions[1].height = 28
    page.row_dimensions[2].height = 15 * line_count(about, sum(_WIDTHS) - 4) + 4
    for index, heading in enumerate(_HEADINGS, 1):
        put_heading(page.cell(3, index), heading, wrap=True)
    headings = _headings(examined)
    for number, (finding, cell, content) in enumerate(marks, 1):
        _row(page, number, finding, cell, content, headings)
    page.auto_filter.ref = f"A3:G{max(len(marks) + 3, 4)}"
    set_up_page(page)


def _headings(examined: Examined | None) -> dict[str, str]:
    """Letters of a column -> its heading."""
    columns = examined.columns if examined is not None else ()
    return {column.cell.rstrip("0123456789"): column.heading.strip("* ") for column in columns}


def _row(page: Any, number: int, finding: Finding, cell: Any, content: str, headings: dict[str, str]) -> None:
    row, place = number + 3, finding.place
    where = " › ".join(part for part in (place.sheet, place.cell) if part)
    column = headings.get(place.cell.rstrip("0123456789"), "") if _CELL.fullmatch(place.cell) else ""
    text = text_of(finding.code, finding.values)
    texts = (str(number), _WORDS[finding.level], where, column, content[:500], text, "")
    sides = ("center", "center", "left", "left", "left", "left", "left")
    for index, (shown, side) in enumerate(zip(texts, sides, strict=True), 1):
        put_entry(page.cell(row, index), shown, side)
    page.cell(row, 1).value = number
    color = COLORS.get(finding.level)
    if color:
        page.cell(row, 2).fill = PatternFill("solid", fgColor=color)
    if cell is not None:
        put_link(page.cell(row, 3), cell.parent.title, cell.coordinate)
    fit_height(page, row, texts, _WIDTHS)
