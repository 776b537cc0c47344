"""更正记录.docx: the record of one correction of a registry after the draw, signed as that of an event is.

Every cell with what it read before and since; `public_corrections` says the same of the drawn list without
private values. Source: LZ-4, LAW-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shuangsuiji.core.publicity import Masks
from shuangsuiji.core.records.correction import NAME, CellChange
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.official import trader_facts
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import minute_text


@dataclass(frozen=True, kw_only=True)
class CorrectedCell:
    """One cell that reads otherwise since."""

    key: str = slot("标识", "名称或姓名，后面是对象编码或执法证号")
    column: str = slot("列", "更正的是哪一列")
    before: str = slot("原来", "原来的内容")
    after: str = slot("改正后", "改正后的内容")
    drawn: str = slot("抽中", "这一户在不在抽查名单上：是或否；不是检查对象的为空")


@dataclass(frozen=True, kw_only=True)
class CorrectionRecord(DrawPaper):
    """What the record says."""

    title: str = slot("名目", "如第1次更正", needed=True)
    attempt: int = slot("抽取次数", "第几次抽取")
    time: str = slot("时间", "如2024年5月21日 9时05分")
    operator: str = slot("操作人", "没有登记的为空")
    reason: str = slot("理由", "更正的理由", needed=True)
    cells: tuple[CorrectedCell, ...] = rows("更正", "每处一行", needed=True)


def correction_record(dossier: Dossier, number: int, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 更正记录.docx.

    Args:
        dossier: what is on record of the draw.
        number: of the correction, from 1.
        templates: an office's own.
    """
    correction = next(one for one in dossier.corrections if one.number == number)
    content = CorrectionRecord(
        **draw_facts(dossier),
        title=f"第{number}次更正",
        attempt=dossier.manifest["attempt"],
        time=minute_text(correction.time),
        operator=correction.operator,
        reason=correction.reason,
        cells=tuple(
            CorrectedCell(
                key=_whose(dossier, change.key),
                column=change.column or "整列",
                before=change.words[0],
                after=change.words[1],
                drawn=_drawn(dossier, change),
            )
            for change in correction.changes
        ),
    )
    frame = draw_frame(dossier, draw_title(dossier.manifest, f"{content.title}记录"))
    return render(CORRECTION_RECORD, content, frame, templates)


def _whose(dossier: Dossier, key: str) -> str:
    """Name and id of the row; the id alone of what has no name there."""
    number, person = dossier.pool.number_of.get(key), dossier.person_of.get(key)
    name = dossier.pool.name(number) if number is not None else person.name if person else ""
    return f"{name}（{key}）" if name else key


def _drawn(dossier: Dossier, change: CellChange) -> str:
    number = dossier.pool.number_of.get(change.key)
    if number is None:
        return ""
    return "是" if any(visit["number"] == number for visit in dossier.draw["visits"]) else "否"


def public_corrections(dossier: Dossier, masks: Masks, *, names_only: bool = False) -> Iterator[str]:
    """A sentence for each correction that touches the drawn list: names old and new, columns of the rest."""
    for correction in dossier.corrections:
        told: dict[str, list[str]] = {}
        for change in correction.changes:
            if _drawn(dossier, change) == "是" and (change.column == NAME or not names_only):
                told.setdefault(change.key, []).append(_public(dossier, change, masks))
        if told:
            texts = (f"{_name(dossier, key, masks)}的{'、'.join(cells)}" for key, cells in told.items())
            day = minute_text(correction.time).split(" ")[0]
            yield f"{day}更正（{masks.said(correction.reason)}）：{'；'.join(texts)}"


def _name(dossier: Dossier, key: str, masks: Masks) -> str:
    number = dossier.pool.number_of[key]
    return masks.object_name(dossier.pool.name(number), *trader_facts(dossier, number))


def _public(dossier: Dossier, change: CellChange, masks: Masks) -> str:
    if change.column != NAME:
        return change.column
    number = dossier.pool.number_of[change.key]
    before = masks.object_name(change.before, *trader_facts(dossier, number))
    return f"名称（原为“{masks.said(before)}”）"  # a number in it may be why it was corrected


CORRECTION_RECORD = Form(
    file="更正记录.docx",
    content=CorrectionRecord,
    about="抽取以后每一次更正名录库的记录，由操作人、见证人签名，与抽取记录一并存档。",
)
