"""The assignment of people: visits in drawn order, people by ticket, whatever completes is taken.

The definition is docs/algorithm.md, section 7; the slow literal oracle stands beside the tests. Three steps:

1. Go forward with local tests alone (`forward`). Usually that reaches the end or nearly, and is proven by it.
2. If it gets stuck, step back 8, 128, 2048 and so on visits, to where a completing plan still exists
   (`completion`).
3. From there on test every person exactly, by changing that plan (`exact`).

If not even the whole problem has a completing plan, `Impossible` carries the problem, for the caller to find
out why.
"""

from __future__ import annotations

from collections.abc import Callable

from .completion import Bounds, Completion
from .exact import ExactDraw
from .forward import Targets, draw_forward, levelled_targets, targets
from .seats import SeatProblem
from .staffing import Assignment, Outcome, Progress, Staffing, Step, Team
from .tickets import Tickets, Turns

__all__ = [
    "Assignment",
    "Impossible",
    "Outcome",
    "Progress",
    "SeatProblem",
    "Staffing",
    "Step",
    "Team",
    "Tickets",
    "assign",
    "completes",
]

_FIRST_STEP_BACK = 8
_STEP_GROWTH = 16
_SHORT_STEP = 200


class Impossible(Exception):
    """No complete assignment of `problem` exists; nothing was drawn."""

    def __init__(self, problem: SeatProblem) -> None:
        super().__init__("no complete assignment exists")
        self.problem = problem


def assign(staffing: Staffing, tickets: Tickets, *, progress: Progress | None = None) -> Assignment:
    """Draw the teams of all visits with open seats, in the order of the tickets.

    `progress` is told how many visits are staffed so far, rising, and how many there are. Raises Impossible
    if no complete assignment exists; then nothing is drawn.
    """
    problem = SeatProblem.of(staffing)
    turns = Turns(tickets, problem)
    visits = turns.visits()
    report = _rising(progress, len(visits))
    aim = targets(problem)
    teams: list[Team] = []
    if aim is not None:
        teams = draw_forward(problem, turns, visits, aim, report)
    if len(teams) < len(visits):
        done, plan, bounds = _step_back(problem, visits, teams, aim)
        if problem.balanced and (aim is None or plan.squares() != aim.squares):
            # Such even loads cannot be had: go forward once more, with the levels that can.
            aim = levelled_targets(problem, plan, bounds)
            teams = draw_forward(problem, turns, visits, aim, report)
            known = None if done else (0, plan, bounds)
            done, plan, bounds = _step_back(problem, visits, teams, aim, known)
        del teams[done:]
        exact = ExactDraw(problem, turns, plan, bounds)
        for visit in visits[done:]:
            teams.append(exact.team(visit))
            report(len(teams))
    return Assignment(tuple(teams))


def completes(staffing: Staffing) -> bool:
    """Whether a complete assignment exists."""
    problem = SeatProblem.of(staffing)
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


_Planned = tuple[int, Completion, Bounds]
"""How many of the teams stay, a completing plan for the visits after them, and its bounds."""


def _step_back(
    problem: SeatProblem,
    visits: list[int],
    teams: list[Team],
    aim: Targets | None,
    whole: _Planned | None = None,
) -> _Planned:
    """How many of the teams can stay, with a completing plan and its bounds from there on.

    They can stay if the rest completes and the sum of squares then comes to what the forward pass aimed at;
    where that cannot be had at all, none of them. A short step back goes on from the plan before it, the
    teams that it gives up being part of the plan; with many of them levelling would take longer than starting
    anew. `whole` is the plan of all visits, if it is known already.
    """
    if aim is None:
        return _whole(problem, visits)
    step = 0 if len(teams) == len(visits) else _FIRST_STEP_BACK
    done = max(0, len(teams) - step)
    plan = _plan_after(problem, visits, teams[:done])
    while done:
        if plan.fill():
            bounds = plan.level() if problem.balanced else plan.free_bounds()
            if not problem.balanced or plan.squares() == aim.squares:
                return done, plan, bounds
            whole = whole or _whole(problem, visits)
            if whole[1].squares() != aim.squares:
                break
        step = max(step, 1) * _STEP_GROWTH
        before, done = done, max(0, len(teams) - step)
        if step > _SHORT_STEP:
            plan = _plan_after(problem, visits, teams[:done])
            continue
        for team in teams[done:before]:
            plan.reopen(team.visit, team.members)
    return whole or _whole(problem, visits)


def _plan_after(problem: SeatProblem, visits: list[int], teams: list[Team]) -> Completion:
    """An empty plan for the visits after those that have these teams."""
    loads = problem.loads.copy()
    for team in teams:
        loads[list(team.members)] += 1
    return Completion(problem, visits[len(teams) :], loads)


def _whole(problem: SeatProblem, visits: list[int]) -> _Planned:
    plan = Completion(problem, visits, problem.loads)
    if not plan.fill():
        raise Impossible(problem)
    return 0, plan, plan.level() if problem.balanced else plan.free_bounds()
