"""What can be said of fixed groups (分组) before a draw: whether they can be formed, and go round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shuangsuiji.core.checks.obstacles_told import Told
from shuangsuiji.core.checks.preview import preview
from shuangsuiji.core.checks.trial import ahead_of
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.lottery.groups import CannotForm, form
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.plans.parts import Locate
from shuangsuiji.core.rules.eligibility import fits_line
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import excluded, scope_of, tasks_of_batch
from shuangsuiji.core.rules.recusals import recused_people
from shuangsuiji.core.rules.table import trial_table

_ANY_KEY = Key(0)
"""Whether groups can be formed does not hang on the key."""


def group_findings(pool: Pool, locate: Locate) -> Iterator[Finding]:
    """Errors if the groups cannot be formed; warnings where they may not go round.

    The pool's objects must all have a stratum.
    """
    if pool.plan.groups is None:
        return
    if any(sum(fits_line(pool, p, line) for p in pool.people) < line.size for line in pool.plan.team):
        return  # told line by line already
    tables, labels = trial_table(pool)
    try:
        form(tables, Places(tables), _ANY_KEY, pool.plan.groups.count or 1, 0)
    except CannotForm as trouble:
        yield from Told(pool, tables, labels).findings(trouble)
        return
    ahead = preview(pool)
    assert ahead.groups is not None
    place = locate(("groups",), False)
    if ahead.groups > ahead.visits:
        yield warning("groups-idle", place, groups=ahead.groups, visits=ahead.visits)
    limits = [line.max_visits for line in pool.plan.team if line.max_visits is not None]
    if limits and ahead.groups * min(limits) < ahead.visits:
        yield warning(
            "groups-may-be-short", place, groups=ahead.groups, limit=min(limits), visits=ahead.visits
        )
    never = {one.number for one in ahead_of(pool).alone}  # whom no number of groups would help
    barred = [number for number in _objects_that_may_bar_all(pool, ahead.groups) if number not in never]
    if barred:
        name = pool.name(barred[0])
        yield warning("groups-may-be-barred", place, count=len(barred), name=name, groups=ahead.groups)


def _objects_that_may_bar_all(pool: Pool, groups: int) -> list[int]:
    """The objects that as many people step back from as there are groups."""
    scopes = [scope_of(pool, task) for task in tasks_of_batch(pool)]
    scopes += [pool.mask(rule.where) & ~excluded(pool) for rule in pool.plan.must_inspect]
    numbers = [int(row) + 1 for row in np.flatnonzero(np.logical_or.reduce(scopes))] if scopes else []
    able = {
        index
        for index, person in enumerate(pool.people)
        if any(fits_line(pool, person, line) for line in pool.plan.team)
    }
    by_number = recused_people(pool, numbers)
    return sorted(number for number, people in by_number.items() if len(people & able) >= groups)
