"""The facts of one or more draws: their strata and their visits, as the reports count them.

A fact is read from the record and never worked out twice: figures and papers are made of these alone.
Days are YYYY-MM-DD, months YYYY-MM. Source: QHD-5, QHD-8, XT-8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import StratumRecord
from shuangsuiji.core.records.results import Inspection, codes_of
from shuangsuiji.core.rules.quota import WHOLE, excluded, strata_of_batch, tasks_of_batch

DISTRICT = "行政区划"
NO_DISTRICT = "未填行政区划"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumFact:
    """One stratum of one task in one batch.

    Attributes:
        number: the number of the task; `task` is its name.
        field: the column whose values make the strata, blank for rules or none.
        district: of the stratum, blank where the task does not draw by district.
        record: what draw.json says of it.
        members: ids of the objects that may be inspected (N of them).
        drawn: ids that stand as drawn, after objects were replaced.
    """

    plan: str
    batch: str
    number: str
    task: str
    field: str
    district: str
    name: str
    record: StratumRecord
    members: frozenset[str]
    drawn: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether the task has no strata."""
        return self.name == WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFact:
    """One standing visit with its newest results.

    Attributes:
        tasks: numbers of the tasks that it carries; `rules` are names of 必查 rules.
        at_random: drawn, or added for the yearly floor; a visit may be 必查 as well.
        by_credit: whether one of its tasks is drawn by credit.
        people: ids of the inspectors of its team, experts left out.
        first_day: the first day of inspection, `last_day` the last so far; blank if nobody went.
        published: the day on which the last department's result was published; blank before.
        inspection: the visit and its results as recorded.
    """

    plan: str
    batch: str
    object_id: str
    name: str
    district: str
    tasks: tuple[str, ...]
    rules: tuple[str, ...]
    at_random: bool
    by_credit: bool
    people: tuple[str, ...]
    first_day: str
    last_day: str
    published: str
    problem: bool
    inspection: Inspection

    @property
    def begun(self) -> bool:
        """Whether any department has been there."""
        return self.inspection.begun

    @property
    def complete(self) -> bool:
        """Whether every department's result is there."""
        return self.inspection.complete


@dataclass(frozen=True)
class Facts:
    """The facts of one draw."""

    dossier: Dossier

    @property
    def month(self) -> str:
        """The month of the draw, in China's one time zone."""
        return self.day[:7]

    @property
    def day(self) -> str:
        """The day of the draw."""
        return datetime.fromisoformat(self.dossier.manifest["time"]).astimezone(BEIJING).date().isoformat()

    @property
    def key(self) -> tuple[str, str]:
        """Plan and batch."""
        return self.dossier.manifest["plan"], self.dossier.manifest["batch"]

    @property
    def by_platform(self) -> bool:
        """Whether a provincial platform drew the objects: then nobody can recompute it (XT-10)."""
        return "platform" in self.dossier.manifest

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that took part."""
        return tuple(tasks_of_batch(self.dossier.pool))

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The district of each object, in the order of their numbers; all blank if no registry has any."""
        pool, dossier = self.dossier.pool, self.dossier
        if DISTRICT in pool.columns:
            return tuple(pool.columns[DISTRICT])
        return tuple(dossier.private_objects[key].get(DISTRICT, "") for key in pool.ids)

    @property
    def has_districts(self) -> bool:
        """Whether any object names its district (XT-8)."""
        return any(self.districts)

    def district(self, number: int) -> str:
        """The district of an object; says so where it is blank among others that have one."""
        if not self.has_districts:
            return ""
        return self.districts[number - 1] or NO_DISTRICT

    @cached_property
    def inspectable(self) -> dict[str, str]:
        """Id -> district of every object that may be inspected at all."""
        pool = self.dossier.pool
        rows = np.flatnonzero(~excluded(pool))
        return {pool.ids[int(row)]: self.district(int(row) + 1) for row in rows}

    @cached_property
    def strata(self) -> tuple[StratumFact, ...]:
        """The strata, in the order of draw.json."""
        pool, plan = self.dossier.pool, self.dossier.pool.plan
        drawn = _standing_numbers(self.dossier)
        tasks = {task.number or "": task for task in self.tasks}
        members = {
            (stratum.task, stratum.place, stratum.name): frozenset(
                pool.ids[int(row)] for row in stratum.members
            )
            for group in strata_of_batch(pool).values()
            for stratum in group
        }
        return tuple(
            StratumFact(
                plan=plan.number,
                batch=pool.batch.name,
                number=record["task"],
                task=tasks[record["task"]].name or record["task"],
                field=tasks[record["task"]].draw.field or "",
                district=record["district"],
                name=record["name"],
                record=record,
                members=members[record["task"], record["district"], record["name"]],
                drawn=frozenset(pool.ids[number - 1] for number in numbers),
            )
            for record, numbers in zip(self.dossier.draw["strata"], drawn, strict=True)
        )

    @cached_property
    def visits(self) -> tuple[VisitFact, ...]:
        """The standing visits, in the order of the record."""
        credit = {task.number for task in self.tasks if combines_credit(task)}
        return tuple(self._visit(inspection, credit) for inspection in self.dossier.inspections)

    def _visit(self, inspection: Inspection, credit: set[str | None]) -> VisitFact:
        visit = inspection.visit
        days = sorted(result.day for result in inspection.results if result.day)
        published = [result.published for result in inspection.results]
        people = self.dossier.person_of
        return VisitFact(
            plan=self.key[0],
            batch=self.key[1],
            object_id=visit["id"],
            name=visit["name"],
            district=self.district(visit["number"]),
            tasks=tuple(visit["tasks"]),
            rules=tuple(visit["rules"]),
            at_random=bool({"随机", "补足"}.intersection(visit["reasons"])),
            by_credit=bool(credit.intersection(visit["tasks"])),
            people=tuple(m["person"] for m in visit["team"] if not people[m["person"]].expert),
            first_day=days[0] if days else "",
            last_day=days[-1] if days else "",
            published=max(published) if inspection.published else "",
            problem=inspection.found_problem(codes_of(self.dossier.pool.plan)),
            inspection=inspection,
        )


def _standing_numbers(dossier: Dossier) -> list[set[int]]:
    """The numbers drawn in each stratum, with the objects that took the place of others."""
    numbers = [set(stratum["drawn"]) for stratum in dossier.draw["strata"]]
    for event in dossier.events:
        for entry in event["replacements"]:
            if entry["stratum"] is None:
                continue
            numbers[entry["stratum"]].discard(entry["out"])
            if entry["into"] is not None:
                numbers[entry["stratum"]].add(entry["into"])
    return numbers


def facts_of(dossiers: Sequence[Dossier]) -> tuple[Facts, ...]:
    """The facts of each draw: by the first month of its batch, then by plan and batch."""
    every = [Facts(dossier) for dossier in dossiers]
    return tuple(sorted(every, key=lambda facts: (facts.dossier.pool.batch.start, *facts.key)))


def combines_credit(task: Task) -> bool:
    """Whether a task's draw is combined with credit: its strata or conditions look at a column of credit.

    信用分级分类 is read from the names of the columns (信用…, 风险…), since their values differ everywhere.
    """
    columns = {task.draw.field or ""}
    conditions = [task.scope, task.condition, *(rule.where for rule in task.draw.strata or ())]
    for condition in conditions:
        columns.update(condition.columns() if condition is not None else ())
    return any("信用" in column or "风险" in column for column in columns)
