"""What an audit may conclude: calculation and record apart, nothing called complete that was not checked."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from command_line import ssj
from drawn_bureau import drawn_bureau
from recorded_year import recorded_year
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.findings import Level
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.messages import render, text_of
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.steps import Verdict

FIRST = "试医保2024001-上半年-第1次"
FROZEN = f"封存-{FIRST}"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_year(tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def draws(untouched: Path, tmp_path: Path) -> Path:
    shutil.copytree(untouched, tmp_path / "draws")
    return tmp_path / "draws"


def told(report: AuditReport, *verdicts: Verdict) -> list[str]:
    return [
        text_of(code, values)
        for step in report.steps
        if step.verdict in verdicts
        for code, values in step.details
    ]


def failed(report: AuditReport) -> set[int]:
    return {step.number for step in report.steps if step.verdict is Verdict.FAILED}


def edit_json(path: Path, change: Callable[[dict], None]) -> None:
    data = json.loads(path.read_bytes())
    change(data)
    path.write_bytes(canonical_json(data))


def test_a_whole_record_is_complete(draws: Path) -> None:
    report = shuangsuiji.audit(draws / FIRST)
    assert report.complete and not report.unchecked, told(report, Verdict.FAILED, Verdict.SKIPPED)
    status, text, _ = ssj("audit", draws / FIRST)
    assert status == 0 and "复核通过：档案完整" in text


def test_a_forged_manifest_without_a_ledger_is_never_complete(draws: Path) -> None:
    """Another attempt, grade and operator, and no event ever happened: consistent in itself."""
    archive, sealed = draws / FIRST, draws / FIRST / "档案"
    for folder in sealed.glob("[递申选]*-00*"):
        shutil.rmtree(folder)
    shutil.rmtree(archive / "文书" / "公开复核包")
    edit_json(sealed / "ledger.jsonl", lambda line: line.update(attempt=3, grade="先封存后公开"))
    line = sealed / "ledger.jsonl"
    words = canonical_json({"salt": "A", "words": {"operator": "别人"}})
    (sealed / "ledger-words.jsonl").write_bytes(words + b"\n")
    edit_json(line, lambda content: content.update(words=sha256(words)))
    line.write_bytes(line.read_bytes() + b"\n")

    def forge(manifest: dict) -> None:
        manifest.update(attempt=3, operator="别人")
        manifest["seed"]["grade"] = "先封存后公开" if manifest["frozen"] else manifest["seed"]["grade"]
        for name in manifest["files"]:
            manifest["files"][name] = sha256((sealed / name).read_bytes())

    edit_json(sealed / "manifest.json", forge)
    alone = draws.parent / "U盘" / FIRST
    shutil.copytree(archive, alone)
    report = shuangsuiji.audit(alone)
    assert not report.complete and report.record is Verdict.SKIPPED
    status, text, _ = ssj("audit", alone)
    assert status != 0 and "档案完整" not in text
    assert {8} <= failed(shuangsuiji.audit(archive))


def test_an_archive_alone_says_what_it_only_claims(draws: Path) -> None:
    alone = draws.parent / "U盘" / FIRST
    shutil.copytree(draws / FIRST, alone)
    report = shuangsuiji.audit(alone)
    assert (report.passed, report.calculation, report.record) == (True, Verdict.PASSED, Verdict.SKIPPED)
    status, text, _ = ssj("audit", alone)
    assert status == 5 and "档案完整" not in text and "只是档案自称" in text.replace("\n", "")
    assert ssj("audit", alone, "--step", "重新抽取").returncode == 0


def test_the_folder_of_a_frozen_batch_is_audited_as_such(draws: Path) -> None:
    report = shuangsuiji.audit(draws / FROZEN)
    assert report.frozen and report.complete
    assert [step.number for step in report.steps] == [1, 2, 3, 4, 8, 10, 11, 18, 19, 20]
    assert "（封存）" in ssj("audit", draws / FROZEN).stdout
    path = draws / FROZEN / "档案" / "snapshot" / "objects.csv"
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    assert "文件被改动：snapshot/objects.csv" in told(shuangsuiji.audit(draws / FROZEN), Verdict.FAILED)
    of_draw = told(shuangsuiji.audit(draws / FIRST, steps=[17]), Verdict.FAILED)
    assert of_draw == [f"文件被改动：{FROZEN}/snapshot/objects.csv"]


def test_a_published_commitment_names_the_attempts_that_used_it(draws: Path) -> None:
    commit = json.loads((draws / FROZEN / "档案" / "manifest.json").read_bytes())["commit"]
    for name in (FIRST, FROZEN):
        report = shuangsuiji.audit(draws / name, commit=commit, steps=["外部留存件"])
        assert "用这份封存抽取的：第 1 次" in told(report, Verdict.PASSED)
    report = shuangsuiji.audit(draws / FROZEN, seed="1 2 3", steps=[11])
    assert told(report, Verdict.FAILED) == ["封存的时候还没有种子，“1 2 3”无从核对；请用它核对抽取的档案"]


def test_steps_by_number_or_name(draws: Path) -> None:
    report = shuangsuiji.audit(draws / FIRST, steps=["6", "封存文件", 19])
    assert [step.number for step in report.steps] == [1, 6, 19]
    assert report.passed and not report.complete
    with pytest.raises(BadUsage, match="没有“21”这一步。可写序号或名称：1 封存文件、"):
        shuangsuiji.audit(draws / FIRST, steps=[21])


@pytest.mark.parametrize("name", ["verify_ssj.py", "复核.html"])
def test_a_program_that_was_exchanged_is_named(draws: Path, name: str) -> None:
    sealed = draws / FIRST / "档案"
    (sealed / name).write_text("print('✓ 全部相符')", "utf-8")
    edit_json(
        sealed / "manifest.json",
        lambda manifest: manifest["files"].update({name: sha256((sealed / name).read_bytes())}),
    )
    report = shuangsuiji.audit(draws / FIRST, steps=[1, 20])
    assert told(report, Verdict.FAILED) == [f"{name} 不是本程序附带的，可能被换过；不要用它复核"]


def count_of_lines(draws: Path) -> int:
    return len((draws / "台账.jsonl").read_bytes().splitlines())


def change_line(draws: Path, number: int) -> None:
    """Another minute in one line, its form untouched."""
    path = draws / "台账.jsonl"
    lines = path.read_bytes().split(b"\n")
    lines[number - 1] = lines[number - 1].replace(b":30:00", b":31:00")
    path.write_bytes(b"\n".join(lines))


@pytest.mark.parametrize("number", [1, 2, 7, 19])
def test_the_line_that_was_changed_is_named(draws: Path, number: int) -> None:
    change_line(draws, number)
    with pytest.raises(BadInput, match=rf"台账\.jsonl 第{number}行：台账在这里接不上"):
        shuangsuiji.ledger(draws, verify=True)
    report = shuangsuiji.audit(draws / FIRST, steps=[8])
    assert f"台账.jsonl 在第 {number} 行接不上" in told(report, Verdict.FAILED)[0]


def test_where_nobody_can_know_both_lines_are_named(draws: Path) -> None:
    last = count_of_lines(draws)
    change_line(draws, last - 1)
    with pytest.raises(BadInput, match=rf"第{last - 1}行：.*从这一行到第 {last} 行，有一行被改动过"):
        shuangsuiji.ledger(draws, verify=True)


def test_the_last_line_is_held_against_its_folder(draws: Path) -> None:
    last = count_of_lines(draws)
    change_line(draws, last)
    found = shuangsuiji.ledger(draws, verify=True).findings
    said = [render(finding) for finding in found if finding.level is Level.ERROR]
    name = "试医保2024001-下半年-第1次/档案/申请-001/manifest.json"
    assert said == [f"{name}：台账第 {last} 行的 time 与这个文件所写的不同。"]


@pytest.mark.parametrize("cut", [1, 40])
def test_a_last_line_without_an_end_is_told(draws: Path, cut: int) -> None:
    path = draws / "台账.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    codes = {finding.code for finding in shuangsuiji.ledger(draws, verify=True).findings}
    assert "ledger-torn" in codes
    report = shuangsuiji.audit(draws / FIRST, steps=["台账各文件"])
    assert "总台账 台账.jsonl 末尾有一行没有写完，或被改动过" in told(report, Verdict.FAILED)


@pytest.mark.parametrize("content", [b"", b"0" * 64 + b"\n", b"x"])
def test_a_secret_that_is_empty_or_another_is_not_well(draws: Path, content: bytes) -> None:
    (draws / "密签.txt").write_bytes(content)
    assert not shuangsuiji.ledger(draws, verify=True).passed
    report = shuangsuiji.audit(draws / FIRST)
    assert report.passed and not report.complete
    assert "密签.txt" in " ".join(told(report, Verdict.SKIPPED))


def test_a_ledger_that_was_taken_away_is_missed(draws: Path) -> None:
    (draws / "台账.jsonl").unlink()
    report = shuangsuiji.audit(draws / FIRST)
    assert 8 in failed(report) and "台账.jsonl" in told(report, Verdict.FAILED)[0]


def test_two_open_requests_for_the_same_are_told(draws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program refuses the second; a ledger that has both was made by another."""
    monkeypatch.setattr("shuangsuiji.workflows.substitute.refuse_choice", lambda *_: None)
    archive = draws / "试医保2024001-下半年-第1次"
    shuangsuiji.substitute(archive, inspectors=["YB002"], reason="休假", now=NOW.replace(year=2025))
    report = shuangsuiji.audit(archive)
    said = told(report, Verdict.PASSED)
    assert report.complete and any(text.startswith("注意：申请-001 和 申请-002 内容相同") for text in said)


@pytest.mark.parametrize(
    "name",
    [
        "snapshot/objects.csv",
        "snapshot/commitment.json",
        "draw.json",
        "teams.json",
        "snapshot/private/plan.json",
        "manifest.json",
        "sources/plan.yaml",
        "递补-001/manifest.json",
        "结果-001/results.json",
        "ledger.jsonl",
    ],
)
@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b'{"a":', b"\xff\xfe\x00", b"[" * 3000])
def test_whatever_a_file_holds_every_failure_names_a_file_in_chinese(
    draws: Path, name: str, content: bytes
) -> None:
    (draws / FIRST / "档案" / name).write_bytes(content)
    report = shuangsuiji.audit(draws / FIRST, steps=[number for number in range(1, 21) if number != 10])
    said = told(report, Verdict.FAILED)
    assert any(name in text for text in said)
    assert not re.search(r"Error|Expecting|row \d|line \d|Exception", " ".join(said))
    assert not shuangsuiji.ledger(draws, verify=True).passed


def test_a_seed_is_entered_after_the_freeze_not_made_after_it(draws: Path) -> None:
    said = told(shuangsuiji.audit(draws / FIRST, steps=[8]), Verdict.PASSED)
    assert any(
        re.fullmatch("先封存（台账第 . 行，北京时间 2024-05-21 09:30），后录入种子", text) for text in said
    )
    assert not any("产生" in text for text in said)


def test_times_are_those_of_beijing(tmp_path: Path) -> None:
    archive = drawn_bureau(tmp_path, seed="一").archive
    for path in (archive / "档案" / "manifest.json", archive.parent / "台账.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"09:30:00+08:00", b"01:30:00+00:00"))
    commit = json.loads((archive / "档案" / "manifest.json").read_bytes())["commit"]
    report = shuangsuiji.audit(archive, commit=commit, steps=[11])
    assert any("第 1 次（北京时间 2024-05-21 09:30）" in text for text in told(report, Verdict.PASSED))


def test_a_package_with_another_file_changed_does_not_blame_the_page(draws: Path) -> None:
    """Only 说明.txt is edited: step 16 names it, step 20 does not say that the page was exchanged."""
    package = draws / FIRST / "文书" / "公开复核包"
    (package / "说明.txt").write_text("没有的事", "utf-8")
    report = shuangsuiji.audit(draws / FIRST, steps=[16, 20])
    assert [step.verdict for step in report.steps] == [Verdict.FAILED, Verdict.SKIPPED]
    assert any(code == "audit-package-changed" for code, _ in report.steps[1].details)
    (package / "复核.html").write_text("✓", "utf-8")
    (step,) = shuangsuiji.audit(draws / FIRST, steps=[20]).steps
    assert [code for code, _ in step.details] == ["audit-page-differs"]


def test_the_letter_of_another_batch_is_told_as_such(draws: Path) -> None:
    manifest = json.loads((draws / FROZEN / "档案" / "manifest.json").read_bytes())
    lines = shuangsuiji.ledger(draws).lines
    report = shuangsuiji.audit(draws / FIRST, commit="0" * 64, steps=[11])
    assert "总台账里没有这个封存摘要，哪一批也不是" in told(report, Verdict.FAILED)
    other = next(line for line in lines if line.event == "封存" and line.text("batch") != manifest["batch"])
    report = shuangsuiji.audit(draws / FIRST, commit=other.text("commit"), steps=[11])
    assert "这是另一批的封存摘要：计划 试医保2024001 的“下半年”" in told(report, Verdict.FAILED)


@pytest.mark.parametrize(
    ("event", "verify", "step"),
    [("公证", "ledger-unknown-event", "audit-ledger-unknown-event"),
     ("抽取", "ledger-drawn-twice", "audit-ledger-drawn-twice")],
)  # fmt: skip
def test_a_line_added_at_the_end_is_named(draws: Path, event: str, verify: str, step: str) -> None:
    """With the right digest before it: the chain holds, and what it says cannot be."""
    path = draws / "台账.jsonl"
    lines = path.read_bytes().splitlines()
    drawn = next(line for line in map(json.loads, lines) if line["event"] == "抽取")
    added = {**drawn, "event": event, "line": len(lines) + 1, "previous": sha256(lines[-1])}
    path.write_bytes(path.read_bytes() + canonical_json(added).rstrip(b"\n") + b"\n")
    assert verify in {one.code for one in shuangsuiji.ledger(draws, verify=True).findings}
    (found,) = shuangsuiji.audit(draws / FIRST, steps=[19]).steps
    assert found.verdict is Verdict.FAILED and step in {code for code, _ in found.details}
