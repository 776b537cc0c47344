"""The pool: what the rules read, from the private files of a snapshot (docs/rules.md, section 1)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.cells import entries
from shuangsuiji.core.plans.conditions import Condition, Mask
from shuangsuiji.core.plans.plan import Batch, Items, Plan, plan_from_canonical
from shuangsuiji.core.plans.repetition import IntervalRule

ID = "标识"
"""The heading of the first column of every file of the snapshot that lists things with ids."""


TaskKey = NewType("TaskKey", str)
"""A task's number as history.csv holds it: without blanks, so that several may stand in one cell."""


def task_key(number: str) -> TaskKey:
    """The number of a task as it is compared and stored (docs/rules.md, section 4)."""
    return TaskKey(norm_id(number))


def own_heading(name: str) -> str:
    """What a registry's own column is called where the snapshot needs its heading for itself."""
    return f"{name}（原列）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One inspector or expert of the pool.

    Attributes:
        departments: normal names, aliases resolved; empty for an expert.
        fields: what an expert is called for (专业); empty for an inspector.
        tags, districts, former: normal texts of 标签, 辖区, 曾任职单位.
        employers: what 同单位 is held against: 部门 of an inspector, 单位 of an expert.
        certificate: 执法证号 as registered, blank if none.
        certificate_end: YYYY-MM-DD, or blank or 长期 for no end.
    """

    id: str
    name: str
    expert: bool
    department: str
    departments: frozenset[str]
    fields: frozenset[str]
    tags: frozenset[str]
    districts: frozenset[str]
    former: frozenset[str]
    employers: frozenset[str]
    certificate: str
    certificate_end: str
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """A visit that was made or assigned before, by the ledger or by the history sheet.

    Every value is as history.csv holds it, so that what is read back equals what was written.
    """

    object_id: str
    day: str
    plan: str = ""
    batch: str = ""
    tasks: tuple[TaskKey, ...] = ()
    reasons: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def routine(self) -> bool:
        """日常: counts for the yearly cap alone."""
        return self.reasons == ("日常",)

    @property
    def at_random(self) -> bool:
        """Drawn at random or by top-up: counts for the yearly floor (XT-1)."""
        return bool({"随机", "补足"}.intersection(self.reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """One pair of the recusal list."""

    object_id: str
    person_id: str
    ground: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Pool(Brief):
    """Objects numbered from 1, people indexed from 0 by id; items, recusals, past visits.

    Attributes:
        ids: the object numbered k is `ids[k - 1]`: by mark once the snapshot is sealed, by id before.
        columns: the objects' public columns, each in the order of `ids`.
        people: in the order of their ids.
        items: item id -> its row of the item list.
    """

    plan: Plan
    batch: Batch
    ids: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    people: Sequence[Person]
    items: Mapping[str, Mapping[str, str]]
    recusals: Sequence[Recusal]
    past: Sequence[PastVisit]

    def __len__(self) -> int:
        return len(self.ids)

    def cells(self, column: str) -> Sequence[str]:
        """The objects' cells of a column, by number."""
        return self.columns[column]

    def distinct(self, column: str) -> tuple[NDArray[np.intp], Sequence[str]]:
        """A column as codes by number, and the texts that they stand for, by first appearance.

        What follows from a cell's text alone is worked out once a text.
        """
        if column not in self._distinct:
            cells = self.columns[column]
            code_of = {text: code for code, text in enumerate(dict.fromkeys(cells))}
            codes = np.fromiter(map(code_of.__getitem__, cells), dtype=np.intp, count=len(cells))
            codes.flags.writeable = False
            self._distinct[column] = codes, tuple(code_of)
        return self._distinct[column]

    @cached_property
    def _distinct(self) -> dict[str, tuple[NDArray[np.intp], Sequence[str]]]:
        return {}

    def mask(self, condition: Condition) -> Mask:
        """Which objects fit a condition, in the order of their numbers. Worked out once per condition.

        Raises:
            Uncomparable: see `Condition.mask`.
        """
        if condition not in self._masks:
            self._masks[condition] = condition.mask(len(self), self.cells)
            self._masks[condition].flags.writeable = False
        return self._masks[condition]

    @cached_property
    def _masks(self) -> dict[Condition, Mask]:
        return {}

    def name(self, number: int) -> str:
        """The name of the object of that number."""
        return self.columns["名称"][number - 1]

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Object id -> number."""
        return {key: index for index, key in enumerate(self.ids, 1)}

    @cached_property
    def past_of(self) -> Mapping[str, Sequence[PastVisit]]:
        """Object id -> its past visits of any year."""
        visits_of: dict[str, list[PastVisit]] = {}
        for visit in self.past:
            visits_of.setdefault(visit.object_id, []).append(visit)
        return visits_of

    @cached_property
    def this_year(self) -> Mapping[str, Sequence[PastVisit]]:
        """Object id -> its visits of the plan's year."""
        year = f"{self.plan.year:04d}-"
        of_year = {
            key: [visit for visit in visits if visit.day.startswith(year)]
            for key, visits in self.past_of.items()
        }
        return {key: visits for key, visits in of_year.items() if visits}

    @cached_property
    def rest_of(self) -> Mapping[str, tuple[IntervalRule, Sequence[str]]]:
        """Object id -> the rule of 几年内不重复 by which it rests, and the days of the visits that count.

        Raises:
            Uncomparable: see `Condition.mask`.
        """
        rules = self.plan.limits.no_repeat or ()
        masks = [None if rule.where is None else self.mask(rule.where) for rule in rules]
        resting: dict[str, tuple[IntervalRule, Sequence[str]]] = {}
        for key, visits in self.past_of.items() if rules else ():
            row = self.number_of.get(key, 0) - 1
            fitting = (rule for rule, mask in zip(rules, masks, strict=True) if mask is None or mask[row])
            rule = next(fitting, None) if row >= 0 else None
            if rule is None:
                continue
            start = rule.first_day(self.plan.year, self.batch.start)
            days = sorted(v.day for v in visits if v.day >= start and (rule.routine or not v.routine))
            if days:
                resting[key] = (rule, days)
        return resting

    @cached_property
    def barred(self) -> Mask:
        """Which objects may not be drawn at random now (LAW-1; docs/rules.md, section 5).

        They are at their yearly cap, were visited this year, or rest after a visit of the last years.
        """
        limits = self.plan.limits
        mask = np.zeros(len(self), dtype=np.bool_)
        for key, visits in self.this_year.items():
            if key in self.number_of:
                at_cap = limits.yearly_cap is not None and len(visits) >= limits.yearly_cap
                repeated = not limits.repeat_in_year and any(not visit.routine for visit in visits)
                mask[self.number_of[key] - 1] = at_cap or repeated
        mask[[self.number_of[key] - 1 for key in self.rest_of]] = True
        mask.flags.writeable = False
        return mask

    def departments_of(self, items: Items, departments: Sequence[str]) -> list[tuple[str, str]]:
        """(department, item code) pairs of a task's 事项, sorted by department and code (WG-4).

        An item is a department's if the plan says so, or if its 抽查主体 names one of the plan's
        departments; otherwise it is every one of `departments`.
        """
        pairs: set[tuple[str, str]] = set()
        known = {self.plan.department(name) for name in self.plan.departments}
        for department, codes in items.items():
            for code in codes:
                key = item_key(code)
                if department:
                    owners = [self.plan.department(department)]
                else:
                    body = self.items.get(key, {}).get("抽查主体", "")
                    named = {self.plan.department(part) for part in (*entries(body), norm(body))} & known
                    owners = sorted(named) or [self.plan.department(name) for name in departments]
                pairs.update((owner, key) for owner in owners)
        return sorted(pairs)


def item_key(code: str) -> str:
    """An item code as compared."""
    return norm_id(code)


def read_pool(files: Mapping[str, bytes], batch: str) -> Pool:
    """The pool that the private files of a snapshot describe; `batch` is the name in the commitment.

    Raises:
        KeyError, ValueError, pydantic.ValidationError: the files are not those of a snapshot.
    """
    plan = plan_from_canonical(json.loads(files["plan.json"]))
    heading, rows = parse_csv(files["objects.csv"])
    columns = {name: [row[index] for row in rows] for index, name in enumerate(heading)}
    ids = columns.pop(ID)
    if own_heading(ID) in columns:
        columns[ID] = columns.pop(own_heading(ID))
    item_heading, item_rows = parse_csv(files["items.csv"])
    return Pool(
        plan=plan,
        batch=plan.batch(batch),
        ids=ids,
        columns=columns,
        people=[_person(plan, row) for row in _dicts(files["people.csv"])],
        items={row[0]: dict(zip(item_heading, row, strict=True)) for row in item_rows},
        recusals=[
            Recusal(object_id=row["检查对象"], person_id=row["检查人员"], ground=row["回避事由"])
            for row in _dicts(files["recusals.csv"])
        ],
        past=[_past_visit(row) for row in _dicts(files["history.csv"])],
    )


def parse_csv(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Heading and rows of a canonical CSV.

    Raises:
        ValueError: a row is not as long as the heading.
    """
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    heading = rows[0]
    if any(len(row) != len(heading) for row in rows):
        raise ValueError("rows of different lengths")
    return heading, rows[1:]


def _dicts(data: bytes) -> list[dict[str, str]]:
    heading, rows = parse_csv(data)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _person(plan: Plan, row: Mapping[str, str]) -> Person:
    expert = row["身份"] == "专家"
    employer = row["单位"] if expert else row["部门"]
    return Person(
        id=row[ID],
        name=row["姓名"],
        expert=expert,
        department=row["部门"],
        departments=frozenset() if expert else frozenset(map(plan.department, entries(row["部门"]))),
        fields=frozenset(entries(row["专业"])) if expert else frozenset(),
        tags=frozenset(entries(row["标签"])),
        districts=frozenset(entries(row["辖区"])),
        former=frozenset(entries(row["曾任职单位"])),
        employers=frozenset((*entries(employer), norm(employer))) - {""},
        certificate=row["执法证号"],
        certificate_end=row["证件有效期"],
        duty=row["状态"],
    )


def _past_visit(row: Mapping[str, str]) -> PastVisit:
    return PastVisit(
        object_id=row["检查对象"],
        day=row["检查日期"],
        plan=row["计划编号"],
        batch=row["批次"],
        tasks=tuple(TaskKey(key) for key in row["任务"].split(" ") if key),
        reasons=entries(row["原因"]),
        people=tuple(key for key in row["检查人员"].split(" ") if key),
    )
