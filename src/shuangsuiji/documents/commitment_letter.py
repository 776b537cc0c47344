"""承诺书: the letter that makes a commitment public before the seed exists (LAW-4)."""

from __future__ import annotations

from datetime import datetime

from shuangsuiji.core.dossier import FreezeManifest
from shuangsuiji.core.snapshot import Snapshot
from shuangsuiji.documents.word import OFFICIAL, Paper
from shuangsuiji.documents.wording import chinese_day, strength_text


def commitment_letter(manifest: FreezeManifest, snapshot: Snapshot) -> bytes:
    """The bytes of 承诺书.docx: what is sealed, by which digest, and where the seed will come from."""
    pool = snapshot.pool
    created = datetime.fromisoformat(manifest["time"])
    title = f"{manifest['plan_name']}（{manifest['batch']}）封存承诺书"
    paper = Paper(OFFICIAL, title=title, created=created, rehearsal=False)
    for line in (manifest["plan_name"], f"（{manifest['batch']}）", "封存承诺书"):
        paper.paragraph(line, "Title")
    paper.paragraph("", "公文顶格")
    document = f"（{pool.plan.document_number}）" if pool.plan.document_number else ""
    paper.paragraph(
        f"按照年度抽查计划{document}，本机关已于{chinese_day(created)}将抽查计划、名录库和事项清单统一编号后封存。"
        f"检查对象共{len(pool)}户，检查人员（含专家）共{len(pool.people)}人，逐一编号，不再增减。"
    )
    paper.paragraph("封存摘要（SHA-256）：")
    paper.paragraph(manifest["commit"], "公文摘要值")
    for text in _promises(manifest):
        paper.paragraph(text)
    paper.paragraph("", "公文顶格")
    paper.paragraph(f"{pool.plan.initiator}（盖章）", "署名日期")
    paper.paragraph(chinese_day(created), "署名日期")
    return paper.data()


def _promises(manifest: FreezeManifest) -> list[str]:
    source = manifest["source"] or "（计划没有写明种子来源，由系统随机数产生）"
    found = [f"随机种子来源：{source}。"]
    if manifest["reading"]:
        found.append(f"种子写法：{manifest['reading']}。")
    if manifest["bits"]:
        found.append(f"种子强度{strength_text(manifest['bits'])}。")
    if manifest["fallback"]:
        found.append(f"来源不能产生时：{manifest['fallback']}。")
    if manifest["draw_time"]:
        found.append(f"抽取时间：{manifest['draw_time']}。")
    found.append(
        f"本机关承诺：种子产生后，只用上述封存内容，按公开的抽取规则（{manifest['scheme']}）抽取一次，"
        "不更换、不重抽；确需重抽的，说明理由并保留原抽取记录。任何人可以凭封存内容和种子重新计算，核对抽取结果。"
    )
    return found
