"""A whole year for three bureaus, planned, drawn and reported from Python.

    python examples/whole_year.py FOLDER

Makes FOLDER with three small invented counties (甲县, 乙县, 丙县) and goes through their year: plan, check,
freeze, draw, substitute, results, deadlines, reports, audit, and the folder of the next year. Everything a
command of `ssj` does is one function of `shuangsuiji` with the same words; none of them prints. Copy what you
need.

Times are passed in (`now=`) so that every run of this example gives the same files. In earnest leave `now`
away.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

import shuangsuiji

BEIJING = timezone(timedelta(hours=8))
COUNTIES = ("甲县", "乙县", "丙县")


# ---- 1. Registries and a plan ------------------------------------------------------------------------
# Registries are the bureau's own spreadsheets; here three small CSV files stand in for them.


def write_registries(folder: Path, county: str) -> None:
    """Sixty objects in three credit tiers, six inspectors, two items."""
    objects = [["编号", "名称", "类别", "信用等级", "考核重点", "地址", "联系方式"]]
    for number in range(1, 61):
        kind = "定点零售药店" if number % 3 == 0 else "定点医疗机构"
        tier = "ABC"[number % 7 % 3]
        key = "是" if number == 7 else "否"
        name = f"{county}示例{'药店' if number % 3 == 0 else '诊所'}{number:02d}"
        objects.append([f"D{number:04d}", name, kind, tier, key, f"示例路{number}号", ""])
    bureau = f"{county}医疗保障局"
    people = [["姓名", "部门", "执法证号", "证件有效期"]]
    people += [[f"{county}人员{number}", bureau, f"ZF{number:03d}", "2027-12-31"] for number in range(1, 7)]
    items = [["事项编码", "抽查事项名称", "抽查依据", "抽查主体", "抽查比例"]]
    items += [["YB-01", "医保基金使用检查", "医疗保障基金使用监督管理条例", bureau, "3%"]]
    items += [["YB-02", "服务协议履行检查", "服务协议", bureau, ""]]
    for name, rows in (("检查对象", objects), ("检查人员", people), ("事项清单", items)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)


def plan_of(county: str, serial: int, ratio: str) -> dict[str, Any]:
    """A plan as a dict with English keys; the values stay Chinese. YAML and Chinese keys do just as well.

    Ratios are texts with their unit (20%, 3‰, 1/5): 20 alone could mean twenty objects and is refused.
    """
    bureau = f"{county}医疗保障局"
    return {
        "number": f"{county}医保2024{serial:03d}",
        "name": f"2024年{bureau}随机抽查{serial:02d}",
        "year": 2024,
        "document_number": f"{county}医保〔2024〕{serial}号",
        "issued": "2024-03-15",  # before the end of March
        "initiator": bureau,
        "registries": {
            "objects": "检查对象.csv",
            "inspectors": "检查人员.csv",
            "items": "事项清单.csv",
        },
        "batches": [
            {"name": "上半年", "start": "2024-05", "end": "2024-06"},
            {"name": "下半年", "start": "2024-09", "end": "2024-11"},
        ],
        "tasks": [
            {
                "number": "01",
                "name": "定点医疗机构检查",
                "items": ["YB-01"],
                "scope": {"类别": "定点医疗机构"},
                "draw": ratio,
            },
            {
                "number": "02",
                "name": "定点零售药店检查",
                "items": ["YB-02"],
                "scope": {"类别": "定点零售药店"},
                "draw": {
                    "field": "信用等级",  # strata by the values of this column
                    "ratio": {"A": "5%", "B": "10%", "C": "50%"},
                    "minimum": 1,
                },
            },
        ],
        "must_inspect": [
            {"name": "考核重点对象", "where": {"考核重点": "是"}, "times": 2, "items": ["YB-01"]}
        ],
        "limits": {"repeat_in_year": "否", "yearly_cap": 2, "yearly_floor": "3%"},
        "team": [{"department": bureau, "size": 2}],
        "seed": {"type": "双色球", "issue": {"上半年": "2024058", "下半年": "2024100"}},
    }


def write_bureau(folder: Path, county: str, serial: int, ratio: str) -> Path:
    """One bureau's folder; gives the path of its plan."""
    folder.mkdir(parents=True)
    write_registries(folder, county)
    path = folder / "计划.yaml"
    text = yaml.safe_dump(plan_of(county, serial, ratio), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


# ---- 2. Before the year: check, tables, forecast -----------------------------------------------------


def prepare(plan: Path) -> None:
    """What is wrong with the plan, and what the year will bring."""
    report = shuangsuiji.check(plan, now=at(2024, 3, 20))
    if report.preview is None:  # errors; each finding says where and what to do
        raise SystemExit("\n".join(finding.code for finding in report.findings))
    shuangsuiji.plan_table(plan, now=at(2024, 3, 20))
    year = shuangsuiji.year(plan, trials=3, workbook=True, now=at(2024, 3, 20))
    for stratum in year.forecast.strata:
        say(f"  {stratum.task} {stratum.name}：{stratum.size} 户，各批次应抽 {stratum.quotas}")


# ---- 3. A batch: freeze, draw, substitute ------------------------------------------------------------


def draw_batch(plan: Path, batch: str, day: datetime, numbers: str) -> Path:
    """Sealed first, drawn from public numbers then; gives the folder of the archive."""
    held = day + timedelta(days=2)
    frozen = shuangsuiji.freeze(plan, batch=batch, draw_time=f"{held:%Y-%m-%d %H:%M}", now=day)
    drawn = shuangsuiji.draw(plan, batch=batch, seed=numbers, witnesses=["见证人甲"], now=held)
    assert drawn.dossier.manifest["commit"] == frozen.commit  # exactly what was sealed
    say(f"  {batch}：抽中 {len(drawn.dossier.draw['visits'])} 户次，档案 {drawn.archive.name}")
    return drawn.archive


def somebody_falls_ill(archive: Path, day: datetime) -> None:
    """The first member of the first team is out; others are drawn, the old result stays on record."""
    team = shuangsuiji.results(archive).draw.dossier.draw["visits"][0]["team"]
    report = shuangsuiji.substitute(archive, inspectors=[team[0]["person"]], reason="生病住院", now=day)
    assert report.event is not None  # it was no mere request
    say(f"  递补：{len(report.event['visits'])} 次检查换了人")


# ---- 4. After the visits: results, deadlines ---------------------------------------------------------


def enter_results(archive: Path, inspected: date, taken: datetime) -> None:
    """Takes the results of every visit that stands; a clerk would fill in 结果录入表 instead."""
    clean = {"day": inspected, "codes": 1, "signature": "已签字"}
    problem = clean | {
        "codes": 5,
        "detail": "进销存记录不全",
        "measures": ["责令整改"],
        "state": "进行中",
        "due": inspected + timedelta(days=30),
    }
    visits = [
        {"visit": inspection.visit["index"], "department": department}
        for inspection in shuangsuiji.results(archive).draw.inspections
        for department in inspection.departments
    ]
    # Every fourth with a problem, to be put right within a month.
    rows = [visit | (clean if number % 4 else problem) for number, visit in enumerate(visits, 1)]
    report = shuangsuiji.results(archive, rows=rows, operator="经办人甲", now=taken)
    say(f"  结果：录入 {len(report.added)} 行")


def what_is_due(folder: Path, on: date) -> None:
    """Publication within 20 working days, measures by their dates."""
    report = shuangsuiji.due(folder, on=on)
    say(f"  {on} 待办 {len(report.dues)} 项，其中逾期 {len(report.overdue)} 项")


# ---- 5. The year in figures, and proof ---------------------------------------------------------------


def close_the_year(folder: Path, archives: Sequence[Path], next_folder: Path) -> None:
    """Reports, an audit of every archive and of the ledger, and the folder of the next year."""
    shuangsuiji.report_month(folder, "2024-06", now=at(2024, 7, 1))
    shuangsuiji.report_year(folder, 2024, now=at(2024, 12, 20))
    for archive in archives:
        assert shuangsuiji.audit(archive).passed, archive
    shuangsuiji.ledger(folder, verify=True)
    report = shuangsuiji.next_year(next_folder, folder, now=at(2025, 1, 6))
    say(f"  下一年：{report.plans[0]}")


def at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning of a day in China."""
    return datetime(year, month, day, 9, tzinfo=BEIJING)


def say(text: str) -> None:
    """One line on the screen."""
    sys.stdout.write(text + "\n")


def main(root: Path, counties: Sequence[str] = COUNTIES) -> None:
    """The year of every county, one after the other."""
    for serial, county in enumerate(counties, 1):
        say(f"{county}医疗保障局")
        folder = root / county
        plan = write_bureau(folder, county, serial, f"{10 * serial}%")  # ratios differ from bureau to bureau
        prepare(plan)
        first = draw_batch(plan, "上半年", at(2024, 5, 20), f"0{serial} 05 12 19 22 31 09")
        somebody_falls_ill(first, at(2024, 5, 27))
        enter_results(first, date(2024, 6, 5), at(2024, 6, 6))
        what_is_due(folder, date(2024, 7, 10))
        second = draw_batch(plan, "下半年", at(2024, 9, 2), f"0{serial} 08 11 14 25 28 16")
        enter_results(second, date(2024, 9, 20), at(2024, 9, 23))
        close_the_year(folder, (first, second), root / f"{county}-2025")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("用法：python examples/whole_year.py 新文件夹")
    main(Path(sys.argv[1]))
