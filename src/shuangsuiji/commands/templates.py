"""`ssj template`: the templates of the papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, argument
from shuangsuiji.commands.chinese import Commands

app = Commands()
template_app = app.group("template", "文书模板：取出、修改、检查。")


@template_app.command("export")
def export(
    folder: Annotated[Path, argument("文件夹", "新建的文件夹")],
    as_json: AsJson = False,
) -> None:
    """取出系统自带的文书模板和占位符说明，供修改。"""
    views.templates.export_templates(folder, shuangsuiji.export_templates(folder), as_json=as_json)


@template_app.command("check")
def check(
    folder: Annotated[Path, argument("文件夹", "模板所在的文件夹")],
    as_json: AsJson = False,
) -> None:
    """检查改过的模板：占位符、for 和 if、能否填写。"""
    report = shuangsuiji.check_templates(folder)
    views.templates.check_templates(report, as_json=as_json)
    raise typer.Exit(0 if report.passed else shuangsuiji.ExitStatus.BAD_INPUT)
