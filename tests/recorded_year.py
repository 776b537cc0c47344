"""A folder of draws in which everything that leaves a record has happened: made once, then copied."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from filling import CLEAN, LATER, YB, fill, sheet_of

FRESH = PLAN + "种子: {来源: 双色球, 个数: 7, 范围: 1-33, 递补: 新种子}\n"


@cache
def _recorded() -> Path:
    """Made once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="recorded-year-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    plan = bureau(folder, plan=FRESH)
    shuangsuiji.freeze(plan, operator="经办人甲", now=NOW)
    drawn = shuangsuiji.draw(
        plan, seed="03 07 12 19 22 31 09", operator="经办人甲", witnesses=["何见证"], now=NOW
    )
    archive, visits = drawn.archive, drawn.dossier.draw["visits"]
    shuangsuiji.substitute(archive, inspectors=["YB003"], reason="生病", operator="经办人乙", now=NOW)
    shuangsuiji.substitute(archive, seed="02 11 15 20 27 30 04", operator="经办人乙", now=NOW)
    shuangsuiji.substitute(archive, inspectors=["SJ004"], reason="出差", operator="经办人乙", now=NOW)
    shuangsuiji.substitute(archive, withdraw=True, reason="行程取消", now=NOW)
    shuangsuiji.substitute(archive, objects=[visits[1]["id"]], reason="注销", now=NOW)
    shuangsuiji.substitute(archive, seed="05 06 14 21 29 33 12", now=NOW)
    shuangsuiji.substitute(
        archive, visits=[visits[0]["id"]], specialists=["某工程师"], reason="查系统", now=NOW
    )
    row = {**CLEAN, "检查日期": "2024-06-05"}
    index = visits[0]["index"]
    sheet = fill(sheet_of(archive), {(index, YB): row})
    shuangsuiji.results(archive, sheet, operator="经办人丙", now=LATER)
    fill(sheet, {(index, YB): {**row, "检查日期": "2024-06-06"}})
    shuangsuiji.results(archive, sheet, reason="看错行", operator="经办人丙", now=LATER)
    rows = objects()
    rows[2][6] = "试点镇新址"
    (folder / "更正").mkdir()
    write_csv(folder / "更正" / "检查对象.csv", rows)
    shuangsuiji.correct(archive, folder / "更正" / "检查对象.csv", reason="搬迁未登", now=LATER)
    shuangsuiji.publish(archive, embargo_over=True, teams=True, names=True, now=LATER)
    shuangsuiji.freeze(plan, batch="下半年", reason="补封", now=LATER)
    second = shuangsuiji.draw(plan, batch="下半年", seed="01 08 13 18 26 32 10", now=LATER)
    shuangsuiji.substitute(second.archive, inspectors=["YB002"], reason="休假", now=LATER)
    return folder


def recorded_year(folder: Path) -> Path:
    """Copies the folder into `folder`; returns its folder of draws."""
    shutil.copytree(_recorded(), folder, dirs_exist_ok=True)
    return folder / "draws"
