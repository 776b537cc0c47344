"""`ssj platform export, compare, import`: the provincial platform beside the archive (XT-10)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import (
    AsJson,
    BatchName,
    GivenArchive,
    Operator,
    PlanPath,
    Recordings,
    ShowAll,
    Witnesses,
    argument,
    option,
)
from shuangsuiji.commands.chinese import Commands

app = Commands()
platform_app = app.group("platform", "省级双随机平台：录入表，核对名单，导入平台的抽取。")

Mapping = Annotated[Path | None, option("--mapping", "对照表", "平台列名对照表（.yaml），列名特殊时用")]
Lists = Annotated[list[Path], argument("名单", "平台导出的名单，可写几个")]


@platform_app.command("export")
def export(
    place: Annotated[Path, argument("计划或档案", "计划文件，或某一次抽取的文件夹")],
    mapping: Mapping = None,
    as_json: AsJson = False,
) -> None:
    """做平台录入表：计划的检查对象和检查人员，或一次抽取的名单和检查组。"""
    views.platform.platform_export(shuangsuiji.platform_export(place, mapping=mapping), as_json=as_json)


@platform_app.command("compare")
def compare(
    archive: GivenArchive,
    lists: Lists,
    mapping: Mapping = None,
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """把平台导出的名单与档案核对：缺的、多的、检查组不同的。"""
    report = shuangsuiji.platform_compare(archive, lists, mapping=mapping)
    views.platform.platform_compare(report, as_json=as_json, everything=show_all)
    raise typer.Exit(0 if report.agrees else shuangsuiji.ExitStatus.MISMATCH)


@platform_app.command("import")
def import_(
    plan: PlanPath,
    lists: Lists,
    number: Annotated[
        list[str] | None, option("--number", "编号", "平台任务编号，必写；几个名单各写一个")
    ] = None,
    batch: BatchName = None,
    mapping: Mapping = None,
    seed: Annotated[
        str | None, option("--seed", "种子", "名单没有检查人员时排检查组用；不写时由系统产生")
    ] = None,
    reason: Annotated[str, option("--reason", "理由", "重抽的理由，重抽时必写")] = "",
    operator: Operator = "",
    witness: Witnesses = None,
    recording: Recordings = None,
    as_json: AsJson = False,
) -> None:
    """平台已经抽取的，把名单导入档案；注明平台抽取，不能重算。"""
    report = shuangsuiji.platform_import(
        plan,
        lists,
        numbers=number or (),
        mapping=mapping,
        batch=batch,
        seed=seed,
        reason=reason,
        operator=operator,
        witnesses=witness or (),
        recordings=recording or (),
    )
    views.platform.platform_import(report, as_json=as_json)
