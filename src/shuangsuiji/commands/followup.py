"""`ssj results, due`: what came of the visits, and what has to be done by when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import ArchivePath, AsJson, Operator, ShowAll, agree, archive_of
from shuangsuiji.commands.chinese import Commands

app = Commands()


@app.command("results")
def results(
    archive: ArchivePath = None,
    sheet: Annotated[
        Path | None,
        typer.Argument(metavar="结果录入表", help="填好的结果录入表；不写时只显示进度", show_default=False),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="更正已录入结果的理由", show_default=False)
    ] = "",
    operator: Operator = "",
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """录入检查结果，或显示检查、处置和公开的进度。"""
    if archive is not None and archive.is_file() and sheet is None:
        archive, sheet = None, archive
    if archive is None and sheet is not None:
        archive = shuangsuiji.draw_of_sheet(sheet) or shuangsuiji.latest_draw()
        agree("将要录入检查结果", archive)
    report = shuangsuiji.results(archive_of(archive), sheet, reason=reason, operator=operator)
    views.followup.results(report, as_json=as_json, everything=show_all)


@app.command("due")
def due(
    place: Annotated[
        Path, typer.Argument(metavar="文件夹", help="draws 文件夹，或计划所在的文件夹")
    ] = Path(),
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="按这一天计算，例如 2024-07-01；不写时按今天"),
    ] = None,
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """到期办理：该检查、该公开、该处置的，逾期的在前；有逾期时退出码为 1。"""
    report = shuangsuiji.due(place, on=on)
    views.followup.due(report, as_json=as_json, everything=show_all)
    raise typer.Exit(1 if report.overdue else 0)
