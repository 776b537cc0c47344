"""How the planning commands tell their results."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from rich.console import Console
from rich.text import Text

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Level
from shuangsuiji.core.forecast import YEARS, MustInspectYear, TrialRange, YearForecast
from shuangsuiji.core.plans.changes import ChangeKind, PlanChange
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import batch_text, scope_words, share_text, shares_text
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.new_plan import NewPlan
from shuangsuiji.workflows.planning.next_year import NextYear
from shuangsuiji.workflows.planning.plan_changes import PlanDiff, PlanVersion
from shuangsuiji.workflows.planning.plan_table import PlanTable
from shuangsuiji.workflows.planning.year import YearReport

_UNLIMITED = 10_000
_Line: TypeAlias = "tuple[tuple[object, ...], list[str], tuple[str, ...]]"

_SIGNS = {
    ChangeKind.ADDED: ("＋", "green"),
    ChangeKind.REMOVED: ("－", "red"),
    ChangeKind.CHANGED: ("改", "yellow"),
}


def plan_diff(diff: PlanDiff, notice: Path | None, *, as_json: bool) -> None:
    """Every change under its part of the plan, old and new; where the notice lies, if one was drafted."""
    if as_json:
        screen.print_json("plan-diff", _plan_diff(diff) | {"notice": notice})
        return
    console = screen.out()
    if not diff.changes:
        console.print("两版计划内容相同。")
        return
    console.print(Text(f"{diff.new.plan.name}：{len(diff.changes)} 处改动", style="bold"))
    for label, version in (("旧", diff.old), ("新", diff.new)):
        console.print(f"{label}　{version.file}（摘要 {version.digest[:16]}）", soft_wrap=True)
    part = subject = None
    for change in diff.changes:
        if change.part != part:
            part, subject = change.part, None
            console.print()
            console.print(Text(part, style="bold"))
        if change.subject != subject and change.label:
            subject = change.subject
            for line in wrapped(subject, console.width - 2):
                console.print(f"  {line}", soft_wrap=True)
        _show(console, change)
    if notice is not None:
        console.print()
        screen.say_where("公告草稿已写在：", notice)


def _show(console: Console, change: PlanChange) -> None:
    sign, style = _SIGNS[change.kind]
    if change.label:
        text = f"{change.label}　{change.old or '（无）'} → {change.new or '（无）'}"
    else:
        text = f"{change.kind} {change.subject}：{change.new or change.old}"
    first, *rest = wrapped(text, console.width - 7)
    line = Text("  ")
    line.append(sign, style=style)
    line.append(f" {first}")
    console.print(line, soft_wrap=True)
    for more in rest:
        console.print(f"     {more}", soft_wrap=True)


def _plan_diff(diff: PlanDiff) -> dict[str, Any]:
    return {
        "old": _version(diff.old),
        "new": _version(diff.new),
        "changes": [
            {
                "kind": change.kind,
                "part": change.part,
                "subject": change.subject,
                "label": change.label,
                "old": change.old,
                "new": change.new,
                "text": change.sentence,
            }
            for change in diff.changes
        ],
    }


def _version(version: PlanVersion) -> dict[str, str]:
    return {"file": version.file, "digest": version.digest, "number": version.plan.number}


def plan_table(report: PlanTable, *, as_json: bool) -> None:
    """The tasks and must-inspect rules in short, and where the workbook lies."""
    if as_json:
        screen.print_json("plan-table", {"path": report.path, "findings": report.findings})
        return
    screen.show_findings(finding for finding in report.findings if finding.level is not Level.NOTE)
    plan, console = report.pool.plan, screen.out()
    rows = [
        (task.number, task.name, scope_words(task.scope), shares_text(task.draw), _when(plan, task.batches))
        for task in plan.tasks
    ]
    rows += [
        ("必查", rule.name, scope_words(rule.where), "全部", f"每年{rule.times}次")
        for rule in plan.must_inspect
    ]
    headings = ("编号", "名称", "对象", "比例", "时间")
    console.print(screen.table(plan.name or plan.number, [(name, False) for name in headings], rows))
    screen.say_where("计划表已写在：", report.path)


def _when(plan: Plan, names: tuple[str, ...] | None) -> str:
    wanted = None if names is None else set(map(norm, names))
    batches = [one for one in plan.batches_in_order if wanted is None or norm(one.name) in wanted]
    return "、".join(batch_text(batch).partition("年")[2] for batch in batches)


def year(report: YearReport, *, as_json: bool) -> None:
    """The year: batches, quotas, must-inspect visits, loads, months, coverage."""
    found = report.forecast
    if as_json:
        screen.print_json("year", _year(report))
        return
    screen.show_findings(finding for finding in report.findings if finding.level is not Level.NOTE)
    console, plan = screen.out(), found.pool.plan
    console.print(Text(f"{plan.name}　全年安排", style="bold"))
    console.print(f"检查对象 {len(found.pool)} 户，其中不参加抽取 {found.closed} 户。")
    _show_batches(console, found)
    _show_strata(console, found)
    _show_duties(console, found)
    _show_people(console, found)
    for finding in report.findings:
        if finding.code.startswith("year-") and finding.level is Level.NOTE:
            screen.show_findings([finding])
    if found.trials is not None:
        text = f"范围是试排 {found.trials.count} 次的最少和最多，只供安排工作，不是抽取结果，不入台账。"
        console.print(text)
    if report.workbook is not None:
        screen.say_where("全年安排已写在：", report.workbook)
    else:
        console.print("要带走或打印，请加 --xlsx。")


def _show_batches(console: Console, found: YearForecast) -> None:
    ahead = {one.batch.name: one for one in found.trials.batches} if found.trials else {}
    rows = []
    for batch in found.pool.plan.batches_in_order:
        own = ahead.get(batch.name)
        if own is None:
            rows.append((batch.name, batch_text(batch), "", str(found.drawn[batch.name]), "", "已抽取"))
        else:
            cells = (own.objects.text, own.visits.text, own.added.text)
            rows.append((batch.name, batch_text(batch), *cells, "预测"))
    columns = [("批次", False), ("时间", False), ("户数", True), ("检查户次", True), ("补足", True)]
    console.print(screen.table("批次", [*columns, ("", False)], rows))


def _show_strata(console: Console, found: YearForecast) -> None:
    """Quotas and coverage; beyond twenty rows the others are left to the workbook."""
    batches = found.pool.plan.batches_in_order
    shown = (1, 3, YEARS) if len(batches) < 3 else (1, YEARS)
    parts = [part for part in found.strata if part.size]
    rows: list[_Line] = [
        (
            (part.task, part.label, part.size),
            ["—" if quota is None else str(quota) for quota in part.quotas],
            tuple(share_text(part.coverage[years - 1]) for years in shown),
        )
        for part in screen.capped_rows(parts)
    ]
    _show_by_batch(
        console,
        "应抽户数，和几年内至少抽中一次的可能",
        ([("任务", False), ("分层", False), ("N", True)], [(f"{years}年", True) for years in shown]),
        [batch.name for batch in batches],
        rows,
    )
    if len(parts) > len(rows):
        console.print(f"另有 {len(parts) - len(rows)} 层没有列出，请加 --xlsx 看全部。")


def _show_duties(console: Console, found: YearForecast) -> None:
    """Must-inspect objects: totals, and the first twenty by name."""
    if not found.duties:
        return
    batches = found.pool.plan.batches_in_order
    rows: list[_Line] = [
        (
            (found.pool.name(duty.number), "、".join(duty.rules), duty.times),
            [_due(duty, index) for index in range(len(batches))],
            (),
        )
        for duty in found.duties[:20]
    ]
    totals = [sum(duty.visits[index] for duty in found.duties) for index in range(len(batches))]
    rows.append(((f"合计 {len(found.duties)} 户", "", ""), [str(total) for total in totals], ()))
    columns = [("必查对象", False), ("原因", False), ("全年", True)]
    _show_by_batch(console, "必查安排", (columns, []), [batch.name for batch in batches], rows)
    if len(found.duties) > 20:
        console.print(f"只列前 20 户，共 {len(found.duties)} 户，请加 --xlsx 看全部。")


def _show_by_batch(
    console: Console,
    title: str,
    columns: tuple[list[tuple[str, bool]], list[tuple[str, bool]]],
    batches: Sequence[str],
    rows: Sequence[_Line],
) -> None:
    """A table with a column for each batch; one column for all of them where those do not fit the screen.

    Args:
        columns: before and behind the batches.
        rows: the cells before the batches, of each batch, and behind.
    """
    before, behind = columns
    wide = screen.table(
        title,
        [*before, *((name, True) for name in batches), *behind],
        [(*first, *cells, *last) for first, cells, last in rows],
    )
    unlimited = console.options.update(width=_UNLIMITED)
    if console.measure(wide, options=unlimited).maximum <= console.width:
        console.print(wide)
        return
    lines = [(*first, *last, batches_in_words(batches, cells)) for first, cells, last in rows]
    console.print(screen.table(title, [*before, *behind, ("各批次", False)], lines))


def batches_in_words(batches: Sequence[str], cells: Sequence[str]) -> str:
    """第1批至第4批各7，第5批2: runs of equal cells together, and batches without anything left out."""
    runs = [
        (cell, [name for name, _ in run])
        for cell, run in groupby(zip(batches, cells, strict=True), key=itemgetter(1))
    ]
    if len(runs) == 1:
        return f"各批都是{cells[0]}"
    return "，".join(
        f"{names[0]}：{cell}" if len(names) == 1 else f"{names[0]}至{names[-1]}：各{cell}"
        for cell, names in runs
        if cell != "0"
    )


def _due(duty: MustInspectYear, index: int) -> str:
    if duty.unscheduled:
        return "不安排"
    months = "、".join(f"{int(month[5:])}月" for month in duty.months[index])
    return f"{duty.visits[index]}（{months}）" if months else str(duty.visits[index])


def _show_people(console: Console, found: YearForecast) -> None:
    trials = found.trials
    if trials is None:
        return
    names = {person.id: person for person in found.pool.people}
    busy = sorted(trials.loads.items(), key=lambda item: (-item[1].mean, item[0]))
    rows = [
        (names[key].name, names[key].department or "专家", f"{spread.mean:.1f}", spread.text)
        for key, spread in busy[:20]
    ]
    columns = [("姓名", False), ("部门", False), ("平均", True), ("范围", True)]
    console.print(screen.table("人员负荷预测（未抽取各批次合计）", columns, rows))
    if len(busy) > 20:
        console.print(f"只列次数最多的 20 人，共 {len(busy)} 人，请加 --xlsx 看全部。")
    months = [
        (
            f"{int(one.month[5:])}月",
            one.line.seat,
            f"{one.visits:.1f}",
            one.people,
            f"{one.load:.1f}",
            one.weekdays,
        )
        for one in trials.months
    ]
    columns = [("月份", False), ("检查组", False), ("户次", True), ("可派", True), ("人均", True)]
    shown = screen.capped_rows(months)
    console.print(screen.table("各月检查次数预测", [*columns, ("工作日", True)], shown))
    screen.more(len(months) - len(shown), "行", "请加 --xlsx 看全部")


def _year(report: YearReport) -> dict[str, Any]:
    found = report.forecast
    trials = found.trials
    result: dict[str, Any] = {
        "findings": report.findings,
        "plan": found.pool.plan.number,
        "batches": [batch.name for batch in found.pool.plan.batches_in_order],
        "drawn": found.drawn,
        "strata": [
            {
                "task": part.task,
                "district": part.place,
                "name": part.name,
                "stage": part.stage,
                "N": part.size,
                "n": part.quotas,
                "chance": part.chance,
                "coverage": [round(float(share), 6) for share in part.coverage],
            }
            for part in found.strata
        ],
        "must_inspect": [
            {
                "id": found.pool.ids[duty.number - 1],
                "rules": duty.rules,
                "times": duty.times,
                "done": duty.done,
                "visits": duty.visits,
                "months": duty.months,
                "unscheduled": duty.unscheduled,
            }
            for duty in found.duties
        ],
        "forecast": None,
        "workbook": report.workbook,
    }
    if trials is not None:
        result["forecast"] = {
            "trials": trials.count,
            "batches": [
                {
                    "name": one.batch.name,
                    "objects": _spread(one.objects),
                    "visits": _spread(one.visits),
                    "added": _spread(one.added),
                    "short": _spread(one.short),
                    "over_cap": _spread(one.over_cap),
                    "not_staffed": one.stuck,
                }
                for one in trials.batches
            ],
            "loads": {key: _spread(spread) for key, spread in trials.loads.items()},
            "months": [
                {
                    "month": one.month,
                    "line": one.line.seat,
                    "visits": round(one.visits, 3),
                    "people": one.people,
                    "load": round(one.load, 3),
                    "weekdays": one.weekdays,
                }
                for one in trials.months
            ],
        }
    return result


def _spread(spread: TrialRange) -> dict[str, float]:
    return {"least": spread.least, "mean": round(spread.mean, 3), "most": spread.most}


def next_year(report: NextYear, *, as_json: bool) -> None:
    """What was carried over, what is left to fill in, and the next command to type."""
    if as_json:
        screen.print_json(
            "init",
            {
                "folder": report.folder,
                "files": report.files,
                "plans": report.plans,
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(report.findings)
    console = screen.out()
    console.print(f"已由上一年结转到“{report.folder}”，共 {len(report.files)} 个文件。补填以后：")
    for plan in report.plans:
        console.print(Text(f"  ssj check {screen.quoted(plan)}"), soft_wrap=True)


def new_plan(report: NewPlan) -> None:
    """Where the plan lies, and the next command to type."""
    console = screen.out()
    for path in report.files:
        console.print(Text(f"已写好 {screen.near(path)}"), soft_wrap=True)
    console.print("计划可以用记事本打开修改，每一项后面有说明。下一步：")
    if report.path is not None:
        console.print(Text(f"  ssj check {screen.quoted(screen.near(report.path))}"), soft_wrap=True)
