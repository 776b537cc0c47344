"""What caps of entities, first stages, leaders, seats outside groups and the basis of loads read like.

One wording for notices, plan tables and what changed between two plans; no text ends with a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.core.plans.entity_cap import ENTITY_COLUMN, EntityCap, TaskEntityCap
from shuangsuiji.core.plans.load_basis import LoadBasis
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.stage import Stage
from shuangsuiji.core.plans.team import AtLeast, TeamLine

LEADS = "组长由该席位担任"
OUTSIDE = "不编入固定小组"


def entity_cap_words(cap: EntityCap | TaskEntityCap) -> str:
    """同一法人在本批至多抽1户; the column is named only where it is not the usual one."""
    where = "本任务"
    if isinstance(cap, EntityCap):
        where = "本批" if cap.scope == "本批" else "每项任务"
    named = f"（按{cap.field}认定）" if cap.field not in (None, ENTITY_COLUMN) else ""
    return f"同一法人{named}在{where}至多抽{cap.count}户"


def stage_words(stage: Stage) -> str:
    """先抽3个行政区划，再在其中抽取."""
    return f"先抽{stage.draw}个{stage.field}，再在其中抽取"


def tag_words(part: AtLeast) -> str:
    """其中至少, one entry: 药师1人."""
    return f"{part.tag}{part.size}人" + (f"（{LEADS}）" if part.leader else "")


def load_basis_words(basis: LoadBasis) -> str:
    """负荷按全年累计均衡（容差1）."""
    if basis.basis == "本批":
        return "负荷按本批均衡"
    return f"负荷按全年累计均衡（容差{basis.tolerance}）"


def team_rules(plan: Plan) -> list[str]:
    """Who leads, who is in no fixed group, and over what time loads are balanced, if not as usual."""
    return list(dict.fromkeys(_team_rules(plan)))


def _team_rules(plan: Plan) -> Iterator[str]:
    for line in plan.team:
        if line.leader:
            yield f"组长由{_seat_name(line)}席位的人员担任"
        for part in line.at_least_one:
            if part.leader:
                yield f"组长由{_seat_name(line)}席位中的{part.tag}担任"
    for line in plan.team:
        if line.outside_groups:
            yield f"{_seat_name(line)}席位的人员{OUTSIDE}"
    if plan.load_basis != LoadBasis():
        yield load_basis_words(plan.load_basis)


def _seat_name(line: TeamLine) -> str:
    name = line.department or f"专家（{line.expert}）"
    return name + (f"（{'、'.join(line.tag)}）" if line.tag else "")
