"""撤回通知书.docx."""

from __future__ import annotations

from tools.templates.layout import Layout, centred
from tools.templates.notices import Receipt, lay_seals
from tools.templates.word import NOTICE, Cell, Paging


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(NOTICE, paging=Paging.NONE)
    page.tag("for 书 in 撤回")
    _lay_object(page)
    page.tag("endfor")
    page.tag("for 人 in 人员")
    _lay_person(page)
    page.tag("endfor")
    page.when("not 撤回 and not 人员", "没有撤回的通知书。")
    return page.data()


def _lay_object(page: Layout) -> None:
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("撤回检查通知书", "表单标题")
    page.paragraph("（　　　）检撤〔{{ 年度 }}〕　　　号", "文书编号")
    page.paragraph("{{ 书.对象名称 }}（{{ 书.编码名称 }}：{{ 书.编码 }}）：", "文书顶格")
    page.paragraph(
        "{{ 书.原通知日期 }}的检查通知书（编号：{{ 书.编号 }}）现予撤回。{{ 原因 }}，"
        "不再按该通知书对你单位实施检查。该通知书自本通知书送达之日起作废，编号不再使用。",
        "文书正文",
    )
    page.paragraph(
        "已经收到该通知书的，请交还送达人或者自行作废；没有收到的，不必理会。"
        "今后依法对你单位实施检查的，另行通知。",
        "文书正文",
    )
    lay_seals(page, Receipt("撤回检查通知书", "{{ 书.编号 }}", "{{ 书.对象名称 }}", "{{ 书.地址 }}"))


def _lay_person(page: Layout) -> None:
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph("检查任务撤回通知", "表单标题")
    page.paragraph("{{ 计划编号 }}　{{ 批次 }}", "文书编号")
    page.paragraph("{{ 人.姓名 }}（{{ 人.单位 }}）：", "文书顶格")
    page.paragraph(
        "{{ 原因 }}，你不再参加下列{{ 人.各户|length }}户次的检查。"
        "已经领取的检查通知书、检查记录表请交回，不得再使用。",
        "文书正文",
    )
    page.table(
        (11, 58, 70, 31),
        ["序号", "检查对象", "通知书编号", "检查时间"],
        (
            "项 in 人.各户",
            [
                centred("{{ loop.index }}"),
                Cell(text="{{ 项.对象名称 }}", style="紧凑表格文字"),
                Cell(text="{{ 项.编号 }}", style="紧凑表格居中"),
                Cell(text="{{ 项.检查时间 }}", style="紧凑表格居中"),
            ],
        ),
        compact=True,
    )
    lay_seals(page)
