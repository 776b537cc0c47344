"""Who goes where: how likely is each pair of visit and inspector?

1. Without recusals and limits every team of a visit is equally likely: chi-square tests with p > 0.001, as in
   `test_inclusion` (fixed keys, the limit set before the first run).
2. With recusals and limits that cannot be. On instances small enough to list every complete assignment, the
   exact chance of each is computed from the definition, visit by visit, without any key (`chances`). The
   program has to draw each as often as that (chi-square again), and the chances of the pairs have to lie
   near the most equal ones that any lottery over complete assignments could give (`most_equal`): on average
   within 0.05 and nowhere farther off than 0.20, about the distances measured when the rule was chosen.
3. Loads: always the least sum of squares that any complete assignment has, if 均衡 is asked for.
4. Fixed groups, loose seats, and who comes in by an event: where nobody differs from anybody else, every
   outcome is equally likely.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.stats import chi2

from shuangsuiji.core.lottery.encoding import canonical_json
from shuangsuiji.core.lottery.encoding import sha256 as digest
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.lottery.teams.assignment import Tickets, assign
from shuangsuiji.core.lottery.teams.staffing import Assignment, Staffing
from shuangsuiji.core.lottery.words import Key, derive_key

LEAST_P = 0.001
FARTHEST_MEAN, FARTHEST = 0.05, 0.20
LONG, SHORT = 10_000, 150
FAIRNESS = Path(__file__).parents[2] / "docs" / "fairness.md"
COMMIT = sha256(b"statistics").hexdigest()

EVERY_RUN = pytest.mark.parametrize("draws", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])


def key(seed: int) -> Key:
    return derive_key(COMMIT, str(seed))


def documented(row: str, draws: int) -> None:
    """In the long run the row stands in the table of docs/fairness.md."""
    if draws == LONG:
        assert row in FAIRNESS.read_text(encoding="utf-8"), row


# 1. Without recusals and limits.


def open_staffing(visits: int, people: int, departments: int, balanced: bool) -> Staffing:
    """Visits with two seats for each department; the departments have equally many people."""
    eligible = np.zeros((departments, people), dtype=np.bool_)
    for department in range(departments):
        eligible[department, department::departments] = True
    seats = tuple(department for department in range(departments) for _ in range(2))
    return Staffing(
        eligible=eligible,
        seats=(seats,) * visits,
        recused=(np.array([], dtype=np.intp),) * visits,
        limits=np.full(people, visits),
        loads=np.zeros(people, dtype=np.int64),
        balanced=balanced,
    )


def teams_of(assignment: Assignment) -> dict[int, frozenset[int]]:
    return {team.visit: frozenset(team.members) for team in assignment.teams}


def p_of_equal_cells(observed: Sequence[object], cells: int) -> float:
    """p of the chi-square test that all cells are equally likely; `cells` is how many there are."""
    counts = Counter(observed)
    assert len(counts) <= cells
    share = len(observed) / cells
    statistic = sum((count - share) ** 2 for count in counts.values()) / share + (cells - len(counts)) * share
    return float(chi2.sf(statistic, cells - 1))


@EVERY_RUN
@pytest.mark.parametrize("balanced", [False, True], ids=["free", "balanced"])
@pytest.mark.parametrize(
    ("visits", "people", "departments"), [(4, 5, 1), (3, 6, 1), (4, 10, 2)], ids=["4x5", "3x6", "4x10"]
)
def test_without_conflicts_every_pair_and_every_team_is_equally_likely(
    visits: int, people: int, departments: int, balanced: bool, draws: int
) -> None:
    """For each visit and department: its two people are each two of the department equally often."""
    staffing = open_staffing(visits, people, departments, balanced)
    drawn = [teams_of(assign(staffing, Tickets(key(seed)))) for seed in range(draws)]
    each = people // departments
    pairs, singles = [], []
    for visit, department in product(range(visits), range(departments)):
        own = frozenset(range(department, people, departments))
        chosen = [tuple(sorted(teams[visit] & own)) for teams in drawn]
        assert all(len(two) == 2 for two in chosen)
        pairs.append(p_of_equal_cells(chosen, each * (each - 1) // 2))
        singles.append(p_of_person(chosen, each))
    assert min(pairs) > LEAST_P and min(singles) > LEAST_P, (pairs, singles)
    load = "balanced" if balanced else "free"
    row = (
        f"| {visits} visits, {departments} x 2 seats, {people} people, {load} | {draws:,} "
        f"| {min(singles):.3f} | {min(pairs):.3f} |"
    )
    documented(row, draws)


def p_of_person(chosen: Sequence[tuple[int, ...]], size: int) -> float:
    """The same for the people of samples of two: counts of people vary less than those of free cells."""
    counts = Counter(person for two in chosen for person in two)
    chance = 2 / size
    off = sum((count - len(chosen) * chance) ** 2 for count in counts.values())
    off += (size - len(counts)) * (len(chosen) * chance) ** 2
    variance = len(chosen) * chance * (1 - chance) * size / (size - 1)
    return float(chi2.sf(off / variance, size - 1))


@EVERY_RUN
def test_teams_of_two_visits_are_independent_without_balance(draws: int) -> None:
    staffing = open_staffing(4, 5, 1, balanced=False)
    drawn = [teams_of(assign(staffing, Tickets(key(seed)))) for seed in range(draws)]
    p = p_of_equal_cells([(teams[0], teams[3]) for teams in drawn], 100)
    assert p > LEAST_P
    documented(
        f"| teams of two visits together, 4 visits, 1 x 2 seats, 5 people, free | {draws:,} | | {p:.3f} |",
        draws,
    )


# 2. With recusals and limits.


@dataclass(frozen=True)
class Instance:
    """Visits with two seats each, people of one department; `barred` are pairs of visit and person."""

    visits: int
    people: int
    barred: frozenset[tuple[int, int]]
    limit: int
    balanced: bool

    def staffing(self) -> Staffing:
        return Staffing(
            eligible=np.ones((1, self.people), dtype=np.bool_),
            seats=((0, 0),) * self.visits,
            recused=tuple(
                np.array(sorted(person for visit, person in self.barred if visit == own), dtype=np.intp)
                for own in range(self.visits)
            ),
            limits=np.full(self.people, self.limit),
            loads=np.zeros(self.people, dtype=np.int64),
            balanced=self.balanced,
        )

    def able(self, visit: int) -> list[int]:
        return [person for person in range(self.people) if (visit, person) not in self.barred]

    def bit(self, visit: int, person: int) -> int:
        return 1 << (visit * self.people + person)

    @cache  # noqa: B019 - instances are few
    def complete(self) -> NDArray[np.int64]:
        """Every complete assignment (of the least squares, if balanced), as bits of its pairs."""
        found: list[tuple[int, int]] = []
        for teams in product(*(list(combinations(self.able(visit), 2)) for visit in range(self.visits))):
            loads = Counter(person for team in teams for person in team)
            if max(loads.values()) <= self.limit:
                bits = sum(self.bit(visit, person) for visit, team in enumerate(teams) for person in team)
                found.append((sum(load * load for load in loads.values()), bits))
        least = min((squares for squares, _ in found), default=0)
        return np.array([bits for squares, bits in found if not self.balanced or squares == least])

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that are not barred."""
        return [(visit, person) for visit in range(self.visits) for person in self.able(visit)]


Chances = dict[int, float]


def chances(instance: Instance, order: Sequence[int] | None = None) -> Chances:
    """The chance of each complete assignment, by the definition; visits in random order unless one is given.

    Within a visit the next member is equally likely each of those who can still be completed: the others are
    passed over, and stay so, since more members never make a completion easier.
    """
    complete = instance.complete()
    states: dict[tuple[frozenset[int], int], float] = {(frozenset(), 0): 1.0}
    for turn in range(instance.visits):
        after: Counter[tuple[frozenset[int], int]] = Counter()
        for (done, taken), chance in states.items():
            left = [visit for visit in range(instance.visits) if visit not in done]
            for visit in left if order is None else [order[turn]]:
                share = chance / len(left) if order is None else chance
                for bits, part in _staffed(instance, complete, taken, visit):
                    after[done | {visit}, bits] += share * part
        states = dict(after)
    return {bits: chance for (_, bits), chance in states.items()}


def _staffed(
    instance: Instance, complete: NDArray[np.int64], taken: int, visit: int
) -> Iterator[tuple[int, float]]:
    """What the two seats of a visit may add to the pairs taken so far, each with its chance."""
    for first, one in _next(instance, complete, taken, visit):
        for both, other in _next(instance, complete, first, visit):
            yield both, one * other


def _next(instance: Instance, complete: NDArray[np.int64], taken: int, visit: int) -> list[tuple[int, float]]:
    open_still = int(np.bitwise_or.reduce(complete[complete & taken == taken])) & ~taken
    bits = [instance.bit(visit, person) for person in instance.able(visit)]
    able = [bit for bit in bits if open_still & bit]
    return [(taken | bit, 1 / len(able)) for bit in able]


def marginals(instance: Instance, found: Chances) -> NDArray[np.float64]:
    """The chance of each pair that is not barred."""
    bits = np.array(list(found))
    weights = np.array(list(found.values()))
    return np.array([weights[bits & instance.bit(*pair) != 0].sum() for pair in instance.pairs()])


def most_equal(instance: Instance) -> NDArray[np.float64]:
    """The closest to equal shares (seats / people not recused) that a lottery over assignments can give."""
    complete = instance.complete()
    pairs = instance.pairs()
    equal = np.array([2 / len(instance.able(visit)) for visit, _ in pairs])
    corners = np.array([complete & instance.bit(*pair) != 0 for pair in pairs], dtype=np.float64)
    corners = np.unique(corners, axis=1)
    heavy = 1000.0
    weights, _ = nnls(np.vstack([corners, np.full((1, corners.shape[1]), heavy)]), np.append(equal, heavy))
    return np.asarray(corners @ weights)


CLASSES = {
    "one pair in ten recused, free": (4, 5, 0.1, 4, False),
    "one pair in ten recused, limit 2": (4, 5, 0.1, 2, False),
    "one pair in four recused, limit 2": (4, 5, 0.25, 2, False),
    "one pair in ten recused, balanced": (4, 5, 0.1, 4, True),
    "one pair in four recused, balanced": (4, 5, 0.25, 4, True),
}
EACH = 6


@cache
def instances(name: str) -> tuple[Instance, ...]:
    """Six instances with at least two recusals that can be completed, by a fixed pseudo-random choice."""
    visits, people, share, limit, balanced = CLASSES[name]
    noise = random.Random(name)
    found: list[Instance] = []
    while len(found) < EACH:
        every = product(range(visits), range(people))
        barred = frozenset(pair for pair in every if noise.random() < share)
        instance = Instance(visits, people, barred, limit, balanced)
        if len(barred) >= 2 and instance.complete().size:
            found.append(instance)
    return tuple(found)


def hardest_first(instance: Instance) -> list[int]:
    return sorted(range(instance.visits), key=lambda visit: len(instance.able(visit)))


def distances(instance: Instance, found: Chances) -> NDArray[np.float64]:
    return np.abs(marginals(instance, found) - most_equal(instance))


def spread(parts: Sequence[NDArray[np.float64]]) -> str:
    together = np.concatenate(parts)
    return f"{together.mean():.3f} / {together.max():.3f}"


@pytest.mark.soak
@pytest.mark.parametrize("name", CLASSES)
def test_with_recusals_chances_are_near_the_most_equal_ones(name: str) -> None:
    """Exact chances, no keys; beside them what two other rules would give."""
    drawn, hardest, uniform = [], [], []
    for instance in instances(name):
        drawn.append(distances(instance, chances(instance)))
        hardest.append(distances(instance, chances(instance, hardest_first(instance))))
        complete = instance.complete().tolist()
        uniform.append(distances(instance, dict.fromkeys(complete, 1 / len(complete))))
    together = np.concatenate(drawn)
    row = f"| {name} | {spread(drawn)} | {spread(hardest)} | {spread(uniform)} |"
    assert together.mean() <= FARTHEST_MEAN and together.max() <= FARTHEST, row
    documented(row, LONG)


def test_no_recusal_no_distance() -> None:
    """The measure itself: without conflicts the chances are the equal shares, whatever is computed how."""
    for balanced in (False, True):
        instance = Instance(3, 5, frozenset(), 3, balanced)
        assert np.allclose(marginals(instance, chances(instance)), 0.4)
        assert np.allclose(most_equal(instance), 0.4, atol=1e-4)


def test_a_known_chance() -> None:
    """By hand: two visits with two seats, three people, person 0 recused from visit 0.

    Visit 0 has persons 1 and 2; visit 1 any two of the three, a third each. Balanced, person 0 has to go
    there, and one of the others with them.
    """
    instance = Instance(2, 3, frozenset({(0, 0)}), 2, balanced=False)
    assert sorted(chances(instance).values()) == pytest.approx([1 / 3] * 3)
    balanced = Instance(2, 3, frozenset({(0, 0)}), 2, balanced=True)
    assert sorted(chances(balanced).values()) == pytest.approx([1 / 2] * 2)


@EVERY_RUN
@pytest.mark.parametrize("name", CLASSES)
def test_each_complete_assignment_is_drawn_as_often_as_the_definition_says(name: str, draws: int) -> None:
    """Chi-square over complete assignments, or the teams of fewer visits where there are too many of them."""
    worst = 1.0
    for instance in instances(name)[: 2 if draws == LONG else 1]:
        expected = chances(instance)
        staffing = instance.staffing()
        counts: Counter[int] = Counter()
        for seed in range(draws):
            teams = teams_of(assign(staffing, Tickets(key(seed))))
            counts[sum(instance.bit(visit, person) for visit in teams for person in teams[visit])] += 1
        assert set(counts) <= set(expected)  # complete, within limits, of the least squares if balanced
        for parts in range(instance.visits, 0, -1):
            some = (1 << parts * instance.people) - 1
            cells = dict.fromkeys({bits & some for bits in expected}, 0.0)
            for bits, chance in expected.items():
                cells[bits & some] += chance * draws
            if len(cells) <= draws // 20:
                break
        seen: Counter[int] = Counter()
        for bits, count in counts.items():
            seen[bits & some] += count
        worst = min(worst, p_of_cells(seen, cells, draws))
    row = f"| {name} | {draws:,} | {worst:.3f} |"
    assert worst > LEAST_P, row
    documented(row, draws)


def p_of_cells(counts: Counter[int], expected: Chances, draws: int) -> float:
    """p of the chi-square test; cells expected fewer than ten times are put together."""
    often = {bits: share for bits, share in expected.items() if share >= 10}
    cells = [(counts[bits], share) for bits, share in often.items()]
    rest = draws - sum(often.values())
    if rest >= 1e-6:
        cells.append((draws - sum(count for count, _ in cells), rest))
    assert len(cells) > 1
    statistic = sum((count - share) ** 2 / share for count, share in cells)
    return float(chi2.sf(statistic, len(cells) - 1))


# 3. Loads.


@EVERY_RUN
def test_loads_are_always_as_even_as_the_rules_allow(draws: int) -> None:
    """Over all balanced instances and many keys; the least is known by listing."""
    checked = 0
    for name in (name for name in CLASSES if CLASSES[name][-1]):
        for instance in instances(name):
            least = {_squares(instance, bits) for bits in instance.complete().tolist()}
            staffing = instance.staffing()
            for seed in range(draws // 25):
                teams = teams_of(assign(staffing, Tickets(key(seed))))
                loads = Counter(person for team in teams.values() for person in team)
                assert {sum(load * load for load in loads.values())} == least
                checked += 1
    documented(f"{checked:,} balanced draws", draws)


def _squares(instance: Instance, bits: int) -> int:
    every = product(range(instance.visits), range(instance.people))
    loads = Counter(person for visit, person in every if bits & instance.bit(visit, person))
    return sum(load * load for load in loads.values())


# 4. Groups, loose seats and events, from tables to records.


def tables(people: int, count: int, groups: int | None) -> dict[str, bytes]:
    """Three visits with `count` seats that anybody may fill and, with groups, a loose one."""
    kinds = [{"count": count, "area": 0, "lead": 1, "loose": 0}]
    kinds += [{"count": 1, "area": 0, "lead": 0, "loose": 1}] if groups else []
    seats = list(range(1, len(kinds) + 1))
    listed = " ".join(map(str, seats))
    frame = {
        "objects": 3,
        "people": people,
        "entity": 0,
        "floor": None,
        "balance": 0,
        "cross": 0,
        "tasks": [{"seats": seats, "clusters": 0, "entity": 0}],
        "strata": [{"task": 1, "cluster": 0, "n": 3}],
        "seats": kinds,
        "groups": groups,
    }
    rows = {
        "objects.csv": ["number,mark,seal,state,owed,entity,strata", *(f"{k},,,1,0,0,1" for k in (1, 2, 3))],
        "sites.csv": ["number,salt,seats,duty,area,recused", *(f"{k},,{listed},,0," for k in (1, 2, 3))],
        "people.csv": [
            "number,mark,seats,areas,limit,load",
            *(f"{j},,{listed},*,,0" for j in range(1, people + 1)),
        ],
    }
    made = {name: "".join(f"{line}\n" for line in lines).encode() for name, lines in rows.items()}
    made["frame.json"] = canonical_json(frame)
    about = {"scheme": "ssj-draw/2", "rules": "", "plan": "", "batch": "", "private": ""}
    digests = {name: str(digest(data)) for name, data in made.items()}
    return {**made, "commitment.json": canonical_json({**about, "tables": digests})}


@EVERY_RUN
def test_groups_dealing_and_loose_seats_favour_nobody(draws: int) -> None:
    """7 people, 2 groups of 2: group 1 is each two people equally often, a visit gets each group, and the
    loose seat each of the 3 others. (Ranks among the others, since these differ from draw to draw.)"""
    of = tables(7, 2, 2)
    first, group, loose = [], [], []
    for seed in range(draws):
        drawn = draw(of, str(seed))
        made = DrawRecords.read(drawn.draw_json, drawn.teams_json).teams
        assert made["groups"] is not None
        formed = [frozenset(person for person, _ in one["team"]) for one in made["groups"]["formed"]]
        first.append(tuple(sorted(formed[0])))
        others = sorted(set(range(1, 8)) - formed[0] - formed[1])
        group.append(tuple(visit["group"] for visit in made["visits"]))
        loose.append(tuple(others.index(visit["team"][-1][0]) for visit in made["visits"]))
    found = [p_of_equal_cells(cells, size) for cells, size in ((first, 21), (group, 8), (loose, 27))]
    assert min(found) > LEAST_P, found
    values = " | ".join(f"{p:.3f}" for p in found)
    documented(f"| 2 groups of 2 and loose seats, 7 people, 3 visits | {draws:,} | {values} |", draws)


@EVERY_RUN
@pytest.mark.parametrize("source", [None, {"kind": "dice"}], ids=["seed of the draw", "seed of its own"])
def test_everybody_else_is_as_likely_to_come_in(source: dict[str, str] | None, draws: int) -> None:
    """The first member of visit 1 is out: they, who stays and who comes in are any 3 of 5 in order."""
    of = tables(5, 2, None)
    found = []
    for seed in range(draws):
        drawn = draw(of, str(seed))
        records = DrawRecords.read(drawn.draw_json, drawn.teams_json)
        out = records.teams["visits"][0]["team"][0][0]
        request = {
            "scheme": "ssj-draw/2",
            "commit": "",
            "event": 1,
            "done": [],
            "out": [[out, [1]]],
            "recused": [],
            "objects": [],
            "salt": "",
            "source": source,
        }
        made = substitute(of, records, canonical_json(request), f"{seed}, later")
        found.append((out, *(person for person, _ in made.teams["visits"][0]["team"])))
    p = p_of_equal_cells(found, 60)
    assert p > LEAST_P
    name = "seed of its own" if source else "seed of the draw"
    documented(f"| out, staying and coming in, 5 people, {name} | {draws:,} | {p:.3f} |", draws)
