"""`ssj init NEW --from OLD`: the plan moved on, its visits remembered, the old ledger named."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.yaml_edit import edited, flow_list, scalars, with_entry
from shuangsuiji.files.yaml_plan import read_plan

LATER = NOW.replace(year=2025, month=1)


def drawn_year(folder: Path, plan: str = PLAN) -> Path:
    drawn_bureau(folder, plan=plan, seed="甲")
    path = folder / "plan.yaml"
    shuangsuiji.draw(path, seed="乙", now=NOW.replace(month=9))
    return path


def test_a_year_is_carried_over(tmp_path: Path) -> None:
    text = PLAN.replace("回避: 回避.csv", "回避: 回避.csv  # 〔本例〕说明") + "回避规则: [名单, 上次检查]\n"
    drawn_year(tmp_path / "2024", text)
    before = {path: path.read_bytes() for path in (tmp_path / "2024").rglob("*") if path.is_file()}
    report = shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    assert report == shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER + timedelta(1))
    assert {path: path.read_bytes() for path in (tmp_path / "2024").rglob("*") if path.is_file()} == before
    (path,) = report.plans
    moved = path.read_text(encoding="utf-8")
    assert "# 〔本例〕说明" in moved and "编号: 试医保2025001" in moved and "文号: \n" in moved
    plan = read_plan(path.read_bytes(), path.name).plan
    assert (plan.number, plan.year, plan.document_number) == ("试医保2025001", 2025, None)
    assert [batch.start for batch in plan.batches] == ["2025-05", "2025-09"]
    checked = shuangsuiji.check(path, now=LATER)
    assert checked.preview is not None
    lines = shuangsuiji.ledger(tmp_path / "2024").lines
    visits = sum(int(line.text("visits") or 0) for line in lines)
    assert len(checked.preview.pool.past) == visits
    assert all(visit.people and visit.day.startswith("2024") for visit in checked.preview.pool.past)
    assert checked.preview.barred == 0  # last year's visits are no visits of this year
    drawn = shuangsuiji.draw(path, seed="丙", now=LATER)
    assert shuangsuiji.audit(drawn.archive).passed
    last_time = [passed["rule"] for visit in drawn.dossier.draw["visits"] for passed in visit["trace"]]
    assert "上次检查" in last_time


def test_the_new_ledger_names_the_old_one(tmp_path: Path) -> None:
    drawn_year(tmp_path / "2024")
    shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    old, new = (shuangsuiji.ledger(tmp_path / year) for year in ("2024", "2025"))
    assert (new.lines[0].event, new.lines[0].text("head")) == ("承接", old.head)

    def codes() -> list[str]:
        return [finding.code for finding in shuangsuiji.ledger(tmp_path / "2025", verify=True).findings]

    assert "ledger-carried" in codes()
    shuangsuiji.cancel(next((tmp_path / "2024" / "draws").glob("*下半年*")), reason="有误", now=LATER)
    assert "ledger-carried" in codes()  # the old ledger may go on
    shutil.rmtree(tmp_path / "2024" / "draws")
    drawn_year(tmp_path / "2024", PLAN.replace("20%", "30%"))
    assert "ledger-carried-differs" in codes()
    shutil.rmtree(tmp_path / "2024")
    assert "ledger-carried-missing" in codes()


@pytest.mark.parametrize(
    ("seed", "moved"),
    [
        ("{类型: 快乐8, 期号: 2024135}", "{类型: 快乐8, 期号: }"),
        (
            "{类型: 快乐8, 期号: {上半年: 2024135, 下半年: 2024233}}",
            "{类型: 快乐8, 期号: {上半年: , 下半年: }}",
        ),
        (
            "{来源: [{类型: drand, 轮次: 77}, {类型: 骰子, 个数: 20}]}",
            "{来源: [{类型: drand, 轮次: }, {类型: 骰子, 个数: 20}]}",
        ),
    ],
)
def test_issues_of_lotteries_are_left_blank(tmp_path: Path, seed: str, moved: str) -> None:
    """They belong to one year alone; the types stay, and the check says what to fill in."""
    bureau(tmp_path / "2024", plan=PLAN + f"种子: {seed}\n")
    report = shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    (path,) = report.plans
    assert f"种子: {moved}\n" in path.read_text(encoding="utf-8")
    assert "seed-no-issue" in {finding.code for finding in shuangsuiji.check(path, now=LATER).findings}


def test_what_names_tasks_and_batches_moves_with_them(tmp_path: Path) -> None:
    """Also in lists; columns of conditions stay, whatever they are called."""
    text = PLAN.replace("名称: 上半年", "名称: 2024年上半年").replace("试医保01", "2024试01")
    text = text.replace("类别: 药店", "类别: 药店, name: 2024年")
    text = text.replace("抽取: 20%", "抽取: 20%\n    批次: [2024年上半年, 下半年]")
    text = text.replace("人数: 2}", "人数: 2, 任务: [2024试01, 试医保02]}")
    assert "name: 2024年" in text and text.count("2024试01") > 1
    bureau(tmp_path / "2024", plan=text)
    report = shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    moved = report.plans[0].read_text(encoding="utf-8")
    assert "name: 2024年" in moved and "2024年上半年" not in moved and "2024试01" not in moved
    plan = read_plan(moved.encode(), "plan.yaml").plan
    assert plan.tasks[0].batches == ("2025年上半年", "下半年")
    assert plan.team[0].tasks == ("2025试01", "试医保02")


def test_nothing_is_written_over_or_from_outside(tmp_path: Path) -> None:
    drawn_year(tmp_path / "2024")
    (tmp_path / "占用").mkdir()
    (tmp_path / "占用" / "a").write_text("x")
    for there in ("占用", "2024", "2024/draws", "."):
        with pytest.raises(FileTrouble, match="已经存在"):
            shuangsuiji.next_year(tmp_path / there, tmp_path / "2024", now=LATER)
    bureau(tmp_path / "外面")
    inside = tmp_path / "里面"
    bureau(inside, plan=PLAN.replace("检查对象: 检查对象.csv", "检查对象: ../外面/检查对象.csv"))
    with pytest.raises(BadInput, match="不在上一年的工作目录里"):
        shuangsuiji.next_year(tmp_path / "新", inside, now=LATER)
    (tmp_path / "空").mkdir()
    with pytest.raises(BadInput, match="没有计划文件"):
        shuangsuiji.next_year(tmp_path / "新", tmp_path / "空", now=LATER)
    assert not (tmp_path / "新").exists()


def test_history_joins_the_one_that_is_there(tmp_path: Path) -> None:
    text = PLAN.replace("  回避: 回避.csv", "  回避: 回避.csv\n  历史: 旧的.csv")
    path = bureau(tmp_path / "2024", plan=text)
    rows = "检查对象,检查日期,原因,检查人员\nD0001,2023-06-01,随机,人员YB1\n"
    (tmp_path / "2024" / "旧的.csv").write_text(rows, encoding="utf-8")
    shuangsuiji.draw(path, seed="甲", now=NOW)
    report = shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    plan = read_plan(report.plans[0].read_bytes(), "plan.yaml").plan
    assert plan.registries is not None and plan.registries.history is not None
    assert [source.file for source in plan.registries.history] == ["旧的.csv", "历年检查-试医保2024001.xlsx"]
    assert {finding.code for finding in report.findings} == {"next-year-fill-in", "next-year-not-drawn"}


def test_editing_leaves_all_else_alone() -> None:
    text = "年度: 2024   # 年\nbatches: [{name: 甲, 起: 2024-01, end: 2024-02}]\n名录库: {检查对象: a.csv}\n"
    assert scalars(text)[("batches", 0, "start")] == "2024-01"
    changed = edited(text, {("year",): "2025", ("batches", 0, "end"): "2025-02", ("name",): "无"})
    assert changed == text.replace("年度: 2024", "年度: 2025").replace("end: 2024-02", "end: 2025-02")
    assert "{检查对象: a.csv, 历史: b.csv}" in str(with_entry(text, ("registries",), "历史", "b.csv"))
    assert flow_list(text, ("registries", "objects")) == ["a.csv"]
    assert flow_list("名录库:\n  历史:\n    - a\n", ("registries", "history")) is None


def test_other_yaml_files_are_no_plans(tmp_path: Path) -> None:
    path = drawn_year(tmp_path / "2024")
    (path.parent / "月报补充.yaml").write_text("联系人: 甲\n月报: {}\n", encoding="utf-8")
    report = shuangsuiji.next_year(tmp_path / "2025", tmp_path / "2024", now=LATER)
    assert [plan.name for plan in report.plans] == ["plan.yaml"]
