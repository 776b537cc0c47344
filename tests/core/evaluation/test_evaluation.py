"""The figures of a small year worked out by hand, and of a drawn one counted a second way (QHD-8, XT-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

import building
from building import BUREAU, plan_of, sealed_of, shops, task
from inspected import inspected
from shuangsuiji.core.evaluation.compliance import PublicationState
from shuangsuiji.core.evaluation.figures import EvaluationFigures, evaluation_figures
from shuangsuiji.core.evaluation.rates import AREA, STRATUM, TASK, TIER, TOTAL, Rate
from shuangsuiji.core.evaluation.statistics import Interval, Share
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.dossier import Dossier, Manifest
from shuangsuiji.core.records.record import SeedRecord, VisitRecord
from shuangsuiji.core.results.facts import combines_credit
from shuangsuiji.core.results.monthly_figures import month_figures
from shuangsuiji.core.results.work_calendar import WorkCalendar
from shuangsuiji.core.rules.pool import PastVisit

HIGH = [
    {"名称": "高", "对象": {"信用等级": "B"}, "比例": "5%"},
    {"名称": "其余", "其余": "是", "比例": "1%"},
]
TIERS = {"字段": "信用等级", "比例": {"A": "50%", "B": "100%"}}


def register() -> list[dict[str, str]]:
    """Ten objects: six of tier A (three in each district), four of B, all of them in 北区; D0010 is key."""
    rows = shops(10, 行政区划="南区", 信用等级="A", 考核重点="否")
    for number, row in enumerate(rows, 1):
        row["行政区划"] = "北区" if number > 3 else "南区"
        row["信用等级"] = "B" if number > 6 else "A"
        row["考核重点"] = "是" if number == 10 else "否"
    return rows


def plan_with(**changes: Any) -> Plan:
    """One task in two tiers, drawn in one batch of May and June."""
    batch = [{"名称": "上半年", "起": "2024-05", "止": "2024-06"}]
    tasks = task(名称="2024年药店抽查", 抽取=TIERS)
    return plan_of(**{"批次": batch, "任务": tasks, **changes})


def dossier(
    plan: Plan,
    objects: Sequence[Mapping[str, str]],
    *,
    batch: str = "上半年",
    past: Sequence[PastVisit] = (),
    time: str = "2024-05-21T09:30:00+08:00",
    seed: str = "1 2 3",
) -> Dossier:
    """A draw without an archive."""
    snapshot = sealed_of(plan, objects, batch, past)
    manifest = Manifest(
        scheme="ssj-draw/2",
        software={},
        plan=plan.number,
        plan_name=plan.name or "",
        batch=batch,
        attempt=1,
        reason="",
        rehearsal=0,
        seed=SeedRecord(text=seed, grade="", agreed="", source="", reason="", bits=""),
        attempts=[],
        commit=snapshot.commit,
        draw="",
        teams="",
        sm3={},
        ledger_head="",
        frozen="",
        time=time,
        operator="",
        witnesses=[],
        recordings=[],
        findings=[],
        plan_file="",
        sources={},
    )
    return Dossier(manifest=manifest, draw=building.drawn(snapshot, seed), snapshot=snapshot)


CALENDAR = WorkCalendar(
    years=frozenset({2024}),
    off=frozenset(),
    on=frozenset(date(2024, 1, 1) + timedelta(days=number) for number in range(366)),
)
"""Without holidays, with work on every weekend, and without 2025."""


def figures(*dossiers: Dossier, last: Sequence[Dossier] = (), today: str = "2024-07-31") -> EvaluationFigures:
    return evaluation_figures(2024, dossiers, last, CALENDAR, today)


def rate(found: EvaluationFigures, kind: str, name: str = "") -> Rate:
    return next(r for r in found.rates if r.kind == kind and name in (r.name, r.district))


@pytest.fixture(scope="module")
def year() -> EvaluationFigures:
    """Seven objects drawn: three of A, all four of B. Of A one has a problem, one waits for its visit; of B
    two have a problem, one result is published late, one not at all.
    """
    drawn = dossier(plan_with(), register())
    tiers = {row["编号"]: row["信用等级"] for row in register()}
    first_of_a, second_of_a, third_of_a = [v["id"] for v in drawn.draw["visits"] if tiers[v["id"]] == "A"]
    rows: dict[str, dict[str, Any]] = {
        first_of_a: {"codes": (5,), "day": "2024-05-31", "published": "2024-06-10", "measures": ("约谈",)},
        second_of_a: {"codes": (1,), "day": "2024-06-03", "published": "2024-06-23"},
        "D0007": {"codes": (8,), "day": "2024-06-03", "published": "2024-06-24"},
        "D0008": {"codes": (10, 2), "day": "2024-06-30", "measures": ("移送",), "state": "已完成"},
        "D0009": {"codes": (9,), "day": "2024-07-20"},
        "D0010": {"codes": (7,), "day": "2024-06-05", "published": "2024-06-05"},
    }
    assert third_of_a not in rows
    return figures(inspected(drawn, lambda visit, _: rows.get(visit["id"])))


def test_the_whole_by_hand(year: EvaluationFigures) -> None:
    """Six of ten inspected, three of the six with a problem."""
    whole = year.total
    assert (whole.size, whole.drawn, whole.coverage, whole.problem) == (10, 7, Share(6, 10), Share(3, 6))
    assert year.begun == year.complete == Share(6, 7)
    # Two strata of different ratios: Clopper-Pearson of 3/6, 11.8 % to 88.2 %.
    assert not whole.finite and whole.interval == Interval(Fraction(118, 1000), Fraction(882, 1000))
    assert whole.small


def test_tiers_by_hand(year: EvaluationFigures) -> None:
    a, b = rate(year, TIER, "A"), rate(year, TIER, "B")
    assert (a.size, a.drawn, a.coverage, a.problem) == (6, 3, Share(2, 6), Share(1, 2))
    assert a.finite and a.small
    # One of two with a problem: among six, 1 to 5 may have one.
    assert a.interval == Interval(Fraction(1, 6), Fraction(5, 6))
    assert (b.size, b.coverage, b.problem) == (4, Share(4, 4), Share(2, 4))
    assert b.interval == Interval(Fraction(1, 2), Fraction(1, 2)) and not b.small  # all inspected


def test_tasks_strata_and_districts_by_hand(year: EvaluationFigures) -> None:
    assert rate(year, TASK).problem == Share(3, 6) and rate(year, STRATUM, "B").problem == Share(2, 4)
    assert rate(year, TASK).key[1] == "药店抽查"  # without its year, to meet last year's
    south, north = rate(year, AREA, "南区"), rate(year, AREA, "北区")
    assert (south.size, north.size) == (3, 7)
    assert south.problem.of + north.problem.of == 6 and south.inspected + north.inspected == 6


def test_hits_by_hand(year: EvaluationFigures) -> None:
    """50 % of six is three, of four all."""
    (a, b) = year.hits
    assert (a.actual, a.amount, a.inspected) == (Share(3, 6), Fraction(1, 2), 2)
    assert (b.actual, b.amount, b.inspected) == (Share(4, 4), Fraction(1), 4)


def test_publication_by_hand(year: EvaluationFigures) -> None:
    """XT-2, LZ-9: due after 20 days of this calendar; the 20th day itself is in time."""
    states = {entry.visit.object_id: entry.state for entry in year.publications}
    assert states["D0007"] is PublicationState.LATE and states["D0008"] is PublicationState.OVERDUE
    assert states["D0009"] is PublicationState.WAITING and states["D0010"] is PublicationState.IN_TIME
    assert year.published == Share(4, 6) and year.in_time == Share(3, 5)
    beyond = figures(*(one.dossier for one in year.facts), today="2025-01-01")
    assert {entry.due[:4] for entry in beyond.publications} == {"2024"}


def test_a_year_without_holidays_is_named_though_later_results_are_known() -> None:
    """LZ-9: one department went in 2023, which the calendar lacks, the other in 2024: no deadline can
    be told until 2023 is known.
    """
    plan = plan_with(
        联合部门=["乙局"],
        任务=task(事项={BUREAU: ["SX-01"], "乙局": ["SX-02"]}, 抽取="100%"),
        检查组=[{"部门": BUREAU, "人数": "1"}],
    )
    days = {BUREAU: "2023-12-01", "乙局": "2024-06-03"}
    drawn = inspected(dossier(plan, register()), lambda _, name: {"codes": (1,), "day": days[name]})
    (entry, *_) = figures(drawn).publications
    assert (entry.state, entry.due, entry.unknown_year) == (PublicationState.UNKNOWN, "", 2023)
    known = CALENDAR.with_year(2023, (), ())
    (entry, *_) = evaluation_figures(2024, [drawn], (), known, "2024-07-31").publications
    assert (entry.state, entry.due, entry.unknown_year) == (PublicationState.OVERDUE, "2023-12-29", None)


def test_follow_up_by_hand(year: EvaluationFigures) -> None:
    """XT-6: three problems; one is closed, one has a measure under way, one has none named."""
    assert year.closed == Share(1, 3)
    assert [entry.visit.object_id for entry in year.follow_ups if entry.unnamed] == ["D0007"]
    labels = {code.label: code.total for code in year.codes}
    assert (
        labels["10.不合格"] == labels["2.未按规定公示应当公示的信息"] == 1
        and labels["3.公示信息隐瞒真实情况弄虚作假"] == 0
    )


def test_month_by_hand(year: EvaluationFigures) -> None:
    """QHD-5: one visit in May, four in June, one in July; by credit, since the strata are."""
    dossiers = [one.dossier for one in year.facts]
    may, june = month_figures("2024-05", dossiers), month_figures("2024-06", dossiers)
    assert (may.now.draws, may.now.by_credit, may.now.objects, may.now.problems) == (1, 1, 1, 1)
    assert (june.now.draws, june.now.objects, june.now.problems, june.now.published) == (0, 4, 2, 4)
    assert (june.so_far.draws, june.so_far.objects, june.so_far.credit_problems) == (1, 5, 3)
    assert sum(now.objects for now, _ in june.districts) == 4
    assert [name.name for _, name in june.tasks] == ["2024年药店抽查"]
    assert month_figures("2024-01", dossiers).tasks == ()


def test_must_inspect_is_kept_apart() -> None:
    """LZ-1: D0010 has to be visited twice; drawn once at random, its second visit is 必查 alone."""
    rule = [{"名称": "重点", "对象": {"考核重点": "是"}, "全年次数": "2", "事项": ["SX-01"]}]
    drawn = dossier(plan_with(必查=rule), register())
    assert sum(v["id"] == "D0010" for v in drawn.draw["visits"]) == 2

    def found(visit: VisitRecord, _: str) -> dict[str, Any] | None:
        second = visit["id"] == "D0010" and visit["visit"] == 2
        return {"codes": (5 if second else 1,), "day": "2024-06-03"}

    year = figures(inspected(drawn, found))
    assert year.total.problem == Share(0, 7) and year.must_problem == Share(1, 1)
    (rule_row,) = year.must_inspect
    assert (rule_row.objects, rule_row.done, rule_row.fulfilled) == (1, 2, Share(1, 1))
    month = month_figures("2024-06", [one.dossier for one in year.facts])
    assert (month.now.objects, month.now.problems, month.now.must, month.now.must_problems) == (7, 0, 0, 1)


def test_floor_by_hand() -> None:
    """XT-1: 75 % of ten is eight; seven drawn and an eighth added, but nobody has gone to any."""
    year = figures(dossier(plan_with(限制={"全年比例下限": "75%"}), register()))
    (floor,) = year.floors
    assert (floor.size, floor.needed, floor.drawn, floor.inspected) == (10, 8, 8, 0)
    assert floor.lacking == 8 and floor.short_tasks == ("2024年药店抽查",)


def test_a_rise_is_named_and_a_chance_is_not() -> None:
    """XT-7: tier A from 1 of 20 to 9 of 20; tier B from 4 of 20 to 6 of 20."""
    rows = shops(40, 信用等级="A")
    for row in rows[20:]:
        row["信用等级"] = "B"
    every = {"字段": "信用等级", "比例": {"A": "100%", "B": "100%"}}
    this = dossier(plan_with(任务=task(名称="2024年药店抽查", 抽取=every)), rows)
    last = dossier(plan_with(年度="2023", 任务=task(名称="2023年药店抽查", 抽取=every)), rows)

    def found(a: int, b: int) -> Any:
        ids = {row["编号"] for row in [*rows[:a], *rows[20 : 20 + b]]}
        return lambda visit, _: {"codes": (5 if visit["id"] in ids else 1,), "day": "2024-06-03"}

    year = figures(inspected(this, found(9, 6)), last=[inspected(last, found(1, 4))])
    assert {(t.rate.kind, t.rate.name) for t in year.candidates} >= {(TIER, "A"), (STRATUM, "A")}
    assert not any(t.rate.name == "B" for t in year.candidates)
    whole = year.by_year[0]  # 5 to 15 of 40: Fisher's 0.0094; nobody draws "the whole" 定向
    assert whole.rate.kind == TOTAL and whole.risen and whole not in year.candidates
    assert (whole.before, whole.now) == (Share(5, 40), Share(15, 40))
    assert float(whole.chance or 0) == pytest.approx(0.0094, abs=0.0001)


def test_mixtures_of_other_tasks_are_not_compared() -> None:
    """A tier of shops says nothing of the same tier of clinics."""
    rows = shops(20, 信用等级="A")
    this = inspected(
        dossier(plan_with(任务=task(名称="药店抽查", 抽取="100%")), rows), lambda *_: {"codes": (5,)}
    )
    last = inspected(
        dossier(plan_with(任务=task(名称="诊所抽查", 抽取="100%")), rows), lambda *_: {"codes": (1,)}
    )
    assert figures(this, last=[last]).by_year == ()


def test_small_samples_are_not_compared() -> None:
    this = inspected(dossier(plan_with(), register()), lambda *_: {"codes": (5,), "day": "2024-06-03"})
    last = inspected(dossier(plan_with(), register()), lambda *_: {"codes": (1,), "day": "2024-06-03"})
    year = figures(this, last=[last])
    assert year.by_year and not year.candidates and all(t.chance is None for t in year.by_year)


def test_loads_by_hand(year: EvaluationFigures) -> None:
    """Seven visits with two of four people each: 14 seats, so 3, 3, 4 and 4."""
    (spread,) = year.spreads
    assert (spread.department, spread.people, spread.least, spread.most) == (BUREAU, 4, 3, 4)
    assert spread.doubled_median == 7 and len(spread.least_names) == len(spread.most_names) == 2


def test_who_cannot_be_drawn_is_no_lowest_load() -> None:
    """LAW-2: an expired certificate, or another department, takes no part in the spread."""
    people = [
        {"姓名": name, "部门": BUREAU, "执法证号": f"甲{n}", "证件有效期": end, "状态": "在岗"}
        for n, (name, end) in enumerate([("赵一", ""), ("钱二", ""), ("孙三", ""), ("李四", "2020-01-01")])
    ]
    snapshot = sealed_of(plan_with(), register(), inspectors=people)
    one = replace(dossier(plan_with(), register()), snapshot=snapshot)
    drawn = replace(one, draw=building.drawn(snapshot, "1"))
    year = figures(drawn)
    assert year.spreads[0].people == 3 and year.spreads[0].least > 0
    assert [load.name for load in year.loads if not load.available] == ["李四"]


def test_partial_results_do_not_count_as_clean() -> None:
    """WG-4: a visit counts for the problem rate when every department's result is there."""
    plan = plan_with(
        联合部门=["乙局"],
        任务=task(事项={BUREAU: ["SX-01"], "乙局": ["SX-02"]}, 抽取="100%"),
        检查组=[{"部门": BUREAU, "人数": "1"}],
    )
    drawn = dossier(plan, register())
    half = inspected(drawn, lambda _, name: {"codes": (1,), "day": "2024-06-03"} if name == BUREAU else None)
    year = figures(half)
    assert year.begun == Share(10, 10) and year.complete == Share(0, 10)
    assert year.total.problem == Share(0, 0) and year.total.interval is None
    assert year.published == Share(0, 10)


@pytest.mark.parametrize(
    ("changes", "credit"),
    [
        ({"抽取": TIERS}, True),
        ({"抽取": "20%"}, False),
        ({"抽取": "20%", "对象范围": {"信用等级": "A"}}, True),
        ({"抽取": {"字段": "风险类别", "比例": "5%"}}, True),
        ({"抽取": {"分层": HIGH}}, True),
    ],
)
def test_drawn_by_credit(changes: dict[str, Any], credit: bool) -> None:
    assert combines_credit(plan_of(任务=task(**changes)).tasks[0]) is credit


def test_replaced_objects_leave_the_counts(year: EvaluationFigures) -> None:
    """An object that could not be visited is neither drawn nor inspected any more."""
    one = year.facts[0].dossier
    of_a = one.draw["strata"][0]["drawn"]
    gone = next(visit for visit in one.draw["visits"] if visit["number"] in of_a)
    event: Any = {
        "reason": "注销",
        "out": [],
        "recused": [],
        "objects": [gone["number"]],
        "specialists": [],
        "replacements": [{"stratum": 0, "out": gone["number"], "into": None}],
        "visits": [{**gone, "ended": "注销"}],
    }
    after = figures(replace(one.after([event]), entries=one.entries))
    assert after.visits == 6 and after.hits[0].drawn == 2 and after.changes[0].objects == 1
