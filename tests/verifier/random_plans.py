"""Small random plans with their registries: every kind of rule of docs/algorithm.md, in mixed spellings.

All choices come from one `random.Random`, so that a number names a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from shuangsuiji.core.findings import Finding
from shuangsuiji.core.plans.checks import plan_problems
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.text import plan_from_canonical
from shuangsuiji.core.plans.values import month_after
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.core.record import DrawRecord, VisitRecord
from shuangsuiji.core.registries.registry import (
    EMPTY_REGISTRY,
    Registries,
    read_experts,
    read_history,
    read_inspectors,
    read_items,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.registries.tables import Origin, Table
from shuangsuiji.core.substitution import Change

DISTRICTS = ["东区", "西区", "东 区", "Ｘ区", "X区"]
TAGS = ["药师", "会计", "ＡＢ", "AB", "大数据"]
TIERS = ["A", "Ａ", "B", "C", "1", "1.0", "是"]
FLAGS = ["是", "√", "Y", "true", "1", "否", "×", "n", "0", "FALSE", "", "其他"]
COUNTS = ["0", "1", "2", "2.0", "３", "1.5", "+4", "", "-1"]
DAYS = ["2023-12-31", "2023年12月31日", "2024/1/5", "2024.1.5", "２０２４－1－5", "2024-01-06 00:00", ""]
SEPARATORS = ["、", "，", ",", "；", ";", "/", " / "]
DEPARTMENTS = ["甲局", "乙局", "丙科"]


@dataclass(frozen=True)
class Case:
    """A plan and its registries, as read without errors."""

    plan: Plan
    registries: Registries


def table_of(rows: Sequence[dict[str, str]], names: Sequence[str]) -> Table:
    """A table as it would be read from one sheet."""
    return Table(
        columns={name: [row[name] for row in rows] for name in names},
        aliases={},
        origins=(Origin("", "", {}),),
        rows=[(0, index) for index in range(len(rows))],
    )


def some(rng: Random, values: Sequence[str], most: int, blank: float = 0.3) -> str:
    """A list cell: a few of the values, in some spelling."""
    if rng.random() < blank:
        return ""
    return rng.choice(SEPARATORS).join(rng.sample(values, rng.randint(1, most))).strip()


# --- Registries -----------------------------------------------------------------------------------------

OBJECT_COLUMNS = (
    "编号",
    "名称",
    "标识",
    "类别",
    "信用等级",
    "行政区划",
    "状况",
    "重点",
    "次数",
    "登记日期",
    "标签",
)


def objects(rng: Random) -> list[dict[str, str]]:
    """Objects in no order, some of them named like somebody's employer."""
    size = rng.randint(8, 24)
    rows = [
        {
            "编号": f"{rng.choice(['j', 'Ｊ', 'J '])}{number:03d}",
            "名称": rng.choice([f"单位({number})", f"单位（{number}）"]) if number % 4 else "乙局",
            "标识": "甲乙丙"[number % 3],
            "类别": rng.choice(["医院", "药店", "药店"]),
            "信用等级": rng.choice([*TIERS, ""]),
            "行政区划": rng.choice([*DISTRICTS, *DISTRICTS, ""]),
            "状况": rng.choice(["正常"] * 6 + ["注销", "停业,搬迁"]),
            "重点": rng.choice(FLAGS),
            "次数": rng.choice(COUNTS),
            "登记日期": rng.choice(DAYS),
            "标签": some(rng, TAGS, 2),
        }
        for number in range(1, size + 1)
    ]
    rng.shuffle(rows)
    return rows


PERSON_COLUMNS = ("姓名", "部门", "执法证号", "工号", "证件有效期", "标签", "辖区", "状态", "曾任职单位")


def people(rng: Random) -> list[dict[str, str]]:
    """Inspectors, most of them able to go."""
    rows = []
    for number in range(1, rng.randint(13, 21)):
        certified = rng.random() < 0.95
        department = rng.choice([*DEPARTMENTS, "甲局", "甲局", "乙分局", "甲局、乙局", "丙科,甲局"])
        former = [f"单位({rng.randint(1, 20)})", f"单位（{rng.randint(1, 20)}）", "乙局"]
        rows.append(
            {
                "姓名": f"人{number}",
                "部门": department,
                "执法证号": f"z{rng.choice(['', ' '])}{number * 7 % 100:02d}" if certified else "",
                "工号": f"w{number}",
                "证件有效期": rng.choice(["长期", "", "2024-12-31", "20251231", "2024年8月31日", "9999-9-9"]),
                "标签": some(rng, TAGS, 3),
                "辖区": some(rng, DISTRICTS, 3, 0.5),
                "状态": rng.choice(["", "在岗", "在职", "在岗 ", "在岗", "在岗", "请假"]),
                "曾任职单位": some(rng, former, 2, 0.6),
            }
        )
    rng.shuffle(rows)
    return rows


EXPERT_COLUMNS = ("姓名", "专业", "单位", "编号", "状态", "标签")


def experts(rng: Random) -> list[dict[str, str]]:
    """Experts of two fields."""
    return [
        {
            "姓名": f"师{number}",
            "专业": some(rng, ["临床", "药学"], 2, 0.0),
            "单位": rng.choice(["", f"单位({rng.randint(1, 20)})", "乙局/医院"]),
            "编号": rng.choice(["", f"e{number}"]),
            "状态": rng.choice(["", "在岗"]),
            "标签": some(rng, TAGS, 2),
        }
        for number in range(1, rng.randint(4, 7))
    ]


def items() -> list[dict[str, str]]:
    """Items of one department, of several, by an alias, of nobody known, of nobody."""
    bodies = ["甲局", "甲局、乙分局", "县政府", "", "丙科;县政府"]
    return [
        {"事项编码": f"I-{number}", "抽查事项名称": f"事项{number}", "抽查主体": body}
        for number, body in enumerate(bodies, 1)
    ]


RECUSAL_COLUMNS = ("检查人员", "检查对象", "回避事由")


def pairs(rng: Random, rows: list[dict[str, str]], staff: list[dict[str, str]]) -> list[dict[str, str]]:
    """A recusal list; its grounds need quotes in a CSV."""
    found = []
    for number in range(rng.randint(0, 8)):
        who, where = rng.choice(staff)["姓名"], rng.choice(rows)["编号"]
        found.append({"检查人员": who, "检查对象": where, "回避事由": f'亲属, "{number}"'})
    return found


HISTORY_COLUMNS = ("检查对象", "检查日期", "计划编号", "原因", "检查人员")


def history(rng: Random, rows: list[dict[str, str]], staff: list[dict[str, str]]) -> list[dict[str, str]]:
    """Visits of this year and others that no ledger knows."""
    return [
        {
            "检查对象": rng.choice([rng.choice(rows)["编号"], "J999"]),
            "检查日期": rng.choice(["2024-02-01", "2024/3/1", "2023-11-11", "2023-11-11"]),
            "计划编号": "",
            "原因": rng.choice(["随机", "必查", "补足", "日常", "日常"]),
            "检查人员": "、".join(person["姓名"] for person in rng.sample(staff, rng.randint(0, 3))),
        }
        for _ in range(rng.randint(0, 6))
    ]


def registries(rng: Random) -> Registries:
    """All registries of a case."""
    rows, staff, helpers = objects(rng), people(rng), experts(rng)
    found: list[Finding] = []
    register, id_column, more = read_objects(table_of(rows, OBJECT_COLUMNS), None)
    inspectors, most = read_inspectors(table_of(staff, PERSON_COLUMNS), None)
    found += [*more, *most]
    pool, more = EMPTY_REGISTRY, []
    if rng.random() < 0.7:
        pool, more = read_experts(table_of(helpers, EXPERT_COLUMNS))
    listed, most = read_items(table_of(items(), ("事项编码", "抽查事项名称", "抽查主体")))
    found += [*more, *most]
    known, listing = [inspectors, pool], pairs(rng, rows, staff)
    recusals, more = read_recusals(table_of(listing, RECUSAL_COLUMNS), known, register)
    past, most = read_history(table_of(history(rng, rows, staff), HISTORY_COLUMNS), known, register)
    assert not [finding for finding in [*found, *more, *most] if finding.level == "error"]
    return Registries(
        objects=register,
        id_column=id_column,
        inspectors=inspectors,
        items=listed,
        experts=pool,
        recusals=recusals,
        history=past,
    )


# --- Plans ----------------------------------------------------------------------------------------------


def condition(rng: Random, depth: int = 0) -> dict[str, Any]:
    """A condition that a good part of the objects fit."""
    kinds: list[dict[str, Any]] = [
        {"类别": "药店"},
        {"类别": ["药店", "医院"]},
        {"重点": {"不是": ["否", "其他"]}},
        {"重点": "是"},
        {"次数": {"至少": "1"}},
        {"次数": {"至多": "2", "至少": "-1"}},
        {"登记日期": {"至少": "2024年1月1日"}},
        {"登记日期": "2024-1-5"},
        {"标签": ["AB", "药师"]},
        {"标签": {"不是": "药师"}},
        {"标签": {"含": "数"}},
        {"标签": {"空": rng.choice(["是", "否"])}},
        {"名称": {"含": ["(1", "局"]}},
        {"信用等级": {"空": "否"}},
        {"行政区划": {"不是": "x区"}},
        {"标识": ["甲", "乙"]},
    ]
    chosen = dict(rng.choice(kinds))
    if rng.random() < 0.25 and depth < 2:
        chosen["任一"] = [condition(rng, depth + 1) for _ in range(rng.randint(1, 3))]
    return chosen


def ratio(rng: Random) -> str:
    """A ratio in some spelling."""
    return rng.choice(["10%", "20%", "1/3", "0.25", "50%", "125‰", "1%", "0.0", "1/1"])


def quota(rng: Random) -> dict[str, Any]:
    """抽取 of any form."""
    by_ratio = rng.random() < 0.75

    def amount() -> Any:
        return ratio(rng) if by_ratio else rng.randint(0, 4)

    key = "比例" if by_ratio else "数量"
    draw: dict[str, Any] = {"每层至少": rng.randint(0, 2), "取整": rng.choice(["进一", "四舍五入", "舍去"])}
    draw["比例口径"] = rng.choice(["每批", "全年"])
    form = rng.randrange(4)
    if form == 0:
        return {**draw, key: amount()}
    if form == 1:
        draw |= {"字段": rng.choice(["类别", "信用等级", "重点"]), key: amount()}
    elif form == 2:
        values = rng.sample(["A", "B", "C", "是"], 4) + rng.choice([[], ["Y"], ["未评级"]])
        draw |= {"字段": "信用等级", key: [[value, amount()] for value in values]}
        if values[-1] == "未评级":
            return draw
    else:
        rules = [{"名称": f"层{n}", "对象": condition(rng), key: amount()} for n in range(rng.randint(1, 2))]
        return {**draw, "分层": [*rules, {"名称": "其他", "其余": "是", key: amount()}]}
    return {**draw, "未评级": amount()}


def batches(rng: Random) -> list[dict[str, str]]:
    """One to three batches of a year, not written in their order."""
    found, start = [], rng.randint(4, 6)
    for name in ("一", "二", "三")[: rng.choice([1, 2, 2, 3])]:
        end = start + rng.randint(0, 1)
        found.append({"名称": name, "起": f"2024-{start:02d}", "止": f"2024-{end:02d}"})
        start = end + 1
    return found[::-1]


def which_items(rng: Random) -> Any:
    """事项 as a list or by department."""
    if rng.random() < 0.15:
        return "Ｉ-５"
    if rng.random() < 0.5:
        return rng.sample(["i-1", "I -2", "I-3", "I-4", "I-5"], rng.randint(1, 3))
    return rng.choice(
        [{"甲局": ["I-1"], "乙分局": ["I-3"]}, {"甲局": ["I-2", "I-1"]}, {"": ["I-4"], "甲局": ["I-1"]}]
    )


def task(rng: Random, number: int, names: Sequence[str]) -> dict[str, Any]:
    """One task."""
    found: dict[str, Any] = {"编号": f"T {number}", "事项": which_items(rng), "抽取": quota(rng)}
    if rng.random() < 0.6:
        found["对象范围"] = condition(rng)
    if rng.random() < 0.3:
        found |= {"类型": "定向", "定向条件": condition(rng)}
    if rng.random() < 0.25:
        found["分区"] = rng.choice(["类别", "行政区划"])
    if rng.random() < 0.3:
        found["批次"] = rng.sample(names, rng.randint(1, len(names)))
    if rng.random() < 0.3:
        found["联合部门"] = ["甲局"]
    return found


def line(rng: Random, department: str, size: int) -> dict[str, Any]:
    """A line of 检查组 for a department."""
    found: dict[str, Any] = {"部门": department, "人数": size}
    if rng.random() < 0.5:
        found["每人至多"] = rng.randint(2, 7)
    if rng.random() < 0.35:
        found["其中至少"] = [{"标签": rng.choice(TAGS), "人数": 1}]
    if rng.random() < 0.15:
        found["按辖区"] = "是"
    if rng.random() < 0.06:
        found["标签"] = [rng.choice(TAGS)]
    return found


def team(rng: Random, with_experts: bool) -> list[dict[str, Any]]:
    """检查组: seats of 甲局 and 乙局, and more; without a line for 丙科 some visits have none."""
    lines = [line(rng, "甲局", 2), line(rng, "乙局", rng.randint(1, 2))]
    lines += [line(rng, "丙科", 1)] if rng.random() < 0.6 else []
    if rng.random() < 0.3:
        lines.append({**line(rng, "甲局", 1), "对象": condition(rng)})
    if with_experts:
        lines.append({"专家": "药学", "人数": 1, "对象": condition(rng)})
        lines += [{"专家": "临床", "人数": 1, "任务": ["T 1"]}] if rng.random() < 0.5 else []
    rng.shuffle(lines)
    return lines


def limits(rng: Random) -> dict[str, Any]:
    """限制."""
    found: dict[str, Any] = {"同年重复抽取": rng.choice(["是", "否", "否"])}
    if rng.random() < 0.5:
        found["每户全年上限"] = rng.randint(1, 3)
    if rng.random() < 0.5:
        found["全年比例下限"] = rng.choice(["30%", "1/2", "70%"])
    if rng.random() < 0.7:
        found["不参加抽取"] = {"状况": ["注销", "停业,搬迁"]}
    return found


def fit_for_groups(rng: Random, data: dict[str, Any]) -> None:
    """Makes the plan one in fixed groups, smaller ones than its teams, that often can be formed and dealt."""
    data["分组"] = rng.choice([{}, {}, {"组数": 1}, {"组数": 2}, {"组数": 3}])
    for one in data["检查组"]:
        one.pop("按辖区", None)
        if "部门" in one and rng.random() < 0.7:
            one["人数"] = 1
        if "每人至多" in one:
            one["每人至多"] += rng.randint(0, 8)
    if rng.random() < 0.8:
        data["回避规则"] = [rule for rule in data["回避规则"] if rule != "本辖区"]


def case(number: int, groups: bool = False) -> Case | None:
    """The case of that number, with fixed groups or without, or None if the plan contradicts itself."""
    rng = Random(number)
    parts = batches(rng)
    names = [batch["名称"] for batch in parts]
    known = registries(rng)
    lines = team(rng, len(known.experts.ids) > 0)
    rules = rng.sample(["名单", "同单位", "曾任职单位", "上次检查", "本辖区"], rng.randint(0, 5))
    if any("按辖区" in one for one in lines):
        rules = [rule for rule in rules if rule != "本辖区"]
    must = [
        {"名称": f"必{n}", "对象": condition(rng), "全年次数": rng.randint(1, 4), "事项": which_items(rng)}
        for n in range(rng.randint(0, 2))
    ]
    data = {
        "编号": f"P {number}",
        "年度": 2024,
        "发起部门": "甲局",
        "联合部门": ["乙局", "丙科"],
        "部门别名": {"乙分局": "乙局"},
        "批次": parts,
        "任务": [task(rng, n, names) for n in range(1, rng.randint(2, 4))],
        "必查": must,
        "限制": limits(rng),
        "检查组": lines,
        "负荷": rng.choice(["均衡", "自由"]),
        "回避规则": rules,
    }
    if groups:
        fit_for_groups(Random(f"groups {number}"), data)
    plan = plan_from_canonical(data)
    broken = [problem for problem in plan_problems(plan) if problem.level == "error"]
    return None if broken else Case(plan, known)


def past_of(record: DrawRecord, case_plan: Plan) -> list[PastVisit]:
    """The visits of an earlier batch, as the ledger tells them to the next."""
    batch = case_plan.batch(record["batch"])
    day = date.fromisoformat(f"{month_after(batch.end, 1)}-01").toordinal() - 1
    return [
        PastVisit(
            object_id=visit["id"],
            day=date.fromordinal(day).isoformat(),
            plan=record["plan"],
            batch=record["batch"],
            tasks=tuple(visit["tasks"]),
            reasons=tuple(visit["reasons"]),
            people=tuple(member["person"] for member in visit["team"]),
        )
        for visit in record["visits"]
    ]


# --- Substitutions --------------------------------------------------------------------------------------


def change(rng: Random, record: DrawRecord, visits: Sequence[VisitRecord]) -> Change:
    """What may happen after a draw that stands at these visits; some of it, now and then, without effect."""
    places = [(visit["index"], member["person"]) for visit in visits for member in visit["team"]]
    people = sorted({person for _, person in places})
    indexes = [visit["index"] for visit in visits if "ended" not in visit]
    at_random = [visit["number"] for visit in visits if visit["tasks"] and "ended" not in visit]
    known = [
        *at_random,
        *at_random,
        *(visit["number"] for visit in visits),
        rng.randint(1, record["objects"]),
    ]
    out: dict[str, tuple[int, ...]] = {}
    recused: list[tuple[int, str]] = []
    gone: list[int] = []
    sent: list[tuple[int, str]] = []
    for kind in rng.choices(["out", "recused", "objects", "specialists"], [3, 3, 5, 1], k=rng.randint(1, 3)):
        if kind == "out" and people:
            person = rng.choice(people)
            own = [index for index, other in places if other == person]
            out[person] = tuple(rng.sample(own, rng.randint(0, min(2, len(own)))))
        elif kind == "recused" and places:
            recused.append(rng.choice(places))
        elif kind == "objects":
            gone += rng.sample(known, min(len(known), rng.randint(1, 3)))
        elif indexes:
            sent += [(rng.choice(indexes), rng.choice(["某甲", "某乙"])) for _ in range(2)]
    return Change(
        reason=rng.choice(["生病", "停业", "近亲属"]),
        done=frozenset(rng.sample(indexes, min(len(indexes), rng.choice([0, 0, 1, 2])))),
        out=out,
        recused=tuple(recused),
        objects=tuple(gone),
        specialists=tuple(sent),
    )
