"""A small invented bureau on disk: a plan of two tasks in two batches, registries as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

SECRET = "5c" * 32
NOW = datetime(2024, 5, 21, 9, 30, tzinfo=timezone(timedelta(hours=8)))

PLAN = """\
编号: 试医保2024001
名称: 2024年试点县医疗保障局随机抽查01
年度: 2024
文号: 试医保〔2024〕1号
发起部门: 试点县医疗保障局
联合部门: [试点县市场监督管理局]
名录库:
  检查对象: 检查对象.csv
  检查人员: 检查人员.csv
  事项清单: 事项清单.csv
  回避: 回避.csv
批次:
  - {名称: 上半年, 起: 2024-05, 止: 2024-06}
  - {名称: 下半年, 起: 2024-09, 止: 2024-11}
任务:
  - 编号: 试医保01
    名称: 医疗机构联合抽查
    事项: {试点县医疗保障局: [YB-01], 试点县市场监督管理局: [SJ-01]}
    对象范围: {类别: 医疗机构}
    抽取: 20%
  - 编号: 试医保02
    名称: 药店联合抽查
    事项: {试点县医疗保障局: [YB-02], 试点县市场监督管理局: [SJ-01]}
    对象范围: {类别: 药店}
    抽取: {字段: 信用等级, 比例: {A: 5%, B: 10%, C: 50%}, 每层至少: 1}
必查:
  - {名称: 重点对象, 对象: {考核重点: 是}, 全年次数: 3, 事项: [YB-01]}
限制:
  同年重复抽取: 否
  不参加抽取: {经营状态: [注销, 停业]}
检查组:
  - {部门: 试点县医疗保障局, 人数: 2}
  - {部门: 试点县市场监督管理局, 人数: 2}
"""


def objects(size: int = 60) -> list[list[str]]:
    """Objects of two kinds in three tiers; one is key, one is closed."""
    rows = [["编号", "名称", "类别", "信用等级", "考核重点", "经营状态", "地址", "联系方式"]]
    for index in range(1, size + 1):
        shop = index % 3 == 0
        rows.append(
            [
                f"D{index:04d}",
                f"试点{'药店' if shop else '卫生室'}{index:03d}",
                "药店" if shop else "医疗机构",
                "ABC"[index % 7 % 3],
                "是" if index == 7 else "否",
                "注销" if index == 11 else "正常",
                f"试点镇{index}号",
                f"0000-{index:07d}",
            ]
        )
    return rows


def people() -> list[list[str]]:
    """Six inspectors of each department."""
    rows = [["姓名", "部门", "执法证号", "证件有效期", "标签", "曾任职单位", "更新日期"]]
    for department, prefix in (("试点县医疗保障局", "YB"), ("试点县市场监督管理局", "SJ")):
        for index in range(1, 7):
            former = "试点卫生室001、试点药店003" if index == 1 else ""
            rows.append(
                [
                    f"人员{prefix}{index}",
                    department,
                    f"{prefix}{index:03d}",
                    "2026-12-31",
                    "",
                    former,
                    "2024-05-01",
                ]
            )
    return rows


ITEMS = [
    ["事项编码", "抽查事项名称", "抽查依据", "抽查主体", "抽查比例"],
    ["YB-01", "医保基金使用检查", "条例", "试点县医疗保障局", "3%"],
    ["YB-02", "药店协议检查", "协议", "试点县医疗保障局", ""],
    ["SJ-01", "药品质量检查", "药品管理法", "试点县市场监督管理局", ""],
]
RECUSALS = [["检查人员", "检查对象", "回避事由"], ["人员YB2", "D0007", "近亲属任职"]]


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """A UTF-8 CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def bureau(folder: Path, *, plan: str = PLAN, size: int = 60, secret: str | None = SECRET) -> Path:
    """Writes the bureau into `folder` and gives the path of its plan.

    `secret` becomes its 密签.txt, so that the same seed draws the same; with None the first draw makes one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "检查对象.csv", objects(size))
    write_csv(folder / "检查人员.csv", people())
    write_csv(folder / "事项清单.csv", ITEMS)
    write_csv(folder / "回避.csv", RECUSALS)
    path = folder / "plan.yaml"
    path.write_text(plan, encoding="utf-8")
    if secret is not None:
        (folder / "draws").mkdir(exist_ok=True)
        (folder / "draws" / "密签.txt").write_text(secret + "\n", encoding="ascii")
    return path
