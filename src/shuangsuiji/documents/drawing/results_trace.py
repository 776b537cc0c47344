"""回避递补记录: who was passed over, why, and who was drawn instead (WG-7).

Recusals come first. Passing over for an even load happens often and is no judgement on anybody, so those
rows stand last, in grey, one for each seat, and the filter hides them with one click.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import PassedRecord, VisitRecord
from shuangsuiji.core.records.story import ground, group_name, sentence, successor
from shuangsuiji.core.rules.pool import Person
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet
from shuangsuiji.documents.wording import order_text

_FOR_BALANCE = "均衡负荷"
_KINDS = ("回避", "已达上限", "选后无法排完", _FOR_BALANCE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row: who was passed over at one visit for one reason, and who was drawn next.

    With fixed groups whole groups are passed over; `groups` names them, `people` whose recusal it was.
    """

    visit: VisitRecord
    record: PassedRecord
    people: tuple[Person, ...]
    successor: str
    groups: tuple[int, ...] = ()

    @property
    def names(self) -> str:
        """Who was passed over, in words."""
        people = "、".join(person.name for person in self.people)
        if not self.groups:
            return people
        groups = "、".join(map(group_name, self.groups))
        return f"{groups}（{people}）" if people else groups


def sheet(dossier: Dossier) -> Sheet:
    """The sheet 回避递补记录."""
    several = any(visit["of"] > 1 for visit in dossier.draw["visits"])
    counts = Counter(record["outcome"] for visit in dossier.draw["visits"] for record in visit["trace"])
    found = sorted(_entries(dossier), key=lambda entry: _KINDS.index(entry.record["outcome"]))
    unit = "组次" if "groups" in dossier.draw else "人次"
    fields: list[Field[_Entry]] = [
        Field("类型", lambda entry: entry.record["outcome"], "center", 16),
        Field("检查对象", lambda entry: entry.visit["name"], most=44),
        Field("检查次序", lambda entry: order_text(entry.visit), "center", 14, shown=several),
        Field("抽中人员", lambda entry: entry.names, most=30),
        Field("部门", lambda entry: "、".join(dict.fromkeys(map(_unit, entry.people))), most=28),
        Field("规则或事由", lambda entry: ground(entry.record), most=36),
        Field("递补人员", lambda entry: entry.successor, "center", 12),
        Field("记录", lambda entry: sentence(entry.names, entry.record, entry.successor), most=60),
    ]
    return table(
        "回避递补记录",
        draw_title(dossier.manifest, "回避递补记录"),
        fields,
        found,
        about="　".join(f"{kind}{counts[kind]}{unit}" for kind in _KINDS)
        + "　（用“类型”列的筛选按钮可只看其中一种；均衡负荷的，同一检查组合为一行）",
        muted=[i for i, entry in enumerate(found) if entry.record["outcome"] == _FOR_BALANCE],
        empty="没有人员回避或越过，各检查组都由最先抽中的人员组成。",
        numbered=True,
    )


def _entries(dossier: Dossier) -> list[_Entry]:
    """Every recusal by itself; those passed over for an even load together, by who was drawn next."""
    found: list[_Entry] = []
    for visit in dossier.draw["visits"]:
        together: dict[str, list[PassedRecord]] = {}
        for record in visit["trace"]:
            next_name = successor(dossier, visit, record)
            if record["outcome"] == _FOR_BALANCE:
                together.setdefault(next_name, []).append(record)
            else:
                found.append(_entry(dossier, visit, [record], next_name))
        for next_name, records in together.items():
            found.append(_entry(dossier, visit, records, next_name))
    return found


def _entry(dossier: Dossier, visit: VisitRecord, records: Sequence[PassedRecord], next_name: str) -> _Entry:
    people = tuple(dossier.person_of[record["person"]] for record in records if record["person"])
    groups = tuple(record["group"] for record in records if "group" in record)
    return _Entry(visit, records[0], people, next_name, groups)


def _unit(person: Person) -> str:
    return "、".join(sorted(person.fields)) if person.expert else person.department
