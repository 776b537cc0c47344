"""月报.docx."""

from __future__ import annotations

from tools.templates.layout import Layout, tag_row
from tools.templates.word import FORM, Cell, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM)
    page.paragraph("{{ 单位 }}", "表单标题")
    page.paragraph("“双随机、一公开”监管工作月报表", "表单标题")
    page.paragraph("（{{ 月份 }}）", "表格居中")
    page.paragraph("单位名称（盖章）：{{ 单位 }}", "表单编号")
    page.paragraph("填表时间：{{ 填表时间 }}", "表单编号")
    widths = shares(FORM.width, (8, 46, 76))
    serial = Cell(text="{{ 行.序号 }}", merge="start", style="表格居中")
    more = Cell(merge="more", style="表格居中")
    answered = [Cell(text="{{ 行.项目 }}"), Cell(text="{{ 行.内容 }}")]
    made = [
        row(
            [Cell(text="一、“双随机、一公开”监管工作安排部署情况", span=3, style="表格标题")],
            widths,
            height=440,
        ),
        tag_row("for 行 in 部署情况", widths),
        row([serial, *answered], widths, height=560),
        tag_row("endfor", widths),
        row(
            [Cell(text="二、“双随机、一公开”监管工作开展情况", span=3, style="表格标题")], widths, height=440
        ),
        tag_row("for 行 in 开展情况", widths),
        tag_row("if 行.领起", widths),
        row([serial, Cell(text="{{ 行.项目 }}", span=2)], widths, height=440),
        tag_row("else", widths),
        row([more, *answered], widths, height=560),
        tag_row("endif", widths),
        tag_row("endfor", widths),
    ]
    page.rows(made, widths)
    for name in ("联系人", "联系电话", "手机"):
        page.paragraph(f"{name}：{{{{ {name} }}}}", "表单编号")
    page.when("宣传情况", "附：宣传情况　{{ 宣传情况 }}", "小字说明")
    page.tag("if 附表")
    page.paragraph("附表", "附件标识", new_page=True)
    page.paragraph("{{ 月份 }}各行政区划随机抽查情况", "表单标题")
    page.paragraph("按检查对象的行政区划统计，单位：户。", "表单编号")
    names = ("行政区划", "本月检查", "本月发现问题", "本月公示", "累计检查", "累计发现问题", "累计公示")
    cells = [
        Cell(text=f"{{{{ 区.{name} }}}}", style="紧凑表格居中" if index else "紧凑表格文字")
        for index, name in enumerate(names)
    ]
    page.table((34, 16, 18, 16, 16, 18, 16), names, ("区 in 附表", cells), compact=True)
    page.tag("endif")
    return page.data()
