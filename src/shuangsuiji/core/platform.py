"""A draw that a provincial platform made: its list becomes visits, marked as beyond recomputing (XT-10).

Which objects are visited is the platform's word; no ticket, no cut-off and no alternate stands behind it.
What the list leaves open is done here as in any draw: must-inspect visits that are due, the items of a visit,
and, where the list names no inspectors, the teams, from the key of a seed. Nothing is added at random: a
yearly floor that the platform's list does not reach is told, not topped up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.draw import CannotStaff, Draw, Drawn
from shuangsuiji.core.pool import Pool, TaskKey, task_key
from shuangsuiji.core.quota import strata_of_batch, yearly_floor
from shuangsuiji.core.record import (
    DrawRecord,
    MemberRecord,
    leader_of,
    record_of,
)
from shuangsuiji.core.schedule import Selection, TopUp, Visit, must_inspect, visits_of
from shuangsuiji.core.snapshot import Snapshot
from shuangsuiji.core.stream import derive_key, object_tickets
from shuangsuiji.core.teams.assignment import assign
from shuangsuiji.core.teams.eligibility import (
    Seating,
    belongs,
    fits_seat,
    limits_of,
    recusals_of,
    seat_kinds,
    seating_of,
)
from shuangsuiji.core.teams.grouping import CannotDeal, CannotForm, deal
from shuangsuiji.core.teams.staffing import Impossible

PLATFORM = "平台"
"""The origin of a draw whose objects a platform drew."""

PLATFORM_SCHEME = "ssj-platform/1"
"""What draw.json says of its scheme then, so that no verifier takes it for a draw that can be recomputed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedObject:
    """One object of a platform's list.

    Attributes:
        number: of the object in the pool.
        tasks: the tasks that the list is for, as `task_key`; empty means all whose scope holds the object.
        people: indexes of people, in the order of the list; empty if the list names none.
    """

    number: int
    tasks: tuple[TaskKey, ...] = ()
    people: tuple[int, ...] = ()


def listed_strata(pool: Pool, listed: Sequence[ListedObject]) -> dict[str, list[Selection]]:
    """Task number -> its strata with the listed objects that lie in them, in the order of the list."""
    found: dict[str, list[Selection]] = {}
    for number, strata in strata_of_batch(pool).items():
        key = task_key(number)
        wanted = [one.number for one in listed if not one.tasks or key in one.tasks]
        found[number] = []
        for stratum in strata:
            members = {int(row) + 1 for row in stratum.members}
            drawn = tuple(one for one in wanted if one in members)
            found[number].append(Selection(stratum=stratum, drawn=drawn, alternates=()))
    return found


def platform_record(snapshot: Snapshot, listed: Sequence[ListedObject], seed: str) -> DrawRecord:
    """draw.json of a platform's list.

    Args:
        snapshot: the frozen plan and registries.
        listed: the platform's objects, each once; every one lies in a stratum of a task.
        seed: for the teams that the list does not name, and for later substitutions.

    Raises:
        CannotStaff: the teams that the list does not name cannot be filled.
    """
    pool = snapshot.pool
    key = derive_key(snapshot.commit, seed)
    selections = listed_strata(pool, listed)
    at_random = frozenset(one.number for one in listed)
    duties = must_inspect(pool, at_random)
    drawn = Drawn(
        pool=pool,
        commit=snapshot.commit,
        seed=seed,
        key=key,
        tickets=object_tickets(key, len(pool)),
        selections=selections,
        duties=duties,
        added=_floor(pool, at_random),
        visits=visits_of(pool, selections, duties, None),
    )
    return _record(drawn, {one.number: one.people for one in listed if one.people})


def _floor(pool: Pool, drawn: frozenset[int]) -> TopUp | None:
    """The yearly floor as the platform's list leaves it: told in the last batch, never topped up."""
    floor = yearly_floor(pool)
    if floor is None or pool.batch != pool.plan.batches_in_order[-1]:
        return None
    size, needed, before = floor
    again = sum(any(v.at_random for v in pool.this_year.get(pool.ids[n - 1], ())) for n in drawn)
    counted = before + len(drawn) - again
    return TopUp(size=size, floor=needed, counted=counted, added=(), next_in_order=())


def _record(drawn: Drawn, people: dict[int, tuple[int, ...]]) -> DrawRecord:
    """The record: teams of the list as they stand, the others by a draw of inspectors; no tickets."""
    pool = drawn.pool
    named = {
        visit.index: people[visit.number]
        for visit in drawn.visits
        if visit.number in people and visit.ordinal == 1
    }
    seating = _seating(pool, drawn.visits, named)
    dealing = None
    try:
        if pool.plan.groups is None or named:
            assignment = assign(seating.staffing, drawn.key, 0)
        else:
            dealing, assignment = deal(pool, seating, drawn.key, None)
    except (Impossible, CannotForm, CannotDeal) as reason:
        raise CannotStaff(drawn, seating, reason) from None
    record = record_of(Draw(drawn=drawn, seating=seating, assignment=assignment, dealing=dealing))
    record["scheme"] = PLATFORM_SCHEME
    for stratum in record["strata"]:
        stratum["cut_off"] = None
        stratum["shortage"] = max(0, stratum["shortage"])
    for visit, own in zip(drawn.visits, record["visits"], strict=True):
        own["ticket"] = ""
        if visit.index in named:
            own["team"] = seated(pool, visit, named[visit.index])
            own["leader"] = leader_of(pool, own["team"])
    return record


def _seating(pool: Pool, visits: Sequence[Visit], named: dict[int, tuple[int, ...]]) -> Seating:
    """The assignment problem of the visits that the list does not staff."""
    seats = [() if visit.index in named else tuple(seat_kinds(pool, visit)) for visit in visits]
    loads = np.zeros(len(pool.people), dtype=np.int64)
    for team in named.values():
        loads[list(team)] += 1
    return seating_of(
        pool,
        seats,
        recusals_of(pool, [visit for visit in visits if visit.index not in named]),
        limits=np.maximum(limits_of(pool) - loads, 0),
        loads=loads,
        balanced=pool.plan.load == "均衡" and not named,
    )


def seated(pool: Pool, visit: Visit, people: Sequence[int]) -> list[MemberRecord]:
    """The people of a list in the seats of a visit, as far as there are seats; else under their own line.

    Raises:
        LookupError: somebody belongs to no line of 检查组.
    """
    left = seat_kinds(pool, visit)
    members = []
    for index in people:
        person = pool.people[index]
        kind = next((kind for kind in left if fits_seat(pool, person, kind)), None)
        if kind is not None:
            left.remove(kind)
            members.append(MemberRecord(person=person.id, line=kind.line, tag=kind.tag))
            continue
        lines = [number for number, line in enumerate(pool.plan.team) if belongs(pool, person, line)]
        if not lines:
            raise LookupError(person.id)
        members.append(MemberRecord(person=person.id, line=lines[0], tag=""))
    return members
