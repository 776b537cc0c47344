"""The rows below a heading that are no records: hints, repeated headings, captions, totals, signatures.

Each is named with its reason, so that nothing is lost without a word; what only might be none is kept, and
the empty cells of such a row are errors further on. Source: formats.md, "The registries".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.canonical import tidy
from shuangsuiji.core.findings import Finding, Place, note, warning
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import Heading, Layout, heading_key

PASSED_OVER = frozenset(
    {
        "registry-hint-row",
        "registry-footer-row",
        "registry-row-skipped",
        "registry-heading-repeated",
        "registry-caption-row",
        "registry-remark-row",
    }
)
"""The codes of rows that hold something and are not read."""

_TOTAL = r".{0,12}(?:合计|总计|小计|共计)(?:户数|家数|数量|人数)?[:：]?共?[0-9]*[户家人所项个条]?"
_SIGNED = (
    r"(?:填表人|制表人|填报人|审核人|复核人|经办人|单位负责人|科室负责人|分管领导|主管领导|负责人签字"
    r"|[填制审]表?日期|填报日期|审核日期|填报单位|填表单位|制表单位|制表)(?:[:：].*|[（(](?:签字|盖章|签章).*)?"
)
_FOOTER = re.compile(f"{_TOTAL}|{_SIGNED}")
_HINT = re.compile(
    r"[（(【\[]?(必填|选填|非必填|可选|示例|样例|填写示例|填写说明)(项|行|列|字段|内容|数据)?(?!\w).*|"
    r"[（(【\[]?(必填|选填|非必填|示例|样例)[0-9]+"
)
"""Hints to whoever fills the sheet in; 示例大药房 is a name."""
_ALONE_FOOTER = re.compile(
    r"第[0-9]+页.*|共[0-9]+页.*|[-—－][0-9]+[-—－]|[（(]?(?:单位)?(?:公章|盖章)[）)]?"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|(?:负责人|联系人|联系电话|日期|时间|签字|签名|单位)[:：].*"
)
_ALONE_REMARK = re.compile(
    r"(?:注|备注|说明|附注|附|注意|注意事项|填表说明|填报说明|附件)[0-9一二三四五]?[:：].*"
)
_ALONE_CAPTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．:：].*|[（(][一二三四五六七八九十]{1,3}[）)].*"
    r"|第[一二三四五六七八九十0-9]{1,3}(?:部分|类|组|片区?|网格|批).*"
    r"|.{1,20}[（(]共?[0-9]+[户家人所项个条][）)]"
)
"""A row with one cell alone that names the group below: 一、朱兰街道; 朱兰街道（12家）."""
_MARKS = frozenset("（(【[必选非可示样填合总小共制审负复经单分主科")
"""How a footer or a hint may begin; most rows begin otherwise and need no closer look."""


@dataclass(slots=True)
class Skipped:
    """How many rows were passed over, and a finding for each."""

    count: int = 0
    findings: list[Finding] = field(default_factory=list)


def data_rows(layout: Layout, grid: Grid, heading: Heading) -> tuple[list[int], Skipped]:
    """The rows that hold data: with an id or a name, and none of those that are no records."""
    wanted = [heading.columns[name] for name in layout.filled if name in heading.columns]
    indexes = list(heading.columns.values())
    pages = _Pages(grid, heading, wanted)
    kept: list[int] = []
    skipped = Skipped()
    for row in range(heading.last_row + 1, len(grid.rows)):
        cells = grid.rows[row]
        if pages.plain(cells):
            kept.append(row)  # as nearly every row is
            continue
        if any(index < len(cells) and cells[index].strip() for index in wanted):
            reason = _reason(cells, len(indexes) > 1, pages)
        elif any(cell.strip() for cell in cells):
            reason = "registry-heading-repeated" if pages.repeat(cells) else "registry-row-skipped"
        else:
            reason = ""
            if not any((row, index) in grid.damaged for index in indexes):
                continue
        if not reason:
            kept.append(row)
            continue
        skipped.count += 1
        make: Callable[..., Finding] = warning if reason == "registry-footer-row" else note
        place = Place(file=grid.file, sheet=grid.sheet, cell=f"第{row + 1}行")
        skipped.findings.append(make(reason, place, text=_preview(cells)))
    return kept, skipped


def _reason(cells: Sequence[str], several_columns: bool, pages: _Pages) -> str:
    """The code of why a row is no record though something stands where ids or names do; "" for a record."""
    if pages.maybe(cells) and pages.repeat(cells):
        return "registry-heading-repeated"
    first = next(tidy(cell) for cell in cells if cell.strip())
    alone = several_columns and len(cells) - cells.count("") == 1
    if first[0] not in _MARKS and not alone and "计" not in first:
        return ""
    bare = "".join(first.split())
    if _HINT.fullmatch(first):
        return "registry-hint-row"
    if _FOOTER.fullmatch(bare) or (alone and _ALONE_FOOTER.fullmatch(bare)):
        return "registry-footer-row"
    if alone and _ALONE_REMARK.fullmatch(bare):
        return "registry-remark-row"
    return "registry-caption-row" if alone and _ALONE_CAPTION.fullmatch(bare) else ""


class _Pages:
    """Tells the title and the heading where they stand once more, on the next printed page."""

    def __init__(self, grid: Grid, heading: Heading, wanted: Sequence[int]) -> None:
        self._wanted = wanted
        rows = grid.rows[: heading.last_row + 1]
        self._texts = {
            index: {heading_key(row[index]) for row in rows if index < len(row) and row[index].strip()}
            for index in range(max(map(len, rows)))
        }
        self._titles = {
            tidy(cell) for row in grid.rows[: heading.first_row] for cell in row if len(cell.strip()) > 3
        }
        self._raw = {cell for row in grid.rows[: heading.last_row + 1] for cell in row if cell.strip()}

    def plain(self, cells: Sequence[str]) -> bool:
        """Whether a row cannot be anything but a record: told at once, since there may be a million."""
        main = self._wanted[0] if self._wanted else len(cells)
        return (
            main < len(cells)
            and cells[main][:1].isalnum()
            and cells[0][:1].isalnum()
            and cells[0][0] not in _MARKS
            and cells[main] not in self._raw
            and "计" not in cells[0]
            and len(cells) - cells.count("") > 1
        )

    def maybe(self, cells: Sequence[str]) -> bool:
        """Whether a closer look is worth its time."""
        return any(index < len(cells) and cells[index] in self._raw for index in self._wanted)

    def repeat(self, cells: Sequence[str]) -> bool:
        """Whether a row is the title, or a row of the heading or of its groups, once more."""
        filled = [(index, cell) for index, cell in enumerate(cells) if cell.strip()]
        if len(filled) == 1:
            return tidy(filled[0][1]) in self._titles
        return all(heading_key(cell) in self._texts.get(index, ()) for index, cell in filled)


def _preview(cells: Sequence[str]) -> str:
    text = " ".join(tidy(cell) for cell in cells if cell.strip())
    return text if len(text) <= 30 else text[:29] + "…"
