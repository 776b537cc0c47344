"""到期办理.xlsx: what is still to be done by when, a sheet for each batch, to be handed on (LZ-9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from shuangsuiji.core.results.due_dates import Due, state_words
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Workbook

DUE_LIST = "到期办理.xlsx"
HOW = "检查、处置：填入结果录入表再录入；公开：ssj results 档案 --published 日期。办好的下次不再列出。"


def due_list(dues: Sequence[Due], on: date, *, created: datetime) -> bytes:
    """The bytes of the workbook: every object by itself, batch after batch.

    Args:
        dues: what is to be done, overdue first.
        on: the day on which it was asked.
        created: the time that the workbook says it was made.
    """
    day = f"{on.year}年{on.month}月{on.day}日"
    book = Workbook(title=f"到期办理（{day}）", footer=f"截至 {day}", rehearsal=False, created=created)
    fields: list[Field[tuple[Due, str]]] = [
        Field("期限", lambda row: row[0].due or row[0].not_before or "没有期限", "center", 14),
        Field("情况", lambda row: state_words(row[0], on), "center", 14),
        Field("事项", lambda row: row[0].kind.value, "center", 10),
        Field("检查对象", lambda row: row[1], most=34),
        Field(
            "部门", lambda row: "全部" if row[0].all_departments else "、".join(row[0].departments), most=24
        ),
        Field("内容", lambda row: row[0].detail, most=30),
        Field("办理情况", lambda row: "", most=20),
    ]
    names = list(dict.fromkeys((one.plan, one.batch) for one in dues))
    for number, (plan, batch) in enumerate(names, 1):
        rows = [(one, name) for one in dues if (one.plan, one.batch) == (plan, batch) for name in one.names]
        tab = f"{number}-{batch}"[:28]
        book.sheet(table(tab, f"{plan}　{batch}", fields, rows, about=HOW, numbered=True))
    return book.data()
