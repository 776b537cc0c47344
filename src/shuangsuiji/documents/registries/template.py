"""An empty registry to fill in: headings, drop-downs, formats that keep codes whole, and an explanation."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from shuangsuiji.core.columns.column import CODES, DATES, Column, Writing
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.findings import cell_name, column_letters
from shuangsuiji.documents.office.packing import repacked
from shuangsuiji.documents.office.sheets import line_count

CHOICES_SHEET: Final = "下拉选项"
HEADING_ROW: Final = 2
"""From 0: below the title and the line that says how to fill in."""

_LAST_ROW = 20_000
_BORDERED = 30
_LIMIT = 255
_CREATED = datetime(2024, 1, 1)
_TEXTS = CODES | {Writing.PHONE, Writing.CHOICE, Writing.ONE_OF}
_ABOUT = (
    "带 * 的列每行必填。日期写成 2024-03-05。编码、证号、电话按文本存放，直接录入即可。写法见“填写说明”。"
)


def columns_of(kind: Kind, id_column: str | None = None) -> tuple[Column, ...]:
    """The columns of an empty registry.

    Args:
        kind: the registry.
        id_column: for objects, the column that identifies them in place of 定点编码: it comes first and
            is required (WG-11); what only medical insurance knows is left out then.
    """
    columns = tuple(column for column in LAYOUTS[kind].columns if column.how)
    if kind is not Kind.OBJECTS or id_column is None or id_column == columns[0].name:
        return columns
    others = [
        replace(column, choices=(), example="") if column.name == "类别" else column
        for column in columns[1:]
        if column.name not in (id_column, "等级", "协议状态")
    ]
    named = LAYOUTS[kind].names.get(id_column, Column(id_column))
    if not named.how:
        named = replace(named, width=18, how="每户一个，不能重复。", example="0001")
    return (replace(named, required=True, how=named.how.replace("没有的留空。", "")), *others)


def registry_template(kind: Kind, id_column: str | None = None) -> bytes:
    """The workbook: the empty sheet, 填写说明, and a hidden sheet for long drop-downs. Same bytes always."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "default_format_properties": {"font_name": "宋体", "font_size": 11, "font_scheme": False},
            "default_row_height": 20,
            "default_column_width": 72,
        },
    )
    book.set_properties({"title": LAYOUTS[kind].title, "created": _CREATED})
    columns = columns_of(kind, id_column)
    _registry_sheet(book, kind, columns)
    _explanation(book, kind, columns)
    book.close()
    return repacked(buffer.getvalue())


def _registry_sheet(book: Any, kind: Kind, columns: tuple[Column, ...]) -> None:
    page = book.add_worksheet(LAYOUTS[kind].title)
    line = {"font_name": "宋体", "valign": "vcenter"}
    side = "left" if _is_wide(columns) else "center"
    title = book.add_format({**line, "font_name": "黑体", "font_size": 18, "align": side})
    about = book.add_format({**line, "font_size": 10, "font_color": "#595959"})
    width = len(columns)
    page.set_row(0, 32)
    page.set_row(1, 20)
    page.merge_range(0, 0, 0, width - 1, "", title)
    page.write_string(0, 0, LAYOUTS[kind].title, title)
    page.merge_range(1, 0, 1, width - 1, "", about)
    page.write_string(1, 0, _ABOUT, about)
    lists = _Lists(book)
    tall = 1
    for index, column in enumerate(columns):
        cell = _cell_format(book, column, border=0)
        page.set_column(index, index, column.width, cell)
        bordered = _cell_format(book, column, border=1)
        for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + _BORDERED):
            page.write_blank(row, index, None, bordered)
        _heading(book, page, index, column)
        tall = max(tall, line_count(column.name + "*" * column.required, column.width - 1))
        rule = _rule(column, index, lists)
        page.data_validation(HEADING_ROW + 1, index, _LAST_ROW, index, rule)
    page.set_row(HEADING_ROW, tall * 15 + 10)
    _marks(book, page, kind, columns)
    page.freeze_panes(HEADING_ROW + 1, _frozen(kind, columns))
    page.ignore_errors(
        {"number_stored_as_text": f"A{HEADING_ROW + 2}:{column_letters(width - 1)}{_LAST_ROW}"}
    )
    _print_set_up(page, kind, columns)


def _cell_format(book: Any, column: Column, border: int) -> Any:
    writing = column.writing
    look: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": border}
    look["border_color"] = "#BFBFBF"
    if writing in _TEXTS:
        look["num_format"] = "@"
    elif writing in DATES:
        look |= {"num_format": "yyyy-mm-dd", "align": "center"}
    elif writing is Writing.NUMBER:
        look |= {"num_format": "0", "align": "center"}
    elif writing is Writing.FLAG:
        look["align"] = "center"
    else:
        look["text_wrap"] = True
    return book.add_format(look)


def _heading(book: Any, page: Any, index: int, column: Column) -> None:
    """The heading, a red star at what is required; how to fill in stands in the input message."""
    base = {"font_name": "黑体", "font_size": 11}
    color = "#FCE9D9" if column.required else "#E7EDF3"
    look = {**base, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1, "bg_color": color}
    cell = book.add_format(look)
    if column.required:
        red, plain = book.add_format({**base, "font_color": "#C00000", "bold": True}), book.add_format(base)
        page.write_rich_string(HEADING_ROW, index, red, "*", plain, column.name, cell)
    else:
        page.write_string(HEADING_ROW, index, column.name, cell)


class _Lists:
    """Drop-downs; those too long for a validation stand on a hidden sheet, made when first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._page: Any = None
        self._count = 0

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """What a validation takes as its list."""
        if len(",".join(choices)) <= _LIMIT and not any("," in choice for choice in choices):
            return list(choices)
        if self._page is None:
            self._page = self._book.add_worksheet(CHOICES_SHEET)
            self._page.hide()
        for row, choice in enumerate(choices):
            self._page.write_string(row, self._count, choice)
        letters = column_letters(self._count)
        self._count += 1
        return f"={CHOICES_SHEET}!${letters}$1:${letters}${len(choices)}"


def _rule(column: Column, index: int, lists: _Lists) -> dict[str, Any]:
    """The validation of a column; whatever is not strictly needed may be overridden with 是."""
    strict = column.writing in {Writing.FLAG, Writing.ONE_OF}
    rule: dict[str, Any] = {"validate": "any", "input_title": column.name, "input_message": _short(column)}
    title, text = column.name, ""
    if column.choices:
        stop = "stop" if strict else "warning"
        rule |= {"validate": "list", "source": lists.source(column.choices), "error_type": stop}
        text = f"请从下拉中选择：{'、'.join(column.choices)}。"
        text = text if strict else "不在下拉选项里，确定这样写吗？"
    elif column.writing in DATES:
        first = {"criteria": ">=", "value": date(1949, 10, 1)}
        rule |= {"validate": "date", **first, "error_type": "warning"}
        text = "这里要填日期，如 2024-03-05。"
        text += "没有期限的写“长期”，点“是”。" if column.writing is Writing.END else ""
    elif column.writing is Writing.NUMBER:
        rule |= {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "stop"}
        text = "这里要填整数。"
    elif column.lengths:
        cell = cell_name(HEADING_ROW + 1, index)
        test = ",".join(f"LEN({cell})={length}" for length in column.lengths)
        rule |= {"validate": "custom", "value": f"=OR({test})", "error_type": "warning"}
        title, text = "位数不对", f"应是 {' 或 '.join(map(str, column.lengths))} 位，请核对。确定这样写吗？"
    return {**rule, "error_title": title, "error_message": text} if text else rule


def _short(column: Column) -> str:
    text = ("必填。" if column.required else "") + column.how
    return text + (f"\n例：{column.example}" if column.example else "")


def _marks(book: Any, page: Any, kind: Kind, columns: tuple[Column, ...]) -> None:
    """Equal ids turn red; a row that has been begun shows what is still missing in yellow."""
    twice = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    absent = book.add_format({"bg_color": "#FFF2CC"})
    top, last = HEADING_ROW + 1, _LAST_ROW
    span = f"${'A'}{top + 1}:${column_letters(len(columns) - 1)}{top + 1}"
    identity = "执法证号" if kind is Kind.INSPECTORS else columns[0].name
    for index, column in enumerate(columns):
        if column.name == identity and kind not in {Kind.RECUSALS, Kind.HISTORY}:
            page.conditional_format(top, index, last, index, {"type": "duplicate", "format": twice})
        if column.required:
            cell = f"${column_letters(index)}{top + 1}"
            test = f'=AND({cell}="",COUNTA({span})>0)'
            rule = {"type": "formula", "criteria": test, "format": absent}
            page.conditional_format(top, index, last, index, rule)


def _frozen(kind: Kind, columns: tuple[Column, ...]) -> int:
    """The columns that stay in sight: up to the name."""
    if kind not in {Kind.OBJECTS, Kind.INSPECTORS, Kind.EXPERTS}:
        return 0
    names = [column.name for column in columns]
    return names.index(LAYOUTS[kind].name_column) + 1


def _is_wide(columns: tuple[Column, ...]) -> bool:
    return sum(column.width for column in columns) > 200


def _print_set_up(page: Any, kind: Kind, columns: tuple[Column, ...]) -> None:
    """A4 crosswise; a wide registry runs over two pages with its name on both."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    wide = _is_wide(columns)
    page.fit_to_pages(2 if wide else 1, 0)
    if wide:
        page.repeat_columns(0, max(_frozen(kind, columns) - 1, 0))
    page.repeat_rows(HEADING_ROW)
    page.set_footer('&C&9&"宋体,Regular"第 &P 页　共 &N 页')


def _explanation(book: Any, kind: Kind, columns: tuple[Column, ...]) -> None:
    page = book.add_worksheet("填写说明")
    line = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    title = book.add_format({**line, "font_name": "黑体", "font_size": 16, "align": "center"})
    heading = {**line, "font_name": "黑体", "align": "center", "border": 1, "bg_color": "#E7EDF3"}
    cell, center = book.add_format({**line, "border": 1}), {**line, "align": "center", "border": 1}
    must = book.add_format({**center, "font_color": "#C00000", "bold": True})
    looks = [book.add_format({**line, "border": 1, "bold": True}), book.add_format(center), cell, cell]
    widths = (17, 8, 54, 30)
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    page.merge_range(0, 0, 0, 3, "", title)
    page.write_string(0, 0, f"{LAYOUTS[kind].title}填写说明", title)
    page.set_row(0, 30)
    for index, text in enumerate(("列", "必填", "怎么写", "例子")):
        page.write_string(1, index, text, book.add_format(heading))
    page.set_row(1, 22)
    row = 2
    for column in columns:
        how = column.how + (f"可选：{'、'.join(column.choices)}。" if column.choices else "")
        texts = (column.name, "必填" if column.required else "", how, column.example)
        for index, text in enumerate(texts):
            look = must if index == 1 and column.required else looks[index]
            page.write_string(row, index, text, look)
        lines = max(line_count(text, width - 1.5) for text, width in zip(texts, widths, strict=True))
        page.set_row(row, lines * 15 + 6)
        row += 1
    plain = book.add_format(line)
    for text in _notes(kind, columns[0].name):
        page.merge_range(row, 0, row, 3, "", plain)
        page.write_string(row, 0, text, plain)
        page.set_row(row, line_count(text, sum(widths) - 2) * 15 + 6)
        row += 1
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)


def _notes(kind: Kind, identity: str) -> tuple[str, ...]:
    notes = [
        "用不到的列可以整列删去，想加的列加在右边，列名自定，都可以写进计划的条件。列的先后不限。",
        "填好以后检查一遍：ssj registry check 文件。它会说明每一处问题在哪一格、怎么改。",
        "从别的表粘贴时，请用“选择性粘贴—数值”，免得把下拉和文本格式冲掉。",
    ]
    if kind is Kind.OBJECTS and identity != "定点编码":
        notes.insert(1, f"这份表以“{identity}”作编码，计划里要写一行 标识: {identity}。")
    return tuple(f"{number}. {text}" for number, text in enumerate(notes, 1))
