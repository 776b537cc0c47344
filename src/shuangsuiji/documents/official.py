"""What papers for the public share: their head, their signature, and the masks of what is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.publicity import Access, Masks, masks_of, secret_numbers
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.office.sheets import text_width
from shuangsuiji.documents.templates.forms import rows, slot
from shuangsuiji.documents.wording import issuers

_TITLE_WIDTH = 38
"""How many half-width places a line of the title takes."""


@dataclass(frozen=True, kw_only=True)
class PublicPaper:
    """The head and the signature of an official paper (GB/T 9704-2012)."""

    mark: str = slot("公开标识", "公开，或内部及公布时间", needed=True)
    heads: tuple[str, ...] = rows("标题机关", "标题里的发文机关，长的分行")
    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    year: int = slot("年度", "计划年度")
    document: str = slot("文号", "计划的文号；没有时为空")
    issuers: tuple[str, ...] = rows("署名机关", "落款的机关")
    issued: str = slot("成文日期", "落款日期")


class PublicFacts(TypedDict):
    """The fields of `PublicPaper` by their names."""

    mark: str
    heads: tuple[str, ...]
    bodies: str
    year: int
    document: str
    issuers: tuple[str, ...]
    issued: str


def public_facts(plan: Plan, issued: str, mark: str = Access.PUBLIC) -> PublicFacts:
    """The fields of `PublicPaper`.

    Args:
        plan: whose paper it is.
        issued: the day under it, in words.
        mark: who may see it.
    """
    bodies = issuers(plan)
    return {
        "mark": mark,
        "heads": title_lines(bodies),
        "bodies": "、".join(bodies),
        "year": plan.year,
        "document": plan.document_number or "",
        "issuers": bodies,
        "issued": issued,
    }


def title_lines(bodies: Sequence[str]) -> tuple[str, ...]:
    """The issuing bodies as lines of a title: side by side where they fit."""
    line = "　".join(bodies)
    return (line,) if text_width(line) <= _TITLE_WIDTH else tuple(bodies)


def masks_for(dossier: Dossier) -> Masks:
    """The masks of a draw's papers: the plan's, and every phone and ID number of its registries (LZ-10)."""
    secrets = secret_numbers(dossier.pool.columns)
    for records in (dossier.private_objects, dossier.private_people):
        secrets |= secret_numbers(_columns(records))
    return masks_of(dossier.pool.plan, secrets)


def _columns(records: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    names = next(iter(records.values()), {})
    return {name: [record[name] for record in records.values()] for name in names}


def trader_facts(dossier: Dossier, number: int) -> tuple[str, str]:
    """The credit code and the kind of an object, by which a sole trader is known."""
    kinds = (dossier.object_cell(number, column) for column in ("主体类型", "市场主体类型", "企业类型"))
    return dossier.object_cell(number, "统一社会信用代码"), next(filter(None, kinds), "")


def batch_name(dossier: Dossier) -> str:
    """The name of the batch; blank where the plan has no other."""
    return dossier.manifest["batch"] if len(dossier.pool.plan.batches) > 1 else ""
