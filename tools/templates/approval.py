"""行政检查审批表.docx."""

from __future__ import annotations

from tools.templates.layout import Column, Layout, tag_row
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    page.paragraph("{{ 发文机关 }}", "文书机关")
    page.paragraph("行政检查审批表", "表单标题")
    page.paragraph(
        "{{ 计划编号 }}　{{ 批次 }}{% if 文号 %}　　计划文号：{{ 文号 }}{% endif %}"
        "　　　　年　　月　　日填报",
        "文书编号",
    )
    _lay_form(page)
    page.paragraph("附：检查名单", "文书小标题", new_page=True)
    page.grid(
        "户 in 名单",
        [
            Column("表号", "{{ 户.表号 }}", 10, centre=True),
            Column("检查对象", "{{ 户.对象名称 }}", 44),
            Column("编码", "{{ 户.编码 }}", 38, centre=True),
            Column("检查事项", "{{ 户.检查事项 }}", 40),
            Column("检查时间", "{{ 户.检查时间 }}", 22, centre=True),
            Column("检查人员", "{{ 户.检查人员 }}", 32),
            Column("协助人员", "{{ 户.协助人员 }}", 18, when="有协助人员"),
        ],
        style="紧凑表格",
    )
    return page.data()


def _lay_form(page: Layout) -> None:
    widths = shares(page.page.width, (30, 50, 26, 54))
    head, text = "表格标题", "表格文字"

    def line(*cells: str) -> str:
        made = [Cell(text=cell, style=text if index % 2 else head) for index, cell in enumerate(cells)]
        return row(made, widths, height=480)

    def wide(name: str, value: str, height: int = 480) -> str:
        return row([Cell(text=name, style=head), Cell(text=value, span=3, style=text)], widths, height=height)

    opinion = "\n\n签名：　　　　　　　　　年　　月　　日"
    made = [
        wide("任务来源", "《{{ 计划名称 }}》{{ 批次 }}：{{ 任务来源 }}（{{ 抽取时间 }}抽取）"),
        line("承办机构", "{{ 承办机构 }}", "检查类型", "“双随机、一公开”抽查"),
        wide("检查对象", "{{ 对象户数 }}户，共检查{{ 户次 }}户次，名单附后"),
        wide(
            "检查事项\n和依据",
            "{% for 项 in 检查事项 %}{{ loop.index }}.{{ 项 }}{% if not loop.last %}\n{% endif %}"
            "{% endfor %}",
        ),
        line("检查方式", "{{ 检查方式 }}", "检查时间", "{{ 检查时间 }}"),
        line("检查频次", "{{ 检查频次 }}", "执法检查人员", "{{ 检查人员人数 }}人，随机选派，见名单"),
        wide("协助人员", "{% if 协助人员 %}{{ 协助人员 }}{% else %}无{% endif %}"),
        tag_row("for 机关 in 署名机关", widths),
        wide("承办机构意见\n（{{ 机关 }}）", opinion, 1150),
        wide("负责人审批意见\n（{{ 机关 }}）", opinion, 1150),
        tag_row("endfor", widths),
        wide("备　　注", "{% for 条 in 变动 %}{{ 条 }}。{% endfor %}", 700),
    ]
    page.rows(made, widths)
    page.paragraph(
        "说明：检查以前由检查机关负责人审批；联合检查的，各机关分别审批。情况紧急、需要当场检查的，及时报告并补办。"
        "检查人员不得少于2人；协助人员只协助检查，不单独执法。",
        "小字说明",
    )
