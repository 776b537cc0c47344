"""关于调整年度抽查工作计划的公告: what changed, why, and from when, for the public (XT-5, GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.plans.changes import REGISTRIES, PlanChange
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.publicity import masked
from shuangsuiji.documents.official import PublicPaper, public_facts
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import chinese_day

_ORDINALS = "一二三四五六七八九"
_HOUSEKEEPING = frozenset({"标识", "部门别名"})
"""What a plan says to this program alone."""
_OWN_AFFAIRS = frozenset({REGISTRIES, Plan.title("contact"), Plan.title("notice_numbers")})
"""Parts that say where things lie, whom to ask and how notices are numbered, not what is inspected."""


@dataclass(frozen=True, kw_only=True)
class ChangedPart:
    """What changed in one part of the plan."""

    ordinal: str = slot("序号", "一、二、三……")
    name: str = slot("名称", "计划的哪一部分，如任务、批次")
    items: tuple[str, ...] = rows("各项", "每项一句，不带句号")


@dataclass(frozen=True, kw_only=True)
class ChangeNotice(PublicPaper):
    """What the notice says."""

    old_name: str = slot("原计划名称", "调整前的计划名称")
    old_document: str = slot("原文号", "调整前的计划文号；没有时为空", default="")
    reason: str = slot("调整理由", "为什么调整；没有写时为空", default="")
    count: int = slot("改动项数", "共改动几项")
    parts: tuple[ChangedPart, ...] = rows("改动", "按计划的各部分列出的改动", needed=True)
    drawn: tuple[str, ...] = rows("已抽批次", "调整以前已经抽取的批次")


def change_notice(
    plans: tuple[Plan, Plan],
    changes: Sequence[PlanChange],
    *,
    reason: str,
    drawn: Sequence[str],
    now: datetime,
    templates: Templates = NO_TEMPLATES,
) -> bytes:
    """The bytes of the draft.

    Args:
        plans: the plan before and after.
        changes: every difference; what concerns files and spellings alone is left out.
        reason: why the plan is changed; blank leaves a space to be filled in.
        drawn: names of the batches that had been drawn before.
        now: the date under the notice.
        templates: an office's own.
    """
    title = f"关于调整{plans[1].year}年度抽查工作计划的公告"
    content = _content(plans, changes, reason, drawn, now)
    return render(CHANGE_NOTICE, content, PaperFrame(title=title, created=now), templates)


def public_changes(changes: Sequence[PlanChange]) -> list[PlanChange]:
    """The changes that concern the public."""
    return [one for one in changes if one.part not in _OWN_AFFAIRS and one.label not in _HOUSEKEEPING]


def _content(
    plans: tuple[Plan, Plan], changes: Sequence[PlanChange], reason: str, drawn: Sequence[str], now: datetime
) -> ChangeNotice:
    old, new = plans
    shown = public_changes(changes)
    names = list(dict.fromkeys(one.part for one in shown))
    return ChangeNotice(
        **public_facts(new, chinese_day(now)),
        old_name=old.name or old.number,
        old_document=old.document_number or "",
        reason=masked(reason),
        count=len(shown),
        parts=tuple(
            ChangedPart(
                ordinal=_ORDINALS[index],
                name=name,
                items=tuple(masked(one.sentence) for one in shown if one.part == name),
            )
            for index, name in enumerate(names)
        ),
        drawn=tuple(drawn),
    )


CHANGE_NOTICE = Form(
    file="调整计划公告.docx",
    content=ChangeNotice,
    about="年度抽查计划调整以后公布，写明改了什么、为什么改。",
)
