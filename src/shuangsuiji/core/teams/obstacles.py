"""What stands in the way of staffing all visits, as findings that a clerk can act on (WG-5, WG-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.schedule import Visit
from shuangsuiji.core.teams.eligibility import Seating
from shuangsuiji.core.teams.staffing import Impossible, Obstacle

SHOWN = 5


def obstacle_findings(
    pool: Pool, visits: Sequence[Visit], seating: Seating, impossible: Impossible
) -> list[Finding]:
    """One finding per obstacle: which visits, which line, who is left, which rule took away whom."""
    return [_finding(pool, visits, seating, obstacle) for obstacle in impossible.obstacles]


def _finding(pool: Pool, every: Sequence[Visit], seating: Seating, obstacle: Obstacle) -> Finding:
    visits = [every[index] for index in obstacle.visits]
    lines = sorted({seating.kinds[kind].line for kind in obstacle.kinds})
    names = "、".join(pool.plan.team[line].department or pool.plan.team[line].expert or "" for line in lines)
    kinds = [seating.kinds[kind] for kind in obstacle.kinds]
    narrowed = sorted({kind.tag for kind in kinds} | {kind.district for kind in kinds} - {""})
    tags = "、".join(part for part in narrowed if part)
    recused: Counter[str] = Counter()
    for index in obstacle.visits:
        for (visit, person), (rule, _) in seating.grounds.items():
            if visit == index and any(seating.staffing.eligible[kind, person] for kind in obstacle.kinds):
                recused[f"{pool.people[person].name}（{rule}）"] += 1
    return error(
        "cannot-staff",
        count=len(visits),
        visits=_some([pool.name(visit.number) for visit in visits]),
        line=names + (f"（{tags}）" if tags else ""),
        needed=obstacle.needed,
        people=_some([pool.people[person].name for person in obstacle.people]),
        capacity=obstacle.capacity,
        short=obstacle.short,
        recused=_some([f"{name}×{times}" for name, times in recused.most_common()]),
    )


def _some(names: list[str]) -> str:
    if not names:
        return "无"
    more = f" 等{len(names)}个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
