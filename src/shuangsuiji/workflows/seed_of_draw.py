"""The seed of a draw: what was agreed, what was used, and what it is worth by the ledger (LAW-4).

A batch that was sealed with a named source is drawn with that source. The system's own random numbers in its
place have to be asked for in so many words, with a reason, and both stand on the record.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from shuangsuiji.core.records.requests import grade_of_request
from shuangsuiji.core.seeds.published import not_yet_public
from shuangsuiji.core.seeds.reading import bound_to_issues
from shuangsuiji.core.seeds.seed import (
    BY_PLATFORM,
    GIVEN,
    PLATFORM_SOURCE,
    SEALED_SYSTEM,
    SYSTEM,
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
        BadUsage: a seed and the system's own at once; none for a batch that was sealed with a named source,
            or no reason for leaving that source, be it for a platform's draw.
    """
    bound = ready.frozen is not None
    agreed = source_text(ready.plan.seed, ready.snapshot.batch) if bound else ""
    if ready.platform is not None:
        if agreed and not asked.reason:
            raise BadUsage(error("platform-after-freeze", batch=ready.snapshot.batch, source=agreed))
        return
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
        agreed = source_text(form, batch) if ready.frozen is not None else ""
        return SeedRecord(
            text=text,
            grade=BY_PLATFORM,
            agreed=agreed,
            source=PLATFORM_SOURCE if agreed else "",
            reason=asked.reason if agreed else "",
            bits="",
        ), []
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


def seed_of_event(
    form: Seed, request: bytes, asked: SeedAsked, broken: LedgerLine | None, times: tuple[str, datetime]
) -> SeedRecord:
    """The seed of an event that a request waits for.

    Args:
        form: 种子 of the plan.
        request: request.json.
        asked: what the caller said of the seed.
        broken: the line 递补开始 of the event if it broke off; it then goes on with its seed.
        times: when the request was filed, and when the event begins.

    Raises:
        BadInput: the seed is none of the source, or of another issue than the request names.
        BadUsage: see `refuse_unasked`.
    """
    agreed = _agreed_for_event(form, request)
    if asked.seed is not None:
        issue = str(json.loads(request)["source"]["issue"])
        text = normal_seed(asked.seed, bound_to_issues(form.without_issues(), issue))
        level = grade_of_request(form, issue, *times)
        if broken is not None:
            level = broken.text("grade") if text == broken.text("seed") else GIVEN
    elif broken is not None:
        text, level = broken.text("seed"), broken.text("grade") or SYSTEM
    else:
        text, level = "", SYSTEM
    if broken is None:
        refuse_unasked(asked, agreed, error("event-needs-seed", source=agreed))
    by_system = level == SYSTEM
    why = asked.reason or (broken.text("detail") if broken is not None else "")
    return SeedRecord(
        text=text or system_seed(asked.entropy(16)),
        grade=level,
        agreed=agreed,
        source=SYSTEM_SOURCE if by_system else TYPED_SOURCE,
        reason=why if agreed and by_system else "",
        bits="128" if by_system else "",
    )


def _agreed_for_event(form: Seed, request: bytes) -> str:
    """The source of an event's seed in words; and that no issue was named, where one could be (LAW-4)."""
    asked = {key: str(text) for key, text in json.loads(request)["source"].items()}
    agreed = " ".join(text for text in (asked["source"], asked["issue"]) if text)
    bound = bound_to_issues(form.without_issues(), asked["issue"])
    dated = [source for source in bound.sources if source.type not in (DICE, HEX)]
    undated = "、".join(source.type for source in dated if not source.issues(None))
    return f"{agreed}（申请时没有写明{undated}用哪一期）" if undated else agreed
