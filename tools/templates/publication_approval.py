"""公示审批单.docx."""

from __future__ import annotations

from tools.templates.layout import Layout
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.NONE)
    page.tag("for 项 in 公示")
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("公示审批单", "表单标题")
    page.paragraph("{{ 计划编号 }}　{{ 批次 }}　　　　　　年　　月　　日填报", "文书编号")
    _lay_form(page)
    page.paragraph(
        "说明：附公示稿。公示以前核对名单、结果与记录是否一致，有没有个人隐私、商业秘密；公示日期和网址登记后，"
        "在结果录入表里填写公开审批、公示日期和公示渠道。",
        "小字说明",
    )
    page.tag("endfor")
    return page.data()


def _lay_form(page: Layout) -> None:
    widths = shares(page.page.width, (32, 50, 28, 50))
    head, text = "表格标题", "表格文字"

    def wide(name: str, value: str, height: int = 560) -> str:
        return row([Cell(text=name, style=head), Cell(text=value, span=3, style=text)], widths, height=height)

    sign = "\n\n签名：　　　　　　　　　年　　月　　日"
    office = [
        Cell(text="承办科室", style=head),
        Cell(text="{{ 承办科室 }}", style=text),
        Cell(text="承办人", style=head),
        Cell(text="{{ 联系人 }}", style=text),
    ]
    made = [
        wide("公示事项", "{{ 项.公示事项 }}"),
        wide("公示依据", "《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}"),
        wide("公示内容", "{{ 项.公示内容 }}{% if 项.未公示 %}；{{ 项.未公示 }}{% endif %}"),
        wide("公示渠道", "{{ 公示渠道 }}"),
        wide("公示时限", "{{ 项.公示时限 }}"),
        wide("遮盖和不公开\n的内容", "{{ 遮盖情况 }}"),
        row(office, widths, height=560),
        wide("承办科室意见", sign, 1300),
        wide("法制审核\n（保密审查）意见", sign, 1300),
        wide("负责人\n审批意见", sign, 1300),
        wide("公示登记", "公示日期：　　　　年　　月　　日\n网　　址：", 900),
    ]
    page.rows(made, widths)
