"""Arguments and options that several commands share, and what stands for those that are left out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.core.findings import error

PlanPath = Annotated[
    Path,
    typer.Argument(metavar="计划文件", help="计划文件（.yaml），或只有一份计划的文件夹", show_default=False),
]
PlanHere = Annotated[
    Path | None,
    typer.Argument(
        metavar="计划文件", help="计划文件（.yaml）；不写时用当前文件夹里的那一份", show_default=False
    ),
]
ArchivePath = Annotated[
    Path | None,
    typer.Argument(
        metavar="档案", help="draws 下面某一次抽取的文件夹；不写时用最近一次有效的抽取", show_default=False
    ),
]
GivenArchive = Annotated[
    Path, typer.Argument(metavar="档案", help="draws 下面某一次抽取的文件夹", show_default=False)
]
BatchName = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", help="批次名称；不写时取唯一的或第一个未抽取的批次"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
ShowAll = Annotated[bool, typer.Option("--all", help="长表全部列出，不止前 20 行")]
Operator = Annotated[str, typer.Option("--operator", metavar="姓名", help="操作人", show_default=False)]


def plan_of(place: Path | None) -> Path:
    """The plan that is meant: the file, or the one plan of a folder, which is said.

    Args:
        place: a file or a folder; None for the current folder.
    """
    path = shuangsuiji.the_plan(place or Path())
    if path != place:
        views.screen.say_taken("计划", path)
    return path


def archive_of(archive: Path | None, doing: str = "") -> Path:
    """The archive that is meant: the one given, or that of the latest standing draw, which is said.

    Args:
        archive: None where it was left out; a folder of draws, or a part of the archive's name, will do.
        doing: what will be put on record; then somebody has to agree.

    Raises:
        BadUsage: something would be put on record, and nobody is there to agree.
        typer.Abort: nobody agreed.
    """
    if archive is not None and ((archive / "档案").is_dir() or archive.name == "档案"):
        return archive
    try:
        if archive is None or archive.is_dir():
            found = shuangsuiji.latest_draw(archive or Path())
        else:
            found = shuangsuiji.latest_draw(named=str(archive))
    except shuangsuiji.SsjError:
        if archive is None:
            raise
        return archive  # whoever reads it says what it is instead
    views.screen.say_taken("档案", found)
    if doing:
        agree(f"将要{doing}", found)
    return found


def agree(doing: str, archive: Path) -> None:
    """Lets whoever sits there type 是 before something is put on record.

    Raises:
        BadUsage: nobody is there.
        typer.Abort: anything else was typed.
    """
    if not sys.stdin.isatty():
        raise shuangsuiji.BadUsage(error("archive-needed", archive=str(archive)))
    if not views.dialogue.agreed(f"{doing}：{archive.name}。"):
        raise typer.Abort
