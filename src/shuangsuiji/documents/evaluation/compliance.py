"""The sheets of 年度评估.xlsx on what was owed: 必查, yearly floor, publication, follow-up, people.

Titles go without their year.
"""

from __future__ import annotations

from shuangsuiji.core.evaluation.compliance import (
    Floor,
    FollowUp,
    MustInspectFigures,
    PublicationState,
    VisitPublication,
)
from shuangsuiji.core.evaluation.figures import CodeCount, EvaluationFigures
from shuangsuiji.core.evaluation.people import Load, TeamChanges
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.plans.words import percent_text
from shuangsuiji.documents.evaluation.fields import share_fields
from shuangsuiji.documents.evaluation.words import half
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Quotient, Sheet

MUST_INSPECT: tuple[Field[MustInspectFigures], ...] = (
    Field("必查规定", lambda entry: entry.rule, most=30),
    Field("全年应查次数", lambda entry: entry.times, "number"),
    Field("户数", lambda entry: entry.objects, "number"),
    Field("已安排户次", lambda entry: entry.visits, "number"),
    Field("已检查户次", lambda entry: entry.done, "number"),
    *share_fields(5, ("查足户数", "应查足户数", "查足率"), lambda entry: entry.fulfilled),
    *share_fields(8, ("发现问题户数", "已检查户数", "问题率"), lambda entry: entry.problem),
    Field("未查足的户", lambda entry: "、".join(entry.lacking), most=40),
)

FLOORS: tuple[Field[Floor], ...] = (
    Field("计划编号", lambda floor: floor.plan, "center", 20),
    Field("下限", lambda floor: percent_text(floor.ratio), "center", 8),
    Field("可检查户数", lambda floor: floor.size, "number"),
    Field("应查户数", lambda floor: floor.needed, "number"),
    Field("随机抽中户数", lambda floor: floor.drawn, "number"),
    Field("已检查户数", lambda floor: floor.inspected, "number"),
    Field("实际比例", lambda floor: Quotient(5, 2, Share(floor.inspected, floor.size).rate), "percent"),
    Field("结论", lambda floor: f"差{floor.lacking}户" if floor.lacking else "达到", "center", 12),
    Field("本任务范围内低于下限的任务", lambda floor: "、".join(floor.short_tasks), most=40),
)

PUBLICATION: tuple[Field[VisitPublication], ...] = (
    Field("名称", lambda entry: entry.visit.name, most=50),
    Field("编码", lambda entry: entry.visit.object_id, "center", 24),
    Field("批次", lambda entry: entry.visit.batch, "center", 12),
    Field("检查日期", lambda entry: entry.visit.last_day, "center", 12),
    Field("公示期限", lambda entry: entry.due, "center", 12),
    Field("公示日期", lambda entry: entry.visit.published, "center", 12),
    Field("状态", lambda entry: _published(entry), "center", 14),
)

FOLLOW_UP: tuple[Field[FollowUp], ...] = (
    Field("名称", lambda entry: entry.visit.name, most=40),
    Field("检查部门", lambda entry: entry.department, most=24),
    Field("批次", lambda entry: entry.visit.batch, "center", 12),
    Field("检查日期", lambda entry: entry.result.day, "center", 12),
    Field("问题描述", lambda entry: entry.result.detail, most=40),
    Field("处置措施", lambda entry: "、".join(entry.result.measures), most=24),
    Field("完成期限", lambda entry: entry.result.due, "center", 12),
    Field("完成日期", lambda entry: entry.result.closed, "center", 12),
    Field("状态", lambda entry: state_text(entry), "center", 14),
)

LOADS: tuple[Field[Load], ...] = (
    Field("姓名", lambda load: load.name, "center", 16),
    Field("部门", lambda load: load.department, most=40),
    Field("状态", lambda load: _duty(load), "center", 16),
    Field("全年户次", lambda load: load.assigned, "number"),
    Field("其中已检查", lambda load: load.done, "number"),
)

CHANGES: tuple[Field[TeamChanges], ...] = (
    Field("计划编号", lambda entry: entry.plan, "center", 20),
    Field("批次", lambda entry: entry.batch, "center", 12),
    Field("抽取时回避人次", lambda entry: entry.recused_at_draw, "number"),
    Field("递补次数", lambda entry: entry.events, "number"),
    Field("不能参加人次", lambda entry: entry.absent, "number"),
    Field("事后回避人次", lambda entry: entry.recused_late, "number"),
    Field("不能检查户数", lambda entry: entry.objects, "number"),
    Field("候补递补户数", lambda entry: entry.replaced, "number"),
    Field("选派专业人员人次", lambda entry: entry.specialists, "number"),
    Field("递补理由", lambda entry: "；".join(entry.reasons), most=40),
)


def must_inspect(figures: EvaluationFigures) -> Sheet:
    """必查: facts without intervals, since these objects were not drawn."""
    alone = figures.must_problem
    below = [
        "必查对象不是随机抽取的，问题率只说明这些户本身，不推及其他，也不与随机抽查的问题率比较。",
        f"只因必查而检查（没有同时被随机抽中）的共{alone.of}户，其中发现问题{alone.part}户。",
    ]
    if not figures.must_inspect:
        below = ["计划没有规定必查对象。"]
    return table("必查", "必查对象", MUST_INSPECT, figures.must_inspect, below=below)


def floors(figures: EvaluationFigures) -> Sheet:
    """年度下限 (XT-1)."""
    note = "下限按整个名录库计算，只计随机抽中和补足的户；单项任务低于下限的列出供参考。"
    below = [note if figures.floors else "计划没有规定年度随机抽查比例下限。"]
    return table("年度下限", "随机抽查比例下限", FLOORS, figures.floors, below=below)


def results(figures: EvaluationFigures) -> Sheet:
    """检查结果: how often each code was recorded, by department."""
    names = [name for name, _ in figures.codes[0].counts] if figures.codes else []
    fields: tuple[Field[CodeCount], ...] = (
        Field("结果代码", lambda code: code.label, most=44),
        Field("属于发现问题", lambda code: "是" if code.problem else "否", "center", 14),
        *(_count_of(name) for name in names),
        Field("合计次数", lambda code: code.total, "number"),
    )
    below = ["单位：次。一个部门对一户次的检查可以有几个结果代码，各计一次，所以合计可能多于户次。"]
    return table("检查结果", "检查结果分布", fields, figures.codes, below=below, filtered=False)


def _count_of(department: str) -> Field[CodeCount]:
    return Field(department, lambda code: dict(code.counts)[department], "number")


_WORST_FIRST = (
    PublicationState.OVERDUE,
    PublicationState.UNKNOWN,
    PublicationState.PARTIAL,
    PublicationState.WAITING,
    PublicationState.LATE,
    PublicationState.IN_TIME,
)


def publication(figures: EvaluationFigures) -> Sheet:
    """结果公示: what is not public yet first, then what came late; by name (XT-2, LZ-9)."""
    entries = sorted(figures.publications, key=lambda entry: (_WORST_FIRST.index(entry.state), entry.due))
    done, in_time = figures.published, figures.in_time
    below = [
        f"已检查{done.of}户次，已公示{done.part}户次；到期或已公示的{in_time.of}户次中，按期公示{in_time.part}户次。",
        "一户次各部门的结果都公示了才算已公示；期限从各部门自己的检查日起按工作日计算，不含检查当日；检查日期、公示日期列出最后一个部门的。",
    ]
    return table("结果公示", "检查结果公示情况", PUBLICATION, entries, below=below, numbered=True)


def _published(entry: VisitPublication) -> str:
    unknown = entry.state is PublicationState.UNKNOWN
    return "期限未推算，已公示" if unknown and entry.done else entry.state.value


def follow_up(figures: EvaluationFigures) -> Sheet:
    """后续处置: every result that something has to follow, the open ones first (XT-6)."""
    entries = sorted(figures.follow_ups, key=lambda entry: (entry.closed, not entry.unnamed))
    closed = figures.closed
    below = [f"应有后续处置的共{closed.of}件，已完成{closed.part}件。一个部门对一户次的结果算一件。"]
    return table("后续处置", "发现问题的后续处置", FOLLOW_UP, entries, below=below, numbered=True)


def state_text(entry: FollowUp) -> str:
    """How a follow-up stands."""
    if entry.unnamed:
        return "没有写明措施"
    if entry.closed:
        return "已完成"
    return "逾期未完成" if entry.overdue else "进行中"


def loads(figures: EvaluationFigures) -> Sheet:
    """人员负荷: everybody on duty, also those without a visit."""
    below = [
        f"{spread.department}：可派{spread.people}人，最少{spread.least}户次（{'、'.join(spread.least_names)}），"
        f"中位数{half(spread.doubled_median)}户次，最多{spread.most}户次（{'、'.join(spread.most_names)}）。"
        for spread in figures.spreads
    ]
    return table("人员负荷", "检查人员负荷", LOADS, figures.loads, below=below, totalled=True, numbered=True)


def _duty(load: Load) -> str:
    if load.available:
        return "可派"
    return "在岗，不能派" if load.on_duty else "不在岗"


def changes(figures: EvaluationFigures) -> Sheet:
    """递补回避: what befell the teams of each draw."""
    return table("递补回避", "回避和递补", CHANGES, figures.changes, totalled=True)
