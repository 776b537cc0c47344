"""检查组文书.docx."""

from __future__ import annotations

from tools.templates.layout import Layout
from tools.templates.notices import lay_notice
from tools.templates.record_sheets import lay_sheet
from tools.templates.word import NOTICE, Cell, Paging


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(NOTICE, paging=Paging.NONE)
    page.paragraph("检查组文书目录", "表单标题")
    page.paragraph("组长：{{ 组名 }}　　{{ 计划编号 }}　{{ 批次 }}　共{{ 各户|length }}户次", "文书编号")
    cells = ("loop.index", "户.通知书.表号", "户.通知书.对象名称", "户.通知书.地址", "户.检查时间", "户.组员")
    page.table(
        (11, 11, 45, 42, 22, 32),
        ["序号", "表号", "检查对象", "地址", "检查时间", "检查组"],
        (
            "户 in 各户",
            [
                Cell(text=f"{{{{ {cell} }}}}", style=f"紧凑表格{'居中' if index in (0, 1, 4) else '文字'}")
                for index, cell in enumerate(cells)
            ],
        ),
        compact=True,
    )
    page.paragraph("以下每户为检查通知书和检查记录表，依次打印。", "小字说明")
    page.tag("for 户 in 各户")
    lay_notice(page, "户.通知书")
    lay_sheet(page, "户.记录表")
    page.tag("endfor")
    return page.data()
