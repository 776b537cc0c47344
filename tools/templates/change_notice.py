"""调整计划公告.docx."""

from __future__ import annotations

from tools.templates.layout import Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("关于调整{{ 年度 }}年度“双随机、一公开”", "抽查工作计划的公告")
    page.paragraph(
        "{{ 发文机关 }}按规定程序，对《{{ 原计划名称 }}》{% if 原文号 %}（{{ 原文号 }}）{% endif %}"
        "作了调整，共{{ 改动项数 }}项。现将调整情况公告如下。"
    )
    page.paragraph("一、调整内容", "Heading 1")
    page.tag("for 部分 in 改动")
    page.paragraph("（{{ 部分.序号 }}）{{ 部分.名称 }}")
    page.tag("for 句 in 部分.各项")
    page.paragraph("{{ loop.index }}.{{ 句 }}。")
    page.tag("endfor")
    page.tag("endfor")
    page.paragraph("二、调整理由", "Heading 1")
    page.paragraph(
        "{% if 调整理由 %}{{ 调整理由 }}。{% else %}〔调整的理由和履行的程序，公布前填写〕。{% endif %}"
    )
    page.paragraph("三、执行", "Heading 1")
    page.paragraph(
        "调整后的计划{% if 文号 and 文号 != 原文号 %}（{{ 文号 }}）{% endif %}自公告之日起执行，"
        "原计划其他内容不变。"
        "{% if 已抽批次 %}{{ 已抽批次|join('、') }}已按调整前的计划抽取，结果不受影响。{% endif %}",
        keep=True,
    )
    page.paragraph(keep=True)
    signed(page)
    return page.data()
