"""回避与重新指派记录.docx: each recusal that was asked for after the draw, and who was assigned instead.

The request and the decision are written by hand and signed; who has to stay away, why, and who comes by lot
stand in the record of the event. Source: WG-7, LAW-2; 舞钢 二.1 (应当回避，并重新抽取).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import EventRecord, VisitRecord, event_title
from shuangsuiji.core.records.story import team_change
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.visits import serial, team_of
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import minute_text


@dataclass(frozen=True, kw_only=True)
class RecusalCase:
    """One person who stays away from one visit."""

    serial: int = slot("表号", "第几号，与检查通知书相同")
    object: str = slot("检查对象", "检查对象名称")
    person: str = slot("回避人员", "回避的检查人员", needed=True)
    unit: str = slot("回避人员单位", "回避人员所在单位；专家为专业")
    certificate: str = slot("回避人员证号", "执法证号；专家为空")
    reason: str = slot("事由", "记录的事由")
    came: str = slot("重新指派", "随机递补进检查组的人员；检查终止或者没有递补的，写明")
    team: str = slot("检查组", "现在的检查组，★为组长")


@dataclass(frozen=True, kw_only=True)
class RecusalRecord(DrawPaper):
    """What the record says."""

    title: str = slot("名目", "如第1次递补")
    time: str = slot("时间", "如2024年5月21日 9时05分")
    operator: str = slot("操作人", "没有登记的为空")
    recusals: tuple[RecusalCase, ...] = rows("回避", "每人每户一页", needed=True)


def recusal_record(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes | None:
    """The bytes of 回避与重新指派记录.docx, of the event whose papers are made; None if nobody stays away."""
    for event, before in dossier.steps():
        if event["event"] == dossier.papers_of and event["recused"]:
            frame = draw_frame(dossier, draw_title(dossier.manifest, "回避与重新指派记录"))
            return render(RECUSAL_RECORD, _content(dossier, event, before), frame, templates)
    return None


def _content(dossier: Dossier, event: EventRecord, before: Mapping[int, VisitRecord]) -> RecusalRecord:
    circumstances = event["circumstances"]
    return RecusalRecord(
        **draw_facts(dossier),
        title=event_title(event),
        time=minute_text(circumstances["time"]),
        operator=circumstances["operator"],
        recusals=tuple(
            _recusal(dossier, event, before[pair["visit"]], pair["person"]) for pair in event["recused"]
        ),
    )


def _recusal(dossier: Dossier, event: EventRecord, old: VisitRecord, person: str) -> RecusalCase:
    new = next((visit for visit in event["visits"] if visit["index"] == old["index"]), old)
    change = team_change(dossier, old, new)
    members = [member for member in team_of(dossier, old) if member.person == person]
    return RecusalCase(
        serial=serial(old),
        object=dossier.pool.name(old["number"]),
        person=dossier.person_of[person].name,
        unit="、".join(member.unit for member in members),
        certificate="、".join(member.certificate for member in members),
        reason=event["reason"],
        came=("随机递补" + change.came) if change.came else "没有递补",
        team=change.team,
    )


RECUSAL_RECORD = Form(
    file="回避与重新指派记录.docx",
    content=RecusalRecord,
    about="抽取以后提出回避的，每人每户一页：谁回避、为什么、谁接替；申请和决定由本人和负责人填写、签名。",
)
