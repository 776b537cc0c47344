"""年度评估报告.docx: the figures of the year read out in the form of an official paper, with charts.

Made from a template like every Word paper: each placeholder, and what fills it in from the figures. A chart
stands where its mark stands, alone in a paragraph. Source: QHD-8.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from shuangsuiji.core.evaluation.compliance import FollowUp, VisitPublication
from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.evaluation.rates import STRATUM, Rate, hit_rows
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import amount_text
from shuangsuiji.core.publicity import Access
from shuangsuiji.documents.evaluation import report_text
from shuangsuiji.documents.evaluation.charts import MOST, Chart
from shuangsuiji.documents.evaluation.compliance import state_text
from shuangsuiji.documents.evaluation.overview import DEFINITIONS, key_figures
from shuangsuiji.documents.evaluation.words import (
    chance_text,
    group_text,
    interval_text,
    numeral,
    percent,
    remark,
    share_text,
)
from shuangsuiji.documents.official import title_lines
from shuangsuiji.documents.results.monthly_rows import document_text
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, slot
from shuangsuiji.documents.wording import chinese_day, issuers

SUBJECTS = ("coverage", "ratio", "problem", "publication", "people", "trend")
"""The sections of the report, in its order; each shows the charts of its subject."""

Content = TypeVar("Content")


@dataclass(frozen=True, kw_only=True)
class ReportSource:
    """What the report is written from.

    Attributes:
        body: that evaluates.
        charts: mark -> chart, numbered through the report.
    """

    figures: EvaluationFigures
    body: str
    charts: Mapping[str, Chart]

    @property
    def plans(self) -> Sequence[Plan]:
        """The plans of the year, each once."""
        return list({facts.key[0]: facts.dossier.pool.plan for facts in self.figures.facts}.values())

    @property
    def issuers(self) -> tuple[str, ...]:
        """The bodies that issue it: all of the plans, where the one that evaluates is among them."""
        bodies = tuple(dict.fromkeys(name for plan in self.plans for name in issuers(plan)))
        return bodies if self.body in bodies else (self.body,)


def _slot(name: str, about: str, value: Callable[[Any], Any], *, needed: bool = False) -> Any:
    """A placeholder, and what fills it in: of an entry in a row, of the `ReportSource` elsewhere."""
    declared = slot(name, about, needed=needed)
    return dataclasses.field(metadata={**declared.metadata, "value": value})


def _figure(name: str, about: str, value: Callable[[EvaluationFigures], Any]) -> Any:
    """A number or a text from the figures."""
    return _slot(name, about, lambda report: value(report.figures))


def _texts(name: str, about: str, value: Callable[[EvaluationFigures], Iterable[str]]) -> Any:
    """A list of texts."""
    return _figure(name, about, lambda figures: tuple(value(figures)))


def _rows(
    name: str, about: str, row: type[Any], entries: Callable[[EvaluationFigures], Iterable[Any]]
) -> Any:
    """A table: one row for each entry."""
    return _figure(name, about, lambda figures: tuple(_filled(row, entry) for entry in entries(figures)))


def _charts(name: str, about: str, subject: str) -> Any:
    """The charts of one subject."""
    return _slot(
        name,
        about,
        lambda report: tuple(
            _filled(ChartPlace, placed) for placed in report.charts.items() if placed[1].subject == subject
        ),
    )


def _filled(content: type[Content], source: Any) -> Content:
    slots = dataclasses.fields(content)  # type: ignore[arg-type]
    return content(**{field.name: field.metadata["value"](source) for field in slots})


@dataclass(frozen=True, kw_only=True)
class ChartPlace:
    """One chart: the mark that is replaced by it, its caption, a note; filled in from (mark, chart)."""

    mark: str = _slot("图", "图的位置，单独成段", lambda placed: placed[0])
    caption: str = _slot("题", "图题", lambda placed: f"{placed[0].strip('〔〕')}　{placed[1].title}")
    note: str = _slot("注", "图注，没有时为空", lambda placed: placed[1].note)


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One key figure; filled in from a row of `key_figures`."""

    name: str = _slot("指标", "指标名称", lambda figure: figure[0])
    value: str = _slot("比率", "百分比及分子、分母", lambda figure: share_text(figure[1]))
    note: str = _slot("说明", "怎样计算", lambda figure: figure[2])


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """One group of the table of coverage; filled in from a `Rate`."""

    kind: str = _slot("分组", "合计、任务、层级、行政区划之一", lambda rate: rate.kind)
    name: str = _slot("名称", "组的名称", group_text)
    inspected: int = _slot("已检查", "已检查户数", lambda rate: rate.inspected)
    size: int = _slot("可检查", "可检查户数", lambda rate: rate.size)
    rate: str = _slot("覆盖率", "百分比", lambda rate: percent(rate.coverage.rate))


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """One stratum of one batch; filled in from a `HitRow`."""

    batch: str = _slot("批次", "批次名称", lambda row: row.batch)
    name: str = _slot("分层", "任务、行政区划和层的名称", lambda row: row.label)
    size: int = _slot("户数", "该层可检查户数", lambda row: row.size)
    ratio: str = _slot("计划比例", "计划比例或户数", lambda row: amount_text(row.amount))
    wanted: int = _slot("应抽", "应抽户数", lambda row: row.wanted)
    drawn: int = _slot("实抽", "实抽户数", lambda row: row.drawn)
    rate: str = _slot("实抽比例", "百分比", lambda row: percent(row.actual.rate))


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """One group of the table of problem rates; filled in from a `Rate`."""

    kind: str = _slot("分组", "合计、任务、层级、行政区划、分层之一", lambda rate: rate.kind)
    name: str = _slot("名称", "组的名称", group_text)
    rate: str = _slot("问题率", "百分比及分子、分母", lambda rate: share_text(rate.problem))
    interval: str = _slot("区间", "95%区间", lambda rate: interval_text(rate.interval))
    note: str = _slot("备注", "样本少等", remark)


@dataclass(frozen=True, kw_only=True)
class UnpublishedRow:
    """One visit whose results are not public; filled in from a `VisitPublication`."""

    name: str = _slot("名称", "检查对象名称", lambda entry: entry.visit.name)
    batch: str = _slot("批次", "批次名称", lambda entry: entry.visit.batch)
    day: str = _slot("检查日期", "最后一个检查日", lambda entry: entry.visit.last_day)
    due: str = _slot("公示期限", "期限；未能推算时为空", lambda entry: entry.due)
    state: str = _slot("状态", "逾期未公示、未到期等", lambda entry: entry.state.value)


@dataclass(frozen=True, kw_only=True)
class OpenMeasureRow:
    """One matter that is not closed; filled in from a `FollowUp`."""

    name: str = _slot("名称", "检查对象名称", lambda entry: entry.visit.name)
    department: str = _slot("检查部门", "部门", lambda entry: entry.department)
    day: str = _slot("检查日期", "检查日期", lambda entry: entry.result.day)
    measures: str = _slot("处置措施", "措施；没有写明时为空", lambda entry: "、".join(entry.result.measures))
    state: str = _slot("状态", "进行中、逾期未完成、没有写明措施之一", state_text)


@dataclass(frozen=True, kw_only=True)
class RisenRow:
    """One group whose problem rate has risen; filled in from a `Trend`."""

    name: str = _slot("名称", "组的名称", lambda trend: group_text(trend.rate))
    before: str = _slot(
        "此前", "此前的时段和问题率", lambda trend: f"{trend.earlier}\n{share_text(trend.before)}"
    )
    now: str = _slot("此后", "此后的时段和问题率", lambda trend: f"{trend.later}\n{share_text(trend.now)}")
    chance: str = _slot("偶然性", "仅由抽样造成这样大上升的可能性", chance_text)


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    """One definition; filled in from (name, text)."""

    name: str = _slot("项目", "项目名称", lambda definition: definition[0])
    text: str = _slot("说明", "怎样统计", lambda definition: definition[1])


def _without_strata(figures: EvaluationFigures) -> list[Rate]:
    return [rate for rate in figures.rates if rate.kind != STRATUM]


def _problem_rates(figures: EvaluationFigures) -> Sequence[Rate]:
    """Strata stand in the table only where tasks and tiers do not say the same."""
    strata = figures.of_kind(STRATUM)
    several = len({rate.district for rate in strata}) > 1 and len(strata) <= MOST
    return figures.rates if several else _without_strata(figures)


def _unpublished(figures: EvaluationFigures) -> list[VisitPublication]:
    entries = sorted(figures.publications, key=lambda entry: entry.due)
    return [entry for entry in entries if not entry.done][: report_text.MOST_NAMED]


def _open(figures: EvaluationFigures) -> list[FollowUp]:
    return [entry for entry in figures.follow_ups if not entry.closed][: report_text.MOST_NAMED]


def _todo(figures: EvaluationFigures) -> list[str]:
    return [f"（{numeral(number)}）{text}" for number, text in enumerate(report_text.todo(figures), 1)]


def _day(figures: EvaluationFigures) -> str:
    return chinese_day(datetime.fromisoformat(figures.today))


@dataclass(frozen=True, kw_only=True)
class EvaluationReport:
    """The whole report."""

    mark: str = _slot("公开标识", "内部；报告中有人员姓名", lambda report: Access.INTERNAL, needed=True)
    heads: tuple[str, ...] = _slot(
        "标题机关", "标题里的机关，长的分行", lambda report: title_lines([report.body])
    )
    body: str = _slot("单位", "评估的单位", lambda report: report.body)
    year: int = _figure("年度", "计划年度", lambda figures: figures.year)
    plans: str = _slot(
        "计划", "各计划的名称和文号", lambda report: "、".join(map(document_text, report.plans))
    )
    until: str = _figure("统计截止", "如2024年12月20日", _day)
    batches: int = _figure("批次数", "有效抽取的批次数", lambda figures: len(figures.facts))
    tasks: int = _figure(
        "任务数", "各批次任务数之和", lambda figures: sum(len(facts.tasks) for facts in figures.facts)
    )
    visits: int = _figure("安排户次", "抽取和必查安排的户次", lambda figures: figures.visits)
    begun: int = _figure("已检查户次", "已检查的户次", lambda figures: figures.begun.part)
    waiting: int = _figure(
        "未检查户次", "没有录入结果的户次；没有时为0", lambda figures: figures.visits - figures.begun.part
    )
    indicators: tuple[IndicatorRow, ...] = _rows("主要指标", "主要指标", IndicatorRow, key_figures)
    coverage_text: str = _figure("覆盖说明", "一句话：覆盖率", report_text.coverage_text)
    coverage_charts: tuple[ChartPlace, ...] = _charts("覆盖图", "覆盖率的图", "coverage")
    coverage: tuple[CoverageRow, ...] = _rows("覆盖率表", "各组覆盖率", CoverageRow, _without_strata)
    ratio_text: str = _figure("比例说明", "一句话：各层是否抽足", report_text.ratio_text)
    ratio_charts: tuple[ChartPlace, ...] = _charts("比例图", "计划比例和实抽比例的图", "ratio")
    drawn: tuple[DrawnRow, ...] = _rows(
        "比例表", "各批次各层", DrawnRow, lambda figures: hit_rows(figures.hits, MOST)
    )
    floors: tuple[str, ...] = _texts(
        "年度下限", "各计划是否达到年度比例下限；没有规定时为空", report_text.floors
    )
    problem_text: str = _figure("问题说明", "一句话：总的问题率和区间", report_text.problem_text)
    problem_charts: tuple[ChartPlace, ...] = _charts("问题图", "问题率的图", "problem")
    problems: tuple[ProblemRow, ...] = _rows("问题率表", "各组问题率", ProblemRow, _problem_rates)
    must: tuple[str, ...] = _texts("必查说明", "各项必查规定的完成情况；没有时为空", report_text.must)
    publication_text: str = _figure("公示说明", "一句话：公示率和按期公示率", report_text.publication_text)
    publication_charts: tuple[ChartPlace, ...] = _charts("公示图", "公示情况的图", "publication")
    unpublished: tuple[UnpublishedRow, ...] = _rows(
        "未公示名单", "没有公示的户次", UnpublishedRow, _unpublished
    )
    closing_text: str = _figure("处置说明", "一句话：后续处置完成率", report_text.closing_text)
    open: tuple[OpenMeasureRow, ...] = _rows("未完成处置", "没有完成的后续处置", OpenMeasureRow, _open)
    people: tuple[str, ...] = _texts("人员说明", "各部门负荷，回避和递补", report_text.people)
    people_charts: tuple[ChartPlace, ...] = _charts("人员图", "人员负荷的图", "people")
    trend_notes: tuple[str, ...] = _texts("变化说明", "作了哪些比较，怎样看", report_text.trend_notes)
    trend_charts: tuple[ChartPlace, ...] = _charts("变化图", "前后问题率的图", "trend")
    risen: tuple[RisenRow, ...] = _rows(
        "上升名单", "问题率上升的组，可考虑定向抽查", RisenRow, lambda figures: figures.candidates
    )
    todo: tuple[str, ...] = _texts("改进事项", "记录显示没有做完的事；没有时为空", _todo)
    definitions: tuple[DefinitionRow, ...] = _rows(
        "口径", "各项怎样统计", DefinitionRow, lambda figures: DEFINITIONS
    )
    issuers: tuple[str, ...] = _slot("署名机关", "落款的机关", lambda report: report.issuers)
    issued: str = _figure("成文日期", "落款日期", _day)


REPORT = Form(
    file="年度评估报告.docx",
    content=EvaluationReport,
    about="年度效果评估报告，由 ssj report year 填写；“{{ 图.图 }}”单独成段，换成一幅图。",
)


def content(
    figures: EvaluationFigures, charts: Sequence[Chart], body: str
) -> tuple[EvaluationReport, dict[str, Chart]]:
    """What the report says, and the chart that stands for each mark."""
    ordered = sorted(charts, key=lambda chart: SUBJECTS.index(chart.subject))
    marks = {f"〔图{number}〕": chart for number, chart in enumerate(ordered, 1)}
    return _filled(EvaluationReport, ReportSource(figures=figures, body=body, charts=marks)), marks


def evaluation_report(
    figures: EvaluationFigures, charts: Sequence[Chart], body: str, templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of the report.

    Raises:
        BadInput: the office's own template cannot be filled in.
    """
    said, drawn = content(figures, charts, body)
    frame = PaperFrame(
        title=f"{body}{figures.year}年度“双随机、一公开”抽查工作效果评估报告",
        created=datetime.fromisoformat(figures.today),
    )
    paper = render(REPORT, said, frame, templates)
    # python-docx takes longer to be imported than all papers of a draw to be filled in, and draws no charts.
    from shuangsuiji.documents.evaluation.word_charts import with_charts

    return with_charts(paper, drawn)
