"""Values that look the same and are not: in every cell and word that a rule compares (docs/rules.md).

A tier with a filler in it, a tag with a Cyrillic letter, a former employer with a zero-width blank: the
object leaves every scope, the person loses a seat or a recusal, and nobody can see why. Where the difference
decides something it is an error; an invisible character that decides nothing is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.columns.kinds import LIST_COLUMNS
from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.lookalikes import INVISIBLE, is_odd, is_unwritable, named, plain, shape_of
from shuangsuiji.core.plans.conditions import Test, Uncomparable
from shuangsuiji.core.plans.object_columns import column_uses, conditions_of
from shuangsuiji.core.plans.parts import Locate, Path
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.registries.people import ON_DUTY
from shuangsuiji.core.registries.registry import Registries
from shuangsuiji.core.registries.tables import Table


@dataclass(frozen=True, slots=True)
class _Use:
    """One text that is compared: what it is called, how it compares, and where it stands."""

    column: str
    text: str
    places: Callable[[], Iterator[Place]]
    count: int = 1


def lookalike_values(plan: Plan, registries: Registries, locate: Locate) -> Iterator[Finding]:
    """Every value that a rule compares and that looks like another one, or holds what nobody sees.

    Args:
        plan: the plan, with columns as it calls them.
        registries: what it is held against.
        locate: finds the place of a part of the plan.
    """
    told: set[tuple[Place, str]] = set()
    findings = [*_conditions(plan, registries.objects.table, locate)]
    for uses, equal in _vocabularies(plan, registries, locate):
        findings += _alike(uses, equal)
    findings += _ids(registries)
    findings += _invisible(plan, registries)
    for finding in findings:
        key = (finding.place, str(finding.values["column"]))
        if key not in told:
            told.add(key)
            yield finding


def _conditions(plan: Plan, table: Table, locate: Locate) -> Iterator[Finding]:
    """Cells that would pass a test, or fail it, if they were what they look like."""
    for path, condition in conditions_of(plan):
        for test in condition.tests():
            cells = table.cells(test.column)
            odd_operands = [operand for operand in test.operands if is_odd(operand)]
            looks = Test(test.column, test.operator, tuple(map(plain, test.operands)))
            suspects = dict.fromkeys(cells) if odd_operands else _odd(cells)
            for cell in suspects:
                if _fits(test, cell) == _fits(looks, plain(cell)):
                    continue
                if is_odd(cell):
                    yield from _cells(table, test.column, cell, "、".join(test.operands))
                else:
                    place = locate((*path, test.column), False)
                    yield _unlike(place, test.column, odd_operands[0], cell)


def _fits(test: Test, cell: str) -> bool | None:
    try:
        return test.fits(cell)
    except Uncomparable:
        return None


def _odd(cells: Sequence[str]) -> list[str]:
    """The different texts of a column that are not what they look like."""
    if "".join(cells).isascii():
        return []
    return [cell for cell in dict.fromkeys(cells) if is_odd(cell)]


def _cells(table: Table, column: str, text: str, other: str) -> Iterator[Finding]:
    for row, cell in enumerate(table.cells(column)):
        if cell == text:
            yield _unlike(table.place(row, column), column, text, other)


def _unlike(place: Place, column: str, text: str, other: str) -> Finding:
    return error("value-looks-like-another", place, column=column, text=named(text), other=named(other))


def _vocabularies(
    plan: Plan, registries: Registries, locate: Locate
) -> Iterator[tuple[list[_Use], Callable[[str], str]]]:
    """The texts that are compared with each other, a list each, with the form in which they are equal."""
    objects, inspectors, experts = (
        registry.table for registry in (registries.objects, registries.inspectors, registries.experts)
    )
    people = (inspectors, experts)
    in_conditions = {column for _, condition in conditions_of(plan) for column in condition.columns()}
    grouped = {column for _, _, column in column_uses(plan)} - in_conditions - {"行政区划"}
    for column in sorted(grouped | _tier_columns(plan)):
        words = [
            _word(locate, ("tasks", index, "draw", "ratio"), column, tier)
            for index, task in enumerate(plan.tasks)
            if task.draw.field == column
            for tier in _tiers(task.draw.ratio) or _tiers(task.draw.count)
        ]
        yield [*_column(objects, column), *words], comparable
    departments = [_word(locate, ("departments",), "部门", name) for name in plan.departments]
    departments += [
        _word(locate, ("team", index, "department"), "部门", line.department)
        for index, line in enumerate(plan.team)
        if line.department
    ]
    bodies = _column(registries.items.table, "抽查主体")
    yield [*_column(inspectors, "部门"), *departments, *bodies], plan.department
    tags = [
        _word(locate, ("team", index, "tag"), "标签", tag)
        for index, line in enumerate(plan.team)
        for tag in (*line.tag, *(part.tag for part in line.at_least_one))
    ]
    yield [*(use for table in people for use in _column(table, "标签")), *tags], norm
    fields = [
        _word(locate, ("team", index, "expert"), "专业", line.expert)
        for index, line in enumerate(plan.team)
        if line.expert
    ]
    yield [*_column(experts, "专业"), *fields], norm
    areas = [use for table in people for use in _column(table, "辖区")]
    yield [*areas, *_column(objects, "行政区划")], norm
    duties = [use for table in people for use in _column(table, "状态")]
    yield [*duties, *(_Use("状态", word, _nowhere) for word in sorted(ON_DUTY))], comparable
    yield _employers(people, objects), norm


def _tier_columns(plan: Plan) -> set[str]:
    return {task.draw.field for task in plan.tasks if task.draw.field}


def _tiers(amounts: object) -> list[str]:
    return [str(name) for name, _ in amounts] if isinstance(amounts, tuple) else []


def _employers(people: Sequence[Table], objects: Table) -> list[_Use]:
    """Employers and names of objects that 同单位 and 曾任职单位 hold against each other: those alike."""
    uses = [
        use
        for table in people
        for column in ("曾任职单位", "单位", "部门")
        for use in _column(table, column, whole=True)
    ]
    employers = {plain(use.text) for use in uses}
    names = {name for name in dict.fromkeys(map(norm, objects.cells("名称"))) if plain(name) in employers}
    both = set(map(plain, names))
    named_so = [use for use in _column(objects, "名称") if use.text in names] if names else []
    return [*(use for use in uses if plain(use.text) in both), *named_so]


def _column(table: Table, column: str, *, whole: bool = False) -> list[_Use]:
    """The different entries of a column, with the places of their cells."""
    cells_of: dict[str, list[int]] = {}
    several = column in LIST_COLUMNS
    for row, cell in enumerate(table.cells(column)):
        for text in (*entries(cell), *([norm(cell)] if whole else ())) if several else (norm(cell),):
            if text:
                cells_of.setdefault(text, []).append(row)

    def places(rows: Sequence[int]) -> Callable[[], Iterator[Place]]:
        return lambda: (table.place(row, column) for row in dict.fromkeys(rows))

    return [_Use(column, text, places(rows), len(rows)) for text, rows in cells_of.items()]


def _word(locate: Locate, path: Path, column: str, text: str) -> _Use:
    """A word of the plan."""
    return _Use(column, text, lambda: iter((locate(path, False),)))


def _nowhere() -> Iterator[Place]:
    return iter(())


def _alike(uses: Sequence[_Use], equal: Callable[[str], str]) -> Iterator[Finding]:
    """Errors for texts that look like another one of the list and are not equal to it.

    Blamed is what holds odd characters; where all do or none does, the rarer.
    """
    groups: dict[str, list[_Use]] = {}
    for use in uses:
        groups.setdefault(equal(plain(use.text)), []).append(use)
    for group in groups.values():
        forms: dict[str, list[_Use]] = {}
        for use in group:
            forms.setdefault(equal(use.text), []).append(use)
        if len(forms) < 2:
            continue
        usual = min(forms, key=lambda form: (is_odd(form), -sum(use.count for use in forms[form]), form))
        for form, others in forms.items():
            for use in others if form != usual else ():
                for place in use.places():
                    yield _unlike(place, use.column, use.text, forms[usual][0].text)


def _ids(registries: Registries) -> Iterator[Finding]:
    """Ids that nobody can type from paper: an error where one looks like another, or else a warning.

    Ids of one script that differ in O and 0, or in I and 1 alone, are a warning: both may be right.
    """
    objects = (registries.objects, (registries.id_column,))
    people = ((registry, ("执法证号", "工号")) for registry in (registries.inspectors, registries.experts))
    for registry, columns in (objects, *people):
        shapes: dict[str, str] = {}
        column = next((name for name in columns if name in registry.table.columns), "")
        written = registry.table.cells(column) if column else registry.ids
        for row, (key, cell) in enumerate(zip(registry.ids, written, strict=True)):
            # As it is written: l is 1 on paper, L is not, and ids are kept in capitals.
            first = shapes.setdefault(shape_of(cell or key).upper(), key)
            if first != key and plain(first) != plain(key):
                place = registry.table.place(row, column)
                yield warning("id-shape-twin", place, column=column, text=key, other=first)
        if "".join(registry.ids).isascii():
            continue
        known = {plain(key): key for key in registry.ids if not is_unwritable(key)}
        for row, key in enumerate(registry.ids):
            if not is_unwritable(key):
                continue
            column = next((name for name in columns if name in registry.table.columns), "")
            place, twin = registry.table.place(row, column), known.get(plain(key))
            if twin is not None:
                yield _unlike(place, column, key, twin)
            else:
                yield warning("id-unwritable", place, column=column, text=named(key))


def _invisible(plan: Plan, registries: Registries) -> Iterator[Finding]:
    """What nobody sees in a cell that a rule reads, though it decides nothing as things are."""
    objects = sorted(
        {registries.objects.table.resolve(column) or column for _, _, column in column_uses(plan)}
    )
    columns: list[tuple[Table, str]] = [(registries.objects.table, column) for column in objects]
    for registry in (registries.inspectors, registries.experts):
        columns += [
            (registry.table, name) for name in ("部门", "单位", "专业", "标签", "辖区", "状态", "曾任职单位")
        ]
    columns.append((registries.items.table, "抽查主体"))
    for table, column in columns:
        cells = table.cells(column)
        if not INVISIBLE.search("".join(cells)):
            continue
        for row, cell in enumerate(cells):
            if INVISIBLE.search(cell):
                yield warning(
                    "value-invisible-character", table.place(row, column), column=column, text=named(cell)
                )
