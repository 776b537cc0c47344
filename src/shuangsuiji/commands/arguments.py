"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PlanPath = Annotated[Path, typer.Argument(metavar="计划文件", help="计划文件（.yaml）", show_default=False)]
ArchivePath = Annotated[
    Path, typer.Argument(metavar="档案", help="draws 下面某一次抽取的文件夹", show_default=False)
]
BatchName = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", help="批次名称；不写时取唯一的或第一个未抽取的批次"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
ShowAll = Annotated[bool, typer.Option("--all", help="长表全部列出，不止前 20 行")]
Operator = Annotated[str, typer.Option("--operator", metavar="姓名", help="操作人", show_default=False)]
