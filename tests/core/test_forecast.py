"""The year ahead: what is certain, worked out by hand, and what the trials must agree with."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from documents.small_dossier import PLAN, objects, registries
from shuangsuiji.core.forecast import YearForecast, _chance, weekdays, year_forecast
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.values import YearMonth
from shuangsuiji.core.records.snapshot import collect
from shuangsuiji.core.rules.pool import PastVisit


def year(
    trials: int = 3, drawn: tuple[str, ...] = (), past: tuple[PastVisit, ...] = (), **parts: Any
) -> YearForecast:
    changes: Mapping[str, Any] = {**PLAN, **parts}
    batch = "下半年" if drawn else "上半年"
    snapshot = collect(Plan.model_validate(changes), batch, registries(objects(60)), past)
    return year_forecast(snapshot.pool, drawn, trials)


def test_quotas_and_chances_by_hand() -> None:
    """39 clinics that may be inspected, 20 % rounded up is 8; twice without repetition is 16 in 39."""
    found = year()
    first = found.strata[0]
    assert (first.size, first.quotas, first.chance) == (39, (8, 8), Fraction(16, 39))
    assert first.coverage[0] == Fraction(16, 39)
    assert first.coverage[4] == 1 - Fraction(23, 39) ** 5


def test_with_repetition_misses_multiply() -> None:
    found = year(limits={"excluded": {"经营状态": ["注销", "停业"]}, "repeat_in_year": "是"})
    assert found.strata[0].chance == 1 - Fraction(31, 39) ** 2


def test_a_first_stage_in_two_batches() -> None:
    """A cluster of one object, two of five clusters in each batch: 1 - (3/5)² = 16/25, not 4/5."""
    assert _chance(1, (1, 1), (2, 5), repeated=False) == Fraction(16, 25)
    assert _chance(5, (1, 1), (2, 5), repeated=False) == Fraction(4, 25)
    assert _chance(4, (2, 3), (1, 1), repeated=False) == 1


def test_a_yearly_ratio_is_shared_by_the_batches() -> None:
    """20 % of 39 for the year is 8: floor(8 / 2) = 4 in the first batch, the rest in the second."""
    task = {**PLAN["tasks"][0], "draw": {"ratio": "20%", "ratio_basis": "全年"}}
    assert year(tasks=[task]).strata[0].quotas == (4, 4)
    task = {**PLAN["tasks"][0], "draw": {"count": "9", "ratio_basis": "全年"}}
    assert year(tasks=[task]).strata[0].quotas == (4, 5)


def test_must_inspect_visits_and_months() -> None:
    """Four a year in two batches: two in May and June, two in September and in October."""
    duty = year().duties[0]
    assert (duty.number, duty.visits) == (7, (2, 2))
    assert duty.months == (("2024-05", "2024-06"), ("2024-09", "2024-10"))


def test_what_was_drawn_already_is_a_fact() -> None:
    visit = PastVisit(
        object_id="D0007", day="2024-06-30", plan="试医保2024001", batch="上半年", reasons=("必查",)
    )
    found = year(drawn=("上半年",), past=(visit,))
    assert found.drawn == {"上半年": 1}
    assert found.duties[0].visits == (1, 3)
    assert found.trials is not None
    assert [one.batch.name for one in found.trials.batches] == ["下半年"]
    nothing_left = year(drawn=("上半年", "下半年"), past=(visit,))
    assert nothing_left.trials is None


def test_the_trials_agree_with_the_arithmetic() -> None:
    found = year(trials=8)
    assert found.trials is not None
    for index, one in enumerate(found.trials.batches):
        due = sum(part.quotas[index] or 0 for part in found.strata)
        must = sum(duty.visits[index] for duty in found.duties)
        assert due <= one.visits.least <= one.visits.most <= due + must
        assert one.stuck == 0
    seats = sum(spread.mean for spread in found.trials.loads.values())
    visits = sum(one.visits.mean for one in found.trials.batches)
    assert 4 * visits <= seats <= 5 * visits
    monthly = [month for month in found.trials.months if month.line.department == "试点县医疗保障局"]
    assert abs(sum(month.visits for month in monthly) - visits) < 1e-6


def test_a_forecast_repeats_itself() -> None:
    assert year(trials=2).trials == year(trials=2).trials


def test_trials_that_cannot_be_staffed_are_counted() -> None:
    team = [{"department": "试点县医疗保障局", "size": "2", "max_visits": "2"}]
    found = year(trials=2, team=team)
    assert found.trials is not None
    assert [one.stuck for one in found.trials.batches] == [2, 2]
    assert all(needed > capacity for needed, capacity in found.trials.capacity.values())


def test_weekdays_of_a_month() -> None:
    """May 2024 begins on a Wednesday and has 31 days: 23 of them from Monday to Friday."""
    assert weekdays(YearMonth("2024-05")) == 23
    assert weekdays(YearMonth("2021-02")) == 20
