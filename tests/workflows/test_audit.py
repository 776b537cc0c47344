"""One tampered artefact per failure: the audit fails, at the right step, and names what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json, sha256, sm3
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.records.snapshot import SEALED_FILES
from shuangsuiji.core.rules.table import RULES
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.archive import read_archive
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.steps import Verdict


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau")
    return drawn_bureau(folder, seed="一 二 三", operator="经办人甲").archive


@pytest.fixture
def archive(drawn: Path, tmp_path: Path) -> Path:
    """A copy of the folder of draws, ledger and all."""
    shutil.copytree(drawn.parent, tmp_path / "draws")
    return tmp_path / "draws" / drawn.name


def failures(report: AuditReport) -> dict[int, list[str]]:
    return {
        step.number: [text_of(code, values) for code, values in step.details]
        for step in report.steps
        if step.verdict is Verdict.FAILED
    }


def reseal(archive: Path, change: Callable[[dict[str, object]], None] | None = None) -> None:
    """What a forger does who knows the manifest: bring all its digests up to date."""
    sealed = archive / "档案"
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    for name in manifest["files"]:
        if (sealed / name).exists():
            manifest["files"][name] = sha256((sealed / name).read_bytes())
    manifest["draw"] = sha256((sealed / "draw.json").read_bytes())
    manifest["teams"] = sha256((sealed / "teams.json").read_bytes())
    commitment = (sealed / "snapshot" / "commitment.json").read_bytes()
    manifest["sm3"] = {"commit": sm3(commitment), "draw": sm3((sealed / "draw.json").read_bytes())}
    if change:
        change(manifest)
    (sealed / "manifest.json").write_bytes(canonical_json(manifest))


def edit_json(path: Path, change: Callable[[dict], None]) -> None:
    data = json.loads(path.read_bytes())
    change(data)
    path.write_bytes(canonical_json(data))


def test_an_untouched_archive_passes(archive: Path) -> None:
    report = shuangsuiji.audit(archive)
    assert report.passed, failures(report)
    assert Verdict.PASSED == report.calculation == report.record and report.complete
    empty = {9, 11, 12, 13, 14, 15, 16, 17, 18}
    absent = {step.number for step in report.steps if step.absent}
    assert absent == empty == {step.number for step in report.steps if step.verdict is Verdict.SKIPPED}


def test_an_archive_alone_is_audited_and_says_what_it_could_not_check(drawn: Path, tmp_path: Path) -> None:
    shutil.copytree(drawn, tmp_path / "别处")
    report = shuangsuiji.audit(tmp_path / "别处")
    assert report.passed and not report.complete
    assert (report.calculation, report.record) == (Verdict.PASSED, Verdict.SKIPPED)
    assert report.steps[7].verdict is Verdict.SKIPPED


def sealed_names(archive: Path) -> list[str]:
    sealed = archive / "档案"
    return sorted(path.relative_to(sealed).as_posix() for path in sealed.rglob("*") if path.is_file())


def test_any_changed_byte_of_a_sealed_file_is_named(archive: Path) -> None:
    names = sealed_names(archive)
    assert len(names) > 12
    for name in names:
        path = archive / "档案" / name
        original = path.read_bytes()
        changed = bytearray(original)
        changed[len(changed) // 2] ^= 1
        path.write_bytes(bytes(changed))
        report = shuangsuiji.audit(archive)
        assert not report.passed, name
        found = failures(report)
        if name != "manifest.json":
            assert found[1] == [f"文件被改动：{name}"]
        if name.startswith("snapshot/") and not name.endswith(("commitment.json", "private.json")):
            assert found[3] == [f"快照文件与承诺不符：{name.removeprefix('snapshot/')}"]
        path.write_bytes(original)
    assert shuangsuiji.audit(archive).passed


def test_a_missing_and_an_extra_file_are_named(archive: Path) -> None:
    (archive / "档案" / "snapshot" / "private" / "items.csv").unlink()
    (archive / "档案" / "sources" / "新增.xlsx").write_bytes(b"x")
    found = failures(shuangsuiji.audit(archive))[1]
    assert "缺少文件：snapshot/private/items.csv" in found
    assert "多出文件：sources/新增.xlsx" in found


def test_stray_files_of_the_system_are_only_noted(archive: Path) -> None:
    (archive / "档案" / "Thumbs.db").write_bytes(b"x")
    (archive / "文书" / "~$抽查结果.xlsx").write_bytes(b"x")
    report = shuangsuiji.audit(archive)
    assert report.passed
    assert any(code == "audit-stray" for code, _ in report.steps[0].details)


def test_another_object_in_the_draw_resealed(archive: Path) -> None:
    def swap(draw: dict) -> None:
        stratum = draw["strata"][0]
        stratum["drawn"][0], stratum["alternates"][0] = stratum["alternates"][0], stratum["drawn"][0]

    edit_json(archive / "档案" / "draw.json", swap)
    reseal(archive)
    found = failures(shuangsuiji.audit(archive))
    assert found[6] == ["分层、应抽数或抽中对象与重新计算的不同"]
    assert "draw.json 与总台账记录的摘要不符" in found[8]


def test_another_inspector_in_a_team_resealed(archive: Path) -> None:
    def swap(teams: dict) -> None:
        team = teams["visits"][2]["team"]
        team[0], team[1] = team[1], team[0]

    edit_json(archive / "档案" / "teams.json", swap)
    reseal(archive)
    visit = read_archive(archive).draw["visits"][2]
    found = failures(shuangsuiji.audit(archive))
    assert found[6] == [f"{visit['name']}（编号 {visit['number']}）的检查人员与重新计算的不同"]
    assert found[8] == ["manifest.json 与总台账记录的摘要不符", "teams.json 与总台账记录的摘要不符"]


def test_another_seed_resealed(archive: Path) -> None:
    def reseed(manifest: dict) -> None:
        manifest["seed"]["text"] = "四 五 六"

    reseal(archive, reseed)
    found = failures(shuangsuiji.audit(archive))
    assert any("种子" in text for text in found[5])
    assert 7 in found and 8 in found


def another_seed(archive: Path, seed: str) -> None:
    """The draw of another seed in place of the right one, with its key, and everything resealed."""
    sealed = archive / "档案"
    made = draw(read_archive(archive).snapshot.lottery_files, seed)
    (sealed / "draw.json").write_bytes(made.draw_json)
    (sealed / "teams.json").write_bytes(made.teams_json)
    reseal(archive, lambda manifest: manifest["seed"].update(text=seed))


def test_a_draw_of_another_seed_with_its_own_key(archive: Path) -> None:
    another_seed(archive, "四 五 六")
    found = failures(shuangsuiji.audit(archive))
    assert set(found) == {7, 8, 20}
    assert found[7] == ["档案内台账的 seed 与清单 manifest.json 不符"]
    edit_json(archive / "档案" / "ledger.jsonl", lambda line: line.update(seed="四 五 六"))
    reseal(archive)
    found = failures(shuangsuiji.audit(archive))
    assert found[8] == ["总台账里没有这次抽取的“开始”行"] and set(found) == {8, 20}


EDITS = {
    "private.json": ('"salt":"', '"salt":"A'),
    "private/plan.json": ("试点县医疗保障局随机", "试点县医疗保障局双随机"),
    "private/objects.csv": ("试点卫生室001", "试点卫生室X01"),
    "private/people.csv": ("人员YB1", "人员YBX"),
    "private/items.csv": ("药店协议检查", "药店协议审查"),
    "private/recusals.csv": ("近亲属任职", "近亲戚任职"),
    "private/history.csv": ("来源\n", "来源\nD0001,2024-01-01,,,,,,名录\n"),
}
"""A change of each file that has to stay readable; of the others any will do."""


@pytest.mark.parametrize("name", SEALED_FILES[1:])
def test_a_changed_snapshot_with_a_new_commitment_resealed(archive: Path, name: str) -> None:
    """Someone rewrites a sealed file, the commitment and the manifest: the sources give them away."""
    snapshot = archive / "档案" / "snapshot"
    text = (snapshot / name).read_text("utf-8")
    before, after = EDITS.get(name, (text, text + " "))
    assert before in text
    data = text.replace(before, after).encode()
    (snapshot / name).write_bytes(data)
    if name.startswith("private/"):
        edit_json(snapshot / "private.json", lambda own: own["files"].update({name: sha256(data)}))

    def recommit(commitment: dict) -> None:
        commitment["private"] = sha256((snapshot / "private.json").read_bytes())
        for table in commitment["tables"]:
            commitment["tables"][table] = sha256((snapshot / table).read_bytes())

    edit_json(snapshot / "commitment.json", recommit)
    commit = sha256((snapshot / "commitment.json").read_bytes())
    reseal(archive, lambda manifest: manifest.update(commit=commit))
    found = failures(shuangsuiji.audit(archive))
    assert {1, 2, 3}.isdisjoint(found)
    touched = {"commitment.json", name} | ({"private.json"} if name.startswith("private") else set())
    differing = [own for own in SEALED_FILES if own in touched]
    assert found[4] == [f"由原始文件重新整理得到的 {own} 与快照不同" for own in differing]
    assert {7, 8} <= set(found)


def test_rules_of_another_version_are_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came of other rules is not wrong: the step says what would differ, and everything else holds."""
    with monkeypatch.context() as patch:
        patch.setattr("shuangsuiji.core.records.snapshot.RULES", "ssj-rules/9")
        archive = shuangsuiji.draw(bureau(tmp_path), seed="一", now=NOW).archive
    report = shuangsuiji.audit(archive)
    assert report.passed, failures(report)
    step = report.steps[3]
    assert step.verdict is Verdict.SKIPPED
    assert [text_of(code, values) for code, values in step.details] == [
        f"档案的整理规则是 ssj-rules/9，本程序是 {RULES}，未核对；重新整理后不同的文件：commitment.json"
    ]


def test_a_changed_commitment_is_recomputed(archive: Path) -> None:
    reseal(archive, lambda manifest: manifest.update(commit="0" * 64))
    assert any("封存摘要不符" in text for text in failures(shuangsuiji.audit(archive))[3])


def test_an_unknown_scheme_is_refused(archive: Path) -> None:
    reseal(archive, lambda manifest: manifest.update(scheme="ssj-draw/9"))
    assert "ssj-draw/9" in failures(shuangsuiji.audit(archive))[2][0]


def test_a_draw_called_a_rehearsal_afterwards(archive: Path) -> None:
    reseal(archive, lambda manifest: manifest.update(rehearsal=1))
    found = failures(shuangsuiji.audit(archive))
    assert set(found) == {7, 8, 20}


def test_witnesses_added_afterwards_are_found_against_the_ledger(archive: Path) -> None:
    reseal(archive, lambda manifest: manifest.update(witnesses=["补写的人"]))
    assert failures(shuangsuiji.audit(archive)) == {8: ["manifest.json 与总台账记录的摘要不符"]}


def test_a_changed_ledger_line_breaks_the_chain(archive: Path) -> None:
    path = archive.parent / "台账.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"line":1', b'"line":7'))
    broken = "总台账 台账.jsonl 在第 {} 行接不上：被改动过，或者缺了、多了一行"
    assert failures(shuangsuiji.audit(archive)) == {8: [broken.format("1")]}
    path.write_bytes(whole.replace(b'"grade":', b'"grado":'))
    assert failures(shuangsuiji.audit(archive)) == {8: [broken.format("2")]}


def test_a_ledger_that_forgot_the_draw(archive: Path) -> None:
    (archive.parent / "台账.jsonl").write_bytes(b"")
    assert failures(shuangsuiji.audit(archive)) == {8: ["总台账里没有这次抽取的“开始”行"]}


def test_a_cancelled_draw_still_passes_and_says_so(archive: Path) -> None:
    shuangsuiji.cancel(archive, reason="名录库有误", now=NOW)
    report = shuangsuiji.audit(archive)
    assert report.passed
    assert ("audit-cancelled", {"reason": "名录库有误"}) in report.steps[7].details
    (archive.parent / "台账-内部.jsonl").unlink()
    report = shuangsuiji.audit(archive)
    assert report.passed
    told = [text_of(code, values) for code, values in report.steps[7].details]
    assert "注意：这次抽取后来已取消，理由：（在 台账-内部.jsonl 里，不在手边）" in told


def test_an_edited_paper_is_reported_not_failed(archive: Path) -> None:
    path = archive / "文书" / "抽查结果.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["名单"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("试点"))
    cell.value = "改过的名称"
    book.save(path)
    report = shuangsuiji.audit(archive)
    assert report.complete and report.steps[9].verdict is Verdict.SKIPPED
    assert report.papers_differ
    assert text_of(*report.steps[9].details[1]) == "抽查结果.xlsx 与按记录重做的不同，1 处"
    told = text_of(*report.steps[9].details[2])
    assert told.startswith("抽查结果.xlsx › 名单 › C4 已修改：按记录应为“试点") and "“改过的名称”" in told


@pytest.mark.parametrize(
    ("name", "sheet", "heading"),
    [
        ("抽查结果.xlsx", "检查组", "组长"),
        ("抽查结果.xlsx", "检查组", "试点县市场监督管理局"),
        ("抽查结果.xlsx", "人员负荷", "本批户次"),
        ("检查日程.xlsx", "试点县医疗保障局", "检查时间"),
        ("检查日程.xlsx", "试点县医疗保障局", "同组人员"),
        ("免重复检查名单.xlsx", "免重复检查名单", "抽取日期"),
    ],
)
def test_teams_leaders_and_dates_of_every_sheet_are_compared(
    archive: Path, name: str, sheet: str, heading: str
) -> None:
    path = archive / "文书" / name
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book[sheet].iter_rows() for cell in row]
    head = next(cell for cell in cells if cell.value == heading)
    last = [cell for cell in cells if cell.column == head.column and cell.row > head.row and cell.value][-1]
    last.value = "别的"
    book.save(path)
    step = shuangsuiji.audit(archive, steps=["文书数字"]).steps[0]
    assert step.verdict is Verdict.SKIPPED
    assert f"{name} › {sheet} › {last.coordinate} 已修改" in text_of(*step.details[2])


@pytest.mark.parametrize("content", [b"", b"not a workbook"])
def test_an_unreadable_paper_is_reported_not_failed(archive: Path, content: bytes) -> None:
    (archive / "文书" / "抽查结果.xlsx").write_bytes(content)
    report = shuangsuiji.audit(archive)
    assert report.passed and report.steps[9].verdict is Verdict.SKIPPED
    assert [code for code, _ in report.steps[9].details] == ["audit-papers-match", "audit-paper-unreadable"]


def test_differing_files_are_named_before_cells_and_the_verdict_says_so(archive: Path) -> None:
    """Every file that differs comes first; the exit status is that of what was not fully checked."""
    for name in ("抽查结果.xlsx", "检查日程.xlsx"):
        path = archive / "文书" / name
        book = openpyxl.load_workbook(path)
        for row in range(4, 10):
            for column in range(2, 5):
                book.worksheets[0].cell(row, column).value = "别的"
        book.save(path)
    ended = ssj("audit", archive)
    said = ended.stdout
    files = [said.index(f"{name} 与按记录重做的不同") for name in ("抽查结果.xlsx", "检查日程.xlsx")]
    assert ended.returncode == 5 and max(files) < said.index("已修改")
    assert "文书与档案不一致" in said and "档案完整" not in said


def test_sources_held_elsewhere(archive: Path, drawn: Path, tmp_path: Path) -> None:
    home = drawn.parents[1]
    report = shuangsuiji.audit(
        archive, plan=home / "plan.yaml", registries=[home / "检查对象.csv"], seed="一　二 三"
    )
    assert report.passed and report.steps[10].verdict is Verdict.PASSED
    other = tmp_path / "另存.csv"
    other.write_bytes((home / "检查对象.csv").read_bytes() + b"\n")
    found = failures(shuangsuiji.audit(archive, registries=[other], seed="别的"))[11]
    assert any("另存.csv" in text for text in found) and any("别的" in text for text in found)


def held_step(archive: Path, **held: object) -> tuple[Verdict, list[str]]:
    """How the step of what was brought along ended, and its lines as they are printed."""
    step = shuangsuiji.audit(archive, **held).steps[10]
    return step.verdict, [text_of(code, values) for code, values in step.details]


@pytest.mark.parametrize("seed", ["一 二 三", " 一　二  三 "])
def test_the_right_seed_is_told_as_right(archive: Path, seed: str) -> None:
    assert held_step(archive, seed=seed) == (Verdict.PASSED, ["种子与档案记录的“一 二 三”相同"])


@pytest.mark.parametrize("seed", ["三 二 一", "一二三", "", " "])
def test_a_wrong_seed_is_told_as_wrong(archive: Path, seed: str) -> None:
    assert held_step(archive, seed=seed) == (
        Verdict.FAILED,
        [f"种子“{seed}”与档案记录的“一 二 三”不同"],
    )


def test_the_seed_of_the_system_is_right_where_numbers_were_agreed_on(tmp_path: Path) -> None:
    """The plan's form reads nothing but balls; what the papers print is the seed all the same."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {来源: 双色球, 个数: 7, 范围: 1-33}\n")
    archive = shuangsuiji.draw(plan, now=NOW).archive
    seed = json.loads((archive / "档案" / "manifest.json").read_bytes())["seed"]["text"]
    right = f"种子与档案记录的“{seed}”相同"
    assert held_step(archive, seed=seed) == (Verdict.PASSED, [right])
    assert held_step(archive, seed=f" {seed} ") == (Verdict.PASSED, [right])
    assert held_step(archive, seed=seed[::-1])[0] is Verdict.FAILED


def test_a_seed_of_numbers_may_be_written_in_any_way(tmp_path: Path) -> None:
    """A wrong count or a text is a seed that differs, and hides nothing of what else was brought along."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {来源: 双色球, 个数: 7, 范围: 1-33}\n")
    archive = shuangsuiji.draw(plan, seed="1 2 3 4 5 6 33", now=NOW).archive
    right = "种子与档案记录的“01 02 03 04 05 06 33”相同"
    assert held_step(archive, seed="01,2、3 4 5 6+33") == (Verdict.PASSED, [right])
    for seed in ("1 2 3", "甲", "1 2 3 4 5 6 34", "33 1 2 3 4 5 6"):
        wrong = f"种子“{seed}”与档案记录的“01 02 03 04 05 06 33”不同"
        source = f"{plan} 与档案里的 plan.yaml 逐字相同"
        assert held_step(archive, seed=seed, plan=plan) == (Verdict.FAILED, [wrong, source])


def test_the_published_commitment(archive: Path) -> None:
    commit = json.loads((archive / "档案" / "manifest.json").read_bytes())["commit"]
    for text in (commit, commit.upper(), f" {commit} "):
        right = f"封存摘要与承诺书公布的相同：{commit}"
        verdict, told = held_step(archive, commit=text)
        assert (verdict, told[0]) == (Verdict.PASSED, right)
        assert told[1] == "用这份封存抽取的：第 1 次"
        assert told[2].startswith("第 1 次（北京时间") and told[2].endswith("用的是这份封存")
    for text in ("0" * 64, commit[:-1], ""):
        wrong = f"封存摘要 {commit} 与承诺书公布的 {text} 不同"
        verdict, told = held_step(archive, commit=text)
        assert (verdict, told[0]) == (Verdict.FAILED, wrong)
        assert told[1:2] == ["总台账里没有这个封存摘要，哪一批也不是"]
        assert told[2].endswith("没有用这份封存")


@pytest.mark.parametrize("option", ["plan", "registries"])
def test_a_file_held_elsewhere(archive: Path, drawn: Path, tmp_path: Path, option: str) -> None:
    name = "plan.yaml" if option == "plan" else "检查人员.csv"
    path = tmp_path / f"留存的{name}"
    path.write_bytes((drawn.parents[1] / name).read_bytes())
    held = {option: path if option == "plan" else [path]}
    assert held_step(archive, **held) == (Verdict.PASSED, [f"{path} 与档案里的 {name} 逐字相同"])
    path.write_bytes(path.read_bytes() + b"#")
    assert held_step(archive, **held) == (Verdict.FAILED, [f"{path} 与档案里的任何原始文件都不同"])


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe"])
def test_a_ruined_manifest_never_raises(archive: Path, content: bytes) -> None:
    (archive / "档案" / "manifest.json").write_bytes(content)
    assert not shuangsuiji.audit(archive).passed


def test_a_draw_that_was_made_again_says_so(archive: Path, drawn: Path) -> None:
    plan = archive.parents[1] / "plan.yaml"
    for source in drawn.parents[1].glob("*.*"):
        shutil.copy(source, plan.parent)
    shuangsuiji.draw(plan, batch="上半年", seed="别的", reason="名录库漏登", now=NOW)
    report = shuangsuiji.audit(archive)
    assert ("audit-drawn-again", {"attempt": "2"}) in report.steps[7].details


def test_what_is_brought_along_has_to_be_there(archive: Path) -> None:
    with pytest.raises(FileTrouble, match="找不到"):
        shuangsuiji.audit(archive, plan="没有.yaml")
    with pytest.raises(FileTrouble, match="找不到"):
        shuangsuiji.audit(archive.parent / "没有")


def test_past_visits_are_held_against_the_earlier_archives(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path, seed="一")
    plan = tmp_path / "plan.yaml"
    second = shuangsuiji.draw(plan, seed="二", now=NOW)
    shuangsuiji.substitute(first.archive, inspectors=["YB003"], reason="生病", now=NOW)
    codes = {code for code, _ in shuangsuiji.audit(second.archive).steps[17].details}
    assert "audit-history-match" in codes
    first.archive.rename(tmp_path / "别处")
    report = shuangsuiji.audit(second.archive)
    assert report.passed and report.record is Verdict.SKIPPED
    assert first.archive.name in text_of(*report.steps[17].details[0])
