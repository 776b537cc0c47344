"""The columns of what ties people to objects: 回避名单, 历年检查, and the lists of platforms (XT-10)."""

from __future__ import annotations

from shuangsuiji.core.columns.column import DAY_WANTED, SEVERAL, Column, Layout, Writing, words
from shuangsuiji.core.columns.objects import CREDIT_CODE
from shuangsuiji.core.columns.people import CERTIFICATE_SYNONYMS

RECUSALS = Layout(
    title="回避名单",
    called="回避",
    also=words("回避关系"),
    required=(("检查人员",), ("检查对象",)),
    may_be_empty=True,
    columns=(
        Column(
            "检查人员",
            Writing.PARTY,
            width=22,
            required=True,
            synonyms=words("姓名 执法人员 人员 检查人员姓名 执法证号"),
            lesser=words("回避人员 回避人 执法人员姓名 应回避人员 工号"),
            how="写执法证号；名录库里没有同名的，也可以写姓名。",
            example="豫D00-0001",
        ),
        Column(
            "检查对象",
            Writing.PARTY,
            width=34,
            required=True,
            synonyms=words("对象 检查对象名称 单位名称 名称 定点编码 统一社会信用代码"),
            lesser=words("回避对象 应回避对象 回避单位 企业名称 机构名称 对象名称"),
            how="写编码；名录库里没有同名的，也可以写全称。",
            example="P41048190001",
        ),
        Column(
            "回避事由",
            Writing.PROSE,
            width=34,
            private=True,
            synonyms=words("事由 原因 回避原因 回避理由"),
            lesser=words("回避情形 关系 利害关系 回避关系 关系说明"),
            how="为什么要回避。",
            example="近亲属任职",
        ),
        Column(
            "登记日期",
            Writing.DATE,
            width=13,
            synonyms=words("日期 登记时间"),
            lesser=words("申报日期 填报日期"),
            how=DAY_WANTED,
            example="2024-03-05",
        ),
        Column("备注", Writing.PROSE, width=20, how="想写什么都可以。"),
    ),
)

REASONS_MEANT = {
    meant: reason
    for reason, others in (
        (
            "随机",
            """随机抽查 随机抽取 随机检查 双随机 “双随机” "双随机" 双随机抽查 双随机检查
            部门联合双随机抽查 联合双随机抽查 定向抽查 不定向抽查""",
        ),
        ("必查", "必查对象 必查检查"),
        ("补足", "随机补足 补抽 补充抽取"),
        (
            "日常",
            """日常检查 日常监管 日常巡查 日常监督 日常监督检查 巡查 专项 专项检查 专项整治 专项行动
            投诉 举报 投诉举报 投诉举报核查 投诉核查 举报核查 举报投诉 线索核查 案件线索
            交办 上级交办 转办 移交 复查 整改复查 回头看 飞行检查 飞检 巡检 例行检查 监督检查 年度检查
            信访 信访核查 专案""",
        ),
    )
    for meant in others.split()
}
"""Other words for 原因 -> the word of the rules; whatever was not drawn counts as a routine inspection."""

HISTORY = Layout(
    title="历年检查",
    called="历史",
    also=words("历史检查"),
    required=(("检查对象",), ("检查日期",), ("原因",)),
    may_be_empty=True,
    columns=(
        Column(
            "检查对象",
            Writing.PARTY,
            width=34,
            required=True,
            synonyms=words("对象 名称 检查对象名称 单位名称 定点编码 统一社会信用代码"),
            how="写编码；名录库里没有同名的，也可以写全称。",
            example="P41048190001",
        ),
        Column(
            "检查日期",
            Writing.DATE,
            width=13,
            required=True,
            synonyms=words("日期 检查时间"),
            how=DAY_WANTED,
            example="2024-03-05",
        ),
        Column(
            "计划编号",
            width=20,
            synonyms=words("抽查计划编号"),
            how="按哪个计划查的，没有的留空。",
            example="某局2024001",
        ),
        Column(
            "原因",
            Writing.ONE_OF,
            width=10,
            required=True,
            synonyms=words("检查原因 检查类型"),
            choices=words("随机 必查 补足 日常"),
            how="随机、必查、补足、日常 之一。不是抽中的（专项、投诉举报等）写日常：计入每户全年上限，"
            "计划写了“日常计入: 是”的，间隔和轮查也算。",
            example="日常",
        ),
        Column(
            "检查人员",
            Writing.PARTIES,
            width=30,
            synonyms=words("执法人员"),
            how=f"执法证号或姓名，{SEVERAL}",
            example="王某、李某",
        ),
        Column("备注", Writing.PROSE, width=20, how="想写什么都可以。"),
    ),
)

PLATFORM_LIST = Layout(
    title="平台抽取名单",
    required=(("统一社会信用代码", "定点编码", "编号", "名称"),),
    columns=(
        Column("定点编码", Writing.CODE, synonyms=words("医保编码 机构编码 定点医药机构编码")),
        Column("统一社会信用代码", Writing.CODE, synonyms=CREDIT_CODE.synonyms),
        Column("编号", Writing.CODE, synonyms=words("对象编号 检查对象编号")),
        Column(
            "名称",
            Writing.NAME,
            synonyms=words("""
                市场主体名称 主体名称 企业名称 单位名称 检查对象名称 检查对象 对象名称 机构名称"""),
        ),
        Column(
            "检查人员",
            Writing.PARTIES,
            synonyms=words("执法人员 执法检查人员 检查人员姓名 执法人员姓名 姓名 人员姓名"),
        ),
        Column(
            "执法证号",  # of a whole team in one cell
            synonyms=(*CERTIFICATE_SYNONYMS, "证件号"),
        ),
        Column("任务编号", synonyms=words("抽查任务编号 平台任务编号 任务号")),
        Column("备注", Writing.PROSE),
    ),
)
