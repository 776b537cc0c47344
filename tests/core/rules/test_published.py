"""Published ratios in words: known answers (XT-11)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from building import ITEM_LIST, checked, plan_of, shops, task
from shuangsuiji.core.rules.published import PublishedRatio, published_ratio

PLAIN = (
    *("3%", "3％", "0.03", "3/100", "百分之三", "不低于3%", "不少于3%", "不得低于百分之三", "≥3%", "3%以上"),
    *(
        "3%（含）以上",
        "3%及以上",
        "至少3%",
        "比例3%，本年度检查一次",
        "3%，每年1次",
        "每年一次，3%",
        "3%（每年一次）",
    ),
    *("抽查比例为3%", "抽取比例：3%", "按3%的比例抽取", "检查对象总数的3%", "每年抽取不少于市场主体总数的3%"),
    *(
        "年度抽查比例不低于3%，每年至少1次",
        "每半年一次，比例3%",
        "每年不超过1次，比例不低于3%",
        "3%/年",
        "下限3%",
    ),
    *("3%※", "3%①", "3%*", "3%[1]", "3%（注1）", "3%注①", "3%（见备注）"),
    *("不低于年初在册户数的3%", "以上年度末在册数为基数，不低于3%", "辖区内企业数的3%", "按上年末户数的3%"),
    *("不低于3%（基数为上年末在册企业）", "抽取3%的企业，每年1次", "3%，不足1户的按1户"),
    *("3%，三年内不重复", "3%，同一企业两年内免重复抽查", "3%以上（三年内检查过的除外）"),
)
FLOORS = {
    "3/100": PLAIN,
    "1": ("100%，每年一次以上", "百分之百", "全覆盖", "100%全覆盖"),
    "1/200": ("千分之五", "5‰", "0.5%"),
    "1/3": ("每三年一轮，每年不少于三分之一", "三分之一", "不低于三分之一", "1/3"),
    "51/200": ("百分之二十五点五",),
    "1/10": ("百分之十", "十分之一", "一成"),
}
CAPS = (
    "不超过3%",
    "不高于3%",
    "不得超过3%",
    "3%以下",
    "3%以内",
    "3%（含）以下",
    "≤3%",
    "最高3%",
    "至多百分之三",
    "控制在3%以内",
)
RANGES = (
    *("3%-5%", "3-5%", "3%～5%", "3%—5%", "3%至5%", "3%到5%", "百分之三至百分之五", "介于3%和5%之间"),
    *("不低于3%，不高于5%", "不低于3%不超过5%", "3%以上5%以下", "不低于3%且不高于5%", "3%-5%，每年1次"),
)
NOT_UNDERSTOOD = (
    *(
        "",
        "按计划",
        "一般企业3%，重点企业10%",
        "抽取10%的重点企业",
        "3%，重点企业除外",
        "3%且不少于10户",
        "重点企业不低于10%",
        "3%，其中重点企业10%",
        "3%左右",
        "约3%",
        "每年1次",
    ),
    *(
        "不低于3户",
        "5",
        "150%",
        "每季度5%",
        "不低于上年",
        "A类3%",
        "5%-3%",
        "3%或5%",
        "不低于3%以内",
        "零分之三",
    ),
)


@pytest.mark.parametrize(
    ("text", "ratio"), [(text, ratio) for ratio, texts in FLOORS.items() for text in texts]
)
def test_floors(text: str, ratio: str) -> None:
    assert published_ratio(text) == PublishedRatio(Fraction(ratio), None)


@pytest.mark.parametrize("text", CAPS)
def test_caps(text: str) -> None:
    assert published_ratio(text) == PublishedRatio(None, Fraction(3, 100))


@pytest.mark.parametrize("text", RANGES)
def test_ranges(text: str) -> None:
    assert published_ratio(text) == PublishedRatio(Fraction(3, 100), Fraction(1, 20))


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_binds_nothing_that_can_be_told(text: str) -> None:
    assert published_ratio(text) is None


def held(published: str, draw: object, count: int = 40, **changes: Any) -> list[tuple[str, str]]:
    items = [{**ITEM_LIST[0], "抽查比例": published}, {**ITEM_LIST[1], "抽查比例": "看情况"}]
    changes = {"批次": [{"名称": "上半年", "起": "2024-01", "止": "2024-12"}], **changes}
    findings = checked(plan_of(任务=task(抽取=draw), **changes), shops(count), items=items)
    return [(finding.level.value, finding.code) for finding in findings if "ratio" in finding.code]


NOTE = ("note", "item-ratio-text")


def test_tasks_are_held_against_floor_and_cap() -> None:
    assert held("3%-5%", "4%") == [NOTE]
    assert held("3%-5%", "2%") == [NOTE, ("error", "task-ratio-below-published")]
    assert held("3%-5%", "6%") == [NOTE, ("error", "task-ratio-above-published")]
    assert held("不超过3%", "3%") == [NOTE]


def test_what_is_drawn_is_held_against_the_cap() -> None:
    """每层至少 draws 8 of 40 where the ratio says 3 %; what rounding up adds passes no cap."""
    assert held("不超过3%", {"比例": "3%", "每层至少": 8}) == [NOTE, ("error", "task-ratio-above-published")]
    assert held("不超过3%", "3%", count=34) == [NOTE]


def test_the_batches_of_a_year_count_together() -> None:
    """2 % in each of two batches is 4 % of a year: over a cap of 3 %, and enough for a floor of 4 %."""
    halves = [
        {"名称": "上半年", "起": "2024-01", "止": "2024-06"},
        {"名称": "下", "起": "2024-07", "止": "2024-12"},
    ]
    assert held("每年不超过3%", "2%", 批次=halves) == [NOTE, ("error", "task-ratio-above-in-year")]
    assert held("不超过3%", "2%", 批次=halves) == [NOTE, ("warning", "task-ratio-above-in-year")]
    assert held("每年不低于4%", "2%", 批次=halves) == [NOTE]
    assert held("不低于4%", "2%", 批次=halves) == [NOTE, ("error", "task-ratio-below-published")]
    assert held("每年不超过3%", {"比例": "3%", "比例口径": "全年"}, 批次=halves) == [NOTE]
    assert published_ratio("3%，每年一次以上") == PublishedRatio(Fraction(3, 100), None, yearly=False)


def test_an_item_in_use_that_is_not_understood_is_a_warning() -> None:
    assert held("一般企业3%，重点企业10%", "4%") == [("warning", "item-ratio-text"), NOTE]
