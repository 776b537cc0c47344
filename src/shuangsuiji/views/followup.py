"""How `ssj results` and `ssj due` tell what they found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.text import Text

from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.plans.words import share_text
from shuangsuiji.core.records.results import Inspection, ResultsProgress, progress_of
from shuangsuiji.core.results.due_dates import Due, state_words
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.due import DueReport
from shuangsuiji.workflows.results import ResultsReport

_BESIDE = 39
"""What the columns beside the last one take, frames and all."""


def results(report: ResultsReport, *, as_json: bool, everything: bool = False) -> None:
    """What was taken, and how the draw stands."""
    progress = progress_of(report.draw.inspections, report.draw.codes)
    if as_json:
        screen.print_json("results", _results(report, progress))
        return
    screen.show_findings(report.findings)
    console = screen.out()
    if report.entry is not None:
        text = f"第{report.entry.number}次录入：新录 {len(report.added)} 行，改动 {len(report.changed)} 行"
        text += f"，与原来相同 {report.same} 行" if report.same else ""
        text += f"，没有填完 {len(report.unfinished)} 行" if report.unfinished else ""
        console.print(Text(f"{text}。", style="bold"))
        for one in report.corrections:
            name = _names(report)[one.visit]
            after = one.after or "（空）"
            console.print(Text(f"更正　{name} {one.column}：{one.before} → {after}"))
    _show_progress(report, progress)
    _show_missing(report, everything)


def refused(findings: Sequence[Finding], marked: Path | None) -> None:
    """Why nothing of a sheet was taken: each slip, how many, and the marked copy or how to come by one."""
    screen.show_findings(findings)
    count = sum(one.level is Level.ERROR for one in findings)
    console = screen.err()
    console.print(Text(f"{count} 处错误，一行也没有录入。改好、保存以后再录入一次。", style="bold red"))
    if marked is not None:
        console.print(Text(f"标注副本：{screen.near(marked)}"), soft_wrap=True)
    elif any(one.place.cell for one in findings):
        console.print("加 --mark 可把问题标在副本的格子上。")


def _show_progress(report: ResultsReport, progress: ResultsProgress) -> None:
    console = screen.out()
    console.print(f"{report.draw.plan.name or report.draw.plan.number}（{report.draw.batch.name}）")
    rows = [
        (
            "检查",
            f"{progress.complete} 户次",
            f"{progress.visits} 户次",
            _share(progress.complete, progress.visits),
        ),
        ("结果", f"{progress.results} 行", f"{progress.rows} 行", _share(progress.results, progress.rows)),
        (
            "公开",
            f"{progress.published} 行",
            f"{progress.results} 行",
            _share(progress.published, progress.results),
        ),
    ]
    columns = [("项目", False), ("已有", True), ("应有", True), ("比例", True)]
    console.print(screen.table("进度", columns, rows))
    console.print(
        f"发现问题 {progress.problems} 户次；后续处置未完 {progress.open} 项，已完成 {progress.closed} 项。"
    )


def _show_missing(report: ResultsReport, everything: bool) -> None:
    """The visits without results and the results that nobody has published, by name (XT-2)."""
    missing = [
        (one.visit["index"], one.visit["name"], _departments(report, one, one.missing))
        for one in report.draw.inspections
        if one.missing
    ]
    unpublished = [
        (one.visit["index"], one.visit["name"], _departments(report, one, names))
        for one in report.draw.inspections
        if (names := [result.department for result in one.results if not result.published])
    ]
    columns = [("序号", True), ("检查对象", False), ("部门", False)]
    for title, rows in (("还没有结果", missing), ("有结果、还没有公开", unpublished)):
        if rows:
            shown = screen.capped_rows(rows, everything)
            screen.out().print(screen.table(f"{title}（{len(rows)} 户次）", columns, shown))
            screen.more(len(rows) - len(shown), "户次", screen.ALL)


def _departments(report: ResultsReport, inspection: Inspection, names: Sequence[str]) -> str:
    if len(names) == len(inspection.departments):
        return "全部"
    return "、".join(map(report.draw.dossier.department_name, names))


def _names(report: ResultsReport) -> dict[int, str]:
    return {one.visit["index"]: one.visit["name"] for one in report.draw.inspections}


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return share_text(Fraction(part, whole))


def _results(report: ResultsReport, progress: ResultsProgress) -> dict[str, Any]:
    names = _names(report)

    def keys(found: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
        return [{"visit": visit, "name": names[visit], "department": own} for visit, own in found]

    inspections = report.draw.inspections
    return {
        "archive": report.draw.archive,
        "entry": report.entry.number if report.entry else None,
        "added": keys(report.added),
        "changed": keys(report.changed),
        "corrections": [
            {"visit": one.visit, "name": names[one.visit], "department": one.department,
             "column": one.column, "before": one.before, "after": one.after}
            for one in report.corrections
        ],
        "same": report.same,
        "unfinished": keys(report.unfinished),
        "progress": progress,
        "missing": keys((one.visit["index"], name) for one in inspections for name in one.missing),
        "unpublished": keys(own.key for one in inspections for own in one.results if not own.published),
        "findings": report.findings,
    }  # fmt: skip


def due(report: DueReport, *, as_json: bool, everything: bool = False) -> None:
    """What is to be done by when, overdue first; twenty of them unless all are asked for."""
    if as_json:
        screen.print_json("due", _due(report))
        return
    screen.show_findings(report.findings)
    console = screen.out()
    late = len(report.overdue)
    day = f"{report.on.year}年{report.on.month}月{report.on.day}日"
    if not report.dues:
        nothing = f"{report.draws} 个批次没有待办事项" if report.draws else "台账里还没有有效的抽取"
        console.print(f"截至{day}，{nothing}。")
        return
    console.print(Text(f"截至{day}：待办 {len(report.dues)} 项，其中逾期 {late} 项", style="bold"))
    for plan, batch in dict.fromkeys((one.plan, one.batch) for one in report.dues):
        own = [one for one in report.dues if (one.plan, one.batch) == (plan, batch)]
        _show_dues(report, f"{plan}　{batch}", own, everything)
    console.print("办好以后这样销号：")
    console.print("  检查、处置、定处置  填进结果录入表，再运行 ssj results 档案 结果录入表.xlsx")
    console.print("  公开                ssj results 档案 --published 公开日期（整批一次）")
    if report.workbook is not None:
        console.print(Text(f"清单已写在：{screen.near(report.workbook)}"), soft_wrap=True)
    else:
        console.print("要发给各科室的，加 --xlsx 写成表格。")


def _show_dues(report: DueReport, title: str, dues: Sequence[Due], everything: bool) -> None:
    """The table of one batch."""
    console = screen.out()
    width = max(console.width - _BESIDE, 20)
    rows = [
        (
            one.due or _no_day(one),
            state_words(one, report.on),
            one.kind.value,
            "\n".join(wrapped(text, width)),
        )
        for one in dues
        for text in [_matter(one)]
    ]
    columns = [("期限", False), ("情况", False), ("事项", False), ("对象和内容", False)]
    shown = screen.capped_rows(rows, everything)
    console.print(screen.table(f"{title}：{len(rows)} 项", columns, shown))
    screen.more(len(rows) - len(shown), "项", screen.ALL)


def _no_day(one: Due) -> str:
    return f"不早于\n{one.not_before}" if one.not_before else "没有期限"


def _matter(one: Due) -> str:
    """Whom it is about: by name, or how many of them before they are late."""
    who = one.names[0] if len(one.names) == 1 else f"{len(one.names)} 户次还没有检查结果"
    parts = [] if one.all_departments else ["、".join(one.departments)]
    parts += [one.detail] if one.detail else []
    return f"{who}（{'；'.join(parts)}）" if parts else who


def _due(report: DueReport) -> dict[str, Any]:
    return {
        "folder": report.folder,
        "on": report.on,
        "overdue": len(report.overdue),
        "items": [
            {
                "kind": one.kind,
                "due": one.due or None,
                "not_before": one.not_before or None,
                "unknown_year": one.unknown_year,
                "days_left": one.days_left(report.on),
                "overdue": one.overdue(report.on),
                "plan": one.plan,
                "batch": one.batch,
                "archive": one.archive,
                "visits": [
                    {"visit": visit, "name": name} for visit, name in zip(one.visits, one.names, strict=True)
                ],
                "departments": one.departments,
                "detail": one.detail,
            }
            for one in report.dues
        ],
        "workbook": report.workbook,
        "findings": report.findings,
    }
