"""Writes the registries of the four example plans: invented, always the same, shaped like a bureau's own.

    python registries/build_examples.py [FOLDER]

Names are put together from lists of characters, codes have valid check digits but lie in ranges that
nobody has been given (see README.md here). Only `random.Random(...).random()` is used, whose sequence
Python promises to keep, so that every run writes the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import xlsxwriter

from shuangsuiji.core.registries.identifiers import (
    CREDIT_ALPHABET,
    credit_code_check_digit,
    organisation_check_digit,
    registration_number_check_digit,
)

T = TypeVar("T")
Row = dict[str, Any]

# ---- words -----------------------------------------------------------------------------------------

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲健雪梅慧宁佳楠晨雨欣晓东海燕志国建华春红"
BRAND_FIRST = "澄沐予禾槐岚汀栖砚麓渔笙葵蒲芷柏杉枫棠筠"
BRAND_SECOND = "安和宁泽源仁济舟川溪苑清远晴恬"
VILLAGE_FIRST = "槐柳桑枣榆桥塔泉井石"
VILLAGE_SECOND = "前后东西上下南北"
VILLAGE_LAST = ("庄", "岗", "沟", "寨", "湾", "营")
ROADS = ("人民路", "建设路", "健康街", "文化路", "解放街", "新华路", "和平街", "朝阳路", "站前路", "振兴街")
SHOPS = ("大药房", "药店", "药房", "医药商店", "大药房有限公司", "医药零售有限公司")
BRACKETS = ("（个体工商户）", "(个体工商户)", "（普通合伙）", "(普通合伙）", "", "", "", "", "")
NOTES = ("上年迁址", "已更名", "负责人变更", "证照待换发", *[""] * 14)

REGULATION = "《医疗保障基金使用监督管理条例》"


def widths(text: str) -> dict[str, int]:
    """Headings of a registry with their widths in characters, from alternating words."""
    words = text.split()
    return {name: int(width) for name, width in zip(words[::2], words[1::2], strict=True)}


OBJECT_COLUMNS = widths(
    """
    定点编码 16  统一社会信用代码 22  名称 40  类别 15  等级 10  行政区划 12  地址 34
    负责人 10  联系方式 15  信用等级 10  信用状态 10  考核重点 10  协议状态 10  经营状态 10
    近三年违法次数 16  上次检查日期 14  标签 20  备注 14
    """
)
PERSON_COLUMNS = widths(
    """
    姓名 10  部门 24  性别 6  执法证号 24  执法岗位 26  工作年限 10  证件有效期 14  标签 16
    辖区 18  状态 8  曾任职单位 36  联系方式 15  更新日期 14
    """
)
EXPERT_COLUMNS = widths(
    """
    编号 10  姓名 10  专业 18  单位 36  职称 14  状态 8
    """
)
ITEM_COLUMNS = widths(
    """
    事项编码 12  抽查事项名称 36  抽查依据 44  抽查主体 24  抽查对象 20  抽查比例 24
    抽查频次 14  抽查方式 16  检查内容 50  事项类别 10  工作指引 26  备注 24
    """
)
RECUSAL_COLUMNS = widths(
    """
    检查人员 12  检查对象 18  回避事由 30  登记日期 14
    """
)
HISTORY_COLUMNS = widths(
    """
    检查对象 18  检查日期 14  计划编号 18  原因 10  检查人员 20
    """
)


# ---- places and kinds ------------------------------------------------------------------------------


class Kind(NamedTuple):
    """A kind of medical institution: its name, the head of its credit code (none: no code), its tag."""

    template: str
    form: str
    tag: str = ""


KINDS = {
    "公立医院": Kind("{place}{brand}医院", "12", "公立"),
    "民营医院": Kind("{place}{brand}医院", "91", "民营"),
    "卫生院": Kind("{place}{village}卫生院", "12", "公立"),
    "社区中心": Kind("{place}{brand}社区卫生服务中心", "12", "公立"),
    "社区站": Kind("{place}{brand}社区卫生服务站", "12", "公立"),
    "民办站": Kind("{place}{brand}社区卫生服务站", "52", "民营"),
    "门诊部": Kind("{place}{brand}综合门诊部", "91", "民营"),
    "诊所": Kind("{place}{brand}诊所{bracket}", "92", "民营"),
    "村卫生室": Kind("{place}{village}村卫生室", ""),
}


@dataclass
class Bureau:
    """One example: where it is, and everything that has been invented for it so far."""

    city: str
    seed: str
    phone: str
    day: date  # of the registries
    districts: dict[str, str]  # name in the registry -> code
    weights: Sequence[int]
    prefix: str = ""  # what stands before the district in an institution's name
    objects: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    experts: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._used: set[str] = set()
        self._serials: dict[str, int] = {}
        brands = self.mixed([a + b for a in BRAND_FIRST for b in BRAND_SECOND])
        self._chains, self._common, self._brands = brands[:5], brands[5:12], brands[12:]
        self._entity: dict[str, str] = {}

    # -- chance

    def chance(self, share: float) -> bool:
        """Yes, in that share of the cases."""
        return self._dice.random() < share

    def pick(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[int(self._dice.random() * len(things))]

    def number(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + int(self._dice.random() * (high - low + 1))

    def mixed(self, things: Iterable[T]) -> list[T]:
        """The things in a random order."""
        return [thing for _, thing in sorted(((self._dice.random(), t) for t in things), key=lambda p: p[0])]

    def fresh(self, make: Callable[[], str]) -> str:
        """A text that has not been used before."""
        while (text := make()) in self._used:
            pass
        self._used.add(text)
        return text

    # -- names, codes, days

    def person(self) -> str:
        """A name nobody else here has."""
        return self.fresh(lambda: self.pick(SURNAMES) + self.pick(GIVEN) + self.pick(("", *GIVEN)))

    def telephone(self) -> str:
        """A number in an exchange that does not exist."""
        return f"{self.phone}-0000{self.number(100, 999)}"

    def earlier(self, least: int, most: int) -> date:
        """A day so many days before the registry's."""
        return self.day - timedelta(days=self.number(least, most))

    def credit_code(self, form: str, district: str) -> str:
        """A valid 统一社会信用代码 whose organisation code has not been given to anybody."""

        def make() -> str:
            if form == "12":
                body = f"0000{self.number(0, 9999):04}"
            else:
                body = "MAY" + "".join(self.pick(CREDIT_ALPHABET) for _ in range(5))
            first = form + district + body + organisation_check_digit(body)
            return first + credit_code_check_digit(first)

        return self.fresh(make)

    def registration_number(self, district: str) -> str:
        """A valid 15-digit number of the old kind, beyond any that was given out."""

        def make() -> str:
            first = f"{district}6999{self.number(0, 9999):04}"
            return first + registration_number_check_digit(first)

        return self.fresh(make)

    def insurance_code(self, letter: str, district: str) -> str:
        """The next 定点编码 of the district, with gaps as after years of comings and goings."""
        key = letter + district
        self._serials[key] = self._serials.get(key, 90000) + self.number(1, 3)
        return f"{key}{self._serials[key]:05}"

    # -- objects

    def place(self) -> str:
        """A district, by weight."""
        names = [
            name for name, weight in zip(self.districts, self.weights, strict=True) for _ in range(weight)
        ]
        return self.pick(names)

    def add(self, letter: str, district: str, name: str, code: str, **more: Any) -> None:
        """One more object, with everything that objects have in common."""
        row: Row = {
            "定点编码": self.insurance_code(letter, self.districts[district]),
            "统一社会信用代码": code,
            "名称": name,
            "类别": "定点医疗机构" if letter == "H" else "定点零售药店",
            "行政区划": district,
            "地址": f"{self.prefix}{district}{self.pick(ROADS)}{self.number(1, 280)}号",
            "负责人": self.pick(SURNAMES) + self.pick(GIVEN) + self.pick(("", *GIVEN)),
            "联系方式": "" if self.chance(0.06) else self.telephone(),
            "等级": "",
            "信用等级": "",
            "信用状态": "守信",
            "考核重点": "否",
            "协议状态": "正常",
            "经营状态": "正常",
            "近三年违法次数": 0,
            "上次检查日期": "" if self.chance(0.4) else self.earlier(120, 1000),
            "标签": "",
            "备注": self.pick(NOTES),
        }
        self.objects.append(row | more)

    def medical(self, kind: str, count: int, level: str = "", tag: str = "", at: str = "") -> None:
        """So many medical institutions of one kind."""
        template, form, own_tag = KINDS[kind]
        for _ in range(count):
            district = at or self.place()
            words = {"place": self.prefix + district, "bracket": self.pick(BRACKETS[:2] + BRACKETS[4:])}
            name = self.fresh(
                lambda words=words: template.format(
                    **words,
                    brand=self.pick(self._brands),
                    village=self.pick(VILLAGE_FIRST) + self.pick(VILLAGE_SECOND) + self.pick(VILLAGE_LAST),
                )
            )
            code = self.credit_code(form, self.districts[district]) if form else ""
            tags = "、".join(filter(None, (own_tag, tag)))
            self.add("H", district, name, code, 等级=level, 标签=tags)
            if not form:  # a village has no streets
                self.objects[-1]["地址"] = name.removesuffix("卫生室")

    def pharmacies(self, tiers: dict[str, int], old_numbers: float, at: str = "") -> None:
        """Pharmacies by credit tier: chains, shops whose name occurs elsewhere too, and all others."""
        for tier in self.mixed([tier for tier, count in tiers.items() for _ in range(count)]):
            district = at or self.place()
            code = self.districts[district]
            if self.chance(0.3):
                chain = self.pick(self._chains)
                company = f"{self.city}{chain}医药连锁有限公司"
                name = self.fresh(lambda d=district, c=company: f"{c}{d}{self.pick(ROADS)}{self._branch()}")
                if chain in self._chains[:2]:  # one legal entity with many shops
                    code = self._entity.setdefault(chain, self.credit_code("91", code))
                else:
                    code = self.credit_code("91", code)
            else:
                name = self._shop(district)
                if "有限公司" in name:
                    code = self.credit_code("91", code)
                elif self.chance(old_numbers / 0.5):
                    code = self.registration_number(code)
                else:
                    code = self.credit_code("92", code)
            tag = "连锁" if "连锁" in name else self.pick(("单体", "单体", ""))
            self.add("P", district, name, code, 信用等级=tier, 标签=tag)

    def _branch(self) -> str:
        return self.pick(("店", "分店", "一店", "二店", "第三分店"))

    def _shop(self, district: str) -> str:
        if self.chance(0.1):
            return self.pick(self._common) + "大药房"
        name = self.fresh(lambda: self.prefix + district + self.pick(self._brands) + self.pick(SHOPS))
        return name if name.endswith("公司") else name + self.pick(BRACKETS)

    def mark(self, count: int, fits: Callable[[Row], bool], **values: Any) -> None:
        """Gives so many of the fitting objects these values; nobody is marked twice in one column."""
        free = [row for row in self.objects if fits(row) and not row.keys() & {f"_{key}" for key in values}]
        for row in self.mixed(free)[:count]:
            row.update(values)
            row.update({f"_{key}": True for key in values})

    def tag(self, count: int, fits: Callable[[Row], bool], tag: str) -> None:
        """Adds a tag to so many of the fitting objects."""
        for row in self.mixed([row for row in self.objects if fits(row)])[:count]:
            row["标签"] = "、".join(filter(None, (row["标签"], tag)))

    def once_named(self, fits: Callable[[Row], bool] = lambda row: True) -> list[Row]:
        """Working objects whose name occurs once, in a random order."""
        names = [row["名称"] for row in self.objects]
        return self.mixed(
            row
            for row in self.objects
            if row["经营状态"] == "正常" and fits(row) and names.count(row["名称"]) == 1
        )

    # -- people

    def staff(self, department: str, posts: Sequence[str], certificate: str, areas: Sequence[str]) -> None:
        """Inspectors of one department, one a post; `certificate` is a pattern for their number."""
        for post, area in zip(posts, areas, strict=True):
            self.people.append(
                {
                    "姓名": self.person(),
                    "部门": department,
                    "性别": self.pick(("男", "女")),
                    "执法证号": certificate.format(n=len(self.people) + 1),
                    "执法岗位": post,
                    "工作年限": self.number(2, 31),
                    "证件有效期": self.pick(("9999-09-09", f"{self.day.year + self.number(1, 4)}-06-30")),
                    "标签": "",
                    "辖区": area,
                    "状态": "在岗",
                    "联系方式": self.telephone(),
                    "更新日期": self.day - timedelta(days=self.number(0, 30)),
                }
            )

    def person_gets(self, index: int, **values: Any) -> None:
        """Sets cells of the inspector with this index."""
        self.people[index].update(values)

    def expert(self, counts: dict[str, int], titles: dict[str, str], homes: Sequence[Row]) -> None:
        """Experts by speciality; some work in an institution of the registry, others elsewhere."""
        for speciality, count in counts.items():
            for turn in range(count):
                home = homes[len(self.experts) % len(homes)]["名称"] if turn % 2 else "（退休返聘）"
                self.experts.append(
                    {
                        "编号": f"ZJ-{len(self.experts) + 1:03}",
                        "姓名": self.person(),
                        "专业": speciality,
                        "单位": home,
                        "职称": titles[speciality],
                        "状态": "在岗",
                    }
                )


# ---- workbooks -------------------------------------------------------------------------------------


def write_sheet(path: Path, title: str, note: str, columns: dict[str, int], rows: Iterable[Row]) -> None:
    """One workbook with one sheet: title, note, styled heading, texts as texts, dates as dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": title, "author": "", "created": datetime(2024, 1, 1)})
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    text = book.add_format(base | {"num_format": "@"})
    count = book.add_format(base | {"num_format": "0", "align": "center"})
    day = book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "center"})
    head = book.add_format(base | {"bold": True, "align": "center", "bg_color": "#DDEBF7"})
    big = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    small = book.add_format({"font_name": "楷体", "font_size": 10, "align": "left"})
    sheet = book.add_worksheet(path.stem)
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, big)
    sheet.merge_range(1, 0, 1, len(columns) - 1, note, small)
    sheet.set_row(0, 30)
    for x, (name, width) in enumerate(columns.items()):
        sheet.set_column(x, x, width)
        sheet.write_string(2, x, name, head)
    y = 2
    for y, row in enumerate(rows, start=3):
        for x, name in enumerate(columns):
            value = row.get(name, "")
            if isinstance(value, date):
                sheet.write_datetime(y, x, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, int):
                sheet.write_number(y, x, value, count)
            elif value:
                sheet.write_string(y, x, value, text)
            else:
                sheet.write_blank(y, x, None, text)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, y, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(2)
    sheet.fit_to_pages(1, 0)
    book.close()


def write_registries(folder: Path, bureau: Bureau, items: Sequence[Row], **optional: Sequence[Row]) -> None:
    """All registries of one bureau."""
    said = f"更新日期：{bureau.day.year}年{bureau.day.month}月{bureau.day.day}日"
    note = f"{said}　　机构、人员、地址和号码均系虚构，仅供演示，如有雷同纯属巧合"
    people = dict(PERSON_COLUMNS)
    if bureau.city == "兰州市":  # the notice says 单位
        people = {("单位" if name == "部门" else name): width for name, width in people.items()}
        for row in bureau.people:
            row["单位"] = row["部门"]
    sheets: list[tuple[str, dict[str, int], Sequence[Row]]] = [
        ("检查对象名录库", OBJECT_COLUMNS, sorted(bureau.objects, key=lambda row: row["定点编码"])),
        ("检查人员名录库", people, bureau.people),
        ("随机抽查事项清单", ITEM_COLUMNS, items),
        ("专家库", EXPERT_COLUMNS, bureau.experts),
        ("回避关系", RECUSAL_COLUMNS, optional.get("recusals", ())),
        ("历年检查", HISTORY_COLUMNS, optional.get("history", ())),
    ]
    for name, columns, rows in sheets:
        if rows:
            write_sheet(folder / f"{name}.xlsx", f"{bureau.city}医疗保障{name}", note, columns, rows)


def items(text: str) -> list[Row]:
    """An item list: items parted by blank lines, their cells by |, in the order of the columns."""
    rows = []
    for block in text.replace("{条例}", REGULATION).split("\n\n"):
        cells = "".join(line.strip() for line in block.splitlines()).split("|")
        rows.append(dict(zip(ITEM_COLUMNS, map(str.strip, cells), strict=False)))
    return rows


def recusals(bureau: Bureau, count: int, fits: Callable[[Row], bool] = lambda row: True) -> list[Row]:
    """Declared conflicts of interest, spread over the inspectors, none of them twice."""
    grounds = ("配偶在该单位任职", "子女在该单位任职", "近亲属持有该单位股份", "本人曾与该单位有诉讼")
    people = bureau.mixed(person["姓名"] for person in bureau.people if person["状态"] == "在岗")
    chosen = bureau.once_named(fits)[:count]
    return [
        {
            "检查人员": people[i % len(people)],
            "检查对象": row["定点编码"],
            "回避事由": bureau.pick(grounds),
            "登记日期": bureau.earlier(10, 300),
        }
        for i, row in enumerate(chosen)
    ]


def is_medical(row: Row) -> bool:
    """Whether the object is a medical institution."""
    return bool(row["类别"] == "定点医疗机构")


def is_pharmacy(row: Row) -> bool:
    """Whether the object is a pharmacy."""
    return not is_medical(row)


# ---- the four examples -----------------------------------------------------------------------------


WUGANG_TOWNS = "垭口街道 寺坡街道 朱兰街道 院岭街道 尚店镇 八台镇 尹集镇 枣林镇 武功乡 杨庄乡 庙街乡 铁山乡"


def wugang(folder: Path) -> None:
    """舞钢 2024: two bureaus, a county-level city, pharmacies in four credit tiers."""
    towns = WUGANG_TOWNS.split()
    bureau = Bureau(
        city="舞钢市",
        seed="shuangsuiji/examples/舞钢/1",
        phone="0375",
        day=date(2024, 4, 30),
        districts=dict.fromkeys(towns, "410481"),
        weights=(8, 6, 6, 3, 4, 4, 4, 4, 3, 3, 3, 3),
        prefix="舞钢市",
    )
    bureau.medical("公立医院", 3, "二级甲等")
    bureau.medical("公立医院", 2, "二级乙等")
    bureau.medical("民营医院", 5, "一级")
    for town in towns[4:]:
        bureau.medical("卫生院", 1, "一级", at=town)
    bureau.medical("社区中心", 4, "一级")
    for kind, count in {"民办站": 8, "门诊部": 8, "诊所": 46, "村卫生室": 112}.items():
        bureau.medical(kind, count, "未定级")
    bureau.pharmacies({"A": 200, "B": 78, "C": 24, "D": 3}, old_numbers=0.12)
    bureau.mark(2, is_medical, 经营状态="停业")
    bureau.mark(1, is_medical, 经营状态="注销")
    bureau.mark(2, lambda row: row["信用等级"] == "A", 经营状态="注销")
    bureau.mark(2, lambda row: row["信用等级"] == "B", 经营状态="停业")
    bureau.mark(3, lambda row: row["经营状态"] == "正常", 协议状态="暂停")
    bureau.mark(6, lambda row: row["信用等级"] in {"C", "D"}, 近三年违法次数=1)
    wugang_staff(bureau, towns)
    recused = recusals(bureau, 7)
    write_registries(folder, bureau, WUGANG_ITEMS, recusals=recused)


def wugang_staff(bureau: Bureau, towns: Sequence[str]) -> None:
    """Ten inspectors of one bureau, twelve of the other; one of them with an expired certificate."""
    offices = ["基金监管股"] * 4 + ["医药服务股"] * 2 + ["医保中心稽核股"] * 4
    bureau.staff("舞钢市医疗保障局", offices, "豫舞医保〔2023〕{n:03}", [""] * 10)
    stations = ["药品监管股"] * 4 + ["市场监管所"] * 8
    areas = ["", "", "", ""] + ["、".join((towns[i], towns[i + 4])) for i in (0, 1, 2, 3)] * 2
    bureau.staff("舞钢市市场监督管理局", stations, "1604-0000-{n:04}", areas)
    bureau.person_gets(3, 状态="请假")
    bureau.person_gets(15, 状态="请假")
    bureau.person_gets(18, 证件有效期="2023-12-31")
    for index, tag in {0: "药师", 1: "会计", 6: "会计", 7: "药师、信息技术", 10: "药师", 12: "药师"}.items():
        bureau.person_gets(index, 标签=tag)
    former = [row["名称"] for row in bureau.once_named(lambda row: row["等级"] in {"一级", "二级乙等"})]
    bureau.person_gets(5, 曾任职单位=former[0])
    bureau.person_gets(7, 曾任职单位=f"{former[1]}、{former[2]}")
    bureau.person_gets(10, 曾任职单位=former[3])


WUGANG_ITEMS = items(
    """
    YB-01 | 对医疗保障基金使用情况进行监督检查 | {条例}；定点医疗机构协议 |
    舞钢市医疗保障局、舞钢市市场监督管理局 | 定点医疗机构 | 20% | 每年2次 | 现场检查 |
    诊疗、收费、结算是否真实合规，有无重复收费、超标准收费、虚构服务，住院和参保身份核验是否落实 | 一般 |
    《随机抽查工作指引》医疗机构部分

    YB-02 | 对医疗保障基金使用情况进行监督检查 | {条例}；舞钢市城镇职工基本医疗保险定点零售药店服务协议 |
    舞钢市医疗保障局、舞钢市市场监督管理局 | 定点零售药店 |
    低（A）1%、中（B）3%、中高（C）10%、高（D）20% | 每年2次 | 现场检查 |
    刷卡结算与销售是否一致，有无串换药品、为非定点单位代刷、将不予支付的物品纳入结算，
    处方和进销存台账是否完整 | 一般 | 《随机抽查工作指引》零售药店部分 | 比例按信用风险等级

    SJ-01 | 药品质量安全的监督检查 | 《中华人民共和国药品管理法》《药品经营和使用质量监督管理办法》 |
    舞钢市市场监督管理局 | 定点医疗机构、定点零售药店 | 与联合抽查任务的比例一致 | 每年2次 | 现场检查 |
    购进渠道和票据、储存与养护条件、效期管理、处方药销售和药师在岗情况 | 一般 |
    《随机抽查工作指引》药品质量部分
    """
)


def qinhuangdao(folder: Path) -> None:
    """秦皇岛 2023: five offices of one bureau, public institutions of the city level."""
    bureau = Bureau(
        city="秦皇岛市",
        seed="shuangsuiji/examples/秦皇岛/1",
        phone="0335",
        day=date(2023, 3, 20),
        districts={
            "海港区": "130302",
            "山海关区": "130303",
            "北戴河区": "130304",
            "抚宁区": "130306",
            "青龙满族自治县": "130321",
            "昌黎县": "130322",
            "卢龙县": "130324",
        },
        weights=(9, 4, 3, 0, 0, 0, 0),  # the city's own institutions lie in its urban districts
        prefix="秦皇岛市",
    )
    own = "市本级"
    for level, count in {"三级甲等": 3, "三级乙等": 2, "二级甲等": 9, "二级乙等": 6}.items():
        bureau.medical("公立医院", count, level, own)
    bureau.medical("卫生院", 12, "一级", own)
    bureau.medical("社区中心", 16, "一级", own)
    bureau.medical("社区站", 35, "未定级", own)
    bureau.mark(1, is_medical, 经营状态="停业")
    bureau.medical("民营医院", 8, "二级乙等", own)
    bureau.weights = (9, 3, 2, 3, 2, 3, 2)
    for kind, count in {"公立医院": 8, "卫生院": 22, "社区站": 10, "门诊部": 10, "诊所": 20}.items():
        bureau.medical(kind, count, "二级乙等" if kind == "公立医院" else "未定级", "县区")
    bureau.pharmacies({"A": 58, "B": 22, "C": 8, "D": 2}, old_numbers=0.1)
    bureau.mark(2, is_pharmacy, 经营状态="停业")
    bureau.mark(2, is_pharmacy, 协议状态="暂停")
    qinhuangdao_staff(bureau)
    write_registries(folder, bureau, QINHUANGDAO_ITEMS)


def qinhuangdao_staff(bureau: Bureau) -> None:
    """The five offices that the notice names, and the pool of experts that it asks for."""
    offices = {"基金监管科": 6, "医药价格和招标采购科": 4, "医药服务管理科": 4}
    offices |= {"待遇保障科": 4, "市医保中心": 8}
    for office, count in offices.items():
        bureau.staff(office, ["行政执法"] * count, "冀C-医保-{n:05}", [""] * count)
    bureau.person_gets(4, 状态="请假")
    bureau.person_gets(20, 证件有效期="2022-12-31")
    for index, tag in {0: "药师", 7: "会计", 11: "临床", 19: "药师", 22: "信息技术"}.items():
        bureau.person_gets(index, 标签=tag)
    homes = bureau.once_named(lambda row: row["等级"].startswith(("三级", "二级甲")))
    bureau.person_gets(10, 曾任职单位=homes[0]["名称"])
    titles = {"药学": "主任药师", "临床医学": "主任医师", "医保管理": "高级经济师", "信息技术": "高级工程师"}
    bureau.expert({"药学": 5, "临床医学": 4, "医保管理": 3, "信息技术": 2}, titles, homes)


QINHUANGDAO_ITEMS = items(
    """
    QYB-01 | 对定点医疗机构药品集中采购相关规定的督导检查 |
    国家和省药品集中带量采购有关规定；定点医疗机构服务协议 | 秦皇岛市医疗保障局 | 市本级定点医疗机构 |
    10% | 每年1次 | 现场检查 | 中选药品采购和使用进度、约定采购量完成情况、网上采购率、货款结算时限 |
    一般 | 《随机抽查工作指引》第一部分

    QYB-02 | 医保基金使用和医保政策执行情况 | 《中华人民共和国社会保险法》{条例} | 秦皇岛市医疗保障局 |
    市本级定点医疗机构 | 10% | 每年1次 | 现场检查 |
    参保人员身份核验、收费和结算、目录执行、待遇政策落实、单位和个人遵守社会保险法律法规的情况 | 重点 |
    《随机抽查工作指引》第二部分

    QYB-03 | 对定点零售药店医保基金使用情况的监督检查 | {条例} | 秦皇岛市医疗保障局 | 定点零售药店 | 5% |
    每年1次 | 现场检查 | 刷卡结算与销售记录是否一致，进销存台账和处方留存 | 一般 |
    《随机抽查工作指引》第三部分 | 本年度未列入抽查计划
    """
)


def lanzhou(folder: Path) -> None:
    """兰州 2021: must-inspect units, violators, helpers, recusals, and a history."""
    bureau = Bureau(
        city="兰州市",
        seed="shuangsuiji/examples/兰州/1",
        phone="0931",
        day=date(2021, 3, 25),
        districts={
            "城关区": "620102",
            "七里河区": "620103",
            "西固区": "620104",
            "安宁区": "620105",
            "红古区": "620111",
            "永登县": "620121",
            "皋兰县": "620122",
            "榆中县": "620123",
        },
        weights=(12, 7, 4, 4, 2, 3, 2, 4),
        prefix="兰州市",
    )
    for level, count in {"三级甲等": 8, "三级乙等": 5, "二级甲等": 16, "二级乙等": 9}.items():
        bureau.medical("公立医院", count, level)
    bureau.medical("民营医院", 20, "二级乙等")
    for kind, count in {"民营医院": 42, "卫生院": 50, "社区中心": 50}.items():
        bureau.medical(kind, count, "一级")
    for kind, count in {"民办站": 90, "门诊部": 44, "诊所": 90}.items():
        bureau.medical(kind, count, "未定级")
    bureau.pharmacies({"A": 520, "B": 186, "C": 62, "D": 12}, old_numbers=0.1)
    bureau.mark(5, is_medical, 经营状态="停业")
    bureau.mark(9, is_pharmacy, 经营状态="注销")
    lanzhou_marks(bureau)
    lanzhou_staff(bureau)
    past = lanzhou_history(bureau)
    recused = recusals(bureau, 16, lambda row: row["等级"] != "未定级")
    write_registries(folder, bureau, LANZHOU_ITEMS, recusals=recused, history=past)


def lanzhou_marks(bureau: Bureau) -> None:
    """Who must be inspected, who has broken rules, and where the data look odd."""

    def working(row: Row) -> bool:
        return bool(row["经营状态"] == "正常")

    bureau.mark(6, working, 考核重点="是", 协议状态="暂停", 信用状态="守信")
    bureau.mark(12, working, 考核重点="是", 协议状态="正常", 信用状态="守信")
    bureau.mark(14, working, 信用状态="一般失信")
    bureau.mark(4, working, 协议状态="暂停")
    for fits, counts in ((is_medical, (30, 9, 3)), (is_pharmacy, (52, 12, 2))):
        for times, count in enumerate(counts, start=1):
            bureau.mark(count, lambda row, f=fits: working(row) and f(row), 近三年违法次数=times)
    bureau.tag(40, lambda row: working(row) and is_medical(row), "大数据疑点")


def lanzhou_staff(bureau: Bureau) -> None:
    """Inspectors of the bureau, and the pool of helpers that the rules name."""
    posts = ["基金监管科"] * 6 + ["医药服务管理科"] * 4 + ["待遇保障科"] * 3
    posts += ["规划财务和政策法规科"] * 3 + ["市医保服务中心"] * 8
    bureau.staff("兰州市医疗保障局", posts, "甘A医保执2020{n:04}", [""] * len(posts))
    bureau.person_gets(4, 状态="请假")
    bureau.person_gets(13, 状态="请假")
    bureau.person_gets(21, 证件有效期="2020-12-31")
    for index, tag in {1: "药师", 6: "临床", 9: "会计", 17: "药师", 19: "信息技术"}.items():
        bureau.person_gets(index, 标签=tag)
    homes = bureau.once_named(lambda row: row["等级"].startswith(("三级", "二级")))
    for index, home in zip((6, 11, 18), homes, strict=False):
        bureau.person_gets(index, 曾任职单位=home["名称"])
    titles = {"临床医师": "主任医师", "药师": "主管药师", "医保专家": "研究员", "信息技术": "高级工程师"}
    bureau.expert({"临床医师": 10, "药师": 6, "医保专家": 6, "信息技术": 5}, titles, homes[3:])
    bureau.experts[11]["专业"] = "药师、医保专家"
    bureau.experts[2]["状态"] = "请假"


def lanzhou_history(bureau: Bureau) -> list[Row]:
    """Visits of 2020 by lot, and a few of early 2021: two that must be made, some of daily supervision."""
    people = [person["姓名"] for person in bureau.people]
    rows = []

    def visited(row: Row, day: date, reason: str, number: str) -> None:
        first = bureau.number(0, len(people) - 2)
        team = "、".join(people[first : first + 2])
        rows.append(dict(zip(HISTORY_COLUMNS, (row["定点编码"], day, number, reason, team), strict=True)))

    for row in bureau.once_named()[:60]:
        visited(row, date(2020, 4, 1) + timedelta(days=bureau.number(0, 240)), "随机", "兰医保2020001")
    must = bureau.once_named(lambda row: row["考核重点"] == "是")
    for row in must[:2]:
        visited(row, date(2021, 3, 1) + timedelta(days=bureau.number(0, 20)), "必查", "兰医保2021000")
    for row in bureau.once_named(lambda row: row["考核重点"] == "否" and row["信用状态"] == "守信")[:8]:
        visited(row, date(2021, 1, 11) + timedelta(days=bureau.number(0, 60)), "日常", "")
    return rows


LANZHOU_ITEMS = items(
    """
    LYB-01 | 定点医疗机构使用医疗保障基金情况的监督检查 |
    {条例}《兰州市医疗保障局“双随机、一公开”医保基金监管工作细则》 | 兰州市医疗保障局 | 定点医疗机构 |
    5% | 每年3批次 | 现场检查、书面检查 |
    住院和门诊结算真实性、收费与项目匹配、药品耗材进销存、身份核验、协议履行 | 一般 | 医疗机构检查指引 |
    有违法记录的提高比例

    LYB-02 | 定点零售药店使用医疗保障基金情况的监督检查 |
    {条例}《兰州市医疗保障局“双随机、一公开”医保基金监管工作细则》 | 兰州市医疗保障局 | 定点零售药店 |
    2% | 每年3批次 | 现场检查、书面检查 |
    个人账户结算范围、销售与结算一致性、处方留存、进销存台账、协议履行 | 一般 | 零售药店检查指引 |
    有违法记录的提高比例

    LYB-03 | 医保基金使用疑点数据核查 |
    {条例}《兰州市医疗保障局“双随机、一公开”医保基金监管工作细则》第十条 | 兰州市医疗保障局 |
    大数据分析列为风险点的定点医疗机构 | 10% | 每年3批次 | 现场检查 |
    对系统筛出的疑点逐条核对病历、处方、费用清单和结算记录 | 重点 | 疑点数据核查指引

    LYB-04 | 失信单位和考核重点对象的监督检查 |
    《兰州市医疗保障局“双随机、一公开”医保基金监管工作细则》第六条 | 兰州市医疗保障局 |
    一般失信单位、上年度考核重点对象 | 100% | 每年2次或3次 | 现场检查 |
    上年度考核和既往检查发现问题的整改情况，暂停协议期间有无违规结算 | 重点 | 必查对象检查指引
    """
)

XINGTAI_WORDS = """
    襄都区 130502 190  信都区 130503 220  任泽区 130505 130  南和区 130506 130
    临城县 130522 90  内丘县 130523 110  柏乡县 130524 80  隆尧县 130525 150
    宁晋县 130528 230  巨鹿县 130529 140  新河县 130530 75  广宗县 130531 100
    平乡县 130532 120  威县 130533 170  清河县 130534 150  临西县 130535 120
    南宫市 130581 150  沙河市 130582 165
"""


def xingtai_districts() -> dict[str, tuple[str, int]]:
    """Code and number of objects of each county and district."""
    words = XINGTAI_WORDS.split()
    return {
        name: (code, int(size)) for name, code, size in zip(words[::3], words[1::3], words[2::3], strict=True)
    }


def xingtai(folder: Path) -> None:
    """邢台 2022: a city with eighteen counties and districts, credit tiers everywhere."""
    bureau = Bureau(
        city="邢台市",
        seed="shuangsuiji/examples/邢台/1",
        phone="0319",
        day=date(2022, 2, 10),
        districts={name: code for name, (code, _) in xingtai_districts().items()},
        weights=[size // 5 for _, size in xingtai_districts().values()],
        prefix="邢台市",
    )
    for name, (_, size) in xingtai_districts().items():
        medical = size * 2 // 5
        bureau.medical("公立医院", 2, "二级甲等", at=name)
        bureau.medical("民营医院", 1 + size // 60, "二级乙等", at=name)
        bureau.medical("卫生院", medical * 3 // 10, "一级", at=name)
        bureau.medical("社区站", medical // 5, "未定级", at=name)
        rest = medical - 3 - size // 60 - medical * 3 // 10 - medical // 5
        bureau.medical("门诊部", rest // 3, "未定级", at=name)
        bureau.medical("诊所", rest - rest // 3, "未定级", at=name)
        shops = size - medical
        tiers = {"B": shops * 22 // 100, "C": shops * 7 // 100, "D": 1 if shops > 100 else 0, "": 1}
        bureau.pharmacies({"A": shops - sum(tiers.values())} | tiers, old_numbers=0.1, at=name)
    hospitals = [row for row in bureau.objects if is_medical(row)]
    tiers = {"B": len(hospitals) * 20 // 100, "C": len(hospitals) * 5 // 100, "D": 12}
    letters = [letter for letter, count in tiers.items() for _ in range(count)]
    for row, letter in zip(bureau.mixed(hospitals), letters + ["A"] * len(hospitals), strict=False):
        row["信用等级"] = letter
    bureau.mark(9, is_medical, 经营状态="停业")
    bureau.mark(21, lambda row: row["信用等级"] == "A" and is_pharmacy(row), 经营状态="注销")
    bureau.mark(12, lambda row: row["经营状态"] == "正常", 协议状态="暂停")
    bureau.tag(60, lambda row: is_pharmacy(row) and row["经营状态"] == "正常", "结算异常")
    xingtai_staff(bureau)
    write_registries(folder, bureau, XINGTAI_ITEMS)


def xingtai_staff(bureau: Bureau) -> None:
    """Certified staff of the city and of every county, each with the districts they work in."""
    city = ["邢台市局基金监管科"] * 5 + ["邢台市局医药服务管理科"] * 3
    bureau.staff("邢台市医疗保障局", city, "冀E-{n:04}", [""] * len(city))
    for name, (_, size) in xingtai_districts().items():
        count = 4 if size < 150 else 6
        posts = [f"{name}医疗保障局基金监管股"] * count
        bureau.staff("邢台市医疗保障局", posts, "冀E-{n:04}-医保", [name] * count)
    large = [i for i, person in enumerate(bureau.people) if person["辖区"] in {"宁晋县", "信都区"}]
    bureau.person_gets(large[0], 证件有效期="2021-12-31")
    bureau.person_gets(large[-1], 状态="请假")
    for index in range(2, len(bureau.people), 9):
        bureau.person_gets(index, 标签=("药师", "会计", "信息技术")[index % 3])
    for index in range(9, len(bureau.people), 17):
        area = bureau.people[index]["辖区"]
        former = bureau.once_named(lambda row, a=area: row["行政区划"] == a and row["等级"] == "一级")
        bureau.person_gets(index, 曾任职单位=former[0]["名称"])


XINGTAI_ITEMS = items(
    """
    XYB-01 | 定点医疗机构医疗保障基金使用情况检查 | {条例} | 市、县两级医疗保障部门 | 定点医疗机构 | 5% |
    每年1次 | 现场检查 | 住院和门诊结算真实性、收费和目录执行、药品耗材进销存、参保人员身份核验 | 重点 |
    《随机抽查工作规范》及本单位检查指引

    XYB-02 | 定点零售药店医疗保障基金使用情况检查 | {条例} | 市、县两级医疗保障部门 | 定点零售药店 | 3% |
    每年1次 | 现场检查 | 刷卡结算范围、销售与结算一致性、进销存台账、处方留存 | 一般 |
    《随机抽查工作规范》及本单位检查指引

    XYB-03 | 医保结算数据异常核查 |
    {条例}；《河北省“双随机、一公开”监管与企业信用风险分级分类相结合实施方案》 |
    市、县两级医疗保障部门 | 结算数据异常的定点零售药店 | 10% | 每年2次 | 非现场检查 |
    调取结算、进销存和处方电子数据比对，异常的转现场核查 | 重点 | 《随机抽查工作规范》及本单位检查指引
    """
)


def main(target: Path) -> None:
    """Writes the registries of all examples into the folder `target`."""
    examples = {"舞钢": wugang, "秦皇岛": qinhuangdao, "兰州": lanzhou, "邢台": xingtai}
    for name, build in examples.items():
        build(target / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
