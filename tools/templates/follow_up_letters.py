"""案件移送函.docx and 督办单.docx."""

from __future__ import annotations

from tools.templates.layout import Layout, centred
from tools.templates.notices import Receipt, lay_one_seal
from tools.templates.word import FORM, NOTICE, Cell, Paging, row, shares

_NUMBER = "{{ 计划编号 }}　{{ 批次 }}"


def transfers() -> bytes:
    """The bytes of the template 案件移送函.docx."""
    page = Layout(NOTICE, paging=Paging.NONE)
    number = _NUMBER + "　第{{ 函.表号 }}号"
    page.tag("for 函 in 移送函")
    page.paragraph("{{ 函.结果.单位 }}", "文书机关", new_page=True)
    page.paragraph("案件移送函", "表单标题")
    page.paragraph(f"（　　　）移〔{{{{ 年度 }}}}〕　　　号　　（{number}）", "文书编号")
    page.paragraph("〔受移送机关，由承办人填写〕：", "通知顶格")
    page.paragraph(
        "本机关根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}开展“双随机、一公开”检查，"
        "发现下列情况，□不属于本机关管辖　□涉嫌犯罪　□其他：　　　　　　，现依法移送你单位处理。",
        "通知正文",
        keep=True,
    )
    widths = shares(page.page.width, (30, 133))
    lines = (
        ("检查对象", "{{ 函.对象名称 }}（{{ 函.编码名称 }}：{{ 函.编码 }}）"),
        ("地址、负责人", "{{ 函.地址 }}{% if 函.地址 and 函.负责人 %}　{% endif %}{{ 函.负责人 }}"),
        ("检查事项", "{{ 函.结果.检查事项 }}"),
        ("检查依据", "{{ 函.检查依据 }}"),
        ("检查时间、人员", "{{ 函.结果.检查时间 }}　{{ 函.结果.检查人员 }}"),
        ("检查结果", "{{ 函.结果.检查结果 }}"),
        ("处理情况", "{{ 函.结果.处理 }}"),
        ("移送依据", "〔法律、法规、规章的名称和条款，由承办人填写〕"),
        ("附件", "检查记录表　□证据材料　□调查报告　□涉案物品清单　□其他：　　　　　　共　　页"),
    )
    made = [
        row(
            [Cell(text=head, style="小表格标题"), Cell(text=text, style="小表格文字")],
            widths,
            height=400,
        )
        for head, text in lines
    ]
    page.rows(made, widths)
    page.paragraph("请你单位依法处理，并将受理、处理情况书面告知本机关。", "通知正文", keep=True)
    contact = "联系人：{{ 联系人 }}\n联系电话：{{ 联系电话 }}"
    lay_one_seal(page, contact, "{{ 函.结果.单位 }}", Receipt("案件移送函", number, "", ""))
    page.tag("endfor")
    return page.data()


def reminders() -> bytes:
    """The bytes of the template 督办单.docx."""
    page = Layout(FORM, paging=Paging.NONE)
    page.tag("for 项 in 督办")
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("“双随机、一公开”监管工作督办单", "表单标题")
    page.paragraph(_NUMBER + "　　　　督办〔{{ 年度 }}〕　　　号", "文书编号")
    page.paragraph(
        "{{ 项.单位 }}：根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，截至{{ 截至日期 }}，"
        "下列事项已经逾期，请于　　月　　日以前办结，并将办理情况报回。",
        "文书正文",
        keep=True,
    )
    page.table(
        (10, 52, 50, 42, 14),
        ("序号", "检查对象", "逾期事项", "应当完成", "逾期天数"),
        (
            "行 in 项.逾期",
            [
                centred("{{ loop.index }}"),
                Cell(text="{{ 行.对象名称 }}", style="表格文字"),
                Cell(text="{{ 行.逾期事项 }}", style="表格文字"),
                Cell(text="{{ 行.期限 }}", style="紧凑表格居中"),
                centred("{{ 行.逾期天数 }}"),
            ],
        ),
    )
    page.paragraph(" ", "印章间距", keep=True)
    widths = shares(page.page.width, (32, 128))
    sign = "\n\n签名：　　　　　　　　　年　　月　　日"
    page.rows(
        [
            row([Cell(text=head, style="表格标题"), Cell(text=sign, style="表格文字")], widths, height=1300)
            for head in ("督办要求", "负责人\n签发", "承办单位\n办理情况", "销号意见")
        ],
        widths,
    )
    page.tag("endfor")
    return page.data()
