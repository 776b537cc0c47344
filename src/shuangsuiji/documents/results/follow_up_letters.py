"""案件移送函.docx and 督办单.docx: what follows from results, and from what is late (XT-6; 邢台 三(三)).

A page for each result that says 移送, to the body that decides; a page for each department that is late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import TRANSFER, codes_of
from shuangsuiji.core.results.due_dates import Due, DueKind
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.visits import items_of, serial
from shuangsuiji.documents.results.result_letters import FoundRow, found_row
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, part, rows, slot
from shuangsuiji.documents.wording import chinese_day, code_of


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """The letter about one result."""

    serial: int = slot("表号", "第几号，与检查通知书相同")
    name: str = slot("对象名称", "移送的检查对象名称", needed=True)
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址；名录库没有地址的为空")
    person: str = slot("负责人", "法定代表人或者负责人；名录库没有的为空")
    grounds: str = slot("检查依据", "检查事项的依据；事项清单没有的为空")
    found: FoundRow = part("结果", "移送单位检查的情况")  # noqa: RUF009 - a field


@dataclass(frozen=True, kw_only=True)
class Transfers(DrawPaper):
    """All the letters of a draw."""

    letters: tuple[Transfer, ...] = rows("移送函", "后续处置写明移送的，每户每个部门一份", needed=True)


@dataclass(frozen=True, kw_only=True)
class Late:
    """One thing that is late."""

    name: str = slot("对象名称", "检查对象名称")
    matter: str = slot("逾期事项", "应当检查、公示或者处置的")
    due: str = slot("期限", "应当完成的日期")
    days: int = slot("逾期天数", "逾期多少天")


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """The page of one department."""

    unit: str = slot("单位", "被督办的单位", needed=True)
    late: tuple[Late, ...] = rows("逾期", "该单位逾期的，期限早的在先", needed=True)


@dataclass(frozen=True, kw_only=True)
class Reminders(DrawPaper):
    """All the pages of a draw."""

    today: str = slot("截至日期", "按哪一天计算逾期")
    reminders: tuple[Reminder, ...] = rows("督办", "有逾期的单位，每个一页", needed=True)


def transfer_letters(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes | None:
    """The bytes of 案件移送函.docx; None where no result says 移送."""
    codes, found = codes_of(dossier.pool.plan), []
    for one in dossier.inspections:
        for result in one.results:
            if TRANSFER not in result.measures:
                continue
            visit, told = one.visit, found_row(dossier, one, result, codes)
            heading, code = code_of(dossier, visit["number"])
            grounds = [item.grounds for item in items_of(dossier, visit) if item.unit == told.unit]
            found.append(
                Transfer(
                    serial=serial(visit),
                    name=visit["name"],
                    code_heading=heading,
                    code=code,
                    address=dossier.object_cell(visit["number"], "地址"),
                    person=dossier.object_cell(visit["number"], "负责人"),
                    grounds="；".join(dict.fromkeys(filter(None, grounds))),
                    found=told,
                )
            )
    if not found:
        return None
    frame = draw_frame(dossier, draw_title(dossier.manifest, "案件移送函"))
    return render(TRANSFERS, Transfers(**draw_facts(dossier), letters=tuple(found)), frame, templates)


def reminders(
    dossier: Dossier, dues: Sequence[Due], on: date, templates: Templates = NO_TEMPLATES
) -> bytes | None:
    """The bytes of 督办单.docx; None where nothing is late.

    Args:
        dossier: what is on record of the draw.
        dues: what is still to be done of this draw.
        on: the day that decides what is late.
        templates: an office's own.
    """
    units: dict[str, list[Late]] = {}
    for one in dues:
        if one.overdue(on):
            late = [
                Late(
                    name=name,
                    matter=_MATTERS[one.kind],
                    due=chinese_day(date.fromisoformat(one.due)),
                    days=-(one.days_left(on) or 0),
                )
                for name in one.names
            ]
            for unit in one.departments:
                units.setdefault(unit, []).extend(late)
    if not units:
        return None
    content = Reminders(
        **draw_facts(dossier),
        today=chinese_day(on),
        reminders=tuple(Reminder(unit=unit, late=tuple(late)) for unit, late in units.items()),
    )
    return render(REMINDERS, content, draw_frame(dossier, draw_title(dossier.manifest, "督办单")), templates)


_MATTERS = {
    DueKind.INSPECT: "没有检查，或者结果没有录入",
    DueKind.PUBLISH: "检查结果没有公示",
    DueKind.MEASURE: "后续处置没有办结",
    DueKind.DECIDE: "没有定后续处置",
}

TRANSFERS = Form(
    file="案件移送函.docx",
    content=Transfers,
    about="检查结果的后续处置写明移送的，每户每个部门一份，附送达回证；受移送机关、移送理由由承办人填写。",
)
REMINDERS = Form(
    file="督办单.docx",
    content=Reminders,
    about="检查、公示、处置逾期的，每个单位一页；要求和反馈由承办人填写。",
)
