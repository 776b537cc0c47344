"""Recomputes the substitutions of an archive, with nothing but the standard library and `independent.py`.

Written from section 15 of `docs/algorithm.md` alone. It takes what was asked for from each event.json and
everything else from the snapshot, draw.json and the events before.

    python independent_events.py 档案
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from independent import (
    SCHEME,
    Dealing,
    Teams,
    World,
    by_words,
    canonical,
    derive_key,
    fill_in,
    going_of,
    group_passes,
    rules_of,
    seat,
    visit_record,
    walk,
    words,
)

ASKED = ("reason", "done", "out", "recused", "objects", "specialists")


class Refused(Exception):
    """The event would change nothing."""


def standing(draw, events):
    """The visits after the events, by index."""
    visits = {visit["index"]: visit for event in [draw, *events] for visit in event["visits"]}
    return [visits[index] for index in range(len(visits))]


def substitute(world, draw, events, asked, key):
    """The event that follows `events`, from what was asked for."""
    visits = standing(draw, events)
    done = {index for event in [*events, asked] for index in event["done"]}
    undone = [visit for visit in visits if "ended" not in visit and visit["index"] not in done]
    ended = [visit["index"] for visit in undone if visit["number"] in asked["objects"]]
    leaving = {
        visit["index"]: [
            member for member in visit["team"] if leaves(visit["index"], member["person"], asked)
        ]
        for visit in undone
        if visit["index"] not in ended
    }
    sent = {
        index: names
        for index in leaving
        if (
            names := [
                name for name in names_for(index, asked) if name not in visits[index].get("specialists", [])
            ]
        )
    }
    if not ended and not any(leaving.values()) and not sent:
        raise Refused
    replacements = replace(draw, events, asked, visits, ended)
    new = new_visits(world, draw, replacements, len(visits))
    after = staffed(world, draw, [*visits, *new], [*events, asked], leaving, ended, len(visits), key)
    for index in ended:
        after[index] = {**visits[index], "ended": asked["reason"]}
    for index, names in sent.items():
        visit = after.setdefault(index, dict(visits[index]))
        visit["specialists"] = [*visit.get("specialists", []), *names]
    return {
        "scheme": SCHEME,
        "commit": draw["commit"],
        "event": len(events) + 1,
        "key": f"{key:032x}",
        **{name: asked[name] for name in ASKED},
        "ended": ended,
        "replacements": replacements,
        "visits": [after[index] for index in sorted(after)],
    }


def leaves(index, person, asked):
    """Whether a member's seat reopens."""
    out = any(
        one["person"] == person and (not one["visits"] or index in one["visits"]) for one in asked["out"]
    )
    return out or {"visit": index, "person": person} in asked["recused"]


def names_for(index, asked):
    """The specialists asked for at a visit."""
    return [one["name"] for one in asked["specialists"] if one["visit"] == index]


def replace(draw, events, asked, visits, ended):
    """Who comes in for whom."""
    closed = {visit["number"] for visit in visits}
    for event in [*events, asked]:
        closed |= set(event["objects"])
    losing = {visits[index]["number"] for index in ended if visits[index]["tasks"]}
    places = [(index, one["drawn"], one["alternates"]) for index, one in enumerate(draw["strata"])]
    if draw["floor"]:
        places.append((None, draw["floor"]["added"], draw["floor"]["alternates"]))
    found = []
    for place, holders, alternates in places:
        before = [entry for event in events for entry in event["replacements"]]
        holders = [*holders, *(entry["into"] for entry in before if entry["stratum"] == place)]
        for number in holders:
            if number not in losing:
                continue
            taken = [entry["into"] for entry in found if place is None or entry["stratum"] == place]
            left = [other for other in alternates if other not in closed and other not in taken]
            found.append({"stratum": place, "out": number, "into": left[0] if left else None})
    return found


def new_visits(world, draw, replacements, start):
    """The visits of the objects that come in."""
    tickets = words(int(draw["key"], 16), 1, 0, 0, len(world.objects))
    visits = []
    for number in sorted({entry["into"] for entry in replacements} - {None}):
        places = [entry["stratum"] for entry in replacements if entry["into"] == number]
        names = [draw["strata"][place]["task"] for place in places if place is not None]
        tasks = [
            task
            for task in world.plan.get("任务", [])
            if task["编号"] in names or (None in places and number in world.scope(task))
        ]
        reasons = ["随机"] * bool(names) + ["必查"] * bool(rules_of(world, number))
        reasons += ["补足"] * (None in places)
        visit = visit_record(world, start + len(visits), number, (1, 1), tasks, reasons)
        visits.append({**visit, "ticket": f"{tickets[number - 1]:016x}"})
    return visits


def staffed(world, draw, visits, events, leaving, ended, first_new, key):
    """Index -> visit, for each that has open seats and for each new one."""
    staying = [visit["team"] for visit in visits]
    for index, members in leaving.items():
        staying[index] = [member for member in visits[index]["team"] if member not in members]
    gone = {visit["index"] for visit in visits if "ended" in visit} | set(ended)
    whole = first_new
    if "groups" in draw:
        deal(world, draw, visits, events, staying, leaving, gone, first_new, key)
        whole = len(visits)
    teams = open_teams(world, visits, events, staying, leaving, gone, whole)
    after = {visit["index"]: dict(visit) for visit in visits[first_new:]}
    for index, (members, steps) in assigned(draw, visits, teams, key, len(events)).items():
        drawn = {"index": index, "team": [], "trace": []}
        fill_in(world, teams, drawn, members, steps)
        for passed in drawn["trace"]:
            passed["after"] += len(staying[index])
        team = [*staying[index], *drawn["team"]]
        after[index] = {
            **visits[index],
            "team": team,
            "leader": leader(world, team),
            "trace": [*(visits[index]["trace"] if index >= first_new else []), *drawn["trace"]],
        }
    return after


def open_teams(world, visits, events, staying, leaving, gone, first_new):
    """The assignment over open seats."""
    teams = Teams(world, visits)
    ids = teams.ids = [person["标识"] for person in world.people]
    out = {one["person"] for event in events for one in event["out"]}
    for index, visit in enumerate(visits):
        here = {member["person"] for member in staying[index]}
        places = list(range(len(teams.seats[index]))) if index >= first_new else []
        for member in leaving.get(index, []):
            same = [p for p, seat in enumerate(teams.seats[index]) if seat == (member["line"], member["tag"])]
            places.append(next(place for place in same if place not in places))
        places.sort()
        teams.seats[index] = [teams.seats[index][place] for place in places]
        for p, fitting in enumerate(teams.fitting[index]):
            shut = ids[p] in out or ids[p] in here
            teams.fitting[index][p] = (
                [] if shut else [n for n, place in enumerate(places) if place in fitting]
            )
            if index not in gone and ids[p] in here:
                teams.limits[p] = max(0, teams.limits[p] - 1)
        for event in events:
            for pair in event["recused"]:
                if visits[pair["visit"]]["number"] == visit["number"]:
                    ground = ("申请回避", event["reason"])
                    teams.recused[index].setdefault(ids.index(pair["person"]), ground)
    return teams


def assigned(draw, visits, teams, key, event):
    """Index -> (members, steps) of every visit with open seats."""
    turns = words(key, 2, event, 0, len(teams.seats))
    order = [v for v in sorted(range(len(visits)), key=lambda v: (turns[v], v)) if teams.seats[v]]
    people_of = by_words(teams, key, 3, event)
    if "groups" in draw:
        grouped = {m["person"] for group in draw["groups"]["formed"] for m in group["team"]}

        def people_of(v):
            row = words(key, 3, event, (visits[v]["group"] - 1) * teams.people, teams.people)
            return sorted(range(teams.people), key=lambda p: (teams.ids[p] in grouped, row[p], p))

    return {v: (members, steps) for v, members, steps in walk(teams, order, people_of, False)}


def deal(world, draw, visits, events, staying, leaving, gone, first_new, key):
    """Give each new visit a group; those of its members who are out leave at once."""
    none = [[] for _ in visits[first_new:]]
    before = open_teams(world, visits, events, [*staying[:first_new], *none], leaving, gone, len(visits))
    full, away = Teams(world, visits), set()
    index = {person["标识"]: p for p, person in enumerate(world.people)}
    away = {index[one["person"]] for event in events for one in event["out"]}
    full.recused = before.recused
    for v in range(first_new):
        full.seats[v] = []
    groups = [
        ([(index[m["person"]], (m["line"], m["tag"])) for m in group["team"]], [])
        for group in draw["groups"]["formed"]
    ]
    limits = [
        min((before.limits[p] for p, _ in members if p not in away), default=10**9) for members, _ in groups
    ]
    going = going_of(groups, full.seats)
    dealing = Dealing(full, going, limits, away)
    turns = words(key, 2, len(events), 0, len(visits))
    order = [v for v in sorted(range(len(visits)), key=lambda v: (turns[v], v)) if full.seats[v]]
    for visit in visits[first_new:]:
        visit["group"] = None
    for v, (group,), steps in walk(dealing, order, by_words(dealing, key, 4, len(events)), False):
        visits[v]["group"] = group + 1
        seat(world, visits[v], going[v][group])
        visits[v]["trace"] = group_passes(world, dealing, v, steps)
        leaving[v] = [m for m in visits[v]["team"] if index[m["person"]] in away]
        staying[v] = [m for m in visits[v]["team"] if m not in leaving[v]]


def leader(world, team):
    """The first of the leading department, else the first of any."""
    lines = [world.plan["检查组"][member["line"]].get("部门") for member in team]
    leading = world.department(world.plan["发起部门"])
    first = [
        m["person"] for m, name in zip(team, lines, strict=True) if name and world.department(name) == leading
    ]
    return [*first, *(m["person"] for m, name in zip(team, lines, strict=True) if name), None][0]


def event_key(world, draw, manifest):
    """The key that the plan asks for."""
    if world.plan["种子"]["递补"] == "原种子":
        return int(draw["key"], 16)
    return derive_key(manifest["ledger_head"], manifest["seed"]["text"])


def differing(folder):
    """The events of an archive that come out otherwise, by the names of their folders."""
    world = World({path.name: path.read_bytes() for path in (folder / "snapshot").iterdir()})
    draw = json.loads((folder / "draw.json").read_bytes())
    events, wrong = [], []
    for place in sorted(folder.glob("递补-*")):
        stored = (place / "event.json").read_bytes()
        key = event_key(world, draw, json.loads((place / "manifest.json").read_bytes()))
        asked = {name: json.loads(stored)[name] for name in ASKED}
        if canonical(substitute(world, draw, events, asked, key)).encode() != stored:
            wrong.append(place.name)
        events.append(json.loads(stored))
    return wrong


if __name__ == "__main__":
    sys.exit("\n".join(differing(Path(sys.argv[1]))))
