"""A draw and its events in words: the shapes that papers, reports and results are written from.

draw.json and teams.json hold numbers alone; `core.records.record_words` puts the words of a snapshot to them.
Numbers of objects and indexes of visits count from 1, lines of 检查组 from 0; flags are 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from shuangsuiji.core.rules.labels import FloorLabel, MustInspectLabel, StratumQuota

TOPPED_UP = "为达到全年比例下限随机补足"
"""How papers and slips call objects that were added for the floor of the year; their number follows."""


class StratumRecord(StratumQuota):
    """One stratum: how many were due, and who was drawn (numbers, in ticket order).

    `district` names the cluster of a first stage, too; `void` is there, and 1, if that was not drawn.
    """

    N: int
    n: int
    available: int
    shortage: int
    cut_off: str | None
    drawn: list[int]
    alternates: list[int]
    void: NotRequired[int]


class ClustersRecord(TypedDict):
    """The first stage of a task: the clusters drawn, in the order drawn; `of` so many with members.

    `column` is the heading that tells clusters apart.
    """

    task: str
    column: str
    of: int
    drawn: list[str]


class DutyRecord(MustInspectLabel):
    """One must-inspect object: whether it was drawn at random, and its visits in this batch."""

    id: str
    random: int
    visits: int


class FloorRecord(FloorLabel):
    """The yearly floor and its top-up; `counted` with what this draw reached."""

    short: int
    added: list[int]
    alternates: list[int]


class MemberRecord(TypedDict):
    """One member of a team: person id, line of 检查组 (from 0), the tag the seat asked for."""

    person: str
    line: int
    tag: str


class PassedRecord(TypedDict):
    """One person passed over; `after` members had been drawn by then.

    With fixed groups a visit passes over groups: `group` is its number, and `person` the member recused, or
    blank if the group was passed over for another reason.
    """

    person: str
    outcome: str
    rule: str
    ground: str
    after: int
    group: NotRequired[int]


class VisitRecord(TypedDict):
    """One visit with its team, in drawing order.

    `ended` (why) and `specialists` are there only after an event that says so, never before. `group`,
    the number of the fixed group, from 1, is there only if the plan has 分组; null for a visit without seats.
    """

    index: int
    number: int
    id: str
    name: str
    ticket: str
    visit: int
    of: int
    month: str | None
    reasons: list[str]
    tasks: list[str]
    rules: list[str]
    items: list[list[str]]
    over_cap: int
    turn: int | None
    leader: str | None
    team: list[MemberRecord]
    trace: list[PassedRecord]
    group: NotRequired[int | None]
    ended: NotRequired[str]
    specialists: NotRequired[list[str]]


class GroupRecord(TypedDict):
    """One fixed group, with its members in drawing order."""

    leader: str | None
    team: list[MemberRecord]
    trace: list[PassedRecord]


class GroupsRecord(TypedDict):
    """The fixed groups: how many formations were put aside for them, and the groups by number."""

    discarded: int
    formed: list[GroupRecord]


class DrawRecord(TypedDict):
    """A whole draw; `clusters` only where some task has a first stage."""

    scheme: str
    commit: str
    seed: str
    key: str
    plan: str
    batch: str
    objects: int
    people: int
    clusters: NotRequired[list[ClustersRecord]]
    strata: list[StratumRecord]
    must_inspect: list[DutyRecord]
    floor: FloorRecord | None
    groups: NotRequired[GroupsRecord]
    visits: list[VisitRecord]


class OutRecord(TypedDict):
    """A person who is out: of the visits named, or of all that are not done."""

    person: str
    visits: list[int]


class PairRecord(TypedDict):
    """A pair that is barred from now on."""

    visit: int
    person: str


class SpecialistRecord(TypedDict):
    """Somebody whom the department sends along, outside the draw (LZ-6)."""

    visit: int
    name: str


class ReplacementRecord(TypedDict):
    """An object that takes the place of another in a stratum, by its place in `strata`; None: the top-up.

    `into` is None where no alternate was left.
    """

    stratum: int | None
    out: int
    into: int | None


class SeedRecord(TypedDict):
    """How the seed came about: `grade` as `core.seeds.seed.grade` tells, `bits` a decimal text or blank.

    `agreed` is the source that the plan names (约定), `source` what was used (实际), `reason` why the agreed
    one was not; each blank if there is none.
    """

    text: str
    grade: str
    agreed: str
    source: str
    reason: str
    bits: str


class CircumstancesRecord(TypedDict):
    """When and by whom an event was recorded; `seed` is null for specialists, who are not drawn."""

    time: str
    operator: str
    witnesses: list[str]
    seed: SeedRecord | None
    asked: NotRequired[AskedRecord]


class AskedRecord(TypedDict):
    """The request that an event answers: when it was filed, and the issue that it named, in its words."""

    time: str
    issue: str


class EventRecord(TypedDict):
    """One substitution: what was asked for, and the visits that it touched as they stand afterwards.

    A note of specialists sent along is told as one, too: it draws nothing, and its number is below 0.
    `circumstances` are there once the event is in an archive.
    """

    scheme: str
    commit: str
    event: int
    key: str
    reason: str
    done: list[int]
    out: list[OutRecord]
    recused: list[PairRecord]
    objects: list[int]
    specialists: list[SpecialistRecord]
    ended: list[int]
    replacements: list[ReplacementRecord]
    visits: list[VisitRecord]
    circumstances: NotRequired[CircumstancesRecord]


def standing(record: DrawRecord, events: Sequence[EventRecord]) -> list[VisitRecord]:
    """Every visit as it stands after the events, by index; those that were ended say so."""
    visits = {visit["index"]: visit for visit in record["visits"]}
    for event in events:
        visits.update({visit["index"]: visit for visit in event["visits"]})
    return [visits[index] for index in sorted(visits)]


def event_title(event: EventRecord) -> str:
    """An event as it is called: 第2次递补, or 选派专业人员."""
    return f"第{event['event']}次递补" if event["event"] > 0 else "选派专业人员"


def refilled(old: VisitRecord | None, new: VisitRecord) -> bool:
    """Whether a visit that an event touched was staffed by it, so that its trace is the event's."""
    return "ended" not in new and (old is None or old["team"] != new["team"])
