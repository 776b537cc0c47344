"""What came of the visits: results by visit and department, measures that follow, publication.

A result is what one department found on one visit (WG-4). Results are taken in entries, one for every sheet
that is read; a later entry replaces what an earlier one said of the same visit and department, and both stay
on record. Pure values; `core.results.entry_columns` reads them, `workflows.results` keeps them.
Source: 舞钢 附件2, 兰州 13 to 15, 邢台 二(四); WG-10, LZ-8, LZ-9, LZ-12, XT-6, XT-9, LAW-7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from shuangsuiji.core.canonical import Json, canonical_json
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.result_codes import STANDARD_CODES, ResultCode
from shuangsuiji.core.records.record import VisitRecord

RESULTS_SCHEME = "ssj-results/1"

ON_SITE = "现场检查"
WAYS = (ON_SITE, "非现场检查", "书面检查", "网络监测")
"""The common ways of inspection (兰州 13, XT-9); others are kept as they are written."""

TRANSFER = "移送"
MEASURES = ("责令整改", TRANSFER, "立案", "抄告", "约谈")
"""The common measures (XT-6); others are kept as they are written."""

IRREGULAR = "列入不规范记录"
"""The measure that puts an object on the list of irregular users of the fund (LZ-11)."""
UNDER_AGREEMENT = ("追回基金", "暂停协议", "解除协议", IRREGULAR)
"""Measures against an object that works under an agreement with a medical insurance fund (XT-6, LZ-11)."""

OPEN, CLOSED = "进行中", "已完成"
STATES = (OPEN, CLOSED)

SIGNED = "已签字"
UNSIGNED = ("拒绝签字", "无人在场", "无法取得联系", "非现场检查")
"""Common reasons why a record bears no signature (LZ-8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one department found on one visit, and what follows from it.

    Days are YYYY-MM-DD; a blank text means that nothing was said.

    Attributes:
        visit: the index of the visit.
        department: as in the items of the visit: normal text, aliases resolved (`Plan.department`).
        codes: numbers of result codes, rising, at least one unless withdrawn.
        detail: 问题描述.
        way: 检查方式.
        day: 检查日期.
        people: ids of the inspectors who were there, in code-point order.
        helpers: names of specialists sent along who were there (LZ-6), in code-point order.
        signature: 已签字, or the reason why the record bears none; blank where none is asked for.
        measures: 后续处置, each once, as written.
        state: 进行中 or 已完成, blank without measures.
        due: by when the measures have to be done.
        closed: when they were.
        approval: who approved the publication and when (LZ-9).
        published: the day on which the result was published.
        channel: where.
        recordings: numbers of the recordings of the visit (LZ-12).
        remarks: 备注.
        withdrawn: 1 where an earlier result of this visit and department was taken back.
    """

    visit: int
    department: str
    codes: tuple[int, ...] = ()
    detail: str = ""
    way: str = ""
    day: str = ""
    people: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    signature: str = ""
    measures: tuple[str, ...] = ()
    state: str = ""
    due: str = ""
    closed: str = ""
    approval: str = ""
    published: str = ""
    channel: str = ""
    recordings: str = ""
    remarks: str = ""
    withdrawn: int = 0

    @property
    def key(self) -> tuple[int, str]:
        """What tells it apart: visit and department."""
        return self.visit, self.department

    def found_problem(self, codes: Sequence[ResultCode]) -> bool:
        """Whether one of its codes tells of a problem."""
        return any(code.problem for code in codes if code.number in self.codes)

    def needs_measure(self, codes: Sequence[ResultCode]) -> bool:
        """Whether one of its codes asks for a measure and none is named yet (后续处置无例外)."""
        return not self.measures and any(code.follow_up for code in codes if code.number in self.codes)

    def unfinished(self, codes: Sequence[ResultCode]) -> bool:
        """Whether something has still to follow: a measure to be named, or one that is under way."""
        return self.needs_measure(codes) or self.state == OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sheet of results that was taken: the rows that were new or said something else than before.

    Attributes:
        number: from 1, in the order of the ledger.
        time: when it was taken, ISO with its offset.
        reason: why earlier results were changed; blank if none was.
        source: the name of the file.
    """

    number: int
    time: str
    operator: str
    reason: str
    source: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One visit as it stands after substitutions, with the newest results of its departments.

    Attributes:
        departments: keys of the departments that have items on this visit, in the order of its items.
        results: of those departments that have one, in the same order.
    """

    visit: VisitRecord
    departments: tuple[str, ...]
    results: tuple[Result, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The departments without a result."""
        have = {result.department for result in self.results}
        return tuple(name for name in self.departments if name not in have)

    @property
    def complete(self) -> bool:
        """Whether every department has its result."""
        return not self.missing

    @property
    def begun(self) -> bool:
        """Whether any department has been there: the visit is no longer open for substitutions."""
        return bool(self.results)

    @property
    def day(self) -> str:
        """The last day of inspection so far, blank if nobody has been there."""
        return max((result.day for result in self.results), default="")

    @property
    def published(self) -> bool:
        """Whether every department's result has been published (XT-2)."""
        return self.complete and all(result.published for result in self.results)

    def found_problem(self, codes: Sequence[ResultCode]) -> bool:
        """Whether any department found a problem."""
        return any(result.found_problem(codes) for result in self.results)

    def of(self, department: str) -> Result | None:
        """The result of one department."""
        return next((result for result in self.results if result.department == department), None)


def codes_of(plan: Plan) -> tuple[ResultCode, ...]:
    """The result codes of a plan, by number: its own, or the standard ones."""
    if plan.result_codes is None:
        return STANDARD_CODES
    codes = [
        ResultCode(
            number=rule.code, text=rule.text, problem=rule.tells_of_problem, follow_up=rule.asks_for_measure
        )
        for rule in plan.result_codes
    ]
    return tuple(sorted(codes, key=lambda code: code.number))


def newest(entries: Iterable[Entry]) -> tuple[Result, ...]:
    """The results that stand after the entries, by visit and department; withdrawn ones are left out."""
    latest: dict[tuple[int, str], Result] = {}
    for entry in entries:
        latest.update({result.key: result for result in entry.results})
    return tuple(latest[key] for key in sorted(latest) if not latest[key].withdrawn)


def departments_of(visit: VisitRecord) -> tuple[str, ...]:
    """The departments that have items on a visit, in the order of its items."""
    return tuple(dict.fromkeys(department for department, _ in visit["items"]))


def inspections(visits: Iterable[VisitRecord], results: Iterable[Result]) -> tuple[Inspection, ...]:
    """Every visit that has not ended, with its results, in the order of the visits."""
    by_key = {result.key: result for result in results}
    return tuple(
        Inspection(
            visit=visit,
            departments=departments,
            results=tuple(by_key[key] for name in departments if (key := (visit["index"], name)) in by_key),
        )
        for visit in visits
        if not visit.get("ended")
        for departments in [departments_of(visit)]
    )


def entry_bytes(entry: Entry) -> bytes:
    """The canonical bytes of results.json."""
    content = asdict(entry)
    rows = [_sparse(row) for row in content.pop("results")]
    return canonical_json({"scheme": RESULTS_SCHEME, **content, "results": rows})


def entry_of(data: Any) -> Entry:
    """The entry that the data of a results.json hold.

    Raises:
        ValueError, LookupError, TypeError: it is of another scheme, or holds something else.
    """
    if data["scheme"] != RESULTS_SCHEME:
        raise ValueError(data["scheme"])
    return Entry(
        number=data["number"],
        time=data["time"],
        operator=data["operator"],
        reason=data["reason"],
        source=data["source"],
        results=tuple(_result(row) for row in data["results"]),
    )


def _sparse(row: dict[str, Any]) -> dict[str, Json]:
    """A row without its blanks, so that a field added one day leaves older records as they are."""
    return {key: value for key, value in row.items() if value not in ("", ()) and (value or key == "visit")}


def _result(row: dict[str, Any]) -> Result:
    known = {field.name for field in fields(Result)}
    if unknown := set(row) - known:
        raise ValueError(sorted(unknown))
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    result = Result(**{**row, **lists})
    for day in (result.day, result.due, result.closed, result.published):
        if day:
            date.fromisoformat(day)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsProgress:
    """How far the work on a draw has come. A row is a visit and department.

    Attributes:
        visits, complete: visits, and those of which every department has its result.
        rows, results: results due, and results on record.
        published: results that have been published (XT-2).
        problems: visits on which a problem was found.
        open, closed: results with something still to follow, and results whose measures are done (XT-6).
    """

    visits: int
    complete: int
    rows: int
    results: int
    published: int
    problems: int
    open: int
    closed: int


def progress_of(found: Sequence[Inspection], codes: Sequence[ResultCode]) -> ResultsProgress:
    """The progress of these visits."""
    results = [result for one in found for result in one.results]
    return ResultsProgress(
        visits=len(found),
        complete=sum(one.complete for one in found),
        rows=sum(len(one.departments) for one in found),
        results=len(results),
        published=sum(bool(result.published) for result in results),
        problems=sum(one.found_problem(codes) for one in found),
        open=sum(result.unfinished(codes) for result in results),
        closed=sum(result.state == CLOSED for result in results),
    )
