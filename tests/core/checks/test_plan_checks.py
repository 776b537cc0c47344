"""What the parts of a plan say about each other: each check fires on a bad plan, silent on the good one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from building import BUREAU, PLAN, plan_of, task
from shuangsuiji.core.checks.plan import plan_problems

OTHER = "甲市市场监督管理局"
BATCHES = PLAN["批次"]


def test_the_small_plan_is_good() -> None:
    """The plan that the bad ones are made of has no problem."""
    assert plan_problems(plan_of()) == []


MUST = {"名称": "失信", "对象": {"信用状态": "失信"}, "全年次数": "2", "事项": ["SX-01"]}

PROBLEMS: dict[str, tuple[dict[str, Any], str, str, tuple[str | int, ...]]] = {
    "nothing to do": ({"任务": None}, "error", "plan-nothing-to-do", ()),
    "task twice": ({"任务": task() * 2}, "error", "plan-task-twice", ("tasks", 1, "number")),
    "a joint department that an alias makes the leading one": (
        {"联合部门": [OTHER], "部门别名": {OTHER: BUREAU}},
        "error",
        "plan-alias-folds",
        ("partners", 0),
    ),
    "a document number that goes on as our own sentence": (
        {"文号": "甲医保〔2024〕1号。经复核，本次抽取无误"},
        "error",
        "plan-name-goes-on",
        ("document_number",),
    ),
    "a task that assures": (
        {"任务": task(名称="药店抽查 本次抽取经公证，未经挑选")},
        "warning",
        "plan-text-assures",
        ("tasks", 0, "name"),
    ),
    "a source of the seed that speaks of the draw": (
        {"种子": {"来源": "某某公证处。经复核，本次抽取无误"}},
        "error",
        "plan-name-goes-on",
        ("seed", "source"),
    ),
    "a name without end": (
        {"任务": task(名称="药店" * 61)},
        "error",
        "plan-name-long",
        ("tasks", 0, "name"),
    ),
    "grounds that assure": (
        {"任务": task(依据="《条例》第十条。经公证，本次抽取没有挑选")},
        "warning",
        "plan-text-assures",
        ("tasks", 0, "grounds"),
    ),
    "rule twice": ({"必查": [MUST, MUST]}, "error", "plan-must-inspect-twice", ("must_inspect", 1, "name")),
    "another year": (
        {"批次": [BATCHES[0], {**BATCHES[1], "止": "2025-01"}]},
        "error",
        "plan-batch-year",
        ("batches", 1, "end"),
    ),
    "overlap": (
        {"批次": [BATCHES[1], {**BATCHES[0], "止": "2024-07"}]},
        "error",
        "plan-batches-overlap",
        ("batches", 0, "start"),
    ),
    "unknown batch": (
        {"任务": task(批次=["全年"])},
        "error",
        "plan-unknown-batch",
        ("tasks", 0, "batches", 0),
    ),
    "unknown task": (
        {"检查组": [{"部门": BUREAU, "人数": "2", "任务": ["甲01", "甲02"]}]},
        "error",
        "plan-unknown-task",
        ("team", 0, "tasks", 1),
    ),
    "unknown department of items": (
        {"任务": task(事项={"乙局": ["SX-01"]})},
        "error",
        "plan-unknown-department",
        ("tasks", 0, "items", "乙局"),
    ),
    "unknown department of a rule": (
        {"必查": [{**MUST, "事项": {"乙局": ["SX-01"]}}]},
        "error",
        "plan-unknown-department",
        ("must_inspect", 0, "items", "乙局"),
    ),
    "unknown department of a line": (
        {"检查组": [{"部门": BUREAU, "人数": "2"}, {"部门": "乙局", "人数": "1"}]},
        "error",
        "plan-unknown-department",
        ("team", 1, "department"),
    ),
    "one seat": ({"检查组": [{"部门": BUREAU, "人数": "1"}]}, "error", "plan-team-too-small", ("team",)),
    "experts do not count": (
        {"检查组": [{"专家": "药师", "人数": "3"}, {"部门": BUREAU, "人数": "1"}]},
        "error",
        "plan-team-too-small",
        ("team",),
    ),
    "a department with one seat": (
        {"联合部门": [OTHER], "检查组": [{"部门": BUREAU, "人数": "2"}, {"部门": OTHER, "人数": "1"}]},
        "warning",
        "plan-department-seats",
        ("team",),
    ),
    "both district rules": (
        {"回避规则": ["名单", "本辖区"], "检查组": [{"部门": BUREAU, "人数": "2", "按辖区": "是"}]},
        "error",
        "plan-district-both",
        ("team", 0, "by_district"),
    ),
    "groups by district": (
        {"分组": "2", "检查组": [{"部门": BUREAU, "人数": "2", "按辖区": "是"}]},
        "error",
        "plan-groups-district",
        ("team", 0, "by_district"),
    ),
    "no 文号": ({"文号": None}, "warning", "plan-no-document-number", ()),
    "name off the pattern": ({"名称": "甲市抽查计划"}, "warning", "plan-name-pattern", ("name",)),
    "name of another year": ({"名称": "2023年甲局随机抽查01"}, "warning", "plan-name-pattern", ("name",)),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_check(name: str) -> None:
    """WG-1, WG-4, WG-5, LZ-5, LAW-2, QHD-4 and the fine print: the one problem, at its place."""
    changes, level, code, path = PROBLEMS[name]
    assert [(p.level, p.code, p.path) for p in plan_problems(plan_of(**changes))] == [(level, code, path)]


GOOD: dict[str, dict[str, Any]] = {
    "batches in any order": {"批次": BATCHES[::-1]},
    "next month": {"批次": [{**BATCHES[0], "止": "2024-06"}, BATCHES[1]]},
    "alias": {"部门别名": {"医保局": BUREAU}, "任务": task(事项={"医保局": ["SX-01"]})},
    "full-width name": {"联合部门": ["甲(一)局"],
                        "检查组": [{"部门": BUREAU, "人数": "2"}, {"部门": "甲（一）局", "人数": "2"}]},
    "batch of a task": {"任务": task(批次="下半年")},
    "own partners of a task": {"任务": task(联合部门=[OTHER]),
                               "检查组": [{"部门": BUREAU, "人数": "2"}, {"部门": OTHER, "人数": "2"}]},
    "must-inspect alone": {"任务": None, "必查": [MUST]},
    "pattern with a kind": {"名称": "2024年甲市医疗保障局内部联合随机抽查01"},
    "cross-district": {"回避规则": ["名单", "本辖区"]},
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_allowed(name: str) -> None:
    """The checks are silent on what the specification allows."""
    assert plan_problems(plan_of(**GOOD[name])) == []


def test_names_and_numbers_are_generated() -> None:
    """ "年度+部门+随机抽查+序号; generated when left out" (QHD-4)."""
    plan = plan_of(名称=None, 任务=task(编号=None, 名称=None) * 2)
    assert plan.name == "2024年甲市医疗保障局随机抽查01"
    assert [t.number for t in plan.tasks] == ["甲医保01", "甲医保02"]
    assert len({t.name for t in plan.tasks}) == 2
    assert plan_problems(plan) == []


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "directed without conditions": (lambda: plan_of(任务=task(类型="定向")), "plan-directed-condition"),
    "conditions without directed": (
        lambda: plan_of(任务=task(定向条件={"A": "1"})),
        "plan-undirected-condition",
    ),
    "no amount": (lambda: plan_of(任务=task(抽取={"字段": "信用等级"})), "plan-one-amount"),
    "two amounts": (lambda: plan_of(任务=task(抽取={"比例": "5%", "数量": "3"})), "plan-one-amount"),
    "unrated without a column": (
        lambda: plan_of(任务=task(抽取={"比例": "5%", "未评级": "1%"})),
        "plan-field-missing",
    ),
    "column and rules": (
        lambda: plan_of(任务=task(抽取={"字段": "A", "分层": [{"名称": "甲", "其余": "是", "数量": "1"}]})),
        "plan-field-and-strata",
    ),
    "stratum without an amount": (
        lambda: plan_of(任务=task(抽取={"分层": [{"名称": "甲", "其余": "是"}]})),
        "plan-ratio-or-count",
    ),
    "stratum without a condition": (
        lambda: plan_of(任务=task(抽取={"分层": [{"名称": "甲", "数量": "1"}]})),
        "plan-stratum-where",
    ),
    "rest with a condition": (
        lambda: plan_of(
            任务=task(抽取={"分层": [{"名称": "甲", "对象": {"A": "1"}, "其余": "是", "数量": "1"}]})
        ),
        "plan-stratum-where",
    ),
    "bad range": (lambda: plan_of(种子={"个数": "3", "范围": "80-1"}), "plan-bad-range"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_parts(name: str) -> None:
    """Parts that make no sense by themselves do not become a plan."""
    make, code = REFUSED[name]
    with pytest.raises(ValidationError) as caught:
        make()
    assert [detail["type"] for detail in caught.value.errors() if detail["type"] != "too_short"] == [code]
