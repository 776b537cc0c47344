"""承诺书.docx."""

from __future__ import annotations

from tools.templates.layout import Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.titles("{{ 计划名称 }}", "（{{ 批次 }}）", "封存承诺书")
    page.paragraph(
        "按照年度抽查计划{% if 文号 %}（{{ 文号 }}）{% endif %}，本机关已于{{ 封存日期 }}将抽查计划、"
        "名录库和事项清单统一编号后封存。检查对象共{{ 检查对象户数 }}户，"
        "检查人员（含专家）共{{ 检查人员人数 }}人，逐一编号，不再增减。"
    )
    page.paragraph("封存摘要（SHA-256）：")
    page.paragraph("{{ 封存摘要 }}", "公文摘要值")
    page.paragraph(
        "约定的随机种子来源：{% if 种子来源 %}{{ 种子来源 }}"
        "{% else %}（计划没有写明种子来源，由系统随机数产生）{% endif %}。"
    )
    page.when("种子写法", "种子写法：{{ 种子写法 }}。")
    page.when("种子强度", "种子强度{{ 种子强度 }}。")
    page.when("种子来源", "实际使用的种子写入抽取记录；不用约定来源的，写明理由。")
    page.when("来源失效", "来源不能产生时：{{ 来源失效 }}。")
    page.when("抽取时间", "抽取时间：{{ 抽取时间 }}。")
    page.when("抽取机会", "封存时各户、各人被抽到的机会，见附件。")
    page.paragraph(
        "本机关承诺：种子产生后，只用上述封存内容，按公开的抽取规则（{{ 规则名称 }}）抽取一次，"
        "不更换、不重抽；确需重抽的，说明理由并保留原抽取记录。任何人可以凭封存内容和种子重新计算，核对抽取结果。",
        keep=True,
    )
    signed(page, joint=False)
    page.tag("if 抽取机会")
    page.attachment("附件", "抽取机会说明")
    page.paragraph("封存时、种子产生以前，由封存内容算得（名单在封存档案的抽取机会说明.xlsx里，不公开）：")
    page.each("句 in 抽取机会", "{{ loop.index }}.{{ 句 }}")
    page.tag("endif")
    return page.data()
