"""行政检查结果告知书.docx: what each body found, told to the inspected, and what follows.

Its fields follow 司法部《行政检查文书基本格式文本（试行）》(2025): when, by whom, of what, the result, the
measures, the right to be heard. Of every visit whose results are complete. Source: LZ-8, LZ-9, XT-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.plans.result_codes import ResultCode
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import Inspection, Result, codes_of
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.record_sheets import joint_text
from shuangsuiji.documents.drawing.visits import items_of, serial
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import chinese_day, code_of


@dataclass(frozen=True, kw_only=True)
class FoundRow:
    """What one department found."""

    unit: str = slot("单位", "检查单位")
    items: str = slot("检查事项", "该单位的检查事项")
    day: str = slot("检查时间", "如2024年6月3日")
    people: str = slot("检查人员", "到场的检查人员")
    result: str = slot("检查结果", "检查结果的文字和问题描述")
    measures: str = slot("处理", "后续处置和期限；没有的为空")


@dataclass(frozen=True, kw_only=True)
class ResultLetter:
    """The letter of one visit."""

    kind: str = slot("联合", "联合或内部联合；一个部门单独检查的为空")
    serial: int = slot("表号", "第几号，与检查通知书相同")
    name: str = slot("对象名称", "检查对象名称", needed=True)
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址；名录库没有地址的为空")
    problem: bool = slot("发现问题", "是否发现问题")
    found: tuple[FoundRow, ...] = rows("结果", "每个检查单位一行", needed=False)


@dataclass(frozen=True, kw_only=True)
class ResultLetters(DrawPaper):
    """All the letters of a draw."""

    letters: tuple[ResultLetter, ...] = rows("告知书", "每户次一份", needed=True)


def result_letters(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 行政检查结果告知书.docx: a letter for every visit whose results are complete."""
    frame = draw_frame(dossier, draw_title(dossier.manifest, "行政检查结果告知书"))
    codes = codes_of(dossier.pool.plan)
    letters = tuple(_letter(dossier, one, codes) for one in dossier.inspections if one.complete)
    return render(RESULT_LETTERS, ResultLetters(**draw_facts(dossier), letters=letters), frame, templates)


def _letter(dossier: Dossier, one: Inspection, codes: Sequence[ResultCode]) -> ResultLetter:
    visit = one.visit
    heading, code = code_of(dossier, visit["number"])
    return ResultLetter(
        kind=joint_text(dossier, visit).removesuffix("抽查").removeprefix("部门"),
        serial=serial(visit),
        name=visit["name"],
        code_heading=heading,
        code=code,
        address=dossier.object_cell(visit["number"], "地址"),
        problem=one.found_problem(codes),
        found=tuple(found_row(dossier, one, result, codes) for result in one.results),
    )


def found_row(dossier: Dossier, one: Inspection, result: Result, codes: Sequence[ResultCode]) -> FoundRow:
    """What one department found on a visit, in words."""
    unit = dossier.department_name(result.department)
    names = [dossier.person_of[person].name for person in result.people if person in dossier.person_of]
    found = "；".join(code.text for code in codes if code.number in result.codes)
    return FoundRow(
        unit=unit,
        items="；".join(item.name for item in items_of(dossier, one.visit) if item.unit == unit),
        day=_day(result.day),
        people="、".join((*names, *result.helpers)),
        result=found + (f"：{result.detail}" if result.detail else ""),
        measures="、".join(result.measures) + (f"，{_day(result.due)}前完成" if result.due else ""),
    )


def _day(text: str) -> str:
    return chinese_day(date.fromisoformat(text)) if text else ""


RESULT_LETTERS = Form(
    file="行政检查结果告知书.docx",
    content=ResultLetters,
    about="结果录齐以后送达检查对象，每户次一份，附送达回证；栏目参照司法部《行政检查文书基本格式文本（试行）》。",
)
