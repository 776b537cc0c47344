"""The chance statement: each part names what was planted, and says nothing of a plain bureau."""

from __future__ import annotations

import json
from typing import Any

import pytest

from building import BUREAU, PEOPLE, Record, plan_of, sealed_of, shops, snapshot_of, task, visit
from shuangsuiji.core.records.chances import (
    EXCLUDED,
    NO_SCOPE,
    NOT_NOW,
    VISITED,
    ChanceStatement,
    chance_statement,
    statement_file,
)
from shuangsuiji.documents.drawing.chances import chance_lines

SHOPS: list[Record] = shops(12, 经营状态="正常", 类别="药店", 许可="")


def altered(**cells: tuple[str, str]) -> list[Record]:
    """The shops, cells of some changed: D0003=("类别", "诊所")."""
    return [{**shop, **dict([cells[shop["编号"]]])} if shop["编号"] in cells else shop for shop in SHOPS]


def statement(objects: list[Record] = SHOPS, past: Any = (), **changes: Any) -> ChanceStatement:
    """The statement of a small plan."""
    people = changes.pop("inspectors", PEOPLE)
    history = changes.pop("history", ())
    made = snapshot_of(plan_of(**changes), objects, past=past, inspectors=people, history=history)
    return chance_statement(made)


def test_a_plain_bureau_has_nothing_to_say() -> None:
    made = statement()
    assert (made.objects, made.reachable, made.people, made.mean) == (12, 12, 4, "1.5")
    assert not (made.unreachable or made.sole_seats or made.sole_objects or made.heavy or made.shared)
    assert chance_lines(made) == (
        "检查对象共12户，本批可能检查的12户，没有抽不到的。",
        "检查人员4人，预计人均1.5次，没有人预计超过平均的2倍。",
        "以下各项查过，一处也没有：人员位置没有选择余地；规定或者分层只涉及1户；编码不同而名称、代码相同。",
    )


def test_who_cannot_be_drawn_and_why() -> None:
    objects = altered(D0002=("经营状态", "注销"), D0004=("类别", "诊所"))
    past = [visit("D0005", "2024-02-01")]
    made = statement(
        objects,
        past,
        任务=task(对象范围={"类别": "药店"}),
        限制={"不参加抽取": {"经营状态": "注销"}},
    )
    assert [(one.number, one.kind, one.why) for one in made.unreachable] == [
        (2, EXCLUDED, "经营状态：注销"),
        (4, NO_SCOPE, "不在本批任何任务的对象范围内（类别：诊所）"),
        (5, VISITED, "今年已检查或已安排1次（2024-02-01），计划规定同年不重复抽取"),
    ]
    assert made.history_bars == ()
    assert chance_lines(made)[0] == (
        "检查对象共12户，本批可能检查的9户；不会检查的：按计划不参加抽取的1户，"
        "已检查过或者已安排检查、按规定不再抽取的1户，"
        "不在本批任何任务对象范围内的1户。"
    )


def test_a_stratum_that_is_drawn_whole() -> None:
    """No seed changes it: of three clinics one has been inspected, and two are to be drawn."""
    clinics = altered(D0004=("类别", "诊所"), D0005=("类别", "诊所"), D0006=("类别", "诊所"))
    tiers = task(抽取={"字段": "类别", "比例": {"药店": "20%", "诊所": "60%"}, "取整": "进一"})
    made = statement(clinics, [visit("D0005", "2024-02-01")], 任务=tiers)
    assert [(one.stratum, one.objects) for one in made.drawn_whole] == [("任务甲01的“诊所”", (4, 6))]
    assert "以下分层可抽的全部抽取，不论种子是什么都会抽中：任务甲01的“诊所”2户。" in chance_lines(made)


def test_a_first_stage_makes_nothing_certain() -> None:
    """All of a cluster are drawn only if the cluster is: one of two kinds here, both if two are drawn."""
    clinics = altered(D0004=("类别", "诊所"), D0005=("类别", "诊所"))
    one = task(抽取={"阶段": {"字段": "类别", "抽": 1}, "比例": "100%"})
    assert statement(clinics, 任务=one).drawn_whole == ()
    both = task(抽取={"阶段": {"字段": "类别", "抽": 2}, "比例": "100%"})
    assert len(statement(clinics, 任务=both).drawn_whole) == 2


def test_a_stratum_of_which_none_is_drawn() -> None:
    tiers = task(抽取={"字段": "类别", "比例": {"药店": "20%", "诊所": "0%"}, "取整": "舍去"})
    made = statement(altered(D0004=("类别", "诊所")), 任务=tiers)
    assert [(one.number, one.kind) for one in made.unreachable] == [(4, NOT_NOW)]
    duty = {"名称": "诊所", "对象": {"类别": "诊所"}, "全年次数": "2", "事项": ["SX-01"]}
    assert statement(altered(D0004=("类别", "诊所")), 任务=tiers, 必查=[duty]).unreachable == ()


def test_duty_outside_of_every_scope_is_told() -> None:
    """As the public list has it: inspected without a draw, and not one of those that may be drawn."""
    duty = {"名称": "诊所", "对象": {"类别": "诊所"}, "全年次数": "2", "事项": ["SX-01"]}
    made = statement(altered(D0004=("类别", "诊所")), 任务=task(对象范围={"类别": "药店"}), 必查=[duty])
    assert (made.reachable, made.duty_outside, made.unreachable) == (12, 1, ())
    assert "（其中1户不在各任务的对象范围内，按规定必查，不经抽取）" in chance_lines(made)[0]


def test_history_that_bars() -> None:
    """A row of the sheet bars as well as a draw of the ledger does, and is the one to be looked at."""
    row = {"检查对象": "D0006", "检查日期": "2024-02-01", "原因": "随机", "检查人员": "赵一"}
    made = statement(SHOPS, [visit("D0005", "2024-02-01")], history=[row])
    assert made.count(VISITED) == 2
    assert [(one.number, one.day) for one in made.history_bars] == [(6, "2024-02-01")]
    assert "有1户的检查记录是登记的检查历史" in chance_lines(made)[1]
    earlier = [{**row, "检查日期": "2023-02-01"}]
    assert statement(history=earlier).history_bars == ()
    resting = statement(history=earlier, 限制={"几年内不重复": "2"})
    assert [(one.number, one.day) for one in resting.history_bars] == [(6, "2023-02-01")]
    rotation = task(抽取={"轮查": {"年数": "3", "起": "2022"}})
    visited = statement(history=earlier, 任务=rotation)
    assert [(one.number, one.kind) for one in visited.unreachable] == [(6, NOT_NOW)]
    assert [(one.number, one.day) for one in visited.history_bars] == [(6, "2023-02-01")]


def test_one_person_alone() -> None:
    team = [{"部门": BUREAU, "人数": "2", "其中至少": {"标签": "组长", "人数": "1"}}]
    people = [{**person, "标签": "组长" if person["姓名"] == "钱二" else ""} for person in PEOPLE]
    made = statement(检查组=team, inspectors=people)
    assert [(one.seat, one.people, len(one.objects)) for one in made.sole_seats] == [
        (f"{BUREAU}（组长）", ("钱二",), 12)
    ]
    assert "钱二" not in "".join(chance_lines(made))
    recused = [{**person, "曾任职单位": "药店0001" if person["姓名"] == "孙三" else ""} for person in PEOPLE]
    assert statement(检查组=[{"部门": BUREAU, "人数": "3"}], inspectors=recused).sole_seats[0].objects == (1,)


def test_far_above_the_mean() -> None:
    """Somebody alone of one department goes everywhere."""
    other = "甲市市场监督管理局"
    people = [*PEOPLE, {**PEOPLE[0], "姓名": "周五", "执法证号": "乙1", "部门": other}]
    team = [{"部门": BUREAU, "人数": "1"}, {"部门": other, "人数": "1"}]
    both = task(抽取="100%", 事项={BUREAU: ["SX-01"], other: ["SX-02"]})
    made = statement(检查组=team, 联合部门=[other], inspectors=people, 任务=both)
    assert [(one.person, one.visits) for one in made.heavy] == [("乙1", "12.0")]
    assert made.mean == "4.8"


@pytest.mark.parametrize(("balance", "expected"), [("自由", [("甲001", "7.5")]), ("均衡", [])])
def test_balance_takes_from_those_who_have_more(balance: str, expected: list[tuple[str, str]]) -> None:
    """Half of the objects are 赵一's alone, the others anybody's: 6 + 6 / 4, or 6 and nothing of them."""
    objects = [{**shop, "行政区划": "东" if place < 6 else "西"} for place, shop in enumerate(SHOPS)]
    people = [{**person, "辖区": "东、西" if person is PEOPLE[0] else "西"} for person in PEOPLE]
    team = [{"部门": BUREAU, "人数": "1", "按辖区": "是"}]
    made = statement(objects, 检查组=team, 负荷=balance, inspectors=people, 任务=task(抽取="100%"))
    assert made.mean == "3.0"
    assert [(one.person, one.visits) for one in made.heavy] == expected


def test_lines_that_fit_one_object() -> None:
    duty = {"名称": "重点", "对象": {"名称": "药店0007"}, "全年次数": "1", "事项": ["SX-01"]}
    tiers = task(抽取={"字段": "类别", "比例": {"药店": "20%", "诊所": "50%"}})
    made = statement(altered(D0004=("类别", "诊所")), 必查=[duty], 任务=tiers)
    assert [(one.line, one.number) for one in made.sole_objects] == [
        ("必查“重点”的对象（名称为药店0007）", 7),
        ("任务甲01的分层“诊所”", 4),
    ]


def test_names_and_codes_under_several_ids() -> None:
    objects = altered(D0002=("名称", "药店0001\u200b"), D0004=("许可证编号", "X"), D0005=("许可证编号", "X"))
    people = [*PEOPLE, {**PEOPLE[0], "执法证号": "甲009"}]
    made = statement(objects, inspectors=people)
    assert [(one.column, one.text, one.ids) for one in made.shared if one.column != "许可证编号"] == [
        ("名称", "药店0001", ("D0001", "D0002")),
        ("姓名", "赵一", ("甲001", "甲009")),
    ]


def test_the_sealed_copy_follows_from_the_sealed_snapshot() -> None:
    """Anybody who holds the archive makes it again; numbers are those of the table."""
    objects = altered(D0002=("经营状态", "注销"))
    sealed = sealed_of(plan_of(限制={"不参加抽取": {"经营状态": "注销"}}), objects)
    data = json.loads(statement_file(chance_statement(sealed)))
    (one,) = data["unreachable"]
    assert sealed.pool.ids[one["number"] - 1] == "D0002"
