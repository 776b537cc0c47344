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
from shuangsuiji.documents.wording import chinese_day, minute_text, public_remarks, strength_text


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
    number: int = slot("封存次数", "本批次第几次封存", default=1)
    reason: str = slot("再次封存的理由", "第2次起写明的理由；没有的为空", default="")
    lines: int = slot("台账行数", "封存前台账的行数", default=0)
    ledger_head: str = slot("台账摘要", "封存前台账末行的SHA-256；还没有台账的为64个0", default="")
    earlier: tuple[str, ...] = rows("以前的封存", "本批次以前每一次封存的时间和摘要，每次一句", needed=True)
    commit: str = slot("封存摘要", "封存内容的SHA-256", needed=True)
    source: str = slot("种子来源", "种子的公开来源；计划没有写明时为空", default="")
    reading: str = slot("种子写法", "号码怎样写成种子；没有时为空", default="")
    example: str = slot("举例", "例子的来历：上一期的号码，或虚拟的号码；没有写法的为空", default="")
    example_key: str = slot("举例密钥", "按例子算得的密钥的前16位；没有写法的为空", default="")
    opens: str = slot("最早公布", "按日程种子最早公布的时间；推不出的为空", default="")
    doubts: tuple[str, ...] = rows(
        "种子的不足", "种子为什么不能算先封存后公开等情况，每条一句；没有的为空", needed=True
    )
    strength: str = slot("种子强度", "种子的强度；算不出时为空", default="")
    fallback: str = slot("来源失效", "来源不能产生时怎样办；没有时为空", default="")
    draw_time: str = slot("抽取时间", "预定的抽取时间；没有时为空", default="")
    chances: tuple[str, ...] = rows(
        "抽取机会", "种子产生以前对抽取机会的说明，每项一句，没有名称和姓名", needed=True
    )
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
    day, found = chinese_day(datetime.fromisoformat(manifest["time"])), manifest["findings"]
    doubts = dict.fromkeys(_DOUBTS[one["code"]] for one in found if one["code"] in _DOUBTS)
    return CommitmentLetter(
        mark=Access.PUBLIC,
        plan_name=manifest["plan_name"],
        batch=manifest["batch"],
        document=pool.plan.document_number or "",
        day=day,
        objects=len(pool),
        people=len(pool.people),
        number=manifest["number"],
        reason=manifest["reason"] if manifest["number"] > 1 else "",
        lines=manifest["ledger_lines"],
        ledger_head=manifest["ledger_head"],
        earlier=tuple(
            f"第{one['number']}次封存（{minute_text(one['time'])}），封存摘要{one['commit']}"
            for one in manifest["letters"]
        ),
        commit=manifest["commit"],
        source=manifest["source"],
        reading=manifest["reading"],
        example=_example_text(manifest),
        example_key=manifest["example_key"],
        opens=minute_text(manifest["opens"]) if manifest["opens"] else "",
        doubts=(*doubts, *public_remarks(one for one in found if one["code"] not in _DOUBTS)),
        strength="" if doubts else strength_text(manifest["bits"]),
        fallback=manifest["fallback"],
        draw_time=manifest["draw_time"],
        chances=tuple(chances),
        scheme=manifest["scheme"],
        issuers=(pool.plan.initiator,),
        issued=day,
    )


def _example_text(manifest: FreezeManifest) -> str:
    """Where the numbers of the example come from."""
    if not manifest["example"]:
        return ""
    return f"取以往的号码“{manifest['example_typed']}”" if manifest["example_typed"] else "取虚拟的号码"


_DOUBTS = {
    "freeze-no-source": (
        "计划没有写明种子来源，种子由本机系统随机数产生，或由操作人给定：结果可以复算，"
        "但不能证明只试过这一个种子，不算先封存后公开。"
    ),
    "seed-untyped": (
        "种子来源没有写明可以查对的类型和期号，号码怎样写、取哪一次的，事后可以挑选：抽取时种子性质只能记作“人工给定”，"
        "不算先封存后公开，本承诺书不能证明种子没有经过挑选。"
    ),
    "freeze-not-named": (
        "种子来源没有写明本批次用哪一期、哪一轮，事后可以挑选：抽取时种子性质只能记作“人工给定”，不算先封存后公开。"
    ),
    "freeze-seed-perhaps-public": (
        "约定的号码按日程最早在封存以前公布，封存时多半已经公布：请与官方公布的开奖日期核对。"
    ),
    "freeze-seed-public": (
        "约定的号码在封存以前按日程就已公布，封存时可以先看号码：抽取时种子性质只能记作“人工给定”，不算先封存后公开。"
    ),
}
"""What a warning of the freeze means to whoever reads the letter."""


COMMITMENT_LETTER = Form(
    file="承诺书.docx",
    content=CommitmentLetter,
    about="封存以后、种子产生以前盖章公布，证明抽取的内容不再变动。",
)
