"""Whatever is changed, deleted or renamed in a folder of draws, audit and `ledger verify` both name it."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pytest
import tampering
from tampering import Deed, deeds, missed, told_by_audit, told_by_verify

from recorded_year import recorded_year

FEW = 30


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


def try_all(draws: Path, quiet: dict[str, list[str]], planned: list[Deed], dice: random.Random) -> None:
    """Each deed in turn; prints how many were tried, by kind of file, and which were missed."""
    tried: Counter[tuple[str, str]] = Counter()
    silent: list[tuple[Deed, int, dict[str, str]]] = []
    for deed in planned:
        bit = dice.randrange(8)
        tried[deed.group, deed.kind] += 1
        if wrong := missed(draws, deed, bit, lambda path: quiet.get(path.name, [])):
            silent.append((deed, bit, wrong))
    for (group, kind), count in sorted(tried.items()):
        sys.stdout.write(f"{group} {kind} {count}\n")
    sys.stdout.write(f"{sum(tried.values())} tried, {len(silent)} missed\n")
    assert silent == []


def test_what_is_done_to_any_file_is_named(draws: Path, quiet: dict[str, list[str]]) -> None:
    """A few of all deeds."""
    dice = random.Random(1)
    try_all(draws, quiet, dice.sample(list(deeds(draws, dice, 0)), FEW), dice)


@pytest.mark.soak
def test_every_deed_is_named(draws: Path, quiet: dict[str, list[str]]) -> None:
    """Every file and folder, and twenty bytes of each file, others each time."""
    dice = random.Random()
    try_all(draws, quiet, list(deeds(draws, dice, 20)), dice)


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
            told = f"台账记的是“{path.name}”，现在叫“{now}”。请改回原名。"
            assert f"档案改名：总{told}" in told_by_audit(draws / now)
            assert f"{now}：档案改名：{told}" in told_by_verify(draws)
