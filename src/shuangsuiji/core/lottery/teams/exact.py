"""The sure way through a draw: every person is tested against a completing plan (docs/algorithm.md, 7)."""

from __future__ import annotations

from .completion import Bounds, Completion
from .seats import SeatProblem
from .staffing import Outcome, Step, Team
from .tickets import Turns


class ExactDraw:
    """A draw that carries a full plan along; within `bounds` its sum of squares stays the least."""

    def __init__(self, problem: SeatProblem, turns: Turns, plan: Completion, bounds: Bounds) -> None:
        self._problem = problem
        self._turns = turns
        self._plan = plan
        self._bounds = bounds
        self._free = plan.free_bounds() if problem.balanced else bounds

    def team(self, visit: int) -> Team:
        """The team of the next visit; the plan then holds it, settled."""
        rule = self._problem.rules[visit]
        steps: list[Step] = []
        members: list[int] = []
        open_to = rule.open_profiles(())
        for person, recused in self._turns.people(visit):
            if not open_to[rule.profiles[person]]:
                continue
            outcome = Outcome.RECUSED if recused else self._test(visit, person, members)
            steps.append(Step(person, outcome))
            if outcome is Outcome.TAKEN:
                self._plan.settle(visit, person)
                members.append(person)
                if len(members) == rule.size:
                    break
                open_to = rule.open_profiles(rule.state(members))
        return Team(visit, tuple(steps), tuple(members), rule.places(members))

    def _test(self, visit: int, person: int, members: list[int]) -> Outcome:
        """The outcome for somebody not recused for whom a seat is open."""
        plan = self._plan
        if person in plan.teams[visit]:
            return Outcome.TAKEN
        if plan.fixed[person] >= self._problem.caps[person]:
            return Outcome.AT_LIMIT
        if plan.admit(visit, person, members, self._bounds, apply=True):
            return Outcome.TAKEN
        if self._problem.balanced and plan.admit(visit, person, members, self._free, apply=False):
            return Outcome.FOR_BALANCE
        return Outcome.CANNOT_COMPLETE
