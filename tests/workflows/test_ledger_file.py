"""Looking at a ledger, and holding it against its archives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.core.findings import Level
from shuangsuiji.errors import BadInput


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    drawn = drawn_bureau(tmp_path, seed="一")
    plan = tmp_path / "plan.yaml"
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="生病", now=NOW)
    return plan


def found(plan: Path) -> list[str]:
    return [finding.code for finding in shuangsuiji.ledger(plan.parent, verify=True).findings]


def test_a_sound_ledger(plan: Path) -> None:
    assert found(plan) == ["ledger-holds"]
    lines = shuangsuiji.ledger(plan.parent / "draws").lines
    assert [line.event for line in lines] == ["密签", "开始", "预写", "抽取", "递补开始", "预写", "递补"]
    assert lines[4].text("reason") == "生病" and "reason" not in lines[4].data


def test_a_changed_event_and_a_missing_archive(plan: Path) -> None:
    archive = next((plan.parent / "draws").glob("*第1次"))
    event = archive / "档案" / "递补-001" / "event.json"
    event.write_bytes(event.read_bytes() + b" ")
    assert found(plan) == ["ledger-file-changed", "ledger-holds"]
    event.write_bytes(event.read_bytes()[:-1])
    teams = event.with_name("event-teams.json")
    teams.write_bytes(teams.read_bytes() + b" ")
    assert found(plan) == ["ledger-file-changed", "ledger-holds"]
    shutil.move(archive, plan.parent / "别处")
    assert set(found(plan)) == {"archive-renamed", "ledger-holds"}
    shutil.rmtree(plan.parent / "别处")
    assert set(found(plan)) == {"ledger-folder-missing", "ledger-holds"}


def test_an_archive_that_no_line_knows(plan: Path) -> None:
    archive = next((plan.parent / "draws").glob("*第1次"))
    shutil.copytree(archive, archive.parent / "来路不明-第1次")
    assert found(plan) == ["archive-exists", "ledger-holds"]


@pytest.mark.parametrize("name", ["来路不明-演练1", "县-演练年度-第1次"])
def test_a_draw_that_is_named_as_a_rehearsal_is_no_rehearsal(plan: Path, name: str) -> None:
    """It would be an attempt that nobody sees."""
    archive = next((plan.parent / "draws").glob("*第1次"))
    shutil.copytree(archive, archive.parent / name)
    assert found(plan) == ["archive-exists", "ledger-holds"]


def test_a_rehearsal_needs_no_line(plan: Path) -> None:
    shuangsuiji.draw(plan, rehearsal=True)
    assert found(plan) == ["ledger-holds"]


def test_an_attempt_without_an_end(plan: Path) -> None:
    path = plan.parent / "draws" / "台账.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert "ledger-unfinished" in found(plan)


def test_a_broken_chain_and_no_ledger(plan: Path, tmp_path: Path) -> None:
    path = plan.parent / "draws" / "台账.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"line":2', b'"line":3'))
    with pytest.raises(BadInput, match="接不上"):
        found(plan)
    (tmp_path / "空").mkdir()
    with pytest.raises(BadInput, match="没有抽取台账"):
        shuangsuiji.ledger(tmp_path / "空" / "x")


def words_of(plan: Path) -> Path:
    """The private file of the ledger."""
    return plan.parent / "draws" / "台账-内部.jsonl"


def test_a_private_line_that_is_missing_or_changed(plan: Path) -> None:
    path = words_of(plan)
    whole = path.read_bytes()
    path.write_bytes(whole.replace("生病".encode(), "出差".encode()))
    assert found(plan) == ["ledger-words-lost", "ledger-words-unclaimed", "ledger-holds"]
    report = shuangsuiji.ledger(plan.parent)
    lost, unclaimed = report.findings
    assert (lost.level, lost.values["line"], unclaimed.place.line) == (Level.ERROR, 5, 1)
    assert report.lines[4].lacks_words and report.lines[4].text("reason") == ""
    path.write_bytes(b"")
    assert found(plan) == ["ledger-words-lost", "ledger-holds"]
    path.unlink()
    assert found(plan) == ["ledger-words-away", "ledger-holds"]
    assert ssj("ledger", "verify", plan.parent / "draws").returncode == 5
    assert shuangsuiji.ledger(plan.parent, verify=True).findings[0].level is Level.WARNING
    path.write_bytes(whole)
    assert found(plan) == ["ledger-holds"]


def test_a_private_line_torn_by_a_power_cut_is_set_aside(plan: Path) -> None:
    """What was half written must not swallow the line that comes next."""
    path = words_of(plan)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"salt":"AB","words":{"rea')
    archive = next((plan.parent / "draws").glob("*第1次"))
    shuangsuiji.substitute(archive, inspectors=["YB004"], reason="出差", now=NOW)
    assert path.read_bytes().startswith(whole)
    assert found(plan) == ["ledger-holds"]
    assert '{"salt":"AB"' in (plan.parent / "draws" / "台账-未写完的行.txt").read_text("utf-8")
