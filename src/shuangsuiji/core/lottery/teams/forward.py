"""The quick way through a draw: local tests only, right if it comes to the end (docs/algorithm.md, 7).

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

from .completion import Bounds, Completion
from .seats import SeatProblem
from .staffing import Outcome, Step, Team
from .tickets import Turns


@dataclass(slots=True)
class Targets:
    """The loads to reach: everybody `low`, and `spare[pool[p]]` people of each pool one more, up to `high`.

    squares is the sum of squared loads then. quota: per visit, how many members each pool gives; None if
    the pools are people whose kinds of seat are linked through people, so that the seats see to it.
    """

    low: list[int]
    high: list[int]
    pool: list[int]
    spare: list[int]
    squares: int
    quota: dict[int, dict[int, int]] | None = None


def targets(problem: SeatProblem) -> Targets | None:
    """The most even loads that each pool's seats allow if only the caps mattered; None if these are short.

    Without balance, everybody may simply be taken up to their cap.
    """
    caps, loads, pool = problem.caps, problem.loads, problem.pool
    if not problem.balanced:
        return Targets(caps.tolist(), caps.tolist(), [0] * len(caps), [0], squares=0)
    low, high = loads.copy(), loads.copy()
    spare: list[int] = []
    squares = 0
    for number, seats in enumerate(problem.demand):
        members = np.flatnonzero(pool == number)
        if seats > int((caps - loads)[members].sum()):
            return None
        top = _water_level(loads[members], caps[members], seats)
        low[members] = np.clip(top - 1, loads[members], caps[members])
        high[members] = np.clip(top, loads[members], caps[members])
        spare.append(seats - int((low - loads)[members].sum()))
        # Whoever may have one more than `low` comes from the load top - 1 to top.
        squares += spare[-1] * (2 * top - 1)
    squares += sum(load * load for load in low.tolist())
    return Targets(low.tolist(), high.tolist(), pool.tolist(), spare, squares)


def levelled_targets(problem: SeatProblem, plan: Completion, bounds: Bounds) -> Targets:
    """What the loads of every balanced assignment come to, from one of them: its levels are the pools.

    A visit has as many members from each level in all of them, as nothing is passed on between levels.
    """
    pool = bounds.group.tolist()
    low = np.maximum(bounds.low, problem.loads)
    spare = [0] * bounds.groups
    for group, more in zip(pool, (plan.load - low).tolist(), strict=True):
        spare[group] += more
    quota: dict[int, dict[int, int]] = {}
    for visit, team in plan.teams.items():
        given = quota[visit] = {}
        for person in team:
            given[pool[person]] = given.get(pool[person], 0) + 1
    return Targets(low.tolist(), bounds.high.tolist(), pool, spare, plan.squares(), quota)


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


def draw_forward(
    problem: SeatProblem, turns: Turns, visits: list[int], aim: Targets, report: Callable[[int], None]
) -> list[Team]:
    """The teams of the visits in this order, as far as it gets; `aim` is used up."""
    load = problem.loads.tolist()
    caps = problem.caps.tolist()
    teams: list[Team] = []
    for visit in visits:
        team = _team(problem, turns, visit, load, caps, aim)
        if len(team.members) < problem.rules[visit].size:
            break
        teams.append(team)
        report(len(teams))
    return teams


def _team(
    problem: SeatProblem, turns: Turns, visit: int, load: list[int], caps: list[int], aim: Targets
) -> Team:
    """The team of one visit, short of members if local tests do not get to its end."""
    rule = problem.rules[visit]
    profiles = rule.profiles
    state: tuple[int, ...] = ()
    open_to = rule.open_profiles(state).tolist()
    steps: list[Step] = []
    members: list[int] = []
    quota = None if aim.quota is None else aim.quota[visit]
    for person, recused in turns.people(visit):
        if not open_to[profiles[person]]:
            continue
        now = load[person]
        if recused:
            steps.append(Step(person, Outcome.RECUSED))
        elif now >= caps[person]:
            steps.append(Step(person, Outcome.AT_LIMIT))
        elif now >= aim.high[person] or (now >= aim.low[person] and not aim.spare[aim.pool[person]]):
            steps.append(Step(person, Outcome.FOR_BALANCE))
        elif quota is not None and not quota.get(aim.pool[person]):
            if aim.high[person] >= caps[person]:
                # Whether balance alone forbids it cannot be told here: they may end at their cap.
                break
            steps.append(Step(person, Outcome.FOR_BALANCE))
        else:
            if quota is not None:
                quota[aim.pool[person]] -= 1
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
