"""年度评估报告.docx."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.layout import Layout, signed
from tools.templates.word import Cell


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.tag("for 机关 in 标题机关")
    page.paragraph("{{ 机关 }}", "Title")
    page.tag("endfor")
    page.titles("{{ 年度 }}年度“双随机、一公开”", "抽查工作效果评估报告")
    page.paragraph(
        "为评估{{ 年度 }}年度“双随机、一公开”监管工作效果，根据抽取台账和已录入的检查结果，"
        "对{{ 计划 }}的执行情况作了统计分析，统计截止{{ 统计截止 }}。现报告如下。"
    )
    _first_part(page)
    _second_part(page)
    page.paragraph()
    signed(page, joint=False)
    page.attachment("附件", "口径说明")
    page.each("条 in 口径", "{{ 条.项目 }}：{{ 条.说明 }}", "小字说明")
    return page.data()


def _first_part(page: Layout) -> None:
    """What was drawn, covered, and found."""
    page.paragraph("一、总体情况", "Heading 1")
    page.paragraph(
        "本年度共抽取{{ 批次数 }}个批次、{{ 任务数 }}项任务，安排检查{{ 安排户次 }}户次，"
        "已检查{{ 已检查户次 }}户次{% if 未检查户次 %}，另有{{ 未检查户次 }}户次还没有录入结果{% endif %}。"
    )
    _table(page, "主要指标", (26, 30, 60), "主要指标", ("指标", "比率", "说明"))
    page.paragraph("二、抽查覆盖情况", "Heading 1")
    page.paragraph("{{ 覆盖说明 }}")
    _charts(page, "覆盖图")
    groups = ("分组", "名称", "已检查", "可检查", "覆盖率")
    _table(page, "抽查覆盖率（户）", (16, 60, 14, 14, 16), "覆盖率表", groups)
    page.paragraph("三、抽取比例执行情况", "Heading 1")
    page.paragraph("{{ 比例说明 }}")
    page.each("句 in 年度下限", "{{ 句 }}")
    _charts(page, "比例图")
    strata = ("批次", "分层", "户数", "计划比例", "应抽", "实抽", "实抽比例")
    _table(page, "各层应抽和实抽户数", (14, 54, 12, 16, 10, 10, 16), "比例表", strata)
    page.paragraph("四、发现问题情况", "Heading 1")
    page.paragraph("{{ 问题说明 }}")
    page.each("句 in 必查说明", "{{ 句 }}")
    _charts(page, "问题图")
    rates = ("分组", "名称", "问题率", "区间", "备注")
    _table(page, "随机抽查问题率", (16, 44, 26, 26, 24), "问题率表", rates)


def _second_part(page: Layout) -> None:
    """What became of it: publication, follow-up, people, trends, what is left to do."""
    page.paragraph("五、结果公示和后续处置", "Heading 1")
    page.paragraph("{{ 公示说明 }}")
    _charts(page, "公示图")
    page.tag("if 未公示名单")
    columns = ("名称", "批次", "检查日期", "公示期限", "状态")
    _table(page, "没有公示的户次", (52, 14, 20, 20, 18), "未公示名单", columns)
    page.tag("endif")
    page.paragraph("{{ 处置说明 }}")
    page.tag("if 未完成处置")
    columns = ("名称", "检查部门", "检查日期", "处置措施", "状态")
    _table(page, "没有完成的后续处置", (40, 30, 20, 22, 18), "未完成处置", columns)
    page.tag("endif")
    page.paragraph("六、检查人员", "Heading 1")
    page.each("句 in 人员说明", "{{ 句 }}")
    _charts(page, "人员图")
    page.paragraph("七、问题率的变化和定向抽查建议", "Heading 1")
    page.each("句 in 变化说明", "{{ 句 }}")
    page.tag("if 上升名单")
    page.paragraph("下列各组问题率上升，可考虑定向抽查：")
    _table(page, "问题率上升的组", (40, 34, 34, 16), "上升名单", ("名称", "此前", "此后", "偶然性"))
    page.tag("endif")
    _charts(page, "变化图")
    page.paragraph("八、需要继续做的事项", "Heading 1")
    page.each("句 in 改进事项", "{{ 句 }}")
    page.when("not 改进事项", "按照记录，本年度没有遗留事项。")


def _charts(page: Layout, name: str) -> None:
    page.tag(f"for 图 in {name}")
    page.paragraph("{{ 图.图 }}", "图表")
    page.paragraph("{{ 图.题 }}", "图表标题")
    page.when("图.注", "{{ 图.注 }}", "图表注")
    page.tag("endfor")


def _table(page: Layout, caption: str, parts: Sequence[float], name: str, columns: Sequence[str]) -> None:
    page.paragraph(caption, "图表标题", keep=True)
    middle = {"名称", "分层", "指标", "说明", "备注", "检查部门", "处置措施"}
    cells = [
        Cell(text="{{ 行." + column + " }}", style="紧凑表格文字" if column in middle else "紧凑表格居中")
        for column in columns
    ]
    page.table(parts, columns, (f"行 in {name}", cells))
    page.paragraph("", keep=False)
