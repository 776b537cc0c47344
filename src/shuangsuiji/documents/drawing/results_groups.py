"""分组: the fixed groups of a draw, and how a team stands in a row of any sheet (WG-4, WG-5, LAW-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import GroupRecord, MemberRecord
from shuangsuiji.core.records.story import group_name
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet

Entry = TypeVar("Entry")


def sheets(dossier: Dossier) -> list[Sheet]:
    """The sheet 分组, one group a row; none if the plan has no 分组."""
    if "groups" not in dossier.draw:
        return []
    visits = Counter(visit.get("group") for visit in dossier.draw["visits"])
    formed, discarded = dossier.draw["groups"]["formed"], dossier.draw["groups"]["discarded"]
    grouped = {member["person"] for group in formed for member in group["team"]}
    fields: list[Field[tuple[int, GroupRecord]]] = [
        Field("组别", lambda entry: group_name(entry[0]), "center", 10),
        *team_fields(dossier, lambda entry: (entry[1]["team"], entry[1]["leader"])),
        Field("本批户次", lambda entry: visits[entry[0]], "number"),
    ]
    below = [
        "先随机编组，再把各次检查随机派给各组；每人只编入一组。★为组长，人员后为执法证号。",
        f"编入各组{len(grouped)}人。某次检查不涉及的部门或专家，其组员该次不参加；"
        "递补人员只列在“检查组”表，不改变编组。",
    ]
    if discarded:
        below.append(f"此前{discarded}次编组因须回避等原因有检查无组可派，已按规则顺延重编，可据以复算。")
    title, about = draw_title(dossier.manifest, "固定检查组"), f"共{len(formed)}组"
    return [table("分组", title, fields, enumerate(formed, 1), about=about, below=below)]


def team_fields(
    dossier: Dossier, team_of: Callable[[Entry], tuple[Sequence[MemberRecord], str | None]]
) -> list[Field[Entry]]:
    """组长, a column for each department, experts apart; `team_of` gives the members and the leader's id."""
    plan = dossier.pool.plan
    units = [line.department and plan.department(line.department) for line in plan.team]

    def leader(entry: Entry) -> str:
        identifier = team_of(entry)[1]
        return dossier.person_of[identifier].name if identifier else ""

    def inspectors(entry: Entry, unit: str) -> str:
        members, leads = team_of(entry)
        people = [dossier.person_of[member["person"]] for member in members if units[member["line"]] == unit]
        return "\n".join(
            f"{person.name}{'★' if person.id == leads else ''}　{person.certificate}" for person in people
        )

    def experts(entry: Entry) -> str:
        return "\n".join(
            f"{dossier.person_of[member['person']].name}（{plan.team[member['line']].expert}）"
            for member in team_of(entry)[0]
            if units[member["line"]] is None
        )

    return [
        Field("组长", leader, "center", 12),
        *(
            Field(dossier.department_name(unit), partial(inspectors, unit=unit))
            for unit in dict.fromkeys(filter(None, units))
        ),
        Field("专家（不计入执法人员）", experts, most=32, shown=any(line.expert for line in plan.team)),
    ]
