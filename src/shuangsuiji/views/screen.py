"""What the terminal shows: findings, tables and reports, at 80 columns and in Chinese.

Results go to stdout, findings and summaries to stderr. Text from registries never passes through markup, and
whatever is printed passes `Screen`, behind which no character can do anything but stand there.

Characters that would do something to a terminal, or to the order of what stands there, are made visible: a
name in a registry or in a stranger's archive must not be able to move the cursor, clear a line, turn the
writing round, or begin a line of its own that says 复核通过.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich import box
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from shuangsuiji.core.findings import Finding, Level, as_argument, capped
from shuangsuiji.messages import locate, text_of
from shuangsuiji.views.as_json import as_json
from shuangsuiji.views.wrapping import wrapped

_ACTIVE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_IN_JSON = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LINE_END = "⏎"


def visible(text: str, *, several_lines: bool = False) -> str:
    """A text in which such characters stand as ⟨U+202E⟩, and line ends as ⏎.

    Args:
        text: what is to be shown.
        several_lines: line ends are the program's own.
    """
    if not several_lines:
        text = text.replace("\r\n", _LINE_END).replace("\n", _LINE_END)
    return _ACTIVE.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    return " " if match[0] == "\t" else f"⟨U+{ord(match[0]):04X}⟩"


def visible_json(text: str) -> str:
    """The text of a JSON value with such characters escaped as JSON escapes them."""
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


INDENT = 7
MOST_VALUE = 1000
"""Characters of a value in a finding."""
MOST_ROWS = 20
"""What a table shows before it refers to the workbook, or to --all."""
ALL = "加 --all 可看全部"

Row = TypeVar("Row")

_LABELS = {
    Level.ERROR: ("✗ 错误", "bold red"),
    Level.WARNING: ("! 提醒", "yellow"),
    Level.NOTE: ("· 说明", "dim"),
}


class Screen(Console):
    """A console that shows what it is given and obeys none of it."""

    def print(self, *objects: Any, **settings: Any) -> None:
        """Prints texts, each of them a line; tables and the like may have several."""
        super().print(*map(_shown, objects), **settings)

    def render(self, renderable: Any, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of anything."""
        for segment in super().render(renderable, options):
            plain = segment.control or visible(segment.text, several_lines=True) == segment.text
            if plain:
                yield segment
            else:
                yield Segment(visible(segment.text, several_lines=True), segment.style)


def _shown(item: Any) -> Any:
    if isinstance(item, str):
        return visible(item)
    if isinstance(item, Text) and visible(item.plain) != item.plain:
        item = item.copy()
        item.plain = visible(item.plain)
    return item


def out() -> Console:
    """The console for results."""
    return Screen(highlight=False, markup=False, emoji=False, soft_wrap=False)


def err() -> Console:
    """The console for findings, progress and summaries."""
    return Screen(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=False)


def near(path: Path) -> Path:
    """A path as it is shortest from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def quoted(path: Path | str) -> str:
    """A path, or another argument, as it can be typed after a command."""
    return as_argument(str(path))


def say_where(sentence: str, path: Path) -> None:
    """What was written, and under it, in one piece whatever the width, where it lies."""
    console = out()
    console.print(sentence)
    console.print(Text(str(path)), soft_wrap=True)


def say_taken(what: str, path: Path) -> None:
    """What stands for an argument that was left out."""
    err().print(Text(f"没有写明{what}，用：{near(path)}"), soft_wrap=True)


def print_json(kind: str, report: object) -> None:
    """What a report says as JSON on stdout, in UTF-8 whatever the console has; see `as_json`.

    Args:
        kind: names the schema, `ssj-audit/1`; the number rises where a key changes its meaning or goes.
        report: a mapping or a dataclass.
    """
    print_plain_json({"schema": f"ssj-{kind}/1", **as_json(report)})


def print_plain_json(value: object) -> None:
    """A value as JSON on stdout, as it is."""
    with contextlib.suppress(AttributeError):  # a stream without an encoding of its own
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(visible_json(json.dumps(as_json(value), ensure_ascii=False, indent=2)) + "\n")


def show_findings(
    findings: Iterable[Finding], everything: bool = False, *, most_lines: int | None = None
) -> None:
    """Errors first, then warnings, then notes, each kind `capped`; the place on a line of its own.

    Args:
        findings: what was found.
        everything: leave warnings and notes as many as they are.
        most_lines: the lines of each text, of which longer ones are cut; None: all of them.
    """
    console = err()
    order = list(_LABELS)
    for finding in capped(sorted(findings, key=lambda one: order.index(one.level)), everything=everything):
        label, style = _LABELS[finding.level]
        line = Text(label + " ", style=style)
        where = visible(locate(finding.place))
        message = text_of(finding.code, {key: _brief(value) for key, value in finding.values.items()})
        body = wrapped(message, console.width - INDENT)
        if most_lines is not None and len(body) > most_lines:
            body[most_lines - 1 :] = [body[most_lines - 1][:-2] + "……"]
        line.append(*(where, "bold") if where else (body.pop(0), "default"))
        console.print(line, soft_wrap=True)
        for text in body:
            console.print(" " * INDENT + text)


def _brief(value: str | int) -> str | int:
    """A value as a finding shows it: visible, and cut where it would fill the screen."""
    if isinstance(value, int):
        return value
    if len(value) > MOST_VALUE:
        value = f"{value[:MOST_VALUE]}…（共 {len(value)} 个字）"
    return visible(value)


def table(title: str, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[Any]]) -> Table:
    """A table; `columns` are (heading, whether it holds numbers, which stand right-aligned)."""
    result = Table(
        title=Text(visible(title, several_lines=True)),
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.ASCII if out().legacy_windows else box.HEAVY_HEAD,  # lines two columns wide in old fonts
    )
    for heading, numeric in columns:
        result.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        result.add_row(*(Text(visible(str(cell), several_lines=True)) for cell in row))
    return result


def capped_rows(rows: Sequence[Row], everything: bool = False) -> Sequence[Row]:
    """The first twenty rows of a long table, or all of them."""
    return rows if everything else rows[:MOST_ROWS]


def more(left: int, unit: str, where: str) -> None:
    """Under a table that was cut: how much it does not show, and where all of it is to be seen."""
    if left > 0:
        out().print(Text(f"……还有 {left} {unit}，{where}。"), soft_wrap=True)
