"""The columns of 检查人员名录库 and 专家库 (LZ-3, QHD-1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shuangsuiji.core.columns.column import DAY_WANTED, SEVERAL, Column, Layout, Writing, words
from shuangsuiji.core.columns.objects import CONTACT

ON_DUTY: Final = "在岗"
OFF_DUTY: Final = words("不在岗 事假 产假 休假 借调 停职 出差 病假 离岗 离职 请假 调离 退休")
"""What the drop-down of 状态 offers for those who may not be drawn."""

QUALIFICATIONS: Final = {
    **dict.fromkeys(words("岗位资质资格 资质资格 岗位资质 岗位资格 资格资质 资质 执业资格 职业资格"), ""),
    **dict.fromkeys(words("是否专家 专家类别 是否为专家 专家"), "专家"),
    **dict.fromkeys(words("是否组长 是否为组长"), "组长"),
}
"""Headings of inspectors' sheets that give tags beside 标签 -> the tag that 是 stands for there; other words
are tags themselves."""

CERTIFICATE_SYNONYMS: Final = words("执法证编号 执法证件号 执法证号码 行政执法证号")
"""Other headings of 执法证号, wherever it stands."""

INSPECTORS = Layout(
    title="检查人员名录库",
    called="检查人员",
    also=words("人员 执法人员"),
    unit="人",
    required=(("姓名",), ("部门",), ("执法证号", "工号")),
    columns=(
        Column(
            "姓名",
            Writing.NAME,
            width=10,
            required=True,
            synonyms=words("检查人员 检查人员姓名 执法人员 执法人员姓名 人员姓名"),
            lesser=words("检查员姓名 检查员 执法检查人员姓名 执法检查人员 行政执法人员姓名 人员名称"),
            how="写全名。",
            example="王某",
        ),
        Column(
            "部门",
            Writing.LIST,
            width=20,
            required=True,
            synonyms=words("单位 工作单位 所属单位 所在单位 单位名称 所在业务部门（机构）"),
            lesser=words("""
                执法单位 所属执法单位 执法机构 所属执法机构 执法主体 所属机构 所在机构 所属部门 所在部门
                所属执法部门 执法部门 工作部门 所属单位/部门 单位/部门 科室 所属科室 所在科室 科（股）室
                股室 科室名称 内设机构 处室 大队 所属大队 所在大队 中队 所属中队 所属科室/大队 科室/大队
                业务部门 所在业务部门 所属业务部门 业务部门（机构） 所属业务部门（机构） 业务机构
                所在部门（机构） 所属部门（机构） 部门（机构） 部门（单位） 单位（部门） 部门名称
                机构名称"""),
            how="和计划“检查组”里的部门写法一致。",
            example="某某县医疗保障局",
        ),
        Column(
            "性别",
            Writing.ONE_OF,
            width=7,
            choices=words("男 女"),
            how="男或女。",
            example="女",
        ),
        Column(
            "执法证号",
            Writing.CERTIFICATE,
            width=18,
            required=True,
            synonyms=(*CERTIFICATE_SYNONYMS, "执法证件号码"),
            lesser=words("""
                行政执法证编号 行政执法证件号 行政执法证件号码 行政执法证号码 行政执法证件编号
                执法证件编号 执法证书编号 执法证书号 执法资格证号 执法证代码 证件号 证号 执法证证号
                执法证件证号 执法资格证编号"""),
            endings=words("""
                执法证编号 执法证号 执法证号码 执法证件编号 执法证件号 执法证件号码 执法证书编号
                执法证书号 执法资格证号 检查证编号 检查证号"""),
            how="照执法证填写，按文本存放，不能重复。没有执法证的不能担任检查人员。不要填身份证号。",
            example="豫D00-0001",
        ),
        Column(
            "工号",
            Writing.CODE,
            synonyms=words("人员编号 编号 单位工号"),
            lesser=words("""
                人员编码 职工编号 职工号 员工编号 检查人员编号 执法人员编号 员工号 员工工号 职工工号
                人员工号 工作证号 执法人员工号 人员代码 工号（编号）"""),
        ),
        Column(
            "执法岗位",
            width=13,
            synonyms=words("岗位"),
            lesser=words("职务 工作岗位 当前工作岗位 现任职务 行政职务"),
            how="如 行政检查。",
            example="行政检查",
        ),
        Column(
            "工作年限",
            Writing.NUMBER,
            width=7,
            lesser=words("执法年限 执法工作年限 从事执法工作年限"),
            how="写整数（年）。",
            example="6",
        ),
        Column(
            "证件有效期",
            Writing.END,
            width=13,
            required=True,
            synonyms=words("执法证有效期 有效期 有效期至 证件有效期至 执法证件有效期"),
            lesser=words("""
                有效期止 有效期（止） 有效期截止 有效期截止日期 有效截止日期 证件有效期止 证件有效期（止）
                证件有效期截止 执法证有效期止 执法证有效期至 执法证件有效期至 证件有效期截止日期
                执法证到期日期 证件到期日期 证件到期日 到期日期 证件有效期限 执法证有效期限 有效期限
                证件有效日期"""),
            endings=words("""
                执法证有效期 执法证有效期至 执法证有效期止 执法证件有效期 执法证件有效期至 执法证书有效期
                执法证到期日期 执法证截止日期 执法证有效期限 检查证有效期"""),
            how="执法证到期的日期，如 2026-12-31；没有期限的写“长期”。",
            example="2026-12-31",
        ),
        Column(
            "标签",
            Writing.LIST,
            width=13,
            synonyms=words("专业 专长 分类标注"),
            lesser=words("""
                专业特长 业务专长 擅长领域 执法领域 执法专业 执法类别 执法类型 执法种类 执法范围 所学专业"""),
            how=f"专长，如 药师、信息技术，{SEVERAL}计划可以按它配人。",
            example="药师",
        ),
        Column(
            "辖区",
            Writing.LIST,
            width=12,
            synonyms=words("行政区划 所属区划 负责辖区"),
            lesser=words("""
                所属辖区 管辖区域 监管辖区 执法区域 负责区域 地区 所属地区 所在地区 区县名称 县区名称
                行政区划名称 区划名称 所属区县 区县 县区 所在区县 县（市、区）"""),
            how=f"负责的县（市、区），{SEVERAL}哪里都能去的留空。",
        ),
        Column(
            "状态",
            Writing.CHOICE,
            width=8,
            synonyms=words("在岗状态 岗位状态 人员状态 执法人员状态 是否在岗 是否在职"),
            lesser=words("""
                在职状态 在岗情况 在职情况 岗位情况 岗位状况 在岗状况 在职状况 工作状态 检查人员状态
                人员在岗状态 当前状态 目前状态 在岗 在职 在编/在岗
                在编在岗 在岗/在职 在岗在编 在岗/在编 在职/在岗 在职在岗 是否在编在岗 是否在岗在编
                是否在编/在岗 是否在岗（在职） 是否在职在岗 在岗与否 在职与否 是否有效 是否在册在岗
                目前是否在岗 是否仍在岗 在编在岗情况 在岗在编情况"""),
            choices=(ON_DUTY, *OFF_DUTY),
            how="在岗的写“在岗”或留空；写请假、离岗等的不会被抽到。",
            example="在岗",
        ),
        Column(
            "曾任职单位",
            Writing.LIST,
            width=20,
            private=True,
            synonyms=words("曾任职 原任职单位 曾工作单位"),
            lesser=words("原工作单位 曾任职务单位"),
            how=f"写检查对象的全称或编码，{SEVERAL}检查这些单位时自动回避。",
        ),
        replace(CONTACT, lesser=(*CONTACT.lesser, "本人电话")),
        Column(
            "更新日期",
            Writing.DATE,
            width=13,
            synonyms=words("更新时间 登记日期"),
            lesser=words("最近更新日期 最后更新时间"),
            how=f"{DAY_WANTED}名录库至少每季度更新一次。",
            example="2024-03-05",
        ),
        Column("备注", Writing.PROSE, width=10, how="想写什么都可以。"),
    ),
)

EXPERTS = Layout(
    title="专家库",
    called="专家",
    unit="人",
    required=(("姓名",), ("专业",)),
    may_be_empty=True,
    columns=(
        Column(
            "编号",
            Writing.CODE,
            width=12,
            synonyms=words("专家编号"),
            how="每人一个，不能重复；没有的留空，按单位和姓名区分。",
            example="ZJ-001",
        ),
        Column(
            "姓名",
            Writing.NAME,
            width=10,
            required=True,
            synonyms=words("专家姓名 专家"),
            lesser=words("专家名称"),
            how="写全名。",
            example="李某",
        ),
        Column(
            "专业",
            Writing.LIST,
            width=20,
            required=True,
            synonyms=words("专业类别 专家类别 专业领域 类别"),
            lesser=words("专业特长 从事专业 所学专业 业务专长 专长 擅长领域 行业领域 领域"),
            choices=words("临床医师 药师 医保专家 信息技术"),
            how=f"和计划“检查组”里的专家写法一致，{SEVERAL}",
            example="临床医师",
        ),
        Column(
            "单位",
            width=30,
            synonyms=words("工作单位 所在单位 所属单位"),
            lesser=words("工作单位名称 单位名称 现工作单位 所在机构 所属机构"),
            how="检查本单位时自动回避。",
            example="某某市第一医院",
        ),
        Column(
            "职称",
            Writing.CHOICE,
            width=14,
            lesser=words("专业技术职称 技术职称 职称/职务 职务/职称"),
            how="照实填写。",
            example="主任医师",
        ),
        Column(
            "状态",
            Writing.CHOICE,
            width=9,
            synonyms=words("在岗状态 岗位状态"),
            lesser=words("在职状态 岗位情况 工作状态 是否在岗 是否在职 是否有效 在岗 专家状态"),
            choices=(ON_DUTY, *OFF_DUTY),
            how="在岗的写“在岗”或留空。",
            example="在岗",
        ),
        Column("标签", Writing.LIST),
        Column(
            "辖区",
            Writing.LIST,
            width=16,
            synonyms=words("行政区划"),
            how=f"能去的县（市、区），{SEVERAL}哪里都能去的留空。",
        ),
        Column(
            "曾任职单位",
            Writing.LIST,
            width=26,
            private=True,
            how=f"写检查对象的全称或编码，{SEVERAL}",
        ),
        CONTACT,
        Column("备注", Writing.PROSE, width=14, how="想写什么都可以。"),
    ),
)
