"""检查通知书.docx: one notice a visit, with its receipt: who comes, when, about what, and what may be asked.

Names the task, the right to ask for recusal, and the right to refuse fewer than two inspectors or inspectors
without certificates. Source: LAW-2, LAW-6, LZ-13, XT-10, WG-11; 司法部行政检查文书格式 (2025) for its parts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.record_sheets import joint_text
from shuangsuiji.documents.drawing.steps import DrawStep, notice_history, steps_of
from shuangsuiji.documents.drawing.visits import (
    certificate_served,
    items_of,
    serial,
    task_numbers,
    team_of,
    when,
)
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import (
    code_of,
    day_text,
    id_heading,
    order_text,
)


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    """One item of the notice."""

    unit: str = slot("单位", "检查单位；几个单位检查同一事项的，用顿号隔开")
    name: str = slot("事项", "检查事项")
    grounds: str = slot("依据", "检查依据")


@dataclass(frozen=True, kw_only=True)
class NoticePerson:
    """One inspector of the notice."""

    unit: str = slot("单位", "检查人员所在单位；专家为专业")
    name: str = slot("姓名", "检查人员姓名，组长后面注明")
    certificate: str = slot("证号", "执法证号，不遮盖；专家为空")


@dataclass(frozen=True, kw_only=True)
class NoticePair:
    """Two inspectors of one department side by side, so that a team of eight leaves room for the seals."""

    unit: str = slot("单位", "检查人员所在单位，同一单位的后几行为空；专家为专业")
    name: str = slot("姓名", "检查人员姓名，组长后面注明")
    certificate: str = slot("证号", "执法证号，不遮盖；专家为空")
    other_name: str = slot("另一姓名", "同一单位的另一名检查人员；没有的为空")
    other_certificate: str = slot("另一证号", "另一名检查人员的执法证号")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The notice of one visit."""

    kind: str = slot("联合", "联合或内部联合；一个部门单独检查的为空")
    serial: int = slot("表号", "第几号，与检查记录表相同，递补以后也不改变")
    document: str = slot("通知书文号", "按计划“通知书”排的文号，如舞医保检通〔2024〕1号；计划没有写的为空")
    number_text: str = slot("编号", "计划编号、批次和第几号；不是第1次抽取的，写明第几次")
    state: str = slot("状态", "首次或变更；变更的须重新送达")
    changed: bool = slot("已变更", "是不是变更的通知书")
    change: str = slot("变更说明", "变更的通知书代替哪一天的、为什么；首次的为空")
    name: str = slot("对象名称", "检查对象名称", needed=True)
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址；名录库没有地址的为空")
    reason: str = slot("抽取原因", "怎样确定为检查对象的")
    tasks: str = slot("任务", "任务名称；只因必查检查的为空")
    task_numbers: str = slot("任务编号", "任务编号，有平台任务编号的一并写明；只因必查检查的为空")
    number: int = slot("封存编号", "封存时的编号；由平台抽取的为0")
    check_code: str = slot("校验码", "凭以核对编号的校验码；由平台抽取的为空")
    id: str = slot("代码", "名录库里的标识，与校验码一起使用")
    id_heading: str = slot("代码名称", "标识一栏的名称，如定点编码")
    months: str = slot("检查时间", "检查的月份")
    order: str = slot("检查次序", "一户要查几次的，第几次；只查一次的为空")
    method: str = slot("检查方式", "如现场检查")
    frequency: str = slot("检查频次", "全年检查几次、上限几次；计划没有规定的为空")
    items: tuple[NoticeItem, ...] = rows("检查事项", "各单位的检查事项和依据", needed=False)
    people: tuple[NoticePerson, ...] = rows("检查人员", "检查组全部人员", needed=False)
    pairs: tuple[NoticePair, ...] = rows("人员排", "检查组全部人员，按单位每行两人", needed=False)


@dataclass(frozen=True, kw_only=True)
class Notices(DrawPaper):
    """All the notices of a draw."""

    notices: tuple[Notice, ...] = rows("通知书", "每户次一份", needed=True)


def notices(
    dossier: Dossier,
    templates: Templates = NO_TEMPLATES,
    visits: Sequence[VisitRecord] | None = None,
) -> bytes:
    """The bytes of 检查通知书.docx, in the order of 名单; of all visits, unless `visits` says which."""
    shown = dossier.draw["visits"] if visits is None else visits
    frame = draw_frame(dossier, draw_title(dossier.manifest, "检查通知书"))
    steps = steps_of(dossier)
    content = Notices(**draw_facts(dossier), notices=tuple(notice(dossier, visit, steps) for visit in shown))
    return render(NOTICES, content, frame, templates)


def number_text(dossier: Dossier, visit: VisitRecord) -> str:
    """The number of a notice. A batch drawn again says so in it, because numbers are never used again."""
    manifest = dossier.manifest
    again = f"　第{manifest['attempt']}次抽取" if manifest["attempt"] > 1 else ""
    return f"{manifest['plan']}　{manifest['batch']}{again}　第{serial(visit)}号"


def change_text(history: Sequence[DrawStep]) -> str:
    """What a changed notice replaces and why; blank where it is the first of its number.

    Where several notices of one number have the same day, the step is named that made the one replaced.
    """
    if len(history) < 2:
        return ""
    before, last = history[-2:]
    what = "名录库更正" if last.correction else "检查组变动"
    told = f"（{what}，{last.day}{last.title}）"
    alone = [step.day for step in history].count(before.day) == 1
    made = "" if alone else "首次" if before is history[0] else before.title
    return f"代替{before.day}{made}的同一编号通知书，原通知书作废{told}。"


def notice(dossier: Dossier, visit: VisitRecord, steps: Sequence[DrawStep]) -> Notice:
    """What the notice of one visit says; `steps` as `steps_of` gives them."""
    history = notice_history(steps, visit["index"])
    heading, code = code_of(dossier, visit["number"])
    platform = "platform" in dossier.manifest
    people = [
        NoticePerson(
            unit=member.unit,
            name=member.name + ("（组长）" if member.leads else ""),
            certificate=certificate_served(member) if member.official else "",
        )
        for member in team_of(dossier, visit)
    ]
    return Notice(
        kind=joint_text(dossier, visit).removesuffix("抽查").removeprefix("部门"),
        serial=serial(visit),
        document=notice_number(dossier, visit),
        number_text=number_text(dossier, visit),
        state="变更" if len(history) > 1 else "首次",
        changed=len(history) > 1,
        change=change_text(history),
        name=visit["name"],
        code_heading=heading,
        code=code,
        address=dossier.object_cell(visit["number"], "地址"),
        reason=_reason(visit, _how_drawn(dossier, visit)),
        tasks="、".join(dossier.task_name(task) for task in visit["tasks"]),
        task_numbers="、".join(task_numbers(dossier, visit)),
        number=0 if platform else visit["number"],
        check_code="" if platform else dossier.check_code(visit["number"]),
        id=visit["id"],
        id_heading=id_heading(dossier),
        months=when(dossier, visit),
        order=order_text(visit),
        method=_method(dossier, visit),
        frequency=_frequency(dossier, visit),
        items=_items(dossier, visit),
        people=tuple(people),
        pairs=_pairs(people),
    )


def notice_number(dossier: Dossier, visit: VisitRecord) -> str:
    """The number of a notice, which stays whatever is substituted later; blank where the plan gives none.

    Notices are counted in the order in which they were first given: those of the draw, then of each event.
    Blank too where the batch was drawn before, since those numbers are not used again, and from where the
    numbers of another batch begin.
    """
    plan, manifest = dossier.pool.plan, dossier.manifest
    numbers = plan.notice_numbers
    if any(
        one["outcome"] in _NUMBERED for one in manifest["attempts"] if one["attempt"] < manifest["attempt"]
    ):
        return ""
    start = numbers.start(manifest["batch"], len(plan.batches)) if numbers else None
    if numbers is None or start is None:
        return ""
    number = start + dossier.notice_order[visit["index"]]
    if any(start < other <= number for _, other in numbers.starts):
        return ""
    return f"{numbers.mark}〔{plan.year}〕{number}号"


def without_number(dossier: Dossier) -> int:
    """How many notices have no printed number because those of another batch begin before they are given."""
    if dossier.pool.plan.notice_numbers is None or not notice_number(dossier, dossier.draw["visits"][0]):
        return 0
    return sum(not notice_number(dossier, visit) for visit in dossier.draw["visits"])


def cited_number(dossier: Dossier, visit: VisitRecord) -> str:
    """What other papers call a notice by: its printed number, or what stands in its place."""
    return notice_number(dossier, visit) or number_text(dossier, visit)


_NUMBERED = frozenset({"抽取", "取消"})
"""What came of attempts that gave notices."""


def _items(dossier: Dossier, visit: VisitRecord) -> tuple[NoticeItem, ...]:
    """The items; departments that look at the same one share its row."""
    units: dict[tuple[str, str], list[str]] = {}
    for item in items_of(dossier, visit):
        units.setdefault((item.name, item.grounds), []).append(item.unit)
    return tuple(
        NoticeItem(unit="、".join(dict.fromkeys(names)), name=name, grounds=grounds)
        for (name, grounds), names in units.items()
    )


def _pairs(people: Sequence[NoticePerson]) -> tuple[NoticePair, ...]:
    units: dict[str, list[NoticePerson]] = {}
    for person in people:
        units.setdefault(person.unit, []).append(person)
    blank = NoticePerson(unit="", name="", certificate="")
    made = []
    for unit, members in units.items():
        for first, other in itertools.zip_longest(members[::2], members[1::2], fillvalue=blank):
            made.append(
                NoticePair(
                    unit=unit if first is members[0] else "",
                    name=first.name,
                    certificate=first.certificate,
                    other_name=other.name,
                    other_certificate=other.certificate,
                )
            )
    return tuple(made)


def _how_drawn(dossier: Dossier, visit: VisitRecord) -> str:
    if "platform" in dossier.manifest:
        return "经双随机监管平台随机抽取"
    late = visit["index"] not in {drawn["index"] for drawn in dossier.as_made["visits"]}
    return f"经{day_text(dossier)}随机抽取" + ("，由候补依次递补" if late else "")


def _reason(visit: VisitRecord, drawn: str) -> str:
    """随机抽取 or 必查, in the words of the letter."""
    if not set(visit["reasons"]) - {"必查"}:
        return f"按照计划中必查对象（{'、'.join(visit['rules'])}）的规定"
    drawn = drawn if "随机" in visit["reasons"] else f"为达到全年抽查比例，{drawn}"
    return f"{drawn}，并按照计划中必查对象（{'、'.join(visit['rules'])}）的规定" if visit["rules"] else drawn


def _method(dossier: Dossier, visit: VisitRecord) -> str:
    tasks = [task.method for task in dossier.pool.plan.tasks if task.number in visit["tasks"]]
    items = [dossier.pool.items.get(key, {}).get("抽查方式", "") for _, key in visit["items"]]
    return "、".join(dict.fromkeys(filter(None, tasks or items))) or "现场检查"


def _frequency(dossier: Dossier, visit: VisitRecord) -> str:
    """How often the object may be inspected this year (LAW-1); what a rule asks for is not capped."""
    plan = dossier.pool.plan
    times = [rule.times for rule in plan.must_inspect if rule.name in visit["rules"]]
    if times:
        return f"属于必查对象，全年检查{max(times)}次"
    cap = plan.limits.yearly_cap
    return f"全年不超过{cap}次" if cap is not None else ""


NOTICES = Form(
    file="检查通知书.docx",
    content=Notices,
    about="每户次一份检查通知书，附送达回证；写明任务编号、检查人员和申请回避的权利。",
)
