"""A small invented bureau in memory, and the dossier of a draw in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from building import drawn, sealed
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.dossier import AttemptRecord, Dossier, FindingRecord, Manifest
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.core.records.snapshot import collect
from shuangsuiji.core.registries.registry import Links, Registries, Registry
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.core.rules.pool import PastVisit

SEED = "03 11 27 30 44"
PHONE = "13800000000"
RESIDENT = "11010519491231002X"
"""The example of a resident number in GB 11643-1999."""

PLAN: dict[str, Any] = {
    "number": "试医保2024001",
    "name": "2024年试点县医疗保障局随机抽查01",
    "year": "2024",
    "document_number": "试医保〔2024〕1号",
    "initiator": "试点县医疗保障局",
    "id_column": "编号",
    "partners": ["试点县市场监督管理局"],
    "batches": [
        {"name": "上半年", "start": "2024-05", "end": "2024-06"},
        {"name": "下半年", "start": "2024-09", "end": "2024-11"},
    ],
    "tasks": [
        {
            "number": "试医保01",
            "name": "医疗机构联合抽查",
            "items": {"试点县医疗保障局": ["YB-01"], "试点县市场监督管理局": ["SJ-01"]},
            "scope": {"类别": "医疗机构"},
            "draw": "20%",
        },
        {
            "number": "试医保02",
            "name": "药店联合抽查",
            "items": {"试点县医疗保障局": ["YB-02"], "试点县市场监督管理局": ["SJ-01"]},
            "scope": {"类别": "药店"},
            "draw": {"field": "信用等级", "ratio": {"A": "1%", "B": "7%", "C": "1/3"}, "minimum": "1"},
        },
    ],
    "must_inspect": [{"name": "重点对象", "where": {"考核重点": "是"}, "times": "4", "items": ["YB-01"]}],
    "limits": {"excluded": {"经营状态": ["注销", "停业"]}, "yearly_floor": "3%"},
    "team": [
        {"department": "试点县医疗保障局", "size": "2"},
        {"department": "试点县市场监督管理局", "size": "2"},
        {"expert": "药师", "size": "1", "where": {"类别": "药店"}},
    ],
    "seed": {"source": "公开摇号", "count": "5"},
}


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A registry as if read from a file."""
    columns = {name: [row[index] for row in rows] for index, name in enumerate(heading)}
    return Table(columns=columns, aliases={}, origins=(), rows=[(0, row) for row in range(len(rows))])


def objects(size: int = 60, *, names: Mapping[int, str] | None = None, credit: bool = True) -> Table:
    """Objects 1..size: every third a shop; 7 is a key object, 11 is closed."""
    heading = ["编号", "名称", "类别", "信用等级", "考核重点", "经营状态", "地址", "负责人", "联系方式"]
    rows = []
    for index in range(1, size + 1):
        kind = "药店" if index % 3 == 0 else "医疗机构"
        name = (names or {}).get(index, f"试点{kind}{index:04d}")
        state = ["是" if index == 7 else "否", "注销" if index == 11 else "正常"]
        rows.append(
            [f"D{index:04d}", name, kind, "ABC"[index % 7 % 3], *state, "试点镇1号", "负责人甲", PHONE]
        )
        rows[-1] += [f"91110000MA{index:08d}"] if credit else []
    return table([*heading, *(["统一社会信用代码"] if credit else [])], rows)


def registries(found: Table) -> Registries:
    """All registries around the objects; one inspector is recused from every object."""
    people = [
        [f"人员{prefix}{index}", department, f"{prefix}{index:03d}", "2026-12-31", PHONE]
        for department, prefix in (("试点县医疗保障局", "YB"), ("试点县市场监督管理局", "SJ"))
        for index in range(1, 6)
    ]
    items = [
        ["YB-01", "=医保基金使用检查", "条例"],
        ["YB-02", "药店协议检查", "协议"],
        ["SJ-01", "药品质量检查", "药品管理法"],
    ]
    ids = found.columns["编号"]
    everybody = table(["姓名", "部门", "执法证号", "证件有效期", "联系方式"], people)
    experts = table(["姓名", "专业"], [["专家甲", "药师"], ["专家乙", "药师"]])
    return Registries(
        objects=Registry(table=found, ids=ids),
        id_column="编号",
        inspectors=Registry(table=everybody, ids=[row[2] for row in people]),
        items=Registry(
            table=table(["事项编码", "抽查事项名称", "抽查依据"], items), ids=[row[0] for row in items]
        ),
        experts=Registry(table=experts, ids=["专家/1", "专家/2"]),
        recusals=Links(
            table=table(["回避事由"], [["近亲属任职"]] * len(ids)),
            objects=ids,
            people=[("YB002",)] * len(ids),
        ),
    )


def dossier(
    *,
    size: int = 60,
    rehearsal: bool = False,
    batch: str = "上半年",
    names: Mapping[int, str] | None = None,
    credit: bool = True,
    plan: Mapping[str, Any] | None = None,
    past: Sequence[PastVisit] = (),
) -> Dossier:
    """The dossier of one draw; `plan` replaces parts of `PLAN`."""
    collected = collect(
        Plan.model_validate({**PLAN, **(plan or {})}),
        batch,
        registries(objects(size, names=names, credit=credit)),
        past,
    )
    snapshot = sealed(collected)
    record, made = drawn(snapshot, SEED), draw(snapshot.lottery_files, SEED)
    manifest = Manifest(
        scheme="ssj-draw/2",
        software={"shuangsuiji": "0.1.0"},
        plan=snapshot.pool.plan.number,
        plan_name=snapshot.pool.plan.name or "",
        batch=batch,
        attempt=2,
        reason="第1次抽取时名录库漏了一户",
        rehearsal=int(rehearsal),
        seed=SeedRecord(
            text=SEED, grade="人工给定", agreed="公开摇号", source="现场录入的号码", reason="", bits="20"
        ),
        attempts=[
            AttemptRecord(
                attempt=1, seed="08 09", grade="人工给定", time="2024-05-20T09:00:00+08:00", outcome="失败"
            ),
            AttemptRecord(
                attempt=2, seed=SEED, grade="人工给定", time="2024-05-21T01:05:00+00:00", outcome="抽取"
            ),
        ],
        announced="2024年5月21日",
        frozen="",
        commit=snapshot.commit,
        draw=str(sha256(made.draw_json)),
        teams=str(sha256(made.teams_json)),
        sm3={"commit": "", "draw": ""},
        ledger_head="0" * 64,
        time="2024-05-21T01:05:00+00:00",
        operator="操作人甲",
        witnesses=["公证员甲"],
        recordings=["录像01"],
        findings=[
            FindingRecord(level="warning", code="registry-stale", message="名录库超过一个季度没有更新")
        ],
    )
    return Dossier(manifest=manifest, draw=record, snapshot=snapshot)
