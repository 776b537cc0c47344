"""`ssj year` on a folder: nothing is written but the workbook, and the ledger never hears of it."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import openpyxl

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.files.archive import read_archive


def test_a_forecast_leaves_no_trace(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    before = sorted(tmp_path.iterdir())
    report = shuangsuiji.year(plan, now=NOW, trials=2)
    assert report.workbook is None and sorted(tmp_path.iterdir()) == before
    shuangsuiji.draw(plan, seed="甲", now=NOW)
    ledger = (tmp_path / "draws" / "台账.jsonl").read_bytes()
    report = shuangsuiji.year(plan, now=NOW, trials=2)
    assert (tmp_path / "draws" / "台账.jsonl").read_bytes() == ledger
    assert report.forecast.drawn["上半年"] > 0


def test_the_workbook_repeats_byte_for_byte(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    first = shuangsuiji.year(plan, now=NOW, trials=2, workbook=True).workbook
    assert first is not None
    data = first.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["全年概况", "分层应抽", "必查安排", "人员负荷预测", "各月检查次数", "多年覆盖"]
    assert shuangsuiji.year(plan, now=NOW, trials=2, workbook=True).workbook == first
    assert first.read_bytes() == data


def test_warnings_before_the_year_begins(tmp_path: Path) -> None:
    text = PLAN.replace("试点县医疗保障局, 人数: 2", "试点县医疗保障局, 人数: 2, 每人至多: 2")
    codes = [one.code for one in shuangsuiji.year(bureau(tmp_path, plan=text), now=NOW, trials=2).findings]
    assert {"year-cannot-staff", "year-near-limit"} <= set(codes)
    text = PLAN.replace("  不参加抽取", "  全年比例下限: 60%\n  不参加抽取")
    codes = [
        one.code for one in shuangsuiji.year(bureau(tmp_path / "b", plan=text), now=NOW, trials=2).findings
    ]
    assert "year-floor-added" in codes


def test_what_the_year_owes_is_what_the_archives_hold(tmp_path: Path) -> None:
    """Must-inspect visits made so far, and objects drawn at random, of both batches."""
    plan = bureau(tmp_path, plan=PLAN.replace("  同年重复抽取", "  全年比例下限: 40%\n  同年重复抽取"))
    visits: Counter[str] = Counter()
    at_random: set[str] = set()
    for seed in ("甲", "乙"):
        archive = shuangsuiji.draw(plan, seed=seed, now=NOW).archive
        for one in read_archive(archive).draw["visits"]:
            visits[one["id"]] += 1
            if {"随机", "补足"} & set(one["reasons"]):
                at_random.add(one["id"])
    found = shuangsuiji.year(plan, now=NOW).forecast
    assert sum(found.drawn.values()) == sum(visits.values())
    assert [duty.done for duty in found.duties] == [3]
    assert [duty.done for duty in found.duties] == [
        visits[found.pool.ids[duty.number - 1]] for duty in found.duties
    ]
    assert all(sum(duty.visits) == duty.done for duty in found.duties)
    assert found.floor is not None and found.floor[2] == len(at_random)


def test_a_batch_that_is_drawn_alone_or_again_or_cancelled(tmp_path: Path) -> None:
    """Counted are the visits that stand: none of a cancelled draw, none twice of one that was repeated."""
    text = PLAN.replace("  - {名称: 下半年, 起: 2024-09, 止: 2024-11}\n", "")
    plan = bureau(tmp_path, plan=text.replace("  同年重复抽取", "  全年比例下限: 40%\n  同年重复抽取"))
    drawn = shuangsuiji.draw(plan, seed="甲", now=NOW)
    for seed in ("甲", "乙"):
        if seed == "乙":
            drawn = shuangsuiji.draw(plan, seed=seed, reason="名录库漏登", now=NOW)
        record = drawn.dossier.draw
        found = shuangsuiji.year(plan, now=NOW).forecast
        assert found.drawn == {"上半年": len(record["visits"])}
        at_random = {one["id"] for one in record["visits"] if {"随机", "补足"} & set(one["reasons"])}
        assert found.floor is not None and found.floor[2] == len(at_random) >= found.floor[1]
    shuangsuiji.cancel(drawn.archive, reason="抽取会改期", now=NOW)
    found = shuangsuiji.year(plan, now=NOW, trials=2).forecast
    assert found.drawn == {} and found.trials is not None


def test_a_visit_that_has_ended_is_not_counted(tmp_path: Path) -> None:
    """An object taken out leaves its stratum's next in its place: as many visits as before, or one less."""
    text = PLAN.replace("  - {名称: 下半年, 起: 2024-09, 止: 2024-11}\n", "")
    drawn = drawn_bureau(tmp_path, plan=text, seed="甲")
    plan = tmp_path / "plan.yaml"
    record = drawn.dossier.draw
    name = next(one["name"] for one in record["visits"] if one["reasons"] == ["随机"])
    shuangsuiji.substitute(drawn.archive, objects=[name], reason="已注销", now=NOW)
    standing = shuangsuiji.due(tmp_path, on=NOW.date()).draws
    event = json.loads(next(drawn.archive.glob("**/event.json")).read_bytes())
    came = sum(into > 0 for _, _, into in event["replacements"])
    found = shuangsuiji.year(plan, now=NOW).forecast
    assert standing == 1
    assert found.drawn == {"上半年": len(record["visits"]) - 1 + came}
