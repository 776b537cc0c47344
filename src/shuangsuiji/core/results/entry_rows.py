"""Reading 结果录入表: from the cells of a sheet to results, every slip named by its cell.

Rows that nobody has touched are left for later; rows that have no date or no codes yet are warned of and left
too. Whatever else is wrong is an error, and then nothing at all is taken.
Source: WG-10, LZ-6, LZ-8, LZ-9, XT-6, XT-9, LAW-7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import norm, norm_id, norm_name
from shuangsuiji.core.cells import entries
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import Finding, Place, error, has_errors, note, warning
from shuangsuiji.core.plans.plan import Batch
from shuangsuiji.core.plans.result_codes import UnknownCode, parse_codes
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord, event_title
from shuangsuiji.core.records.results import CLOSED, OPEN, SIGNED, Inspection, Result, codes_of
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import Table, read_table
from shuangsuiji.core.results.entry_columns import (
    COLUMNS,
    LAYOUT,
    PREFILLED,
    WITHDRAW,
    expected_people,
    of_draw,
    person_labels,
    planned_way,
)

_OF_DRAW = re.compile("计划编号[:：].*批次[:：].*抽取时间[:：]")
_TITLE_ROWS = 6
_SIGNED = frozenset({"已签字", "已签", "签字", "已盖章", "盖章", "签字盖章", "已签字盖章", "有", "是", "√"})
_UNSIGNED = frozenset({"未签字", "未签", "未盖章", "没有签字", "没有", "无", "否", "×"})
_CLOSED = frozenset({"已完成", "完成", "已办结", "办结", "已整改", "整改完成", "已结案", "结案"})
_OPEN = frozenset({"进行中", "未完成", "办理中", "正在办理", "整改中", "正在整改", "未办结"})
_WAYS = {
    "现场": "现场检查",
    "实地检查": "现场检查",
    "非现场": "非现场检查",
    "书面": "书面检查",
    "网络": "网络监测",
}
_OF_PEOPLE = ("results-other-person", "results-absent-person")
_MEASURES = {"整改": "责令整改", "责令改正": "责令整改", "移交": "移送", "立案查处": "立案"}


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """What a sheet of results holds.

    Attributes:
        results: of the rows that are filled in, by visit and department.
        places: where each of them stands in the sheet.
        unfinished: rows that were begun and have no date or no codes yet, by visit and department.
        findings: all that is to be said; with an error among it nothing may be taken.
    """

    findings: tuple[Finding, ...]
    results: tuple[Result, ...] = ()
    places: dict[tuple[int, str], Place] = field(default_factory=dict)
    unfinished: tuple[tuple[int, str], ...] = ()


def read_results(
    grids: Sequence[Grid], dossier: Dossier, ended: Sequence[VisitRecord], today: date
) -> SheetReading:
    """The results in a sheet.

    Args:
        grids: the sheets of the file.
        dossier: of the draw, with the visits that stand and the results so far.
        ended: visits that substitutions have ended.
        today: later days than this cannot be days of what has been done.
    """
    table, findings = read_table(LAYOUT, grids, SourceChoice(), ())
    if table is None:
        findings = _not_this_sheet(findings)
    if table is None or has_errors(findings):
        return SheetReading(findings=tuple(findings))
    other = list(_other_draw(grids, dossier))
    if other:  # its rows would only be named one by one as wrong
        return SheetReading(findings=(*findings, *other))
    reader = _SheetReader(table, dossier, ended, today)
    results: dict[tuple[int, str], Result] = {}
    places: dict[tuple[int, str], Place] = {}
    unfinished: list[tuple[int, str]] = []
    seen: set[tuple[int, str]] = set()
    stale: list[_Row] = []
    for index in range(len(table)):
        row = reader.row(index)
        if row.of_earlier_team():
            stale.append(row)
            row.findings = [one for one in row.findings if one.code not in _OF_PEOPLE]
        findings += row.findings
        if row.inspection is None:
            continue
        if row.key in seen:
            findings.append(error("results-row-twice", row.place("序号"), name=row.name))
        seen.add(row.key)
        places[row.key] = row.place("检查结果")
        if row.result is not None:
            results[row.key] = row.result
        elif row.begun:
            unfinished.append(row.key)
    findings += _earlier_teams(stale, dossier)
    findings += _odd_days(reader.drawn, dossier.pool.batch, places, results)
    return SheetReading(
        results=tuple(results[key] for key in sorted(results)),
        places=places,
        unfinished=tuple(unfinished),
        findings=tuple(findings),
    )


def _not_this_sheet(findings: Sequence[Finding]) -> list[Finding]:
    """Why there is no table, without the words that registries and plans have for it."""
    lacking = [str(one.values["name"]) for one in findings if one.code.startswith("registry-missing-column")]
    place = Place(file=findings[0].place.file) if findings else Place()
    if lacking:
        return [error("results-columns", place, names="、".join(lacking))]
    return [error("results-no-table", place)]


def _earlier_teams(stale: Sequence[_Row], dossier: Dossier) -> Iterator[Finding]:
    """Rows with people of before a substitution, told once: most likely the sheet is the older one (WG-6)."""
    if stale:
        drawn = [event for event in dossier.events if event["event"] > 0]  # notes change no team
        yield error(
            "results-older-sheet",
            stale[0].place("实际检查人员"),
            name=stale[0].name,
            count=len(stale),
            event=event_title(drawn[-1]) if drawn else "",
        )


def _odd_days(
    drawn: date, batch: Batch, places: dict[tuple[int, str], Place], results: dict[tuple[int, str], Result]
) -> Iterator[Finding]:
    """Days before the draw, and outside the months of the batch, each told once for the whole sheet.

    A draw put on record late is a warning in the record, no stop.
    """
    dated = [(places[key], result.day) for key, result in results.items() if result.day]
    before = [(place, day) for place, day in dated if day < drawn.isoformat()]
    for place, day in before[:1]:
        yield warning("results-before-draw", place, day=day, count=len(before), drawn=drawn.isoformat())
    outside = [(place, day) for place, day in dated if not batch.start <= day[:7] <= batch.end]
    for place, day in outside[:1]:
        months = batch.start if batch.start == batch.end else f"{batch.start} 至 {batch.end}"
        yield warning("results-outside-batch", place, day=day, count=len(outside), months=months)


def _other_draw(grids: Sequence[Grid], dossier: Dossier) -> Iterator[Finding]:
    """A sheet says in its title lines which draw it is of; one of another draw is refused at once."""
    theirs, ours = named_draw(grids), norm(of_draw(dossier))
    if theirs and theirs != ours:
        yield error("results-other-draw", Place(file=grids[0].file), theirs=theirs, ours=ours)


def named_draw(grids: Sequence[Grid]) -> str:
    """The line of a sheet of results that says of which draw it is, in normal form; blank without one."""
    cells = (cell for grid in grids for row in grid.rows[:_TITLE_ROWS] for cell in row)
    return next((norm(cell) for cell in cells if _OF_DRAW.search(cell)), "")


class _SheetReader:
    """What all rows of one sheet are held against."""

    def __init__(self, table: Table, dossier: Dossier, ended: Sequence[VisitRecord], today: date) -> None:
        self.table, self.dossier, self.today = table, dossier, today
        self.by_index = {inspection.visit["index"]: inspection for inspection in dossier.inspections}
        self.ended = {visit["index"]: visit for visit in ended}
        self.codes = codes_of(dossier.pool.plan)
        self.changed = {visit["index"] for event in dossier.events for visit in event["visits"]}
        self.known = {norm_name(person.name) for person in dossier.pool.people}
        self.labels = person_labels(dossier)
        time = dossier.manifest["time"]
        drawn = recorded_time(time)
        self.drawn = drawn.date() if drawn else date.min

    def row(self, index: int) -> _Row:
        """One row, read."""
        row = _Row(self, index)
        row.read()
        return row


class _Row:
    """One row of the sheet, and what is wrong with it."""

    def __init__(self, reader: _SheetReader, index: int) -> None:
        self.reader, self.index = reader, index
        self.findings: list[Finding] = []
        self.inspection: Inspection | None = None
        self.department = ""
        self.result: Result | None = None

    @property
    def key(self) -> tuple[int, str]:
        assert self.inspection is not None
        return self.inspection.visit["index"], self.department

    @property
    def name(self) -> str:
        return self.text("检查对象") or self.text("对象编码") or self.text("序号")

    @property
    def begun(self) -> bool:
        """Whether anything stands in the row beyond what was there from the start."""
        return any(
            self.text(column.title)
            for column in COLUMNS
            if column.kind != "given" and column.key not in PREFILLED
        )

    def of_earlier_team(self) -> bool:
        """Whether a substitution changed this visit and the people named are all of the registry."""
        others = [str(one.values["name"]) for one in self.findings if one.code == _OF_PEOPLE[0]]
        return (
            bool(others)
            and self.key[0] in self.reader.changed
            and all(norm_name(name) in self.reader.known for name in others)
        )

    def text(self, title: str) -> str:
        return self.reader.table.cells(title)[self.index]

    def place(self, title: str) -> Place:
        return self.reader.table.place(self.index, title)

    def _error(self, title: str, code: str, **values: str | int) -> None:
        self.findings.append(error(code, self.place(title), **values))

    def _warning(self, title: str, code: str, **values: str | int) -> None:
        self.findings.append(warning(code, self.place(title), **values))

    def read(self) -> None:
        """Which visit and department it is, and what it says of them."""
        self.inspection = self._identified()
        if self.inspection is None or not self.begun:
            return
        if norm(self.text("检查结果")) == WITHDRAW:
            self._withdraw()
            return
        codes = self._codes()
        day = self._past_day("检查日期")
        lacking = [title for title in ("检查日期", "检查结果") if not self.text(title)]
        if lacking:
            self._warning(lacking[0], "results-unfinished", name=self.name, missing="、".join(lacking))
            return
        people, helpers = self._people(self.inspection)
        result = Result(
            visit=self.inspection.visit["index"],
            department=self.department,
            codes=codes,
            detail=self.text("问题描述"),
            way=self._way(),
            day=day,
            people=people,
            helpers=helpers,
            recordings=self.text("录音录像编号"),
            remarks=self.text("备注"),
        )
        result = self._published(self._measured(self._signed(result)))
        self._check_sense(result)
        self.result = result

    def _identified(self) -> Inspection | None:
        serial = norm(self.text("序号"))
        index = int(serial) if re.fullmatch("[0-9]{1,7}", serial) else -1
        ended = self.reader.ended.get(index)
        if ended is not None:
            make = error if self.begun else note
            self.findings.append(make("results-ended-visit", self.place("序号"), name=ended["name"]))
            return None
        inspection = self.reader.by_index.get(index)
        if inspection is None:
            self._error("序号", "results-unknown-visit", serial=serial or "（空）")
            return None
        visit = inspection.visit
        for title, found, ours in (
            ("对象编码", norm_id(self.text("对象编码")), norm_id(visit["id"])),
            ("检查对象", norm(self.text("检查对象")), norm(visit["name"])),
        ):
            if (found and found != ours) or (not found and title == "对象编码"):
                values = {"serial": serial, "name": visit["name"], "id": visit["id"]}
                self._error(title, "results-wrong-object", found=self.text(title), **values)
                return None
        self.department = self.reader.dossier.pool.plan.department(self.text("检查部门"))
        if self.department not in inspection.departments:
            known = "、".join(map(self.reader.dossier.department_name, inspection.departments))
            self._error(
                "检查部门",
                "results-wrong-department",
                found=self.text("检查部门"),
                name=visit["name"],
                known=known,
            )
            return None
        return inspection

    def _withdraw(self) -> None:
        assert self.inspection is not None
        if self.inspection.of(self.department) is None:
            self._error("检查结果", "results-nothing-to-withdraw", name=self.name)
            return
        self.result = Result(visit=self.inspection.visit["index"], department=self.department, withdrawn=1)

    def _codes(self) -> tuple[int, ...]:
        try:
            return parse_codes(self.text("检查结果"), self.reader.codes)
        except UnknownCode as trouble:
            known = "、".join(str(code.number) for code in self.reader.codes)
            self._error("检查结果", "results-bad-code", part=trouble.part, known=known)
            return ()

    def _day(self, title: str) -> str:
        """A day as YYYY-MM-DD; blank for a blank, and for what is no date."""
        written = self.text(title)
        if not written:
            return ""
        day = as_date(written)
        if day is None:
            self._error(title, "results-bad-date", column=title, value=written)
            return ""
        return day.isoformat()

    def _past_day(self, title: str) -> str:
        day = self._day(title)
        if day > self.reader.today.isoformat():
            self._error(title, "results-future", column=title, day=day, today=self.reader.today.isoformat())
        return day

    def _way(self) -> str:
        assert self.inspection is not None
        written = norm(self.text("检查方式"))
        return _WAYS.get(written, written) or norm(planned_way(self.reader.dossier, self.inspection.visit))

    def _people(self, inspection: Inspection) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who was there: the drawn people of the department, and who else of the team; nobody else.

        Whoever took the seat of another has to have been substituted on record (WG-6, LZ-6).
        """
        labels, team = self.reader.labels, [member["person"] for member in inspection.visit["team"]]
        bare = [norm(self.reader.dossier.person_of[person].name) for person in team]
        names = {name: person for name, person in zip(bare, team, strict=True) if bare.count(name) == 1}
        names |= {norm_name(name): person for name, person in [*names.items()]}
        names |= {norm(labels[person]): person for person in team}
        names |= {norm_id(person): person for person in team}
        helpers = {norm(name): name for name in inspection.visit.get("specialists", [])}
        people: set[str] = set()
        came: set[str] = set()
        for part in self._named(names, helpers):
            person = names.get(part) or names.get(norm_name(part)) or names.get(norm_id(part))
            if person is not None:
                people.add(person)
            elif part in helpers:
                came.add(helpers[part])
            else:
                known = "、".join(labels[person] for person in team)
                self._error("实际检查人员", "results-other-person", name=part, team=known, visit=self.name)
        expected = expected_people(self.reader.dossier, inspection, self.department)
        absent = [labels[person] for person in expected if person not in people]
        if absent:
            self._error("实际检查人员", "results-absent-person", names="、".join(absent), visit=self.name)
        return tuple(sorted(people)), tuple(sorted(came))

    def _named(self, *known: dict[str, str]) -> list[str]:
        """The names in the cell; blanks part names only where the whole is no name."""
        names: list[str] = []
        for part in entries(self.text("实际检查人员")):
            bare = part.replace(" ", "")
            if any(part in those or bare in those for those in known):
                names.append(part if any(part in those for those in known) else bare)
            else:
                names += part.split(" ")
        return names

    def _signed(self, result: Result) -> Result:
        """The signature, or the reason why there is none; on the spot one of them has to be there (LZ-8)."""
        written = norm(self.text("被检查对象签字"))
        on_the_spot = "现场" in result.way.replace("非现场", "")
        if written in _UNSIGNED or (not written and on_the_spot):
            self._error("被检查对象签字", "results-no-signature", name=self.name)
        return replace(result, signature=SIGNED if written in _SIGNED else written)

    def _measured(self, result: Result) -> Result:
        """The measures, their state and days (XT-6)."""
        measures = tuple(dict.fromkeys(_MEASURES.get(part, part) for part in entries(self.text("后续处置"))))
        measures = tuple(part for part in measures if part not in ("无", "无需"))
        state = norm(self.text("处置状态"))
        due, closed = self._day("处置期限"), self._past_day("办结日期")
        if state in _CLOSED:
            state = CLOSED
        elif state in _OPEN or (not state and measures):
            state = OPEN
        elif state:
            self._error("处置状态", "results-bad-state", value=state)
        if not measures:
            for title, value in (("处置状态", state), ("处置期限", due), ("办结日期", closed)):
                if value:
                    self._error(title, "results-state-without-measure", column=title)
        if measures and state == CLOSED and not self.text("办结日期"):
            self._error("办结日期", "results-no-closing-day")
        if state == OPEN and closed:
            self._error("处置状态", "results-closed-but-open", day=closed)
        for title, day in (("处置期限", due), ("办结日期", closed)):
            self._not_before(title, day, result.day)
        return replace(result, measures=measures, state=state if measures else "", due=due, closed=closed)

    def _published(self, result: Result) -> Result:
        """The publication: its day, its channel, and the approval before it (LZ-9)."""
        published, channel = self._past_day("公开日期"), self.text("公开渠道")
        approval = self.text("公开审批")
        channels = self.reader.dossier.pool.plan.publication.channels
        self._not_before("公开日期", published, result.day)
        if published and not channel:
            channel = "、".join(channels)
        if published and not channel:
            self._error("公开渠道", "results-no-channel")
        if published and not approval:
            self._warning("公开审批", "results-no-approval", name=self.name)
        return replace(result, published=published, channel=channel, approval=approval)

    def _not_before(self, title: str, day: str, inspected: str) -> None:
        if day and inspected and day < inspected:
            self._error(title, "results-day-order", column=title, day=day, inspected=inspected)

    def _check_sense(self, result: Result) -> None:
        """What is allowed and yet odd: 后续处置无例外, codes that contradict, a problem without words."""
        codes = self.reader.codes
        problem = result.found_problem(codes)
        clean = [code.text for code in codes if code.number in result.codes and not code.problem]
        numbers = "、".join(map(str, result.codes))
        if problem and clean:
            self._warning("检查结果", "results-contradiction", codes=numbers, text=clean[0])
        if result.needs_measure(codes):
            self._warning("后续处置", "results-no-measure", name=self.name, codes=numbers)
        if result.state == OPEN and not result.due:
            self._warning("处置期限", "results-no-due", name=self.name)
        if problem and not result.detail:
            self._warning("问题描述", "results-no-detail", name=self.name)
        if result.codes and not problem and result.measures:
            self._warning("后续处置", "results-measure-without-problem", codes=numbers)
