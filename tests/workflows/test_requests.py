"""Substitutions with new seeds: the request on record first, its seed afterwards, in order."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import shuangsuiji
from bureau import NOW, PLAN
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.records.ledger import open_requests
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput, BadUsage, SsjError
from shuangsuiji.messages import render, text_of
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.draw import DrawReport
from shuangsuiji.workflows.substitute import SubstituteReport

FRESH = PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}, 递补: 新种子}\n"
DRAWN, FIRST, SECOND = "3 7 12 19 22 31 9", "1 2 3 4 5 6 7", "11 12 13 14 15 16 8"


@pytest.fixture
def drawn(tmp_path: Path) -> DrawReport:
    return drawn_bureau(tmp_path, plan=FRESH, seed=DRAWN)


def act(drawn: DrawReport, **what: Any) -> SubstituteReport:
    return shuangsuiji.substitute(drawn.archive, now=NOW, **what)


def ask(drawn: DrawReport, person: str, **more: Any) -> SubstituteReport:
    return act(drawn, inspectors=[person], reason=f"{person} 生病", **more)


def events(drawn: DrawReport) -> list[tuple[str, Any]]:
    """Event and number of each line of the ledger after the draw, what is announced left aside."""
    lines = shuangsuiji.ledger(drawn.archive.parent).lines
    return [(line.event, line.data.get("number")) for line in lines[4:] if line.event != "预写"]


def folders(drawn: DrawReport) -> list[str]:
    names = (path.name for path in (drawn.archive / "档案").iterdir() if path.is_dir())
    return sorted(name for name in names if name not in ("snapshot", "sources"))


def of_events(drawn: DrawReport) -> list[str]:
    """What the audit says of the events, which have to be wrong: by themselves, or by the ledger."""
    steps = shuangsuiji.audit(drawn.archive, steps=["递补", "递补与台账"]).steps
    wrong = [step.details for step in steps if step.verdict is Verdict.FAILED]
    assert wrong
    return [text_of(code, values) for details in wrong for code, values in details]


def test_a_request_waits_for_its_seed(drawn: DrawReport) -> None:
    asked = ask(drawn, "YB001", issue="第2024140期")
    assert asked.event is None and asked.request is not None
    assert folders(drawn) == ["申请-001"] and events(drawn) == [("递补申请", 1)]
    data = (drawn.archive / "档案" / "申请-001" / "request.json").read_bytes()
    request = json.loads(data)
    assert asked.request == (1, sha256(data))
    assert request["source"] == {"source": "中国福利彩票双色球", "issue": "第2024140期"}
    assert shuangsuiji.audit(drawn.archive).passed
    report = act(drawn, seed=FIRST)
    assert report.event is not None and report.event["event"] == 1
    assert report.event["key"] != drawn.dossier.draw["key"]
    assert report.event["reason"] == "YB001 生病"
    assert folders(drawn) == ["申请-001", "递补-001"]
    assert events(drawn) == [("递补申请", 1), ("递补开始", 1), ("递补", 1)]
    folder = drawn.archive / "档案" / "递补-001"
    assert (folder / "request.json").read_bytes() == data
    seed = json.loads((folder / "manifest.json").read_bytes())["seed"]
    assert (seed["text"], seed["grade"]) == ("01 02 03 04 05 06 07", "人工给定")
    assert seed["agreed"] == "中国福利彩票双色球 第2024140期"
    assert shuangsuiji.audit(drawn.archive).passed
    found = shuangsuiji.ledger(drawn.archive.parent, verify=True).findings
    assert [finding.code for finding in found] == ["ledger-holds"]


def test_the_system_may_give_the_seed(drawn: DrawReport) -> None:
    """In so many words and with a reason; the record says both, and that no issue had been named."""
    ask(drawn, "YB001")
    with pytest.raises(BadUsage, match="没有给出种子"):
        act(drawn)
    with pytest.raises(BadUsage, match="必须用 --reason 写明理由"):
        act(drawn, system_seed=True)
    report = act(drawn, system_seed=True, reason="停售", entropy=lambda size: bytes(range(size)))
    assert report.event is not None
    manifest = json.loads((drawn.archive / "档案" / "递补-001" / "manifest.json").read_bytes())
    assert manifest["seed"] == {
        "text": "000102030405060708090a0b0c0d0e0f",
        "grade": "系统随机数",
        "agreed": "中国福利彩票双色球（申请时没有写明双色球用哪一期）",
        "source": "操作系统随机数",
        "reason": "停售",
        "bits": "128",
    }
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_seed_of_another_issue_than_the_request_names_is_refused(drawn: DrawReport) -> None:
    ask(drawn, "YB001", issue="第2024060期")
    with pytest.raises(BadInput) as caught:
        act(drawn, seed=f"第2024061期 {FIRST}")
    assert render(caught.value.findings[0]).endswith(
        "写的是双色球第 2024061 期，约定的是第 2024060 期。请核对；"
        "确已改用另一期的，请先改计划，递补的请先撤回申请，重新提出。"
    )
    assert events(drawn) == [("递补申请", 1)]
    assert act(drawn, seed=f"第24060期 {FIRST}").event is not None
    ask(drawn, "SJ002")
    assert act(drawn, seed=f"第2024061期 {SECOND}").event is not None  # none was named
    assert shuangsuiji.audit(drawn.archive).passed


def test_numbers_that_the_request_had_bound_are_not_chosen(drawn: DrawReport) -> None:
    """Asked for under an issue, drawn once it is public; without an issue anybody may have chosen."""
    later, grades = NOW, []
    for number, issue in enumerate(("第2024060期", ""), 1):
        shuangsuiji.substitute(
            drawn.archive, inspectors=[f"YB00{number}"], reason="生病", issue=issue, now=later
        )
        later += timedelta(days=30)
        shuangsuiji.substitute(drawn.archive, seed=(FIRST, SECOND)[number - 1], now=later)
        own = drawn.archive / "档案" / f"递补-00{number}" / "manifest.json"
        grades.append(json.loads(own.read_bytes())["seed"]["grade"])
    assert grades == ["先申请后公开", "人工给定"] and shuangsuiji.audit(drawn.archive).passed
    own.write_bytes(own.read_bytes().replace("人工给定".encode(), "先申请后公开".encode()))
    assert any("递补-002 的种子性质“先申请后公开”与申请的时间、期号不符" in text for text in of_events(drawn))


def test_a_number_that_was_known_before_the_request_is_no_new_seed(drawn: DrawReport) -> None:
    ask(drawn, "YB001")
    ask(drawn, "SJ002")
    with pytest.raises(BadInput, match="提出申请以前已经公开（台账第 2 行用过），当时谁都能算出递补结果"):
        act(drawn, seed=DRAWN)
    assert events(drawn) == [("递补申请", 1), ("递补申请", 2)]
    act(drawn, seed=FIRST)
    act(drawn, seed=FIRST)  # both had been on record before it was published
    ask(drawn, "SJ001")
    with pytest.raises(BadInput, match="请用提出申请以后公布的号码"):
        act(drawn, seed="6 5 4 3 2 1 + 7")
    assert act(drawn, seed=SECOND).event is not None
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_second_request_about_the_same_is_refused(drawn: DrawReport) -> None:
    """Several could be filed under several issues, and those that turn out badly be taken back."""
    object_ = drawn.dossier.draw["visits"][0]
    ask(drawn, "YB001")
    act(drawn, objects=[object_["id"]], reason="注销")
    before = (drawn.archive.parent / "台账.jsonl").read_bytes()
    with pytest.raises(BadInput, match="第1号递补申请说的是同一个人或者同一户"):
        ask(drawn, "YB001", issue="第2024141期")
    with pytest.raises(BadInput, match="第2号递补申请说的是同一个人或者同一户"):
        act(drawn, objects=[object_["id"]], reason="停业")
    assert (drawn.archive.parent / "台账.jsonl").read_bytes() == before
    assert ask(drawn, "YB002").request is not None


def test_an_issue_that_was_public_before_the_request_is_refused(drawn: DrawReport) -> None:
    """双色球 2024001 was drawn on 2 January; 2024060 is due on 28 May, a week after the request."""
    with pytest.raises(BadInput, match="早已公布"):
        ask(drawn, "YB001", issue="第2024001期")
    assert not ask(drawn, "YB001", issue="第2024060期").findings


def test_an_issue_that_was_likely_public_before_the_request_is_told(drawn: DrawReport) -> None:
    """双色球 2024056 was due on 9 May without pauses, on 16 May after the shortest: asked for on the 21st."""
    report = ask(drawn, "YB001", issue="第2024056期")
    assert [one.code for one in report.findings] == ["substitute-issue-perhaps-public"]
    record = "\n".join(shown_texts((act(drawn, seed=SECOND).papers / "递补记录.docx").read_bytes()))
    assert "提出时多半已经公布" in record


def test_what_was_asked_and_taken_back_is_told(drawn: DrawReport) -> None:
    """When the request was filed, its issue and its day; the withdrawn ones, in public without persons."""
    ask(drawn, "YB002")
    act(drawn, withdraw=True, reason="填错了人")
    gone = drawn.dossier.draw["visits"][0]
    act(drawn, objects=[gone["id"]], reason="注销", issue="第2024060期")
    report = act(drawn, seed=SECOND)
    record = "\n".join(shown_texts((report.papers / "递补记录.docx").read_bytes()))
    assert "2024年5月21日 9时30分提出，写明用第2024060期；按开奖日程，号码最早2024年5月" in record
    when = "2024年5月21日 9时30分"
    asked = f"第1号递补申请（人员YB2）于{when}提出，没有写明用哪一期，理由：YB002 生病"
    withdrawn = f"{asked}；于{when}撤回，理由：填错了人"
    assert withdrawn in record
    public = "\n".join(shown_texts((drawn.archive / "文书/公示稿/抽查对象名单公示.docx").read_bytes()))
    assert "第1号递补申请于2024年5月21日" in public and "填错了人" in public and "人员YB2" not in public
    assert f"{withdrawn}。" in shuangsuiji.explain(drawn.archive).lines
    assert shuangsuiji.audit(drawn.archive).passed


def test_requests_are_served_in_their_order(drawn: DrawReport) -> None:
    ask(drawn, "YB001")
    ask(drawn, "SJ002")
    first, second = act(drawn, seed=FIRST), act(drawn, seed=SECOND)
    assert first.event is not None and second.event is not None
    people = drawn.dossier.snapshot.labels.people
    assert [one["person"] for one in first.event["out"]] == ["YB001"]
    assert [one["person"] for one in second.event["out"]] == ["SJ002"]
    assert {"YB001", "SJ002"} <= set(people)
    assert [number for event, number in events(drawn) if event == "递补"] == [1, 2]
    assert shuangsuiji.audit(drawn.archive).passed
    with pytest.raises(BadInput, match="没有等待抽取的递补申请"):
        act(drawn, seed="21 22 23 24 25 26 9")


def test_what_is_taken_back_leaves_its_line_and_its_number(drawn: DrawReport) -> None:
    ask(drawn, "YB001")
    with pytest.raises(BadUsage, match="撤回申请必须说明理由"):
        act(drawn, withdraw=True)
    report = act(drawn, withdraw=True, reason="写错了人")
    assert report.event is None and report.request is not None and report.request[0] == 1
    line = shuangsuiji.ledger(drawn.archive.parent).lines[-1]
    assert (line.event, line.data["number"], line.text("reason")) == ("撤回申请", 1, "写错了人")
    with pytest.raises(BadInput, match="第1号递补申请已经撤回"):
        act(drawn, withdraw=True, reason="再撤一次")
    again = ask(drawn, "YB002")
    assert again.request is not None and again.request[0] == 2
    served = act(drawn, seed=FIRST)
    assert served.event is not None and served.event["event"] == 2
    assert folders(drawn) == ["申请-001", "申请-002", "递补-002"]
    assert shuangsuiji.audit(drawn.archive).passed
    found = shuangsuiji.ledger(drawn.archive.parent, verify=True).findings
    assert [finding.code for finding in found] == ["ledger-holds"]
    later = shuangsuiji.draw(drawn.archive.parents[1] / "plan.yaml", seed=f"2024100期 {SECOND}", now=NOW)
    assert shuangsuiji.audit(later.archive).passed  # the second batch reads the event by its own number


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ({"inspectors": ["YB001"], "reason": "病", "seed": FIRST}, "先不写 --seed 提出申请"),
        ({"seed": FIRST}, "没有等待抽取的递补申请"),
        ({"inspectors": ["YB001"], "reason": "病", "withdraw": True}, "只写 --reason"),
        ({"reason": "病", "withdraw": True, "seed": FIRST}, "只写 --reason"),
        ({"seed": FIRST, "done": ["D0001"]}, "不要写 --visit、--done、--issue"),
        ({"seed": FIRST, "issue": "第1期"}, "不要写 --visit、--done、--issue"),
        ({"inspectors": ["YB001"]}, "递补必须说明理由"),
    ],
)
def test_what_cannot_be_asked_for_leaves_no_trace(drawn: DrawReport, what: Any, text: str) -> None:
    before = (drawn.archive.parent / "台账.jsonl").read_bytes()
    with pytest.raises(SsjError, match=text):
        act(drawn, **what)
    assert (drawn.archive.parent / "台账.jsonl").read_bytes() == before and folders(drawn) == []


def test_a_request_that_changes_nothing_is_refused(drawn: DrawReport) -> None:
    visits = drawn.dossier.draw["visits"]
    busy = {member["person"] for visit in visits for member in visit["team"]}
    idle = sorted(set(drawn.dossier.snapshot.labels.people) - busy)
    visit = visits[0]
    elsewhere = sorted(busy - {member["person"] for member in visit["team"]})[0]
    what = {"inspectors": idle[:1]} if idle else {"inspectors": [elsewhere], "visits": [visit["id"]]}
    with pytest.raises(BadInput, match="没有要递补的内容"):
        act(drawn, reason="病", **what)
    assert folders(drawn) == [] and events(drawn) == []


def test_a_request_that_another_one_made_moot_can_be_taken_back(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][0]
    act(drawn, objects=[visit["id"]], reason="注销")
    person = visit["team"][0]["person"]
    act(drawn, visits=[visit["id"]], recuse=[person], reason="近亲属")
    act(drawn, seed=FIRST)
    with pytest.raises(BadInput, match="--withdraw"):
        act(drawn, seed=SECOND)
    assert events(drawn)[-2:] == [("递补开始", 2), ("失败", 2)]
    act(drawn, withdraw=True, reason="前一次已解决")
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_plan_that_keeps_its_seed_knows_no_requests(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一")
    with pytest.raises(BadUsage, match="只有计划写明递补用新种子的"):
        act(drawn, withdraw=True, reason="撤回")
    with pytest.raises(BadUsage, match="计划没有写明递补用新种子，递补沿用原种子"):
        ask(drawn, "YB001", issue="第1期")


def test_a_tampered_request_is_found(drawn: DrawReport) -> None:
    ask(drawn, "YB001")
    folder = drawn.archive / "档案" / "申请-001"
    request = folder / "request.json"
    data, manifest = request.read_bytes(), (folder / "manifest.json").read_bytes()
    for path in (request, folder / "manifest.json"):
        original = path.read_bytes()
        path.write_bytes(original.replace(b"1", b"2", 1))
        assert f"申请-001/{path.name} 与总台账记录的摘要不符" in of_events(drawn)
        path.unlink()
        assert f"缺少文件：申请-001/{path.name}" in of_events(drawn)
        path.write_bytes(original)

    other = {**json.loads(data), "out": [[2, []]]}
    request.write_bytes(canonical_json(other))
    resealed = json.loads(manifest)
    resealed["request"] = resealed["files"]["request.json"] = sha256(request.read_bytes())
    (folder / "manifest.json").write_bytes(canonical_json(resealed))
    names = ("manifest.json", "request.json")
    assert of_events(drawn) == [f"申请-001/{name} 与总台账记录的摘要不符" for name in names]
    with pytest.raises(BadInput, match="复核不通过"):
        act(drawn, seed=FIRST)
    request.write_bytes(data)
    (folder / "manifest.json").write_bytes(manifest)

    act(drawn, seed=FIRST)
    assert shuangsuiji.audit(drawn.archive).passed
    for path in (request, drawn.archive / "档案" / "递补-001" / "request.json"):
        path.write_bytes(data.replace(b'"done":[]', b'"done":[1]'))
        found = of_events(drawn)
        assert f"文件被改动：{path.parent.name}/request.json" in found
        assert "递补-001 用的申请与 申请-001 的不同，或没有这份申请" in found
        path.write_bytes(data)
    (drawn.archive / "档案" / "申请-001").rename(drawn.archive / "别处")
    assert of_events(drawn) == [
        "递补-001 用的申请与 申请-001 的不同，或没有这份申请",
        "总台账记有 申请-001/manifest.json，档案里没有",
    ]


def test_an_event_out_of_its_turn_is_found(drawn: DrawReport, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for several and serves the one whose seed pleases cannot hide it."""
    ask(drawn, "YB001")
    ask(drawn, "SJ002")
    with monkeypatch.context() as patch:
        module = "shuangsuiji.workflows.substitute.open_requests"
        patch.setattr(module, lambda lines, own: open_requests(lines, own)[::-1])
        act(drawn, seed=FIRST)
    assert of_events(drawn) == ["递补-002 不是按申请的先后抽取的：当时还有更早的申请，或这份已撤回"]
