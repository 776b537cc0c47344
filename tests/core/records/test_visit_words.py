"""What a visit is told as in words: its items, reasons, months, and whether it is above the yearly cap."""

from __future__ import annotations

from typing import Any

import pytest

from building import BUREAU, drawn, plan_of, sealed_of, shops, task, visit
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.rules.pool import PastVisit

RULE = {"名称": "重点", "对象": {"信用状态": "失信"}, "全年次数": "3", "事项": ["SX-02"]}
OTHER = "甲市市场监督管理局"


def visits(past: tuple[PastVisit, ...] = (), **changes: Any) -> list[VisitRecord]:
    """The visits of the last batch, by id: three objects, of which D0001 is to be inspected three times."""
    objects = [{**shop, "信用状态": "失信" if n == 0 else ""} for n, shop in enumerate(shops(3))]
    record = drawn(sealed_of(plan_of(**{"必查": [RULE], **changes}), objects, "下半年", past), "1")
    return sorted(record["visits"], key=lambda one: (one["id"], one["visit"]))


def test_months_of_several_visits() -> None:
    """Visit i of m > 1 in a batch of L months is meant for month floor((i - 1) * L / m), from 0: 3 in 5."""
    found = visits(任务=task(抽取={"数量": "0"}))
    assert [(one["id"], one["visit"], one["of"], one["month"]) for one in found] == [
        ("D0001", 1, 3, "2024-07"),
        ("D0001", 2, 3, "2024-08"),
        ("D0001", 3, 3, "2024-10"),
    ]


def test_items_and_reasons_merge() -> None:
    """Items of all fitting rules on every visit, those of random tasks on the first (QHD-6)."""
    tasks = [
        *task(抽取={"数量": "1"}, 对象范围={"信用状态": "失信"}),
        *task(编号="甲02", 事项=["SX-01", "SX-02"], 抽取={"数量": "3"}),
    ]
    found = visits(任务=tasks)
    own = [(one["id"], one["visit"], one["reasons"], one["tasks"], one["items"]) for one in found]
    first, second = [BUREAU, "SX-01"], [BUREAU, "SX-02"]
    assert own == [
        ("D0001", 1, ["随机", "必查"], ["甲01", "甲02"], [first, second]),
        ("D0001", 2, ["必查"], [], [second]),
        ("D0001", 3, ["必查"], [], [second]),
        ("D0002", 1, ["随机"], ["甲02"], [first, second]),
        ("D0003", 1, ["随机"], ["甲02"], [first, second]),
    ]


def test_the_cap_never_reduces_must_inspect_visits() -> None:
    """They are marked 超上限."""
    limits = {"每户全年上限": "2"}
    found = visits((visit("D0001", "2024-04-01", "日常"),), 限制=limits)
    own = [one["over_cap"] for one in found if one["id"] == "D0001"]
    assert own == [0, 1, 1]


@pytest.mark.parametrize(
    ("items", "body", "owners"),
    [
        ({BUREAU: ["SX-09"]}, OTHER, [BUREAU]),
        (["SX-09"], OTHER, [OTHER]),
        (["SX-09"], f"{OTHER}、{BUREAU}", [OTHER, BUREAU]),
        (["SX-09"], "市场监管局", [OTHER]),
        (["SX-09"], "", [OTHER, BUREAU]),
        (["SX-09"], "不相干的局", [OTHER, BUREAU]),
    ],
)
def test_whose_item_it_is(items: object, body: str, owners: list[str]) -> None:
    """A department's, if 事项 is a map or 抽查主体 names one of the plan's; otherwise everybody's (WG-4)."""
    plan = plan_of(
        联合部门=[OTHER],
        部门别名={"市场监管局": OTHER},
        任务=task(事项=items, 抽取={"数量": "1"}),
        检查组=[{"部门": BUREAU, "人数": "2"}],
    )
    listed = [{"事项编码": "SX-09", "抽查事项名称": "某事", "抽查主体": body}]
    (only,) = drawn(sealed_of(plan, shops(1), items=listed), "1")["visits"]
    assert only["items"] == sorted([owner, "SX-09"] for owner in owners)
