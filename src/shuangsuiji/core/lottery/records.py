"""draw.json and teams.json, and the draw from the bytes of its tables (docs/algorithm.md, 3 and 9)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

from .columns import BadTable
from .encoding import Json, canonical_json, sha256
from .groups import Group
from .selection import Selection, select
from .staffing import Staffed, Teams, staff
from .tables import TABLES, Tables, read_tables
from .teams.staffing import Progress
from .visits import Visit, leader_of, visits_of
from .words import SCHEME, Key, derive_key

COMMITMENT = "commitment.json"
LISTED = 100
"""Of the alternates so many are listed at least; the others follow from the tickets."""


class StratumNumbers(TypedDict):
    """What one stratum gave; `cut_off` is the ticket of the last one drawn in hex."""

    members: int
    available: int
    drawn: list[int]
    alternates: list[int]
    cut_off: str | None
    shortage: int


class FloorNumbers(TypedDict):
    """What the top-up gave."""

    wanted: int
    added: list[int]
    short: int
    alternates: list[int]


class VisitNumbers(TypedDict):
    """One visit."""

    index: int
    number: int
    visit: int
    of: int
    tasks: list[int]
    strata: list[int]
    added: int


class DrawNumbers(TypedDict):
    """draw.json. `clusters` holds [task, [cluster, ...]] of each task with a first stage."""

    scheme: str
    commit: str
    seed: str
    key: str
    plan: str
    batch: str
    clusters: list[tuple[int, list[int]]]
    strata: list[StratumNumbers]
    floor: FloorNumbers | None
    visits: list[VisitNumbers]


class GroupNumbers(TypedDict):
    """One fixed group: [person, kind] of its members, leader, [person, outcome, before] of those passed."""

    team: list[list[int]]
    leader: int
    trace: list[list[int]]


class GroupsNumbers(TypedDict):
    """The fixed groups, and how many formations were put aside."""

    discarded: int
    formed: list[GroupNumbers]


class TeamNumbers(TypedDict, total=False):
    """Who goes on a visit; `dealt` ([group, outcome]) is there with fixed groups only."""

    index: int
    turn: int
    group: int
    leader: int
    team: list[list[int]]
    trace: list[list[int]]
    dealt: list[list[int]]


class TeamsNumbers(TypedDict):
    """teams.json."""

    scheme: str
    commit: str
    groups: GroupsNumbers | None
    visits: list[TeamNumbers]


def key_text(key: Key) -> str:
    """A key as records write it."""
    return f"{key:032x}"


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A whole draw: the values, and the bytes of its two records."""

    selection: Selection
    visits: Sequence[Visit]
    teams: Teams
    draw_json: bytes
    teams_json: bytes


def draw(files: Mapping[str, bytes], seed: str, progress: Progress | None = None) -> Draw:
    """The draw that tables and seed text determine.

    Args:
        files: commitment.json and the four tables; nothing else is looked at.
        seed: the seed text.
        progress: called with the number of visits staffed so far, and that of all.

    Raises:
        BadTable: a table has not the form of docs/algorithm.md, or not the digest of the commitment.
        CannotStaff, CannotForm, CannotDeal: no complete assignment exists.
    """
    commitment = read_commitment(files)
    commit = sha256(files[COMMITMENT])
    key = derive_key(commit, seed)
    tables = read_tables(files)
    selection = select(tables.frame, tables.objects, key)
    visits = visits_of(selection)
    teams = staff(tables, visits, key, progress)
    about = {"commit": str(commit), "seed": seed, "plan": commitment["plan"], "batch": commitment["batch"]}
    return Draw(
        selection=selection,
        visits=visits,
        teams=teams,
        draw_json=record_bytes(draw_record(selection, visits, key, about)),
        teams_json=record_bytes(teams_record(tables, visits, teams, str(commit))),
    )


def read_commitment(files: Mapping[str, bytes]) -> dict[str, str]:
    """Names of plan and batch of commitment.json, whose digests are compared with the tables at hand.

    Raises:
        BadTable: commitment.json is not of this scheme, or a table is another.
    """
    try:
        value = json.loads(files[COMMITMENT])
        canonical = canonical_json(value) == files[COMMITMENT]
        tables, names = value["tables"], {name: value[name] for name in ("plan", "batch")}
        scheme = value["scheme"]
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise BadTable(COMMITMENT, 0, "not a commitment") from wrong
    if not (canonical and isinstance(tables, dict) and all(isinstance(name, str) for name in names.values())):
        raise BadTable(COMMITMENT, 0, "not a commitment")
    if scheme != SCHEME:
        raise BadTable(COMMITMENT, 0, f"not of scheme {SCHEME}")
    for name in TABLES:
        if name in files and sha256(files[name]) != tables.get(name):
            raise BadTable(name, 0, "not the table that was committed to")
    return names


def record_bytes(record: Mapping[str, object]) -> bytes:
    """The canonical bytes of a record."""
    return canonical_json(cast(Json, record))


def draw_record(
    selection: Selection, visits: Sequence[Visit], key: Key, about: Mapping[str, str]
) -> DrawNumbers:
    """draw.json; `about` gives commit, seed, plan and batch."""
    order = selection.order
    return DrawNumbers(
        scheme=SCHEME,
        commit=about["commit"],
        seed=about["seed"],
        key=key_text(key),
        plan=about["plan"],
        batch=about["batch"],
        clusters=[(task, list(clusters)) for task, clusters in order.clusters],
        strata=[_stratum(selection, number) for number in range(1, len(selection.drawn) + 1)],
        floor=_floor(selection),
        visits=[visit_record(visit) for visit in visits],
    )


def _stratum(selection: Selection, number: int) -> StratumNumbers:
    order, drawn = selection.order, selection.drawn[number - 1]
    n = order.frame.strata[number - 1].n
    return StratumNumbers(
        members=int(order.sizes[number - 1]),
        available=len(order.available[number - 1]),
        drawn=list(drawn),
        alternates=order.alternates(number, drawn, max(n, LISTED)).tolist(),
        cut_off=f"{int(order.tickets[drawn[-1] - 1]):016x}" if drawn else None,
        shortage=0 if order.void[number - 1] else n - len(drawn),
    )


def _floor(selection: Selection) -> FloorNumbers | None:
    top_up = selection.top_up
    if top_up is None:
        return None
    return FloorNumbers(
        wanted=top_up.wanted,
        added=list(top_up.added),
        short=top_up.short,
        alternates=list(top_up.alternates[: max(top_up.wanted, LISTED)]),
    )


def visit_record(visit: Visit) -> VisitNumbers:
    """The record of one visit."""
    return VisitNumbers(
        index=visit.index,
        number=visit.number,
        visit=visit.ordinal,
        of=visit.total,
        tasks=list(visit.tasks),
        strata=list(visit.strata),
        added=visit.added,
    )


def teams_record(tables: Tables, visits: Sequence[Visit], teams: Teams, commit: str) -> TeamsNumbers:
    """teams.json."""
    groups = None
    if teams.groups is not None:
        formed = [_group(tables, group) for group in teams.groups]
        groups = GroupsNumbers(discarded=teams.discarded, formed=formed)
    return TeamsNumbers(
        scheme=SCHEME,
        commit=commit,
        groups=groups,
        visits=[
            team_record(tables, visit.index, staffed)
            for visit, staffed in zip(visits, teams.visits, strict=True)
        ],
    )


def _group(tables: Tables, group: Group) -> GroupNumbers:
    team = [(person + 1, kind) for person, kind in group.members]
    return GroupNumbers(
        team=_lists(team),
        leader=leader_of(tables.frame, team),
        trace=[[person + 1, outcome, before] for person, outcome, before in group.trace],
    )


def team_record(tables: Tables, index: int, staffed: Staffed) -> TeamNumbers:
    """The record of who goes on a visit."""
    record = TeamNumbers(
        index=index,
        turn=staffed.turn,
        group=staffed.group,
        leader=leader_of(tables.frame, staffed.team),
        team=_lists(staffed.team),
        trace=_lists(staffed.trace),
    )
    if tables.frame.groups is not None:
        record["dealt"] = _lists(staffed.dealt)
    return record


def _lists(rows: Iterable[tuple[int, ...]]) -> list[list[int]]:
    return [list(row) for row in rows]
