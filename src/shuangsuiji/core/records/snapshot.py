"""The snapshot: plan, registries and history as canonical files, the draw table, and the commitment to both.

The private files say in words what the rules read; the draw table says in numbers what the lottery reads. A
snapshot is first collected, with objects in the order of their ids and without a table, which is enough for
every check; `seal` puts the objects into the order of their marks and makes the table and the commitment.
Once sealed, nothing is inserted or deleted: what may not be drawn keeps its number and is passed over
(RFC 3797, section 5.1). Source: draw-table.md; LAW-4, LZ-10.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import (
    Digest,
    canonical_csv,
    canonical_json,
    sha256,
)
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.lottery.tables import TABLES
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.object_columns import used_columns, with_known_columns
from shuangsuiji.core.plans.plan import Plan, canonical_plan
from shuangsuiji.core.registries.registry import Links, Registries, Registry
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.core.rules.batch import ruled_batch
from shuangsuiji.core.rules.labels import Labels, read_labels
from shuangsuiji.core.rules.marks import marks_of, salt_of
from shuangsuiji.core.rules.pool import ID, PastVisit, Pool, own_heading, parse_csv, read_pool
from shuangsuiji.core.rules.table import RULES, draw_table

PRIVATE = "private/"
"""The folder of the snapshot that is never published."""

POOL_FILES = (
    "plan.json",
    "objects.csv",
    "people.csv",
    "items.csv",
    "recusals.csv",
    "history.csv",
)
"""What the rules read; all of it stands in the private folder."""
OTHER_FILES = ("objects-other.csv", "people-other.csv")
"""The columns that no rule reads."""
LABEL_FILES = ("labels.json", "grounds.csv")
"""The words for the numbers of the table."""
PRIVATE_LIST = "private.json"
"""The digests of the private files, the secret of the batch and a salt; commitment.json has its digest."""
SEALED_FILES = (
    COMMITMENT,
    *TABLES,
    PRIVATE_LIST,
    *(PRIVATE + n for n in POOL_FILES + OTHER_FILES + LABEL_FILES),
)
"""Every file of a sealed snapshot."""

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


@dataclass(frozen=True, repr=False)
class Snapshot(Brief):
    """The canonical files of one batch's draw, by their paths in the snapshot."""

    files: Mapping[str, bytes]
    batch: str

    @property
    def commit(self) -> Digest:
        """The commitment: SHA-256 of commitment.json, which `sha256sum` alone can check."""
        return sha256(self.files[COMMITMENT])

    @property
    def lottery_files(self) -> dict[str, bytes]:
        """The bytes that a draw is made from: commitment.json and the four tables, and nothing else."""
        return {name: self.files[name] for name in (COMMITMENT, *TABLES)}

    def private(self, name: str) -> bytes:
        """A file of the private folder."""
        return self.files[PRIVATE + name]

    @cached_property
    def pool(self) -> Pool:
        """The numbered pool that the private files describe; sealed, in the order of the table's numbers."""
        return read_pool({name: self.private(name) for name in POOL_FILES}, self.batch)

    @cached_property
    def labels(self) -> Labels:
        """The words for the numbers of a sealed snapshot."""
        return read_labels({name: self.private(name) for name in LABEL_FILES})

    @cached_property
    def batch_secret(self) -> bytes:
        """S, from which the marks and salts of a sealed snapshot come."""
        return bytes.fromhex(json.loads(self.files[PRIVATE_LIST])["secret"])

    @property
    def ledger_past(self) -> list[PastVisit]:
        """The past visits that the ledger gave: with them `collect` gives this snapshot again."""
        heading, rows = parse_csv(self.private("history.csv"))
        origin = heading.index("来源")
        return [
            visit for visit, row in zip(self.pool.past, rows, strict=True) if row[origin] == LEDGER_ORIGIN
        ]


def collect(plan: Plan, batch: str, registries: Registries, past: Sequence[PastVisit] = ()) -> Snapshot:
    """The private files of one batch, objects by id; not sealed yet.

    Args:
        plan: the plan; in plan.json it has no paths, and columns stand under their known names.
        batch: the name of the batch.
        registries: read without errors; every column of the plan's rules exists.
        past: visits assigned in valid draws of the ledger, beside the history sheet's.
    """
    plan = with_known_columns(plan, registries.objects.table)
    objects, other_objects = _objects(plan, registries)
    people, other_people = _people(registries)
    files = {
        "plan.json": canonical_json(canonical_plan(plan)),
        "objects.csv": objects,
        "objects-other.csv": other_objects,
        "people.csv": people,
        "people-other.csv": other_people,
        "items.csv": _rows_with_ids(registries.items, sorted(registries.items.table.columns)),
        "recusals.csv": _recusals(registries.recusals),
        "history.csv": _history(registries.history, past),
    }
    return Snapshot({PRIVATE + name: data for name, data in files.items()}, plan.batch(batch).name)


def seal(snapshot: Snapshot, batch_secret: bytes, besides: Collection[str] = ()) -> Snapshot:
    """The snapshot with objects in the order of their marks, its draw table, labels and commitment.

    Args:
        snapshot: as `collect` gives it.
        batch_secret: S of this plan and batch (`core.rules.marks`).
        besides: ids of people who get a row of people.csv even if they fit no seat.

    Raises:
        Unplaced, Uncomparable: the rules of `core.rules` refuse the data.
    """
    marks = marks_of(batch_secret, "object", snapshot.pool.ids)
    rows = marks.order()
    files = dict(snapshot.files)
    for name in ("objects.csv", "objects-other.csv"):
        files[PRIVATE + name] = _in_order(files[PRIVATE + name], rows)
    ordered = Snapshot(files, snapshot.batch)
    pool = ordered.pool
    people = marks_of(batch_secret, "person", [person.id for person in pool.people])
    table = draw_table(ruled_batch(pool), marks.taken(rows), people, besides)
    files |= {PRIVATE + name: data for name, data in table.labels.files.items()}
    names = sorted(name for name in files if name.startswith(PRIVATE))
    files[PRIVATE_LIST] = canonical_json(
        {
            "files": {name: sha256(files[name]) for name in names},
            "salt": salt_of(batch_secret, "private"),
            "secret": batch_secret.hex(),
        }
    )
    files |= table.files
    files[COMMITMENT] = canonical_json(
        {
            "scheme": SCHEME,
            "rules": RULES,
            "plan": pool.plan.number,
            "batch": pool.batch.name,
            "tables": {name: sha256(files[name]) for name in TABLES},
            "private": sha256(files[PRIVATE_LIST]),
        }
    )
    return Snapshot(files, snapshot.batch)


def _in_order(data: bytes, rows: Sequence[int]) -> bytes:
    """A CSV with its rows in this order; no cell of a registry holds a line end."""
    heading, *lines = data.split(b"\n")[:-1]
    return b"\n".join([heading, *(lines[row] for row in rows), b""])


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
