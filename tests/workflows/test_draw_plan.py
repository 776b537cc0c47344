"""The main job from files to archive: what is written, what repeats, what is refused."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, people, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, YB, fill, sheet_of
from shuangsuiji.core.records.snapshot import SEALED_FILES
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble, SsjError

SEED = "种子 1"


def draw_bytes(archive: Path) -> bytes:
    return (archive / "档案" / "draw.json").read_bytes()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ledger(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "draws" / "台账.jsonl").read_text("utf-8").splitlines()]


def test_the_archive_is_whole(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    report = shuangsuiji.draw(plan, seed=SEED, now=NOW, witnesses=["见证人甲"], recordings=["L-01"])
    assert report.archive == tmp_path / "draws" / "试医保2024001-上半年-第1次"
    names = set(tree(report.archive))
    for name in ("manifest.json", "draw.json", "teams.json", "ledger.jsonl", "ledger-words.jsonl"):
        assert f"档案/{name}" in names
    for name in (*(f"snapshot/{own}" for own in SEALED_FILES), "sources/plan.yaml"):
        assert f"档案/{name}" in names
    assert "文书/抽查结果.xlsx" in names
    manifest = json.loads((report.archive / "档案" / "manifest.json").read_bytes())
    assert manifest["witnesses"] == ["见证人甲"] and manifest["recordings"] == ["L-01"]
    assert [line["event"] for line in ledger(tmp_path)] == ["密签", "开始", "预写", "抽取"]
    assert not list((tmp_path / "draws").glob(".写入中*"))


def test_same_snapshot_and_seed_give_the_same_bytes_papers_included(tmp_path: Path) -> None:
    first = shuangsuiji.draw(bureau(tmp_path / "a"), seed=SEED, now=NOW)
    again = shuangsuiji.draw(bureau(tmp_path / "b"), seed=SEED, now=NOW)
    assert tree(first.archive) == tree(again.archive)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path / "a", seed=SEED)
    plan = bureau(tmp_path / "b")
    shuffle = random.Random(5)
    for name, rows in (("检查对象.csv", objects()), ("检查人员.csv", people())):
        body = rows[1:]
        shuffle.shuffle(body)
        write_csv(plan.parent / name, [rows[0], *body])
    assert draw_bytes(shuangsuiji.draw(plan, seed=SEED, now=NOW).archive) == draw_bytes(first.archive)


def test_xlsx_and_csv_of_the_same_content_give_the_same_draw(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path / "a", seed=SEED)
    plan = bureau(tmp_path / "b", plan=PLAN.replace(".csv", ".xlsx"))
    for path in list(plan.parent.glob("*.csv")):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["一行标题"])
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append(row)
        book.save(path.with_suffix(".xlsx"))
        path.unlink()
    again = shuangsuiji.draw(plan, seed=SEED, now=NOW)
    assert draw_bytes(again.archive) == draw_bytes(first.archive)


def test_gb18030_registry_gives_the_same_draw(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path / "a", seed=SEED)
    plan = bureau(tmp_path / "b")
    path = plan.parent / "检查对象.csv"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert draw_bytes(shuangsuiji.draw(plan, seed=SEED, now=NOW).archive) == draw_bytes(first.archive)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_hash_seed_locale_and_time_zone_change_nothing(tmp_path: Path, environment: dict[str, str]) -> None:
    first = drawn_bureau(tmp_path / "a", seed=SEED)
    plan = bureau(tmp_path / "b")
    code = "import sys; from shuangsuiji.commands.main import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "draw", str(plan), "--seed", SEED, "--json"],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    archive = Path(json.loads(result.stdout.decode("utf-8"))["archive"])
    assert draw_bytes(archive) == draw_bytes(first.archive)


def test_any_changed_cell_changes_the_commitment(tmp_path: Path) -> None:
    commit = drawn_bureau(tmp_path / "a", seed=SEED).dossier.draw["commit"]
    plan = bureau(tmp_path / "b")
    rows = objects()
    rows[5][7] = "0000-9999999"
    write_csv(plan.parent / "检查对象.csv", rows)
    assert shuangsuiji.draw(plan, seed=SEED, now=NOW).dossier.draw["commit"] != commit


def test_the_second_batch_knows_the_first(tmp_path: Path) -> None:
    """LAW-1: nobody drawn twice in a year; LZ-1: 3 a year in two batches is 1 + 2 unless drawn at random."""
    plan = bureau(tmp_path)
    first = shuangsuiji.draw(plan, seed=SEED, now=NOW).dossier.draw
    second = shuangsuiji.draw(plan, seed="种子 2", now=NOW).dossier.draw
    assert (first["batch"], second["batch"]) == ("上半年", "下半年")
    at_random = [
        {visit["id"] for visit in record["visits"] if "随机" in visit["reasons"]}
        for record in (first, second)
    ]
    everybody = {visit["id"] for visit in first["visits"]}
    assert not at_random[1] & everybody
    of_key = [[visit for visit in record["visits"] if visit["id"] == "D0007"] for record in (first, second)]
    assert [len(visits) for visits in of_key] == [1, 2]
    assert [visit["month"] for visit in of_key[1]] == ["2024-09", "2024-10"]


def test_a_second_draw_needs_a_reason_and_keeps_the_first(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    with pytest.raises(BadUsage, match="重抽必须说明理由"):
        shuangsuiji.draw(plan, batch="上半年", seed="另一个", now=NOW)
    second = shuangsuiji.draw(plan, batch="上半年", seed="另一个", reason="名录库漏登", now=NOW)
    assert second.archive.name.endswith("第2次") and first.archive.exists()
    assert second.dossier.manifest["reason"] == "名录库漏登"
    third = shuangsuiji.draw(plan, seed="三", now=NOW)
    assert third.dossier.draw["batch"] == "下半年"
    past = (third.archive / "档案" / "snapshot" / "private" / "history.csv").read_text("utf-8")
    assert past.count("上半年") == len(second.dossier.draw["visits"])


def test_a_cancelled_draw_does_not_count(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    shuangsuiji.cancel(first.archive, reason="名录库有误", now=NOW)
    with pytest.raises(BadUsage, match="重抽必须说明理由"):
        shuangsuiji.draw(plan, seed=SEED, now=NOW)
    again = shuangsuiji.draw(plan, seed="新", reason="重抽", now=NOW)
    assert again.dossier.draw["batch"] == "上半年"
    with pytest.raises(BadInput, match=r"这次抽取已在"):
        shuangsuiji.cancel(first.archive, reason="再取消", now=NOW)


def test_what_a_void_draw_inspected_counts(tmp_path: Path) -> None:
    """LAW-1: cancelled, or drawn again without: a result is on record, and nobody is drawn twice a year."""
    plan = bureau(tmp_path)
    drawn = shuangsuiji.draw(plan, batch="上半年", seed="甲", now=NOW)
    random_ones = [visit for visit in drawn.dossier.draw["visits"] if visit["reasons"] == ["随机"]]
    chosen = random_ones[:4]
    rows = {
        (visit["index"], drawn.dossier.department_name(unit)): CLEAN
        for visit in chosen
        for unit in {unit for unit, _ in visit["items"]}
    }
    later = NOW.replace(month=6, day=20)
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), rows), now=later)
    shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=later)
    again = shuangsuiji.draw(plan, batch="上半年", seed="乙", reason="重抽", now=later)
    last = shuangsuiji.draw(plan, batch="上半年", seed="丙", reason="再抽一次", now=later)
    for report in (again, last):
        assert {past.object_id for past in report.dossier.pool.past} == {visit["id"] for visit in chosen}
        hit = {visit["id"] for visit in report.dossier.draw["visits"] if "随机" in visit["reasons"]}
        assert not hit & {visit["id"] for visit in chosen}
        assert shuangsuiji.audit(report.archive).passed


def test_an_earlier_batch_is_not_drawn_after_a_later_one(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    report = shuangsuiji.draw(plan, batch="下半年", seed=SEED, now=NOW)
    assert "earlier-batch-not-drawn" in {finding.code for finding in report.findings}
    with pytest.raises(BadInput, match="不能再抽更早的"):
        shuangsuiji.draw(plan, batch="上半年", seed=SEED, now=NOW)


def test_bad_data_writes_nothing(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace("C: 50%", "D: 50%"), secret=None)
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed=SEED, now=NOW)
    cells = [finding.place.cell for finding in caught.value.findings if finding.code == "object-unknown-tier"]
    assert cells and all(cell.startswith("D") for cell in cells)
    assert not (tmp_path / "draws").exists()


def test_visits_that_can_never_be_staffed_spend_no_seed(tmp_path: Path) -> None:
    text = PLAN.replace("{部门: 试点县医疗保障局, 人数: 2}", "{部门: 试点县医疗保障局, 人数: 2, 每人至多: 1}")
    plan = bureau(tmp_path, plan=text)
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed=SEED, now=NOW)
    assert "还差" in str(caught.value) and "试抽" in str(caught.value)
    assert not (tmp_path / "draws" / "台账.jsonl").exists()


def test_visits_that_cannot_be_staffed_stay_on_record(tmp_path: Path) -> None:
    """A failure that is a matter of chance: 5 objects that nobody may visit, with 8 of 40 drawn."""
    plan = bureau(tmp_path)
    pairs = [
        [f"人员YB{one}", f"D{number:04d}", "近亲属"] for one in range(1, 7) for number in (1, 2, 4, 5, 8)
    ]
    write_csv(tmp_path / "回避.csv", [["检查人员", "检查对象", "回避事由"], *pairs])
    failed = False
    for number in range(12):
        try:
            report = shuangsuiji.draw(plan, batch="上半年", seed=f"第{number}个", reason="再抽", now=NOW)
        except BadInput as problem:
            assert "排不出检查组" in str(problem)
            failed = True
            break
        assert "trial-fails" in {finding.code for finding in report.findings}
    assert failed
    assert [line["event"] for line in ledger(tmp_path)][-2:] == ["开始", "失败"]


def test_a_rehearsal_leaves_no_trace_in_the_ledger(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    reports = [shuangsuiji.draw(plan, rehearsal=True, now=NOW) for _ in range(2)]
    assert [report.archive.name[-3:] for report in reports] == ["演练1", "演练2"]
    assert draw_bytes(reports[0].archive) == draw_bytes(reports[1].archive)
    assert not (tmp_path / "draws" / "台账.jsonl").exists()
    assert shuangsuiji.audit(reports[0].archive).passed


def test_a_system_seed_is_32_hex_digits(tmp_path: Path) -> None:
    report = shuangsuiji.draw(bureau(tmp_path), now=NOW, entropy=lambda size: bytes(range(size)))
    assert report.dossier.draw["seed"] == "000102030405060708090a0b0c0d0e0f"
    assert report.dossier.manifest["seed"]["grade"] == "系统随机数"


def test_a_missing_archive_stops_the_second_batch(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    first.archive.rename(tmp_path / "moved")
    with pytest.raises(BadInput, match="请移回“draws”文件夹，改回原名"):
        shuangsuiji.draw(plan, seed=SEED, now=NOW)


@pytest.mark.parametrize("name", ["draw.json", "teams.json", "snapshot/private/objects.csv"])
def test_a_changed_earlier_draw_stops_the_second_batch(tmp_path: Path, name: str) -> None:
    """Who was drawn, who went there, and which object a number means: all of it is read from there."""
    first = drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    path = first.archive / "档案" / name
    path.write_bytes(path.read_bytes().replace(b"7", b"8"))
    with pytest.raises(BadInput, match="与台账记录不符"):
        shuangsuiji.draw(plan, seed=SEED, now=NOW)


def test_a_broken_ledger_stops_everything(tmp_path: Path) -> None:
    drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    path = tmp_path / "draws" / "台账.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"grade"', b'"grads"'))
    with pytest.raises(BadInput, match="接不上"):
        shuangsuiji.draw(plan, reason="重抽", now=NOW)


def test_a_line_torn_by_a_power_cut_is_set_aside(tmp_path: Path) -> None:
    drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    path = tmp_path / "draws" / "台账.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"attempt":1,"ba')
    shuangsuiji.draw(plan, seed=SEED, now=NOW)
    assert path.read_bytes().startswith(whole)
    assert len(ledger(tmp_path)) == 7
    assert "attempt" in (tmp_path / "draws" / "台账-未写完的行.txt").read_text("utf-8")


def test_a_killed_draw_leaves_its_beginning_on_record(tmp_path: Path) -> None:
    """A line 开始 is flushed before anything is computed; nothing half-written stands among the archives."""
    plan = bureau(tmp_path)
    code = (
        "import datetime, os, shuangsuiji.workflows.draw as d\n"
        "d.papers = lambda *_: os._exit(9)\n"
        f"d.draw({str(plan)!r}, seed='x', now=datetime.datetime.fromisoformat({NOW.isoformat()!r}))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], check=False)
    assert result.returncode == 9
    assert [line["event"] for line in ledger(tmp_path)] == ["密签", "开始"]
    assert not list((tmp_path / "draws").glob("试医保*"))
    with pytest.raises(BadUsage, match="重抽必须说明理由"):
        shuangsuiji.draw(plan, seed="y", now=NOW)
    again = shuangsuiji.draw(plan, seed="y", reason="断电", now=NOW)
    assert again.archive.name.endswith("第2次")


def test_a_missing_registry_is_named(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    (tmp_path / "回避.csv").unlink()
    with pytest.raises(FileTrouble, match=r"回避\.csv.*找不到"):
        shuangsuiji.draw(plan, now=NOW)


@pytest.mark.parametrize("batch", ["第三批", "  "])
def test_an_unknown_batch_is_refused(tmp_path: Path, batch: str) -> None:
    with pytest.raises(SsjError, match="计划里没有批次"):
        shuangsuiji.draw(bureau(tmp_path), batch=batch, now=NOW)


def test_two_commands_at_once_do_not_interleave(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    code = f"import shuangsuiji; shuangsuiji.draw({str(plan)!r})"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert [line["event"] for line in ledger(tmp_path)] == ["密签", *["开始", "预写", "抽取"] * 2]
    archives = sorted((tmp_path / "draws").glob("试医保*"))
    assert [archive.name[-7:] for archive in archives] == ["上半年-第1次", "下半年-第1次"]
    assert all(shuangsuiji.audit(archive).passed for archive in archives)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    plan = bureau(tmp_path, secret=None)
    (tmp_path / "draws").write_text("这里有一个同名文件", encoding="utf-8")
    with pytest.raises(FileTrouble, match="draws"):
        shuangsuiji.draw(plan, now=NOW)


def test_a_redraw_needs_another_seed(tmp_path: Path) -> None:
    drawn_bureau(tmp_path, seed=SEED)
    plan = tmp_path / "plan.yaml"
    with pytest.raises(BadUsage, match="已经用这个种子"):
        shuangsuiji.draw(plan, batch="上半年", seed=SEED, reason="再抽", now=NOW)


def test_a_draw_with_results_is_cancelled_before_another(tmp_path: Path) -> None:
    """Its notices have to be withdrawn, and what was found is not thrown away with a word."""
    drawn = drawn_bureau(tmp_path, seed=SEED)
    visit, later = drawn.dossier.draw["visits"][0], NOW.replace(month=6, day=20)
    fill(sheet_of(drawn.archive), {(visit["index"], YB): CLEAN})
    shuangsuiji.results(drawn.archive, sheet_of(drawn.archive), now=later)
    with pytest.raises(BadUsage) as caught:
        shuangsuiji.draw(
            tmp_path / "plan.yaml", batch="上半年", seed="另一个", reason="名录库漏登", now=later
        )
    assert [one.code for one in caught.value.findings] == ["redraw-has-results"]
    shuangsuiji.cancel(drawn.archive, reason="名录库漏登", now=later)
    again = shuangsuiji.draw(
        tmp_path / "plan.yaml", batch="上半年", seed="另一个", reason="名录库漏登", now=later
    )
    assert again.dossier.manifest["attempt"] == 2


def test_an_archive_that_the_ledger_does_not_know_stops_the_draw(tmp_path: Path) -> None:
    """Taking a line away from the ledger must not make room for a quiet redraw (LAW-5)."""
    plan = bureau(tmp_path)
    for seed in ("一", "二"):
        shuangsuiji.draw(plan, seed=seed, now=NOW)
    path = tmp_path / "draws" / "台账.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    with pytest.raises(FileTrouble, match="下半年-第1次"):
        shuangsuiji.draw(plan, batch="上半年", seed="三", reason="重抽", now=NOW)


def test_plans_whose_numbers_look_alike_on_disk_keep_apart(tmp_path: Path) -> None:
    for number in ("计/1", "计_1", "长" * 70 + "甲", "长" * 70 + "乙"):
        plan = bureau(tmp_path, plan=PLAN.replace("试医保2024001", number))
        archive = shuangsuiji.draw(plan, seed=number, now=NOW).archive
        assert archive.parent == tmp_path / "draws"
    assert len(list((tmp_path / "draws").glob("*第1次"))) == 4


def test_what_no_text_may_hold_is_refused_in_the_plan(tmp_path: Path) -> None:
    for escape in ("\\x07", "\\uD800", "\\uFFFF"):
        text = PLAN.replace("名称: 药店联合抽查", f'名称: "药店{escape}抽查"')
        with pytest.raises(BadInput, match="看不见的字符"):
            shuangsuiji.draw(bureau(tmp_path, plan=text), now=NOW)


def test_a_rehearsal_takes_no_seed(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="演练用固定种子"):
        shuangsuiji.draw(bureau(tmp_path), rehearsal=True, seed="一", now=NOW)
