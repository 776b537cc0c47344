"""The seed of a draw: what was agreed, what was used, and what it is worth by the ledger (LAW-4).

A batch that was sealed with a named source is drawn with that source. The system's own random numbers in its
place have to be asked for in so many words, with a reason, and both stand on the record.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.core.plans.seed_form import DICE, HEX, Seed
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.attempts import (
    ANOTHER_SINCE,
    NOT_YET,
    PUBLIC_BEFORE,
    doubt_of,
    grade_on_record,
)
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.core.seeds.published import not_yet_public
from shuangsuiji.core.seeds.reading import bound_to_issues
from shuangsuiji.core.seeds.seed import (
    BY_PLATFORM,
    SYSTEM_SOURCE,
    TYPED_SOURCE,
    normal_seed,
    strength_on_record,
    system_seed,
)
from shuangsuiji.core.seeds.words import opening_text
from shuangsuiji.errors import BadUsage
from shuangsuiji.workflows.check import Ready
from shuangsuiji.workflows.environment import Entropy


@dataclass(frozen=True, kw_only=True)
class SeedAsked:
    """What the caller said of the seed.

    Attributes:
        seed: as read at the ceremony, if it was. Where a platform drew it decides nothing but teams that its
            list does not name.
        system: the system's random numbers are wanted in place of the source that was agreed.
        reason: why; compulsory then.
        entropy: gives random bytes of the system.
    """

    seed: str | None
    system: bool = False
    reason: str = ""
    entropy: Entropy


def refuse_without_seed(ready: Ready, asked: SeedAsked) -> None:
    """What cannot be a seed of this draw, before anything is written.

    Raises:
        BadUsage: a seed and the system's own at once; none for a batch that was sealed with a named source;
            or no reason for leaving that source.
    """
    bound = ready.platform is None and ready.frozen is not None
    agreed = source_text(ready.plan.seed, ready.snapshot.batch) if bound else ""
    refuse_unasked(asked, agreed, error("sealed-needs-seed", batch=ready.snapshot.batch, source=agreed))


def refuse_unasked(asked: SeedAsked, agreed: str, missing: Finding) -> None:
    """The system's random numbers in place of an agreed source are asked for in so many words, with a reason.

    Args:
        agreed: the source in words; blank where none binds.
        missing: what is said if there is no seed.

    Raises:
        BadUsage: they are not, or a seed is given as well.
    """
    if asked.system and asked.seed is not None:
        raise BadUsage(error("system-seed-beside-seed"))
    if not agreed or asked.seed is not None:
        return
    if not asked.system:
        raise BadUsage(missing)
    if not asked.reason:
        raise BadUsage(error("system-seed-needs-reason", source=agreed))


def seed_of_draw(
    ready: Ready, lines: Sequence[LedgerLine], asked: SeedAsked, time: datetime
) -> tuple[SeedRecord, list[Finding]]:
    """The seed with its grade, and what has to be said about it.

    Args:
        lines: the ledger before 开始.
        time: of 开始.

    Raises:
        BadInput: the seed is not what the plan fixed.
        BadUsage: see `refuse_without_seed`.
    """
    refuse_without_seed(ready, asked)
    form, batch = ready.plan.seed, ready.snapshot.batch
    if ready.platform is not None:
        text = normal_seed(asked.seed, Seed()) if asked.seed else system_seed(asked.entropy(16))
        return SeedRecord(text=text, grade=BY_PLATFORM, agreed="", source="", reason="", bits=""), []
    agreed, given = source_text(form, batch), asked.seed is not None
    text = system_seed(asked.entropy(16)) if asked.seed is None else normal_seed(asked.seed, form, batch)
    level, _ = grade_on_record(lines, ready.plan.number, batch, seed=text, given=given, form=form, time=time)
    record = SeedRecord(
        text=text,
        grade=level,
        agreed=agreed,
        source=TYPED_SOURCE if given else SYSTEM_SOURCE,
        reason=asked.reason if agreed and not given else "",
        bits=strength_on_record(form, given=given),
    )
    if not given:
        return record, [warning("seed-source-unused", source=agreed)] if agreed else []
    return record, _doubts(ready, lines, text, time)


def _doubts(ready: Ready, lines: Sequence[LedgerLine], seed: str, time: datetime) -> list[Finding]:
    """Why typed numbers are no public ones; before any freeze only that nobody can know them yet."""
    form, batch, frozen = ready.plan.seed, ready.snapshot.batch, ready.frozen
    early = not_yet_public(form, batch, time)
    doubt = doubt_of(lines, frozen, seed, form, time) if frozen else NOT_YET if early else ""
    if doubt == NOT_YET and early:
        return [warning("seed-not-yet-public", type=early.type, first=opening_text(early, batch))]
    if doubt == PUBLIC_BEFORE:
        return [warning("seed-public-before-freeze", source=source_text(form, batch))]
    if not doubt:
        return []
    return [warning("seed-second-after-freeze" if doubt == ANOTHER_SINCE else "seed-known-before-freeze")]


def agreed_for_event(form: Seed, request: bytes) -> str:
    """The source of an event's seed in words; and that no issue was named, where one could be (LAW-4)."""
    asked = {key: str(text) for key, text in json.loads(request)["source"].items()}
    agreed = " ".join(text for text in (asked["source"], asked["issue"]) if text)
    bound = bound_to_issues(form.without_issues(), asked["issue"])
    dated = [source for source in bound.sources if source.type not in (DICE, HEX)]
    undated = "、".join(source.type for source in dated if not source.issues(None))
    return f"{agreed}（申请时没有写明{undated}用哪一期）" if undated else agreed
