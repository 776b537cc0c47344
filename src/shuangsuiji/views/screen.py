"""What the terminal shows: findings, tables and reports, at 80 columns and in Chinese.

Results go to stdout, findings and summaries to stderr. Text from registries never passes through markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shuangsuiji.core.findings import Finding, Level, capped
from shuangsuiji.messages import locate, text_of
from shuangsuiji.views.as_json import as_json
from shuangsuiji.views.wrapping import wrapped

INDENT = 7
MOST_ROWS = 20
"""What a table shows before it refers to the workbook, or to --all."""
ALL = "加 --all 可看全部"

Row = TypeVar("Row")

_LABELS = {
    Level.ERROR: ("✗ 错误", "bold red"),
    Level.WARNING: ("! 提醒", "yellow"),
    Level.NOTE: ("· 说明", "dim"),
}


def out() -> Console:
    """The console for results."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def err() -> Console:
    """The console for findings, progress and summaries."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=False)


def near(path: Path) -> Path:
    """A path as it is shortest from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def quoted(path: Path | str) -> str:
    """A path, or another argument, as it can be typed after a command."""
    return f'"{path}"' if re.search(r"[\s&()^;,]|^$", str(path)) else str(path)


def print_json(report: object) -> None:
    """What a report says as JSON on stdout; see `as_json`."""
    sys.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n")


def show_findings(findings: Iterable[Finding]) -> None:
    """Errors first, then warnings, then notes, at most twenty of a kind; the place on a line of its own."""
    console = err()
    order = list(_LABELS)
    for finding in capped(sorted(findings, key=lambda finding: order.index(finding.level))):
        label, style = _LABELS[finding.level]
        line = Text(label + " ", style=style)
        where = locate(finding.place)
        message = text_of(finding.code, finding.values)
        body = wrapped(message, console.width - INDENT)
        line.append(*(where, "bold") if where else (body.pop(0), "default"))
        console.print(line, soft_wrap=True)
        for text in body:
            console.print(" " * INDENT + text)


def table(title: str, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[Any]]) -> Table:
    """A table; `columns` are (heading, whether it holds numbers, which stand right-aligned)."""
    result = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold")
    for heading, numeric in columns:
        result.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        result.add_row(*(Text(str(cell)) for cell in row))
    return result


def capped_rows(rows: Sequence[Row], everything: bool = False) -> Sequence[Row]:
    """The first twenty rows of a long table, or all of them."""
    return rows if everything else rows[:MOST_ROWS]


def more(left: int, unit: str, where: str) -> None:
    """Under a table that was cut: how much it does not show, and where all of it is to be seen."""
    if left > 0:
        out().print(Text(f"……还有 {left} {unit}，{where}。"), soft_wrap=True)
