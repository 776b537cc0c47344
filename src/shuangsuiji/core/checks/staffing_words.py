"""What stands in the way of staffing all visits, as findings that a clerk can act on (WG-5, WG-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.checks.obstacles import Obstacle, obstacles
from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.lottery.groups import ATTEMPTS, CannotForm, forming
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.tables import NO_LIMIT, Tables
from shuangsuiji.core.lottery.teams.assignment import Impossible, completes
from shuangsuiji.core.lottery.teams.seats import SeatProblem
from shuangsuiji.core.lottery.visits import Places, StaffingProblem, kinds_of, problem_of, seats_of
from shuangsuiji.core.rules.labels import Labels, ground_of
from shuangsuiji.core.rules.pool import Pool

SHOWN = 5

Trouble = CannotStaff | CannotForm | CannotDeal
"""Why a draw or an event cannot be staffed."""


@dataclass(frozen=True)
class StaffingWords:
    """What is needed to tell a trouble in words: the pool as numbered, its tables and labels."""

    pool: Pool
    tables: Tables
    labels: Labels

    def findings(self, trouble: Trouble, *, event: bool = False) -> list[Finding]:
        """One finding per obstacle: which visits, which line, who is left, which rule took away whom."""
        if isinstance(trouble, CannotForm):
            return [self._forming(trouble, one) for one in obstacles(trouble.impossible.problem)]
        if isinstance(trouble, CannotDeal):
            if not event and (without := self.without_groups(trouble)) is not None:
                return self.findings(without)
            code = "cannot-deal-new-visits" if event else "cannot-deal-groups"
            return [self._dealing(trouble, one, code) for one in obstacles(trouble.impossible.problem)]
        numbers = [visit.number for visit in trouble.visits]
        return [
            error("cannot-staff", **self.staffing(numbers, trouble.problem, one))
            for one in obstacles(trouble.impossible.problem)
        ]

    def without_groups(self, trouble: CannotDeal) -> CannotStaff | None:
        """What keeps the visits from being staffed even without groups, so that no more groups would help."""
        places = Places(self.tables)
        problem = problem_of(
            places,
            [
                (visit.number, seats_of(self.tables.frame, kinds_of(self.tables, visit)))
                for visit in trouble.visits
            ],
            barred=[places.recused(visit.number) for visit in trouble.visits],
            limits=self.tables.people.limit,
            loads=self.tables.people.load,
            balanced=False,
        )
        if completes(problem.staffing):
            return None
        return CannotStaff(trouble.visits, problem, Impossible(SeatProblem.of(problem.staffing)))

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
            ways=self.group_ways(len(trouble.groups)),
        )

    def group_ways(self, groups: int) -> str:
        """What may help where visits cannot be dealt to so many groups, in words."""
        more = completes(forming(self.tables, Places(self.tables), groups + 1).staffing)
        limited = bool((self.tables.people.limit < NO_LIMIT).any())
        ways = ["增加“组数”"] * more + ["放宽“每人至多”"] * limited
        return "，或".join([*ways, "去掉“分组”逐次抽取人员"])

    def staffing(
        self, numbers: Sequence[int], problem: StaffingProblem, obstacle: Obstacle
    ) -> dict[str, str | int]:
        """The values of a finding about an obstacle; `numbers` are the objects of the problem's visits."""
        recused: Counter[str] = Counter()
        for index in obstacle.visits:
            for person in problem.staffing.recused[index].tolist():
                if any(problem.staffing.eligible[kind, person] for kind in obstacle.kinds):
                    rule, _ = ground_of(self.labels, self.tables, numbers[index], person + 1)
                    recused[self._names([person])[0] + (f"（{rule}）" if rule else "")] += 1
        return {
            "count": len(obstacle.visits),
            "visits": _some([self.pool.name(numbers[index]) for index in obstacle.visits]),
            "line": self._seats(problem, obstacle.kinds),
            "needed": obstacle.needed,
            "people": _some(self._names(obstacle.people)),
            "capacity": obstacle.capacity,
            "short": obstacle.short,
            "recused": _some([f"{name}×{times}" for name, times in recused.most_common()]),
        }

    def _names(self, rows: Sequence[int]) -> list[str]:
        names = {person.id: person.name for person in self.pool.people}
        return [names[self.labels.people[row]] for row in rows]

    def _seats(self, problem: StaffingProblem, kinds: Sequence[int]) -> str:
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
