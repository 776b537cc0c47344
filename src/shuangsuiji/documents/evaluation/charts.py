"""The charts of the evaluation as data: the workbook and the Word report draw the same ones.

A value of None leaves a gap. Values are shares from 0 to 1 where `percent`, else whole numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuangsuiji.core.evaluation.compliance import PublicationState
from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.rates import AREA, STRATUM, TASK, TIER, Rate, hit_rows
from shuangsuiji.core.evaluation.trends import Trend
from shuangsuiji.documents.evaluation.words import group_text

MOST = 40
"""A chart shows no more groups than this; the tables have them all."""

BLUE, GREY, RED, GREEN = "#2F5D8C", "#A6A6A6", "#B5483C", "#5B8C5A"

Values = tuple[Fraction | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of bars.

    Attributes:
        less, more: how far the interval reaches below and above each value; empty without intervals.
    """

    name: str
    values: Values
    color: str
    less: Values = ()
    more: Values = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart of horizontal bars, the first group on top.

    Attributes:
        subject: coverage, ratio, problem, trend, publication or people.
    """

    subject: str
    title: str
    groups: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool
    note: str = ""


def charts(figures: EvaluationFigures) -> list[Chart]:
    """The charts of a year, those without anything to show left out."""
    main = [rate for rate in figures.rates if rate.kind in (TASK, TIER)]
    areas = [rate for rate in figures.rates if rate.kind == AREA]
    strata = [rate for rate in figures.rates if rate.kind == STRATUM]
    detailed = strata if len(main) < len(strata) <= MOST else []
    found = [
        _coverage("各任务、各层级抽查覆盖率", main),
        _coverage("各行政区划抽查覆盖率", areas),
        _hits(figures),
        _problems("各任务、各层级随机抽查问题率", main),
        _problems("各行政区划随机抽查问题率", areas),
        _problems("各层随机抽查问题率", detailed),
        *_comparisons(figures),
        _publication(figures),
        _loads(figures),
    ]
    return [chart for chart in found if chart is not None]


def _shortened(text: str, most: int = 22) -> str:
    return text if len(text) <= most else f"{text[:12]}…{text[len(text) - most + 13 :]}"


def _labels(texts: Sequence[str]) -> tuple[str, ...]:
    """Names short enough for an axis, and no two alike."""
    short = [_shortened(text) for text in texts]
    twice = {text for text, count in Counter(short).items() if count > 1}
    return tuple(long if brief in twice else brief for long, brief in zip(texts, short, strict=True))


def _cut(shown: int, of: int) -> str:
    return f"只画前{shown}组，共{of}组，其余见表。" if of > shown else ""


def _coverage(title: str, rates: Sequence[Rate]) -> Chart | None:
    shown = [rate for rate in rates if rate.size][:MOST]
    if not shown:
        return None
    values = tuple(rate.coverage.rate for rate in shown)
    return Chart(
        subject="coverage",
        title=title,
        groups=_labels([group_text(rate) for rate in shown]),
        series=(Series(name="覆盖率", values=values, color=BLUE),),
        percent=True,
        note=_cut(len(shown), len(rates)),
    )


def _hits(figures: EvaluationFigures) -> Chart | None:
    """Intended and actual ratio of every stratum that has a ratio; a batch a name where there are several."""
    ratio = [row for row in hit_rows(figures.hits, MOST) if row.intended is not None]
    shown = ratio[:MOST]
    if not shown:
        return None
    several = len({row.batch for row in shown}) > 1
    names = [
        " ".join(part for part in (row.batch if several else "", row.district, row.name or row.task) if part)
        for row in shown
    ]
    return Chart(
        subject="ratio",
        title="各层计划比例和实抽比例",
        groups=_labels(names),
        series=(
            Series(name="计划比例", values=tuple(row.intended for row in shown), color=GREY),
            Series(name="实抽比例", values=tuple(row.actual.rate for row in shown), color=BLUE),
        ),
        percent=True,
        note=_cut(len(shown), len(ratio)) or _together(figures),
    )


def _together(figures: EvaluationFigures) -> str:
    return "各行政区划合在一起。" if len(figures.hits) > MOST else ""


def _problems(title: str, rates: Sequence[Rate]) -> Chart | None:
    """Problem rates with their intervals; groups with small samples keep theirs, which are wide."""
    counted = [rate for rate in rates if rate.problem.of]
    shown = counted[:MOST]
    if not shown:
        return None
    values, less, more = [], [], []
    for rate in shown:
        assert rate.interval is not None and rate.problem.rate is not None, "counted"
        values.append(rate.problem.rate)
        less.append(rate.problem.rate - rate.interval.low)
        more.append(rate.interval.high - rate.problem.rate)
    groups = [
        f"{label}（{rate.problem.part}/{rate.problem.of}）"
        for label, rate in zip(_labels([group_text(rate) for rate in shown]), shown, strict=True)
    ]
    return Chart(
        subject="problem",
        title=title,
        groups=tuple(groups),
        series=(Series(name="问题率", values=tuple(values), color=RED, less=tuple(less), more=tuple(more)),),
        percent=True,
        note=f"横线是95%区间；括号内是发现问题的户数和随机检查的户数。{_cut(len(shown), len(counted))}",
    )


def _comparisons(figures: EvaluationFigures) -> list[Chart | None]:
    trends = list(figures.by_year)
    if not trends and figures.by_batch:
        first = figures.by_batch[0]
        pair = (first.earlier, first.later)
        trends = [trend for trend in figures.by_batch if (trend.earlier, trend.later) == pair]
    return [_comparison([trend for trend in trends if trend.rate.kind != STRATUM])]


def _comparison(trends: Sequence[Trend]) -> Chart | None:
    shown = trends[:MOST]
    if not shown:
        return None
    return Chart(
        subject="trend",
        title=f"随机抽查问题率：{shown[0].earlier}与{shown[0].later}",
        groups=_labels([group_text(trend.rate) for trend in shown]),
        series=(
            Series(name=shown[0].earlier, values=tuple(trend.before.rate for trend in shown), color=GREY),
            Series(name=shown[0].later, values=tuple(trend.now.rate for trend in shown), color=RED),
        ),
        percent=True,
        note=f"户数少的组差别多半出于偶然，是否上升以检验为准。{_cut(len(shown), len(trends))}",
    )


def _publication(figures: EvaluationFigures) -> Chart | None:
    states = Counter(entry.state for entry in figures.publications)
    if not states:
        return None
    return Chart(
        subject="publication",
        title="检查结果公示情况（户次）",
        groups=tuple(state.value for state in PublicationState if states[state]),
        series=(
            Series(
                name="户次",
                values=tuple(states[state] for state in PublicationState if states[state]),
                color=GREEN,
            ),
        ),
        percent=False,
    )


def _loads(figures: EvaluationFigures) -> Chart | None:
    loads = [load for load in figures.loads if load.available]
    shown = loads[:MOST]
    if not shown:
        return None
    names = [load.name for load in shown]
    twice = {name for name, count in Counter(names).items() if count > 1}
    groups = [f"{load.name}（{load.department}）" if load.name in twice else load.name for load in shown]
    return Chart(
        subject="people",
        title="可派检查人员全年户次",
        groups=tuple(groups),
        series=(Series(name="户次", values=tuple(load.assigned for load in shown), color=BLUE),),
        percent=False,
        note=_cut(len(shown), len(loads)),
    )
