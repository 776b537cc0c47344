"""What earlier draws of the ledger assigned, so that the second batch of a year knows the first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of, standing_draws
from shuangsuiji.core.records.record import standing
from shuangsuiji.core.records.results import entry_of
from shuangsuiji.core.rules.pool import PastVisit, task_key
from shuangsuiji.errors import BadInput, Mismatch
from shuangsuiji.files.archive import (
    RESULT_ENTRIES,
    RESULTS,
    SUBSTITUTIONS,
    read_archive,
)
from shuangsuiji.workflows.archives_away import archive_away
from shuangsuiji.workflows.auditing.walk import refuse_differences, walk_draw


def past_visits(
    draws: Path,
    lines: Sequence[LedgerLine],
    plan: Plan,
    batch: str | None,
    *,
    known: Sequence[LedgerLine] | None = None,
) -> list[PastVisit]:
    """The visits of every standing draw of the ledger, but for the batch that is drawn now.

    Of a draw that was cancelled or drawn again, also of this batch, those count that were inspected: a result
    is on record, and who was visited once this year is not drawn again (LAW-1).

    Args:
        draws: the folder of the archives.
        lines: the ledger.
        plan: the plan that is drawn.
        batch: the name of the batch; None where nothing is drawn and every visit counts.
        known: the whole ledger, if `lines` are those of an earlier day: archives have grown since.

    Raises:
        BadInput: a later batch of the plan has been drawn already, or an archive does not hold what the
            ledger says.
        FileTrouble: an archive is missing.
    """
    visits: list[PastVisit] = []
    for line in standing_draws(lines):
        if batch is not None:
            if line.concerns(plan.number, batch):
                continue
            of_this_plan = norm(line.text("plan")) == norm(plan.number)
            if of_this_plan and line.text("until")[:7] > plan.batch(batch).end:
                raise BadInput(error("later-batch-drawn", batch=batch, later=line.text("batch")))
        visits += _visits_of(draws, line, lines, lines if known is None else known)
    standing_numbers = {line.number for line in standing_draws(lines)}
    for line in lines:
        void = line.event == Event.DRAWN and line.number not in standing_numbers
        if void and lines_of(lines, line, Event.RESULTS):
            visits += _visits_of(draws, line, lines, lines if known is None else known, inspected=True)
    return visits


def _visits_of(
    draws: Path,
    line: LedgerLine,
    lines: Sequence[LedgerLine],
    known: Sequence[LedgerLine],
    *,
    inspected: bool = False,
) -> list[PastVisit]:
    """The visits of one draw after the substitutions that the lines tell of, without those that ended.

    With `inspected` only those with a result that the lines tell of.
    """
    folder = draws / line.text("archive")
    if away := archive_away(draws, line):
        raise Mismatch(away)
    archive = read_archive(folder)
    refuse_differences("archive-changed", archive, walk_draw(archive, line, known))
    count = len(SUBSTITUTIONS.lines(lines, line))
    entered = archive.folders(RESULT_ENTRIES)
    entries = [
        entry_of(json.loads(entered[name][RESULTS]))
        for name in RESULT_ENTRIES.lines(lines, line)
        if name in entered
    ]
    begun = {result.visit for entry in entries for result in entry.results if not result.withdrawn}
    return [
        PastVisit(
            object_id=visit["id"],
            day=line.text("until"),
            plan=line.text("plan"),
            batch=line.text("batch"),
            tasks=tuple(map(task_key, visit["tasks"])),
            reasons=tuple(visit["reasons"]),
            people=tuple(member["person"] for member in visit["team"]),
        )
        for visit in standing(archive.draw, archive.events(count))
        if not visit.get("ended") and (visit["index"] in begun or not inspected)
    ]
