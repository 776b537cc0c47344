"""What the papers of one draw begin with: titles, properties, and the facts that stand on each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.office.sheets import Workbook
from shuangsuiji.documents.templates.forms import PaperFrame, rows, slot
from shuangsuiji.documents.wording import created, day_text, issuers


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


def draw_facts(dossier: Dossier) -> DrawFacts:
    """The fields of `DrawPaper`."""
    plan, manifest = dossier.pool.plan, dossier.manifest
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
    }


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
