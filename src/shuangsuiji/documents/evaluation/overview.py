"""The first and the last sheet of 年度评估.xlsx: the figures at a glance, and how each is counted."""

from __future__ import annotations

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.statistics import RISE, SMALL, Share
from shuangsuiji.documents.evaluation.fields import share_fields
from shuangsuiji.documents.evaluation.words import group_text, interval_text, remark
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet, SheetColumn

KEY_FIGURES: tuple[Field[tuple[str, Share, str]], ...] = (
    Field("指标", lambda figure: figure[0], most=34),
    *share_fields(2, ("分子", "分母", "比率"), lambda figure: figure[1]),
    Field("说明", lambda figure: figure[2], most=80),
)


def overview(figures: EvaluationFigures) -> Sheet:
    """总览: every key figure with numerator, denominator and share."""
    return table(
        "总览",
        "“双随机、一公开”抽查效果评估",
        KEY_FIGURES,
        key_figures(figures),
        below=summary_notes(figures),
        numbered=True,
        filtered=False,
    )


def key_figures(figures: EvaluationFigures) -> list[tuple[str, Share, str]]:
    """(indicator, share, what has to be said of it)."""
    total = figures.total
    closed = "应有后续处置而已完成的件数" if figures.closed.of else "没有需要后续处置的问题"
    return [
        ("检查完成率（户次）", figures.begun, "已检查的户次÷抽取和必查安排的户次"),
        ("结果录齐率（户次）", figures.complete, "各部门结果都已录入的户次÷安排的户次"),
        ("抽查覆盖率（户）", total.coverage, "本年检查过的户÷可检查的户"),
        (
            "随机抽查问题率（户）",
            total.problem,
            f"95%区间{interval_text(total.interval)}；{remark(total)}".rstrip("；"),
        ),
        ("只因必查而检查的问题率（户）", figures.must_problem, "不是随机抽取，只说明这些户本身"),
        ("结果公示率（户次）", figures.published, "各部门结果都已公示的户次÷已检查的户次；要求100%"),
        ("按期公示率（户次）", figures.in_time, "按期公示的户次÷到期或已公示的户次"),
        ("后续处置完成率（件）", figures.closed, closed),
    ]


def summary_notes(figures: EvaluationFigures) -> list[str]:
    """What the numbers alone do not say: batches still to be drawn, groups whose rate has risen."""
    notes = []
    if figures.undrawn:
        batches = "、".join(f"{plan}的“{batch}”" for plan, batch in figures.undrawn)
        notes.append(f"还没有抽取的批次：{batches}。本评估不含这些批次。")
    platform = [f"{one.key[0]}的“{one.key[1]}”" for one in figures.facts if one.by_platform]
    if platform:
        notes.append(
            f"由平台抽取的批次：{'、'.join(platform)}。平台的抽取不能重算，问题率的区间以平台确系随机抽取为前提。"
        )
    risen = list(dict.fromkeys(group_text(trend.rate) for trend in figures.candidates))
    if risen:
        notes.append(f"问题率上升、可考虑定向抽查的：{'、'.join(risen)}。详见“比较”。")
    notes += [
        f"计划{floor.plan}的年度随机抽查比例下限还差{floor.lacking}户没有检查。"
        for floor in figures.floors
        if floor.lacking
    ]
    return notes


DEFINITIONS = (
    (
        "统计范围",
        "本年度各计划在台账中有效的抽取（演练、已取消和被重抽代替的不算），以及截止日以前录入的结果。",
    ),
    ("户、户次", "户按检查对象的编码计，一年内同一户只计一户；每检查一次算一户次。"),
    ("可检查", "最近一个批次名录库中，除“不参加抽取”以外的对象；任务和分层只计其范围内的。"),
    ("已检查", "至少一个部门录入了结果的户（户次）。"),
    ("随机", "抽取原因有“随机”或“补足”的；同时属于必查的，也算随机。只有“必查”的另计，不参加问题率的推算。"),
    ("发现问题", "任何一个部门的结果代码属于发现问题的；代码见计划的“结果代码”或记录表的十项结果。"),
    ("问题率", "发现问题的户÷随机检查的户；只计各部门结果都已录齐的户，免得没有录入的被当作没有问题。"),
    (
        "95%区间（本层全部对象）",
        "单独一层：把n户看作从N户中不放回抽取，按超几何分布精确计算，两侧各2.5%；全部检查过的没有误差。",
    ),
    (
        "95%区间（按实际抽查力度）",
        "几层合在一起而各层比例不同的：按二项分布精确计算（克洛珀－皮尔逊区间），端点向外取到0.1%。"
        "高风险的层抽得多、分量重，所以它说明所查各户，不等于全部对象的平均问题率。",
    ),
    ("样本少，不作比较", f"随机检查不足{SMALL}户、又没有全部检查的，不与其他时段比较。"),
    (
        "上升",
        f"费希尔精确检验，单侧，偶然性不超过1/{RISE}（5%）。上年按任务名称（去掉年份）、分层、行政区划的名称对应；"
        "合计、层级、行政区划由几项任务合成，前后任务相同才比较，并且还受各层抽查力度变化的影响，以分层为准。",
    ),
    ("结果公示率", "各部门结果都有公示日期的户次÷已检查的户次。"),
    (
        "按期公示率",
        "各部门结果都在期限以内公示的户次÷（已公示的＋逾期未公示的）。未到期、未录齐、期限未能推算的不计。",
    ),
    (
        "公示期限",
        "各部门检查日之后的第若干个工作日（计划“公开”的期限工作日），按国务院办公厅放假安排推算。",
    ),
    (
        "后续处置",
        "有处置措施的，或结果代码要求处置而没有写明措施的，一个部门对一户次算一件；状态为已完成的算完成。",
    ),
    ("抽取时回避", "抽取轨迹中因回避被跳过的人次；递补以后按现行检查组的轨迹计。"),
    (
        "负荷",
        "检查组里的户次，以递补以后的为准；专家不计。最少、中位数、最多按可派人员计算：在岗、执法证有效、属于检查组各部门的，含没有抽中的。",
    ),
)


def definitions(figures: EvaluationFigures) -> Sheet:
    """口径说明."""
    return Sheet(
        name="口径说明",
        title="口径说明",
        about=f"{figures.year}年度，统计截止{figures.today}。百分比都由同一行的分子、分母算出，可以在表上重算。",
        columns=[SheetColumn("项目", most=30), SheetColumn("怎样统计", most=96)],
        rows=[list(line) for line in DEFINITIONS],
        filtered=False,
    )
