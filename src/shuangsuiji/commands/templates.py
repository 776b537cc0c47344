"""`ssj template`: the templates of the papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuangsuiji.commands.arguments import AsJson
from shuangsuiji.commands.chinese import ChineseCommand, ChineseGroup

app = typer.Typer()
template_app = typer.Typer(
    cls=ChineseGroup,
    help="文书模板：取出、修改、检查。",
    no_args_is_help=True,
    subcommand_metavar="命令 [参数]...",
)
app.add_typer(template_app, name="template")


@template_app.command("export", cls=ChineseCommand, options_metavar="[选项]")
def export(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新建的文件夹", show_default=False)],
) -> None:
    """取出系统自带的文书模板和占位符说明，供修改。"""
    from shuangsuiji import api
    from shuangsuiji.views import screen

    report = api.export_templates(folder)
    out = screen.out()
    out.print(f"模板 {len(report.files) - 1} 份，写在 {folder}")
    for name in report.files:
        out.print(f"  {name}")
    screen.err().print("改好以后运行 ssj template check 检查，再在计划里写上“模板目录”。", soft_wrap=True)


@template_app.command("check", cls=ChineseCommand, options_metavar="[选项]")
def check(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="模板所在的文件夹", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """检查改过的模板：占位符、for 和 if、能否填写。"""
    from shuangsuiji import api
    from shuangsuiji.core.findings import has_errors
    from shuangsuiji.views import screen

    report = api.check_templates(folder)
    if as_json:
        found = [screen.finding_json(finding) for finding in report.findings]
        screen.print_json({"templates": list(report.files), "findings": found})
    else:
        screen.show_findings(report.findings)
        if not has_errors(report.findings):
            screen.out().print(f"模板 {len(report.files)} 份，可以使用。")
    raise typer.Exit(1 if has_errors(report.findings) else 0)
