"""递补记录.docx: the record of one substitution, or of specialists sent along, that those present sign.

The minutes of the draw never change; each later event has this record of its own. Source: WG-6, WG-7, LZ-6,
LZ-14, LAW-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import EventRecord, SeedRecord, VisitRecord, event_title, refilled
from shuangsuiji.core.records.story import recusals, team_change
from shuangsuiji.core.seeds.words import origin_text
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import (
    asked_text,
    event_replacements,
    event_requests,
    minute_text,
    withdrawn_text,
)


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """What the event changed at one visit."""

    object: str = slot("检查对象", "检查对象名称")
    left: str = slot("退出", "退出检查组的人员；新补入的对象为“（补入）”")
    came: str = slot("递补", "递补进检查组的人员")
    team: str = slot("检查组", "现在的检查组，★为组长；不再检查的为“终止”")


@dataclass(frozen=True, kw_only=True)
class SubstitutionRecord(DrawPaper):
    """What the record says."""

    title: str = slot("名目", "如第1次递补；选派专业人员", needed=True)
    attempt: int = slot("抽取次数", "第几次抽取")
    time: str = slot("时间", "如2024年5月21日 9时05分")
    operator: str = slot("操作人", "没有登记的为空")
    witnesses: str = slot("见证人", "没有登记的为空")
    reason: str = slot("理由", "递补的理由", needed=True)
    seed: str = slot("种子", "用的种子和来源；选派专业人员不抽取，为空")
    asked: str = slot("申请", "按申请办理的，何时提出、写明哪一期；不是的为空", default="")
    withdrawn: tuple[str, ...] = rows("撤回的申请", "这次抽取以来提出又撤回的申请，每份一句；没有的为空")
    requests: tuple[str, ...] = rows("事项", "谁不能参加、谁回避、哪一户不能检查，每条一句", needed=True)
    objects: tuple[str, ...] = rows("对象递补", "哪一户由哪一户递补，每条一句")
    teams: tuple[TeamRow, ...] = rows("检查组变动", "每户次一行", needed=True)
    recusals: tuple[str, ...] = rows("回避经过", "递补时抽中而回避的，每条一句")


def substitution_record(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 递补记录.docx, of the event whose papers are made.

    Raises:
        StopIteration: the papers are of no event.
    """
    event, before = next(step for step in dossier.steps() if step[0]["event"] == dossier.papers_of)
    frame = draw_frame(dossier, draw_title(dossier.manifest, f"{event_title(event)}记录"))
    return render(SUBSTITUTION_RECORD, _content(dossier, event, before), frame, templates)


def _content(dossier: Dossier, event: EventRecord, before: Mapping[int, VisitRecord]) -> SubstitutionRecord:
    circumstances = event["circumstances"]
    changes = [(visit, team_change(dossier, before.get(visit["index"]), visit)) for visit in event["visits"]]
    return SubstitutionRecord(
        **draw_facts(dossier),
        title=event_title(event),
        attempt=dossier.manifest["attempt"],
        time=minute_text(circumstances["time"]),
        operator=circumstances["operator"],
        witnesses="、".join(circumstances["witnesses"]),
        reason=event["reason"],
        seed=_seed(circumstances["seed"]),
        asked=asked_text(event, dossier.pool.plan.seed),
        withdrawn=tuple(f"{line}。" for line in withdrawn_text(dossier)),
        requests=tuple(f"{line}。" for line in event_requests(event, dossier)),
        objects=tuple(f"{line}。" for line in event_replacements(event, dossier)),
        teams=tuple(TeamRow(**change._asdict()) for _, change in changes),
        recusals=tuple(
            f"{visit['name']}：{sentence}"
            for visit, _ in changes
            if refilled(before.get(visit["index"]), visit)
            for sentence in recusals(dossier, visit)
        ),
    )


def _seed(seed: SeedRecord | None) -> str:
    """The seed of an event in words; the draw's own where no new one was agreed."""
    if seed is None:
        return ""
    if not seed["text"]:
        return "沿用抽取时的种子"
    origin = origin_text(seed["agreed"], seed["source"], seed["reason"])
    return f"新种子 {seed['text']}（{seed['grade']}）" + (f"；{origin}" if origin else "")


SUBSTITUTION_RECORD = Form(
    file="递补记录.docx",
    content=SubstitutionRecord,
    about="每一次递补、选派的记录，由主持人、操作人、见证人签名，与抽取记录一并存档；抽取记录本身不再改动。",
)
