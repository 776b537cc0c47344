"""What is likely wrong: duplicates side by side, ID numbers of persons, characters that nobody sees."""

from __future__ import annotations

import time

import pytest

from building import PEOPLE, Record, cells, codes, grid_of, table_of
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.suspicions import (
    MOST_PAIRS,
    comparison_key,
    comparison_keys,
    likely_duplicate_objects,
    lost_zeros,
    suspicions,
    without_invisible,
)
from shuangsuiji.core.registries.tables import read_table

BOTH, CONTACT = "object-likely-duplicate", "object-likely-duplicate-contact"
PERSON = "11010519491231002X"  # the example of GB 11643-1999


def found(kind: Kind, *rows: Record) -> list[tuple[str, str]]:
    """(code, cell) of what is suspicious in some rows with the ids 1, 2, 3 …"""
    table = table_of(LAYOUTS[kind], rows)
    return cells(suspicions(kind, table, [str(n) for n in range(1, len(table) + 1)]))


def shop(number: int, **more: str) -> Record:
    row = {"编号": str(number), "名称": "康宁大药房（城关店）", "地址": "", "负责人": "", "联系方式": ""}
    return {**row, **more}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ({"地址": "人民路12号"}, {"地址": "人民路 １２号", "名称": "康宁大药房(城关店)"}, BOTH),
        ({"地址": "人民路12号"}, {"地址": "人民路13号"}, None),
        ({"地址": ""}, {"地址": ""}, None),
        ({"联系方式": "0000-123"}, {"联系方式": "0000123"}, CONTACT),
        ({"联系方式": "1", "地址": "甲县人民路1号"}, {"联系方式": "1", "地址": "人民路1号"}, CONTACT),
        ({"联系方式": "1", "地址": "甲路"}, {"联系方式": "1", "地址": "乙路"}, None),  # a chain
        ({"负责人": "王某", "地址": "甲路"}, {"负责人": "王某"}, CONTACT),
        ({"地址": "甲路", "名称": "别的店"}, {"地址": "甲路"}, None),
    ],
)  # fmt: skip
def test_objects_likely_one(one: dict[str, str], other: dict[str, str], code: str | None) -> None:
    """The same name at the same address, or with the same contact where the addresses do not object."""
    assert found(Kind.OBJECTS, shop(1, **one), shop(2, **other)) == ([(code, "B3")] if code else [])


def test_both_cells_are_named() -> None:
    table = table_of(OBJECTS, [shop(1, 地址="甲路"), shop(2, 地址="乙路"), shop(3, 地址="甲路")])
    (finding,) = likely_duplicate_objects(table, ["A1", "A2", "A3"])
    assert finding.place.cell == "B4"
    assert finding.values == {
        "name": "康宁大药房（城关店）",
        "id": "A3",
        "other": "甲 › B2",
        "other_id": "A1",
    }


def test_people_likely_one() -> None:
    """The same name in the same department; different phones tell them apart."""
    twin = {**PEOPLE[0], "执法证号": "别号"}
    assert found(Kind.INSPECTORS, *PEOPLE, twin) == [("person-likely-duplicate", "A6")]
    phones = [{**PEOPLE[0], "联系方式": "0000-1"}, {**twin, "联系方式": "0000-2"}]
    assert found(Kind.INSPECTORS, *phones) == []
    assert found(Kind.INSPECTORS, PEOPLE[0], {**twin, "部门": "别的部门"}) == []
    experts = [{"编号": n, "姓名": "甲", "单位": "乙医院", "专业": "药师"} for n in "12"]
    assert found(Kind.EXPERTS, *experts) == [("person-likely-duplicate", "B3")]


def test_a_hundred_thousand_equal_rows_are_no_burden() -> None:
    """Linear in the rows and capped, whatever they hold."""
    rows = [[str(n), "同名药店", "人民路1号", "王某"] for n in range(100_000)]
    table, _ = read_table(OBJECTS, [grid_of([["编号", "名称", "地址", "负责人"], *rows])], SourceChoice(), ())
    assert table is not None
    begun = time.process_time()
    findings = likely_duplicate_objects(table, table.columns["编号"])
    assert time.process_time() - begun < 3
    assert codes(findings) == ["object-likely-duplicate"] * MOST_PAIRS + ["likely-duplicates-more"]
    assert findings[-1].values["count"] == 100_000 - 1 - MOST_PAIRS


def test_id_numbers_of_persons() -> None:
    """One warning for a column, at the first of them, and never the number itself."""
    rows = [
        {**PEOPLE[0]},
        {**PEOPLE[1], "执法证号": PERSON},
        {**PEOPLE[2], "备注": f"身份证{PERSON.lower()}"},
    ]
    table = table_of(LAYOUTS[Kind.INSPECTORS], [{**row, "备注": row.get("备注", "")} for row in rows])
    findings = suspicions(Kind.INSPECTORS, table, ["1", "2", "3"])
    assert cells(findings) == [("resident-number", "C3"), ("resident-number", "F4")]
    assert findings[0].values == {"column": "执法证号", "count": 1}
    old = {**PEOPLE[0], "执法证号": "110105491231002"}
    assert found(Kind.INSPECTORS, old) == [("resident-number", "C2")]


def test_codes_are_not_taken_for_persons() -> None:
    """Credit codes, registration numbers, longer numbers and wrong birthdays stay quiet."""
    for code in ("91110000600037341L", "110108000000016", f"1{PERSON}", "11010519490231002X"):
        assert found(Kind.OBJECTS, {"统一社会信用代码": code, "名称": "甲", "编号": "1"}) == []


def test_characters_that_nobody_sees() -> None:
    assert found(Kind.OBJECTS, {"编号": "D1\u200b", "名称": "甲"}, {"编号": "D1", "名称": "乙\ufeff"}) == [
        ("registry-invisible-character", "A2"),
        ("registry-invisible-character", "B3"),
    ]
    assert without_invisible("甲\u200b乙\x07\n丙") == "甲乙\n丙"


def test_comparison_keys() -> None:
    """ "Normalisation for comparison: NFKC, brackets, blanks." """
    assert comparison_key("Ａ药房 （一店）") == comparison_key("a药房(一店)") == "A药房一店"
    texts = ["Ａ药房 （一店）", "", "_甲_·乙", "①号 店"]
    assert comparison_keys(texts) == [comparison_key(text) for text in texts]
    assert comparison_keys([]) == []


def test_zeros_that_a_program_has_dropped() -> None:
    """A code shorter than the others, some of which begin with a zero: their length says what it was."""
    rows = [["编号", "名称"], ["0101", "甲"], ["0102", "乙"], ["103", "丙"], ["1104", "丁"], ["X1", "戊"]]
    table, _ = read_table(LAYOUTS[Kind.OBJECTS], [grid_of(rows)], SourceChoice(), ())
    assert table is not None
    assert [(f.place.cell, f.values["likely"]) for f in lost_zeros(table)] == [("A4", "0103")]
    plain = [["编号", "名称"], *([str(number), "甲"] for number in range(95, 120))]
    table, _ = read_table(LAYOUTS[Kind.OBJECTS], [grid_of(plain)], SourceChoice(), ())
    assert table is not None
    assert list(lost_zeros(table)) == []
