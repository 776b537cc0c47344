"""Words in the registries of people: who is on duty, who has no certificate, who is qualified for what.

Docs: docs/rules.md, section 8. Source: LZ-3, LAW-2; the inspectors' sheet of the provincial platforms.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.columns.column import heading_key, words
from shuangsuiji.core.columns.people import OFF_DUTY, QUALIFICATIONS
from shuangsuiji.core.findings import Finding, note
from shuangsuiji.core.registries.tables import Table

ON_DUTY: Final = frozenset(
    {"在岗", "在职", "在编", "在编在岗", "在岗在编", "在岗在职", "在职在岗", "有效", "正常", "是"}
)
"""Who may be drawn, by `comparable` of each entry of 状态: √, Y, TRUE and 1 are 是."""

_ALSO_OFF: Final = frozenset(
    words("""
        否 无效 失效 已失效 注销 已注销 吊销 已吊销 暂停 停用 过期 已过期
        不在职 不在编 已离职 已退休 已调离 已离岗 已调出 调出 辞职 已辞职 辞退
        借出 外借 待岗 病休 内退 退居二线 去世 死亡 开除 脱产学习 长期病假""")
)

_NUMBER: Final = re.compile("[0-9A-Za-z零〇一二三四五六七八九十号]")
_PLACEHOLDER: Final = re.compile(
    r"[-—–_/\\*.。、×x?]+|无(?:证|号|执法证|证号|证件)?|没有|暂无|暂缺|缺|空|待办|待办理|待补|待补充|待发|待定|待核|待核实"
    r"|(?:证件?|执法证)?(?:正在)?(?:办理|申领|申请|换证|换发|补办|审核|年审|考试)中|正在(?:办理|申领|申请)|办证中|制证中"
    r"|(?:未|尚未|还未|没)(?:办理?|领取?|取得|持证?|发证?|申领|考取|有)(?:执法证|证)?|(?:已)?(?:遗失|丢失)(?:补办中?)?|N/?A|NONE|NULL|NO",
    re.IGNORECASE,
)


def is_on_duty(text: str) -> bool:
    """Whether a cell of 状态 says that a person may be drawn: every word of it does, or it is blank."""
    return all(comparable(word) in ON_DUTY for word in entries(text))


def is_known_duty(text: str) -> bool:
    """Whether a cell of 状态 says plainly whether a person may be drawn."""
    words = set(map(comparable, entries(text)))
    return words <= ON_DUTY | _ALSO_OFF | {*OFF_DUTY}


def is_placeholder(text: str) -> bool:
    """Whether a cell says that there is nothing to write: 无, 办理中, / and the like; not a blank one."""
    return bool(_PLACEHOLDER.fullmatch(norm(text).strip("()[]【】 ")))


def is_no_certificate(text: str) -> bool:
    """Whether a cell of 执法证号 says that there is none; not a blank one.

    A number has digits, letters or 号; Chinese words without any of them are none.
    """
    number = norm(text)
    return bool(number) and (is_placeholder(number) or not _NUMBER.search(number))


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
