"""What earlier draws of the ledger assigned, so that the second batch of a year knows the first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.canonical import norm, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.ledger import LedgerLine, standing_draws
from shuangsuiji.core.plan import Plan
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import DRAW, SEALED
from shuangsuiji.files.disk import read_bytes


def past_visits(draws: Path, lines: Sequence[LedgerLine], plan: Plan, batch: str) -> list[PastVisit]:
    """The visits of every standing draw of the ledger, but for the batch that is drawn now.

    Args:
        draws: the folder of the archives.
        lines: the ledger.
        plan: the plan that is drawn.
        batch: the name of the batch.

    Raises:
        BadInput: a later batch of the plan has been drawn already, or an archive does not hold what the
            ledger says.
        FileTrouble: an archive is missing.
    """
    visits: list[PastVisit] = []
    for line in standing_draws(lines):
        if line.concerns(plan.number, batch):
            continue
        of_this_plan = norm(line.text("plan")) == norm(plan.number)
        if of_this_plan and line.text("until")[:7] > plan.batch(batch).end:
            raise BadInput(error("later-batch-drawn", batch=batch, later=line.text("batch")))
        visits += _visits_of(draws, line)
    return visits


def _visits_of(draws: Path, line: LedgerLine) -> list[PastVisit]:
    path = draws / line.text("archive") / SEALED / DRAW
    if not path.exists():
        raise BadInput(error("archive-missing", Place(file=str(draws)), archive=line.text("archive")))
    data = read_bytes(path)
    if sha256(data) != line.text("draw"):
        raise BadInput(error("archive-changed", Place(file=str(path)), archive=line.text("archive")))
    record = json.loads(data)
    return [
        PastVisit(
            object_id=visit["id"],
            day=line.text("until"),
            plan=line.text("plan"),
            batch=line.text("batch"),
            tasks=tuple(visit["tasks"]),
            reasons=tuple(visit["reasons"]),
            people=tuple(member["person"] for member in visit["team"]),
        )
        for visit in record["visits"]
    ]
