"""`ssj`: the commands. Thin: arguments in, one call of `shuangsuiji`, one of `views`.

Exit status: 0 done; 1 errors found (bad data, an audit that fails); 2 usage; 3 could not read or write;
4 internal error. Everything a clerk reads is Chinese, also where typer itself speaks.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer
from typer import exceptions as typer_exceptions

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands import (
    drawing,
    followup,
    planning,
    platform,
    proof,
    publishing,
    registry,
    reporting,
    templates,
)
from shuangsuiji.commands.chinese import Commands, usage_text
from shuangsuiji.commands.streams import ended, set_up_streams

app = Commands(
    "双随机、一公开：抽取检查对象和检查人员，谁都可以复核。",
    name="ssj",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (drawing, planning, platform, registry, followup, reporting, publishing, proof, templates):
    app.add_typer(group.app)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本号")] = False,
) -> None:
    if version:
        typer.echo(f"ssj {shuangsuiji.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from shuangsuiji.commands.assistant import assist  # brings the plan's models; help is instant

        assist(run)


def main() -> NoReturn:
    """Runs the command that was typed, and ends with its exit status."""
    set_up_streams()
    if any("\ud800" <= letter <= "\udfff" for argument in sys.argv for letter in argument):
        sys.stderr.write("✗ 命令里有无法识别的字符，请重新输入。\n")
        sys.exit(2)
    sys.exit(ended(run(sys.argv[1:])))


def run(arguments: Sequence[str]) -> int:
    """Runs a command and turns whatever happens into an exit status; no traceback reaches the user."""
    try:
        return int(app(args=list(arguments), standalone_mode=False) or 0)
    except typer_exceptions.TyperException as problem:
        typer.echo(usage_text(problem), err=True)
        return 2
    except (KeyboardInterrupt, EOFError, typer.Abort):
        sys.stderr.write("已中断。\n")
        return 130
    except Exception as problem:
        return _told(problem, as_json="--json" in arguments)


def _told(problem: Exception, *, as_json: bool) -> int:
    """Bad data and broken files in their own words; anything else as an internal error, without details."""
    if isinstance(problem, shuangsuiji.SsjError):
        if as_json:
            views.screen.print_json({"findings": problem.findings})
        else:
            views.screen.show_findings(problem.findings)
        return problem.exit_status
    if os.environ.get("SSJ_DEBUG"):
        raise problem
    name = type(problem).__name__
    said = "命令已经执行完，只是结果没能显示" if _while_showing(problem) else "没有完成"
    sys.stderr.write(
        f"程序内部错误（{name}），{said}。请把计划和名录库连同这行字发给维护者。"
        "设置环境变量 SSJ_DEBUG=1 再运行可看到详情。\n"
    )
    return 4


def _while_showing(problem: Exception) -> bool:
    """Whether the job was done by then: the problem arose in a view that no job had called."""
    names = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(problem.__traceback__)]
    jobs = any(name.startswith("shuangsuiji.workflows") for name in names)
    return not jobs and any(name.startswith("shuangsuiji.views") for name in names)
