"""The certificate of infeasibility: the smallest sets of visits that cannot be staffed together.

From the unfilled seats of any fullest plan, the seats and people that the gap could be moved to are a
minimal cut, the same for every fullest plan (assignment-notes, 'Certificate when nothing completes').
The seats reached are grouped by the people who are used up on them; within a group visits are left out,
the last first, as long as the rest stays impossible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.lottery.teams.completion import Completion, Mask
from shuangsuiji.core.lottery.teams.seats import SeatProblem
from shuangsuiji.core.lottery.teams.staffing import Staffing

Lines = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why nothing completes: the smallest set of visits that cannot be staffed together, and who is left.

    visits: ascending; without any one of them the rest of the set could be staffed.
    seats: for each of these visits, the kinds of those of its seats that are part of the obstacle.
    kinds: all these kinds, ascending. needed: the number of these seats, in person-times.
    people: who may still fill any of them, ascending.
    capacity: the person-times these people can give together; short = needed - capacity.
    """

    visits: tuple[int, ...]
    seats: tuple[tuple[int, ...], ...]
    kinds: tuple[int, ...]
    needed: int
    people: tuple[int, ...]
    capacity: int
    short: int


def obstacles(problem: SeatProblem) -> tuple[Obstacle, ...]:
    """The obstacles of a problem without a complete assignment, by their first visit; one per group."""
    plan = _fullest(problem, {visit: rule.kinds for visit, rule in enumerate(problem.rules) if rule.size})
    found = [_smallest(problem, group) for group in _groups(plan)]
    return tuple(sorted(found, key=lambda obstacle: (obstacle.visits, obstacle.kinds)))


def _fullest(problem: SeatProblem, lines: Lines) -> Completion:
    """A plan that fills as many of these seats as possible."""
    plan = Completion(_only(problem, lines), sorted(lines), problem.loads)
    plan.fill()
    return plan


def _only(problem: SeatProblem, lines: Lines) -> SeatProblem:
    """The same problem with only these seats."""
    staffing = Staffing(
        eligible=problem.eligible & (problem.caps > problem.loads),
        seats=tuple(lines.get(visit, ()) for visit in range(len(problem.rules))),
        recused=problem.recused,
        limits=problem.caps - problem.loads,
        loads=problem.loads,
        balanced=problem.balanced,
    )
    return SeatProblem.of(staffing)


def _leave_out(plan: Completion, visit: int) -> None:
    """Take a visit and its team out of the plan."""
    for person in plan.teams.pop(visit):
        plan.duties[person].remove(visit)
        plan.load[person] -= 1


def _unfilled(plan: Completion) -> list[int]:
    """The visits with seats that a plan leaves unfilled, ascending."""
    return [visit for visit in sorted(plan.teams) if not plan.is_full(visit)]


def _gap(plan: Completion, unfilled: Iterable[int]) -> int:
    """How many seats of these visits a plan leaves unfilled."""
    return sum(plan.problem.rules[visit].size - len(plan.teams[visit]) for visit in unfilled)


def _reached(plan: Completion) -> Mask:
    """The people to whom an unfilled seat of a fullest plan could be passed; all of them are at their cap."""
    nobody = np.zeros(len(plan.load), dtype=np.bool_)
    sources = nobody.copy()
    for visit in _unfilled(plan):
        sources[plan.open_to(visit)] = True
    _, reached = plan.search(np.flatnonzero(sources), nobody, ~nobody)
    return reached


def _short_seats(plan: Completion, reached: Mask) -> Lines:
    """Per visit, ascending, the kinds of its seats that the gap can be moved to; visits without any left out.

    Those are the seats that can be vacated if all people reached leave the team.
    """
    short: Lines = {}
    for visit in sorted(plan.teams):
        rule = plan.problem.rules[visit]
        seats = rule.open_seats(rule.state([person for person in plan.teams[visit] if not reached[person]]))
        if seats:
            short[visit] = tuple(kind for seat, kind in enumerate(rule.kinds) if seats >> seat & 1)
    return short


def _allowed(problem: SeatProblem, visit: int, kinds: Iterable[int]) -> Mask:
    """(people,): who may fill a seat of any of these kinds in a visit."""
    allowed: Mask = np.logical_or.reduce(problem.eligible[sorted(set(kinds))])
    allowed[problem.recused[visit]] = False
    return allowed


def _clusters(problem: SeatProblem, visit: int, kinds: Iterable[int]) -> list[tuple[tuple[int, ...], Mask]]:
    """The seats of one visit parted into those that share people, with the people of each part."""
    parts: list[tuple[tuple[int, ...], Mask]] = []
    for kind in kinds:
        mine: tuple[int, ...] = (kind,)
        people = _allowed(problem, visit, mine)
        apart = []
        for others, theirs in parts:
            if kind in others or (people & theirs).any():
                mine, people = (*others, *mine), people | theirs
            else:
                apart.append((others, theirs))
        parts = [*apart, (mine, people)]
    return parts


def _groups(plan: Completion) -> list[Lines]:
    """The short seats in groups that share people who are used up, each with its visits ascending."""
    problem, reached = plan.problem, _reached(plan)
    nodes = [
        (visit, kinds, np.flatnonzero(people & reached))
        for visit, short in _short_seats(plan, reached).items()
        for kinds, people in _clusters(problem, visit, short)
    ]
    label = np.arange(len(plan.load))
    for _, _, people in nodes:
        if len(met := np.unique(label[people])) > 1:
            label[np.isin(label, met)] = met[0]
    groups: dict[int, dict[int, tuple[int, ...]]] = {}
    for index, (visit, kinds, people) in enumerate(nodes):
        # Seats that nobody used up could fill stand alone: a label that no person has.
        group = groups.setdefault(int(label[people[0]]) if people.size else -1 - index, {})
        group[visit] = (*group.get(visit, ()), *kinds)
    return list(groups.values())


def _smallest(problem: SeatProblem, lines: Lines) -> Obstacle:
    """What is left of a group once all visits that it does not need have been left out, the last first."""
    plan = _fullest(problem, lines)
    unfilled = _unfilled(plan)
    left = sorted(lines)
    while left and (gap := _gap(plan, unfilled)) > 1:
        # A visit with fewer seats than the gap can go, whatever else there is; one by one they would go too.
        taken = 0
        while left and taken + len(lines[left[-1]]) < gap:
            taken += len(lines[left[-1]])
            _leave_out(plan, left.pop())
        unfilled = [visit for visit in unfilled if visit in plan.teams]
        if not taken:
            visit = left.pop()
            _leave_out(plan, visit)
            unfilled = [other for other in unfilled if other != visit]
            if plan.fill(unfilled):
                plan.teams[visit] = []
                unfilled = [visit]
        plan.fill(unfilled)
        unfilled = [visit for visit in unfilled if not plan.is_full(visit)]
    # Without any visit that an only gap can be moved to, it closes; no other visit matters to it.
    return _describe(plan)


def _describe(plan: Completion) -> Obstacle:
    """The obstacle that a fullest plan shows."""
    problem = plan.problem
    short = _short_seats(plan, _reached(plan))
    chances = np.zeros(len(plan.load), dtype=np.int64)
    for visit, kinds in short.items():
        chances += _allowed(problem, visit, kinds)
    given = np.minimum(chances, problem.caps - problem.loads)
    needed = sum(len(kinds) for kinds in short.values())
    return Obstacle(
        visits=tuple(short),
        seats=tuple(short.values()),
        kinds=tuple(sorted({kind for kinds in short.values() for kind in kinds})),
        needed=needed,
        people=tuple(np.flatnonzero(given).tolist()),
        capacity=int(given.sum()),
        short=needed - int(given.sum()),
    )
