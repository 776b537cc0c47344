"""Conditions on registry columns: what fits, what does not, and what cannot be compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.plans.conditions import Uncomparable, parse_condition


def fits(condition: object, **cells: str) -> bool:
    """Whether one object with these cells fits."""
    return bool(parse_condition(condition).mask(1, lambda column: [cells[column]])[0])


FITTING = [
    # "Values compare as `norm`ed text"
    ({"类别": "定点零售药店"}, {"类别": "定点零售药店"}, True),
    ({"类别": "定点零售药店"}, {"类别": " 定点零售药店\u3000"}, True),
    ({"等级": "（A）"}, {"等级": "(Ａ)"}, True),
    ({"等级": "A"}, {"等级": "a"}, False),
    ({"等级": ["A", "B"]}, {"等级": "B"}, True),
    ({"等级": ["A", "B"]}, {"等级": "C"}, False),
    ({"等级": "A"}, {"等级": ""}, False),
    # "several columns are joined by and"
    ({"类别": "药店", "等级": "A"}, {"类别": "药店", "等级": "B"}, False),
    ({"类别": "药店", "等级": "A"}, {"类别": "药店", "等级": "A"}, True),
    # "integers as their digits (1 = 1.0 = "1")"
    ({"次数": "3"}, {"次数": "3.0"}, True),
    ({"次数": "3.0"}, {"次数": "3"}, True),
    ({"次数": "3"}, {"次数": "3.5"}, False),
    ({"次数": "3"}, {"次数": "03"}, False),
    # "dates in any common spelling as dates"
    ({"日期": "2024-03-05"}, {"日期": "2024年3月5日"}, True),
    ({"日期": "2024/3/5"}, {"日期": "2024.03.05"}, True),
    ({"日期": "2024-03-05"}, {"日期": "2024-03-05 00:00:00"}, True),
    ({"日期": "2024-03-05"}, {"日期": "2024-03-06"}, False),
    # "是 = √ Y TRUE 1, 否 = × N FALSE 0, blank is neither"
    *[({"重点": "是"}, {"重点": yes}, True) for yes in ("是", "√", "Y", "y", "TRUE", "true", "1.0", "Ｙ")],
    *[({"重点": "否"}, {"重点": no}, True) for no in ("否", "×", "N", "n", "FALSE", "0", "0.0")],
    *[({"重点": "是"}, {"重点": other}, False) for other in ("", "否", "×", "重点", "2")],
    ({"重点": "否"}, {"重点": ""}, False),
    # "至少/至多 on a blank is false"
    ({"次数": {"至少": "1"}}, {"次数": "1"}, True),
    ({"次数": {"至少": "1"}}, {"次数": "0"}, False),
    ({"次数": {"至少": "1"}}, {"次数": "10"}, True),
    ({"次数": {"至少": "9"}}, {"次数": "10"}, True),
    ({"占比": {"至少": "50%"}}, {"占比": "50.0%"}, True),
    ({"占比": {"至少": "50%"}}, {"占比": "7.5%"}, False),
    ({"占比": {"至少": "0.5"}}, {"占比": "100%"}, True),
    ({"占比": {"至多": "3%"}}, {"占比": "0.03"}, True),
    ({"次数": {"至多": "5"}}, {"次数": "5.0"}, True),
    ({"次数": {"至多": "5"}}, {"次数": "5.01"}, False),
    ({"次数": {"至少": "1", "至多": "5"}}, {"次数": "6"}, False),
    ({"次数": {"至少": "1", "至多": "5"}}, {"次数": "3"}, True),
    ({"次数": {"至少": "0"}}, {"次数": ""}, False),
    ({"次数": {"至多": "5"}}, {"次数": ""}, False),
    ({"次数": {"至少": "-1"}}, {"次数": "-1"}, True),
    ({"日期": {"至少": "2024-03-05"}}, {"日期": "2024年3月5日"}, True),
    ({"日期": {"至少": "2024-03-05"}}, {"日期": "2023/12/31"}, False),
    ({"日期": {"至多": "2024-03-05"}}, {"日期": ""}, False),
    # "不是 takes a list and fits blanks"
    ({"状态": {"不是": "暂停"}}, {"状态": "正常"}, True),
    ({"状态": {"不是": "暂停"}}, {"状态": "暂停"}, False),
    ({"状态": {"不是": "暂停"}}, {"状态": ""}, True),
    ({"状态": {"不是": ["暂停", "解除"]}}, {"状态": "解除"}, False),
    # 含, 空
    ({"名称": {"含": "卫生院"}}, {"名称": "甲镇卫生院"}, True),
    ({"名称": {"含": ["卫生院", "卫生室"]}}, {"名称": "甲村卫生室"}, True),
    ({"名称": {"含": "卫生院"}}, {"名称": ""}, False),
    ({"等级": {"空": "是"}}, {"等级": " "}, True),
    ({"等级": {"空": "是"}}, {"等级": "A"}, False),
    ({"等级": {"空": "否"}}, {"等级": "A"}, True),
    ({"等级": {"空": "否"}}, {"等级": ""}, False),
    # "a value fits if one entry equals it; 不是: none equals; 含: some entry contains it; 空: no entry"
    *[({"标签": "公立"}, {"标签": f"市本级{mark}公立"}, True) for mark in "、，,；;/\n"],
    ({"标签": "公立"}, {"标签": "非公立、市本级"}, False),
    ({"标签": {"不是": "公立"}}, {"标签": "市本级、公立"}, False),
    ({"标签": {"不是": "公立"}}, {"标签": "市本级"}, True),
    ({"标签": {"不是": "公立"}}, {"标签": ""}, True),
    ({"标签": {"含": "市"}}, {"标签": "公立、市本级"}, True),
    ({"标签": {"空": "是"}}, {"标签": "、；"}, True),
    ({"辖区": "甲区"}, {"辖区": "乙区、甲区"}, True),
    ({"类别": "甲"}, {"类别": "甲、乙"}, False),
    # "任一 may nest and is and-ed with its neighbours"
    ({"任一": [{"等级": "A"}, {"等级": "B"}]}, {"等级": "B"}, True),
    ({"任一": [{"等级": "A"}, {"等级": "B"}]}, {"等级": "C"}, False),
    ({"类别": "药店", "任一": [{"等级": "A"}]}, {"类别": "医院", "等级": "A"}, False),
    ({"任一": [{"等级": "A"}, {"类别": "药店", "任一": [{"等级": "B"}, {"等级": "C"}]}]},
     {"类别": "药店", "等级": "C"}, True),
    ({"任一": [{"等级": "A"}, {"类别": "药店", "任一": [{"等级": "B"}, {"等级": "C"}]}]},
     {"类别": "医院", "等级": "C"}, False),
    # "No 对象范围 means every object"
    ({}, {}, True),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "row", "fit"), FITTING)
def test_what_fits(condition: object, row: dict[str, str], fit: bool) -> None:
    """formats.md, fine print on values and on list columns."""
    assert fits(condition, **row) is fit


@pytest.mark.parametrize(
    ("condition", "cell"),
    [
        ({"次数": {"至少": "1"}}, "两次"),
        ({"次数": {"至多": "1"}}, "1次"),
        ({"次数": {"至少": "1"}}, "2024-03-05"),
        ({"次数": {"至少": "2024-03-05"}}, "3"),
        ({"次数": {"至少": "2024-03-05"}}, "2024-02-30"),
    ],
)
def test_uncomparable_cells(condition: object, cell: str) -> None:
    """ "至少/至多 … on other text an error with its cell" """
    with pytest.raises(Uncomparable) as caught:
        fits(condition, 次数=cell)
    assert caught.value.text == cell


REFUSED = {
    "text": ("药店", "plan-condition-not-mapping", ()),
    "no value": ({"类别": None}, "plan-condition-empty", ("类别",)),
    "blank": ({"类别": " "}, "plan-condition-empty", ("类别",)),
    "no values": ({"类别": []}, "plan-condition-empty", ("类别",)),
    "blank in a list": ({"类别": ["甲", ""]}, "plan-condition-empty", ("类别", 1)),
    "no operator": ({"类别": {}}, "plan-condition-empty", ("类别",)),
    "unknown operator": ({"次数": {"大于": "1"}}, "plan-unknown-operator", ("次数", "大于")),
    "expression": ({"次数": {">": "1"}}, "plan-unknown-operator", ("次数", ">")),
    "bound": ({"次数": {"至少": "多"}}, "plan-bad-bound", ("次数", "至少")),
    "two bounds": ({"次数": {"至少": ["1", "2"]}}, "plan-bad-bound", ("次数", "至少")),
    "neither yes nor no": ({"次数": {"空": "也许"}}, "plan-not-yes-no", ("次数", "空")),
    "any of nothing": ({"任一": []}, "plan-any-not-list", ("任一",)),
    "any of a map": ({"任一": {"类别": "甲"}}, "plan-any-not-list", ("任一",)),
    "inside any": ({"任一": [{"类别": "甲"}, {"任一": [{"次数": {"至多": "多"}}]}]}, "plan-bad-bound",
                   ("任一", 1, "任一", 0, "次数", "至多")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_conditions_say_where(name: str) -> None:
    """The error carries the way to the value, so that the loader can name line and column."""
    data, code, at = REFUSED[name]
    with pytest.raises(PydanticCustomError) as caught:
        parse_condition(data)
    assert caught.value.type == code
    assert (caught.value.context or {}).get("at", ()) == at


def test_english_operators() -> None:
    """at_least at_most not contains empty any are the English keys."""
    english = {
        "n": {"at_least": "1", "at_most": "5"},
        "any": [{"c": {"not": ["x"]}}, {"d": {"contains": "y"}}, {"e": {"empty": "否"}}],
    }
    chinese = {
        "n": {"至少": "1", "至多": "5"},
        "任一": [{"c": {"不是": ["x"]}}, {"d": {"含": "y"}}, {"e": {"空": "否"}}],
    }
    assert parse_condition(english) == parse_condition(chinese)


TEXT = st.text("甲乙ABab01.-/ 、年月日", max_size=8)
VALUE = TEXT.filter(lambda text: text.strip())
TESTS = st.one_of(
    VALUE,
    st.lists(VALUE, min_size=1, max_size=3),
    st.fixed_dictionaries({"不是": st.lists(VALUE, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"含": VALUE}),
    st.fixed_dictionaries({"空": st.sampled_from("是否")}),
    st.fixed_dictionaries({"至少": st.integers(-9, 9).map(str), "至多": st.just("5")}),
)
CONDITIONS = st.recursive(
    st.dictionaries(st.sampled_from(["类别", "标签", "次数"]), TESTS, max_size=3),
    lambda inner: st.fixed_dictionaries(
        {"任一": st.lists(inner.filter(bool), min_size=1, max_size=3), "等级": VALUE}
    ),
    max_leaves=4,
)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(CONDITIONS)
def test_canonical_form_reads_back(data: object) -> None:
    """plan.json holds the condition itself: read back, it is the same one (draw-algorithm 3)."""
    condition = parse_condition(data)
    stored = json.loads(canonical_json(condition.canonical()))
    again = parse_condition(stored)
    assert again.canonical() == condition.canonical()
    assert set(again.tests()) == set(condition.tests())


@settings(derandomize=True, max_examples=100, deadline=None)
@given(VALUE, TEXT)
def test_not_is_the_contrary_of_equal(value: str, cell: str) -> None:
    """A cell is equal or not equal, never both, in a plain column and in a list."""
    for column in ("类别", "标签"):
        row = {column: cell}
        assert fits({column: value}, **row) is not fits({column: {"不是": value}}, **row)


def test_words_for_a_condition() -> None:
    """A condition is told in Chinese words."""
    condition = parse_condition(
        {"类别": ["甲", "乙"], "次数": {"至少": "1"}, "任一": [{"A": "1"}, {"B": {"空": "否"}}]}
    )
    assert condition.describe() == "类别为甲、乙，次数至少1，（A为1，或B不为空）"
    assert condition.columns() == ("类别", "次数", "A", "B")
