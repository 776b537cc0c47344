"""A draw that a provincial platform made: its list becomes visits, marked as beyond recomputing (XT-10).

Which objects are visited is the platform's word; no ticket, no cut-off and no alternate stands behind it.
What the list leaves open is done here as in any draw: must-inspect visits that are due, the items of a visit,
and, where the list names no inspectors, the teams, from the key of a seed. Nothing is added at random: a
yearly floor that the platform's list does not reach is told, not topped up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.lottery.records import draw_record, record_bytes, teams_record
from shuangsuiji.core.lottery.selection import Selection, TicketOrder, TopUp, ticket_order
from shuangsuiji.core.lottery.staffing import staff
from shuangsuiji.core.lottery.tables import COUNTS_ALREADY, Tables, read_tables
from shuangsuiji.core.lottery.visits import Visit, kinds_of, seats_of, visits_of
from shuangsuiji.core.lottery.words import derive_key
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.eligibility import belongs
from shuangsuiji.core.rules.labels import Labels
from shuangsuiji.core.rules.pool import Pool, TaskKey, task_key
from shuangsuiji.core.rules.quota import Stratum, strata_of_batch

PLATFORM = "平台"
"""The origin of a draw whose objects a platform drew."""

PLATFORM_SCHEME = "ssj-platform/2"
"""What draw.json says of its scheme then, so that no verifier takes it for a draw that can be recomputed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedObject:
    """One object of a platform's list.

    Attributes:
        number: of the object in the pool.
        tasks: the tasks that the list is for, as `task_key`; empty means all whose scope holds the object.
        people: ids of people, in the order of the list; empty if the list names none.
    """

    number: int
    tasks: tuple[TaskKey, ...] = ()
    people: tuple[str, ...] = ()

    def is_for(self, task: str) -> bool:
        """Whether the list is for that task of the plan."""
        return not self.tasks or task_key(task) in self.tasks


def listed_in_strata(
    pool: Pool, listed: Sequence[ListedObject]
) -> Iterator[tuple[str, Stratum, tuple[int, ...]]]:
    """Each stratum of the batch with its task and the listed objects that lie in it, in the list's order."""
    for number, strata in strata_of_batch(pool).items():
        wanted = [one.number for one in listed if one.is_for(number)]
        for stratum in strata:
            members = {int(row) + 1 for row in stratum.members}
            yield number, stratum, tuple(one for one in wanted if one in members)


def people_without_line(pool: Pool, listed: Sequence[ListedObject]) -> list[str]:
    """Names of listed people who belong to no line of 检查组."""
    people = {person.id: person for person in pool.people}
    ids = dict.fromkeys(key for one in listed for key in one.people)
    lines = pool.plan.team
    return [people[key].name for key in ids if not any(belongs(pool, people[key], line) for line in lines)]


def platform_draw(snapshot: Snapshot, listed: Sequence[ListedObject], seed: str) -> tuple[bytes, bytes]:
    """draw.json and teams.json of a platform's list.

    Args:
        snapshot: sealed; people whom the list names have a row of people.csv.
        listed: the platform's objects, each once; every one lies in a stratum of a task.
        seed: for the teams that the list does not name, and for later substitutions.

    Raises:
        CannotStaff, CannotForm, CannotDeal: the teams that the list does not name cannot be filled.
    """
    tables, labels = read_tables(snapshot.lottery_files), snapshot.labels
    key = derive_key(snapshot.commit, seed)
    order = ticket_order(tables.frame, tables.objects, key)
    drawn = tuple(_drawn(order, labels, listed))
    selection = Selection(order=order, drawn=drawn, top_up=_top_up(order, drawn))
    visits = visits_of(selection)
    named = {one.number: one.people for one in listed if one.people}
    given = {
        visit.index: _seated(snapshot.pool, tables, labels, visit, named[visit.number])
        for visit in visits
        if visit.number in named and visit.ordinal == 1
    }
    teams = teams_record(tables, visits, staff(tables, visits, key, given=given), snapshot.commit)
    pool = snapshot.pool
    about = {"commit": snapshot.commit, "seed": seed, "plan": pool.plan.number, "batch": pool.batch.name}
    record = draw_record(selection, visits, key, about)
    record["scheme"] = teams["scheme"] = PLATFORM_SCHEME
    record["clusters"] = []
    for row in record["strata"]:
        row["cut_off"], row["alternates"], row["shortage"] = None, [], max(0, row["shortage"])
    if record["floor"] is not None:
        record["floor"]["alternates"] = []
    return record_bytes(record), record_bytes(teams)


def _drawn(order: TicketOrder, labels: Labels, listed: Sequence[ListedObject]) -> Iterator[tuple[int, ...]]:
    """The listed objects of each stratum, in the order of the list."""
    for number, row in enumerate(order.frame.strata, 1):
        task = labels.tasks[row.task - 1]
        yield tuple(
            one.number
            for one in listed
            if task["own"] and one.is_for(task["number"]) and number in order.strata_of(one.number)
        )


def _top_up(order: TicketOrder, drawn: Sequence[Sequence[int]]) -> TopUp | None:
    """The yearly floor as the platform's list leaves it: told in the last batch, never topped up."""
    if order.frame.floor is None:
        return None
    hit = {number for part in drawn for number in part}
    new = sum(int(order.objects.state[number - 1]) != COUNTS_ALREADY for number in hit)
    return TopUp(wanted=max(0, order.frame.floor - new), added=(), alternates=())


def _seated(
    pool: Pool, tables: Tables, labels: Labels, visit: Visit, ids: Sequence[str]
) -> list[tuple[int, int]]:
    """The people of a list in the seats of a visit, as far as there are seats; else under their own line."""
    number_of = {key: number for number, key in enumerate(labels.people, 1)}
    people: Mapping[str, int] = {person.id: row for row, person in enumerate(pool.people)}
    left = list(seats_of(tables.frame, kinds_of(tables, visit)))
    team = []
    for key in ids:
        number = number_of[key]
        fits = set(tables.people.seats[number - 1].tolist())
        kind = next((kind for kind in left if kind in fits), None)
        if kind is not None:
            left.remove(kind)
        else:
            person = pool.people[people[key]]
            lines = [line for line, row in enumerate(pool.plan.team) if belongs(pool, person, row)]
            kind = max(k for k, seat in enumerate(labels.seats, 1) if seat["line"] == lines[0])
        team.append((number, kind))
    return team
