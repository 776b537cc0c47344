"""Who steps back from whom, as pairs of numbers, each with its rule and ground (WG-7).

本辖区 is not among them: areas and `cross` say it (docs/rules.md, section 9). Checks ask for both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.rules.pool import Person, Pool

Grounds = Mapping[int, Mapping[int, tuple[str, str]]]
"""Object number -> person number -> (rule, ground)."""

_Pairs = Iterator[tuple[int, int, str]]
"""(object number, person number, ground)."""

OWN_AREA = "本辖区"


def recusals_in_numbers(pool: Pool, people: Sequence[Person]) -> Grounds:
    """Every pair that some rule but 本辖区 forbids, with the first rule that does; `people` from number 1.

    名单 always applies and comes first; the others follow in the order of the plan's 回避规则.
    """
    rules = dict.fromkeys(("名单", *pool.plan.recusal_rules))
    grounds: dict[int, dict[int, tuple[str, str]]] = {}
    for rule in rules:
        for number, person, ground in _PAIRS[rule](pool, people) if rule != OWN_AREA else ():
            grounds.setdefault(number, {}).setdefault(person, (rule, ground))
    return grounds


def recused_people(pool: Pool, numbers: Sequence[int]) -> dict[int, frozenset[int]]:
    """Object number -> the indexes of everybody in the pool who steps back from it, 本辖区 included.

    Numbers without any are left out.
    """
    grounds = recusals_in_numbers(pool, pool.people)
    areas = pool.cells("行政区划") if OWN_AREA in pool.plan.recusal_rules else None
    people_of: dict[int, frozenset[int]] = {}
    for number in numbers:
        away = {person - 1 for person in grounds.get(number, ())}
        if areas is not None and (area := norm(areas[number - 1])):
            away.update(index for index, person in enumerate(pool.people) if area in person.districts)
        if away:
            people_of[number] = frozenset(away)
    return people_of


def _number_of(people: Sequence[Person]) -> dict[str, int]:
    return {person.id: number for number, person in enumerate(people, 1)}


def _listed(pool: Pool, people: Sequence[Person]) -> _Pairs:
    """Of several rows for one pair the ground that is first by code point counts."""
    number_of = _number_of(people)
    pairs = (
        (pool.number_of[recusal.object_id], number_of[recusal.person_id], recusal.ground)
        for recusal in pool.recusals
        if recusal.object_id in pool.number_of and recusal.person_id in number_of
    )
    yield from sorted(pairs)


def _by_name(pool: Pool, names: Iterable[tuple[int, frozenset[str]]]) -> _Pairs:
    people_of: dict[str, list[int]] = {}
    for person, names_of_person in names:
        for name in names_of_person:
            people_of.setdefault(name, []).append(person)
    if not people_of:
        return
    for number, cell in enumerate(pool.cells("名称"), 1):
        for person in people_of.get(norm(cell), ()):
            yield number, person, cell


def _same_employer(pool: Pool, people: Sequence[Person]) -> _Pairs:
    yield from _by_name(pool, ((number, person.employers) for number, person in enumerate(people, 1)))


def _former_employer(pool: Pool, people: Sequence[Person]) -> _Pairs:
    yield from _by_name(pool, ((number, person.former) for number, person in enumerate(people, 1)))


def _last_time(pool: Pool, people: Sequence[Person]) -> _Pairs:
    number_of = _number_of(people)
    for key, visits in pool.past_of.items():
        if key not in pool.number_of:
            continue
        latest = max(visit.day for visit in visits)
        came = {person for visit in visits if visit.day == latest for person in visit.people}
        for person in came & number_of.keys():
            yield pool.number_of[key], number_of[person], latest


_PAIRS = {
    "名单": _listed,
    "同单位": _same_employer,
    "曾任职单位": _former_employer,
    "上次检查": _last_time,
}
