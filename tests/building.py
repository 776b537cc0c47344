"""Small plans and registries in memory, for tests: invented data, as little of it as a plan needs."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from shuangsuiji.core.checks.draw import Case, case_of, check_rules, uncomparable_cells
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.links import HISTORY, RECUSALS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import EXPERTS, INSPECTORS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.record import DrawRecord
from shuangsuiji.core.records.record_words import RecordWords
from shuangsuiji.core.records.snapshot import Snapshot, collect, seal
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.registry import (
    Registries,
    read_experts,
    read_history,
    read_inspectors,
    read_items,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.registries.tables import EMPTY_TABLE, Table, read_table
from shuangsuiji.core.rules.marks import batch_secret
from shuangsuiji.core.rules.pool import PastVisit, Pool

Record = Mapping[str, str]

SECRET = bytes(range(32))
"""The secret that marks and salts of the tests come from."""

BUREAU = "甲市医疗保障局"

PLAN: dict[str, Any] = {
    "编号": "甲医保2024001",
    "名称": "2024年甲市医疗保障局随机抽查01",
    "年度": "2024",
    "文号": "甲医保〔2024〕1号",
    "发起部门": BUREAU,
    "批次": [
        {"名称": "上半年", "起": "2024-03", "止": "2024-06"},
        {"名称": "下半年", "起": "2024-07", "止": "2024-11"},
    ],
    "任务": [{"编号": "甲01", "名称": "基金使用抽查", "事项": ["SX-01"], "抽取": "20%"}],
    "检查组": [{"部门": BUREAU, "人数": "2"}],
}

PEOPLE: tuple[Record, ...] = tuple(
    {
        "姓名": name,
        "部门": BUREAU,
        "执法证号": f"甲{number:03d}",
        "证件有效期": "2030-12-31",
        "状态": "在岗",
    }
    for number, name in enumerate(("赵一", "钱二", "孙三", "李四"), 1)
)
_PUBLISHED = dict.fromkeys(("抽查依据", "抽查对象", "抽查频次", "抽查方式", "检查内容"), "略")
ITEM_LIST: tuple[Record, ...] = (
    {"事项编码": "SX-01", "抽查事项名称": "基金使用", "抽查主体": BUREAU, "抽查比例": "5%", **_PUBLISHED},
    {"事项编码": "SX-02", "抽查事项名称": "协议履行", "抽查主体": BUREAU, "抽查比例": "", **_PUBLISHED},
)


def plan_data(**changes: Any) -> dict[str, Any]:
    """The keys and values of a small plan; `changes` replace Chinese keys, None takes one away."""
    data = {**copy.deepcopy(PLAN), **changes}
    return {key: value for key, value in data.items() if value is not None}


def plan_of(**changes: Any) -> Plan:
    """A small plan with some of its keys changed."""
    return Plan.model_validate(plan_data(**changes))


def task(**changes: Any) -> list[dict[str, Any]]:
    """The one task of a plan with some of its keys changed; None takes one away."""
    data = {**copy.deepcopy(PLAN["任务"][0]), **changes}
    return [{key: value for key, value in data.items() if value is not None}]


def grid_of(rows: Sequence[Sequence[str]], file: str = "名录库.xlsx", sheet: str = "甲", **more: Any) -> Grid:
    """A sheet of cells."""
    return Grid(file=file, sheet=sheet, rows=[list(row) for row in rows], **more)


def sheet_of(records: Sequence[Record], file: str = "名录库.xlsx") -> Grid:
    """A sheet with a heading row and a row for each record."""
    heading = list(dict.fromkeys(name for record in records for name in record))
    return grid_of([heading, *([record.get(name, "") for name in heading] for record in records)], file)


def table_of(layout: Layout, records: Sequence[Record], file: str = "名录库.xlsx") -> Table:
    """The table of some records, which has to read without errors; of none, the empty table."""
    if not records:
        return EMPTY_TABLE
    table, findings = read_table(layout, [sheet_of(records, file)], SourceChoice(), ())
    assert table is not None, findings
    return table


def shops(count: int, **columns: str) -> list[dict[str, str]]:
    """So many objects with ids in order, all with the same further cells."""
    return [{"编号": f"D{n:04d}", "名称": f"药店{n:04d}", **columns} for n in range(1, count + 1)]


def read_all(
    objects: Sequence[Record],
    inspectors: Sequence[Record] = PEOPLE,
    items: Sequence[Record] = ITEM_LIST,
    experts: Sequence[Record] = (),
    recusals: Sequence[Record] = (),
    history: Sequence[Record] = (),
) -> tuple[Registries, list[Finding]]:
    """The registries, with every finding of their readers."""
    things, column, findings = read_objects(table_of(OBJECTS, objects), None)
    people, more = read_inspectors(table_of(INSPECTORS, inspectors), None)
    listed, of_items = read_items(table_of(ITEMS, items))
    specialists, of_experts = read_experts(table_of(EXPERTS, experts))
    pairs, of_pairs = read_recusals(table_of(RECUSALS, recusals), (people, specialists), things)
    past, of_past = read_history(table_of(HISTORY, history), (people, specialists), things)
    registries = Registries(
        objects=things,
        id_column=column,
        inspectors=people,
        items=listed,
        experts=specialists,
        recusals=pairs,
        history=past,
    )
    return registries, [*findings, *more, *of_items, *of_experts, *of_pairs, *of_past]


def snapshot_of(
    plan: Plan,
    objects: Sequence[Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[Record],
) -> Snapshot:
    """The snapshot of a batch, not sealed."""
    return collect(plan, batch, read_all(objects, **registries)[0], past)


def sealed_of(
    plan: Plan,
    objects: Sequence[Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[Record],
) -> Snapshot:
    """The sealed snapshot of a batch, under the secret of the tests."""
    return sealed(snapshot_of(plan, objects, batch, past, **registries))


def sealed(snapshot: Snapshot) -> Snapshot:
    """A snapshot sealed under the secret of the tests."""
    return seal(snapshot, batch_secret(SECRET, snapshot.pool.plan.number, snapshot.batch))


def drawn(snapshot: Snapshot, seed: str) -> DrawRecord:
    """The draw of a sealed snapshot in words."""
    made = draw(snapshot.lottery_files, seed)
    numbers = DrawRecords.read(made.draw_json, made.teams_json)
    return RecordWords(snapshot, numbers.draw, numbers.teams).record


def pool_of(
    plan: Plan,
    objects: Sequence[Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[Record],
) -> Pool:
    """The pool of a batch."""
    return snapshot_of(plan, objects, batch, past, **registries).pool


def case(
    plan: Plan,
    objects: Sequence[Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[Record],
) -> Case:
    """What the rules look at."""
    read, _ = read_all(objects, **registries)
    return case_of(collect(plan, batch, read, past).pool, read)


def checked(
    plan: Plan,
    objects: Sequence[Record],
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    **registries: Sequence[Record],
) -> list[Finding]:
    """What the rules find; only those cells that cannot be compared, if there are any."""
    read, _ = read_all(objects, **registries)
    pool = collect(plan, batch, read, past).pool
    return uncomparable_cells(pool, read) or check_rules(case_of(pool, read))


def visit(object_id: str, day: str = "2024-04-30", *reasons: str, **more: Any) -> PastVisit:
    """A visit of an earlier batch of the plan, by the ledger."""
    values: dict[str, Any] = {"plan": PLAN["编号"], "batch": "上半年", "tasks": ("甲01",), **more}
    return PastVisit(object_id=object_id, day=day, reasons=reasons or ("随机",), **values)


def codes(findings: Sequence[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]


def cells(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """The code and the cell of each finding, in order."""
    return [(finding.code, finding.place.cell) for finding in findings]
