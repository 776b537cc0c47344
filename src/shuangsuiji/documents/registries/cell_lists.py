"""The look of a sheet that lists cells of a registry, each with a link to it, in a copy of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from shuangsuiji.documents.office.editing import put_text
from shuangsuiji.documents.office.sheets import line_count

_LINE: Final = Side(style="thin", color="FFBFBFBF")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def put_line(cell: Any, line: str, font: str, size: int, side: str | None, *, wrap: bool = True) -> Any:
    """Writes a line that stands above the list, without a border; the cell."""
    put_text(cell, line)
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=wrap or None)
    return cell


def put_heading(cell: Any, heading: str, *, wrap: bool) -> None:
    """Writes the heading of a column."""
    put_line(cell, heading, "黑体", 11, "center", wrap=wrap).border = _BORDER
    cell.fill = PatternFill("solid", fgColor="FFE7EDF3")


def put_entry(cell: Any, entry: str, side: str | None = None) -> None:
    """Writes one cell of a row of the list."""
    put_line(cell, entry, "宋体", 10, side).border = _BORDER


def put_link(cell: Any, sheet: str, target: str) -> None:
    """Makes an entry a link to the cell `target`, such as B7, of a sheet of the same workbook."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = f"#'{quoted}'!{target}"
    cell.font = Font(name="宋体", size=10, color="FF0563C1", underline="single")


def fit_height(page: Any, row: int, entries: Sequence[str], widths: Sequence[float]) -> None:
    """Gives a row the height that its longest entry takes in columns of these widths, in characters."""
    lines = max(line_count(entry, width - 1.5) for entry, width in zip(entries, widths, strict=True))
    page.row_dimensions[row].height = min(lines * 14 + 5, 400)


def set_up_page(page: Any) -> None:
    """Keeps the three rows on top in sight, and prints on A4 across, as wide as the paper."""
    page.freeze_panes = "A4"
    page.print_title_rows = "3:3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
