"""The four tables once more, written from docs/rules.md alone (rules/1), standard library only.

Marks, seals and the forms of the tables are those of docs/algorithm.md, sections 1, 2 and 11. It shares no
code with the product and was written without a look at it, nor at the other verifiers. It is literal rather
than fast. Section numbers are those of docs/rules.md.

tables(private, batch, secret) gives frame.json, objects.csv, sites.csv, people.csv, grounds.csv and
labels.json, or raises NoTables.
"""

from __future__ import annotations

import base64
import calendar
import csv
import datetime
import functools
import hashlib
import hmac
import io
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
Row = dict[str, str]


class NoTables(Exception):
    """The making of the tables stops (sections 3 and 4)."""


# --- Section 2: texts ---------------------------------------------------------------------------------

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
YES = ("是", "√", "Y", "TRUE", "1")
NO = ("否", "×", "N", "FALSE", "0")
MIDNIGHT = r"(?:[ T]00?:00(?::00(?:\.0+)?)?)?"
DATES = [
    re.compile(rf"([0-9]{{4}}){first}([0-9]{{1,2}}){second}([0-9]{{1,2}}){last}{MIDNIGHT}")
    for first, second, last in (("-", "-", ""), ("/", "/", ""), (r"\.", r"\.", ""), ("年", "月", "日"))
]


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def upper(text: str) -> str:
    return "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in text)


def tidy(text: str) -> str:
    return re.sub(f"[{SPACE}]+", " ", text).strip(" ")


@functools.cache
def norm(text: str) -> str:
    return tidy(nfkc(text))


@functools.cache
def norm_id(text: str) -> str:
    return upper(nfkc("".join(c for c in norm(text) if c not in SPACE)))


@functools.cache
def entries(text: str) -> tuple[str, ...]:
    parts = [norm(part) for part in re.split("[、，,；;/\r\n]+", text)]
    return tuple(part for part in parts if part)


@functools.cache
def date(text: str) -> str | None:
    """As YYYY-MM-DD, or None if it is no date."""
    for form in DATES:
        found = form.fullmatch(norm(text))
        if found:
            try:
                return datetime.date(*map(int, found.groups())).isoformat()
            except ValueError:
                return None
    return None


@functools.cache
def comparable(text: str) -> str:
    plain = norm(text)
    number = re.fullmatch(r"(-?(?:0|[1-9][0-9]*))\.0+", plain)
    if number:
        plain = number[1]
    if upper(plain) in YES:
        return "是"
    if upper(plain) in NO:
        return "否"
    return date(plain) or plain


# --- Section 3: conditions ----------------------------------------------------------------------------

LISTS = ("标签", "专业", "辖区", "曾任职单位", "部门")


def decimal(text: str) -> Fraction:
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
        raise NoTables(text)
    return Fraction(text)


def compare(cell: str, bound: str) -> int | None:
    """-1, 0, 1 as the cell is below, at or above the bound; None for a blank."""
    left, right = norm(cell), norm(bound)
    if not left:
        return None
    if date(right):
        day = date(left)
        if not day:
            raise NoTables(cell)
        return (day > str(date(right))) - (day < str(date(right)))
    one, other = decimal(left), decimal(right)
    return (one > other) - (one < other)


def fits_operator(column: str, cell: str, operator: str, operand: Any) -> bool:
    values = entries(cell) if column in LISTS else (norm(cell),)
    if operator in ("是", "不是"):
        wanted = {comparable(one) for one in operand}
        return any(comparable(value) in wanted for value in values) == (operator == "是")
    if operator == "含":
        return any(norm(one) in value for one in operand for value in values)
    if operator == "空":
        return (not any(values)) == (operand == "是")
    side = compare(cell, str(operand))
    if operator == "至少":
        return side is not None and side >= 0
    if operator == "至多":
        return side is not None and side <= 0
    raise NoTables(operator)


def fits(condition: Json, row: Row) -> bool:
    """Looks at every part, even if one before did not fit, so that a wrong cell always stops."""
    found = []
    for column, wanted in condition.items():
        if column == "任一":
            answers = [fits(one, row) for one in wanted]
            found.append(any(answers))
        elif isinstance(wanted, list):
            found.append(fits_operator(column, cell_of(row, column), "是", wanted))
        else:
            for operator, operand in wanted.items():
                found.append(fits_operator(column, cell_of(row, column), operator, operand))
    return all(found)


def cell_of(row: Row, column: str) -> str:
    """The cell of a column that the plan names (section 1)."""
    return row.get("标识（原列）" if column == "标识" else column, "")


# --- Section 4: groups and amounts --------------------------------------------------------------------


def groups_of(rows: Iterable[Row], column: str) -> list[tuple[str, list[Row]]]:
    """Name and members of each group, sorted by name; blank cells are in none."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if norm(cell_of(row, column)):
            found.setdefault(comparable(cell_of(row, column)), []).append(row)
    named = [(min(norm(cell_of(row, column)) for row in members), members) for members in found.values()]
    return sorted(named, key=lambda group: group[0])


def is_ratio(amount: Any) -> bool:
    return isinstance(amount, str) and "/" in amount


def p_q(exact: Fraction) -> str:
    return f"{exact.numerator}/{exact.denominator}"


ON_DUTY = ("在岗", "在职", "在编", "在编在岗", "在岗在编", "在岗在职", "在职在岗", "有效", "正常", "是")
STRATUM_WORDS: Json = {
    "cluster": "",
    "district": "",
    "ratio": None,
    "count": None,
    "product": None,
    "minimum": 0,
    "year": None,
    "earlier": 0,
}


def whole_number(amount: Any, members: int, rounding: str) -> int:
    if not is_ratio(amount):
        return int(amount)
    exact = Fraction(amount) * members
    if rounding == "进一":
        return -(-exact.numerator // exact.denominator)
    if rounding == "四舍五入":
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return exact.numerator // exact.denominator


def split(rows: list[Row], quota: Json) -> list[tuple[str, list[Row], Any]]:
    """Name, members and amount of the strata of one cluster and district, in order."""
    if "分层" in quota:
        left, found = rows, []
        for rule in quota["分层"]:
            taken = left if rule.get("其余") == "是" else [row for row in left if fits(rule["对象"], row)]
            found.append((rule["名称"], taken, rule.get("比例", rule.get("数量"))))
            left = [row for row in left if not any(row is one for one in taken)]
        return found
    amount = quota.get("比例", quota.get("数量"))
    column = quota.get("字段")
    if column is None:
        return [("全部", rows, amount)]
    blank = [row for row in rows if not norm(cell_of(row, column))]
    if not isinstance(amount, list):
        found = [(name, members, amount) for name, members in groups_of(rows, column)]
    else:
        by_value = {comparable(name): members for name, members in groups_of(rows, column)}
        found = []
        for value, one in amount:
            members = by_value.pop(comparable(value), [])
            if norm(value) == "未评级" and "未评级" not in quota:
                members = members + blank
            found.append((value, members, one))
    if "未评级" in quota:
        found.append(("未评级", blank, quota["未评级"]))
    return found


# --- The tables ---------------------------------------------------------------------------------------


def numbers(values: Iterable[int]) -> str:
    return " ".join(map(str, sorted(set(values))))


def read_csv(data: bytes | None) -> list[Row]:
    return list(csv.DictReader(io.StringIO((data or b"").decode("utf-8"), newline="")))


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()


def canonical(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(*lines: str) -> str:
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


class Marks:
    """Mark and salt of the seal of each id of a kind (docs/algorithm.md, section 11)."""

    def __init__(self, secret: bytes, kind: str, ids: Iterable[str]) -> None:
        self.mark: dict[str, str] = {}
        self.salt: dict[str, str] = {}
        for one in ids:
            h = hmac.new(secret, f"{kind}\n{one}\n".encode(), hashlib.sha256).digest()
            self.mark[one] = digest("ssj-mark/2", kind, base64.b32encode(h[0:15]).decode()[:20], one)
            self.salt[one] = base64.b32encode(h[15:30]).decode()[:20]


class Making:
    """Everything that is read, and what follows from it section by section."""

    def __init__(
        self, private: dict[str, bytes], batch: str, secret: bytes, besides: Collection[str]
    ) -> None:
        self.plan: Json = json.loads(private["plan.json"])
        self.objects = read_csv(private["objects.csv"])
        self.staff = read_csv(private["people.csv"])
        self.item_rows = {row["标识"]: row for row in read_csv(private.get("items.csv"))}
        self.recusals = read_csv(private.get("recusals.csv"))
        self.history = read_csv(private.get("history.csv"))
        self.marks = Marks(secret, "object", [row["标识"] for row in self.objects])
        self.person_marks = Marks(secret, "person", [row["标识"] for row in self.staff])
        self.objects.sort(key=lambda row: self.marks.mark[row["标识"]])
        self.limits: Json = self.plan.get("限制", {})
        self.rules: list[Json] = self.plan.get("必查", [])
        batches = sorted(self.plan["批次"], key=lambda one: one["起"])
        self.batches = [norm(one["名称"]) for one in batches]
        self.batch = batches[self.batches.index(norm(batch))]
        self.j, self.B = self.batches.index(norm(batch)) + 1, len(batches)
        self.aliases = {norm(key): norm(value) for key, value in self.plan.get("部门别名", {}).items()}
        self.floor_asked = "全年比例下限" in self.limits and self.j == self.B
        self.besides = besides
        self.past()
        self.tasks_and_strata()
        self.states()
        self.entities()
        self.kinds_of_seats()
        self.people_and_areas()
        self.recused_people()

    def department(self, text: str) -> str:
        return self.aliases.get(norm(text), norm(text))

    # Section 1

    def this_year(self, visit: Row) -> bool:
        return visit["检查日期"].startswith(f"{int(self.plan['年度']):04}-")

    def past(self) -> None:
        self.visits: dict[str, list[Row]] = {}
        self.visits_ever: dict[str, list[Row]] = {}
        self.listed: dict[tuple[str, str], list[str]] = {}
        for one in self.recusals:
            self.listed.setdefault((one["检查对象"], one["检查人员"]), []).append(one["回避事由"])
        for visit in self.history:
            self.visits_ever.setdefault(visit["检查对象"], []).append(visit)
            if self.this_year(visit):
                self.visits.setdefault(visit["检查对象"], []).append(visit)

    @staticmethod
    def routine(visit: Row) -> bool:
        return entries(visit["原因"]) == ("日常",)

    @staticmethod
    def counts(visit: Row) -> bool:
        return bool({"随机", "补足"} & set(entries(visit["原因"])))

    def not_routine(self, row: Row) -> list[Row]:
        return [visit for visit in self.visits.get(row["标识"], []) if not self.routine(visit)]

    # Section 4

    def batches_of(self, task: Json) -> list[str]:
        """Names of a task's batches, in their order."""
        if task.get("批次") is None:
            return self.batches
        named = {norm(name) for name in task["批次"]}
        return [name for name in self.batches if name in named]

    def tasks_and_strata(self) -> None:
        condition = self.limits.get("不参加抽取")
        self.excluded = {
            row["标识"] for row in self.objects if condition is not None and fits(condition, row)
        }
        here = norm(self.batch["名称"])
        every = self.plan.get("任务", [])
        self.tasks = [one for one in every if self.floor_asked or here in self.batches_of(one)]
        self.own = [here in self.batches_of(one) for one in self.tasks]
        scopes = [self.scope(task) for task in self.tasks]
        self.clusters: dict[tuple[str, str], int] = {}  # (column, comparable cell) -> number
        self.number_clusters(scopes)
        self.strata: list[tuple[int, int, int, list[Row]]] = []  # task, cluster, n, members
        self.stratum_words: list[Json] = []
        for number, (task, own, scope) in enumerate(zip(self.tasks, self.own, scopes, strict=True), 1):
            if own:
                self.strata += [(number, *rest) for rest in self.strata_of(task, scope)]
            else:
                self.strata.append((number, 0, 0, scope))
                whole = {"name": "全部", "count": 0, "rounding": task["抽取"].get("取整", "进一")}
                self.stratum_words.append({**STRATUM_WORDS, "task": task["编号"], **whole})

    def scope(self, task: Json) -> list[Row]:
        found = []
        for row in self.objects:
            answers = [fits(task.get(key) or {}, row) for key in ("对象范围", "定向条件")]
            if all(answers) and row["标识"] not in self.excluded:
                found.append(row)
        return found

    def number_clusters(self, scopes: list[list[Row]]) -> None:
        together: dict[str, dict[str, Row]] = {}
        for task, own, scope in zip(self.tasks, self.own, scopes, strict=True):
            stage = task["抽取"].get("阶段")
            if own and stage:
                together.setdefault(stage["字段"], {}).update({row["标识"]: row for row in scope})
        self.cluster_words: list[Json] = []
        for column, rows in together.items():
            for name, members in groups_of(rows.values(), column):
                self.cluster_words.append({"column": column, "name": name})
                key = column, comparable(cell_of(members[0], column))
                self.clusters[key] = len(self.clusters) + 1

    def strata_of(self, task: Json, scope: list[Row]) -> list[tuple[int, int, list[Row]]]:
        quota = task["抽取"]
        for rule in quota.get("分层", []):
            for row in self.objects:
                fits(rule.get("对象") or {}, row)  # stops at a wrong cell of any object
        parts: list[tuple[int, list[Row]]] = [(0, scope)]
        if quota.get("阶段"):
            column = quota["阶段"]["字段"]
            parts = [
                (self.clusters[column, comparable(cell_of(members[0], column))], members)
                for _, members in groups_of(scope, column)
            ]
            parts.sort(key=lambda part: part[0])
        found = []
        for c, rows in parts:
            districts = groups_of(rows, task["分区"]) if task.get("分区") else [("", rows)]
            for district, some in districts:
                for name, members, amount, *basis in self.split(task, some):
                    where = self.cluster_words[c - 1]["name"] if c else ""
                    words = {"task": task["编号"], "cluster": where, "district": district, "name": name}
                    if basis:
                        words["basis"] = basis[0]
                    found.append((c, self.size(task, members, amount, words), members))
        if sum(len(members) for _, _, members in found) != len(scope):
            raise NoTables("an object without a cluster, district or stratum")
        return found

    def split(self, task: Json, rows: list[Row]) -> list[Any]:
        """Name, members, amount and perhaps basis of the strata of one cluster and district."""
        quota = task["抽取"]
        if "每名在岗人员" in quota:
            lines = [
                line
                for line in self.plan["检查组"]
                if line.get("部门") is not None
                and (line.get("任务") is None or norm(task["编号"]) in map(norm, line["任务"]))
            ]
            people = sum(any(self.person_fits(person, line) for line in lines) for person in self.staff)
            each = int(quota["每名在岗人员"])
            return [("全部", rows, people * each, {"people": people, "each": each})]
        if "轮查" not in quota:
            return split(rows, quota)
        turn, year = quota["轮查"], int(self.plan["年度"])
        k = int(turn["年数"])
        s = int(turn["起"]) + k * ((year - int(turn["起"])) // k)
        parts: dict[str, list[Row]] = {"到期": [], "本轮未查": [], "本轮已查": []}
        for row in rows:
            last = 0
            for visit in self.visits_ever.get(row["标识"], []):
                if turn.get("日常计入", "否") == "是" or not self.routine(visit):
                    seen = int(visit["检查日期"][:4])
                    last = max(last, seen if seen < year else 0)
            if last and last <= year - k:
                parts["到期"].append(row)
            else:
                parts["本轮未查" if last < s else "本轮已查"].append(row)
        e, u, left = len(parts["到期"]), len(parts["本轮未查"]), s + k - year
        amounts = {"到期": e, "本轮未查": max(0, -(-(u + e) // left) - e), "本轮已查": 0}
        basis = {"rotation": {"years": k, "left": left, "due": e, "waiting": u}}
        return [(name, members, amounts[name], basis) for name, members in parts.items()]

    def rests(self, row: Row, before: str = "9999") -> bool:
        """Whether a visit before a day lets the object rest (section 5)."""
        for rule in self.limits.get("几年内不重复", []):
            if fits(rule.get("对象") or {}, row):
                break
        else:
            return False
        if rule.get("年") is not None:
            first = (int(self.plan["年度"]) - int(rule["年"]), 1)
        else:
            year, month = map(int, self.batch["起"].split("-"))
            first = divmod(12 * year + month - 1 - int(rule["月数"]), 12)
            first = (first[0], first[1] + 1)
        start = f"{first[0]:04}-{first[1]:02}-01" if first[0] >= 1 else "0001-01-01"
        return any(
            start <= visit["检查日期"] < before and (rule.get("日常计入") == "是" or not self.routine(visit))
            for visit in self.visits_ever.get(row["标识"], [])
        )

    def size(self, task: Json, members: list[Row], amount: Any, words: Json) -> int:
        """`n` of a stratum; its label is the words given and more."""
        quota = task["抽取"]
        base = len(members)
        if is_ratio(amount) and quota.get("基数") == "可抽":
            base -= sum(self.rests(row, f"{int(self.plan['年度']):04}-01-01") for row in members)
            words["basis"] = {"base": base}
        rounding, minimum = quota.get("取整", "进一"), int(quota.get("每层至少", 0))
        n = min(len(members), max(minimum, whole_number(amount, base, rounding)))
        words = {**STRATUM_WORDS, **words, "rounding": rounding, "minimum": minimum}
        if is_ratio(amount):
            words |= {"ratio": p_q(Fraction(amount)), "product": p_q(Fraction(amount) * base)}
        else:
            words["count"] = int(amount)
        if quota.get("比例口径", "每批") == "全年":
            own = self.batches_of(task)
            i = own.index(norm(self.batch["名称"])) + 1
            earlier = sum(
                any(self.drawn_before(v, task) for v in self.visits.get(row["标识"], [])) for row in members
            )
            words |= {"year": n, "earlier": earlier}
            n = max(0, n * i // len(own) - earlier)
        self.stratum_words.append(words)
        return n

    def drawn_before(self, visit: Row, task: Json) -> bool:
        return (
            norm_id(visit["计划编号"]) == norm_id(self.plan["编号"])
            and norm_id(task["编号"]) in visit["任务"].split(" ")
            and "随机" in entries(visit["原因"])
        )

    # Section 5

    def barred(self, row: Row) -> bool:
        cap = self.limits.get("每户全年上限")
        if cap is not None and len(self.visits.get(row["标识"], [])) >= int(cap):
            return True
        if self.rests(row):
            return True
        return self.limits.get("同年重复抽取", "否") == "否" and bool(self.not_routine(row))

    def states(self) -> None:
        self.strata_by_id: dict[str, list[int]] = {row["标识"]: [] for row in self.objects}
        for number, (_, _, _, members) in enumerate(self.strata, 1):
            for row in members:
                self.strata_by_id[row["标识"]].append(number)
        self.state: dict[str, int] = {}
        self.owed: dict[str, int] = {}
        self.must_inspect: list[Json] = []
        for number, row in enumerate(self.objects, 1):
            one = row["标识"]
            if not self.strata_by_id[one] or self.barred(row):
                self.state[one] = 0
            elif not self.floor_asked:
                self.state[one] = 1
            elif any(self.counts(visit) for visit in self.visits.get(one, [])):
                self.state[one] = 3
            else:
                self.state[one] = 2 if self.not_routine(row) else 1
            fitting = [rule for rule in self.rules if fits(rule["对象"], row)]
            self.owed[one] = 0
            if fitting:
                times, done = max(int(rule["全年次数"]) for rule in fitting), len(self.not_routine(row))
                target = times * self.j // self.B
                if one not in self.excluded:
                    self.owed[one] = max(0, target - done)
                self.must_inspect.append(
                    {
                        "number": number,
                        "rules": [rule["名称"] for rule in fitting],
                        "times": times,
                        "done": done,
                        "target": target,
                        "unscheduled": int(one in self.excluded and target > done),
                    }
                )
        self.floor_words: Json | None = None
        self.floor: int | None = None
        if self.floor_asked:
            size = len(self.objects) - len(self.excluded)
            wanted = whole_number(self.limits["全年比例下限"], size, "进一")
            counted = sum(any(map(self.counts, visits)) for visits in self.visits.values())
            self.floor = max(0, wanted - counted)
            self.floor_words = {"M": size, "F": wanted, "counted": counted}

    # Section 6

    def entities(self) -> None:
        general = self.limits.get("同一法人至多") or {}
        scope = general.get("范围", "本批")
        self.frame_entity = int(general["户数"]) if general and scope == "本批" else 0
        self.task_entity = []
        for task, own in zip(self.tasks, self.own, strict=True):
            cap = task.get("同一法人至多") or (general if scope == "各任务" else {})
            self.task_entity.append(int(cap["户数"]) if cap and own else 0)
        named = [general, *((task.get("同一法人至多") or {}) for task in self.plan.get("任务", []))]
        column = next((one["字段"] for one in named if "字段" in one), "统一社会信用代码")
        caps = [cap for cap in [self.frame_entity, *self.task_entity] if cap]
        sizes: dict[str, int] = {}
        for row in self.objects:
            key = norm_id(cell_of(row, column))
            if key and self.state[row["标识"]]:
                sizes[key] = sizes.get(key, 0) + 1
        numbered: dict[str, int] = {}
        self.entity: dict[str, int] = {}
        for row in self.objects:
            key = norm_id(cell_of(row, column))
            bound = caps and self.state[row["标识"]] and sizes.get(key, 0) > min(caps)
            self.entity[row["标识"]] = numbered.setdefault(key, len(numbered) + 1) if bound else 0

    # Section 7

    def kinds_of_seats(self) -> None:
        lines: list[Json] = self.plan["检查组"]
        said = any(one.get("组长") == "是" for line in lines for one in [line, *line.get("其中至少", [])])
        self.kinds: list[Json] = []
        self.kind_tags: list[tuple[int, str]] = []  # line, tag
        for index, line in enumerate(lines):
            parts = [(int(one["人数"]), one) for one in line.get("其中至少", [])]
            rest = int(line["人数"]) - sum(count for count, _ in parts)
            for count, part in parts + ([(rest, {})] if rest > 0 else []):
                self.kinds.append(
                    {
                        "count": count,
                        "area": int(line.get("按辖区") == "是"),
                        "lead": self.lead(line, part, said),
                        "loose": int(line.get("分组外") == "是"),
                    }
                )
                self.kind_tags.append((index, norm(part.get("标签", ""))))
        self.task_items = [self.items(task["事项"], task) for task in self.tasks]
        self.rule_items = [self.items(rule["事项"], {}) for rule in self.rules]
        self.task_seats = [
            self.called(task, items) for task, items in zip(self.tasks, self.task_items, strict=True)
        ]
        self.rule_seats = [self.called(None, items) for items in self.rule_items]

    def lead(self, line: Json, part: Json, said: bool) -> int:
        if "是" in (line.get("组长"), part.get("组长")):
            return 1
        if line.get("专家") is not None:
            return 0
        if not said and "组长" in map(norm, [part.get("标签", ""), *line.get("标签", [])]):
            return 1
        return 2 if self.department(line["部门"]) == self.department(self.plan["发起部门"]) else 3

    def items(self, given: Json, task: Json) -> set[tuple[str, str]]:
        """(department, code) of the items of a task, or of a 必查 rule (then `task` is empty)."""
        plan = self.plan
        known = {self.department(plan["发起部门"])}
        known |= {self.department(one) for one in plan.get("联合部门", [])}
        for one in plan.get("任务", []):
            known |= {self.department(name) for name in [*(one.get("联合部门") or [])]}
            if one.get("发起部门"):
                known.add(self.department(one["发起部门"]))
        partners = task.get("联合部门")
        others = [task.get("发起部门") or plan["发起部门"]]
        others += plan.get("联合部门", []) if partners is None else partners
        found = set()
        for key, codes in given.items():
            for code in codes:
                if key:
                    found.add((self.department(key), norm_id(code)))
                    continue
                body = self.item_rows.get(norm_id(code), {}).get("抽查主体", "")
                named = {self.department(one) for one in [*entries(body), body]} & known
                owners = named or {self.department(one) for one in others}
                found |= {(owner, norm_id(code)) for owner in owners}
        return found

    def called(self, task: Json | None, items: Collection[tuple[str, str]]) -> list[int]:
        """The kinds that a task, or None for a 必查 rule, calls."""
        departments = {department for department, _ in items}
        found = []
        for kind, (index, _) in enumerate(self.kind_tags, 1):
            line = self.plan["检查组"][index]
            named = line.get("任务")
            if named is not None and (task is None or norm(task["编号"]) not in map(norm, named)):
                continue
            if line.get("专家") is not None or self.department(line["部门"]) in departments:
                found.append(kind)
        return found

    # Section 8

    def person_fits(self, person: Row, line: Json) -> bool:
        if line.get("专家") is not None:
            belongs = person["身份"] == "专家" and norm(line["专家"]) in entries(person.get("专业", ""))
        else:
            own = {self.department(one) for one in entries(person.get("部门", ""))}
            belongs = person["身份"] == "检查人员" and self.department(line["部门"]) in own
            year, month = map(int, self.batch["止"].split("-"))
            last = f"{self.batch['止']}-{calendar.monthrange(year, month)[1]:02}"
            until = person.get("证件有效期", "")
            held = person.get("执法证号", "") != "" and (until in ("", "长期") or until >= last)
            belongs = belongs and held
        on_duty = all(comparable(word) in ON_DUTY for word in entries(person.get("状态", "")))
        tags = entries(person.get("标签", ""))
        return belongs and on_duty and all(norm(tag) in tags for tag in line.get("标签", []))

    def people_and_areas(self) -> None:
        lines: list[Json] = self.plan["检查组"]
        rules = self.plan.get("回避规则", ["名单", "同单位", "曾任职单位"])
        self.cross = int("本辖区" in rules)
        self.areas: dict[str, int] = {}
        if self.cross or any(line.get("按辖区") == "是" for line in lines):
            for row in self.objects:
                if norm(row.get("行政区划", "")):
                    self.areas.setdefault(norm(row["行政区划"]), len(self.areas) + 1)
            self.with_areas = True
        else:
            self.with_areas = False
        self.people: list[tuple[Row, list[int], int | None]] = []  # row, seats, limit
        for person in sorted(self.staff, key=lambda row: self.person_marks.mark[row["标识"]]):
            fitting = [index for index, line in enumerate(lines) if self.person_fits(person, line)]
            tags = entries(person.get("标签", ""))
            seats = [
                kind
                for kind, (index, tag) in enumerate(self.kind_tags, 1)
                if index in fitting and (not tag or tag in tags)
            ]
            limits = [int(lines[i]["每人至多"]) for i in fitting if lines[i].get("每人至多") is not None]
            if seats or person["标识"] in self.besides:
                self.people.append((person, seats, min(limits, default=None)))

    def loads(self) -> list[int]:
        basis = self.plan.get("负荷口径", {})
        if basis.get("口径", "本批") == "本批":
            return [0] * len(self.people)
        made = [
            sum(
                self.this_year(visit)
                and not self.routine(visit)
                and one["标识"] in visit["检查人员"].split(" ")
                for visit in self.history
            )
            for one, _, _ in self.people
        ]
        least: dict[tuple[int, ...], int] = {}
        for (_, seats, _), own in zip(self.people, made, strict=True):
            least[tuple(seats)] = min(own, least.get(tuple(seats), own))
        return [
            max(0, own - least[tuple(seats)] - int(basis.get("容差", 1)))
            for (_, seats, _), own in zip(self.people, made, strict=True)
        ]

    # Section 9

    def employers_of(self, person: Row) -> set[str]:
        cell = person.get("部门" if person["身份"] == "检查人员" else "单位", "")
        return {*entries(cell), norm(cell)}

    def holding(self, rule: str, row: Row) -> Iterable[tuple[int, str]]:
        """Number of each person of the table for whom a rule holds, and the ground."""
        name = norm(row.get("名称", ""))
        if rule == "名单":
            for j, (person, _, _) in enumerate(self.people, 1):
                if (row["标识"], person["标识"]) in self.listed:
                    yield j, min(self.listed[row["标识"], person["标识"]])
        elif rule in ("同单位", "曾任职单位"):
            for j, names in enumerate(self.employers if rule == "同单位" else self.former, 1):
                if name and name in names:
                    yield j, row["名称"]
        elif rule == "上次检查":
            visits = self.visits_ever.get(row["标识"], [])
            day = max((visit["检查日期"] for visit in visits), default="")
            there = {one for v in visits if v["检查日期"] == day for one in v["检查人员"].split(" ")}
            for j, (person, _, _) in enumerate(self.people, 1):
                if person["标识"] in there:
                    yield j, day

    def recused_people(self) -> None:
        rules = self.plan.get("回避规则", ["名单", "同单位", "曾任职单位"])
        self.employers = [self.employers_of(person) for person, _, _ in self.people]
        self.former = [set(entries(person.get("曾任职单位", ""))) for person, _, _ in self.people]
        self.recused: dict[str, list[int]] = {}
        self.grounds: list[tuple[int, int, str, str]] = []
        for number, row in enumerate(self.objects, 1):
            first: dict[int, tuple[str, str]] = {}
            for rule in ["名单", *rules]:
                for j, ground in self.holding(rule, row):
                    first.setdefault(j, (rule, ground))
            self.recused[row["标识"]] = sorted(first)
            self.grounds += [(number, j, *first[j]) for j in sorted(first)]

    # Section 10

    def labels(self) -> bytes:
        def pairs(items: Iterable[tuple[str, str]]) -> list[list[str]]:
            return [list(pair) for pair in sorted(items)]

        return canonical(
            {
                "tasks": [
                    {"number": task["编号"], "own": int(own), "items": pairs(items)}
                    for task, own, items in zip(self.tasks, self.own, self.task_items, strict=True)
                ],
                "strata": self.stratum_words,
                "clusters": self.cluster_words,
                "areas": list(self.areas),
                "seats": [{"line": line, "tag": tag} for line, tag in self.kind_tags],
                "people": [row["标识"] for row, _, _ in self.people],
                "must_inspect": self.must_inspect,
                "floor": self.floor_words,
                "rules": [
                    {"name": rule["名称"], "items": pairs(items)}
                    for rule, items in zip(self.rules, self.rule_items, strict=True)
                ],
            }
        )

    # The files

    def frame(self) -> bytes:
        groups = self.plan.get("分组")
        made = {
            "objects": len(self.objects),
            "people": len(self.people),
            "tasks": [
                {
                    "seats": seats,
                    "clusters": int(task["抽取"]["阶段"]["抽"]) if own and task["抽取"].get("阶段") else 0,
                    "entity": entity,
                }
                for task, own, seats, entity in zip(
                    self.tasks, self.own, self.task_seats, self.task_entity, strict=True
                )
            ],
            "strata": [{"task": t, "cluster": c, "n": n} for t, c, n, _ in self.strata],
            "seats": self.kinds,
            "entity": self.frame_entity,
            "floor": self.floor,
            "balance": int(self.plan.get("负荷", "均衡") == "均衡"),
            "cross": self.cross,
            "groups": None if groups is None else int(groups.get("组数") or 0),
        }
        return canonical(made)

    def sites(self) -> list[list[str]]:
        lines: list[Json] = self.plan["检查组"]
        found = []
        for number, row in enumerate(self.objects, 1):
            fitting = [
                i for i, line in enumerate(lines) if line.get("对象") is None or fits(line["对象"], row)
            ]
            seats = [kind for kind, (index, _) in enumerate(self.kind_tags, 1) if index in fitting]
            duty: set[int] = set()
            for rule, called in zip(self.rules, self.rule_seats, strict=True):
                if fits(rule["对象"], row):
                    duty |= set(seats) & set(called)
            area = self.areas.get(norm(row.get("行政区划", "")), 0) if self.with_areas else 0
            salt = self.marks.salt[row["标识"]]
            recused = numbers(self.recused[row["标识"]])
            found.append([str(number), salt, numbers(seats), numbers(duty), str(area), recused])
        return found

    def object_rows(self, sites: list[list[str]]) -> Iterable[list[Any]]:
        for row, site in zip(self.objects, sites, strict=True):
            one = row["标识"]
            seal = digest("ssj-seal/2", site[1], ",".join(site[2:]))
            strata = numbers(self.strata_by_id[one])
            yield [
                site[0],
                self.marks.mark[one],
                seal,
                self.state[one],
                self.owed[one],
                self.entity[one],
                strata,
            ]

    def people_rows(self) -> Iterable[list[Any]]:
        for number, ((row, seats, limit), load) in enumerate(zip(self.people, self.loads(), strict=True), 1):
            own = entries(row.get("辖区", ""))
            areas = "*"
            if self.with_areas and own:
                areas = numbers(self.areas[one] for one in own if one in self.areas)
            limited = "" if limit is None else limit
            yield [number, self.person_marks.mark[row["标识"]], numbers(seats), areas, limited, load]


def tables(
    private: dict[str, bytes], batch: str, secret: bytes, besides: Collection[str] = ()
) -> dict[str, bytes]:
    """The tables and labels of a batch.

    private: name -> bytes of plan.json, objects.csv, people.csv, items.csv, recusals.csv, history.csv.
    secret: S of the batch. besides: ids of people who have a row though they may fill no seat (section 8).
    """
    made = Making(private, batch, secret, besides)
    sites = made.sites()
    return {
        "frame.json": made.frame(),
        "objects.csv": write_csv(
            ("number", "mark", "seal", "state", "owed", "entity", "strata"), made.object_rows(sites)
        ),
        "sites.csv": write_csv(("number", "salt", "seats", "duty", "area", "recused"), sites),
        "people.csv": write_csv(("number", "mark", "seats", "areas", "limit", "load"), made.people_rows()),
        "grounds.csv": write_csv(("number", "person", "rule", "ground"), made.grounds),
        "labels.json": made.labels(),
    }
