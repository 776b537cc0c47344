"""`ssj`: the commands. Thin: arguments in, one call of `shuangsuiji`, one of `views`.

The exit status is one of `ExitStatus`, the same for all commands. Everything that a clerk reads is Chinese,
also where typer itself speaks.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer import exceptions as typer_exceptions
from typer.main import get_command

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands import (
    drawing,
    explain,
    followup,
    planning,
    platform,
    proof,
    publishing,
    registry,
    reporting,
    templates,
)
from shuangsuiji.commands.arguments import agree, switch
from shuangsuiji.commands.chinese import OPTIONS, Commands, usage_text
from shuangsuiji.commands.help_pages import SECTIONS
from shuangsuiji.commands.streams import ended, own_window, set_up_streams
from shuangsuiji.commands.understanding import understood
from shuangsuiji.core.findings import error

app = Commands(
    "双随机、一公开：抽取检查对象和检查人员，谁都可以复核。",
    name="ssj",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    drawing,
    planning,
    platform,
    registry,
    followup,
    reporting,
    publishing,
    proof,
    explain,
    templates,
):
    app.add_typer(group.app)


_FILES = frozenset(
    (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".et", ".yaml", ".yml", ".json")
)
_COMMANDS = frozenset(name for _, names in SECTIONS for name in names)
_WRITING = frozenset(
    {"init", "freeze", "draw", "substitute", "correct", "cancel", "results", "publish", "report"}
)
"""Commands whose work is on record, or in files, before they tell of it."""


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, switch("--version", "显示版本号")] = False,
) -> None:
    if version:
        typer.echo(f"ssj {shuangsuiji.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from shuangsuiji.commands.assistant import assist  # brings the plan's models; help is instant

        assist(run)


def main() -> NoReturn:
    """Runs the command that was typed, and ends with its exit status."""
    gc.disable()  # it walks the rows of a registry again and again; what little is circular ends with the run
    set_up_streams()
    if any("\ud800" <= letter <= "\udfff" for argument in sys.argv for letter in argument):
        sys.stderr.write("✗ 命令里有无法识别的字符，请重新输入。\n")
        sys.exit(shuangsuiji.ExitStatus.USAGE)
    status = ended(run(sys.argv[1:]), recorded=not _WRITING.isdisjoint(sys.argv[1:2]))
    if own_window() and (status or len(sys.argv) > 1):  # who leaves the assistant wants it closed
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            input("按回车键关闭窗口。")
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Runs a command and turns whatever happens into an exit status; no traceback reaches the user."""
    try:
        meant = understood(arguments, _COMMANDS, _options())
        if meant and not meant[0].startswith("-") and meant[0] not in _COMMANDS and _is_path(meant[0]):
            return max(_typed([*command, *meant[1:]]) for command in _of_path(Path(meant[0])))
        return _typed(meant)
    except typer_exceptions.TyperException as problem:
        status = shuangsuiji.ExitStatus.USAGE
        if "--json" in arguments:
            told = {
                **views.as_json.as_json(error("recorded", text=usage_text(problem).removeprefix("✗ "))),
                "code": "usage",
            }
            views.screen.print_json("error", {"status": status, "findings": [told]})
        else:
            typer.echo(usage_text(problem), err=True)
        return status
    except (KeyboardInterrupt, EOFError, typer.Abort):
        sys.stderr.write("已中断。\n")
        return shuangsuiji.ExitStatus.INTERRUPTED
    except Exception as problem:
        return _told(problem, as_json="--json" in arguments)


def _is_path(text: str) -> bool:
    """Whether a word means a file: one is there, or it is spelt like one, and whoever reads it misses it."""
    return Path(text).exists() or Path(text).suffix.lower() in _FILES or "/" in text or "\\" in text


@cache
def _commands() -> Callable[..., Any]:
    """Options and arguments of all commands, read off once: the assistant runs one command after another."""
    return get_command(app)


def _typed(arguments: Sequence[str]) -> int:
    return int(_commands()(args=list(arguments), standalone_mode=False) or 0)


def _of_path(path: Path) -> Sequence[Sequence[str]]:
    """The commands for a file or a folder that was given alone, as when it is dragged onto the program."""
    found = shuangsuiji.recognised(path)
    views.assistant.taken_for(found)
    if found.writes:
        agree("将要录入检查结果", found.path)
    return found.commands


def _options() -> frozenset[str]:
    """Every option of every command, in both languages."""
    return frozenset(OPTIONS) | frozenset(OPTIONS.values())


def _told(problem: Exception, *, as_json: bool) -> int:
    """Bad data and broken files in their own words; anything else as an internal error, without details."""
    if isinstance(problem, RecursionError):
        problem = shuangsuiji.BadInput(error("input-too-deep"))
    if isinstance(problem, shuangsuiji.SsjError):
        if as_json:
            views.screen.print_json("error", {"status": problem.exit_status, "findings": problem.findings})
        else:
            views.screen.show_findings(problem.findings)
        return problem.exit_status
    if os.environ.get("SSJ_DEBUG"):
        raise problem
    name = type(problem).__name__
    if as_json:
        told = {**views.as_json.as_json(error("recorded", text=name)), "code": "internal"}
        views.screen.print_json("error", {"status": shuangsuiji.ExitStatus.INTERNAL, "findings": [told]})
    said = "命令已经执行完，只是结果没能显示" if _while_showing(problem) else "没有完成"
    sys.stderr.write(
        f"程序内部错误（{name}），{said}。请把计划和名录库连同这行字发给维护者。"
        "设置环境变量 SSJ_DEBUG=1 再运行可看到详情。\n"
    )
    return shuangsuiji.ExitStatus.INTERNAL


def _while_showing(problem: Exception) -> bool:
    """Whether the job was done by then: the problem arose in a view that no job had called."""
    names = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(problem.__traceback__)]
    jobs = any(name.startswith("shuangsuiji.workflows") for name in names)
    return not jobs and any(name.startswith("shuangsuiji.views") for name in names)
