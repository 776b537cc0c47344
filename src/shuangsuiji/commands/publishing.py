"""`ssj publish`: drafts for publication, and the public package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuangsuiji.commands.chinese import ChineseCommand

if TYPE_CHECKING:
    from shuangsuiji.workflows.publishing.publish_drafts import DraftReport

app = typer.Typer()
CHANGE = ("change", "调整", "调整公告")


@app.command("publish", cls=ChineseCommand, options_metavar="[选项]")
def publish(
    path: Annotated[
        Path, typer.Argument(metavar="计划或档案", help="计划文件，或抽取档案的文件夹", show_default=False)
    ],
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="内容",
            help="计划：计划、清单、人员、调整；档案：名单、结果、不规范名单、复核包",
            show_default=False,
        ),
    ] = None,
    embargo_over: Annotated[bool, typer.Option("--embargo-over", help="名单已到公布的时候")] = False,
    teams: Annotated[bool, typer.Option("--teams", help="复核包：连同检查人员的抽取（只有编号）")] = False,
    names: Annotated[
        bool, typer.Option("--names", help="复核包：连同被抽查对象的名单（不对应编号）")
    ] = False,
    old: Annotated[
        Path | None, typer.Option("--from", metavar="旧计划", help="起草调整计划公告时，调整前的计划文件")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="调整计划的理由，写入公告", show_default=False)
    ] = "",
) -> None:
    """起草公示稿：年度计划、事项清单、人员名录、抽查名单、抽查结果；或做公开复核包。"""
    from shuangsuiji import api
    from shuangsuiji.core.findings import error
    from shuangsuiji.errors import BadUsage
    from shuangsuiji.views import drawing as reports
    from shuangsuiji.views import screen

    if what in CHANGE:
        if old is None:
            raise BadUsage(error("publish-change-needs-old"))
        _say(api.change_notice(old, path, reason=reason)[1])
        return
    kind = what or ("verify" if path.is_dir() else "plan")
    if api.is_verify(kind) and path.is_dir():
        report = api.publish(
            path, embargo_over=embargo_over, teams=teams, names=names, tell=screen.show_findings
        )
        reports.published(report)
        return
    _say(api.publish_draft(path, kind, embargo_over=embargo_over))


def _say(report: DraftReport) -> None:
    """Where the draft lies, and whether an older one is beside it."""
    from rich.text import Text

    from shuangsuiji.views import screen

    screen.show_findings(report.findings)
    out = screen.out()
    if not report.written:
        out.print("公示稿内容没有变化，保留原来的文件：")
    elif report.beside:
        out.print("原来的公示稿没有动（可能已经修改），新的公示稿另存为：")
    else:
        out.print("公示稿已写好，请核对后按程序审批、公布：")
    out.print(Text(str(screen.near(report.path))), soft_wrap=True)
