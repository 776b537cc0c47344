"""The columns of 检查对象名录库 (LZ-3, WG-11).

A heading that equals a column's name beats a synonym, and two synonyms of one column in one sheet are an
error; so a synonym stands here only where it cannot well mean anything else. All examples are invented.
"""

from __future__ import annotations

from shuangsuiji.core.columns.column import DAY_WANTED, SEVERAL, Column, Layout, Writing, words

# One column an entry: what it is in the first line, what it is called and how it is filled in below.
CREDIT_CODE = Column(
    "统一社会信用代码",
    Writing.CODE,
    width=21,
    lengths=(18, 15),
    synonyms=words("""
        社会信用代码 信用代码 统一信用代码 社会统一信用代码 统一社会信用代码证号
        统一社会信用代码/注册号 统一社会信用代码（注册号） 统一社会信用代码或注册号
        统一社会信用代码、注册号 注册号/统一社会信用代码 社会信用代码（注册号）
        统一社会信用代码（纳税人识别号） 社会信用代码（纳税人识别号）
        纳税人识别号（统一社会信用代码）"""),
    lesser=words("注册号 工商注册号 营业执照注册号 营业执照号 纳税人识别号"),
    how="18 位，照营业执照填写；旧注册号 15 位也可以。同一法人的几家门店可以相同。没有的留空。",
    example="92410481MAY0000172",
)

CONTACT = Column(
    "联系方式",
    Writing.PHONE,
    width=15,
    private=True,
    synonyms=words("联系电话"),
    lesser=words("""
        手机号码 手机号 手机 电话 联系人电话 联系人手机 联系人联系方式 联系号码 移动电话 电话号码
        负责人电话 负责人联系电话 负责人联系方式 法定代表人联系电话 法定代表人电话 法人电话
        法人联系电话 法人联系方式 经营者电话 企业联系方式 单位电话 机构电话 办公电话 固定电话 座机"""),
    how="按文本填写，区号、横线照写。不会公开。",
    example="0000-1234567",
)

OBJECTS = Layout(
    title="检查对象名录库",
    called="检查对象",
    also=words("对象 检查对象库"),
    unit="户",
    required=(("名称",),),
    columns=(
        Column(
            "定点编码",
            Writing.CODE,
            width=16,
            required=True,
            lengths=(12,),
            synonyms=words("医保编码 定点医药机构编码 医保机构编码 机构编码 定点机构编码"),
            lesser=words("""
                国家医保编码 国家医保代码 医保代码 医保机构代码 医保编号 定点医药机构代码 定点机构代码
                定点医疗机构编码 定点医疗机构代码 医保定点医疗机构代码 医药机构编码 定点零售药店编码
                定点零售药店代码 定点药店编码 定点药店代码 零售药店代码 两定机构编码 两定机构代码
                医疗机构编码 医疗机构代码 药店编码 药店代码 机构代码"""),
            how="医保编码：H（医疗机构）或 P（药店）+ 6 位区划 + 5 位序号。"
            "每户一个，不能重复。没有定点编码的部门，用 --id 换一列作编码。",
            example="P41048190001",
        ),
        CREDIT_CODE,
        Column(
            "编号",
            Writing.CODE,
            lesser=words("""
                对象编号 检查对象编号 检查对象编码 监管对象编号 被检查对象编号 主体编号 市场主体编号
                单位编号 机构编号 企业编号 门店编号 施工许可证号 施工许可证编号 小区编号 项目编号"""),
        ),
        Column(
            "名称",
            Writing.NAME,
            width=30,
            required=True,
            synonyms=words("""
                单位名称 机构名称 企业名称 对象名称 检查对象 主体名称 市场主体名称 被检查对象 医药机构名称
                定点医药机构名称 医疗机构名称 药店名称 单位名称（姓名） 名称（姓名）"""),
            better=words("""
                检查对象名称 被检查对象名称 被检查单位名称 受检单位名称 监管对象名称 门店名称 门店全称
                店名 业户名称 经营业户"""),
            lesser=words("""
                被检查单位 受检单位 监管对象 店铺名称 药店全称 药房名称 零售药店名称 定点零售药店名称
                定点药店名称 医院名称 诊所名称 定点医疗机构名称 医疗机构全称 定点机构名称 两定机构名称
                医药机构全称 机构全称 单位全称 经营主体名称 经营主体 市场主体 企业全称 企业（单位）名称
                单位（企业）名称 企业名称（字号） 名称（字号） 字号名称 商户名称 商家名称 公司名称
                当事人名称 经营者名称 场所名称 学校名称 纳税人名称 工程名称 工程项目名称 工地名称 小区名称
                物业小区名称 园所名称 景区名称 酒店名称 站点名称"""),
            how="照证照写全称。",
            example="某某县康宁大药房（个体工商户）",
        ),
        Column(
            "类别",
            Writing.CHOICE,
            width=15,
            synonyms=words("机构类别 对象类别 机构类型 单位类别"),
            lesser=words("""
                定点类别 定点类型 医药机构类别 医药机构类型 定点机构类别 定点机构类型 对象类型
                监管对象类别 检查对象类别 检查对象类型 单位类型 主体类别 主体类型 市场主体类型
                经营主体类型 企业类型"""),
            choices=words("定点医疗机构 定点零售药店"),
            how="计划的对象范围按它筛选，写法要和计划一致。",
            example="定点零售药店",
        ),
        Column(
            "等级",
            Writing.CHOICE,
            width=9,
            synonyms=words("医院等级 机构等级 级别"),
            lesser=words("医疗机构等级 医疗机构级别 医院级别 机构级别"),
            choices=words("三级甲等 三级乙等 二级甲等 二级乙等 一级 未定级"),
            how="医疗机构等级，没有的留空。",
            example="二级甲等",
        ),
        Column(
            "行政区划",
            Writing.CHOICE,
            width=12,
            synonyms=words("所属区划 所属区县 区县 县区 县（市、区） 所在区县"),
            lesser=words("""
                辖区 行政区域 所属行政区划 所属行政区域 所在区划 所属辖区 所在辖区 辖区名称 所属区域
                所在区域 区域 县（区） 县(市)区 所属县区 乡镇（街道） 乡镇/街道 镇（街道） 镇街 所属乡镇
                所在乡镇 乡镇 所属街道 所在街道 街道 区县名称 县区名称 区划名称 行政区划名称 所属区县名称
                所属行政区划名称 辖区县 地区 所属地区 所在地区 属地 市（县、区） 县、市、区 区（县） 区/县
                县/区 区县（市） 所属县（市、区） 所在县（市、区） 所在县区 县市区 区市县 管辖单位
                辖区监管所 所属监管所 所属市场监管所 市场监管所 监管所 管辖所"""),
            how="所在县（市、区），同一地方只用一种写法。",
            example="某某县",
        ),
        Column(
            "地址",
            width=30,
            synonyms=words("单位地址 机构地址 住所（经营场所）"),
            lesser=words("""
                经营地址 经营场所 经营场所地址 经营住所 实际经营地址 生产经营地址 生产经营场所
                生产经营场所地址 经营（生产）地址 门店地址 药店地址 医疗机构地址 企业地址 机构详细地址
                具体地址 所在地址 住所/经营场所 经营场所/住所 住所地址 注册住所 详细地址 注册地址 住所
                登记住所 联系地址 通讯地址 通信地址"""),
            how="实际经营地址，写到门牌号。",
            example="某某镇人民路12号",
        ),
        Column(
            "负责人",
            width=10,
            synonyms=words("法定代表人 法定代表人/负责人 法人 法人代表"),
            lesser=words("""
                法定代表人姓名 法定代表人（负责人） 法定代表人（负责人）姓名 法定代表人或负责人
                法定代表人（负责人、经营者） 法定代表人（经营者） 法定代表人/经营者 法人姓名 法人/负责人
                法人（负责人） 公司法人 负责人姓名 单位负责人 机构负责人 主要负责人 企业负责人 经营者
                经营者姓名 业主姓名 业主"""),
            how="法定代表人或主要负责人。不会公开。",
            example="张某",
        ),
        CONTACT,
        Column(
            "信用等级",
            Writing.CHOICE,
            width=9,
            synonyms=words("信用风险等级 风险等级 信用分类 信用风险分类 信用评级"),
            lesser=words("""
                信用风险分类等级 信用风险分类结果 信用风险分类类别 信用风险类别 企业信用风险等级
                企业信用风险分类 企业信用风险分类等级 企业信用风险分类结果 企业信用等级 风险分类等级
                风险分类结果 风险分类 风险类别 风险级别 风险分级"""),
            choices=words("A B C D 未评级"),
            how="按当地的分级填写；还没有评级的写“未评级”或留空。",
            example="B",
        ),
        Column(
            "信用状态",
            Writing.CHOICE,
            width=11,
            synonyms=words("失信状态"),
            choices=words("正常 一般失信 严重失信"),
            how="如 正常、一般失信、严重失信。必查对象可按它确定。",
            example="正常",
        ),
        Column(
            "考核重点",
            Writing.FLAG,
            width=9,
            synonyms=words("考核重点对象 是否考核重点 是否考核重点对象"),
            lesser=words("是否重点考核对象"),
            choices=words("是 否"),
            how="是考核重点对象的写“是”，不是的写“否”。",
            example="否",
        ),
        Column(
            "协议状态",
            Writing.CHOICE,
            width=9,
            choices=words("正常 暂停 解除"),
            how="医保服务协议的状态。",
            example="正常",
        ),
        Column(
            "经营状态",
            Writing.CHOICE,
            width=9,
            synonyms=words("登记状态 营业状态 存续状态"),
            lesser=words("经营状况 营业状况 主体状态 市场主体状态 企业状态 企业登记状态 开业状态"),
            choices=words("正常 停业 注销 吊销"),
            how="注销、吊销、停业的，计划可以写明不参加抽取。",
            example="正常",
        ),
        Column(
            "近三年违法次数",
            Writing.NUMBER,
            width=10,
            synonyms=words("近3年违法次数"),
            how="写整数，没有写 0。",
            example="0",
        ),
        Column(
            "上次检查日期",
            Writing.DATE,
            width=12.5,
            synonyms=words("最近检查日期 上次检查时间"),
            lesser=words("最近一次检查日期 最近一次检查时间 最近检查时间 最后检查日期"),
            how=f"{DAY_WANTED}没有查过的留空。",
            example="2023-11-20",
        ),
        Column(
            "标签",
            Writing.LIST,
            width=14,
            synonyms=words("分类标注"),
            how=f"其他分类，{SEVERAL}",
            example="民营、村级",
        ),
        Column(
            "更新日期",
            Writing.DATE,
            width=12.5,
            synonyms=words("更新时间"),
            lesser=words("最近更新日期 最后更新时间 最近更新时间"),
            how=f"{DAY_WANTED}名录库至少每季度更新一次。",
            example="2024-03-05",
        ),
        Column("备注", Writing.PROSE, width=14, how="想写什么都可以。"),
    ),
)
