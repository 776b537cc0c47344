"""`ssj draw --ceremony`: pages before witnesses, and the same draw as without them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shuangsuiji
from bureau import bureau
from command_line import ssj, ssj_answered


def draw_json(folder: Path) -> bytes:
    return next(folder.rglob("draw.json")).read_bytes()


def transcript(folder: Path) -> str:
    return next(folder.rglob("抽取现场.txt")).read_bytes().decode("utf-8-sig")


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")


def test_the_same_draw_with_and_without(tmp_path: Path) -> None:
    plain, shown = bureau(tmp_path / "一"), bureau(tmp_path / "二")
    assert ssj("draw", plain, "--batch", "上半年", "--seed", "甲").returncode == 0
    assert ssj("draw", shown, "--batch", "上半年", "--seed", "甲", "--ceremony").returncode == 0
    assert draw_json(tmp_path / "一") == draw_json(tmp_path / "二")
    assert not list(plain.parent.rglob("抽取现场.txt"))


def test_the_transcript_tells_the_whole_draw(tmp_path: Path) -> None:
    """Pool, seed, digests, every stratum, every visit with its team; the audit is content."""
    ssj("draw", bureau(tmp_path), "--batch", "上半年", "--seed", "甲", "--ceremony")
    pages, archive = transcript(tmp_path), next(tmp_path.rglob("draw.json")).parents[1]
    opened = shuangsuiji.open(archive)
    told = re.sub(r"[\s┃┏┓┗┛━]", "", pages)
    assert opened.commit in told and "写作：甲" in told and "６０户" in told
    for stratum in opened.strata:
        due = f"应抽{stratum.n}户".translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
        assert due in told
    for serial, visit in enumerate(opened.visits, 1):
        assert f"{serial}{visit.name}" in told
    assert "\r\n" in pages
    assert ssj("audit", archive).returncode == 0


@pytest.mark.usefixtures("at_a_terminal")
def test_each_page_waits_for_enter(tmp_path: Path) -> None:
    """Two pages before the seed; after 0, full-width or not, the others follow without waiting."""
    plan = bureau(tmp_path)
    ran = ssj_answered(["", "", "０"], "draw", plan, "--batch", "上半年", "--seed", "甲", "--ceremony")
    assert ran.returncode == 0
    assert ran.stderr.count("按回车继续") == 3
    assert "结果摘要" in transcript(tmp_path)


@pytest.mark.usefixtures("at_a_terminal")
def test_leaving_before_the_seed_leaves_nothing(tmp_path: Path) -> None:
    ran = ssj_answered([""], "draw", bureau(tmp_path), "--batch", "上半年", "--seed", "甲", "--ceremony")
    assert ran.returncode != 0
    assert "没有抽取，台账也没有新增记录" in ran.stderr
    assert not list(tmp_path.rglob("台账.jsonl"))


@pytest.mark.usefixtures("at_a_terminal")
def test_leaving_after_the_seed_leaves_a_whole_draw(tmp_path: Path) -> None:
    """Whoever stops turning pages has drawn all the same: archive, papers and the pages so far are there."""
    plan = bureau(tmp_path)
    ran = ssj_answered(["", "", ""], "draw", plan, "--batch", "上半年", "--seed", "甲", "--ceremony")
    assert ran.returncode == 0, ran.stderr
    assert [line.event for line in shuangsuiji.ledger(tmp_path).lines][-1] == "抽取"
    assert "写作：甲" in transcript(tmp_path)


def test_a_rehearsal_says_so_on_every_page(tmp_path: Path) -> None:
    ran = ssj("draw", bureau(tmp_path), "--batch", "上半年", "--rehearsal", "--ceremony")
    assert ran.returncode == 0
    titles = [line for line in transcript(tmp_path).splitlines() if line.startswith("┏")]
    assert len(titles) > 4 and all("演练" in title for title in titles)


def test_no_pages_for_a_program(tmp_path: Path) -> None:
    ran = ssj("draw", bureau(tmp_path), "--batch", "上半年", "--seed", "甲", "--ceremony", "--json")
    assert ran.returncode == 2 and "--ceremony" in ran.stdout
    assert not list(tmp_path.rglob("台账.jsonl"))


def test_a_sealed_batch_shows_its_commitment_first(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    assert ssj("freeze", plan, "--batch", "上半年").returncode == 0
    ssj("draw", plan, "--batch", "上半年", "--seed", "甲", "--ceremony")
    first_page = transcript(tmp_path).partition("┗")[0]
    assert next(line.text("commit") for line in shuangsuiji.ledger(tmp_path).lines) in first_page
