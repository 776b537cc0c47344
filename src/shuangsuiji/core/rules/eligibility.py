"""Who may fill which line of 检查组, and who steps back from whom.

Source: docs/rules.md; WG-5, WG-7, LZ-3, LAW-2, XT-3, QHD-1.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.plan import Batch
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.plans.values import month_index
from shuangsuiji.core.pool import Person, Pool
from shuangsuiji.core.registries.registry import ON_DUTY


@dataclass(frozen=True, slots=True)
class SeatKind:
    """A kind of seat: the line of 检查组 (from 0), the tag that 其中至少 asks for, the district to match."""

    line: int
    tag: str
    district: str


def last_day(batch: Batch) -> str:
    """The last day of the batch as YYYY-MM-DD: certificates have to be valid through it (XT-3)."""
    year, month = divmod(month_index(batch.end), 12)
    return f"{year:04d}-{month + 1:02d}-{monthrange(year, month + 1)[1]:02d}"


def on_duty(person: Person) -> bool:
    """Whether a person may be drawn at all."""
    return norm(person.duty) in ON_DUTY


def certified(person: Person, day: str) -> bool:
    """Whether a person holds a certificate valid through `day` (LAW-2)."""
    end = person.certificate_end
    return bool(person.certificate) and (end in ("", "长期") or end >= day)


def belongs(pool: Pool, person: Person, line: TeamLine) -> bool:
    """Whether a person is of the line's department, or an expert of its field."""
    if line.department is not None:
        return not person.expert and pool.plan.department(line.department) in person.departments
    return person.expert and norm(line.expert or "") in person.fields


def fits_line(pool: Pool, person: Person, line: TeamLine) -> bool:
    """Whether a person may fill some seat of the line, district and object left aside."""
    if not belongs(pool, person, line) or not on_duty(person):
        return False
    if line.department is not None and not certified(person, last_day(pool.batch)):
        return False
    return all(norm(tag) in person.tags for tag in line.tag)


def fits_seat(pool: Pool, person: Person, kind: SeatKind) -> bool:
    """Whether a person may fill a seat of the kind, recusals and limits left aside."""
    if not fits_line(pool, person, pool.plan.team[kind.line]):
        return False
    if kind.tag and norm(kind.tag) not in person.tags:
        return False
    return not kind.district or not person.districts or kind.district in person.districts


def line_masks(pool: Pool) -> list[NDArray[np.bool_] | None]:
    """For each line of 检查组 the objects it is for; None where it names no 对象."""
    return [pool.mask(line.where) if line.where else None for line in pool.plan.team]


def recused_people(pool: Pool, numbers: Sequence[int]) -> dict[int, frozenset[int]]:
    """Object number -> the indexes of everybody who steps back from it; numbers without any are left out."""
    found: dict[int, set[int]] = {}
    for rule in ("名单", *(rule for rule in pool.plan.recusal_rules if rule != "名单")):
        for number, person, _ in _RULES[rule](pool, numbers):
            found.setdefault(number, set()).add(person)
    return {number: frozenset(people) for number, people in found.items()}


_Pairs = Iterator[tuple[int, int, str]]
"""(object number, person index, ground)."""


def _listed(pool: Pool, numbers: Sequence[int]) -> _Pairs:
    wanted, index_of = set(numbers), {person.id: index for index, person in enumerate(pool.people)}
    for recusal in pool.recusals:
        number = pool.number_of.get(recusal.object_id)
        if number in wanted and recusal.person_id in index_of:
            yield number, index_of[recusal.person_id], recusal.ground


def _by_name(pool: Pool, numbers: Sequence[int], names: Sequence[frozenset[str]]) -> _Pairs:
    people_of: dict[str, list[int]] = {}
    for index, own in enumerate(names):
        for name in own:
            people_of.setdefault(name, []).append(index)
    for number in numbers:
        name = norm(pool.name(number))
        for index in people_of.get(name, ()):
            yield number, index, pool.name(number)


def _same_employer(pool: Pool, numbers: Sequence[int]) -> _Pairs:
    return _by_name(pool, numbers, [person.employers for person in pool.people])


def _former_employer(pool: Pool, numbers: Sequence[int]) -> _Pairs:
    return _by_name(pool, numbers, [person.former for person in pool.people])


def _own_district(pool: Pool, numbers: Sequence[int]) -> _Pairs:
    cells = pool.cells("行政区划")
    for number in numbers:
        district = norm(cells[number - 1])
        for index, person in enumerate(pool.people):
            if district and district in person.districts:
                yield number, index, district


def _last_time(pool: Pool, numbers: Sequence[int]) -> _Pairs:
    index_of = {person.id: index for index, person in enumerate(pool.people)}
    for number in numbers:
        past = pool.past_of.get(pool.ids[number - 1], ())
        latest = max((visit.day for visit in past), default="")
        people = {key for visit in past if visit.day == latest for key in visit.people}
        for key in sorted(people & index_of.keys()):
            yield number, index_of[key], latest


_RULES = {
    "名单": _listed,
    "同单位": _same_employer,
    "曾任职单位": _former_employer,
    "本辖区": _own_district,
    "上次检查": _last_time,
}
