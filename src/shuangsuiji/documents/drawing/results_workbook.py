"""抽查结果.xlsx: everything that a draw decided, for those who carry it out and those who check it.

Internal until the plan's 名单公布 (LAW-3); made of the archive's record alone. Source: WG-1..8, WG-11,
QHD-2, QHD-6, LZ-1, XT-1, XT-3, LAW-1, LAW-5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuangsuiji.core.plans.conditions import entries
from shuangsuiji.core.plans.words import month_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.records.story import group_name
from shuangsuiji.core.rules.pool import Person
from shuangsuiji.documents.drawing import results_figures, results_groups, results_notes, results_trace
from shuangsuiji.documents.drawing.visits import serial
from shuangsuiji.documents.office.sheets import Column, Row, Sheet, Workbook
from shuangsuiji.documents.wording import (
    created,
    embargo_text,
    has_column,
    id_heading,
    item_name,
    number_heading,
    order_text,
    short_digests,
    time_text,
)

_CREDIT_CODE = "统一社会信用代码"


def results_workbook(dossier: Dossier) -> bytes:
    """The bytes of 抽查结果.xlsx."""
    manifest = dossier.manifest
    book = Workbook(
        title=f"{manifest['plan_name']}（{manifest['batch']}）抽查结果",
        footer=f"第{manifest['attempt']}次抽取　{short_digests(dossier)}",
        rehearsal=bool(manifest["rehearsal"]),
        created=created(dossier),
    )
    book.sheet(_visits(dossier))
    book.sheet(_teams(dossier))
    for sheet in results_groups.sheets(dossier):
        book.sheet(sheet)
    book.sheet(_loads(dossier))
    for sheet in results_figures.sheets(dossier):
        book.sheet(sheet)
    book.sheet(results_trace.sheet(dossier))
    book.sheet(results_figures.alternates(dossier))
    book.sheet(results_figures.not_drawn(dossier))
    book.sheet(results_notes.sheet(dossier))
    return book.data()


def _about(dossier: Dossier) -> str:
    manifest = dossier.manifest
    return (
        f"{embargo_text(dossier.pool.plan)}　　计划编号：{manifest['plan']}　　批次：{manifest['batch']}　　"
        f"第{manifest['attempt']}次抽取　　抽取时间：{time_text(dossier)}"
    )


def _visits(dossier: Dossier) -> Sheet:
    """名单: one visit a row. Columns of the registry that say nothing are left out (WG-11)."""
    visits = dossier.draw["visits"]
    heading = id_heading(dossier)
    optional = [
        name
        for name in (_CREDIT_CODE, "类别", "行政区划", "地址")
        if name != heading
        and has_column(dossier, name)
        and any(dossier.object_cell(visit["number"], name) for visit in visits)
    ]
    strata = _strata_of(dossier)
    several = any(visit["of"] > 1 for visit in visits)
    rows: list[Row] = []
    for visit in visits:
        row: list[str | int] = [serial(visit), visit["number"], visit["name"], visit["id"]]
        row += [dossier.object_cell(visit["number"], name) for name in optional]
        row += ["、".join(visit["reasons"]), "\n".join((*visit["tasks"], *_rules(visit)))]
        row += [strata.get(visit["number"], "") if visit["visit"] == 1 else ""] if strata else []
        row.append(_items(dossier, visit))
        if several:
            row += [order_text(visit), month_text(visit["month"]) if visit["month"] else ""]
        rows.append([*row, "超上限" if visit["over_cap"] else ""])
    return Sheet(
        name="名单",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）抽查对象名单",
        about=_about(dossier),
        columns=_visit_columns(number_heading(dossier), heading, optional, bool(strata), several),
        rows=rows,
        below=_visit_notes(dossier),
    )


def _visit_columns(
    number: str, heading: str, optional: Sequence[str], strata: bool, several: bool
) -> list[Column]:
    columns = [
        Column("序号", "number"),
        Column(number, "number"),
        Column("名称", most=44),
        Column(heading, "center", 24),
        *(Column(name, "center" if name == _CREDIT_CODE else "text", 40) for name in optional),
        Column("抽取原因", "center", 12),
        Column("任务", most=30),
        *([Column("分层", most=20)] if strata else []),
        Column("抽查事项", most=44),
    ]
    if several:
        columns += [Column("检查次序", "center", 14), Column("建议月份", "center", 12)]
    return [*columns, Column("备注", most=14)]


def _visit_notes(dossier: Dossier) -> list[str]:
    visits = dossier.draw["visits"]
    objects = len({visit["number"] for visit in visits})
    tasks = dict.fromkeys(stratum["task"] for stratum in dossier.draw["strata"])
    notes = [
        f"共{objects}户、{len(visits)}户次。{_counts(dossier)}“编号”是名录库封存时的统一编号，可据以复算。"
        "序号与检查记录表、检查通知书的号数相同，递补以后也不改变。",
    ]
    if tasks:
        notes.append("任务：" + "；".join(f"{task}　{dossier.task_name(task)}" for task in tasks) + "。")
    return notes


def _counts(dossier: Dossier) -> str:
    reasons = Counter(reason for visit in dossier.draw["visits"] for reason in visit["reasons"])
    parts = [f"{reason}{reasons[reason]}户次" for reason in ("随机", "必查", "补足") if reasons[reason]]
    return f"其中：{'，'.join(parts)}（同一户次可兼有几种原因）。" if len(parts) > 1 else ""


def _strata_of(dossier: Dossier) -> dict[int, str]:
    """Object number -> the strata that drew it."""
    found: dict[int, list[str]] = {}
    for stratum in dossier.draw["strata"]:
        name = " ".join(part for part in (stratum["district"], stratum["name"]) if part and part != "全部")
        for number in stratum["drawn"] if name else ():
            found.setdefault(number, []).append(name)
    return {number: "\n".join(dict.fromkeys(names)) for number, names in found.items()}


def _rules(visit: VisitRecord) -> list[str]:
    return [f"必查：{rule}" for rule in visit["rules"]]


def _items(dossier: Dossier, visit: VisitRecord) -> str:
    """The names of a visit's items, each once; who checks which is on the record sheet (QHD-6)."""
    names = [item_name(dossier.pool, key) for _, key in visit["items"]]
    return "；".join(dict.fromkeys(names))


def _teams(dossier: Dossier) -> Sheet:
    """检查组: one visit a row, a column for each department, experts apart (WG-4, WG-5, LAW-2)."""
    several = any(visit["of"] > 1 for visit in dossier.draw["visits"])
    grouped = "groups" in dossier.draw
    rows: list[Row] = []
    for visit in dossier.draw["visits"]:
        row: list[str | int] = [serial(visit), visit["name"], *([order_text(visit)] if several else [])]
        if grouped:
            number = visit.get("group")
            row.append(group_name(number) if number else "")
        rows.append([*row, *results_groups.team_cells(dossier, visit["team"], visit["leader"])])
    return Sheet(
        name="检查组",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）检查组",
        about=_about(dossier),
        columns=[
            Column("序号", "number"),
            Column("检查对象", most=44),
            *([Column("检查次序", "center", 14)] if several else []),
            *([Column("组别", "center", 10)] if grouped else []),
            *results_groups.team_columns(dossier),
        ],
        rows=rows,
        below=[
            "★为组长：计划写明由谁任组长的照计划，没有写明的由发起部门最先抽中的执法人员担任。人员后为执法证号。序号与“名单”一致。"
        ],
    )


def _loads(dossier: Dossier) -> Sheet:
    """人员负荷: everybody of the register, also those not drawn."""
    visits = dossier.draw["visits"]
    loads = Counter(member["person"] for visit in visits for member in visit["team"])
    leads = Counter(visit["leader"] for visit in visits)
    people = sorted(dossier.pool.people, key=lambda person: (person.expert, person.department))
    rows = [
        _load(order, person, loads[person.id], leads[person.id]) for order, person in enumerate(people, 1)
    ]
    return Sheet(
        name="人员负荷",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）检查人员负荷",
        about=_about(dossier),
        columns=[
            Column("序号", "number"),
            Column("姓名", "center", 16),
            Column("部门（专业）", most=36),
            Column("身份", "center"),
            Column("执法证号", "center", 28),
            Column("证件有效期", "center", 14),
            Column("状态", "center", 12),
            Column("本批户次", "number"),
            Column("其中任组长", "number"),
        ],
        rows=rows,
        total=["", "合计", "", "", "", "", "", sum(loads.values()), sum(leads.values()) - leads[None]],
    )


def _load(order: int, person: Person, visits: int, leads: int) -> Row:
    certificate = "" if person.expert else person.certificate
    unit = "、".join(sorted(person.fields)) if person.expert else "、".join(entries(person.department))
    kind = "专家" if person.expert else "检查人员"
    end = "" if person.expert else person.certificate_end
    return [order, person.name, unit, kind, certificate, end, person.duty, visits, leads]
