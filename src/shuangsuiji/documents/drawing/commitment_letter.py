"""承诺书: the letter that makes a commitment public before the seed exists (LAW-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.beijing import in_beijing
from shuangsuiji.core.publicity import Access
from shuangsuiji.core.records.dossier import FreezeManifest
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import chinese_day, strength_text


@dataclass(frozen=True, kw_only=True)
class CommitmentLetter:
    """What the letter says: what is sealed, by which digest, and where the seed will come from."""

    mark: str = slot("公开标识", "公开", needed=True)
    plan_name: str = slot("计划名称", "计划的名称")
    batch: str = slot("批次", "批次名称")
    document: str = slot("文号", "计划的文号；没有时为空", default="")
    day: str = slot("封存日期", "如2024年5月21日")
    objects: int = slot("检查对象户数", "封存的检查对象户数")
    people: int = slot("检查人员人数", "封存的检查人员和专家人数")
    commit: str = slot("封存摘要", "封存内容的SHA-256", needed=True)
    source: str = slot("种子来源", "种子的公开来源；计划没有写明时为空", default="")
    reading: str = slot("种子写法", "号码怎样写成种子；没有时为空", default="")
    strength: str = slot("种子强度", "种子的强度；算不出时为空", default="")
    fallback: str = slot("来源失效", "来源不能产生时怎样办；没有时为空", default="")
    draw_time: str = slot("抽取时间", "预定的抽取时间；没有时为空", default="")
    chances: tuple[str, ...] = rows("抽取机会", "种子产生以前对抽取机会的说明，每项一句，没有名称和姓名")
    scheme: str = slot("规则名称", "抽取规则的名称和版本")
    issuers: tuple[str, ...] = rows("署名机关", "落款的机关")
    issued: str = slot("成文日期", "落款日期")


def commitment_letter(
    manifest: FreezeManifest,
    snapshot: Snapshot,
    chances: Sequence[str] = (),
    templates: Templates = NO_TEMPLATES,
) -> bytes:
    """The bytes of 承诺书.docx; `chances` are the sentences of the chance statement."""
    title = draw_title(manifest, "封存承诺书")
    frame = PaperFrame(title=title, created=in_beijing(datetime.fromisoformat(manifest["time"])))
    return render(COMMITMENT_LETTER, content(manifest, snapshot, chances), frame, templates)


def content(manifest: FreezeManifest, snapshot: Snapshot, chances: Sequence[str] = ()) -> CommitmentLetter:
    """What the letter says of one frozen batch."""
    pool = snapshot.pool
    day = chinese_day(datetime.fromisoformat(manifest["time"]))
    return CommitmentLetter(
        mark=Access.PUBLIC,
        plan_name=manifest["plan_name"],
        batch=manifest["batch"],
        document=pool.plan.document_number or "",
        day=day,
        objects=len(pool),
        people=len(pool.people),
        commit=manifest["commit"],
        source=manifest["source"],
        reading=manifest["reading"],
        strength=strength_text(manifest["bits"]),
        fallback=manifest["fallback"],
        draw_time=manifest["draw_time"],
        chances=tuple(chances),
        scheme=manifest["scheme"],
        issuers=(pool.plan.initiator,),
        issued=day,
    )


COMMITMENT_LETTER = Form(
    file="承诺书.docx",
    content=CommitmentLetter,
    about="封存以后、种子产生以前盖章公布，证明抽取的内容不再变动。",
)
