"""The example of five objects and three people, every byte, from a plan, registries and history."""

from __future__ import annotations

import pytest

import building
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.lottery.tables import TABLES
from shuangsuiji.core.records.snapshot import seal
from shuangsuiji.core.rules.batch import ruled_batch
from shuangsuiji.core.rules.marks import Marks, batch_secret, marks_of
from shuangsuiji.core.rules.table import draw_table

PLAN = building.plan_of(
    编号="甲医保2024001",
    发起部门="甲局",
    联合部门=["乙局"],
    批次=[
        {"名称": "上半年", "起": "2024-03", "止": "2024-06"},
        {"名称": "下半年", "起": "2024-07", "止": "2024-11"},
    ],
    任务=building.task(抽取={"字段": "类别", "数量": {"药店": 1, "医院": 1}}),
    必查=[{"名称": "重点", "对象": {"重点": "是"}, "全年次数": 4, "事项": {"甲局": ["SX-02"]}}],
    检查组=[{"部门": "甲局", "人数": 1}, {"部门": "乙局", "人数": 1}],
    回避规则=["名单"],
    负荷口径={"口径": "全年", "容差": 1},
)
OBJECTS = [
    {
        "编号": f"Y0{n}",
        "名称": f"单位{n}",
        "类别": "药店" if n < 4 else "医院",
        "重点": "是" if n == 3 else "",
    }
    for n in range(1, 6)
]
PEOPLE = [
    {"姓名": name, "部门": body, "执法证号": number, "证件有效期": "长期", "状态": "在岗"}
    for number, name, body in (("P1", "赵一", "乙局"), ("P2", "钱二", "甲局"), ("P3", "孙三", "甲局"))
]
PERSON_MARKS = {
    "P1": "87e4bf5ec471514c9ecdd76cc140b0e043471e48aefccd9b4f3242ec3fdab55e",
    "P2": "a72ebfb712ff0476e8d4504f12780da38c3b852961d81da7f112cfc7b3e59f6d",
    "P3": "cf64a259916e0fca9a03a769da1f5bc5ef803d61d55894cf3116f3dd72cf3273",
}
DIGESTS = {
    "frame.json": "9d89bc2e575414d5b34092f645854fdd12a98c31e72ac9c0eb253ef4bbca863c",
    "objects.csv": "9fa94d8fc70b8920e30a4ee7a3f670ac65a8d8040ad8610a7ef55342e14ef6a7",
    "sites.csv": "12016d1bd796d2eff5e92b2bc23b98ad40b33833d056b31d21aa20189c6dc9f5",
    "people.csv": "01074ac631962573c63000bea32c89a4e60d29158b1f5d30cca10f281f3937d9",
}
ITEMS = [{**building.ITEM_LIST[0], "抽查主体": "甲局、乙局"}, {**building.ITEM_LIST[1], "抽查主体": "甲局"}]


@pytest.mark.parametrize("step", [1, -1], ids=["as written", "registries from the last row to the first"])
def test_the_example(step: int) -> None:
    """Y03 was visited this year, and P3 twice; P3 steps back from Y04 and Y05."""
    secret = batch_secret(building.SECRET, "甲医保2024001", "上半年")
    collected = building.snapshot_of(
        PLAN,
        OBJECTS[::step],
        past=[building.visit("Y03", "2024-02-01", people=("P3",)), building.visit("X99", people=("P3",))][
            ::step
        ],
        inspectors=PEOPLE[::step],
        items=ITEMS[::step],
        recusals=[{"检查人员": "孙三", "检查对象": key, "回避事由": "亲属"} for key in ("Y04", "Y05")][
            ::step
        ],
    )
    pool = seal(collected, secret).pool
    assert pool.ids == ["Y02", "Y05", "Y04", "Y01", "Y03"]
    people = [PERSON_MARKS[person.id] for person in pool.people]
    table = draw_table(
        ruled_batch(pool), marks_of(secret, "object", pool.ids), Marks(people, ["A" * 20] * 3, ["B" * 20] * 3)
    )
    assert tuple(table.files) == TABLES
    assert table.files["frame.json"].decode() == (
        '{"balance":1,"cross":0,"entity":0,"floor":null,"groups":null,"objects":5,"people":3,"seats":[{"area":0,'
        '"count":1,"lead":2,"loose":0},{"area":0,"count":1,"lead":3,"loose":0}],"strata":[{"cluster":0,"n":1,'
        '"task":1},{"cluster":0,"n":1,"task":1}],"tasks":[{"clusters":0,"entity":0,"seats":[1,2]}]}'
    )
    assert table.files["people.csv"].decode().splitlines() == [
        "number,mark,seats,areas,limit,load",
        f"1,{PERSON_MARKS['P1']},2,*,,0",
        f"2,{PERSON_MARKS['P2']},1,*,,0",
        f"3,{PERSON_MARKS['P3']},1,*,,1",
    ]
    assert {name: sha256(data) for name, data in table.files.items()} == DIGESTS
    assert table.labels.people == ["P1", "P2", "P3"]
    assert table.labels.files["grounds.csv"].decode().splitlines() == [
        "number,person,rule,ground",
        "2,3,名单,亲属",
        "3,3,名单,亲属",
    ]
