"""The columns of 随机抽查事项清单 (XT-4, LZ-13)."""

from __future__ import annotations

from shuangsuiji.core.columns.column import Column, Layout, Writing, words

ITEMS = Layout(
    title="随机抽查事项清单",
    called="事项清单",
    also=words("事项 清单"),
    unit="项",
    required=(("事项编码",), ("抽查事项名称",)),
    part="抽查子项",
    columns=(
        Column(
            "事项编码",
            Writing.CODE,
            width=12,
            required=True,
            synonyms=words("编码 事项编号 抽查事项编码 抽查事项编号"),
            lesser=words("事项代码 抽查事项代码 检查事项编码 检查事项编号 编号"),
            how="每项一个，不能重复；计划的任务用它指明查什么。",
            example="YB-01",
        ),
        Column(
            "抽查事项名称",
            Writing.NAME,
            width=26,
            required=True,
            published=True,
            synonyms=words("事项名称 抽查事项 检查事项 检查事项名称"),
            lesser=words("""
                抽查检查事项 抽查检查事项名称 随机抽查事项 随机抽查事项名称 抽查项目 检查项目
                一级事项 大项 抽查项目名称 检查项目名称 事项"""),
            how="照公布的清单填写。",
            example="定点医药机构使用医保基金情况的检查",
        ),
        Column(
            "抽查子项",
            synonyms=words("子项 子项名称 抽查子项名称 检查子项 抽查事项子项 事项子项"),
            lesser=words("""
                检查子项名称 子事项 子事项名称 小项 小项名称 细项 具体事项 具体检查事项 分项
                具体抽查事项 二级事项 二级事项名称 下级事项 分项名称 抽查小项 检查小项"""),
        ),
        Column(
            "抽查依据",
            Writing.PROSE,
            width=28,
            published=True,
            synonyms=words("检查依据 依据 实施依据"),
            lesser=words("""
                法律依据 设定依据 执法依据 检查依据（法律法规） 抽查检查依据 法律法规依据 政策依据
                抽查依据（法律法规） 抽查依据（法律法规名称及条款） 法律法规"""),
            how="法律、法规、规章的名称和条款。",
            example="《医疗保障基金使用监督管理条例》第二十七条",
        ),
        Column(
            "抽查主体",
            width=16,
            published=True,
            synonyms=words("检查主体 实施主体 责任部门"),
            lesser=words("""
                检查部门 抽查部门 检查单位 执法主体 牵头部门 监管部门 抽查机关 实施部门 实施单位
                实施机关 实施机构 责任单位 责任主体 检查机关 执法部门 主管部门 牵头单位 承办部门
                抽查单位 实施检查部门 检查实施主体 抽查实施主体"""),
            how="哪个部门检查，和计划里的部门写法一致。",
            example="某某县医疗保障局",
        ),
        Column(
            "抽查对象",
            width=14,
            published=True,
            synonyms=words("检查对象"),
            lesser=words("""
                抽查检查对象 检查对象范围 抽查对象范围 被抽查对象 被检查对象 监管对象 对象 对象范围
                对象类型 抽查对象类型 检查对象类型 适用对象 抽查对象类别 检查对象类别 监管对象类别
                抽查对象（范围） 检查对象（范围） 抽查市场主体"""),
            how="检查哪一类对象。",
            example="定点医药机构",
        ),
        Column(
            "抽查比例",
            width=9,
            published=True,
            synonyms=words("比例"),
            lesser=words("""
                年度抽查比例 抽取比例 检查比例 随机抽查比例 抽查比例（%） 年度抽查比例（%）
                抽取比例（%） 检查比例（%） 比例（%） 抽查比例和频次 抽查比例及频次 抽查比例与频次
                抽查比例、频次 比例和频次 比例及频次 抽查频次和比例 抽查频次及比例 抽查比例及频率
                抽查比例和频率 年抽查比例 最低抽查比例 抽查比例（不低于） 抽查比例（每年）
                抽查比例（年） 年度最低抽查比例"""),
            how="公布的最低比例，如 5%；计划的比例不能低于它。",
            example="5%",
        ),
        Column(
            "抽查频次",
            Writing.CHOICE,
            width=10,
            published=True,
            synonyms=words("频次 检查频次"),
            lesser=words("""
                抽查频率 检查频率 抽查次数 年度抽查频次 年度检查频次 频率 频次（次/年）
                抽查频次（次/年） 检查频次（次/年） 抽查频次（每年） 检查频次（每年） 检查频次（年）
                抽查频次（年） 年度频次 频次要求"""),
            how="如 每年 1 次。",
            example="每年1次",
        ),
        Column(
            "抽查方式",
            Writing.CHOICE,
            width=11,
            published=True,
            synonyms=words("检查方式 方式"),
            lesser=words("检查方法 抽查检查方式 检查形式 抽查形式"),
            choices=words("现场检查 非现场检查 书面检查 网络监测"),
            how="现场检查或非现场检查等。",
            example="现场检查",
        ),
        Column(
            "检查内容",
            Writing.PROSE,
            width=28,
            published=True,
            synonyms=words("抽查内容 内容"),
            lesser=words("""
                抽查检查内容 检查要点 抽查要点 主要内容 检查内容及要求 检查内容和要求
                抽查内容（要点） 检查内容（要点） 检查内容和方法"""),
            how="查些什么。",
            example="是否按规定使用医保基金",
        ),
        Column(
            "事项类别",
            Writing.ONE_OF,
            width=9,
            synonyms=words("类别"),
            lesser=words("事项类型 抽查类别 抽查类型 抽查事项类别 检查事项类别"),
            choices=words("一般 重点"),
            how="一般事项或重点事项。",
            example="一般",
        ),
        Column(
            "工作指引",
            Writing.PROSE,
            width=16,
            synonyms=words("指引"),
            lesser=words("检查指引 抽查指引 抽查工作指引"),
            how="检查指引的名称或出处。",
            example="现场检查工作指引",
        ),
        Column("备注", Writing.PROSE, width=10, how="想写什么都可以。"),
    ),
)
