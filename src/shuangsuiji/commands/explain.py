"""`ssj explain`: an archive that can be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, ShowAll, argument, option
from shuangsuiji.commands.chinese import Commands
from shuangsuiji.core.findings import error

app = Commands()


@app.command("explain")
def explain(
    place: Annotated[Path, argument("档案", "抽取档案、封存文件夹、公开复核包，或者它们的 zip")],
    who: Annotated[
        str, argument("单位或人员", "编码、执法证号或全称；公开复核包写编号。不写就说明整个档案")
    ] = "",
    against: Annotated[
        Path | None, option("--against", "另一份", "与较早的另一份档案对照，列出有什么不同")
    ] = None,
    show_all: ShowAll = False,
    as_json: AsJson = False,
) -> None:
    """问档案：为什么抽中、为什么没有抽中、谁回避、谁递补、抽过几次；或与另一份对照。"""
    if against is None:
        views.explain.explain(shuangsuiji.explain(place, who), as_json=as_json)
        return
    if who:
        raise shuangsuiji.BadUsage(error("explain-against-alone"))
    difference = shuangsuiji.explain_against(place, against)
    views.explain.against(difference, everything=show_all, as_json=as_json)


@app.command("export")
def export(
    places: Annotated[list[Path], argument("档案", "档案、zip、公开复核包，或 draws 文件夹，可写几个")],
    to_csv: Annotated[Path | None, option("--csv", "文件夹", "写成 CSV，每表一个文件")] = None,
    to_sqlite: Annotated[Path | None, option("--sqlite", "文件", "写成一个 SQLite 数据库")] = None,
    as_json: AsJson = False,
) -> None:
    """把一份或几份、几年的档案导出成表，供自己统计；只读档案，内部使用。"""
    views.explain.export(shuangsuiji.export(places, to_csv=to_csv, to_sqlite=to_sqlite), as_json=as_json)
