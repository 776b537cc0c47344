"""Whatever is changed, deleted or renamed in a folder of draws, audit and `ledger verify` both name it."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
import tampering
from tampering import Deed, deeds, missed, told_by_audit, told_by_verify

from recorded_year import recorded_year

SECONDS = 4
SOAK_SECONDS = 600


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two batches, frozen and drawn, with requests, events, a note, results, a correction and a package."""
    return recorded_year(tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="module")
def quiet(draws: Path) -> dict[str, list[str]]:
    """What an audit of each folder says although nothing was done."""
    return {path.name: told_by_audit(path) for path in draws.iterdir() if path.is_dir()}


def test_a_record_that_nobody_touched(draws: Path, quiet: dict[str, list[str]]) -> None:
    assert told_by_verify(draws) == []
    assert not any("改" in text for said in quiet.values() for text in said if "外部留存件" not in text)


def try_all(
    draws: Path, quiet: dict[str, list[str]], dice: random.Random, flips: int, seconds: float
) -> None:
    """Deeds in any order until the time is over; prints how many, by kind of file, and which were missed."""
    tried: Counter[tuple[str, str]] = Counter()
    silent: list[tuple[Deed, int, dict[str, str]]] = []
    planned = list(deeds(draws, dice, flips))
    dice.shuffle(planned)
    end = time.monotonic() + seconds
    for deed in planned:
        bit = dice.randrange(8)
        tried[deed.group, deed.kind] += 1
        if wrong := missed(draws, deed, bit, lambda path: quiet.get(path.name, [])):
            silent.append((deed, bit, wrong))
        if time.monotonic() > end:
            break
    for (group, kind), count in sorted(tried.items()):
        print(f"{group} {kind} {count}")
    print(f"{sum(tried.values())} of {len(planned)} tried, {len(silent)} missed")
    assert silent == []


def test_what_is_done_to_any_file_is_named(draws: Path, quiet: dict[str, list[str]]) -> None:
    """A share of all deeds, others each day it runs under another `SSJ_SEED`."""
    try_all(draws, quiet, random.Random(os.environ.get("SSJ_SEED", "1")), 0, SECONDS)


@pytest.mark.soak
def test_every_deed_is_named(draws: Path, quiet: dict[str, list[str]]) -> None:
    try_all(draws, quiet, random.Random(), 20, SOAK_SECONDS)


ONE_OF_EACH = {
    "no event": "档案/递补-001",
    "no request": "档案/申请-002",
    "no note": "档案/选派-001",
    "no results": "档案/结果-001",
    "no last results": "档案/结果-002",
    "no correction": "更正-001",
    "no package": "文书/公开复核包",
}


@pytest.mark.parametrize("kind", ["删", "换名"])
@pytest.mark.parametrize("name", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
def test_a_whole_folder_is_named(draws: Path, quiet: dict[str, list[str]], name: str, kind: str) -> None:
    archive = next(path for path in draws.iterdir() if path.name == "试医保2024001-上半年-第1次")
    deed = Deed(kind, f"{archive.name}/{name}")
    assert missed(draws, deed, 0, lambda path: quiet.get(path.name, [])) == {}


def test_a_renamed_archive_is_called_renamed(draws: Path) -> None:
    for path in [path for path in draws.iterdir() if path.is_dir()]:
        with tampering.done(draws, Deed("换名", path.name), 0):
            now = tampering.renamed(path.name)
            told = f"档案改名：台账记的是“{path.name}”，现在叫“{now}”。请改回原名。"
            assert told in told_by_audit(draws / now)
            assert any(told in text for text in told_by_verify(draws))
