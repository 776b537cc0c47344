"""The example plans of other fields: each is drawn through its year and keeps the rule that it shows."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW as SPRING
from shuangsuiji.core.records.record import StratumRecord
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.draw import DrawReport

NOW = SPRING.replace(year=2026)
"""In the year of the plans: their histories tell of 2025."""

ROOT = Path(__file__).parents[2]
FIELDS = ("税务", "生态环境", "消防", "市场监管", "教育", "交通")


@pytest.fixture(scope="module", params=FIELDS)
def year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[DrawReport]]:
    """A field's plan with all its batches drawn, one after the other."""
    field = str(request.param)
    folder = tmp_path_factory.mktemp("field")
    shutil.copytree(ROOT / "registries" / field, folder / "registries" / field)
    plan = folder / "plans" / f"{field}.yaml"
    plan.parent.mkdir()
    shutil.copy(ROOT / "plans" / f"{field}.yaml", plan)
    read = read_plan(plan.read_bytes(), plan.name).plan
    assert read is not None
    batches = [batch.name for batch in read.batches_in_order]
    return field, [
        shuangsuiji.draw(plan, batch=batch, seed=f"{place} 2 3 {field}", now=NOW)
        for place, batch in enumerate(batches, 1)
    ]


def drawn(report: DrawReport) -> dict[tuple[str, str], StratumRecord]:
    """(task, stratum) -> the stratum; without a first stage there is one of each name."""
    return {(stratum["task"], stratum["name"]): stratum for stratum in report.dossier.draw["strata"]}


def test_a_year_of_each_field(year: tuple[str, list[DrawReport]]) -> None:
    """Everything is staffed, nothing is short, every audit passes."""
    _, reports = year
    for report in reports:
        assert report.dossier.draw["visits"]
        assert all(not stratum["shortage"] for stratum in report.dossier.draw["strata"])
        assert len(report.dossier.pool) < 60
    assert shuangsuiji.audit(reports[-1].archive).passed


def test_its_yearly_report(year: tuple[str, list[DrawReport]]) -> None:
    """Every stratum is found again, also where a first stage drew some clusters only."""
    _, reports = year
    report = shuangsuiji.report_year(reports[-1].archive.parents[1], 2026, now=NOW)
    assert report.body


def test_a_first_stage_in_the_forecast() -> None:
    """Two of four towns, then 3 of 11 objects: 3/22 a year, each town a line of its own."""
    found = shuangsuiji.year(ROOT / "plans" / "教育.yaml", trials=1, now=NOW).forecast
    towns = {part.label: (part.size, part.quotas, part.chance) for part in found.strata}
    assert towns["东岗镇（4个中抽2个）"] == (11, (3,), Fraction(3, 22))
    assert len(towns) == 4


def test_the_rule_of_the_field(year: tuple[str, list[DrawReport]]) -> None:
    field, reports = year
    first = drawn(reports[0])
    pool = reports[0].dossier.pool
    visited = [visit["number"] for visit in reports[0].dossier.draw["visits"]]
    match field:
        case "税务":
            key = [first["税01", name] for name in ("到期", "本轮未查", "本轮已查")]
            assert [(stratum["N"], len(stratum["drawn"])) for stratum in key] == [(4, 4), (8, 8), (8, 0)]
            others = first["税02", "全部"]
            assert (others["N"], others["n"], others["available"]) == (34, 1, 32)
        case "生态环境":
            totals = dict.fromkeys(("环A", "环B", "环C"), 0)
            for report in reports:
                for stratum in report.dossier.draw["strata"]:
                    totals[stratum["task"]] += len(stratum["drawn"])
            assert totals == {"环A": 8, "环B": 10, "环C": 25}
        case "消防":
            rated = pool.cells("类别")
            assert {n for n, cell in enumerate(rated, 1) if cell == "火灾高危单位"} <= set(visited)
            for report in reports:
                experts = {person.id for person in report.dossier.pool.people if person.expert}
                for visit in report.dossier.draw["visits"]:
                    kind = report.dossier.pool.cells("类别")[visit["number"] - 1]
                    team = {member["person"] for member in visit["team"]}
                    assert len(team & experts) == (kind != "一般单位")
        case "市场监管":
            owners = [pool.cells("所属企业")[number - 1] for number in visited]
            assert all(owners.count(owner) <= 2 for owner in owners if owner)
        case "教育":
            towns = {pool.cells("行政区划")[number - 1] for number in visited}
            assert len(towns) == 2
            by_id = {person.id: person for person in pool.people}
            for visit in reports[0].dossier.draw["visits"]:
                town = pool.cells("行政区划")[visit["number"] - 1]
                assert all(town not in by_id[str(one["person"])].districts for one in visit["team"])
        case "交通":
            counts = dict.fromkeys(("守信", "警示", "失信", "严重失信"), 0)
            loads: dict[str, int] = {}
            for report in reports:
                for stratum in report.dossier.draw["strata"]:
                    counts[stratum["name"]] += len(stratum["drawn"])
                for visit in report.dossier.draw["visits"]:
                    for member in visit["team"]:
                        loads[str(member["person"])] = loads.get(str(member["person"]), 0) + 1
            assert counts == {"守信": 1, "警示": 1, "失信": 3, "严重失信": 2}
            assert sum(loads.values()) == 14 and max(loads.values()) <= 3
