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
from shuangsuiji.documents.wording import inquiries_text, issuers

_TITLE_WIDTH = 38
"""How many half-width places a line of the title takes."""


@dataclass(frozen=True, kw_only=True)
class SealRow:
    """Two bodies side by side, each with room for a seal of 42 mm; the last one stands over the date."""

    left: str = slot("左", "左边的机关；最后一排只有一个机关的为空")
    right: str = slot("右", "右边的机关")
    last: bool = slot("末排", "是否最后一排，成文日期在右边的机关下面")


def seal_rows(bodies: Sequence[str]) -> tuple[SealRow, ...]:
    """The bodies in their order, two in a row, for the seals of a joint paper (GB/T 9704, 7.3.5.1)."""
    pairs = [list(bodies[begin : begin + 2]) for begin in range(0, len(bodies), 2)]
    return tuple(
        SealRow(left=pair[0] if len(pair) == 2 else "", right=pair[-1], last=index == len(pairs) - 1)
        for index, pair in enumerate(pairs)
    )


@dataclass(frozen=True, kw_only=True)
class PublicPaper:
    """The head and the signature of an official paper (GB/T 9704-2012)."""

    mark: str = slot("公开标识", "公开，或内部及公布时间", needed=True)
    heads: tuple[str, ...] = rows("标题机关", "标题里的发文机关，长的分行")
    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    year: int = slot("年度", "计划年度")
    document: str = slot("文号", "计划的文号；没有时为空")
    issuers: tuple[str, ...] = rows("署名机关", "落款的机关")
    seals: tuple[SealRow, ...] = rows("印章排", "两个以上机关盖章用，每排两个")
    inquiries: str = slot("受理", "受理异议的科室和电话；计划没有写“联系”时为空")
    issued: str = slot("成文日期", "落款日期")


class PublicFacts(TypedDict):
    """The fields of `PublicPaper` by their names."""

    mark: str
    heads: tuple[str, ...]
    bodies: str
    year: int
    document: str
    issuers: tuple[str, ...]
    seals: tuple[SealRow, ...]
    inquiries: str
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
        "seals": seal_rows(bodies),
        "inquiries": inquiries_text(plan),
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
