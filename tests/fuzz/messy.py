"""Messy registries whose truth is known: what clerks do to a sheet, combined at random from a seed.

Each is a grid of values with the places of what is damaged beyond repair; a writer turns it into a file. What
is read from the file must equal the truth, or a finding must name the cell.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta


class Zeros(int):
    """A number that a format of eight zeros shows as a code."""

    @property
    def shown(self) -> str:
        return f"{self:08d}"


Value = str | int | float | date | None
FIELDS = ("定点编码", "名称", "类别", "行政区划", "信用等级", "近三年违法次数", "上次检查日期", "标签")
SYNONYMS = {
    "定点编码": ("定点编码", "医保编码", "机构编码", "定点医药机构编码", "*定点编码", "定点编码："),
    "名称": ("名称", "单位名称", "名 称", "机构\n名称", "检查对象名称", "＊名称"),
    "类别": ("类别", "机构类别", "类　别"),
    "行政区划": ("行政区划", "区县", "所属区划"),
    "信用等级": ("信用等级", "信用风险等级", "风险等级"),
    "近三年违法次数": ("近三年违法次数", "近3年违法次数", "近３年违法次数"),
    "上次检查日期": ("上次检查日期", "最近检查日期", "上次\n检查日期"),
    "标签": ("标签", "分类标注"),
}
PEOPLE = ("姓名", "部门", "执法证号", "证件有效期", "标签", "状态", "联系方式")
SYNONYMS_OF_PEOPLE = {
    "姓名": ("姓名", "检查人员姓名", "姓　名", "执法人员姓名（必填）"),
    "部门": ("部门", "单位", "所属部门", "工作单位\n（全称）", "科室"),
    "执法证号": ("执法证号", "执法证编号", "*行政执法证号", "执法证件号"),
    "证件有效期": ("证件有效期", "有效期至", "证件有效期限", "执法证有效期止", "有效期\n（年月日）"),
    "标签": ("标签", "专业", "执法领域"),
    "状态": ("状态", "在岗状态", "在职状态"),
    "联系方式": ("联系方式", "联系电话(手机)", "手机号码"),
}
CAPTIONS = ("一、朱兰街道", "（二）八台镇", "尚店镇（12家）", "第三组 市区")
SURNAMES, WORDS = "康仁同济益寿百草惠民", ("大药房", "诊所", "卫生室", "医院（东区）", "药店(总店)", "门诊部")


@dataclass
class Messy:
    """One sheet with what it holds.

    Attributes:
        rows: the cells as a clerk left them.
        truth: the objects, in the order of the sheet; known field -> text as it should be read.
        ruined: (row, column) from 0 of the cells that no program can repair.
        merged: first row, last row, column (from 0) of cells merged downwards.
        shown: (row, column) from 0 of numbers that a format shows as codes; the row's record is lost.
        hidden: rows hidden by hand.
        others: sheets beside it that are no registry.
    """

    rows: list[list[Value]] = field(default_factory=list)
    truth: list[dict[str, str]] = field(default_factory=list)
    ruined: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    others: dict[str, list[list[Value]]] = field(default_factory=dict)


def wide(text: str) -> str:
    """Full-width digits and letters, as an input method leaves them."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


class Clerk:
    """Somebody who fills in a sheet, with the habits that a seed gives."""

    def __init__(self, seed: int, *, ruins: bool, people: bool = False) -> None:
        self.random = random.Random(seed)
        self.ruins = ruins
        self.people = people
        self.records: set[int] = set()
        self.fields, self.needed = (PEOPLE, PEOPLE[:3]) if people else (FIELDS, FIELDS[:2])
        self.synonyms = SYNONYMS_OF_PEOPLE if people else SYNONYMS
        self.code, self.name, self.joined = (
            ("执法证号", "姓名", "部门") if people else ("定点编码", "名称", "类别")
        )

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def sheet(self) -> Messy:
        """A sheet of some ten to thirty objects."""
        messy = Messy()
        names = [name for name in self.fields if name in self.needed or self.chance(0.8)]
        if self.chance(0.5):
            self.random.shuffle(names)
        self.left = self.random.choice((0, 0, 0, 1, 2))
        self.numbered = self.chance(0.5)
        self.names = names
        self.empty_column = self.random.randrange(len(names)) if self.chance(0.2) else -1
        self._above(messy)
        self._heading(messy)
        if self.chance(0.3):
            self._line(messy, ["必填", *["选填"] * (len(names) - 1)], number="填写说明")
        if self.numbered and self.chance(0.3):
            self._line(messy, [self._example(name) for name in names], number="示例（请删除）")
        self.habit = {name: self.random.choice(HABITS[name]) for name in names}
        for number in range(self.random.randrange(6, 25)):
            self._object(messy, number)
            if self.chance(0.05):
                messy.rows.append([])
            elif self.chance(0.05):
                messy.rows.append([*[None] * self.left, self.random.choice(CAPTIONS)])
            elif self.chance(0.04):  # the next printed page
                messy.rows.append([*[None] * self.left, f"第 {number} 页 共 9 页"])
                messy.rows += [list(row) for row in self.heading]
        self._below(messy)
        if self.chance(0.3):
            messy.others["填表说明"] = [["填表说明"], ["1.请如实填写。"], ["2.名称与营业执照一致。"]]
        if self.chance(0.2):
            messy.others["Sheet3"] = []
        return messy

    def _line(self, messy: Messy, cells: list[Value], number: Value = None) -> int:
        row: list[Value] = [None] * self.left
        if self.numbered:
            row.append(number)
        for index, cell in enumerate(cells):
            if index == self.empty_column:
                row.append(None)
            row.append(cell)
        messy.rows.append(row)
        return len(messy.rows) - 1

    def column(self, name: str) -> int:
        index = self.names.index(name)
        return self.left + self.numbered + index + (0 <= self.empty_column <= index)

    def _above(self, messy: Messy) -> None:
        for text in (
            "某县定点医药机构检查对象名录库",
            "填报单位：某县医疗保障局",
            "说明：名称与执照一致，编码为12位",
        ):
            if self.chance(0.5):
                messy.rows.append([text])
        if self.chance(0.2):
            messy.rows.append([])

    def _heading(self, messy: Messy) -> None:
        texts: list[Value] = [self.random.choice(self.synonyms[name]) for name in self.names]
        start = len(messy.rows)
        if self.chance(0.1) and len(texts) > 3:  # three rows: two of groups, the headings below them
            self._line(messy, ["基本信息", *[None] * (len(texts) - 2), "其他"], number="序号")
            self._line(messy, [None, "主要内容", *[None] * (len(texts) - 2)])
            self._line(messy, texts)
        elif self.chance(0.25) and len(texts) > 3:
            # Two rows: a group above some of the columns, the others written in the upper row alone.
            upper, lower = list(texts), list(texts)
            cut = self.random.randrange(1, len(texts) - 1)
            for index in range(len(texts)):
                if index >= cut:
                    upper[index] = "基本情况" if index == cut else None
                else:
                    lower[index] = None
            self._line(messy, upper, number="序号")
            self._line(messy, lower)
        else:
            self._line(messy, texts, number="序号")
        self.heading = [list(row) for row in messy.rows[start:]]

    def _object(self, messy: Messy, number: int) -> None:
        truth = self._truth(number)
        cells: list[Value] = []
        for name in self.names:
            spell = HABITS[name][0] if self.chance(0.3) else self.habit[name]
            cells.append(spell(truth[name]))
        row = self._line(messy, cells, number=number + 1)
        messy.truth.append({name: truth[name] for name in self.names})
        self.records.add(row)
        if self.chance(0.1):
            messy.hidden.add(row)
        if self.people and self.chance(0.05):
            column = self.column(self.code)
            messy.rows[row][column] = value = Zeros(truth[self.code])
            messy.shown[(row, column)] = value.shown
        if self.joined in self.names and number and self.chance(0.15):
            column = self.column(self.joined)
            above = messy.merged[-1] if messy.merged else None
            last = row - 1
            if (
                len(messy.rows[last]) > column
                and messy.rows[last]
                and last >= row - 1
                and self._data(messy, last)
            ):
                messy.rows[row][column] = None
                messy.truth[-1][self.joined] = messy.truth[-2][self.joined]
                if above and above[1] == last:
                    messy.merged[-1] = (above[0], row, column)
                else:
                    messy.merged.append((last, row, column))
        if self.ruins and self.chance(0.1):
            self._ruin(messy, row)

    def _data(self, messy: Messy, row: int) -> bool:
        return len(messy.truth) > 1 and row in self.records and row not in {at for at, _ in messy.ruined}

    def _ruin(self, messy: Messy, row: int) -> None:
        if any(first <= row <= last for first, last, _ in messy.merged) or row in {
            at for at, _ in messy.shown
        }:
            return
        kind = self.random.choice(("error", "long", "scientific"))
        name = self.name if kind == "error" else self.code
        column = self.column(name)
        messy.ruined[(row, column)] = kind
        messy.rows[row][column] = {
            "error": "#N/A",
            "long": 914104007000000000 + 10_000 * row,
            "scientific": "9.14E+17",
        }[kind]

    def _truth(self, number: int) -> dict[str, str]:
        pick = self.random.choice
        day = date(2023, 1, 1) + timedelta(days=self.random.randrange(800))
        if self.people:
            return {
                "姓名": f"{pick(SURNAMES)}某{number + 1}",
                "部门": pick(("某县医疗保障局", "某县市场监督管理局")),
                "执法证号": f"0{self.random.randrange(10_000) * 100 + number:07d}",
                "证件有效期": pick((day.isoformat(), day.isoformat(), day.isoformat(), "长期")),
                "标签": pick(("药品、医疗器械", "医保", "财务、药品、医保")),
                "状态": pick(("在岗", "请假", "在职")),
                "联系方式": f"0375-{self.random.randrange(10**7):07d}",
            }
        return {
            "定点编码": f"{pick('HP')}410481{self.random.randrange(1000) * 100 + number:05d}",
            "名称": f"{pick(SURNAMES)}{pick(SURNAMES)}{pick(WORDS)}{number + 1}",
            "类别": pick(("定点医疗机构", "定点零售药店")),
            "行政区划": pick(("朱兰街道", "八台镇", "尚店镇")),
            "信用等级": pick("ABCD"),
            "近三年违法次数": str(self.random.randrange(4)),
            "上次检查日期": day.isoformat(),
            "标签": pick(("慢病、门特", "住院", "慢病、住院、门特")),
        }

    def _example(self, name: str) -> Value:
        given = {"定点编码": "H41048100000", "名称": "示例大药房", "姓名": "示例", "执法证号": "01234567"}
        return given.get(name, "")

    def _below(self, messy: Messy) -> None:
        if self.chance(0.3):
            messy.rows.append([])
        if self.chance(0.4):
            messy.rows.append([*[None] * self.left, f"合计：{len(messy.truth)}户"])
        if self.chance(0.4):
            messy.rows.append([*[None] * self.left, "填表人：某某　审核人：某某"])


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _plain(text: str) -> Value:
    return text


HABITS: dict[str, tuple[Callable[[str], Value], ...]] = {
    "定点编码": (_plain, str.lower, wide, lambda text: f" {text}", lambda text: f"{text[:1]} {text[1:]}"),
    "名称": (_plain, lambda text: f"{text}　", lambda text: f"\n{text}", wide),
    "类别": (_plain, lambda text: f" {text} "),
    "行政区划": (_plain, lambda text: f"{text}\t"),
    "信用等级": (_plain, wide),
    "近三年违法次数": (_plain, int, float, wide),
    "上次检查日期": (
        _plain,
        _day,
        lambda text: text.replace("-", ""),
        lambda text: int(text.replace("-", "")),
        lambda text: "{}年{}月{}日".format(*(int(part) for part in text.split("-"))),
        lambda text: "{}/{}/{}".format(*(int(part) for part in text.split("-"))),
        lambda text: text.replace("-", "."),
    ),
    "姓名": (_plain, lambda text: f" {text}　", lambda text: f"{text}\n"),
    "部门": (_plain, lambda text: f"{text} "),
    "执法证号": (_plain, wide, lambda text: f" {text}", lambda text: f"{text[:4]} {text[4:]}"),
    "证件有效期": (
        _plain,
        lambda text: text if text == "长期" else date.fromisoformat(text),
        lambda text: text if text == "长期" else f"{text} 00:00:00",
        lambda text: text if text == "长期" else f"{text.replace('-', '/')} 14:30",
        lambda text: f"2019-05-06至{text}",
        lambda text: "长期有效" if text == "长期" else text.replace("-", "."),
        lambda text: text if text == "长期" else int(text.replace("-", "")),
    ),
    "状态": (_plain, lambda text: f" {text}"),
    "联系方式": (_plain, wide),
    "标签": (
        _plain,
        lambda text: text.replace("、", ","),
        lambda text: text.replace("、", "\n"),
        lambda text: text.replace("、", "；"),
        lambda text: text.replace("、", "/"),
    ),
}
"""How each field may be spelled; whichever is chosen, the same thing is meant."""
