"""Labels: the words for the numbers of the tables, so that papers need not run the rules again.

They are kept in private files beside the tables, labels.json and grounds.csv; ids and names of objects are
not among them, since the private objects.csv lists them in the order of their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, NotRequired, TypedDict

from shuangsuiji.core.canonical import canonical_csv, canonical_json
from shuangsuiji.core.lottery.tables import Tables
from shuangsuiji.core.plans.values import ratio_text
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.must_inspect import MustInspectObject
from shuangsuiji.core.rules.people import TablePerson
from shuangsuiji.core.rules.pool import parse_csv
from shuangsuiji.core.rules.quota import QuotaBasis, takes_part
from shuangsuiji.core.rules.recusals import OWN_AREA, Grounds
from shuangsuiji.core.rules.seats import Items, SeatKind, items_of_rule, items_of_task
from shuangsuiji.core.rules.strata import Strata, TableStratum

GROUNDS_HEADING = ("number", "person", "rule", "ground")


class TaskLabel(TypedDict):
    """One task: its number in the plan, and (department, item code) of all its items, sorted.

    `own` is 1 if it takes part in this batch, 0 if it stands there for the top-up alone.
    """

    number: str
    own: int
    items: list[list[str]]


class StratumQuota(TypedDict):
    """One stratum: where it lies and how its quota came about; texts of ratios are p/q.

    `year` is the year's quota where the ratio is the year's, `earlier` how many of it were drawn before.
    `basis` is there where the rules worked the quota out from more than the plan and N.
    """

    task: str
    district: str
    name: str
    ratio: str | None
    count: int | None
    product: str | None
    rounding: str
    minimum: int
    year: int | None
    earlier: int
    basis: NotRequired[QuotaBasis]


class StratumLabel(StratumQuota):
    """A stratum with its cluster, blank without a first stage."""

    cluster: str


class ClusterLabel(TypedDict):
    """One cluster of a first stage: the column and its value."""

    column: str
    name: str


class SeatLabel(TypedDict):
    """One kind of seat: the line of 检查组, from 0, and the tag of 其中至少, or blank."""

    line: int
    tag: str


class MustInspectLabel(TypedDict):
    """One must-inspect object, whatever is owed to it; `unscheduled` 1 if it may not be inspected."""

    number: int
    rules: list[str]
    times: int
    done: int
    target: int
    unscheduled: int


class FloorLabel(TypedDict):
    """The yearly floor: objects, how many have to be reached, how many were before this batch."""

    M: int
    F: int
    counted: int


class RuleLabel(TypedDict):
    """One 必查 rule, with (department, item code) of all its items, sorted."""

    name: str
    items: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Everything in the order of its numbers; `people` are ids, `grounds` not part of labels.json."""

    tasks: Sequence[TaskLabel]
    strata: Sequence[StratumLabel]
    clusters: Sequence[ClusterLabel]
    areas: Sequence[str]
    seats: Sequence[SeatLabel]
    people: Sequence[str]
    must_inspect: Sequence[MustInspectLabel]
    floor: FloorLabel | None
    rules: Sequence[RuleLabel]
    grounds: Grounds

    @property
    def files(self) -> Mapping[str, bytes]:
        """labels.json and grounds.csv."""
        named: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in fields(self) if field.name != "grounds"
        }
        rows = [
            [str(number), str(person), *self.grounds[number][person]]
            for number in sorted(self.grounds)
            for person in sorted(self.grounds[number])
        ]
        return {"labels.json": canonical_json(named), "grounds.csv": canonical_csv(GROUNDS_HEADING, rows)}


def read_labels(files: Mapping[str, bytes]) -> Labels:
    """The labels that labels.json and grounds.csv hold.

    Raises:
        KeyError, TypeError, ValueError: the files are not those of labels.
    """
    grounds: dict[int, dict[int, tuple[str, str]]] = {}
    for number, person, rule, ground in parse_csv(files["grounds.csv"])[1]:
        grounds.setdefault(int(number), {})[int(person)] = (rule, ground)
    return Labels(**json.loads(files["labels.json"]), grounds=grounds)


def ground_of(labels: Labels, tables: Tables, number: int, person: int) -> tuple[str, str]:
    """Rule and ground by which the tables recuse a person from an object; blanks if they do not."""
    known = labels.grounds.get(number, {}).get(person)
    if known is not None:
        return known
    area = int(tables.sites.area[number - 1])
    if tables.frame.cross and area and area in tables.people.areas[person - 1]:
        return OWN_AREA, labels.areas[area - 1]
    return "", ""


def labels_of(
    ruled: RuledBatch,
    strata: Strata,
    kinds: Sequence[SeatKind],
    people: Sequence[TablePerson],
    areas: Sequence[str],
    grounds: Grounds,
) -> Labels:
    """The labels of a draw table."""
    pool, floor = ruled.pool, ruled.floor_of_batch
    return Labels(
        tasks=[
            TaskLabel(
                number=task.number or "",
                own=int(takes_part(pool, task)),
                items=_pairs(items_of_task(pool, task)),
            )
            for task in strata.tasks
        ],
        strata=[_stratum(strata, row) for row in strata.strata],
        clusters=[ClusterLabel(column=column, name=name) for column, name in strata.clusters],
        areas=areas,
        seats=[SeatLabel(line=kind.line, tag=kind.tag) for kind in kinds],
        people=[person.id for person in people],
        must_inspect=[_must_inspect(due) for due in ruled.must_inspect],
        floor=None if floor is None else FloorLabel(M=floor[0], F=floor[1], counted=floor[2]),
        rules=[
            RuleLabel(name=rule.name, items=_pairs(items_of_rule(pool, rule)))
            for rule in pool.plan.must_inspect
        ],
        grounds=grounds,
    )


def _pairs(items: Items) -> list[list[str]]:
    return [[department, code] for department, code in items]


def _stratum(strata: Strata, row: TableStratum) -> StratumLabel:
    stratum = row.stratum
    by_ratio = isinstance(stratum.amount, Fraction)
    label = StratumLabel(
        task=stratum.task,
        cluster=strata.clusters[row.cluster - 1][1] if row.cluster else "",
        district=stratum.district,
        name=stratum.name,
        ratio=ratio_text(stratum.amount) if isinstance(stratum.amount, Fraction) else None,
        count=None if by_ratio else int(stratum.amount),
        product=None if stratum.product is None else ratio_text(stratum.product),
        rounding=stratum.rounding,
        minimum=stratum.minimum,
        year=stratum.year,
        earlier=stratum.earlier,
    )
    return {**label, "basis": stratum.basis} if stratum.basis else label


def _must_inspect(due: MustInspectObject) -> MustInspectLabel:
    return MustInspectLabel(
        number=due.number,
        rules=list(due.rules),
        times=due.times,
        done=due.done,
        target=due.target,
        unscheduled=int(due.unscheduled),
    )
