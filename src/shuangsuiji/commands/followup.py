"""`ssj results, due`: what came of the visits, and what has to be done by when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import (
    ArchivePath,
    AsJson,
    Operator,
    ShowAll,
    agree,
    archive_of,
    argument,
    option,
    switch,
)
from shuangsuiji.commands.chinese import Commands

app = Commands()


@app.command("results")
def results(
    archive: ArchivePath = None,
    sheet: Annotated[Path | None, argument("结果录入表", "填好的结果录入表；不写时只显示进度")] = None,
    reason: Annotated[str, option("--reason", "理由", "更正已录入结果的理由")] = "",
    operator: Operator = "",
    published: Annotated[str, option("--published", "日期", "整批已在这一天公开，还没有公开的都记上")] = "",
    channel: Annotated[str, option("--channel", "渠道", "公开在哪里；计划只有一个渠道的不用写")] = "",
    approval: Annotated[str, option("--approval", "审批", "公开前的审批人和日期")] = "",
    mark: Annotated[bool, switch("--mark", "有错误时另写一份标注副本，原表不动")] = False,
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """录入检查结果，记上整批公开，或显示检查、处置和公开的进度。"""
    if archive is not None and archive.is_file() and sheet is None:
        archive, sheet = None, archive
    if archive is None and sheet is not None:
        archive = shuangsuiji.draw_of_sheet(sheet) or shuangsuiji.latest_draw()
        agree("将要录入检查结果", archive)
    if published:
        place = archive_of(archive, "记上整批公开")
        report = shuangsuiji.results_published(
            place, published, channel=channel, approval=approval, operator=operator
        )
    else:
        report = _entered(archive_of(archive), sheet, reason, operator, mark=mark, as_json=as_json)
    views.followup.results(report, as_json=as_json, everything=show_all)


def _entered(
    archive: Path, sheet: Path | None, reason: str, operator: str, *, mark: bool, as_json: bool
) -> shuangsuiji.ResultsReport:
    try:
        return shuangsuiji.results(archive, sheet, reason=reason, operator=operator)
    except shuangsuiji.BadInput as problem:
        if sheet is None or as_json:
            raise
        marked = shuangsuiji.mark_sheet(sheet, problem.findings) if mark else None
        views.followup.refused(problem.findings, marked)
        raise typer.Exit(problem.exit_status) from None


@app.command("due")
def due(
    place: Annotated[Path, argument("文件夹", "draws 文件夹，或计划所在的文件夹")] = Path(),
    on: Annotated[str | None, option("--on", "日期", "按这一天计算，例如 2024-07-01；不写时按今天")] = None,
    xlsx: Annotated[bool, switch("--xlsx", "另写一份到期办理.xlsx，放在计划旁边")] = False,
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """到期办理：该检查、该公开、该处置的，逾期的在前；有逾期时退出码为 8。"""
    report = shuangsuiji.due(place, on=on, workbook=xlsx)
    views.followup.due(report, as_json=as_json, everything=show_all)
    raise typer.Exit(shuangsuiji.ExitStatus.OVERDUE if report.overdue else 0)
