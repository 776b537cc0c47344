"""draw.json: the draw as plain data, depending on the snapshot and the seed alone.

The shapes below are what `docs/algorithm.md` describes field by field. Numbers of objects count from 1,
indexes of visits and lines from 0; flags are 0 or 1, so that nothing but texts, integers, lists, objects
and null occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NotRequired, TypedDict, cast

from shuangsuiji.core.canonical import Json, canonical_json
from shuangsuiji.core.draw import Draw
from shuangsuiji.core.lottery.teams.staffing import Outcome, Team
from shuangsuiji.core.lottery.words import SCHEME, Words
from shuangsuiji.core.plans.values import ratio_text
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.schedule import Duty, Selection, TopUp, Visit
from shuangsuiji.core.teams.eligibility import Seating, SeatKind
from shuangsuiji.core.teams.grouping import Group, PassedGroup
from shuangsuiji.core.teams.outcomes import OUTCOME_WORDS


class StratumRecord(TypedDict):
    """One stratum: how many were due, and who was drawn (numbers, in ticket order)."""

    task: str
    district: str
    name: str
    N: int
    ratio: str | None
    count: int | None
    product: str | None
    rounding: str
    minimum: int
    year: int | None
    earlier: int
    n: int
    available: int
    shortage: int
    cut_off: str | None
    drawn: list[int]
    alternates: list[int]


class DutyRecord(TypedDict):
    """One must-inspect object."""

    number: int
    id: str
    rules: list[str]
    times: int
    done: int
    target: int
    random: int
    visits: int
    unscheduled: int


class FloorRecord(TypedDict):
    """The yearly floor and its top-up."""

    M: int
    F: int
    counted: int
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

    `ended` (why) and `specialists` are there only after an event that says so, never in draw.json. `group`,
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
    """The whole of draw.json."""

    scheme: str
    commit: str
    seed: str
    key: str
    plan: str
    batch: str
    objects: int
    people: int
    strata: list[StratumRecord]
    must_inspect: list[DutyRecord]
    floor: FloorRecord | None
    groups: NotRequired[GroupsRecord]
    visits: list[VisitRecord]


def record_of(draw: Draw) -> DrawRecord:
    """The record of a draw."""
    drawn = draw.drawn
    pool = drawn.pool
    turns = {team.visit: (turn, team) for turn, team in enumerate(draw.assignment.teams, 1)}
    record = DrawRecord(
        scheme=SCHEME,
        commit=drawn.commit,
        seed=drawn.seed,
        key=f"{drawn.key:032x}",
        plan=pool.plan.number,
        batch=pool.batch.name,
        objects=len(pool),
        people=len(pool.people),
        strata=[
            _stratum(selection, drawn.tickets) for group in drawn.selections.values() for selection in group
        ],
        must_inspect=[_duty(pool, duty) for duty in drawn.duties],
        floor=_floor(drawn.added),
        visits=[_visit(draw, visit, turns.get(visit.index)) for visit in drawn.visits],
    )
    if draw.dealing is not None:
        record["groups"] = GroupsRecord(
            discarded=draw.dealing.discarded,
            formed=[_group(pool, group) for group in draw.dealing.groups],
        )
    return record


def record_bytes(record: DrawRecord) -> bytes:
    """The canonical bytes of draw.json."""
    return canonical_json(cast(Json, record))


def ticket_text(tickets: Words, number: int) -> str:
    """A ticket as 16 hex digits."""
    return f"{int(tickets[number - 1]):016x}"


def _stratum(selection: Selection, tickets: Words) -> StratumRecord:
    stratum = selection.stratum
    by_ratio = isinstance(stratum.amount, Fraction)
    return StratumRecord(
        task=stratum.task,
        district=stratum.district,
        name=stratum.name,
        N=stratum.size,
        ratio=ratio_text(stratum.amount) if isinstance(stratum.amount, Fraction) else None,
        count=None if by_ratio else int(stratum.amount),
        product=None if stratum.product is None else ratio_text(stratum.product),
        rounding=stratum.rounding,
        minimum=stratum.minimum,
        year=stratum.year,
        earlier=stratum.earlier,
        n=stratum.n,
        available=len(stratum.available),
        shortage=stratum.n - len(selection.drawn),
        cut_off=ticket_text(tickets, selection.drawn[-1]) if selection.drawn else None,
        drawn=list(selection.drawn),
        alternates=list(selection.alternates),
    )


def _duty(pool: Pool, duty: Duty) -> DutyRecord:
    return DutyRecord(
        number=duty.number,
        id=pool.ids[duty.number - 1],
        rules=list(duty.rules),
        times=duty.times,
        done=duty.done,
        target=duty.target,
        random=int(duty.at_random),
        visits=duty.visits,
        unscheduled=int(duty.unscheduled),
    )


def _floor(added: TopUp | None) -> FloorRecord | None:
    if added is None:
        return None
    return FloorRecord(
        M=added.size,
        F=added.floor,
        counted=added.counted,
        short=added.short,
        added=list(added.added),
        alternates=list(added.next_in_order),
    )


def _visit(draw: Draw, visit: Visit, staffed: tuple[int, Team] | None) -> VisitRecord:
    pool = draw.drawn.pool
    ticket = ticket_text(draw.drawn.tickets, visit.number)
    result = visit_record(pool, visit, ticket, [], [])
    if staffed is not None:
        turn, team = staffed
        members = member_records(pool, draw.seating, team)
        result = visit_record(pool, visit, ticket, members, passed_records(pool, draw.seating, team))
        result["turn"] = turn
    if draw.dealing is not None:
        result["group"] = None
        if staffed is not None:
            result["group"] = draw.dealing.group_of[visit.index] + 1
            result["trace"] = group_passes(pool, draw.dealing.passed[visit.index])
    return result


def visit_record(
    pool: Pool, visit: Visit, ticket: str, members: list[MemberRecord], trace: list[PassedRecord]
) -> VisitRecord:
    """The record of one visit; its turn is for the caller to set."""
    return VisitRecord(
        index=visit.index,
        number=visit.number,
        id=pool.ids[visit.number - 1],
        name=pool.name(visit.number),
        ticket=ticket,
        visit=visit.ordinal,
        of=visit.total,
        month=visit.month,
        reasons=list(visit.reasons),
        tasks=list(visit.tasks),
        rules=list(visit.rules),
        items=[[department, item] for department, item in visit.items],
        over_cap=int(visit.over_cap),
        turn=None,
        leader=leader_of(pool, members),
        team=members,
        trace=trace,
    )


def member_records(pool: Pool, seating: Seating, team: Team) -> list[MemberRecord]:
    """The members of a team, in drawing order, each with the seat it fills."""
    seats = seating.staffing.seats[team.visit]
    members = []
    for person, position in zip(team.members, team.seats, strict=True):
        kind = seating.kinds[seats[position]]
        members.append(MemberRecord(person=pool.people[person].id, line=kind.line, tag=kind.tag))
    return members


def _group(pool: Pool, group: Group) -> GroupRecord:
    members = group_members(pool, zip(group.members, group.seats, strict=True))
    passed, taken = [], 0
    for step in group.steps:
        if step.outcome is Outcome.TAKEN:
            taken += 1
        else:
            passed.append(_passed(pool.people[step.person].id, step.outcome, "", "", taken))
    return GroupRecord(leader=leader_of(pool, members), team=members, trace=passed)


def group_members(pool: Pool, seated: Iterable[tuple[int, SeatKind]]) -> list[MemberRecord]:
    """Members of a fixed group, each in the seat that they have there."""
    return [MemberRecord(person=pool.people[p].id, line=seat.line, tag=seat.tag) for p, seat in seated]


def group_passes(pool: Pool, passed: Iterable[PassedGroup]) -> list[PassedRecord]:
    """The groups that were passed over for a visit."""
    result = []
    for entry in passed:
        person = "" if entry.person is None else pool.people[entry.person].id
        record = _passed(person, entry.outcome, entry.rule, entry.ground, 0)
        record["group"] = entry.group + 1
        result.append(record)
    return result


def leader_of(pool: Pool, members: Sequence[MemberRecord]) -> str | None:
    """组长: the first drawn of the leading department, or else the first drawn inspector."""
    leading = pool.plan.department(pool.plan.initiator)
    inspectors: list[str] = []
    for member in members:
        department = pool.plan.team[member["line"]].department
        if department is None:
            continue
        if pool.plan.department(department) == leading:
            return member["person"]
        inspectors.append(member["person"])
    return inspectors[0] if inspectors else None


def passed_records(pool: Pool, seating: Seating, team: Team, taken: int = 0) -> list[PassedRecord]:
    """Who was passed over while a seat was open for them, and why.

    `taken` is how many sit in the team already; they themselves are left out.
    """
    passed: list[PassedRecord] = []
    for step in team.steps:
        if step.outcome is Outcome.TAKEN:
            taken += 1
            continue
        rule, ground = "", ""
        if step.outcome is Outcome.RECUSED:
            if (team.visit, step.person) not in seating.grounds:
                continue
            rule, ground = seating.grounds[(team.visit, step.person)]
        passed.append(_passed(pool.people[step.person].id, step.outcome, rule, ground, taken))
    return passed


def _passed(person: str, outcome: Outcome, rule: str, ground: str, after: int) -> PassedRecord:
    return PassedRecord(person=person, outcome=OUTCOME_WORDS[outcome], rule=rule, ground=ground, after=after)
