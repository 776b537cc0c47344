"""全部打印清单.xlsx: what to print of a folder of papers, in which order, how often, and what becomes of it.

A list and not one merged document: workbooks cannot be merged with letters, and an office's own templates
have styles of their own, which a merger would mix up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.heads import draw_book, draw_title
from shuangsuiji.documents.office.fields import Field, table

PRINT_LIST = "全部打印清单.xlsx"


class Printed(NamedTuple):
    """One file: its path in the folder, for whom it is, how many copies, and what is done with them."""

    path: str
    audience: str
    copies: str
    use: str


_FIELDS: tuple[Field[Printed], ...] = (
    Field("文书", lambda one: one.path, most=44),
    Field("给谁", lambda one: one.audience, "center", 10),
    Field("份数", lambda one: one.copies, "center", 12),
    Field("用途", lambda one: one.use, most=60),
    Field("已打印", lambda one: "", "center", 10),
)


def print_list(dossier: Dossier, files: Sequence[Printed], of: str) -> bytes:
    """The bytes of 全部打印清单.xlsx.

    Args:
        dossier: what is on record of the draw.
        files: in the order in which they are printed.
        of: what the list is of, such as 抽取 or 第1次递补.
    """
    book = draw_book(dossier, draw_title(dossier.manifest, "全部打印清单"))
    book.sheet(
        table(
            "全部打印清单",
            draw_title(dossier.manifest, f"全部打印清单（{of}）"),
            _FIELDS,
            files,
            about="从上到下依次打印，打印一份勾一份。文件都在这张清单所在的文件夹里。"
            "抽取以后有变动的，只补打变动的，打印过而没有变动的不必再印；清单上有、文件夹里没有的，已经作废移走。",
            numbered=True,
            filtered=False,
        )
    )
    return book.data()
