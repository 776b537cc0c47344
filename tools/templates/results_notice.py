"""抽查结果公示.docx."""

from __future__ import annotations

from tools.templates.layout import INQUIRIES, Column, Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("关于{{ 年度 }}年度{{ 批次 }}“双随机、一公开”", "抽查结果的公示")
    page.paragraph(
        "根据{{ 年度 }}年度“双随机、一公开”抽查工作计划{% if 文号 %}（{{ 文号 }}）{% endif %}，{{ 发文机关 }}"
        "组织开展了{% if 批次 %}{{ 批次 }}{% endif %}“双随机、一公开”抽查。现将抽查结果公示如下。"
    )
    page.paragraph(
        "本批次应公示检查结果{{ 应公示户次 }}户次，本次公示{{ 已公示户次 }}户次，公示率{{ 公示率 }}。"
        "其中未发现问题{{ 未发现问题户次 }}户次，发现问题{{ 发现问题户次 }}户次；"
        "对发现的问题，由检查机关依法处理。"
    )
    page.when(
        "待公示",
        "以下检查对象的检查结果尚未录齐，录齐后补充公示：{{ 待公示|join('、') }}。",
    )
    page.when("结果更正", "已经公示的下列检查结果有更正：{{ 结果更正|join('；') }}。")
    page.when("名称更正", "名单公布以后，下列检查对象的名称有更正：{{ 名称更正|join('；') }}。")
    page.paragraph(
        "检查对象对检查结果有异议的，可以向检查机关提出；公众可以向" + INQUIRIES + "反映情况。",
        keep=True,
    )
    page.paragraph(keep=True)
    page.paragraph("附件：抽查结果一览表", "公文附件", keep=True)
    signed(page)
    page.turn()
    page.attachment("附件", "抽查结果一览表")
    page.grid(
        "户 in 结果",
        [
            Column("序号", "{{ 户.序号 }}", 11, centre=True),
            Column("名称", "{{ 户.名称 }}", 48),
            Column("{{ 编码名称 }}", "{{ 户.编码 }}", 44, centre=True),
            Column("检查机关", "{{ 户.检查机关 }}", 30),
            Column("检查时间", "{{ 户.检查时间 }}", 38, centre=True),
            Column("检查事项", "{{ 户.检查事项 }}", 50),
            Column("检查结果", "{{ 户.检查结果 }}", 29),
        ],
        style="紧凑表格",
    )
    return page.data()
