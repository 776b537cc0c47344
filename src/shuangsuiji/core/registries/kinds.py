"""The six kinds of registry and how a column of each is written: what check, template, diff and fix share."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.registries.layouts import EXPERTS, HISTORY, INSPECTORS, ITEMS, OBJECTS, RECUSALS
from shuangsuiji.core.registries.tables import Layout


class Kind(StrEnum):
    """A kind of registry, by the name that commands and scripts use."""

    OBJECTS = "objects"
    INSPECTORS = "inspectors"
    EXPERTS = "experts"
    ITEMS = "items"
    RECUSALS = "recusals"
    HISTORY = "history"


LAYOUTS: Final[Mapping[Kind, Layout]] = {
    Kind.OBJECTS: OBJECTS,
    Kind.INSPECTORS: INSPECTORS,
    Kind.EXPERTS: EXPERTS,
    Kind.ITEMS: ITEMS,
    Kind.RECUSALS: RECUSALS,
    Kind.HISTORY: HISTORY,
}

CHINESE: Final[Mapping[Kind, str]] = {
    Kind.OBJECTS: "检查对象",
    Kind.INSPECTORS: "检查人员",
    Kind.EXPERTS: "专家",
    Kind.ITEMS: "事项清单",
    Kind.RECUSALS: "回避",
    Kind.HISTORY: "历史",
}
"""The names under which a plan's 名录库 knows them."""

_OTHER_NAMES: Final = {
    "对象": Kind.OBJECTS,
    "检查对象库": Kind.OBJECTS,
    "人员": Kind.INSPECTORS,
    "执法人员": Kind.INSPECTORS,
    "专家": Kind.EXPERTS,
    "事项": Kind.ITEMS,
    "清单": Kind.ITEMS,
    "回避关系": Kind.RECUSALS,
    "历史检查": Kind.HISTORY,
}


_UNITS: Final = {Kind.OBJECTS: "户", Kind.INSPECTORS: "人", Kind.EXPERTS: "人", Kind.ITEMS: "项"}


def unit_of(kind: Kind) -> str:
    """How the rows of a registry are counted: 户, 人, 项 or 条."""
    return _UNITS.get(kind, "条")


class Writing(StrEnum):
    """How the cells of a column are written.

    `code` and `certificate` are texts that must never become numbers; a certificate number has no rule of
    its own (requirements.md, facts). `flag` is 是 or 否; `choice` one of a few words; `items` a list;
    `prose` may run over several lines; `line` is any other text.
    """

    CODE = "code"
    CERTIFICATE = "certificate"
    PHONE = "phone"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    NUMBER = "number"
    ITEMS = "items"
    LINE = "line"
    PROSE = "prose"


_WRITINGS: Final[Mapping[Writing, tuple[str, ...]]] = {
    Writing.CODE: ("定点编码", "统一社会信用代码", "编号", "工号", "事项编码"),
    Writing.CERTIFICATE: ("执法证号",),
    Writing.PHONE: ("联系方式",),
    Writing.DATE: ("上次检查日期", "证件有效期", "更新日期", "登记日期", "检查日期"),
    Writing.FLAG: ("考核重点",),
    Writing.CHOICE: (
        *("类别", "等级", "行政区划", "信用等级", "信用状态", "协议状态", "经营状态"),
        *("性别", "状态", "职称", "原因", "事项类别", "抽查频次", "抽查方式"),
    ),
    Writing.NUMBER: ("近三年违法次数", "工作年限"),
    Writing.ITEMS: ("标签", "专业", "辖区", "曾任职单位", "部门"),
    Writing.PROSE: ("抽查依据", "检查内容", "工作指引", "备注", "回避事由"),
}
_BY_COLUMN: Final = {column: writing for writing, columns in _WRITINGS.items() for column in columns}


def writing_of(column: str) -> Writing:
    """How the cells of a known column are written; a column that no layout knows is a line of text."""
    return _BY_COLUMN.get(column, Writing.LINE)


def kind_named(text: str) -> Kind | None:
    """The kind that a name means, in English or Chinese; None for any other text."""
    name = norm(text).strip().lower()
    if name in set(Kind):
        return Kind(name)
    for kind in Kind:
        if name in {CHINESE[kind], LAYOUTS[kind].title}:
            return kind
    return _OTHER_NAMES.get(name)
