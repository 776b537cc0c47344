"""What the layouts of the papers are made of: official pages with placeholders in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.templates.word import OFFICIAL, WIDE, Cell, Page, Paging, Paper, row, shares


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table with a row for each entry.

    Attributes:
        title: its heading.
        text: its cell.
        part: its width in proportion.
        centre: whether its cells stand in the middle.
        when: a placeholder of yes or no: the column is there if it holds; the others then share its width.
    """

    title: str
    text: str
    part: float
    centre: bool = False
    when: str = ""


class Layout:
    """One template in the making: `paragraph`s, `each` and `when` around some of them, `table`s."""

    def __init__(self, page: Page = OFFICIAL, *, footer: str = "", paging: Paging = Paging.OFFICIAL) -> None:
        """A blank template.

        Args:
            page: margins and grid.
            footer: a small text under the page number, placeholders allowed.
            paging: how the pages are numbered.
        """
        self.page = page
        self._attached = self._tagged = False
        self._paper = Paper(page, footer=footer, paging=paging)

    def paragraph(
        self, text: str = "", style: str = "公文正文", *, keep: bool = False, new_page: bool = False
    ) -> None:
        """One paragraph; a blank one is a line of the page's grid."""
        self._paper.paragraph(text, style if text else "公文顶格", keep=keep, new_page=new_page)
        self._tagged = False

    def each(self, loop: str, text: str, style: str = "公文正文", *, keep: bool = False) -> None:
        """A paragraph for each entry: `each("行 in 署名", "{{ 行 }}")`."""
        self.tag(f"for {loop}")
        self.paragraph(text, style, keep=keep)
        self.tag("endfor")

    def when(self, condition: str, text: str, style: str = "公文正文", *, keep: bool = False) -> None:
        """A paragraph that is there if the condition holds."""
        self.tag(f"if {condition}")
        self.paragraph(text, style, keep=keep)
        self.tag("endif")

    def tag(self, words: str) -> None:
        """A line that holds a tag alone and vanishes."""
        self._paper.paragraph("{%p " + words + " %}", "公文顶格")
        self._tagged = True

    def titles(self, *lines: str) -> None:
        """Lines of the title, with a blank line of the grid after them."""
        for line in lines:
            self.paragraph(line, "Title")
        self.paragraph()

    def attachment(self, label: str, title: str) -> None:
        """附件 on a page of its own (GB/T 9704, 7.3.7)."""
        turned = self.page.landscape and not self._attached
        self._attached = True
        self.paragraph(label, "附件标识", new_page=not turned)
        self.paragraph()
        self.titles(title)

    def table(
        self,
        parts: Sequence[float],
        headings: Sequence[str],
        *groups: tuple[str, Sequence[Cell]],
        loop: str = "",
        compact: bool = False,
    ) -> None:
        """A table whose heading repeats on each page; rows are never cut.

        Args:
            parts: the widths of the columns in proportion.
            headings: a heading for each column.
            groups: (loop, cells): a row for each entry of the loop; a blank loop gives one row.
            loop: a loop around all the groups.
            compact: small headings and low rows, for tables inside a form.
        """
        widths = shares(self.page.width, parts)
        heads = [Cell(text=text, style="紧凑表格标题" if compact else "表格标题") for text in headings]
        made = [row(heads, widths, heading=True, height=340 if compact else 480)]
        made += [tag_row(f"for {loop}", widths)] if loop else []
        for own, cells in groups:
            made += [tag_row(f"for {own}", widths)] if own else []
            made.append(row(cells, widths, height=330 if compact else 400))
            made += [tag_row("endfor", widths)] if own else []
        made += [tag_row("endfor", widths)] if loop else []
        self._paper.table(made, widths)

    def grid(self, loop: str, columns: Sequence[Column], *, style: str = "表格", below: str = "") -> None:
        """A table with a row for each entry of a loop; columns that are not wanted take no room.

        Args:
            loop: such as `户 in 名单`.
            columns: from left to right.
            style: of its cells.
            below: a last row through all columns; none of them may then be left out.
        """
        parts: list[float] = []
        head: list[Cell] = []
        body: list[Cell] = []
        for column in columns:
            tags = [f"{{%tc if {column.when} %}}", "{%tc endif %}"] if column.when else []
            parts += [3, column.part, 3] if tags else [column.part]
            for cells, text, kind in (
                (head, column.title, "标题"),
                (body, column.text, "居中" if column.centre else "文字"),
            ):
                made = [Cell(text=text, style=style + kind)]
                cells += (
                    [Cell(text=tags[0], style=style + "文字"), *made, Cell(text=tags[1])] if tags else made
                )
        widths = shares(self.page.width, parts)
        made_rows = [
            row(head, widths, heading=True, height=480),
            tag_row(f"for {loop}", widths),
            row(body, widths, height=400),
            tag_row("endfor", widths),
        ]
        if below:
            made_rows.append(row([Cell(text=below, span=len(widths), style=style + "文字")], widths))
        self._paper.table(made_rows, widths)

    def turn(self, page: Page = WIDE) -> None:
        """What follows stands on wide pages."""
        if self._tagged:  # the end of the section must not vanish with the tag
            self._paper.paragraph("", "分节")
        self._paper.turn(page)
        self.page = page

    def rows(self, made: Sequence[str], widths: Sequence[int], *, lines: bool = True) -> None:
        """A table from rows made with `word.row`, for forms that `table` cannot make."""
        self._paper.table(made, widths, lines=lines)

    def data(self) -> bytes:
        """The bytes of the template."""
        return self._paper.data()


def tag_row(words: str, widths: Sequence[int]) -> str:
    """A row of a table that holds a tag alone and vanishes."""
    return row([Cell(text="{%tr " + words + " %}", span=len(widths))], widths)


INQUIRIES = "{% if 受理 %}{{ 受理 }}{% else %}〔受理科室、联系方式，公布前填写〕{% endif %}"
"""Who takes objections, or a gap to be filled in before the paper is published."""

SEAL = 42
"""The diameter of a county bureau's seal, in millimetres."""

SEAL_ROW = 2750
"""A row of seals, in twips (48.5 mm): the last seal stands half a line lower, and none may touch another."""

MOST_SEALS = 4
"""More bodies sign on a page of their own."""


def signed(layout: Layout, *, joint: bool = True) -> None:
    """The signature: the bodies, the date, and room for the seals (GB/T 9704-2012, 7.3.5.1).

    One body stands over the date, centred on it, the date four characters in. Several stand two in a row,
    each in the middle of its half; the last one over the date. Each seal lies centred on its body's name, the
    last one on name and date, the first row's top within one line of the text.

    Args:
        layout: the paper; its last paragraph is kept with what follows.
        joint: whether several bodies may sign (`PublicPaper`).
    """
    if joint:
        layout.tag("if 署名机关|length > 1")
        layout.tag(f"if 署名机关|length > {MOST_SEALS}")
        layout.paragraph("发文机关署名：", "公文顶格", keep=True, new_page=True)
        layout.tag("endif")
        layout.paragraph(" ", "印章间距", keep=True)
        _lay_seals(layout)
        layout.tag("else")
    layout.paragraph(keep=True)
    layout.paragraph(keep=True)
    layout.tag("for 长名 in 署名机关 if 长名|length > 15")
    layout.tag("if loop.first")
    _sign(layout, "长署名")
    layout.tag("endif")
    layout.tag("else")
    _sign(layout, "署名")
    layout.tag("endfor")
    if joint:
        layout.tag("endif")


def _sign(layout: Layout, style: str) -> None:
    """The date stands in the paragraph of the last body: LibreOffice parts two that are kept together."""
    date = "{% if loop.last %}\n{{ 成文日期 }}{% endif %}"
    layout.each("机关 in 署名机关", "{{ 机关 }}" + date, style, keep=True)


def _lay_seals(layout: Layout) -> None:
    widths = shares(layout.page.width, (1, 1))

    def line(left: str, right: str, *, keep: bool) -> str:
        cells = [Cell(text=text, style="盖章", keep=keep) for text in (left, right)]
        return row(cells, widths, height=SEAL_ROW, exact=True)

    made = [
        tag_row("for 排 in 印章排", widths),
        tag_row("if 排.末排", widths),
        line("{{ 排.左 }}\n　", "{{ 排.右 }}\n{{ 成文日期 }}", keep=False),
        tag_row("else", widths),
        line("{{ 排.左 }}", "{{ 排.右 }}", keep=True),
        tag_row("endif", widths),
        tag_row("endfor", widths),
    ]
    layout.rows(made, widths, lines=False)


def centred(text: str) -> Cell:
    """A cell whose text stands in the middle."""
    return Cell(text=text, style="表格居中")
