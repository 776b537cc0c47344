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
from shuangsuiji.documents.evaluation.words import group_text

MOST = 40
"""A chart shows no more groups than this; the tables have them all."""

WIDTH = 640
"""The width of a chart in a sheet, in pixels."""

BLUE, GREY, RED, GREEN = "2F5D8C", "A6A6A6", "B5483C", "5B8C5A"
_NEARLY = Fraction(4, 5)

Values = tuple[Fraction | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of bars.

    Attributes:
        color: RRGGBB.
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
    percent: bool = True
    note: str = ""

    @property
    def height(self) -> int:
        """The height in pixels: room for every bar, but never more than a page."""
        bars = len(self.groups) * (len(self.series) + 0.6)
        return min(round(110 + 17 * max(bars, 3)) + (18 if len(self.series) > 1 else 0), 860)

    @property
    def to_all(self) -> bool:
        """Whether the axis goes to 100 %, and not beyond: for intervals, and for rates that come near it."""
        rates = [value for series in self.series for value in series.values if value is not None]
        intervals = any(series.less for series in self.series)
        return self.percent and (intervals or max(rates, default=0) > _NEARLY)

    @property
    def columns(self) -> list[tuple[str, Values]]:
        """What the sheet behind the chart holds beside the groups: heading and numbers of each column."""
        columns = []
        for series in self.series:
            columns.append((series.name, series.values))
            if series.less:
                columns += [("区间：减", series.less), ("区间：加", series.more)]
        return columns

    def column_of(self, series: Series) -> int:
        """The index of a series among the columns of that sheet; those of its interval follow."""
        return 1 + self.columns.index((series.name, series.values))


def charts(figures: EvaluationFigures) -> list[Chart]:
    """The charts of a year, those without anything to show left out."""
    main = [rate for rate in figures.rates if rate.kind in (TASK, TIER)]
    areas, strata = figures.of_kind(AREA), figures.of_kind(STRATUM)
    detailed = strata if len(main) < len(strata) <= MOST else []
    every = (
        _coverage("各任务、各层级抽查覆盖率", main),
        _coverage("各行政区划抽查覆盖率", areas),
        _hits(figures),
        _problems("各任务、各层级随机抽查问题率", main),
        _problems("各行政区划随机抽查问题率", areas),
        _problems("各层随机抽查问题率", detailed),
        *_comparison(figures),
        _publication(figures),
        _loads(figures),
    )
    return [chart for chart in every if chart.groups]


def _shortened(text: str, most: int = 22) -> str:
    return text if len(text) <= most else f"{text[:12]}…{text[len(text) - most + 13 :]}"


def _labels(texts: Sequence[str]) -> tuple[str, ...]:
    """Names short enough for an axis, and no two alike."""
    return _apart([_shortened(text) for text in texts], texts)


def _apart(short: Sequence[str], long: Sequence[str]) -> tuple[str, ...]:
    """The short names, but the long ones of those that would be alike."""
    count = Counter(short)
    return tuple(name if count[name] == 1 else full for name, full in zip(short, long, strict=True))


def _cut(shown: int, of: int) -> str:
    return f"只画前{shown}组，共{of}组，其余见表。" if of > shown else ""


def _coverage(title: str, rates: Sequence[Rate]) -> Chart:
    shown = [rate for rate in rates if rate.size][:MOST]
    values = tuple(rate.coverage.rate for rate in shown)
    return Chart(
        subject="coverage",
        title=title,
        groups=_labels([group_text(rate) for rate in shown]),
        series=(Series(name="覆盖率", values=values, color=BLUE),),
        note=_cut(len(shown), len(rates)),
    )


def _hits(figures: EvaluationFigures) -> Chart:
    """Intended and actual ratio of every stratum that has a ratio; a batch a name where there are several."""
    ratio = [row for row in hit_rows(figures.hits, MOST) if isinstance(row.amount, Fraction)]
    shown = ratio[:MOST]
    several = len({row.batch for row in shown}) > 1
    names = [
        " ".join(part for part in (row.batch if several else "", row.district, row.name or row.task) if part)
        for row in shown
    ]
    together = "各行政区划合在一起。" if len(figures.hits) > MOST else ""
    return Chart(
        subject="ratio",
        title="各层计划比例和实抽比例",
        groups=_labels(names),
        series=(
            Series(name="计划比例", values=tuple(row.amount for row in shown), color=GREY),
            Series(name="实抽比例", values=tuple(row.actual.rate for row in shown), color=BLUE),
        ),
        note=_cut(len(shown), len(ratio)) or together,
    )


def _problems(title: str, rates: Sequence[Rate]) -> Chart:
    """Problem rates with their intervals; groups with small samples keep theirs, which are wide."""
    counted = [rate for rate in rates if rate.problem.of]
    shown = counted[:MOST]
    values, less, more = [], [], []
    for rate in shown:
        assert rate.interval is not None and rate.problem.rate is not None, "counted"
        values.append(rate.problem.rate)
        less.append(rate.problem.rate - rate.interval.low)
        more.append(rate.interval.high - rate.problem.rate)
    labels = _labels([group_text(rate) for rate in shown])
    return Chart(
        subject="problem",
        title=title,
        groups=tuple(
            f"{label}（{rate.problem.part}/{rate.problem.of}）"
            for label, rate in zip(labels, shown, strict=True)
        ),
        series=(Series(name="问题率", values=tuple(values), color=RED, less=tuple(less), more=tuple(more)),),
        note=f"横线是95%区间；括号内是发现问题的户数和随机检查的户数。{_cut(len(shown), len(counted))}",
    )


def _comparison(figures: EvaluationFigures) -> list[Chart]:
    """This year beside the last, or else the first two batches that are compared."""
    trends = figures.by_year or figures.by_batch
    if not trends:
        return []
    earlier, later = trends[0].earlier, trends[0].later
    compared = [
        trend
        for trend in trends
        if (trend.earlier, trend.later) == (earlier, later) and trend.rate.kind != STRATUM
    ]
    shown = compared[:MOST]
    chart = Chart(
        subject="trend",
        title=f"随机抽查问题率：{earlier}与{later}",
        groups=_labels([group_text(trend.rate) for trend in shown]),
        series=(
            Series(name=earlier, values=tuple(trend.before.rate for trend in shown), color=GREY),
            Series(name=later, values=tuple(trend.now.rate for trend in shown), color=RED),
        ),
        note=f"户数少的组差别多半出于偶然，是否上升以检验为准。{_cut(len(shown), len(compared))}",
    )
    return [chart]


def _publication(figures: EvaluationFigures) -> Chart:
    count = Counter(entry.state for entry in figures.publications)
    states = [state for state in PublicationState if count[state]]
    values = tuple(count[state] for state in states)
    return Chart(
        subject="publication",
        title="检查结果公示情况（户次）",
        groups=tuple(state.value for state in states),
        series=(Series(name="户次", values=values, color=GREEN),),
        percent=False,
    )


def _loads(figures: EvaluationFigures) -> Chart:
    loads = [load for load in figures.loads if load.available]
    shown = loads[:MOST]
    names, full = [load.name for load in shown], [f"{load.name}（{load.department}）" for load in shown]
    return Chart(
        subject="people",
        title="可派检查人员全年户次",
        groups=_apart(names, full),
        series=(Series(name="户次", values=tuple(load.assigned for load in shown), color=BLUE),),
        percent=False,
        note=_cut(len(shown), len(loads)),
    )
