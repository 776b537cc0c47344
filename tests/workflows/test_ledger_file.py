"""Looking at a ledger, and holding it against its archives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau
from shuangsuiji.errors import BadInput


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    plan = bureau(tmp_path)
    drawn = shuangsuiji.draw(plan, seed="一", now=NOW)
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="生病", now=NOW)
    return plan


def found(plan: Path) -> list[str]:
    return [finding.code for finding in shuangsuiji.ledger(plan.parent, verify=True).findings]


def test_a_sound_ledger(plan: Path) -> None:
    assert found(plan) == ["ledger-holds"]
    lines = shuangsuiji.ledger(plan.parent / "draws").lines
    assert [line.event for line in lines] == ["开始", "抽取", "递补开始", "递补"]


def test_a_changed_event_and_a_missing_archive(plan: Path) -> None:
    archive = next((plan.parent / "draws").glob("*第1次"))
    event = archive / "档案" / "递补-001" / "event.json"
    event.write_bytes(event.read_bytes() + b" ")
    assert found(plan) == ["ledger-file-changed", "ledger-holds"]
    shutil.move(archive, plan.parent / "别处")
    assert set(found(plan)) == {"ledger-file-missing", "ledger-holds"}


def test_an_archive_that_no_line_knows(plan: Path) -> None:
    archive = next((plan.parent / "draws").glob("*第1次"))
    shutil.copytree(archive, archive.parent / "来路不明-第1次")
    assert found(plan) == ["archive-exists", "ledger-holds"]


def test_an_attempt_without_an_end(plan: Path) -> None:
    path = plan.parent / "draws" / "台账.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert "ledger-unfinished" in found(plan)


def test_a_broken_chain_and_no_ledger(plan: Path, tmp_path: Path) -> None:
    path = plan.parent / "draws" / "台账.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"line":2', b'"line":3'))
    with pytest.raises(BadInput, match="接不上"):
        found(plan)
    (tmp_path / "空").mkdir()
    with pytest.raises(BadInput, match="没有抽取台账"):
        shuangsuiji.ledger(tmp_path / "空" / "x")
