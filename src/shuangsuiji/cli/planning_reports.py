"""How the planning commands tell their results."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from shuangsuiji.cli import screen
from shuangsuiji.cli.wrapping import wrapped
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Level
from shuangsuiji.core.plans.changes import Change, Kind, batch_text, scope_words
from shuangsuiji.core.plans.plan import Plan, Quota
from shuangsuiji.core.plans.values import percent_text
from shuangsuiji.workflows.plan_changes import PlanDiff, PlanVersion
from shuangsuiji.workflows.plan_table import PlanTable

_SIGNS = {Kind.ADDED: ("＋", "green"), Kind.REMOVED: ("－", "red"), Kind.CHANGED: ("改", "yellow")}


def plan_diff(diff: PlanDiff, *, as_json: bool) -> None:
    """Every change under its part of the plan, old and new."""
    if as_json:
        screen.print_json(diff_json(diff))
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
            console.print(Text(f"\n{part}", style="bold"))
        if change.subject != subject and change.label:
            subject = change.subject
            if subject:
                console.print(f"  {subject}", soft_wrap=True)
        _show(console, change)


def _show(console: Console, change: Change) -> None:
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


def diff_json(diff: PlanDiff) -> dict[str, Any]:
    """The report of `ssj plan diff --json`."""
    return {
        "old": _version_json(diff.old),
        "new": _version_json(diff.new),
        "changes": [
            {
                "kind": change.kind.value,
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


def _version_json(version: PlanVersion) -> dict[str, str]:
    return {"file": version.file, "digest": version.digest, "number": version.plan.number}


def plan_table(report: PlanTable) -> None:
    """The tasks and must-inspect rules in short, and where the workbook lies."""
    screen.show_findings(finding for finding in report.findings if finding.level is not Level.NOTE)
    plan, console = report.pool.plan, screen.out()
    rows = [
        (task.number, task.name, scope_words(task.scope), quota_words(task.draw), _when(plan, task.batches))
        for task in plan.tasks
    ]
    rows += [
        ("必查", rule.name, scope_words(rule.where), "全部", f"每年{rule.times}次")
        for rule in plan.must_inspect
    ]
    headings = ("编号", "名称", "对象", "比例", "时间")
    console.print(screen.table(plan.name or plan.number, [(name, False) for name in headings], rows))
    console.print("计划表已写在：")
    console.print(Text(str(report.path)), soft_wrap=True)


def _when(plan: Plan, names: tuple[str, ...] | None) -> str:
    wanted = None if names is None else set(map(norm, names))
    batches = [one for one in plan.batches_in_order if wanted is None or norm(one.name) in wanted]
    return "、".join(batch_text(batch).partition("年")[2] for batch in batches)


def quota_words(draw: Quota) -> str:
    """抽取 in short: 20%, or A 1%、B 3%."""
    amount = draw.ratio if draw.ratio is not None else draw.count
    if draw.strata is not None:
        return "、".join(
            f"{rule.name} {percent_text(rule.ratio) if rule.ratio is not None else f'{rule.count}户'}"
            for rule in draw.strata
        )
    if isinstance(amount, tuple):
        return "、".join(f"{name} {_one(part)}" for name, part in amount)
    return _one(amount)


def _one(amount: Any) -> str:
    return f"{amount}户" if isinstance(amount, int) else percent_text(amount)
