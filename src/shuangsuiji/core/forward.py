"""The quick way through a draw: local tests only, right if it comes to the end (draw-algorithm 11).

If every visit gets its team, the teams themselves are the completion that each acceptance asked for. If
their loads also reach a bound below which no sum of squares can be, balance was kept at every step. Nor
is a refusal wrong then: who is passed over for balance ends below their cap, so that they could stand in
the finished team in place of somebody taken after them, and some complete assignment has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.seats import Problem
from shuangsuiji.core.staffing import Outcome, Step, Team
from shuangsuiji.core.tickets import Tickets


@dataclass(slots=True)
class Targets:
    """The loads to reach: everybody `low`, and `spare[pool[p]]` people of each pool one more, up to `high`.

    A pool is a set of people whose kinds of seat are linked through people. squares is the sum of squared
    loads then: the least that the seats of each pool allow if nothing but the caps mattered.
    """

    low: list[int]
    high: list[int]
    pool: list[int]
    spare: list[int]
    squares: int


def targets(problem: Problem) -> Targets | None:
    """What the loads must reach for the smallest sum of squares; None if the caps do not suffice.

    Without balance, everybody may simply be taken up to their cap.
    """
    caps, loads = problem.caps, problem.loads
    if not problem.balanced:
        return Targets(caps.tolist(), caps.tolist(), [0] * len(caps), [0], squares=0)
    pool, demand = _pools(problem)
    low, high = loads.copy(), loads.copy()
    spare = []
    for number, seats in enumerate(demand):
        members = np.flatnonzero(pool == number)
        if seats > int((caps - loads)[members].sum()):
            return None
        top = _water_level(loads[members], caps[members], seats)
        low[members] = np.clip(top - 1, loads[members], caps[members])
        high[members] = np.clip(top, loads[members], caps[members])
        spare.append(seats - int((low - loads)[members].sum()))
    squares = sum(load * load for load in low.tolist())
    for number, more in enumerate(spare):
        raised = low[(pool == number) & (high > low)]
        squares += more * (2 * int(raised[0]) + 1) if more else 0
    return Targets(low.tolist(), high.tolist(), pool.tolist(), spare, squares)


def _water_level(loads: NDArray[np.int64], caps: NDArray[np.int64], seats: int) -> int:
    """The lowest load such that bringing everybody up to it, as far as their cap, gives enough seats."""
    if not loads.size:
        return 0
    below, enough = int(loads.min()), int(caps.max())
    while below < enough:
        middle = (below + enough) // 2
        if int((np.clip(middle, loads, caps) - loads).sum()) >= seats:
            enough = middle
        else:
            below = middle + 1
    return enough


def _pools(problem: Problem) -> tuple[NDArray[np.int64], list[int]]:
    """The pool of each person, and the seats of each pool; pool 0 is of those who fit no seat."""
    kinds = len(problem.eligible)
    seats = [0] * kinds
    for rule in problem.rules:
        for kind in rule.kinds:
            seats[kind] += 1
    used = [kind for kind in range(kinds) if seats[kind]]
    shared = problem.eligible.astype(np.int64) @ problem.eligible.astype(np.int64).T > 0
    pool = np.zeros(len(problem.loads), dtype=np.int64)
    demand = [0]
    left = list(used)
    while left:
        linked = [left.pop(0)]
        for kind in linked:
            linked += [other for other in left if shared[kind, other]]
            left = [other for other in left if not shared[kind, other]]
        pool[problem.eligible[linked].any(axis=0)] = len(demand)
        demand.append(sum(seats[kind] for kind in linked))
    return pool, demand


def draw_forward(
    problem: Problem, tickets: Tickets, visits: list[int], aim: Targets, report: Callable[[int], None]
) -> list[Team]:
    """The teams of the visits in this order, as far as it gets; `aim` is used up."""
    load = problem.loads.tolist()
    caps = problem.caps.tolist()
    teams: list[Team] = []
    for visit in visits:
        team = _team(problem, tickets, visit, load, caps, aim)
        if len(team.members) < problem.rules[visit].size:
            break
        teams.append(team)
        report(len(teams))
    return teams


def _team(
    problem: Problem, tickets: Tickets, visit: int, load: list[int], caps: list[int], aim: Targets
) -> Team:
    """The team of one visit, short of members if tickets run out before seats."""
    rule = problem.rules[visit]
    profiles = rule.profiles
    state: tuple[int, ...] = ()
    open_to = rule.open_profiles(state).tolist()
    steps: list[Step] = []
    members: list[int] = []
    for person, recused in tickets.people(visit):
        if not open_to[profiles[person]]:
            continue
        now = load[person]
        if recused:
            steps.append(Step(person, Outcome.RECUSED))
        elif now >= caps[person]:
            steps.append(Step(person, Outcome.AT_LIMIT))
        elif now >= aim.high[person] or (now >= aim.low[person] and not aim.spare[aim.pool[person]]):
            steps.append(Step(person, Outcome.FOR_BALANCE))
        else:
            if now >= aim.low[person]:
                aim.spare[aim.pool[person]] -= 1
            load[person] = now + 1
            steps.append(Step(person, Outcome.TAKEN))
            members.append(person)
            if len(members) == rule.size:
                return Team(visit, tuple(steps), tuple(members), rule.places(members))
            state = tuple(sorted((*state, profiles[person])))
            open_to = rule.open_profiles(state).tolist()
    return Team(visit, tuple(steps), tuple(members), ())
