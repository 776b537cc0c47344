"""What the papers of a visit say: its number, its months, who goes, what they look at, on what grounds.

One source for the record sheets, the notices, the schedules and the print files, so that none of them can
disagree with another (WG-4, WG-10, LAW-2, LZ-6).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from shuangsuiji.core.plans.words import month_text, months_text
from shuangsuiji.core.publicity import masked_code
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.office.fields import Field
from shuangsuiji.documents.office.sheets import Kind
from shuangsuiji.documents.wording import has_column, id_heading, item_name

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a team as the papers name them.

    Attributes:
        person: their id; blank for a specialist whom a department sent along.
        unit: the department as the plan writes it, or what an expert is called for.
        certificate: 执法证号 in full; blank for experts.
        leads: whether they are 组长.
        official: whether they count as an inspector (LAW-2).
    """

    person: str
    unit: str
    name: str
    certificate: str
    leads: bool
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitItem:
    """One item of a visit, with the department whose it is."""

    unit: str
    key: str
    name: str
    grounds: str


def serial(visit: VisitRecord) -> int:
    """The number of a visit on paper. It stays, whatever is substituted later."""
    return visit["index"]


def when(dossier: Dossier, visit: VisitRecord) -> str:
    """The months of a visit: its own, or those of the batch (2024年5-6月)."""
    return month_text(visit["month"]) if visit["month"] else months_text([dossier.pool.batch])


def by_month(visits: Iterable[VisitRecord]) -> list[VisitRecord]:
    """Visits by their months, those without one last; by number within a month."""
    return sorted(visits, key=lambda visit: (visit["month"] or "9", visit["index"]))


def department_order(dossier: Dossier) -> list[str]:
    """The keys of the plan's departments, the leading one first."""
    return list(dossier.departments)


def items_of(dossier: Dossier, visit: VisitRecord) -> list[VisitItem]:
    """The items of a visit, by department in the plan's order."""
    order = department_order(dossier)
    pairs = sorted(visit["items"], key=lambda pair: _place(order, pair[0]))
    return [
        VisitItem(
            unit=dossier.department_name(unit),
            key=key,
            name=item_name(dossier.pool, key),
            grounds=dossier.pool.items.get(key, {}).get("抽查依据", ""),
        )
        for unit, key in pairs
    ]


def team_of(dossier: Dossier, visit: VisitRecord) -> list[Member]:
    """A team by department in the plan's order, the leader first in theirs; experts and specialists last."""
    plan = dossier.pool.plan
    order = department_order(dossier)
    inspectors: list[tuple[int, bool, Member]] = []
    others: list[Member] = []
    for seat in visit["team"]:
        person, line = dossier.person_of[seat["person"]], plan.team[seat["line"]]
        leads = person.id == visit["leader"]
        if line.department is None:
            others.append(_member(person.id, line.seat, person.name))
            continue
        key = plan.department(line.department)
        member = Member(
            person=person.id,
            unit=dossier.department_name(key),
            name=person.name,
            certificate=person.certificate,
            leads=leads,
            official=True,
        )
        inspectors.append((_place(order, key), not leads, member))
    inspectors.sort(key=lambda entry: entry[:2])
    others += [_member("", "选派专业人员", name) for name in visit.get("specialists", [])]
    return [member for _, _, member in inspectors] + others


def leader_of(dossier: Dossier, visit: VisitRecord) -> str:
    """The name of 组长, blank if nobody was drawn."""
    return dossier.person_of[visit["leader"]].name if visit["leader"] else ""


def certificate_served(member: Member) -> str:
    """A certificate number on what is served: whole, for the inspected hold it against the card (LAW-2).

    Masks are for publications alone; an ID number that is used as one is masked here too (LZ-10).
    """
    return masked_code(member.certificate)


def registry_fields(
    dossier: Dossier,
    names: Iterable[str],
    entries: Collection[Entry],
    number_of: Callable[[Entry], int],
    most: int,
) -> list[Field[Entry]]:
    """Columns of the registry of objects, but for its ids and for what says nothing of these objects (WG-11).

    Args:
        dossier: what is on record of the draw.
        names: of the columns.
        entries: the rows of the table.
        number_of: the object's number of a row.
        most: the greatest width.
    """
    fields: list[Field[Entry]] = []
    for name in names:
        cell = partial(_registry_cell, dossier, name, number_of)
        kind: Kind = "center" if name == "统一社会信用代码" else "text"
        if name != id_heading(dossier) and has_column(dossier, name) and any(map(cell, entries)):
            fields.append(Field(name, cell, kind, most))
    return fields


def _registry_cell(dossier: Dossier, name: str, number_of: Callable[[Entry], int], entry: Entry) -> str:
    return dossier.object_cell(number_of(entry), name)


def works_of(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """What the visit is made for: the names of its tasks, then the must-inspect rules that it serves."""
    return [dossier.task_name(task) for task in visit["tasks"]] + [f"必查：{rule}" for rule in visit["rules"]]


def task_numbers(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """The numbers of a visit's tasks, with the platform's where the plan has it (XT-10, LAW-6)."""
    platform = {task.number: task.platform_task_number for task in dossier.pool.plan.tasks}
    return [
        f"{number}（平台任务编号{platform[number]}）" if platform.get(number) else number
        for number in visit["tasks"]
    ]


def _member(person: str, unit: str, name: str) -> Member:
    return Member(person=person, unit=unit, name=name, certificate="", leads=False, official=False)


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
