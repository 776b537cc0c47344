"""历年检查.xlsx: the visits of a year in the layout that a plan's 历史 reads (LZ-1, WG-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One visit; `people` are names, or ids where a name is not unique."""

    object_id: str
    name: str
    day: str
    plan: str
    batch: str
    reason: str
    people: tuple[str, ...]
    remark: str


def history_workbook(rows: Sequence[HistoryRow], *, year: int, plan: str, created: datetime) -> bytes:
    """The bytes of the workbook, earliest visit first."""
    title = f"{year}年度检查情况"
    book = Workbook(title=title, footer=f"计划编号 {plan}", rehearsal=False, created=created)
    fields: list[Field[HistoryRow]] = [
        Field("检查对象", lambda row: row.object_id, "center", 24),
        Field("被查单位", lambda row: row.name, most=34),
        Field("检查日期", lambda row: row.day, "center", 14),
        Field("计划编号", lambda row: row.plan, "center", 18),
        Field("批次", lambda row: row.batch, "center", 14),
        Field("原因", lambda row: row.reason, "center", 10),
        Field("检查人员", lambda row: "、".join(row.people), most=30),
        Field("备注", lambda row: row.remark, most=30),
    ]
    ordered = sorted(rows, key=lambda row: (row.day, row.object_id))
    about = "由上一年度的抽取档案结转，供下一年度的计划作为“历史”使用。"
    book.sheet(table("历年检查", title, fields, ordered, about=about))
    return book.data()
