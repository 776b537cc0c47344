"""The sentences of 年度评估报告: every one says numbers that stand in 年度评估.xlsx too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.evaluation.compliance import PublicationState
from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.rates import STRATUM, hit_rows
from shuangsuiji.core.plans.values import percent_text
from shuangsuiji.documents.evaluation.charts import MOST, Chart
from shuangsuiji.documents.evaluation.compliance import state_text
from shuangsuiji.documents.evaluation.overview import DEFINITIONS, key_figures
from shuangsuiji.documents.evaluation.report_content import (
    ChartPlace,
    CoverageRow,
    DefinitionRow,
    DrawnRow,
    EvaluationReport,
    IndicatorRow,
    OpenMeasureRow,
    ProblemRow,
    RisenRow,
    UnpublishedRow,
)
from shuangsuiji.documents.evaluation.tables import comparison_notes
from shuangsuiji.documents.evaluation.words import (
    chance_text,
    group_text,
    half,
    interval_text,
    numeral,
    percent,
    remark,
    share_text,
)
from shuangsuiji.documents.office.official import title_lines
from shuangsuiji.documents.results.monthly_rows import document_text
from shuangsuiji.documents.wording import amount_text, chinese_day, issuers

SUBJECTS = ("coverage", "ratio", "problem", "publication", "people", "trend")
"""The sections of the report, in its order; each shows the charts of its subject."""

MOST_NAMED = 200
"""A table of the report names no more than this; the workbook has them all."""


def content(
    figures: EvaluationFigures, charts: Sequence[Chart], body: str
) -> tuple[EvaluationReport, dict[str, Chart]]:
    """What the report says, and the chart that stands for each mark."""
    marks, shown = _placed(charts)
    plans = {one.key[0]: one.dossier.pool.plan for one in figures.facts}
    bodies = tuple(dict.fromkeys(name for plan in plans.values() for name in issuers(plan)))
    report = EvaluationReport(
        heads=title_lines([body]),
        body=body,
        year=figures.year,
        plans="、".join(map(document_text, plans.values())),
        until=chinese_day(datetime.fromisoformat(figures.today)),
        batches=len(figures.facts),
        tasks=sum(len(one.tasks) for one in figures.facts),
        visits=figures.visits,
        begun=figures.begun.part,
        waiting=figures.visits - figures.begun.part,
        indicators=_indicators(figures),
        coverage_text=_coverage_text(figures),
        coverage=_coverage(figures),
        ratio_text=_ratio_text(figures),
        drawn=_drawn(figures),
        floors=tuple(_floors(figures)),
        problem_text=_problem_text(figures),
        problems=_problems(figures),
        must=tuple(_must(figures)),
        publication_text=_publication_text(figures),
        unpublished=_unpublished(figures),
        closing_text=_closing_text(figures),
        open=_open(figures),
        people=tuple(_people(figures)),
        trend_notes=tuple(_trend_notes(figures)),
        risen=_risen(figures),
        todo=tuple(f"（{numeral(n)}）{text}" for n, text in enumerate(_todo(figures), 1)),
        definitions=tuple(DefinitionRow(name=name, text=text) for name, text in DEFINITIONS),
        issuers=bodies if body in bodies else (body,),
        issued=chinese_day(datetime.fromisoformat(figures.today)),
        coverage_charts=tuple(shown["coverage"]),
        ratio_charts=tuple(shown["ratio"]),
        problem_charts=tuple(shown["problem"]),
        publication_charts=tuple(shown["publication"]),
        people_charts=tuple(shown["people"]),
        trend_charts=tuple(shown["trend"]),
    )
    return report, marks


def _placed(charts: Sequence[Chart]) -> tuple[dict[str, Chart], dict[str, list[ChartPlace]]]:
    """The mark of each chart, and the figures of each section, numbered through the report."""
    marks: dict[str, Chart] = {}
    shown: dict[str, list[ChartPlace]] = {subject: [] for subject in SUBJECTS}
    for number, chart in enumerate(sorted(charts, key=lambda chart: SUBJECTS.index(chart.subject)), 1):
        mark = f"〔图{number}〕"
        marks[mark] = chart
        shown[chart.subject].append(
            ChartPlace(mark=mark, caption=f"图{number}　{chart.title}", note=chart.note)
        )
    return marks, shown


def _indicators(figures: EvaluationFigures) -> tuple[IndicatorRow, ...]:
    return tuple(
        IndicatorRow(name=name, value=share_text(share), note=note)
        for name, share, note in key_figures(figures)
    )


def _coverage_text(figures: EvaluationFigures) -> str:
    total = figures.total
    rate = percent(total.coverage.rate)
    return f"可检查的对象共{total.size}户，本年检查过{total.inspected}户，覆盖率{rate}。"


def _coverage(figures: EvaluationFigures) -> tuple[CoverageRow, ...]:
    return tuple(
        CoverageRow(
            kind=rate.kind,
            name=group_text(rate),
            inspected=rate.inspected,
            size=rate.size,
            rate=percent(rate.coverage.rate),
        )
        for rate in figures.rates
        if rate.kind != STRATUM
    )


def _ratio_text(figures: EvaluationFigures) -> str:
    platform = [one.key[1] for one in figures.facts if one.by_platform]
    words = f"其中{'、'.join(platform)}由平台抽取，不能重算。" if platform else ""
    return _strata_text(figures) + words


def _strata_text(figures: EvaluationFigures) -> str:
    short = [hit for hit in figures.hits if hit.drawn < hit.stratum.record["n"]]
    if not figures.hits:
        return "本年度没有按比例抽取的任务。"
    words = f"各批次共{len(figures.hits)}层，"
    if len(figures.hits) > MOST:
        words = f"各批次共{len(figures.hits)}层（下表把各行政区划的同一层合在一起，分区的数见年度评估表），"
    if not short:
        return words + "都按应抽户数抽足。实抽比例与计划比例的差别来自取整和每层至少户数。"
    missing = sum(hit.stratum.record["n"] - hit.drawn for hit in short)
    return words + f"其中{len(short)}层可抽的户不足或没有候补，共少抽{missing}户。"


def _drawn(figures: EvaluationFigures) -> tuple[DrawnRow, ...]:
    return tuple(
        DrawnRow(
            batch=row.batch,
            name=" ".join(part for part in (row.task, row.district, row.name) if part),
            size=row.size,
            ratio=amount_text(row.intended) if row.intended is not None else f"{row.count}户",
            wanted=row.wanted,
            drawn=row.drawn,
            rate=percent(row.actual.rate),
        )
        for row in hit_rows(figures.hits, MOST)
    )


def _floors(figures: EvaluationFigures) -> list[str]:
    return [
        f"计划规定全年随机抽查比例不低于{percent_text(floor.ratio)}，应查{floor.needed}户，"
        f"随机抽中{floor.drawn}户，已检查{floor.inspected}户，"
        + ("已达到。" if floor.reached else f"还差{floor.needed - floor.inspected}户。")
        for floor in figures.floors
    ]


def _problem_text(figures: EvaluationFigures) -> str:
    total = figures.total
    if not total.problem.of:
        return "还没有结果录齐的随机检查，不能计算问题率。"
    note = "户数少，区间宽，只供参考。" if total.small else ""
    return (
        f"随机检查并且各部门结果录齐的{total.problem.of}户中，{total.problem.part}户发现问题，"
        f"问题率{percent(total.problem.rate)}，95%区间{interval_text(total.interval)}。{note}"
        "各组的问题率和区间见下表；标明样本少的，不宜互相比较。"
    )


def _problems(figures: EvaluationFigures) -> tuple[ProblemRow, ...]:
    """Strata stand in the table only where tasks and tiers do not say the same."""
    strata = figures.of_kind(STRATUM)
    several = len({rate.district for rate in strata}) > 1 and len(strata) <= MOST
    return tuple(
        ProblemRow(
            kind=rate.kind,
            name=group_text(rate),
            rate=share_text(rate.problem),
            interval=interval_text(rate.interval),
            note=remark(rate),
        )
        for rate in figures.rates
        if rate.kind != STRATUM or several
    )


def _must(figures: EvaluationFigures) -> list[str]:
    found = [
        f"必查“{entry.rule}”：{entry.objects}户，每户全年应查{entry.times}次，已查足"
        f"{share_text(entry.fulfilled)}；已检查的{entry.problem.of}户中{entry.problem.part}户发现问题。"
        for entry in figures.must_inspect
    ]
    return [*found, "必查对象不是随机抽取的，其问题率只说明这些户本身，没有与随机抽查合并。"] if found else []


def _publication_text(figures: EvaluationFigures) -> str:
    published, in_time = figures.published, figures.in_time
    if not published.of:
        return "还没有录入检查结果，没有应公示的结果。"
    words = (
        f"已检查{published.of}户次，结果已全部公示的{published.part}户次，公示率{percent(published.rate)}。"
    )
    if in_time.of:
        words += f"到期或已公示的{in_time.of}户次中，按期公示{in_time.part}户次，"
        words += f"按期公示率{percent(in_time.rate)}。"
    if published.of - published.part > MOST_NAMED:
        words += f"没有公示的列出前{MOST_NAMED}户次，其余见年度评估表“结果公示”。"
    unknown = sum(entry.state is PublicationState.UNKNOWN for entry in figures.publications)
    return words + (f"有{unknown}户次的期限未能推算，不计入按期公示率。" if unknown else "")


def _unpublished(figures: EvaluationFigures) -> tuple[UnpublishedRow, ...]:
    entries = sorted(figures.publications, key=lambda entry: entry.due)
    return tuple(
        UnpublishedRow(
            name=entry.visit.name,
            batch=entry.visit.batch,
            day=entry.visit.last_day,
            due=entry.due,
            state=entry.state.value,
        )
        for entry in [entry for entry in entries if not entry.done][:MOST_NAMED]
    )


def _closing_text(figures: EvaluationFigures) -> str:
    closed = figures.closed
    if not closed.of:
        return "没有需要后续处置的问题。"
    words = f"应有后续处置的{closed.of}件，已完成{closed.part}件，完成率{percent(closed.rate)}。"
    if closed.of - closed.part > MOST_NAMED:
        words += f"没有完成的列出前{MOST_NAMED}件，其余见年度评估表“后续处置”。"
    return words


def _open(figures: EvaluationFigures) -> tuple[OpenMeasureRow, ...]:
    return tuple(
        OpenMeasureRow(
            name=entry.visit.name,
            department=entry.department,
            day=entry.result.day,
            measures="、".join(entry.result.measures),
            state=state_text(entry),
        )
        for entry in [entry for entry in figures.follow_ups if not entry.closed][:MOST_NAMED]
    )


def _people(figures: EvaluationFigures) -> list[str]:
    found = [
        f"{spread.department}可派人员{spread.people}人，全年最少{spread.least}户次（{_some(spread.least_names)}），"
        f"中位数{half(spread.doubled_median)}户次，最多{spread.most}户次（{_some(spread.most_names)}）。"
        for spread in figures.spreads
    ]
    recused = sum(entry.recused_at_draw for entry in figures.changes)
    late = sum(entry.recused_late for entry in figures.changes)
    events = sum(entry.events for entry in figures.changes)
    absent = sum(entry.absent for entry in figures.changes)
    objects = sum(entry.objects for entry in figures.changes)
    return [
        *found,
        f"抽取时因回避跳过{recused}人次，抽取后申请回避{late}人次；递补{events}次，其中人员不能参加{absent}人次、"
        f"对象不能检查{objects}户，都有记录。",
    ]


def _some(names: Sequence[str], most: int = 6) -> str:
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}人"


def _trend_notes(figures: EvaluationFigures) -> list[str]:
    notes = comparison_notes(figures)
    if not figures.candidates:
        notes.append("按照检验，没有问题率上升的组。")
    return notes


def _risen(figures: EvaluationFigures) -> tuple[RisenRow, ...]:
    return tuple(
        RisenRow(
            name=group_text(trend.rate),
            before=f"{trend.earlier}\n{share_text(trend.before)}",
            now=f"{trend.later}\n{share_text(trend.now)}",
            chance=chance_text(trend),
        )
        for trend in figures.candidates
    )


def _todo(figures: EvaluationFigures) -> list[str]:
    """What the record shows to be unfinished; facts alone."""
    found = []
    if figures.undrawn:
        found.append(f"还有{len(figures.undrawn)}个批次没有抽取。")
    if figures.begun.part < figures.visits:
        found.append(f"{figures.visits - figures.begun.part}户次没有录入检查结果。")
    partial = figures.begun.part - figures.complete.part
    if partial:
        found.append(f"{partial}户次只有部分部门录入了结果。")
    lacking = sum(len(entry.lacking) for entry in figures.must_inspect)
    if lacking:
        found.append(f"{lacking}户必查对象没有查足次数。")
    found += [
        f"年度随机抽查比例下限还差{floor.needed - floor.inspected}户。"
        for floor in figures.floors
        if not floor.reached
    ]
    unpublished = figures.published.of - figures.published.part
    if unpublished:
        found.append(f"{unpublished}户次的结果没有公示，应当全部公示。")
    unnamed = sum(entry.unnamed for entry in figures.follow_ups)
    if unnamed:
        found.append(f"{unnamed}件发现的问题没有写明后续处置措施。")
    still_open = figures.closed.of - figures.closed.part - unnamed
    if still_open:
        found.append(f"{still_open}件后续处置没有完成。")
    return found
