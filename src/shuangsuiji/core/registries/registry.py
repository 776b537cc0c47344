"""The registries: objects, inspectors and experts, items, recusals, and what happened before.

Each reader takes the joined table of its files and returns a frozen registry with findings. Columns are
checked as columns, each different text once. Source: formats.md, "The registries"; WG-11,
QHD-1, LZ-3, LZ-4; draw-algorithm 2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shuangsuiji.core.canonical import norm, norm_id, norm_ids, norm_name
from shuangsuiji.core.cells import entries
from shuangsuiji.core.columns.column import Column, Writing
from shuangsuiji.core.columns.kinds import ID_COLUMNS, LAYOUTS, Kind
from shuangsuiji.core.columns.links import HISTORY, REASONS_MEANT
from shuangsuiji.core.dates import as_date, certificate_end, exported_date, serial_date
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.registries.identifiers import (
    credit_code_check_digit,
    credit_code_problem,
    insurance_code_problem,
    likely_credit_code,
    registration_number_problem,
)
from shuangsuiji.core.registries.missing_columns import no_id_column, no_ids
from shuangsuiji.core.registries.people import (
    is_known_duty,
    is_no_certificate,
    is_on_duty,
    is_placeholder,
    with_qualifications,
)
from shuangsuiji.core.registries.tables import EMPTY_TABLE, Table

QUARTER = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A registry whose rows have ids.

    Attributes:
        table: the columns, in the order of the files.
        ids: one `norm_id`ed id per row, all different when no error was found.
    """

    table: Table
    ids: Sequence[str]

    def rows_by_id(self) -> list[int]:
        """The rows in the order of their ids, by code point."""
        return sorted(range(len(self.ids)), key=self.ids.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Rows of a list that ties people to objects (recusals, history), with ids resolved.

    Attributes:
        table: the columns as read.
        objects: one object id per row.
        people: one tuple of person ids per row.
    """

    table: Table
    objects: Sequence[str]
    people: Sequence[tuple[str, ...]]


EMPTY_REGISTRY = Registry(table=EMPTY_TABLE, ids=())
EMPTY_LINKS = Links(table=EMPTY_TABLE, objects=(), people=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Registries:
    """Everything a draw reads beside the plan; `id_column` is the column that identifies objects."""

    objects: Registry
    id_column: str
    inspectors: Registry
    items: Registry
    experts: Registry = EMPTY_REGISTRY
    recusals: Links = EMPTY_LINKS
    history: Links = EMPTY_LINKS


def read_objects(
    table: Table, wanted: str | None, today: date | None = None
) -> tuple[Registry, str, list[Finding]]:
    """Objects, the column that identifies them, and findings (draw-algorithm 2; LZ-4).

    Args:
        table: the joined files.
        wanted: the plan's 标识, or None for the first of `ID_COLUMNS` that is there.
        today: the day against which the registry may be stale; None asks nothing.
    """
    if wanted is not None:
        column = table.resolve(wanted)
    else:
        column = next((name for name in ID_COLUMNS if name in table.columns), None)
    if column is None:
        question = no_id_column(table.columns, wanted, table.file_place())
        return Registry(table=table, ids=[""] * len(table)), "", [question]
    ids = norm_ids(table.cells(column))
    findings = (
        _check_ids(table, ids, column, "object-duplicate-id")
        + _check_filled(table, "名称")
        + _check_codes(table)
    )
    table, problems = _with_dates(table, Kind.OBJECTS)
    findings += problems
    findings += _stale(table, today, "检查对象名录库")
    return Registry(table=table, ids=ids), column, findings


def read_inspectors(table: Table, today: date | None) -> tuple[Registry, list[Finding]]:
    """Inspectors; a person's id is 执法证号, else 部门/工号 (draw-algorithm 2, LZ-3, LZ-4).

    Args:
        table: the joined files.
        today: the day against which the registry may be stale; None asks nothing.
    """
    ids = _person_ids(table)
    table, told = with_qualifications(_without_placeholders(table))
    certificates = table.cells("执法证号")
    findings = _check_ids(table, ids, "执法证号" if "执法证号" in table.columns else "工号")
    findings += told + _check_filled(table, "姓名") + _check_filled(table, "部门")
    findings += _stretched_names(table)
    table, problems = _with_dates(table, Kind.INSPECTORS, Writing.END)
    findings += problems
    columns = (certificates, table.cells("证件有效期"), table.cells("状态"))
    for row, (certificate, end, duty) in enumerate(zip(*columns, strict=True)):
        if certificate and not end and is_on_duty(duty):
            name = table.cells("姓名")[row]
            findings.append(
                warning("inspector-no-certificate-end", table.place(row, "证件有效期"), name=name)
            )
    findings += list(_unknown_duty(table))
    if len(ids) < 3:
        findings.append(error("inspectors-fewer-than-three", table.file_place(), count=len(ids)))
    table, problems = _with_dates(table, Kind.INSPECTORS)
    findings += problems + list(_stale(table, today, "检查人员名录库"))
    return Registry(table=table, ids=ids), findings


def _stretched_names(table: Table) -> Iterator[Finding]:
    """Names with a blank inside, which papers print as they stand and every search reads without it."""
    names = [name for name in table.cells("姓名") if norm_name(name) != norm(name)]
    if names:
        first, bare = norm(names[0]), norm_name(names[0])
        yield note("names-stretched", table.file_place(), count=len(names), name=first, bare=bare)


def _person_ids(table: Table) -> list[str]:
    """执法证号, else 部门/工号; who has a word in place of a number, and no 工号, is known by 部门/姓名."""
    columns = (table.cells(name) for name in ("执法证号", "工号", "部门", "姓名"))
    ids = []
    for certificate, number, department, name in zip(*columns, strict=True):
        awaited = is_no_certificate(certificate)
        own = number if norm_id(number) and not is_placeholder(number) else name if awaited else ""
        if norm_id(certificate) and not awaited:
            ids.append(norm_id(certificate))
        else:
            ids.append(norm_id(f"{department}/{own}") if own else "")
    return ids


def _without_placeholders(table: Table) -> Table:
    """办理中, 无 and the like in 执法证号 are no numbers: the cells are blank."""
    column = table.resolve("执法证号")
    if column is None:
        return table
    cells = ["" if is_no_certificate(cell) else cell for cell in table.columns[column]]
    return replace(table, columns={**table.columns, column: cells})


def read_experts(table: Table) -> tuple[Registry, list[Finding]]:
    """Experts; an id is 专家/编号, else 专家/单位/姓名 (QHD-1, LZ-3)."""
    ids = []
    for number, employer, name in zip(
        table.cells("编号"), table.cells("单位"), table.cells("姓名"), strict=True
    ):
        ids.append(norm_id(f"专家/{number}" if norm_id(number) else f"专家/{employer}/{name}"))
    findings = _check_ids(table, ids, "编号" if "编号" in table.columns else "姓名")
    findings += _check_filled(table, "姓名") + _check_filled(table, "专业") + list(_unknown_duty(table))
    return Registry(table=table, ids=ids), findings


def read_items(table: Table) -> tuple[Registry, list[Finding]]:
    """The item list (一单); an item's id is 事项编码 (XT-4)."""
    ids = [norm_id(cell) for cell in table.cells("事项编码")]
    findings = _check_ids(table, ids, "事项编码") + _check_filled(table, "抽查事项名称")
    table = _with_percent_signs(table)
    return Registry(table=table, ids=ids), findings


_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _with_percent_signs(table: Table) -> Table:
    """The table with 5% for 5 where the heading has the sign: 抽查比例（%）."""
    heading = next((key for key, name in table.aliases.items() if name == "抽查比例" and "%" in key), "")
    if not heading:
        return table
    cells = [f"{cell}%" if _FIGURE.fullmatch(norm(cell)) else cell for cell in table.cells("抽查比例")]
    return replace(table, columns={**table.columns, "抽查比例": cells})


def read_recusals(table: Table, people: Sequence[Registry], objects: Registry) -> tuple[Links, list[Finding]]:
    """The recusal list; both sides are an id or a unique name.

    Whatever does not match, or matches several, is an error: a lost conflict is worse than a stop.
    """
    table, findings = _with_dates(table, Kind.RECUSALS)
    find_person, find_object = _person_finder(people), _Finder([(objects.ids, objects.table.cells("名称"))])
    person_ids: list[tuple[str, ...]] = []
    object_ids: list[str] = []
    for row in range(len(table)):
        for column, finder, store in (
            ("检查人员", find_person, None),
            ("检查对象", find_object, object_ids),
        ):
            text = table.cells(column)[row]
            found = finder.find(text)
            if len(found) != 1:
                code = "recusal-unmatched" if not found else "recusal-ambiguous"
                findings.append(
                    error(code, table.place(row, column), text=text, column=column, count=len(found))
                )
            matched = found[0] if len(found) == 1 else ""
            if store is None:
                person_ids.append((matched,))
            else:
                store.append(matched)
    return Links(table=table, objects=object_ids, people=person_ids), findings


def recusals_alone(table: Table) -> tuple[Table, list[Finding]]:
    """The recusal list looked at by itself: both sides filled, dates readable. Nothing is looked up."""
    table, findings = _with_dates(table, Kind.RECUSALS)
    return table, _check_filled(table, "检查人员") + _check_filled(table, "检查对象") + findings


def history_alone(table: Table) -> tuple[Table, list[Finding]]:
    """The history looked at by itself: objects filled, dates readable, reasons known."""
    table, findings = _with_dates(table, Kind.HISTORY)
    table, meant = _with_reasons(table)
    findings += [*meant, *_check_filled(table, "检查对象")]
    return table, findings + [found for row in range(len(table)) for found in _bad_reason(table, row)]


def _with_reasons(table: Table) -> tuple[Table, list[Finding]]:
    """The table with the rules' words for other words of 原因, each once; a note says what counts as what."""
    cells, told = [], dict[str, Finding]()
    for row, cell in enumerate(table.cells("原因")):
        given = entries(cell)
        meant = tuple(dict.fromkeys(REASONS_MEANT.get(part, part) for part in given))
        cells.append(cell if meant == given else "、".join(meant))
        for part in given:
            if part in REASONS_MEANT and part not in told:
                told[part] = note(
                    "history-reason-meant", table.place(row, "原因"), value=part, meant=REASONS_MEANT[part]
                )
    if not any(table.cells("原因")):
        return table, []
    return replace(table, columns={**table.columns, "原因": cells}), list(told.values())


def _bad_reason(table: Table, row: int) -> list[Finding]:
    reason = table.cells("原因")[row]
    given = entries(reason)
    if given and all(part in HISTORY.names["原因"].choices for part in given):
        return []
    return [error("history-bad-reason", table.place(row, "原因"), value=reason)]


def read_history(
    table: Table, people: Sequence[Registry], objects: Registry, today: date | None = None
) -> tuple[Links, list[Finding]]:
    """What was inspected outside the ledger: one row is one visit (LAW-1, LZ-1).

    An object or a person no longer in the registries is kept under the text of the cell and warned of;
    an ambiguous name is an error, and so is a day that has not come: it would bar an object for no visit.

    Args:
        table: of the history.
        people: inspectors, and experts if there are any.
        objects: of the plan.
        today: None asks nothing of the days.
    """
    table, findings = _with_dates(table, Kind.HISTORY)
    table, meant = _with_reasons(table)
    findings += meant
    if today is not None:
        findings += [
            error("history-in-future", table.place(row, "检查日期"), day=day, today=today.isoformat())
            for row, day in enumerate(table.cells("检查日期"))
            if (read := exported_date(day)) is not None and read > today
        ]
    find_person, find_object = _person_finder(people), _Finder([(objects.ids, objects.table.cells("名称"))])
    object_ids: list[str] = []
    person_ids: list[tuple[str, ...]] = []
    for row in range(len(table)):
        object_ids.append(
            _one_of(find_object, table, row, "检查对象", table.cells("检查对象")[row], findings)
        )
        names = entries(table.cells("检查人员")[row])
        person_ids.append(
            tuple(_one_of(find_person, table, row, "检查人员", name, findings) for name in names)
        )
        findings += _bad_reason(table, row)
    return Links(table=table, objects=object_ids, people=person_ids), findings


def _one_of(finder: _Finder, table: Table, row: int, column: str, text: str, findings: list[Finding]) -> str:
    found = finder.find(text)
    place = table.place(row, column)
    if len(found) > 1:
        findings.append(error("history-ambiguous", place, text=text, column=column, count=len(found)))
    if not found:
        findings.append(warning("history-unmatched", place, text=text, column=column))
    return found[0] if len(found) == 1 else norm_id(text)


class _Finder:
    """Finds a row by its id, or else by its name."""

    def __init__(self, registries: Sequence[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._ids: set[str] = set()
        self._by_name: dict[str, list[str]] = {}
        self._stretched: dict[str, list[str]] = {}
        for ids, names in registries:
            self._ids.update(ids)
            for key, name in zip(ids, names, strict=True):
                self._by_name.setdefault(norm(name), []).append(key)
                self._stretched.setdefault(norm_name(name), []).append(key)

    def find(self, text: str) -> list[str]:
        """The ids that the text may mean: none, one, or several of the same name."""
        key = norm_id(text)
        if key and key in self._ids:
            return [key]
        name = norm(text)
        return (self._by_name.get(name) or self._stretched.get(norm_name(name), [])) if name else []


def _person_finder(people: Sequence[Registry]) -> _Finder:
    return _Finder([(registry.ids, registry.table.cells("姓名")) for registry in people])


def _check_ids(
    table: Table, ids: Sequence[str], column: str, twice: str = "registry-duplicate-id"
) -> list[Finding]:
    """Every row has an id, and no two rows have the same; `twice` is the code to say so with."""
    if len(set(ids)) == len(ids) and all(ids):
        return []
    if len(ids) > 1 and not any(ids):
        return [no_ids(table.columns, column, table.file_place())]
    counts = Counter(ids)
    first: dict[str, int] = {}
    findings = []
    for row, key in enumerate(ids):
        if not key:
            findings.append(error("registry-no-id", table.place(row, column), column=column))
        elif counts[key] > 1:
            if key in first:
                other = table.place(first[key], column)
                where = " › ".join(part for part in (other.sheet, other.cell) if part)
                findings.append(
                    error(
                        twice,
                        table.place(row, column),
                        value=key,
                        column=column,
                        other=where,
                    )
                )
            first.setdefault(key, row)
    return findings


def _check_filled(table: Table, column: str) -> list[Finding]:
    return [
        error("registry-blank-cell", table.place(row, column), column=column)
        for row, cell in enumerate(table.cells(column))
        if not cell
    ]


def _check_codes(table: Table) -> list[Finding]:
    """Codes that fail their own check digit: warnings, since real registries hold some."""
    findings = []
    for row, code in enumerate(norm_ids(table.columns.get("统一社会信用代码", ()))):
        if not code:
            continue
        problem = registration_number_problem(code) if len(code) == 15 else credit_code_problem(code)
        if problem is not None:
            findings.append(_credit_finding(code, problem, table.place(row, "统一社会信用代码")))
    for row, code in enumerate(norm_ids(table.columns.get("定点编码", ()))):
        if code and insurance_code_problem(code) is not None:
            findings.append(warning("object-bad-insurance-code", table.place(row, "定点编码"), code=code))
    return findings


def _credit_finding(code: str, problem: str, place: Place) -> Finding:
    """What to say of a code: the old number's check digit and later categories deserve a note at most."""
    if len(code) == 15:
        make = note if problem == "check_digit" else warning
        return make("object-bad-registration-number", place, code=code)
    if problem == "length":
        return warning("object-credit-code-length", place, code=code, count=len(code))
    if problem == "characters":
        likely = likely_credit_code(code)
        if likely is not None:
            return warning("object-credit-code-look-alike", place, code=code, likely=likely)
        return warning("object-credit-code-letters", place, code=code)
    if problem != "check_digit" and code[17] == credit_code_check_digit(code[:17]):
        return note("object-credit-code-new-head", place, code=code, head=code[:2])
    return warning("object-bad-credit-code", place, code=code)


def _unknown_duty(table: Table) -> Iterator[Finding]:
    for row, cell in enumerate(table.cells("状态")):
        if not is_known_duty(cell):
            name = table.cells("姓名")[row]
            yield warning("inspector-unknown-duty", table.place(row, "状态"), value=cell, name=name)


def last_update(table: Table) -> date | None:
    """The latest 更新日期 of a registry, or None if it has none."""
    cells = dict.fromkeys(table.columns.get("更新日期", ()))
    return max((day for cell in cells if (day := as_date(cell))), default=None)


def _stale(table: Table, today: date | None, title: str) -> Iterator[Finding]:
    last = last_update(table)
    if today is not None and last is not None and today - last > QUARTER:
        days = (today - last).days
        yield warning("registry-stale", table.file_place(), title=title, last=last.isoformat(), days=days)


_NO_DAY = re.compile(r"[0-9]{4}(?:年[0-9]{1,2}月?|[-/.][0-9]{1,2})")
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:[-/.][0-9]{1,2}[-/.]|年[0-9]{1,2}月)[0-9]{1,2}日?")


def _with_dates(table: Table, kind: Kind, writing: Writing = Writing.DATE) -> tuple[Table, list[Finding]]:
    """The table with dates as YYYY-MM-DD; what is no date stays as it is and is reported.

    A date that every row needs must be one; of others a warning is enough.
    """
    findings: list[Finding] = []
    for column in LAYOUTS[kind].written(writing):
        name = table.resolve(column.name)
        if name is None:
            continue
        level = error if column.required else warning
        cells = table.columns[name]
        dates = {cell: _date_in(cell, column) for cell in dict.fromkeys(cells)}
        findings += [
            _bad_date(level, table.place(row, name), name, cell)
            for row, cell in enumerate(cells)
            if dates[cell] is None
        ]
        days = [cell if (day := dates[cell]) is None else day for cell in cells]
        table = replace(table, columns={**table.columns, name: days})
    return table, findings


def _date_in(cell: str, column: Column) -> str | None:
    if column.writing is Writing.END:
        return certificate_end(cell)
    if not column.required and not norm(cell):
        return ""
    day = exported_date(cell)
    return day.isoformat() if day else None


def _bad_date(level: Callable[..., Finding], place: Place, column: str, cell: str) -> Finding:
    """Why a cell is no date, as far as that can be told."""
    text = norm(cell)
    likely = serial_date(text)
    if likely is not None:
        return level("registry-date-serial", place, column=column, value=cell, likely=likely.isoformat())
    code = "registry-bad-date"
    if _NO_DAY.fullmatch(text):
        code = "registry-date-no-day"
    elif _SHORT_YEAR.fullmatch(text):
        code = "registry-date-short-year"
    return level(code, place, column=column, value=cell)
