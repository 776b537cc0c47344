"""What changed between two plans (XT-5), each case worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import Field

from bureau import PLAN
from shuangsuiji.core.plans.changes import ChangeKind, plan_changes
from shuangsuiji.core.plans.plan import Plan, Task
from shuangsuiji.errors import BadInput
from shuangsuiji.files.yaml_plan import read_plan


def plan(text: str) -> Plan:
    return read_plan(text.encode(), "plan.yaml").plan


def sentences(new: str, old: str = PLAN) -> list[str]:
    return [change.sentence for change in plan_changes(plan(old), plan(new))]


def test_the_same_plan_written_otherwise_is_no_change() -> None:
    other = PLAN.replace("抽取: 20%", "抽取: {比例: 1/5}").replace(
        "编号: 试医保2024001", "number: 试医保2024001"
    )
    other = other.replace("全年次数: 3", "times: 3").replace("每层至少: 1", "minimum: 1")
    assert sentences(other) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda text: text.replace("抽取: 20%", "抽取: 15%"),
            ["任务“试医保01 医疗机构联合抽查”的抽取比例由“20%”调整为“15%”"],
        ),
        (
            lambda text: text.replace("C: 50%", "C: 1/3, D: 100%"),
            [
                "任务“试医保02 药店联合抽查”的抽取比例（C）由“50%”调整为“1/3”",
                "任务“试医保02 药店联合抽查”增加“抽取比例（D）”：100%",
            ],
        ),
        (
            lambda text: text.replace("止: 2024-06", "止: 2024-07"),
            ["批次“上半年”的时间由“2024年5月至6月”调整为“2024年5月至7月”"],
        ),
        (
            lambda text: text.replace("文号: 试医保〔2024〕1号\n", ""),
            ["计划删去“文号”（原为：试医保〔2024〕1号）"],
        ),
        (
            lambda text: text + "印发日期: 2024年3月5日\n",
            ["计划增加“印发日期”：2024-03-05"],
        ),
        (
            lambda text: text.replace("  同年重复抽取: 否", "  同年重复抽取: 否\n  每户全年上限: 2"),
            ["限制增加“每户全年上限”：2次"],
        ),
        (
            lambda text: text.replace("试点县市场监督管理局, 人数: 2", "试点县市场监督管理局, 人数: 3"),
            ["检查组“试点县市场监督管理局”的人数由“2人”调整为“3人”"],
        ),
        (
            lambda text: text.replace("检查对象: 检查对象.csv", "检查对象: 新对象.csv"),
            ["名录库的检查对象由“检查对象.csv”调整为“新对象.csv”"],
        ),
        (
            lambda text: text.replace(
                "必查:", "必查:\n  - {名称: 失信, 对象: {信用等级: C}, 全年次数: 2, 事项: [YB-01]}"
            ),
            ["增加必查“失信”：对象：信用等级为C；全年次数：2次；事项：YB-01"],
        ),
    ],
)
def test_each_change_is_told_by_its_meaning(change: Callable[[str], str], told: list[str]) -> None:
    assert sentences(change(PLAN)) == told
    back = plan_changes(plan(change(PLAN)), plan(PLAN))
    assert len(back) == len(told)


def test_a_task_that_went_and_one_that_came() -> None:
    new = PLAN.replace("编号: 试医保02", "编号: 试医保03")
    changes = plan_changes(plan(PLAN), plan(new))
    assert [(change.kind, change.part, change.subject) for change in changes] == [
        (ChangeKind.ADDED, "任务", "试医保03 药店联合抽查"),
        (ChangeKind.REMOVED, "任务", "试医保02 药店联合抽查"),
    ]


def test_every_field_of_a_plan_is_told() -> None:
    """A field that nobody worded is told under its title, so that no change slips through."""

    class Longer(Task):
        extra: str = Field("无", alias="新字段")

    parts = {"items": ["A"], "draw": "1%"}
    before, after = (
        plan(PLAN).model_copy(update={"tasks": (Longer.model_validate(parts | {"extra": text}),)})
        for text in ("无", "有")
    )
    assert [change.label for change in plan_changes(before, after)] == ["新字段"]


def test_a_plan_issued_late_is_warned_of() -> None:
    def codes(day: str) -> list[str]:
        text = PLAN + f"印发日期: {day}\n"
        return [finding.code for finding in read_plan(text.encode(), "plan.yaml").findings]

    assert codes("2024-03-31") == []
    assert codes("2024/4/1") == ["plan-issued-late"]
    with pytest.raises(BadInput, match="不是日期"):
        codes("2024-02-30")
    with pytest.raises(BadInput, match="不是日期"):
        codes("三月")


def test_fixed_groups_are_told() -> None:
    assert sentences(PLAN + "分组: {组数: 3}\n", PLAN + "分组: {组数: 2}\n")[0].startswith("计划的分组由")
    assert len(sentences(PLAN + "分组: 是\n")) == 1
