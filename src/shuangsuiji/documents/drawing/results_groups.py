"""分组: the fixed groups of a draw, and how a team stands in a row of any sheet (WG-4, WG-5, LAW-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import MemberRecord
from shuangsuiji.core.records.story import group_name
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.office.sheets import Column, Row, Sheet


def sheets(dossier: Dossier) -> list[Sheet]:
    """The sheet 分组, one group a row; none if the plan has no 分组."""
    if "groups" not in dossier.draw:
        return []
    visits = Counter(visit.get("group") for visit in dossier.draw["visits"])
    rows: list[Row] = []
    grouped: set[str] = set()
    for number, group in enumerate(dossier.draw["groups"]["formed"], 1):
        cells = team_cells(dossier, group["team"], group["leader"])
        rows.append([group_name(number), *cells, visits[number]])
        grouped |= {member["person"] for member in group["team"]}
    manifest, discarded = dossier.manifest, dossier.draw["groups"]["discarded"]
    below = [
        "先随机编组，再把各次检查随机派给各组；每人只编入一组。★为组长，人员后为执法证号。",
        f"编入各组{len(grouped)}人。某次检查不涉及的部门或专家，其组员该次不参加；"
        "递补人员只列在“检查组”表，不改变编组。",
    ]
    if discarded:
        below.append(f"此前{discarded}次编组因须回避等原因有检查无组可派，已按规则顺延重编，可据以复算。")
    return [
        Sheet(
            name="分组",
            title=draw_title(manifest, "固定检查组"),
            about=f"共{len(rows)}组",
            columns=[Column("组别", "center", 10), *team_columns(dossier), Column("本批户次", "number")],
            rows=rows,
            below=below,
        )
    ]


def team_columns(dossier: Dossier) -> list[Column]:
    """组长, a column for each department, experts apart."""
    experts = any(line.expert for line in dossier.pool.plan.team)
    return [
        Column("组长", "center", 12),
        *(Column(dossier.department_name(key), most=40) for key in _departments(dossier)),
        *([Column("专家（不计入执法人员）", most=32)] if experts else []),
    ]


def team_cells(dossier: Dossier, team: Sequence[MemberRecord], leader: str | None) -> list[str]:
    """The cells of a team under `team_columns`."""
    plan = dossier.pool.plan
    cells: dict[str, list[str]] = {key: [] for key in _departments(dossier)}
    helpers: list[str] = []
    name = ""
    for member in team:
        person = dossier.person_of[member["person"]]
        line = plan.team[member["line"]]
        if line.department is None:
            helpers.append(f"{person.name}（{line.expert}）")
            continue
        leads = member["person"] == leader
        name = person.name if leads else name
        own = f"{person.name}{'★' if leads else ''}　{person.certificate}"
        cells[plan.department(line.department)].append(own)
    found = [name, *("\n".join(people) for people in cells.values())]
    return [*found, "\n".join(helpers)] if any(line.expert for line in plan.team) else found


def _departments(dossier: Dossier) -> list[str]:
    plan = dossier.pool.plan
    return list(dict.fromkeys(plan.department(line.department) for line in plan.team if line.department))
