"""历年检查.xlsx: the visits of a year in the layout that a plan's 历史 reads (LZ-1, WG-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.documents.office.sheets import Column, Sheet, Workbook


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
    ordered = sorted(rows, key=lambda row: (row.day, row.object_id))
    book.sheet(
        Sheet(
            name="历年检查",
            title=title,
            about="由上一年度的抽取档案结转，供下一年度的计划作为“历史”使用。",
            columns=[
                Column("检查对象", "center", 24),
                Column("被查单位", most=34),
                Column("检查日期", "center", 14),
                Column("计划编号", "center", 18),
                Column("批次", "center", 14),
                Column("原因", "center", 10),
                Column("检查人员", most=30),
                Column("备注", most=30),
            ],
            rows=[
                [
                    row.object_id,
                    row.name,
                    row.day,
                    row.plan,
                    row.batch,
                    row.reason,
                    "、".join(row.people),
                    row.remark,
                ]
                for row in ordered
            ],
        )
    )
    return book.data()
