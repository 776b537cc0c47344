"""Random valid tables and requests of the lottery, made from docs/algorithm.md: no plan, no registry.

random_case(random.Random(number)) makes the files and the seed text of a case; random_request makes a request
for the next event of a draw. The same number gives the same case. Tables are valid; most can be drawn.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

Files = dict[str, bytes]
Earlier = list[tuple[bytes, bytes, bytes]]
Json = dict[str, Any]

SCHEME = "ssj-draw/2"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
TEXTS = ["甲医保2024001", "上半年", 'a "b" \\ c', "tab\tand\u0001", "é\u2028𝔸", "", "plan/2", "第 2 批"]
SEEDS = ["03 07 12 19 22 31 09", "", "1 2 3", "彩票 2024-06-03：07", 'quote " and \\', "dice 6 5 4", "\t"]


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _csv(heading: str, rows: list[list[Any]]) -> bytes:
    lines = [heading, *(",".join(str(cell) for cell in row) for row in rows)]
    return "".join(line + "\n" for line in lines).encode("utf-8")


def _cell(numbers: list[int]) -> str:
    return " ".join(str(number) for number in sorted(numbers))


def _hex(rng: random.Random, digits: int = 64) -> str:
    return f"{rng.getrandbits(4 * digits):0{digits}x}"


def _some(rng: random.Random, numbers: list[int], share: float) -> list[int]:
    return [number for number in numbers if rng.random() < share]


def _chance(rng: random.Random, share: float) -> bool:
    return rng.random() < share


# Tables


def random_case(rng: random.Random) -> tuple[Files, str]:
    """The five files of a random draw, and its seed text."""
    size = rng.choices(["empty", "tiny", "small", "middling"], [1, 5, 8, 4])[0]
    most_objects, most_people = {"empty": (2, 2), "tiny": (6, 6), "small": (16, 10), "middling": (60, 20)}[
        size
    ]
    people = rng.randint(0 if size == "empty" else (most_people + 1) // 2, most_people)
    objects = rng.randint(0 if size == "empty" else 1, most_objects)
    if size == "empty" and _chance(rng, 0.5):
        objects, people = rng.choice([(0, people), (objects, 0), (0, 0)])
    areas = rng.choice([0, 0, 1, 2, 4])
    frame = _frame(rng, objects, people, size)
    exact = _chance(rng, 0.3)
    if exact and _chance(rng, 0.8):
        _draw_everything(frame)
    if not frame["seats"]:
        people = frame["people"] = 0
    things = [_thing(rng, frame, people, areas) for _ in range(objects)]
    files = {
        "frame.json": canonical(frame),
        "people.csv": _people_csv(rng, frame, people, areas, things, exact),
        **_object_files(rng, things),
    }
    files["commitment.json"] = canonical(
        {
            "scheme": SCHEME,
            "rules": rng.choice(["rules/1", "rules/7"]),
            "plan": rng.choice(TEXTS),
            "batch": rng.choice(TEXTS),
            "tables": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
            "private": _hex(rng),
        }
    )
    return files, rng.choice(SEEDS)


def _frame(rng: random.Random, objects: int, people: int, size: str) -> Json:
    groups = rng.choices([None, 0, 1, 2, 3], [12, 8, 1, 2, 1])[0]
    fits = max(0, people // 2)  # members of firm seats that one group can have, roughly
    kinds: list[Json] = []
    for _ in range(rng.choices([0, 1, 2, 3, 4], [1, 6, 8, 4, 1])[0]):
        loose = 1 if _chance(rng, 0.3) else 0
        count = rng.choices([1, 2, 3], [12, 3, 1])[0]
        if groups is not None and not loose:
            firm = sum(kind["count"] for kind in kinds if not kind["loose"])
            if (firm + count) * max(1, groups) > max(1, fits) and _chance(rng, 0.9):
                loose, count = 1, 1
        area = 1 if _chance(rng, 0.35) and (groups is None or loose) else 0
        lead = rng.choices([0, 1, 2, 3], [4, 3, 2, 1])[0]
        kinds.append({"count": count, "area": area, "lead": lead, "loose": loose})
    numbers = list(range(1, len(kinds) + 1))
    tasks: list[Json] = []
    strata: list[Json] = []
    for task in range(1, rng.choices([0, 1, 2, 3], [1, 8, 8, 5])[0] + 1):
        clusters = rng.choices([0, 1, 2, 3], [8, 2, 2, 1])[0]
        entity = rng.choices([0, 1, 2], [6, 2, 2])[0]
        tasks.append({"seats": _some(rng, numbers, 0.75), "clusters": clusters, "entity": entity})
        for _ in range(rng.choices([1, 2, 3, 4], [5, 4, 2, 2])[0]):
            cluster = rng.randint(0, 4) if clusters else 0
            n = rng.randint(0, max(1, objects // rng.choice([3, 5, 8])))
            if _chance(rng, 0.1):
                n = objects + rng.choice([0, 1, 200])
            strata.append({"task": task, "cluster": cluster, "n": n})
    if _chance(rng, 0.1):
        rng.shuffle(strata)
    return {
        "objects": objects,
        "people": people,
        "tasks": tasks,
        "strata": strata,
        "seats": kinds,
        "entity": rng.choices([0, 1, 2, 3], [6, 2, 2, 1])[0],
        "floor": rng.choices([None, rng.randint(0, objects + 1), rng.randint(0, objects // 2)], [3, 1, 1])[0],
        "balance": rng.randint(0, 1),
        "cross": rng.choices([0, 1], [3, 1])[0],
        "groups": groups,
    }


def _draw_everything(frame: Json) -> None:
    """Let all objects that may be drawn be drawn, so that the visits are known beforehand."""
    frame["entity"] = 0
    for task in frame["tasks"]:
        task["clusters"] = task["entity"] = 0
    for stratum in frame["strata"]:
        stratum["n"] = max(1, frame["objects"])


def _thing(rng: random.Random, frame: Json, people: int, areas: int) -> Json:
    by_task: dict[int, list[int]] = {}
    for s, stratum in enumerate(frame["strata"], 1):
        by_task.setdefault(stratum["task"], []).append(s)
    strata = [rng.choice(own) for own in by_task.values() if _chance(rng, 0.7)]
    state = rng.choices([0, 1, 2, 3], [2, 8, 2, 2])[0] if strata else 0
    owed = rng.choices([0, 1, 2, 3], [14, 3, 1, 1])[0]
    kinds = list(range(1, len(frame["seats"]) + 1))
    seats = kinds if _chance(rng, 0.8) else _some(rng, kinds, 0.6)
    capped = frame["entity"] > 0 or any(task["entity"] > 0 for task in frame["tasks"])
    heavy = rng.choices([0, 0.05, 0.15, 0.5], [10, 5, 3, 0.3])[0]
    return {
        "state": state,
        "owed": owed,
        "entity": rng.choice([0, rng.randint(1, max(1, frame["objects"] // 2))]) if capped else 0,
        "strata": sorted(strata),
        "seats": seats,
        "duty": _some(rng, seats, 0.7) if owed else [],
        "area": rng.randint(0, areas),
        "recused": _some(rng, list(range(1, people + 1)), heavy),
    }


def _object_files(rng: random.Random, things: list[Json]) -> Files:
    object_rows, site_rows = [], []
    marks = sorted(_hex(rng) for _ in things)
    for number, (mark, thing) in enumerate(zip(marks, things, strict=True), 1):
        salt = "".join(rng.choice(BASE32) for _ in range(20))
        site = [_cell(thing["seats"]), _cell(thing["duty"]), str(thing["area"]), _cell(thing["recused"])]
        seal = hashlib.sha256(f"ssj-seal/2\n{salt}\n{','.join(site)}\n".encode()).hexdigest()
        strata = _cell(thing["strata"])
        object_rows.append([number, mark, seal, thing["state"], thing["owed"], thing["entity"], strata])
        site_rows.append([number, salt, *site])
    return {
        "objects.csv": _csv("number,mark,seal,state,owed,entity,strata", object_rows),
        "sites.csv": _csv("number,salt,seats,duty,area,recused", site_rows),
    }


def _people_csv(
    rng: random.Random, frame: Json, people: int, areas: int, things: list[Json], exact: bool
) -> bytes:
    kinds = list(range(1, len(frame["seats"]) + 1))
    skilled = rng.choice([0.3, 0.5, 0.7, 1.0])
    uneven = rng.choice([0, 2, 6])
    most = max((kind["count"] for kind in frame["seats"]), default=0)
    skills = [_some(rng, kinds, skilled) or [rng.choice(kinds)] for _ in range(people)]
    for j in rng.sample(range(people), min(people, most + rng.randint(0, most + 1))):
        skills[j] = kinds  # a few know everything, so that most cases can be drawn
    rows: list[Json] = []
    for seats in skills:
        listed = _some(rng, list(range(1, areas + 1)), 0.5)
        everywhere = _chance(rng, 0.9 if seats == kinds else 0.6)
        rows.append({"seats": seats, "areas": None if everywhere else listed, "load": rng.randint(0, uneven)})
    limits = _exact_limits(rng, frame, things, rows) if exact else _loose_limits(rng, frame, things, rows)
    marks = sorted(_hex(rng) for _ in rows)
    cells = [
        [
            j,
            mark,
            _cell(row["seats"]),
            "*" if row["areas"] is None else _cell(row["areas"]),
            limit,
            row["load"],
        ]
        for j, (mark, row, limit) in enumerate(zip(marks, rows, limits, strict=True), 1)
    ]
    return _csv("number,mark,seats,areas,limit,load", cells)


def _loose_limits(rng: random.Random, frame: Json, things: list[Json], rows: list[Json]) -> list[int | str]:
    """Limits about what falls to everybody, in the mean; blank for none."""
    wanted = sum(stratum["n"] for stratum in frame["strata"] if stratum["n"] <= len(things))
    visits = min(len(things), wanted + (frame["floor"] or 0)) + sum(thing["owed"] for thing in things)
    mode = rng.choices(["none", "some", "all", "tight"], [4, 2, 2, 2])[0]
    limits: list[int | str] = []
    for row in rows:
        able = {s: sum(s in other["seats"] for other in rows) for s in row["seats"]}
        fair = sum(visits * frame["seats"][s - 1]["count"] / able[s] for s in row["seats"])
        limit: int | str = ""
        if mode == "all" or (mode == "some" and _chance(rng, 0.5)):
            limit = int(fair * rng.uniform(1, 2)) + 2
        elif mode == "tight":
            limit = int(fair * rng.uniform(0.5, 1.1)) + 1
        limits.append(limit)
    return limits


def _exact_limits(rng: random.Random, frame: Json, things: list[Json], rows: list[Json]) -> list[int | str]:
    """Limits that just allow one random assignment of visits to all objects: many people are refused."""
    counts = [0] * len(rows)
    groups = frame["groups"] is not None
    for thing in things:
        tasks = [frame["tasks"][frame["strata"][s - 1]["task"] - 1] for s in thing["strata"]]
        called = {kind for task in tasks for kind in task["seats"]}
        for ordinal in range(max(thing["owed"], 1 if thing["state"] else 0)):
            duty = set(thing["duty"]) | (called if ordinal == 0 and thing["state"] else set())
            team: set[int] = set()
            for s in thing["seats"]:
                for _ in range(frame["seats"][s - 1]["count"] if s in duty else 0):
                    able = [
                        j
                        for j, row in enumerate(rows)
                        if j not in team and _can_go(frame, thing, s, j + 1, row)
                    ]
                    team |= {rng.choice(able)} if able else set()
            for j in team:
                counts[j] += 1
    spare = rng.choice([0, 0, 1])
    if groups:
        return [max(1, count + rng.randint(0, 3)) if _chance(rng, 0.7) else "" for count in counts]
    return [max(1, count + spare) if _chance(rng, 0.95) else "" for count in counts]


def _can_go(frame: Json, thing: Json, kind: int, person: int, row: Json) -> bool:
    if kind not in row["seats"] or person in thing["recused"]:
        return False
    if row["areas"] is None or thing["area"] == 0:
        return True
    at_home = thing["area"] in row["areas"]
    return not (at_home and frame["cross"]) and (at_home or not frame["seats"][kind - 1]["area"])


# Requests


def random_request(rng: random.Random, files: Files, draw: bytes, teams: bytes, earlier: Earlier) -> bytes:
    """request.json for the event that follows the earlier ones: (request, event, event-teams) of each.

    It may be one that is refused, for nothing open changes or for nobody can fill the seats.
    """
    commit = hashlib.sha256(files["commitment.json"]).hexdigest()
    objects, people = (json.loads(files["frame.json"])[key] for key in ("objects", "people"))
    visits, open_teams = _open_visits(draw, teams, earlier)
    request: Json = {
        "scheme": SCHEME,
        "commit": commit,
        "event": len(earlier) + 1,
        "done": [],
        "out": [],
        "recused": [],
        "objects": [],
        "salt": "".join(rng.choice(BASE32) for _ in range(20)),
        "source": rng.choice([None, {"kind": "dice"}, {"kind": "lottery", "issue": "2024064"}]),
    }
    parts = rng.choice(
        ["out", "recused", "objects", "out done", "objects done", "out recused", "out recused objects done"]
    )
    if "done" in parts:
        request["done"] = _some(rng, sorted(open_teams), 0.12)
    if "out" in parts:
        request["out"] = _random_out(rng, people, visits, open_teams)
    if "recused" in parts:
        request["recused"] = _random_recused(rng, people, visits, open_teams)
    if "objects" in parts:
        lasting = [v for v in open_teams if v not in request["done"] or _chance(rng, 0.2)]
        own = sorted({visits[v]["number"] for v in lasting})
        chosen = set(_some(rng, own, rng.choice([0.05, 0.1, 0.3])) or own[:1])
        if objects and _chance(rng, 0.3):
            chosen.add(rng.randint(1, objects))
        request["objects"] = sorted(chosen)
    return canonical(request)


def _open_visits(draw: bytes, teams: bytes, earlier: Earlier) -> tuple[dict[int, Json], dict[int, list[int]]]:
    """All visits so far, and the members of those neither ended nor done, by index."""
    visits = {visit["index"]: visit for visit in json.loads(draw)["visits"]}
    rows = {row["index"]: row for row in json.loads(teams)["visits"]}
    closed: set[int] = set()
    for old_request, old_event, old_teams in earlier:
        visits |= {visit["index"]: visit for visit in json.loads(old_event)["visits"]}
        rows |= {row["index"]: row for row in json.loads(old_teams)["visits"]}
        closed |= {*json.loads(old_event)["ended"], *json.loads(old_request)["done"]}
    members = {v: [p for p, _ in row["team"]] for v, row in rows.items() if v not in closed}
    return visits, members


def _random_out(
    rng: random.Random, people: int, visits: dict[int, Json], open_teams: dict[int, list[int]]
) -> list[list[Any]]:
    serving = sorted({p for team in open_teams.values() for p in team})
    chosen = rng.sample(serving, min(len(serving), rng.choice([1, 1, 2])))
    if people and _chance(rng, 0.2):
        chosen.append(rng.randint(1, people))
    out: list[list[Any]] = []
    for p in sorted(set(chosen)):
        own = sorted(v for v, team in open_teams.items() if p in team)
        named = _some(rng, own, 0.5) if _chance(rng, 0.5) else []
        if named and _chance(rng, 0.1):
            named = sorted({*named, rng.choice(sorted(visits))})
        out.append([p, named])
    return out


def _random_recused(
    rng: random.Random, people: int, visits: dict[int, Json], open_teams: dict[int, list[int]]
) -> list[list[int]]:
    pairs = [(v, p) for v, team in sorted(open_teams.items()) for p in team]
    chosen = set(rng.sample(pairs, min(len(pairs), rng.choice([1, 1, 2, 3]))))
    if people and visits and _chance(rng, 0.3):
        chosen.add((rng.choice(sorted(visits)), rng.randint(1, people)))
    return [list(pair) for pair in sorted(chosen)]
