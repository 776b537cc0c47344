"""Known answers of the scheme, some computed by a program that shares nothing with the package.

What docs/algorithm.md says in numbers is asked of the code, so that neither can move alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.draw import draw
from shuangsuiji.core.lottery.words import (
    Key,
    derive_key,
    object_tickets,
    pair_words,
    visit_order_words,
    words,
)
from shuangsuiji.core.record import record_bytes, record_of
from shuangsuiji.core.schedule import ticket_order
from shuangsuiji.core.snapshot import PRIVATE_FILES, PUBLIC_FILES, Snapshot

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "vectors" / "tiny"
GROUPS = ROOT / "tests" / "vectors" / "groups"
SECOND = ROOT / "tests" / "vectors" / "second"
DOCUMENT = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8")
KEY = Key(0x0123456789ABCDEFFEDCBA9876543210)

# (key, purpose, event) -> the first words, in hex: draw-algorithm 5 and the A series of assignment-notes.
KNOWN = {
    (0, 0, 0): "02f4ba6408e4d89b 3dd62b0b9ca8c5b2 1c8667a55d902e79 907d7a052fd5b4dc 809bf322883987c3",
    (KEY, 0, 0): "4a9f6f3d97557e44 bb94315403d00d3d ab998127789d5219 79371346a2a0df2a 5ea38f215be0c579",
    (KEY, 1, 0): "7dc00367bad2f30d 478d22be24e0c147 3986479a3c63599d 81383007b34613ce",
    (KEY, 2, 0): "27b1c7b7d5e92b2e 57b2fbc64208a11a d1812ec9fcc8e8aa 43c5cd187f559e14",
    (KEY, 3, 0): "ce78a1f2ae5b7d5c 9e327a72f82494fe 5a5e794528a16c7f f32c9ce951db5080",
    (KEY, 3, 1): "806e8eff5c29c7d2 11197584d3b28cea 7ba6d30fcdbf3237",
}
MILLION = "0620cc215190e93a1fab1a4aa59583f8f960a2879021476ff1b205743f51574b"


def raw(key: int, purpose: int, event: int, start: int, count: int) -> list[str]:
    """Words of a stream by the package, in hex; purpose 0 is no purpose of a draw."""
    return [f"{word:016x}" for word in words(Key(key), purpose, event, start, count).tolist()]  # type: ignore[arg-type]


@pytest.mark.parametrize(("stream", "known"), KNOWN.items())
def test_first_words(stream: tuple[int, int, int], known: str) -> None:
    """The known answers, wherever one starts to read, and as the document prints them."""
    expected = known.split()
    assert raw(*stream, 0, len(expected)) == expected
    for start in range(len(expected)):
        assert raw(*stream, start, 1) == [expected[start]]
    assert known in DOCUMENT


def test_a_million_words() -> None:
    """The digest of the first 10**6 words, little-endian."""
    data = words(KEY, 0, 0, 0, 10**6).astype("<u8").tobytes()  # type: ignore[arg-type]
    assert sha256(data) == MILLION
    assert MILLION in DOCUMENT


def test_streams_by_what_they_are_for() -> None:
    """Tickets, turns and pairs are words of the streams 1, 2 and 3; pairs of visit v start at v * J."""
    assert object_tickets(KEY, 4).tolist() == words(KEY, 1, 0, 0, 4).tolist()  # type: ignore[arg-type]
    assert visit_order_words(KEY, 0, 4).tolist() == words(KEY, 2, 0, 0, 4).tolist()  # type: ignore[arg-type]
    whole = words(KEY, 3, 1, 0, 35).reshape(5, 7)  # type: ignore[arg-type]
    assert np.array_equal(whole, np.array([pair_words(KEY, 1, visit, 7) for visit in range(5)]))


def test_a0_key_and_tickets() -> None:
    """A0 of assignment-notes: key and tickets from a commitment of zeros."""
    key = derive_key("0" * 64, "03 07 12 19 22 31 09")
    assert f"{key:032x}" == "a4f61983f20c74db16dd12a349a2b8de"
    tickets = object_tickets(key, 10)
    expected = "d4400729c3d28a63 08b950697903ab21 a80165e21ded0b26 b00a716acc82fc77"
    assert [f"{ticket:016x}" for ticket in tickets[:4].tolist()] == expected.split()
    assert ticket_order(tickets) == [2, 6, 8, 7, 10, 9, 3, 4, 5, 1]


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    """tests/vectors/make_tiny.py as a module."""
    spec = importlib.util.spec_from_file_location("make_tiny", TINY.parent / "make_tiny.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_the_groups_are_drawn_again_to_the_same_bytes(maker: ModuleType) -> None:
    """The example of fixed groups: files, draw, event and document; run tests/vectors/make_groups.py."""
    spec = importlib.util.spec_from_file_location("make_groups", GROUPS.parent / "make_groups.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = {p.relative_to(GROUPS).as_posix(): p.read_bytes() for p in GROUPS.rglob("*") if p.is_file()}
    assert module.files() == kept
    assert module.with_example(DOCUMENT) == DOCUMENT


def test_the_second_batch_is_drawn_again_to_the_same_bytes(maker: ModuleType) -> None:
    """The example of a second batch shows what it promises; run tests/vectors/make_second.py."""
    modules = {}
    for name in ("make_groups", "make_second"):
        spec = importlib.util.spec_from_file_location(name, SECOND.parent / f"{name}.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[name])
    module = modules["make_second"]
    kept = {p.relative_to(SECOND).as_posix(): p.read_bytes() for p in SECOND.rglob("*") if p.is_file()}
    assert module.files() == kept
    assert module.with_example(DOCUMENT) == DOCUMENT
    record, event = json.loads(kept["draw.json"]), json.loads(kept["event-1.json"])
    assert record["floor"]["added"] and record["groups"]["discarded"]
    assert any(stratum["earlier"] for stratum in record["strata"])
    assert {"上次检查", "本辖区"} <= {entry["rule"] for visit in record["visits"] for entry in visit["trace"]}
    assert "申请回避" in {entry["rule"] for visit in event["visits"] for entry in visit["trace"]}
    assert event["replacements"][0]["into"] and event["key"] != record["key"]
    assert any("specialists" in visit for visit in event["visits"])


def tiny_files() -> dict[str, bytes]:
    """The files of the snapshot as they lie on the disk."""
    return {path.name: path.read_bytes() for path in (TINY / "snapshot").iterdir()}


def test_the_tiny_snapshot_is_frozen_again_to_the_same_bytes(maker: ModuleType) -> None:
    """Plan and registries of the script give just the files that are checked in."""
    kept = {
        path.relative_to(TINY).as_posix(): path.read_bytes() for path in TINY.rglob("*") if path.is_file()
    }
    assert maker.tiny_files() == kept


@pytest.mark.parametrize("names", [(*PUBLIC_FILES, *PRIVATE_FILES), PUBLIC_FILES])
def test_the_tiny_draw_is_reproduced(names: tuple[str, ...]) -> None:
    """From files and seed alone, with or without the private files."""
    files = {name: data for name, data in tiny_files().items() if name in (*names, "commitment.json")}
    seed = (TINY / "seed.txt").read_text(encoding="utf-8")
    drawn = draw(Snapshot(files, json.loads(files["commitment.json"])["batch"]), seed)
    assert record_bytes(record_of(drawn)) == (TINY / "draw.json").read_bytes()


def test_the_commitment_names_the_digests() -> None:
    """`sha256sum` alone checks the snapshot."""
    files = tiny_files()
    named = json.loads(files.pop("commitment.json"))["files"]
    assert named == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_document_prints_the_tiny_draw() -> None:
    """Every file in full, the commitment, and draw.json with its digest."""
    printed = {line.strip() for line in DOCUMENT.splitlines()}
    for path in TINY.rglob("*.[cj]s*"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line in printed, path.name
    assert f"SHA-256 `{sha256((TINY / 'draw.json').read_bytes())}`" in DOCUMENT
    commit = sha256((TINY / "snapshot" / "commitment.json").read_bytes())
    assert f"`commit` = `{commit}`" in DOCUMENT


def test_the_document_is_as_the_script_writes_it(maker: ModuleType) -> None:
    """Run tests/vectors/make_tiny.py after a change."""
    assert maker.with_examples(DOCUMENT) == DOCUMENT
