"""`ssj registry check`, `template`, `diff`, `fix`: help for whoever keeps the registries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, argument, option, switch
from shuangsuiji.commands.chinese import Commands

app = Commands()
registry_app = app.group("registry", "名录库：检查、空白模板、新旧比较、整理。")

RegistryPath = Annotated[Path, argument("名录库", "名录库文件（.xlsx、.csv 等）")]
KindName = Annotated[
    str | None, option("--kind", "种类", "检查对象、检查人员、专家、事项清单、回避、历史；不写时看表头")
]
SheetName = Annotated[str | None, option("--sheet", "工作表", "看哪一个工作表；不写时取表头相符的")]
IdColumn = Annotated[str | None, option("--id", "列名", "检查对象用哪一列作编码，同计划的“标识”")]


@registry_app.command("check")
def check(
    file: RegistryPath,
    kind: KindName = None,
    sheet: SheetName = None,
    id_column: IdColumn = None,
    mark: Annotated[bool, switch("--mark", "在旁边另写一份标注副本（名称-标注.xlsx），原文件不动")] = False,
    dump: Annotated[
        Path | None, option("--dump", "文件", "把读到的每一格另写成一个 .csv，可与原表逐格核对")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检查一个名录库：认出哪些列、读入多少行、有什么问题在哪一格。"""
    report = shuangsuiji.registry_check(
        file, kind=kind, sheet=sheet, id_column=id_column, mark=mark, dump=dump
    )
    views.registry.registry_check(report, as_json=as_json)
    raise typer.Exit(0 if report.passed else shuangsuiji.ExitStatus.BAD_INPUT)


@registry_app.command("template")
def template(
    kind: Annotated[str, argument("种类", "检查对象、检查人员、专家、事项清单、回避、历史 之一")],
    file: Annotated[Path | None, argument("文件", "写到哪里（.xlsx）；不写时用名录库的名称")] = None,
    id_column: IdColumn = None,
    as_json: AsJson = False,
) -> None:
    """写出一份空白名录库，带下拉、格式和填写说明。"""
    path = shuangsuiji.registry_template(kind, file, id_column=id_column)
    views.registry.registry_template(path, as_json=as_json)


@registry_app.command("diff")
def diff(
    old: Annotated[Path, argument("旧表", "原来的名录库")],
    new: Annotated[Path, argument("新表", "更新后的名录库")],
    kind: KindName = None,
    sheet: SheetName = None,
    id_column: IdColumn = None,
    xlsx: Annotated[Path | None, option("--xlsx", "文件", "把变动情况另写成一个 .xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """比较新旧两份名录库：新增、减少、变更逐格列出，可能换号的单列。"""
    report = shuangsuiji.registry_diff(old, new, kind=kind, sheet=sheet, id_column=id_column, workbook=xlsx)
    views.registry.registry_diff(report, as_json=as_json)


@registry_app.command("fix")
def fix(
    file: RegistryPath,
    kind: KindName = None,
    sheet: SheetName = None,
    id_column: IdColumn = None,
    as_json: AsJson = False,
) -> None:
    """整理一个名录库：有把握的改好，写成副本（名称-整理后.xlsx）；拿不准的列出来。原文件不动。"""
    report = shuangsuiji.registry_fix(file, kind=kind, sheet=sheet, id_column=id_column)
    views.registry.registry_fix(report, as_json=as_json)
