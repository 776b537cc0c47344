"""Trials before anything is sealed: as many as there is time for."""

from __future__ import annotations

from collections.abc import Callable

from shuangsuiji.core.checks.draw import Case
from shuangsuiji.core.checks.trial import MOST_TRIALS
from shuangsuiji.core.checks.trial_findings import SURE_IN_A_ROW, share_findings
from shuangsuiji.core.findings import Finding
from shuangsuiji.workflows.environment import work_seconds

Seconds = Callable[[], float]
"""A clock: seconds from no particular moment, never less than before."""

MOST_SECONDS = 2.0
ENOUGH_SECONDS, ENOUGH_TRIALS = 0.2, 20
"""So many trials will do if they took that long; an ordinary check must not become slow."""


def tried(case: Case, clock: Seconds = work_seconds) -> list[Finding]:
    """What trials of the draw come to; to be asked once the rules have found no error.

    No further trial is begun after two seconds by the clock, four while the first few have all failed.
    """
    ahead = case.ahead
    if ahead is None:
        return []
    made, failed = 0, []
    if not ahead.cannot_fail:
        begun = clock()
        for trouble in ahead.outcomes(MOST_TRIALS):
            made += 1
            failed += [trouble] if trouble is not None else []
            if _enough(made, len(failed), clock() - begun):
                break
    return list(share_findings(ahead, made, failed))


def _enough(made: int, failed: int, spent: float) -> bool:
    if made >= ENOUGH_TRIALS:
        return spent > ENOUGH_SECONDS
    all_failed = failed == made < SURE_IN_A_ROW
    return spent > MOST_SECONDS * (2 if all_failed else 1)
