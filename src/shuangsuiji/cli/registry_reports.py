"""How the commands on registries tell their results, at 80 columns; JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from shuangsuiji.cli import screen
from shuangsuiji.cli.wrapping import wrapped
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.registries.examine import Change, ColumnSeen, Examined
from shuangsuiji.core.registries.kinds import LAYOUTS
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.registry_check import RegistryReport

INDENT = 2
_SHOWN = 10


def check_report(report: RegistryReport, *, as_json: bool) -> None:
    """What was read and what was not, then all findings, then the count."""
    if as_json:
        screen.print_json(_check_json(report))
        return
    console = screen.out()
    examined = report.examined
    if examined is not None:
        _show_examined(console, examined)
    shown = [f for f in report.findings if examined is None or f not in examined.skipped]
    screen.show_findings(shown)
    counts = {level: sum(f.level is level for f in report.findings) for level in Level}
    if report.passed:
        end = f"有 {counts[Level.WARNING]} 处提醒。" if counts[Level.WARNING] else "没有发现问题。"
        console.print(f"检查完毕，可以使用。{end}")
    else:
        text = f"有 {counts[Level.ERROR]} 处错误，改正前不能用于抽取。"
        text += f"另有 {counts[Level.WARNING]} 处提醒。" if counts[Level.WARNING] else ""
        console.print(Text(text, style="bold red"))
    if report.marked is not None:
        console.print(f"标注副本：{report.marked}", soft_wrap=True)
    elif examined is not None and counts[Level.ERROR] + counts[Level.WARNING]:
        console.print("加上 --mark，可在旁边得到一份把问题标在格子上的副本。")


def _show_examined(console: Console, examined: Examined) -> None:
    grid, layout = examined.grid, LAYOUTS[examined.kind]
    sheet = f" › {grid.sheet}" if grid.sheet else ""
    console.print(Text(f"{layout.title}　{grid.file}{sheet}", style="bold"), soft_wrap=True)
    rows = f"表头在第 {examined.heading_row} 行；读入 {len(examined.table)} 行"
    rows += f"；中间空行 {examined.blank_rows} 行" if examined.blank_rows else ""
    rows += f"；未读入 {len(examined.skipped)} 行" if examined.skipped else ""
    console.print(rows + "。")
    if examined.last_update is not None:
        console.print(f"最近更新：{examined.last_update.isoformat()}。")
    known = [column for column in examined.columns if column.field]
    extra = [column for column in examined.columns if not column.field]
    identity = f"，以“{examined.id_column}”为编码" if examined.id_column else ""
    _list(console, f"认出的列 {len(known)} 个{identity}：", map(_column, known))
    _list(console, f"另外保留的列 {len(extra)} 个，可写进计划的条件：", map(_column, extra))
    missing = [name for name in layout.synonyms if name not in {column.field for column in known}]
    _list(console, f"没有的列 {len(missing)} 个，用不到就不必补：", missing)
    reasons = [f"{finding.place.cell}：{_reason(finding)}" for finding in examined.skipped]
    _lines(console, f"未读入的行 {len(reasons)} 行：", reasons, len(reasons))
    changes = [_change(change) for change in examined.examples]
    _lines(console, f"读入时整理 {examined.changed} 格（文件不变），例如：", changes, len(changes))


def _column(column: ColumnSeen) -> str:
    """A column by its letters, with the field that it was taken for where its heading says otherwise."""
    letters = column.cell.rstrip("0123456789")
    heading = column.heading.strip("* ")
    return f"{letters} {heading}" + (f"→{column.field}" if column.field not in {"", heading} else "")


def _reason(finding: Finding) -> str:
    return text_of(finding.code, finding.values)


def _change(change: Change) -> str:
    after = f"“{change.after}”" if change.after else "空"
    return f"{change.cell}　“{change.before}” → {after}"


def _list(console: Console, title: str, items: Iterable[str]) -> None:
    """A title with short items behind it, as many on a line as fit."""
    texts = list(items)
    if not texts:
        return
    console.print(title)
    line = ""
    for number, text in enumerate(texts, 1):
        item = text + ("、" if number < len(texts) else "。")
        if line and cell_len(line + item) > console.width - INDENT:
            console.print(" " * INDENT + line)
            line = ""
        line += item
    console.print(" " * INDENT + line)


def _lines(console: Console, title: str, texts: Sequence[str], total: int) -> None:
    """A title with lines below it, the first few."""
    if not total:
        return
    console.print(title)
    for text in texts[:_SHOWN]:
        for line in wrapped(text.replace("\n", "⏎"), console.width - INDENT):
            console.print(" " * INDENT + line)
    if total > _SHOWN:
        console.print(" " * INDENT + f"……还有 {total - _SHOWN} 处。")


def template_written(path: Path) -> None:
    """Where the empty registry is, and what to do with it."""
    console = screen.out()
    console.print(f"已写出空白名录库：{path}", soft_wrap=True)
    console.print("带 * 的列必填，写法见“填写说明”工作表。填好以后检查：")
    console.print(f"  ssj registry check {path}", soft_wrap=True)


def _check_json(report: RegistryReport) -> dict[str, Any]:
    result: dict[str, Any] = {
        "file": str(report.path),
        "passed": report.passed,
        "findings": [screen.finding_json(finding) for finding in report.findings],
        "marked": str(report.marked) if report.marked else None,
    }
    examined = report.examined
    if examined is None:
        return result
    return result | {
        "kind": examined.kind.value,
        "sheet": examined.grid.sheet or None,
        "heading_row": examined.heading_row,
        "id_column": examined.id_column or None,
        "columns": [
            {"cell": column.cell, "heading": column.heading, "field": column.field or None}
            for column in examined.columns
        ],
        "rows": len(examined.table),
        "blank_rows": examined.blank_rows,
        "hidden_rows": examined.grid.hidden_rows,
        "skipped": [
            {"cell": finding.place.cell, "code": finding.code, "text": str(finding.values.get("text", ""))}
            for finding in examined.skipped
        ],
        "changed": examined.changed,
        "changed_examples": [
            {"cell": change.cell, "before": change.before, "after": change.after}
            for change in examined.examples
        ],
        "duplicates": [screen.finding_json(finding) for finding in examined.duplicates],
        "last_update": examined.last_update.isoformat() if examined.last_update else None,
    }
