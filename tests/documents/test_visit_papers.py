"""检查通知书, 抽取记录 and the print files of teams: what each visit's papers say, and that they agree."""

from __future__ import annotations

import hashlib
import io
import json
import re
import warnings
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pytest
from small_dossier import PLAN, SEED, dossier

from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.standing import DrawRecords, Request
from shuangsuiji.core.lottery.words import SCHEME
from shuangsuiji.core.plans.contact import NoticeNumbers
from shuangsuiji.core.records.dossier import Dossier, PlatformRecord
from shuangsuiji.core.records.record import EventRecord
from shuangsuiji.core.records.record_words import Note, RecordWords
from shuangsuiji.documents.drawing import draw_minutes, notices, record_sheets, schedules
from shuangsuiji.documents.drawing.approval import approval
from shuangsuiji.documents.drawing.ceremony_sheets import ceremony_of
from shuangsuiji.documents.drawing.drawn_list import drawn_list
from shuangsuiji.documents.drawing.exemptions import exemptions
from shuangsuiji.documents.drawing.results_workbook import results_workbook
from shuangsuiji.documents.drawing.team_papers import team_papers
from shuangsuiji.documents.papers import papers
from shuangsuiji.documents.templates.filling import shipped


@pytest.fixture(scope="module")
def drawn() -> Dossier:
    return dossier()


def events_of(found: Dossier, reason: str, objects: list[int], sent: tuple[int, str]) -> list[EventRecord]:
    """An event in which objects drop out, and a note of somebody sent along."""
    made = draw(found.snapshot.lottery_files, SEED)
    numbers = DrawRecords.read(made.draw_json, made.teams_json)
    request = Request(
        scheme=SCHEME,
        commit=found.draw["commit"],
        event=1,
        done=[],
        out=[],
        recused=[],
        objects=objects,
        salt="A" * 20,
        source=None,
    )
    asked: Any = request
    event = substitute(found.snapshot.lottery_files, numbers, canonical_json(asked))
    words = RecordWords(found.snapshot, numbers.draw, numbers.teams)
    note = Note(number=1, reason="需要专业人员", specialists=(sent,))
    return words.events([(event.event, event.teams, reason)], [(1, note)])


def opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """The text of a paper from each forced page break to the next, tables in their places."""
    body = docx.Document(io.BytesIO(data)).element.body
    found = [""]
    for element in body:
        if element.find(".//{*}pageBreakBefore") is not None and found[-1]:
            found.append("")
        found[-1] += "".join(text.text or "" for text in element.iter("{*}t")) + "\n"
    return found


def text_of(data: bytes) -> str:
    return "".join(pages(data))


def test_a_notice_says_who_comes_and_what_may_be_asked(drawn: Dossier) -> None:
    """LAW-6, LAW-2."""
    found = pages(notices.notices(drawn))
    visits = drawn.draw["visits"]
    assert len(found) == len(visits)
    for page, visit in zip(found, visits, strict=True):
        assert visit["name"] in page and f"第{visit['index']}号" in page
        for member in visit["team"]:
            assert drawn.person_of[member["person"]].name in page
        for _, key in visit["items"]:
            assert drawn.pool.items[key]["抽查事项名称"] in page and drawn.pool.items[key]["抽查依据"] in page
        for words in ("有权申请其回避", "少于2人或者不出示执法证件的，你单位有权拒绝检查", "送　达　回　证"):
            assert words in page
        assert "试医保〔2024〕1号" in page and "试医保2024001" in page
        for task in visit["tasks"]:
            assert f"任务编号：{task}" in page
    joint = next(page for page, visit in zip(found, visits, strict=True) if len(visit["items"]) > 1)
    assert "联合检查通知书" in joint and joint.count("试点县医疗保障局") > 2
    by_rule = next(page for page, v in zip(found, visits, strict=True) if v["reasons"] == ["必查"])
    assert "必查对象（重点对象）的规定，你单位" in by_rule and "经2024年5月21日随机抽取" not in by_rule


def test_a_notice_lets_the_institution_find_its_own_row(drawn: Dossier) -> None:
    """LAW-4: number, 校验码 and id prove the row of the draw table, drawn at random or owed alike."""
    rows = drawn.snapshot.files["objects.csv"].decode("ascii").splitlines()
    found = pages(notices.notices(drawn))
    owed = [visit for visit in drawn.draw["visits"] if visit["reasons"] == ["必查"]]
    assert owed
    for page, visit in zip(found, drawn.draw["visits"], strict=True):
        told = re.search(r"编号([0-9]+)，校验码([A-Z2-7]{5}(?:-[A-Z2-7]{5}){3})，编号([^。]+)。", page)
        assert told is not None and "复核.html" in page
        number, code, own = told.groups()
        salt = code.replace("-", "")
        mark = hashlib.sha256(f"ssj-mark/2\nobject\n{salt}\n{own}\n".encode()).hexdigest()
        assert rows[visit["number"]].startswith(f"{number},{mark},")


def test_a_platforms_draw_has_no_row_to_find(drawn: Dossier) -> None:
    """XT-10: there is no public package of it, so the notice promises none."""
    platform = PlatformRecord(lists=[], numbers=["HB2024-17"], mapping="", staffed=1)
    text = text_of(notices.notices(replace(drawn, manifest={**drawn.manifest, "platform": platform})))
    assert "校验码" not in text and "复核" not in text


@pytest.mark.parametrize("wanted", ["全部", "部分", "不公开"])
def test_certificates_are_whole_on_what_is_served(wanted: str) -> None:
    """LAW-2: the inspected hold the number against the card, whatever is masked in publications (LZ-10)."""
    found = dossier(plan={"publication": {"certificate": wanted}})
    for paper in (notices.notices(found), record_sheets.record_sheets(found)):
        assert "YB001" in text_of(paper) and "*" not in text_of(paper)


def test_every_visit_is_approved(drawn: Dossier) -> None:
    """LAW-1: where it comes from, of whom, of what, by whom; each bureau signs."""
    text = text_of(approval(drawn))
    visits = drawn.draw["visits"]
    assert f"共检查{len(visits)}户次" in text and "随机抽取" in text and "按规定必查" in text
    assert all(visit["name"] in text for visit in visits)
    assert all(text.count(f"（{body}）") == 2 for body in ("试点县医疗保障局", "试点县市场监督管理局"))
    for visit in visits:
        assert all(drawn.person_of[member["person"]].name in text for member in visit["team"])


CONTACT = {
    "contact": {"person": "张某", "phone": "0375-7200000", "supervision": "0375-7200001"},
    "notice_numbers": {"mark": "试医保检通", "starts": {"上半年": "1", "下半年": "101"}},
}


def test_contacts_and_numbers_are_filled_in() -> None:
    """Said once in the plan; without them the notice has blanks to write in."""
    text = text_of(notices.notices(dossier(plan=CONTACT, batch="下半年")))
    assert "张某" in text and "0375-7200000" in text and "0375-7200001" in text
    plain = text_of(notices.notices(dossier()))
    assert "（　　　）检通〔2024〕　　　号" in plain
    numbers = NoticeNumbers.model_validate(CONTACT["notice_numbers"])
    assert numbers.start("下半年", 2) == 101 and numbers.start("秋季", 2) is None


def test_a_team_of_seven_can_sign(drawn: Dossier) -> None:
    """舞钢 附件2 has 3 rows of 2 cells; more people get more rows, experts a heading of their own."""
    team = [
        {"department": "试点县医疗保障局", "size": "3"},
        {"department": "试点县市场监督管理局", "size": "3"},
        {"expert": "药师", "size": "1"},
    ]
    for found, rows in ((drawn, 3), (dossier(plan={"team": team}), 4)):
        table = docx.Document(io.BytesIO(record_sheets.record_sheets(found))).tables[0]
        label = [row for row in table.rows if row.cells[0].text.startswith("被检查\n对象\n（签字")]
        assert len(label) == rows
        cells = [row._tr.tc_lst for row in label]
        assert all(len(line) == 5 for line in cells)
        heads = [row.cells[0].text for row in table.rows]
        experts = [row for row in table.rows if row.cells[0].text == "协助人员"]
        assert heads.count("协助人员") == len(experts)
        assert all("专家" in row.cells[1].text and "YB" not in row.cells[-1].text for row in experts)


def test_a_notice_names_the_platform_task() -> None:
    """XT-10."""
    tasks = [{**PLAN["tasks"][0], "platform_task_number": "平台2024-77"}, PLAN["tasks"][1]]
    text = text_of(notices.notices(dossier(plan={"tasks": tasks})))
    assert "试医保01（平台任务编号平台2024-77）" in text


def test_papers_keep_their_numbers_after_a_substitution(drawn: Dossier) -> None:
    """LZ-14, LZ-6: the visit that ended leaves a gap; who is touched is served anew; specialists appear."""
    gone, other = drawn.draw["visits"][0], drawn.draw["visits"][3]
    after = drawn.after(events_of(drawn, "已注销", [gone["number"]], (other["index"], "协助人员甲")))
    served = pages(notices.notices(after))
    assert not any("第1号）" in page for page in served)
    renewed = [page for page in served if "同一编号通知书，原通知书作废" in page]
    assert any(other["name"] in page and "协助人员甲" in page for page in renewed)
    assert len(renewed) < len(served)
    sheets = pages(record_sheets.record_sheets(after))
    assert [page.split("号　计划编号")[0].split("第")[-1] for page in sheets] == [
        str(visit["index"]) for visit in after.draw["visits"]
    ]
    assert any("协助人员甲" in page and "选派专业人员" in page for page in sheets)
    assert "协助人员甲" in str(docx.Document(io.BytesIO(notices.notices(after))).element.xml)
    assert schedules.schedules(after) != schedules.schedules(drawn)


def test_the_notice_of_an_object_that_came_later_is_its_first(drawn: Dossier) -> None:
    """It replaces nothing, and says how the object came to be inspected."""
    gone, other = drawn.draw["visits"][0], drawn.draw["visits"][3]
    after = drawn.after(events_of(drawn, "已注销", [gone["number"]], (other["index"], "协助人员甲")))
    known = {visit["index"] for visit in drawn.draw["visits"]}
    (new,) = (visit for visit in after.draw["visits"] if visit["index"] not in known)
    (page,) = (page for page in pages(notices.notices(after)) if new["name"] in page)
    assert "原通知书作废" not in page and "由候补依次递补" in page


def test_the_public_list_names_who_left_it_and_who_came(drawn: Dossier) -> None:
    """LAW-3: whoever draws again gets the list as it was."""
    gone, other = drawn.draw["visits"][0], drawn.draw["visits"][3]
    after = drawn.after(events_of(drawn, "已注销", [gone["number"]], (other["index"], "协助人员甲")))
    (entry,) = after.events[0]["replacements"]
    assert entry["into"] is not None
    came = drawn.pool.name(entry["into"])
    change = f"名单上的{gone['name']}不能检查（已注销），由候补依次递补{came}。"
    assert change in text_of(drawn_list(after)) and "变动" not in text_of(drawn_list(drawn))


def test_minutes_tell_the_whole_course(drawn: Dossier) -> None:
    """LZ-7, LZ-12, LAW-5, QHD-2."""
    text = text_of(draw_minutes.draw_minutes(drawn))
    manifest = drawn.manifest
    for words in (
        "第2次抽取",
        "名录库漏了一户",
        "公证员甲",
        "录像01",
        "操作人甲",
        SEED,
        "公开摇号",
        "2024年5月21日 9时05分",
        manifest["commit"],
        manifest["draw"],
        manifest["teams"],
        "rules/1",
        manifest["ledger_head"],
        "登记有回避关系",
        "重点对象1户",
        "主持人（签名）",
        "抽取地点",
    ):
        assert words in text, words
    for visit in drawn.draw["visits"]:
        assert visit["name"] in text
    rows = [[cell.text for cell in row.cells] for row in strata_table(drawn).rows][1:]
    for row, stratum in zip(rows, drawn.draw["strata"], strict=True):
        assert row[0] == stratum["task"] and row[2] == str(stratum["N"])
        assert (row[7], row[8]) == (str(stratum["n"]), str(len(stratum["drawn"])))
    assert "名录库超过一个季度没有更新" not in text  # those who sign have not seen the registry
    assert "未见正式印发的计划" not in text
    unissued = dossier(plan={"document_number": None})
    assert "未见正式印发的计划" in text_of(draw_minutes.draw_minutes(unissued))


STAGED: dict[str, Any] = {
    "tasks": [
        {**PLAN["tasks"][0], "draw": {"ratio": "20%", "stage": {"field": "信用等级", "draw": 2}}},
        PLAN["tasks"][1],
    ],
    "limits": {**PLAN["limits"], "per_entity": 1},
    "team": [{**PLAN["team"][0], "leader": "是"}, *PLAN["team"][1:]],
}
"""A first stage by the one column that the small registry can be parted by."""


def test_a_first_stage_is_told_on_every_paper() -> None:
    """The clusters drawn, in the order drawn; strata of the others as not drawn, with no shortage."""
    found = dossier(plan=STAGED)
    task = PLAN["tasks"][0]["number"]
    [stage] = found.draw["clusters"]
    words = numbers_of_clusters(found)
    assert (stage["task"], stage["column"], stage["of"]) == (task, "信用等级", 3)
    assert stage["drawn"] == words and len(words) == 2
    void = [one for one in found.draw["strata"] if one.get("void")]
    assert [one["district"] for one in void] == sorted({"A", "B", "C"} - set(words))
    assert all((one["n"], one["shortage"], one["drawn"], one["alternates"]) == (0, 0, [], []) for one in void)
    order = f"3个信用等级中抽取2个，依抽取次序为{'、'.join(words)}；其余各区未抽中"
    minutes = text_of(draw_minutes.draw_minutes(found))
    assert order in minutes and f"{void[0]['district']} 全部　未抽中该区（第一阶段）" in minutes
    assert "同一法人在本批至多抽1户，已抽满的依签号越过。" in minutes
    assert "计划规定：组长由试点县医疗保障局席位的人员担任。" in minutes
    book = opened(results_workbook(found))
    strata = [row for row in book["分层统计"].iter_rows(values_only=True) if row[0] == task]
    assert [row[-1] == "未抽中该区（第一阶段）" for row in strata] == [
        bool(one.get("void")) for one in found.draw["strata"] if one["task"] == task
    ]
    notes = str(list(book["说明"].iter_rows(values_only=True)))
    assert order in notes and "组长由试点县医疗保障局席位的人员担任" in notes
    public = text_of(drawn_list(found))
    assert f"先从3个信用等级中抽取2个（依次为{'、'.join(words)}）" in public
    assert public.count("未抽中该区（第一阶段）") == len(void) == 1
    assert "同一法人在本批至多抽1户" in public


def numbers_of_clusters(found: Dossier) -> list[str]:
    """The names of the clusters that draw.json lists, in its order."""
    made = json.loads(draw(found.snapshot.lottery_files, SEED).draw_json)
    [(_, clusters)] = made["clusters"]
    return [found.snapshot.labels.clusters[cluster - 1]["name"] for cluster in clusters]


def test_papers_without_a_first_stage_do_not_speak_of_one(drawn: Dossier) -> None:
    assert "clusters" not in drawn.draw
    for text in (text_of(draw_minutes.draw_minutes(drawn)), text_of(drawn_list(drawn))):
        assert "第一阶段" not in text and "同一法人" not in text


def strata_table(found: Dossier) -> Any:
    tables = docx.Document(io.BytesIO(draw_minutes.draw_minutes(found))).tables
    return next(table for table in tables if table.rows[0].cells[2].text == "总数N")


def test_each_leader_has_one_file(drawn: Dossier) -> None:
    """Every visit is in one file of a team, its notice before its sheet; the list in front names all."""
    files = team_papers(drawn)
    visits = drawn.draw["visits"]
    leaders = list(dict.fromkeys(visit["leader"] for visit in visits))
    names = [drawn.person_of[leader].name for leader in leaders if leader]
    assert list(files) == [f"{order:02d}-{name}.docx" for order, name in enumerate(names, 1)]
    for leader, data in zip(leaders, files.values(), strict=True):
        own = [visit for visit in visits if visit["leader"] == leader]
        found = pages(data)
        assert len(found) == 1 + 2 * len(own) and f"共{len(own)}户次" in found[0]
        assert all(visit["name"] in found[0] for visit in own)
        assert all("检查通知书" in page for page in found[1::2])
        assert all("检查情况记录表" in page for page in found[2::2])
        assert [page.split("第")[1].split("号")[0] for page in found[2::2]] == [
            page.split("次抽取　第")[1].split("号")[0] for page in found[1::2]
        ]


def test_by_month_within_a_team() -> None:
    """The key object is due four times in three months; its visits stand where their months are."""
    found = dossier(batch="下半年")
    seen = []
    for data in team_papers(found).values():
        months = re.findall("检查时间：2024年([0-9]+)月（", text_of(data))
        assert months == sorted(months, key=int)
        seen += months
    planned = [visit["month"] for visit in found.draw["visits"] if visit["month"]]
    assert sorted(seen, key=int) == sorted((month[5:].lstrip("0") for month in planned), key=int)
    assert len(seen) == 4


def test_own_forms_are_not_mixed_with_ours(drawn: Dossier) -> None:
    """An office with its own notice gets no print files in our form, unless it has its own 检查组文书 too."""
    own = {"检查通知书.docx": shipped("检查通知书.docx")}
    assert team_papers(drawn, own) == {}
    assert team_papers(drawn, {**own, "检查组文书.docx": shipped("检查组文书.docx")}) == team_papers(drawn)


def test_nobody_signs_for_a_draw_that_a_platform_made(drawn: Dossier) -> None:
    """XT-10."""
    platform = PlatformRecord(lists=[], numbers=["HB2024-17"], mapping="", staffed=1)
    listed = replace(drawn, manifest={**drawn.manifest, "platform": platform})
    text = text_of(draw_minutes.draw_minutes(listed))
    assert "平台任务编号HB2024-17" in text and "不能由本工具重算" in text and "检查组由平台名单写明" in text
    course = ceremony_of(listed).course
    assert "平台" in course and "软件一次完成" not in course
    assert "经双随机监管平台随机抽取" in text_of(notices.notices(listed))


def test_blank_columns_are_left_out() -> None:
    """WG-11: a column that the registry has, but for nobody of those drawn."""
    found = dossier()
    rows = found.private_objects
    assert any(cells.get("统一社会信用代码") for cells in rows.values())
    blank = replace(found)
    without = {key: {**cells, "统一社会信用代码": ""} for key, cells in rows.items()}
    object.__setattr__(blank, "private_objects", without)
    for make in (exemptions, results_workbook):
        for sample, there in ((found, True), (blank, False)):
            cells = opened(make(sample)).worksheets[0].iter_rows(values_only=True)
            assert any("统一社会信用代码" in row for row in cells) == there


def test_thousands_of_visits_come_in_several_files(drawn: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit in one file, each file named after the numbers of its first and last."""
    size = len(drawn.draw["visits"])
    step = size // 2 - 1
    monkeypatch.setattr("shuangsuiji.documents.papers.PER_FILE", step)
    found = papers(drawn)
    spans = [(1, step), (step + 1, 2 * step), (2 * step + 1, size)]
    for stem in ("检查通知书", "检查记录表"):
        names = [name for name in found if name.startswith(stem)]
        assert names == [f"{stem}-第{first}-{last}号.docx" for first, last in spans]
        for name, (first, last) in zip(names, spans, strict=True):
            text = text_of(found[name])
            assert [visit["name"] in text for visit in drawn.draw["visits"]] == [
                first <= number <= last for number in range(1, size + 1)
            ]


def test_minutes_name_no_line_of_a_file() -> None:
    found = dossier()
    message = "plan.yaml 第19行第3列：种子只有约 12 位（不足 20 位）。建议改用更长的，用 ssj freeze 再封存。"
    findings = [{"code": code, "level": "warning", "message": message} for code in ("seed-weak", "x")]
    manifest: Any = {**found.manifest, "findings": findings}
    text = text_of(draw_minutes.draw_minutes(replace(found, manifest=manifest)))
    assert "1.种子只有约 12 位（不足 20 位）。" in text and "2." not in text
    assert "yaml" not in text and "ssj freeze" not in text and "建议" not in text
