"""Who is on duty, what is no certificate, and that everybody who is not drawn is named once."""

from __future__ import annotations

from datetime import date

import pytest

from building import PEOPLE, codes, sheet_of, table_of
from shuangsuiji.core.columns.kinds import Kind
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.core.registries.people import is_known_duty, is_no_certificate, is_on_duty
from shuangsuiji.core.registries.registry import read_inspectors


@pytest.mark.parametrize(
    "word",
    ["", "在岗", "在职", "在编", "在编/在岗", "有效", "正常", "是", "√", "Y", " 在 岗".replace(" ", "")],
)
def test_on_duty(word: str) -> None:
    assert is_on_duty(word) and is_known_duty(word)


@pytest.mark.parametrize(
    "word", ["否", "×", "无效", "注销", "退休", "请假", "不在岗", "在编/不在岗", "已调离"]
)
def test_off_duty(word: str) -> None:
    assert not is_on_duty(word) and is_known_duty(word)


@pytest.mark.parametrize("word", ["挂职", "在岗？", "待定"])
def test_neither(word: str) -> None:
    assert not is_on_duty(word) and not is_known_duty(word)


@pytest.mark.parametrize(
    "text",
    [
        "办理中",
        "正在办理",
        "无",
        "暂无",
        "待办",
        "/",
        "—",
        "（办理中）",
        "未办理",
        "换证中",
        "N/A",
        "没有",
        "待发放",
        "新入职",
    ],
)
def test_no_certificate(text: str) -> None:
    assert is_no_certificate(text)


@pytest.mark.parametrize("text", ["", "甲001", "豫D00-0001", "0012", "无锡001", "GS0001"])
def test_certificates(text: str) -> None:
    assert not is_no_certificate(text)


def test_words_in_place_of_a_certificate() -> None:
    """They are no ids; who has none is known by 工号, else by name."""
    rows = [
        {**PEOPLE[0], "工号": ""},
        {**PEOPLE[1], "执法证号": "办理中", "工号": "7"},
        {**PEOPLE[2], "执法证号": "办理中", "工号": "/"},
        {**PEOPLE[3], "执法证号": "无", "工号": ""},
    ]
    registry, findings = read_inspectors(table_of(INSPECTORS, rows), None)
    department = PEOPLE[0]["部门"]
    assert list(registry.ids) == ["甲001", *(f"{department}/{own}" for own in ("7", "孙三", "李四"))]
    assert list(registry.table.cells("执法证号")) == ["甲001", "", "", ""]
    assert findings == []


def test_everybody_who_is_not_drawn_is_named_once() -> None:
    rows = [
        *PEOPLE[:3],
        {**PEOPLE[3], "执法证号": "x1", "状态": "请假", "证件有效期": "2020-01-01"},
        {**PEOPLE[3], "姓名": "周五", "执法证号": "x2", "状态": "挂职", "证件有效期": ""},
        {**PEOPLE[3], "姓名": "吴六", "执法证号": "待办"},
        {**PEOPLE[3], "姓名": "郑七", "执法证号": "x3", "证件有效期": "2020-01-01"},
    ]
    _, findings = examine([sheet_of(rows)], kind=Kind.INSPECTORS, today=date(2024, 5, 1))
    assert codes(findings) == [
        "inspector-unknown-duty",
        "inspector-off-duty",
        "inspector-no-certificate",
        "inspector-certificate-past",
    ]
    assert [finding.values["name"] for finding in findings] == ["周五", "李四", "吴六", "郑七"]
