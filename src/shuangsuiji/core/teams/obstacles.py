"""What stands in the way of staffing all visits, as findings that a clerk can act on (WG-5, WG-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuangsuiji.core.draw import CannotStaff
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.schedule import Visit
from shuangsuiji.core.substitution import CannotSubstitute
from shuangsuiji.core.teams.eligibility import Seating, SeatKind
from shuangsuiji.core.teams.grouping import ATTEMPTS, CannotDeal, CannotForm
from shuangsuiji.core.teams.staffing import Impossible, Obstacle

SHOWN = 5


def obstacle_findings(
    pool: Pool, visits: Sequence[Visit], seating: Seating, impossible: Impossible
) -> list[Finding]:
    """One finding per obstacle: which visits, which line, who is left, which rule took away whom."""
    return [_finding(pool, visits, seating, obstacle) for obstacle in impossible.obstacles]


def trouble_findings(trouble: CannotStaff) -> list[Finding]:
    """Why a draw cannot be staffed, with or without fixed groups."""
    drawn, reason = trouble.drawn, trouble.reason
    if isinstance(reason, CannotForm):
        return forming_findings(drawn.pool, reason)
    if isinstance(reason, CannotDeal):
        return dealing_findings(drawn.pool, drawn.visits, reason)
    return obstacle_findings(drawn.pool, drawn.visits, trouble.seating, reason)


def substitution_findings(pool: Pool, trouble: CannotSubstitute) -> list[Finding]:
    """Why an event cannot be staffed."""
    if isinstance(trouble.reason, CannotDeal):
        return dealing_findings(pool, trouble.visits, trouble.reason, code="cannot-deal-new-visits")
    assert trouble.seating is not None, "reopened seats come with their seating"
    return obstacle_findings(pool, trouble.visits, trouble.seating, trouble.reason)


def forming_findings(pool: Pool, trouble: CannotForm) -> list[Finding]:
    """Which seats of the groups there are too few people for."""
    found = []
    for obstacle in trouble.impossible.obstacles:
        kinds = [trouble.seating.kinds[kind] for kind in obstacle.kinds]
        found.append(
            error(
                "cannot-form-groups",
                groups=trouble.count,
                line=_seats_in_words(pool, kinds),
                needed=obstacle.needed,
                people=_some([pool.people[person].name for person in obstacle.people]),
                capacity=obstacle.capacity,
                short=obstacle.short,
            )
        )
    return found


def dealing_findings(
    pool: Pool, every: Sequence[Visit], trouble: CannotDeal, code: str = "cannot-deal-groups"
) -> list[Finding]:
    """Which visits cannot be dealt to the groups; in a draw, to those of the first formation."""
    found = []
    for obstacle in trouble.impossible.obstacles:
        recused: Counter[str] = Counter()
        for index in obstacle.visits:
            for group in range(len(trouble.groups)):
                if (index, group) in trouble.grounds:
                    person, rule, _ = trouble.grounds[index, group]
                    recused[f"第{group + 1}组{pool.people[person].name}（{rule}）"] += 1
        found.append(
            error(
                code,
                attempts=ATTEMPTS,
                count=len(obstacle.visits),
                visits=_some([pool.name(every[index].number) for index in obstacle.visits]),
                groups=_some([f"第{group + 1}组" for group in obstacle.people]),
                capacity=obstacle.capacity,
                short=obstacle.short,
                recused=_some([f"{name}×{times}" for name, times in recused.most_common()]),
            )
        )
    return found


def _seats_in_words(pool: Pool, kinds: Sequence[SeatKind]) -> str:
    lines = sorted({kind.line for kind in kinds})
    names = "、".join(pool.plan.team[line].department or pool.plan.team[line].expert or "" for line in lines)
    narrowed = sorted({kind.tag for kind in kinds} | {kind.district for kind in kinds} - {""})
    tags = "、".join(part for part in narrowed if part)
    return names + (f"（{tags}）" if tags else "")


def _finding(pool: Pool, every: Sequence[Visit], seating: Seating, obstacle: Obstacle) -> Finding:
    visits = [every[index] for index in obstacle.visits]
    recused: Counter[str] = Counter()
    for index in obstacle.visits:
        for (visit, person), (rule, _) in seating.grounds.items():
            if visit == index and any(seating.staffing.eligible[kind, person] for kind in obstacle.kinds):
                recused[f"{pool.people[person].name}（{rule}）"] += 1
    return error(
        "cannot-staff",
        count=len(visits),
        visits=_some([pool.name(visit.number) for visit in visits]),
        line=_seats_in_words(pool, [seating.kinds[kind] for kind in obstacle.kinds]),
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
