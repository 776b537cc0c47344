"""全年安排.xlsx: the year of a plan on paper, what is certain and what is forecast (WG-1, LZ-1, XT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.forecast import (
    LABEL,
    YEARS,
    LineMonth,
    MustInspectYear,
    TrialRange,
    YearForecast,
)
from shuangsuiji.core.plans.plan import Batch
from shuangsuiji.core.plans.words import batch_text, month_text, share_text
from shuangsuiji.documents.office.sheets import Row, Sheet, SheetColumn, Workbook
from shuangsuiji.messages import render


def year_workbook(
    forecast: YearForecast, *, findings: Sequence[Finding], footer: str, created: datetime
) -> bytes:
    """The bytes of 全年安排.xlsx.

    Args:
        forecast: the year.
        findings: what a planner should know; warnings and notes are printed, errors cannot be there.
        footer: stands on every page.
        created: the creation time that the file shows, in UTC without an offset.
    """
    plan = forecast.pool.plan
    title = f"{plan.year}年度随机抽查全年安排"
    book = Workbook(title=title, footer=footer, rehearsal=False, created=created)
    for sheet in (
        _overview(forecast, title, findings),
        _strata(forecast),
        _duties(forecast),
        _loads(forecast),
        _months(forecast),
        _coverage(forecast),
    ):
        if sheet.rows:
            book.sheet(sheet)
    return book.data()


def _overview(forecast: YearForecast, title: str, findings: Sequence[Finding]) -> Sheet:
    trials = forecast.trials
    ahead = {one.batch.name: one for one in trials.batches} if trials else {}
    rows: list[Row] = []
    for batch in forecast.pool.plan.batches_in_order:
        own = ahead.get(batch.name)
        if own is None:
            rows.append(
                [batch.name, batch_text(batch), "已抽取", "", str(forecast.drawn[batch.name]), "", ""]
            )
        else:
            rows.append(
                [
                    batch.name,
                    batch_text(batch),
                    "未抽取",
                    own.objects.text,
                    own.visits.text,
                    own.added.text,
                    own.over_cap.text,
                ]
            )
    shown = [one for one in findings if one.level is Level.WARNING or one.code.startswith("year-")]
    below = [_basis(forecast), *(f"{index}.{render(one)}" for index, one in enumerate(shown, 1))]
    return Sheet(
        name="全年概况",
        title=title,
        about=f"内部　计划名称：{forecast.pool.plan.name}　　检查对象{len(forecast.pool)}户，"
        f"其中不参加抽取{forecast.closed}户",
        columns=[
            SheetColumn("批次", "center", 14),
            SheetColumn("时间", "center", 24),
            SheetColumn("状态", "center", 10),
            SheetColumn("检查户数", "center", 14),
            SheetColumn("检查户次", "center", 14),
            SheetColumn("补足户数", "center", 14),
            SheetColumn("超上限户次", "center", 14),
        ],
        rows=rows,
        below=below,
        filtered=False,
    )


def _basis(forecast: YearForecast) -> str:
    if forecast.trials is None:
        return "说明：各批次都已抽取。"
    return (
        f"说明：范围是用现有名录库按抽取规则试排{forecast.trials.count}次的最少和最多，"
        f"种子为“{LABEL}”加序号，仅供安排工作，不是抽取结果，不入台账。"
    )


def _strata(forecast: YearForecast) -> Sheet:
    batches = forecast.pool.plan.batches_in_order
    rows: list[Row] = [
        [
            part.task,
            part.label,
            part.size,
            *(quota if quota is not None else "—" for quota in part.quotas),
            sum(quota or 0 for quota in part.quotas),
        ]
        for part in forecast.strata
    ]
    return Sheet(
        name="分层应抽",
        title="各批次分层应抽户数",
        about="按计划的比例、取整和每层至少计算，确定不变；同一户可能被几个任务抽中。",
        columns=[
            SheetColumn("任务编号", "center", 16),
            SheetColumn("分层", "center", 24),
            SheetColumn("总户数", "number"),
            *(SheetColumn(batch.name, "number") for batch in batches),
            SheetColumn("全年", "number"),
        ],
        rows=rows,
        total=None
        if any(part.stage for part in forecast.strata)
        else ["合计", "", "", *_sums(rows, range(3, 4 + len(batches)))],
        below=["写有“几个中抽几个”的，抽中以后才抽其中的户，没有抽中的不抽，各行不能相加。"]
        if any(part.stage for part in forecast.strata)
        else [],
        filtered=False,
    )


def _sums(rows: Sequence[Row], columns: Sequence[int]) -> list[int]:
    return [sum(cell for row in rows if isinstance(cell := row[index], int)) for index in columns]


def duty_text(duty: MustInspectYear, index: int, batch: Batch) -> str:
    """When the visits of a must-inspect object are due in one batch."""
    count = duty.visits[index]
    if not count:
        return "—"
    months = duty.months[index]
    if months:
        return f"{count}次（{'、'.join(f'{int(month[5:])}月' for month in months)}）"
    first, last = int(batch.start[5:]), int(batch.end[5:])
    return f"1次（{first}月）" if first == last else f"1次（{first}—{last}月）"


def _duties(forecast: YearForecast) -> Sheet:
    pool = forecast.pool
    batches = pool.plan.batches_in_order
    rows: list[Row] = [
        [
            serial,
            pool.ids[duty.number - 1],
            pool.name(duty.number),
            "、".join(duty.rules),
            duty.times,
            duty.done,
            *(duty_text(duty, index, batch) for index, batch in enumerate(batches)),
            "不参加抽取，未安排" if duty.unscheduled else "",
        ]
        for serial, duty in enumerate(forecast.duties, 1)
    ]
    return Sheet(
        name="必查安排",
        title="必查对象全年安排",
        about="内部　随机抽中的计入次数，届时相应减少。",
        columns=[
            SheetColumn("序号", "number"),
            SheetColumn("标识", "center", 22),
            SheetColumn("名称", most=34),
            SheetColumn("必查原因", most=26),
            SheetColumn("全年次数", "number"),
            SheetColumn("已查", "number"),
            *(SheetColumn(batch.name, "center", 18) for batch in batches),
            SheetColumn("备注", most=20),
        ],
        rows=rows,
        filtered=False,
    )


def _loads(forecast: YearForecast) -> Sheet:
    trials, pool = forecast.trials, forecast.pool
    people = [person for person in pool.people if trials and person.id in trials.loads]
    people.sort(key=lambda person: (person.expert, person.department, person.id))
    rows: list[Row] = []
    for serial, person in enumerate(people, 1):
        spread = trials.loads[person.id] if trials else TrialRange(0, 0.0, 0)
        where = person.department or "专家"
        rows.append(
            [serial, person.name, where, f"{spread.mean:.1f}", spread.least, spread.most, _why_none(spread)]
        )
    return Sheet(
        name="人员负荷预测",
        title="检查人员负荷预测（未抽取的各批次合计）",
        about=f"内部　{_basis(forecast)}",
        columns=[
            SheetColumn("序号", "number"),
            SheetColumn("姓名", "center", 14),
            SheetColumn("部门", most=32),
            SheetColumn("平均次数", "center", 10),
            SheetColumn("最少", "number"),
            SheetColumn("最多", "number"),
            SheetColumn("备注", most=30),
        ],
        rows=rows,
    )


def _why_none(spread: TrialRange) -> str:
    return "" if spread.most else "各次试排都没有排到：请看状态、证件有效期、标签"


def month_row(month: LineMonth, department: str) -> list[str]:
    """One line of 检查组 in one month."""
    return [
        month_text(month.month),
        department,
        f"{month.visits:.1f}",
        str(month.people),
        f"{month.load:.1f}",
        str(month.weekdays),
        "超过工作日数" if month.load > month.weekdays else "",
    ]


def _months(forecast: YearForecast) -> Sheet:
    months = forecast.trials.months if forecast.trials else ()
    return Sheet(
        name="各月检查次数",
        title="各月检查次数预测",
        about="内部　没有指定月份的检查按批次各月平均分摊；工作日未扣节假日。",
        columns=[
            SheetColumn("月份", "center", 14),
            SheetColumn("检查组", most=32),
            SheetColumn("检查户次", "center", 12),
            SheetColumn("可派人数", "center", 12),
            SheetColumn("人均次数", "center", 12),
            SheetColumn("工作日", "center", 10),
            SheetColumn("备注", most=20),
        ],
        rows=[month_row(month, month.line.seat) for month in months],
        filtered=False,
    )


def _coverage(forecast: YearForecast) -> Sheet:
    rows: list[Row] = [
        [
            part.task,
            part.label,
            part.size,
            *(share_text(share) for share in part.coverage),
        ]
        for part in forecast.strata
        if part.size
    ]
    return Sheet(
        name="多年覆盖",
        title="一户在几年内至少被随机抽中一次的可能",
        about="比例和户数不变时的准确概率；不计必查和补足，几个任务都在范围内的户实际更高。",
        columns=[
            SheetColumn("任务编号", "center", 16),
            SheetColumn("分层", "center", 24),
            SheetColumn("总户数", "number"),
            *(SheetColumn(f"{years}年", "center", 12) for years in range(1, YEARS + 1)),
        ],
        rows=rows,
        filtered=False,
    )
