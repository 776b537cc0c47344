"""Help pages: what a command does, what it takes, and under which heading a clerk finds it.

Written without rich, whose help pages bring a Markdown parser along: `ssj --help` should feel instant.
"""

from __future__ import annotations

import shutil
from typing import Any

import typer
from rich.cells import cell_len

from shuangsuiji.views.wrapping import wrapped

SECTIONS = (
    ("准备", ("init", "registry", "template", "schema")),
    ("年度计划", ("check", "year", "plan")),
    ("抽取", ("freeze", "draw", "substitute", "correct", "cancel")),
    ("抽取以后", ("results", "due", "report", "publish", "platform")),
    ("复核", ("audit", "ledger", "code")),
)
"""The commands in the order of the work."""

WIDEST = 100
GAP = 2


def help_page(command: Any, context: Any) -> str:
    """The help page of a command or a group, for a terminal at most `WIDEST` wide."""
    width = min(shutil.get_terminal_size().columns, WIDEST) - 1
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    blocks = [f"用法：{usage.replace('[OPTIONS]', '[选项]')}", _paragraphs(command.help or "", width)]
    for title, rows in _commands(command, context):
        blocks.append(_block(title, rows, width))
    parameters = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    for title, kind in (("参数", "argument"), ("选项", "option")):
        rows = [_parameter(one) for one in parameters if one.param_type_name == kind]
        blocks.append(_block(title, rows, width))
    if context.parent is None and hasattr(command, "list_commands"):
        name = context.command_path
        blocks.append(f"从这里开始：{name} init 我的抽查\n某个命令的用法：{name} 命令 --help")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _paragraphs(text: str, width: int) -> str:
    """The text with each of its lines wrapped by itself."""
    return "\n".join(part for line in text.splitlines() for part in wrapped(line, width) or [""])


def _commands(command: Any, context: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands of a group, under headings where it is the topmost one."""
    if not hasattr(command, "list_commands"):
        return []
    names = command.list_commands(context)
    found = {name: (command.get_command(context, name).help or "").strip() for name in names}
    if context.parent is not None:
        return [("命令", list(found.items()))]
    sections = []
    for title, members in SECTIONS:
        sections.append((title, [(name, found.pop(name)) for name in members if name in found]))
    return [*sections, ("其他", list(found.items()))]


def _parameter(parameter: Any) -> tuple[str, str]:
    """What is typed, and what it means."""
    text = (parameter.help or "").rstrip("。")
    if parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name
        return name, text if parameter.required or "不写" in text else f"{text}（可不写）"
    name = " ".join(parameter.opts[:2])
    if parameter.metavar and not parameter.is_flag:
        name += f" {parameter.metavar}"
    return name, text


def _block(title: str, rows: list[tuple[str, str]], width: int) -> str:
    if not rows:
        return ""
    first = max(cell_len(name) for name, _ in rows) + GAP
    lines = [typer.style(title, bold=True)]
    for name, text in rows:
        body = wrapped(text, width - GAP - first) or [""]
        pad = " " * (first - cell_len(name))
        lines.append((" " * GAP + typer.style(name, fg="cyan") + pad + body[0]).rstrip())
        lines += [" " * (GAP + first) + more for more in body[1:]]
    return "\n".join(lines)
