"""A completing plan: one complete assignment of all open seats, kept in step with what has been drawn.

Whether a person can be taken is a question about all complete assignments, answered by changing this one
(docs/algorithm.md, 7). Taking a person who is not in the plan makes them carry one visit too many, which
must be passed on: to somebody who takes over another of their visits, or to the load sums (the hub), from
which somebody with a load to spare is relieved, and so on, until one whose seat is wanted has been
relieved. If no such chain exists, no complete assignment does. Shortest chains only are applied: on them
exchanges inside one visit never get in each other's way (the usual lemma on matroid exchange).

Balance. Loads begin with what everybody had before, and may be as unequal as they like. Let L be the
highest load of a plan with the smallest sum of squares, and R everybody to whom a visit of somebody with
load L can be passed on. Nobody in R below L - 1 has room, or the sum could fall; nothing is passed on out
of R. So in every smallest plan the people of R have the same visits between them, with loads L or L - 1
(or their cap below), and the rest is settled in the same way. These levels are the groups of `Bounds`;
inside a group every exchange within the bounds keeps the sum of squares.

Groups only ever split: when a search fails, the people it reached can never again exchange anything with
the others, because a closed chain that enters the set cannot leave it, and later draws only take chains
away. So at most one search per person fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .seats import SeatProblem

People = NDArray[np.intp]
Mask = NDArray[np.bool_]
Chain = list[tuple[int, int]]
Gap = tuple[int, tuple[int, ...]]
"""What a team is short of: which seats it has, and the profiles of the members that are left."""

_HUB = -1
_SOURCE = -2


@dataclass(slots=True)
class Bounds:
    """Which exchanges are allowed: loads from `low` to `high`, only between people of one group."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: int

    def split(self, part: Mask) -> None:
        """Make the people of `part`, all of one group, a group of their own."""
        self.group[part] = self.groups
        self.groups += 1


class Completion:
    """A plan for some visits of a problem, on top of loads that are fixed already.

    fixed: (people,) the loads that stand, settled members included; load: with the whole plan.
    teams: the planned members of each visit, by its index, in no particular order.
    duties: per person, the planned visits that are still open to exchange.
    A chain is a list of (visit, person): the first person has one visit too many, each following one takes
    over that visit from the one before, or is relieved by way of the hub.
    """

    def __init__(self, problem: SeatProblem, visits: Sequence[int], loads: NDArray[np.int64]) -> None:
        self.problem = problem
        self.fixed = loads.copy()
        self.load = loads.copy()
        self.teams: dict[int, list[int]] = {visit: [] for visit in visits}
        self.duties: list[list[int]] = [[] for _ in range(len(loads))]
        self._blocked = np.zeros(len(loads), dtype=np.bool_)
        self._gaps: dict[int, dict[int, Gap]] = {}

    def fill(self, visits: Sequence[int] | None = None) -> bool:
        """Fill as many seats as possible; whether that is all of them. Loads come out roughly even.

        `visits` may name those to look at, if all others are known to be full.
        """
        # People reached by a search in vain have no room and lead to none: later searches leave them out.
        unfilled = [
            visit for visit in (self.teams if visits is None else visits) if not self._fill_greedily(visit)
        ]
        alive = self.problem.pool > 0
        for visit in unfilled:
            self._fill_by_chains(visit, alive)
        return all(self.is_full(visit) for visit in unfilled)

    def is_full(self, visit: int) -> bool:
        """Whether all seats of a visit are filled."""
        return len(self.teams[visit]) == self.problem.rules[visit].size

    def _fill_greedily(self, visit: int) -> bool:
        rule = self.problem.rules[visit]
        team = self.teams[visit]
        if self.is_full(visit):
            return True
        people = self._allowed(visit, rule.people)
        people = people[self.load[people] < self.problem.caps[people]]
        while not self.is_full(visit):
            people = people[rule.open_profiles(rule.state(team))[rule.profile[people]]]
            if not people.size:
                return False
            chosen = int(people[np.argmin(self.load[people])])
            self._join(visit, chosen)
            people = people[people != chosen]
        return True

    def _fill_by_chains(self, visit: int, alive: Mask) -> None:
        """Fill the open seats of one visit as far as possible, at the cost of no other visit."""
        while not self.is_full(visit):
            sources = self.open_to(visit)
            chain, reached = self.search(sources[alive[sources]], self.load < self.problem.caps, alive)
            if chain is None:
                alive &= ~reached
                return
            self._join(visit, chain[0][1])
            self._apply(chain)

    def open_to(self, visit: int) -> People:
        """Those who could join the team of a visit as it is, caps left aside."""
        rule = self.problem.rules[visit]
        people, state = rule.people, rule.state(self.teams[visit])
        return self._allowed(visit, people[rule.open_profiles(state)[rule.profile[people]]])

    def _allowed(self, visit: int, people: People) -> People:
        """Those of `people` who are neither recused from the visit nor in its team."""
        recused, team = self.problem.recused[visit], self.teams[visit]
        self._blocked[recused] = True
        self._blocked[team] = True
        allowed = people[~self._blocked[people]]
        self._blocked[recused] = False
        self._blocked[team] = False
        return allowed

    def search(
        self, sources: People, goal: Mask, within: Mask, bounds: Bounds | None = None
    ) -> tuple[Chain | None, Mask]:
        """A shortest chain from a source to a goal among the people of `within`, and whom it reached.

        The hub is used only with `bounds`. Breadth first; a visit is looked at only for people not yet seen.
        """
        trail = _Trail(self.load, within, goal)
        if trail.reach(sources, _SOURCE, _SOURCE):
            return trail.chain(), trail.seen
        spent: set[Gap] = set()
        gate = -1
        for person in trail.queue:
            if not trail.unseen.size:
                break
            if person == _HUB:
                assert bounds is not None
                relieved = self.load[trail.unseen] > bounds.low[trail.unseen]
                if trail.reach(trail.unseen[relieved], gate, _HUB):
                    return trail.chain(), trail.seen
                continue
            if bounds is not None and gate < 0 and self.load[person] < bounds.high[person]:
                gate = person
                trail.queue.append(_HUB)
            for visit in self.duties[person]:
                gap = (self._gaps.get(visit) or self._gaps_of(visit))[person]
                if gap in spent:
                    continue
                rule, state = self.problem.rules[visit], gap[1]
                fitting = trail.unseen[rule.open_profiles(state)[rule.profile[trail.unseen]]]
                if not fitting.size:
                    spent.add(gap)
                elif trail.reach(self._allowed(visit, fitting), person, visit):
                    return trail.chain(), trail.seen
        return None, trail.seen

    def _gaps_of(self, visit: int) -> dict[int, Gap]:
        """What each member would leave behind; kept until the team changes, as searches ask often."""
        rule, team = self.problem.rules[visit], self.teams[visit]
        gaps = self._gaps[visit] = {
            member: (id(rule), rule.state([other for other in team if other != member])) for member in team
        }
        return gaps

    def admit(self, visit: int, person: int, settled: Sequence[int], bounds: Bounds, *, apply: bool) -> bool:
        """Whether some plan within the bounds keeps the settled members of a visit and has this person too.

        The person must fit beside the settled members and not be recused. With `apply`, the plan becomes
        such a plan. A refusal splits the person's group.
        """
        group = bounds.group[person]
        goals = [
            member
            for member in self.teams[visit]
            if member not in settled and bounds.group[member] == group and self._fits(visit, person, member)
        ]
        if not goals:
            return False
        if self.load[person] < bounds.high[person]:
            for member in goals:
                if self.load[member] > bounds.low[member]:
                    if apply:
                        self._replace(visit, member, person)
                    return True
        goal = np.zeros(len(self.load), dtype=np.bool_)
        goal[goals] = True
        chain, reached = self.search(np.array([person]), goal, bounds.group == group, bounds)
        if chain is None:
            bounds.split(reached)
            return False
        if apply:
            self._apply(chain)
            self._replace(visit, chain[-1][1], person)
        return True

    def _fits(self, visit: int, person: int, leaving: int) -> bool:
        """Whether a person could take the place of a member; recusals left aside."""
        rule = self.problem.rules[visit]
        _, state = (self._gaps.get(visit) or self._gaps_of(visit))[leaving]
        return bool(rule.open_profiles(state)[rule.profiles[person]])

    def reopen(self, visit: int, members: Sequence[int]) -> None:
        """Take a team that stood, counted in the loads, into the plan: from now on it may be exchanged."""
        self.teams[visit] = list(members)
        self._gaps.pop(visit, None)
        for person in members:
            self.duties[person].append(visit)
            self.fixed[person] -= 1

    def settle(self, visit: int, person: int) -> None:
        """Fix a planned member: no chain may take this visit from them any more."""
        self.duties[person].remove(visit)
        self.fixed[person] += 1

    def _join(self, visit: int, person: int) -> None:
        self._gaps.pop(visit, None)
        self.teams[visit].append(person)
        self.duties[person].append(visit)
        self.load[person] += 1

    def _leave(self, visit: int, person: int) -> None:
        self._gaps.pop(visit, None)
        self.teams[visit].remove(person)
        self.duties[person].remove(visit)
        self.load[person] -= 1

    def _replace(self, visit: int, leaves: int, joins: int) -> None:
        self._leave(visit, leaves)
        self._join(visit, joins)

    def _apply(self, chain: Chain) -> None:
        for (_, giver), (visit, taker) in pairwise(chain):
            if visit != _HUB:
                self._replace(visit, giver, taker)

    def squares(self) -> int:
        """The sum of squared loads."""
        return sum(load * load for load in self.load.tolist())

    def free_bounds(self) -> Bounds:
        """The bounds without balance: from the fixed loads to the caps, the people of a pool in one group."""
        problem = self.problem
        return Bounds(self.fixed.copy(), problem.caps.copy(), problem.pool.copy(), len(problem.demand))

    def level(self) -> Bounds:
        """Bring the sum of squared loads of a full plan to its minimum; the bounds within which it stays."""
        caps = self.problem.caps
        bounds = self.free_bounds()
        rest = np.ones(len(self.load), dtype=np.bool_)
        while rest.any():
            top = int(self.load[rest].max())
            sources = np.flatnonzero(rest & (self.load == top))
            goal = rest & (self.load <= top - 2) & (self.load < caps)
            chain, reached = self.search(sources, goal, rest)
            if chain is not None:
                self._apply(chain)
                continue
            bounds.low[reached] = np.minimum(top - 1, caps[reached])
            bounds.high[reached] = np.minimum(top, caps[reached])
            bounds.split(reached)
            rest &= ~reached
        return bounds


class _Trail:
    """The state of one breadth-first search: whom it has seen, and how it came to them."""

    def __init__(self, load: NDArray[np.int64], within: Mask, goal: Mask) -> None:
        self.goal = goal
        self.seen: Mask = np.zeros(len(load), dtype=np.bool_)
        self.unseen: People = np.flatnonzero(within)
        self.queue: list[int] = []
        self.came: dict[int, tuple[int, int]] = {}
        self.end = -1

    def reach(self, people: People, giver: int, visit: int) -> bool:
        """Note that `people` (none seen before) are reached from `giver`; whether one of them is a goal."""
        if not people.size:
            return False
        self.seen[people] = True
        self.unseen = self.unseen[~self.seen[self.unseen]]
        newcomers = people.tolist()
        self.queue.extend(newcomers)
        self.came.update(dict.fromkeys(newcomers, (giver, visit)))
        hits = people[self.goal[people]]
        if hits.size:
            self.end = int(hits[0])
        return bool(hits.size)

    def chain(self) -> Chain:
        """The way to the goal reached, from its source on."""
        links: Chain = []
        person = self.end
        while person != _SOURCE:
            giver, visit = self.came[person]
            links.append((visit, person))
            person = giver
        return links[::-1]
