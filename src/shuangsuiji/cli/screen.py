"""What the terminal shows: findings, tables and reports, at 80 columns and in Chinese.

Results go to stdout, findings and summaries to stderr. Text from registries never passes through markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shuangsuiji.core.findings import Finding, Level, capped
from shuangsuiji.messages import locate, render, text_of

INDENT = 7

# A run of letters and digits with the blanks behind it, or a single character.
_PIECES = re.compile(r"[!-~]+ *|.", re.DOTALL)
_CLOSING = "，。、；：！？）》”’〕】…%"

_LABELS = {
    Level.ERROR: ("✗ 错误", "bold red"),
    Level.WARNING: ("! 提醒", "yellow"),
    Level.NOTE: ("· 说明", "dim"),
}


def set_up_streams() -> None:
    """UTF-8 when redirected; on a console what it cannot show is escaped instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def out() -> Console:
    """The console for results."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def err() -> Console:
    """The console for findings, progress and summaries."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_json(value: Any) -> None:
    """A value as JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


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


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells.

    Chinese may break between any two characters, but no line begins with a closing mark; words of other
    scripts stay whole where they fit.
    """
    lines = [""]
    width -= 2  # room for a closing mark that may not begin the next line
    for piece in _PIECES.findall(text):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width and piece[0] not in _CLOSING:
            lines.append("")
        while cell_len(piece) > width:
            fits = next(n for n in range(len(piece), 0, -1) if cell_len(piece[:n]) <= width)
            lines[-1:] = [piece[:fits], ""] if not lines[-1] else [lines[-1], piece[:fits], ""]
            piece = piece[fits:]
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as `--json` prints it."""
    place = finding.place
    return {
        "level": finding.level.value,
        "code": finding.code,
        "file": place.file or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "line": place.line,
        "column": place.column,
        "message": render(finding),
    }


def table(title: str, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[Any]]) -> Table:
    """A table; `columns` are (heading, whether it holds numbers, which stand right-aligned)."""
    result = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold")
    for heading, numeric in columns:
        result.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        result.add_row(*(Text(str(cell)) for cell in row))
    return result


def details(items: Sequence[tuple[str, Mapping[str, str | int]]]) -> list[str]:
    """The texts of an audit step's details."""
    return [text_of(code, values) for code, values in items]
