"""Substitutions where the plan has fixed groups: new visits are dealt to the groups as they were drawn.

Members who are out leave their seat open in it, as in the group's other visits. Whoever steps in for a group
comes up in the same order on all of its visits, so that one person steps in for all of them if the rules
allow, and people without a group come before those with one. Source: docs/algorithm.md, section 15.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.lottery.teams.assignment import Impossible, Tickets, assign
from shuangsuiji.core.lottery.words import Key, Purpose
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.record import DrawRecord
from shuangsuiji.core.teams.eligibility import SeatKind
from shuangsuiji.core.teams.grouping import (
    CannotDeal,
    Group,
    PassedGroup,
    dealing,
    group_grounds,
    passed_groups,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    """The group that a new visit was dealt to, and the groups passed over."""

    group: int
    passed: tuple[PassedGroup, ...]


def drawn_groups(pool: Pool, record: DrawRecord) -> tuple[Group, ...]:
    """The fixed groups of a draw, none if the plan has no 分组."""
    if "groups" not in record:
        return ()
    index_of = {person.id: index for index, person in enumerate(pool.people)}
    return tuple(
        Group(
            members=tuple(index_of[member["person"]] for member in group["team"]),
            seats=tuple(SeatKind(member["line"], member["tag"], "") for member in group["team"]),
            steps=(),
        )
        for group in record["groups"]["formed"]
    )


def grouped_people(pool: Pool, groups: Sequence[Group]) -> NDArray[np.bool_]:
    """(people,): who is in a group."""
    grouped = np.zeros(len(pool.people), dtype=np.bool_)
    for group in groups:
        grouped[list(group.members)] = True
    return grouped


def deal_new_visits(
    groups: Sequence[Group],
    seats: Sequence[Sequence[SeatKind]],
    grounds: Mapping[tuple[int, int], tuple[str, str]],
    left: NDArray[np.int64],
    absent: frozenset[int],
    key: Key,
    event: int,
) -> dict[int, NewTeam]:
    """New visit -> its group. `seats` are by visit, those of all others empty.

    `left` says how many further visits each person may take; who is `absent` does not matter.

    Raises:
        CannotDeal: the new visits cannot all be dealt.
    """
    present = {pair: ground for pair, ground in grounds.items() if pair[1] not in absent}
    barred = group_grounds(groups, seats, present)
    limits = np.array(
        [
            min((int(left[person]) for person in group.members if person not in absent), default=len(seats))
            for group in groups
        ],
        dtype=np.int64,
    )
    staffing = dealing(seats, barred, limits, balanced=False)
    tickets = Tickets(key, event=event, people=Purpose.GROUPS)
    try:
        teams = assign(staffing, tickets).teams
    except Impossible as impossible:
        raise CannotDeal(groups, barred, impossible) from None
    return {team.visit: NewTeam(group=team.members[0], passed=passed_groups(team, barred)) for team in teams}
