"""Arguments and options that several commands share, and what stands for those that are left out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.core.findings import as_argument, error


def argument(metavar: str, text: str) -> Any:
    """An argument: what stands for it in the usage line, and its help."""
    return typer.Argument(metavar=metavar, help=text)


def option(name: str, metavar: str, text: str, **limits: Any) -> Any:
    """An option with a value: its English name, what stands for the value, and its help."""
    return typer.Option(name, metavar=metavar, help=text, **limits)


def switch(name: str, text: str) -> Any:
    """An option without a value: its English name, and its help."""
    return typer.Option(name, help=text)


PlanPath = Annotated[Path, argument("计划文件", "计划文件（.yaml），或只有一份计划的文件夹")]
PlanHere = Annotated[Path | None, argument("计划文件", "计划文件（.yaml）；不写时用当前文件夹里的那一份")]
ArchivePath = Annotated[
    Path | None, argument("档案", "draws 下面某一次抽取的文件夹；不写时用最近一次有效的抽取")
]
GivenArchive = Annotated[Path, argument("档案", "draws 下面某一次抽取的文件夹")]
BatchName = Annotated[str | None, option("--batch", "批次", "批次名称；不写时取唯一的或第一个未抽取的批次")]
AsJson = Annotated[bool, switch("--json", "输出 JSON，供程序读取")]
ShowAll = Annotated[bool, switch("--all", "长表全部列出，不止前 20 行")]
Operator = Annotated[str, option("--operator", "姓名", "操作人")]
Witnesses = Annotated[list[str] | None, option("--witness", "姓名", "见证人，可写多次")]
Recordings = Annotated[list[str] | None, option("--recording", "编号", "录音录像编号，可写多次")]


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
    except shuangsuiji.SsjError as problem:
        if archive is None or problem.findings[0].code != "no-standing-draw":
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
        raise shuangsuiji.BadUsage(error("archive-needed", archive=as_argument(str(archive))))
    if not views.dialogue.agreed(f"{doing}：{archive.name}。"):
        raise typer.Abort
