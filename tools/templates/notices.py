"""检查通知书.docx."""

from __future__ import annotations

from collections.abc import Callable

from tools.templates.layout import Layout
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.NONE)
    page.tag("for 书 in 通知书")
    lay_notice(page, "书")
    page.tag("endfor")
    page.when("not 通知书", "本批次没有需要检查的对象。")
    return page.data()


def lay_notice(page: Layout, notice: str) -> None:
    """The notice of one visit and its receipt; `notice` is the placeholder that holds it."""

    def of(name: str) -> str:
        return f"{{{{ {notice}.{name} }}}}"

    def given(name: str, text: str) -> str:
        return f"{{% if {notice}.{name} %}}{text}{{% endif %}}"

    number = of("编号")
    order = given("检查次序", f"（{of('检查次序')}）")
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph(f"{of('联合')}检查通知书", "表单标题")
    page.paragraph(
        f"（　　　）检通〔{{{{ 年度 }}}}〕　　　号　　（{number}）" + given("已变更", "　变更"),
        "文书编号",
    )
    page.when(f"{notice}.变更说明", of("变更说明"), "文书编号")
    page.paragraph(f"{of('对象名称')}（{of('编码名称')}：{of('编码')}）：", "文书顶格")
    page.paragraph(
        "根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，"
        f"{of('抽取原因')}，你单位被确定为检查对象。现将有关事项通知如下：",
        "文书正文",
    )
    page.paragraph(
        f"一、检查时间：{of('检查时间')}{order}，"
        f"具体为　　　　年　　月　　日。检查方式：{of('检查方式')}。"
        + given("检查频次", f"检查频次：{of('检查频次')}。"),
        "文书正文",
    )
    page.tag(f"if {notice}.任务编号")
    page.paragraph(f"二、任务编号：{of('任务编号')}，{of('任务')}。检查事项和依据：", "文书正文")
    page.tag("else")
    page.paragraph("二、检查事项和依据：", "文书正文")
    page.tag("endif")
    _lay_items(page, notice)
    page.paragraph("三、检查人员：", "文书正文")
    _lay_people(page, notice)
    for text in _RIGHTS:
        page.paragraph(text, "文书正文")
    page.tag(f"if {notice}.校验码")
    page.paragraph("八、复核包公布后，你单位可凭下列三项在“复核.html”里核对抽取结果：", "文书正文", keep=True)
    page.paragraph(
        f"编号{of('封存编号')}　　校验码{of('校验码')}　　代码{of('代码')}（{of('代码名称')}）", "代码"
    )
    page.tag("endif")
    contact = "联系人：　　　　　　　　联系电话：　　　　　　　　　监督电话：　　　　　　　　"
    page.paragraph(contact, "文书正文", keep=True)
    page.paragraph(
        "{% for 机关 in 署名机关 %}{{ 机关 }}（盖章）{% if not loop.last %}　　{% endif %}{% endfor %}",
        "文书署名",
        keep=True,
    )
    page.paragraph("　　　　年　　月　　日", "文书署名")
    _lay_receipt(page, of, number)


_RIGHTS = (
    "四、检查人员不得少于2人，并应当主动出示执法证件。少于2人或者不出示执法证件的，你单位有权拒绝检查。",
    "五、认为检查人员与你单位有直接利害关系或者有其他关系、可能影响公正检查的，你单位有权申请其回避；"
    "可以在检查开始以前向本机关提出，也可以当场提出。",
    "六、你单位有权陈述意见、进行申辩；对检查中涉及的商业秘密、个人隐私，检查人员负有保密义务。"
    "检查人员索取、收受财物或者妨碍正常经营的，你单位可以举报。",
    "七、请你单位予以配合，如实提供有关资料，并在检查记录表上签字或者盖章。",
)


def _lay_items(page: Layout, notice: str) -> None:
    page.table(
        (40, 55, 65),
        ["检查单位", "检查事项", "检查依据"],
        (
            f"项 in {notice}.检查事项",
            [
                Cell(text="{{ 项.单位 }}", style="紧凑表格居中"),
                Cell(text="{{ 项.事项 }}", style="紧凑表格文字"),
                Cell(text="{{ 项.依据 }}", style="紧凑表格文字"),
            ],
        ),
        compact=True,
    )


def _lay_people(page: Layout, notice: str) -> None:
    names = ("单位", "姓名", "证号")
    page.table(
        (60, 40, 60),
        ["单位", "姓名", "执法证号"],
        (
            f"人 in {notice}.检查人员",
            [Cell(text=f"{{{{ 人.{name} }}}}", style="紧凑表格居中") for name in names],
        ),
        compact=True,
    )


def _lay_receipt(page: Layout, of: Callable[[str], str], number: str) -> None:
    """送达回证, to be cut off and kept by the office; never parted from its line."""

    dashes = "—　" * 8
    page.paragraph(f"{dashes}（沿此线裁开，由检查机关存档）　{dashes}", "裁开线", keep=True)
    page.paragraph("送　达　回　证", "文书回证", keep=True)
    widths = shares(FORM.width, (26, 62, 26, 46))
    head, text = "紧凑表格标题", "紧凑表格文字"
    lines = (
        ("送达文书", f"检查通知书（{number}）", "受送达人", of("对象名称")),
        ("送达时间\n和方式", "　年　月　日　时　□直接　□留置", "送达地点", of("地址")),
        ("受送达人\n（签字盖章）", "", "送达人\n（签名）", ""),
    )
    made = [
        row(
            [
                Cell(text=cell, style=text if index % 2 else head, keep=True)
                for index, cell in enumerate(line)
            ],
            widths,
            height=400,
        )
        for line in lines
    ]
    page.rows(made, widths)
