"""What the papers of one draw begin with: titles, properties, and the facts that stand on each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from shuangsuiji.core.plans.contact import Contact
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.office.sheets import Workbook
from shuangsuiji.documents.templates.forms import PaperFrame, rows, slot
from shuangsuiji.documents.wording import created, day_text, issuers

MOST_SEALS = 4
"""More bodies sign a notice on a page of their own."""


@dataclass(frozen=True, kw_only=True)
class SealLine:
    """One row of three places on a form, each with room for a seal of 42 mm."""

    left: str = slot("左", "左边的机关；没有的为空，第一排留给联系方式")
    middle: str = slot("中", "中间的机关；没有的为空")
    right: str = slot("右", "右边的机关")
    last: bool = slot("末排", "是否最后一排，日期在右边的机关下面")


@dataclass(frozen=True, kw_only=True)
class DrawPaper:
    """What every working paper of a draw may print."""

    year: int = slot("年度", "计划年度")
    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    issuers: tuple[str, ...] = rows("署名机关", "落款的机关，每个一行")
    plan: str = slot("计划编号", "计划编号")
    plan_name: str = slot("计划名称", "计划名称")
    document: str = slot("文号", "计划的文号；没有时为空")
    batch: str = slot("批次", "批次名称")
    day: str = slot("抽取日期", "如2024年5月21日")
    digests: str = slot("摘要", "不再使用，总是空的：摘要只印在承诺书和核验信息上", default="")
    person: str = slot("联系人", "计划“联系”里的联系人；没有写时为空")
    phone: str = slot("联系电话", "计划“联系”里的联系电话；没有写时为空")
    supervision: str = slot("监督电话", "计划“联系”里的监督电话；没有写时为空")
    seals: tuple[SealLine, ...] = rows("盖章排", "盖章的机关，每排至多三个")


class DrawFacts(TypedDict):
    """The fields of `DrawPaper` by their names."""

    year: int
    bodies: str
    issuers: tuple[str, ...]
    plan: str
    plan_name: str
    document: str
    batch: str
    day: str
    digests: str
    person: str
    phone: str
    supervision: str
    seals: tuple[SealLine, ...]


def draw_facts(dossier: Dossier) -> DrawFacts:
    """The fields of `DrawPaper`."""
    plan, manifest = dossier.pool.plan, dossier.manifest
    contact = plan.contact or Contact()
    return {
        "year": plan.year,
        "bodies": "、".join(issuers(plan)),
        "issuers": issuers(plan),
        "plan": manifest["plan"],
        "plan_name": manifest["plan_name"],
        "document": plan.document_number or "",
        "batch": manifest["batch"],
        "day": day_text(dossier),
        "digests": "",
        "person": contact.person or "",
        "phone": contact.phone or "",
        "supervision": contact.supervision or "",
        "seals": seal_lines(issuers(plan)),
    }


def seal_lines(bodies: Sequence[str]) -> tuple[SealLine, ...]:
    """The bodies in their order: two in a row beside whom to ask, or three; the last one at the right."""
    across = 3 if len(bodies) == 3 or len(bodies) > MOST_SEALS else 2
    lines = [list(bodies[begin : begin + across]) for begin in range(0, len(bodies), across)]
    padded = [[""] * (3 - len(line)) + line for line in lines]
    return tuple(
        SealLine(left=left, middle=middle, right=right, last=index == len(padded))
        for index, (left, middle, right) in enumerate(padded, 1)
    )


def draw_title(manifest: Mapping[str, object], paper: str) -> str:
    """某某计划（上半年）检查日程: the plan, the batch and the paper."""
    return f"{manifest['plan_name']}（{manifest['batch']}）{paper}"


def draw_frame(dossier: Dossier, title: str) -> PaperFrame:
    """The frame of a Word paper of a draw."""
    rehearsal = bool(dossier.manifest["rehearsal"])
    return PaperFrame(title=title, created=created(dossier), rehearsal=rehearsal)


def draw_book(dossier: Dossier, title: str, *, footer: str = "") -> Workbook:
    """An empty workbook of a draw.

    Args:
        dossier: what is on record of the draw.
        title: of the file's properties and of every page.
        footer: of every page; plan and number of the attempt, if it is blank.
    """
    manifest = dossier.manifest
    return Workbook(
        title=title,
        footer=footer or f"计划编号 {manifest['plan']}　第{manifest['attempt']}次抽取",
        rehearsal=bool(dossier.manifest["rehearsal"]),
        created=created(dossier),
    )
