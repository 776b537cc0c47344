"""The sheets of 年度评估.xlsx on what was drawn and found: coverage, ratios, problem rates, comparisons.

Every percentage is a formula over two cells of its own row.
"""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.rates import Rate
from shuangsuiji.core.evaluation.trends import Trend
from shuangsuiji.documents.evaluation.words import (
    chance_text,
    group_text,
    interval_text,
    meaning,
    remark,
    verdict,
)
from shuangsuiji.documents.office.sheets import Column, Quotient, Row, Sheet
from shuangsuiji.documents.wording import amount_text, exact_text


def coverage(figures: EvaluationFigures, about: str) -> Sheet:
    """覆盖率: objects that had a visit this year, for whatever reason, out of all that may be inspected."""
    rows: list[Row] = [
        [
            rate.kind,
            group_text(rate),
            rate.inspected,
            rate.size,
            Quotient(2, 3, rate.coverage.rate),
            rate.drawn,
        ]
        for rate in figures.rates
    ]
    return Sheet(
        name="覆盖率",
        title=f"{figures.year}年度抽查覆盖率",
        about=about,
        columns=[
            Column("分组", "center", 12),
            Column("名称", most=60),
            Column("已检查户数", "number"),
            Column("可检查户数", "number"),
            Column("覆盖率", "percent"),
            Column("随机抽中户数", "number"),
        ],
        rows=rows,
        below=["覆盖率＝已检查÷可检查。一户检查几次都只计一户；随机、必查、补足的检查都算。"],
    )


def ratios(figures: EvaluationFigures, about: str) -> Sheet:
    """抽取比例: what the plan intended for each stratum of each batch, and what the draw hit."""
    rows: list[Row] = []
    for hit in figures.hits:
        record = hit.stratum.record
        product = record["product"]
        intended = hit.intended
        rows.append(
            [
                hit.stratum.batch,
                hit.stratum.task,
                " ".join(part for part in (hit.stratum.district, hit.stratum.name) if part),
                record["N"],
                amount_text(intended) if intended is not None else f"{record['count']}户",
                exact_text(product) if product is not None else "",
                record["n"],
                hit.drawn,
                Quotient(7, 3, hit.actual.rate),
                hit.inspected,
                _shortage(record["n"], hit.drawn, hit.inspected),
            ]
        )
    return Sheet(
        name="抽取比例",
        title=f"{figures.year}年度各层应抽、实抽和已检查户数",
        about=about,
        columns=[
            Column("批次", "center", 12),
            Column("任务", most=36),
            Column("分层", most=24),
            Column("可检查N", "number"),
            Column("计划比例", "center", 12),
            Column("N×比例", "center", 12),
            Column("应抽n", "number"),
            Column("实抽", "number"),
            Column("实抽比例", "percent"),
            Column("已检查", "number"),
            Column("备注", most=24),
        ],
        rows=rows,
        below=["实抽比例＝实抽÷N。实抽比例与计划比例的差别来自取整、每层至少户数和可抽户数不足。"],
    )


def _shortage(wanted: int, drawn: int, inspected: int) -> str:
    parts = [f"少抽{wanted - drawn}户"] if drawn < wanted else []
    parts += [f"未检查{drawn - inspected}户"] if inspected < drawn else []
    return "，".join(parts)


def problems(figures: EvaluationFigures, about: str) -> Sheet:
    """问题率: over random visits alone, with intervals."""
    rows: list[Row] = [_problem(rate) for rate in figures.rates]
    return Sheet(
        name="问题率",
        title=f"{figures.year}年度随机抽查问题率",
        about=about,
        columns=[
            Column("分组", "center", 12),
            Column("名称", most=60),
            Column("发现问题户数", "number"),
            Column("随机检查户数", "number"),
            Column("问题率", "percent"),
            Column("95%区间", "center", 18),
            Column("区间说明", "center", 16),
            Column("可检查户数", "number"),
            Column("备注", most=24),
        ],
        rows=rows,
        below=[
            "问题率＝发现问题÷随机检查。只计随机抽中（含补足）且各部门结果齐全的户；必查的另见“必查”表。",
            "区间：照这样抽查，算出的区间一百次里至少有九十五次包含真实的问题率；户数少，区间就宽，不能当作准数。",
        ],
    )


def _problem(rate: Rate) -> Row:
    return [
        rate.kind,
        group_text(rate),
        rate.problem.part,
        rate.problem.of,
        Quotient(2, 3, rate.problem.rate),
        interval_text(rate.interval),
        meaning(rate),
        rate.size,
        remark(rate),
    ]


def comparisons(figures: EvaluationFigures, about: str) -> Sheet:
    """比较: against last year, and batch against batch; what has risen stands first."""
    trends = [*figures.by_year, *figures.by_batch]
    order = sorted(range(len(trends)), key=lambda index: (not trends[index].risen, index))
    rows: list[Row] = [_comparison(trends[index]) for index in order]
    return Sheet(
        name="比较",
        title=f"{figures.year}年度问题率的变化",
        about=about,
        columns=[
            Column("分组", "center", 12),
            Column("名称", most=50),
            Column("前一时段", "center", 12),
            Column("发现问题", "number"),
            Column("随机检查", "number"),
            Column("问题率", "percent"),
            Column("后一时段", "center", 12),
            Column("发现问题", "number"),
            Column("随机检查", "number"),
            Column("问题率", "percent"),
            Column("偶然性", "center", 18),
            Column("结论", most=28),
        ],
        rows=rows,
        below=comparison_notes(figures),
    )


def _comparison(trend: Trend) -> Row:
    return [
        trend.rate.kind,
        group_text(trend.rate),
        trend.earlier,
        trend.before.part,
        trend.before.of,
        Quotient(3, 4, trend.before.rate),
        trend.later,
        trend.now.part,
        trend.now.of,
        Quotient(7, 8, trend.now.rate),
        chance_text(trend),
        verdict(trend),
    ]


def comparison_notes(figures: EvaluationFigures) -> list[str]:
    """How many comparisons were made, and what that means; why there is none with last year."""
    compared = sum(trend.chance is not None for trend in (*figures.by_year, *figures.by_batch))
    notes = [] if figures.last else [f"台账里没有{figures.year - 1}年度计划的抽取，没有与上年比较。"]
    if compared:
        notes.append(
            f"共作{compared}项比较。偶然性是指：问题率其实没有变化，仅仅由于抽样也会出现这样大的上升的可能性；"
            f"不超过5%的列为上升。比较的项数多，偶然也会有个别项列为上升（平均至多约{expected_alarms(compared)}项），"
            "所以“上升”只是建议关注，不是结论。"
        )
    else:
        notes.append("各组随机检查的户数都少，不作比较。" if figures.by_batch or figures.by_year else "")
    return [note for note in notes if note]


def expected_alarms(compared: int) -> str:
    """How many of so many comparisons may show a rise by chance alone: one in twenty."""
    tenths = max(compared * 10 // 20, 1)
    return f"{tenths // 10}.{tenths % 10}"


def by_kind(rates: Sequence[Rate], kind: str) -> list[Rate]:
    """The rates of one kind of group."""
    return [rate for rate in rates if rate.kind == kind]
