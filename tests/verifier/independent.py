"""Recomputes draw.json from a snapshot folder and a seed, with nothing but the Python standard library.

Written from `docs/algorithm.md` alone; the numbers in brackets are its sections. It shares no code with the
package, is slow on purpose and meant to be read. It takes the snapshot for valid, as a draw has found it.

    python independent.py 档案/snapshot "03 07 12 19 22 31 09" > draw.json
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
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

SCHEME = "ssj-draw/1"


class Wrong(Exception):
    """The files do not bear their own commitment."""


class Impossible(Exception):
    """No complete assignment of inspectors exists."""


# --- Text [2] -------------------------------------------------------------------------------------------

_SPACE = "[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d?)\.(\d\d?)|年(\d\d?)月(\d\d?)日)"
    r"(?:[ T]00?:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)


def tidy(text):
    """Runs of white space to one blank, ends cut."""
    return re.sub(_SPACE + "+", " ", text).strip(" ")


@cache
def norm(text):
    """The text as compared."""
    return tidy(unicodedata.normalize("NFKC", text))


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
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


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


# --- Conditions [5] -------------------------------------------------------------------------------------

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
    found = any(comparable(value) == comparable(text) for value in values for text in operand)
    return found if word == "是" else not found


def _bound(word, operand, cell):
    if not cell:
        return False
    if as_date(operand):
        cell, operand = as_date(cell), as_date(operand)
    else:
        cell, operand = Fraction(cell), Fraction(norm(operand))
    return cell >= operand if word == "至少" else cell <= operand


# --- Words [6] ------------------------------------------------------------------------------------------

_ALL = 2**64 - 1


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
    """Words start .. start + count - 1 of a stream."""
    first, last = start // 4, (start + count + 3) // 4
    found = [word for index in range(first, last) for word in block(key, (1 + index, 0, event, purpose))]
    return found[start - 4 * first :][:count]


def derive_key(commit, seed):
    """The key of a draw."""
    return int.from_bytes(hashlib.sha256(f"{SCHEME}\n{commit}\n{seed}\n".encode()).digest()[:16], "big")


# --- The snapshot [1, 3, 4] -----------------------------------------------------------------------------


def table(data):
    """The rows of a CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


class World:
    """What the snapshot says, with the shorthands that the sections below use."""

    def __init__(self, files):
        commitment = json.loads(files["commitment.json"])
        for name, digest in commitment["files"].items():
            if name in files and hashlib.sha256(files[name]).hexdigest() != digest:
                raise Wrong(name)
        self.commit = hashlib.sha256(files["commitment.json"]).hexdigest()
        self.plan = json.loads(files["plan.json"])
        self.objects = table(files["objects.csv"])
        self.people = table(files["people.csv"])
        self.items = {row["标识"]: row for row in table(files["items.csv"])}
        self.recusals = table(files["recusals.csv"])
        self.history = table(files["history.csv"])
        self.batches = sorted(self.plan["批次"], key=lambda batch: batch["起"])
        names = [norm(batch["名称"]) for batch in self.batches]
        self.part = names.index(norm(commitment["batch"])) + 1
        self.batch = self.batches[self.part - 1]
        self.limits = self.plan["限制"]
        self.tasks = [task for task in self.plan.get("任务", []) if self.takes_part(task, self.batch)]
        self.aliases = {norm(alias): norm(name) for alias, name in self.plan["部门别名"].items()}
        year = f"{self.plan['年度']:04d}-"
        self.year = [row for row in self.history if row["检查日期"].startswith(year)]

    def takes_part(self, task, batch):
        """Whether a task is drawn in a batch."""
        return "批次" not in task or norm(batch["名称"]) in map(norm, task["批次"])

    def department(self, name):
        """A department as compared."""
        return self.aliases.get(norm(name), norm(name))

    def visits_of(self, number):
        """This year's visits of an object."""
        key = self.objects[number - 1]["标识"]
        return [row for row in self.year if row["检查对象"] == key]

    def numbers(self, condition):
        """The numbers of all objects that fit."""
        return {number for number, row in enumerate(self.objects, 1) if fits(condition, row)}

    @cached_property
    def excluded(self):
        """The objects that may not be inspected."""
        return self.numbers(self.limits["不参加抽取"]) if "不参加抽取" in self.limits else set()

    def scope(self, task):
        """The objects of a task."""
        return self.numbers(task["对象范围"]) & self.numbers(task.get("定向条件", {})) - self.excluded

    def barred(self, number):
        """Whether an object may not be drawn now."""
        visits = self.visits_of(number)
        if "每户全年上限" in self.limits and len(visits) >= self.limits["每户全年上限"]:
            return True
        return self.limits["同年重复抽取"] == "否" and not all(map(routine, visits))


def routine(visit):
    """A visit that counts for the cap alone."""
    return entries(visit["原因"]) == ["日常"]


# --- Strata and quotas [8] ------------------------------------------------------------------------------


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
    product = Fraction(amount) * size if by_ratio else None
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


# --- Must-inspect and yearly floor [9] ------------------------------------------------------------------


def rules_of(world, number):
    """The must-inspect rules that an object fits."""
    return [rule for rule in world.plan.get("必查", []) if fits(rule["对象"], world.objects[number - 1])]


def duty_record(world, number, drawn):
    """One must-inspect object of draw.json."""
    rules = rules_of(world, number)
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
    needed = rounded(Fraction(world.limits["全年比例下限"]) * size, "进一")
    before = {row["检查对象"] for row in world.year if {"随机", "补足"} & set(entries(row["原因"]))}
    counted = len(before | {world.objects[number - 1]["标识"] for number in drawn})
    waiting = [
        number
        for number in set().union(*map(world.scope, world.plan.get("任务", []))) - visited
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


# --- Visits [10] ----------------------------------------------------------------------------------------


def visit_records(world, records, duties, added, tickets):
    """The visits of draw.json, without their teams."""
    drawn_by = {}
    for record in records:
        for number in record["drawn"]:
            drawn_by.setdefault(number, []).append(record["task"])
    times = {duty["number"]: duty["visits"] for duty in duties}
    owed = {*drawn_by, *added, *(number for number, visits in times.items() if visits)}
    visits = []
    for number in sorted(owed):
        total = times.get(number) or 1
        for ordinal in range(1, total + 1):
            tasks = []
            if ordinal == 1:
                tasks = [
                    task
                    for task in world.plan.get("任务", [])
                    if task["编号"] in drawn_by.get(number, [])
                    or (number in added and number in world.scope(task))
                ]
            reasons = ["随机"] * (ordinal == 1 and number in drawn_by)
            reasons += ["必查"] * (number in times) + ["补足"] * (ordinal == 1 and number in added)
            visits.append(visit_record(world, len(visits), number, (ordinal, total), tasks, reasons))
            visits[-1]["ticket"] = f"{tickets[number - 1]:016x}"
    return visits


def visit_record(world, index, number, place, tasks, reasons):
    """One visit of draw.json, without ticket and team."""
    ordinal, total = place
    row, rules, cap = world.objects[number - 1], rules_of(world, number), world.limits.get("每户全年上限")
    return {
        "index": index,
        "number": number,
        "id": row["标识"],
        "name": row["名称"],
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


def month_index(month):
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_of(batch, ordinal, total):
    """The month that one of several visits is meant for."""
    start = month_index(batch["起"])
    month = start + (ordinal - 1) * (month_index(batch["止"]) - start + 1) // total
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def items_of(world, tasks, rules):
    """(department, item) pairs of tasks and rules, sorted."""
    plan = world.plan
    known = {world.department(name) for name in [plan["发起部门"], *plan["联合部门"]]}
    for task in plan.get("任务", []):
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


# --- Seats, eligibility, recusals [11] ------------------------------------------------------------------


def seats_of(world, visit):
    """The seats of a visit: (line, tag) by position."""
    seats, row = [], world.objects[visit["number"] - 1]
    departments = {department for department, _ in visit["items"]}
    for index, line in enumerate(world.plan["检查组"]):
        if "对象" in line and not fits(line["对象"], row):
            continue
        if "任务" in line and not set(map(norm, line["任务"])) & set(map(norm, visit["tasks"])):
            continue
        if "部门" in line and world.department(line["部门"]) not in departments:
            continue
        tags = [norm(part["标签"]) for part in line["其中至少"] for _ in range(part["人数"])]
        seats += [(index, tag) for tag in tags + [""] * (line["人数"] - len(tags))]
    return seats


def last_day(batch):
    """The last day of a batch."""
    year, month = int(batch["止"][:4]), int(batch["止"][5:])
    return f"{batch['止']}-{monthrange(year, month)[1]:02d}"


def fits_line(world, person, line):
    """Whether a person may fill some seat of a line, district and object left aside."""
    if norm(person["状态"]) not in ("", "在岗", "在职"):
        return False
    if "部门" in line:
        departments = map(world.department, entries(person["部门"]))
        end = person["证件有效期"]
        valid = person["执法证号"] and (end in ("", "长期") or end >= last_day(world.batch))
        if person["身份"] == "专家" or world.department(line["部门"]) not in departments or not valid:
            return False
    elif person["身份"] != "专家" or norm(line["专家"]) not in entries(person["专业"]):
        return False
    return {norm(tag) for tag in line["标签"]} <= set(entries(person["标签"]))


def fits_seat(world, person, seat, row):
    """Whether a person may fill a seat of a visit to an object."""
    index, tag = seat
    line = world.plan["检查组"][index]
    if not fits_line(world, person, line) or (tag and tag not in entries(person["标签"])):
        return False
    if line["按辖区"] == "否" or not norm(row["行政区划"]) or not entries(person["辖区"]):
        return True
    return norm(row["行政区划"]) in entries(person["辖区"])


def limit_of(world, person):
    """The most visits of a person in this batch."""
    lines = [line for line in world.plan["检查组"] if "每人至多" in line and fits_line(world, person, line)]
    return min((line["每人至多"] for line in lines), default=10**9)


def recusal(world, row, person):
    """(rule, ground) for a pair of object and person, or None."""
    for rule in ["名单", *world.plan["回避规则"]]:
        ground = _GROUNDS[rule](world, row, person)
        if ground is not None:
            return rule, ground
    return None


def _listed(world, row, person):
    for pair in world.recusals:
        if (pair["检查对象"], pair["检查人员"]) == (row["标识"], person["标识"]):
            return pair["回避事由"]
    return None


def _same_employer(world, row, person):
    cell = person["单位" if person["身份"] == "专家" else "部门"]
    own = {*entries(cell), norm(cell)} - {""}
    return row["名称"] if norm(row["名称"]) in own else None


def _former_employer(world, row, person):
    return row["名称"] if norm(row["名称"]) in entries(person["曾任职单位"]) else None


def _own_district(world, row, person):
    district = norm(row["行政区划"])
    return district if district and district in entries(person["辖区"]) else None


def _last_time(world, row, person):
    visits = [visit for visit in world.history if visit["检查对象"] == row["标识"]]
    latest = max((visit["检查日期"] for visit in visits), default=None)
    people = [visit["检查人员"].split(" ") for visit in visits if visit["检查日期"] == latest]
    return latest if any(person["标识"] in names for names in people) else None


_GROUNDS = {
    "名单": _listed,
    "同单位": _same_employer,
    "曾任职单位": _former_employer,
    "本辖区": _own_district,
    "上次检查": _last_time,
}


# --- Teams [12] -----------------------------------------------------------------------------------------


class Teams:
    """The assignment: who fits which seat, who is recused, and the test of completion."""

    def __init__(self, world, visits):
        self.people = len(world.people)
        self.limits = [limit_of(world, person) for person in world.people]
        self.recused, self.seats, self.fitting = [], [], []
        for visit in visits:
            row, seats = world.objects[visit["number"] - 1], seats_of(world, visit)
            grounds = {j: recusal(world, row, person) for j, person in enumerate(world.people)}
            self.recused.append({j: ground for j, ground in grounds.items() if ground})
            self.seats.append(seats)
            self.fitting.append(
                [[s for s, seat in enumerate(seats) if fits_seat(world, p, seat, row)] for p in world.people]
            )

    def matchable(self, visit, members, taken=frozenset()):
        """Whether the members fit distinct seats of the visit that are not taken."""
        if not members:
            return True
        first, rest = members[0], members[1:]
        free = [seat for seat in self.fitting[visit][first] if seat not in taken]
        return any(self.matchable(visit, rest, taken | {seat}) for seat in free)

    def places(self, visit, members):
        """The seat of each member in the end."""
        places = []
        for index, person in enumerate(members):
            for seat in self.fitting[visit][person]:
                taken = frozenset([*places, seat])
                if seat not in places and self.matchable(visit, members[index + 1 :], taken):
                    places.append(seat)
                    break
        return places

    def complete(self, kept):
        """A complete assignment of least sum of squares with the members kept, or None.

        Both are lists by visit of collections of people.
        """
        matching = Matching(self, kept)
        for visit, members in enumerate(kept):
            for person in members:
                if not matching.seat(visit, person, set()):
                    return None
        loads = [len(visits) for visits in matching.visits]
        if any(load > most for load, most in zip(loads, self.limits, strict=True)):
            return None
        level, hopeful = 0, list(range(self.people))
        while hopeful:
            level += 1
            for person in list(hopeful):
                if loads[person] >= level:
                    continue
                if loads[person] < self.limits[person] and matching.add(person, set()):
                    loads[person] += 1
                else:
                    hopeful.remove(person)
        if len(matching.holder) < sum(map(len, self.seats)):
            return None
        return [{p for p in range(self.people) if v in matching.visits[p]} for v in range(len(self.seats))]


class Matching:
    """Seats and who holds them, made fuller by augmenting paths; members kept may change seats only."""

    def __init__(self, teams, kept):
        self.teams = teams
        self.kept = kept
        self.holder = {}
        self.visits = [set() for _ in range(teams.people)]

    def add(self, person, seen):
        """One more visit for a person. Whom and what one search has tried stands in `seen`."""
        if person in seen:
            return False
        seen.add(person)
        for visit, recused in enumerate(self.teams.recused):
            closed = visit in self.visits[person] or person in self.kept[visit] or person in recused
            if not closed and self.seat(visit, person, seen):
                return True
        return False

    def seat(self, visit, person, seen):
        """A seat for a person at a visit, moving others if need be."""
        for place in self.teams.fitting[visit][person]:
            if (visit, place) in seen:
                continue
            seen.add((visit, place))
            other = self.holder.get((visit, place))
            moved = other is None or self.seat(visit, other, seen)
            if not moved and other not in self.kept[visit] and self.add(other, seen):
                self.visits[other].discard(visit)
                moved = True
            if moved:
                self.holder[visit, place] = person
                self.visits[person].add(visit)
                return True
        return False


def squares(teams):
    """The sum of squared loads."""
    everybody = [person for team in teams for person in team]
    return sum(everybody.count(person) ** 2 for person in set(everybody))


def assign(world, visits, key):
    """Fill in turn, leader, team and trace of every visit; the record of the groups, if there are any."""
    teams = Teams(world, visits)
    turns = words(key, 2, 0, 0, len(visits))
    order = [v for v in sorted(range(len(visits)), key=lambda v: (turns[v], v)) if teams.seats[v]]
    for turn, v in enumerate(order, 1):
        visits[v]["turn"] = turn
    balanced = world.plan["负荷"] == "均衡"
    if "分组" in world.plan:
        return assign_groups(world, teams, visits, order, key, balanced)
    for v, members, steps in walk(teams, order, by_words(teams, key, 3, 0), balanced):
        fill_in(world, teams, visits[v], members, steps)
    return None


def by_words(teams, key, purpose, event):
    """For each visit the order of people: by the word v * J + p of a stream."""

    def order(v):
        row = words(key, purpose, event, v * teams.people, teams.people)
        return sorted(range(teams.people), key=lambda p: (row[p], p))

    return order


def walk(teams, order, people_of, balanced):
    """(visit, members, steps) of each visit in order, all of them or Impossible."""
    settled = [[] for _ in teams.seats]
    witness = teams.complete(settled)
    if witness is None:
        raise Impossible
    least, found = squares(witness) if balanced else float("inf"), []
    for v in order:
        steps = []
        for person in people_of(v):
            if len(settled[v]) == len(teams.seats[v]):
                break
            if not teams.matchable(v, [*settled[v], person]):
                continue
            outcome, witness = try_person(teams, settled, witness, least, v, person)
            if outcome == "抽中":
                settled[v].append(person)
            else:
                steps.append((person, outcome, len(settled[v])))
        found.append((v, settled[v], steps))
    return found


def try_person(teams, settled, witness, least, visit, person):
    """The outcome for a person to whom a seat is open, and a complete assignment with all settled members."""
    if person in teams.recused[visit]:
        return "回避", witness
    if sum(person in members for members in settled) >= teams.limits[person]:
        return "已达上限", witness
    if person in witness[visit]:
        return "抽中", witness
    kept = [[*members, person] if v == visit else members for v, members in enumerate(settled)]
    found = teams.complete(kept)
    if found is None:
        return "选后无法排完", witness
    if squares(found) > least:
        return "均衡负荷", witness
    return "抽中", found


def fill_in(world, teams, visit, members, steps):
    """Leader, team and trace of one visit."""
    ids = [person["标识"] for person in world.people]
    places = teams.places(visit["index"], members)
    seats = [teams.seats[visit["index"]][place] for place in places]
    seat(world, visit, zip(members, seats, strict=True))
    for person, outcome, after in steps:
        rule, ground = teams.recused[visit["index"]][person] if outcome == "回避" else ("", "")
        visit["trace"].append(
            {"person": ids[person], "outcome": outcome, "rule": rule, "ground": ground, "after": after}
        )


def seat(world, visit, members):
    """Add members with their seats to a team; the leader is found among them."""
    lines, leaders = world.plan["检查组"], []
    leading = world.department(world.plan["发起部门"])
    for person, (line, tag) in members:
        name = world.people[person]["标识"]
        visit["team"].append({"person": name, "line": line, "tag": tag})
        if "部门" in lines[line]:
            leaders.append((world.department(lines[line]["部门"]) != leading, len(leaders), name))
    visit["leader"] = min(leaders)[2] if leaders else None
    return visit


# --- Fixed groups [12] ----------------------------------------------------------------------------------


class Forming(Teams):
    """The groups as visits that nobody is recused from, everybody in one at most."""

    def __init__(self, world, count):
        seats = group_seats(world)
        fitting = [
            [s for s, seat in enumerate(seats) if fits_seat(world, person, seat, None)]
            for person in world.people
        ]
        self.people, self.limits = len(world.people), [1] * len(world.people)
        self.recused, self.seats, self.fitting = [{}] * count, [seats] * count, [fitting] * count


class Dealing(Teams):
    """The visits with groups for people; a group is recused with one of those who would go."""

    def __init__(self, teams, going, limits, away=()):
        self.people, self.limits = len(limits), limits
        self.seats = [[(0, "")] if seats else [] for seats in teams.seats]
        self.fitting = [[[0] if seats else []] * len(limits) for seats in teams.seats]
        self.recused = [
            {
                g: (person, *teams.recused[v][person])
                for g, members in enumerate(groups)
                for person, _ in reversed(members)
                if person in teams.recused[v] and person not in away
            }
            for v, groups in enumerate(going)
        ]


def group_seats(world):
    """All seats of all lines."""
    found = []
    for index, line in enumerate(world.plan["检查组"]):
        tags = [norm(part["标签"]) for part in line["其中至少"] for _ in range(part["人数"])]
        found += [(index, tag) for tag in tags + [""] * (line["人数"] - len(tags))]
    return found


def group_count(world, visits):
    """How many groups."""
    if "组数" in world.plan["分组"]:
        return world.plan["分组"]["组数"]
    count = 1
    while count < visits and Forming(world, count + 1).complete([[]] * (count + 1)) is not None:
        count += 1
    return count


def form_groups(world, count, key, attempt):
    """The groups of an attempt: for each the members with their seats, and the steps."""
    forming = Forming(world, count)

    def people_of(group):
        row = words(key, 4, 0, (attempt * count + group) * forming.people, forming.people)
        return sorted(range(forming.people), key=lambda p: (row[p], p))

    groups = []
    for group, members, steps in walk(forming, range(count), people_of, False):
        seats = [forming.seats[0][place] for place in forming.places(group, members)]
        kept = [step for step in steps if step[1] != "已达上限"]
        groups.append((list(zip(members, seats, strict=True)), kept))
    return groups


def going_of(groups, seats):
    """For each visit and group those who go, with their seats."""
    lines = [{line for line, _ in own} for own in seats]
    return [[[(p, seat) for p, seat in members if seat[0] in own] for members, _ in groups] for own in lines]


def group_passes(world, dealing, v, steps):
    """The trace of a visit that was dealt to a group."""
    found = []
    for group, outcome, _ in steps:
        person, rule, ground = dealing.recused[v][group] if outcome == "回避" else (None, "", "")
        name = "" if person is None else world.people[person]["标识"]
        found.append(
            {
                "group": group + 1,
                "person": name,
                "outcome": outcome,
                "rule": rule,
                "ground": ground,
                "after": 0,
            }
        )
    return found


def assign_groups(world, teams, visits, order, key, balanced):
    """Fill in group, leader, team and trace of every visit; the record of the groups."""
    count = group_count(world, len(order))
    for attempt in range(100):
        groups = form_groups(world, count, key, attempt)
        going = going_of(groups, teams.seats)
        limits = [min(teams.limits[person] for person, _ in members) for members, _ in groups]
        dealing = Dealing(teams, going, limits)
        if dealing.complete([[] for _ in visits]) is not None:
            break
    else:
        raise Impossible
    for visit in visits:
        visit["group"] = None
    for v, (group,), steps in walk(dealing, order, by_words(dealing, key, 3, 0), balanced):
        visits[v]["group"] = group + 1
        seat(world, visits[v], going[v][group])
        visits[v]["trace"] = group_passes(world, dealing, v, steps)
    formed = []
    for members, steps in groups:
        record = seat(world, {"team": []}, members)
        record["trace"] = [
            {"person": world.people[p]["标识"], "outcome": outcome, "rule": "", "ground": "", "after": after}
            for p, outcome, after in steps
        ]
        formed.append(record)
    return {"discarded": attempt, "formed": formed}


# --- draw.json [13] -------------------------------------------------------------------------------------


def canonical(value):
    """Canonical JSON of texts, integers, lists, objects and null."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def reproduce(files, seed):
    """The bytes of draw.json that the files of a snapshot and a seed determine."""
    world = World(files)
    key = derive_key(world.commit, seed)
    tickets = words(key, 1, 0, 0, len(world.objects))
    records = [
        stratum_record(world, task, stratum, tickets)
        for task in world.tasks
        for stratum in strata(world, task)
    ]
    drawn = {number for record in records for number in record["drawn"]}
    fitting = [number for number in range(1, len(world.objects) + 1) if rules_of(world, number)]
    duties = [duty_record(world, number, drawn) for number in fitting]
    visited = drawn | {duty["number"] for duty in duties if duty["visits"]}
    floor = floor_record(world, drawn, visited, tickets)
    visits = visit_records(world, records, duties, set(floor["added"]) if floor else set(), tickets)
    formed = assign(world, visits, key)
    result = {
        "scheme": SCHEME,
        "commit": world.commit,
        "seed": seed,
        "key": f"{key:032x}",
        "plan": world.plan["编号"],
        "batch": world.batch["名称"],
        "objects": len(world.objects),
        "people": len(world.people),
        "strata": records,
        "must_inspect": duties,
        "floor": floor,
        "visits": visits,
    }
    if formed is not None:
        result["groups"] = formed
    return canonical(result).encode("utf-8")


def main(arguments):
    """Prints draw.json of the snapshot folder and the seed named."""
    folder, seed = Path(arguments[0]), arguments[1]
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    sys.stdout.buffer.write(reproduce(files, seed))


if __name__ == "__main__":
    main(sys.argv[1:])
