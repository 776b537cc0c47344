"""Substitutions from command to archive: WG-6, WG-7, LZ-6, LZ-14."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.draw import DrawReport


@pytest.fixture
def drawn(tmp_path: Path) -> DrawReport:
    return drawn_bureau(tmp_path, seed="一 二 三")


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


def words_of(path: Path) -> str:
    """The paragraphs and cells of a Word paper."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_event_has_a_record_and_the_minutes_stay(drawn: DrawReport) -> None:
    """WG-6, WG-7: 抽取记录 is of the draw alone; 递补记录 says what was asked for and what came of it."""
    minutes = (drawn.archive / "文书" / "抽取记录.docx").read_bytes()
    visit = drawn.dossier.draw["visits"][0]
    who = visit["team"][0]["person"]
    name = drawn.dossier.person_of[who].name
    recused = shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], recuse=[who], reason="亲属任职", witnesses=["见证人乙"], now=NOW
    )
    ill = shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    sent = shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], specialists=["专业人员甲"], reason="专业需要", now=NOW
    )
    assert (drawn.archive / "文书" / "抽取记录.docx").read_bytes() == minutes
    for report in (recused, ill, sent):
        assert report.papers is not None
        assert not {"抽取记录.docx", "签到与见证签字表.xlsx"} & {
            path.name for path in report.papers.iterdir()
        }
    form = words_of(recused.papers / "回避与重新指派记录.docx")
    assert form.count("回避与重新指派记录") == 1 and name in form
    assert "亲属任职" in form and "随机递补" in form
    assert not any((report.papers / "回避与重新指派记录.docx").exists() for report in (ill, sent))
    first, second, third = (words_of(report.papers / "递补记录.docx") for report in (recused, ill, sent))
    assert "第1次递补记录" in first and f"{name}回避{visit['name']}。" in first and "亲属任职" in first
    assert "见证人乙" in first and "沿用抽取时的种子" in first and "生病" not in first
    assert "第2次递补记录" in second and "不能参加。" in second and "亲属任职" not in second
    assert "选派专业人员记录" in third and "专业人员甲" in third and "种子" not in third


def test_recusals_are_kept_when_teams_change_again(drawn: DrawReport) -> None:
    """WG-7: 回避递补记录 and the yearly figures add what comes later; nothing that was recorded goes."""
    at_draw = sum(
        step["outcome"] == "回避" for visit in drawn.dossier.draw["visits"] for step in visit["trace"]
    )
    visit = drawn.dossier.draw["visits"][0]
    who = visit["team"][0]["person"]
    name = drawn.dossier.person_of[who].name
    shuangsuiji.substitute(drawn.archive, visits=[visit["id"]], recuse=[who], reason="亲属任职", now=NOW)
    last = shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    assert last.placed is not None and "抽查结果.xlsx" in last.placed.written
    sheet = openpyxl.load_workbook(drawn.archive / "文书" / "抽查结果.xlsx")["回避递补记录"]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    kept = [row for row in rows if "回避" in row[:2]]
    assert len(kept) >= at_draw + 1
    assert any(name in row and any("亲属任职" in cell for cell in row) for row in kept)


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
    assert [own["index"] for own in report.event["visits"]] == [visit["index"]] == [1]
    assert person not in team(report.event["visits"][0])
    elsewhere = [own for own in report.dossier.draw["visits"] if own["index"] != 1 and person in team(own)]
    assert elsewhere
    again = shuangsuiji.substitute(
        drawn.archive, inspectors=[elsewhere[0]["team"][0]["person"]], reason="病", now=NOW
    )
    assert person not in team(again.dossier.draw["visits"][0])
    assert shuangsuiji.audit(drawn.archive).passed


def test_the_request_says_what_was_asked(drawn: DrawReport) -> None:
    """The forms that docs/algorithm.md gives, section 10: nothing stands there twice, and no words."""
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
    folder = drawn.archive / "档案" / "递补-001"
    numbers = {person: n for n, person in enumerate(drawn.dossier.snapshot.labels.people, 1)}
    request = (folder / "request.json").read_bytes()
    asked = json.loads(request)
    assert len(asked.pop("salt")) == 20
    assert asked == {
        "scheme": "ssj-draw/2",
        "commit": drawn.dossier.manifest["commit"],
        "event": 1,
        "out": [[numbers[second], [visit["index"]]]],
        "recused": [[visit["index"], numbers[first]]],
        "objects": [closed["number"]],
        "done": [done["index"]],
        "source": None,
    }
    line = json.loads((folder / "ledger.jsonl").read_bytes())
    private = (folder / "ledger-words.jsonl").read_bytes().rstrip(b"\n")
    assert (line["request"], line["seed"]) == (sha256(request), "")
    assert line["words"] == sha256(private) and json.loads(private)["words"] == {"reason": "多事"}


def test_an_object_that_is_closed_makes_way_for_the_first_alternate(drawn: DrawReport) -> None:
    record = drawn.dossier.draw
    stratum = record["strata"][0]
    pool = drawn.dossier.pool
    out = stratum["drawn"][0]
    report = shuangsuiji.substitute(drawn.archive, objects=[pool.ids[out - 1]], reason="注销", now=NOW)
    assert report.event["replacements"] == [{"stratum": 0, "out": out, "into": stratum["alternates"][0]}]
    added = report.event["visits"][-1]
    assert added["number"] == stratum["alternates"][0]
    assert added["index"] == len(record["visits"]) + added["number"]
    assert len(added["team"]) == 4
    assert out not in {visit["number"] for visit in report.dossier.draw["visits"]}


def test_a_specialist_is_sent_along_on_record(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][1]
    report = shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], specialists=["某工程师"], reason="需要信息技术人员", now=NOW
    )
    assert report.event["visits"][0]["specialists"] == ["某工程师"]
    assert team(report.event["visits"][0]) == team(visit)
    assert {path.name for path in (drawn.archive / "档案" / "选派-001").iterdir()} == {"manifest.json"}
    assert not (drawn.archive / "档案" / "递补-001").exists()
    assert shuangsuiji.audit(drawn.archive).passed
    with pytest.raises(BadInput, match="已经办过，没有再记"):
        shuangsuiji.substitute(
            drawn.archive, visits=[visit["id"]], specialists=["某工程师"], reason="再写一次", now=NOW
        )
    with pytest.raises(BadUsage, match="请单独办理"):
        shuangsuiji.substitute(
            drawn.archive,
            visits=[visit["id"]],
            specialists=["另一人"],
            inspectors=["YB003"],
            reason="混写",
            now=NOW,
        )


def test_loads_and_limits_hold_after_events(tmp_path: Path) -> None:
    text = PLAN.replace("{部门: 试点县医疗保障局, 人数: 2}", "{部门: 试点县医疗保障局, 人数: 2, 每人至多: 6}")
    drawn = drawn_bureau(tmp_path, plan=text, seed="一")
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
        ({}, "没有要递补的内容：没有写明人员或对象，"),
    ],
)
def test_requests_that_mean_nothing(drawn: DrawReport, request_: dict[str, list[str]], text: str) -> None:
    with pytest.raises((BadInput, BadUsage), match=text):
        shuangsuiji.substitute(drawn.archive, reason="测试", now=NOW, **request_)  # type: ignore[arg-type]


def test_what_is_done_alone_asks_for_nothing(drawn: DrawReport) -> None:
    done = [drawn.dossier.draw["visits"][0]["id"]]
    with pytest.raises(BadInput, match="没有要递补的内容：没有写明人员或对象，"):
        shuangsuiji.substitute(drawn.archive, done=done, reason="测试", now=NOW)


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
    path = drawn.archive / "档案" / "递补-001" / "event-teams.json"
    original = path.read_bytes()
    event = json.loads(original)
    members = event["visits"][0]["team"]
    members[0], members[1] = members[1], members[0]
    path.write_bytes(canonical_json(event))
    assert of_events(drawn.archive) == [
        "文件被改动：递补-001/event-teams.json",
        "递补-001 与重新计算的不同",
        "递补-001/event-teams.json 与总台账记录的摘要不符",
    ]
    with pytest.raises(BadInput, match="复核不通过"):
        shuangsuiji.substitute(drawn.archive, inspectors=["YB004"], reason="生病", now=NOW)
    path.write_bytes(original)
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_removed_event_is_found(drawn: DrawReport) -> None:
    for person in ("YB003", "YB004"):
        shuangsuiji.substitute(drawn.archive, inspectors=[person], reason="生病", now=NOW)
    sealed = drawn.archive / "档案"
    shutil.copytree(sealed / "递补-002", sealed / "递补-003")
    assert "档案里有 递补-003，总台账没有记录" in of_events(drawn.archive)
    shutil.rmtree(sealed / "递补-003")
    (sealed / "递补-002").rename(drawn.archive / "别处")
    assert of_events(drawn.archive) == ["总台账记有 递补-002/manifest.json，档案里没有"]
    (drawn.archive / "别处").rename(sealed / "递补-002")
    shutil.rmtree(sealed / "递补-001")
    assert {"缺少文件：递补-001", "总台账记有 递补-001/manifest.json，档案里没有"} <= set(
        of_events(drawn.archive)
    )


def of_events(archive: Path) -> list[str]:
    """What the audit says of the substitutions, which have to be wrong: by themselves, or by the ledger."""
    steps = shuangsuiji.audit(archive, steps=["递补", "递补与台账"]).steps
    assert Verdict.FAILED in {step.verdict for step in steps}
    wrong = [step.details for step in steps if step.verdict is Verdict.FAILED]
    return [text_of(code, values) for details in wrong for code, values in details]


def test_any_changed_byte_of_what_came_after_the_draw_is_named(drawn: DrawReport) -> None:
    """Every file of an event and of a note."""
    visit = drawn.dossier.draw["visits"][0]
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="生病", now=NOW)
    shuangsuiji.substitute(drawn.archive, visits=[visit["id"]], specialists=["工"], reason="协助", now=NOW)
    sealed = drawn.archive / "档案"
    paths = [*sealed.glob("递补-001/*"), *sealed.glob("选派-001/*")]
    assert len(paths) == 7
    for path in paths:
        original = path.read_bytes()
        path.write_bytes(original[:-2] + bytes([original[-2] ^ 1]) + original[-1:])
        name = f"{path.parent.name}/{path.name}"
        if path.name == "manifest.json":
            assert f"{name} 与总台账记录的摘要不符" in of_events(drawn.archive)
        else:
            assert f"文件被改动：{name}" in of_events(drawn.archive)
        if len(list(path.parent.iterdir())) > 1:
            path.unlink()
            assert f"缺少文件：{name}" in of_events(drawn.archive)
        path.write_bytes(original)
    assert shuangsuiji.audit(drawn.archive).passed


def test_what_was_done_already_is_said_to_be_on_record(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][0]
    requests: list[dict[str, list[str]]] = [
        {"recuse": [visit["team"][0]["person"]], "visits": [visit["id"]]},
        {"inspectors": ["YB003"]},
        {"objects": [drawn.dossier.draw["visits"][1]["id"]]},
    ]
    for number, request in enumerate(requests, 1):
        shuangsuiji.substitute(drawn.archive, reason="有事", now=NOW, **request)
        with pytest.raises(BadInput) as again:
            shuangsuiji.substitute(drawn.archive, reason="又写一次", now=NOW, **request)
        (told,) = again.value.findings
        assert told.code == "substitute-already"
        assert told.values == {"name": f"递补-{number:03d}", "reason": "有事"}
