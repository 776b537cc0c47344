# mypy: ignore-errors
# ruff: noqa: B905 (strict= needs Python 3.10)
"""复核程序：用公开的表格和种子重新抽取一遍，与封存的结果逐字节比对。只用 Python 3.8 以上自带的标准库。

    python verify_ssj.py [文件夹] [--seed "现场读出的种子"] [--commit 承诺书上的封存摘要]
    python verify_ssj.py look-up [文件夹] --number 序号
    python verify_ssj.py look-up [文件夹] --code 校验码 --id 标识 [--number 序号]
    python verify_ssj.py sample 抽验.json [文件夹]

不写文件夹时，核对本文件所在的文件夹。每一步：✓ 相符，✗ 不符，– 未核对（附原因）。
退出码：0 核对过的都相符；1 有不符之处；2 用法不对或者无法读取；3 对象由平台抽取，不能重算；
4 没有不符，但缺少文件，抽取没有能够重算。

Written from docs/algorithm.md (scheme ssj-draw/2) alone; it shares no code with the program that draws.
Everything is drawn anew and compared. Numbers in brackets are sections of that page. In this order:

1. reading files strictly: canonical JSON, tables, commitment            [1, 2, 3, 11]
2. key and words; the objects drawn, the top-up, the visits              [3, 4, 5, 6]
3. seats and the one way in which they are filled (class `Seating`)      [7]
4. teams of a draw, with or without fixed groups; events                 [8, 9, 10]
5. the ledger                                                            [12]
6. the steps, the last line, look-up, the sealed sample [11], the command
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter, deque, namedtuple
from pathlib import Path

SCHEME = "ssj-draw/2"
TABLES = ("frame.json", "objects.csv", "sites.csv", "people.csv")
HEAD = ("scheme", "commit", "event")
EVENT_FILES = {
    "request.json": (*HEAD, "done", "out", "recused", "objects", "salt", "source"),
    "event.json": (*HEAD, "request", "seed", "key", "objects", "ended", "replacements", "visits"),
    "event-teams.json": (*HEAD, "request", "done", "out", "recused", "visits"),
}
NOT_COVERED = "表格是否如实来自名录库和计划，不在本程序核对之列"


class Wrong(Exception):
    """Something is not as it has to be; the argument says what."""


class Unchecked(Exception):
    """Something cannot be checked with what is at hand; the argument says why."""


class Unreadable(Exception):
    """There is nothing to check, or files cannot be read: exit code 2."""


# --- [1] Canonical JSON and forms of values -----------------------------------------------------------------


def sha256(data):
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """Canonical JSON as a text; TypeError at anything but objects, lists, texts, integers and null."""
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if type(value) is str:
        return json.dumps(value, ensure_ascii=False)
    if type(value) is list:
        return "[" + ",".join(map(canonical, value)) + "]"
    if type(value) is dict:
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    raise TypeError(type(value).__name__)


def parse_json(data, name):
    """The value, if these bytes are its one canonical form."""
    try:
        value = json.loads(data.decode("utf-8"))
        again = canonical(value).encode("utf-8")
    except (ValueError, TypeError, RecursionError) as problem:
        raise Wrong(f"{name} 不是规范的 JSON（{type(problem).__name__}）") from None
    if again != data:
        raise Wrong(f"{name} 不是规范的 JSON（重新写出的字节不同）")
    return value


NUMBER, HEX, TEXT, FLAG = "(?:0|[1-9][0-9]{0,8})", "[0-9a-f]{64}", "(?s:.*)", range(2)
SEED = r"\S(?:[^\r\n]*\S)?"


def shape(value, form, place):
    """Raises Wrong unless the value has this form.

    Forms: an int (the least number), a range, a text (a pattern), [form] (a list), (form, …) (a list of just
    these), {key: form} (an object with just these keys), a function of value and place.
    """
    if callable(form):
        form(value, place)
    elif isinstance(form, dict):
        if type(value) is not dict or set(value) != set(form):
            raise Wrong(f"{place}：应有且只有这些键：{'、'.join(sorted(form))}")
        for key in form:
            shape(value[key], form[key], f"{place} › {key}")
    elif isinstance(form, (list, tuple)):
        if type(value) is not list or (isinstance(form, tuple) and len(value) != len(form)):
            raise Wrong(f"{place}：应为{f' {len(form)} 项的' if isinstance(form, tuple) else ''}列表")
        for at, part in enumerate(value):
            shape(part, form[at] if isinstance(form, tuple) else form[0], f"{place} › {at + 1}")
    elif isinstance(form, (int, range)):
        if type(value) is not int or value not in (form if isinstance(form, range) else range(form, 10**9)):
            raise Wrong(f"{place}：{value} 不是整数，或者超出范围")
    elif type(value) is not str or not re.fullmatch(form, value):
        raise Wrong(f"{place}：内容的写法不对")


def maybe(form):
    """A form: null, or this form."""
    return lambda value, place: None if value is None else shape(value, form, place)


def rising(form, order=lambda one: one):
    """A form: a list of such values, strictly ascending by `order`."""

    def check(value, place):
        shape(value, [form], place)
        keys = [order(one) for one in value]
        if any(keys[at] >= keys[at + 1] for at in range(len(keys) - 1)):
            raise Wrong(f"{place}：应为升序，不得重复")

    return check


def anything(value, place):
    """A form: whatever; compared later."""


def same(found, expected, place):
    """Raises Wrong at the first difference."""
    if isinstance(found, dict) and isinstance(expected, dict):
        shape(found, dict.fromkeys(expected, anything), place)
        for key in expected:
            same(found[key], expected[key], f"{place} › {key}")
    elif isinstance(found, list) and isinstance(expected, list):
        for at, (left, right) in enumerate(zip(found, expected), 1):
            same(left, right, f"{place} › {at}")
        if len(found) != len(expected):
            raise Wrong(f"{place}：应有 {len(expected)} 项，文件中有 {len(found)} 项")
    elif type(found) is not type(expected) or found != expected:
        raise Wrong(f"{place}：应为 {expected}，文件中为 {found}")


# --- [2, 3, 11] Commitment and tables -----------------------------------------------------------------------

COMMITMENT = {
    **dict.fromkeys(("scheme", "rules", "plan", "batch"), TEXT),
    "private": HEX,
    "tables": dict.fromkeys(TABLES, HEX),
}
COLUMNS = {
    "objects.csv": ("number", "mark", "seal", "state", "owed", "entity", "strata"),
    "sites.csv": ("number", "salt", "seats", "duty", "area", "recused"),
    "people.csv": ("number", "mark", "seats", "areas", "limit", "load"),
}
LIST = f"(?:{NUMBER}(?: {NUMBER})*)?"
CELLS = {  # cells of other columns are numbers
    **dict.fromkeys(("strata", "seats", "duty", "recused"), LIST), "areas": rf"\*|{LIST}",
    "mark": HEX, "seal": HEX, "salt": "[A-Z2-7]{20}", "state": "[0-3]", "limit": f"{NUMBER}?",
}  # fmt: skip


def read_frame(data):
    """frame.json with all ranges checked."""
    frame = parse_json(data, "frame.json")
    form = {key: [anything] for key in ("tasks", "strata", "seats")}
    form.update(objects=0, people=0, entity=0, balance=FLAG, cross=FLAG, floor=maybe(0), groups=maybe(0))
    shape(frame, form, "frame.json")
    kinds, tasks = range(1, len(frame["seats"]) + 1), range(1, len(frame["tasks"]) + 1)
    rows = {
        "tasks": [{"seats": rising(kinds), "clusters": 0, "entity": 0}],
        "strata": [{"task": tasks, "cluster": 0, "n": 0}],
        "seats": [{"count": 1, "area": FLAG, "lead": 0, "loose": FLAG}],
    }
    for name, form in rows.items():
        shape(frame[name], form, f"frame.json › {name}")
    if frame["groups"] is not None:
        firm = [seat for seat in frame["seats"] if not seat["loose"]]
        if not firm or any(seat["area"] for seat in firm):
            raise Wrong("frame.json › seats：固定组须有组内席位，且组内席位的 area 须为 0")
    return frame


def read_cell(column, cell, highest, place):
    """A text, a number, a tuple of numbers, or None for “*” and for no limit."""
    if column in ("mark", "seal", "salt"):
        return cell
    if cell == "*" or (column == "limit" and not cell):
        return None
    if column not in highest:
        return int(cell)
    numbers = tuple(map(int, cell.split()))
    if any(a >= b for a, b in zip((0, *numbers), numbers)) or (0, *numbers)[-1] > highest[column]:
        raise Wrong(f"{place}：“{cell}”不是升序的号码，或者超出范围")
    return numbers


def read_rows(data, name, frame, count):
    """List of (line, row), a field for each column. `count`: how many there are, None: any part of them."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Wrong(f"{name} 不是 UTF-8") from None
    if lines[0] != ",".join(COLUMNS[name]) or len(lines) < 2 or lines.pop():
        raise Wrong(f"{name} 的表头或行尾不对")
    row = namedtuple("Row", COLUMNS[name])
    form = re.compile(",".join(f"({CELLS.get(column, NUMBER)})" for column in COLUMNS[name]))
    kinds, people, strata = len(frame["seats"]), frame["people"], len(frame["strata"])
    highest = {"seats": kinds, "duty": kinds, "recused": people, "strata": strata, "areas": 10**9}
    rows, number, mark = [], 0, ""
    for at, line in enumerate(lines[1:], 2):
        place, cells = f"{name} 第 {at} 行", form.fullmatch(line)
        if not cells:
            raise Wrong(f"{place}的写法不对")
        new = row(*(read_cell(*cell, highest, place) for cell in zip(COLUMNS[name], cells.groups())))
        if new.number <= number or (name != "sites.csv" and new.mark <= mark):
            raise Wrong(f"{place}：号码或 mark 的次序不对")
        number, mark = new.number, new[1]
        rows.append((line, new))
    if count is not None:
        same(len(rows), count, f"{name} 的行数")
        same(number, count, f"{name} 最后一行的号码")
    return rows


def read_objects(data, frame):
    """Rows of objects.csv; element 0 is none."""
    rows = [row for _, row in read_rows(data, "objects.csv", frame, frame["objects"])]
    for row in rows:
        if len({frame["strata"][h - 1]["task"] for h in row.strata}) < len(row.strata):
            raise Wrong(f"objects.csv 第 {row.number} 号：同一任务只能属于一层")
        if row.state and not row.strata:
            raise Wrong(f"objects.csv 第 {row.number} 号：不属于任何层，state 应为 0")
    return [None, *rows]


def read_people(data, frame):
    """Rows of people.csv; element 0 is nobody."""
    rows = [row for _, row in read_rows(data, "people.csv", frame, frame["people"])]
    for row in rows:
        if not row.seats:
            raise Wrong(f"people.csv 第 {row.number} 号：不能担任任何席位的人不应列入")
    return [namedtuple("Nobody", "seats areas limit load")((), (), 0, 0), *rows]


def read_sites(data, frame, count, objects):
    """Number → row of sites.csv, each proven by its seal (if `objects` is not None)."""
    sites = {}
    for line, row in read_rows(data, "sites.csv", frame, count):
        place, sealed = f"sites.csv 第 {row.number} 号", line.split(",", 2)[2]
        if row.number > frame["objects"] or not set(row.duty) <= set(row.seats):
            raise Wrong(f"{place}：号码超出范围，或者 duty 不在 seats 之中")
        if objects and sha256(f"ssj-seal/2\n{row.salt}\n{sealed}\n".encode()) != objects[row.number].seal:
            raise Wrong(f"{place}：与 objects.csv 中的 seal 不符")
        sites[row.number] = row
    return sites


# --- [3, 4] Key and words -----------------------------------------------------------------------------------

LOW = (1 << 64) - 1


def derive_key(*texts):
    """The key of these texts, each followed by LF."""
    return int(sha256("".join(part + "\n" for part in texts).encode("utf-8"))[:32], 16)


def words(key, stream, start, count):
    """Words start … start + count − 1 of a stream (Philox4x64-10)."""
    low, m0, m1, out, first = LOW, 0xD2E7470EE14C6C93, 0xCA5A826395121157, [], start // 4
    k0, k1 = key & low, key >> 64
    keys = [((k0 + i * 0x9E3779B97F4A7C15) & low, (k1 + i * 0xBB67AE8584CAA73B) & low) for i in range(10)]
    for i in range(first, (start + count + 3) // 4):
        c0, c1, c2, c3 = (1 + i) & low, 0, 0, stream
        for a, b in keys:
            left, right = c0 * m0, c2 * m1
            c0, c1, c2, c3 = (right >> 64) ^ c1 ^ a, right & low, (left >> 64) ^ c3 ^ b, left & low
        out += (c0, c1, c2, c3)
    return out[start - 4 * first : start - 4 * first + count]


def ordered(key, stream, block, count):
    """The numbers 1 … count in the order of the words of this block of `count` words, blocks from 1."""
    found = words(key, stream, (block - 1) * count, count)
    return [at + 1 for at in sorted(range(count), key=found.__getitem__)]


def by_word(key, stream, numbers):
    """These numbers in the order of the words number − 1."""
    return sorted(numbers, key=lambda number: (words(key, stream, number - 1, 1), number))


# --- [5, 6] Objects and visits ------------------------------------------------------------------------------


class Drawn:
    """The objects drawn. Lists over strata have an element 0, which stands for the top-up."""

    def __init__(self, frame, objects, key):
        self.frame, self.objects, self.strata, self.held = frame, objects, [None, *frame["strata"]], Counter()
        self.ticket = [0, *words(key, 1, 0, len(objects) - 1)]
        self.order = [k for k in ordered(key, 1, 1, len(objects) - 1) if objects[k].state]
        self.draw_clusters(key)
        self.places, self.alternates = [[] for _ in self.strata], [[] for _ in self.strata]
        self.strata_of, self.wanted = {}, 0  # strata_of: object → the strata that drew it
        for k in self.order:
            self.draw(k)
        if frame["floor"] is not None:
            self.top_up()

    def draw_clusters(self, key):
        """`clusters` of draw.json; `void`: strata of clusters that were not drawn."""
        self.clusters, self.void = [], set()
        for t, task in enumerate(self.frame["tasks"], 1):
            if task["clusters"]:
                mine = [(h, s["cluster"]) for h, s in enumerate(self.frame["strata"], 1) if s["task"] == t]
                drawn = by_word(key, 5, {c for _, c in mine if c})[: task["clusters"]]
                self.clusters.append([t, drawn])
                self.void.update(h for h, c in mine if c and c not in drawn)

    def is_full(self, t, e):
        """Has entity e as many objects drawn as task t allows (0: the whole batch)?"""
        cap = self.frame["tasks"][t - 1]["entity"] if t else self.frame["entity"]
        return bool(cap and e and self.held[t, e] >= cap)

    def draw(self, k):
        """The object k, when its turn has come."""
        e = self.objects[k].entity
        passed_over = self.is_full(0, e)
        for h in self.objects[k].strata:
            n, t = self.strata[h]["n"], self.strata[h]["task"]
            if h in self.void or not n:
                continue
            if passed_over or self.is_full(t, e) or len(self.places[h]) >= n:
                self.alternates[h].append(k)
            else:
                self.places[h].append(k)
                self.strata_of.setdefault(k, []).append(h)
                self.held[t, e] += 1
        self.held[0, e] += k in self.strata_of

    def top_up(self):
        """Objects are added until the floor is reached."""
        reached = sum(self.objects[k].state in (1, 2) for k in self.strata_of)
        self.wanted = max(0, self.frame["floor"] - reached)
        for k in self.order:
            one = self.objects[k]
            if one.state == 1 and not one.owed and k not in self.strata_of:
                if len(self.places[0]) < self.wanted and not self.is_full(0, one.entity):
                    self.places[0].append(k)
                    self.held[0, one.entity] += 1
                else:
                    self.alternates[0].append(k)

    def records(self):
        """`clusters`, `strata` and `floor` of draw.json. [9]"""
        members = Counter(h for one in self.objects[1:] for h in one.strata)
        available = Counter(h for k in self.order for h in self.objects[k].strata)
        strata, floor = [], None
        for h, stratum in enumerate(self.frame["strata"], 1):
            drawn, n = self.places[h], stratum["n"]
            strata.append({
                "members": members[h], "available": available[h], "drawn": drawn,
                "alternates": self.alternates[h][: max(n, 100)],
                "cut_off": f"{self.ticket[drawn[-1]]:016x}" if drawn else None,
                "shortage": 0 if h in self.void else n - len(drawn),
            })  # fmt: skip
        if self.frame["floor"] is not None:
            floor = {
                "wanted": self.wanted, "added": self.places[0], "short": self.wanted - len(self.places[0]),
                "alternates": self.alternates[0][: max(self.wanted, 100)],
            }  # fmt: skip
        return {"clusters": self.clusters, "strata": strata, "floor": floor}

    def numbers_of_visits(self):
        """Object → number of its visits."""
        due = {k: one.owed for k, one in enumerate(self.objects) if one and one.owed}
        return {**dict.fromkeys([*self.strata_of, *self.places[0]], 1), **due}

    def visits(self):
        """`visits` of draw.json."""
        visits, added = [], set(self.places[0])
        for k, total in sorted(self.numbers_of_visits().items()):
            for ordinal in range(1, total + 1):
                strata = self.strata_of.get(k, []) if ordinal == 1 else []
                visits.append(
                    self.visit(len(visits) + 1, k, ordinal, total, strata, ordinal == 1 and k in added)
                )
        return visits

    def visit(self, index, k, ordinal, total, strata, added):
        """A visit of draw.json or event.json."""
        tasks = sorted({self.strata[h]["task"] for h in (self.objects[k].strata if added else strata)})
        return {
            "index": index, "number": k, "visit": ordinal, "of": total, "tasks": tasks, "strata": strata,
            "added": int(added),
        }  # fmt: skip


# --- [6, 7] Seats, and how they are filled ------------------------------------------------------------------


def kinds_of(frame, site, tasks):
    """The kind of each seat of a visit, in seat order. [6]"""
    called = {kind for t in tasks for kind in frame["tasks"][t - 1]["seats"]} | set(site.duty)
    kinds = [kind for kind in site.seats if kind in called]
    if sum(frame["seats"][kind - 1]["count"] for kind in kinds) > frame["people"]:
        raise Wrong("有的检查的席位比全体人员还多")
    return [kind for kind in kinds for _ in range(frame["seats"][kind - 1]["count"])]


def augment(slots, seats, fit, person, seen):
    """Seats the person in slots (seat → holder), holders moving on if need be; False if there is no way."""
    for seat in seats:
        if seat not in seen and person in fit[seat]:
            seen.add(seat)
            if seat not in slots or augment(slots, seats, fit, slots[seat], seen):
                slots[seat] = person
                return True
    return False


def seats_in_end(members, fit):
    """The seat of each member, by the rule “Seats in the end”; seats are positions in `fit`."""
    left, seats = list(range(len(fit))), []
    for at, member in enumerate(members, 1):
        for seat in left:
            others, slots = [other for other in left if other != seat], {}
            seated = (augment(slots, others, fit, later, set()) for later in members[at:])
            if member in fit[seat] and all(seated):
                seats.append(seat)
                left = others
                break
    return seats


def leader_of(frame, team):
    """The leader of a team of [person, kind], 0 if none."""
    ranks = [(frame["seats"][kind - 1]["lead"], at) for at, (_, kind) in enumerate(team)]
    return team[min(rank for rank in ranks if rank[0])[1]][0] if any(rank for rank, _ in ranks) else 0


# Seats to be filled on one visit: their kinds; for each the set of those who may fill it; people recused, who
# are written down when passed over, and barred, who are not; the number of members there already.
Opening = namedtuple("Opening", "index kinds fit recused barred before")


def bits(mask):
    """Yields the positions of the bits of a mask."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


class Seating:
    """Who has which seat of the openings, and the test of step 4.

    Openings stand in the order of their turns; those before `now` are settled, and the members `kept` of
    `now`. Sets of seats are masks: bit s stands for seat s. Person 0 is nobody.
    """

    def __init__(self, openings, limit, load):
        self.openings, self.limit, self.load, self.now, self.kept = openings, limit, list(load), 0, []
        self.fit = [fit for opening in openings for fit in opening.fit]
        self.opening_of = [o for o, opening in enumerate(openings) for _ in opening.fit]
        self.holder, self.seats, self.mask = [0] * len(self.fit), [], []
        for opening in openings:
            first = self.seats[-1].stop if self.seats else 0
            self.seats.append(range(first, first + len(opening.fit)))
            self.mask.append((1 << len(opening.fit)) - 1 << first)
        self.teams, self.taken = [0] * len(limit), [0] * len(limit)  # person → teams now; settled so far
        # person → seats that they may fill; that they have; that are of the openings where they have one
        self.may, self.have, self.near = [0] * len(limit), [0] * len(limit), [0] * len(limit)
        for seat, fit in enumerate(self.fit):
            opening = openings[self.opening_of[seat]]
            for person in fit.difference(opening.recused, opening.barred):
                self.may[person] |= 1 << seat

    def is_free(self, person):
        """Can they be in one more team?"""
        return self.limit[person] is None or self.teams[person] < self.limit[person]

    def give(self, moves):
        """Gives seats to people (seat → person)."""
        for step in (-1, 1):
            for seat in moves:
                person = self.holder[seat]
                self.teams[person] += step
                self.load[person] += step
                self.have[person] ^= 1 << seat
                self.near[person] ^= self.mask[self.opening_of[seat]]
                self.holder[seat] = moves[seat]

    def fill(self):
        """Fills all seats as evenly as can be; False if that cannot be done."""
        hopeful, vacant = set(range(1, len(self.limit))), (1 << len(self.fit)) - 1
        while vacant:
            hopeful = {person for person in hopeful if self.is_free(person)}
            if not hopeful:
                return False
            person = min(hopeful, key=self.load.__getitem__)
            moves = self.search([("person", person)], vacant)
            if moves:
                self.give(moves)
                vacant &= ~sum(1 << seat for seat in moves)
            else:
                hopeful.remove(person)
        return True

    def search(self, starts, goals, person=0, even=None):
        """Moves (seat → person) along a way to one of the goals (a mask); None if there is no way.

        Steps of a way: ("seat", s): somebody takes this seat (at the start the person), so its holder has to
        move; ("person", p): p has a visit less and may take another. With `even` 1 also ("load", x): somebody
        with this load has a visit less for good, so somebody with load x − 1 may have one more; with `even` 0
        whatever their loads are.
        """
        before, queue, left = dict.fromkeys(starts), deque(starts), -1 << self.seats[self.now].start
        while queue:
            step = queue.popleft()
            what, x = step
            if what == "seat":
                if goals >> x & 1:
                    return self.moves(before, step, person)
                holder, o = self.holder[x], self.opening_of[x]
                onward = [("seat", seat) for seat in self.seats[o] if holder in self.fit[seat]]
                if o != self.now or holder not in self.kept:
                    onward.append(("person", holder))
            elif what == "person":
                if x == person:
                    return self.moves(before, step, person)
                new = self.may[x] & ~self.near[x] & left
                hit = new & goals
                new = hit & -hit or new  # one goal at hand is enough
                left &= ~new
                onward = [("load", self.load[x] * even)] if even is not None else []
                onward += [("seat", seat) for seat in bits(new)]
            else:
                people = (p for p in range(1, len(self.limit)) if not even or self.load[p] == x - 1)
                onward = [("person", p) for p in people if self.is_free(p)]
            for other in onward:
                if other not in before:
                    before[other] = step
                    queue.append(other)
        return None

    def moves(self, before, step, person):
        """The moves of the way that ends with this step."""
        moves = {}
        while step:
            what, x = before[step] or ("person", person)
            if step[0] == "seat":
                moves[step[1]] = x if what == "person" else self.holder[x]
            step = before[step]
        return moves

    def way_in(self, person, even):
        """Moves by which the person comes into the opening `now`; None if there are none."""
        starts = [("seat", seat) for seat in self.seats[self.now] if person in self.fit[seat]]
        return self.search(starts, self.have[person], person, even)

    def outcome(self, person, balance):
        """Step 4 for the opening `now`: 0 if they join."""
        if person in self.openings[self.now].recused:
            return 1
        if self.limit[person] is not None and self.taken[person] >= self.limit[person]:
            return 2
        if not self.near[person] & self.mask[self.now]:
            moves = self.way_in(person, balance)
            if moves is None:
                return 4 if balance and self.way_in(person, 0) else 3
            self.give(moves)
        return 0

    def draw(self, order, balance, once=False):
        """Steps 1 to 5: index → (team, trace).

        order: index → people as they come; once: nobody is looked at again who is in a team.
        """
        drawn = {}
        for o, opening in enumerate(self.openings):
            self.now, self.kept, slots, trace = o, [], {}, []
            for person in order(opening.index):
                if len(self.kept) == len(opening.kinds):
                    break
                if person in opening.barred or (once and self.taken[person]):
                    continue
                trial = dict(slots)
                if not augment(trial, range(len(opening.fit)), opening.fit, person, set()):
                    continue
                outcome = self.outcome(person, balance)
                if outcome:
                    trace.append([person, outcome, opening.before + len(self.kept)])
                else:
                    slots = trial
                    self.kept.append(person)
                    self.taken[person] += 1
            seats = seats_in_end(self.kept, opening.fit)
            team = [[person, opening.kinds[seat]] for person, seat in zip(self.kept, seats)]
            drawn[opening.index] = (team, trace)
        return drawn


def fill_seats(openings, limit, load, balance, order):
    """Index → (team, trace) for openings in the order of turns; None if there is no complete assignment."""
    seating = Seating(openings, limit, load)
    return seating.draw(order, balance) if seating.fill() else None


# --- [7, 8, 10] The teams of a draw or of an event ----------------------------------------------------------


def fitting(frame, people, kind, area):
    """The set of people who may fill a seat of this kind for an object of this area. [6]"""
    area = frame["seats"][kind - 1]["area"] and area
    able = [j for j in range(1, len(people)) if kind in people[j].seats]
    return {j for j in able if not area or people[j].areas is None or area in people[j].areas}


class Teams:
    """Visits whose seats are filled together: all of a draw, or (class EventTeams) those of an event.

    visits: index → visit; kinds: index → seats of a new visit; opened: index → kinds that somebody left;
    stay: index → [person, kind] of those who stay; out: people who are out; pairs: (object, person) recused
    by events; formed: the fixed groups or None; grouped: people in them.
    """

    def __init__(self, package, key, visits, new):
        self.package, self.frame, self.people = package, package.frame, package.need("people")
        self.key, self.visits, self.balance = key, visits, self.frame["balance"]
        self.kinds = {v: kinds_of(self.frame, self.site(v), visits[v]["tasks"]) for v in new}
        self.turn = {v: t for t, v in enumerate(by_word(key, 2, [v for v in new if self.kinds[v]]), 1)}
        self.opened, self.stay, self.group, self.dealt, self.known = {}, {}, {}, {}, {}
        self.out, self.pairs, self.formed, self.grouped = set(), set(), None, set()

    def site(self, v):
        """The row of sites.csv for the visit."""
        return self.package.site(self.visits[v]["number"])

    def recused(self, v):
        """The set of people recused from the visit."""
        k, site = self.visits[v]["number"], self.site(v)
        if k not in self.known:
            self.known[k] = {*site.recused, *(j for x, j in self.pairs if x == k)}
            if self.frame["cross"] and site.area:
                self.known[k].update(j for j, p in enumerate(self.people) if site.area in (p.areas or ()))
        return self.known[k]

    def fit(self, kind, area):
        """The set of people who may fill a seat of this kind and are at hand."""
        if (kind, area) not in self.known:
            away = self.out | self.grouped if self.frame["seats"][kind - 1]["loose"] else self.out
            self.known[kind, area] = fitting(self.frame, self.people, kind, area) - away
        return self.known[kind, area]

    def limits(self):
        """Person → how many more teams they can be in, None: any number."""
        stays = Counter(j for team in self.stay.values() for j, _ in team)
        limits = enumerate(person.limit for person in self.people)
        return [limit if limit is None else max(0, limit - stays[j]) for j, limit in limits]

    def firm(self, kinds):
        """Those of the kinds that are for the fixed groups."""
        loose = [None, *(seat["loose"] for seat in self.frame["seats"])]
        return [kind for kind in kinds if self.frame["groups"] is not None and not loose[kind]]

    def goers(self, g, v):
        """[person, kind] of those of group g who go on the visit, out or not."""
        return [pair for pair in self.formed[g - 1]["team"] if pair[1] in self.kinds[v]]

    def deal(self):
        """Deals the new visits to the groups; False if that cannot be done. [8]"""
        everyone, limit = set(range(1, len(self.formed) + 1)), self.limits()
        openings, limits, loads = [], [None], [0]
        for v in by_word(self.key, 2, [v for v in self.kinds if self.firm(self.kinds[v])]):
            recused = self.recused(v) - self.out
            away = {g for g in everyone if any(j in recused for j, _ in self.goers(g, v))}
            openings.append(Opening(v, [0], [everyone], away, (), 0))
        for group in self.formed:
            members = [j for j, _ in group["team"]]
            limited = [limit[j] for j in members if j not in self.out and limit[j] is not None]
            limits.append(min(limited, default=None))
            loads.append(sum(self.people[j].load for j in members) // len(members))
        order = lambda v: ordered(self.key, 3, v, len(self.formed))  # noqa: E731
        drawn = fill_seats(openings, limits, loads, self.balance, order)
        for v, (team, trace) in (drawn or {}).items():
            g = self.group[v] = team[0][0]
            self.dealt[v] = [entry[:2] for entry in trace]
            self.stay[v] = [pair for pair in self.goers(g, v) if pair[0] not in self.out]
        return drawn is not None

    def fill(self):
        """Fills the open seats: index → (team, trace); None if that cannot be done."""
        seats, openings = dict(self.opened), []
        for v in self.kinds:
            seats[v] = list(self.kinds[v])
            for _, kind in self.stay.get(v, ()):
                seats[v].remove(kind)
        for v in by_word(self.key, 2, [v for v in seats if seats[v]]):
            fit = [self.fit(kind, self.site(v).area) for kind in seats[v]]
            stay = {j for j, _ in self.stay.get(v, ())}
            openings.append(Opening(v, seats[v], fit, self.recused(v), stay, len(stay)))
        loads = [person.load for person in self.people]
        return fill_seats(openings, self.limits(), loads, self.balance, self.order)

    def order(self, v):
        """People in the order in which they come for the visit."""
        return ordered(self.key, 3 if self.formed is None else 6, v, len(self.people) - 1)

    def records(self):
        """Index → record of a file of teams; None if seats cannot be filled."""
        filled = self.fill() if self.formed is None or self.deal() else None
        if filled is None:
            return None
        records = {}
        for v in sorted({*self.kinds, *self.opened}):
            team, trace = filled.get(v, ([], []))
            team = self.stay.get(v, []) + team
            records[v] = {
                "index": v, "turn": self.turn.get(v, 0), "group": self.group.get(v, 0),
                "leader": leader_of(self.frame, team), "team": team, "trace": trace,
            }  # fmt: skip
            if self.formed is not None:
                records[v]["dealt"] = self.dealt.get(v, [])
        return records

    def group_seating(self, k):
        """k groups, all seats taken by somebody; None if they cannot be formed. [8]"""
        seats = enumerate(self.frame["seats"], 1)
        kinds = self.firm(kind for kind, seat in seats for _ in range(seat["count"]))
        fit = [fitting(self.frame, self.people, kind, 0) for kind in kinds]
        openings = [Opening(g, kinds, fit, (), (), 0) for g in range(1, k + 1)]
        seating = Seating(openings, [1] * len(self.people), [0] * len(self.people))
        return seating if seating.fill() else None

    def form_groups(self, attempt, k):
        """Sets `formed` to the groups of this attempt. [8]"""
        order = lambda g: ordered(self.key, 4, attempt * k + g, len(self.people) - 1)  # noqa: E731
        drawn = self.group_seating(k).draw(order, 0, once=True)
        self.formed, self.stay, self.known = [], {}, {}
        for team, trace in drawn.values():
            self.formed.append({"team": team, "leader": leader_of(self.frame, team), "trace": trace})
        self.grouped = {j for group in self.formed for j, _ in group["team"]}

    def draw(self):
        """`groups` and `visits` of teams.json."""
        attempts, k = range(1), self.frame["groups"]
        if k is not None:
            most = k or max(1, sum(bool(self.firm(kinds)) for kinds in self.kinds.values()))
            possible = range(min(most, len(self.people)), (k or 1) - 1, -1)
            k = next((size for size in possible if self.group_seating(size)), None)
            attempts = range(100 if k else 0)
        for attempt in attempts:
            if k:
                self.form_groups(attempt, k)
            records = self.records()
            if records is not None:
                return k and {"discarded": attempt, "formed": self.formed}, records
        raise Wrong("检查人员排不开，不应有抽取结果")


def check_teams(package):
    """teams.json. [7, 8, 9]"""
    visits, found = package.need("visits"), package.read("teams.json")
    teams = Teams(package, package.key, visits, visits)
    groups, records = teams.draw()
    whole = {"scheme": SCHEME, "commit": package.commit, "groups": groups, "visits": list(records.values())}
    same(found, whole, "teams.json")
    package.teams, package.records = teams, records
    return f"{len(records)} 次检查的轮次、成员、席位、经过和组长相符"


# --- [10] Events --------------------------------------------------------------------------------------------


class Story:
    """What is known after the draw and the events checked so far.

    visits: index → visit; places: stratum (0: the top-up) → objects that hold a place there, in order; ended,
    done: indexes (all_done: is `done` complete?); closed: objects of all `objects`; seen: objects that cannot
    come in any more; out, pairs: see Teams; records: index → newest record of a file of teams, None if that
    could not be checked.
    """

    def __init__(self, package):
        self.package, self.frame, self.drawn = package, package.frame, package.drawn
        self.visits, self.places = dict(package.visits), [list(place) for place in package.drawn.places]
        self.ended, self.done, self.out, self.pairs, self.closed = set(), set(), set(), set(), set()
        self.all_done, self.records = True, package.records
        self.seen = {visit["number"] for visit in self.visits.values()}

    def read(self, ordinal, files):
        """The files of an event: forms, and that what they share is the same. Key → value in `said`."""

        def index(value, place):
            shape(value, 1, place)
            if value not in self.visits:
                raise Wrong(f"{place}：没有第 {value} 次检查")

        person, objects = range(1, self.frame["people"] + 1), range(1, self.frame["objects"] + 1)
        forms = {
            "out": rising((person, rising(index)), lambda pair: pair[0]), "recused": rising((index, person)),
            "done": rising(index), "objects": rising(objects), "ended": rising(1), "salt": TEXT,
            "request": HEX, "seed": f"|{SEED}",
        }  # fmt: skip
        self.said = {"scheme": SCHEME, "commit": self.package.commit, "event": ordinal}
        if "request.json" in files:
            self.said["request"] = sha256(files["request.json"])
        if "event.json" not in files:
            raise Wrong("缺 event.json")
        found = {name: parse_json(data, name) for name, data in files.items()}
        for name in found:
            shape(found[name], {key: forms.get(key, anything) for key in EVENT_FILES[name]}, name)
            for key in found[name].keys() - {"visits"}:
                same(found[name][key], self.said.setdefault(key, found[name][key]), f"{name} › {key}")
        self.event, self.found = found["event.json"], found.get("event-teams.json")

    def check_key(self, ordinal, files):
        """Request, seed and key."""
        self.read(ordinal, files)
        self.key, seed = self.package.key, self.event["seed"]
        if seed:
            self.key = derive_key(SCHEME, self.package.commit, self.event["request"], seed)
        same(self.event["key"], f"{self.key:032x}", "event.json › key")
        if "request.json" not in files:
            raise Unchecked("没有 request.json，申请的摘要未核对，密钥按文件中的摘要相符")
        if type(self.said["source"]) is not (dict if seed else type(None)):
            raise Wrong("event.json › seed：与 request.json 的 source 不一致")
        return f"{'新' if seed else '原'}种子，密钥 {self.key:032x}"

    def check_objects(self):
        """event.json: visits ended, replacements, new visits."""
        event, missing = self.event, ""
        self.done.update(self.said.get("done", ()))
        self.all_done = self.all_done and "done" in self.said
        self.closed.update(event["objects"])
        still_open = self.visits.keys() - self.ended - self.done
        ended = sorted(v for v in still_open if self.visits[v]["number"] in event["objects"])
        if not self.all_done and set(event["ended"]) < set(ended):
            missing = "、".join(str(v) for v in ended if v not in event["ended"])
            ended = event["ended"]
        self.ended.update(ended)
        replacements, visits = self.replace(ended)
        self.new = {visit["index"]: visit for visit in visits}
        self.visits.update(self.new)
        same(event, {**event, "ended": ended, "replacements": replacements, "visits": visits}, "event.json")
        if missing:
            raise Unchecked(f"检查 {missing} 没有终止，是否因为已经完成，没有文件可查；其余相符")
        came = "、".join(str(new) for _, _, new in replacements if new) or "无"
        return f"终止 {len(ended)} 次检查，补入对象：{came}"

    def replace(self, ended):
        """`replacements` and the new visits."""
        gone = {self.visits[v]["number"] for v in ended if self.visits[v]["tasks"]}
        lost = [[k for k in place if k in gone] for place in self.places]
        self.places = [[k for k in place if k not in gone] for place in self.places]
        replacements, came = [], {}
        for h in (*range(1, len(lost)), 0):
            for old in lost[h]:
                new = next((k for k in self.drawn.alternates[h] if self.may_come_in(k, h, came)), 0)
                replacements.append([h, old, new])
                if new:
                    came.setdefault(new, []).append(h)
                    self.places[h].append(new)
        self.seen.update(came)
        first, visits = len(self.package.visits), []
        for k in sorted(came):
            strata = [h for h in came[k] if h]
            visits.append(self.drawn.visit(first + k, k, 1, 1, strata, not strata))
        return replacements, visits

    def may_come_in(self, k, h, came):
        """May this alternate come in for a place of stratum h? `came`: object → its places in this event."""
        if k in self.seen or k in self.closed or h in came.get(k, ()) or (not h and k in came):
            return False
        objects, strata, e = self.drawn.objects, self.drawn.strata, self.drawn.objects[k].entity
        caps = [(self.frame["entity"], range(len(strata)))]
        if h:
            t = strata[h]["task"]
            mine = [x for x in range(1, len(strata)) if strata[x]["task"] == t]
            caps.append((self.frame["tasks"][t - 1]["entity"], mine))
        for cap, mine in caps if e else ():
            others = {x for place in mine for x in self.places[place] if objects[x].entity == e} - {k}
            if cap and len(others) >= cap:
                return False
        return True

    def check_teams(self):
        """event-teams.json."""
        records, self.records = self.records, None  # stays None if something is wrong or missing
        if records is None or self.found is None:
            raise Unchecked("此前的检查人员未能核对" if records is None else "没有 event-teams.json")
        teams = EventTeams(self, records)
        if not teams.opened and not self.event["ended"]:
            raise Wrong("没有检查终止，也没有人退出，不应有这次递补")
        expected = teams.records()
        if expected is None:
            raise Wrong("检查人员排不开，不应有这次递补")
        same(self.found["visits"], list(expected.values()), "event-teams.json › visits")
        self.records = {**records, **expected}
        return f"{len(expected)} 次检查的成员、席位、经过和组长相符"


class EventTeams(Teams):
    """The teams of an event. `before`: index → newest record of each visit before it."""

    def __init__(self, story, before):
        super().__init__(story.package, story.key, story.visits, story.new)
        asked, drawn = story.said, story.package.teams
        story.out.update(person for person, _ in asked["out"])
        story.pairs.update((self.visits[v]["number"], person) for v, person in asked["recused"])
        self.out, self.pairs, self.formed, self.grouped = story.out, story.pairs, drawn.formed, drawn.grouped
        self.balance, self.has_seed, self.drawn = 0, bool(story.event["seed"]), story.package.records
        self.group, self.turn = ({v: one[key] for v, one in before.items()} for key in ("group", "turn"))
        leaving = {tuple(pair) for pair in asked["recused"]}
        leaving.update((v, j) for j, named in asked["out"] for v in named or before)
        for v in before.keys() - story.ended:
            leaves = [pair for pair in before[v]["team"] if (v, pair[0]) in leaving and v not in story.done]
            self.stay[v] = [pair for pair in before[v]["team"] if pair not in leaves]
            if leaves:
                self.opened[v] = sorted(kind for _, kind in leaves)

    def order(self, v):
        """People in the order in which they come for the visit."""
        if self.group.get(v):
            order = ordered(self.key, 7, self.group[v], len(self.people) - 1)
            return sorted(order, key=lambda j: j in self.grouped)
        order = super().order(v)
        if not self.has_seed and v in self.drawn and self.drawn[v]["team"]:
            at = order.index(self.drawn[v]["team"][-1][0]) + 1
            order = order[at:] + order[:at]
        return order


# --- [12] The ledger ----------------------------------------------------------------------------------------


class Ledger:
    """Number → line at hand (`lines`), those about this batch (`mine`); `whole`: is none left out?"""

    def __init__(self, package):
        self.package, self.lines, self.mine, self.attempt = package, {}, [], None
        self.whole = "台账.jsonl" in package.ledger

    def check_chain(self):
        """Form, numbers and digests of all lines."""
        if not self.package.ledger:
            raise Unchecked("没有台账的行")
        raw = {0: None}
        for name, data in self.package.ledger.items():
            *lines, rest = data.split(b"\n")
            if rest:
                raise Wrong(f"{name} 的最后一行没有写完")
            for at, line in enumerate(lines, 1):
                place = f"{name} 第 {at} 行"
                found = parse_json(line, place)
                keys = dict.fromkeys(found, anything) if type(found) is dict else {}
                known = {"line": 1, "previous": HEX, "event": TEXT}
                known.update((key, 1) for key in ("attempt", "number") if key in keys)
                shape(found, {**keys, **known}, place)
                number = at if name == "台账.jsonl" else found["line"]
                if found["line"] != number or raw.setdefault(number, line) != line:
                    raise Wrong(f"{place}：行号不连续，或者与另一处的第 {number} 行不同")
                self.lines[number] = found
        if not self.lines:
            raise Unchecked("台账是空的")
        for number, line in self.lines.items():
            if number - 1 in raw:
                before = sha256(raw[number - 1]) if number > 1 else "0" * 64
                same(line["previous"], before, f"台账第 {number} 行 › previous")
        names = {key: self.package.need("commitment")[key] for key in ("plan", "batch")}
        self.mine = [line for _, line in sorted(self.lines.items()) if names.items() <= line.items()]
        return f"{len(self.lines)} 行，相邻的首尾相接" + ("" if self.whole else "（不是全部）")

    def find(self, event, **known):
        """The lines of this event about this batch for which all this is known."""
        return [line for line in self.mine if {**known, "event": event}.items() <= line.items()]

    def must_find(self, event, **known):
        """The same. If there is none, something is wrong if no line is left out."""
        if not self.find(event, **known):
            raise (Wrong if self.whole else Unchecked)(f"没有“{event}”的行")
        return self.find(event, **known)

    def of_draw(self):
        """What the lines about this draw have in common."""
        if self.attempt is None:
            raise Unchecked("没有找到这次抽取的“开始”")
        return {"attempt": self.attempt}

    def check_start(self):
        """The line 开始 of this draw."""
        draw = {"commit": self.package.commit, "seed": self.package.need("key") and self.package.draw["seed"]}
        starts, right = self.must_find("开始"), self.find("开始", **draw)
        if not right:
            raise Wrong("各次“开始”的封存摘要和种子都与 draw.json 不同")
        drawn = [line for line in right if self.find("抽取", attempt=line.get("attempt"))]
        line = (drawn or right)[-1]
        self.attempt = line.get("attempt")
        seals = [
            one["line"] for one in self.find("封存", commit=draw["commit"]) if one["line"] < line["line"]
        ]
        order = f"先封存（第 {seals[0]} 行）后抽取" if seals else "此前没有见到封存"
        return f"第 {line['line']} 行，封存摘要和种子相符；{order}；本批次共开始 {len(starts)} 次"

    def check_drawn(self):
        """The line 抽取 of this draw."""
        lines, files = self.must_find("抽取", **self.of_draw()), self.package.files
        digests = {key: sha256(files[f"{key}.json"]) for key in ("draw", "teams") if f"{key}.json" in files}
        for line in lines:
            same(line, {**line, "commit": self.package.commit, **digests}, f"台账第 {line['line']} 行")
        cancelled = "；这次抽取后来取消了" if self.find("取消", **self.of_draw()) else ""
        return f"第 {lines[-1]['line']} 行，摘要相符{cancelled}"

    def events(self):
        """Numbers of the events in the ledger or on file."""
        return sorted(
            {line.get("number", 0) for line in self.find("递补", attempt=self.attempt)}
            | {*self.package.events}
        )

    def check_event(self, number):
        """The lines of an event."""
        files, mine = self.package.events.get(number), {**self.of_draw(), "number": number}
        if files is None:
            raise Wrong("台账中有，文件中没有")
        event, digests = parse_json(files.get("event.json", b""), "event.json"), {}
        for key, name in (("result", "event.json"), ("teams", "event-teams.json")):
            if name in files:
                digests[key] = sha256(files[name])
        for line in self.must_find("递补", **mine):
            same(line, {**line, **digests}, f"台账第 {line['line']} 行")
        begun = self.must_find("递补开始", **mine)
        if not any(
            {key: line.get(key) for key in ("request", "seed")}.items() <= event.items() for line in begun
        ):
            raise Wrong("各行“递补开始”的申请或种子都与 event.json 不同")
        return f"申请、种子和摘要相符；共开始 {len(begun)} 次"


# --- The package and its steps ------------------------------------------------------------------------------


class Package:
    """The files of an archive or public package, and what has been proven of them so far (None: not)."""

    def __init__(self, folder):
        inner = folder / "档案"
        self.base = inner if inner.is_dir() and not (folder / "commitment.json").is_file() else folder
        self.commitment = self.commit = self.frame = self.objects = self.sites = self.people = None
        self.draw = self.key = self.drawn = self.visits = self.teams = self.records = None
        self.files, self.events, self.ledger, self.told = {}, {}, {}, []  # told: event.json of events checked
        for name in ("commitment.json", *TABLES, "draw.json", "teams.json", "seed.json"):
            found = [path for path in (self.base / "snapshot" / name, self.base / name) if path.is_file()]
            if len(found) > 1:
                raise Unreadable(f"有两份 {name}，不知以哪一份为准")
            if found:
                self.files[name] = found[0].read_bytes()
        if "commitment.json" not in self.files:
            raise Unreadable(f"{folder} 不是抽取档案或公开包（没有 commitment.json）")
        ledgers = {"ledger.jsonl": self.base / "ledger.jsonl"}
        for path in sorted(self.base.iterdir()):
            if path.is_dir() and re.fullmatch("递补-[0-9]{3,}", path.name):
                names = [name for name in EVENT_FILES if (path / name).is_file()]
                self.events[int(path.name[3:])] = {name: (path / name).read_bytes() for name in names}
                ledgers[f"{path.name}/ledger.jsonl"] = path / "ledger.jsonl"
        if self.base.resolve().name == "档案":
            ledgers["台账.jsonl"] = self.base.resolve().parents[1] / "台账.jsonl"
        self.ledger = {name: path.read_bytes() for name, path in ledgers.items() if path.is_file()}

    def need(self, name):
        """What is known by this name; Unchecked if it is not at hand or not right."""
        value = getattr(self, name)
        if value is None:
            names = {"key": "draw.json 的密钥", "drawn": "对象的抽取", "visits": "检查名单"}
            files = {name.split(".")[0]: f" {name}" for name in ("commitment.json", *TABLES)}
            raise Unchecked(f"缺少{ {**names, **files}[name] }，或者它未通过核对")
        return value

    def read(self, name):
        """The value of a JSON file."""
        if name not in self.files:
            raise Unchecked(f"没有 {name}")
        return parse_json(self.files[name], name)

    def site(self, k):
        """The row of sites.csv of this object."""
        if k not in self.need("sites"):
            raise Unchecked(f"公开的 sites.csv 没有第 {k} 号对象的一行")
        return self.sites[k]

    def check_commitment(self):
        """commitment.json."""
        found = self.read("commitment.json")
        if isinstance(found, dict) and isinstance(found.get("scheme"), str) and found["scheme"] != SCHEME:
            raise Unreadable(f"规程是 {found['scheme']}，本程序只核对 {SCHEME}")
        shape(found, COMMITMENT, "commitment.json")
        self.commitment, self.commit = found, sha256(self.files["commitment.json"])
        return f"封存摘要 {self.commit}"

    def check_table(self, name):
        """A table: its digest or its seals, and its form."""
        digest, frame = self.need("commitment")["tables"][name], self.frame
        if name not in self.files:
            raise Unchecked(f"没有 {name}")
        data = self.files[name]
        if name != "frame.json":
            frame = self.need("frame")
        if name == "sites.csv" and data.count(b"\n") <= frame["objects"]:
            self.sites = read_sites(data, frame, None, self.need("objects"))
            return f"公开了 {len(self.sites)} 行，每行都与 objects.csv 中的 seal 相符"
        if sha256(data) != digest:
            raise Wrong(f"摘要 {sha256(data)} 与承诺的 {digest} 不同")
        if name == "frame.json":
            self.frame = read_frame(data)
        elif name == "objects.csv":
            self.objects = read_objects(data, frame)
        elif name == "sites.csv":
            self.sites = read_sites(data, frame, frame["objects"], self.objects)
        else:
            self.people = read_people(data, frame)
        return "摘要与承诺一致"

    def check_key(self):
        """Names, seed and key of draw.json."""
        commitment, draw = self.need("commitment"), self.read("draw.json")
        lists = dict.fromkeys(("clusters", "strata", "floor", "visits"), anything)
        names = dict.fromkeys(("scheme", "commit", "key", "plan", "batch"), TEXT)
        shape(draw, {**lists, **names, "seed": SEED}, "draw.json")
        self.draw, key = draw, derive_key(SCHEME, self.commit, draw["seed"])
        expected = {name: commitment[name] for name in ("scheme", "plan", "batch")}
        same(draw, {**draw, **expected, "commit": self.commit, "key": f"{key:032x}"}, "draw.json")
        self.key = key
        return f"种子“{draw['seed']}”，密钥 {key:032x}"

    def check_draw(self):
        """The lists of draw.json."""
        frame, objects, key = self.need("frame"), self.need("objects"), self.need("key")
        self.drawn = Drawn(frame, objects, key)
        same(self.draw, {**self.draw, **self.drawn.records()}, "draw.json")
        total = sum(self.drawn.numbers_of_visits().values())
        found = self.draw["visits"]
        same(len(found) if type(found) is list else None, total, "draw.json › visits › 数量")
        visits = self.drawn.visits()
        same(self.draw["visits"], visits, "draw.json › visits")
        self.visits = {visit["index"]: visit for visit in visits}
        drawn, added = len(self.drawn.strata_of), len(self.drawn.places[0])
        return f"抽中 {drawn} 个对象，补足 {added} 个，共 {total} 次检查；候补次序相符"


class Report:
    """Prints each step as it is done and remembers what to say in the end."""

    def __init__(self, silent=False):
        self.marks, self.silent = marks(), silent
        self.good, self.bad, self.open = [], [], []

    def step(self, name, action, *arguments):
        """Runs the action; False if something is wrong."""
        try:
            kind, said = 0, action(*arguments)
        except Unchecked as reason:
            kind, said = 2, f"未核对：{reason}"
        except Wrong as problem:
            kind, said = 1, str(problem)
        except (RecursionError, MemoryError) as problem:
            kind, said = 1, f"数据无法解读（{type(problem).__name__}）"
        (self.good, self.bad, self.open)[kind].append(name)
        if not self.silent or kind == 1:
            say(f"{self.marks[kind]} {name}：{said[:600]}")
        return kind != 1

    def conclude(self, essential):
        """The last line; gives the exit code. `essential`: steps without which nothing has been proven."""
        found = (("不符", self.bad), ("未核对", self.open), ("相符", self.good))
        parts = "；".join(f"{word}：{'、'.join(names)}" for word, names in found if names)
        whole = "" if self.bad or self.open else "全部相符。"
        missing = [] if self.bad else [name for name in essential if name not in self.good]
        if missing:
            whole = f"没有能够重算{'、'.join(missing)}，不能说相符。"
        say(f"结论：{whole}{parts}。（{NOT_COVERED}。）")
        return 1 if self.bad else 4 if missing else 0


def check_given(option, given, found):
    """What was read out or printed when the draw was made."""
    if given is None or found is None:
        raise Unchecked(f"没有用 {option} 给出" if given is None else "draw.json 未能读取")
    same(found, given, "封存摘要" if option == "--commit" else "种子")
    return "一致"


def check_public(package, report, commit, seed):
    """The commitment, the tables and draw.json."""
    report.step("承诺文件", package.check_commitment)
    report.step(
        "承诺书上的封存摘要", check_given, "--commit", commit, sha256(package.files["commitment.json"])
    )
    for name in TABLES:
        report.step(name, package.check_table, name)
    report.step("draw.json 的种子和密钥", package.check_key)
    report.step("现场读出的种子", check_given, "--seed", seed, package.draw and package.draw["seed"])
    report.step("对象的抽取", package.check_draw)


def check_events(package, report):
    """The events, as long as nothing is wrong with the files before."""
    story = None if package.visits is None else Story(package)
    for before, ordinal in zip([0, *sorted(package.events)], sorted(package.events)):
        name = f"第 {ordinal} 次递补"
        if ordinal != before + 1 and not report.step(f"{name}的序号", check_gap, package, before, ordinal):
            story = None
        if story is None:
            report.step(name, fail, Unchecked("此前的步骤未通过核对"))
        else:
            right = report.step(f"{name}的申请和密钥", story.check_key, ordinal, package.events[ordinal])
            if right and report.step(f"{name}的对象", story.check_objects):
                package.told.append(story.event)
                report.step(f"{name}的人员", story.check_teams)
            else:
                story = None


def check_gap(package, before, ordinal):
    """The numbers between two events on file: those of requests that were withdrawn, says the ledger."""
    if ordinal <= before:
        raise Wrong("序号应从 1 起")
    ledger, found = Ledger(package), []
    try:
        ledger.check_chain()
        ledger.check_start()
    except (Unchecked, Wrong):  # wrong: told with the other lines of the ledger
        ledger.mine, ledger.whole = [], False
    for number in range(before + 1, ordinal):
        lines = ledger.find("撤回申请", attempt=ledger.attempt, number=number)
        served = ledger.find("递补", attempt=ledger.attempt, number=number)
        if served or (ledger.whole and not lines):
            raise Wrong("此前缺少递补的文件，序号不连续")
        if not lines:
            raise Unchecked(f"没有第 {number} 次递补的文件，只有台账能证明该申请已撤回")
        found.append(f"第 {number} 号申请已撤回（台账第 {lines[-1]['line']} 行）")
    return f"此前{'，'.join(found)}，撤回的号不再使用"


def fail(problem):
    """Raises the problem."""
    raise problem


def check_seed_file(package):
    """seed.json of a public package: what it repeats of draw.json; its source stands in no other file."""
    package.need("key")
    told, draw = package.read("seed.json"), {"commit": package.commit, "seed": package.draw["seed"]}
    if not isinstance(told, dict):
        raise Wrong("写法不对")
    same(told, {**told, **draw}, "seed.json")
    return "种子和封存摘要与 draw.json 相符"


def check_grade(package, ledger):
    """What seed.json calls the seed is what the line 开始 calls it."""
    told, lines = package.read("seed.json"), ledger.find("开始", **ledger.of_draw())
    if not isinstance(told, dict) or not lines:
        raise Unchecked("没有可以比较的")
    same(told.get("grade"), lines[-1].get("grade"), "seed.json › grade")
    return "种子的性质与台账所记相同"


def check_claims(package):
    """What nothing in a public package proves."""
    files = [name for name in ("names.csv", "说明.txt") if (package.base / name).is_file()]
    names = f"，还有 {'、'.join(files)}" if files else ""
    raise Unchecked(f"种子的来源和公布时间{names}，只有本单位的说法；台账的“公开”行里有这些文件的摘要")


def check_ledger(package, report):
    """The ledger, if lines of it are at hand, and seed.json, if there is one."""
    told = "seed.json" in package.files and report.step("种子说明", check_seed_file, package)
    if "seed.json" in package.files:
        report.step("没有旁证的说法", check_claims, package)
    ledger = Ledger(package)
    if report.step("台账", ledger.check_chain) and ledger.lines:
        report.step("台账的开始", ledger.check_start)
        report.step("台账的抽取", ledger.check_drawn)
        if told:
            report.step("种子的性质", check_grade, package, ledger)
        for number in ledger.events():
            report.step(f"台账的第 {number} 次递补", ledger.check_event, number)


# --- look-up ------------------------------------------------------------------------------------------------


def look_up(package, k, code, name):
    """Tells what became of an object, after checking what that rests on; gives the exit code."""
    report = Report(silent=True)
    check_public(package, report, None, None)
    check_events(package, report)
    if report.bad or package.drawn is None:
        why = "公开的数据有误，见上" if report.bad else "缺少 frame.json、objects.csv 或 draw.json"
        say(f"不能查询：{why}")
        return 1 if report.bad else 2
    if code is not None:
        salt = re.sub("[ -]", "", code).upper()
        mark = sha256(f"ssj-mark/2\nobject\n{salt}\n{name.strip()}\n".encode())
        found = next((one.number for one in package.objects[1:] if one.mark == mark), None)
        if found is None or k not in (None, found):
            say(f"{report.marks[1]} 校验码和标识与{'任何一行' if k is None else f'第 {k} 号对象'}都不相符")
            return 1
        k = found
        say(f"{report.marks[0]} 第 {k} 号对象就是标识为“{name.strip()}”的对象")
    if not 1 <= k < len(package.objects):
        raise Unreadable(f"没有第 {k} 号对象，号码从 1 到 {len(package.objects) - 1}")
    for line in fate(package, k):
        say(line)
    return 0


def fate(package, k):
    """Yields in Chinese what became of object k."""
    one, drawn = package.objects[k], package.drawn
    states = ("不参加随机抽取", "参加抽取，也可补足", "参加抽取，不用于补足", "参加抽取，不用于补足，已计数")
    yield f"第 {k} 号对象：{states[one.state]}；必查应到 {one.owed} 次；号签 {drawn.ticket[k]:016x}。"
    for h in one.strata if one.state else ():
        rank = [x for x in drawn.order if h in package.objects[x].strata].index(k) + 1
        name = f"第 {h} 层（任务 {drawn.strata[h]['task']}，名额 {drawn.strata[h]['n']}）"
        places = drawn.places[h]
        cut = f"，截止号签 {drawn.ticket[places[-1]]:016x}" if places else ""
        if k in places:
            yield f"{name}：抽中，排第 {rank}{cut}。"
        elif k in drawn.alternates[h]:
            yield f"{name}：未抽中，排第 {rank}{cut}，候补第 {drawn.alternates[h].index(k) + 1} 位。"
        else:
            yield f"{name}：未抽中，该层没有名额，或者所在片区未被抽中。"
    if k in drawn.places[0]:
        yield "补足：被补入。"
    mine = [str(v) for v, visit in package.visits.items() if visit["number"] == k]
    yield f"检查名单：{'第 ' + '、'.join(mine) + ' 次检查' if mine else '不在其中'}。"
    for event in package.told:
        if k in event["objects"]:
            yield f"第 {event['event']} 次递补：该对象不能检查。"
        if k in (new for _, _, new in event["replacements"]):
            yield f"第 {event['event']} 次递补：补入。"


# --- [11] The sealed sample ---------------------------------------------------------------------------------

SAMPLE = {"scheme": "ssj-sample/1", "commit": HEX, "seed": SEED, "rows": [anything]}
SAMPLED = {
    "number": 1,
    "id": TEXT,
    "salt": "[A-Z2-7]{20}",
    "site": "[A-Z2-7]{20}(,[0-9 ]*){4}",
    "words": {"cells": anything, "strata": [anything], "state": anything},
}


def check_sample(package, data):
    """Tells of each row that was opened whether it is the one sealed; gives the exit code."""
    report = Report()
    check_public(package, report, None, None)
    if report.step("抽验的是种子决定的各户", check_chosen, package, data):
        for row in parse_json(data, "抽验.json")["rows"]:
            report.step(f"第 {row['number']} 号", check_opened, package, row)
        report.step("所写的分层", check_strata_words, package, data)
        report.step("名称、等级等文字", fail, Unchecked("没有标记或封签为证，请逐户对照实际"))
    return report.conclude(["抽验的是种子决定的各户", "名称、等级等文字"])


def check_chosen(package, data):
    """The rows are the first thirty, by the words of stream 8, of those without a visit."""
    found, drawn = parse_json(data, "抽验.json"), package.need("drawn")
    shape(found, SAMPLE, "抽验.json")
    shape(found["rows"], [SAMPLED], "抽验.json › rows")
    same(found, {**found, "commit": package.commit, "seed": package.draw["seed"]}, "抽验.json")
    visited, count = drawn.numbers_of_visits(), package.frame["objects"]
    order = [k for k in ordered(package.key, 8, 1, count) if k not in visited]
    same([row["number"] for row in found["rows"]], order[:30], "抽验.json › rows › number")
    return f"共 {len(found['rows'])} 户"


def check_opened(package, row):
    """The mark and the seal of a row."""
    sealed, (salt, cells) = package.objects[row["number"]], row["site"].split(",", 1)
    if sha256(f"ssj-mark/2\nobject\n{row['salt']}\n{row['id']}\n".encode()) != sealed.mark:
        raise Wrong("标识和校验码与封存的标记不符")
    if sha256(f"ssj-seal/2\n{salt}\n{cells}\n".encode()) != sealed.seal:
        raise Wrong("人员资格、辖区或者回避与封存的不符")
    words = row["words"]
    if (words["state"] == "可以抽取，没有抽中") != (sealed.state > 0):
        raise Wrong(f"所写的“{words['state']}”与 objects.csv 的 state {sealed.state} 不符")
    ends = [f"，应抽{package.frame['strata'][h - 1]['n']}户" for h in sealed.strata]
    if len(ends) != len(words["strata"]) or not all(map(str.endswith, map(str, words["strata"]), ends)):
        raise Wrong(f"所写的分层与 objects.csv 的 strata {' '.join(map(str, sealed.strata))} 不符")
    return f"标识“{row['id']}”，标记和封签相符，能不能抽取和分层的个数、名额与编号表相符"


def check_strata_words(package, data):
    """Rows of one stratum of objects.csv name it alike."""
    named = {}
    for row in parse_json(data, "抽验.json")["rows"]:
        for h, words in zip(package.objects[row["number"]].strata, row["words"]["strata"]):
            first, text = named.setdefault(h, (row["number"], words))
            if words != text:
                raise Wrong(f"第 {first} 号和第 {row['number']} 号同在第 {h} 层，写的却是“{text}”和“{words}”")
    return "同一层的各户写法相同"


# --- Command ------------------------------------------------------------------------------------------------


def say(line):
    """One line to the console; nothing in an archive can steer the terminal."""
    sys.stdout.write("".join(letter if letter.isprintable() else "?" for letter in line) + "\n")


def marks():
    """✓ ✗ – where the console has them, else ASCII."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        "✓✗–".encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return "[OK]", "[!!]", "[--]"
    return "✓", "✗", "–"


class Arguments(argparse.ArgumentParser):
    """The command line; says its usage in Chinese."""

    def error(self, message):
        """Ends with code 2."""
        raise Unreadable("用法不对\n" + self.format_help())

    def format_help(self):
        """The Chinese part of the module's docstring."""
        return "用法：\n" + "\n".join(__doc__.split("\n")[2:10]) + "\n"


def parse(argv):
    """The arguments."""
    parser = Arguments()
    if argv[:1] == ["sample"]:
        parser.add_argument("sample", type=Path)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    for name in ("--code", "--id") if argv[:1] == ["look-up"] else ("--seed", "--commit"):
        parser.add_argument(name)
    if argv[:1] == ["look-up"]:
        parser.add_argument("--number", type=int)
        found = parser.parse_args(argv[1:])
        if (found.code is None) != (found.id is None) or found.code is found.number is None:
            parser.error("")
        return found
    found = parser.parse_args(argv[1:] if argv[:1] == ["sample"] else argv)
    found.commit = found.commit and re.sub(r"\s", "", found.commit).lower()
    if found.commit is not None and not re.fullmatch(HEX, found.commit):
        raise Unreadable("--commit 应为 64 个十六进制数字")
    return found


def platform_scheme(package):
    """The scheme of draw.json if a platform drew the objects, else None."""
    found = re.search(rb'"scheme":"(ssj-platform/[0-9]+)"', package.files.get("draw.json", b""))
    return found and found.group(1).decode("ascii")


def main(argv):
    """The command; gives the exit code."""
    table = marks()
    try:
        arguments = parse(argv)
        package = Package(arguments.folder)
        if platform_scheme(package):
            told = f"对象由平台抽取（{platform_scheme(package)}），没有可以重算的种子，不能重算"
            say(f"{told}；请用 ssj audit 与平台名单核对。")
            return 3
        if argv[:1] == ["look-up"]:
            return look_up(package, arguments.number, arguments.code, arguments.id)
        if argv[:1] == ["sample"]:
            return check_sample(package, arguments.sample.read_bytes())
        say(f"双随机抽取复核（{SCHEME}，Python {sys.version.split()[0]}）：{package.base}")
        report = Report()
        check_public(package, report, arguments.commit, arguments.seed and arguments.seed.strip())
        report.step("检查人员", check_teams, package)
        check_events(package, report)
        check_ledger(package, report)
        teams = ["检查人员"] if "teams.json" in package.files else []
        return report.conclude(["对象的抽取", *teams])
    except (OSError, Unreadable) as problem:
        for line in f"{table[1]} 无法核对：{problem}".split("\n"):
            say(line)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
