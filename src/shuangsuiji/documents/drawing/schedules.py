"""检查日程.xlsx: for everybody who was drawn, what they inspect, where, when and with whom.

A sheet for each department and one for the experts; each person begins on a page of their own, so that the
print can be handed out. Source: WG-4, WG-5, QHD-6, LAW-2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.rules.pool import Person
from shuangsuiji.documents.drawing.heads import draw_book, draw_title
from shuangsuiji.documents.drawing.visits import (
    Member,
    by_month,
    department_order,
    items_of,
    serial,
    team_of,
    when,
    works_of,
)
from shuangsuiji.documents.office.sheets import Column, Row, Sheet
from shuangsuiji.documents.wording import (
    embargo_text,
    has_column,
    id_heading,
    order_text,
)

_EXPERTS = "专家"


def schedules(dossier: Dossier) -> bytes:
    """The bytes of 检查日程.xlsx."""
    manifest = dossier.manifest
    book = draw_book(dossier, draw_title(manifest, "检查日程"))
    teams = {visit["index"]: team_of(dossier, visit) for visit in dossier.draw["visits"]}
    book.sheet(_overview(dossier))
    names: list[str] = []
    for key, people in _groups(dossier).items():
        name = _tab(dossier.department_name(key), names)
        names.append(name)
        book.sheet(_department(dossier, name, people, teams))
    return book.data()


def _groups(dossier: Dossier) -> dict[str, list[Person]]:
    """Department -> the people drawn from it, most visits first; experts last."""
    loads = _loads(dossier)
    seats: dict[str, str] = {}
    plan = dossier.pool.plan
    for visit in dossier.draw["visits"]:
        for member in visit["team"]:
            unit = plan.team[member["line"]].department
            seats.setdefault(member["person"], plan.department(unit) if unit else _EXPERTS)
    groups: dict[str, list[Person]] = {key: [] for key in (*department_order(dossier), _EXPERTS)}
    for person in dossier.pool.people:
        if person.id in seats:
            groups[seats[person.id]].append(person)
    return {
        key: sorted(people, key=lambda person: (-loads[person.id], person.name, person.id))
        for key, people in groups.items()
        if people
    }


def _loads(dossier: Dossier) -> Counter[str]:
    return Counter(member["person"] for visit in dossier.draw["visits"] for member in visit["team"])


def _tab(name: str, taken: Sequence[str]) -> str:
    """A name that a tab of a workbook may bear, unlike those taken."""
    bare = re.sub(r"[\[\]:*?/\\']", "", name)[:28] or "部门"
    found, count = bare, 1
    while found.casefold() in {other.casefold() for other in (*taken, "汇总")}:
        count += 1
        found = f"{bare}{count}"
    return found


def _overview(dossier: Dossier) -> Sheet:
    """汇总: everybody who was drawn, by department, with their loads by month."""
    loads = _loads(dossier)
    leads = Counter(visit["leader"] for visit in dossier.draw["visits"])
    months: dict[str, Counter[str]] = {}
    for visit in by_month(dossier.draw["visits"]):
        count = months.setdefault(when(dossier, visit), Counter())
        count.update(member["person"] for member in visit["team"])
    rows: list[Row] = []
    for key, people in _groups(dossier).items():
        for person in people:
            unit = "、".join(sorted(person.fields)) if person.expert else dossier.department_name(key)
            row: list[str | int] = [len(rows) + 1, person.name, unit]
            row += [count[person.id] for count in months.values()] if len(months) > 1 else []
            rows.append([*row, loads[person.id], leads[person.id], ""])
    shown = list(months) if len(months) > 1 else []
    total: list[str | int] = ["", "合计", "", *(sum(months[name].values()) for name in shown)]
    return Sheet(
        name="汇总",
        title=draw_title(dossier.manifest, "检查日程汇总"),
        about=f"{embargo_text(dossier.pool.plan)}　　各人的日程见后面各表，每人另起一页，可以分别打印。",
        columns=[
            Column("序号", "number"),
            Column("姓名", "center", 16),
            Column("部门（专业）", most=40),
            *(Column(name, "number") for name in shown),
            Column("本批户次", "number"),
            Column("其中任组长", "number"),
            Column("领取签字", "center", 16),
        ],
        rows=rows,
        total=[*total, sum(loads.values()), sum(leads.values()) - leads[None], ""] if rows else None,
        below=[] if rows else ["本批次没有抽取检查人员。"],
        filtered=False,
    )


def _department(
    dossier: Dossier, name: str, people: Sequence[Person], teams: dict[int, list[Member]]
) -> Sheet:
    """A department's people, each a block with their visits by month."""
    visits = by_month(dossier.draw["visits"])
    several = any(visit["of"] > 1 for visit in visits)
    address = has_column(dossier, "地址")
    rows: list[Row] = []
    blocks: dict[int, str] = {}
    for person in people:
        own = [visit for visit in visits if any(m["person"] == person.id for m in visit["team"])]
        blocks[len(rows)] = _about(person, own)
        for order, visit in enumerate(own, 1):
            rows.append(_row(dossier, person, order, visit, teams[visit["index"]], several, address))
    return Sheet(
        name=name,
        title=draw_title(dossier.manifest, "个人检查日程"),
        about=f"{embargo_text(dossier.pool.plan)}　　检查时出示执法证件，每户不少于2名执法人员。"
        "与检查对象有利害关系的，应当在检查前申请回避。",
        columns=[
            Column("序号", "number"),
            Column("姓名", "center", 16),
            Column("表号", "number"),
            Column("检查对象", most=36),
            Column(id_heading(dossier), "center", 24),
            *([Column("地址", most=36)] if address else []),
            *([Column("检查次序", "center", 14)] if several else []),
            Column("检查时间", "center", 16),
            Column("任务", most=30),
            Column("检查事项", most=40),
            Column("组长", "center", 10),
            Column("同组人员", most=30),
        ],
        rows=rows,
        below=["“表号”是检查记录表、检查通知书上的号数。"],
        filtered=False,
        blocks=blocks,
    )


def _about(person: Person, visits: Sequence[VisitRecord]) -> str:
    unit = "、".join(sorted(person.fields)) if person.expert else person.department
    leads = sum(visit["leader"] == person.id for visit in visits)
    text = f"{person.name}　　{'专家：' if person.expert else ''}{unit}"
    if person.certificate and not person.expert:
        text += f"　　执法证号：{person.certificate}"
    return f"{text}　　本批{len(visits)}户次" + (f"，其中任组长{leads}户次" if leads else "")


def _row(
    dossier: Dossier,
    person: Person,
    order: int,
    visit: VisitRecord,
    team: Sequence[Member],
    several: bool,
    address: bool,
) -> Row:
    own = next(member for member in team if member.person == person.id)
    items = items_of(dossier, visit)
    # An expert helps everybody; an inspector's own items are those of their department.
    mine = [item.name for item in items if item.unit == own.unit] or [item.name for item in items]
    leader = next((member.name for member in team if member.leads), "")
    others = "、".join(member.name for member in team if member is not own and not member.leads)
    row: list[str | int] = [order, person.name, serial(visit), visit["name"], visit["id"]]
    row += [dossier.object_cell(visit["number"], "地址")] if address else []
    row += [order_text(visit)] if several else []
    row += [when(dossier, visit), "\n".join(works_of(dossier, visit)), "；".join(dict.fromkeys(mine))]
    return [*row, "本人" if own.leads else leader, others]
