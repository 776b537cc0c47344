"""不规范名单公示.docx."""

from __future__ import annotations

from tools.templates.layout import INQUIRIES, Column, Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("关于{{ 年度 }}年度{{ 批次 }}“双随机、一公开”", "抽查{{ 名单名称 }}的公示")
    page.paragraph(
        "在{{ 年度 }}年度{{ 批次 }}“双随机、一公开”抽查中，{{ 发文机关 }}发现{{ 户数 }}户存在{{ 事由 }}"
        "不规范行为，已依法列入{{ 记录名称 }}。现将名单公示如下（见附件）。"
    )
    page.paragraph(
        "对公示内容有异议的，可以在公示期内向" + INQUIRIES + "提出，并提供相关证明材料。",
        keep=True,
    )
    page.paragraph(keep=True)
    page.paragraph("附件：{{ 名单名称 }}", "公文附件", keep=True)
    signed(page)
    page.turn()
    page.attachment("附件", "{{ 名单名称 }}")
    page.grid(
        "户 in 名单",
        [
            Column("序号", "{{ 户.序号 }}", 11, centre=True),
            Column("名称", "{{ 户.名称 }}", 44),
            Column("{{ 编码名称 }}", "{{ 户.编码 }}", 44, centre=True),
            Column("检查机关", "{{ 户.检查机关 }}", 30),
            Column("检查时间", "{{ 户.检查时间 }}", 38, centre=True),
            Column("主要问题", "{{ 户.主要问题 }}", 56),
            Column("处理情况", "{{ 户.处理情况 }}", 27),
        ],
        style="紧凑表格",
    )
    return page.data()
