"""What an archive states, and what vouches for each statement: the calculation, the ledger, or nothing.

No statement of an archive in which a step failed that the statement needs is more than a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.steps import AuditStep, Verdict

LEDGER_STEP = 8
"""The number of the step that holds an archive against its ledger."""


class Basis(StrEnum):
    """What vouches for a statement."""

    COMPUTED = "算得"
    RECORDED = "有台账为证"
    CLAIMED = "只是自称"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that an archive says: its name, the value, and what vouches for it."""

    name: str
    value: str
    basis: Basis


def statements_of(report: AuditReport) -> list[Statement]:
    """What an archive states, each with what vouches for it; nothing where its manifest cannot be read."""
    manifest: Mapping[str, Any] = report.manifest or {}
    seed = manifest.get("seed")
    seed = seed if isinstance(seed, dict) else {}
    steps = {step.number: step for step in report.steps}
    witnesses = manifest.get("witnesses")
    watched = "、".join(map(str, witnesses)) if isinstance(witnesses, list) else ""
    computed, recorded = Basis.COMPUTED, Basis.RECORDED
    told = [
        ("封存摘要", manifest.get("commit"), computed, (1, 3)),
        ("名录由原始文件整理", manifest.get("plan_file"), computed, (1, 3, 4)),
        ("抽取结果由种子算得", seed.get("text"), computed, (1, 3, 5, 6)),
        ("种子性质", seed.get("grade"), recorded, (1, 8)),
        ("第几次抽取", manifest.get("attempt"), recorded, (1, 8)),
        ("时间", manifest.get("time"), recorded, (1, 8)),
        ("操作人", manifest.get("operator"), recorded, (1, 8, 19)),
        ("理由", manifest.get("reason"), recorded, (1, 8, 19)),
        ("见证人", watched, recorded, (1, 8)),
        ("先封存", _detail(steps, 17), recorded, (8, 17)),
        ("递补由种子算得", _detail(steps, 9), computed, (1, 9)),
        ("递补的次数", _detail(steps, 13), recorded, (8, 13)),
        ("检查结果", _detail(steps, 14), recorded, (8, 14)),
        ("更正", _detail(steps, 15), recorded, (8, 15)),
    ]
    return [
        Statement(
            name=name,
            value=str(value),
            basis=basis if all(_holds(steps.get(number)) for number in needed) else Basis.CLAIMED,
        )
        for name, value, basis, needed in told
        if value not in (None, "")
    ]


def _detail(steps: Mapping[int, AuditStep], number: int) -> str:
    """What a step says first, if it was made or there is nothing of the kind."""
    step = steps.get(number)
    if step is None or not step.details:
        return ""
    code, values = step.details[0]
    return text_of(code, values)


def _holds(step: AuditStep | None) -> bool:
    """Whether a step was made, or there is nothing of its kind; a rehearsal has no ledger to vouch for it."""
    if step is None:
        return False
    return step.verdict is Verdict.PASSED or (step.absent and step.number != LEDGER_STEP)
