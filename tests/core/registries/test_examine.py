"""A registry by itself: nothing guessed silently, nothing lost silently."""

from __future__ import annotations

from datetime import date

from building import PEOPLE, Record, cells, codes, grid_of, sheet_of
from shuangsuiji.core.columns.kinds import Kind
from shuangsuiji.core.registries.examine import examine
from shuangsuiji.core.registries.grid import Grid

DAY = date(2024, 5, 21)
MESSY = [
    ["某县定点药店名录"],
    ["序号", "医保编码", "名称*", "更新日期", "床位"],
    ["", "必填", "必填", "", ""],
    ["1", " p41048100001", "甲药店", "2024年1月5日", "3"],
    ["", "", "", "", ""],
    ["2", "P41048100002", "乙\n药店", "2024-01-06", ""],
    ["3", "", "", "", "无名"],
    ["合计：2家", "2", "2", "", ""],
]


def test_everything_is_accounted_for() -> None:
    examined, findings = examine([grid_of(MESSY)], today=DAY)
    assert examined is not None
    assert (examined.kind, examined.heading_row, examined.id_column) == (Kind.OBJECTS, 2, "定点编码")
    assert [(c.cell, c.heading, c.field) for c in examined.columns] == [
        ("A2", "序号", ""),
        ("B2", "医保编码", "定点编码"),
        ("C2", "名称*", "名称"),
        ("D2", "更新日期", "更新日期"),
        ("E2", "床位", ""),
    ]
    assert list(examined.ids) == ["P41048100001", "P41048100002"]
    assert [(f.code, f.place.cell) for f in examined.skipped] == [
        ("registry-hint-row", "第3行"),
        ("registry-row-skipped", "第7行"),
        ("registry-footer-row", "第8行"),
    ]
    assert examined.blank_rows == 1
    assert (examined.changed, [(c.cell, c.before, c.after) for c in examined.examples]) == (
        3,
        [
            ("B4", " p41048100001", "P41048100001"),
            ("C6", "乙\n药店", "乙 药店"),
            ("D4", "2024年1月5日", "2024-01-05"),
        ],
    )
    rows = 1 + len(examined.table) + len(examined.skipped) + examined.blank_rows
    assert rows == len(MESSY) - 1
    assert examined.last_update == date(2024, 1, 6)
    assert [f.values for f in findings if f.code == "registry-stale"] == [
        {"title": "检查对象名录库", "last": "2024-01-06", "days": 136}
    ]


def examined_codes(*rows: Record, kind: Kind | None = None) -> list[tuple[str, str]]:
    examined, findings = examine([sheet_of(rows)], kind=kind, today=DAY)
    assert examined is not None, codes(findings)
    return cells(findings)


def test_certificates_out_of_date() -> None:
    rows = [*PEOPLE, {**PEOPLE[0], "姓名": "周五", "执法证号": "甲009", "证件有效期": "2024.5.20"}]
    assert examined_codes(*rows) == [("inspector-certificate-past", "D6")]
    assert examined_codes(*rows[:4], {**rows[4], "证件有效期": "2024-05-21"}) == []


def test_lists_of_pairs_are_looked_at_without_the_registries() -> None:
    recusals = {"检查人员": "赵一", "检查对象": "甲药店", "登记日期": "去年"}
    assert examined_codes(recusals, {**recusals, "检查对象": "", "登记日期": ""}) == [
        ("registry-blank-cell", "B3"),
        ("registry-bad-date", "C2"),
    ]
    history = {"检查对象": "甲药店", "检查日期": "2024.1", "原因": "心血来潮"}
    assert examined_codes(history) == [("registry-date-no-day", "B2"), ("history-bad-reason", "C2")]


def test_a_missing_column_is_named() -> None:
    examined, findings = examine([grid_of([["姓名", "执法证号", "性别"], ["甲", "1", "女"]])])
    assert examined is None and codes(findings) == ["registry-missing-column"]


def test_two_rows_of_headings() -> None:
    grid: Grid = grid_of([["基本情况", "", "联系"], ["编号", "名称", ""], ["1", "甲", "x"]])
    examined, _ = examine([grid])
    assert examined is not None
    assert [(c.cell, c.heading) for c in examined.columns] == [
        ("A2", "编号"),
        ("B2", "名称"),
        ("C2", "（C列）"),
    ]
