"""How `ssj explain` tells what an archive answers."""

from __future__ import annotations

from rich.text import Text

from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.explain import Explanation
from shuangsuiji.workflows.explain_against import ArchiveChange, ArchiveDifference
from shuangsuiji.workflows.export import ArchiveExport


def explain(found: Explanation, *, as_json: bool) -> None:
    """The sentences, under the name of what was asked about."""
    if as_json:
        screen.print_json("explain", found)
        return
    console = screen.out()
    title = f"{found.name}（{found.id}）" if found.id else found.name
    console.print(Text(title, style="bold"), soft_wrap=True)
    for line in found.lines:
        first, *rest = wrapped(line, console.width - 2)
        console.print(Text(f"· {first}"), soft_wrap=True)
        for more in rest:
            console.print(Text(f"  {more}"), soft_wrap=True)
    check = "其中的 verify_ssj.py" if found.of_package else "ssj audit"
    console.print(Text(f"以上照档案所写，没有核对；核对请运行 {check}。", style="dim"), soft_wrap=True)


def against(found: ArchiveDifference, *, everything: bool, as_json: bool) -> None:
    """The differences of two archives, part by part."""
    if as_json:
        screen.print_json("explain-against", found)
        return
    console = screen.out()
    console.print(Text(f"{found.old} → {found.new}", style="bold"), soft_wrap=True)
    if not found.changes:
        console.print("计划、名录库、回避和历史都相同。")
        return
    for part in dict.fromkeys(change.part for change in found.changes):
        own = [change for change in found.changes if change.part == part]
        console.print(Text(f"{part}：{len(own)} 处不同", style="bold"), soft_wrap=True)
        for change in screen.capped_rows(own, everything):
            for place, line in enumerate(wrapped(_change(change), console.width - 4)):
                console.print(Text(f"  {'· ' if not place else '  '}{line}"), soft_wrap=True)
        shown = len(screen.capped_rows(own, everything))
        screen.more(len(own) - shown, "处", screen.ALL)


def export(report: ArchiveExport, *, as_json: bool) -> None:
    """Where the tables lie, and how many rows each has."""
    if as_json:
        screen.print_json(
            "export",
            {
                "path": report.path,
                "archives": report.archives,
                "rows": report.rows,
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(report.findings)
    console = screen.out()
    counts = "，".join(f"{name} {count} 行" for name, count in report.rows.items())
    console.print(Text(f"{len(report.archives)} 份档案已导出：{counts}。"), soft_wrap=True)
    console.print(Text(str(screen.near(report.path))), soft_wrap=True)


def _change(change: ArchiveChange) -> str:
    who = f"{change.name}（{change.id}）" if change.name else change.id
    if change.column:
        return f"{who} {change.column}：{change.old or '（空）'} → {change.new or '（空）'}"
    text = change.new or change.old
    return f"{change.change} {who}" + (f"：{text}" if text else "")
