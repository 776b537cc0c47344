"""Values that look alike and are not: named by their cell wherever a rule compares them."""

from __future__ import annotations

from typing import Any

import pytest

from building import BUREAU, PEOPLE, Record, cells, checked, plan_of, shops, task
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.columns.kinds import ID_COLUMNS
from shuangsuiji.core.lookalikes import is_odd, named, plain

SHOPS: list[Record] = shops(6, 信用等级="A", 行政区划="甲县", 经营状态="正常", 负责人="某")
HIDDEN = ("\u3164", "\u200b", "\ufe00", "\U000e0100", "\u115f", "\u2060", "\u034f", "\u00ad", "\U000e0041")


def told(plan: dict[str, Any], objects: list[Record], **more: Any) -> list[tuple[str, str]]:
    """Code and cell of each finding of this kind."""
    found = checked(plan_of(**plan), objects, **more)
    return cells([finding for finding in found if finding.code.startswith(("value-", "id-"))])


def altered(row: int, **changes: str) -> list[Record]:
    """The shops with some cells of one row changed."""
    return [{**shop, **changes} if place == row else shop for place, shop in enumerate(SHOPS)]


@pytest.mark.parametrize("letter", HIDDEN)
@pytest.mark.parametrize(
    ("column", "plan"),
    [
        ("经营状态", {"任务": task(对象范围={"经营状态": "正常"})}),
        ("经营状态", {"任务": task(对象范围={"经营状态": {"含": ["正常"]}})}),
        ("经营状态", {"限制": {"不参加抽取": {"经营状态": {"不是": ["正常"]}}}}),
        ("信用等级", {"任务": task(抽取={"字段": "信用等级", "比例": {"A": "20%"}})}),
        ("行政区划", {"任务": task(分区="行政区划")}),
    ],
)
def test_what_decides_is_an_error(letter: str, column: str, plan: dict[str, Any]) -> None:
    value = SHOPS[2][column]
    place = ("value-looks-like-another", "CDEF"[list(SHOPS[0]).index(column) - 2] + "4")
    for text in (value[: len(value) // 2] + letter + value[len(value) // 2 :], value + letter):
        if text.endswith(letter) and "含" in str(plan):
            place = ("value-invisible-character", place[1])  # it holds what is asked for all the same
        assert told(plan, altered(2, **{column: text})) == [place]


def test_a_letter_of_another_script() -> None:
    tiers = {"任务": task(抽取={"字段": "信用等级", "比例": {"A": "20%"}})}
    assert told(tiers, altered(1, 信用等级="А")) == [("value-looks-like-another", "C3")]
    assert told(tiers, SHOPS) == []


def test_the_plan_is_blamed_where_it_is_odd() -> None:
    plan = {"任务": task(对象范围={"经营状态": "正常\u200b"})}
    found = [one for one in checked(plan_of(**plan), SHOPS) if one.code == "value-looks-like-another"]
    assert [(one.place.cell, one.values["text"]) for one in found] == [("", "正常〔U+200B〕")]


@pytest.mark.parametrize(
    ("column", "usual"), [("标签", "组长"), ("部门", BUREAU), ("状态", "在岗"), ("曾任职单位", "药店0003")]
)
def test_what_is_read_of_people(column: str, usual: str) -> None:
    """A seat or a recusal is lost by it."""
    plan = {"检查组": [{"部门": BUREAU, "人数": "2", "其中至少": {"标签": "组长", "人数": "1"}}]}
    people = [{**person, "标签": "组长"} for person in PEOPLE]
    spoilt = [*people[:-1], {**people[-1], column: f"{usual}\u2060"}]
    heading = list(dict.fromkeys(name for record in spoilt for name in record))
    cell = "ABCDEFG"[heading.index(column)] + "5"
    assert told(plan, SHOPS, inspectors=spoilt) == [("value-looks-like-another", cell)]


def test_what_decides_nothing_is_a_warning() -> None:
    plan = {"任务": task(对象范围={"经营状态": {"不是": ["注销"]}})}
    assert told(plan, altered(0, 经营状态="正常\u200b")) == [("value-invisible-character", "E2")]
    assert told(plan, altered(0, 负责人="某\u200b")) == []


def test_an_id_that_nobody_can_type() -> None:
    """Cyrillic and Arabic signs in ids: an error beside the id that they look like, a warning alone."""
    column = next(name for name in SHOPS[0] if name in ID_COLUMNS)
    own = SHOPS[0][column]
    assert told({}, altered(0, **{column: "冀械〇1-２"})) == []
    assert told({}, altered(0, **{column: "NZОО06"})) == [("id-unwritable", "A2")]
    assert told({}, altered(0, **{column: "NZ٠٠06"})) == [("id-unwritable", "A2")]
    assert told({}, altered(1, **{column: f"{own}\u3164"})) == [("value-looks-like-another", "A3")]


def test_ids_that_differ_in_signs_of_one_shape() -> None:
    """O and 0, I and 1: both may be right, and nobody tells them apart on paper."""
    column = next(name for name in SHOPS[0] if name in ID_COLUMNS)
    twins = altered(0, **{column: "NZ0106"})
    for written in ("NZO106", "NZ0I06", "NZOI06", "NZ0l06"):
        twins[1] = {**twins[1], column: written}
        assert told({}, twins) == [("id-shape-twin", "A3")]
    for written in ("NZ0107", "NZ0L06"):
        twins[1] = {**twins[1], column: written}
        assert told({}, twins) == []


def test_an_alias_makes_two_names_equal() -> None:
    plan = {"部门别名": {f"{BUREAU}—本级": BUREAU, f"{BUREAU}-本级": BUREAU}}
    people = [{**person, "部门": f"{BUREAU}{dash}本级"} for person, dash in zip(PEOPLE, "—-—-", strict=True)]
    assert told(plan, SHOPS, inspectors=people) == []


def test_plain_and_named() -> None:
    for text in ("正常", "A级", "药店·甲", "一二三", "(甲)", "Ⅲ级", "３级"):
        assert plain(text) == norm(text) and not is_odd(text)
    assert plain("А\u200bB\ufe00") == "AB"
    assert named("А\u200b正") == "А〔U+0410〕〔U+200B〕正"
