"""What can be said of fixed groups (分组) before a draw: whether they can be formed, and go round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shuangsuiji.core.checks.preview import Preview
from shuangsuiji.core.checks.trial import Ahead
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.lottery.groups import CannotForm, form
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.plans.parts import Locate
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.quota import excluded, scope_of
from shuangsuiji.core.rules.recusals import recused_people

_ANY_KEY = Key(0)
"""Whether groups can be formed does not depend on the key."""


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
        yield from ahead.told.findings(trouble)
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
