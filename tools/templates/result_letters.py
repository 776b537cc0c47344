"""行政检查结果告知书.docx."""

from __future__ import annotations

from tools.templates.layout import Layout
from tools.templates.notices import Receipt, lay_seals
from tools.templates.word import NOTICE, Cell, Paging


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(NOTICE, paging=Paging.NONE)
    page.tag("for 书 in 告知书")
    _lay_letter(page)
    page.tag("endfor")
    page.when("not 告知书", "还没有录齐结果的检查对象。")
    return page.data()


def _lay_letter(page: Layout) -> None:
    number = "{{ 计划编号 }}　{{ 批次 }}　第{{ 书.表号 }}号"
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("行政检查结果告知书", "表单标题")
    page.paragraph(f"（　　　）检告〔{{{{ 年度 }}}}〕　　　号　　（{number}）", "文书编号")
    page.paragraph("{{ 书.对象名称 }}（{{ 书.编码名称 }}：{{ 书.编码 }}）：", "通知顶格")
    page.paragraph(
        "根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，本机关对你单位进行了“双随机、一公开”"
        "{{ 书.联合 }}检查。现将检查结果告知如下：",
        "通知正文",
        keep=True,
    )
    names = ("单位", "检查事项", "检查时间", "检查人员", "检查结果", "处理")
    page.table(
        (26, 32, 24, 22, 36, 26),
        ("检查单位", "检查事项", "检查时间", "检查人员", "检查结果", "处理意见"),
        (
            "项 in 书.结果",
            [
                Cell(
                    text=f"{{{{ 项.{name} }}}}",
                    style="紧凑表格文字" if name in ("检查事项", "检查结果", "处理") else "紧凑表格居中",
                )
                for name in names
            ],
        ),
        compact=True,
    )
    page.tag("if 书.发现问题")
    page.paragraph(
        "对检查发现的问题，请你单位按照上述处理意见办理，并将办理情况书面报送检查机关；依法应当立案查处或者移送的，"
        "由检查机关另行作出决定并告知。",
        "通知正文",
    )
    page.tag("else")
    page.paragraph("本次检查没有发现你单位存在上述检查事项范围内的问题。", "通知正文")
    page.tag("endif")
    page.paragraph(
        "你单位对检查结果有异议的，可以自收到本告知书之日起向检查机关陈述意见、进行申辩，并提交有关材料。"
        "检查结果依法向社会公示，涉及商业秘密、个人隐私的，不予公示。",
        "通知正文",
    )
    lay_seals(page, Receipt("行政检查结果告知书", number, "{{ 书.对象名称 }}", "{{ 书.地址 }}"))
