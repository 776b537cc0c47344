"""`ssj plan diff, plan table, year`: the planner's view of a whole year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, PlanHere, argument, option, plan_of, switch
from shuangsuiji.commands.chinese import Commands

app = Commands()
plan_app = app.group("plan", "年度计划：两版计划的差别，计划表。")


@plan_app.command("diff")
def plan_diff(
    old: Annotated[Path, argument("旧计划", "调整前的计划文件")],
    new: Annotated[Path, argument("新计划", "调整后的计划文件")],
    docx: Annotated[bool, switch("--docx", "起草调整计划的公告，放在新计划旁边的公示稿")] = False,
    reason: Annotated[str, option("--reason", "理由", "调整的理由，写入公告")] = "",
    as_json: AsJson = False,
) -> None:
    """比较两版计划，逐项列出改了什么；可起草调整公告。"""
    if docx:
        diff, notice = shuangsuiji.change_notice(old, new, reason=reason)
        views.planning.plan_diff(diff, notice.path, as_json=as_json)
    else:
        views.planning.plan_diff(shuangsuiji.plan_diff(old, new), None, as_json=as_json)


@plan_app.command("table")
def plan_table(plan: PlanHere = None, as_json: AsJson = False) -> None:
    """不抽取，先做年度抽查计划表，写在计划旁边。"""
    views.planning.plan_table(shuangsuiji.plan_table(plan_of(plan)), as_json=as_json)


@app.command("year")
def year(
    plan: PlanHere = None,
    xlsx: Annotated[bool, switch("--xlsx", "另写一份全年安排.xlsx，放在计划旁边")] = False,
    trials: Annotated[
        int | None, option("--trials", "次数", "试排多少次；不写时按名录库大小定", min=1)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """看全年：各批次应抽、必查安排、人员负荷预测、多年覆盖。不写台账。"""
    plan = plan_of(plan)
    with views.progress.trials() as advance:
        report = shuangsuiji.year(plan, workbook=xlsx, trials=trials, progress=advance)
    views.planning.year(report, as_json=as_json)
