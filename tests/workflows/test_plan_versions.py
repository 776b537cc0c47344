"""Plan versions on disk: the diff, the tables without a draw, a plan that changed after a draw."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput


def codes(plan: Path, now: datetime | None = None) -> list[str]:
    return [finding.code for finding in shuangsuiji.check(plan, now=now).findings]


def test_a_changed_plan_is_told_after_a_draw_and_needs_a_notice(tmp_path: Path) -> None:
    drawn_bureau(tmp_path, seed="甲")
    plan = tmp_path / "plan.yaml"
    assert "plan-changed-since-draw" not in codes(plan)
    plan.write_text(PLAN.replace("抽取: 20%", "抽取: 30%") + "# 调整\n", encoding="utf-8")
    findings = shuangsuiji.check(plan).findings
    found = [finding for finding in findings if finding.code == "plan-changed-since-draw"]
    assert [(f.values["batch"], f.values["count"]) for f in found] == [("上半年", 1)]
    drawn = shuangsuiji.draw(plan, seed="乙", now=NOW.replace(month=9))
    assert any(item["code"] == "plan-changed-since-draw" for item in drawn.dossier.manifest["findings"])
    assert "plan-changed-since-draw" not in codes(plan)  # the version that was drawn last


def test_a_plan_without_number_is_late_after_march(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace("文号: 试医保〔2024〕1号\n", ""))
    assert "plan-overdue" not in codes(plan, now=datetime(2024, 3, 31))
    assert "plan-overdue" in codes(plan, now=datetime(2024, 4, 1))
    assert "plan-overdue" not in codes(bureau(tmp_path / "b"), now=datetime(2024, 5, 1))


def test_the_plan_table_needs_no_draw(tmp_path: Path) -> None:
    plan = bureau(tmp_path, secret=None)
    report = shuangsuiji.plan_table(plan, now=NOW)
    assert report.path == tmp_path / "试医保2024001-年度抽查工作计划.xlsx"
    first = report.path.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(first))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "20%" in cells and "试医保01" in cells and "每年2次" in cells
    assert shuangsuiji.plan_table(plan, now=NOW).path.read_bytes() == first
    assert not (tmp_path / "draws").exists()


def test_the_diff_names_both_versions(tmp_path: Path) -> None:
    old = bureau(tmp_path / "a")
    new = bureau(tmp_path / "b", plan=PLAN.replace("抽取: 20%", "抽取: 30%"))
    diff = shuangsuiji.plan_diff(old, new)
    assert len(diff.changes) == 1 and diff.old.digest != diff.new.digest


def test_the_notice_of_change_says_what_and_why(tmp_path: Path) -> None:
    old = bureau(tmp_path)
    shuangsuiji.draw(old, batch="上半年", seed="甲", now=NOW)
    new = tmp_path / "新.yaml"
    new.write_text(PLAN.replace("C: 50%", "C: 40%").replace("20%", "25%"), encoding="utf-8")
    diff, draft = shuangsuiji.change_notice(old, new, reason="对象增加，经局务会研究。", now=NOW)
    path = draft.path
    assert path == tmp_path / "公示稿" / "调整计划公告.docx" and len(diff.changes) == 2
    text = "\n".join(shown_texts(path.read_bytes()))
    assert "关于调整2024年度“双随机、一公开”" in text
    assert "1.任务“试医保01 医疗机构联合抽查”的抽取比例由“20%”调整为“25%”。" in text
    assert "对象增加，经局务会研究。" in text and "上半年已按调整前的计划抽取" in text
    assert "2024年5月21日" in text
    again = shuangsuiji.change_notice(old, new, reason="对象增加，经局务会研究。", now=NOW)[1]
    assert again.path == path and not again.written
    new.write_text(PLAN.replace("检查对象: 检查对象.csv", "检查对象: 别处.csv"), encoding="utf-8")
    with pytest.raises(BadInput, match="没有需要公告的改动"):
        shuangsuiji.change_notice(old, new, now=NOW)
