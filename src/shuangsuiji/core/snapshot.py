"""The snapshot: plan, registries and history as canonical files, and the commitment to them.

Once frozen, nothing is inserted or deleted: what may not be drawn keeps its number and is passed over
(RFC 3797, section 5.1). Source: draw-algorithm 2 and 3; LAW-4, LZ-10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shuangsuiji.core.canonical import (
    Digest,
    Json,
    canonical_csv,
    canonical_json,
    norm_id,
    sha256,
)
from shuangsuiji.core.plan import Plan
from shuangsuiji.core.plan_text import canonical_plan
from shuangsuiji.core.pool import ID, OWN_ID, PastVisit, Pool, read_pool
from shuangsuiji.core.registry import Links, Registries, Registry
from shuangsuiji.core.stream import SCHEME
from shuangsuiji.core.tables import Table

PUBLIC_FILES = (
    "plan.json",
    "objects.csv",
    "people.csv",
    "items.csv",
    "recusals.csv",
    "history.csv",
)
PRIVATE_FILES = ("objects-private.csv", "people-private.csv")
COMMITMENT = "commitment.json"

PEOPLE_COLUMNS = tuple(
    sorted(
        (
            "姓名",
            "身份",
            "部门",
            "单位",
            "专业",
            "标签",
            "辖区",
            "状态",
            "执法证号",
            "证件有效期",
            "曾任职单位",
        )
    )
)
RECUSAL_COLUMNS = ("检查对象", "检查人员", "回避事由", "登记日期")
HISTORY_COLUMNS = (
    "检查对象",
    "检查日期",
    "计划编号",
    "批次",
    "任务",
    "原因",
    "检查人员",
    "来源",
)


@dataclass(frozen=True)
class Snapshot:
    """The canonical files of one batch's draw, by name, commitment.json among them."""

    files: Mapping[str, bytes]
    batch: str

    @property
    def commit(self) -> Digest:
        """The commitment: SHA-256 of commitment.json, which `sha256sum` alone can check."""
        return sha256(self.files[COMMITMENT])

    @cached_property
    def pool(self) -> Pool:
        """The numbered pool that the public files describe."""
        return read_pool(self.files, self.batch)


def freeze(plan: Plan, batch: str, registries: Registries, past: Sequence[PastVisit] = ()) -> Snapshot:
    """The snapshot of one batch.

    Args:
        plan: the plan; paths are left out of plan.json.
        batch: the name of the batch.
        registries: read without errors; every column of the plan's rules exists.
        past: visits assigned in valid draws of the ledger, beside the history sheet's.
    """
    objects, private = _objects(plan, registries)
    people, private_people = _people(registries)
    files = {
        "plan.json": canonical_json(canonical_plan(plan)),
        "objects.csv": objects,
        "objects-private.csv": private,
        "people.csv": people,
        "people-private.csv": private_people,
        "items.csv": _rows_with_ids(registries.items, sorted(registries.items.table.columns)),
        "recusals.csv": _recusals(registries.recusals),
        "history.csv": _history(registries.history, past),
    }
    commitment: dict[str, Json] = {
        "scheme": SCHEME,
        "plan": plan.number,
        "batch": plan.batch(batch).name,
        "files": {name: sha256(data) for name, data in files.items()},
    }
    return Snapshot({**files, COMMITMENT: canonical_json(commitment)}, plan.batch(batch).name)


def used_columns(plan: Plan) -> list[str]:
    """The object columns that the plan's rules read, each once, by code point."""
    conditions = [task.scope for task in plan.tasks]
    conditions += [task.condition for task in plan.tasks if task.condition]
    conditions += [rule.where for task in plan.tasks for rule in task.draw.strata or () if rule.where]
    conditions += [rule.where for rule in plan.must_inspect]
    conditions += [line.where for line in plan.team if line.where]
    conditions += [plan.limits.excluded] if plan.limits.excluded else []
    columns = {column for condition in conditions for column in condition.columns()}
    columns.update(task.draw.field for task in plan.tasks if task.draw.field)
    columns.update(task.district for task in plan.tasks if task.district)
    if needs_district(plan):
        columns.add("行政区划")
    return sorted(columns - {"名称"})


def needs_district(plan: Plan) -> bool:
    """Whether people are matched to objects by 行政区划."""
    return "本辖区" in plan.recusal_rules or any(line.by_district for line in plan.team)


def _objects(plan: Plan, registries: Registries) -> tuple[bytes, bytes]:
    registry, table = registries.objects, registries.objects.table
    public = {name: table.cells(name) for name in ("名称", *used_columns(plan))}
    private = [name for name in sorted(table.columns) if name not in public]
    order = registry.rows_by_id()
    return (
        _csv([ID, *sorted(public)], registry.ids, [public[name] for name in sorted(public)], order),
        _csv([ID, *private], registry.ids, [table.columns[name] for name in private], order),
    )


def _csv(
    heading: Sequence[str], ids: Sequence[str], columns: Sequence[Sequence[str]], order: Sequence[int]
) -> bytes:
    names = [heading[0], *(OWN_ID if name == ID else name for name in heading[1:])]
    return canonical_csv(names, ([ids[row], *(cells[row] for cells in columns)] for row in order))


def _rows_with_ids(registry: Registry, names: Sequence[str]) -> bytes:
    columns = [registry.table.cells(name) for name in names]
    return _csv([ID, *names], registry.ids, columns, registry.rows_by_id())


def _people(registries: Registries) -> tuple[bytes, bytes]:
    """People of both registries: the columns that rules may use, and all the rest apart."""
    kinds = ((registries.inspectors, "检查人员"), (registries.experts, "专家"))
    others = {name for registry, _ in kinds for name in registry.table.columns} - set(PEOPLE_COLUMNS)
    public: list[list[str]] = []
    private: list[list[str]] = []
    for registry, kind in kinds:
        for row, key in enumerate(registry.ids):
            public.append([key, *(_person_cell(registry.table, row, name, kind) for name in PEOPLE_COLUMNS)])
            private.append([key, *(registry.table.cells(name)[row] for name in sorted(others))])
    return (
        canonical_csv([ID, *PEOPLE_COLUMNS], sorted(public)),
        canonical_csv([ID, *sorted(others)], sorted(private)),
    )


def _person_cell(table: Table, row: int, column: str, kind: str) -> str:
    if column == "身份":
        return kind
    return table.columns[column][row] if column in table.columns else ""


def _recusals(links: Links) -> bytes:
    others = sorted(set(links.table.columns) - set(RECUSAL_COLUMNS))
    rows = []
    for row, (key, people) in enumerate(zip(links.objects, links.people, strict=True)):
        names = (*RECUSAL_COLUMNS[2:], *others)
        rows.append([key, people[0], *(links.table.cells(name)[row] for name in names)])
    return canonical_csv([*RECUSAL_COLUMNS, *others], sorted(rows))


def _history(links: Links, past: Sequence[PastVisit]) -> bytes:
    others = sorted(set(links.table.columns) - set(HISTORY_COLUMNS))
    rows = [
        [
            visit.object_id,
            visit.day,
            visit.plan,
            visit.batch,
            " ".join(norm_id(task) for task in visit.tasks),
            "、".join(visit.reasons),
            " ".join(visit.people),
            "台账",
            *("" for _ in others),
        ]
        for visit in past
    ]
    for row, (key, people) in enumerate(zip(links.objects, links.people, strict=True)):
        cells = {name: links.table.cells(name)[row] for name in links.table.columns}
        cells |= {"检查对象": key, "检查人员": " ".join(people), "来源": "名录", "批次": "", "任务": ""}
        rows.append([cells.get(name, "") for name in (*HISTORY_COLUMNS, *others)])
    return canonical_csv([*HISTORY_COLUMNS, *others], sorted(rows))
