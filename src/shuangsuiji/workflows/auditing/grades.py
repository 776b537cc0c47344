"""What a seed is worth, told again: from the manifest by itself, and from the order of the ledger's lines.

先封存后公开 holds only if the ledger has 封存 with the commitment of the draw before its 开始, if the plan
named the source by type and issue, if the seed is one that this source can give, and if nobody had begun with
it before the freeze or with another one since. Source: LAW-4, LAW-5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.attempts import attempts_of, attempts_with, grade_on_record, letters_of
from shuangsuiji.core.records.dossier import AttemptRecord, Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts
from shuangsuiji.core.seeds.seed import (
    BY_PLATFORM,
    GIVEN,
    REHEARSAL,
    SEALED_PUBLIC,
    SEALED_SYSTEM,
    SYSTEM,
    SYSTEM_SOURCE,
    TYPED_SOURCE,
    strength_on_record,
)
from shuangsuiji.core.seeds.words import origin_text
from shuangsuiji.files.ledger import WORDS
from shuangsuiji.workflows.auditing.steps import Details, StepFailed

_SYSTEM_TEXT = re.compile(r"[0-9a-f]{32}")


def grade_by_itself(manifest: Manifest, form: Seed) -> Details:
    """What the manifest says of its seed and what cannot be so, whatever the ledger has."""
    seed, batch = manifest["seed"], manifest["batch"]
    grade = seed["grade"]
    sealed, given = bool(manifest["frozen"]), grade in (GIVEN, SEALED_PUBLIC)
    fits = {
        SYSTEM: not sealed,
        SEALED_SYSTEM: sealed,
        GIVEN: True,
        SEALED_PUBLIC: sealed and form.is_named(batch),
        REHEARSAL: bool(manifest["rehearsal"]),
        BY_PLATFORM: "platform" in manifest,
    }
    if not fits.get(grade, False):
        return [("audit-grade-impossible", {"grade": grade})]
    if grade in (REHEARSAL, BY_PLATFORM):
        return []
    wrong: Details = []
    if not given and not _SYSTEM_TEXT.fullmatch(seed["text"]):
        wrong.append(("audit-grade-impossible", {"grade": grade}))
    expected = {
        "bits": strength_on_record(form, given=given),
        "agreed": source_text(form, batch),
        "source": TYPED_SOURCE if given else SYSTEM_SOURCE,
    }
    wrong += [
        ("audit-seed-field", {"field": name, "recorded": str(seed.get(name, "")), "expected": value})
        for name, value in expected.items()
        if seed.get(name) != value
    ]
    return wrong


def grade_by_ledger(
    lines: Sequence[LedgerLine], started: LedgerLine, manifest: Manifest, form: Seed
) -> Details:
    """The grade, the line 封存 and the list of attempts, held against the lines before 开始.

    Raises:
        Failed: one of them is not what these lines give.
    """
    plan, batch, seed = manifest["plan"], manifest["batch"], manifest["seed"]
    before = lines[: started.number - 1]
    if manifest["attempts"] != attempts_with(lines, started, plan, batch):
        raise StepFailed([("audit-attempts-differ", {})])
    if "letters" in manifest and manifest["letters"] != letters_of(before, plan, batch):
        raise StepFailed([("audit-letters-differ", {})])
    if seed["grade"] == BY_PLATFORM:
        return _sealed(before, manifest)
    grade, frozen = grade_on_record(
        before,
        plan,
        batch,
        seed=seed["text"],
        given=seed["source"] == TYPED_SOURCE,
        form=form,
        time=datetime.fromisoformat(started.text("time")),
    )
    if (frozen.digest if frozen else "") != manifest["frozen"]:
        raise StepFailed([("audit-not-frozen", {})])
    if grade != seed["grade"]:
        raise StepFailed([("audit-grade", {"recorded": seed["grade"], "expected": grade})])
    return [*_sealed(before, manifest), ("audit-grade-fits", {"grade": grade})]


def _sealed(before: Sequence[LedgerLine], manifest: Manifest) -> Details:
    """That the pool was sealed before, if the manifest says so, under the same commitment."""
    if not manifest["frozen"]:
        return []
    line = next((line for line in before if line.digest == manifest["frozen"]), None)
    if line is None or line.text("commit") != manifest["commit"]:
        raise StepFailed([("audit-not-frozen", {})])
    return [("audit-frozen", {"line": line.number, "time": clock(line.text("time"))})]


def clock(recorded: str) -> str:
    """A recorded time to the minute, in Beijing; what is none stays as it is."""
    time = recorded_time(recorded)
    return f"北京时间 {time:%Y-%m-%d %H:%M}" if time else recorded


def used_by(lines: Sequence[LedgerLine], manifest: Manifest, commit: str) -> tuple[str, dict[str, str | int]]:
    """Which attempts of the batch used what was sealed under this commitment, as a detail of an audit.

    The letter of another batch is told as such.
    """
    used = [
        line.text("attempt")
        for line in attempts(lines, manifest["plan"], manifest["batch"])
        if line.text("commit") == commit
    ]
    if used:
        return "audit-commit-used", {"attempts": "、".join(f"第 {attempt} 次" for attempt in used)}
    for line in lines:
        if line.event in (Event.FROZEN, Event.STARTED) and line.text("commit") == commit:
            if line.concerns(manifest["plan"], manifest["batch"]):
                return "audit-commit-unused", {}
            return "audit-commit-of-other", {"plan": line.text("plan"), "batch": line.text("batch")}
    return "audit-commit-unknown", {}


def agreed_and_used(manifest: Manifest, commit: str) -> Details:
    """What was agreed and what was done: seed and time; and which of several letters `commit` is."""
    seed, told = manifest["seed"], Details()
    origin = origin_text(seed["agreed"], seed["source"], seed["reason"])
    if origin:
        told.append(("audit-origin", {"origin": origin, "grade": seed["grade"]}))
    if manifest["announced"]:
        time = recorded_time(manifest["time"])
        actual = f"{time:%Y-%m-%d %H:%M}" if time else manifest["time"]
        told.append(("audit-announced", {"announced": manifest["announced"], "actual": actual}))
    letters = manifest.get("letters", [])
    numbers = [one["number"] for one in letters if one["commit"] == commit]
    if len(letters) > 1 and numbers:
        told.append(("audit-letter", {"number": numbers[-1], "count": len(letters)}))
    return told


def attempts_in_ledger(lines: Sequence[LedgerLine], manifest: Manifest, commit: str) -> Details:
    """Every attempt of the batch with its seed, and whether it used what was sealed under this commitment."""
    plan, batch = manifest["plan"], manifest["batch"]
    used = [
        "用的是这份封存" if line.text("commit") == commit else "没有用这份封存"
        for line in attempts(lines, plan, batch)
    ]
    return [attempt_told(*pair) for pair in zip(attempts_of(lines, plan, batch), used, strict=True)]


def attempt_told(attempt: AttemptRecord, used: str) -> tuple[str, dict[str, str | int]]:
    """One attempt as a detail of an audit; `used` says whether it used what was sealed."""
    return "audit-attempt", {
        "attempt": attempt["attempt"],
        "time": clock(attempt["time"]),
        "seed": attempt["seed"],
        "grade": attempt["grade"],
        "outcome": attempt["outcome"],
        "used": used,
    }


def later(lines: Sequence[LedgerLine], drawn: LedgerLine) -> Details:
    """What the ledger says of a draw afterwards: cancelled, or drawn again."""
    found: Details = []
    for line in lines[drawn.number :]:
        if not line.concerns(drawn.text("plan"), drawn.text("batch")):
            continue
        if line.event == Event.CANCELLED and line.data.get("attempt") == drawn.data.get("attempt"):
            reason = f"（在 {WORDS} 里，不在手边）" if line.lacks_words else line.text("reason")
            found.append(("audit-cancelled", {"reason": reason}))
        if line.event == Event.DRAWN:
            found.append(("audit-drawn-again", {"attempt": line.text("attempt")}))
    return found
