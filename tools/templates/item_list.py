"""随机抽查事项清单.docx."""

from __future__ import annotations

from shuangsuiji.core.columns.kinds import PUBLISHED_ITEM_COLUMNS
from tools.templates.layout import Column, Layout, signed
from tools.templates.word import WIDE


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(WIDE)
    page.paragraph("{{ 公开标识 }}", "公开标识")
    page.paragraph()
    page.each("行 in 标题机关", "{{ 行 }}", "Title")
    page.titles("随机抽查事项清单")
    parts = (36, 42, 26, 26, 26, 18, 18, 42)
    columns = [
        Column(name, f"{{{{ 项.{name} }}}}", part, when=f"有{name}" if name != "抽查事项名称" else "")
        for name, part in zip(PUBLISHED_ITEM_COLUMNS, parts, strict=True)
    ]
    kind = Column("事项类别", "{{ 项.事项类别 }}", 12, centre=True, when="有事项类别")
    page.grid("项 in 清单", [Column("序号", "{{ 项.序号 }}", 11, centre=True), *columns, kind])
    page.paragraph("监督检查以本清单为限，清单之外不得开展随机抽查。", keep=True)
    signed(page)
    return page.data()
