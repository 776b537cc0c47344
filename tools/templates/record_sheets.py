"""检查记录表.docx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shuangsuiji.documents.drawing.record_sheets import (
    ITEM_HEIGHT,
    OBJECT_HEIGHT,
    PERSON_HEIGHT,
    REMARK_HEIGHTS,
    SIGNATURE_HEIGHT,
)
from tools.templates.layout import Layout, tag_row
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.NONE)
    page.tag("for 表 in 记录表")
    lay_sheet(page, "表")
    page.tag("endfor")
    page.when("not 记录表", "本批次没有需要检查的对象。")
    return page.data()


def lay_sheet(page: Layout, sheet: str) -> None:
    """The form of one visit; `sheet` is the placeholder that holds it."""
    page.paragraph(f"{{{{ {sheet}.联合 }}}}检查情况记录表", "表单标题", new_page=True)
    page.paragraph(
        f"第{{{{ {sheet}.表号 }}}}号　计划编号：{{{{ 计划编号 }}}}　批次：{{{{ 批次 }}}}"
        f"{{% if {sheet}.任务编号 %}}　任务编号：{{{{ {sheet}.任务编号 }}}}{{% endif %}}"
        f"{{% if {sheet}.检查次序 %}}　{{{{ {sheet}.检查次序 }}}}，{{{{ {sheet}.检查时间 }}}}{{% endif %}}",
        "表单编号",
    )
    _lay_table(page, sheet)
    page.paragraph(
        "说明：（1）检查结果栏填写相应编号：{{ 结果代码 }}。可以填写几个编号。"
        "（2）备注栏可填写检查过程中责令停止违法与督促整改等相关情况，执法记录仪录音录像编号；"
        "无法取得被检查对象签字或者盖章的，注明原因。"
        "（3）检查对象为非市场主体时，相关数据项可根据工作实际作相应调整。",
        "小字说明",
    )


def _lay_table(page: Layout, sheet: str) -> None:
    # The fourth column begins where inspectors sign, the sixth parts their two cells.
    widths = shares(FORM.width, (20, 27, 21, 26, 25, 7, 32))
    made = [
        *_lay_people(sheet, widths),
        *_lay_object(sheet, widths),
        *_lay_items(sheet, widths),
        *_lay_end(sheet, widths),
    ]
    page.rows(made, widths)


def _heads(*texts: str, spans: Sequence[int] = ()) -> list[Any]:
    spans = spans or [1] * len(texts)
    return [Cell(text=text, span=span, style="表格标题") for text, span in zip(texts, spans, strict=True)]


def _lay_people(sheet: str, widths: Sequence[int]) -> list[str]:
    def line(unit: Cell, person: str) -> str:
        cells = [
            Cell(merge="more", style="表格标题"),
            unit,
            Cell(text=f"{{{{ {person}.姓名 }}}}", span=2, style="表格居中"),
            Cell(text=f"{{{{ {person}.证号 }}}}", span=3, style="表格居中"),
        ]
        return row(cells, widths, height=PERSON_HEIGHT)

    head = [
        Cell(text="执法\n检查人员", merge="start", style="表格标题"),
        *_heads("单　　位", "姓　　名", "执法证号/身份证号", spans=(1, 2, 3)),
    ]
    return [
        row(head, widths, height=PERSON_HEIGHT),
        tag_row(f"for 单位 in {sheet}.检查人员", widths),
        line(Cell(text="{{ 单位.单位 }}", merge="start", style="表格居中"), "单位.首位"),
        tag_row("for 人 in 单位.其余", widths),
        line(Cell(merge="more", style="表格居中"), "人"),
        tag_row("endfor", widths),
        tag_row("endfor", widths),
        *_lay_assistants(sheet, widths),
    ]


def _lay_assistants(sheet: str, widths: Sequence[int]) -> list[str]:
    """Experts, under a heading of their own: they are no inspectors and have no certificate."""

    def line(merge: str) -> str:
        cells = [
            Cell(text="" if merge == "more" else "协助人员", merge=merge, style="表格标题"),
            Cell(text="{{ 人.专业 }}", style="表格居中"),
            Cell(text="{{ 人.姓名 }}", span=2, style="表格居中"),
            Cell(text="（协助检查，不单独执法）", span=3, style="表格居中"),
        ]
        return row(cells, widths, height=PERSON_HEIGHT)

    return [
        tag_row(f"for 人 in {sheet}.协助人员", widths),
        tag_row("if loop.first", widths),
        line("start"),
        tag_row("else", widths),
        line("more"),
        tag_row("endif", widths),
        tag_row("endfor", widths),
    ]


def _lay_object(sheet: str, widths: Sequence[int]) -> list[str]:
    """被检查对象, with the code that it has (WG-11)."""
    names = [
        Cell(text="被检查\n对象", merge="start", style="表格标题"),
        *_heads("名　　称"),
        Cell(text=f"{{{{ {sheet}.对象名称 }}}}", span=2),
        *_heads(f"{{{{ {sheet}.编码名称 }}}}"),
        Cell(text=f"{{{{ {sheet}.编码 }}}}", span=2, style="代码"),
    ]
    places = [
        Cell(merge="more", style="表格标题"),
        *_heads("地　　址"),
        Cell(text=f"{{{{ {sheet}.地址 }}}}", span=2),
        *_heads("法定代表人\n/负责人"),
        Cell(text=f"{{{{ {sheet}.负责人 }}}}", span=2, style="表格居中"),
    ]
    return [row(cells, widths, height=OBJECT_HEIGHT) for cells in (names, places)]


def _lay_items(sheet: str, widths: Sequence[int]) -> list[str]:
    """检查单位, 检查事项, 检查结果: a row for each department and item (WG-4)."""

    def line(unit: Cell, item: str) -> str:
        cells = [unit, Cell(text=f"{{{{ {item} }}}}", span=3), Cell(span=2)]
        return row(cells, widths, height=ITEM_HEIGHT)

    return [
        row(_heads("检查单位", "检查事项", "检查结果", spans=(2, 3, 2)), widths, height=PERSON_HEIGHT),
        tag_row(f"for 单位 in {sheet}.检查事项", widths),
        line(Cell(text="{{ 单位.单位 }}", span=2, merge="start", style="表格居中"), "单位.首项"),
        tag_row("for 事项 in 单位.其余", widths),
        line(Cell(span=2, merge="more", style="表格居中"), "事项"),
        tag_row("endfor", widths),
        tag_row("endfor", widths),
    ]


def _lay_end(sheet: str, widths: Sequence[int]) -> list[str]:
    """备注, the lines to sign on, the dates."""

    made: list[str] = []
    for size, height in REMARK_HEIGHTS.items():
        made += [
            tag_row(f"if {sheet}.备注栏 == '{size}'", widths),
            row([*_heads("备　　注"), Cell(span=6)], widths, height=height),
            tag_row("endif", widths),
        ]
    made += [
        _signing(widths, "start"),
        tag_row(f"for 行 in {sheet}.其余签字行", widths),
        _signing(widths, "more"),
        tag_row("endfor", widths),
    ]
    date = "年　　月　　日　"
    cells = [Cell(text=date, span=3, style="表格右对齐"), Cell(text=date, span=4, style="表格右对齐")]
    return [*made, row(cells, widths, height=PERSON_HEIGHT)]


def _signing(widths: Sequence[int], merge: str) -> str:
    """One row to sign on: the object's cell goes through all of them, inspectors have two cells in each."""
    label = merge == "start"
    cells = [
        Cell(text="被检查\n对象\n（签字/\n盖章）" if label else "", merge=merge, style="表格标题"),
        Cell(span=2, merge=merge),
        Cell(text="执法检查\n人员\n（签字/\n盖章）" if label else "", merge=merge, style="表格标题"),
        Cell(span=2),
        Cell(),
    ]
    return row(cells, widths, height=SIGNATURE_HEIGHT)
