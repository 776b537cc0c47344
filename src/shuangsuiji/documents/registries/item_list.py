"""随机抽查事项清单.xlsx of a bureau that has none yet: one row an item, to be completed by hand (LZ-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.plans.draft import ItemDraft
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Workbook


def item_list(items: Sequence[ItemDraft], *, created: datetime) -> bytes:
    """The bytes of the workbook; cells that nobody has answered for are blank."""
    book = Workbook(title=ITEMS.title, footer="", rehearsal=False, created=created)
    fields: list[Field[ItemDraft]] = [
        Field("事项编码", lambda item: item.code, "center", 12),
        Field("抽查事项名称", lambda item: item.name, most=36),
        Field("抽查依据", lambda item: "", most=36),
        Field("抽查主体", lambda item: item.department, most=24),
        Field("抽查对象", lambda item: "", most=20),
        Field("抽查比例", lambda item: "", "center", 10),
        Field("抽查频次", lambda item: "", "center", 12),
        Field("抽查方式", lambda item: "现场检查", "center", 12),
        Field("检查内容", lambda item: "", most=36),
        Field("事项类别", lambda item: "一般", "center", 10),
    ]
    about = "由 ssj init --ask 按答复写成；依据、比例、内容请对照本单位公布的清单补齐。"
    book.sheet(table(ITEMS.title, ITEMS.title, fields, items, about=about))
    return book.data()
