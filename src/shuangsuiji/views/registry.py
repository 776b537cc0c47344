"""How the commands on registries tell their results, at 80 columns; JSON for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from shuangsuiji.core.columns.kinds import LAYOUTS
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.registries.cleaning import InOrder
from shuangsuiji.core.registries.difference import Difference, RowSeen
from shuangsuiji.core.registries.examine import Change, ColumnSeen, Examined
from shuangsuiji.core.registries.passed_over import PASSED_OVER
from shuangsuiji.core.registries.suspicions import with_names
from shuangsuiji.messages import text_of
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.registries.check import RegistryReport
from shuangsuiji.workflows.registries.diff import DiffReport
from shuangsuiji.workflows.registries.fix import FixReport

INDENT = 2
_SHOWN = 10
_NO_ID = "（无编码）"


def registry_check(report: RegistryReport, *, as_json: bool) -> None:
    """What was read and what was not, then all findings, then the count."""
    if as_json:
        screen.print_json("registry-check", _check(report))
        return
    console = screen.out()
    examined = report.examined
    if examined is not None:
        _show_examined(console, examined)
    shown = [f for f in report.findings if examined is None or f.code not in PASSED_OVER]
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
    if report.dumped is not None:
        console.print(f"读到的各格：{report.dumped}", soft_wrap=True)


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
    likely = sum(finding.level is Level.WARNING for finding in examined.duplicates)
    equal = len(examined.duplicates) - likely
    if examined.duplicates:
        console.print(f"重复：编码相同 {equal} 处，像是重复登记 {likely} 处，见下面的错误和提醒。")
    known = [column for column in examined.columns if column.field]
    extra = [column for column in examined.columns if not column.field]
    identity = f"，以“{examined.id_column}”为编码" if examined.id_column else ""
    _list(console, f"认出的列 {len(known)} 个{identity}：", map(_column, known))
    _list(console, f"另外保留的列 {len(extra)} 个，可写进计划的条件：", map(_column, extra))
    missing = [name for name in layout.names if name not in {column.field for column in known}]
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


def registry_diff(report: DiffReport, *, as_json: bool) -> None:
    """The counts, then what is gone and new, then what changed, the first of each."""
    if as_json:
        screen.print_json("registry-diff", _diff(report))
        return
    console, difference = screen.out(), report.difference
    unit = LAYOUTS[difference.old.kind].unit
    console.print(Text(f"{LAYOUTS[difference.old.kind].title}变动情况", style="bold"))
    for label, side in (("旧表", difference.old), ("新表", difference.new)):
        console.print(f"{label}：{_file_of(side)}，{len(side.table)} {unit}", soft_wrap=True)
    screen.show_findings(report.findings)
    if difference.same:
        console.print("两份名录库内容相同。")
    else:
        cells = sum(len(row.cells) for row in difference.changed)
        counts = f"新增 {len(difference.added)} {unit}，减少 {len(difference.removed)} {unit}，"
        counts += f"变更 {len(difference.changed)} {unit}（{cells} 格），不变 {difference.unchanged} {unit}。"
        console.print(counts + (f"按“{difference.new.id_column}”对应。" if difference.new.id_column else ""))
        _show_difference(console, difference)
    if report.workbook is not None:
        console.print(f"变动情况已写入：{report.workbook}", soft_wrap=True)
    elif max(len(difference.added), len(difference.removed), len(difference.changed)) > _SHOWN:
        console.print("加上 --xlsx 文件，可得到全部变动的表格。")


def _file_of(examined: Examined) -> str:
    return f"{examined.grid.file} › {examined.grid.sheet}" if examined.grid.sheet else examined.grid.file


def _show_difference(console: Console, difference: Difference) -> None:
    columns = [f"{name} {count} 格" for name, count in difference.by_column.items()]
    _list(console, "变更的列：", columns)
    _list(console, "增加的列：", difference.columns_added)
    _list(console, "减少的列：", difference.columns_removed)
    pairs = [
        f"{pair.old.id or _NO_ID}（旧 {pair.old.cell}）→ {pair.new.id or _NO_ID}（新 {pair.new.cell}）"
        f" {pair.new.name}，{'、'.join(pair.columns)}相同"
        for pair in difference.renewed
    ]
    _lines(console, "可能是换了编码，请核实：", pairs, len(pairs))
    for title, rows in (("新增：", difference.added), ("减少：", difference.removed)):
        texts = [f"{row.cell} {row.id or _NO_ID} {row.name}" for row in rows[: _SHOWN + 1]]
        _lines(console, title, texts, len(rows))
    if difference.changed:
        console.print("变更：")
    for row in difference.changed[:_SHOWN]:
        console.print(Text(f"  {row.new.id or _NO_ID} {row.new.name}"), soft_wrap=True)
        for cell in row.cells:
            text = f"{cell.column}（{cell.before_cell}→{cell.after_cell}）：{cell.before or '空'} → "
            for line in wrapped(text + (cell.after or "空"), console.width - 2 * INDENT):
                console.print(" " * 2 * INDENT + line)
    if len(difference.changed) > _SHOWN:
        console.print(f"  ……还有 {len(difference.changed) - _SHOWN} 处。")


def _diff(report: DiffReport) -> dict[str, Any]:
    difference = report.difference

    def row(seen: RowSeen) -> dict[str, str]:
        return {"id": seen.id, "name": seen.name, "cell": seen.cell}

    return {
        "kind": difference.old.kind,
        "id_column": difference.new.id_column or None,
        "old": {"file": difference.old.grid.file, "rows": len(difference.old.table)},
        "new": {"file": difference.new.grid.file, "rows": len(difference.new.table)},
        "added": [row(seen) for seen in difference.added],
        "removed": [row(seen) for seen in difference.removed],
        "changed": [
            {
                "id": changed.new.id,
                "name": changed.new.name,
                "cells": [
                    {
                        "column": cell.column,
                        "before": cell.before,
                        "after": cell.after,
                        "old_cell": cell.before_cell,
                        "new_cell": cell.after_cell,
                    }
                    for cell in changed.cells
                ],
            }
            for changed in difference.changed
        ],
        "unchanged": difference.unchanged,
        "renewed": [
            {"old": row(pair.old), "new": row(pair.new), "same": pair.columns} for pair in difference.renewed
        ],
        "columns_added": difference.columns_added,
        "columns_removed": difference.columns_removed,
        "findings": report.findings,
        "workbook": report.workbook,
    }


def registry_fix(report: FixReport, *, as_json: bool) -> None:
    """How many cells were changed and why, some of them, and what people have to look at."""
    done = report.done
    if as_json:
        screen.print_json("registry-fix", _fix(report))
        return
    console = screen.out()
    reasons = Counter(reason for change in done.changes for reason in change.after.reasons)
    if done.changes:
        console.print(Text(f"有把握的改动 {len(done.changes)} 格：", style="bold"))
        for reason, count in reasons.most_common():
            console.print(f"  {text_of(reason, {}).rstrip('。')}：{count} 格")
        examples = _examples(done)
        _lines(console, "例如：", examples, len(examples))
    else:
        console.print("没有要整理的，没有写出副本。")
    if done.doubts:
        screen.show_findings(done.doubts)
        console.print(f"拿不准、没有改的 {len(done.doubts)} 处，需人工核对。")
    if report.copy is not None:
        lists = "“改动清单”" + ("和“需人工核对”" if done.doubts else "")
        console.print(f"整理后的副本：{report.copy}", soft_wrap=True)
        console.print(f"原文件没有动；每一处都列在副本的{lists}工作表里。")


def _examples(done: InOrder) -> list[str]:
    """One change for each reason."""
    first = {reason: change for change in reversed(done.changes) for reason in change.after.reasons}
    changes = {(change.row, change.column): change for change in first.values()}
    return [
        f"{change.cell}　“{with_names(change.before)}” → “{change.after.text}”"
        for _, change in sorted(changes.items())
    ]


def _fix(report: FixReport) -> dict[str, Any]:
    return {
        "file": report.path,
        "copy": report.copy,
        "changes": [
            {
                "cell": change.cell,
                "column": change.heading,
                "before": change.before,
                "after": change.after.text,
                "reasons": change.after.reasons,
            }
            for change in report.done.changes
        ],
        "doubts": report.done.doubts,
    }


def registry_template(path: Path, *, as_json: bool) -> None:
    """Where the empty registry is, and what to do with it."""
    if as_json:
        screen.print_json("registry-template", {"path": path})
        return
    console = screen.out()
    console.print(f"已写出空白名录库：{path}", soft_wrap=True)
    console.print("带 * 的列必填，写法见“填写说明”工作表。填好以后检查：")
    console.print(f"  ssj registry check {screen.quoted(path)}", soft_wrap=True)


def _check(report: RegistryReport) -> dict[str, Any]:
    result: dict[str, Any] = {
        "file": report.path,
        "passed": report.passed,
        "findings": report.findings,
        "marked": report.marked,
        "dumped": report.dumped,
    }
    examined = report.examined
    if examined is None:
        return result
    return result | {
        "kind": examined.kind,
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
        "changed_examples": examined.examples,
        "duplicates": examined.duplicates,
        "last_update": examined.last_update,
    }
