"""typer in Chinese: help pages and usage errors."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from shuangsuiji.commands.help_pages import help_page

IN_CHINESE = {
    "新建": "init",
    "检查": "check",
    "全年": "year",
    "计划": "plan",
    "封存": "freeze",
    "抽取": "draw",
    "抽查": "draw",
    "递补": "substitute",
    "更正": "correct",
    "取消": "cancel",
    "结果": "results",
    "录入": "results",
    "到期": "due",
    "报表": "report",
    "月报": "report",
    "公示": "publish",
    "公布": "publish",
    "公开": "publish",
    "平台": "platform",
    "复核": "audit",
    "查档": "explain",
    "说明": "explain",
    "导出": "export",
    "台账": "ledger",
    "校验码": "code",
    "编号": "code",
    "名录库": "registry",
    "模板": "template",
}
"""What a clerk may type for a command."""


OPTIONS = {
    "--add": "--选派",
    "--approval": "--公开审批",
    "--all": "--全部",
    "--ask": "--问答",
    "--against": "--对照",
    "--batch": "--批次",
    "--brief": "--要点",
    "--ceremony": "--当众",
    "--channel": "--公开渠道",
    "--commit": "--封存摘要",
    "--docx": "--公告",
    "--done": "--已检查",
    "--draw-time": "--抽取时间",
    "--csv": "--逗号表",
    "--dump": "--读到的格子",
    "--embargo-over": "--名单可公布",
    "--example": "--举例",
    "--fallback": "--落空办法",
    "--from": "--由",
    "--head": "--末行",
    "--help": "--帮助",
    "--id": "--标识",
    "--inspector": "--人员",
    "--issue": "--期号",
    "--json": "--程序读取",
    "--kind": "--种类",
    "--mapping": "--对照表",
    "--mark": "--标注",
    "--names": "--连同名单",
    "--number": "--编号",
    "--object": "--对象",
    "--on": "--日期",
    "--operator": "--操作人",
    "--out": "--写到",
    "--plan": "--计划",
    "--preset": "--样例",
    "--published": "--公开日期",
    "--reason": "--理由",
    "--recording": "--录音录像",
    "--recuse": "--回避",
    "--registry": "--名录库",
    "--rehearsal": "--演练",
    "--report": "--报告",
    "--seed": "--种子",
    "--sheet": "--工作表",
    "--sqlite": "--数据库",
    "--step": "--步骤",
    "--system-seed": "--系统随机数",
    "--teams": "--连同检查组",
    "--templates": "--模板",
    "--trials": "--次数",
    "--version": "--版本",
    "--visit": "--户",
    "--withdraw": "--撤回",
    "--witness": "--见证人",
    "--xlsx": "--表格",
}
"""What a clerk may type for an option; the English stays, and scripts use it."""


def with_chinese_names(parameters: Iterable[Any]) -> None:
    """Gives each option its Chinese name beside the others."""
    for parameter in parameters:
        if parameter.param_type_name == "option" and parameter.opts[0] in OPTIONS:
            name = OPTIONS[parameter.opts[0]]
            if name not in parameter.opts:
                parameter.opts.append(name)


class _Chinese:
    """What commands and groups share: their help pages."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示本帮助"
            with_chinese_names([option])
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_page(self, ctx))


class ChineseCommand(_Chinese, TyperCommand):
    """A command that speaks Chinese."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        with_chinese_names(self.params)


class ChineseGroup(_Chinese, TyperGroup):
    """A group of commands that speaks Chinese."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        with_chinese_names(self.params)


Job = TypeVar("Job", bound=Callable[..., Any])


class Commands(typer.Typer):
    """Commands, and groups of them, that speak Chinese.

    Args:
        text: what the group is for, on its help page.
    """

    def __init__(self, text: str | None = None, **options: Any) -> None:
        options = {"no_args_is_help": True, **options}
        super().__init__(cls=ChineseGroup, help=text, subcommand_metavar="命令 [参数]...", **options)

    def command(self, name: str | None = None, **options: Any) -> Callable[[Job], Job]:
        """Makes a command of a function, as `typer.Typer` does."""
        return super().command(name, cls=ChineseCommand, **options)

    def group(self, name: str, text: str) -> Commands:
        """A new group of commands among these."""
        group = Commands(text)
        self.add_typer(group, name=name)
        return group


def _no_such_command(typed: str, context: Any) -> str:
    """The command that was probably meant: the nearest, or the one of this Chinese name."""
    known = context.command.list_commands(context) if context is not None else []
    chinese = difflib.get_close_matches(typed, IN_CHINESE, 1, 0.5)
    close = difflib.get_close_matches(typed, known, 1) or [IN_CHINESE[name] for name in chinese] or [""]
    meant = f"，是不是 {close[0]}？" if close[0] in known else "。"
    return f"没有“{typed}”这个命令{meant}"


def usage_text(problem: TyperException) -> str:
    """What is wrong with the command line, and where to read on."""
    kind = type(problem).__name__
    if kind == "NoArgsIsHelpError":
        return problem.format_message()
    context = getattr(problem, "ctx", None)
    command = context.command_path if context is not None else "ssj"
    option = getattr(problem, "option_name", "")
    parameter = getattr(problem, "param", None)
    label = getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or ""
    if kind == "NoSuchOption":
        likely = getattr(problem, "possibilities", None)
        text = f"没有“{option}”这个选项" + (f"，是不是 {'、'.join(sorted(likely))}？" if likely else "。")
    elif kind == "MissingParameter":
        text = f"缺少“{label}”。"
    elif kind == "BadOptionUsage":
        text = f"选项“{option}”后面缺少内容。"
    elif kind == "BadParameter":
        text = f"“{label}”的写法不对。" + ("请写阿拉伯数字，例如 3。" if "integer" in problem.message else "")
    elif "No such command" in problem.message:
        text = _no_such_command(problem.message.split(chr(39))[1], context)
    elif "unexpected extra argument" in problem.message:
        text = "多写了参数；文件名里有空格时请加英文引号。"
    else:
        text = "命令写得不对。"
    return f"✗ {text}\n  查看用法：{command} --help"
