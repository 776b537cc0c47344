"""复核报告.docx."""

from __future__ import annotations

from tools.templates.layout import Layout
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    page.paragraph("“双随机”抽取档案复核报告", "表单标题")
    _lay_course(page)
    page.paragraph("一、结论", "文书小标题")
    page.paragraph("{{ 结论 }}{{ 统计 }}", "文书正文")
    page.paragraph(
        "下面各项的依据：“算得”是用档案里的名录库和种子重新计算，得到同样的内容；“有台账为证”是总台账首尾相接，"
        "并与档案所写的相符；“只是自称”是只有档案自己这样写，不能作为证据。",
        "文书正文",
    )
    for title, name, none in (
        ("二、矛盾和不符之处", "不符之处", "没有发现矛盾和不符之处。"),
        ("三、请单位提供或说明", "请单位提供", "没有需要单位提供的。"),
    ):
        page.paragraph(title, "文书小标题")
        page.each(f"条 in {name}", "{{ loop.index }}.{{ 条 }}", "文书正文")
        page.when(f"not {name}", none, "文书正文")
    page.paragraph("四、历次抽取", "文书小标题")
    page.tag("if 历次抽取")
    page.table(
        (28, 16, 8, 27, 24, 20, 15, 22),
        ["计划", "批次", "次", "时间", "种子", "种子性质", "结果", "依据"],
        (
            "项 in 历次抽取",
            [
                Cell(
                    text=f"{{{{ 项.{name} }}}}",
                    style="紧凑表格居中" if name in ("次", "依据") else "紧凑表格文字",
                )
                for name in ("计划", "批次", "次", "时间", "种子", "种子性质", "结果", "依据")
            ],
        ),
        compact=True,
    )
    page.tag("endif")
    page.when("not 历次抽取", "没有正式的抽取。", "文书正文")
    page.paragraph("五、各份档案", "文书小标题")
    page.tag("for 份 in 各份档案")
    page.paragraph("{{ loop.index }}.{{ 份.档案 }}（{{ 份.种类 }}）", "文书小标题")
    page.paragraph("计算：{{ 份.计算 }}。记录：{{ 份.记录 }}。", "文书正文", keep=True)
    page.tag("if 份.各项")
    page.table(
        (40, 94, 26),
        ["事项", "内容", "依据"],
        (
            "项 in 份.各项",
            [
                Cell(text="{{ 项.事项 }}", style="紧凑表格文字"),
                Cell(text="{{ 项.内容 }}", style="紧凑表格文字"),
                Cell(text="{{ 项.依据 }}", style="紧凑表格居中"),
            ],
        ),
        compact=True,
    )
    page.tag("endif")
    page.when("份.未核对", "没有核对的步骤：{{ 份.未核对 }}。", "文书正文")
    page.tag("endfor")
    page.tag("if 各本台账")
    page.paragraph("六、各本台账", "文书小标题")
    page.table(
        (70, 14, 76),
        ["台账", "行数", "末行摘要"],
        (
            "本 in 各本台账",
            [
                Cell(text="{{ 本.台账 }}", style="紧凑表格文字"),
                Cell(text="{{ 本.行数 }}", style="紧凑表格居中"),
                Cell(text="{{ 本.末行摘要 }}", style="紧凑表格文字"),
            ],
        ),
        compact=True,
    )
    page.tag("endif")
    page.tag("if 其他情况")
    page.paragraph("其他情况", "文书小标题")
    page.each("条 in 其他情况", "{{ loop.index }}.{{ 条 }}", "文书正文")
    page.tag("endif")
    page.paragraph()
    page.paragraph("复核人（签名）：　　　　　　　　　　　　日期：　　　　年　　月　　日", "文书正文")
    return page.data()


def _lay_course(page: Layout) -> None:
    widths = shares(FORM.width, (30, 130))

    def line(name: str, value: str) -> str:
        cells = [Cell(text=name, style="紧凑表格标题"), Cell(text=value, style="紧凑表格文字")]
        return row(cells, widths, height=380)

    page.rows(
        [
            line("复核时间", "{{ 复核时间 }}"),
            line("复核的地方", "{{ 复核的地方 }}"),
            line("外部留存件", "{% if 外部留存件 %}{{ 外部留存件 }}{% else %}没有提供{% endif %}"),
            line("软件版本", "{{ 软件版本 }}"),
        ],
        widths,
    )
