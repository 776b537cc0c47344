"""Registries: ids, duplicates, dates, duty, recusals and history, each finding at its cell."""

from __future__ import annotations

from datetime import date

import pytest

from building import BUREAU, PEOPLE, Record, cells, codes, read_all, sheet_of, table_of
from shuangsuiji.core.canonical import norm_name
from shuangsuiji.core.columns.links import HISTORY, RECUSALS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import EXPERTS, INSPECTORS
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.identifiers import credit_code_check_digit, registration_number_check_digit
from shuangsuiji.core.registries.registry import (
    Registry,
    read_experts,
    read_history,
    read_inspectors,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.registries.tables import join_tables, read_table

CREDIT = "91410481MA000000"
GOOD_CREDIT = f"{CREDIT}1{credit_code_check_digit(CREDIT + '1')}"
NAMED: list[Record] = [
    {"编号": "1", "名称": "甲药店"},
    {"编号": "2", "名称": "乙药店"},
    {"编号": "3", "名称": "乙药店"},
]


def objects(*rows: Record, wanted: str | None = None) -> tuple[Registry, str, list[tuple[str, str]]]:
    """Objects, their id column, and (code, cell) of each finding."""
    registry, column, findings = read_objects(table_of(OBJECTS, rows), wanted)
    return registry, column, cells(findings)


def inspectors(*rows: Record, today: date | None = None) -> tuple[Registry, list[tuple[str, str]]]:
    """Inspectors, three good ones before the rows given, and (code, cell) of each finding."""
    registry, findings = read_inspectors(table_of(INSPECTORS, [*PEOPLE[:3], *rows]), today)
    return registry, cells(findings)


def person(**changes: str) -> Record:
    """Another inspector."""
    return {**PEOPLE[3], **changes}


# ---- objects -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "wanted", "column", "key"),
    [
        ({"编号": "7", "定点编码": "p41048100001", "名称": "甲"}, None, "定点编码", "P41048100001"),
        ({"编号": "7", "统一社会信用代码": GOOD_CREDIT, "名称": "甲"}, None, "统一社会信用代码", GOOD_CREDIT),
        ({"编号": " ａ 7 ", "名称": "甲"}, None, "编号", "A7"),
        ({"编号": "7", "定点编码": "P41048100001", "名称": "甲"}, "编号", "编号", "7"),
        ({"门牌": "x1", "名称": "甲"}, "门牌", "门牌", "X1"),
        ({"医保编码": "P41048100001", "名称": "甲"}, "医保编码", "定点编码", "P41048100001"),
    ],
)
def test_object_ids(row: Record, wanted: str | None, column: str, key: str) -> None:
    """ "Object id = the column `标识` of the plan, else the first column present of 定点编码, …" """
    registry, found, findings = objects(row, wanted=wanted)
    assert (found, list(registry.ids), findings) == (column, [key], [])


def test_no_id_column() -> None:
    """Neither of the known columns, or a 标识 that no file has, is an error."""
    assert objects({"名称": "甲"})[2] == [("registry-no-id-column", "")]
    assert objects({"编号": "1", "名称": "甲"}, wanted="门牌")[2] == [("registry-unknown-id-column", "")]


def test_ids_missing_and_equal() -> None:
    """ "Ids empty, or equal after `norm_id` …, are refused": at the cell, the other cell named."""
    rows = [{"编号": key, "名称": f"店{n}"} for n, key in enumerate(("a1", "", "Ａ １", "b", "A1"))]
    _, _, findings = read_objects(table_of(OBJECTS, rows), None)
    assert cells(findings) == [
        ("registry-no-id", "A3"),
        ("object-duplicate-id", "A4"),
        ("object-duplicate-id", "A6"),
    ]
    assert findings[1].values == {"value": "A1", "column": "编号", "other": "甲 › A2"}


def test_equal_ids_across_files() -> None:
    """ "(also across joined files)" """
    tables = []
    for file in ("药店.xlsx", "医院.xlsx"):
        table, _ = read_table(OBJECTS, [sheet_of([{"编号": "1", "名称": file}], file)], SourceChoice(), ())
        assert table is not None
        tables.append(table)
    _, _, findings = read_objects(join_tables(tables), None)
    assert [(f.code, f.place.file, f.place.cell) for f in findings] == [
        ("object-duplicate-id", "医院.xlsx", "A2")
    ]


def test_names_and_codes() -> None:
    """A blank name is an error; "bad check digits (统一社会信用代码: a warning …)"; old numbers are ids."""
    bad = GOOD_CREDIT[:-1] + ("0" if GOOD_CREDIT[-1] != "0" else "1")
    assert objects({"编号": "1", "名称": ""})[2] == [("registry-blank-cell", "B2")]
    assert objects({"统一社会信用代码": bad, "名称": "甲"})[2] == [("object-bad-credit-code", "A2")]
    old = "41048120000001"
    assert objects({"统一社会信用代码": old + registration_number_check_digit(old), "名称": "甲"})[2] == []
    assert objects({"定点编码": "X41048100001", "名称": "甲"})[2] == [("object-bad-insurance-code", "A2")]
    _, _, findings = read_objects(table_of(OBJECTS, [{"统一社会信用代码": bad, "名称": "甲"}]), None)
    assert {f.level for f in findings} == {"warning"}


@pytest.mark.parametrize(
    ("code", "finding", "level"),
    [
        ("9111000060003734L", "object-credit-code-length", "warning"),
        ("91110000600037341LL", "object-credit-code-length", "warning"),
        ("911100006OOO37341L", "object-credit-code-look-alike", "warning"),
        ("91110000ZZ0037341L", "object-credit-code-letters", "warning"),
        ("91110000600037341M", "object-bad-credit-code", "warning"),
        ("B1110000600037341L", "object-bad-credit-code", "warning"),
        ("110108000000017", "object-bad-registration-number", "note"),
        ("11010800000001X", "object-bad-registration-number", "warning"),
    ],
)
def test_what_is_wrong_with_a_code(code: str, finding: str, level: str) -> None:
    """Each fault in its own words; an old number's check digit is a note only."""
    _, _, findings = read_objects(table_of(OBJECTS, [{"统一社会信用代码": code, "名称": "甲"}]), None)
    assert [(f.code, f.level.value) for f in findings] == [(finding, level)]


def test_heads_given_out_after_the_standard_deserve_a_note() -> None:
    """A category that GB 32100-2015 does not list is doubted no further when the check digit holds."""
    first = "54410481MAY00001X"
    row = {"统一社会信用代码": first + credit_code_check_digit(first), "名称": "甲"}
    _, _, findings = read_objects(table_of(OBJECTS, [row]), None)
    assert [(f.code, f.level.value, f.values["head"]) for f in findings] == [
        ("object-credit-code-new-head", "note", "54")
    ]


def test_objects_too_grow_stale() -> None:
    """LZ-4: at least quarterly; a registry without 更新日期 is not asked."""
    rows = [{"编号": "1", "名称": "甲", "更新日期": "2024.1.5"}, {"编号": "2", "名称": "乙", "更新日期": ""}]
    for today, expected in ((date(2024, 4, 6), []), (date(2024, 4, 7), ["registry-stale"])):
        _, _, findings = read_objects(table_of(OBJECTS, rows), None, today)
        assert [finding.code for finding in findings] == expected


# ---- inspectors and experts --------------------------------------------------------------------------


def test_person_ids() -> None:
    """ "Person id = 执法证号 if there, else 部门/工号" """
    registry, _ = inspectors(person(执法证号="", 工号="ｇ 9"), person(执法证号="z1", 工号="8"))
    assert list(registry.ids[3:]) == [f"{BUREAU}/G9", "Z1"]


def test_persons_without_ids_or_twice() -> None:
    """Neither number is an error; two people of one certificate too."""
    assert ("registry-no-id", "C5") in inspectors(person(执法证号="", 工号=""))[1]
    assert ("registry-duplicate-id", "C5") in inspectors(person(执法证号="甲 001"))[1]


def test_blank_names_and_departments() -> None:
    """Nobody without a name or a department."""
    assert ("registry-blank-cell", "A5") in inspectors(person(姓名=""))[1]
    assert ("registry-blank-cell", "B5") in inspectors(person(部门=""))[1]


def test_names_with_blanks_inside_are_said_to_have_them() -> None:
    """They are looked for without; of blanks between words of other scripts nothing is said."""
    stretched = inspectors(person(姓名="朱　超"), person(姓名="John Smith", 执法证号="甲009"))[1]
    assert [code for code, _ in stretched if code == "names-stretched"] == ["names-stretched"]
    assert norm_name("朱　 超") == norm_name("朱超") == "朱超" and norm_name("John  Smith") == "John Smith"


def test_fewer_than_three() -> None:
    """ "fewer than 3 inspectors" is an error (LZ-3)."""
    _, findings = read_inspectors(table_of(INSPECTORS, PEOPLE[:2]), None)
    assert [(f.code, f.level) for f in findings] == [("inspectors-fewer-than-three", "error")]
    assert inspectors()[1] == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2024-3-5", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("２０２４-03-05", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        ("长期", "长期"),
        (" 长期 ", "长期"),
        ("9999-09-09", "9999-09-09"),
        ("9999-99-99", "长期"),
    ],
)
def test_ends_of_certificates(text: str, end: str) -> None:
    """ "证件有效期 blank or 长期 or 9999-… means no end" """
    registry, findings = inspectors(person(证件有效期=text))
    assert (registry.table.columns["证件有效期"][3], findings) == (end, [])


def test_a_blank_end_is_warned_of() -> None:
    """ "(blank with a warning)": not where there is no certificate at all."""
    assert inspectors(person(证件有效期=""))[1] == [("inspector-no-certificate-end", "D5")]
    assert inspectors(person(证件有效期="", 执法证号="", 工号="1"))[1] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三月底", "registry-bad-date"),
        ("2024-02-30", "registry-bad-date"),
        ("2024-13-01", "registry-bad-date"),
        ("24-3-5", "registry-date-short-year"),
        ("24.3.5", "registry-date-short-year"),
        ("2024年3月", "registry-date-no-day"),
        ("2024.03", "registry-date-no-day"),
        ("45356", "registry-date-serial"),
        ("2024-03-05至三月底", "registry-bad-date"),
        ("2024-02-30至2025-01-01", "registry-bad-date"),
    ],
)
def test_ends_that_are_no_dates(text: str, code: str) -> None:
    """An end that cannot be read is an error: nobody may be drawn by a guess."""
    _, findings = read_inspectors(table_of(INSPECTORS, [*PEOPLE[:3], person(证件有效期=text)]), None)
    assert [(f.code, f.level, f.place.cell) for f in findings] == [(code, "error", "D5")]
    if code == "registry-date-serial":
        assert findings[0].values["likely"] == "2024-03-05"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-03-04 00:00:00", "2026-03-04"),
        ("2026-03-04 23:59:59", "2026-03-04"),
        ("2026/3/4 9:30", "2026-03-04"),
        ("2026年3月4日14时30分", "2026-03-04"),
        ("2021-03-05至2026-03-04", "2026-03-04"),
        ("2021.3.5-2026.3.4", "2026-03-04"),
        ("2021年3月5日—2026年3月4日", "2026-03-04"),
        ("20210305-20260304", "2026-03-04"),
        ("自2021-03-05至2026-03-04止", "2026-03-04"),
        ("2021/3/5～长期", "长期"),
    ],
)
def test_ends_as_platforms_export_them(text: str, end: str) -> None:
    """A time of day does not matter, and of a period its end counts."""
    registry, findings = read_inspectors(table_of(INSPECTORS, [*PEOPLE[:3], person(证件有效期=text)]), None)
    assert findings == []
    assert registry.table.cells("证件有效期")[3] == end


@pytest.mark.parametrize("word", ["在岗", "在职", "", "请假", "退休"])
def test_known_duty(word: str) -> None:
    """ "On duty: 在岗, 在职, blank; anything else is not, unknown words are named." """
    assert inspectors(person(状态=word))[1] == []


def test_unknown_duty() -> None:
    """A word that nobody knows is named."""
    assert inspectors(person(状态="挂职"))[1] == [("inspector-unknown-duty", "E5")]


@pytest.mark.parametrize(("today", "stale"), [("2024-06-01", False), ("2024-06-02", True), (None, False)])
def test_staleness(today: str | None, stale: bool) -> None:
    """ "a registry not updated for a quarter" (LZ-4): 2024-03-01 and 92 days is 2024-06-01."""
    day = date.fromisoformat(today) if today else None
    found = inspectors(person(更新日期="2024-03-01"), person(执法证号="x", 更新日期="2023-01-01"), today=day)[
        1
    ]
    assert [code for code, _ in found] == (["registry-stale"] if stale else [])


def test_experts() -> None:
    """ "expert = 专家/编号, else 专家/单位/姓名" """
    rows = [
        {"姓名": "周五", "专业": "药师", "单位": "甲医院", "编号": "z 1"},
        {"姓名": "吴六", "专业": "临床医师", "单位": "甲医院", "编号": ""},
        {"姓名": "吴六", "专业": "临床医师", "单位": "乙医院", "编号": ""},
    ]
    registry, findings = read_experts(table_of(EXPERTS, rows))
    assert list(registry.ids) == ["专家/Z1", "专家/甲医院/吴六", "专家/乙医院/吴六"]
    assert findings == []
    _, findings = read_experts(table_of(EXPERTS, [*rows, rows[1]]))
    assert codes(findings) == ["registry-duplicate-id"]


# ---- recusals and history ----------------------------------------------------------------------------


def recusals(*rows: Record) -> tuple[list[str], list[tuple[str, ...]], list[tuple[str, str]]]:
    """Objects, people and findings of a recusal list over `NAMED` and `PEOPLE` with a second 赵一."""
    people, _ = read_inspectors(table_of(INSPECTORS, [*PEOPLE, person(姓名="钱二", 执法证号="甲005")]), None)
    things, _, _ = read_objects(table_of(OBJECTS, NAMED), None)
    links, findings = read_recusals(table_of(RECUSALS, rows), (people,), things)
    return list(links.objects), list(links.people), cells(findings)


@pytest.mark.parametrize(
    ("who", "what", "pair"),
    [
        ("甲 001", "1", ("甲001", "1")),
        ("赵一", "甲药店", ("甲001", "1")),
        ("甲002", "2", ("甲002", "2")),
        (" 赵一　", "甲药店", ("甲001", "1")),
        ("赵　一", "甲 药店", ("甲001", "1")),
    ],
)
def test_recusals_by_id_and_by_name(who: str, what: str, pair: tuple[str, str]) -> None:
    """ "both columns take an id or a unique name" """
    things, people, findings = recusals({"检查人员": who, "检查对象": what})
    assert ((people[0][0], things[0]), findings) == (pair, [])


def test_recusals_that_match_nobody_or_several() -> None:
    """ "unmatched or ambiguous is an error (a lost conflict is worse than a stop)" """
    _, _, findings = recusals(
        {"检查人员": "钱二", "检查对象": "乙药店"},
        {"检查人员": "郑七", "检查对象": "丙药店"},
        {"检查人员": "", "检查对象": "1"},
    )
    assert findings == [
        ("recusal-ambiguous", "A2"),
        ("recusal-ambiguous", "B2"),
        ("recusal-unmatched", "A3"),
        ("recusal-unmatched", "B3"),
        ("recusal-unmatched", "A4"),
    ]


def history(*rows: Record) -> tuple[list[str], list[tuple[str, ...]], list[tuple[str, str]]]:
    """Objects, people and findings of a history sheet."""
    people, _ = read_inspectors(table_of(INSPECTORS, PEOPLE), None)
    things, _, _ = read_objects(table_of(OBJECTS, NAMED), None)
    links, findings = read_history(table_of(HISTORY, rows), (people,), things)
    return list(links.objects), list(links.people), cells(findings)


def test_history() -> None:
    """ "历史: 检查对象, 检查日期, 计划编号, 原因 …, 检查人员; one row is one visit." """
    things, people, findings = history(
        {"检查对象": "甲药店", "检查日期": "2024年1月2日", "原因": "日常", "检查人员": "赵一、甲002"},
        {"检查对象": "2", "检查日期": "20230105", "原因": "随机", "检查人员": ""},
    )
    assert (things, people, findings) == (["1", "2"], [("甲001", "甲002"), ()], [])


def test_other_words_for_reasons() -> None:
    """Whatever was not drawn is a routine inspection; a word given twice counts once."""
    words = ("投诉举报", "随机抽查", "日常；日常", "双随机、专项检查")
    records = [{"检查对象": "1", "检查日期": "2024-01-02", "原因": word, "检查人员": ""} for word in words]
    things, _, _ = read_objects(table_of(OBJECTS, NAMED), None)
    links, findings = read_history(table_of(HISTORY, records), (), things)
    assert links.table.cells("原因") == ["日常", "随机", "日常", "随机、日常"]
    assert [(found.code, found.place.cell) for found in findings if found.place] == [
        ("history-reason-meant", cell) for cell in ("C2", "C3", "C5", "C5")
    ]


def test_history_with_faults() -> None:
    """A day or a reason that cannot be read is an error; who has left is kept, with a warning."""
    _, _, findings = history(
        {"检查对象": "1", "检查日期": "年初", "原因": "随机", "检查人员": ""},
        {"检查对象": "1", "检查日期": "2024-01-02", "原因": "抽查", "检查人员": ""},
        {"检查对象": "乙药店", "检查日期": "2024-01-02", "原因": "随机", "检查人员": ""},
        {"检查对象": "已注销药店", "检查日期": "2024-01-02", "原因": "随机", "检查人员": "郑七"},
    )
    assert findings == [
        ("registry-bad-date", "B2"),
        ("history-bad-reason", "C3"),
        ("history-ambiguous", "A4"),
        ("history-unmatched", "A5"),
        ("history-unmatched", "D5"),
    ]


def test_all_together_without_findings() -> None:
    """A set of registries as they should be has nothing to say."""
    experts = [{"姓名": "周五", "专业": "药师", "单位": "甲医院"}]
    pairs = [{"检查人员": "周五", "检查对象": "甲药店", "回避事由": "亲属"}]
    registries, findings = read_all(NAMED, experts=experts, recusals=pairs)
    assert findings == []
    assert registries.recusals.people == [("专家/甲医院/周五",)]
