"""Columns of inspectors' sheets that say what somebody is qualified for, beside 标签 or in place of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shuangsuiji.core.findings import Finding, note
from shuangsuiji.core.plans.conditions import comparable, entries
from shuangsuiji.core.registries.duty import is_placeholder
from shuangsuiji.core.registries.known_headings import heading_key
from shuangsuiji.core.registries.tables import Table

_HEADINGS: Final = {
    **dict.fromkeys(
        ("岗位资质资格", "资质资格", "岗位资质", "岗位资格", "资格资质", "资质", "执业资格", "职业资格"), ""
    ),
    **dict.fromkeys(("是否专家", "专家类别", "是否为专家", "专家"), "专家"),
    **dict.fromkeys(("是否组长", "是否为组长"), "组长"),
}
"""Heading -> the tag that 是 stands for; other words are tags themselves."""


def with_qualifications(table: Table) -> tuple[Table, list[Finding]]:
    """The table whose 标签 hold what 岗位资质资格, 是否专家 and the like say, and a note that says so.

    否, 无 and / are no tags. The columns themselves stay as they are.
    """
    found = [name for name in table.columns if heading_key(name) in _KEYS]
    if not found:
        return table, []
    tags = [list(entries(cell)) for cell in table.cells("标签")]
    for name in found:
        yes = _KEYS[heading_key(name)]
        for row, cell in enumerate(table.columns[name]):
            for word in entries(cell):
                tag = yes if comparable(word) == "是" else word
                if tag and comparable(word) != "否" and not is_placeholder(word) and tag not in tags[row]:
                    tags[row].append(tag)
    cells = ["、".join(words) for words in tags]
    told = note("inspector-qualifications", table.file_place(), columns="、".join(found))
    return replace(table, columns={**table.columns, "标签": cells}), [told]


_KEYS: Final = {heading_key(heading): tag for heading, tag in _HEADINGS.items()}
