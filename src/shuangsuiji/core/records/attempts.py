"""The attempts of one batch on record, and what their seeds are worth (LAW-4, LAW-5).

Everything follows from the lines of the ledger before the draw, so that an audit tells it again.
"""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.records.dossier import AttemptRecord
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts, frozen_now
from shuangsuiji.core.seeds.seed import grade

DRAWN, FAILED, CANCELLED, OPEN = "抽取", "失败", "取消", "没有结果"
KNOWN_BEFORE, ANOTHER_SINCE = "seed-known-before-freeze", "seed-second-after-freeze"
"""Why a typed seed under a freeze does not count as 先封存后公开."""


def attempts_of(lines: Sequence[LedgerLine], plan: str, batch: str) -> list[AttemptRecord]:
    """Every 开始 of a batch with what came of it, oldest first."""
    return [
        AttemptRecord(
            attempt=int(str(line.data.get("attempt") or 0)),
            seed=line.text("seed"),
            grade=line.text("grade"),
            time=line.text("time"),
            outcome=_outcome(lines, line),
        )
        for line in attempts(lines, plan, batch)
    ]


def attempts_with(
    lines: Sequence[LedgerLine], started: LedgerLine, plan: str, batch: str
) -> list[AttemptRecord]:
    """The attempts as the archive of the one that `started` lists them, itself the last: 抽取."""
    found = attempts_of(lines[: started.number], plan, batch)
    return [*found[:-1], AttemptRecord(**{**found[-1], "outcome": DRAWN})]


def _outcome(lines: Sequence[LedgerLine], started: LedgerLine) -> str:
    plan, batch, number = started.text("plan"), started.text("batch"), started.data.get("attempt")
    came = OPEN
    for line in lines[started.number :]:
        if line.data.get("attempt") != number or not line.concerns(plan, batch) or "number" in line.data:
            continue
        if line.event in (Event.DRAWN, Event.FAILED) and came == OPEN:
            came = DRAWN if line.event == Event.DRAWN else FAILED
        elif line.event == Event.CANCELLED and came == DRAWN:
            came = CANCELLED
    return came


def doubt_of(lines: Sequence[LedgerLine], frozen: LedgerLine, seed: str) -> str:
    """Why a seed typed now may have been chosen in spite of a freeze: a code, or blank.

    Args:
        lines: the ledger before the draw begins.
        frozen: the line 封存 that it uses.
        seed: the normal form of the seed.
    """
    for line in lines:
        if line.event not in (Event.STARTED, Event.SUBSTITUTING):
            continue
        if line.number < frozen.number and line.text("seed") == seed:
            return KNOWN_BEFORE
        same_batch = line.concerns(frozen.text("plan"), frozen.text("batch"))
        since = line.number > frozen.number and line.event == Event.STARTED and same_batch
        if since and line.text("seed") != seed:
            return ANOTHER_SINCE
    return ""


def grade_on_record(
    lines: Sequence[LedgerLine], plan: str, batch: str, *, seed: str, given: bool, named: bool
) -> tuple[str, LedgerLine | None]:
    """The grade of a seed by the ledger before its draw began, and the line 封存 that the draw used.

    Args:
        lines: the lines before 开始.
        plan, batch: what is drawn.
        seed: its normal form.
        given: somebody typed it.
        named: the plan names its source by type and issue.
    """
    frozen = frozen_now(lines, plan, batch)
    fresh = frozen is not None and not (given and doubt_of(lines, frozen, seed))
    return grade(given=given, frozen=frozen is not None and (fresh or not given), named=named), frozen
