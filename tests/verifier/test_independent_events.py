"""The independent program and the package give the same event.json, byte for byte, over chains of events."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, cast

import independent
import independent_events
import pytest
import random_plans
from test_independent import UNDRAWABLE

from shuangsuiji.core.canonical import Digest, Json, canonical_json
from shuangsuiji.core.draw import CannotStaff, draw
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.core.record import DrawRecord, record_of
from shuangsuiji.core.rules.checks import case_of, check_rules
from shuangsuiji.core.snapshot import PRIVATE_FILES, Snapshot, freeze
from shuangsuiji.core.substitution import (
    CannotSubstitute,
    Change,
    EventRecord,
    NothingReopened,
    fresh_key,
    standing,
    substitute,
)

TINY = Path(__file__).resolve().parents[1] / "vectors" / "tiny"
CHAINS = 70


def draws(numbers: range, groups: bool = False) -> Iterator[tuple[Snapshot, DrawRecord]]:
    """Every batch of some random plans, drawn."""
    for number in numbers:
        case = random_plans.case(number, groups)
        past: list[PastVisit] = []
        for batch in case.plan.batches_in_order if case else ():
            assert case is not None
            snapshot = freeze(case.plan, batch.name, case.registries, past)
            codes = {finding.code for finding in check_rules(case_of(snapshot.pool, case.registries))}
            if codes & UNDRAWABLE:
                break
            try:
                record = record_of(draw(snapshot, f"种子 {number}"))
            except CannotStaff:
                break
            past += random_plans.past_of(record, case.plan)
            if record["visits"]:
                yield snapshot, record


def asked_of(change: Change) -> dict[str, Any]:
    """The part of event.json that says what was asked for."""
    return {
        "reason": change.reason,
        "done": sorted(change.done),
        "out": [{"person": person, "visits": sorted(change.out[person])} for person in sorted(change.out)],
        "recused": [{"visit": visit, "person": person} for visit, person in sorted(set(change.recused))],
        "objects": sorted(set(change.objects)),
        "specialists": [{"visit": v, "name": name} for v, name in dict.fromkeys(change.specialists)],
    }


def chain(rng: Random, snapshot: Snapshot, record: DrawRecord) -> Iterator[EventRecord | str]:
    """Up to three events, each by both programs; a word where both refuse one."""
    public = {name: data for name, data in snapshot.files.items() if name not in PRIVATE_FILES}
    world = independent.World(public)
    events: list[EventRecord] = []
    for _ in range(3):
        change = random_plans.change(rng, record, standing(record, events))
        key = Key(int(record["key"], 16))
        if rng.random() < 0.3:
            head = f"{rng.getrandbits(256):064x}"
            key = fresh_key(Digest(head), "再抽 1")
            assert key == independent.derive_key(head, "再抽 1")
        again = world, record, events, asked_of(change), key
        try:
            event = substitute(snapshot.pool, record, events, change, key)
        except NothingReopened:
            with pytest.raises(independent_events.Refused):
                independent_events.substitute(*again)
            yield "refused"
            continue
        except CannotSubstitute:
            with pytest.raises(independent.Impossible):
                independent_events.substitute(*again)
            yield "impossible"
            continue
        assert independent.canonical(independent_events.substitute(*again)).encode() == canonical_json(
            cast(Json, event)
        )
        events.append(event)
        yield event


def test_random_chains() -> None:
    """Chains of events on random draws; every kind of thing has to occur among them."""
    seen: Counter[str] = Counter()
    for number, (snapshot, record) in zip(range(CHAINS), draws(range(1000, 1200)), strict=False):
        seen["chains"] += 1
        for event in chain(Random(number), snapshot, record):
            seen.update([event] if isinstance(event, str) else features(record, event))
    assert seen["chains"] == CHAINS
    assert [name for name in EXPECTED if not seen[name]] == []


def test_random_chains_with_groups() -> None:
    """Chains of events on draws in fixed groups."""
    seen: Counter[str] = Counter()
    for number, (snapshot, record) in zip(range(12), draws(range(1000, 1200), groups=True), strict=False):
        grouped = {m["person"] for group in record["groups"]["formed"] for m in group["team"]}
        for event in chain(Random(number), snapshot, record):
            seen.update([event] if isinstance(event, str) else features(record, event))
            for visit in [] if isinstance(event, str) else event["visits"]:
                new = visit["index"] >= len(record["visits"])
                old = [] if new else record["visits"][visit["index"]]["team"]
                came = {m["person"] for m in visit["team"]} - {m["person"] for m in old}
                if new and visit["group"]:
                    came -= {m["person"] for m in record["groups"]["formed"][visit["group"] - 1]["team"]}
                    seen["dealt, and filled"] += bool(came)
                seen["from another group"] += bool(came & grouped)
                seen["from no group"] += bool(came - grouped)
                seen["group passed"] += any("group" in entry for entry in visit["trace"])
    assert [name for name in GROUPS_EXPECTED if not seen[name]] == [], seen


GROUPS_EXPECTED = [
    *("refused", "event 1", "event 2", "event 3", "replaced", "new", "specialist"),
    *("dealt, and filled", "from another group", "from no group", "group passed"),
]

EXPECTED = [
    *("refused", "impossible", "event 1", "event 2", "event 3"),
    *("replaced", "no alternate", "top-up", "no top-up left", "into two strata", "two into one stratum"),
    *("replaced again", "must-inspect alone ends", "several end", "new must-inspect"),
    *("回避", "已达上限", "选后无法排完", "申请回避", "名单"),
    *("specialist", "new leader", "several seats", "named visits", "new"),
]


def features(record: DrawRecord, event: EventRecord) -> Iterator[str]:
    """The names of what happens in an event."""
    yield f"event {event['event']}"
    came = Counter(entry["into"] for entry in event["replacements"] if entry["into"] is not None)
    yield from ["into two strata"] * (max(came.values(), default=0) > 1)
    strata = Counter(entry["stratum"] for entry in event["replacements"] if entry["into"] is not None)
    yield from ["two into one stratum"] * (max(strata.values(), default=0) > 1)
    yield from ["several end"] * (len(event["ended"]) > len(event["objects"]))
    for entry in event["replacements"]:
        yield (
            ("replaced" if entry["into"] else "no alternate")
            if entry["stratum"] is not None
            else ("top-up" if entry["into"] else "no top-up left")
        )
        first = (
            record["strata"][entry["stratum"]]["drawn"] if entry["stratum"] is not None else [entry["out"]]
        )
        yield from ["replaced again"] * (entry["out"] not in first)
    yield from ["named visits"] * any(entry["visits"] for entry in event["out"])
    for visit in event["visits"]:
        new = visit["index"] >= len(record["visits"])
        before = None if new else record["visits"][visit["index"]]
        yield from ["new"] * new + ["new must-inspect"] * (new and bool(visit["rules"]))
        yield from ["must-inspect alone ends"] * ("ended" in visit and not visit["tasks"])
        yield from ["specialist"] * ("specialists" in visit)
        if before is not None and "ended" not in visit:
            yield from ["new leader"] * (before["leader"] != visit["leader"])
            yield from ["several seats"] * (len([m for m in before["team"] if m not in visit["team"]]) > 1)
        for passed in visit["trace"]:
            yield from (passed["outcome"], passed["rule"])


@pytest.mark.parametrize("name", ["tiny", "groups", "second"])
def test_the_events_of_the_vectors(name: str, tmp_path: Path) -> None:
    """The events of the document, from an archive on the disk, and one that was changed."""
    vector, manifest = TINY.parent / name, {}
    if (vector / "event-seed.txt").exists():
        head, text = (vector / "event-seed.txt").read_text(encoding="utf-8").splitlines()
        manifest = {"ledger_head": head, "seed": {"text": text}}
    (tmp_path / "snapshot").mkdir()
    for path in [*(vector / "snapshot").iterdir(), vector / "draw.json"]:
        (tmp_path / path.relative_to(vector)).write_bytes(path.read_bytes())
    for path in sorted(vector.glob("event-*.json")):
        folder = tmp_path / f"递补-00{path.stem[-1]}"
        folder.mkdir()
        (folder / "event.json").write_bytes(path.read_bytes())
        (folder / "manifest.json").write_bytes(canonical_json(cast(Json, manifest)))
    assert independent_events.differing(tmp_path) == []
    last = json.loads(path.read_bytes())
    last["visits"][0]["leader"] = "SJ002"
    (folder / "event.json").write_bytes(canonical_json(last))
    assert independent_events.differing(tmp_path) == [folder.name]
