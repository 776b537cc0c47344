"""检查记录表.docx: one record sheet a visit, in the form of 舞钢 附件2 (WG-10, WG-11, LZ-8, LAW-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.records.results import codes_of
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.visits import (
    Member,
    VisitItem,
    items_of,
    serial,
    task_numbers,
    team_of,
    when,
)
from shuangsuiji.documents.office.sheets import line_count
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, part, rows, slot
from shuangsuiji.documents.wording import code_of, is_joint, issuers, order_text

_LEADER = "（组长）"
_BLANK_LINES = 2

# Heights in twips. The page has 14683; what is not below is for the title, the notes under the form, and air.
PERSON_HEIGHT, OBJECT_HEIGHT, ITEM_HEIGHT, SIGNATURE_HEIGHT, _LINE = 410, 800, 540, 450, 320
_ROOM = 7300
"""For people, items, 备注 and rows to sign on beyond three together, so that a sheet holds on one page."""
_SIGNATURE_ROWS = 3
"""The rows of two cells that 舞钢 附件2 has for inspectors to sign in."""

REMARK_HEIGHTS = {"大": 2900, "中": 1700, "小": 700}


@dataclass(frozen=True, kw_only=True)
class SheetPerson:
    """One person of the sheet."""

    name: str = slot("姓名", "检查人员姓名，组长后面注明")
    certificate: str = slot("证号", "执法证号")


@dataclass(frozen=True, kw_only=True)
class Assistant:
    """An expert, or somebody whom a department has sent along: helps, and does not enforce (LAW-2)."""

    name: str = slot("姓名", "协助人员姓名")
    field: str = slot("专业", "专业；选派的为“选派专业人员”")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """The people of one department; the first apart, because the department's cell begins beside them."""

    name: str = slot("单位", "检查人员所在单位")
    first: SheetPerson = part("首位", "该单位的第一名检查人员")  # noqa: RUF009 - a field
    others: tuple[SheetPerson, ...] = rows("其余", "该单位的其余检查人员")


@dataclass(frozen=True, kw_only=True)
class ItemUnit:
    """The items of one department; the first apart."""

    name: str = slot("单位", "检查单位")
    first: str = slot("首项", "该单位的第一个检查事项")
    others: tuple[str, ...] = rows("其余", "该单位的其余检查事项")


@dataclass(frozen=True, kw_only=True)
class RecordSheet:
    """The sheet of one visit."""

    kind: str = slot("联合", "部门联合抽查或内部联合抽查；一个部门单独检查的为空")
    serial: int = slot("表号", "第几号，递补以后也不改变")
    tasks: str = slot("任务编号", "任务编号，有平台任务编号的一并写明；必查的为空")
    order: str = slot("检查次序", "一户要查几次的，第几次；只查一次的为空")
    months: str = slot("检查时间", "检查的月份")
    units: tuple[Unit, ...] = rows("检查人员", "各单位的执法检查人员", needed=False)
    assistants: tuple[Assistant, ...] = rows("协助人员", "专家等协助检查的人员；没有的为空", needed=False)
    lines: tuple[str, ...] = rows("其余签字行", "签字栏第一行以外的各行，每行两格，人多则多几行")
    name: str = slot("对象名称", "检查对象名称")
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址")
    person: str = slot("负责人", "法定代表人或者负责人")
    items: tuple[ItemUnit, ...] = rows("检查事项", "各单位的检查事项")
    remark: str = slot("备注栏", "大、中、小：备注栏多高，使一张表正好一页")


@dataclass(frozen=True, kw_only=True)
class RecordSheets(DrawPaper):
    """All the sheets of a draw."""

    codes: str = slot("结果代码", "如1.未发现问题2.……")
    sheets: tuple[RecordSheet, ...] = rows("记录表", "每户次一张", needed=True)


def record_sheets(
    dossier: Dossier,
    templates: Templates = NO_TEMPLATES,
    visits: Sequence[VisitRecord] | None = None,
) -> bytes:
    """The bytes of 检查记录表.docx: a page for each of `visits`, or for all, in the order of 名单."""
    shown = dossier.draw["visits"] if visits is None else visits
    frame = draw_frame(dossier, draw_title(dossier.manifest, "检查情况记录表"))
    content = RecordSheets(
        **draw_facts(dossier),
        codes=codes_text(dossier),
        sheets=tuple(record_sheet(dossier, visit) for visit in shown),
    )
    return render(RECORD_SHEETS, content, frame, templates)


def codes_text(dossier: Dossier) -> str:
    """The result codes of the plan as the form prints them: 1.未发现问题2.…… (LAW-7)."""
    return "".join(code.label for code in codes_of(dossier.pool.plan))


def record_sheet(dossier: Dossier, visit: VisitRecord) -> RecordSheet:
    """What the sheet of one visit says."""
    heading, code = code_of(dossier, visit["number"])
    items = items_of(dossier, visit)
    team = team_of(dossier, visit)
    units = _units([member for member in team if member.official], items)
    assistants = tuple(
        Assistant(name=member.name, field=member.unit) for member in team if not member.official
    )
    signing = max(_SIGNATURE_ROWS, -(-len(team) // 2))
    item_units = _item_units(items)
    address = dossier.object_cell(visit["number"], "地址")
    return RecordSheet(
        kind=joint_text(dossier, visit),
        serial=serial(visit),
        tasks="、".join(task_numbers(dossier, visit)),
        order=order_text(visit),
        months=when(dossier, visit),
        units=units,
        assistants=assistants,
        lines=("",) * (signing - 1),
        name=visit["name"],
        code_heading=heading,
        code=code,
        address=address,
        person=dossier.object_cell(visit["number"], "负责人"),
        items=item_units,
        remark=_remark(
            units,
            item_units,
            (visit["name"], address),
            len(assistants) * PERSON_HEIGHT + (signing - _SIGNATURE_ROWS) * SIGNATURE_HEIGHT,
        ),
    )


def joint_text(dossier: Dossier, visit: VisitRecord) -> str:
    """部门联合抽查, 内部联合抽查 between offices of one bureau, or blank (WG-4)."""
    plan = dossier.pool.plan
    if not is_joint(plan) or len({department for department, _ in visit["items"]}) < 2:
        return ""
    return "内部联合抽查" if len(issuers(plan)) == 1 else "部门联合抽查"


def _units(team: Sequence[Member], items: Sequence[VisitItem]) -> tuple[Unit, ...]:
    """Inspectors by department. One that has items but nobody drawn has lines to be filled in by hand."""
    groups: dict[str, list[SheetPerson]] = {}
    for member in team:
        name = member.name + (_LEADER if member.leads else "")
        groups.setdefault(member.unit, []).append(SheetPerson(name=name, certificate=member.certificate))
    for item in items:
        groups.setdefault(item.unit, [SheetPerson(name="", certificate="")] * _BLANK_LINES)
    return tuple(
        Unit(name=name, first=people[0], others=tuple(people[1:])) for name, people in groups.items()
    )


def _item_units(items: Sequence[VisitItem]) -> tuple[ItemUnit, ...]:
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(item.unit, []).append(item.name)
    return tuple(ItemUnit(name=name, first=own[0], others=tuple(own[1:])) for name, own in groups.items())


def _remark(units: Sequence[Unit], items: Sequence[ItemUnit], texts: Sequence[str], rest: int) -> str:
    """How high 备注 may be on the page that the others leave.

    Args:
        units: the inspectors.
        items: what they look at.
        texts: name and address of the object.
        rest: what assistants and more rows to sign on take, in twips.
    """
    used = rest + sum(max(0, line_count(text, 19) * _LINE + 60 - OBJECT_HEIGHT) for text in texts)
    for unit in units:
        used += max((1 + len(unit.others)) * PERSON_HEIGHT, line_count(unit.name, 11) * _LINE + 60)
    for own in items:
        lines = [line_count(text, 30) for text in (own.first, *own.others)]
        used += max(
            sum(max(ITEM_HEIGHT, count * _LINE + 60) for count in lines), line_count(own.name, 19) * _LINE
        )
    for size, height in REMARK_HEIGHTS.items():
        if used + height <= _ROOM:
            return size
    return "小"


RECORD_SHEETS = Form(
    file="检查记录表.docx",
    content=RecordSheets,
    about="每户次一张检查情况记录表，检查人员带到现场填写、签字。",
)
