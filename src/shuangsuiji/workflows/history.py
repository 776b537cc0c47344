"""What earlier draws of the ledger assigned, so that the second batch of a year knows the first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of, standing_draws
from shuangsuiji.core.records.record import standing
from shuangsuiji.core.rules.pool import PastVisit, task_key
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import (
    DRAW,
    SEALED,
    SUBSTITUTIONS,
    first_difference,
    read_archive,
)


def past_visits(draws: Path, lines: Sequence[LedgerLine], plan: Plan, batch: str | None) -> list[PastVisit]:
    """The visits of every standing draw of the ledger, but for the batch that is drawn now.

    Args:
        draws: the folder of the archives.
        lines: the ledger.
        plan: the plan that is drawn.
        batch: the name of the batch; None where nothing is drawn and every visit counts.

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
        visits += _visits_of(draws, line, lines)
    return visits


def _visits_of(draws: Path, line: LedgerLine, lines: Sequence[LedgerLine]) -> list[PastVisit]:
    """The visits of one draw after the substitutions that the lines tell of, without those that ended."""
    folder = draws / line.text("archive")
    if not (folder / SEALED / DRAW).exists():
        raise BadInput(error("archive-missing", Place(file=str(draws)), archive=folder.name))
    archive = read_archive(folder)
    recorded = [event.text("manifest") for event in lines_of(lines, line, Event.SUBSTITUTED)]
    events = list(archive.folders(SUBSTITUTIONS).values())[: len(recorded)]
    changed = len(events) < len(recorded) or first_difference(archive.own_files(), line.text("manifest"))
    if changed or any(map(first_difference, events, recorded)):
        raise BadInput(error("archive-changed", Place(file=str(folder)), archive=folder.name))
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
        for visit in standing(archive.draw, archive.events(len(recorded)))
        if not visit.get("ended")
    ]
