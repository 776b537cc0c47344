"""取消记录.docx: the record of a cancelled draw, signed as that of an event is; the minutes stay.

Source: LZ-4, LAW-5.
"""

from __future__ import annotations

from dataclasses import dataclass

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.steps import CANCELLATION, DrawStep
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, slot
from shuangsuiji.documents.wording import minute_text, time_text


@dataclass(frozen=True, kw_only=True)
class CancellationRecord(DrawPaper):
    """What the record says."""

    title: str = slot("名目", "取消抽取", needed=True)
    attempt: int = slot("抽取次数", "第几次抽取", needed=True)
    time: str = slot("时间", "取消的时间，如2024年5月21日 9时05分")
    operator: str = slot("操作人", "没有登记的为空")
    reason: str = slot("理由", "取消的理由", needed=True)
    drawn_at: str = slot("抽取时间", "取消的抽取是什么时候的")
    objects: int = slot("对象户数", "取消时名单上的户数")
    visits: int = slot("户次", "取消时应检查的户次")
    inspected: int = slot("已检查户次", "取消时已经录齐检查结果的户次；仍算今年检查过")
    recalled: int = slot("撤回的通知书", "因取消而撤回的检查通知书的份数")


def cancellation_record(dossier: Dossier, step: DrawStep, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 取消记录.docx.

    Args:
        dossier: what is on record of the draw, its cancellation too.
        step: the cancellation.
        templates: an office's own.
    """
    circumstances, reason = dossier.cancelled or (None, "")
    visits = [visit for visit in dossier.draw["visits"] if "ended" not in visit]
    recalled = {entry.visit["index"] for entry in step.withdrawn if not entry.person}
    content = CancellationRecord(
        **draw_facts(dossier),
        title=CANCELLATION,
        attempt=dossier.manifest["attempt"],
        time=minute_text(step.time),
        operator=circumstances["operator"] if circumstances else "",
        reason=reason,
        drawn_at=time_text(dossier),
        objects=len({visit["number"] for visit in visits}),
        visits=len(visits),
        inspected=sum(visit["index"] not in recalled for visit in visits),
        recalled=len(recalled),
    )
    frame = draw_frame(dossier, draw_title(dossier.manifest, f"{CANCELLATION}记录"))
    return render(CANCELLATION_RECORD, content, frame, templates)


CANCELLATION_RECORD = Form(
    file="取消记录.docx",
    content=CancellationRecord,
    about="取消一次抽取的记录，由主持人、操作人、见证人签名，与抽取记录一并存档。",
)
