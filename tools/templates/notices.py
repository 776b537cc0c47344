"""检查通知书.docx."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tools.templates.layout import Layout, tag_row
from tools.templates.word import NOTICE, Cell, Paging, row, shares

SEAL_ROW = 2750
"""A row of seals, in twips (48.5 mm); the last seal stands half a line lower than those of rows above it."""
ONLY_ROW = 2500
"""The same of one or two seals beside whom to ask (44 mm), so that more notices hold on one page."""


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(NOTICE, paging=Paging.NONE)
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
        f"{{% if {notice}.通知书文号 %}}{of('通知书文号')}{{% else %}}"
        f"（　　　）检通〔{{{{ 年度 }}}}〕　　　号{{% endif %}}　　（{number}）" + given("已变更", "　变更"),
        "文书编号",
    )
    page.when(f"{notice}.变更说明", of("变更说明"), "文书编号")
    page.paragraph(f"{of('对象名称')}（{of('编码名称')}：{of('编码')}）：", "通知顶格")
    page.paragraph(
        "根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，"
        f"{of('抽取原因')}，你单位被确定为检查对象。现将有关事项通知如下：",
        "通知正文",
    )
    page.paragraph(
        f"一、检查时间：{of('检查时间')}{order}，"
        f"具体为　　　　年　　月　　日。检查方式：{of('检查方式')}。"
        + given("检查频次", f"检查频次：{of('检查频次')}。"),
        "通知正文",
    )
    page.tag(f"if {notice}.任务编号")
    page.paragraph(f"二、任务编号：{of('任务编号')}，{of('任务')}。检查事项和依据：", "通知正文", keep=True)
    page.tag("else")
    page.paragraph("二、检查事项和依据：", "通知正文", keep=True)
    page.tag("endif")
    _lay_items(page, notice)
    page.paragraph("三、检查人员：", "通知正文", keep=True)
    _lay_people(page, notice)
    for text in _RIGHTS:
        page.paragraph(text, "通知正文")
    page.tag(f"if {notice}.校验码")
    page.paragraph(
        "八、复核包公布后，你单位可凭下列三项在“复核.html”里核对抽取结果："
        f"编号{of('封存编号')}，校验码{of('校验码')}，{of('代码名称')}{of('代码')}。",
        "通知正文",
    )
    page.tag("endif")
    cited = f"{{% if {notice}.通知书文号 %}}{of('通知书文号')}{{% else %}}{number}{{% endif %}}"
    number = cited + given("已变更", "，变更")
    lay_seals(page, Receipt("检查通知书", number, of("对象名称"), of("地址")))


_RIGHTS = (
    "四、检查人员不得少于2人，并应当主动出示执法证件。少于2人或者不出示执法证件的，你单位有权拒绝检查。",
    "五、认为检查人员与你单位有直接利害关系或者有其他关系、可能影响公正检查的，你单位有权申请其回避；"
    "可以在检查开始以前向本机关提出，也可以当场提出。",
    "六、你单位有权陈述意见、进行申辩；对检查中涉及的商业秘密、个人隐私，检查人员负有保密义务。"
    "检查人员索取、收受财物或者妨碍正常经营的，你单位可以举报。",
    "七、请你单位予以配合，如实提供有关资料，并在检查记录表上签字或者盖章。",
)

_CONTACT = "联系人：{{ 联系人 }}\n联系电话：{{ 联系电话 }}\n监督电话：{{ 监督电话 }}"


class Receipt(NamedTuple):
    """What a 送达回证 names: the paper, its number, the object and its address, as placeholders."""

    paper: str
    number: str
    name: str
    address: str


_PARTS = (26, 85 / 3, 34, 62 / 3, 16 / 3, 46)
"""The columns of seals, thirds of the width, and of the receipt: one table, so that nothing parts them."""


def lay_seals(page: Layout, receipt: Receipt | None = None) -> None:
    """Whom to ask, the bodies with room for their seals, the date; on a page of its own if there are many.

    Two seals stand in a row beside whom to ask; three fill the row, and whom to ask stands above. The receipt
    follows in the same table: LibreOffice does not keep a table with the next one.
    """
    page.tag("if 署名机关|length > 4")
    page.paragraph("发文机关署名：", "通知正文", keep=True, new_page=True)
    page.tag("endif")
    page.tag("if 署名机关|length == 3 or 署名机关|length > 4")
    page.paragraph(_CONTACT.replace("\n", "　　"), "通知正文", keep=True)
    page.tag("endif")
    page.paragraph(" ", "盖章上空", keep=True)
    widths = shares(page.page.width, _PARTS)

    def line(*, full: bool, last: bool, alone: bool) -> str:
        below = "\n　" if last else ""
        asked = "{% if loop.first %}" + _CONTACT + "{% endif %}"
        texts = (
            "{{ 排.左 }}" + below if full else asked,
            "{% if 排.中 %}{{ 排.中 }}{% endif %}" + below,
            "{{ 排.右 }}" + ("\n　　　　年　　月　　日" if last else ""),
        )
        styles = ("通知盖章" if full else "通知联系", "通知盖章", "通知盖章")
        cells = [
            Cell(text=text, span=2, style=style, keep=True) for text, style in zip(texts, styles, strict=True)
        ]
        return row(cells, widths, height=ONLY_ROW if alone else SEAL_ROW, exact=True)

    made = [tag_row("for 排 in 盖章排", widths)]
    kinds = itertools.product((True, False), (True, False), (False,))
    for full, last, alone in (*kinds, (False, True, True)):
        terms = ((full, "排.左"), (last, "排.末排"), (alone, "not 排.左 and 盖章排|length == 1"))
        condition = " and ".join(term if holds else f"not ({term})" for holds, term in terms)
        rows = line(full=full, last=last, alone=alone)
        made += [tag_row(f"if {condition}", widths), rows, tag_row("endif", widths)]
    made.append(tag_row("endfor", widths))
    page.rows(made + (_receipt_rows(receipt, widths) if receipt else []), widths, lines=False)


def lay_one_seal(page: Layout, contact: str, body: str, receipt: Receipt) -> None:
    """Whom to ask, one body with room for its seal, the date, and the receipt in the same table."""
    widths = shares(page.page.width, _PARTS)
    texts = ((contact, "通知联系"), (f"{body}\n　　　　年　　月　　日", "通知盖章"))
    cells = [Cell(text=text, span=3, style=style, keep=True) for text, style in texts]
    made = [row(cells, widths, height=ONLY_ROW, exact=True), *_receipt_rows(receipt, widths)]
    page.rows(made, widths, lines=False)


def _lay_items(page: Layout, notice: str) -> None:
    widths = shares(page.page.width, (46, 53, 64))
    heads = [Cell(text=text, style="小表格标题") for text in ("检查单位", "检查事项", "检查依据")]
    cells = [
        Cell(text="{{ 项.单位 }}", style="小表格居中"),
        Cell(text="{{ 项.事项 }}", style="小表格文字"),
        Cell(text="{{ 项.依据 }}", style="小表格文字"),
    ]
    made = [
        row(heads, widths, heading=True, height=300),
        tag_row(f"for 项 in {notice}.检查事项", widths),
        row(cells, widths, height=300),
        tag_row("endfor", widths),
    ]
    page.rows(made, widths)


def _lay_people(page: Layout, notice: str) -> None:
    """Two inspectors of a department in a row; the cell of a department goes through its rows."""
    widths = shares(page.page.width, (37, 27, 36, 27, 36))
    heads = ("单位", "姓名", "执法证号", "姓名", "执法证号")

    def line(unit: Cell) -> str:
        names = ("姓名", "证号", "另一姓名", "另一证号")
        cells = [Cell(text=f"{{{{ 人.{name} }}}}", style="小表格居中") for name in names]
        return row([unit, *cells], widths, height=300)

    made = [
        row([Cell(text=text, style="小表格标题") for text in heads], widths, heading=True, height=300),
        tag_row(f"for 人 in {notice}.人员排", widths),
        tag_row("if 人.单位", widths),
        line(Cell(text="{{ 人.单位 }}", merge="start", style="小表格居中")),
        tag_row("else", widths),
        line(Cell(merge="more", style="小表格居中")),
        tag_row("endif", widths),
        tag_row("endfor", widths),
    ]
    page.rows(made, widths)


def _receipt_rows(receipt: Receipt, widths: Sequence[int]) -> list[str]:
    """送达回证, to be cut off and kept by the office; never parted from its line."""
    dashes = "—　" * 8
    cut = f"{dashes}（沿此线裁开，由检查机关存档）　{dashes}"
    heads = ((cut, "裁开线"), ("送　达　回　证", "文书回证"))
    head, text = "小表格标题", "小表格文字"
    lines = (
        ("送达文书", f"{receipt.paper}（{receipt.number}）", "受送达人", receipt.name),
        ("送达时间\n和方式", "　年　月　日　时　□直接　□留置，见证人：", "送达地点", receipt.address),
        ("受送达人\n（签字盖章）", "", "送达人\n（签名）", ""),
    )
    return [
        *(row([Cell(text=words, span=6, style=style, keep=True)], widths) for words, style in heads),
        *(
            row(
                [
                    Cell(text=cell, span=span, style=style, keep=True, lined=True)
                    for cell, span, style in zip(line, (1, 2, 2, 1), (head, text) * 2, strict=True)
                ],
                widths,
                height=400,
            )
            for line in lines
        ),
    ]
