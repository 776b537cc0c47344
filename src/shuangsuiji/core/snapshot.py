"""The snapshot: plan, registries and history as canonical files, and the commitment to them.

Once frozen, nothing is inserted or deleted: what may not be drawn keeps its number and is passed over
(RFC 3797, section 5.1). Source: draw-algorithm 2 and 3; LAW-4, LZ-10.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from shuangsuiji.core.canonical import (
    Digest,
    Json,
    canonical_csv,
    canonical_json,
    sha256,
)
from shuangsuiji.core.plans.columns import used_columns, with_known_columns
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.text import canonical_plan
from shuangsuiji.core.pool import ID, PastVisit, Pool, own_heading, parse_csv, read_pool
from shuangsuiji.core.registries.registry import Links, Registries, Registry
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.core.stream import SCHEME

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

KIND = "身份"
"""The column of people.csv that tells inspectors (检查人员) from experts (专家)."""
PEOPLE_COLUMNS = tuple(
    sorted(
        (
            "姓名",
            KIND,
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

LEDGER_ORIGIN = "台账"
"""What 来源 says of a visit that the ledger gave."""
LEDGER_ONLY = frozenset({"批次", "任务", "来源"})
"""Columns of history.csv that the ledger fills."""


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

    @property
    def ledger_past(self) -> list[PastVisit]:
        """The past visits that the ledger gave: with them `freeze` gives this snapshot again."""
        heading, rows = parse_csv(self.files["history.csv"])
        origin = heading.index("来源")
        return [
            visit for visit, row in zip(self.pool.past, rows, strict=True) if row[origin] == LEDGER_ORIGIN
        ]


def freeze(plan: Plan, batch: str, registries: Registries, past: Sequence[PastVisit] = ()) -> Snapshot:
    """The snapshot of one batch.

    Args:
        plan: the plan; in plan.json it has no paths, and columns stand under their known names.
        batch: the name of the batch.
        registries: read without errors; every column of the plan's rules exists.
        past: visits assigned in valid draws of the ledger, beside the history sheet's.
    """
    plan = with_known_columns(plan, registries.objects.table)
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
    names = [heading[0], *(_own(name, (ID,)) for name in heading[1:])]
    # itemgetter gives a lone cell bare, and takes no order of nothing.
    ordered = [
        itemgetter(*order)(cells) if len(order) > 1 else [cells[row] for row in order]
        for cells in (ids, *columns)
    ]
    return canonical_csv(names, zip(*ordered, strict=True))


def _rows_with_ids(registry: Registry, names: Sequence[str]) -> bytes:
    columns = [registry.table.cells(name) for name in names]
    return _csv([ID, *names], registry.ids, columns, registry.rows_by_id())


def _people(registries: Registries) -> tuple[bytes, bytes]:
    """People of both registries: the columns that rules may use, and all the rest apart."""
    kinds = ((registries.inspectors, "检查人员"), (registries.experts, "专家"))
    shown = set(PEOPLE_COLUMNS) - {KIND}
    others = sorted({name for registry, _ in kinds for name in registry.table.columns} - shown)
    public: list[list[str]] = []
    private: list[list[str]] = []
    for registry, kind in kinds:
        for row, key in enumerate(registry.ids):
            public.append([key, *(_person_cell(registry.table, row, name, kind) for name in PEOPLE_COLUMNS)])
            private.append([key, *(_cell(registry.table, row, name) for name in others)])
    return (
        canonical_csv([ID, *PEOPLE_COLUMNS], sorted(public)),
        canonical_csv([ID, *(_own(name, (ID, KIND)) for name in others)], sorted(private)),
    )


def _person_cell(table: Table, row: int, column: str, kind: str) -> str:
    return kind if column == KIND else _cell(table, row, column)


def _cell(table: Table, row: int, column: str) -> str:
    """A cell of a column under its very name; blank where this file has no such column."""
    return table.columns[column][row] if column in table.columns else ""


def _own(name: str, reserved: Collection[str]) -> str:
    """The heading of a registry's own column where the snapshot needs that heading for itself."""
    return own_heading(name) if name in reserved else name


def _recusals(links: Links) -> bytes:
    others = sorted(set(links.table.columns) - set(RECUSAL_COLUMNS))
    rows = []
    for row, (key, people) in enumerate(zip(links.objects, links.people, strict=True)):
        names = (*RECUSAL_COLUMNS[2:], *others)
        rows.append([key, people[0], *(links.table.cells(name)[row] for name in names)])
    return canonical_csv([*RECUSAL_COLUMNS, *others], sorted(rows))


def _history(links: Links, past: Sequence[PastVisit]) -> bytes:
    """Visits of the ledger and of the history sheet; what the ledger alone knows is blank for the sheet's."""
    others = sorted(set(links.table.columns) - set(HISTORY_COLUMNS) | set(links.table.columns) & LEDGER_ONLY)
    rows = [
        [
            visit.object_id,
            visit.day,
            visit.plan,
            visit.batch,
            " ".join(visit.tasks),
            "、".join(visit.reasons),
            " ".join(visit.people),
            LEDGER_ORIGIN,
            *("" for _ in others),
        ]
        for visit in past
    ]
    table = links.table
    for row, (key, people) in enumerate(zip(links.objects, links.people, strict=True)):
        known = (_cell(table, row, "检查日期"), _cell(table, row, "计划编号"))
        reason = _cell(table, row, "原因")
        own = (_cell(table, row, name) for name in others)
        rows.append([key, *known, "", "", reason, " ".join(people), "名录", *own])
    headings = [*HISTORY_COLUMNS, *(_own(name, LEDGER_ONLY) for name in others)]
    return canonical_csv(headings, sorted(rows))
