"""How a draw stands after its events: visits, teams, places (docs/algorithm.md, section 10).

Read from the records alone: draw.json, teams.json, and event.json and event-teams.json of each event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, cast

from .groups import Group
from .records import DrawNumbers, TeamNumbers, TeamsNumbers, VisitNumbers

TOP_UP = 0
"""What stands for the top-up where else a stratum is named."""


class EventNumbers(TypedDict):
    """event.json. `replacements` holds [stratum or 0, who loses the place, who comes in or 0]."""

    scheme: str
    commit: str
    event: int
    request: str
    seed: str
    key: str
    objects: list[int]
    ended: list[int]
    replacements: list[list[int]]
    visits: list[VisitNumbers]


class EventTeamsNumbers(TypedDict):
    """event-teams.json. `out` holds [person, [index, ...]], `recused` [index, person]."""

    scheme: str
    commit: str
    event: int
    request: str
    done: list[int]
    out: list[tuple[int, list[int]]]
    recused: list[list[int]]
    visits: list[TeamNumbers]


class Request(TypedDict):
    """request.json: what is asked for. `source` is None where the event has no seed of its own."""

    scheme: str
    commit: str
    event: int
    done: list[int]
    out: list[tuple[int, list[int]]]
    recused: list[list[int]]
    objects: list[int]
    salt: str
    source: dict[str, object] | None


@dataclass(frozen=True, kw_only=True)
class DrawRecords:
    """The records of a draw and of the events so far, as values."""

    draw: DrawNumbers
    teams: TeamsNumbers
    events: Sequence[tuple[EventNumbers, EventTeamsNumbers]] = ()

    @classmethod
    def read(cls, draw: bytes, teams: bytes, events: Sequence[tuple[bytes, bytes]] = ()) -> DrawRecords:
        """The values of these bytes."""
        return cls(
            draw=cast(DrawNumbers, json.loads(draw)),
            teams=cast(TeamsNumbers, json.loads(teams)),
            events=[(json.loads(event), json.loads(event_teams)) for event, event_teams in events],
        )

    @property
    def groups(self) -> tuple[Group, ...] | None:
        """The fixed groups of the draw, persons from 0."""
        groups = self.teams["groups"]
        if groups is None:
            return None
        return tuple(
            Group(members=tuple((person - 1, kind) for person, kind in group["team"]))
            for group in groups["formed"]
        )


@dataclass(slots=True)
class Standing:
    """The visits as they stand, and what earlier events said.

    visits: by index. team: index -> [person, kind], who goes. group: index -> group number, 0 for none.
    places: stratum (0: the top-up) -> who holds or held a place there, in the order in which they got it.
    lost: (stratum, number) of those who hold it no more. out, recused: of all events so far, the latter as
    (object number, person).
    """

    visits: dict[int, VisitNumbers]
    team: dict[int, list[list[int]]]
    group: dict[int, int]
    places: dict[int, list[int]]
    ended: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    out: set[int] = field(default_factory=set)
    recused: set[tuple[int, int]] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    lost: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, records: DrawRecords) -> Standing:
        """How a draw stands after its events."""
        floor = records.draw["floor"]
        places = {number: list(row["drawn"]) for number, row in enumerate(records.draw["strata"], 1)}
        places[TOP_UP] = list(floor["added"]) if floor else []
        stand = cls(visits={}, team={}, group={}, places=places)
        stand._add(records.draw["visits"], records.teams["visits"])
        for event, event_teams in records.events:
            stand._take(event, event_teams)
        return stand

    def _add(self, visits: Sequence[VisitNumbers], teams: Sequence[TeamNumbers]) -> None:
        self.visits.update({visit["index"]: visit for visit in visits})
        for team in teams:
            self.team[team["index"]] = team["team"]
            self.group[team["index"]] = team["group"]

    def _take(self, event: EventNumbers, teams: EventTeamsNumbers) -> None:
        self.recused |= {(self.visits[index]["number"], person) for index, person in teams["recused"]}
        self._add(event["visits"], teams["visits"])
        self.ended |= set(event["ended"])
        self.done |= set(teams["done"])
        self.out |= {person for person, _ in teams["out"]}
        self.closed |= set(event["objects"])
        for stratum, gone, came in event["replacements"]:
            self.lost.add((stratum, gone))
            if came:
                self.places[stratum].append(came)

    def undone(self, done: Sequence[int]) -> list[int]:
        """The indexes of the visits that have neither ended nor been made, `done` being made too."""
        over = self.ended | self.done | set(done)
        return [index for index in sorted(self.visits) if index not in over]

    def holders(self) -> Iterator[tuple[int, list[int]]]:
        """Each stratum, then the top-up, with those who hold a place there now, in their order."""
        for stratum in (*sorted(self.places.keys() - {TOP_UP}), TOP_UP):
            yield stratum, [n for n in self.places[stratum] if (stratum, n) not in self.lost]
