"""随机抽查工作指引.docx and 领导小组名单.docx."""

from __future__ import annotations

from tools.templates.layout import Column, Layout, centred
from tools.templates.word import WIDE, Cell


def work_guide() -> bytes:
    """The bytes of the template 随机抽查工作指引.docx."""
    page = Layout()
    page.paragraph("{{ 发文机关 }}", "Title")
    page.titles("{{ 年度 }}年度随机抽查工作指引")
    for text in (
        "为规范实施《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，制定本指引。",
        "一、抽取。检查对象和检查人员由程序随机抽取，全程留痕；抽取结果不得更改，检查对象不能检查、检查人员应当回避的，"
        "按记录的程序递补、替换。回避规则：{{ 回避规则 }}。",
        "二、检查以前。办理检查审批，准备检查通知书和检查记录表；检查人员有应当回避的情形的，主动提出。",
        "三、现场检查。检查人员不得少于2人，出示执法证件，告知检查对象的权利，按抽取的事项检查，"
        "不检查事项以外的内容；当场填写检查记录表，由检查人员和检查对象签字或者盖章，拒绝签字的注明原因。",
        "四、录入和公示。检查结果及时录入，自检查结束之日起{{ 公示期限 }}个工作日内公示"
        "{% if 公示渠道 %}（{{ 公示渠道 }}）{% endif %}，涉及商业秘密、个人隐私的不予公示。",
        "五、后续处置。发现问题的，依法责令改正、移送、立案或者抄告有关部门，逐户跟踪到办结。",
        "六、各事项的检查方法见附件。",
    ):
        page.paragraph(text)
    page.turn(WIDE)
    page.attachment("附件", "各事项检查指引")
    names = ("抽查事项名称", "抽查依据", "抽查方式", "检查内容", "工作指引")
    columns = [
        Column(name, f"{{{{ 项.{name} }}}}", share)
        for name, share in zip(names, (40, 44, 24, 56, 66), strict=True)
    ]
    page.grid("项 in 事项", [Column("序号", "{{ 项.序号 }}", 12, centre=True), *columns])
    page.paragraph("空白的栏目由业务科室填写。", "小字说明")
    return page.data()


def leading_group() -> bytes:
    """The bytes of the template 领导小组名单.docx."""
    page = Layout()
    page.paragraph("{{ 发文机关 }}", "Title")
    page.paragraph("“双随机、一公开”监管工作领导小组", "Title")
    page.titles("成员名单")
    page.table(
        (30, 44, 86),
        ("", "姓名", "单位、职务"),
        ("", [centred("组　长"), centred("〔姓名〕"), Cell(text="〔职务〕", style="表格文字")]),
        ("", [centred("副组长"), centred("〔姓名〕"), Cell(text="〔职务〕", style="表格文字")]),
        (
            "单位 in 成员单位",
            [centred("成　员"), centred("〔姓名〕"), Cell(text="{{ 单位 }}〔职务〕", style="表格文字")],
        ),
    )
    page.paragraph(
        "领导小组办公室设在{% if 办公室 %}{{ 办公室 }}{% else %}〔科室〕{% endif %}，"
        "办公室主任由〔姓名〕兼任。"
    )
    page.paragraph("〔〕里的由办公室填写，印发以前删去这一行。", "小字说明")
    return page.data()
