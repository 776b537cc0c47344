"""免重复检查名单.xlsx: the objects drawn this year, whom routine inspections leave alone (QHD-3).

Holds what earlier draws of the year assigned as well as this one, so that the latest list is the whole list.
Visits that only a must-inspect rule asked for exempt nobody.
"""

from __future__ import annotations

from typing import NamedTuple

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import month_text, months_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.rules.pool import PastVisit
from shuangsuiji.documents.drawing.heads import draw_book
from shuangsuiji.documents.drawing.visits import registry_fields, when
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.wording import day_text, embargo_text, id_heading

_AT_RANDOM = {"随机", "补足"}


def exemptions(dossier: Dossier) -> bytes:
    """The bytes of 免重复检查名单.xlsx."""
    plan = dossier.pool.plan
    book = draw_book(dossier, f"{plan.year}年度免重复检查名单", footer=f"计划编号 {plan.number}")
    found = {**_earlier(dossier), **_drawn(dossier)}
    numbers = sorted(found)
    fields: list[Field[int]] = [
        Field("名称", dossier.pool.name, most=44),
        Field(id_heading(dossier), lambda number: dossier.pool.ids[number - 1], "center", 24),
        *registry_fields(dossier, ("统一社会信用代码", "类别", "行政区划"), numbers, int, 24),
        Field("抽取任务", lambda number: found[number].tasks, most=36),
        Field("抽取批次", lambda number: found[number].batch, most=24),
        Field("抽取日期", lambda number: found[number].day, "center", 18),
        Field("检查时间", lambda number: found[number].months, "center", 18),
        Field("有效期至", lambda _: f"{plan.year}年12月31日", "center", 18),
    ]
    book.sheet(
        table(
            "免重复检查名单",
            f"{plan.year}年度“双随机”已抽取对象免重复检查名单",
            fields,
            numbers,
            about=f"{embargo_text(plan)}　　计划编号：{plan.number}　　"
            f"截至{day_text(dossier)}，共{len(numbers)}户。",
            below=[
                "说明：名单中的对象本年度已被随机抽取，在日常检查中不再重复检查；计划规定必查的，投诉举报、"
                "上级交办、转办案件线索等依法应当检查的，不受此限。只因必查安排检查的不列入。",
            ],
            numbered=True,
        )
    )
    return book.data()


class _Exemption(NamedTuple):
    """Why an object is left alone: the tasks, the batch, the day of the draw, the months of the visit."""

    tasks: str
    batch: str
    day: str
    months: str


def _drawn(dossier: Dossier) -> dict[int, _Exemption]:
    """Object number -> what this draw says of it."""
    found: dict[int, _Exemption] = {}
    for visit in dossier.draw["visits"]:
        if visit["number"] in found or not _AT_RANDOM.intersection(visit["reasons"]):
            continue
        works = "\n".join(dossier.task_name(task) for task in visit["tasks"]) or "全年比例下限补足"
        found[visit["number"]] = _Exemption(
            works, dossier.manifest["batch"], day_text(dossier), when(dossier, visit)
        )
    return found


def _earlier(dossier: Dossier) -> dict[int, _Exemption]:
    """The same of earlier draws of the year, by the ledger and the history sheet."""
    found: dict[int, _Exemption] = {}
    for key, visits in dossier.pool.this_year.items():
        number = dossier.pool.number_of.get(key)
        drawn = [visit for visit in visits if visit.at_random]
        if number is None or not drawn:
            continue
        first = min(drawn, key=lambda visit: visit.day)
        tasks = "\n".join(dossier.task_name(task) for task in first.tasks)
        own = first.plan in ("", dossier.manifest["plan"])
        batch = first.batch if own else f"{first.plan} {first.batch}"
        found[number] = _Exemption(tasks, batch, "—", _months(dossier.pool.plan, first))
    return found


def _months(plan: Plan, visit: PastVisit) -> str:
    """The months of an earlier batch of this plan; of any other visit, the month on record."""
    names = [batch for batch in plan.batches if norm(batch.name) == norm(visit.batch)]
    return months_text(names) if names and visit.plan == plan.number else month_text(visit.day[:7])
