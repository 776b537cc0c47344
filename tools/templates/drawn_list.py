"""抽查对象名单公示.docx."""

from __future__ import annotations

from tools.templates.draw_minutes import DIGESTS, lay_proof
from tools.templates.layout import INQUIRIES, Layout, centred, signed
from tools.templates.word import Cell


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout()
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("关于{{ 年度 }}年度{{ 批次 }}“双随机、一公开”", "抽查对象名单的公示")
    page.paragraph(
        "根据{{ 年度 }}年度“双随机、一公开”抽查工作计划{% if 文号 %}（{{ 文号 }}）{% endif %}，"
        "{{ 发文机关 }}于{{ 抽取日期 }}组织了{% if 批次 %}{{ 批次 }}{% endif %}检查对象的随机抽取。"
        "现将抽取情况和抽查对象名单公示如下。"
    )
    page.paragraph("一、抽取结果", "Heading 1")
    page.paragraph(
        "检查对象名录库共{{ 名录库户数 }}户{% if 不在抽取之列 %}（其中{{ 不在抽取之列 }}）{% endif %}，"
        "本次确定抽查对象{{ 抽查对象户数 }}户"
        "{% if 抽取构成 %}，其中{{ 抽取构成 }}（同一户可兼有几种情形）{% endif %}。检查时间为{{ 检查时间 }}。"
    )
    page.each(
        "项 in 任务",
        "{% if 任务|length > 1 %}{{ loop.index }}.{% endif %}{{ 项.名称 }}：{{ 项.说明 }}。",
    )
    page.tag("if 变动")
    page.paragraph(
        "抽取以后名单有变动，附件2是变动以后的名单；按公开的规则重新计算，得到的是变动以前的名单："
    )
    page.each(
        "项 in 变动",
        "（{{ loop.index }}）名单上的{{ 项.退出 }}不能检查（{{ 项.理由 }}），"
        "{% if 项.递补 %}由候补依次递补{{ 项.递补 }}{% else %}{{ 项.不补 }}，不再补入{% endif %}。",
    )
    page.tag("endif")
    page.tag("if 撤回的申请")
    page.paragraph("提出以后又撤回的递补申请，没有据以抽取：")
    page.each("条 in 撤回的申请", "（{{ loop.index }}）{{ 条 }}。")
    page.tag("endif")
    page.tag("if 更正")
    page.paragraph("抽取以后更正了名录库里的文字，抽取结果不变，附件2是更正以后的：")
    page.each("条 in 更正", "（{{ loop.index }}）{{ 条 }}。")
    page.tag("endif")
    page.paragraph("二、抽取方法", "Heading 1")
    page.paragraph(
        "{% if 平台任务编号 %}检查对象由监管平台随机抽取（平台任务编号{{ 平台任务编号 }}），"
        "名单从平台导出后原样入档，与抽查计划、各名录库一并封存。{% else %}"
        "{% if 事先封存 %}抽取前，将抽查计划和各名录库统一编号后封存，不再增减；"
        "{% else %}抽取时（没有事先另行封存），将抽查计划和各名录库统一编号，不再增减；{% endif %}"
        "再以随机种子计算每户的签号，"
        "各任务按签号由小到大抽取。计算规则公开（{{ 规则名称 }}），封存文件、种子相同，抽取结果必定相同，"
        "任何人都可以重新计算核对。{% endif %}"
        "{{ 法人上限 }}"
        "{% if 抽取次数 > 1 %}本次为第{{ 抽取次数 }}次抽取，重新抽取的原因：{{ 重抽原因 }}。{% endif %}"
        "{% if 见证人数 %}抽取过程由{{ 见证人数 }}名见证人见证。{% endif %}"
    )
    for text in (
        "随机种子：{{ 随机种子 }}（{% if 平台任务编号 %}只用于排定检查组{% else %}{{ 种子等级 }}{% endif %}"
        "{% if 种子来源 %}，{{ 种子来源 }}{% endif %}）。",
    ):
        page.paragraph(text, "公文摘要值")
    page.when("约定抽取时间", "约定的抽取时间：{{ 约定抽取时间 }}；实际：{{ 抽取时间 }}。", "公文摘要值")
    page.tag("if 历次抽取")
    page.paragraph("本批次历次抽取（台账所记全部“开始”）：")
    page.each("条 in 历次抽取", "{{ 条 }}。", "公文摘要值")
    page.tag("endif")
    page.tag("if 提示")
    page.paragraph("需要说明的情况：")
    page.each("条 in 提示", "（{{ loop.index }}）{{ 条 }}")
    page.tag("endif")
    page.paragraph("三、监督方式", "Heading 1")
    page.paragraph("公示期间，检查对象和社会公众对抽取过程、抽取结果有异议的，可以向" + INQUIRIES + "反映。")
    # Kept with the signature, so that it never has a page of its own.
    page.paragraph(
        "实施检查的执法人员不少于2人，并出示执法证件；检查对象认为执法人员与其有利害关系的，有权申请回避。",
        keep=True,
    )
    page.paragraph(keep=True)
    page.paragraph("附件：1.抽取情况统计表", "公文附件", keep=True)
    page.paragraph("2.抽查对象名单", "公文附件项", keep=True)
    page.paragraph("3.核验信息", "公文附件项", keep=True)
    signed(page)
    page.attachment("附件1", "抽取情况统计表")
    figures = [
        centred(f"{{{{ 层.{name} }}}}") for name in ("名称", "对象户数", "比例或数量", "乘积", "抽取户数")
    ]
    titles = ["分层", "对象户数", "比例或数量", "户数×比例", "抽取户数"]
    page.tag("if 按分区")
    page.table(
        (30, 38, 24, 28, 28, 24),
        ["分区", *titles],
        ("", [Cell(text="{{ 项.名称 }}", span=6)]),
        ("层 in 项.分层", [centred("{{ 层.分区 }}"), *figures]),
        loop="项 in 任务",
    )
    page.tag("else")
    page.table(
        (38, 24, 28, 28, 24),
        titles,
        ("", [Cell(text="{{ 项.名称 }}", span=5)]),
        ("层 in 项.分层", figures),
        loop="项 in 任务",
    )
    page.tag("endif")
    page.attachment("附件2", "抽查对象名单")
    page.table(
        (13, 55, 43, 45),
        ["序号", "名称", "{{ 编码名称 }}", "抽查任务或事项"],
        (
            "户 in 名单",
            [
                centred("{{ 户.序号 }}"),
                Cell(text="{{ 户.名称 }}"),
                centred("{{ 户.编码 }}"),
                Cell(text="{{ 户.抽查任务或事项 }}"),
            ],
        ),
    )
    page.attachment("附件3", "核验信息")
    lay_proof(page, [*DIGESTS, ("抽取规则", "{{ 规则名称 }}")])
    return page.data()
