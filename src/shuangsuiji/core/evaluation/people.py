"""The load of the inspectors, and who was replaced or stepped back (WG-6, WG-7, LZ-14, LAW-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.lottery.teams.staffing import Outcome
from shuangsuiji.core.records.record_words import OUTCOME_WORDS
from shuangsuiji.core.results.facts import Facts
from shuangsuiji.core.rules.eligibility import fits_line, on_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One inspector's year: visits assigned, and of these the ones that have taken place.

    `available` says whether the person could be drawn for some seat of some batch: on duty, with a valid
    certificate, of a department that inspects.
    """

    person: str
    name: str
    department: str
    on_duty: bool
    available: bool
    assigned: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSpread:
    """Least, middle and greatest load of a department's available people, with the names at both ends.

    `median` is doubled, so that it stays a whole number.
    """

    department: str
    people: int
    least: int
    least_names: tuple[str, ...]
    doubled_median: int
    most: int
    most_names: tuple[str, ...]


def loads(facts: Sequence[Facts]) -> list[Load]:
    """Every inspector of the newest register of each plan, and whoever sat in a team before."""
    assigned: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for one in facts:
        for visit in one.visits:
            assigned.update(visit.people)
            done.update(visit.people if visit.begun else ())
    people = {}
    for one in facts:  # the newest register has the last word
        for person in one.dossier.pool.people:
            if not person.expert:
                people[person.id] = person
    available = {
        person.id
        for one in facts
        for line in one.dossier.pool.plan.team
        for person in one.dossier.pool.people
        if fits_line(one.dossier.pool, person, line)
    }
    rows = [
        Load(
            person=person.id,
            name=person.name,
            department=person.department,
            on_duty=on_duty(person),
            available=person.id in available,
            assigned=assigned[person.id],
            done=done[person.id],
        )
        for person in people.values()
        if on_duty(person) or assigned[person.id]
    ]
    plans = [one.dossier.pool.plan for one in facts]
    order = list(dict.fromkeys(name for plan in plans for name in plan.departments))
    order = list(dict.fromkeys((*order, *sorted(row.department for row in rows))))
    return sorted(rows, key=lambda row: (order.index(row.department), -row.assigned, row.name, row.person))


def spreads(rows: Sequence[Load]) -> list[LoadSpread]:
    """The spread of each department, in the order of the rows."""
    department_spreads = []
    for department in dict.fromkeys(row.department for row in rows):
        by_load = sorted(
            (row for row in rows if row.department == department and row.available), key=_by_load
        )
        if not by_load:
            continue
        least, most = by_load[0].assigned, by_load[-1].assigned
        middle = (by_load[(len(by_load) - 1) // 2], by_load[len(by_load) // 2])
        department_spreads.append(
            LoadSpread(
                department=department,
                people=len(by_load),
                least=least,
                least_names=tuple(row.name for row in by_load if row.assigned == least),
                doubled_median=sum(row.assigned for row in middle),
                most=most,
                most_names=tuple(row.name for row in by_load if row.assigned == most),
            )
        )
    return department_spreads


def _by_load(row: Load) -> tuple[int, str, str]:
    return row.assigned, row.name, row.person


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanges:
    """What befell the teams of one draw.

    Attributes:
        recused_at_draw: times that somebody drawn was passed over for a conflict of interest, then or later.
        events: substitutions on record; `reasons` are theirs, in order.
        absent: people who could not take part; `recused_late` seats drawn again on request.
        objects: objects that could not be inspected; `replaced` of them by an alternate.
        specialists: people sent along outside the draw.
    """

    plan: str
    batch: str
    recused_at_draw: int
    events: int
    reasons: tuple[str, ...]
    absent: int
    recused_late: int
    objects: int
    replaced: int
    specialists: int


def changes(facts: Sequence[Facts]) -> list[TeamChanges]:
    """One row for each draw."""
    return [_changes(one) for one in facts]


def _changes(one: Facts) -> TeamChanges:
    events = one.dossier.events
    recused = OUTCOME_WORDS[Outcome.RECUSED]
    passed = sum(step["outcome"] == recused for visit in one.dossier.staffings() for step in visit["trace"])
    return TeamChanges(
        plan=one.key[0],
        batch=one.key[1],
        recused_at_draw=passed,
        events=len(events),
        reasons=tuple(event["reason"] for event in events),
        absent=sum(len(event["out"]) for event in events),
        recused_late=sum(len(event["recused"]) for event in events),
        objects=sum(len(event["objects"]) for event in events),
        replaced=sum(entry["into"] is not None for event in events for entry in event["replacements"]),
        specialists=sum(len(event["specialists"]) for event in events),
    )
