"""People who fit some seat: what they may fill, where, how often, and how much they did before.

Docs: docs/rules.md, section 8. Source: WG-5, LAW-2, LZ-3, XT-3.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.marks import Marks
from shuangsuiji.core.rules.pool import Person, Pool
from shuangsuiji.core.rules.seats import SeatKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePerson:
    """One row of people.csv; `limit` None for none."""

    id: str
    mark: str
    seats: tuple[int, ...]
    districts: frozenset[str]
    limit: int | None
    load: int
    row: int


def people_in_numbers(
    ruled: RuledBatch, marks: Marks, kinds: Sequence[SeatKind], besides: Collection[str] = ()
) -> list[TablePerson]:
    """Those who fit some kind of seat, by mark; `marks` are in the order of the pool's people.

    `besides` are ids of people who stand there whether or not they fit any (a platform's list names them).
    """
    pool, fits = ruled.pool, ruled.fits.tolist()
    seats_of: dict[int, tuple[int, ...]] = {}
    for row in marks.order():
        seats = _seats(pool.people[row], fits[row], kinds)
        if seats or pool.people[row].id in besides:
            seats_of[row] = seats
    loads = _loads(pool, seats_of)
    return [
        TablePerson(
            id=pool.people[row].id,
            mark=marks.marks[row],
            seats=seats,
            districts=pool.people[row].districts,
            limit=_limit(pool, fits[row]),
            load=loads[row],
            row=row,
        )
        for row, seats in seats_of.items()
    ]


def _seats(person: Person, fits: Sequence[bool], kinds: Sequence[SeatKind]) -> tuple[int, ...]:
    return tuple(
        number
        for number, kind in enumerate(kinds, 1)
        if fits[kind.line] and (not kind.tag or kind.tag in person.tags)
    )


def _limit(pool: Pool, fits: Sequence[bool]) -> int | None:
    """The smallest 每人至多 of the lines that a person fits."""
    limits = [
        line.max_visits
        for line, fitting in zip(pool.plan.team, fits, strict=True)
        if fitting and line.max_visits is not None
    ]
    return min(limits, default=None)


def _loads(pool: Pool, seats_of: Mapping[int, tuple[int, ...]]) -> dict[int, int]:
    """How far each is ahead of those with the same seats this year, less the tolerance; 0 with 本批.

    The bare count would tell beforehand who goes next, and newcomers would have to catch up.
    """
    basis = pool.plan.load_basis
    if basis.basis == "本批":
        return dict.fromkeys(seats_of, 0)
    visits_of: dict[str, int] = {}
    for visits in pool.this_year.values():
        for visit in visits:
            if not visit.routine:
                for key in set(visit.people):
                    visits_of[key] = visits_of.get(key, 0) + 1
    earlier = {row: visits_of.get(pool.people[row].id, 0) for row in seats_of}
    least: dict[tuple[int, ...], int] = {}
    for row, seats in seats_of.items():
        least[seats] = min(earlier[row], least.get(seats, earlier[row]))
    return {row: max(0, earlier[row] - least[seats] - basis.tolerance) for row, seats in seats_of.items()}


def areas_cell(person: TablePerson, area_of: Mapping[str, int] | None) -> str:
    """`areas` of a person: `*` for everywhere, or where no rule asks for areas."""
    if area_of is None or not person.districts:
        return "*"
    return " ".join(map(str, sorted(area_of[name] for name in person.districts if name in area_of)))


def area_names(pool: Pool) -> list[str] | None:
    """The districts of objects by first appearance: area c is the one at c - 1; None if no rule asks."""
    if "本辖区" not in pool.plan.recusal_rules and not any(line.by_district for line in pool.plan.team):
        return None
    _, texts = pool.distinct("行政区划")
    return list(dict.fromkeys(filter(None, map(norm, texts))))
