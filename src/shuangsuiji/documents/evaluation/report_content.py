"""What 年度评估报告 says: the placeholders of its template, filled from the figures alone (QHD-8)."""

from __future__ import annotations

from dataclasses import dataclass

from shuangsuiji.core.publicity import Access
from shuangsuiji.documents.templates.forms import rows, slot


@dataclass(frozen=True, kw_only=True)
class ChartPlace:
    """One chart: the mark that is replaced by it, its caption, a note."""

    mark: str = slot("图", "图的位置，单独成段")
    caption: str = slot("题", "图题")
    note: str = slot("注", "图注，没有时为空", default="")


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One key figure."""

    name: str = slot("指标", "指标名称")
    value: str = slot("比率", "百分比及分子、分母")
    note: str = slot("说明", "怎样计算")


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """One group of the table of coverage."""

    kind: str = slot("分组", "合计、任务、层级、行政区划之一")
    name: str = slot("名称", "组的名称")
    inspected: int = slot("已检查", "已检查户数")
    size: int = slot("可检查", "可检查户数")
    rate: str = slot("覆盖率", "百分比")


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """One stratum of one batch."""

    batch: str = slot("批次", "批次名称")
    name: str = slot("分层", "任务、行政区划和层的名称")
    size: int = slot("户数", "该层可检查户数")
    ratio: str = slot("计划比例", "计划比例或户数")
    wanted: int = slot("应抽", "应抽户数")
    drawn: int = slot("实抽", "实抽户数")
    rate: str = slot("实抽比例", "百分比")


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """One group of the table of problem rates."""

    kind: str = slot("分组", "合计、任务、层级、行政区划、分层之一")
    name: str = slot("名称", "组的名称")
    rate: str = slot("问题率", "百分比及分子、分母")
    interval: str = slot("区间", "95%区间")
    note: str = slot("备注", "样本少等", default="")


@dataclass(frozen=True, kw_only=True)
class UnpublishedRow:
    """One visit whose results are not public."""

    name: str = slot("名称", "检查对象名称")
    batch: str = slot("批次", "批次名称")
    day: str = slot("检查日期", "最后一个检查日")
    due: str = slot("公示期限", "期限；未能推算时为空", default="")
    state: str = slot("状态", "逾期未公示、未到期等")


@dataclass(frozen=True, kw_only=True)
class OpenMeasureRow:
    """One matter that is not closed."""

    name: str = slot("名称", "检查对象名称")
    department: str = slot("检查部门", "部门")
    day: str = slot("检查日期", "检查日期")
    measures: str = slot("处置措施", "措施；没有写明时为空", default="")
    state: str = slot("状态", "进行中、逾期未完成、没有写明措施之一")


@dataclass(frozen=True, kw_only=True)
class RisenRow:
    """One group whose problem rate has risen."""

    name: str = slot("名称", "组的名称")
    before: str = slot("此前", "此前的时段和问题率")
    now: str = slot("此后", "此后的时段和问题率")
    chance: str = slot("偶然性", "仅由抽样造成这样大上升的可能性")


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    """One definition."""

    name: str = slot("项目", "项目名称")
    text: str = slot("说明", "怎样统计")


@dataclass(frozen=True, kw_only=True)
class EvaluationReport:
    """The whole report."""

    mark: str = slot("公开标识", "内部；报告中有人员姓名", default=Access.INTERNAL, needed=True)
    heads: tuple[str, ...] = rows("标题机关", "标题里的机关，长的分行")
    body: str = slot("单位", "评估的单位")
    year: int = slot("年度", "计划年度")
    plans: str = slot("计划", "各计划的名称和文号")
    until: str = slot("统计截止", "如2024年12月20日")
    batches: int = slot("批次数", "有效抽取的批次数")
    tasks: int = slot("任务数", "各批次任务数之和")
    visits: int = slot("安排户次", "抽取和必查安排的户次")
    begun: int = slot("已检查户次", "已检查的户次")
    waiting: int = slot("未检查户次", "没有录入结果的户次；没有时为0")
    indicators: tuple[IndicatorRow, ...] = rows("主要指标", "主要指标")
    coverage_text: str = slot("覆盖说明", "一句话：覆盖率")
    coverage_charts: tuple[ChartPlace, ...] = rows("覆盖图", "覆盖率的图")
    coverage: tuple[CoverageRow, ...] = rows("覆盖率表", "各组覆盖率")
    ratio_text: str = slot("比例说明", "一句话：各层是否抽足")
    ratio_charts: tuple[ChartPlace, ...] = rows("比例图", "计划比例和实抽比例的图")
    drawn: tuple[DrawnRow, ...] = rows("比例表", "各批次各层")
    floors: tuple[str, ...] = rows("年度下限", "各计划是否达到年度比例下限；没有规定时为空")
    problem_text: str = slot("问题说明", "一句话：总的问题率和区间")
    problem_charts: tuple[ChartPlace, ...] = rows("问题图", "问题率的图")
    problems: tuple[ProblemRow, ...] = rows("问题率表", "各组问题率")
    must: tuple[str, ...] = rows("必查说明", "各项必查规定的完成情况；没有时为空")
    publication_text: str = slot("公示说明", "一句话：公示率和按期公示率")
    publication_charts: tuple[ChartPlace, ...] = rows("公示图", "公示情况的图")
    unpublished: tuple[UnpublishedRow, ...] = rows("未公示名单", "没有公示的户次")
    closing_text: str = slot("处置说明", "一句话：后续处置完成率")
    open: tuple[OpenMeasureRow, ...] = rows("未完成处置", "没有完成的后续处置")
    people: tuple[str, ...] = rows("人员说明", "各部门负荷，回避和递补")
    people_charts: tuple[ChartPlace, ...] = rows("人员图", "人员负荷的图")
    trend_notes: tuple[str, ...] = rows("变化说明", "作了哪些比较，怎样看")
    trend_charts: tuple[ChartPlace, ...] = rows("变化图", "前后问题率的图")
    risen: tuple[RisenRow, ...] = rows("上升名单", "问题率上升的组，可考虑定向抽查")
    todo: tuple[str, ...] = rows("改进事项", "记录显示没有做完的事；没有时为空")
    definitions: tuple[DefinitionRow, ...] = rows("口径", "各项怎样统计")
    issuers: tuple[str, ...] = rows("署名机关", "落款的机关")
    issued: str = slot("成文日期", "落款日期")
