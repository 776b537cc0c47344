"""What is said of trials before a draw (`core.checks.trial`): errors where it is (nearly) sure to fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shuangsuiji.core.checks.obstacles_told import Trouble
from shuangsuiji.core.checks.smallest_obstacles import Obstacle, obstacles
from shuangsuiji.core.checks.trial import Ahead, Alone, Wanted
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.teams.assignment import completes
from shuangsuiji.core.lottery.teams.seats import SeatProblem

CERTAIN = frozenset({"trial-object-certain", "trial-certain"})
"""The codes of what fails whatever the seed."""
SURE_IN_A_ROW = 5
"""So many trials that all fail forbid the draw."""
SURE, SURE_SHARE = 20, 0.9
"""Of at least so many trials this share forbids it, too."""


def certain_findings(ahead: Ahead, places: Mapping[int, Place]) -> Iterator[Finding]:
    """Who can never be staffed, and what fails whatever the seed; `places` are the cells of objects' names.

    Objects that are sure to be drawn make errors, others warnings.
    """
    told: dict[tuple[object, ...], Mapping[str, str | int]] = {}
    for one in ahead.alone:
        key = (one.kinds, ahead.recused(one.number), int(ahead.tables.sites.area[one.number - 1]))
        if key not in told:
            told[key] = _of_one(ahead, one)
        place, values = places[one.number], told[key]
        name = ahead.pool.name(one.number)
        if one.certain:
            yield error("trial-object-certain", place, name=name, why=one.certain, **values)
        else:
            code = "object-cannot-be-staffed-jointly" if one.jointly else "object-cannot-be-staffed"
            yield warning(code, place, name=name, **values)
    if not any(one.certain for one in ahead.alone) and ahead.limited:
        yield from _together(ahead)


def _of_one(ahead: Ahead, one: Alone) -> Mapping[str, str | int]:
    wanted = [(one.number, one.kinds)]
    problem = ahead.problem(wanted)
    obstacle = obstacles(SeatProblem.of(problem.staffing))[0]
    values = ahead.told.staffing([one.number], problem, obstacle)
    return {
        "line": values["line"],
        "size": obstacle.needed,
        "able": obstacle.capacity,
        "recused": values["recused"],
        "ways": ahead.ways_out(wanted),
    }


def _together(ahead: Ahead) -> Iterator[Finding]:
    """The visits that are sure to be made, counted together."""
    wanted = ahead.sure_visits
    problem = ahead.problem(wanted)
    if wanted and not completes(problem.staffing):
        numbers = [number for number, _ in wanted]
        for obstacle in obstacles(SeatProblem.of(problem.staffing)):
            values = ahead.told.staffing(numbers, problem, obstacle)
            yield error("trial-certain", ways=_ways(ahead, wanted, obstacle), **values)


def _ways(ahead: Ahead, wanted: Wanted, obstacle: Obstacle) -> str:
    return ahead.ways_out([wanted[index] for index in obstacle.visits])


def share_findings(ahead: Ahead, made: int, failed: Sequence[Trouble]) -> Iterator[Finding]:
    """What the trials came to: a note if all were staffed, a warning with the share, or an error near 1.

    Args:
        ahead: the pool.
        made: how many trials were made; 0 where none was needed.
        failed: what kept some of them from being staffed.
    """
    if not made:
        yield note("trial-proven")
        return
    if not failed:
        yield note("trial-all-staffed", made=made)
        return
    nearly = made >= SURE and len(failed) >= SURE_SHARE * made
    nearly = nearly or (made >= SURE_IN_A_ROW and len(failed) == made)
    level = error if nearly and not any(map(ahead.gives_up_early, failed)) else warning
    share = f"{len(failed) / made:.1%}"
    values = _reason(ahead, failed[0])
    if values is None:
        count = len(failed[0].groups) if isinstance(failed[0], CannotDeal) else 0
        ways = ahead.told.group_ways(count)
        yield level("trial-groups-fail", made=made, failed=len(failed), share=share, ways=ways)
    else:
        yield level("trial-fails", made=made, failed=len(failed), share=share, **values)


def _reason(ahead: Ahead, trouble: Trouble) -> Mapping[str, str | int] | None:
    """Why one trial failed and what may be relaxed; None if only the fixed groups stand in the way."""
    without = ahead.told.without_groups(trouble) if isinstance(trouble, CannotDeal) else trouble
    if not isinstance(without, CannotStaff):
        return None
    numbers = [visit.number for visit in without.visits]
    obstacle = obstacles(without.impossible.problem)[0]
    seats, kinds = without.problem.staffing.seats, without.problem.kinds
    wanted = [
        (numbers[index], tuple(dict.fromkeys(kinds[kind] for kind in seats[index])))
        for index in obstacle.visits
    ]
    return {**ahead.told.staffing(numbers, without.problem, obstacle), "ways": ahead.ways_out(wanted)}
