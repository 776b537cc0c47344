"""The lottery once more, written from docs/algorithm.md alone (scheme ssj-draw/2), standard library only.

It shares no line with the product and was written without a look at it, nor at the other verifiers. It is
literal rather than fast: a few dozen visits and people take about a second. Section numbers are the page's.

draw(files, seed) gives draw.json and teams.json, or raises NoDraw.
event(files, draw_json, teams_json, earlier, request, seed) gives event.json and event-teams.json, or NoEvent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

SCHEME = "ssj-draw/2"
MASK = 2**64 - 1
ATTEMPTS = 100

Files = dict[str, bytes]
Earlier = list[tuple[bytes, bytes, bytes]]
Json = dict[str, Any]


class NoDraw(Exception):
    """Nothing is drawn: there is no complete assignment (sections 7 and 8)."""


class NoEvent(Exception):
    """There is no event: nothing changes, or its seats cannot all be filled (section 10)."""


# Section 1: files


def canonical(value: Any) -> bytes:
    """RFC 8785 as far as section 1 needs it; all keys are ASCII, so code points sort as UTF-16 does."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def read_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, heading -> cell."""
    lines = data.decode("utf-8").split("\n")
    if lines[-1] != "":
        raise ValueError("the last line does not end with LF")
    heading = lines[0].split(",")
    return [dict(zip(heading, line.split(","), strict=True)) for line in lines[1:-1]]


def number_list(cell: str) -> list[int]:
    return [int(part) for part in cell.split(" ")] if cell else []


# Section 2: tables


@dataclass(frozen=True)
class Thing:
    """An object, with the columns of objects.csv and of sites.csv."""

    number: int
    state: int
    owed: int
    entity: int
    strata: list[int]
    seats: list[int]
    duty: list[int]
    area: int
    recused: list[int]


@dataclass(frozen=True)
class Person:
    number: int
    seats: list[int]
    everywhere: bool
    areas: list[int]
    limit: int | None
    load: int


@dataclass(frozen=True)
class Tables:
    """All tables; objects, people and the lists of the frame by number, from 1."""

    commitment: Json
    commit: str
    frame: Json
    objects: dict[int, Thing]
    people: dict[int, Person]
    tasks: dict[int, Json]
    strata: dict[int, Json]
    kinds: dict[int, Json]


def numbered(things: Iterable[Any]) -> dict[int, Any]:
    return dict(enumerate(things, 1))


def read_tables(files: Files) -> Tables:
    commitment = json.loads(files["commitment.json"])
    for name, digest in commitment["tables"].items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise ValueError(f"{name} is not the table committed to")
    frame = json.loads(files["frame.json"])
    objects: dict[int, Thing] = {}
    for row, site in zip(read_rows(files["objects.csv"]), read_rows(files["sites.csv"]), strict=True):
        assert row["number"] == site["number"] == str(len(objects) + 1)
        objects[len(objects) + 1] = Thing(
            number=int(row["number"]),
            state=int(row["state"]),
            owed=int(row["owed"]),
            entity=int(row["entity"]),
            strata=number_list(row["strata"]),
            seats=number_list(site["seats"]),
            duty=number_list(site["duty"]),
            area=int(site["area"]),
            recused=number_list(site["recused"]),
        )
    people: dict[int, Person] = {}
    for row in read_rows(files["people.csv"]):
        assert row["number"] == str(len(people) + 1)
        people[len(people) + 1] = Person(
            number=int(row["number"]),
            seats=number_list(row["seats"]),
            everywhere=row["areas"] == "*",
            areas=[] if row["areas"] == "*" else number_list(row["areas"]),
            limit=int(row["limit"]) if row["limit"] else None,
            load=int(row["load"]),
        )
    assert len(objects) == frame["objects"] and len(people) == frame["people"]
    return Tables(
        commitment=commitment,
        commit=hashlib.sha256(files["commitment.json"]).hexdigest(),
        frame=frame,
        objects=objects,
        people=people,
        tasks=numbered(frame["tasks"]),
        strata=numbered(frame["strata"]),
        kinds=numbered(frame["seats"]),
    )


# Sections 3 and 4: key and words


def key_of(*lines: str) -> int:
    text = "".join(line + "\n" for line in (SCHEME, *lines))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:16], "big")


def philox(key: int, counter: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """One block of Philox4x64-10."""
    c0, c1, c2, c3 = counter
    k0, k1 = key % 2**64, key // 2**64
    for _ in range(10):
        hi0, lo0 = divmod(c0 * 0xD2E7470EE14C6C93, 2**64)
        hi1, lo1 = divmod(c2 * 0xCA5A826395121157, 2**64)
        c0, c1, c2, c3 = hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0
        k0 = (k0 + 0x9E3779B97F4A7C15) & MASK
        k1 = (k1 + 0xBB67AE8584CAA73B) & MASK
    return c0, c1, c2, c3


class Words:
    """The streams of one key."""

    def __init__(self, key: int) -> None:
        self.key = key
        self._blocks: dict[tuple[int, int], tuple[int, int, int, int]] = {}

    def word(self, stream: int, i: int) -> int:
        block = (stream, i // 4)
        if block not in self._blocks:
            self._blocks[block] = philox(self.key, (1 + i // 4, 0, 0, stream))
        return self._blocks[block][i % 4]

    def order(self, numbers: Iterable[int], stream: int, first: int = 0) -> list[int]:
        """Numbers, from 1, in the order of word first + number - 1; equal words by number."""
        return sorted(numbers, key=lambda number: (self.word(stream, first + number - 1), number))


# Section 5: objects


@dataclass
class Drawn:
    """What section 5 decides; lists of objects in ticket order, alternates complete."""

    clusters: list[list[Any]]
    void: set[int]
    strata: dict[int, list[int]]
    alternates: dict[int, list[int]]
    wanted: int = 0
    added: list[int] = field(default_factory=list)
    added_alternates: list[int] = field(default_factory=list)


def draw_clusters(tables: Tables, words: Words) -> tuple[list[list[Any]], set[int]]:
    """The clusters of each task with a first stage, and the void strata."""
    listed, void = [], set()
    for number, task in tables.tasks.items():
        if task["clusters"] > 0:
            own = {s: stratum["cluster"] for s, stratum in tables.strata.items() if stratum["task"] == number}
            occurring = {cluster for cluster in own.values() if cluster > 0}
            first = words.order(occurring, 5)[: task["clusters"]]
            listed.append([number, first])
            void |= {s for s, cluster in own.items() if cluster > 0 and cluster not in first}
    return listed, void


def draw_objects(tables: Tables, words: Words) -> Drawn:
    clusters, void = draw_clusters(tables, words)
    in_order = words.order(tables.objects, 1)
    result = Drawn(clusters, void, {s: [] for s in tables.strata}, {s: [] for s in tables.strata})
    cap = tables.frame["entity"]

    def drawn_in(task: int) -> list[int]:
        return [k for s, drawn in result.strata.items() if tables.strata[s]["task"] == task for k in drawn]

    def of_entity(entity: int, numbers: Iterable[int]) -> int:
        return len({number for number in numbers if tables.objects[number].entity == entity})

    for k in in_order:
        thing = tables.objects[k]
        if thing.state == 0:
            continue
        everything = [number for drawn in result.strata.values() for number in drawn]
        if cap > 0 and thing.entity > 0 and of_entity(thing.entity, everything) >= cap:
            continue
        for s in thing.strata:
            task = tables.strata[s]["task"]
            task_cap = tables.tasks[task]["entity"]
            if s in void or len(result.strata[s]) >= tables.strata[s]["n"]:
                continue
            if task_cap > 0 and thing.entity > 0 and of_entity(thing.entity, drawn_in(task)) >= task_cap:
                continue
            result.strata[s].append(k)

    for s, stratum in tables.strata.items():
        if s not in void and stratum["n"] > 0:
            result.alternates[s] = [
                k
                for k in in_order
                if s in tables.objects[k].strata and tables.objects[k].state > 0 and k not in result.strata[s]
            ]

    floor = tables.frame["floor"]
    if floor is not None:
        drawn = {k for numbers in result.strata.values() for k in numbers}
        result.wanted = max(0, floor - len([k for k in drawn if tables.objects[k].state in (1, 2)]))
        for k in in_order:
            thing = tables.objects[k]
            if thing.state != 1 or thing.owed != 0 or k in drawn:
                continue
            full = cap > 0 and thing.entity > 0 and of_entity(thing.entity, [*drawn, *result.added]) >= cap
            if len(result.added) < result.wanted and not full:
                result.added.append(k)
            else:
                result.added_alternates.append(k)
    return result


# Section 6: visits and seats


def visits_of(tables: Tables, drawn: Drawn) -> list[Json]:
    """The visits as draw.json lists them; index i stands at i - 1."""
    visits: list[Json] = []
    for k, thing in tables.objects.items():
        strata = [s for s, numbers in drawn.strata.items() if k in numbers]
        added = k in drawn.added
        if not strata and not added and thing.owed == 0:
            continue
        of = max(1, thing.owed)
        for ordinal in range(1, of + 1):
            first = ordinal == 1
            called = (thing.strata if added else strata) if first else []
            visits.append(
                {
                    "index": len(visits) + 1,
                    "number": k,
                    "visit": ordinal,
                    "of": of,
                    "tasks": tasks_of(tables, called),
                    "strata": strata if first else [],
                    "added": 1 if added and first else 0,
                }
            )
    return visits


def tasks_of(tables: Tables, strata: Iterable[int]) -> list[int]:
    return sorted({tables.strata[s]["task"] for s in strata})


def seats_of(tables: Tables, visit: Json) -> list[int]:
    """The kind of each seat of a visit, in seat order."""
    thing = tables.objects[visit["number"]]
    called = set(thing.duty)
    for task in visit["tasks"]:
        called |= set(tables.tasks[task]["seats"])
    return [
        kind
        for kind in tables.kinds
        if kind in thing.seats and kind in called
        for _ in range(tables.kinds[kind]["count"])
    ]


def may_fill(tables: Tables, person: int, visit: Json, kind: int) -> bool:
    one, area = tables.people[person], tables.objects[visit["number"]].area
    if kind not in one.seats:
        return False
    return tables.kinds[kind]["area"] != 1 or area == 0 or one.everywhere or area in one.areas


def is_recused(tables: Tables, person: int, visit: Json) -> bool:
    thing = tables.objects[visit["number"]]
    if person in thing.recused:
        return True
    return tables.frame["cross"] == 1 and thing.area != 0 and thing.area in tables.people[person].areas


# Section 7: teams


def matchable(choices: list[list[int]]) -> bool:
    """Whether everybody can have a seat of their own; choices are the seats that each may fill."""
    holder: dict[int, int] = {}

    def seat(who: int, tried: set[int]) -> bool:
        for place in choices[who]:
            if place not in tried:
                tried.add(place)
                if place not in holder or seat(holder[place], tried):
                    holder[place] = who
                    return True
        return False

    return all(seat(who, set()) for who in range(len(choices)))


@dataclass
class Filling:
    """What is filled by steps 1 to 5: seats of visits by people, or visits by groups, or groups by people."""

    turns: list[int]
    seats: dict[int, list[int]]
    people: list[int]
    order: Callable[[int], list[int]]
    may_fill: Callable[[int, int, int], bool]
    recused: Callable[[int, int], bool]
    limit: Callable[[int], int | None]
    load: Callable[[int], int] = lambda person: 0
    balance: bool = False
    once: bool = False


@dataclass
class Filled:
    """Of one visit: [person, kind] in drawing order, and [person, outcome, members before]."""

    team: list[list[int]]
    trace: list[list[int]]


Seat = tuple[int, int]
Node = int | Seat


class Completion:
    """A complete assignment that contains all members taken so far, of the least sum if that is asked for.

    A node is a person or a seat (visit, place). A way leads from a person to the seats they may take on
    visits where they are not yet, and from a seat to wherever its holder can go instead: to another seat of
    the visit, or away from it if the holder has not been taken.
    """

    def __init__(self, work: Filling) -> None:
        self.work = work
        self.sits = {
            (p, v): [i for i, kind in enumerate(work.seats[v]) if work.may_fill(p, v, kind)]
            for v in work.turns
            for p in work.people
        }
        self.enters = {
            p: [(v, self.sits[p, v]) for v in work.turns if not work.recused(p, v)] for p in work.people
        }
        self.loads = {p: work.load(p) for p in work.people}
        self.limits = {p: work.limit(p) for p in work.people}
        self.holder: dict[Seat, int] = {}
        self.taken: set[tuple[int, int]] = set()
        self.count_teams()

    def count_teams(self) -> None:
        self.present = {(p, v) for (v, _), p in self.holder.items()}
        self.level = dict(self.loads)
        self.room = dict(self.limits)
        for p, _ in self.present:
            self.level[p] += 1
            if (room := self.room[p]) is not None:
                self.room[p] = room - 1

    def is_free(self, node: Node) -> bool:
        return not isinstance(node, int) and node not in self.holder

    def has_room(self, p: int) -> bool:
        room = self.room[p]
        return room is None or room > 0

    def onward(self, node: Node) -> list[Node]:
        if isinstance(node, int):
            return [
                (v, i) for v, places in self.enters[node] if (node, v) not in self.present for i in places
            ]
        if node not in self.holder:
            return []
        v, p = node[0], self.holder[node]
        ways: list[Node] = [(v, i) for i in self.sits[p, v] if (v, i) != node]
        return ways if (p, v) in self.taken else [*ways, p]

    def search(self, starts: Iterable[Node], goal: Callable[[Node], bool]) -> dict[Node, Node | None]:
        """Everything that can be reached, in the order of finding, each with the node before it.

        The search ends with the first node that is the goal; it then stands last.
        """
        before: dict[Node, Node | None] = dict.fromkeys(starts)
        waiting = list(before)
        for node in waiting:
            if goal(node):
                return {found: before[found] for found in before if found != node} | {node: before[node]}
            for following in self.onward(node):
                if following not in before:
                    before[following] = node
                    waiting.append(following)
        return before

    @staticmethod
    def way(before: dict[Node, Node | None], end: Node) -> list[Node]:
        nodes: list[Node] = [end]
        while (previous := before[nodes[-1]]) is not None:
            nodes.append(previous)
        return nodes[::-1]

    def move(self, person: int, nodes: list[Node]) -> None:
        """The person takes the first seat on the way, its holder the next, and so on."""
        moving = person
        for node in nodes:
            if not isinstance(node, int):
                displaced = self.holder.get(node)
                self.holder[node] = moving
                if displaced is not None:
                    moving = displaced

    def complete(self) -> bool:
        """Fill all seats, each step by one more visit for somebody whose level is the least possible."""
        for v in self.work.turns:
            for _ in self.work.seats[v]:
                if not self.add_one():
                    return False
        return True

    def add_one(self) -> bool:
        able = [p for p in self.work.people if self.has_room(p)]
        for level in sorted({self.level[p] for p in able}):
            before = self.search([p for p in able if self.level[p] == level], self.is_free)
            end = next(reversed(before))
            if self.is_free(end):
                person, *rest = self.way(before, end)
                assert isinstance(person, int)
                self.move(person, rest)
                self.count_teams()
                return True
        return False

    def outcome(self, p: int, v: int) -> int:
        """0 if p, who is not recused, can be taken for visit v; then they are. Otherwise 3 or 4 (step 4)."""
        if (p, v) in self.present:
            self.taken.add((p, v))
            return 0

        def is_p(node: Node) -> bool:
            return node == p

        within = self.search([(v, i) for i in self.sits[p, v]], is_p)
        if p in within:
            self.move(p, self.way(within, p))
        else:
            losers = [node for node in within if isinstance(node, int)]
            able = [x for x in self.work.people if losers and self.has_room(x)]
            even = able
            if self.work.balance:
                # The sum stays the least only if who gains a visit stood one below who loses it.
                even = [x for x in able if self.level[x] + 1 in [self.level[h] for h in losers]]
            gains = self.search(even, is_p)
            if p not in gains:
                return 4 if self.work.balance and p in self.search(able, is_p) else 3
            gainer, *rest = self.way(gains, p)
            assert isinstance(gainer, int)
            loser = next(
                h for h in losers if not self.work.balance or self.level[gainer] + 1 == self.level[h]
            )
            self.move(p, self.way(within, loser))
            self.move(gainer, rest)
        self.taken.add((p, v))
        self.count_teams()
        return 0


def fill(work: Filling) -> dict[int, Filled] | None:
    """Steps 1 to 5 and the seats in the end; None if there is no complete assignment."""
    completion = Completion(work)
    if not completion.complete():
        return None
    teams_of = dict.fromkeys(work.people, 0)
    result = {}
    for v in work.turns:
        kinds = work.seats[v]
        members: list[int] = []
        trace: list[list[int]] = []
        for p in work.order(v):
            if len(members) == len(kinds):
                break
            if work.once and teams_of[p] > 0:
                continue
            if not matchable([completion.sits[q, v] for q in [*members, p]]):
                continue
            limit = completion.limits[p]
            if work.recused(p, v):
                outcome = 1
            elif not work.once and limit is not None and teams_of[p] >= limit:
                outcome = 2
            else:
                outcome = completion.outcome(p, v)
            if outcome:
                trace.append([p, outcome, len(members)])
            else:
                members.append(p)
                teams_of[p] += 1
        assert len(members) == len(kinds)
        result[v] = Filled(
            seats_in_the_end(members, kinds, {q: completion.sits[q, v] for q in members}), trace
        )
    return result


def seats_in_the_end(members: list[int], kinds: list[int], sits: dict[int, list[int]]) -> list[list[int]]:
    free = list(range(len(kinds)))
    team = []
    for n, member in enumerate(members):
        for place in sits[member]:
            left = [i for i in free if i != place]
            if place in free and matchable([[i for i in sits[q] if i in left] for q in members[n + 1 :]]):
                free = left
                team.append([member, kinds[place]])
                break
    assert len(team) == len(members)
    return team


def leader_of(tables: Tables, team: list[list[int]]) -> int:
    ranks = [
        (tables.kinds[kind]["lead"], n, p)
        for n, (p, kind) in enumerate(team)
        if tables.kinds[kind]["lead"] > 0
    ]
    return min(ranks)[2] if ranks else 0


# Section 8: fixed groups


@dataclass(frozen=True)
class Group:
    """A fixed group: [person, kind of their seat] in drawing order."""

    team: list[list[int]]

    def who_goes(self, kinds: Iterable[int]) -> list[list[int]]:
        present = set(kinds)
        return [[p, kind] for p, kind in self.team if kind in present]


def is_loose(tables: Tables, kind: int) -> bool:
    return bool(tables.kinds[kind]["loose"] == 1)


def group_filling(tables: Tables, words: Words, k: int, attempt: int) -> Filling:
    kinds = [s for s, kind in tables.kinds.items() if kind["loose"] == 0 for _ in range(kind["count"])]
    many = len(tables.people)
    return Filling(
        turns=list(range(1, k + 1)),
        seats=dict.fromkeys(range(1, k + 1), kinds),
        people=list(tables.people),
        order=lambda g: words.order(tables.people, 4, (attempt * k + g - 1) * many),
        may_fill=lambda p, g, kind: kind in tables.people[p].seats,
        recused=lambda p, g: False,
        limit=lambda p: 1,
        once=True,
    )


def how_many_groups(tables: Tables, words: Words, dealt_visits: int) -> int:
    def can_be_formed(k: int) -> bool:
        return Completion(group_filling(tables, words, k, 0)).complete()

    k: int = tables.frame["groups"]
    if k == 0:
        k = 1
        while k + 1 <= dealt_visits and can_be_formed(k + 1):
            k += 1
    if not can_be_formed(k):
        raise NoDraw("the groups cannot be formed")
    return k


def group_limit(tables: Tables, people: Iterable[int], used: dict[int, int]) -> int | None:
    """The smallest limit, less the visits used, of these people; None if nobody has one."""
    left = [max(0, limit - used.get(p, 0)) for p in people if (limit := tables.people[p].limit) is not None]
    return min(left) if left else None


def group_load(tables: Tables, group: Group) -> int:
    loads = [tables.people[p].load for p, _ in group.team]
    return sum(loads) // len(loads) if loads else 0


def dealing(
    words: Words,
    groups: dict[int, Group],
    turns: list[int],
    recused: Callable[[int, int], bool],
    limit: Callable[[int], int | None],
) -> Filling:
    """Each visit is one seat, which every group may fill."""
    return Filling(
        turns=turns,
        seats={v: [0] for v in turns},
        people=list(groups),
        order=lambda v: words.order(groups, 3, (v - 1) * len(groups)),
        may_fill=lambda g, v, kind: True,
        recused=recused,
        limit=limit,
    )


def people_filling(
    tables: Tables, words: Words, visits: dict[int, Json], people: list[int], stream: int
) -> Filling:
    """What section 7 says of people and visits; seats and turns are still to be given."""
    return Filling(
        turns=[],
        seats={},
        people=people,
        order=lambda v: words.order(people, stream, (v - 1) * len(tables.people)),
        may_fill=lambda p, v, kind: may_fill(tables, p, visits[v], kind),
        recused=lambda p, v: is_recused(tables, p, visits[v]),
        limit=lambda p: tables.people[p].limit,
        load=lambda p: tables.people[p].load,
        balance=tables.frame["balance"] == 1,
    )


@dataclass
class Attempt:
    """The groups of one attempt, and how the visits and the loose seats would be filled with them."""

    groups: dict[int, Group]
    dealing: Filling
    loose: Filling


def attempt_of(
    tables: Tables,
    words: Words,
    visits: dict[int, Json],
    formed: dict[int, Filled],
    firm: dict[int, list[int]],
    loose: dict[int, list[int]],
) -> Attempt:
    groups = {g: Group(one.team) for g, one in formed.items()}
    by_turn = words.order(visits, 2)

    def group_recused(g: int, v: int) -> bool:
        return any(is_recused(tables, p, visits[v]) for p, _ in groups[g].who_goes(firm[v]))

    def limit(g: int) -> int | None:
        return group_limit(tables, [p for p, _ in groups[g].team], {})

    to_deal = dealing(words, groups, [v for v in by_turn if firm[v]], group_recused, limit)
    to_deal.load = lambda g: group_load(tables, groups[g])
    to_deal.balance = tables.frame["balance"] == 1
    grouped = {p for group in groups.values() for p, _ in group.team}
    to_fill = people_filling(tables, words, visits, [p for p in tables.people if p not in grouped], 6)
    to_fill.turns = [v for v in by_turn if loose[v]]
    to_fill.seats = loose
    return Attempt(groups, to_deal, to_fill)


def draw_teams_of_groups(tables: Tables, words: Words, visits: dict[int, Json]) -> tuple[Json, list[Json]]:
    """`groups` and the visits of teams.json."""
    seats = {v: seats_of(tables, visit) for v, visit in visits.items()}
    firm = {v: [kind for kind in kinds if not is_loose(tables, kind)] for v, kinds in seats.items()}
    loose = {v: [kind for kind in kinds if is_loose(tables, kind)] for v, kinds in seats.items()}
    turns = turns_of(words.order(visits, 2), seats)
    k = how_many_groups(tables, words, len([v for v in visits if firm[v]]))
    for number in range(ATTEMPTS):
        formed = fill(group_filling(tables, words, k, number))
        assert formed is not None
        attempt = attempt_of(tables, words, visits, formed, firm, loose)
        # The quick test of both spares an attempt that fails from being drawn in full.
        if not all(Completion(work).complete() for work in (attempt.loose, attempt.dealing)):
            continue
        dealt, filled = fill(attempt.dealing), fill(attempt.loose)
        assert dealt is not None and filled is not None
        rows = []
        for v in visits:
            g = dealt[v].team[0][0] if v in dealt else 0
            going = attempt.groups[g].who_goes(firm[v]) if g else []
            extra = filled.get(v, Filled([], []))
            row = team_row(tables, v, turns[v], g, going + extra.team)
            row["trace"] = [[p, outcome, before + len(going)] for p, outcome, before in extra.trace]
            row["dealt"] = [[h, outcome] for h, outcome, _ in dealt[v].trace] if g else []
            rows.append(row)
        listed = [
            {"team": one.team, "leader": leader_of(tables, one.team), "trace": one.trace}
            for one in formed.values()
        ]
        return {"discarded": number, "formed": listed}, rows
    raise NoDraw("no attempt can be dealt and completed")


def turns_of(by_turn: list[int], seats: dict[int, list[int]]) -> dict[int, int]:
    with_seats = [v for v in by_turn if seats[v]]
    return {v: with_seats.index(v) + 1 if seats[v] else 0 for v in by_turn}


def team_row(tables: Tables, v: int, turn: int, group: int, team: list[list[int]]) -> Json:
    return {"index": v, "turn": turn, "group": group, "leader": leader_of(tables, team), "team": team}


def draw_teams(tables: Tables, words: Words, visits: dict[int, Json]) -> list[Json]:
    """The visits of teams.json without fixed groups (section 7)."""
    seats = {v: seats_of(tables, visit) for v, visit in visits.items()}
    by_turn = words.order(visits, 2)
    work = people_filling(tables, words, visits, list(tables.people), 3)
    work.turns = [v for v in by_turn if seats[v]]
    work.seats = seats
    filled = fill(work)
    if filled is None:
        raise NoDraw("there is no complete assignment")
    turns = turns_of(by_turn, seats)
    rows = []
    for v in visits:
        one = filled.get(v, Filled([], []))
        rows.append(team_row(tables, v, turns[v], 0, one.team) | {"trace": one.trace})
    return rows


# Section 9: draw.json and teams.json


def draw(files: Files, seed: str) -> tuple[bytes, bytes]:
    """draw.json and teams.json of these tables and this seed text; NoDraw if nothing can be drawn."""
    tables = read_tables(files)
    words = Words(key_of(tables.commit, seed))
    drawn = draw_objects(tables, words)
    visits = numbered(visits_of(tables, drawn))
    strata = []
    for s, stratum in tables.strata.items():
        members = [thing for thing in tables.objects.values() if s in thing.strata]
        taken = drawn.strata[s]
        strata.append(
            {
                "members": len(members),
                "available": len([thing for thing in members if thing.state > 0]),
                "drawn": taken,
                "alternates": drawn.alternates[s][: max(stratum["n"], 100)],
                "cut_off": f"{words.word(1, taken[-1] - 1):016x}" if taken else None,
                "shortage": 0 if s in drawn.void else stratum["n"] - len(taken),
            }
        )
    floor = None
    if tables.frame["floor"] is not None:
        floor = {
            "wanted": drawn.wanted,
            "added": drawn.added,
            "short": drawn.wanted - len(drawn.added),
            "alternates": drawn.added_alternates[: max(drawn.wanted, 100)],
        }
    draw_json = {
        "scheme": SCHEME,
        "commit": tables.commit,
        "seed": seed,
        "key": f"{words.key:032x}",
        "plan": tables.commitment["plan"],
        "batch": tables.commitment["batch"],
        "clusters": drawn.clusters,
        "strata": strata,
        "floor": floor,
        "visits": list(visits.values()),
    }
    groups: Json | None = None
    if tables.frame["groups"] is None:
        rows = draw_teams(tables, words, visits)
    else:
        groups, rows = draw_teams_of_groups(tables, words, visits)
    teams_json = {"scheme": SCHEME, "commit": tables.commit, "groups": groups, "visits": rows}
    return canonical(draw_json), canonical(teams_json)


# Section 10: events


@dataclass
class Now:
    """What the draw, the earlier events and this request have settled; visits by index."""

    visits: dict[int, Json]
    rows: dict[int, Json]
    ended: set[int]
    done: set[int]
    out: set[int]
    closed: set[int]
    recused: set[tuple[int, int]]
    came_in: set[int]
    places: dict[int, list[int]]


def gather(
    tables: Tables, drawn: Drawn, draw_json: Json, teams_json: Json, earlier: Earlier, request: Json
) -> Now:
    now = Now(
        visits={visit["index"]: visit for visit in draw_json["visits"]},
        rows={row["index"]: row for row in teams_json["visits"]},
        ended=set(),
        done=set(),
        out=set(),
        closed=set(),
        recused=set(),
        came_in=set(),
        places={s: list(numbers) for s, numbers in drawn.strata.items()} | {0: list(drawn.added)},
    )
    requests = []
    for old_request, old_event, old_teams in earlier:
        event_json = json.loads(old_event)
        requests.append(json.loads(old_request))
        now.visits |= {visit["index"]: visit for visit in event_json["visits"]}
        now.rows |= {row["index"]: row for row in json.loads(old_teams)["visits"]}
        now.ended |= set(event_json["ended"])
        for s, loser, comer in event_json["replacements"]:
            now.places[s].remove(loser)
            if comer:
                now.places[s].append(comer)
                now.came_in.add(comer)
    for one in [*requests, request]:
        now.done |= set(one["done"])
        now.out |= {p for p, _ in one["out"]}
        now.closed |= set(one["objects"])
        now.recused |= {(now.visits[v]["number"], p) for v, p in one["recused"]}
    return now


def replace(tables: Tables, drawn: Drawn, now: Now, ending: list[int]) -> list[list[int]]:
    """[stratum or 0, object that loses the place, object that comes in or 0]; the places are changed."""
    losers = {now.visits[v]["number"] for v in ending if now.visits[v]["tasks"]}
    visited = {visit["number"] for visit in now.visits.values()}
    losing = {s: [k for k in holders if k in losers] for s, holders in now.places.items()}
    for s, holders in now.places.items():
        now.places[s] = [k for k in holders if k not in losers]
    came: dict[int, set[int]] = {s: set() for s in now.places}

    def others(k: int, strata: Iterable[int]) -> int:
        held = {h for s in strata for h in now.places[s]}
        return len([h for h in held if h != k and tables.objects[h].entity == tables.objects[k].entity])

    def keeps_the_caps(k: int, s: int) -> bool:
        if tables.objects[k].entity == 0:
            return True
        cap: int = tables.frame["entity"]
        if cap > 0 and others(k, now.places) >= cap:
            return False
        if s == 0:
            return True
        task = tables.strata[s]["task"]
        cap = tables.tasks[task]["entity"]
        return cap == 0 or others(k, [t for t in tables.strata if tables.strata[t]["task"] == task]) < cap

    def fits(k: int, s: int) -> bool:
        if k in visited or k in now.came_in or k in now.closed:
            return False
        if k in came[s] or (s == 0 and any(k in numbers for numbers in came.values())):
            return False
        return keeps_the_caps(k, s)

    replacements = []
    for s in [*tables.strata, 0]:
        alternates = drawn.alternates[s] if s else drawn.added_alternates
        for loser in losing[s]:
            comer = next((k for k in alternates if fits(k, s)), 0)
            if comer:
                came[s].add(comer)
                now.places[s].append(comer)
            replacements.append([s, loser, comer])
    return replacements


def new_visits_of(tables: Tables, total: int, replacements: list[list[int]]) -> dict[int, Json]:
    """The new visits by index."""
    visits = {}
    for k in sorted({comer for _, _, comer in replacements if comer}):
        strata = sorted(s for s, _, comer in replacements if comer == k and s > 0)
        visits[total + k] = {
            "index": total + k,
            "number": k,
            "visit": 1,
            "of": 1,
            "tasks": tasks_of(tables, strata or tables.objects[k].strata),
            "strata": strata,
            "added": 0 if strata else 1,
        }
    return visits


def event(
    files: Files, draw_json: bytes, teams_json: bytes, earlier: Earlier, request: bytes, seed: str
) -> tuple[bytes, bytes]:
    """event.json and event-teams.json; earlier holds (request, event, event-teams) of each event before.

    The seed is not looked at if the request has no source.
    """
    tables = read_tables(files)
    the_draw, the_teams, asked = json.loads(draw_json), json.loads(teams_json), json.loads(request)
    digest = hashlib.sha256(request).hexdigest()
    own_seed = asked["source"] is not None
    drawn = draw_objects(tables, Words(int(the_draw["key"], 16)))
    words = Words(key_of(tables.commit, digest, seed) if own_seed else int(the_draw["key"], 16))
    now = gather(tables, drawn, the_draw, the_teams, earlier, asked)

    open_visits = [v for v in sorted(now.visits) if v not in now.ended and v not in now.done]
    ending = [v for v in open_visits if now.visits[v]["number"] in asked["objects"]]
    replacements = replace(tables, drawn, now, ending)
    new = new_visits_of(tables, len(the_draw["visits"]), replacements)
    leaving = leaving_of(now, asked, [v for v in open_visits if v not in ending])
    if not ending and not leaving:
        raise NoEvent("nothing changes")
    now.ended |= set(ending)
    rows = fill_event(tables, words, now, new, leaving, the_teams, own_seed)

    head = {"scheme": SCHEME, "commit": tables.commit, "event": asked["event"], "request": digest}
    event_json = head | {
        "seed": seed if own_seed else "",
        "key": f"{words.key:032x}",
        "objects": asked["objects"],
        "ended": ending,
        "replacements": replacements,
        "visits": list(new.values()),
    }
    event_teams = head | {key: asked[key] for key in ("done", "out", "recused")} | {"visits": rows}
    return canonical(event_json), canonical(event_teams)


def leaving_of(now: Now, asked: Json, staying_open: list[int]) -> dict[int, list[int]]:
    """Who leaves each visit; only visits that somebody leaves."""
    leaving = {}
    for v in staying_open:
        going = {p for p, indexes in asked["out"] if not indexes or v in indexes}
        going |= {p for index, p in asked["recused"] if index == v}
        left = [p for p, _ in now.rows[v]["team"] if p in going]
        if left:
            leaving[v] = left
    return leaving


def fill_event(
    tables: Tables,
    words: Words,
    now: Now,
    new: dict[int, Json],
    leaving: dict[int, list[int]],
    the_teams: Json,
    own_seed: bool,
) -> list[Json]:
    """The visits of event-teams.json."""
    visits = now.visits | new
    with_groups = the_teams["groups"] is not None
    formed = the_teams["groups"]["formed"] if with_groups else []
    groups = {g: Group(one["team"]) for g, one in numbered(formed).items()}
    grouped = {p for group in groups.values() for p, _ in group.team}
    first_teams = {row["index"]: row["team"] for row in the_teams["visits"]}

    stays = {
        v: [[p, kind] for p, kind in row["team"] if p not in leaving.get(v, [])]
        for v, row in now.rows.items()
        if v not in now.ended
    }
    seats = {v: [kind for p, kind in now.rows[v]["team"] if p in left] for v, left in leaving.items()}
    group_of = {v: row["group"] for v, row in now.rows.items()} | dict.fromkeys(new, 0)
    dealt_trace: dict[int, list[list[int]]] = {}

    def recused(p: int, v: int) -> bool:
        return is_recused(tables, p, visits[v]) or (visits[v]["number"], p) in now.recused

    def used() -> dict[int, int]:
        counts = dict.fromkeys(tables.people, 0)
        for team in stays.values():
            for p, _ in team:
                counts[p] += 1
        return counts

    all_seats = {v: seats_of(tables, visit) for v, visit in new.items()}
    firm = {
        v: [kind for kind in kinds if not (with_groups and is_loose(tables, kind))]
        for v, kinds in all_seats.items()
    }
    if with_groups:
        dealt = deal_in_event(tables, words, now, groups, [v for v in new if firm[v]], firm, recused, used())
        for v, one in dealt.items():
            group_of[v] = one.team[0][0]
            dealt_trace[v] = [[g, outcome] for g, outcome, _ in one.trace]
    for v in new:
        going = groups[group_of[v]].who_goes(firm[v]) if group_of[v] else []
        stays[v] = [[p, kind] for p, kind in going if p not in now.out]
        seats[v] = list(all_seats[v])
        for _, kind in stays[v]:
            seats[v].remove(kind)
    seats = {v: sorted(kinds) for v, kinds in seats.items()}

    def allowed(p: int, v: int, kind: int) -> bool:
        if p in now.out or p in [q for q, _ in stays[v]]:
            return False
        if with_groups and is_loose(tables, kind) and p in grouped:
            return False
        return may_fill(tables, p, visits[v], kind)

    def order(v: int) -> list[int]:
        many = len(tables.people)
        if group_of[v]:
            by_word = words.order(tables.people, 7, (group_of[v] - 1) * many)
            return [p for p in by_word if p not in grouped] + [p for p in by_word if p in grouped]
        by_word = words.order(tables.people, 6 if with_groups else 3, (v - 1) * many)
        if own_seed or not first_teams.get(v):
            return by_word
        behind = by_word.index(first_teams[v][-1][0]) + 1
        return by_word[behind:] + by_word[:behind]

    counts = used()

    def limit(p: int) -> int | None:
        whole = tables.people[p].limit
        return None if whole is None else whole - counts[p]

    filled = fill(
        Filling(
            turns=[v for v in words.order(seats, 2) if seats[v]],
            seats=seats,
            people=list(tables.people),
            order=order,
            may_fill=allowed,
            recused=recused,
            limit=limit,
        )
    )
    if filled is None:
        raise NoEvent("the open seats cannot all be filled")
    rows = []
    for v in sorted(seats):
        one = filled.get(v, Filled([], []))
        turn = 0 if v in new else now.rows[v]["turn"]
        row = team_row(tables, v, turn, group_of[v], stays[v] + one.team)
        row["trace"] = [[p, outcome, before + len(stays[v])] for p, outcome, before in one.trace]
        if with_groups:
            row["dealt"] = dealt_trace.get(v, [])
        rows.append(row)
    return rows


def deal_in_event(
    tables: Tables,
    words: Words,
    now: Now,
    groups: dict[int, Group],
    dealt_visits: list[int],
    firm: dict[int, list[int]],
    recused: Callable[[int, int], bool],
    used: dict[int, int],
) -> dict[int, Filled]:
    def group_recused(g: int, v: int) -> bool:
        return any(recused(p, v) for p, _ in groups[g].who_goes(firm[v]) if p not in now.out)

    def limit(g: int) -> int | None:
        return group_limit(tables, [p for p, _ in groups[g].team if p not in now.out], used)

    dealt = fill(dealing(words, groups, words.order(dealt_visits, 2), group_recused, limit))
    if dealt is None:
        raise NoEvent("the new visits cannot be dealt to the groups")
    return dealt
