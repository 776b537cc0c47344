"""执法检查人员名录.docx."""

from __future__ import annotations

from tools.templates.layout import Column, Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("“双随机、一公开”执法检查人员名录")
    page.paragraph("“双随机、一公开”执法检查人员名录库现有在岗人员{{ 检查人员人数 }}人，公布如下：")
    page.grid(
        "人 in 检查人员",
        [
            Column("序号", "{{ 人.序号 }}", 14, centre=True),
            Column("姓名", "{{ 人.姓名 }}", 26, centre=True),
            Column("单位", "{{ 人.单位 }}", 46),
            Column("执法证号", "{{ 人.执法证号 }}", 46, centre=True, when="有执法证号"),
            Column("执法岗位", "{{ 人.执法岗位 }}", 30, centre=True, when="有执法岗位"),
        ],
    )
    page.tag("if 专家")
    page.paragraph()
    page.paragraph("协助检查的专家{{ 专家人数 }}人：")
    page.grid(
        "人 in 专家",
        [
            Column("序号", "{{ 人.序号 }}", 14, centre=True),
            Column("姓名", "{{ 人.姓名 }}", 26, centre=True),
            Column("专业", "{{ 人.执法岗位 }}", 40, centre=True),
            Column("单位", "{{ 人.单位 }}", 70, when="有专家单位"),
        ],
    )
    page.tag("endif")
    page.paragraph("人员名录实行动态管理，人员变动的，及时调整并重新公布。", keep=True)
    signed(page)
    return page.data()
