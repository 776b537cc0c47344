"""The product and the program of docs/rules.md make the same bytes of the same private files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from random import Random

import pytest

from building import SECRET, drawn
from shuangsuiji.core.plans.conditions import Uncomparable
from shuangsuiji.core.records.snapshot import Snapshot, collect, seal
from shuangsuiji.core.rules.marks import batch_secret
from shuangsuiji.core.rules.pool import PastVisit
from shuangsuiji.core.rules.quota import Unplaced
from shuangsuiji.files.plan_files import PlanFiles
from shuangsuiji.workflows.load import load_file
from verifier import random_plans
from verifier.tables_by_the_page import NoTables, tables

ROOT = Path(__file__).parents[2]
PRIVATE = "private/"
TABLES = ("frame.json", "objects.csv", "sites.csv", "people.csv")
WORDS = ("grounds.csv", "labels.json")
EVERYDAY, SOAK, AT_ONCE = 110, 4000, 10


def private_files(snapshot: Snapshot) -> dict[str, bytes]:
    """The files that a snapshot was collected from; none of what was made of them."""
    made = {PRIVATE + name for name in WORDS}
    return {
        path.removeprefix(PRIVATE): data
        for path, data in snapshot.files.items()
        if path.startswith(PRIVATE) and path not in made
    }


def by_the_product(
    snapshot: Snapshot, secret: bytes, besides: Collection[str] = ()
) -> dict[str, bytes] | None:
    """The tables and words of a collected snapshot, or None if they cannot be made."""
    try:
        files = seal(snapshot, secret, besides).files
    except (Uncomparable, Unplaced):
        return None
    return {name: files[name] for name in TABLES} | {name: files[PRIVATE + name] for name in WORDS}


def by_the_page(snapshot: Snapshot, secret: bytes, besides: Collection[str] = ()) -> dict[str, bytes] | None:
    try:
        return tables(private_files(snapshot), snapshot.batch, secret, besides)
    except NoTables:
        return None


@pytest.mark.parametrize("plan", sorted(ROOT.glob("plans/*.yaml")), ids=lambda path: path.stem)
def test_every_batch_of_the_presets(plan: Path) -> None:
    loaded = load_file(PlanFiles.at(plan), None)
    past: list[PastVisit] = []
    for batch in loaded.plan.batches_in_order:
        snapshot = collect(loaded.plan, batch.name, loaded.registries, past)
        secret = batch_secret(SECRET, loaded.plan.number, batch.name)
        sealed = seal(snapshot, secret)
        # Sealed, the objects stand in another order; it must not matter.
        assert by_the_page(sealed, secret) == by_the_product(snapshot, secret)
        record = drawn(sealed, f"种子 {batch.name}")
        past += [
            PastVisit(
                object_id=visit["id"],
                day=f"{batch.end}-28",
                plan=record["plan"],
                batch=batch.name,
                tasks=tuple(visit["tasks"]),
                reasons=tuple(visit["reasons"]),
                people=tuple(member["person"] for member in visit["team"]),
            )
            for visit in record["visits"]
        ]


def compare(numbers: Collection[int]) -> int:
    """How many of the random cases of these numbers have tables; all have the same by page and product."""
    made = 0
    for number in numbers:
        case = random_plans.case(number)
        if case is None:
            continue
        snapshot = collect(case.plan, case.batch, case.registries, case.past)
        secret = batch_secret(SECRET, case.plan.number, snapshot.batch)
        rng = Random(number)
        everybody = [person.id for person in snapshot.pool.people]
        besides = rng.sample(everybody, 2) if rng.random() < 0.1 else []
        product = by_the_product(snapshot, secret, besides)
        assert by_the_page(snapshot, secret, besides) == product, number
        made += product is not None
    return made


@pytest.mark.parametrize("first", range(0, EVERYDAY, AT_ONCE))
def test_random_plans(first: int) -> None:
    assert compare(range(first, first + AT_ONCE)) >= AT_ONCE // 2


@pytest.mark.soak
@pytest.mark.parametrize("first", range(EVERYDAY, SOAK, 100))
def test_many_random_plans(first: int) -> None:
    assert compare(range(first, min(first + 100, SOAK))) > 0
