"""抽查结果公示 and 不规范名单公示: what the visits found, for the public (LZ-10, LZ-11, XT-2).

Their rows go by name, as those of every public list do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import norm_id
from shuangsuiji.core.plans.result_codes import ResultCode
from shuangsuiji.core.plans.words import share_text
from shuangsuiji.core.publicity import Masks, public_order
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import IRREGULAR, Inspection, Result, codes_of
from shuangsuiji.core.results.entry_columns import under_agreement
from shuangsuiji.documents.drawing.correction_record import public_corrections
from shuangsuiji.documents.official import (
    PublicPaper,
    batch_name,
    masks_for,
    public_facts,
    trader_facts,
)
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import chinese_day, code_of, item_name

_HIDDEN = "涉及商业秘密或个人隐私，不予公开"


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """One object and the department that inspected it."""

    serial: int = slot("序号", "从1起")
    name: str = slot("名称", "检查对象名称")
    code: str = slot("编码", "统一社会信用代码，没有的为检查对象编码")
    body: str = slot("检查机关", "检查机关")
    day: str = slot("检查时间", "如2024年6月3日")


@dataclass(frozen=True, kw_only=True)
class ResultRow(VisitRow):
    """What one department found at one object."""

    items: str = slot("检查事项", "检查事项")
    result: str = slot("检查结果", "检查结果")


Row = TypeVar("Row", bound=VisitRow)


@dataclass(frozen=True, kw_only=True)
class ResultsNotice(PublicPaper):
    """What 抽查结果公示 says."""

    batch: str = slot("批次", "批次名称；全年只有一批时为空", default="")
    due: int = slot("应公示户次", "应公示结果的检查户次")
    shown: int = slot("已公示户次", "本次公示的检查户次")
    share: str = slot("公示率", "已公示户次占应公示户次的比例")
    clean: int = slot("未发现问题户次", "未发现问题的户次")
    problems: int = slot("发现问题户次", "发现问题的户次")
    missing: tuple[str, ...] = rows("待公示", "结果还没有录齐的检查对象；没有时为空")
    corrected: tuple[str, ...] = rows("结果更正", "公示以后更正过结果的户，每份一句；没有的为空", needed=True)
    renamed: tuple[str, ...] = rows("名称更正", "名单公布以后更正过名称的户，每次一句；没有的为空")
    code_heading: str = slot("编码名称", "编码一栏的名称")
    results: tuple[ResultRow, ...] = rows("结果", "每户每个检查机关一行", needed=True)


@dataclass(frozen=True, kw_only=True)
class IrregularRow(VisitRow):
    """One object on the list of irregular users of the fund."""

    problem: str = slot("主要问题", "问题描述；没有时为检查结果")
    measures: str = slot("处理情况", "后续处置")


@dataclass(frozen=True, kw_only=True)
class IrregularList(PublicPaper):
    """What 不规范名单公示 says: of the use of medical insurance funds where its objects are inspected."""

    title: str = slot("名单名称", "医保基金使用不规范名单，别的领域为不规范名单")
    record: str = slot("记录名称", "医保基金使用不规范记录，别的领域为不规范记录")
    matter: str = slot("事由", "什么不规范：医疗保障基金使用；别的领域为空", default="")
    batch: str = slot("批次", "批次名称；全年只有一批时为空", default="")
    count: int = slot("户数", "列入的户数")
    code_heading: str = slot("编码名称", "编码一栏的名称")
    objects: tuple[IrregularRow, ...] = rows("名单", "列入的检查对象", needed=True)


def results_notice(dossier: Dossier, now: datetime, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 抽查结果公示.docx."""
    frame = PaperFrame(title=f"{dossier.manifest['plan_name']}抽查结果公示", created=now)
    return render(RESULTS_NOTICE, results_content(dossier, now), frame, templates)


def results_content(dossier: Dossier, now: datetime) -> ResultsNotice:
    """What the notice says: every visit with all its results, the others by name."""
    plan, masks = dossier.pool.plan, masks_for(dossier)
    codes = codes_of(plan)
    complete = [visit for visit in dossier.inspections if visit.complete]
    missing = [visit for visit in dossier.inspections if not visit.complete]
    found = sum(visit.found_problem(codes) for visit in complete)
    results = [
        (result.day, _result_row(dossier, visit, result, masks))
        for visit in complete
        for result in visit.results
    ]
    return ResultsNotice(
        **public_facts(plan, chinese_day(now)),
        batch=batch_name(dossier),
        due=len(complete) + len(missing),
        shown=len(complete),
        share=_share(len(complete), len(complete) + len(missing)),
        clean=len(complete) - found,
        problems=found,
        missing=tuple(sorted({_name(dossier, visit, masks) for visit in missing}, key=_by_name)),
        corrected=tuple(_corrected(dossier, complete, masks)),
        renamed=tuple(public_corrections(dossier, masks, names_only=True)),
        code_heading=_code_heading(dossier, complete),
        results=_in_public_order(results),
    )


def _corrected(dossier: Dossier, complete: Sequence[Inspection], masks: Masks) -> Iterator[str]:
    """A sentence for each result that was published and says something else now: no silent exchange."""
    codes = codes_of(dossier.pool.plan)
    told = {(visit.visit["index"], result.department): (visit, result)
            for visit in complete for result in visit.results}  # fmt: skip
    public: dict[tuple[int, str], Result] = {}
    for entry in dossier.entries:
        public |= {result.key: result for result in entry.results if result.published}
    for key, was in sorted(public.items()):
        if key in told and told[key][1].codes != was.codes and not told[key][1].published:
            visit, now = told[key]
            day = chinese_day(date.fromisoformat(was.published))
            yield (
                f"{_name(dossier, visit, masks)}（{dossier.department_name(now.department)}）："
                f"{day}公示的“{_codes_text(was, codes)}”更正为“{_codes_text(now, codes)}”"
            )


def irregular_list(dossier: Dossier, now: datetime, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 不规范名单公示.docx."""
    content = irregular_content(dossier, now)
    frame = PaperFrame(title=f"{dossier.manifest['plan_name']}{content.title}公示", created=now)
    return render(IRREGULAR_LIST, content, frame, templates)


def irregular_content(dossier: Dossier, now: datetime) -> IrregularList:
    """What the list says: every result with the measure 列入不规范记录 (LZ-11)."""
    plan, masks = dossier.pool.plan, masks_for(dossier)
    found = irregular_results(dossier)
    listed = [
        (
            result.day,
            IrregularRow(
                **_visit_facts(dossier, visit, result, masks),
                problem=masks.text(result.detail) or _codes_text(result, codes_of(plan)),
                measures=masks.text("、".join(result.measures)),
            ),
        )
        for visit, result in found
    ]
    insured = under_agreement(dossier)
    use = "医保基金使用" if insured else ""
    return IrregularList(
        **public_facts(plan, chinese_day(now)),
        title=f"{use}不规范名单",
        record=f"{use}不规范记录",
        matter="医疗保障基金使用" if insured else "",
        batch=batch_name(dossier),
        count=len({visit.visit["number"] for visit, _ in found}),
        code_heading=_code_heading(dossier, [visit for visit, _ in found]),
        objects=_in_public_order(listed),
    )


def irregular_results(dossier: Dossier) -> list[tuple[Inspection, Result]]:
    """The results that put an object on the list, in the order of the visits."""
    return [
        (visit, result)
        for visit in dossier.inspections
        for result in visit.results
        if IRREGULAR in result.measures
    ]


def _result_row(dossier: Dossier, visit: Inspection, result: Result, masks: Masks) -> ResultRow:
    keys = [key for department, key in visit.visit["items"] if department == result.department]
    shown = [key for key in keys if norm_id(key) not in masks.hidden_items]
    items = [item_name(dossier.pool, key) for key in shown]
    return ResultRow(
        **_visit_facts(dossier, visit, result, masks),
        items=masks.text("；".join(items)) if items or not keys else "（不予公开）",
        result=_codes_text(result, codes_of(dossier.pool.plan)) if shown or not keys else _HIDDEN,
    )


def _visit_facts(dossier: Dossier, visit: Inspection, result: Result, masks: Masks) -> dict[str, Any]:
    """The fields of `VisitRow`; the serial number follows when all rows are in order."""
    return {
        "serial": 0,
        "name": _name(dossier, visit, masks),
        "code": masks.code(code_of(dossier, visit.visit["number"])[1]),
        "body": dossier.department_name(result.department),
        "day": _day(dossier, result),
    }


def _day(dossier: Dossier, result: Result) -> str:
    """The day of a visit, and that it lies before the draw that the visit should have come from (ZC-1)."""
    if not result.day:
        return ""
    drawn = recorded_time(dossier.manifest["time"])
    early = drawn is not None and result.day < drawn.date().isoformat()
    return chinese_day(date.fromisoformat(result.day)) + ("（早于抽取日期）" if early else "")


def _in_public_order(rows_of_days: Sequence[tuple[str, Row]]) -> tuple[Row, ...]:
    """The rows of (day, row), by name, code and day, numbered."""

    def key(entry: tuple[str, Row]) -> tuple[str, ...]:
        day, row = entry
        return public_order(
            row.name, row.code, day, *(cell for cell in vars(row).values() if isinstance(cell, str))
        )

    ordered = sorted(rows_of_days, key=key)
    return tuple(replace(row, serial=serial) for serial, (_, row) in enumerate(ordered, 1))


def _by_name(name: str) -> tuple[str, ...]:
    return public_order(name, "", name)


def _codes_text(result: Result, codes: tuple[ResultCode, ...]) -> str:
    return "；".join(code.text for code in codes if code.number in result.codes)


def _name(dossier: Dossier, visit: Inspection, masks: Masks) -> str:
    number = visit.visit["number"]
    return masks.object_name(visit.visit["name"], *trader_facts(dossier, number))


def _code_heading(dossier: Dossier, visits: list[Inspection]) -> str:
    """The heading that fits all codes of the table (WG-11)."""
    headings = {code_of(dossier, visit.visit["number"])[0] for visit in visits}
    return headings.pop() if len(headings) == 1 else "代码"


def _share(part: int, whole: int) -> str:
    """A share of visits; all of none is all."""
    return share_text(Fraction(part, whole) if whole else Fraction(1))


RESULTS_NOTICE = Form(
    file="抽查结果公示.docx",
    content=ResultsNotice,
    about="检查结束、结果录入以后公示抽查结果用。",
)
IRREGULAR_LIST = Form(
    file="不规范名单公示.docx",
    content=IrregularList,
    about="公示列入不规范记录的检查对象用。",
)
