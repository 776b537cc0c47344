"""The tables of random plans, drawn by the lottery as its page tells it, give the draws of scheme 1.

Both are given the same key, objects in the order of their ids, and people who fit no seat are left out of the
old pool, since the tables do not list them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
import random_plans

from shuangsuiji.core import draw as old
from shuangsuiji.core.canonical import canonical_csv, canonical_json, sha256
from shuangsuiji.core.pool import PastVisit, Pool, parse_csv
from shuangsuiji.core.record import DrawRecord, PassedRecord, VisitRecord, record_of
from shuangsuiji.core.rules.checks import case_of, check_rules
from shuangsuiji.core.rules.marks import Marks
from shuangsuiji.core.rules.table import DrawTable, draw_table
from shuangsuiji.core.snapshot import Snapshot, freeze
from shuangsuiji.core.stream import Key

lottery = pytest.importorskip("lottery_by_the_page")

UNDRAWABLE = {"object-no-district", "object-no-stratum", "object-no-tier", "object-unknown-tier"}
OUTCOMES = ("", "回避", "已达上限", "选后无法排完", "均衡负荷")


def in_id_order(size: int) -> Marks:
    """Marks that ascend, and salts that nobody needs here."""
    return Marks([f"{k:064x}" for k in range(1, size + 1)], ["A" * 20] * size, ["B" * 20] * size)


def table_of(pool: Pool) -> DrawTable:
    """The table of a pool whose objects and people are in the order of their ids."""
    return draw_table(pool, in_id_order(len(pool)), in_id_order(len(pool.people)))


def with_commitment(table: DrawTable) -> dict[str, bytes]:
    """The tables as the lottery reads them."""
    commitment = {
        "scheme": "ssj-draw/2",
        "rules": "rules/1",
        "plan": "甲",
        "batch": "一",
        "private": "0" * 64,
        "tables": {name: sha256(data) for name, data in table.files.items()},
    }
    return {**table.files, "commitment.json": canonical_json(commitment)}


def without_idle_people(snapshot: Snapshot, fit: Sequence[str]) -> Snapshot:
    """The snapshot with those people alone."""
    heading, rows = parse_csv(snapshot.files["people.csv"])
    people = canonical_csv(heading, [row for row in rows if row[0] in fit])
    return Snapshot({**snapshot.files, "people.csv": people}, snapshot.batch)


def compared(
    number: int, monkeypatch: pytest.MonkeyPatch, groups: bool = False
) -> Iterator[DrawRecord | str]:
    """Each batch of a random plan drawn both ways; `impossible` where neither finds an assignment."""
    case = random_plans.case(number, groups)
    key = Key(int(sha256(f"{number}".encode())[:32], 16))
    monkeypatch.setattr(old, "derive_key", lambda commit, seed: key)
    monkeypatch.setattr(lottery, "key_of", lambda *lines: key)
    past: list[PastVisit] = []
    for batch in case.plan.batches_in_order if case else ():
        assert case is not None
        snapshot = freeze(case.plan, batch.name, case.registries, past)
        if {found.code for found in check_rules(case_of(snapshot.pool, case.registries))} & UNDRAWABLE:
            return
        table = table_of(snapshot.pool)
        try:
            record = record_of(old.draw(without_idle_people(snapshot, table.labels.people), "1"))
        except old.CannotStaff:
            with pytest.raises(lottery.NoDraw):
                lottery.draw(with_commitment(table), "1")
            yield "impossible"
            return
        drawn, teams = map(json.loads, lottery.draw(with_commitment(table), "1"))
        same_objects(record, table, drawn)
        same_visits(record, table, drawn)
        same_teams(record, table, teams)
        past += random_plans.past_of(record, case.plan)
        yield record


def same_objects(record: DrawRecord, table: DrawTable, drawn: Mapping[str, Any]) -> None:
    """Strata, must-inspect objects and the top-up."""
    labels = table.labels
    frame = json.loads(table.files["frame.json"])["strata"]
    drawn_now = {stratum["task"] for stratum in record["strata"]}
    pairs = [
        (label, row, result)
        for label, row, result in zip(labels.strata, frame, drawn["strata"], strict=True)
        if label["task"] in drawn_now
    ]
    assert len(pairs) == len(record["strata"])
    for was, (label, row, result) in zip(record["strata"], pairs, strict=True):
        for name in set(label) - {"cluster"}:
            assert was[name] == label[name], name  # type: ignore[literal-required]
        assert (was["N"], was["n"], was["available"]) == (result["members"], row["n"], result["available"])
        assert was["drawn"] == result["drawn"]
        assert result["alternates"] == (was["alternates"] if was["n"] else [])
        assert (was["cut_off"], was["shortage"]) == (result["cut_off"], result["shortage"])
    for duty, label in zip(record["must_inspect"], labels.must_inspect, strict=True):
        assert all(duty[name] == label[name] for name in label)  # type: ignore[literal-required]
    floor, topped = record["floor"], drawn["floor"]
    assert (floor is None) == (topped is None) == (labels.floor is None)
    if floor is not None:
        assert [floor["M"], floor["F"]] == [labels.floor["M"], labels.floor["F"]]
        assert topped["wanted"] == max(0, floor["F"] - floor["counted"])
        for name in ("added", "short", "alternates"):
            assert topped[name] == floor[name]  # type: ignore[literal-required]


def same_visits(record: DrawRecord, table: DrawTable, drawn: Mapping[str, Any]) -> None:
    """Who is visited, how often, why, and with which items."""
    labels = table.labels
    rules_of = {duty["number"]: duty["rules"] for duty in labels.must_inspect}
    items_of = {rule["name"]: rule["items"] for rule in labels.rules}
    for was, visit in zip(record["visits"], drawn["visits"], strict=True):
        assert (was["index"] + 1, was["number"]) == (visit["index"], visit["number"])
        assert (was["visit"], was["of"]) == (visit["visit"], visit["of"])
        assert was["tasks"] == [labels.tasks[task - 1]["number"] for task in visit["tasks"]]
        rules = rules_of.get(visit["number"], [])
        assert was["rules"] == rules
        flags = {"随机": bool(visit["strata"]), "必查": bool(rules), "补足": bool(visit["added"])}
        assert was["reasons"] == [reason for reason, holds in flags.items() if holds]
        items = [item for task in visit["tasks"] for item in labels.tasks[task - 1]["items"]]
        items += [item for rule in rules for item in items_of[rule]]
        assert was["items"] == sorted(map(list, set(map(tuple, items))))


def same_teams(record: DrawRecord, table: DrawTable, teams: Mapping[str, Any]) -> None:
    """Who goes, who leads, and who was passed over."""
    if record.get("groups"):
        assert teams["groups"]["discarded"] == record["groups"]["discarded"]
        for was_group, group in zip(record["groups"]["formed"], teams["groups"]["formed"], strict=True):
            assert members(was_group) == told(table, group)
            assert [passed(entry) for entry in was_group["trace"]] == trace(table, group["trace"])
    for was, row in zip(record["visits"], teams["visits"], strict=True):
        assert (was["turn"] or 0, was.get("group") or 0) == (row["turn"], row["group"])
        assert members(was) == told(table, row)
        if record.get("groups"):
            entries = [[entry["group"], OUTCOMES.index(entry["outcome"])] for entry in was["trace"]]
            assert entries == row["dealt"] and row["trace"] == []
        else:
            assert [passed(entry) for entry in was["trace"]] == trace(table, row["trace"])
            same_grounds(was, table)


def members(was: Any) -> tuple[str, list[tuple[str, int, str]]]:
    return was["leader"] or "", [(one["person"], one["line"], one["tag"]) for one in was["team"]]


def told(table: DrawTable, row: Mapping[str, Any]) -> tuple[str, list[tuple[str, int, str]]]:
    labels = table.labels
    seats = [labels.seats[kind - 1] for _, kind in row["team"]]
    people = [labels.people[person - 1] for person, _ in row["team"]]
    leader = labels.people[row["leader"] - 1] if row["leader"] else ""
    return leader, [(who, seat["line"], seat["tag"]) for who, seat in zip(people, seats, strict=True)]


def passed(entry: PassedRecord) -> tuple[str, int, int]:
    return entry["person"], OUTCOMES.index(entry["outcome"]), entry["after"]


def trace(table: DrawTable, entries: Sequence[Sequence[int]]) -> list[tuple[str, int, int]]:
    return [(table.labels.people[person - 1], outcome, before) for person, outcome, before in entries]


def same_grounds(was: VisitRecord, table: DrawTable) -> None:
    """grounds.csv tells why; 本辖区 is told by the areas, and comes last now."""
    for entry in was["trace"]:
        if entry["rule"] not in ("", "本辖区"):
            person = table.labels.people.index(entry["person"]) + 1
            assert table.labels.grounds[was["number"]][person] == (entry["rule"], entry["ground"])


def test_random_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few dozen plans, with all their batches."""
    seen = counted(range(40), monkeypatch)
    assert seen["drawn"] >= 25 and seen["impossible"]


def test_random_plans_with_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in fixed groups."""
    assert counted(range(12), monkeypatch, groups=True)["drawn"] >= 5


@pytest.mark.parametrize("number", [3, 5, 8, 21])
def test_the_order_of_rows_does_not_matter(number: int) -> None:
    """Registries, people, pairs and history from the last row to the first, or shuffled: the same bytes."""
    case = random_plans.case(number)
    assert case is not None
    pool = freeze(case.plan, case.plan.batches_in_order[-1].name, case.registries).pool
    expected = table_of(pool)
    rng = Random(number)

    def mixed(values: Any) -> list[Any]:
        return rng.sample(list(values), len(values))

    other = replace(
        pool,
        people=mixed(pool.people),
        items=dict(mixed(pool.items.items())),
        recusals=mixed(pool.recusals),
        past=mixed(pool.past),
    )
    order = sorted(range(len(other.people)), key=lambda row: other.people[row].id)
    ranks = [order.index(row) for row in range(len(order))]
    marks = in_id_order(len(order)).taken(ranks)
    found = draw_table(other, in_id_order(len(other)), marks)
    assert found.files == expected.files
    assert found.labels.files == expected.labels.files


@pytest.mark.soak
def test_hundreds_of_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many more plans, without groups and with them."""
    seen = counted(range(30_000, 30_800), monkeypatch)
    seen += counted(range(40_000, 40_400), monkeypatch, groups=True)
    print(dict(seen))  # noqa: T201
    assert seen["drawn"] >= 500


def counted(numbers: range, monkeypatch: pytest.MonkeyPatch, groups: bool = False) -> Counter[str]:
    """How often the draws agreed, and how often neither could be made."""
    seen: Counter[str] = Counter()
    for number in numbers:
        for record in compared(number, monkeypatch, groups):
            seen[record if isinstance(record, str) else "drawn"] += 1
    return seen
