"""The definition of docs/algorithm.md, section 7, taken literally and slowly; shares no code with the engine.

Two ways to ask what completes: listing all complete assignments (tiny problems), and a min-cost flow by
repeated shortest paths (small problems).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Case:
    """A problem in plain Python: see `shuangsuiji.core.lottery.teams.assignment.Staffing` for the fields."""

    eligible: list[list[bool]]
    seats: list[tuple[int, ...]]
    recused: list[set[int]]
    limits: list[int]
    loads: list[int]
    balanced: bool

    @property
    def people(self) -> int:
        return len(self.limits)


Traces = list[tuple[int, list[tuple[int, str]]]]
# Answers, for the members chosen so far: is there a completion, and is there one with the least squares?
Ask = Callable[[dict[int, list[int]]], tuple[bool, bool]]


def words(key: int, stream: int, count: int) -> list[int]:
    raw: NDArray[np.uint64] = np.random.Philox(key=key, counter=stream * 2**192).random_raw(count)
    return [int(word) for word in raw]


def matchable(case: Case, visit: int, team: tuple[int, ...]) -> bool:
    seats = case.seats[visit]
    return any(
        all(case.eligible[kind][person] for kind, person in zip(chosen, team, strict=True))
        for chosen in permutations(seats, len(team))
    )


def seat_places(case: Case, visit: int, members: list[int]) -> tuple[int, ...]:
    """The first placing in drawing order: each the lowest seat that leaves all later members seated."""
    seats = case.seats[visit]
    return min(
        places
        for places in permutations(range(len(seats)), len(members))
        if all(case.eligible[seats[place]][person] for place, person in zip(places, members, strict=True))
    )


def complete_assignments(case: Case) -> list[tuple[frozenset[int], ...]]:
    """Every complete assignment within the limits: one team per visit."""
    partial: list[tuple[frozenset[int], ...]] = [()]
    for visit, seats in enumerate(case.seats):
        able = [person for person in range(case.people) if person not in case.recused[visit]]
        options = [frozenset(team) for team in combinations(able, len(seats)) if matchable(case, visit, team)]
        partial = [
            (*before, team)
            for before in partial
            for team in options
            if all(sum(person in other for other in before) < case.limits[person] for person in team)
        ]
    return partial


def squares(case: Case, teams: tuple[frozenset[int], ...]) -> int:
    return sum(
        (case.loads[person] + sum(person in team for team in teams)) ** 2 for person in range(case.people)
    )


def ask_by_listing(case: Case) -> Ask:
    known = complete_assignments(case)
    least = min((squares(case, teams) for teams in known), default=0)
    scored = [(teams, squares(case, teams) == least) for teams in known]

    def ask(chosen: dict[int, list[int]]) -> tuple[bool, bool]:
        left = [
            best
            for teams, best in scored
            if all(set(members) <= teams[visit] for visit, members in chosen.items())
        ]
        return bool(left), any(left)

    return ask


def ask_by_flow(case: Case) -> Ask:
    least = cheapest(case, {})

    def ask(chosen: dict[int, list[int]]) -> tuple[bool, bool]:
        found = cheapest(case, chosen)
        return found is not None, found is not None and found == least

    return ask


def cheapest(case: Case, chosen: dict[int, list[int]]) -> int | None:
    """The least sum of squared loads of all complete assignments with these members, None without any."""
    forced = {(visit, person) for visit, members in chosen.items() for person in members}
    reward = 10**8  # more than any sum of squares
    ends: list[int] = []
    room: list[int] = []
    cost: list[int] = []
    arcs: dict[int, list[int]] = {}
    names: dict[object, int] = {}

    def node(name: object) -> int:
        return names.setdefault(name, len(names))

    def arc(start: object, end: object, price: int) -> None:
        for a, b, free, paid in ((start, end, 1, price), (end, start, 0, -price)):
            arcs.setdefault(node(a), []).append(len(ends))
            ends.append(node(b))
            room.append(free)
            cost.append(paid)

    for visit, seats in enumerate(case.seats):
        able = [person for person in range(case.people) if person not in case.recused[visit]]
        for position, kind in enumerate(seats):
            arc("source", ("seat", visit, position), 0)
            for person in able:
                if case.eligible[kind][person]:
                    arc(("seat", visit, position), ("pair", visit, person), 0)
        for person in able:
            arc(("pair", visit, person), ("person", person), -reward * ((visit, person) in forced))
    for person in range(case.people):
        for more in range(min(case.limits[person], len(case.seats))):
            load = case.loads[person] + more
            arc(("person", person), "sink", 2 * load + 1)
    total = sum(load * load for load in case.loads)
    for _ in range(sum(map(len, case.seats))):
        paid = _augment(node("source"), node("sink"), ends, room, cost, arcs)
        if paid is None:
            return None
        total += paid
    total += reward * len(forced)
    return total if total < reward // 2 else None


def _augment(
    source: int, sink: int, ends: list[int], room: list[int], cost: list[int], arcs: dict[int, list[int]]
) -> int | None:
    distance = {source: 0}
    came: dict[int, int] = {}
    queue = [source]
    while queue:
        here = queue.pop(0)
        for index in arcs.get(here, []):
            there = ends[index]
            if room[index] and distance[here] + cost[index] < distance.get(there, 10**12):
                distance[there] = distance[here] + cost[index]
                came[there] = index
                if there not in queue:
                    queue.append(there)
    if sink not in distance:
        return None
    here = sink
    while here != source:
        index = came[here]
        room[index] -= 1
        room[index ^ 1] += 1
        here = ends[index ^ 1]
    return distance[sink]


Orders = list[tuple[int, list[int]]]
"""The visits in their order, each with all people in theirs."""


def orders(case: Case, key: int) -> Orders:
    """The orders of a draw."""
    visits = len(case.seats)
    turn = words(key, 2, visits)
    ticket = words(key, 3, visits * case.people)
    rows = [ticket[visit * case.people : (visit + 1) * case.people] for visit in range(visits)]
    return [
        (visit, sorted(range(case.people), key=lambda j: (rows[visit][j], j)))
        for visit in sorted(range(visits), key=lambda v: (turn[v], v))
    ]


def draw(case: Case, wanted: Orders, ask: Ask) -> Traces | None:
    """Each staffed visit, with (person, outcome) of all to whom a seat was open; None if impossible."""
    if not ask({})[0]:
        return None
    chosen: dict[int, list[int]] = {}
    traces: Traces = []
    for visit, people in wanted:
        if not case.seats[visit]:
            continue
        chosen[visit] = []
        traces.append((visit, list(_steps(case, visit, people, chosen, ask))))
    return traces


def _steps(
    case: Case, visit: int, people: list[int], chosen: dict[int, list[int]], ask: Ask
) -> Iterator[tuple[int, str]]:
    team = chosen[visit]
    for person in people:
        if len(team) == len(case.seats[visit]):
            return
        if not matchable(case, visit, (*team, person)):
            continue
        if person in case.recused[visit]:
            yield person, "RECUSED"
        elif sum(person in members for members in chosen.values()) >= case.limits[person]:
            yield person, "AT_LIMIT"
        else:
            completes, evenly = ask({**chosen, visit: [*team, person]})
            if not completes:
                yield person, "CANNOT_COMPLETE"
            elif case.balanced and not evenly:
                yield person, "FOR_BALANCE"
            else:
                team.append(person)
                yield person, "TAKEN"
