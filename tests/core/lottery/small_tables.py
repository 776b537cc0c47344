"""Small tables in one line each, draws and events of them, and words that a test sets by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.lottery.encoding import canonical_json
from shuangsuiji.core.lottery.events import DrawnEvent, substitute
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.lottery.tables import OBJECT_COLUMNS, PERSON_COLUMNS, SITE_COLUMNS, TABLES

Files = dict[str, bytes]
Row = dict[str, Any]


def task(*seats: int, clusters: int = 0, entity: int = 0) -> Row:
    """A row of `tasks`."""
    return {"seats": list(seats), "clusters": clusters, "entity": entity}


def stratum(n: int, task: int = 1, cluster: int = 0) -> Row:
    """A row of `strata`."""
    return {"task": task, "cluster": cluster, "n": n}


def kind(count: int = 1, area: int = 0, lead: int = 1, loose: int = 0) -> Row:
    """A row of `seats`."""
    return {"count": count, "area": area, "lead": lead, "loose": loose}


def thing(*strata: int, state: int | None = None, **more: Any) -> Row:
    """An object; without `state` it may be drawn if it is in a stratum. seats, duty, recused are lists."""
    default = 1 if strata else 0
    values = {"owed": 0, "entity": 0, "seats": (1, 2, 3), "duty": (), "area": 0, "recused": ()}
    return {**values, "strata": strata, "state": default if state is None else state, **more}


def person(*seats: int, areas: Sequence[int] | None = None, limit: int | None = None, load: int = 0) -> Row:
    """A person, everywhere at home unless `areas` says where."""
    return {"seats": seats or (1,), "areas": areas, "limit": limit, "load": load}


def files(objects: Sequence[Row], people: Sequence[Row] = (), **frame: Any) -> Files:
    """The five files; one task, one stratum and, with people, one kind of seat if nothing else is said."""
    values: Row = {
        "objects": len(objects),
        "people": len(people),
        "tasks": [task(1)] if people else [task()],
        "strata": [stratum(len(objects))],
        "seats": [kind()] if people else [],
        "entity": 0,
        "floor": None,
        "balance": 0,
        "cross": 0,
        "groups": None,
        **frame,
    }
    kinds = range(1, len(values["seats"]) + 1)
    made = {
        "frame.json": canonical_json(values),
        "objects.csv": _csv(OBJECT_COLUMNS, objects),
        "sites.csv": _csv(
            SITE_COLUMNS, [{**row, "seats": [s for s in row["seats"] if s in kinds]} for row in objects]
        ),
        "people.csv": _csv(
            PERSON_COLUMNS,
            [{**row, "areas": "*" if row["areas"] is None else row["areas"]} for row in people],
        ),
    }
    about = {
        "scheme": "ssj-draw/2",
        "rules": "rules/1",
        "plan": "plan",
        "batch": "batch",
        "tables": {name: hashlib.sha256(made[name]).hexdigest() for name in TABLES},
        "private": "0" * 64,
    }
    return {**made, "commitment.json": canonical_json(about)}


def _csv(heading: Sequence[str], rows: Sequence[Row]) -> bytes:
    lines = [",".join(heading)]
    for number, row in enumerate(rows, 1):
        cells = {"number": number, "mark": f"{number:064x}", "seal": "0" * 64, "salt": "A" * 20, **row}
        lines.append(",".join(_cell(cells[name]) for name in heading))
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


class Rig:
    """Words set by hand: word i of each stream is 10 * (i + 1), so that all come as numbered, unless set."""

    def __init__(self) -> None:
        self._set: dict[int, dict[int, int]] = {}

    def stream(self, number: int, *values: int, start: int = 0) -> None:
        """Set the words of a stream from `start` on."""
        self._set.setdefault(number, {}).update(enumerate(values, start))

    def words(self, key: int, purpose: int, start: int, count: int) -> NDArray[np.uint64]:
        """What `words.words` is replaced by."""
        own = self._set.get(int(purpose), {})
        values = [own.get(index, 10 * (index + 1)) for index in range(start, start + count)]
        return np.array(values, dtype=np.uint64)


def drawn(of: Files) -> Row:
    """The value of draw.json."""
    value: Row = json.loads(draw(of, "1").draw_json)
    return value


def teams(of: Files) -> Row:
    """The value of teams.json."""
    value: Row = json.loads(draw(of, "1").teams_json)
    return value


def members(of: Files) -> list[list[int]]:
    """Who goes on each visit, in drawing order."""
    return [[one for one, _ in visit["team"]] for visit in teams(of)["visits"]]


def request(number: int = 1, source: Mapping[str, Any] | None = None, **changes: Any) -> bytes:
    """request.json; `out` may be given as {person: visits}."""
    value: Row = {
        "scheme": "ssj-draw/2",
        "commit": "",
        "event": number,
        "done": [],
        "recused": [],
        "objects": [],
        "salt": "A" * 20,
        "source": source,
        **changes,
        "out": [[one, list(visits)] for one, visits in sorted(changes.get("out", {}).items())],
    }
    return canonical_json(value)


def events(of: Files, *changes: Row, seed: str = "") -> list[DrawnEvent]:
    """Events one after the other on a draw; each is what `request` takes."""
    made = draw(of, "1")
    found: list[DrawnEvent] = []
    for number, change in enumerate(changes, 1):
        earlier = [(event.event_json, event.teams_json) for event in found]
        records = DrawRecords.read(made.draw_json, made.teams_json, earlier)
        found.append(substitute(of, records, request(number, **change), seed))
    return found


def after(event: DrawnEvent) -> dict[int, list[int]]:
    """Who goes on the visits that an event changed or made."""
    return {visit["index"]: [one for one, _ in visit["team"]] for visit in event.teams["visits"]}
