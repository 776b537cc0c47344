"""Columns under their known names, headings the snapshot needs itself, conditions that lose nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, people, write_csv
from drawn_bureau import drawn_bureau
from shuangsuiji.core.plans.conditions import Condition, parse_condition
from shuangsuiji.core.plans.plan import plan_from_canonical
from shuangsuiji.core.plans.values import parse_ratio, ratio_text


def with_column(rows: list[list[str]], heading: str, cells: dict[int, str]) -> list[list[str]]:
    return [[*row, heading if index == 0 else cells.get(index, "")] for index, row in enumerate(rows)]


def test_a_list_column_stays_a_list_under_a_synonym(tmp_path: Path) -> None:
    """分类标注 is 标签, whose cells are lists: a value fits if one entry equals it."""
    text = PLAN.replace("对象范围: {类别: 药店}", "对象范围: {类别: 药店, 分类标注: 连锁}")
    plan = bureau(tmp_path, plan=text)
    rows = with_column(objects(), "分类标注", dict.fromkeys(range(3, 61, 3), "连锁、中药"))
    write_csv(tmp_path / "检查对象.csv", rows)
    report = shuangsuiji.check(plan, now=NOW)
    assert report.preview is not None
    assert sum(stratum.size for stratum in report.preview.strata["试医保02"]) == 20
    assert "标签" in report.preview.pool.columns


@pytest.mark.parametrize("heading", ["标识", "身份", "名称（原列）"])
def test_headings_that_the_snapshot_uses_itself_are_kept_apart(tmp_path: Path, heading: str) -> None:
    text = PLAN.replace("对象范围: {类别: 药店}", f"对象范围: {{类别: 药店, {heading}: 甲}}")
    plan = bureau(tmp_path, plan=text)
    write_csv(
        tmp_path / "检查对象.csv", with_column(objects(), heading, dict.fromkeys(range(3, 61, 3), "甲"))
    )
    write_csv(tmp_path / "检查人员.csv", with_column(people(), heading, {1: "乙"}))
    first = shuangsuiji.draw(plan, seed="一", now=NOW)
    assert shuangsuiji.audit(first.archive).passed
    private = (first.archive / "档案" / "snapshot" / "private" / "people-other.csv").read_text("utf-8")
    assert "乙" in private
    assert len(set(private.splitlines()[0].split(","))) == len(private.splitlines()[0].split(","))


def test_one_meaning_under_two_spellings_is_refused() -> None:
    for data in ({"任一": [{"甲": "1"}], "any": [{"乙": "1"}]}, {"甲": {"至少": "1", "at_least": "3"}}):
        with pytest.raises(Exception, match="plan-duplicate-key"):
            parse_condition(data)


def test_a_column_asked_twice_loses_nothing() -> None:
    both = Condition((*parse_condition({"甲": "1"}).parts, *parse_condition({"乙": {"含": "2"}}).parts))
    renamed = both.renamed(lambda column: "丙")
    again = parse_condition(json.loads(json.dumps(renamed.canonical())))
    assert {(test.column, test.operator) for test in again.tests()} == {("丙", "是"), ("丙", "含")}


@pytest.mark.parametrize("text", ["0.123456789", "12.3456789012%", "0.300000000001", "1/3"])
def test_a_long_ratio_is_read_back_as_it_was_frozen(tmp_path: Path, text: str) -> None:
    ratio = parse_ratio(text)
    assert parse_ratio(ratio_text(ratio)) == ratio
    report = drawn_bureau(tmp_path, plan=PLAN.replace("20%", text), seed="一")
    data = json.loads((report.archive / "档案" / "snapshot" / "private" / "plan.json").read_bytes())
    assert plan_from_canonical(data).tasks[0].draw.ratio == ratio


@pytest.mark.parametrize(
    "footer", [["合计", "60户"], ["总计：", "60"], ["填表人：某某", "x"], ["合计60户", "y"]]
)
def test_totals_and_signatures_are_no_objects(tmp_path: Path, footer: list[str]) -> None:
    plan = bureau(tmp_path)
    write_csv(tmp_path / "检查对象.csv", [*objects(), footer])
    report = shuangsuiji.check(plan, now=NOW)
    assert report.preview is not None and len(report.preview.pool) == 60
    assert "registry-footer-row" in {finding.code for finding in report.findings}


def test_a_column_that_a_rule_reads_is_the_only_one_of_its_heading(tmp_path: Path) -> None:
    text = PLAN.replace("对象范围: {类别: 药店}", "对象范围: {类别: 药店, 额外: 甲}")
    plan = bureau(tmp_path, plan=text)
    rows = with_column(with_column(objects(), "额外", {3: "甲"}), "额外", {6: "甲"})
    write_csv(tmp_path / "检查对象.csv", rows)
    report = shuangsuiji.check(plan, now=NOW)
    assert [finding.code for finding in report.findings] == ["registry-heading-twice"]


def test_headings_for_an_unknown_field_are_a_slip(tmp_path: Path) -> None:
    text = PLAN.replace(
        "检查对象: 检查对象.csv", "检查对象: {文件: 检查对象.csv, 字段: {信用级别: 信用等级}}"
    )
    report = shuangsuiji.check(bureau(tmp_path, plan=text), now=NOW)
    found = [finding for finding in report.findings if finding.code.startswith("registry-unknown-field")]
    assert [finding.values["likely"] for finding in found] == ["信用等级"]


def test_an_empty_recusal_list_is_as_good_as_none(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    write_csv(tmp_path / "回避.csv", [["检查人员", "检查对象", "回避事由"]])
    assert shuangsuiji.check(plan, now=NOW).preview is not None


def test_an_unknown_column_is_named_where_the_plan_says_it(tmp_path: Path) -> None:
    text = PLAN.replace("对象范围: {类别: 药店}", "对象范围: {类型: 药店}")
    [finding] = shuangsuiji.check(bureau(tmp_path, plan=text), now=NOW).findings
    assert (finding.code, finding.place.line, finding.place.column) == ("plan-unknown-column-likely", 24, 12)
    assert finding.values["likely"] == "类别"
