"""Substitutions from command to archive: WG-6, WG-7, LZ-6, LZ-14."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.record import VisitRecord
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.draw import DrawReport


@pytest.fixture
def drawn(tmp_path: Path) -> DrawReport:
    return shuangsuiji.draw(bureau(tmp_path), seed="一 二 三", now=NOW)


def team(visit: VisitRecord) -> set[str]:
    return {member["person"] for member in visit["team"]}


def by_index(visits: list[VisitRecord]) -> dict[int, VisitRecord]:
    return {visit["index"]: visit for visit in visits}


def test_an_inspector_who_falls_ill_leaves_all_undone_visits(drawn: DrawReport) -> None:
    before = by_index(drawn.dossier.draw["visits"])
    theirs = {index for index, visit in before.items() if "YB003" in team(visit)}
    report = shuangsuiji.substitute(drawn.archive, inspectors=["人员YB3"], reason="生病", now=NOW)
    assert {visit["index"] for visit in report.event["visits"]} == theirs
    for visit in report.event["visits"]:
        assert "YB003" not in team(visit)
        assert len(visit["team"]) == 4
        assert team(before[visit["index"]]) - {"YB003"} < team(visit)
    assert shuangsuiji.audit(drawn.archive).passed
    assert (drawn.archive / "文书" / "递补-001" / "抽查结果.xlsx").exists()
    assert (drawn.archive / "文书" / "抽查结果.xlsx").exists()


def test_done_visits_stay_as_they_were(drawn: DrawReport) -> None:
    theirs = [visit for visit in drawn.dossier.draw["visits"] if "SJ002" in team(visit)]
    done = theirs[0]
    report = shuangsuiji.substitute(
        drawn.archive, inspectors=["SJ002"], done=[done["id"]], reason="生病", now=NOW
    )
    assert done["index"] not in {visit["index"] for visit in report.event["visits"]}


def test_a_late_recusal_concerns_one_pair(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][0]
    person = visit["team"][0]["person"]
    report = shuangsuiji.substitute(
        drawn.archive, visits=[visit["name"]], recuse=[person], reason="近亲属任职", now=NOW
    )
    assert [own["index"] for own in report.event["visits"]] == [0]
    assert person not in team(report.event["visits"][0])
    elsewhere = [own for own in report.dossier.draw["visits"] if own["index"] and person in team(own)]
    assert elsewhere
    again = shuangsuiji.substitute(
        drawn.archive, inspectors=[elsewhere[0]["team"][0]["person"]], reason="病", now=NOW
    )
    assert person not in team(again.dossier.draw["visits"][0])
    assert shuangsuiji.audit(drawn.archive).passed


def test_the_line_of_the_ledger_says_what_was_asked(drawn: DrawReport) -> None:
    """The forms that docs/algorithm.md gives, section 15: nothing stands there twice."""
    visits = [visit for visit in drawn.dossier.draw["visits"] if visit["of"] == 1]
    done, visit, closed = visits[0], visits[1], visits[2]
    first, second = (member["person"] for member in visit["team"][:2])
    shuangsuiji.substitute(
        drawn.archive,
        done=[done["id"], done["name"]],
        visits=[visit["id"]],
        inspectors=[second],
        recuse=[first, first],
        objects=[closed["id"], closed["name"]],
        reason="多事",
        now=NOW,
    )
    line = json.loads((drawn.archive / "档案" / "递补-001" / "ledger.jsonl").read_bytes())
    asked = {key: line[key] for key in ("seed", "reason", "out", "recused", "objects", "done")}
    assert asked == {
        "seed": "",
        "reason": "多事",
        "out": [second],
        "recused": [f"{visit['index']} {first}"],
        "objects": [closed["number"]],
        "done": [done["index"]],
    }


def test_an_object_that_is_closed_makes_way_for_the_first_alternate(drawn: DrawReport) -> None:
    record = drawn.dossier.draw
    stratum = record["strata"][0]
    pool = drawn.dossier.pool
    out = stratum["drawn"][0]
    report = shuangsuiji.substitute(drawn.archive, objects=[pool.ids[out - 1]], reason="注销", now=NOW)
    assert report.event["replacements"] == [{"stratum": 0, "out": out, "into": stratum["alternates"][0]}]
    added = report.event["visits"][-1]
    assert (added["index"], added["number"]) == (len(record["visits"]), stratum["alternates"][0])
    assert len(added["team"]) == 4
    assert out not in {visit["number"] for visit in report.dossier.draw["visits"]}


def test_a_specialist_is_sent_along_on_record(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][1]
    report = shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], specialists=["某工程师"], reason="需要信息技术人员", now=NOW
    )
    assert report.event["visits"][0]["specialists"] == ["某工程师"]
    assert team(report.event["visits"][0]) == team(visit)


def test_loads_and_limits_hold_after_events(tmp_path: Path) -> None:
    text = PLAN.replace("{部门: 试点县医疗保障局, 人数: 2}", "{部门: 试点县医疗保障局, 人数: 2, 每人至多: 6}")
    drawn = shuangsuiji.draw(bureau(tmp_path, plan=text), seed="一", now=NOW)
    report = shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="生病", now=NOW)
    loads = Counter(person for visit in report.dossier.draw["visits"] for person in team(visit))
    assert all(loads[f"YB00{index}"] <= 6 for index in range(1, 7)) and not loads["YB001"]


def test_too_many_out_is_explained_and_changes_nothing(drawn: DrawReport) -> None:
    people = [f"YB00{index}" for index in range(1, 6)]
    with pytest.raises(BadInput, match="还差"):
        shuangsuiji.substitute(drawn.archive, inspectors=people, reason="集体隔离", now=NOW)
    assert not (drawn.archive / "档案" / "递补-001").exists()
    lines = (drawn.archive.parent / "台账.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines][-2:] == ["递补开始", "失败"]
    report = shuangsuiji.substitute(drawn.archive, inspectors=people[:2], reason="隔离", now=NOW)
    assert report.event["event"] == 1


def test_a_fresh_seed_is_bound_to_the_ledger(tmp_path: Path) -> None:
    text = PLAN + "种子: {递补: 新种子}\n"
    drawn = shuangsuiji.draw(bureau(tmp_path, plan=text), seed="一", now=NOW)
    report = shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="病", seed="二", now=NOW)
    assert report.event["key"] != drawn.dossier.draw["key"]
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_plan_that_keeps_its_seed_takes_no_other(drawn: DrawReport) -> None:
    with pytest.raises(BadUsage, match="沿用原种子"):
        shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="病", seed="二", now=NOW)


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ({"inspectors": ["无此人"]}, "没有“无此人”"),
        ({"objects": ["无此户"]}, "没有“无此户”"),
        ({"visits": ["D0011"], "recuse": ["YB001"]}, "没有被抽中"),
        ({"recuse": ["YB001"]}, "--visit"),
        ({}, "没有要递补的内容"),
    ],
)
def test_requests_that_mean_nothing(drawn: DrawReport, request_: dict[str, list[str]], text: str) -> None:
    with pytest.raises((BadInput, BadUsage), match=text):
        shuangsuiji.substitute(drawn.archive, reason="测试", now=NOW, **request_)  # type: ignore[arg-type]


def test_the_next_batch_knows_who_really_went(drawn: DrawReport, tmp_path: Path) -> None:
    out = drawn.dossier.draw["strata"][0]["drawn"][0]
    name = drawn.dossier.pool.ids[out - 1]
    report = shuangsuiji.substitute(drawn.archive, objects=[name], reason="停业", now=NOW)
    second = shuangsuiji.draw(tmp_path / "plan.yaml", seed="二", now=NOW)
    past = {visit.object_id for visit in second.dossier.pool.past}
    assert name not in past
    assert {visit["id"] for visit in report.dossier.draw["visits"]} == past


def test_a_tampered_event_is_found(drawn: DrawReport) -> None:
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="生病", now=NOW)
    path = drawn.archive / "档案" / "递补-001" / "event.json"
    original = path.read_bytes()
    event = json.loads(original)
    members = event["visits"][0]["team"]
    members[0], members[1] = members[1], members[0]
    path.write_bytes(canonical_json(event))
    step = shuangsuiji.audit(drawn.archive).steps[8]
    assert step.verdict is Verdict.FAILED
    codes = {code for code, _ in step.details}
    assert codes == {"audit-file-changed", "audit-event-differs", "audit-event-line"}
    with pytest.raises(BadInput, match="复核不通过"):
        shuangsuiji.substitute(drawn.archive, inspectors=["YB004"], reason="生病", now=NOW)
    path.write_bytes(original)
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_removed_event_is_found(drawn: DrawReport) -> None:
    for person in ("YB003", "YB004"):
        shuangsuiji.substitute(drawn.archive, inspectors=[person], reason="生病", now=NOW)
    shutil.rmtree(drawn.archive / "档案" / "递补-002")
    step = shuangsuiji.audit(drawn.archive).steps[8]
    assert [code for code, _ in step.details] == ["audit-events-count"]
