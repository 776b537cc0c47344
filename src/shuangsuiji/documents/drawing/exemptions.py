"""免重复检查名单.xlsx: the objects drawn this year, whom routine inspections leave alone (QHD-3).

Holds what earlier draws of the year assigned as well as this one, so that the latest list is the whole list.
Visits that only a must-inspect rule asked for exempt nobody.
"""

from __future__ import annotations

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import month_text, months_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.rules.pool import PastVisit
from shuangsuiji.documents.drawing.visits import when
from shuangsuiji.documents.office.sheets import Column, Row, Sheet, Workbook
from shuangsuiji.documents.wording import (
    created,
    day_text,
    embargo_text,
    has_column,
    id_heading,
    short_digests,
)

_CREDIT_CODE = "统一社会信用代码"
_AT_RANDOM = {"随机", "补足"}


def exemptions(dossier: Dossier) -> bytes:
    """The bytes of 免重复检查名单.xlsx."""
    manifest, plan = dossier.manifest, dossier.pool.plan
    book = Workbook(
        title=f"{plan.year}年度免重复检查名单",
        footer=f"计划编号 {manifest['plan']}　{short_digests(dossier)}",
        rehearsal=bool(manifest["rehearsal"]),
        created=created(dossier),
    )
    heading = id_heading(dossier)
    found = {**_earlier(dossier), **_drawn(dossier)}
    optional = [
        name
        for name in (_CREDIT_CODE, "类别", "行政区划")
        if name != heading
        and has_column(dossier, name)
        and any(dossier.object_cell(number, name) for number in found)
    ]
    rows: list[Row] = []
    for number in sorted(found):
        row: list[str | int] = [len(rows) + 1, dossier.pool.name(number), dossier.pool.ids[number - 1]]
        row += [dossier.object_cell(number, name) for name in optional]
        rows.append([*row, *found[number], f"{plan.year}年12月31日"])
    book.sheet(
        Sheet(
            name="免重复检查名单",
            title=f"{plan.year}年度“双随机”已抽取对象免重复检查名单",
            about=f"{embargo_text(plan)}　　计划编号：{plan.number}　　"
            f"截至{day_text(dossier)}，共{len(rows)}户。",
            columns=[
                Column("序号", "number"),
                Column("名称", most=44),
                Column(heading, "center", 24),
                *(Column(name, "center" if name == _CREDIT_CODE else "text", 24) for name in optional),
                Column("抽取任务", most=36),
                Column("抽取批次", most=24),
                Column("抽取日期", "center", 18),
                Column("检查时间", "center", 18),
                Column("有效期至", "center", 18),
            ],
            rows=rows,
            below=[
                "说明：名单中的对象本年度已被随机抽取，在日常检查中不再重复检查；计划规定必查的，投诉举报、"
                "上级交办、转办案件线索等依法应当检查的，不受此限。只因必查安排检查的不列入。",
            ],
        )
    )
    return book.data()


def _drawn(dossier: Dossier) -> dict[int, tuple[str, str, str, str]]:
    """Object number -> tasks, batch, day and months of this draw."""
    found: dict[int, tuple[str, str, str, str]] = {}
    for visit in dossier.draw["visits"]:
        if visit["number"] in found or not _AT_RANDOM.intersection(visit["reasons"]):
            continue
        works = "\n".join(dossier.task_name(task) for task in visit["tasks"]) or "全年比例下限补足"
        found[visit["number"]] = (
            works,
            dossier.manifest["batch"],
            day_text(dossier),
            when(dossier, visit),
        )
    return found


def _earlier(dossier: Dossier) -> dict[int, tuple[str, str, str, str]]:
    """The same of earlier draws of the year, by the ledger and the history sheet."""
    found: dict[int, tuple[str, str, str, str]] = {}
    for key, visits in dossier.pool.this_year.items():
        number = dossier.pool.number_of.get(key)
        drawn = [visit for visit in visits if visit.at_random]
        if number is None or not drawn:
            continue
        first = min(drawn, key=lambda visit: visit.day)
        tasks = "\n".join(dossier.task_name(task) for task in first.tasks)
        own = first.plan in ("", dossier.manifest["plan"])
        batch = first.batch if own else f"{first.plan} {first.batch}"
        found[number] = (tasks, batch, "—", _months(dossier.pool.plan, first))
    return found


def _months(plan: Plan, visit: PastVisit) -> str:
    """The months of an earlier batch of this plan; of any other visit, the month on record."""
    names = [batch for batch in plan.batches if norm(batch.name) == norm(visit.batch)]
    return months_text(names) if names and visit.plan == plan.number else month_text(visit.day[:7])
