"""递补记录.docx."""

from __future__ import annotations

from tools.templates.draw_minutes import lay_signatures
from tools.templates.layout import Layout, centred, tag_row
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    lay_head(page)
    lay_course(page, drawn=True)
    page.paragraph("一、提出的事项", "文书小标题")
    page.each("条 in 事项", "{{ loop.index }}.{{ 条 }}", "文书正文")
    page.paragraph("二、检查对象的递补", "文书小标题")
    page.each("条 in 对象递补", "{{ loop.index }}.{{ 条 }}", "文书正文")
    page.when(
        "对象递补", "补入的各户，通知书编号由抽取程序排定，不与抽取时的连续；撤回的编号不再使用。", "文书正文"
    )
    page.when("not 对象递补", "没有检查对象递补。", "文书正文")
    page.paragraph("三、检查组的变动", "文书小标题")
    page.table(
        (13, 52, 30, 30, 65),
        ["序号", "检查对象", "退出", "递补", "现在的检查组"],
        (
            "项 in 检查组变动",
            [
                centred("{{ loop.index }}"),
                *(Cell(text=f"{{{{ 项.{name} }}}}") for name in ("检查对象", "退出", "递补", "检查组")),
            ],
        ),
        compact=True,
    )
    page.tag("if 回避经过")
    page.paragraph("递补时抽中而回避的：", "文书正文")
    page.each("条 in 回避经过", "{{ loop.index }}.{{ 条 }}", "文书正文")
    page.tag("endif")
    page.tag("if 撤回的申请")
    page.paragraph("提出以后又撤回的递补申请：", "文书正文")
    page.each("条 in 撤回的申请", "{{ loop.index }}.{{ 条 }}", "文书正文")
    page.tag("endif")
    lay_signatures(page, "{{ 名目 }}")
    return page.data()


def lay_head(page: Layout) -> None:
    """The heading of a record of what came after the draw."""
    page.paragraph("{{ 计划名称 }}", "文书机关")
    page.paragraph("“双随机”{{ 名目 }}记录", "表单标题")
    page.paragraph(
        "{{ 批次 }}　第{{ 抽取次数 }}次抽取　　计划编号：{{ 计划编号 }}"
        "{% if 文号 %}　　文号：{{ 文号 }}{% endif %}",
        "文书编号",
    )


def lay_course(page: Layout, *, drawn: bool = False) -> None:
    """The circumstances, in a table of names and texts; witnesses and seed where something was drawn."""
    widths = shares(FORM.width, (30, 50, 24, 56))
    head, text = "紧凑表格标题", "紧凑表格文字"

    def line(*cells: str) -> str:
        made = [Cell(text=cell, style=text if index % 2 else head) for index, cell in enumerate(cells)]
        return row(made, widths, height=380)

    def wide(name: str, placeholder: str) -> str:
        value = Cell(text=f"{{{{ {placeholder} }}}}", span=3, style=text)
        return row([Cell(text=name, style=head), value], widths, height=380)

    seed = [tag_row("if 种子", widths), wide("随机种子", "种子"), tag_row("endif", widths)]
    asked = [tag_row("if 申请", widths), wide("申请", "申请"), tag_row("endif", widths)]
    page.rows(
        [
            line("时间", "{{ 时间 }}", "地点", ""),
            line("主持人", "", "操作人", "{{ 操作人 }}"),
            *([wide("见证人", "见证人")] if drawn else []),
            *(asked if drawn else []),
            wide("理由", "理由"),
            *(seed if drawn else []),
        ],
        widths,
    )
