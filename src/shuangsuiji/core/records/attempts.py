"""The attempts of one batch on record, and what their seeds are worth (LAW-4, LAW-5).

Everything follows from the lines of the ledger before the draw, so that an audit tells it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.records.dossier import AttemptRecord, LetterRecord
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts, frozen_lines, frozen_now
from shuangsuiji.core.seeds.published import not_yet_public, public_before
from shuangsuiji.core.seeds.seed import grade

DRAWN, FAILED, CANCELLED, OPEN = "抽取", "失败", "取消", "没有结果"
KNOWN_BEFORE, ANOTHER_SINCE = "seed-known-before-freeze", "seed-second-after-freeze"
PUBLIC_BEFORE, NOT_YET = "seed-public-before-freeze", "seed-not-yet-public"
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


def letters_of(lines: Sequence[LedgerLine], plan: str, batch: str) -> list[LetterRecord]:
    """Every 封存 of a batch with what its letter bears, oldest first."""
    return [
        LetterRecord(number=order, time=line.text("time"), commit=line.text("commit"))
        for order, line in enumerate(frozen_lines(lines, plan, batch), 1)
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


def doubt_of(lines: Sequence[LedgerLine], frozen: LedgerLine, seed: str, form: Seed, time: datetime) -> str:
    """Why a seed typed now may have been chosen in spite of a freeze: a code, or blank.

    Args:
        lines: the ledger before the draw begins.
        frozen: the line 封存 that it uses.
        seed: the normal form of the seed.
        form: 种子 of the plan.
        time: when the draw begins.
    """
    batch, sealed = frozen.text("batch"), recorded_time(frozen.text("time"))
    if not_yet_public(form, batch, time):
        return NOT_YET
    if sealed is None or public_before(form, batch, sealed):
        return PUBLIC_BEFORE
    if frozen.text("example") == seed:
        return KNOWN_BEFORE
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
    lines: Sequence[LedgerLine],
    plan: str,
    batch: str,
    *,
    seed: str,
    given: bool,
    form: Seed,
    time: datetime,
) -> tuple[str, LedgerLine | None]:
    """The grade of a seed by the ledger before its draw began, and the line 封存 that the draw used.

    Args:
        lines: the lines before 开始.
        plan, batch: what is drawn.
        seed: its normal form.
        given: somebody typed it.
        form: 种子 of the plan.
        time: of the line 开始.
    """
    frozen = frozen_now(lines, plan, batch)
    fresh = frozen is not None and not (given and doubt_of(lines, frozen, seed, form, time))
    return grade(given=given, frozen=fresh, named=form.is_named(batch)), frozen
