"""Makes the second worked example of docs/algorithm.md, section 13: tests/vectors/second.

The tables are written by hand. The seed and the three requests are the first, in a fixed order, by which
everything in `objects_wanted` and `teams_wanted` and three kinds of event happen; this takes about two
minutes. Everything is computed by lottery_by_the_page.py alone; test_vectors.py compares it
with the product.

    PYTHONPATH=tests python tests/vectors/make_second.py
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from verifier import lottery_by_the_page as page

Json = dict[str, Any]
Files = dict[str, bytes]

FOLDER = Path(__file__).parent / "second"
SECRET = bytes(range(32))
PLAN, BATCH = "乙医保2024002", "下半年"


class Site(NamedTuple):
    """An object by hand; `recused` names people."""

    name: str
    state: int
    owed: int
    entity: int
    strata: str
    seats: str
    duty: str
    area: int
    recused: str = ""


class One(NamedTuple):
    """A person by hand."""

    name: str
    seats: str
    areas: str
    limit: str
    load: int


SITES = (
    Site("Y01", 1, 0, 1, "1", "1 2 3", "", 1),
    Site("Y02", 1, 0, 1, "1 4", "1 2 3", "", 2),
    Site("Y03", 2, 0, 2, "1 4", "1 2 3", "", 0, "R4"),
    Site("Y04", 1, 0, 0, "2", "1 2", "", 1),
    Site("Y05", 1, 0, 0, "2 4", "1 2 3", "", 2),
    Site("Y06", 3, 0, 2, "3 4", "1 2 3", "", 2),
    Site("Y07", 1, 0, 1, "3", "1 2", "", 0, "R1"),
    Site("Y08", 1, 0, 2, "4", "3", "", 1),
    Site("Y09", 0, 2, 0, "4", "1 2", "1 2", 0),
    Site("Y10", 1, 0, 2, "1 4", "2 3", "", 0),
    Site("Y11", 1, 0, 0, "4", "3", "", 0, "R8"),
    Site("Y12", 0, 0, 0, "", "1 2", "", 2),
    Site("Y13", 1, 0, 0, "1 4", "1 2 3", "", 0),
)
PEOPLE = (
    One("R1", "1 2", "*", "", 2),
    One("R2", "1", "*", "5", 0),
    One("R3", "2", "*", "", 1),
    One("R4", "2", "*", "", 0),
    One("R5", "2 3", "1", "", 3),
    One("R6", "2 3", "*", "", 0),
    One("R7", "3", "2", "", 0),
    One("R8", "3", "1 2", "", 1),
    One("R9", "1 2 3", "*", "2", 0),
)
FRAME: Json = {
    "objects": len(SITES),
    "people": len(PEOPLE),
    "tasks": [
        {"seats": [1, 2], "clusters": 1, "entity": 0},
        {"seats": [2, 3], "clusters": 0, "entity": 1},
    ],
    "strata": [
        {"task": 1, "cluster": 1, "n": 2},
        {"task": 1, "cluster": 2, "n": 1},
        {"task": 1, "cluster": 0, "n": 1},
        {"task": 2, "cluster": 0, "n": 2},
    ],
    "seats": [
        {"count": 1, "area": 0, "lead": 1, "loose": 0},
        {"count": 2, "area": 0, "lead": 2, "loose": 0},
        {"count": 1, "area": 1, "lead": 0, "loose": 1},
    ],
    "entity": 2,
    "floor": 5,
    "balance": 1,
    "cross": 1,
    "groups": 0,
}


# Tables


def batch_secret() -> bytes:
    return hmac.digest(SECRET, f"ssj-batch/2\n{PLAN}\n{BATCH}\n".encode(), "sha256")


def salts(*words: str) -> tuple[str, str]:
    """The salt of a mark and that of a seal (section 11)."""
    digest = hmac.digest(batch_secret(), "".join(f"{word}\n" for word in words).encode(), "sha256")
    first, second = (base64.b32encode(digest[at : at + 15]).decode()[:20] for at in (0, 15))
    return first, second


def digest_of(*lines: str) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def mark(kind: str, name: str) -> str:
    return digest_of("ssj-mark/2", kind, salts(kind, name)[0], name)


def csv(heading: str, rows: list[list[Any]]) -> bytes:
    lines = [heading, *(",".join(map(str, row)) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def tables() -> Files:
    """commitment.json and the four tables."""
    people = sorted(PEOPLE, key=lambda one: mark("person", one.name))
    number = {one.name: str(j) for j, one in enumerate(people, 1)}
    objects, sites = [], []
    for k, site in enumerate(sorted(SITES, key=lambda site: mark("object", site.name)), 1):
        recused = " ".join(sorted(number[name] for name in site.recused.split()))
        cells = f"{site.seats},{site.duty},{site.area},{recused}"
        salt = salts("object", site.name)[1]
        seal = digest_of("ssj-seal/2", salt, cells)
        objects.append([k, mark("object", site.name), seal, site.state, site.owed, site.entity, site.strata])
        sites.append([k, salt, cells])
    rows = [[j, mark("person", o.name), o.seats, o.areas, o.limit, o.load] for j, o in enumerate(people, 1)]
    files = {
        "frame.json": page.canonical(FRAME),
        "objects.csv": csv("number,mark,seal,state,owed,entity,strata", objects),
        "sites.csv": csv("number,salt,seats,duty,area,recused", sites),
        "people.csv": csv("number,mark,seats,areas,limit,load", rows),
    }
    commitment = {
        "scheme": page.SCHEME,
        "rules": "rules/1",
        "plan": PLAN,
        "batch": BATCH,
        "tables": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "private": digest_of("an invented private part"),
    }
    return {"commitment.json": page.canonical(commitment), **files}


# What has to happen in the draw


def without_caps(files: Files) -> page.Tables:
    read = page.read_tables(files)
    frame = {**read.frame, "entity": 0}
    tasks = {number: {**task, "entity": 0} for number, task in read.tasks.items()}
    return page.Tables(**{**read.__dict__, "frame": frame, "tasks": tasks})


def objects_wanted(files: Files, seed: str) -> dict[str, bool]:
    read = page.read_tables(files)
    words = page.Words(page.key_of(read.commit, seed))
    drawn = page.draw_objects(read, words)
    only_task = page.Tables(**{**read.__dict__, "frame": {**read.frame, "entity": 0}})
    only_frame = page.Tables(**{**without_caps(files).__dict__, "frame": read.frame})
    visits = page.visits_of(read, drawn)
    numbers = [k for strata in drawn.strata.values() for k in strata]
    return {
        "the cap of the frame passes somebody over": page.draw_objects(only_task, words).strata
        != drawn.strata,
        "the cap of a task passes somebody over": page.draw_objects(only_frame, words).strata != drawn.strata,
        "a stratum is void": len(drawn.void) == 1,
        "an object is drawn in two strata": len(numbers) > len(set(numbers)),
        "the top-up adds": 1 <= len(drawn.added) <= 2,
        "and leaves alternates": len(drawn.added_alternates) > 0,
        "somebody counts for the floor already": any(read.objects[k].state == 3 for k in numbers),
        "loose visits": any(page.seats_of(read, visit) == [3] for visit in visits),
    }


def teams_wanted(teams_json: bytes) -> dict[str, bool]:
    teams = json.loads(teams_json)
    rows = teams["visits"]
    dealt = {outcome for row in rows for _, outcome in row["dealt"]}
    loose = {outcome for row in rows for _, outcome, _ in row["trace"]}
    return {
        "one attempt is put aside": teams["groups"]["discarded"] == 1,
        "a group is recused": 1 in dealt,
        "somebody is recused": 1 in loose,
        "a limit": 2 in dealt | loose,
        "no completion": 3 in dealt | loose or any(group["trace"] for group in teams["groups"]["formed"]),
        "loads": 4 in dealt | loose,
    }


# What has to happen in the events


class Event(NamedTuple):
    """The files of one event, and its seed text ("" without one)."""

    request: bytes
    event: bytes
    teams: bytes
    seed: str = ""


class Drawn(NamedTuple):
    """A draw, its seed text and the events so far."""

    files: Files
    seed: str
    draw: bytes
    teams: bytes
    events: tuple[Event, ...] = ()

    def rows(self) -> dict[int, Json]:
        """The visits as they stand: the rows of teams and visits together, by index."""
        rows: dict[int, Json] = {}
        for visits, teams in (
            (self.draw, self.teams),
            *((event.event, event.teams) for event in self.events),
        ):
            for visit in (*json.loads(visits)["visits"], *json.loads(teams)["visits"]):
                rows[visit["index"]] = rows.get(visit["index"], {}) | visit
        for event in self.events:
            for index in (*json.loads(event.event)["ended"], *json.loads(event.request)["done"]):
                rows.pop(index, None)
        return rows

    def after(self, source: Json | None = None, seed: str = "", **asked: Any) -> Drawn | None:
        """The draw with one event more; None if there is no such event."""
        number = len(self.events) + 1
        nothing: Json = {"done": [], "out": [], "recused": [], "objects": []}
        head = {"scheme": page.SCHEME, "commit": json.loads(self.draw)["commit"], "event": number}
        request = head | nothing | {"salt": salts("request", str(number))[0], "source": source} | asked
        data = page.canonical(request)
        earlier = [tuple(event[:3]) for event in self.events]
        try:
            made = page.event(self.files, self.draw, self.teams, earlier, data, seed)
        except page.NoEvent:
            return None
        return self._replace(events=(*self.events, Event(data, *made, seed)))


def changed(drawn: Drawn) -> dict[int, Json]:
    """The rows of the last event."""
    return {row["index"]: row for row in json.loads(drawn.events[-1].teams)["visits"]}


def first_events(drawn: Drawn) -> Iterator[Drawn]:
    """A member of a group is out for one visit of several; somebody is recused late where no group goes."""
    rows = drawn.rows()
    for v, w in itertools.permutations(rows, 2):
        if rows[w]["group"] or not rows[v]["group"]:
            continue
        for p, kind in rows[v]["team"]:
            elsewhere = [row for row in rows.values() if p in dict(row["team"]) and row["index"] != v]
            if kind == 3 or not elsewhere:
                continue
            for q, _ in rows[w]["team"]:
                more = drawn.after(out=[[p, [v]]], recused=[[w, q]]) if p != q else None
                if more and any(row["trace"] for row in changed(more).values()):
                    yield more


def second_events(drawn: Drawn) -> Iterator[Drawn]:
    """A visit is done; an object that holds a place closes, and a cap keeps the first alternate out.

    The new visit falls to a group of which somebody is out.
    """
    rows = drawn.rows()
    out = {p for p, _ in json.loads(drawn.events[0].request)["out"]}
    groups = json.loads(drawn.teams)["groups"]["formed"]
    for w, v in itertools.permutations(rows, 2):
        if not rows[v]["strata"] or rows[w]["number"] == rows[v]["number"]:
            continue
        more = drawn.after(done=[w], objects=[rows[v]["number"]])
        if more is None or not cap_keeps_out(more):
            continue
        new = [row for row in changed(more).values() if row["turn"] == 0 and row["group"]]
        if any(out & set(dict(groups[row["group"] - 1]["team"])) for row in new):
            yield more


def cap_keeps_out(drawn: Drawn) -> bool:
    """Whether, in the last event, somebody came in only because a cap kept another out."""
    event, request = (json.loads(data) for data in (drawn.events[-1].event, drawn.events[-1].request))
    free, draw = without_caps(drawn.files), json.loads(drawn.draw)
    chosen = page.draw_objects(page.read_tables(drawn.files), page.Words(int(draw["key"], 16)))
    earlier = [tuple(one[:3]) for one in drawn.events[:-1]]
    now = page.gather(free, chosen, draw, json.loads(drawn.teams), earlier, request)
    pairs = zip(page.replace(free, chosen, now, event["ended"]), event["replacements"], strict=True)
    return any(0 < came[2] != first[2] for first, came in pairs)


def third_events(drawn: Drawn) -> Iterator[Drawn]:
    """With a seed of its own: somebody is out for good, and an added object closes."""
    rows = drawn.rows()
    source = {"source": "掷骰子6次", "issue": ""}
    for row in rows.values():
        for p in range(1, len(PEOPLE) + 1):
            if row["added"] and sum(p in dict(other["team"]) for other in rows.values()) > 1:
                more = drawn.after(source, "2 6 1 5 3 4", out=[[p, []]], objects=[row["number"]])
                if more and json.loads(more.events[-1].event)["visits"]:
                    yield more


def seeds() -> Iterator[str]:
    for rolls in itertools.product("123456", repeat=6):
        yield " ".join(rolls)


def search() -> Drawn:
    """The first draw with events that has everything."""
    files = tables()
    for seed in seeds():
        if not all(objects_wanted(files, seed).values()):
            continue
        try:
            drawn = Drawn(files, seed, *page.draw(files, seed))
        except page.NoDraw:
            continue
        if not all(teams_wanted(drawn.teams).values()):
            continue
        for one in first_events(drawn):
            for two in second_events(one):
                for three in third_events(two):
                    return three
    raise LookupError("no seed has everything")


def write(drawn: Drawn) -> None:
    files = {
        **drawn.files,
        "draw.json": drawn.draw,
        "teams.json": drawn.teams,
        "seed.txt": drawn.seed.encode(),
    }
    for number, event in enumerate(drawn.events, 1):
        names = ("request.json", "event.json", "event-teams.json", "seed.txt")
        own = zip(names, (*event[:3], event.seed.encode()), strict=True)
        files |= {f"递补-{number:03}/{name}": data for name, data in own if data}
    for name, data in files.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    write(search())
