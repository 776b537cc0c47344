"""The sentences of 年度评估报告: every one says numbers that stand in 年度评估.xlsx too."""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.evaluation.compliance import PublicationState
from shuangsuiji.core.evaluation.figures import EvaluationFigures
from shuangsuiji.core.plans.words import percent_text
from shuangsuiji.documents.evaluation.charts import MOST
from shuangsuiji.documents.evaluation.tables import comparison_notes
from shuangsuiji.documents.evaluation.words import (
    half,
    interval_text,
    percent,
    share_text,
)

MOST_NAMED = 200
"""A table of the report names no more than this; the workbook has them all."""


def coverage_text(figures: EvaluationFigures) -> str:
    """覆盖说明."""
    total = figures.total
    rate = percent(total.coverage.rate)
    return f"可检查的对象共{total.size}户，本年检查过{total.inspected}户，覆盖率{rate}。"


def ratio_text(figures: EvaluationFigures) -> str:
    """比例说明: whether every stratum was drawn in full, and what a platform drew."""
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


def floors(figures: EvaluationFigures) -> list[str]:
    """年度下限: a sentence a plan (XT-1)."""
    return [
        f"计划规定全年随机抽查比例不低于{percent_text(floor.ratio)}，应查{floor.needed}户，"
        f"随机抽中{floor.drawn}户，已检查{floor.inspected}户，"
        + (f"还差{floor.lacking}户。" if floor.lacking else "已达到。")
        for floor in figures.floors
    ]


def problem_text(figures: EvaluationFigures) -> str:
    """问题说明: the rate of the whole with its interval."""
    total = figures.total
    if not total.problem.of:
        return "还没有结果录齐的随机检查，不能计算问题率。"
    note = "户数少，区间宽，只供参考。" if total.small else ""
    return (
        f"随机检查并且各部门结果录齐的{total.problem.of}户中，{total.problem.part}户发现问题，"
        f"问题率{percent(total.problem.rate)}，95%区间{interval_text(total.interval)}。{note}"
        "各组的问题率和区间见下表；标明样本少的，不宜互相比较。"
    )


def must(figures: EvaluationFigures) -> list[str]:
    """必查说明: a sentence a rule (LZ-1)."""
    sentences = [
        f"必查“{entry.rule}”：{entry.objects}户，每户全年应查{entry.times}次，已查足"
        f"{share_text(entry.fulfilled)}；已检查的{entry.problem.of}户中{entry.problem.part}户发现问题。"
        for entry in figures.must_inspect
    ]
    if sentences:
        sentences.append("必查对象不是随机抽取的，其问题率只说明这些户本身，没有与随机抽查合并。")
    return sentences


def publication_text(figures: EvaluationFigures) -> str:
    """公示说明 (XT-2, LZ-9)."""
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


def closing_text(figures: EvaluationFigures) -> str:
    """处置说明 (XT-6)."""
    closed = figures.closed
    if not closed.of:
        return "没有需要后续处置的问题。"
    words = f"应有后续处置的{closed.of}件，已完成{closed.part}件，完成率{percent(closed.rate)}。"
    if closed.of - closed.part > MOST_NAMED:
        words += f"没有完成的列出前{MOST_NAMED}件，其余见年度评估表“后续处置”。"
    return words


def people(figures: EvaluationFigures) -> list[str]:
    """人员说明: a sentence a department, then what befell the teams."""
    by_department = [
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
        *by_department,
        f"抽取时因回避跳过{recused}人次，抽取后申请回避{late}人次；递补{events}次，其中人员不能参加{absent}人次、"
        f"对象不能检查{objects}户，都有记录。",
    ]


def _some(names: Sequence[str], most: int = 6) -> str:
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}人"


def trend_notes(figures: EvaluationFigures) -> list[str]:
    """变化说明: which comparisons were made, and whether anything has risen (XT-7)."""
    notes = comparison_notes(figures)
    compared = any(trend.chance is not None for trend in (*figures.by_year, *figures.by_batch))
    return [*notes, "按照检验，没有问题率上升的组。"] if compared and not figures.candidates else notes


def todo(figures: EvaluationFigures) -> list[str]:
    """What the record shows to be unfinished; facts alone."""
    unfinished = []
    if figures.undrawn:
        unfinished.append(f"还有{len(figures.undrawn)}个批次没有抽取。")
    if figures.begun.part < figures.visits:
        unfinished.append(f"{figures.visits - figures.begun.part}户次没有录入检查结果。")
    partial = figures.begun.part - figures.complete.part
    if partial:
        unfinished.append(f"{partial}户次只有部分部门录入了结果。")
    lacking = sum(len(entry.lacking) for entry in figures.must_inspect)
    if lacking:
        unfinished.append(f"{lacking}户必查对象没有查足次数。")
    unfinished += [
        f"年度随机抽查比例下限还差{floor.lacking}户。" for floor in figures.floors if floor.lacking
    ]
    unpublished = figures.published.of - figures.published.part
    if unpublished:
        unfinished.append(f"{unpublished}户次的结果没有公示，应当全部公示。")
    unnamed = sum(entry.unnamed for entry in figures.follow_ups)
    if unnamed:
        unfinished.append(f"{unnamed}件发现的问题没有写明后续处置措施。")
    still_open = figures.closed.of - figures.closed.part - unnamed
    if still_open:
        unfinished.append(f"{still_open}件后续处置没有完成。")
    return unfinished
