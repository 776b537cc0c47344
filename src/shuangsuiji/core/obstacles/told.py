"""What stands in the way of staffing all visits, as findings that a clerk can act on (WG-5, WG-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.lottery.groups import ATTEMPTS, CannotForm
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.tables import Tables
from shuangsuiji.core.lottery.visits import Problem, Visit
from shuangsuiji.core.obstacles.smallest import Obstacle, obstacles
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.rules.labels import Labels, ground_of

SHOWN = 5

Trouble = CannotStaff | CannotForm | CannotDeal
"""Why a draw or an event cannot be staffed."""


@dataclass(frozen=True)
class Told:
    """What is needed to tell a trouble in words: the pool as numbered, its tables and labels."""

    pool: Pool
    tables: Tables
    labels: Labels

    def findings(self, trouble: Trouble, *, event: bool = False) -> list[Finding]:
        """One finding per obstacle: which visits, which line, who is left, which rule took away whom."""
        if isinstance(trouble, CannotForm):
            return [self._forming(trouble, one) for one in obstacles(trouble.impossible.problem)]
        if isinstance(trouble, CannotDeal):
            code = "cannot-deal-new-visits" if event else "cannot-deal-groups"
            return [self._dealing(trouble, one, code) for one in obstacles(trouble.impossible.problem)]
        found = obstacles(trouble.impossible.problem)
        return [self._staffing(trouble.visits, trouble.problem, one) for one in found]

    def _forming(self, trouble: CannotForm, obstacle: Obstacle) -> Finding:
        return error(
            "cannot-form-groups",
            groups=trouble.count,
            line=self._seats(trouble.problem, obstacle.kinds),
            needed=obstacle.needed,
            people=_some(self._names(obstacle.people)),
            capacity=obstacle.capacity,
            short=obstacle.short,
        )

    def _dealing(self, trouble: CannotDeal, obstacle: Obstacle, code: str) -> Finding:
        recused: Counter[str] = Counter()
        for index in obstacle.visits:
            for group in trouble.staffing.recused[index].tolist():
                recused[f"第{group + 1}组"] += 1
        return error(
            code,
            attempts=ATTEMPTS,
            count=len(obstacle.visits),
            visits=_some([self.pool.name(trouble.visits[index].number) for index in obstacle.visits]),
            groups=_some([f"第{group + 1}组" for group in obstacle.people]),
            capacity=obstacle.capacity,
            short=obstacle.short,
            recused=_some([f"{name}×{times}" for name, times in recused.most_common()]),
        )

    def _staffing(self, visits: Sequence[Visit], problem: Problem, obstacle: Obstacle) -> Finding:
        recused: Counter[str] = Counter()
        for index in obstacle.visits:
            for person in problem.staffing.recused[index].tolist():
                if any(problem.staffing.eligible[kind, person] for kind in obstacle.kinds):
                    rule, _ = ground_of(self.labels, self.tables, visits[index].number, person + 1)
                    recused[self._names([person])[0] + (f"（{rule}）" if rule else "")] += 1
        return error(
            "cannot-staff",
            count=len(obstacle.visits),
            visits=_some([self.pool.name(visits[index].number) for index in obstacle.visits]),
            line=self._seats(problem, obstacle.kinds),
            needed=obstacle.needed,
            people=_some(self._names(obstacle.people)),
            capacity=obstacle.capacity,
            short=obstacle.short,
            recused=_some([f"{name}×{times}" for name, times in recused.most_common()]),
        )

    def _names(self, rows: Sequence[int]) -> list[str]:
        names = {person.id: person.name for person in self.pool.people}
        return [names[self.labels.people[row]] for row in rows]

    def _seats(self, problem: Problem, kinds: Sequence[int]) -> str:
        seats = [self.labels.seats[problem.kinds[kind] - 1] for kind in kinds]
        team = self.pool.plan.team
        lines = sorted({seat["line"] for seat in seats})
        names = "、".join(team[line].department or team[line].expert or "" for line in lines)
        wanted = {seat["tag"] for seat in seats}
        wanted |= {
            self.labels.areas[problem.areas[kind] - 1]
            for kind in kinds
            if problem.areas[kind] and self.tables.frame.seats[problem.kinds[kind] - 1].area
        }
        tags = "、".join(sorted(part for part in wanted if part))
        return names + (f"（{tags}）" if tags else "")


def _some(names: list[str]) -> str:
    if not names:
        return "无"
    more = f" 等{len(names)}个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
