"""The assignment of inspectors: visits in drawn order, people by ticket, whatever completes is taken.

The definition is draw-algorithm 11; the slow literal oracle stands beside the tests. Three steps:

1. Go forward with local tests alone (`forward`). Usually that reaches the end or nearly, and is proven by it.
2. If it gets stuck, step back 8, 128, 2048 … visits, to where a completing plan still exists (`completion`).
3. From there on test every person exactly, by changing that plan (`exact`).

If not even the whole problem has a completing plan, `Impossible` names the obstacles (`obstacle`).
"""

from __future__ import annotations

from collections.abc import Callable

from shuangsuiji.core.stream import Key
from shuangsuiji.core.teams.completion import Bounds, Completion
from shuangsuiji.core.teams.exact import ExactDraw
from shuangsuiji.core.teams.forward import Targets, draw_forward, levelled_targets, targets
from shuangsuiji.core.teams.obstacle import obstacles
from shuangsuiji.core.teams.seats import Problem
from shuangsuiji.core.teams.staffing import (
    Assignment,
    Impossible,
    Obstacle,
    Outcome,
    Progress,
    Staffing,
    Step,
    Team,
)
from shuangsuiji.core.teams.tickets import Tickets

__all__ = [
    "Assignment",
    "Impossible",
    "Obstacle",
    "Outcome",
    "Staffing",
    "Step",
    "Team",
    "assign",
    "completes",
]

_FIRST_STEP_BACK = 8
_STEP_GROWTH = 16


def assign(
    staffing: Staffing,
    key: Key,
    event: int = 0,
    *,
    progress: Progress | None = None,
    tickets_of: Callable[[Problem], Tickets] | None = None,
) -> Assignment:
    """Draw the teams of all visits with open seats (draw-algorithm 11; event s takes streams 2.s and 3.s).

    `progress` is told how many visits are staffed so far, rising, and how many there are; `tickets_of` may
    give other tickets than those of the event. Raises Impossible if no complete assignment exists; then
    nothing is drawn.
    """
    problem = Problem.of(staffing)
    tickets = Tickets(key, event, problem) if tickets_of is None else tickets_of(problem)
    visits = tickets.visits()
    report = _rising(progress, len(visits))
    aim = targets(problem)
    teams: list[Team] = []
    if aim is not None:
        teams = draw_forward(problem, tickets, visits, aim, report)
    if len(teams) < len(visits):
        done, plan, bounds = _step_back(problem, visits, teams, aim)
        if problem.balanced and (aim is None or plan.squares() != aim.squares):
            # Such even loads cannot be had: go forward once more, with the levels that can.
            aim = levelled_targets(problem, plan, bounds)
            teams = draw_forward(problem, tickets, visits, aim, report)
            done, plan, bounds = _step_back(problem, visits, teams, aim)
        del teams[done:]
        exact = ExactDraw(problem, tickets, plan, bounds)
        for visit in visits[done:]:
            teams.append(exact.team(visit))
            report(len(teams))
    return Assignment(tuple(teams))


def completes(staffing: Staffing) -> bool:
    """Whether a complete assignment exists."""
    problem = Problem.of(staffing)
    visits = [visit for visit, rule in enumerate(problem.rules) if rule.size]
    return Completion(problem, visits, problem.loads).fill()


def _rising(progress: Progress | None, total: int) -> Callable[[int], None]:
    """`progress`, called only with numbers higher than before, and first with none of `total`."""
    highest = 0
    if progress is not None:
        progress(0, total)

    def report(count: int) -> None:
        nonlocal highest
        if progress is not None and count > highest:
            highest = count
            progress(count, total)

    return report


def _step_back(
    problem: Problem, visits: list[int], teams: list[Team], aim: Targets | None
) -> tuple[int, Completion, Bounds]:
    """How many of the teams can stay, with a completing plan and its bounds from there on.

    They can stay if the rest completes and the sum of squares then comes to what the forward pass aimed at.
    """
    step = 0 if len(teams) == len(visits) else _FIRST_STEP_BACK
    while True:
        done = max(0, len(teams) - step)
        loads = problem.loads.copy()
        for team in teams[:done]:
            loads[list(team.members)] += 1
        plan = Completion(problem, visits[done:], loads)
        if plan.fill():
            bounds = plan.level() if problem.balanced else plan.free_bounds()
            if done == 0 or not problem.balanced or (aim and plan.squares() == aim.squares):
                return done, plan, bounds
        elif done == 0:
            raise Impossible(obstacles(problem))
        step = max(step, 1) * _STEP_GROWTH
