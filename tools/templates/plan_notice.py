"""抽查工作计划公布.docx."""

from __future__ import annotations

from tools.templates.layout import Column, Layout, signed


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.when("文号", "{{ 文号 }}", "文号")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("关于印发《{{ 年度 }}年度“双随机、一公开”", "抽查工作计划》的通知")
    page.paragraph("{{ 主送机关 }}：", "公文顶格")
    page.paragraph(
        "为规范监督检查行为，做好{{ 年度 }}年度“双随机、一公开”监管工作，{{ 发文机关 }}制定了"
        "《{{ 年度 }}年度“双随机、一公开”抽查工作计划》，现印发给你们，请结合实际认真组织实施，"
        "并向社会公布。"
    )
    page.paragraph("一、抽查安排", "Heading 1")
    page.paragraph("全年分{{ 批次数 }}批实施，检查时间为{{ 检查时间 }}。各项任务安排如下：")
    page.each("项 in 任务安排", "{{ loop.index }}.{{ 项 }}。")
    page.when("必查安排", "按规定必查的对象：{{ 必查安排 }}。随机抽中的计入必查次数。")
    page.when("抽取规则", "{{ 抽取规则 }}。")
    page.paragraph("二、抽取方式", "Heading 1")
    page.paragraph(
        "检查对象和执法检查人员均随机抽取。抽取前将名录库统一编号后封存，抽取规则和随机种子公开，"
        "任何人都可以重新计算核对。{% if 种子来源 %}随机种子来源：{{ 种子来源 }}。{% endif %}"
    )
    page.paragraph(
        "每户检查的执法人员不少于{{ 检查组人数 }}人"
        "{% if 专家 %}，根据需要由{{ 专家 }}等专业人员参加{% endif %}。"
        "被抽取的执法人员与检查对象有利害关系的，应当回避；因不可抗力等原因无法履行职责的，再行随机抽取递补。"
    )
    page.when("人员规则", "{{ 人员规则 }}。")
    page.when("抽取机会", "按现在的名录库，第一批抽取的机会如下：")
    page.each("句 in 抽取机会", "{{ loop.index }}.{{ 句 }}")
    page.paragraph("三、公开要求", "Heading 1")
    page.paragraph(
        "抽查对象名单{{ 名单公布时间 }}。检查结果自检查结束之日起{{ 公示期限 }}个工作日内"
        "{% if 公示渠道 %}，通过{{ 公示渠道 }}{% endif %}向社会公示。"
        "涉及商业秘密、个人隐私的，依法不予公开。",
        keep=True,
    )
    page.paragraph(keep=True)
    page.paragraph("附件：1.{{ 年度 }}年度“双随机、一公开”抽查工作计划", "公文附件", keep=True)
    page.paragraph("2.{{ 联合计划表标题 }}", "公文附件项", keep=True)
    signed(page)
    page.turn()
    page.attachment("附件1", "{{ 年度 }}年度“双随机、一公开”抽查工作计划")
    page.grid(
        "项 in 计划表",
        [
            Column("序号", "{{ 项.序号 }}", 10, centre=True),
            *(
                Column(name, f"{{{{ 项.{name} }}}}", part, centre=name in ("抽查方式", "抽查频次"))
                for name, part in (
                    ("抽查事项名称", 38),
                    ("抽查依据", 42),
                    ("抽查方式", 18),
                    ("抽查主体", 28),
                    ("抽查对象", 28),
                    ("抽查比例", 26),
                    ("抽查频次", 18),
                )
            ),
            *(
                Column(name, f"{{{{ 项.{name} }}}}", part, when=f"有{name}")
                for name, part in (("抽查数量", 16), ("起止时间", 24), ("责任科室", 30), ("实施层级", 16))
            ),
            Column("备注", "{{ 项.备注 }}", 30),
        ],
    )
    page.attachment("附件2", "{{ 联合计划表标题 }}")
    page.grid(
        "项 in 联合计划表",
        [
            Column(name, f"{{{{ 项.{name} }}}}", part)
            for name, part in (
                ("抽查计划编号", 20),
                ("抽查计划名称", 27),
                ("抽查任务编号", 18),
                ("抽查任务名称", 24),
                ("抽查类型", 14),
                ("抽查比例", 20),
                ("抽查事项", 30),
                ("抽查对象范围", 22),
                ("发起部门", 20),
                ("联合部门", 24),
                ("抽查时间", 24),
            )
        ],
        style="紧凑表格",
        below="备注：1.抽查计划名称为：年度+部门+随机抽查+序号。抽查任务名称以实施方案为准。\n"
        "2.抽查时间必须填写到月份。",
    )
    return page.data()
