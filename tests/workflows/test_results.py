"""From the sheet of results to the archive, the ledger and the audit (WG-10, LZ-6, LZ-9, XT-6, LAW-7)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, bureau
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, LATER, PROBLEM, SJ, YB, fill, sheet_of
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.records.results import SIGNED
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput, BadUsage, SsjError
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.steps import Verdict


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau")
    return drawn_bureau(folder, plan=JOINT_ONLY, size=30, seed="一 二 三").archive


@pytest.fixture
def archive(drawn: Path, tmp_path: Path) -> Path:
    """A copy of the folder of draws, ledger and all."""
    shutil.copytree(drawn.parent, tmp_path / "draws")
    return tmp_path / "draws" / drawn.name


def cell_of(path: Path, key: tuple[int, str], title: str) -> str:
    page = openpyxl.load_workbook(path)["结果录入表"]
    heading = next(row for row in page.iter_rows() if row[0].value == "序号")
    column = next(cell.column_letter for cell in heading if cell.value == title)
    row = next(
        row[0].row
        for row in page.iter_rows(min_row=heading[0].row + 1)
        if (int(row[0].value), row[2].value) == key
    )
    return f"{column}{row}"


def lines(archive: Path) -> list[dict[str, Any]]:
    text = (archive.parent / "台账.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def codes(trouble: pytest.ExceptionInfo[SsjError]) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.cell) for finding in trouble.value.findings]


def test_a_half_filled_sheet_is_taken_row_by_row(archive: Path) -> None:
    sheet = fill(
        sheet_of(archive),
        {(1, YB): CLEAN, (1, SJ): PROBLEM, (2, YB): {"检查日期": "2024-06-05"}, (3, YB): {"备注": "待查"}},
    )
    report = shuangsuiji.results(archive, sheet, operator="经办人甲", now=LATER)
    assert set(report.added) == {(1, YB), (1, SJ)}
    assert set(report.unfinished) == {(2, YB), (3, YB)}
    warned = {finding.code for finding in report.findings}
    assert warned == {"results-unfinished"}
    found = next(one for one in report.draw.inspections if one.visit["index"] == 1)
    assert found.complete and found.day == "2024-06-04" and found.found_problem(report.draw.codes)
    problem = found.of(SJ)
    assert problem is not None
    assert (problem.codes, problem.measures, problem.state) == ((5, 8), ("责令整改", "移送"), "进行中")
    assert (problem.due, problem.signature, problem.detail) == (
        "2024-07-31",
        "负责人拒绝签字",
        "未按规定保管处方",
    )
    clean = found.of(YB)
    assert clean is not None and len(clean.people) == 2
    assert (clean.signature, clean.way) == (SIGNED, "现场检查")
    stored = archive / "档案" / "结果-001"
    assert sorted(path.name for path in stored.iterdir()) == [
        "manifest.json",
        "results.json",
        "结果录入表.xlsx",
    ]
    assert (stored / "结果录入表.xlsx").read_bytes() == sheet.read_bytes()
    line = lines(archive)[-1]
    assert (line["event"], line["rows"]) == ("结果", 2)
    assert shuangsuiji.ledger(archive.parent).lines[-1].text("operator") == "经办人甲"
    assert line["result"] == sha256((stored / "results.json").read_bytes())
    assert shuangsuiji.audit(archive).passed
    assert not [f for f in shuangsuiji.ledger(archive.parent, verify=True).findings if f.level == "error"]


def test_what_came_back_without_a_file(archive: Path) -> None:
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN}), now=LATER)
    report = shuangsuiji.results(archive)
    assert report.entry is None and len(report.draw.dossier.results) == 1
    assert lines(archive)[-1]["event"] == "结果" and len(lines(archive)) == 6


def test_a_correction_needs_a_reason_and_the_old_result_stays(archive: Path) -> None:
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN, (2, YB): CLEAN})
    shuangsuiji.results(archive, sheet, now=LATER)
    before = (archive / "档案" / "结果-001" / "results.json").read_bytes()
    fill(
        sheet,
        {
            (1, YB): {"检查结果": "9"},
            (2, YB): {"公开日期": "2024-06-20", "公开渠道": "网站", "公开审批": "局长"},
        },
    )
    with pytest.raises(BadUsage, match="已记录为“1”，这里是“9”") as trouble:
        shuangsuiji.results(archive, sheet, now=LATER)
    assert [code for code, _ in codes(trouble)] == ["results-changed", "results-need-reason"]
    assert not (archive / "档案" / "结果-002").exists()
    report = shuangsuiji.results(archive, sheet, reason="看错了行", now=LATER)
    assert set(report.changed) == {(1, YB), (2, YB)} and not report.added
    assert [(one.column, one.before, one.after) for one in report.corrections] == [("检查结果", "1", "9")]
    assert (archive / "档案" / "结果-001" / "results.json").read_bytes() == before
    assert {result.key: result.codes for result in report.draw.dossier.results} == {
        (1, YB): (9,),
        (2, YB): (1,),
    }
    assert "reason" not in lines(archive)[-1]
    assert shuangsuiji.ledger(archive.parent).lines[-1].text("reason") == "看错了行"
    again = shuangsuiji.results(archive, sheet, now=LATER)
    assert again.entry is None and again.same == 2
    assert [finding.code for finding in again.findings] == ["results-nothing-new"]
    assert shuangsuiji.audit(archive).passed


def test_filling_in_what_was_blank_and_closing_a_measure_is_no_correction(archive: Path) -> None:
    sheet = fill(sheet_of(archive), {(1, SJ): PROBLEM})
    shuangsuiji.results(archive, sheet, now=LATER)
    fill(sheet, {(1, SJ): {"处置状态": "已办结", "办结日期": "2024-07-10", "后续处置": "整改、移送、抄告"}})
    report = shuangsuiji.results(archive, sheet, now=LATER)
    assert report.corrections == () and report.changed == ((1, SJ),)
    assert report.draw.dossier.results[0].state == "已完成"


def test_a_result_in_the_wrong_row_is_withdrawn(archive: Path) -> None:
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN})
    shuangsuiji.results(archive, sheet, now=LATER)
    fill(sheet, {(1, YB): {"检查结果": "撤销", "检查日期": None}, (2, YB): CLEAN})
    report = shuangsuiji.results(archive, sheet, reason="录错了行", now=LATER)
    assert [result.key for result in report.draw.dossier.results] == [(2, YB)]
    assert shuangsuiji.audit(archive).passed
    with pytest.raises(BadInput, match="没有可以撤销的"):
        shuangsuiji.results(archive, fill(sheet, {(3, YB): {"检查结果": "撤销"}}), now=LATER)


def test_a_slip_is_named_by_its_cell_and_nothing_is_taken(archive: Path) -> None:
    wrong = {"检查日期": "六月三日", "检查结果": 15, "被检查对象签字": None}
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN, (2, YB): wrong})
    with pytest.raises(BadInput) as trouble:
        shuangsuiji.results(archive, sheet, now=LATER)
    assert codes(trouble) == [
        ("results-bad-code", cell_of(sheet, (2, YB), "检查结果")),
        ("results-bad-date", cell_of(sheet, (2, YB), "检查日期")),
        ("results-no-signature", cell_of(sheet, (2, YB), "被检查对象签字")),
    ]
    assert not (archive / "档案" / "结果-001").exists() and len(lines(archive)) == 4


def test_who_came_instead_has_to_be_substituted_first(archive: Path) -> None:
    """WG-6, LZ-6: the sheet alone cannot change a team; after the event the new sheet has the new team."""
    first = shuangsuiji.results(archive).draw.inspections[0]
    gone = first.visit["team"][0]["person"]
    old = shutil.copy(sheet_of(archive), archive.parent / "旧表.xlsx")
    shuangsuiji.substitute(archive, inspectors=[gone], visits=[first.visit["id"]], reason="生病", now=NOW)
    with pytest.raises(BadInput, match="ssj substitute"):
        shuangsuiji.results(archive, fill(old, {(1, YB): CLEAN, (1, SJ): CLEAN}), now=LATER)
    new = sheet_of(archive)
    taken = shuangsuiji.results(archive, fill(new, {(1, YB): CLEAN, (1, SJ): CLEAN}), now=LATER)
    people = {person for result in taken.draw.dossier.results for person in result.people}
    assert gone not in people and len(people) == 4


def test_a_sheet_of_before_a_substitution_is_told_once(archive: Path) -> None:
    """WG-6: not each row as if somebody had come in place of another; the newer sheet is named."""
    inspections = shuangsuiji.results(archive).draw.inspections
    gone = {one.visit["index"]: one.visit["team"][0]["person"] for one in inspections[:2]}
    old = fill(
        sheet_of(archive),
        {(1, YB): CLEAN, (1, SJ): CLEAN, (2, YB): CLEAN, (2, SJ): CLEAN},
        archive.parent / "旧表.xlsx",
    )
    report = shuangsuiji.substitute(archive, inspectors=sorted(set(gone.values())), reason="生病", now=NOW)
    with pytest.raises(BadInput) as trouble:
        shuangsuiji.results(archive, old, now=LATER)
    assert [finding.code for finding in trouble.value.findings] == ["results-older-sheet"]
    assert report.papers.name == "递补-001"
    assert trouble.value.findings[0].values["event"] == "第1次递补"


def test_a_sheet_of_another_draw_is_told_once(archive: Path, tmp_path: Path) -> None:
    elsewhere = bureau(tmp_path / "别处", plan=JOINT_ONLY, size=30)
    other = shuangsuiji.draw(elsewhere, seed="二", now=NOW.replace(minute=31)).archive
    with pytest.raises(BadInput) as trouble:
        shuangsuiji.results(archive, fill(sheet_of(other), {(1, YB): CLEAN}), now=LATER)
    assert [finding.code for finding in trouble.value.findings] == ["results-other-draw"]


def test_specialists_on_record_may_be_named(archive: Path) -> None:
    visit = shuangsuiji.results(archive).draw.inspections[0].visit
    shuangsuiji.substitute(
        archive, visits=[visit["id"]], specialists=["某工程师"], reason="专业性强", now=NOW
    )
    sheet = sheet_of(archive)
    taken = shuangsuiji.results(archive, fill(sheet, {(1, YB): CLEAN}), now=LATER)
    assert taken.draw.dossier.results[0].helpers == ("某工程师",)


def test_an_object_that_was_replaced_is_not_inspected(archive: Path) -> None:
    old = fill(sheet_of(archive), {(1, YB): CLEAN}, archive.parent / "旧表.xlsx")
    visit = shuangsuiji.results(archive).draw.inspections[0].visit
    shuangsuiji.substitute(archive, objects=[visit["id"]], reason="注销", now=NOW)
    with pytest.raises(BadInput, match="已由递补替换"):
        shuangsuiji.results(archive, old, now=LATER)
    fill(old, {(1, YB): dict.fromkeys(CLEAN), (2, YB): CLEAN})
    report = shuangsuiji.results(archive, old, now=LATER)
    assert report.added == ((2, YB),)
    assert {finding.code for finding in report.findings} == {"results-ended-visit"}


def test_visits_with_all_their_results_are_done(archive: Path) -> None:
    """LZ-14: who falls ill later leaves the undone visits alone; the new sheet keeps what is on record."""
    inspection = shuangsuiji.results(archive).draw.inspections[0]
    person = inspection.visit["team"][0]["person"]
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): CLEAN}), now=LATER)
    report = shuangsuiji.substitute(archive, inspectors=[person], reason="生病", now=LATER)
    assert report.event["done"] == [1]
    assert 1 not in {visit["index"] for visit in report.event["visits"]}
    again = shuangsuiji.results(archive, sheet_of(archive), now=LATER)
    assert again.same == 2 and again.entry is None
    assert shuangsuiji.audit(archive).passed


def test_half_an_inspection_cannot_be_made_undone(archive: Path) -> None:
    inspection = shuangsuiji.results(archive).draw.inspections[0]
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN}), now=LATER)
    with pytest.raises(BadInput, match="已有部门录入了检查结果"):
        shuangsuiji.substitute(archive, objects=[inspection.visit["id"]], reason="注销", now=LATER)


def test_the_verifier_in_the_archive_leaves_results_to_the_audit(archive: Path) -> None:
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN}), now=LATER)
    program = [sys.executable, "-I", str(archive / "档案" / "verify_ssj.py")]
    result = subprocess.run(program, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    path = archive / "档案" / "结果-001" / "results.json"
    path.write_bytes(path.read_bytes().replace(b'"codes":[1]', b'"codes":[9]'))
    again = subprocess.run(program, capture_output=True, encoding="utf-8", check=False)
    assert again.stdout == result.stdout  # it is about the draw alone; results are for the audit
    assert "文件被改动：结果-001/results.json" in failed(archive)


def test_a_sheet_of_another_draw(archive: Path, tmp_path: Path) -> None:
    other = shuangsuiji.draw(bureau(tmp_path / "另一处"), seed="四", now=NOW.replace(minute=31))
    with pytest.raises(BadInput, match="另一次抽取"):
        shuangsuiji.results(archive, fill(sheet_of(other.archive), {(1, YB): CLEAN}), now=LATER)


def test_rehearsals_and_cancelled_draws_take_no_results(archive: Path, tmp_path: Path) -> None:
    rehearsed = shuangsuiji.draw(bureau(tmp_path / "演练"), rehearsal=True, now=NOW).archive
    with pytest.raises(BadUsage, match="演练"):
        shuangsuiji.results(rehearsed, sheet_of(rehearsed), now=LATER)
    sheet = shutil.copy(sheet_of(archive), archive.parent / "录入表.xlsx")
    shuangsuiji.cancel(archive, reason="名录库有误", now=NOW)
    with pytest.raises(BadInput, match="这次抽取已在 2024-05-21 取消"):
        shuangsuiji.results(archive, sheet, now=LATER)


def test_results_stay_out_of_the_public_package(archive: Path) -> None:
    row = {**PROBLEM, "问题描述": "某患者的情况"}
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): row}), now=LATER)
    report = shuangsuiji.publish(archive, embargo_over=True, now=LATER)
    assert not [name for name in report.files if "结果" in name or "results" in name]
    assert (
        b"".join((report.folder / name).read_bytes() for name in report.files).find("某患者".encode()) == -1
    )


def failed(archive: Path) -> list[str]:
    return [
        text_of(code, values)
        for step in shuangsuiji.audit(archive).steps
        if step.verdict is Verdict.FAILED
        for code, values in step.details
    ]


def reseal(archive: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """What a forger does who knows the manifest."""
    folder = archive / "档案" / "结果-001"
    rows = json.loads((folder / "results.json").read_bytes())
    change(rows)
    (folder / "results.json").write_bytes(canonical_json(rows))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["result"] = manifest["files"]["results.json"] = sha256((folder / "results.json").read_bytes())
    (folder / "manifest.json").write_bytes(canonical_json(manifest))


def test_one_tampered_artefact_at_a_time(archive: Path) -> None:
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): PROBLEM}), now=LATER)
    folder = archive / "档案" / "结果-001"
    for name in ("results.json", "结果录入表.xlsx", "manifest.json"):
        path = folder / name
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert failed(archive), name
        path.unlink()
        assert f"缺少文件：结果-001/{name}" in failed(archive), name
        path.write_bytes(data)
    (folder / "附件.jpg").write_bytes(b"x")
    assert failed(archive) == ["多出文件：结果-001/附件.jpg"]
    (folder / "附件.jpg").unlink()
    (folder / "结果录入表.xlsx").write_bytes(b"x")
    assert failed(archive) == ["文件被改动：结果-001/结果录入表.xlsx"]
    shutil.copy(sheet_of(archive), folder / "结果录入表.xlsx")
    assert failed(archive) == []
    shutil.copytree(folder, folder.parent / "结果-003")
    assert "缺少 结果-002" in failed(archive)
    shutil.rmtree(folder.parent / "结果-003")
    shutil.rmtree(folder)
    assert failed(archive) == ["总台账记有 结果-001/manifest.json，档案里没有"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda rows: rows["results"][0].update(codes=[9]), "结果-001/results.json 与总台账记录的摘要不符"),
        (lambda rows: rows["results"][0].update(codes=[77]), "结果-001 的一行（序号 1）不属于这次抽取"),
        (lambda rows: rows["results"][0].update(visit=99), "结果-001 的一行（序号 99）不属于这次抽取"),
        (lambda rows: rows.update(reason="另一个理由"), "结果-001 的清单里 reason 与记录不符"),
        (lambda rows: rows.update(number=2), "结果-001 的清单里 entry 与记录不符"),
    ],
)
def test_resealed_results_are_found_against_the_ledger(
    archive: Path, change: Callable[[dict[str, Any]], None], text: str
) -> None:
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN}), now=LATER)
    reseal(archive, change)
    assert any(text in found for found in failed(archive)), failed(archive)
    with pytest.raises(BadInput, match="结果-001"):
        shuangsuiji.results(archive)


def test_a_write_that_was_cut_off_is_explained(archive: Path) -> None:
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN}), now=LATER)
    ledger = archive.parent / "台账.jsonl"
    ledger.write_text("".join(ledger.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    with pytest.raises(BadInput, match="多半是上次写到一半断了电"):
        shuangsuiji.results(archive)


def test_whoever_has_been_there_is_not_said_to_be_elsewhere(archive: Path) -> None:
    """LZ-14: a visit with all its results is over; the refusal says so, and how to mend a slip."""
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): CLEAN}), now=LATER)
    visit = shuangsuiji.results(archive).draw.inspections[0].visit
    person = visit["team"][0]["person"]
    with pytest.raises(BadInput, match="已经检查完"):
        shuangsuiji.substitute(archive, visits=[visit["id"]], recuse=[person], reason="近亲属", now=LATER)
    with pytest.raises(BadInput, match="已有部门录入了检查结果"):
        shuangsuiji.substitute(archive, objects=[visit["id"]], reason="注销", now=LATER)


def test_only_what_can_be_shown_is_put_on_record_as_published(archive: Path) -> None:
    """Visits of which a department has no result yet are not in 抽查结果公示."""
    rows = {(1, YB): CLEAN, (1, SJ): CLEAN, (2, YB): CLEAN}
    shuangsuiji.results(archive, fill(sheet_of(archive), rows), now=LATER)
    report = shuangsuiji.results_published(archive, "2024-07-01", channel="网站", now=LATER)
    assert {visit for visit, _ in report.changed} == {1} and len(report.changed) == 2
    assert [(one.code, one.values["count"]) for one in report.findings] == [("publish-all-incomplete", 1)]


def test_a_published_result_that_changes_is_published_again_and_told(archive: Path) -> None:
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): CLEAN})
    shuangsuiji.results(archive, sheet, now=LATER)
    shuangsuiji.results_published(archive, "2024-07-01", channel="网站", now=LATER)
    again = shuangsuiji.results(archive, sheet, now=LATER)  # its columns of 公开 are still blank
    assert again.entry is None and again.same == 2
    fill(sheet, {(1, YB): PROBLEM})
    changed = shuangsuiji.results(archive, sheet, reason="录错了行", now=LATER)
    assert "results-publish-again" in {one.code for one in changed.findings}
    draft = shuangsuiji.publish_draft(archive, "结果", now=LATER)
    told = "".join(shown_texts(draft.path.read_bytes()))
    assert "2024年7月1日公示的“未发现问题”更正为“" in told
    shuangsuiji.results_published(archive, "2024-07-20", channel="网站", now=LATER)
    draft = shuangsuiji.publish_draft(archive, "结果", now=LATER)
    assert "更正为" not in "".join(shown_texts(draft.path.read_bytes()))
