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
        "这是本批次第{{ 封存次数 }}次封存，封存前台账共{{ 台账行数 }}行。"
        "{% if 再次封存的理由 %}再次封存的理由：{{ 再次封存的理由 }}。{% endif %}"
    )
    page.tag("if 以前的封存")
    page.paragraph("本批次以前的封存（各有一份承诺书，未用于本次）：")
    page.each("条 in 以前的封存", "{{ 条 }}。", "公文摘要值")
    page.tag("endif")
    page.paragraph("封存摘要（SHA-256）：")
    page.paragraph("{{ 封存摘要 }}", "公文摘要值")
    page.paragraph("封存前台账末行摘要（SHA-256）：")
    page.paragraph("{{ 台账摘要 }}", "公文摘要值")
    page.paragraph(
        "约定的随机种子来源：{% if 种子来源 %}{{ 种子来源 }}"
        "{% else %}（计划没有写明种子来源，由系统随机数产生）{% endif %}。"
    )
    page.when("种子写法", "种子写法：{{ 种子写法 }}。")
    page.when(
        "举例",
        "见证人可以先试算：{{ 举例 }}，按上例写成种子；将规则名称（{{ 规则名称 }}）、封存摘要、种子各写一行，"
        "每行以换行符（LF）结束，对这三行求SHA-256，前16位应为{{ 举例密钥 }}。例子只供试算，不用于抽取；"
        "抽取时以公布的号码照此办理，前16位应与抽取记录、名单公示所载的密钥相同。",
    )
    page.when(
        "最早公布",
        "约定的号码按日程最早于{{ 最早公布 }}（北京时间）公布，遇节假日顺延，实际时间以官方公告为准；"
        "本承诺书在号码实际公布以前公布，才能证明先封存、后有种子。",
    )
    page.when("种子强度", "种子强度{{ 种子强度 }}。")
    page.each("条 in 种子的不足", "须说明：{{ 条 }}")
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
