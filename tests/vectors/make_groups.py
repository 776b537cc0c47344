"""Writes tests/vectors/groups/ and the example of fixed groups in docs/algorithm.md, by running the package.

    python tests/vectors/make_groups.py

The example is that of make_tiny.py with other lines of 检查组 and two fixed groups.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

import make_tiny
from make_tiny import DOCUMENT, HERE, SEED, fenced

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.draw import Draw, draw
from shuangsuiji.core.lottery.words import Purpose, pair_words, visit_order_words, words
from shuangsuiji.core.plans.text import plan_from_canonical
from shuangsuiji.core.record import record_bytes, record_of
from shuangsuiji.core.snapshot import Snapshot, freeze
from shuangsuiji.core.substitution import Change, EventRecord, substitute

GROUPS = HERE / "groups"
PLAN = {
    **make_tiny.PLAN,
    "检查组": [
        {"部门": "甲市医疗保障局", "人数": 1},
        {"部门": "甲市市场监督管理局", "人数": 1},
    ],
    "分组": 2,
}


@cache
def snapshot() -> Snapshot:
    """The snapshot of the example."""
    pool = make_tiny.tiny_snapshot().pool
    return freeze(plan_from_canonical(PLAN), make_tiny.BATCH, make_tiny.tiny_registries(), pool.past)


@cache
def grouped() -> Draw:
    """The draw of the example."""
    return draw(snapshot(), SEED)


@cache
def event() -> EventRecord:
    """A member of group 1 falls ill and an object closes."""
    record = record_of(grouped())
    gone = record["groups"]["formed"][0]["team"][0]["person"]
    change = Change(reason="生病", out={gone: ()}, objects=(6,))
    return substitute(grouped().drawn.pool, record, [], change, grouped().drawn.key)


def files() -> dict[str, bytes]:
    """The files of tests/vectors/groups, by their paths there."""
    found = {f"snapshot/{name}": data for name, data in snapshot().files.items()}
    found |= {"seed.txt": SEED.encode(), "draw.json": record_bytes(record_of(grouped()))}
    return {**found, "event-1.json": canonical_json(cast(Json, event()))}


def block() -> list[str]:
    """The plan, how the groups were formed, how the visits were dealt, the record."""
    found, drawn = files(), grouped().drawn
    lines = ["`plan.json` (no line end)", *fenced(found["snapshot/plan.json"])]
    lines += ["`commitment.json` (no line end)", *fenced(found["snapshot/commitment.json"])]
    lines += [f"`commit` = `{drawn.commit}`, K = `{drawn.key:032x}`.", "", *forming_table(grouped()), ""]
    lines += [*dealing_table(grouped()), ""]
    for name in ("draw.json", "event-1.json"):
        lines += [f"`{name}`, SHA-256 `{sha256(found[name])}`:", *fenced(found[name])]
    return lines[:-1]


def forming_table(example: Draw) -> list[str]:
    """Group by group, the people by their words of stream 4.0, for the attempt that holds."""
    people, record = example.drawn.pool.people, record_of(example)["groups"]
    size = len(people)
    lines = ["| attempt | group | person | index | word of stream 4.0 | outcome |", "| --- " * 6 + "|"]
    attempt, taken = record["discarded"], set()
    for number, group in enumerate(record["formed"]):
        start = (attempt * len(record["formed"]) + number) * size
        row = words(example.drawn.key, Purpose.GROUPS, 0, start, size).tolist()
        mine = [member["person"] for member in group["team"]]
        passed = {entry["person"]: entry["outcome"] for entry in group["trace"]}
        for person in sorted(range(size), key=lambda index: (row[index], index)):
            name = people[person].id
            said = "抽中" if name in mine else passed.get(name, "(no seat open, or not looked at)")
            said = "(in a group already)" if name in taken else said
            lines.append(f"| {attempt} | {number + 1} | {name} | {person} | {row[person]:016x} | {said} |")
        taken |= set(mine)
    return lines


def dealing_table(example: Draw) -> list[str]:
    """By turn: the groups by their words of stream 3.0."""
    record, key = record_of(example), example.drawn.key
    count = len(record["groups"]["formed"])
    turns = visit_order_words(key, 0, len(record["visits"])).tolist()
    lines = ["| turn | visit | word of stream 2.0 | group | word of stream 3.0 | outcome | who goes |"]
    lines += ["| --- " * 7 + "|"]
    for visit in sorted(record["visits"], key=lambda visit: visit["turn"] or 0):
        row = pair_words(key, 0, visit["index"], count).tolist()
        passed = {entry["group"]: entry for entry in visit["trace"]}
        for group in sorted(range(1, count + 1), key=lambda number: (row[number - 1], number)):
            said, who = "(not looked at)", ""
            if group in passed:
                said = f"{passed[group]['outcome']} {passed[group]['person']}".strip()
            elif group == visit["group"]:
                said, who = "抽中", " ".join(member["person"] for member in visit["team"])
            lines.append(
                f"| {visit['turn']} | {visit['index']} | {turns[visit['index']]:016x} | {group} "
                f"| {row[group - 1]:016x} | {said} | {who} |"
            )
    return lines


def with_example(text: str) -> str:
    """The document with the example written anew."""
    marks = re.compile("(<!-- begin: groups -->\n).*?(<!-- end: groups -->)", re.DOTALL)
    body = "\n".join(block()).replace("\n\n\n", "\n\n") + "\n"
    text, count = marks.subn(lambda match: match[1] + body + match[2], text)
    assert count == 1
    return text


def main() -> None:
    """Writes files and document."""
    for name, data in files().items():
        (GROUPS / name).parent.mkdir(parents=True, exist_ok=True)
        (GROUPS / name).write_bytes(data)
    DOCUMENT.write_text(with_example(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
