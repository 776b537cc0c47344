"""Caps of entities, first stages, leaders, seats outside groups and the basis of loads, in words.

The same words stand in what changed between two plans, in the plan tables and in the notice of the plan.
"""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import shuangsuiji
from building import BUREAU, plan_of, pool_of, shops, snapshot_of, task
from bureau import NOW, PLAN, bureau
from shuangsuiji.core.plans.changes import plan_changes
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import quota_text, team_rules
from shuangsuiji.core.publicity import masks_of
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.documents.planning.plan_notice import content, plan_notice
from shuangsuiji.documents.planning.plan_tables import plan_workbook

LINE = {"部门": BUREAU, "人数": "2"}
TAGGED = {**LINE, "其中至少": [{"标签": "药师", "人数": "1", "组长": "是"}]}

TOLD: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "a cap of the batch": (
        {},
        {"限制": {"同一法人至多": "1"}},
        ["限制增加“同一法人至多”：同一法人在本批至多抽1户"],
    ),
    "a cap of each task, by another column": (
        {"限制": {"同一法人至多": "1"}},
        {"限制": {"同一法人至多": {"字段": "法人代码", "户数": "2", "范围": "各任务"}}},
        [
            "限制的同一法人至多由“同一法人在本批至多抽1户”"
            "调整为“同一法人（按法人代码认定）在每项任务至多抽2户”"
        ],
    ),
    "a cap of one task": (
        {"任务": task(同一法人至多="2")},
        {},
        ["任务“甲01 基金使用抽查”删去“同一法人至多”（原为：同一法人在本任务至多抽2户）"],
    ),
    "a first stage": (
        {},
        {"任务": task(抽取={"比例": "20%", "阶段": {"字段": "行政区划", "抽": "3"}})},
        ["任务“甲01 基金使用抽查”增加“阶段”：先抽3个行政区划，再在其中抽取"],
    ),
    "a leader": (
        {},
        {"检查组": [{**LINE, "组长": "是"}]},
        [f"检查组“{BUREAU}”增加“组长”：组长由该席位担任"],
    ),
    "a leader with a tag": (
        {},
        {"检查组": [TAGGED]},
        [f"检查组“{BUREAU}”增加“其中至少”：药师1人（组长由该席位担任）"],
    ),
    "seats outside the groups": (
        {"分组": "2", "检查组": [LINE, LINE]},
        {"分组": "2", "检查组": [LINE, {**LINE, "分组外": "是"}]},
        [f"检查组“{BUREAU}（第2行）”增加“分组外”：不编入固定小组"],
    ),
    "loads of the year": (
        {},
        {"负荷口径": "全年"},
        ["计划增加“负荷口径”：负荷按全年累计均衡（容差1）"],
    ),
    "another tolerance": (
        {"负荷口径": "全年"},
        {"负荷口径": {"口径": "全年", "容差": "0"}},
        ["计划的负荷口径由“负荷按全年累计均衡（容差1）”调整为“负荷按全年累计均衡（容差0）”"],
    ),
    "loads of the batch, said": ({}, {"负荷口径": "本批"}, []),
}


@pytest.mark.parametrize("name", TOLD)
def test_changes_of_a_plan(name: str) -> None:
    """Old keys, new keys, and the sentences between them; the way back tells as many."""
    old, new, sentences = TOLD[name]
    plans = plan_of(**old), plan_of(**new)
    assert [change.sentence for change in plan_changes(*plans)] == sentences
    assert len(plan_changes(*reversed(plans))) == len(sentences)


def everything() -> Plan:
    """A plan that uses every key."""
    return plan_of(
        任务=task(抽取={"比例": "20%", "阶段": {"字段": "行政区划", "抽": "3"}}, 同一法人至多="2"),
        限制={"同一法人至多": "4"},
        检查组=[LINE, {**TAGGED, "标签": "中医"}, {**LINE, "组长": "是"}, {**LINE, "分组外": "是"}],
        分组="是",
        负荷口径="全年",
    )


RULES = [
    f"组长由{BUREAU}（中医）席位中的药师担任",
    f"组长由{BUREAU}席位的人员担任",
    f"{BUREAU}席位的人员不编入固定小组",
    "负荷按全年累计均衡（容差1）",
]


def test_rules_of_the_team() -> None:
    """Nothing of a plan as usual."""
    assert team_rules(plan_of()) == []
    assert team_rules(everything()) == RULES


def pool(plan: Plan) -> Pool:
    return pool_of(plan, shops(20, 行政区划="甲区", 统一社会信用代码="91"))


def cells(plan: Plan) -> list[str]:
    """Every text of the plan tables."""
    data = plan_workbook(pool(plan), footer="", created=NOW.replace(tzinfo=None))
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(value) for sheet in book for row in sheet.values for value in row if value is not None]


def test_the_plan_tables_say_it() -> None:
    """附件1, 附件2 and the newer form: the stage with the ratio, the task's cap with the remarks."""
    assert quota_text(everything().tasks[0].draw) == "20%（先抽3个行政区划，再在其中抽取）"
    texts = cells(everything())
    assert texts.count("20%（先抽3个行政区划，再在其中抽取）") == 2
    assert sum("同一法人在本任务至多抽2户" in text for text in texts) == 2
    (first, second) = (text for text in texts if text.startswith("说明："))
    assert first == second and first.endswith(f"；同一法人在本批至多抽4户；{'；'.join(RULES)}。")
    assert not [text for text in cells(plan_of()) if "法人" in text or "组长" in text or "再在其中" in text]


def test_the_notice_of_the_plan_says_it() -> None:
    """抽查工作计划公布: a sentence of the task, the rules of drawing, the rules of the team."""
    notice = content(pool(everything()), masks_of(everything()), date(2024, 3, 1))
    (told,) = notice.tasks
    assert told.endswith("抽查比例20%（先抽3个行政区划，再在其中抽取），同一法人在本任务至多抽2户")
    assert "同一法人在本批至多抽4户" in notice.limits
    assert notice.team_rules == "；".join(RULES)
    paper = docx.Document(io.BytesIO(plan_notice(pool(everything()), masks_of(everything()), NOW)))
    assert f"{notice.team_rules}。" in [paragraph.text for paragraph in paper.paragraphs]
    usual = content(pool(plan_of()), masks_of(plan_of()), date(2024, 3, 1))
    assert usual.team_rules == "" and "法人" not in usual.limits + usual.tasks[0]


LIMITS = "  同年重复抽取: 否"
QUOTA = "    抽取: 20%"
COLUMNS: dict[str, tuple[str, str, str]] = {
    "a cap's own column": (LIMITS, "  同一法人至多: {字段: ▸法人代码, 户数: 1}", "法人代码"),
    "the usual column": (LIMITS, "  同一法人至多: ▸1", "统一社会信用代码"),
    "of a task": (QUOTA, f"{QUOTA}\n    同一法人至多: {{户数: 1, 字段: ▸法人代码}}", "法人代码"),
    "of a task by a number": (QUOTA, f"{QUOTA}\n    同一法人至多: ▸1", "统一社会信用代码"),
    "of a stage": (QUOTA, "    抽取: {比例: 20%, 阶段: {字段: ▸街道, 抽: 1}}", "街道"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_that_no_file_has_is_named_where_the_plan_says_it(tmp_path: Path, name: str) -> None:
    old, new, column = COLUMNS[name]
    before, after = PLAN.replace(old, new, 1).split("▸")
    [finding] = shuangsuiji.check(bureau(tmp_path, plan=before + after), now=NOW).findings
    assert finding.code in {"plan-unknown-column", "plan-unknown-column-likely"}
    assert finding.values["column"] == column
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (finding.place.line, finding.place.column) == place


def test_the_columns_are_kept_in_the_snapshot_under_their_known_names() -> None:
    """Synonyms in the plan and in the file are the known columns in plan.json and in objects.csv."""
    own = {"户数": "2", "字段": "社会信用代码"}
    plan = plan_of(
        任务=task(抽取={"比例": "20%", "阶段": {"字段": "所属区县", "抽": "1"}}, 同一法人至多=own),
        限制={"同一法人至多": {**own, "范围": "各任务"}},
    )
    snapshot = snapshot_of(plan, shops(9, 所属区县="甲区", 社会信用代码="91", 备注="略"))
    assert snapshot.private("objects.csv").decode().splitlines()[0] == "标识,名称,统一社会信用代码,行政区划"
    data = json.loads(snapshot.private("plan.json"))
    assert data["任务"][0]["抽取"]["阶段"]["字段"] == "行政区划"
    assert data["任务"][0]["同一法人至多"]["字段"] == "统一社会信用代码"
    assert data["限制"]["同一法人至多"]["字段"] == "统一社会信用代码"
