"""The sheets of 年度评估.xlsx on what was drawn and found: coverage, ratios, problem rates, comparisons.

Every percentage is a formula over two cells of its own row. Titles go without their year.
"""

from __future__ import annotations

from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.rates import Hit, Rate
from shuangsuiji.core.evaluation.trends import Trend
from shuangsuiji.core.plans.words import amount_text
from shuangsuiji.documents.evaluation.fields import share_fields
from shuangsuiji.documents.evaluation.words import (
    chance_text,
    group_text,
    interval_text,
    meaning,
    remark,
    verdict,
)
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Quotient, Sheet
from shuangsuiji.documents.wording import exact_text

COVERAGE: tuple[Field[Rate], ...] = (
    Field("分组", lambda rate: rate.kind, "center", 12),
    Field("名称", group_text, most=60),
    *share_fields(2, ("已检查户数", "可检查户数", "覆盖率"), lambda rate: rate.coverage),
    Field("随机抽中户数", lambda rate: rate.drawn, "number"),
)

RATIOS: tuple[Field[Hit], ...] = (
    Field("批次", lambda hit: hit.stratum.batch, "center", 12),
    Field("任务", lambda hit: hit.stratum.task, most=36),
    Field("分层", lambda hit: f"{hit.stratum.district} {hit.stratum.name}".strip(), most=24),
    Field("可检查N", lambda hit: hit.stratum.record["N"], "number"),
    Field("计划比例", lambda hit: amount_text(hit.amount), "center", 12),
    Field("N×比例", lambda hit: _product(hit), "center", 12),
    Field("应抽n", lambda hit: hit.stratum.record["n"], "number"),
    Field("实抽", lambda hit: hit.drawn, "number"),
    Field("实抽比例", lambda hit: Quotient(7, 3, hit.actual.rate), "percent"),
    Field("已检查", lambda hit: hit.inspected, "number"),
    Field("备注", lambda hit: _shortage(hit), most=24),
)

PROBLEMS: tuple[Field[Rate], ...] = (
    Field("分组", lambda rate: rate.kind, "center", 12),
    Field("名称", group_text, most=60),
    *share_fields(2, ("发现问题户数", "随机检查户数", "问题率"), lambda rate: rate.problem),
    Field("95%区间", lambda rate: interval_text(rate.interval), "center", 18),
    Field("区间说明", meaning, "center", 16),
    Field("可检查户数", lambda rate: rate.size, "number"),
    Field("备注", remark, most=24),
)

COMPARISONS: tuple[Field[Trend], ...] = (
    Field("分组", lambda trend: trend.rate.kind, "center", 12),
    Field("名称", lambda trend: group_text(trend.rate), most=50),
    Field("前一时段", lambda trend: trend.earlier, "center", 12),
    *share_fields(3, ("发现问题", "随机检查", "问题率"), lambda trend: trend.before),
    Field("后一时段", lambda trend: trend.later, "center", 12),
    *share_fields(7, ("发现问题", "随机检查", "问题率"), lambda trend: trend.now),
    Field("偶然性", chance_text, "center", 18),
    Field("结论", verdict, most=28),
)


def coverage(figures: EvaluationFigures) -> Sheet:
    """覆盖率: objects that had a visit this year, for whatever reason, out of all that may be inspected."""
    below = ["覆盖率＝已检查÷可检查。一户检查几次都只计一户；随机、必查、补足的检查都算。"]
    return table("覆盖率", "抽查覆盖率", COVERAGE, figures.rates, below=below)


def ratios(figures: EvaluationFigures) -> Sheet:
    """抽取比例: what the plan intended for each stratum of each batch, and what the draw hit."""
    below = ["实抽比例＝实抽÷N。实抽比例与计划比例的差别来自取整、每层至少户数和可抽户数不足。"]
    return table("抽取比例", "各层应抽、实抽和已检查户数", RATIOS, figures.hits, below=below)


def _product(hit: Hit) -> str:
    product = hit.stratum.record["product"]
    return exact_text(product) if product is not None else ""


def _shortage(hit: Hit) -> str:
    wanted = hit.stratum.record["n"]
    parts = [f"少抽{wanted - hit.drawn}户"] if hit.drawn < wanted else []
    parts += [f"未检查{hit.drawn - hit.inspected}户"] if hit.inspected < hit.drawn else []
    return "，".join(parts)


def problems(figures: EvaluationFigures) -> Sheet:
    """问题率: over random visits alone, with intervals."""
    below = [
        "问题率＝发现问题÷随机检查。只计随机抽中（含补足）且各部门结果齐全的户；必查的另见“必查”表。",
        "区间：照这样抽查，算出的区间一百次里至少有九十五次包含真实的问题率；户数少，区间就宽，不能当作准数。",
    ]
    return table("问题率", "随机抽查问题率", PROBLEMS, figures.rates, below=below)


def comparisons(figures: EvaluationFigures) -> Sheet:
    """比较: against last year, and batch against batch; what has risen stands first."""
    trends = sorted((*figures.by_year, *figures.by_batch), key=lambda trend: not trend.risen)
    return table("比较", "问题率的变化", COMPARISONS, trends, below=comparison_notes(figures))


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
    elif figures.by_batch or figures.by_year:
        notes.append("各组随机检查的户数都少，不作比较。")
    return notes


def expected_alarms(compared: int) -> str:
    """How many of so many comparisons may show a rise by chance alone: one in twenty."""
    tenths = max(compared * 10 // 20, 1)
    return f"{tenths // 10}.{tenths % 10}"
