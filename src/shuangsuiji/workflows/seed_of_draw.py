"""The seed of a draw: what was agreed, what was used, and what it is worth by the ledger (LAW-4).

A batch that was sealed with a named source is drawn with that source. The system's own random numbers in its
place have to be asked for in so many words, with a reason, and both stand on the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.attempts import ANOTHER_SINCE, doubt_of, grade_on_record
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.core.seeds.seed import (
    BY_PLATFORM,
    SEALED_SYSTEM,
    SYSTEM,
    SYSTEM_SOURCE,
    TYPED_SOURCE,
    normal_seed,
    strength_on_record,
    system_seed,
)
from shuangsuiji.errors import BadUsage
from shuangsuiji.workflows.check import Ready
from shuangsuiji.workflows.environment import Entropy
from shuangsuiji.workflows.platforms.platform_import import line_about


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
    if asked.system and asked.seed is not None:
        raise BadUsage(error("system-seed-beside-seed"))
    agreed = source_text(ready.plan.seed, ready.snapshot.batch)
    if ready.platform is not None or ready.frozen is None or not agreed or asked.seed is not None:
        return
    if not asked.system:
        raise BadUsage(error("sealed-needs-seed", batch=ready.snapshot.batch, source=agreed))
    if not norm(asked.reason):
        raise BadUsage(error("system-seed-needs-reason", source=agreed))


def resumed(ready: Ready, broken: LedgerLine, asked: SeedAsked) -> SeedAsked | None:
    """The seed of an attempt that broke off, asked for again, if what is drawn now is that very attempt.

    Args:
        ready: sealed.
        broken: its line 开始.
        asked: what the caller said of the seed; nothing at all means the seed on record.

    Returns:
        None if the commitment or the seed is another, the lists of a platform are, or it was sealed anew.
    """
    about = {**line_about(ready.platform), "commit": ready.snapshot.commit}
    sealed_since = ready.frozen is not None and ready.frozen.number > broken.number
    if sealed_since or any(broken.data.get(key) != value for key, value in about.items()):
        return None
    recorded, grade = broken.text("seed"), broken.text("grade")
    by_system = grade in (SYSTEM, SEALED_SYSTEM)
    if asked.seed is None:
        same = by_system or not asked.system
    else:
        form = Seed() if ready.platform is not None else ready.plan.seed
        same = normal_seed(asked.seed, form, ready.snapshot.batch) == recorded
    if not same:
        return None
    if not by_system:
        return replace(asked, seed=recorded, system=False)
    reason = asked.reason or broken.text("detail") or broken.text("reason")
    again = bytes.fromhex(recorded)
    sealed = ready.frozen is not None
    return SeedAsked(seed=None, system=sealed, reason=reason, entropy=lambda _: again)


def seed_of_draw(
    ready: Ready, lines: Sequence[LedgerLine], asked: SeedAsked
) -> tuple[SeedRecord, list[Finding]]:
    """The seed with its grade, and what has to be said about it.

    Args:
        lines: the ledger before 开始.

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
    level, _ = grade_on_record(
        lines, ready.plan.number, batch, seed=text, given=given, named=form.is_named(batch)
    )
    record = SeedRecord(
        text=text,
        grade=level,
        agreed=agreed,
        source=TYPED_SOURCE if given else SYSTEM_SOURCE,
        reason=norm(asked.reason) if agreed and not given else "",
        bits=strength_on_record(form, given=given),
    )
    return record, _said(ready, lines, record, given)


def _said(ready: Ready, lines: Sequence[LedgerLine], seed: SeedRecord, given: bool) -> list[Finding]:
    if not given:
        return [warning("seed-source-unused", source=seed["agreed"])] if seed["agreed"] else []
    doubt = doubt_of(lines, ready.frozen, seed["text"]) if ready.frozen is not None else ""
    if not doubt:
        return []
    return [warning("seed-second-after-freeze" if doubt == ANOTHER_SINCE else "seed-known-before-freeze")]
