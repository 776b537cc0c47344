"""`ssj results, due`: what came of the visits, and what has to be done by when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuangsuiji.cli.arguments import ArchivePath, AsJson, Operator
from shuangsuiji.cli.chinese import ChineseCommand

app = typer.Typer()


@app.command("results", cls=ChineseCommand, options_metavar="[选项]")
def results(
    archive: ArchivePath,
    sheet: Annotated[
        Path | None,
        typer.Argument(metavar="结果录入表", help="填好的结果录入表；不写时只显示进度", show_default=False),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="更正已录入结果的理由", show_default=False)
    ] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """录入检查结果，或显示检查、处置和公开的进度。"""
    from shuangsuiji import api
    from shuangsuiji.cli import followup_reports

    report = api.results(archive, sheet, reason=reason, operator=operator)
    followup_reports.results_report(report, as_json=as_json)
