"""检查日程.xlsx: for everybody who was drawn, what they inspect, where, when and with whom.

A sheet for each department and one for the experts; each person begins on a page of their own, so that the
print can be handed out. Source: WG-4, WG-5, QHD-6, LAW-2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

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
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet
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
    leads = Counter(visit["leader"] or "" for visit in dossier.draw["visits"])
    months: dict[str, Counter[str]] = {}
    for visit in by_month(dossier.draw["visits"]):
        count = months.setdefault(when(dossier, visit), Counter())
        count.update(member["person"] for member in visit["team"])
    drawn = [(key, person) for key, people in _groups(dossier).items() for person in people]
    fields: list[Field[tuple[str, Person]]] = [
        Field("姓名", lambda entry: entry[1].name, "center", 16),
        Field("部门（专业）", lambda entry: _unit(entry[1], dossier.department_name(entry[0]))),
        *(
            Field(month, partial(_count, count), "number", shown=len(months) > 1)
            for month, count in months.items()
        ),
        Field("本批户次", partial(_count, _loads(dossier)), "number"),
        Field("其中任组长", partial(_count, leads), "number"),
        Field("领取签字", lambda _: "", "center", 16),
    ]
    return table(
        "汇总",
        draw_title(dossier.manifest, "检查日程汇总"),
        fields,
        drawn,
        about=f"{embargo_text(dossier.pool.plan)}　　各人的日程见后面各表，每人另起一页，可以分别打印。",
        empty="本批次没有抽取检查人员。",
        totalled=bool(drawn),
        numbered=True,
        filtered=False,
    )


def _unit(person: Person, department: str) -> str:
    """What somebody is called for: an expert's fields, an inspector's department."""
    return "、".join(sorted(person.fields)) if person.expert else department


def _count(counts: Counter[str], entry: tuple[str, Person]) -> int:
    return counts[entry[1].id]


def _department(
    dossier: Dossier, name: str, people: Sequence[Person], teams: dict[int, list[Member]]
) -> Sheet:
    """A department's people, each a block with their visits by month."""
    visits = by_month(dossier.draw["visits"])
    entries: list[_Entry] = []
    blocks: dict[int, str] = {}
    for person in people:
        own = [visit for visit in visits if any(m["person"] == person.id for m in visit["team"])]
        blocks[len(entries)] = _about(person, own)
        entries += [_Entry(order, person, visit, teams[visit["index"]]) for order, visit in enumerate(own, 1)]
    fields: list[Field[_Entry]] = [
        Field("序号", lambda entry: entry.order, "number"),
        Field("姓名", lambda entry: entry.person.name, "center", 16),
        Field("表号", lambda entry: serial(entry.visit), "number"),
        Field("检查对象", lambda entry: entry.visit["name"], most=36),
        Field(id_heading(dossier), lambda entry: entry.visit["id"], "center", 24),
        Field(
            "地址",
            lambda entry: dossier.object_cell(entry.visit["number"], "地址"),
            most=36,
            shown=has_column(dossier, "地址"),
        ),
        Field(
            "检查次序",
            lambda entry: order_text(entry.visit),
            "center",
            14,
            shown=any(visit["of"] > 1 for visit in visits),
        ),
        Field("检查时间", lambda entry: when(dossier, entry.visit), "center", 16),
        Field("任务", lambda entry: "\n".join(works_of(dossier, entry.visit)), most=30),
        Field("检查事项", lambda entry: _items(dossier, entry), most=40),
        Field("组长", _leader, "center", 10),
        Field("同组人员", _others, most=30),
    ]
    return table(
        name,
        draw_title(dossier.manifest, "个人检查日程"),
        fields,
        entries,
        about=f"{embargo_text(dossier.pool.plan)}　　检查时出示执法证件，每户不少于2名执法人员。"
        "与检查对象有利害关系的，应当在检查前申请回避。",
        below=["“表号”是检查记录表、检查通知书上的号数。"],
        filtered=False,
        blocks=blocks,
    )


class _Entry(NamedTuple):
    """One visit of one person: which of theirs it is, and the team."""

    order: int
    person: Person
    visit: VisitRecord
    team: Sequence[Member]

    @property
    def member(self) -> Member:
        """The person as a member of the team."""
        return next(member for member in self.team if member.person == self.person.id)


def _about(person: Person, visits: Sequence[VisitRecord]) -> str:
    unit = _unit(person, person.department)
    leads = sum(visit["leader"] == person.id for visit in visits)
    text = f"{person.name}　　{'专家：' if person.expert else ''}{unit}"
    if person.certificate and not person.expert:
        text += f"　　执法证号：{person.certificate}"
    return f"{text}　　本批{len(visits)}户次" + (f"，其中任组长{leads}户次" if leads else "")


def _items(dossier: Dossier, entry: _Entry) -> str:
    """An inspector's own items are those of their department; an expert helps everybody."""
    items = items_of(dossier, entry.visit)
    own = [item.name for item in items if item.unit == entry.member.unit]
    return "；".join(dict.fromkeys(own or [item.name for item in items]))


def _leader(entry: _Entry) -> str:
    if entry.member.leads:
        return "本人"
    return next((member.name for member in entry.team if member.leads), "")


def _others(entry: _Entry) -> str:
    return "、".join(member.name for member in entry.team if member is not entry.member and not member.leads)
