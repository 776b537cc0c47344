"""`ssj report month, report year`: what the records say, as papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, argument, option
from shuangsuiji.commands.chinese import Commands

app = Commands()
report_app = app.group("report", "月报表和年度效果评估，依据台账里有效的抽取和已录入的结果。")
Place = Annotated[Path, argument("文件夹", "计划所在的文件夹，或 draws 文件夹")]


@report_app.command("month")
def month(
    month: Annotated[str, argument("月份", "例如 2024-05、5月、上月")],
    place: Place = Path(),
    out: Annotated[Path | None, option("--out", "文件夹", "写到这个文件夹，不写在档案和计划旁边")] = None,
    as_json: AsJson = False,
) -> None:
    """做一个月的月报表：记录里有的都填好，没有的留空并列出。"""
    views.reporting.report_month(shuangsuiji.report_month(place, month, out=out), as_json=as_json)


@report_app.command("year")
def year(
    year: Annotated[str, argument("年份", "计划的年度，例如 2024、今年")],
    place: Place = Path(),
    out: Annotated[Path | None, option("--out", "文件夹", "写到这个文件夹，不写在档案和计划旁边")] = None,
    as_json: AsJson = False,
) -> None:
    """做年度效果评估：覆盖率、问题率及区间、公示、后续处置、负荷，图表和报告。"""
    views.reporting.report_year(shuangsuiji.report_year(place, year, out=out), as_json=as_json)
