"""撤回通知书.docx: tells an object that its notice is void, and people that visits are no longer theirs.

Made of the last step of a draw: an event that ended visits or took people from teams, or a cancellation. It
gives the day and the kind of the step; the reason that was typed stays on the record that is signed.
Source: LZ-6, LZ-14, LAW-5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.notices import cited_number
from shuangsuiji.documents.drawing.steps import CANCELLATION, DrawStep, Withdrawn, notice_history, steps_of
from shuangsuiji.documents.drawing.visits import when
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import code_of


@dataclass(frozen=True, kw_only=True)
class WithdrawnNotice:
    """One notice that is void."""

    number: str = slot("编号", "撤回的通知书的编号，不再使用")
    name: str = slot("对象名称", "检查对象名称", needed=True)
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址；名录库没有地址的为空", default="")
    day: str = slot("原通知日期", "被撤回的通知书是哪一天的")


@dataclass(frozen=True, kw_only=True)
class LostVisit:
    """One visit that is no longer a person's."""

    number: str = slot("编号", "检查通知书的编号")
    name: str = slot("对象名称", "检查对象名称")
    months: str = slot("检查时间", "检查的月份")


@dataclass(frozen=True, kw_only=True)
class RelievedPerson:
    """One person and the visits that are no longer theirs."""

    name: str = slot("姓名", "检查人员姓名")
    unit: str = slot("单位", "检查人员所在单位；专家为专业")
    visits: tuple[LostVisit, ...] = rows("各户", "不再参加的各户次", needed=True)


@dataclass(frozen=True, kw_only=True)
class Withdrawals(DrawPaper):
    """All that one step withdraws."""

    because: str = slot("原因", "如2024年6月3日第1次递补，检查对象名单有变动", needed=True)
    step_day: str = slot("撤回日期", "撤回的日期")
    objects: tuple[WithdrawnNotice, ...] = rows("撤回", "每份撤回的通知书一份", needed=True)
    people: tuple[RelievedPerson, ...] = rows("人员", "每名不再参加的人员一份", needed=True)


def withdrawals(
    dossier: Dossier, step: DrawStep, withdrawn: Sequence[Withdrawn], templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of 撤回通知书.docx.

    Args:
        dossier: what is on record of the draw.
        step: the last one.
        withdrawn: which of its withdrawals the file holds, in their order.
    """
    frame = draw_frame(dossier, draw_title(dossier.manifest, "撤回通知书"))
    steps = steps_of(dossier)
    before = steps[: steps.index(step)]
    ended = [entry.visit for entry in withdrawn if not entry.person]
    people: dict[str, list[Withdrawn]] = {}
    for entry in withdrawn:
        if entry.person:
            people.setdefault(entry.person, []).append(entry)
    objects = []
    for visit in ended:
        heading, code = code_of(dossier, visit["number"])
        objects.append(
            WithdrawnNotice(
                number=cited_number(dossier, visit),
                name=dossier.pool.name(visit["number"]),
                code_heading=heading,
                code=code,
                address=dossier.object_cell(visit["number"], "地址"),
                day=notice_history(before, visit["index"])[-1].day,
            )
        )
    content = Withdrawals(
        **draw_facts(dossier),
        because=_because(step),
        step_day=step.day,
        objects=tuple(objects),
        people=tuple(_relieved(dossier, person, entries) for person, entries in people.items()),
    )
    return render(WITHDRAWALS, content, frame, templates)


def _because(step: DrawStep) -> str:
    if step.title == CANCELLATION:
        return f"{step.day}本次抽取已经取消"
    return f"{step.day}{step.title}，检查安排有变动"


def _relieved(dossier: Dossier, identifier: str, entries: Sequence[Withdrawn]) -> RelievedPerson:
    person = dossier.person_of[identifier]
    departments = "、".join(map(dossier.department_name, sorted(person.departments)))
    return RelievedPerson(
        name=person.name,
        unit="、".join(sorted(person.fields)) if person.expert else departments,
        visits=tuple(
            LostVisit(
                number=cited_number(dossier, entry.visit),
                name=dossier.pool.name(entry.visit["number"]),
                months=when(dossier, entry.visit),
            )
            for entry in entries
        ),
    )


WITHDRAWALS = Form(
    file="撤回通知书.docx",
    content=Withdrawals,
    about="递补、取消以后不再检查的每户一份，原通知书作废；不再参加的检查人员每人一份，交回领取的文书。",
)
