"""The sheets of 年度评估.xlsx on what was owed: 必查, yearly floor, publication, follow-up, people."""

from __future__ import annotations

from shuangsuiji.core.evaluation.compliance import (
    FollowUp,
    MustInspectFigures,
    PublicationState,
    VisitPublication,
)
from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.people import Load
from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.core.plans.values import percent_text
from shuangsuiji.documents.evaluation.words import half
from shuangsuiji.documents.office.sheets import Column, Quotient, Row, Sheet


def must_inspect(figures: EvaluationFigures, about: str) -> Sheet:
    """必查: facts without intervals, since these objects were not drawn."""
    rows = [_must_row(entry) for entry in figures.must_inspect]
    alone = figures.must_problem
    return Sheet(
        name="必查",
        title=f"{figures.year}年度必查对象",
        about=about,
        columns=[
            Column("必查规定", most=30),
            Column("全年应查次数", "number"),
            Column("户数", "number"),
            Column("已安排户次", "number"),
            Column("已检查户次", "number"),
            Column("查足户数", "number"),
            Column("应查足户数", "number"),
            Column("查足率", "percent"),
            Column("发现问题户数", "number"),
            Column("已检查户数", "number"),
            Column("问题率", "percent"),
            Column("未查足的户", most=40),
        ],
        rows=rows,
        below=[
            "必查对象不是随机抽取的，问题率只说明这些户本身，不推及其他，也不与随机抽查的问题率比较。",
            f"只因必查而检查（没有同时被随机抽中）的共{alone.of}户，其中发现问题{alone.part}户。",
        ]
        if rows
        else ["计划没有规定必查对象。"],
    )


def _must_row(entry: MustInspectFigures) -> Row:
    return [
        entry.rule,
        entry.times,
        entry.objects,
        entry.visits,
        entry.done,
        entry.fulfilled.part,
        entry.fulfilled.of,
        Quotient(5, 6, entry.fulfilled.rate),
        entry.problem.part,
        entry.problem.of,
        Quotient(8, 9, entry.problem.rate),
        "、".join(entry.lacking),
    ]


def floors(figures: EvaluationFigures, about: str) -> Sheet:
    """年度下限 (XT-1)."""
    rows: list[Row] = [
        [
            floor.plan,
            percent_text(floor.ratio),
            floor.size,
            floor.needed,
            floor.drawn,
            floor.inspected,
            Quotient(5, 2, Share(floor.inspected, floor.size).rate),
            "达到" if floor.reached else f"差{floor.needed - floor.inspected}户",
            "、".join(floor.short_tasks),
        ]
        for floor in figures.floors
    ]
    return Sheet(
        name="年度下限",
        title=f"{figures.year}年度随机抽查比例下限",
        about=about,
        columns=[
            Column("计划编号", "center", 20),
            Column("下限", "center", 8),
            Column("可检查户数", "number"),
            Column("应查户数", "number"),
            Column("随机抽中户数", "number"),
            Column("已检查户数", "number"),
            Column("实际比例", "percent"),
            Column("结论", "center", 12),
            Column("本任务范围内低于下限的任务", most=40),
        ],
        rows=rows,
        below=["下限按整个名录库计算，只计随机抽中和补足的户；单项任务低于下限的列出供参考。"]
        if rows
        else ["计划没有规定年度随机抽查比例下限。"],
    )


def results(figures: EvaluationFigures, about: str) -> Sheet:
    """检查结果: how often each code was recorded, by department."""
    names = [name for name, _ in figures.codes[0].counts] if figures.codes else []
    rows: list[Row] = [
        [code.label, "是" if code.problem else "否", *(count for _, count in code.counts), code.total]
        for code in figures.codes
    ]
    return Sheet(
        name="检查结果",
        title=f"{figures.year}年度检查结果分布",
        about=about,
        columns=[
            Column("结果代码", most=44),
            Column("属于发现问题", "center", 14),
            *(Column(name, "number") for name in names),
            Column("合计次数", "number"),
        ],
        rows=rows,
        below=["单位：次。一个部门对一户次的检查可以有几个结果代码，各计一次，所以合计可能多于户次。"],
        filtered=False,
    )


_WORST_FIRST = (
    PublicationState.OVERDUE,
    PublicationState.UNKNOWN,
    PublicationState.PARTIAL,
    PublicationState.WAITING,
    PublicationState.LATE,
    PublicationState.IN_TIME,
)


def publication(figures: EvaluationFigures, about: str) -> Sheet:
    """结果公示: what is not public yet first, then what came late; by name (XT-2, LZ-9)."""
    entries = sorted(figures.publications, key=lambda entry: (_WORST_FIRST.index(entry.state), entry.due))
    rows: list[Row] = [[serial, *_published(entry)] for serial, entry in enumerate(entries, 1)]
    done, in_time = figures.published, figures.in_time
    return Sheet(
        name="结果公示",
        title=f"{figures.year}年度检查结果公示情况",
        about=about,
        columns=[
            Column("序号", "number"),
            Column("名称", most=50),
            Column("编码", "center", 24),
            Column("批次", "center", 12),
            Column("检查日期", "center", 12),
            Column("公示期限", "center", 12),
            Column("公示日期", "center", 12),
            Column("状态", "center", 14),
        ],
        rows=rows,
        below=[
            f"已检查{done.of}户次，已公示{done.part}户次；到期或已公示的{in_time.of}户次中，按期公示{in_time.part}户次。",
            "一户次各部门的结果都公示了才算已公示；期限从各部门自己的检查日起按工作日计算，不含检查当日；检查日期、公示日期列出最后一个部门的。",
        ],
    )


def _published(entry: VisitPublication) -> list[str]:
    visit = entry.visit
    unknown = entry.state is PublicationState.UNKNOWN
    state = "期限未推算，已公示" if unknown and entry.done else entry.state.value
    return [visit.name, visit.object_id, visit.batch, visit.last_day, entry.due, visit.published, state]


def follow_up(figures: EvaluationFigures, about: str) -> Sheet:
    """后续处置: every result that something has to follow, the open ones first (XT-6)."""
    entries = sorted(figures.follow_ups, key=lambda entry: (entry.closed, not entry.unnamed))
    rows: list[Row] = [
        [
            serial,
            entry.visit.name,
            entry.department,
            entry.visit.batch,
            entry.result.day,
            entry.result.detail,
            "、".join(entry.result.measures),
            entry.result.due,
            entry.result.closed,
            state_text(entry),
        ]
        for serial, entry in enumerate(entries, 1)
    ]
    closed = figures.closed
    return Sheet(
        name="后续处置",
        title=f"{figures.year}年度发现问题的后续处置",
        about=about,
        columns=[
            Column("序号", "number"),
            Column("名称", most=40),
            Column("检查部门", most=24),
            Column("批次", "center", 12),
            Column("检查日期", "center", 12),
            Column("问题描述", most=40),
            Column("处置措施", most=24),
            Column("完成期限", "center", 12),
            Column("完成日期", "center", 12),
            Column("状态", "center", 14),
        ],
        rows=rows,
        below=[f"应有后续处置的共{closed.of}件，已完成{closed.part}件。一个部门对一户次的结果算一件。"],
    )


def state_text(entry: FollowUp) -> str:
    """How one matter stands."""
    if entry.unnamed:
        return "没有写明措施"
    if entry.closed:
        return "已完成"
    return "逾期未完成" if entry.overdue else "进行中"


def loads(figures: EvaluationFigures, about: str) -> Sheet:
    """人员负荷: everybody on duty, also those without a visit."""
    rows: list[Row] = [
        [serial, load.name, load.department, _duty(load), load.assigned, load.done]
        for serial, load in enumerate(figures.loads, 1)
    ]
    notes = [
        f"{spread.department}：可派{spread.people}人，最少{spread.least}户次（{'、'.join(spread.least_names)}），"
        f"中位数{half(spread.doubled_median)}户次，最多{spread.most}户次（{'、'.join(spread.most_names)}）。"
        for spread in figures.spreads
    ]
    return Sheet(
        name="人员负荷",
        title=f"{figures.year}年度检查人员负荷",
        about=about,
        columns=[
            Column("序号", "number"),
            Column("姓名", "center", 16),
            Column("部门", most=40),
            Column("状态", "center", 16),
            Column("全年户次", "number"),
            Column("其中已检查", "number"),
        ],
        rows=rows,
        total=[
            "",
            "合计",
            "",
            "",
            sum(load.assigned for load in figures.loads),
            sum(load.done for load in figures.loads),
        ],
        below=notes,
    )


def _duty(load: Load) -> str:
    if load.available:
        return "可派"
    return "在岗，不能派" if load.on_duty else "不在岗"


def changes(figures: EvaluationFigures, about: str) -> Sheet:
    """递补回避: what befell the teams of each draw."""
    rows: list[Row] = [
        [
            entry.plan,
            entry.batch,
            entry.recused_at_draw,
            entry.events,
            entry.absent,
            entry.recused_late,
            entry.objects,
            entry.replaced,
            entry.specialists,
            "；".join(entry.reasons),
        ]
        for entry in figures.changes
    ]
    totals = [sum(int(str(line[column])) for line in rows) for column in range(2, 9)]
    return Sheet(
        name="递补回避",
        title=f"{figures.year}年度回避和递补",
        about=about,
        columns=[
            Column("计划编号", "center", 20),
            Column("批次", "center", 12),
            Column("抽取时回避人次", "number"),
            Column("递补次数", "number"),
            Column("不能参加人次", "number"),
            Column("事后回避人次", "number"),
            Column("不能检查户数", "number"),
            Column("候补递补户数", "number"),
            Column("选派专业人员人次", "number"),
            Column("递补理由", most=40),
        ],
        rows=rows,
        total=["合计", "", *totals, ""],
    )
