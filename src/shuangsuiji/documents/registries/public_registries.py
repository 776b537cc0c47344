"""随机抽查事项清单 and 执法检查人员名录 for publication: what 一公开 means (LZ-13; 兰州 2, 6, 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.columns.kinds import PUBLISHED_ITEM_COLUMNS
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.publicity import Masks
from shuangsuiji.core.registries.people import is_on_duty
from shuangsuiji.core.registries.registry import Registries
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.documents.official import PublicPaper, public_facts
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import (
    NO_TEMPLATES,
    Form,
    PaperFrame,
    Templates,
    rows,
    slot,
    slots_of,
)
from shuangsuiji.documents.wording import chinese_day, issuers


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One item of the list."""

    serial: int = slot("序号", "从1起")
    name: str = slot("抽查事项名称", "抽查事项名称")
    grounds: str = slot("抽查依据", "抽查依据")
    body: str = slot("抽查主体", "抽查主体")
    objects: str = slot("抽查对象", "抽查对象")
    ratio: str = slot("抽查比例", "抽查比例")
    frequency: str = slot("抽查频次", "抽查频次")
    way: str = slot("抽查方式", "抽查方式")
    matter: str = slot("检查内容", "检查内容")
    kind: str = slot("事项类别", "一般或重点")


@dataclass(frozen=True, kw_only=True)
class ItemList(PublicPaper):
    """What 随机抽查事项清单 says."""

    items: tuple[ItemRow, ...] = rows("清单", "抽查事项，每项一行", needed=True)
    has_grounds: bool = slot("有抽查依据", "清单有没有抽查依据")
    has_body: bool = slot("有抽查主体", "清单有没有抽查主体")
    has_objects: bool = slot("有抽查对象", "清单有没有抽查对象")
    has_ratio: bool = slot("有抽查比例", "清单有没有抽查比例")
    has_frequency: bool = slot("有抽查频次", "清单有没有抽查频次")
    has_way: bool = slot("有抽查方式", "清单有没有抽查方式")
    has_matter: bool = slot("有检查内容", "清单有没有检查内容")
    has_kind: bool = slot("有事项类别", "清单有没有事项类别")


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person of the register."""

    serial: int = slot("序号", "从1起")
    name: str = slot("姓名", "姓名")
    unit: str = slot("单位", "所在单位或部门")
    certificate: str = slot("执法证号", "执法证号，按计划遮盖；专家没有")
    post: str = slot("执法岗位", "执法岗位；专家为专业")


@dataclass(frozen=True, kw_only=True)
class PeopleRegister(PublicPaper):
    """What 执法检查人员名录 says."""

    count: int = slot("检查人员人数", "在岗、证件有效的执法检查人员人数")
    people: tuple[PersonRow, ...] = rows("检查人员", "在岗、证件有效的执法检查人员，每人一行", needed=True)
    experts: tuple[PersonRow, ...] = rows("专家", "协助检查的专家，每人一行")
    expert_count: int = slot("专家人数", "专家人数")
    has_certificate: bool = slot("有执法证号", "执法证号是否公开")
    has_post: bool = slot("有执法岗位", "名录有没有执法岗位")
    has_expert_unit: bool = slot("有专家单位", "专家库有没有单位")


def item_list(
    plan: Plan, table: Table, masks: Masks, now: datetime, templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of 随机抽查事项清单.docx."""
    frame = PaperFrame(title=f"{'、'.join(issuers(plan))}随机抽查事项清单", created=now)
    return render(ITEM_LIST, items_content(plan, table, masks, now), frame, templates)


def items_content(plan: Plan, table: Table, masks: Masks, now: datetime) -> ItemList:
    """What the list says; columns that are hidden or blank throughout are left out."""
    columns = {
        field.field: _public(table, field.name, masks) for field in slots_of(ItemRow) if field.kind == "text"
    }
    items = tuple(
        ItemRow(serial=serial, **dict(zip(columns, cells, strict=True)))
        for serial, cells in enumerate(zip(*columns.values(), strict=True), 1)
    )
    filled: dict[str, Any] = {f"has_{name}": any(cells) for name, cells in columns.items() if name != "name"}
    return ItemList(**public_facts(plan, chinese_day(now)), items=items, **filled)


def blank_items(table: Table, masks: Masks) -> Iterator[Finding]:
    """What the published list has to say and does not: a column that is missing, a cell that is blank."""
    for name in PUBLISHED_ITEM_COLUMNS:
        if not masks.shows(name):
            continue
        if table.resolve(name) is None:
            yield warning("publish-item-column", table.file_place(), column=name)
            continue
        for row, cell in enumerate(table.cells(name)):
            if not cell:
                yield warning("publish-item-blank", table.place(row, name), column=name)


def people_register(
    plan: Plan, registries: Registries, masks: Masks, now: datetime, templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of 执法检查人员名录.docx."""
    frame = PaperFrame(title=f"{'、'.join(issuers(plan))}执法检查人员名录", created=now)
    return render(PEOPLE_REGISTER, people_content(plan, registries, masks, now), frame, templates)


def people_content(plan: Plan, registries: Registries, masks: Masks, now: datetime) -> PeopleRegister:
    """What the register says: those on duty whose cards have not run out, as the registry lists them."""
    today = beijing_day(now)
    people = _people(registries.inspectors.table, "部门", "执法岗位", masks, today)
    experts = _people(registries.experts.table, "单位", "专业", masks, today)
    return PeopleRegister(
        **public_facts(plan, chinese_day(now)),
        count=len(people),
        people=people,
        experts=experts,
        expert_count=len(experts),
        has_certificate=any(person.certificate for person in people),
        has_post=any(person.post for person in people),
        has_expert_unit=any(person.unit for person in experts),
    )


def _people(table: Table, unit: str, post: str, masks: Masks, today: date) -> tuple[PersonRow, ...]:
    names, units, posts = (_public(table, name, masks) for name in ("姓名", unit, post))
    numbers = table.cells("执法证号") if masks.shows("执法证号") else [""] * len(table)
    found: list[PersonRow] = []
    ends = map(as_date, table.cells("证件有效期"))
    for row, (duty, end) in enumerate(zip(table.cells("状态"), ends, strict=True)):
        if is_on_duty(duty) and (end is None or end >= today):
            found.append(
                PersonRow(
                    serial=len(found) + 1,
                    name=names[row],
                    unit=units[row],
                    certificate=masks.shown_certificate(numbers[row]),
                    post=posts[row],
                )
            )
    return tuple(found)


def _public(table: Table, name: str, masks: Masks) -> Sequence[str]:
    """The cells of a column as the public may see them; blanks where it may not."""
    return [masks.text(cell) for cell in table.cells(name)] if masks.shows(name) else [""] * len(table)


ITEM_LIST = Form(
    file="随机抽查事项清单.docx",
    content=ItemList,
    about="公布随机抽查事项清单用。",
)
PEOPLE_REGISTER = Form(
    file="执法检查人员名录.docx",
    content=PeopleRegister,
    about="公布执法检查人员名录用。",
)
