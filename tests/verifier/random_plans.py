"""Random plans, registries and ledgers for the rules: every key that docs/rules.md reads, mixed spellings.

A number names a case; all choices come from one `random.Random`. All names are invented. Cases that
contradict themselves are None, so that a test may go on to the next number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from building import read_all
from shuangsuiji.core.checks.draw import check_columns
from shuangsuiji.core.checks.plan import plan_problems
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.registries.registry import Registries
from shuangsuiji.core.rules.pool import PastVisit

YEAR = 2024
DEPARTMENTS = ["甲局", "乙局", "丙科A"]
ALIASES = {"乙分局": "乙局", "丙 科": "丙科Ａ", "丁/戊": "丙科A"}
OTHER_NAMES = ["乙分局", "丙　科", "甲局 ", "丙科Ａ"]
TAGS = ["药师", "会计", "ＡＢ", "a b", "组长"]
FIELDS = ["临床", "药学", "信息 技术"]
DISTRICTS = ["东区", "西区", "北 区", "X区"]
TIERS = ["A", "B", "B", "C", "1", "是"]
YES_NO = ["是", "√", "y", "TRUE", "1", "1.0", "否", "×", "N", "false", "0", "00", "-0", "不详", ""]
COUNTS = ["0", "1", "2", "2.0", "+3", "10", "-1", "1.5", "007", ""]
DAYS = [
    *("2024-01-05", "2024/1/5", "2024.1.5", "2024年1月5日", "2024-1-5 00:00", "2024-01-05T0:00:00.000"),
    *("2023年12月31日", "2024-2-29", "2024/01/06 00:00:00", ""),
]
CODES = ["S1", "S2", "S3", "S4", "S5", "S6"]
WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class Case:
    """What the tables of one batch are made of."""

    plan: Plan
    batch: str
    registries: Registries
    past: Sequence[PastVisit]


class Maker:
    """Makes one case."""

    def __init__(self, number: int) -> None:
        self.rng = Random(f"rules {number}")
        self.number = number
        self.uncomparable = self.chance(0.04)
        self.task_word = self.pick(["T", "t ", "T "])
        self.stage = self.pick(["行政区划", "类别", "法人码", "考核重点"])
        self.staged = self.pick([0.2, 0.2, 0.9])
        self.own_ids = self.chance(0.6)

    # Choices

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def pick(self, values: Sequence[Any]) -> Any:
        return self.rng.choice(values)

    def maybe(self, of: float, **keys: Any) -> dict[str, Any]:
        return keys if self.chance(of) else {}

    def messy(self, text: str) -> str:
        """The text in some spelling that means the same."""
        if text and self.chance(0.2):
            text = text.translate(WIDE)
        if self.chance(0.1):
            text = self.pick(["　", " ", "\u00a0"]) + text + self.pick(["", "　", "  "])
        return text

    def messy_id(self, text: str) -> str:
        text = "".join(self.pick([one.lower(), one.upper()]) for one in text)
        if self.chance(0.2):
            text = text[:1] + self.pick([" ", "　"]) + text[1:]
        return self.messy(text)

    def several(self, values: Sequence[str], most: int = 3, blank: float = 0.25) -> str:
        """A cell with a list."""
        if self.chance(blank):
            return self.pick(["", "", "", "　", "、"])
        chosen = self.rng.sample(list(values), self.rng.randint(1, min(most, len(values))))
        mark = self.pick(["、", "，", ",", "；", ";", "/", " / ", "、、"])
        return str(mark.join(self.messy(one) for one in chosen))

    # Registries

    def objects(self) -> list[dict[str, str]]:
        blank, named = self.chance(0.2), self.chance(0.1)
        found = []
        for n in range(1, self.rng.randint(8, 26)):
            row = {
                "定点编码": self.messy_id(f"j{n:03d}"),
                "名称": self.messy(
                    self.pick([f"单位({n})", f"店{n}", f"店{n}", "店1/乙局", "乙局", f"医 院{n}"])
                ),
                "类别": self.messy(self.pick(["医院", "药店", "药店"])),
                "信用等级": self.messy(self.pick([*TIERS, *([""] * blank), *(["未评级"] * named)])),
                "行政区划": self.messy(self.pick([*DISTRICTS, *DISTRICTS, *([""] * self.chance(0.01))])),
                "经营状态": self.pick(["正常"] * 7 + ["注销", "停业，搬迁"]),
                "考核重点": self.messy(self.pick(YES_NO[: None if blank else -1])),
                "次数": self.messy(self.pick(COUNTS)),
                "登记日": self.messy(self.pick(DAYS)),
                "标签": self.several(TAGS),
                "法人码": self.messy_id(self.pick(["F1", "F1", "F2", "F 2", "F3", f"G{n}", ""])),
                "统一社会信用代码": self.messy_id(self.pick(["C1", "C2", "C2", "C 3", f"D{n}", ""])),
                "标识": self.pick(["甲", "乙", "丙"]),
            }
            if self.uncomparable and self.chance(0.1):
                row[self.pick(["次数", "登记日"])] = "不详"
            found.append(row)
        if not self.own_ids:
            found = [{key: cell for key, cell in row.items() if key != "标识"} for row in found]
        self.rng.shuffle(found)
        return found

    def inspectors(self) -> list[dict[str, str]]:
        own = [
            *DEPARTMENTS,
            *OTHER_NAMES,
            "甲局、乙局",
            "丙科A/甲局",
            "医 院1",
            "店1/乙局",
            "店2",
            "店3、甲局",
        ]
        return [
            {
                "姓名": f"人{n}",
                "部门": self.messy(self.pick([*own, "甲局", "乙局"])),
                "执法证号": self.messy_id(f"z{n:02d}") if self.chance(0.93) else "",
                "工号": f"w{n}",
                "证件有效期": self.messy(
                    self.pick(
                        ["", "长期", "2024-06-30", "2024年7月31日", "2025/1/1", "2030-12-31", "2024-6-29"]
                    )
                ),
                "标签": self.several(TAGS, 4),
                "辖区": self.several(DISTRICTS),
                "状态": self.messy(self.pick(["", "在岗", "在职", "在岗", "请假"])),
                "曾任职单位": self.several([f"单位（{n}）", "店1", "店5", "乙局", "医 院2"], 3, 0.5),
            }
            for n in range(1, self.rng.randint(9, 22))
        ]

    def experts(self) -> list[dict[str, str]]:
        return [
            {
                "姓名": f"师{n}",
                "专业": self.several(FIELDS, 2, 0.0),
                "单位": self.messy(self.pick(["", f"店{n}", "单位(3)、店7", "医 院1/医 院2"])),
                "编号": self.messy_id(f"e{n}"),
                "状态": self.pick(["", "在岗", "退休"]),
                "标签": self.several(TAGS),
            }
            for n in range(1, self.rng.randint(1, 7))
        ]

    def items(self) -> list[dict[str, str]]:
        bodies = ["甲局", "甲局、乙分局", self.pick(["县政府", "丁/戊"]), "", "丙科A；县政府", "丁局"]
        return [
            {"事项编码": self.messy_id(code), "抽查事项名称": f"事项{code}", "抽查主体": self.messy(body)}
            for code, body in zip(CODES, bodies, strict=True)
        ]

    def recusals(self, objects: Sequence[dict[str, str]], names: Sequence[str]) -> list[dict[str, str]]:
        return [
            {
                "检查人员": self.pick(names),
                "检查对象": self.messy(self.pick(objects)["定点编码"]),
                "回避事由": self.pick(["近亲属", '曾"举报", 有诉讼', "持股　", "甲\n乙"]),
            }
            for _ in range(self.rng.randint(0, 12))
        ]

    def sheet(self, objects: Sequence[dict[str, str]], names: Sequence[str]) -> list[dict[str, str]]:
        """Visits of this year and earlier, by the history sheet."""
        plan = self.pick([[f"p{self.number}"], ["", "别的计划"]])
        return [
            {
                "检查对象": self.pick([self.messy(self.pick(objects)["定点编码"])] * 4 + ["J999"]),
                "检查日期": self.pick(["2024-02-01", "2024/3/1", "2023年11月11日", "2024-03-01", "2022-1-1"]),
                "计划编号": self.messy(self.pick(plan)),
                "任务": self.several(["T 1", "t1", "t2", "Ｔ３"], 2),
                "原因": self.messy(self.pick(["随机", "必查", "补足", "日常", "日常"])),
                "检查人员": "、".join(self.rng.sample(list(names), self.rng.randint(0, 3))),
            }
            for _ in range(self.rng.randint(0, 14))
        ]

    def ledger(self, registries: Registries, earlier: Sequence[Any]) -> list[PastVisit]:
        """Visits of earlier batches, by the ledger."""
        people = [*registries.inspectors.ids, *registries.experts.ids]
        reasons = [("随机",), ("随机", "必查"), ("必查",), ("补足",), ("随机", "补足")]
        return [
            PastVisit(
                object_id=self.pick(registries.objects.ids),
                day=f"{batch['止']}-28",
                plan=self.pick([self.messy_id(f"p{self.number}"), f"P{self.number}", "P9"]),
                batch=batch["名称"],
                tasks=tuple(self.rng.sample(["T1", "T2", "T3"], self.rng.randint(0, 2))),
                reasons=self.pick(reasons),
                people=tuple(self.rng.sample(people, self.rng.randint(0, 3))),
            )
            for batch in earlier
            for _ in range(self.rng.randint(0, 8))
        ]

    # Conditions and amounts

    def condition(self, depth: int = 0) -> dict[str, Any]:
        kinds: list[dict[str, Any]] = [
            {"类别": self.messy("药店")},
            {"类别": ["药店", "医院", "别的"]},
            {"考核重点": self.pick(["是", "否", "1", "√"])},
            {"考核重点": {"不是": self.pick([["否"], ["是", "不详"], "0"])}},
            {"次数": {"至少": self.pick(["1", "0", "-1", "+1.50"])}},
            {"次数": {"至多": "2", "至少": "-1"}},
            {"次数": self.pick(["2", "2.0", "007", "-0"])},
            {"登记日": {"至少": self.pick(["2024年1月1日", "2024-1-5"])}},
            {"登记日": {"至多": "2024/1/5"}},
            {"登记日": ["2024-1-5", "2024年2月29日"]},
            {"标签": ["AB", self.pick(TAGS)]},
            {"标签": {"不是": [self.pick(TAGS)]}},
            {"标签": {"含": self.pick(["A", "师", "a b"])}},
            {"标签": {"空": self.pick(["是", "否"])}},
            {"信用等级": {"空": self.pick(["是", "否"])}},
            {"名称": {"含": ["(1", "　店", "局"]}},
            {"行政区划": {"不是": "x区"}},
            {"信用等级": ["a", "Ａ", "Y", "未评级"]},
            {"经营状态": {"含": "，"}},
            {"法人码": {"不是": ["F1", "f2"], "空": "否"}},
            {},
        ]
        if self.own_ids:
            kinds.insert(0, {"标识": ["甲", "乙"]})
        chosen = dict(self.pick(kinds))
        if self.chance(0.25) and depth < 2:
            chosen |= self.pick(kinds[:-1])
        if self.chance(0.25) and depth < 2:
            chosen["任一"] = [
                self.condition(depth + 1) or {"类别": "药店"} for _ in range(self.rng.randint(1, 3))
            ]
        return chosen or {"类别": {"不是": "仓库"}}

    def ratio(self) -> str:
        return str(self.pick(["10%", "20%", "1/3", "0.25%", "50%", "125‰", "1%", "0%", "100%", "2/7"]))

    def quota(self) -> dict[str, Any]:
        by_ratio = self.chance(0.7)
        key = "比例" if by_ratio else "数量"

        def amount() -> Any:
            return self.ratio() if by_ratio else self.rng.randint(0, 5)

        found: dict[str, Any] = {
            **self.maybe(0.4, 每层至少=self.rng.randint(0, 3)),
            **self.maybe(0.7, 取整=self.pick(["进一", "四舍五入", "舍去"])),
        }
        if self.chance(0.25):
            found["比例口径"] = "全年"
        elif self.chance(self.staged):
            column = self.stage if self.chance(0.8) else "类别"
            found["阶段"] = {"字段": column, "抽": self.rng.randint(1, 3)}
        if by_ratio and self.no_repeat and self.chance(0.6):
            found["基数"] = self.pick(["可抽", "可抽", "全部"])
        worked_out = self.chance(0.15)
        if worked_out and self.chance(0.5):
            years = self.rng.randint(1, 4)
            turn = {"年数": years, "起": YEAR - self.rng.randint(0, 5), **self.maybe(0.3, 日常计入="是")}
            return {"轮查": turn}
        if worked_out:
            return {
                "每名在岗人员": self.rng.randint(1, 3),
                **self.maybe(0.5, 比例口径=self.pick(["每批", "全年"])),
            }
        form = self.rng.randrange(5)
        if form == 0:
            return {**found, key: amount()}
        if form == 1:
            found |= {"字段": self.pick(["类别", "信用等级", "考核重点", "次数", "标签"]), key: amount()}
            return {**found, **self.maybe(0.95, 未评级=amount())}
        if form in (2, 3):
            values = self.rng.sample(["a", "A", "B", "C", "Y", "true", "多余"], 7)
            values = self.rng.sample([*values, "1"], 8) if self.chance(0.3) else [*values, "是"]
            last = self.pick(["", "未评级"]) if self.chance(0.6) else ""
            found |= {
                "字段": "信用等级",
                key: {value: amount() for value in [*values, *filter(None, [last])]},
            }
            return {**found, **({} if last else {"未评级": amount()})}
        rules: list[dict[str, Any]] = []
        for n in range(self.rng.randint(1, 3)):
            own = self.pick([{"比例": self.ratio()}, {"数量": self.rng.randint(0, 4)}])
            rules.append({"名称": f"层{n}", "对象": self.condition(), **own})
        if self.chance(0.96):
            rules.append({"名称": "其他", "其余": "是", "比例": self.ratio()})
        return {**found, "分层": rules}

    # The plan

    def batches(self) -> list[dict[str, str]]:
        found, month = [], self.rng.randint(3, 5)
        for name in self.pick([["全年"], ["第1批", "第2批"], ["第1批", "第2批"], ["一 季", "二 季", "Q3"]]):
            end = month + self.rng.randint(0, 1)
            found.append({"名称": name, "起": f"{YEAR}-{month:02d}", "止": f"{YEAR}-{end:02d}"})
            month = end + self.rng.randint(1, 2)
        return found

    def which_items(self) -> Any:
        return self.pick(
            [
                self.messy_id(self.pick(CODES)),
                self.rng.sample(CODES, self.rng.randint(1, 4)),
                {"甲局": ["S1"], "乙分局": ["s3", "S2"]},
                {"甲局": ["S1"]},
                {"丙 科": ["S2"], "甲局": "S6"},
                {"": ["S4"], "甲局": ["S1"]},
            ]
        )

    def entity_cap(self, column: str | None) -> Any:
        count = self.rng.randint(1, 3)
        return {"户数": count, "字段": column} if column else count

    def task(self, number: int, names: Sequence[str], column: str | None) -> dict[str, Any]:
        quota = self.quota()
        found: dict[str, Any] = {
            "编号": self.messy(f"{self.task_word}{number}"),
            "名称": f"任务{number}",
            "事项": self.which_items(),
            "抽取": quota,
            **self.maybe(0.6, 对象范围=self.condition()),
            **self.maybe(
                0.0 if "每名在岗人员" in quota else 0.25,
                分区=self.pick(["类别", "行政区划", "行政区划", "考核重点"]),
            ),
            **self.maybe(
                0.45,
                批次=[
                    self.messy(one) for one in self.rng.sample(list(names), self.rng.randint(1, len(names)))
                ],
            ),
            **self.maybe(0.2, 联合部门=self.pick([["乙局"], ["丙科A"], ["乙分局", "丁局"]])),
            **self.maybe(0.15, 发起部门=self.pick(DEPARTMENTS)),
            **self.maybe(0.35, 同一法人至多=self.entity_cap(column)),
        }
        if self.chance(0.25):
            found |= {"类型": "定向", "依据": "线索", "定向条件": self.condition()}
        return found

    def limits(self, column: str | None) -> dict[str, Any]:
        cap = self.entity_cap(column)
        if not isinstance(cap, int) and self.chance(0.5):
            cap["范围"] = self.pick(["本批", "各任务"])
        return {
            "同年重复抽取": self.pick(["是", "否"]),
            **self.maybe(0.4, 每户全年上限=self.rng.randint(1, 3)),
            **self.maybe(0.5, 全年比例下限=self.pick(["30%", "1/2", "70%", "100%"])),
            **self.maybe(0.6, 不参加抽取=self.pick([{"经营状态": ["注销", "停业，搬迁"]}, self.condition()])),
            **self.maybe(0.4, 同一法人至多=cap),
            **({"几年内不重复": self.no_repeat} if self.no_repeat else {}),
        }

    def intervals(self) -> Any:
        """几年内不重复, or nothing."""
        if self.chance(0.7):
            return None
        if self.chance(0.3):
            return self.rng.randint(1, 3)
        length = self.pick([{"年": self.rng.randint(1, 3)}, {"月数": self.rng.randint(1, 40)}])
        last = {**length, **self.maybe(0.3, 日常计入="是")}
        first = {"对象": self.condition(), "月数": self.rng.randint(1, 30)}
        return self.pick([last, [last], [first, last], [first]])

    def line(self, grouped: bool, leading: bool, tasks: int) -> dict[str, Any]:
        expert = self.chance(0.25)
        size = self.rng.randint(1, 3)
        loose = grouped and self.chance(0.4)
        found: dict[str, Any] = {
            **(
                {"专家": self.messy(self.pick(FIELDS))}
                if expert
                else {"部门": self.pick([*DEPARTMENTS, *OTHER_NAMES])}
            ),
            "人数": size,
            **self.maybe(0.4, 每人至多=self.rng.randint(1, 9)),
            **self.maybe(0.2, 标签=self.pick([[self.messy(self.pick(TAGS))], "组长", "ab"])),
            **self.maybe(0.3, 对象=self.condition()),
            **self.maybe(
                0.2,
                任务=[
                    self.messy(f"{self.task_word}{n}")
                    for n in self.rng.sample(range(1, tasks + 1), self.rng.randint(1, tasks))
                ],
            ),
            **self.maybe(0.2, 按辖区="是"),
            **({"分组外": "是"} if loose else {}),
            **({"组长": "是"} if leading and self.chance(0.4) else {}),
        }
        if self.chance(0.35):
            some = [
                {"标签": self.messy(self.pick(TAGS)), "人数": 1} for _ in range(self.rng.randint(1, size))
            ]
            if leading and "组长" not in found and self.chance(0.5):
                some[0]["组长"] = "是"
            found["其中至少"] = some if len(some) > 1 else self.pick([some, some[0]])
        if grouped and not loose:
            found = {key: value for key, value in found.items() if key not in ("按辖区", "对象", "任务")}
        return found

    def plan(self, batches: list[dict[str, str]], column: str | None) -> dict[str, Any]:
        names = [one["名称"] for one in batches]
        grouped, leading = self.chance(0.2), self.chance(0.3)
        rules = self.rng.sample(
            ["名单", "同单位", "曾任职单位", "本辖区", "上次检查"], self.rng.randint(1, 5)
        )
        tasks = self.rng.randint(1, 3)
        self.no_repeat = self.intervals()
        lines = [
            {"部门": "甲局", "人数": 2},
            *(self.line(grouped, leading, tasks) for _ in range(self.rng.randint(0, 4))),
        ]
        self.rng.shuffle(lines)
        if any("按辖区" in line for line in lines):
            rules = [rule for rule in rules if rule != "本辖区"]
        basis = self.pick(["全年", {"口径": "全年", "容差": self.rng.randint(0, 2)}, "本批"])
        even = self.chance(0.8)
        number, initiator = self.messy_id(f"p{self.number}"), self.pick(["甲局", "甲局", "乙分局"])
        return {
            "编号": number,
            "名称": "某地随机抽查",
            "年度": YEAR,
            "发起部门": initiator,
            "联合部门": [name for name in DEPARTMENTS if name != ALIASES.get(initiator)],
            "部门别名": ALIASES,
            "批次": self.rng.sample(batches, len(batches)),
            "任务": [self.task(n, names, column) for n in range(1, tasks + 1)],
            **self.maybe(0.6, 必查=[self.must(n) for n in range(self.rng.randint(1, 3))]),
            **self.maybe(1 if self.no_repeat else 0.85, 限制=self.limits(column)),
            "检查组": lines,
            **({"分组": self.pick(["是", {"组数": self.rng.randint(1, 3)}, {}])} if grouped else {}),
            **(
                {**self.maybe(0.5, 负荷="均衡"), **self.maybe(0.7, 负荷口径=basis)}
                if even
                else {"负荷": "自由"}
            ),
            **({"回避规则": rules} if rules and self.chance(0.8) else {}),
        }

    def must(self, number: int) -> dict[str, Any]:
        return {
            "名称": f"必查{number}",
            "对象": self.condition(),
            "全年次数": self.rng.randint(1, 5),
            "事项": self.which_items(),
        }

    def case(self) -> Case | None:
        objects, inspectors, experts = self.objects(), self.inspectors(), self.experts()
        names = [row["姓名"] for row in [*inspectors, *experts]]
        column = self.pick(["法人码", "法人码", None])
        registries, findings = read_all(
            objects,
            inspectors,
            self.items(),
            experts,
            self.recusals(objects, names),
            self.sheet(objects, names),
        )
        batches = self.batches()
        at = self.rng.randrange(len(batches))
        plan = Plan.model_validate(self.plan(batches, column))
        said = [*plan_problems(plan), *findings, *check_columns(plan, registries)]
        if any(one.level == "error" for one in said):
            return None
        return Case(plan, batches[at]["名称"], registries, self.ledger(registries, batches[:at]))


def case(number: int) -> Case | None:
    """The case of that number, or None if its plan contradicts itself."""
    return Maker(number).case()
