"""公示审批单.docx: what is to be published, how much, where, by when and how masked, for approval.

A page for each publication that the record of a draw can give now. Source: LZ-9 (公示审批), LZ-10, LAW-3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shuangsuiji.core.publicity import Access, list_is_public
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import Inspection
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.results.results_notice import IRREGULAR_LIST, RESULTS_NOTICE, irregular_results
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot


@dataclass(frozen=True, kw_only=True)
class PublicationSlip:
    """One publication to be approved."""

    title: str = slot("公示事项", "如抽查结果公示", needed=True)
    content: str = slot("公示内容", "多少户、多少户次")
    waiting: str = slot("未公示", "没有录齐、这次不公示的；没有的为空")
    time: str = slot("公示时限", "计划规定的公布时间")


@dataclass(frozen=True, kw_only=True)
class PublicationApproval(DrawPaper):
    """What the form says."""

    office: str = slot("承办科室", "计划“联系”里的受理科室或牵头科室；没有写时为空")
    channels: str = slot("公示渠道", "计划的公示渠道；没有写时为空")
    masks: str = slot("遮盖情况", "按计划怎样遮盖执法证号、个体工商户名称等")
    publications: tuple[PublicationSlip, ...] = rows("公示", "每项公示一页", needed=True)


def publication_approval(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 公示审批单.docx."""
    plan = dossier.pool.plan
    frame = draw_frame(dossier, draw_title(dossier.manifest, "公示审批单"))
    content = PublicationApproval(
        **draw_facts(dossier),
        office=(plan.contact.office if plan.contact else None) or plan.lead_office or "",
        channels="、".join(plan.publication.channels),
        masks=_masks(dossier),
        publications=tuple(_publications(dossier, dossier.inspections)),
    )
    return render(PUBLICATION_APPROVAL, content, frame, templates)


def _publications(dossier: Dossier, found: tuple[Inspection, ...]) -> Iterator[PublicationSlip]:
    plan = dossier.pool.plan
    objects = len({visit["number"] for visit in dossier.draw["visits"]})
    now = "抽取后即可公布" if list_is_public(plan) else f"{plan.publication.list_published}公布"
    yield PublicationSlip(
        title=_title(DRAWN_LIST.file), content=f"抽查对象{objects}户", waiting="", time=f"{now}（计划规定）"
    )
    complete = [one for one in found if one.complete]
    limit = f"自检查结束之日起{plan.publication.workdays}个工作日内"
    if complete:
        waiting = len(found) - len(complete)
        yield PublicationSlip(
            title=_title(RESULTS_NOTICE.file),
            content=f"检查结果{len(complete)}户次",
            waiting=f"{waiting}户次的结果没有录齐，录齐后另行报批" if waiting else "",
            time=limit,
        )
    if irregular := irregular_results(dossier):
        yield PublicationSlip(
            title=_title(IRREGULAR_LIST.file), content=f"列入名单{len(irregular)}户次", waiting="", time=limit
        )


def _title(file: str) -> str:
    return file.removesuffix(".docx")


def _masks(dossier: Dossier) -> str:
    publication = dossier.pool.plan.publication
    certificate = {"部分": "部分遮盖", "全部": "全部公开", "不公开": "不公开"}[publication.certificate]
    parts = ["身份证号、电话号码一律遮盖", f"执法证号{certificate}"]
    if publication.sole_traders:
        parts.append(f"个体工商户名称{'部分遮盖' if publication.sole_traders == '部分' else '全称'}")
    if publication.hidden_columns:
        parts.append(f"不公开的栏目：{'、'.join(publication.hidden_columns)}")
    if publication.hidden_items:
        parts.append(f"不公开结果的事项：{'、'.join(publication.hidden_items)}")
    return "；".join(parts)


PUBLICATION_APPROVAL = Form(
    file="公示审批单.docx",
    content=PublicationApproval,
    about=f"公示以前报批用，名单、结果等每项公示一页；{Access.INTERNAL}保存，与公示稿一并归档。",
)
