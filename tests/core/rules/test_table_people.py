"""Seats, people, areas, recusals, loads and labels in numbers, worked out by hand on a few rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rule_tables import read, read_pool

import building
from building import plan_of, pool_of, shops, task, visit
from shuangsuiji.core.rules.labels import read_labels
from shuangsuiji.core.rules.recusals import recused_people

JOINT = {"发起部门": "甲局", "联合部门": ["乙局", "丙局"]}
CODES = [
    {**building.ITEM_LIST[0], "事项编码": f"SX-0{n}", "抽查主体": body}
    for n, body in enumerate(("甲局", "乙局", "丙局", ""), 1)
]


def person(number: int, department: str = "甲局", **cells: str) -> dict[str, str]:
    """An inspector P1, P2 … who may go."""
    return {"姓名": f"人{number}", "部门": department, "执法证号": f"P{number}", "状态": "在岗", **cells}


def expert(number: int, **cells: str) -> dict[str, str]:
    """An expert of 药学, 专家/E1 …"""
    return {"姓名": f"师{number}", "编号": f"E{number}", "专业": "药学", "单位": "大学", **cells}


def kinds(team: list[dict[str, Any]], **more: Any) -> list[tuple[int, int, int, int]]:
    """(count, area, lead, loose) of each kind of seat."""
    plan = plan_of(**JOINT, 检查组=team, **more)
    found = read(plan, shops(1, 行政区划="东区"), inspectors=[person(1)])
    return [(one["count"], one["area"], one["lead"], one["loose"]) for one in found.frame["seats"]]


def test_kinds_of_seat() -> None:
    """Of each line a kind for each entry of 其中至少, then one for the rest, if there is one."""
    tagged = [{"标签": "药师", "人数": 1}, {"标签": "会 计", "人数": 2}]
    team = [
        {"部门": "乙局", "人数": 3, "其中至少": tagged},
        {"部门": "甲局", "人数": 4, "其中至少": tagged, "按辖区": "是"},
        {"专家": "药学", "人数": 2},
    ]
    assert kinds(team) == [(1, 0, 3, 0), (2, 0, 3, 0), (1, 1, 2, 0), (2, 1, 2, 0), (1, 1, 2, 0), (2, 0, 0, 0)]
    labels = read(plan_of(**JOINT, 检查组=team), shops(1, 行政区划="")).labels
    assert [(one["line"], one["tag"]) for one in labels.seats] == [
        *((0, "药师"), (0, "会 计"), (1, "药师"), (1, "会 计"), (1, ""), (2, ""))
    ]


SECOND = {"部门": "乙局", "人数": 2}
HEAD = {"标签": "组长", "人数": 1}


@pytest.mark.parametrize(
    ("team", "leads"),
    [
        ([{"部门": "甲局", "人数": 2}, {"部门": "乙局", "人数": 1}, {"专家": "药学", "人数": 1}], [2, 3, 0]),
        ([{"部门": "甲局", "人数": 2}, {"部门": "乙局", "人数": 2, "其中至少": HEAD}], [2, 1, 3]),
        (
            [
                {"部门": "乙局", "人数": 2, "标签": "组 长"},
                {"部门": "乙局", "人数": 2, "标签": ["药师", "组长"]},
            ],
            [3, 1],
        ),
        (
            [{"部门": "甲局", "人数": 2, "其中至少": HEAD}, {"部门": "乙局", "人数": 1, "组长": "是"}],
            [2, 2, 1],
        ),
        ([{"部门": "乙局", "人数": 2, "组长": "是", "其中至少": {"标签": "药师", "人数": 1}}], [1, 1]),
        ([{"部门": "乙局", "人数": 2, "其中至少": {"标签": "药师", "人数": 1, "组长": "是"}}], [1, 3]),
        ([{"专家": "药学", "人数": 1, "组长": "是"}, {"部门": "甲局", "人数": 1, "标签": "组长"}], [1, 2]),
        ([{"专家": "药学", "人数": 1, "标签": "组长"}, {"部门": "甲局", "人数": 1}], [0, 2]),
    ],
)
def test_who_leads(team: list[dict[str, Any]], leads: list[int]) -> None:
    """组长: 是; without it the tag 组长; then the leading department, other departments; never experts."""
    assert [lead for _, _, lead, _ in kinds(team)] == leads


def test_loose_seats() -> None:
    team = [{"部门": "甲局", "人数": 2}, {"部门": "乙局", "人数": 1, "分组外": "是", "按辖区": "是"}]
    assert kinds(team, 分组={"组数": 1}) == [(2, 0, 2, 0), (1, 1, 3, 1)]


@pytest.mark.parametrize(("groups", "number"), [(None, None), ("是", 0), ("否", None), (3, 3)])
def test_frame_of_groups_and_balance(groups: Any, number: int | None) -> None:
    frame = read(plan_of(分组=groups, 负荷="自由"), shops(1)).frame
    assert (frame["groups"], frame["balance"]) == (number, 0)


def test_who_is_called() -> None:
    """A line is called by the tasks it names that have items of its department; experts by all they name."""
    team = [
        *({"部门": name, "人数": 1} for name in ("甲局", "乙局", "丙局")),
        *({"部门": "丙局", "人数": 1, "任务": ["甲01", "甲02"]}, {"专家": "药学", "人数": 1}),
        {"专家": "药学", "人数": 1, "任务": ["甲 02"], "对象": {"类": "乙"}},
    ]
    plan = plan_of(
        **JOINT,
        部门别名={"乙分局": "乙局"},
        任务=[
            {**task(事项={"甲局": ["SX-01"], "乙分局": ["SX-01"]})[0], "编号": "甲01"},
            {**task(事项=["SX-03"])[0], "编号": "甲 02"},
            {**task(事项=["SX-04"], 联合部门=["乙局"])[0], "编号": "甲03"},
        ],
        必查=[{"名称": "重点", "对象": {"重点": "是"}, "全年次数": 1, "事项": ["SX-02"]}],
        检查组=team,
    )
    objects = [{**shop, "类": "甲乙乙"[n], "重点": "是否是"[n]} for n, shop in enumerate(shops(3))]
    found = read(plan, objects, items=CODES)
    assert [one["seats"] for one in found.frame["tasks"]] == [[1, 2, 5], [3, 5, 6], [1, 2, 5]]
    assert found.column("sites", "seats") == ["1 2 3 4 5", "1 2 3 4 5 6", "1 2 3 4 5 6"]
    assert found.column("sites", "duty") == ["2 5", "", "2 5"]
    assert found.labels.tasks[1] == {"number": "甲 02", "own": 1, "items": [["丙局", "SX-03"]]}
    assert found.labels.rules == [{"name": "重点", "items": [["乙局", "SX-02"]]}]


OTHER = "甲市市场监督管理局"


@pytest.mark.parametrize(
    ("items", "body", "owners"),
    [
        ({building.BUREAU: ["SX-09"]}, OTHER, [building.BUREAU]),
        ({"市场监管局": ["SX-09"]}, building.BUREAU, [OTHER]),
        (["SX-09"], OTHER, [OTHER]),
        (["SX-09"], f"{OTHER}、{building.BUREAU}", [building.BUREAU, OTHER]),
        (["SX-09"], "市场监管局", [OTHER]),
        (["SX-09"], "", [building.BUREAU, OTHER]),
        (["SX-09"], "不相干的局", [building.BUREAU, OTHER]),
    ],
)
def test_whose_item_it_is(items: object, body: str, owners: list[str]) -> None:
    """Of its key; else of the departments that its 抽查主体 names; else of all the task has (WG-4)."""
    plan = plan_of(
        联合部门=[OTHER],
        部门别名={"市场监管局": OTHER},
        任务=task(事项=items),
        检查组=[{"部门": building.BUREAU, "人数": "2"}, {"部门": OTHER, "人数": "2"}],
    )
    listed = [{"事项编码": "SX-09", "抽查事项名称": "某事", "抽查主体": body}]
    labels = read(plan, shops(1), items=listed).labels
    assert labels.tasks[0]["items"] == [[owner, "SX-09"] for owner in sorted(owners)]


def test_duty_keeps_to_the_objects_of_a_line() -> None:
    plan = plan_of(
        必查=[{"名称": "重点", "对象": {}, "全年次数": 1, "事项": ["SX-01"]}],
        检查组=[
            {"部门": building.BUREAU, "人数": 2},
            {"部门": building.BUREAU, "人数": 1, "对象": {"类": "乙"}},
        ],
    )
    found = read(plan, [{**shop, "类": "甲乙"[n]} for n, shop in enumerate(shops(2))])
    assert found.column("sites", "duty") == found.column("sites", "seats") == ["1", "1 2"]


def test_people_and_their_seats() -> None:
    """Department or field, duty, certificate through the batch, tags; whoever fits nothing is left out."""
    team = [
        {"部门": "甲局", "人数": 3, "其中至少": {"标签": "药师", "人数": 1}, "每人至多": 5},
        {"部门": "乙局", "人数": 1, "标签": ["ＡＢ"], "每人至多": 3},
        {"专家": "药学", "人数": 1},
    ]
    people = [
        person(1, "甲局"),
        person(2, "甲局、乙局", 标签="药师/AB"),
        person(3, "甲局", 状态="请假"),
        person(4, "甲局", 证件有效期="2024-06-29"),
        person(5, "甲局", 证件有效期="2024-06-30", 标签="药 师"),
        {"姓名": "无证", "部门": "甲局", "执法证号": "", "工号": "9", "状态": ""},
        person(6, "乙局"),
        person(7, "乙局", 标签="AB"),
    ]
    experts = [expert(1), {**expert(2), "专业": "临床"}]
    found = read(plan_of(**JOINT, 检查组=team), shops(1), inspectors=people, experts=experts)
    assert found.people("seats") == {"P1": "2", "P2": "1 2 3", "P5": "2", "P7": "3", "专家/E1": "4"}
    assert found.people("limit") == {"P1": "5", "P2": "3", "P5": "5", "P7": "3", "专家/E1": ""}
    assert found.column("people", "number") == list("12345")


@pytest.mark.parametrize(
    ("own_area", "by_district", "cross", "area", "areas"),
    [
        (False, False, 0, "0 0 0 0", ["*", "*", "*"]),
        (False, True, 0, "1 0 2 1", ["*", "1 2", ""]),
        (True, False, 1, "1 0 2 1", ["*", "1 2", ""]),
    ],
)
def test_areas(own_area: bool, by_district: bool, cross: int, area: str, areas: list[str]) -> None:
    """By first appearance, of objects alone; where no rule asks, nobody learns who belongs where."""
    plan = plan_of(
        发起部门="甲局",
        检查组=[{"部门": "甲局", "人数": 1, **({"按辖区": "是"} if by_district else {})}],
        回避规则=["名单", *["本辖区"] * own_area],
    )
    cells = ["西 区", "", "东区", "西　区"]
    objects = [{**shop, "行政区划": cell} for shop, cell in zip(shops(4), cells, strict=True)]
    people = [person(1, 辖区=""), person(2, 辖区="东区、西 区、北区"), person(3, 辖区="北区")]
    found = read(plan, objects, inspectors=people)
    assert found.frame["cross"] == cross
    assert found.column("sites", "area") == area.split()
    assert found.column("people", "areas") == areas
    assert found.labels.areas == (["西 区", "东区"] if own_area or by_district else [])
    assert found.column("sites", "recused") == [""] * 4


def test_recusals() -> None:
    """名单 first and always; then in the plan's order; only people of the table; each with its ground."""
    objects = [
        {"编号": f"D{n}", "名称": name}
        for n, name in enumerate(("甲院", "乙店（东）", "丙店", "丁店", "甲院"), 1)
    ]
    people = [
        person(1, 曾任职单位="乙店(东)、甲院"),
        person(2, "甲局、甲院"),
        person(3, 状态="请假", 曾任职单位="丙店"),
        person(4),
    ]
    rows = [("人1", "D1", "师生"), ("人1", "D1", "亲属"), ("人3", "D2", "亲属"), ("师1", "D2", "股东")]
    past = [
        *(visit("D4", "2022-01-01", people=("P1",)), visit("D4", "2023-01-01", people=("P4", "P3"))),
        *(visit("D4", "2023-01-01", "日常", people=("P2", "X")), visit("D2", "2023-01-01", people=("P1",))),
        visit("D9", "2024-01-01", people=("P1",)),
    ]
    plan = plan_of(
        发起部门="甲局",
        检查组=[{"部门": "甲局", "人数": 1}, {"专家": "药学", "人数": 1}],
        回避规则=["上次检查", "曾任职单位", "同单位"],
    )
    pool = pool_of(
        plan,
        objects,
        past=past,
        inspectors=people,
        experts=[expert(1, 单位="大学/丁店")],
        recusals=[{"检查人员": who, "检查对象": key, "回避事由": ground} for who, key, ground in rows],
    )
    found = read_pool(replace(pool, recusals=pool.recusals[::-1]))
    assert found.labels.people == ["P1", "P2", "P4", "专家/E1"]
    assert found.column("sites", "recused") == ["1 2", "1 4", "", "2 3 4", "1 2"]
    assert found.labels.grounds == {
        1: {1: ("名单", "亲属"), 2: ("同单位", "甲院")},
        2: {4: ("名单", "股东"), 1: ("上次检查", "2023-01-01")},
        4: {2: ("上次检查", "2023-01-01"), 3: ("上次检查", "2023-01-01"), 4: ("同单位", "丁店")},
        5: {1: ("曾任职单位", "甲院"), 2: ("同单位", "甲院")},
    }


def test_who_is_recused_for_the_checks() -> None:
    """Everybody of the pool, on duty or not, by index; 本辖区 too if the plan has it; asked objects alone."""
    people = [person(1, 辖区="东区"), person(2, 状态="请假", 辖区="西 区、东区"), person(3)]
    objects = [
        {**row, "行政区划": area} for row, area in zip(shops(4), ["西区", "东区", "", "东区"], strict=True)
    ]
    rows = [{"检查人员": "人3", "检查对象": "D0002", "回避事由": "亲属"}]
    rows += [{"检查人员": "人1", "检查对象": "D0003", "回避事由": "亲属"}]

    def recused(*rules: str) -> dict[int, set[int]]:
        plan = plan_of(发起部门="甲局", 检查组=[{"部门": "甲局", "人数": 1}], 回避规则=["名单", *rules])
        pool = pool_of(plan, objects, inspectors=people, recusals=rows)
        return {number: set(away) for number, away in recused_people(pool, [1, 2, 3]).items()}

    assert recused() == {2: {2}, 3: {0}}
    assert recused("本辖区") == {2: {0, 1, 2}, 3: {0}}


@pytest.mark.parametrize(
    ("basis", "loads"),
    [
        ("本批", [0, 0, 0, 0, 0]),
        ("全年", [0, 1, 0, 2, 0]),
        ({"口径": "全年", "容差": 0}, [0, 2, 0, 3, 0]),
        ({"口径": "全年", "容差": 2}, [0, 0, 0, 1, 0]),
    ],
)
def test_loads(basis: Any, loads: list[int]) -> None:
    """This year's visits but daily ones, above the least of those with the same seats and the tolerance."""
    people = [*(person(n) for n in (1, 2)), *(person(n, 标签="药师") for n in (3, 4)), person(5, "乙局")]
    made = {"P1": 1, "P2": 3, "P3": 2, "P4": 5, "P5": 9}
    past = [
        visit("D0001", f"2024-01-{n + 1:02d}", people=(who,))
        for who, times in made.items()
        for n in range(times)
    ]
    past += [
        visit("D0001", "2024-02-01", "日常", people=("P1",)),
        visit("D0001", "2023-12-31", people=("P1",)),
    ]
    team = [
        {"部门": "甲局", "人数": 2, "其中至少": {"标签": "药师", "人数": 1}},
        {"部门": "乙局", "人数": 1},
    ]
    found = read(plan_of(**JOINT, 检查组=team, 负荷口径=basis), shops(1), past=past, inspectors=people)
    assert [int(found.people("load")[f"P{n}"]) for n in range(1, 6)] == loads


def test_labels_can_be_read_back() -> None:
    """Both files hold all of them; a ground with a comma is quoted."""
    plan = plan_of(
        限制={"全年比例下限": "50%"},
        必查=[{"名称": "重点", "对象": {}, "全年次数": 1, "事项": ["SX-01"]}],
    )
    rows = [{"检查人员": "赵一", "检查对象": "D0001", "回避事由": '亲属, "二"'}]
    labels = read(plan, shops(2), "下半年", recusals=rows).labels
    assert labels.grounds == {1: {1: ("名单", '亲属, "二"')}}
    assert labels.files["grounds.csv"].decode() == 'number,person,rule,ground\n1,1,名单,"亲属, ""二"""\n'
    assert read_labels(labels.files) == labels
    assert read_labels(labels.files).files == labels.files


def test_a_pool_of_one_kind() -> None:
    """Nobody fits, nothing asks: the tables have their headings all the same."""
    pool = pool_of(plan_of(任务=task(对象范围={"名称": "无"})), shops(1), inspectors=[person(1, "别局")])
    found = read_pool(pool)
    assert found.table.files["people.csv"] == b"number,mark,seats,areas,limit,load\n"
    assert found.column("objects", "state") == ["0"]
