"""回避与重新指派记录.docx."""

from __future__ import annotations

from tools.templates.layout import Layout
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.NONE)
    page.tag("for 项 in 回避")
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("回避与重新指派记录", "表单标题")
    page.paragraph("{{ 计划编号 }}　{{ 批次 }}　第{{ 项.表号 }}号　　{{ 名目 }}", "文书编号")
    _lay_form(page)
    page.paragraph(
        "说明：检查对象申请回避的，附申请书；口头申请的，由经办人记录，申请人签名。是否回避由检查机关负责人决定；"
        "作出决定以前，不停止检查的，写明理由。接替人员随机抽取，不得指定。",
        "小字说明",
    )
    page.tag("endfor")
    page.when("not 回避", "没有提出回避。")
    return page.data()


def _lay_form(page: Layout) -> None:
    widths = shares(page.page.width, (32, 50, 28, 50))
    head, text = "表格标题", "表格文字"

    def line(*cells: str) -> str:
        made = [Cell(text=cell, style=text if index % 2 else head) for index, cell in enumerate(cells)]
        return row(made, widths, height=560)

    def wide(name: str, value: str, height: int = 560) -> str:
        return row([Cell(text=name, style=head), Cell(text=value, span=3, style=text)], widths, height=height)

    def signed(name: str) -> str:
        return f"\n\n{name}：　　　　　　　　　年　　月　　日"

    made = [
        line("检查对象", "{{ 项.检查对象 }}", "登记时间", "{{ 时间 }}"),
        line("回避人员", "{{ 项.回避人员 }}", "执法证号", "{{ 项.回避人员证号 }}"),
        wide("所在单位", "{{ 项.回避人员单位 }}"),
        wide("提出方式", "□检查对象申请　　□检查人员自行申请　　□检查机关决定"),
        wide("回避事由", "{{ 项.事由 }}", 900),
        wide("申请人", signed("签名"), 1000),
        wide("负责人决定", "□回避　　□不回避，理由：" + signed("签名"), 1300),
        wide("重新指派", "{{ 项.重新指派 }}"),
        wide("现在的检查组", "{{ 项.检查组 }}"),
        wide("接替人员\n没有回避情形", "本人与检查对象没有利害关系。" + signed("签名"), 1200),
        line("操作人", "{{ 操作人 }}", "记录人（签名）", ""),
    ]
    page.rows(made, widths)
