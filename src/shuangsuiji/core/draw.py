"""The draw: a snapshot and a seed become visits with teams. Pure, and the only way to draw.

`ssj draw` and `ssj audit` both call `draw()`. The steps are those of `docs/algorithm.md`:

1. the key, from the commitment and the seed;
2. one ticket per object, and the order of all objects;
3. the quota of every stratum, and who is drawn from it;
4. must-inspect visits, random hits counted first;
5. the top-up to the yearly floor;
6. one visit per object for all that it owes;
7. the seats of every visit, recusals, and the teams; with 分组 the groups first, then who of them goes where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import Digest
from shuangsuiji.core.lottery.teams.assignment import Impossible, Tickets, assign
from shuangsuiji.core.lottery.teams.staffing import Assignment, Progress
from shuangsuiji.core.lottery.words import Key, Words, derive_key, object_tickets
from shuangsuiji.core.pool import Pool
from shuangsuiji.core.quota import strata_of_batch
from shuangsuiji.core.schedule import (
    Duty,
    Selection,
    TopUp,
    Visit,
    must_inspect,
    select,
    ticket_order,
    top_up,
    visits_of,
)
from shuangsuiji.core.snapshot import Snapshot
from shuangsuiji.core.teams.eligibility import Seating, seat_people
from shuangsuiji.core.teams.grouping import CannotDeal, CannotForm, Dealing, deal


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The objects side of a draw: everything that is fixed before anybody is assigned."""

    pool: Pool
    commit: Digest
    seed: str
    key: Key
    tickets: Words
    selections: Mapping[str, Sequence[Selection]]
    duties: Sequence[Duty]
    added: TopUp | None
    visits: Sequence[Visit]


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A whole draw: objects, visits, and who goes there; `dealing` is there if the plan has 分组."""

    drawn: Drawn
    seating: Seating
    assignment: Assignment
    dealing: Dealing | None = None


class CannotStaff(Exception):
    """The visits of a draw cannot all be staffed; nothing is drawn. Says which, through `reason`."""

    def __init__(self, drawn: Drawn, seating: Seating, reason: Impossible | CannotForm | CannotDeal) -> None:
        super().__init__(str(reason))
        self.drawn = drawn
        self.seating = seating
        self.reason = reason


def draw_objects(snapshot: Snapshot, seed: str) -> Drawn:
    """Steps 1 to 6: which objects are visited, how often, and with which items."""
    pool = snapshot.pool
    key = derive_key(snapshot.commit, seed)
    tickets = object_tickets(key, len(pool))
    selections = {
        number: [select(stratum, tickets) for stratum in strata]
        for number, strata in strata_of_batch(pool).items()
    }
    drawn = frozenset(
        number for group in selections.values() for selection in group for number in selection.drawn
    )
    duties = must_inspect(pool, drawn)
    visited = drawn | {duty.number for duty in duties if duty.visits}
    added = top_up(pool, ticket_order(tickets), visited, drawn)
    return Drawn(
        pool=pool,
        commit=snapshot.commit,
        seed=seed,
        key=key,
        tickets=tickets,
        selections=selections,
        duties=duties,
        added=added,
        visits=visits_of(pool, selections, duties, added),
    )


def draw(snapshot: Snapshot, seed: str, *, progress: Progress | None = None) -> Draw:
    """The draw that a snapshot and a seed determine.

    Args:
        snapshot: the frozen plan, registries and history.
        seed: the seed in its normal form (see `core.seed`).
        progress: called with the number of visits staffed so far, and that of all.

    Raises:
        CannotStaff: no complete assignment of inspectors exists.
        Unplaced, Uncomparable: the snapshot was frozen from data that `core.rules.checks` refuses.
    """
    drawn = draw_objects(snapshot, seed)
    seating = seat_people(drawn.pool, drawn.visits)
    dealing = None
    try:
        if drawn.pool.plan.groups is None:
            assignment = assign(seating.staffing, Tickets(drawn.key), progress=progress)
        else:
            dealing, assignment = deal(drawn.pool, seating, drawn.key, progress)
    except (Impossible, CannotForm, CannotDeal) as reason:
        raise CannotStaff(drawn, seating, reason) from None
    return Draw(drawn=drawn, seating=seating, assignment=assignment, dealing=dealing)
