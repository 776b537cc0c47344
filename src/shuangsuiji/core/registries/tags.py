"""Columns of inspectors' sheets that say what somebody is qualified for, beside 标签 or in place of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.columns.column import heading_key
from shuangsuiji.core.columns.people import QUALIFICATIONS
from shuangsuiji.core.findings import Finding, note
from shuangsuiji.core.registries.duty import is_placeholder
from shuangsuiji.core.registries.tables import Table

_TAGS: Final = {heading_key(heading): tag for heading, tag in QUALIFICATIONS.items()}


def with_qualifications(table: Table) -> tuple[Table, list[Finding]]:
    """The table whose 标签 hold what 岗位资质资格, 是否专家 and the like say, and a note that says so.

    否, 无 and / are no tags. The columns themselves stay as they are.
    """
    found = [name for name in table.columns if heading_key(name) in _TAGS]
    if not found:
        return table, []
    tags = [list(entries(cell)) for cell in table.cells("标签")]
    for name in found:
        yes = _TAGS[heading_key(name)]
        for row, cell in enumerate(table.columns[name]):
            for word in entries(cell):
                tag = yes if comparable(word) == "是" else word
                if tag and comparable(word) != "否" and not is_placeholder(word) and tag not in tags[row]:
                    tags[row].append(tag)
    cells = ["、".join(words) for words in tags]
    told = note("inspector-qualifications", table.file_place(), columns="、".join(found))
    return replace(table, columns={**table.columns, "标签": cells}), [told]
