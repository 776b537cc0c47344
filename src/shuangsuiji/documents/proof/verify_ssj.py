# mypy: ignore-errors
# ruff: noqa: B905 (strict= needs Python 3.10)
"""复核程序：用公开的表格和种子重新抽取一遍，与封存的结果逐字节比对。只用 Python 3.8 以上自带的标准库。

    python verify_ssj.py [文件夹] [--seed "现场读出的种子"] [--commit 抽取函上的承诺值]
    python verify_ssj.py look-up [文件夹] --number 序号
    python verify_ssj.py look-up [文件夹] --code 校验码 --id 标识 [--number 序号]

不写文件夹时，核对本文件所在的文件夹。每一步：✓ 相符，✗ 不符，– 未核对（附原因）。
退出码：0 核对过的都相符；1 有不符之处；2 用法不对或者无法读取。

Written from docs/algorithm.md (scheme ssj-draw/2) alone; it shares no code with the program that made the draw.
Numbers in brackets are sections of that page. The steps, in the order in which they run and are printed:

 1. commitment.json: form; its digest is the commitment (compared with --commit).            [3]
 2. frame.json, objects.csv, sites.csv, people.csv: digest, form, seals.                  [2, 3, 11]
 3. draw.json: form, scheme, commitment, plan, batch; seed (compared with --seed); key.      [3, 9]
 4. Objects: tickets, clusters, strata, caps, alternates, cut-offs.                              [5]
 5. Top-up.                                                                                      [5]
 6. Visits.                                                                                      [6]
 7. Teams: form and turns; fixed groups and the attempts put aside; dealing; members, seats in the end,
    traces, leaders.                                                                             [7, 8]
 8. Events, each: request and key; visits ended, replacements, new visits; teams.                [10]
 9. The ledger (not checked by this version).                                                    [12]
10. The last line says what was verified and what was not.

No draw of people is searched for: the teams of the archive are a complete assignment and so prove every step
by which somebody was taken. Whoever is said to have been passed over by entry 3 or 4 is put to one test, a
search for a chain of people who hand seats on (class `Seating`). Only attempts to form groups that were put
aside are drawn anew, for their groups are not on file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import deque
from pathlib import Path

SCHEME = "ssj-draw/2"
TABLES = ("frame.json", "objects.csv", "sites.csv", "people.csv")
ATTEMPTS = 100
LISTED = 100
NOT_COVERED = "表格是否如实来自名录库和方案，不在本程序核对之列"


class Wrong(Exception):
    """Something is not as it has to be; the argument says what."""


class Unchecked(Exception):
    """Something cannot be checked with what is at hand; the argument says why."""


class Unreadable(Exception):
    """There is nothing to check, or files cannot be read: exit code 2."""


# --- [1] Files: canonical JSON, CSV, forms --------------------------------------------------------------------


def sha256(data):
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """Canonical JSON as a text; TypeError if the value holds anything but objects, lists, texts, integers, null."""
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


NUM = "(?:0|[1-9][0-9]*)"
LIST = f"(?:{NUM}(?: {NUM})*)?"
HEX = "[0-9a-f]{64}"
SALT = "[A-Z2-7]{20}"
COLUMNS = {
    "objects.csv": {"number": NUM, "mark": HEX, "seal": HEX, "state": "[0-3]", "owed": NUM, "entity": NUM,
                    "strata": LIST},
    "sites.csv": {"number": NUM, "salt": SALT, "seats": LIST, "duty": LIST, "area": NUM, "recused": LIST},
    "people.csv": {"number": NUM, "mark": HEX, "seats": LIST, "areas": rf"\*|{LIST}", "limit": f"{NUM}|",
                   "load": NUM},
}  # fmt: skip


def parse_csv(data, name):
    """Yields the cells of each row as a tuple of texts."""
    columns = COLUMNS[name]
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Wrong(f"{name} 不是 UTF-8") from None
    if lines[0] != ",".join(columns) or len(lines) < 2 or lines.pop():
        raise Wrong(f"{name} 的表头或行尾不对")
    form = re.compile(",".join(f"({cell})" for cell in columns.values()))
    for place, line in enumerate(lines[1:], 2):
        cells = form.fullmatch(line)
        if not cells:
            raise Wrong(f"{name} 第 {place} 行的写法不对")
        yield cells.groups()


class Lists:
    """Reads list cells: ascending numbers from 1 to `high`; equal cells share one tuple."""

    def __init__(self, high):
        self.high, self.known = high, {"": ()}

    def read(self, cell, place):
        """The numbers of the cell."""
        if cell not in self.known:
            numbers = tuple(map(int, cell.split(" ")))
            rising = all(a < b for a, b in zip(numbers, numbers[1:]))
            if not rising or numbers[0] < 1 or (self.high is not None and numbers[-1] > self.high):
                raise Wrong(f"{place}：“{cell}”不是升序的号码，或者超出范围")
            self.known[cell] = numbers
        return self.known[cell]


def number(low=0, high=None):
    """A form: an integer within these bounds."""

    def check(value, place):
        if type(value) is not int or value < low or (high is not None and value > high):
            raise Wrong(f"{place}：应为不小于 {low}{'' if high is None else f'、不大于 {high}'} 的整数")

    return check


def text(pattern="(?s:.*)"):
    """A form: a text that matches."""

    def check(value, place):
        if type(value) is not str or not re.fullmatch(pattern, value):
            raise Wrong(f"{place}：文字的写法不对")

    return check


def listing(form, order=None):
    """A form: a list of such values; with `order`, strictly ascending by it."""

    def check(value, place):
        if type(value) is not list:
            raise Wrong(f"{place}：应为列表")
        for at, part in enumerate(value, 1):
            form(part, f"{place} › {at}")
        if order and any(order(a) >= order(b) for a, b in zip(value, value[1:])):
            raise Wrong(f"{place}：应为升序，不得重复")

    return check


def row(*forms):
    """A form: a list of just these values."""

    def check(value, place):
        if type(value) is not list or len(value) != len(forms):
            raise Wrong(f"{place}：应为 {len(forms)} 项的列表")
        for at, (form, part) in enumerate(zip(forms, value), 1):
            form(part, f"{place} › {at}")

    return check


def record(**forms):
    """A form: an object with just these keys."""

    def check(value, place):
        if type(value) is not dict or set(value) != set(forms):
            raise Wrong(f"{place}：应有且只有这些键：{'、'.join(sorted(forms))}")
        for key, form in forms.items():
            form(value[key], f"{place} › {key}")

    return check


def maybe(form):
    """A form: null, or such a value."""
    return lambda value, place: None if value is None else form(value, place)


def itself(value):
    """Orders numbers by themselves."""
    return value


def same(found, expected, place):
    """Raises Wrong at the first difference."""
    if isinstance(found, dict) and isinstance(expected, dict):
        record(**{key: lambda value, at: None for key in expected})(found, place)
        for key in expected:
            same(found[key], expected[key], f"{place} › {key}")
    elif isinstance(found, list) and isinstance(expected, list):
        for at, (left, right) in enumerate(zip(found, expected), 1):
            same(left, right, f"{place} › {at}")
        if len(found) != len(expected):
            raise Wrong(f"{place}：应有 {len(expected)} 项，文件中有 {len(found)} 项")
    elif type(found) is not type(expected) or found != expected:
        raise Wrong(f"{place}：应为 {expected}，文件中为 {found}")


# --- [2, 3, 11] Commitment and tables -------------------------------------------------------------------------

FLAG = number(0, 1)
COMMITMENT = record(
    scheme=text(), rules=text(), plan=text(), batch=text(), private=text(HEX),
    tables=record(**dict.fromkeys(TABLES, text(HEX))),
)  # fmt: skip


def read_frame(data):
    """frame.json with all ranges checked."""
    frame = parse_json(data, "frame.json")
    lists = record(
        objects=number(), people=number(), tasks=listing(lambda value, place: None),
        strata=listing(lambda value, place: None), seats=listing(lambda value, place: None),
        entity=number(), floor=maybe(number()), balance=FLAG, cross=FLAG, groups=maybe(number()),
    )  # fmt: skip
    lists(frame, "frame.json")
    kind = number(1, len(frame["seats"]))
    task = record(seats=listing(kind, itself), clusters=number(), entity=number())
    stratum = record(task=number(1, len(frame["tasks"])), cluster=number(), n=number())
    seat = record(count=number(1), area=FLAG, lead=number(), loose=FLAG)
    listing(task)(frame["tasks"], "frame.json › tasks")
    listing(stratum)(frame["strata"], "frame.json › strata")
    listing(seat)(frame["seats"], "frame.json › seats")
    if frame["groups"] is not None:
        firm = [seat for seat in frame["seats"] if not seat["loose"]]
        if not firm or any(seat["area"] for seat in firm):
            raise Wrong("frame.json › seats：固定组须有组内席位，且组内席位的 area 须为 0")
    return frame


class Objects:
    """Columns of objects.csv; element 0 of each stands for no object."""

    def __init__(self, data, frame):
        self.mark, self.seal, self.state, self.owed, self.entity, self.strata = ([0] for _ in range(6))
        lists, seen = Lists(len(frame["strata"])), set()
        for k, cells in enumerate(parse_csv(data, "objects.csv"), 1):
            place = f"objects.csv 第 {k} 号"
            strata = lists.read(cells[6], place)
            if strata not in seen:
                tasks = [frame["strata"][h - 1]["task"] for h in strata]
                if len(set(tasks)) < len(tasks):
                    raise Wrong(f"{place}：同一任务只能属于一层")
                seen.add(strata)
            if int(cells[0]) != k or (k > 1 and self.mark[-1] >= cells[1]):
                raise Wrong(f"{place}：号码或 mark 的次序不对")
            if not strata and cells[3] != "0":
                raise Wrong(f"{place}：不属于任何层，state 应为 0")
            numbers = (int(cells[3]), int(cells[4]), int(cells[5]))
            columns = (self.mark, self.seal, self.state, self.owed, self.entity, self.strata)
            for column, value in zip(columns, (*cells[1:3], *numbers, strata)):
                column.append(value)
        if len(self.state) - 1 != frame["objects"]:
            raise Wrong(f"objects.csv 有 {len(self.state) - 1} 行，frame.json 说有 {frame['objects']} 行")


class Site:
    """A row of sites.csv."""

    def __init__(self, seats, duty, area, recused):
        self.seats, self.duty, self.area, self.recused = seats, duty, area, recused


def read_sites(data, frame, seal):
    """Number → Site, each row proven by its seal (`seal`: the column of objects.csv, or None)."""
    sites, last = {}, 0
    kinds, people = Lists(len(frame["seats"])), Lists(frame["people"])
    for cells in parse_csv(data, "sites.csv"):
        k, place = int(cells[0]), f"sites.csv 第 {cells[0]} 号"
        if not last < k <= frame["objects"]:
            raise Wrong(f"{place}：号码的次序不对，或者超出范围")
        last, seats, duty = k, kinds.read(cells[2], place), kinds.read(cells[3], place)
        if not set(duty) <= set(seats):
            raise Wrong(f"{place}：duty 应在 seats 之中")
        body = f"ssj-seal/2\n{cells[1]}\n{','.join(cells[2:])}\n"
        if seal and sha256(body.encode()) != seal[k]:
            raise Wrong(f"{place}：与 objects.csv 中的 seal 不符")
        sites[k] = Site(seats, duty, int(cells[4]), people.read(cells[5], place))
    return sites


class Person:
    """A row of people.csv; `areas` and `limit` are None where there is none."""

    def __init__(self, seats, areas, limit, load):
        self.seats, self.areas, self.limit, self.load = seats, areas, limit, load


def read_people(data, frame):
    """List of Person; element 0 stands for nobody."""
    people, last = [None], ""
    kinds, areas = Lists(len(frame["seats"])), Lists(None)
    for j, cells in enumerate(parse_csv(data, "people.csv"), 1):
        place = f"people.csv 第 {j} 号"
        if int(cells[0]) != j or cells[1] <= last:
            raise Wrong(f"{place}：号码或 mark 的次序不对")
        last, seats = cells[1], kinds.read(cells[2], place)
        if not seats:
            raise Wrong(f"{place}：不能担任任何席位的人不应列入")
        where = None if cells[3] == "*" else areas.read(cells[3], place)
        people.append(Person(seats, where, int(cells[4]) if cells[4] else None, int(cells[5])))
    if len(people) - 1 != frame["people"]:
        raise Wrong(f"people.csv 有 {len(people) - 1} 行，frame.json 说有 {frame['people']} 行")
    return people


# --- [3, 4] Key and words ------------------------------------------------------------------------------------

LOW = (1 << 64) - 1


def derive_key(*texts):
    """The key of these texts, each followed by LF."""
    return int.from_bytes(
        hashlib.sha256("".join(part + "\n" for part in texts).encode()).digest()[:16], "big"
    )


def words(key, stream, start, count):
    """Words start … start + count − 1 of a stream (Philox4x64-10)."""
    k0, k1, keys = key & LOW, key >> 64, []
    for _ in range(10):
        keys.append((k0, k1))
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & LOW, (k1 + 0xBB67AE8584CAA73B) & LOW
    out, first = [], start // 4
    for number_of_block in range(first, (start + count + 3) // 4):
        c0, c1, c2, c3 = (1 + number_of_block) & LOW, 0, 0, stream
        for a, b in keys:
            left, right = c0 * 0xD2E7470EE14C6C93, c2 * 0xCA5A826395121157
            c0, c1, c2, c3 = (right >> 64) ^ c1 ^ a, right & LOW, (left >> 64) ^ c3 ^ b, left & LOW
        out += (c0, c1, c2, c3)
    return out[start - 4 * first : start - 4 * first + count]


def ordered(key, stream, block, count):
    """The numbers 1 … count in the order of the words of this block of `count` words, blocks from 1."""
    found = words(key, stream, (block - 1) * count, count)
    return [at + 1 for at in sorted(range(count), key=found.__getitem__)]


def by_turn(key, indexes):
    """Indexes of visits in the order of their words."""
    return sorted(indexes, key=lambda v: (words(key, 2, v - 1, 1)[0], v))


# --- [5] Objects ---------------------------------------------------------------------------------------------


class Drawn:
    """The objects drawn. Lists over strata have an element 0 that stands for none."""

    def __init__(self, frame, objects, key):
        self.frame, self.objects = frame, objects
        count = len(objects.state) - 1
        self.ticket = [0, *words(key, 1, 0, count)]
        self.order = [k for k in ordered(key, 1, 1, count) if objects.state[k]]  # of those with state > 0
        self.draw_clusters(key)
        self.draw()
        self.top_up()

    def draw_clusters(self, key):
        """`clusters`: task → clusters drawn, in order; `void`: strata of other clusters."""
        self.clusters, self.void = {}, set()
        for t, task in enumerate(self.frame["tasks"], 1):
            if task["clusters"]:
                mine = [(h, s["cluster"]) for h, s in enumerate(self.frame["strata"], 1) if s["task"] == t]
                found = {c for _, c in mine if c}
                ranked = sorted(found, key=lambda c: (words(key, 5, c - 1, 1)[0], c))
                self.clusters[t] = ranked[: task["clusters"]]
                self.void.update(h for h, c in mine if c and c not in self.clusters[t])

    def draw(self):
        """`drawn` and all `alternates` of each stratum; `passed`: (object, stratum) → by which cap."""
        strata = [None, *self.frame["strata"]]
        caps = [0, *(task["entity"] for task in self.frame["tasks"])]
        self.drawn, self.alternates = [[] for _ in strata], [[] for _ in strata]
        self.chosen, self.passed = {}, {}  # chosen: object → the strata that drew it
        in_batch, in_task = {}, {}
        for k in self.order:
            e = self.objects.entity[k]
            over = self.frame["entity"] and e and in_batch.get(e, 0) >= self.frame["entity"]
            for h in self.objects.strata[k]:
                n, t = strata[h]["n"], strata[h]["task"]
                if h in self.void or not n:
                    continue
                capped = caps[t] and e and in_task.get((t, e), 0) >= caps[t]
                if over or capped or len(self.drawn[h]) >= n:
                    self.alternates[h].append(k)
                    if (over or capped) and len(self.drawn[h]) < n:
                        self.passed[k, h] = "全批" if over else "本任务"
                    continue
                self.drawn[h].append(k)
                self.chosen.setdefault(k, []).append(h)
                in_task[t, e] = in_task.get((t, e), 0) + 1
            in_batch[e] = in_batch.get(e, 0) + (k in self.chosen)
        self.in_batch = in_batch

    def top_up(self):
        """`added`, `spare` (all alternates of the top-up) and `wanted`."""
        self.added, self.spare, self.wanted = [], [], 0
        if self.frame["floor"] is None:
            return
        state, cap = self.objects.state, self.frame["entity"]
        self.wanted = max(0, self.frame["floor"] - sum(state[k] in (1, 2) for k in self.chosen))
        for k in self.order:
            if state[k] == 1 and not self.objects.owed[k] and k not in self.chosen:
                e = self.objects.entity[k]
                if len(self.added) < self.wanted and not (cap and e and self.in_batch.get(e, 0) >= cap):
                    self.added.append(k)
                    self.in_batch[e] = self.in_batch.get(e, 0) + 1
                else:
                    self.spare.append(k)

    def records(self):
        """`clusters`, `strata` and `floor` of draw.json."""
        members, available, strata = [0] * len(self.drawn), [0] * len(self.drawn), []
        for k in range(1, len(self.objects.state)):
            for h in self.objects.strata[k]:
                members[h] += 1
                available[h] += self.objects.state[k] > 0
        for h, stratum in enumerate(self.frame["strata"], 1):
            drawn, n = self.drawn[h], stratum["n"]
            strata.append({
                "members": members[h], "available": available[h], "drawn": drawn,
                "alternates": self.alternates[h][: max(n, LISTED)],
                "cut_off": f"{self.ticket[drawn[-1]]:016x}" if drawn else None,
                "shortage": 0 if h in self.void else n - len(drawn),
            })  # fmt: skip
        floor = None
        if self.frame["floor"] is not None:
            floor = {
                "wanted": self.wanted, "added": self.added, "short": self.wanted - len(self.added),
                "alternates": self.spare[: max(self.wanted, LISTED)],
            }  # fmt: skip
        return [[t, drawn] for t, drawn in self.clusters.items()], strata, floor

    def tasks(self, strata):
        """The tasks of these strata, ascending."""
        return sorted({self.frame["strata"][h - 1]["task"] for h in strata})

    def visits(self):
        """Yields the visits of draw.json by index. [6]"""
        index, added = 0, set(self.added)
        for k in range(1, len(self.objects.state)):
            total = max(self.objects.owed[k], k in self.chosen or k in added)
            for ordinal in range(1, total + 1):
                index, first = index + 1, ordinal == 1
                strata = self.chosen.get(k, []) if first else []
                tasks = self.tasks(self.objects.strata[k] if first and k in added else strata)
                yield {
                    "index": index, "number": k, "visit": ordinal, "of": int(total), "tasks": tasks,
                    "strata": strata, "added": int(first and k in added),
                }  # fmt: skip


# --- [7] Seats, teams and the test of step 4 --------------------------------------------------------------------


def kinds_of(frame, site, tasks):
    """The kind of each seat of a visit, in seat order. [6]"""
    called = {kind for t in tasks for kind in frame["tasks"][t - 1]["seats"]} | set(site.duty)
    kinds = [kind for kind in site.seats if kind in called]
    if sum(frame["seats"][kind - 1]["count"] for kind in kinds) > frame["people"]:
        raise Wrong("有的检查的席位比全体人员还多")
    return [kind for kind in kinds for _ in range(frame["seats"][kind - 1]["count"])]


def fitting(frame, people, out=(), grouped=()):
    """A function (kind, area) → set of those who may fill such a seat; loose seats are not for the grouped."""
    known = {}

    def fit(kind, area):
        seat = frame["seats"][kind - 1]
        area = area if seat["area"] else 0
        if (kind, area) not in known:
            known[kind, area] = {
                j
                for j in range(1, len(people))
                if kind in people[j].seats
                and (not area or people[j].areas is None or area in people[j].areas)
                and j not in out
                and not (seat["loose"] and j in grouped)
            }
        return known[kind, area]

    return fit


def recused_from(frame, people, site):
    """The set of people recused from visits to this object. [6]"""
    recused = set(site.recused)
    if frame["cross"] and site.area:
        recused.update(j for j in range(1, len(people)) if site.area in (people[j].areas or ()))
    return recused


def augment(slots, seats, fit, person, seen):
    """Seats the person in slots (seat → holder), holders moving on if need be; False if there is no way."""
    for seat in seats:
        if seat not in seen and person in fit[seat]:
            seen.add(seat)
            if seat not in slots or augment(slots, seats, fit, slots[seat], seen):
                slots[seat] = person
                return True
    return False


def matchable(members, seats, fit):
    """Can all of them sit on distinct seats of these?"""
    slots = {}
    return all(augment(slots, seats, fit, member, set()) for member in members)


def seats_in_end(members, fit):
    """Position in `fit` of each member's seat, by the rule “Seats in the end”."""
    left, seats = list(range(len(fit))), []
    for at, member in enumerate(members, 1):
        for seat in left:
            others = [other for other in left if other != seat]
            if member in fit[seat] and matchable(members[at:], others, fit):
                seats.append(seat)
                left = others
                break
    return seats


def leader_of(frame, team):
    """The leader of a team of [person, kind], 0 if none."""
    ranks = [(frame["seats"][kind - 1]["lead"], at) for at, (_, kind) in enumerate(team)]
    ranks = [rank for rank in ranks if rank[0]]
    return team[min(ranks)[1]][0] if ranks else 0


class Opening:
    """Seats to be filled on one visit: the kind of each and the set of those who may fill it.

    `recused` people are written down when passed over, `barred` ones are not. `before`: members there already.
    `team` and `trace` are what the files say.
    """

    def __init__(self, name, kinds, fit, recused=(), barred=(), before=0, team=(), trace=()):
        self.name, self.kinds, self.fit = name, kinds, fit
        self.recused, self.barred, self.before = recused, barred, before
        self.team, self.trace = list(team), list(trace)


class Chain:
    """A search along which seats are handed on.

    taker: seat → (who would take it, the seat they leave for it on the same visit or None if they come anew);
    gave: person → the seat by which they would leave a visit; crossed: person → who has one visit less for it.
    """

    def __init__(self, seating):
        self.seating, self.queue, self.rest = seating, deque(), {}
        self.taker, self.gave, self.crossed, self.vacant = {}, {}, {}, None

    def start(self, person, instead_of=None):
        """The person may take one visit more (for one less of somebody reached)."""
        self.crossed[person] = instead_of
        self.queue.append(person)

    def take(self, seat, person):
        """The person takes the seat; its holder moves to another seat there, or leaves the visit."""
        s, pending = self.seating, [(seat, person, None)]
        while pending:
            seat, mover, origin = pending.pop()
            if seat in self.taker:
                continue
            self.taker[seat] = (mover, origin)
            holder, o = s.holder[seat], s.opening_of[seat]
            if not holder:
                self.vacant = seat
                return
            pending.extend(
                (x, holder, seat) for x in s.seats[o] if x not in self.taker and holder in s.fit[x]
            )
            if holder not in self.gave and holder not in self.crossed and not s.is_kept(holder, o):
                self.gave[holder] = seat
                self.queue.append(holder)

    def spread(self, person, goal):
        """The person takes every seat that they could come to; stops when a vacant seat or the goal is reached."""
        s = self.seating
        for bucket in s.buckets_of(person):
            seats = self.rest.get(bucket, s.buckets[bucket])
            self.rest[bucket] = left = []
            for seat in seats:
                if seat in self.taker:
                    continue
                if s.may_come(person, s.opening_of[seat]):
                    self.take(seat, person)
                    if self.vacant is not None or goal in self.gave:
                        return
                else:
                    left.append(seat)


class Seating:
    """An assignment of people to openings, and the test whether it can be changed so that somebody joins.

    Openings stand in the order of their turns; those before `now` are fixed, as are the members `kept` of `now`.
    The graph is that of a flow from people over visits to seats: a person can be added to a visit (with all that is
    fixed kept) if, and only if, a chain of hand-overs leads from there back to them, or to a person who then has a
    visit less while they have one more. The sum of squares stays the least if, and only if, such a step goes from
    somebody to somebody with one visit less.
    """

    def __init__(self, openings, limit, load):
        self.openings, self.limit, self.load = openings, limit, list(load)
        self.seats, self.fit, self.opening_of = [], [], []
        for o, opening in enumerate(openings):
            self.seats.append(range(len(self.fit), len(self.fit) + len(opening.fit)))
            self.fit += opening.fit
            self.opening_of += [o] * len(opening.fit)
        self.holder, self.team = [0] * len(self.fit), [set() for _ in openings]
        self.of = [set() for _ in limit]  # person → openings in whose team they are
        self.taken = [0] * len(limit)  # teams of the draw that they are in so far
        self.now, self.kept = 0, set()
        self.buckets, self.bucket_sets, self.own_buckets = {}, {}, {}
        for seat in reversed(range(len(self.fit))):
            self.buckets.setdefault(id(self.fit[seat]), []).append(seat)
            self.bucket_sets[id(self.fit[seat])] = self.fit[seat]

    def buckets_of(self, person):
        """Keys of the lists of seats that this person may fill."""
        if person not in self.own_buckets:
            self.own_buckets[person] = [key for key, fit in self.bucket_sets.items() if person in fit]
        return self.own_buckets[person]

    def free(self, person):
        """Can they be in one more team?"""
        return self.limit[person] is None or len(self.of[person]) < self.limit[person]

    def is_kept(self, person, o):
        """Must this member stay in the team?"""
        return o < self.now or (o == self.now and person in self.kept)

    def may_come(self, person, o):
        """Could they come to this team, as far as seats do not matter?"""
        opening = self.openings[o]
        return not (person in self.team[o] or person in opening.recused or person in opening.barred)

    def seat(self, seat, person):
        """Gives a seat; `settle_teams` must follow."""
        self.holder[seat] = person

    def settle_teams(self, openings):
        """Brings team, of and load in line with the holders."""
        for o in openings:
            team = {self.holder[seat] for seat in self.seats[o]} - {0}
            for person, step in [(p, -1) for p in self.team[o] - team] + [
                (p, 1) for p in team - self.team[o]
            ]:
                self.load[person] += step
                (self.of[person].add if step > 0 else self.of[person].remove)(o)
            self.team[o] = team

    def place(self, o):
        """Seats the team on file; Wrong if it is no team or above a limit."""
        opening, left = self.openings[o], list(self.seats[o])
        if sorted(kind for _, kind in opening.team) != sorted(opening.kinds):
            raise Wrong(f"{opening.name}：各成员的席位与应有的席位不一致")
        for person, kind in opening.team:
            seat = next(x for x in left if opening.kinds[x - self.seats[o][0]] == kind)
            left.remove(seat)
            if person >= len(self.limit) or person not in self.fit[seat]:
                raise Wrong(f"{opening.name}：{person} 号不能担任第 {kind} 类席位")
            if not self.may_come(person, o):
                raise Wrong(f"{opening.name}：{person} 号应当回避，或者已在组内")
            if not self.free(person):
                raise Wrong(f"{opening.name}：{person} 号超过了次数上限")
            self.seat(seat, person)
            self.settle_teams([o])

    def fill(self):
        """Seats as many as can be, from an empty assignment, without regard to balance; True if all seats are filled."""
        vacant = {key: list(seats) for key, seats in self.buckets.items()}
        for person in range(1, len(self.limit)):
            while self.free(person):
                seat = self.vacant_seat(person, vacant)
                if seat is not None:
                    self.seat(seat, person)
                    self.settle_teams([self.opening_of[seat]])
                    continue
                chain = Chain(self)
                chain.start(person)
                while chain.queue and chain.vacant is None:
                    chain.spread(chain.queue.popleft(), 0)
                if chain.vacant is None:
                    break
                self.hand_on(chain, chain.vacant, person)
        return 0 not in self.holder

    def vacant_seat(self, person, vacant):
        """A vacant seat that they can come to at once, or None."""
        for key in self.buckets_of(person):
            for at in reversed(range(len(vacant[key]))):
                seat = vacant[key][at]
                if self.holder[seat]:
                    del vacant[key][at]
                elif self.may_come(person, self.opening_of[seat]):
                    return seat
        return None

    def hand_on(self, chain, seat, start):
        """Carries out the chain that ends by taking `seat` and began with `start`."""
        moves, person = {}, None
        while True:
            mover, origin = chain.taker[seat]
            moves[seat] = mover
            if origin is not None:
                seat = origin
                continue
            person = mover
            if person == start:
                break
            seat = chain.gave[person if person in chain.gave else chain.crossed[person]]
        for seat, mover in moves.items():
            self.seat(seat, mover)
        self.settle_teams({self.opening_of[seat] for seat in moves})

    def uneven(self):
        """(giver, taker) if the sum of squares could be less, else None."""
        chain = Chain(self)
        for taker in sorted(range(1, len(self.limit)), key=self.load.__getitem__):
            if self.free(taker) and taker not in chain.gave:
                chain.start(taker)
                while chain.queue:
                    person = chain.queue.popleft()
                    if self.load[person] >= self.load[taker] + 2:
                        return person, taker
                    chain.spread(person, 0)
        return None

    def find(self, person, o, even):
        """A chain by which the person, not a member of `o`, could join it; None if there is no way."""
        mine = [w for w in self.of[person] if w >= self.now]
        free, level = self.free(person), self.load[person] + 1
        if not mine and (not free or (even and not self.somebody_at(level))):
            return None
        chain = Chain(self)
        for seat in self.seats[o]:
            if person in self.fit[seat]:
                chain.take(seat, person)
        if self.search(chain, person, mine, (level if even else 0) if free else None):
            return chain
        if not mine or not chain.gave:
            return None
        givers = {self.load[giver]: giver for giver in chain.gave}
        anybody = next(iter(chain.gave))
        for other in range(1, len(self.limit)):
            giver = givers.get(self.load[other] + 1) if even else anybody
            if giver and other not in chain.gave and self.free(other):
                chain.start(other, giver)
        return chain if self.search(chain, person, mine, None) else None

    def search(self, chain, person, mine, level):
        """Follows the chain to the person. `level`: load of those who may give a visit to them for good; 0: any."""
        while person not in chain.gave:
            if not chain.queue:
                return False
            other = chain.queue.popleft()
            if level is not None and level in (0, self.load[other]):
                chain.crossed[person] = other
                return True
            for w in mine:
                if self.may_come(other, w):
                    for seat in self.seats[w]:
                        if other in self.fit[seat] and self.holder[seat] == person:
                            chain.take(seat, other)
            if person not in chain.gave:
                chain.spread(other, person)
        return True

    def somebody_at(self, level):
        """Has anybody with this load a visit that is not fixed yet?"""
        for person in range(1, len(self.limit)):
            if self.load[person] == level and len(self.of[person]) > self.taken[person]:
                return True
        return False

    def choose(self, o, order, balance):
        """Steps 2 to 5 for the opening: members in drawing order, trace."""
        self.now, self.kept = o, set()
        opening, members, trace, slots = self.openings[o], [], [], {}
        for person in order:
            if len(members) == len(self.seats[o]):
                break
            trial = dict(slots)
            if person in opening.barred or not augment(trial, self.seats[o], self.fit, person, set()):
                continue
            outcome = self.outcome(o, person, balance)
            if outcome:
                trace.append([person, outcome, opening.before + len(members)])
            else:
                members.append(person)
                slots = trial
                self.kept.add(person)
                self.taken[person] += 1
        self.now = o + 1
        for seat in self.seats[o]:
            self.buckets[id(self.fit[seat])].pop()  # seats of the first opening left stand last
        return members, trace

    def outcome(self, o, person, balance):
        """Step 4: 0 if they join."""
        if person in self.openings[o].recused:
            return 1
        if self.limit[person] is not None and self.taken[person] >= self.limit[person]:
            return 2
        if person in self.team[o]:
            return 0
        chain = self.find(person, o, balance)
        if chain:
            self.hand_on(chain, chain.gave[person if person in chain.gave else chain.crossed[person]], person)
            return 0
        return 4 if balance and self.find(person, o, False) else 3


def check_openings(openings, limit, load, balance, order):
    """Steps 2 to 5 and the seats in the end, for openings in the order of their turns; `order`: opening → people."""
    seating = Seating(openings, limit, load)
    for o in range(len(openings)):
        seating.place(o)
    uneven = seating.uneven() if balance else None
    if uneven:
        raise Wrong(f"负荷不均衡：{uneven[0]} 号的检查可以（经他人转手）交给负荷至少少 2 次的 {uneven[1]} 号")
    for o, opening in enumerate(openings):
        members, trace = seating.choose(o, order(opening), balance)
        same([person for person, _ in opening.team], members, f"{opening.name} › 成员次序")
        same(opening.trace, trace, f"{opening.name} › 经过（trace）")
        seats = [opening.kinds[seat] for seat in seats_in_end(members, opening.fit)]
        same([kind for _, kind in opening.team], seats, f"{opening.name} › 各成员的席位")


# --- [8] Fixed groups ----------------------------------------------------------------------------------------


def group_openings(frame, fit, k):
    """The groups as openings."""
    kinds = [
        kind for kind, seat in enumerate(frame["seats"], 1) if not seat["loose"] for _ in range(seat["count"])
    ]
    return [Opening(f"第 {g} 组", kinds, [fit(kind, 0) for kind in kinds]) for g in range(1, k + 1)]


def can_form(frame, people, k):
    """Can k groups be formed?"""
    openings = group_openings(frame, fitting(frame, people), k)
    if sum(len(opening.kinds) for opening in openings) >= len(people):
        return False
    return Seating(openings, [1] * len(people), [0] * len(people)).fill()


def form_groups(frame, people, key, attempt, k):
    """`formed` of teams.json at this attempt."""
    openings = group_openings(frame, fitting(frame, people), k)
    seating = Seating(openings, [1] * len(people), [0] * len(people))
    seating.fill()
    formed, used = [], set()
    for g, opening in enumerate(openings):
        opening.barred = used
        order = ordered(key, 4, attempt * k + g + 1, len(people) - 1)
        members, trace = seating.choose(g, order, False)
        used.update(members)
        team = [[j, opening.kinds[seat]] for j, seat in zip(members, seats_in_end(members, opening.fit))]
        formed.append({"team": team, "leader": leader_of(frame, team), "trace": trace})
    return formed


def goers(group, kinds):
    """[person, kind] of those members of the group who go where these kinds are called."""
    return [pair for pair in group["team"] if pair[1] in kinds]


def smallest(limits):
    """The smallest limit that is not None; None if there is none."""
    return min((limit for limit in limits if limit is not None), default=None)


class GroupDraw:
    """The visits of a draw with these groups, as openings for the dealing and for the loose seats."""

    def __init__(self, teams, formed):
        self.teams, self.formed = teams, formed
        frame, people = teams.frame, teams.people
        grouped = {j for group in formed for j, _ in group["team"]}
        fit, everyone = fitting(frame, people, grouped=grouped), set(range(1, len(formed) + 1))
        self.dealt, self.loose = [], []
        self.people_limit = [person and person.limit for person in people]
        members = [[people[j] for j, _ in group["team"]] for group in formed]
        self.limit = [0, *(smallest(person.limit for person in team) for team in members)]
        self.load = [0, *(sum(person.load for person in team) // len(team) for team in members)]
        for v in teams.turns:
            kinds, visit = teams.kinds[v], teams.found[v]
            loose = [kind for kind in kinds if frame["seats"][kind - 1]["loose"]]
            recused, site = teams.recused[v], teams.sites[v]
            if len(loose) < len(kinds):
                away = {g for g in everyone if any(j in recused for j, _ in goers(formed[g - 1], kinds))}
                trace = [[g, outcome, 0] for g, outcome in visit["dealt"]]
                opening = Opening(
                    f"第 {v} 次检查派组", [0], [everyone], away, (), 0, [[visit["group"], 0]], trace
                )
                opening.index = v
                self.dealt.append(opening)
            if loose:
                fits = [fit(kind, site.area) for kind in loose]
                before = len(kinds) - len(loose)
                opening = Opening(
                    f"第 {v} 次检查", loose, fits, recused, (), before, visit["team"][before:], visit["trace"]
                )
                opening.index = v
                self.loose.append(opening)

    def possible(self):
        """Can the visits be dealt to these groups, and the loose seats be filled?"""
        dealt = Seating(self.dealt, self.limit, self.load)
        loose = Seating(self.loose, self.people_limit, [0] * len(self.people_limit))
        return dealt.fill() and loose.fill()

    def check(self, key):
        """Dealing and loose seats against the file."""
        frame, people, k = self.teams.frame, self.teams.people, len(self.formed)
        order = lambda opening: ordered(key, 3, opening.index, k)  # noqa: E731
        check_openings(self.dealt, self.limit, self.load, frame["balance"], order)
        load = [person.load if person else 0 for person in people]
        order = lambda opening: ordered(key, 6, opening.index, len(people) - 1)  # noqa: E731
        check_openings(self.loose, self.people_limit, load, frame["balance"], order)


# --- [9] teams.json ------------------------------------------------------------------------------------------


def team_forms(frame, top):
    """Forms of a team, a trace and a list of visits (indexes up to `top`, if given) in teams files."""
    person, kind = number(1, frame["people"]), number(1, len(frame["seats"]))
    team, trace = listing(row(person, kind)), listing(row(person, number(1, 4), number()))
    grouped = frame["groups"] is not None
    dealt = {"dealt": listing(row(number(1), number(1, 4)))} if grouped else {}
    visit = record(
        index=number(1, top), turn=number(), group=number(), leader=number(), team=team, trace=trace, **dealt
    )
    return team, trace, listing(visit, lambda one: one["index"])


def read_teams(data, frame, commit, count):
    """teams.json with its form checked; `count`: number of visits."""
    found = parse_json(data, "teams.json")
    team, trace, visits = team_forms(frame, count)
    groups = record(
        discarded=number(0, ATTEMPTS - 1), formed=listing(record(team=team, leader=number(), trace=trace))
    )
    if frame["groups"] is None:
        groups = maybe(lambda value, place: same(value, None, place))
    record(scheme=text(), commit=text(), groups=groups, visits=visits)(found, "teams.json")
    same(found["scheme"], SCHEME, "teams.json › scheme")
    same(found["commit"], commit, "teams.json › commit")
    same(len(found["visits"]), count, "teams.json › visits › 数量")
    return found


class Teams:
    """What teams.json must agree with. `kinds`, `recused`, `sites` by index of visit; `turns`: indexes in order."""

    def __init__(self, package, found):
        self.frame, self.people, self.key = package.need("frame"), package.need("people"), package.key
        self.groups, self.found = found["groups"], {visit["index"]: visit for visit in found["visits"]}
        self.kinds, self.recused, self.sites, by_site = {}, {}, {}, {}
        for visit in package.visits:
            v, k = visit["index"], visit["number"]
            self.sites[v] = site = package.site(k)
            self.kinds[v] = kinds_of(self.frame, site, visit["tasks"])
            if k not in by_site:
                by_site[k] = recused_from(self.frame, self.people, site)
            self.recused[v] = by_site[k]
        self.turns = by_turn(self.key, [v for v in self.kinds if self.kinds[v]])

    def check_form(self):
        """Turns, sizes, and what has to be empty."""
        turn = {v: t for t, v in enumerate(self.turns, 1)}
        grouped = self.groups is not None
        for v, visit in self.found.items():
            place = f"teams.json › 第 {v} 次检查"
            same(visit["turn"], turn.get(v, 0), f"{place} › turn")
            firm = [kind for kind in self.kinds[v] if not self.frame["seats"][kind - 1]["loose"]]
            same(len(visit["team"]), len(self.kinds[v]), f"{place} › 人数")
            if not (grouped and firm):
                same(visit["group"], 0, f"{place} › group")
                same(visit.get("dealt", []), [], f"{place} › dealt")
            elif not visit["group"]:
                raise Wrong(f"{place} › group：应派给一组")
            if not self.kinds[v] or (grouped and len(firm) == len(self.kinds[v])):
                same(visit["trace"], [], f"{place} › trace")

    def check_leaders(self):
        """The leader of every visit."""
        for v, visit in self.found.items():
            same(visit["leader"], leader_of(self.frame, visit["team"]), f"第 {v} 次检查 › 组长")

    def check(self):
        """Teams without fixed groups."""
        frame, people = self.frame, self.people
        fit, openings = fitting(frame, people), []
        for v in self.turns:
            fits = [fit(kind, self.sites[v].area) for kind in self.kinds[v]]
            visit = self.found[v]
            opening = Opening(
                f"第 {v} 次检查", self.kinds[v], fits, self.recused[v], (), 0, visit["team"], visit["trace"]
            )
            opening.index = v
            openings.append(opening)
        limit, load = [person and person.limit for person in people], [p.load if p else 0 for p in people]
        order = lambda opening: ordered(self.key, 3, opening.index, len(people) - 1)  # noqa: E731
        check_openings(openings, limit, load, frame["balance"], order)

    def check_formed(self):
        """The number of groups, the attempts put aside, and the groups."""
        frame, people, k = self.frame, self.people, len(self.groups["formed"])
        firm = sum(any(not frame["seats"][s - 1]["loose"] for s in self.kinds[v]) for v in self.turns)
        most = frame["groups"] or max(1, firm)
        if k < 1 or k > most or (frame["groups"] and k != most) or not can_form(frame, people, k):
            raise Wrong(f"不可能是 {k} 组")
        if k < most and can_form(frame, people, k + 1):
            raise Wrong(f"文件中是 {k} 组，但可以编出更多的组")
        for attempt in range(self.groups["discarded"]):
            if GroupDraw(self, form_groups(frame, people, self.key, attempt, k)).possible():
                raise Wrong(f"第 {attempt + 1} 次编出的组排得开，不应作废")
        formed = form_groups(frame, people, self.key, self.groups["discarded"], k)
        same(self.groups["formed"], formed, "teams.json › groups › formed")

    def check_dealt(self):
        """Dealing, loose seats, and that the members who go are those of the group."""
        formed = self.groups["formed"]
        for v, visit in self.found.items():
            if visit["group"] > len(formed):
                raise Wrong(f"第 {v} 次检查：没有第 {visit['group']} 组")
            going = goers(formed[visit["group"] - 1], self.kinds[v]) if visit["group"] else []
            same(visit["team"][: len(going)], going, f"第 {v} 次检查 › 固定组成员")
        GroupDraw(self, formed).check(self.key)


# --- [10] Events ---------------------------------------------------------------------------------------------


class Story:
    """What is known after the draw and the events checked so far.

    visits: index → visit record; places: stratum (0: the top-up) → objects that hold a place there, in order;
    records: index → newest record of a teams file, None if that could not be checked; all_done: is `done` complete?
    """

    def __init__(self, package):
        self.frame, self.objects, self.drawn = package.frame, package.objects, package.drawn
        self.visits = {visit["index"]: visit for visit in package.visits}
        self.count = len(self.visits)
        self.places = [list(package.drawn.added), *map(list, package.drawn.drawn[1:])]
        self.ended, self.done, self.out, self.pairs, self.all_done = set(), set(), set(), set(), True
        self.closed, self.seen = set(), {visit["number"] for visit in package.visits}
        self.records = dict(package.teams.found) if package.teams else None

    def ends(self, objects):
        """Indexes of the open visits of these objects, ascending."""
        past = self.ended | self.done
        return sorted(v for v, one in self.visits.items() if one["number"] in objects and v not in past)

    def replace(self, ended):
        """`replacements` and the new visits; `closed` must hold the objects of this event already."""
        gone = {self.visits[v]["number"] for v in ended if self.visits[v]["tasks"]}
        lost = [[k for k in place if k in gone] for place in self.places]
        self.places = [[k for k in place if k not in gone] for place in self.places]
        replacements, came = [], {}
        for h in (*range(1, len(lost)), 0):
            pool = self.drawn.alternates[h] if h else self.drawn.spare
            for old in lost[h]:
                new = next((k for k in pool if self.may_come_in(k, h, came)), 0)
                replacements.append([h, old, new])
                if new:
                    came.setdefault(new, []).append(h)
                    self.places[h].append(new)
        self.seen.update(came)
        return replacements, [self.new_visit(k, came[k]) for k in sorted(came)]

    def may_come_in(self, k, h, came):
        """May this alternate come in for a place of this stratum? `came`: object → its places in this event."""
        if k in self.seen or k in self.closed or h in came.get(k, ()) or (not h and k in came):
            return False
        e = self.objects.entity[k]
        if not e:
            return True
        return self.keeps(self.frame["entity"], e, k, self.places) and (
            not h or self.keeps(self.task_of(h)["entity"], e, k, self.places_of_task(h))
        )

    def keeps(self, cap, e, k, places):
        """Do fewer other objects of the entity hold one of these places than the cap allows?"""
        return (
            not cap or len({x for place in places for x in place if self.objects.entity[x] == e} - {k}) < cap
        )

    def task_of(self, h):
        """The task of the stratum."""
        return self.frame["tasks"][self.frame["strata"][h - 1]["task"] - 1]

    def places_of_task(self, h):
        """The places of all strata of the same task."""
        task = self.frame["strata"][h - 1]["task"]
        return [self.places[x] for x, one in enumerate(self.frame["strata"], 1) if one["task"] == task]

    def new_visit(self, k, places):
        """The visit of an object that comes in."""
        strata = [h for h in places if h]
        tasks = self.drawn.tasks(strata or self.objects.strata[k])
        return {
            "index": self.count + k, "number": k, "visit": 1, "of": 1, "tasks": tasks, "strata": strata,
            "added": int(not strata),
        }  # fmt: skip


def asked_forms(frame, story):
    """Forms of `done`, `out` and `recused`; indexes are those of visits before the event."""

    def index(value, place):
        number(1)(value, place)
        if value not in story.visits:
            raise Wrong(f"{place}：没有第 {value} 次检查")

    person = number(1, frame["people"])
    return {
        "done": listing(index, itself),
        "out": listing(row(person, listing(index, itself)), lambda pair: pair[0]),
        "recused": listing(row(index, person), itself),
    }


class Event:
    """One event: its files, and what they must agree with."""

    def __init__(self, package, story, ordinal, files):
        self.package, self.story, self.ordinal, self.files = package, story, ordinal, files
        self.frame, self.name = package.frame, f"第 {ordinal} 次递补"
        self.event = self.asked = self.found = self.request = None

    def read(self):
        """Reads the three files and checks their forms and what they share."""
        asked, head = (
            asked_forms(self.frame, self.story),
            {"scheme": text(), "commit": text(), "event": number(1)},
        )
        objects = listing(number(1, self.frame["objects"]), itself)
        source = lambda value, place: value is None or same(type(value), dict, place)  # noqa: E731
        any_list = listing(lambda value, place: None)
        forms = {
            "request.json": record(**head, **asked, objects=objects, salt=text(), source=source),
            "event.json": record(
                **head, request=text(HEX), seed=text(), key=text("[0-9a-f]{32}"), objects=objects,
                ended=listing(number(1), itself), replacements=any_list, visits=any_list,
            ),
            "event-teams.json": record(
                **head, **asked, request=text(HEX), visits=team_forms(self.frame, None)[2],
            ),
        }  # fmt: skip
        found = {}
        for name, data in self.files.items():
            found[name] = parse_json(data, name)
            forms[name](found[name], name)
            for key, value in (("scheme", SCHEME), ("commit", self.package.commit), ("event", self.ordinal)):
                same(found[name][key], value, f"{name} › {key}")
        if "event.json" not in found:
            raise Wrong("缺 event.json")
        self.event, self.request = found["event.json"], found.get("request.json")
        self.found = found.get("event-teams.json")
        self.asked = self.request or self.found
        if self.found:
            same(self.found["request"], self.event["request"], "event-teams.json › request")
            for key in asked if self.request else ():
                same(self.found[key], self.request[key], f"event-teams.json › {key}")

    def check_key(self):
        """Request, seed and key."""
        event = self.event
        if self.request:
            same(event["request"], sha256(self.files["request.json"]), "event.json › request")
            same(event["objects"], self.request["objects"], "event.json › objects")
            if (self.request["source"] is None) != (event["seed"] == ""):
                raise Wrong("event.json › seed：与 request.json 的 source 不一致")
        key = self.package.key
        if event["seed"]:
            key = derive_key(SCHEME, self.package.commit, event["request"], event["seed"])
        same(event["key"], f"{key:032x}", "event.json › key")
        self.key = key
        kind = "新种子" if event["seed"] else "原种子"
        if not self.request:
            raise Unchecked(f"没有 request.json，申请的摘要未核对（{kind}，密钥按文件中的摘要算得相符）")
        return f"{kind}，密钥 {key:032x}"

    def check_objects(self):
        """Visits ended, replacements, new visits."""
        story, event = self.story, self.event
        if self.asked:
            story.done.update(self.asked["done"])
        else:
            story.all_done = False
        story.closed.update(event["objects"])
        ended, missing = story.ends(event["objects"]), ""
        if story.all_done:
            same(event["ended"], ended, "event.json › ended")
        else:
            if not set(event["ended"]) <= set(ended):
                raise Wrong("event.json › ended：有不能终止的检查")
            if event["ended"] != ended:
                missing = f"检查 {sorted(set(ended) - set(event['ended']))} 未终止，是否因为已经完成"
        story.ended.update(event["ended"])
        replacements, visits = story.replace(event["ended"])
        same(event["replacements"], replacements, "event.json › replacements")
        same(event["visits"], visits, "event.json › visits")
        story.visits.update((visit["index"], visit) for visit in visits)
        if missing:
            raise Unchecked(f"没有 request.json 和 event-teams.json，{missing}，未核对；其余相符")
        came = "、".join(str(new) for _, _, new in replacements) or "无"
        return f"终止 {len(ended)} 次检查，补入对象：{came}"

    def check_teams(self):
        """event-teams.json."""
        if self.story.records is None:
            raise Unchecked("此前的检查人员未能核对")
        if self.found is None:
            raise Unchecked("没有 event-teams.json")
        records, self.story.records = self.story.records, None  # kept as None if something is wrong
        EventTeams(self, records).check()
        self.story.records = {**records, **{visit["index"]: visit for visit in self.found["visits"]}}
        return f"{len(self.found['visits'])} 次检查的人员相符"


class EventTeams:
    """The teams of an event. `records`: index → newest record before it; `stay`: index → those who stay."""

    def __init__(self, event, records):
        package, self.story, self.event = event.package, event.story, event
        self.frame, self.people, self.package = package.frame, package.need("people"), package
        self.key, self.records, self.asked = event.key, records, event.asked
        groups = package.teams.groups
        self.formed = groups and groups["formed"]
        self.grouped = {j for group in self.formed or () for j, _ in group["team"]}
        self.found = {visit["index"]: visit for visit in event.found["visits"]}
        self.new = {visit["index"]: visit for visit in event.event["visits"]}
        self.story.out.update(person for person, _ in self.asked["out"])
        self.story.pairs.update(
            (self.story.visits[v]["number"], person) for v, person in self.asked["recused"]
        )
        self.dealt, self.trace = {}, {}

    def recused(self, v):
        """The set of people recused from the visit."""
        k = self.story.visits[v]["number"]
        return recused_from(self.frame, self.people, self.package.site(k)) | {
            j for x, j in self.story.pairs if x == k
        }

    def check(self):
        """Who left, who came, and everything that is written about it."""
        self.leave()
        if not self.left and not self.event.event["ended"]:
            raise Wrong("没有检查终止，也没有人退出，不应有这次递补")
        same(list(self.found), sorted({*self.left, *self.new}), "event-teams.json › visits › 编号")
        if self.formed is not None:
            self.deal()
        self.fill()
        for v, visit in self.found.items():
            place, before = f"第 {v} 次检查", self.records.get(v, {"turn": 0, "group": self.dealt.get(v, 0)})
            same(visit["turn"], before["turn"], f"{place} › turn")
            same(visit["group"], before["group"], f"{place} › group")
            same(visit["leader"], leader_of(self.frame, visit["team"]), f"{place} › 组长")
            if v not in self.dealt:
                same(visit.get("dealt", []), [], f"{place} › dealt")

    def leave(self):
        """`left`: index → open kinds of visits that somebody left; `stay`; `kinds` of the new visits."""
        out = {person: indexes for person, indexes in self.asked["out"]}
        pairs = {(v, person) for v, person in self.asked["recused"]}
        self.left, self.stay = {}, {}
        for v, one in self.records.items():
            if v in self.story.ended:
                continue
            gone = [] if v in self.story.done else [
                [j, kind] for j, kind in one["team"]
                if (v, j) in pairs or (j in out and (not out[j] or v in out[j]))
            ]  # fmt: skip
            self.stay[v] = [pair for pair in one["team"] if pair not in gone]
            if gone:
                self.left[v] = sorted(kind for _, kind in gone)
        self.kinds = {
            v: kinds_of(self.frame, self.package.site(visit["number"]), visit["tasks"])
            for v, visit in self.new.items()
        }

    def count(self, j):
        """Visits in which the person stays."""
        return sum(any(j == member for member, _ in team) for team in self.stay.values())

    def deal(self):
        """Deals the new visits to the groups; those who go and are not out stay there."""
        everyone, openings, limits = set(range(1, len(self.formed) + 1)), [], [0]
        for group in self.formed:
            members = [
                j for j, _ in group["team"] if j not in self.story.out and self.people[j].limit is not None
            ]
            limits.append(smallest(max(0, self.people[j].limit - self.count(j)) for j in members))
        firm = {v for v in self.new if any(not self.frame["seats"][s - 1]["loose"] for s in self.kinds[v])}
        for v in by_turn(self.key, firm):
            recused, visit = self.recused(v) - self.story.out, self.found[v]
            if visit["group"] > len(self.formed):
                raise Wrong(f"第 {v} 次检查：没有第 {visit['group']} 组")
            away = {
                g for g in everyone if any(j in recused for j, _ in goers(self.formed[g - 1], self.kinds[v]))
            }
            trace = [[g, outcome, 0] for g, outcome in visit["dealt"]]
            opening = Opening(
                f"第 {v} 次检查派组", [0], [everyone], away, (), 0, [[visit["group"], 0]], trace
            )
            opening.index = v
            openings.append(opening)
            self.dealt[v] = visit["group"]
        order = lambda opening: ordered(self.key, 3, opening.index, len(self.formed))  # noqa: E731
        check_openings(openings, limits, [0] * len(limits), False, order)
        for v, g in self.dealt.items():
            going = goers(self.formed[g - 1], self.kinds[v])
            self.stay[v] = [pair for pair in going if pair[0] not in self.story.out]

    def fill(self):
        """Fills the open seats."""
        fit, openings = fitting(self.frame, self.people, self.story.out, self.grouped), []
        seats = dict(self.left)
        for v in self.new:
            seats[v] = list(self.kinds[v])
            for _, kind in self.stay.get(v, ()):
                seats[v].remove(kind)
        for v in by_turn(self.key, seats):
            visit, stay = self.found[v], self.stay.get(v, [])
            same(visit["team"][: len(stay)], stay, f"第 {v} 次检查 › 留下的成员")
            area = self.package.site(self.story.visits[v]["number"]).area
            fits = [fit(kind, area) for kind in seats[v]]
            barred, taken = {j for j, _ in stay}, visit["team"][len(stay) :]
            opening = Opening(
                f"第 {v} 次检查", seats[v], fits, self.recused(v), barred, len(stay), taken, visit["trace"]
            )
            opening.index = v
            openings.append(opening)
        limits = [None]
        for j, person in enumerate(self.people[1:], 1):
            limits.append(None if person.limit is None else person.limit - self.count(j))
        check_openings(openings, limits, [0] * len(limits), False, self.order)

    def order(self, opening):
        """The order of people for a visit."""
        v, people = opening.index, len(self.people) - 1
        group = self.found[v]["group"]
        if group:
            order = ordered(self.key, 7, group, people)
            return sorted(order, key=lambda j: j in self.grouped)
        order = ordered(self.key, 3 if self.formed is None else 6, v, people)
        first = self.package.teams.found.get(v)
        if not self.event.event["seed"] and first and first["team"]:
            at = order.index(first["team"][-1][0]) + 1
            order = order[at:] + order[:at]
        return order


# --- The package and its steps -------------------------------------------------------------------------------


class Report:
    """Prints each step as it is done and remembers what to say in the end."""

    def __init__(self, silent=False):
        self.marks, self.silent = marks(), silent
        self.good, self.bad, self.open = [], [], []

    def step(self, name, action):
        """Runs the action; True if it was right."""
        try:
            kind, said = 0, action()
        except Unchecked as reason:
            kind, said = 2, f"未核对：{reason}"
        except Wrong as problem:
            kind, said = 1, str(problem)
        except (RecursionError, MemoryError) as problem:
            kind, said = 1, f"数据无法解读（{type(problem).__name__}）"
        (self.good, self.bad, self.open)[kind].append(name)
        if not self.silent or kind == 1:
            say(f"{self.marks[kind]} {name}：{said}")
        return kind == 0

    def conclude(self):
        """The last line; gives the exit code."""
        parts = []
        if self.bad:
            parts.append(f"不符：{'、'.join(self.bad)}")
        if self.open:
            parts.append(f"未核对：{'、'.join(self.open)}")
        right = f"相符：{'、'.join(self.good)}" if self.good else "没有相符的项目"
        whole = "" if parts else "全部相符。"
        say(f"结论：{whole}{'；'.join([*parts, right])}。（{NOT_COVERED}。）")
        return 1 if self.bad else 0


class Package:
    """The files of an archive or public package, and what has been proven of them so far (None: not)."""

    def __init__(self, folder):
        inner = folder / "档案"
        self.base = inner if inner.is_dir() and not (folder / "commitment.json").is_file() else folder
        self.frame = self.objects = self.sites = self.people = self.drawn = self.teams = self.key = None
        self.commitment, self.commit, self.visits, self.missing = None, None, None, {}
        self.files, self.told = {}, []  # told: events whose objects are right
        for name in ("commitment.json", *TABLES):
            self.load(name, (self.base / "snapshot" / name, self.base / name))
        for name in ("draw.json", "teams.json"):
            self.load(name, (self.base / name,))
        if "commitment.json" not in self.files:
            raise Unreadable(f"{folder} 不是抽取档案或公开包（没有 commitment.json）")
        self.events = self.find_events()

    def load(self, name, paths):
        """Reads the file where it stands; two of them are one too many."""
        found = [path for path in paths if path.is_file()]
        if len(found) > 1:
            raise Unreadable(f"有两份 {name}，不知以哪一份为准")
        if found:
            self.files[name] = found[0].read_bytes()

    def find_events(self):
        """Number of the event → file name → bytes."""
        events = {}
        for path in sorted(self.base.iterdir()):
            found = re.fullmatch("递补-([0-9]{3,})", path.name)
            if found and path.is_dir():
                names = ("request.json", "event.json", "event-teams.json")
                files = {name: (path / name).read_bytes() for name in names if (path / name).is_file()}
                events[int(found.group(1))] = files
        return events

    def need(self, name):
        """The table or draw of this name; Unchecked if it is not at hand or not right."""
        value = getattr(self, name)
        if value is None:
            files = {"frame": "frame.json", "objects": "objects.csv", "sites": "sites.csv", "people": "people.csv",
                     "key": "draw.json 的密钥", "drawn": "对象的抽取", "visits": "检查名单", "teams": "teams.json"}  # fmt: skip
            raise Unchecked(f"缺少{files[name]}，或者它未通过核对")
        return value

    def site(self, k):
        """The row of sites.csv of this object."""
        sites = self.need("sites")
        if k not in sites:
            raise Unchecked(f"公开的 sites.csv 没有第 {k} 号对象的一行")
        return sites[k]

    # 1
    def check_commitment(self):
        """commitment.json."""
        data = self.files["commitment.json"]
        found = parse_json(data, "commitment.json")
        if isinstance(found, dict) and isinstance(found.get("scheme"), str) and found["scheme"] != SCHEME:
            raise Unreadable(f"规程是 {found['scheme']}，本程序只核对 {SCHEME}")
        COMMITMENT(found, "commitment.json")
        self.commitment, self.commit = found, sha256(data)
        return f"承诺值 {self.commit}"

    def check_printed_commit(self, printed):
        """--commit."""
        if not printed:
            raise Unchecked("没有用 --commit 给出抽取函上的承诺值")
        same(sha256(self.files["commitment.json"]), printed, "承诺值")
        return "与抽取函上的一致"

    # 2
    def table(self, name):
        """Bytes of the table, its digest compared."""
        if self.commitment is None:
            raise Unchecked("commitment.json 未通过核对")
        if name not in self.files:
            raise Unchecked(f"没有 {name}")
        data = self.files[name]
        if name == "sites.csv" and self.partial():
            return data
        if sha256(data) != self.commitment["tables"][name]:
            raise Wrong(f"摘要 {sha256(data)} 与承诺的 {self.commitment['tables'][name]} 不同")
        return data

    def partial(self):
        """Does sites.csv hold some of the rows only?"""
        return self.files["sites.csv"].count(b"\n") - 1 < self.need("frame")["objects"]

    def check_frame(self):
        """frame.json."""
        frame = read_frame(self.table("frame.json"))
        self.frame = frame
        sizes = f"对象 {frame['objects']}、人员 {frame['people']}、任务 {len(frame['tasks'])}、层 {len(frame['strata'])}"
        return f"摘要与承诺一致；{sizes}"

    def check_objects(self):
        """objects.csv."""
        data = self.table("objects.csv")
        self.objects = Objects(data, self.need("frame"))
        return "摘要与承诺一致"

    def check_sites(self):
        """sites.csv."""
        data = self.table("sites.csv")
        frame = self.need("frame")
        if self.partial():
            self.sites = read_sites(data, frame, self.need("objects").seal)
            return f"只公开 {len(self.sites)} 行，每行与 objects.csv 中的 seal 一致"
        sites = read_sites(data, frame, self.objects and self.objects.seal)
        self.sites = sites
        return "摘要与承诺一致" + ("，每行与 seal 一致" if self.objects else "")

    def check_people(self):
        """people.csv."""
        data = self.table("people.csv")
        self.people = read_people(data, self.need("frame"))
        return "摘要与承诺一致"

    # 3
    def check_key(self):
        """Everything in draw.json but the lists: names, seed and key."""
        if "draw.json" not in self.files:
            raise Unchecked("没有 draw.json")
        if self.commitment is None:
            raise Unchecked("commitment.json 未通过核对")
        draw = parse_json(self.files["draw.json"], "draw.json")
        names = ("scheme", "commit", "seed", "key", "plan", "batch", "clusters", "strata", "floor", "visits")
        record(**{name: lambda value, place: None for name in names})(draw, "draw.json")
        text()(draw["seed"], "draw.json › seed")
        self.draw = draw
        key = derive_key(SCHEME, self.commit, draw["seed"])
        plan = {name: self.commitment[name] for name in ("scheme", "plan", "batch")}
        expected = {**plan, "commit": self.commit, "key": f"{key:032x}"}
        for name, value in expected.items():
            same(draw[name], value, f"draw.json › {name}")
        self.key = key
        return f"种子“{draw['seed']}”，密钥 {key:032x}"

    def check_seed(self, seed):
        """--seed."""
        if seed is None:
            raise Unchecked("没有用 --seed 给出现场读出的种子")
        if "draw.json" not in self.files:
            raise Unchecked("没有 draw.json")
        draw = parse_json(self.files["draw.json"], "draw.json")
        same(draw.get("seed") if isinstance(draw, dict) else None, seed.strip(), "种子")
        return "与现场读出的一致"

    # 4, 5, 6
    def check_strata(self):
        """Clusters and strata."""
        drawn = Drawn(self.need("frame"), self.need("objects"), self.need("key"))
        clusters, strata, self.floor = drawn.records()
        self.drawn = drawn  # what follows goes by the draw as computed here
        same(self.draw["clusters"], clusters, "draw.json › clusters")
        same(self.draw["strata"], strata, "draw.json › strata")
        return f"{len(strata)} 层共抽中 {len(drawn.chosen)} 个对象，候补次序相符"

    def check_top_up(self):
        """The top-up."""
        drawn = self.need("drawn")
        same(self.draw["floor"], self.floor, "draw.json › floor")
        return "没有补足要求" if self.floor is None else f"补足 {len(drawn.added)} 个对象"

    def check_visits(self):
        """The visits."""
        drawn, owed = self.need("drawn"), self.objects.owed
        touched = {*drawn.chosen, *drawn.added}
        total = sum(max(owed[k], k in touched) for k in range(1, len(owed)))
        found = self.draw["visits"]
        same(len(found) if isinstance(found, list) else None, total, "draw.json › visits › 数量")
        self.visits = list(drawn.visits())
        same(found, self.visits, "draw.json › visits")
        return f"{total} 次检查"

    # 7
    def open_teams(self):
        """Form of teams.json and turns."""
        if "teams.json" not in self.files:
            raise Unchecked("没有 teams.json")
        visits, frame = self.need("visits"), self.need("frame")
        found = read_teams(self.files["teams.json"], frame, self.commit, len(visits))
        teams = Teams(self, found)
        teams.check_form()
        self.opened = teams
        return f"{len(teams.turns)} 次检查的先后次序相符"

    def check_leaders(self):
        """Leaders; with them the teams are proven."""
        self.opened.check_leaders()
        self.teams = self.opened
        return "每次检查的组长相符"


def check_ledger(package):
    """The ledger. [12] Not specified yet."""
    raise Unchecked("本版程序还不核对台账")


def said(action, words_):
    """An action that says this if all is right."""

    def run():
        action()
        return words_

    return run


def check_tables(package, report, arguments):
    """Steps 1 to 3."""
    report.step("承诺文件", package.check_commitment)
    report.step("抽取函上的承诺值", lambda: package.check_printed_commit(arguments.commit))
    report.step("frame.json", package.check_frame)
    report.step("objects.csv", package.check_objects)
    report.step("sites.csv", package.check_sites)
    report.step("people.csv", package.check_people)
    report.step("draw.json 的种子和密钥", package.check_key)
    report.step("现场读出的种子", lambda: package.check_seed(arguments.seed))


def check_draw(package, report):
    """Steps 4 to 6."""
    report.step("对象的抽取", package.check_strata)
    report.step("补足", package.check_top_up)
    report.step("检查名单", package.check_visits)


def check_teams(package, report):
    """Step 7."""
    if not report.step("检查人员：格式和次序", package.open_teams):
        return
    teams = package.opened
    if teams.groups is None:
        right = report.step("检查人员：成员和经过", said(teams.check, "成员、席位和经过相符，负荷要求已证明"))
    else:
        right = report.step(
            "检查人员：固定组", said(teams.check_formed, f"{len(teams.groups['formed'])} 组相符")
        )
        right = right and report.step(
            "检查人员：派组和组外席位", said(teams.check_dealt, "相符，负荷要求已证明")
        )
    if right:
        report.step("检查人员：组长", package.check_leaders)


def check_events(package, report):
    """Step 8."""
    story = Story(package) if package.visits is not None else None
    for ordinal in range(1, max(package.events, default=0) + 1):
        name = f"第 {ordinal} 次递补"
        if ordinal not in package.events:
            report.step(name, lambda: raise_(Wrong("没有这次递补的文件")))
            story = None
        elif story is None:
            report.step(name, lambda: raise_(Unchecked("此前的步骤未通过核对")))
        else:
            event = Event(package, story, ordinal, package.events[ordinal])
            going = report.step(f"{name}：格式", said(event.read, "相符"))
            going = going and (report.step(f"{name}：申请和密钥", event.check_key) or hasattr(event, "key"))
            failed = len(report.bad)
            if going:
                report.step(f"{name}：对象", event.check_objects)
            if not going or len(report.bad) > failed:
                story = None
                continue
            package.told.append(event.event)
            report.step(f"{name}：人员", event.check_teams)


def raise_(problem):
    """Raises the problem."""
    raise problem


# --- look-up -------------------------------------------------------------------------------------------------


def look_up(package, arguments):
    """Tells what became of an object, after checking what that rests on; gives the exit code."""
    report = Report(silent=True)
    arguments.seed = arguments.commit = None
    check_tables(package, report, arguments)
    check_draw(package, report)
    check_events(package, report)
    if report.bad or package.objects is None:
        say("不能查询：" + ("公开的数据有误，见上" if report.bad else "缺少 objects.csv 或 frame.json"))
        return 1 if report.bad else 2
    k = arguments.number
    if arguments.code is not None:
        code = re.sub("[ -]", "", arguments.code).upper()
        mark = sha256(f"ssj-mark/2\nobject\n{code}\n{arguments.id.strip()}\n".encode())
        found = package.objects.mark.index(mark) if mark in package.objects.mark else None
        if found is None or k not in (None, found):
            say(f"{report.marks[1]} 校验码和标识与{'任何一行' if k is None else f'第 {k} 号对象'}都不相符")
            return 1
        k = found
        say(f"{report.marks[0]} 第 {k} 号对象就是标识为“{arguments.id.strip()}”的对象")
    if not 1 <= k < len(package.objects.mark):
        raise Unreadable(f"没有第 {k} 号对象，号码从 1 到 {len(package.objects.mark) - 1}")
    for line in fate(package, k):
        say(line)
    return 0


def fate(package, k):
    """Yields in Chinese what became of object k."""
    objects, drawn = package.objects, package.drawn
    state = (
        "不参加随机抽取",
        "参加抽取，也可补足",
        "参加抽取，不用于补足",
        "参加抽取，不用于补足，本年度已计数",
    )
    yield f"第 {k} 号对象：{state[objects.state[k]]}；应检查而须到的次数 {objects.owed[k]}。"
    if drawn is None:
        yield "没有 draw.json，不知道抽取结果。"
        return
    if objects.state[k]:
        yield f"号签 {drawn.ticket[k]:016x}（号签小的在前）。"
    for h in objects.strata[k]:
        yield from fate_in(package, k, h)
    if k in drawn.added:
        yield f"补足：被补入，是第 {drawn.added.index(k) + 1} 个。"
    elif k in drawn.spare:
        yield f"补足：未补入，候补第 {drawn.spare.index(k) + 1} 位。"
    mine = [str(visit["index"]) for visit in package.visits or () if visit["number"] == k]
    yield f"检查名单：{'第 ' + '、'.join(mine) + ' 次检查' if mine else '不在其中'}。"
    for event in package.told:
        if k in event["objects"]:
            yield f"第 {event['event']} 次递补：该对象不能检查。"
        if k in (new for _, _, new in event["replacements"]):
            yield f"第 {event['event']} 次递补：补入。"


def fate_in(package, k, h):
    """Yields what became of object k in stratum h."""
    drawn, n = package.drawn, package.frame["strata"][h - 1]["n"]
    name = f"第 {h} 层（任务 {package.frame['strata'][h - 1]['task']}，名额 {n}）"
    if not package.objects.state[k]:
        yield f"{name}：属于该层，但不参加抽取。"
        return
    order = [x for x in drawn.order if h in package.objects.strata[x]]
    rank = f"在 {len(order)} 个中排第 {order.index(k) + 1}"
    last = drawn.drawn[h]
    cut = f"，截止号签 {drawn.ticket[last[-1]]:016x}" if last else ""
    if k in last:
        yield f"{name}：抽中，{rank}{cut}。"
        return
    if h in drawn.void:
        why = "该层所在的片区未被抽中"
    elif not n:
        why = "该层本批没有名额"
    elif (k, h) in drawn.passed:
        why = f"同一主体的对象已达{drawn.passed[k, h]}上限"
    else:
        why = "轮到时名额已满"
    spare = f"，候补第 {drawn.alternates[h].index(k) + 1} 位" if k in drawn.alternates[h] else ""
    yield f"{name}：未抽中，{rank}{cut}，{why}{spare}。"


# --- Command -------------------------------------------------------------------------------------------------


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
    """Command line; says its usage in Chinese."""

    def error(self, message):
        """Ends with code 2."""
        raise Unreadable("用法不对\n" + self.format_help())

    def format_help(self):
        """The Chinese part of the module's docstring."""
        return "用法：\n" + "\n".join(__doc__.split("\n")[2:9]) + "\n"


def parse(words_):
    """The arguments."""
    parser, looking = Arguments(add_help=False), words_[:1] == ["look-up"]
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    if looking:
        parser.add_argument("--number", type=int)
        parser.add_argument("--code")
        parser.add_argument("--id")
    else:
        parser.add_argument("--seed")
        parser.add_argument("--commit", type=lambda value: re.sub(r"\s", "", value).lower())
    found = parser.parse_args(words_[looking:])
    if looking and (
        (found.code is None) != (found.id is None) or (found.code is None and found.number is None)
    ):
        parser.error("")
    if not looking and found.commit is not None and not re.fullmatch(HEX, found.commit):
        raise Unreadable("--commit 应为 64 个十六进制数字")
    found.looking = looking
    return found


def main(words_):
    """The command; gives the exit code."""
    table = marks()
    try:
        if words_[:1] in (["-h"], ["--help"]):
            print(Arguments().format_help())  # noqa: T201
            return 0
        arguments = parse(words_)
        package = Package(arguments.folder)
        if arguments.looking:
            return look_up(package, arguments)
        say(f"双随机抽取复核（{SCHEME}，Python {sys.version.split()[0]}）：{package.base}")
        report = Report()
        check_tables(package, report, arguments)
        check_draw(package, report)
        check_teams(package, report)
        check_events(package, report)
        report.step("台账", lambda: check_ledger(package))
        return report.conclude()
    except (OSError, Unreadable) as problem:
        for line in f"{table[1]} 无法核对：{problem}".split("\n"):
            say(line)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
