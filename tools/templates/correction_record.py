"""更正记录.docx."""

from __future__ import annotations

from tools.templates.draw_minutes import lay_signatures
from tools.templates.layout import Layout, centred
from tools.templates.substitution_record import lay_course, lay_head
from tools.templates.word import FORM, Cell, Paging


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    lay_head(page)
    lay_course(page)
    page.paragraph(
        "名录库的下列内容有误，已经更正。更正不影响抽取：对象、编号、分层、检查组都没有变。", "文书正文"
    )
    page.table(
        (12, 52, 26, 44, 44, 12),
        ["序号", "名称和标识", "列", "原来", "改正后", "抽中"],
        (
            "项 in 更正",
            [
                centred("{{ loop.index }}"),
                *(Cell(text=f"{{{{ 项.{name} }}}}") for name in ("标识", "列", "原来", "改正后")),
                centred("{{ 项.抽中 }}"),
            ],
        ),
        compact=True,
    )
    lay_signatures(page, "{{ 名目 }}")
    return page.data()
