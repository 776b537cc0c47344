"""The copy of a registry put in order, with lists of what was changed and what people have to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from openpyxl.cell.cell import MergedCell

from shuangsuiji.core.registries.cleaning import CellCleaned, InOrder, Stored, put_in_order
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.suspicions import with_names
from shuangsuiji.documents.office.editing import fresh_book, open_book, put_text, saved
from shuangsuiji.documents.registries.cell_lists import (
    fit_height,
    put_entry,
    put_heading,
    put_line,
    put_link,
    set_up_page,
)
from shuangsuiji.messages import text_of

CHANGES_SHEET: Final = "改动清单"
DOUBTS_SHEET: Final = "需人工核对"
MOST_LINES: Final = 20_000
_STORED: Final = {"s": Stored.TEXT, "inlineStr": Stored.TEXT, "n": Stored.NUMBER, "f": Stored.FORMULA}


def fixed_copy(
    data: bytes | None, grids: Sequence[Grid], examined: Examined, name: str, today: date | None
) -> tuple[bytes | None, InOrder]:
    """The bytes of the copy and what was done; no bytes where there is nothing to change.

    Args:
        data: the file, if it is an .xlsx that can be edited; else None, and the cells are copied as texts.
        grids: its sheets as read.
        examined: the registry among them.
        name: the name of the file.
        today: the day against which certificates may be out of date.
    """
    book = open_book(data, grids)
    edited = book is not None
    if book is None:
        done = put_in_order(examined, today=today)
        book = fresh_book(grids, name.rsplit(".", 1)[0]) if done.changes else None
    else:
        page = book[examined.grid.sheet]
        done = put_in_order(examined, lambda row, column: _stored(page, row, column), today=today)
    if not done.changes or book is None:
        return None, done
    title = examined.grid.sheet or book.worksheets[0].title
    for change in done.changes:
        _apply(book[title], change)
    _changes_sheet(book, title, done, name)
    if done.doubts:
        _doubts_sheet(book, title, done)
    return saved(book, data if edited else None), done


def _stored(page: Any, row: int, column: int) -> tuple[Stored, str]:
    cell = page.cell(row + 1, column + 1)
    if isinstance(cell, MergedCell):
        return Stored.UNKNOWN, ""
    if cell.is_date:
        return Stored.DATE, cell.number_format
    return _STORED.get(cell.data_type, Stored.UNKNOWN), cell.number_format


def _apply(page: Any, change: CellCleaned) -> None:
    """Writes the change; codes become texts, dates real dates, everything keeps its look."""
    cell = page.cell(change.row + 1, change.column + 1)
    if isinstance(cell, MergedCell):
        return
    if change.after.stored is Stored.DATE:
        cell.value = date.fromisoformat(change.after.text)
        cell.number_format = "yyyy-mm-dd"
    elif change.after.stored is Stored.NUMBER:
        cell.value = int(change.after.text)
        cell.number_format = "0"
    else:
        put_text(cell, change.after.text)
        if "fix-number-text" in change.after.reasons:
            cell.number_format = "@"


def _changes_sheet(book: Any, title: str, done: InOrder, name: str) -> None:
    rows = [
        (change.cell, change.heading, with_names(change.before), change.after.text, _why(change))
        for change in done.changes[:MOST_LINES]
    ]
    about = f"{name}：共改动 {len(done.changes)} 格，都是有把握的；原文件没有动。点“单元格”跳到那一格。"
    if len(done.changes) > len(rows):
        about += f"这里只列出前 {len(rows)} 格。"
    headings = ("单元格", "列", "改动前", "改动后", "为什么")
    _sheet(book, CHANGES_SHEET, about, headings, (10, 18, 34, 34, 44), rows, title)


def _doubts_sheet(book: Any, title: str, done: InOrder) -> None:
    rows = [(doubt.place.cell, text_of(doubt.code, doubt.values), "") for doubt in done.doubts[:MOST_LINES]]
    about = f"以下 {len(done.doubts)} 处拿不准，没有改，请对照原始资料核对。"
    _sheet(book, DOUBTS_SHEET, about, ("单元格", "问题和办法", "核对情况"), (12, 96, 22), rows, title)


def _why(change: CellCleaned) -> str:
    return "".join(text_of(reason, {}) for reason in change.after.reasons)


def _sheet(
    book: Any,
    name: str,
    about: str,
    headings: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    target: str,
) -> None:
    """A list behind the registry; the first column links to the cells."""
    while name in book.sheetnames:
        name += "2"
    page = book.create_sheet(name)
    last = len(headings)
    for row, text, size, side, height in ((1, name, 16, "center", 30), (2, about, 10, "left", 20)):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        put_line(page.cell(row, 1), text, "黑体" if row == 1 else "宋体", size, side, wrap=False)
        page.row_dimensions[row].height = height
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = page.cell(3, column)
        put_heading(cell, heading, wrap=False)
        page.column_dimensions[cell.column_letter].width = width
    for number, texts in enumerate(rows, 4):
        for column, text in enumerate(texts, 1):
            put_entry(page.cell(number, column), text[:1000])
        if texts[0][:1].isascii() and texts[0]:
            put_link(page.cell(number, 1), target, texts[0])
        fit_height(page, number, texts, widths)
    set_up_page(page)
