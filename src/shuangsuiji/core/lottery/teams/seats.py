"""Seats inside one visit: which people a team can still take, and who sits where in the end.

The members of a team must be matchable to distinct seats by kind, and may change seats freely while the
team grows (docs/algorithm.md, section 7). All visits with the same seats share one `SeatRule`. People who may
fill the same seats of it have the same profile; whatever is asked about a team depends on profiles alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .staffing import Staffing


def _positions(mask: int) -> list[int]:
    """The seat positions in a bit mask, ascending."""
    return [position for position in range(mask.bit_length()) if mask >> position & 1]


def _match(masks: Sequence[int], size: int) -> list[int] | None:
    """Who holds each of the `size` seats (-1: nobody) when member i may sit where masks[i] says, or None."""
    holder = [-1] * size
    for member, mask in enumerate(masks):
        came = dict.fromkeys(_positions(mask), -1)
        queue = list(came)
        for seat in queue:
            if holder[seat] < 0:
                break
            for other in _positions(masks[holder[seat]]):
                if other not in came:
                    came[other] = seat
                    queue.append(other)
        else:
            return None
        while came[seat] >= 0:
            holder[seat] = holder[came[seat]]
            seat = came[seat]
        holder[seat] = member
    return holder


# Kept for all rules of a size, as the same few masks come up in all: forty kinds make thousands of rules.
@lru_cache(maxsize=1 << 16)
def _open_seats(masks: tuple[int, ...], size: int) -> int:
    """Of `size` seats those, as bits, that can be had if members who fit `masks` move over suitably."""
    holder = _match(masks, size)
    assert holder is not None
    reach = sum(1 << seat for seat, member in enumerate(holder) if member < 0)
    grown = True
    while grown:
        grown = False
        for seat, member in enumerate(holder):
            if not reach >> seat & 1 and masks[member] & reach:
                reach |= 1 << seat
                grown = True
    return reach


@lru_cache(maxsize=1 << 16)
def _lowest_places(masks: tuple[int, ...], size: int) -> tuple[int, ...]:
    """The lowest seat for each member in turn that leaves the later ones theirs."""
    used, places = 0, []
    for index, mask in enumerate(masks):
        for seat in _positions(mask & ~used):
            blocked = used | 1 << seat
            if _match([later & ~blocked for later in masks[index + 1 :]], size) is not None:
                used = blocked
                places.append(seat)
                break
    return tuple(places)


class SeatRule:
    """The seats of one sort of visit, with the questions a draw asks about its teams.

    kinds: the kind of each seat, by position; size: how many there are.
    profile: (people,) the profile of each person; masks: per profile, the seats it fits, as bits.
    people: the indexes of all who fit any seat, ascending.
    """

    def __init__(self, kinds: tuple[int, ...], eligible: NDArray[np.bool_]) -> None:
        self.kinds = kinds
        self.size = len(kinds)
        code = np.zeros(eligible.shape[1], dtype=np.intp)
        masks = [0]
        for kind in sorted(set(kinds)):
            bits = sum(1 << position for position, other in enumerate(kinds) if other == kind)
            pairs, code = np.unique(code * 2 + eligible[kind], return_inverse=True)
            masks = [masks[pair // 2] | (bits if pair % 2 else 0) for pair in pairs.tolist()]
        self.masks = tuple(masks)
        self.profile: NDArray[np.intp] = code.astype(np.intp)
        self.profiles: list[int] = code.tolist()
        self.people: NDArray[np.intp] = np.flatnonzero(np.array([mask > 0 for mask in masks])[code])
        self._open: dict[tuple[int, ...], NDArray[np.bool_]] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}

    def state(self, team: Iterable[int]) -> tuple[int, ...]:
        """The profiles of a team of people, sorted: what `open_profiles` asks for."""
        profiles = self.profiles
        return tuple(sorted([profiles[person] for person in team]))

    def open_profiles(self, state: tuple[int, ...]) -> NDArray[np.bool_]:
        """(profiles,): who could join a team with these (matchable) profiles and still be matched with it."""
        known = self._open.get(state)
        if known is None:
            reach = self.open_seats(state)
            known = np.array([mask & reach != 0 for mask in self.masks], dtype=np.bool_)
            self._open[state] = known
        return known

    def open_seats(self, state: tuple[int, ...]) -> int:
        """The seats, as bits, that can be had if the team (matchable) moves over suitably."""
        return _open_seats(tuple([self.masks[profile] for profile in state]), self.size)

    def places(self, members: Sequence[int]) -> tuple[int, ...]:
        """The seat of each member of a full team in drawing order, by the rule of `Team.seats`."""
        key = tuple(self.profiles[person] for person in members)
        if key not in self._places:
            self._places[key] = _lowest_places(tuple([self.masks[profile] for profile in key]), self.size)
        return self._places[key]


def _pools(
    eligible: NDArray[np.bool_], seats: Sequence[tuple[int, ...]]
) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """The pool of each person, and the number of seats of each pool."""
    demand = Counter(kind for kinds in seats for kind in kinds)
    left = sorted(demand)
    numbers = eligible[left].astype(np.int64)
    shared = dict(zip(left, numbers @ numbers.T > 0, strict=True))
    column = {kind: index for index, kind in enumerate(left)}
    pool = np.zeros(eligible.shape[1], dtype=np.int64)
    wanted = [0]
    while left:
        linked = [left.pop(0)]
        for kind in linked:
            more = [other for other in left if shared[kind][column[other]]]
            left = [other for other in left if other not in more]
            linked += more
        pool[eligible[linked].any(axis=0)] = len(wanted)
        wanted.append(sum(demand[kind] for kind in linked))
    return pool, tuple(wanted)


@dataclass(frozen=True, slots=True)
class SeatProblem:
    """A `Staffing` made ready: one rule per visit (shared), and caps = loads + limits, both (people,).

    pool: (people,) the pool of each person. A pool is everybody whose kinds of seat are linked through
    people, so that nothing can be passed on between pools; pool 0 is of those who fit no seat.
    demand: the number of seats of each pool.
    """

    eligible: NDArray[np.bool_]
    rules: tuple[SeatRule, ...]
    recused: tuple[NDArray[np.intp], ...]
    loads: NDArray[np.int64]
    caps: NDArray[np.int64]
    balanced: bool
    pool: NDArray[np.int64]
    demand: tuple[int, ...]

    @classmethod
    def of(cls, staffing: Staffing) -> Self:
        """The problem of a staffing; limits above the number of visits are cut to it, as they cannot bind."""
        seats, eligible = staffing.seats, staffing.eligible
        rule_of: dict[tuple[int, ...], SeatRule] = {}
        for kinds in seats:
            if kinds not in rule_of:
                rule_of[kinds] = SeatRule(kinds, eligible)
        limits = np.clip(staffing.limits.astype(np.int64), 0, len(seats))
        loads = staffing.loads.astype(np.int64)
        pool, demand = _pools(eligible, seats)
        return cls(
            eligible=eligible,
            rules=tuple(rule_of[kinds] for kinds in seats),
            recused=staffing.recused,
            loads=loads,
            caps=loads + limits,
            balanced=staffing.balanced,
            pool=pool,
            demand=demand,
        )
