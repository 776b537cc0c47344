"""What is said of staffing before a draw: of trials (`core.checks.trial`), and of fixed groups (分组).

Errors where the draw is sure, or nearly sure, to fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from shuangsuiji.core.checks.obstacles import Obstacle, obstacles
from shuangsuiji.core.checks.preview import Preview
from shuangsuiji.core.checks.staffing_words import Trouble
from shuangsuiji.core.checks.trial import Ahead, Alone, Wanted
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.lottery.groups import CannotForm, form
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.teams.assignment import completes
from shuangsuiji.core.lottery.teams.seats import SeatProblem
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.plans.parts import Locate
from shuangsuiji.core.plans.words import share_text
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.quota import excluded, scope_of
from shuangsuiji.core.rules.recusals import recused_people

CERTAIN = frozenset({"trial-object-certain", "trial-certain"})
"""The codes of what fails whatever the seed."""
SURE_IN_A_ROW = 5
"""So many trials that all fail forbid the draw."""
SURE, SURE_SHARE = 20, 0.9
"""Of at least so many trials this share forbids it, too."""
_ANY_KEY = Key(0)
"""Whether groups can be formed does not depend on the key."""


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
    values = ahead.words.staffing([one.number], problem, obstacle)
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
            values = ahead.words.staffing(numbers, problem, obstacle)
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
    share = share_text(Fraction(len(failed), made))
    values = _reason(ahead, failed[0])
    if values is None:
        count = len(failed[0].groups) if isinstance(failed[0], CannotDeal) else 0
        ways = ahead.words.group_ways(count)
        yield level("trial-groups-fail", made=made, failed=len(failed), share=share, ways=ways)
    else:
        yield level("trial-fails", made=made, failed=len(failed), share=share, **values)


def _reason(ahead: Ahead, trouble: Trouble) -> Mapping[str, str | int] | None:
    """Why one trial failed and what may be relaxed; None if only the fixed groups stand in the way."""
    without = ahead.words.without_groups(trouble) if isinstance(trouble, CannotDeal) else trouble
    if not isinstance(without, CannotStaff):
        return None
    numbers = [visit.number for visit in without.visits]
    obstacle = obstacles(without.impossible.problem)[0]
    seats, kinds = without.problem.staffing.seats, without.problem.kinds
    wanted = [
        (numbers[index], tuple(dict.fromkeys(kinds[kind] for kind in seats[index])))
        for index in obstacle.visits
    ]
    return {**ahead.words.staffing(numbers, without.problem, obstacle), "ways": ahead.ways_out(wanted)}


def group_findings(ahead: Ahead, preview: Preview, groups: int, locate: Locate) -> Iterator[Finding]:
    """Errors if the groups cannot be formed; warnings where they may not go round.

    Args:
        ahead: the draw, with enough people for each line.
        preview: what it would do.
        groups: how many groups are formed.
        locate: finds the place of a part of the plan in its file.
    """
    tables, plan = ahead.tables, ahead.pool.plan
    count = plan.groups.count if plan.groups is not None else None
    try:
        form(tables, Places(tables), _ANY_KEY, count or 1, 0)
    except CannotForm as trouble:
        yield from ahead.words.findings(trouble)
        return
    place = locate(("groups",), False)
    if groups > preview.visits:
        yield warning("groups-idle", place, groups=groups, visits=preview.visits)
    limits = [line.max_visits for line in plan.team if line.max_visits is not None]
    if limits and groups * min(limits) < preview.visits:
        yield warning("groups-may-be-short", place, groups=groups, limit=min(limits), visits=preview.visits)
    never = {barred.number for barred in ahead.alone}  # whom no number of groups would help
    barred = [number for number in _objects_that_may_bar_all(ahead.ruled, groups) if number not in never]
    if barred:
        name = ahead.pool.name(barred[0])
        yield warning("groups-may-be-barred", place, count=len(barred), name=name, groups=groups)


def _objects_that_may_bar_all(ruled: RuledBatch, groups: int) -> list[int]:
    """The objects that as many people step back from as there are groups."""
    pool = ruled.pool
    scopes = [scope_of(pool, task) for task in ruled.tasks]
    scopes += [pool.mask(rule.where) & ~excluded(pool) for rule in pool.plan.must_inspect]
    numbers = [int(row) + 1 for row in np.flatnonzero(np.logical_or.reduce(scopes))] if scopes else []
    able = set(np.flatnonzero(ruled.fits.any(axis=1)).tolist())
    by_number = recused_people(pool, numbers)
    return sorted(number for number, people in by_number.items() if len(people & able) >= groups)
