"""RULES: every cross-check of a plan against its registries, each a small function yielding findings.

1. `check_columns`: whether the columns exist that the plan speaks of; only then can a pool be frozen.
2. `uncomparable_cells`: whether the cells can be compared that the plan compares.
3. `case_of`: strata, must-inspect objects, eligible people and trial table, each worked out once.
4. `RULES` look at the case. Findings name the cell of the registry, or the registry as a whole.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shuangsuiji.core.canonical import norm, norm_name
from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.checks.lookalike_values import lookalike_values
from shuangsuiji.core.checks.preview import Preview, preview
from shuangsuiji.core.checks.ratios import ratio_findings, unread_ratios
from shuangsuiji.core.checks.staffing_words import StaffingWords
from shuangsuiji.core.checks.trial import Ahead
from shuangsuiji.core.checks.trial_findings import certain_findings, group_findings
from shuangsuiji.core.columns.kinds import PUBLISHED_ITEM_COLUMNS
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.plans.conditions import Uncomparable
from shuangsuiji.core.plans.object_columns import column_uses, conditions_of
from shuangsuiji.core.plans.parts import Locate, Path, nowhere
from shuangsuiji.core.plans.plan import Items, Plan
from shuangsuiji.core.registries.closed import closed_by_remark
from shuangsuiji.core.registries.people import is_known_duty
from shuangsuiji.core.registries.registry import Registries
from shuangsuiji.core.rules.batch import RuledBatch, ruled_batch
from shuangsuiji.core.rules.eligibility import belongs, certified, line_masks, on_duty
from shuangsuiji.core.rules.pool import Pool, item_key
from shuangsuiji.core.rules.quota import Unplaced, excluded, scope_of
from shuangsuiji.core.rules.seats import items_of_rule, items_of_task
from shuangsuiji.core.rules.table import trial_table


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a rule looks at: the pool as it would be frozen, and the registries with their cells.

    Attributes:
        ruled: the pool under the rules.
        registries: what the pool was frozen from.
        rows: row of the pool -> row of the objects' table.
        preview: what the draw would do; None if an object has no stratum.
        ahead: the draw, to be tried; None as well if a line of 检查组 has too few people.
        locate: finds the place of a part of the plan in its file.
    """

    ruled: RuledBatch
    registries: Registries
    rows: Sequence[int]
    preview: Preview | None
    ahead: Ahead | None
    locate: Locate

    @property
    def pool(self) -> Pool:
        """The pool as it would be frozen."""
        return self.ruled.pool

    @property
    def plan(self) -> Plan:
        """The plan of the pool."""
        return self.ruled.pool.plan

    def cell(self, row: int, column: str) -> Place:
        """The place of an object's cell, by its row in the pool."""
        return self.registries.objects.table.place(self.rows[row], column)


def case_of(pool: Pool, registries: Registries, locate: Locate = nowhere) -> Case:
    """The case of a pool that was frozen from these registries.

    Raises:
        Uncomparable: there are `uncomparable_cells`.
    """
    ruled, shown, ahead = ruled_batch(pool), None, None
    if ruled.unplaced is None:
        tables, labels = trial_table(ruled)
        shown = preview(ruled, tables)
        if all(able >= line.size for able, line in zip(ruled.able, pool.plan.team, strict=True)):
            ahead = Ahead(ruled, StaffingWords(pool, tables, labels))
    return Case(
        ruled=ruled,
        registries=registries,
        rows=registries.objects.rows_by_id(),
        preview=shown,
        ahead=ahead,
        locate=locate,
    )


def check_columns(plan: Plan, registries: Registries, locate: Locate = nowhere) -> list[Finding]:
    """Every object column of the plan's rules exists in some file; `locate` finds its place in the plan."""
    table = registries.objects.table
    known = "、".join(table.columns)
    found = []
    for path, key, column in column_uses(plan):
        if table.resolve(column) is None:
            close = difflib.get_close_matches(norm(column), list(table.columns), n=1, cutoff=0.5)
            place = locate(path, key)
            found.append(
                error("plan-unknown-column-likely", place, column=column, known=known, likely=close[0])
                if close
                else error("plan-unknown-column", place, column=column, known=known)
            )
    return found


def check_rules(case: Case) -> list[Finding]:
    """Everything that `RULES` finds, in the order of that list."""
    return [finding for rule in RULES for finding in rule(case)]


def uncomparable_cells(pool: Pool, registries: Registries) -> list[Finding]:
    """至少 and 至多 are held against numbers or dates; anything else in the column is an error."""
    rows, table = registries.objects.rows_by_id(), registries.objects.table
    found = []
    for _, condition in conditions_of(pool.plan):
        for test in condition.tests():
            if test.operator not in {"至少", "至多"}:
                continue
            for row, cell in zip(rows, pool.cells(test.column), strict=True):
                try:
                    test.fits(cell)
                except Uncomparable:
                    place = table.place(row, test.column)
                    bound = test.operands[0]
                    found.append(
                        error("object-uncomparable", place, column=test.column, value=cell, bound=bound)
                    )
    return found


def values_that_occur(case: Case) -> Iterator[Finding]:
    """A value that no object has is probably misspelt: a warning."""
    seen: set[tuple[str, str]] = set()
    for path, condition in conditions_of(case.plan):
        for test in condition.tests():
            if test.operator not in {"是", "不是"}:
                continue
            cells = case.pool.cells(test.column)
            present = {comparable(value) for cell in set(cells) for value in (*entries(cell), cell)}
            for operand in test.operands:
                if comparable(operand) not in present and (test.column, operand) not in seen:
                    seen.add((test.column, operand))
                    place = case.locate((*path, test.column), False)
                    some = "、".join(sorted({norm(cell) for cell in cells if cell})[:8]) or "（空白）"
                    yield warning("plan-value-never", place, column=test.column, value=operand, some=some)


def scopes_not_empty(case: Case) -> Iterator[Finding]:
    """A task whose scope holds nothing draws nothing: most likely its condition is misspelt."""
    for index, task in enumerate(case.plan.tasks):
        if task not in case.ruled.tasks or scope_of(case.pool, task).any():
            continue
        number, name = task.number or "", task.name or ""
        if task.may_be_empty:
            yield note("task-empty-allowed", task=number, name=name)
        else:
            yield error(
                "task-empty-scope", case.locate(("tasks", index, "scope"), True), task=number, name=name
            )


def everyone_in_a_stratum(case: Case) -> Iterator[Finding]:
    """An object of the scope without a stratum, such as a tier without a ratio, is refused (WG-3, XT-8)."""
    unplaced = case.ruled.unplaced
    if unplaced is None:
        return
    column = unplaced.column or "名称"
    cells = case.pool.cells(column)
    for row in unplaced.rows:
        place, number = case.cell(row, column), unplaced.task.number or ""
        if not unplaced.column:
            yield error("object-no-stratum", place, task=number, name=case.pool.name(row + 1))
        elif not cells[row]:
            yield error(_blank_code(unplaced), place, task=number, column=column)
        else:
            yield error("object-unknown-tier", place, task=number, column=column, value=cells[row])


def _blank_code(unplaced: Unplaced) -> str:
    """What a blank cell is missed for: a cluster of the first stage, a district, or a tier."""
    stage = unplaced.task.draw.stage
    if stage is not None and stage.field == unplaced.column:
        return "object-no-cluster"
    return "object-no-district" if unplaced.column == unplaced.task.district else "object-no-tier"


def items_stand_in_the_list(case: Case) -> Iterator[Finding]:
    """清单之外无检查: every item of a task or a must-inspect rule stands in the item list (XT-4)."""
    sources: list[tuple[Path, str, Items]] = [
        (("tasks", index, "items"), task.number or "", task.items)
        for index, task in enumerate(case.plan.tasks)
    ]
    sources += [
        (("must_inspect", index, "items"), rule.name, rule.items)
        for index, rule in enumerate(case.plan.must_inspect)
    ]
    for path, name, items in sources:
        for department, codes in items.items():
            for index, code in enumerate(codes):
                if item_key(code) not in case.pool.items:
                    known = "、".join(list(case.pool.items)[:8])
                    way = (*path, department, index) if department else (*path, index)
                    place = case.locate(way, False)
                    parts = [key for key in case.pool.items if key.startswith(f"{item_key(code)}-")]
                    if parts:
                        some = "、".join(parts[:8])
                        yield error("item-in-parts", place, item=code, task=name, parts=some)
                        continue
                    yield error("item-not-listed", place, item=code, task=name, known=known)


def ratios_fit_the_published(case: Case) -> Iterator[Finding]:
    """A task's ratio is neither below nor above the ratio its items are published with (XT-11)."""
    if case.ruled.unplaced is None:
        yield from ratio_findings(case.ruled, case.registries.items)


def item_list_is_complete(case: Case) -> Iterator[Finding]:
    """The item list is published with these columns (LZ-13); a ratio in words is not held against a task."""
    table = case.registries.items.table
    missing = [name for name in PUBLISHED_ITEM_COLUMNS if name not in table.columns]
    if missing:
        yield warning("item-list-columns", table.file_place(), columns="、".join(missing))
    yield from unread_ratios(case.ruled, case.registries.items)


def amounts_are_reachable(case: Case) -> Iterator[Finding]:
    """A number above N gives N; too few available objects leave a shortage; both are said beforehand."""
    for strata in case.ruled.strata.values():
        for stratum in strata:
            name = f"{stratum.district} {stratum.name}".strip()
            if isinstance(stratum.amount, int) and stratum.amount > stratum.size:
                yield warning(
                    "stratum-count-above",
                    task=stratum.task,
                    name=name,
                    count=stratum.amount,
                    size=stratum.size,
                )
            left = len(stratum.available)
            if stratum.n > left:
                yield warning("stratum-shortage", task=stratum.task, name=name, n=stratum.n, available=left)
            elif (
                isinstance(stratum.amount, Fraction)
                and left < stratum.size
                and stratum.n > 2 * stratum.amount * left
            ):
                yield warning("stratum-depleted", task=stratum.task, name=name, n=stratum.n, available=left)


def must_inspect_can_be_made(case: Case) -> Iterator[Finding]:
    """Must-inspect objects that may not be inspected are listed; those above the cap are marked (LZ-1)."""
    for due in case.ruled.must_inspect:
        if due.unscheduled:
            yield warning(
                "must-inspect-unscheduled",
                case.cell(due.number - 1, "名称"),
                name=case.pool.name(due.number),
                rules="、".join(due.rules),
            )


def departments_have_people(case: Case) -> Iterator[Finding]:
    """A line of 检查组 that matches nobody is refused; names match after normal text or by alias."""
    pool = case.pool
    known = sorted({name for person in pool.people for name in person.departments})
    fields = sorted({name for person in pool.people for name in person.fields})
    for index, (line, able) in enumerate(zip(case.plan.team, case.ruled.able, strict=True)):
        name = line.department or line.expert or ""
        place = case.locate(("team", index, "department" if line.department else "expert"), False)
        if not any(belongs(pool, person, line) for person in pool.people):
            some = "、".join(known if line.department else fields) or "（无）"
            code = "team-unknown-department" if line.department else "team-unknown-expert"
            yield error(code, place, name=name, known=some)
            continue
        if able < line.size:
            tags = "、".join(line.tag) or "不限"
            yield error("team-too-few-people", place, name=name, size=line.size, able=able, tags=tags)


def partners_have_seats(case: Case) -> Iterator[Finding]:
    """A joint department without seats in 检查组 takes no part (WG-4)."""
    seated = {case.plan.department(line.department) for line in case.plan.team if line.department}
    for name in case.plan.departments:
        if case.plan.department(name) not in seated:
            yield warning("partner-without-seats", name=name)


def who_is_not_drawn(case: Case) -> Iterator[Finding]:
    """Everybody who cannot be drawn, each once: off duty, no certificate, or one that ends (LAW-2, XT-3).

    A certificate has to be valid through the batch's last day. An unknown word of 状态 was told in reading.
    """
    day = case.pool.batch.last_day
    registries = (case.registries.inspectors, case.registries.experts)
    rows = {key: (row, one.table) for one in registries for row, key in enumerate(one.ids)}
    for person in case.pool.people:
        row, table = rows[person.id]
        if not on_duty(person):
            if is_known_duty(person.duty):
                yield note("inspector-off-duty", table.place(row, "状态"), name=person.name, duty=person.duty)
        elif person.expert:
            continue
        elif not person.certificate:
            yield warning("inspector-no-certificate", table.place(row, "执法证号"), name=person.name)
        elif not certified(person, day):
            yield warning(
                "inspector-certificate-expired",
                table.place(row, "证件有效期"),
                name=person.name,
                end=person.certificate_end,
                day=day,
            )


def nobody_is_sent_to_the_closed(case: Case) -> Iterator[Finding]:
    """An object that its remark alone says is closed, and that the plan does not leave out."""
    out = {row for row, gone in zip(case.rows, excluded(case.pool), strict=True) if gone}
    for row, finding in closed_by_remark(case.registries.objects.table):
        if row not in out:
            yield finding


def every_visit_has_two_seats(case: Case) -> Iterator[Finding]:
    """Wherever a visit may be made, its lines give at least 2 certified seats (LZ-3, WG-5)."""
    pool, masks = case.pool, line_masks(case.pool)
    inspectable = ~excluded(pool)
    groups = []
    for task in case.ruled.tasks:
        number = task.number or ""
        groups.append((number, items_of_task(pool, task), scope_of(pool, task), {norm(number)}))
    for rule in case.plan.must_inspect:
        groups.append((rule.name, items_of_rule(pool, rule), pool.mask(rule.where) & inspectable, set()))
    for name, pairs, scope, numbers in groups:
        departments = {department for department, _ in pairs}
        seats = np.zeros(len(pool), dtype=np.int64)
        for line, mask in zip(case.plan.team, masks, strict=True):
            if line.department is None or case.plan.department(line.department) not in departments:
                continue
            if line.tasks is not None and not numbers.intersection(map(norm, line.tasks)):
                continue
            seats += line.size if mask is None else np.where(mask, line.size, 0)
        few = np.flatnonzero(scope & (seats < 2))
        if len(few):
            row = int(few[0])
            yield error(
                "visit-too-few-seats",
                case.cell(row, "名称"),
                name=name,
                object=pool.name(row + 1),
                seats=int(seats[row]),
                count=len(few),
            )


def lines_have_capacity(case: Case) -> Iterator[Finding]:
    """Where 每人至多 may be too tight for all visits that can come, it is better known before the draw."""
    for expected in case.preview.lines if case.preview is not None else ():
        line, people = expected.line, expected.people
        if line.max_visits is not None and people * line.max_visits < expected.seats:
            yield warning(
                "team-may-be-short",
                name=line.department or line.expert or "",
                seats=int(expected.seats),
                people=people,
                capacity=people * line.max_visits,
            )


def visits_can_be_staffed(case: Case) -> Iterator[Finding]:
    """An object that nobody may visit would stop the draw; sure failure is refused (WG-7, XT-3)."""
    if case.ahead is not None:
        cells = {barred.number: case.cell(barred.number - 1, "名称") for barred in case.ahead.alone}
        yield from certain_findings(case.ahead, cells)


def groups_can_be_formed(case: Case) -> Iterator[Finding]:
    """Fixed groups hold all seats of all lines, and everybody is in one at most (分组抽取)."""
    if case.ahead is not None and case.preview is not None and case.preview.groups is not None:
        yield from group_findings(case.ahead, case.preview, case.preview.groups, case.locate)


def floor_forecast(case: Case) -> Iterator[Finding]:
    """Whether the quotas reach the yearly floor, or how many a top-up would add (XT-1)."""
    floor = case.ruled.floor
    if floor is None or case.ruled.unplaced is not None:
        return
    size, needed, counted = floor
    batches = case.plan.batches_in_order
    left = len(batches) - batches.index(case.pool.batch)
    expected = counted + case.ruled.drawn * left
    if expected < needed:
        missing = needed - expected
        yield warning("floor-top-up", size=size, needed=needed, expected=expected, missing=missing)


def history_and_ledger_apart(case: Case) -> Iterator[Finding]:
    """A visit that the ledger knows must not stand in the history sheet again."""
    links = case.registries.history
    known = {(visit.object_id, norm(visit.plan)) for visit in case.pool.past if visit.batch}
    for row, key in enumerate(links.objects):
        plan = norm(links.table.cells("计划编号")[row])
        if plan and (key, plan) in known:
            yield error("history-twice", links.table.place(row, "检查对象"), value=key, plan=plan)


def values_look_as_they_are(case: Case) -> Iterator[Finding]:
    """What a rule compares holds nothing invisible, and looks like nothing that it is not."""
    yield from lookalike_values(case.plan, case.registries, case.locate)


def names_twice(case: Case) -> Iterator[Finding]:
    """Names of inspectors that occur twice are told apart by certificate only: worth knowing."""
    counts: dict[str, int] = {}
    for person in case.pool.people:
        name = norm_name(person.name)
        counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        if count > 1:
            place = case.registries.inspectors.table.file_place()
            yield warning("inspector-same-name", place, name=name, count=count)


RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    items_stand_in_the_list,
    values_look_as_they_are,
    values_that_occur,
    everyone_in_a_stratum,
    item_list_is_complete,
    scopes_not_empty,
    amounts_are_reachable,
    ratios_fit_the_published,
    must_inspect_can_be_made,
    departments_have_people,
    partners_have_seats,
    who_is_not_drawn,
    nobody_is_sent_to_the_closed,
    every_visit_has_two_seats,
    lines_have_capacity,
    visits_can_be_staffed,
    groups_can_be_formed,
    floor_forecast,
    history_and_ledger_apart,
    names_twice,
)
