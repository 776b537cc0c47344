# mypy: ignore-errors
# ruff: noqa: B905 (strict= needs Python 3.10)
"""复核程序：核对一次双随机抽取的档案，只用 Python 3.8 以上自带的标准库。

    python verify_ssj.py            核对本文件所在的文件夹（档案）
    python verify_ssj.py 文件夹     核对指定的档案文件夹

退出码：0 全部相符；1 有不符之处；3 无法读取。

It was written from docs/algorithm.md (scheme ssj-draw/1), whose section numbers stand in brackets, and shares
no code with the program that made the draw. It searches for nothing: draw.json itself shows a complete
assignment, which proves every step by which somebody was taken. Only the steps 选后无法排完 and 均衡负荷
need a test each, and balance needs one: all three ask who could hand a visit on to whom, see `Exchange`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
import unicodedata
from calendar import monthrange
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

SCHEME = "ssj-draw/1"
PRIVATE = re.compile(r"snapshot/(objects|people)-private\.csv|sources/.*", re.DOTALL)
STRAY = re.compile(r"(.*/)?(~\$.*|Thumbs\.db|\.DS_Store|desktop\.ini)", re.IGNORECASE)
RESULTS = re.compile(r"(结果-[0-9]{3,})/.*", re.DOTALL)  # what inspections found, recorded after the draw
LEFT_OUT = ("operator", "sources", "plan_file", "files")  # of the manifest of a public package
SNAPSHOT = ("plan.json", "objects.csv", "people.csv", "items.csv", "recusals.csv", "history.csv")
ASKED = ("reason", "done", "out", "recused", "objects", "specialists")


class Wrong(Exception):
    """Something is not as it has to be; the arguments say what."""


class Unchecked(Exception):
    """Something cannot be checked with what is at hand."""


# --- [2] Text -----------------------------------------------------------------------------------------------

_SPACE = "[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d?)\.(\d\d?)|年(\d\d?)月(\d\d?)日)"
    r"(?:[ T]00?:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)


@lru_cache(maxsize=1 << 18)
def norm(text):
    """The text as compared: NFKC, runs of white space to one blank, ends cut."""
    return re.sub(_SPACE + "+", " ", unicodedata.normalize("NFKC", text)).strip(" ")


def norm_id(text):
    """The text of an id as compared."""
    bare = unicodedata.normalize("NFKC", re.sub(_SPACE, "", norm(text)))
    return re.sub("[a-z]", lambda found: found.group().upper(), bare)


def entries(text):
    """The entries of a list cell."""
    return [part for part in map(norm, re.split("[、，,；;/\r\n]", text)) if part]


def as_date(text):
    """The date as YYYY-MM-DD, or None."""
    found = _DATE.fullmatch(norm(text))
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part)).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=1 << 18)
def comparable(text):
    """The form in which texts are equal or not."""
    text = norm(text)
    if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.0+)?", text):
        text = text.split(".")[0]
    if text.upper() in ("是", "√", "Y", "TRUE", "1"):
        return "是"
    if text.upper() in ("否", "×", "N", "FALSE", "0"):
        return "否"
    return as_date(text) or text


# --- [5] Conditions -----------------------------------------------------------------------------------------

LISTS = ("标签", "专业", "辖区", "曾任职单位", "部门")


def cell_of(row, column):
    """The cell of an object in a column that the plan names."""
    return row["标识（原列）" if column == "标识" else column]


def fits(condition, row):
    """Whether an object fits a condition."""
    for column, wanted in condition.items():
        if column == "任一":
            good = any(fits(alternative, row) for alternative in wanted)
        elif isinstance(wanted, list):
            good = _test(column, "是", wanted, cell_of(row, column))
        else:
            good = all(_test(column, word, operand, cell_of(row, column)) for word, operand in wanted.items())
        if not good:
            return False
    return True


def _test(column, word, operand, cell):
    values = entries(cell) if column in LISTS else [norm(cell)]
    if word in ("至少", "至多"):
        return _bound(word, operand, norm(cell))
    if word == "空":
        return (not any(values)) == (operand == "是")
    if word == "含":
        return any(norm(text) in value for text in operand for value in values)
    found = not {comparable(value) for value in values}.isdisjoint(map(comparable, operand))
    return found if word == "是" else not found


def _bound(word, operand, cell):
    if not cell:
        return False
    if as_date(operand):
        cell, operand = as_date(cell), as_date(operand)
    else:
        cell, operand = _decimal(cell), _decimal(norm(operand))
    return cell >= operand if word == "至少" else cell <= operand


def _decimal(text):
    if not re.fullmatch(r"[+-]?[0-9]{1,999}(\.[0-9]{1,999})?", text):
        raise Wrong(f"“{text[:20]}”不是数字")
    return Fraction(text)


# --- [6] Key and words --------------------------------------------------------------------------------------

_ALL = 2**64 - 1


def sha256(data):
    """The digest in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def derive_key(commit, seed):
    """The key of a draw, or with the ledger's head in place of the commitment that of a substitution."""
    return int(sha256(f"{SCHEME}\n{commit}\n{seed}\n".encode())[:32], 16)


def block(key, counter):
    """The four words of one Philox4x64-10 block."""
    k0, k1 = key & _ALL, key >> 64
    c0, c1, c2, c3 = counter
    for _ in range(10):
        one, two = c0 * 0xD2E7470EE14C6C93, c2 * 0xCA5A826395121157
        c0, c1, c2, c3 = (two >> 64) ^ c1 ^ k0, two & _ALL, (one >> 64) ^ c3 ^ k1, one & _ALL
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & _ALL, (k1 + 0xBB67AE8584CAA73B) & _ALL
    return c0, c1, c2, c3


def words(key, purpose, event, start, count):
    """Words start .. start + count - 1 of stream purpose.event."""
    first, last = start // 4, (start + count + 3) // 4
    found = [word for index in range(first, last) for word in block(key, (1 + index, 0, event, purpose))]
    return found[start - 4 * first :][:count]


def bounds(text):
    """The smallest and the largest number of 范围."""
    found = re.fullmatch("([0-9]+) ?[-~到至–—] ?([0-9]+)", norm(text))
    if not found:
        raise Wrong(f"种子的范围“{text}”无法解读")
    return int(found[1]), int(found[2])


LOTTERIES = {
    "快乐8": [(20, 1, 80, True)],
    "双色球": [(6, 1, 33, True), (1, 1, 16, True)],
    "大乐透": [(5, 1, 35, True), (2, 1, 12, True)],
    "七星彩": [(6, 0, 9, False), (1, 0, 14, False)],
    "排列5": [(5, 0, 9, False)],
    "排列3": [(3, 0, 9, False)],
    "3D": [(3, 0, 9, False)],
}
"""Type of a seed's source -> its parts: how many numbers, smallest, largest, whether they are balls."""


def typed_seed_fits(text, sources):
    """Whether a seed text is one that these typed sources can give, written by the rule of docs/seeds.md."""
    words, good = text.split(" "), True
    for source in sources:
        digits = {"drand": 64, "十六进制": source.get("位数")}.get(source["类型"])
        if digits:
            good = good and bool(words) and re.fullmatch(f"[0-9a-f]{{{digits}}}", words[0]) is not None
            words = words[1:]
            continue
        if source["类型"] == "骰子":
            faces = source["面数"]
            parts = [(source["个数"], *((0, 9) if faces == 10 else (1, faces)), False)]
        else:
            parts = LOTTERIES.get(source["类型"], [])
        if not parts:
            raise Wrong(f"不认识种子的类型“{source['类型']}”")
        for count, low, high, balls in parts:
            own, words = words[:count], words[count:]
            form = f"[0-9]{{{len(str(high))}}}"
            good = good and len(own) == count and all(re.fullmatch(form, word) for word in own)
            good = good and all(low <= int(word) <= high for word in own)
            good = good and (not balls or own == sorted(set(own)))
    return good and not words


def check_seed_form(text, form, grade):
    """The seed text is written as the plan says."""
    if grade in ("系统随机数", "先封存后由系统产生"):
        good = re.fullmatch("[0-9a-f]{32}", text)
    elif grade == "演练":
        good = True
    elif isinstance(form.get("来源"), list):
        good = typed_seed_fits(text, form["来源"])
    elif form.get("个数") is None:
        good = text and norm(text) == text
    else:
        good = re.fullmatch("[0-9]{1,999}( [0-9]{1,999})*", text)
        numbers = [int(part) for part in text.split(" ")] if good else []
        low, high = bounds(form["范围"]) if form.get("范围") else (0, max(numbers, default=0))
        padded = " ".join(str(number).zfill(len(str(high))) for number in numbers)
        ascending = form.get("顺序") != "升序" or numbers == sorted(numbers)
        inside = all(low <= number <= high for number in numbers)
        good = good and text == padded and len(numbers) == form["个数"] and inside and ascending
    if not good:
        raise Wrong(f"种子“{text}”不合计划规定的写法")


# --- [1, 3, 4] The snapshot ---------------------------------------------------------------------------------


def table(data):
    """The rows of a CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


class World:
    """What the snapshot says, with the shorthands that the sections below use."""

    def __init__(self, files):
        commitment = json.loads(files["commitment.json"])
        self.plan = json.loads(files["plan.json"])
        self.objects, self.people = table(files["objects.csv"]), table(files["people.csv"])
        self.items = {row["标识"]: row for row in table(files["items.csv"])}
        self.recusals, self.history = table(files["recusals.csv"]), table(files["history.csv"])
        for name, rows in (("objects.csv", self.objects), ("people.csv", self.people)):
            ids = [row["标识"] for row in rows]
            if ids != sorted(set(ids)):
                raise Wrong(f"{name} 没有按标识排序，或者标识重复")
        self.index = {person["标识"]: index for index, person in enumerate(self.people)}
        self.batches = sorted(self.plan["批次"], key=lambda batch: batch["起"])
        names = [norm(batch["名称"]) for batch in self.batches]
        if norm(commitment["batch"]) not in names:
            raise Wrong(f"计划没有批次“{commitment['batch']}”")
        self.part = names.index(norm(commitment["batch"])) + 1
        self.batch = self.batches[self.part - 1]
        self.limits, self.all_tasks = self.plan["限制"], self.plan.get("任务", [])
        self.tasks = [task for task in self.all_tasks if self.takes_part(task, self.batch)]
        self.aliases = {norm(alias): norm(name) for alias, name in self.plan["部门别名"].items()}
        year = f"{self.plan['年度']:04d}-"
        self.year = [row for row in self.history if row["检查日期"].startswith(year)]
        self._visits = {}
        for row in self.year:
            self._visits.setdefault(row["检查对象"], []).append(row)
        self._found = {}
        self.excluded = self.numbers(self.limits["不参加抽取"]) if "不参加抽取" in self.limits else set()
        self.rules = [(rule, self.numbers(rule["对象"])) for rule in self.plan.get("必查", [])]

    def takes_part(self, task, batch):
        """Whether a task is drawn in a batch."""
        return "批次" not in task or norm(batch["名称"]) in map(norm, task["批次"])

    def department(self, name):
        """A department as compared."""
        return self.aliases.get(norm(name), norm(name))

    def visits_of(self, number):
        """This year's visits of an object."""
        return self._visits.get(self.objects[number - 1]["标识"], [])

    def numbers(self, condition):
        """The numbers of all objects that fit."""
        key = canonical(condition)
        if key not in self._found:
            self._found[key] = {n for n, row in enumerate(self.objects, 1) if fits(condition, row)}
        return self._found[key]

    def scope(self, task):
        """The objects of a task."""
        return self.numbers(task["对象范围"]) & self.numbers(task.get("定向条件", {})) - self.excluded

    def rules_of(self, number):
        """The must-inspect rules that an object fits."""
        return [rule for rule, numbers in self.rules if number in numbers]

    def barred(self, number):
        """Whether an object may not be drawn now."""
        visits = self.visits_of(number)
        if "每户全年上限" in self.limits and len(visits) >= self.limits["每户全年上限"]:
            return True
        return self.limits["同年重复抽取"] == "否" and not all(map(routine, visits))


def routine(visit):
    """A visit that counts for the cap alone."""
    return entries(visit["原因"]) == ["日常"]


# --- [8] Strata and quotas ----------------------------------------------------------------------------------


def groups(world, column, numbers):
    """Name -> numbers of equal cells, sorted by name; and the numbers of blank cells."""
    found, blank = {}, []
    for number in sorted(numbers):
        text = cell_of(world.objects[number - 1], column)
        if norm(text):
            found.setdefault(comparable(text), []).append(number)
        else:
            blank.append(number)
    named = [
        (min(norm(cell_of(world.objects[n - 1], column)) for n in group), group) for group in found.values()
    ]
    return dict(sorted(named)), blank


def strata(world, task):
    """(district, name, amount, members) of each stratum."""
    scope = world.scope(task)
    districts = groups(world, task["分区"], scope)[0] if "分区" in task else {"": scope}
    for district, numbers in districts.items():
        split = by_rules if "分层" in task["抽取"] else by_values
        for name, amount, members in split(world, task["抽取"], numbers):
            yield district, name, amount, sorted(members)


def by_rules(world, draw, numbers):
    """Strata by conditions: the first that fits."""
    left = set(numbers)
    for rule in draw["分层"]:
        members = left if rule["其余"] == "是" else left & world.numbers(rule["对象"])
        yield rule["名称"], rule.get("比例", rule.get("数量")), members
        left = left - members


def by_values(world, draw, numbers):
    """One stratum, or one for each value of a column."""
    amounts = draw.get("比例", draw.get("数量"))
    if "字段" not in draw:
        yield "全部", amounts, numbers
        return
    found, blank = groups(world, draw["字段"], numbers)
    if isinstance(amounts, list):
        for value, amount in amounts:
            names = [name for name in found if comparable(name) == comparable(value)]
            members = [number for name in names for number in found.pop(name)]
            if "未评级" not in draw and norm(value) == "未评级":
                members, blank = members + blank, []
            yield value, amount, members
    else:
        for name, members in found.items():
            yield name, amounts, members
    if "未评级" in draw:
        yield "未评级", draw["未评级"], blank


def ratio(text):
    """The exact value of a ratio."""
    if not re.fullmatch("[0-9]{1,99}/[0-9]{1,99}", text):
        raise Wrong(f"“{text[:20]}”不是比例")
    return Fraction(text)


def rounded(product, rounding):
    """The whole number that a rounding makes of an exact product."""
    if rounding == "进一":
        return -(-product // 1)
    return (product + Fraction(1, 2)) // 1 if rounding == "四舍五入" else product // 1


def stratum_record(world, task, stratum, tickets):
    """One stratum of draw.json."""
    district, name, amount, members = stratum
    draw, size = task["抽取"], len(members)
    by_ratio = isinstance(amount, str)
    product = ratio(amount) * size if by_ratio else None
    n = min(size, max(draw["每层至少"], rounded(product, draw["取整"]) if by_ratio else amount))
    year, earlier = None, 0
    if draw["比例口径"] == "全年":
        year, earlier = n, sum(drawn_earlier(world, task, number) for number in members)
        own = [batch for batch in world.batches if world.takes_part(task, batch)]
        n = max(0, year * (own.index(world.batch) + 1) // len(own) - earlier)
    available = [number for number in members if not world.barred(number)]
    available.sort(key=lambda number: (tickets[number - 1], number))
    drawn = available[:n]
    return {
        "task": task["编号"],
        "district": district,
        "name": name,
        "N": size,
        "ratio": amount if by_ratio else None,
        "count": None if by_ratio else amount,
        "product": f"{product.numerator}/{product.denominator}" if by_ratio else None,
        "rounding": draw["取整"],
        "minimum": draw["每层至少"],
        "year": year,
        "earlier": earlier,
        "n": n,
        "available": len(available),
        "shortage": n - len(drawn),
        "cut_off": f"{tickets[drawn[-1] - 1]:016x}" if drawn else None,
        "drawn": drawn,
        "alternates": available[n:],
    }


def drawn_earlier(world, task, number):
    """Whether the task drew the object in an earlier batch."""
    return any(
        norm_id(visit["计划编号"]) == norm_id(world.plan["编号"])
        and norm_id(task["编号"]) in visit["任务"].split(" ")
        and "随机" in entries(visit["原因"])
        for visit in world.visits_of(number)
    )


# --- [9] Must-inspect and yearly floor ----------------------------------------------------------------------


def duty_record(world, number, drawn):
    """One must-inspect object of draw.json."""
    rules = world.rules_of(number)
    times = max(rule["全年次数"] for rule in rules)
    done = sum(not routine(visit) for visit in world.visits_of(number))
    target = times * world.part // len(world.batches)
    closed = number in world.excluded
    return {
        "number": number,
        "id": world.objects[number - 1]["标识"],
        "rules": [rule["名称"] for rule in rules],
        "times": times,
        "done": done,
        "target": target,
        "random": int(number in drawn),
        "visits": 0 if closed else max(int(number in drawn), target - done, 0),
        "unscheduled": int(closed and target > done),
    }


def floor_record(world, drawn, visited, tickets):
    """The yearly floor of draw.json, or None."""
    if "全年比例下限" not in world.limits or world.part < len(world.batches):
        return None
    size = len(world.objects) - len(world.excluded)
    needed = rounded(ratio(world.limits["全年比例下限"]) * size, "进一")
    before = {row["检查对象"] for row in world.year if {"随机", "补足"} & set(entries(row["原因"]))}
    counted = len(before | {world.objects[number - 1]["标识"] for number in drawn})
    waiting = [
        number
        for number in set().union(*map(world.scope, world.all_tasks)) - visited
        if all(map(routine, world.visits_of(number))) and not world.barred(number)
    ]
    waiting.sort(key=lambda number: (tickets[number - 1], number))
    missing = max(0, needed - counted)
    return {
        "M": size,
        "F": needed,
        "counted": counted,
        "short": max(0, missing - len(waiting)),
        "added": waiting[:missing],
        "alternates": waiting[missing:],
    }


# --- [10] Visits --------------------------------------------------------------------------------------------


def visit_records(world, records, duties, added, tickets):
    """The visits of draw.json, without their teams."""
    drawn_by = {}
    for record in records:
        for number in record["drawn"]:
            drawn_by.setdefault(number, []).append(record["task"])
    times = {duty["number"]: duty["visits"] for duty in duties}
    visits = []
    for number in sorted({*drawn_by, *added, *(number for number, count in times.items() if count)}):
        total = times.get(number) or 1
        for ordinal in range(1, total + 1):
            first, tasks = ordinal == 1, []
            if first:
                tasks = [
                    task
                    for task in world.all_tasks
                    if task["编号"] in drawn_by.get(number, [])
                    or (number in added and number in world.scope(task))
                ]
            reasons = ["随机"] * (first and number in drawn_by) + ["必查"] * (number in times)
            reasons += ["补足"] * (first and number in added)
            visits.append(visit_record(world, len(visits), number, (ordinal, total), tasks, reasons, tickets))
    return visits


def visit_record(world, index, number, place, tasks, reasons, tickets):
    """One visit of draw.json, without its team."""
    ordinal, total = place
    row, rules, cap = world.objects[number - 1], world.rules_of(number), world.limits.get("每户全年上限")
    return {
        "index": index,
        "number": number,
        "id": row["标识"],
        "name": row["名称"],
        "ticket": f"{tickets[number - 1]:016x}",
        "visit": ordinal,
        "of": total,
        "month": month_of(world.batch, ordinal, total) if total > 1 else None,
        "reasons": reasons,
        "tasks": [task["编号"] for task in tasks],
        "rules": [rule["名称"] for rule in rules],
        "items": [list(pair) for pair in items_of(world, tasks, rules)],
        "over_cap": int(cap is not None and len(world.visits_of(number)) + ordinal > cap),
        "turn": None,
        "leader": None,
        "team": [],
        "trace": [],
    }


def month_of(batch, ordinal, total):
    """The month that one of several visits is meant for."""
    start, end = (int(batch[name][:4]) * 12 + int(batch[name][5:]) - 1 for name in ("起", "止"))
    month = start + (ordinal - 1) * (end - start + 1) // total
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def items_of(world, tasks, rules):
    """(department, item) pairs of tasks and rules, sorted."""
    plan = world.plan
    known = {world.department(name) for name in [plan["发起部门"], *plan["联合部门"]]}
    for task in world.all_tasks:
        names = [task["发起部门"]] if "发起部门" in task else []
        known |= {world.department(name) for name in [*names, *task.get("联合部门", [])]}
    pairs = set()
    for part in [*tasks, *rules]:
        own = [part.get("发起部门", plan["发起部门"]), *part.get("联合部门", plan["联合部门"])]
        for department, codes in part["事项"].items():
            for code in map(norm_id, codes):
                if department:
                    owners = {world.department(department)}
                else:
                    body = world.items.get(code, {}).get("抽查主体", "")
                    owners = {world.department(name) for name in [*entries(body), body]} & known
                    owners = owners or set(map(world.department, own))
                pairs |= {(owner, code) for owner in owners}
    return sorted(pairs)


# --- [11] Seats, eligibility, recusals ----------------------------------------------------------------------


def seats_of(world, visit):
    """The seats of a visit: (line, tag) by position."""
    seats, row = [], world.objects[visit["number"] - 1]
    departments = {department for department, _ in visit["items"]}
    for index, line in enumerate(world.plan["检查组"]):
        if "对象" in line and visit["number"] not in world.numbers(line["对象"]):
            continue
        if "任务" in line and not set(map(norm, line["任务"])) & set(map(norm, visit["tasks"])):
            continue
        if "部门" in line and world.department(line["部门"]) not in departments:
            continue
        if max([line["人数"], *(part["人数"] for part in line["其中至少"])]) > len(world.people):
            raise Wrong(f"{row['名称']}：席位多于全部人员")
        tags = [norm(part["标签"]) for part in line["其中至少"] for _ in range(part["人数"])]
        seats += [(index, tag) for tag in tags + [""] * (line["人数"] - len(tags))]
    return seats


def fits_line(world, person, line):
    """Whether a person may fill some seat of a line, district and object left aside."""
    if norm(person["状态"]) not in ("", "在岗", "在职"):
        return False
    if "部门" in line:
        departments = map(world.department, entries(person["部门"]))
        end, month = person["证件有效期"], world.batch["止"]
        last_day = f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}"
        valid = person["执法证号"] and (end in ("", "长期") or end >= last_day)
        if person["身份"] == "专家" or world.department(line["部门"]) not in departments or not valid:
            return False
    elif person["身份"] != "专家" or norm(line["专家"]) not in entries(person["专业"]):
        return False
    return {norm(tag) for tag in line["标签"]} <= set(entries(person["标签"]))


class Recusals:
    """Who must not inspect whom."""

    def __init__(self, world):
        self.world, self.listed, self.latest, self.known = world, {}, {}, {}
        for pair in world.recusals:
            person = world.index.get(pair["检查人员"])
            if person is not None:
                self.listed.setdefault(pair["检查对象"], {}).setdefault(person, pair["回避事由"])
        for visit in world.history:
            day, people = self.latest.get(visit["检查对象"], ("", set()))
            if visit["检查日期"] > day:
                day, people = visit["检查日期"], set()
            people |= {world.index[name] for name in visit["检查人员"].split(" ") if name in world.index}
            self.latest[visit["检查对象"]] = day, people
        self.employers, self.former, self.districts = {}, {}, {}
        for index, person in enumerate(world.people):
            cell = person["单位" if person["身份"] == "专家" else "部门"]
            for kept, names in (
                (self.employers, {*entries(cell), norm(cell)} - {""}),
                (self.former, entries(person["曾任职单位"])),
                (self.districts, entries(person["辖区"])),
            ):
                for name in names:
                    kept.setdefault(name, set()).add(index)

    def of(self, number):
        """Person -> (rule, ground) for one object."""
        if number not in self.known:
            row, found = self.world.objects[number - 1], {}
            for rule in ["名单", *self.world.plan["回避规则"]]:
                for person, ground in self._by(rule, row).items():
                    found.setdefault(person, (rule, ground))
            self.known[number] = found
        return self.known[number]

    def _by(self, rule, row):
        if rule == "名单":
            return self.listed.get(row["标识"], {})
        if rule == "上次检查":
            day, people = self.latest.get(row["标识"], ("", set()))
            return dict.fromkeys(people, day)
        if rule == "本辖区":
            district = norm(row["行政区划"])
            return dict.fromkeys(self.districts.get(district, ()), district)
        if rule not in ("同单位", "曾任职单位"):
            raise Wrong(f"没有回避规则“{rule}”")
        kept = self.employers if rule == "同单位" else self.former
        return dict.fromkeys(kept.get(norm(row["名称"]), ()), row["名称"])


class Seating:
    """By visit: its seats, who fits which of them, who is recused; by person: the limit."""

    def __init__(self, world, visits):
        self.world, self.lines, self._eligible = world, world.plan["检查组"], {}
        self.able = [[fits_line(world, person, line) for person in world.people] for line in self.lines]
        self.tags = [set(entries(person["标签"])) for person in world.people]
        self.districts = [set(entries(person["辖区"])) for person in world.people]
        self.limits = [10**9] * len(world.people)
        for line, able in zip(self.lines, self.able):
            for person in range(len(world.people)):
                if able[person] and "每人至多" in line:
                    self.limits[person] = min(self.limits[person], line["每人至多"])
        recusals = Recusals(world)
        self.recused = [dict(recusals.of(visit["number"])) for visit in visits]
        self.seats = [seats_of(world, visit) for visit in visits]
        self.fitting = []
        for visit, seats in enumerate(self.seats):
            found = {}
            for place, seat in enumerate(seats):
                for person in self.eligible(seat, visits[visit]["number"]):
                    found.setdefault(person, []).append(place)
            self.fitting.append(found)

    def eligible(self, seat, number):
        """The people who may fill such a seat of a visit to an object."""
        (index, tag), district = seat, ""
        if self.lines[index]["按辖区"] != "否" and number is not None:
            district = norm(self.world.objects[number - 1]["行政区划"])
        if (index, tag, district) not in self._eligible:
            self._eligible[index, tag, district] = [
                person
                for person, able in enumerate(self.able[index])
                if able
                and (not tag or tag in self.tags[person])
                and (not district or not self.districts[person] or district in self.districts[person])
            ]
        return self._eligible[index, tag, district]


# --- [12] The teams -----------------------------------------------------------------------------------------


def match(fitting, holder, person, seen):
    """A seat for one more person, others changing theirs if need be; else `holder` stays as it is."""
    for place in fitting.get(person, ()):
        if place not in seen:
            seen.add(place)
            if place not in holder or match(fitting, holder, holder[place], seen):
                holder[place] = person
                return True
    return False


def places_of(fitting, members):
    """The seat of each member in the end: the lowest that leaves the later ones matchable."""
    places = []
    for index, person in enumerate(members):
        for place in fitting.get(person, ()):
            taken, holder = {*places, place}, {}
            if place not in places and all(
                match(fitting, holder, p, set(taken)) for p in members[index + 1 :]
            ):
                places.append(place)
                break
    return places


class Steps:
    """The way by which the teams on record were drawn, gone once more.

    Args:
        given: by visit, the members taken and the trace as (person, outcome), people by their index.
        rank: gives by visit what people are sorted by; otherwise their words of stream 3.s.
    """

    def __init__(self, seating, key, event, given, names, rank=None):
        self.seating, self.given, self.names = seating, given, names
        count = len(seating.world.people)
        self.rank = rank or (lambda v: words(key, 3, event, v * count, count))
        turns = words(key, 2, event, 0, len(given))
        order = sorted(range(len(given)), key=lambda v: (turns[v], v))
        self.order = [v for v in order if seating.seats[v]]
        self.loads = Counter()
        self.traces = [[] for _ in given]
        self.doubtful = []
        self.count = 0

    def go(self):
        """Every step of every visit; those that only a test of completion can prove are set aside."""
        wrong = [f"{self.names[v]}：没有席位却有人员" for v, (team, trace) in enumerate(self.given)
                 if not self.seating.seats[v] and (team or trace)]  # fmt: skip
        for turn, v in enumerate(self.order):
            try:
                self._visit(turn, v)
            except Wrong as problem:
                wrong.append(f"{self.names[v]}：{problem}")
        if wrong:
            raise Wrong(*wrong)

    def _visit(self, turn, v):
        (team, trace), seating, people = self.given[v], self.seating, self.seating.world.people
        fitting, recused, count = seating.fitting[v], seating.recused[v], len(people)
        row, holder, taken = self.rank(v), {}, 0
        for person in sorted(range(count), key=lambda p: (row[p], p)):
            if taken == len(seating.seats[v]):
                break
            trial = dict(holder)
            if person not in fitting or not match(fitting, trial, person, set()):
                continue
            self.count += 1
            passed = len(self.traces[v])
            entry = trace[passed] if passed < len(trace) and trace[passed][0] == person else None
            certain = "回避" if person in recused else ""
            if not certain and self.loads[person] >= seating.limits[person]:
                certain = "已达上限"
            name = people[person]["标识"]
            if certain:
                if not entry or entry[1] != certain:
                    raise Wrong(f"轮到 {name} 时应记“{certain}”")
            elif entry:
                if entry[1] not in ("选后无法排完", "均衡负荷"):
                    raise Wrong(f"轮到 {name} 时不应记“{entry[1]}”")
                self.doubtful.append((turn, v, taken, person, entry[1]))
            elif taken < len(team) and team[taken] == person:
                holder, taken = trial, taken + 1
                self.loads[person] += 1
                continue
            else:
                raise Wrong(f"第 {taken + 1} 席应轮到 {name}，记录与此不符")
            rule, ground = recused[person] if certain == "回避" else ("", "")
            self.traces[v].append(
                {"person": name, "outcome": entry[1], "rule": rule, "ground": ground, "after": taken}
            )
        if taken < len(seating.seats[v]):
            raise Wrong("席位没有坐满")
        if taken < len(team) or len(self.traces[v]) < len(trace):
            raise Wrong("记录了多余的人员或步骤")

    def check_balance(self):
        """The sum of squared loads is the least there is: no chain takes one from the loaded to the idle."""
        exchange, most = Exchange(self), max(self.loads.values(), default=0)
        for person, limit in enumerate(self.seating.limits):
            load = self.loads[person]
            if load < limit and load + 2 <= most:
                better = exchange.freed(exchange.enter[person], -1, None, ())
                for other in better:
                    if self.loads[other] >= load + 2:
                        ids = [self.seating.world.people[p]["标识"] for p in (other, person)]
                        raise Wrong(f"负荷并非最均衡：{ids[0]} 还可以让出一次给 {ids[1]}")

    def check_doubtful(self, balanced):
        """Each 选后无法排完 and 均衡负荷 holds, given that the teams are complete (and balanced)."""
        exchange, free, done = Exchange(self), [], 0
        for v in reversed(self.order):
            done |= exchange.mask[v]
            free.insert(0, done)
        for turn, v, taken, person, outcome in self.doubtful:
            case = exchange, free[turn], v, set(self.given[v][0][:taken]), person
            if not self._could_be(*case, level=False):
                right = "选后无法排完"
            elif balanced and not self._could_be(*case, level=True):
                right = "均衡负荷"
            else:
                right = "抽中"
            if outcome != right:
                name = self.seating.world.people[person]["标识"]
                raise Wrong(f"{self.names[v]}：{name} 应为“{right}”，记录为“{outcome}”")

    def _could_be(self, exchange, free, v, kept, person, level):
        """Whether somebody could be in the team of a visit, with `level` at the same sum of squared loads.

        Somebody else gives up a visit then: the person another of theirs; or anybody, with the person, if not
        at the limit, having one more; or anybody, with one more for a third, who makes room for the person.
        """
        loads, limits = self.loads, self.seating.limits
        entry = sum(1 << exchange.start[v] + place for place in self.seating.fitting[v][person])
        freed = exchange.freed(entry, free, v, kept)
        if person in freed or not freed:
            return person in freed
        most = max(loads[other] for other in freed)
        idle = [p for p, limit in enumerate(limits) if loads[p] < limit and (loads[p] < most or not level)]
        if person in idle:
            return True
        entry = 0
        for other in idle:
            entry |= exchange.enter[other] & free
        return person in exchange.freed(entry, free, v, kept)


class Exchange:
    """Who can give up a visit if somebody enters a seat, each one displaced going on to another seat.

    The seats of all visits are numbered through, and sets of seats are the bits of an integer. Nobody who is
    recused from a visit or is in its team already enters it; those to be kept may change seats only.
    """

    def __init__(self, steps):
        seating, self.start, self.mask, self.holder, self.visit = steps.seating, [], [], [], []
        self.enter, self.inside = [0] * len(seating.world.people), {}
        for v, (team, _) in enumerate(steps.given):
            base, size, holder = len(self.holder), len(seating.seats[v]), {}
            self.start.append(base)
            self.mask.append(((1 << size) - 1) << base)
            for person in team:
                match(seating.fitting[v], holder, person, set())
            self.holder += [holder[place] for place in range(size)]
            self.visit += [v] * size
            for person, places in seating.fitting[v].items():
                seats = sum(1 << base + place for place in places)
                if person in team:
                    self.inside[v, person] = seats
                elif person not in seating.recused[v]:
                    self.enter[person] |= seats

    def freed(self, entry, free, visit, kept):
        """Everybody who can give up a visit if one of the seats `entry` is entered.

        Args:
            free: the seats of visits that are not settled; nobody can leave the others.
            visit: the one visit of which the members `kept` have to stay.
        """
        todo, seen, people = entry, entry, set()
        while todo:
            seat = todo.bit_length() - 1
            todo ^= 1 << seat
            v, person = self.visit[seat], self.holder[seat]
            more = self.inside[v, person]
            if person not in people and not (v == visit and person in kept):
                people.add(person)
                more |= self.enter[person] & free
            more &= ~seen
            seen |= more
            todo |= more
        return people


def leader_of(world, team):
    """The first of the leading department, else the first of any."""
    lines = world.plan["检查组"]
    of = [
        (m["person"], world.department(lines[m["line"]]["部门"])) for m in team if "部门" in lines[m["line"]]
    ]
    leading = world.department(world.plan["发起部门"])
    return [*(person for person, name in of if name == leading), *(person for person, _ in of), None][0]


def people_passed(visit):
    """The trace without the groups that were passed over."""
    return [entry for entry in visit["trace"] if "group" not in entry]


def given_teams(world, visits, staying=None):
    """(members taken, trace) of visits on record, people by index; of an event, those who stay left out."""
    found = []
    for v, visit in enumerate(visits):
        for entry in [*visit["team"], *people_passed(visit)]:
            if entry["person"] not in world.index:
                raise Wrong(f"{label(visit)}：名录库没有 {entry['person']}")
        team = [world.index[member["person"]] for member in visit["team"]]
        trace = [(world.index[entry["person"]], entry["outcome"]) for entry in people_passed(visit)]
        found.append((team[len(staying[v]) if staying else 0 :], trace))
    return found


def seated(seating, visit, members):
    """Members in drawing order with the seats that they have in the end."""
    people, found = seating.world.people, []
    for person, place in zip(members, places_of(seating.fitting[visit], members)):
        line, tag = seating.seats[visit][place]
        found.append({"person": people[person]["标识"], "line": line, "tag": tag})
    return found


# --- [12] Fixed groups --------------------------------------------------------------------------------------


class Forming:
    """The groups as they have to be formed: everybody in one at most, all seats of all lines in each."""

    def __init__(self, seating):
        self.world, self.seats = seating.world, []
        for index, line in enumerate(seating.lines):
            tags = [norm(part["标签"]) for part in line["其中至少"] for _ in range(part["人数"])]
            self.seats += [(index, tag) for tag in tags + [""] * (line["人数"] - len(tags))]
        self.fitting, self.able = {}, []
        for place, seat in enumerate(self.seats):
            self.able.append(seating.eligible(seat, None))
            for person in self.able[place]:
                self.fitting.setdefault(person, []).append(place)

    def possible(self, count, teams):
        """Whether so many groups can be formed if the first of them have these members."""
        if count * len(self.seats) > len(self.fitting):
            return False
        group_of, at, slots = {}, {}, set()
        for group in range(count):
            holder = {}
            for person in teams[group] if group < len(teams) else ():
                group_of[person] = group
                match(self.fitting, holder, person, set())
            at.update((person, (group, place)) for place, person in holder.items())
            slots.update((group, place) for place in range(len(self.seats)) if place not in holder)

        def fill(slot, seen):
            for person in self.able[slot[1]]:
                if person not in seen and group_of.get(person, slot[0]) == slot[0]:
                    seen.add(person)
                    if person not in at or fill(at[person], seen):
                        at[person] = slot
                        return True
            return False

        return all(fill(slot, set()) for slot in sorted(slots))

    def count(self, visits):
        """How many groups there have to be for so many visits with seats."""
        if "组数" in self.world.plan["分组"]:
            return self.world.plan["分组"]["组数"]
        count = 1
        while count < visits and self.possible(count + 1, ()):
            count += 1
        return count

    def form(self, count, key, attempt):
        """The groups of one attempt: members in drawing order, and (person, members before) passed over."""
        if not self.possible(count, ()):
            raise Wrong(f"编不成 {count} 个组")
        teams, traces, people = [], [], len(self.world.people)
        for group in range(count):
            row, team, trace = words(key, 4, 0, (attempt * count + group) * people, people), [], []
            used = {person for other in teams for person in other}
            for person in sorted(self.fitting, key=lambda p: (row[p], p)):
                holder = {}
                if len(team) == len(self.seats):
                    break
                if person in used or not all(match(self.fitting, holder, p, set()) for p in [*team, person]):
                    continue
                if self.possible(count, [*teams, [*team, person]]):
                    team.append(person)
                else:
                    trace.append((person, len(team)))
            teams.append(team)
            traces.append(trace)
        return teams, traces

    def seated(self, team):
        """Members with their seats: (person, (line, tag))."""
        return [(p, self.seats[place]) for p, place in zip(team, places_of(self.fitting, team))]


class GroupWorld:
    """Groups in the place of people."""

    def __init__(self, count):
        self.people = [{"标识": f"第{group + 1}组"} for group in range(count)]


class Dealing:
    """Seating of groups at visits with one seat each; a group is recused with one of those who would go.

    Args:
        groups: for each the members as (person, (line, tag)).
        away: people who do not go anyway.
    """

    def __init__(self, seating, groups, limits, away=()):
        self.world, self.limits, self.people = GroupWorld(len(groups)), limits, seating.world.people
        self.seats = [[(0, "")] if seats else [] for seats in seating.seats]
        self.fitting = [{group: [0] for group in range(len(groups))} if seats else {} for seats in self.seats]
        self.going, self.recused, self.member = [], [], []
        for v, seats in enumerate(seating.seats):
            lines = {line for line, _ in seats}
            self.going.append([[(p, seat) for p, seat in group if seat[0] in lines] for group in groups])
            self.recused.append({})
            self.member.append({})
            for group, members in enumerate(self.going[v]):
                barred = [p for p, _ in members if p in seating.recused[v] and p not in away]
                if barred:
                    self.recused[v][group] = seating.recused[v][barred[0]]
                    self.member[v][group] = barred[0]

    def complete(self):
        """Whether all visits can be dealt within the limits."""
        allowed = [
            [group for group in fitting if group not in self.recused[v]]
            for v, fitting in enumerate(self.fitting)
        ]
        held = [[] for _ in self.limits]
        visits = [v for v, seats in enumerate(self.seats) if seats]
        return all(self._dealt(v, allowed, held) for v in visits)

    def _dealt(self, v, allowed, held):
        came, queue = dict.fromkeys(allowed[v]), list(allowed[v])
        for group in queue:
            if len(held[group]) < self.limits[group]:
                while came[group]:
                    other, moved = came[group]
                    held[other].remove(moved)
                    held[group].append(moved)
                    group = other
                held[group].append(v)
                return True
            for moved in held[group]:
                for other in allowed[moved]:
                    if other not in came:
                        came[other] = group, moved
                        queue.append(other)
        return False

    def trace(self, v, entries):
        """The groups passed over for a visit, as they have to be on record."""
        found = []
        for entry in entries:
            group, person, rule, ground = int(entry["person"][1:-1]) - 1, "", "", ""
            if entry["outcome"] == "回避":
                person, (rule, ground) = self.people[self.member[v][group]]["标识"], self.recused[v][group]
            found.append(dict(entry, group=group + 1, person=person, rule=rule, ground=ground))
        return found

    def fill(self, visit, group, world):
        """The group of a visit, and those of it who go."""
        visit["group"] = group + 1
        visit["team"] = [
            {"person": world.people[p]["标识"], "line": line, "tag": tag}
            for p, (line, tag) in self.going[visit["index"]][group]
        ]
        visit["leader"] = leader_of(world, visit["team"])


def given_groups(visits):
    """(group taken, trace) of visits on record, groups by index."""
    return [
        (
            [visit["group"] - 1] if visit["group"] is not None else [],
            [(entry["group"] - 1, entry["outcome"]) for entry in visit["trace"] if "group" in entry],
        )
        for visit in visits
    ]


# --- [13] Canonical JSON ------------------------------------------------------------------------------------


def canonical(value):
    """Canonical JSON of texts, integers, lists, objects and null."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def label(visit):
    """A visit as it is called in messages."""
    return f"户次{visit['index']}（{visit['name']}）"


def compare(right, found, path):
    """Nothing, if two values are the same; else the first place where they are not is raised."""
    if type(right) is not type(found):
        raise Wrong(f"{path}：应为 {canonical(right)[:60]}，记录为 {canonical(found)[:60]}")
    if isinstance(right, dict):
        for key in sorted({*right, *found}):
            if key not in right or key not in found:
                raise Wrong(f"{path}.{key}：{'多余' if key in found else '缺少'}")
            compare(right[key], found[key], f"{path}.{key}")
    elif isinstance(right, list):
        for index, (one, other) in enumerate(zip(right, found)):
            compare(one, other, f"{path}[{index}]")
        if len(right) != len(found):
            raise Wrong(f"{path}：应有 {len(right)} 项，记录有 {len(found)} 项")
    elif right != found:
        raise Wrong(f"{path}：应为 {canonical(right)[:60]}，记录为 {canonical(found)[:60]}")


# --- [15] Substitutions -------------------------------------------------------------------------------------


class Event:
    """One event, built again on the draw and the events before; its teams and traces are gone through."""

    def __init__(self, world, draw, events, stored, key):
        self.world, self.draw, self.before, self.stored, self.key = world, draw, events, stored, key
        self.asked = {name: stored[name] for name in ASKED}
        self.events = [*events, self.asked]
        visits = {visit["index"]: visit for event in [draw, *events] for visit in event["visits"]}
        self.visits = [visits[index] for index in range(len(visits))]
        done = {index for event in self.events for index in event["done"]}
        undone = [visit for visit in self.visits if "ended" not in visit and visit["index"] not in done]
        self.ended = [visit["index"] for visit in undone if visit["number"] in self.asked["objects"]]
        self.open = [visit["index"] for visit in undone if visit["index"] not in self.ended]
        self.leaving = {
            v: [m for m in self.visits[v]["team"] if self.leaves(v, m["person"])] for v in self.open
        }

    def leaves(self, index, person):
        """Whether a member's seat reopens."""
        out = [one for one in self.asked["out"] if one["person"] == person]
        return any(not one["visits"] or index in one["visits"] for one in out) or (
            {"visit": index, "person": person} in self.asked["recused"]
        )

    def record(self):
        """The whole of event.json."""
        sent = {}
        for one in self.asked["specialists"]:
            v, names = one["visit"], sent.setdefault(one["visit"], [])
            if v in self.open and one["name"] not in [*self.visits[v].get("specialists", []), *names]:
                names.append(one["name"])
        sent = {index: names for index, names in sent.items() if names}
        if not self.ended and not any(self.leaving.values()) and not sent:
            raise Wrong("这次递补什么也没有改变")
        replacements = self.replacements()
        after = self.staffed(self.new_visits(replacements))
        for index in self.ended:
            after[index] = dict(self.visits[index], ended=self.asked["reason"])
        for index, names in sent.items():
            visit = after.setdefault(index, dict(self.visits[index]))
            visit["specialists"] = [*visit.get("specialists", []), *names]
        return {
            "scheme": SCHEME,
            "commit": self.draw["commit"],
            "event": len(self.events),
            "key": f"{self.key:032x}",
            **self.asked,
            "ended": self.ended,
            "replacements": replacements,
            "visits": [after[index] for index in sorted(after)],
        }

    def replacements(self):
        """Who comes in for whom."""
        closed = {visit["number"] for visit in self.visits}
        closed.update(number for event in self.events for number in event["objects"])
        losing = {self.visits[index]["number"] for index in self.ended if self.visits[index]["tasks"]}
        places = [(index, one["drawn"], one["alternates"]) for index, one in enumerate(self.draw["strata"])]
        if self.draw["floor"]:
            places.append((None, self.draw["floor"]["added"], self.draw["floor"]["alternates"]))
        before, found = [entry for event in self.before for entry in event["replacements"]], []
        for place, holders, alternates in places:
            holders = [*holders, *(entry["into"] for entry in before if entry["stratum"] == place)]
            for number in [number for number in holders if number in losing]:
                taken = [entry["into"] for entry in found if place is None or entry["stratum"] == place]
                left = [other for other in alternates if other not in closed and other not in taken]
                found.append({"stratum": place, "out": number, "into": left[0] if left else None})
        return found

    def new_visits(self, replacements):
        """The visits of the objects that come in."""
        world, visits = self.world, []
        tickets = words(int(self.draw["key"], 16), 1, 0, 0, len(world.objects))
        for number in sorted({entry["into"] for entry in replacements} - {None}):
            places = [entry["stratum"] for entry in replacements if entry["into"] == number]
            names = [self.draw["strata"][place]["task"] for place in places if place is not None]
            tasks = [
                task
                for task in world.all_tasks
                if task["编号"] in names or (None in places and number in world.scope(task))
            ]
            reasons = (
                ["随机"] * bool(names) + ["必查"] * bool(world.rules_of(number)) + ["补足"] * (None in places)
            )
            index = len(self.visits) + len(visits)
            visits.append(visit_record(world, index, number, (1, 1), tasks, reasons, tickets))
        return visits

    def staffed(self, new):
        """Index -> visit, for each that has open seats and for each new one."""
        visits, after = [*self.visits, *new], {visit["index"]: visit for visit in new}
        stay = [
            [m for m in visit["team"] if m not in self.leaving.get(v, [])] for v, visit in enumerate(visits)
        ]
        stored, whole = {visit["index"]: visit for visit in self.stored["visits"]}, len(self.visits)
        if "groups" in self.draw:
            self.deal(visits, stay, stored)
            whole = len(visits)
        seating = self.seating(visits, stay, whole)
        blank = [dict(visit, team=stay[v], trace=[]) for v, visit in enumerate(visits)]
        shown = [stored.get(v, visit) if seating.seats[v] else visit for v, visit in enumerate(blank)]
        given = given_teams(self.world, shown, stay)
        names, rank = [label(visit) for visit in visits], self.rank(visits)
        steps = Steps(seating, self.key, len(self.events), given, names, rank)
        steps.go()
        steps.check_doubtful(False)
        for v in steps.order:
            team = [*stay[v], *seated(seating, v, given[v][0])]
            trace = [dict(entry, after=entry["after"] + len(stay[v])) for entry in steps.traces[v]]
            if v >= len(self.visits):
                trace = [*visits[v]["trace"], *trace]
            after[v] = dict(visits[v], team=team, leader=leader_of(self.world, team), trace=trace)
        return after

    def rank(self, visits):
        """With fixed groups, by visit what people are sorted by."""
        if "groups" not in self.draw:
            return None
        people, event = self.world.people, len(self.events)
        grouped = {member["person"] for group in self.draw["groups"]["formed"] for member in group["team"]}

        def rank(v):
            row = words(self.key, 3, event, (visits[v]["group"] - 1) * len(people), len(people))
            return [(people[p]["标识"] in grouped, row[p]) for p in range(len(people))]

        return rank

    def away(self):
        """Everybody who is out."""
        return {self.world.index[one["person"]] for event in self.events for one in event["out"]}

    def deal(self, visits, stay, stored):
        """Give each new visit its group; those of it who are out leave their seats."""
        world, first, away = self.world, len(self.visits), self.away()
        seating = Seating(world, visits)
        self.late_recusals(seating, visits)
        for v in range(first):
            seating.seats[v] = []
            if "ended" not in visits[v] and v not in self.ended:
                for member in stay[v]:
                    seating.limits[world.index[member["person"]]] -= 1
        groups = [
            [(world.index[member["person"]], (member["line"], member["tag"])) for member in group["team"]]
            for group in self.draw["groups"]["formed"]
        ]
        limits = [
            min((max(0, seating.limits[p]) for p, _ in group if p not in away), default=10**9)
            for group in groups
        ]
        dealing = Dealing(seating, groups, limits, away)
        given = [([], [])] * first + given_groups([stored[v] for v in range(first, len(visits))])
        event, count = len(self.events), len(groups)
        rank = lambda v: words(self.key, 4, event, v * count, count)  # noqa: E731
        steps = Steps(dealing, self.key, event, given, [label(visit) for visit in visits], rank)
        steps.go()
        steps.check_doubtful(False)
        for v in range(first, len(visits)):
            visits[v]["group"] = None
            if dealing.seats[v]:
                dealing.fill(visits[v], given[v][0][0], world)
                visits[v]["trace"] = dealing.trace(v, steps.traces[v])
                self.leaving[v] = [m for m in visits[v]["team"] if world.index[m["person"]] in away]
                stay[v] = [m for m in visits[v]["team"] if m not in self.leaving[v]]

    def late_recusals(self, seating, visits):
        """The pairs that were recused on request."""
        for v, visit in enumerate(visits):
            for event in self.events:
                for pair in event["recused"]:
                    if visits[pair["visit"]]["number"] == visit["number"]:
                        ground = ("申请回避", event["reason"])
                        seating.recused[v].setdefault(self.world.index[pair["person"]], ground)

    def seating(self, visits, stay, first_new):
        """The open seats, and who may fill them."""
        world, seating = self.world, Seating(self.world, visits)
        out = self.away()
        for v, visit in enumerate(visits):
            here = {world.index[member["person"]] for member in stay[v]}
            if "ended" not in visit and v not in self.ended:
                for person in here:
                    seating.limits[person] = max(0, seating.limits[person] - 1)
            places = list(range(len(seating.seats[v]))) if v >= first_new else []
            for member in self.leaving.get(v, []):
                seat = (member["line"], member["tag"])
                same = [place for place, other in enumerate(seating.seats[v]) if other == seat]
                places.append(next(place for place in same if place not in places))
            places.sort()
            seating.seats[v] = [seating.seats[v][place] for place in places]
            fitting = {}
            for person, own in seating.fitting[v].items():
                left = [index for index, place in enumerate(places) if place in own]
                if left and person not in out and person not in here:
                    fitting[person] = left
            seating.fitting[v] = fitting
        self.late_recusals(seating, visits)
        return seating


# --- The checklist ------------------------------------------------------------------------------------------


class Archive:
    """The files of 档案 and what the steps below found out about them, each step using the ones before."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self.found = {}
        self.notes = []

    def need(self, name):
        """What an earlier step found; without it this one cannot be done."""
        if name not in self.found:
            raise Unchecked("前面的项目不符，本项无从核对")
        return self.found[name]

    def data(self, name):
        """The bytes of a file."""
        if name not in self.files:
            raise Wrong(f"缺少文件 {name}")
        return self.files[name]

    def load(self, name):
        """The JSON object in a file."""
        try:
            value = json.loads(self.data(name).decode("utf-8"))
        except (ValueError, RecursionError):
            raise Wrong(f"{name} 不是有效的 JSON") from None
        if not isinstance(value, dict):
            raise Wrong(f"{name} 不是 JSON 对象")
        return value

    def manifest_files(self):
        """[14] Every file is there and has the digest of the manifest."""
        manifest = self.found["manifest"] = self.load("manifest.json")
        if manifest.get("scheme") != SCHEME:
            raise Wrong(f"抽取规程不是 {SCHEME}")
        if not any(name in manifest for name in LEFT_OUT):
            self.found["public"] = True
            raise Unchecked("公开复核包的 manifest.json 不列文件摘要")
        listed, wrong = manifest["files"], []
        here = [
            n
            for n in self.files
            if n != "manifest.json" and not n.startswith("递补-") and not STRAY.fullmatch(n)
            if not RESULTS.fullmatch(n)
        ]
        absent = [name for name in listed if name not in self.files]
        private = [name for name in absent if PRIVATE.fullmatch(name)]
        wrong += [f"缺少文件 {name}" for name in absent if name not in private]
        wrong += [f"多出文件 {name}" for name in here if name not in listed]
        wrong += [
            f"文件被改动 {name}"
            for name in here
            if name in listed and sha256(self.files[name]) != listed[name]
        ]
        if canonical(manifest).encode() != self.files["manifest.json"]:
            wrong.append("manifest.json 不是规范 JSON")
        wrong += self._result_files()
        if wrong:
            raise Wrong(*wrong)
        self.notes += [f"不公开的文件未随附：{name}" for name in private]
        return f"{len(listed) - len(private)} 个文件与 manifest.json 所列摘要一致"

    def _result_files(self):
        """The results of the inspections are no part of the draw: their files alone are compared."""
        folders = sorted({match[1] for match in map(RESULTS.fullmatch, self.files) if match})
        wrong = []
        for folder in folders:
            here = {n[len(folder) + 1 :]: n for n in self.files if n.startswith(f"{folder}/")}
            here = {n: sha256(self.files[path]) for n, path in here.items() if not STRAY.fullmatch(n)}
            here.pop("manifest.json", None)
            listed = self.load(f"{folder}/manifest.json")["files"]
            names = sorted(n for n in {*here, *listed} if here.get(n) != listed.get(n))
            wrong += [f"文件与清单不符 {folder}/{name}" for name in names]
        if folders:
            self.notes.append(f"检查结果录入 {len(folders)} 次，不属抽取，只核对文件摘要")
        return wrong

    def commitment(self):
        """[3] The files of the snapshot have the digests of the commitment; [1] they can be read."""
        commitment, wrong = self.load("snapshot/commitment.json"), []
        files = commitment["files"]
        for name in sorted({*SNAPSHOT, *files, "objects-private.csv", "people-private.csv"}):
            data = self.files.get(f"snapshot/{name}")
            if data is None and PRIVATE.fullmatch(f"snapshot/{name}"):
                self.notes.append(f"不公开的文件未随附：snapshot/{name}")
            elif data is None:
                wrong.append(f"缺少文件 snapshot/{name}")
            elif sha256(data) != files.get(name):
                wrong.append(f"snapshot/{name} 与封存时不同")
        commit = sha256(self.data("snapshot/commitment.json"))
        for name, source in (
            ("manifest.json", self.found.get("manifest")),
            ("draw.json", self.found.get("draw")),
        ):
            if source is not None:
                if source.get("commit") != commit:
                    wrong.append(f"承诺值与 {name} 所记不同")
                wrong += [f"{key} 与 {name} 所记不同" for key in ("plan", "batch", "scheme")
                          if source.get(key) != commitment.get(key)]  # fmt: skip
        snapshot = {
            name[len("snapshot/") :]: data
            for name, data in self.files.items()
            if name.startswith("snapshot/")
        }
        self.found["commit"] = commit
        if all(name in snapshot for name in SNAPSHOT):
            self.found["world"] = World(snapshot)
            if self.found["world"].plan["编号"] != commitment["plan"]:
                wrong.append("计划编号与承诺书不同")
        if wrong:
            raise Wrong(*wrong)
        return commit

    def key(self):
        """[6] The key follows from commitment and seed."""
        draw, world, wrong = self.need("draw"), self.need("world"), []
        seed, recorded = draw["seed"], self.need("manifest").get("seed", {})
        if recorded.get("text") != seed:
            wrong.append(f"draw.json 的种子“{seed}”与 manifest.json 的“{recorded.get('text')}”不同")
        key = self.found["key"] = derive_key(self.found["commit"], seed)
        if draw["key"] != f"{key:032x}":
            wrong.append(f"密钥应为 {key:032x}，draw.json 所记为 {draw['key']}")
        try:
            check_seed_form(seed, world.plan["种子"], recorded.get("grade"))
        except Wrong as problem:
            wrong += problem.args
        if wrong:
            raise Wrong(*wrong)
        return f"种子“{seed}”，密钥 {key:032x}"

    def tickets(self):
        """[7] The tickets."""
        draw, world, key = self.need("draw"), self.need("world"), self.need("key")
        tickets = self.found["tickets"] = words(key, 1, 0, 0, len(world.objects))
        compare([len(world.objects), len(world.people)], [draw["objects"], draw["people"]], "对象数、人员数")
        for visit in draw["visits"]:
            if (
                not 1 <= visit["number"] <= len(tickets)
                or visit["ticket"] != f"{tickets[visit['number'] - 1]:016x}"
            ):
                raise Wrong(f"{label(visit)}的签号不符")
        return f"{len(tickets)} 个签号已重新计算"

    def strata(self):
        """[8] Strata, quotas, who is drawn and who is an alternate."""
        world, tickets = self.need("world"), self.need("tickets")
        records = [
            stratum_record(world, task, one, tickets) for task in world.tasks for one in strata(world, task)
        ]
        self.found["strata"] = records
        self.found["drawn"] = {number for record in records for number in record["drawn"]}
        given = self.need("draw")["strata"]
        for right, found in zip(records, given):
            compare(right, found, f"任务 {right['task']} 分层“{right['district']}{right['name']}”")
        compare(records, given, "strata")
        return f"{len(records)} 层，抽中 {len(self.found['drawn'])} 户"

    def must_inspect(self):
        """[9] Must-inspect."""
        world, drawn = self.need("world"), self.need("drawn")
        numbers = sorted(set().union(*(numbers for _, numbers in world.rules)))
        duties = [duty_record(world, number, drawn) for number in numbers]
        self.found["duties"] = duties
        compare(duties, self.need("draw")["must_inspect"], "must_inspect")
        return f"{len(duties)} 户"

    def floor(self):
        """[9] The yearly floor."""
        world, drawn = self.need("world"), self.need("drawn")
        visited = drawn | {duty["number"] for duty in self.need("duties") if duty["visits"]}
        self.found["floor"] = floor_record(world, drawn, visited, self.need("tickets"))
        compare(self.found["floor"], self.need("draw")["floor"], "floor")
        return f"补足 {len(self.found['floor']['added'])} 户" if self.found["floor"] else "本批不适用"

    def visits(self):
        """[10] Who is visited, when, why and for what."""
        duties, floor, given = self.need("duties"), self.need("floor"), self.need("draw")["visits"]
        if sum(duty["visits"] for duty in duties) > len(given):
            raise Wrong(f"仅必查就多于所记的 {len(given)} 户次")
        added = set(floor["added"]) if floor else set()
        visits = visit_records(self.need("world"), self.need("strata"), duties, added, self.need("tickets"))
        teams = ("turn", "group", "leader", "team", "trace")
        for right, found in zip(visits, given):
            bare = [{k: v for k, v in visit.items() if k not in teams} for visit in (right, found)]
            compare(*bare, label(right))
        if len(visits) != len(given):
            raise Wrong(f"应有 {len(visits)} 户次，所记为 {len(given)} 户次")
        self.found["visits"] = visits
        return f"{len(visits)} 户次"

    def order(self):
        """[12] The order of the visits."""
        world, visits, given = self.need("world"), self.need("visits"), self.need("draw")["visits"]
        names = [label(visit) for visit in visits]
        seating = Seating(world, visits)
        if "分组" in world.plan:
            seating = self.dealing(seating, visits)
            team = given_groups(given)
        else:
            team = given_teams(world, given)
        steps = Steps(seating, self.need("key"), 0, team, names)
        for turn, v in enumerate(steps.order, 1):
            visits[v]["turn"] = turn
        self.found["steps"] = steps
        for right, found in zip(visits, given):
            compare(right["turn"], found["turn"], f"{label(right)}.turn")
        return f"{len(steps.order)} 户次依次派员"

    def dealing(self, seating, visits):
        """[12] The fixed groups as they have to be formed, and the visits to be dealt to them."""
        world, key = self.need("world"), self.need("key")
        forming = Forming(seating)
        count = forming.count(sum(1 for seats in seating.seats if seats))
        for attempt in range(100):
            teams, traces = forming.form(count, key, attempt)
            groups = [forming.seated(team) for team in teams]
            limits = [min(seating.limits[p] for p in team) for team in teams]
            dealing = Dealing(seating, groups, limits)
            if dealing.complete():
                break
        else:
            raise Wrong("编组 100 次都派不出检查组")
        formed = []
        for group, trace in zip(groups, traces):
            members = [
                {"person": world.people[p]["标识"], "line": line, "tag": tag} for p, (line, tag) in group
            ]
            passed = [
                {
                    "person": world.people[p]["标识"],
                    "outcome": "选后无法排完",
                    "rule": "",
                    "ground": "",
                    "after": n,
                }
                for p, n in trace
            ]
            formed.append({"leader": leader_of(world, members), "team": members, "trace": passed})
        self.found["groups"] = {"discarded": attempt, "formed": formed}
        given = self.need("draw").get("groups")
        for number, (right, found) in enumerate(zip(formed, (given or {}).get("formed", [])), 1):
            compare(right, found, f"第{number}组")
        compare(self.found["groups"], given, "groups")
        for visit in visits:
            visit["group"] = None
        return dealing

    def people(self):
        """[11, 12] Every step by which the teams were drawn."""
        steps, world, given = self.need("steps"), self.need("world"), self.need("draw")["visits"]
        steps.go()
        visits = self.need("visits")
        for v, visit in enumerate(visits):
            if "groups" not in self.found:
                visit["team"] = seated(steps.seating, v, steps.given[v][0])
                visit["leader"] = leader_of(world, visit["team"])
                visit["trace"] = steps.traces[v]
            elif steps.seating.seats[v]:
                steps.seating.fill(visit, steps.given[v][0][0], world)
                visit["trace"] = steps.seating.trace(v, steps.traces[v])
            compare(visit, given[v], label(visit))
        self.found["teams"] = steps
        people = sum(len(visit["team"]) for visit in visits)
        return f"{steps.count} 步，派员 {people} 人次"

    def balance(self):
        """[12] Balance, and the steps that are proven by completion."""
        steps, balanced = self.need("teams"), self.need("world").plan["负荷"] == "均衡"
        if balanced:
            steps.check_balance()
        if steps.doubtful:
            steps.check_doubtful(balanced)
        why = f"{len(steps.doubtful)} 处“选后无法排完”“均衡负荷”逐一核实"
        return f"人员负荷最均衡，{why}" if balanced else f"计划不要求均衡，{why}"

    def draw_bytes(self):
        """[13] The bytes of draw.json."""
        draw, data, world = self.need("draw"), self.files["draw.json"], self.need("world")
        if self.need("manifest").get("draw") != sha256(data):
            raise Wrong("draw.json 的摘要与 manifest.json 所记不同")
        if canonical(draw).encode("utf-8", "surrogatepass") != data:
            raise Wrong("draw.json 不是规范 JSON")
        again = {
            "scheme": SCHEME,
            "commit": self.found["commit"],
            "seed": draw["seed"],
            "key": f"{self.need('key'):032x}",
            "plan": world.plan["编号"],
            "batch": world.batch["名称"],
            "objects": len(world.objects),
            "people": len(world.people),
            "strata": self.need("strata"),
            "must_inspect": self.need("duties"),
            "floor": self.need("floor"),
            "visits": self.need("teams") and self.found["visits"],
        }
        if "groups" in self.found:
            again["groups"] = self.found["groups"]
        compare(again, draw, "draw.json")
        return f"逐字节一致，SHA-256 {sha256(data)}"

    def events(self):
        """[15] Every substitution."""
        names = sorted({name.split("/")[0] for name in self.files if name.startswith("递补-")})
        if not names:
            return "没有递补"
        draw, world, before = self.need("draw"), self.need("world"), []
        self.need("teams")
        for number, name in enumerate(names, 1):
            try:
                if name != f"递补-{number:03d}":
                    raise Wrong(f"缺少 递补-{number:03d}")
                stored = self.load(f"{name}/event.json")
                key = self._event_key(number, name, stored)
                again = Event(world, draw, before, stored, key).record()
                compare(again, stored, "event.json")
                if canonical(again).encode() != self.files[f"{name}/event.json"]:
                    raise Wrong("event.json 不是规范 JSON")
            except Wrong as problem:
                raise Wrong(*(f"{name}：{text}" for text in problem.args)) from None
            before.append(stored)
        return f"{len(names)} 次递补均重算一致"

    def _event_key(self, number, name, stored):
        """The key of an event, once its own manifest is found right."""
        fresh = self.need("world").plan["种子"]["递补"] == "新种子"
        if self.found.get("public") and f"{name}/manifest.json" not in self.files:
            self.notes.append(f"{name} 的 manifest.json 未随附" + ("，其密钥未核对" if fresh else ""))
            return int(stored["key"], 16) if fresh else self.need("key")
        manifest, main = self.load(f"{name}/manifest.json"), self.need("manifest")
        line = self.load(f"{name}/ledger.jsonl")
        here = {n[len(name) + 1 :]: sha256(self.files[n]) for n in self.files if n.startswith(f"{name}/")}
        here = {n: digest for n, digest in here.items() if n != "manifest.json" and not STRAY.fullmatch(n)}
        compare(here, manifest["files"], "manifest.json 的 files")
        right = {"scheme": SCHEME, "event": number, "commit": main["commit"], "draw": main["draw"]}
        right.update(result=here["event.json"], reason=stored["reason"])
        compare(right, {key: manifest.get(key) for key in right}, "manifest.json")
        own = {
            "event": "递补开始",
            "number": number,
            "seed": manifest["seed"]["text"],
            "reason": stored["reason"],
        }
        own.update({key: main[key] for key in ("plan", "batch", "attempt")})
        own.update(previous=manifest["ledger_head"], time=manifest["time"])
        compare(own, {key: line.get(key) for key in own}, "ledger.jsonl")
        return derive_key(manifest["ledger_head"], manifest["seed"]["text"]) if fresh else self.need("key")

    def ledger_line(self):
        """[14] The line 开始 in the archive."""
        manifest = self.need("manifest")
        if manifest.get("rehearsal") != 0:
            seen = [manifest.get("rehearsal"), manifest["attempt"], manifest["seed"]["grade"]]
            compare([1, 0, "演练", ""], [*seen, self.files.get("ledger.jsonl", b"").decode()], "演练")
            raise Unchecked("演练不记台账")
        if self.found.get("public") and "ledger.jsonl" not in self.files:
            raise Unchecked("公开复核包不含台账")
        raw = self.data("ledger.jsonl")
        line = json.loads(raw.split(b"\n")[0].decode("utf-8"))
        right = {key: manifest[key] for key in ("plan", "batch", "attempt", "commit", "time", "reason")}
        right.update(event="开始", seed=manifest["seed"]["text"], previous=manifest["ledger_head"])
        compare(right, {key: line.get(key) for key in right}, "ledger.jsonl")
        if canonical(line).encode() + b"\n" != raw:
            raise Wrong("ledger.jsonl 不是一行规范 JSON")
        self.found["line"] = sha256(raw[:-1])
        return f"第 {line['line']} 行，第 {manifest['attempt']} 次抽取"

    def ledger(self):
        """[14] The ledger beside the archive, where it is at hand."""
        path = self.folder.resolve().parent.parent / "台账.jsonl"
        if "line" not in self.found or not path.is_file():
            raise Unchecked("档案旁没有台账.jsonl" if "line" in self.found else "没有可对照的台账行")
        manifest, lines, before = self.need("manifest"), [], "0" * 64
        for number, raw in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            line = json.loads(raw.decode("utf-8"))
            if canonical(line).encode() != raw or line["line"] != number or line["previous"] != before:
                raise Wrong(f"台账第 {number} 行与前文不衔接")
            before = sha256(raw)
            if all(line.get(key) == manifest[key] for key in ("plan", "batch", "attempt")):
                lines.append((line["event"], line, before))
        if not any(digest == self.found["line"] for _, _, digest in lines):
            raise Wrong("台账没有本档案的“开始”行")
        right = {"draw": sha256(self.data("draw.json")), "manifest": sha256(self.files["manifest.json"])}
        drawn = [line for event, line, _ in lines if event == "抽取"]
        if not drawn:
            raise Wrong("台账没有本次的“抽取”行")
        compare(right, {key: drawn[0].get(key) for key in right}, "台账“抽取”行")
        names = sorted({name.split("/")[0] for name in self.files if name.startswith("递补-")})
        right = [[sha256(self.data(f"{n}/{file}.json")) for file in ("event", "manifest")] for n in names]
        compare(
            right,
            [[li["result"], li["manifest"]] for event, li, _ in lines if event == "递补"],
            "台账“递补”行",
        )
        entries = [line for event, line, _ in lines if event == "结果"]
        folders = sorted({match[1] for match in map(RESULTS.fullmatch, self.files) if match})
        compare(
            [sha256(self.data(f"{folder}/manifest.json")) for folder in folders],
            [line["manifest"] for line in entries],
            "台账“结果”行",
        )
        self.notes += ["台账记有“取消”：本次抽取已作废"] * any(event == "取消" for event, _, _ in lines)
        return f"{number} 行前后衔接，本次抽取和 {len(names)} 次递补均在其中"


STEPS = (
    ("封存文件", Archive.manifest_files),
    ("快照与承诺值", Archive.commitment),
    ("种子与密钥", Archive.key),
    ("签号", Archive.tickets),
    ("分层与名额", Archive.strata),
    ("必查对象", Archive.must_inspect),
    ("全年比例下限", Archive.floor),
    ("检查户次", Archive.visits),
    ("派员次序", Archive.order),
    ("检查组逐步核对", Archive.people),
    ("负荷与排完", Archive.balance),
    ("抽取记录 draw.json", Archive.draw_bytes),
    ("递补", Archive.events),
    ("档案内台账行", Archive.ledger_line),
    ("总台账", Archive.ledger),
)


def say(text):
    """One line to the console; nothing in an archive can steer the terminal."""
    sys.stdout.write("".join(letter if letter.isprintable() else "?" for letter in text) + "\n")


def marks():
    """✓ ✗ – where the console has them, else ASCII."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        "✓✗–".encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return "[OK]", "[!!]", "[--]"
    return "✓", "✗", "–"


def verify(archive, good, bad, open_):
    """Goes through the checklist; gives the number of steps that failed."""
    failed = 0
    try:
        archive.found["draw"] = archive.load("draw.json")
    except Wrong as problem:
        archive.notes.append(str(problem))
    for number, (name, step) in enumerate(STEPS, 1):
        try:
            mark, texts = good, [step(archive)]
        except Unchecked as reason:
            mark, texts = open_, [f"未核对：{reason}"]
        except Wrong as problem:
            mark, texts = bad, problem.args
        except Exception as problem:  # tampered data may break anything: the step has failed
            detail = f"{type(problem).__name__} {str(problem)[:80]}"
            mark, texts = bad, [f"数据无法解读（{detail}）"]
        failed += mark == bad
        if number == 1 and "draw" not in archive.found:
            mark, failed = bad, failed + (mark != bad)
        say(f"{number:2d} {mark} {name}：{texts[0]}")
        for text in texts[1:10]:
            say(f"     {text}")
        for text in archive.notes:
            say(f"   {open_} {text}")
        archive.notes = []
    return failed


def foreign_scheme(archive):
    """Another scheme that manifest and draw.json both name, such as a platform's list; else None."""
    try:
        named = {str(archive.load(name)["scheme"]) for name in ("manifest.json", "draw.json")}
    except Exception:  # the steps will tell what is wrong with them
        return None
    return named.pop() if len(named) == 1 and SCHEME not in named else None


def main(arguments):
    """The command; gives the exit code."""
    good, bad, open_ = marks()
    if arguments[:1] in (["-h"], ["--help"]) or len(arguments) > 1:
        say("用法：python verify_ssj.py [档案文件夹]")
        return 0 if len(arguments) == 1 else 3
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    csv.field_size_limit(2**31 - 1)
    try:
        if not (folder / "manifest.json").is_file() and (folder / "档案").is_dir():
            folder = folder / "档案"
        if not (folder / "manifest.json").is_file() and not (folder / "draw.json").is_file():
            say(f"无法读取：{folder} 不是抽取档案")
            return 3
        archive = Archive(folder)
    except OSError as problem:
        say(f"无法读取：{problem}")
        return 3
    versions = f"Python {sys.version.split()[0]}，Unicode {unicodedata.unidata_version}"
    say(f"双随机抽取档案复核（{SCHEME}，{versions}）")
    foreign = foreign_scheme(archive)
    if foreign:
        say(f"{open_} 这份档案的规程是 {foreign}，不是由 {SCHEME} 抽取的，本程序不能重算。")
        say("结论：没有核对。平台抽取的名单请用 ssj audit 核对，或与平台的记录比对")
        return 3
    failed = verify(archive, good, bad, open_)
    say(f"结论：{failed} 项不符" if failed else "结论：核对过的项目全部相符")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
